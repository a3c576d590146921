//! What a form is, in four bytes: its fine part of speech, its features, and which clitics it bears.
//!
//! The trainer writes shapes into the model's table, the reader unpacks them; both go through this one type. A shape says
//! nothing of a lemma: two verbs of one spelling share their shape and differ in lemma.

/// Fine part of speech. Finer than UPOS where the schemes of segmentation and tagging differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Tag {
    #[default]
    Noun,
    Adjective,
    Comparative,
    Ordinal,
    Proper,
    Cardinal,
    Quantifier,
    Verb,
    Preposition,
    /// Adverbial noun that governs like a preposition: `بعد`, `خلال`.
    Locative,
    Conjunction,
    Subordinator,
    Particle,
    Negation,
    Pronoun,
    Demonstrative,
    Relative,
    Interrogative,
    Adverb,
    Interjection,
    Future,
    VerbParticle,
    Abbreviation,
    Foreign,
    Punctuation,
    Digits,
    /// `غير`: noun before a genitive, negation in sense.
    Exception,
}

/// All tags, in the order of their numbers.
pub const TAGS: [Tag; 27] = [
    Tag::Noun,
    Tag::Adjective,
    Tag::Comparative,
    Tag::Ordinal,
    Tag::Proper,
    Tag::Cardinal,
    Tag::Quantifier,
    Tag::Verb,
    Tag::Preposition,
    Tag::Locative,
    Tag::Conjunction,
    Tag::Subordinator,
    Tag::Particle,
    Tag::Negation,
    Tag::Pronoun,
    Tag::Demonstrative,
    Tag::Relative,
    Tag::Interrogative,
    Tag::Adverb,
    Tag::Interjection,
    Tag::Future,
    Tag::VerbParticle,
    Tag::Abbreviation,
    Tag::Foreign,
    Tag::Punctuation,
    Tag::Digits,
    Tag::Exception,
];

impl Tag {
    /// From the name used in data files.
    pub fn named(name: &str) -> Option<Tag> {
        TAGS.iter().copied().find(|t| format!("{t:?}").eq_ignore_ascii_case(name))
    }

    /// Whether it declines like a noun.
    pub fn is_nominal(self) -> bool {
        (self as u8) <= Tag::Quantifier as u8
    }

    /// The universal part of speech.
    pub fn upos(self) -> &'static str {
        match self {
            Tag::Noun => "NOUN",
            Tag::Adjective | Tag::Comparative | Tag::Ordinal => "ADJ",
            Tag::Proper => "PROPN",
            Tag::Cardinal | Tag::Digits => "NUM",
            Tag::Quantifier | Tag::Interrogative => "DET",
            Tag::Verb => "VERB",
            Tag::Preposition | Tag::Locative => "ADP",
            Tag::Conjunction => "CCONJ",
            Tag::Subordinator => "SCONJ",
            Tag::Particle | Tag::Negation | Tag::Exception => "PART",
            Tag::Future | Tag::VerbParticle => "AUX",
            Tag::Pronoun | Tag::Demonstrative | Tag::Relative => "PRON",
            Tag::Adverb => "ADV",
            Tag::Interjection => "INTJ",
            Tag::Abbreviation | Tag::Foreign => "X",
            Tag::Punctuation => "PUNCT",
        }
    }
}

/// Whether a form bears a pronoun at its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, PartialOrd, Ord)]
pub enum Bears {
    /// With or without.
    #[default]
    Free,
    /// Only without (`مدينة`).
    Never,
    /// Only with (`مدينت-ها`).
    Always,
}

/// A form's tag, features and clitic rules, packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, PartialOrd, Ord)]
pub struct Shape(pub u32);

