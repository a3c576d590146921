//! Occurrences: the tellings of one event, brought together, with what they disagree on.
//!
//! Claims meet only if they share a [`key`] (type and main parties), so a cluster can group by it; within a key, tellings a day
//! or two apart are one occurrence unless their places differ. A pure function: the same claims in any order give the same result.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// Days that tellings of one event may be apart, where they name a day.
const TOLERANCE: i64 = 1;
/// Days after an event in which an article may tell it without a date.
const FRESH: i64 = 2;

/// One telling of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// Row of the event.
    pub event: i64,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Actors, as identities that are the same across articles.
    pub actors: Vec<i64>,
    /// Recipients.
    pub recipients: Vec<i64>,
    /// Day of the event as a number of days, where told.
    pub day: Option<i64>,
    /// Day of the article, where known.
    pub told: Option<i64>,
    /// Place.
    pub place: Option<i64>,
    /// happened, ongoing, planned, denied, hypothetical.
    pub status: String,
    /// What is counted, and how many: killed, injured …
    pub counts: Vec<(String, i64)>,
    /// Article that tells it; copies of one text have the row of their source.
    pub source: i64,
}

/// A value that some claims give and others do not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disagreement {
    /// date, place, actor, status, or what is counted.
    pub what: String,
    /// The value, as text.
    pub value: String,
    /// Which claim gives it.
    pub event: i64,
}

/// One event in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its claims, by row.
    pub claims: Vec<i64>,
    /// The first day that a claim gives.
    pub first: Option<i64>,
    /// The last.
    pub last: Option<i64>,
    /// The place most claims give.
    pub place: Option<i64>,
    /// The mode most claims give.
    pub mode: Option<String>,
    /// The status most claims give.
    pub status: String,
    /// Where the claims differ.
    pub disagreements: Vec<Disagreement>,
}

/// Types whose two sides may be told either way round.
const MUTUAL: [&str; 4] = ["AGREE", "CONSULT", "COOPERATE", "SUPPORT"];

/// What claims of one occurrence share: the type and the first actor and recipient (for mutual types in either order). `None`
/// for a claim without any party, which stays alone.
pub fn key(claim: &Claim) -> Option<(String, i64, i64)> {
    let actor = claim.actors.iter().min().copied();
    let recipient = claim.recipients.iter().min().copied();
    if actor.is_none() && recipient.is_none() {
        return None;
    }
    let (mut a, mut b) = (actor.unwrap_or(0), recipient.unwrap_or(0));
    if MUTUAL.contains(&claim.kind.as_str()) && a > b {
        std::mem::swap(&mut a, &mut b);
    }
    // Who suffers a deed is known before who did it: reports that differ on the actor are about one event.
    if matches!(claim.kind.as_str(), "ASSAULT" | "COERCE") && recipient.is_some() {
        a = 0;
    }
    Some((claim.kind.clone(), a, b))
}

/// Merges claims that share a key. Claims of another key may be given too: they are never merged with each other.
pub fn occurrences(claims: &[Claim]) -> Vec<Occurrence> {
    let mut sorted: Vec<&Claim> = claims.iter().collect();
    sorted.sort_by_key(|c| (anchor(c), c.event));
    let mut merger = Merger::default();
    sorted.into_iter().for_each(|claim| merger.add(claim));
    let mut found: Vec<Occurrence> = merger.close(None).iter().map(|claims| occurrence(claims)).collect();
    found.sort_by(|a, b| a.claims.cmp(&b.claims));
    found
}

/// The clusters of a key: the day that each runs to, and its claims.
type Clusters<C> = Vec<(i64, Vec<C>)>;

/// Brings claims together that come by day, and holds only those that a later one may still join: however long an archive is,
/// a few days of it are in memory.
#[derive(Debug)]
pub(crate) struct Merger<C> {
    /// By key.
    open: BTreeMap<(String, i64, i64), Clusters<C>>,
    /// Claims that nothing can join.
    alone: Vec<C>,
}

impl<C> Default for Merger<C> {
    fn default() -> Self {
        Merger { open: BTreeMap::new(), alone: Vec::new() }
    }
}

impl<C: Borrow<Claim>> Merger<C> {
    /// Takes the next claim, in order of day and event.
    pub fn add(&mut self, claim: C) {
        let c: &Claim = claim.borrow();
        let (Some(key), Some(day)) = (key(c), anchor(c)) else { return self.alone.push(claim) };
        let open = self.open.entry(key).or_default();
        let reach = if c.day.is_some() { TOLERANCE } else { FRESH };
        let fits = |last: i64, members: &[C]| day - last <= reach && members.iter().all(|m| together(m.borrow(), c));
        match open.iter_mut().rev().find(|(last, members)| fits(*last, members)) {
            Some((last, members)) => {
                // A day that is told moves the end; an article's own day does not, or a serial would never end.
                if c.day.is_some() {
                    *last = (*last).max(day);
                }
                members.push(claim);
            }
            None => open.push((day, vec![claim])),
        }
    }

    /// The clusters that no claim from `day` on can join; without a day, all that are left. In order of their keys.
    pub fn close(&mut self, day: Option<i64>) -> Vec<Vec<C>> {
        let mut closed: Vec<Vec<C>> = std::mem::take(&mut self.alone).into_iter().map(|claim| vec![claim]).collect();
        let done = |last: i64| day.is_none_or(|day| day - last > TOLERANCE.max(FRESH));
        self.open.retain(|_, clusters| {
            closed.extend(clusters.extract_if(.., |(last, _)| done(*last)).map(|(_, claims)| claims));
            !clusters.is_empty()
        });
        closed
    }
}

