//! The trained name model: a linear-chain conditional random field, decoded with Viterbi.
//!
//! Features come from [`features`](super::features), one function for the product and for the trainer. The labels are BIO over
//! persons, organizations, places and other names. Weights of a byte each stand in a table of lines: a feature's hash
//! names a line and carries a check, so that a feature never seen in training weighs nothing.

use super::{Layers, Name, features as seen};
use crate::lexicon::key;
use crate::model::{ModelError, Sections, read_u32};
use crate::text::WordKind;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

pub use super::clusters::{Clusters, Entry};
pub use super::features::{Domain, Features, N_LEXICAL, features};

/// Number of labels.
pub const N_LABELS: usize = 9;
/// Labels in order: outside, then begin and inside of each kind.
pub const LABELS: [&str; N_LABELS] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"];

/// Whether `to` may follow `from` (`N_LABELS` stands for the sentence's start).
pub fn may_follow(from: usize, to: usize) -> bool {
    let inside = to != 0 && to.is_multiple_of(2);
    !inside || from == to || from + 1 == to
}

/// Features that share a line of the table: one line of the processor's cache, with a check and the weights of each. A free
/// place has the check 0; no two have the same.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Line {
    checks: [u16; 4],
    weights: [[i8; 14]; 4],
}

impl Line {
    /// The place with a check, or 4: all four are compared at once, as the lowest part of 16 bits that is 0.
    fn place_of(&self, check: u16) -> u32 {
        const ONES: u64 = 0x0001_0001_0001_0001;
        let [a, b, c, d] = self.checks.map(u64::from);
        let differs = (a | b << 16 | c << 32 | d << 48) ^ (ONES * u64::from(check));
        (differs.wrapping_sub(ONES) & !differs & (ONES << 15)).trailing_zeros() / 16
    }

    /// Gives a feature the first free place, where there is one.
    fn take(&mut self, check: u16, weights: impl Iterator<Item = i8>) -> Option<()> {
        let free = self.checks.iter().position(|c| *c == 0)?;
        self.checks[free] = check;
        self.weights[free].iter_mut().zip(weights).for_each(|(to, from)| *to = from);
        Some(())
    }

    /// Checks and weights of the places taken.
    fn rows(&self) -> impl Iterator<Item = (u16, &[i8; 14])> {
        self.checks.iter().copied().zip(&self.weights).filter(|(check, _)| *check != 0)
    }
}

/// log2 of the number of lines.
const BITS: u32 = 17;

fn line_of(feature: u32) -> usize {
    (feature & ((1 << BITS) - 1)) as usize
}

fn check_of(feature: u32) -> u16 {
    ((feature >> 16) as u16).max(1)
}

/// A bit for each feature that the model may have, by a part of its hash: of those it has not, about one in twelve has a bit too.
#[derive(Debug, Clone, Default)]
struct Filter(Vec<u64>);

impl Filter {
    /// log2 of the number of bits: half a megabyte.
    const BITS: u32 = 22;

    fn of(lines: &[Line]) -> Self {
        let mut bits = vec![0_u64; 1 << (Self::BITS - 6)];
        for (n, line) in lines.iter().enumerate() {
            for (check, _) in line.rows() {
                let (word, bit) = Self::place(n as u32, check);
                bits[word] |= 1 << bit;
            }
        }
        Filter(bits)
    }

    /// The line has the lower bits; five of the check, which do not stand in the line's number, are added.
    fn place(line: u32, check: u16) -> (usize, u32) {
        let at = line | (u32::from(check) >> 11) << BITS;
        ((at >> 6) as usize, at & 63)
    }

    fn may_have(&self, feature: u32) -> bool {
        let (word, bit) = Self::place(line_of(feature) as u32, check_of(feature));
        self.0[word] >> bit & 1 == 1
    }
}

/// What each label weighs at a word.
type Emission = [i32; N_LABELS];
/// What a word weighs from each place of a window.
type Places = [[i16; 14]; seen::N_PLACES];

/// How many features are looked up at once.
const AT_ONCE: usize = 64;

/// Features gathered to be looked up at once; those beyond its room are none of the templates.
#[derive(Clone, Copy)]
struct Gathered {
    list: [u32; 2 * AT_ONCE],
    len: usize,
}

impl Gathered {
    fn new() -> Self {
        Gathered { list: [0; 2 * AT_ONCE], len: 0 }
    }

