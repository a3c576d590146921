//! Words that may tell an event although the rules tell none: a row has them, but its complement does not stand there, or an
//! event that they told was dropped. The weights decide (`weigh`).

use super::arguments::{self, Site};
use super::subject::Subjects;
use super::trigger;
use super::weigh::{How, Telling};
use crate::entity::Entities;
use crate::statement::{Input, Statement};

/// Tellings of the words that are in none of `known`; `holds` has the subjects of the predicates that the rules read.
pub(super) fn tellings(
    input: Input<'_>,
    entities: &mut Entities,
    statements: &[Statement],
    known: &[usize],
    holds: &[(usize, usize)],
) -> Vec<Telling> {
    let mut found = Vec::new();
    let mut subjects = Subjects::default();
    for sentence in &input.layers.text.sentences {
        let words = sentence.words();
        let triggers = trigger::find(input, words.clone());
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
                let site = Site { input, frame: &frame, trigger, start: words.start, end: words.end, sides: None };
                let said = super::innermost(statements, word);
                let parties = arguments::parties(site, entities, &subjects, said, None);
                if let Some((event, _)) = super::build(site, entities, parties, statements) {
                    found.push(Telling { event, frame: Some(trigger.frame), how: How::Loose });
                }
            }
        }
    }
    found
}
