//! A page as read: the article, what is known of it, and what was kept apart from its text.

use crate::caps::{Caps, Limit};
use crate::{decode, extract, language};
use musnad::Article;
use musnad::article::BlockKind;
use sha2::{Digest, Sha256};

/// Where a date of publication was found, from the most to the least reliable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrigin {
    /// A line of JSON, a WARC or feed entry, or the caller gave it.
    Given,
    /// JSON-LD.
    JsonLd,
    /// OpenGraph and other meta elements.
    Meta,
    /// A `<time>` element.
    Time,
    /// Words on the page.
    Visible,
    /// The address.
    Url,
}

/// Text of the page that is no part of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// What it is: caption, related, byline, boilerplate.
    pub kind: BlockKind,
    /// Its words.
    pub text: String,
}

/// A page as read.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The article: `text` is the story alone, a paragraph a line with an empty line between; `url` the canonical address if
    /// the page names one, else the one given; `published` ISO 8601, with zone if the page gives one.
    pub article: Article,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its address as the page itself names it.
    pub canonical_url: Option<String>,
    /// When it was changed last, ISO 8601.
    pub modified: Option<String>,
    /// Where the date of publication was found.
    pub published_from: Option<DateOrigin>,
    /// ISO 639-1 (`ar`, `fa`, `ur`, …), told from the text; from the markup where the text is too short to tell.
    pub language: Option<String>,
    /// The outlet's own summary.
    pub description: Option<String>,
    /// The encoding it was decoded from (WHATWG name).
    pub encoding: String,
    /// What was kept apart from the text.
    pub apart: Vec<Apart>,
    /// SHA-256 of the bytes as received, lower-case hexadecimal.
    pub source_sha256: String,
    /// What was cut off.
    pub limits: Vec<Limit>,
    /// What looks wrong but was read: a wrong charset, double encoding, a date in the future.
    pub warnings: Vec<String>,
}

/// Reads an HTML page.
///
/// `content_type` is the value of the HTTP header, if there was one; `url` the address the page was fetched from.
///
/// ```
/// let source = "<html lang=ar><title>قمة في بغداد - موقع الخبر</title><meta property='og:site_name' content='موقع الخبر'>\
///     <h1>قمة في بغداد</h1><span class=date>8 فيفري 2019</span>\
///     <div class='entry-content'><p>عقد القادة قمة في بغداد أمس بحضور عشرين رئيسا ووزيرا.</p></div>";
/// let page = musnad_page::read_html(source.as_bytes(), None, None, &Default::default());
/// assert_eq!(page.article.title.as_deref(), Some("قمة في بغداد"));
/// assert_eq!(page.article.published.as_deref(), Some("2019-02-08"));
/// assert_eq!(page.article.text, "عقد القادة قمة في بغداد أمس بحضور عشرين رئيسا ووزيرا.");
/// ```
pub fn read_html(bytes: &[u8], content_type: Option<&str>, url: Option<&str>, caps: &Caps) -> Page {
    let kept = bytes.get(..bytes.len().min(caps.bytes)).unwrap_or_default();
    let decoded = decode::page(kept, content_type);
    let mut page = extract::page(&decoded.text, url, caps);
    if kept.len() < bytes.len() {
        let why = format!("the page is larger than {} bytes; the rest was not read", caps.bytes);
        page.limits.push(Limit::new("bytes", kept.len() as u64, why));
    }
    page.encoding = decoded.encoding.to_owned();
    page.warnings.extend(decoded.warnings);
    page.source_sha256 = sha256(bytes);
    page
}

/// Reads plain text as one article; `encoding` overrules what the bytes look like.
///
/// # Errors
/// If the named encoding is unknown.
pub fn read_text(bytes: &[u8], encoding: Option<&str>) -> Result<Page, decode::UnknownEncoding> {
    let text = decode::text(bytes, encoding)?;
    let language = language::of(&text);
    Ok(Page { article: Article { text, ..Article::default() }, language, source_sha256: sha256(bytes), ..Page::default() })
}

/// SHA-256, lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