    fn push(&mut self, feature: u32) {
        if let Some(slot) = self.list.get_mut(self.len) {
            *slot = feature;
            self.len += 1;
        }
    }

    fn all(&self) -> &[u32] {
        &self.list[..self.len]
    }
}

/// Slots of the memory of words met before.
const MEMORY: usize = 1 << 14;

thread_local! {
    static MEMORY_OF_PLACES: RefCell<Vec<(u64, u64, Places)>> = const { RefCell::new(Vec::new()) };
}

/// A number for every tagger of the program, from 1.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Weights of the name model.
#[derive(Debug, Clone, Default)]
pub struct Tagger {
    lines: Vec<Line>,
    /// Which features it may have.
    filter: Filter,
    /// Weight of each pair of labels; the last row is the sentence's start.
    transitions: Vec<i32>,
    /// Word classes.
    pub clusters: Clusters,
    /// Tells its memories from those of other taggers.
    id: u64,
}

const N_TRANSITIONS: usize = (N_LABELS + 1) * N_LABELS;
/// Bytes of a row in a file: line, check and weights.
const ROW: usize = 6 + N_LABELS;

impl Tagger {
    /// From the weights of features, the weightiest first: those that find no room in their line are left out.
    pub fn new(rows: &[(u32, [i8; N_LABELS])], transitions: Vec<i32>, clusters: Clusters) -> Self {
        let mut lines = vec![Line::default(); 1 << BITS];
        for (feature, weights) in rows {
            let line = &mut lines[line_of(*feature)];
            if line.place_of(check_of(*feature)) == 4 {
                let _ = line.take(check_of(*feature), weights.iter().copied());
            }
        }
        Tagger { filter: Filter::of(&lines), lines, transitions, clusters, id: next_id() }
    }

    /// Reads the sections `names` and `clusters`.
    ///
    /// # Errors
    /// If a section is missing or has a size that its header does not tell.
    pub fn from_sections(sections: &Sections<'_>) -> Result<Self, ModelError> {
        let bytes = sections.get("names")?;
        let clusters =
            Clusters::from_bytes(sections.get("clusters")?).ok_or_else(|| ModelError::Section("clusters".to_owned()))?;
        Self::from_bytes(bytes, clusters).ok_or_else(|| ModelError::Section("names".to_owned()))
    }

    fn from_bytes(bytes: &[u8], clusters: Clusters) -> Option<Self> {
        let n_rows = read_u32(bytes, 0)? as usize;
        let rows = bytes.get(4 + 4 * N_TRANSITIONS..)?;
        if rows.len() != n_rows.checked_mul(ROW)? {
            return None;
        }
        let transitions = (0..N_TRANSITIONS).map(|i| read_u32(bytes, 4 + 4 * i).map(|w| w as i32)).collect::<Option<_>>()?;
        let mut lines = vec![Line::default(); 1 << BITS];
        for row in rows.chunks_exact(ROW) {
            let line = lines.get_mut(read_u32(row, 0)? as usize)?;
            line.take(u16::from_le_bytes([row[4], row[5]]), row[6..].iter().map(|w| *w as i8))?;
        }
        Some(Tagger { filter: Filter::of(&lines), lines, transitions, clusters, id: next_id() })
    }

