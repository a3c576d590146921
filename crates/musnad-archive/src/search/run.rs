//! Running a query: tier by tier, nearest spelling first, and an explanation where nothing is found.

use super::expand::{Expansion, expand, expand_term};
use super::highlight::{Snippet, highlights, snippet};
use super::query::Query;
use super::suggest;
use crate::error::{Doing, Error};
use musnad::Span;
use musnad::lexicon::Lexicon;
use musnad::search::Level;
use musnad::text::fold;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use rustc_hash::FxHashSet;

/// Hits counted at most; more are "more than".
const MOST_COUNTED: i64 = 10_000;
/// Hits of one word up to which all are ranked by BM25; above, the headline and the date decide.
const MOST_RANKED: i64 = 6_000;

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Target {
    Articles,
    Statements,
    Events,
    Entities,
}

/// Order of hits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Nearest spelling, then most relevant.
    Relevance,
    /// Latest first.
    Date,
}

/// How to answer.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What to look for; `None` lets the filters tell: `speaker:` asks for statements, `type:` for events.
    pub target: Option<Target>,
    /// Order.
    pub sort: Sort,
    /// Most hits.
    pub limit: usize,
    /// Hits passed over.
    pub offset: usize,
    /// About how many letters of text to show.
    pub width: usize,
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Row of the article, statement, event or entity.
    pub id: i64,
    /// Row of its article; 0 for an entity.
    pub article: i64,
    /// At which level its farthest word was met.
    pub level: Level,
    /// Headline of the article, or name of the entity.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// Who said it (statements), what happened (events), kind (entities).
    pub who: Option<String>,
    /// The passage with the words found.
    pub snippet: Snippet,
    /// Where the searched words stand in the article: code points.
    pub at: (u32, u32),
    /// Words found in the headline: bytes of `title`.
    pub title_marks: Vec<Span>,
}

/// A word that nothing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// As the user wrote it.
    pub word: String,
    /// Near words that the archive has.
    pub instead: Vec<String>,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What was looked for.
    pub target: Target,
    /// How many there are in all.
    pub total: i64,
    /// Whether there are more than `total`.
    pub or_more: bool,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// What was not understood or left out.
    pub notes: Vec<String>,
    /// Words that nothing has, where there is no hit.
    pub missing: Vec<Missing>,
}

/// Searches an archive. A query is never wrong; only a damaged archive is.
///
/// # Errors
/// If the archive cannot be read.
pub fn search(db: &Connection, lexicon: &Lexicon, typed: &str, options: &Options) -> Result<Answer, Error> {
    let query = Query::parse(typed);
    let target = options.target.unwrap_or(match (&query.speaker, &query.event) {
        (Some(_), _) => Target::Statements,
        (None, Some(_)) => Target::Events,
        _ => Target::Articles,
    });
    let mut answer =
        Answer { target, total: 0, or_more: false, hits: Vec::new(), notes: query.notes.clone(), missing: Vec::new() };
    if query.is_empty() {
        if !typed.trim().is_empty() {
            answer.notes.push("the query has no word to look for".to_owned());
        }
        return Ok(answer);
    }
    let expansion = expand(db, lexicon, &query)?;
    let asked = Asked::new(db, lexicon, &query, target, &mut answer.notes)?;
    let found = asked.run(&expansion, options, &mut answer)?;
    for (id, level) in found {
        if let Some(hit) = asked.hit(id, level, &expansion, options.width)? {
            answer.hits.push(hit);
        }
    }
    if answer.total == 0 {
        explain(db, &expansion, &asked, &mut answer)?;
    }
    Ok(answer)
}

/// Article, span and name of a fact.
type FactRow = (i64, Option<(u32, u32)>, Option<String>);

/// A query turned into SQL: table, conditions and their values.
pub(super) struct Asked<'q> {
    db: &'q Connection,
    target: Target,
    conditions: Vec<String>,
    values: Vec<Value>,
    /// FTS5 expression of the speaker, for statements.
    speaker: Option<String>,
}

