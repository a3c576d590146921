//! Trains the models that Musnad embeds, and measures them. Not part of the product.
//!
//! `musnad-train clusters` learns word classes from raw news; `musnad-train names` trains the name model on the licensed
//! corpora; `musnad-train eval` measures it on texts never trained on. All three are deterministic: same input, same bytes.

mod clusters;
mod corpora;
mod eval;
mod names;

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
        #[arg(long, default_value_t = 8)]
        passes: usize,
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
        Command::Names { data, clusters, out, passes } => names::run(&data, &clusters, &out, passes),
        Command::Eval { data, model } => eval::run(&data, &model),
    }
}
