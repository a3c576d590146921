//! Training of the name model over the product's own features.

use crate::corpora::{self, Sentence};
use crate::crf::{self, Example, Settings};
use crate::{clusters, eval};
use anyhow::{Context, Result};
use musnad::lexicon::Lexicon;
use musnad::model;
use musnad::name::Layers;
use musnad::name::tagger::{self, Clusters};
use musnad::{article, morph, text};
use rayon::prelude::*;
use std::path::Path;

/// Features of a sentence, computed by the product on the words joined by blanks; `None` where the product splits words otherwise.
pub fn example(lexicon: &Lexicon, clusters: &Clusters, sentence: &Sentence) -> Option<Example> {
    let source = sentence.words.join(" ");
    let blocks = [article::Block { kind: article::BlockKind::Body, span: musnad::Span::new(0, source.len()) }];
    let mut words = text::split(&source, &blocks);
    let n = words.words.len();
    if n == 0 {
        return None;
    }
    words.sentences = vec![text::Sentence { first: 0, end: n, block: 0 }];
    let morphs = morph::tag(&words, lexicon, &|word| clusters.frequency(word));
    let layers = Layers { text: &words, morphs: &morphs, lexicon };
    let features = tagger::features(layers, clusters, 0..n, sentence.domain);
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
    Some(Example { features, labels, weight: 1.0 })
}

/// Trains and writes the model.
pub fn run(data: &Path, clusters_path: &Path, out: &Path, settings: Settings) -> Result<()> {
    let lexicon = Lexicon::load(&[])?;
    let clusters = clusters::load(clusters_path)?;
    let (train, held) = corpora::training(data)?;
    eprintln!("{} training sentences, {} held out; computing features", train.len(), held.len());
    let examples: Vec<Example> = train.par_iter().filter_map(|s| example(&lexicon, &clusters, s)).collect();
    let tagger = crf::train(&examples, settings, &clusters, |tagger, pass| {
        eprintln!("pass {pass}: held-out tenth of WikiFANE {}", eval::score(&lexicon, tagger, &held));
        let test = data.join("../eval/ANERCorp_CamelLab_test.txt");
        if let Ok(test) = corpora::read(&test, tagger::Domain::News) {
            eprintln!("pass {pass}: ANERcorp {}", eval::score(&lexicon, tagger, &test));
        }
    });
    let bytes = model::to_bytes(&[("names", tagger.to_bytes()), ("clusters", tagger.clusters.to_bytes())]);
    std::fs::write(out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    eprintln!("wrote {} ({} bytes)", out.display(), bytes.len());
    Ok(())
}
