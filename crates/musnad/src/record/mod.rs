//! The record `musnad.record/1`: everything read from one article, as JSON.
//!
//! Positions are Unicode code points into `text`, and `text[start:end]` is always the span's own text. Unknown is null.
//! Keys are only ever added. The types here are for reading and writing; the stages have their own.

mod build;
mod json;
mod points;

pub use json::{escaped, is_control};
pub use points::Points;

use serde::{Deserialize, Serialize};

/// The schema's name.
pub const SCHEMA: &str = "musnad.record/1";

/// Words of the text, in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanText {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words themselves.
    pub text: String,
}

/// A run of the text and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRecord {
    /// body, title, byline, caption, related, boilerplate.
    pub kind: String,
    /// Where and which words.
    #[serde(flatten)]
    pub span: SpanText,
}

/// The article as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Its identifier.
    pub id: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// What each run of its text is.
    pub blocks: Vec<BlockRecord>,
}

/// Words that name, describe or stand for an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// Where and which words.
    #[serde(flatten)]
    pub span: SpanText,
    /// name, nominal or pronoun.
    pub form: String,
}

/// Someone or something the article names, or an unnamed one that speaks or acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// `e1`, `e2` …
    pub id: String,
    /// person, organization, place, other.
    pub kind: String,
    /// Whether the article or the knowledge base gives its name.
    pub named: bool,
    /// Its usual full name.
    pub name: String,
    /// Its Wikidata item, where certain.
    pub wikidata: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Its mentions in order.
    pub mentions: Vec<MentionRecord>,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRecord {
    /// `t1`, `t2` …
    pub id: String,
    /// Where and which words.
    #[serde(flatten)]
    pub span: SpanText,
    /// ISO 8601 / TIMEX3, or null.
    pub value: Option<String>,
    /// What it was resolved against: published, text, none.
    pub anchor: String,
}

/// A cue and the hop of the chain it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueRecord {
    /// Where and which words.
    #[serde(flatten)]
    pub span: SpanText,
    /// The entity whose saying it is.
    pub of: Option<String>,
}

/// What someone is reported to have said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// `s1`, `s2` …
    pub id: String,
    /// The sources, from the one nearest the reader to the speaker.
    pub chain: Vec<String>,
    /// The words that tell of each hop.
    pub cues: Vec<CueRecord>,
    /// What the speaker does in saying it.
    pub act: String,
    /// Whether most of the content stands in quotation marks.
    pub direct: bool,
    /// The words reported.
    pub content: SpanText,
    /// The quotations in it.
    pub quotes: Vec<SpanText>,
    /// To whom.
    pub addressee: Vec<String>,
    /// When it was said.
    pub time: Option<String>,
    /// positive or negative.
    pub polarity: String,
}

/// What one actor did to or with another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    /// `v1`, `v2` …
    pub id: String,
    /// PLOVER 2.0 type.
    #[serde(rename = "type")]
    pub event: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// CAMEO code, numbering of ICEWS 1.1b3.
    pub cameo: Option<String>,
    /// Who does it.
    pub actors: Vec<String>,
    /// Who undergoes it.
    pub recipients: Vec<String>,
    /// ISO date or prefix.
    pub date: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// happened, ongoing, planned, denied, hypothetical.
    pub status: String,
    /// Whose word it rests on; empty where the article itself tells it.
    pub chain: Vec<String>,
    /// The predicate.
    pub trigger: SpanText,
    /// The clause.
    pub evidence: SpanText,
    /// Casualties and amounts told with it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub counts: Vec<CountRecord>,
    /// The chance that type and parties are right, 0 to 1.
    pub confidence: f32,
}

/// A number told with an event: killed, injured, arrested …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRecord {
    /// killed, injured, arrested, kidnapped, displaced, released.
    pub what: String,
    /// How many.
    pub count: u64,
    /// Whether the text says "about", "at least", "dozens".
    pub approximate: bool,
    /// The words.
    #[serde(flatten)]
    pub span: SpanText,
}

/// A name that takes a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignationRecord {
    /// Where and which words.
    #[serde(flatten)]
    pub span: SpanText,
    /// Whom it means.
    pub entity: Option<String>,
    /// hostile or favourable.
    pub stance: String,
    /// The neutral name.
    pub neutral: String,
    /// Whose voice uses it: a statement's speaker, or null for the outlet.
    pub voice: Option<String>,
}

/// What was cut off or refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitRecord {
    /// What.
    pub what: String,
    /// From which code point.
    pub at: u32,
    /// Why.
    pub why: String,
}

/// Everything read from one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`SCHEMA`].
    pub schema: String,
    /// Version of Musnad.
    pub musnad: String,
    /// Which models read it.
    pub model: String,
    /// The article.
    pub article: ArticleRecord,
    /// Its text, as given.
    pub text: String,
    /// Who and what.
    pub entities: Vec<EntityRecord>,
    /// When.
    pub times: Vec<TimeRecord>,
    /// Who said what.
    pub statements: Vec<StatementRecord>,
    /// Who did what to whom.
    pub events: Vec<EventRecord>,
    /// Loaded names.
    pub designations: Vec<DesignationRecord>,
    /// What was cut off.
    pub limits: Vec<LimitRecord>,
}
