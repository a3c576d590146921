//! Articles out of files: HTML, feeds, web archives, JSONL, plain text.

use crate::read::dictionary;
use musnad_page::source::{Items, Options, open};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The articles of a file or folder.
#[pyclass(frozen, module = "musnad._musnad")]
pub struct Pages {
    items: Mutex<Items>,
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pages")
    }
}

/// Where an article came from, and the article or why there is none.
type Told<'py> = (String, Option<Bound<'py, PyDict>>, Option<String>);

#[pymethods]
impl Pages {
    #[new]
    fn new(path: PathBuf) -> PyResult<Pages> {
        if !path.exists() {
            return Err(pyo3::exceptions::PyFileNotFoundError::new_err(format!("{}: no such file or folder", path.display())));
        }
        Ok(Pages { items: Mutex::new(open(&path, &Options::default())) })
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    /// Where the next article came from, and the article or why there is none.
    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Told<'py>>> {
        let next = py.detach(|| self.items.lock().unwrap_or_else(PoisonError::into_inner).next());
        next.map(|(origin, page)| match page {
            Ok(page) => Ok((origin.to_string(), Some(dictionary(py, &page.article)?), None)),
            Err(error) => Ok((origin.to_string(), None, Some(error.to_string()))),
        })
        .transpose()
    }
}

/// The article of one HTML page.
#[pyfunction]
pub fn page<'py>(py: Python<'py>, html: &[u8], url: Option<&str>, content_type: Option<&str>) -> PyResult<Bound<'py, PyDict>> {
    if html.is_empty() {
        return Err(PyValueError::new_err("the page is empty"));
    }
    let article = py.detach(|| musnad_page::read_html(html, content_type, url, &musnad_page::Caps::default()).article);
    dictionary(py, &article)
}
