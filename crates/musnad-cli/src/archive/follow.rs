//! `musnad follow`: feeds into an archive, again and again, asking each server for no more than what is new.
//!
//! What an entry leads to is fetched once. Articles are stored before their addresses are remembered, and a feed is remembered
//! last, so that a stop at any moment loses nothing: the next round goes on where this one ended.

use super::add::{Sums, complain, merge, progress};
use super::net::{NetOptions, is_address, remembered, told, validators};
use super::{now, path};
use crate::{data, plain};
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use indicatif::ProgressBar;
use musnad::{Article, Reader};
use musnad_archive::{Archive, Followed, Given, Prepared, prepare};
use musnad_page::feed::{self, Entry, Feed};
use musnad_page::fetch::{FetchError, Fetched, Fetcher, Validators};
use musnad_page::source::entry_page;
use musnad_page::{Caps, read_html};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Feeds asked at a time; the fetcher lets one request a host through.
const WORKERS: usize = 8;

/// Pages in one transaction: with a gap of seconds between requests, more would keep a stop from being cheap.
const BATCH: usize = 8;

/// Below so many characters the entry's own text may say more than the page.
const SHORT: usize = 100;

/// Options of `follow`.
#[derive(Args, Debug)]
pub struct Options {
    /// Lists of feeds (OPML, or an address a line), or addresses of feeds
    #[arg(required = true)]
    pub feeds: Vec<PathBuf>,
    /// The archive (made if missing); else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    /// One round, then stop
    #[arg(long)]
    pub once: bool,
    /// From the beginning of a round to that of the next: 90s, 15m, 2h
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = interval)]
    pub every: Duration,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub net: NetOptions,
    /// Lay the lexicons of this directory over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Leave the merging into stories and occurrences for `musnad merge`
    #[arg(long)]
    pub no_merge: bool,
    /// Print a line for each article once it is safely stored: row, what became of it, id
    #[arg(long)]
    pub list: bool,
}

/// `90s`, `15m`, `2h`; a minute at least, because a feed asked more often is no better for it.
fn interval(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no time: write a number and s, m or h, like 15m");
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let number: u64 = text.strip_suffix(unit).and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
    let seconds = match unit {
        's' => Some(number),
        'm' => number.checked_mul(60),
        'h' => number.checked_mul(3600),
        _ => None,
    };
    let seconds = seconds.ok_or_else(wrong)?;
    if (60..=31 * 86_400).contains(&seconds) {
        Ok(Duration::from_secs(seconds))
    } else {
        Err("from one minute (1m) to a month (744h)".to_owned())
    }
}

/// Follows the feeds. True if one of them could be read.
pub fn run(options: &Options) -> Result<bool> {
    let path = path(options.archive.as_ref())?;
    let feeds = feeds(&options.feeds)?;
    let reader = data::reader(options.data.as_deref(), None)?;
    let fetcher = options.net.fetcher()?;
    let mut archive = Archive::open(&path)?;
    loop {
        let started = Instant::now();
        let bar = progress();
        let round = round(&mut archive, &reader, &fetcher, &feeds, options.list, &bar)?;
        bar.finish_and_clear();
        round.tell(&path, started);
        if !options.no_merge {
            merge(&mut archive, &round.sums)?;
        }
        if options.once {
            let (feeds, pages) = (round.unreadable, round.later + round.sums.unreadable);
            if feeds + pages > 0 {
                bail!(
                    "{feeds} feeds and {pages} pages could not be had (see above); the next round asks again where that may help"
                );
            }
            return Ok(round.changed + round.unchanged > 0);
        }
        // Until the next round is due: what `--every` asks for. Ctrl-C ends it; what was stored stays.
        std::thread::sleep(options.every.saturating_sub(started.elapsed()));
    }
}

/// The addresses of all feeds, each once.
fn feeds(named: &[PathBuf]) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for argument in named {
        let listed = if is_address(argument) {
            vec![argument.to_string_lossy().into_owned()]
        } else {
            let bytes = std::fs::read(argument)
                .with_context(|| format!("cannot read {}: name a list of feeds, or the address of one", argument.display()))?;
            feed::list(&bytes)
        };
        let odd = listed.iter().find(|url| !is_address(Path::new(url)));
        if let Some(odd) = odd {
            bail!("{}: `{odd}` is no address; give OPML, or one address a line", argument.display());
        }
        for url in listed {
            if !found.contains(&url) {
                found.push(url);
            }
        }
    }
    if found.is_empty() {
        bail!("no feed is named; give OPML, a file with one address a line, or addresses");
    }
    Ok(found)
}

