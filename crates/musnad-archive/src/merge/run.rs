//! Merging what was added since the last time: stories and occurrences of the days that changed.

use super::identity::identity;
use super::occurrences::{Claim, Merger, civil, days, occurrence};
use super::stories::{LEAD, Telling, stem, stories};
use crate::archive::Archive;
use crate::error::{Doing, Error};
use rusqlite::{Connection, TransactionBehavior, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Borrow;

/// Days on either side of a changed one whose articles may belong to its stories.
const AROUND: i64 = 2;
/// Articles clustered at a time; more are taken in runs of days that overlap by one.
const MOST: i64 = 12_000;
const DOING: &str = "merge tellings";

/// What a merge did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Days whose articles had changed.
    pub days: usize,
}

impl Archive {
    /// Merges the articles added since the last merge into stories, and their events into occurrences. May be stopped at any
    /// moment: what is not done stays noted, and the next merge does it.
    ///
    /// # Errors
    /// If the archive cannot be written.
    pub fn merge(&mut self) -> Result<Merged, Error> {
        let changed: Vec<i64> =
            column(&self.db, "SELECT day FROM unmerged ORDER BY day")?.iter().filter_map(|d| days(d)).collect();
        let merged = Merged { days: changed.len() };
        for run in self.runs(&changed)? {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).doing(DOING)?;
            merge_stories(&tx, run)?;
            let changed: FxHashSet<i64> = changed.iter().copied().filter(|d| (run.0..=run.1).contains(d)).collect();
            merge_occurrences(&tx, &changed)?;
            crate::fix::reapply_occurrences(&tx)?;
            for day in changed.iter().filter(|d| **d < run.1 || run.2) {
                tx.execute("DELETE FROM unmerged WHERE day = ?1", [civil(*day)]).doing(DOING)?;
            }
            tx.commit().doing(DOING)?;
        }
        // A day that is no date would stay for ever.
        self.db
            .execute("DELETE FROM unmerged WHERE day NOT GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'", [])
            .doing(DOING)?;
        Ok(merged)
    }

    /// Runs of days around the changed ones, each of not too many articles: first day, last day, whether the last day is done with it.
    fn runs(&self, changed: &[i64]) -> Result<Vec<(i64, i64, bool)>, Error> {
        let mut wide: Vec<(i64, i64)> = Vec::new();
        for day in changed {
            match wide.last_mut() {
                Some((_, end)) if day - AROUND <= *end + 1 => *end = day + AROUND,
                _ => wide.push((day - AROUND, day + AROUND)),
            }
        }
        let mut runs = Vec::new();
        for (start, end) in wide {
            let (mut from, mut n) = (start, 0);
            for day in start..=end {
                let here: i64 = self
                    .db
                    .prepare_cached("SELECT count(*) FROM articles WHERE day = ?1 AND (copy_of IS NULL OR copy_kind <> 'identical') AND current = 1")
                    .and_then(|mut s| s.query_row([civil(day)], |r| r.get(0)))
                    .doing(DOING)?;
                if n + here > MOST && day > from + 1 {
                    runs.push((from, day - 1, false));
                    // The last day is clustered again with the next ones.
                    (from, n) = (day - 1, 0);
                }
                n += here;
            }
            runs.push((from, end, true));
        }
        Ok(runs)
    }
}

fn column(db: &Connection, sql: &str) -> Result<Vec<String>, Error> {
    let mut rows = db.prepare(sql).doing(DOING)?;
    rows.query_map([], |r| r.get(0)).and_then(Iterator::collect).doing(DOING)
}

/// The rows of groups, each keeping the lowest row that a member had, unless another group took it.
struct Rows {
    taken: FxHashSet<i64>,
    next: i64,
}

impl Rows {
    fn new(db: &Connection, table: &str) -> Result<Rows, Error> {
        let last: i64 = db.query_row(&format!("SELECT coalesce(max(id), 0) FROM {table}"), [], |r| r.get(0)).doing(DOING)?;
        Ok(Rows { taken: FxHashSet::default(), next: last + 1 })
    }

    fn of(&mut self, before: impl Iterator<Item = i64>) -> i64 {
        let mut before: Vec<i64> = before.collect();
        before.sort_unstable();
        if let Some(kept) = before.into_iter().find(|b| !self.taken.contains(b)) {
            self.taken.insert(kept);
            return kept;
        }
        self.next += 1;
        self.taken.insert(self.next - 1);
        self.next - 1
    }
}

