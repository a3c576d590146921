//! Every address of the site, in one table, which the tests and the API's description walk too.

use crate::ask::{Ask, Format};
use crate::pages;
use crate::reply::{Failure, Reply};
use axum::http::Method;

/// A function that makes a page.
pub type Page = fn(&Ask<'_>) -> Result<Reply, Failure>;

/// An address.
#[derive(Debug)]
pub struct Route {
    /// The path; `{id}` stands for one part of it.
    pub path: &'static str,
    /// The only method, beside HEAD for GET.
    pub method: &'static str,
    /// The formats beside HTML, by suffix.
    pub twins: &'static [Format],
    /// What makes it.
    pub page: Page,
    /// What it gives, for the description of the API.
    pub about: &'static str,
    /// Parameters that may be set, for the same.
    pub params: &'static [&'static str],
}

const TWINS: &[Format] = &[Format::Json, Format::Csv];
const FEED: &[Format] = &[Format::Json, Format::Csv, Format::Atom];

const fn get(path: &'static str, twins: &'static [Format], page: Page) -> Route {
    Route { path, method: "GET", twins, page, about: "", params: &[] }
}

const fn api(path: &'static str, about: &'static str, params: &'static [&'static str], page: Page) -> Route {
    Route { path, method: "GET", twins: &[], page, about, params }
}

const fn post(path: &'static str, about: &'static str, page: Page) -> Route {
    Route { path, method: "POST", twins: &[], page, about, params: &[] }
}

const SEARCH: &[&str] = &["q", "in", "sort", "outlet", "from", "to", "type", "country", "speaker", "cursor"];
const STATEMENTS: &[&str] = &["by", "entity", "to_whom", "outlet", "act", "country", "from", "to", "story", "size", "cursor"];
const EVENTS: &[&str] =
    &["by", "entity", "to_whom", "type", "status", "outlet", "country", "from", "to", "story", "disputed", "size", "cursor"];
const FRAMING: &[&str] = &["entity", "by", "outlet", "country", "from", "to", "size", "cursor"];
const DAYS: &[&str] = &["from", "to", "size", "cursor"];

/// All of them.
pub const ROUTES: &[Route] = &[
    get("/", TWINS, pages::home::show),
    get("/search", FEED, pages::search::show),
    get("/article/{id}", TWINS, pages::article::show),
    get("/statements", TWINS, pages::statements::list),
    get("/statement/{id}", TWINS, pages::statements::show),
    get("/events", TWINS, pages::timeline::list),
    get("/event/{id}", TWINS, pages::event::show),
    get("/occurrence/{id}", TWINS, pages::event::occurrence),
    get("/timeline", TWINS, pages::timeline::show),
    get("/entities", TWINS, pages::entity::list),
    get("/entity/{id}", TWINS, pages::entity::show),
    get("/sources", TWINS, pages::source::list),
    get("/source/{id}", TWINS, pages::source::show),
    get("/stories", TWINS, pages::story::list),
    get("/story/{id}", TWINS, pages::story::show),
    get("/framing", TWINS, pages::framing::show),
    get("/network", TWINS, pages::network::show),
    get("/places", TWINS, pages::places::show),
    get("/corrections", TWINS, pages::corrections::list),
    get("/about", TWINS, pages::about::show),
    get("/sql", TWINS, pages::sql::show),
    get("/api", &[], pages::api::docs),
    get("/healthz", &[], pages::health::show),
    get("/metrics", &[], pages::api::metrics),
    post("/corrections", "", pages::corrections::submit),
    api("/api/v1/openapi.json", "This description", &[], pages::api::openapi),
    api("/api/v1/search", "Articles, statements, events or entities that a query finds", SEARCH, pages::search::show),
    api("/api/v1/articles/{id}", "An article with its facts and its record", &[], pages::article::show),
    api("/api/v1/articles/{id}/record", "The record of an article (musnad.record/1)", &[], pages::api::record),
    api("/api/v1/statements", "Statements with filters, latest first", STATEMENTS, pages::statements::list),
    api("/api/v1/statements/{id}", "One statement", &[], pages::statements::show),
    api("/api/v1/events", "Tellings of events with filters, latest first", EVENTS, pages::timeline::list),
    api(
        "/api/v1/events/{id}",
        "An event by one of its tellings: all tellings, what they differ on, denials",
        &[],
        pages::event::show,
    ),
    api("/api/v1/occurrences/{id}", "The same by the number of the occurrence", &[], pages::event::occurrence),
    api("/api/v1/timeline", "Occurrences in order of time", EVENTS, pages::timeline::show),
    api(
        "/api/v1/entities",
        "Everyone and everything named, most articles first",
        &["kind", "size", "cursor"],
        pages::entity::list,
    ),
    api("/api/v1/entities/{id}", "An entity by number or Wikidata item: said, did, was done to", &["size"], pages::entity::show),
    api("/api/v1/sources", "Outlets, and whom they cite", &[], pages::source::list),
    api("/api/v1/sources/{id}", "An outlet: whom it quotes, what it copies, its loaded names", &[], pages::source::show),
    api("/api/v1/stories", "Stories, those of most outlets first", DAYS, pages::story::list),
    api("/api/v1/stories/{id}", "A story's articles", &[], pages::story::show),
    api("/api/v1/framing", "Who calls whom what", FRAMING, pages::framing::show),
    api("/api/v1/network", "Who acts with or against whom", &["entity", "from", "to"], pages::network::show),
    api(
        "/api/v1/places",
        "Where events happened, most events first",
        &["entity", "type", "from", "to", "size"],
        pages::places::show,
    ),
    api("/api/v1/about", "Figures of the archive", &[], pages::about::show),
    api("/api/v1/corrections", "All corrections, latest first", &[], pages::corrections::list),
    post("/api/v1/corrections", "Correct: `what`, `id`, `value`, `reason`", pages::api::correct),
    post("/api/v1/articles", "Add an article, or a list of them", pages::api::add),
    post("/api/v1/read", "Read an article that is not kept; gives its record", pages::api::read),
];

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/script.js");
const ICON: &str = include_str!("../assets/icon.svg");

