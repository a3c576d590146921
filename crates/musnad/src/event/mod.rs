//! Events: what one actor did to or with another, as PLOVER 2.0 codes it, with date, place, status and the chain it rests on.
//!
//! Question: *who did what to whom, when, where, and is it done?* In: groups, entities, times and statements. Out:
//! [`Event`]s in text order. It promises a trigger and an evidence span for each, and one event once however often it is
//! told. It never gives a date that no expression of the text gives.

mod arguments;
mod merge;
mod status;
mod trigger;

use crate::entity::Entities;
use crate::lexicon::Frame;
use crate::span::Span;
use crate::statement::{Input, Statement};
use crate::{clause::Group, clause::Layers, statement::Quote};

/// What one actor did to or with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub event: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// Who does it.
    pub actors: Vec<usize>,
    /// Who undergoes it.
    pub recipients: Vec<usize>,
    /// The time that dates it.
    pub time: Option<usize>,
    /// Where.
    pub place: Option<usize>,
    /// happened, ongoing, planned, denied, hypothetical.
    pub status: &'static str,
    /// Whose word it rests on.
    pub chain: Vec<usize>,
    /// The predicate's word.
    pub word: usize,
    /// The predicate.
    pub trigger: Span,
    /// The clause.
    pub evidence: Span,
    /// How sure the reader is.
    pub confidence: f32,
}

/// PLOVER types that have no direction.
pub const MUTUAL: [&str; 4] = ["AGREE", "CONSULT", "COOPERATE", "SUPPORT"];

/// Finds the events of an article.
pub fn extract(layers: Layers<'_>, groups: &[Group], quotes: &[Quote], entities: &mut Entities, statements: &[Statement]) -> Vec<Event> {
    let input = Input { layers, groups, quotes };
    let mut events = Vec::new();
    for sentence in &layers.text.sentences {
        let words = sentence.words();
        let mut subject = None;
        for trigger in trigger::find(input, words.clone()) {
            let frame = &layers.lexicon.frames[trigger.frame as usize];
            let parties = arguments::parties(input, entities, frame, &trigger, words.clone(), subject);
            if let (Some(first), true) = (parties.actors.first(), trigger.finite) {
                subject = Some(*first);
            }
            if let Some(event) = build(input, entities, frame, &trigger, parties, words.clone(), statements) {
                events.push(event);
            }
        }
    }
    merge::merge(events, entities, layers)
}

fn build(
    input: Input<'_>,
    entities: &Entities,
    frame: &Frame,
    trigger: &trigger::Trigger,
    parties: arguments::Parties,
    sentence: std::ops::Range<usize>,
    statements: &[Statement],
) -> Option<Event> {
    let layers = input.layers;
    if frame.event == "NONE" || (parties.actors.is_empty() && parties.recipients.is_empty()) {
        return None;
    }
    let holding = statements.iter().filter(|s| s.words.contains(&trigger.word) && s.cue != trigger.word).min_by_key(|s| s.words.len());
    let own = statements.iter().find(|s| s.cue == trigger.word);
    // What is demanded, proposed or denied did not happen: the demand itself is the event.
    if let Some(statement) = holding {
        let asked = matches!(statement.act, "demand" | "ask" | "propose" | "reject");
        if asked && !trigger.finite && trigger.word < statement.words.start + 3 {
            return None;
        }
    }
    let chain = match (own, holding) {
        (Some(own), _) => own.chain[..own.chain.len().saturating_sub(1)].to_vec(),
        (None, Some(holding)) => holding.chain.clone(),
        (None, None) => Vec::new(),
    };
    let status = status::status(input, frame, trigger, holding);
    let time = arguments::time(input, trigger, sentence.clone());
    let place = arguments::place(input, entities, trigger, sentence.clone());
    let both = !parties.actors.is_empty() && !parties.recipients.is_empty();
    let needs_both = matches!(frame.event.as_str(), "COOPERATE" | "AID" | "CONSULT" | "SUPPORT" | "ACCUSE" | "REQUEST" | "SANCTION" | "AGREE");
    if needs_both && !both && !(frame.event == "CONSULT" && parties.actors.len() + parties.recipients.len() > 1) {
        return None;
    }
    let base: f32 = if trigger.finite { 0.7 } else { 0.45 };
    let confidence = (base + if both { 0.15 } else { -0.2 } + if frame.object.is_empty() { 0.0 } else { 0.05 }).clamp(0.05, 0.95);
    Some(Event {
        event: frame.event.clone(),
        mode: frame.mode.clone(),
        context: frame.context.clone(),
        actors: parties.actors,
        recipients: parties.recipients,
        time,
        place,
        status,
        chain,
        word: trigger.word,
        trigger: layers.text.span(trigger.word..trigger.end),
        evidence: arguments::evidence(input, trigger, parties.last, sentence),
        confidence,
    })
}
