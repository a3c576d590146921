//! Who does it, who undergoes it, when and where: filling a frame's slots from the groups of the clause.

use super::trigger::Trigger;
use crate::clause::{Group, Layers};
use crate::entity::{Entities, Form};
use crate::lexicon::{Frame, FrameKind, Kind, Prep, Slot};
use crate::morph::{FormKind, Number, Pos};
use crate::span::Span;
use crate::statement::{Input, can_speak};
use std::ops::Range;

/// The parties of an event, and the last word that names one.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    pub last: usize,
}

/// How far a clause reaches from its predicate.
const REACH: usize = 34;

/// Where the groups of a clause stand relative to its predicate.
struct Clause<'g> {
    subject: Option<&'g Group>,
    object: Option<&'g Group>,
    after: Vec<&'g Group>,
}

/// Fills the slots of a frame.
pub(crate) fn parties(
    input: Input<'_>,
    entities: &mut Entities,
    frame: &Frame,
    trigger: &Trigger,
    sentence: Range<usize>,
    subject: Option<usize>,
) -> Parties {
    let clause = clause(input, frame, trigger, sentence.clone());
    let mut parties = Parties { last: trigger.end.saturating_sub(1), ..Parties::default() };
    let mut used: Vec<usize> = Vec::new();
    parties.recipients = fill(input, entities, &frame.recipient, &clause, trigger, &mut used, &mut parties.last, frame);
    parties.actors = fill(input, entities, &frame.actor, &clause, trigger, &mut used, &mut parties.last, frame);
    let own_pronoun = !trigger.finite && input.layers.morph(trigger.word).has_pronoun();
    let dropped = clause.subject.is_none() && trigger.finite && !trigger.passive;
    if parties.actors.is_empty() && frame.actor.contains(&Slot::Subject) && (dropped || own_pronoun) {
        parties.actors.extend(subject);
    }
    let recipients = parties.recipients.clone();
    parties.actors.retain(|a| !recipients.contains(a));
    if frame.event == "ASSAULT" && parties.recipients.is_empty() && !parties.actors.is_empty() {
        parties.recipients.extend(resumed(input, entities, trigger, sentence, &parties.actors));
    }
    // PLOVER: in fighting between two sides all parties are actors.
    let fighting = |slots: &[Slot]| slots.iter().any(|s| matches!(s, Slot::Prep(Prep::Maa | Prep::Bayn)));
    if frame.event == "ASSAULT"
        && (fighting(&frame.recipient) || fighting(&frame.actor))
        && parties.actors.len() + parties.recipients.len() > 1
    {
        let others = std::mem::take(&mut parties.recipients);
        parties.actors.extend(others);
    }
    let mutual = super::MUTUAL.contains(&frame.event.as_str());
    if mutual && parties.recipients.is_empty() && parties.actors.len() > 1 {
        parties.recipients = parties.actors.split_off(1);
    } else if mutual && parties.actors.is_empty() && parties.recipients.len() > 1 {
        parties.actors = vec![parties.recipients.remove(0)];
    }
    parties
}

/// Whom a pronoun after `على` resumes (`شنت هجوما للسيطرة عليها`): the last place or body named before in the sentence.
fn resumed(input: Input<'_>, entities: &Entities, trigger: &Trigger, sentence: Range<usize>, actors: &[usize]) -> Option<usize> {
    let layers = input.layers;
    let end = clause_end(input, trigger, sentence.end);
    (trigger.end..end)
        .find(|w| layers.morph(*w).pos == Pos::Preposition && layers.role(*w) == "on" && layers.text.folded(*w).len() > 6)?;
    let names = input.groups_in(sentence.start..trigger.word).iter().rev().filter_map(|g| g.name.or(g.of));
    names
        .filter_map(|n| entities.of_name.get(n).copied())
        .find(|e| !actors.contains(e) && entities.list.get(*e).is_some_and(|e| e.kind != Kind::Person))
}

/// A cue that is an event too has its parties from its statement: the speaker does it, whoever is addressed undergoes it.
pub(crate) fn from_statement(frame: &Frame, statement: &crate::statement::Statement, parties: &mut Parties) {
    if let Some(speaker) = statement.chain.last() {
        parties.recipients.retain(|r| r != speaker);
        parties.actors = vec![*speaker];
    }
    let addressed = frame.recipient.iter().any(|s| matches!(s, Slot::Object | Slot::Prep(Prep::Min)));
    if addressed && parties.recipients.is_empty() {
        parties.recipients.clone_from(&statement.addressee);
        let actors = parties.actors.clone();
        parties.recipients.retain(|r| !actors.contains(r));
    }
}

