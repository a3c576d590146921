//! The trained analyser of words: the model's table proposes every analysis, a linear model decides in the sentence.
//!
//! Question: *what is this word, here?* In: [`Text`]. Out: one [`Candidate`] a word: proclitics, form, enclitic, fine part of
//! speech, features, lemma. It reads its tables in place, so that loading costs a checksum and nothing else; words met before
//! are remembered by thread.

pub mod decide;
pub mod forms;
pub mod propose;
pub mod segments;
pub mod shape;

use crate::model::{ModelError, Sections};
use crate::text::{Text, WordKind};
use decide::{Clitics, N_WEIGHTS, Outside, Ready, Scratch, Weights};
use forms::{Forms, hash};
use propose::{Candidate, Lead, NO_LEMMA};
use shape::{Features, Shape, Tag};
use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

/// Most candidates of a word that enter the decision.
pub const MOST: usize = 8;
/// How far behind the best a candidate may be on its own and still enter, sixteenths of a natural logarithm.
pub const WITHIN: i32 = 16 * 14;
/// Slots of the memory of words met before.
const MEMORY: usize = 1 << 15;

/// Weights as the model stores them.
#[derive(Clone, Debug, Default)]
struct Stored(Cow<'static, [u8]>);

impl Weights for Stored {
    fn at(&self, feature: usize) -> i32 {
        self.0.get(feature).map_or(0, |b| i32::from(*b as i8))
    }
}

/// A loaded model of words.
#[derive(Debug)]
pub struct Words {
    forms: Forms,
    clitics: Clitics,
    weights: Stored,
    id: u64,
}

struct Remembered {
    model: u64,
    word: u64,
    list: Vec<Ready>,
}

thread_local! {
    static MEMORY_OF_WORDS: RefCell<Vec<Option<Remembered>>> = const { RefCell::new(Vec::new()) };
}

impl Words {
    /// From sections that live as long as the program (the embedded model): nothing is copied.
    ///
    /// # Errors
    /// [`ModelError`] if a section is missing or has the wrong size.
    pub fn embedded(sections: &Sections<'static>) -> Result<Words, ModelError> {
        let forms = Forms::from_static(sections)?;
        Words::new(sections, forms, Cow::Borrowed(sections.get("words.weights")?))
    }

    /// From the sections of a file read at run time: their bytes are copied.
    ///
    /// # Errors
    /// [`ModelError`] if a section is missing or has the wrong size.
    pub fn from_sections(sections: &Sections<'_>) -> Result<Words, ModelError> {
        let forms = Forms::from_sections(sections, |bytes| Cow::Owned(bytes.to_vec()))?;
        Words::new(sections, forms, Cow::Owned(sections.get("words.weights")?.to_vec()))
    }

    fn new(sections: &Sections<'_>, forms: Forms, weights: Cow<'static, [u8]>) -> Result<Words, ModelError> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let wrong = |name: &str| ModelError::Section(name.to_owned());
        let clitics = Clitics::from_bytes(sections.get("words.clitics")?).ok_or_else(|| wrong("words.clitics"))?;
        if weights.len() != N_WEIGHTS {
            return Err(wrong("words.weights"));
        }
        Ok(Words { forms, clitics, weights: Stored(weights), id: NEXT.fetch_add(1, Ordering::Relaxed) })
    }

    /// The table of forms.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// The lemma of a candidate, vocalised; none for guesses.
    pub fn lemma(&self, candidate: &Candidate) -> Option<&str> {
        self.forms.lemma(candidate.lemma)
    }

    /// The lemma to show: the lexicon's, or what the letters of an unknown word suggest. `exact` is the word without marks.
    pub fn shown_lemma(&self, c: &Candidate, exact: &str) -> String {
        if let Some(lemma) = self.lemma(c) {
            return lemma.to_owned();
        }
        let end = exact.len().saturating_sub(c.trail as usize);
        let stem = exact.get(c.start as usize..end).unwrap_or(exact);
        let suffix = c.shape.suffix();
        let cut = |k: usize| stem.get(..stem.len().saturating_sub(k * propose::LETTER)).unwrap_or(stem);
        match (c.shape.tag(), suffix) {
            (Tag::Adjective, n) if n > 0 => cut(n).to_owned(),
            (Tag::Noun, 2) if stem.ends_with("ات") => format!("{}ة", cut(2)),
            (Tag::Noun, 2) => cut(2).to_owned(),
            _ => stem.to_owned(),
        }
    }

    /// One candidate for every word of the text.
    pub fn decide(&self, text: &Text<'_>) -> Vec<Candidate> {
        let mut out = vec![plain(Tag::Foreign); text.words.len()];
        let mut lattice: Vec<Ready> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        let mut outside: Vec<Outside> = Vec::new();
        let (mut scratch, mut path) = (Scratch::default(), Vec::new());
        for sentence in &text.sentences {
            lattice.clear();
            ends.clear();
            outside.clear();
            for word in sentence.words() {
                self.candidates(text, word, &mut lattice, &mut outside);
                ends.push(lattice.len());
            }
            decide::best_path(&lattice, &ends, &outside, &self.weights, &mut scratch, &mut path);
            for (word, at) in sentence.words().zip(&path) {
                out[word] = lattice[*at].candidate;
            }
        }
        out
    }

    /// Appends the candidates of one word.
    fn candidates(&self, text: &Text<'_>, word: usize, lattice: &mut Vec<Ready>, outside: &mut Vec<Outside>) {
        let folded = text.folded(word);
        let raw = text.raw(word);
        let single = match text.words[word].kind {
            WordKind::Arabic if folded.len() <= 60 && !folded.is_empty() => None,
            WordKind::Arabic | WordKind::Latin => Some(Tag::Foreign),
            WordKind::Number => Some(Tag::Digits),
            WordKind::Punct => Some(Tag::Punctuation),
        };
        if let Some(tag) = single {
            lattice.push(single_ready(tag));
            outside.push(class(tag, raw));
            return;
        }
        outside.push(Outside::new(folded));
        // The exact spelling decides between readings, so it is part of the key.
        let key = hash(raw.as_bytes());
        MEMORY_OF_WORDS.with(|memory| {
            let Ok(mut memory) = memory.try_borrow_mut() else {
                lattice.extend(self.fresh(folded, raw));
                return;
            };
            if memory.is_empty() {
                memory.resize_with(MEMORY, || None);
            }
            let slot = &mut memory[(key >> 20) as usize % MEMORY];
            match slot {
                Some(known) if known.model == self.id && known.word == key => lattice.extend_from_slice(&known.list),
                _ => {
                    let list = self.fresh(folded, raw);
                    lattice.extend_from_slice(&list);
                    *slot = Some(Remembered { model: self.id, word: key, list });
                }
            }
        });
    }

    /// The candidates of a word, computed.
    fn fresh(&self, folded: &str, raw: &str) -> Vec<Ready> {
        let exact: String = raw.chars().filter(|c| !crate::text::is_mark(*c)).collect();
        let (mut candidates, mut list) = (Vec::new(), Vec::new());
        propose::propose(&self.forms, folded, &exact, &mut candidates);
        decide::ready(folded, &candidates, &self.clitics, &self.weights, &mut list);
        decide::prune(&mut list, MOST, WITHIN);
        if list.is_empty() {
            list.push(single_ready(Tag::Foreign));
        }
        list
    }
}

/// A candidate without clitics or lemma.
fn plain(tag: Tag) -> Candidate {
    Candidate {
        lead: Lead::default(),
        start: 0,
        trail: 0,
        enclitic: 0,
        lemma: NO_LEMMA,
        shape: Shape::new(Features { tag, ..Features::default() }),
        cost: 0,
        spelling: 0,
        exact: 0,
    }
}

/// The only candidate of a word that is no Arabic word.
pub fn single_ready(tag: Tag) -> Ready {
    let candidate = plain(tag);
    Ready { candidate, own: 0, context: decide::context(&candidate), group: decide::group(&candidate) as u8, cut: 0 }
}

/// What neighbours see of a word that is no Arabic word: a mark as it is, a number as any number.
pub fn class(tag: Tag, raw: &str) -> Outside {
    let word = if tag == Tag::Punctuation { hash(raw.as_bytes()) } else { 2 + tag as u64 };
    Outside { word, tail: 1, article: false }
}
