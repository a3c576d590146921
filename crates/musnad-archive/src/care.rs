//! Keeping an archive well: reading it again, verifying it, copying it safely, telling its state.

use crate::add::{Writer, stored};
use crate::archive::Archive;
use crate::error::{Doing, Error};
use crate::given::Given;
use crate::prepare::{Prepared, unpack};
use crate::{fix, hash};
use musnad::Reader;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Articles looked at.
    pub articles: u64,
    /// Facts looked at.
    pub facts: u64,
    /// What is wrong: the article, and what of it; article 0 for the file itself.
    pub wrong: Vec<(i64, String)>,
}

impl Archive {
    /// Articles in rows above `after`, at most `n`: to be read again.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn articles_after(&self, after: i64, n: usize) -> Result<Vec<(i64, Given)>, Error> {
        let ids: Vec<i64> = self
            .db
            .prepare_cached("SELECT id FROM articles WHERE id > ?1 ORDER BY id LIMIT ?2")
            .and_then(|mut s| s.query_map([after, n as i64], |r| r.get(0))?.collect())
            .doing("read the archive")?;
        ids.into_iter().map(|id| Ok((id, stored(&self.db, id)?.0))).collect()
    }

    /// Puts new readings in the place of stored ones, in one transaction; corrections hold again.
    ///
    /// # Errors
    /// If the archive cannot be written; then nothing of the batch was replaced.
    pub fn replace(&mut self, reader: &Reader, batch: Vec<(i64, Prepared)>, now: &str) -> Result<(), Error> {
        let corrections = fix::list(&self.db)?;
        let Archive { db, entities, terms, periods, .. } = self;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).doing("start reading again")?;
        for (id, item) in &batch {
            let mut writer = Writer { db: &tx, reader, entities, terms, periods, now };
            writer.replace(*id, item)?;
            fix::reapply_article(&tx, *id, &corrections)?;
        }
        let done = tx.commit().doing("commit what was read again");
        if done.is_err() {
            self.remember()?;
        }
        done
    }

    /// Makes the keys of the vocabulary anew: after the lexicons changed.
    ///
    /// # Errors
    /// If the archive cannot be written.
    pub fn renew_terms(&mut self, reader: &Reader) -> Result<(), Error> {
        let doing = "make the vocabulary anew";
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).doing(doing)?;
        tx.execute("DELETE FROM term_keys", []).doing(doing)?;
        let mut terms = tx.prepare("SELECT id, term FROM terms").doing(doing)?;
        let mut rows = terms.query([]).doing(doing)?;
        while let Some(row) = rows.next().doing(doing)? {
            let (id, term): (i64, String) = (row.get(0).doing(doing)?, row.get(1).doing(doing)?);
            crate::index::term_keys(&tx, id, &term, reader.lexicon())?;
        }
        drop(rows);
        drop(terms);
        tx.commit().doing(doing)
    }

    /// Copies the archive, also while it is written to, into a new file that appears only when it is whole.
    ///
    /// # Errors
    /// If the file exists or cannot be written.
    pub fn backup(db: &Connection, to: &Path) -> Result<(), Error> {
        if to.exists() {
            let cause = std::io::Error::new(std::io::ErrorKind::AlreadyExists, "it exists; name a new file");
            return Err(Error::File(to.to_owned(), cause));
        }
        let file = |cause| Error::File(to.to_owned(), cause);
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = to.with_file_name(name);
        let _ = std::fs::remove_file(&part);
        let copied = (|| {
            let mut copy = Connection::open(&part).doing("write the backup")?;
            let backup = rusqlite::backup::Backup::new(db, &mut copy).doing("write the backup")?;
            backup.run_to_completion(4096, std::time::Duration::ZERO, None).doing("write the backup")?;
            drop(backup);
            copy.pragma_update(None, "journal_mode", "DELETE").doing("write the backup")?;
            copy.close().map_err(|(_, cause)| Error::Sqlite("write the backup", cause))?;
            std::fs::File::open(&part).and_then(|f| f.sync_all()).map_err(file)?;
            std::fs::rename(&part, to).map_err(file)
        })();
        if copied.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        copied
    }
}

/// Checks every article and fact against its fingerprint, and the file against itself.
///
/// # Errors
/// If the archive cannot be read at all.
pub fn verify(db: &Connection) -> Result<Verified, Error> {
    let mut found = Verified::default();
    let checked: Result<Vec<String>, _> =
        db.prepare("PRAGMA integrity_check(20)").and_then(|mut s| s.query_map([], |r| r.get(0))?.collect());
    match checked {
        Ok(lines) => found.wrong.extend(lines.into_iter().filter(|l| l != "ok").map(|l| (0, l))),
        Err(error) => found.wrong.push((0, error.to_string())),
    }
    for table in ["article_search", "statement_search", "event_search", "entity_search"] {
        let sql = format!("INSERT INTO {table} ({table}) VALUES ('integrity-check')");
        // A connection that may not write cannot ask FTS5; the count below still tells a missing row.
        match db.execute(&sql, []) {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
                found.wrong.push((0, format!("the index {table} is damaged")));
            }
            _ => {}
        }
    }
    let last: i64 = db.query_row("SELECT coalesce(max(id), 0) FROM articles", [], |r| r.get(0)).unwrap_or(i64::MAX);
    let mut rows = db.prepare("SELECT id FROM articles WHERE id > ?1 ORDER BY id LIMIT 500").doing("read the archive")?;
    let mut after = 0;
    while after < last {
        let ids: Vec<i64> = match rows.query_map([after], |r| r.get(0)).and_then(Iterator::collect) {
            Ok(ids) => ids,
            Err(error) => {
                found.wrong.push((after, format!("articles after {after} cannot be read: {error}")));
                break;
            }
        };
        let Some(end) = ids.last() else { break };
        after = *end;
        for id in ids {
            found.articles += 1;
            match verify_article(db, id) {
                Ok((facts, wrong)) => {
                    found.facts += facts;
                    found.wrong.extend(wrong.into_iter().map(|w| (id, w)));
                }
                Err(error) => found.wrong.push((id, error.to_string())),
            }
        }
    }
    Ok(found)
}

