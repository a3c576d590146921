//! Records as they were read; statements as linked data; who did what to whom as a graph.

use super::{ids, wrote};
use crate::error::{Doing, Error};
use rusqlite::Connection;
use serde_json::json;
use std::io::Write;

/// One record a line, current versions only.
pub(super) fn records(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    let mut n = 0;
    for id in ids(db, "SELECT id FROM articles WHERE current = 1 ORDER BY id")? {
        let Some(record) = crate::get::record(db, id)? else { continue };
        let line = serde_json::to_string(&record).map_err(|_| Error::Damaged(id, "record"))?;
        wrote(writeln!(out, "{line}"))?;
        n += 1;
    }
    Ok(n)
}

/// One document whose graph holds every statement: what was said, by whom, where it was published, and through whom it came.
pub(super) fn json_ld(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    wrote(write!(
        out,
        "{{\"@context\": [\"https://schema.org\", {{\"prov\": \"http://www.w3.org/ns/prov#\"}}],\n \"@graph\": ["
    ))?;
    let sql =
        "SELECT s.id FROM statements s JOIN articles a ON a.id = s.article WHERE s.rejected = 0 AND a.current = 1 ORDER BY s.id";
    let mut n = 0_u64;
    for id in ids(db, sql)? {
        let mut object = db
            .prepare_cached(
                "SELECT s.direct, substr(a.text, s.start + 1, s.\"end\" - s.start), e.name, e.wikidata, e.kind, s.day, a.url, a.title, o.name,
                 a.published, s.act, a.id FROM statements s JOIN articles a ON a.id = s.article LEFT JOIN outlets o ON o.id = a.outlet
                 LEFT JOIN entities r ON r.id = s.speaker LEFT JOIN entities e ON e.id = coalesce(r.merged_into, r.id) WHERE s.id = ?1",
            )
            .and_then(|mut q| {
                q.query_row([id], |r| {
                    let text = |n: usize| r.get::<_, Option<String>>(n);
                    let (name, item, kind) = (text(2)?, text(3)?, text(4)?);
                    let whom = name.map(|name| {
                        let kind = if kind.as_deref() == Some("person") { "Person" } else { "Organization" };
                        let same = item.map(|q| format!("http://www.wikidata.org/entity/{q}"));
                        json!({"@type": kind, "name": name, "sameAs": same})
                    });
                    let direct: bool = r.get(0)?;
                    Ok(json!({
                        "@id": format!("musnad:statement/{id}"),
                        "@type": [if direct { "Quotation" } else { "Claim" }, "prov:Entity"],
                        "text": text(1)?,
                        "inLanguage": "ar",
                        "keywords": text(10)?,
                        "spokenByCharacter": whom.clone().filter(|_| direct),
                        "author": whom,
                        "dateCreated": text(5)?,
                        "appearance": {"@type": "NewsArticle", "@id": format!("musnad:article/{}", r.get::<_, i64>(11)?), "url": text(6)?,
                            "headline": text(7)?, "publisher": text(8)?.map(|o| json!({"@type": "Organization", "name": o})),
                            "datePublished": text(9)?},
                    }))
                })
            })
            .doing("export")?;
        let chain: Vec<String> = db
            .prepare_cached(
                "SELECT e.name FROM statement_hops h JOIN entities r ON r.id = h.entity JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
                 WHERE h.statement = ?1 ORDER BY h.hop",
            )
            .and_then(|mut s| s.query_map([id], |r| r.get(0))?.collect())
            .doing("export")?;
        // From the one nearest the reader to the speaker: each hop passes on what the next one said.
        object["prov:wasAttributedTo"] = chain.into_iter().map(|name| json!({"@type": "prov:Agent", "name": name})).collect();
        wrote(write!(out, "{}\n  {object}", if n > 0 { "," } else { "" }))?;
        n += 1;
    }
    wrote(writeln!(out, "\n ]}}"))?;
    Ok(n)
}

fn xml(text: &str) -> String {
    let clean = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    let mut out = String::with_capacity(text.len());
    for c in clean {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// Nodes are entities that act or undergo; an edge is one type of event between two of them, with how often it was told.
pub(super) fn graph_ml(db: &Connection, out: &mut dyn Write) -> Result<u64, Error> {
    let mut head =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (id, on, kind) in [
        ("name", "node", "string"),
        ("kind", "node", "string"),
        ("country", "node", "string"),
        ("sector", "node", "string"),
        ("type", "edge", "string"),
        ("claims", "edge", "int"),
        ("occurrences", "edge", "int"),
        ("first", "edge", "string"),
        ("last", "edge", "string"),
    ] {
        head.push_str(&format!("<key id=\"{id}\" for=\"{on}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>\n"));
    }
    wrote(writeln!(out, "{head}<graph edgedefault=\"directed\">"))?;
    let nodes =
        "SELECT DISTINCT e.id, e.name, e.kind, e.country, e.sector FROM event_parties p JOIN entities r ON r.id = p.entity
                 JOIN entities e ON e.id = coalesce(r.merged_into, r.id) ORDER BY e.id";
    let mut select = db.prepare(nodes).doing("export")?;
    let mut rows = select.query([]).doing("export")?;
    while let Some(r) = rows.next().doing("export")? {
        let id: i64 = r.get(0).doing("export")?;
        let mut data = String::new();
        for (n, key) in ["name", "kind", "country", "sector"].iter().enumerate() {
            if let Some(value) = r.get::<_, Option<String>>(n + 1).doing("export")? {
                data.push_str(&format!("<data key=\"{key}\">{}</data>", xml(&value)));
            }
        }
        wrote(writeln!(out, "<node id=\"n{id}\">{data}</node>"))?;
    }
    drop(rows);
    let edges = "SELECT coalesce(x.merged_into, x.id), coalesce(y.merged_into, y.id), v.type, count(DISTINCT v.id), count(DISTINCT v.occurrence),
                 min(v.anchor), max(v.anchor) FROM events v
                 JOIN event_parties p ON p.event = v.id AND p.role = 'actor' JOIN entities x ON x.id = p.entity
                 JOIN event_parties q ON q.event = v.id AND q.role = 'recipient' JOIN entities y ON y.id = q.entity
                 WHERE v.rejected = 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    let mut select = db.prepare(edges).doing("export")?;
    let mut rows = select.query([]).doing("export")?;
    let mut n = 0;
    while let Some(r) = rows.next().doing("export")? {
        let (a, b, kind, claims, occurrences): (i64, i64, String, i64, i64) =
            (|| Ok::<_, rusqlite::Error>((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))().doing("export")?;
        let mut data = format!(
            "<data key=\"type\">{}</data><data key=\"claims\">{claims}</data><data key=\"occurrences\">{occurrences}</data>",
            xml(&kind)
        );
        for (column, key) in [(5, "first"), (6, "last")] {
            if let Some(day) = r.get::<_, Option<String>>(column).doing("export")? {
                data.push_str(&format!("<data key=\"{key}\">{}</data>", xml(&day)));
            }
        }
        wrote(writeln!(out, "<edge source=\"n{a}\" target=\"n{b}\">{data}</edge>"))?;
        n += 1;
    }
    wrote(writeln!(out, "</graph>\n</graphml>"))?;
    Ok(n)
}
