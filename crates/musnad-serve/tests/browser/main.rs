//! Pages as a reader meets them, in a real browser: they load without a complaint, can be read, searched, checked and corrected,
//! with the keyboard alone and without scripts, in light and dark, at every width. Skipped, with a notice, where there is no
//! Chromium (and the check of accessibility where there is no axe-core: `.ci/run` fetches it).

mod access;
mod cdp;
#[allow(dead_code, reason = "shared with the tests that need no browser")]
#[path = "../serve/common.rs"]
mod common;
mod hostile;
mod letters;
mod reading;
mod served;
mod shots;
