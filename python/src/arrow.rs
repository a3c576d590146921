//! Arrow: columns handed over as they are, articles taken from any library that speaks the C data interface.
//!
//! pyo3-arrow and arrow-rs do what is unsafe about the interface; nothing here is.

use crate::pipeline::Pipeline;
use crate::read::{Raw, loaded, read_safely, threads};
use arrow_array::builder::BooleanBufferBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float32Array, Int32Array, Int64Array, ListArray, RecordBatch, RecordBatchReader,
    StringArray, StructArray,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use musnad::{Article, Reader};
use musnad_table::claims::{Told, merge};
use musnad_table::rows::{Rows, key};
use musnad_table::{Column, Columns, Kind, Nulls, Table, VERSION, schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyRecordBatch;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Rows read in one piece of work.
const PIECE: usize = 32;
/// Bytes of text in one piece, about: a row of 20 MB goes alone.
const PIECE_BYTES: usize = 4 << 20;

fn wrong(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

fn fields(fields: &[musnad_table::Field]) -> Fields {
    fields.iter().map(field).collect()
}

/// A column in terms of Arrow, with its meaning.
fn field(field: &musnad_table::Field) -> Field {
    let metadata = HashMap::from([("about".to_owned(), field.about.to_owned())]);
    Field::new(field.name, data_type(field.kind), field.nullable).with_metadata(metadata)
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Int => DataType::Int32,
        Kind::Long => DataType::Int64,
        Kind::Real => DataType::Float32,
        Kind::Bool => DataType::Boolean,
        Kind::Day => DataType::Date32,
        Kind::Texts => DataType::List(Arc::new(Field::new("element", DataType::Utf8, false))),
        Kind::Rows(inner) => DataType::List(Arc::new(Field::new("element", DataType::Struct(fields(inner)), false))),
    }
}

/// The schema of a table in terms of Arrow; the version stands in its metadata.
fn arrow_schema(table: &Table) -> SchemaRef {
    let metadata =
        HashMap::from([("musnad.schema".to_owned(), VERSION.to_owned()), ("musnad.table".to_owned(), table.name.to_owned())]);
    Arc::new(Schema::new_with_metadata(fields(table.fields), metadata))
}

fn nulls(nulls: Nulls) -> Option<NullBuffer> {
    let valid = nulls.valid?;
    let mut bits = BooleanBufferBuilder::new(valid.len());
    bits.append_slice(&valid);
    Some(NullBuffer::new(bits.finish()))
}

fn offsets(offsets: Vec<i32>) -> OffsetBuffer<i32> {
    OffsetBuffer::new(ScalarBuffer::from(offsets))
}

/// A column as an Arrow array: the same vectors, moved.
fn array(column: Column, kind: Kind) -> Result<ArrayRef, ArrowError> {
    Ok(match column {
        Column::Text(at, bytes, known) => Arc::new(StringArray::try_new(offsets(at), Buffer::from_vec(bytes), nulls(known))?),
        Column::Int(values, known) if kind == Kind::Day => Arc::new(Date32Array::try_new(values.into(), nulls(known))?),
        Column::Int(values, known) => Arc::new(Int32Array::try_new(values.into(), nulls(known))?),
        Column::Long(values, known) => Arc::new(Int64Array::try_new(values.into(), nulls(known))?),
        Column::Real(values, known) => Arc::new(Float32Array::try_new(values.into(), nulls(known))?),
        Column::Bool(values, known) => Arc::new(BooleanArray::new(BooleanBuffer::from(values), nulls(known))),
        Column::List(at, child) => list(at, array(*child, Kind::Text)?, kind)?,
        Column::Rows(at, children) => {
            let Kind::Rows(inner) = kind else { return Err(ArrowError::SchemaError("rows in a column of another kind".into())) };
            let arrays = children.into_iter().zip(inner).map(|(c, f)| array(c, f.kind)).collect::<Result<Vec<_>, _>>()?;
            list(at, Arc::new(StructArray::try_new(fields(inner), arrays, None)?), kind)?
        }
    })
}

fn list(at: Vec<i32>, values: ArrayRef, kind: Kind) -> Result<ArrayRef, ArrowError> {
    let DataType::List(element) = data_type(kind) else {
        return Err(ArrowError::SchemaError("a list in a column of another kind".into()));
    };
    Ok(Arc::new(ListArray::try_new(element, offsets(at), values, None)?))
}

/// Rows as a batch of Arrow.
fn batch(columns: Columns, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let kinds = columns.table.fields.iter().map(|f| f.kind);
    let arrays = columns.columns.into_iter().zip(kinds).map(|(c, k)| array(c, k)).collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(schema.clone(), arrays)
}

/// Batches of one schema, as often as they are asked for: `pyarrow.table(batches)`, `polars.DataFrame(batches)` …
#[pyclass(frozen, module = "musnad._musnad")]
#[derive(Debug)]
pub struct Batches {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Batches {
    /// One batch.
    pub fn of(columns: Columns) -> PyResult<Batches> {
        let schema = arrow_schema(columns.table);
        Ok(Batches { batches: vec![batch(columns, &schema).map_err(wrong)?], schema })
    }
}

fn capsule<'py>(
    py: Python<'py>,
    schema: &SchemaRef,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static,
    requested: Option<Bound<'py, PyCapsule>>,
) -> PyArrowResult<Bound<'py, PyCapsule>> {
    let whole = Field::new_struct("", schema.fields().clone(), false).with_metadata(schema.metadata().clone());
    let arrays = batches.map(|b| b.map(|b| Arc::new(StructArray::from(b)) as ArrayRef));
    to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, Arc::new(whole))), requested)
}

