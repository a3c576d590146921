//! From a word's letters to its analysis, by lexicon lookup and its neighbours.

use super::words::propose::{Candidate, NO_LEMMA};
use super::words::shape::Tag;
use super::{Aspect, FormKind, Morph, Pos, Voice, context};
use crate::lexicon::{Form, Lexicon};
use crate::text::{Text, WordKind};

/// How frequent a folded word is in news; 0 for words never met.
pub type Frequency<'f> = dyn Fn(&str) -> u16 + 'f;

/// Analyses every word of `text`; `words` are what the model of words reads, `frequency` decides how words that no lexicon knows are cut.
pub fn tag(text: &Text<'_>, words: &[Candidate], lexicon: &Lexicon, frequency: &Frequency<'_>) -> Vec<Morph> {
    let mut morphs: Vec<Morph> = Vec::with_capacity(text.words.len());
    let mut room = Room::default();
    for (idx, word) in text.words.iter().enumerate() {
        let morph = match word.kind {
            WordKind::Punct => Morph { pos: Pos::Punctuation, ..Morph::default() },
            WordKind::Number => Morph { pos: Pos::Number, ..Morph::default() },
            WordKind::Latin => Morph::default(),
            WordKind::Arabic => {
                analyse(text.folded(idx), text.raw(idx), words.get(idx), morphs.last(), lexicon, frequency, &mut room)
            }
        };
        morphs.push(morph);
    }
    context::settle(text, lexicon, &mut morphs);
    morphs
}

/// A way to cut a word: how many bytes lead and trail its stem.
#[derive(Clone, Copy, Default)]
struct Cut {
    conj: bool,
    prep: Option<char>,
    future: bool,
    article: bool,
    lead: usize,
}

const LETTER: usize = 2;

/// All proclitic cuts of a folded word, from none to many.
fn cuts(word: &str, out: &mut Vec<Cut>) {
    out.clear();
    let after = |at: usize, letter: char| word[at..].starts_with(letter);
    let mut starts = [(false, 0), (false, 0)];
    let mut n_starts = 1;
    if (after(0, 'و') || after(0, 'ف')) && word.len() > 2 * LETTER {
        starts[1] = (true, LETTER);
        n_starts = 2;
    }
    for &(conj, at) in &starts[..n_starts] {
        let plain = Cut { conj, lead: at, ..Cut::default() };
        out.push(plain);
        if word[at..].starts_with("ال") && word.len() > at + 3 * LETTER {
            out.push(Cut { article: true, lead: at + 2 * LETTER, ..plain });
        }
        if after(at, 'س') && word.len() > at + 3 * LETTER {
            out.push(Cut { future: true, lead: at + LETTER, ..plain });
        }
        for prep in ['ب', 'ل', 'ك'] {
            if !after(at, prep) || word.len() <= at + 2 * LETTER {
                continue;
            }
            let lead = at + LETTER;
            out.push(Cut { prep: Some(prep), lead, ..plain });
            if word[lead..].starts_with("ال") && prep != 'ل' && word.len() > lead + 3 * LETTER {
                out.push(Cut { prep: Some(prep), article: true, lead: lead + 2 * LETTER, ..plain });
            }
            if prep == 'ل' && after(lead, 'ل') && word.len() > lead + 2 * LETTER {
                out.push(Cut { prep: Some(prep), article: true, lead: lead + LETTER, ..plain });
            }
        }
    }
}

/// Room for the readings of a word, used again for the next.
#[derive(Default)]
struct Room {
    cuts: Vec<Cut>,
    found: Vec<(u32, Cut, usize, Form)>,
}

const ENCLITICS: [&str; 11] = ["هما", "ها", "هم", "هن", "كم", "نا", "ني", "ه", "ك", "ي", ""];

