//! Visits to a capital are visits to its state: `زار الوزير الإيطالي طهران`, where the article names Iran too.

use super::Event;
use crate::entity::Entities;
use crate::lexicon::Lexicon;

/// Puts the state in the place of its capital where somebody of another country visits it.
pub(super) fn to_states(events: &mut [Event], entities: &Entities, lexicon: &Lexicon) {
    let country = |id: usize| entities.list.get(id).and_then(|e| e.country.as_deref());
    let is_capital = |id: usize| {
        let known = entities.list.get(id).and_then(|e| lexicon.kb.entities.get(e.kb? as usize));
        known.is_some_and(|k| k.kind_of == "capital")
    };
    let visits = |e: &Event| matches!(e.event.as_str(), "CONSULT" | "AGREE") && e.mode.as_deref().is_none_or(|m| m == "visit");
    for event in events.iter_mut().filter(|e| visits(e) && !e.actors.is_empty()) {
        let [at] = event.recipients.as_slice() else { continue };
        let (at, of) = (*at, country(*at));
        let abroad = event.actors.iter().all(|a| country(*a).is_some() && country(*a) != of);
        if !abroad || !is_capital(at) {
            continue;
        }
        let state = entities.list.iter().position(|e| lexicon.kb.is_state(e.kb) && e.country.as_deref() == of);
        if let Some(state) = state {
            event.place = event.place.or(Some(at));
            event.recipients = vec![state];
        }
    }
}
