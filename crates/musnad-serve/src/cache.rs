//! Replies that were given before, kept until the archive changes: most readers ask for the same few pages, and a page is the same
//! for everyone who asks for its address.
//!
//! SQLite counts the changes that other connections make, for each connection apart ("data_version"); a connection of the cache's
//! own, which never writes, therefore sees every change, whoever makes it: this server, `musnad add` or `musnad fix` beside it.
//! The number is read before a page is made, so a page that was made while something changed is kept under the older number and
//! never given again.

use crate::reply::Reply;
use musnad_archive::rusqlite::Connection;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Bytes kept at most, of bodies and addresses.
const MOST_BYTES: usize = 32 << 20;
/// Bytes of a reply that is kept: an export of an archive is not.
const MOST_OF_ONE: usize = 1 << 20;
/// What a kept reply takes beside its body and address, about.
const OVERHEAD: usize = 256;

/// What changes when the archive does.
pub(crate) type Version = i64;

/// Replies by their address.
#[derive(Debug)]
pub(crate) struct Cache {
    watch: Mutex<Connection>,
    kept: Mutex<Kept>,
    given: AtomicU64,
}

#[derive(Debug, Default)]
struct Kept {
    version: Version,
    bytes: usize,
    /// Counts the uses, so that the oldest ones can be told.
    clock: u64,
    replies: HashMap<String, One>,
}

#[derive(Debug)]
struct One {
    reply: Arc<Reply>,
    bytes: usize,
    used: u64,
}

impl Cache {
    /// A cache that watches an archive through a connection which is used for nothing else.
    pub fn new(watch: Connection) -> Cache {
        // Asked on the way of every request: better no answer than a late one.
        let _ = watch.busy_timeout(Duration::ZERO);
        Cache { watch: Mutex::new(watch), kept: Mutex::default(), given: AtomicU64::new(0) }
    }

    /// The archive's version now; `None` where it cannot be told, and nothing may be taken from the cache.
    pub fn version(&self) -> Option<Version> {
        let watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        watch.prepare_cached("PRAGMA data_version").and_then(|mut s| s.query_row([], |r| r.get(0))).ok()
    }

    /// The reply to an address, if it was given at this version.
    pub fn get(&self, address: &str, version: Version) -> Option<Arc<Reply>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = if kept.version == version {
            kept.clock += 1;
            let now = kept.clock;
            kept.replies.get_mut(address).map(|one| {
                one.used = now;
                one.reply.clone()
            })
        } else {
            None
        };
        if found.is_some() {
            self.given.fetch_add(1, Ordering::Relaxed);
        }
        found
    }

    /// Keeps a reply that was made after the archive had this version.
    pub fn put(&self, address: &str, version: Version, reply: &Arc<Reply>) {
        let bytes = reply.body.len() + address.len() + OVERHEAD;
        if bytes > MOST_OF_ONE {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if version < kept.version {
            return;
        }
        if version > kept.version {
            // Whatever was kept is of an archive that is no more.
            *kept = Kept { version, ..Kept::default() };
        }
        kept.clock += 1;
        let one = One { reply: reply.clone(), bytes, used: kept.clock };
        kept.bytes += bytes;
        if let Some(before) = kept.replies.insert(address.to_owned(), one) {
            kept.bytes -= before.bytes;
        }
        if kept.bytes > MOST_BYTES {
            kept.forget_the_oldest();
        }
    }

    /// How many replies were given from here.
    pub fn n_given(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }
}

impl Kept {
    /// Lets go of what was not used for the longest time, a quarter at once, so that this is done seldom.
    fn forget_the_oldest(&mut self) {
        let mut uses: Vec<(u64, usize)> = self.replies.values().map(|one| (one.used, one.bytes)).collect();
        uses.sort_unstable();
        let mut left = self.bytes;
        let mut last = 0;
        for (used, bytes) in uses {
            if left <= MOST_BYTES - MOST_BYTES / 4 {
                break;
            }
            left -= bytes;
            last = used;
        }
        self.replies.retain(|_, one| one.used > last);
        self.bytes = left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> Cache {
        Cache::new(Connection::open_in_memory().expect("a database in memory"))
    }

    fn reply(bytes: usize) -> Arc<Reply> {
        Arc::new(Reply::new("text/plain; charset=utf-8", vec![b'a'; bytes]))
    }

    #[test]
    fn what_was_given_is_given_again_until_something_changes() {
        let cache = cache();
        assert!(cache.get("/", 1).is_none());
        cache.put("/", 1, &reply(5));
        assert_eq!(cache.get("/", 1).map(|r| r.body.len()), Some(5));
        assert!(cache.get("/?lang=en", 1).is_none());
        assert!(cache.get("/", 2).is_none(), "the archive changed");
        cache.put("/", 2, &reply(6));
        cache.put("/", 1, &reply(5));
        assert_eq!(cache.get("/", 2).map(|r| r.body.len()), Some(6), "a page that was made too late is not kept");
        assert_eq!(cache.n_given(), 2);
    }

    #[test]
    fn the_cache_does_not_grow_without_end() {
        let cache = cache();
        let page = reply(60_000);
        for nth in 0..2_000 {
            cache.put(&format!("/article/{nth}"), 1, &page);
            assert!(cache.get("/article/0", 1).is_some(), "what is asked for again and again stays");
        }
        let kept = cache.kept.lock().expect("no panic");
        assert!(kept.bytes <= MOST_BYTES && kept.replies.len() > 300, "{} bytes", kept.bytes);
        assert_eq!(kept.bytes, kept.replies.values().map(|one| one.bytes).sum::<usize>());
        drop(kept);
        cache.put("/all", 1, &reply(MOST_OF_ONE));
        assert!(cache.get("/all", 1).is_none());
    }
}
