//! Search: words and filters in, hits with their words marked, and what the results have in common to narrow them.

use crate::ask::{Ask, Format, pager};
use crate::day;
use crate::facts;
use crate::feed;
use crate::html::{Html, encode};
use crate::reply::{Failure, Reply};
use crate::runs::direction;
use askama::Template;
use musnad::Span;
use musnad::search::Level;
use musnad_archive::search::{self, Answer, Facet, Hit, Options, Sort, Target};
use serde_json::{Value, json};

/// Hits on a page.
const SIZE: usize = 20;
/// What can be looked for, as the address names it.
const TARGETS: [(&str, Target); 4] = [
    ("articles", Target::Articles),
    ("statements", Target::Statements),
    ("events", Target::Events),
    ("entities", Target::Entities),
];
/// Parameters that narrow a search, with the field of the query each becomes.
const FILTERS: [&str; 6] = ["outlet", "from", "to", "type", "country", "speaker"];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    ask: &'a Ask<'a>,
    /// Whether anything is asked.
    asked: bool,
    tabs: Vec<Tab>,
    sorts: Vec<Tab>,
    chosen: Vec<(Html, String)>,
    found: String,
    notes: Vec<Html>,
    missing: Vec<Html>,
    hits: Vec<Html>,
    facets: Vec<Group>,
    hidden: Vec<(String, String)>,
    pager: Html,
    examples: Vec<(String, String)>,
}

/// One of several choices.
struct Tab {
    word: &'static str,
    href: String,
    here: bool,
}

/// A property that results share.
struct Group {
    title: &'static str,
    values: Vec<Choice>,
}

/// A value of it.
struct Choice {
    word: Html,
    n: String,
    href: String,
}

/// What was typed, with the filters that the address sets.
pub(crate) fn typed(ask: &Ask<'_>) -> String {
    let mut typed = ask.value("q").to_owned();
    for field in FILTERS {
        if let Some(value) = ask.param(field) {
            let plain: String = value.chars().filter(|c| !matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '＂')).collect();
            typed.push_str(&format!(" {field}:\"{plain}\""));
        }
    }
    typed
}

/// Asks the archive for a page of hits and one more.
fn answer(ask: &Ask<'_>, typed: &str) -> Result<Answer, Failure> {
    let options = Options {
        target: TARGETS.iter().find(|(name, _)| ask.is("in", name)).map(|(_, target)| *target),
        sort: if ask.is("sort", "date") || ask.format == Format::Atom { Sort::Date } else { Sort::Relevance },
        limit: SIZE,
        offset: (ask.page_number() - 1) * SIZE,
        width: 220,
    };
    Ok(search::search(ask.db, ask.site.reader.lexicon(), typed, &options)?)
}

/// The page.
///
/// # Errors
/// If the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let typed = typed(ask);
    let answer = answer(ask, &typed)?;
    let rows: Vec<Value> = answer.hits.iter().map(|hit| to_json(answer.target, hit)).collect();
    if ask.format == Format::Atom {
        return Ok(feed::atom(ask, &typed, answer.target, &answer.hits));
    }
    let has_next = answer.or_more || answer.total > (ask.page_number() * SIZE) as i64;
    let missing: Vec<Value> = answer.missing.iter().map(|m| json!({ "word": m.word, "instead": m.instead })).collect();
    let about = json!({
        "query": typed, "in": name_of(answer.target), "total": answer.total, "or_more": answer.or_more,
        "page": ask.page_number(), "notes": answer.notes, "missing": missing, "next": ask.next_page(has_next),
    });
    if let Some(reply) = ask.twins(about, &rows) {
        return Ok(reply);
    }
    let facets = search::facets(ask.db, ask.site.reader.lexicon(), &typed, answer.target)?;
    let page = SearchPage {
        ask,
        asked: !typed.trim().is_empty(),
        tabs: TARGETS
            .iter()
            .map(|(name, target)| Tab {
                word: ask.t(&format!("in.{name}")),
                href: ask.with_all(&[("in", *name), ("type", "")]),
                here: *target == answer.target,
            })
            .collect(),
        sorts: [("relevance", ""), ("date", "date")]
            .map(|(key, value)| Tab {
                word: ask.t(&format!("sort.{key}")),
                href: ask.with("sort", value),
                here: ask.is("sort", value),
            })
            .into(),
        chosen: chosen(ask, answer.target),
        found: found(ask, &answer),
        notes: answer.notes.iter().map(|n| Html::ltr(n)).collect(),
        missing: answer.missing.iter().map(|m| missing_word(ask, m)).collect(),
        hits: answer.hits.iter().map(|hit| told(ask, answer.target, hit)).collect::<Result<_, _>>()?,
        facets: groups(ask, answer.target, &facets),
        hidden: ask
            .params
            .iter()
            .filter(|(n, v)| !matches!(n.as_str(), "from" | "to" | "page") && !v.is_empty())
            .cloned()
            .collect(),
        pager: pager(ask, has_next),
        examples: ["وزير الخارجية", "«وقف إطلاق النار»", "قائل:وزارة الصحة", "نوع:PROTEST"]
            .map(|q| (q.to_owned(), ask.href(&format!("/search?q={}", encode(q)))))
            .into(),
    };
    let title = ask.param("q").map_or_else(|| ask.t("search").to_owned(), |q| format!("{} · {}", q, ask.t("search")));
    ask.page(&title, &page)
}

