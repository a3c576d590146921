//! Facts as pages show them: loaded by row, told as cards, and as objects for programs.

use crate::ask::Ask;
use crate::day;
use crate::html::{Html, encode};
use crate::reply::Failure;
use musnad_archive::rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Someone who takes part, or a hop of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The entity's row (of the one it was merged into).
    pub id: i64,
    /// Its name.
    pub name: String,
}

impl Party {
    fn to_json(&self) -> Value {
        json!({ "id": self.id, "name": self.name })
    }
}

/// Where a fact stands.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The article's row.
    pub article: i64,
    /// The name of the fact in the article's record (`s1`, `v2`).
    pub local: String,
    /// Its words: code points.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub words: String,
    /// Who published the article.
    pub outlet: Option<Party>,
    /// When.
    pub published: Option<String>,
    /// The article's headline.
    pub title: Option<String>,
    /// The article that this one copies.
    pub copy_of: Option<i64>,
    /// Whether a person rejected the fact.
    pub rejected: bool,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its row.
    pub id: i64,
    /// Where it stands.
    pub origin: Origin,
    /// Said on (or published).
    pub day: Option<String>,
    /// What the speaker does in saying it.
    pub act: String,
    /// Whether it is a quotation.
    pub direct: bool,
    /// positive or negative.
    pub polarity: String,
    /// From the one nearest the reader to the speaker.
    pub chain: Vec<Party>,
    /// To whom.
    pub addressees: Vec<Party>,
}

/// One telling of an event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its row.
    pub id: i64,
    /// Where it stands.
    pub origin: Origin,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// The date as told.
    pub date: Option<String>,
    /// Where.
    pub place: Option<Party>,
    /// Whether it happened.
    pub status: String,
    /// The chance that type and parties are right.
    pub confidence: f64,
    /// What it is a telling of.
    pub occurrence: Option<i64>,
    /// How many articles tell it.
    pub n_articles: i64,
    /// Whether tellings differ.
    pub disputed: bool,
    /// Who did it.
    pub actors: Vec<Party>,
    /// Who underwent it.
    pub recipients: Vec<Party>,
    /// Whose word it rests on.
    pub chain: Vec<Party>,
    /// Numbers told with it: what, how many, whether about so many.
    pub counts: Vec<(String, i64, bool)>,
}

const ORIGIN: &str = "f.article, f.local, f.start, f.\"end\", substr(a.text, f.start + 1, f.\"end\" - f.start), o.id, o.name,
    a.published, a.title, a.copy_of, f.rejected";
const FROM: &str = "JOIN articles a ON a.id = f.article LEFT JOIN outlets o ON o.id = a.outlet";

fn origin(r: &Row<'_>) -> Result<Origin, musnad_archive::rusqlite::Error> {
    let outlet: Option<i64> = r.get(5)?;
    let name: Option<String> = r.get(6)?;
    Ok(Origin {
        article: r.get(0)?,
        local: r.get(1)?,
        start: r.get(2)?,
        end: r.get(3)?,
        words: r.get(4)?,
        outlet: outlet.zip(name).map(|(id, name)| Party { id, name }),
        published: r.get(7)?,
        title: r.get(8)?,
        copy_of: r.get(9)?,
        rejected: r.get(10)?,
    })
}

