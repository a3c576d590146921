//! Articles as JSON: one a line, one over several lines, or an array of them.

use super::stream::{Bytes, Peeked};
use super::{Items, Options, Origin, SourceError, failed};
use crate::page::{DateOrigin, Page, sha256};
use crate::{dates, decode, language};
use musnad::Article;
use serde_json::Value;
use std::io::{BufRead, BufReader};

/// Largest JSON that is no JSONL.
const MOST_WHOLE: usize = 256 << 20;

/// One article a line.
pub(super) fn lines(peeked: Peeked, named: &str, options: &Options) -> Items {
    let named = named.to_owned();
    let mut reader = BufReader::with_capacity(1 << 16, peeked);
    let most = options.caps.bytes;
    let mut nth = 0_u64;
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        loop {
            if ended {
                return None;
            }
            nth += 1;
            let origin = Origin { path: named.clone(), at: nth };
            match line(&mut reader, most) {
                Ok(Line::End) => return None,
                Ok(Line::Whole(line)) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Line::Whole(line)) => return Some((origin, page(&line))),
                Ok(Line::TooLong { gave_up }) => {
                    ended = gave_up;
                    let rest = if gave_up { "; nothing after it was read" } else { "" };
                    let what = format!("the line is longer than {most} bytes{rest}");
                    return Some((origin, Err(SourceError::new(what))));
                }
                Err(error) => {
                    ended = true;
                    return Some((origin, Err(SourceError::new(format!("cannot read on: {error}")))));
                }
            }
        }
    }))
}

enum Line {
    Whole(Vec<u8>),
    TooLong {
        /// The line did not end within ten times the limit: such data is no JSONL, or a bomb.
        gave_up: bool,
    },
    End,
}

fn line(reader: &mut impl BufRead, most: usize) -> std::io::Result<Line> {
    let mut line = Vec::new();
    let mut n_lost = 0_usize;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            return Ok(match (line.is_empty(), n_lost) {
                (true, 0) => Line::End,
                (_, 0) => Line::Whole(line),
                _ => Line::TooLong { gave_up: false },
            });
        }
        let end = chunk.iter().position(|b| *b == b'\n');
        let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        if n_lost > 0 || line.len() + part.len() > most {
            n_lost += part.len() + line.len();
            line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let n = end.map_or(chunk.len(), |e| e + 1);
        reader.consume(n);
        if end.is_some() {
            return Ok(if n_lost > 0 { Line::TooLong { gave_up: false } } else { Line::Whole(line) });
        }
        if n_lost > most.saturating_mul(10) {
            return Ok(Line::TooLong { gave_up: true });
        }
    }
}

/// JSON over several lines: one article, several one after the other, or an array.
pub(super) fn whole(peeked: Peeked, named: &str, _: &Options) -> Items {
    let bytes = match peeked.all(MOST_WHOLE) {
        Ok(Bytes { bytes, cut: false }) => bytes,
        Ok(_) => {
            return failed(
                named,
                format!("larger than {} MiB: pass JSONL with one article a line (jq -c '.[]')", MOST_WHOLE >> 20),
            );
        }
        Err(error) => return failed(named, error),
    };
    let text = decode::text(&bytes, None).unwrap_or_default();
    let mut found: Vec<Result<Page, SourceError>> = Vec::new();
    for value in serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}')).into_iter::<Value>() {
        match value {
            Ok(Value::Array(values)) => found.extend(values.iter().map(|v| of_value(v, v.to_string().as_bytes()))),
            Ok(value) => found.push(of_value(&value, value.to_string().as_bytes())),
            Err(error) => {
                found.push(Err(SourceError::new(format!("no valid JSON: {error}"))));
                break;
            }
        }
    }
    let named = named.to_owned();
    Box::new(found.into_iter().enumerate().map(move |(idx, item)| (Origin { path: named.clone(), at: idx as u64 + 1 }, item)))
}

/// The article of one JSON line.
fn page(line: &[u8]) -> Result<Page, SourceError> {
    let text = match std::str::from_utf8(line) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        Err(_) => std::borrow::Cow::Owned(decode::text(line, None).unwrap_or_default()),
    };
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}').trim()).map_err(|error| {
        let like = "{\"text\": \"…\", \"published\": \"2024-05-12\"}";
        SourceError::new(format!("no valid JSON: each line should hold one article like {like}: {error}"))
    })?;
    of_value(&value, line)
}

/// The fields of the record's `article`, with the text under `text`; also a whole record of Musnad.
fn of_value(value: &Value, source: &[u8]) -> Result<Page, SourceError> {
    let inner = value.get("article").filter(|a| a.is_object());
    let field = |names: &[&str]| {
        let of = |value: &Value| names.iter().find_map(|n| value.get(n).and_then(scalar)).filter(|s| !s.trim().is_empty());
        of(value).or_else(|| inner.and_then(of))
    };
    // An empty text is an article that reports nothing; only a missing one is a mistake.
    let text = ["text", "body", "content"].iter().find_map(|n| value.get(n).and_then(Value::as_str)).map(str::to_owned);
    let text = text.ok_or_else(|| SourceError::new("the article has no \"text\""))?;
    let published = field(&["published", "date", "published_at", "date_published", "pubDate"]);
    let published = published.map(|p| dates::machine(&p).or_else(|| dates::visible(&p)).unwrap_or(p));
    Ok(Page {
        language: field(&["language", "lang"]).filter(|l| l.len() <= 3).or_else(|| language::of(&text)),
        published_from: published.as_ref().map(|_| DateOrigin::Given),
        article: Article {
            id: field(&["id"]),
            url: field(&["url", "link"]),
            outlet: field(&["outlet", "source"]),
            published,
            title: field(&["title", "headline"]),
            text,
        },
        author: field(&["author"]),
        source_sha256: sha256(source),
        encoding: "UTF-8".to_owned(),
        ..Page::default()
    })
}

/// A string, or a number as a string: identifiers are both.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lines_say_what_is_wrong() {
        assert!(page(b"{\"text\": \"x\"}").is_ok());
        assert!(page(b"{\"text\": ").expect_err("cut").what.contains("JSON"));
        assert!(page(b"{\"title\": \"x\"}").expect_err("no text").what.contains("text"));
        let read =
            page("{\"id\": 7, \"text\": \"x\", \"date\": \"12/05/2024 10:30\", \"source\": \"س\"}".as_bytes()).expect("whole");
        assert_eq!(read.article.id.as_deref(), Some("7"));
        assert_eq!(read.article.published.as_deref(), Some("2024-05-12T10:30"));
        assert_eq!(read.article.outlet.as_deref(), Some("س"));
    }

    #[test]
    fn a_line_too_long_costs_itself_alone() {
        let data = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}", "a".repeat(100));
        let mut reader = std::io::Cursor::new(data.into_bytes());
        assert!(matches!(line(&mut reader, 50), Ok(Line::TooLong { gave_up: false })));
        assert!(matches!(line(&mut reader, 50), Ok(Line::Whole(l)) if l == b"{\"text\": \"b\"}"));
        assert!(matches!(line(&mut reader, 50), Ok(Line::End)));
        let mut endless = std::io::BufReader::new(std::io::repeat(b'x'));
        assert!(matches!(line(&mut endless, 1000), Ok(Line::TooLong { gave_up: true })));
    }
}