#[pymethods]
impl Batches {
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.schema.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        capsule(py, &self.schema, self.batches.clone().into_iter().map(Ok), requested_schema)
    }
}

/// A stream of batches that can be taken once.
#[pyclass(frozen, module = "musnad._musnad")]
pub struct Stream {
    schema: SchemaRef,
    batches: Mutex<Option<Reading>>,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stream")
    }
}

#[pymethods]
impl Stream {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.schema.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner).take();
        let batches = batches.ok_or_else(|| PyValueError::new_err("this stream was taken already: read the articles again"))?;
        capsule(py, &self.schema, batches, requested_schema)
    }
}

/// The texts of a column of the input, whatever its width.
enum Texts {
    Absent,
    Bytes(ArrayRef),
}

impl Texts {
    /// The nth text; `Err` where it is none.
    fn get(&self, nth: usize) -> Result<Option<&str>, String> {
        let Texts::Bytes(array) = self else { return Ok(None) };
        if array.is_null(nth) {
            return Ok(None);
        }
        let bytes = match array.data_type() {
            DataType::Binary => array.as_binary::<i32>().value(nth),
            DataType::LargeBinary => array.as_binary::<i64>().value(nth),
            DataType::BinaryView => array.as_binary_view().value(nth),
            _ => return Ok(None),
        };
        std::str::from_utf8(bytes).map(Some).map_err(|e| format!("no valid UTF-8 at byte {}", e.valid_up_to()))
    }
}

/// A column as bytes to be checked: text of any width, bytes, a dictionary of texts, dates and times.
fn texts(batch: &RecordBatch, name: &str) -> Result<Texts, ArrowError> {
    let Some(array) = batch.column_by_name(name) else { return Ok(Texts::Absent) };
    let to = |array: &ArrayRef, kind: DataType| cast(array, &kind).map(Texts::Bytes);
    match array.data_type() {
        DataType::Null => Ok(Texts::Absent),
        DataType::Utf8 => to(array, DataType::Binary),
        DataType::LargeUtf8 => to(array, DataType::LargeBinary),
        DataType::Utf8View => to(array, DataType::BinaryView),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => Ok(Texts::Bytes(array.clone())),
        DataType::Dictionary(_, value) if matches!(**value, DataType::Utf8 | DataType::LargeUtf8) => {
            to(&cast(array, &DataType::LargeUtf8)?, DataType::LargeBinary)
        }
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) if name == "published" => {
            to(&cast(array, &DataType::Utf8)?, DataType::Binary)
        }
        DataType::Int32 | DataType::Int64 if name == "id" => to(&cast(array, &DataType::Utf8)?, DataType::Binary),
        other => Err(ArrowError::SchemaError(format!("the column {name:?} should hold text, not {other}"))),
    }
}

