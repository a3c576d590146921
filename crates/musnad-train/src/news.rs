//! Raw news as one long row of word numbers, most frequent words first.
//!
//! Words are folded; numbers count as one word, punctuation marks as words of their own. Everything learnt without labels starts here.

use anyhow::{Context, Result};
use musnad::text::fold;
use rustc_hash::FxHashMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Number of a word that is not among the frequent ones, and of the border between texts.
pub const RARE: u32 = u32::MAX;

/// The frequent words of the news, and the news in their numbers.
pub struct News {
    /// Folded words with their counts, most frequent first.
    pub words: Vec<(String, u32)>,
    /// All texts one after another.
    pub ids: Vec<u32>,
}

/// The news files of a directory, in order.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .with_context(|| format!("cannot read {}", dir.display()))?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.to_string_lossy().ends_with(".jsonl.zst"))
        .collect();
    files.sort();
    Ok(files)
}

/// Calls `take` with every text of a file.
pub fn each_text(file: &Path, mut take: impl FnMut(&str)) -> Result<()> {
    let reader = BufReader::new(zstd::Decoder::new(std::fs::File::open(file)?)?);
    for line in reader.lines() {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&line?) {
            take(value.get("text").and_then(|t| t.as_str()).unwrap_or(""));
        }
    }
    Ok(())
}

/// Calls `take` with each token of a folded text.
fn each_token<'t>(folded: &'t str, mut take: impl FnMut(&'t str)) {
    let mut start = None;
    for (at, c) in folded.char_indices() {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(first) = start.take() {
            take(number_or_word(&folded[first..at]));
        }
        if !c.is_whitespace() {
            take(&folded[at..at + c.len_utf8()]);
        }
    }
    if let Some(first) = start {
        take(number_or_word(&folded[first..]));
    }
}

fn number_or_word(token: &str) -> &str {
    if token.bytes().all(|b| b.is_ascii_digit()) { "0" } else { token }
}

/// Reads all news; words beyond the `n_words` most frequent become [`RARE`].
pub fn read(dir: &Path, n_words: usize) -> Result<News> {
    let mut index: FxHashMap<String, u32> = FxHashMap::default();
    let mut words: Vec<(String, u32)> = Vec::new();
    let mut ids = Vec::new();
    for file in files(dir)? {
        each_text(&file, |text| {
            each_token(&fold(text), |token| {
                let id = match index.get(token) {
                    Some(id) => *id,
                    None => {
                        index.insert(token.to_owned(), words.len() as u32);
                        words.push((token.to_owned(), 0));
                        words.len() as u32 - 1
                    }
                };
                words[id as usize].1 += 1;
                ids.push(id);
            });
            ids.push(RARE);
        })?;
        eprintln!("{}: {} tokens, {} different so far", file.display(), ids.len(), words.len());
    }
    drop(index);
    let mut order: Vec<u32> = (0..words.len() as u32).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&words[*a as usize], &words[*b as usize]);
        b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))
    });
    order.truncate(n_words);
    let mut renumbered = vec![RARE; words.len()];
    for (new, old) in order.iter().enumerate() {
        renumbered[*old as usize] = new as u32;
    }
    for id in &mut ids {
        *id = renumbered.get(*id as usize).copied().unwrap_or(RARE);
    }
    let words = order.iter().map(|old| std::mem::take(&mut words[*old as usize])).collect();
    Ok(News { words, ids })
}