impl<'q> Asked<'q> {
    pub(super) fn new(
        db: &'q Connection,
        lexicon: &Lexicon,
        query: &Query,
        target: Target,
        notes: &mut Vec<String>,
    ) -> Result<Asked<'q>, Error> {
        let mut asked = Asked { db, target, conditions: Vec::new(), values: Vec::new(), speaker: None };
        if target == Target::Entities {
            if let Some(country) = &query.country {
                asked.condition("a.country = ?", country_code(lexicon, country));
            }
            return Ok(asked);
        }
        let article = if target == Target::Articles { "s.id" } else { "f.article" };
        asked.conditions.push(format!("{article} NOT IN (SELECT id FROM articles WHERE current = 0)"));
        let day = match target {
            Target::Statements => "f.day",
            Target::Events => "coalesce(f.day, a.day)",
            _ => "a.day",
        };
        if let Some(from) = &query.from {
            asked.condition(&format!("{day} >= ?"), from.clone());
        }
        if let Some(to) = &query.to {
            asked.condition(&format!("{day} <= ?"), to.clone());
        }
        if let Some(outlet) = &query.outlet {
            asked.condition("a.outlet IN (SELECT id FROM outlets WHERE instr(key, ?) > 0)", fold(outlet));
        }
        if let Some(speaker) = &query.speaker {
            let all: Vec<String> = speaker
                .words
                .iter()
                .map(|w| {
                    let term = super::Term { words: vec![w.clone()], written: w.clone(), quoted: false };
                    expand_term(db, lexicon, &term).map(|e| e.expression(Level::Clitic))
                })
                .collect::<Result<_, _>>()?;
            let expression = format!("speaker : ({})", all.join(" AND "));
            if target == Target::Statements {
                asked.speaker = Some(expression);
            } else {
                let sql = "a.id IN (SELECT rowid >> 12 FROM statement_search WHERE statement_search MATCH ?)";
                asked.condition(sql, expression);
            }
        }
        if let Some(event) = &query.event {
            match target {
                Target::Events => asked.condition("f.type = ?", event.clone()),
                Target::Statements => asked.condition("f.act = ?", event.to_lowercase()),
                _ => asked.condition("EXISTS (SELECT 1 FROM events v WHERE v.article = a.id AND v.type = ?)", event.clone()),
            }
        }
        if let Some(country) = &query.country {
            let code = country_code(lexicon, country);
            if code.len() != 3 {
                notes.push(format!("no country is called `{country}`: write its name or ISO code (EGY)"));
            }
            asked.condition(
                match target {
                    Target::Statements => "EXISTS (SELECT 1 FROM entities e WHERE e.id = f.speaker AND e.country = ?)",
                    Target::Events => {
                        "EXISTS (SELECT 1 FROM event_parties p JOIN entities e ON e.id = p.entity WHERE p.event = f.id AND e.country = ?)"
                    }
                    _ => {
                        "EXISTS (SELECT 1 FROM mentions m JOIN entities e ON e.id = m.entity WHERE m.article = a.id AND e.country = ?)"
                    }
                },
                code,
            );
        }
        if target != Target::Articles {
            asked.conditions.push("f.rejected = 0".to_owned());
        }
        Ok(asked)
    }

    fn condition(&mut self, sql: &str, value: String) {
        self.conditions.push(sql.to_owned());
        self.values.push(Value::Text(value));
    }

    /// The full-text table.
    pub(super) fn table(&self) -> &'static str {
        match self.target {
            Target::Articles => "article_search",
            Target::Statements => "statement_search",
            Target::Events => "event_search",
            Target::Entities => "entity_search",
        }
    }

    /// The tables joined to it; articles only where a condition needs them, and then by the index that holds no texts.
    fn joined(&self, sql: &str) -> String {
        let (facts, article) = match self.target {
            Target::Articles => ("", "s.id"),
            Target::Statements => ("JOIN statements f ON f.id = s.id", "f.article"),
            Target::Events => ("JOIN events f ON f.id = s.id", "f.article"),
            Target::Entities => return "JOIN entities a ON a.id = s.id".to_owned(),
        };
        if sql.contains("a.") {
            format!("{facts} JOIN articles a INDEXED BY articles_light ON a.id = {article}")
        } else {
            facts.to_owned()
        }
    }

    /// The whole FTS5 expression at a level; empty where only filters are set.
    pub(super) fn expression(&self, expansion: &Expansion, level: Level) -> String {
        let words = expansion.expression(level);
        match (&self.speaker, words.is_empty()) {
            (None, _) => words,
            (Some(speaker), true) => speaker.clone(),
            (Some(speaker), false) => format!("{speaker} AND content : ({words})"),
        }
    }

    /// `SELECT … FROM …` with conditions; `inner` selects `id` rows.
    pub(super) fn sql(&self, select: &str, inner: &str, tail: &str) -> String {
        let conditions = if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" AND ") };
        let joined = self.joined(&format!("{conditions} {tail}"));
        format!("SELECT {select} FROM {inner} s {joined} WHERE {conditions} {tail}")
    }

    fn rows(&self, sql: &str, first: Option<&str>, last: &[i64]) -> Result<Vec<i64>, Error> {
        let values = self.values(first).chain(last.iter().map(|n| Value::Integer(*n)));
        self.db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_map(params_from_iter(values), |r| r.get(0))?.collect())
            .doing("search")
    }

    /// What the conditions are bound to, behind the words.
    fn values(&self, first: Option<&str>) -> impl Iterator<Item = Value> {
        first.map(|e| Value::Text(e.to_owned())).into_iter().chain(self.values.iter().cloned())
    }

    /// The same as parameters of a statement.
    pub(super) fn bound(&self, first: Option<&str>) -> impl rusqlite::Params {
        params_from_iter(self.values(first))
    }

    /// All rows of the target, where no words are asked for.
    pub(super) fn everything(&self) -> String {
        let table = match self.target {
            Target::Articles => "articles",
            Target::Statements => "statements",
            Target::Events => "events",
            Target::Entities => "entities",
        };
        format!("(SELECT id FROM {table})")
    }

    fn run(&self, expansion: &Expansion, options: &Options, answer: &mut Answer) -> Result<Vec<(i64, Level)>, Error> {
        let wanted = options.offset.saturating_add(options.limit);
        let widest = self.expression(expansion, Level::Lemma);
        let table = self.table();
        if widest.is_empty() {
            return self.filtered(wanted, options, answer);
        }
        let matching = format!("(SELECT rowid AS id FROM {table} WHERE {table} MATCH ?)");
        let counted = format!("SELECT count(*) FROM ({})", self.sql("1", &matching, "LIMIT ?"));
        let n = self.rows(&counted, Some(&widest), &[MOST_COUNTED + 1])?.first().copied().unwrap_or(0);
        answer.total = n.min(MOST_COUNTED);
        answer.or_more = n > MOST_COUNTED;
        if n == 0 || options.limit == 0 {
            return Ok(Vec::new());
        }
        if options.sort == Sort::Date {
            let tail = format!("ORDER BY {} DESC, s.id DESC LIMIT ?", self.day());
            let ids = self.rows(&self.sql("s.id", &matching, &tail), Some(&widest), &[wanted as i64])?;
            let level = |_| Level::Lemma;
            return Ok(ids.into_iter().skip(options.offset).map(|id| (id, level(id))).collect());
        }
        let few = self.is_few(expansion, table)?;
        let mut found: Vec<(i64, Level)> = Vec::new();
        let mut seen = FxHashSet::default();
        for level in expansion.levels() {
            if found.len() >= wanted {
                break;
            }
            let expression = self.expression(expansion, level);
            for (inner, match_with, tail) in self.passes(table, &expression, few) {
                let most = (wanted + seen.len()) as i64;
                for id in self.rows(&self.sql("s.id", &inner, tail), Some(&match_with), &[most])? {
                    if found.len() < wanted && seen.insert(id) {
                        found.push((id, level));
                    }
                }
                if found.len() >= wanted {
                    break;
                }
            }
        }
        Ok(found.into_iter().skip(options.offset).collect())
    }

    /// What to run for one level, in order: ranked by BM25 where hits are few; else headline hits, then all, latest first.
    fn passes(&self, table: &str, expression: &str, few: bool) -> Vec<(String, String, &'static str)> {
        if few {
            let weights = if self.target == Target::Articles { ", 4.0, 1.0" } else { "" };
            let inner = format!("(SELECT rowid AS id, bm25({table}{weights}) AS rank FROM {table} WHERE {table} MATCH ?)");
            return vec![(inner, expression.to_owned(), "ORDER BY s.rank, s.id DESC LIMIT ?")];
        }
        let inner = format!("(SELECT rowid AS id FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC)");
        let all = (inner.clone(), expression.to_owned(), "LIMIT ?");
        if self.target == Target::Articles { vec![(inner, format!("title : ({expression})"), "LIMIT ?"), all] } else { vec![all] }
    }

    /// Whether every word is rare enough that all its hits can be ranked.
    fn is_few(&self, expansion: &Expansion, table: &str) -> Result<bool, Error> {
        let sql = format!("SELECT count(*) FROM (SELECT rowid FROM {table} WHERE {table} MATCH ?1 LIMIT ?2)");
        let mut rows = self.db.prepare_cached(&sql).doing("search")?;
        for group in &expansion.all {
            for term in group {
                let n: i64 = rows.query_row((term.expression(Level::Lemma), MOST_RANKED + 1), |r| r.get(0)).doing("search")?;
                if n > MOST_RANKED {
                    return Ok(false);
                }
            }
        }
        Ok(self.speaker.is_none() || !expansion.all.is_empty())
    }

    fn day(&self) -> &'static str {
        match self.target {
            Target::Statements => "f.day",
            Target::Events => "coalesce(f.day, a.day)",
            Target::Articles => "a.day",
            Target::Entities => "s.id",
        }
    }

    /// No words, only filters: latest first.
    fn filtered(&self, wanted: usize, options: &Options, answer: &mut Answer) -> Result<Vec<(i64, Level)>, Error> {
        let inner = self.everything();
        let counted = format!("SELECT count(*) FROM ({})", self.sql("1", &inner, "LIMIT ?"));
        let n = self.rows(&counted, None, &[MOST_COUNTED + 1])?.first().copied().unwrap_or(0);
        answer.total = n.min(MOST_COUNTED);
        answer.or_more = n > MOST_COUNTED;
        let tail = format!("ORDER BY {} DESC, s.id DESC LIMIT ?", self.day());
        let ids = self.rows(&self.sql("s.id", &inner, &tail), None, &[wanted as i64])?;
        Ok(ids.into_iter().skip(options.offset).map(|id| (id, Level::Exact)).collect())
    }

    fn hit(&self, id: i64, level: Level, expansion: &Expansion, width: usize) -> Result<Option<Hit>, Error> {
        if self.target == Target::Entities {
            let Some(entity) = crate::get::entity(self.db, id)? else { return Ok(None) };
            let title_marks = highlights(&entity.name, expansion);
            return Ok(Some(Hit {
                id,
                article: 0,
                level,
                title: Some(entity.name),
                outlet: None,
                published: None,
                url: None,
                who: Some(entity.kind),
                snippet: Snippet::default(),
                at: (0, 0),
                title_marks,
            }));
        }
        let (article, span, who) = match self.target {
            Target::Statements => self.fact(
                "SELECT f.article, f.start, f.\"end\", e.name FROM statements f LEFT JOIN entities e ON e.id = f.speaker WHERE f.id = ?1",
                id,
            )?,
            Target::Events => self.fact("SELECT article, start, \"end\", type FROM events WHERE id = ?1", id)?,
            _ => (id, None, None),
        };
        let Some(row) = crate::get::article(self.db, article)? else { return Ok(None) };
        let (text, at) = match span {
            None => (row.text.clone(), (0, row.text.chars().count() as u32)),
            Some((start, end)) => {
                let words = row.text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect();
                (words, (start, end))
            }
        };
        let marks = highlights(&text, expansion);
        let title_marks = highlights(row.title.as_deref().unwrap_or_default(), expansion);
        let snippet = snippet(&text, &marks, width);
        Ok(Some(Hit {
            id,
            article,
            level,
            title: row.title,
            outlet: row.outlet,
            published: row.published,
            url: row.url,
            who,
            snippet,
            at,
            title_marks,
        }))
    }

    fn fact(&self, sql: &str, id: i64) -> Result<FactRow, Error> {
        self.db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row([id], |r| Ok((r.get(0)?, Some((r.get(1)?, r.get(2)?)), r.get(3)?))))
            .doing("search")
    }
}

