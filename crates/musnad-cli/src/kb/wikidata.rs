//! A Wikidata dump, one item a line: what has an Arabic name and is a person, an organization or a place.
//!
//! Names that would be seen everywhere (one word that is an everyday word or a name of many) are left out, and so is what no
//! class tells. What Musnad knows already keeps its facts and gains names.

use super::import::{Entry, Known, Options};
use crate::plain;
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use musnad::lexicon::Kind;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io::{BufRead, IsTerminal, Read};

/// Longest line that is read: the largest items have some megabytes.
const MOST_BYTES: u64 = 64 << 20;

/// Broken lines that are told one by one.
const MOST_TOLD: u64 = 5;

/// Longest description that is kept as a role.
const MOST_ROLE: usize = 60;

/// Classes and occupations (data/wikidata.tsv).
const CLASSES: &str = include_str!("../../data/wikidata.tsv");

/// What became of the lines of a dump.
#[derive(Debug, Default)]
pub struct Sums {
    items: u64,
    taken: u64,
    nameless: u64,
    unfit: u64,
    broken: u64,
}

impl fmt::Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} items: {} taken, {} without an Arabic name, {} not asked for, known or with a name of many, {} broken lines",
            self.items, self.taken, self.nameless, self.unfit, self.broken
        )
    }
}

/// Hands every entry of a dump to `take`. A broken line costs itself and nothing else.
pub fn import(
    mut reader: impl BufRead,
    named: &str,
    options: &Options,
    known: &Known,
    take: &mut dyn FnMut(&Entry) -> Result<()>,
) -> Result<Sums> {
    let (classes, bar) = (Classes::load(), progress());
    let (mut sums, mut line, mut n_line) = (Sums::default(), Vec::new(), 0_u64);
    loop {
        line.clear();
        n_line += 1;
        let n = reader.by_ref().take(MOST_BYTES).read_until(b'\n', &mut line);
        let n = n.with_context(|| format!("{named}:{n_line}: the dump breaks off; what came before it was not written"))?;
        if n == 0 {
            break;
        }
        // The dump is one array: brackets on lines of their own, commas at the ends of the others.
        let item = line.trim_ascii();
        let item = item.strip_suffix(b",").unwrap_or(item);
        if matches!(item, b"" | b"[" | b"]") {
            continue;
        }
        sums.items += 1;
        bar.inc(1);
        // Most items have no Arabic name; looking for one costs less than parsing.
        if !has_arabic(item) {
            sums.nameless += 1;
            continue;
        }
        let parsed: Result<Value, _> = serde_json::from_slice(item);
        match parsed {
            Ok(value) => match classes.entry(&value, options, known) {
                Some(entry) => {
                    sums.taken += 1;
                    take(&entry)?;
                }
                None => sums.unfit += 1,
            },
            Err(error) => {
                sums.broken += 1;
                if sums.broken <= MOST_TOLD {
                    bar.suspend(|| eprintln!("musnad: {}:{n_line}: {}", plain::line(named), plain::line(&error.to_string())));
                }
            }
        }
    }
    bar.finish_and_clear();
    Ok(sums)
}

fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} items, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

/// Whether the bytes hold a key `"ar"`; there may be a blank behind it.
fn has_arabic(item: &[u8]) -> bool {
    item.windows(5).any(|w| w == b"\"ar\":" || w == b"\"ar\" ")
}

/// What a class or an occupation tells.
struct Class {
    kind: &'static str,
    what: &'static str,
    sector: &'static str,
}

