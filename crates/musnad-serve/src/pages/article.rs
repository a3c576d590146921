//! An article: its text with what was read marked, the facts beside it, each leading to its words; copies and story.

use crate::ask::{Ask, Format};
use crate::day;
use crate::facts::{self, Event, Party, Statement, linked};
use crate::html::{Html, web_address};
use crate::marks::{Mark, apart, paragraphs, parts};
use crate::reply::{Failure, Reply};
use crate::runs;
use askama::Template;
use musnad::Record;
use musnad_archive::get;
use serde_json::{Value, json};
use std::ops::Range;

/// A fact of either kind.
enum Fact {
    Said(Statement),
    Done(Event),
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'a> {
    ask: &'a Ask<'a>,
    title: Html,
    outlet: Html,
    published: Html,
    author: Option<Html>,
    url: Option<String>,
    text: Html,
    /// With their numbers in the whole article, which the notes in the text have too.
    facts: Vec<(usize, Html)>,
    parts: Html,
    names: Html,
    copy: Option<Html>,
    copies: Vec<Html>,
    story: Vec<Html>,
    story_href: String,
    newer: Option<String>,
    older: Option<String>,
    limits: Vec<String>,
}

/// Bytes of text, marks and facts on a page, about: with what stands around them a page stays below sixty kilobytes.
const MOST_BYTES: usize = 44_000;

/// The page.
///
/// # Errors
/// If there is no such article, or the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let id = ask.number()?;
    let row = get::article(ask.db, id)?.ok_or(Failure::NotFound)?;
    let facts = load(ask, id)?;
    let record = get::record(ask.db, id)?.ok_or(Failure::NotFound)?;
    match ask.format {
        Format::Json => {
            let about = json!({ "article": { "id": row.id, "url": row.url, "outlet": row.outlet, "title": row.title,
                "published": row.published, "author": row.author, "version": row.version, "current": row.current, "story": row.story,
                "copy_of": row.copy_of, "copy_kind": row.copy_kind }, "record": record });
            let rows: Vec<Value> = facts.iter().map(Fact::to_json).collect();
            return ask.twins(about, &rows).ok_or(Failure::NotFound);
        }
        Format::Csv => {
            let rows: Vec<Value> = facts.iter().map(Fact::row).collect();
            return ask.twins(json!({}), &rows).ok_or(Failure::NotFound);
        }
        _ => {}
    }
    let cards: Vec<Html> = facts.iter().map(|f| f.card(ask)).collect();
    let marks = marks(ask, id, &record.text, &facts)?;
    let at_marks = marks.iter().map(|m| (m.start, m.attributes.len() + m.note.len() + 24));
    let at_facts = facts.iter().zip(&cards).map(|(f, card)| (f.origin().start as usize, card.len() + 12));
    let parts = parts(&record.text, &mut at_marks.chain(at_facts).collect::<Vec<_>>(), MOST_BYTES);
    // Facts belong to the part in which their words begin; what is not on a line belongs to the part before it.
    let part_of = |at: usize| parts.iter().rposition(|part| part.0 <= at).unwrap_or(0);
    let wanted = facts.iter().find(|f| ask.is("fact", &f.origin().local)).map(|f| part_of(f.origin().start as usize));
    let part = ask.param("part").and_then(|p| p.parse::<usize>().ok()).and_then(|p| p.checked_sub(1)).or(wanted).unwrap_or(0);
    let part = part.min(parts.len().saturating_sub(1));
    let is_here = |fact: &&Fact| part_of(fact.origin().start as usize) == part;
    let outlet =
        facts::parties(ask.db, "SELECT o.id, o.name FROM articles a JOIN outlets o ON o.id = a.outlet WHERE a.id = ?1", id)?;
    let outlet = outlet.first().map_or_else(Html::new, |o| source(ask, o));
    let href = |id: i64| ask.href(&format!("/article/{id}"));
    let other =
        |sql: &str| -> Result<Option<String>, Failure> { Ok(facts::ids(ask.db, sql, &[id])?.first().map(|id| href(*id))) };
    let page = ArticlePage {
        ask,
        title: Html::bdi(row.title.as_deref().unwrap_or(ask.t("untitled"))),
        outlet,
        published: day::html(ask.lang, row.published.as_deref()),
        author: row.author.as_deref().map(Html::bdi),
        url: row.url.as_deref().and_then(web_address),
        text: text(&record, marks, parts.get(part).copied().unwrap_or_default()),
        facts: (1..).zip(facts.iter().zip(cards)).filter(|(_, (f, _))| is_here(f)).map(|(nth, (_, card))| (nth, card)).collect(),
        parts: part_links(ask, part, parts.len()),
        names: names(ask, id)?,
        copy: match row.copy_of {
            Some(source) => {
                let kind = format!("article.copy.{}", row.copy_kind.as_deref().unwrap_or("edited"));
                let mut html = others(ask, "SELECT ?1", source)?.into_iter().next().unwrap_or_default();
                html.tag(" (").push_text(ask.t(&kind)).tag(")");
                Some(html)
            }
            None => None,
        },
        copies: others(ask, "SELECT id FROM articles WHERE copy_of = ?1 ORDER BY id LIMIT 30", id)?,
        story: match row.story {
            Some(story) => {
                let all = facts::ids(
                    ask.db,
                    "SELECT id FROM articles WHERE story = ?1 AND id <> ?2 ORDER BY day, id LIMIT 8",
                    &[story, id],
                )?;
                all.iter().map(|id| Ok(others(ask, "SELECT ?1", *id)?.into_iter().next().unwrap_or_default())).collect::<Result<
                    _,
                    Failure,
                >>(
                )?
            }
            None => Vec::new(),
        },
        story_href: ask.href(&format!("/story/{}", row.story.unwrap_or_default())),
        newer: if row.current { None } else { other("SELECT id FROM articles WHERE replaces = ?1 ORDER BY id DESC LIMIT 1")? },
        older: row.replaces.map(href),
        limits: record.limits.iter().map(|l| format!("{}: {}", l.what, l.why)).collect(),
    };
    ask.page(row.title.as_deref().unwrap_or(ask.t("article")), &page)
}

