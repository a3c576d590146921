//! Whose people the unnamed victims of a blow are: of where it befell them, unless the text tells another nation.

use super::Event;
use crate::clause::Layers;
use crate::entity::{Entities, Entity};
use crate::lexicon::Kind;

/// Gives victims whom nothing but the article's own country told a country the one that their clause is set in.
pub(super) fn settle(events: &[Event], entities: &mut Entities, layers: Layers<'_>) {
    for event in events.iter().filter(|e| matches!(e.event.as_str(), "ASSAULT" | "COERCE" | "PROTEST")) {
        // "أحرق متظاهرون القنصلية الإيرانية في النجف": so are those who did it, of whom nothing is told.
        for id in event.actors.iter().chain(&event.recipients) {
            let Some(entity) = entities.list.get(*id).filter(|e| is_default(e, entities, layers)) else { continue };
            let country = of_place(event, entities, layers).filter(|c| Some(c) != entity.country.as_ref());
            if let Some(country) = country {
                entities.list[*id].country = Some(country);
            }
        }
    }
}

/// `15 شخصا`, `ستة جنود`: an indefinite description, met once, whose country is the article's.
fn is_default(entity: &Entity, entities: &Entities, layers: Layers<'_>) -> bool {
    let own = entity.country.is_none() || entity.country == entities.own || entity.country == entities.country;
    let unnamed = !entity.named && entity.titles.is_empty() && entity.mentions.len() == 1;
    let Some(mention) = entity.mentions.first().filter(|_| own && unnamed) else { return false };
    if entity.kind != Kind::Person && !mention.words.clone().any(|w| super::party::is_people(layers, w)) {
        return false;
    }
    let told = |w: usize| layers.name_at(w).is_some() || layers.lexeme(w).is_some_and(|l| l.nation.is_some());
    !layers.morph(mention.words.start).article && !mention.words.clone().any(told)
}

/// The country of the event's place, or the one country whose places its sentence names.
fn of_place(event: &Event, entities: &Entities, layers: Layers<'_>) -> Option<String> {
    let country = |id: usize| entities.list.get(id).and_then(|e| e.country.clone());
    if let Some(found) = event.place.and_then(country) {
        return Some(found);
    }
    let sentence = layers.text.sentence_of(event.word).map(|s| layers.text.sentences[s].words())?;
    let mut found: Option<String> = None;
    // "الطيران الروسي": nor whose blow it is.
    let places =
        entities.list.iter().enumerate().filter(|(id, e)| e.named && e.kind == Kind::Place && !event.actors.contains(id));
    for entity in places.map(|(_, e)| e) {
        // "القنصلية الإيرانية": nor whose something is.
        let told = |w: usize| {
            sentence.contains(&w) && (layers.name_at(w).is_some() || layers.lexeme(w).is_none_or(|l| l.nation.is_none()))
        };
        if !entity.mentions.iter().any(|m| told(m.words.start)) {
            continue;
        }
        let here = entity.country.clone()?;
        if found.as_ref().is_some_and(|f| *f != here) {
            return None;
        }
        found = Some(here);
    }
    found
}
