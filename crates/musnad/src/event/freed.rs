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
    let frees = |e: &Event| {
        // A verbal noun too.
        let lemma = |id: &u32| crate::lexicon::key(&crate::text::fold(&layers.lexicon.frames[*id as usize].lemma));
        let verb =
            || layers.lexeme(e.word).is_some_and(|l| l.frames.iter().any(|id| layers.lexicon.freeing.contains(&lemma(id))));
        e.event == "ASSAULT" && !e.recipients.is_empty() && e.recipients.iter().all(place) && verb()
    };
    for event in events.iter_mut().filter(|e| frees(e)) {
        let fights = |(a, b): &&(usize, usize)| event.actors.contains(a) && !event.actors.contains(b) && body(b);
        let rebel = |id: &usize| {
            let sector = entities.list.get(*id).and_then(|e| e.sector.as_deref());
            body(id) && sector.is_some_and(|s| matches!(s, "REB" | "IMG"))
        };
        let told = if event.actors.is_empty() {
            sides.iter().find(|(a, b)| body(a) && rebel(b) && !rebel(a))
        } else {
            // The enemy of his own country's forces is his.
            let country = |id: &usize| entities.list.get(*id).and_then(|e| e.country.as_deref());
            let own = |a: &usize| event.actors.iter().any(|x| country(x).is_some() && country(x) == country(a));
            let armed = event.actors.iter().all(|a| entities.list.get(*a).is_some_and(|e| e.sector.as_deref() != Some("BUS")));
            let allied =
                |(a, b): &&(usize, usize)| armed && own(a) && body(a) && rebel(b) && !rebel(a) && !event.actors.contains(b);
            sides.iter().find(fights).or_else(|| sides.iter().find(allied))
        };
        let Some((doer, enemy)) = told else { continue };
        if event.place.is_none() {
            event.place = event.recipients.first().copied();
        }
        event.recipients = vec![*enemy];
        if event.actors.is_empty() {
            event.actors = vec![*doer];
        }
        event.made.inferred += FROM_ELSEWHERE;
    }
}
