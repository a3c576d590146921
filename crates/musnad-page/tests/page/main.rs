//! What a user relies on when pages, feeds, archives of the web and addresses come in: one binary, one module a topic.

mod feeds;
mod fetching;
mod hostile;
mod warcs;

/// How many times slower than a quiet machine this one is now, at least 1: bounds on time are for a quiet machine, and a starved one
/// must not fail them.
pub(crate) fn slowness() -> u32 {
    let started = std::time::Instant::now();
    let mut state = 1_u64;
    for n in 0..20_000_000_u64 {
        state = std::hint::black_box(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(n));
    }
    // A quiet core takes about 50 ms.
    u32::try_from(started.elapsed().as_millis() / 60).unwrap_or(u32::MAX / 16) + 1
}

/// Whether something took no longer than `bound` on a quiet machine.
pub(crate) fn within(took: std::time::Duration, bound: std::time::Duration) -> bool {
    took < bound || took < bound * slowness()
}
