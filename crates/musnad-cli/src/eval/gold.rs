//! The gold: what a careful reader takes from an article, as pairs `ID.txt` and `ID.json` in one folder.
//!
//! A mistake in a file stops the measuring and names the file: a figure over a part of the gold would look like one over all of it.

use anyhow::{Context, Result, bail};
use musnad::Article;
use musnad_page::decode;
use serde::Deserialize;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// One annotated article.
#[derive(Debug, Deserialize)]
pub struct Gold {
    /// Its name; that of the file where the file gives none.
    #[serde(default)]
    pub id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Runs of the text that are not the story.
    #[serde(default)]
    pub not_body: Vec<String>,
    /// Who and what.
    pub entities: Vec<GoldEntity>,
    /// When.
    #[serde(default)]
    pub times: Vec<GoldTime>,
    /// Who said what.
    #[serde(default)]
    pub statements: Vec<GoldStatement>,
    /// Who did what.
    #[serde(default)]
    pub events: Vec<GoldEvent>,
    /// Names that take a side.
    #[serde(default)]
    pub designations: Vec<GoldDesignation>,
    /// The article's own text.
    #[serde(skip)]
    pub text: String,
    /// The name of its file, without ending.
    #[serde(skip)]
    pub file: String,
}

/// Someone or something.
#[derive(Debug, Deserialize)]
pub struct GoldEntity {
    /// What the other facts call it.
    pub id: String,
    /// person, organization, place, other.
    pub kind: String,
    /// Its usual full name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Its item.
    pub wikidata: Option<String>,
    /// Each distinct name in the text.
    #[serde(default)]
    pub mentions: Vec<String>,
    /// Other words that stand for it.
    #[serde(default)]
    pub nominals: Vec<String>,
}

/// An expression of time.
#[derive(Debug, Deserialize)]
pub struct GoldTime {
    /// Its words.
    pub text: String,
    /// Its value, or none.
    pub value: Option<String>,
}

/// What someone is reported to have said.
#[derive(Debug, Deserialize)]
pub struct GoldStatement {
    /// From the source nearest the reader to the speaker.
    pub chain: Vec<String>,
    /// Which act.
    pub act: Option<String>,
    /// The words reported.
    pub content: String,
}

/// What one actor did to or with another.
#[derive(Debug, Deserialize)]
pub struct GoldEvent {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Who does it.
    #[serde(default)]
    pub actors: Vec<String>,
    /// Who undergoes it.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// ISO date or prefix.
    pub date: Option<String>,
    /// happened where none is given.
    pub status: Option<String>,
    /// The clause.
    #[serde(default)]
    pub evidence: String,
}

/// A name that takes a side.
#[derive(Debug, Deserialize)]
pub struct GoldDesignation {
    /// Its words.
    pub text: String,
    /// Whom it means.
    pub entity: Option<String>,
}

impl Gold {
    /// The article as `musnad read` would be given it.
    pub fn article(&self) -> Article {
        let known = |value: &Option<String>| value.clone().filter(|v| !v.trim().is_empty());
        Article {
            id: Some(self.id.clone()),
            url: None,
            outlet: known(&self.outlet),
            published: known(&self.published),
            title: known(&self.title),
            text: self.text.clone(),
        }
    }

    /// A name that no entity has, or two have, would count as a miss for ever.
    fn check(&self) -> Result<()> {
        let mut ids = HashSet::new();
        for entity in &self.entities {
            if !ids.insert(entity.id.as_str()) {
                bail!("two entities have the id `{}`", entity.id);
            }
        }
        let told = self
            .statements
            .iter()
            .flat_map(|s| s.chain.iter())
            .chain(self.events.iter().flat_map(|v| v.actors.iter().chain(&v.recipients)))
            .chain(self.designations.iter().filter_map(|d| d.entity.as_ref()));
        for id in told {
            if !ids.contains(id.as_str()) {
                bail!("`{id}` speaks, acts or is meant, but no entity has this id");
            }
        }
        Ok(())
    }
}

/// The annotated articles of a folder, in the order of their names.
pub fn load(dir: &Path) -> Result<Vec<Gold>> {
    if !dir.is_dir() {
        bail!("{}: no such folder; it should hold a pair ID.txt and ID.json for each article", dir.display());
    }
    let entries = std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files: Vec<PathBuf> =
        entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.extension().is_some_and(|x| x == "json")).collect();
    files.sort();
    if files.is_empty() {
        bail!("{}: no .json file in it; it should hold a pair ID.txt and ID.json for each article", dir.display());
    }
    files.iter().map(|file| one(file)).collect()
}

fn one(file: &Path) -> Result<Gold> {
    let named = || file.display().to_string();
    let mut gold: Gold = parsed(file)?;
    gold.file = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    if gold.id.is_empty() {
        gold.id.clone_from(&gold.file);
    }
    gold.check().with_context(named)?;
    let text = file.with_extension("txt");
    let bytes =
        std::fs::read(&text).with_context(|| format!("cannot read {}, the article of {}", text.display(), file.display()))?;
    gold.text = decode::text(&bytes, None).with_context(named)?;
    Ok(gold)
}

/// What a JSON file holds; a mistake names the file, the line and the column.
pub fn parsed<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(&bytes);
    serde_json::from_slice(bytes).with_context(|| file.display().to_string())
}
