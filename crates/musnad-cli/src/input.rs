//! From bytes to articles: encodings recognised, plain text or JSONL.

use crate::args::About;
use anyhow::{Context, Result, anyhow, bail};
use musnad::Article;
use musnad_page::decode;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The largest plain text read as one article.
const MOST_BYTES: u64 = 64 << 20;

/// An article, or why there is none: which file and line, what is wrong.
pub type Item = Result<Article>;

/// Opens the files one after the other as a stream of articles.
pub fn articles(files: &[PathBuf], about: &About) -> impl Iterator<Item = Item> + Send + use<> {
    let files = if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() };
    let about = about.clone();
    files.into_iter().flat_map(move |file| open(&file, &about))
}

fn open(file: &Path, about: &About) -> Box<dyn Iterator<Item = Item> + Send> {
    let named = file.display().to_string();
    let source: Result<Box<dyn Read + Send>> = if named == "-" {
        Ok(Box::new(std::io::stdin()))
    } else {
        std::fs::File::open(file)
            .map(|f| Box::new(f) as Box<dyn Read + Send>)
            .with_context(|| format!("cannot open {named}: check the path, or pass - to read standard input"))
    };
    let reader = match source {
        Ok(source) => BufReader::with_capacity(1 << 16, source),
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    start(reader, named, about.clone()).unwrap_or_else(|error| Box::new(std::iter::once(Err(error))))
}

fn start(
    mut reader: BufReader<Box<dyn Read + Send>>,
    named: String,
    about: About,
) -> Result<Box<dyn Iterator<Item = Item> + Send>> {
    let head = reader.fill_buf().with_context(|| format!("cannot read {named}"))?;
    if head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) || head.starts_with(&[0x1F, 0x8B]) {
        bail!("{named} is compressed: unpack it first (zstdcat {named} | musnad read -)");
    }
    let json = head.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF)) == Some(&b'{');
    if json {
        return Ok(Box::new(json_lines(reader, named, about)));
    }
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {named}"))?;
    if bytes.len() as u64 > MOST_BYTES {
        bail!("{named} is larger than {} MiB: split it into articles, or pass JSONL with one article a line", MOST_BYTES >> 20);
    }
    if is_html(&bytes, &named) {
        return Ok(Box::new(std::iter::once(Ok(page(&bytes, &named, &about)))));
    }
    let text = decode::text(&bytes, about.encoding.as_deref()).with_context(|| named.clone())?;
    let article = Article {
        id: Path::new(&named).file_stem().filter(|_| named != "-").map(|s| s.to_string_lossy().into_owned()),
        text,
        ..with(&about)
    };
    Ok(Box::new(std::iter::once(Ok(article))))
}

/// Whether a file is a page: by its first element, or by its name.
fn is_html(bytes: &[u8], named: &str) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(1000)).unwrap_or_default()).to_ascii_lowercase();
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let ending = Path::new(named).extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    head.starts_with("<!doctype html") || head.starts_with("<html") || matches!(ending.as_deref(), Some("html" | "htm" | "xhtml"))
}

/// The article of an HTML page; what the command line tells overrules what the page says.
fn page(bytes: &[u8], named: &str, about: &About) -> Article {
    let header = about.encoding.as_deref().map(|e| format!("text/html; charset={e}"));
    let read = musnad_page::read_html(bytes, header.as_deref(), about.url.as_deref(), &musnad_page::Caps::default()).article;
    let id = Path::new(named).file_stem().filter(|_| named != "-").map(|s| s.to_string_lossy().into_owned());
    overruled(Article { id, ..read }, about)
}

/// The article as the command line tells it, where it does.
pub fn overruled(read: Article, about: &About) -> Article {
    let given = with(about);
    Article {
        id: read.id,
        url: given.url.or(read.url),
        outlet: given.outlet.or(read.outlet),
        published: given.published.or(read.published),
        title: given.title.or(read.title),
        text: read.text,
    }
}

/// An article of which only the command line is known; an empty value means unknown.
fn with(about: &About) -> Article {
    let known = |value: &Option<String>| value.clone().filter(|v| !v.trim().is_empty());
    Article {
        id: None,
        url: known(&about.url),
        outlet: known(&about.outlet),
        published: known(&about.published),
        title: known(&about.title),
        text: String::new(),
    }
}

fn json_lines(reader: BufReader<Box<dyn Read + Send>>, named: String, about: About) -> impl Iterator<Item = Item> + Send {
    reader.split(b'\n').enumerate().filter_map(move |(idx, line)| {
        let here = || format!("{named}:{}", idx + 1);
        let line = match line.with_context(here) {
            Ok(line) => line,
            Err(error) => return Some(Err(error)),
        };
        if line.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        Some(article_of(&line, &about).with_context(here))
    })
}

/// The article of one JSON line; the fields of the record's `article`, with the text under `text`.
fn article_of(line: &[u8], about: &About) -> Item {
    let line = String::from_utf8_lossy(line);
    let value: serde_json::Value = serde_json::from_str(line.trim_start_matches('\u{feff}').trim())
        .context("no valid JSON: each line should hold one article like {\"text\": \"…\", \"published\": \"2024-05-12\"}")?;
    let field = |names: &[&str]| {
        names.iter().find_map(|n| value.get(n).and_then(|v| v.as_str())).filter(|s| !s.trim().is_empty()).map(str::to_owned)
    };
    // An empty text is an article that reports nothing; only a missing one is a mistake.
    let text = ["text", "body", "content"].iter().find_map(|n| value.get(n).and_then(|v| v.as_str())).map(str::to_owned);
    let text = text.ok_or_else(|| anyhow!("the article has no \"text\""))?;
    let given = with(about);
    Ok(Article {
        id: field(&["id"]),
        url: field(&["url"]).or(given.url),
        outlet: field(&["outlet", "source"]).or(given.outlet),
        published: field(&["published", "date"]).or(given.published),
        title: field(&["title"]).or(given.title),
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lines_say_what_is_wrong() {
        let about = About::default();
        assert!(article_of(b"{\"text\": \"x\"}", &about).is_ok());
        assert!(article_of(b"{\"text\": ", &about).expect_err("cut").to_string().contains("JSON"));
        assert!(article_of(b"{\"title\": \"x\"}", &about).expect_err("no text").to_string().contains("text"));
    }
}
