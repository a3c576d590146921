//! The command line in the hands of someone new (U2 to U5 of the research on use), with the figures named there.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn musnad() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_musnad"));
    command.stdin(Stdio::null());
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    musnad().args(args).current_dir(dir).env("MUSNAD_ARCHIVE", "press.db").output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("usage-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

/// The subcommands that the help names.
fn commands() -> Vec<String> {
    let help = text(&musnad().arg("--help").output().expect("the binary runs").stdout);
    let lines = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let names = lines.filter(|l| l.starts_with("  ") && !l.starts_with("   ")).filter_map(|l| l.split_whitespace().next());
    names.filter(|n| *n != "help").map(str::to_owned).collect()
}

#[test]
fn the_version_is_told_at_once_and_no_help_is_longer_than_a_screen_or_two() {
    let told = (0..5).map(|_| {
        let started = Instant::now();
        assert!(text(&musnad().arg("--version").output().expect("the binary runs").stdout).starts_with("musnad "));
        started.elapsed()
    });
    let best = told.min().expect("five times");
    assert!(best <= Duration::from_millis(20), "{best:?}");
    let help = text(&musnad().arg("--help").output().expect("the binary runs").stdout);
    assert!(help.lines().filter(|line| line.starts_with("  musnad ")).count() >= 3, "three examples: {help}");
    for command in commands().iter().map(|c| vec![c.as_str(), "-h"]).chain([vec!["--help"]]) {
        let lines = text(&musnad().args(&command).output().expect("the binary runs").stdout).lines().count();
        assert!((3..=60).contains(&lines), "{command:?}: {lines} lines");
    }
}

#[test]
fn forty_wrong_uses_are_told_with_what_to_do() {
    let dir = folder("wrong");
    std::fs::write(dir.join("bad.jsonl"), "{\"text\": 5}\n").expect("written");
    std::fs::write(dir.join("letter.db"), "no archive, but a letter ".repeat(100)).expect("written");
    std::fs::write(dir.join("tokens.tsv"), "Salma\tadd\n").expect("written");
    let wrong: [&[&str]; 40] = [
        &[],
        &["nothing"],
        &["read", "--published"],
        &["read", "missing.txt"],
        &["read", "bad.jsonl"],
        &["read", ".", "--format", "xml"],
        &["read", "missing.txt", "--data", "missing"],
        &["read", "--nothing"],
        &["show"],
        &["show", "nothing", "missing.txt"],
        &["show", "words", "missing.txt"],
        &["tokens", "--nothing"],
        &["tokens", "missing.txt"],
        &["add"],
        &["add", "missing.jsonl"],
        &["add", "--archive", "letter.db", "bad.jsonl"],
        &["search"],
        &["search", "x"],
        &["search", "x", "--archive", "letter.db"],
        &["search", "x", "--limit", "many"],
        &["events"],
        &["events", "--format", "xml"],
        &["statements"],
        &["statements", "--archive", "missing.db"],
        &["who"],
        &["who", "x"],
        &["timeline"],
        &["framing"],
        &["stories"],
        &["serve"],
        &["serve", "missing.db"],
        &["serve", "letter.db"],
        &["serve", "letter.db", "--port", "99999"],
        &["serve", "letter.db", "--host", "nowhere"],
        &["mcp", "missing.db"],
        &["export", "--format", "nothing"],
        &["fix", "undo", "x"],
        &["kb", "check", "missing.tsv"],
        &["token"],
        &["backup"],
    ];
    for args in wrong {
        let output = run(&dir, args);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(!told.trim().is_empty() && !told.contains("panicked") && !told.contains("RUST_BACKTRACE"), "{args:?}: {told}");
        // A name of what is wrong, or a command that helps.
        let helps = ["--help", "musnad ", "missing", "bad.jsonl", "letter.db", "possible values", "such", "required"];
        assert!(helps.iter().any(|word| told.contains(word)), "{args:?}: {told}");
    }
    assert!(!dir.join("press.db").exists(), "nothing was made");
}

#[test]
fn a_slip_of_the_finger_gets_the_right_word() {
    let (mut n, mut n_right) = (0, 0);
    for command in commands().iter().filter(|c| c.len() > 3) {
        let letters: Vec<char> = command.chars().collect();
        let middle = letters.len() / 2;
        let mut left_out = letters.clone();
        left_out.remove(middle);
        let mut twice = letters.clone();
        twice.insert(middle, letters[middle]);
        let mut other = letters.clone();
        other[middle] = if letters[middle] == 'x' { 'y' } else { 'x' };
        for slip in [left_out, twice, other] {
            let slip: String = slip.iter().collect();
            if commands().contains(&slip) {
                continue;
            }
            n += 1;
            let told = text(&musnad().arg(&slip).output().expect("the binary runs").stderr);
            n_right += usize::from(told.contains(&format!("'{command}'")));
        }
    }
    assert!(n > 40 && n_right * 10 >= n * 9, "{n_right} of {n}");
}

#[test]
fn a_pipe_gets_data_and_nothing_else() {
    let dir = folder("pipe");
    let made = run(&dir, &["demo", "--no-serve", "--archive", "press.db"]);
    assert!(made.status.success());
    for args in [
        &["search", "الشركة"][..],
        &["events"],
        &["statements"],
        &["timeline"],
        &["framing"],
        &["stories"],
        &["who", "السودان"],
        &["doctor"],
        &["--help"],
    ] {
        let output = run(&dir, args);
        assert!(output.status.success(), "{args:?}");
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{args:?}");
    }
    let mut n = 0;
    for command in
        [&["search", "الشركة"][..], &["events"], &["statements"], &["timeline"], &["framing"], &["stories"], &["who", "السودان"]]
    {
        for format in ["json", "jsonl"] {
            let args: Vec<&str> = command.iter().copied().chain(["--format", format]).collect();
            let told = text(&run(&dir, &args).stdout);
            let pieces: Vec<&str> = if format == "json" { vec![told.as_str()] } else { told.lines().collect() };
            for piece in pieces {
                n += 1;
                assert!(serde_json::from_str::<serde_json::Value>(piece).is_ok(), "{args:?}: {piece:.200}");
            }
        }
    }
    assert!(n > 50, "{n} pieces of JSON");
    // The mark that spreadsheets need is for what a browser saves: in a pipe it would be part of the first name.
    for format in ["csv", "tsv"] {
        let told = text(&run(&dir, &["events", "--format", format]).stdout);
        assert!(told.starts_with(|c: char| c.is_ascii_alphabetic()) && told.lines().count() > 10, "{format}: {told:.80?}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_addition_ends_at_once_and_goes_on_where_it_was() {
    let dir = folder("interrupted");
    let lines: Vec<String> = (0..1_500)
        .map(|n| {
            let text = format!("قال وزير الخارجية المصري سامح شكري إن المحادثات رقم {n} كانت مثمرة، وإن الوفد سيزور القاهرة.");
            serde_json::json!({ "id": format!("a{n}"), "url": format!("https://a.example/{n}"), "text": text }).to_string()
        })
        .collect();
    std::fs::write(dir.join("all.jsonl"), lines.join("\n")).expect("written");
    let add = || {
        let mut command = musnad();
        command.args(["add", "all.jsonl", "--list", "--archive", "press.db"]).current_dir(&dir).stderr(Stdio::null());
        command
    };
    let mut child = add().stdout(Stdio::piped()).spawn().expect("the binary starts");
    let mut told = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    assert!(told.read_line(&mut line).expect("readable") > 0, "the first articles are added");
    let started = Instant::now();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    child.wait().expect("it ends");
    assert!(started.elapsed() <= Duration::from_secs(1), "{:?}", started.elapsed());
    assert!(add().stdout(Stdio::null()).status().expect("the binary runs").success());
    let n = musnad_archive::Pool::open(&dir.join("press.db"), 1)
        .map(|pool| musnad_archive::get::counts(&pool.get()).expect("readable").articles)
        .expect("the archive opens");
    assert_eq!(n, 1_500, "none is lost and none is there twice");
}
