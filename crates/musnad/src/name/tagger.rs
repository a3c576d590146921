//! The trained name model: a linear sequence model over hashed features, decoded with Viterbi.
//!
//! Features are computed here, by one function, for the product and for the trainer alike. The labels are BIO over persons,
//! organizations and places. Method: averaged structured perceptron (Collins, 2002) with word clusters and gazetteer features.

use super::Layers;
use crate::lexicon::{Kind, key};
use crate::model::{ModelError, Sections, read_u32, read_u64};
use crate::morph::{FormKind, Pos};
use crate::text::WordKind;
use std::ops::Range;

/// Number of labels.
pub const N_LABELS: usize = 7;
/// Labels in order: outside, then begin and inside of each kind.
pub const LABELS: [&str; N_LABELS] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"];

/// Whether `to` may follow `from` (`N_LABELS` stands for the sentence's start).
pub fn may_follow(from: usize, to: usize) -> bool {
    let inside = to != 0 && to.is_multiple_of(2);
    !inside || from == to || from + 1 == to
}

/// Classes are below this; frequencies are multiples of it.
pub const FREQUENCY: u16 = 1024;

/// Word classes learnt from raw news, and how frequent each word is.
#[derive(Debug, Default, Clone)]
pub struct Clusters {
    keys: Vec<u64>,
    classes: Vec<u16>,
}

impl Clusters {
    /// From pairs of folded word keys and classes, sorted by key.
    pub fn new(mut pairs: Vec<(u64, u16)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup_by_key(|p| p.0);
        Clusters { keys: pairs.iter().map(|p| p.0).collect(), classes: pairs.iter().map(|p| p.1).collect() }
    }

    /// The class of a folded word; 0 for unknown words.
    pub fn get(&self, folded: &str) -> u16 {
        self.entry(folded) % FREQUENCY
    }

    /// How frequent a folded word is in news, as the floor of log2 of its rank's inverse: 0 unknown, more is more frequent.
    pub fn frequency(&self, folded: &str) -> u16 {
        self.entry(folded) / FREQUENCY
    }

    fn entry(&self, folded: &str) -> u16 {
        self.keys.binary_search(&key(folded)).map_or(0, |i| self.classes[i])
    }

    /// As a section of a model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = (self.keys.len() as u32).to_le_bytes().to_vec();
        out.extend(self.keys.iter().flat_map(|k| k.to_le_bytes()));
        out.extend(self.classes.iter().flat_map(|c| c.to_le_bytes()));
        out
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let n = read_u32(bytes, 0)? as usize;
        if bytes.len() != 4 + n.checked_mul(10)? {
            return None;
        }
        let keys = (0..n).map(|i| read_u64(bytes, 4 + 8 * i)).collect::<Option<Vec<_>>>()?;
        let classes = bytes.get(4 + 8 * n..)?.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
        Some(Clusters { keys, classes })
    }
}

/// Weights of the name model.
#[derive(Debug, Clone, Default)]
pub struct Tagger {
    /// log2 of the number of feature slots.
    pub bits: u32,
    /// `slot * N_LABELS + label`.
    pub weights: Vec<i8>,
    /// Weight of each pair of labels; the last row is the sentence's start.
    pub transitions: Vec<i32>,
    /// Word classes.
    pub clusters: Clusters,
}

impl Tagger {
    /// Reads the sections `names` and `clusters`.
    ///
    /// # Errors
    /// If a section is missing or has a size that its header does not tell.
    pub fn from_sections(sections: &Sections<'_>) -> Result<Self, ModelError> {
        let bytes = sections.get("names")?;
        let wrong = || ModelError::Section("names".to_owned());
        let bits = read_u32(bytes, 0).filter(|b| *b <= 24).ok_or_else(wrong)?;
        let n_transitions = (N_LABELS + 1) * N_LABELS;
        let n_weights = N_LABELS << bits;
        if bytes.len() != 4 + 4 * n_transitions + n_weights {
            return Err(wrong());
        }
        let transitions = (0..n_transitions)
            .map(|i| read_u32(bytes, 4 + 4 * i).map(|w| w as i32))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(wrong)?;
        let weights = bytes[4 + 4 * n_transitions..].iter().map(|b| *b as i8).collect();
        let clusters =
            Clusters::from_bytes(sections.get("clusters")?).ok_or_else(|| ModelError::Section("clusters".to_owned()))?;
        Ok(Tagger { bits, weights, transitions, clusters })
    }

