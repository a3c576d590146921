//! From a query's words to the spellings of the archive's vocabulary, by level.

use super::query::{Query, Term};
use crate::error::{Doing, Error};
use musnad::lexicon::Lexicon;
use musnad::search::{Level, keys};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

/// Spellings that a word may expand to at one level.
const MOST: usize = 300;
/// Combinations that a phrase may expand to.
const MOST_PHRASES: usize = 96;

/// A term with the spellings it stands for.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The term.
    pub term: Term,
    /// For each of its words: spellings and the level at which they meet it.
    pub words: Vec<FxHashMap<String, Level>>,
}

/// A query with the spellings it stands for.
#[derive(Clone, Debug, Default)]
pub struct Expansion {
    /// As in [`Query::all`].
    pub all: Vec<Vec<Expanded>>,
    /// As in [`Query::none`].
    pub none: Vec<Expanded>,
}

/// Expands all terms; words without meaning of their own are left out where others remain.
pub fn expand(db: &Connection, lexicon: &Lexicon, query: &Query) -> Result<Expansion, Error> {
    let is_stop = |group: &[Term]| {
        group.iter().all(|t| !t.quoted && t.words.len() == 1 && t.words.iter().all(|w| musnad::search::is_stop(w, lexicon)))
    };
    let any_content = query.all.iter().any(|g| !is_stop(g));
    let mut found = Expansion::default();
    for group in query.all.iter().filter(|g| !any_content || !is_stop(g)) {
        found.all.push(group.iter().map(|t| expand_term(db, lexicon, t)).collect::<Result<_, _>>()?);
    }
    for term in &query.none {
        found.none.push(expand_term(db, lexicon, term)?);
    }
    Ok(found)
}

/// Expands one term. A phrase keeps its words' folded spellings; before its first word clitics may stand.
pub fn expand_term(db: &Connection, lexicon: &Lexicon, term: &Term) -> Result<Expanded, Error> {
    let phrase = term.words.len() > 1 || term.quoted;
    let words = term.words.iter().enumerate().map(|(nth, word)| {
        let farthest = match (phrase, nth) {
            (false, _) => Level::Lemma,
            (true, 0) => Level::Clitic,
            _ => Level::Folded,
        };
        spellings(db, lexicon, word, farthest)
    });
    Ok(Expanded { term: term.clone(), words: words.collect::<Result<_, _>>()? })
}

fn spellings(db: &Connection, lexicon: &Lexicon, word: &str, farthest: Level) -> Result<FxHashMap<String, Level>, Error> {
    let mut found = FxHashMap::default();
    found.insert(word.to_owned(), Level::Exact);
    let mut rows = db
        .prepare_cached(
            "SELECT t.term, k.level FROM term_keys k JOIN terms t ON t.id = k.term WHERE k.key = ?1 AND k.level <= ?2 LIMIT ?3",
        )
        .doing("search")?;
    for key in keys(word, lexicon).into_iter().filter(|k| k.level != Level::Exact && k.level <= farthest) {
        let values = params![key.hash as i64, farthest.number(), MOST as i64];
        let terms = rows.query_map(values, |r| Ok((r.get::<_, String>(0)?, r.get::<_, u8>(1)?))).doing("search")?;
        for term in terms {
            let (term, level) = term.doing("search")?;
            // As far as the farther of the two had to be cut.
            let level = Level::ALL.get(level as usize).copied().unwrap_or(Level::Lemma).max(key.level);
            let nearest = found.entry(term).or_insert(level);
            *nearest = (*nearest).min(level);
        }
    }
    Ok(found)
}

impl Expanded {
    /// An FTS5 expression for the term at `level` or nearer; `None` where no spelling is in the vocabulary.
    pub fn expression(&self, level: Level) -> String {
        match self.words.as_slice() {
            [] => String::new(),
            [word] => {
                let mut spellings: Vec<&str> = word.iter().filter(|(_, l)| **l <= level).map(|(w, _)| w.as_str()).collect();
                spellings.sort_unstable();
                format!("({})", spellings.iter().map(|w| quote(w)).collect::<Vec<_>>().join(" OR "))
            }
            words => {
                let mut phrases = vec![String::new()];
                for word in words {
                    let mut spellings: Vec<(&Level, &str)> =
                        word.iter().filter(|(_, l)| **l <= level).map(|(w, l)| (l, w.as_str())).collect();
                    spellings.sort_unstable();
                    phrases = phrases
                        .iter()
                        .flat_map(|p| {
                            spellings.iter().map(move |(_, w)| if p.is_empty() { (*w).to_owned() } else { format!("{p} {w}") })
                        })
                        .take(MOST_PHRASES)
                        .collect();
                }
                format!("({})", phrases.iter().map(|p| quote(p)).collect::<Vec<_>>().join(" OR "))
            }
        }
    }
}

impl Expansion {
    /// An FTS5 expression for the whole query at `level` or nearer; empty where nothing is asked.
    pub fn expression(&self, level: Level) -> String {
        let group = |terms: &Vec<Expanded>| {
            let any: Vec<String> = terms.iter().map(|t| t.expression(level)).collect();
            format!("({})", any.join(" OR "))
        };
        let all: Vec<String> = self.all.iter().map(group).collect();
        if all.is_empty() {
            return String::new();
        }
        let none: Vec<String> = self.none.iter().map(|t| t.expression(level.min(Level::Clitic))).collect();
        let wanted = all.join(" AND ");
        if none.is_empty() { wanted } else { format!("({wanted}) NOT ({})", none.join(" OR ")) }
    }

    /// The farthest level at which any term has a spelling that nearer levels lack.
    pub fn levels(&self) -> Vec<Level> {
        Level::ALL
            .into_iter()
            .filter(|level| {
                *level == Level::Exact || self.all.iter().flatten().flat_map(|t| &t.words).any(|w| w.values().any(|l| l == level))
            })
            .collect()
    }
}

/// A word or phrase as an FTS5 string.
pub fn quote(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