fn analyse(
    word: &str,
    raw: &str,
    decided: Option<&Candidate>,
    before: Option<&Morph>,
    lexicon: &Lexicon,
    frequency: &Frequency<'_>,
    room: &mut Room,
) -> Morph {
    let Room { cuts: buffer, found } = room;
    buffer.clear();
    found.clear();
    cuts(word, buffer);
    for cut in buffer.iter() {
        for enclitic in ENCLITICS {
            let Some(stem) = word[cut.lead..].strip_suffix(enclitic) else { continue };
            if stem.len() < LETTER || (cut.article && !enclitic.is_empty()) {
                continue;
            }
            let seated = restored(stem, enclitic);
            for form in lexicon.forms(stem).chain(seated.iter().flat_map(|stem| lexicon.forms(stem))) {
                if fits(*cut, enclitic, form, raw) && !cut_wrong(*cut, form, decided) {
                    // "بدون طيار": only the short prepositions (`عبر`, `حول`, `عقب`) are verbs too.
                    let sure = form.kind == FormKind::Closed && stem.len() > 3 * LETTER;
                    let decided = decided.filter(|_| !sure);
                    let against = decided.map_or(0, |c| disagreement(c, *cut, form, before)) + misspelt(*cut, form, raw, lexicon);
                    // "وأشار التقرير": a noun for a text or a source comes before the verbal noun of the same letters.
                    let tells = form.kind == FormKind::Noun
                        && lexicon.lexeme(Some(form.lexeme)).is_some_and(|l| l.frames.is_empty() && !l.phrases.is_empty());
                    let cost = (cost(*cut, enclitic, form, before, raw) + against).saturating_sub(u32::from(tells));
                    found.push((cost, *cut, enclitic.len(), *form));
                }
            }
        }
    }
    found.sort_by_key(|(cost, cut, trail, form)| (*cost, cut.lead, *trail, form.lexeme));
    let Some((cost, cut, trail, mut form)) = found.first().copied() else {
        return unknown(word, buffer, decided, lexicon, frequency);
    };
    if form.kind == FormKind::Finite {
        form = commoner(form, found.iter().filter(|(c, k, t, _)| (*c, k.lead, *t) == (cost, cut.lead, trail)), lexicon);
    }
    let verb = found
        .iter()
        .find(|(_, c, _, f)| f.kind == FormKind::Finite && c.lead == cut.lead)
        .map(|(_, _, t, f)| (f.lexeme, f.feats, *t));
    let mut morph = morph_of(cut, trail, form);
    // "ألقي باللوم": with its dots the last letter shows the passive of ألقى.
    let defective = trail == 0 && raw.ends_with('ي') && lexicon.lexeme(Some(form.lexeme)).is_some_and(|l| l.lemma.ends_with('ى'));
    if form.kind == FormKind::Finite && form.feats.aspect == Aspect::Perfect && (defective || signed_passive(raw, cut.conj)) {
        morph.feats.voice = Voice::Passive;
    }
    if let Some((lexeme, feats, trail)) = verb.filter(|_| form.kind != FormKind::Finite && cut.prep.is_none() && !cut.article) {
        morph.verb = Some((lexeme, feats));
        morph.verb_trail = trail as u8;
    }
    morph
}

/// Of verbs whose forms share their letters (`يقدم` of قدم and أقدم) the one that news tells more by: it has more frames.
fn commoner<'f>(first: Form, alike: impl Iterator<Item = &'f (u32, Cut, usize, Form)>, lexicon: &Lexicon) -> Form {
    // "لم يقل": a verb of saying is commoner still (قال, not أقال).
    let frames =
        |form: &Form| lexicon.lexeme(Some(form.lexeme)).map_or(0, |l| if l.cue.is_some() { usize::MAX } else { l.frames.len() });
    let others = alike.map(|(.., form)| *form).filter(|f| f.kind == FormKind::Finite && f.feats == first.feats);
    others.fold(first, |best, form| if frames(&form) > frames(&best) { form } else { best })
}

/// Words after which a verb is expected: `لم`, `قد`, `الذي`, `ما`.
fn governs_verb(before: &Morph) -> bool {
    matches!(before.pos, Pos::Negation | Pos::Modal | Pos::Particle | Pos::Relative)
}

/// What a reading costs more for what the model of words reads; what the word before governs is surer.
fn disagreement(c: &Candidate, cut: Cut, form: &Form, before: Option<&Morph>) -> u32 {
    let against = form.kind == FormKind::Finite && c.shape.tag() != Tag::Verb && !before.is_some_and(governs_verb);
    // "عبر الرئيس عن سعادته": a preposition's letters may be a verb's.
    let verb = form.kind == FormKind::Closed && form.pos == Pos::Preposition && c.shape.tag() == Tag::Verb;
    // "تسلم الملك رسالة": of two verbs alike the one in the tense that the sentence asks for.
    let told = [None, Some(Aspect::Perfect), Some(Aspect::Imperfect), None][usize::from(c.shape.aspect())];
    let other = form.kind == FormKind::Finite && c.shape.tag() == Tag::Verb && told.is_some_and(|a| a != form.feats.aspect);
    // "وأدان الوزير": no dual of a participle that begins with `و`.
    let whole = !cut.conj && c.lead.conj != 0 && c.shape.tag() == Tag::Verb && form.kind != FormKind::Closed;
    // "أثار القرار غضبا": no antiquities where the model of words reads a verb.
    let noun = form.kind == FormKind::Noun && c.shape.tag() == Tag::Verb && c.lemma != NO_LEMMA;
    if against || verb || whole {
        AGAINST
    } else if other || noun {
        DOUBTED
    } else {
        0
    }
}

