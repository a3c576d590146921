//! Whoever is harmed is not blamed: `أدانت قطر اغتيال الصحفية`, `عبرت الأحزاب عن إدانتها اعتقال الناشط`.
//!
//! A reproach of a harm is one of whoever did it, where the article tells; otherwise it blames nobody.

use super::Event;
use crate::clause::Layers;
use crate::entity::Entities;
use crate::lexicon::{Kind, Prep};

/// How many words after the reproach the harm that it is of may stand.
const NEAR: usize = 9;

/// Puts whoever did the harm in the place of whom it befell, and drops the reproach of nobody.
pub(super) fn not_victims(events: &mut Vec<Event>, entities: &Entities, layers: Layers<'_>) {
    let told: Vec<bool> = events.iter().map(|e| e.event == "ACCUSE" && !e.recipients.is_empty()).collect();
    let harms: Vec<Event> = events.iter().filter(|e| matches!(e.event.as_str(), "ASSAULT" | "COERCE")).cloned().collect();
    // "انتقدت أحكام الإعدام في مصر": where it is may be whose it is.
    let is_scene = |harm: &Event, id: usize| {
        let told = |w: usize| w > harm.word && w <= harm.word + NEAR && Prep::parse(layers.text.folded(w - 1)) == Some(Prep::Fi);
        entities.list.get(id).is_some_and(|e| e.kind == Kind::Place && e.mentions.iter().any(|m| told(m.words.start)))
    };
    for event in events.iter_mut().filter(|e| e.event == "ACCUSE" && !e.recipients.is_empty()) {
        let of = |h: &&Event| {
            let near = h.word > event.word && h.word <= event.word + NEAR;
            let here = layers.text.sentence_of(h.word) == layers.text.sentence_of(event.word);
            near && here && event.recipients.iter().all(|r| h.recipients.contains(r) && !h.actors.contains(r) && !is_scene(h, *r))
        };
        if let Some(harm) = harms.iter().find(of) {
            event.recipients = harm.actors.iter().filter(|a| !event.actors.contains(a)).copied().collect();
        }
    }
    // "أدان اقتحام المسجد الأقصى": nor is a place right behind the noun of a blow.
    let struck = |event: &Event, id: usize| {
        let Some(entity) = entities.list.get(id).filter(|e| e.kind == Kind::Place && !layers.lexicon.kb.is_state(e.kb)) else {
            return false;
        };
        let near = |w: usize| w > event.word && w <= event.word + NEAR;
        let mut at = entity.mentions.iter().map(|m| m.words.start).filter(|w| near(*w));
        at.any(|w| w > event.word + 1 && super::clause::eventful_head(layers, w - 1))
    };
    for event in events.iter_mut().filter(|e| e.event == "ACCUSE" && !e.recipients.is_empty()) {
        let hit: Vec<usize> = event.recipients.iter().copied().filter(|r| struck(event, *r)).collect();
        event.recipients.retain(|r| !hit.contains(r));
    }
    let mut told = told.into_iter();
    events.retain(|e| {
        let blamed = told.next().unwrap_or(false);
        !blamed || !e.recipients.is_empty()
    });
}
