//! Feeds: RSS 2.0, RSS 1.0 (RDF), Atom and JSON Feed, read leniently.
//!
//! A bare `&` or a file cut short costs at most the entry it stands in. Dates in Arabic or without zone are read. An entry
//! without guid gets a reproducible identifier. Entities that the document declares are never expanded.

use crate::caps::{Caps, Limit};
use crate::dates;
use crate::decode;
use crate::html::tree::{Tree, collapse};
use crate::xml::{self, Element, Step};
use std::collections::HashSet;

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// The site it belongs to, absolute.
    pub site: Option<String>,
    /// Its entries in their order, without repetitions.
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
///
/// ```
/// let rss = "<rss version='2.0'><channel><title>الخبر</title><item><title>قمة & حوار</title><link>/n/1</link>\
///     <pubDate>الأحد 12 مايو 2024 10:00</pubDate></item></channel></rss>";
/// let feed = musnad_page::feed::parse(rss.as_bytes(), None, Some("https://a.example/rss"), &Default::default())?;
/// assert_eq!(feed.entries[0].link.as_deref(), Some("https://a.example/n/1"));
/// assert_eq!(feed.entries[0].published.as_deref(), Some("2024-05-12T10:00"));
/// # Ok::<(), musnad_page::feed::NoFeed>(())
/// ```
pub fn parse(bytes: &[u8], content_type: Option<&str>, base_url: Option<&str>, caps: &Caps) -> Result<Feed, NoFeed> {
    let kept = bytes.get(..bytes.len().min(caps.bytes)).unwrap_or_default();
    let decoded = decode::page(kept, content_type);
    let source = decoded.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut feed = if source.starts_with('{') { json(source)? } else { xml(source, caps)? };
    if kept.len() < bytes.len() {
        feed.limits.push(Limit::new("bytes", kept.len() as u64, "the feed is larger than allowed; the rest was not read"));
    }
    feed.warnings.extend(decoded.warnings);
    finish(&mut feed, base_url, caps);
    Ok(feed)
}

/// Whether bytes begin like a feed.
pub(crate) fn looks_like(text: &str) -> bool {
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if head.starts_with('{') {
        return head.contains("jsonfeed.org/version");
    }
    if !head.starts_with('<') {
        return false;
    }
    let mut rest = head;
    // Past the declaration, comments and a style sheet to the first element.
    while let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = if rest.starts_with("<!--") { after.find("-->").map(|e| e + 3) } else { after.find('>').map(|e| e + 1) };
        rest = end.and_then(|e| after.get(e..)).unwrap_or_default().trim_start();
    }
    let name: String = rest.chars().skip(1).take_while(|c| c.is_alphanumeric() || *c == ':').collect();
    matches!(name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase().as_str(), "rss" | "feed" | "rdf")
}

/// What is being read: the path of open elements below the entry or the feed.
#[derive(Default)]
struct State {
    feed: Feed,
    open: Vec<Element>,
    /// Depth at which the entry stands.
    entry_at: Option<usize>,
    entry: Entry,
    updated: Option<String>,
    guid_link: Option<String>,
    text: String,
    /// Depth of an element whose markup is part of its text (`<content type="xhtml">`).
    markup: Option<usize>,
    is_feed: bool,
    full: bool,
    most: usize,
}

/// Deepest markup that is followed.
const DEEP: usize = 64;

fn xml(source: &str, caps: &Caps) -> Result<Feed, NoFeed> {
    let mut state = State { most: caps.entries, ..State::default() };
    let mut depth_lost = 0_usize;
    let started = std::time::Instant::now();
    let mut n = 0_u32;
    let mut late = false;
    let broken = xml::walk(source, |step| {
        n += 1;
        if n.is_multiple_of(1024) && started.elapsed() > caps.time {
            late = true;
            return false;
        }
        match step {
            Step::Open(element) if state.open.len() < DEEP => state.open(element),
            Step::Open(_) => depth_lost += 1,
            Step::Close if depth_lost > 0 => depth_lost -= 1,
            Step::Close => state.close(),
            Step::Text(text) => {
                if state.text.len() + text.len() <= caps.text {
                    state.text.push_str(&text);
                }
            }
        }
        !state.full
    });
    if !state.is_feed {
        return Err(NoFeed("this is no feed: neither RSS, RDF, Atom nor JSON Feed".to_owned()));
    }
    // A file cut short: the open entry counts if it has an address and a headline.
    if state.entry_at.is_some() && state.entry.link.is_some() && state.entry.title.is_some() {
        state.end_entry();
    }
    let open = !state.open.is_empty();
    let mut feed = state.feed;
    if broken || open {
        feed.warnings.push("the feed is broken or cut short; what could be read was".to_owned());
    }
    if state.full {
        feed.limits.push(Limit::new(
            "entries",
            0,
            format!("the feed has more than {} entries; the others were not read", caps.entries),
        ));
    }
    if late {
        feed.limits.push(Limit::new("time", 0, "the feed took too long; the rest was not read"));
    }
    Ok(feed)
}

