//! Out of the archive: in the formats that others read. Streamed, written under a temporary name and renamed when whole.

mod coded;
mod linked;
mod rows;
mod tables;

use crate::error::{Doing, Error};
use rusqlite::Connection;
use std::io::{BufWriter, Write};
use std::path::Path;

pub use tables::{Facts, Separator, is_formula, write_table};

/// A format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// One record (`musnad.record/1`) a line.
    Jsonl,
    /// One PLOVER event a line, JSON.
    Plover,
    /// GDELT 2.0 events, one row an occurrence, no header, as GDELT has it.
    GdeltEvents,
    /// GDELT 2.0 mentions, one row a telling.
    GdeltMentions,
    /// POLECAT's columns, one row an event.
    Polecat,
    /// ICEWS' columns, one row an event.
    Icews,
    /// Statements as schema.org `Quotation`s and `Claim`s with their provenance, JSON-LD.
    JsonLd,
    /// Who did what to whom as a graph.
    GraphMl,
    /// A table of facts.
    Table(Facts, Separator),
    /// Events that have a place, as GeoJSON.
    GeoJson,
}

impl Format {
    /// All of them, with their names.
    pub const ALL: [(Format, &'static str); 13] = [
        (Format::Jsonl, "jsonl"),
        (Format::Plover, "plover"),
        (Format::GdeltEvents, "gdelt-events"),
        (Format::GdeltMentions, "gdelt-mentions"),
        (Format::Polecat, "polecat"),
        (Format::Icews, "icews"),
        (Format::JsonLd, "jsonld"),
        (Format::GraphMl, "graphml"),
        (Format::Table(Facts::Events, Separator::Comma), "csv"),
        (Format::Table(Facts::Statements, Separator::Comma), "csv-statements"),
        (Format::Table(Facts::Events, Separator::Tab), "tsv"),
        (Format::Table(Facts::Statements, Separator::Tab), "tsv-statements"),
        (Format::GeoJson, "geojson"),
    ];
}

/// Writes the archive in a format; gives the number of rows.
///
/// # Errors
/// If the archive cannot be read, or `out` not be written.
pub fn write(db: &Connection, format: Format, out: &mut dyn Write) -> Result<u64, Error> {
    match format {
        Format::Jsonl => linked::records(db, out),
        Format::Plover => coded::plover(db, out),
        Format::GdeltEvents => coded::gdelt_events(db, out),
        Format::GdeltMentions => coded::gdelt_mentions(db, out),
        Format::Polecat => coded::polecat(db, out),
        Format::Icews => coded::icews(db, out),
        Format::JsonLd => linked::json_ld(db, out),
        Format::GraphMl => linked::graph_ml(db, out),
        Format::Table(facts, separator) => write_table(db, facts, separator, false, out),
        Format::GeoJson => tables::geo_json(db, out),
    }
}

/// Writes a new file through `fill`: it appears under its name only when it is whole, and never over another unless `force`.
///
/// # Errors
/// If the file exists, or cannot be written.
pub fn to_file(path: &Path, force: bool, fill: impl FnOnce(&mut dyn Write) -> Result<u64, Error>) -> Result<u64, Error> {
    let failed = |cause| Error::File(path.to_owned(), cause);
    if path.exists() && !force {
        let cause = std::io::Error::new(std::io::ErrorKind::AlreadyExists, "it exists; name a new file, or say --force");
        return Err(failed(cause));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let done = (|| {
        let mut out = BufWriter::new(std::fs::File::create(&part).map_err(failed)?);
        let n = fill(&mut out)?;
        out.flush().map_err(failed)?;
        out.get_ref().sync_all().map_err(failed)?;
        drop(out);
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(n)
    })();
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    done
}

/// An error of the output, told as such.
fn wrote(result: std::io::Result<()>) -> Result<(), Error> {
    result.map_err(|cause| Error::File("the output".into(), cause))
}

/// All ids of a query, read before the rows are written: a reader may be slow, and no transaction should wait for it.
fn ids(db: &Connection, sql: &str) -> Result<Vec<i64>, Error> {
    db.prepare(sql).and_then(|mut s| s.query_map([], |r| r.get(0))?.collect()).doing("export")
}
