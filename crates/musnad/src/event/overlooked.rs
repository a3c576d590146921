//! Words that may tell an event although the rules tell none: a row has them, but its complement does not stand there, or an
//! event that they told was dropped. The weights decide (`weigh`).

use super::arguments::{self, Site};
use super::subject::Subjects;
use super::trigger;
use super::weigh::{self, How, Story, Telling};
use super::{Event, Made};
use crate::entity::Entities;

/// What the rules have read.
#[derive(Clone, Copy)]
pub(super) struct Read<'r> {
    /// What they tell.
    pub events: &'r [Event],
    /// Their predicates, in order.
    pub triggers: &'r [trigger::Trigger],
    /// The words that tell something already, told or not.
    pub known: &'r [usize],
    /// The predicates and their subjects.
    pub holds: &'r [(usize, usize)],
}

/// Tellings of the words that tell nothing yet. Words that hardly tell an event are left out, unless `all` are asked for.
pub(super) fn tellings(story: Story<'_>, entities: &mut Entities, read: Read<'_>, all: bool) -> Vec<Telling> {
    let Read { events, triggers, known, holds } = read;
    let Story { input, statements, .. } = story;
    let mut found = Vec::new();
    let mut subjects = Subjects::default();
    for sentence in &input.layers.text.sentences {
        let words = sentence.words();
        subjects = subjects.next();
        for word in words.clone() {
            match holds.iter().find(|(at, _)| *at == word) {
                Some((_, subject)) => subjects.hold(word, *subject),
                None => subjects.pass(input, word, words.clone()),
            }
            if known.contains(&word) {
                continue;
            }
            let own: Vec<trigger::Trigger> = triggers.iter().filter(|t| t.word == word).copied().collect();
            let tried = if own.is_empty() { trigger::loose(input, word) } else { own };
            for trigger in &tried {
                let frame = super::frame_of(input.layers, trigger);
                let bare = Event {
                    event: frame.event.clone(),
                    mode: frame.mode.clone(),
                    word,
                    made: Made { shape: Some(trigger.shape), inferred: 0.0 },
                    ..Event::default()
                };
                let worth = weigh::worth(story, entities, events, &bare, &frame);
                if !all && !weigh::is_worth(story, &worth) {
                    continue;
                }
                let site = Site { input, frame: &frame, trigger, start: words.start, end: words.end, sides: None };
                let said = super::innermost(statements, word);
                let parties = arguments::parties(site, entities, &subjects, said, None);
                if let Some((event, _)) = super::build(site, entities, parties, statements) {
                    found.push(Telling { event, frame: Some(trigger.frame), how: How::Loose, object: trigger.object, worth });
                }
            }
        }
    }
    found
}
