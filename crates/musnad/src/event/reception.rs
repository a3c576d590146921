//! Who receives whom at an arrival: `كان في استقبال الملك لدى وصوله المطار رئيس الحكومة ووزير الخارجية`.

use super::arguments::{Parties, Site};
use super::party::party;
use super::pronoun::antecedent;
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::{Prep, Slot, key};
use crate::morph::Pos;
use crate::text::fold;

/// How far from the reception its hosts are told.
const REACH: usize = 120;

/// The guest as the actor and everyone who was there to receive him.
pub(super) fn met(site: Site<'_, '_>, entities: &mut Entities) -> Option<Parties> {
    let Site { input, frame, trigger, start, end, .. } = site;
    let layers = input.layers;
    if frame.event != "CONSULT" || !frame.recipient.contains(&Slot::Subject) || !frame.actor.contains(&Slot::Object) {
        return None;
    }
    // "وكان في استقباله", "وكان في مقدمة مستقبليه" without its verb is none.
    let under = input.group_at(trigger.word).filter(|g| g.head == trigger.word && g.prep == Some(Prep::Fi))?;
    let verb = trigger.word.checked_sub(2).filter(|v| *v >= start)?;
    let was = layers.lexeme(verb).is_some_and(|l| l.key == key(&fold("كان")));
    if !was || layers.morph(verb + 1).pos != Pos::Preposition {
        return None;
    }
    let own = layers.morph(trigger.word).has_pronoun();
    let guest = input.group_at(under.words.end).filter(|g| !own && g.words.start == under.words.end && g.prep.is_none());
    let actors = match guest {
        Some(guest) => party(input, entities, guest),
        None if own => antecedent(input, entities, trigger.word, &[]).into_iter().collect(),
        None => return None,
    };
    let first = guest.map_or(under.words.end, |g| g.words.end);
    let told = |g: &&Group| g.prep.is_none() && !g.is_time && (g.person.is_some() || g.title.is_some());
    let mut parties = Parties { actors, last: first, ..Parties::default() };
    // "… الملك سلمان، وبحث الجانبان": the next verb is no host's.
    let stop = (first..end.min(first + REACH)).find(|w| layers.is_verb(*w)).unwrap_or(end.min(first + REACH));
    for host in input.groups_in(first..stop).iter().filter(told) {
        let found = party(input, entities, host);
        parties.last = host.words.end - 1;
        for id in found {
            if !parties.actors.contains(&id) && !parties.recipients.contains(&id) {
                parties.recipients.push(id);
            }
        }
    }
    (!parties.recipients.is_empty()).then_some(parties)
}