fn verify_article(db: &Connection, id: i64) -> Result<(u64, Vec<String>), Error> {
    let mut wrong = Vec::new();
    let (given, packed) = stored(db, id)?;
    let (text, all, record): ([u8; 32], [u8; 32], [u8; 32]) = db
        .prepare_cached(
            "SELECT a.text_sha256, a.given_sha256, r.sha256 FROM articles a JOIN records r ON r.article = a.id WHERE a.id = ?1",
        )
        .and_then(|mut s| s.query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))))
        .doing("read an article")?;
    if given.text_sha256() != text {
        wrong.push("its text is not what was added".to_owned());
    } else if given.sha256() != all {
        wrong.push("its address, outlet, date, title or author is not what was added".to_owned());
    }
    if hash::sha256([&packed[..]]) != record {
        wrong.push("its record is not what was read".to_owned());
    }
    let indexed: i64 = db
        .prepare_cached("SELECT count(*) FROM article_search_docsize WHERE id = ?1")
        .and_then(|mut s| s.query_row([id], |r| r.get(0)))
        .doing("read the index")?;
    if indexed != 1 {
        wrong.push("it is missing from the search index".to_owned());
    }
    let (mut n_facts, chars) = (0, given.article.text.char_indices().map(|(at, _)| at).collect::<Vec<_>>());
    let at = |point: u32| chars.get(point as usize).copied().unwrap_or(given.article.text.len());
    for (table, what) in [("statements", "statement"), ("events", "event")] {
        let facts: Vec<(String, u32, u32, [u8; 32])> = db
            .prepare_cached(&format!("SELECT local, start, \"end\", sha256 FROM {table} WHERE article = ?1"))
            .and_then(|mut s| s.query_map([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?.collect())
            .doing("read facts")?;
        n_facts += facts.len() as u64;
        for (local, start, end, stored) in facts {
            let words = given.article.text.get(at(start)..at(end)).unwrap_or_default();
            if hash::fact(&text, start, end, words) != stored {
                wrong.push(format!("the words of {what} {local} are not what was read"));
            }
        }
    }
    match unpack(id, &packed, &given) {
        Ok(record) => {
            let most = 4095;
            let expected = record.statements.len().min(most) + record.events.len().min(most);
            if expected as u64 != n_facts {
                wrong.push(format!("{n_facts} facts stand for {expected} that were read"));
            }
        }
        Err(error) => wrong.push(error.to_string()),
    }
    Ok((n_facts, wrong))
}

/// The state of an archive in lines, worst first.
///
/// # Errors
/// If the archive cannot be read.
pub fn doctor(db: &Connection, path: &Path) -> Result<Vec<String>, Error> {
    let number = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0)).doing("read the archive");
    let text = |sql: &str| db.query_row(sql, [], |r| r.get::<_, String>(0)).doing("read the archive");
    let mut lines = Vec::new();
    let check = text("PRAGMA quick_check(1)")?;
    if check != "ok" {
        lines.push(format!("DAMAGED: {check}; restore a backup, `musnad verify` tells what is wrong"));
    }
    let unmerged = number("SELECT count(*) FROM unmerged")?;
    if unmerged > 0 {
        lines
            .push(format!("{unmerged} days are not yet merged into stories and occurrences: run `musnad add` or `musnad merge`"));
    }
    let counts = crate::get::counts(db)?;
    lines.push(format!(
        "{} articles of {} outlets, {} statements, {} events, {} entities, {} stories, {} occurrences, {} copies",
        counts.articles,
        counts.outlets,
        counts.statements,
        counts.events,
        counts.entities,
        counts.stories,
        counts.occurrences,
        counts.copies
    ));
    let mut readers = db.prepare("SELECT reader, count(*) FROM articles GROUP BY 1 ORDER BY 1").doing("read the archive")?;
    let found: Vec<(String, i64)> =
        readers.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).and_then(Iterator::collect).doing("read the archive")?;
    for (reader, n) in found {
        lines.push(format!("{n} articles read by Musnad {reader}"));
    }
    lines.push(format!(
        "schema {}, SQLite {}, journal {}, {} MB, {} MB free inside",
        crate::VERSION,
        rusqlite::version(),
        text("PRAGMA journal_mode")?,
        number("PRAGMA page_count")? * number("PRAGMA page_size")? / 1_000_000,
        number("PRAGMA freelist_count")? * number("PRAGMA page_size")? / 1_000_000
    ));
    let log = path.with_file_name(format!("{}-wal", path.file_name().unwrap_or_default().to_string_lossy()));
    if log.exists() {
        lines.push(format!(
            "{} belongs to the archive: copy with `musnad backup`, never the .db file alone while it is open",
            log.display()
        ));
    }
    let mut limits =
        db.prepare("SELECT what, why, count(*) FROM log GROUP BY why ORDER BY 3 DESC LIMIT 10").doing("read the log")?;
    let noted: Vec<(String, String, i64)> =
        limits.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).and_then(Iterator::collect).doing("read the log")?;
    for (what, why, n) in noted {
        lines.push(format!("{n} times: {what}: {why}"));
    }
    Ok(lines)
}
