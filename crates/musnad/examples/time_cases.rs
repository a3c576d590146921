//! Scores the time stage on case files (JSONL: text, reference, expected), as peers' own test suites give them.
//!
//! `cargo run --release --example time_cases -- [--future] [--misses] FILE…` prints, for each file, how many unflagged cases are
//! right; with `--misses` each case that is not. `--future`: bare weekdays mean the next one.
//!
//! Values are judged at the grain that the case tells. Where the suite gives spans and several readings (Recognizers-Text), a
//! value is right if it is the reading in the past or in the future, exactly or at the coarser grain of the words ("قبل عامين"
//! is a year); spans are counted as exactly the same and as overlapping. Suites that only mark spans (Wojood: DATE) are judged
//! by overlap both ways.

use musnad::time::{self, Date, Settings, Tense, Time};
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
        let mut tally = Tally::default();
        for line in content.lines() {
            let Ok(case) = serde_json::from_str::<Value>(line) else { continue };
            if case["bad"] == true || case["disputed"].as_str().is_some_and(|d| !d.is_empty()) || case["disputed"] == true {
                continue;
            }
            let id = case["id"].as_str().unwrap_or("");
            let missed = if id.contains("recognizers") {
                tally.recognizers(&case)
            } else if id.contains("wojood") {
                tally.spans(&case)
            } else {
                tally.value.judge(judge(&case, future))
            };
            for what in missed.into_iter().filter(|_| misses) {
                println!("{}\t{}\t{what}", case["id"], case["text"]);
            }
        }
        tally.print(file);
    }
}

/// Right ones of all.
#[derive(Default)]
struct Count {
    right: u32,
    all: u32,
}

impl Count {
    fn judge(&mut self, result: Result<(), String>) -> Vec<String> {
        self.all += 1;
        self.right += u32::from(result.is_ok());
        result.err().into_iter().collect()
    }

    fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += u32::from(right);
    }

    fn shown(&self) -> String {
        format!("{}/{} = {:.1} %", self.right, self.all, 100.0 * f64::from(self.right) / f64::from(self.all.max(1)))
    }
}

#[derive(Default)]
struct Tally {
    value: Count,
    exact: Count,
    overlap: Count,
    hits: Count,
}

impl Tally {
    fn print(&self, file: &str) {
        let counts =
            [("value", &self.value), ("span exact", &self.exact), ("span overlap", &self.overlap), ("found rightly", &self.hits)];
        for (what, count) in counts.into_iter().filter(|(_, c)| c.all > 0) {
            println!("{file}: {what} {}", count.shown());
        }
    }

    /// A case of Recognizers-Text: all spans of a case, and all values, if it tells them.
    fn recognizers(&mut self, case: &Value) -> Vec<String> {
        let source = case["text"].as_str().unwrap_or("");
        let times = found(source, case["reference"].as_str(), Tense::Past);
        let shown = shown(source, &times);
        let expected = case["expected"].as_array().cloned().unwrap_or_default();
        let mut missed = Vec::new();
        let exact = expected.iter().all(|e| times.iter().any(|t| points(source, t) == wanted(e)));
        let near = expected.iter().all(|e| times.iter().any(|t| overlap(points(source, t), wanted(e)) >= 0.5));
        let none = !expected.is_empty() || times.is_empty();
        self.exact.add(exact && none);
        self.overlap.add(near && none);
        if !(exact && none) {
            let spans: Vec<&str> = expected.iter().filter_map(|e| e["span"].as_str()).collect();
            missed.push(format!("{}\t[{}]\tfound {shown}", if near { "span" } else { "SPAN" }, spans.join("] [")));
        }
        if expected.iter().any(|e| e.get("timex").is_some() || e.get("values").is_some()) {
            let fits =
                |e: &Value| times.iter().any(|t| t.value.as_deref().is_some_and(|v| reads(v, e, case["reference"].as_str())));
            let right = expected.iter().all(fits);
            self.value.add(right);
            if !right {
                let wanted: Vec<String> = expected.iter().map(|e| e["timex"].as_str().unwrap_or("?").to_owned()).collect();
                missed.push(format!("value\t{}\tfound {shown}", wanted.join(" ")));
            }
        }
        missed
    }

