//! An archive as Parquet: a folder with one file a table.
//!
//! Records as they were read, less what a person rejected; occurrences as the archive merged them, with corrections. The
//! folder appears under its name only when it is whole.

use crate::claims::Occurrence;
use crate::parquet::Writer;
use crate::rows::Rows;
use crate::schema::{FLAT, OCCURRENCES};
use musnad_archive::rusqlite::{self, Connection};
use musnad_archive::{Error, get, merge};
use rustc_hash::FxHashSet;
use std::fs::File;
use std::io::{BufWriter, Error as IoError, ErrorKind};
use std::path::Path;

/// Writes an archive into a new folder; gives the number of articles.
///
/// # Errors
/// If the archive cannot be read, the folder exists (unless `force`), or it cannot be written.
pub fn folder(db: &Connection, path: &Path, force: bool) -> Result<u64, Error> {
    let failed = |cause: IoError| Error::File(path.to_owned(), cause);
    if path.exists() && !force {
        return Err(failed(IoError::new(ErrorKind::AlreadyExists, "it exists; name a new folder, or say --force")));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let done = (|| {
        if part.exists() {
            std::fs::remove_dir_all(&part).map_err(failed)?;
        }
        std::fs::create_dir_all(&part).map_err(failed)?;
        let n = fill(db, &part)?;
        if path.exists() {
            // Only what we write ourselves is replaced: a folder with anything else in it stays.
            ours(path).map_err(failed)?;
            std::fs::remove_dir_all(path).map_err(failed)?;
        }
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(n)
    })();
    if done.is_err() {
        let _ = std::fs::remove_dir_all(&part);
    }
    done
}

/// Whether a folder holds nothing but our tables.
fn ours(path: &Path) -> Result<(), IoError> {
    for entry in std::fs::read_dir(path)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if !FLAT.iter().any(|t| name.strip_suffix(".parquet") == Some(t.name)) {
            let what = format!("it holds {name}, which is no table of Musnad: name another folder");
            return Err(IoError::new(ErrorKind::AlreadyExists, what));
        }
    }
    Ok(())
}

fn fill(db: &Connection, folder: &Path) -> Result<u64, Error> {
    let mut n = 0;
    let mut writers = Vec::new();
    for table in FLAT {
        let path = folder.join(table.name).with_extension("parquet");
        let failed = |cause| Error::File(path.clone(), cause);
        let file = BufWriter::new(File::create(&path).map_err(failed)?);
        writers.push((Writer::new(file, table).map_err(failed)?, path));
    }
    let rejected = rejected(db)?;
    for id in ids(db)? {
        let (Some(record), Some(key)) = (get::record(db, id)?, get::key(db, id)?) else { continue };
        let rows = Rows::new(&record, key);
        let keep = |local: &str| rejected.is_empty() || !rejected.contains(&(id, local.to_owned()));
        for (writer, path) in &mut writers {
            rows.flat(writer.rows(), &keep);
            writer.flush_large().map_err(|cause| Error::File(path.clone(), cause))?;
        }
        n += 1;
    }
    for (mut writer, path) in writers {
        if writer.rows().table == &OCCURRENCES {
            for occurrence in occurrences(db)? {
                occurrence.push(writer.rows());
            }
        }
        let failed = |cause| Error::File(path.clone(), cause);
        let (_, out) = writer.finish().map_err(failed)?;
        out.get_ref().sync_all().map_err(failed)?;
    }
    Ok(n)
}

fn ids(db: &Connection) -> Result<Vec<i64>, Error> {
    let mut rows = db.prepare("SELECT id FROM articles WHERE current = 1 ORDER BY id")?;
    let ids = rows.query_map([], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    Ok(ids)
}

/// Facts that a person rejected: article and local name.
fn rejected(db: &Connection) -> Result<FxHashSet<(i64, String)>, Error> {
    let sql =
        "SELECT article, local FROM events WHERE rejected <> 0 UNION SELECT article, local FROM statements WHERE rejected <> 0";
    let mut rows = db.prepare(sql)?;
    let all = rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, rusqlite::Error>>()?;
    Ok(all)
}

/// The occurrences of an archive, with keys in the place of rows, in the order of their first tellings.
///
/// # Errors
/// If the archive cannot be read.
pub fn occurrences(db: &Connection) -> Result<Vec<Occurrence>, Error> {
    let hex = |sha256: Vec<u8>| musnad_archive::key_of(&sha256);
    let day = |iso: Option<String>| iso.as_deref().and_then(merge::days);
    let mut select = db.prepare(
        "SELECT o.id, o.type, o.mode, o.first_day, o.last_day, e.key, o.status, o.n_articles, o.n_outlets
         FROM occurrences o LEFT JOIN entities e ON e.id = o.place ORDER BY o.id",
    )?;
    let mut claims = db.prepare(
        "SELECT a.given_sha256, v.local FROM events v JOIN articles a ON a.id = v.article
         WHERE v.occurrence = ?1 AND v.rejected = 0 AND a.current = 1 ORDER BY a.given_sha256, v.id",
    )?;
    let mut differ = db.prepare(
        "SELECT d.what, coalesce(e.key, d.value), a.given_sha256, v.local FROM disagreements d JOIN events v ON v.id = d.event
         JOIN articles a ON a.id = v.article LEFT JOIN entities e ON d.what = 'actor' AND e.id = CAST(d.value AS INTEGER)
         WHERE d.occurrence = ?1",
    )?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let count = |n: i64| usize::try_from(n).unwrap_or_default();
        let mut disagreements: Vec<crate::claims::Differ> = differ
            .query_map([id], |r| Ok((r.get(0)?, r.get(1)?, hex(r.get(2)?), r.get(3)?)))?
            .collect::<Result<_, rusqlite::Error>>()?;
        disagreements.sort();
        found.push(Occurrence {
            claims: claims.query_map([id], |r| Ok((hex(r.get(0)?), r.get(1)?)))?.collect::<Result<_, rusqlite::Error>>()?,
            kind: row.get(1)?,
            mode: row.get(2)?,
            first: day(row.get(3)?),
            last: day(row.get(4)?),
            place: row.get(5)?,
            status: row.get(6)?,
            n_articles: count(row.get(7)?),
            n_outlets: count(row.get(8)?),
            disagreements,
        });
    }
    found.retain(|o| !o.claims.is_empty());
    found.sort();
    Ok(found)
}