/// Everything read from an article, in order of its words.
fn load(ask: &Ask<'_>, id: i64) -> Result<Vec<Fact>, Failure> {
    let of = |table: &str| format!("SELECT id FROM {table} WHERE article = ?1 ORDER BY start LIMIT 2000");
    let said = facts::statements(ask.db, &facts::ids(ask.db, &of("statements"), &[id])?)?;
    let done = facts::events(ask.db, &facts::ids(ask.db, &of("events"), &[id])?)?;
    let mut all: Vec<Fact> = said.into_iter().map(Fact::Said).chain(done.into_iter().map(Fact::Done)).collect();
    all.sort_by_key(|f| (f.origin().start, f.origin().end));
    Ok(all)
}

impl Fact {
    fn origin(&self) -> &facts::Origin {
        match self {
            Fact::Said(statement) => &statement.origin,
            Fact::Done(event) => &event.origin,
        }
    }

    fn card(&self, ask: &Ask<'_>) -> Html {
        match self {
            Fact::Said(statement) => statement.card(ask),
            Fact::Done(event) => event.card(ask),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Fact::Said(statement) => statement.to_json(),
            Fact::Done(event) => event.to_json(),
        }
    }

    /// A row with the same columns for both kinds.
    fn row(&self) -> Value {
        let o = self.origin();
        let names = |parties: &[Party]| parties.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join("؛ ");
        let (kind, id, day, who, what, whom, status, chain) = match self {
            Fact::Said(s) => {
                let speaker = s.chain.last().map(|p| p.name.clone()).unwrap_or_default();
                ("statement", s.id, &s.day, speaker, &s.act, names(&s.addressees), &s.polarity, &s.chain)
            }
            Fact::Done(v) => ("event", v.id, &v.date, names(&v.actors), &v.kind, names(&v.recipients), &v.status, &v.chain),
        };
        json!({ "kind": kind, "id": id, "day": day, "who": who, "what": what, "whom": whom, "status": status, "chain": names(chain),
            "words": o.words, "start": o.start, "end": o.end, "article": o.article, "rejected": o.rejected })
    }
}

/// Links to the parts of an article that is longer than a page.
fn part_links(ask: &Ask<'_>, part: usize, n: usize) -> Html {
    let mut html = Html::new();
    if n < 2 {
        return html;
    }
    html.tag("<nav class=\"pager\" aria-label=\"").push_text(ask.t("article.parts")).tag("\">");
    html.push_text(ask.t("article.parts")).tag(": ");
    for nth in 0..n {
        let number = (nth + 1).to_string();
        let mark = match nth {
            nth if nth == part => "<a aria-current=\"true\" href=\"",
            nth if nth + 1 == part => "<a rel=\"prev\" href=\"",
            nth if nth == part + 1 => "<a rel=\"next\" href=\"",
            _ => "<a href=\"",
        };
        html.tag(mark).push_text(&ask.with_all(&[("part", number.as_str()), ("fact", "")])).tag("\">");
        html.push_text(&number).tag("</a> ");
    }
    html.tag("</nav>");
    html
}

