//! The schema: every table, every column, and what it means. Columns are only ever added.

use std::fmt::Write as _;

/// Name and version of the schema, in the metadata of every batch and file.
pub const VERSION: &str = "musnad.arrow/1";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// 32 bits, signed: engines without unsigned numbers read it too.
    Int,
    /// 64 bits, signed.
    Long,
    /// 32 bits, floating.
    Real,
    /// True or false.
    Bool,
    /// Days since 1970-01-01.
    Day,
    /// A list of texts; never null, may be empty.
    Texts,
    /// A list of rows; never null, may be empty.
    Rows(&'static [Field]),
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be null: unknown.
    pub nullable: bool,
    /// What it means.
    pub about: &'static str,
}

/// A table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, that of its file.
    pub name: &'static str,
    /// What one row is.
    pub about: &'static str,
    /// Its columns.
    pub fields: &'static [Field],
}

const fn known(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { name, kind, nullable: false, about }
}

const fn unknown(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { name, kind, nullable: true, about }
}

const KEY: Field = known(
    "article",
    Kind::Text,
    "Key of the article: 32 hexadecimal digits of the SHA-256 of its text and of what is known beside it; the same in every table and on every machine",
);
const START: Field = known("start", Kind::Int, "First code point, counted in the article's text");
const END: Field = known("end", Kind::Int, "One past the last code point");
const WORDS: Field = known("text", Kind::Text, "The words themselves: text[start:end] of the article");
const CHAIN: Field =
    known("chain", Kind::Texts, "Entities that the fact rests on, from the source nearest the reader to the speaker");

const BLOCK: &[Field] = &[known("kind", Kind::Text, "body, title, byline, caption, related, boilerplate"), START, END];
const LIMIT: &[Field] = &[
    known("what", Kind::Text, "What was cut off or refused"),
    known("at", Kind::Int, "From which code point"),
    known("why", Kind::Text, "Why"),
];
const MENTION: &[Field] = &[START, END, WORDS, known("form", Kind::Text, "name, nominal or pronoun")];
const CUE: &[Field] = &[START, END, WORDS, unknown("of", Kind::Text, "The entity of the chain whose saying the words tell")];
const QUOTE: &[Field] = &[START, END, WORDS];
const COUNT: &[Field] = &[
    known("what", Kind::Text, "killed, injured, arrested, kidnapped, displaced, released"),
    known("count", Kind::Long, "How many"),
    known("approximate", Kind::Bool, "Whether the text says about, at least, dozens"),
    START,
    END,
    WORDS,
];
const TELLING: &[Field] = &[KEY, known("event", Kind::Text, "The event of that article")];
const TOLD_COUNT: &[Field] = &[known("what", Kind::Text, "What is counted"), known("count", Kind::Long, "How many")];
const DIFFER: &[Field] = &[
    known("what", Kind::Text, "date, actor, status, or what is counted"),
    known("value", Kind::Text, "The value that this telling gives; an actor as an identity"),
    KEY,
    known("event", Kind::Text, "The event of that article"),
];

macro_rules! article_fields {
    ($($more:expr),* $(,)?) => {
        &[
            KEY,
            unknown("id", Kind::Text, "The identifier that was given with the article"),
            unknown("url", Kind::Text, "Its address"),
            unknown("outlet", Kind::Text, "Who published it"),
            unknown("published", Kind::Text, "When, as given (ISO 8601)"),
            unknown("day", Kind::Day, "The day of `published`"),
            unknown("title", Kind::Text, "Its headline"),
            known("text", Kind::Text, "Its text, as given; every position counts its code points"),
            known("musnad", Kind::Text, "Version of Musnad that read it"),
            known("model", Kind::Text, "The models that read it"),
            known("blocks", Kind::Rows(BLOCK), "What each run of the text is"),
            known("limits", Kind::Rows(LIMIT), "What was cut off or refused"),
            $($more),*
        ]
    };
}

macro_rules! keyed {
    ($($field:expr),* $(,)?) => {
        (&[KEY, $($field),*], &[$($field),*])
    };
}

type Both = (&'static [Field], &'static [Field]);

