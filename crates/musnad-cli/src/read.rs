//! `musnad read`: articles in, in order, on all cores; records or an editor's view out.

use crate::args::{Format, ReadOptions};
use crate::{data, input, plain, view};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use musnad::{Article, Reader, Record};
use rayon::prelude::*;
use std::io::{IsTerminal, Write};

/// Articles read at a time: enough to keep the cores busy, few enough to stay small.
const BATCH: usize = 64;

/// Reads and prints. True if anything was found.
pub fn run(options: &ReadOptions) -> Result<bool> {
    // The process ends with the run: giving half a million words back one by one would only delay it.
    let reader = std::mem::ManuallyDrop::new(data::reader(options.about.data.as_deref(), options.about.model.as_deref())?);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().context("cannot start threads")?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let progress = progress(options);
    let mut items = input::articles(&options.files, &options.about);
    let mut found = false;
    let mut first_error = None;
    let mut nth = 0_usize;
    loop {
        let batch: Vec<input::Item> = items.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let n_read = batch.len() as u64;
        let rendered: Vec<Result<(bool, String)>> = threads.install(|| {
            batch.into_par_iter().map(|item| item.map(|article| render(&reader, &article, options.format))).collect()
        });
        for item in rendered {
            match item {
                Ok((any, text)) => {
                    if nth > 0 && matches!(options.format, Format::Text | Format::Md) {
                        writeln!(out)?;
                    }
                    nth += 1;
                    found |= any;
                    out.write_all(text.as_bytes())?;
                }
                // One bad input loses nothing else: the rest is read, the exit code tells.
                Err(error) => {
                    out.flush()?;
                    progress.suspend(|| eprintln!("musnad: {}", plain::visible(&format!("{error:#}"))));
                    first_error.get_or_insert(error);
                }
            }
        }
        progress.inc(n_read);
    }
    out.flush()?;
    progress.finish_and_clear();
    match first_error {
        Some(_) if nth == 0 => std::process::exit(2),
        Some(_) => {
            eprintln!("musnad: some input could not be read (see above); everything else was");
            std::process::exit(2)
        }
        None => Ok(found),
    }
}

fn progress(options: &ReadOptions) -> ProgressBar {
    let many = options.files.len() > 1 || options.files.iter().any(|f| f.extension().is_some_and(|x| x == "jsonl"));
    if !many || !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

fn render(reader: &Reader, article: &Article, format: Format) -> (bool, String) {
    let record = reader.read(article);
    let any =
        !(record.statements.is_empty() && record.events.is_empty() && record.entities.is_empty() && record.times.is_empty());
    (any, print(&record, format))
}

fn print(record: &Record, format: Format) -> String {
    match format {
        Format::Text => view::text(record),
        Format::Md => view::markdown(record),
        Format::Json => record.to_json(true) + "\n",
        Format::Jsonl => record.to_json(false) + "\n",
    }
}
