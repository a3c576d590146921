//! `musnad bench`: how fast the reader is, and how much memory it takes.

use crate::args::{About, BenchOptions};
use crate::{data, input};
use anyhow::{Context, Result, bail};
use musnad::Article;
use rayon::prelude::*;
use std::io::Write;
use std::time::Instant;

/// Articles read at a time.
const BATCH: usize = 256;

/// Reads the file and prints the figures. Loading and decoding are left out of the reader's time.
pub fn run(options: &BenchOptions) -> Result<bool> {
    let reader = data::reader(None, None)?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build().context("cannot start threads")?;
    let mut items =
        input::articles(std::slice::from_ref(&options.file), &About::default()).take(options.limit.unwrap_or(usize::MAX));
    let (mut n_articles, mut n_words, mut n_facts, mut seconds) = (0_usize, 0_usize, 0_usize, 0.0_f64);
    loop {
        let batch: Vec<Article> = items.by_ref().take(BATCH).collect::<Result<_>>()?;
        if batch.is_empty() {
            break;
        }
        let start = Instant::now();
        let read: Vec<(usize, usize)> = threads.install(|| {
            batch
                .par_iter()
                .map(|article| {
                    let reading = reader.analyse(article);
                    let record = reading.record(reader.lexicon());
                    (reading.text.words.len(), record.statements.len() + record.events.len())
                })
                .collect()
        });
        seconds += start.elapsed().as_secs_f64();
        n_articles += read.len();
        n_words += read.iter().map(|r| r.0).sum::<usize>();
        n_facts += read.iter().map(|r| r.1).sum::<usize>();
    }
    if n_articles == 0 {
        bail!("no article in {}", options.file.display());
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "articles       {n_articles}\nwords          {n_words}\nfacts          {n_facts}\nthreads        {}",
        options.threads.max(1)
    )?;
    writeln!(
        out,
        "seconds        {seconds:.2}\narticles/s     {:.0}\nwords/s        {:.0}",
        n_articles as f64 / seconds,
        n_words as f64 / seconds
    )?;
    if let Some(peak) = peak_memory() {
        writeln!(out, "peak memory    {peak:.0} MB")?;
    }
    Ok(true)
}

/// Peak resident memory of this process in MB, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
