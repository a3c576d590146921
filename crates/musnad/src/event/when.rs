//! When and where an event took place, and the words that tell it.

use super::arguments::Site;
use super::clause::{before_verb, clause_end};
use super::trigger::Shape;
use crate::clause::{morph_stem, occasion};
use crate::entity::Entities;
use crate::lexicon::{Kind, Prep, key};
use crate::morph::{FormKind, Pos};
use crate::span::Span;

/// The time that dates an event: the nearest in its clause.
///
/// A time before `إن` dates the saying alone (`قالت القوات الاثنين إنها بسطت سيطرتها`).
pub(crate) fn time(site: Site<'_, '_>) -> Option<usize> {
    let Site { input, trigger, start, end: stop, .. } = site;
    let layers = input.layers;
    // "تبنى التنظيم الأحد هجوما": that is the day of the claim.
    let claims = site.frame.event == "ASSAULT" && trigger.shape == Shape::Finite;
    if claims && layers.lexeme(trigger.word).is_some_and(|l| layers.lexicon.claims.contains(&l.key)) {
        return None;
    }
    let (holds, end) =
        held(site).map_or((0..0, clause_end(site)), |verb| (trigger.end..verb + 1, occasion::end(layers, verb, stop)));
    // A time beyond another verb or inside a relative clause dates that, not this.
    let own = |(_, t): &(usize, &crate::time::Time)| {
        let before = t.words.start <= trigger.end;
        let mut between = if before { t.words.end..trigger.word } else { trigger.end..t.words.start };
        !between.any(|w| {
            let pos = layers.morph(w).pos;
            // "زار إيران منذ التوصل لاتفاق الشهر الماضي": it dates what was before.
            let other = matches!(layers.role(w), "after" | "ahead" | "since") && layers.morph(w + 1).form == FormKind::Masdar;
            let held = holds.contains(&w) && w + 2 >= holds.end;
            // "عام 1962، كما تتهم إيران": the clause before.
            let turns = before && turns(layers, w);
            other || turns || !held && (pos == Pos::Relative || pos == Pos::Complementizer || layers.is_verb(w))
        })
    };
    let either = |w: usize| layers.text.folded(w) == "او";
    let one_of_two = |t: &crate::time::Time| {
        either(t.words.end) && layers.time_at(t.words.end + 1).is_some()
            || t.words.start.checked_sub(2).is_some_and(|w| either(w + 1) && layers.time_at(w).is_some())
    };
    let nearest = layers
        .times
        .iter()
        .enumerate()
        .filter(|(_, t)| t.words.start >= start && t.words.end <= stop)
        // Neither a length nor what recurs is a day.
        .filter(|(_, t)| t.value.as_deref().is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit())))
        .filter(|(_, t)| places(layers, t) || leads_in(site, t))
        .filter(own)
        // "خلال سبتمبر أو أكتوبر": of two months that may be, neither is told.
        .filter(|(_, t)| !one_of_two(t))
        .filter(|(_, t)| t.words.start < end && t.words.start + 12 > trigger.word)
        .min_by_key(|(_, t)| t.words.start.abs_diff(trigger.word));
    nearest.map(|(i, _)| i).or_else(|| after_that(site))
}

/// The verb by which an occasion was held that the clause stands on: `ناقش البرلمان في جلسة عقدها الثلاثاء`, `محادثات جرت اليوم`.
fn held(site: Site<'_, '_>) -> Option<usize> {
    let Site { input, trigger, end: stop, .. } = site;
    let layers = input.layers;
    let verb = (trigger.end..stop.min(trigger.end + 14)).find(|w| layers.is_verb(*w) && layers.time_at(*w).is_none())?;
    let noun = occasion::held(layers, verb)?;
    let scene = || input.group_at(noun).is_some_and(|g| g.words.start >= trigger.word && occasion::sets_scene(layers, g));
    ((trigger.word..trigger.end).contains(&noun) || noun >= trigger.end && scene()).then_some(verb)
}

/// Whether a time says when, and not since or until when (`أعنف قصف منذ عام 2014`, `لحد اليوم`).
fn places(layers: crate::clause::Layers<'_>, time: &crate::time::Time) -> bool {
    let Some(before) = time.words.start.checked_sub(1) else { return true };
    let until = layers.role(before) == "until" || matches!(layers.text.folded(before), "لحد" | "لغايه" | "غايه" | "حد");
    let elative = |w: usize| layers.lexicon.superlatives.contains(&key(crate::lexicon::without_article(morph_stem(layers, w))));
    let since = |w: usize| layers.role(w) == "since" && (w.saturating_sub(6)..w).any(elative);
    let since = since(before) || since(time.words.start);
    !until && !since
}

