//! Training of a linear-chain conditional random field by stochastic gradients with AdaGrad steps.
//!
//! One sentence a step, in an order shuffled with a fixed seed, on one thread: the same examples give the same bytes. Features
//! that tell which word it is are left out at random, so that classes and neighbours learn to carry unknown names.

use musnad::name::tagger::{Clusters, Features, N_LABELS, N_LEXICAL, Tagger, may_follow};
use rustc_hash::FxHashMap;

/// A sentence ready for training.
pub struct Example {
    /// Features of each word.
    pub features: Features,
    /// The words.
    pub tokens: Vec<String>,
    /// Gold labels.
    pub labels: Vec<usize>,
    /// How much it counts.
    pub weight: f32,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the examples.
    pub passes: usize,
    /// A feature met less often is left out.
    pub least: u32,
    /// How often, of 100, a word's identity is hidden.
    pub hidden: u64,
    /// How often, of 100, a feature is left out of a step; its weight counts accordingly less when reading.
    pub dropped: u64,
    /// Strength of the pull towards zero.
    pub decay: f32,
    /// Taken off the weight of no name where names are found, natural logarithm: raises recall.
    pub bias: f32,
    /// Most features kept.
    pub rows: usize,
}

const STEP: f32 = 0.15;
/// Label probabilities nearer to the truth than this are not corrected.
const ENOUGH: f32 = 0.002;
type Labels = [f32; N_LABELS];

#[derive(Clone, Copy, Default)]
struct Weights {
    now: Labels,
    /// Sums of squared gradients.
    squares: Labels,
}

impl Weights {
    fn step(&mut self, gradient: &Labels, decay: f32) {
        for label in 0..N_LABELS {
            let g = gradient[label] + decay * self.now[label];
            self.squares[label] += g * g;
            self.now[label] -= STEP * g / (self.squares[label].sqrt() + 1e-6);
        }
    }
}

/// The state of training.
struct Field {
    weights: Vec<Weights>,
    /// From each label; the last row is the start.
    edges: Vec<Weights>,
}

/// The random numbers of training.
pub struct Random(u64);

