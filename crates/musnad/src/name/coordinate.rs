//! What a second field joins to a body's name: `الاتحاد التونسي للفلاحة [والصيد البحري]`, `لجنة الأسرة [والشباب]`,
//! `المؤسسة العامة للتدريب التقني [والمهني]`.
//!
//! Must not take: another body (`وزارة الداخلية والجيش`), people (`حرس الحدود والمسؤولين`), what begins a new thing
//! (`البنك المركزي والأسواق`). The nouns stand in `names/beside.tsv` (`field`).

use super::{Layers, Name};
use crate::lexicon::Kind;
use crate::morph::words::shape::Tag;
use crate::text::WordKind;

/// Kinds of bodies whose names tell several fields.
const KINDS: [&str; 10] =
    ["ministry", "government", "commission", "union", "ngo", "university", "other", "company", "parliament", "agency"];

/// Most words that are joined.
const MOST: usize = 7;

/// Takes joined fields into the names before them; `names` stand in order.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut at = 0;
    while at < names.len() {
        if let Some(stop) = stop(layers, names, at) {
            super::lengthen(layers, names, at, stop);
        }
        at += 1;
    }
}

/// Where the name ends with all that is joined to it, if something is.
fn stop(layers: Layers<'_>, names: &[Name], at: usize) -> Option<usize> {
    let name = &names[at];
    let first = name.words.end;
    if name.kind != Kind::Organization || name.words.len() < 2 || !joined(layers, first) {
        return None;
    }
    let kind = super::trim::org_kind(layers, name.words.start)?;
    // "الاتحاد الأوروبي والتعاون" is no longer name of the union.
    let kb = &layers.lexicon.kb;
    if name.entities.iter().any(|id| kb.entities.get(*id as usize).is_some_and(|e| e.kind_of == "igo")) {
        return None;
    }
    let end = layers.text.sentence_of(first).map(|s| layers.text.sentences[s].end)?.min(first + MOST);
    let mut word = first;
    while word < end && joined(layers, word) && KINDS.contains(&kind) {
        let known =
            names.iter().skip(at + 1).take(3).any(|n| n.words.start == word && (n.words.len() > 1 || !n.entities.is_empty()));
        let field = layers.text.folded(word).strip_prefix("وال").is_some_and(|f| is_field(layers, f, word, end));
        // "الإدارة الأمريكية والعمل": adjectives of the body itself are joined by no field.
        let field = field && definite(layers, word - 1) && !is_described(layers, name.words.start, word);
        if known || !(field || is_second_adjective(layers, word)) {
            break;
        }
        word += 1;
        while word < end && is_adjective(layers, word) {
            word += 1;
        }
    }
    (word > first).then_some(word)
}

/// Whether a body's noun has the article and nothing but adjectives up to the word.
fn is_described(layers: Layers<'_>, first: usize, word: usize) -> bool {
    let adjective = |w: usize| {
        layers.words.get(w).is_some_and(|c| c.shape.tag() == Tag::Adjective) || super::heads::nation_of(layers, w).is_some()
    };
    layers.morphs[first].article && (first + 1..word).all(adjective)
}

/// A field of work (`والصيد البحري`), or what needs an adjective to be one (`والشؤون الاجتماعية`).
fn is_field(layers: Layers<'_>, bare: &str, word: usize, end: usize) -> bool {
    let told = || layers.lexicon.beside.purposes.contains(&crate::lexicon::key(bare)) && word + 1 < end;
    super::complement::is_field(layers, bare) || told() && is_adjective(layers, word + 1)
}

/// Whether `وال` is written into the word.
fn joined(layers: Layers<'_>, word: usize) -> bool {
    layers.text.words.get(word).is_some_and(|w| w.kind == WordKind::Arabic) && layers.text.folded(word).starts_with("وال")
}

fn definite(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    layers.morphs[word].article || ["ال", "لل", "وال"].iter().any(|a| folded.starts_with(a))
}

/// `البحري` after `والصيد`: an adjective of the field, and no title or nationality.
fn is_adjective(layers: Layers<'_>, word: usize) -> bool {
    let adjective = layers.words.get(word).is_some_and(|c| c.shape.tag() == Tag::Adjective);
    let lexeme = layers.lexicon.lexeme(layers.morphs[word].lexeme);
    let apart = lexeme.is_some_and(|l| l.title.is_some() || l.nation.is_some());
    let tail = layers.lexicon.beside.tails.contains(&crate::lexicon::key(layers.text.folded(word)));
    adjective && !apart && !tail && layers.text.folded(word).starts_with("ال") && layers.is_free(word)
}

/// `التقني والمهني`, `السياسية والاقتصادية`: two adjectives of one noun agree.
fn is_second_adjective(layers: Layers<'_>, word: usize) -> bool {
    let (Some(bare), before) = (layers.text.folded(word).strip_prefix('و'), layers.text.folded(word - 1)) else { return false };
    let tagged = |w: usize| layers.words.get(w).is_some_and(|c| c.shape.tag() == Tag::Adjective);
    let nation = |w: usize| super::heads::nation_of(layers, w).is_some();
    let same = ["يه", "ي"].iter().any(|ending| bare.ends_with(ending) && before.ends_with(ending));
    same && before.starts_with("ال") && tagged(word - 1) && tagged(word) && !nation(word) && !nation(word - 1)
}
