//! Scores the words of events on the Arabic event GSR span cases: the predicate, who did it, whom it befell.
//!
//! `cargo run --release --example gsr_spans -- FILE` prints, of the cases where any coder marked words, in how many an event of
//! the type has a word in common with them (`any coder`), and the same for the words that all coders share (`all coders`).

use musnad::record::EventRecord;
use musnad::{Article, Reader, Record};
use serde_json::Value;
use std::collections::HashSet;

const PARTS: [&str; 3] = ["verb", "source", "target"];

/// Folded words without their proclitics' letters, as far as overlap needs them.
fn words(text: &str) -> HashSet<String> {
    let folded = musnad::text::fold(text);
    let bare = |w: &str| w.trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']).trim_start_matches("ال").to_owned();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(bare).filter(|w| w.chars().count() > 1).collect()
}

/// The words of one part of an event.
fn part(record: &Record, event: &EventRecord, nth: usize) -> HashSet<String> {
    let of = |ids: &[String]| {
        let all = record.entities.iter().filter(|e| ids.contains(&e.id));
        all.flat_map(|e| e.mentions.iter().flat_map(|m| words(&m.span.text))).collect()
    };
    match nth {
        0 => words(&event.trigger.text),
        1 => of(&event.actors),
        _ => of(&event.recipients),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("usage: gsr_spans FILE")?;
    let reader = Reader::embedded()?;
    let content = std::fs::read_to_string(&file)?;
    // [any coder, all coders][part]: hits and cases.
    let mut counts = [[[0_u32; 2]; 3]; 2];
    for line in content.lines() {
        let case: Value = serde_json::from_str(line)?;
        if case["bad"] == true || case["disputed"] == true {
            continue;
        }
        let expected = &case["expected"][0];
        let article = Article { text: case["text"].as_str().unwrap_or("").to_owned(), ..Article::default() };
        let record = reader.read(&article);
        let events: Vec<&EventRecord> = record.events.iter().filter(|e| expected["event"] == e.event.as_str()).collect();
        for (nth, key) in PARTS.iter().enumerate() {
            let any: HashSet<String> =
                expected["coders"].as_array().into_iter().flatten().flat_map(|c| words(c[*key].as_str().unwrap_or(""))).collect();
            let all = words(expected[*key].as_str().unwrap_or(""));
            for (which, wanted) in [any, all].iter().enumerate().filter(|(_, w)| !w.is_empty()) {
                let hit = events.iter().any(|e| !part(&record, e, nth).is_disjoint(wanted));
                counts[which][nth][0] += u32::from(hit);
                counts[which][nth][1] += 1;
            }
        }
    }
    for (which, name) in ["any coder", "all coders"].iter().enumerate() {
        let share = |nth: usize| {
            let [hits, cases] = counts[which][nth];
            format!("{} {:.0} % of {cases}", PARTS[nth], 100.0 * f64::from(hits) / f64::from(cases.max(1)))
        };
        println!("{name}: {}, {}, {}", share(0), share(1), share(2));
    }
    Ok(())
}
