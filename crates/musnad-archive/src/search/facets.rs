//! What the results of a search have in common, counted: outlets, months, types, countries. Each is a way to narrow it.

use super::expand::expand;
use super::query::Query;
use super::run::{Asked, Target};
use crate::error::{Doing, Error};
use musnad::lexicon::Lexicon;
use musnad::search::Level;
use rusqlite::Connection;

/// Values told of one property, the commonest first.
const MOST: i64 = 12;

/// A value, and how many results have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The value: an outlet's name, a month, a type.
    pub value: String,
    /// How many.
    pub n: i64,
}

/// What results have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Who published them.
    pub outlets: Vec<Facet>,
    /// In which months.
    pub months: Vec<Facet>,
    /// Types of events, acts of statements, kinds of entities.
    pub kinds: Vec<Facet>,
    /// Countries of speakers and of entities.
    pub countries: Vec<Facet>,
}

/// Counts what all results of a query have in common; nothing for a query without words and filters.
///
/// # Errors
/// If the archive cannot be read.
pub fn facets(db: &Connection, lexicon: &Lexicon, typed: &str, target: Target) -> Result<Facets, Error> {
    let query = Query::parse(typed);
    if query.is_empty() {
        return Ok(Facets::default());
    }
    let expansion = expand(db, lexicon, &query)?;
    let asked = Asked::new(db, lexicon, &query, target, &mut Vec::new())?;
    let words = asked.expression(&expansion, Level::Lemma);
    let table = asked.table();
    let inner =
        if words.is_empty() { asked.everything() } else { format!("(SELECT rowid AS id FROM {table} WHERE {table} MATCH ?)") };
    let first = (!words.is_empty()).then_some(words.as_str());
    let count = |value: &str| -> Result<Vec<Facet>, Error> {
        let tail = format!("AND a.id > 0 GROUP BY k ORDER BY n DESC, k LIMIT {MOST}");
        let sql = asked.sql(&format!("{value} AS k, count(*) AS n"), &inner, &tail);
        let mut rows = db.prepare_cached(&sql).doing("count what results have in common")?;
        let found: Vec<(Option<String>, i64)> = rows
            .query_map(asked.bound(first), |r| Ok((r.get(0)?, r.get(1)?)))
            .and_then(Iterator::collect)
            .doing("count what results have in common")?;
        Ok(found.into_iter().filter_map(|(value, n)| value.map(|value| Facet { value, n })).collect())
    };
    if target == Target::Entities {
        return Ok(Facets { kinds: count("a.kind")?, countries: count("a.country")?, ..Facets::default() });
    }
    let mut months = count("substr(a.day, 1, 7)")?;
    months.sort_by(|a, b| b.value.cmp(&a.value));
    Ok(Facets {
        outlets: count("(SELECT name FROM outlets WHERE id = a.outlet)")?,
        months,
        kinds: match target {
            Target::Statements => count("f.act")?,
            Target::Events => count("f.type")?,
            _ => Vec::new(),
        },
        countries: match target {
            Target::Statements => count("(SELECT country FROM entities WHERE id = f.speaker)")?,
            _ => Vec::new(),
        },
    })
}
