//! Kill it at any moment: nothing that was reported as stored is lost, nothing is doubled, nothing is torn.
//!
//! `MUSNAD_KILLS=1000 cargo test --release -p musnad-cli --test all crash` is the long form.

use musnad_archive::rusqlite::Connection;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const MUSNAD: &str = env!("CARGO_BIN_EXE_musnad");

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("musnad-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

/// A small generator, so that a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Articles of our own that all differ, as JSONL.
fn articles(path: &Path, n: usize) {
    let places = ["القاهرة", "بيروت", "تونس", "عمان", "الرباط", "بغداد"];
    let lines: Vec<String> = (0..n)
        .map(|i| {
            let place = places[i % places.len()];
            let text = format!(
                "قال المتحدث باسم الوزارة رقم {i} إن الوفد وصل إلى {place} يوم الأحد. وأضاف أن \"المحادثات ستستمر {} أيام\".\n\nوقتل {} أشخاص في هجوم على قرية قرب {place}.",
                i % 9 + 2,
                i % 40 + 1
            );
            serde_json::json!({"id": format!("a{i}"), "url": format!("https://example.com/{i}"), "outlet": "صحيفة الميناء",
                "published": format!("2024-0{}-1{}", i % 9 + 1, i % 10), "title": format!("خبر {i}"), "text": text})
            .to_string()
        })
        .collect();
    std::fs::write(path, lines.join("\n")).expect("written");
}

/// Everything that does not depend on when and in how many pieces it was added.
fn dump(path: &Path) -> Vec<String> {
    let db = Connection::open(path).expect("opens");
    let mut all = Vec::new();
    for sql in [
        "SELECT external_id || text || hex(text_sha256) || current || version FROM articles ORDER BY external_id",
        "SELECT a.external_id || s.local || s.act || s.start || hex(s.sha256) || coalesce(e.key, '') FROM statements s
         JOIN articles a ON a.id = s.article LEFT JOIN entities e ON e.id = s.speaker ORDER BY 1",
        "SELECT a.external_id || v.local || v.type || v.start || coalesce(v.anchor, '') || hex(v.sha256) FROM events v
         JOIN articles a ON a.id = v.article ORDER BY 1",
        "SELECT a.external_id || m.start || e.key FROM mentions m JOIN articles a ON a.id = m.article JOIN entities e ON e.id = m.entity ORDER BY 1",
        "SELECT a.external_id || s.id FROM article_search_docsize s JOIN articles a ON a.id = s.id ORDER BY 1",
        "SELECT term FROM terms ORDER BY 1",
    ] {
        let mut rows = db.prepare(sql).expect("a query");
        let found: Vec<String> = rows.query_map([], |r| r.get::<_, String>(0)).and_then(Iterator::collect).expect("rows");
        all.extend(found);
    }
    all
}

fn add(archive: &Path, file: &Path) -> std::process::Child {
    Command::new(MUSNAD)
        .args(["add", "--list", "--batch", "4", "--threads", "2", "--archive"])
        .arg(archive)
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts")
}

#[test]
fn kills_lose_nothing() {
    let kills: u64 = std::env::var("MUSNAD_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    let dir = folder("crash");
    let (file, archive, whole) = (dir.join("day.jsonl"), dir.join("a.db"), dir.join("whole.db"));
    articles(&file, 12 * kills as usize);
    let mut dice = Dice(42);
    let mut stored: BTreeSet<String> = BTreeSet::new();
    for kill in 0..kills {
        let mut child = add(&archive, &file);
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let wait_for = dice.roll(24) as usize;
        let (send, lines) = std::sync::mpsc::channel();
        let reading = std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        // Killed after so many articles were reported, and up to some milliseconds into the next transaction.
        stored.extend(lines.iter().take(wait_for));
        let until = std::time::Instant::now() + std::time::Duration::from_micros(dice.roll(12_000));
        while std::time::Instant::now() < until {
            std::hint::spin_loop();
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        // What it still said before it died was stored too.
        stored.extend(lines.iter());
        reading.join().expect("read to the end");
        if archive.exists() && (kill % 10 == 9 || kill + 1 == kills) {
            let db = Connection::open(&archive).expect("opens after a kill");
            let found = musnad_archive::verify(&db).expect("readable");
            assert_eq!(found.wrong, [], "after kill {kill}");
        }
        for line in &stored {
            assert!(line.split('\t').count() == 3, "a whole line: {line}");
        }
    }
    let end = add(&archive, &file).wait_with_output().expect("ends");
    assert!(end.status.success());
    let db = Connection::open(&archive).expect("opens");
    for line in &stored {
        let mut parts = line.split('\t');
        let (row, id) = (parts.next().expect("row"), parts.nth(1).expect("id"));
        let there: String =
            db.query_row("SELECT external_id FROM articles WHERE id = ?1", [row], |r| r.get(0)).expect("reported, so there");
        assert_eq!(there, id);
    }
    let doubles: i64 = db
        .query_row("SELECT count(*) FROM (SELECT 1 FROM articles GROUP BY url_key HAVING count(*) > 1)", [], |r| r.get(0))
        .expect("counted");
    assert_eq!(doubles, 0);
    drop(db);
    assert!(add(&whole, &file).wait_with_output().expect("ends").status.success());
    assert_eq!(dump(&archive), dump(&whole), "as if it had never been stopped");
    std::fs::remove_dir_all(dir).expect("removed");
}
