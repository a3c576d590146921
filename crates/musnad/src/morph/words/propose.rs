//! Every way to cut a word: proclitics, a form of the table, a pronoun; and guesses for words whose form no table knows.
//!
//! A candidate's parts, joined, are the word. Its cost is that of a small generative model (clitics by part of speech, forms
//! by frequency); the decision between candidates is made elsewhere, with the neighbours in sight.

use super::forms::{Entry, Forms, hash, spelling};
use super::shape::{Bears, Features, Shape, Tag};

/// Bytes of an Arabic letter.
pub const LETTER: usize = 2;

/// Proclitics of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, PartialOrd, Ord)]
pub struct Lead {
    /// 0 none, 1 `و`, 2 `ف`.
    pub conj: u8,
    /// 0 none, 1 `ب`, 2 `ل`, 3 `ك`, 4 `س`.
    pub prep: u8,
    /// The article.
    pub article: bool,
}

/// Number of different [`Lead`]s.
pub const N_LEADS: usize = 30;

impl Lead {
    /// A dense number.
    pub fn id(self) -> usize {
        (usize::from(self.conj) * 5 + usize::from(self.prep)) * 2 + usize::from(self.article)
    }
}

/// Enclitic pronouns; the empty one first.
pub const ENCLITICS: [&str; 13] = ["", "ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "كن", "نا", "ني", "ي"];

/// A cut of a word with an analysis of its form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Proclitics.
    pub lead: Lead,
    /// Bytes of the proclitics in the folded word.
    pub start: u8,
    /// Bytes of the enclitic in the folded word.
    pub trail: u8,
    /// Index into [`ENCLITICS`].
    pub enclitic: u8,
    /// Lemma, or [`NO_LEMMA`].
    pub lemma: u16,
    /// Tag and features of the form.
    pub shape: Shape,
    /// Rareness of the form, eighths of a natural logarithm.
    pub cost: u8,
    /// 0 spelt as in the lexicon, 1 with plain alif for one with hamza, 2 otherwise, 3 a guess.
    pub spelling: u8,
    /// The form's exact spelling, as [`spelling`](super::forms::spelling) gives it.
    pub exact: u16,
}

/// The form is in no lexicon.
pub const NO_LEMMA: u16 = u16::MAX;

/// Cost of a guessed form.
const GUESS: u8 = 160;

#[derive(Clone, Copy)]
struct Cut {
    lead: Lead,
    start: usize,
    /// `للغة`: the article before a lam is not written.
    hidden: bool,
}

fn cuts(word: &str, mut take: impl FnMut(Cut)) {
    let letter = |at: usize, l: &str| word.get(at..).is_some_and(|rest| rest.starts_with(l));
    let long = |at: usize| word.len() > at + LETTER;
    for (conj, at) in [(0, 0), (1, LETTER), (2, LETTER)] {
        match conj {
            1 if !(letter(0, "و") && long(LETTER)) => continue,
            2 if !(letter(0, "ف") && long(LETTER)) => continue,
            _ => {}
        }
        let lead = Lead { conj, ..Lead::default() };
        take(Cut { lead, start: at, hidden: false });
        if letter(at, "ال") && long(at + 2 * LETTER) {
            take(Cut { lead: Lead { article: true, ..lead }, start: at + 2 * LETTER, hidden: false });
        }
        for (prep, l) in [(1, "ب"), (2, "ل"), (3, "ك"), (4, "س")] {
            let stem = at + LETTER;
            if !letter(at, l) || !long(at) {
                continue;
            }
            let lead = Lead { prep, ..lead };
            take(Cut { lead, start: stem, hidden: false });
            if prep == 2 && letter(stem, "ل") && long(stem + LETTER) {
                take(Cut { lead: Lead { article: true, ..lead }, start: stem + LETTER, hidden: false });
                take(Cut { lead: Lead { article: true, ..lead }, start: stem, hidden: true });
            } else if prep != 4 && prep != 2 && letter(stem, "ال") && long(stem + 2 * LETTER) {
                take(Cut { lead: Lead { article: true, ..lead }, start: stem + 2 * LETTER, hidden: false });
            }
        }
    }
}

/// Whether the clitics may stand with the form.
fn fits(lead: Lead, enclitic: usize, shape: Shape) -> bool {
    match shape.bears() {
        Bears::Never if enclitic != 0 => return false,
        Bears::Always if enclitic == 0 => return false,
        _ => {}
    }
    let tag = shape.tag();
    if lead.article && (!tag.is_nominal() || enclitic != 0 || shape.bare() || shape.construct()) {
        return false;
    }
    match lead.prep {
        4 if !(tag == Tag::Verb && shape.aspect() == 2) => return false,
        1 | 3 if tag == Tag::Verb => return false,
        2 if tag == Tag::Verb && shape.aspect() != 2 => return false,
        1..=3
            if !(tag.is_nominal()
                || matches!(
                    tag,
                    Tag::Verb
                        | Tag::Demonstrative
                        | Tag::Relative
                        | Tag::Subordinator
                        | Tag::Particle
                        | Tag::Pronoun
                        | Tag::Interrogative
                        | Tag::Exception
                        | Tag::Abbreviation
                        | Tag::Locative
                        | Tag::Adverb
                        | Tag::Negation
                )) =>
        {
            return false;
        }
        _ => {}
    }
    match ENCLITICS[enclitic] {
        "" => true,
        "ني" => tag == Tag::Verb || matches!(tag, Tag::Subordinator | Tag::Particle | Tag::Preposition),
        "ي" => tag != Tag::Verb,
        _ => true,
    }
}

