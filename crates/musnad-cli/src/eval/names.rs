//! When two wordings are one: spelling folded, words compared as bags, entities compared by the words that name them.
//!
//! The measure is that of the project's scorer, so that its figures and ours are the same to the last digit.

use super::gold::Gold;
use musnad::Record;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use unicode_normalization::char::is_combining_mark;

/// Share of words from which two names are one.
const SAME: f64 = 0.67;

/// What spelling varies, made one: marks, tatweel, seats of the hamza, final ya and ta, digits; whatever is no letter parts words.
pub fn fold(text: &str) -> String {
    folded(text).0
}

/// The folded text, and for each of its bytes the byte of `text` it comes from.
pub fn folded(text: &str) -> (String, Vec<u32>) {
    let (mut out, mut from) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut apart = false;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_dropped(*c)) {
        let c = unified(c);
        if !is_word(c) {
            apart = true;
            continue;
        }
        if apart && !out.is_empty() {
            out.push(' ');
            from.push(at as u32);
        }
        apart = false;
        out.push(c);
        from.resize(out.len(), at as u32);
    }
    (out, from)
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn unified(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        c => c,
    }
}

/// Letters, numbers and the low line. Marks and letters in circles are alphabetic for Unicode, and no letters for the scorer.
fn is_word(c: char) -> bool {
    let circled =
        matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}');
    c == '_' || (c.is_alphanumeric() && !circled && !is_combining_mark(c))
}

/// The folded words of a text, sorted.
pub fn bag(text: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort();
    words
}

/// F1 of two bags of words.
pub fn overlap(a: &[String], b: &[String]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    if common == 0 { 0.0 } else { f64::from(2 * common) / (a.len() + b.len()) as f64 }
}

