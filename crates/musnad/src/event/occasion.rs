//! The occasion that dates what was said: who demands or accuses at a meeting of yesterday does it yesterday.
//!
//! A date is only handed on from an event of the very same actor, told at most a dozen sentences before; it still comes from an
//! expression of the text.

use super::Event;
use crate::clause::Layers;
use crate::statement::Statement;

/// How many sentences on an occasion still dates what is said.
const REACH: usize = 12;

/// Dates acts of speech by the occasion that their speaker was last told at.
pub(super) fn date(events: &mut [Event], statements: &[Statement], layers: Layers<'_>) {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|i| events[*i].word);
    // (actor, sentence, time), last told last.
    let mut occasions: Vec<(usize, usize, usize)> = Vec::new();
    let mut said = statements.iter().peekable();
    for idx in order {
        let word = events[idx].word;
        let Some(sentence) = layers.text.sentence_of(word) else { continue };
        while let Some(statement) = said.next_if(|s| s.cue <= word) {
            let known = (statement.chain.last(), statement.time, layers.text.sentence_of(statement.cue));
            if let (Some(speaker), Some(time), Some(at)) = known {
                occasions.push((*speaker, at, time));
            }
        }
        let event = &mut events[idx];
        let spoken = matches!(event.event.as_str(), "ACCUSE" | "REQUEST" | "THREATEN" | "REJECT" | "SUPPORT" | "AGREE");
        if spoken && event.time.is_none() && event.status == "happened" {
            let told = |(actor, at, _): &&(usize, usize, usize)| event.actors.contains(actor) && at + REACH >= sentence;
            event.time = occasions.iter().rev().find(told).map(|(.., time)| *time);
        }
        let met = event.event == "CONSULT" || spoken;
        if let Some(time) = event.time.filter(|_| met && event.status == "happened") {
            let parties = event.actors.iter().chain(event.recipients.iter().filter(|_| event.event == "CONSULT"));
            occasions.extend(parties.map(|p| (*p, sentence, time)));
        }
    }
}
