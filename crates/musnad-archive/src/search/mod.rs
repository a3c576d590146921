//! Searching as Arabic readers search: words, phrases, filters; nearest spelling first; an answer also when there is none.
//!
//! A query never fails for its wording. Its words are expanded over the archive's vocabulary by `musnad::search::keys`, the
//! function that made the index; what is found is ranked by the level at which its farthest word meets (exact, folded,
//! without clitics, lemma), then by relevance. Highlights are spans of the original text.

mod expand;
mod facets;
mod highlight;
mod query;
mod run;
mod suggest;

pub use expand::{Expanded, Expansion, expand, expand_term};
pub use facets::{Facet, Facets, facets};
pub use highlight::{Snippet, highlights, snippet};
pub use query::{Query, Term};
pub use run::{Answer, Hit, Missing, Options, Sort, Target, search};
