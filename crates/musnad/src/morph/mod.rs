//! Words: proclitics, stem and enclitics, part of speech and the features that clauses need.
//!
//! Question: *what is this word?* In: [`Text`](crate::text::Text) and the [`Lexicon`](crate::lexicon::Lexicon). Out: one
//! [`Morph`] a word. It promises that the parts of a word, joined, are its folded spelling. It never guesses a lexeme: an
//! unknown word keeps its shape and says so.

pub mod conjugate;
mod context;
mod tag;
pub mod words;

pub use tag::{Frequency, tag};

/// Grammatical person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub enum Person {
    #[default]
    Third,
    First,
    Second,
}

/// Grammatical number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub enum Number {
    #[default]
    Singular,
    Dual,
    Plural,
}

/// Grammatical gender.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub enum Gender {
    #[default]
    Masculine,
    Feminine,
}

/// Aspect of a verb.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub enum Aspect {
    #[default]
    Perfect,
    Imperfect,
}

/// Voice of a verb, where its spelling tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub enum Voice {
    #[default]
    Active,
    Passive,
}

/// Features of a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub struct Feats {
    pub person: Person,
    pub number: Number,
    pub gender: Gender,
    pub aspect: Aspect,
    pub voice: Voice,
}

/// Part of speech, as coarse as the stages need it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub enum Pos {
    Verb,
    Noun,
    Adjective,
    Preposition,
    Conjunction,
    Complementizer,
    Particle,
    Negation,
    Pronoun,
    Demonstrative,
    Relative,
    Adverb,
    Quantifier,
    Modal,
    Number,
    Punctuation,
    #[default]
    Unknown,
}

/// What a form of a lexeme is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[allow(missing_docs)]
pub enum FormKind {
    Finite,
    Masdar,
    ActiveParticiple,
    PassiveParticiple,
    Adjective,
    Closed,
    #[default]
    Noun,
}

/// One word, analysed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Morph {
    /// `و` or `ف` before it.
    pub conj: bool,
    /// `ب`, `ل` or `ك` before it.
    pub prep: Option<char>,
    /// `س` of the future.
    pub future: bool,
    /// The article `ال` (also inside `لل`).
    pub article: bool,
    /// Bytes of proclitics (article included) in the folded word.
    pub lead: u8,
    /// Bytes of the enclitic pronoun in the folded word.
    pub trail: u8,
    /// Part of speech.
    pub pos: Pos,
    /// What form of its lexeme it is.
    pub form: FormKind,
    /// Its features.
    pub feats: Feats,
    /// Its lexeme in the lexicon.
    pub lexeme: Option<u32>,
    /// Another reading of the same letters as a finite verb (`قتل` killing / killed), with its features.
    pub verb: Option<(u32, Feats)>,
    /// Bytes of the enclitic pronoun in that other reading.
    pub verb_trail: u8,
}

impl Morph {
    /// Whether a pronoun is joined to its end.
    pub fn has_pronoun(&self) -> bool {
        self.trail > 0
    }

    /// Whether it can head a noun group.
    pub fn is_nominal(&self) -> bool {
        matches!(self.pos, Pos::Noun | Pos::Adjective | Pos::Unknown | Pos::Number | Pos::Quantifier | Pos::Demonstrative)
    }
}
