//! Getting pages from the net: politely, with caps, and never from a private address.
//!
//! Every address is looked at after the name was resolved and before the connection is made, on every hop of a redirect and
//! for robots.txt too; the connection goes to the very address that was looked at. One request a host at a time, with a gap;
//! robots.txt (RFC 9309) is kept for a day. No cookies, no passwords, no proxies from the environment.

pub mod address;
mod guard;
pub mod robots;

use crate::caps::Caps;
use crate::dates;
use crate::inflate;
use guard::Guard;
use robots::Robots;
use std::collections::HashMap;
use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use url::Url;

/// How pages are fetched.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reach private, loopback and link-local addresses too.
    pub allow_private: bool,
    /// Single addresses that are reached although they are private: a newsroom's own server.
    pub allow: Vec<IpAddr>,
    /// Reach ports other than 80 and 443 too.
    pub any_port: bool,
    /// Gap between two requests to one host; a `Crawl-delay` may make it longer.
    pub gap: Duration,
    /// Time for one whole request.
    pub timeout: Duration,
    /// Longest silence of a server.
    pub idle: Duration,
    /// Who we say we are; the part before `/` is the name that robots.txt may call.
    pub user_agent: String,
    /// Obey robots.txt.
    pub robots: bool,
    /// Caps on each page.
    pub caps: Caps,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            allow_private: false,
            allow: Vec::new(),
            any_port: false,
            gap: Duration::from_secs(3),
            timeout: Duration::from_secs(30),
            idle: Duration::from_secs(10),
            user_agent: concat!("musnad/", env!("CARGO_PKG_VERSION"), " (news archive; +https://example.org/musnad)").to_owned(),
            robots: true,
            caps: Caps::default(),
        }
    }
}

/// What an earlier answer said, to ask only for what changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The address after redirects.
    pub url: String,
    /// HTTP status; 304 where nothing changed, 410 where it is gone for good.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// For the next time.
    pub validators: Validators,
    /// What robots.txt said: `allowed`, or `ignored` if it was not asked.
    pub robots: String,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FetchError {
    /// The address is none, or not http/https, or has a port that is not allowed.
    Address(String),
    /// The host has only addresses that must not be reached.
    Private(String),
    /// robots.txt does not allow it.
    Robots(String),
    /// More than the caps allow.
    TooLarge(String),
    /// The server asks to wait so many seconds.
    RetryAfter(u64),
    /// The connection, the certificate, the protocol.
    Network(String),
}

impl std::fmt::Display for FetchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FetchError::Address(what) | FetchError::Private(what) | FetchError::Robots(what) => f.write_str(what),
            FetchError::TooLarge(what) | FetchError::Network(what) => f.write_str(what),
            FetchError::RetryAfter(seconds) => write!(f, "the server asks to wait {seconds} s; try again then"),
        }
    }
}

impl std::error::Error for FetchError {}

/// Redirects followed.
const REDIRECTS: usize = 5;

/// How long a robots.txt is kept.
const ROBOTS_FOR: Duration = Duration::from_secs(24 * 3600);

/// Longest `Crawl-delay` and `Retry-After` that are kept.
const LONGEST_WAIT: f64 = 300.0;

/// What is known of a host.
#[derive(Debug, Default)]
struct Host {
    robots: Option<(Robots, Instant)>,
    free_at: Option<Instant>,
}

/// How names become addresses.
pub type Lookup = Arc<dyn Fn(&str, u16) -> std::io::Result<Vec<SocketAddr>> + Send + Sync>;

/// Fetches pages; one request a host at a time, with a gap. Shared between threads.
#[derive(Debug)]
pub struct Fetcher {
    options: Options,
    agent: ureq::Agent,
    hosts: Mutex<HashMap<String, Arc<Mutex<Host>>>>,
}

impl Fetcher {
    /// A fetcher that asks the system for addresses.
    pub fn new(options: Options) -> Fetcher {
        let system = |host: &str, port: u16| std::net::ToSocketAddrs::to_socket_addrs(&(host, port)).map(Iterator::collect);
        Fetcher::with_lookup(options, Arc::new(system))
    }

