//! The one writer of an archive.

use crate::entity;
use crate::error::{Doing, Error};
use crate::given::Given;
use crate::schema;
use rusqlite::{Connection, OpenFlags};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long the writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(6);

/// What an archive held at some moment: exactly that need not be read again.
#[derive(Clone, Debug)]
pub struct Known {
    seen: FxHashSet<u64>,
}

impl Known {
    /// Whether exactly this was added before.
    pub fn has(&self, given: &Given) -> bool {
        self.seen.contains(&first_bytes(&given.sha256()))
    }
}

/// An archive open for adding.
#[derive(Debug)]
pub struct Archive {
    pub(crate) path: PathBuf,
    pub(crate) db: Connection,
    pub(crate) entities: entity::Known,
    /// Terms known to be in `terms`, by hash.
    pub(crate) terms: FxHashSet<u64>,
    /// First bytes of `given_sha256` of everything stored.
    pub(crate) seen: FxHashSet<u64>,
    /// Periods that have word runs.
    pub(crate) periods: BTreeSet<i64>,
}

impl Archive {
    /// Opens an archive, or makes one where no file is.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let dir = std::env::temp_dir().join(format!("musnad-doc-{}", std::process::id()));
    /// std::fs::create_dir_all(&dir)?;
    /// let reader = musnad::Reader::embedded()?;
    /// let mut archive = musnad_archive::Archive::open(&dir.join("day.db"))?;
    /// let article = musnad::Article { text: "قال الوزير إن المحادثات مثمرة.".into(), ..Default::default() };
    /// let added = archive.add(&reader, vec![musnad_archive::prepare(&reader, article.into())], "2024-05-12T08:00:00Z")?;
    /// assert_eq!(added, [musnad_archive::Added::New(1)]);
    /// # std::fs::remove_dir_all(&dir)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the file is no archive, of a newer version, or cannot be written.
    pub fn open(path: &Path) -> Result<Archive, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if path.is_dir() {
            let cause = std::io::Error::new(std::io::ErrorKind::IsADirectory, "it is a directory; name a file");
            return Err(Error::File(path.to_owned(), cause));
        }
        let mut db = Connection::open_with_flags(path, flags).doing("open the archive")?;
        db.busy_timeout(PATIENCE).doing("open the archive")?;
        // Holds only for a file that is yet to be made: articles and records fit their page.
        db.pragma_update(None, "page_size", 16_384).doing("open the archive")?;
        // Whoever reads the header of a file that is no database learns it here, before anything is written.
        schema::check(&mut db, path, true).map_err(|error| match error {
            Error::Sqlite(_, cause) if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
                Error::NotAnArchive(path.to_owned())
            }
            error => error,
        })?;
        let settings =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
             PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 8000; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 134217728;";
        db.execute_batch(settings).doing("open the archive")?;
        db.set_prepared_statement_cache_capacity(128);
        let mut archive = Archive {
            path: path.to_owned(),
            db,
            entities: entity::Known::default(),
            terms: FxHashSet::default(),
            seen: FxHashSet::default(),
            periods: BTreeSet::new(),
        };
        archive.remember()?;
        Ok(archive)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for reading what was just written.
    pub fn connection(&self) -> &Connection {
        &self.db
    }

    /// What was added so far, to be asked by other threads before they read an article.
    pub fn known(&self) -> Known {
        Known { seen: self.seen.clone() }
    }

    /// Brings the pieces of the search index together, step by step, so that searches read one piece and not twenty. Worth it after a
    /// large part of the archive was added; small additions are merged by SQLite as they come.
    ///
    /// # Errors
    /// If the archive cannot be written.
    pub fn settle(&self) -> Result<(), Error> {
        for table in ["article_search", "statement_search", "event_search", "entity_search"] {
            let step = format!("INSERT INTO {table} ({table}, rank) VALUES ('merge', ?1)");
            // A negative number starts a merge of everything; a step that changes fewer than two rows found nothing to do.
            let mut pages = -2000_i64;
            loop {
                let before = self.db.total_changes();
                self.db.prepare_cached(&step).and_then(|mut s| s.execute([pages])).doing("settle the search index")?;
                if self.db.total_changes() - before < 2 {
                    break;
                }
                pages = 2000;
            }
        }
        Ok(())
    }

    /// Loads what is remembered between transactions.
    pub(crate) fn remember(&mut self) -> Result<(), Error> {
        self.entities.clear();
        self.terms.clear();
        self.seen.clear();
        self.periods.clear();
        let mut rows = self.db.prepare("SELECT given_sha256 FROM articles").doing("read the archive")?;
        let found = rows.query_map([], |r| r.get::<_, [u8; 32]>(0)).doing("read the archive")?;
        for hash in found {
            self.seen.insert(first_bytes(&hash.doing("read the archive")?));
        }
        let mut rows = self.db.prepare("SELECT term FROM terms").doing("read the archive")?;
        let mut found = rows.query([]).doing("read the archive")?;
        while let Some(row) = found.next().doing("read the archive")? {
            let term = row.get_ref(0).doing("read the archive")?;
            self.terms.insert(musnad::lexicon::key(term.as_str().unwrap_or_default()));
        }
        let next = "SELECT min(period) FROM shingles WHERE period > ?1";
        let mut next = self.db.prepare(next).doing("read the archive")?;
        let mut last = i64::MIN;
        while let Some(period) = next.query_row([last], |r| r.get::<_, Option<i64>>(0)).doing("read the archive")? {
            self.periods.insert(period);
            last = period;
        }
        Ok(())
    }
}

pub(crate) fn first_bytes(hash: &[u8; 32]) -> u64 {
    hash.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}
