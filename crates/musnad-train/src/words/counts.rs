//! How often each word stands in the news, by its exact spelling without vowel signs.

use anyhow::{Context, Result};
use musnad::text::is_mark;
use rustc_hash::FxHashMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// The news files of a directory, in order.
pub fn files(news: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(news)
        .with_context(|| format!("cannot read {}", news.display()))?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.to_string_lossy().ends_with(".jsonl.zst"))
        .collect();
    files.sort();
    Ok(files)
}

/// Calls `take` with the text of every article of a file.
pub fn texts(file: &Path, mut take: impl FnMut(&str)) -> Result<()> {
    let reader = BufReader::new(zstd::Decoder::new(std::fs::File::open(file)?)?);
    for line in reader.lines() {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&line?) else { continue };
        if let Some(text) = value.get("text").and_then(|t| t.as_str()) {
            take(text);
        }
    }
    Ok(())
}

fn is_letter(c: char) -> bool {
    musnad::text::is_arabic(c)
}

/// Words and their counts, most frequent first; words met once are left out.
pub fn count(news: &Path) -> Result<Vec<(String, u32)>> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for file in files(news)? {
        let mut word = String::new();
        texts(&file, |text| {
            for c in text.chars().chain(std::iter::once(' ')) {
                if is_letter(c) {
                    word.push(c);
                } else if !is_mark(c) && !word.is_empty() {
                    if word.len() <= 40 {
                        match counts.get_mut(word.as_str()) {
                            Some(n) => *n += 1,
                            None => {
                                counts.insert(word.clone(), 1);
                            }
                        }
                    }
                    word.clear();
                }
            }
        })?;
        eprintln!("{}: {} different words so far", file.display(), counts.len());
    }
    let mut ranked: Vec<(String, u32)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(ranked)
}
