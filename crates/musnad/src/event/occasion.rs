//! The occasion that dates what was said: who demands or accuses at a meeting of yesterday does it yesterday.
//!
//! A date is only handed on from an event of the very same actor, told at most a dozen sentences before; it still comes from an
//! expression of the text.

use super::Event;
use crate::clause::{Layers, morph_stem, occasion};
use crate::lexicon::{key, without_article};
use crate::statement::Statement;

/// How many sentences on an occasion still dates what is said.
const REACH: usize = 12;

/// How many sentences later the day may be told on which something was said or struck.
const LATER: usize = 4;

/// Dates acts of speech by the occasion that their speaker was last told at.
pub(super) fn date(events: &mut [Event], statements: &[Statement], layers: Layers<'_>) {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|i| events[*i].word);
    // (actor, sentence, time), last told last.
    let mut occasions: Vec<(usize, usize, usize)> = Vec::new();
    let mut said = statements.iter().peekable();
    for idx in order {
        let word = events[idx].word;
        let Some(sentence) = layers.text.sentence_of(word) else { continue };
        while let Some(statement) = said.next_if(|s| s.cue <= word) {
            let known = (statement.chain.last(), statement.time, layers.text.sentence_of(statement.cue));
            if let (Some(speaker), Some(time), Some(at)) = known {
                occasions.push((*speaker, at, time));
            }
        }
        let event = &mut events[idx];
        let spoken = matches!(event.event.as_str(), "ACCUSE" | "REQUEST" | "THREATEN" | "REJECT" | "SUPPORT" | "AGREE");
        if spoken && event.time.is_none() && event.status == "happened" {
            let told = |(actor, at, _): &&(usize, usize, usize)| event.actors.contains(actor) && at + REACH >= sentence;
            event.time = occasions.iter().rev().find(told).map(|(.., time)| *time);
        }
        let met = event.event == "CONSULT" || spoken;
        if let Some(time) = event.time.filter(|_| met && event.status == "happened") {
            let parties = event.actors.iter().chain(event.recipients.iter().filter(|_| event.event == "CONSULT"));
            occasions.extend(parties.map(|p| (*p, sentence, time)));
        }
    }
    for event in events.iter_mut().filter(|e| e.status == "happened" && e.time.is_none()) {
        let spoken = matches!(event.event.as_str(), "ACCUSE" | "REQUEST" | "THREATEN" | "REJECT" | "SUPPORT");
        event.time = if spoken { told_later(event, statements, layers) } else { None };
    }
    struck(events, layers);
}

/// The day that the same speaker's later words tell, or the close of a report: `وقال في تصريحه أمس`, `جاء ذلك خلال اجتماع عقد الأربعاء`.
fn told_later(event: &Event, statements: &[Statement], layers: Layers<'_>) -> Option<usize> {
    let sentence = layers.text.sentence_of(event.word)?;
    let near = |word: usize| layers.text.sentence_of(word).filter(|s| (sentence..=sentence + LATER).contains(s));
    // "وكان قد قال الأحد": another day.
    let before =
        |cue: usize| (cue.saturating_sub(3)..cue).any(|w| layers.text.folded(w).trim_start_matches('و').starts_with("كان"));
    let again = |s: &&Statement| s.cue > event.word && s.chain.last().is_some_and(|l| event.actors.contains(l)) && !before(s.cue);
    let at = |s: &Statement| s.time.filter(|t| (s.cue..layers.times[*t].words.start).any(|w| occasion::is_occasion(layers, w)));
    let said = statements.iter().filter(again).take_while(|s| near(s.cue).is_some()).find_map(at);
    said.or_else(|| {
        (sentence + 1..=sentence + LATER).find_map(|s| {
            let words = layers.text.sentences.get(s)?.words();
            came(layers, words.start).then(|| day_in(layers, words)).flatten()
        })
    })
}

/// `جاء ذلك خلال …`, `وجاءت تصريحاته في …`: what stands before was said on the occasion that follows.
fn came(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    let came = matches!(folded.trim_start_matches('و'), "جاء" | "جاءت");
    came && layers.text.words.get(word + 1).is_some()
        && (layers.role(word + 1) == "dem"
            || matches!(layers.text.folded(word + 1), "ذلك" | "هذا")
            || occasion::is_occasion(layers, word + 1) && layers.morph(word + 1).has_pronoun())
}

/// The first day that a sentence tells.
fn day_in(layers: Layers<'_>, words: std::ops::Range<usize>) -> Option<usize> {
    let day = |t: &crate::time::Time| {
        words.contains(&t.words.start)
            && t.value.as_deref().is_some_and(|v| v.len() >= "2019-12-26".len() && !v.contains('/') && !v.starts_with('P'))
    };
    layers.times.iter().position(day)
}

/// `قتل 21 شخصا في هجوم … . الهجوم الذي وقع مساء السبت`: the day of the blow that was told last.
fn struck(events: &mut [Event], layers: Layers<'_>) {
    for (i, time) in layers
        .times
        .iter()
        .enumerate()
        .filter(|(_, t)| t.value.as_deref().is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit())))
    {
        let verb = (time.words.start.saturating_sub(5)..time.words.start).rev().find(|w| layers.is_verb(*w));
        let Some(noun) = verb.and_then(|v| occasion::held(layers, v)) else { continue };
        let stem = key(without_article(morph_stem(layers, noun)));
        if !layers.morph(noun).article || !layers.lexicon.blows.contains(&stem) {
            continue;
        }
        let Some(sentence) = layers.text.sentence_of(noun) else { continue };
        let last = events.iter_mut().filter(|e| e.event == "ASSAULT" && e.word < noun).max_by_key(|e| e.word);
        if let Some(event) = last.filter(|e| e.time.is_none() && e.status == "happened")
            && layers.text.sentence_of(event.word).is_some_and(|s| s + LATER > sentence)
        {
            event.time = Some(i);
        }
    }
}
