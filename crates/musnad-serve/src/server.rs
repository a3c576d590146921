//! The site on the network: limits, headers, timeouts, a graceful end. All work on the archive is done on threads that may block.

use crate::limit::Limit;
use crate::listen::{Listener, Peer};
use crate::reply::{Failure, Reply};
use crate::site::{Request, Site, Stop};
use crate::words::Lang;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Everything that may be set.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen.
    pub address: SocketAddr,
    /// Requests a second of one address that go on for ever; 0 for no limit.
    pub rate: f64,
    /// Requests that one address may make at once.
    pub burst: f64,
    /// Bytes that a request's body may have.
    pub most_bytes: usize,
    /// How long a request may take.
    pub patience: Duration,
    /// How long a client may be silent before its connection is ended; longer than twice the patience.
    pub silence: Duration,
    /// How many requests look into the archive at once.
    pub n_workers: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            address: SocketAddr::from(([127, 0, 0, 1], 8090)),
            rate: 50.0,
            burst: 200.0,
            most_bytes: 2 << 20,
            patience: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            n_workers: std::thread::available_parallelism().map_or(4, |n| n.get().clamp(2, 16)),
        }
    }
}

/// The site with what the network needs beside it.
struct Server {
    site: Arc<Site>,
    options: Options,
    limit: Limit,
    workers: Semaphore,
}

/// Stops the query of a request that nobody waits for any more.
struct Abandoned(Arc<Stop>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.now();
    }
}

/// The site as an axum router, for tests and for those who put it into a server of their own.
pub fn router(site: Arc<Site>, options: Options) -> Router {
    let limit = Limit::new(options.rate, options.burst);
    let workers = Semaphore::new(options.n_workers.max(1));
    Router::new().fallback(handle).with_state(Arc::new(Server { site, options, limit, workers }))
}

/// Serves until the process is asked to stop; `ready` is told the address.
///
/// # Errors
/// If the address cannot be listened to.
pub fn serve(site: Site, options: Options, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(options.n_workers + 4).build()?;
    runtime.block_on(async {
        let inner = TcpListener::bind(options.address).await?;
        ready(inner.local_addr()?);
        let listener = Listener { inner, silence: options.silence };
        let app = router(Arc::new(site), options).into_make_service_with_connect_info::<Peer>();
        axum::serve(listener, app).with_graceful_shutdown(asked_to_stop()).await
    })
}

/// Ctrl-C, or the signal of a service manager.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

async fn handle(State(server): State<Arc<Server>>, request: axum::extract::Request) -> Response {
    let started = Instant::now();
    let number = server.site.request_number();
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|c| c.0.0);
    let from = peer.or_else(|| parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0)).map(|a| a.ip());
    let is_head = parts.method == Method::HEAD;
    let known_tag = parts.headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let reply = match server.admits(&parts, from) {
        Err(failure) => failure.api_reply(Lang::En, &number),
        Ok(()) => match to_bytes(body, server.options.most_bytes).await {
            Err(_) => Failure::Status(413).api_reply(Lang::En, &number),
            Ok(body) => {
                let target = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
                let request = Request { method: parts.method, target, headers: parts.headers, body: body.to_vec() };
                server.answer(request, number.clone()).await
            }
        },
    };
    server.site.metrics.observe(reply.status, reply.body.len(), started.elapsed());
    response(reply, &number, known_tag.as_deref(), is_head)
}

impl Server {
    /// Whether a request is let in at all: a known host, from the same site if it changes something, not too often.
    fn admits(&self, parts: &axum::http::request::Parts, from: Option<IpAddr>) -> Result<(), Failure> {
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
        if self.options.address.ip().is_loopback() && !text("host").is_none_or(is_local) {
            // A page elsewhere whose name was made to point here (DNS rebinding).
            return Err(Failure::Status(421));
        }
        let is_write = !matches!(parts.method, Method::GET | Method::HEAD);
        let is_foreign = match (text("sec-fetch-site"), text("origin"), text("host")) {
            (Some(site), _, _) => !matches!(site, "same-origin" | "none"),
            (None, Some(origin), Some(host)) => origin.split_once("://").map_or(origin, |(_, rest)| rest) != host,
            _ => false,
        };
        if is_write && is_foreign {
            return Err(Failure::Forbidden);
        }
        match from {
            Some(from) if self.options.rate > 0.0 && !self.limit.allows(from, Instant::now()) => Err(Failure::Status(429)),
            _ => Ok(()),
        }
    }

    /// Answers on a thread that may block; who waits too long for one, or for the answer, is told so.
    async fn answer(&self, request: Request, number: String) -> Reply {
        if let Some(known) = self.site.known(&request) {
            return known;
        }
        let patience = self.options.patience;
        let Ok(Ok(_permit)) = tokio::time::timeout(patience, self.workers.acquire()).await else {
            return Failure::Busy.api_reply(Lang::En, &number);
        };
        let stop = Arc::new(Stop::default());
        let _abandoned = Abandoned(stop.clone());
        let (site, told) = (self.site.clone(), number.clone());
        on_a_thread(patience, &number, move || site.answer(&request, &told, &stop)).await
    }
}

/// What some work that may block gives, or a reply about why it gives nothing.
async fn on_a_thread(patience: Duration, number: &str, work: impl FnOnce() -> Reply + Send + 'static) -> Reply {
    match tokio::time::timeout(patience, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(reply)) => reply,
        // A panic: it was written to the log; the server lives.
        Ok(Err(_)) => Failure::Status(500).api_reply(Lang::En, number),
        Err(_) => Failure::Busy.api_reply(Lang::En, number),
    }
}

/// Whether a `Host` header names this machine.
fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    matches!(name, "localhost" | "::1") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Headers of every reply.
const HEADERS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

fn response(reply: Reply, number: &str, known_tag: Option<&str>, is_head: bool) -> Response {
    let tag = (reply.status == 200).then(|| reply.etag());
    let is_known = tag.as_deref().is_some_and(|tag| known_tag.is_some_and(|known| known.split(',').any(|k| k.trim() == tag)));
    let status = if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK) };
    let length = reply.body.len();
    let body = if is_known || is_head { Body::empty() } else { Body::from(reply.body) };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let set = reply.headers.iter().map(|(name, value)| (*name, value.as_str())).chain([("x-request-id", number)]);
    for (name, value) in set.chain(tag.as_deref().map(|tag| ("etag", tag))) {
        if let (Ok(name), Ok(value)) = (header::HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    if is_head {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_reply_and_the_next_request_is_answered() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let patience = Duration::from_secs(10);
        let answer = |work: fn() -> Reply| runtime.block_on(on_a_thread(patience, "r-1", work));
        let failed = answer(|| panic!("SELECT secret FROM /srv/press.db"));
        let told = failed.text();
        assert!(failed.status == 500 && told.contains("\"request\":\"r-1\"") && told.contains("internal"), "{told}");
        assert!(!told.contains("SELECT") && !told.contains("press.db") && !told.contains("panic"), "{told}");
        assert_eq!(answer(|| Reply::new("text/plain; charset=utf-8", "ok")).status, 200);
    }

    #[test]
    fn only_this_machine_is_local() {
        for local in ["localhost", "localhost:8090", "127.0.0.1:8090", "[::1]:8090", "127.8.8.8"] {
            assert!(is_local(local), "{local}");
        }
        for foreign in ["evil.example", "localhost.evil.example:80", "10.0.0.1", "[::2]", "", "127.0.0.1.nip.io"] {
            assert!(!is_local(foreign), "{foreign}");
        }
    }
}
