//! Which candidate it is, decided over the whole sentence: features, their weights, and the best path.
//!
//! A linear model: each candidate has features of its own (computed once a word and cached), and features with its neighbours.
//! The same functions serve training and reading, so a feature cannot mean two things.

use super::forms::hash;
use super::propose::{Candidate, LETTER, N_LEADS, NO_LEMMA};
use super::shape::Tag;

/// Slots of pairs of neighbours: conjunction before the second, first, second.
const PAIRS: usize = 2 * 256 * 256;
/// Slots of triples of parts of speech.
const TRIPLES: usize = 32 * 32 * 32;
/// Slots of all other features, hashed.
const HASHED: usize = 1 << 18;
/// Number of weights.
pub const N_WEIGHTS: usize = PAIRS + TRIPLES + HASHED;
/// Groups of parts of speech: the tags, and the verb by aspect.
pub const N_GROUPS: usize = 32;
/// Context number of the edge of a sentence.
const EDGE: u8 = 255;
/// Sixteenths of a natural logarithm that a step of cost weighs.
const COST: i32 = 2;

/// How much dearer than the cheapest a candidate may be and still be looked at, eighths of a natural logarithm.
const HOPELESS: i32 = 8 * 14;

/// Costs of a spelling: exact, with plain alif for hamza, otherwise other; of a guess, dearer with a preposition.
const SPELLING: [i32; 4] = [0, 14, 40, 0];

/// Where weights come from: the trainer's wide ones or the model's bytes.
pub trait Weights {
    /// The weight of a feature, sixteenths of a natural logarithm.
    fn at(&self, feature: usize) -> i32;
}

/// Costs of clitics by part of speech, eighths of a natural logarithm.
#[derive(Clone, Debug)]
pub struct Clitics {
    /// By group and [`Lead::id`](super::propose::Lead::id).
    pub leads: Vec<[u8; N_LEADS]>,
    /// By group and enclitic.
    pub enclitics: Vec<[u8; 13]>,
}

impl Clitics {
    /// From the bytes of the section `words.clitics`.
    pub fn from_bytes(bytes: &[u8]) -> Option<Clitics> {
        if bytes.len() != N_GROUPS * (N_LEADS + 13) {
            return None;
        }
        let (leads, enclitics) = bytes.split_at(N_GROUPS * N_LEADS);
        Some(Clitics {
            leads: leads.chunks_exact(N_LEADS).filter_map(|c| c.try_into().ok()).collect(),
            enclitics: enclitics.chunks_exact(13).filter_map(|c| c.try_into().ok()).collect(),
        })
    }

    /// The bytes of the section.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.leads.iter().flatten().chain(self.enclitics.iter().flatten()).copied().collect()
    }

    /// Cost of a candidate: its form and its clitics.
    pub fn cost(&self, c: &Candidate) -> i32 {
        let group = group(c);
        let lead = self.leads.get(group).map_or(0, |g| g[c.lead.id()]);
        let enclitic = self.enclitics.get(group).map_or(0, |g| g[usize::from(c.enclitic)]);
        i32::from(c.cost) + i32::from(lead) + i32::from(enclitic) + SPELLING[usize::from(c.spelling & 3)]
    }
}

/// The group of a candidate: its tag, verbs by aspect.
pub fn group(c: &Candidate) -> usize {
    match (c.shape.tag(), c.shape.aspect()) {
        (Tag::Verb, 2) => 27,
        (Tag::Verb, 3) => 28,
        (tag, _) => tag as usize,
    }
}

/// What the neighbours see of a candidate: part of speech, definiteness, agreement.
pub fn context(c: &Candidate) -> u8 {
    let shape = c.shape;
    let tag = shape.tag();
    let feminine = u8::from(shape.gender() == 2);
    let many = u8::from(shape.number() >= 2);
    if tag.is_nominal() {
        let definite = if c.lead.article {
            1
        } else if c.enclitic != 0 {
            2
        } else {
            0
        };
        let governed = u8::from(c.lead.prep != 0);
        return (((tag as u8 * 3 + definite) * 2 + governed) * 2 + feminine) * 2 + many;
    }
    if tag == Tag::Verb {
        return 168 + (shape.aspect().saturating_sub(1) * 2 + feminine) * 2 + many;
    }
    180 + (tag as u8 - 8) * 2 + u8::from(c.enclitic != 0)
}