/// Whether a word opens another clause of the sentence (`كما`, `فيما`, `لكنه`).
fn turns(layers: crate::clause::Layers<'_>, word: usize) -> bool {
    let conjunction = layers.morph(word).pos == Pos::Conjunction;
    let folded = layers.text.folded(word);
    conjunction && matches!(layers.role(word), "while" | "but" | "as" | "because" | "where")
        || folded.strip_prefix('و').unwrap_or(folded).starts_with("لكن")
}

/// `الأعنف منذ يوليو 2005 عندما قتل أربعة`: a time right before `عندما` is that of the clause behind it.
fn leads_in(site: Site<'_, '_>, time: &crate::time::Time) -> bool {
    site.input.layers.role(time.words.end) == "when" && time.words.end < site.trigger.word
}

/// `منذ الخميس تشهد المدينة معارك بعد أن شنت القوات هجوما`: what came just before has the day of what it led to.
fn after_that(site: Site<'_, '_>) -> Option<usize> {
    let layers = site.input.layers;
    let word = site.trigger.word;
    let that = word.checked_sub(1).filter(|w| layers.morph(*w).pos == Pos::Complementizer)?;
    let after = that.checked_sub(1).filter(|w| *w >= site.start && layers.role(*w) == "after")?;
    let day = |t: &crate::time::Time| {
        t.words.start >= site.start
            && t.words.end <= after
            && t.value.as_deref().is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()))
    };
    layers.times.iter().rposition(day)
}

/// Whether a time lies after the article's day.
pub(crate) fn to_come(layers: crate::clause::Layers<'_>, entities: &Entities, time: usize) -> bool {
    let Some(time) = layers.times.get(time) else { return false };
    let value = time.value.as_deref().unwrap_or("");
    let day = |v: &str| v.get(..10).filter(|v| v.bytes().all(|b| b.is_ascii_digit() || b == b'-')).map(str::to_owned);
    if let (Some(then), Some(now)) = (day(value), entities.date.as_deref().and_then(day)) {
        return then > now;
    }
    let ahead = |w: usize| layers.lexicon.to_come.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, w)));
    time.words.clone().any(ahead)
}

/// The place of an event: a named place under `في` or `ب` in its clause.
pub(crate) fn place(site: Site<'_, '_>, entities: &Entities) -> Option<usize> {
    let layers = site.input.layers;
    let groups = site.input.groups_in(site.trigger.word + 1..clause_end(site));
    let at = |local: bool, name: Option<usize>| {
        let name = name.filter(|_| local)?;
        (layers.names[name].kind == Kind::Place).then(|| entities.of_name.get(name).copied()).flatten()
    };
    // "في حي البياع جنوب بغداد", "بمحافظة لحج", "شمال عدن".
    let side = |g: &crate::clause::Group| {
        g.prep.is_none() && layers.lexicon.directions.contains(&crate::lexicon::key(layers.text.folded(g.head)))
    };
    let local = |g: &crate::clause::Group| matches!(g.prep, Some(Prep::Fi | Prep::Bi | Prep::Other)) || side(g);
    let direct = groups.iter().find_map(|g| at(local(g), g.name.or(g.of)));
    direct.or_else(|| {
        // "في صنعاء، قتل …": opens the sentence, with no other predicate between.
        let before = site.input.groups_in(site.start..site.trigger.word);
        let first = before.first().filter(|g| g.words.start <= site.start + 2 && g.prep == Some(Prep::Fi))?;
        let free = !(first.words.end..site.trigger.word).any(|w| layers.is_verb(w));
        at(free, first.name.or(first.of))
    })
}

/// The clause as evidence: from the predicate (or its subject before it) to its last argument.
pub(crate) fn evidence(site: Site<'_, '_>, last: usize) -> Span {
    let Site { input, trigger, start, end: stop, .. } = site;
    let layers = input.layers;
    let start = before_verb(input, trigger.word, start).map_or(trigger.word, |g| g.words.start.min(trigger.word));
    let mut end = (last + 1).max(trigger.end);
    while end < stop && end < last + 10 && !layers.is_comma(end) && layers.text.raw(end) != "." {
        end += 1;
    }
    layers.text.span(start..end.min(stop).max(start + 1))
}