impl Random {
    /// Always the same row of numbers.
    pub fn fixed() -> Self {
        Random(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for i in (1..order.len()).rev() {
            order.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

/// Trains on the examples; `report` sees the model after some of the passes.
pub fn train(examples: &[Example], settings: Settings, clusters: &Clusters, mut report: impl FnMut(&Tagger, usize)) -> Tagger {
    let names = frequent(examples, settings.least);
    let index: FxHashMap<u32, u32> = names.iter().enumerate().map(|(i, f)| (*f, i as u32)).collect();
    let sentences: Vec<Vec<Vec<u32>>> = examples
        .iter()
        .map(|e| e.features.words().map(|w| w.iter().map(|f| index.get(f).copied().unwrap_or(u32::MAX)).collect()).collect())
        .collect();
    drop(index);
    eprintln!("{} features met at least {} times", names.len(), settings.least);
    let mut field = Field { weights: vec![Weights::default(); names.len()], edges: vec![Weights::default(); N_LABELS + 1] };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::fixed();
    let mut sums: Vec<Labels> = vec![[0.0; N_LABELS]; names.len() + N_LABELS + 1];
    let mut n_sums = 0;
    for pass in 1..=settings.passes {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for idx in &order {
            loss += field.learn(&sentences[*idx], &examples[*idx], settings, &mut random);
        }
        eprintln!("pass {pass}: loss {loss:.0}");
        if 2 * pass > settings.passes {
            n_sums += 1;
            for (sum, w) in sums.iter_mut().zip(field.weights.iter().chain(&field.edges)) {
                sum.iter_mut().zip(&w.now).for_each(|(s, w)| *s += w);
            }
        }
        if pass == settings.passes || pass % 4 == 0 && n_sums > 0 {
            report(&quantise(&names, &sums, n_sums, settings, clusters), pass);
        }
    }
    quantise(&names, &sums, n_sums, settings, clusters)
}

/// The features met at least so often, sorted.
fn frequent(examples: &[Example], least: u32) -> Vec<u32> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for word in examples.iter().flat_map(|e| e.features.words()) {
        word.iter().for_each(|f| *counts.entry(*f).or_default() += 1);
    }
    let mut out: Vec<u32> = counts.into_iter().filter(|(_, n)| *n >= least).map(|(f, _)| f).collect();
    out.sort_unstable();
    out
}

impl Field {
    /// One step on a sentence; its loss.
    fn learn(&mut self, words: &[Vec<u32>], example: &Example, settings: Settings, random: &mut Random) -> f32 {
        let hidden: Vec<bool> = words.iter().map(|_| random.below(100) < settings.hidden).collect();
        let kept: Vec<Vec<u32>> = (0..words.len())
            .map(|at| {
                let all = words[at][if hidden[at] { N_LEXICAL } else { 0 }..].iter();
                all.filter(|f| **f != u32::MAX && (settings.dropped == 0 || random.below(100) >= settings.dropped))
                    .copied()
                    .collect()
            })
            .collect();
        let seen = |at: usize| kept[at].iter();
        let potentials: Vec<Labels> = (0..words.len())
            .map(|at| {
                let mut sum = [0.0; N_LABELS];
                for f in seen(at) {
                    sum.iter_mut().zip(&self.weights[*f as usize].now).for_each(|(s, w)| *s += w);
                }
                sum
            })
            .collect();
        let mut edges = [[0.0; N_LABELS]; N_LABELS + 1];
        for (from, row) in edges.iter_mut().enumerate() {
            for (to, e) in row.iter_mut().enumerate() {
                let allowed = may_follow(if from == N_LABELS { 0 } else { from }, to);
                *e = if allowed { self.edges[from].now[to].exp() } else { 0.0 };
            }
        }
        let lattice = Lattice::new(&potentials, &edges);
        let mut edge_gradient = [[0.0; N_LABELS]; N_LABELS + 1];
        let mut loss = 0.0;
        for at in 0..words.len() {
            let gold = example.labels[at];
            let mut gradient = lattice.label(at);
            loss -= gradient[gold].max(1e-9).ln();
            gradient[gold] -= 1.0;
            lattice.add_edges(at, &edges, &mut edge_gradient);
            edge_gradient[if at == 0 { N_LABELS } else { example.labels[at - 1] }][gold] -= 1.0;
            if gradient.iter().all(|g| g.abs() < ENOUGH) {
                continue;
            }
            gradient.iter_mut().for_each(|g| *g *= example.weight);
            for f in seen(at) {
                self.weights[*f as usize].step(&gradient, settings.decay);
            }
        }
        for (weights, gradient) in self.edges.iter_mut().zip(&edge_gradient) {
            weights.step(gradient, 0.0);
        }
        loss
    }
}

/// Forward and backward sums of one sentence, each scaled to one.
struct Lattice {
    emissions: Vec<Labels>,
    forward: Vec<Labels>,
    backward: Vec<Labels>,
}

fn scale(v: &mut Labels) {
    let sum: f32 = v.iter().sum::<f32>().max(1e-30);
    v.iter_mut().for_each(|x| *x /= sum);
}

impl Lattice {
    fn new(potentials: &[Labels], edges: &[Labels; N_LABELS + 1]) -> Self {
        let n = potentials.len();
        let emissions: Vec<Labels> = potentials
            .iter()
            .map(|p| {
                let top = p.iter().copied().fold(f32::MIN, f32::max);
                p.map(|x| (x - top).max(-60.0).exp())
            })
            .collect();
        let mut forward: Vec<Labels> = Vec::with_capacity(n);
        for (at, e) in emissions.iter().enumerate() {
            let mut here = [0.0; N_LABELS];
            if at == 0 {
                (0..N_LABELS).for_each(|to| here[to] = edges[N_LABELS][to] * e[to]);
            } else {
                for (from, edge) in edges[..N_LABELS].iter().enumerate() {
                    (0..N_LABELS).for_each(|to| here[to] += forward[at - 1][from] * edge[to]);
                }
                (0..N_LABELS).for_each(|to| here[to] *= e[to]);
            }
            scale(&mut here);
            forward.push(here);
        }
        let mut backward = vec![[1.0 / N_LABELS as f32; N_LABELS]; n];
        for at in (0..n.saturating_sub(1)).rev() {
            let after: Labels = std::array::from_fn(|l| backward[at + 1][l] * emissions[at + 1][l]);
            let mut here: Labels = std::array::from_fn(|from| edges[from].iter().zip(&after).map(|(e, a)| e * a).sum());
            scale(&mut here);
            backward[at] = here;
        }
        Lattice { emissions, forward, backward }
    }

    /// How probable each label is at a word.
    fn label(&self, at: usize) -> Labels {
        let mut out = std::array::from_fn(|l| self.forward[at][l] * self.backward[at][l]);
        scale(&mut out);
        out
    }

    /// Adds how probable each pair of labels is at a word and the one before it.
    fn add_edges(&self, at: usize, edges: &[Labels; N_LABELS + 1], out: &mut [Labels; N_LABELS + 1]) {
        if at == 0 {
            out[N_LABELS].iter_mut().zip(self.label(0)).for_each(|(o, p)| *o += p);
            return;
        }
        let after: Labels = std::array::from_fn(|l| self.backward[at][l] * self.emissions[at][l]);
        let mut pairs = [[0.0; N_LABELS]; N_LABELS];
        let mut total = 0.0;
        for from in 0..N_LABELS {
            for to in 0..N_LABELS {
                pairs[from][to] = self.forward[at - 1][from] * edges[from][to] * after[to];
                total += pairs[from][to];
            }
        }
        for (o, p) in out.iter_mut().flatten().zip(pairs.iter().flatten()) {
            *o += p / total.max(1e-30);
        }
    }
}

/// Mean weights in a byte each, the weightiest features first.
fn quantise(names: &[u32], sums: &[Labels], n_sums: usize, settings: Settings, clusters: &Clusters) -> Tagger {
    let n = n_sums.max(1) as f32 / ((100 - settings.dropped) as f32 / 100.0);
    let rows = settings.rows;
    let strength = |w: &Labels| w.iter().fold(0.0_f32, |a, b| a.max(b.abs())) / n;
    let mut order: Vec<(u32, usize)> =
        (0..names.len()).map(|i| ((strength(&sums[i]) * 1e4) as u32, i)).filter(|(s, _)| *s > 0).collect();
    order.sort_unstable_by_key(|(s, i)| (std::cmp::Reverse(*s), *i));
    let top = order.get(order.len() / 2000).map_or(1.0, |(s, _)| *s as f32 / 1e4);
    let factor = 127.0 / top.max(1e-3);
    order.truncate(rows);
    let kept: Vec<(u32, [i8; N_LABELS])> = order
        .iter()
        .map(|(_, i)| (names[*i], sums[*i].map(|w| (w / n * factor).round().clamp(-127.0, 127.0) as i8)))
        .filter(|(_, w)| w.iter().any(|w| *w != 0))
        .collect();
    eprintln!("{} of {} features kept; weight of a step {:.4}", kept.len(), names.len(), 1.0 / factor);
    let edges = n_sums.max(1) as f32;
    let outside = |label: usize| if label == 0 { settings.bias } else { 0.0 };
    let edge =
        |row: &Labels| std::array::from_fn::<i32, N_LABELS, _>(|to| ((row[to] / edges - outside(to)) * factor).round() as i32);
    let transitions = sums[names.len()..].iter().flat_map(edge).collect();
    Tagger::new(&kept, transitions, clusters.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two words a sentence: feature 7 begins a person, 8 goes on, 9 is none.
    fn examples() -> Vec<Example> {
        let word = |f: u32| [vec![f; N_LEXICAL], vec![100 + f, 200]].concat();
        let sentence = |features: &[u32], labels: &[usize]| Example {
            features: Features::from_words(&features.iter().map(|f| word(*f)).collect::<Vec<_>>()),
            tokens: features.iter().map(u32::to_string).collect(),
            labels: labels.to_vec(),
            weight: 1.0,
        };
        (0..40).flat_map(|_| [sentence(&[7, 8], &[1, 2]), sentence(&[9, 7], &[0, 1]), sentence(&[9, 9], &[0, 0])]).collect()
    }

    fn trained() -> Tagger {
        let settings = Settings { passes: 4, least: 2, hidden: 50, dropped: 30, decay: 0.0005, bias: 0.0, rows: 1000 };
        train(&examples(), settings, &Clusters::default(), |_, _| {})
    }

    #[test]
    fn the_same_examples_give_the_same_bytes_and_a_model_that_knows_them() {
        let tagger = trained();
        assert_eq!(tagger.to_bytes(), trained().to_bytes());
        for example in examples() {
            assert_eq!(tagger.decode(&example.features), example.labels);
        }
    }
}
