//! Tables on their way out: for an eye, for a spreadsheet, for a program.

use crate::args::TableFormat;
use crate::plain;
use anyhow::Result;
use musnad_archive::export::is_formula;
use musnad_archive::query::Table;
use serde_json::{Map, Value};
use std::io::Write;

/// Widest cell of a printed table, in characters.
const WIDEST: usize = 60;

/// Prints a table. True if it has a row.
pub fn print(table: &Table, format: TableFormat, raw: bool) -> Result<bool> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match format {
        TableFormat::Json => writeln!(out, "{}", plain::escaped(&serde_json::to_string_pretty(&objects(table))?))?,
        TableFormat::Jsonl => {
            for row in objects(table) {
                writeln!(out, "{}", plain::escaped(&row.to_string()))?;
            }
        }
        TableFormat::Csv => {
            writeln!(out, "{}", table.columns.join(","))?;
            for row in &table.rows {
                let cells: Vec<String> = row.iter().map(|v| csv_cell(v, raw)).collect();
                writeln!(out, "{}", cells.join(","))?;
            }
        }
        TableFormat::Tsv => {
            writeln!(out, "{}", table.columns.join("\t"))?;
            for row in &table.rows {
                let cells: Vec<String> = row.iter().map(|v| plain::line(&text(v))).collect();
                writeln!(out, "{}", cells.join("\t"))?;
            }
        }
        TableFormat::Md => {
            writeln!(out, "| {} |", table.columns.join(" | "))?;
            writeln!(out, "|{}", "---|".repeat(table.columns.len()))?;
            for row in &table.rows {
                let cells: Vec<String> = row.iter().map(|v| markdown_cell(&plain::line(&text(v)))).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
        TableFormat::Table => columns(table, &mut out)?,
    }
    out.flush()?;
    Ok(!table.rows.is_empty())
}

fn objects(table: &Table) -> Vec<Value> {
    let object = |row: &Vec<Value>| Value::Object(table.columns.iter().cloned().zip(row.iter().cloned()).collect::<Map<_, _>>());
    table.rows.iter().map(object).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell of CSV. A spreadsheet would run a text that begins like a formula, so it gets an apostrophe unless `raw`.
pub fn csv_cell(value: &Value, raw: bool) -> String {
    let mut cell = plain::visible(&text(value));
    if !raw && value.is_string() && is_formula(&cell) {
        cell.insert(0, '\'');
    }
    if cell.contains(['"', ',', '\n', '\r', '\t']) || cell.starts_with(' ') {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

fn markdown_cell(cell: &str) -> String {
    cell.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;")
}

/// Columns that have a value, each as wide as it needs up to [`WIDEST`].
fn columns(table: &Table, out: &mut impl Write) -> Result<()> {
    let used: Vec<usize> = (0..table.columns.len())
        .filter(|c| {
            table.rows.iter().any(|r| !r[*c].is_null()) && !matches!(table.columns[*c].as_str(), "url" | "cameo" | "confidence")
        })
        .collect();
    let cell = |text: &str| {
        let line = plain::line(text);
        let mut short: String = line.chars().take(WIDEST).collect();
        if line.chars().count() > WIDEST {
            short.push('…');
        }
        short
    };
    let width = |text: &str| text.chars().filter(|c| !musnad::text::is_mark(*c)).count();
    let rows: Vec<Vec<String>> = std::iter::once(used.iter().map(|c| table.columns[*c].clone()).collect())
        .chain(table.rows.iter().map(|r| used.iter().map(|c| cell(&text(&r[*c]))).collect()))
        .collect();
    let widths: Vec<usize> =
        (0..used.len()).map(|c| rows.iter().map(|r: &Vec<String>| width(&r[c])).max().unwrap_or(0)).collect();
    for row in rows {
        let mut line = String::new();
        for (text, wide) in row.iter().zip(&widths) {
            line.push_str(text);
            line.push_str(&" ".repeat(wide.saturating_sub(width(text)) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for formula in ["=1+1", "+1", "-2", "@SUM(A1)", " =1", "\u{200f}=1", "＝1", "\t=1", "\r=1", "\u{feff}=1"] {
            let cell = csv_cell(&Value::from(formula), false);
            assert!(cell.trim_start_matches('"').starts_with('\''), "{formula:?} {cell:?}");
            assert!(!csv_cell(&Value::from(formula), true).trim_start_matches('"').starts_with('\''), "{formula:?}");
        }
        assert_eq!(csv_cell(&Value::from(-5), false), "-5");
        assert_eq!(csv_cell(&Value::from("قال \"نعم\""), false), "\"قال \"\"نعم\"\"\"");
    }
}
