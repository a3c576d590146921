//! Who stands behind what an attribution names: `وفق المعطيات التي وفرتها مصادر مطلعة`, `بحسب معلومات حصلت عليها الصحيفة من
//! مسؤولين`.
//!
//! Must not take: whoever a document only tells of (`وفق التقرير الذي تناول وزارة الدفاع`).

use super::Input;
use super::source::can_speak;
use crate::clause::Group;
use crate::lexicon::{PhraseClass, Prep};
use crate::morph::Pos;

/// How many words may stand between what was had and from whom.
const REACH: usize = 10;

/// The group that gave what `group` means, where a clause right after it tells so.
pub(super) fn provider<'l>(input: Input<'l>, group: &Group, end: usize) -> Option<&'l Group> {
    let layers = input.layers;
    let thing = |p: &u32| {
        let phrase = &layers.lexicon.phrases[*p as usize];
        phrase.class == PhraseClass::Document || phrase.note.starts_with("thing")
    };
    let bare = group.of.is_none() && group.name.is_none() && group.person.is_none();
    if !bare || !layers.lexeme(group.head).is_some_and(|l| l.phrases.iter().any(thing)) {
        return None;
    }
    if let Some(issuer) = issuer(input, group, end) {
        return Some(issuer);
    }
    let verb = group.words.end + usize::from(layers.morph(group.words.end).pos == Pos::Relative);
    if verb >= end || !layers.is_verb(verb) {
        return None;
    }
    let free = |g: &&Group| g.prep.is_none() && !g.is_time && can_speak(input, g);
    let subject = input.group_at(verb + 1).filter(|g| g.words.start == verb + 1).filter(free);
    if layers.morph(verb).has_pronoun() {
        return subject;
    }
    // "حصلت عليها الصحيفة من مصادر": what one has from someone.
    let had = layers.lexicon.receiving.contains(&layers.lexeme(verb)?.key);
    let from = |g: &&Group| g.prep == Some(Prep::Min) && can_speak(input, g);
    input.groups_in(verb..end.min(verb + REACH)).iter().find(from).filter(|_| had)
}

/// `بيان صادر عن الجهاز`: from whom a document comes.
fn issuer<'l>(input: Input<'l>, group: &Group, end: usize) -> Option<&'l Group> {
    let layers = input.layers;
    let stem = |w: usize| crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, w)));
    let near = group.head + 1..end.min(group.words.end + 1);
    let issued = near.into_iter().find(|w| layers.lexicon.issued.contains(&stem(*w)))?;
    let from = |g: &&Group| g.prep == Some(Prep::An) && can_speak(input, g);
    input.groups_in(issued + 1..end.min(issued + 4)).iter().find(|g| !g.is_time).filter(from)
}
