//! Scores the time stage on case files (JSONL: text, reference, expected), as peers' own test suites give them.
//!
//! `cargo run --release --example time_cases -- [--future] FILE…` prints, for each file, how many unflagged cases are right at
//! the grain that the case tells, and with `--misses` each case that is not. `--future`: bare weekdays mean the next one.

use musnad::time::{self, Date, Settings, Tense};
use musnad::{Span, article, text};
use serde_json::Value;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let future = args.iter().any(|a| a == "--future");
    let misses = args.iter().any(|a| a == "--misses");
    for file in args.iter().filter(|a| !a.starts_with("--")) {
        let content = match std::fs::read_to_string(file) {
            Ok(content) => content,
            Err(error) => {
                eprintln!("{file}: {error}");
                std::process::exit(2);
            }
        };
        let (mut right, mut n) = (0, 0);
        for line in content.lines() {
            let Ok(case) = serde_json::from_str::<Value>(line) else { continue };
            if case["bad"] == true || case["disputed"].as_str().is_some_and(|d| !d.is_empty()) || case["disputed"] == true {
                continue;
            }
            n += 1;
            match judge(&case, future) {
                Ok(()) => right += 1,
                Err(found) if misses => println!("{}\t{}\t{}\tfound {found}", case["id"], case["text"], case["expected"]),
                Err(_) => {}
            }
        }
        println!("{file}: {right}/{n} = {:.1} %", 100.0 * f64::from(right) / f64::from(n.max(1)));
    }
}

/// Whether the case is right; else what was found.
fn judge(case: &Value, future: bool) -> Result<(), String> {
    let source = case["text"].as_str().unwrap_or("");
    let expected = case["expected"].as_array().cloned().unwrap_or_default();
    if case["id"].as_str().unwrap_or("").contains("hijri") && !source.chars().any(char::is_alphabetic) {
        let parts: Vec<u32> = source.split('-').filter_map(|p| p.parse().ok()).collect();
        let [year, month, day] = parts[..] else { return Err("no date".to_owned()) };
        let found = time::from_hijri(year as i32, month, day).map(Date::iso);
        return if found.as_deref() == expected[0]["value"].as_str() { Ok(()) } else { Err(format!("{found:?}")) };
    }
    // An offset is told against any day.
    let offset = expected.first().is_some_and(|e| e["type"] == "offset");
    let reference = if offset { Some("2001-01-15") } else { case["reference"].as_str() };
    let mut settings = Settings::published(reference);
    settings.tense = if future { Tense::Future } else { Tense::Past };
    let blocks = [article::Block { kind: article::BlockKind::Body, span: Span::new(0, source.len()) }];
    let words = text::split(source, &blocks);
    let times = time::find(&words, &settings);
    let shown = || times.iter().map(|t| format!("{}={:?}", t.span.text(source), t.value)).collect::<Vec<_>>().join("; ");
    if expected.is_empty() {
        return if times.is_empty() { Ok(()) } else { Err(shown()) };
    }
    let fits = |want: &Value| times.iter().any(|t| t.value.as_deref().is_some_and(|v| same(v, want)));
    if expected.iter().all(fits) { Ok(()) } else { Err(shown()) }
}

/// Whether a TIMEX3 value says what the case wants, at its grain.
fn same(value: &str, want: &Value) -> bool {
    let grain = want["grain"].as_str().unwrap_or("day");
    if want["type"] == "duration" {
        return want["value"].as_str() == Some(value) || want["timex"].as_str() == Some(value);
    }
    if let (Some(from), Some(to)) = (want["from"].as_str(), want["to_exclusive"].as_str()) {
        let mut ends = value.split('/');
        let (first, last) = (ends.next().unwrap_or(""), ends.next().unwrap_or(""));
        let exclusive = Date::parse(last).map(|d| d.plus_days(1).iso());
        return from.starts_with(first) && !first.is_empty() && exclusive.is_some_and(|e| to.starts_with(&e));
    }
    if want["type"] == "offset" {
        let days = want["value"]
            .as_str()
            .and_then(|v| v.trim_end_matches('D').trim_start_matches("-P").trim_start_matches('P').parse::<i64>().ok());
        let sign = if want["value"].as_str().is_some_and(|v| v.starts_with('-')) { -1 } else { 1 };
        return days.zip(Date::parse("2001-01-15")).is_some_and(|(n, d)| d.plus_days(sign * n).iso() == value);
    }
    let Some(wanted) = want["value"].as_str() else { return false };
    let (wanted_day, wanted_clock) = wanted.split_once('T').unwrap_or((wanted, ""));
    match grain {
        "year" => wanted_day.get(..4) == value.get(..4) && value.len() == 4,
        "month" => wanted_day.get(..7) == Some(value),
        "week" => Date::parse(wanted).is_some_and(|d| d.iso_week_text() == value),
        "hour" | "minute" | "second" => {
            let (day, clock) = value.split_once('T').unwrap_or((value, ""));
            day == wanted_day && wanted_clock.get(..5) == clock.get(..5)
        }
        _ => value.split('T').next() == Some(wanted_day) || Date::parse(wanted).is_some_and(|d| d.iso_week_text() == value),
    }
}
