//! What JSON-LD (schema.org) says of the article. Broken JSON is mended where only its strings are broken.

use super::meta::Facts;
use crate::dates;
use crate::html::tree::collapse;
use serde_json::{Map, Value};

/// Scripts longer than this are no description of an article.
const MOST_BYTES: usize = 2 << 20;

/// Most objects looked at.
const MOST_OBJECTS: usize = 2_000;

/// Reads one script; `facts` keeps what it already knows.
pub(crate) fn read(script: &str, facts: &mut Facts) {
    if script.len() > MOST_BYTES {
        return;
    }
    let Some(value) = parse(script) else { return };
    let mut objects = Vec::new();
    gather(&value, &mut objects);
    // The article speaks first; a WebPage or the site around it may fill gaps.
    let mut ranked: Vec<(u8, &Map<String, Value>)> = objects.iter().filter_map(|o| Some((rank(o)?, *o))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    for (rank, object) in ranked {
        take(object, facts, rank == 0);
    }
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script.trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| serde_json::from_str(&mended(script)).ok())
}

/// Raw line breaks inside strings escaped, commas before a closing bracket dropped, quotation marks inside strings kept.
fn mended(script: &str) -> String {
    let mut out = String::with_capacity(script.len() + 64);
    let chars: Vec<char> = script.chars().collect();
    let mut inside = false;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = || chars.iter().skip(at + 1).find(|c| !c.is_whitespace()).copied();
        match c {
            '\\' if inside => {
                out.push(c);
                at += 1;
                out.extend(chars.get(at));
            }
            '"' if !inside => {
                inside = true;
                out.push(c);
            }
            '"' if matches!(next(), None | Some(',' | '}' | ']' | ':')) => {
                inside = false;
                out.push(c);
            }
            '"' => out.push_str("\\\""),
            c if inside && c.is_control() => out.push(' '),
            ',' if !inside && matches!(next(), Some('}' | ']')) => {}
            c => out.push(c),
        }
        at += 1;
    }
    out
}

fn gather<'v>(value: &'v Value, found: &mut Vec<&'v Map<String, Value>>) {
    // serde_json itself stops at 128 levels, so recursion is bounded.
    match value {
        Value::Array(values) => values.iter().for_each(|v| gather(v, found)),
        Value::Object(object) if found.len() < MOST_OBJECTS => {
            found.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"] {
                if let Some(inner) = object.get(key) {
                    gather(inner, found);
                }
            }
        }
        _ => {}
    }
}

/// 0 for an article, 1 for a page, 2 for a site; `None` for what tells nothing of the article.
fn rank(object: &Map<String, Value>) -> Option<u8> {
    let types: Vec<&str> = match object.get("@type")? {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let is = |suffix: &str| types.iter().any(|t| t.trim_start_matches("http://schema.org/").ends_with(suffix));
    if is("Article") || is("BlogPosting") || is("Report") || is("LiveBlogPosting") {
        Some(0)
    } else if is("WebPage") || is("VideoObject") {
        Some(1)
    } else if is("WebSite") || is("Organization") || is("NewsMediaOrganization") {
        Some(2)
    } else {
        None
    }
}

fn take(object: &Map<String, Value>, facts: &mut Facts, is_article: bool) {
    let text = |key: &str| object.get(key).and_then(words);
    let date = |key: &str| text(key).and_then(|t| dates::machine(&t).or_else(|| dates::visible(&t)));
    if is_article {
        facts.is_article = true;
        fill(&mut facts.headline, || text("headline").or_else(|| text("name")));
        fill(&mut facts.body, || text("articleBody"));
        fill(&mut facts.outlet, || object.get("publisher").and_then(name));
        fill(&mut facts.author, || object.get("author").or_else(|| object.get("creator")).and_then(name));
        fill(&mut facts.language, || text("inLanguage"));
        fill(&mut facts.description, || text("description"));
    }
    if is_article || object.get("@type").is_some_and(|t| t.to_string().contains("WebPage")) {
        fill(&mut facts.json_published, || date("datePublished").or_else(|| date("dateCreated")));
        fill(&mut facts.modified, || date("dateModified"));
        fill(&mut facts.language, || text("inLanguage"));
    }
    if object.get("@type").is_some_and(|t| t.to_string().contains("Organization")) {
        fill(&mut facts.site, || text("name"));
    }
}

fn fill(slot: &mut Option<String>, value: impl FnOnce() -> Option<String>) {
    if slot.is_none() {
        *slot = value();
    }
}

/// A string, or the first of several, trimmed; empty counts as nothing.
fn words(value: &Value) -> Option<String> {
    let found = match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().find_map(words)?,
        Value::Object(object) => object.get("@value").or_else(|| object.get("name")).and_then(words)?,
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    (!found.trim().is_empty()).then(|| found.trim().to_owned())
}

/// The name of a person or organization; several joined.
fn name(value: &Value) -> Option<String> {
    let names: Vec<String> = match value {
        Value::Array(values) => values.iter().take(8).filter_map(name).collect(),
        Value::Object(object) => object.get("name").and_then(name).into_iter().collect(),
        Value::String(text) => Some(collapse(text)).filter(|t| !t.is_empty() && !t.contains("://")).into_iter().collect(),
        _ => Vec::new(),
    };
    (!names.is_empty()).then(|| names.join("، "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(script: &str) -> Facts {
        let mut facts = Facts::default();
        read(script, &mut facts);
        facts
    }

    #[test]
    fn an_article_in_a_graph_is_found() {
        let found = facts(
            r#"{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"موقع"},{"@type":["NewsArticle"],
            "headline":"عنوان","datePublished":"2024-05-12T10:00:00+03:00","author":{"@type":"Person","name":"ليلى"},"publisher":{"name":"الجريدة"}}]}"#,
        );
        assert_eq!(found.headline.as_deref(), Some("عنوان"));
        assert_eq!(found.json_published.as_deref(), Some("2024-05-12T10:00:00+03:00"));
        assert_eq!(found.author.as_deref(), Some("ليلى"));
        assert_eq!(found.outlet.as_deref(), Some("الجريدة"));
    }

    #[test]
    fn broken_strings_are_mended() {
        let found = facts("{\"@type\":\"NewsArticle\",\"headline\":\"قال \"نعم\" أمس\",\n\"articleBody\":\"سطر\nآخر\",}");
        assert_eq!(found.headline.as_deref(), Some("قال \"نعم\" أمس"));
        assert_eq!(found.body.as_deref(), Some("سطر آخر"));
    }

    #[test]
    fn what_is_no_json_or_no_article_tells_nothing() {
        for script in ["", "{", "null", "[[[[", r#"{"@type":"BreadcrumbList","name":"x"}"#, &"[".repeat(100_000)] {
            assert!(facts(script).headline.is_none());
        }
    }
}
