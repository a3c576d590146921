//! What articles have in common: copies of one text, stories, and occurrences of one event.
//!
//! Three pure functions over small values ([`copies`], [`stories`], [`occurrences`]) decide; [`run`](crate::Archive::merge)
//! feeds them day by day and writes what they say. Occurrences need only claims that share a key, so the same function serves a
//! group-by on a cluster.

mod copies;
mod identity;
mod occurrences;
mod run;
mod stories;

pub use copies::{CopyKind, copy_kind};
pub(crate) use copies::{UNDATED, period};
pub use identity::identity;
pub use occurrences::{Claim, Disagreement, Occurrence, civil, days, key, occurrences};
pub use run::Merged;
pub use stories::{Telling, stories};
