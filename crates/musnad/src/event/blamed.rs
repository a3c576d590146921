//! Whoever is harmed is not blamed: `أدانت قطر اغتيال الصحفية`, `عبرت الأحزاب عن إدانتها اعتقال الناشط`.
//!
//! A reproach of a harm is one of whoever did it, where the article tells; otherwise it blames nobody.

use super::Event;
use crate::clause::Layers;

/// How many words after the reproach the harm that it is of may stand.
const NEAR: usize = 9;

/// Puts whoever did the harm in the place of whom it befell, and drops the reproach of nobody.
pub(super) fn not_victims(events: &mut Vec<Event>, layers: Layers<'_>) {
    let harms: Vec<Event> = events.iter().filter(|e| matches!(e.event.as_str(), "ASSAULT" | "COERCE")).cloned().collect();
    for event in events.iter_mut().filter(|e| e.event == "ACCUSE" && !e.recipients.is_empty()) {
        let of = |h: &&Event| {
            let near = h.word > event.word && h.word <= event.word + NEAR;
            let here = layers.text.sentence_of(h.word) == layers.text.sentence_of(event.word);
            near && here && event.recipients.iter().all(|r| h.recipients.contains(r) && !h.actors.contains(r))
        };
        if let Some(harm) = harms.iter().find(of) {
            event.recipients = harm.actors.iter().filter(|a| !event.actors.contains(a)).copied().collect();
        }
    }
    events.retain(|e| e.event != "ACCUSE" || !e.recipients.is_empty());
}
