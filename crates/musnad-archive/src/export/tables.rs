//! Tables for spreadsheets and maps: one row an event or a statement, as CSV, TSV or GeoJSON.
//!
//! A spreadsheet runs a cell that begins like a formula, and a headline is written by strangers: such cells get an apostrophe
//! unless the caller wants them raw.

use super::{ids, wrote};
use crate::error::{Doing, Error};
use crate::place;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value, json};
use std::io::Write;

/// Which facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Facts {
    /// Events, one row a telling.
    Events,
    /// Statements.
    Statements,
}

/// What parts cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Separator {
    /// CSV as RFC 4180 has it.
    Comma,
    /// TSV: cells hold neither tabs nor line ends.
    Tab,
}

/// Names, countries or sectors of one side of an event.
fn side(role: &str, column: &str) -> String {
    format!(
        "(SELECT group_concat(t, '; ') FROM (SELECT x.{column} AS t FROM event_parties p JOIN entities r ON r.id = p.entity
          JOIN entities x ON x.id = coalesce(r.merged_into, r.id) WHERE p.event = f.id AND p.role = '{role}' ORDER BY p.nth))"
    )
}

fn chain(table: &str, column: &str) -> String {
    format!(
        "(SELECT group_concat(t, ' ← ') FROM (SELECT x.name AS t FROM {table} h JOIN entities r ON r.id = h.entity
          JOIN entities x ON x.id = coalesce(r.merged_into, r.id) WHERE h.{column} = f.id ORDER BY h.hop))"
    )
}

const ARTICLE: &str = "a.id AS article, a.published, o.name AS outlet, a.title, a.url, a.story";

