//! What a user relies on when pages, feeds, archives of the web and addresses come in: one binary, one module a topic.

mod feeds;
mod fetching;
mod hostile;
mod warcs;
