//! Statements, events and designations of one article as rows.

use crate::add::{fact_id, fingerprint};
use crate::error::{Doing, Error};
use crate::given::day_of;
use crate::prepare::Prepared;
use musnad::record::{EventRecord, StatementRecord};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

/// The facts of one article, about to be written.
pub(crate) struct Facts<'f> {
    pub db: &'f Connection,
    pub article: i64,
    pub item: &'f Prepared,
    /// Rows of the record's entities.
    pub ids: &'f FxHashMap<&'f str, i64>,
    /// Day of publication.
    pub day: Option<String>,
}

impl Facts<'_> {
    /// Writes them, at most so many of a kind.
    pub fn write(&self, most: usize) -> Result<(), Error> {
        for (nth, statement) in self.item.record.statements.iter().enumerate().take(most) {
            self.statement(fact_id(self.article, nth), statement)?;
        }
        for (nth, event) in self.item.record.events.iter().enumerate().take(most) {
            self.event(fact_id(self.article, nth), event)?;
        }
        for (nth, found) in self.item.record.designations.iter().enumerate().take(most) {
            let entity = |id: &Option<String>| id.as_ref().and_then(|id| self.row(id));
            let sql = "INSERT INTO designations (id, article, start, \"end\", entity, stance, neutral, voice, called)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            let id = fact_id(self.article, nth);
            let values = params![
                id,
                self.article,
                found.span.start,
                found.span.end,
                entity(&found.entity),
                found.stance,
                found.neutral,
                entity(&found.voice),
                found.span.text
            ];
            self.db.prepare_cached(sql).and_then(|mut s| s.execute(values)).doing("add a designation")?;
        }
        Ok(())
    }

    fn row(&self, local: &str) -> Option<i64> {
        self.ids.get(local).copied()
    }

    fn statement(&self, id: i64, statement: &StatementRecord) -> Result<(), Error> {
        let doing = "add a statement";
        let said = statement.time.as_ref().and_then(|t| self.item.record.times.iter().find(|x| &x.id == t));
        let day = said.and_then(|t| t.value.as_deref()).and_then(day_of).or_else(|| self.day.clone());
        let sql = "INSERT INTO statements (id, article, local, speaker, act, direct, polarity, day, start, \"end\", sha256)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let values = params![
            id,
            self.article,
            statement.id,
            statement.chain.last().and_then(|e| self.row(e)),
            statement.act,
            statement.direct,
            statement.polarity,
            day,
            statement.content.start,
            statement.content.end,
            &fingerprint(self.item, &statement.content)[..],
        ];
        self.db.prepare_cached(sql).and_then(|mut s| s.execute(values)).doing(doing)?;
        for (hop, entity) in statement.chain.iter().enumerate().filter_map(|(n, e)| Some((n, self.row(e)?))) {
            let sql = "INSERT INTO statement_hops (statement, hop, entity) VALUES (?1, ?2, ?3)";
            self.db.prepare_cached(sql).and_then(|mut s| s.execute(params![id, hop as i64, entity])).doing(doing)?;
        }
        for cue in &statement.cues {
            let sql = "INSERT OR IGNORE INTO cues (statement, start, \"end\", entity) VALUES (?1, ?2, ?3, ?4)";
            let entity = cue.of.as_ref().and_then(|e| self.row(e));
            self.db
                .prepare_cached(sql)
                .and_then(|mut s| s.execute(params![id, cue.span.start, cue.span.end, entity]))
                .doing(doing)?;
        }
        for entity in statement.addressee.iter().filter_map(|e| self.row(e)) {
            let sql = "INSERT OR IGNORE INTO addressees (statement, entity) VALUES (?1, ?2)";
            self.db.prepare_cached(sql).and_then(|mut s| s.execute([id, entity])).doing(doing)?;
        }
        Ok(())
    }

    fn event(&self, id: i64, event: &EventRecord) -> Result<(), Error> {
        let doing = "add an event";
        let day = event.date.as_deref().and_then(day_of);
        let anchor = day.clone().or_else(|| self.day.clone());
        let context = (!event.context.is_empty()).then(|| event.context.join(","));
        let sql =
            "INSERT INTO events (id, article, local, type, mode, context, cameo, date, day, anchor, place, status, confidence,
                   trigger_start, trigger_end, start, \"end\", sha256)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
        let values = params![
            id,
            self.article,
            event.id,
            event.event,
            event.mode,
            context,
            event.cameo,
            event.date,
            day,
            anchor,
            event.place.as_ref().and_then(|e| self.row(e)),
            event.status,
            f64::from((event.confidence * 1000.0).round()) / 1000.0,
            event.trigger.start,
            event.trigger.end,
            event.evidence.start,
            event.evidence.end,
            &fingerprint(self.item, &event.evidence)[..],
        ];
        self.db.prepare_cached(sql).and_then(|mut s| s.execute(values)).doing(doing)?;
        for (role, parties) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            for (nth, entity) in parties.iter().enumerate().filter_map(|(n, e)| Some((n, self.row(e)?))) {
                let sql = "INSERT INTO event_parties (event, role, nth, entity) VALUES (?1, ?2, ?3, ?4)";
                self.db.prepare_cached(sql).and_then(|mut s| s.execute(params![id, role, nth as i64, entity])).doing(doing)?;
            }
        }
        for (hop, entity) in event.chain.iter().enumerate().filter_map(|(n, e)| Some((n, self.row(e)?))) {
            let sql = "INSERT INTO event_hops (event, hop, entity) VALUES (?1, ?2, ?3)";
            self.db.prepare_cached(sql).and_then(|mut s| s.execute(params![id, hop as i64, entity])).doing(doing)?;
        }
        for count in &event.counts {
            let sql = "INSERT OR IGNORE INTO event_counts (event, start, \"end\", what, count, approximate) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let number = i64::try_from(count.count).unwrap_or(i64::MAX);
            let values = params![id, count.span.start, count.span.end, count.what, number, count.approximate];
            self.db.prepare_cached(sql).and_then(|mut s| s.execute(values)).doing(doing)?;
        }
        Ok(())
    }
}
