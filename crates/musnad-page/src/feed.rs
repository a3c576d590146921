//! Feeds: RSS 2.0, RSS 1.0 (RDF), Atom and JSON Feed, read leniently.

use crate::caps::{Caps, Limit};

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// The site it belongs to, absolute.
    pub site: Option<String>,
    /// Its entries, newest first as given, without repetitions.
    pub entries: Vec<Entry>,
    /// What was cut off.
    pub limits: Vec<Limit>,
    /// What looks wrong but was read.
    pub warnings: Vec<String>,
}

/// One entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// A reproducible identifier: the guid, else the link, else a hash of title and date.
    pub id: String,
    /// The address of the article, absolute.
    pub link: Option<String>,
    /// Headline, plain text.
    pub title: Option<String>,
    /// Summary, plain text.
    pub summary: Option<String>,
    /// The whole text, if the feed carries it, as HTML.
    pub content: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// ISO 8601.
    pub published: Option<String>,
}

/// Why bytes are no feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFeed(pub String);

impl std::fmt::Display for NoFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoFeed {}

/// Reads a feed; relative links are resolved against `base_url`.
///
/// # Errors
/// If the bytes are neither RSS, RDF, Atom nor JSON Feed.
pub fn parse(bytes: &[u8], content_type: Option<&str>, base_url: Option<&str>, caps: &Caps) -> Result<Feed, NoFeed> {
    let _ = (bytes, content_type, base_url, caps);
    Err(NoFeed("not yet".to_owned()))
}

/// The addresses of the feeds in an OPML file or in a plain list (one address a line, `#` begins a comment).
pub fn list(bytes: &[u8]) -> Vec<String> {
    let _ = bytes;
    Vec::new()
}
