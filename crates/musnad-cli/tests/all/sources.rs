//! `musnad add` takes what holds articles: web archives, feeds, pages, compressed files, folders of all of them.

use flate2::Compression;
use flate2::write::GzEncoder;
use musnad_archive::rusqlite::Connection;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("musnad-sources-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn add(dir: &Path, files: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(["add", "--archive", "press.db"])
        .args(files)
        .current_dir(dir)
        .output()
        .expect("runs")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Title and address of all articles.
fn articles(dir: &Path) -> Vec<(String, String)> {
    let db = Connection::open(dir.join("press.db")).expect("an archive");
    let mut rows = db.prepare("SELECT coalesce(title, '-'), coalesce(url, '-') FROM articles ORDER BY 1, 2").expect("a query");
    rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).and_then(Iterator::collect).expect("rows")
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn page(title: &str) -> String {
    let text = "قال وزير الخارجية المصري سامح شكري إن المحادثات مع الوفد كانت مثمرة، وأضاف أن الجانبين اتفقا على عقد جولة ثانية.";
    format!(
        "<html lang=ar><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p><p>{title} في القاهرة.</p></article></body></html>"
    )
}

pub fn warc(n: usize) -> Vec<u8> {
    let body = page(&format!("صفحة {n}"));
    let http =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{n}\r\nWARC-Date: 2024-05-12T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), http.as_bytes(), b"\r\n\r\n"].concat()
}

#[test]
fn every_kind_of_file_is_taken() {
    let dir = folder("kinds");
    let inside = dir.join("day");
    std::fs::create_dir_all(&inside).expect("a folder");
    let feed = "<rss><channel><title>الساحل</title><item><title>خبر من الخلاصة</title><link>https://a.example/feed/1</link>\
        <description>وصل الوفد إلى بغداد.</description></item></channel></rss>";
    let line = "{\"title\": \"خبر مضغوط\", \"url\": \"https://a.example/line/1\", \"text\": \"غادر الوفد بغداد.\"}\n";
    let write = |name: &str, bytes: &[u8]| std::fs::write(inside.join(name), bytes).expect("written");
    write("a.warc", &[warc(1), warc(2)].concat());
    write("b.warc.gz", &[gzipped(&warc(3)), gzipped(&warc(4))].concat());
    write("c.xml", feed.as_bytes());
    write("d.jsonl.gz", &gzipped(line.as_bytes()));
    write("e.html", page("صفحة وحدها").as_bytes());
    write(".hidden.txt", "لا يقرأ".as_bytes());
    let added = add(&dir, &["day"]);
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    let found = articles(&dir);
    let titles: Vec<&str> = found.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["خبر مضغوط", "خبر من الخلاصة", "صفحة 1", "صفحة 2", "صفحة 3", "صفحة 4", "صفحة وحدها"]);
    for (title, url) in [("صفحة 3", "https://a.example/3"), ("خبر مضغوط", "https://a.example/line/1")] {
        assert!(found.contains(&(title.to_owned(), url.to_owned())), "{found:?}");
    }
    let again = add(&dir, &["day"]);
    assert!(err(&again).contains("7 already there"), "{}", err(&again));
    std::fs::remove_dir_all(dir).expect("removed");
}

/// A damaged record or a file that holds no text costs itself and nothing else, and the exit code tells.
#[test]
fn damage_is_told_and_the_rest_is_taken() {
    let dir = folder("damage");
    let mut second = warc(2);
    second[..5].copy_from_slice(b"WORC/");
    std::fs::write(dir.join("a.warc"), [warc(1), second, warc(3)].concat()).expect("written");
    std::fs::write(dir.join("cut.jsonl.gz"), &gzipped("{\"text\": \"نص\"}\n".repeat(2000).as_bytes())[..40]).expect("written");
    let added = add(&dir, &["a.warc", "cut.jsonl.gz"]);
    assert_eq!(added.status.code(), Some(2), "{}", err(&added));
    assert!(err(&added).contains("a.warc:"), "{}", err(&added));
    let titles: Vec<String> = articles(&dir).into_iter().map(|(title, _)| title).filter(|t| t.starts_with("صفحة")).collect();
    assert_eq!(titles, ["صفحة 1", "صفحة 3"]);
    std::fs::remove_dir_all(dir).expect("removed");
}
