//! How often raw news has each word in names: a model that does not see which word it reads labels the news, and its
//! labels are counted word by word.
//!
//! The model is trained with `--hidden 100`: it judges by neighbours, classes and the gazetteer alone, so that words of the
//! training corpora and words it never met are counted alike.

use crate::{clusters, news};
use anyhow::{Context, Result};
use musnad::lexicon::{Lexicon, key};
use musnad::model::Sections;
use musnad::morph::words::Words;
use musnad::name::tagger::{Clusters, Domain, Entry, Tagger};
use musnad::name::{self, Layers};
use musnad::{article, morph, text};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::path::Path;

/// A word met less often has no hint.
const LEAST: u32 = 3;
/// Upper ends of the steps, in thousandths.
const STEPS: [u32; 9] = [5, 20, 60, 150, 300, 500, 700, 850, 950];
/// Texts labelled at once.
const BATCH: usize = 512;

/// Labels the news and writes the word classes with hints.
pub fn run(news_dir: &Path, words: &Path, model: &Path, out: &Path, every: usize) -> Result<()> {
    let lexicon = Lexicon::load(&[])?;
    let analyser = crate::names::words(words)?;
    let bytes = std::fs::read(model).with_context(|| format!("cannot read {}", model.display()))?;
    let tagger = Tagger::from_sections(&Sections::parse(&bytes)?)?;
    let mut counts: FxHashMap<u64, [u32; 4]> = FxHashMap::default();
    for file in news::files(news_dir)? {
        let mut batch = Vec::new();
        let mut nth = 0;
        let mut label = |batch: &mut Vec<String>| {
            let found: Vec<Vec<(u64, usize)>> = batch.par_iter().map(|t| labelled(&lexicon, &analyser, &tagger, t)).collect();
            found.iter().flatten().for_each(|(word, kind)| counts.entry(*word).or_default()[*kind] += 1);
            batch.clear();
        };
        news::each_text(&file, |text| {
            nth += 1;
            if nth % every == 0 {
                batch.push(text.to_owned());
            }
            if batch.len() == BATCH {
                label(&mut batch);
            }
        })?;
        label(&mut batch);
        eprintln!("{}: {} words counted", file.display(), counts.len());
    }
    let entry = |key: u64, entry: Entry| Entry { hint: counts.get(&key).map_or(0, hint), ..entry };
    let hinted = Clusters::new(tagger.clusters.iter().map(|(k, e)| (k, entry(k, e))).collect());
    std::fs::write(out, hinted.to_bytes())?;
    for word in ["محمد", "كلينتون", "بغداد", "لندن", "وزاره", "حزب", "قال", "مايكروسوفت", "رويترز", "الاهلي"]
    {
        eprintln!("{word}: {:?} hint {:03x}", counts.get(&key(word)), hinted.entry(word).hint);
    }
    clusters::load(out).map(|_| ())
}

/// Words of a text and the kinds of names they stand in, 0 for none.
fn labelled(lexicon: &Lexicon, analyser: &Words, tagger: &Tagger, source: &str) -> Vec<(u64, usize)> {
    let blocks = [article::Block { kind: article::BlockKind::Body, span: musnad::Span::new(0, source.len()) }];
    let words = text::split(source, &blocks);
    let decided = analyser.decide(&words);
    let morphs = morph::tag(&words, &decided, lexicon, &|word| tagger.clusters.frequency(word));
    let layers = Layers { text: &words, morphs: &morphs, words: &decided, lexicon };
    let mut out = Vec::new();
    for (sentence, labels) in words.sentences.iter().zip(tagger.label(layers, &name::known(layers), Domain::News)) {
        for (word, label) in sentence.words().zip(labels) {
            let kind = label.div_ceil(2);
            out.push((key(layers.stem_for_features(&tagger.clusters, word)), if kind < 4 { kind } else { 0 }));
        }
    }
    out
}

/// Three steps of four bits: persons, organizations, places.
fn hint(counts: &[u32; 4]) -> u16 {
    let total: u32 = counts.iter().sum();
    if total < LEAST {
        return 0;
    }
    let step = |n: u32| 1 + STEPS.iter().filter(|s| n * 1000 >= **s * total).count() as u16;
    step(counts[1]) | step(counts[2]) << 4 | step(counts[3]) << 8
}
