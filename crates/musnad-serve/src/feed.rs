//! Any search as an Atom feed, so that a newsroom is told of what is new by the reader it has already.

use crate::ask::Ask;
use crate::html::Html;
use crate::pages::search::href;
use crate::reply::Reply;
use musnad_archive::search::{Hit, Target};

/// A moment for what has no date; Atom asks for one.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// The feed of the latest hits.
pub(crate) fn atom(ask: &Ask<'_>, typed: &str, target: Target, hits: &[Hit]) -> Reply {
    let host = ask.request.header("host").unwrap_or("localhost");
    let root: String = host.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '[' | ']')).collect();
    let root = format!("http://{root}");
    let mut xml = Html::new();
    xml.tag("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ar\"><title>");
    xml.push_text(&format!("{}: {typed}", ask.t("name"))).tag("</title><id>");
    let page = ask.twin("atom");
    xml.push_text(&format!("{root}{page}")).tag("</id><link rel=\"self\" href=\"").push_text(&format!("{root}{page}"));
    xml.tag("\"/><updated>").push_text(hits.first().map_or(NEVER.to_owned(), |hit| moment(hit.published.as_deref())).as_str());
    xml.tag("</updated>\n");
    for hit in hits {
        let address = format!("{root}{}", href(target, hit));
        xml.tag("<entry><title>").push_text(hit.title.as_deref().unwrap_or(ask.t("untitled")));
        xml.tag("</title><id>").push_text(&address).tag("</id><link href=\"").push_text(&address).tag("\"/><updated>");
        xml.push_text(&moment(hit.published.as_deref())).tag("</updated><author><name>");
        xml.push_text(hit.outlet.as_deref().unwrap_or(ask.t("unknown"))).tag("</name></author><summary>");
        xml.push_text(&hit.snippet.text).tag("</summary></entry>\n");
    }
    xml.tag("</feed>\n");
    Reply::new("application/atom+xml; charset=utf-8", xml.to_string())
}

/// A date of publication as RFC 3339.
fn moment(published: Option<&str>) -> String {
    let Some(date) = published.filter(|p| crate::day::number(p).is_some()) else { return NEVER.to_owned() };
    let day = date.get(..10).unwrap_or(date);
    match date.get(10..).unwrap_or("") {
        "" => format!("{day}T00:00:00Z"),
        rest if is_time(rest) => date.to_owned(),
        rest if is_time(&format!("{rest}Z")) => format!("{date}Z"),
        _ => format!("{day}T00:00:00Z"),
    }
}

/// `T14:30:00` and a zone, as RFC 3339 has it.
fn is_time(rest: &str) -> bool {
    let shape: String = rest.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    matches!(shape.as_str(), "T99:99:99Z" | "T99:99:99+99:99" | "T99:99:99-99:99")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_what_atom_asks_for() {
        for (given, told) in [
            (Some("2026-02-04T10:10:00+01:00"), "2026-02-04T10:10:00+01:00"),
            (Some("2026-02-04T10:10:00"), "2026-02-04T10:10:00Z"),
            (Some("2026-02-04"), "2026-02-04T00:00:00Z"),
            (Some("2026-02-04 أمس"), "2026-02-04T00:00:00Z"),
            (Some("2026-02"), NEVER),
            (None, NEVER),
        ] {
            assert_eq!(moment(given), told);
        }
    }
}
