//! What goes back to a browser or a program: a reply with its headers, or a failure in one shape.

use crate::words::Lang;
use musnad_archive::query::Table;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub kind: &'static str,
    /// Headers beside it and those every reply has.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

pub(crate) const HTML: &str = "text/html; charset=utf-8";
pub(crate) const JSON: &str = "application/json; charset=utf-8";

impl Reply {
    /// A body of some kind, found.
    pub fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status: 200, kind, headers: Vec::new(), body: body.into() }
    }

    /// JSON, as it is.
    pub fn json(value: &Value) -> Reply {
        Reply::new(JSON, value.to_string())
    }

    /// CSV for a spreadsheet: with a byte order mark, and without formulas unless `raw`.
    pub fn csv(table: &Table, raw: bool) -> Reply {
        let mut text = String::from(if raw { "" } else { "\u{feff}" });
        let header: Vec<String> = table.columns.iter().map(|c| cell(&Value::from(c.as_str()), raw)).collect();
        text.push_str(&header.join(","));
        text.push_str("\r\n");
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|v| cell(v, raw)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        Reply::new("text/csv; charset=utf-8", text)
    }

    /// Go there.
    pub fn see_other(path: &str) -> Reply {
        let headers = vec![("location", path.to_owned())];
        Reply { status: 303, kind: HTML, headers, body: Vec::new() }
    }

    /// The same with another status.
    pub fn with_status(self, status: u16) -> Reply {
        Reply { status, ..self }
    }

    /// The same with a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }

    /// The same, never to be given to anyone else.
    pub fn passing(self) -> Reply {
        self.header("cache-control", "no-store")
    }

    /// Whether the reply holds for this request only.
    pub fn passes(&self) -> bool {
        self.headers.iter().any(|(name, value)| *name == "cache-control" && value == "no-store")
    }

    /// A fingerprint of the body, for `If-None-Match`.
    pub fn etag(&self) -> String {
        let hash = Sha256::digest(&self.body);
        let hex: String = hash.iter().take(10).map(|b| format!("{b:02x}")).collect();
        format!("\"{hex}\"")
    }

    /// The body as text, for tests and for `--get`.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A table as objects.
pub fn objects(table: &Table) -> Vec<Value> {
    let object = |row: &Vec<Value>| Value::Object(table.columns.iter().cloned().zip(row.iter().cloned()).collect::<Map<_, _>>());
    table.rows.iter().map(object).collect()
}

/// Objects as a table: the columns are the keys of the first one, lists are joined.
pub fn table(rows: &[Value]) -> Table {
    let columns: Vec<String> = rows.first().and_then(Value::as_object).map_or_else(Vec::new, |o| o.keys().cloned().collect());
    let row = |value: &Value| columns.iter().map(|c| flat(value.get(c).unwrap_or(&Value::Null))).collect();
    Table { rows: rows.iter().map(row).collect(), columns }
}

/// A value that fits a cell: of an object its name, of a list all of them.
fn flat(value: &Value) -> Value {
    match value {
        Value::Object(map) => map.get("name").cloned().unwrap_or_else(|| Value::from(value.to_string())),
        Value::Array(items) => {
            let all: Vec<String> = items.iter().map(|v| text(&flat(v))).collect();
            if all.is_empty() { Value::Null } else { Value::from(all.join("؛ ")) }
        }
        other => other.clone(),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell of CSV. A spreadsheet would run a text that begins like a formula, so it gets an apostrophe unless `raw`.
fn cell(value: &Value, raw: bool) -> String {
    let mut cell: String = text(value).chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if !raw && value.is_string() && is_formula(&cell) {
        cell.insert(0, '\'');
    }
    if cell.contains(['"', ',', '\n', '\r', '\t', ';']) || cell.starts_with(' ') {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

fn is_formula(cell: &str) -> bool {
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let first = cell.chars().find(|c| !c.is_whitespace() && !is_mark(*c));
    cell.starts_with('\t') || first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

/// Why there is no reply.
#[derive(Debug)]
pub enum Failure {
    /// Nothing is at this address.
    NotFound,
    /// The request cannot be understood; in English, for programs.
    Request(String),
    /// No token, or an unknown one.
    NoToken,
    /// A token that may not do this.
    Forbidden,
    /// Another method is needed.
    Method,
    /// Something failed here: never told outside, but logged.
    Broken(String),
    /// It took too long or the server is busy.
    Busy,
    /// With this status, one of [`Failure::code`]'s.
    Status(u16),
}

impl Failure {
    /// HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Failure::NotFound => 404,
            Failure::Request(_) => 400,
            Failure::NoToken => 401,
            Failure::Forbidden => 403,
            Failure::Method => 405,
            Failure::Broken(_) => 500,
            Failure::Busy => 503,
            Failure::Status(status) => *status,
        }
    }

    /// What programs may compare.
    pub fn code(&self) -> &'static str {
        match self.status() {
            400 => "bad-request",
            401 => "unauthorized",
            403 => "forbidden",
            404 => "not-found",
            405 => "method-not-allowed",
            413 => "too-large",
            421 => "unknown-host",
            429 => "too-many-requests",
            503 => "busy",
            _ => "internal",
        }
    }

    /// The same in words; nothing of the inside.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Failure::Request(told) => told.clone(),
            other => lang.t(&format!("error.{}", other.status())).to_owned(),
        }
    }

    /// The one shape of errors.
    pub fn to_json(&self, lang: Lang, request: &str) -> Value {
        json!({
            "ok": false,
            "error": { "status": self.status(), "code": self.code(), "message": self.message(lang) },
            "request": request,
        })
    }

    /// As a reply of the API.
    pub fn api_reply(&self, lang: Lang, request: &str) -> Reply {
        let reply = Reply::json(&self.to_json(lang, request)).with_status(self.status());
        match self.status() {
            401 => reply.header("www-authenticate", "Bearer"),
            405 => reply.header("allow", "GET, HEAD, POST"),
            429 | 503 => reply.header("retry-after", "2"),
            _ => reply,
        }
    }
}

impl From<musnad_archive::Error> for Failure {
    fn from(error: musnad_archive::Error) -> Failure {
        match error {
            musnad_archive::Error::Request(told) => Failure::Request(told),
            musnad_archive::Error::Sqlite(_, cause) => Failure::from(cause),
            other => Failure::Broken(other.to_string()),
        }
    }
}

impl From<musnad_archive::rusqlite::Error> for Failure {
    fn from(error: musnad_archive::rusqlite::Error) -> Failure {
        match error.sqlite_error_code() {
            Some(musnad_archive::rusqlite::ErrorCode::OperationInterrupted) => Failure::Busy,
            _ => Failure::Broken(error.to_string()),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Failure {
        Failure::Broken(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for formula in ["=1+1", "+1", "-2", "@SUM(A1)", " =1", "\u{200f}=1", "＝1", "\t=1", "\u{feff}=1"] {
            let told = cell(&Value::from(formula), false);
            assert!(told.trim_start_matches('"').starts_with('\''), "{formula:?} {told:?}");
        }
        assert_eq!(cell(&Value::from(-5), false), "-5");
        let rows = [json!({"a": [{"name": "س"}, {"name": "ص"}], "b": null})];
        let csv = Reply::csv(&table(&rows), false).text();
        assert_eq!(csv, "\u{feff}a,b\r\nس؛ ص,\r\n");
    }
}