fn clause<'g>(input: Input<'g>, frame: &Frame, trigger: &Trigger, sentence: Range<usize>) -> Clause<'g> {
    let layers = input.layers;
    let end = clause_end(input, trigger, sentence.end);
    let after: Vec<&Group> = input.groups_in(trigger.word + 1..end).iter().filter(|g| !g.is_time).collect();
    let bare: Vec<&Group> = after
        .iter()
        .copied()
        .filter(|g| {
            g.prep.is_none()
                && Some(g.head) != trigger.object
                && (acts(input, g) || holds_actor(input, g))
                && !(g.conj && g.words.start > trigger.word + 1)
        })
        .collect();
    let first = bare.first().copied();
    let second = bare.get(1).copied();
    let transitive = frame.recipient.contains(&Slot::Object) || frame.actor.contains(&Slot::Object);
    if !trigger.finite || trigger.passive {
        return Clause { subject: None, object: first.filter(|_| trigger.passive), after };
    }
    let before = before_verb(input, trigger, sentence.start);
    let victim = matches!(frame.event.as_str(), "ASSAULT" | "COERCE");
    let (subject, object) = match (before, first, second) {
        (Some(before), first, _) => (Some(before), first),
        (None, Some(first), Some(second)) if !victim || !parted(input, first, second) => (Some(first), Some(second)),
        // "قتل ستة أشخاص", "اعتقل شخصان": one bare group after a transitive verb of harm is who was harmed.
        (None, Some(first), _)
            if transitive
                && victim
                && first.person.is_none()
                && first.name.is_none()
                && !organized(layers, first)
                && !holds_actor(input, first) =>
        {
            (None, Some(first))
        }
        (None, Some(first), _)
            if transitive && frame.kind == FrameKind::Verb && frame.object.is_empty() && victim && first.person.is_some() =>
        {
            (None, Some(first))
        }
        (None, Some(first), _) => (Some(first), None),
        (None, None, _) => (None, None),
    };
    Clause { subject, object, after }
}

/// Whether a comma or conjunction parts two groups: then the second is no object.
fn parted(input: Input<'_>, first: &Group, second: &Group) -> bool {
    (first.words.end..second.words.start).any(|w| input.layers.is_comma(w) || input.layers.morph(w).pos == Pos::Conjunction)
}

/// Whether a group belongs to an organization or person that acts by it: `طائرات التحالف`, `غارات الجيش`.
fn holds_actor(input: Input<'_>, group: &Group) -> bool {
    group.of.is_some_and(|n| input.layers.names[n].kind != Kind::Place)
}

/// Whether the group is an organization or force, which harms rather than suffers.
fn organized(layers: Layers<'_>, group: &Group) -> bool {
    layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some()) || group.title.is_some()
}

/// Whether a group can act or be acted upon: a speaker, or people counted or in the plural.
fn acts(input: Input<'_>, group: &Group) -> bool {
    if can_speak(input, group) {
        return true;
    }
    let morph = input.layers.morph(group.head);
    let counted = group.head > group.words.start || input.layers.morph(group.words.start).pos == Pos::Number;
    let people = morph.feats.number == Number::Plural
        && matches!(morph.form, FormKind::ActiveParticiple | FormKind::PassiveParticiple | FormKind::Noun);
    !group.is_time && group.name.is_none() && (people || counted) && morph.form != FormKind::Masdar
}

/// Where the clause of a predicate ends: at a turn, a new clause, or its reach.
fn clause_end(input: Input<'_>, trigger: &Trigger, sentence_end: usize) -> usize {
    let layers = input.layers;
    let stop = sentence_end.min(trigger.word + REACH);
    let mut commas = 0;
    for word in trigger.word + 1..stop {
        if layers.is_comma(word) {
            commas += 1;
        }
        let conjunction = layers.morph(word).pos == Pos::Conjunction
            && matches!(layers.role(word), "while" | "when" | "because" | "where" | "if" | "as" | "but" | "purpose");
        let clause = layers.is_verb(word) && word > trigger.word + 1 && (layers.has_conj(word) || layers.is_comma(word - 1));
        if conjunction
            || clause
            || (layers.morph(word).pos == Pos::Complementizer
                && trigger.finite
                && word > trigger.word + 1
                && !layers.text.folded(word).starts_with('ب'))
            || commas > 4
        {
            return word;
        }
    }
    stop
}

