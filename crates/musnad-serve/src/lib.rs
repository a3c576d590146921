//! The explorer of an archive: server-rendered pages, Arabic first and right to left, where every fact stands beside its words
//! and every view has a `.json` and a `.csv` twin; and the API.
//!
//! Start with [`Site::answer`], the way from a request to a reply, and [`route`], the table of all addresses. [`serve`] puts a
//! site on the network; [`demo`] makes an archive of the articles that come with the program.

mod ask;
mod cache;
mod day;
pub mod demo;
mod facts;
mod feed;
mod filters;
mod html;
mod limit;
mod listen;
mod map;
mod marks;
pub mod mcp;
mod metrics;
mod pages;
mod reply;
pub mod route;
mod runs;
mod server;
mod site;
mod svg;
pub mod token;
mod words;

pub use ask::{Ask, Format};
pub use reply::{Failure, Reply};
pub use server::{Options, router, serve};
pub use site::{Request, Site, Stop};
pub use words::Lang;
