//! `musnad show`: what one stage made, one line a thing, so that a wrong fact can be traced in a minute.

use crate::args::{ShowOptions, Stage};
use crate::plain::line;
use crate::{data, input};
use anyhow::{Context, Result};
use musnad::record::Points;
use musnad::{Reader, Reading, Span};
use std::io::Write;

/// One printed line: where it stands and what it says.
type Row = (Span, String);

/// Prints the stage. True if it made anything.
pub fn run(options: &ShowOptions) -> Result<bool> {
    let reader = data::reader(options.about.data.as_deref(), options.about.model.as_deref())?;
    let mut out = std::io::stdout().lock();
    let mut any = false;
    for article in input::articles(std::slice::from_ref(&options.file), &options.about) {
        let article = article?;
        let reading = reader.analyse(&article);
        let points = Points::new(&article.text);
        for (span, what) in rows(&reader, &reading, options.stage) {
            let (start, end) = (points.at(span.start), points.at(span.end));
            if options.at.is_some_and(|at| at < start || at >= end) {
                continue;
            }
            any = true;
            writeln!(out, "{start:>6} {end:>6}  {}  {what}", line(span.text(&article.text))).context("cannot write")?;
        }
    }
    Ok(any)
}

fn rows(reader: &Reader, reading: &Reading<'_>, stage: Stage) -> Vec<Row> {
    match stage {
        Stage::Blocks => reading.blocks.iter().map(|b| (b.span, format!("{:?}", b.kind))).collect(),
        Stage::Sentences => {
            reading.text.sentences.iter().map(|s| (reading.text.span(s.words()), format!("block {}", s.block))).collect()
        }
        Stage::Words => words(reader, reading),
        Stage::Names => reading.names.iter().map(|n| (n.span, format!("{:?} {}", n.kind, known(reader, &n.entities)))).collect(),
        Stage::Times => reading
            .times
            .iter()
            .map(|t| (t.span, format!("{} ({})", t.value.as_deref().unwrap_or("null"), t.anchor.name())))
            .collect(),
        Stage::Groups => reading
            .groups
            .iter()
            .map(|g| {
                let title = g.title.and_then(|t| reader.lexicon().titles.get(t as usize)).map_or("", |t| t.form.as_str());
                let head = reading.text.raw(g.head);
                (
                    reading.text.span(g.words.clone()),
                    format!(
                        "head {head} prep {:?} title {title} person {:?} name {:?} of {:?} nation {:?} conj {}",
                        g.prep, g.person, g.name, g.of, g.nation, g.conj
                    ),
                )
            })
            .collect(),
        Stage::Quotes => reading
            .quotes
            .iter()
            .map(|q| (reading.text.span(q.inside()), if q.closed { "closed" } else { "left open" }.to_owned()))
            .collect(),
        Stage::Entities => entities(reading),
        Stage::Statements => reading
            .statements
            .iter()
            .map(|s| {
                (s.content, format!("{} {}{}", names(reading, &s.chain, " ← "), s.act, if s.negative { " negative" } else { "" }))
            })
            .collect(),
        Stage::Predicates => reading.predicates.iter().map(|p| (p.span, predicate(reader, reading, p))).collect(),
        Stage::Events => reading
            .events
            .iter()
            .map(|v| {
                let mode = v.mode.as_deref().unwrap_or("");
                let parties = format!("{} -> {}", names(reading, &v.actors, "، "), names(reading, &v.recipients, "، "));
                (
                    v.evidence,
                    format!(
                        "{} {mode} {parties} {} trigger {} by {} {:.2}",
                        v.event,
                        v.status,
                        line(v.trigger.text(reading.text.source)),
                        names(reading, &v.chain, " ← "),
                        v.confidence
                    ),
                )
            })
            .collect(),
        Stage::Designations => {
            reading.designations.iter().map(|d| (d.span, format!("{} {} voice {:?}", d.stance, d.neutral, d.voice))).collect()
        }
    }
}

fn words(reader: &Reader, reading: &Reading<'_>) -> Vec<Row> {
    let word = |(idx, word): (usize, &musnad::text::Word)| {
        let m = reading.morphs[idx];
        let lexeme = reader.lexicon().lexeme(m.lexeme).map_or("-", |l| l.lemma.as_str());
        let folded = reading.text.folded(idx);
        let stem = folded.get(m.lead as usize..folded.len() - m.trail as usize).unwrap_or(folded);
        let also =
            m.verb.and_then(|(l, _)| reader.lexicon().lexeme(Some(l))).map_or(String::new(), |l| format!(" or verb {}", l.lemma));
        (
            word.span,
            format!(
                "{stem} {:?} {:?} lexeme {lexeme} conj {} prep {:?} ال {} pronoun {}{also}",
                m.pos,
                m.form,
                m.conj,
                m.prep,
                m.article,
                m.has_pronoun()
            ),
        )
    };
    reading.text.words.iter().enumerate().map(word).collect()
}

fn known(reader: &Reader, ids: &[u32]) -> String {
    ids.iter()
        .filter_map(|id| reader.lexicon().kb.entities.get(*id as usize))
        .map(|e| e.key.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn entities(reading: &Reading<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (idx, entity) in reading.entities.list.iter().enumerate() {
        for mention in &entity.mentions {
            let facts = format!("{:?} {:?} {:?} {:?}", entity.country, entity.sector, entity.wikidata, entity.office);
            rows.push((mention.span, format!("#{idx} {} {:?} {:?} {facts}", line(&entity.name), entity.kind, mention.form)));
        }
    }
    rows.sort_by_key(|(span, _)| *span);
    rows
}

fn names(reading: &Reading<'_>, ids: &[usize], between: &str) -> String {
    ids.iter().filter_map(|id| reading.entities.list.get(*id)).map(|e| line(&e.name)).collect::<Vec<_>>().join(between)
}

/// A predicate: its frame, who fills it, and whether it tells an event.
fn predicate(reader: &Reader, reading: &Reading<'_>, predicate: &musnad::event::Predicate) -> String {
    let frame = reader.lexicon().frames.get(predicate.frame as usize);
    let (lemma, event) = frame.map_or(("", ""), |f| (f.lemma.as_str(), f.event.as_str()));
    let object = predicate.object.map_or(String::new(), |o| format!(" + {}", line(o.text(&reading.article.text))));
    let [actors, recipients] = &predicate.parties;
    let told = match event {
        "NONE" => "no event: the row says so",
        _ if predicate.told => "an event",
        _ => "no event: too little speaks for one",
    };
    format!("{lemma}{object} {event}: {} → {} — {told}", names(reading, actors, ", "), names(reading, recipients, ", "))
}
