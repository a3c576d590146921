//! A request as pages see it: the language, the format, the parameters, a connection; and addresses of other pages.

use crate::html::{Html, decode, encode};
use crate::reply::{Failure, HTML, Reply, table};
use crate::route;
use crate::site::{Request, Site, Stop};
use crate::words::Lang;
use askama::Template;
use musnad_archive::rusqlite::Connection;
use serde_json::{Map, Value, json};

/// In what form a page is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// For a reader.
    #[default]
    Html,
    /// For a program.
    Json,
    /// For a spreadsheet.
    Csv,
    /// For a feed reader.
    Atom,
}

impl Format {
    /// The format that the end of a path names, and the path without it.
    pub fn of(path: &str) -> (&str, Format) {
        for (suffix, format) in [(".json", Format::Json), (".csv", Format::Csv), (".atom", Format::Atom)] {
            if let Some(rest) = path.strip_suffix(suffix) {
                return (if rest == "/index" { "/" } else { rest }, format);
            }
        }
        (path, Format::Html)
    }
}

/// A request, understood.
pub struct Ask<'a> {
    /// The site.
    pub site: &'a Site,
    /// A connection that only reads.
    pub db: &'a Connection,
    /// Language of the interface.
    pub lang: Lang,
    /// In what form.
    pub format: Format,
    /// The path without its format.
    pub path: &'a str,
    /// What stands for `{id}` in the route.
    pub id: String,
    /// Parameters, in order.
    pub params: Vec<(String, String)>,
    /// The request itself.
    pub request: &'a Request,
    /// Whether anybody still waits.
    pub stop: &'a Stop,
}

/// The sections, in order of the navigation.
const SECTIONS: [(&str, &str); 12] = [
    ("/", "nav.home"),
    ("/statements", "nav.statements"),
    ("/timeline", "nav.timeline"),
    ("/stories", "nav.stories"),
    ("/sources", "nav.sources"),
    ("/entities", "nav.entities"),
    ("/framing", "nav.framing"),
    ("/network", "nav.network"),
    ("/places", "nav.places"),
    ("/corrections", "nav.corrections"),
    ("/sql", "nav.sql"),
    ("/about", "nav.about"),
];

/// Most characters of a parameter that are looked at.
const MOST_CHARS: usize = 2_000;

/// What makes a cursor of a page's number: nobody should count on what is in it.
const SEAL: usize = 0x5EED;

/// The parameters of a query; odd ones are kept as they can be understood.
pub fn params(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .take(100)
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true).chars().filter(|c| *c != '\0').take(MOST_CHARS).collect())
        })
        .collect()
}

