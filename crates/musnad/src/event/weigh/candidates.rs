//! Who may be a party of an event: whoever is named about its predicate, whom the rules found elsewhere, who speaks, and whoever did or
//! underwent what was told before.

use super::{About, signs};
use crate::clause::Group;
use crate::entity::{Entities, Form};
use crate::event::Event;
use crate::event::party::{acts, country_code, holds_actor, is_monitor, is_source};
use crate::lexicon::{Kind, key};
use crate::statement::Input;
use std::ops::Range;

/// How many words to each side of a predicate candidates are sought.
const ABOUT: usize = 40;

/// Most candidates of one predicate.
const MOST: usize = 20;

/// Where a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// About the predicate.
    Here,
    /// The rules found it elsewhere.
    Rules,
    /// It speaks the words that the predicate stands in.
    Speaker,
    /// It does or undergoes what was told before.
    Before,
}

/// Somebody who may be a party.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its words; none where it is told elsewhere.
    pub words: Range<usize>,
    /// Whom it means, where that is known.
    pub entity: Option<usize>,
    /// The country of an adjective of nationality in it.
    pub country: Option<String>,
    /// Whether the rules picked it, for each side.
    pub picked: [bool; 2],
    /// Whether it cannot be on a side, whatever it weighs: whoever only tells of harm did none, no place is arrested.
    pub barred: [bool; 2],
    /// Its signs for each side, where they are asked for.
    pub signs: [Vec<u32>; 2],
    /// The state that it belongs to or acts for, where known.
    pub state: Option<String>,
    /// Whether it is joined to the candidate before it: `مصر والأردن`.
    pub joined: bool,
    pub(super) group: Option<usize>,
    pub(super) what: u64,
    pub(super) from: From,
    /// The word of its group, the class of that word in raw news, and the sector of whom it means.
    pub(super) head: u64,
    pub(super) class: u64,
    pub(super) sector: u64,
}

/// What a group may be.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::event) struct May {
    /// Whether it may be a party, or hold one.
    pub party: bool,
    /// Whether it can act itself.
    pub acts: bool,
}

/// The entity whose mention each word is in.
pub(super) fn mentioned(entities: &Entities, n_words: usize) -> Vec<Option<usize>> {
    let mut at = vec![None; n_words];
    for (id, entity) in entities.list.iter().enumerate() {
        for mention in &entity.mentions {
            for word in mention.words.clone() {
                if let Some(slot) = at.get_mut(word)
                    && (slot.is_none() || mention.form == Form::Name)
                {
                    *slot = Some(id);
                }
            }
        }
    }
    at
}

/// What a group may be: named, of a nation, with a title, somebody who acts, or what belongs to one.
pub(super) fn may_be(input: Input<'_>, group: &Group) -> May {
    let acts = acts(input, group);
    let named = group.name.is_some() || group.person.is_some() || group.of.is_some();
    let told = named || group.nation.is_some() || group.title.is_some();
    May { party: !group.is_time && (told || acts || holds_actor(input, group)), acts }
}

