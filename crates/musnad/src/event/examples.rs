//! Those who are named of several: `بعض الدول على غرار فرنسا`, `الدول الأوروبية، ومنها ألمانيا`, `دول مثل مصر والأردن`.

use crate::clause::Group;
use crate::lexicon::{Kind, key};
use crate::morph::{Number, Pos};
use crate::statement::Input;

/// How many words may introduce an example: `وعلى رأسها`, `بما فيها`.
const OPENING: usize = 3;

/// The first group that names one of those whom a plural means, with the others joined to it.
pub(super) fn named<'g>(input: Input<'g>, group: &Group) -> Option<&'g Group> {
    let layers = input.layers;
    let morph = layers.morph(group.head);
    let unnamed = group.name.is_none() && group.person.is_none() && group.of.is_none() && group.title.is_none() && !group.is_time;
    let several = morph.feats.number == Number::Plural && layers.morph(group.words.start).pos != Pos::Number;
    if !unnamed || !several {
        return None;
    }
    let first = group.words.end + usize::from(layers.is_comma(group.words.end));
    let tells = |w: usize| {
        let folded = layers.text.folded(w);
        let listed = |word: &str| layers.lexicon.such_as.contains(&key(word));
        listed(folded) || folded.strip_prefix('و').is_some_and(listed)
    };
    let word = (first..first + OPENING).take_while(|w| layers.text.words.get(*w).is_some()).find(|w| tells(*w))?;
    let glue = |w: usize| matches!(layers.morph(w).pos, Pos::Preposition | Pos::Conjunction | Pos::Negation | Pos::Particle);
    let next = input.group_at(word + 1).filter(|g| g.words.start == word + 1 && !g.conj)?;
    let name = next.name.or(next.person)?;
    let party = layers.names.get(name).is_some_and(|n| n.kind != Kind::Other);
    ((first..word).all(glue) && party).then_some(next)
}
