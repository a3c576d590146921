//! When something was said: the time between a cue and what was said (`قال الوزير أمس إن`, `قالت في بيان أصدرته الأربعاء إن`).

use crate::clause::{Layers, occasion};
use crate::morph::Pos;

/// The first time between a cue and its content that no other clause there tells (`قال الوزير الذي تولى منصبه عام 2012 إن`).
pub(super) fn said(layers: Layers<'_>, cue: usize, content: usize) -> Option<usize> {
    let own = |word: usize| {
        let clause = layers.is_verb(word) && occasion::held(layers, word).is_none();
        let relative = layers.morph(word).pos == Pos::Relative
            && !(word + 1..word + 3).any(|v| layers.is_verb(v) && occasion::held(layers, v).is_some());
        !(clause || relative || matches!(layers.role(word), "since" | "until" | "ahead"))
    };
    layers
        .times
        .iter()
        .position(|t| t.words.start > cue && t.words.end <= content && t.value.is_some() && (cue + 1..t.words.start).all(own))
}