/// A candidate ready for the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// The candidate.
    pub candidate: Candidate,
    /// Score of its own features.
    pub own: i32,
    /// What neighbours see.
    pub context: u8,
    /// Its group.
    pub group: u8,
    /// Its cut and part of speech, for features with neighbouring words.
    pub cut: u32,
}

fn mix(kind: u64, a: u64, b: u64) -> usize {
    let mut h = kind.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ a;
    h = (h ^ h >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) ^ b.wrapping_mul(0x94D0_49BB_1331_11EB);
    h = (h ^ h >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    PAIRS + TRIPLES + (h >> 46) as usize
}

fn cut_of(c: &Candidate) -> u32 {
    (group(c) as u32 * 32 + c.lead.id() as u32) * 2 + u32::from(c.enclitic != 0)
}

fn tail(word: &str, letters: usize) -> &[u8] {
    &word.as_bytes()[word.len().saturating_sub(letters * LETTER)..]
}

/// Calls `take` with the features that a candidate has on its own.
pub fn own_features(word: &str, c: &Candidate, mut take: impl FnMut(usize)) {
    let shape = c.shape;
    let group = group(c) as u64;
    let stem = word.get(c.start as usize..word.len() - c.trail as usize).unwrap_or(word);
    let whole = hash(word.as_bytes());
    let cut = u64::from(cut_of(c));
    take(mix(1, u64::from(c.spelling), group));
    take(mix(2, c.lead.id() as u64, group));
    take(mix(3, whole, cut));
    take(mix(4, u64::from(c.enclitic), group));
    take(mix(5, hash(stem.as_bytes()), u64::from(shape.0 & 0x3fff)));
    take(mix(6, u64::from(context(c)), u64::from(shape.person())));
    take(mix(7, group, (shape.suffix() as u64) << 3 | u64::from(shape.accusative()) << 2 | u64::from(c.trail > 0)));
    take(mix(8, hash(tail(stem, 2)), group));
    if c.lemma == NO_LEMMA {
        take(mix(9, hash(tail(word, 3)), group << 8 | u64::from(c.start)));
        let head = word.get(..2 * LETTER).unwrap_or(word);
        take(mix(10, hash(head.as_bytes()), group << 8 | u64::from(c.start)));
        take(mix(11, (stem.len() / LETTER) as u64, group << 8 | u64::from(c.start)));
    } else {
        take(mix(12, u64::from(c.lemma), group));
    }
}

/// What features with neighbouring words need to know of a sentence's words: hashes of whole words and of their edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Hash of the folded word; of a class for numbers and marks.
    pub word: u64,
    /// Hash of its last two letters.
    pub tail: u64,
    /// Whether it opens with the article.
    pub article: bool,
}

impl Outside {
    /// Of a folded word.
    pub fn new(folded: &str) -> Outside {
        Outside {
            word: hash(folded.as_bytes()),
            tail: hash(tail(folded, 2)),
            article: folded.starts_with("ال") || folded.starts_with("وال") || folded.starts_with("لل"),
        }
    }
}

/// Calls `take` with the features of a candidate and the words around it.
pub fn outside_features(r: &Ready, before: Outside, after: Outside, mut take: impl FnMut(usize)) {
    let cut = u64::from(r.cut);
    take(mix(20, before.word, cut));
    take(mix(21, after.word, cut));
    take(mix(22, after.tail, cut));
    take(mix(23, u64::from(after.article) << 1 | u64::from(before.word == 0), cut));
}

fn pair(before: u8, r: &Ready) -> usize {
    let conj = usize::from(r.candidate.lead.conj != 0);
    (conj << 8 | usize::from(before)) << 8 | usize::from(r.context)
}

fn triple(two_before: u8, before: u8, group: u8) -> usize {
    PAIRS + ((usize::from(two_before & 31) << 5 | usize::from(before & 31)) << 5 | usize::from(group & 31))
}

/// A word's candidates, ready; cut down to what could still win.
pub fn ready(word: &str, candidates: &[Candidate], clitics: &Clitics, weights: &impl Weights, out: &mut Vec<Ready>) {
    out.clear();
    let least = candidates.iter().map(|c| clitics.cost(c)).min().unwrap_or(0);
    for c in candidates {
        let cost = clitics.cost(c);
        if cost > least + HOPELESS {
            continue;
        }
        let mut own = -COST * cost;
        own_features(word, c, |f| own += weights.at(f));
        out.push(Ready { candidate: *c, own, context: context(c), group: group(c) as u8, cut: cut_of(c) });
    }
}

