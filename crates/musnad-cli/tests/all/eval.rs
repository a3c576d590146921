//! `musnad eval` gives the figures of the project's scorer, shows every error in its context, and names the file of a mistake.
//!
//! `tests/eval_gold` holds two articles of our own with their gold, `pred` what a Musnad of some day read of them (with mistakes
//! added), `eval_expected.json` what `score.py --gold tests/eval_gold --pred tests/eval_gold/pred --json` says of it.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn here(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name).display().to_string()
}

fn musnad(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_musnad")).args(args).output().expect("runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn of_pred(more: &[&str]) -> Output {
    let (gold, pred) = (here("eval_gold"), here("eval_gold/pred"));
    let args: Vec<&str> = ["eval", &gold, "--pred", &pred].into_iter().chain(more.iter().copied()).collect();
    musnad(&args)
}

#[test]
fn the_figures_are_those_of_the_scorer() {
    let output = of_pred(&["--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let ours: Value = serde_json::from_str(&out(&output)).expect("JSON");
    let theirs: Value =
        serde_json::from_str(&std::fs::read_to_string(here("eval_expected.json")).expect("committed")).expect("JSON");
    let theirs = theirs.as_object().expect("figures");
    assert_eq!(theirs.len(), 18, "articles, failed, and sixteen figures");
    for (figure, expected) in theirs {
        let found = &ours[figure];
        if !expected.is_object() {
            assert_eq!(found, expected, "{figure}");
            continue;
        }
        for part in ["gold", "found"] {
            assert_eq!(found[part], expected[part], "{figure} {part}");
        }
        for part in ["p", "r", "f1"] {
            let (a, b) = (found[part].as_f64().expect("a number"), expected[part].as_f64().expect("a number"));
            assert!((a - b).abs() < 1e-12, "{figure} {part}: {a}, the scorer has {b}");
        }
    }
    let events: u64 =
        ours["reliability"].as_array().expect("tenths").iter().map(|t| t["events"].as_u64().expect("a number")).sum();
    assert_eq!(Some(events), theirs["events coded"]["found"].as_u64(), "every event has its confidence");
}

#[test]
fn every_miss_and_false_hit_is_listed_once() {
    let all: Value = serde_json::from_str(&out(&of_pred(&["--json", "--errors"]))).expect("JSON");
    let errors = all["errors"].as_array().expect("errors");
    let count = |kind: &str| errors.iter().filter(|e| e["kind"] == kind).count() as u64;
    for (figure, missed, wrong) in [
        ("not_body", "not_body missed", "not_body false"),
        ("names", "name missed", "name false"),
        ("times found", "time missed", "time false"),
        ("statements found", "statement missed", "statement false"),
        ("events coded", "event missed", "event false"),
        ("designations", "designation missed", "designation false"),
    ] {
        let number = |part: &str| all[figure][part].as_u64().expect("a number");
        let right = (all[figure]["p"].as_f64().expect("a share") * number("found") as f64).round() as u64;
        assert_eq!(count(missed), number("gold") - right, "{missed}");
        assert_eq!(count(wrong), number("found") - right, "{wrong}");
    }
    assert!(count("span") > 0, "a record that does not hold the article's own words is told");
    let placed = errors.iter().filter(|e| e["line"].is_u64()).count();
    assert!(placed * 10 >= errors.len() * 8, "{placed} of {} have a place", errors.len());
}

#[test]
fn errors_are_shown_with_the_words_around_them() {
    let output = of_pred(&["--only", "missed"]);
    let text = out(&output);
    assert!(text.contains("missed]") && !text.contains("false]"), "{text}");
    assert!(text.contains("expected  \u{2068}") && text.contains(", line "), "{text}");
    assert!(text.contains("Errors by kind") && text.contains("events coded") && text.contains("events by confidence"), "{text}");
    for line in text.lines() {
        assert_eq!(line.matches('\u{2068}').count(), line.matches('\u{2069}').count(), "an isolate is left open: {line}");
    }
    let one = out(&of_pred(&["--only", "coast-2"]));
    assert!(one.contains("coast-2") && !one.contains("port-1"), "{one}");
}

#[test]
fn the_reader_itself_is_measured() {
    let output = musnad(&["eval", &here("eval_gold")]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(text.starts_with("2 articles\n"), "{text}");
    let spans = text.lines().find(|l| l.starts_with("spans true to text")).expect("a line");
    assert!(spans.contains("100.0  100.0  100.0"), "{spans}");
}

#[test]
fn mistakes_in_the_gold_name_the_file() {
    let missing = musnad(&["eval", "no/such/gold"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("no/such/gold"), "{}", err(&missing));
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gold-mistakes");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    let run = |json: &str, text: Option<&str>| {
        std::fs::write(dir.join("a.json"), json).expect("written");
        let _ = std::fs::remove_file(dir.join("a.txt"));
        if let Some(text) = text {
            std::fs::write(dir.join("a.txt"), text).expect("written");
        }
        let output = musnad(&["eval", &dir.display().to_string()]);
        assert_eq!(output.status.code(), Some(2), "{json}");
        err(&output)
    };
    let empty = musnad(&["eval", &dir.display().to_string()]);
    assert_eq!(empty.status.code(), Some(2), "{}", out(&empty));
    let broken = run("{\n \"entities\": [,]}", Some("نص"));
    assert!(broken.contains("a.json") && broken.contains("line 2"), "{broken}");
    let lacking = run("{\"times\": []}", Some("نص"));
    assert!(lacking.contains("a.json") && lacking.contains("entities"), "{lacking}");
    let alone = run("{\"entities\": []}", None);
    assert!(alone.contains("a.txt"), "{alone}");
    let nobody = run("{\"entities\": [], \"statements\": [{\"chain\": [\"who\"], \"content\": \"نص\"}]}", Some("نص"));
    assert!(nobody.contains("a.json") && nobody.contains("`who`"), "{nobody}");
}
