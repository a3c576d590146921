//! One event once per article, however often it is told.

use super::Event;
use crate::clause::Layers;
use crate::entity::{Entities, Entity};
use crate::lexicon::Kind;

/// How many words apart a telling that leaves one side out may stand.
const NEAR: usize = 60;

/// Merges tellings of the same event: same type, the same parties (or countries), dates that do not disagree.
pub(crate) fn merge(events: Vec<Event>, entities: &Entities, layers: Layers<'_>) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::new();
    for event in events {
        let same = merged.iter_mut().find(|m| is_same(m, &event, entities, layers));
        match same {
            Some(known) => absorb(known, event),
            None => merged.push(event),
        }
    }
    merged
}

fn is_same(a: &Event, b: &Event, entities: &Entities, layers: Layers<'_>) -> bool {
    let value = |e: &Event| e.time.and_then(|t| layers.times.get(t)).and_then(|t| t.value.clone());
    let dates = match (value(a), value(b)) {
        (Some(a), Some(b)) => a.get(..10) == b.get(..10),
        _ => true,
    };
    let modes = a.mode == b.mode || a.mode.is_none() || b.mode.is_none();
    let denied = |e: &Event| e.status == "denied";
    // Blows at two places are two blows.
    let places = a.event != "ASSAULT" || a.place.is_none() || b.place.is_none() || a.place == b.place;
    // Two victims are two blows, even where they are of one country; but whoever is killed in a blow is no other than it hit.
    let harmed = |e: &Event| super::counts::is_harm(layers, e.word);
    let one_blow = harmed(a) != harmed(b) && layers.text.sentence_of(a.word) == layers.text.sentence_of(b.word);
    let victims =
        one_blow || a.event != "ASSAULT" || a.recipients.is_empty() || b.recipients.is_empty() || a.recipients == b.recipients;
    // An act of speech is its speaker's: two officials of one country are two who spoke.
    let speech = matches!(a.event.as_str(), "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN");
    if speech && a.actors != b.actors {
        return false;
    }
    if a.event != b.event || !dates || !modes || denied(a) != denied(b) || !places || !victims {
        return false;
    }
    if super::MUTUAL.contains(&a.event.as_str()) {
        let all = |e: &Event| e.actors.iter().chain(&e.recipients).copied().collect::<Vec<_>>();
        let (a, b) = (all(a), all(b));
        return overlap(&a, &b, entities) && (overlap_all(&a, &b, entities) || overlap_all(&b, &a, entities));
    }
    // A telling that leaves one side out is the same only where the other side is the very same and the words are near.
    let near = a.mode == b.mode && a.word.abs_diff(b.word) < NEAR;
    let same = |x: &[usize], y: &[usize]| x.iter().any(|x| y.contains(x));
    let side = |x: &[usize], y: &[usize], other: bool| {
        if x.is_empty() || y.is_empty() { x.is_empty() && y.is_empty() || near && other } else { overlap(x, y, entities) }
    };
    side(&a.actors, &b.actors, same(&a.recipients, &b.recipients))
        && side(&a.recipients, &b.recipients, same(&a.actors, &b.actors))
}

/// Whether two parties may be the same one told twice: a country and whoever acts for it, but not two bodies of one country, who
/// may be at war with each other.
fn alike(a: usize, b: usize, entities: &Entities) -> bool {
    if a == b {
        return true;
    }
    let (Some(a), Some(b)) = (entities.list.get(a), entities.list.get(b)) else { return false };
    let general = |e: &Entity| e.kind == Kind::Place || !e.named;
    a.country.is_some() && a.country == b.country && (general(a) || general(b) || a.kind != b.kind)
}

fn overlap(a: &[usize], b: &[usize], entities: &Entities) -> bool {
    a.iter().any(|x| b.iter().any(|y| alike(*x, *y, entities)))
}

/// Whether everyone of `a` is among `b`; two bodies of one country are not both the country that `b` names once.
fn overlap_all(a: &[usize], b: &[usize], entities: &Entities) -> bool {
    let met = b.iter().filter(|y| a.iter().any(|x| alike(*x, **y, entities))).count();
    a.iter().all(|x| b.iter().any(|y| alike(*x, *y, entities))) && met >= a.len().min(2)
}

fn absorb(known: &mut Event, other: Event) {
    if known.time.is_none() && known.word.abs_diff(other.word) < NEAR {
        known.time = other.time;
    }
    if known.place.is_none() {
        known.place = other.place;
    }
    if known.actors.is_empty() {
        known.actors = other.actors;
    }
    if known.recipients.is_empty() {
        known.recipients = other.recipients;
    }
    if known.mode.is_none() {
        known.mode = other.mode;
    }
    for count in other.counts {
        super::counts::add(&mut known.counts, count);
    }
    known.confidence = known.confidence.max(other.confidence);
}