    /// A case that marks spans: which are touched, and which of ours touch one.
    fn spans(&mut self, case: &Value) -> Vec<String> {
        let source = case["text"].as_str().unwrap_or("");
        let times = found(source, None, Tense::Past);
        let expected = case["expected"].as_array().cloned().unwrap_or_default();
        let of = |kind: &str| expected.iter().filter(|e| e["type"] == kind).map(wanted).collect::<Vec<_>>();
        let (dates, clocks) = (of("DATE"), of("TIME"));
        let mut missed = Vec::new();
        for want in &dates {
            let right = times.iter().any(|t| overlap(points(source, t), *want) > 0.0);
            self.overlap.add(right);
            if !right {
                missed.push(format!("missed\t{}", source.chars().skip(want.0).take(want.1 - want.0).collect::<String>()));
            }
        }
        for time in &times {
            let right = dates.iter().chain(&clocks).any(|w| overlap(points(source, time), *w) > 0.0);
            self.hits.add(right);
            if !right {
                missed.push(format!("false\t{}", time.span.text(source)));
            }
        }
        missed
    }
}

fn found(source: &str, reference: Option<&str>, tense: Tense) -> Vec<Time> {
    let settings = Settings { tense, ..Settings::published(reference) };
    let blocks = [article::Block { kind: article::BlockKind::Body, span: Span::new(0, source.len()) }];
    time::find(&text::split(source, &blocks), &settings)
}

fn shown(source: &str, times: &[Time]) -> String {
    times.iter().map(|t| format!("{}={:?}", t.span.text(source), t.value)).collect::<Vec<_>>().join("; ")
}

/// The span of a time in code points.
fn points(source: &str, time: &Time) -> (usize, usize) {
    let at = |byte: u32| source.get(..byte as usize).map_or(0, |s| s.chars().count());
    (at(time.span.start), at(time.span.end))
}

fn wanted(expected: &Value) -> (usize, usize) {
    let at = |key: &str| expected[key].as_u64().unwrap_or(0) as usize;
    (at("start"), at("end"))
}

/// Common code points over all code points of two spans.
fn overlap(a: (usize, usize), b: (usize, usize)) -> f64 {
    let common = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let all = a.1.max(b.1).saturating_sub(a.0.min(b.0)).max(1);
    common as f64 / all as f64
}

/// Whether a value is one of the readings that Recognizers-Text gives.
fn reads(value: &str, expected: &Value, reference: Option<&str>) -> bool {
    let timex = expected["timex"].as_str().or(expected["values"][0]["timex"].as_str()).unwrap_or("");
    if plain(value) == plain(timex) {
        return true;
    }
    if timex == "PRESENT_REF" {
        return reference.is_some_and(|r| r.get(..16) == value.get(..16) || r.get(..10) == Some(value));
    }
    let length = timex.trim_end_matches(')').rsplit(',').next().filter(|l| timex.starts_with('(') && l.starts_with('P'));
    if length == Some(value) {
        return true;
    }
    let readings = [&expected["future"], &expected["past"]];
    let values = expected["values"].as_array().into_iter().flatten();
    readings.into_iter().chain(values).any(|r| is_reading(value, r, timex))
}

/// A TIMEX without what is unknown in it and without empty minutes.
fn plain(timex: &str) -> String {
    let known = timex.trim_start_matches("XXXX-XX-XX").trim_start_matches("XXXX-S").replace("XXXX-F", "F");
    let known = if timex.starts_with("XXXX-S") { format!("S{known}") } else { known };
    match known.split_once('T') {
        Some((day, clock)) => format!("{day}T{}", clock.trim_end_matches(":00").trim_end_matches(":00")),
        None => known,
    }
}

