//! Records as tables: what one article reports as rows, in one schema for Python, Spark and Parquet.
//!
//! [`schema`] names every table and column and tells what it means (`docs/schema.md` is printed from it); [`Columns`] holds rows
//! in the memory layout of Arrow, without needing Arrow; [`rows`] makes them of a record; [`parquet`] writes them;
//! [`claims`] brings tellings of one event together as the archive does; [`export`] writes an archive out.

pub mod claims;
mod column;
pub mod export;
pub mod parquet;
pub mod rows;
pub mod schema;

pub use column::{Cell, Column, Columns, Nulls};
pub use schema::{Field, Kind, Table, VERSION};
