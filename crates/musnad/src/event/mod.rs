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
pub fn extract(
    layers: Layers<'_>,
    groups: &[Group],
    quotes: &[Quote],
    entities: &mut Entities,
    statements: &[Statement],
) -> Vec<Event> {
    let input = Input { layers, groups, quotes };
    let mut events: Vec<Event> = Vec::new();
    for sentence in &layers.text.sentences {
        let words = sentence.words();
        let mut subject = None;
        for trigger in trigger::find(input, words.clone()) {
            let frame = &layers.lexicon.frames[trigger.frame as usize];
            let own = statements.iter().find(|s| s.cue == trigger.word);
            let first_person = layers.morph(trigger.word).feats.person == crate::morph::Person::First && trigger.finite;
            let speaker = statements
                .iter()
                .filter(|s| s.words.contains(&trigger.word))
                .min_by_key(|s| s.words.len())
                .and_then(|s| s.chain.last().copied());
            // A verb without a subject goes on for whoever acts in the sentence, else for whoever speaks in it.
            let spoke = || {
                statements.iter().rfind(|s| words.contains(&s.cue) && s.cue < trigger.word).and_then(|s| s.chain.last().copied())
            };
            let given = if first_person { speaker } else { subject.or(speaker).or_else(spoke) };
            let mut parties = arguments::parties(input, entities, frame, &trigger, words.clone(), given);
            if let Some(own) = own.filter(|_| frame.actor.contains(&crate::lexicon::Slot::Subject)) {
                arguments::from_statement(frame, own, &mut parties);
            }
            if let (Some(first), true) = (parties.actors.first(), trigger.finite) {
                subject = Some(*first);
            }
            if let Some(event) = build(input, entities, frame, &trigger, parties, words.clone(), statements) {
                events.push(event);
            }
        }
    }
    for statement in statements {
        if !events.iter().any(|e: &Event| e.word == statement.cue) {
            events.extend(spoken(input, entities, statement));
        }
    }
    events.sort_by_key(|e| e.word);
    merge::merge(events, entities, layers)
}

/// The PLOVER type that a speech act is by itself, when it is directed at someone.
fn type_of(act: &str) -> Option<(&'static str, Option<&'static str>)> {
    Some(match act {
        "demand" => ("REQUEST", None),
        "condemn" => ("ACCUSE", Some("disapprove")),
        "accuse" => ("ACCUSE", Some("allege")),
        "praise" => ("SUPPORT", None),
        "reject" => ("REJECT", None),
        "threaten" => ("THREATEN", None),
        _ => return None,
    })
}

/// How many words into a content its first party may stand.
const NEAR: usize = 9;

/// An act of speech directed at someone, where no frame of the cue told it: whom it addresses, or whom its content names first.
fn spoken(input: Input<'_>, entities: &mut Entities, statement: &Statement) -> Option<Event> {
    let (event, mode) = type_of(statement.act).filter(|_| !statement.negative)?;
    let layers = input.layers;
    let speaker = *statement.chain.last()?;
    let mut last = statement.words.start;
    let mut recipients = statement.addressee.clone();
    if recipients.is_empty() {
        let near = statement.words.start..statement.words.end.min(statement.words.start + NEAR);
        for group in input.groups_in(near) {
            let found = match (group.person.or(group.name), group.of) {
                (Some(name), _) | (None, Some(name)) => entities.of_name.get(name).copied(),
                (None, None) => None,
            };
            if let Some(found) = found.filter(|f| *f != speaker) {
                recipients.push(found);
                last = group.words.end - 1;
                break;
            }
        }
    }
    recipients.retain(|r| *r != speaker);
    if recipients.is_empty() {
        return None;
    }
    let sentence = layers.text.sentence_of(statement.cue).map(|s| layers.text.sentences[s].words())?;
    let time = statement.time;
    let end = statement.words.end.min(last + 12).max(statement.cue + 1);
    Some(Event {
        event: event.to_owned(),
        mode: mode.map(str::to_owned),
        context: Vec::new(),
        actors: vec![speaker],
        recipients,
        time,
        place: None,
        status: "happened",
        chain: statement.chain[..statement.chain.len() - 1].to_vec(),
        word: statement.cue,
        trigger: layers.text.span(statement.cue..statement.cue + 1),
        evidence: layers.text.span(statement.cue..end.clamp(statement.cue + 1, sentence.end.max(statement.cue + 1))),
        confidence: 0.4,
    })
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
    let holding =
        statements.iter().filter(|s| s.words.contains(&trigger.word) && s.cue != trigger.word).min_by_key(|s| s.words.len());
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
    let both =
        !parties.actors.is_empty() && !parties.recipients.is_empty() || (frame.event == "ASSAULT" && parties.actors.len() > 1);
    // Speaking against, refusing and harming are coded where the text tells both sides; a bare noun of harm needs them too.
    let needs_both = matches!(
        frame.event.as_str(),
        "COOPERATE" | "AID" | "CONSULT" | "SUPPORT" | "ACCUSE" | "REQUEST" | "SANCTION" | "AGREE" | "REJECT" | "THREATEN"
    ) || (!trigger.finite && matches!(frame.event.as_str(), "ASSAULT" | "COERCE" | "RETREAT" | "CONCEDE"))
        || (frame.event == "COERCE" && parties.recipients.is_empty());
    // "مقتل فلان" tells of a deed although nobody is named who did it.
    let known_victim = frame.event == "ASSAULT"
        && parties
            .recipients
            .iter()
            .any(|r| entities.list.get(*r).is_some_and(|e| e.named && e.kind == crate::lexicon::Kind::Person));
    let needs_both = needs_both && !known_victim;
    if needs_both && !both && !(frame.event == "CONSULT" && parties.actors.len() + parties.recipients.len() > 1) {
        return None;
    }
    let base: f32 = if trigger.finite { 0.7 } else { 0.45 };
    let confidence = (base + if both { 0.15 } else { -0.2 } + if frame.object.is_empty() { 0.0 } else { 0.05 }).clamp(0.05, 0.95);
    // PLOVER: a meeting, visit, backing or help still to come is an agreement to it.
    let promised = status == "planned" && matches!(frame.event.as_str(), "CONSULT" | "SUPPORT" | "COOPERATE" | "AID");
    Some(Event {
        event: if promised { "AGREE".to_owned() } else { frame.event.clone() },
        mode: frame.mode.clone().filter(|_| !promised),
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
