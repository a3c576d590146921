//! How many requests one address may make: a bucket of tokens each, refilled with time, in a table that cannot grow without end.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Addresses remembered at once; when there are more, all full buckets are forgotten first.
const MOST: usize = 10_000;

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

/// Buckets by address.
#[derive(Debug)]
pub(crate) struct Limit {
    /// Requests a second that go on for ever.
    rate: f64,
    /// Requests that may come at once.
    burst: f64,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

impl Limit {
    pub fn new(rate: f64, burst: f64) -> Limit {
        Limit { rate, burst, buckets: Mutex::new(HashMap::new()) }
    }

    /// Whether this address may make one more request now.
    pub fn allows(&self, from: IpAddr, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(&from) {
            let refilled = |b: &Bucket| b.tokens + now.saturating_duration_since(b.at).as_secs_f64() * self.rate;
            buckets.retain(|_, b| refilled(b) < self.burst);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(from).or_insert(Bucket { tokens: self.burst, at: now });
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.tokens = (bucket.tokens + since * self.rate).min(self.burst);
        bucket.at = now;
        let allowed = bucket.tokens >= 1.0;
        if allowed {
            bucket.tokens -= 1.0;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_is_allowed_and_then_the_rate() {
        let limit = Limit::new(2.0, 3.0);
        let (start, here, there) = (Instant::now(), IpAddr::from([127, 0, 0, 1]), IpAddr::from([10, 0, 0, 1]));
        let allowed = (0..5).filter(|_| limit.allows(here, start)).count();
        assert_eq!(allowed, 3);
        assert!(limit.allows(there, start));
        assert!(limit.allows(here, start + Duration::from_millis(600)));
        assert!(!limit.allows(here, start + Duration::from_millis(700)));
    }

    #[test]
    fn the_table_does_not_grow_without_end() {
        let limit = Limit::new(1.0, 2.0);
        let start = Instant::now();
        for n in 0..30_000_u32 {
            limit.allows(IpAddr::from(n.to_be_bytes()), start);
        }
        assert!(limit.buckets.lock().expect("no panic").len() <= MOST);
    }
}
