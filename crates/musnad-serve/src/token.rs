//! Tokens: who may add articles and correct. The file holds their SHA-256 only; a token is shown once, when it is made.
//!
//! A row of the file: `name<TAB>scopes<TAB>sha256<TAB>last day`, scopes `add`, `correct` or both with a comma, the day empty for none.

use crate::day;
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;

/// What a token lets its bearer do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Add articles.
    Add,
    /// Correct what was read.
    Correct,
}

impl Scope {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Add => "add",
            Scope::Correct => "correct",
        }
    }
}

/// Who may do what.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    scopes: Vec<String>,
    sha256: String,
    until: Option<String>,
}

/// Why a token does not open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    /// There is none, or nobody knows it, or its time is over.
    Unknown,
    /// It is for something else.
    Scope,
}

/// A file of tokens that is not as it should be: line, and what is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenError {
    line: usize,
    what: String,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for TokenError {}

impl Tokens {
    /// Reads the rows of a file.
    ///
    /// # Errors
    /// If a row is not as it should be.
    pub fn parse(text: &str) -> Result<Tokens, TokenError> {
        let mut rows = Vec::new();
        for (nth, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
            let wrong = |what: &str| TokenError { line: nth + 1, what: what.to_owned() };
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let (name, scopes, sha256) = match cells.as_slice() {
                [name, scopes, sha256, ..] if !name.is_empty() => (name, scopes, sha256),
                _ => return Err(wrong("a row is: name, scopes, SHA-256, last day; with tabs between")),
            };
            let scopes: Vec<String> = scopes.split(',').map(|s| s.trim().to_owned()).collect();
            if scopes.iter().any(|s| !matches!(s.as_str(), "add" | "correct")) {
                return Err(wrong("scopes are `add`, `correct` or `add,correct`"));
            }
            if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(wrong("the third cell is the SHA-256 of the token, 64 hexadecimal digits; `musnad token` makes one"));
            }
            let until = cells.get(3).filter(|d| !d.is_empty()).map(|d| (*d).to_owned());
            if until.as_ref().is_some_and(|d| day::number(d).is_none()) {
                return Err(wrong("the last day is written 2026-12-31"));
            }
            rows.push(Row { name: (*name).to_owned(), scopes, sha256: sha256.to_ascii_lowercase(), until });
        }
        Ok(Tokens { rows })
    }

    /// Whether nobody may change anything.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The name of a token's bearer, if it opens this on this day.
    pub(crate) fn bearer(&self, token: Option<&str>, scope: Scope, today: &str) -> Result<&str, Refused> {
        let sha256 = token.map(hash).ok_or(Refused::Unknown)?;
        let row = self.rows.iter().find(|row| row.sha256 == sha256).ok_or(Refused::Unknown)?;
        if row.until.as_deref().is_some_and(|until| today > until) {
            return Err(Refused::Unknown);
        }
        if row.scopes.iter().any(|s| s == scope.name()) { Ok(&row.name) } else { Err(Refused::Scope) }
    }
}

fn hash(token: &str) -> String {
    Sha256::digest(token.trim().as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// A new token of 256 bits, and its row for the file.
///
/// # Errors
/// If the system gives no random bytes, or the name has a tab or a line break.
pub fn new_token(name: &str, scopes: &[Scope], until: Option<&str>) -> std::io::Result<(String, String)> {
    if name.is_empty() || name.contains(['\t', '\n', '\r', '#']) {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "a name has no tab, line break or #"));
    }
    let mut bytes = [0_u8; 32];
    std::io::Read::read_exact(&mut std::fs::File::open(Path::new("/dev/urandom"))?, &mut bytes)?;
    let token: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let scopes: Vec<&str> = scopes.iter().map(|s| s.name()).collect();
    let row = format!("{name}\t{}\t{}\t{}", scopes.join(","), hash(&token), until.unwrap_or_default());
    Ok((token, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_what_it_is_for_until_its_day() {
        let (token, row) = new_token("Salma", &[Scope::Correct], Some("2026-12-31")).expect("random bytes");
        assert!(!row.contains(&token), "the file does not hold the token");
        let tokens = Tokens::parse(&format!("# who\n{row}\n")).expect("a row");
        let open = |token: Option<&str>, scope, day: &str| tokens.bearer(token, scope, day).map(str::to_owned);
        assert_eq!(open(Some(&token), Scope::Correct, "2026-12-31"), Ok("Salma".to_owned()));
        assert_eq!(open(Some(&token), Scope::Add, "2026-12-31"), Err(Refused::Scope));
        assert_eq!(open(Some(&token), Scope::Correct, "2027-01-01"), Err(Refused::Unknown));
        assert_eq!(open(Some("guess"), Scope::Correct, "2026-12-31"), Err(Refused::Unknown));
        assert_eq!(open(None, Scope::Correct, "2026-12-31"), Err(Refused::Unknown));
    }

    #[test]
    fn wrong_rows_are_told_with_their_line() {
        for (row, told) in [("x", "a row is"), ("x\tall\t00", "scopes are"), ("x\tadd\t00", "SHA-256")] {
            let error = Tokens::parse(&format!("\n{row}")).expect_err("a wrong row").to_string();
            assert!(error.starts_with("line 2: ") && error.contains(told), "{error}");
        }
    }
}
