//! What `add URL` and `follow` share: fetching politely, taking articles from what came, remembering it for the next time.

use super::add::{Sums, complain};
use super::now;
use crate::args::{About, AddOptions};
use crate::input;
use anyhow::{Context, Result, anyhow};
use clap::Args;
use indicatif::ProgressBar;
use musnad::{Article, Reader};
use musnad_archive::{Archive, Followed, Given, prepare};
use musnad_page::fetch::{self, FetchError, Fetched, Fetcher, Validators};
use musnad_page::{Caps, Page, read_html, source};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How addresses are fetched.
#[derive(Args, Debug, Clone)]
pub struct NetOptions {
    /// Reach private addresses and any port too
    #[arg(long)]
    pub allow_private: bool,
    /// Seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 3.0)]
    pub gap: f64,
}

impl NetOptions {
    /// A fetcher that keeps to them.
    pub fn fetcher(&self) -> Result<Fetcher> {
        let gap = Duration::try_from_secs_f64(self.gap)
            .with_context(|| format!("--gap {}: give a number of seconds, like 3 or 0.5", self.gap))?;
        Ok(Fetcher::new(fetch::Options { allow_private: self.allow_private, gap, ..fetch::Options::default() }))
    }
}

/// Whether an argument is an address and no file.
pub fn is_address(argument: &Path) -> bool {
    argument.to_str().is_some_and(|a| a.starts_with("http://") || a.starts_with("https://"))
}

/// What to send along, so that only a changed page comes back.
pub fn validators(known: Option<&Followed>) -> Validators {
    known.map_or_else(Validators::default, |k| Validators { etag: k.etag.clone(), last_modified: k.last_modified.clone() })
}

/// What to remember of an answer; one that says "unchanged" may leave out what the last whole one said.
pub fn remembered(url: &str, fetched: &Fetched, known: Option<&Followed>) -> Followed {
    let old = validators(known.filter(|_| fetched.status == 304));
    Followed {
        url: url.to_owned(),
        etag: fetched.validators.etag.clone().or(old.etag),
        last_modified: fetched.validators.last_modified.clone().or(old.last_modified),
        checked: now(),
        status: Some(fetched.status),
        note: None,
    }
}

/// An error with the address it is about.
pub fn told(url: &str, error: &FetchError) -> anyhow::Error {
    let error = error.to_string();
    if error.contains(url) { anyhow!("{error}") } else { anyhow!("{url}: {error}") }
}

/// Fetches addresses and adds what they hold; one that did not change since the last time costs a request and nothing else.
pub fn add(
    archive: &mut Archive,
    reader: &Reader,
    addresses: &[PathBuf],
    options: &AddOptions,
    bar: &ProgressBar,
    sums: &mut Sums,
) -> Result<()> {
    if addresses.is_empty() {
        return Ok(());
    }
    let fetcher = options.net.fetcher()?;
    // An address of its own is known of every page.
    let about = About { url: None, ..options.about.clone() };
    for address in addresses {
        let url = address.to_string_lossy();
        let known = archive.followed(&url)?;
        let answer = fetcher.get(&url, &validators(known.as_ref()));
        bar.inc(1);
        let fetched = match answer {
            Ok(fetched) if matches!(fetched.status, 200 | 304) => fetched,
            Ok(fetched) => {
                sums.unreadable += 1;
                complain(bar, &anyhow!("{url} answers with status {}", fetched.status));
                continue;
            }
            Err(error) => {
                sums.unreadable += 1;
                complain(bar, &told(&url, &error));
                continue;
            }
        };
        let row = remembered(&url, &fetched, known.as_ref());
        if fetched.status == 304 {
            sums.same += 1;
        } else {
            let mut batch = Vec::new();
            for found in articles(fetched, &about) {
                match found {
                    Ok(given) => batch.push(prepare(reader, given)),
                    Err(error) => {
                        sums.unreadable += 1;
                        complain(bar, &error);
                    }
                }
            }
            sums.store(archive, reader, [batch], options.list, bar)?;
        }
        archive.remember_followed(&[row])?;
    }
    Ok(())
}

/// The articles of an answer: a page is one, a feed or a web archive holds many.
fn articles(fetched: Fetched, about: &About) -> Vec<Result<Given>> {
    let url = fetched.url;
    let given = |page: Page| {
        let article = Article { url: page.article.url.or_else(|| Some(url.clone())), ..page.article };
        Given { article: input::overruled(article, about), author: page.author, source: Some(url.clone()) }
    };
    if fetched.content_type.as_deref().is_some_and(|t| t.to_ascii_lowercase().contains("html")) {
        let page = read_html(&fetched.body, fetched.content_type.as_deref(), Some(&url), &Caps::default());
        return vec![Ok(given(page))];
    }
    let options = source::Options { encoding: about.encoding.clone(), ..source::Options::default() };
    source::stream(Box::new(Cursor::new(fetched.body)), &url, &options)
        .map(|(origin, read)| read.map(&given).map_err(|error| anyhow!("{origin}: {error}")))
        .collect()
}