impl<'a> Ask<'a> {
    /// The words for a key.
    pub fn t(&self, key: &str) -> &'static str {
        self.lang.t(key)
    }

    /// A number with its noun.
    pub fn count(&self, n: &i64, key: &str) -> String {
        self.lang.count(*n, key)
    }

    /// A parameter that is not empty.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The value of a parameter or nothing, for the fields of forms.
    pub fn value(&self, name: &str) -> &str {
        self.param(name).unwrap_or_default()
    }

    /// Whether a parameter has this value.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    /// Which page of results, from 1.
    pub fn page_number(&self) -> usize {
        let of_cursor = self.param("cursor").and_then(|c| usize::from_str_radix(c.strip_prefix('c')?, 16).ok()).map(|c| c ^ SEAL);
        of_cursor.or_else(|| self.param("page")?.parse().ok()).filter(|p| (1..=500).contains(p)).unwrap_or(1)
    }

    /// Where programs find the next page: an address to be followed as it is.
    pub fn next_page(&self, has_next: bool) -> Value {
        let next = self.page_number() + 1;
        if !has_next || next > 500 {
            return Value::Null;
        }
        if self.path.starts_with("/api/") {
            return Value::from(self.with_all(&[("cursor", format!("c{:x}", next ^ SEAL).as_str())]));
        }
        let page = self.with("page", &next.to_string());
        let (path, query) = page.split_once('?').unwrap_or((&page, ""));
        Value::from(format!("{path}.json?{query}"))
    }

    /// `{id}` as a number.
    ///
    /// # Errors
    /// Not found, where it is none.
    pub fn number(&self) -> Result<i64, Failure> {
        self.id.parse().ok().filter(|n| *n >= 0).ok_or(Failure::NotFound)
    }

    /// An address of this site that keeps the language.
    pub fn href(&self, path: &str) -> String {
        if self.lang == Lang::Ar {
            return path.to_owned();
        }
        let (path, fragment) = path.split_once('#').map_or((path, String::new()), |(p, f)| (p, format!("#{f}")));
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{path}{mark}lang=en{fragment}")
    }

    /// An address with one parameter.
    pub fn href_with(&self, path: &str, name: &str, value: &str) -> String {
        self.href(&format!("{path}?{name}={}", encode(value)))
    }

    /// This page with a parameter set (or, with an empty value, removed), from its first page of results.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = self
            .params
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .filter(|(n, v)| *n != name && !v.is_empty() && (*n != "page" || name == "lang"))
            .collect();
        if !value.is_empty() {
            pairs.push((name, value));
        }
        address(self.path, &pairs)
    }

    /// This page with several parameters set.
    pub fn with_all(&self, set: &[(&str, &str)]) -> String {
        let kept = self.params.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        let kept = kept.filter(|(n, v)| *n != "page" && !v.is_empty() && !set.iter().any(|(name, _)| name == n));
        let pairs: Vec<(&str, &str)> = kept.chain(set.iter().copied().filter(|(_, v)| !v.is_empty())).collect();
        address(self.path, &pairs)
    }

    /// This page in the other language.
    pub fn other_language(&self) -> String {
        self.with("lang", if self.lang == Lang::Ar { "en" } else { "" })
    }

    /// This page in another format.
    pub fn twin(&self, suffix: &str) -> String {
        let path = if self.path == "/" { "/index" } else { self.path };
        let pairs: Vec<(&str, &str)> =
            self.params.iter().map(|(n, v)| (n.as_str(), v.as_str())).filter(|(_, v)| !v.is_empty()).collect();
        address(&format!("{path}.{suffix}"), &pairs)
    }

    /// Whether this is the page of a section.
    pub fn here(&self, path: &str) -> bool {
        self.path == path
    }

    /// The sections of the site, for its navigation.
    pub fn sections(&self) -> Vec<(&'static str, &'static str)> {
        SECTIONS.iter().copied().filter(|(path, _)| route::is_there(path)).collect()
    }

    /// Whether this page has twins for programs.
    pub fn has_twins(&self) -> bool {
        route::has_twins(self.path)
    }

    /// The reply to a program: rows as JSON, with what is said of them all, or as CSV. `None` if a reader asks.
    pub fn twins(&self, about: Value, rows: &[Value]) -> Option<Reply> {
        match self.format {
            Format::Csv => Some(Reply::csv(&table(rows), self.is("raw", "1"))),
            Format::Json => {
                let mut all = Map::new();
                all.insert("ok".to_owned(), json!(true));
                if let Value::Object(about) = about {
                    all.extend(about);
                }
                all.insert("rows".to_owned(), Value::Array(rows.to_vec()));
                Some(Reply::json(&Value::Object(all)))
            }
            Format::Html | Format::Atom => None,
        }
    }

    /// A page around its main part.
    ///
    /// # Errors
    /// If a template fails, which it does not.
    pub fn page(&self, title: &str, main: &impl Template) -> Result<Reply, Failure> {
        let main = Html::render(main)?;
        let title = Html::text(title);
        let page = Layout { ask: self, title: &title, main: &main };
        Ok(Reply::new(HTML, page.render()?))
    }
}

fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    // A path that leads nowhere is told back too: whatever was typed into it stays an address.
    let path: String = path.split('/').map(encode).collect::<Vec<_>>().join("/");
    let all: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
    if all.is_empty() { path } else { format!("{path}?{}", all.join("&")) }
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    ask: &'a Ask<'a>,
    title: &'a Html,
    main: &'a Html,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    ask: &'a Ask<'a>,
    status: u16,
    message: String,
    request: &'a str,
}

/// The page of a failure.
pub(crate) fn failed(ask: &Ask<'_>, failure: &Failure, request: &str) -> Reply {
    if ask.format != Format::Html || ask.path.starts_with("/api/") {
        return failure.api_reply(ask.lang, request);
    }
    let main = ErrorPage { ask, status: failure.status(), message: failure.message(ask.lang), request };
    match ask.page(ask.t("error.title"), &main) {
        Ok(reply) => reply.with_status(failure.status()),
        Err(_) => failure.api_reply(ask.lang, request),
    }
}

/// Links to the pages of results before and after this one.
pub(crate) fn pager(ask: &Ask<'_>, has_next: bool) -> Html {
    let page = ask.page_number();
    let mut html = Html::new();
    if page == 1 && !has_next {
        return html;
    }
    html.tag("<nav class=\"pager\" aria-label=\"").push_text(ask.t("page.pages"));
    html.tag("\">");
    for (there, n, key, rel) in [(page > 1, page - 1, "page.previous", "prev"), (has_next, page + 1, "page.next", "next")] {
        if there {
            html.tag("<a rel=\"").push_text(rel);
            html.tag("\" href=\"").push_text(&ask.with("page", &n.to_string()));
            html.tag("\">").push_text(ask.t(key));
            html.tag("</a> ");
        }
    }
    html.tag("</nav>");
    html
}