/// A subject before its verb: directly, after `كان … قد`, or the antecedent of a relative.
fn before_verb<'g>(input: Input<'g>, trigger: &Trigger, start: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let mut at = trigger.word;
    while at > start
        && (matches!(layers.morph(at - 1).pos, Pos::Particle | Pos::Negation | Pos::Relative | Pos::Modal)
            || layers.is_comma(at - 1))
    {
        at -= 1;
    }
    let relative = at < trigger.word && layers.morph(at).pos == Pos::Relative;
    let mut group = input.group_at(at.checked_sub(1)?)?;
    if group.is_time {
        let before = (start..group.words.start).rev().find(|w| !layers.is_comma(*w))?;
        group = input.group_at(before)?;
    }
    if group.words.start < start || !acts(input, group) || (group.prep.is_some() && !relative) {
        return None;
    }
    let opener = group.words.start.checked_sub(1).filter(|_| group.words.start > start);
    let opens = opener.is_none_or(|b| {
        matches!(layers.morph(b).pos, Pos::Punctuation | Pos::Complementizer | Pos::Conjunction | Pos::Modal | Pos::Particle)
    });
    (opens || relative).then_some(group)
}

#[allow(clippy::too_many_arguments)]
fn fill(
    input: Input<'_>,
    entities: &mut Entities,
    slots: &[Slot],
    clause: &Clause<'_>,
    trigger: &Trigger,
    used: &mut Vec<usize>,
    last: &mut usize,
    frame: &Frame,
) -> Vec<usize> {
    let layers = input.layers;
    let own_pronoun = !trigger.finite && layers.morph(trigger.word).has_pronoun();
    for slot in slots {
        let group = match slot {
            // "استهدفت غارات التحالف …": whoever the complement belongs to acts.
            Slot::Subject if trigger.finite => {
                let owner = || {
                    trigger
                        .object
                        .filter(|o| *o > trigger.word)
                        .and_then(|o| input.group_at(o))
                        .filter(|g| g.prep.is_none() && holds_actor(input, g))
                };
                clause.subject.or_else(owner)
            }
            Slot::Subject if own_pronoun => None,
            Slot::Subject | Slot::Genitive => {
                genitive(input, trigger.word).filter(|g| frame.event != "ASSAULT" || !names_place(input, g))
            }
            Slot::Object if trigger.finite => clause.object,
            Slot::Object if own_pronoun => clause.after.iter().copied().find(|g| g.prep.is_none() && acts(input, g)),
            Slot::Object => genitive(input, trigger.word).filter(|g| {
                !used.contains(&g.words.start) && !frame.actor.contains(&Slot::Genitive)
                    || slots.len() == 1 && !used.contains(&g.words.start)
            }),
            Slot::Possessor => trigger.object.and_then(|o| genitive(input, o)),
            Slot::Prep(prep) => clause.after.iter().copied().find(|g| {
                g.prep == Some(*prep)
                    && Some(g.head) != trigger.object
                    && !used.contains(&g.words.start)
                    && (acts(input, g) || carries_party(g))
            }),
        };
        let Some(group) = group.filter(|g| !used.contains(&g.words.start)) else { continue };
        let mut found = party(input, entities, group);
        if found.is_empty() {
            continue;
        }
        used.push(group.words.start);
        *last = (*last).max(group.words.end - 1);
        found.dedup();
        return found;
    }
    Vec::new()
}

/// Whether a group is the name of a city or region, which is where something happens rather than who does it.
fn names_place(input: Input<'_>, group: &Group) -> bool {
    let name = group.name.map(|n| &input.layers.names[n]);
    name.is_some_and(|n| {
        let kb = &input.layers.lexicon.kb;
        let country = n.entities.first().is_some_and(|id| kb.countries.iter().any(|c| c.entity == *id));
        n.kind == Kind::Place && !country
    })
}

/// The group right after a verbal noun or noun, or a name that is part of its own group.
fn genitive<'g>(input: Input<'g>, word: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let next = word + 1;
    let own = input.group_at(word);
    let group = input.group_at(next)?;
    if own.is_some_and(|o| o.words == group.words) {
        return Some(group).filter(|g| g.of.is_some() || g.nation.is_some() || g.person.is_some());
    }
    (group.words.start == next && group.prep.is_none() && !group.conj && acts(input, group) && !layers.morph(word).article)
        .then_some(group)
}

/// Whether a group that cannot act itself holds someone who does: `قرار تركيا`, `القرار التركي`.
fn carries_party(group: &Group) -> bool {
    group.of.is_some() || group.nation.is_some()
}

