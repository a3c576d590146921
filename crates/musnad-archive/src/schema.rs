//! The schema of an archive, its version, and how older files are brought up to it.
//!
//! `PRAGMA application_id` tells an archive from other SQLite files, `PRAGMA user_version` which schema it has. A migration is
//! one transaction; a file of a newer version is refused untouched.

use crate::error::{Doing, Error};
use rusqlite::Connection;
use std::path::Path;

/// The schema version that this Musnad writes.
pub const VERSION: u32 = 3;

/// `MSND`, in `PRAGMA application_id`.
const APPLICATION: u32 = 0x4D53_4E44;

/// The steps from each version to the next; the first makes a new archive.
const STEPS: [&str; VERSION as usize] = [include_str!("schema.sql"), include_str!("schema-2.sql"), include_str!("schema-3.sql")];

fn number(db: &Connection, pragma: &str) -> Result<u32, Error> {
    db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).map(|n| n as u32).doing("read the archive")
}

/// Checks that the file is an archive of this version; brings an older or empty one up to it if it may be written.
pub(crate) fn check(db: &mut Connection, path: &Path, writable: bool) -> Result<(), Error> {
    let version = number(db, "user_version")?;
    let application = number(db, "application_id")?;
    let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).doing("read the archive")?;
    let empty = n_tables == 0 && version == 0;
    if !empty && application != APPLICATION {
        return Err(Error::NotAnArchive(path.to_owned()));
    }
    if version > VERSION {
        return Err(Error::Newer(path.to_owned(), version, VERSION));
    }
    if version == VERSION {
        return Ok(());
    }
    if !writable {
        return Err(if empty {
            Error::NotAnArchive(path.to_owned())
        } else {
            Error::Request(format!(
                "{} has schema {version}, this Musnad reads {VERSION}: open it once for writing to bring it up (`musnad doctor`)",
                path.display()
            ))
        });
    }
    migrate(db, version as usize)
}

fn migrate(db: &mut Connection, from: usize) -> Result<(), Error> {
    let doing = "bring the archive up to the current schema";
    for (step, sql) in STEPS.iter().enumerate().skip(from) {
        let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).doing(doing)?;
        // Another process may have done this step while we waited.
        if number(&tx, "user_version")? as usize > step {
            continue;
        }
        tx.execute_batch(sql).doing(doing)?;
        tx.pragma_update(None, "application_id", APPLICATION).doing(doing)?;
        tx.pragma_update(None, "user_version", step as u32 + 1).doing(doing)?;
        tx.commit().doing(doing)?;
    }
    Ok(())
}
