//! `musnad add`: articles into an archive; reading on all cores, one writer, safe to stop at any moment.

use super::{net, now, path};
use crate::args::AddOptions;
use crate::{data, input, plain};
use anyhow::{Context, Result, anyhow};
use indicatif::{ProgressBar, ProgressStyle};
use musnad_archive::{Added, Archive, Given, Prepared, prepare};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// Articles that are read at a time.
const TOGETHER: usize = 256;
/// How long a transaction takes in what is read meanwhile: others wait to write no longer.
const LONGEST: Duration = Duration::from_secs(3);

/// What became of articles.
#[derive(Default)]
pub struct Sums {
    /// Added.
    pub new: u64,
    /// Added beside an older version.
    pub versions: u64,
    /// More became known of them.
    pub more: u64,
    /// They were there.
    pub same: u64,
    /// They could not be read.
    pub unreadable: u64,
    /// Statements and events of those added.
    pub facts: u64,
}

impl Sums {
    /// Adds another's.
    pub fn absorb(&mut self, other: Sums) {
        self.new += other.new;
        self.versions += other.versions;
        self.more += other.more;
        self.same += other.same;
        self.unreadable += other.unreadable;
        self.facts += other.facts;
    }

    /// Stores batches in one transaction and counts what became of them; with `list`, tells it too.
    pub fn store(
        &mut self,
        archive: &mut Archive,
        reader: &musnad::Reader,
        batches: impl IntoIterator<Item = Vec<Prepared>>,
        list: bool,
        bar: &ProgressBar,
    ) -> Result<(), musnad_archive::Error> {
        let mut known: Vec<(u64, Option<String>)> = Vec::new();
        let batches = batches.into_iter().inspect(|batch| {
            let records = batch.iter().map(Prepared::record);
            known.extend(records.map(|r| ((r.statements.len() + r.events.len()) as u64, r.article.id.clone())));
        });
        for (added, (n_facts, id)) in archive.add_all(reader, batches, &now())?.into_iter().zip(known) {
            let what = match added {
                Added::New(_) => ("new", &mut self.new),
                Added::Version(..) => ("version", &mut self.versions),
                Added::More(_) => ("completed", &mut self.more),
                Added::Same(_) => ("same", &mut self.same),
            };
            *what.1 += 1;
            if !matches!(added, Added::Same(_)) {
                self.facts += n_facts;
            }
            if list {
                let id = plain::line(id.as_deref().unwrap_or("-"));
                bar.suspend(|| {
                    let mut out = std::io::stdout().lock();
                    let _ = writeln!(out, "{}\t{}\t{id}", added.id(), what.0).and_then(|()| out.flush());
                });
            }
        }
        Ok(())
    }
}

/// Adds everything. True if there was an article.
pub fn run(options: &AddOptions) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    let (addresses, paths): (Vec<PathBuf>, Vec<PathBuf>) = options.files.iter().cloned().partition(|f| net::is_address(f));
    // A slip in the only name given leaves no empty archive behind.
    if let [only] = paths.as_slice()
        && addresses.is_empty()
        && only.as_os_str() != "-"
    {
        std::fs::metadata(only).with_context(|| format!("{}: cannot read it", plain::line(&only.display().to_string())))?;
    }
    let reader = data::reader(options.about.data.as_deref(), options.about.model.as_deref())?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().context("cannot start threads")?;
    let mut archive = Archive::open(&path)?;
    let known = archive.known();
    let bar = progress();
    let started = Instant::now();
    let mut sums = Sums::default();
    let (send, receive) = sync_channel::<Vec<Prepared>>(2);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| write(&mut archive, &reader, receive, &bar, options));
        let files = files(&paths, &mut sums, &bar);
        let items = files.into_iter().flat_map(|file| {
            let named = file.display().to_string();
            opened(&file, &options.about).map(move |item| (named.clone(), item))
        });
        threads.install(|| read(&reader, items, &known, &send, options.batch.clamp(1, TOGETHER), &mut sums, &bar));
        drop(send);
        writer.join().map_err(|_| anyhow!("the writer stopped; everything reported as added is in the archive"))
    });
    let (stored, mut failed) = written?;
    sums.absorb(stored);
    if failed.is_none() {
        failed = net::add(&mut archive, &reader, &addresses, options, &bar, &mut sums).err();
    }
    bar.finish_and_clear();
    summary(&path, &sums, started)?;
    if failed.is_none() && !options.no_merge {
        merge(&mut archive, &sums)?;
    }
    if let Some(error) = failed {
        return Err(error.context(format!("{}: not everything was added", path.display())));
    }
    if sums.unreadable > 0 {
        std::process::exit(2);
    }
    Ok(sums.new + sums.versions + sums.more + sums.same > 0)
}

/// Brings what was added into stories and occurrences, and the index together where it has grown much.
pub fn merge(archive: &mut Archive, sums: &Sums) -> Result<()> {
    // A tenth of the archive is new: the index has many pieces by now.
    let articles = musnad_archive::get::counts(archive.connection())?.articles.unsigned_abs();
    if (sums.new + sums.versions) * 10 >= articles && articles > 1_000 {
        archive.settle()?;
    }
    let merged = archive.merge()?;
    if merged.days > 0 {
        let counts = musnad_archive::get::counts(archive.connection())?;
        eprintln!(
            "{} days merged; {} stories, {} occurrences, {} copies in all",
            merged.days, counts.stories, counts.occurrences, counts.copies
        );
    }
    Ok(())
}

