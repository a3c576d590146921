//! What the rest of the article tells of an event that its own clause leaves open: the other side of a fight, and who caused
//! what another clause counts.
//!
//! A careful reader of a battle report knows both sides after the first paragraph. A side is filled in only where the article
//! itself has set the two against each other; nothing is taken from the knowledge base.

use super::Event;
use crate::clause::Layers;
use crate::entity::Entities;
use crate::lexicon::Kind;

/// Fills the open sides of events and drops blows that neither clause nor article says whom they hit.
pub(super) fn complete(events: &mut Vec<Event>, entities: &Entities, layers: Layers<'_>) {
    no_place_strikes(events, entities, layers);
    join_effects(events, layers);
    claimed(events, layers);
    let sides = opponents(events);
    let acting: Vec<usize> = events.iter().filter(|e| !e.recipients.is_empty()).flat_map(|e| e.actors.clone()).collect();
    for event in events.iter_mut() {
        fill(event, &sides, &acting, entities);
    }
    super::freed::from_enemies(events, &sides, entities, layers);
    same_hand(events, entities);
    by_the_force(events, entities);
    // "قصفت الطائرات أرضا زراعية شرق بيت حانون": where nothing else is told to be hit, the place is.
    for event in events.iter_mut().filter(|e| e.event == "ASSAULT" && e.recipients.is_empty() && e.actors.len() == 1) {
        let place = event.place.filter(|p| !event.actors.contains(p) && !super::is_sea(layers, entities, *p));
        event.made.inferred += if place.is_some() { FROM_ELSEWHERE } else { 0.0 };
        event.recipients.extend(place);
    }
    // "استهدفت سفينة في البحر الأحمر": at sea nobody else is told to be hit.
    let at_sea = |e: &Event| e.place.is_some_and(|p| super::is_sea(layers, entities, p));
    events.retain(|e| e.event != "ASSAULT" || e.actors.len() > 1 || !e.recipients.is_empty() || at_sea(e));
}

/// `قتل 15 شخصا … عندما فجر انتحاري نفسه`: in one sentence, harm without a doer and a doer without harm are one event.
fn join_effects(events: &mut Vec<Event>, layers: Layers<'_>) {
    let mut at = 0;
    while at < events.len() {
        let open = |e: &Event| e.event == "ASSAULT" && e.actors.is_empty() != e.recipients.is_empty() && e.actors.len() < 2;
        let sentence = layers.text.sentence_of(events[at].word);
        let here = &events[at];
        let other = (at + 1..events.len()).find(|&o| {
            let e = &events[o];
            open(here) && open(e) && layers.text.sentence_of(e.word) == sentence && here.actors.is_empty() != e.actors.is_empty()
        });
        if let Some(other) = other {
            let effect = events.remove(other);
            let event = &mut events[at];
            if event.actors.is_empty() {
                event.actors = effect.actors;
            } else {
                event.recipients = effect.recipients;
            }
            event.time = event.time.or(effect.time);
            event.place = event.place.or(effect.place);
            event.mode = event.mode.take().or(effect.mode);
        }
        at += 1;
    }
}

/// `أعلن التنظيم مسؤوليته عن الهجوم`: the blow of the article that nobody is told to have struck was the claimer's.
fn claimed(events: &mut Vec<Event>, layers: Layers<'_>) {
    let claims = |e: &Event| {
        let verb = layers.lexeme(e.word).is_some_and(|l| layers.lexicon.claims.contains(&l.key));
        e.event == "ASSAULT" && verb && e.actors.len() == 1 && e.recipients.is_empty()
    };
    let Some(claim) = events.iter().position(claims) else { return };
    let (word, actors) = (events[claim].word, events[claim].actors.clone());
    let open = |e: &&mut Event| e.event == "ASSAULT" && e.actors.is_empty() && !e.recipients.is_empty() && e.status == "happened";
    if let Some(blow) = events.iter_mut().filter(open).min_by_key(|e| e.word.abs_diff(word)) {
        blow.actors = actors;
        blow.made.inferred += FROM_ELSEWHERE;
        events.remove(claim);
    }
}

/// `احتجز جهاز الأمن القس الأول … واحتجز زميله في يناير`: an arrest that nobody is told to have made is made by whoever the article
/// told to have made the one before.
fn same_hand(events: &mut [Event], entities: &Entities) {
    for at in 0..events.len() {
        let open = |e: &Event| e.event == "COERCE" && e.actors.is_empty() && !e.recipients.is_empty();
        if !open(&events[at]) {
            continue;
        }
        let (before, rest) = events.split_at_mut(at);
        let event = &mut rest[0];
        let country = |id: &usize| entities.list.get(*id).and_then(|e| e.country.as_deref());
        let land = |e: &Event| e.place.as_ref().or(e.recipients.first()).and_then(country).map(str::to_owned);
        let here = land(event);
        let told = |e: &&Event| {
            let one_hand = e.mode == event.mode && !e.actors.is_empty() && e.status == event.status;
            // Not in another land.
            let there = here.is_none() || land(e) == here || e.actors.iter().any(|a| country(a) == here.as_deref());
            e.event == "COERCE" && one_hand && there
        };
        if let Some(doer) = before.iter().rev().find(told).filter(|e| !e.actors.iter().any(|a| event.recipients.contains(a))) {
            event.actors.clone_from(&doer.actors);
            event.made.inferred += FROM_ELSEWHERE;
        }
    }
}

