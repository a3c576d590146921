//! Corrections: what a person decides over what the machine read.
//!
//! Every decision is a row of `corrections` with who and when, kept apart from what was read; it can be taken back, and it holds
//! again after articles are read anew. Facts are named by article and span, entities by key, so that rows may move beneath them.

use crate::archive::Archive;
use crate::error::{Doing, Error};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

const DOING: &str = "apply a correction";

/// A fact, by its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Fact {
    Statement(i64),
    Event(i64),
}

/// A correction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fix {
    /// Two entities are one; the first is shown as the second.
    MergeEntities(i64, i64),
    /// The entity is none of those it was merged with.
    PartEntity(i64),
    /// In these articles, the entity is another one of the same name.
    SplitEntity(i64, Vec<i64>),
    /// Another name.
    Rename(i64, String),
    /// Another country (ISO 3166-1 alpha-3), or none.
    Country(i64, Option<String>),
    /// Another sector (PLOVER), or none.
    Sector(i64, Option<String>),
    /// The text does not say this.
    Reject(Fact),
    /// It does after all.
    Accept(Fact),
    /// Two events tell one occurrence.
    MergeOccurrences(i64, i64),
    /// An event is an occurrence of its own.
    SplitOccurrence(i64),
}

/// A correction as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// Its row.
    pub id: i64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What kind.
    pub what: String,
    /// To what: an entity's key, a fact's `kind:article:start:end`.
    pub target: String,
    /// The new value; for merges the other one.
    pub value: Option<String>,
    /// What it was before.
    pub was: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When it was taken back.
    pub undone: Option<String>,
}

impl Archive {
    /// Applies a correction and keeps it. Gives its row.
    ///
    /// # Errors
    /// If what it names does not exist, or the archive cannot be written.
    pub fn fix(&mut self, fix: &Fix, who: &str, at: &str, reason: Option<&str>) -> Result<i64, Error> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).doing(DOING)?;
        let mut correction = described(&tx, fix)?;
        correction.who = who.to_owned();
        apply(&tx, &correction)?;
        let sql = "INSERT INTO corrections (at, who, what, target, value, was, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        tx.execute(sql, params![at, who, correction.what, correction.target, correction.value, correction.was, reason])
            .doing(DOING)?;
        let id = tx.last_insert_rowid();
        tx.commit().doing(DOING)?;
        self.entities.clear();
        Ok(id)
    }

    /// Takes a correction back: what it changed is as before it.
    ///
    /// # Errors
    /// If there is no such correction, or a later one stands on it.
    pub fn unfix(&mut self, id: i64, at: &str) -> Result<(), Error> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).doing(DOING)?;
        let all = list(&tx)?;
        let Some(undone) = all.iter().find(|c| c.id == id && c.undone.is_none()) else {
            return Err(Error::Request(format!("there is no correction {id} to take back; `musnad fix list` shows them")));
        };
        revert(&tx, undone)?;
        tx.execute("UPDATE corrections SET undone = ?2 WHERE id = ?1", params![id, at]).doing(DOING)?;
        tx.commit().doing(DOING)?;
        self.entities.clear();
        Ok(())
    }
}

/// All corrections, oldest first.
///
/// # Errors
/// If the archive cannot be read.
pub fn list(db: &Connection) -> Result<Vec<Correction>, Error> {
    db.prepare("SELECT id, at, who, what, target, value, was, reason, undone FROM corrections ORDER BY id")
        .and_then(|mut s| {
            s.query_map([], |r| {
                Ok(Correction {
                    id: r.get(0)?,
                    at: r.get(1)?,
                    who: r.get(2)?,
                    what: r.get(3)?,
                    target: r.get(4)?,
                    value: r.get(5)?,
                    was: r.get(6)?,
                    reason: r.get(7)?,
                    undone: r.get(8)?,
                })
            })?
            .collect()
        })
        .doing("read corrections")
}