impl State {
    fn open(&mut self, element: Element) {
        if self.markup.is_some() {
            self.text.push('\n');
            self.open.push(element);
            return;
        }
        if element.attr("type") == Some("xhtml") {
            self.markup = Some(self.open.len());
        }
        match (element.prefix.as_str(), element.name.as_str()) {
            (_, "rss" | "feed" | "rdf") if self.open.is_empty() => self.is_feed = true,
            ("" | "rss" | "atom" | "a", "item" | "entry") if self.entry_at.is_none() && self.is_feed => {
                self.entry_at = Some(self.open.len());
                self.entry = Entry::default();
                self.updated = None;
                self.guid_link = None;
                if let Some(about) = element.attr("rdf:about") {
                    self.entry.id = about.trim().to_owned();
                }
            }
            (_, "link") => self.link(&element),
            _ => {}
        }
        self.text.clear();
        self.open.push(element);
    }

    /// `<link href rel>` of Atom.
    fn link(&mut self, element: &Element) {
        let Some(href) = element.attr("href").map(|h| h.trim().to_owned()).filter(|h| !h.is_empty()) else { return };
        let rel = element.attr("rel").unwrap_or("alternate");
        if rel != "alternate" {
            return;
        }
        let slot = if self.entry_at.is_some() { &mut self.entry.link } else { &mut self.feed.site };
        slot.get_or_insert(href);
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if self.markup.is_some_and(|at| self.open.len() > at) {
            self.text.push('\n');
            return;
        }
        self.markup = None;
        let text = std::mem::take(&mut self.text);
        let value = text.trim();
        match self.entry_at {
            Some(at) if at == self.open.len() => self.end_entry(),
            Some(at) if at + 1 == self.open.len() => self.of_entry(&element, value),
            Some(at) if at + 2 == self.open.len() && element.name == "name" => {
                if self.open.last().is_some_and(|p| p.name == "author") && !value.is_empty() {
                    self.entry.author = Some(plain(value));
                }
            }
            Some(_) => {}
            None => self.of_feed(&element, value),
        }
    }

    fn of_feed(&mut self, element: &Element, value: &str) {
        let parent = self.open.last().map(|p| p.name.as_str());
        if value.is_empty() || !matches!(parent, Some("channel" | "feed")) {
            return;
        }
        match element.name.as_str() {
            "title" => {
                self.feed.title.get_or_insert(plain(value));
            }
            "link" if element.prefix.is_empty() => {
                self.feed.site.get_or_insert(value.to_owned());
            }
            _ => {}
        }
    }

    fn of_entry(&mut self, element: &Element, value: &str) {
        if value.is_empty() {
            return;
        }
        let entry = &mut self.entry;
        match (element.prefix.as_str(), element.name.as_str()) {
            ("media" | "itunes" | "g", _) => {}
            (_, "title") => {
                entry.title.get_or_insert(plain(value));
            }
            (_, "link") => {
                entry.link.get_or_insert(value.to_owned());
            }
            (_, "guid" | "id") => {
                entry.id = value.to_owned();
                if element.attr("ispermalink") != Some("false") && value.starts_with("http") {
                    self.guid_link = Some(value.to_owned());
                }
            }
            ("content", "encoded") | ("", "content") => entry.content = Some(value.to_owned()),
            (_, "description" | "summary") => {
                entry.summary.get_or_insert(plain(value));
            }
            ("dc", "creator") | ("", "author") => {
                entry.author.get_or_insert(plain(value));
            }
            (_, "pubdate" | "published" | "date" | "issued") => {
                if entry.published.is_none() {
                    entry.published = dates::machine(value).or_else(|| dates::visible(value));
                }
            }
            (_, "updated" | "modified") => self.updated = dates::machine(value).or_else(|| dates::visible(value)),
            _ => {}
        }
    }

    fn end_entry(&mut self) {
        self.entry_at = None;
        let mut entry = std::mem::take(&mut self.entry);
        entry.published = entry.published.or(self.updated.take());
        entry.link = entry.link.or(self.guid_link.take());
        self.feed.entries.push(entry);
        self.full = self.feed.entries.len() >= self.most;
    }
}

