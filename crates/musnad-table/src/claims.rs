//! Tellings of events, ready to be merged far from any archive, and what they come to.
//!
//! A claim carries keys instead of rows: of its article and of its parties. [`merge`] numbers both as the archive does (events by
//! the keys of their articles, entities by [`identity`]) and calls the archive's own `occurrences`, so that the result is the same.

use crate::column::{Cell, Columns};
use musnad::Record;
use musnad_archive::merge::{Claim, days, identity, key, occurrences};
use musnad_archive::{day_of, entity_key};
use rustc_hash::{FxHashMap, FxHashSet};

/// Facts of one kind that an archive keeps of an article.
const MOST_FACTS: usize = 4095;

/// A telling of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Key of its article; empty before it is known.
    pub article: String,
    /// Its name inside the article: `v1`.
    pub event: String,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Keys of the entities that do it.
    pub actors: Vec<String>,
    /// Keys of the entities that undergo it.
    pub recipients: Vec<String>,
    /// Day of the event.
    pub day: Option<i64>,
    /// Day of the article.
    pub told: Option<i64>,
    /// Key of the place.
    pub place: Option<String>,
    /// happened, ongoing, planned, denied, hypothetical.
    pub status: String,
    /// Folded name of the outlet.
    pub outlet: Option<String>,
    /// What is counted, and how many.
    pub counts: Vec<(String, i64)>,
}

/// A value that one telling gives and others do not: what, the value, article, event.
pub type Differ = (String, String, String, String);

/// An event in the world.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Its tellings: article and event.
    pub claims: Vec<(String, String)>,
    /// PLOVER type.
    pub kind: String,
    /// The mode most tellings give.
    pub mode: Option<String>,
    /// The first day that a telling gives.
    pub first: Option<i64>,
    /// The last.
    pub last: Option<i64>,
    /// Key of the place most tellings give.
    pub place: Option<String>,
    /// The status most tellings give.
    pub status: String,
    /// How many articles tell it.
    pub n_articles: usize,
    /// How many outlets published them.
    pub n_outlets: usize,
    /// What the tellings differ on.
    pub disagreements: Vec<Differ>,
}

/// The claims of a record; the key of the article is still to be filled in.
pub fn of(record: &Record) -> Vec<Told> {
    let keys: FxHashMap<&str, String> = record.entities.iter().map(|e| (e.id.as_str(), entity_key(e))).collect();
    let all = |ids: &[String]| ids.iter().filter_map(|id| keys.get(id.as_str()).cloned()).collect::<Vec<String>>();
    let day = |date: Option<&str>| date.and_then(day_of).as_deref().and_then(days);
    let told = day(record.article.published.as_deref());
    let outlet = record.article.outlet.as_deref().map(|o| musnad::text::fold(o.trim()));
    let claims = record.events.iter().take(MOST_FACTS).map(|event| {
        // As in the archive's table: one row for one count at one place.
        let mut counts: Vec<(u32, u32, String, i64)> = Vec::new();
        for c in &event.counts {
            if !counts.iter().any(|(s, e, w, _)| (*s, *e, w) == (c.span.start, c.span.end, &c.what)) {
                counts.push((c.span.start, c.span.end, c.what.clone(), i64::try_from(c.count).unwrap_or(i64::MAX)));
            }
        }
        Told {
            article: String::new(),
            event: event.id.clone(),
            kind: event.event.clone(),
            mode: event.mode.clone(),
            actors: all(&event.actors),
            recipients: all(&event.recipients),
            day: day(event.date.as_deref()),
            told,
            place: event.place.as_ref().and_then(|p| keys.get(p.as_str()).cloned()),
            status: event.status.clone(),
            outlet: outlet.clone(),
            counts: counts.into_iter().map(|(.., what, count)| (what, count)).collect(),
        }
    });
    claims.collect()
}

impl Told {
    fn claim(&self, event: i64) -> Claim {
        let all = |keys: &[String]| keys.iter().map(|k| identity(k)).collect::<Vec<i64>>();
        Claim {
            event,
            kind: self.kind.clone(),
            mode: self.mode.clone(),
            actors: all(&self.actors),
            recipients: all(&self.recipients),
            day: self.day,
            told: self.told,
            place: self.place.as_deref().map(identity),
            status: self.status.clone(),
            counts: self.counts.clone(),
            source: event,
        }
    }

    /// What tellings of one event share.
    pub fn key(&self) -> Option<String> {
        key(&self.claim(0)).map(|(kind, a, b)| format!("{kind} {a} {b}"))
    }

    /// Its row in the table of claims, without the article.
    pub(crate) fn row(&self) -> Vec<Cell<'static>> {
        let made = |text: &String| Cell::Made(text.clone());
        let some = |text: &Option<String>| text.clone().map_or(Cell::Null, Cell::Made);
        vec![
            made(&self.event),
            self.key().map_or(Cell::Null, Cell::Made),
            made(&self.kind),
            some(&self.mode),
            Cell::MadeTexts(self.actors.clone()),
            Cell::MadeTexts(self.recipients.clone()),
            self.day.into(),
            self.told.into(),
            some(&self.place),
            made(&self.status),
            some(&self.outlet),
            Cell::Rows(self.counts.iter().map(|(what, n)| vec![made(what), Cell::Int(*n)]).collect()),
        ]
    }
}