/// The correction as a row: names that stay, and what was before.
fn described(db: &Connection, fix: &Fix) -> Result<Correction, Error> {
    let entity = |id: i64| -> Result<(String, String, Option<String>, Option<String>), Error> {
        db.query_row("SELECT key, name, country, sector FROM entities WHERE id = ?1", [id], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })
        .optional()
        .doing(DOING)?
        .ok_or_else(|| Error::Request(format!("there is no entity {id}; `musnad who NAME` shows them with their numbers")))
    };
    let mut row = Correction {
        id: 0,
        at: String::new(),
        who: String::new(),
        what: String::new(),
        target: String::new(),
        value: None,
        was: None,
        reason: None,
        undone: None,
    };
    let what;
    (what, row.target, row.value, row.was) = match fix {
        Fix::MergeEntities(from, into) => {
            if from == into {
                return Err(Error::Request("an entity cannot be merged with itself".to_owned()));
            }
            ("merge-entities", entity(*from)?.0, Some(entity(*into)?.0), None)
        }
        Fix::PartEntity(id) => {
            let was: Option<String> = db
                .query_row("SELECT i.key FROM entities e JOIN entities i ON i.id = e.merged_into WHERE e.id = ?1", [id], |r| {
                    r.get(0)
                })
                .optional()
                .doing(DOING)?;
            ("part-entity", entity(*id)?.0, None, was)
        }
        Fix::SplitEntity(id, articles) => {
            if articles.is_empty() {
                return Err(Error::Request("name the articles in which it is another one".to_owned()));
            }
            let list: Vec<String> = articles.iter().map(i64::to_string).collect();
            ("split-entity", entity(*id)?.0, Some(list.join(",")), None)
        }
        Fix::Rename(id, name) if name.trim().is_empty() => {
            return Err(Error::Request(format!("entity {id} needs a name")));
        }
        Fix::Rename(id, name) => ("rename", entity(*id)?.0, Some(name.trim().to_owned()), Some(entity(*id)?.1)),
        Fix::Country(id, code) => {
            if let Some(bad) = code.as_ref().filter(|c| c.len() != 3 || !c.bytes().all(|b| b.is_ascii_uppercase())) {
                return Err(Error::Request(format!("`{bad}` is no ISO 3166-1 alpha-3 code (EGY, LBN …)")));
            }
            ("country", entity(*id)?.0, code.clone(), entity(*id)?.2)
        }
        Fix::Sector(_, Some(bad)) if bad.len() != 3 || !bad.bytes().all(|b| b.is_ascii_uppercase()) => {
            return Err(Error::Request(format!("`{bad}` is no sector of PLOVER (GOV, MIL, JUD …)")));
        }
        Fix::Sector(id, code) => ("sector", entity(*id)?.0, code.clone(), entity(*id)?.3),
        Fix::Reject(fact) => ("reject", fact_name(db, *fact)?, None, None),
        Fix::Accept(fact) => ("accept", fact_name(db, *fact)?, None, None),
        Fix::MergeOccurrences(a, b) => {
            ("merge-occurrences", fact_name(db, Fact::Event(*a))?, Some(fact_name(db, Fact::Event(*b))?), None)
        }
        Fix::SplitOccurrence(event) => ("split-occurrence", fact_name(db, Fact::Event(*event))?, None, None),
    };
    row.what = what.to_owned();
    Ok(row)
}

/// A fact by what stays when rows move: `event:12:100:164`.
fn fact_name(db: &Connection, fact: Fact) -> Result<String, Error> {
    let (kind, table, id) = match fact {
        Fact::Statement(id) => ("statement", "statements", id),
        Fact::Event(id) => ("event", "events", id),
    };
    db.query_row(&format!("SELECT article, start, \"end\" FROM {table} WHERE id = ?1"), [id], |r| {
        Ok(format!("{kind}:{}:{}:{}", r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?))
    })
    .optional()
    .doing(DOING)?
    .ok_or_else(|| Error::Request(format!("there is no {kind} {id}")))
}

/// The table and row of a fact's name, if it is still read.
fn fact_row(db: &Connection, name: &str) -> Result<Option<(&'static str, i64)>, Error> {
    let mut parts = name.split(':');
    let table = if parts.next() == Some("event") { "events" } else { "statements" };
    let numbers: Vec<i64> = parts.filter_map(|p| p.parse().ok()).collect();
    let [article, start, end] = numbers.as_slice() else { return Ok(None) };
    db.query_row(
        &format!("SELECT id FROM {table} WHERE article = ?1 AND start = ?2 AND \"end\" = ?3 ORDER BY id LIMIT 1"),
        [article, start, end],
        |r| r.get(0),
    )
    .optional()
    .map(|found| found.map(|id| (table, id)))
    .doing(DOING)
}