/// The entities that a group names, with those coordinated to it.
fn party(input: Input<'_>, entities: &mut Entities, group: &Group) -> Vec<usize> {
    let layers = input.layers;
    let mut found = Vec::new();
    // "مواقع للمتمردين": what belongs to someone is hit to hit him.
    let owner = input
        .group_at(group.words.end)
        .filter(|g| g.words.start == group.words.end && g.prep == Some(Prep::Li) && can_speak(input, g));
    if let Some(owner) = owner.filter(|_| !can_speak(input, group) && group.of.is_none()) {
        found.extend(entities.of_group(layers, owner));
    } else if acts(input, group) && !(holds_actor(input, group) && !can_speak(input, group)) {
        found.extend(entities.of_group(layers, group));
    } else if let Some(name) = group.of.or(group.person) {
        found.extend(entities.of_name.get(name).copied());
    } else if let Some(nation) = group.nation {
        found.extend(country(layers, entities, group, nation));
    }
    let mut end = group.words.end;
    while let Some(next) = input.group_at(end).filter(|g| g.words.start == end && g.conj && g.prep.is_none() && acts(input, g)) {
        found.extend(entities.of_group(layers, next));
        end = next.words.end;
    }
    found
}

/// The country behind an adjective of nationality, as an entity of the article.
fn country(layers: Layers<'_>, entities: &mut Entities, group: &Group, nation: u32) -> Option<usize> {
    let country = layers.lexicon.kb.countries.get(nation as usize)?;
    let known = entities.list.iter().position(|e| e.kb == Some(country.entity));
    if known.is_some() {
        return known;
    }
    let word = group.words.clone().find(|w| layers.lexeme(*w).and_then(|l| l.nation) == Some(nation))?;
    let kb = layers.lexicon.kb.entities.get(country.entity as usize)?;
    entities.list.push(crate::entity::Entity {
        kind: Kind::Place,
        named: true,
        name: kb.name.clone(),
        kb: Some(country.entity),
        country: Some(country.iso3.clone()),
        sector: None,
        wikidata: kb.wikidata.clone(),
        office: None,
        titles: Vec::new(),
        head: None,
        gender: None,
        mentions: Vec::new(),
    });
    let id = entities.list.len() - 1;
    entities.mention(id, word..word + 1, layers.text.span(word..word + 1), Form::Nominal);
    Some(id)
}

/// The time that dates an event: the nearest in its clause, else the only one of its sentence.
pub(crate) fn time(input: Input<'_>, trigger: &Trigger, sentence: Range<usize>) -> Option<usize> {
    let layers = input.layers;
    let end = clause_end(input, trigger, sentence.end);
    let dated = |(_, t): &(usize, &crate::time::Time)| t.value.as_deref().is_some_and(|v| !v.starts_with('P'));
    let inside = layers
        .times
        .iter()
        .enumerate()
        .filter(|(_, t)| t.words.start >= sentence.start && t.words.end <= sentence.end)
        .filter(dated);
    // A time beyond another verb or inside a relative clause dates that, not this.
    let own = |(_, t): &(usize, &crate::time::Time)| {
        let between = if t.words.start > trigger.end { trigger.end..t.words.start } else { t.words.end..trigger.word };
        !between.into_iter().any(|w| layers.morph(w).pos == Pos::Relative || layers.is_verb(w))
    };
    let nearest = inside
        .clone()
        .filter(own)
        .filter(|(_, t)| t.words.start < end && t.words.start + 12 > trigger.word)
        .min_by_key(|(_, t)| t.words.start.abs_diff(trigger.word));
    nearest.map(|(i, _)| i)
}

/// The place of an event: a named place under `في` or `ب` in its clause.
pub(crate) fn place(input: Input<'_>, entities: &Entities, trigger: &Trigger, sentence: Range<usize>) -> Option<usize> {
    let layers = input.layers;
    let end = clause_end(input, trigger, sentence.end);
    let groups = input.groups_in(trigger.word + 1..end);
    groups.iter().find_map(|group| {
        let local = matches!(group.prep, Some(Prep::Fi | Prep::Bi));
        let name = group.name.or(group.of)?;
        (local && layers.names[name].kind == Kind::Place).then(|| entities.of_name.get(name).copied()).flatten()
    })
}

/// The clause as evidence: from the predicate (or its subject before it) to its last argument.
pub(crate) fn evidence(input: Input<'_>, trigger: &Trigger, last: usize, sentence: Range<usize>) -> Span {
    let layers = input.layers;
    let start = before_verb(input, trigger, sentence.start).map_or(trigger.word, |g| g.words.start.min(trigger.word));
    let mut end = (last + 1).max(trigger.end);
    while end < sentence.end && end < last + 10 && !layers.is_comma(end) && layers.text.raw(end) != "." {
        end += 1;
    }
    layers.text.span(start..end.min(sentence.end))
}