struct Classes(HashMap<&'static str, Class>);

impl Classes {
    fn load() -> Classes {
        let rows = CLASSES.lines().filter(|l| l.starts_with('Q'));
        Classes(
            rows.filter_map(|line| {
                let mut cells = line.split('\t');
                Some((cells.next()?, Class { kind: cells.next()?, what: cells.next()?, sector: cells.next()? }))
            })
            .collect(),
        )
    }

    /// The entry of an item, if it is asked for.
    fn entry(&self, item: &Value, options: &Options, known: &Known) -> Option<Entry> {
        let id = item.get("id")?.as_str().filter(|id| id.starts_with('Q'))?;
        let n_links = item.get("sitelinks").and_then(Value::as_object).map_or(0, serde_json::Map::len);
        if n_links < options.sitelinks {
            return None;
        }
        let class = values(item, "P31").into_iter().find_map(|class| self.0.get(class)).filter(|c| c.kind != "occupation")?;
        let kind = match class.kind {
            "person" => Kind::Person,
            "organization" => Kind::Organization,
            "place" => Kind::Place,
            _ => return None,
        };
        if options.kind.is_some_and(|k| k.kind() != kind) || died(item).is_some_and(|year| year < options.died_after) {
            return None;
        }
        let names = names(item, kind, known);
        if let Some(known_id) = known.items.get(id) {
            return more(known, *known_id, names, options);
        }
        let mut names = names.into_iter();
        let name = names.next()?;
        let country = only(values(item, if kind == Kind::Person { "P27" } else { "P17" }), &known.countries).unwrap_or_default();
        if !is_asked(&country, options) {
            return None;
        }
        let role = || {
            let told = text(item, "descriptions").unwrap_or_default();
            if told.chars().count() <= MOST_ROLE { told.to_owned() } else { String::new() }
        };
        Some(Entry {
            key: id.to_ascii_lowercase(),
            kind,
            name,
            aliases: names.collect(),
            short: Vec::new(),
            what: if kind == Kind::Person { role() } else { class.what.to_owned() },
            country,
            sector: if kind == Kind::Person { self.sector(item) } else { class.sector.to_owned() },
            wikidata: id.to_owned(),
        })
    }

    /// The sector of a person's occupations, if they have one only.
    fn sector(&self, item: &Value) -> String {
        let sectors: BTreeSet<&str> = values(item, "P106")
            .into_iter()
            .filter_map(|o| self.0.get(o))
            .filter(|c| c.kind == "occupation")
            .map(|c| c.sector)
            .collect();
        if sectors.len() == 1 { sectors.into_iter().next().unwrap_or_default().to_owned() } else { String::new() }
    }
}

fn is_asked(country: &str, options: &Options) -> bool {
    options.country.is_empty() || options.country.iter().any(|c| c == country)
}

/// An entity of the knowledge base with names that are new to it; its facts stay.
fn more(known: &Known, id: u32, names: Vec<String>, options: &Options) -> Option<Entry> {
    let entity = known.lexicon.kb.entities.get(id as usize)?;
    let country = entity.country.clone().unwrap_or_default();
    let aliases: Vec<String> = names.into_iter().filter(|n| !known.is_called(id, n)).collect();
    if aliases.is_empty() || entity.kind_of == "country" || !is_asked(&country, options) {
        return None;
    }
    Some(Entry {
        key: entity.key.clone(),
        kind: entity.kind,
        name: entity.name.clone(),
        aliases,
        short: Vec::new(),
        what: entity.kind_of.clone(),
        country,
        sector: entity.sector.clone().unwrap_or_default(),
        wikidata: entity.wikidata.clone().unwrap_or_default(),
    })
}

/// The Arabic names of an item, the label first, each once; those that are not telling left out.
fn names(item: &Value, kind: Kind, known: &Known) -> Vec<String> {
    let aliases = item.get("aliases").and_then(|a| a.get("ar")).and_then(Value::as_array);
    let aliases = aliases.into_iter().flatten().filter_map(|a| a.get("value")?.as_str());
    let (mut seen, mut names) = (BTreeSet::new(), Vec::new());
    for (nth, name) in text(item, "labels").into_iter().chain(aliases).enumerate() {
        // "طرابلس (لبنان)", "الإسكندرية، مصر": what tells apart is no part of the name.
        let name = name.split(['(', '،']).next().unwrap_or_default().trim();
        if !known.is_telling(name, kind) {
            // An item whose label is not telling is not known by its aliases alone.
            if nth == 0 {
                return Vec::new();
            }
        } else if seen.insert(musnad::text::fold(name)) {
            names.push(name.to_owned());
        }
    }
    names
}

fn text<'v>(item: &'v Value, of: &str) -> Option<&'v str> {
    item.get(of)?.get("ar")?.get("value")?.as_str()
}

/// Items that a property names: the preferred ones, or all that are not deprecated.
fn values<'v>(item: &'v Value, property: &str) -> Vec<&'v str> {
    let claims = item.get("claims").and_then(|c| c.get(property)).and_then(Value::as_array);
    let ranked = |wanted: &str| -> Vec<&'v str> {
        let claims = claims.into_iter().flatten();
        let claims = claims.filter(|c| c.get("rank").and_then(Value::as_str).unwrap_or("normal") == wanted);
        claims.filter_map(|c| c.pointer("/mainsnak/datavalue/value/id")?.as_str()).collect()
    };
    let preferred = ranked("preferred");
    if preferred.is_empty() { ranked("normal") } else { preferred }
}

/// The country, if all that are named are one.
fn only(items: Vec<&str>, countries: &HashMap<String, String>) -> Option<String> {
    let codes: BTreeSet<&String> = items.iter().filter_map(|item| countries.get(*item)).collect();
    // A citizenship of a state that is no more is no second country.
    if codes.len() == 1 { codes.into_iter().next().cloned() } else { None }
}

/// The year of death.
fn died(item: &Value) -> Option<i32> {
    let claims = item.get("claims")?.get("P570")?.as_array()?;
    let time = claims.iter().find_map(|c| c.pointer("/mainsnak/datavalue/value/time")?.as_str())?;
    let sign = if time.starts_with('-') { -1 } else { 1 };
    time.trim_start_matches(['+', '-']).split('-').next()?.parse::<i32>().ok().map(|year| sign * year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_of_a_kind() {
        let classes = Classes::load();
        assert_eq!(classes.0.len(), CLASSES.lines().filter(|l| l.starts_with('Q')).count(), "no row is lost or twice there");
        for class in classes.0.values() {
            assert!(["person", "organization", "place", "country", "occupation"].contains(&class.kind), "{}", class.kind);
            assert!(class.sector.is_empty() || super::super::check::SECTORS.contains(class.sector), "{}", class.sector);
        }
    }

    #[test]
    fn the_year_of_death_is_read() {
        let item = |time: &str| serde_json::json!({"claims": {"P570": [{"mainsnak": {"datavalue": {"value": {"time": time}}}}]}});
        assert_eq!(died(&item("+1970-09-28T00:00:00Z")), Some(1970));
        assert_eq!(died(&item("-0044-03-15T00:00:00Z")), Some(-44));
        assert_eq!(died(&serde_json::json!({"claims": []})), None);
    }
}