/// Brings tellings together. The same telling given twice counts once. Tellings of several keys may be given; the result does
/// not depend on their order, nor on how they were divided, as long as those of one key stay together.
pub fn merge(claims: &[Told]) -> Vec<Occurrence> {
    let nth = |event: &str| event.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u64>().unwrap_or(u64::MAX);
    let mut sorted: Vec<&Told> = claims.iter().collect();
    sorted.sort_by(|a, b| (&a.article, nth(&a.event), &a.event).cmp(&(&b.article, nth(&b.event), &b.event)));
    sorted.dedup_by(|a, b| a.article == b.article && a.event == b.event);
    let pure: Vec<Claim> = sorted.iter().enumerate().map(|(n, told)| told.claim(n as i64)).collect();
    let parties = |told: &&Told| {
        let keys = told.actors.iter().chain(&told.recipients).chain(&told.place);
        keys.map(|key| (identity(key), key.clone())).collect::<Vec<_>>()
    };
    let keys: FxHashMap<i64, String> = sorted.iter().flat_map(parties).collect();
    let of = |event: i64| usize::try_from(event).ok().and_then(|n| sorted.get(n).copied());
    let mut found: Vec<Occurrence> = occurrences(&pure)
        .into_iter()
        .map(|occurrence| {
            let tellings: Vec<&Told> = occurrence.claims.iter().filter_map(|c| of(*c)).collect();
            let mut disagreements: Vec<Differ> = occurrence
                .disagreements
                .iter()
                .filter_map(|d| {
                    let told = of(d.event)?;
                    let entity = d.value.parse().ok().and_then(|identity: i64| keys.get(&identity).cloned());
                    let value = if d.what == "actor" { entity } else { None }.unwrap_or_else(|| d.value.clone());
                    Some((d.what.clone(), value, told.article.clone(), told.event.clone()))
                })
                .collect();
            disagreements.sort();
            Occurrence {
                kind: tellings.first().map(|t| t.kind.clone()).unwrap_or_default(),
                claims: tellings.iter().map(|t| (t.article.clone(), t.event.clone())).collect(),
                mode: occurrence.mode,
                first: occurrence.first,
                last: occurrence.last,
                place: occurrence.place.and_then(|p| keys.get(&p).cloned()),
                status: occurrence.status,
                n_articles: tellings.iter().map(|t| &t.article).collect::<FxHashSet<_>>().len(),
                n_outlets: tellings.iter().map(|t| &t.outlet).collect::<FxHashSet<_>>().len(),
                disagreements,
            }
        })
        .collect();
    found.sort();
    found
}

impl Occurrence {
    /// Adds its row to the table of occurrences.
    pub fn push(&self, columns: &mut Columns) {
        let number = |n: usize| Cell::Int(n as i64);
        let made = |text: &str| Cell::Made(text.to_owned());
        columns.push(&[
            self.claims.first().map_or(Cell::Null, |(article, event)| Cell::Made(format!("{article}/{event}"))),
            (&self.kind).into(),
            (&self.mode).into(),
            self.first.into(),
            self.last.into(),
            (&self.place).into(),
            (&self.status).into(),
            number(self.claims.len()),
            number(self.n_articles),
            number(self.n_outlets),
            Cell::Bool(!self.disagreements.is_empty()),
            Cell::Rows(self.claims.iter().map(|(article, event)| vec![made(article), made(event)]).collect()),
            Cell::Rows(self.disagreements.iter().map(|(w, v, a, e)| vec![made(w), made(v), made(a), made(e)]).collect()),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(article: &str, event: &str, day: i64, killed: i64) -> Told {
        Told {
            article: article.into(),
            event: event.into(),
            kind: "ASSAULT".into(),
            actors: vec!["organization|جيش".into()],
            recipients: vec!["Q79".into()],
            day: Some(day),
            told: Some(day),
            status: "happened".into(),
            counts: vec![("killed".into(), killed)],
            ..Told::default()
        }
    }

    #[test]
    fn tellings_meet_whatever_their_order_and_twice_is_once() {
        let claims = [told("b", "v10", 10, 3), told("b", "v2", 10, 3), told("a", "v1", 11, 4), told("c", "v1", 40, 3)];
        let found = merge(&claims);
        let mut turned: Vec<Told> = claims.iter().rev().cloned().collect();
        turned.extend(claims.to_vec());
        assert_eq!(found, merge(&turned));
        let first: Vec<(&str, &str)> = found[0].claims.iter().map(|(a, e)| (a.as_str(), e.as_str())).collect();
        assert_eq!(first, [("a", "v1"), ("b", "v2"), ("b", "v10")]);
        assert_eq!((found.len(), found[0].n_articles, found[0].disagreements.len()), (2, 2, 6));
        assert_eq!(claims[0].key().as_deref(), Some("ASSAULT 0 79"));
    }
}
