//! Named spans: persons, organizations, places and other proper names, without proclitics and titles.
//!
//! Question: *which words are names?* In: [`Text`], [`Morph`]s and the [`Lexicon`]. Out: [`Name`]s in order, not overlapping.
//! It promises that a name recognised once is known in the rest of the article. It never decides who is meant: that is
//! `entity`'s question.
//!
//! Names come from the knowledge base (longest match), from heads (`وزارة …`, `مطار …`), and from titles and given names.

mod called;
mod clusters;
mod complement;
mod coordinate;
mod family;
mod features;
mod gazetteer;
mod halves;
mod heads;
mod joined;
mod learnt;
mod listed;
mod national;
mod persons;
mod quoted;
mod repeat;
pub mod tagger;
mod trim;
mod within;

use crate::lexicon::{EntityId, Kind, Lexicon};
use crate::morph::words::propose::Candidate;
use crate::morph::{FormKind, Morph};
use crate::span::Span;
use crate::text::Text;
use crate::time::Time;
use std::ops::Range;

/// A named span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The words it covers; the first may carry proclitics that `span` leaves out.
    pub words: Range<usize>,
    /// The name without proclitics.
    pub span: Span,
    /// What it names.
    pub kind: Kind,
    /// Entities of the knowledge base that have this name.
    pub entities: Vec<EntityId>,
}

/// The layers that name finding reads.
#[derive(Clone, Copy)]
pub struct Layers<'l> {
    /// Words and sentences.
    pub text: &'l Text<'l>,
    /// Their analyses.
    pub morphs: &'l [Morph],
    /// What the model of words reads in each; empty where none is at hand.
    pub words: &'l [Candidate],
    /// The lexicon.
    pub lexicon: &'l Lexicon,
}

impl<'l> Layers<'l> {
    /// The folded stem of a word, without proclitics and pronoun.
    pub fn stem(&self, word: usize) -> &'l str {
        let folded = self.text.folded(word);
        match self.morphs.get(word) {
            Some(m) => folded.get(m.lead as usize..folded.len() - m.trail as usize).unwrap_or(folded),
            None => folded,
        }
    }

    /// Whether the word stands free: no conjunction or preposition joined before it.
    pub fn is_free(&self, word: usize) -> bool {
        self.morphs.get(word).is_some_and(|m| !m.conj && m.prep.is_none())
    }

    /// The span of `words`, the first cut by `lead` bytes of its folded spelling.
    pub fn span(&self, words: Range<usize>, lead: usize) -> Span {
        let whole = self.text.span(words.clone());
        if lead == 0 {
            return whole;
        }
        let raw = self.text.raw(words.start);
        Span::new(whole.start as usize + crate::text::raw_offset(raw, lead), whole.end as usize)
    }
}

/// Moves the end of a name on to before the word `stop`; names that begin before that are part of it, and go. `names` stand in order.
fn lengthen(layers: Layers<'_>, names: &mut Vec<Name>, at: usize, stop: usize) {
    let name = &mut names[at];
    name.words.end = stop;
    name.span.end = layers.text.span(name.words.clone()).end;
    let inside = names[at + 1..].iter().take_while(|n| n.words.start < stop).count();
    names.drain(at + 1..at + 1 + inside);
}

/// The names that the knowledge base knows, longest first from each word.
pub fn known(layers: Layers<'_>) -> Vec<Name> {
    gazetteer::find(layers)
}

/// Finds the names of a text; `model` is left out where none is at hand.
pub fn find(layers: Layers<'_>, times: &[Time], model: Option<&tagger::Tagger>) -> Vec<Name> {
    let mut names = gazetteer::find(layers);
    let learnt = model.map(|model| learnt::find(layers, model, &names));
    heads::extend(layers, &mut names);
    match learnt {
        Some(learnt) => names = learnt::join(layers, names, learnt),
        None => persons::find(layers, &mut names),
    }
    names.sort_by_key(|n| n.words.start);
    persons::complete(layers, &mut names);
    family::complete(layers, times, &mut names);
    called::extend(layers, &mut names);
    halves::extend(layers, &mut names);
    persons::repeat(layers, &mut names);
    trim::trim(layers, times, &mut names);
    listed::link(layers, &mut names);
    names.sort_by_key(|n| n.words.start);
    joined::extend(layers, &mut names);
    complement::extend(layers, &mut names);
    coordinate::extend(layers, &mut names);
    repeat::extend(layers, &mut names);
    names.sort_by_key(|n| (n.words.start, std::cmp::Reverse(n.words.end)));
    let mut end = 0;
    names.retain(|n| {
        let keep = n.words.start >= end;
        if keep {
            end = n.words.end;
        }
        keep
    });
    names
}

/// Takes from a person's words what their letters would be elsewhere: `فلين` is no `ف` and `لئن`.
pub fn own(names: &[Name], morphs: &mut [Morph]) {
    for name in names.iter().filter(|n| n.kind == Kind::Person) {
        for morph in morphs[name.words.clone()].iter_mut().filter(|m| m.form == FormKind::Closed) {
            *morph = Morph::default();
        }
    }
}

/// The name that covers `word`, in a sorted list.
pub fn at(names: &[Name], word: usize) -> Option<&Name> {
    let after = names.partition_point(|n| n.words.start <= word);
    names.get(after.checked_sub(1)?).filter(|n| n.words.contains(&word))
}

/// Which words are covered by names.
pub(crate) fn covered(names: &[Name], n_words: usize) -> Vec<bool> {
    let mut taken = vec![false; n_words];
    for name in names {
        taken[name.words.clone()].iter_mut().for_each(|t| *t = true);
    }
    taken
}
