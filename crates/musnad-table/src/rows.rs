//! The rows of a record.

use crate::column::{Cell, Columns};
use crate::schema;
use musnad::Record;
use musnad::record::{DesignationRecord, EntityRecord, EventRecord, SpanText, StatementRecord, TimeRecord};
use musnad_archive::merge::days;
use musnad_archive::{Given, day_of, entity_key};
use rustc_hash::FxHashMap;

type Row<'r> = Vec<Cell<'r>>;

/// A record about to become rows: with the key of its article, and its entities by their names.
#[derive(Debug)]
pub struct Rows<'r> {
    record: &'r Record,
    key: String,
    names: FxHashMap<&'r str, &'r str>,
    day: Option<i64>,
}

/// The key of a record's article, as the archive knows it.
pub fn key(record: &Record) -> String {
    let article = &record.article;
    Given::from(musnad::Article {
        id: article.id.clone(),
        url: article.url.clone(),
        outlet: article.outlet.clone(),
        published: article.published.clone(),
        title: article.title.clone(),
        text: record.text.clone(),
    })
    .key()
}

fn whole_day(date: Option<&str>) -> Option<i64> {
    date.and_then(day_of).as_deref().and_then(days)
}

fn span(span: &SpanText) -> Row<'_> {
    vec![span.start.into(), span.end.into(), (&span.text).into()]
}

impl<'r> Rows<'r> {
    /// The rows of a record whose article has this key.
    pub fn new(record: &'r Record, key: String) -> Rows<'r> {
        let names = record.entities.iter().map(|e| (e.id.as_str(), e.name.as_str())).collect();
        Rows { record, key, names, day: whole_day(record.article.published.as_deref()) }
    }

    fn name(&self, entity: &str) -> Option<&'r str> {
        self.names.get(entity).copied()
    }

