//! Trains the models that Musnad embeds, and measures them. Not part of the product.
//!
//! `musnad-train clusters` learns word classes from raw news; `musnad-train names` trains the name model on the licensed
//! corpora; `musnad-train eval` measures it on texts never trained on. All three are deterministic: same input, same bytes.

mod clusters;
mod corpora;
mod crf;
mod eval;
mod hints;
mod names;
mod news;
mod spectral;

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
        /// Pull of the weights towards zero
        #[arg(long, default_value_t = 0.0005)]
        decay: f32,
        /// Most features kept
        #[arg(long, default_value_t = 360_000)]
        rows: usize,
    },
    /// Measure the name model on texts never trained on
    Eval {
        /// Directory of the evaluation corpora
        #[arg(long, default_value = "../shared/data/eval")]
        data: PathBuf,
        /// The model
        #[arg(long, default_value = "crates/musnad/models/names.bin")]
        model: PathBuf,
    },
}

fn main() -> Result<()> {
    match Args::parse().command {
        Command::Clusters { news, out } => clusters::run(&news, &out),
        Command::Hints { news, model, out, every } => hints::run(&news, &model, &out, every),
        Command::Names { data, clusters, out, passes, least, hidden, decay, rows } => {
            names::run(&data, &clusters, &out, crf::Settings { passes, least, hidden, decay, rows })
        }
        Command::Eval { data, model } => eval::run(&data, &model),
    }
}
