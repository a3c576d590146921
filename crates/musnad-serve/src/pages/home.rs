//! The front page: what the archive holds, what was told last by more than one, what tellings disagree on, who speaks.

use super::article::{article_line, source};
use crate::ask::Ask;
use crate::day;
use crate::facts::{self, Party, party};
use crate::html::Html;
use crate::reply::{Failure, Reply};
use crate::runs::direction;
use askama::Template;
use musnad_archive::get;
use serde_json::{Value, json};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    ask: &'a Ask<'a>,
    is_empty: bool,
    counts: Vec<(String, String)>,
    unmerged: i64,
    disputed: Vec<Html>,
    latest: Vec<Html>,
    stories: Vec<Html>,
    speakers: Vec<(Html, String)>,
    outlets: Vec<(Html, String)>,
    articles: Vec<Html>,
}

/// Occurrences that at least two articles tell, latest first.
const TOLD: &str = "SELECT (SELECT v.id FROM events v JOIN articles a ON a.id = v.article
      WHERE v.occurrence = c.id AND v.rejected = 0 ORDER BY a.copy_of IS NOT NULL, v.confidence DESC, v.id LIMIT 1)
    FROM occurrences c WHERE c.n_sources > 1 AND c.disputed = ?1 ORDER BY c.first_day DESC, c.n_sources DESC LIMIT 6";

/// The page.
///
/// # Errors
/// If the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let counts = get::counts(ask.db)?;
    let numbers = [
        ("n.article", counts.articles, "/search?in=articles"),
        ("n.outlet", counts.outlets, "/sources"),
        ("n.statement", counts.statements, "/statements"),
        ("n.event", counts.occurrences, "/timeline"),
        ("n.story", counts.stories, "/stories"),
        ("n.copy", counts.copies, "/sources"),
    ];
    let speakers = speakers(ask)?;
    let outlets = counted(ask, OUTLETS)?;
    let rows: Vec<Value> = numbers
        .iter()
        .map(|(key, n, _)| json!({ "kind": "count", "name": key.trim_start_matches("n."), "n": n }))
        .chain(speakers.iter().map(|(p, n)| json!({ "kind": "speaker", "name": p.name, "n": n })))
        .chain(outlets.iter().map(|(p, n)| json!({ "kind": "outlet", "name": p.name, "n": n })))
        .collect();
    if let Some(reply) = ask.twins(json!({}), &rows) {
        return Ok(reply);
    }
    let latest = facts::ids(ask.db, "SELECT id FROM articles WHERE current = 1 ORDER BY day DESC, id DESC LIMIT 6", &[])?;
    let page = HomePage {
        ask,
        is_empty: counts.articles == 0,
        counts: numbers.iter().map(|(key, n, path)| (ask.count(n, key), ask.href(path))).collect(),
        unmerged: ask.db.query_row("SELECT count(*) FROM unmerged", [], |r| r.get(0))?,
        disputed: told(ask, 1)?,
        latest: told(ask, 0)?,
        stories: stories(ask)?,
        speakers: speakers.iter().map(|(p, n)| (party(ask, p), ask.count(n, "n.statement"))).collect(),
        outlets: outlets.iter().map(|(p, n)| (source(ask, p), ask.count(n, "n.article"))).collect(),
        articles: latest.into_iter().filter_map(|id| article_line(ask, id).transpose()).collect::<Result<_, _>>()?,
    };
    ask.page("", &page)
}

/// How many statements each speaker has: counted in the index, less the few that were rejected.
const SPEAKERS: &str =
    "SELECT speaker, count(*) FROM statements INDEXED BY statements_by_speaker WHERE speaker IS NOT NULL GROUP BY speaker
     UNION ALL SELECT speaker, -count(*) FROM statements WHERE rejected = 1 AND speaker IS NOT NULL GROUP BY speaker";
/// Speakers on the page.
const MOST_SPEAKERS: usize = 10;
const OUTLETS: &str = "SELECT o.id, o.name, k.n FROM (SELECT outlet, count(*) AS n FROM articles INDEXED BY articles_light
    WHERE current = 1 GROUP BY outlet) k JOIN outlets o ON o.id = k.outlet ORDER BY 3 DESC, 1 LIMIT 14";