fn apply(db: &Connection, c: &Correction) -> Result<(), Error> {
    let value = c.value.as_deref();
    match c.what.as_str() {
        "merge-entities" => {
            let into: Option<i64> = db
                .query_row("SELECT coalesce(merged_into, id) FROM entities WHERE key = ?1", [value], |r| r.get(0))
                .optional()
                .doing(DOING)?;
            let own: Option<i64> =
                db.query_row("SELECT id FROM entities WHERE key = ?1", [&c.target], |r| r.get(0)).optional().doing(DOING)?;
            if into == own {
                return Err(Error::Request("the two are merged already, the other way round".to_owned()));
            }
            db.execute("UPDATE entities SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1", params![own, into])
                .map(|_| ())
                .doing(DOING)
        }
        "part-entity" => {
            db.execute("UPDATE entities SET merged_into = NULL WHERE key = ?1", [&c.target]).map(|_| ()).doing(DOING)
        }
        "rename" | "country" | "sector" => {
            let column = if c.what == "rename" { "name" } else { c.what.as_str() };
            db.execute(&format!("UPDATE entities SET {column} = ?2 WHERE key = ?1"), params![c.target, value])
                .map(|_| ())
                .doing(DOING)
        }
        "split-entity" => {
            for article in value.unwrap_or_default().split(',').filter_map(|a| a.parse().ok()) {
                split(db, &c.target, article)?;
            }
            Ok(())
        }
        "reject" | "accept" => match fact_row(db, &c.target)? {
            Some((table, id)) => db
                .execute(&format!("UPDATE {table} SET rejected = ?2 WHERE id = ?1"), params![id, c.what == "reject"])
                .map(|_| ())
                .doing(DOING),
            None => Ok(()),
        },
        "merge-occurrences" | "split-occurrence" => occurrence(db, c),
        _ => Ok(()),
    }
}

fn revert(db: &Connection, c: &Correction) -> Result<(), Error> {
    match c.what.as_str() {
        "merge-entities" => {
            db.execute("UPDATE entities SET merged_into = NULL WHERE key = ?1", [&c.target]).map(|_| ()).doing(DOING)
        }
        "part-entity" => db
            .execute(
                "UPDATE entities SET merged_into = (SELECT id FROM entities WHERE key = ?2) WHERE key = ?1",
                params![c.target, c.was],
            )
            .map(|_| ())
            .doing(DOING),
        "rename" | "country" | "sector" => apply(db, &Correction { value: c.was.clone(), ..c.clone() }),
        "reject" => apply(db, &Correction { what: "accept".to_owned(), ..c.clone() }),
        "accept" => apply(db, &Correction { what: "reject".to_owned(), ..c.clone() }),
        "split-entity" => {
            let key = other_key(&c.target);
            for article in c.value.as_deref().unwrap_or_default().split(',').filter_map(|a| a.parse().ok()) {
                repoint(db, article, &key, &c.target)?;
            }
            Ok(())
        }
        // Its events' days are merged again without it.
        _ => {
            for name in std::iter::once(&c.target).chain(&c.value) {
                let Some((_, event)) = fact_row(db, name)? else { continue };
                db.execute(
                    "INSERT OR IGNORE INTO unmerged (day) SELECT a.day FROM events v JOIN articles a ON a.id = v.article
                     WHERE v.id = ?1 AND a.day IS NOT NULL",
                    [event],
                )
                .doing(DOING)?;
            }
            Ok(())
        }
    }
}

fn other_key(key: &str) -> String {
    format!("{key}|other")
}

/// In one article, an entity becomes its namesake, which is made if need be.
fn split(db: &Connection, key: &str, article: i64) -> Result<(), Error> {
    let other = other_key(key);
    db.execute(
        "INSERT OR IGNORE INTO entities (key, kind, named, name) SELECT ?2, kind, named, name FROM entities WHERE key = ?1",
        params![key, other],
    )
    .doing(DOING)?;
    repoint(db, article, key, &other)
}

