//! Reading the TSV files of `data/`: comments, one header line, cells by name, lists inside cells.
//!
//! The embedded files and a user's overlay go through the same code, so a mistake in either names its file, line and column.

use std::fmt;

/// A mistake in a lexicon file: where it stands and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// File the mistake is in.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column name, where one cell is at fault.
    pub column: Option<String>,
    /// What is wrong, and what is expected.
    pub what: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        // A model file has no lines.
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for DataError {}

/// A parsed TSV file; cells borrow from its text.
#[derive(Debug)]
pub struct Table<'d> {
    file: &'d str,
    columns: Vec<&'d str>,
    cells: Vec<&'d str>,
    lines: Vec<u32>,
}

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Row<'t, 'd> {
    table: &'t Table<'d>,
    index: usize,
}

impl<'d> Table<'d> {
    /// Parses `text`, whose header must hold all of `expected`.
    ///
    /// # Errors
    /// Missing header, missing column, or a row with more cells than the header. Rows with fewer cells are filled with empty ones.
    pub fn parse(file: &'d str, text: &'d str, expected: &[&str]) -> Result<Self, DataError> {
        let fail = |line: usize, what: String| DataError { file: file.to_owned(), line, column: None, what };
        let mut columns: Vec<&'d str> = Vec::new();
        let mut cells = Vec::new();
        let mut lines = Vec::new();
        for (idx, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if columns.is_empty() {
                columns = line.split('\t').map(str::trim).collect();
                if let Some(missing) = expected.iter().find(|want| !columns.contains(want)) {
                    return Err(fail(
                        idx + 1,
                        format!("the header lacks the column `{missing}`; expected: {}", expected.join(" ")),
                    ));
                }
                continue;
            }
            let before = cells.len();
            cells.extend(line.split('\t').map(str::trim));
            let found = cells.len() - before;
            if found > columns.len() {
                return Err(fail(
                    idx + 1,
                    format!("{found} cells, but the header has {} columns: remove the extra TABs", columns.len()),
                ));
            }
            cells.resize(before + columns.len(), "");
            lines.push(idx as u32 + 1);
        }
        if columns.is_empty() && !expected.is_empty() {
            return Err(fail(1, format!("no header line; expected the columns: {}", expected.join(" "))));
        }
        Ok(Table { file, columns, cells, lines })
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_, 'd>> {
        (0..self.lines.len()).map(|index| Row { table: self, index })
    }
}

impl<'d> Row<'_, 'd> {
    /// The cell under `column`; empty if there is no such column.
    pub fn get(&self, column: &str) -> &'d str {
        let width = self.table.columns.len();
        match self.table.columns.iter().position(|c| *c == column) {
            Some(at) => self.table.cells.get(self.index * width + at).copied().unwrap_or(""),
            None => "",
        }
    }

    /// The cell under `column`, or `None` if empty.
    pub fn some(&self, column: &str) -> Option<&'d str> {
        Some(self.get(column)).filter(|cell| !cell.is_empty())
    }

    /// The items of the list in `column`.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'d str> + use<'d> {
        self.get(column).split('|').map(str::trim).filter(|item| !item.is_empty())
    }

    /// An error at this row and `column`.
    pub fn error(&self, column: &str, what: impl Into<String>) -> DataError {
        let line = self.table.lines.get(self.index).map_or(0, |l| *l as usize);
        DataError { file: self.table.file.to_owned(), line, column: Some(column.to_owned()), what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_comments_header_and_lists() {
        let table = Table::parse("t.tsv", "# note\na\tb\nx\ty|z\n\nw\n", &["a", "b"]).expect("parses");
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].list("b").collect::<Vec<_>>(), ["y", "z"]);
        assert_eq!(rows[1].some("b"), None);
    }

    #[test]
    fn errors_name_file_line_and_column() {
        let missing = Table::parse("t.tsv", "a\nx\n", &["a", "b"]).expect_err("no column b");
        assert_eq!((missing.line, missing.file.as_str()), (1, "t.tsv"));
        let wide = Table::parse("t.tsv", "a\tb\nx\ty\tz\n", &["a"]).expect_err("three cells");
        assert_eq!(wide.line, 2);
        let table = Table::parse("t.tsv", "a\nx\n", &["a"]).expect("parses");
        let error = table.rows().next().expect("a row").error("a", "not a date");
        assert_eq!(error.to_string(), "t.tsv:2, column `a`: not a date");
        assert!(Table::parse("t.tsv", "# only\n", &["a"]).is_err());
    }
}
