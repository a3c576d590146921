//! A table of the user's own as entries: names with what is known of them, one row each.
//!
//! Countries may be written as their code, their item or their Arabic name. Every mistake is told before anything is written.

use super::check::SECTORS;
use super::import::{Entry, Known};
use crate::plain;
use anyhow::{Result, bail};
use musnad::lexicon::{DataError, Kind, Row, Table, key};
use musnad::text::fold;
use std::collections::HashSet;

/// The entries of a table; `kind` where it has no column for it.
pub fn entries(file: &str, text: &str, kind: Option<Kind>, known: &Known) -> Result<Vec<Entry>> {
    let table = Table::parse(file, text, &["name"])?;
    let (mut found, mut mistakes, mut keys) = (Vec::new(), Vec::new(), HashSet::new());
    for row in table.rows() {
        match entry(&row, kind, known) {
            Ok(entry) => {
                if !keys.insert(entry.key.clone()) {
                    mistakes.push(row.error("name", format!("`{}` (key `{}`) is there twice", entry.name, entry.key)));
                }
                found.push(entry);
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    for mistake in &mistakes {
        eprintln!("{}", plain::line(&mistake.to_string()));
    }
    if !mistakes.is_empty() {
        bail!("{file}: {} mistakes; nothing was written", mistakes.len());
    }
    Ok(found)
}

fn entry(row: &Row<'_, '_>, kind: Option<Kind>, known: &Known) -> Result<Entry, DataError> {
    let kind = match row.get("kind") {
        "" => kind.ok_or_else(|| row.error("kind", "person, organization or place? Add the column, or say --kind"))?,
        "person" | "شخص" => Kind::Person,
        "organization" | "جهة" => Kind::Organization,
        "place" | "مكان" => Kind::Place,
        other => return Err(row.error("kind", format!("`{other}` is not person, organization or place"))),
    };
    let name = row.some("name").ok_or_else(|| row.error("name", "an entity needs a name"))?;
    if !known.is_telling(name, kind) {
        let why = "is an everyday word, a name of many, or not Arabic, and would be seen everywhere; write the full name";
        return Err(row.error("name", format!("`{name}` alone {why}")));
    }
    let wikidata = row.get("wikidata");
    let is_item = wikidata.strip_prefix('Q').is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    if !wikidata.is_empty() && !is_item {
        return Err(row.error("wikidata", format!("`{wikidata}` is no Wikidata item; write Q and digits, or leave it empty")));
    }
    let sector = row.get("sector");
    if !sector.is_empty() && !SECTORS.split(' ').any(|s| s == sector) {
        return Err(row.error("sector", format!("`{sector}` is no sector; one of {SECTORS}")));
    }
    let made = || {
        let kind = kind.name();
        if is_item { wikidata.to_ascii_lowercase() } else { format!("x-{:016x}", key(&format!("{kind}|{}", fold(name)))) }
    };
    let what = if kind == Kind::Person { row.get("role") } else { row.get("type") };
    Ok(Entry {
        key: row.some("key").map_or_else(made, str::to_owned),
        kind,
        name: name.to_owned(),
        aliases: row.list("aliases").map(str::to_owned).collect(),
        short: row.list("short").map(str::to_owned).collect(),
        what: what.to_owned(),
        country: country(row, known)?,
        sector: sector.to_owned(),
        wikidata: wikidata.to_owned(),
    })
}

fn country(row: &Row<'_, '_>, known: &Known) -> Result<String, DataError> {
    let written = row.get("country");
    let kb = &known.lexicon.kb;
    if written.is_empty() || kb.country(written).is_some() {
        return Ok(written.to_owned());
    }
    if let Some(code) = known.countries.get(written) {
        return Ok(code.clone());
    }
    let called = known.called(written);
    let named = kb.countries.iter().find(|c| called.contains(&c.entity));
    named.map(|c| c.iso3.clone()).ok_or_else(|| {
        row.error(
            "country",
            format!("`{written}` is no country that Musnad knows; write ISO 3166-1 alpha-3, like EGY, or its name"),
        )
    })
}
