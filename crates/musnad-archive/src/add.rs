//! Adding articles: one transaction for a batch, each article whole with its facts and index rows.

use crate::archive::{Archive, first_bytes};
use crate::error::{Doing, Error};
use crate::given::{Given, Relation};
use crate::merge::{CopyKind, UNDATED, copy_kind, days, period};
use crate::prepare::{Prepared, prepare, unpack};
use crate::{hash, index};
use musnad::Reader;
use musnad::record::Record;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Facts of one kind that an article may have; more are left out, and the log says so.
const MOST_FACTS: usize = 4095;
/// Days that a copy may come after or before its source.
const MOST_DAYS: i64 = 2;
/// Articles with one word run that are looked at; a run of more is a formula.
const MOST_WITH_RUN: i64 = 24;

/// What became of an article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Added {
    /// It is new.
    New(i64),
    /// It is a new version of an article that is kept beside it.
    Version(i64, i64),
    /// It was there, and something is known of it now that was not.
    More(i64),
    /// It was there.
    Same(i64),
}

impl Added {
    /// The article's row.
    pub fn id(self) -> i64 {
        match self {
            Added::New(id) | Added::Version(id, _) | Added::More(id) | Added::Same(id) => id,
        }
    }
}

/// The row of the nth fact of an article: it stays the same when the article is read again.
pub(crate) fn fact_id(article: i64, nth: usize) -> i64 {
    article << 12 | nth as i64
}

impl Archive {
    /// Adds a batch in one transaction; `now` is written as the time of adding. When this returns, all of it is on disk.
    ///
    /// # Errors
    /// If the archive cannot be written; then nothing of the batch was added.
    pub fn add(&mut self, reader: &Reader, batch: Vec<Prepared>, now: &str) -> Result<Vec<Added>, Error> {
        self.add_all(reader, std::iter::once(batch), now)
    }

    /// Adds all batches that come in one transaction, each let go as soon as it is written: the more articles share a
    /// transaction, the fewer times a page of an index goes to disk. When this returns, all of it is on disk.
    ///
    /// # Errors
    /// If the archive cannot be written; then nothing of any batch was added.
    pub fn add_all(
        &mut self,
        reader: &Reader,
        batches: impl IntoIterator<Item = Vec<Prepared>>,
        now: &str,
    ) -> Result<Vec<Added>, Error> {
        let done = self.transact(reader, batches, now);
        if done.is_err() {
            // What was remembered of the lost transaction is not in the file.
            let _ = self.remember();
        }
        done
    }

    fn transact(
        &mut self,
        reader: &Reader,
        batches: impl IntoIterator<Item = Vec<Prepared>>,
        now: &str,
    ) -> Result<Vec<Added>, Error> {
        // The connection is borrowed by the transaction, and what is remembered beside it changes meanwhile.
        let Archive { db, entities, terms, seen, periods, .. } = self;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).doing("start adding")?;
        let mut added = Vec::new();
        let mut hashes = Vec::new();
        for item in batches.into_iter().flatten() {
            let mut writer = Writer { db: &tx, reader, entities, terms, periods, now };
            hashes.push(first_bytes(&item.given_sha256));
            added.push(writer.add(item)?);
        }
        tx.commit().doing("commit what was added")?;
        seen.extend(hashes);
        Ok(added)
    }
}

/// One transaction's view of the archive.
pub(crate) struct Writer<'w> {
    pub db: &'w Connection,
    pub reader: &'w Reader,
    pub entities: &'w mut crate::entity::Known,
    pub terms: &'w mut rustc_hash::FxHashSet<u64>,
    pub periods: &'w mut BTreeSet<i64>,
    pub now: &'w str,
}

