//! The table of forms: from a folded spelling without clitics to every analysis of it, read in place from the model's bytes.
//!
//! Nothing is built at start: a lookup hashes the spelling, finds its bucket and compares fingerprints. The table is foreign
//! data, so every offset is checked and a damaged table answers with fewer analyses, never with a panic.

use super::shape::Shape;
use crate::model::{ModelError, Sections, read_u32};
use std::borrow::Cow;

/// One analysis of a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Index of its lemma.
    pub lemma: u16,
    /// Tag, features, clitic rules.
    pub shape: Shape,
    /// How rare it is: eighths of a natural logarithm, 0 for the commonest.
    pub cost: u8,
    /// Its exact spelling, as [`spelling`] gives it.
    pub exact: u16,
}

const ENTRY: usize = 7;

/// Forms, shapes and lemmas of a model.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    shapes: Vec<Shape>,
    table: Cow<'static, [u8]>,
    lemmas: Cow<'static, [u8]>,
    bits: u32,
}

/// Hash of a spelling.
pub fn hash(spelling: &[u8]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    let mut chunks = spelling.chunks_exact(2);
    for pair in chunks.by_ref() {
        h = (h ^ u64::from(u16::from_le_bytes([pair[0], pair[1]]))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        h ^= h >> 32;
    }
    for byte in chunks.remainder() {
        h = (h ^ u64::from(*byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        h ^= h >> 32;
    }
    h
}

/// Letters that folding makes one, with the bits that tell them apart.
const ALIKE: [(char, u32, &[char]); 4] =
    [('ا', 2, &['ا', 'أ', 'إ', 'آ']), ('ي', 2, &['ي', 'ى', 'ئ']), ('ه', 1, &['ه', 'ة']), ('و', 1, &['و', 'ؤ'])];

/// How an exact spelling differs from its folded one: the choices at letters that folding makes one, as far as they fit.
pub fn spelling(exact: &str) -> u16 {
    let (mut code, mut used) = (0_u16, 0);
    for c in exact.chars() {
        let found = ALIKE.iter().find_map(|(_, bits, letters)| Some((*bits, letters.iter().position(|l| *l == c)?)));
        if let Some((bits, choice)) = found {
            if used + bits > 16 {
                break;
            }
            code |= (choice as u16) << used;
            used += bits;
        }
    }
    code
}

/// The exact spelling of a folded one. Letters beyond what the code holds stay as `written`.
pub fn spelt(folded: &str, written: &str, code: u16) -> String {
    let mut used = 0;
    let mut full = false;
    let mut written = written.chars();
    folded
        .chars()
        .map(|c| {
            let as_written = written.next().unwrap_or(c);
            match ALIKE.iter().find(|(plain, ..)| *plain == c).filter(|_| !full) {
                Some((_, bits, letters)) if used + bits <= 16 => {
                    let choice = code >> used & ((1 << bits) - 1);
                    used += bits;
                    letters.get(usize::from(choice)).copied().unwrap_or(c)
                }
                Some(_) => {
                    full = true;
                    as_written
                }
                None => as_written,
            }
        })
        .collect()
}

impl Forms {
    /// From sections that live as long as the program: nothing is copied.
    ///
    /// # Errors
    /// As [`Forms::from_sections`].
    pub fn from_static(sections: &Sections<'static>) -> Result<Forms, ModelError> {
        let table = sections.get("words.forms")?;
        let lemmas = sections.get("words.lemmas")?;
        Forms::check(sections, Cow::Borrowed(table), Cow::Borrowed(lemmas))
    }

    /// From the sections `words.shapes`, `words.forms` and `words.lemmas`; `keep` makes a section's bytes last.
    ///
    /// # Errors
    /// [`ModelError`] if a section is missing or has the wrong size.
    pub fn from_sections(sections: &Sections<'_>, keep: impl Fn(&[u8]) -> Cow<'static, [u8]>) -> Result<Forms, ModelError> {
        Forms::check(sections, keep(sections.get("words.forms")?), keep(sections.get("words.lemmas")?))
    }

    fn check(sections: &Sections<'_>, table: Cow<'static, [u8]>, lemmas: Cow<'static, [u8]>) -> Result<Forms, ModelError> {
        let wrong = |name: &str| ModelError::Section(name.to_owned());
        let shapes = sections.get("words.shapes")?;
        let shapes = shapes.chunks_exact(4).map(|c| Shape(u32::from_le_bytes([c[0], c[1], c[2], c[3]]))).collect();
        let bits = read_u32(&table, 0).filter(|b| (1..=24).contains(b)).ok_or_else(|| wrong("words.forms"))?;
        let last = read_u32(&table, 4 + (4 << bits)).ok_or_else(|| wrong("words.forms"))? as usize;
        if table.len() != 8 + (4 << bits) + last {
            return Err(wrong("words.forms"));
        }
        let n = read_u32(&lemmas, 0).ok_or_else(|| wrong("words.lemmas"))? as usize;
        if lemmas.len() < 8 + 4 * n || n > usize::from(u16::MAX) {
            return Err(wrong("words.lemmas"));
        }
        Ok(Forms { shapes, table, lemmas, bits })
    }

    /// Calls `take` with every analysis of the spelling whose hash is `h`.
    pub fn each(&self, h: u64, mut take: impl FnMut(Entry)) -> bool {
        if self.bits == 0 {
            return false;
        }
        let bucket = (h >> (64 - self.bits)) as usize;
        let start = 8 + (4 << self.bits);
        let at = |i: usize| read_u32(&self.table, 4 + 4 * i).unwrap_or(0) as usize;
        let Some(mut rest) = self.table.get(start + at(bucket)..start + at(bucket + 1)) else { return false };
        let print = (h as u32).to_le_bytes();
        while rest.len() >= 5 {
            let n = usize::from(rest[4]);
            let Some(entries) = rest.get(5..5 + n * ENTRY) else { return false };
            if rest[..4] == print {
                for e in entries.chunks_exact(ENTRY) {
                    take(Entry {
                        lemma: u16::from_le_bytes([e[0], e[1]]),
                        shape: self.shapes.get(usize::from(u16::from_le_bytes([e[2], e[3]]))).copied().unwrap_or_default(),
                        cost: e[4],
                        exact: u16::from_le_bytes([e[5], e[6]]),
                    });
                }
                return true;
            }
            rest = &rest[5 + n * ENTRY..];
        }
        false
    }

    /// A lemma, vocalised.
    pub fn lemma(&self, id: u16) -> Option<&str> {
        let n = read_u32(&self.lemmas, 0)? as usize;
        let at = |i: usize| read_u32(&self.lemmas, 4 + 4 * i).map(|o| o as usize);
        let id = usize::from(id);
        if id >= n {
            return None;
        }
        let start = 8 + 4 * n;
        std::str::from_utf8(self.lemmas.get(start + at(id)?..start + at(id + 1)?)?).ok().filter(|l| !l.is_empty())
    }
}

/// The three sections of a table: `words.shapes`, `words.forms`, `words.lemmas`. `forms` holds folded spellings, sorted.
pub fn to_sections(forms: &[(String, Vec<Entry>)], lemmas: &[String]) -> [Vec<u8>; 3] {
    let mut shapes: Vec<Shape> = forms.iter().flat_map(|(_, list)| list.iter().map(|e| e.shape)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let bits = (forms.len().max(8).ilog2()).saturating_sub(1).max(1);
    let mut buckets: Vec<Vec<u8>> = vec![Vec::new(); 1 << bits];
    for (spelling, list) in forms {
        let h = hash(spelling.as_bytes());
        let bucket = &mut buckets[(h >> (64 - bits)) as usize];
        bucket.extend_from_slice(&(h as u32).to_le_bytes());
        bucket.push(list.len().min(255) as u8);
        for e in list.iter().take(255) {
            bucket.extend_from_slice(&e.lemma.to_le_bytes());
            let shape = shapes.binary_search(&e.shape).unwrap_or(0) as u16;
            bucket.extend_from_slice(&shape.to_le_bytes());
            bucket.push(e.cost);
            bucket.extend_from_slice(&e.exact.to_le_bytes());
        }
    }
    let mut table = bits.to_le_bytes().to_vec();
    let mut offset = 0_u32;
    for bucket in &buckets {
        table.extend_from_slice(&offset.to_le_bytes());
        offset += bucket.len() as u32;
    }
    table.extend_from_slice(&offset.to_le_bytes());
    table.extend(buckets.into_iter().flatten());
    let mut pool = (lemmas.len() as u32).to_le_bytes().to_vec();
    let mut offset = 0_u32;
    for lemma in lemmas {
        pool.extend_from_slice(&offset.to_le_bytes());
        offset += lemma.len() as u32;
    }
    pool.extend_from_slice(&offset.to_le_bytes());
    pool.extend(lemmas.iter().flat_map(|l| l.bytes()));
    [shapes.iter().flat_map(|s| s.0.to_le_bytes()).collect(), table, pool]
}