fn is_reading(value: &str, reading: &Value, timex: &str) -> bool {
    let get = |keys: &[&str]| keys.iter().find_map(|k| reading[*k].as_str());
    let moment = |text: &str| text.replace(' ', "T");
    if let Some(want) = get(&["date", "dateTime", "value"]) {
        return at_moment(value, &moment(want));
    }
    if let Some(want) = get(&["time"]) {
        return value.split_once('T').is_some_and(|(_, clock)| want.starts_with(clock));
    }
    let start = get(&["startDate", "startDateTime", "startTime", "start"]).map(moment);
    let end = get(&["endDate", "endDateTime", "endTime", "end"]).map(moment);
    let (start, end) = match (start, end) {
        (Some(start), Some(end)) => (start, end),
        // "بعد الساعة 8 مساء": only one end is told.
        (Some(one), None) | (None, Some(one)) => return at_moment(value, &one),
        (None, None) => return false,
    };
    let part = timex.rsplit('T').next().filter(|p| p.len() == 2 && p.chars().all(char::is_alphabetic));
    if let Some(part) = part {
        return value.split_once('T').is_some_and(|(day, p)| p == part && start.starts_with(day));
    }
    let Some((from, to)) = bounds(value) else { return false };
    let only_clock = !start.contains('-');
    let cut = |side: &str| if only_clock { side.split_once('T').map_or("", |(_, c)| c).to_owned() } else { side.to_owned() };
    let (from, to) = (cut(&from), cut(&to));
    let next = Date::parse(&to).filter(|_| to.len() == 10).map(|d| d.plus_days(1).iso());
    !from.is_empty() && start.starts_with(&from) && (end.starts_with(&to) || next.is_some_and(|n| end.starts_with(&n)))
}

/// Whether a value is a moment, at its own grain.
fn at_moment(value: &str, want: &str) -> bool {
    let day = Date::parse(want);
    value == want
        || value.len() < 10 && want.starts_with(value)
        || day.is_some_and(|d| d.iso_week_text() == value)
        || want.len() > 10 && value.len() > 10 && want.starts_with(value)
        || !want.contains('-') && value.split_once('T').is_some_and(|(_, clock)| want.starts_with(clock))
}

/// First and last day of a value that is a stretch of time, or its two ends.
fn bounds(value: &str) -> Option<(String, String)> {
    if let Some((from, to)) = value.split_once('/') {
        return Some((from.to_owned(), to.to_owned()));
    }
    let year: i32 = value.get(..4).and_then(|y| y.parse().ok()).or(value.parse::<i32>().ok().map(|d| d * 10))?;
    let months = |from: u32, n: i32| {
        let first = Date::new(year, from, 1)?;
        Some((first.iso(), first.plus_months(n).plus_days(-1).iso()))
    };
    match value.get(5..) {
        None if value.len() == 3 => months(1, 120),
        None => months(1, 12),
        Some(week) if week.starts_with('W') => {
            let monday = Date::of_week(year, week.get(1..)?.parse().ok()?)?;
            Some((monday.iso(), monday.plus_days(6).iso()))
        }
        Some(quarter) if quarter.starts_with('Q') => months(3 * quarter.get(1..)?.parse::<u32>().ok()?.saturating_sub(1) + 1, 3),
        Some(month) => months(month.parse().ok()?, 1),
    }
}

/// Whether a case of the other suites is right; else what was wanted and found.
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
    let times = found(source, reference, if future { Tense::Future } else { Tense::Past });
    let wrong = || Err(format!("{}\tfound {}", case["expected"], shown(source, &times)));
    if expected.is_empty() {
        return if times.is_empty() { Ok(()) } else { wrong() };
    }
    let zone = reference.map_or(0, zone_minutes);
    let fits = |want: &Value| times.iter().any(|t| t.value.as_deref().is_some_and(|v| same(&local(v, zone), want)));
    if expected.iter().all(fits) { Ok(()) } else { wrong() }
}

/// Minutes that a reference's zone is ahead of universal time.
fn zone_minutes(reference: &str) -> i64 {
    let zone = reference.get(19..).unwrap_or("");
    let n = |range: std::ops::Range<usize>| zone.get(range).and_then(|d| d.parse::<i64>().ok()).unwrap_or(0);
    let minutes = 60 * n(1..3) + n(4..6);
    if zone.starts_with('-') { -minutes } else { minutes }
}

/// A value in universal time as the reference's zone tells it.
fn local(value: &str, zone: i64) -> String {
    let moved = || {
        let (day, clock) = value.strip_suffix('Z')?.split_once('T')?;
        let minutes = 60 * clock.get(..2)?.parse::<i64>().ok()? + clock.get(3..5)?.parse::<i64>().ok()? + zone;
        let day = Date::parse(day)?.plus_days(minutes.div_euclid(1440));
        let rest = minutes.rem_euclid(1440);
        Some(format!("{}T{:02}:{:02}", day.iso(), rest / 60, rest % 60))
    };
    moved().unwrap_or_else(|| value.to_owned())
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
        let hour = last.contains('T') && to.starts_with(last);
        return from.starts_with(first) && !first.is_empty() && (hour || exclusive.is_some_and(|e| to.starts_with(&e)));
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