/// What a verb costs more in another tense than the model of words reads, and a noun where it reads a verb.
const DOUBTED: u32 = 1;

/// What a reading costs whose hamza stands on the other side of its letter: `إصابة` is no `أصابه`, `أعمال` no `إعمال`. Written
/// without hamza a word may be either.
fn misspelt(cut: Cut, form: &Form, raw: &str, lexicon: &Lexicon) -> u32 {
    let at = if cut.lead == 0 { 0 } else { crate::text::raw_offset(raw, cut.lead) };
    let other = match raw.get(at..).and_then(|stem| stem.chars().next()) {
        Some('إ') => 'أ',
        Some('أ') => 'إ',
        _ => return 0,
    };
    let shows = matches!(form.kind, FormKind::Finite | FormKind::Noun | FormKind::Adjective)
        && form.feats.number != super::Number::Plural;
    let lemma = lexicon.lexeme(Some(form.lexeme)).filter(|_| shows).and_then(|l| l.lemma.chars().next());
    if lemma == Some(other) { MISSPELT } else { 0 }
}

/// What a hamza on the wrong side costs.
const MISSPELT: u32 = 8;

/// Whether a noun's reading cuts off a preposition where the model of words knows the word whole (`كبير` is no `ك` and `بئر`).
fn cut_wrong(cut: Cut, form: &Form, decided: Option<&Candidate>) -> bool {
    let nominal = !matches!(form.kind, FormKind::Closed | FormKind::Finite);
    nominal
        && cut.prep.is_some()
        && decided.is_some_and(|c| c.lemma != NO_LEMMA && c.lead.prep == 0 && c.lead.conj == 0 && !cut.conj)
}

/// What a finite verb costs more where the model of words, which sees the sentence, reads none.
const AGAINST: u32 = 4;

/// The free spelling of a stem before a pronoun: a final hamza leaves its seat (`لقائه`, folded `لقايه`, from `لقاء`).
fn restored(stem: &str, enclitic: &str) -> Option<String> {
    let before = stem.strip_suffix(['ي', 'و']).filter(|b| !enclitic.is_empty() && b.ends_with('ا') && b.len() > LETTER)?;
    Some(format!("{before}ء"))
}

/// Whether a sign of `u` on the first letter that is none of a proclitic or of the stem's `ا` shows the passive (`قُتل`, `اتُّهم`).
fn signed_passive(raw: &str, conj: bool) -> bool {
    let mut letters = raw.chars().skip(usize::from(conj)).peekable();
    let first = letters.next();
    let sign = |c: &char| *c == '\u{064F}';
    letters.peek().is_some_and(sign) || first == Some('ا') && letters.skip(1).take(2).any(|c| sign(&c))
}

fn morph_of(cut: Cut, trail: usize, form: Form) -> Morph {
    Morph {
        conj: cut.conj,
        prep: cut.prep,
        future: cut.future,
        article: cut.article,
        lead: cut.lead as u8,
        trail: trail as u8,
        pos: form.pos,
        form: form.kind,
        feats: form.feats,
        lexeme: Some(form.lexeme),
        verb: None,
        verb_trail: 0,
    }
}

/// Whether the clitics may stand with the form.
fn fits(cut: Cut, enclitic: &str, form: &Form, raw: &str) -> bool {
    if form.before_pronoun && enclitic.is_empty() {
        return false;
    }
    match form.kind {
        FormKind::Closed => {
            // "على" and "علي", "إلى" and "إلي" fold together: the preposition is spelt with alif maqsura.
            (cut.prep.is_none() || matches!(form.pos, Pos::Demonstrative | Pos::Relative | Pos::Quantifier | Pos::Number))
                && (!cut.article || form.pos == Pos::Number)
                && !cut.future
                && enclitic.is_empty()
                && !(raw.ends_with("لي") && form.pos == Pos::Preposition)
                // "هنأ" is no "هنا".
                && !raw.ends_with('أ')
                // "وأثنى" is no "واثني".
                && !(form.pos == Pos::Number && raw.ends_with('ى') && raw.contains('أ'))
        }
        FormKind::Finite => {
            let imperfect = form.feats.aspect == super::Aspect::Imperfect;
            !cut.article
                && (!cut.future || imperfect)
                && (cut.prep.is_none() || (cut.prep == Some('ل') && imperfect))
                && enclitic != "ي"
                && !(form.lexeme_is_passive() && !enclitic.is_empty())
                && !raw.ends_with('ة')
        }
        _ => !cut.future && enclitic != "ني" && !(raw.ends_with('ة') && !enclitic.is_empty()),
    }
}

