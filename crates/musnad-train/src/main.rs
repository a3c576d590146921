//! Trains the models that Musnad embeds, and measures them. Not part of the product.
//!
//! `musnad-train clusters` learns word classes from raw news; `musnad-train names` trains the name model on the licensed
//! corpora; `musnad-train hints` counts how often raw news has words in names; `musnad-train words` makes the model of words; `musnad-train events` fits how tellings of
//! events and their parties are judged; `musnad-train eval` prints all figures, on texts never trained on. All are deterministic: same input, same bytes.

mod annotated;
mod clusters;
mod corpora;
mod crf;
mod eval;
mod events;
mod fit;
mod gold;
mod hints;
mod listed;
mod names;
mod news;
mod spectral;
mod speed;
mod words;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Trains and measures the models of Musnad.
#[derive(Parser, Debug)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Learn word classes from raw news (zstd JSONL files)
    Clusters {
        /// Directory of *.jsonl.zst
        #[arg(long, default_value = "../shared/news")]
        news: PathBuf,
        /// Where to write the classes
        #[arg(long, default_value = "target/train/clusters.bin")]
        out: PathBuf,
    },
    /// Count how often raw news has each word in names
    Hints {
        /// Directory of *.jsonl.zst
        #[arg(long, default_value = "../shared/news")]
        news: PathBuf,
        /// The model of words
        #[arg(long, default_value = "crates/musnad/models/words.bin")]
        words: PathBuf,
        /// A model trained with `names --hidden 100`
        #[arg(long, default_value = "target/train/blind.bin")]
        model: PathBuf,
        /// Where to write the classes with hints
        #[arg(long, default_value = "target/train/hinted.bin")]
        out: PathBuf,
        /// Label every so many-th text
        #[arg(long, default_value_t = 1)]
        every: usize,
    },
    /// Train the name model
    Names {
        /// Directory of the training corpora
        #[arg(long, default_value = "../shared/data/train")]
        data: PathBuf,
        /// The model of words
        #[arg(long, default_value = "crates/musnad/models/words.bin")]
        words: PathBuf,
        /// Word classes made by `clusters`
        #[arg(long, default_value = "target/train/clusters.bin")]
        clusters: PathBuf,
        /// Where to write the model
        #[arg(long, default_value = "crates/musnad/models/names.bin")]
        out: PathBuf,
        /// Passes over the corpora
        #[arg(long, default_value_t = 12)]
        passes: usize,
        /// Times that a feature must be met
        #[arg(long, default_value_t = 2)]
        least: u32,
        /// Of a hundred words, how many hide which word they are
        #[arg(long, default_value_t = 20)]
        hidden: u64,
        /// Of a hundred features, how many are left out of a step
        #[arg(long, default_value_t = 0)]
        dropped: u64,
        /// Pull of the weights towards zero
        #[arg(long, default_value_t = 0.0005)]
        decay: f32,
        /// How much less likely than trained a word is taken to be no name, natural logarithm
        #[arg(long, default_value_t = 0.0)]
        bias: f32,
        /// Most features kept
        #[arg(long, default_value_t = 360_000)]
        rows: usize,
        /// Of a hundred sentences of the corpora, how many are trained on: for learning curves
        #[arg(long, default_value_t = 100)]
        share: usize,
    },
    /// Train the model of words: lexicon, estimates from the news, weights from the treebank
    Words {
        /// Directory of the training corpora
        #[arg(long, default_value = "../shared/data/train")]
        data: PathBuf,
        /// Directory of our own word lists
        #[arg(long, default_value = "crates/musnad-train/data")]
        own: PathBuf,
        /// Directory of *.jsonl.zst
        #[arg(long, default_value = "../shared/news")]
        news: PathBuf,
        /// Word counts of the news; made if the file is not there
        #[arg(long, default_value = "target/train/words.tsv")]
        counts: PathBuf,
        /// Where to write the model
        #[arg(long, default_value = "crates/musnad/models/words.bin")]
        out: PathBuf,
        /// Passes over the treebank
        #[arg(long, default_value_t = 8)]
        passes: usize,
        /// Articles of each news file that are read to correct the estimates
        #[arg(long, default_value_t = 600)]
        texts: usize,
    },
    /// Read annotated articles with given models; the records are written for the scorer
    Gold {
        /// Directory of the articles
        #[arg(long, default_value = "../shared/gold/dev")]
        gold: PathBuf,
        /// The model of words
        #[arg(long, default_value = "crates/musnad/models/words.bin")]
        words: PathBuf,
        /// The model of names
        #[arg(long, default_value = "crates/musnad/models/names.bin")]
        names: PathBuf,
        /// Where to write the records
        #[arg(long, default_value = "target/train/gold")]
        out: PathBuf,
    },
    /// Fit the weights by which tellings of events and their parties are judged, to news articles that we annotated
    Events {
        /// Our annotations
        #[arg(long, default_value = "crates/musnad-train/data/events.tsv")]
        table: PathBuf,
        /// Directory of *.jsonl.zst
        #[arg(long, default_value = "../shared/news")]
        news: PathBuf,
        /// Fit nothing, and write the annotated articles for `musnad eval DIR`
        #[arg(long, value_name = "DIR")]
        write: Option<PathBuf>,
        /// Tables of plain sentences, each with what it tells
        #[arg(long, default_values = [
            "crates/musnad/tests/all/newsroom.tsv",
            "crates/musnad/tests/all/newsroom_rules.tsv",
            "crates/musnad-train/data/plain.tsv",
        ])]
        sentences: Vec<PathBuf>,
        /// Where to write the model
        #[arg(long, default_value = "crates/musnad/models/events.bin")]
        out: PathBuf,
        /// Passes over the tellings
        #[arg(long, default_value_t = 10)]
        passes: usize,
        /// Times that a sign must be met
        #[arg(long, default_value_t = 3)]
        least: u32,
        /// Pull of the weights towards zero
        #[arg(long, default_value_t = 0.02)]
        penalty: f32,
        /// Length of the first steps
        #[arg(long, default_value_t = 0.02)]
        step: f32,
    },
    /// How fast the first stages are
    Speed {
        /// Directory of *.jsonl.zst
        #[arg(long, default_value = "../shared/news")]
        news: PathBuf,
        /// The model of words
        #[arg(long, default_value = "crates/musnad/models/words.bin")]
        words: PathBuf,
        /// The model of names
        #[arg(long, default_value = "crates/musnad/models/names.bin")]
        names: PathBuf,
    },
    /// Measure the models on texts never trained on
    Eval {
        /// Directory of the evaluation corpora
        #[arg(long, default_value = "../shared/data/eval")]
        data: PathBuf,
        /// The model
        #[arg(long, default_value = "crates/musnad/models/names.bin")]
        model: PathBuf,
        /// The model of words
        #[arg(long, default_value = "crates/musnad/models/words.bin")]
        words: PathBuf,
        /// Annotated articles
        #[arg(long, default_value = "../shared/gold/dev")]
        gold: PathBuf,
        /// Directory of *.jsonl.zst, for the speed
        #[arg(long, default_value = "../shared/news")]
        news: PathBuf,
        /// Write the mistakes into this directory
        #[arg(long)]
        mistakes: Option<PathBuf>,
    },
}