/// What became of one round.
#[derive(Default)]
struct Round {
    changed: u64,
    unchanged: u64,
    unreadable: u64,
    /// Entries whose pages an earlier round had.
    known: u64,
    /// Pages that could not be had now and may be had later.
    later: u64,
    sums: Sums,
}

impl Round {
    fn absorb(&mut self, other: Round) {
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.unreadable += other.unreadable;
        self.known += other.known;
        self.later += other.later;
        self.sums.absorb(other.sums);
    }

    fn tell(&self, path: &Path, started: Instant) {
        let (sums, seconds) = (&self.sums, started.elapsed().as_secs_f64());
        let n_feeds = self.changed + self.unchanged + self.unreadable;
        eprintln!(
            "{n_feeds} feeds in {seconds:.1} s: {} changed, {} unchanged, {} unreadable",
            self.changed, self.unchanged, self.unreadable
        );
        eprintln!(
            "{}: {} new articles, {} new versions, {} completed, {} already there, {} pages not had; {} facts added",
            plain::line(&path.display().to_string()),
            sums.new,
            sums.versions,
            sums.more,
            sums.same + self.known,
            sums.unreadable + self.later,
            sums.facts
        );
    }
}

/// Asks every feed once.
fn round(
    archive: &mut Archive,
    reader: &Reader,
    fetcher: &Fetcher,
    feeds: &[String],
    list: bool,
    bar: &ProgressBar,
) -> Result<Round> {
    let walk = Walk { archive: Mutex::new(archive), reader, fetcher, list, bar };
    let next = AtomicUsize::new(0);
    let work = || -> Result<Round> {
        let mut round = Round::default();
        while let Some(url) = feeds.get(next.fetch_add(1, Ordering::Relaxed)) {
            walk.feed(url, &mut round)?;
        }
        Ok(round)
    };
    let rounds: Vec<Result<Round>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..feeds.len().min(WORKERS)).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .map(|w| w.join().unwrap_or_else(|_| Err(anyhow!("a worker stopped; what it stored is safe"))))
            .collect()
    });
    let mut all = Round::default();
    for round in rounds {
        all.absorb(round?);
    }
    Ok(all)
}

struct Walk<'a> {
    archive: Mutex<&'a mut Archive>,
    reader: &'a Reader,
    fetcher: &'a Fetcher,
    list: bool,
    bar: &'a ProgressBar,
}

/// What came of an entry.
#[derive(Default)]
struct Got {
    given: Option<Given>,
    /// To be remembered, so that it is not asked for again.
    row: Option<Followed>,
    failed: Option<anyhow::Error>,
}