/// Parties listed by a query of entity and name.
pub fn parties(db: &Connection, sql: &str, id: i64) -> Result<Vec<Party>, Failure> {
    let mut rows = db.prepare_cached(sql)?;
    let found = rows.query_map([id], |r| Ok(Party { id: r.get(0)?, name: r.get(1)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

const NAMED: &str = "JOIN entities r ON r.id = h.entity JOIN entities x ON x.id = coalesce(r.merged_into, r.id)";

/// Ids of a query with one number.
pub fn ids(db: &Connection, sql: &str, values: &[i64]) -> Result<Vec<i64>, Failure> {
    let mut rows = db.prepare_cached(sql)?;
    let found = rows.query_map(musnad_archive::rusqlite::params_from_iter(values), |r| r.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Entities that were merged into others: few, and all corrections of people.
pub fn merged(db: &Connection) -> Result<HashMap<i64, i64>, Failure> {
    let mut rows = db.prepare_cached("SELECT id, merged_into FROM entities WHERE merged_into IS NOT NULL")?;
    let found = rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The statement in a row.
pub fn statement(db: &Connection, id: i64) -> Result<Option<Statement>, Failure> {
    let sql = format!("SELECT {ORIGIN}, f.day, f.act, f.direct, f.polarity FROM statements f {FROM} WHERE f.id = ?1");
    let found = db
        .prepare_cached(&sql)?
        .query_row([id], |r| {
            Ok(Statement {
                id,
                origin: origin(r)?,
                day: r.get(11)?,
                act: r.get(12)?,
                direct: r.get(13)?,
                polarity: r.get(14)?,
                chain: Vec::new(),
                addressees: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut statement) = found else { return Ok(None) };
    let hops = format!("SELECT x.id, x.name FROM statement_hops h {NAMED} WHERE h.statement = ?1 ORDER BY h.hop");
    statement.chain = parties(db, &hops, id)?;
    let to = format!("SELECT x.id, x.name FROM addressees h {NAMED} WHERE h.statement = ?1");
    statement.addressees = parties(db, &to, id)?;
    Ok(Some(statement))
}

/// Statements in rows, in that order.
pub fn statements(db: &Connection, ids: &[i64]) -> Result<Vec<Statement>, Failure> {
    ids.iter().filter_map(|id| statement(db, *id).transpose()).collect()
}

/// The event in a row.
pub fn event(db: &Connection, id: i64) -> Result<Option<Event>, Failure> {
    let sql = format!(
        "SELECT {ORIGIN}, f.type, f.mode, f.cameo, f.date, p.id, p.name, f.status, f.confidence, f.occurrence,
         coalesce(c.n_articles, 1), coalesce(c.disputed, 0)
         FROM events f {FROM} LEFT JOIN entities q ON q.id = f.place LEFT JOIN entities p ON p.id = coalesce(q.merged_into, q.id)
         LEFT JOIN occurrences c ON c.id = f.occurrence WHERE f.id = ?1"
    );
    let found = db
        .prepare_cached(&sql)?
        .query_row([id], |r| {
            let place: Option<i64> = r.get(15)?;
            let name: Option<String> = r.get(16)?;
            Ok(Event {
                id,
                origin: origin(r)?,
                kind: r.get(11)?,
                mode: r.get(12)?,
                cameo: r.get(13)?,
                date: r.get(14)?,
                place: place.zip(name).map(|(id, name)| Party { id, name }),
                status: r.get(17)?,
                confidence: r.get(18)?,
                occurrence: r.get(19)?,
                n_articles: r.get(20)?,
                disputed: r.get(21)?,
                actors: Vec::new(),
                recipients: Vec::new(),
                chain: Vec::new(),
                counts: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut event) = found else { return Ok(None) };
    let role = |role: &str| {
        format!("SELECT x.id, x.name FROM event_parties h {NAMED} WHERE h.event = ?1 AND h.role = '{role}' ORDER BY h.nth")
    };
    event.actors = parties(db, &role("actor"), id)?;
    event.recipients = parties(db, &role("recipient"), id)?;
    let hops = format!("SELECT x.id, x.name FROM event_hops h {NAMED} WHERE h.event = ?1 ORDER BY h.hop");
    event.chain = parties(db, &hops, id)?;
    let mut counts = db.prepare_cached("SELECT what, count, approximate FROM event_counts WHERE event = ?1 ORDER BY start")?;
    event.counts = counts.query_map([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(Some(event))
}

/// Events in rows, in that order.
pub fn events(db: &Connection, ids: &[i64]) -> Result<Vec<Event>, Failure> {
    ids.iter().filter_map(|id| event(db, *id).transpose()).collect()
}

fn names(parties: &[Party]) -> Value {
    Value::Array(parties.iter().map(Party::to_json).collect())
}

impl Statement {
    /// For programs.
    pub fn to_json(&self) -> Value {
        let o = &self.origin;
        json!({
            "id": self.id, "kind": "statement", "day": self.day, "speaker": self.chain.last().map(|p| p.name.clone()),
            "act": self.act, "direct": self.direct, "polarity": self.polarity, "chain": names(&self.chain),
            "addressees": names(&self.addressees), "words": o.words, "article": o.article, "start": o.start, "end": o.end,
            "outlet": o.outlet.as_ref().map(|p| p.name.clone()), "published": o.published, "title": o.title, "rejected": o.rejected,
            "href": format!("/statement/{}", self.id),
        })
    }

    /// What kind of saying it is, in words.
    pub fn label(&self, ask: &Ask<'_>) -> Html {
        let mut html = Html::text(ask.lang.code_word("act", &self.act));
        for (is, key) in [(self.direct, "statement.direct"), (self.polarity == "negative", "statement.negative")] {
            if is {
                html.tag(ask.lang.comma()).push_text(ask.t(key));
            }
        }
        html
    }

    /// As a card: chain, words, where from.
    pub fn card(&self, ask: &Ask<'_>) -> Html {
        let mut html = Html::new();
        html.tag("<div class=\"fact said\"").push(&anchor(ask, &self.origin));
        html.tag("><p class=\"label\"><a href=\"").push_text(&ask.href(&format!("/statement/{}", self.id)));
        html.tag("\">").push_text(ask.t("statement"));
        html.tag("</a> · ").push(&self.label(ask));
        html.push(&rejected(ask, &self.origin));
        html.tag("</p>").push(&chain(ask, self.origin.outlet.as_ref(), &self.chain));
        html.push(&Html::quote(&shortened(&self.origin.words, 320)));
        html.push(&whence(ask, &self.origin, self.day.as_deref()));
        html.tag("</div>");
        html
    }
}

impl Event {
    /// For programs.
    pub fn to_json(&self) -> Value {
        let o = &self.origin;
        let counts: Vec<Value> = self
            .counts
            .iter()
            .map(|(what, n, about)| json!({ "name": format!("{what}={n}"), "what": what, "count": n, "approximate": about }))
            .collect();
        json!({
            "id": self.id, "kind": "event", "date": self.date, "type": self.kind, "mode": self.mode, "cameo": self.cameo,
            "actors": names(&self.actors), "recipients": names(&self.recipients), "place": self.place.as_ref().map(Party::to_json),
            "status": self.status, "counts": counts, "chain": names(&self.chain), "words": o.words, "article": o.article,
            "start": o.start, "end": o.end, "outlet": o.outlet.as_ref().map(|p| p.name.clone()), "published": o.published,
            "title": o.title, "confidence": self.confidence, "occurrence": self.occurrence, "disputed": self.disputed,
            "copy_of": o.copy_of, "rejected": o.rejected, "href": format!("/event/{}", self.id),
        })
    }

    /// Type and mode in words.
    pub fn label(&self, ask: &Ask<'_>) -> Html {
        let mut html = Html::text(ask.lang.code_word("type", &self.kind));
        if let Some(mode) = &self.mode {
            html.tag(" (").push_text(ask.lang.code_word("mode", mode));
            html.tag(")");
        }
        html
    }

    /// Who did what to whom, as one line.
    pub fn line(&self, ask: &Ask<'_>) -> Html {
        let mut html = linked(ask, &self.actors);
        if self.actors.is_empty() {
            html.tag("<span class=\"quiet\">").push_text(ask.t("nobody")).tag("</span>");
        }
        html.tag(" <b>").push(&self.label(ask));
        html.tag("</b> ").push(&linked(ask, &self.recipients));
        html
    }

    /// Numbers told with it.
    pub fn numbers(&self, ask: &Ask<'_>) -> Html {
        let mut html = Html::new();
        for (nth, (what, n, about)) in self.counts.iter().enumerate() {
            if nth > 0 {
                html.tag(ask.lang.comma());
            }
            html.push_text(ask.lang.code_word("count", what)).tag(": <bdi>");
            if *about {
                html.push_text(ask.t("count.approximately")).tag(" ");
            }
            html.push_text(&crate::words::grouped(*n)).tag("</bdi>");
        }
        html
    }

    /// As a card.
    pub fn card(&self, ask: &Ask<'_>) -> Html {
        let mut html = Html::new();
        html.tag("<div class=\"fact done\"").push(&anchor(ask, &self.origin));
        html.tag("><p class=\"label\"><a href=\"").push_text(&ask.href(&format!("/event/{}", self.id)));
        html.tag("\">").push_text(ask.t("event"));
        html.tag("</a> · ").push_text(ask.lang.code_word("status", &self.status));
        if let Some(place) = &self.place {
            html.tag(" · ").push(&party(ask, place));
        }
        if self.disputed {
            html.tag(" · <strong class=\"disputed\">").push_text(ask.t("disputed"));
            html.tag("</strong>");
        }
        html.push(&rejected(ask, &self.origin));
        html.tag("</p><p class=\"deed\">").push(&self.line(ask));
        html.tag("</p>");
        let numbers = self.numbers(ask);
        if !numbers.is_empty() {
            html.tag("<p class=\"numbers\">").push(&numbers).tag("</p>");
        }
        html.push(&chain(ask, self.origin.outlet.as_ref(), &self.chain));
        html.push(&Html::quote(&shortened(&self.origin.words, 240)));
        html.push(&whence(ask, &self.origin, self.date.as_deref()));
        html.tag("</div>");
        html
    }
}

/// The id of a card, on the page of its article: elsewhere another article may have a fact of the same name.
fn anchor(ask: &Ask<'_>, origin: &Origin) -> Html {
    let mut html = Html::new();
    if ask.path.starts_with("/article/") {
        html.tag(" id=\"f-").push_text(&origin.local).tag("\"");
    }
    html
}

fn rejected(ask: &Ask<'_>, origin: &Origin) -> Html {
    let mut html = Html::new();
    if origin.rejected {
        html.tag(" · <strong class=\"rejected\">").push_text(ask.t("fact.rejected"));
        html.tag("</strong>");
    }
    html
}

/// The address of a fact's words in its article.
pub fn words_href(ask: &Ask<'_>, origin: &Origin) -> String {
    ask.href(&format!("/article/{}?fact={}#words", origin.article, encode(&origin.local)))
}

/// Day, headline, and the way to the words.
fn whence(ask: &Ask<'_>, origin: &Origin, day: Option<&str>) -> Html {
    let mut html = Html::new();
    html.tag("<p class=\"whence\">").push(&day::html(ask.lang, day));
    html.tag(" · <a class=\"words\" href=\"").push_text(&words_href(ask, origin));
    html.tag("\">").push_text(ask.t("fact.words"));
    html.tag("</a>");
    if !ask.path.starts_with("/article/")
        && let Some(title) = &origin.title
    {
        html.tag(" · <cite>").push(&Html::bdi(title)).tag("</cite>");
    }
    html.tag("</p>");
    html
}

/// The chain of transmission: outlet, from whom, from whom, to the speaker.
pub fn chain(ask: &Ask<'_>, outlet: Option<&Party>, hops: &[Party]) -> Html {
    let mut html = Html::new();
    html.tag("<ol class=\"chain\" aria-label=\"").push_text(ask.t("statement.chain"));
    html.tag("\">");
    if let Some(outlet) = outlet {
        let href = ask.href(&format!("/source/{}", outlet.id));
        html.tag("<li>").push(&Html::link(&href, &Html::bdi(&outlet.name))).tag("</li>");
    }
    for hop in hops {
        html.tag("<li>");
        if outlet.is_some() || hop != &hops[0] {
            html.tag("<span class=\"from\">").push_text(ask.t("chain.from"));
            html.tag("</span> ");
        }
        html.push(&party(ask, hop)).tag("</li>");
    }
    if hops.is_empty() {
        html.tag("<li class=\"quiet\">").push_text(ask.t("chain.own"));
        html.tag("</li>");
    }
    html.tag("</ol>");
    html
}

/// An entity's name, linked.
pub fn party(ask: &Ask<'_>, party: &Party) -> Html {
    Html::link(&ask.href(&format!("/entity/{}", party.id)), &Html::bdi(&party.name))
}

/// Names, linked, with commas between.
pub fn linked(ask: &Ask<'_>, parties: &[Party]) -> Html {
    let mut html = Html::new();
    for (nth, one) in parties.iter().enumerate() {
        if nth > 0 {
            html.tag(ask.lang.comma());
        }
        html.push(&party(ask, one));
    }
    html
}

/// At most about so many characters, cut at a blank.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{} …", cut.get(..end).unwrap_or(&cut))
}