fn merge_stories(db: &Connection, (from, to, _): (i64, i64, bool)) -> Result<(), Error> {
    let mut select = db
        .prepare(
            "SELECT id, day, coalesce(title, ''), substr(text, 1, 1500), story FROM articles
             WHERE day BETWEEN ?1 AND ?2 AND (copy_of IS NULL OR copy_kind <> 'identical') AND current = 1 ORDER BY day, id",
        )
        .doing(DOING)?;
    let stems = |text: &str, most: usize| -> Vec<u64> {
        musnad::search::tokens(text).iter().take(most).map(|t| stem(&t.light)).collect()
    };
    let mut articles: Vec<(i64, Option<i64>)> = Vec::new();
    let mut tellings: Vec<Telling> = Vec::new();
    let mut rows = select.query([civil(from), civil(to)]).doing(DOING)?;
    while let Some(row) = rows.next().doing(DOING)? {
        let (id, day, title, text, story): (i64, String, String, String, Option<i64>) =
            (|| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))().doing(DOING)?;
        articles.push((id, story));
        tellings.push(Telling { day: days(&day).unwrap_or(from), title: stems(&title, 60), lead: stems(&text, LEAD) });
    }
    let roots = stories(&tellings);
    let mut members: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    roots.iter().enumerate().for_each(|(idx, root)| members.entry(*root).or_default().push(idx));
    let mut ids = Rows::new(db, "stories")?;
    let mut touched: FxHashSet<i64> = articles.iter().filter_map(|a| a.1).collect();
    for group in members.values() {
        let story = ids.of(group.iter().filter_map(|m| articles[*m].1));
        touched.insert(story);
        let known =
            db.prepare_cached("INSERT OR IGNORE INTO stories (id, n_articles, n_outlets, n_sources) VALUES (?1, 0, 0, 0)");
        known.and_then(|mut s| s.execute([story])).doing(DOING)?;
        for member in group {
            let (id, before) = articles[*member];
            if before != Some(story) {
                db.prepare_cached("UPDATE articles SET story = ?2 WHERE id = ?1")
                    .and_then(|mut s| s.execute([id, story]))
                    .doing(DOING)?;
            }
        }
    }
    // Word-for-word copies stand with their source; edited and cut ones were looked at themselves.
    db.execute(
        "UPDATE articles SET story = (SELECT s.story FROM articles s WHERE s.id = articles.copy_of)
         WHERE day BETWEEN ?1 AND ?2 AND copy_kind = 'identical'
         AND story IS NOT (SELECT s.story FROM articles s WHERE s.id = articles.copy_of)",
        [civil(from), civil(to)],
    )
    .doing(DOING)?;
    for story in touched {
        summarise_story(db, story)?;
    }
    Ok(())
}

fn summarise_story(db: &Connection, story: i64) -> Result<(), Error> {
    let n: i64 = db
        .prepare_cached("SELECT count(*) FROM articles WHERE story = ?1")
        .and_then(|mut s| s.query_row([story], |r| r.get(0)))
        .doing(DOING)?;
    if n == 0 {
        return db.execute("DELETE FROM stories WHERE id = ?1", [story]).map(|_| ()).doing(DOING);
    }
    db.prepare_cached(
        "UPDATE stories SET n_articles = x.n, n_outlets = x.o, n_sources = x.s, first_day = x.f, last_day = x.l,
         title = (SELECT title FROM articles WHERE story = ?1 AND copy_of IS NULL AND title IS NOT NULL ORDER BY day, id LIMIT 1)
         FROM (SELECT count(*) n, count(DISTINCT outlet) o, sum(copy_of IS NULL) s, min(day) f, max(day) l FROM articles
               WHERE story = ?1 AND current = 1) x WHERE stories.id = ?1",
    )
    .and_then(|mut s| s.execute([story]))
    .map(|_| ())
    .doing(DOING)
}

