//! Filters of lists: read from the address into the archive's [`Filter`], shown as a form that works without scripts.

use crate::ask::{Ask, Format};
use crate::html::Html;
use crate::reply::Failure;
use musnad_archive::Error;
use musnad_archive::query::{Filter, Table};
use serde_json::Value;

pub(crate) use musnad::event::TYPES;

const ACTS: [&str; 15] = [
    "say", "affirm", "announce", "deny", "accuse", "threaten", "condemn", "demand", "ask", "warn", "promise", "praise", "expect",
    "propose", "reject",
];
const STATUSES: [&str; 5] = ["happened", "ongoing", "planned", "denied", "hypothetical"];

/// Rows on a page for readers.
pub(crate) const SIZE: usize = 20;

/// The filter that an address asks for.
pub(crate) fn read(ask: &Ask<'_>) -> Filter {
    let text = |name: &str| ask.param(name).map(str::to_owned);
    Filter {
        entity: text("entity"),
        by: text("by"),
        to_whom: text("to_whom"),
        outlet: text("outlet"),
        from: text("from"),
        to: text("to"),
        kind: text("type"),
        act: text("act"),
        status: text("status"),
        country: text("country"),
        disputed: ask.is("disputed", "1"),
        occurrence: None,
        story: ask.param("story").and_then(|s| s.parse().ok()),
        limit: ask.page_number() * size(ask) + 1,
    }
}

/// Rows on a page: more for programs, who may ask for fewer or more.
pub(crate) fn size(ask: &Ask<'_>) -> usize {
    match ask.format {
        Format::Html | Format::Atom => SIZE,
        _ => ask.param("size").and_then(|s| s.parse().ok()).filter(|s| (1..=1_000).contains(s)).unwrap_or(200),
    }
}

/// Rows of this page, whether there are more, and whether a name of the filter means nobody.
pub(crate) struct Rows {
    pub table: Table,
    pub has_next: bool,
    pub nobody: bool,
}

/// Cuts this page out of what a question with [`read`]'s limit gave.
pub(crate) fn rows(ask: &Ask<'_>, found: Result<Table, Error>) -> Result<Rows, Failure> {
    let (mut table, nobody) = match found {
        Ok(table) => (table, false),
        Err(Error::Request(_)) => (Table::default(), true),
        Err(error) => return Err(error.into()),
    };
    let (page, size) = (ask.page_number(), size(ask));
    let has_next = table.rows.len() > page * size;
    table.rows = table.rows.into_iter().skip((page - 1) * size).take(size).collect();
    Ok(Rows { table, has_next, nobody })
}

impl Rows {
    /// The numbers of a column.
    pub fn ids(&self, column: &str) -> Vec<i64> {
        let nth = self.table.columns.iter().position(|c| c == column);
        self.table.rows.iter().filter_map(|row| row.get(nth?)?.as_i64()).collect()
    }

    /// Where the next page is, for programs.
    pub fn next(&self, ask: &Ask<'_>) -> Value {
        ask.next_page(self.has_next)
    }
}

/// The form of some filters.
pub(crate) fn form(ask: &Ask<'_>, names: &[&str]) -> Html {
    let mut html = Html::new();
    html.tag("<form class=\"filters\" method=\"get\" action=\"").push_text(ask.path).tag("\" aria-label=\"");
    html.push_text(ask.t("filter.title")).tag("\">");
    for name in names {
        field(ask, name, &mut html);
    }
    if ask.lang == crate::words::Lang::En {
        html.tag("<input type=\"hidden\" name=\"lang\" value=\"en\">");
    }
    html.tag("<button>").push_text(ask.t("go")).tag("</button>");
    if names.iter().any(|name| ask.param(name).is_some()) {
        html.tag(" <a href=\"").push_text(&ask.href(ask.path)).tag("\">").push_text(ask.t("filter.clear")).tag("</a>");
    }
    html.tag("</form>");
    html
}

fn field(ask: &Ask<'_>, name: &str, html: &mut Html) {
    let (key, choices, kind): (&str, &[&str], &str) = match name {
        "type" => ("filter.type", &TYPES, "type"),
        "act" => ("filter.act", &ACTS, "act"),
        "status" => ("filter.status", &STATUSES, "status"),
        "to" => ("filter.until", &[], ""),
        "to_whom" => ("filter.to", &[], ""),
        "disputed" => ("filter.disputed", &[], "check"),
        "entity" => ("filter.entity", &[], ""),
        "by" => ("filter.by", &[], ""),
        "outlet" => ("filter.outlet", &[], ""),
        "country" => ("filter.country", &[], ""),
        _ => ("filter.from", &[], ""),
    };
    let value = ask.value(name);
    if kind == "check" {
        html.tag("<label class=\"check\"><input type=\"checkbox\" name=\"").push_text(name).tag("\" value=\"1\"");
        html.tag(if value == "1" { " checked> " } else { "> " }).push_text(ask.t(key)).tag("</label>");
        return;
    }
    html.tag("<label>").push_text(ask.t(key)).tag(" ");
    if choices.is_empty() {
        let is_day = matches!(name, "from" | "to");
        html.tag("<input name=\"").push_text(name).tag("\" value=\"").push_text(value).tag("\" maxlength=\"200\" dir=\"");
        html.tag(if is_day { "ltr\" placeholder=\"2026-02-01\">" } else { "auto\">" });
    } else {
        html.tag("<select name=\"").push_text(name).tag("\"><option value=\"\">").push_text(ask.t("filter.all")).tag("</option>");
        for code in choices {
            html.tag("<option value=\"").push_text(code).tag(if value.eq_ignore_ascii_case(code) {
                "\" selected>"
            } else {
                "\">"
            });
            html.push_text(ask.lang.code_word(kind, code)).tag("</option>");
        }
        html.tag("</select>");
    }
    html.tag("</label>");
}

/// What is said where nothing is listed.
pub(crate) fn empty(ask: &Ask<'_>, rows: &Rows, key: &str) -> String {
    if rows.nobody { ask.t("filter.nobody").to_owned() } else { ask.t(key).to_owned() }
}
