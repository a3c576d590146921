//! An entity: what it said and did, what was said of it and done to it, the names used for it and by whom, over time.

use super::framing;
use super::search::country;
use crate::ask::{Ask, Format, pager};
use crate::facts::{self, Event, Party, Statement, party};
use crate::filters;
use crate::html::Html;
use crate::reply::{Failure, Reply};
use crate::svg::{self, Series};
use askama::Template;
use musnad_archive::get::{self, EntityRow};
use musnad_archive::rusqlite::params_from_iter;
use musnad_archive::rusqlite::types::Value as Sql;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "entity.html")]
struct EntityPage<'a> {
    ask: &'a Ask<'a>,
    name: Html,
    about: Vec<(&'static str, Html)>,
    named: bool,
    chart: Html,
    parts: Vec<Part>,
    forms: Vec<Form>,
    loaded: Html,
    with: Vec<(Html, String)>,
    against: Vec<(Html, String)>,
    fix: Html,
}

/// A list of facts with the way to all of them.
struct Part {
    title: &'static str,
    cards: Vec<Html>,
    more: String,
}

/// Words used for it.
struct Form {
    words: Html,
    kind: &'static str,
    n: i64,
    outlets: Html,
}

/// Namings looked at for the forms of a name: the latest.
const MOST_NAMINGS: usize = 1_000;
/// Facts of each kind on the page.
const MOST: usize = 5;

/// The entity of an address: its row, or its Wikidata item.
fn entity(ask: &Ask<'_>) -> Result<EntityRow, Failure> {
    let id = if ask.id.starts_with('Q') {
        let mut rows =
            ask.db.prepare_cached("SELECT id FROM entities WHERE wikidata = ?1 ORDER BY merged_into IS NOT NULL, id LIMIT 1")?;
        let mut rows = rows.query([&ask.id])?;
        rows.next()?.ok_or(Failure::NotFound)?.get(0)?
    } else {
        ask.number()?
    };
    get::entity(ask.db, id)?.ok_or(Failure::NotFound)
}

/// The page.
///
/// # Errors
/// If there is no such entity, or the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let row = entity(ask)?;
    let ids = facts::ids(ask.db, "SELECT id FROM entities WHERE id = ?1 OR merged_into = ?1", &[row.id])?;
    let list: Vec<String> = ids.iter().map(i64::to_string).collect();
    let list = list.join(",");
    let most = if ask.format == Format::Html { MOST } else { filters::size(ask) };
    let said = facts::statements(ask.db, &some(ask, &said(&list), most)?)?;
    let of = facts::statements(ask.db, &some(ask, &of(&list), most)?)?;
    let did = facts::events(ask.db, &some(ask, &deeds(&list, "actor"), most)?)?;
    let done = facts::events(ask.db, &some(ask, &deeds(&list, "recipient"), most)?)?;
    let relayed = facts::statements(ask.db, &some(ask, &relayed(&list), most)?)?;
    if ask.format != Format::Html {
        return twins(ask, &row, &[("said", &said), ("of", &of), ("relayed", &relayed)], &[("did", &did), ("done", &done)]);
    }
    let said_cards = |all: &[Statement]| all.iter().map(|s| s.card(ask)).collect::<Vec<_>>();
    let done_cards = |all: &[Event]| all.iter().map(|v| v.card(ask)).collect::<Vec<_>>();
    let id = row.id.to_string();
    let all = |path: &str, name: &str| ask.href_with(path, name, &id);
    let parts = [
        ("entity.said", said_cards(&said), all("/statements", "by")),
        ("entity.of", said_cards(&of), all("/statements", "entity")),
        ("entity.relayed", said_cards(&relayed), all("/statements", "entity")),
        ("entity.did", done_cards(&did), all("/events", "by")),
        ("entity.done", done_cards(&done), all("/events", "to_whom")),
    ];
    let [with, against] = partners(ask, &list)?;
    let page = EntityPage {
        ask,
        name: Html::bdi(&row.name),
        about: about(ask, &row),
        named: row.named,
        chart: chart(ask, &list)?,
        parts: parts
            .into_iter()
            .map(|(key, cards, more): (&str, Vec<Html>, String)| Part { title: ask.t(key), cards, more })
            .filter(|p| !p.cards.is_empty())
            .collect(),
        forms: forms(ask, &list)?,
        loaded: framing::table_of(ask, Some(&id))?,
        with,
        against,
        fix: super::corrections::entity_form(ask, row.id),
    };
    ask.page(&row.name, &page)
}

fn said(list: &str) -> String {
    format!("SELECT id FROM statements WHERE speaker IN ({list}) AND rejected = 0 ORDER BY day DESC, id DESC")
}

fn of(list: &str) -> String {
    format!(
        "SELECT DISTINCT s.id FROM mentions m JOIN statements s ON s.article = m.article AND s.start <= m.start AND m.\"end\" <= s.\"end\"
         WHERE m.entity IN ({list}) AND s.speaker NOT IN ({list}) AND s.rejected = 0 ORDER BY s.day DESC, s.id DESC"
    )
}

