//! Simple questions to an archive: one article, one record, one entity, how many of each.
//!
//! Every function takes a connection of a [`Pool`](crate::Pool) or of the [`Archive`](crate::Archive) itself.

use crate::add::stored;
use crate::error::{Doing, Error};
use crate::prepare::unpack;
use musnad::Record;
use rusqlite::{Connection, OptionalExtension, Row};

/// How many of each an archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub articles: i64,
    pub outlets: i64,
    pub entities: i64,
    pub statements: i64,
    pub events: i64,
    pub occurrences: i64,
    pub stories: i64,
    pub copies: i64,
}

/// A stored article.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    /// Its row.
    pub id: i64,
    /// Address.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// When it was published, as given.
    pub published: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The text, exactly as given.
    pub text: String,
    /// 1 for the first version, 2 for the next …
    pub version: i64,
    /// The version before it.
    pub replaces: Option<i64>,
    /// Whether no later version is known.
    pub current: bool,
    /// Its story.
    pub story: Option<i64>,
    /// The article that it copies.
    pub copy_of: Option<i64>,
    /// identical, edited or cut.
    pub copy_kind: Option<String>,
    /// Where it was found.
    pub source: Option<String>,
    /// When it was added.
    pub added: String,
}

/// An entity across articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRow {
    /// Its row.
    pub id: i64,
    /// person, organization, place, other.
    pub kind: String,
    /// Whether it has a name, or stands for a description such as "مصدر أمني".
    pub named: bool,
    /// Its name.
    pub name: String,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// Counts everything.
///
/// # Errors
/// If the archive cannot be read.
pub fn counts(db: &Connection) -> Result<Counts, Error> {
    let count = |sql: &str| db.query_row(sql, [], |r| r.get(0)).doing("count");
    Ok(Counts {
        articles: count("SELECT count(*) FROM articles")?,
        outlets: count("SELECT count(*) FROM outlets")?,
        // Two indexes are counted, and no row is read.
        entities: count(
            "SELECT (SELECT count(*) FROM entities) - (SELECT count(*) FROM entities WHERE merged_into IS NOT NULL)",
        )?,
        statements: count("SELECT count(*) FROM statements")?,
        events: count("SELECT count(*) FROM events")?,
        occurrences: count("SELECT count(*) FROM occurrences")?,
        stories: count("SELECT count(*) FROM stories")?,
        copies: count("SELECT count(*) FROM articles WHERE copy_of IS NOT NULL")?,
    })
}

/// The article in this row.
///
/// # Errors
/// If the archive cannot be read.
pub fn article(db: &Connection, id: i64) -> Result<Option<ArticleRow>, Error> {
    db.prepare_cached(
        "SELECT a.id, a.url, o.name, a.title, a.published, a.author, a.text, a.version, a.replaces, a.current, a.story, a.copy_of,
         a.copy_kind, a.source, a.added FROM articles a LEFT JOIN outlets o ON o.id = a.outlet WHERE a.id = ?1",
    )
    .and_then(|mut s| s.query_row([id], article_row).optional())
    .doing("read an article")
}

fn article_row(r: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    Ok(ArticleRow {
        id: r.get(0)?,
        url: r.get(1)?,
        outlet: r.get(2)?,
        title: r.get(3)?,
        published: r.get(4)?,
        author: r.get(5)?,
        text: r.get(6)?,
        version: r.get(7)?,
        replaces: r.get(8)?,
        current: r.get(9)?,
        story: r.get(10)?,
        copy_of: r.get(11)?,
        copy_kind: r.get(12)?,
        source: r.get(13)?,
        added: r.get(14)?,
    })
}

/// Everything read from the article in this row, as `musnad read` gave it.
///
/// # Errors
/// If the archive cannot be read, or what is stored is damaged.
pub fn record(db: &Connection, id: i64) -> Result<Option<Record>, Error> {
    let exists: Option<i64> =
        db.query_row("SELECT id FROM articles WHERE id = ?1", [id], |r| r.get(0)).optional().doing("read an article")?;
    if exists.is_none() {
        return Ok(None);
    }
    let (given, packed) = stored(db, id)?;
    unpack(id, &packed, &given).map(Some)
}

/// The key of the article in this row, as in tables ([`Given::key`](crate::Given::key)).
///
/// # Errors
/// If the archive cannot be read.
pub fn key(db: &Connection, id: i64) -> Result<Option<String>, Error> {
    db.prepare_cached("SELECT given_sha256 FROM articles WHERE id = ?1")
        .and_then(|mut s| s.query_row([id], |r| r.get::<_, Vec<u8>>(0)).optional())
        .map(|found| found.as_deref().map(crate::key_of))
        .doing("read an article")
}

/// The entity in this row; a merged one gives the one it was merged into.
///
/// # Errors
/// If the archive cannot be read.
pub fn entity(db: &Connection, id: i64) -> Result<Option<EntityRow>, Error> {
    db.prepare_cached(
        "SELECT e.id, e.kind, e.named, e.name, e.wikidata, e.country, e.sector
         FROM entities r JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE r.id = ?1",
    )
    .and_then(|mut s| {
        s.query_row([id], |r| {
            Ok(EntityRow {
                id: r.get(0)?,
                kind: r.get(1)?,
                named: r.get(2)?,
                name: r.get(3)?,
                wikidata: r.get(4)?,
                country: r.get(5)?,
                sector: r.get(6)?,
            })
        })
        .optional()
    })
    .doing("read an entity")
}