/// Everything that is marked in the text.
fn marks(ask: &Ask<'_>, id: i64, text: &str, facts: &[Fact]) -> Result<Vec<Mark>, Failure> {
    let mut marks = apart(links(ask, id)?);
    marks.extend(isolates(text));
    times(ask, id, &mut marks)?;
    designations(ask, id, &mut marks)?;
    let selected = ask.param("fact");
    for (nth, fact) in facts.iter().enumerate() {
        let o = fact.origin();
        if selected == Some(o.local.as_str()) {
            let mut attributes = Html::new();
            attributes.tag(" class=\"on\" title=\"").push_text(ask.t("legend.fact")).tag("\"");
            let (start, end) = (o.start as usize, o.end as usize);
            marks.push(Mark {
                start,
                end,
                level: 1,
                element: "mark",
                attributes,
                id: Some("words".to_owned()),
                ..Mark::default()
            });
        }
        if !o.rejected {
            marks.push(fact_mark(ask, fact, nth + 1)?);
        }
    }
    Ok(marks)
}

/// A part of the text with its marks. A mark that goes on beyond it has no note here: its fact may stand beside another part.
fn text(record: &Record, marks: Vec<Mark>, (from, to): (usize, usize)) -> Html {
    let class_at = |at: usize| {
        let at = at + from;
        let kind = record.article.blocks.iter().find(|b| b.span.start as usize <= at && at < b.span.end as usize);
        match kind.map(|b| b.kind.as_str()) {
            Some("body") | None => "body",
            Some("title") => "body title",
            Some(_) => "beside",
        }
    };
    let words: String = record.text.chars().skip(from).take(to - from).collect();
    let within = |mut mark: Mark| {
        if mark.start < from || mark.end > to {
            mark.note = Html::new();
        }
        let (start, end) = (mark.start.max(from), mark.end.min(to));
        (start < end).then(|| Mark { start: start - from, end: end - from, ..mark })
    };
    paragraphs(&words, marks.into_iter().filter_map(within).collect(), class_at)
}

/// A statement's content, or the predicate of an event, with the number of the fact behind it.
fn fact_mark(ask: &Ask<'_>, fact: &Fact, number: usize) -> Result<Mark, Failure> {
    let o = fact.origin();
    let (label, class, (start, end)) = match fact {
        Fact::Said(_) => ("legend.statement", "s", (o.start as usize, o.end as usize)),
        Fact::Done(event) => {
            let found = ask
                .db
                .prepare_cached("SELECT trigger_start, trigger_end FROM events WHERE id = ?1")?
                .query_row([event.id], |r| Ok((r.get::<_, u32>(0)? as usize, r.get::<_, u32>(1)? as usize)))?;
            ("legend.event", "v", found)
        }
    };
    let mut attributes = Html::new();
    attributes.tag(" class=\"").push_text(class).tag("\"");
    let mut note = Html::new();
    note.tag("<sup><a class=\"note\" href=\"#f-").push_text(&o.local).tag("\" aria-label=\"").push_text(ask.t(label));
    note.tag(" ").push_text(&number.to_string()).tag("\">").push_text(&number.to_string()).tag("</a></sup>");
    let (element, level) = if class == "s" { ("mark", 2) } else { ("span", 4) };
    Ok(Mark { start, end, level, element, attributes, id: Some(format!("w-{}", o.local)), note })
}

fn links(ask: &Ask<'_>, id: i64) -> Result<Vec<Mark>, Failure> {
    let mut rows = ask.db.prepare_cached(
        "SELECT m.start, m.\"end\", e.id, e.name FROM mentions m JOIN entities r ON r.id = m.entity
         JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE m.article = ?1 AND m.form <> 'pronoun'",
    )?;
    let found = rows.query_map([id], |r| {
        Ok((r.get::<_, u32>(0)? as usize, r.get::<_, u32>(1)? as usize, Party { id: r.get(2)?, name: r.get(3)? }))
    })?;
    let mut marks = Vec::new();
    for row in found {
        let (start, end, entity) = row?;
        let mut attributes = Html::new();
        attributes.tag(" class=\"e\" href=\"").push_text(&ask.href(&format!("/entity/{}", entity.id)));
        attributes.tag("\" title=\"").push_text(&entity.name).tag("\"");
        marks.push(Mark { start, end, level: 6, element: "a", attributes, ..Mark::default() });
    }
    Ok(marks)
}

