//! How much of one input is read, and what was cut off.
//!
//! Every cap has a default that real pages stay far below. What is cut is told in a [`Limit`], never dropped in silence.

use std::time::Duration;

/// Most of everything that one input may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Bytes of a page, before and after decompression.
    pub bytes: usize,
    /// Most times that decompression may grow the input.
    pub inflation: usize,
    /// Elements inside one another; deeper ones become siblings.
    pub depth: usize,
    /// Nodes of one page.
    pub nodes: usize,
    /// Attributes of one tag.
    pub attributes: usize,
    /// Bytes of text of one page.
    pub text: usize,
    /// Entries of one feed or sitemap.
    pub entries: usize,
    /// Time for one page.
    pub time: Duration,
}

impl Default for Caps {
    fn default() -> Self {
        Caps {
            bytes: 20 << 20,
            inflation: 200,
            depth: 512,
            nodes: 300_000,
            attributes: 256,
            text: 8 << 20,
            entries: 10_000,
            time: Duration::from_secs(2),
        }
    }
}

/// Something that was cut off or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What: `depth`, `nodes`, `attributes`, `text`, `bytes`, `time`, `entries`.
    pub what: &'static str,
    /// The byte of the input where it happened first.
    pub at: u64,
    /// Why, for a person.
    pub why: String,
}

impl Limit {
    /// A limit reached at a byte.
    pub fn new(what: &'static str, at: u64, why: impl Into<String>) -> Limit {
        Limit { what, at, why: why.into() }
    }
}
