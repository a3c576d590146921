//! Stories: articles on the same news, copies told as such, the events they tell, and who speaks in them.

use super::article::article_line;
use crate::ask::{Ask, pager};
use crate::day;
use crate::facts::{self, Party, party};
use crate::filters;
use crate::html::Html;
use crate::reply::{Failure, Reply, objects};
use askama::Template;
use musnad_archive::query;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage<'a> {
    ask: &'a Ask<'a>,
    title: Html,
    told: String,
    articles: Vec<Html>,
    events: Vec<Html>,
    who: Vec<(Html, String)>,
}

/// One story.
///
/// # Errors
/// If there is none, or the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let id = ask.number()?;
    let mut rows = ask.db.prepare_cached("SELECT title, n_articles, n_outlets, n_sources FROM stories WHERE id = ?1")?;
    let mut rows = rows.query([id])?;
    let row = rows.next()?.ok_or(Failure::NotFound)?;
    let title: Option<String> = row.get(0)?;
    let counts: [(i64, &str); 3] = [(row.get(1)?, "n.article"), (row.get(2)?, "n.outlet"), (row.get(3)?, "n.source")];
    let articles = facts::ids(ask.db, "SELECT id FROM articles WHERE story = ?1 ORDER BY day, published, id LIMIT 200", &[id])?;
    let list: Vec<Value> = articles.iter().map(|id| json_line(ask, *id)).collect::<Result<_, _>>()?;
    let title = title.unwrap_or_else(|| ask.t("untitled").to_owned());
    if let Some(reply) = ask.twins(json!({ "story": { "id": id, "title": title } }), &list) {
        return Ok(reply);
    }
    let page = StoryPage {
        ask,
        title: Html::bdi(&title),
        told: counts.iter().map(|(n, key)| ask.count(n, key)).collect::<Vec<_>>().join(ask.lang.comma()),
        articles: articles.into_iter().filter_map(|id| article_line(ask, id).transpose()).collect::<Result<_, _>>()?,
        events: events(ask, id)?,
        who: who(ask, id)?,
    };
    ask.page(&title, &page)
}

fn json_line(ask: &Ask<'_>, id: i64) -> Result<Value, Failure> {
    let sql = "SELECT a.id, a.title, o.name, a.published, a.url, a.copy_of, a.copy_kind FROM articles a
               LEFT JOIN outlets o ON o.id = a.outlet WHERE a.id = ?1";
    let mut rows = ask.db.prepare_cached(sql)?;
    Ok(rows.query_row([id], |r| {
        Ok(json!({ "id": r.get::<_, i64>(0)?, "title": r.get::<_, Option<String>>(1)?, "outlet": r.get::<_, Option<String>>(2)?,
            "published": r.get::<_, Option<String>>(3)?, "url": r.get::<_, Option<String>>(4)?,
            "copy_of": r.get::<_, Option<i64>>(5)?, "copy_kind": r.get::<_, Option<String>>(6)?, "href": format!("/article/{id}") }))
    })?)
}

/// Events that the story's articles tell, each once, those told by most first.
fn events(ask: &Ask<'_>, id: i64) -> Result<Vec<Html>, Failure> {
    let sql = "SELECT min(v.id) FROM articles a JOIN events v ON v.article = a.id WHERE a.story = ?1 AND v.rejected = 0
               GROUP BY coalesce(v.occurrence, -v.id) ORDER BY count(DISTINCT a.outlet) DESC, min(v.anchor), 1 LIMIT 25";
    let mut lines = Vec::new();
    for event in facts::events(ask.db, &facts::ids(ask.db, sql, &[id])?)? {
        let mut html = event.line(ask);
        html.tag(" <span class=\"whence\">").push(&day::html(ask.lang, event.date.as_deref())).tag(" · ");
        let told = Html::text(&ask.count(&event.n_articles, "n.claim"));
        html.push(&Html::link(&ask.href(&format!("/event/{}", event.id)), &told));
        if event.disputed {
            html.tag(" · <strong class=\"disputed\">").push_text(ask.t("disputed")).tag("</strong>");
        }
        html.tag("</span>");
        lines.push(html);
    }
    Ok(lines)
}

fn who(ask: &Ask<'_>, id: i64) -> Result<Vec<(Html, String)>, Failure> {
    let mut rows = ask.db.prepare_cached(
        "SELECT e.id, e.name, count(*) FROM articles a JOIN statements s ON s.article = a.id JOIN entities r ON r.id = s.speaker
         JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE a.story = ?1 AND s.rejected = 0 AND a.copy_of IS NULL
         GROUP BY e.id ORDER BY 3 DESC, e.id LIMIT 20",
    )?;
    let found: Vec<(Party, i64)> =
        rows.query_map([id], |r| Ok((Party { id: r.get(0)?, name: r.get(1)? }, r.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(found.iter().map(|(p, n)| (party(ask, p), ask.count(n, "n.statement"))).collect())
}

#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage<'a> {
    ask: &'a Ask<'a>,
    form: Html,
    empty: Option<String>,
    rows: Vec<Html>,
    pager: Html,
}

/// All stories, those told by most outlets first.
///
/// # Errors
/// If the archive cannot be read.
pub fn list(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let rows = filters::rows(ask, query::stories(ask.db, &filters::read(ask)))?;
    let told = objects(&rows.table);
    if let Some(reply) = ask.twins(json!({ "next": rows.next(ask) }), &told) {
        return Ok(reply);
    }
    let line = |row: &Value| {
        let id = row["id"].as_i64().unwrap_or_default();
        let title = Html::bdi(row["title"].as_str().unwrap_or(ask.t("untitled")));
        let mut html = Html::link(&ask.href(&format!("/story/{id}")), &title);
        html.tag(" <span class=\"whence\">").push(&day::html(ask.lang, row["first_day"].as_str()));
        for (column, key) in [("articles", "n.article"), ("outlets", "n.outlet"), ("sources", "n.source")] {
            html.tag(" · ").push_text(&ask.count(&row[column].as_i64().unwrap_or_default(), key));
        }
        html.tag("</span>");
        html
    };
    let page = StoriesPage {
        ask,
        form: filters::form(ask, &["from", "to"]),
        empty: told.is_empty().then(|| filters::empty(ask, &rows, "stories.empty")),
        rows: told.iter().map(line).collect(),
        pager: pager(ask, rows.has_next),
    };
    ask.page(ask.t("stories.title"), &page)
}