/// Whether the input has what is needed, before anything is read.
fn check(schema: &Schema) -> Result<(), ArrowError> {
    let has = schema.fields().iter().any(|f| f.name() == "text");
    if !has {
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        let what = format!("no column \"text\"; there are: {}", names.join(", "));
        return Err(ArrowError::SchemaError(what));
    }
    let empty = RecordBatch::new_empty(Arc::new(schema.clone()));
    ["text", "id", "url", "outlet", "published", "title"].iter().try_for_each(|name| texts(&empty, name).map(|_| ()))
}

/// Which tables to make of articles, and how.
#[derive(Clone)]
struct Wanted {
    tables: Vec<&'static Table>,
    schemas: Vec<SchemaRef>,
    json: bool,
}

/// Reads the rows of a piece; one batch a table.
fn piece(reader: &Reader, rows: &RecordBatch, wanted: &Wanted) -> Result<Vec<RecordBatch>, ArrowError> {
    let column = |name| texts(rows, name);
    let (text, id, url) = (column("text")?, column("id")?, column("url")?);
    let (outlet, published, title) = (column("outlet")?, column("published")?, column("title")?);
    let mut made: Vec<Columns> = wanted.tables.iter().map(|t| Columns::new(t)).collect();
    for nth in 0..rows.num_rows() {
        let known = |texts: &Texts, name: &str| -> Result<Option<String>, String> {
            let text = texts.get(nth).map_err(|e| format!("{name}: {e}"))?;
            Ok(text.filter(|t| !t.trim().is_empty()).map(str::to_owned))
        };
        let article = || -> Result<Article, String> {
            let body = text.get(nth).map_err(|e| format!("text: {e}"))?.ok_or("text is null")?;
            Ok(Article {
                id: known(&id, "id")?,
                url: known(&url, "url")?,
                outlet: known(&outlet, "outlet")?,
                published: known(&published, "published")?,
                title: known(&title, "title")?,
                text: body.to_owned(),
            })
        };
        match article().and_then(|article| read_safely(reader, &article)) {
            Ok(record) => {
                let rows = Rows::new(&record, key(&record));
                for columns in &mut made {
                    if columns.table == &schema::RECORDS {
                        rows.nested(columns, wanted.json.then(|| record.to_json(false)));
                    } else {
                        rows.flat(columns, &|_| true);
                    }
                }
            }
            Err(why) => {
                let id = id.get(nth).ok().flatten();
                let records = made.iter_mut().filter(|c| c.table == &schema::RECORDS);
                records.for_each(|columns| Rows::bad(columns, "", id, &why));
            }
        }
    }
    made.into_iter().zip(&wanted.schemas).map(|(columns, schema)| batch(columns, schema)).collect()
}

type Made = Result<Vec<RecordBatch>, ArrowError>;

/// Batches of articles going in, batches of tables coming out.
struct Reading {
    input: Box<dyn RecordBatchReader + Send>,
    /// The batch being cut, and its first row that is not given.
    open: Option<(RecordBatch, usize)>,
    ended: bool,
    flow: Pipeline<RecordBatch, Made>,
    window: usize,
}

impl Reading {
    fn start(py: Python<'_>, articles: AnyRecordBatch, wanted: Wanted, n_threads: i64) -> PyResult<Reading> {
        let input = articles.into_reader()?;
        check(&input.schema()).map_err(|e| PyTypeError::new_err(e.to_string()))?;
        let n = threads(n_threads)?;
        let reader = loaded(py)?;
        let flow = Pipeline::start(n, move |rows: RecordBatch| piece(reader, &rows, &wanted))?;
        Ok(Reading { input, open: None, ended: false, flow, window: n * 3 })
    }

