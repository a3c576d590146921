//! Pronouns as parties: `اعتقلته`, `التوصل لاتفاق معها`, `مقتله`, `السيطرة عليها`.
//!
//! A pronoun is whoever was last told that agrees with it and does not act in the same clause itself. It is only looked for where
//! a frame has a slot for it.

use super::arguments::Site;
use super::clause::clause_end;
use super::subject::{entity_agrees, feats_of, pronoun_feats};
use crate::entity::Entities;
use crate::lexicon::{Kind, Prep, Slot};
use crate::morph::{Feats, Pos};
use crate::statement::Input;

/// How far back whoever a pronoun means may stand.
const REACH: usize = 60;

/// Whom the pronoun joined to a word means; `not` are parties that it cannot mean.
pub(super) fn antecedent(input: Input<'_>, entities: &Entities, word: usize, not: &[usize]) -> Option<usize> {
    agreeing(input, entities, word, feats_at(input, word)?, not)
}

/// Whether a frame tells of somebody who is held or freed.
pub(super) fn is_held(frame: &crate::lexicon::Frame) -> bool {
    matches!(frame.mode.as_deref(), Some("arrest" | "deport" | "release" | "convict" | "abduct"))
}

/// As [`antecedent`]; who is arrested, freed, sentenced or received is a person before anything else (`ألقي القبض عليه`).
fn somebody(site: Site<'_, '_>, entities: &Entities, word: usize, not: &[usize]) -> Option<usize> {
    let held = is_held(site.frame) || site.frame.event == "CONSULT";
    let things = (0..entities.list.len()).filter(|id| held && entities.list[*id].kind != Kind::Person);
    let others: Vec<usize> = not.iter().copied().chain(things).collect();
    antecedent(site.input, entities, word, &others).or_else(|| antecedent(site.input, entities, word, not))
}

/// Whoever was last told before `word` that agrees with these features.
pub(super) fn agreeing(input: Input<'_>, entities: &Entities, word: usize, feats: Feats, not: &[usize]) -> Option<usize> {
    let last = |id: usize| {
        let before = entities.list[id].mentions.iter().map(|m| m.words.start).filter(|w| *w < word);
        before.max().filter(|w| w + REACH > word)
    };
    (0..entities.list.len())
        .filter(|id| !not.contains(id) && entities.list[*id].kind != Kind::Other)
        .filter(|id| entity_agrees(input.layers, &entities.list[*id], feats))
        .filter_map(|id| last(id).map(|at| (at, id)))
        .max()
        .map(|(_, id)| id)
}

/// Whom a pronoun in one of the frame's slots means: the object of the verb, or after a preposition of its clause.
pub(super) fn in_slots(site: Site<'_, '_>, entities: &Entities, slots: &[Slot], not: &[usize]) -> Vec<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let end = clause_end(site);
    let own = layers.morph(trigger.word).has_pronoun() && layers.is_verb(trigger.word);
    let resumes = trigger.object.is_some_and(|o| o < trigger.word);
    for slot in slots {
        let found = match slot {
            Slot::Object if own && !resumes => somebody(site, entities, trigger.word, not),
            // "أطلقت الشرطة سراحه": whose the complement is.
            Slot::Possessor => trigger.object.filter(|o| feats_on(input, *o).is_some()).and_then(|o| {
                let not: Vec<usize> = not
                    .iter()
                    .copied()
                    .chain((0..entities.list.len()).filter(|id| entities.list[*id].kind != Kind::Person))
                    .collect();
                agreeing(input, entities, o, feats_on(input, o)?, &not)
            }),
            // "متهمة إياها": the pronoun that stands apart.
            Slot::Object if !own => apart(input, trigger.word)
                .filter(|(w, _)| *w < end)
                .and_then(|(w, feats)| agreeing(input, entities, w, feats, not)),
            Slot::Prep(Prep::Bayn) => {
                let both = site.sides.filter(|_| with_pronoun(site, end, Prep::Bayn).is_some());
                if let Some(both) = both {
                    return both.to_vec();
                }
                None
            }
            // "العمليات ضدهم والقوات الموالية لهم": farther on, `لهم` belongs to another word.
            Slot::Prep(Prep::Li) if with_pronoun(site, end, Prep::Li).is_some_and(|w| w > trigger.end + 2) => None,
            // "وأجرى معه مباحثات": with somebody, not with a town.
            Slot::Prep(Prep::Maa) => with_pronoun(site, end, Prep::Maa).and_then(|w| {
                let town = |id: &usize| {
                    let e = &entities.list[*id];
                    e.kind == Kind::Place && !layers.lexicon.kb.is_state(e.kb)
                };
                let not: Vec<usize> = not.iter().copied().chain((0..entities.list.len()).filter(town)).collect();
                antecedent(input, entities, w, &not)
            }),
            Slot::Prep(prep) => with_pronoun(site, end, *prep).and_then(|w| somebody(site, entities, w, not)),
            _ => None,
        };
        if let Some(found) = found {
            return vec![found];
        }
    }
    Vec::new()
}

/// `متهمة إياها`: the pronoun that stands apart, near the verb.
pub(super) fn apart(input: Input<'_>, verb: usize) -> Option<(usize, Feats)> {
    let pronoun = |w: usize| feats_of(input.layers.text.folded(w).strip_prefix(APART)?).map(|feats| (w, feats));
    let last = input.layers.text.words.len().min(verb + 4);
    (verb + 1..last).find_map(pronoun)
}

/// The first word of the clause that is this preposition with a pronoun (`معه`, `ضدهم`).
fn with_pronoun(site: Site<'_, '_>, end: usize, prep: Prep) -> Option<usize> {
    // "وجه إليه تهمة": also before the object of a light verb.
    (site.trigger.word + 1..end).find(|&w| joined(site.input, w).is_some_and(|(p, _)| p == prep))
}

/// The preposition and pronoun that a word is made of (`عليها`).
pub(super) fn joined<'l>(input: Input<'l>, word: usize) -> Option<(Prep, &'l str)> {
    let layers = input.layers;
    if !matches!(layers.morph(word).pos, Pos::Preposition | Pos::Unknown) || layers.name_at(word).is_some() {
        return None;
    }
    let folded = layers.text.folded(word);
    let bare = folded.strip_prefix('و').unwrap_or(folded);
    PRONOUNS.iter().find_map(|pronoun| {
        let stem = bare.strip_suffix(pronoun)?;
        Prep::parse(stem).map(|prep| (prep, *pronoun))
    })
}

/// What bears a pronoun that is an object and cannot be joined to its verb.
const APART: &str = "ايا";

/// Pronouns of the third person, longer ones first.
const PRONOUNS: [&str; 5] = ["هما", "هم", "هن", "ها", "ه"];

/// The features of the pronoun that a noun bears, also of one whose analysis does not know it (`سراحهما`).
fn feats_on(input: Input<'_>, word: usize) -> Option<Feats> {
    let folded = input.layers.text.folded(word);
    let marked = !input.layers.text.raw(word).ends_with('ة');
    let suffix = || PRONOUNS.iter().find(|p| folded.ends_with(**p)).and_then(|p| feats_of(p));
    pronoun_feats(input, word).or_else(|| suffix().filter(|_| marked))
}

/// The features of a pronoun joined to a noun, verb or preposition.
fn feats_at(input: Input<'_>, word: usize) -> Option<Feats> {
    if let Some((_, pronoun)) = joined(input, word) {
        return feats_of(pronoun);
    }
    pronoun_feats(input, word)
}
