//! Designations: names that take a side, with whom they mean, the neutral twin, and whose voice uses them.
//!
//! Question: *does this name take a side, and whose?* In: words, the lexicon's patterns, entities and statements. Out:
//! [`Designation`]s in text order, not overlapping; a name said again of the same in the same voice is the same fact, told at its first place.
//! It never judges: only what a linguist wrote into `designations.tsv` counts.

use crate::clause::{Group, Layers};
use crate::entity::Entities;
use crate::lexicon::{EntityId, Kind, Lexicon};
use crate::span::Span;
use crate::statement::Statement;
use crate::text::fold;
use rustc_hash::{FxHashMap, FxHashSet};

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
    /// A word, and whether it is written with the article, which then must stand in the text too.
    Word(String, bool),
    Adjective,
    Country,
    /// A name of an organization, whole.
    Name,
}

/// A pattern that fits: its row, where it ends, and the state that its placeholder took.
#[derive(Clone, Copy)]
struct Fit {
    end: usize,
    row: usize,
    nation: Option<u32>,
}

/// Most words that a bracket inside a designation may hold: `نظام (الرئيس السوري) بشار الأسد`.
const BRACKET: usize = 6;

/// The patterns, by the key of their first word.
#[derive(Debug, Default)]
pub struct Patterns {
    by_first: FxHashMap<u64, Vec<(usize, Vec<Part>)>>,
    /// Patterns that begin with a name, by the key of the word after it.
    after_name: FxHashMap<u64, Vec<(usize, Vec<Part>)>>,
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
                    "{ORG}" => Part::Name,
                    word => {
                        let folded = fold(word);
                        let bare = crate::lexicon::without_article(&folded);
                        Part::Word(bare.to_owned(), bare.len() < folded.len())
                    }
                })
                .collect();
            match parts.as_slice() {
                [Part::Word(first, _), ..] => patterns.by_first.entry(crate::lexicon::key(first)).or_default().push((idx, parts)),
                [Part::Name, Part::Word(next, _), ..] => {
                    patterns.after_name.entry(crate::lexicon::key(next)).or_default().push((idx, parts));
                }
                _ => {}
            }
        }
        patterns
    }
}

/// Where a pattern stands: found before entities are linked, since it tells whom its words mean.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its words.
    pub words: std::ops::Range<usize>,
    row: usize,
    nation: Option<u32>,
}

impl Spot {
    /// The entry of the knowledge base that the pattern means, whatever the article says; an office by the date.
    pub fn means(&self, lexicon: &Lexicon, date: Option<&str>) -> Option<EntityId> {
        let kb = &lexicon.kb;
        let means = lexicon.designations[self.row].means.as_str();
        if let Some(rest) = means.strip_prefix("office:") {
            let (office, of) = rest.split_once('@')?;
            let iso = if of.starts_with('{') { kb.countries.get(self.nation? as usize)?.iso3.clone() } else { of.to_owned() };
            let date = date?;
            return kb.holder(office, &iso, date.get(..10).unwrap_or(date));
        }
        kb.entity(means).filter(|_| !means.is_empty() && !means.contains('@'))
    }
}

/// Where the patterns stand in an article, in order and without overlap.
pub fn spots(layers: Layers<'_>, patterns: &Patterns, pointed: &crate::entity::Pointed) -> Vec<Spot> {
    let mut found = Vec::new();
    for sentence in &layers.text.sentences {
        let mut word = sentence.first;
        while word < sentence.end {
            let Some(Fit { end, row, nation }) = longest(layers, patterns, pointed, word, sentence.end) else {
                word += 1;
                continue;
            };
            found.push(Spot { words: word..end, row, nation });
            word = end;
        }
    }
    found
}

/// The designations of an article: its spots, each name of the same in the same voice once.
pub fn find(
    layers: Layers<'_>,
    groups: &[Group],
    spots: &[Spot],
    entities: &mut Entities,
    statements: &[Statement],
) -> Vec<Designation> {
    let mut told = FxHashSet::default();
    let mut found = Vec::new();
    for spot in spots {
        let designation = designation(layers, groups, entities, statements, spot);
        if told.insert((name_key(layers, spot.words.clone()), designation.entity, designation.voice)) {
            found.push(designation);
        }
    }
    found
}

/// The name's words without clitics, as one key.
fn name_key(layers: Layers<'_>, words: std::ops::Range<usize>) -> u64 {
    let stems: Vec<&str> = words.clone().map(|word| stem(layers, word, word == words.start)).collect();
    crate::lexicon::key(&stems.join(" "))
}

fn stem<'l>(layers: Layers<'l>, word: usize, first: bool) -> &'l str {
    let folded = layers.text.folded(word);
    let lead = if first { layers.morph(word).lead as usize } else { 0 };
    crate::lexicon::without_article(folded.get(lead..).unwrap_or(folded))
}

/// Whether a word has the article, after proclitics too: `والجماعة`, `للجماعة`.
fn has_article(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    let stem = folded.get(layers.morph(word).lead as usize..).unwrap_or(folded);
    layers.morph(word).article
        || folded.starts_with("ال")
        || stem.starts_with("ال")
        || folded.trim_start_matches('و').starts_with("لل")
}

/// Whether the article tells of the states that a row asks for: of one of the alternatives, and there of all that `+` joins.
fn tells(layers: Layers<'_>, pointed: &crate::entity::Pointed, row: usize) -> bool {
    let about = &layers.lexicon.designations[row].about;
    about.is_empty() || about.iter().any(|states| states.split('+').all(|state| pointed.contains_key(state)))
}