/// Events anchored on or near the days on which changed articles tell something.
fn merge_occurrences(db: &Connection, changed: &FxHashSet<i64>) -> Result<(), Error> {
    let mut anchors: FxHashSet<i64> = FxHashSet::default();
    for day in changed {
        let mut rows = db
            .prepare_cached("SELECT DISTINCT v.anchor FROM events v JOIN articles a ON a.id = v.article WHERE a.day = ?1")
            .doing(DOING)?;
        let found = rows.query_map([civil(*day)], |r| r.get::<_, Option<String>>(0)).doing(DOING)?;
        for anchor in found {
            if let Some(day) = anchor.doing(DOING)?.as_deref().and_then(days) {
                anchors.extend(day - 3..=day + 3);
            }
        }
    }
    let mut sorted: Vec<i64> = anchors.into_iter().collect();
    sorted.sort_unstable();
    // Runs of anchor days that touch are merged together, a day after the other.
    for run in sorted.chunk_by(|a, b| b - a == 1) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            merge_anchors(db, *first, *last)?;
        }
    }
    Ok(())
}

/// A claim, and what its row is about.
struct Told {
    claim: Claim,
    /// Row of the event.
    row: i64,
    /// The occurrence row that it had.
    before: Option<i64>,
    outlet: Option<i64>,
}

impl Borrow<Claim> for Told {
    fn borrow(&self) -> &Claim {
        &self.claim
    }
}

/// Claims anchored on a day, with what each occurrence row was before. Events are numbered by the content of their articles, from
/// `first` on, and entities by their keys, not by their rows: the order in which articles were added decides nothing, and a
/// cluster that never saw the rows comes to the same occurrences.
fn claims(db: &Connection, day: i64, first: i64, rows: &mut FxHashMap<i64, i64>) -> Result<Vec<Told>, Error> {
    let mut select = db
        .prepare_cached(
            "SELECT v.id, v.type, v.mode, v.day, a.day, e.key, e.id, v.status, coalesce(a.copy_of, a.id), v.occurrence,
             a.outlet FROM events v JOIN articles a ON a.id = v.article LEFT JOIN entities p ON p.id = v.place
             LEFT JOIN entities e ON e.id = coalesce(p.merged_into, p.id)
             WHERE v.anchor = ?1 AND v.rejected = 0 AND a.current = 1 ORDER BY a.given_sha256, v.id",
        )
        .doing(DOING)?;
    let number = |iso: Option<String>| iso.as_deref().and_then(days);
    let mut found: Vec<Told> = Vec::new();
    let mut selected = select.query([civil(day)]).doing(DOING)?;
    while let Some(r) = selected.next().doing(DOING)? {
        let mut told = || {
            let place: Option<(String, i64)> = r.get::<_, Option<String>>(5)?.zip(r.get(6)?);
            let claim = Claim {
                event: first + found.len() as i64,
                kind: r.get(1)?,
                mode: r.get(2)?,
                day: number(r.get(3)?),
                told: number(r.get(4)?),
                place: place.map(|(key, row)| known(rows, &key, row)),
                status: r.get(7)?,
                source: r.get(8)?,
                ..Claim::default()
            };
            Ok(Told { claim, row: r.get(0)?, before: r.get(9)?, outlet: r.get(10)? })
        };
        found.push(told().doing(DOING)?);
    }
    let mut parties = db
        .prepare_cached(
            "SELECT p.role, e.key, e.id FROM event_parties p JOIN entities r ON r.id = p.entity
             JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE p.event = ?1",
        )
        .doing(DOING)?;
    let mut counts = db.prepare_cached("SELECT what, count FROM event_counts WHERE event = ?1").doing(DOING)?;
    for Told { claim, row, .. } in &mut found {
        let mut parties = parties.query([*row]).doing(DOING)?;
        while let Some(party) = parties.next().doing(DOING)? {
            let (role, key, row): (String, String, i64) =
                (|| Ok((party.get(0)?, party.get(1)?, party.get(2)?)))().doing(DOING)?;
            let entity = known(rows, &key, row);
            if role == "actor" { claim.actors.push(entity) } else { claim.recipients.push(entity) }
        }
        claim.counts = counts.query_map([*row], |r| Ok((r.get(0)?, r.get(1)?))).and_then(Iterator::collect).doing(DOING)?;
    }
    Ok(found)
}

/// The identity of an entity, remembered with its row.
fn known(rows: &mut FxHashMap<i64, i64>, key: &str, row: i64) -> i64 {
    let identity = identity(key);
    rows.insert(identity, row);
    identity
}

