//! Numbers for entities that are the same on every machine.
//!
//! Occurrences are keyed by the main party of an event, the smallest of its identities. With rows of the archive that would be
//! the one met first, and another order of articles would give other occurrences. Here the number comes from the entity's key
//! alone: Wikidata items keep their own numbers (so that a state stands before a ministry, and both before someone unknown),
//! named entities follow, unnamed ones come last.

use crate::hash::sha256;

/// Where the numbers of named and of unnamed entities begin.
const NAMED: i64 = 1 << 61;
const UNNAMED: i64 = 1 << 62;

/// The identity of the entity with this key (see [`entity_key`](crate::entity_key)).
///
/// ```
/// use musnad_archive::merge::identity;
/// assert_eq!(identity("Q79"), 79);
/// assert!(identity("Q79") < identity("person|حسن"));
/// assert!(identity("person|حسن") < identity("~other|مصدر|"));
/// ```
pub fn identity(key: &str) -> i64 {
    if let Some(item) = key.strip_prefix('Q').and_then(|digits| digits.parse::<u32>().ok()) {
        return i64::from(item);
    }
    let hash = sha256([key.as_bytes()]).iter().take(8).fold(0_i64, |sum, byte| (sum << 8) | i64::from(*byte));
    let low = hash & (NAMED - 1);
    if key.starts_with('~') { UNNAMED | low } else { NAMED | low }
}
