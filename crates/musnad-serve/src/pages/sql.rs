//! Questions in SQL, read only: a connection of its own that may only select, for a second, and 1,000 rows.

use crate::ask::{Ask, Format};
use crate::day;
use crate::html::Html;
use crate::reply::{Failure, Reply, objects};
use askama::Template;
use musnad_archive::query::Table;
use musnad_archive::rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use musnad_archive::rusqlite::limits::Limit;
use musnad_archive::rusqlite::types::ValueRef;
use musnad_archive::rusqlite::{Connection, Error, ErrorCode, OpenFlags};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Rows given at most.
const MOST_ROWS: usize = 1_000;
/// Bytes given at most.
const MOST_BYTES: usize = 8 << 20;
/// How long a question may take: what is left of its second goes to putting away what it sorted.
const PATIENCE: Duration = Duration::from_millis(900);
/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 10_000;

#[derive(Template)]
#[template(path = "sql.html")]
struct SqlPage<'a> {
    ask: &'a Ask<'a>,
    query: &'a str,
    error: Option<Html>,
    columns: Vec<Html>,
    rows: Vec<Vec<Html>>,
    told: String,
    cut: bool,
    examples: Vec<(&'static str, String)>,
}

const EXAMPLES: [&str; 3] = [
    "SELECT outlet, count(*) AS n FROM statements_told GROUP BY outlet ORDER BY n DESC",
    "SELECT published, actors, type, recipients, words FROM events_told WHERE type = 'ASSAULT' ORDER BY published",
    "SELECT speaker, act, words, title FROM statements_told WHERE act = 'deny'",
];

/// The page.
///
/// # Errors
/// If the archive cannot be opened; a question that cannot be answered is told on the page.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let query = ask.value("sql");
    let answer = if query.is_empty() { Ok((Table::default(), false)) } else { run(ask, query)? };
    if ask.format != Format::Html {
        let (table, cut) = answer.map_err(Failure::Request)?;
        return ask
            .twins(json!({ "columns": table.columns, "cut": cut }), &objects(&table))
            .map(Reply::passing)
            .ok_or(Failure::NotFound);
    }
    let (error, (table, cut)) = match answer {
        Ok(found) => (None, found),
        Err(told) => (Some(Html::ltr(&told)), (Table::default(), false)),
    };
    let cell = |value: &Value| match value {
        Value::Null => Html::new(),
        Value::String(text) if day::parts(text).is_some() => Html::ltr(text),
        Value::String(text) if text.chars().count() > 40 => {
            let mut html = Html::new();
            html.tag("<div class=\"long\">").push(&Html::bdi(&crate::facts::shortened(text, 400))).tag("</div>");
            html
        }
        Value::String(text) => Html::bdi(text),
        other => Html::ltr(&other.to_string()),
    };
    let page = SqlPage {
        ask,
        query,
        error,
        columns: table.columns.iter().map(|c| Html::ltr(c)).collect(),
        rows: table.rows.iter().take(200).map(|row| row.iter().map(cell).collect()).collect(),
        told: ask.count(&(table.rows.len() as i64), "n.row"),
        cut,
        examples: EXAMPLES.map(|q| (q, ask.href_with("/sql", "sql", q))).into(),
    };
    // A question may ask for the time, or for a random number.
    ask.page(ask.t("sql.title"), &page).map(Reply::passing)
}

/// Rows and whether there are more; or, in English, why the question cannot be answered.
type Answer = Result<(Table, bool), String>;

/// Asks on a connection that can do nothing else.
fn run(ask: &Ask<'_>, query: &str) -> Result<Answer, Failure> {
    let mut db = guarded(ask)?;
    let until = Instant::now() + PATIENCE;
    let stopped = ask.stop.flag();
    db.progress_handler(STEPS, Some(move || stopped.load(Ordering::Relaxed) || Instant::now() > until))?;
    db.authorizer(Some(may_read))?;
    Ok(select(&db, query).map_err(|error| told(ask, &error)))
}

