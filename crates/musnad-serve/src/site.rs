//! The site: an archive, a reader, and one function from request to reply.
//!
//! [`Site::answer`] is plain and synchronous, so that tests (and `musnad serve --get PATH`) need no network. The server calls it
//! on a thread that may block, and can stop it: see [`Stop`].

use crate::ask::{Ask, Format, failed, params};
use crate::cache::Cache;
use crate::html::decode;
use crate::metrics::Metrics;
use crate::reply::{Failure, Reply};
use crate::route;
use crate::token::Tokens;
use crate::words::Lang;
use axum::http::{HeaderMap, Method};
use musnad::Reader;
use musnad_archive::rusqlite::InterruptHandle;
use musnad_archive::{Error, Pool};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// An archive that can be looked at.
#[derive(Debug)]
pub struct Site {
    pub(crate) pool: Pool,
    pub(crate) reader: Reader,
    pub(crate) tokens: Tokens,
    pub(crate) metrics: Metrics,
    pub(crate) cache: Cache,
    /// Held while something is written: SQLite has one writer at a time.
    pub(crate) writing: Mutex<()>,
    /// Distinguishes the requests of this run from those of others.
    run: u64,
    n_requests: AtomicU64,
}

/// A request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// Path and query, as sent.
    pub target: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

impl Request {
    /// `GET` of an address.
    pub fn get(target: &str) -> Request {
        Request { target: target.to_owned(), ..Request::default() }
    }

    /// A header, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }
}

/// Stops a query that nobody waits for.
#[derive(Default)]
pub struct Stop {
    handle: Mutex<Option<InterruptHandle>>,
    stopped: Arc<AtomicBool>,
}

impl Stop {
    /// Stops the query that runs, and any that the same request would start.
    pub fn now(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Some(handle) = &*self.handle.lock().unwrap_or_else(PoisonError::into_inner) {
            handle.interrupt();
        }
    }

    /// What becomes true when nobody waits any more, for connections beside the one on loan.
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        self.stopped.clone()
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn set(&self, handle: Option<InterruptHandle>) {
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner) = handle;
    }
}

/// Takes the handle back before the connection goes to another request, whatever happens meanwhile.
struct Watched<'s>(&'s Stop);

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

impl Site {
    /// Opens an archive for `n` readers at a time.
    ///
    /// # Errors
    /// If the file is missing, no archive, or of another version.
    pub fn open(path: &Path, reader: Reader, n: usize) -> Result<Site, Error> {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let pool = Pool::open(path, n)?;
        Ok(Site {
            cache: Cache::new(pool.own()?),
            pool,
            reader,
            tokens: Tokens::default(),
            metrics: Metrics::default(),
            writing: Mutex::new(()),
            run: since.map_or(0, |d| d.as_millis() as u64) & 0xFFFF_FFFF,
            n_requests: AtomicU64::new(0),
        })
    }

    /// Lets the bearers of tokens add and correct; without any, nobody may.
    pub fn with_tokens(self, tokens: Tokens) -> Site {
        Site { tokens, ..self }
    }

    /// A number for a request, to be told to whoever asks and written to the log.
    pub fn request_number(&self) -> String {
        format!("{:08x}-{:x}", self.run, self.n_requests.fetch_add(1, Ordering::Relaxed))
    }

    /// The reply to a request that was answered before, if the archive has not changed since. Never waits for anything.
    pub fn known(&self, request: &Request) -> Option<Reply> {
        let version = self.version_for(request)?;
        self.cache.get(&request.target, version).map(|reply| (*reply).clone())
    }

    /// The archive's version, for a request whose reply may be kept.
    fn version_for(&self, request: &Request) -> Option<crate::cache::Version> {
        matches!(request.method, Method::GET | Method::HEAD).then(|| self.cache.version()).flatten()
    }

    /// Answers a request. Never fails: what goes wrong is a reply too.
    pub fn answer(&self, request: &Request, number: &str, stop: &Stop) -> Reply {
        // Whoever waited for a connection may find that somebody else asked the same meanwhile.
        let version = self.version_for(request);
        if let Some(known) = version.and_then(|v| self.cache.get(&request.target, v)) {
            return (*known).clone();
        }
        let reply = self.made(request, number, stop);
        match version.filter(|_| reply.status == 200 && !reply.passes()) {
            Some(version) => {
                let reply = Arc::new(reply);
                self.cache.put(&request.target, version, &reply);
                (*reply).clone()
            }
            None => reply,
        }
    }

    fn made(&self, request: &Request, number: &str, stop: &Stop) -> Reply {
        let (raw_path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let path = decode(raw_path, false);
        if let Some(asset) = route::asset(&path) {
            return asset;
        }
        let params = params(query);
        let lang = language(&params);
        let _running = self.metrics.runs();
        let lease = self.pool.get();
        stop.set(Some(lease.get_interrupt_handle()));
        let watched = Watched(stop);
        let (bare, format) = if path.starts_with("/api/") { (path.as_str(), Format::Json) } else { Format::of(&path) };
        let mut ask = Ask { site: self, db: &lease, lang, format, path: bare, id: String::new(), params, request, stop };
        let result = if stop.is_stopped() { Err(Failure::Busy) } else { route::find(&mut ask).and_then(|page| page(&ask)) };
        let reply = result.unwrap_or_else(|failure| {
            if let Failure::Broken(cause) = &failure {
                eprintln!("musnad: request {number}: {}", cause.escape_debug());
            }
            failed(&ask, &failure, number)
        });
        drop(watched);
        reply
    }
}

/// `?lang=en`, else Arabic: an address shows the same to everyone.
fn language(params: &[(String, String)]) -> Lang {
    match params.iter().find(|(name, _)| name == "lang") {
        Some((_, value)) if value == "en" => Lang::En,
        _ => Lang::Ar,
    }
}