const ENTITY: Both = keyed![
    known("entity", Kind::Text, "Its name inside the article: e1, e2 … Facts of the same article refer to it"),
    known("kind", Kind::Text, "person, organization, place, other"),
    known("named", Kind::Bool, "Whether the article or the knowledge base gives its name"),
    known("name", Kind::Text, "Its usual full name"),
    unknown("wikidata", Kind::Text, "Its Wikidata item, where certain"),
    unknown("country", Kind::Text, "ISO 3166-1 alpha-3"),
    unknown("sector", Kind::Text, "PLOVER sector"),
    known(
        "key",
        Kind::Text,
        "What makes it one across articles: the Wikidata item, or kind|folded name; ~kind|… for unnamed sources"
    ),
    known("mentions", Kind::Rows(MENTION), "Where the article names, describes or stands for it"),
];
const TIME: Both = keyed![
    known("time", Kind::Text, "Its name inside the article: t1, t2 …"),
    START,
    END,
    WORDS,
    unknown("value", Kind::Text, "ISO 8601 / TIMEX3; null where the text does not tell"),
    known("anchor", Kind::Text, "What it was resolved against: published, text, none"),
];
const STATEMENT: Both = keyed![
    known("statement", Kind::Text, "Its name inside the article: s1, s2 …"),
    unknown("speaker", Kind::Text, "The last entity of the chain"),
    unknown("speaker_name", Kind::Text, "Its name"),
    CHAIN,
    known("act", Kind::Text, "What the speaker does in saying it"),
    known("direct", Kind::Bool, "Whether most of the content stands in quotation marks"),
    known("polarity", Kind::Text, "positive or negative"),
    unknown("day", Kind::Day, "The day it was said; else that of the article"),
    unknown("time", Kind::Text, "The expression that tells when it was said"),
    START,
    END,
    known("text", Kind::Text, "The words reported"),
    known("addressee", Kind::Texts, "Entities to whom it was said"),
    known("cues", Kind::Rows(CUE), "The words that tell of each hop of the chain"),
    known("quotes", Kind::Rows(QUOTE), "The quotations in the content"),
];
const EVENT: Both = keyed![
    known("event", Kind::Text, "Its name inside the article: v1, v2 …"),
    known("type", Kind::Text, "PLOVER 2.0 type"),
    unknown("mode", Kind::Text, "PLOVER mode"),
    known("context", Kind::Texts, "PLOVER contexts"),
    unknown("cameo", Kind::Text, "CAMEO code, numbered as in ICEWS 1.1b3"),
    known("actors", Kind::Texts, "Entities that do it"),
    known("actor_names", Kind::Texts, "Their names, in the same order"),
    known("recipients", Kind::Texts, "Entities that undergo it"),
    known("recipient_names", Kind::Texts, "Their names, in the same order"),
    unknown("date", Kind::Text, "ISO date or a prefix of one"),
    unknown("day", Kind::Day, "The day, where `date` is a whole one"),
    unknown("place", Kind::Text, "The entity where"),
    unknown("place_name", Kind::Text, "Its name"),
    known("status", Kind::Text, "happened, ongoing, planned, denied, hypothetical"),
    CHAIN,
    known("trigger_start", Kind::Int, "First code point of the predicate"),
    known("trigger_end", Kind::Int, "One past its last"),
    known("trigger", Kind::Text, "The predicate"),
    START,
    END,
    known("text", Kind::Text, "The clause that tells it"),
    known("counts", Kind::Rows(COUNT), "Casualties and amounts told with it"),
    known("confidence", Kind::Real, "The chance that type and parties are right, 0 to 1"),
];
const DESIGNATION: Both = keyed![
    START,
    END,
    WORDS,
    unknown("entity", Kind::Text, "Whom it means"),
    known("stance", Kind::Text, "hostile or favourable"),
    known("neutral", Kind::Text, "The neutral name"),
    unknown("voice", Kind::Text, "Whose voice uses it: an entity, or null for the outlet"),
];
const CLAIM: Both = keyed![
    known("event", Kind::Text, "The event of that article"),
    unknown("key", Kind::Text, "What tellings of one event share; null for a claim without a party, which stays alone"),
    known("type", Kind::Text, "PLOVER 2.0 type"),
    unknown("mode", Kind::Text, "PLOVER mode"),
    known("actors", Kind::Texts, "Keys of the entities that do it"),
    known("recipients", Kind::Texts, "Keys of the entities that undergo it"),
    unknown("day", Kind::Day, "The day of the event, where told"),
    unknown("told", Kind::Day, "The day of the article"),
    unknown("place", Kind::Text, "Key of the place"),
    known("status", Kind::Text, "happened, ongoing, planned, denied, hypothetical"),
    unknown("outlet", Kind::Text, "Folded name of who published it"),
    known("counts", Kind::Rows(TOLD_COUNT), "Casualties and amounts told with it"),
];

