//! The compiled half of the wheel `musnad`. The Python half (`python/musnad`) gives it names, types and documentation;
//! nothing here is called by users directly.

mod archive;
mod arrow;
mod pages;
mod pipeline;
mod read;

use pyo3::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The module `musnad._musnad`.
#[pymodule]
fn _musnad(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("SCHEMA", musnad_table::VERSION)?;
    module.add_class::<read::Raw>()?;
    module.add_class::<read::Many>()?;
    module.add_class::<pages::Pages>()?;
    module.add_class::<archive::File>()?;
    module.add_class::<arrow::Batches>()?;
    module.add_class::<arrow::Stream>()?;
    module.add_function(wrap_pyfunction!(read::read, module)?)?;
    module.add_function(wrap_pyfunction!(read::tokens, module)?)?;
    module.add_function(wrap_pyfunction!(read::fold, module)?)?;
    module.add_function(wrap_pyfunction!(pages::page, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::read_arrow, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::read_tables, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::to_arrow, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::arrow_schema_of, module)?)?;
    module.add_function(wrap_pyfunction!(arrow::occurrences, module)?)?;
    Ok(())
}