/// The ISO code of a country given by code or name; the text itself where it is neither.
fn country_code(lexicon: &Lexicon, country: &str) -> String {
    let upper = country.to_uppercase();
    if lexicon.kb.country(&upper).is_some() {
        return upper;
    }
    let folded = fold(country);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let found = words.first().and_then(|first| lexicon.kb.names.longest(first, |n| words.get(n).copied()));
    found
        .and_then(|(_, ids)| ids.iter().find_map(|id| lexicon.kb.entities.get(*id as usize)?.country.clone()))
        .unwrap_or_else(|| country.to_owned())
}

/// Says which word has nothing, and what the archive has instead.
fn explain(db: &Connection, expansion: &Expansion, asked: &Asked<'_>, answer: &mut Answer) -> Result<(), Error> {
    let table = asked.table();
    let sql = format!("SELECT count(*) FROM (SELECT rowid FROM {table} WHERE {table} MATCH ?1 LIMIT 10000)");
    let mut alone = Vec::new();
    for term in expansion.all.iter().flatten() {
        let n: i64 = db
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row([term.expression(Level::Lemma)], |r| r.get(0)))
            .doing("search")?;
        if n > 0 {
            alone.push(format!("{} {n}", term.term.written));
            continue;
        }
        let instead = match term.term.words.as_slice() {
            [word] => suggest::near(db, word)?,
            _ => Vec::new(),
        };
        answer.missing.push(Missing { word: term.term.written.clone(), instead });
    }
    if answer.missing.is_empty() && alone.len() > 1 {
        answer.notes.push(format!("each is there alone, not together: {}", alone.join(", ")));
    } else if answer.missing.is_empty() && !asked.values.is_empty() {
        answer.notes.push("the words are there, but not with these filters".to_owned());
    }
    Ok(())
}