/// Files as named, and those in named directories, in order of name.
fn files(named: &[PathBuf], sums: &mut Sums, bar: &ProgressBar) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open: VecDeque<PathBuf> = named.iter().cloned().collect();
    while let Some(path) = open.pop_front() {
        if !path.is_dir() {
            found.push(path);
            continue;
        }
        match std::fs::read_dir(&path) {
            Ok(entries) => {
                let mut inside: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
                inside.retain(|p| !p.is_symlink() && p.file_name().is_some_and(|n| !n.to_string_lossy().starts_with('.')));
                inside.sort();
                inside.into_iter().rev().for_each(|p| open.push_front(p));
            }
            Err(error) => {
                sums.unreadable += 1;
                complain(bar, &anyhow!("cannot read {}: {error}", path.display()));
            }
        }
    }
    found
}

/// The articles of a file: web archives, feeds and compressed files by `musnad_page`, all else as `musnad read` takes it.
fn opened(file: &Path, about: &crate::args::About) -> Box<dyn Iterator<Item = input::Item> + Send> {
    let ending = file.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if !matches!(ending.as_str(), "warc" | "gz" | "zst" | "xml" | "rss" | "atom" | "rdf") {
        return Box::new(input::articles(&[file.to_owned()], about));
    }
    let options = musnad_page::source::Options { encoding: about.encoding.clone(), ..Default::default() };
    Box::new(musnad_page::source::open(file, &options).map(|(origin, read)| match read {
        Ok(page) => Ok(page.article),
        Err(error) => Err(anyhow!("{origin}: {error}")),
    }))
}

/// Tells an error beside the spinner.
pub fn complain(bar: &ProgressBar, error: &anyhow::Error) {
    bar.suspend(|| eprintln!("musnad: {}", plain::visible(&format!("{error:#}"))));
}

/// Reads batch after batch, leaving out what the archive has, and hands them to the writer.
fn read(
    reader: &musnad::Reader,
    items: impl Iterator<Item = (String, input::Item)>,
    known: &musnad_archive::Known,
    send: &SyncSender<Vec<Prepared>>,
    n_batch: usize,
    sums: &mut Sums,
    bar: &ProgressBar,
) {
    let mut batch: Vec<Given> = Vec::with_capacity(n_batch);
    let mut items = items.peekable();
    while items.peek().is_some() {
        for (named, item) in items.by_ref().take(n_batch) {
            match item {
                Ok(article) => {
                    let given = Given { source: Some(named), ..Given::from(article) };
                    if known.has(&given) {
                        sums.same += 1
                    } else {
                        batch.push(given)
                    }
                    bar.inc(1);
                }
                Err(error) => {
                    sums.unreadable += 1;
                    complain(bar, &error);
                }
            }
        }
        let read: Vec<Prepared> = std::mem::take(&mut batch).into_par_iter().map(|given| prepare(reader, given)).collect();
        if !read.is_empty() && send.send(read).is_err() {
            // The writer has given up; its error is told at the end.
            return;
        }
    }
}

/// Stores batch after batch, as many in one transaction as fit; what became of them, and the error that ended it.
fn write(
    archive: &mut Archive,
    reader: &musnad::Reader,
    batches: Receiver<Vec<Prepared>>,
    bar: &ProgressBar,
    options: &AddOptions,
) -> (Sums, Option<anyhow::Error>) {
    let mut stored = Sums::default();
    while let Ok(first) = batches.recv() {
        let (started, mut n) = (Instant::now(), first.len());
        let next = || {
            let left = LONGEST.checked_sub(started.elapsed()).filter(|_| n < options.batch)?;
            let batch = batches.recv_timeout(left).ok()?;
            n += batch.len();
            Some(batch)
        };
        let together = std::iter::once(first).chain(std::iter::from_fn(next));
        if let Err(error) = stored.store(archive, reader, together, options.list, bar) {
            return (stored, Some(error.into()));
        }
    }
    (stored, None)
}

/// A spinner that counts articles, where somebody looks on.
pub fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

fn summary(path: &Path, sums: &Sums, started: Instant) -> Result<()> {
    let all = sums.new + sums.versions + sums.more + sums.same;
    let seconds = started.elapsed().as_secs_f64();
    let size = std::fs::metadata(path).map_or(0.0, |m| m.len() as f64 / 1_048_576.0);
    let mut err = std::io::stderr().lock();
    writeln!(
        err,
        "{all} articles in {seconds:.1} s: {} new, {} new versions, {} completed, {} already there, {} unreadable; {} facts added",
        sums.new, sums.versions, sums.more, sums.same, sums.unreadable, sums.facts
    )?;
    writeln!(err, "{}: {size:.1} MB", plain::line(&path.display().to_string()))?;
    Ok(())
}
