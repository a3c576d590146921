//! Anything that holds articles on this machine: files of every kind we know, directories, standard input.
//!
//! A file is recognised by its content: JSONL, JSON, HTML, plain text, WARC, RSS, Atom, RDF, JSON Feed; each also compressed by
//! gzip or zstd. Streams are read as they come, so that size does not matter; one bad article loses nothing else.

mod json;
mod kind;
mod stream;

use crate::caps::{Caps, Limit};
use crate::page::{Page, read_html, read_text};
use crate::{extract, feed, warc};
use kind::Kind;
use musnad::Article;
use std::io::Read;
use std::path::{Path, PathBuf};
use stream::{Bytes, Peeked};

/// Where an article came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file, or `-`.
    pub path: String,
    /// Line of JSONL (from 1), byte offset of a WARC record, number of a feed entry (from 1); 0 for a file of one article.
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

impl SourceError {
    pub(crate) fn new(what: impl Into<String>) -> SourceError {
        SourceError { what: what.into() }
    }
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for SourceError {}

/// An article of a source, or why there is none.
pub type Item = (Origin, Result<Page, SourceError>);

/// The articles of a source.
pub type Items = Box<dyn Iterator<Item = Item> + Send>;

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Encoding of text files, if it should not be recognised.
    pub encoding: Option<String>,
    /// Caps on each article.
    pub caps: Caps,
}

/// Largest plain text that is one article.
const MOST_TEXT: usize = 64 << 20;

/// The articles of a file, a directory (files in the order of their names), or standard input (`-`).
///
/// ```
/// let dir = std::env::temp_dir().join("musnad-doc-source");
/// std::fs::create_dir_all(&dir)?;
/// std::fs::write(dir.join("a.txt"), "وصل الوفد إلى بغداد.")?;
/// std::fs::write(dir.join("b.jsonl"), "{\"text\": \"غادر الوفد بغداد.\", \"date\": \"2024-05-12\"}\n")?;
/// let pages: Vec<_> = musnad_page::source::open(&dir, &Default::default()).collect();
/// assert_eq!(pages[0].1.as_ref().expect("text").article.text, "وصل الوفد إلى بغداد.");
/// assert_eq!(pages[1].0.at, 1);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn open(path: &Path, options: &Options) -> Items {
    if path.as_os_str() == "-" {
        return stream(Box::new(std::io::stdin()), "-", options);
    }
    if path.is_dir() {
        let options = options.clone();
        return Box::new(files(path).into_iter().flat_map(move |file| match file {
            Ok(file) => open_file(&file, &options),
            Err((path, what)) => failed(&path.display().to_string(), what),
        }));
    }
    open_file(path, options)
}

/// The articles of a stream of bytes; `named` is what errors call it, and its ending may tell HTML from text.
pub fn stream(reader: Box<dyn Read + Send>, named: &str, options: &Options) -> Items {
    let peeked = match stream::unpacked(reader) {
        Ok(peeked) => peeked,
        Err(error) => return failed(named, error),
    };
    match kind::of(peeked.head(), named) {
        Kind::Jsonl => json::lines(peeked, named, options),
        Kind::Json => json::whole(peeked, named, options),
        Kind::Warc => warc_pages(peeked, named, options),
        Kind::Html => html(peeked, named, options),
        Kind::Feed => feed_entries(peeked, named, options),
        Kind::Text => text(peeked, named, options),
        Kind::Refused(what) => failed(named, what),
    }
}

fn failed(named: &str, what: impl Into<String>) -> Items {
    Box::new(std::iter::once((Origin { path: named.to_owned(), at: 0 }, Err(SourceError::new(what)))))
}

fn open_file(path: &Path, options: &Options) -> Items {
    let named = path.display().to_string();
    match std::fs::File::open(path) {
        Ok(file) => stream(Box::new(file), &named, options),
        Err(error) => failed(&named, format!("cannot open it ({error}): check the path, or pass - to read standard input")),
    }
}

/// Endings of files that are read when a directory is given; others in it are passed over.
const ENDINGS: &[&str] =
    &["txt", "text", "html", "htm", "xhtml", "jsonl", "ndjson", "json", "xml", "rss", "atom", "rdf", "warc", "gz", "zst"];

/// Deepest folders that are entered.
const DEPTH: usize = 32;

/// The files below a directory, sorted; links to folders are not followed, hidden files not read.
fn files(dir: &Path) -> Vec<Result<PathBuf, (PathBuf, String)>> {
    let mut found = Vec::new();
    let mut open = vec![(dir.to_owned(), 0)];
    while let Some((dir, depth)) = open.pop() {
        let entries = match std::fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(error) => {
                found.push(Err((dir, format!("cannot open the folder: {error}"))));
                continue;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let Ok(kind) = entry.file_type() else { continue };
            if hidden {
                continue;
            }
            if kind.is_dir() && depth < DEPTH {
                open.push((path, depth + 1));
            } else if (kind.is_file() || kind.is_symlink() && path.is_file())
                && path.extension().is_some_and(|e| ENDINGS.contains(&e.to_string_lossy().to_lowercase().as_str()))
            {
                found.push(Ok(path));
            }
        }
    }
    let key = |found: &Result<PathBuf, (PathBuf, String)>| match found {
        Ok(path) | Err((path, _)) => path.clone(),
    };
    found.sort_by_key(key);
    found
}

