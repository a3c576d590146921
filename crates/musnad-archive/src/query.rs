//! Questions with filters: events, statements, who, timeline, framing. Each answer is a [`Table`].

use crate::error::{Doing, Error};
use crate::search::{Query, Term, expand_term};
use musnad::lexicon::Lexicon;
use musnad::search::Level;
use musnad::text::fold;
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;

/// What to keep; `None` keeps everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Name, number or Wikidata item of anyone who takes part.
    pub entity: Option<String>,
    /// Who spoke or acted.
    pub by: Option<String>,
    /// To whom it was done or said.
    pub to_whom: Option<String>,
    /// Outlet, or a part of its name.
    pub outlet: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// PLOVER type of events.
    pub kind: Option<String>,
    /// Speech act of statements.
    pub act: Option<String>,
    /// Status of events.
    pub status: Option<String>,
    /// Country of a speaker or party: ISO code.
    pub country: Option<String>,
    /// Only what tellings disagree on.
    pub disputed: bool,
    /// Only tellings of this occurrence.
    pub occurrence: Option<i64>,
    /// Only what articles of this story tell.
    pub story: Option<i64>,
    /// Most rows; 0 for all.
    pub limit: usize,
}

/// An answer: names of columns, and rows of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, as many values each as there are columns.
    pub rows: Vec<Vec<Value>>,
}

/// Conditions with their values.
#[derive(Default)]
struct Where {
    parts: Vec<String>,
    values: Vec<Sql>,
}

impl Where {
    fn and(&mut self, sql: &str, value: impl Into<Sql>) {
        self.values.push(value.into());
        self.parts.push(sql.replace('?', &format!("?{}", self.values.len())));
    }

    fn entities(&mut self, sql: &str, ids: &[i64]) {
        let list: Vec<String> = ids.iter().map(i64::to_string).collect();
        self.parts.push(sql.replace("{}", &list.join(",")));
    }

    fn sql(&self) -> String {
        if self.parts.is_empty() { "1".to_owned() } else { self.parts.join(" AND ") }
    }
}

/// Names of an entity's parties as one text.
fn parties(role: &str) -> String {
    format!(
        "(SELECT group_concat(x.name, '، ') FROM event_parties p JOIN entities r ON r.id = p.entity
          JOIN entities x ON x.id = coalesce(r.merged_into, r.id) WHERE p.event = f.id AND p.role = '{role}')"
    )
}

fn chain(table: &str, column: &str) -> String {
    format!(
        "(SELECT group_concat(x.name, ' ← ') FROM {table} h JOIN entities r ON r.id = h.entity
          JOIN entities x ON x.id = coalesce(r.merged_into, r.id) WHERE h.{column} = f.id)"
    )
}

/// Rows of entities that a name, number or Wikidata item means, with all that were merged into them.
///
/// # Errors
/// If the archive cannot be read, or nobody is called so.
pub fn entities(db: &Connection, lexicon: &Lexicon, named: &str) -> Result<Vec<i64>, Error> {
    let named = named.trim();
    let is_item = named.strip_prefix('Q').is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    let mut ids: Vec<i64> = if let Ok(id) = named.parse::<i64>() {
        vec![id]
    } else if is_item {
        ids(db, "SELECT id FROM entities WHERE wikidata = ?1", &[Sql::Text(named.to_owned())])?
    } else {
        by_name(db, lexicon, named)?
    };
    if ids.is_empty() {
        return Err(Error::Request(format!(
            "nobody and nothing in the archive is called `{named}`; try `musnad search {named}`"
        )));
    }
    let list: Vec<String> = ids.iter().map(i64::to_string).collect();
    let list = list.join(",");
    let sql = format!(
        "SELECT id FROM entities WHERE id IN ({list}) OR merged_into IN ({list})
         OR id IN (SELECT merged_into FROM entities WHERE id IN ({list}))
         OR merged_into IN (SELECT merged_into FROM entities WHERE id IN ({list}))"
    );
    ids = self::ids(db, &sql, &[])?;
    Ok(ids)
}

