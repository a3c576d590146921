//! The command line as a user meets it. One binary: one link.

mod archive;
mod cli;
mod crash;
mod eval;
mod first;
mod kb;
mod mcp;
mod net;
mod serve;
mod sources;
mod usage;