fn repoint(db: &Connection, article: i64, from: &str, into: &str) -> Result<(), Error> {
    let row = |key: &str| -> Result<Option<i64>, Error> {
        db.query_row("SELECT id FROM entities WHERE key = ?1", [key], |r| r.get(0)).optional().doing(DOING)
    };
    let (Some(from), Some(into)) = (row(from)?, row(into)?) else { return Ok(()) };
    let (first, last) = (article << 12, (article + 1) << 12);
    for (table, column, scope) in [
        ("mentions", "entity", "article"),
        ("statements", "speaker", "article"),
        ("events", "place", "article"),
        ("designations", "entity", "article"),
        ("designations", "voice", "article"),
        ("statement_hops", "entity", "statement"),
        ("cues", "entity", "statement"),
        ("addressees", "entity", "statement"),
        ("event_parties", "entity", "event"),
        ("event_hops", "entity", "event"),
    ] {
        let within = if scope == "article" { "article = ?3".to_owned() } else { format!("{scope} >= ?3 AND {scope} < ?4") };
        let sql = format!("UPDATE OR IGNORE {table} SET {column} = ?2 WHERE {column} = ?1 AND {within}");
        if scope == "article" {
            db.execute(&sql, [from, into, article]).doing(DOING)?;
        } else {
            db.execute(&sql, [from, into, first, last]).doing(DOING)?;
        }
    }
    Ok(())
}

fn occurrence(db: &Connection, c: &Correction) -> Result<(), Error> {
    let Some((_, event)) = fact_row(db, &c.target)? else { return Ok(()) };
    let of = |event: i64| -> Result<Option<i64>, Error> {
        db.query_row("SELECT occurrence FROM events WHERE id = ?1", [event], |r| r.get(0)).doing(DOING)
    };
    let before = of(event)?;
    if c.what == "split-occurrence" {
        db.execute(
            "INSERT INTO occurrences (type, mode, first_day, last_day, place, status, n_claims, n_articles, n_outlets, n_sources, disputed)
             SELECT type, mode, anchor, anchor, place, status, 1, 1, 1, 1, 0 FROM events WHERE id = ?1",
            [event],
        )
        .doing(DOING)?;
        let own = db.last_insert_rowid();
        db.execute("UPDATE events SET occurrence = ?2 WHERE id = ?1", [event, own]).doing(DOING)?;
        db.execute("DELETE FROM disagreements WHERE event = ?1", [event]).doing(DOING)?;
    } else {
        let Some((_, other)) = fact_row(db, c.value.as_deref().unwrap_or_default())? else { return Ok(()) };
        let (Some(from), Some(into)) = (before, of(other)?) else { return Ok(()) };
        if from == into {
            return Ok(());
        }
        db.execute("UPDATE events SET occurrence = ?2 WHERE occurrence = ?1", [from, into]).doing(DOING)?;
        db.execute("UPDATE OR IGNORE disagreements SET occurrence = ?2 WHERE occurrence = ?1", [from, into]).doing(DOING)?;
        recount(db, into)?;
    }
    before.map_or(Ok(()), |row| recount(db, row))
}

fn recount(db: &Connection, occurrence: i64) -> Result<(), Error> {
    db.execute(
        "UPDATE occurrences SET n_claims = x.c, n_articles = x.a, n_outlets = x.o, n_sources = x.s, first_day = x.f, last_day = x.l
         FROM (SELECT count(*) c, count(DISTINCT v.article) a, count(DISTINCT a.outlet) o, count(DISTINCT coalesce(a.copy_of, a.id)) s,
               min(v.anchor) f, max(v.anchor) l FROM events v JOIN articles a ON a.id = v.article WHERE v.occurrence = ?1) x
         WHERE id = ?1",
        [occurrence],
    )
    .doing(DOING)?;
    db.execute("DELETE FROM occurrences WHERE id = ?1 AND n_claims = 0", [occurrence]).map(|_| ()).doing(DOING)
}

/// Applies again what concerns occurrences: after the machine merged anew.
pub(crate) fn reapply_occurrences(db: &Connection) -> Result<(), Error> {
    for correction in
        list(db)?.iter().filter(|c| c.undone.is_none() && c.what.ends_with("occurrences") | c.what.ends_with("occurrence"))
    {
        occurrence(db, correction)?;
    }
    Ok(())
}

/// Applies again what concerns one article: after it was read anew.
pub(crate) fn reapply_article(db: &Connection, article: i64, all: &[Correction]) -> Result<(), Error> {
    for c in all.iter().filter(|c| c.undone.is_none()) {
        match c.what.as_str() {
            "reject" | "accept" if c.target.split(':').nth(1) == Some(article.to_string().as_str()) => apply(db, c)?,
            "split-entity" if c.value.as_deref().unwrap_or_default().split(',').any(|a| a == article.to_string()) => {
                split(db, &c.target, article)?;
            }
            _ => {}
        }
    }
    Ok(())
}