fn guarded(ask: &Ask<'_>) -> Result<Connection, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(ask.site.pool.path(), flags)?;
    db.execute_batch(
        // What is sorted beyond the cache goes to a file without a name: in memory it would grow as long as the question runs.
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8192; PRAGMA temp_store = FILE;",
    )?;
    // SQLite holds a whole row at once: as many of the longest values as there may be columns are fifty megabytes.
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, 1_000_000),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 20_000),
        (Limit::SQLITE_LIMIT_COLUMN, 50),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 60),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 8),
        (Limit::SQLITE_LIMIT_VDBE_OP, 100_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
    ] {
        db.set_limit(limit, most)?;
    }
    Ok(db)
}

/// Functions that may be called: none that makes a value without regard to the limits (`json_group_array`), that fills memory at
/// will (`zeroblob`, `printf`, `replace`), or that reaches outside.
const FUNCTIONS: [&str; 70] = [
    "->",
    "->>",
    "abs",
    "avg",
    "bm25",
    "ceil",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "dense_rank",
    "first_value",
    "floor",
    "glob",
    "group_concat",
    "ifnull",
    "iif",
    "instr",
    "json_extract",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likely",
    "lower",
    "ltrim",
    "match",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "pow",
    "quote",
    "random",
    "rank",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sqrt",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "subtype",
    "sum",
    "time",
    "timediff",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
    "if",
    "regexp",
];

/// Selecting and reading is allowed, and functions of the list.
fn may_read(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if FUNCTIONS.contains(&function_name.to_ascii_lowercase().as_str()) => {
            Authorization::Allow
        }
        // FTS5 asks for the version of the data when a search begins.
        AuthAction::Pragma { pragma_name: "data_version", .. } => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn select(db: &Connection, query: &str) -> Result<(Table, bool), Error> {
    let mut rows = db.prepare(query)?;
    let columns: Vec<String> = rows.column_names().map(str::to_owned).collect();
    let mut found = rows.query([])?;
    let mut table = Table { columns, rows: Vec::new() };
    // Every row of JSON has the names of the columns.
    let names: usize = table.columns.iter().map(|name| cost(name.as_bytes())).sum();
    let mut n_bytes = 0;
    while let Some(row) = found.next()? {
        n_bytes += names;
        let mut values = Vec::with_capacity(table.columns.len());
        for nth in 0..table.columns.len() {
            let value = row.get_ref(nth)?;
            n_bytes += match value {
                ValueRef::Text(text) => cost(text),
                _ => 24,
            };
            // Looked at before a value is kept: a hundred columns of the largest texts would be half a gigabyte.
            if n_bytes > MOST_BYTES {
                return Ok((table, true));
            }
            values.push(match value {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(n) => Value::from(n),
                ValueRef::Real(x) => Value::from(x),
                ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Value::from(format!("({} B)", bytes.len())),
            });
        }
        if table.rows.len() == MOST_ROWS {
            return Ok((table, true));
        }
        table.rows.push(values);
    }
    Ok((table, false))
}

/// What a text may take in a reply, where some of its letters are escaped.
fn cost(text: &[u8]) -> usize {
    text.iter().map(|b| if *b < b' ' || matches!(b, b'"' | b'\'' | b'&' | b'<' | b'>' | b'\\' | 0x7F) { 12 } else { 1 }).sum()
}

/// What is wrong with a question: SQLite's words, which are about the question alone.
fn told(ask: &Ask<'_>, error: &Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => ask.t("sql.slow").to_owned(),
        Some(ErrorCode::AuthorizationForStatementDenied) => ask.t("sql.refused").to_owned(),
        _ => match error {
            Error::SqliteFailure(_, Some(words)) => words.clone(),
            Error::SqlInputError { msg, .. } => msg.clone(),
            Error::MultipleStatement => "one statement at a time".to_owned(),
            other => other.to_string(),
        },
    }
}
