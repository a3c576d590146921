//! Statements: the list with its filters, and one statement with its chain, each hop beside the words that tell of it.

use super::article::article_line;
use crate::ask::{Ask, pager};
use crate::day;
use crate::facts::{self, Statement, linked, words_href};
use crate::filters;
use crate::html::Html;
use crate::reply::{Failure, Reply};
use crate::runs::direction;
use askama::Template;
use musnad_archive::query;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage<'a> {
    pub title: &'a str,
    pub form: Html,
    pub chart: Html,
    pub empty: Option<String>,
    pub cards: Vec<Html>,
    pub pager: Html,
}

/// The list.
///
/// # Errors
/// If the archive cannot be read.
pub fn list(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let found = query::statements(ask.db, ask.site.reader.lexicon(), &filters::read(ask));
    let rows = filters::rows(ask, found)?;
    let statements = facts::statements(ask.db, &rows.ids("id"))?;
    let objects: Vec<Value> = statements.iter().map(Statement::to_json).collect();
    if let Some(reply) = ask.twins(json!({ "next": rows.next(ask) }), &objects) {
        return Ok(reply);
    }
    let page = ListPage {
        title: ask.t("statements.title"),
        form: filters::form(ask, &["by", "entity", "to_whom", "outlet", "act", "country", "from", "to"]),
        chart: Html::new(),
        empty: statements.is_empty().then(|| filters::empty(ask, &rows, "statements.empty")),
        cards: statements.iter().map(|s| s.card(ask)).collect(),
        pager: pager(ask, rows.has_next),
    };
    ask.page(page.title, &page)
}

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage<'a> {
    ask: &'a Ask<'a>,
    words: Html,
    label: Html,
    day: Html,
    chain: Html,
    to: Html,
    context: Html,
    words_href: String,
    article: Html,
    others: Vec<Html>,
    rejected: bool,
    fix: Html,
}

/// One statement.
///
/// # Errors
/// If there is none, or the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let id = ask.number()?;
    let statement = facts::statement(ask.db, id)?.ok_or(Failure::NotFound)?;
    if let Some(reply) = ask.twins(json!({}), &[statement.to_json()]) {
        return Ok(reply);
    }
    let o = &statement.origin;
    let (before, after) = context(ask, &statement)?;
    let page = StatementPage {
        ask,
        words: Html::quote(&o.words),
        label: statement.label(ask),
        day: day::html(ask.lang, statement.day.as_deref()),
        chain: tall_chain(ask, &statement)?,
        to: linked(ask, &statement.addressees),
        context: in_context(&before, &o.words, &after),
        words_href: words_href(ask, o),
        article: article_line(ask, o.article)?.unwrap_or_default(),
        others: others(ask, &statement)?,
        rejected: o.rejected,
        fix: super::corrections::fact_form(ask, "statement", id, o.rejected),
    };
    let speaker = statement.chain.last().map_or(ask.t("unknown"), |p| p.name.as_str());
    ask.page(&format!("{speaker}: {}", facts::shortened(&o.words, 60)), &page)
}

/// Letters shown before and after the words.
const AROUND: usize = 260;

/// What stands before and after a statement, within its paragraph's surroundings.
fn context(ask: &Ask<'_>, statement: &Statement) -> Result<(String, String), Failure> {
    let o = &statement.origin;
    let text: String = ask.db.query_row("SELECT text FROM articles WHERE id = ?1", [o.article], |r| r.get(0))?;
    let chars: Vec<char> = text.chars().collect();
    let (start, end) = ((o.start as usize).min(chars.len()), (o.end as usize).min(chars.len()));
    let from = (start.saturating_sub(AROUND)..start).find(|at| *at == 0 || chars[at - 1].is_whitespace()).unwrap_or(start);
    let last = (end + AROUND).min(chars.len());
    let to = (end..last).rev().find(|at| chars[*at].is_whitespace()).filter(|_| last < chars.len()).unwrap_or(last);
    let before: String = chars[from..start].iter().collect();
    let after: String = chars[end..to].iter().collect();
    Ok((if from > 0 { format!("… {before}") } else { before }, if to < chars.len() { format!("{after} …") } else { after }))
}

/// The words marked between what stands around them.
fn in_context(before: &str, words: &str, after: &str) -> Html {
    let mut html = Html::new();
    html.tag("<p lang=\"ar\" dir=\"").tag(direction(&format!("{before}{words}{after}"))).tag("\">").push_value(before);
    html.tag("<mark>").push_value(words).tag("</mark>").push_value(after).tag("</p>");
    html
}

/// The chain from top to bottom, each hop with the words that tell of it.
fn tall_chain(ask: &Ask<'_>, statement: &Statement) -> Result<Html, Failure> {
    let mut html = Html::new();
    html.tag("<ol class=\"chain tall\">");
    if let Some(outlet) = &statement.origin.outlet {
        html.tag("<li>")
            .push(&super::article::source(ask, outlet))
            .tag(" <span class=\"quiet\">")
            .push_text(ask.t("chain.outlet"));
        html.tag("</span></li>");
    }
    let mut cues = ask.db.prepare_cached(
        "SELECT substr(a.text, c.start + 1, c.\"end\" - c.start) FROM cues c JOIN statements s ON s.id = c.statement
         JOIN articles a ON a.id = s.article JOIN entities r ON r.id = c.entity
         WHERE c.statement = ?1 AND coalesce(r.merged_into, r.id) = ?2 ORDER BY c.start",
    )?;
    for (nth, hop) in statement.chain.iter().enumerate() {
        let key = if nth + 1 == statement.chain.len() { "chain.speaker" } else { "chain.hop" };
        html.tag("<li><span class=\"quiet\">").push_text(ask.t("chain.from")).tag("</span> ").push(&facts::party(ask, hop));
        html.tag(" <span class=\"quiet\">").push_text(ask.t(key)).tag("</span>");
        let words: Vec<String> = cues.query_map([statement.id, hop.id], |r| r.get(0))?.collect::<Result<_, _>>()?;
        for cue in words {
            html.tag(" «").push(&Html::bdi(&cue)).tag("»");
        }
        html.tag("</li>");
    }
    html.tag("</ol>");
    Ok(html)
}

/// Other statements of the same speaker, latest first.
fn others(ask: &Ask<'_>, statement: &Statement) -> Result<Vec<Html>, Failure> {
    let Some(speaker) = statement.chain.last() else { return Ok(Vec::new()) };
    let sql = "SELECT s.id FROM statements s WHERE s.speaker IN (SELECT id FROM entities WHERE id = ?1 OR merged_into = ?1)
               AND s.id <> ?2 AND s.rejected = 0 ORDER BY s.day DESC, s.id DESC LIMIT 4";
    let ids = facts::ids(ask.db, sql, &[speaker.id, statement.id])?;
    Ok(facts::statements(ask.db, &ids)?.iter().map(|s| s.card(ask)).collect())
}
