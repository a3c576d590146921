//! Rows as columns, in the memory layout of Arrow: values, offsets and which of them are null.
//!
//! The layout is all that Arrow, Parquet and this crate share, so that the default binary needs no Arrow library and the wheel
//! hands the same vectors over without copying them.

use crate::schema::{Field, Kind, Table};

/// A value to be pushed.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'c> {
    /// Unknown.
    Null,
    /// A text.
    Text(&'c str),
    /// A text made for the table.
    Made(String),
    /// A number, of 32 or 64 bits as the column has it.
    Int(i64),
    /// A floating number.
    Real(f32),
    /// True or false.
    Bool(bool),
    /// A list of texts.
    Texts(Vec<&'c str>),
    /// A list of texts made for the table.
    MadeTexts(Vec<String>),
    /// A list of rows.
    Rows(Vec<Vec<Cell<'c>>>),
}

impl<'c> From<&'c Option<String>> for Cell<'c> {
    fn from(text: &'c Option<String>) -> Self {
        text.as_deref().map_or(Cell::Null, Cell::Text)
    }
}

impl<'c> From<&'c String> for Cell<'c> {
    fn from(text: &'c String) -> Self {
        Cell::Text(text)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Cell::Int(i64::from(number))
    }
}

impl From<Option<i64>> for Cell<'_> {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Cell::Null, Cell::Int)
    }
}

impl<'c> From<&'c Vec<String>> for Cell<'c> {
    fn from(texts: &'c Vec<String>) -> Self {
        Cell::Texts(texts.iter().map(String::as_str).collect())
    }
}

/// Which values of a column are null; nothing is stored until one is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nulls {
    /// How many values there are.
    pub len: usize,
    /// For each value whether it is known; `None` if all are.
    pub valid: Option<Vec<bool>>,
}

impl Nulls {
    fn push(&mut self, is_known: bool) {
        if let Some(valid) = &mut self.valid {
            valid.push(is_known);
        } else if !is_known {
            let mut valid = vec![true; self.len];
            valid.push(false);
            self.valid = Some(valid);
        }
        self.len += 1;
    }

    /// Whether the nth value is known.
    pub fn is_known(&self, nth: usize) -> bool {
        self.valid.as_ref().is_none_or(|v| v.get(nth).copied().unwrap_or(false))
    }
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Texts: where each begins and the last one ends, and their bytes.
    Text(Vec<i32>, Vec<u8>, Nulls),
    /// Numbers of 32 bits, days too.
    Int(Vec<i32>, Nulls),
    /// Numbers of 64 bits.
    Long(Vec<i64>, Nulls),
    /// Floating numbers.
    Real(Vec<f32>, Nulls),
    /// Truths.
    Bool(Vec<bool>, Nulls),
    /// Lists: where each begins and the last one ends, and the values of all.
    List(Vec<i32>, Box<Column>),
    /// Lists of rows: the same, with the columns of all rows.
    Rows(Vec<i32>, Vec<Column>),
}

impl Column {
    /// An empty column.
    pub fn new(kind: Kind) -> Column {
        match kind {
            Kind::Text => Column::Text(vec![0], Vec::new(), Nulls::default()),
            Kind::Int | Kind::Day => Column::Int(Vec::new(), Nulls::default()),
            Kind::Long => Column::Long(Vec::new(), Nulls::default()),
            Kind::Real => Column::Real(Vec::new(), Nulls::default()),
            Kind::Bool => Column::Bool(Vec::new(), Nulls::default()),
            Kind::Texts => Column::List(vec![0], Box::new(Column::new(Kind::Text))),
            Kind::Rows(fields) => Column::Rows(vec![0], fields.iter().map(|f| Column::new(f.kind)).collect()),
        }
    }

