//! What a user relies on when pages, feeds, archives of the web and addresses come in: one binary, one module a topic.

mod feeds;
mod fetching;
mod hostile;
mod warcs;

use std::time::{Duration, Instant};

/// Whether the best of five runs keeps to a limit: what stands still while others have the machine is not the code's doing.
fn is_done_within(limit: Duration, run: impl Fn()) -> bool {
    (0..5).any(|_| {
        let start = Instant::now();
        run();
        start.elapsed() < limit
    })
}
