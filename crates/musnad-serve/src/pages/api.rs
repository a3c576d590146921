//! What programs ask beside the pages' own data: an article's record, adding and correcting with a token, the description of it all.

use crate::ask::Ask;
use crate::day;
use crate::reply::{Failure, Reply};
use crate::route::ROUTES;
use crate::token::{Refused, Scope};
use askama::Template;
use musnad::Article;
use musnad_archive::fix::{Fact, Fix};
use musnad_archive::{Added, Archive, Given, get, prepare};
use serde_json::{Map, Value, json};
use std::sync::PoisonError;

/// Articles that one request may add.
const MOST_ARTICLES: usize = 200;

/// What `value` is in a correction.
#[derive(Clone, Copy)]
enum Kind {
    /// Nothing.
    None,
    /// A text that is not empty.
    Text,
    /// A code of capital letters, or nothing.
    Code,
    /// The number of another of its kind.
    Number,
}

/// The corrections by what they need, which the description tells too.
const CORRECTIONS: [(&[&str], Kind); 4] = [
    (&["reject-statement", "reject-event", "accept-statement", "accept-event", "part", "split-occurrence", "undo"], Kind::None),
    (&["rename"], Kind::Text),
    (&["country", "sector"], Kind::Code),
    (&["merge", "merge-occurrences"], Kind::Number),
];

/// `POST /api/v1/read`: the record of an article that is not kept.
///
/// # Errors
/// If the body is no article.
pub fn read(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let article = match body(ask)? {
        Value::Object(map) => article(&map)?,
        _ => return Err(Failure::Request("the body is one JSON object with `text`".to_owned())),
    };
    let record = serde_json::to_value(ask.site.reader.read(&article)).map_err(|e| Failure::Broken(e.to_string()))?;
    Ok(Reply::json(&record))
}

/// `POST /api/v1/articles`: adds one article or several.
///
/// # Errors
/// Without a token for it; if the body holds no article, or the archive cannot be written.
pub fn add(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let who = bearer(ask, bearer_header(ask), Scope::Add)?;
    let items = match body(ask)? {
        Value::Array(items) if items.len() <= MOST_ARTICLES => items,
        Value::Array(_) => return Err(Failure::Request(format!("at most {MOST_ARTICLES} articles at once"))),
        one => vec![one],
    };
    let source = Some(format!("api:{who}"));
    let mut batch = Vec::with_capacity(items.len());
    for item in items {
        let Value::Object(map) = item else { return Err(Failure::Request("an article is a JSON object".to_owned())) };
        let author = text(&map, "author")?;
        batch.push(prepare(&ask.site.reader, Given { article: article(&map)?, author, source: source.clone() }));
    }
    let _one_writer = ask.site.writing.lock().unwrap_or_else(PoisonError::into_inner);
    let mut archive = writer(ask)?;
    let added = archive.add(&ask.site.reader, batch, &day::now())?;
    archive.merge()?;
    let told = |added: &Added| {
        let what = match added {
            Added::New(_) => "new",
            Added::Version(..) => "version",
            Added::More(_) => "completed",
            Added::Same(_) => "same",
        };
        json!({ "id": added.id(), "what": what, "href": format!("/api/v1/articles/{}", added.id()) })
    };
    Ok(Reply::json(&json!({ "ok": true, "rows": added.iter().map(told).collect::<Vec<_>>() })).with_status(201))
}