impl Facts {
    fn ids(self) -> &'static str {
        match self {
            Facts::Events => {
                "SELECT f.id FROM events f JOIN articles a ON a.id = f.article WHERE f.rejected = 0 AND a.current = 1 ORDER BY f.id"
            }
            Facts::Statements => {
                "SELECT f.id FROM statements f JOIN articles a ON a.id = f.article WHERE f.rejected = 0 AND a.current = 1 ORDER BY f.id"
            }
        }
    }

    /// The row of one fact.
    fn row(self) -> String {
        match self {
            Facts::Events => format!(
                "SELECT f.id, f.date, f.type, f.mode, f.context, f.cameo, {} AS actors, {} AS actor_countries, {} AS actor_sectors,
                 {} AS recipients, {} AS recipient_countries, {} AS recipient_sectors, coalesce(pm.name, pl.name) AS place,
                 coalesce(pm.country, pl.country) AS place_country, coalesce(pm.wikidata, pl.wikidata) AS place_wikidata, f.status,
                 f.confidence, {} AS according_to, substr(a.text, f.start + 1, f.\"end\" - f.start) AS words, f.start, f.\"end\",
                 f.occurrence, {ARTICLE}
                 FROM events f JOIN articles a ON a.id = f.article LEFT JOIN outlets o ON o.id = a.outlet
                 LEFT JOIN entities pl ON pl.id = f.place LEFT JOIN entities pm ON pm.id = pl.merged_into WHERE f.id = ?1",
                side("actor", "name"),
                side("actor", "country"),
                side("actor", "sector"),
                side("recipient", "name"),
                side("recipient", "country"),
                side("recipient", "sector"),
                chain("event_hops", "event"),
            ),
            Facts::Statements => format!(
                "SELECT f.id, f.day, e.name AS speaker, e.country AS speaker_country, e.sector AS speaker_sector,
                 e.wikidata AS speaker_wikidata, f.act, f.polarity, f.direct, {} AS chain,
                 substr(a.text, f.start + 1, f.\"end\" - f.start) AS words, f.start, f.\"end\", {ARTICLE}
                 FROM statements f JOIN articles a ON a.id = f.article LEFT JOIN outlets o ON o.id = a.outlet
                 LEFT JOIN entities r ON r.id = f.speaker LEFT JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
                 WHERE f.id = ?1",
                chain("statement_hops", "statement"),
            ),
        }
    }
}

/// Calls `each` with the values of every fact, in the order of their rows, after `head` with the names of the columns.
fn rows(
    db: &Connection,
    facts: Facts,
    head: impl FnOnce(&[String]) -> Result<(), Error>,
    mut each: impl FnMut(&[String], Vec<Value>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut select = db.prepare(&facts.row()).doing("export")?;
    let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
    head(&columns)?;
    for id in ids(db, facts.ids())? {
        let values = select.query_row([id], |row| {
            (0..columns.len())
                .map(|column| {
                    Ok(match row.get_ref(column)? {
                        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
                        ValueRef::Integer(n) => Value::from(n),
                        ValueRef::Real(x) => Value::from(x),
                        ValueRef::Text(t) => Value::String(String::from_utf8_lossy(t).into_owned()),
                    })
                })
                .collect::<rusqlite::Result<Vec<Value>>>()
        });
        each(&columns, values.doing("export")?)?;
    }
    Ok(())
}

/// Writes facts as a table with a header; gives the number of rows. With `raw`, cells that look like formulas stay as they are.
///
/// # Errors
/// If the archive cannot be read, or `out` not be written.
pub fn write_table(db: &Connection, facts: Facts, separator: Separator, raw: bool, out: &mut dyn Write) -> Result<u64, Error> {
    let between = if separator == Separator::Comma { "," } else { "\t" };
    // Both closures write, one after the other.
    let out = std::cell::RefCell::new(out);
    let mut n = 0;
    let head = |columns: &[String]| wrote(writeln!(out.borrow_mut(), "{}", columns.join(between)));
    rows(db, facts, head, |_, values| {
        n += 1;
        let cells: Vec<String> = values.iter().map(|v| cell(v, separator, raw)).collect();
        wrote(writeln!(out.borrow_mut(), "{}", cells.join(between)))
    })?;
    Ok(n)
}

fn cell(value: &Value, separator: Separator, raw: bool) -> String {
    let Value::String(text) = value else { return if value.is_null() { String::new() } else { value.to_string() } };
    let mut cell = text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned();
    if !raw && is_formula(&cell) {
        cell.insert(0, '\'');
    }
    if separator == Separator::Comma && cell.contains(['"', ',']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

/// Whether a spreadsheet may take a text for a formula: `=`, `+`, `-`, `@`, also full-width and behind blanks or marks.
///
/// ```
/// use musnad_archive::export::is_formula;
/// assert!(is_formula("=HYPERLINK(1)") && is_formula(" \u{200f}＝1") && is_formula("\t1"));
/// assert!(!is_formula("قال = نعم"));
/// ```
pub fn is_formula(cell: &str) -> bool {
    let first = cell.chars().find(|c| !c.is_whitespace() && !musnad::text::is_mark(*c) && *c != '\u{feff}');
    cell.starts_with(['\t', '\r']) || first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

/// Writes the events that have a place as GeoJSON (RFC 7946). A place whose position is not known has no geometry.
pub(super) fn geo_json(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    wrote(out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":["))?;
    let mut n = 0;
    rows(
        db,
        Facts::Events,
        |_| Ok(()),
        |columns, values| {
            let properties: Map<String, Value> = columns.iter().cloned().zip(values).collect();
            if properties.get("place").is_none_or(Value::is_null) {
                return Ok(());
            }
            let point = properties.get("place_wikidata").and_then(Value::as_str).and_then(place::point);
            let geometry = point.map_or(Value::Null, |(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]}));
            let id = properties.get("id").cloned().unwrap_or_default();
            let feature = json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties});
            n += 1;
            wrote(write!(out, "{}\n{feature}", if n == 1 { "" } else { "," }))
        },
    )?;
    wrote(out.write_all(b"\n]}\n"))?;
    Ok(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_nothing_that_runs_or_breaks_the_row() {
        let cell = |text: &str, separator| super::cell(&Value::from(text), separator, false);
        assert_eq!(cell("=1+1", Separator::Comma), "'=1+1");
        assert_eq!(cell("=A,\"b\"", Separator::Comma), "\"'=A,\"\"b\"\"\"");
        assert_eq!(cell("قال\nنعم\t", Separator::Tab), "قال نعم");
        assert_eq!(super::cell(&Value::from("=1"), Separator::Tab, true), "=1");
        assert_eq!(super::cell(&Value::from(-5), Separator::Comma, false), "-5");
    }
}
