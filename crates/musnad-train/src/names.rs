//! Training of the name model: averaged structured perceptron over the product's own features.

use crate::corpora::{self, Sentence};
use crate::{clusters, eval};
use anyhow::{Context, Result};
use musnad::model;
use musnad::name::Layers;
use musnad::name::tagger::{self, Clusters, N_LABELS, Tagger};
use musnad::{Reader, article, morph, text};
use rayon::prelude::*;
use std::path::Path;

/// log2 of the number of feature slots.
const BITS: u32 = 20;

/// A sentence ready for training.
pub struct Example {
    /// Features of each word.
    pub features: Vec<Vec<u32>>,
    /// Gold labels.
    pub labels: Vec<usize>,
}

/// Features of a sentence, computed by the product on the words joined by blanks; `None` where the product splits words otherwise.
pub fn example(reader: &Reader, clusters: &Clusters, sentence: &Sentence) -> Option<Example> {
    let source = sentence.words.join(" ");
    let blocks = [article::Block { kind: article::BlockKind::Body, span: musnad::Span::new(0, source.len()) }];
    let mut words = text::split(&source, &blocks);
    let n = words.words.len();
    if n == 0 {
        return None;
    }
    words.sentences = vec![text::Sentence { first: 0, end: n, block: 0 }];
    let morphs = morph::tag(&words, reader.lexicon(), &|word| clusters.frequency(word));
    let layers = Layers { text: &words, morphs: &morphs, lexicon: reader.lexicon() };
    let features = tagger::features(layers, clusters, 0..n);
    // A token that the product splits (punctuation glued on) gives its label to all parts.
    let mut labels = Vec::with_capacity(n);
    let mut at = 0;
    let mut token = 0;
    for word in &words.words {
        while token + 1 < sentence.words.len() && word.span.start as usize > at + sentence.words[token].len() {
            at += sentence.words[token].len() + 1;
            token += 1;
        }
        let first = word.span.start as usize <= at;
        let label = sentence.labels[token];
        labels.push(if !first && label % 2 == 1 { label + 1 } else { label });
    }
    Some(Example { features, labels })
}

/// Trains and writes the model.
pub fn run(data: &Path, clusters_path: &Path, out: &Path, passes: usize) -> Result<()> {
    let reader = Reader::embedded()?;
    let clusters = clusters::load(clusters_path)?;
    let (train, held) = corpora::training(data)?;
    eprintln!("{} training sentences, {} held out; computing features", train.len(), held.len());
    let examples: Vec<Example> = train.par_iter().filter_map(|s| example(&reader, &clusters, s)).collect();
    let tagger = perceptron(&examples, passes, clusters, |tagger, pass| {
        let score = eval::score(&reader, tagger, &held);
        eprintln!("pass {pass}: held-out tenth of WikiFANE {score}");
    });
    let bytes = model::to_bytes(&[("names", tagger.to_bytes()), ("clusters", tagger.clusters.to_bytes())]);
    std::fs::write(out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    eprintln!("wrote {} ({} bytes)", out.display(), bytes.len());
    Ok(())
}

/// Sums for averaging: current weight, sum over steps, step of the last change.
#[derive(Clone, Copy, Default)]
struct Weight {
    now: i32,
    sum: i64,
    since: i64,
}

impl Weight {
    fn add(&mut self, delta: i32, step: i64) {
        self.sum += i64::from(self.now) * (step - self.since);
        self.since = step;
        self.now += delta;
    }

    fn mean(&self, step: i64) -> f64 {
        (self.sum + i64::from(self.now) * (step - self.since)) as f64 / step.max(1) as f64
    }
}

fn perceptron(examples: &[Example], passes: usize, clusters: Clusters, mut report: impl FnMut(&Tagger, usize)) -> Tagger {
    let mask = (1_u32 << BITS) - 1;
    let mut weights = vec![Weight::default(); N_LABELS << BITS];
    let mut transitions = vec![Weight::default(); (N_LABELS + 1) * N_LABELS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut step = 1_i64;
    for pass in 1..=passes {
        shuffle(&mut order, &mut state);
        let mut n_wrong = 0_usize;
        for &idx in &order {
            let example = &examples[idx];
            let current: Vec<i32> = transitions.iter().map(|w| w.now).collect();
            let found = tagger::viterbi(example.features.len(), &current, |at, label| {
                example.features[at].iter().map(|f| weights[(f & mask) as usize * N_LABELS + label].now).sum()
            });
            step += 1;
            if found == example.labels {
                continue;
            }
            for at in 0..found.len() {
                let (gold, got) = (example.labels[at], found[at]);
                let before = |labels: &[usize]| if at == 0 { N_LABELS } else { labels[at - 1] };
                let (gold_edge, got_edge) = (before(&example.labels) * N_LABELS + gold, before(&found) * N_LABELS + got);
                if gold_edge != got_edge {
                    transitions[gold_edge].add(1, step);
                    transitions[got_edge].add(-1, step);
                }
                if gold != got {
                    n_wrong += 1;
                    for f in &example.features[at] {
                        let slot = (f & mask) as usize * N_LABELS;
                        weights[slot + gold].add(1, step);
                        weights[slot + got].add(-1, step);
                    }
                }
            }
        }
        eprintln!("pass {pass}: {n_wrong} words corrected");
        report(&quantise(&weights, &transitions, step, &clusters), pass);
    }
    quantise(&weights, &transitions, step, &clusters)
}

/// Averaged weights in a byte each; the largest few in a thousand are clipped.
fn quantise(weights: &[Weight], transitions: &[Weight], step: i64, clusters: &Clusters) -> Tagger {
    let means: Vec<f64> = weights.iter().map(|w| w.mean(step)).collect();
    let mut sizes: Vec<f64> = means.iter().map(|m| m.abs()).filter(|m| *m > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let top = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0);
    let scale = 127.0 / top;
    Tagger {
        bits: BITS,
        weights: means.iter().map(|m| (m * scale).round().clamp(-127.0, 127.0) as i8).collect(),
        transitions: transitions.iter().map(|w| (w.mean(step) * scale).round() as i32).collect(),
        clusters: clusters.clone(),
    }
}

fn shuffle(order: &mut [usize], state: &mut u64) {
    for i in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(i, (*state % (i as u64 + 1)) as usize);
    }
}
