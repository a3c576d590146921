//! The table of word forms: from a folded spelling to the lexemes it may be a form of.

use crate::morph::{Feats, FormKind, Pos, Voice};
use rustc_hash::FxHashMap;

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
    next: u32,
}

impl Form {
    /// A form with these properties.
    pub fn new(lexeme: u32, kind: FormKind, pos: Pos, feats: Feats, before_pronoun: bool) -> Form {
        Form { lexeme, kind, pos, feats, before_pronoun, next: NONE }
    }

    /// Whether its spelling shows the passive.
    pub fn lexeme_is_passive(&self) -> bool {
        self.feats.voice == Voice::Passive
    }
}

const NONE: u32 = u32::MAX;

/// Forms by the key of their folded spelling; several readings of one spelling are chained.
#[derive(Debug, Default)]
pub struct Forms {
    first: FxHashMap<u64, u32>,
    entries: Vec<Form>,
}

impl Forms {
    /// An empty table with room for `n` forms.
    pub fn with_capacity(n: usize) -> Self {
        Forms { first: FxHashMap::with_capacity_and_hasher(n, Default::default()), entries: Vec::with_capacity(n) }
    }

    /// Adds a reading; the same reading twice is one.
    pub fn add(&mut self, key: u64, form: Form) {
        let idx = self.entries.len() as u32;
        match self.first.entry(key) {
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(idx);
            }
            std::collections::hash_map::Entry::Occupied(slot) => {
                let mut at = *slot.get();
                loop {
                    let seen = &mut self.entries[at as usize];
                    if seen.lexeme == form.lexeme && seen.kind == form.kind {
                        return;
                    }
                    if seen.next == NONE {
                        seen.next = idx;
                        break;
                    }
                    at = seen.next;
                }
            }
        }
        self.entries.push(form);
    }

    /// All readings of a key, in the order in which they were added.
    pub fn get(&self, key: u64) -> impl Iterator<Item = &Form> {
        let mut at = self.first.get(&key).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let form = self.entries.get(at as usize)?;
            at = form.next;
            Some(form)
        })
    }

    /// Number of readings.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
