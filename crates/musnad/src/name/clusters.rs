//! What raw news tells of a word: its class at three grains, how frequent it is, and how often it stands in names.
//!
//! The table is learnt by `musnad-train clusters` and is a section of the model file. A lookup costs one hash of the folded
//! word and a search among the few keys that share its leading bits.

use crate::lexicon::key;
use crate::model::{read_u32, read_u64};

/// What is known of one word; all zero for a word never met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Fine class, from 1.
    pub fine: u16,
    /// Middle class, from 1.
    pub mid: u16,
    /// Coarse class, from 1.
    pub coarse: u16,
    /// Frequency in steps of a factor of two, from 1.
    pub frequency: u8,
    /// Steps of how often raw news has it in persons, organizations and places (four bits each, lowest first); 0 unknown.
    pub hint: u16,
}

impl Entry {
    /// Whether raw news has the word in names more often than not.
    pub fn is_name(&self) -> bool {
        (0..3).map(|kind| self.hint >> (4 * kind) & 15).any(|step| step >= MOSTLY)
    }
}

/// The step of a hint from which a word stands in names of a kind in half of its places.
pub const MOSTLY: u16 = 7;

/// Word classes learnt from raw news, and how frequent each word is.
#[derive(Debug, Default, Clone)]
pub struct Clusters {
    keys: Vec<u64>,
    entries: Vec<Entry>,
    /// First key of each value of the leading [`LEADING`] bits, and the end.
    starts: Vec<u32>,
}

/// Bits of a key by which the table is cut.
const LEADING: u32 = 14;
const ENTRY: usize = 17;

impl Clusters {
    /// From pairs of word keys and what is known of them.
    pub fn new(mut pairs: Vec<(u64, Entry)>) -> Self {
        pairs.sort_unstable_by_key(|p| p.0);
        pairs.dedup_by_key(|p| p.0);
        let keys: Vec<u64> = pairs.iter().map(|p| p.0).collect();
        let starts = (0..=1_u64 << LEADING).map(|lead| keys.partition_point(|k| k >> (64 - LEADING) < lead) as u32).collect();
        Clusters { keys, entries: pairs.into_iter().map(|p| p.1).collect(), starts }
    }

    /// What is known of a folded word.
    pub fn entry(&self, folded: &str) -> Entry {
        self.entry_of(key(folded))
    }

    /// What is known of the word with this key.
    pub fn entry_of(&self, key: u64) -> Entry {
        let lead = (key >> (64 - LEADING)) as usize;
        let (Some(first), Some(end)) = (self.starts.get(lead), self.starts.get(lead + 1)) else { return Entry::default() };
        let (first, end) = (*first as usize, *end as usize);
        self.keys[first..end].binary_search(&key).map_or(Entry::default(), |i| self.entries[first + i])
    }

    /// The fine class of a folded word; 0 for unknown words.
    pub fn get(&self, folded: &str) -> u16 {
        self.entry(folded).fine
    }

    /// How frequent a folded word is in news: 0 unknown, and one more for each doubling.
    pub fn frequency(&self, folded: &str) -> u16 {
        u16::from(self.entry(folded).frequency)
    }

    /// The keys and entries.
    pub fn iter(&self) -> impl Iterator<Item = (u64, Entry)> + '_ {
        self.keys.iter().copied().zip(self.entries.iter().copied())
    }

    /// As a section of a model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = (self.keys.len() as u32).to_le_bytes().to_vec();
        for (key, entry) in self.iter() {
            out.extend(key.to_le_bytes());
            for value in [entry.fine, entry.mid, entry.coarse, entry.hint] {
                out.extend(value.to_le_bytes());
            }
            out.push(entry.frequency);
        }
        out
    }

    /// From a section of a model file; `None` if its size is not what its header tells.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let n = read_u32(bytes, 0)? as usize;
        if bytes.len() != 4 + n.checked_mul(ENTRY)? {
            return None;
        }
        let pairs = (0..n).map(|i| {
            let at = 4 + ENTRY * i;
            let value = |nth: usize| bytes.get(at + 8 + 2 * nth..at + 10 + 2 * nth).map(|b| u16::from_le_bytes([b[0], b[1]]));
            let entry =
                Entry { fine: value(0)?, mid: value(1)?, coarse: value(2)?, hint: value(3)?, frequency: *bytes.get(at + 16)? };
            Some((read_u64(bytes, at)?, entry))
        });
        Some(Clusters::new(pairs.collect::<Option<Vec<_>>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_survives_its_bytes_and_unknown_words_are_nothing() {
        let entry = Entry { fine: 7, mid: 3, coarse: 1, frequency: 9, hint: 0x123 };
        let table = Clusters::new((0..500).map(|n| (key(&format!("w{n}")), Entry { fine: n, ..entry })).collect());
        let back = Clusters::from_bytes(&table.to_bytes()).expect("whole");
        assert!((0..500).all(|n| back.entry(&format!("w{n}")) == Entry { fine: n, ..entry }));
        assert_eq!(back.entry("nowhere"), Entry::default());
        assert_eq!(Clusters::default().get("w1"), 0);
        let bytes = table.to_bytes();
        assert!(Clusters::from_bytes(&bytes[..bytes.len() - 1]).is_none());
    }
}
