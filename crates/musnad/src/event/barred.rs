//! Whom a ban befalls, told inside what is banned: `منعت دخول المهاجرين`, `يحظر سفر المسؤولين`, `منع مغادرة السكان`.

use super::arguments::Site;
use super::party::{acts, party, people_inside};
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::{Kind, Prep};
use crate::morph::FormKind;
use crate::statement::Input;

/// Those whose deed, the complement of the predicate, is barred; of travellers the states that they come from.
pub(super) fn barred(site: Site<'_, '_>, entities: &mut Entities, not: &[usize], last: &mut usize) -> Vec<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let Some(object) = trigger.object.filter(|o| *o > trigger.word && layers.morph(*o).form == FormKind::Masdar) else {
        return Vec::new();
    };
    let Some(whole) = input.group_at(object).filter(|g| g.head == object) else { return Vec::new() };
    let beside = || {
        let next = input.group_at(whole.words.end).filter(|g| g.words.start == whole.words.end && g.prep.is_none() && !g.conj);
        next.filter(|g| acts(input, g)).cloned()
    };
    let Some(people) = people_inside(input, whole).or_else(beside) else { return Vec::new() };
    let states = from_states(input, entities, &people);
    let found = if states.is_empty() { party(input, entities, &people) } else { states };
    *last = (*last).max(people.words.end - 1);
    found.into_iter().filter(|f| !not.contains(f)).collect()
}

/// `المسافرين من ليبيا وإيران والصومال`: the states that people come from.
fn from_states(input: Input<'_>, entities: &mut Entities, people: &Group) -> Vec<usize> {
    let layers = input.layers;
    let place = |g: &&Group| g.name.is_some_and(|n| layers.names[n].kind == Kind::Place);
    let from = input.group_at(people.words.end + 1).filter(place);
    let Some(from) = from.filter(|g| g.prep == Some(Prep::Min) && g.words.start == people.words.end + 1) else {
        return Vec::new();
    };
    party(input, entities, from)
}
