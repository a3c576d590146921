//! Figures and errors on their way to a terminal or a program.
//!
//! Arabic and Latin stand in one line here, so every piece of an article is cleaned of controls and put into a bidirectional
//! isolate of its own: the terminal then orders each piece by itself, and none can reorder the line.

use super::score::{FIGURES, Finding, Scored, Tally, share};
use crate::plain;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{Result, Write};

/// Events of one tenth of confidence.
#[derive(Clone, Copy, Debug, Default)]
struct Tenth {
    all: usize,
    right: usize,
    confidence: f64,
}

/// The text in an isolate: first strong character decides its direction.
fn isolated(text: &str) -> String {
    format!("\u{2068}{}\u{2069}", plain::visible(&text.replace(['\n', '\t'], " ")))
}

/// Errors, each with its place, the words around it, what was expected and what was read.
pub fn findings(out: &mut dyn Write, findings: &[&Finding], colour: bool) -> Result<()> {
    let (open, close) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("[", "]") };
    for finding in findings {
        let place = finding.place.as_ref();
        let at = place.map_or(String::new(), |p| format!(", line {} [{}–{}]", p.line, p.start, p.end));
        writeln!(out, "{}{at}: {open}{}{close}", plain::line(&finding.article), finding.kind)?;
        if let Some(p) = place {
            let words = format!("{}{open}{}{close}{}", piece(&p.before), piece(&p.words), piece(&p.after));
            writeln!(out, "    \u{2068}…{words}…\u{2069}")?;
        }
        for (what, told) in [("expected", &finding.expected), ("read", &finding.read)] {
            writeln!(out, "    {what:8}  {}", told.as_deref().map_or("—".to_owned(), isolated))?;
        }
    }
    Ok(())
}

/// Words of an article inside a line that is isolated as a whole.
fn piece(text: &str) -> String {
    plain::visible(&text.replace(['\n', '\t'], " "))
}

/// How often each kind of error is, the commonest first.
pub fn kinds(out: &mut dyn Write, findings: &[&Finding]) -> Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.kind).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    writeln!(out, "\nErrors by kind")?;
    for (kind, n) in counts {
        writeln!(out, "{kind:30}{n:7}")?;
    }
    writeln!(out)
}

/// The figures, as the scorer prints them, and how far the reader's own confidence can be trusted.
pub fn figures(out: &mut dyn Write, n_articles: usize, scored: &Scored) -> Result<()> {
    writeln!(out, "{n_articles} articles")?;
    writeln!(out, "{:30}{:>7}{:>7}{:>7}{:>7}{:>7}", "", "P", "R", "F1", "gold", "found")?;
    for (figure, t) in FIGURES.iter().zip(&scored.tallies) {
        let percent = [t.precision(), t.recall(), t.f1()].map(|x| x * 100.0);
        writeln!(out, "{figure:30}{:7.1}{:7.1}{:7.1}{:7}{:7}", percent[0], percent[1], percent[2], t.gold(), t.found())?;
    }
    let tenths = tenths(&scored.events);
    if tenths.iter().all(|t| t.all == 0) {
        return Ok(());
    }
    writeln!(out, "\n{:30}{:>7}{:>7}{:>10}", "events by confidence", "all", "right", "confidence")?;
    for (nth, t) in tenths.iter().enumerate().filter(|(_, t)| t.all > 0) {
        let range = format!("{:.1} to {:.1}", nth as f64 / 10.0, (nth + 1) as f64 / 10.0);
        let mean = 100.0 * t.confidence / t.all as f64;
        writeln!(out, "{range:30}{:7}{:6.0}%{:9.0}%", t.all, 100.0 * share(t.right, t.all), mean)?;
    }
    Ok(())
}

fn tenths(events: &[(f32, bool)]) -> [Tenth; 10] {
    let mut tenths = [Tenth::default(); 10];
    for (confidence, right) in events {
        // A confidence is a decimal number: 0.3 as f32 is a little more, 0.7 a little less.
        let nth = ((f64::from(*confidence) * 10.0 + 1e-6).floor().max(0.0) as usize).min(9);
        tenths[nth].all += 1;
        tenths[nth].right += usize::from(*right);
        tenths[nth].confidence += f64::from(*confidence);
    }
    tenths
}

/// Everything for a program; the figures under the scorer's names.
pub fn json(n_articles: usize, scored: &Scored, findings: Option<&[&Finding]>) -> Value {
    let mut map = Map::new();
    map.insert("articles".to_owned(), json!(n_articles));
    map.insert("failed".to_owned(), json!([]));
    for (figure, t) in FIGURES.iter().zip(&scored.tallies) {
        map.insert((*figure).to_owned(), row(*t));
    }
    let tenths = tenths(&scored.events);
    let reliability: Vec<Value> = tenths
        .iter()
        .enumerate()
        .map(|(nth, t)| json!({"from": nth as f64 / 10.0, "events": t.all, "right": t.right, "share": share(t.right, t.all)}))
        .collect();
    map.insert("reliability".to_owned(), Value::Array(reliability));
    if let Some(findings) = findings {
        map.insert("errors".to_owned(), findings.iter().map(|f| error(f)).collect());
    }
    Value::Object(map)
}

fn row(t: Tally) -> Value {
    json!({"p": t.precision(), "r": t.recall(), "f1": t.f1(), "gold": t.gold(), "found": t.found()})
}

fn error(finding: &Finding) -> Value {
    let place = finding.place.as_ref();
    json!({
        "article": finding.article,
        "kind": finding.kind,
        "line": place.map(|p| p.line),
        "start": place.map(|p| p.start),
        "end": place.map(|p| p.end),
        "before": place.map(|p| &p.before),
        "words": place.map(|p| &p.words),
        "after": place.map(|p| &p.after),
        "expected": finding.expected,
        "read": finding.read,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::place::Place;

    #[test]
    fn no_word_of_an_article_can_reorder_the_line() {
        let finding = Finding {
            article: "a".to_owned(),
            kind: "name false",
            place: Some(Place {
                line: 2,
                start: 3,
                end: 4,
                before: "قال\u{202e}\n".to_owned(),
                words: "\u{2066}من".to_owned(),
                after: String::new(),
            }),
            expected: None,
            read: Some("person \u{2069}من\u{1b}".to_owned()),
        };
        let mut out = Vec::new();
        findings(&mut out, &[&finding], false).expect("in memory");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{1b}']), "{text}");
        for line in text.lines() {
            assert_eq!(line.matches('\u{2068}').count(), line.matches('\u{2069}').count(), "{line}");
        }
        assert!(text.contains("line 2 [3–4]"), "{text}");
    }

    #[test]
    fn confidence_is_counted_by_tenths() {
        let t = tenths(&[(0.3, true), (0.7, false), (0.95, true), (1.0, true), (0.0, false)]);
        let counts: Vec<(usize, usize)> = t.iter().map(|t| (t.all, t.right)).collect();
        assert_eq!(counts[0], (1, 0));
        assert_eq!(counts[3], (1, 1));
        assert_eq!(counts[7], (1, 0));
        assert_eq!(counts[9], (2, 2));
    }
}
