//! `musnad kb`: what a user knows about the world, checked and imported for `--data`.

mod check;
mod import;
mod sheet;
mod wikidata;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Options of `kb`.
#[derive(Args, Debug)]
pub struct Options {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done with knowledge.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Check your own lexicon files: every mistake with its file, line and column
    #[command(after_help = "Example:\n  musnad kb check my-lexicon/\n  musnad kb check my-lexicon/kb/people_mine.tsv")]
    Check(check::Options),
    /// Make lexicon files from a Wikidata dump (JSON, also .gz) or from a table of your own
    #[command(
        after_help = "Example:\n  musnad kb import latest-all.json.gz --out my-lexicon --country EGY --kind person --sitelinks 5\n  musnad kb import ministers.tsv --kind person --out my-lexicon"
    )]
    Import(import::Options),
}

/// Does it.
pub fn run(options: &Options) -> Result<bool> {
    match &options.command {
        Command::Check(options) => check::run(options),
        Command::Import(options) => import::run(options),
    }
}
