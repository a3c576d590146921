//! Measuring on PADT (the copy of SIGMORPHON 2019): words and lemmas from running text.
//!
//! The copy has no word ranges, so gold words are first aligned to the blanks-separated pieces of the text by their letters.
//! Words F1 is that of the CoNLL shared tasks: inside a piece, words count as right by the longest common subsequence of forms.

use super::lexicon::letters;
use super::measure::{Mistakes, Share, cut, lemma_key, lemma_of, whole};
use anyhow::{Context, Result};
use musnad::morph::words::Words;
use musnad::morph::words::segments::{Kind, Scheme};
use musnad::text::{fold, is_mark};
use std::path::Path;

/// A gold word.
struct Gold {
    form: String,
    lemma: String,
    feats: String,
}

/// The figures.
pub struct Padt {
    /// Words right, found, gold; forms exact.
    pub exact: (usize, usize, usize),
    /// The same with forms folded.
    pub folded: (usize, usize, usize),
    /// Lemmas of nouns, verbs, adjectives.
    pub lemma: Share,
    pub mistakes: Mistakes,
}

/// F1 of right, found, gold.
pub fn f1((right, found, gold): (usize, usize, usize)) -> f64 {
    200.0 * right as f64 / (found + gold).max(1) as f64
}

fn read(path: &Path) -> Result<Vec<(String, Vec<Gold>)>> {
    let file = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut out, mut text, mut words) = (Vec::new(), String::new(), Vec::new());
    for line in file.lines().chain(std::iter::once("")) {
        if let Some(t) = line.strip_prefix("# text = ") {
            t.clone_into(&mut text);
        } else if line.is_empty() {
            if !words.is_empty() {
                out.push((std::mem::take(&mut text), std::mem::take(&mut words)));
            }
        } else if !line.starts_with('#') {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() > 5 && !cells[0].contains('-') {
                words.push(Gold { form: cells[1].to_owned(), lemma: cells[2].to_owned(), feats: cells[5].to_owned() });
            }
        }
    }
    Ok(out)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (before + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

/// How many gold words each piece holds, by least edit distance over the sentence.
fn align(pieces: &[&str], gold: &[Gold]) -> Vec<usize> {
    let pieces: Vec<Vec<char>> = pieces.iter().map(|p| fold(p).chars().collect()).collect();
    let forms: Vec<String> = gold.iter().map(|g| fold(&g.form)).collect();
    let (n, m) = (pieces.len(), gold.len());
    const FAR: usize = usize::MAX / 2;
    let mut best = vec![vec![(FAR, 0); m + 1]; n + 1];
    best[0][0] = (0, 0);
    for i in 0..n {
        for j in 0..=m {
            let base = best[i][j].0;
            if base == FAR {
                continue;
            }
            let mut joined = String::new();
            for k in 0..=(m - j).min(10) {
                if k > 0 {
                    joined.push_str(&forms[j + k - 1]);
                }
                let joined = joined.replacen("لال", "لل", 1);
                let cost = base + 3 * distance(&pieces[i], &joined.chars().collect::<Vec<_>>()) + 8 * usize::from(k == 0);
                if cost < best[i + 1][j + k].0 {
                    best[i + 1][j + k] = (cost, k);
                }
            }
        }
    }
    let mut out = vec![0; n];
    let mut j = m;
    for i in (0..n).rev() {
        out[i] = best[i + 1][j].1;
        j -= out[i];
    }
    out
}

/// Pairs of positions in the longest common subsequence.
fn common(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i][j] = if a[i] == b[j] { table[i + 1][j + 1] + 1 } else { table[i + 1][j].max(table[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            out.push((i, j));
            i += 1;
            j += 1;
        } else if table[i + 1][j] >= table[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Measures on a file.
pub fn on_padt(words: &Words, path: &Path) -> Result<Padt> {
    let mut out = Padt { exact: (0, 0, 0), folded: (0, 0, 0), lemma: Share::default(), mistakes: Mistakes::new() };
    for (source, gold) in read(path)? {
        let text = whole(&source);
        let decided = words.decide(&text);
        let pieces: Vec<&str> = source.split_whitespace().collect();
        let shares = align(&pieces, &gold);
        let mut first = 0;
        for (piece, n) in pieces.iter().zip(shares) {
            let gold = &gold[first..first + n];
            first += n;
            let start = piece.as_ptr() as usize - source.as_ptr() as usize;
            let inside = (0..text.words.len()).filter(|w| {
                text.words[*w].span.start as usize >= start && (text.words[*w].span.end as usize) <= start + piece.len()
            });
            let (mut forms, mut lemmas) = (Vec::new(), Vec::new());
            for w in inside {
                let restored = cut(&decided, &text, w, Scheme::Ud, true);
                let several = restored.len() > 1;
                let exact: String = text.raw(w).chars().filter(|c| !is_mark(*c)).collect();
                for s in restored {
                    forms.push(if several { s.form } else { exact.clone() });
                    lemmas.push((s.kind == Kind::Stem).then(|| lemma_of(words, &decided[w], &exact)));
                }
            }
            let gold_forms: Vec<String> = gold.iter().map(|g| letters(&g.form)).collect();
            let right = common(&gold_forms, &forms);
            out.exact.0 += right.len();
            let fold_all = |f: &[String]| f.iter().map(|f| fold(f)).collect::<Vec<_>>();
            let right_folded = common(&fold_all(&gold_forms), &fold_all(&forms));
            out.folded.0 += right_folded.len();
            for total in [&mut out.exact, &mut out.folded] {
                total.1 += forms.len();
                total.2 += gold.len();
            }
            if right.len() < gold.len().max(forms.len()) {
                let what = if right_folded.len() < gold.len().max(forms.len()) { "cut" } else { "spelling" };
                *out.mistakes.entry(format!("{what}\t{}\t{}", gold_forms.join("+"), forms.join("+"))).or_default() += 1;
            }
            for (i, g) in gold.iter().enumerate() {
                let open = g.feats.split(';').any(|f| matches!(f, "N" | "V" | "ADJ"));
                if !open {
                    continue;
                }
                let found = right_folded.iter().find(|(a, _)| *a == i).and_then(|(_, b)| lemmas[*b].clone());
                let right = found.as_deref().is_some_and(|l| lemma_key(l) == lemma_key(&g.lemma));
                out.lemma.add(right);
                if !right {
                    let found = found.unwrap_or_default();
                    *out.mistakes.entry(format!("lemma\t{}\t{}\t{}", g.form, g.lemma, found)).or_default() += 1;
                }
            }
        }
    }
    Ok(out)
}
