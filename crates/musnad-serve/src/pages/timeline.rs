//! What happened, in order, by the day of the event and by the day of the report; and the list of events with its filters.

use super::statements::ListPage;
use crate::ask::{Ask, pager};
use crate::day;
use crate::facts::{self, Event};
use crate::filters;
use crate::html::Html;
use crate::reply::{Failure, Reply, objects};
use crate::runs::direction;
use crate::svg::{self, Series};
use musnad_archive::query::{self, Filter};
use musnad_archive::rusqlite::params_from_iter;
use serde_json::{Value, json};

const FIELDS: [&str; 7] = ["entity", "by", "to_whom", "type", "from", "to", "disputed"];

/// The timeline: each event once, with how many tell it.
///
/// # Errors
/// If the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let filter = filters::read(ask);
    let rows = filters::rows(ask, query::timeline(ask.db, ask.site.reader.lexicon(), &filter))?;
    let told = objects(&rows.table);
    if let Some(reply) = ask.twins(json!({ "next": rows.next(ask) }), &told) {
        return Ok(reply);
    }
    let names = [ask.t("timeline.by.event"), ask.t("timeline.by.report")];
    let page = ListPage {
        title: ask.t("timeline.title"),
        form: filters::form(ask, &FIELDS),
        chart: svg::bars(ask, ask.t("timeline.chart"), names, &series(ask, &filter)?),
        empty: told.is_empty().then(|| filters::empty(ask, &rows, "timeline.empty")),
        cards: told.iter().map(|row| line(ask, row)).collect(),
        pager: pager(ask, rows.has_next),
    };
    ask.page(page.title, &page)
}

/// An occurrence as an entry.
fn line(ask: &Ask<'_>, row: &Value) -> Html {
    let text = |key: &str| row[key].as_str().unwrap_or_default();
    let number = |key: &str| row[key].as_i64().unwrap_or_default();
    let mut html = Html::new();
    html.tag("<p class=\"whence\">").push(&day::html(ask.lang, row["first_day"].as_str()));
    if !text("place").is_empty() {
        html.tag(" · ").push(&Html::bdi(text("place")));
    }
    html.tag(" · ").push_text(ask.lang.code_word("status", text("status")));
    html.tag(" · ")
        .push_text(&ask.count(&number("claims"), "n.claim"))
        .tag(ask.lang.comma())
        .push_text(&ask.count(&number("sources"), "n.source"));
    if number("disputed") == 1 {
        html.tag(" · <strong class=\"disputed\">").push_text(ask.t("disputed")).tag("</strong>");
    }
    html.tag("</p><h2>");
    let mut deed = Html::bdi(text("actors"));
    deed.tag(" ").push_text(ask.lang.code_word("type", text("type")));
    if !text("mode").is_empty() {
        deed.tag(" (").push_text(ask.lang.code_word("mode", text("mode"))).tag(")");
    }
    deed.tag(" ").push(&Html::bdi(text("recipients")));
    html.push(&Html::link(&ask.href(&format!("/occurrence/{}", number("id"))), &deed)).tag("</h2>");
    let words = facts::shortened(text("words"), 200);
    html.tag("<p class=\"snippet\" dir=\"").tag(direction(&words)).tag("\">").push(&Html::bdi(&words)).tag("</p>");
    html
}

/// Events a day: by when they happened, and by when they were reported.
fn series(ask: &Ask<'_>, filter: &Filter) -> Result<Series, Failure> {
    let mut parts = vec!["v.rejected = 0 AND v.occurrence IS NOT NULL".to_owned()];
    let mut values: Vec<String> = Vec::new();
    for (sql, value) in [("c.first_day >=", &filter.from), ("c.first_day <=", &filter.to), ("c.type =", &filter.kind)] {
        if let Some(value) = value {
            values.push(if sql.ends_with("<=") && value.len() < 10 { format!("{value}-99") } else { value.clone() });
            parts.push(format!("{sql} ?{}", values.len()));
        }
    }
    if filter.disputed {
        parts.push("c.disputed = 1".to_owned());
    }
    for (name, role) in
        [(&filter.entity, ""), (&filter.by, " AND p.role = 'actor'"), (&filter.to_whom, " AND p.role = 'recipient'")]
    {
        let Some(name) = name else { continue };
        let Ok(ids) = query::entities(ask.db, ask.site.reader.lexicon(), name) else { return Ok(Series::new()) };
        let list: Vec<String> = ids.iter().map(i64::to_string).collect();
        parts.push(format!("v.id IN (SELECT p.event FROM event_parties p WHERE p.entity IN ({}){role})", list.join(",")));
    }
    let all = parts.join(" AND ");
    // Tellings are counted by article before the article's day is looked up: there are far fewer articles than tellings.
    let occurrence = if all.contains("c.") { "JOIN occurrences c ON c.id = v.occurrence" } else { "" };
    let by = [
        format!(
            "SELECT c.first_day, count(*) FROM occurrences c WHERE c.first_day IS NOT NULL
             AND EXISTS (SELECT 1 FROM events v WHERE v.occurrence = c.id AND {all}) GROUP BY 1"
        ),
        format!(
            "SELECT a.day, sum(k.n) FROM (SELECT v.article, count(*) AS n FROM events v {occurrence} WHERE {all} GROUP BY 1) k
             JOIN articles a INDEXED BY articles_light ON a.id = k.article WHERE a.day IS NOT NULL GROUP BY 1"
        ),
    ];
    let mut series = Series::new();
    for (kind, sql) in by.iter().enumerate() {
        let mut rows = ask.db.prepare(sql)?;
        let mut found = rows.query(params_from_iter(values.iter()))?;
        while let Some(r) = found.next()? {
            let day: String = r.get(0)?;
            series.entry(day).or_insert([0, 0])[kind] = r.get(1)?;
        }
    }
    Ok(series)
}

/// All tellings of events, latest first.
///
/// # Errors
/// If the archive cannot be read.
pub fn list(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let rows = filters::rows(ask, query::events(ask.db, ask.site.reader.lexicon(), &filters::read(ask)))?;
    let events = facts::events(ask.db, &rows.ids("id"))?;
    let told: Vec<Value> = events.iter().map(Event::to_json).collect();
    if let Some(reply) = ask.twins(json!({ "next": rows.next(ask) }), &told) {
        return Ok(reply);
    }
    let page = ListPage {
        title: ask.t("events.title"),
        form: filters::form(ask, &["entity", "by", "to_whom", "type", "status", "outlet", "country", "from", "to", "disputed"]),
        chart: Html::new(),
        empty: events.is_empty().then(|| filters::empty(ask, &rows, "events.empty")),
        cards: events.iter().map(|v| v.card(ask)).collect(),
        pager: pager(ask, rows.has_next),
    };
    ask.page(page.title, &page)
}
