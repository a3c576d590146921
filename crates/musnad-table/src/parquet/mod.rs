//! Parquet, written by ourselves: a few hundred lines where the `parquet` and `arrow` crates would add minutes to the build of
//! the default binary (docs/schema.md has the measurement).
//!
//! Of the format we use what every reader knows: version 1, one data page a column and row group, plain or dictionary
//! encoding, levels in the hybrid of runs and packed bits, gzip. Lists are one deep, as in all flat tables.

mod leaf;
mod thrift;

use crate::column::{Column, Columns};
use crate::schema::{Field, Kind, Table, VERSION};
use leaf::{Leaf, leaves};
use std::io::{self, Write};
use thrift::Struct;

const MAGIC: &[u8; 4] = b"PAR1";
/// Bytes of a row group, about; readers take one at a time.
const GROUP: usize = 32 << 20;

const REQUIRED: i32 = 0;
const OPTIONAL: i32 = 1;
const REPEATED: i32 = 2;

/// A file of one table being written. What is written before [`Writer::finish`] is no Parquet file yet.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    at: u64,
    rows: Columns,
    groups: Vec<Struct>,
    n_rows: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn new(mut out: W, table: &'static Table) -> io::Result<Writer<W>> {
        out.write_all(MAGIC)?;
        Ok(Writer { out, at: MAGIC.len() as u64, rows: Columns::new(table), groups: Vec::new(), n_rows: 0 })
    }

    /// The rows of the group that is being filled; push here, then call [`Writer::flush_large`].
    pub fn rows(&mut self) -> &mut Columns {
        &mut self.rows
    }

    /// Writes the row group if it is large enough.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn flush_large(&mut self) -> io::Result<()> {
        if self.rows.size() < GROUP { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.rows.n_rows == 0 {
            return Ok(());
        }
        let next = Columns::new(self.rows.table);
        let rows = std::mem::replace(&mut self.rows, next);
        let mut chunks = Vec::new();
        let mut total = 0;
        for leaf in leaves(&rows) {
            let (chunk, size) = self.chunk(&leaf)?;
            chunks.push(chunk);
            total += size;
        }
        let n_rows = rows.n_rows as i64;
        self.groups.push(Struct::default().structs(1, chunks).i64(2, total).i64(3, n_rows));
        self.n_rows += rows.n_rows as u64;
        Ok(())
    }

    /// Writes a column of the group; gives its entry for the footer and its size before compression.
    fn chunk(&mut self, leaf: &Leaf<'_>) -> io::Result<(Struct, i64)> {
        let start = self.at;
        let pages = leaf.pages()?;
        let (mut plain, mut packed) = (0_i64, 0_i64);
        let mut data_at = start;
        let mut dictionary_at = None;
        for page in &pages {
            if page.is_dictionary {
                dictionary_at = Some(self.at as i64);
            } else {
                data_at = self.at;
            }
            self.out.write_all(&page.header)?;
            self.out.write_all(&page.body)?;
            let bytes = page.header.len() + page.body.len();
            self.at += bytes as u64;
            packed += bytes as i64;
            plain += (page.header.len() + page.n_plain) as i64;
        }
        let mut meta = Struct::default()
            .i32(1, leaf.physical())
            .i32s(2, if dictionary_at.is_some() { &[0, 3, 8] } else { &[0, 3] })
            .texts(3, &leaf.path)
            .i32(4, leaf::GZIP)
            .i64(5, leaf.n_values() as i64)
            .i64(6, plain)
            .i64(7, packed)
            .i64(9, data_at as i64);
        if let Some(at) = dictionary_at {
            meta = meta.i64(11, at);
        }
        if let Some(statistics) = leaf.statistics() {
            meta = meta.inner(12, statistics);
        }
        Ok((Struct::default().i64(2, start as i64).inner(3, meta), plain))
    }

    /// Writes what is left and the footer; gives the number of rows and the output.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn finish(mut self) -> io::Result<(u64, W)> {
        self.flush()?;
        let table = self.rows.table;
        let mut elements = vec![Struct::default().bytes(4, b"schema").i32(5, table.fields.len() as i32)];
        table.fields.iter().for_each(|f| elements.extend(element(f)));
        let about: serde_json::Map<String, serde_json::Value> = crate::schema::about(table);
        let pair = |key: &str, value: &str| Struct::default().bytes(1, key.as_bytes()).bytes(2, value.as_bytes());
        let metadata = vec![
            pair("musnad.schema", VERSION),
            pair("musnad.table", table.name),
            pair("musnad.columns", &serde_json::Value::from(about).to_string()),
        ];
        let footer = Struct::default()
            .i32(1, 1)
            .structs(2, elements)
            .i64(3, self.n_rows as i64)
            .structs(4, std::mem::take(&mut self.groups))
            .structs(5, metadata)
            .bytes(6, concat!("musnad version ", env!("CARGO_PKG_VERSION")).as_bytes())
            .end();
        self.out.write_all(&footer)?;
        self.out.write_all(&(footer.len() as u32).to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        self.out.flush()?;
        Ok((self.n_rows, self.out))
    }
}

/// The entries of a column in the schema of the footer, parents before children.
fn element(field: &Field) -> Vec<Struct> {
    let repetition = if field.nullable { OPTIONAL } else { REQUIRED };
    match field.kind {
        Kind::Texts => {
            let mut all = list(field.name);
            all.push(plain("element", Kind::Text, REQUIRED));
            all
        }
        Kind::Rows(fields) => {
            let mut all = list(field.name);
            all.push(Struct::default().i32(3, REQUIRED).bytes(4, b"element").i32(5, fields.len() as i32));
            fields.iter().for_each(|f| all.extend(element(f)));
            all
        }
        kind => vec![plain(field.name, kind, repetition)],
    }
}

fn list(name: &str) -> Vec<Struct> {
    let logical = Struct::default().inner(3, Struct::default());
    vec![
        Struct::default().i32(3, REQUIRED).bytes(4, name.as_bytes()).i32(5, 1).i32(6, 3).inner(10, logical),
        Struct::default().i32(3, REPEATED).bytes(4, b"list").i32(5, 1),
    ]
}

fn plain(name: &str, kind: Kind, repetition: i32) -> Struct {
    let element = Struct::default().i32(1, leaf::physical(kind)).i32(3, repetition).bytes(4, name.as_bytes());
    match kind {
        Kind::Text => element.i32(6, 0).inner(10, Struct::default().inner(1, Struct::default())),
        Kind::Day => element.i32(6, 6).inner(10, Struct::default().inner(6, Struct::default())),
        _ => element,
    }
}

/// Writes rows as one file.
///
/// ```
/// use musnad_table::{Cell, Columns, parquet, schema};
/// let mut times = Columns::new(&schema::TIMES);
/// times.push(&[Cell::Text("00"), Cell::Text("t1"), Cell::Int(0), Cell::Int(3), Cell::Text("أمس"), Cell::Null, Cell::Text("none")]);
/// let file = parquet::write(Vec::new(), times)?;
/// assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If `out` cannot be written.
pub fn write<W: Write>(out: W, rows: Columns) -> io::Result<W> {
    let mut writer = Writer::new(out, rows.table)?;
    writer.rows = rows;
    writer.finish().map(|(_, out)| out)
}

/// Where lists begin, for columns that are lists.
fn offsets(column: &Column) -> Option<&[i32]> {
    match column {
        Column::List(offsets, _) | Column::Rows(offsets, _) => Some(offsets),
        _ => None,
    }
}
