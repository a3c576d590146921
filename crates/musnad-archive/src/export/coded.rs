//! Event data as political scientists keep it: GDELT 2.0, POLECAT, ICEWS, PLOVER.
//!
//! Only what happened or goes on is exported; foretold, hypothetical and denied events are claims and stay in the archive and in
//! PLOVER's own JSON, which has a status. CAMEO codes are those of ICEWS 1.1b3. What the archive does not know stays empty.

use super::rows::{EventRow, Party, event};
use super::{ids, wrote};
use crate::error::{Doing, Error};
use rusqlite::Connection;
use serde_json::json;
use std::io::Write;

const DONE: &str = "SELECT v.id FROM events v JOIN articles a ON a.id = v.article WHERE v.rejected = 0 AND a.current = 1
    AND v.status IN ('happened', 'ongoing') AND v.anchor IS NOT NULL ORDER BY v.anchor, v.id";

/// A cell of tab-separated text: no tabs, no line ends.
fn cell(text: &str) -> String {
    text.split(|c: char| c.is_control()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn line(out: &mut dyn Write, cells: &[String]) -> Result<(), Error> {
    wrote(writeln!(out, "{}", cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join("\t")))
}

fn or_empty(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

/// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
fn quad(kind: &str) -> u8 {
    match kind {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => 1,
        "COOPERATE" | "AID" | "RETREAT" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        _ => 4,
    }
}

/// CAMEO's actor types for PLOVER's sectors, where they have one.
fn cameo_type(party: &Party) -> String {
    let sector = party.sector.as_deref().unwrap_or_default();
    match sector {
        "MIL" | "GOV" | "REB" | "OPP" | "COP" | "JUD" | "LEG" | "SPY" | "UAF" | "BUS" | "CVL" | "EDU" | "MED" | "REF" | "LAB"
        | "IGO" | "NGO" => {
            if sector == "MED" {
                "HLH".to_owned()
            } else {
                sector.to_owned()
            }
        }
        "JRN" => "MED".to_owned(),
        "PTY" => "OPP".to_owned(),
        _ => String::new(),
    }
}

/// GDELT's ten columns of an actor.
fn gdelt_actor(party: Option<&Party>) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 10] };
    let (country, kind) = (or_empty(&party.country), cameo_type(party));
    let mut cells = vec![format!("{country}{kind}"), party.name.clone(), country];
    cells.extend(std::iter::repeat_n(String::new(), 4));
    cells.extend([kind, String::new(), String::new()]);
    cells
}

fn digits(day: &str) -> String {
    day.chars().filter(char::is_ascii_digit).collect()
}

/// Day of the year as a fraction, as GDELT counts it: (month * 30 + day) / 365 after the year.
fn fraction(day: &str) -> String {
    let number = |range: std::ops::Range<usize>| day.get(range).and_then(|d| d.parse::<f64>().ok()).unwrap_or(0.0);
    format!("{:.4}", number(0..4) + ((number(5..7) - 1.0) * 30.0 + number(8..10)) / 365.0)
}

