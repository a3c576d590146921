//! Deeds that a passive participle tells of whoever it describes: `الحوثيون المدعومون من إيران`, `القيود المفروضة على السفر من قبل السلطات`.

use super::Event;
use super::party::{acts, party};
use super::trigger::agent_phrase;
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::{Frame, FrameKind, Prep};
use crate::morph::FormKind;
use crate::statement::Input;
use std::ops::Range;

/// How far behind the participle its agent may stand.
const REACH: usize = 4;

/// The deeds that the sentence tells by a passive participle with its agent.
pub(super) fn described(input: Input<'_>, entities: &mut Entities, sentence: Range<usize>) -> Vec<Event> {
    let layers = input.layers;
    let mut events = Vec::new();
    for word in sentence.clone() {
        if layers.morph(word).form != FormKind::PassiveParticiple || layers.name_at(word).is_some() {
            continue;
        }
        let Some(frame) = backing(input, word) else { continue };
        let Some(agent) = agent(input, word, sentence.end) else { continue };
        let Some(group) = undergoer(input, word, sentence.start) else { continue };
        let actors = party(input, entities, agent);
        let mut recipients = party(input, entities, group);
        recipients.retain(|r| !actors.contains(r));
        if actors.is_empty() || recipients.is_empty() {
            continue;
        }
        events.push(Event {
            event: frame.event.clone(),
            mode: frame.mode.clone(),
            context: frame.context.clone(),
            actors,
            recipients,
            time: None,
            place: None,
            status: "ongoing",
            chain: Vec::new(),
            word,
            trigger: layers.text.span(word..word + 1),
            evidence: layers.text.span(group.words.start..agent.words.end.max(word + 1)),
            counts: Vec::new(),
            ..Event::default()
        });
    }
    events
}

/// The plain frame of the participle's verb, where it tells of backing or help.
fn backing<'l>(input: Input<'l>, word: usize) -> Option<&'l Frame> {
    let layers = input.layers;
    let frames = &layers.lexeme(word)?.frames;
    let plain = |f: &&Frame| f.kind == FrameKind::Verb && f.object.is_empty();
    let frame = frames.iter().map(|id| &layers.lexicon.frames[*id as usize]).find(plain)?;
    matches!(frame.event.as_str(), "SUPPORT" | "AID").then_some(frame)
}

/// Whoever stands behind `من`, `من قبل` or `من جانب` after the participle.
fn agent<'g>(input: Input<'g>, word: usize, end: usize) -> Option<&'g Group> {
    let layers = input.layers;
    (word + 1..end.min(word + 1 + REACH)).take_while(|w| !layers.is_comma(*w) && !layers.is_verb(*w)).find_map(|w| {
        let at = agent_phrase(input, w).or_else(|| (layers.text.folded(w) == "من").then_some(w + 1))?;
        input.group_at(at).filter(|g| (g.prep == Some(Prep::Min) || g.words.start == at) && acts(input, g))
    })
}

/// Whomever the participle describes: the group it stands in, or the one right before it.
fn undergoer<'g>(input: Input<'g>, word: usize, start: usize) -> Option<&'g Group> {
    let own = input.group_at(word).filter(|g| g.head < word);
    // "الحركة، المدعومة من إيران": a comma may part them.
    let behind = word - usize::from(word > start && input.layers.is_comma(word - 1));
    let before = || behind.checked_sub(1).filter(|b| *b >= start).and_then(|b| input.group_at(b));
    own.or_else(before).filter(|g| acts(input, g))
}
