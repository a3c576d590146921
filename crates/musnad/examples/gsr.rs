//! Scores event detection on the Arabic event GSR cases: does a sentence report an ASSAULT, a PROTEST?
//!
//! `cargo run --release --example gsr -- FILE` prints precision, recall and F1 on "yes" against "easy no".

use musnad::{Article, Reader};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("usage: gsr FILE")?;
    let reader = Reader::embedded()?;
    let content = std::fs::read_to_string(&file)?;
    for wanted in ["ASSAULT", "PROTEST"] {
        let (mut tp, mut fp, mut missed) = (0_u32, 0_u32, 0_u32);
        for line in content.lines() {
            let case: Value = serde_json::from_str(line)?;
            let expected = &case["expected"][0];
            let Some(present) = expected["present"].as_bool().filter(|_| expected["event"] == wanted && case["bad"] != true)
            else {
                continue;
            };
            let article = Article { text: case["text"].as_str().unwrap_or("").to_owned(), ..Article::default() };
            let found = reader
                .read(&article)
                .events
                .iter()
                .any(|e| e.event == wanted && matches!(e.status.as_str(), "happened" | "ongoing"));
            match (present, found) {
                (true, true) => tp += 1,
                (false, true) => fp += 1,
                (true, false) => missed += 1,
                (false, false) => {}
            }
        }
        let (p, r) = (f64::from(tp) / f64::from((tp + fp).max(1)), f64::from(tp) / f64::from((tp + missed).max(1)));
        println!("{wanted}: P {:.1} R {:.1} F1 {:.1}", 100.0 * p, 100.0 * r, 200.0 * p * r / (p + r).max(1e-9));
    }
    Ok(())
}