/// One row an occurrence, told by the surest of its tellings.
pub(super) fn gdelt_events(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    let sql = "SELECT (SELECT v.id FROM events v WHERE v.occurrence = c.id AND v.rejected = 0 ORDER BY v.confidence DESC, v.id LIMIT 1)
               FROM occurrences c WHERE c.status IN ('happened', 'ongoing') AND c.first_day IS NOT NULL ORDER BY c.first_day, c.id";
    let mut n = 0;
    let tellings: Vec<Option<i64>> =
        db.prepare(sql).and_then(|mut s| s.query_map([], |r| r.get(0))?.collect()).doing("export")?;
    for id in tellings.into_iter().flatten() {
        let e = event(db, id)?;
        let Some(cameo) = &e.cameo else { continue };
        let (claims, sources, articles): (i64, i64, i64) = db
            .prepare_cached("SELECT n_claims, n_outlets, n_articles FROM occurrences WHERE id = ?1")
            .and_then(|mut s| s.query_row([e.occurrence], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))))
            .doing("export")?;
        let day = or_empty(&e.anchor);
        let mut cells = vec![
            e.occurrence.unwrap_or_default().to_string(),
            digits(&day),
            digits(day.get(..7).unwrap_or("")),
            digits(day.get(..4).unwrap_or("")),
            fraction(&day),
        ];
        cells.extend(gdelt_actor(e.actors.first()));
        cells.extend(gdelt_actor(e.recipients.first()));
        let (base, root) = (cameo.get(..3).unwrap_or(cameo), cameo.get(..2).unwrap_or(cameo));
        cells.extend(["1".to_owned(), cameo.clone(), base.to_owned(), root.to_owned(), quad(&e.kind).to_string(), String::new()]);
        cells.extend([claims.to_string(), sources.to_string(), articles.to_string(), String::new()]);
        // Where the actors are is not known; where it happened is, by name.
        cells.extend(std::iter::repeat_n(String::new(), 16));
        cells.extend([String::new(), or_empty(&e.place)]);
        cells.extend(std::iter::repeat_n(String::new(), 6));
        cells.extend([format!("{}000000", digits(&or_empty(&e.published))), or_empty(&e.url)]);
        line(out, &cells)?;
        n += 1;
    }
    Ok(n)
}

/// One row a telling.
pub(super) fn gdelt_mentions(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    let mut n = 0;
    for id in ids(db, DONE)? {
        let e = event(db, id)?;
        let (Some(occurrence), Some(_)) = (e.occurrence, &e.cameo) else { continue };
        let time = |day: &Option<String>| format!("{}000000", digits(&or_empty(day)));
        let sentence: i64 = db
            .prepare_cached("SELECT count(*) FROM events WHERE article = ?1 AND start < ?2")
            .and_then(|mut s| s.query_row([e.article, e.start], |r| r.get(0)))
            .doing("export")?;
        let url = e.url.clone().unwrap_or_else(|| format!("musnad:article/{}", e.article));
        line(
            out,
            &[
                occurrence.to_string(),
                time(&e.anchor),
                time(&e.published),
                "1".to_owned(),
                or_empty(&e.outlet),
                url,
                (sentence + 1).to_string(),
                "-1".to_owned(),
                "-1".to_owned(),
                e.trigger.to_string(),
                "1".to_owned(),
                format!("{:.0}", e.confidence * 100.0),
                e.length.to_string(),
                String::new(),
                String::new(),
                String::new(),
            ],
        )?;
        n += 1;
    }
    Ok(n)
}

const POLECAT: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion";

fn joined(parties: &[Party], field: impl Fn(&Party) -> Option<String>) -> String {
    let all: Vec<String> = parties.iter().map(|p| field(p).unwrap_or_else(|| "None".to_owned())).collect();
    if all.iter().all(|x| x == "None") { String::new() } else { all.join("; ") }
}

fn polecat_party(parties: &[Party]) -> Vec<String> {
    vec![
        joined(parties, |p| Some(p.name.clone())),
        joined(parties, |p| p.country.clone()),
        String::new(),
        parties.first().and_then(|p| p.sector.clone()).unwrap_or_default(),
        joined(parties, |p| p.sector.clone()),
        String::new(),
        joined(parties, |p| Some(p.name.clone())),
        joined(parties, |p| p.wikidata.clone()),
    ]
}

