//! `musnad kb`: a user's knowledge is checked to the column, and imported so that the reader knows it.

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kb-{name}"));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn musnad(dir: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    // A binary that refuses its arguments may end before it reads.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("ends")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn speaker(dir: &Path, data: &str, article: &str) -> Value {
    let read = musnad(dir, &["read", "-", "--format", "json", "--data", data], article.as_bytes());
    let record: Value = serde_json::from_str(&out(&read)).unwrap_or_else(|_| panic!("no record: {}", err(&read)));
    let id = record["statements"][0]["chain"][0].clone();
    record["entities"].as_array().expect("entities").iter().find(|e| e["id"] == id).cloned().unwrap_or_default()
}

#[test]
fn the_embedded_knowledge_has_no_mistake() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../musnad/data");
    let checked = musnad(Path::new("."), &["kb", "check", &data.display().to_string()], b"");
    assert_eq!(checked.status.code(), Some(0), "{}{}", out(&checked), err(&checked));
    assert!(out(&checked).contains("no mistake"));
}

#[test]
fn mistakes_are_told_with_file_line_and_column() {
    let dir = folder("check");
    let rows = "key\tname\taliases\tshort\tcountry\tsector\twikidata\trole\nmine-1\tسلمى الميناوي\t\t\tEGYPT\tJRN\t\t\n\
        mine-2\tليلى الساحلي\t\t\tEGY\tPRESS\t\t\nmine-3\t\t\t\t\t\t\t\n";
    std::fs::write(dir.join("people_mine.tsv"), rows).expect("written");
    let checked = musnad(&dir, &["kb", "check", "people_mine.tsv"], b"");
    assert_eq!(checked.status.code(), Some(2), "{}", out(&checked));
    let lines: Vec<String> = out(&checked).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    for (line, place) in lines.iter().zip(["2, column `country`", "3, column `sector`", "4, column `name`"]) {
        assert!(line.starts_with(&format!("people_mine.tsv:{place}")), "{line}");
    }
    std::fs::write(dir.join("notes.tsv"), rows).expect("written");
    let unclear = musnad(&dir, &["kb", "check", "notes.tsv"], b"");
    assert!(unclear.status.code() == Some(2) && err(&unclear).contains("people_"), "{}", err(&unclear));
    let missing = musnad(&dir, &["kb", "check", "people_absent.tsv"], b"");
    assert!(missing.status.code() == Some(2) && err(&missing).contains("people_absent.tsv"), "{}", err(&missing));
}

/// An item of a dump.
fn item(id: &str, label: &str, aliases: &[&str], claims: &[(&str, &str)]) -> Value {
    let mut by_property = json!({});
    for (property, value) in claims {
        let value = if *property == "P570" { json!({"time": value}) } else { json!({"id": value}) };
        let claim = json!({"rank": "normal", "mainsnak": {"datavalue": {"value": value}}});
        match by_property[*property].as_array_mut() {
            Some(claims) => claims.push(claim),
            None => by_property[*property] = json!([claim]),
        }
    }
    let aliases: Vec<Value> = aliases.iter().map(|a| json!({"language": "ar", "value": a})).collect();
    json!({"id": id, "type": "item", "labels": {"ar": {"language": "ar", "value": label}}, "aliases": {"ar": aliases},
        "descriptions": {"ar": {"language": "ar", "value": "صحفية مصرية"}}, "claims": by_property, "sitelinks": {"arwiki": {}}})
}