/// Features by name, to make and to read shapes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Features {
    /// Fine part of speech.
    pub tag: Tag,
    /// 0 none, else 1 to 3.
    pub person: u8,
    /// 0 none, 1 masculine, 2 feminine.
    pub gender: u8,
    /// 0 none, 1 singular, 2 dual, 3 plural.
    pub number: u8,
    /// 0 none, 1 perfect, 2 imperfect, 3 imperative.
    pub aspect: u8,
    /// Passive by its own stem.
    pub passive: bool,
    /// Letters of the inflectional suffix at its end.
    pub suffix: u8,
    /// The suffix is the alif of an indefinite accusative.
    pub accusative: bool,
    /// Pronoun at its end.
    pub bears: Bears,
    /// Never with the article.
    pub bare: bool,
    /// Only before a genitive or pronoun (`معلمو`).
    pub construct: bool,
}

impl Shape {
    /// Packs features.
    pub fn new(f: Features) -> Shape {
        Shape(
            f.tag as u32
                | u32::from(f.person) << 5
                | u32::from(f.gender) << 7
                | u32::from(f.number) << 9
                | u32::from(f.aspect) << 11
                | u32::from(f.passive) << 13
                | u32::from(f.suffix.min(7)) << 14
                | u32::from(f.accusative) << 17
                | (f.bears as u32) << 18
                | u32::from(f.bare) << 20
                | u32::from(f.construct) << 21,
        )
    }

    /// Its tag.
    pub fn tag(self) -> Tag {
        TAGS.get((self.0 & 31) as usize).copied().unwrap_or_default()
    }

    /// Person, 0 for none.
    pub fn person(self) -> u8 {
        (self.0 >> 5 & 3) as u8
    }

    /// Gender: 0 none, 1 masculine, 2 feminine.
    pub fn gender(self) -> u8 {
        (self.0 >> 7 & 3) as u8
    }

    /// Number: 0 none, 1 singular, 2 dual, 3 plural.
    pub fn number(self) -> u8 {
        (self.0 >> 9 & 3) as u8
    }

    /// Aspect: 0 none, 1 perfect, 2 imperfect, 3 imperative.
    pub fn aspect(self) -> u8 {
        (self.0 >> 11 & 3) as u8
    }

    /// Passive by its own stem.
    pub fn passive(self) -> bool {
        self.0 >> 13 & 1 == 1
    }

    /// Letters of the inflectional suffix.
    pub fn suffix(self) -> usize {
        (self.0 >> 14 & 7) as usize
    }

    /// Whether the suffix is the alif of an indefinite accusative.
    pub fn accusative(self) -> bool {
        self.0 >> 17 & 1 == 1
    }

    /// Pronoun at its end.
    pub fn bears(self) -> Bears {
        match self.0 >> 18 & 3 {
            1 => Bears::Never,
            2 => Bears::Always,
            _ => Bears::Free,
        }
    }

    /// Never with the article.
    pub fn bare(self) -> bool {
        self.0 >> 20 & 1 == 1
    }

    /// Only before a genitive or pronoun.
    pub fn construct(self) -> bool {
        self.0 >> 21 & 1 == 1
    }

    /// All features by name.
    pub fn features(self) -> Features {
        Features {
            tag: self.tag(),
            person: self.person(),
            gender: self.gender(),
            number: self.number(),
            aspect: self.aspect(),
            passive: self.passive(),
            suffix: self.suffix() as u8,
            accusative: self.accusative(),
            bears: self.bears(),
            bare: self.bare(),
            construct: self.construct(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_every_feature() {
        let f = Features {
            tag: Tag::Exception,
            person: 3,
            gender: 2,
            number: 3,
            aspect: 2,
            passive: true,
            suffix: 3,
            accusative: true,
            bears: Bears::Always,
            bare: true,
            construct: true,
        };
        assert_eq!(Shape::new(f).features(), f);
        for tag in TAGS {
            assert_eq!(Shape::new(Features { tag, ..Features::default() }).tag(), tag);
            assert_eq!(Tag::named(&format!("{tag:?}")), Some(tag));
        }
    }
}