fn ids(db: &Connection, sql: &str, values: &[Sql]) -> Result<Vec<i64>, Error> {
    db.prepare_cached(sql)
        .and_then(|mut s| s.query_map(params_from_iter(values.iter()), |r| r.get(0))?.collect())
        .doing("look for an entity")
}

/// Whoever is called exactly so, and, for one word, persons whose name ends in it; else all whose names hold its words.
fn by_name(db: &Connection, lexicon: &Lexicon, named: &str) -> Result<Vec<i64>, Error> {
    let query = Query::parse(&named.replace(':', " "));
    let words: Vec<Term> = query.all.into_iter().flatten().collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<String> =
        words.iter().map(|t| expand_term(db, lexicon, t).map(|e| e.expression(Level::Clitic))).collect::<Result<_, _>>()?;
    let found: Vec<(i64, String, String)> = db
        .prepare_cached(
            "SELECT e.id, e.kind, e.name FROM entity_search s JOIN entities e ON e.id = s.rowid WHERE entity_search MATCH ?1 LIMIT 1000",
        )
        .and_then(|mut s| s.query_map([all.join(" AND ")], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect())
        .doing("look for an entity")?;
    let asked = fold(named);
    let last = (words.len() == 1).then(|| format!(" {asked}"));
    let meant = |(_, kind, name): &&(i64, String, String)| {
        let name = fold(name);
        name == asked || (kind == "person" && last.as_ref().is_some_and(|l| name.ends_with(l.as_str())))
    };
    let near: Vec<i64> = found.iter().filter(meant).map(|f| f.0).collect();
    Ok(if near.is_empty() { found.into_iter().map(|f| f.0).collect() } else { near })
}

fn table(db: &Connection, sql: &str, values: &[Sql]) -> Result<Table, Error> {
    let doing = "ask the archive";
    let mut select = db.prepare(sql).doing(doing)?;
    let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
    let mut found = select.query(params_from_iter(values.iter())).doing(doing)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().doing(doing)? {
        let mut values = Vec::with_capacity(columns.len());
        for column in 0..columns.len() {
            values.push(match row.get_ref(column).doing(doing)? {
                ValueRef::Null | ValueRef::Blob(_) => Value::Null,
                ValueRef::Integer(n) => Value::from(n),
                ValueRef::Real(x) => Value::from(x),
                ValueRef::Text(t) => Value::String(String::from_utf8_lossy(t).into_owned()),
            });
        }
        rows.push(values);
    }
    Ok(Table { columns, rows })
}

/// The rows that are asked for, chosen before their words and names are fetched: no text is touched for a row not shown.
fn chosen(facts: &str, day: &str, w: &Where, filter: &Filter) -> String {
    format!(
        "(SELECT f.id FROM {facts} f JOIN articles a INDEXED BY articles_light ON a.id = f.article WHERE {} ORDER BY {day} DESC, f.id DESC {})",
        w.sql(),
        limit(filter)
    )
}

fn limit(filter: &Filter) -> String {
    if filter.limit == 0 { String::new() } else { format!("LIMIT {}", filter.limit) }
}

fn common(filter: &Filter, day: &str, w: &mut Where) {
    if let Some(from) = &filter.from {
        w.and(&format!("{day} >= ?"), from.clone());
    }
    if let Some(to) = &filter.to {
        w.and(&format!("{day} <= ?"), until(to));
    }
    if let Some(outlet) = &filter.outlet {
        w.and("a.outlet IN (SELECT id FROM outlets WHERE instr(key, ?) > 0)", fold(outlet));
    }
    if let Some(story) = filter.story {
        w.and("a.story = ?", story);
    }
}

/// The last day of a date's prefix, as text that sorts after all its days.
fn until(date: &str) -> String {
    if date.len() < 10 { format!("{date}-99") } else { date.to_owned() }
}

/// Events, latest first.
///
/// # Errors
/// If the archive cannot be read, or a name means nobody.
pub fn events(db: &Connection, lexicon: &Lexicon, filter: &Filter) -> Result<Table, Error> {
    let mut w = Where::default();
    w.parts.push("f.rejected = 0 AND a.current = 1".to_owned());
    common(filter, "f.anchor", &mut w);
    for (name, role) in
        [(&filter.entity, ""), (&filter.by, " AND p.role = 'actor'"), (&filter.to_whom, " AND p.role = 'recipient'")]
    {
        if let Some(name) = name {
            let ids = entities(db, lexicon, name)?;
            let place = if role.is_empty() { " OR f.place IN ({})" } else { "" };
            w.entities(&format!("(f.id IN (SELECT p.event FROM event_parties p WHERE p.entity IN ({{}}){role}){place})"), &ids);
        }
    }
    if let Some(kind) = &filter.kind {
        w.and("f.type = ?", kind.to_uppercase());
    }
    if let Some(status) = &filter.status {
        w.and("f.status = ?", status.clone());
    }
    if let Some(country) = &filter.country {
        let sql = "f.id IN (SELECT p.event FROM event_parties p JOIN entities e ON e.id = p.entity WHERE e.country = ?)";
        w.and(sql, country.to_uppercase());
    }
    if filter.disputed {
        w.parts.push("f.occurrence IN (SELECT id FROM occurrences WHERE disputed = 1)".to_owned());
    }
    if let Some(occurrence) = filter.occurrence {
        w.and("f.occurrence = ?", occurrence);
    }
    let sql = format!(
        "SELECT f.id, f.date, f.type, f.mode, {} AS actors, {} AS recipients, pl.name AS place, f.status, {} AS according_to,
         substr(a.text, f.start + 1, f.\"end\" - f.start) AS words, o.name AS outlet, a.published, a.id AS article, f.occurrence,
         f.confidence, f.cameo, a.url
         FROM {} k JOIN events f ON f.id = k.id JOIN articles a ON a.id = f.article LEFT JOIN outlets o ON o.id = a.outlet
         LEFT JOIN entities pl ON pl.id = f.place ORDER BY f.anchor DESC, f.id DESC",
        parties("actor"),
        parties("recipient"),
        chain("event_hops", "event"),
        chosen("events", "f.anchor", &w, filter),
    );
    table(db, &sql, &w.values)
}

/// Statements, latest first.
///
/// # Errors
/// If the archive cannot be read, or a name means nobody.
pub fn statements(db: &Connection, lexicon: &Lexicon, filter: &Filter) -> Result<Table, Error> {
    let mut w = Where::default();
    w.parts.push("f.rejected = 0 AND a.current = 1".to_owned());
    common(filter, "f.day", &mut w);
    if let Some(name) = &filter.by {
        w.entities("f.speaker IN ({})", &entities(db, lexicon, name)?);
    }
    if let Some(name) = &filter.entity {
        let sql = "(f.speaker IN ({}) OR f.id IN (SELECT statement FROM statement_hops WHERE entity IN ({}))
                   OR EXISTS (SELECT 1 FROM mentions m WHERE m.article = f.article AND m.start >= f.start AND m.\"end\" <= f.\"end\"
                              AND m.entity IN ({})))";
        w.entities(sql, &entities(db, lexicon, name)?);
    }
    if let Some(name) = &filter.to_whom {
        w.entities("f.id IN (SELECT statement FROM addressees WHERE entity IN ({}))", &entities(db, lexicon, name)?);
    }
    if let Some(act) = &filter.act {
        w.and("f.act = ?", act.to_lowercase());
    }
    if let Some(country) = &filter.country {
        w.and("f.speaker IN (SELECT id FROM entities WHERE country = ?)", country.to_uppercase());
    }
    let sql = format!(
        "SELECT f.id, f.day, e.name AS speaker, e.country, f.act, f.direct, {} AS chain,
         substr(a.text, f.start + 1, f.\"end\" - f.start) AS words, o.name AS outlet, a.published, a.id AS article, a.title, a.url
         FROM {} k JOIN statements f ON f.id = k.id JOIN articles a ON a.id = f.article LEFT JOIN outlets o ON o.id = a.outlet
         LEFT JOIN entities r ON r.id = f.speaker LEFT JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
         ORDER BY f.day DESC, f.id DESC",
        chain("statement_hops", "statement"),
        chosen("statements", "f.day", &w, filter),
    );
    table(db, &sql, &w.values)
}

/// Who is called so, and how often they speak, act and are named.
///
/// # Errors
/// If the archive cannot be read, or a name means nobody.
pub fn who(db: &Connection, lexicon: &Lexicon, named: &str, filter: &Filter) -> Result<Table, Error> {
    let ids = entities(db, lexicon, named)?;
    let list: Vec<String> = ids.iter().map(i64::to_string).collect();
    let sql = format!(
        "SELECT e.id, e.name, e.kind, e.country, e.sector, e.wikidata, count(DISTINCT m.article) AS articles,
         (SELECT count(*) FROM statements s JOIN entities x ON x.id = s.speaker WHERE coalesce(x.merged_into, x.id) = e.id AND s.rejected = 0
          AND s.speaker IN ({list})) AS statements,
         (SELECT count(DISTINCT p.event) FROM event_parties p JOIN entities x ON x.id = p.entity WHERE coalesce(x.merged_into, x.id) = e.id
          AND p.entity IN ({list})) AS events,
         min(a.day) AS first, max(a.day) AS last
         FROM entities r JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
         LEFT JOIN mentions m ON m.entity = r.id LEFT JOIN articles a ON a.id = m.article
         WHERE r.id IN ({list}) GROUP BY e.id ORDER BY articles DESC, e.id {limit}",
        list = list.join(","),
        limit = limit(filter)
    );
    table(db, &sql, &[])
}

/// Occurrences in order of time, with how many tell them and whether they disagree.
///
/// # Errors
/// If the archive cannot be read, or a name means nobody.
pub fn timeline(db: &Connection, lexicon: &Lexicon, filter: &Filter) -> Result<Table, Error> {
    let mut w = Where::default();
    if let Some(from) = &filter.from {
        w.and("c.first_day >= ?", from.clone());
    }
    if let Some(to) = &filter.to {
        w.and("c.first_day <= ?", until(to));
    }
    if let Some(kind) = &filter.kind {
        w.and("c.type = ?", kind.to_uppercase());
    }
    if let Some(status) = &filter.status {
        w.and("c.status = ?", status.clone());
    }
    if filter.disputed {
        w.parts.push("c.disputed = 1".to_owned());
    }
    if let Some(name) = &filter.entity {
        let ids = entities(db, lexicon, name)?;
        let sql = "c.id IN (SELECT v.occurrence FROM events v JOIN event_parties p ON p.event = v.id WHERE p.entity IN ({}))";
        w.entities(sql, &ids);
    }
    for (name, role) in [(&filter.by, "actor"), (&filter.to_whom, "recipient")] {
        if let Some(name) = name {
            let ids = entities(db, lexicon, name)?;
            let sql = format!(
                "c.id IN (SELECT v.occurrence FROM events v JOIN event_parties p ON p.event = v.id
                  WHERE p.role = '{role}' AND p.entity IN ({{}}))"
            );
            w.entities(&sql, &ids);
        }
    }
    for (sql, value) in [
        (
            "EXISTS (SELECT 1 FROM events v JOIN articles a ON a.id = v.article JOIN outlets o ON o.id = a.outlet WHERE v.occurrence = c.id AND instr(o.key, ?) > 0)",
            filter.outlet.as_deref().map(fold),
        ),
        (
            "EXISTS (SELECT 1 FROM events v JOIN event_parties p ON p.event = v.id JOIN entities e ON e.id = p.entity WHERE v.occurrence = c.id AND e.country = ?)",
            filter.country.as_deref().map(str::to_uppercase),
        ),
    ] {
        if let Some(value) = value {
            w.and(sql, value);
        }
    }
    if let Some(story) = filter.story {
        w.and(
            "EXISTS (SELECT 1 FROM events v JOIN articles a ON a.id = v.article WHERE v.occurrence = c.id AND a.story = ?)",
            story,
        );
    }
    // One telling stands for all: the surest one, of the earliest article.
    let sql = format!(
        "SELECT c.id, c.first_day, c.last_day, c.type, c.mode, {} AS actors, {} AS recipients, pl.name AS place, c.status,
         c.n_claims AS claims, c.n_outlets AS outlets, c.n_sources AS sources, c.disputed,
         (SELECT group_concat(DISTINCT d.what || '=' || coalesce(CASE WHEN d.what = 'actor' THEN
            (SELECT name FROM entities WHERE id = d.value) END, d.value)) FROM disagreements d WHERE d.occurrence = c.id) AS differ,
         substr(a.text, f.start + 1, f.\"end\" - f.start) AS words, f.article
         FROM occurrences c
         JOIN events f ON f.id = (SELECT v.id FROM events v WHERE v.occurrence = c.id ORDER BY v.confidence DESC, v.id LIMIT 1)
         JOIN articles a ON a.id = f.article LEFT JOIN entities pl ON pl.id = c.place
         WHERE {} ORDER BY c.first_day, c.id {}",
        parties("actor"),
        parties("recipient"),
        w.sql(),
        limit(filter)
    );
    table(db, &sql, &w.values)
}

/// Which outlet calls whom what: names that take a side, counted.
///
/// # Errors
/// If the archive cannot be read, or a name means nobody.
pub fn framing(db: &Connection, lexicon: &Lexicon, filter: &Filter) -> Result<Table, Error> {
    let mut w = Where::default();
    w.parts.push("a.current = 1".to_owned());
    common(filter, "a.day", &mut w);
    if let Some(name) = &filter.entity {
        w.entities("d.entity IN ({})", &entities(db, lexicon, name)?);
    }
    if let Some(name) = &filter.by {
        w.entities("d.voice IN ({})", &entities(db, lexicon, name)?);
    }
    if let Some(country) = &filter.country {
        w.and("d.entity IN (SELECT id FROM entities WHERE country = ?)", country.to_uppercase());
    }
    let sql = format!(
        "SELECT coalesce(x.name, d.neutral) AS whom, d.called, d.stance, d.neutral,
         o.name AS outlet, v.name AS voice, count(*) AS times, min(a.day) AS first, max(a.day) AS last, min(a.id) AS article
         FROM designations d JOIN articles a INDEXED BY articles_light ON a.id = d.article LEFT JOIN outlets o ON o.id = a.outlet
         LEFT JOIN entities r ON r.id = d.entity LEFT JOIN entities x ON x.id = coalesce(r.merged_into, r.id)
         LEFT JOIN entities v ON v.id = d.voice
         WHERE {} GROUP BY whom, d.called, d.stance, o.id, v.id ORDER BY times DESC, whom, d.called, outlet {}",
        w.sql(),
        limit(filter)
    );
    table(db, &sql, &w.values)
}

/// Stories, those told by most outlets first.
///
/// # Errors
/// If the archive cannot be read.
pub fn stories(db: &Connection, filter: &Filter) -> Result<Table, Error> {
    let mut w = Where::default();
    if let Some(from) = &filter.from {
        w.and("last_day >= ?", from.clone());
    }
    if let Some(to) = &filter.to {
        w.and("first_day <= ?", until(to));
    }
    let sql = format!(
        "SELECT id, title, first_day, last_day, n_articles AS articles, n_outlets AS outlets, n_sources AS sources FROM stories
         WHERE {} ORDER BY n_outlets DESC, n_articles DESC, id {}",
        w.sql(),
        limit(filter)
    );
    table(db, &sql, &w.values)
}