/// Who speaks most, of those who have a name. Only the rows of these are read: to join all speakers with their names first would be
/// most of the time that the page takes.
fn speakers(ask: &Ask<'_>) -> Result<Vec<(Party, i64)>, Failure> {
    let merged = facts::merged(ask.db)?;
    let mut counts: HashMap<i64, i64> = HashMap::new();
    let mut rows = ask.db.prepare_cached(SPEAKERS)?;
    let mut told = rows.query([])?;
    while let Some(r) = told.next()? {
        let speaker: i64 = r.get(0)?;
        *counts.entry(merged.get(&speaker).copied().unwrap_or(speaker)).or_default() += r.get::<_, i64>(1)?;
    }
    let mut all: Vec<(i64, i64)> = counts.into_iter().filter(|(_, n)| *n > 0).collect();
    all.sort_unstable_by_key(|(id, n)| (-n, *id));
    let mut name = ask.db.prepare_cached("SELECT name, named FROM entities WHERE id = ?1")?;
    let mut most = Vec::new();
    for (id, n) in all {
        if let (name, true) = name.query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))? {
            most.push((Party { id, name }, n));
        }
        if most.len() == MOST_SPEAKERS {
            break;
        }
    }
    Ok(most)
}

fn counted(ask: &Ask<'_>, sql: &str) -> Result<Vec<(Party, i64)>, Failure> {
    let mut rows = ask.db.prepare_cached(sql)?;
    let found = rows.query_map([], |r| Ok((Party { id: r.get(0)?, name: r.get(1)? }, r.get(2)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Occurrences as lines: who did what to whom, when, told by how many.
fn told(ask: &Ask<'_>, disputed: i64) -> Result<Vec<Html>, Failure> {
    let ids: Vec<Option<i64>> = {
        let mut rows = ask.db.prepare_cached(TOLD)?;
        rows.query_map([disputed], |r| r.get(0))?.collect::<Result<_, _>>()?
    };
    let ids: Vec<i64> = ids.into_iter().flatten().collect();
    let mut lines = Vec::new();
    for event in facts::events(ask.db, &ids)? {
        let mut html = Html::new();
        html.tag("<p class=\"deed\">").push(&event.line(ask)).tag("</p>");
        let words = facts::shortened(&event.origin.words, 150);
        html.tag("<p class=\"snippet\" dir=\"").tag(direction(&words)).tag("\">");
        html.push(&Html::link(&ask.href(&format!("/event/{}", event.id)), &Html::bdi(&words)));
        html.tag("</p><p class=\"whence\">");
        match &event.date {
            Some(date) => html.push(&day::html(ask.lang, Some(date))),
            // Of an event that is told without its day, the reader learns at least when it was told.
            None => html.push_text(ask.t("published")).tag(" ").push(&day::html(ask.lang, event.origin.published.as_deref())),
        };
        html.tag(" · ").push_text(&ask.count(&event.n_articles, "n.claim")).tag("</p>");
        lines.push(html);
    }
    Ok(lines)
}

fn stories(ask: &Ask<'_>) -> Result<Vec<Html>, Failure> {
    let mut rows = ask.db.prepare_cached(
        "SELECT id, title, first_day, n_articles, n_sources FROM stories WHERE n_articles > 1 ORDER BY n_outlets DESC, n_articles DESC, id LIMIT 8",
    )?;
    let mut rows = rows.query([])?;
    let mut lines = Vec::new();
    while let Some(r) = rows.next()? {
        let (id, title, day): (i64, Option<String>, Option<String>) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let (articles, sources): (i64, i64) = (r.get(3)?, r.get(4)?);
        let title = Html::bdi(title.as_deref().unwrap_or(ask.t("untitled")));
        let mut html = Html::link(&ask.href(&format!("/story/{id}")), &title);
        html.tag(" <span class=\"whence\">").push(&day::html(ask.lang, day.as_deref())).tag(" · ");
        html.push_text(&ask.count(&articles, "n.article"))
            .tag(ask.lang.comma())
            .push_text(&ask.count(&sources, "n.source"))
            .tag("</span>");
        lines.push(html);
    }
    Ok(lines)
}
