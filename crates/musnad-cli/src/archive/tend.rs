//! `musnad reread`, `merge`, `verify`, `backup`, `doctor`: keeping an archive well.

use super::{now, path};
use crate::args::{ArchiveOptions, BackupOptions, ExportFormat, ExportOptions, RereadOptions};
use crate::{data, plain};
use anyhow::{Context, Result, bail};
use musnad_archive::export::{self, Facts, Format, Separator};
use musnad_archive::{Archive, Pool, Prepared, doctor as state, prepare, verify as check};
use rayon::prelude::*;

/// Articles read again in one transaction.
const BATCH: usize = 64;

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
    let pool = match Pool::open(&path, 1) {
        // An archive of an older Musnad is brought up by opening it for writing, which the message advises to do with this command.
        Err(musnad_archive::Error::Request(_)) => {
            drop(Archive::open(&path)?);
            Pool::open(&path, 1)?
        }
        other => other?,
    };
    for line in state(&pool.get(), &path)? {
        println!("{}", plain::line(&line));
    }
    Ok(true)
}

/// `musnad export`.
pub fn export(options: &ExportOptions) -> Result<bool> {
    let pool = Pool::open(&path(options.archive.as_ref())?, 1)?;
    let format = match options.format {
        ExportFormat::Parquet => return parquet(&pool, options),
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Plover => Format::Plover,
        ExportFormat::GdeltEvents => Format::GdeltEvents,
        ExportFormat::GdeltMentions => Format::GdeltMentions,
        ExportFormat::Polecat => Format::Polecat,
        ExportFormat::Icews => Format::Icews,
        ExportFormat::Jsonld => Format::JsonLd,
        ExportFormat::Graphml => Format::GraphMl,
        ExportFormat::Csv => Format::Table(Facts::Events, Separator::Comma),
        ExportFormat::CsvStatements => Format::Table(Facts::Statements, Separator::Comma),
        ExportFormat::Tsv => Format::Table(Facts::Events, Separator::Tab),
        ExportFormat::TsvStatements => Format::Table(Facts::Statements, Separator::Tab),
        ExportFormat::Geojson => Format::GeoJson,
    };
    let db = pool.get();
    let write = |out: &mut dyn std::io::Write| match format {
        Format::Table(facts, separator) => export::write_table(&db, facts, separator, options.csv_raw, out),
        format => export::write(&db, format, out),
    };
    let n = match &options.out {
        Some(file) => export::to_file(file, options.force, write)?,
        None => {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            let n = write(&mut out)?;
            std::io::Write::flush(&mut out)?;
            n
        }
    };
    eprintln!("{n} rows");
    Ok(n > 0)
}

/// `musnad export --format parquet`: a folder with one file a table.
fn parquet(pool: &Pool, options: &ExportOptions) -> Result<bool> {
    let Some(folder) = &options.out else { bail!("parquet is a folder of tables: name it with --out") };
    let n = musnad_table::export::folder(&pool.get(), folder, options.force)?;
    eprintln!("{n} articles in {}", plain::line(&folder.display().to_string()));
    Ok(n > 0)
}
