//! Naming: who calls whom what, side by side; names that take a side beside the neutral one, in whose voice, in which outlet.

use crate::ask::{Ask, pager};
use crate::filters;
use crate::html::Html;
use crate::reply::{Failure, Reply, objects};
use askama::Template;
use musnad_archive::Error;
use musnad_archive::query::{self, Filter, Table};
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "framing.html")]
struct FramingPage<'a> {
    ask: &'a Ask<'a>,
    form: Html,
    empty: Option<String>,
    groups: Vec<(Html, Html)>,
    pager: Html,
}

/// The page.
///
/// # Errors
/// If the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let filter = filters::read(ask);
    // A reader wants all names of one party together, so the page is one long table.
    let filter = Filter { limit: filter.limit.max(301), ..filter };
    let rows = filters::rows(ask, query::framing(ask.db, ask.site.reader.lexicon(), &filter))?;
    let told = objects(&rows.table);
    if let Some(reply) = ask.twins(json!({ "next": rows.next(ask) }), &told) {
        return Ok(reply);
    }
    let mut names: Vec<&str> = Vec::new();
    for row in &told {
        let whom = row["whom"].as_str().unwrap_or_default();
        if !names.contains(&whom) {
            names.push(whom);
        }
    }
    let group = |whom: &&str| {
        let of: Vec<&Value> = told.iter().filter(|row| row["whom"].as_str().unwrap_or_default() == *whom).collect();
        (Html::bdi(whom), table(ask, whom, &of))
    };
    let page = FramingPage {
        ask,
        form: filters::form(ask, &["entity", "by", "outlet", "country", "from", "to"]),
        empty: told.is_empty().then(|| filters::empty(ask, &rows, "framing.empty")),
        groups: names.iter().map(group).collect(),
        pager: pager(ask, rows.has_next),
    };
    ask.page(ask.t("framing.title"), &page)
}

/// The loaded names of one entity as a table; nothing where there are none.
pub(super) fn table_of(ask: &Ask<'_>, entity: Option<&str>) -> Result<Html, Failure> {
    let filter = Filter { entity: entity.map(str::to_owned), limit: 30, ..Filter::default() };
    let found = match query::framing(ask.db, ask.site.reader.lexicon(), &filter) {
        Ok(table) => table,
        Err(Error::Request(_)) => Table::default(),
        Err(error) => return Err(error.into()),
    };
    let told = objects(&found);
    if told.is_empty() {
        return Ok(Html::new());
    }
    Ok(table(ask, ask.t("entity.loaded"), &told.iter().collect::<Vec<_>>()))
}

/// Called what, how it takes a side, by which outlet, in whose voice, how often; the way to the first article.
pub(super) fn table(ask: &Ask<'_>, label: &str, rows: &[&Value]) -> Html {
    let mut html = Html::new();
    html.tag("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").push_text(label);
    html.tag("\"><table><thead><tr>");
    for key in ["framing.called", "framing.stance", "col.outlet", "framing.voice", "col.count"] {
        html.tag(if key == "col.count" { "<th scope=\"col\" class=\"number\">" } else { "<th scope=\"col\">" });
        html.push_text(ask.t(key)).tag("</th>");
    }
    html.tag("</tr></thead><tbody>");
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        html.tag("<tr><th scope=\"row\">");
        let href = ask.href(&format!("/article/{}", row["article"].as_i64().unwrap_or_default()));
        html.push(&Html::link(&href, &Html::bdi(text("called")))).tag("</th><td>");
        html.push_text(ask.lang.code_word("stance", text("stance"))).tag("</td><td>").push(&Html::bdi(text("outlet")));
        html.tag("</td><td>");
        match row["voice"].as_str() {
            Some(voice) => html.push(&Html::bdi(voice)),
            None => html.tag("<span class=\"quiet\">").push_text(ask.t("framing.outlet.voice")).tag("</span>"),
        };
        html.tag("</td><td class=\"number\">")
            .push_text(&row["times"].as_i64().unwrap_or_default().to_string())
            .tag("</td></tr>");
    }
    html.tag("</tbody></table></div>");
    html
}
