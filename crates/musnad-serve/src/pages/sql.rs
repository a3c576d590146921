//! Questions in SQL, read only: a connection of its own that may only select, for a second, and 1,000 rows.

use crate::ask::{Ask, Format};
use crate::html::Html;
use crate::reply::{Failure, Reply, objects};
use askama::Template;
use musnad_archive::query::Table;
use musnad_archive::rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use musnad_archive::rusqlite::limits::Limit;
use musnad_archive::rusqlite::types::ValueRef;
use musnad_archive::rusqlite::{Connection, Error, ErrorCode, OpenFlags};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Rows given at most.
const MOST_ROWS: usize = 1_000;
/// Bytes given at most.
const MOST_BYTES: usize = 8 << 20;
/// How long a question may take.
const PATIENCE: Duration = Duration::from_secs(1);
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
        return ask.twins(json!({ "columns": table.columns, "cut": cut }), &objects(&table)).ok_or(Failure::NotFound);
    }
    let (error, (table, cut)) = match answer {
        Ok(found) => (None, found),
        Err(told) => (Some(Html::ltr(&told)), (Table::default(), false)),
    };
    let cell = |value: &Value| match value {
        Value::Null => Html::new(),
        Value::String(text) => Html::bdi(&crate::facts::shortened(text, 400)),
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
    ask.page(ask.t("sql.title"), &page)
}

/// Rows and whether there are more; or, in English, why the question cannot be answered.
type Answer = Result<(Table, bool), String>;

/// Asks on a connection that can do nothing else.
fn run(ask: &Ask<'_>, query: &str) -> Result<Answer, Failure> {
    let mut db = guarded(ask)?;
    let until = Instant::now() + PATIENCE;
    db.progress_handler(STEPS, Some(move || Instant::now() > until))?;
    db.authorizer(Some(may_read))?;
    Ok(select(&db, query).map_err(|error| told(ask, &error)))
}

fn guarded(ask: &Ask<'_>) -> Result<Connection, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(ask.site.pool.path(), flags)?;
    db.execute_batch(
        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;",
    )?;
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, 4_000_000),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 20_000),
        (Limit::SQLITE_LIMIT_COLUMN, 100),
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

/// Selecting and reading is allowed, and functions that neither make large values at will nor load anything.
fn may_read(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } => {
            let is_large = ["zeroblob", "randomblob", "printf", "format", "replace", "hex", "load_extension", "fts3_tokenizer"];
            if is_large.contains(&function_name.to_ascii_lowercase().as_str()) {
                Authorization::Deny
            } else {
                Authorization::Allow
            }
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
    let mut n_bytes = 0;
    while let Some(row) = found.next()? {
        if table.rows.len() == MOST_ROWS || n_bytes > MOST_BYTES {
            return Ok((table, true));
        }
        let mut values = Vec::with_capacity(table.columns.len());
        for nth in 0..table.columns.len() {
            values.push(match row.get_ref(nth)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(n) => Value::from(n),
                ValueRef::Real(x) => Value::from(x),
                ValueRef::Text(text) => {
                    n_bytes += text.len();
                    Value::from(String::from_utf8_lossy(text).into_owned())
                }
                ValueRef::Blob(bytes) => Value::from(format!("({} B)", bytes.len())),
            });
        }
        table.rows.push(values);
    }
    Ok((table, false))
}

/// What is wrong with a question: SQLite's words, which are about the question alone.
fn told(ask: &Ask<'_>, error: &Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => ask.t("sql.slow").to_owned(),
        Some(ErrorCode::AuthorizationForStatementDenied) => "only SELECT is allowed here".to_owned(),
        _ => match error {
            Error::SqliteFailure(_, Some(words)) => words.clone(),
            Error::SqlInputError { msg, .. } => msg.clone(),
            Error::MultipleStatement => "one statement at a time".to_owned(),
            other => other.to_string(),
        },
    }
}
