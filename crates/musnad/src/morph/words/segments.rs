//! Segments of a word in the schemes of the field.
//!
//! `ud` cuts conjunctions, prepositions, the future `س` and pronouns, as the Universal Dependencies treebanks do; `d3` cuts the
//! article too; `farasa` also cuts the suffixes of gender, number, case and person. A segment has the letters of the text, or,
//! on demand, those that its stem has alone (`سياست-ه` is `سياسة` + `ه`); only two words [melted](MELTED) into one get back theirs
//! in any case.

use super::forms::spelt;
use super::propose::{Candidate, ENCLITICS, LETTER, NO_LEMMA};
use super::shape::{Bears, Tag};

/// A scheme of segmentation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// Universal Dependencies.
    Ud,
    /// With the article apart.
    D3,
    /// With inflectional suffixes apart.
    Farasa,
}

/// What a segment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `و`, `ف`.
    Conjunction,
    /// `ب`, `ل`, `ك`.
    Preposition,
    /// `س`.
    Future,
    /// `ال`.
    Article,
    /// The stem, or the whole form.
    Stem,
    /// A suffix of gender, number or person.
    Suffix,
    /// The alif of an indefinite accusative.
    Case,
    /// A pronoun.
    Pronoun,
}

/// One segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// Its letters.
    pub form: String,
    /// What it is.
    pub kind: Kind,
}

/// The segments of a word. `folded` and `exact` are its two spellings; `restore` gives the stem the letters it has alone.
pub fn segments(c: &Candidate, folded: &str, exact: &str, scheme: Scheme, restore: bool) -> Vec<Segment> {
    let exact = if exact.len() == folded.len() { exact } else { folded };
    let mut out = Vec::new();
    let mut at = 0;
    let mut take = |out: &mut Vec<Segment>, bytes: usize, kind: Kind| {
        let end = (at + bytes).min(exact.len());
        if let Some(form) = exact.get(at..end).filter(|f| !f.is_empty()) {
            out.push(Segment { form: form.to_owned(), kind });
        }
        at = end;
    };
    if c.lead.conj != 0 {
        take(&mut out, LETTER, Kind::Conjunction);
    }
    if c.lead.prep != 0 {
        take(&mut out, LETTER, if c.lead.prep == 4 { Kind::Future } else { Kind::Preposition });
    }
    let clitics: usize = out.iter().map(|s| s.form.len()).sum();
    // The article as written (`ٱل`); after `ل` its alif is not.
    let written = exact.get(clitics..c.start as usize).filter(|a| a.len() == 2 * LETTER).unwrap_or("ال").to_owned();
    let form = exact.len().saturating_sub(c.start as usize + c.trail as usize);
    let stem_start = c.start as usize;
    let whole = exact.get(stem_start..stem_start + form).unwrap_or("").to_owned();
    let whole = if restore { alone(c, folded.get(stem_start..stem_start + form).unwrap_or(""), &whole) } else { whole };
    let suffix = if scheme == Scheme::Farasa { (c.shape.suffix() * LETTER).min(form.saturating_sub(LETTER)) } else { 0 };
    if c.lead.article && scheme != Scheme::Ud {
        out.push(Segment { form: written.clone(), kind: Kind::Article });
    }
    let joined = if c.lead.article && scheme == Scheme::Ud { written.as_str() } else { "" };
    at_stem(&mut out, c, &whole, suffix, joined);
    if c.trail > 0 {
        let pronoun = ENCLITICS.get(usize::from(c.enclitic)).copied().unwrap_or("");
        out.push(Segment { form: pronoun.to_owned(), kind: Kind::Pronoun });
    }
    out
}

/// Two words melted into one, and the two as the schemes write them: prepositions with relative pronouns, `أن` and `لا` with
/// what follows. These segments alone are not the letters of the text: `عما` is `عن` + `ما`.
pub const MELTED: [(&str, &str, &str); 6] =
    [("مما", "من", "ما"), ("عما", "عن", "ما"), ("ممن", "من", "من"), ("عمن", "عن", "من"), ("ألا", "أن", "لا"), ("لابد", "لا", "بد")];

fn at_stem(out: &mut Vec<Segment>, c: &Candidate, whole: &str, suffix: usize, joined: &str) {
    if let Some((_, preposition, pronoun)) = MELTED.iter().find(|(w, ..)| *w == whole).filter(|_| c.shape.tag() == Tag::Relative)
    {
        out.push(Segment { form: (*preposition).to_owned(), kind: Kind::Preposition });
        out.push(Segment { form: (*pronoun).to_owned(), kind: Kind::Stem });
        return;
    }
    let stem = whole.len().saturating_sub(suffix);
    let (head, tail) = whole.split_at_checked(stem).unwrap_or((whole, ""));
    out.push(Segment { form: format!("{joined}{head}"), kind: Kind::Stem });
    if tail.is_empty() {
        return;
    }
    let kind = if c.shape.accusative() { Kind::Case } else { Kind::Suffix };
    // تان, تين: the feminine and the dual each apart.
    let feminine = tail.chars().count() == 3 && tail.starts_with('ت');
    if feminine {
        let (t, rest) = tail.split_at_checked(LETTER).unwrap_or((tail, ""));
        out.push(Segment { form: t.to_owned(), kind });
        out.push(Segment { form: rest.to_owned(), kind });
    } else {
        out.push(Segment { form: tail.to_owned(), kind });
    }
}

/// The spelling that a form has without its clitics.
fn alone(c: &Candidate, folded: &str, written: &str) -> String {
    let mut form = if c.lemma == NO_LEMMA { written.to_owned() } else { spelt(folded, written, c.exact) };
    if c.trail == 0 {
        return form;
    }
    let last = form.chars().next_back().unwrap_or(' ');
    let mut swap = |with: &str| {
        form.truncate(form.len() - last.len_utf8());
        form.push_str(with);
    };
    match (c.shape.tag(), last) {
        (Tag::Verb, 'و') if c.shape.bears() == Bears::Always => swap("وا"),
        (Tag::Verb, 'ا') if c.shape.bears() == Bears::Always => swap("ى"),
        (tag, 'ت') if tag.is_nominal() && c.shape.bears() == Bears::Always => swap("ة"),
        (tag, 'ا') if tag.is_nominal() && c.shape.bears() == Bears::Always => swap("ى"),
        (tag, 'ئ' | 'ؤ') if tag.is_nominal() && c.shape.bears() == Bears::Always => swap("ء"),
        _ => {}
    }
    form
}