/// Less is better: fewer clitics, whole words of the closed class first, verbs where a verb may stand.
fn cost(cut: Cut, enclitic: &str, form: &Form, before: Option<&Morph>, raw: &str) -> u32 {
    let mut cost =
        4 * u32::from(cut.conj) + 4 * u32::from(cut.prep.is_some()) + u32::from(cut.article) + 2 * u32::from(cut.future);
    if !enclitic.is_empty() {
        cost += if enclitic.len() == LETTER { 6 } else { 4 };
    }
    if form.kind == FormKind::Closed {
        return cost;
    }
    cost += 2;
    // "عقده" is written for عقدة by the careless only: the pronoun is the likelier reading.
    if enclitic.is_empty() && raw.ends_with('ه') && form.feats.gender == super::Gender::Feminine {
        cost += 6;
    }
    let after_noun_governor = before.is_some_and(|b| {
        b.pos == Pos::Preposition
            || (b.pos == Pos::Quantifier)
            || (b.prep.is_some() && b.pos != Pos::Verb)
            || b.pos == Pos::Demonstrative
    });
    let after_verb_governor = before.is_some_and(governs_verb);
    match form.kind {
        // "ووصل الوزير": a conjunction before a verb in و is far commoner than a passive of its third form.
        FormKind::Finite if cut.lead == 0 && raw.starts_with("وو") => cost + 8,
        // "عزى" is no passive of عزا, which ends in dots.
        FormKind::Finite if raw.ends_with('ى') && form.lexeme_is_passive() && form.feats.aspect == Aspect::Perfect => cost + 3,
        FormKind::Finite if after_noun_governor => cost + 8,
        FormKind::Finite if after_verb_governor => cost,
        FormKind::Finite if form.feats.person != super::Person::Third => cost + 3,
        FormKind::Finite => cost + 1,
        FormKind::Masdar if after_verb_governor => cost + 3,
        // "مدينة" is a city before it is the feminine of "condemning".
        FormKind::ActiveParticiple | FormKind::PassiveParticiple => cost + 2,
        _ => cost + 1,
    }
}

/// A word of no lexeme: what its letters show for certain is cut off, and one proclitic where the rest is the commoner word.
fn unknown(word: &str, cuts: &[Cut], decided: Option<&Candidate>, lexicon: &Lexicon, frequency: &Frequency<'_>) -> Morph {
    // A form that the model of words knows is cut as it decides in the sentence.
    if let Some(c) = decided.filter(|c| c.lemma != NO_LEMMA) {
        return Morph {
            conj: c.lead.conj != 0,
            prep: [None, Some('ب'), Some('ل'), Some('ك'), None].get(usize::from(c.lead.prep)).copied().flatten(),
            future: c.lead.prep == 4,
            article: c.lead.article,
            lead: c.start,
            trail: c.trail,
            // A verb that no lexicon of ours has still parts clauses.
            pos: if c.shape.tag() == Tag::Verb { Pos::Verb } else { Pos::Unknown },
            feats: super::Feats {
                number: match c.shape.number() {
                    2 => super::Number::Dual,
                    3 => super::Number::Plural,
                    _ => super::Number::Singular,
                },
                ..super::Feats::default()
            },
            ..Morph::default()
        };
    }
    let sure = cuts.iter().filter(|c| c.article && word[c.lead..].len() >= 2 * LETTER).max_by_key(|c| c.lead);
    let cut = sure.copied().or_else(|| {
        let whole = frequency(word).max(1);
        let named = |stem: &str| lexicon.kb.names.step(0, stem).is_some() || lexicon.kb.shorts.step(0, stem).is_some();
        if named(word) {
            return None;
        }
        let better = |c: &&Cut| {
            (c.conj || c.prep.is_some())
                && !c.article
                && !c.future
                && word[c.lead..].len() >= 3 * LETTER
                && frequency(&word[c.lead..]) > whole
        };
        cuts.iter().filter(better).max_by_key(|c| (frequency(&word[c.lead..]), std::cmp::Reverse(c.lead))).copied()
    });
    cut.map_or_else(Morph::default, |cut| Morph {
        conj: cut.conj,
        prep: cut.prep,
        article: cut.article,
        lead: cut.lead as u8,
        ..Morph::default()
    })
}