/// A file that is part of the program.
pub fn asset(path: &str) -> Option<Reply> {
    let (kind, body) = match path {
        "/assets/style.css" => ("text/css; charset=utf-8", STYLE),
        "/assets/script.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "/assets/icon.svg" => ("image/svg+xml", ICON),
        "/robots.txt" => ("text/plain; charset=utf-8", "User-agent: *\nDisallow: /search\nDisallow: /sql\n"),
        _ => return None,
    };
    Some(Reply::new(kind, body).header("cache-control", "public, max-age=3600"))
}

/// The page for a request; sets what `{id}` stands for.
///
/// # Errors
/// If there is none, or not with this method or format.
pub fn find(ask: &mut Ask<'_>) -> Result<Page, Failure> {
    let is_read = matches!(ask.request.method, Method::GET | Method::HEAD);
    let mut other_method = false;
    for route in ROUTES {
        let Some(id) = fits(route.path, ask.path) else { continue };
        let method = if is_read { "GET" } else { ask.request.method.as_str() };
        if route.method != method {
            other_method = true;
            continue;
        }
        let is_api = ask.path.starts_with("/api/");
        if ask.format != Format::Html && !is_api && !route.twins.contains(&ask.format) {
            return Err(Failure::NotFound);
        }
        ask.id = id;
        return Ok(route.page);
    }
    Err(if other_method { Failure::Method } else { Failure::NotFound })
}

/// Whether a page is at this path.
pub fn is_there(path: &str) -> bool {
    ROUTES.iter().any(|route| fits(route.path, path).is_some())
}

/// Whether the page at this path has twins.
pub fn has_twins(path: &str) -> bool {
    ROUTES.iter().any(|route| fits(route.path, path).is_some() && !route.twins.is_empty())
}

/// What `{id}` stands for, if a path fits a pattern; empty where the pattern has none.
fn fits(pattern: &str, path: &str) -> Option<String> {
    let mut id = String::new();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(id),
            (Some("{id}"), Some(part)) if !part.is_empty() => id = part.to_owned(),
            (Some(a), Some(b)) if a == b => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_fit_patterns() {
        assert_eq!(fits("/article/{id}", "/article/12").as_deref(), Some("12"));
        assert_eq!(fits("/", "/").as_deref(), Some(""));
        for odd in ["/article", "/article/", "/article/1/2", "article/1", ""] {
            assert_eq!(fits("/article/{id}", odd), None, "{odd}");
        }
    }
}
