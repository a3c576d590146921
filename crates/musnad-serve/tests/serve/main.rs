//! Everything that stands on a whole site, in one program: the demo's archive is made once.

mod again;
mod api;
mod common;
mod hostile;
mod markup;
mod mcp;
mod server;
mod site;