fn relayed(list: &str) -> String {
    format!(
        "SELECT s.id FROM statements s WHERE s.id IN (SELECT statement FROM statement_hops WHERE entity IN ({list}))
         AND s.speaker NOT IN ({list}) AND s.rejected = 0 ORDER BY s.day DESC, s.id DESC"
    )
}

fn deeds(list: &str, role: &str) -> String {
    format!(
        "SELECT DISTINCT v.id FROM event_parties p JOIN events v ON v.id = p.event
         WHERE p.entity IN ({list}) AND p.role = '{role}' AND v.rejected = 0 ORDER BY v.anchor DESC, v.id DESC"
    )
}

fn some(ask: &Ask<'_>, sql: &str, most: usize) -> Result<Vec<i64>, Failure> {
    facts::ids(ask.db, &format!("{sql} LIMIT {most}"), &[])
}

fn twins(
    ask: &Ask<'_>,
    row: &EntityRow,
    said: &[(&str, &Vec<Statement>)],
    done: &[(&str, &Vec<Event>)],
) -> Result<Reply, Failure> {
    let flat = |part: &str, value: Value| {
        json!({ "part": part, "kind": value["kind"], "id": value["id"], "day": if value["day"].is_null() { &value["date"] } else { &value["day"] },
            "what": if value["act"].is_null() { &value["type"] } else { &value["act"] }, "chain": value["chain"], "actors": value["actors"],
            "recipients": value["recipients"], "words": value["words"], "outlet": value["outlet"], "article": value["article"],
            "start": value["start"], "end": value["end"], "href": value["href"] })
    };
    let said = said.iter().flat_map(|(part, all)| all.iter().map(move |s| flat(part, s.to_json())));
    let done = done.iter().flat_map(|(part, all)| all.iter().map(move |v| flat(part, v.to_json())));
    let rows: Vec<Value> = said.chain(done).collect();
    let about = json!({ "entity": { "id": row.id, "name": row.name, "kind": row.kind, "named": row.named, "wikidata": row.wikidata,
        "country": row.country, "sector": row.sector } });
    ask.twins(about, &rows).ok_or(Failure::NotFound)
}

fn about(ask: &Ask<'_>, row: &EntityRow) -> Vec<(&'static str, Html)> {
    let mut all = vec![(ask.t("entity.kind"), Html::text(ask.lang.code_word("kind", &row.kind)))];
    if let Some(code) = &row.country {
        all.push((ask.t("entity.country"), Html::bdi(&country(ask, code))));
    }
    if let Some(code) = &row.sector {
        all.push((ask.t("entity.sector"), Html::text(ask.lang.code_word("sector", code))));
    }
    if let Some(item) = &row.wikidata {
        all.push((ask.t("entity.wikidata"), Html::ltr(item)));
    }
    all
}

/// Articles that name it, by day.
fn chart(ask: &Ask<'_>, list: &str) -> Result<Html, Failure> {
    let sql = format!(
        "SELECT a.day, count(DISTINCT a.id) FROM mentions m JOIN articles a INDEXED BY articles_light ON a.id = m.article
         WHERE m.entity IN ({list}) AND a.day IS NOT NULL GROUP BY a.day"
    );
    let mut rows = ask.db.prepare(&sql)?;
    let series: Series = rows.query_map([], |r| Ok((r.get::<_, String>(0)?, [r.get(1)?, 0])))?.collect::<Result<_, _>>()?;
    Ok(svg::bars(ask, ask.t("entity.over"), [ask.t("col.articles"), ""], &series))
}

