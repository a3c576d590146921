//! The table of word forms: from a folded spelling to the lexemes it may be a form of.

use crate::morph::{Feats, FormKind, Pos, Voice};

/// One reading of a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Lexeme it belongs to.
    pub lexeme: u32,
    /// What form it is.
    pub kind: FormKind,
    /// Part of speech.
    pub pos: Pos,
    /// Features.
    pub feats: Feats,
    /// It stands only before an object or possessive pronoun.
    pub before_pronoun: bool,
}

impl Form {
    /// A form with these properties.
    pub fn new(lexeme: u32, kind: FormKind, pos: Pos, feats: Feats, before_pronoun: bool) -> Form {
        Form { lexeme, kind, pos, feats, before_pronoun }
    }

    /// Whether its spelling shows the passive.
    pub fn lexeme_is_passive(&self) -> bool {
        self.feats.voice == Voice::Passive
    }
}

/// Bits of a key that choose its bucket: about as many buckets as the lexicon has forms.
const BITS: u32 = 18;

/// The bucket of a key.
fn bucket(key: u64) -> usize {
    (key >> (64 - BITS)) as usize
}

/// What tells the keys of a bucket apart; with the bucket 50 bits.
fn check(key: u64) -> u32 {
    (key >> (64 - BITS - u32::BITS)) as u32
}

/// Forms on their way into a table: half a million random insertions would take a third of a cold start.
#[derive(Debug, Default)]
pub struct FormsBuilder {
    pending: Vec<(u64, Form)>,
}

impl FormsBuilder {
    /// An empty one with room for `n` forms.
    pub fn with_capacity(n: usize) -> Self {
        FormsBuilder { pending: Vec::with_capacity(n) }
    }

    /// Adds a reading; the same reading twice is one.
    pub fn add(&mut self, key: u64, form: Form) {
        self.pending.push((key, form));
    }

    /// The table: forms sorted by bucket, in the order in which they were added.
    pub fn build(self) -> Forms {
        let mut starts = vec![0_u32; (1 << BITS) + 1];
        for (key, _) in &self.pending {
            starts[bucket(*key) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let Some((_, any)) = self.pending.first() else { return Forms::default() };
        let mut sorted = vec![(0, *any); self.pending.len()];
        for (key, form) in &self.pending {
            let slot = &mut next[bucket(*key)];
            sorted[*slot as usize] = (check(*key), *form);
            *slot += 1;
        }
        // The same reading twice is one: what is left of each bucket moves up.
        let mut kept = 0;
        for bucket in 0..starts.len() - 1 {
            let (from, to) = (starts[bucket] as usize, starts[bucket + 1] as usize);
            let first = kept;
            for at in from..to {
                let (check, form) = sorted[at];
                let same = |(c, f): &(u32, Form)| *c == check && f.lexeme == form.lexeme && f.kind == form.kind;
                if !sorted[first..kept].iter().any(same) {
                    sorted[kept] = (check, form);
                    kept += 1;
                }
            }
            starts[bucket] = first as u32;
        }
        starts[1 << BITS] = kept as u32;
        sorted.truncate(kept);
        Forms { starts, sorted }
    }
}

/// Forms by the key of their folded spelling.
#[derive(Debug, Default)]
pub struct Forms {
    /// Where each bucket begins.
    starts: Vec<u32>,
    /// Forms with what tells their keys apart within the bucket.
    sorted: Vec<(u32, Form)>,
}

impl Forms {
    /// All readings of a key, in the order in which they were added.
    pub fn get(&self, key: u64) -> impl Iterator<Item = &Form> {
        let ends = self.starts.get(bucket(key)..bucket(key) + 2);
        let range = ends.map_or(0..0, |ends| ends[0] as usize..ends[1] as usize);
        self.sorted[range].iter().filter(move |(c, _)| *c == check(key)).map(|(_, form)| form)
    }

    /// Number of readings.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_come_back_once_in_their_order() {
        let form = |lexeme| Form::new(lexeme, FormKind::Noun, Pos::Noun, Feats::default(), false);
        let mut builder = FormsBuilder::default();
        let keys = [7_u64 << 46, (7 << 46) | (1 << 20), u64::MAX, 0];
        for (lexeme, key) in [(3, 0), (1, 0), (3, 0), (2, 1), (5, 2), (1, 0), (6, 3)] {
            builder.add(keys[key], form(lexeme));
        }
        let forms = builder.build();
        let found = |key: u64| forms.get(key).map(|f| f.lexeme).collect::<Vec<_>>();
        assert_eq!(keys.map(found), [vec![3, 1], vec![2], vec![5], vec![6]]);
        assert_eq!((found(1 << 50), forms.len()), (vec![], 5));
        assert!(FormsBuilder::default().build().get(0).next().is_none());
    }
}
