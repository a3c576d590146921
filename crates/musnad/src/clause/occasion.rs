//! What took place, told with its time inside a noun phrase: `في بيان أصدرته الأربعاء`, `محادثات جرت بينهما اليوم`, `خلال المؤتمر الذي
//! عقد أمس`. The verb there only says that it did, so that its time is that of the clause it stands in.

use super::{Group, Layers, morph_stem};
use crate::lexicon::{key, without_article};
use crate::morph::Pos;

/// How many words before its verb the noun of an occasion stands (`المؤتمر الصحفي المشترك الذي عقد`).
const BEFORE: usize = 5;

/// How far behind its verb the time of an occasion stands.
const REACH: usize = 12;

/// The noun of the occasion that a verb tells to have been held, if it is one of those verbs and stands in its relative clause.
pub(crate) fn held(layers: Layers<'_>, verb: usize) -> Option<usize> {
    if !layers.lexeme(verb).is_some_and(|l| layers.lexicon.held.contains(&l.key)) || layers.morph(verb).future {
        return None;
    }
    for word in (verb.saturating_sub(BEFORE)..verb).rev() {
        if is_occasion(layers, word) {
            return Some(word);
        }
        let passes = layers.morph(word).is_nominal() || layers.morph(word).pos == Pos::Relative;
        if !passes || layers.has_conj(word) || layers.is_verb(word) {
            return None;
        }
    }
    None
}

/// Whether a word is a noun for what is held, said in public or struck.
pub(crate) fn is_occasion(layers: Layers<'_>, word: usize) -> bool {
    layers.lexicon.occasions.contains(&key(without_article(morph_stem(layers, word))))
}

/// Whether a group says on which occasion or at what something was done (`في بيان`, `خلال اللقاء`, `على هامش القمة`), not what it was
/// about (`ندد بالهجوم`).
pub(crate) fn sets_scene(layers: Layers<'_>, group: &Group) -> bool {
    let at = |w: usize| matches!(layers.role(w), "in" | "during" | "after" | "amid") || layers.text.folded(w) == "هامش";
    at(group.words.start) || at(group.head) || group.words.start.checked_sub(1).is_some_and(at)
}

/// Where the relative clause of an occasion ends that a verb opens: at the next verb, comma or complementizer.
pub(crate) fn end(layers: Layers<'_>, verb: usize, stop: usize) -> usize {
    let closes = |w: &usize| {
        layers.is_comma(*w)
            || layers.is_verb(*w) && layers.time_at(*w).is_none()
            || matches!(layers.morph(*w).pos, Pos::Complementizer | Pos::Relative)
            || matches!(layers.text.raw(*w), "." | ":")
    };
    (verb + 1..stop.min(verb + REACH)).find(closes).unwrap_or(stop.min(verb + REACH))
}