    /// The next rows to be read in one go.
    fn cut(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        loop {
            if let Some((rows, from)) = self.open.take()
                && from < rows.num_rows()
            {
                let mut n = PIECE.min(rows.num_rows() - from);
                while n > 1 && text_bytes(&rows, from, n) > PIECE_BYTES {
                    n /= 2;
                }
                let cut = rows.slice(from, n);
                self.open = Some((rows, from + n));
                return Some(Ok(cut));
            }
            match self.input.next()? {
                Ok(rows) => self.open = Some((rows, 0)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// How many bytes of text some rows hold.
fn text_bytes(rows: &RecordBatch, from: usize, n: usize) -> usize {
    match texts(&rows.slice(from, n), "text") {
        Ok(texts) => (0..n).filter_map(|nth| texts.get(nth).ok().flatten()).map(str::len).sum(),
        Err(_) => 0,
    }
}

impl Reading {
    fn next_made(&mut self) -> Option<Made> {
        while !self.ended && self.flow.on_the_way() < self.window {
            match self.cut() {
                None => self.ended = true,
                Some(Ok(rows)) => self.flow.give(rows),
                Some(Err(error)) => {
                    self.ended = true;
                    self.flow.give_result(Err(error));
                }
            }
        }
        if self.flow.on_the_way() == 0 {
            return None;
        }
        loop {
            if let Some(made) = self.flow.take(Duration::from_secs(3600)) {
                return Some(made);
            }
        }
    }
}

impl Iterator for Reading {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_made().map(|made| {
            made.and_then(|mut tables| tables.pop().ok_or_else(|| ArrowError::SchemaError("no table was asked for".into())))
        })
    }
}

fn wanted(tables: Vec<&'static Table>, json: bool) -> Wanted {
    Wanted { schemas: tables.iter().map(|t| arrow_schema(t)).collect(), tables, json }
}

/// Articles in, one row of the nested table each out, streamed.
#[pyfunction]
pub fn read_arrow(py: Python<'_>, articles: AnyRecordBatch, threads: i64, json: bool) -> PyResult<Stream> {
    let reading = Reading::start(py, articles, wanted(vec![&schema::RECORDS], json), threads)?;
    Ok(Stream { schema: arrow_schema(&schema::RECORDS), batches: Mutex::new(Some(reading)) })
}

fn named(name: &str) -> PyResult<&'static Table> {
    schema::table(name).ok_or_else(|| {
        let all: Vec<&str> = schema::FLAT.iter().map(|t| t.name).collect();
        PyValueError::new_err(format!("no table {name:?}: records, {}", all.join(", ")))
    })
}

/// Articles in, flat tables out.
#[pyfunction]
pub fn read_tables(
    py: Python<'_>,
    articles: AnyRecordBatch,
    tables: Vec<String>,
    threads: i64,
) -> PyResult<HashMap<String, Batches>> {
    let tables = tables.iter().map(|t| named(t)).collect::<PyResult<Vec<_>>>()?;
    let wanted = wanted(tables.clone(), false);
    let mut all: Vec<Batches> = wanted.schemas.iter().map(|s| Batches { schema: s.clone(), batches: Vec::new() }).collect();
    let mut reading = Reading::start(py, articles, wanted, threads)?;
    loop {
        let Some(made) = py.detach(|| reading.next_made()) else { break };
        py.check_signals()?;
        let made = made.map_err(wrong)?;
        all.iter_mut().zip(made).filter(|(_, b)| b.num_rows() > 0).for_each(|(batches, b)| batches.batches.push(b));
    }
    Ok(tables.iter().map(|t| t.name.to_owned()).zip(all).collect())
}

/// Records as a table.
#[pyfunction]
pub fn to_arrow(py: Python<'_>, records: Vec<Py<Raw>>, table: &str, json: bool) -> PyResult<Batches> {
    let table = named(table)?;
    let raws: Vec<&Raw> = records.iter().map(Py::get).collect();
    let columns = py.detach(|| {
        let mut columns = Columns::new(table);
        for raw in raws {
            let rows = Rows::new(&raw.record, key(&raw.record));
            if table == &schema::RECORDS {
                rows.nested(&mut columns, json.then(|| raw.record.to_json(false)));
            } else {
                rows.flat(&mut columns, &|_| true);
            }
        }
        columns
    });
    Batches::of(columns)
}

/// The schema of a table, without rows.
#[pyfunction]
pub fn arrow_schema_of(table: &str) -> PyResult<Batches> {
    Ok(Batches { schema: arrow_schema(named(table)?), batches: Vec::new() })
}

/// Brings claims together, as the archive does.
#[pyfunction]
pub fn occurrences(py: Python<'_>, claims: AnyRecordBatch) -> PyResult<Batches> {
    let input = claims.into_reader()?;
    let columns = py.detach(|| -> Result<Columns, ArrowError> {
        let mut told = Vec::new();
        for batch in input {
            told.extend(claims_of(&batch?)?);
        }
        let mut columns = Columns::new(&schema::OCCURRENCES);
        merge(&told).iter().for_each(|o| o.push(&mut columns));
        Ok(columns)
    });
    Batches::of(columns.map_err(wrong)?)
}

/// The claims of a batch of the table of claims.
fn claims_of(batch: &RecordBatch) -> Result<Vec<Told>, ArrowError> {
    let column = |name: &str| -> Result<ArrayRef, ArrowError> {
        let field: Option<FieldRef> = arrow_schema(&schema::CLAIMS).fields().iter().find(|f| f.name() == name).cloned();
        let kind = field.map_or(DataType::Null, |f| f.data_type().clone());
        let array =
            batch.column_by_name(name).ok_or_else(|| ArrowError::SchemaError(format!("claims need the column {name:?}")))?;
        cast(array, &kind)
    };
    let all = ["article", "event", "type", "mode", "actors", "recipients", "day", "told", "place", "status", "outlet", "counts"];
    let columns = all.iter().map(|name| column(name)).collect::<Result<Vec<_>, _>>()?;
    let [article, event, kind, mode, actors, recipients, day, told, place, status, outlet, counts] = columns.as_slice() else {
        return Ok(Vec::new());
    };
    let text = |array: &ArrayRef, nth: usize| {
        let array = array.as_string::<i32>();
        array.is_valid(nth).then(|| array.value(nth).to_owned())
    };
    let date = |array: &ArrayRef, nth: usize| {
        let array = array.as_primitive::<Date32Type>();
        array.is_valid(nth).then(|| i64::from(array.value(nth)))
    };
    let texts = |array: &ArrayRef, nth: usize| {
        let list = array.as_list::<i32>().value(nth);
        (0..list.len()).filter_map(|n| text(&list, n)).collect::<Vec<String>>()
    };
    let numbers = |nth: usize| {
        let list = counts.as_list::<i32>().value(nth);
        let rows = list.as_struct();
        let (what, count) = (rows.column(0), rows.column(1).as_primitive::<Int64Type>());
        (0..rows.len()).filter_map(|n| Some((text(what, n)?, count.value(n)))).collect::<Vec<_>>()
    };
    Ok((0..batch.num_rows())
        .map(|nth| Told {
            article: text(article, nth).unwrap_or_default(),
            event: text(event, nth).unwrap_or_default(),
            kind: text(kind, nth).unwrap_or_default(),
            mode: text(mode, nth),
            actors: texts(actors, nth),
            recipients: texts(recipients, nth),
            day: date(day, nth),
            told: date(told, nth),
            place: text(place, nth),
            status: text(status, nth).unwrap_or_default(),
            outlet: text(outlet, nth),
            counts: numbers(nth),
        })
        .collect())
}
