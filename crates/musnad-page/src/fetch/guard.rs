//! The resolver that stands between a name and the connection: addresses that must not be reached never come through.

use super::address::is_public;
use super::{FetchError, Lookup};
use std::net::{IpAddr, SocketAddr};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Url;

/// Looks names up and lets only public addresses through.
pub(super) struct Guard {
    /// Let private addresses through as well.
    pub allow_private: bool,
    /// Let these through although they are private.
    pub allow: Vec<IpAddr>,
    /// How names become addresses.
    pub lookup: Lookup,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("allow_private", &self.allow_private).finish_non_exhaustive()
    }
}

/// Said where every address of a host was refused; `told` looks for it.
const REFUSED: &str = "only addresses that must not be reached";

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        _: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let found = self.look_up(host, port, &timeout)?;
        let mut kept = self.empty();
        for address in found.iter().filter(|a| self.allow_private || is_public(a.ip()) || self.allow.contains(&a.ip())).take(16) {
            kept.push(*address);
        }
        if !kept.is_empty() {
            Ok(kept)
        } else if found.is_empty() {
            Err(ureq::Error::HostNotFound)
        } else {
            Err(ureq::Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, REFUSED)))
        }
    }
}

impl Guard {
    /// Asks in a thread of its own: the system's resolver knows no deadline.
    fn look_up(&self, host: String, port: u16, timeout: &NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        let lookup = self.lookup.clone();
        std::thread::spawn(move || {
            let _ = send.send(lookup(&host, port));
        });
        match receive.recv_timeout((*timeout.after).min(std::time::Duration::from_secs(60))) {
            Ok(found) => Ok(found?),
            Err(_) => Err(ureq::Error::Timeout(timeout.reason)),
        }
    }
}

/// An error in words for a person.
pub(super) fn told(url: &Url, error: ureq::Error) -> FetchError {
    let host = url.host_str().unwrap_or_default();
    match error {
        ureq::Error::Io(error) if error.to_string() == REFUSED => {
            FetchError::Private(format!("{host} has {REFUSED} (private, loopback or reserved); --allow-private lifts this"))
        }
        ureq::Error::HostNotFound => FetchError::Network(format!("the host {host} is not known: check the address")),
        ureq::Error::Timeout(_) => FetchError::Network(format!("{host} did not answer in time")),
        error => FetchError::Network(format!("{url}: {error}")),
    }
}