    /// How many values it holds.
    pub fn len(&self) -> usize {
        match self {
            Column::Text(.., nulls)
            | Column::Int(_, nulls)
            | Column::Long(_, nulls)
            | Column::Real(_, nulls)
            | Column::Bool(_, nulls) => nulls.len,
            Column::List(offsets, _) | Column::Rows(offsets, _) => offsets.len().saturating_sub(1),
        }
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Pushes a value; one of another kind than the column's is null, for a list empty.
    fn push(&mut self, cell: &Cell<'_>) {
        match self {
            Column::Text(offsets, bytes, nulls) => {
                let text = match cell {
                    Cell::Text(text) => Some(*text),
                    Cell::Made(text) => Some(text.as_str()),
                    _ => None,
                };
                bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
                offsets.push(offset(bytes.len()));
                nulls.push(text.is_some());
            }
            Column::Int(values, nulls) => {
                let value = if let Cell::Int(n) = cell { i32::try_from(*n).ok() } else { None };
                values.push(value.unwrap_or_default());
                nulls.push(value.is_some());
            }
            Column::Long(values, nulls) => {
                let value = if let Cell::Int(n) = cell { Some(*n) } else { None };
                values.push(value.unwrap_or_default());
                nulls.push(value.is_some());
            }
            Column::Real(values, nulls) => {
                let value = if let Cell::Real(n) = cell { Some(*n) } else { None };
                values.push(value.unwrap_or_default());
                nulls.push(value.is_some());
            }
            Column::Bool(values, nulls) => {
                let value = if let Cell::Bool(b) = cell { Some(*b) } else { None };
                values.push(value.unwrap_or_default());
                nulls.push(value.is_some());
            }
            Column::List(offsets, child) => {
                match cell {
                    Cell::Texts(texts) => texts.iter().for_each(|t| child.push(&Cell::Text(t))),
                    Cell::MadeTexts(texts) => texts.iter().for_each(|t| child.push(&Cell::Text(t))),
                    _ => {}
                }
                offsets.push(offset(child.len()));
            }
            Column::Rows(offsets, children) => {
                if let Cell::Rows(rows) = cell {
                    for row in rows {
                        children.iter_mut().enumerate().for_each(|(n, child)| child.push(row.get(n).unwrap_or(&Cell::Null)));
                    }
                }
                offsets.push(offset(children.first().map_or(0, Column::len)));
            }
        }
    }

    /// Bytes held, about.
    fn size(&self) -> usize {
        match self {
            Column::Text(offsets, bytes, _) => offsets.len() * 4 + bytes.len(),
            Column::Int(..) | Column::Real(..) => self.len() * 4,
            Column::Long(..) => self.len() * 8,
            Column::Bool(..) => self.len(),
            Column::List(offsets, child) => offsets.len() * 4 + child.size(),
            Column::Rows(offsets, children) => offsets.len() * 4 + children.iter().map(Column::size).sum::<usize>(),
        }
    }

    /// The bytes of the nth text.
    pub fn text(&self, nth: usize) -> Option<&str> {
        let Column::Text(offsets, bytes, nulls) = self else { return None };
        let at = |n: usize| offsets.get(n).and_then(|o| usize::try_from(*o).ok());
        nulls.is_known(nth).then(|| std::str::from_utf8(bytes.get(at(nth)?..at(nth + 1)?)?).ok())?
    }
}

/// Batches are closed long before their texts come near two gigabytes ([`Columns::size`]).
fn offset(len: usize) -> i32 {
    i32::try_from(len).unwrap_or(i32::MAX)
}

/// Rows of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Which table.
    pub table: &'static Table,
    /// Its columns, as the table has them.
    pub columns: Vec<Column>,
    /// How many rows.
    pub n_rows: usize,
}

impl Columns {
    /// No rows yet.
    pub fn new(table: &'static Table) -> Columns {
        Columns { table, columns: table.fields.iter().map(|f| Column::new(f.kind)).collect(), n_rows: 0 }
    }

    /// Adds a row, its cells in the order of the table's columns.
    ///
    /// ```
    /// use musnad_table::{Cell, Columns, schema};
    /// let mut times = Columns::new(&schema::TIMES);
    /// times.push(&[Cell::Text("00"), Cell::Text("t1"), Cell::Int(0), Cell::Int(3), Cell::Text("أمس"), Cell::Null, Cell::Text("none")]);
    /// assert_eq!((times.n_rows, times.column("text").and_then(|c| c.text(0))), (1, Some("أمس")));
    /// ```
    pub fn push(&mut self, row: &[Cell<'_>]) {
        debug_assert_eq!(row.len(), self.columns.len(), "{}", self.table.name);
        self.columns.iter_mut().enumerate().for_each(|(n, column)| column.push(row.get(n).unwrap_or(&Cell::Null)));
        self.n_rows += 1;
    }

    /// Bytes held, about.
    pub fn size(&self) -> usize {
        self.columns.iter().map(Column::size).sum()
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.fields().find(|(f, _)| f.name == name).map(|(_, c)| c)
    }

    /// The columns with what they mean.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &Column)> {
        self.table.fields.iter().zip(&self.columns)
    }
}
