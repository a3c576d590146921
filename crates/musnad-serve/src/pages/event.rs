//! An event: every telling side by side, what they differ on, and who denied it.

use crate::ask::{Ask, Format};
use crate::day;
use crate::facts::{self, Event, Party, Statement, linked, party};
use crate::html::Html;
use crate::reply::{Failure, Reply};
use askama::Template;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "event.html")]
struct EventPage<'a> {
    ask: &'a Ask<'a>,
    line: Html,
    /// Names and values of what is known of it.
    known: Vec<(&'static str, Html)>,
    told: String,
    alone: bool,
    differ: Vec<Differ>,
    denials: Vec<Html>,
    claims: Vec<Html>,
    copies: Vec<Html>,
    fix: Html,
}

/// A value that one or more tellings give.
struct Differ {
    what: String,
    value: Html,
    who: Html,
}

/// Tellings shown at most.
const MOST: i64 = 60;

/// The page of the event that a telling tells.
///
/// # Errors
/// If there is none, or the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let event = facts::event(ask.db, ask.number()?)?.ok_or(Failure::NotFound)?;
    page(ask, event)
}

/// The same by the number of the occurrence.
///
/// # Errors
/// If there is none, or the archive cannot be read.
pub fn occurrence(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let sql = "SELECT id FROM events WHERE occurrence = ?1 AND rejected = 0 ORDER BY confidence DESC, id LIMIT 1";
    let first = facts::ids(ask.db, sql, &[ask.number()?])?.first().copied().ok_or(Failure::NotFound)?;
    let event = facts::event(ask.db, first)?.ok_or(Failure::NotFound)?;
    page(ask, event)
}

fn page(ask: &Ask<'_>, event: Event) -> Result<Reply, Failure> {
    let ids = match event.occurrence {
        Some(occurrence) => {
            let sql = "SELECT v.id FROM events v JOIN articles a ON a.id = v.article
                       WHERE v.occurrence = ?1 AND (v.rejected = 0 OR v.id = ?2) ORDER BY a.copy_of IS NOT NULL, a.day, v.id LIMIT ?3";
            facts::ids(ask.db, sql, &[occurrence, event.id, MOST])?
        }
        None => vec![event.id],
    };
    let claims = facts::events(ask.db, &ids)?;
    let rows: Vec<Value> = claims.iter().map(Event::to_json).collect();
    let denials = denials(ask, &claims)?;
    let differ = differ(ask, event.occurrence)?;
    if ask.format != Format::Html {
        let values: Vec<Value> =
            differ.iter().map(|(what, value, event)| json!({ "what": what, "value": value, "event": event })).collect();
        let denied: Vec<Value> = denials.iter().map(Statement::to_json).collect();
        let about = json!({ "event": event.to_json(), "differ": values, "denials": denied });
        return ask.twins(about, &rows).ok_or(Failure::NotFound);
    }
    let is_copy = |claim: &&Event| claim.origin.copy_of.is_some_and(|source| claims.iter().any(|c| c.origin.article == source));
    let n = claims.len() as i64;
    let page = EventPage {
        ask,
        line: event.line(ask),
        known: known(ask, &event),
        told: [ask.count(&n, "n.claim"), ask.count(&sources(ask, event.occurrence)?, "n.source")].join(ask.lang.comma()),
        alone: claims.len() == 1,
        differ: grouped(ask, &differ, &claims)?,
        denials: denials.iter().map(|s| s.card(ask)).collect(),
        claims: claims.iter().filter(|c| !is_copy(c)).map(|c| c.card(ask)).collect(),
        copies: claims
            .iter()
            .filter(is_copy)
            .filter_map(|c| super::article::article_line(ask, c.origin.article).transpose())
            .collect::<Result<_, _>>()?,
        fix: super::corrections::fact_form(ask, "event", event.id, event.origin.rejected),
    };
    ask.page(&title(ask, &event), &page)
}

fn sources(ask: &Ask<'_>, occurrence: Option<i64>) -> Result<i64, Failure> {
    let sql = "SELECT n_sources FROM occurrences WHERE id = ?1";
    Ok(facts::ids(ask.db, sql, &[occurrence.unwrap_or_default()])?.first().copied().unwrap_or(1))
}

