//! The signs of two tellings that may tell one event.

use super::{holding, shape_of};
use crate::event::Event;
use crate::event::weigh::Judge;
use crate::lexicon::key;
use crate::weights::{Sink, sign};

/// How the parties of one side of two tellings stand to each other.
fn relation(judge: &Judge<'_>, a: &[usize], b: &[usize]) -> u64 {
    let country = |id: &usize| judge.entities.list.get(*id).and_then(|e| e.country.as_deref());
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        _ if a.iter().any(|x| b.contains(x)) => 3 + u64::from(a.len() == b.len() && a.iter().all(|x| b.contains(x))),
        _ if a.iter().any(|x| country(x).is_some() && b.iter().any(|y| country(x) == country(y))) => 5,
        _ if a.iter().chain(b).all(|x| country(x).is_some()) => 6,
        _ => 7,
    }
}

/// How many words about two predicates are compared.
const AROUND: usize = 8;

/// The signs of two tellings of one type.
pub(in crate::event::weigh) fn same(judge: &Judge<'_>, a: &Event, b: &Event, ruled: bool, out: &mut impl Sink) {
    let Judge { layers, words: read, entities, statements, .. } = judge;
    let kind = key(&b.event);
    let mutual = crate::event::MUTUAL.contains(&b.event.as_str());
    let (actors, recipients) = if mutual {
        let all = |e: &Event| e.actors.iter().chain(&e.recipients).copied().collect::<Vec<usize>>();
        let (x, y) = (all(a), all(b));
        let shared = x.iter().filter(|id| y.contains(id)).count().min(2) as u64;
        (20 + relation(judge, &x, &y), 30 + shared)
    } else {
        (relation(judge, &a.actors, &b.actors), relation(judge, &a.recipients, &b.recipients))
    };
    let value = |e: &Event| e.time.and_then(|t| layers.times.get(t)).and_then(|t| t.value.as_deref());
    let dates = match (value(a), value(b)) {
        (None, None) => 0,
        (Some(_), None) => 1,
        (None, Some(_)) => 2,
        (Some(x), Some(y)) if x.get(..10) == y.get(..10) => 3,
        (Some(x), Some(y)) if x.starts_with(y) || y.starts_with(x) => 4,
        _ => 5,
    };
    let places = match (a.place, b.place) {
        (None, None) => 0,
        (Some(x), Some(y)) if x == y => 1,
        (Some(_), Some(_)) => 2,
        _ => 3,
    };
    let sentence = |e: &Event| layers.text.sentence_of(e.word).unwrap_or(0);
    let apart = match sentence(b).abs_diff(sentence(a)) {
        n @ 0..=2 => n as u64,
        3..=5 => 3,
        _ => 4,
    };
    let words = match b.word.abs_diff(a.word) {
        0..=4 => 0,
        5..=9 => 1,
        10..=19 => 2,
        20..=49 => 3,
        _ => 4,
    };
    let stem = |e: &Event| read[e.word].bare;
    let alike = u64::from(stem(a) == stem(b));
    let morph = layers.morph(b.word);
    let definite = u64::from(morph.article) + 2 * u64::from(morph.has_pronoun());
    let shapes = shape_of(a) * 8 + shape_of(b);
    let counts = match (a.counts.first(), b.counts.first()) {
        (None, None) => 0,
        (Some(x), Some(y)) if x.what == y.what && x.count == y.count => 1,
        (Some(x), Some(y)) if x.what == y.what => 2,
        (Some(_), Some(_)) => 3,
        _ => 4,
    };
    let modes = match (a.mode.as_deref(), b.mode.as_deref()) {
        (x, y) if x == y => 0,
        (Some(_), Some(_)) => 1,
        _ => 2,
    };
    let ruled = u64::from(ruled);
    let said = |e: &Event| u64::from(holding(statements, e.word).is_some());
    let unnamed = |ids: &[usize]| u64::from(ids.iter().all(|id| entities.list.get(*id).is_some_and(|e| !e.named)));
    let class = |e: &Event| u64::from(read[e.word].class.mid);
    let sure = (b.confidence * 5.0) as u64;
    let mut add = |template: u32, parts: &[u64]| out.add(sign(template, parts));
    add(401, &[kind]);
    add(402, &[actors, recipients, kind]);
    add(403, &[actors, recipients]);
    add(404, &[actors, kind]);
    add(405, &[recipients, kind]);
    add(406, &[dates]);
    add(407, &[dates, kind]);
    add(408, &[places, kind]);
    add(409, &[apart, kind]);
    add(410, &[alike, definite, kind]);
    add(411, &[alike, actors, recipients]);
    add(412, &[definite, shape_of(b)]);
    add(413, &[shapes, kind]);
    add(414, &[key(a.status), key(b.status)]);
    add(415, &[counts, kind]);
    add(416, &[modes, kind]);
    add(417, &[words, actors, recipients]);
    add(418, &[apart, actors, recipients]);
    add(419, &[said(a), said(b), kind]);
    add(420, &[class(a), class(b)]);
    add(421, &[dates, actors, recipients]);
    add(422, &[sure, kind]);
    add(423, &[unnamed(&a.recipients), unnamed(&b.recipients), kind]);
    add(424, &[ruled, kind]);
    add(425, &[ruled, actors, recipients]);
    add(426, &[ruled, dates]);
    add(427, &[ruled, apart]);
    add(428, &[ruled, shapes]);
    add(429, &[ruled, alike]);
    add(430, &[places, dates, ruled]);
    add(431, &[definite, actors, recipients]);
    add(432, &[definite, apart, kind]);
    add(433, &[counts, words]);
    let near = |e: &Event| -> Vec<u64> {
        let words = e.word.saturating_sub(AROUND)..(e.word + AROUND + 1).min(layers.text.words.len());
        let tells = |w: &usize| *w != e.word && layers.morph(*w).is_nominal() && layers.text.folded(*w).chars().count() > 3;
        words.filter(tells).map(|w| read[w].bare).collect()
    };
    let (x, y) = (near(a), near(b));
    let shared = x.iter().filter(|w| y.contains(w)).count().min(5) as u64;
    let one = u64::from(sentence(a) == sentence(b));
    add(434, &[stem(a), stem(b)]);
    add(435, &[stem(b), definite]);
    add(436, &[shared, one, kind]);
    add(437, &[shared, one, actors, recipients]);
    add(438, &[shared, one, alike]);
    add(439, &[class(a), class(b), kind]);
    add(440, &[one, alike, shapes]);
    add(441, &[alike, dates, actors, recipients]);
    let written = |w: usize| read.get(w).map_or(0, |word| word.written);
    add(442, &[written(b.word + 1), kind]);
    add(443, &[b.word.checked_sub(1).map_or(0, written), kind]);
    add(444, &[sentence(a).min(3) as u64, apart, kind]);
}
