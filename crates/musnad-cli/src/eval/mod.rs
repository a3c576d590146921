//! `musnad eval GOLD_DIR`: how good the reader is on annotated articles, and each of its errors in context.

mod gold;
mod names;
mod place;
mod score;
mod show;

use crate::{data, plain};
use anyhow::Result;
use clap::Args;
use musnad::Record;
use rayon::prelude::*;
use score::{Finding, Scored};
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;

/// Options of `eval`.
#[derive(Args, Debug)]
pub struct Options {
    /// Folder of annotated articles: a pair ID.txt and ID.json for each
    #[arg(value_name = "GOLD_DIR")]
    pub dir: PathBuf,
    /// Show every miss and false hit in its context
    #[arg(long)]
    pub errors: bool,
    /// Show the errors of one kind (event, speaker, "name missed") or of one article
    #[arg(long, value_name = "WORD")]
    pub only: Option<String>,
    /// For a program
    #[arg(long)]
    pub json: bool,
    /// Lay the lexicons of this directory over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Score the records DIR/ID.json, and read nothing
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    pub pred: Option<PathBuf>,
}

/// Measures and prints. True if there was an article.
pub fn run(options: &Options) -> Result<bool> {
    let golds = gold::load(&options.dir)?;
    let scored: Vec<Scored> = match &options.pred {
        Some(dir) => {
            let score = |gold: &gold::Gold| -> Result<Scored> {
                let record: Record = gold::parsed(&dir.join(format!("{}.json", gold.file)))?;
                Ok(score::article(gold, &record))
            };
            golds.par_iter().map(score).collect::<Result<_>>()?
        }
        None => {
            let reader = data::reader(options.data.as_deref(), None)?;
            let score = |gold: &gold::Gold| {
                let article = gold.article();
                let reading = reader.analyse(&article);
                score::article(gold, &reading.record(reader.lexicon()))
            };
            golds.par_iter().map(score).collect()
        }
    };
    let mut all = Scored::default();
    for scored in scored {
        all.tallies.iter_mut().zip(scored.tallies).for_each(|(sum, t)| sum.add(t));
        all.findings.extend(scored.findings);
        all.events.extend(scored.events);
    }
    print(options, golds.len(), &all)?;
    Ok(true)
}

fn print(options: &Options, n_articles: usize, all: &Scored) -> Result<()> {
    let wanted = options.only.as_deref().map(str::to_lowercase);
    let asked = |f: &&Finding| wanted.as_ref().is_none_or(|w| f.kind.contains(w) || f.article.to_lowercase().contains(w));
    let findings: Vec<&Finding> = all.findings.iter().filter(asked).collect();
    let with_errors = options.errors || wanted.is_some();
    let mut out = BufWriter::new(std::io::stdout().lock());
    if options.json {
        let value = show::json(n_articles, all, with_errors.then_some(findings.as_slice()));
        writeln!(out, "{}", plain::escaped(&serde_json::to_string_pretty(&value)?))?;
    } else {
        if with_errors {
            show::findings(&mut out, &findings, std::io::stdout().is_terminal())?;
            show::kinds(&mut out, &findings)?;
        }
        show::figures(&mut out, n_articles, all)?;
    }
    out.flush()?;
    Ok(())
}
