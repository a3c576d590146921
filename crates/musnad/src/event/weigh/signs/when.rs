//! The signs of a time that may date an event.

use super::{between_of, holding, shape_of};
use crate::event::Event;
use crate::event::weigh::{About, How};
use crate::lexicon::key;
use crate::weights::{Sink, sign};

/// Where a time stands that may date an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::event::weigh) enum Stands {
    /// In the sentence of the predicate.
    Here,
    /// In the sentence before.
    Before,
    /// In the first sentence that tells one.
    Lede,
    /// It dates the statement.
    Statement,
    /// The rules found it elsewhere.
    Rules,
    /// There is none.
    Nowhere,
}

/// The signs of a time, or of none, that may date an event.
pub(in crate::event::weigh) fn when(
    about: About<'_>,
    event: &Event,
    how: How,
    time: Option<usize>,
    stands: Stands,
    n_times: usize,
    out: &mut impl Sink,
) {
    let About { input, words, statements, entities, .. } = about;
    let layers = input.layers;
    let kind = key(&event.event);
    let shape = shape_of(event);
    let how = how as u64;
    let picked = match (event.time.is_some(), event.time == time) {
        (true, true) => 1,
        (true, false) => 2,
        (false, true) => 3,
        (false, false) => 4,
    };
    let stands = stands as u64;
    let n_times = n_times.min(3) as u64;
    let mut add = |template: u32, parts: &[u64]| out.add(sign(template, parts));
    add(301, &[picked]);
    add(302, &[picked, stands]);
    add(303, &[picked, kind]);
    add(304, &[picked, how]);
    add(305, &[picked, n_times]);
    add(306, &[stands, kind]);
    add(307, &[stands, shape]);
    add(308, &[stands, n_times]);
    add(309, &[stands, key(event.status)]);
    add(310, &[picked, key(event.status)]);
    let held = holding(statements, event.word);
    let own = statements.iter().find(|s| s.cue == event.word);
    add(311, &[stands, u64::from(held.is_some()), u64::from(own.is_some())]);
    add(312, &[stands, key(held.map_or("", |s| s.act))]);
    let nth = layers.text.sentence_of(event.word).unwrap_or(0).min(6) as u64;
    add(313, &[stands, nth]);
    add(314, &[stands, shape, kind]);
    let stem = words[event.word].bare;
    add(315, &[stands, stem]);
    if let Some(prev) = event.word.checked_sub(1) {
        add(316, &[stands, words[prev].written]);
    }
    let Some(time) = time.and_then(|t| layers.times.get(t)) else { return };
    let value = time.value.as_deref().unwrap_or("");
    let length = value.len().min(11) as u64 | u64::from(value.contains('/')) << 5;
    add(320, &[length]);
    add(321, &[length, stands]);
    add(322, &[length, kind]);
    add(323, &[length, picked]);
    let date = entities.date.as_deref().unwrap_or("");
    let ago = match (value.get(..10), date.get(..10)) {
        (Some(a), Some(b)) if a == b => 0,
        (Some(a), Some(b)) if a > b => 1,
        (Some(a), Some(b)) if a.get(..7) == b.get(..7) => 2,
        (Some(_), Some(_)) => 3,
        _ if value.get(..4) == date.get(..4) => 4,
        _ => 5,
    };
    add(324, &[ago, stands]);
    add(325, &[ago, kind]);
    add(326, &[ago, key(event.status)]);
    add(327, &[ago, picked]);
    add(328, &[ago, shape]);
    let word = event.word;
    let after = time.words.start > word;
    let between = if after { word + 1..time.words.start } else { time.words.end..word.max(time.words.end) };
    if stands == Stands::Here as u64 {
        let (path, far) = between_of(layers, between.clone(), after);
        let nearer = layers
            .times
            .iter()
            .filter(|t| {
                let t = t.words.start;
                if after { t > word && t < time.words.start } else { t < word && t > time.words.start }
            })
            .count()
            .min(2) as u64;
        add(330, &[path]);
        add(331, &[path, picked]);
        add(332, &[path, shape]);
        add(333, &[far, u64::from(after)]);
        add(334, &[far, picked]);
        add(335, &[nearer, u64::from(after)]);
        add(336, &[nearer, picked]);
        add(337, &[path, kind]);
        if let Some(prev) = time.words.start.checked_sub(1) {
            add(338, &[words[prev].written, u64::from(after)]);
        }
        let inside = held.is_some_and(|s| s.words.contains(&time.words.start));
        add(339, &[u64::from(inside), u64::from(held.is_some()), picked]);
    } else {
        let ago =
            layers.text.sentence_of(word).unwrap_or(0).saturating_sub(layers.text.sentence_of(time.words.start).unwrap_or(0));
        add(340, &[stands, ago.min(5) as u64]);
        add(341, &[picked, ago.min(5) as u64]);
    }
    add(342, &[words[time.words.start].written, stands]);
}