/// Articles with what was read from each inside its row: what `read_arrow` and Spark give, one row for one row given.
pub static RECORDS: Table = Table {
    name: "records",
    about: "an article with everything read from it; exactly one row for each row given",
    fields: article_fields![
        known("entities", Kind::Rows(ENTITY.1), "Who and what"),
        known("times", Kind::Rows(TIME.1), "When"),
        known("statements", Kind::Rows(STATEMENT.1), "Who said what, and through whom it came"),
        known("events", Kind::Rows(EVENT.1), "Who did what to whom"),
        known("designations", Kind::Rows(DESIGNATION.1), "Names that take a side"),
        known("claims", Kind::Rows(CLAIM.1), "What merging needs of each event: unnest it, group by `key`, then `occurrences`"),
        unknown("record", Kind::Text, "The record as JSON (`musnad.record/1`), where asked for"),
        unknown("error", Kind::Text, "Why the row could not be read; null where it was"),
    ],
};
/// One row an article.
pub static ARTICLES: Table = Table { name: "articles", about: "an article", fields: article_fields![] };
/// One row an entity of an article.
pub static ENTITIES: Table = Table { name: "entities", about: "someone or something an article names", fields: ENTITY.0 };
/// One row an expression of time.
pub static TIMES: Table = Table { name: "times", about: "an expression of time", fields: TIME.0 };
/// One row a statement.
pub static STATEMENTS: Table = Table { name: "statements", about: "what someone is reported to have said", fields: STATEMENT.0 };
/// One row an event as told by an article.
pub static EVENTS: Table = Table { name: "events", about: "one telling of an event", fields: EVENT.0 };
/// One row a name that takes a side.
pub static DESIGNATIONS: Table = Table { name: "designations", about: "a name that takes a side", fields: DESIGNATION.0 };
/// One row an event, with what merging needs of it.
pub static CLAIMS: Table = Table {
    name: "claims",
    about: "a telling of an event with what merging needs: group by `key`, then `occurrences`",
    fields: CLAIM.0,
};
/// One row an event in the world.
pub static OCCURRENCES: Table = Table {
    name: "occurrences",
    about: "an event in the world, as told by one or many articles",
    fields: &[
        known("occurrence", Kind::Text, "Its first telling: article/event"),
        known("type", Kind::Text, "PLOVER 2.0 type"),
        unknown("mode", Kind::Text, "The mode most tellings give"),
        unknown("first_day", Kind::Day, "The first day that a telling gives"),
        unknown("last_day", Kind::Day, "The last"),
        unknown("place", Kind::Text, "Key of the place most tellings give"),
        known("status", Kind::Text, "The status most tellings give"),
        known("n_claims", Kind::Int, "Tellings"),
        known("n_articles", Kind::Int, "Articles that tell it"),
        known("n_outlets", Kind::Int, "Outlets that published them"),
        known("disputed", Kind::Bool, "Whether tellings differ"),
        known("claims", Kind::Rows(TELLING), "Its tellings"),
        known("disagreements", Kind::Rows(DIFFER), "What they differ on: a value that one telling gives and others do not"),
    ],
};

/// Tables without lists of lists, one Parquet file each.
pub static FLAT: [&Table; 8] = [&ARTICLES, &ENTITIES, &TIMES, &STATEMENTS, &EVENTS, &DESIGNATIONS, &CLAIMS, &OCCURRENCES];

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    std::iter::once(&RECORDS).chain(FLAT).find(|t| t.name == name)
}

/// The reference of `docs/schema.md`, between its marks.
///
/// ```
/// assert!(musnad_table::schema::reference().contains("| `speaker_name` | text, or null |"));
/// ```
pub fn reference() -> String {
    let mut out = String::new();
    for table in std::iter::once(&RECORDS).chain(FLAT) {
        let _ =
            write!(out, "\n### `{}`\nOne row is {}.\n\n| column | type | meaning |\n|---|---|---|\n", table.name, table.about);
        for field in table.fields {
            lines(&mut out, "", field, table.name != "records");
        }
    }
    out
}

fn lines(out: &mut String, before: &str, field: &Field, within: bool) {
    let kind = match field.kind {
        Kind::Text => "text",
        Kind::Int => "int32",
        Kind::Long => "int64",
        Kind::Real => "float32",
        Kind::Bool => "bool",
        Kind::Day => "date32",
        Kind::Texts => "list of text",
        Kind::Rows(_) => "list of rows",
    };
    let null = if field.nullable { ", or null" } else { "" };
    let about = field.about.replace('|', "\\|");
    let _ = writeln!(out, "| `{before}{}` | {kind}{null} | {about} |", field.name);
    if let (Kind::Rows(fields), true) = (field.kind, within) {
        for inner in fields {
            lines(out, &format!("{before}{}.", field.name), inner, true);
        }
    }
}

/// What each column of a table means, by its name.
pub(crate) fn about(table: &Table) -> serde_json::Map<String, serde_json::Value> {
    table.fields.iter().map(|f| (f.name.to_owned(), serde_json::Value::from(f.about))).collect()
}