impl Writer<'_> {
    fn add(&mut self, item: Prepared) -> Result<Added, Error> {
        let mut best: Option<(Relation, i64, Given)> = None;
        for (id, old) in self.candidates(&item)? {
            let relation = item.given.relation(&old);
            let rank = |r: Relation| match r {
                Relation::Same => 0,
                Relation::More => 1,
                Relation::Version => 2,
                Relation::Other => 3,
            };
            if best.as_ref().is_none_or(|(b, ..)| rank(relation) < rank(*b)) {
                best = Some((relation, id, old));
            }
        }
        match best {
            Some((Relation::Same, id, _)) => Ok(Added::Same(id)),
            Some((Relation::More, id, old)) => self.complete(id, &item.given, &old),
            Some((Relation::Version, old, _)) => {
                let id = self.insert(&item, Some(old))?;
                Ok(Added::Version(id, old))
            }
            _ => Ok(Added::New(self.insert(&item, None)?)),
        }
    }

    /// Stored articles that may be this one: of the same address, or of the same text where an address is not known; the last
    /// one first. A text that ten addresses carry is not read ten times.
    fn candidates(&self, item: &Prepared) -> Result<Vec<(i64, Given)>, Error> {
        let sql = match item.given.url_key() {
            Some(_) => {
                "SELECT id FROM articles WHERE text_sha256 = ?1 AND url_key IS NULL
                 UNION SELECT id FROM articles WHERE url_key = ?2 AND (current = 1 OR text_sha256 = ?1) ORDER BY id DESC LIMIT 200"
            }
            None => "SELECT id FROM articles WHERE text_sha256 = ?1 AND ?2 IS NULL ORDER BY id DESC LIMIT 200",
        };
        let mut rows = self.db.prepare_cached(sql).doing("look for the article")?;
        let ids: Vec<i64> = rows
            .query_map(params![&item.text_sha256[..], item.given.url_key()], |r| r.get(0))
            .and_then(Iterator::collect)
            .doing("look for the article")?;
        ids.into_iter().map(|id| Ok((id, stored(self.db, id)?.0))).collect()
    }

    /// More became known of a stored article: it is read again with all that is known.
    fn complete(&mut self, id: i64, new: &Given, old: &Given) -> Result<Added, Error> {
        let united = prepare(self.reader, new.united(old));
        // Two articles kept apart for want of an address may turn out to be one; the older row then stays as it is.
        let taken: Option<i64> = self
            .db
            .query_row("SELECT id FROM articles WHERE given_sha256 = ?1", [&united.given_sha256[..]], |r| r.get(0))
            .optional()
            .doing("look for the article")?;
        if let Some(other) = taken {
            return Ok(Added::Same(other));
        }
        self.replace(id, &united)?;
        Ok(Added::More(id))
    }

    /// Puts a new reading in the place of the stored one.
    pub fn replace(&mut self, id: i64, item: &Prepared) -> Result<(), Error> {
        let doing = "read an article anew";
        self.erase(id)?;
        let outlet = self.outlet(item)?;
        let (given, article) = (&item.given, &item.given.article);
        self.db
            .prepare_cached(
                "UPDATE articles SET url = ?2, url_key = ?3, outlet = ?4, external_id = ?5, title = ?6, published = ?7, day = ?8,
                 author = ?9, n_words = ?10, source = ?11, reader = ?12, given_sha256 = ?13, n_runs = ?14 WHERE id = ?1",
            )
            .and_then(|mut s| {
                s.execute(params![
                    id,
                    article.url,
                    given.url_key(),
                    outlet,
                    article.id,
                    article.title,
                    article.published,
                    given.day(),
                    given.author,
                    n_words(item),
                    given.source,
                    item.record.musnad,
                    &item.given_sha256[..],
                    item.shingles.len() as i64,
                ])
            })
            .doing(doing)?;
        self.record(id, item)?;
        self.facts(id, item)
    }

    fn record(&self, id: i64, item: &Prepared) -> Result<(), Error> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO records (article, sha256, record) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.execute(params![id, &item.record_sha256[..], item.packed]))
            .map(|_| ())
            .doing("add a record")
    }

    fn insert(&mut self, item: &Prepared, replaces: Option<i64>) -> Result<i64, Error> {
        let doing = "add an article";
        let outlet = self.outlet(item)?;
        let (given, article) = (&item.given, &item.given.article);
        let copy = self.copied(item)?;
        let version = match replaces {
            None => 1,
            Some(old) => {
                self.db.execute("UPDATE articles SET current = 0 WHERE id = ?1", [old]).doing(doing)?;
                let was: i64 =
                    self.db.query_row("SELECT version FROM articles WHERE id = ?1", [old], |r| r.get(0)).doing(doing)?;
                was + 1
            }
        };
        let id = self
            .db
            .prepare_cached(
                "INSERT INTO articles (url, url_key, outlet, external_id, title, published, day, author, text, n_words, version,
                 replaces, source, added, reader, text_sha256, given_sha256, n_runs, copy_of, copy_kind, copy_share)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            )
            .and_then(|mut s| {
                s.insert(params![
                    article.url,
                    given.url_key(),
                    outlet,
                    article.id,
                    article.title,
                    article.published,
                    given.day(),
                    given.author,
                    article.text,
                    n_words(item),
                    version,
                    replaces,
                    given.source,
                    self.now,
                    item.record.musnad,
                    &item.text_sha256[..],
                    &item.given_sha256[..],
                    item.shingles.len() as i64,
                    copy.map(|c| c.0),
                    copy.map(|c| c.1.name()),
                    copy.map(|c| c.2),
                ])
            })
            .doing(doing)?;
        self.record(id, item)?;
        self.facts(id, item)?;
        Ok(id)
    }

    /// The source that an article copies, how, and which share of the shorter text both have.
    fn copied(&self, item: &Prepared) -> Result<Option<(i64, CopyKind, f64)>, Error> {
        let doing = "look for copies";
        let mut shared: FxHashMap<i64, usize> = FxHashMap::default();
        let given_day = item.given.day().as_deref().and_then(days);
        // An article without a day may copy one of any day.
        let periods: Vec<i64> = match given_day {
            Some(day) => vec![UNDATED, period(Some(day - MOST_DAYS)), period(Some(day + MOST_DAYS))],
            None => self.periods.iter().copied().collect(),
        };
        let sql = "SELECT article FROM shingles WHERE period = ?1 AND hash = ?2 ORDER BY article DESC LIMIT ?3";
        let mut rows = self.db.prepare_cached(sql).doing(doing)?;
        for period in self.periods.iter().filter(|p| periods.contains(p)) {
            for hash in &item.shingles {
                let mut found = rows.query([*period, *hash, MOST_WITH_RUN]).doing(doing)?;
                while let Some(row) = found.next().doing(doing)? {
                    *shared.entry(row.get(0).doing(doing)?).or_default() += 1;
                }
            }
        }
        let mut likely: Vec<(usize, i64)> = shared.into_iter().filter(|(_, n)| *n > 1).map(|(id, n)| (n, id)).collect();
        likely.sort_unstable_by_key(|(n, id)| (std::cmp::Reverse(*n), *id));
        let url = item.given.url_key();
        for (n, id) in likely.into_iter().take(8) {
            let (n_runs, key, source, day): (i64, Option<String>, Option<i64>, Option<String>) = self
                .db
                .prepare_cached("SELECT n_runs, url_key, copy_of, day FROM articles WHERE id = ?1")
                .and_then(|mut s| s.query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))))
                .doing(doing)?;
            // The same formula weeks later ("the fifth plane has landed") is other news.
            if let (Some(a), Some(b)) = (day.as_deref().and_then(days), given_day)
                && (a - b).abs() > MOST_DAYS
            {
                continue;
            }
            if url.is_some() && url == key {
                continue; // An older version of the same page.
            }
            if let Some((kind, share)) = copy_kind(item.shingles.len(), n_runs as usize, n) {
                return Ok(Some((source.unwrap_or(id), kind, (share * 1000.0).round() / 1000.0)));
            }
        }
        Ok(None)
    }

    fn outlet(&self, item: &Prepared) -> Result<Option<i64>, Error> {
        let Some(name) = &item.given.article.outlet else { return Ok(None) };
        let key = musnad::text::fold(name.trim());
        let found = self
            .db
            .prepare_cached("SELECT id FROM outlets WHERE key = ?1")
            .and_then(|mut s| s.query_row([&key], |r| r.get(0)).optional())
            .doing("add an outlet")?;
        if let Some(id) = found {
            return Ok(Some(id));
        }
        let insert = "INSERT INTO outlets (name, key) VALUES (?1, ?2)";
        self.db.prepare_cached(insert).and_then(|mut s| s.insert(params![name.trim(), key])).map(Some).doing("add an outlet")
    }

    /// Removes facts and index rows of an article.
    fn erase(&mut self, id: i64) -> Result<(), Error> {
        let doing = "remove an older reading";
        let (given, packed) = stored(self.db, id)?;
        let record = unpack(id, &packed, &given)?;
        let rows = index::rows(&record);
        let gone = "INSERT INTO article_search (article_search, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)";
        self.db.prepare_cached(gone).and_then(|mut s| s.execute(params![id, rows.title, rows.body])).doing(doing)?;
        for (nth, (speaker, content)) in rows.statements.iter().enumerate().take(MOST_FACTS) {
            let gone = "INSERT INTO statement_search (statement_search, rowid, speaker, content) VALUES ('delete', ?1, ?2, ?3)";
            self.db.prepare_cached(gone).and_then(|mut s| s.execute(params![fact_id(id, nth), speaker, content])).doing(doing)?;
        }
        for (nth, (parties, evidence)) in rows.events.iter().enumerate().take(MOST_FACTS) {
            let gone = "INSERT INTO event_search (event_search, rowid, parties, evidence) VALUES ('delete', ?1, ?2, ?3)";
            self.db
                .prepare_cached(gone)
                .and_then(|mut s| s.execute(params![fact_id(id, nth), parties, evidence]))
                .doing(doing)?;
        }
        let (first, last) = (fact_id(id, 0), fact_id(id, MOST_FACTS));
        for table in ["statement_hops", "cues", "addressees"] {
            let sql = format!("DELETE FROM {table} WHERE statement BETWEEN ?1 AND ?2");
            self.db.prepare_cached(&sql).and_then(|mut s| s.execute([first, last])).doing(doing)?;
        }
        for table in ["event_parties", "event_hops", "event_counts", "disagreements"] {
            let sql = format!("DELETE FROM {table} WHERE event BETWEEN ?1 AND ?2");
            self.db.prepare_cached(&sql).and_then(|mut s| s.execute([first, last])).doing(doing)?;
        }
        for table in ["mentions", "times", "statements", "events", "designations"] {
            let sql = format!("DELETE FROM {table} WHERE article = ?1");
            self.db.prepare_cached(&sql).and_then(|mut s| s.execute([id])).doing(doing)?;
        }
        for hash in index::shingles(&rows.body) {
            let gone = "DELETE FROM shingles WHERE hash = ?1 AND article = ?2";
            self.db.prepare_cached(gone).and_then(|mut s| s.execute([hash, id])).doing(doing)?;
        }
        Ok(())
    }

    /// Everything that is read from an article or found by its words.
    fn facts(&mut self, id: i64, item: &Prepared) -> Result<(), Error> {
        self.index(id, item)?;
        let record = &item.record;
        let mut ids: FxHashMap<&str, i64> = FxHashMap::default();
        for entity in &record.entities {
            let (row, is_new) = self.entities.id(self.db, entity)?;
            if is_new {
                index::line(&entity.name).split(' ').filter(|t| !t.is_empty()).try_for_each(|t| self.new_term(t))?;
            }
            ids.insert(&entity.id, row);
            for mention in &entity.mentions {
                self.db
                    .prepare_cached(
                        "INSERT OR IGNORE INTO mentions (article, start, \"end\", entity, form) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )
                    .and_then(|mut s| s.execute(params![id, mention.span.start, mention.span.end, row, mention.form]))
                    .doing("add a mention")?;
            }
        }
        for time in &record.times {
            self.db
                .prepare_cached(
                    "INSERT OR IGNORE INTO times (article, start, \"end\", local, value, anchor) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .and_then(|mut s| s.execute(params![id, time.span.start, time.span.end, time.id, time.value, time.anchor]))
                .doing("add a time")?;
        }
        let facts = crate::facts::Facts { db: self.db, article: id, item, ids: &ids, day: item.given.day() };
        facts.write(MOST_FACTS)?;
        self.notes(id, record)?;
        if let Some(day) = item.given.day() {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO unmerged (day) VALUES (?1)")
                .and_then(|mut s| s.execute([day]))
                .doing("note a day to be merged")?;
        }
        Ok(())
    }

    fn index(&mut self, id: i64, item: &Prepared) -> Result<(), Error> {
        let doing = "add to the search index";
        let rows = &item.rows;
        self.db
            .prepare_cached("INSERT INTO article_search (rowid, title, body) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.execute(params![id, rows.title, rows.body]))
            .doing(doing)?;
        for (nth, (speaker, content)) in rows.statements.iter().enumerate().take(MOST_FACTS) {
            self.db
                .prepare_cached("INSERT INTO statement_search (rowid, speaker, content) VALUES (?1, ?2, ?3)")
                .and_then(|mut s| s.execute(params![fact_id(id, nth), speaker, content]))
                .doing(doing)?;
        }
        for (nth, (parties, evidence)) in rows.events.iter().enumerate().take(MOST_FACTS) {
            self.db
                .prepare_cached("INSERT INTO event_search (rowid, parties, evidence) VALUES (?1, ?2, ?3)")
                .and_then(|mut s| s.execute(params![fact_id(id, nth), parties, evidence]))
                .doing(doing)?;
        }
        for term in rows.terms() {
            self.new_term(term)?;
        }
        let period = period_of(&item.given);
        for hash in &item.shingles {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO shingles (period, hash, article) VALUES (?1, ?2, ?3)")
                .and_then(|mut s| s.execute([period, *hash, id]))
                .doing(doing)?;
            self.periods.insert(period);
        }
        Ok(())
    }

    /// Adds a term that was not met before.
    fn new_term(&mut self, term: &str) -> Result<(), Error> {
        if self.terms.insert(musnad::lexicon::key(term)) { self.term(term) } else { Ok(()) }
    }

    /// Adds a term and the keys it is found under.
    pub fn term(&self, term: &str) -> Result<(), Error> {
        let doing = "add a word to the vocabulary";
        let row = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO terms (term) VALUES (?1)")
            .and_then(|mut s| s.execute([term]))
            .doing(doing)?;
        if row == 0 {
            return Ok(());
        }
        let row = self.db.last_insert_rowid();
        crate::index::term_keys(self.db, row, term, self.reader.lexicon())
    }

    fn notes(&self, id: i64, record: &Record) -> Result<(), Error> {
        let mut notes: Vec<(String, String)> =
            record.limits.iter().map(|l| (format!("{} at {}", l.what, l.at), l.why.clone())).collect();
        for (what, n) in [("statements", record.statements.len()), ("events", record.events.len())] {
            if n > MOST_FACTS {
                notes.push((what.to_owned(), format!("only the first {MOST_FACTS} of {n} are kept")));
            }
        }
        for (what, why) in notes {
            self.db
                .prepare_cached("INSERT INTO log (at, article, what, why) VALUES (?1, ?2, ?3, ?4)")
                .and_then(|mut s| s.execute(params![self.now, id, what, why]))
                .doing("write the log")?;
        }
        Ok(())
    }
}

/// Where the word runs of an article stand.
fn period_of(given: &Given) -> i64 {
    period(given.day().as_deref().and_then(days))
}

fn n_words(item: &Prepared) -> i64 {
    item.rows.body.split(' ').filter(|w| !w.is_empty()).count() as i64
}

/// A stored article as it was given, and its packed record.
pub(crate) fn stored(db: &Connection, id: i64) -> Result<(Given, Vec<u8>), Error> {
    db.prepare_cached(
        "SELECT a.external_id, a.url, o.name, a.published, a.title, a.text, a.author, a.source, r.record
         FROM articles a JOIN records r ON r.article = a.id LEFT JOIN outlets o ON o.id = a.outlet WHERE a.id = ?1",
    )
    .and_then(|mut s| {
        s.query_row([id], |r| {
            let article = musnad::Article {
                id: r.get(0)?,
                url: r.get(1)?,
                outlet: r.get(2)?,
                published: r.get(3)?,
                title: r.get(4)?,
                text: r.get(5)?,
            };
            Ok((Given { article, author: r.get(6)?, source: r.get(7)? }, r.get(8)?))
        })
    })
    .doing("read an article")
}

/// Fingerprint of a fact of an article.
pub(crate) fn fingerprint(item: &Prepared, span: &musnad::record::SpanText) -> [u8; 32] {
    hash::fact(&item.text_sha256, span.start, span.end, &span.text)
}
