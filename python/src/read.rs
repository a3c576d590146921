//! Articles from Python objects, and records back to it.

use crate::pipeline::Pipeline;
use musnad::{Article, Reader, Record};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyMapping, PyString};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// Items on the way for each thread: enough that none waits, few enough to stay small.
const WINDOW: usize = 8;
/// How long to wait before looking whether the user wants to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// The reader, loaded when it is first needed: an import alone costs nothing.
pub fn reader() -> Result<&'static Reader, String> {
    static READER: OnceLock<Result<Reader, String>> = OnceLock::new();
    READER.get_or_init(|| Reader::embedded().map_err(|e| e.to_string())).as_ref().map_err(Clone::clone)
}

/// The reader, loaded without holding the interpreter.
pub fn loaded(py: Python<'_>) -> PyResult<&'static Reader> {
    py.detach(reader).map_err(PyValueError::new_err)
}

/// Reads an article; a defect of the reader is told, and ends nothing else.
pub fn read_safely(reader: &Reader, article: &Article) -> Result<Record, String> {
    catch_unwind(AssertUnwindSafe(|| reader.read(article)))
        .map_err(|_| "the reader failed on this article: please report it with its text".to_owned())
}

/// More threads than this are a mistake: each keeps the words that it has met.
const MOST_THREADS: i64 = 256;

/// How many threads `n` means: 0 for all cores.
///
/// # Errors
/// If it is no number of threads.
pub fn threads(n: i64) -> PyResult<usize> {
    match n {
        0 => Ok(std::thread::available_parallelism().map_or(1, usize::from)),
        1..=MOST_THREADS => Ok(n as usize),
        _ => Err(PyValueError::new_err(format!("threads is 0 (all cores) to {MOST_THREADS}, not {n}"))),
    }
}

/// A text of Python; lone surrogates are no text.
fn text(value: &Bound<'_, PyAny>, what: &str) -> PyResult<String> {
    let text = value.cast::<PyString>().map_err(|_| {
        let kind = value.get_type().name().map_or_else(|_| "?".to_owned(), |n| n.to_string());
        PyTypeError::new_err(format!("{what} should be str, not {kind}"))
    })?;
    text.to_cow().map(std::borrow::Cow::into_owned).map_err(|_| {
        PyValueError::new_err(format!("{what} holds a lone surrogate, which is no character: decode it with errors=\"replace\""))
    })
}

/// A text that may be unknown; a date or time is written as ISO 8601.
pub fn optional(value: Option<&Bound<'_, PyAny>>, what: &str) -> PyResult<Option<String>> {
    let Some(value) = value.filter(|v| !v.is_none()) else { return Ok(None) };
    let value = if value.hasattr("isoformat")? { value.call_method0("isoformat")? } else { value.clone() };
    Ok(Some(text(&value, what)?).filter(|t| !t.trim().is_empty()))
}

/// An article of Python: a text, or a mapping with a text and what is known beside it.
pub fn article(item: &Bound<'_, PyAny>) -> PyResult<Article> {
    if item.is_instance_of::<PyString>() {
        return Ok(Article { text: text(item, "the article")?, ..Article::default() });
    }
    let Ok(map) = item.cast::<PyMapping>() else {
        let kind = item.get_type().name().map_or_else(|_| "?".to_owned(), |n| n.to_string());
        return Err(PyTypeError::new_err(format!("an article should be str or a mapping with \"text\", not {kind}")));
    };
    let field = |name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        if map.contains(name)? { map.get_item(name).map(Some) } else { Ok(None) }
    };
    let body = field("text")?.ok_or_else(|| PyValueError::new_err("the article has no \"text\""))?;
    let known = |name: &str| -> PyResult<Option<String>> { optional(field(name)?.as_ref(), name) };
    Ok(Article {
        id: known("id")?,
        url: known("url")?,
        outlet: known("outlet")?,
        published: known("published")?,
        title: known("title")?,
        text: text(&body, "\"text\"")?,
    })
}

/// What was read from one article, held outside Python until it is asked for.
#[pyclass(frozen, module = "musnad._musnad")]
#[derive(Debug)]
pub struct Raw {
    /// The record.
    pub record: Record,
}

#[pymethods]
impl Raw {
    /// The record as JSON, as `musnad read` prints it.
    fn to_json(&self, py: Python<'_>, indented: bool) -> String {
        py.detach(|| self.record.to_json(indented))
    }

    /// The key of its article in tables.
    fn key(&self) -> String {
        musnad_table::rows::key(&self.record)
    }

