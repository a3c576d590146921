//! One event once per article, however often it is told.

use super::Event;
use super::trigger::Shape;
use crate::clause::Layers;
use crate::entity::{Entities, Entity};
use crate::lexicon::Kind;

/// How many words apart a telling that leaves one side out may stand.
const NEAR: usize = 60;

/// How many words apart the dead and the injured of one blow are told.
const BESIDE: usize = 10;

/// Merges tellings of the same event: same type, the same parties (or countries), dates that do not disagree. `judge` has the
/// last word on two tellings of one type: it is told whether the rules take them for one, and says how surely they are, if they are;
/// of several that a telling may tell again it tells the surest, of equals the first.
pub(crate) fn merge(
    events: Vec<Event>,
    entities: &Entities,
    layers: Layers<'_>,
    judge: &dyn Fn(&Event, &Event, bool) -> Option<f32>,
) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::new();
    for event in events {
        let judged = |m: &Event| {
            let ruled = is_same(m, &event, entities, layers);
            if m.event == event.event { judge(m, &event, ruled) } else { ruled.then_some(0.0) }
        };
        let all = merged.iter().enumerate().filter_map(|(nth, m)| Some((judged(m)?, nth)));
        match all.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
            Some((_, nth)) => absorb(&mut merged[nth], event, entities),
            None => merged.push(event),
        }
    }
    // "أعلنت الحركة مسؤوليتها عن الهجوم": the blow itself is told already.
    let claims =
        |e: &Event| e.event == "ASSAULT" && layers.lexeme(e.word).is_some_and(|l| layers.lexicon.claims.contains(&l.key));
    let blows: Vec<(Vec<usize>, Vec<usize>)> = merged
        .iter()
        .filter(|e| e.event == "ASSAULT" && !claims(e))
        .map(|e| (e.actors.clone(), e.recipients.iter().copied().chain(e.place).collect()))
        .collect();
    merged.retain(|e| {
        let at: Vec<usize> = e.recipients.iter().copied().chain(e.place).collect();
        let told = |(actors, hit): &(Vec<usize>, Vec<usize>)| {
            *actors == e.actors && (at.is_empty() || hit.iter().any(|h| at.contains(h)))
        };
        !claims(e) || !blows.iter().any(told)
    });
    merged
}

/// Whether the rules take two tellings for one event.
pub(super) fn is_same(a: &Event, b: &Event, entities: &Entities, layers: Layers<'_>) -> bool {
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
    // "قتل 12 شخصا وأصيب 30 آخرون في هجوم": dead and injured of one clause are of one blow.
    let unnamed = |e: &Event| e.recipients.iter().all(|r| entities.list.get(*r).is_some_and(|e| !e.named));
    let beside = a.word.abs_diff(b.word) < BESIDE && layers.text.sentence_of(a.word) == layers.text.sentence_of(b.word);
    let one_clause = (harmed(a) || harmed(b)) && a.event == "ASSAULT" && beside && unnamed(a) && unnamed(b);
    let victims = one_blow
        || one_clause
        || a.event != "ASSAULT"
        || a.recipients.is_empty()
        || b.recipients.is_empty()
        || a.recipients == b.recipients;
    // "قتل 15 شخصا عندما فجر انتحاري نفسه في سوق": the harm and its blow, whichever place the blow was at.
    let place = |ids: &[usize]| ids.iter().all(|r| entities.list.get(*r).is_some_and(|e| e.kind == Kind::Place));
    let (at, whom) = if place(&a.recipients) { (a, b) } else { (b, a) };
    let same = !at.actors.is_empty() && whom.actors == at.actors;
    let linked = same || one_blow && whom.actors.is_empty();
    // "قصفت لبنان وقتلت ثلاثة في الضفة": not where the harm has a place of its own.
    let here = whom.place.is_none_or(|p| at.place == Some(p) || at.recipients.contains(&p));
    let sentence = layers.text.sentence_of(a.word) == layers.text.sentence_of(b.word);
    // In the next sentence only the harm of the blow is the same one, told of nobody new: "قصفت … . وأدى القصف إلى مقتل".
    let named_anew = |e: &Event| {
        let about = e.word.saturating_sub(BESIDE / 2)..e.word + BESIDE / 2;
        let here = |id: &usize| entities.list.get(*id).is_some_and(|x| x.mentions.iter().any(|m| about.contains(&m.words.start)));
        e.actors.iter().any(here)
    };
    let near = linked
        && a.word.abs_diff(b.word) < NEAR
        && harmed(whom)
        && !harmed(at)
        && (whom.mode.is_none() || whom.mode == at.mode)
        && !named_anew(whom);
    let told = (sentence || near) && dates && modes && denied(a) == denied(b);
    let harm = !at.recipients.is_empty() && place(&at.recipients) && !place(&whom.recipients);
    if a.event == "ASSAULT" && b.event == "ASSAULT" && told && linked && here && harm {
        return true;
    }
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
        // "هنأ الأمين العام الزعيمين": whoever praises two that deal with each other is a third.
        let third = |x: &Event, y: &[usize]| !x.actors.is_empty() && !overlap(&x.actors, y, entities);
        if a.event == "SUPPORT" && (third(a, &all(b)) || third(b, &all(a))) {
            return false;
        }
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
        && (one_clause || side(&a.recipients, &b.recipients, same(&a.actors, &b.actors)))
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

/// Puts those told more closely in the place of the states they act for, and leaves the other parties.
fn tell_closely(known: &mut [usize], closer: &[usize], entities: &Entities) {
    for id in closer.iter().filter(|id| !known.contains(id)).copied().collect::<Vec<_>>() {
        if let Some(at) = known.iter().position(|k| alike(*k, id, entities)) {
            known[at] = id;
        }
    }
}

/// Which telling of an event is the plainer: with both sides, by a verb, its parties in their slots.
fn plainness(event: &Event) -> (bool, bool, bool) {
    let both = !event.actors.is_empty() && !event.recipients.is_empty();
    (both, event.made.shape == Some(Shape::Finite), event.made.inferred == 0.0)
}

fn absorb(known: &mut Event, other: Event, entities: &Entities) {
    let place = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Place);
    let people = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Person);
    let named = |id: &usize| entities.list.get(*id).is_some_and(|e| e.named && e.kind != Kind::Place);
    let blow = known.event == "ASSAULT";
    // "الغارات التركية … التي يشنها الجيش التركي": whoever of a state struck is told more closely.
    if blow && known.actors.iter().all(place) && !other.actors.iter().any(place) {
        tell_closely(&mut known.actors, &other.actors, entities);
    }
    let all_places = !known.recipients.is_empty() && known.recipients.iter().all(place);
    // "فجر انتحاري نفسه في سوق، ما أدى إلى مقتل 15 شخصا": whom it befell is told more closely than where.
    if blow && all_places && known.recipients.len() == 1 && other.recipients.iter().any(people) {
        known.place = known.place.or(known.recipients.first().copied());
        known.recipients.clone_from(&other.recipients);
    }
    // "وصل إلى صنعاء لإجراء محادثات مع الرئيس": whom he came to see is told more closely than the place.
    if matches!(known.event.as_str(), "CONSULT" | "AGREE") && all_places && other.recipients.iter().all(named) {
        tell_closely(&mut known.recipients, &other.recipients, entities);
    }
    // What goes on as it is told a second time did not end.
    if known.status == "happened" && other.status == "ongoing" && known.time.is_none() && plainness(&other) >= plainness(known) {
        known.status = other.status;
    }
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
    known.made.inferred = known.made.inferred.min(other.made.inferred);
}
