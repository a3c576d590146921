//! `musnad fix`: corrections by a person, kept with who and when beside what the machine read.

use super::{now, path, table};
use crate::args::TableFormat;
use crate::data;
use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};
use musnad_archive::fix::{Fact, Fix, list};
use musnad_archive::query::{Table, entities};
use musnad_archive::{Archive, Pool};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Options of `fix`.
#[derive(Args, Debug)]
pub struct Options {
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    /// Who decides; else the variables MUSNAD_WHO, USER
    #[arg(long)]
    pub who: Option<String>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
    /// What to correct
    #[command(subcommand)]
    pub command: Command,
}

/// Corrections.
#[derive(Subcommand, Debug)]
#[allow(missing_docs)]
pub enum Command {
    /// All corrections so far
    #[command(after_help = "Example:\n  musnad fix --archive press.db list")]
    List,
    /// Take a correction back
    #[command(after_help = "Example:\n  musnad fix --archive press.db undo 3")]
    Undo { id: i64 },
    /// Two entities are one; the first is shown as the second
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma merge 412 17")]
    Merge { from: String, into: String },
    /// An entity is none of those it was merged with
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma part 412")]
    Part { entity: String },
    /// In these articles, an entity is another one of the same name
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma split 17 1204 1377")]
    Split {
        entity: String,
        #[arg(required = true)]
        articles: Vec<i64>,
    },
    /// Give an entity another name
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma rename 17 'سامح حسن شكري'")]
    Rename { entity: String, name: String },
    /// Set the country of an entity (EGY), or none
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma country 17 EGY")]
    Country { entity: String, code: Option<String> },
    /// Set the sector of an entity (GOV), or none
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma sector 17 GOV")]
    Sector { entity: String, code: Option<String> },
    /// The text does not say this
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma reject-statement 8193")]
    RejectStatement { id: i64 },
    /// The text does not tell this
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma reject-event 8194")]
    RejectEvent { id: i64 },
    /// It does say it
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma accept-statement 8193")]
    AcceptStatement { id: i64 },
    /// It does tell it
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma accept-event 8194")]
    AcceptEvent { id: i64 },
    /// Two events tell one occurrence
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma merge-occurrences 8194 12290")]
    MergeOccurrences { event: i64, with: i64 },
    /// An event is an occurrence of its own
    #[command(after_help = "Example:\n  musnad fix --archive press.db --who Salma split-occurrence 8194")]
    SplitOccurrence { event: i64 },
}

/// Corrects, or lists corrections.
pub fn run(options: &Options) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    if let Command::List = options.command {
        return told(&path);
    }
    if !path.exists() {
        bail!("{}: no such archive", path.display());
    }
    let mut archive = Archive::open(&path)?;
    let reader = data::reader(None, None)?;
    let one = |name: &str| -> Result<i64> {
        let found = entities(archive.connection(), reader.lexicon(), name)?;
        match found.as_slice() {
            [id] => Ok(*id),
            // A number is meant exactly, whatever it was merged with.
            _ if name.trim().parse::<i64>().is_ok() => Ok(name.trim().parse()?),
            _ => Err(anyhow!(
                "`{name}` means {} entities: `musnad who {name}` shows their numbers; name one by its number",
                found.len()
            )),
        }
    };
    let fix = match &options.command {
        Command::List => return Ok(true),
        Command::Undo { id } => {
            archive.unfix(*id, &now())?;
            archive.merge()?;
            eprintln!("correction {id} is taken back");
            return Ok(true);
        }
        Command::Merge { from, into } => Fix::MergeEntities(one(from)?, one(into)?),
        Command::Part { entity } => Fix::PartEntity(one(entity)?),
        Command::Split { entity, articles } => Fix::SplitEntity(one(entity)?, articles.clone()),
        Command::Rename { entity, name } => Fix::Rename(one(entity)?, name.clone()),
        Command::Country { entity, code } => Fix::Country(one(entity)?, code.clone()),
        Command::Sector { entity, code } => Fix::Sector(one(entity)?, code.clone()),
        Command::RejectStatement { id } => Fix::Reject(Fact::Statement(*id)),
        Command::RejectEvent { id } => Fix::Reject(Fact::Event(*id)),
        Command::AcceptStatement { id } => Fix::Accept(Fact::Statement(*id)),
        Command::AcceptEvent { id } => Fix::Accept(Fact::Event(*id)),
        Command::MergeOccurrences { event, with } => Fix::MergeOccurrences(*event, *with),
        Command::SplitOccurrence { event } => Fix::SplitOccurrence(*event),
    };
    let who = options
        .who
        .clone()
        .or_else(|| std::env::var("MUSNAD_WHO").or_else(|_| std::env::var("USER")).ok())
        .filter(|w| !w.trim().is_empty())
        .ok_or_else(|| anyhow!("who corrects this? Say --who NAME, or set MUSNAD_WHO"))?;
    let id = archive.fix(&fix, who.trim(), &now(), options.reason.as_deref())?;
    eprintln!("kept as correction {id}; `musnad fix undo {id}` takes it back");
    Ok(true)
}

/// All corrections so far, as a table.
fn told(path: &Path) -> Result<bool> {
    let pool = Pool::open(path, 1)?;
    let columns = ["id", "at", "who", "what", "target", "value", "was", "reason", "undone"].map(str::to_owned).to_vec();
    let rows = list(&pool.get())?
        .into_iter()
        .map(|c| {
            vec![
                json!(c.id),
                json!(c.at),
                json!(c.who),
                json!(c.what),
                json!(c.target),
                json!(c.value),
                json!(c.was),
                json!(c.reason),
                json!(c.undone),
            ]
        })
        .collect();
    table::print(&Table { columns, rows }, TableFormat::Table, false)
}