    /// A record from its JSON.
    #[staticmethod]
    fn from_json(json: &str) -> PyResult<Raw> {
        let record = serde_json::from_str(json).map_err(|e| PyValueError::new_err(format!("no record: {e}")))?;
        Ok(Raw { record })
    }
}

/// Reads one article.
#[pyfunction]
pub fn read(py: Python<'_>, item: &Bound<'_, PyAny>) -> PyResult<Raw> {
    let article = article(item)?;
    let reader = loaded(py)?;
    let record = py.detach(|| read_safely(reader, &article)).map_err(PyValueError::new_err)?;
    Ok(Raw { record })
}

type Flow = Pipeline<Article, Result<Record, String>>;

/// Records of many articles, in order, read on other threads while Python goes on.
#[pyclass(frozen, module = "musnad._musnad")]
#[derive(Debug)]
pub struct Many {
    source: Py<PyIterator>,
    window: usize,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    flow: Flow,
    /// The source has ended, or failed with this once all before it is told.
    ended: bool,
    failed: Option<PyErr>,
}

#[pymethods]
impl Many {
    #[new]
    fn new(py: Python<'_>, items: &Bound<'_, PyAny>, threads: i64) -> PyResult<Many> {
        let n = self::threads(threads)?;
        let source = items.try_iter()?.unbind();
        let reader = loaded(py)?;
        let flow = Pipeline::start(n, move |article: Article| read_safely(reader, &article))?;
        Ok(Many { source, window: n * WINDOW, state: Mutex::new(State { flow, ended: false, failed: None }) })
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    /// The next record, or a text that tells why there is none.
    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        // Another thread may hold the lock and wait for the interpreter: nobody waits for the lock here.
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(std::sync::TryLockError::Poisoned(poisoned)) => PoisonError::into_inner(poisoned),
            Err(std::sync::TryLockError::WouldBlock) => {
                return Err(PyValueError::new_err("this iterator is being used by another thread"));
            }
        };
        let state = &mut *state;
        while !state.ended && state.flow.on_the_way() < self.window {
            match self.source.bind(py).clone().next() {
                None => state.ended = true,
                Some(Err(error)) => (state.ended, state.failed) = (true, Some(error)),
                Some(Ok(item)) => match article(&item) {
                    Ok(article) => state.flow.give(article),
                    Err(error) => state.flow.give_result(Err(error.value(py).to_string())),
                },
            }
        }
        if state.flow.on_the_way() == 0 {
            return state.failed.take().map_or(Ok(None), Err);
        }
        loop {
            let flow = &mut state.flow;
            match py.detach(|| flow.take(PATIENCE)) {
                Some(Ok(record)) => return Ok(Some(Py::new(py, Raw { record })?.into_any())),
                Some(Err(why)) => return Ok(Some(PyString::new(py, &why).into_any().unbind())),
                None => py.check_signals()?,
            }
        }
    }
}

/// Words with their analyses: a list of tuples in the order of `musnad.Token`.
#[pyfunction]
pub fn tokens<'py>(py: Python<'py>, text: &str, scheme: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
    use musnad::morph::words::segments::Scheme;
    let scheme = match scheme {
        "ud" => Scheme::Ud,
        "d3" => Scheme::D3,
        "farasa" => Scheme::Farasa,
        other => return Err(PyValueError::new_err(format!("no scheme {other:?}: ud, d3 or farasa"))),
    };
    let reader = loaded(py)?;
    let article = Article { text: text.to_owned(), ..Article::default() };
    let words = py.detach(|| reader.words_of(&article, scheme));
    let tuple = |t: musnad::tokens::Token| {
        (t.start, t.end, t.text, t.segments, t.pos, t.tag, t.lemma, t.key, t.features, t.name, t.sentence).into_pyobject(py)
    };
    words.into_iter().map(|t| tuple(t).map(Bound::into_any)).collect()
}

/// The one spelling of all spellings of a word.
#[pyfunction]
pub fn fold(text: &str) -> String {
    musnad::text::fold(text)
}

/// An article as the dictionary that `read` takes.
pub fn dictionary<'py>(py: Python<'py>, article: &Article) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("id", &article.id)?;
    dict.set_item("url", &article.url)?;
    dict.set_item("outlet", &article.outlet)?;
    dict.set_item("published", &article.published)?;
    dict.set_item("title", &article.title)?;
    dict.set_item("text", &article.text)?;
    Ok(dict)
}
