//! The rows of the full-text index and the sampled word runs, made from a record by one function for adding and for erasing.

use crate::error::{Doing, Error};
use musnad::record::{Record, SpanText};
use musnad::{lexicon, search, text};
use rusqlite::{Connection, params};

/// Words of a run: long enough to be no accident, short enough to survive an editor.
const RUN: usize = 4;
/// One run in so many is kept.
const SAMPLE: u64 = 16;

/// What the index holds of one article; words by light spelling, parted by blanks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SearchRows {
    pub title: String,
    pub body: String,
    /// Speaker and content of each statement, in the record's order.
    pub statements: Vec<(String, String)>,
    /// Parties and evidence of each event.
    pub events: Vec<(String, String)>,
}

impl SearchRows {
    /// All terms, repeated as they come.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        let pairs = self.statements.iter().chain(&self.events);
        [&self.title, &self.body]
            .into_iter()
            .chain(pairs.flat_map(|(a, b)| [a, b]))
            .flat_map(|row| row.split(' '))
            .filter(|t| !t.is_empty())
    }
}

/// The light words of a text, parted by blanks.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in search::tokens(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&token.light);
    }
    out
}

/// Whether a block of this kind is searched: links to other stories and share buttons are not.
pub(crate) fn is_searched(kind: &str) -> bool {
    !matches!(kind, "related" | "boilerplate")
}

/// The index rows of a record.
pub(crate) fn rows(record: &Record) -> SearchRows {
    let name = |id: &String| record.entities.iter().find(|e| &e.id == id).map(|e| e.name.as_str()).unwrap_or_default();
    let words = |span: &SpanText| line(&span.text);
    let mut body = String::with_capacity(record.text.len());
    for block in record.article.blocks.iter().filter(|b| is_searched(&b.kind)) {
        let part = words(&block.span);
        if !body.is_empty() && !part.is_empty() {
            body.push(' ');
        }
        body.push_str(&part);
    }
    let statements =
        record.statements.iter().map(|s| (line(s.chain.last().map(name).unwrap_or_default()), words(&s.content))).collect();
    let events = record
        .events
        .iter()
        .map(|v| {
            let parties: Vec<&str> = v.actors.iter().chain(&v.recipients).chain(&v.place).map(name).collect();
            (line(&parties.join(" ")), words(&v.evidence))
        })
        .collect();
    SearchRows { title: line(record.article.title.as_deref().unwrap_or_default()), body, statements, events }
}

/// Sampled runs of folded words: two texts that share many are copies, whatever was cut from either.
pub(crate) fn shingles(body: &str) -> Vec<i64> {
    let words: Vec<u64> = body.split(' ').filter(|w| !w.is_empty()).map(|w| lexicon::key(&text::fold(w))).collect();
    let run = |w: &[u64]| w.iter().fold(0_u64, |hash, word| (hash.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut kept: Vec<i64> =
        words.windows(RUN).map(run).map(|h| h ^ (h >> 31)).filter(|h| h % SAMPLE == 0).map(|h| h as i64).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Writes under what a term of the vocabulary is found.
pub(crate) fn term_keys(db: &Connection, term: i64, light: &str, lexicon: &lexicon::Lexicon) -> Result<(), Error> {
    for key in search::keys(light, lexicon).into_iter().filter(|k| k.level != search::Level::Exact) {
        db.prepare_cached("INSERT OR IGNORE INTO term_keys (key, term, level) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.execute(params![key.hash as i64, term, key.level.number()]))
            .doing("add a word to the vocabulary")?;
    }
    Ok(())
}
