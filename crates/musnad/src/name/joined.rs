//! Places that are everyday words, joined to another place of their country: `لحج وأبين`, `صنعاء وعمران`.
//!
//! Must not take: an everyday word beside a place of another country (`السعودية والجزيرة`), a state or a capital, which stand alone.

use super::{Layers, Name};
use crate::lexicon::{EntityId, Kind};
use crate::text::WordKind;

/// Adds the places joined to the names, which stand in order.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut found = Vec::new();
    for (at, name) in names.iter().enumerate().filter(|(_, n)| n.kind == Kind::Place && !n.entities.is_empty()) {
        let taken = |w: usize, other: Option<&Name>| other.is_some_and(|n| n.words.contains(&w));
        // "لحج وأبين": the one after it.
        let mut last = name.words.end;
        let mut of = name.entities.clone();
        while !taken(last, names.get(at + 1)) && is_joined(layers, last) {
            let Some(next) = place(layers, last, &of) else { break };
            of.clone_from(&next.entities);
            last = next.words.end;
            found.push(next);
        }
        // "أبين وتعز": the one before it.
        let before = name
            .words
            .start
            .checked_sub(1)
            .filter(|b| is_joined(layers, name.words.start) && !taken(*b, at.checked_sub(1).and_then(|i| names.get(i))));
        if let Some(place) = before.and_then(|b| place(layers, b, &name.entities)) {
            found.push(place);
        }
    }
    if !found.is_empty() {
        names.extend(found);
        names.sort_by_key(|n| n.words.start);
        names.dedup_by_key(|n| n.words.start);
    }
}

/// Whether `و` is written into the word.
fn is_joined(layers: Layers<'_>, word: usize) -> bool {
    layers.text.words.get(word).is_some_and(|w| w.kind == WordKind::Arabic) && layers.text.folded(word).starts_with('و')
}

/// The place of one word that the knowledge base has, in a country of `beside`.
fn place(layers: Layers<'_>, word: usize, beside: &[EntityId]) -> Option<Name> {
    if layers.text.words[word].kind != WordKind::Arabic || layers.text.sentence_of(word).is_none() {
        return None;
    }
    let kb = &layers.lexicon.kb;
    let country = |id: &EntityId| kb.entities.get(*id as usize).and_then(|e| e.country.as_deref());
    let fits = |id: &EntityId| {
        let entity = kb.entities.get(*id as usize).filter(|e| e.kind == Kind::Place && e.country.is_some());
        let minor = entity.is_some_and(|e| !matches!(e.kind_of.as_str(), "country" | "capital"));
        minor && beside.iter().any(|b| country(b) == country(id))
    };
    super::gazetteer::spellings(layers.text.folded(word)).into_iter().find_map(|(lead, spelling)| {
        let (_, ids) = kb.names.longest(&spelling, |_| None)?;
        let entities: Vec<EntityId> = ids.iter().copied().filter(|id| fits(id)).collect();
        let words = word..word + 1;
        (!entities.is_empty()).then(|| Name { span: layers.span(words.clone(), lead), words, kind: Kind::Place, entities })
    })
}
