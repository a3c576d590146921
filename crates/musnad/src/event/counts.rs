//! How many were killed, injured, arrested, kidnapped, displaced or released, and of which event that is told.
//!
//! Question: *how many, of what, exactly or about?* A number counts where it stands beside people and under a word of
//! `frames/counts.tsv`. What is counted belongs to the event whose predicate counts it, else to the blow, arrest or protest
//! told nearest before it; a count alone, without any doer in the article, stays an event of its own.

use super::Event;
use super::party::is_people;
use crate::clause::morph_stem;
use crate::entity::Entities;
use crate::lexicon::{Counted, key};
use crate::morph::{FormKind, Number, Pos};
use crate::span::Span;
use crate::statement::Input;
use crate::{clause::Layers, time};
use std::ops::Range;

/// A number told with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// killed, injured, arrested, kidnapped, displaced, released.
    pub what: &'static str,
    /// How many; where the text says only "dozens", the least it means.
    pub count: u64,
    /// Whether the text gives no exact number.
    pub approximate: bool,
    /// The number with what it counts.
    pub span: Span,
    /// The word that tells what became of them.
    word: usize,
}

/// What became of prisoners.
const RELEASED: &str = "released";

/// How far after its predicate a counted group may stand.
const REACH: usize = 9;

/// How far after `عدد القتلى` the number may stand (`ارتفع عدد القتلى في الهجوم إلى 45`).
const TOLD: usize = 7;

/// A number in the text.
struct Quantity {
    words: Range<usize>,
    count: u64,
    approximate: bool,
}

