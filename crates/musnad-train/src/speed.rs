//! How fast the first stages read news on one core: segmentation, part of speech, lemma and names together.

use crate::news;
use anyhow::Result;
use musnad::{Article, Reader};
use std::path::Path;
use std::time::{Duration, Instant};

/// Texts of each news file that are read.
const TEXTS: usize = 400;
/// The best of so many runs counts: other work on the machine only ever slows one down.
const RUNS: usize = 3;

/// Prints words a second of one thread, by the clock: only a quiet machine gives a true figure.
pub fn run(news_dir: &Path, reader: &Reader) -> Result<()> {
    let mut articles: Vec<Article> = Vec::new();
    for file in news::files(news_dir)? {
        let mut n = 0;
        news::each_text(&file, |text| {
            if n < TEXTS {
                articles.push(Article { text: text.to_owned(), ..Article::default() });
            }
            n += 1;
        })?;
    }
    let mut best = Duration::MAX;
    let mut n_words = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        n_words = articles.iter().map(|article| reader.tokens(article).words.len()).sum();
        best = best.min(start.elapsed());
    }
    let rate = n_words as f64 / best.as_secs_f64();
    println!("speed: {rate:.0} words/s on one core: segmentation, part of speech, lemma, names ({n_words} words and marks)");
    Ok(())
}
