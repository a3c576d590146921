//! From whom a place is freed or taken back: `تحرير مدينة عدن`, where the article tells who fights whom.
//!
//! Freeing hits whoever held the place. A side is filled in only from the pairs that the article itself has set against each other.

use super::Event;
use super::context::FROM_ELSEWHERE;
use crate::clause::Layers;
use crate::entity::Entities;
use crate::lexicon::Kind;

/// Puts the enemy in the place of what was freed, and whoever fights him where no one is told to have done it.
pub(super) fn from_enemies(events: &mut [Event], sides: &[(usize, usize)], entities: &Entities, layers: Layers<'_>) {
    let place = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Place);
    let body = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Organization);
    let hits_place = |e: &Event| e.event == "ASSAULT" && !e.recipients.is_empty() && e.recipients.iter().all(place);
    let rebel = |id: &usize| {
        let sector = entities.list.get(*id).and_then(|e| e.sector.as_deref());
        body(id) && sector.is_some_and(|s| matches!(s, "REB" | "IMG"))
    };
    for event in events.iter_mut().filter(|e| hits_place(e)) {
        let frees = is_of(event, &layers.lexicon.freeing, layers);
        if !frees && (event.actors.is_empty() || !is_of(event, &layers.lexicon.seizing, layers)) {
            continue;
        }
        let fights = |(a, b): &&(usize, usize)| event.actors.contains(a) && !event.actors.contains(b) && body(b);
        let told = if event.actors.is_empty() {
            sides.iter().find(|(a, b)| body(a) && rebel(b) && !rebel(a)).copied()
        } else {
            // The enemy of his own country's forces is his.
            let country = |id: &usize| entities.list.get(*id).and_then(|e| e.country.as_deref());
            let own = |a: &usize| event.actors.iter().any(|x| country(x).is_some() && country(x) == country(a));
            let armed = event.actors.iter().all(|a| entities.list.get(*a).is_some_and(|e| e.sector.as_deref() != Some("BUS")));
            let allied =
                |(a, b): &&(usize, usize)| armed && own(a) && body(a) && rebel(b) && !rebel(a) && !event.actors.contains(b);
            let known = if frees { sides.iter().find(fights) } else { None };
            let known = known.or_else(|| sides.iter().find(allied).filter(|_| frees)).copied();
            // "سيطرت قوات الجيش على قاعدة العند. وفر الحوثيون": the rebels of whom the article tells.
            let against = || event.actors.iter().all(|a| body(a) && !rebel(a)).then(|| rebels(event, entities, rebel)).flatten();
            known.or_else(|| Some((*event.actors.first()?, against()?)))
        };
        let Some((doer, enemy)) = told else { continue };
        if event.place.is_none() {
            event.place = event.recipients.first().copied();
        }
        event.recipients = vec![enemy];
        if event.actors.is_empty() {
            event.actors = vec![doer];
        }
        event.made.inferred += FROM_ELSEWHERE;
    }
}

/// Whether an event's word is of a verb of a class, or its verbal noun.
fn is_of(event: &Event, class: &rustc_hash::FxHashSet<u64>, layers: Layers<'_>) -> bool {
    let lemma = |id: &u32| crate::lexicon::key(&crate::text::fold(&layers.lexicon.frames[*id as usize].lemma));
    layers.lexeme(event.word).is_some_and(|l| l.frames.iter().any(|id| class.contains(&lemma(id))))
}

/// The rebels that the article tells most of, of the country of the place or of none.
fn rebels(event: &Event, entities: &Entities, rebel: impl Fn(&usize) -> bool) -> Option<usize> {
    let country = |id: usize| entities.list.get(id).and_then(|e| e.country.as_deref());
    let at = event.recipients.first().and_then(|r| country(*r));
    let here = |id: &usize| country(*id).is_none_or(|c| at.is_none_or(|at| at == c));
    let found = (0..entities.list.len()).filter(|id| rebel(id) && here(id) && !event.actors.contains(id));
    found.max_by_key(|id| (entities.list[*id].mentions.len(), std::cmp::Reverse(*id)))
}
