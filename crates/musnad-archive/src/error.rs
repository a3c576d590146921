//! What can go wrong with an archive, said so that the reader knows what to do next.

use std::fmt;
use std::path::PathBuf;

/// An error of the archive: what was being done, and why it failed.
#[derive(Debug)]
pub enum Error {
    /// SQLite refused; with what was being done.
    Sqlite(&'static str, rusqlite::Error),
    /// The file is no archive, or another one's.
    NotAnArchive(PathBuf),
    /// The file was written by a newer Musnad: its schema version and ours.
    Newer(PathBuf, u32, u32),
    /// A file could not be opened or written.
    File(PathBuf, std::io::Error),
    /// What is stored is damaged: which article, what of it.
    Damaged(i64, &'static str),
    /// A request that makes no sense, told in words.
    Request(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Sqlite(doing, cause) => {
                write!(f, "cannot {doing}: {}", hint(cause))
            }
            Error::NotAnArchive(path) => {
                write!(f, "{} is no Musnad archive: name a new file, or one that `musnad add --archive` made", path.display())
            }
            Error::Newer(path, theirs, ours) => write!(
                f,
                "{} has schema {theirs}, written by a newer Musnad; this one knows up to {ours}: update Musnad (the file was not touched)",
                path.display()
            ),
            Error::File(path, cause) => write!(f, "cannot open {}: {cause}", path.display()),
            Error::Damaged(article, what) => write!(
                f,
                "the {what} of article {article} is damaged: run `musnad verify`, then restore from a backup or add the article again"
            ),
            Error::Request(what) => f.write_str(what),
        }
    }
}

/// SQLite's words, with what to do where that is known.
fn hint(cause: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode as Code;
    match cause.sqlite_error_code() {
        Some(Code::DiskFull) => format!("{cause}: free some space and run the same command again; nothing added is lost"),
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
            format!("{cause}: another program is writing to the archive; try again when it is done")
        }
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
            format!("{cause}: run `musnad verify`, and restore the file from a backup")
        }
        Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => {
            format!("{cause}: check the path, its folder and your right to write there")
        }
        _ => cause.to_string(),
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Sqlite(_, cause) => Some(cause),
            Error::File(_, cause) => Some(cause),
            _ => None,
        }
    }
}

/// Tells what was being done when SQLite failed.
pub(crate) trait Doing<T> {
    /// `cannot {doing}: …`
    fn doing(self, doing: &'static str) -> Result<T, Error>;
}

impl<T> Doing<T> for Result<T, rusqlite::Error> {
    fn doing(self, doing: &'static str) -> Result<T, Error> {
        self.map_err(|cause| Error::Sqlite(doing, cause))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Self {
        Error::Sqlite("read the archive", cause)
    }
}
