//! The binary as a user meets it: exit codes, formats, errors that say what, where and what to do.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn musnad(args: &[&str], input: Option<&[u8]>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(args)
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    if let Some(input) = input {
        // A binary that refuses its arguments may end before it reads; that is no failure of the test.
        match child.stdin.take().expect("a pipe").write_all(input) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
            written => written.expect("written"),
        }
    }
    child.wait_with_output().expect("the binary ends")
}

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name).display().to_string()
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn the_text_view_shows_chain_words_and_place() {
    let output = musnad(&["read", &example("chain.txt"), "--published", "2023-10-09", "--outlet", "صحيفة الميناء"], None);
    assert_eq!(output.status.code(), Some(0));
    let text = out(&output);
    for wanted in ["وكالة أنباء الشرق الأوسط ← أحمد فهمي ← عبد الفتاح السيسي", "حرص مصر على تطوير العلاقات", "2023-10-08"]
    {
        assert!(text.contains(wanted), "{wanted} not in {text}");
    }
}

#[test]
fn json_lines_keep_their_order_on_many_threads() {
    let lines: String = (0..300).map(|n| format!("{{\"id\": \"a{n}\", \"text\": \"قال الوزير إن العدد {n}.\"}}\n")).collect();
    let one = musnad(&["read", "-", "--format", "jsonl", "--threads", "1"], Some(lines.as_bytes()));
    let many = musnad(&["read", "-", "--format", "jsonl", "--threads", "4"], Some(lines.as_bytes()));
    assert_eq!(out(&one), out(&many));
    assert_eq!(out(&one).lines().count(), 300);
    assert!(out(&one).lines().nth(299).expect("the last").contains("\"a299\""));
}

#[test]
fn nothing_found_is_exit_code_1() {
    let output = musnad(&["read", "-"], Some("... --- ...".as_bytes()));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_bad_line_loses_nothing_else() {
    let input = "{\"text\": \"قال الوزير إن الأمر انتهى.\"}\nnot json\n{\"text\": \"قال السفير إن الأمر بدأ.\"}\n";
    let output = musnad(&["read", "-", "--format", "jsonl"], Some(input.as_bytes()));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(out(&output).lines().count(), 2);
    assert!(err(&output).contains("-:2"), "{}", err(&output));
}

#[test]
fn errors_say_what_and_where() {
    let missing = musnad(&["read", "no/such/file.txt"], None);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("no/such/file.txt"));
    let packed = musnad(&["read", "-"], Some(&[0x28, 0xB5, 0x2F, 0xFD, 0, 0]));
    assert_eq!(packed.status.code(), Some(2));
    assert!(err(&packed).contains("zstdcat"));
    let usage = musnad(&["read", "--format", "xml"], None);
    assert_eq!(usage.status.code(), Some(2));
    let encoding = musnad(&["read", "-", "--encoding", "klingon"], Some(b"x"));
    assert!(err(&encoding).contains("windows-1256"));
}

#[test]
fn control_characters_never_reach_the_terminal_raw() {
    let article = "قال الوزير \u{202e}إن\u{1b}[31m الأمر \u{2066}انتهى.";
    for format in ["text", "md", "json", "jsonl"] {
        let output = out(&musnad(&["read", "-", "--format", format], Some(article.as_bytes())));
        assert!(!output.contains(['\u{202e}', '\u{2066}', '\u{1b}']), "{format}: {output}");
    }
}

#[test]
fn any_bytes_give_a_record_or_a_clear_error() {
    let mut state = 12_345_u32;
    for len in [1, 7, 64, 500, 3000] {
        let bytes: Vec<u8> = (0..len)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        let output = musnad(&["read", "-", "--format", "json"], Some(&bytes));
        assert!(matches!(output.status.code(), Some(0..=2)), "{:?} {}", output.status, err(&output));
    }
}

#[test]
fn a_changed_row_changes_the_reading() {
    let dir = folder("overlay");
    std::fs::create_dir_all(dir.join("cues")).expect("a folder");
    let row =
        "verb\timperfect\tmasdar\tparticiple\tact\ttakes\taddressee\tpolarity\nبربر\tيبربر\tبربرة\tمبربر\twarn\tan|in\t\t\n";
    std::fs::write(dir.join("cues/verbs_mine.tsv"), row).expect("written");
    let article = "بربر الوزير أن الأمر انتهى.";
    let without = out(&musnad(&["read", "-", "--format", "jsonl"], Some(article.as_bytes())));
    let with = out(&musnad(&["read", "-", "--format", "jsonl", "--data", &dir.display().to_string()], Some(article.as_bytes())));
    assert!(!without.contains("\"act\":\"warn\""));
    assert!(with.contains("\"act\":\"warn\""));
}

#[test]
fn a_mistake_in_a_users_row_names_file_line_and_column() {
    let dir = folder("mistake");
    std::fs::create_dir_all(dir.join("cues")).expect("a folder");
    let row = "verb\timperfect\tmasdar\tparticiple\tact\ttakes\taddressee\tpolarity\nبربر\tيبربر\t\t\tshout\tan\t\t\n";
    std::fs::write(dir.join("cues/verbs_mine.tsv"), row).expect("written");
    let output = musnad(&["read", "-", "--data", &dir.display().to_string()], Some("نص".as_bytes()));
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("cues/verbs_mine.tsv:2, column `act`"), "{}", err(&output));
    let nowhere = musnad(&["read", "-", "--data", "no/such/dir"], Some("نص".as_bytes()));
    assert!(err(&nowhere).contains("no such directory"));
}

