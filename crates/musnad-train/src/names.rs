//! Training of the name model over the product's own features.

use crate::corpora::{self, Sentence};
use crate::crf::{self, Example, Settings};
use crate::{clusters, eval};
use anyhow::{Context, Result};
use musnad::lexicon::Lexicon;
use musnad::model;
use musnad::morph::words::Words;
use musnad::name::Layers;
use musnad::name::tagger::{self, Clusters};
use musnad::{article, morph, text};
use rayon::prelude::*;
use std::path::Path;

/// Features of a sentence, computed by the product on the words joined by blanks; `None` where the product splits words otherwise.
pub fn example(lexicon: &Lexicon, words_model: &Words, clusters: &Clusters, sentence: &Sentence) -> Option<Example> {
    let source = sentence.words.join(" ");
    let blocks = [article::Block { kind: article::BlockKind::Body, span: musnad::Span::new(0, source.len()) }];
    let mut words = text::split(&source, &blocks);
    let n = words.words.len();
    if n == 0 {
        return None;
    }
    words.sentences = vec![text::Sentence { first: 0, end: n, block: 0 }];
    let decided = words_model.decide(&words);
    let morphs = morph::tag(&words, &decided, lexicon, &|word| clusters.frequency(word));
    let layers = Layers { text: &words, morphs: &morphs, words: &decided, lexicon };
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
    let tokens = (0..n).map(|w| words.raw(w).to_owned()).collect();
    Some(Example { features, tokens, labels, weight: 1.0 })
}

/// Reads a model of words.
pub fn words(path: &Path) -> Result<Words> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Words::from_sections(&model::Sections::parse(&bytes)?)?)
}

/// Sentences that are kept or left together where only a share is trained on: about what an article has.
const TOGETHER: usize = 20;

/// Trains and writes the model, on `share` of a hundred sentences of each corpus.
pub fn run(data: &Path, words_path: &Path, clusters_path: &Path, out: &Path, share: usize, settings: Settings) -> Result<()> {
    let lexicon = Lexicon::load(&[])?;
    let words = words(words_path)?;
    let clusters = crate::listed::add(&clusters::load(clusters_path)?, data)?;
    let (mut train, held) = corpora::training(data)?;
    let mut nth = 0..;
    train.retain(|_| nth.next().is_some_and(|n: usize| n / TOGETHER * 37 % 100 < share));
    eprintln!("{} training sentences, {} held out; computing features", train.len(), held.len());
    let examples: Vec<Example> = train.par_iter().filter_map(|s| example(&lexicon, &words, &clusters, s)).collect();
    let test = corpora::read(&data.join("../eval/ANERCorp_CamelLab_test.txt"), tagger::Domain::News)?;
    let caraner = corpora::caraner(&data.join("../eval/caraner/CAraNER.csv"))?;
    let tagger = crf::train(&examples, settings, &clusters, |tagger, pass| {
        for (name, set) in [("WikiFANE", &held), ("ANERcorp", &test), ("caraner", &caraner)] {
            let kinds = eval::by_kind(&lexicon, &words, tagger, set);
            eprintln!("pass {pass}: {name} {} | {} {} {}", kinds[0], kinds[1].f1(), kinds[2].f1(), kinds[3].f1());
        }
    });
    let bytes = model::to_bytes(&[("names", tagger.to_bytes()), ("clusters", tagger.clusters.to_bytes())]);
    std::fs::write(out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    eprintln!("wrote {} ({} bytes)", out.display(), bytes.len());
    Ok(())
}