#[test]
fn a_dump_is_streamed_into_a_lexicon_that_the_reader_uses() {
    let dir = folder("dump");
    let person = |id: &str, label: &str, more: &[(&str, &str)]| {
        item(id, label, &["سلمى الميناوي"], &[&[("P31", "Q5"), ("P27", "Q79"), ("P106", "Q1930187")][..], more].concat())
    };
    let lines = [
        person("Q900000001", "سلمى حسن الميناوي", &[]).to_string(),
        person("Q900000002", "درية حسن القديمة", &[("P570", "+1950-01-01T00:00:00Z")]).to_string(),
        person("Q900000003", "سلمى", &[]).to_string(),
        item("Q900000004", "Latin Only", &[], &[("P31", "Q5")]).to_string(),
        item("Q900000005", "ثورة بلا صنف", &[], &[("P31", "Q900000099")]).to_string(),
        "{\"id\": \"Q900000006\", \"labels\": {\"ar\":".to_owned(),
        item("Q900000007", "حزب الساحل الجديد", &[], &[("P31", "Q7278"), ("P17", "Q79")]).to_string(),
        // Known already: gains the new name, and keeps the rest.
        item("Q76", "باراك أوباما", &["باراك حسين أوباما الثاني"], &[("P31", "Q5"), ("P27", "Q30")]).to_string(),
    ];
    let dump = format!("[\n{}\n]\n", lines.join(",\n"));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(dump.as_bytes()).expect("in memory");
    std::fs::write(dir.join("dump.json.gz"), encoder.finish().expect("in memory")).expect("written");
    let imported = musnad(&dir, &["kb", "import", "dump.json.gz", "--out", "mine"], b"");
    assert_eq!(imported.status.code(), Some(0), "{}", err(&imported));
    assert!(err(&imported).contains("8 items: 3 taken") && err(&imported).contains("1 broken"), "{}", err(&imported));
    assert!(err(&imported).contains("dump.json.gz:7"), "{}", err(&imported));
    let people = std::fs::read_to_string(dir.join("mine/kb/people_imported.tsv")).expect("written");
    let rows: Vec<&str> = people.lines().filter(|l| !l.starts_with('#')).skip(1).collect();
    assert_eq!(rows.len(), 2, "{people}");
    assert_eq!(rows[0], "q900000001\tسلمى حسن الميناوي\tسلمى الميناوي\t\tEGY\tJRN\tQ900000001\tصحفية مصرية");
    assert!(rows[1].starts_with("barack-obama\tباراك أوباما\tباراك حسين أوباما الثاني\t"), "{}", rows[1]);
    let parties = std::fs::read_to_string(dir.join("mine/kb/organizations_imported.tsv")).expect("written");
    assert!(parties.contains("حزب الساحل الجديد\t\t\tEGY\tPTY\tQ900000007\tparty"), "{parties}");
    let found = speaker(&dir, "mine", "قالت سلمى حسن الميناوي إن الميناء سيفتح يوم الأحد.");
    assert_eq!((found["wikidata"].as_str(), found["country"].as_str()), (Some("Q900000001"), Some("EGY")), "{found}");
    let again = musnad(&dir, &["kb", "import", "dump.json.gz", "--out", "mine"], b"");
    assert!(again.status.code() == Some(2) && err(&again).contains("--force"), "{}", err(&again));
    let abroad = musnad(&dir, &["kb", "import", "dump.json.gz", "--out", "abroad", "--country", "LBY"], b"");
    assert_eq!(abroad.status.code(), Some(1), "{}", err(&abroad));
    assert!(
        std::fs::read_dir(dir.join("mine/kb")).expect("there").all(|f| f
            .expect("a file")
            .path()
            .extension()
            .is_some_and(|e| e == "tsv"))
    );
}

#[test]
fn a_table_of_names_is_enough() {
    let dir = folder("table");
    let table =
        "name\taliases\tcountry\tsector\trole\nسلمى حسن الميناوي\tسلمى الميناوي\tمصر\tJRN\tصحفية\nليلى أحمد الساحلي\t\tTUN\t\t\n";
    let imported = musnad(&dir, &["kb", "import", "-", "--kind", "person", "--out", "mine"], table.as_bytes());
    assert_eq!(imported.status.code(), Some(0), "{}", err(&imported));
    let found = speaker(&dir, "mine", "قالت سلمى الميناوي إن الميناء سيفتح يوم الأحد.");
    assert_eq!((found["name"].as_str(), found["country"].as_str()), (Some("سلمى حسن الميناوي"), Some("EGY")), "{found}");
    let odd = "name\tcountry\nليلى أحمد الساحلي\tأطلانطس\nليلى\t\n";
    let refused = musnad(&dir, &["kb", "import", "-", "--kind", "person", "--out", "odd"], odd.as_bytes());
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("-:2, column `country`") && err(&refused).contains("-:3, column `name`"), "{}", err(&refused));
    assert!(!dir.join("odd").exists(), "nothing is written beside a mistake");
    let unclear = musnad(&dir, &["kb", "import", "-", "--out", "odd"], table.as_bytes());
    assert!(err(&unclear).contains("--kind"), "{}", err(&unclear));
}