impl<'a> Walk<'a> {
    fn archive(&self) -> MutexGuard<'_, &'a mut Archive> {
        self.archive.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One feed. Only an archive that cannot be written ends the round.
    fn feed(&self, url: &str, round: &mut Round) -> Result<()> {
        let known = self.archive().followed(url)?;
        let answer = self.fetcher.get(url, &validators(known.as_ref())).map_err(|error| told(url, &error));
        let fetched = match answer {
            Ok(fetched) if fetched.status == 304 => {
                round.unchanged += 1;
                let row = remembered(url, &fetched, known.as_ref());
                return Ok(self.archive().remember_followed(&[row])?);
            }
            Ok(fetched) if fetched.status == 200 => Ok(fetched),
            Ok(fetched) => Err(anyhow!("{url} answers with status {}", fetched.status)),
            Err(error) => Err(error),
        };
        let parsed = fetched.and_then(|fetched| {
            let parsed = feed::parse(&fetched.body, fetched.content_type.as_deref(), Some(&fetched.url), &Caps::default());
            Ok((parsed.map_err(|error| anyhow!("{url}: {error}"))?, fetched))
        });
        let (feed, fetched) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                round.unreadable += 1;
                complain(self.bar, &error);
                return Ok(());
            }
        };
        round.changed += 1;
        let whole = self.entries(url, feed, round)?;
        let row = remembered(url, &fetched, None);
        // A page that could not be had is asked for again: then the feed must not answer that nothing changed.
        let row = if whole { row } else { Followed { etag: None, last_modified: None, ..row } };
        Ok(self.archive().remember_followed(&[row])?)
    }

    /// Adds what a feed has that is not known. False if a page could not be had now and may be had later.
    fn entries(&self, source: &str, feed: Feed, round: &mut Round) -> Result<bool> {
        let mut fresh: Vec<Entry> = Vec::new();
        for entry in feed.entries {
            let is_known = match &entry.link {
                Some(link) => self.archive().followed(link)?.is_some(),
                None => false,
            };
            if is_known { round.known += 1 } else { fresh.push(entry) }
        }
        let mut whole = true;
        while !fresh.is_empty() {
            let (mut given, mut rows) = (Vec::new(), Vec::new());
            for entry in fresh.drain(..fresh.len().min(BATCH)) {
                let got = self.entry(entry, feed.title.as_deref());
                self.bar.inc(1);
                if let Some(error) = got.failed {
                    complain(self.bar, &error);
                    if got.row.is_none() {
                        round.later += 1;
                        whole = false;
                    } else if got.given.is_none() {
                        round.sums.unreadable += 1;
                    }
                }
                given.extend(got.given.map(|g| Given { source: Some(source.to_owned()), ..g }));
                rows.extend(got.row);
            }
            let batch: Vec<Prepared> = given.into_par_iter().map(|g| prepare(self.reader, g)).collect();
            let mut archive = self.archive();
            round.sums.store(&mut archive, self.reader, [batch], self.list, self.bar)?;
            archive.remember_followed(&rows)?;
        }
        Ok(whole)
    }

    /// The article that an entry leads to; the entry's own text where the page cannot be had for good.
    fn entry(&self, entry: Entry, outlet: Option<&str>) -> Got {
        let page = entry_page(entry.clone(), outlet, &Caps::default());
        let has_text = !page.article.text.trim().is_empty();
        let own = has_text.then_some(Given { article: page.article, author: page.author, source: None });
        let Some(link) = &entry.link else { return Got { given: own, ..Got::default() } };
        let noted =
            |why: String, status| Followed { url: link.clone(), checked: now(), status, note: Some(why), ..Followed::default() };
        match self.fetcher.get(link, &Validators::default()) {
            Ok(fetched) if fetched.status == 200 => {
                let row = remembered(link, &fetched, None);
                match article(&fetched, &entry, outlet, own) {
                    Some(given) => Got { given: Some(given), row: Some(row), failed: None },
                    None => {
                        let failed = anyhow!("{link}: no article was found on it");
                        Got { given: None, row: Some(row), failed: Some(failed) }
                    }
                }
            }
            Ok(fetched) if fetched.status >= 500 => {
                Got { failed: Some(anyhow!("{link} answers with status {}", fetched.status)), ..Got::default() }
            }
            Ok(fetched) => {
                let failed = anyhow!("{link} answers with status {}", fetched.status);
                Got { given: own, row: Some(noted(failed.to_string(), Some(fetched.status))), failed: Some(failed) }
            }
            // These may pass: the entry is taken when they have.
            Err(error @ (FetchError::Network(_) | FetchError::RetryAfter(_))) => {
                Got { failed: Some(told(link, &error)), ..Got::default() }
            }
            Err(error) => Got { given: own, row: Some(noted(error.to_string(), None)), failed: Some(told(link, &error)) },
        }
    }
}

/// The article of a page, with what only the feed tells of it; the feed's own text where the page has next to none.
fn article(fetched: &Fetched, entry: &Entry, outlet: Option<&str>, own: Option<Given>) -> Option<Given> {
    let kind = fetched.content_type.as_deref().unwrap_or("text/html").to_ascii_lowercase();
    if !kind.contains("html") {
        return own;
    }
    let page = read_html(&fetched.body, fetched.content_type.as_deref(), Some(&fetched.url), &Caps::default());
    let n_chars = |text: &str| text.trim().chars().count();
    let n_page = n_chars(&page.article.text);
    if n_page < SHORT && own.as_ref().is_some_and(|o| n_chars(&o.article.text) > n_page) {
        return own;
    }
    let article = Article {
        id: Some(entry.id.clone()),
        url: page.article.url.or_else(|| Some(fetched.url.clone())),
        outlet: page.article.outlet.or_else(|| outlet.map(str::to_owned)),
        published: page.article.published.or_else(|| entry.published.clone()),
        title: page.article.title.or_else(|| entry.title.clone()),
        text: page.article.text,
    };
    let author = page.author.or_else(|| entry.author.clone());
    (n_page > 0).then_some(Given { article, author, source: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_read_and_odd_ones_refused() {
        assert_eq!(interval("15m"), Ok(Duration::from_secs(900)));
        assert_eq!(interval("2h"), Ok(Duration::from_secs(7200)));
        assert_eq!(interval("90s"), Ok(Duration::from_secs(90)));
        for odd in ["", "m", "15", "15 m", "-1m", "1s", "0m", "9999999h", "99999999999999999999h", "١٥m", "15د"] {
            assert!(interval(odd).is_err(), "{odd}");
        }
    }
}
