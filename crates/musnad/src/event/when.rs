//! When and where an event took place, and the words that tell it.

use super::arguments::Site;
use super::clause::{before_verb, clause_end};
use crate::entity::Entities;
use crate::lexicon::{Kind, Prep};
use crate::morph::{FormKind, Pos};
use crate::span::Span;

/// The time that dates an event: the nearest in its clause.
///
/// A time before `إن` dates the saying: it dates what is said too if that is done (`قالت القوات الاثنين إنها بسطت سيطرتها`), not
/// what goes on (`قال الخميس إنه يجري محادثات`).
pub(crate) fn time(site: Site<'_, '_>, ongoing: bool) -> Option<usize> {
    let Site { input, trigger, start, end: stop, .. } = site;
    let layers = input.layers;
    let end = clause_end(site);
    // A time beyond another verb or inside a relative clause dates that, not this.
    let own = |(_, t): &(usize, &crate::time::Time)| {
        let between = if t.words.start > trigger.end { trigger.end..t.words.start } else { t.words.end..trigger.word };
        !between.into_iter().any(|w| {
            let pos = layers.morph(w).pos;
            // "زار إيران منذ التوصل لاتفاق الشهر الماضي": it dates what was before.
            let other = matches!(layers.role(w), "after" | "ahead" | "since") && layers.morph(w + 1).form == FormKind::Masdar;
            pos == Pos::Relative || ongoing && pos == Pos::Complementizer || layers.is_verb(w) || other
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
        .filter(own)
        // "خلال سبتمبر أو أكتوبر": of two months that may be, neither is told.
        .filter(|(_, t)| !one_of_two(t))
        .filter(|(_, t)| t.words.start < end && t.words.start + 12 > trigger.word)
        .min_by_key(|(_, t)| t.words.start.abs_diff(trigger.word));
    nearest.map(|(i, _)| i)
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