/// `POST /api/v1/corrections`: one correction.
///
/// # Errors
/// Without a token for it; if it names nothing that is there.
pub fn correct(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let who = bearer(ask, bearer_header(ask), Scope::Correct)?.to_owned();
    let Value::Object(map) = body(ask)? else { return Err(Failure::Request("the body is one JSON object".to_owned())) };
    let kind = |what: &str| CORRECTIONS.iter().find(|(all, _)| all.contains(&what)).map_or(Kind::None, |(_, kind)| *kind);
    let value = map.get("value").unwrap_or(&Value::Null);
    let fits = match map.get("what").and_then(Value::as_str).map_or(Kind::None, kind) {
        Kind::None => true,
        Kind::Text | Kind::Code => value.is_null() || value.as_str().is_some_and(is_visible),
        Kind::Number => value.is_i64(),
    };
    if !fits {
        return Err(Failure::Request(
            "`value` is not what this correction needs; null or nothing where it needs none".to_owned(),
        ));
    }
    for name in ["what", "reason"] {
        text(&map, name)?;
    }
    let field = |name: &str| match map.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let id = apply(ask, &who, &field)?;
    Ok(Reply::json(&json!({ "ok": true, "id": id })).with_status(201))
}

/// Applies the correction that some fields tell: `what`, `id`, `value`, `reason`.
///
/// # Errors
/// If they tell none, or it names nothing that is there.
pub(super) fn apply(ask: &Ask<'_>, who: &str, field: &dyn Fn(&str) -> Option<String>) -> Result<i64, Failure> {
    let id: i64 = field("id").and_then(|id| id.parse().ok()).ok_or_else(|| Failure::Request("`id` is a number".to_owned()))?;
    let value = field("value").filter(|v| is_visible(v));
    let other =
        || value.as_deref().and_then(|v| v.parse().ok()).ok_or_else(|| Failure::Request("`value` is a number".to_owned()));
    let what = field("what").unwrap_or_default();
    // What is not there is not found; what is there and cannot be corrected so is a wrong request.
    let (table, is_pair) = match what.as_str() {
        "reject-statement" | "accept-statement" => ("statements", false),
        "reject-event" | "accept-event" | "split-occurrence" => ("events", false),
        "merge-occurrences" => ("events", true),
        "merge" => ("entities", true),
        "undo" => ("corrections", false),
        _ => ("entities", false),
    };
    let there = |row: i64| -> Result<bool, Failure> {
        let undone = if table == "corrections" { "AND undone IS NULL" } else { "" };
        let sql = format!("SELECT count(*) FROM {table} WHERE id = ?1 {undone}");
        Ok(crate::facts::ids(ask.db, &sql, &[row])? == [1])
    };
    let is_known = CORRECTIONS.iter().any(|(all, _)| all.contains(&what.as_str()));
    if is_known && (!there(id)? || is_pair && !there(other()?)?) {
        return Err(Failure::NotFound);
    }
    let fix = match what.as_str() {
        "reject-statement" => Fix::Reject(Fact::Statement(id)),
        "reject-event" => Fix::Reject(Fact::Event(id)),
        "accept-statement" => Fix::Accept(Fact::Statement(id)),
        "accept-event" => Fix::Accept(Fact::Event(id)),
        "rename" => Fix::Rename(id, value.clone().unwrap_or_default()),
        "country" => Fix::Country(id, value.clone()),
        "sector" => Fix::Sector(id, value.clone()),
        "merge" => Fix::MergeEntities(id, other()?),
        "part" => Fix::PartEntity(id),
        "merge-occurrences" => Fix::MergeOccurrences(id, other()?),
        "split-occurrence" => Fix::SplitOccurrence(id),
        "undo" => {
            let _one_writer = ask.site.writing.lock().unwrap_or_else(PoisonError::into_inner);
            writer(ask)?.unfix(id, &day::now())?;
            return Ok(id);
        }
        _ => {
            let all: Vec<&str> = CORRECTIONS.iter().flat_map(|(all, _)| all.iter().copied()).collect();
            return Err(Failure::Request(format!("`what` is one of: {}", all.join(", "))));
        }
    };
    let _one_writer = ask.site.writing.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(writer(ask)?.fix(&fix, who, &day::now(), field("reason").as_deref())?)
}

/// The archive for writing. One that is gone is not made anew: what was added would stand in a file that nobody looks at.
fn writer(ask: &Ask<'_>) -> Result<Archive, Failure> {
    let path = ask.site.pool.path();
    if !path.exists() {
        return Err(Failure::Broken("the archive's file is gone".to_owned()));
    }
    Ok(Archive::open(path)?)
}