fn anchor(claim: &Claim) -> Option<i64> {
    claim.day.or(claim.told)
}

/// Whether two claims can be one event: days near, places not at odds, modes not at odds, planned apart from done.
fn together(a: &Claim, b: &Claim) -> bool {
    let agree = |x: Option<i64>, y: Option<i64>| x.is_none() || y.is_none() || x == y;
    let days = match (a.day, b.day) {
        (Some(x), Some(y)) => (x - y).abs() <= TOLERANCE,
        _ => true,
    };
    let modes = a.mode.is_none() || b.mode.is_none() || a.mode == b.mode;
    let foretold = |c: &Claim| matches!(c.status.as_str(), "planned" | "hypothetical");
    days && agree(a.place, b.place) && modes && foretold(a) == foretold(b)
}

/// What the claims of one cluster tell together.
pub(crate) fn occurrence<C: Borrow<Claim>>(claims: &[C]) -> Occurrence {
    let claims: Vec<&Claim> = claims.iter().map(Borrow::borrow).collect();
    let claims = claims.as_slice();
    let mut rows: Vec<i64> = claims.iter().map(|c| c.event).collect();
    rows.sort_unstable();
    let days = || claims.iter().filter_map(|c| c.day);
    let told = || claims.iter().filter_map(|c| anchor(c));
    Occurrence {
        first: days().min().or_else(|| told().min()),
        last: days().max().or_else(|| told().min()),
        place: most(claims.iter().filter_map(|c| c.place)),
        mode: most(claims.iter().filter_map(|c| c.mode.clone())),
        status: most(claims.iter().map(|c| c.status.clone())).unwrap_or_default(),
        disagreements: disagreements(claims),
        claims: rows,
    }
}

/// The value given most often; the smaller one of equals.
fn most<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map(|(v, _)| v)
}

fn disagreements(claims: &[&Claim]) -> Vec<Disagreement> {
    let mut given: BTreeMap<String, BTreeMap<String, BTreeSet<i64>>> = BTreeMap::new();
    let mut add = |what: &str, value: String, event: i64| {
        given.entry(what.to_owned()).or_default().entry(value).or_default().insert(event);
    };
    for claim in claims {
        if let Some(day) = claim.day {
            add("date", civil(day), claim.event);
        }
        add("status", claim.status.clone(), claim.event);
        if let Some(actor) = claim.actors.iter().min() {
            add("actor", actor.to_string(), claim.event);
        }
        for (what, count) in &claim.counts {
            add(what, count.to_string(), claim.event);
        }
    }
    given
        .into_iter()
        .filter(|(_, values)| values.len() > 1)
        .flat_map(|(what, values)| {
            values.into_iter().flat_map(move |(value, events)| {
                let what = what.clone();
                events.into_iter().map(move |event| Disagreement { what: what.clone(), value: value.clone(), event })
            })
        })
        .collect()
}

/// Days since 1970-01-01 of an ISO day.
pub fn days(iso: &str) -> Option<i64> {
    let mut parts = iso.get(..10)?.split('-').map(|p| p.parse::<i64>().ok());
    let (y, m, d) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&m) || !(1..=31).contains(&d) {
        return None;
    }
    // Howard Hinnant's days_from_civil.
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

/// The ISO day of days since 1970-01-01.
pub fn civil(days: i64) -> String {
    let z = days + 719_468;
    let (era, day_of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    format!("{:04}-{month:02}-{day:02}", year_of_era + era * 400 + i64::from(month <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(event: i64, day: Option<i64>, killed: i64) -> Claim {
        Claim {
            event,
            kind: "ASSAULT".into(),
            actors: vec![event],
            recipients: vec![7],
            day,
            told: Some(100),
            status: "happened".into(),
            counts: vec![("killed".into(), killed)],
            source: event,
            ..Claim::default()
        }
    }

    #[test]
    fn tellings_meet_and_their_differences_are_kept() {
        let found = occurrences(&[claim(1, Some(100), 10), claim(2, Some(101), 14), claim(3, None, 10), claim(4, Some(120), 3)]);
        assert_eq!(found.iter().map(|o| o.claims.clone()).collect::<Vec<_>>(), [vec![1, 2, 3], vec![4]]);
        let differ: BTreeSet<&str> = found[0].disagreements.iter().map(|d| d.what.as_str()).collect();
        assert_eq!(differ, BTreeSet::from(["actor", "date", "killed"]));
    }

    #[test]
    fn order_and_division_by_key_change_nothing() {
        let claims: Vec<Claim> =
            (0..40).map(|n| Claim { recipients: vec![n % 3], ..claim(n, (n % 4 != 0).then_some(100 + n % 9), n) }).collect();
        let mut turned = claims.clone();
        turned.reverse();
        let whole = occurrences(&claims);
        assert_eq!(whole, occurrences(&turned));
        let mut parts: Vec<Occurrence> = (0..3)
            .flat_map(|k| occurrences(&claims.iter().filter(|c| c.recipients == [k]).cloned().collect::<Vec<_>>()))
            .collect();
        parts.sort_by(|a, b| a.claims.cmp(&b.claims));
        assert_eq!(whole, parts);
    }

    #[test]
    fn days_and_back() {
        for iso in ["1970-01-01", "2000-02-29", "2024-12-31", "1969-12-31"] {
            assert_eq!(days(iso).map(civil).as_deref(), Some(iso));
        }
        assert_eq!(days("2024-13-01"), None);
    }
}