    /// A fetcher that asks `lookup` for addresses; what it answers is checked all the same.
    pub fn with_lookup(options: Options, lookup: Lookup) -> Fetcher {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(options.user_agent.as_str())
            .timeout_global(Some(options.timeout))
            .timeout_connect(Some(options.idle))
            .timeout_recv_response(Some(options.idle))
            .timeout_per_read(Some(options.idle))
            .max_response_header_size(64 << 10)
            .build();
        let guard = Guard { allow_private: options.allow_private, allow: options.allow.clone(), lookup };
        let agent = ureq::Agent::with_parts(config, ureq::unversioned::transport::DefaultConnector::default(), guard);
        Fetcher { options, agent, hosts: Mutex::default() }
    }

    /// Fetches an address; waits its turn for the host.
    ///
    /// # Errors
    /// Why there is no answer. Statuses are answers, except 429 and 503 with `Retry-After`.
    pub fn get(&self, url: &str, known: &Validators) -> Result<Fetched, FetchError> {
        let mut at = self.checked(url)?;
        for _ in 0..=REDIRECTS {
            let host = self.host(&at);
            let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
            let robots = self.ask_robots(&at, &mut host)?;
            let mut answer = self.turn(&at, known, &mut host, self.options.caps.bytes)?;
            if let Some(next) = answer.redirect.take() {
                at = self.follow(&at, &next)?;
                continue;
            }
            return Ok(Fetched { robots: robots.to_owned(), ..answer.fetched });
        }
        Err(FetchError::Network(format!("{url} redirects more than {REDIRECTS} times")))
    }

    /// The sitemaps that the robots.txt of an address's host names.
    ///
    /// # Errors
    /// If the address is none or the host must not be reached.
    pub fn sitemaps(&self, url: &str) -> Result<Vec<String>, FetchError> {
        let at = self.checked(url)?;
        let host = self.host(&at);
        let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(self.robots_of(&at, &mut host)?.sitemaps)
    }