/// The token of the `Authorization` header.
fn bearer_header<'a>(ask: &'a Ask<'_>) -> Option<&'a str> {
    ask.request.header("authorization").and_then(|v| v.strip_prefix("Bearer "))
}

/// Whose token this is, if it opens this.
///
/// # Errors
/// If it does not.
pub(super) fn bearer<'a>(ask: &'a Ask<'_>, token: Option<&str>, scope: Scope) -> Result<&'a str, Failure> {
    let today = day::now();
    ask.site.tokens.bearer(token, scope, today.get(..10).unwrap_or_default()).map_err(|refused| match refused {
        Refused::Unknown => Failure::NoToken,
        Refused::Scope => Failure::Forbidden,
    })
}

/// The body as JSON; a plain text is an article without anything beside it.
fn body(ask: &Ask<'_>) -> Result<Value, Failure> {
    let bytes = &ask.request.body;
    if ask.request.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")) {
        let text = std::str::from_utf8(bytes).map_err(|_| Failure::Request("the text is no UTF-8".to_owned()))?;
        return Ok(json!({ "text": text }));
    }
    serde_json::from_slice(bytes)
        .map_err(|error| Failure::Request(format!("the body is no JSON: line {}, column {}", error.line(), error.column())))
}

/// A field that is a text or nothing.
fn text(map: &Map<String, Value>, name: &str) -> Result<Option<String>, Failure> {
    match map.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Failure::Request(format!("`{name}` is a text"))),
    }
}

fn article(map: &Map<String, Value>) -> Result<Article, Failure> {
    let words =
        text(map, "text")?.filter(|t| is_visible(t)).ok_or_else(|| Failure::Request("`text` is missing or empty".to_owned()))?;
    text(map, "author")?;
    Ok(Article {
        id: text(map, "id")?,
        url: text(map, "url")?,
        outlet: text(map, "outlet")?,
        published: text(map, "published")?,
        title: text(map, "title")?,
        text: words,
    })
}

/// `GET /api/v1/articles/{id}/record`: what `musnad read` gives.
///
/// # Errors
/// If there is no such article.
pub fn record(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let record = get::record(ask.db, ask.number()?)?.ok_or(Failure::NotFound)?;
    Ok(Reply::json(&serde_json::to_value(record).map_err(|e| Failure::Broken(e.to_string()))?))
}

/// `GET /metrics`.
///
/// # Errors
/// If the archive cannot be read.
pub fn metrics(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let counts = get::counts(ask.db)?;
    let gauges = [
        ("articles", counts.articles),
        ("statements", counts.statements),
        ("events", counts.events),
        ("occurrences", counts.occurrences),
        ("entities", counts.entities),
    ];
    Ok(Reply::new("text/plain; version=0.0.4; charset=utf-8", ask.site.metrics.text(ask.site.cache.n_given(), &gauges)).passing())
}

/// `GET /api/v1/openapi.json`: made of the table of routes, so that it cannot lack one.
///
/// # Errors
/// Never.
pub fn openapi(_ask: &Ask<'_>) -> Result<Reply, Failure> {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|r| r.path.starts_with("/api/v1/")) {
        let entry = paths.entry(route.path.to_owned()).or_insert_with(|| json!({}));
        entry[route.method.to_lowercase()] = operation(route);
    }
    let error = json!({ "type": "object", "required": ["ok", "error", "request"], "properties": {
        "ok": { "const": false },
        "error": { "type": "object", "required": ["status", "code", "message"], "properties": {
            "status": { "type": "integer" }, "code": { "type": "string" }, "message": { "type": "string" } } },
        "request": { "type": "string" } } });
    Ok(Reply::json(&json!({
        "openapi": "3.1.0",
        "info": { "title": "Musnad", "version": env!("CARGO_PKG_VERSION"),
            "description": "Sourced facts of Arabic news. Fields are only ever added; `next` is an address to be followed as it is." },
        "paths": paths,
        "components": {
            "schemas": { "Error": error },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })))
}

