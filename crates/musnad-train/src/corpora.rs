//! Reading the labelled corpora: tokens with BIO labels, brought to one tag set and to words as newspapers write them.

use anyhow::{Context, Result};
use musnad::name::tagger::{Domain, LABELS};
use std::path::{Path, PathBuf};

/// A sentence: words and their labels.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Whose way of labelling it follows.
    pub domain: Domain,
    /// Words, clitics joined.
    pub words: Vec<String>,
    /// Indices into [`LABELS`].
    pub labels: Vec<usize>,
}

/// All training sentences, corpus by corpus. The last tenth of WikiFANE's articles is held out.
pub fn training(dir: &Path) -> Result<(Vec<Sentence>, Vec<Sentence>)> {
    let mut all = read(&dir.join("anercorp_camel/ANERCorp_CamelLab_train.txt"), Domain::News)?;
    let mut aqmar: Vec<PathBuf> =
        std::fs::read_dir(dir.join("aqmar/articles"))?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    aqmar.sort();
    for path in aqmar {
        all.extend(read(&path, Domain::Aqmar)?);
    }
    for name in ["train", "val", "test"] {
        all.extend(read(&dir.join(format!("wojood_sample/{name}.txt")), Domain::Wojood)?);
    }
    let mut wiki = read(&dir.join("newsfane_wikifane_gold/WikiFANE_Gold_2014_500K.txt"), Domain::Wiki)?;
    let held = wiki.split_off(wiki.len() * 9 / 10);
    all.extend(wiki);
    Ok((all, held))
}

/// Reads a file of `token label [label …]` lines with empty lines or full stops between sentences.
pub fn read(path: &Path, domain: Domain) -> Result<Vec<Sentence>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let mut sentences = Vec::new();
    let mut sentence = Sentence { domain, words: Vec::new(), labels: Vec::new() };
    let mut pending = String::new();
    for line in text.lines() {
        let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}'));
        let mut parts = line.split([' ', '\t']).filter(|p| !p.is_empty());
        let (Some(token), Some(tag)) = (parts.next(), parts.next()) else {
            flush(&mut sentence, &mut sentences);
            continue;
        };
        let token = token.trim_matches(['\u{200e}', '\u{200f}', '\u{feff}']);
        // Of nested names the outermost that counts is taken: its label stands in a later column where the first is no name.
        let label = std::iter::once(tag).chain(parts).map(label).find(|l| *l != 0 && *l < OTHER).unwrap_or_else(|| label(tag));
        push(&mut sentence, &mut pending, token, label);
        if matches!(token, "." | "؟" | "!") && sentence.words.len() > 4 {
            flush(&mut sentence, &mut sentences);
        }
    }
    flush(&mut sentence, &mut sentences);
    Ok(sentences)
}

/// Reads CAraNER's table; `TIT` (titles) and `MIS` are not measured.
pub fn caraner(path: &Path) -> Result<Vec<Sentence>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut sentences = Vec::new();
    let mut sentence = Sentence { domain: Domain::News, words: Vec::new(), labels: Vec::new() };
    let mut last = "";
    for line in text.lines().skip(1) {
        let (Some(number), Some((rest, tag))) = (line.split(',').next(), line.rsplit_once(',')) else { continue };
        // A word may be a comma in quotation marks.
        let word = rest.splitn(3, ',').nth(2).unwrap_or("");
        let word = word.strip_prefix("\",\"").map_or_else(|| word.split(',').next().unwrap_or(""), |_| ",");
        if number != last {
            flush(&mut sentence, &mut sentences);
            last = number;
        }
        push(&mut sentence, &mut String::new(), word.trim(), label(&tag.trim().replace('_', "-")));
    }
    flush(&mut sentence, &mut sentences);
    Ok(sentences)
}

/// First label of names that are no person, organization or place.
pub const OTHER: usize = 7;

fn flush(sentence: &mut Sentence, sentences: &mut Vec<Sentence>) {
    if !sentence.words.is_empty() {
        let empty = Sentence { words: Vec::new(), labels: Vec::new(), ..*sentence };
        sentences.push(std::mem::replace(sentence, empty));
    }
}

/// Adds a token; clitics that a corpus split off are joined again, as the press writes them.
fn push(sentence: &mut Sentence, pending: &mut String, token: &str, label: usize) {
    if matches!(token, "و" | "ف" | "ب" | "ل" | "ك") && label == 0 {
        pending.push_str(token);
        return;
    }
    let enclitic = matches!(token, "ها" | "ه" | "هم" | "هما" | "هن" | "نا");
    if enclitic
        && label == 0
        && pending.is_empty()
        && sentence.labels.last() == Some(&0)
        && let Some(last) = sentence.words.last_mut().filter(|w| w.chars().all(char::is_alphabetic))
    {
        last.push_str(token);
        return;
    }
    let mut word = std::mem::take(pending);
    word.push_str(token);
    let before = sentence.labels.last().copied().unwrap_or(0);
    let inside = label != 0 && label.is_multiple_of(2);
    let label = if inside && before != label && before + 1 != label { label - 1 } else { label };
    sentence.words.push(word);
    sentence.labels.push(label);
}

/// One tag set out of the corpora's.
fn label(tag: &str) -> usize {
    let Some((position, class)) = tag.split_once('-') else { return 0 };
    let kind = match class {
        // WikiFANE's `Police` are officers and pilots, though its guide files them under organizations too.
        "PER" | "PERS" | "Politician" | "Artist" | "Scientist" | "Other_PER" | "Religious_PER" | "Athlete" | "Businessperson"
        | "Engineer" | "Police" | "Lawyer" => "PER",
        "ORG" | "Non-Governmental" | "Government" | "Commercial" | "Media" | "Educational" | "Sports" | "Religious_ORG"
        | "Medical-Science" | "Entertainment" => "ORG",
        "LOC"
        | "GPE"
        | "FAC"
        | "Nation"
        | "Population-Center"
        | "Water-Body"
        | "State-or-Province"
        | "Continent"
        | "County-or-District"
        | "Land-Region-Natural"
        | "GPE-Cluster"
        | "Building-Grounds"
        | "Subarea-Facility"
        | "Airport"
        | "Path"
        | "Plant" => "LOC",
        "DATE" | "TIME" | "ORDINAL" | "CARDINAL" | "QUANTITY" | "PERCENT" | "MONEY" | "UNIT" | "OCC" | "TIT" | "CURR" => {
            return 0;
        }
        _ => "MISC",
    };
    LABELS.iter().position(|l| l.strip_prefix(position).and_then(|r| r.strip_prefix('-')) == Some(kind)).unwrap_or(0)
}
