//! Measures which query words meet which words of texts: `cargo run --example search_cases -- CASES.jsonl`, a line a pair with
//! `same`, `class`, `query`, `word`. Pairs marked bad or disputed are passed over. Prints every miss.

use musnad::search::{light, meet, tokens};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the file of cases")?;
    let reader = musnad::Reader::embedded()?;
    let (mut right, mut all) = (0, 0);
    for line in std::fs::read_to_string(path)?.lines().filter(|l| !l.trim().is_empty()) {
        let case: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| case.get(key).and_then(|v| v.as_str()).unwrap_or_default();
        if case.get("bad").is_some() || case.get("disputed").is_some() {
            continue;
        }
        let words: Vec<String> = tokens(text("word")).into_iter().map(|t| t.light).collect();
        let query: Vec<String> = tokens(text("query")).into_iter().map(|t| t.light).collect();
        let asked = query.first().cloned().unwrap_or_else(|| light(text("query")));
        let met = words.iter().filter_map(|w| meet(&asked, w, reader.lexicon())).min();
        let same = case.get("same").and_then(|v| v.as_bool()).unwrap_or(false);
        all += 1;
        if met.is_some() == same {
            right += 1;
        } else {
            println!("{} {} / {}: {:?}", text("class"), text("query"), text("word"), met);
        }
    }
    println!("{right} of {all} right");
    Ok(())
}