fn title(ask: &Ask<'_>, event: &Event) -> String {
    let names = |parties: &[Party]| parties.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join(ask.lang.comma());
    let kind = ask.lang.code_word("type", &event.kind);
    let parts = [names(&event.actors), kind.to_owned(), names(&event.recipients)];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" – ")
}

fn known(ask: &Ask<'_>, event: &Event) -> Vec<(&'static str, Html)> {
    let mut all = vec![
        (ask.t("event.when"), day::html(ask.lang, event.date.as_deref())),
        (ask.t("event.type"), event.label(ask)),
        (ask.t("event.status"), Html::text(ask.lang.code_word("status", &event.status))),
    ];
    if let Some(place) = &event.place {
        all.insert(1, (ask.t("event.where"), party(ask, place)));
    }
    for (key, parties) in [("event.actors", &event.actors), ("event.recipients", &event.recipients)] {
        if !parties.is_empty() {
            all.push((ask.t(key), linked(ask, parties)));
        }
    }
    if let Some(code) = &event.cameo {
        all.push((ask.t("event.code"), Html::ltr(code)));
    }
    all.push((ask.t("event.sure"), Html::ltr(&format!("{:.0}%", event.confidence * 100.0))));
    all
}

/// Values on which tellings differ: what, value, and the telling that gives it.
fn differ(ask: &Ask<'_>, occurrence: Option<i64>) -> Result<Vec<(String, String, i64)>, Failure> {
    let sql = "SELECT d.what, CASE WHEN d.what = 'actor' THEN coalesce((SELECT name FROM entities WHERE id = d.value), d.value)
               ELSE d.value END, d.event FROM disagreements d WHERE d.occurrence = ?1 ORDER BY 1, 2, 3 LIMIT 400";
    let mut rows = ask.db.prepare_cached(sql)?;
    let found = rows.query_map([occurrence.unwrap_or_default()], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// One row a value, with all outlets that give it.
fn grouped(ask: &Ask<'_>, differ: &[(String, String, i64)], claims: &[Event]) -> Result<Vec<Differ>, Failure> {
    let mut all: Vec<Differ> = Vec::new();
    let mut last: Option<(&str, &str)> = None;
    for (what, value, event) in differ {
        let (what, value) = (what.as_str(), value.as_str());
        let Some(claim) = claims.iter().find(|c| c.id == *event) else { continue };
        let outlet = claim.origin.outlet.as_ref().map_or(ask.t("unknown"), |o| o.name.as_str());
        let href = ask.href(&format!("/article/{}?fact={}#words", claim.origin.article, claim.origin.local));
        let who = Html::link(&href, &Html::bdi(outlet));
        if last == Some((what, value))
            && let Some(same) = all.last_mut()
        {
            same.who.tag(ask.lang.comma()).push(&who);
            continue;
        }
        last = Some((what, value));
        let shown = match what {
            "date" => day::html(ask.lang, Some(value)),
            "status" => Html::text(ask.lang.code_word("status", value)),
            _ => Html::bdi(value),
        };
        all.push(Differ { what: ask.lang.code_word("differ", what).to_owned(), value: shown, who });
    }
    Ok(all)
}

/// Statements of denial whose words are those of a telling, and tellings whose status is that it is denied.
fn denials(ask: &Ask<'_>, claims: &[Event]) -> Result<Vec<Statement>, Failure> {
    let mut found: Vec<i64> = Vec::new();
    for claim in claims {
        let o = &claim.origin;
        let sql = if claim.status == "denied" {
            "SELECT id FROM statements WHERE article = ?1 AND rejected = 0 AND start < ?3 AND \"end\" > ?2"
        } else {
            "SELECT id FROM statements WHERE article = ?1 AND rejected = 0 AND act = 'deny' AND start < ?3 AND \"end\" > ?2"
        };
        for id in facts::ids(ask.db, sql, &[o.article, i64::from(o.start), i64::from(o.end)])? {
            if !found.contains(&id) {
                found.push(id);
            }
        }
    }
    facts::statements(ask.db, &found)
}
