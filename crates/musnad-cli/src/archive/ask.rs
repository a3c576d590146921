//! `musnad search`, `events`, `statements`, `who`, `timeline`, `framing`, `stories`: questions to an archive.

use super::{path, table};
use crate::args::{AskOptions, FilterOptions, SearchOptions, TableFormat, TargetKind, WhoOptions};
use crate::{data, plain};
use anyhow::Result;
use musnad::Span;
use musnad_archive::query::{self, Filter, Table};
use musnad_archive::search::{self, Answer, Hit, Sort, Target};
use musnad_archive::{Error, Pool};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// A question whose answer is a table.
#[derive(Clone, Copy, Debug)]
pub enum Question {
    /// Events.
    Events,
    /// Statements.
    Statements,
    /// Occurrences.
    Timeline,
    /// Names that take a side.
    Framing,
    /// Stories.
    Stories,
}

/// Asks and prints. True if there is an answer.
pub fn run(question: Question, options: &AskOptions) -> Result<bool> {
    let pool = Pool::open(&path(options.archive.as_ref())?, 1)?;
    let reader = data::reader(None, None)?;
    let (db, lexicon, filter) = (pool.get(), reader.lexicon(), filter(&options.filter));
    let found = match question {
        Question::Events => query::events(&db, lexicon, &filter),
        Question::Statements => query::statements(&db, lexicon, &filter),
        Question::Timeline => query::timeline(&db, lexicon, &filter),
        Question::Framing => query::framing(&db, lexicon, &filter),
        Question::Stories => query::stories(&db, &filter),
    };
    table::print(&nobody(found)?, options.filter.format, options.filter.csv_raw)
}

/// `musnad who NAME`.
pub fn who(options: &WhoOptions) -> Result<bool> {
    let pool = Pool::open(&path(options.archive.as_ref())?, 1)?;
    let reader = data::reader(None, None)?;
    let filter = Filter { limit: options.limit, ..Filter::default() };
    let found = nobody(query::who(&pool.get(), reader.lexicon(), &options.name, &filter))?;
    table::print(&found, options.format, options.csv_raw)
}

/// A name that means nobody is no mistake: it is told, and nothing is found.
fn nobody(found: Result<Table, Error>) -> Result<Table> {
    match found {
        Err(Error::Request(told)) => {
            eprintln!("musnad: {}", plain::visible(&told));
            Ok(Table::default())
        }
        found => Ok(found?),
    }
}

fn filter(options: &FilterOptions) -> Filter {
    Filter {
        entity: options.entity.clone(),
        by: options.by.clone(),
        to_whom: options.to_whom.clone(),
        outlet: options.outlet.clone(),
        from: options.from.clone(),
        to: options.to.clone(),
        kind: options.kind.clone(),
        act: options.act.clone(),
        status: options.status.clone(),
        country: options.country.clone(),
        disputed: options.disputed,
        occurrence: options.occurrence,
        story: options.story,
        limit: options.limit,
    }
}

/// `musnad search QUERY`.
pub fn search(options: &SearchOptions) -> Result<bool> {
    let pool = Pool::open(&path(options.archive.as_ref())?, 1)?;
    let reader = data::reader(None, None)?;
    let wanted = search::Options {
        target: options.r#in.map(|kind| match kind {
            TargetKind::Articles => Target::Articles,
            TargetKind::Statements => Target::Statements,
            TargetKind::Events => Target::Events,
            TargetKind::Entities => Target::Entities,
        }),
        sort: if options.by_date { Sort::Date } else { Sort::Relevance },
        limit: options.limit,
        offset: options.offset,
        width: 160,
    };
    let typed = options.query.join(" ");
    let answer = search::search(&pool.get(), reader.lexicon(), &typed, &wanted)?;
    if options.format == TableFormat::Table {
        view(&answer)?;
    } else {
        table::print(&as_table(&answer), options.format, options.csv_raw)?;
    }
    Ok(answer.total > 0)
}

fn view(answer: &Answer) -> Result<()> {
    let colour = std::io::stdout().is_terminal();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for hit in &answer.hits {
        let about: Vec<String> = [&hit.published, &hit.outlet, &hit.who].into_iter().flatten().map(|s| plain::line(s)).collect();
        writeln!(out, "{}  {}", hit.id, about.join(" · "))?;
        writeln!(out, "    {}", marked(hit.title.as_deref().unwrap_or_default(), &hit.title_marks, colour))?;
        if !hit.snippet.text.is_empty() {
            let (before, after) = (if hit.snippet.cut_before { "… " } else { "" }, if hit.snippet.cut_after { " …" } else { "" });
            writeln!(out, "    {before}{}{after}", marked(&hit.snippet.text, &hit.snippet.marks, colour))?;
        }
    }
    out.flush()?;
    let mut err = std::io::stderr().lock();
    for note in &answer.notes {
        writeln!(err, "note: {}", plain::visible(note))?;
    }
    for missing in &answer.missing {
        let instead =
            if missing.instead.is_empty() { String::new() } else { format!("; the archive has {}", missing.instead.join("، ")) };
        writeln!(err, "nothing has `{}`{}", plain::visible(&missing.word), plain::visible(&instead))?;
    }
    writeln!(err, "{}{} found", answer.total, if answer.or_more { " or more" } else { "" })?;
    Ok(())
}

/// Found words in bold on a terminal, in brackets elsewhere; each piece cleaned by itself.
fn marked(text: &str, marks: &[Span], colour: bool) -> String {
    let (open, close) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("[", "]") };
    let mut out = String::new();
    let mut at = 0;
    let clean = |s: &str| plain::visible(&s.replace(['\n', '\t'], " "));
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        out.push_str(&clean(text.get(at..start).unwrap_or_default()));
        out.push_str(&format!("{open}{}{close}", clean(text.get(start..end).unwrap_or_default())));
        at = end;
    }
    out.push_str(&clean(text.get(at..).unwrap_or_default()));
    out
}

fn as_table(answer: &Answer) -> Table {
    let columns = ["id", "article", "level", "published", "outlet", "who", "title", "words", "marks", "start", "end", "url"];
    let row = |hit: &Hit| {
        let level = format!("{:?}", hit.level).to_lowercase();
        let chars = |at: u32| hit.snippet.text.get(..at as usize).map_or(0, |s| s.chars().count());
        let marks: Vec<Value> = hit.snippet.marks.iter().map(|m| json!([chars(m.start), chars(m.end)])).collect();
        vec![
            json!(hit.id),
            json!(hit.article),
            json!(level),
            json!(hit.published),
            json!(hit.outlet),
            json!(hit.who),
            json!(hit.title),
            json!(hit.snippet.text),
            Value::Array(marks),
            json!(hit.at.0),
            json!(hit.at.1),
            json!(hit.url),
        ]
    };
    Table { columns: columns.map(str::to_owned).to_vec(), rows: answer.hits.iter().map(row).collect() }
}