/// The counts of a sentence, in text order.
pub(super) fn find(input: Input<'_>, words: Range<usize>) -> Vec<Count> {
    let layers = input.layers;
    let mut counts: Vec<Count> = Vec::new();
    for word in words.clone() {
        let found = match kind_of(layers, word) {
            Some((Counted::People, what)) => of_people(layers, word, &words).map(|q| (what, q)),
            Some((_, what)) => after(layers, word, &words).or_else(|| before(layers, word, &words)).map(|q| (what, q)),
            None => None,
        };
        let Some((what, quantity)) = found else { continue };
        // "سقوط 15 قتيلا": the noun tells it, whatever the verb above would.
        let taken = counts.iter().position(|c| overlap(c.span, layers.text.span(quantity.words.clone())));
        let count = Count {
            what,
            count: quantity.count,
            approximate: quantity.approximate,
            span: layers.text.span(quantity.words),
            word,
        };
        match taken {
            // "أفرج عن 200 معتقل": but what became of them since is told by the verb.
            Some(at) if counts[at].what != RELEASED && kind_of(layers, word).is_some_and(|(kind, _)| kind == Counted::People) => {
                counts[at] = count;
            }
            Some(_) => {}
            None => counts.push(count),
        }
    }
    counts
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// What a word counts.
fn kind_of(layers: Layers<'_>, word: usize) -> Option<(Counted, &'static str)> {
    let morph = layers.morph(word);
    if layers.name_at(word).is_some() {
        return None;
    }
    let stem = morph_stem(layers, word);
    let counted = &layers.lexicon.counted;
    let spelled = |s: &str| counted.words.get(&key(s)).copied();
    if let Some(found) = spelled(stem).or_else(|| spelled(crate::lexicon::without_article(stem))) {
        return Some(found);
    }
    let verb = morph.verb.is_some() || matches!(morph.form, FormKind::Finite | FormKind::Masdar | FormKind::PassiveParticiple);
    morph.lexeme.filter(|_| verb).and_then(|l| counted.verbs.get(&l)).map(|what| (Counted::Noun, *what))
}

/// Whether a word tells who was killed, injured or kidnapped.
pub(super) fn is_harm(layers: Layers<'_>, word: usize) -> bool {
    kind_of(layers, word).is_some_and(|(_, what)| matches!(what, "killed" | "injured" | "kidnapped"))
}

/// Whether a word tells that somebody was injured.
pub(super) fn is_injury(layers: Layers<'_>, word: usize) -> bool {
    kind_of(layers, word).is_some_and(|(_, what)| what == "injured")
}

/// The number after a predicate: `قتل في الهجوم 12 جنديا`, `مقتل جنديين`, `أصيب 30 آخرون`.
fn after(layers: Layers<'_>, word: usize, words: &Range<usize>) -> Option<Quantity> {
    // "الهجوم الذي قتل فيه": the words right after it come first.
    let next = word + 1;
    if next < words.end && layers.time_at(next).is_none() {
        let morph = layers.morph(next);
        let human =
            !morph.article && !morph.conj && morph.prep.is_none() && is_people(layers, next) && layers.name_at(next).is_none();
        if human && matches!(morph.feats.number, Number::Dual) {
            return Some(Quantity { words: next..next + 1, count: 2, approximate: false });
        }
        // "مقتل جندي", but not "مقتل قائد الجيش".
        let alone = next + 1 >= words.end
            || !layers.morph(next + 1).article && layers.name_at(next + 1).is_none_or(|(_, n)| n.words.start > next + 1);
        let noun = morph.form == FormKind::Noun && morph.pos == Pos::Noun && !morph.has_pronoun();
        if human && alone && noun && morph.feats.number == Number::Singular && kind_of(layers, next).is_none() {
            return Some(Quantity { words: next..next + 1, count: 1, approximate: false });
        }
    }
    let mut at = next;
    while at < words.end.min(word + REACH) {
        if layers.text.raw(at) == "." || at > next && (kind_of(layers, at).is_some() || layers.is_verb(at)) {
            return None;
        }
        if let Some(quantity) = counted_at(layers, at, words.end) {
            return Some(quantity);
        }
        at += layers.time_at(at).map_or(1, |(_, time)| (time.words.end - at).max(1));
    }
    None
}

/// The number before a verb whose subject stands before it: `42 حوثيا قتلوا`.
fn before(layers: Layers<'_>, word: usize, words: &Range<usize>) -> Option<Quantity> {
    if layers.morph(word).form != FormKind::Finite || layers.morph(word).feats.number == Number::Singular {
        return None;
    }
    (word.saturating_sub(5).max(words.start)..word)
        .find_map(|at| counted_at(layers, at, words.end).filter(|q| q.words.end == word))
}

/// The number of a noun for those counted: `15 قتيلا`, `عشرات الجرحى`, `قتيلان`, `عدد القتلى إلى 45`.
fn of_people(layers: Layers<'_>, word: usize, words: &Range<usize>) -> Option<Quantity> {
    for at in word.saturating_sub(5).max(words.start)..word {
        if let Some(quantity) = quantity_at(layers, at, words.end).filter(|q| q.words.end == word) {
            return Some(Quantity { words: quantity.words.start..word + 1, ..quantity });
        }
    }
    if layers.morph(word).feats.number == Number::Dual && !layers.morph(word).article {
        return Some(Quantity { words: word..word + 1, count: 2, approximate: false });
    }
    let told = |at: usize| layers.lexicon.counted.told.contains(&key(morph_stem(layers, at)));
    if !(word > words.start && told(word - 1)) {
        return None;
    }
    (word + 1..words.end.min(word + TOLD)).find_map(|at| {
        let quantity = quantity_at(layers, at, words.end)?;
        let end = quantity.words.end;
        let bare =
            end >= words.end || !layers.morph(end).is_nominal() || is_people(layers, end) || kind_of(layers, end).is_some();
        bare.then_some(quantity)
    })
}

/// A number and the people it counts.
fn counted_at(layers: Layers<'_>, at: usize, end: usize) -> Option<Quantity> {
    let quantity = quantity_at(layers, at, end)?;
    let noun = quantity.words.end;
    let stem = |w: usize| crate::lexicon::without_article(morph_stem(layers, w));
    let other = |w: usize| layers.lexicon.counted.other.contains(&key(morph_stem(layers, w)));
    let people = |w: usize| {
        w < end
            && layers.morph(w).prep.is_none()
            && (is_people(layers, w)
                || other(w)
                || layers.text.folded(w).ends_with("يا")
                || layers.lexicon.people.contains(&key(stem(w))))
    };
    // "40 من عناصر الجيش", "15 من رجال الأمن".
    let of = noun < end && layers.text.folded(noun) == "من" && noun + 1 < end && people(noun + 1);
    if of {
        return Some(Quantity { words: quantity.words.start..noun + 2, ..quantity });
    }
    if people(noun) {
        return Some(Quantity { words: quantity.words.start..noun + 1, ..quantity });
    }
    None
}

/// A number in digits or words, with what makes it inexact.
fn quantity_at(layers: Layers<'_>, at: usize, end: usize) -> Option<Quantity> {
    let counted = &layers.lexicon.counted;
    if layers.time_at(at).is_some() || layers.name_at(at).is_some_and(|(_, n)| n.words.len() > 1) {
        return None;
    }
    let step = |sequences: &crate::lexicon::Sequences, from: usize| {
        let first = layers.text.words.get(from).map(|_| layers.text.folded(from)).filter(|_| from < end)?;
        let bare = first.strip_prefix('و').unwrap_or(first);
        let next = |n: usize| (from + n < end).then(|| layers.text.folded(from + n));
        sequences.longest(first, next).or_else(|| sequences.longest(bare, next)).map(|(n, values)| (n, values.first().copied()))
    };
    if let Some((n, _)) = step(&counted.about, at) {
        let inner = quantity_at(layers, at + n, end)?;
        return Some(Quantity { words: at..inner.words.end, approximate: true, ..inner });
    }
    if let Some((n, Some(least))) = step(&counted.many, at) {
        let of = usize::from(at + n < end && layers.text.folded(at + n) == "من");
        return Some(Quantity { words: at..at + n + of, count: u64::from(least), approximate: true });
    }
    let (mut n, mut count) = time::whole_number(layers.text, at, end)?;
    if let Some((more, Some(scale))) = step(&counted.scale, at + n) {
        n += more;
        count = count.saturating_mul(u64::from(scale));
    }
    let approximate = (at + n..end.min(at + n + 2)).any(|w| step(&counted.about_after, w).is_some());
    Some(Quantity { words: at..at + n, count, approximate })
}

/// How far before a count the event it belongs to may stand.
const NEAR: usize = 60;

/// Gives every count to its event; a blow without a doer that only tells how many it hit is part of the blow told beside it.
pub(super) fn attach(events: &mut Vec<Event>, counts: &[Count], entities: &Entities, layers: Layers<'_>) {
    for count in counts {
        if let Some(event) = host(events, count, layers) {
            add(&mut events[event].counts, count.clone());
        }
    }
    let mut at = 0;
    while at < events.len() {
        let effect = &events[at];
        let hit = || effect.recipients.iter().filter_map(|r| entities.list.get(*r)).flat_map(|e| &e.mentions);
        let counted =
            |words: Range<usize>| words.into_iter().any(|w| kind_of(layers, w).is_some_and(|(kind, _)| kind == Counted::People));
        let told = hit().any(|m| counted(m.words.clone()) || counts.iter().any(|c| overlap(c.span, m.span)));
        let open = effect.event == "ASSAULT" && effect.actors.is_empty() && told;
        let cause = events.iter().enumerate().filter(|(n, e)| {
            // "أكد سقوط قتلى": who they were and where has been told.
            let known = e.word < effect.word && (known_blow(layers, effect) || effect.counts.is_empty());
            let beside = known || near(e.word, effect.word, layers);
            // "قتل 8 أشخاص وأصيب 14 آخرون": one blow, told by what it did to each.
            let first = e.word < effect.word && layers.text.sentence_of(e.word) == layers.text.sentence_of(effect.word);
            let both = first && !e.counts.is_empty() && !effect.counts.is_empty();
            *n != at && e.event == "ASSAULT" && (!e.actors.is_empty() || both) && e.status != "planned" && beside
        });
        // "تفجير انتحاري راح ضحيته 22 شخصا … فلان منفذ التفجير": the one blow of the article that hit nobody yet.
        let cause = cause.min_by_key(|(_, e)| e.word.abs_diff(effect.word)).map(|(n, _)| n);
        let cause = cause.or_else(|| {
            let aimless =
                |e: &Event| e.event == "ASSAULT" && e.actors.len() == 1 && e.recipients.is_empty() && e.status == "happened";
            let mut found = events.iter().enumerate().filter(|(_, e)| aimless(e)).map(|(n, _)| n);
            let one = found.next()?;
            found.next().is_none().then_some(one)
        });
        let Some(cause) = cause.filter(|_| open) else {
            at += 1;
            continue;
        };
        let effect = events.remove(at);
        let cause = &mut events[cause - usize::from(cause > at)];
        for count in effect.counts {
            add(&mut cause.counts, count);
        }
        if cause.recipients.is_empty() && cause.actors.len() == 1 {
            cause.recipients = effect.recipients;
        }
        cause.time = cause.time.or(effect.time);
        cause.place = cause.place.or(effect.place);
    }
    background(events);
}

/// Where the article says of some blow who struck it, one of which it does not is background, or a part of the other.
fn background(events: &mut Vec<Event>) {
    let struck = |e: &Event| e.event == "ASSAULT" && !e.actors.is_empty();
    if !events.iter().any(struck) {
        return;
    }
    let mut at = 0;
    while at < events.len() {
        if events[at].event != "ASSAULT" || struck(&events[at]) {
            at += 1;
            continue;
        }
        let told = events.remove(at);
        let nearest = events.iter_mut().filter(|e| struck(e)).min_by_key(|e| e.word.abs_diff(told.word));
        if let Some(event) = nearest.filter(|e| e.word.abs_diff(told.word) < NEAR) {
            for count in told.counts {
                add(&mut event.counts, count);
            }
        }
    }
}

/// `أسفر التفجير عن إصابة 59`: the clause takes up a blow told before.
fn known_blow(layers: Layers<'_>, effect: &Event) -> bool {
    let mut words = effect.word..layers.text.words.len();
    let inside = |w: &usize| layers.text.words[*w].span.start < effect.evidence.end;
    let blow = |id: &u32| layers.lexicon.frames[*id as usize].event == "ASSAULT";
    let told = |w: usize| layers.morph(w).article && layers.lexeme(w).is_some_and(|l| l.frames.iter().any(blow));
    words.by_ref().take_while(inside).any(told)
}

/// In one sentence, or in the one before it and not far.
fn near(cause: usize, effect: usize, layers: Layers<'_>) -> bool {
    let (Some(a), Some(b)) = (layers.text.sentence_of(cause), layers.text.sentence_of(effect)) else { return false };
    a == b || a + 1 == b && effect - cause < NEAR
}

/// The event that a count belongs to.
fn host(events: &[Event], count: &Count, layers: Layers<'_>) -> Option<usize> {
    let own = events.iter().position(|e| e.word == count.word && e.event != "PROTEST");
    let wanted: &[&str] = match count.what {
        "arrested" | "kidnapped" => &["COERCE", "ASSAULT"],
        "released" => &["CONCEDE", "COOPERATE", "AGREE"],
        "displaced" => &["ASSAULT", "COERCE"],
        _ => &["ASSAULT", "PROTEST", "COERCE"],
    };
    let fits = |e: &Event| wanted.contains(&e.event.as_str()) && e.status != "denied" && near(e.word, count.word, layers);
    let rank = |e: &Event| wanted.iter().position(|w| *w == e.event).unwrap_or(wanted.len());
    own.or_else(|| {
        let fitting = events.iter().enumerate().filter(|(_, e)| fits(e));
        fitting.min_by_key(|(_, e)| (rank(e), e.word.abs_diff(count.word))).map(|(n, _)| n)
    })
}

/// Adds a count that is not told already.
pub(super) fn add(counts: &mut Vec<Count>, count: Count) {
    if !counts.iter().any(|c| c.what == count.what && c.count == count.count) {
        counts.push(count);
    }
}