/// Of candidates that no neighbour can tell apart only the best stays; at most `most` stay.
pub fn prune(list: &mut Vec<Ready>, most: usize, within: i32) {
    list.sort_by_key(|r| std::cmp::Reverse(r.own));
    let best = list.first().map_or(0, |r| r.own);
    let mut kept: Vec<Ready> = Vec::with_capacity(most);
    for r in list.iter() {
        if kept.len() >= most || r.own < best - within {
            break;
        }
        if !kept.iter().any(|k| k.context == r.context && k.cut == r.cut) {
            kept.push(*r);
        }
    }
    *list = kept;
}

/// One step of the best path.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    score: i32,
    back: u8,
}

/// Scratch memory of the decision.
#[derive(Debug, Default)]
pub struct Scratch {
    steps: Vec<Step>,
    starts: Vec<usize>,
}

/// The best candidate of every word: `lattice` holds the words' candidates one after the other, `ends` where each word's stop.
pub fn best_path(
    lattice: &[Ready],
    ends: &[usize],
    outside: &[Outside],
    weights: &impl Weights,
    scratch: &mut Scratch,
    out: &mut Vec<usize>,
) {
    let n = ends.len();
    out.clear();
    scratch.steps.clear();
    scratch.steps.resize(lattice.len(), Step::default());
    scratch.starts.clear();
    scratch.starts.extend(std::iter::once(0).chain(ends.iter().copied()));
    for word in 0..n {
        let here = scratch.starts[word]..ends[word];
        let around = |i: Option<usize>| i.and_then(|i| outside.get(i)).copied().unwrap_or_default();
        let (before, after) = (around(word.checked_sub(1)), around(Some(word + 1)));
        let alone = here.len() == 1;
        for at in here {
            let r = &lattice[at];
            let mut score = r.own;
            if !alone {
                outside_features(r, before, after, |f| score += weights.at(f));
            }
            let step = if word == 0 {
                Step { score: score + weights.at(pair(EDGE, r)) + weights.at(triple(31, 31, r.group)), back: 0 }
            } else {
                let from = scratch.starts[word - 1];
                let mut best = Step { score: i32::MIN, back: 0 };
                for (i, p) in lattice[from..ends[word - 1]].iter().enumerate() {
                    let previous = scratch.steps[from + i];
                    let two = if word >= 2 { lattice[scratch.starts[word - 2] + usize::from(previous.back)].group } else { 31 };
                    let total = previous.score + weights.at(pair(p.context, r)) + weights.at(triple(two, p.group, r.group));
                    if total > best.score {
                        best = Step { score: total, back: i as u8 };
                    }
                }
                Step { score: best.score + score, back: best.back }
            };
            scratch.steps[at] = step;
        }
    }
    if n == 0 {
        return;
    }
    let last = scratch.starts[n - 1]..ends[n - 1];
    let mut at = last.clone().max_by_key(|i| (scratch.steps[*i].score, std::cmp::Reverse(*i))).unwrap_or(last.start);
    out.resize(n, 0);
    for word in (0..n).rev() {
        out[word] = at;
        if word > 0 {
            at = scratch.starts[word - 1] + usize::from(scratch.steps[at].back);
        }
    }
}

/// Calls `take` with every feature of a path, for training.
pub fn path_features(words: &[&str], path: &[Ready], outside: &[Outside], mut take: impl FnMut(usize)) {
    for (i, r) in path.iter().enumerate() {
        own_features(words[i], &r.candidate, &mut take);
        let around = |i: Option<usize>| i.and_then(|i| outside.get(i)).copied().unwrap_or_default();
        outside_features(r, around(i.checked_sub(1)), around(Some(i + 1)), &mut take);
        let before = i.checked_sub(1).map(|b| &path[b]);
        let two = if i >= 2 { path[i - 2].group } else { 31 };
        take(pair(before.map_or(EDGE, |b| b.context), r));
        take(triple(two, before.map_or(31, |b| b.group), r.group));
    }
}
