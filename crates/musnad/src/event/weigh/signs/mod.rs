//! The signs that a telling and its candidates bear, as numbers: a template and what fills it, hashed.

mod party;
mod same;
mod telling;
mod when;

pub(super) use party::{Predicate, nobody, party};
pub(super) use same::same;
pub(super) use telling::{neighbours, telling};
pub(super) use when::{Stands, when};

use super::About;
use crate::clause::Layers;
use crate::entity::Entity;
use crate::event::Event;
use crate::event::trigger::Shape;
use crate::lexicon::{Kind, Prep, key, without_article};
use crate::morph::{Aspect, Pos};
use crate::name::tagger::{Clusters, Entry};
use crate::statement::Statement;
use std::ops::Range;

/// What signs read of a word: read once, asked for by many.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::event) struct Word {
    /// The word as it is written.
    pub written: u64,
    /// Without what is written together with it.
    pub stem: u64,
    /// Without its article too.
    pub bare: u64,
    /// The classes of the bare word in raw news.
    pub class: Entry,
}

/// What signs read of each word of an article.
pub(in crate::event) fn words(layers: Layers<'_>, classes: &Clusters) -> Vec<Word> {
    let word = |w: usize| {
        let stem = crate::clause::morph_stem(layers, w);
        let bare = key(without_article(stem));
        Word { written: key(layers.text.folded(w)), stem: key(stem), bare, class: classes.entry_of(bare) }
    };
    (0..layers.text.words.len()).map(word).collect()
}

/// How a predicate is told.
pub(super) fn shape_of(event: &Event) -> u64 {
    match event.made.shape {
        Some(Shape::Finite) => 1,
        Some(Shape::Participle) => 2,
        Some(Shape::Nominal) => 3,
        None => 4,
    }
}

/// The tense of a predicate.
fn aspect_of(layers: Layers<'_>, word: usize) -> u64 {
    let morph = layers.morph(word);
    match (morph.feats.aspect, morph.future) {
        (_, true) => 1,
        (Aspect::Perfect, _) => 2,
        (Aspect::Imperfect, _) => 3,
    }
}

fn prep_of(prep: Option<Prep>) -> u64 {
    prep.map_or(0, |p| p as u64 + 1)
}

/// What a candidate is, for its signs.
pub(super) fn what(about: About<'_>, entity: Option<&Entity>, nth: Option<usize>) -> u64 {
    match (entity, nth.and_then(|g| about.input.groups.get(g))) {
        (Some(e), _) if e.office.is_some() && e.kind == Kind::Person => 1,
        (Some(e), _) => match (e.kind, e.named) {
            (Kind::Person, true) => 2,
            (Kind::Person, false) => 3,
            (Kind::Organization, true) => 4,
            (Kind::Organization, false) => 5,
            (Kind::Place, _) if about.input.layers.lexicon.kb.is_state(e.kb) => 6,
            (Kind::Place, _) => 7,
            (Kind::Other, _) => 8,
        },
        (None, Some(g)) if g.nation.is_some() => 9,
        (None, Some(g)) if g.title.is_some() => 10,
        (None, Some(_)) if nth.is_some_and(|g| about.groups[g].acts) => 11,
        _ => 12,
    }
}

/// The statement in whose content a word stands, and does not tell it.
pub(super) fn holding(statements: &[Statement], word: usize) -> Option<&Statement> {
    statements.iter().filter(|s| s.words.contains(&word) && s.cue != word).min_by_key(|s| s.words.len())
}

/// What stands between a predicate and somebody or some time beside it, and how far that is.
fn between_of(layers: Layers<'_>, between: Range<usize>, after: bool) -> (u64, u64) {
    let n_verbs = between.clone().filter(|w| layers.is_verb(*w)).count().min(2) as u64;
    let has = |pos: Pos| u64::from(between.clone().any(|w| layers.morph(w).pos == pos));
    let comma = u64::from(between.clone().any(|w| layers.is_comma(w)));
    let path = u64::from(after) | n_verbs << 1 | has(Pos::Relative) << 3 | comma << 4 | has(Pos::Complementizer) << 5;
    let far = match between.len() {
        0 => 0,
        1..=2 => 1,
        3..=5 => 2,
        6..=10 => 3,
        11..=20 => 4,
        _ => 5,
    };
    (path, far)
}
