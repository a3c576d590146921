//! Sequences of words: names of the knowledge base, multi-word titles and phrases, matched from any word of a text.

use super::key;
use rustc_hash::FxHashMap;

/// A trie over folded words; each end carries values.
#[derive(Debug, Default)]
pub struct Sequences {
    edges: FxHashMap<(u32, u64), u32>,
    ends: FxHashMap<u32, Vec<u32>>,
    nodes: u32,
}

impl Sequences {
    /// Adds a sequence of folded words with a value.
    pub fn add<'w>(&mut self, words: impl Iterator<Item = &'w str>, value: u32) {
        let mut node = 0;
        for word in words {
            let nodes = &mut self.nodes;
            node = *self.edges.entry((node, key(word))).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        if node != 0 {
            let values = self.ends.entry(node).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }

    /// The node after `word` from `node` (0 is the root).
    pub fn step(&self, node: u32, word: &str) -> Option<u32> {
        self.edges.get(&(node, key(word))).copied()
    }

    /// The values that end at `node`.
    pub fn values(&self, node: u32) -> &[u32] {
        self.ends.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The longest sequence that begins with `first` (a spelling of the first word) and goes on with `word(1)`, `word(2)` …:
    /// number of words and values.
    pub fn longest<'s>(&'s self, first: &str, word: impl Fn(usize) -> Option<&'s str>) -> Option<(usize, &'s [u32])> {
        let mut node = self.step(0, first)?;
        let mut n_words = 1;
        let mut best = None;
        loop {
            if let Some(values) = self.ends.get(&node) {
                best = Some((n_words, values.as_slice()));
            }
            let Some(next) = word(n_words).and_then(|w| self.step(node, w)) else { return best };
            node = next;
            n_words += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_sequence_wins() {
        let mut names = Sequences::default();
        names.add(["حزب"].into_iter(), 1);
        names.add(["حزب", "الله"].into_iter(), 2);
        let text = ["حزب", "الله", "قال"];
        assert_eq!(names.longest("حزب", |i| text.get(i).copied()), Some((2, &[2][..])));
        assert_eq!(names.longest("قال", |_| None), None);
    }
}
