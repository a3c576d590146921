//! Which words are predicates of events, and which frame fits them.

use crate::clause::Group;
use crate::lexicon::{Frame, FrameKind, Lexeme, key, without_article_of};
use crate::morph::{FormKind, Person, Pos};
use crate::statement::{Input, opens_clause};
use std::ops::Range;

/// A predicate in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trigger {
    /// Its word.
    pub word: usize,
    /// One past its last word (a light verb's object included).
    pub end: usize,
    /// Its frame.
    pub frame: u32,
    /// Whether it is a finite verb (else a verbal noun or noun).
    pub finite: bool,
    /// Whether it is passive, or impersonal with `تم`.
    pub passive: bool,
    /// The required complement that matched: its group's head.
    pub object: Option<usize>,
}

/// How far from its verb a required complement may stand.
const REACH: usize = 26;

/// The predicates of a sentence, in order.
pub(crate) fn find(input: Input<'_>, sentence: Range<usize>) -> Vec<Trigger> {
    let mut triggers: Vec<Trigger> = Vec::new();
    for word in sentence.clone() {
        if triggers.iter().any(|t| t.object == Some(word)) {
            continue;
        }
        if let Some(trigger) = trigger_at(input, word, sentence.end) {
            triggers.push(trigger);
        }
    }
    triggers
}

fn trigger_at(input: Input<'_>, word: usize, end: usize) -> Option<Trigger> {
    let layers = input.layers;
    if layers.name_at(word).is_some_and(|(_, n)| n.words.len() > 1 || n.words.start == word) || layers.time_at(word).is_some() {
        return None;
    }
    let morph = layers.morph(word);
    if let Some(resumed) = resumptive(input, word) {
        return Some(resumed);
    }
    let (lexeme, finite) = match (morph.form, morph.verb) {
        (FormKind::Finite, _) if morph.feats.person != Person::Second => (morph.lexeme?, true),
        (_, Some((lexeme, feats))) if opens_clause(input, word) && feats.person == Person::Third => (lexeme, true),
        (FormKind::Masdar, _) => (morph.lexeme?, false),
        (FormKind::Noun, _) => (eventful(input, word, morph.lexeme?), false),
        _ => return None,
    };
    let entry: &Lexeme = layers.lexicon.lexeme(Some(lexeme))?;
    if entry.frames.is_empty() {
        return None;
    }
    let mut best: Option<(usize, u32, Option<usize>)> = None;
    for &id in &entry.frames {
        let frame = &layers.lexicon.frames[id as usize];
        let wrong_kind = (frame.kind == FrameKind::Noun) == finite;
        if wrong_kind && frame.kind == FrameKind::Noun {
            continue;
        }
        if !finite && Some(lexeme) == morph.lexeme && morph.form == FormKind::Noun && frame.kind != FrameKind::Noun {
            continue;
        }
        if frame.kind == FrameKind::Noun && !phrase_matches(input, frame, word) {
            continue;
        }
        let (score, object) = if frame.object.is_empty() {
            (1 + frame.lemma.split(' ').count(), None)
        } else {
            match complement(input, frame, word, end) {
                Some(head) => (10, Some(head)),
                None => continue,
            }
        };
        if best.is_none_or(|(b, ..)| score > b) {
            best = Some((score, id, object));
        }
    }
    let (_, frame, object) = best?;
    let impersonal = !finite && impersonal_before(input, word);
    let passive = finite && morph.feats.voice == crate::morph::Voice::Passive || impersonal;
    let stop = object.filter(|o| *o > word && *o < word + 4).map_or(word + 1, |o| o + 1);
    Some(Trigger { word, end: stop, frame, finite: finite || impersonal, passive, object })
}

/// The lexeme of a noun, or of the verb whose verbal noun it is too (`زيارة`), if only that one has frames.
fn eventful(input: Input<'_>, word: usize, lexeme: u32) -> u32 {
    let lexicon = input.layers.lexicon;
    if lexicon.lexeme(Some(lexeme)).is_some_and(|l| !l.frames.is_empty()) {
        return lexeme;
    }
    let morph = input.layers.morph(word);
    let folded = input.layers.text.folded(word);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
    let masdar = lexicon
        .forms(stem)
        .find(|f| f.kind == FormKind::Masdar && lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| !l.frames.is_empty()));
    masdar.map_or(lexeme, |f| f.lexeme)
}