#[test]
fn every_stage_can_be_shown() {
    for stage in
        ["blocks", "sentences", "words", "names", "times", "groups", "quotes", "entities", "statements", "predicates", "events"]
    {
        let output = musnad(&["show", stage, &example("chain.txt"), "--published", "2023-10-09"], None);
        assert_eq!(output.status.code(), Some(0), "{stage}");
        assert!(out(&output).lines().count() > 0, "{stage}");
    }
    let all = out(&musnad(&["show", "statements", &example("chain.txt")], None)).lines().count();
    let one = out(&musnad(&["show", "statements", &example("chain.txt"), "--at", "200"], None)).lines().count();
    assert!(one < all);
}

/// The subcommands that a help names.
fn subcommands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let names = lines.filter(|l| l.starts_with("  ") && !l.starts_with("   ")).filter_map(|l| l.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_subcommand_has_an_example_in_its_help() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).expect("README.md");
    let mut open = vec![Vec::new()];
    let mut n = 0;
    while let Some(command) = open.pop() {
        let args: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = out(&musnad(&args, None));
        let inside = subcommands(&help);
        if !command.is_empty() {
            n += 1;
            assert!(help.contains("Example:\n  musnad ") || help.contains("Example:\n  zstdcat "), "{command:?}: {help}");
        }
        if let [name] = &command[..] {
            assert!(readme.contains(&format!("musnad {name}")), "musnad {name} is not in the README");
        }
        open.extend(inside.into_iter().map(|name| command.iter().cloned().chain([name]).collect::<Vec<String>>()));
    }
    assert!(n > 30, "only {n} subcommands were found in the help");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(["read", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let text = "قال الوزير إن الأمر انتهى. ".repeat(3000);
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[test]
fn tokens_are_segmented_one_sentence_a_line() {
    let text = "أعلنت الوزارة ترشيحاتها. وقالت للصحفيين إن 10.5% من الموازنة للتعليم.";
    let output = musnad(&["tokens", "-", "--format", "segmented", "--scheme", "farasa"], Some(text.as_bytes()));
    assert_eq!(output.status.code(), Some(0));
    let lines: Vec<String> = out(&output).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "أعلن+ت ال+وزار+ة ترشيح+ات+ها .");
    assert!(lines[1].starts_with("و+قال+ت ل+ال+صحفي+ين إن 10.5 % من"), "{}", lines[1]);
    assert_eq!(lines.len(), 2);
}

#[test]
fn tokens_as_conllu_have_ranges_lemmas_and_ten_columns() {
    let output = musnad(&["tokens", "-", "--format", "conllu"], Some("وقال سياستها".as_bytes()));
    let text = out(&output);
    assert!(text.contains("1-2\tوقال\t_"), "{text}");
    assert!(text.contains("\tسياسة\t") && text.contains("NOUN") && text.contains("\tPRON\t"), "{text}");
    assert!(text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).all(|l| l.split('\t').count() == 10), "{text}");
}

#[test]
fn tokens_as_json_point_into_the_text() {
    let text = "وصل الوزير إلى القاهرة";
    let output = musnad(&["tokens", "-", "--format", "json"], Some(text.as_bytes()));
    let words: serde_json::Value = serde_json::from_str(out(&output).lines().next().expect("a line")).expect("JSON");
    let word = &words[1];
    let (start, end) = (word["start"].as_u64().expect("start") as usize, word["end"].as_u64().expect("end") as usize);
    assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), "الوزير");
    assert_eq!(word["key"], "وزير");
    assert_eq!(words[3]["name"], "B-place");
}

#[test]
fn a_damaged_or_foreign_model_is_refused_with_its_reason() {
    let dir = folder("models");
    let embedded = Path::new(env!("CARGO_MANIFEST_DIR")).join("../musnad/models/words.bin");
    let whole = std::fs::read(&embedded).expect("the committed model");
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let run = |name: &str, bytes: &[u8]| {
        let path = dir.join(name);
        std::fs::write(&path, bytes).expect("written");
        musnad(&["tokens", "-", "--format", "segmented", "--model", &path.display().to_string()], Some("وقال".as_bytes()))
    };
    assert_eq!(out(&run("whole.bin", &whole)), "و+قال\n");
    for (name, bytes, reason) in [
        ("damaged.bin", damaged.as_slice(), "damaged (checksum)"),
        ("foreign.bin", b"GIF89a........".as_slice(), "no Musnad model file"),
        ("cut.bin", &whole[..whole.len() / 2], "cut short"),
    ] {
        let output = run(name, bytes);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(err(&output).contains(reason) && err(&output).contains(name), "{name}: {}", err(&output));
    }
    let missing = musnad(&["tokens", "-", "--model", "no/such.bin"], Some(b""));
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("no/such.bin"));
}
