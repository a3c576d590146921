//! Lists of proper names, laid as flags over the table of word classes: proper nouns of CAMeL's lexicon by what they name, and
//! places of Who's On First.

use anyhow::{Context, Result};
use musnad::lexicon::key;
use musnad::name::tagger::{Clusters, Entry};
use musnad::text::fold;
use rustc_hash::FxHashMap;
use std::path::Path;

const PERSON: u16 = 1 << 12;
const THING: u16 = 1 << 13;
const PLACE: u16 = 1 << 14;
const IN_PLACE: u16 = 1 << 15;

/// The table with the flags of the lists.
pub fn add(clusters: &Clusters, data: &Path) -> Result<Clusters> {
    let mut flags: FxHashMap<u64, u16> = FxHashMap::default();
    let read =
        |path: std::path::PathBuf| std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()));
    for line in read(data.join("camel_morph_msa/MSA-Noun-Prop-LEX.csv"))?.lines().skip(1) {
        let flag = if line.contains("rat:r") {
            PERSON
        } else if line.contains("rat:i") {
            THING
        } else {
            continue;
        };
        let Some(form) = line.split(',').nth(11) else { continue };
        let word: String = form.chars().filter_map(letter).collect();
        *flags.entry(key(&fold(&word))).or_default() |= flag;
    }
    for line in read(data.join("../../kb/whosonfirst/places_ar.tsv"))?.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let names = cells.iter().skip(4).take(2).flat_map(|c| c.split('|'));
        for name in names.filter(|n| !n.is_empty()) {
            let folded = fold(name);
            let words: Vec<&str> = folded.split_whitespace().collect();
            for word in &words {
                *flags.entry(key(word)).or_default() |= if words.len() == 1 { PLACE } else { IN_PLACE };
            }
        }
    }
    let with = |k: u64, e: Entry| Entry { hint: e.hint & 0xfff | flags.get(&k).copied().unwrap_or(0), ..e };
    Ok(Clusters::new(clusters.iter().map(|(k, e)| (k, with(k, e))).collect()))
}

/// Buckwalter's letters; marks are nothing.
fn letter(c: char) -> Option<char> {
    let at = "'|>&<}AbptvjHxd*rzs$SDTZEgfqklmnhwYy{".find(c)?;
    "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيا".chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckwalter_letters_become_arabic_ones_and_marks_nothing() {
        assert_eq!("<ibotisaAm".chars().filter_map(letter).collect::<String>(), "إبتسام");
        assert_eq!("$aE~iyy".chars().filter_map(letter).collect::<String>(), "شعيي");
    }
}