/// The pattern that covers most words from here on, of those whose states the article tells of; of equals the first.
fn longest(layers: Layers<'_>, patterns: &Patterns, pointed: &crate::entity::Pointed, word: usize, end: usize) -> Option<Fit> {
    let mut best: Option<Fit> = None;
    let mut try_all = |candidates: Option<&Vec<(usize, Vec<Part>)>>, from: usize| {
        for (row, parts) in candidates.into_iter().flatten() {
            let Some(fit) = fits(layers, parts, from, end).map(|(end, nation)| Fit { end, row: *row, nation }) else { continue };
            if best.is_none_or(|b| fit.end > b.end) && tells(layers, pointed, fit.row) {
                best = Some(fit);
            }
        }
    };
    try_all(patterns.by_first.get(&crate::lexicon::key(stem(layers, word, true))), word + 1);
    let named = layers.name_at(word).filter(|(_, name)| name.kind == Kind::Organization && name.words.start == word);
    if let Some(after) = named.map(|(_, name)| name.words.end).filter(|after| *after < end) {
        try_all(patterns.after_name.get(&crate::lexicon::key(stem(layers, after, false))), after);
    }
    // What a linguist lets follow any organization also follows a name that takes a side already.
    best.map(|fit| Fit { end: past_tail(layers, patterns, fit.end, end), ..fit })
}

/// The end of the words from `at` on that may follow any organization (`{ORG} الإرهابية`).
fn past_tail(layers: Layers<'_>, patterns: &Patterns, at: usize, end: usize) -> usize {
    let is_tail = |word: usize| {
        let rows = patterns.after_name.get(&crate::lexicon::key(stem(layers, word, false)));
        rows.is_some_and(|rows| rows.iter().any(|(_, parts)| parts.len() == 2)) && layers.text.folded(word).starts_with("ال")
    };
    (at..end).find(|&word| !is_tail(word)).unwrap_or(end)
}

/// Whether the parts after the first stand at `at`: where they end, and the state they name.
fn fits(layers: Layers<'_>, parts: &[Part], mut at: usize, end: usize) -> Option<(usize, Option<u32>)> {
    let mut nation = None;
    if let Some(Part::Word(_, true)) = parts.first()
        && !at.checked_sub(1).is_some_and(|first| has_article(layers, first))
    {
        return None;
    }
    for part in parts.iter().skip(1) {
        at = past_bracket(layers, at, end);
        if at >= end {
            return None;
        }
        let ok = match part {
            Part::Word(wanted, article) => stem(layers, at, false) == wanted && (!article || has_article(layers, at)),
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
            Part::Name => false, // only as the first part
        };
        if !ok {
            return None;
        }
        at += 1;
    }
    Some((at, nation))
}

/// The word after a bracket that opens here, or `at`.
fn past_bracket(layers: Layers<'_>, at: usize, end: usize) -> usize {
    let last = end.min(at + BRACKET + 2);
    if at >= end || layers.text.raw(at) != "(" {
        return at;
    }
    (at..last).find(|&w| layers.text.raw(w) == ")").map_or(at, |close| close + 1)
}

fn designation(
    layers: Layers<'_>,
    groups: &[Group],
    entities: &mut Entities,
    statements: &[Statement],
    spot: &Spot,
) -> Designation {
    let (word, end) = (spot.words.start, spot.words.end);
    let rule = &layers.lexicon.designations[spot.row];
    let country = spot.nation.and_then(|n| layers.lexicon.kb.countries.get(n as usize));
    let adjective = country.map_or("", |c| c.adjective.as_str());
    let name = country.and_then(|c| layers.lexicon.kb.entities.get(c.entity as usize)).map_or("", |e| e.name.as_str());
    let named = layers.name_at(word).map_or("", |(_, n)| n.span.text(layers.text.source));
    let neutral = rule.neutral.replace("{ADJ}", &format!("ال{adjective}")).replace("{COUNTRY}", name).replace("الال", "ال");
    let neutral = neutral.replace("{ORG}", named);
    let voice =
        statements.iter().filter(|s| s.words.contains(&word)).min_by_key(|s| s.words.len()).and_then(|s| s.chain.last().copied());
    Designation {
        span: crate::entity::core_span(layers, word..end),
        entity: meant(layers, groups, entities, spot),
        stance: rule.stance,
        neutral,
        voice,
    }
}

/// Whom a spot means in this article: whoever its row names, else whoever a mention here already stands for or its noun group
/// describes.
fn meant(layers: Layers<'_>, groups: &[Group], entities: &mut Entities, spot: &Spot) -> Option<usize> {
    let words = spot.words.clone();
    let here =
        entities.list.iter().position(|e| e.mentions.iter().any(|m| m.words.start < words.end && words.start < m.words.end));
    let Some(id) = spot.means(layers.lexicon, entities.date.as_deref()) else {
        // "الحصار الجائر": only who can act is meant by a noun group.
        let body = |g: &&Group| layers.lexeme(g.head).is_some_and(|l| l.org_head.is_some());
        let party = |g: &&Group| g.title.is_some() || g.person.is_some() || body(g);
        let group = groups.iter().find(|g| g.words.contains(&words.start)).filter(party);
        return here.or_else(|| entities.of_group(layers, group?));
    };
    let meant = entities.known(layers.lexicon, id)?;
    entities.mention(meant, words.clone(), crate::entity::core_span(layers, words), crate::entity::Form::Nominal);
    Some(meant)
}