    fn names(&self, entities: &[String]) -> Cell<'r> {
        Cell::Texts(entities.iter().map(|e| self.name(e).unwrap_or_default()).collect())
    }

    fn article(&self) -> Row<'_> {
        let article = &self.record.article;
        vec![
            (&self.key).into(),
            (&article.id).into(),
            (&article.url).into(),
            (&article.outlet).into(),
            (&article.published).into(),
            self.day.into(),
            (&article.title).into(),
            (&self.record.text).into(),
            (&self.record.musnad).into(),
            (&self.record.model).into(),
            Cell::Rows(article.blocks.iter().map(|b| vec![(&b.kind).into(), b.span.start.into(), b.span.end.into()]).collect()),
            Cell::Rows(self.record.limits.iter().map(|l| vec![(&l.what).into(), l.at.into(), (&l.why).into()]).collect()),
        ]
    }

    fn entity(&self, entity: &'r EntityRecord) -> Row<'r> {
        let mentions = entity.mentions.iter().map(|m| {
            let mut row = span(&m.span);
            row.push((&m.form).into());
            row
        });
        vec![
            (&entity.id).into(),
            (&entity.kind).into(),
            Cell::Bool(entity.named),
            (&entity.name).into(),
            (&entity.wikidata).into(),
            (&entity.country).into(),
            (&entity.sector).into(),
            Cell::Made(entity_key(entity)),
            Cell::Rows(mentions.collect()),
        ]
    }

    fn time(&self, time: &'r TimeRecord) -> Row<'r> {
        let mut row = vec![(&time.id).into()];
        row.extend(span(&time.span));
        row.extend([(&time.value).into(), (&time.anchor).into()]);
        row
    }

    fn statement(&self, statement: &'r StatementRecord) -> Row<'r> {
        let speaker = statement.chain.last();
        let said = statement.time.as_ref().and_then(|t| self.record.times.iter().find(|x| &x.id == t));
        let day = whole_day(said.and_then(|t| t.value.as_deref())).or(self.day);
        let cues = statement.cues.iter().map(|c| {
            let mut row = span(&c.span);
            row.push((&c.of).into());
            row
        });
        vec![
            (&statement.id).into(),
            speaker.map_or(Cell::Null, Into::into),
            speaker.and_then(|s| self.name(s)).map_or(Cell::Null, Cell::Text),
            (&statement.chain).into(),
            (&statement.act).into(),
            Cell::Bool(statement.direct),
            (&statement.polarity).into(),
            day.into(),
            (&statement.time).into(),
            statement.content.start.into(),
            statement.content.end.into(),
            (&statement.content.text).into(),
            (&statement.addressee).into(),
            Cell::Rows(cues.collect()),
            Cell::Rows(statement.quotes.iter().map(span).collect()),
        ]
    }

    fn event(&self, event: &'r EventRecord) -> Row<'r> {
        let counts = event.counts.iter().map(|c| {
            let count = i64::try_from(c.count).unwrap_or(i64::MAX);
            let mut row = vec![(&c.what).into(), Cell::Int(count), Cell::Bool(c.approximate)];
            row.extend(span(&c.span));
            row
        });
        vec![
            (&event.id).into(),
            (&event.event).into(),
            (&event.mode).into(),
            (&event.context).into(),
            (&event.cameo).into(),
            (&event.actors).into(),
            self.names(&event.actors),
            (&event.recipients).into(),
            self.names(&event.recipients),
            (&event.date).into(),
            whole_day(event.date.as_deref()).into(),
            (&event.place).into(),
            event.place.as_ref().and_then(|p| self.name(p)).map_or(Cell::Null, Cell::Text),
            (&event.status).into(),
            (&event.chain).into(),
            event.trigger.start.into(),
            event.trigger.end.into(),
            (&event.trigger.text).into(),
            event.evidence.start.into(),
            event.evidence.end.into(),
            (&event.evidence.text).into(),
            Cell::Rows(counts.collect()),
            Cell::Real(event.confidence),
        ]
    }

    fn designation(&self, found: &'r DesignationRecord) -> Row<'r> {
        let mut row = span(&found.span);
        row.extend([(&found.entity).into(), (&found.stance).into(), (&found.neutral).into(), (&found.voice).into()]);
        row
    }

    /// Adds the article's row of [`schema::RECORDS`]; with the record as JSON where given.
    pub fn nested(&self, columns: &mut Columns, json: Option<String>) {
        let mut row = self.article();
        let record = self.record;
        row.push(Cell::Rows(record.entities.iter().map(|e| self.entity(e)).collect()));
        row.push(Cell::Rows(record.times.iter().map(|t| self.time(t)).collect()));
        row.push(Cell::Rows(record.statements.iter().map(|s| self.statement(s)).collect()));
        row.push(Cell::Rows(record.events.iter().map(|v| self.event(v)).collect()));
        row.push(Cell::Rows(record.designations.iter().map(|d| self.designation(d)).collect()));
        row.push(Cell::Rows(crate::claims::of(record).iter().map(crate::claims::Told::row).collect()));
        row.push(json.map_or(Cell::Null, Cell::Made));
        row.push(Cell::Null);
        columns.push(&row);
    }

    /// Adds a row for what could not be read, and why.
    pub fn bad(columns: &mut Columns, key: &str, id: Option<&str>, why: &str) {
        let cells = columns.table.fields.iter().map(|field| match field.name {
            "article" => Cell::Text(key),
            "id" => id.map_or(Cell::Null, Cell::Text),
            "error" => Cell::Text(why),
            _ if !field.nullable && field.kind == crate::Kind::Text => Cell::Text(""),
            _ => Cell::Null,
        });
        let cells: Vec<Cell<'_>> = cells.collect();
        columns.push(&cells);
    }

    /// Adds its rows to a flat table, [`schema::CLAIMS`] too. `keep` tells which facts, by their names inside the article.
    pub fn flat(&self, columns: &mut Columns, keep: &dyn Fn(&str) -> bool) {
        let record = self.record;
        if columns.table == &schema::ARTICLES {
            return columns.push(&self.article());
        }
        let rows: Vec<Row<'_>> = match columns.table.name {
            "entities" => record.entities.iter().map(|e| self.entity(e)).collect(),
            "times" => record.times.iter().map(|t| self.time(t)).collect(),
            "statements" => record.statements.iter().filter(|s| keep(&s.id)).map(|s| self.statement(s)).collect(),
            "events" => record.events.iter().filter(|v| keep(&v.id)).map(|v| self.event(v)).collect(),
            "designations" => record.designations.iter().map(|d| self.designation(d)).collect(),
            "claims" => crate::claims::of(record).iter().filter(|c| keep(&c.event)).map(crate::claims::Told::row).collect(),
            _ => Vec::new(),
        };
        for mut row in rows {
            row.insert(0, Cell::Text(&self.key));
            columns.push(&row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_takes_the_rows_of_a_record() -> Result<(), Box<dyn std::error::Error>> {
        let reader = musnad::Reader::embedded()?;
        let text = "أجرى الرئيس المصري عبد الفتاح السيسي أمس اتصالا هاتفيا مع نظيره التركي رجب طيب أردوغان. وقال السيسي إن مصر تدعم ليبيا.";
        let article = musnad::Article { text: text.into(), published: Some("2023-10-09".into()), ..musnad::Article::default() };
        let record = reader.read(&article);
        let rows = Rows::new(&record, key(&record));
        for table in std::iter::once(&schema::RECORDS).chain(schema::FLAT) {
            let mut columns = Columns::new(table);
            if table == &schema::RECORDS {
                rows.nested(&mut columns, None)
            } else {
                rows.flat(&mut columns, &|_| true)
            }
            let wanted = match table.name {
                "records" | "articles" => 1,
                "entities" => record.entities.len(),
                "times" => record.times.len(),
                "statements" => record.statements.len(),
                "events" | "claims" => record.events.len(),
                "designations" => record.designations.len(),
                _ => 0,
            };
            assert_eq!(columns.n_rows, wanted, "{}", table.name);
            for (field, column) in columns.fields() {
                assert_eq!(column.len(), wanted, "{}.{}", table.name, field.name);
            }
        }
        let mut events = Columns::new(&schema::EVENTS);
        rows.flat(&mut events, &|_| true);
        let day = events.column("day");
        assert!(matches!(day, Some(crate::Column::Int(days, _)) if days.contains(&19_638)), "{day:?}");
        Ok(())
    }
}
