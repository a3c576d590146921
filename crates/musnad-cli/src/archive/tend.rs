//! `musnad fix`, `reread`, `merge`, `verify`, `backup`, `doctor`: keeping an archive well.

use super::{now, path, table};
use crate::args::{
    ArchiveOptions, BackupOptions, ExportFormat, ExportOptions, FixCommand, FixOptions, RereadOptions, TableFormat,
};
use crate::{data, plain};
use anyhow::{Context, Result, anyhow, bail};
use musnad_archive::export::{self, Format};
use musnad_archive::fix::{Fact, Fix, list};
use musnad_archive::query::{Table, entities};
use musnad_archive::{Archive, Pool, Prepared, doctor as state, prepare, verify as check};
use rayon::prelude::*;
use serde_json::json;

/// Articles read again in one transaction.
const BATCH: usize = 64;

/// `musnad fix`.
pub fn fix(options: &FixOptions) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    if let FixCommand::List = options.command {
        let pool = Pool::open(&path, 1)?;
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
        return table::print(&Table { columns, rows }, TableFormat::Table, false);
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
        FixCommand::List => return Ok(true),
        FixCommand::Undo { id } => {
            archive.unfix(*id, &now())?;
            archive.merge()?;
            eprintln!("correction {id} is taken back");
            return Ok(true);
        }
        FixCommand::Merge { from, into } => Fix::MergeEntities(one(from)?, one(into)?),
        FixCommand::Part { entity } => Fix::PartEntity(one(entity)?),
        FixCommand::Split { entity, articles } => Fix::SplitEntity(one(entity)?, articles.clone()),
        FixCommand::Rename { entity, name } => Fix::Rename(one(entity)?, name.clone()),
        FixCommand::Country { entity, code } => Fix::Country(one(entity)?, code.clone()),
        FixCommand::Sector { entity, code } => Fix::Sector(one(entity)?, code.clone()),
        FixCommand::RejectStatement { id } => Fix::Reject(Fact::Statement(*id)),
        FixCommand::RejectEvent { id } => Fix::Reject(Fact::Event(*id)),
        FixCommand::AcceptStatement { id } => Fix::Accept(Fact::Statement(*id)),
        FixCommand::AcceptEvent { id } => Fix::Accept(Fact::Event(*id)),
        FixCommand::MergeOccurrences { event, with } => Fix::MergeOccurrences(*event, *with),
        FixCommand::SplitOccurrence { event } => Fix::SplitOccurrence(*event),
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

/// `musnad reread`.
pub fn reread(options: &RereadOptions) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    if !path.exists() {
        bail!("{}: no such archive", path.display());
    }
    let reader = data::reader(options.data.as_deref(), None)?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().context("cannot start threads")?;
    let mut archive = Archive::open(&path)?;
    let (mut after, mut n) = (0, 0_usize);
    loop {
        let batch = archive.articles_after(after, BATCH)?;
        let Some((last, _)) = batch.last() else { break };
        after = *last;
        let read: Vec<(i64, Prepared)> =
            threads.install(|| batch.into_par_iter().map(|(id, given)| (id, prepare(&reader, given))).collect());
        n += read.len();
        archive.replace(&reader, read, &now())?;
    }
    archive.renew_terms(&reader)?;
    let merged = archive.merge()?;
    eprintln!("{n} articles read again; {} days merged", merged.days);
    Ok(n > 0)
}

/// `musnad merge`.
pub fn merge(options: &ArchiveOptions) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    if !path.exists() {
        bail!("{}: no such archive", path.display());
    }
    let merged = Archive::open(&path)?.merge()?;
    eprintln!("{} days merged", merged.days);
    Ok(merged.days > 0)
}

/// `musnad verify`: exit code 2 where anything is wrong.
pub fn verify(options: &ArchiveOptions) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    let pool = Pool::open(&path, 1)?;
    let found = check(&pool.get())?;
    for (article, what) in &found.wrong {
        let line = if *article == 0 { what.clone() } else { format!("article {article}: {what}") };
        println!("{}", plain::line(&line));
    }
    if !found.wrong.is_empty() {
        bail!("{}: {} things are wrong; restore a backup, or add the articles again", path.display(), found.wrong.len());
    }
    println!("{} articles and {} facts stand as they were added", found.articles, found.facts);
    Ok(true)
}

/// `musnad backup`.
pub fn backup(options: &BackupOptions) -> Result<bool> {
    let pool = Pool::open(&path(options.archive.as_ref())?, 1)?;
    Archive::backup(&pool.get(), &options.to)?;
    eprintln!("{} is whole", plain::line(&options.to.display().to_string()));
    Ok(true)
}

/// `musnad doctor`.
pub fn doctor(options: &ArchiveOptions) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    let pool = Pool::open(&path, 1)?;
    for line in state(&pool.get(), &path)? {
        println!("{}", plain::line(&line));
    }
    Ok(true)
}

/// `musnad export`.
pub fn export(options: &ExportOptions) -> Result<bool> {
    let pool = Pool::open(&path(options.archive.as_ref())?, 1)?;
    let format = match options.format {
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Plover => Format::Plover,
        ExportFormat::GdeltEvents => Format::GdeltEvents,
        ExportFormat::GdeltMentions => Format::GdeltMentions,
        ExportFormat::Polecat => Format::Polecat,
        ExportFormat::Icews => Format::Icews,
        ExportFormat::Jsonld => Format::JsonLd,
        ExportFormat::Graphml => Format::GraphMl,
    };
    let db = pool.get();
    let n = match &options.out {
        Some(file) => export::to_file(file, options.force, |out| export::write(&db, format, out))?,
        None => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            let n = export::write(&db, format, &mut out)?;
            std::io::Write::flush(&mut out)?;
            n
        }
    };
    eprintln!("{n} rows");
    Ok(n > 0)
}
