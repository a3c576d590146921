//! Measuring: entity F1 with exact spans, persons, organizations and places.

use crate::corpora::{self, Sentence};
use crate::names;
use anyhow::{Context, Result};
use musnad::lexicon::Lexicon;
use musnad::model::Sections;
use musnad::morph::words::Words;
use musnad::name::tagger::{Domain, Tagger};
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

impl Score {
    /// F1, to a tenth of a percent.
    pub fn f1(&self) -> f64 {
        (2000.0 * self.right as f64 / (self.found + self.gold).max(1) as f64).round() / 10.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let p = 100.0 * self.right as f64 / self.found.max(1) as f64;
        let r = 100.0 * self.right as f64 / self.gold.max(1) as f64;
        write!(f, "P {p:.1} R {r:.1} F1 {:.1} ({} names)", 2.0 * p * r / (p + r).max(1e-9), self.gold)
    }
}

/// Spans of a label sequence: kind, first, end. Names of no measured kind are left out.
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
        if kind < 3 {
            out.push((kind, at, end));
        }
        at = end;
    }
    out
}

/// Writes what a model misses and what it invents, each in its sentence.
pub fn mistakes(lexicon: &Lexicon, words: &Words, tagger: &Tagger, sentences: &[Sentence], out: &Path) -> Result<()> {
    let mut text = String::new();
    for sentence in sentences {
        let Some(example) = names::example(lexicon, words, &tagger.clusters, sentence) else { continue };
        let (gold, found) = (spans(&example.labels), spans(&tagger.decode(&example.features)));
        let tokens = &example.tokens;
        for (sign, list, other) in [("-", &gold, &found), ("+", &found, &gold)] {
            for (kind, start, end) in list.iter().filter(|s| !other.contains(s)) {
                let around = |a: usize, b: usize| tokens[a.min(tokens.len())..b.min(tokens.len())].join(" ");
                let line = [
                    sign.to_owned(),
                    ["PER", "ORG", "LOC"][*kind].to_owned(),
                    around(start.saturating_sub(5), *start),
                    format!("[{}]", around(*start, *end)),
                    around(*end, end + 5),
                ];
                text.push_str(&line.join("\t"));
                text.push('\n');
            }
        }
    }
    std::fs::write(out, text).with_context(|| format!("cannot write {}", out.display()))
}

/// Scores by kind: all, persons, organizations, places.
pub fn by_kind(lexicon: &Lexicon, words: &Words, tagger: &Tagger, sentences: &[Sentence]) -> [Score; 4] {
    let zero = || [Score::default(); 4];
    // Sentences in the order of their articles, whose borders the corpora do not tell.
    sentences
        .par_chunks(PAGE)
        .map(|page| {
            let examples: Vec<_> = page.iter().filter_map(|s| names::example(lexicon, words, &tagger.clusters, s)).collect();
            let (features, golds): (Vec<_>, Vec<_>) = examples.into_iter().map(|e| (e.features, e.labels)).unzip();
            let decoded = tagger.decode_article(&features);
            let mut out = zero();
            for (gold, found) in golds.iter().zip(&decoded) {
                let gold = spans(gold);
                let found = spans(found);
                for (nth, score) in out.iter_mut().enumerate() {
                    let counts = |s: &&(usize, usize, usize)| nth == 0 || s.0 + 1 == nth;
                    score.right += found.iter().filter(counts).filter(|s| gold.contains(s)).count();
                    score.found += found.iter().filter(counts).count();
                    score.gold += gold.iter().filter(counts).count();
                }
            }
            out
        })
        .reduce(zero, |a, b| std::array::from_fn(|i| a[i].add(b[i])))
}

/// Sentences taken as one article.
const PAGE: usize = 20;

/// Prints the figures.
pub fn run(data: &Path, model: &Path, words: &Path, mistakes_dir: Option<&Path>) -> Result<()> {
    let lexicon = Lexicon::load(&[])?;
    let bytes = std::fs::read(model).with_context(|| format!("cannot read {}", model.display()))?;
    let tagger = Tagger::from_sections(&Sections::parse(&bytes)?)?;
    let words = names::words(words)?;
    let (_, wiki) = corpora::training(&data.join("../train"))?;
    let sets = [
        ("ANERcorp test, CAMeL split", corpora::read(&data.join("ANERCorp_CamelLab_test.txt"), Domain::News)?),
        ("WikiFANE, held-out tenth", wiki),
        ("CAraNER", corpora::caraner(&data.join("caraner/CAraNER.csv"))?),
    ];
    for (name, sentences) in &sets {
        if let Some(dir) = mistakes_dir {
            let file = name.split([' ', ',']).next().unwrap_or(name);
            mistakes(&lexicon, &words, &tagger, sentences, &dir.join(format!("names-{file}.tsv")))?;
        }
        for (kind, score) in
            ["all", "persons", "organizations", "places"].iter().zip(by_kind(&lexicon, &words, &tagger, sentences))
        {
            println!("{name}: {kind}: {score}");
        }
    }
    Ok(())
}
