//! Learning the weights: an averaged structured perceptron whose right answer may be any of several candidates.
//!
//! The treebank does not name the analyser's candidates, it only agrees with some of them; the best agreeing path under the
//! weights so far is what the best path of all should have been.

use super::gold::{self, Word};
use musnad::morph::words::decide::{self, Clitics, N_WEIGHTS, Outside, Ready, Scratch, Weights};
use musnad::morph::words::forms::Forms;
use musnad::morph::words::propose::{Candidate, propose};
use musnad::morph::words::shape::Tag;
use musnad::morph::words::{class, single_ready};
use musnad::text::fold;

/// Weights while learning.
pub struct Learning {
    pub now: Vec<i32>,
    sums: Vec<i64>,
    last: Vec<u32>,
    steps: u32,
}

impl Weights for Learning {
    fn at(&self, feature: usize) -> i32 {
        self.now[feature]
    }
}

impl Learning {
    fn new() -> Learning {
        Learning { now: vec![0; N_WEIGHTS], sums: vec![0; N_WEIGHTS], last: vec![0; N_WEIGHTS], steps: 1 }
    }

    fn change(&mut self, feature: usize, by: i32) {
        self.sums[feature] += i64::from(self.now[feature]) * i64::from(self.steps - self.last[feature]);
        self.last[feature] = self.steps;
        self.now[feature] += by;
    }

    /// The averaged weights as the model stores them.
    pub fn average(&self) -> Vec<u8> {
        (0..N_WEIGHTS)
            .map(|f| {
                let sum = self.sums[f] + i64::from(self.now[f]) * i64::from(self.steps - self.last[f]);
                let mean = sum as f64 / f64::from(self.steps);
                (mean.round().clamp(-127.0, 127.0) as i8) as u8
            })
            .collect()
    }
}

/// A sentence ready to learn from.
pub struct Example {
    words: Vec<String>,
    candidates: Vec<Ready>,
    own: Vec<Vec<u32>>,
    ends: Vec<usize>,
    outside: Vec<Outside>,
    allowed: Vec<bool>,
}

/// The candidates of a sentence of the treebank, and which of them agree with it.
pub fn example(sentence: &[Word], forms: &Forms, clitics: &Clitics) -> Example {
    let mut e = Example {
        words: Vec::new(),
        candidates: Vec::new(),
        own: Vec::new(),
        ends: Vec::new(),
        outside: Vec::new(),
        allowed: Vec::new(),
    };
    let mut list: Vec<Candidate> = Vec::new();
    for word in sentence {
        let folded = fold(&word.surface);
        let first = word.surface.chars().next().unwrap_or(' ');
        if !musnad::text::is_arabic(first) || folded.len() > 60 {
            let tag = if first.is_numeric() {
                Tag::Digits
            } else if first.is_alphabetic() {
                Tag::Foreign
            } else {
                Tag::Punctuation
            };
            e.candidates.push(single_ready(tag));
            e.own.push(Vec::new());
            e.allowed.push(true);
            e.outside.push(class(tag, &word.surface));
        } else {
            propose(forms, &folded, &word.surface, &mut list);
            list.truncate(200);
            let wanted = word.wanted();
            let scores: Vec<Option<i32>> =
                list.iter().map(|c| wanted.as_ref().and_then(|w| gold::agreement(w, c, forms.lemma(c.lemma)))).collect();
            let best = scores.iter().flatten().copied().max();
            for (c, score) in list.iter().zip(&scores) {
                let mut own = Vec::new();
                decide::own_features(&folded, c, |f| own.push(f as u32));
                let mut ready = Vec::new();
                decide::ready(&folded, &[*c], clitics, &Zero, &mut ready);
                e.candidates.push(ready[0]);
                e.own.push(own);
                e.allowed.push(best.is_none() || *score == best);
            }
            e.outside.push(Outside::new(&folded));
        }
        e.words.push(folded);
        e.ends.push(e.candidates.len());
    }
    e
}

struct Zero;

impl Weights for Zero {
    fn at(&self, _: usize) -> i32 {
        0
    }
}

/// Learns from examples; the order is shuffled by a fixed seed.
pub fn learn(examples: &[Example], passes: usize, step: i32) -> Learning {
    let mut w = Learning::new();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let (mut scratch, mut path, mut right) = (Scratch::default(), Vec::new(), Vec::new());
    for pass in 0..passes {
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        let mut wrong = 0;
        for at in &order {
            let e = &examples[*at];
            let mut lattice = e.candidates.clone();
            for (r, own) in lattice.iter_mut().zip(&e.own) {
                r.own += own.iter().map(|f| w.now[*f as usize]).sum::<i32>();
            }
            decide::best_path(&lattice, &e.ends, &e.outside, &w, &mut scratch, &mut path);
            let bad = path.iter().filter(|p| !e.allowed[**p]).count();
            wrong += bad;
            w.steps += 1;
            if bad == 0 {
                continue;
            }
            let mut bound = lattice.clone();
            for (r, allowed) in bound.iter_mut().zip(&e.allowed) {
                if !allowed {
                    r.own -= 1_000_000;
                }
            }
            decide::best_path(&bound, &e.ends, &e.outside, &w, &mut scratch, &mut right);
            let words: Vec<&str> = e.words.iter().map(String::as_str).collect();
            let pick = |path: &[usize]| path.iter().map(|p| lattice[*p]).collect::<Vec<Ready>>();
            let (wrong_path, right_path) = (pick(&path), pick(&right));
            let mut changes = Vec::new();
            decide::path_features(&words, &right_path, &e.outside, |f| changes.push((f, step)));
            decide::path_features(&words, &wrong_path, &e.outside, |f| changes.push((f, -step)));
            for (f, by) in changes {
                w.change(f, by);
            }
        }
        eprintln!("pass {}: {wrong} words wrong", pass + 1);
    }
    w
}

/// How many words of the examples a model gets right: cut, cut and tag and lemma as far as the treebank tells.
pub fn held_out(examples: &[(Vec<Word>, Example)], weights: &impl Weights, forms: &Forms) -> (usize, usize, usize, usize) {
    let (mut scratch, mut path) = (Scratch::default(), Vec::new());
    let (mut n, mut cut, mut tagged, mut lemma) = (0, 0, 0, 0);
    for (words, e) in examples {
        let mut lattice = e.candidates.clone();
        for (r, own) in lattice.iter_mut().zip(&e.own) {
            r.own += own.iter().map(|f| weights.at(*f as usize)).sum::<i32>();
        }
        decide::best_path(&lattice, &e.ends, &e.outside, weights, &mut scratch, &mut path);
        for (word, p) in words.iter().zip(&path) {
            let Some(wanted) = word.wanted() else { continue };
            if !musnad::text::is_arabic(word.surface.chars().next().unwrap_or(' ')) {
                continue;
            }
            n += 1;
            let c = &lattice[*p].candidate;
            let Some(score) = gold::agreement(&wanted, c, forms.lemma(c.lemma)) else { continue };
            cut += 1;
            tagged += usize::from(score >= 40);
            let found = forms.lemma(c.lemma).map_or_else(|| fold(&wanted.core.form), fold);
            lemma += usize::from(found == fold(&wanted.core.lemma));
        }
    }
    (n, cut, tagged, lemma)
}
