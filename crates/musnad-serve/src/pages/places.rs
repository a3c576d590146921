//! Where it happened: a map with a circle for each place by its events, and the same as a table.

use crate::ask::Ask;
use crate::day;
use crate::facts::{Party, party};
use crate::filters;
use crate::html::Html;
use crate::map::{self, Pin, View};
use crate::reply::{Failure, Reply};
use askama::Template;
use musnad_archive::place::point;
use musnad_archive::query::{self, Filter};
use musnad_archive::rusqlite::params_from_iter;
use serde_json::{Value, json};

/// Places that are listed for readers.
const MOST_ROWS: usize = 80;

/// A place, with what happened there.
struct Place {
    one: Party,
    wikidata: Option<String>,
    country: Option<String>,
    events: i64,
    articles: i64,
    first: Option<String>,
    last: Option<String>,
}

/// A place as a row of the table.
struct Row {
    place: Html,
    n: Html,
    articles: i64,
    first: Html,
    last: Html,
    note: &'static str,
}

/// A choice of view.
struct Tab {
    word: &'static str,
    href: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "places.html")]
struct PlacesPage<'a> {
    ask: &'a Ask<'a>,
    form: Html,
    empty: Option<&'static str>,
    tabs: Vec<Tab>,
    map: Html,
    rows: Vec<Row>,
}

/// The page.
///
/// # Errors
/// If the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let places = places(ask, &filters::read(ask))?;
    let told: Vec<Value> = places.iter().flatten().map(to_json).collect();
    if let Some(reply) = ask.twins(json!({}), &told) {
        return Ok(reply);
    }
    let empty = match &places {
        None => Some(ask.t("filter.nobody")),
        Some(places) if places.is_empty() => Some(ask.t("places.empty")),
        Some(_) => None,
    };
    let places = places.unwrap_or_default();
    let view = if ask.is("view", "world") { View::World } else { View::Arab };
    let pins: Vec<Pin> = places.iter().filter_map(|place| pin(ask, place)).collect();
    let page = PlacesPage {
        ask,
        form: filters::form(ask, &["entity", "type", "from", "to"]),
        empty,
        tabs: [("places.arab", "", View::Arab), ("places.world", "world", View::World)]
            .map(|(key, value, of)| Tab { word: ask.t(key), href: ask.with("view", value), here: of == view })
            .into(),
        map: map::draw(ask, view, &pins),
        rows: places.iter().take(MOST_ROWS).map(|place| row(ask, view, place)).collect(),
    };
    ask.page(ask.t("places.title"), &page)
}

/// Places of events, those of most events first; `None` if a name of the filter means nobody.
fn places(ask: &Ask<'_>, filter: &Filter) -> Result<Option<Vec<Place>>, Failure> {
    let mut parts = vec!["v.rejected = 0".to_owned()];
    let mut values = Vec::new();
    for (sql, value) in [("v.anchor >=", &filter.from), ("v.anchor <=", &filter.to), ("v.type =", &filter.kind)] {
        if let Some(value) = value {
            values.push(match sql {
                "v.anchor <=" if value.len() < 10 => format!("{value}-99"),
                "v.type =" => value.to_uppercase(),
                _ => value.clone(),
            });
            parts.push(format!("{sql} ?{}", values.len()));
        }
    }
    if let Some(name) = &filter.entity {
        let Ok(ids) = query::entities(ask.db, ask.site.reader.lexicon(), name) else { return Ok(None) };
        let list: Vec<String> = ids.iter().map(i64::to_string).collect();
        parts.push(format!(
            "(v.place IN ({0}) OR v.id IN (SELECT p.event FROM event_parties p WHERE p.entity IN ({0})))",
            list.join(",")
        ));
    }
    // An event that many tell is one; an event told by one article only has no occurrence yet.
    let sql = format!(
        "SELECT e.id, e.name, e.wikidata, e.country, k.n, k.articles, k.first, k.last FROM (
           SELECT coalesce(q.merged_into, q.id) AS place, count(DISTINCT coalesce(v.occurrence, -v.id)) AS n,
           count(DISTINCT v.article) AS articles, min(v.anchor) AS first, max(v.anchor) AS last
           FROM events v JOIN entities q ON q.id = v.place WHERE {} GROUP BY 1) k JOIN entities e ON e.id = k.place
         ORDER BY k.n DESC, e.id LIMIT {}",
        parts.join(" AND "),
        filters::size(ask).max(300)
    );
    let mut rows = ask.db.prepare(&sql)?;
    let found = rows.query_map(params_from_iter(values.iter()), |r| {
        Ok(Place {
            one: Party { id: r.get(0)?, name: r.get(1)? },
            wikidata: r.get(2)?,
            country: r.get(3)?,
            events: r.get(4)?,
            articles: r.get(5)?,
            first: r.get(6)?,
            last: r.get(7)?,
        })
    })?;
    Ok(Some(found.collect::<Result<_, _>>()?))
}

fn at(place: &Place) -> Option<(f64, f64)> {
    place.wikidata.as_deref().and_then(point)
}

fn to_json(place: &Place) -> Value {
    let at = at(place);
    json!({ "id": place.one.id, "place": place.one.name, "wikidata": place.wikidata, "country": place.country, "lat": at.map(|p| p.0),
        "lon": at.map(|p| p.1), "events": place.events, "articles": place.articles, "first_day": place.first, "last_day": place.last,
        "href": format!("/events?entity={}", place.one.id) })
}

/// Events of a place, within the filter of the page.
fn href(ask: &Ask<'_>, place: &Place) -> String {
    let kept =
        ["type", "from", "to"].into_iter().filter_map(|name| Some(format!("&{name}={}", crate::html::encode(ask.param(name)?))));
    ask.href(&format!("/events?entity={}{}", place.one.id, kept.collect::<String>()))
}

fn pin(ask: &Ask<'_>, place: &Place) -> Option<Pin> {
    let title = format!("{}: {}", place.one.name, ask.count(&place.events, "n.event"));
    Some(Pin { name: place.one.name.clone(), at: at(place)?, n: place.events, href: href(ask, place), title })
}

fn row(ask: &Ask<'_>, view: View, place: &Place) -> Row {
    Row {
        place: party(ask, &place.one),
        n: Html::link(&href(ask, place), &Html::text(&crate::words::grouped(place.events))),
        articles: place.articles,
        first: day::html(ask.lang, place.first.as_deref()),
        last: day::html(ask.lang, place.last.as_deref()),
        note: match at(place).map(|at| map::place(view, at)) {
            None => ask.t("places.unknown"),
            Some(None) => ask.t("places.outside"),
            Some(Some(_)) => "",
        },
    }
}
