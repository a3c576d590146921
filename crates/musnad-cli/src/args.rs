//! The table of subcommands and options; `--help` is derived from it.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Reads Arabic news and keeps what it reports as sourced facts: who did or said what, to whom, when, where, according to whom.
#[derive(Parser, Debug)]
#[command(name = "musnad", version, about, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Subcommands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Read articles and print what they report
    #[command(
        after_help = "Example:\n  musnad read examples/chain.txt --published 2023-10-09\n  musnad read day.jsonl --format jsonl > facts.jsonl"
    )]
    Read(ReadOptions),
    /// Print what one stage made of an article
    #[command(after_help = "Example:\n  musnad show statements examples/chain.txt --at 120")]
    Show(ShowOptions),
    /// Add articles to an archive: one SQLite file of articles and facts
    #[command(
        after_help = "Example:\n  musnad add --archive press.db day.jsonl articles/\n  MUSNAD_ARCHIVE=press.db musnad add day.jsonl"
    )]
    Add(AddOptions),
    /// Measure articles/s, words/s and memory on a JSONL file
    #[command(after_help = "Example:\n  zstdcat news.jsonl.zst > news.jsonl; musnad bench news.jsonl --threads 2")]
    Bench(BenchOptions),
}

/// What is known of an article beside its text.
#[derive(ClapArgs, Debug, Default, Clone)]
pub struct About {
    /// When it was published: 2019-12-27 or 2019-12-27T14:30
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Who published it
    #[arg(long)]
    pub outlet: Option<String>,
    /// Its headline
    #[arg(long)]
    pub title: Option<String>,
    /// Its address
    #[arg(long)]
    pub url: Option<String>,
    /// Encoding of text files, if it should not be recognised (windows-1256, utf-16le …)
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Lay the lexicons of this directory over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// Output formats.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For an editor's eye
    Text,
    /// One record, indented
    Json,
    /// One record a line
    Jsonl,
    /// Markdown
    Md,
}

/// Options of `read`.
#[derive(ClapArgs, Debug)]
pub struct ReadOptions {
    /// Text or JSONL files; `-` or nothing for standard input
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub about: About,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Threads; 0 for one a core
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
}

/// Stages of the reader.
#[derive(ValueEnum, Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Stage {
    Blocks,
    Sentences,
    Words,
    Names,
    Times,
    Groups,
    Quotes,
    Entities,
    Statements,
    Events,
    Designations,
}

/// Options of `show`.
#[derive(ClapArgs, Debug)]
pub struct ShowOptions {
    /// Which stage
    #[arg(value_enum)]
    pub stage: Stage,
    /// Text file; `-` for standard input
    pub file: PathBuf,
    /// Only what covers this position (code point, as in the record)
    #[arg(long)]
    pub at: Option<u32>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub about: About,
}

/// Options of `bench`.
#[derive(ClapArgs, Debug)]
pub struct BenchOptions {
    /// JSONL file of articles; `-` for standard input
    pub file: PathBuf,
    /// Threads
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Read at most so many articles
    #[arg(long)]
    pub limit: Option<usize>,
}

/// Options of `add`.
#[derive(ClapArgs, Debug)]
pub struct AddOptions {
    /// Text or JSONL files, directories of them; `-` for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The archive (made if missing); else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub about: About,
    /// Threads; 0 for one a core
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
    /// Print a line for each article once it is safely stored: row, what became of it, id
    #[arg(long)]
    pub list: bool,
}
