//! Designations: names that take a side, with whom they mean, the neutral twin, and whose voice uses them.
//!
//! Question: *does this name take a side, and whose?* In: words, the lexicon's patterns, entities and statements. Out:
//! [`Designation`]s in text order, not overlapping. It never judges: only what a linguist wrote into `designations.tsv` counts.

use crate::clause::Layers;
use crate::entity::Entities;
use crate::lexicon::Lexicon;
use crate::span::Span;
use crate::statement::Statement;
use crate::text::fold;
use rustc_hash::FxHashMap;

/// A loaded name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    /// Its words.
    pub span: Span,
    /// Whom it means, where known.
    pub entity: Option<usize>,
    /// hostile or favourable.
    pub stance: &'static str,
    /// Neutral twin.
    pub neutral: String,
    /// Whose voice uses it; `None` for the outlet.
    pub voice: Option<usize>,
}

/// One word of a pattern.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Word(String),
    Adjective,
    Country,
}

/// The patterns, by the key of their first word.
#[derive(Debug, Default)]
pub struct Patterns {
    by_first: FxHashMap<u64, Vec<(usize, Vec<Part>)>>,
}

impl Patterns {
    /// Compiles the lexicon's patterns.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut patterns = Patterns::default();
        for (idx, designation) in lexicon.designations.iter().enumerate() {
            let parts: Vec<Part> = designation
                .pattern
                .split_whitespace()
                .map(|word| match word {
                    "{ADJ}" => Part::Adjective,
                    "{COUNTRY}" => Part::Country,
                    word => Part::Word(crate::lexicon::without_article(&fold(word)).to_owned()),
                })
                .collect();
            if let Some(Part::Word(first)) = parts.first() {
                patterns.by_first.entry(crate::lexicon::key(first)).or_default().push((idx, parts));
            }
        }
        patterns
    }
}

/// Finds the designations of an article.
pub fn find(layers: Layers<'_>, patterns: &Patterns, entities: &mut Entities, statements: &[Statement]) -> Vec<Designation> {
    let mut found = Vec::new();
    for sentence in &layers.text.sentences {
        let mut word = sentence.first;
        while word < sentence.end {
            match longest(layers, patterns, word, sentence.end) {
                Some((end, idx, nation)) => {
                    found.push(designation(layers, entities, statements, word, end, idx, nation));
                    word = end;
                }
                None => word += 1,
            }
        }
    }
    found
}

fn stem<'l>(layers: Layers<'l>, word: usize, first: bool) -> &'l str {
    let folded = layers.text.folded(word);
    let lead = if first { layers.morph(word).lead as usize } else { 0 };
    crate::lexicon::without_article(folded.get(lead..).unwrap_or(folded))
}

fn longest(layers: Layers<'_>, patterns: &Patterns, word: usize, end: usize) -> Option<(usize, usize, Option<u32>)> {
    let candidates = patterns.by_first.get(&crate::lexicon::key(stem(layers, word, true)))?;
    let mut best: Option<(usize, usize, Option<u32>)> = None;
    for (idx, parts) in candidates {
        let mut nation = None;
        let mut at = word + 1;
        let fits = parts.iter().skip(1).all(|part| {
            let ok = at < end
                && match part {
                    Part::Word(wanted) => stem(layers, at, false) == wanted,
                    Part::Adjective => {
                        nation = layers.lexeme(at).and_then(|l| l.nation);
                        nation.is_some()
                    }
                    Part::Country => {
                        let country = layers.name_at(at).and_then(|(_, n)| n.entities.first().copied());
                        let kb = &layers.lexicon.kb;
                        nation = country.and_then(|id| kb.countries.iter().position(|c| c.entity == id)).map(|i| i as u32);
                        nation.is_some()
                    }
                };
            at += 1;
            ok
        });
        if fits && best.is_none_or(|(b, ..)| at > b) {
            best = Some((at, *idx, nation));
        }
    }
    best
}

fn designation(
    layers: Layers<'_>,
    entities: &mut Entities,
    statements: &[Statement],
    word: usize,
    end: usize,
    idx: usize,
    nation: Option<u32>,
) -> Designation {
    let rule = &layers.lexicon.designations[idx];
    let country = nation.and_then(|n| layers.lexicon.kb.countries.get(n as usize));
    let adjective = country.map_or("", |c| c.adjective.as_str());
    let name = country.and_then(|c| layers.lexicon.kb.entities.get(c.entity as usize)).map_or("", |e| e.name.as_str());
    let neutral = rule.neutral.replace("{ADJ}", &format!("ال{adjective}")).replace("{COUNTRY}", name).replace("الال", "ال");
    let voice =
        statements.iter().filter(|s| s.words.contains(&word)).min_by_key(|s| s.words.len()).and_then(|s| s.chain.last().copied());
    Designation {
        span: crate::entity::core_span(layers, word..end),
        entity: meant(layers, entities, &rule.means, nation, word, end),
        stance: rule.stance,
        neutral,
        voice,
    }
}

/// Whom the rule's `means` is, in this article.
fn meant(
    layers: Layers<'_>,
    entities: &mut Entities,
    means: &str,
    nation: Option<u32>,
    word: usize,
    end: usize,
) -> Option<usize> {
    let kb = &layers.lexicon.kb;
    // Whoever a mention here already stands for, if the rule means an office or leaves it to the text.
    let here = entities.list.iter().position(|e| e.mentions.iter().any(|m| m.words.start < end && word < m.words.end));
    let id = match means.split_once(':') {
        Some(("office", rest)) => {
            let (office, of) = rest.split_once('@')?;
            let iso = if of.starts_with('{') { kb.countries.get(nation? as usize)?.iso3.clone() } else { of.to_owned() };
            let date = entities.date.clone()?;
            kb.holder(office, &iso, date.get(..10).unwrap_or(&date))
        }
        _ if means.contains('@') => None,
        _ if means.is_empty() => None,
        _ => kb.entity(means),
    };
    let Some(id) = id else { return here };
    let known = entities.list.iter().position(|e| e.kb == Some(id));
    let meant = known.or_else(|| entities.from_kb(layers.lexicon, id))?;
    entities.mention(meant, word..end, crate::entity::core_span(layers, word..end), crate::entity::Form::Nominal);
    Some(meant)
}
