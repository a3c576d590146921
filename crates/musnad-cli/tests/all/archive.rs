//! The archive's commands as a user meets them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("musnad-cli-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn musnad(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(args)
        .current_dir(dir)
        .env("MUSNAD_ARCHIVE", "press.db")
        .env("MUSNAD_WHO", "سلمى")
        .output()
        .expect("runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const DAY: &str = r#"{"id": "1", "url": "https://example.com/1", "outlet": "الميناء", "published": "2024-05-12", "title": "لقاء القاهرة", "text": "التقى الرئيس المصري عبد الفتاح السيسي الرئيس التركي رجب طيب أردوغان في القاهرة يوم 11 مايو 2024. وقال السيسي إن العلاقات متينة."}
{"id": "2", "url": "https://example.com/2", "outlet": "الساحل", "published": "2024-05-12", "title": "=HYPERLINK(1)", "text": "قال وزير الخارجية المصري سامح شكري إن المحادثات كانت مثمرة."}
"#;

fn filled(name: &str) -> PathBuf {
    let dir = folder(name);
    std::fs::write(dir.join("day.jsonl"), DAY).expect("written");
    let added = musnad(&dir, &["add", "day.jsonl", "--list"]);
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    assert_eq!(out(&added), "1\tnew\t1\n2\tnew\t2\n");
    dir
}

#[test]
fn a_day_is_added_found_asked_and_written_out() {
    let dir = filled("day");
    let again = musnad(&dir, &["add", "day.jsonl"]);
    assert!(err(&again).contains("2 already there"), "{}", err(&again));
    let found = musnad(&dir, &["search", "المحادثات"]);
    assert!(found.status.success() && out(&found).contains("[المحادثات]"), "{}", out(&found));
    let none = musnad(&dir, &["search", "المحادثاب"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(err(&none).contains("the archive has المحادثات"), "{}", err(&none));
    let events = musnad(&dir, &["events", "--by", "السيسي", "--format", "jsonl"]);
    let event: serde_json::Value = serde_json::from_str(out(&events).trim()).expect("one event");
    assert_eq!((event["type"].as_str(), event["date"].as_str()), (Some("CONSULT"), Some("2024-05-11")));
    let statements = musnad(&dir, &["statements", "--by", "شكري", "--format", "csv"]);
    assert!(out(&statements).contains("'=HYPERLINK(1)"), "no spreadsheet runs it: {}", out(&statements));
    let raw = musnad(&dir, &["statements", "--by", "شكري", "--format", "csv", "--csv-raw"]);
    assert!(out(&raw).contains(",=HYPERLINK(1)"), "{}", out(&raw));
    assert_eq!(musnad(&dir, &["statements", "--by", "نابليون"]).status.code(), Some(1));
    assert!(out(&musnad(&dir, &["who", "أردوغان"])).contains("Q39259"));
    assert!(out(&musnad(&dir, &["timeline", "--entity", "أردوغان", "--format", "md"])).starts_with("| id |"));
    assert!(musnad(&dir, &["export", "--format", "polecat", "--out", "p.tsv"]).status.success());
    assert_eq!(musnad(&dir, &["export", "--format", "polecat", "--out", "p.tsv"]).status.code(), Some(2), "not over a file");
    let told = musnad(&dir, &["export", "--format", "csv-statements"]);
    assert!(out(&told).contains(",'=HYPERLINK(1),") && out(&told).lines().count() > 2, "{}", out(&told));
    assert!(out(&musnad(&dir, &["export", "--format", "csv-statements", "--csv-raw"])).contains(",=HYPERLINK(1),"));
    assert!(musnad(&dir, &["export", "--format", "geojson", "--out", "map.geojson"]).status.success());
    let map: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(dir.join("map.geojson")).expect("written")).expect("JSON");
    assert_eq!(map["features"][0]["properties"]["place"], "القاهرة");
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn an_archive_is_tended() {
    let dir = filled("tended");
    assert!(out(&musnad(&dir, &["verify"])).contains("2 articles"));
    assert!(out(&musnad(&dir, &["doctor"])).contains(&format!("schema {}", musnad_archive::VERSION)));
    let fixed = musnad(&dir, &["fix", "rename", "شكري", "سامح حسن شكري"]);
    assert!(fixed.status.success(), "{}", err(&fixed));
    assert!(out(&musnad(&dir, &["statements"])).contains("سامح حسن شكري"));
    assert!(out(&musnad(&dir, &["fix", "list"])).contains("سلمى"));
    assert!(musnad(&dir, &["reread"]).status.success());
    assert!(out(&musnad(&dir, &["statements"])).contains("سامح حسن شكري"), "corrections hold after reading again");
    assert!(musnad(&dir, &["fix", "undo", "1"]).status.success());
    assert!(!out(&musnad(&dir, &["statements"])).contains("سامح حسن شكري"));
    assert!(musnad(&dir, &["backup", "copy.db"]).status.success());
    assert!(musnad(&dir, &["verify", "--archive", "copy.db"]).status.success());
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn mistakes_are_told_and_nothing_is_made() {
    let dir = folder("mistakes");
    let missing = musnad(&dir, &["search", "x"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("musnad add"), "{}", err(&missing));
    assert!(!dir.join("press.db").exists(), "a question makes no archive");
    let nothing = musnad(&dir, &["add", "absent.jsonl"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(err(&nothing).contains("absent.jsonl"), "{}", err(&nothing));
    std::fs::write(dir.join("letter.txt"), "رسالة لا قاعدة بيانات ".repeat(100)).expect("written");
    let letter = musnad(&dir, &["add", "--archive", "letter.txt", "letter.txt"]);
    assert!(letter.status.code() == Some(2) && err(&letter).contains("no Musnad archive"), "{}", err(&letter));
    std::fs::remove_dir_all(dir).expect("removed");
}

/// Names and arguments that are no UTF-8, lone surrogates in JSON, broken bytes in text: an answer or an error, never a panic.
#[cfg(unix)]
#[test]
fn bytes_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let dir = folder("bytes");
    let odd = std::ffi::OsStr::from_bytes(b"caf\xE9.jsonl");
    std::fs::write(dir.join(odd), DAY).expect("written");
    let run = |args: &[&std::ffi::OsStr]| {
        Command::new(env!("CARGO_BIN_EXE_musnad"))
            .args(args)
            .current_dir(&dir)
            .env("MUSNAD_ARCHIVE", "press.db")
            .output()
            .expect("runs")
    };
    let os = |s: &'static str| std::ffi::OsStr::new(s);
    let added = run(&[os("add"), odd]);
    assert!(added.status.success(), "{}", err(&added));
    let asked = run(&[os("search"), std::ffi::OsStr::from_bytes(b"\xFF\xFE")]);
    assert_eq!(asked.status.code(), Some(2), "{}", err(&asked));
    std::fs::write(dir.join("surrogate.jsonl"), "{\"text\": \"قال \\ud800 نعم\"}\n").expect("written");
    let surrogate = run(&[os("add"), os("surrogate.jsonl")]);
    assert_eq!(surrogate.status.code(), Some(2));
    assert!(err(&surrogate).contains("surrogate.jsonl:1") && err(&surrogate).contains("column"), "{}", err(&surrogate));
    std::fs::write(dir.join("broken.jsonl"), b"{\"text\": \"\xD9 \xFF\xFE \x85\"}\n").expect("written");
    assert!(run(&[os("add"), os("broken.jsonl")]).status.success());
    for output in [added, asked, surrogate] {
        assert!(!err(&output).contains("panicked"), "{}", err(&output));
    }
    std::fs::remove_dir_all(dir).expect("removed");
}
