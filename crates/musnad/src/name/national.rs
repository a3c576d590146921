//! Bodies that are told by their reach and their field: `الوكالة الوطنية لدعم وتنمية المقاولات`, `الدائرة الإعلامية لمجلس الوزراء`.
//!
//! A definite noun for a body, adjectives of which one tells its reach (`names/beside.tsv`, `reach`), and what it is for. Must not take:
//! what a body meets for (`دعيت اللجنة الوطنية للمشاركة`), whom it is told (`أعلنت الإدارة العامة للصحفيين`).

use super::{Layers, Name};
use crate::lexicon::{Kind, key, without_article};
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Number};
use crate::text::WordKind;

/// Most adjectives, and most words of what it is for before its definite noun.
const MOST: usize = 3;

/// The body whose name opens with `word`; `names` are those found already.
pub(super) fn find(layers: Layers<'_>, names: &[Name], word: usize, end: usize) -> Option<Name> {
    let morph = layers.morphs[word];
    let body = super::trim::org_kind(layers, word)?;
    let opens = morph.article && morph.form == FormKind::Noun && morph.feats.number == Number::Singular && !morph.has_pronoun();
    // "الحكومة المركزية", "البرلمان العربي": what a state or states have one of is called so alone.
    let one = matches!(crate::lexicon::without_article(layers.stem(word)), "حكومه" | "سلطه" | "نظام" | "جمهوريه" | "برلمان");
    if !opens || one || body == "army" {
        return None;
    }
    let reach = |w: usize| layers.lexicon.beside.reach.contains(&key(without_article(layers.text.folded(w))));
    let adjective = |w: usize| {
        let tagged = layers.words.get(w).is_some_and(|c| c.shape.tag() == Tag::Adjective);
        let article = layers.text.folded(w).starts_with("ال");
        layers.text.words[w].kind == WordKind::Arabic && article && layers.is_free(w) && (tagged || reach(w))
    };
    let stop = (word + 1..(word + 1 + MOST).min(end)).find(|w| !adjective(*w)).unwrap_or((word + 1 + MOST).min(end));
    if stop == word + 1 || stop >= end || !(word + 1..stop).any(reach) {
        return None;
    }
    let stop = aim(layers, names, stop, end)?;
    let words = word..stop;
    Some(Name {
        span: layers.span(words.clone(), super::heads::lead_of(layers, word)),
        words,
        kind: Kind::Organization,
        entities: Vec::new(),
    })
}

/// Where what it is for ends: `للأمن الوطني`, `لمجلس الوزراء`, `لدعم وتنمية المقاولات`, `للجمعيات الأمازيغية`.
fn aim(layers: Layers<'_>, names: &[Name], word: usize, end: usize) -> Option<usize> {
    let folded = layers.text.folded(word);
    if layers.text.words[word].kind != WordKind::Arabic || !folded.starts_with('ل') {
        return None;
    }
    let known = names.binary_search_by_key(&word, |n| n.words.start).ok().map(|i| &names[i]);
    if let Some(name) = known.filter(|n| n.kind == Kind::Organization && n.words.len() > 1) {
        return Some(name.words.end);
    }
    let morph = layers.morphs[word];
    let body = super::trim::org_kind(layers, word).is_some() && morph.prep == Some('ل') && !morph.article && !morph.has_pronoun();
    if super::complement::opens(layers, word) && folded.starts_with("لل") {
        return Some(super::complement::adjectives(layers, word + 1, end));
    }
    let many = morph.feats.number == Number::Plural && morph.form == FormKind::Noun && folded.ends_with("ات");
    if many && folded.starts_with("لل") {
        return Some(super::complement::adjectives(layers, word + 1, end));
    }
    let aims = &layers.lexicon.beside;
    let aimed = folded.strip_prefix('ل').is_some_and(|a| aims.purposes.contains(&key(a)) || aims.aims.contains(&key(a)));
    if !(body || aimed) {
        return None;
    }
    let definite =
        (word + 1..(word + 1 + MOST).min(end)).find(|w| layers.morphs[*w].article && !layers.morphs[*w].has_pronoun())?;
    let between = (word + 1..definite).all(|w| layers.morphs[w].prep.is_none() && layers.morphs[w].form != FormKind::Finite);
    between.then(|| super::complement::adjectives(layers, definite + 1, end))
}