fn text(peeked: Peeked, named: &str, options: &Options) -> Items {
    let bytes = match peeked.all(MOST_TEXT) {
        Ok(Bytes { bytes, cut: false }) => bytes,
        Ok(_) => {
            let most = MOST_TEXT >> 20;
            return failed(
                named,
                format!("larger than {most} MiB: split it into articles, or pass JSONL with one article a line"),
            );
        }
        Err(error) => return failed(named, error),
    };
    match read_text(&bytes, options.encoding.as_deref()) {
        Ok(mut page) => {
            page.article.id = stem(named);
            one(named, page)
        }
        Err(error) => failed(named, error.to_string()),
    }
}

fn html(peeked: Peeked, named: &str, options: &Options) -> Items {
    let Bytes { bytes, cut } = match peeked.all(options.caps.bytes) {
        Ok(bytes) => bytes,
        Err(error) => return failed(named, error),
    };
    let header = options.encoding.as_deref().map(|e| format!("text/html; charset={e}"));
    let mut page = read_html(&bytes, header.as_deref(), None, &options.caps);
    if cut {
        let why = format!("the page is larger than {} bytes; the rest was not read", options.caps.bytes);
        page.limits.push(Limit::new("bytes", bytes.len() as u64, why));
    }
    page.article.id = stem(named);
    one(named, page)
}

fn one(named: &str, page: Page) -> Items {
    Box::new(std::iter::once((Origin { path: named.to_owned(), at: 0 }, Ok(page))))
}

fn stem(named: &str) -> Option<String> {
    Path::new(named).file_stem().filter(|_| named != "-").map(|s| s.to_string_lossy().into_owned())
}

fn feed_entries(peeked: Peeked, named: &str, options: &Options) -> Items {
    let bytes = match peeked.all(options.caps.bytes) {
        Ok(bytes) => bytes.bytes,
        Err(error) => return failed(named, error),
    };
    match feed::parse(&bytes, None, None, &options.caps) {
        Ok(feed) => {
            let named = named.to_owned();
            let outlet = feed.title;
            let caps = options.caps;
            Box::new(feed.entries.into_iter().enumerate().map(move |(idx, entry)| {
                (Origin { path: named.clone(), at: idx as u64 + 1 }, Ok(entry_page(entry, outlet.as_deref(), &caps)))
            }))
        }
        Err(error) => failed(named, error.to_string()),
    }
}

/// The article that a feed's entry carries: its whole text if it has one, else its summary.
pub fn entry_page(entry: feed::Entry, outlet: Option<&str>, caps: &Caps) -> Page {
    let text = match &entry.content {
        Some(html) => extract::fragment(html, caps),
        None => entry.summary.clone().unwrap_or_default(),
    };
    let hash = crate::page::sha256(format!("{}\n{text}", entry.id).as_bytes());
    Page {
        language: crate::language::of(&text),
        article: Article {
            id: Some(entry.id),
            url: entry.link.clone(),
            outlet: outlet.map(str::to_owned),
            published: entry.published,
            title: entry.title,
            text,
        },
        author: entry.author,
        canonical_url: entry.link,
        published_from: Some(crate::page::DateOrigin::Given),
        description: entry.summary,
        source_sha256: hash,
        ..Page::default()
    }
}

fn warc_pages(peeked: Peeked, named: &str, options: &Options) -> Items {
    let named = named.to_owned();
    let caps = options.caps;
    let records = warc::records(peeked, 0, &caps);
    Box::new(records.filter_map(move |found| match found {
        Ok(record) => {
            let origin = Origin { path: named.clone(), at: record.offset };
            warc_page(&record, &caps).map(|page| (origin, Ok(page)))
        }
        Err(damage) => Some((Origin { path: named.clone(), at: damage.offset }, Err(SourceError::new(damage.to_string())))),
    }))
}

/// The page of a WARC record; `None` for what is no page: requests, images, errors of servers.
pub fn warc_page(record: &warc::Record, caps: &Caps) -> Option<Page> {
    let is_answer =
        matches!(record.kind.as_str(), "response" | "resource" | "conversion") && record.status.is_none_or(|s| s == 200);
    let kind = record.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let is_html = kind.contains("html") || (kind.is_empty() && record.body.trim_ascii_start().starts_with(b"<"));
    let is_text = kind.starts_with("text/plain") && record.kind == "conversion";
    if !is_answer || !(is_html || is_text) {
        return None;
    }
    let mut page = if is_text {
        read_text(&record.body, None).ok()?
    } else {
        read_html(&record.body, record.content_type.as_deref(), record.url.as_deref(), caps)
    };
    page.article.url = page.article.url.or_else(|| record.url.clone());
    if let Some(reason) = &record.truncated {
        page.limits.push(Limit::new("bytes", record.body.len() as u64, format!("the capture is cut short ({reason})")));
    }
    Some(page)
}
