//! The archive: one SQLite file of articles and of what they report.
//!
//! Everything of an article (text, record, facts, search rows) enters in one transaction, so that whatever ends the process,
//! the file holds whole articles only. [`Archive`] is the one writer; [`Pool`] gives connections that can only read. The
//! tables are told in `docs/archive.md`; every table opens in Datasette, DuckDB and any SQLite from 3.20 on.

mod add;
mod archive;
mod care;
mod entity;
mod error;
pub mod export;
mod facts;
pub mod fix;
mod followed;
pub mod get;
mod given;
mod hash;
mod index;
pub mod merge;
pub mod place;
mod pool;
mod prepare;
pub mod query;
mod schema;
pub mod search;

pub use add::Added;
pub use archive::{Archive, Known};
pub use care::{Verified, doctor, verify};
pub use entity::key as entity_key;
pub use error::Error;
pub use followed::Followed;
pub use given::{Given, day_of, key_of};
pub use pool::{Lease, Pool};
pub use prepare::{Prepared, prepare};
pub use schema::VERSION;

/// The SQLite library, for those who write their own queries on the schema.
pub use rusqlite;