/// The words by which it was called, and by which outlets.
fn forms(ask: &Ask<'_>, list: &str) -> Result<Vec<Form>, Failure> {
    let sql = format!(
        "SELECT words, form, count(*), group_concat(DISTINCT outlet) FROM (
           SELECT substr(a.text, m.start + 1, m.\"end\" - m.start) AS words, m.form, a.outlet AS outlet FROM mentions m
           JOIN articles a ON a.id = m.article WHERE m.entity IN ({list}) AND m.form <> 'pronoun' ORDER BY m.article DESC LIMIT {MOST_NAMINGS})
         GROUP BY words, form ORDER BY 3 DESC, 1 LIMIT 20"
    );
    let mut rows = ask.db.prepare(&sql)?;
    let mut found = rows.query([])?;
    let mut all = Vec::new();
    while let Some(r) = found.next()? {
        let (words, form, n, outlets): (String, String, i64, Option<String>) = (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
        let mut names = Html::new();
        for (nth, id) in outlets.unwrap_or_default().split(',').filter_map(|id| id.parse::<i64>().ok()).take(6).enumerate() {
            if nth > 0 {
                names.tag(ask.lang.comma());
            }
            for outlet in facts::parties(ask.db, "SELECT id, name FROM outlets WHERE id = ?1", id)? {
                names.push(&super::article::source(ask, &outlet));
            }
        }
        all.push(Form { words: Html::bdi(&words), kind: ask.t(&format!("form.{form}")), n, outlets: names });
    }
    Ok(all)
}

/// Types of events that bring parties together; the others set them against each other.
pub(crate) const TOGETHER: &str = "'AGREE','CONSULT','SUPPORT','COOPERATE','CONCEDE','AID','RETREAT'";

/// With whom and against whom it acts or is acted upon.
fn partners(ask: &Ask<'_>, list: &str) -> Result<[Vec<(Html, String)>; 2], Failure> {
    let of = |kind: &str| -> Result<Vec<(Html, String)>, Failure> {
        let sql = format!(
            "SELECT e.id, e.name, count(DISTINCT v.id) FROM event_parties p JOIN event_parties q ON q.event = p.event AND q.role <> p.role
             JOIN events v ON v.id = p.event JOIN entities r ON r.id = q.entity JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
             WHERE p.entity IN ({list}) AND q.entity NOT IN ({list}) AND v.rejected = 0 AND v.type {kind} ({TOGETHER})
             GROUP BY e.id ORDER BY 3 DESC, e.id LIMIT 8"
        );
        let mut rows = ask.db.prepare(&sql)?;
        let found: Vec<(Party, i64)> =
            rows.query_map([], |r| Ok((Party { id: r.get(0)?, name: r.get(1)? }, r.get(2)?)))?.collect::<Result<_, _>>()?;
        Ok(found.iter().map(|(p, n)| (party(ask, p), ask.count(n, "n.event"))).collect())
    };
    Ok([of("IN")?, of("NOT IN")?])
}

#[derive(Template)]
#[template(path = "entities.html")]
struct EntitiesPage<'a> {
    ask: &'a Ask<'a>,
    kinds: Vec<(&'static str, String, bool)>,
    rows: Vec<(Html, Html, String)>,
    pager: Html,
}

/// Everyone and everything named, those of most articles first.
///
/// # Errors
/// If the archive cannot be read.
pub fn list(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let kinds = ["person", "organization", "place", "other"];
    let kind = kinds.into_iter().find(|k| ask.is("kind", k));
    let size = filters::size(ask);
    // Each is counted in the index alone; those that others were merged into, which are few, are counted again with them.
    let sql = format!(
        "WITH k AS MATERIALIZED (SELECT entity, count(DISTINCT article) AS n FROM mentions GROUP BY entity),
         whole AS MATERIALIZED (SELECT DISTINCT merged_into AS entity FROM entities WHERE merged_into IS NOT NULL),
         n AS (SELECT entity, n FROM k WHERE entity NOT IN (SELECT entity FROM whole)
           UNION ALL SELECT w.entity, (SELECT count(DISTINCT m.article) FROM mentions m
             WHERE m.entity = w.entity OR m.entity IN (SELECT id FROM entities WHERE merged_into = w.entity)) FROM whole w)
         SELECT e.id, e.name, e.kind, e.country, e.sector, e.wikidata, n.n FROM n JOIN entities e ON e.id = n.entity
         WHERE e.named = 1 AND e.merged_into IS NULL AND n.n > 0 {} ORDER BY n.n DESC, e.id LIMIT ?1 OFFSET ?2",
        kind.map_or(String::new(), |k| format!("AND e.kind = '{k}'"))
    );
    let mut rows = ask.db.prepare_cached(&sql)?;
    let window = [Sql::from(size as i64 + 1), Sql::from(((ask.page_number() - 1) * size) as i64)];
    let mut found = rows.query(params_from_iter(window))?;
    let mut objects: Vec<Value> = Vec::new();
    while let Some(r) = found.next()? {
        let (country, sector, item): (Option<String>, Option<String>, Option<String>) = (r.get(3)?, r.get(4)?, r.get(5)?);
        objects.push(json!({ "id": r.get::<_, i64>(0)?, "name": r.get::<_, String>(1)?, "kind": r.get::<_, String>(2)?,
            "country": country, "sector": sector, "wikidata": item, "articles": r.get::<_, i64>(6)? }));
    }
    let has_next = objects.len() > size;
    objects.truncate(size);
    if let Some(reply) = ask.twins(json!({ "next": ask.next_page(has_next) }), &objects) {
        return Ok(reply);
    }
    let told = |row: &Value| {
        let one = Party { id: row["id"].as_i64().unwrap_or_default(), name: row["name"].as_str().unwrap_or_default().to_owned() };
        let mut about = Html::text(ask.lang.code_word("kind", row["kind"].as_str().unwrap_or_default()));
        if let Some(code) = row["country"].as_str() {
            about.tag(ask.lang.comma()).push(&Html::bdi(&country(ask, code)));
        }
        (party(ask, &one), about, ask.count(&row["articles"].as_i64().unwrap_or_default(), "n.article"))
    };
    let page = EntitiesPage {
        ask,
        kinds: std::iter::once((ask.t("filter.all"), ask.with("kind", ""), kind.is_none()))
            .chain(kinds.into_iter().map(|k| (ask.t(&format!("kind.{k}")), ask.with("kind", k), kind == Some(k))))
            .collect(),
        rows: objects.iter().map(told).collect(),
        pager: pager(ask, has_next),
    };
    ask.page(ask.t("entities.title"), &page)
}
