//! The trained name model: a linear-chain conditional random field, decoded with Viterbi.
//!
//! Features come from [`features`](super::features), one function for the product and for the trainer. The labels are BIO over
//! persons, organizations, places and other names. Weights of a byte each stand in a table of lines: a feature's hash
//! names a line and carries a check, so that a feature never seen in training weighs nothing.

use crate::model::{ModelError, Sections, read_u32};

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

/// Weights of one feature, and its check.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    check: u16,
    weights: [i8; 14],
}

/// Features that share a line of the table: one line of the processor's cache.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Line([Row; 4]);

/// log2 of the number of lines.
const BITS: u32 = 17;

fn line_of(feature: u32) -> usize {
    (feature & ((1 << BITS) - 1)) as usize
}

fn check_of(feature: u32) -> u16 {
    ((feature >> 16) as u16).max(1)
}

/// Weights of the name model.
#[derive(Debug, Clone, Default)]
pub struct Tagger {
    lines: Vec<Line>,
    /// Weight of each pair of labels; the last row is the sentence's start.
    transitions: Vec<i32>,
    /// Word classes.
    pub clusters: Clusters,
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
            if let Some(free) = line.0.iter_mut().find(|r| r.check == 0) {
                free.check = check_of(*feature);
                free.weights[..N_LABELS].copy_from_slice(weights);
            }
        }
        Tagger { lines, transitions, clusters }
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
            let free = line.0.iter_mut().find(|r| r.check == 0)?;
            free.check = u16::from_le_bytes([row[4], row[5]]);
            for (to, from) in free.weights.iter_mut().zip(&row[6..]) {
                *to = *from as i8;
            }
        }
        Some(Tagger { lines, transitions, clusters })
    }

    /// As the section `names` of a model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let rows = || {
            let numbered = self.lines.iter().enumerate().flat_map(|(n, line)| line.0.iter().map(move |row| (n as u32, row)));
            numbered.filter(|(_, row)| row.check != 0)
        };
        let mut out = (rows().count() as u32).to_le_bytes().to_vec();
        out.extend(self.transitions.iter().flat_map(|w| w.to_le_bytes()));
        for (line, row) in rows() {
            out.extend(line.to_le_bytes());
            out.extend(row.check.to_le_bytes());
            out.extend(row.weights[..N_LABELS].iter().map(|w| *w as u8));
        }
        out
    }

    /// Labels the words of one sentence.
    pub fn decode(&self, features: &Features) -> Vec<usize> {
        if self.lines.is_empty() {
            return vec![0; features.n_words()];
        }
        let emissions: Vec<[i32; N_LABELS]> = features.words().map(|word| self.emission(word)).collect();
        viterbi(&emissions, &self.transitions)
    }

    fn emission(&self, features: &[u32]) -> [i32; N_LABELS] {
        let mut sum = [0_i16; 14];
        for feature in features {
            let check = check_of(*feature);
            for row in &self.lines[line_of(*feature)].0 {
                if row.check == check {
                    for (s, w) in sum.iter_mut().zip(&row.weights) {
                        *s += i16::from(*w);
                    }
                }
            }
        }
        std::array::from_fn(|label| i32::from(sum[label]))
    }
}

/// The best label sequence under emission and transition weights, with the BIO rule kept.
fn viterbi(emissions: &[[i32; N_LABELS]], transitions: &[i32]) -> Vec<usize> {
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
