//! About the archive: how an article is read, limits, figures, the model card, what was refused.

use crate::ask::Ask;
use crate::html::Html;
use crate::reply::{Failure, Reply};
use crate::words::Lang;
use askama::Template;
use musnad_archive::get;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    ask: &'a Ask<'a>,
    figures: Vec<String>,
    readers: Vec<(Html, String)>,
    log: Vec<(Html, Html, i64)>,
    limits: Vec<&'static str>,
    /// Keys, and what each does.
    keys: Vec<(&'static [&'static str], &'static str)>,
}

/// The page.
///
/// # Errors
/// If the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let counts = get::counts(ask.db)?;
    let figures = [
        ("n.article", counts.articles),
        ("n.outlet", counts.outlets),
        ("n.entity", counts.entities),
        ("n.statement", counts.statements),
        ("n.claim", counts.events),
        ("n.event", counts.occurrences),
        ("n.story", counts.stories),
        ("n.copy", counts.copies),
    ];
    let rows: Vec<Value> = figures.iter().map(|(key, n)| json!({ "what": key.trim_start_matches("n."), "n": n })).collect();
    let about = json!({ "musnad": env!("CARGO_PKG_VERSION"), "schema": musnad_archive::VERSION });
    if let Some(reply) = ask.twins(about, &rows) {
        return Ok(reply);
    }
    let mut readers = ask.db.prepare_cached("SELECT reader, count(*) FROM articles GROUP BY 1 ORDER BY 1")?;
    let readers: Vec<(String, i64)> = readers.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut log = ask.db.prepare_cached("SELECT what, why, count(*) FROM log GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 30")?;
    let log: Vec<(String, String, i64)> =
        log.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?;
    let page = AboutPage {
        ask,
        figures: figures.iter().map(|(key, n)| ask.count(n, key)).collect(),
        readers: readers.iter().map(|(name, n)| (Html::ltr(name), ask.count(n, "n.article"))).collect(),
        log: log.iter().map(|(what, why, n)| (Html::bdi(what), Html::bdi(why), *n)).collect(),
        limits: ["1", "2", "3", "4", "5"].map(|n| ask.lang.t(&format!("about.limit.{n}"))).into(),
        keys: keys(ask),
    };
    ask.page(ask.t("about.title"), &page)
}

/// The keys of `assets/script.js`. Arrows follow the eye: where a page runs from right to left, the next one is on the left.
fn keys(ask: &Ask<'_>) -> Vec<(&'static [&'static str], &'static str)> {
    let (next, previous): (&[&str], &[&str]) = if ask.lang == Lang::Ar { (&["←"], &["→"]) } else { (&["→"], &["←"]) };
    let all: [(&'static [&'static str], &'static str); 7] = [
        (&["/"], ask.t("keys.search")),
        (&["j"], ask.t("keys.down")),
        (&["k"], ask.t("keys.up")),
        (&["Enter"], ask.t("keys.open")),
        (next, ask.t("keys.next")),
        (previous, ask.t("keys.previous")),
        (&["?"], ask.t("keys.list")),
    ];
    all.to_vec()
}
