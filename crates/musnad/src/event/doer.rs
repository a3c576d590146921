//! Whoever a noun names as the doer of a deed: `سلمان عبيدي منفذ الهجوم`, `قاتل الصحفي`, `مرتكب المجزرة`.

use super::Event;
use super::party::party;
use crate::entity::Entities;
use crate::lexicon::key;
use crate::statement::Input;
use std::ops::Range;

/// The attacks that the sentence ascribes to a person by such a noun.
pub(super) fn ascribed(input: Input<'_>, entities: &mut Entities, sentence: Range<usize>) -> Vec<Event> {
    let layers = input.layers;
    let mut events = Vec::new();
    for word in sentence.clone() {
        let morph = layers.morph(word);
        let folded = layers.text.folded(word);
        let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
        if morph.article || !layers.lexicon.doers.contains(&key(stem)) || layers.name_at(word).is_some() {
            continue;
        }
        let Some(frame) = attack(input, word + 1) else { continue };
        let before = word.checked_sub(1).map(|b| if layers.is_comma(b) { b.saturating_sub(1) } else { b });
        let person = |at: usize| input.group_at(at).filter(|g| g.person.is_some() && sentence.contains(&g.words.start));
        let after = input.group_at(word + 1).map_or(word + 2, |g| g.words.end);
        let after = if layers.is_comma(after) { after + 1 } else { after };
        let Some(group) = before.and_then(person).or_else(|| person(after).filter(|g| g.prep.is_none() && !g.conj)) else {
            continue;
        };
        let actors: Vec<usize> = party(input, entities, group).into_iter().take(1).collect();
        events.push(Event {
            event: "ASSAULT".to_owned(),
            mode: frame.mode.clone(),
            context: frame.context.clone(),
            actors,
            recipients: Vec::new(),
            time: None,
            place: None,
            status: "happened",
            chain: Vec::new(),
            word,
            trigger: layers.text.span(word..word + 2),
            evidence: layers.text.span(group.words.start.min(word)..group.words.end.max(word + 2)),
            counts: Vec::new(),
            ..Event::default()
        });
    }
    events.retain(|e| !e.actors.is_empty());
    events
}

/// The frame of the attack that a noun tells.
fn attack<'l>(input: Input<'l>, word: usize) -> Option<&'l crate::lexicon::Frame> {
    let layers = input.layers;
    let frames = &layers.lexeme(word)?.frames;
    frames.iter().map(|id| &layers.lexicon.frames[*id as usize]).find(|f| f.event == "ASSAULT" && f.object.is_empty())
}