/// Forty columns, with a header; `Event ID` is the archive's row.
pub(super) fn polecat(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    wrote(writeln!(out, "{POLECAT}"))?;
    let quads = ["", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"];
    let mut n = 0;
    for id in ids(db, DONE)? {
        let e = event(db, id)?;
        let named = |kind: &str| -> String {
            let all = e.actors.iter().chain(&e.recipients).filter(|p| p.kind == kind).map(|p| p.name.clone());
            all.collect::<Vec<_>>().join("; ")
        };
        let mut cells = vec![
            e.id.to_string(),
            or_empty(&e.anchor),
            e.kind.clone(),
            or_empty(&e.mode),
            String::new(),
            quads.get(quad(&e.kind) as usize).copied().unwrap_or_default().to_owned(),
            or_empty(&e.context).replace(',', "; "),
        ];
        cells.extend(polecat_party(&e.actors));
        cells.extend(polecat_party(&e.recipients));
        cells.push(or_empty(&e.place));
        cells.extend(std::iter::repeat_n(String::new(), 3));
        cells.push(or_empty(&e.place_country));
        cells.extend(std::iter::repeat_n(String::new(), 3));
        cells.extend([or_empty(&e.place), String::new(), or_empty(&e.outlet), or_empty(&e.published)]);
        cells.extend([
            named("person"),
            named("organization"),
            named("place"),
            "ar".to_owned(),
            format!("musnad-{}", env!("CARGO_PKG_VERSION")),
        ]);
        line(out, &cells)?;
        n += 1;
    }
    Ok(n)
}

const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude";

/// Twenty columns, with a header; only events with both sides, as ICEWS has them.
pub(super) fn icews(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    wrote(writeln!(out, "{ICEWS}"))?;
    let mut n = 0;
    for id in ids(db, DONE)? {
        let e = event(db, id)?;
        let (Some(source), Some(target), Some(cameo)) = (e.actors.first(), e.recipients.first(), &e.cameo) else { continue };
        line(
            out,
            &[
                e.id.to_string(),
                or_empty(&e.anchor),
                source.name.clone(),
                or_empty(&source.sector),
                or_empty(&source.country),
                format!("{} {}", e.kind, or_empty(&e.mode)),
                cameo.clone(),
                String::new(),
                target.name.clone(),
                or_empty(&target.sector),
                or_empty(&target.country),
                e.story.map(|s| s.to_string()).unwrap_or_default(),
                String::new(),
                or_empty(&e.outlet),
                or_empty(&e.place),
                String::new(),
                String::new(),
                or_empty(&e.place_country),
                String::new(),
                String::new(),
            ],
        )?;
        n += 1;
    }
    Ok(n)
}

/// One JSON object a line, in PLOVER's words, with what PLOVER lacks: status, evidence, occurrence.
pub(super) fn plover(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    let sql =
        "SELECT v.id FROM events v JOIN articles a ON a.id = v.article WHERE v.rejected = 0 AND a.current = 1 ORDER BY v.id";
    let mut n = 0;
    for id in ids(db, sql)? {
        let e = event(db, id)?;
        let parties = |all: &[Party]| -> Vec<serde_json::Value> {
            all.iter()
                .map(|p| json!({"actor_text": p.name, "country": p.country, "sector": p.sector, "wikidata": p.wikidata}))
                .collect()
        };
        let object = plover_object(&e, &parties);
        wrote(writeln!(out, "{object}"))?;
        n += 1;
    }
    Ok(n)
}

fn plover_object(e: &EventRow, parties: &dyn Fn(&[Party]) -> Vec<serde_json::Value>) -> serde_json::Value {
    let context: Vec<&str> = e.context.as_deref().map(|c| c.split(',').collect()).unwrap_or_default();
    json!({
        "id": e.id.to_string(),
        "date": e.anchor,
        "event": e.kind,
        "mode": e.mode,
        "context": context,
        "source": parties(&e.actors),
        "target": parties(&e.recipients),
        "location": e.place.as_ref().map(|place| json!({"name": place, "country": e.place_country})),
        "status": e.status,
        "text": e.words,
        "confidence": e.confidence,
        "cameo": e.cameo,
        "occurrence": e.occurrence,
        "publisher": e.outlet,
        "publisher_date": e.published,
        "url": e.url,
        "language": "ar",
    })
}
