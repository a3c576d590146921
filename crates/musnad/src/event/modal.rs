//! Demands that a modal makes rather than a verb of asking: `يجب على إيران تغيير سياستها`, `على الحكومة أن توقف`.
//!
//! Inside a statement, whoever must do something is asked for it by whoever speaks (PLOVER: REQUEST). Outside of statements a
//! modal is the article's own view and no event.

use super::Event;
use super::party::{acts, party};
use crate::entity::Entities;
use crate::lexicon::Prep;
use crate::morph::{FormKind, Pos};
use crate::statement::{Input, Statement};

/// How far from its modal the one who must may stand.
const REACH: usize = 6;

/// The demand that a statement makes by a modal, if it does.
pub(super) fn demand(input: Input<'_>, entities: &mut Entities, statement: &Statement) -> Option<Event> {
    let layers = input.layers;
    let speaker = *statement.chain.last()?;
    let must = |w: usize| layers.role(w) == "must";
    let word = statement.words.clone().find(|w| must(*w) || *w == statement.words.start && bids(input, *w))?;
    let negated = word.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Negation);
    let end = statement.words.end.min(word + REACH);
    // "يجب على إيران", "ينبغي لإيران", "يجب أن توقف إيران": under a preposition at once, or as the first subject of the clause.
    let group = input.groups_in(word..end).iter().find(|g| {
        let bound = matches!(g.prep, Some(Prep::Ala | Prep::Li)) && g.words.start <= word + 2;
        (bound || g.prep.is_none()) && !g.is_time && acts(input, g)
    })?;
    let recipients: Vec<usize> = party(input, entities, group).into_iter().filter(|r| *r != speaker).collect();
    if negated || recipients.is_empty() {
        return None;
    }
    let stop = (group.words.end + 8).min(statement.words.end);
    Some(Event {
        event: "REQUEST".to_owned(),
        mode: None,
        context: Vec::new(),
        actors: vec![speaker],
        recipients,
        time: statement.time,
        place: None,
        status: "happened",
        chain: statement.chain[..statement.chain.len() - 1].to_vec(),
        word,
        trigger: layers.text.span(word..word + 1),
        evidence: layers.text.span(word..stop.max(word + 1)),
        counts: Vec::new(),
        confidence: 0.5,
    })
}

/// `على الحكومة أن توقف`, `على إيران الكف عن`: the preposition opens the content, and `أن` with a verb or a verbal noun with the
/// article follows its group.
fn bids(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    if layers.role(word) != "on" {
        return false;
    }
    let Some(group) = input.group_at(word + 1) else { return false };
    let next = layers.morph(group.words.end);
    let deed = next.form == FormKind::Masdar && next.article && next.prep.is_none() && !next.conj;
    deed || next.pos == Pos::Complementizer && layers.is_verb(group.words.end + 1)
}