/// A verb with a pronoun after the noun it resumes: `مؤتمر صحفي عقده مع …`, where its letters may be a noun's too.
fn resumptive(input: Input<'_>, word: usize) -> Option<Trigger> {
    let layers = input.layers;
    let morph = layers.morph(word);
    let (lexeme, _) = morph.verb.filter(|_| morph.has_pronoun())?;
    let frames = &layers.lexicon.lexeme(Some(lexeme))?.frames;
    let before = input.groups_in(word.saturating_sub(4)..word + 1).iter().rev().find(|g| g.head < word)?;
    let frame = frames.iter().find(|id| {
        let frame = &layers.lexicon.frames[**id as usize];
        !frame.object.is_empty() && fits_anywhere(input, frame, before)
    })?;
    Some(Trigger { word, end: word + 1, frame: *frame, finite: true, passive: false, object: Some(before.head) })
}

/// A noun frame of several words (`مكالمة هاتفية`): all of them follow.
fn phrase_matches(input: Input<'_>, frame: &Frame, word: usize) -> bool {
    frame.lemma.split(' ').skip(1).enumerate().all(|(n, part)| {
        let folded = input.layers.text.folded(word + 1 + n);
        without_article_of(folded).starts_with(without_article_of(&crate::text::fold(part)))
    })
}

/// The head of the required complement, under the frame's preposition.
fn complement(input: Input<'_>, frame: &Frame, word: usize, end: usize) -> Option<usize> {
    let layers = input.layers;
    let stop = end.min(word + REACH);
    let fits = |group: &Group| {
        let folded = layers.text.folded(group.head);
        let morph = layers.morph(group.head);
        let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
        let lemma = layers.lexeme(group.head).map(|l| key(&crate::text::fold(&l.lemma)));
        let spellings = [Some(key(stem)), Some(key(folded)), lemma, stem.strip_suffix('ا').map(key)];
        frame.object.iter().any(|(prep, word)| (prep.is_none() || *prep == group.prep) && spellings.contains(&Some(*word)))
    };
    // "مؤتمر صحفي عقده مع …", "الاتفاق الذي أبرمته إيران": the complement stands before, a pronoun resumes it.
    if layers.morph(word).has_pronoun() && layers.is_verb(word) {
        let before = input.groups_in(word.saturating_sub(7)..word).iter().rev().take(2).find(|g| fits_anywhere(input, frame, g));
        if let Some(group) = before {
            return Some(group.head);
        }
    }
    let mut seen_verb = false;
    for at in word + 1..stop {
        if layers.is_verb(at) && at > word + 1 {
            seen_verb = true;
        }
        // "ما نقلته القناة، مؤكدا أن القوات …": what is said after أن belongs to another clause.
        if seen_verb || layers.morph(at).pos == Pos::Complementizer {
            break;
        }
        if let Some(group) = input.group_at(at).filter(|g| g.words.start == at || g.head == at)
            && fits(group)
        {
            return Some(group.head);
        }
    }
    None
}

/// Whether the head of a group is one of the required complements, whatever governs it.
fn fits_anywhere(input: Input<'_>, frame: &Frame, group: &Group) -> bool {
    let layers = input.layers;
    let lemma = layers.lexeme(group.head).map(|l| key(&crate::text::fold(&l.lemma)));
    let morph = layers.morph(group.head);
    let folded = layers.text.folded(group.head);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).map(key);
    frame.object.iter().any(|(prep, word)| prep.is_none() && (Some(*word) == lemma || Some(*word) == stem))
}

/// `تم التوقيع`, `جرى اعتقال`, `يجري بحث`.
fn impersonal_before(input: Input<'_>, word: usize) -> bool {
    let Some(before) = word.checked_sub(1) else { return false };
    let layers = input.layers;
    let folded = layers.text.folded(before);
    let bare = folded.strip_prefix('و').unwrap_or(folded);
    matches!(bare, "تم" | "تمت" | "يتم" | "تتم" | "جري" | "جرت" | "يجري" | "تجري" | "سيتم" | "ستتم")
        && layers.morph(before).pos != Pos::Noun
}