/// Who may be a party of an event.
pub(super) fn candidates(about: About<'_>, event: &Event) -> Vec<Candidate> {
    let About { input, words, statements, at, events, entities, .. } = about;
    let layers = input.layers;
    let sentence = layers.text.sentence_of(event.word).map_or(event.word..event.word + 1, |s| layers.text.sentences[s].words());
    let near = sentence.start.max(event.word.saturating_sub(ABOUT))..sentence.end.min(event.word + ABOUT);
    let first = input.groups.partition_point(|g| g.words.end <= near.start);
    let last = input.groups.partition_point(|g| g.words.start < near.end);
    let mut found: Vec<Candidate> = Vec::new();
    for (nth, group) in input.groups.iter().enumerate().take(last).skip(first).filter(|(nth, _)| about.groups[*nth].party) {
        let of_name = |n: usize| entities.of_name.get(n).copied();
        let entity = (group.person.or(group.name).and_then(of_name))
            .or_else(|| at.get(group.head).copied().flatten())
            .or_else(|| group.of.and_then(of_name))
            .or_else(|| group.words.clone().find_map(|w| at.get(w).copied().flatten()));
        let country = group.nation.and_then(|n| country_code(layers, n));
        found.push(Candidate { country, group: Some(nth), ..elsewhere(group.words.clone(), entity, From::Here) });
    }
    let dist = |c: &Candidate| c.words.start.abs_diff(event.word);
    if found.len() > MOST {
        found.sort_by_key(dist);
        found.truncate(MOST);
        found.sort_by_key(|c| c.words.start);
    }
    for (side, ids) in [&event.actors, &event.recipients].into_iter().enumerate() {
        for id in ids {
            let holds = |c: &Candidate| {
                let told = |e: &crate::entity::Entity| {
                    let beside = |m: &crate::entity::Mention| m.words.start < c.words.end && c.words.start < m.words.end;
                    e.mentions.iter().any(beside) || c.country.is_some() && e.country == c.country && e.kind == Kind::Place
                };
                c.entity == Some(*id) || entities.list.get(*id).is_some_and(told)
            };
            // Of several mentions the nearest.
            let nearest = found.iter().enumerate().filter(|(_, c)| holds(c)).min_by_key(|(_, c)| dist(c)).map(|(n, _)| n);
            match nearest {
                Some(n) => {
                    found[n].picked[side] = true;
                    found[n].entity = Some(*id);
                }
                None => {
                    let mut other = elsewhere(0..0, Some(*id), From::Rules);
                    other.picked[side] = true;
                    found.push(other);
                }
            }
        }
    }
    for nth in 1..found.len() {
        let (before, own) = (found[nth - 1].group, found[nth].group);
        found[nth].joined = own.is_some_and(|g| before.is_some_and(|b| b + 1 == g) && input.groups[g].conj);
    }
    let speaker = signs::holding(statements, event.word).and_then(|s| s.chain.last().copied());
    let before = events.iter().rev().find(|e| e.word < event.word && !e.actors.is_empty());
    let before = before.into_iter().flat_map(|e| e.actors.iter().take(1).chain(e.recipients.iter().take(1)).copied());
    for (id, from) in speaker.map(|s| (s, From::Speaker)).into_iter().chain(before.map(|b| (b, From::Before))) {
        if !found.iter().any(|c| c.entity == Some(id)) {
            found.push(elsewhere(0..0, Some(id), from));
        }
    }
    for candidate in &mut found {
        let entity = candidate.entity.and_then(|id| entities.list.get(id));
        candidate.state = entity.and_then(|e| e.country.clone()).or_else(|| candidate.country.clone());
        candidate.what = signs::what(about, entity, candidate.group);
        candidate.sector = key(entity.and_then(|e| e.sector.as_deref()).unwrap_or(""));
        if let Some(group) = candidate.group.and_then(|g| input.groups.get(g)) {
            candidate.head = words[group.head].bare;
            candidate.class = u64::from(words[group.head].class.mid);
        }
        let passes_on = passes_on(about, event, candidate);
        candidate.barred[0] = !candidate.picked[0] && (passes_on || did_not(about, event, candidate.entity, speaker));
        let arrest = event.event == "COERCE" && matches!(event.mode.as_deref(), Some("arrest" | "deport"));
        candidate.barred[1] = !candidate.picked[1] && (passes_on || arrest && entity.is_some_and(|e| e.kind == Kind::Place));
    }
    found
}

/// Whether somebody only passes on the words that an event is told in, and is not named in them: the agency and the spokesman of
/// `نقلت الوكالة عن المتحدث قوله إن الرئيس أشاد …`.
fn passes_on(about: About<'_>, event: &Event, candidate: &Candidate) -> bool {
    let Some(id) = candidate.entity else { return false };
    let outside = |words: &Range<usize>| candidate.words.end <= words.start || words.end <= candidate.words.start;
    about.statements.iter().filter(|s| (s.words.contains(&event.word) || s.cue == event.word) && outside(&s.words)).any(|s| {
        let hops = s.chain.split_last().map_or(&[][..], |(_, hops)| hops);
        hops.contains(&id)
    })
}

/// Whether somebody whom the rules do not blame is not to be blamed by weights: whoever tells of harm (`أعلنت الشرطة مقتل عشرة`), a
/// mere source, a body that watches over rights, a town where it was.
fn did_not(about: About<'_>, event: &Event, entity: Option<usize>, speaker: Option<usize>) -> bool {
    let Some((id, who)) = entity.and_then(|id| Some((id, about.entities.list.get(id)?))) else { return false };
    let layers = about.input.layers;
    let announces = || {
        let words = event.word.saturating_sub(ANNOUNCED)..event.word;
        about.statements.iter().any(|s| words.contains(&s.cue) && s.chain.last() == Some(&id))
    };
    let armed = who.kind == Kind::Organization && matches!(who.sector.as_deref(), Some("MIL" | "REB"));
    let tells = (speaker == Some(id) || announces()) && !armed;
    let capital = || who.kb.and_then(|kb| layers.lexicon.kb.entities.get(kb as usize)).is_some_and(|k| k.kind_of == "capital");
    let town = who.kind == Kind::Place && !layers.lexicon.kb.is_state(who.kb);
    let harm = matches!(event.event.as_str(), "ASSAULT" | "COERCE");
    town && (harm || !capital()) || harm && (tells || is_source(layers, about.entities, id) || is_monitor(about.entities, id))
}

/// How many words behind its cue what is announced may stand.
const ANNOUNCED: usize = 6;

/// A candidate of whom nothing else is known yet.
pub(super) fn elsewhere(words: Range<usize>, entity: Option<usize>, from: From) -> Candidate {
    Candidate {
        words,
        entity,
        country: None,
        picked: [false; 2],
        barred: [false; 2],
        signs: [Vec::new(), Vec::new()],
        state: None,
        joined: false,
        group: None,
        what: 0,
        from,
        head: 0,
        class: 0,
        sector: 0,
    }
}