/// Pairs one to one, the most alike first; of equals, the earlier.
pub fn best_pairs(n_gold: usize, n_read: usize, alike: impl Fn(usize, usize) -> f64, floor: f64) -> Vec<(usize, usize)> {
    let all = (0..n_gold).flat_map(|i| (0..n_read).map(move |j| (i, j)));
    let mut rows: Vec<(f64, usize, usize)> =
        all.map(|(i, j)| (alike(i, j), i, j)).filter(|row| row.0 >= floor && row.0 > 0.0).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut gold, mut read) = (vec![false; n_gold], vec![false; n_read]);
    let mut pairs = Vec::new();
    for (_, i, j) in rows {
        if !gold[i] && !read[j] {
            (gold[i], read[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// How the entities of the gold and of the record relate.
#[derive(Debug)]
pub struct Names<'a> {
    gold: HashMap<&'a str, usize>,
    read: HashMap<&'a str, usize>,
    gold_country: Vec<Option<&'a str>>,
    read_country: Vec<Option<&'a str>>,
    /// Names that two entities share, gold by read.
    common: Vec<Vec<u32>>,
    /// Whether two entities are one.
    same: Vec<Vec<bool>>,
}

/// Names with their words.
type Called = Vec<(String, Vec<String>)>;

fn called<'n>(names: impl Iterator<Item = &'n str>) -> Called {
    let folded: BTreeSet<String> = names.map(fold).collect();
    folded
        .into_iter()
        .map(|name| {
            let words = bag(&name);
            (name, words)
        })
        .collect()
}

impl<'a> Names<'a> {
    /// Compares all entities of the gold with all of the record.
    pub fn new(gold: &'a Gold, record: &'a Record) -> Names<'a> {
        let in_gold: Vec<Called> = gold
            .entities
            .iter()
            .map(|e| called(std::iter::once(&e.name).chain(&e.mentions).chain(&e.nominals).map(String::as_str)))
            .collect();
        let in_record: Vec<Called> = record
            .entities
            .iter()
            .map(|e| {
                let mentions = e.mentions.iter().map(|m| m.span.text.as_str());
                called(std::iter::once(e.name.as_str()).chain(mentions).filter(|n| !n.is_empty()))
            })
            .collect();
        let common: Vec<Vec<u32>> = in_gold.iter().map(|g| in_record.iter().map(|p| n_common(g, p)).collect()).collect();
        let same = in_gold
            .iter()
            .zip(&common)
            .map(|(g, shared)| in_record.iter().zip(shared).map(|(p, n)| *n > 0 || nearly(g, p)).collect())
            .collect();
        Names {
            gold: gold.entities.iter().enumerate().map(|(i, e)| (e.id.as_str(), i)).collect(),
            read: record.entities.iter().enumerate().map(|(j, e)| (e.id.as_str(), j)).collect(),
            gold_country: gold.entities.iter().map(|e| e.country.as_deref()).collect(),
            read_country: record.entities.iter().map(|e| e.country.as_deref()).collect(),
            common,
            same,
        }
    }

    /// How alike the ith entity of the gold and the jth of the record are.
    pub fn alike(&self, i: usize, j: usize) -> f64 {
        f64::from(self.common[i][j]) + if self.same[i][j] { 0.5 } else { 0.0 }
    }

    /// Whether two ids name the same; unknown is only unknown.
    pub fn same(&self, gold: Option<&str>, read: Option<&str>) -> bool {
        match (gold, read) {
            (None, None) => true,
            (Some(g), Some(p)) => match (self.gold.get(g), self.read.get(p)) {
                (Some(i), Some(j)) => self.same[*i][*j],
                _ => false,
            },
            _ => false,
        }
    }

    fn one(&self, gold: &str, read: &str) -> bool {
        self.same(Some(gold), Some(read))
    }

    fn of_gold(&self, id: &str) -> Option<&'a str> {
        self.gold.get(id).and_then(|i| self.gold_country[*i])
    }

    fn of_read(&self, id: &str) -> Option<&'a str> {
        self.read.get(id).and_then(|j| self.read_country[*j])
    }

    /// The sides are of one country; where none is known, one entity is on both.
    pub fn same_dyad(&self, gold: &[String], read: &[String]) -> bool {
        if gold.is_empty() && read.is_empty() {
            return true;
        }
        let g: BTreeSet<&str> = gold.iter().filter_map(|id| self.of_gold(id)).collect();
        let p: BTreeSet<&str> = read.iter().filter_map(|id| self.of_read(id)).collect();
        if g.is_empty() && p.is_empty() {
            return gold.iter().any(|g| read.iter().any(|p| self.one(g, p)));
        }
        !g.is_disjoint(&p)
    }

    /// Two parties at least are common, or all where the gold has fewer; without direction.
    pub fn same_parties(&self, gold: &[&String], read: &[&String]) -> bool {
        let known = |country: Option<&'a str>| country.filter(|c| !c.is_empty());
        let g: BTreeSet<&str> = gold.iter().map(|id| known(self.of_gold(id)).unwrap_or(id.as_str())).collect();
        let p: BTreeSet<&str> = read
            .iter()
            .map(|id| {
                let meant = || gold.iter().find(|g| self.one(g, id)).map(|g| g.as_str());
                known(self.of_read(id)).or_else(meant).unwrap_or(id.as_str())
            })
            .collect();
        !g.is_empty() && g.intersection(&p).count() >= g.len().min(2)
    }

    /// Every entity of the gold is among those read, and none read is foreign to the gold.
    pub fn same_set(&self, gold: &[&String], read: &[&String]) -> bool {
        gold.iter().all(|g| read.iter().any(|p| self.one(g, p))) && read.iter().all(|p| gold.iter().any(|g| self.one(g, p)))
    }
}

fn n_common(a: &Called, b: &Called) -> u32 {
    a.iter().filter(|(name, _)| b.iter().any(|(other, _)| other == name)).count() as u32
}

fn nearly(a: &Called, b: &Called) -> bool {
    a.iter().any(|(_, x)| b.iter().any(|(_, y)| overlap(x, y) >= SAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_folded_and_positions_are_kept() {
        assert_eq!(fold("  الرئيسُ أحمدُ، «إسراء» ٢٠٢٤ـ"), "الرييس احمد اسراء 2024");
        let text = "قال أحمدُ: نعم";
        let (folded, from) = folded(text);
        assert_eq!(folded, "قال احمد نعم");
        let at = folded.find("نعم").expect("there");
        assert!(text[from[at] as usize..].starts_with("نعم"));
        assert_eq!(from.len(), folded.len());
    }

    #[test]
    fn words_are_compared_as_bags_and_paired_once() {
        assert_eq!(overlap(&bag("وزير الدفاع"), &bag("الدفاع، وزير")), 1.0);
        assert_eq!(overlap(&bag("وزير"), &bag("سفير")), 0.0);
        let alike = [[0.5, 0.9], [0.9, 0.9]];
        assert_eq!(best_pairs(2, 2, |i, j| alike[i][j], 0.5), [(0, 1), (1, 0)]);
        assert_eq!(best_pairs(2, 2, |i, j| alike[i][j], 0.95), []);
    }
}