fn operation(route: &crate::route::Route) -> Value {
    let mut parameters: Vec<Value> = Vec::new();
    if route.path.contains("{id}") {
        // Facts are numbered by article and place: the first one of the first article.
        let example = if route.path.contains("statements") || route.path.contains("events") { "4096" } else { "1" };
        parameters
            .push(json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" }, "example": example }));
    }
    parameters.extend(
        route.params.iter().map(|name| json!({ "name": name, "in": "query", "required": false, "schema": { "type": "string" } })),
    );
    let is_write = route.method == "POST";
    let failed = |told: &str| json!({ "description": told, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } });
    let mut responses = json!({
        "200": { "description": "Found", "content": { "application/json": { "schema": { "type": "object" } } } },
        "400": failed("The request cannot be understood"), "404": failed("Nothing is there"), "405": failed("Another method"),
        "413": failed("Too large"), "421": failed("Unknown host"), "429": failed("Too many requests"), "500": failed("It failed here"),
        "503": failed("Busy, or it took too long"),
    });
    let id = format!("{}{}", route.method.to_lowercase(), route.path.replace("/api/v1", "").replace(['/', '{', '}', '.'], "_"));
    let mut operation = json!({ "summary": route.about, "operationId": id, "parameters": parameters });
    if is_write {
        let schema = match route.path {
            "/api/v1/corrections" => json!({ "oneOf": CORRECTIONS.iter().map(correction_schema).collect::<Vec<_>>() }),
            "/api/v1/articles" => {
                json!({ "oneOf": [article_schema(), { "type": "array", "maxItems": MOST_ARTICLES, "items": article_schema() }] })
            }
            _ => article_schema(),
        };
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    if is_write && route.path != "/api/v1/read" {
        operation["security"] = json!([{ "token": [] }]);
        responses["201"] =
            json!({ "description": "Done", "content": { "application/json": { "schema": { "type": "object" } } } });
        responses["401"] = failed("No token, or an unknown one");
        responses["403"] = failed("The token is for something else");
    }
    operation["responses"] = responses;
    operation
}

/// An article as it is sent.
fn article_schema() -> Value {
    let mut properties = json!({ "text": { "type": "string", "minLength": 1, "pattern": "\\S" } });
    for name in ["title", "outlet", "published", "url", "id", "author"] {
        properties[name] = json!({ "type": ["string", "null"] });
    }
    json!({ "type": "object", "required": ["text"], "properties": properties })
}

/// The corrections that need the same, as they are sent.
fn correction_schema((all, kind): &(&[&str], Kind)) -> Value {
    let number = json!({ "type": "integer", "minimum": 0, "maximum": i64::MAX });
    let value = match kind {
        Kind::None => json!(true),
        Kind::Text => json!({ "type": "string", "minLength": 1, "pattern": "\\S" }),
        Kind::Code => json!({ "type": ["string", "null"], "pattern": "^[A-Z]{3}$" }),
        Kind::Number => number.clone(),
    };
    let required: &[&str] = if matches!(kind, Kind::Text | Kind::Number) { &["what", "id", "value"] } else { &["what", "id"] };
    json!({ "type": "object", "required": required, "properties": {
        "what": { "enum": all }, "id": number, "value": value, "reason": { "type": ["string", "null"] } } })
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    ask: &'a Ask<'a>,
    routes: Vec<(&'static str, &'static str, &'static str, String)>,
}

/// The human page of the API.
///
/// # Errors
/// Never.
pub fn docs(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let routes = ROUTES.iter().filter(|r| r.path.starts_with("/api/v1/"));
    let page = ApiPage { ask, routes: routes.map(|r| (r.method, r.path, r.about, r.params.join(" "))).collect() };
    ask.page(ask.t("nav.api"), &page)
}

/// Whether a text has a character that shows: the description's `\\S`, for which the separators U+001C to U+001F are blanks too.
fn is_visible(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !('\u{1C}'..='\u{1F}').contains(&c))
}
