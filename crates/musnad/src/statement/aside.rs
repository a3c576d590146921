//! Clauses and adjuncts that stand between a cue and what was said.
//!
//! Finds: `في بيان أصدرته الثلاثاء`, `التحالف الذي تقوده واشنطن`, `عقب اجتماع وزراء الخارجية`. Must not take: the object of the cue
//! itself (`الذي زار القاهرة الهجوم`: without a pronoun the verb may have an object of its own).

use super::Input;
use crate::morph::{FormKind, Pos};

/// Past a relative clause, or a clause about a document, that opens at `word`: its verb and the subject right after it.
pub(super) fn past_clause(input: Input<'_>, word: usize, end: usize) -> Option<usize> {
    let layers = input.layers;
    let verb = match layers.morph(word).pos {
        Pos::Relative => word + 1,
        _ if super::cues::tells_of_document(input, word) => word,
        _ => return None,
    };
    if verb >= end || !layers.is_verb(verb) {
        return None;
    }
    let subject = input.group_at(verb + 1).filter(|g| {
        let takes = layers.morph(verb).has_pronoun();
        takes && g.words.start == verb + 1 && g.prep.is_none() && !g.is_time && super::can_speak(input, g)
    });
    Some(subject.map_or(verb + 1, |g| g.words.end))
}

/// Past the group under a preposition that begins at `word`, with whoever stands under its verbal noun (`عقب اجتماع الوزراء`).
pub(super) fn past_adjunct(input: Input<'_>, word: usize) -> usize {
    let layers = input.layers;
    let Some(group) = input.group_at(word) else { return word + 1 };
    // "أكدت الوزارة في بيان حرص الدولة على": what is affirmed is not whose document it is.
    let affirms = |w: usize| {
        let stem = crate::clause::morph_stem(layers, w);
        !layers.morph(w).article && layers.lexicon.affirmed.contains(&crate::lexicon::key(stem))
    };
    if !layers.morph(group.head).article
        && group.words.len() > 1
        && affirms(group.head + 1)
        && super::source::is_document(input, group)
    {
        return group.head + 1;
    }
    let end = group.words.end.max(word + 1);
    let head = layers.morph(group.head);
    let deed = head.form == FormKind::Masdar && group.words.len() == 1 && !head.article && !layers.is_his(group.head);
    let whose = input.group_at(end).filter(|g| deed && g.words.start == end && g.prep.is_none() && !g.conj && !g.is_time);
    whose.filter(|g| super::can_speak(input, g)).map_or(end, |g| g.words.end)
}