fn merge_anchors(db: &Connection, first: i64, last: i64) -> Result<(), Error> {
    let mut run = Run { db, rows: FxHashMap::default(), ids: Rows::new(db, "occurrences")?, emptied: FxHashSet::default() };
    let mut merger = Merger::default();
    let mut n = 0;
    for day in first..=last {
        for closed in merger.close(Some(day)) {
            run.write(&closed)?;
        }
        for told in claims(db, day, n, &mut run.rows)? {
            n += 1;
            run.emptied.extend(told.before);
            merger.add(told);
        }
    }
    for closed in merger.close(None) {
        run.write(&closed)?;
    }
    // Rows that lost all their claims; those with claims outside this run stay.
    for id in run.emptied.difference(&run.ids.taken) {
        db.prepare_cached(
            "DELETE FROM disagreements WHERE occurrence = ?1 AND NOT EXISTS (SELECT 1 FROM events WHERE occurrence = ?1)",
        )
        .and_then(|mut s| s.execute([id]))
        .doing(DOING)?;
        db.prepare_cached("DELETE FROM occurrences WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM events WHERE occurrence = ?1)")
            .and_then(|mut s| s.execute([id]))
            .doing(DOING)?;
    }
    Ok(())
}

/// Writing the occurrences of a run of days.
struct Run<'db> {
    db: &'db Connection,
    /// Rows of entities by their identity.
    rows: FxHashMap<i64, i64>,
    ids: Rows,
    /// Rows that claims of the run had before.
    emptied: FxHashSet<i64>,
}

impl Run<'_> {
    fn write(&mut self, tellings: &[Told]) -> Result<(), Error> {
        let db = self.db;
        let occurrence = occurrence(tellings);
        let entity = |identity: i64| self.rows.get(&identity).copied().unwrap_or(identity);
        let id = self.ids.of(tellings.iter().filter_map(|t| t.before));
        let outlets: FxHashSet<Option<i64>> = tellings.iter().map(|t| t.outlet).collect();
        let sources: FxHashSet<i64> = tellings.iter().map(|t| t.claim.source).collect();
        let articles: FxHashSet<i64> = tellings.iter().map(|t| t.row >> 12).collect();
        let kind = tellings.first().map(|t| t.claim.kind.as_str()).unwrap_or_default();
        db.prepare_cached(
            "INSERT INTO occurrences (id, type, mode, first_day, last_day, place, status, n_claims, n_articles, n_outlets,
             n_sources, disputed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (id) DO UPDATE SET type = ?2, mode = ?3, first_day = ?4, last_day = ?5, place = ?6, status = ?7,
             n_claims = ?8, n_articles = ?9, n_outlets = ?10, n_sources = ?11, disputed = ?12
             WHERE (type, mode, first_day, last_day, place, status, n_claims, n_articles, n_outlets, n_sources, disputed)
             IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )
        .and_then(|mut s| {
            s.execute(params![
                id,
                kind,
                occurrence.mode,
                occurrence.first.map(civil),
                occurrence.last.map(civil),
                occurrence.place.map(entity),
                occurrence.status,
                occurrence.claims.len() as i64,
                articles.len() as i64,
                outlets.len() as i64,
                sources.len() as i64,
                !occurrence.disagreements.is_empty(),
            ])
        })
        .doing(DOING)?;
        for telling in tellings.iter().filter(|t| t.before != Some(id)) {
            db.prepare_cached("UPDATE events SET occurrence = ?2 WHERE id = ?1")
                .and_then(|mut s| s.execute([telling.row, id]))
                .doing(DOING)?;
        }
        db.prepare_cached("DELETE FROM disagreements WHERE occurrence = ?1").and_then(|mut s| s.execute([id])).doing(DOING)?;
        for differ in &occurrence.disagreements {
            let value = match (differ.what.as_str(), differ.value.parse()) {
                ("actor", Ok(identity)) => entity(identity).to_string(),
                _ => differ.value.clone(),
            };
            let event = tellings.iter().find(|t| t.claim.event == differ.event).map(|t| t.row);
            db.prepare_cached("INSERT OR IGNORE INTO disagreements (occurrence, what, value, event) VALUES (?1, ?2, ?3, ?4)")
                .and_then(|mut s| s.execute(params![id, differ.what, value, event]))
                .doing(DOING)?;
        }
        Ok(())
    }
}
