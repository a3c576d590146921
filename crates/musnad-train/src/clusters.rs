//! Word classes from raw news: words that stand between the same neighbours are alike.
//!
//! Each frequent word gets a vector of its left and right neighbours (positive pointwise mutual information, projected to
//! 64 dimensions by fixed random signs), and k-means with cosine distance groups the vectors. Fixed seeds, sorted words:
//! the same news gives the same bytes.

use anyhow::{Context, Result};
use musnad::lexicon::key;
use musnad::name::tagger::{Clusters, FREQUENCY};
use musnad::text::fold;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

const N_WORDS: usize = 60_000;
const N_CONTEXTS: usize = 3_000;
const N_DIMENSIONS: usize = 96;
const N_CLASSES: usize = 500;
const N_ROUNDS: usize = 14;

/// Learns the classes and writes them.
pub fn run(news: &Path, out: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(news)
        .with_context(|| format!("cannot read {}", news.display()))?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.to_string_lossy().ends_with(".jsonl.zst"))
        .collect();
    files.sort();
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for file in &files {
        each_line(file, |words| words.for_each(|w| *counts.entry(w.to_owned()).or_default() += 1))?;
        eprintln!("{}: {} different words so far", file.display(), counts.len());
    }
    let mut ranked: Vec<(String, u32)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.truncate(N_WORDS);
    let index: FxHashMap<&str, u32> = ranked.iter().enumerate().map(|(i, (w, _))| (w.as_str(), i as u32)).collect();
    let mut pairs: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for file in &files {
        each_line(file, |words| {
            let ids: Vec<Option<u32>> = words.map(|w| index.get(w).copied()).collect();
            for pair in ids.windows(2) {
                if let (Some(a), Some(b)) = (pair[0], pair[1]) {
                    if (b as usize) < N_CONTEXTS {
                        *pairs.entry((a, b)).or_default() += 1;
                    }
                    if (a as usize) < N_CONTEXTS {
                        *pairs.entry((b, a + N_CONTEXTS as u32)).or_default() += 1;
                    }
                }
            }
        })?;
    }
    eprintln!("{} pairs of neighbours", pairs.len());
    let vectors = vectors(&ranked, pairs);
    let classes = kmeans(&vectors);
    let clusters =
        Clusters::new(ranked.iter().zip(&classes).map(|((w, n), c)| (key(w), *c + 1 + FREQUENCY * frequency(*n))).collect());
    if let Some(dir) = out.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(out, clusters.to_bytes())?;
    for class in (0..N_CLASSES).step_by(N_CLASSES / 8) {
        let members: Vec<&str> = ranked
            .iter()
            .zip(&classes)
            .filter(|(_, c)| usize::from(**c) == class)
            .take(8)
            .map(|((w, _), _)| w.as_str())
            .collect();
        eprintln!("class {class}: {}", members.join(" "));
    }
    Ok(())
}

/// Frequency in steps of a factor of two, from 1.
fn frequency(count: u32) -> u16 {
    (count.max(1).ilog2() as u16 + 1).min(u16::MAX / FREQUENCY)
}

/// Reads classes that [`run`] wrote.
pub fn load(path: &Path) -> Result<Clusters> {
    let bytes =
        std::fs::read(path).with_context(|| format!("cannot read {}: run `musnad-train clusters` first", path.display()))?;
    let n = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
    let pair = |i: usize| {
        let mut k = [0; 8];
        k.copy_from_slice(&bytes[4 + 8 * i..12 + 8 * i]);
        let c = 4 + 8 * n + 2 * i;
        (u64::from_le_bytes(k), u16::from_le_bytes([bytes[c], bytes[c + 1]]))
    };
    Ok(Clusters::new((0..n).map(pair).collect()))
}

/// Calls `take` with the folded words of every text of a file.
fn each_line(file: &Path, mut take: impl FnMut(&mut dyn Iterator<Item = &str>)) -> Result<()> {
    let reader = BufReader::new(zstd::Decoder::new(std::fs::File::open(file)?)?);
    for line in reader.lines() {
        let value: serde_json::Value = match serde_json::from_str(&line?) {
            Ok(value) => value,
            Err(_) => continue,
        };
        let folded = fold(value.get("text").and_then(|t| t.as_str()).unwrap_or(""));
        let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        take(&mut words);
    }
    Ok(())
}

fn vectors(ranked: &[(String, u32)], pairs: FxHashMap<(u32, u32), u32>) -> Vec<[f32; N_DIMENSIONS]> {
    let mut sorted: Vec<((u32, u32), u32)> = pairs.into_iter().filter(|(_, n)| *n > 1).collect();
    sorted.sort_unstable();
    let total: f64 = sorted.iter().map(|(_, n)| f64::from(*n)).sum();
    let mut word_total = vec![0.0_f64; ranked.len()];
    let mut context_total = vec![0.0_f64; 2 * N_CONTEXTS];
    for ((w, c), n) in &sorted {
        word_total[*w as usize] += f64::from(*n);
        context_total[*c as usize] += f64::from(*n);
    }
    let mut out = vec![[0.0_f32; N_DIMENSIONS]; ranked.len()];
    for ((w, c), n) in &sorted {
        let pmi = (f64::from(*n) * total / (word_total[*w as usize] * context_total[*c as usize])).ln();
        if pmi <= 0.0 {
            continue;
        }
        let mut h = (u64::from(*c) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for (d, x) in out[*w as usize].iter_mut().enumerate() {
            if d % 32 == 0 {
                h ^= h >> 29;
                h = h.wrapping_mul(0xBF58_476D_1CE4_E5B9);
            }
            *x += if (h >> (d % 32 + 16)) & 1 == 1 { pmi as f32 } else { -pmi as f32 };
        }
    }
    for v in &mut out {
        normalise(v);
    }
    out
}

fn normalise(v: &mut [f32; N_DIMENSIONS]) {
    let norm = v.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
    v.iter_mut().for_each(|x| *x /= norm);
}

fn dot(a: &[f32; N_DIMENSIONS], b: &[f32; N_DIMENSIONS]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn kmeans(vectors: &[[f32; N_DIMENSIONS]]) -> Vec<u16> {
    // Spread over the frequency ranks, frequent words denser.
    let mut centres: Vec<[f32; N_DIMENSIONS]> =
        (0..N_CLASSES).map(|i| vectors[(i * i * (vectors.len() - 1)) / (N_CLASSES * N_CLASSES)]).collect();
    let mut classes = vec![0_u16; vectors.len()];
    for round in 0..N_ROUNDS {
        classes = vectors
            .par_iter()
            .map(|v| {
                let best = centres
                    .iter()
                    .enumerate()
                    .map(|(i, c)| (dot(v, c), i))
                    .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                best.map_or(0, |b| b.1 as u16)
            })
            .collect();
        let mut sums = vec![[0.0_f32; N_DIMENSIONS]; N_CLASSES];
        for (v, c) in vectors.iter().zip(&classes) {
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
        eprintln!("round {round}");
    }
    classes
}
