//! Reading the annotated articles with given models, for the scorer and for the table of `musnad-train eval`.

use anyhow::{Context, Result};
use musnad::model::{self, Sections};
use musnad::text::fold;
use musnad::{Article, Reader, Record};
use rustc_hash::FxHashSet;
use serde_json::Value;
use std::path::Path;

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// A reader with these two models.
pub fn reader(words: &Path, names: &Path) -> Result<Reader> {
    let (words, names) = (read(words)?, read(names)?);
    let (words, names) = (Sections::parse(&words)?, Sections::parse(&names)?);
    let both: Vec<(&str, Vec<u8>)> = words.iter().chain(names.iter()).map(|(name, bytes)| (name, bytes.to_vec())).collect();
    Ok(Reader::with_model(&[], Some(&model::to_bytes(&both)))?)
}

/// Calls `take` with every annotated article: its file name, what is annotated, what the reader reads.
fn each(gold: &Path, reader: &Reader, mut take: impl FnMut(&str, &Value, &Record) -> Result<()>) -> Result<()> {
    let mut files: Vec<_> = std::fs::read_dir(gold)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.sort();
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let json: Value = serde_json::from_slice(&read(path)?)?;
        let text = String::from_utf8(read(&path.with_extension("txt"))?)?;
        let cell = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
        let article =
            Article { text, published: cell("published"), outlet: cell("outlet"), title: cell("title"), ..Article::default() };
        let file = path.file_name().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
        take(&file, &json, &reader.read(&article))?;
    }
    Ok(())
}

/// Writes the record of every article of `gold` into `out`.
pub fn records(gold: &Path, words: &Path, names: &Path, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    each(gold, &reader(words, names)?, |file, _, record| Ok(std::fs::write(out.join(file), serde_json::to_vec(record)?)?))
}

/// Prints the figure of names as the scorer counts them: each name with its kind once an article.
pub fn names(gold: &Path, reader: &Reader) -> Result<()> {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    each(gold, reader, |_, json, record| {
        let mut given: FxHashSet<(String, String)> = FxHashSet::default();
        for entity in json["entities"].as_array().into_iter().flatten().filter(|e| e["named"] != false) {
            let kind = entity["kind"].as_str().unwrap_or("");
            let names = entity["mentions"].as_array().into_iter().flatten().filter_map(Value::as_str);
            given.extend(names.map(|name| (plain(name), kind.to_owned())));
        }
        let record = serde_json::to_value(record)?;
        let mut read: FxHashSet<(String, String)> = FxHashSet::default();
        for entity in record["entities"].as_array().into_iter().flatten() {
            let kind = entity["kind"].as_str().unwrap_or("");
            let mentions = entity["mentions"].as_array().into_iter().flatten().filter(|m| m["form"] == "name");
            read.extend(mentions.filter_map(|m| m["text"].as_str()).map(|name| (plain(name), kind.to_owned())));
        }
        right += read.intersection(&given).count();
        found += read.len();
        wanted += given.len();
        Ok(())
    })?;
    let percent = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
    let (p, r, f) = (percent(right, found), percent(right, wanted), percent(2 * right, found + wanted));
    println!("annotated articles: names: P {p:.1} R {r:.1} F1 {f:.1} ({wanted} names)");
    Ok(())
}

/// A name as the scorer compares it: folded, one blank between words.
fn plain(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}
