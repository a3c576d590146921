//! What a stream holds, told from its beginning.

use crate::{decode, feed};

/// Kinds of sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One JSON object a line.
    Jsonl,
    /// JSON over several lines, or an array.
    Json,
    Html,
    Feed,
    Warc,
    Text,
    /// Nothing we read: what it is and what to do.
    Refused(String),
}

/// Formats that hold no text as they are.
const REFUSED: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a zip archive: unpack it first"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"BZh", "compressed by bzip2: unpack it first (bunzip2)"),
    (b"\xFD7zXZ\x00", "compressed by xz: unpack it first (unxz)"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"%PDF", "a PDF: take its text out first (pdftotext)"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "an SQLite file: give it as --archive"),
    (b"PAR1", "a Parquet file: write it as JSONL first"),
    (b"\xD0\xCF\x11\xE0", "an old Office document: save it as text first"),
];

/// Tells the kind.
pub(crate) fn of(head: &[u8], named: &str) -> Kind {
    if let Some((_, what)) = REFUSED.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Kind::Refused(format!("this is {what}"));
    }
    if head.starts_with(b"WARC/") || head.starts_with(&[0x1F, 0x8B]) {
        return Kind::Warc;
    }
    let text = decode::page(head, None).text;
    let begin = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if begin.starts_with('{') {
        let first = begin.lines().next().unwrap_or_default();
        return if feed::looks_like(begin) {
            Kind::Feed
        } else if first.trim_end().ends_with('}') || first.len() > 2_000 || first.trim() != "{" {
            Kind::Jsonl
        } else {
            Kind::Json
        };
    }
    if begin.starts_with('[') && begin.trim_start_matches('[').trim_start().starts_with('{') {
        return Kind::Json;
    }
    let ending = named.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if begin.starts_with('<') {
        let lower: String = begin.chars().take(4_000).collect::<String>().to_ascii_lowercase();
        if feed::looks_like(begin) {
            return Kind::Feed;
        }
        if lower.contains("<urlset") || lower.contains("<sitemapindex") {
            return Kind::Refused("this is a sitemap: it lists addresses, no articles; pass its address".to_owned());
        }
        if lower.contains("<opml") {
            return Kind::Refused("this is a list of feeds (OPML): pass it to `musnad follow`".to_owned());
        }
        const MARKUP: &[&str] =
            &["<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<article", "<div", "<p>", "<p ", "<h1"];
        if MARKUP.iter().any(|m| lower.contains(m)) {
            return Kind::Html;
        }
    }
    if matches!(ending.as_str(), "html" | "htm" | "xhtml") { Kind::Html } else { Kind::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content_then_by_name() {
        for (head, named, kind) in [
            (&b"{\"text\": \"x\"}\n"[..], "x", Kind::Jsonl),
            (b"\xEF\xBB\xBF{\"text\": ", "x.html", Kind::Jsonl),
            (b"{\n  \"text\": \"x\"\n}", "x", Kind::Json),
            (b"[{\"text\": \"x\"}]", "x", Kind::Json),
            (b"[1] Reuters", "x", Kind::Text),
            (b"<?xml version='1.0'?><!-- a --><rss>", "x.html", Kind::Feed),
            (b"<rdf:RDF xmlns:rdf='x'>", "x", Kind::Feed),
            (b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", "x", Kind::Feed),
            (b"\n<!DOCTYPE HTML><html>", "x", Kind::Html),
            (b"text only", "x.HTML", Kind::Html),
            (b"<b> is bold", "x.txt", Kind::Text),
            (b"WARC/1.0\r\n", "x", Kind::Warc),
            (b"", "x", Kind::Text),
        ] {
            assert_eq!(of(head, named), kind, "{}", String::from_utf8_lossy(head));
        }
        for head in [&b"PK\x03\x04.."[..], b"%PDF-1.7", b"<urlset>", b"<opml version='2.0'>"] {
            assert!(matches!(of(head, "x"), Kind::Refused(_)));
        }
    }
}
