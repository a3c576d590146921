//! Buckwalter's transliteration and the tables of camel_morph and Arabic ChainBank.
//!
//! Both write Arabic in ASCII, a letter or vowel sign a character. Here it becomes Arabic again, with vowel signs (lemmas) or
//! without (forms), and CSV files become rows by column name.

use anyhow::{Context, Result};
use rustc_hash::FxHashMap;
use std::path::Path;

const LETTERS: &[(char, char)] = &[
    ('\'', 'ء'),
    ('|', 'آ'),
    ('>', 'أ'),
    ('&', 'ؤ'),
    ('<', 'إ'),
    ('}', 'ئ'),
    ('A', 'ا'),
    ('{', 'ا'),
    ('b', 'ب'),
    ('p', 'ة'),
    ('t', 'ت'),
    ('v', 'ث'),
    ('j', 'ج'),
    ('H', 'ح'),
    ('x', 'خ'),
    ('d', 'د'),
    ('*', 'ذ'),
    ('r', 'ر'),
    ('z', 'ز'),
    ('s', 'س'),
    ('$', 'ش'),
    ('S', 'ص'),
    ('D', 'ض'),
    ('T', 'ط'),
    ('Z', 'ظ'),
    ('E', 'ع'),
    ('g', 'غ'),
    ('f', 'ف'),
    ('q', 'ق'),
    ('k', 'ك'),
    ('l', 'ل'),
    ('m', 'م'),
    ('n', 'ن'),
    ('h', 'ه'),
    ('w', 'و'),
    ('Y', 'ى'),
    ('y', 'ي'),
    ('P', 'پ'),
    ('J', 'چ'),
    ('V', 'ڤ'),
    ('G', 'گ'),
];
const SIGNS: &[(char, char)] = &[
    ('a', '\u{64e}'),
    ('u', '\u{64f}'),
    ('i', '\u{650}'),
    ('o', '\u{652}'),
    ('~', '\u{651}'),
    ('F', '\u{64b}'),
    ('N', '\u{64c}'),
    ('K', '\u{64d}'),
    ('`', '\u{670}'),
];

fn letter(c: char) -> Option<char> {
    LETTERS.iter().find(|(b, _)| *b == c).map(|(_, a)| *a)
}

/// Letters only.
pub fn bare(buckwalter: &str) -> String {
    buckwalter.chars().filter_map(letter).collect()
}

/// Letters and vowel signs; the class vowel and the number of a homonym are no part of a lemma.
pub fn vocalised(buckwalter: &str) -> String {
    let lemma = buckwalter.split('_').next().unwrap_or("");
    let lemma = lemma.split_once('-').map_or(lemma, |(l, _)| l);
    lemma.chars().filter_map(|c| letter(c).or_else(|| SIGNS.iter().find(|(b, _)| *b == c).map(|(_, a)| *a))).collect()
}

/// A row of a CSV file.
pub struct Row {
    columns: std::rc::Rc<FxHashMap<String, usize>>,
    cells: Vec<String>,
}

impl Row {
    /// The cell under a column's name; empty if there is none. A lone underscore is empty too.
    pub fn get(&self, column: &str) -> &str {
        let cell = self.columns.get(column).and_then(|i| self.cells.get(*i)).map_or("", |c| c.as_str());
        if cell == "_" { "" } else { cell }
    }
}

/// All rows of a CSV file with a header line; cells may be quoted.
pub fn rows(path: &Path) -> Result<Vec<Row>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = parse(&text).into_iter();
    let header = lines.next().unwrap_or_default();
    let columns = std::rc::Rc::new(header.into_iter().enumerate().map(|(i, c)| (c, i)).collect());
    Ok(lines.map(|cells| Row { columns: std::rc::Rc::clone(&columns), cells }).collect())
}

fn parse(text: &str) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    let (mut line, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            '\r' => {}
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !line.is_empty() {
        line.push(cell);
        lines.push(line);
    }
    lines
}

/// A pattern of the passive tables: `{i(.).(.)` against a stem; the captured letters go into the replacement as `$1` ….
pub fn substitute(pattern: &str, replacement: &str, stem: &str) -> Option<String> {
    let mut captured = Vec::new();
    let mut rest = stem.chars();
    let mut pattern = pattern.chars().peekable();
    while let Some(p) = pattern.next() {
        match p {
            '(' => {
                pattern.next();
                pattern.next();
                captured.push(rest.next()?);
            }
            '.' => {
                rest.next()?;
            }
            literal => {
                if rest.next()? != literal {
                    return None;
                }
            }
        }
    }
    if rest.next().is_some() {
        return None;
    }
    let mut out = String::new();
    let mut chars = replacement.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek().and_then(|d| d.to_digit(10)).filter(|_| c == '$') {
            Some(n) => {
                chars.next();
                out.push(*captured.get((n as usize).checked_sub(1)?)?);
            }
            None => out.push(c),
        }
    }
    Some(out)
}