/// All candidates of a folded word, with its exact spelling (marks dropped, same length) to compare.
pub fn propose(forms: &Forms, folded: &str, exact: &str, out: &mut Vec<Candidate>) {
    out.clear();
    let exact = if exact.len() == folded.len() { exact } else { folded };
    // `ألبرت` has no article: the article's alif bears no hamza.
    let article_at = |end: usize| {
        let alif = end.wrapping_sub(2 * LETTER);
        exact.get(alif..alif + LETTER).is_none_or(|a| !matches!(a, "أ" | "إ" | "آ"))
    };
    let plain = !exact.contains(['أ', 'إ', 'آ', 'ء', 'ئ', 'ؤ']);
    cuts(folded, |cut| {
        if cut.lead.article && cut.lead.prep != 2 && !article_at(cut.start) {
            return;
        }
        for (enclitic, pronoun) in ENCLITICS.iter().enumerate() {
            let Some(stem) = folded.get(cut.start..).and_then(|s| s.strip_suffix(pronoun)) else { continue };
            if stem.is_empty() || (cut.lead.article && enclitic != 0) || (cut.hidden && !stem.starts_with('ل')) {
                continue;
            }
            let end = cut.start + stem.len();
            // `حفلة` ends in no pronoun, nor does `سيئ`: the exact letters tell.
            if !pronoun.is_empty() && exact.get(end..).is_some_and(|e| e != *pronoun) {
                continue;
            }
            let written = exact.get(cut.start..end).map_or(0, spelling);
            forms.each(hash(stem.as_bytes()), |Entry { lemma, shape, cost, exact }| {
                if fits(cut.lead, enclitic, shape) {
                    out.push(Candidate {
                        lead: cut.lead,
                        start: cut.start as u8,
                        trail: pronoun.len() as u8,
                        enclitic: enclitic as u8,
                        lemma,
                        shape,
                        cost,
                        exact,
                        spelling: if written == exact { 0 } else { 2 - u8::from(plain) },
                    });
                }
            });
        }
    });
    if out.iter().all(|c| c.start as usize + c.trail as usize > LETTER || c.spelling > 1 || c.cost > 130) {
        guess(folded, exact, out);
    }
}

/// Guesses: the word as it stands, and cut where its letters suggest a clitic.
fn guess(folded: &str, exact: &str, out: &mut Vec<Candidate>) {
    let mut push = |cut: Cut, tag: Tag, suffix: usize, gender: u8, number: u8| {
        let shape = Shape::new(Features { tag, suffix: suffix as u8, gender, number, ..Features::default() });
        out.push(Candidate {
            lead: cut.lead,
            start: cut.start as u8,
            trail: 0,
            enclitic: 0,
            lemma: NO_LEMMA,
            shape,
            cost: GUESS,
            spelling: 3,
            exact: 0,
        });
    };
    cuts(folded, |cut| {
        let letters = (folded.len() - cut.start) / LETTER;
        if letters < 3 && cut.start > 0 || cut.lead.prep == 4 || cut.hidden {
            return;
        }
        let alif = cut.start.wrapping_sub(2 * LETTER);
        if cut.lead.article && cut.lead.prep != 2 && exact.get(alif..alif + LETTER).is_some_and(|a| matches!(a, "أ" | "إ" | "آ"))
        {
            return;
        }
        let stem = exact.get(cut.start..).unwrap_or("");
        let long = letters >= 4;
        let (suffix, gender, number) = if stem.ends_with('ة') {
            (1, 2, 1)
        } else if long && stem.ends_with("ات") {
            (2, 2, 3)
        } else if letters >= 5 && cut.lead.article && (stem.ends_with("ين") || stem.ends_with("ون")) {
            (2, 1, 3)
        } else {
            (0, 1, 1)
        };
        push(cut, Tag::Noun, suffix, gender, number);
        if suffix == 0 || stem.ends_with('ة') {
            push(cut, Tag::Proper, suffix, gender, number);
        }
        if stem.ends_with('ي') || stem.ends_with("ية") || (suffix == 2 && cut.lead.article) {
            push(cut, Tag::Adjective, suffix, gender, number);
        }
    });
    // A verb by its prefix.
    if folded.starts_with('ي') || folded.starts_with('ت') {
        let shape = Shape::new(Features {
            tag: Tag::Verb,
            aspect: 2,
            person: 3,
            gender: if folded.starts_with('ي') { 1 } else { 2 },
            number: 1,
            ..Features::default()
        });
        out.push(Candidate {
            lead: Lead::default(),
            start: 0,
            trail: 0,
            enclitic: 0,
            lemma: NO_LEMMA,
            shape,
            cost: GUESS,
            spelling: 3,
            exact: 0,
        });
    }
}
