//! Measuring: entity F1 with exact spans, persons, organizations and places.

use crate::corpora::{self, Sentence};
use crate::names;
use anyhow::{Context, Result};
use musnad::Reader;
use musnad::model::Sections;
use musnad::name::tagger::Tagger;
use rayon::prelude::*;
use std::fmt;
use std::path::Path;

/// Counts of exact spans.
#[derive(Clone, Copy, Default, Debug)]
pub struct Score {
    right: usize,
    found: usize,
    gold: usize,
}

impl Score {
    fn add(self, other: Score) -> Score {
        Score { right: self.right + other.right, found: self.found + other.found, gold: self.gold + other.gold }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let p = 100.0 * self.right as f64 / self.found.max(1) as f64;
        let r = 100.0 * self.right as f64 / self.gold.max(1) as f64;
        write!(f, "P {p:.1} R {r:.1} F1 {:.1} ({} names)", 2.0 * p * r / (p + r).max(1e-9), self.gold)
    }
}

/// Spans of a label sequence: kind, first, end.
fn spans(labels: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < labels.len() {
        if labels[at] == 0 {
            at += 1;
            continue;
        }
        let kind = (labels[at] - 1) / 2;
        let mut end = at + 1;
        while end < labels.len() && labels[end] == 2 * kind + 2 {
            end += 1;
        }
        out.push((kind, at, end));
        at = end;
    }
    out
}

/// The score of a model on labelled sentences.
pub fn score(reader: &Reader, tagger: &Tagger, sentences: &[Sentence]) -> Score {
    sentences
        .par_iter()
        .filter_map(|s| names::example(reader, &tagger.clusters, s))
        .map(|example| {
            let gold = spans(&example.labels);
            let found = spans(&tagger.decode(&example.features));
            Score { right: found.iter().filter(|s| gold.contains(s)).count(), found: found.len(), gold: gold.len() }
        })
        .reduce(Score::default, Score::add)
}

/// Prints the figures.
pub fn run(data: &Path, model: &Path) -> Result<()> {
    let reader = Reader::embedded()?;
    let bytes = std::fs::read(model).with_context(|| format!("cannot read {}", model.display()))?;
    let tagger = Tagger::from_sections(&Sections::parse(&bytes)?)?;
    let test = corpora::read(&data.join("ANERCorp_CamelLab_test.txt"))?;
    println!("ANERcorp test, CAMeL split: {}", score(&reader, &tagger, &test));
    Ok(())
}