/// `اعتقال 12 شخصا في لندن`: who arrests needs no telling where the article tells of one body that arrests there.
fn by_the_force(events: &mut [Event], entities: &Entities) {
    let force =
        |e: &crate::entity::Entity| e.kind == Kind::Organization && matches!(e.sector.as_deref(), Some("COP" | "JUD" | "SPY"));
    let open = |e: &Event| e.event == "COERCE" && e.mode.as_deref() == Some("arrest") && e.actors.is_empty();
    for event in events.iter_mut().filter(|e| open(e) && !e.recipients.is_empty()) {
        let country = |id: &usize| entities.list.get(*id).and_then(|e| e.country.as_deref());
        let where_to = event.place.as_ref().or(event.recipients.first()).and_then(country);
        let fits = |e: &crate::entity::Entity| force(e) && where_to.is_some() && e.country.as_deref() == where_to;
        let doer = entities.last_before(event.word, fits).filter(|d| !event.recipients.contains(d));
        event.made.inferred += if doer.is_some() { FROM_ELSEWHERE } else { 0.0 };
        event.actors.extend(doer);
    }
}

/// `محافظة شبوة، التي شهدت مواجهات`: a state or its capital may strike; any other place is where it happened.
fn no_place_strikes(events: &mut [Event], entities: &Entities, layers: Layers<'_>) {
    let state = |id: &usize| {
        let known = entities.list.get(*id).and_then(|e| e.kb).and_then(|kb| layers.lexicon.kb.entities.get(kb as usize));
        known.is_some_and(|e| matches!(e.kind_of.as_str(), "country" | "capital"))
    };
    let place = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Place && e.sector.is_none()) && !state(id);
    for event in events.iter_mut().filter(|e| e.event == "ASSAULT") {
        let found = event.actors.iter().position(place);
        if let Some(at) = found {
            let place = event.actors.remove(at);
            event.place.get_or_insert(place);
        }
    }
}

/// Who fights whom in the article: pairs in both directions, in the order in which they were told.
fn opponents(events: &[Event]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for event in events.iter().filter(|e| e.event == "ASSAULT" && e.status != "denied") {
        if event.recipients.is_empty() {
            for (n, a) in event.actors.iter().enumerate() {
                pairs.extend(event.actors[n + 1..].iter().flat_map(|b| [(*a, *b), (*b, *a)]));
            }
        }
        for a in &event.actors {
            pairs.extend(event.recipients.iter().flat_map(|b| [(*a, *b), (*b, *a)]));
        }
    }
    pairs
}

/// What a side costs that another clause tells.
pub(super) const FROM_ELSEWHERE: f32 = 0.1;

fn fill(event: &mut Event, sides: &[(usize, usize)], acting: &[usize], entities: &Entities) {
    // Unnamed people who did nothing themselves (`المدنيين`) are no side of a fight.
    let body = |id: &usize| {
        let side = |e: &crate::entity::Entity| e.kind == Kind::Organization || !e.named && acting.contains(id);
        entities.list.get(*id).is_some_and(side)
    };
    let against = |known: &[usize]| -> Vec<usize> {
        let found = sides.iter().find(|(a, b)| known.contains(a) && !known.contains(b) && body(b));
        found.map(|(_, b)| vec![*b]).unwrap_or_default()
    };
    let known = event.actors.len() + event.recipients.len();
    match event.event.as_str() {
        // "اشتباكات متقطعة": the two who fight in this article.
        "ASSAULT" if event.actors.is_empty() && event.recipients.is_empty() => {
            if let Some((one, other)) = sides.iter().find(|(a, b)| body(a) && body(b)) {
                event.actors = vec![*one, *other];
            }
        }
        "ASSAULT" if event.actors.is_empty() => event.actors = against(&event.recipients),
        "ASSAULT" if event.recipients.is_empty() && event.actors.len() == 1 => event.recipients = against(&event.actors),
        "CONCEDE" | "ACCUSE" if event.recipients.is_empty() => event.recipients = against(&event.actors),
        _ => {}
    }
    if event.actors.len() + event.recipients.len() > known {
        event.made.inferred += FROM_ELSEWHERE;
    }
}
