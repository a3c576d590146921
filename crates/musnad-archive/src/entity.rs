//! Who is who across articles.
//!
//! An entity of one article and one of another are the same if they share a Wikidata item, or, without one, kind and folded
//! name. An unnamed one ("مصدر أمني") is kept by its description: the row counts how often such a source speaks, and does not
//! claim that it is one man.

use crate::error::{Doing, Error};
use musnad::record::EntityRecord;
use musnad::text::fold;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

/// Entities remembered between articles; more are looked up again.
const MOST: usize = 200_000;

/// Rows already known by key, with what is known of them.
#[derive(Debug, Default)]
pub(crate) struct Known {
    ids: FxHashMap<String, (i64, bool)>,
}

/// The key under which an entity is one across articles: its Wikidata item; else kind and folded name; unnamed ones by description.
pub fn key(entity: &EntityRecord) -> String {
    match &entity.wikidata {
        Some(item) => item.clone(),
        None if entity.named => format!("{}|{}", entity.kind, fold(&entity.name)),
        None => format!("~{}|{}|{}", entity.kind, fold(&entity.name), entity.country.as_deref().unwrap_or("")),
    }
}

impl Known {
    /// Forgets everything: after a transaction that did not commit.
    pub fn clear(&mut self) {
        self.ids.clear();
    }

    /// The row of an entity and whether it was made now; what was unknown of it is filled in.
    pub fn id(&mut self, db: &Connection, entity: &EntityRecord) -> Result<(i64, bool), Error> {
        let doing = "add an entity";
        let key = key(entity);
        let complete = entity.country.is_none() && entity.sector.is_none();
        if let Some((id, full)) = self.ids.get(&key)
            && (*full || complete)
        {
            return Ok((*id, false));
        }
        let found: Option<(i64, Option<String>, Option<String>)> = db
            .prepare_cached("SELECT id, country, sector FROM entities WHERE key = ?1")
            .and_then(|mut s| s.query_row([&key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional())
            .doing(doing)?;
        let is_new = found.is_none();
        let (id, full) = match found {
            Some((id, country, sector)) => {
                let fills = (country.is_none() && entity.country.is_some()) || (sector.is_none() && entity.sector.is_some());
                if fills {
                    db.prepare_cached("UPDATE entities SET country = coalesce(country, ?2), sector = coalesce(sector, ?3) WHERE id = ?1")
                        .and_then(|mut s| s.execute(params![id, entity.country, entity.sector]))
                        .doing(doing)?;
                }
                (id, (country.is_some() || entity.country.is_some()) && (sector.is_some() || entity.sector.is_some()))
            }
            None => {
                db.prepare_cached(
                    "INSERT INTO entities (key, kind, named, name, wikidata, country, sector) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )
                .and_then(|mut s| {
                    s.insert(params![key, entity.kind, entity.named, entity.name, entity.wikidata, entity.country, entity.sector])
                })
                .and_then(|id| {
                    db.prepare_cached("INSERT INTO entity_search (rowid, name) VALUES (?1, ?2)")?
                        .execute(params![id, crate::index::line(&entity.name)])?;
                    Ok((id, entity.country.is_some() && entity.sector.is_some()))
                })
                .doing(doing)?
            }
        };
        if self.ids.len() >= MOST {
            self.ids.clear();
        }
        self.ids.insert(key, (id, full));
        Ok((id, is_new))
    }
}