    /// As the section `names` of a model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let rows = || self.lines.iter().enumerate().flat_map(|(n, line)| line.rows().map(move |row| (n as u32, row)));
        let mut out = (rows().count() as u32).to_le_bytes().to_vec();
        out.extend(self.transitions.iter().flat_map(|w| w.to_le_bytes()));
        for (line, (check, weights)) in rows() {
            out.extend(line.to_le_bytes());
            out.extend(check.to_le_bytes());
            out.extend(weights[..N_LABELS].iter().map(|w| *w as u8));
        }
        out
    }

    /// Labels the words of one sentence.
    pub fn decode(&self, features: &Features) -> Vec<usize> {
        if self.lines.is_empty() {
            return vec![0; features.n_words()];
        }
        let emissions: Vec<Emission> = features.words().map(|word| self.emission(word)).collect();
        viterbi(&emissions, &self.transitions)
    }

    /// Labels the sentences of one article: what a word is in one place counts, to a part, for its other places.
    pub fn decode_article(&self, sentences: &[Features]) -> Vec<Vec<usize>> {
        let mut emissions: Vec<Vec<Emission>> =
            sentences.iter().map(|f| f.words().map(|word| self.emission(word)).collect()).collect();
        let subjects: Vec<u64> = sentences.iter().flat_map(|f| &f.subjects).copied().collect();
        pool(&mut emissions, &subjects);
        emissions.iter().map(|e| viterbi(e, &self.transitions)).collect()
    }

    /// Labels the sentences of an article as [`Tagger::decode_article`] does, with what words weigh alone remembered; `known`
    /// are the names of the gazetteer.
    pub fn label(&self, layers: Layers<'_>, known: &[Name], domain: Domain) -> Vec<Vec<usize>> {
        if self.lines.is_empty() {
            return layers.text.sentences.iter().map(|s| vec![0; s.words().len()]).collect();
        }
        let flags = seen::flags(known, layers.text.words.len());
        let mut subjects = Vec::with_capacity(layers.text.words.len());
        let mut emissions: Vec<Vec<Emission>> = Vec::with_capacity(layers.text.sentences.len());
        let mut alone: Vec<Places> = Vec::new();
        for sentence in &layers.text.sentences {
            let words = sentence.words();
            let (facts, distances) = seen::facts(layers, &self.clusters, words.clone(), &flags);
            alone.clear();
            for (at, fact) in facts.iter().enumerate() {
                let word = (words.start + at).checked_sub(2).filter(|w| words.contains(w));
                // All numbers are one word in the facts, but not in their letters.
                let letters =
                    word.filter(|w| layers.text.words[*w].kind == WordKind::Number).map_or(0, |w| key(layers.text.folded(w)));
                let stem = || word.map_or("", |w| layers.stem_for_features(&self.clusters, w));
                alone.push(self.remembered(fact, letters, stem, domain));
            }
            let of_word = |(at, (window, distance)): (usize, (&[seen::Facts], u8))| {
                let mut sum = [0_i16; 14];
                for (place, other) in alone[at..].iter().take(seen::N_PLACES).enumerate() {
                    sum.iter_mut().zip(&other[place]).for_each(|(s, w)| *s += w);
                }
                let mut some = Gathered::new();
                seen::together(window, distance, domain, |feature| some.push(feature));
                self.add_all(some.all(), &mut sum);
                subjects.push(window[2].subject());
                std::array::from_fn(|label| i32::from(sum[label]))
            };
            emissions.push(facts.windows(seen::N_PLACES).zip(distances).enumerate().map(of_word).collect());
        }
        pool(&mut emissions, &subjects);
        emissions.iter().map(|e| viterbi(e, &self.transitions)).collect()
    }

    /// What a word weighs alone from each place of a window; words met before are remembered by thread, under all that decides
    /// it: what is known of them, their letters where the facts leave them out, and the domain.
    fn remembered<'s>(&self, fact: &seen::Facts, letters: u64, stem: impl FnOnce() -> &'s str, domain: Domain) -> Places {
        let key = fact.key() ^ letters.rotate_left(7) ^ domain as u64;
        let fresh = |stem: &str| {
            let mut places = Places::default();
            for (place, sum) in places.iter_mut().enumerate() {
                let mut some = Gathered::new();
                seen::alone(place, fact, stem, domain, |feature| some.push(feature));
                self.add_all(some.all(), sum);
            }
            places
        };
        MEMORY_OF_PLACES.with(|memory| {
            let Ok(mut memory) = memory.try_borrow_mut() else { return fresh(stem()) };
            if memory.is_empty() {
                memory.resize(MEMORY, (0, 0, Places::default()));
            }
            let slot = &mut memory[(key >> 20) as usize % MEMORY];
            if (slot.0, slot.1) != (self.id, key) {
                *slot = (self.id, key, fresh(stem()));
            }
            slot.2
        })
    }

    /// Adds the weights of features. Most features of a word are none of the model's: a bit for each that is, in a table small
    /// enough for the processor's second cache, tells them apart, and only the others are looked at. None of the loops has a
    /// branch that waits for memory: the lines lie far apart, and the processor fetches many at a time.
    fn add_all(&self, features: &[u32], sum: &mut [i16; 14]) {
        for some in features.chunks(AT_ONCE) {
            let mut likely = [0_u32; AT_ONCE + 1];
            let mut n_likely = 0;
            for feature in some {
                likely[n_likely] = *feature;
                n_likely += usize::from(self.filter.may_have(*feature));
            }
            let mut hits = [0_u32; AT_ONCE + 1];
            let mut n_hits = 0;
            for feature in &likely[..n_likely] {
                let line = line_of(*feature);
                let place = self.lines[line].place_of(check_of(*feature));
                hits[n_hits] = line as u32 * 4 + (place & 3);
                n_hits += usize::from(place < 4);
            }
            for hit in &hits[..n_hits] {
                let weights = &self.lines[(*hit / 4) as usize].weights[(*hit % 4) as usize];
                sum.iter_mut().zip(weights).for_each(|(s, w)| *s += i16::from(*w));
            }
        }
    }

    fn emission(&self, features: &[u32]) -> Emission {
        let mut sum = [0_i16; 14];
        if !self.lines.is_empty() {
            self.add_all(features, &mut sum);
        }
        std::array::from_fn(|label| i32::from(sum[label]))
    }
}