fn main() -> Result<()> {
    match Args::parse().command {
        Command::Clusters { news, out } => clusters::run(&news, &out),
        Command::Hints { news, words, model, out, every } => hints::run(&news, &words, &model, &out, every),
        Command::Names { data, words, clusters, out, passes, least, hidden, dropped, decay, bias, rows, share } => {
            let settings = crf::Settings { passes, least, hidden, dropped, decay, bias, rows };
            names::run(&data, &words, &clusters, &out, share, settings)
        }
        Command::Words { data, own, news, counts, out, passes, texts } => words::train::run(&words::train::Settings {
            data: &data,
            own: &own,
            news: &news,
            counts: &counts,
            out: &out,
            passes,
            texts,
        }),
        Command::Gold { gold, words, names, out } => gold::records(&gold, &words, &names, &out),
        Command::Events { table, news, write: Some(dir), .. } => annotated::write(&annotated::read(&table, &news)?, &dir),
        Command::Events { table, news, write: None, sentences, out, passes, least, penalty, step } => {
            events::run(&table, &news, &sentences, &out, fit::Settings { passes, least, penalty, step, orders: 1 })
        }
        Command::Speed { news, words, names } => speed::run(&news, &gold::reader(&words, &names)?),
        Command::Eval { data, model, words, gold, news, mistakes } => {
            words::report::run(&data, &words, mistakes.as_deref())?;
            eval::run(&data, &model, &words, mistakes.as_deref())?;
            let reader = gold::reader(&words, &model)?;
            gold::names(&gold, &reader)?;
            speed::run(&news, &reader)
        }
    }
}