fn times(ask: &Ask<'_>, id: i64, marks: &mut Vec<Mark>) -> Result<(), Failure> {
    let mut rows = ask.db.prepare_cached("SELECT start, \"end\", value FROM times WHERE article = ?1")?;
    let found = rows
        .query_map([id], |r| Ok((r.get::<_, u32>(0)? as usize, r.get::<_, u32>(1)? as usize, r.get::<_, Option<String>>(2)?)))?;
    for row in found {
        let (start, end, value) = row?;
        let told = value.as_deref().map(|v| day::told(ask.lang, v).unwrap_or_else(|| v.to_owned()));
        let mut attributes = Html::new();
        attributes.tag(" class=\"t\" title=\"").push_text(told.as_deref().unwrap_or(ask.t("undated"))).tag("\"");
        // A season is a time to readers, and to machines it is none.
        let date = value.as_deref().filter(|v| day::parts(v).is_some() && v.len() <= 10);
        if let Some(date) = date {
            attributes.tag(" datetime=\"").push_text(date).tag("\"");
        }
        let element = if date.is_some() { "time" } else { "span" };
        marks.push(Mark { start, end, level: 5, element, attributes, ..Mark::default() });
    }
    Ok(())
}

fn designations(ask: &Ask<'_>, id: i64, marks: &mut Vec<Mark>) -> Result<(), Failure> {
    let mut rows = ask.db.prepare_cached("SELECT start, \"end\", stance, neutral FROM designations WHERE article = ?1")?;
    let found = rows.query_map([id], |r| {
        Ok((r.get::<_, u32>(0)? as usize, r.get::<_, u32>(1)? as usize, r.get::<_, String>(2)?, r.get::<_, String>(3)?))
    })?;
    for row in found {
        let (start, end, stance, neutral) = row?;
        let mut attributes = Html::new();
        attributes.tag(" class=\"d\" title=\"").push_text(ask.t("legend.designation")).tag(" (");
        attributes.push_text(ask.lang.code_word("stance", &stance)).tag("): ").push_text(&neutral).tag("\"");
        marks.push(Mark { start, end, level: 3, element: "span", attributes, ..Mark::default() });
    }
    Ok(())
}

/// What runs from left to right inside of the text. Around all other marks: one that ends inside of it does not cut it in two.
fn isolates(text: &str) -> Vec<Mark> {
    let (mut at, mut n) = (0, 0);
    let mut point = |byte: usize| {
        n += text[at..byte].chars().count();
        at = byte;
        n
    };
    let isolate = |run: Range<usize>| {
        let mut attributes = Html::new();
        attributes.tag(" dir=\"ltr\"");
        Mark { start: point(run.start), end: point(run.end), level: 0, element: "bdi", attributes, ..Mark::default() }
    };
    runs::foreign(text).into_iter().map(isolate).collect()
}

/// Whoever the article names most.
fn names(ask: &Ask<'_>, id: i64) -> Result<Html, Failure> {
    let sql = "SELECT e.id, e.name FROM mentions m JOIN entities r ON r.id = m.entity
               JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE m.article = ?1 AND e.named = 1
               GROUP BY e.id ORDER BY count(*) DESC, min(m.start) LIMIT 14";
    Ok(linked(ask, &facts::parties(ask.db, sql, id)?))
}

/// A link to an outlet's page.
pub(crate) fn source(ask: &Ask<'_>, outlet: &Party) -> Html {
    Html::link(&ask.href(&format!("/source/{}", outlet.id)), &Html::bdi(&outlet.name))
}

/// Articles listed by a query of ids: headline, outlet, day.
pub(crate) fn others(ask: &Ask<'_>, sql: &str, id: i64) -> Result<Vec<Html>, Failure> {
    facts::ids(ask.db, sql, &[id])?.into_iter().filter_map(|id| article_line(ask, id).transpose()).collect()
}

/// An article as a line.
pub(crate) fn article_line(ask: &Ask<'_>, id: i64) -> Result<Option<Html>, Failure> {
    let mut rows = ask.db.prepare_cached(
        "SELECT a.title, a.published, o.id, o.name, a.copy_of FROM articles a LEFT JOIN outlets o ON o.id = a.outlet WHERE a.id = ?1",
    )?;
    let mut rows = rows.query([id])?;
    let Some(r) = rows.next()? else { return Ok(None) };
    let (title, published): (Option<String>, Option<String>) = (r.get(0)?, r.get(1)?);
    let outlet: Option<i64> = r.get(2)?;
    let name: Option<String> = r.get(3)?;
    let copy: Option<i64> = r.get(4)?;
    let mut html = Html::link(&ask.href(&format!("/article/{id}")), &Html::bdi(title.as_deref().unwrap_or(ask.t("untitled"))));
    html.tag(" <span class=\"whence\">");
    if let Some((id, name)) = outlet.zip(name) {
        html.push(&source(ask, &Party { id, name })).tag(ask.lang.comma());
    }
    html.push(&day::html(ask.lang, published.as_deref()));
    if copy.is_some() {
        html.tag(" · ").push_text(ask.t("event.copy"));
    }
    html.tag("</span>");
    Ok(Some(html))
}
