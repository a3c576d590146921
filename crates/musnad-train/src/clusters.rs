//! Word classes from raw news: words that stand between the same neighbours are alike.
//!
//! K-means with cosine distance groups the vectors of [`spectral`]; the fine classes are grouped again into middle and coarse
//! ones. Fixed seeds, sorted words: the same news gives the same bytes.

use crate::news;
use crate::spectral::{self, N_DIMENSIONS, Vector, normalise};
use anyhow::{Context, Result};
use musnad::lexicon::key;
use musnad::name::tagger::{Clusters, Entry};
use rayon::prelude::*;
use std::path::Path;

const N_WORDS: usize = 150_000;
const N_FINE: usize = 1_000;
const N_MID: usize = 200;
const N_COARSE: usize = 50;
const N_ROUNDS: usize = 8;
/// The most frequent words, which settle where the classes lie.
const N_SETTLING: usize = 50_000;

/// Learns the classes and writes them.
pub fn run(news_dir: &Path, out: &Path) -> Result<()> {
    let news = news::read(news_dir, N_WORDS)?;
    let vectors = spectral::vectors(&news);
    let (fine, centres) = kmeans(&vectors, N_FINE);
    let (mid, _) = kmeans(&centres, N_MID);
    let (coarse, _) = kmeans(&centres, N_COARSE);
    let entry = |n: u32, class: u16| Entry {
        fine: class + 1,
        mid: mid[usize::from(class)] + 1,
        coarse: coarse[usize::from(class)] + 1,
        frequency: (n.max(1).ilog2() + 1) as u8,
        hint: 0,
    };
    let clusters = Clusters::new(news.words.iter().zip(&fine).map(|((w, n), c)| (key(w), entry(*n, *c))).collect());
    if let Some(dir) = out.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(out, clusters.to_bytes())?;
    for class in (0..N_FINE).step_by(N_FINE / 40) {
        let members = news.words.iter().zip(&fine).filter(|(_, c)| usize::from(**c) == class);
        let members: Vec<&str> = members.take(10).map(|((w, _), _)| w.as_str()).collect();
        eprintln!("class {class}: {}", members.join(" "));
    }
    Ok(())
}

/// Reads classes that [`run`] wrote.
pub fn load(path: &Path) -> Result<Clusters> {
    let bytes =
        std::fs::read(path).with_context(|| format!("cannot read {}: run `musnad-train clusters` first", path.display()))?;
    Clusters::from_bytes(&bytes).with_context(|| format!("{} is damaged: run `musnad-train clusters` again", path.display()))
}

fn dot(a: &Vector, b: &Vector) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (a, b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    for (x, y) in a.iter().zip(b) {
        for i in 0..8 {
            sums[i] += x[i] * y[i];
        }
    }
    sums.iter().sum()
}

fn nearest(centres: &[Vector], v: &Vector) -> u16 {
    let mut best = (f32::MIN, 0);
    for (i, centre) in centres.iter().enumerate() {
        let near = dot(v, centre);
        if near > best.0 {
            best = (near, i);
        }
    }
    best.1 as u16
}

/// The class of each vector, and the centres of the classes, which the first vectors settle.
fn kmeans(vectors: &[Vector], n_classes: usize) -> (Vec<u16>, Vec<Vector>) {
    let first = &vectors[..vectors.len().min(N_SETTLING)];
    // Spread over the frequency ranks, frequent words denser.
    let mut centres: Vec<Vector> = (0..n_classes).map(|i| first[(i * i * (first.len() - 1)) / (n_classes * n_classes)]).collect();
    for round in 1..=N_ROUNDS {
        let classes: Vec<u16> = first.par_iter().map(|v| nearest(&centres, v)).collect();
        let mut sums = vec![[0.0_f32; N_DIMENSIONS]; n_classes];
        for (v, c) in first.iter().zip(&classes) {
            for (s, x) in sums[usize::from(*c)].iter_mut().zip(v) {
                *s += x;
            }
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            if sum.iter().any(|x| *x != 0.0) {
                *centre = sum;
                normalise(centre);
            }
        }
        eprintln!("{n_classes} classes: round {round} of {N_ROUNDS}");
    }
    (vectors.par_iter().map(|v| nearest(&centres, v)).collect(), centres)
}