    /// As the section `names` of a model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.bits.to_le_bytes().to_vec();
        out.extend(self.transitions.iter().flat_map(|w| w.to_le_bytes()));
        out.extend(self.weights.iter().map(|w| *w as u8));
        out
    }

    /// Labels the words of one sentence; `features[i]` are those of its i-th word.
    pub fn decode(&self, features: &[Vec<u32>]) -> Vec<usize> {
        let mask = (1_u32 << self.bits) - 1;
        viterbi(features.len(), &self.transitions, |at, label| {
            features[at].iter().map(|f| i32::from(self.weights[(f & mask) as usize * N_LABELS + label])).sum()
        })
    }
}

/// The best label sequence under emission and transition weights, with the BIO rule kept.
pub fn viterbi(n: usize, transitions: &[i32], emission: impl Fn(usize, usize) -> i32) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    const NEVER: i32 = i32::MIN / 4;
    let mut score = [NEVER; N_LABELS];
    let mut back: Vec<[u8; N_LABELS]> = Vec::with_capacity(n);
    for at in 0..n {
        let mut next = [NEVER; N_LABELS];
        let mut from = [0_u8; N_LABELS];
        for to in 0..N_LABELS {
            let here = emission(at, to);
            if at == 0 {
                next[to] = if may_follow(0, to) { here + transitions[N_LABELS * N_LABELS + to] } else { NEVER };
                continue;
            }
            for before in 0..N_LABELS {
                let total = score[before].saturating_add(transitions[before * N_LABELS + to]).saturating_add(here);
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

/// What the gazetteer says of each word of a sentence: kind of the longest match, and whether it begins there.
fn gazetteer(layers: Layers<'_>, words: Range<usize>) -> Vec<u8> {
    let mut flags = vec![0_u8; words.len()];
    let mut word = words.start;
    while word < words.end {
        match super::gazetteer::longest(layers, word).filter(|n| n.words.end <= words.end) {
            Some(name) => {
                let kind = match name.kind {
                    Kind::Person => 1,
                    Kind::Organization => 2,
                    Kind::Place => 3,
                    Kind::Other => 4,
                };
                for (n, at) in name.words.clone().enumerate() {
                    flags[at - words.start] = 2 * kind + u8::from(n > 0);
                }
                word = name.words.end;
            }
            None => word += 1,
        }
    }
    flags
}

/// A feature's slot before masking: template, position and up to two values mixed.
fn slot(template: u32, a: u64, b: u64) -> u32 {
    let mut h = u64::from(template).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ a.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
        ^ b.rotate_left(31).wrapping_mul(0x1656_67B1_9E37_79F9);
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (h ^ (h >> 29)) as u32
}

/// What is known of one word, computed once for the windows of its neighbours.
#[derive(Clone, Copy, Default)]
struct Facts {
    word: u64,
    stem: u64,
    cluster: u64,
    stem_cluster: u64,
    class: u64,
    gazetteer: u64,
}

/// The features of every word of a sentence.
pub fn features(layers: Layers<'_>, clusters: &Clusters, words: Range<usize>) -> Vec<Vec<u32>> {
    let flags = gazetteer(layers, words.clone());
    let facts: Vec<Facts> = words.clone().map(|w| facts(layers, clusters, w, flags[w - words.start])).collect();
    let outside = Facts { word: 1, stem: 1, class: 1, ..Facts::default() };
    let at = |i: isize| usize::try_from(i).ok().and_then(|i| facts.get(i)).copied().unwrap_or(outside);
    words
        .clone()
        .enumerate()
        .map(|(n, word)| {
            let i = n as isize;
            let (here, p1, p2, n1, n2) = (at(i), at(i - 1), at(i - 2), at(i + 1), at(i + 2));
            let mut out = Vec::with_capacity(48);
            let mut add = |template: u32, a: u64, b: u64| out.push(slot(template, a, b));
            add(0, 0, 0);
            add(1, here.word, 0);
            add(2, p1.word, 0);
            add(3, n1.word, 0);
            add(4, p2.word, 0);
            add(5, n2.word, 0);
            add(6, p1.word, here.word);
            add(7, here.word, n1.word);
            add(8, here.stem, 0);
            add(9, p1.stem, 0);
            add(10, n1.stem, 0);
            add(11, p1.stem, here.stem);
            add(12, here.cluster, 0);
            add(13, p1.cluster, 0);
            add(14, n1.cluster, 0);
            add(15, p1.cluster, here.cluster);
            add(16, here.cluster, n1.cluster);
            add(17, here.stem_cluster, 0);
            add(18, here.class, 0);
            add(19, p1.class, 0);
            add(20, n1.class, 0);
            add(21, p1.class, here.class);
            add(22, here.class, n1.class);
            add(23, p2.class, p1.class);
            add(24, here.gazetteer, 0);
            add(25, p1.gazetteer, here.gazetteer);
            add(26, here.gazetteer, n1.gazetteer);
            add(27, here.gazetteer, here.class);
            add(28, p1.class, here.gazetteer);
            add(29, p2.cluster, p1.cluster);
            add(30, n1.cluster, n2.cluster);
            add(31, p1.word, n1.word);
            add(40, p1.stem, here.class);
            add(41, p2.word, p1.word);
            add(42, n1.word, n2.word);
            add(43, p1.class, here.cluster);
            add(44, p2.stem, here.class);
            affixes(layers.text.folded(word), &mut add);
            out
        })
        .collect()
}

fn affixes(folded: &str, add: &mut impl FnMut(u32, u64, u64)) {
    let chars: Vec<(usize, char)> = folded.char_indices().collect();
    for n in 1..=4 {
        if chars.len() > n {
            add(32 + n as u32, key(&folded[..chars[n].0]), 1);
            add(32 + n as u32, key(&folded[chars[chars.len() - n].0..]), 2);
        }
    }
    add(39, chars.len().min(12) as u64, 0);
}

fn facts(layers: Layers<'_>, clusters: &Clusters, word: usize, gazetteer: u8) -> Facts {
    let folded = layers.text.folded(word);
    let bare = bare(folded);
    Facts {
        word: key(folded),
        stem: key(bare),
        cluster: u64::from(clusters.get(folded)) + 2,
        stem_cluster: u64::from(clusters.get(bare)) + 2,
        class: class(layers, word),
        gazetteer: u64::from(gazetteer) + 2,
    }
}

/// The word without the proclitics that its letters may begin with; a rough stem for features only.
fn bare(folded: &str) -> &str {
    let mut rest = folded;
    for prefix in ["و", "ف", "ب", "ل", "ك"] {
        if rest.len() >= 8 {
            rest = rest.strip_prefix(prefix).unwrap_or(rest);
        }
    }
    rest.strip_prefix("ال").filter(|r| r.len() >= 4).unwrap_or(rest)
}

/// Part of speech and lexical roles of a word, as bits.
fn class(layers: Layers<'_>, word: usize) -> u64 {
    let morph = layers.morphs[word];
    let folded = layers.text.folded(word);
    let k = key(folded);
    let mut bits = 2 + morph.pos as u64;
    let mut set = |at: u32, on: bool| bits |= u64::from(on) << at;
    set(8, morph.article);
    set(9, morph.prep.is_some());
    set(10, morph.conj);
    set(11, morph.form == FormKind::Finite);
    if let Some(lexeme) = layers.lexicon.lexeme(morph.lexeme) {
        set(12, lexeme.title.is_some());
        set(13, lexeme.org_head.is_some());
        set(14, lexeme.place_head.is_some());
        set(15, lexeme.nation.is_some());
        set(16, lexeme.cue.is_some());
    }
    set(17, layers.lexicon.first_names.contains(&k));
    set(18, layers.lexicon.family_names.contains(&k));
    set(19, layers.text.words[word].kind == WordKind::Number);
    set(20, morph.pos == Pos::Punctuation && crate::text::is_quote(layers.text.raw(word)));
    set(21, layers.text.words[word].kind == WordKind::Latin);
    bits
}