/// JSON Feed.
fn json(source: &str) -> Result<Feed, NoFeed> {
    let value: serde_json::Value = serde_json::from_str(source).map_err(|e| NoFeed(format!("this is no feed: {e}")))?;
    let items = value
        .get("items")
        .and_then(|i| i.as_array())
        .ok_or_else(|| NoFeed("this JSON is no feed: it has no items".to_owned()))?;
    let text = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(|v| v.as_str()).map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned)
    };
    let entries = items.iter().map(|item| Entry {
        id: text(item, "id").or_else(|| item.get("id").map(ToString::to_string)).unwrap_or_default(),
        link: text(item, "url").or_else(|| text(item, "external_url")),
        title: text(item, "title").map(|t| plain(&t)),
        summary: text(item, "summary").map(|t| plain(&t)),
        content: text(item, "content_html").or_else(|| text(item, "content_text")),
        author: item.get("authors").and_then(|a| a.get(0)).or_else(|| item.get("author")).and_then(|a| text(a, "name")),
        published: text(item, "date_published").and_then(|d| dates::machine(&d).or_else(|| dates::visible(&d))),
    });
    Ok(Feed { title: text(&value, "title"), site: text(&value, "home_page_url"), entries: entries.collect(), ..Feed::default() })
}

/// Links made absolute, identifiers given, repetitions dropped.
fn finish(feed: &mut Feed, base_url: Option<&str>, caps: &Caps) {
    let base = base_url.and_then(|u| url::Url::parse(u).ok());
    let site = feed.site.as_deref().and_then(|s| absolute(s, base.as_ref()));
    feed.site = site.clone().or_else(|| feed.site.take());
    let base = base.or_else(|| site.and_then(|s| url::Url::parse(&s).ok()));
    if feed.entries.len() > caps.entries {
        feed.entries.truncate(caps.entries);
        feed.limits.push(Limit::new(
            "entries",
            0,
            format!("the feed has more than {} entries; the others were not read", caps.entries),
        ));
    }
    let mut seen = HashSet::new();
    feed.entries.retain_mut(|entry| {
        entry.link = entry.link.as_deref().and_then(|l| absolute(l, base.as_ref()));
        if entry.id.is_empty() {
            let title = entry.title.clone().unwrap_or_default();
            entry.id = entry.link.clone().unwrap_or_else(|| {
                crate::page::sha256(format!("{title}\n{}", entry.published.clone().unwrap_or_default()).as_bytes())
            });
        }
        let key = entry.link.clone().unwrap_or_else(|| entry.id.clone());
        (entry.link.is_some() || entry.content.is_some() || entry.title.is_some()) && seen.insert(key)
    });
}

/// Only http and https lead to articles.
fn absolute(link: &str, base: Option<&url::Url>) -> Option<String> {
    let found = match base {
        Some(base) => base.join(link.trim()).ok()?,
        None => url::Url::parse(link.trim()).ok()?,
    };
    matches!(found.scheme(), "http" | "https").then(|| found.to_string())
}

/// Text without markup; markup may itself be escaped.
fn plain(text: &str) -> String {
    let text = text.get(..dates::Floor::floor(text, 1 << 18)).unwrap_or_default();
    if !text.contains(['<', '&']) {
        return collapse(text);
    }
    let tree = Tree::parse(text, &Caps::default());
    tree.text_of(0)
}

/// The addresses of the feeds in an OPML file or in a plain list (one address a line, `#` begins a comment).
///
/// ```
/// use musnad_page::feed::list;
/// assert_eq!(list(b"# press\nhttps://a.example/rss\n"), ["https://a.example/rss"]);
/// assert_eq!(list(b"<opml><body><outline text='x' xmlUrl='https://b.example/feed'/></body></opml>"), ["https://b.example/feed"]);
/// ```
pub fn list(bytes: &[u8]) -> Vec<String> {
    let decoded = decode::page(bytes, None);
    let mut found = Vec::new();
    if decoded.text.trim_start().starts_with('<') {
        xml::walk(&decoded.text, |step| {
            if let Step::Open(element) = step {
                found.extend(element.attr("xmlurl").map(|u| u.trim().to_owned()).filter(|u| !u.is_empty()));
            }
            true
        });
    } else {
        let lines = decoded.text.lines().map(|l| l.split(" #").next().unwrap_or_default().trim());
        found.extend(lines.filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned));
    }
    let mut seen = HashSet::new();
    found.retain(|u| seen.insert(u.clone()));
    found
}
