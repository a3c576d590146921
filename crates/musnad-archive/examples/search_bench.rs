//! How long searches take: `cargo run --release --example search_bench -p musnad-archive -- FILE.db`. Queries are made from words of
//! the archive itself: one, two and three words, phrases, exclusions, filters, of every frequency; each is asked once, cold.

use musnad_archive::Pool;
use musnad_archive::search::{Options, Sort, search};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the archive")?;
    let pool = Pool::open(path.as_ref(), 1)?;
    let reader = musnad::Reader::embedded()?;
    let db = pool.get();
    let count = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0));
    let facts = count("SELECT (SELECT count(*) FROM statements) + (SELECT count(*) FROM events)")?;
    println!("{} articles, {facts} facts", count("SELECT count(*) FROM articles")?);
    let last = count("SELECT max(id) FROM articles")?;
    let mut kinds: Vec<(&str, Vec<String>)> =
        ["one word", "two words", "three words", "phrase", "exclusion", "dates", "statements", "by date"]
            .map(|k| (k, Vec::new()))
            .into();
    for n in 0..60_i64 {
        let (title, text): (Option<String>, String) =
            db.query_row("SELECT title, text FROM articles WHERE id >= ?1 LIMIT 1", [1 + n * (last / 61)], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?;
        let words = |text: &str| musnad::search::tokens(text).into_iter().map(|t| t.light).collect::<Vec<_>>();
        let (title, text) = (words(&title.unwrap_or_default()), words(&text));
        let (Some(a), Some(b), Some(c)) = (title.first(), title.get(1), text.get(7)) else { continue };
        let common = ["الرئيس", "السعودية", "قال", "وزير", "اليوم"][n as usize % 5];
        for ((_, queries), query) in kinds.iter_mut().zip([
            if n % 4 == 0 { common.to_owned() } else { b.clone() },
            format!("{a} {b}"),
            format!("{a} {common} {c}"),
            format!("\"{a} {b}\""),
            format!("{b} {c} -{common}"),
            format!("{b} from:2015-07-25 to:2015-08-02"),
            format!("speaker:{b} {common}"),
            format!("{common} {c}"),
        ]) {
            queries.push(query);
        }
    }
    let mut all = Vec::new();
    for (kind, queries) in &kinds {
        let mut times: Vec<f64> = Vec::new();
        let sort = if *kind == "by date" { Sort::Date } else { Sort::Relevance };
        let options = Options { target: None, sort, limit: 20, offset: 0, width: 160 };
        for query in queries {
            let start = Instant::now();
            search(&db, reader.lexicon(), query, &options)?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        all.extend(times.iter().copied());
        print(kind, &mut times);
    }
    print("all", &mut all);
    Ok(())
}

fn print(kind: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0)
    };
    println!("{kind:12} n {:4}  p50 {:7.1} ms  p95 {:7.1} ms  max {:7.1} ms", times.len(), at(0.5), at(0.95), at(1.0));
}
