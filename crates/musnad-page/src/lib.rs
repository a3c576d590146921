//! From bytes and addresses to [`musnad::Article`]s.
//!
//! `decode` finds the encoding, `html` builds a tree under caps, `extract` tells the article from the page around it; `feed`,
//! `sitemap`, `warc` and `source` read what holds many articles; `fetch` gets pages politely and never from a private address.
//! Reading a page cannot fail: odd input gives a page with less in it and a line in [`Page::limits`].

// A test inside an arm reads as what it is: do not overwrite what is known already.
#![allow(clippy::collapsible_match, clippy::if_same_then_else)]

pub mod caps;
pub mod dates;
pub mod decode;
mod extract;
pub mod feed;
pub mod fetch;
mod html;
mod inflate;
pub mod language;
mod page;
pub mod sitemap;
pub mod source;
pub mod warc;
mod xml;

pub use caps::{Caps, Limit};
pub use page::{Apart, DateOrigin, Page, read_html, read_text};