    /// An address that may be tried: http or https, no password, a usual port.
    fn checked(&self, url: &str) -> Result<Url, FetchError> {
        let mut url = Url::parse(url.trim()).map_err(|e| FetchError::Address(format!("`{url}` is no address: {e}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Address(format!("{url}: only http and https addresses are fetched")));
        }
        let usual = url.port().is_none_or(|p| matches!(p, 80 | 443));
        if !usual && !self.options.any_port && !self.options.allow_private {
            return Err(FetchError::Address(format!("{url}: only ports 80 and 443 are reached (--allow-private lifts this)")));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Address("an address with a password is not fetched".to_owned()));
        }
        url.set_fragment(None);
        Ok(url)
    }

    fn follow(&self, from: &Url, to: &str) -> Result<Url, FetchError> {
        let next =
            from.join(to).map_err(|e| FetchError::Address(format!("{from} redirects to `{to}`, which is no address: {e}")))?;
        if from.scheme() == "https" && next.scheme() == "http" {
            return Err(FetchError::Address(format!("{from} redirects from https to http; this was not followed")));
        }
        self.checked(next.as_str())
    }

    fn host(&self, url: &Url) -> Arc<Mutex<Host>> {
        let key = format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default());
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(key).or_default())
    }

    /// Whether robots.txt allows an address, and in what words that is told.
    fn ask_robots(&self, url: &Url, host: &mut Host) -> Result<&'static str, FetchError> {
        if !self.options.robots {
            return Ok("ignored");
        }
        let robots = self.robots_of(url, host)?;
        let path = url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()));
        if robots.allows(&path) {
            Ok("allowed")
        } else {
            Err(FetchError::Robots(format!("robots.txt of {} does not allow {path}", url.host_str().unwrap_or_default())))
        }
    }

    fn robots_of(&self, url: &Url, host: &mut Host) -> Result<Robots, FetchError> {
        if let Some((robots, when)) = &host.robots
            && when.elapsed() < ROBOTS_FOR
        {
            return Ok(robots.clone());
        }
        let robots = self.fetch_robots(url, host)?;
        host.robots = Some((robots.clone(), Instant::now()));
        Ok(robots)
    }

    /// 2xx are rules; 4xx allow everything; 5xx and no answer allow nothing.
    fn fetch_robots(&self, url: &Url, host: &mut Host) -> Result<Robots, FetchError> {
        let mut at = url.join("/robots.txt").map_err(|e| FetchError::Address(e.to_string()))?;
        for _ in 0..=REDIRECTS {
            let mut answer = match self.turn(&at, &Validators::default(), host, robots::MOST_BYTES) {
                Ok(answer) => answer,
                Err(error @ (FetchError::Private(_) | FetchError::Address(_))) => return Err(error),
                Err(_) => return Ok(Robots::deny_all()),
            };
            if let Some(next) = answer.redirect.take() {
                at = match self.follow(&at, &next) {
                    Ok(next) => next,
                    Err(_) => return Ok(Robots::deny_all()),
                };
                continue;
            }
            return Ok(match answer.fetched.status {
                200..=299 => Robots::parse(&answer.fetched.body, &self.options.user_agent),
                400..=499 => Robots::allow_all(),
                _ => Robots::deny_all(),
            });
        }
        // Too many redirects count as no robots.txt.
        Ok(Robots::allow_all())
    }

    /// One request after the gap.
    fn turn(&self, url: &Url, known: &Validators, host: &mut Host, most: usize) -> Result<Answer, FetchError> {
        if let Some(wait) = host.free_at.and_then(|t| t.checked_duration_since(Instant::now())) {
            std::thread::sleep(wait);
        }
        let answer = self.request(url, known, most);
        let delay = host.robots.as_ref().and_then(|(r, _)| r.delay).unwrap_or(0.0).min(LONGEST_WAIT);
        let mut gap = self.options.gap.max(Duration::from_secs_f64(delay));
        if let Err(FetchError::RetryAfter(seconds)) = &answer {
            gap = gap.max(Duration::from_secs(*seconds).min(Duration::from_secs_f64(LONGEST_WAIT)));
        }
        host.free_at = Instant::now().checked_add(gap);
        answer
    }

    fn request(&self, url: &Url, known: &Validators, most: usize) -> Result<Answer, FetchError> {
        let mut request =
            self.agent.get(url.as_str()).header("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5");
        request = request.header("accept-encoding", "gzip").header("accept-language", "ar,*;q=0.5");
        if let Some(etag) = &known.etag {
            request = request.header("if-none-match", etag);
        }
        if let Some(date) = &known.last_modified {
            request = request.header("if-modified-since", date);
        }
        let mut response = request.call().map_err(|e| guard::told(url, e))?;
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let status = response.status().as_u16();
        if matches!(status, 429 | 503)
            && let Some(seconds) = header("retry-after").and_then(|v| seconds(&v))
        {
            return Err(FetchError::RetryAfter(seconds));
        }
        let mut fetched = Fetched {
            url: url.to_string(),
            status,
            content_type: header("content-type"),
            validators: Validators { etag: header("etag"), last_modified: header("last-modified") },
            ..Fetched::default()
        };
        let redirect = header("location").filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308));
        if redirect.is_some() || status == 304 {
            return Ok(Answer { fetched, redirect });
        }
        let encoding = header("content-encoding").unwrap_or_default().to_ascii_lowercase();
        let length = header("content-length").and_then(|l| l.parse::<u64>().ok());
        if length.is_some_and(|l| l > most as u64) && most == self.options.caps.bytes {
            return Err(FetchError::TooLarge(format!("{url} is larger than {most} bytes; it was not fetched")));
        }
        let mut bytes = Vec::new();
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        reader
            .take(most as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| FetchError::Network(format!("{url}: the body broke off: {e}")))?;
        if bytes.len() > most {
            if most == self.options.caps.bytes {
                return Err(FetchError::TooLarge(format!("{url} is larger than {most} bytes; it was not read further")));
            }
            bytes.truncate(most);
        }
        fetched.body = if encoding.is_empty() {
            bytes
        } else {
            inflate::content(&bytes, &encoding, &self.options.caps)
                .map_err(|e| FetchError::TooLarge(format!("{url}: {e}")))?
                .bytes
        };
        Ok(Answer { fetched, redirect: None })
    }
}

/// An answer, or where it sends us.
#[derive(Debug)]
struct Answer {
    fetched: Fetched,
    redirect: Option<String>,
}

/// `Retry-After`: seconds, or a date.
fn seconds(value: &str) -> Option<u64> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(seconds);
    }
    let until = dates::machine(value)?;
    let day = musnad::time::Date::parse(&until)?.days();
    let clock = |range: std::ops::Range<usize>| until.get(range).and_then(|v| v.parse::<i64>().ok()).unwrap_or(0);
    let then = day * 86_400 + clock(11..13) * 3600 + clock(14..16) * 60 + clock(17..19);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
    Some(u64::try_from(then).ok()?.saturating_sub(now))
}
