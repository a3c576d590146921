//! What a user of an archive relies on: nothing lost, nothing doubled, every version kept, everything given back as it was read.

use musnad::{Article, Reader};
use musnad_archive::{Added, Archive, Error, Given, Pool, get, prepare};
use std::path::PathBuf;
use std::sync::OnceLock;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::embedded().expect("embedded data"))
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("musnad-archive-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn examples() -> Vec<Given> {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let list = std::fs::read_to_string(dir.join("articles.tsv")).expect("the list of examples");
    let mut found = Vec::new();
    for line in list.lines().filter(|l| !l.starts_with('#')) {
        let name = line.split('\t').next().unwrap_or_default();
        let Ok(text) = std::fs::read_to_string(dir.join(name)) else { continue };
        let article = Article {
            id: Some(name.to_owned()),
            outlet: Some("صحيفة الميناء".to_owned()),
            published: Some("2023-10-09".to_owned()),
            title: Some(format!("عنوان {name}")),
            text,
            ..Article::default()
        };
        found.push(Given::from(article));
    }
    assert!(found.len() > 5, "examples are there");
    found
}

fn add(archive: &mut Archive, given: Vec<Given>) -> Vec<Added> {
    let batch = given.into_iter().map(|g| prepare(reader(), g)).collect();
    archive.add(reader(), batch, "2024-01-01T00:00:00Z").expect("added")
}

#[test]
fn records_come_back_as_they_were_read() {
    let dir = folder("records");
    let path = dir.join("a.db");
    let mut archive = Archive::open(&path).expect("a new archive");
    let added = add(&mut archive, examples());
    drop(archive);
    let pool = Pool::open(&path, 2).expect("opens for reading");
    let db = pool.get();
    for (given, done) in examples().into_iter().zip(added) {
        let stored = get::record(&db, done.id()).expect("readable").expect("there");
        assert_eq!(stored, reader().read(&given.article));
    }
    assert_eq!(get::record(&db, 10_000).expect("readable"), None);
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn the_same_article_is_one_and_a_changed_one_keeps_both() {
    let dir = folder("same");
    let mut archive = Archive::open(&dir.join("a.db")).expect("a new archive");
    let article = |text: &str, url: Option<&str>, published: Option<&str>| {
        Given::from(Article {
            text: text.to_owned(),
            url: url.map(str::to_owned),
            published: published.map(str::to_owned),
            ..Article::default()
        })
    };
    let text = "قال وزير الخارجية المصري سامح شكري إن المحادثات كانت مثمرة اليوم.";
    let url = Some("https://example.com/1");
    assert_eq!(add(&mut archive, vec![article(text, url, None)]), [Added::New(1)]);
    assert_eq!(add(&mut archive, vec![article(text, url, None)]), [Added::Same(1)]);
    assert_eq!(add(&mut archive, vec![article(text, None, None)]), [Added::Same(1)]);
    // The date becomes known: the article is read again with it.
    assert_eq!(add(&mut archive, vec![article(text, url, Some("2024-05-12"))]), [Added::More(1)]);
    let record = get::record(archive.connection(), 1).expect("readable").expect("there");
    assert_eq!(record.times.first().and_then(|t| t.value.as_deref()), Some("2024-05-12"));
    let changed = "قال وزير الخارجية المصري سامح شكري إن المحادثات فشلت.";
    assert_eq!(add(&mut archive, vec![article(changed, url, Some("2024-05-12"))]), [Added::Version(2, 1)]);
    let (old, new) = (get::article(archive.connection(), 1), get::article(archive.connection(), 2));
    let (old, new) = (old.expect("readable").expect("kept"), new.expect("readable").expect("added"));
    assert!(!old.current && new.current && new.replaces == Some(1) && new.version == 2);
    assert_eq!(old.text, text);
    // Another address is another article, whatever its words.
    assert_eq!(add(&mut archive, vec![article(text, Some("https://example.com/2"), None)]), [Added::New(3)]);
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn what_is_no_archive_is_refused_untouched() {
    let dir = folder("refused");
    let text = dir.join("letter.txt");
    std::fs::write(&text, "not a database, but a letter that someone still needs ".repeat(30)).expect("written");
    assert!(matches!(Archive::open(&text), Err(Error::NotAnArchive(_))));
    let other = dir.join("other.db");
    let db = musnad_archive::rusqlite::Connection::open(&other).expect("sqlite");
    db.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);").expect("written");
    drop(db);
    let before = std::fs::read(&other).expect("there");
    assert!(matches!(Archive::open(&other), Err(Error::NotAnArchive(_))));
    assert_eq!(std::fs::read(&other).expect("there"), before);
    let newer = dir.join("newer.db");
    drop(Archive::open(&newer).expect("new"));
    let db = musnad_archive::rusqlite::Connection::open(&newer).expect("sqlite");
    db.pragma_update(None, "user_version", musnad_archive::VERSION + 1).expect("written");
    drop(db);
    let error = Archive::open(&newer).expect_err("newer").to_string();
    assert!(error.contains(&format!("schema {}", musnad_archive::VERSION + 1)) && error.contains("newer Musnad"), "{error}");
    assert!(Pool::open(&dir.join("missing.db"), 1).expect_err("missing").to_string().contains("musnad add"));
    assert!(Archive::open(&dir).expect_err("a folder").to_string().contains("directory"));
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn an_older_archive_is_brought_up_and_one_that_only_reads_says_so() {
    let dir = folder("older");
    let path = dir.join("old.db");
    let db = musnad_archive::rusqlite::Connection::open(&path).expect("sqlite");
    db.execute_batch(include_str!("../../src/schema.sql")).expect("the first schema");
    db.execute_batch(
        "INSERT INTO articles (id, text, n_words, added, reader, n_runs, text_sha256, given_sha256)
         VALUES (1, 'دخلت قوات العدو الصهيوني المدينة', 5, '', '', 0, x'00', zeroblob(32));
         INSERT INTO articles (id, day, text, n_words, added, reader, n_runs, text_sha256, given_sha256)
         VALUES (2, '2024-05-12', '', 0, '', '', 2, x'01', randomblob(32)), (3, '1969-12-31', '', 0, '', '', 1, x'03', randomblob(32));
         INSERT INTO shingles (hash, article) VALUES (7, 1), (7, 2), (8, 2), (7, 3);
         INSERT INTO designations (id, article, start, \"end\", stance, neutral) VALUES (4096, 1, 10, 24, 'against', 'إسرائيل');
         PRAGMA application_id = 0x4D534E44; PRAGMA user_version = 1;",
    )
    .expect("an archive of the first schema");
    drop(db);
    let error = Pool::open(&path, 1).expect_err("it is older").to_string();
    assert!(error.contains("schema 1") && error.contains("musnad doctor"), "{error}");
    for _ in 0..2 {
        let archive = Archive::open(&path).expect("it is brought up");
        let called: String =
            archive.connection().query_row("SELECT called FROM designations", [], |r| r.get(0)).expect("the words are beside it");
        assert_eq!(called, "العدو الصهيوني");
        let mut runs = archive.connection().prepare("SELECT period, hash, article FROM shingles").expect("sqlite");
        let runs: Vec<(i64, i64, i64)> =
            runs.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).and_then(Iterator::collect).expect("the word runs");
        // 2024-05-12 is day 19,855.
        assert_eq!(runs, [(-1_000_000, 7, 1), (-1, 7, 3), (2481, 7, 2), (2481, 8, 2)]);
    }
    assert!(Pool::open(&path, 1).is_ok());
    std::fs::remove_dir_all(dir).expect("removed");
}