fn name_of(target: Target) -> &'static str {
    TARGETS.iter().find(|(_, t)| *t == target).map_or("", |(name, _)| name)
}

fn found(ask: &Ask<'_>, answer: &Answer) -> String {
    let n = ask.count(&answer.total, "n.hit");
    if answer.or_more { format!("{} {n}", ask.t("more.than")) } else { n }
}

/// Filters that are set, each with the address without it.
fn chosen(ask: &Ask<'_>, target: Target) -> Vec<(Html, String)> {
    FILTERS
        .iter()
        .filter_map(|field| {
            let value = ask.param(field)?;
            let key = match *field {
                "to" => "filter.until".to_owned(),
                "type" if target == Target::Statements => "filter.act".to_owned(),
                "speaker" => "col.speaker".to_owned(),
                field => format!("filter.{field}"),
            };
            let mut html = Html::text(ask.t(&key));
            html.tag(": ").push(&word(ask, field, target, value));
            Some((html, ask.with(field, "")))
        })
        .collect()
}

/// A value of a filter in words.
fn word(ask: &Ask<'_>, field: &str, target: Target, value: &str) -> Html {
    match field {
        "from" | "to" | "month" => day::html(ask.lang, Some(value)),
        "type" if target == Target::Statements => Html::bdi(ask.lang.code_word("act", &value.to_lowercase())),
        "type" if target == Target::Entities => Html::bdi(ask.lang.code_word("kind", value)),
        "type" => Html::bdi(ask.lang.code_word("type", value)),
        "country" => Html::bdi(&country(ask, value)),
        _ => Html::bdi(value),
    }
}

/// A country's name for its code.
pub(crate) fn country(ask: &Ask<'_>, code: &str) -> String {
    let kb = &ask.site.reader.lexicon().kb;
    let found = kb.country(code).and_then(|country| kb.entities.get(country.entity as usize));
    match (ask.lang, found) {
        (crate::words::Lang::Ar, Some(country)) => country.name.clone(),
        _ => code.to_owned(),
    }
}

