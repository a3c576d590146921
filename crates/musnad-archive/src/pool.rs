//! Connections that can only read, for servers and queries beside the one writer.

use crate::error::{Doing, Error};
use crate::schema;
use rusqlite::{Connection, OpenFlags};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long a reader waits for a writer's checkpoint.
const PATIENCE: Duration = Duration::from_secs(6);

/// Read-only connections to one archive, shared by threads.
#[derive(Debug)]
pub struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

/// A connection on loan; it goes back when dropped.
#[derive(Debug)]
pub struct Lease<'p> {
    pool: &'p Pool,
    connection: Option<Connection>,
}

impl Pool {
    /// Opens `n` read-only connections.
    ///
    /// # Errors
    /// If the file is missing, no archive, or of another version.
    pub fn open(path: &Path, n: usize) -> Result<Pool, Error> {
        let idle = (0..n.max(1)).map(|_| open_read_only(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Pool { path: path.to_owned(), idle: Mutex::new(idle), returned: Condvar::new() })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// One more connection that only reads, which is never lent.
    ///
    /// # Errors
    /// If the archive cannot be opened any more.
    pub fn own(&self) -> Result<Connection, Error> {
        open_read_only(&self.path)
    }

    /// A connection, as soon as one is free.
    pub fn get(&self) -> Lease<'_> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = idle.pop() {
                return Lease { pool: self, connection: Some(connection) };
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match &self.connection {
            Some(connection) => connection,
            None => unreachable!("a lease holds its connection until it is dropped"),
        }
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.pool.returned.notify_one();
        }
    }
}

/// One connection that cannot write.
pub(crate) fn open_read_only(path: &Path) -> Result<Connection, Error> {
    if !path.exists() {
        let cause = std::io::Error::new(std::io::ErrorKind::NotFound, "no such file; `musnad add --archive FILE` makes one");
        return Err(Error::File(path.to_owned(), cause));
    }
    // A database in WAL mode needs its shared memory file: "read-write" here opens it, `query_only` keeps it as it is.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)
        .or_else(|_| Connection::open_with_flags(path, read_only))
        .doing("open the archive")?;
    db.busy_timeout(PATIENCE).doing("open the archive")?;
    let settings =
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -32768; PRAGMA cell_size_check = ON;";
    db.execute_batch(settings).doing("open the archive")?;
    db.set_prepared_statement_cache_capacity(64);
    schema::check(&mut db, path, false)?;
    Ok(db)
}
