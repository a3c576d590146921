//! An event with all that the coded formats ask of it.

use crate::error::{Doing, Error};
use rusqlite::{Connection, Row};

/// A party of an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Party {
    pub name: String,
    pub kind: String,
    pub country: Option<String>,
    pub sector: Option<String>,
    pub wikidata: Option<String>,
}

/// An event, its article and its occurrence.
#[derive(Clone, Debug, Default)]
pub(super) struct EventRow {
    pub id: i64,
    pub article: i64,
    pub kind: String,
    pub mode: Option<String>,
    pub context: Option<String>,
    pub cameo: Option<String>,
    pub anchor: Option<String>,
    pub status: String,
    pub confidence: f64,
    pub start: i64,
    pub words: String,
    pub trigger: i64,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub story: Option<i64>,
    pub occurrence: Option<i64>,
    pub length: i64,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
}

const SQL: &str = "SELECT v.id, v.article, v.type, v.mode, v.context, v.cameo, v.anchor, v.status, v.confidence, v.start,
    substr(a.text, v.start + 1, v.\"end\" - v.start), v.trigger_start, p.name, p.country, o.name, a.day, a.url, a.story, v.occurrence,
    length(a.text)
    FROM events v JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = a.outlet LEFT JOIN entities p ON p.id = v.place
    WHERE v.id = ?1";

/// The event in a row.
pub(super) fn event(db: &Connection, id: i64) -> Result<EventRow, Error> {
    let mut row = db.prepare_cached(SQL).and_then(|mut s| s.query_row([id], read)).doing("export")?;
    let mut parties = db
        .prepare_cached(
            "SELECT p.role, e.name, e.kind, e.country, e.sector, e.wikidata FROM event_parties p JOIN entities r ON r.id = p.entity
             JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE p.event = ?1 ORDER BY p.role, p.nth",
        )
        .doing("export")?;
    let mut rows = parties.query([id]).doing("export")?;
    while let Some(r) = rows.next().doing("export")? {
        let (role, party) = (|| {
            let party = Party { name: r.get(1)?, kind: r.get(2)?, country: r.get(3)?, sector: r.get(4)?, wikidata: r.get(5)? };
            Ok::<_, rusqlite::Error>((r.get::<_, String>(0)?, party))
        })()
        .doing("export")?;
        if role == "actor" { row.actors.push(party) } else { row.recipients.push(party) }
    }
    Ok(row)
}

fn read(r: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        id: r.get(0)?,
        article: r.get(1)?,
        kind: r.get(2)?,
        mode: r.get(3)?,
        context: r.get(4)?,
        cameo: r.get(5)?,
        anchor: r.get(6)?,
        status: r.get(7)?,
        confidence: r.get(8)?,
        start: r.get(9)?,
        words: r.get(10)?,
        trigger: r.get(11)?,
        place: r.get(12)?,
        place_country: r.get(13)?,
        outlet: r.get(14)?,
        published: r.get(15)?,
        url: r.get(16)?,
        story: r.get(17)?,
        occurrence: r.get(18)?,
        length: r.get(19)?,
        actors: Vec::new(),
        recipients: Vec::new(),
    })
}