/// How much better than no name each kind is, whether a name begins or goes on there.
fn margins(emission: &Emission) -> [i32; 4] {
    std::array::from_fn(|kind| emission[2 * kind + 1].max(emission[2 * kind + 2]) - emission[0])
}

/// One part of so many of a word's judgement in its place comes from all its places.
const SHARE: i32 = 4;

/// Draws what the places of one word tell towards their mean.
fn pool(emissions: &mut [Vec<Emission>], keys: &[u64]) {
    let mut sums: FxHashMap<u64, ([i32; 4], i32)> = FxHashMap::default();
    for (emission, key) in emissions.iter().flatten().zip(keys).filter(|(_, k)| **k != 0) {
        let (sum, n) = sums.entry(*key).or_default();
        sum.iter_mut().zip(margins(emission)).for_each(|(s, m)| *s += m);
        *n += 1;
    }
    for (emission, key) in emissions.iter_mut().flatten().zip(keys) {
        let Some((sum, n)) = sums.get(key).filter(|(_, n)| *n > 1) else { continue };
        let own = margins(emission);
        for kind in 0..4 {
            let shift = (sum[kind] / n - own[kind]) / SHARE;
            emission[2 * kind + 1] += shift;
            emission[2 * kind + 2] += shift;
        }
    }
}

/// The best label sequence under emission and transition weights, with the BIO rule kept.
fn viterbi(emissions: &[Emission], transitions: &[i32]) -> Vec<usize> {
    const NEVER: i32 = i32::MIN / 4;
    let n = emissions.len();
    let mut score = [NEVER; N_LABELS];
    let mut back: Vec<[u8; N_LABELS]> = Vec::with_capacity(n);
    for (at, emission) in emissions.iter().enumerate() {
        let mut next = [NEVER; N_LABELS];
        let mut from = [0_u8; N_LABELS];
        for to in 0..N_LABELS {
            if at == 0 {
                next[to] = if may_follow(0, to) { emission[to] + transitions[N_LABELS * N_LABELS + to] } else { NEVER };
                continue;
            }
            for before in 0..N_LABELS {
                let total = score[before] + transitions[before * N_LABELS + to] + emission[to];
                if may_follow(before, to) && total > next[to] {
                    next[to] = total;
                    from[to] = before as u8;
                }
            }
        }
        back.push(from);
        score = next;
    }
    let mut label = (0..N_LABELS).max_by_key(|l| (score[*l], std::cmp::Reverse(*l))).unwrap_or(0);
    let mut labels = vec![0; n];
    for at in (0..n).rev() {
        labels[at] = label;
        label = back[at][label] as usize;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_bytes_and_inside_never_stands_alone() {
        let mut inside = [0; N_LABELS];
        inside[2] = 100;
        let tagger = Tagger::new(&[(77, inside)], vec![0; N_TRANSITIONS], Clusters::default());
        let bytes = tagger.to_bytes();
        let back = Tagger::from_bytes(&bytes, Clusters::default()).expect("whole");
        let features = Features::from_words(&[vec![77], vec![77, 5], vec![5]]);
        assert_eq!(back.decode(&features), [1, 2, 0]);
        assert!((0..bytes.len()).all(|len| Tagger::from_bytes(&bytes[..len], Clusters::default()).is_none()));
    }
}
