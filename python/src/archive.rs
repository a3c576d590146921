//! An archive file: search, records, questions, adding.

use crate::read::{Raw, article, loaded};
use musnad_archive::query::{self, Filter};
use musnad_archive::search::{Options, Sort, Target, search};
use musnad_archive::{Archive, Error, Given, Pool, get, prepare};
use pyo3::exceptions::{PyKeyError, PyOSError, PyValueError};
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

fn failed(error: Error) -> PyErr {
    match error {
        Error::Request(what) => PyValueError::new_err(what),
        error => PyOSError::new_err(error.to_string()),
    }
}

/// A file opened for reading; adding opens it for writing while it lasts.
#[pyclass(frozen, module = "musnad._musnad")]
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    pool: Pool,
}

#[pymethods]
impl File {
    /// Opens an archive; with `create`, makes it where there is none.
    #[new]
    fn new(py: Python<'_>, path: PathBuf, create: bool) -> PyResult<File> {
        py.detach(|| {
            if create && !path.exists() {
                drop(Archive::open(&path)?);
            }
            Ok(File { pool: Pool::open(&path, 2)?, path })
        })
        .map_err(failed)
    }

    /// Hits as JSON, and how many there are in all.
    #[allow(clippy::too_many_arguments)]
    fn search(
        &self,
        py: Python<'_>,
        typed: &str,
        target: Option<&str>,
        newest: bool,
        limit: usize,
        offset: usize,
        width: usize,
    ) -> PyResult<(String, i64)> {
        let target = match target {
            None => None,
            Some("articles") => Some(Target::Articles),
            Some("statements") => Some(Target::Statements),
            Some("events") => Some(Target::Events),
            Some("entities") => Some(Target::Entities),
            Some(other) => {
                return Err(PyValueError::new_err(format!("no target {other:?}: articles, statements, events or entities")));
            }
        };
        let reader = loaded(py)?;
        let sort = if newest { Sort::Date } else { Sort::Relevance };
        let options = Options { target, sort, limit, offset, width };
        let answer = py.detach(|| search(&self.pool.get(), reader.lexicon(), typed, &options)).map_err(failed)?;
        let hits = answer.hits.iter().map(|hit| {
            serde_json::json!({
                "id": hit.id, "article": hit.article, "title": hit.title, "outlet": hit.outlet, "published": hit.published,
                "url": hit.url, "who": hit.who, "text": hit.snippet.text, "start": hit.at.0, "end": hit.at.1,
            })
        });
        Ok((serde_json::Value::from(hits.collect::<Vec<_>>()).to_string(), answer.total))
    }

    /// The record of the article in this row.
    fn record(&self, py: Python<'_>, id: i64) -> PyResult<Raw> {
        let record = py.detach(|| get::record(&self.pool.get(), id)).map_err(failed)?;
        let record = record.ok_or_else(|| PyKeyError::new_err(format!("no article {id}")))?;
        Ok(Raw { record })
    }

    /// Rows of all current articles.
    fn ids(&self, py: Python<'_>) -> PyResult<Vec<i64>> {
        let all = || -> Result<Vec<i64>, Error> {
            let db = self.pool.get();
            let mut rows = db.prepare("SELECT id FROM articles WHERE current = 1 ORDER BY id")?;
            let ids = rows.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            Ok(ids)
        };
        py.detach(all).map_err(failed)
    }

    /// A question with filters: names of the columns, and rows, as JSON.
    fn ask(&self, py: Python<'_>, question: &str, filter: &str) -> PyResult<String> {
        let given: serde_json::Value = serde_json::from_str(filter).map_err(|e| PyValueError::new_err(e.to_string()))?;
        let text = |name: &str| given.get(name).and_then(|v| v.as_str()).map(str::to_owned);
        let number = |name: &str| given.get(name).and_then(serde_json::Value::as_i64);
        let filter = Filter {
            entity: text("entity"),
            by: text("by"),
            to_whom: text("to_whom"),
            outlet: text("outlet"),
            from: text("from"),
            to: text("to"),
            kind: text("type"),
            act: text("act"),
            status: text("status"),
            country: text("country"),
            disputed: given.get("disputed").and_then(serde_json::Value::as_bool).unwrap_or(false),
            occurrence: number("occurrence"),
            story: number("story"),
            limit: number("limit").and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
        };
        let reader = loaded(py)?;
        let table = py
            .detach(|| {
                let db = self.pool.get();
                match question {
                    "events" => query::events(&db, reader.lexicon(), &filter),
                    "statements" => query::statements(&db, reader.lexicon(), &filter),
                    "timeline" => query::timeline(&db, reader.lexicon(), &filter),
                    "framing" => query::framing(&db, reader.lexicon(), &filter),
                    "stories" => query::stories(&db, &filter),
                    other => Err(Error::Request(format!("no question {other:?}"))),
                }
            })
            .map_err(failed)?;
        Ok(serde_json::json!({"columns": table.columns, "rows": table.rows}).to_string())
    }

    /// Adds articles in one transaction and gives their rows; `now` is the time of adding.
    fn add(&self, py: Python<'_>, articles: Vec<Bound<'_, PyAny>>, now: &str) -> PyResult<Vec<i64>> {
        let given = articles.iter().map(|a| article(a).map(Given::from)).collect::<PyResult<Vec<Given>>>()?;
        let reader = loaded(py)?;
        py.detach(|| {
            let prepared = |(nth, given): (usize, Given)| {
                // A defect of the reader is told, and nothing of the batch is added.
                catch_unwind(AssertUnwindSafe(|| prepare(reader, given)))
                    .map_err(|_| Error::Request(format!("article {nth}: the reader failed; please report it with its text")))
            };
            let batch = given.into_iter().enumerate().map(prepared).collect::<Result<Vec<_>, _>>()?;
            let mut archive = Archive::open(&self.path)?;
            archive.add(reader, batch, now).map(|added| added.iter().map(|a| a.id()).collect())
        })
        .map_err(failed)
    }

    /// Merges what was added into stories and occurrences; gives the number of days merged.
    fn merge(&self, py: Python<'_>) -> PyResult<usize> {
        py.detach(|| Archive::open(&self.path)?.merge()).map(|m| m.days).map_err(failed)
    }

    /// Writes the tables of the archive as Parquet; gives the number of articles.
    fn export(&self, py: Python<'_>, folder: PathBuf, force: bool) -> PyResult<u64> {
        py.detach(|| musnad_table::export::folder(&self.pool.get(), &folder, force)).map_err(failed)
    }

    /// The occurrences, as the archive merged them.
    fn occurrences(&self, py: Python<'_>) -> PyResult<crate::arrow::Batches> {
        let found = py.detach(|| musnad_table::export::occurrences(&self.pool.get())).map_err(failed)?;
        let mut columns = musnad_table::Columns::new(&musnad_table::schema::OCCURRENCES);
        found.iter().for_each(|o| o.push(&mut columns));
        crate::arrow::Batches::of(columns)
    }
}
