//! Whether a noun's form or gender shows that it is no subject of the verb before it.
//!
//! Finds: `وحث السياسيين على الحوار` (an oblique plural), `ودعا إسرائيل إلى التهدئة` (a masculine verb before a state, which is feminine). Must
//! not take: `قال المتظاهرون`, `دعا العراق` (one of the few states that are masculine), names that only end alike (`فلسطين`).

use super::{Group, Layers, morph_stem};
use crate::lexicon::{Kind, key, without_article};
use crate::morph::{Feats, Gender, Number, Person, Pos};

/// Whether a group after a verb of these features can only be its object.
pub fn is_object_only(layers: Layers<'_>, group: &Group, verb: Feats) -> bool {
    is_oblique(layers, group.head) && group.name.is_none() && group.head == group.words.start
        || (is_feminine_state(layers, group) || group.name.is_none() && is_bodies(layers, group.head))
            && verb.gender == Gender::Masculine
            && verb.number == Number::Singular
            && verb.person == Person::Third
}

/// `دول`, `أحزاب`, `منظمات`: a plural of bodies, which is feminine as a subject.
pub(crate) fn is_bodies(layers: Layers<'_>, word: usize) -> bool {
    let stem = without_article(morph_stem(layers, word));
    let plural = layers.morph(word).feats.number == Number::Plural;
    plural && layers.lexeme(word).is_some_and(|l| l.org_head.is_some()) || layers.lexicon.many_bodies.contains(&key(stem))
}

/// `السياسيين`, `المحتجين`, `ناشطيه` no: a sound plural or dual in `ين`, known by its singular or by its other ending.
fn is_oblique(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morph(word);
    let stem = without_article(morph_stem(layers, word));
    let Some(root) = stem.strip_suffix("ين").filter(|r| r.len() >= 6) else { return false };
    if morph.prep.is_some() || !matches!(morph.pos, Pos::Noun | Pos::Adjective | Pos::Unknown) || layers.name_at(word).is_some() {
        return false;
    }
    let listed = |word: &str| layers.lexicon.people.contains(&key(word));
    let one = || layers.lexicon.forms(root).any(|f| f.feats.number == Number::Singular);
    matches!(morph.feats.number, Number::Plural | Number::Dual) || listed(&format!("{root}ون")) || listed(root) && one()
}

/// A state by its name or its capital's, but for the few that are masculine.
fn is_feminine_state(layers: Layers<'_>, group: &Group) -> bool {
    let Some(name) = group.name.map(|n| &layers.names[n]).filter(|n| n.kind == Kind::Place) else { return false };
    let entities = &layers.lexicon.kb.entities;
    let kind = |id: &crate::lexicon::EntityId| {
        entities.get(*id as usize).is_some_and(|e| matches!(e.kind_of.as_str(), "country" | "capital"))
    };
    let state = name.entities.first().is_some_and(kind);
    let first = layers.text.folded(name.words.start);
    state && name.words.start == group.words.start && !layers.lexicon.masculine_states.contains(&key(first))
}
