//! What a user of an archive relies on. One binary: one link, one copy of the reader.

mod archive;
mod export;
mod finding;
mod hardship;
