//! Sources: an outlet, whom it quotes and through whom, what it copies and who copies it, its own loaded names.

use super::article::{article_line, source};
use super::framing;
use crate::ask::Ask;
use crate::facts::{self, Party, party};
use crate::html::{Html, encode};
use crate::reply::{Failure, Reply};
use askama::Template;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage<'a> {
    ask: &'a Ask<'a>,
    name: Html,
    counts: String,
    lists: Vec<Listed>,
    loaded: Html,
    articles: Vec<Html>,
    more: String,
}

/// Names with how often.
struct Listed {
    title: &'static str,
    rows: Vec<(Html, String)>,
}

/// Names and numbers of a query with one number.
fn counted(ask: &Ask<'_>, sql: &str, id: i64) -> Result<Vec<(Party, i64)>, Failure> {
    let mut rows = ask.db.prepare_cached(sql)?;
    let found = rows.query_map([id], |r| Ok((Party { id: r.get(0)?, name: r.get(1)? }, r.get(2)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

const QUOTED: &str = "SELECT e.id, e.name, count(*) FROM articles a JOIN statements s ON s.article = a.id
    JOIN entities r ON r.id = s.speaker JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
    WHERE a.outlet = ?1 AND s.rejected = 0 GROUP BY e.id ORDER BY 3 DESC, e.id LIMIT 15";
const RELAYED: &str = "SELECT e.id, e.name, count(*) FROM articles a JOIN statements s ON s.article = a.id
    JOIN statement_hops h ON h.statement = s.id JOIN entities r ON r.id = h.entity JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
    WHERE a.outlet = ?1 AND s.rejected = 0 AND h.entity <> s.speaker GROUP BY e.id ORDER BY 3 DESC, e.id LIMIT 15";
const COPIES: &str =
    "SELECT o.id, o.name, count(*) FROM articles a JOIN articles b ON b.id = a.copy_of JOIN outlets o ON o.id = b.outlet
    WHERE a.outlet = ?1 GROUP BY o.id ORDER BY 3 DESC, o.id LIMIT 15";
const COPIED: &str =
    "SELECT o.id, o.name, count(*) FROM articles b JOIN articles a ON a.copy_of = b.id JOIN outlets o ON o.id = a.outlet
    WHERE b.outlet = ?1 GROUP BY o.id ORDER BY 3 DESC, o.id LIMIT 15";
const NAMES: &str = "SELECT coalesce(x.name, d.neutral) AS whom, d.called, d.stance,
    count(*) AS times, min(a.id) AS article, o.name FROM articles a JOIN outlets o ON o.id = a.outlet JOIN designations d ON d.article = a.id
    LEFT JOIN entities r ON r.id = d.entity LEFT JOIN entities x ON x.id = coalesce(r.merged_into, r.id)
    WHERE a.outlet = ?1 AND d.voice IS NULL GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2 LIMIT 40";

/// An outlet.
///
/// # Errors
/// If there is none, or the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let id = ask.number()?;
    let outlet = facts::parties(ask.db, "SELECT id, name FROM outlets WHERE id = ?1", id)?;
    let outlet = outlet.into_iter().next().ok_or(Failure::NotFound)?;
    let lists = [
        ("quotes", "source.quotes", counted(ask, QUOTED, id)?, false),
        ("relays", "source.relays", counted(ask, RELAYED, id)?, false),
        ("copies", "source.copies", counted(ask, COPIES, id)?, true),
        ("copied", "source.copied", counted(ask, COPIED, id)?, true),
    ];
    let names = names(ask, id)?;
    let rows: Vec<Value> = lists
        .iter()
        .flat_map(|(part, _, all, _)| all.iter().map(move |(p, n)| json!({ "part": part, "id": p.id, "name": p.name, "n": n })))
        .chain(names.iter().map(|v| json!({ "part": "names", "id": null, "name": format!("{} = {}", v["called"].as_str().unwrap_or_default(), v["whom"].as_str().unwrap_or_default()), "n": v["times"] })))
        .collect();
    if let Some(reply) = ask.twins(json!({ "source": { "id": outlet.id, "name": outlet.name } }), &rows) {
        return Ok(reply);
    }
    let number = |sql: &str| -> Result<i64, Failure> { Ok(facts::ids(ask.db, sql, &[id])?.first().copied().unwrap_or_default()) };
    let counts = [
        ("n.article", number("SELECT count(*) FROM articles WHERE outlet = ?1 AND current = 1")?),
        ("n.statement", number("SELECT count(*) FROM articles a JOIN statements s ON s.article = a.id WHERE a.outlet = ?1")?),
        ("n.copy", number("SELECT count(*) FROM articles WHERE outlet = ?1 AND copy_of IS NOT NULL")?),
    ];
    let latest = facts::ids(
        ask.db,
        "SELECT id FROM articles WHERE outlet = ?1 AND current = 1 ORDER BY day DESC, id DESC LIMIT 10",
        &[id],
    )?;
    let linked = |p: &Party, is_outlet: bool| if is_outlet { source(ask, p) } else { party(ask, p) };
    let key = |is_outlet: bool| if is_outlet { "n.article" } else { "n.statement" };
    let page = SourcePage {
        ask,
        name: Html::bdi(&outlet.name),
        counts: counts.iter().map(|(key, n)| ask.count(n, key)).collect::<Vec<_>>().join(" · "),
        lists: lists
            .iter()
            .filter(|(_, _, all, _)| !all.is_empty())
            .map(|(_, title, all, is_outlet)| Listed {
                title: ask.t(title),
                rows: all.iter().map(|(p, n)| (linked(p, *is_outlet), ask.count(n, key(*is_outlet)))).collect(),
            })
            .collect(),
        loaded: if names.is_empty() {
            Html::new()
        } else {
            framing::table(ask, ask.t("source.names"), &names.iter().collect::<Vec<_>>())
        },
        articles: latest.into_iter().filter_map(|id| article_line(ask, id).transpose()).collect::<Result<_, _>>()?,
        more: ask.href(&format!("/search?in=articles&outlet={}", encode(&outlet.name))),
    };
    ask.page(&outlet.name, &page)
}

fn names(ask: &Ask<'_>, id: i64) -> Result<Vec<Value>, Failure> {
    let mut rows = ask.db.prepare_cached(NAMES)?;
    let found = rows.query_map([id], |r| {
        Ok(json!({ "whom": r.get::<_, String>(0)?, "called": r.get::<_, String>(1)?, "stance": r.get::<_, String>(2)?,
            "times": r.get::<_, i64>(3)?, "article": r.get::<_, i64>(4)?, "outlet": r.get::<_, String>(5)? }))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage<'a> {
    ask: &'a Ask<'a>,
    outlets: Vec<(Html, String)>,
    cited: Vec<(Html, String)>,
}

/// All outlets, and whom they cite.
///
/// # Errors
/// If the archive cannot be read.
pub fn list(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let outlets = counted(
        ask,
        "SELECT o.id, o.name, count(*) FROM articles a INDEXED BY articles_light JOIN outlets o ON o.id = a.outlet
         WHERE a.current = 1 OR ?1 GROUP BY o.id ORDER BY 3 DESC, o.id LIMIT 500",
        0,
    )?;
    let cited = counted(
        ask,
        "SELECT e.id, e.name, count(*) FROM statement_hops h JOIN statements s ON s.id = h.statement JOIN entities r ON r.id = h.entity
         JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE h.entity <> s.speaker AND s.rejected = ?1
         GROUP BY e.id ORDER BY 3 DESC, e.id LIMIT 40",
        0,
    )?;
    let of = |part: &'static str, all: &[(Party, i64)]| -> Vec<Value> {
        all.iter().map(|(p, n)| json!({ "part": part, "id": p.id, "name": p.name, "n": n })).collect()
    };
    let rows: Vec<Value> = of("outlet", &outlets).into_iter().chain(of("cited", &cited)).collect();
    if let Some(reply) = ask.twins(json!({}), &rows) {
        return Ok(reply);
    }
    let page = SourcesPage {
        ask,
        outlets: outlets.iter().map(|(p, n)| (source(ask, p), ask.count(n, "n.article"))).collect(),
        cited: cited.iter().map(|(p, n)| (party(ask, p), ask.count(n, "n.statement"))).collect(),
    };
    ask.page(ask.t("sources.title"), &page)
}
