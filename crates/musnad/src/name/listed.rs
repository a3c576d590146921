//! What the model found and the knowledge base has by the very same words: the two are one.
//!
//! `بحيرة تشاد`: the gazetteer keeps away from words that may be everyday ones; where the model sees a name, they are none.

use super::{Layers, Name};
use crate::lexicon::{EntityId, Kind, Sequences};

/// Links the places and organizations of the model that the knowledge base has.
pub(super) fn link(layers: Layers<'_>, names: &mut [Name]) {
    for name in names.iter_mut().filter(|n| n.entities.is_empty() && matches!(n.kind, Kind::Place | Kind::Organization)) {
        name.entities = entities(layers, name);
    }
}

/// The entities of the name's own kind that are called exactly so.
fn entities<'l>(layers: Layers<'l>, name: &Name) -> Vec<EntityId> {
    let kb = &layers.lexicon.kb;
    let cut = (name.span.start - layers.text.words[name.words.start].span.start) as usize;
    let Some(first) = layers.text.folded(name.words.start).get(cut..) else { return Vec::new() };
    let next = |n: usize| (name.words.start + n < name.words.end).then(|| layers.text.folded(name.words.start + n));
    let of = |trie: &'l Sequences| {
        let found = trie.longest(first, next).filter(|(n, _)| *n == name.words.len());
        let same = |id: &&u32| kb.entities.get(**id as usize).is_some_and(|e| e.kind == name.kind);
        found.map(|(_, ids)| ids.iter().filter(same).copied().collect::<Vec<EntityId>>()).unwrap_or_default()
    };
    let named = of(&kb.names);
    if named.is_empty() { of(&kb.shorts) } else { named }
}
