//! Corrections: what a reviewer decided over what the machine read, and who and when.

use crate::ask::{Ask, params};
use crate::day;
use crate::html::Html;
use crate::reply::{Failure, Reply};
use crate::token::Scope;
use askama::Template;
use musnad_archive::fix;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "corrections.html")]
struct CorrectionsPage<'a> {
    ask: &'a Ask<'a>,
    rows: Vec<Row>,
}

/// A correction as a row.
struct Row {
    id: i64,
    when: Html,
    who: Html,
    what: Html,
    target: Html,
    value: Html,
    reason: Html,
    undone: bool,
}

/// The list, latest first.
///
/// # Errors
/// If the archive cannot be read.
pub fn list(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let all = fix::list(ask.db)?;
    let told: Vec<Value> = all
        .iter()
        .rev()
        .take(1_000)
        .map(|c| {
            json!({ "id": c.id, "at": c.at, "who": c.who, "what": c.what, "target": c.target, "value": c.value, "was": c.was,
                "reason": c.reason, "undone": c.undone })
        })
        .collect();
    if let Some(reply) = ask.twins(json!({}), &told) {
        return Ok(reply);
    }
    let row = |c: &fix::Correction| Row {
        id: c.id,
        when: day::html(ask.lang, Some(&c.at)),
        who: Html::bdi(&c.who),
        what: Html::text(ask.lang.code_word("fix", &c.what)),
        target: Html::ltr(&c.target),
        value: c.value.as_deref().map_or_else(Html::new, Html::bdi),
        reason: c.reason.as_deref().map_or_else(Html::new, Html::bdi),
        undone: c.undone.is_some(),
    };
    let page = CorrectionsPage { ask, rows: all.iter().rev().take(200).map(row).collect() };
    ask.page(ask.t("corrections.title"), &page)
}

/// `POST /corrections`: the forms of the pages.
///
/// # Errors
/// Without a token for it; if it names nothing that is there.
pub fn submit(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let fields = params(&String::from_utf8_lossy(&ask.request.body));
    let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned()).filter(|v| !v.is_empty());
    let token = field("token");
    let who = super::api::bearer(ask, token.as_deref(), Scope::Correct)?.to_owned();
    super::api::apply(ask, &who, &field)?;
    // Back to where it was sent from, within this site.
    let back = field("back")
        .filter(|b| b.starts_with('/') && !b.starts_with("//") && b.bytes().all(|b| b.is_ascii_graphic() && b != b'\\'));
    Ok(Reply::see_other(&back.unwrap_or_else(|| ask.href("/corrections"))))
}

/// The form with which a reviewer rejects a fact, or accepts it again.
pub(super) fn fact_form(ask: &Ask<'_>, kind: &str, id: i64, rejected: bool) -> Html {
    let (verb, key) = if rejected { ("accept", "corrections.accept") } else { ("reject", "corrections.reject") };
    let mut html = begin(ask, &format!("{verb}-{kind}"), id, ask.t(key));
    if !html.is_empty() {
        end(ask, &mut html);
    }
    html
}

/// The forms with which a reviewer renames an entity or merges it into another.
pub(super) fn entity_form(ask: &Ask<'_>, id: i64) -> Html {
    let mut all = Html::new();
    for (what, key) in [("rename", "corrections.rename"), ("merge", "corrections.merge")] {
        let mut html = begin(ask, what, id, ask.t(key));
        if html.is_empty() {
            break;
        }
        html.tag("<p><label>")
            .push_text(ask.t(key))
            .tag(" <input name=\"value\" required maxlength=\"200\" dir=\"auto\"></label></p>");
        end(ask, &mut html);
        all.push(&html);
    }
    all
}

/// The beginning of a form; nothing where nobody may correct.
fn begin(ask: &Ask<'_>, what: &str, id: i64, title: &str) -> Html {
    let mut html = Html::new();
    if ask.site.tokens.is_empty() {
        return html;
    }
    html.tag("<details class=\"fix\"><summary>")
        .push_text(ask.t("corrections.send"))
        .tag(": ")
        .push_text(title)
        .tag("</summary><form method=\"post\" action=\"");
    html.push_text(&ask.href("/corrections")).tag("\"><input type=\"hidden\" name=\"what\" value=\"").push_text(what);
    html.tag("\"><input type=\"hidden\" name=\"id\" value=\"").push_text(&id.to_string());
    html.tag("\"><input type=\"hidden\" name=\"back\" value=\"").push_text(&ask.href(ask.path)).tag("\">");
    html
}

fn end(ask: &Ask<'_>, html: &mut Html) {
    html.tag("<p><label>")
        .push_text(ask.t("corrections.reason"))
        .tag(" <input name=\"reason\" maxlength=\"500\" dir=\"auto\"></label></p>");
    html.tag("<p><label>").push_text(ask.t("corrections.token"));
    html.tag(
        " <input type=\"password\" name=\"token\" required autocomplete=\"current-password\" dir=\"ltr\"></label></p><p><button>",
    );
    html.push_text(ask.t("corrections.send")).tag("</button></p></form></details>");
}
