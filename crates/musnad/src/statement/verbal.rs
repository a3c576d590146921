//! Verbal nouns that report: `رغم تأكيد الوزير أن`, `بعد اتهام الحكومة المعارضة بالتحريض`, `إثر إعلان الحزب مشاركته`.
//!
//! Finds one under a preposition, with its subject right after it and its own construction right after that. Must not take: an
//! object for a subject (`بعد اتهام الوزير بالفساد`, `بعد مطالبة الحكومة بالرحيل`), nor what no one is told to say (`رغم الدعوة إلى`).

use super::Input;
use super::content::{Attached, Marker};
use super::source::{can_speak, is_people};
use crate::clause::Group;
use crate::lexicon::Prep;
use crate::morph::{FormKind, Pos};

/// Who says it, by the group or the name that tells him, and where what he says begins.
#[derive(Clone, Copy)]
pub(super) struct Told<'l> {
    pub subject: Subject<'l>,
    pub marker: Marker,
}

/// The subject of a verbal noun: a group of its own, or a name in the noun's group.
#[derive(Clone, Copy)]
pub(super) enum Subject<'l> {
    Group(&'l Group),
    Name(usize),
}

/// What the verbal noun at `word` tells.
pub(super) fn told(input: Input<'_>, word: usize) -> Option<Told<'_>> {
    let layers = input.layers;
    let morph = layers.morph(word);
    if morph.article || morph.conj || morph.prep.is_some() || layers.is_his(word) {
        return None;
    }
    // "أكد على تعهد الحكومة بـ": after a preposition of place or object it is what another cue is about; "رغم", "بعد", "إثر" tell when.
    let when = |g: &&Group| matches!(g.prep, Some(Prep::Other | Prep::Maa));
    let group = input.group_at(word).filter(|g| g.head == word && g.words.start == word).filter(when)?;
    let cue = &layers.lexicon.cues[layers.lexeme(word)?.cue? as usize];
    let (subject, mut next) = match group.of {
        Some(name) if layers.names.get(name).is_some_and(|n| n.words.end == group.words.end) => {
            (Subject::Name(name), group.words.end)
        }
        _ => {
            let own = input.group_at(word + 1).filter(|g| g.words.start == word + 1 && free(input, g))?;
            (Subject::Group(own), own.words.end)
        }
    };
    // "اتهام الحكومة المعارضة بالتحريض": whom it is about stands between.
    let about = input.group_at(next).filter(|g| g.words.start == next && free(input, g));
    let goes_to = cue.addressee_object && (cue.act != "demand" || about.is_some());
    if goes_to {
        next = about?.words.end;
    }
    let says = layers.morph(next);
    if says.pos == Pos::Complementizer && (cue.takes.an || cue.takes.in_ || cue.takes.preps != 0) {
        let marker = Marker { at: next, content: next + 1, lead: 0, how: Attached::That };
        return Some(Told { subject, marker });
    }
    let alone = says.pos == Pos::Preposition && !says.has_pronoun();
    let prep = layers.prep_of(next).or_else(|| Prep::parse(layers.text.folded(next)).filter(|_| alone));
    if let Some(prep) = prep {
        // "مطالبة الحكومة بالرحيل": of whom, more often than by whom; "دعوة الحكومة إلى" is hers.
        let own = prep.bit() & cue.takes.preps != 0 && (!cue.addressee_object || goes_to || prep == Prep::Ila);
        let that = usize::from(alone && layers.morph(next + 1).pos == Pos::Complementizer);
        let content = next + usize::from(alone) + that;
        let lead = if alone { 0 } else { super::content::clitic_bytes(input, next) };
        return own.then_some(Told { subject, marker: Marker { at: next, content, lead, how: Attached::Prep } });
    }
    let object =
        cue.takes.object && !cue.addressee_object && layers.is_his(next) && says.is_nominal() && says.form != FormKind::Closed;
    object.then_some(Told { subject, marker: Marker { at: next, content: next, lead: 0, how: Attached::Object } })
}

/// Whether a group may stand as the subject or object of a verbal noun.
fn free(input: Input<'_>, group: &Group) -> bool {
    group.prep.is_none() && !group.conj && !group.is_time && (can_speak(input, group) || is_people(input, group))
}
