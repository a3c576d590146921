//! The pictures of `docs/screenshots`: `MUSNAD_SHOTS=docs/screenshots cargo test --workspace --test browser shots` draws them again.

use crate::cdp::{Browser, Look};
use crate::served::{demo_root, turn};
use std::path::Path;

const PHONE: Look = Look { width: 390, height: 780, ..Look::DESK };

/// Name, address, how it is looked at.
fn all() -> Vec<(&'static str, String, Look)> {
    let desk = Look { width: 1120, height: 600, ..Look::DESK };
    let dark = Look { dark: true, ..desk };
    vec![
        ("home", "/".to_owned(), desk),
        ("article", "/article/1?fact=s1".to_owned(), desk),
        ("statement", crate::common::at("/statement/{id}"), dark),
        ("event", most_told(), desk),
        ("search", "/search?q=الشركة".to_owned(), desk),
        ("network", "/network?lang=en".to_owned(), desk),
        ("timeline", "/timeline".to_owned(), dark),
        ("framing", "/framing".to_owned(), desk),
        ("places", "/places".to_owned(), Look { height: 960, ..desk }),
        ("phone", "/article/2".to_owned(), PHONE),
    ]
}

/// The event that most tell.
fn most_told() -> String {
    let told: serde_json::Value = serde_json::from_str(&crate::common::get("/timeline.json").text()).expect("JSON");
    let rows = told["rows"].as_array().expect("rows").iter();
    let most = rows.max_by_key(|row| (row["disputed"].as_i64(), row["claims"].as_i64())).expect("an event");
    format!("/occurrence/{}", most["id"])
}

#[test]
fn shots() {
    // Drawing takes the fonts of this machine: it is asked for, and never part of a check.
    let Some(folder) = std::env::var_os("MUSNAD_SHOTS") else { return };
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    std::fs::create_dir_all(&root).expect("a folder");
    let mut page = browser.page(Look::DESK);
    for (name, address, look) in all() {
        page.look(look);
        page.go(&format!("{}{address}", demo_root()));
        page.eval("document.fonts.ready.then(() => 1)");
        let png = decoded(&page.picture());
        std::fs::write(root.join(format!("{name}.png")), png).expect("a file");
    }
    page.close();
}

/// Base64, as the browser sends pictures.
fn decoded(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => Some(u32::from(c - b'A')),
        b'a'..=b'z' => Some(u32::from(c - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(c - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.bytes().filter_map(value).collect();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for four in digits.chunks(4) {
        let all = four.iter().enumerate().fold(0, |all, (nth, digit)| all | digit << (18 - 6 * nth));
        bytes.extend(all.to_be_bytes()[1..four.len()].iter());
    }
    bytes
}
