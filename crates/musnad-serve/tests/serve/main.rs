//! Everything that stands on a whole site, in one program: the demo's archive is made once.

mod api;
mod common;
mod mcp;
mod server;
mod site;