fn groups(ask: &Ask<'_>, target: Target, facets: &search::Facets) -> Vec<Group> {
    let kinds = if target == Target::Statements { "facet.acts" } else { "facet.types" };
    let all: [(&'static str, &str, &[Facet]); 4] = [
        (kinds, "type", &facets.kinds),
        ("facet.outlets", "outlet", &facets.outlets),
        ("facet.countries", "country", &facets.countries),
        ("facet.months", "month", &facets.months),
    ];
    all.into_iter()
        .filter(|(_, field, values)| {
            values.len() > 1 && ask.param(field).is_none() && (target != Target::Entities || *field == "country")
        })
        .map(|(key, field, values)| Group {
            title: ask.t(key),
            values: values
                .iter()
                .map(|facet| Choice {
                    word: word(ask, field, target, &facet.value),
                    n: crate::words::grouped(facet.n),
                    href: if field == "month" {
                        ask.with_all(&[("from", facet.value.as_str()), ("to", facet.value.as_str())])
                    } else {
                        ask.with(field, &facet.value)
                    },
                })
                .collect(),
        })
        .collect()
}

fn missing_word(ask: &Ask<'_>, missing: &search::Missing) -> Html {
    let mut html = Html::new();
    html.tag("«").push(&Html::bdi(&missing.word)).tag("» ").push_text(ask.t("search.none.word"));
    for (nth, instead) in missing.instead.iter().enumerate() {
        html.tag(ask.lang.comma());
        if nth == 0 {
            html.push_text(ask.t("search.none.instead")).tag(" ");
        }
        html.push(&Html::link(&ask.with("q", &ask.value("q").replace(&missing.word, instead)), &Html::bdi(instead)));
    }
    html
}

/// The address of a hit.
pub(crate) fn href(target: Target, hit: &Hit) -> String {
    match target {
        Target::Articles => format!("/article/{}", hit.id),
        Target::Statements => format!("/statement/{}", hit.id),
        Target::Events => format!("/event/{}", hit.id),
        Target::Entities => format!("/entity/{}", hit.id),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Exact => "exact",
        Level::Folded => "folded",
        Level::Clitic => "clitic",
        Level::Lemma => "lemma",
    }
}

fn to_json(target: Target, hit: &Hit) -> Value {
    json!({
        "id": hit.id, "article": hit.article, "level": level(hit.level), "title": hit.title, "outlet": hit.outlet,
        "published": hit.published, "who": hit.who, "words": hit.snippet.text, "start": hit.at.0, "end": hit.at.1, "url": hit.url,
        "href": href(target, hit),
    })
}

/// A hit, told.
fn told(ask: &Ask<'_>, target: Target, hit: &Hit) -> Result<Html, Failure> {
    let href = ask.href(&href(target, hit));
    let mut html = Html::new();
    let title = hit.title.as_deref().unwrap_or(ask.t("untitled"));
    let heading = match target {
        Target::Articles | Target::Entities => marked(title, if hit.title.is_some() { &hit.title_marks } else { &[] }),
        Target::Statements => Html::bdi(hit.who.as_deref().unwrap_or(ask.t("unknown"))),
        Target::Events => Html::new(),
    };
    html.tag("<h2>");
    match target {
        Target::Events => match facts::event(ask.db, hit.id)? {
            Some(event) => {
                html.push(&Html::link(&href, &event.label(ask))).tag("</h2><p class=\"deed\">").push(&event.line(ask)).tag("</p>")
            }
            None => html.tag("</h2>"),
        },
        _ => html.push(&Html::link(&href, &heading)).tag("</h2>"),
    };
    if target == Target::Entities {
        html.tag("<p class=\"whence\">").push_text(ask.lang.code_word("kind", hit.who.as_deref().unwrap_or("other"))).tag("</p>");
        return Ok(html);
    }
    html.tag("<p class=\"snippet\" dir=\"").tag(direction(&hit.snippet.text)).tag("\">");
    if hit.snippet.cut_before {
        html.tag("… ");
    }
    html.push(&marked(&hit.snippet.text, &hit.snippet.marks));
    if hit.snippet.cut_after {
        html.tag(" …");
    }
    html.tag("</p><p class=\"whence\">").push(&day::html(ask.lang, hit.published.as_deref()));
    if let Some(outlet) = &hit.outlet {
        html.tag(" · ").push(&Html::bdi(outlet));
    }
    if target != Target::Articles {
        html.tag(" · ").push(&Html::link(&ask.href(&format!("/article/{}", hit.article)), &Html::bdi(title)));
    }
    if hit.level != Level::Exact && target == Target::Articles {
        html.tag(" · <span class=\"quiet\">").push_text(ask.t(&format!("level.{}", level(hit.level))));
        html.tag("</span>");
    }
    html.tag("</p>");
    Ok(html)
}

/// Text with spans of bytes marked, isolated.
fn marked(text: &str, marks: &[Span]) -> Html {
    let mut html = Html::new();
    html.isolate(text);
    let mut at = 0;
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        html.push_value(text.get(at..start).unwrap_or_default()).tag("<mark>");
        html.push_text(text.get(start..end).unwrap_or_default()).tag("</mark>");
        at = end;
    }
    html.push_value(text.get(at..).unwrap_or_default()).tag("</bdi>");
    html
}
