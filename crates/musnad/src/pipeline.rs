//! The flow itself: one article in, one record out.

use crate::article::{self, Article, BlockKind};
use crate::clause::{self, Group, Layers};
use crate::designation::{self, Designation, Patterns};
use crate::entity::{self, Entities};
use crate::event::{self, Event};
use crate::lexicon::{DataError, Lexicon, Source};
use crate::model::Sections;
use crate::morph::{self, Morph};
use crate::name::tagger::Tagger;
use crate::name::{self, Name};
use crate::record::Record;
use crate::statement::{self, Quote, Statement};
use crate::text::{self, Text};
use crate::time::{self, Time};

/// The embedded name model (`models/README.md` tells how it was made).
const NAMES: &[u8] = include_bytes!("../models/names.bin");

/// Name of the embedded model, as records tell it.
pub(crate) const MODEL: &str = "names-2";

/// Reads articles. Holds everything fixed; one reader serves any number of threads.
#[derive(Debug)]
pub struct Reader {
    pub(crate) lexicon: Lexicon,
    patterns: Patterns,
    names: Tagger,
}

/// Every layer of one article, as the stages made it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The article.
    pub article: &'a Article,
    /// What each run of its text is.
    pub blocks: Vec<article::Block>,
    /// Words and sentences of the body.
    pub text: Text<'a>,
    /// Their analyses.
    pub morphs: Vec<Morph>,
    /// Names.
    pub names: Vec<Name>,
    /// Times.
    pub times: Vec<Time>,
    /// Noun groups.
    pub groups: Vec<Group>,
    /// Quotations.
    pub quotes: Vec<Quote>,
    /// Who is meant.
    pub entities: Entities,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what.
    pub events: Vec<Event>,
    /// Loaded names.
    pub designations: Vec<Designation>,
    /// What was cut off: what, byte, why.
    pub limits: Vec<(String, u32, String)>,
}

impl Reader {
    /// A reader with the embedded lexicons.
    ///
    /// # Errors
    /// Never for the embedded files, which tests load; the type is that of [`Reader::with_data`].
    pub fn embedded() -> Result<Reader, DataError> {
        Reader::with_data(&[])
    }

    /// A reader whose lexicons are overlaid with the user's own files.
    ///
    /// # Errors
    /// The first mistake in a file, with its line and column.
    pub fn with_data(overlay: &[Source]) -> Result<Reader, DataError> {
        let lexicon = Lexicon::load(overlay)?;
        let patterns = Patterns::new(&lexicon);
        let names = Sections::parse(NAMES).and_then(|s| Tagger::from_sections(&s)).map_err(|error| DataError {
            file: "models/names.bin".to_owned(),
            line: 0,
            column: None,
            what: error.to_string(),
        })?;
        Ok(Reader { lexicon, patterns, names })
    }

    /// The lexicon it reads with.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads an article: all layers.
    pub fn analyse<'a>(&self, article: &'a Article) -> Reading<'a> {
        let blocks = article::blocks(&article.text);
        let body: Vec<article::Block> = blocks.iter().copied().filter(|b| b.kind == BlockKind::Body).collect();
        let mut text = text::split(&article.text, &body);
        let limits = std::mem::take(&mut text.limits);
        let morphs = morph::tag(&text, &self.lexicon, &|word| self.names.clusters.frequency(word));
        let times = time::find(&text, &time::Settings::published(article.published.as_deref()));
        let names = name::find(&text, &morphs, &self.lexicon, &times, Some(&self.names));
        let layers = Layers { text: &text, morphs: &morphs, names: &names, times: &times, lexicon: &self.lexicon };
        let groups = clause::group(layers);
        let quotes = statement::quotes(&text);
        let mut entities = entity::link(layers, &groups, article.published.as_deref());
        let statements = statement::attribute(layers, &groups, &quotes, &mut entities);
        let events = event::extract(layers, &groups, &quotes, &mut entities, &statements);
        let designations = designation::find(layers, &self.patterns, &mut entities, &statements);
        Reading {
            article,
            blocks,
            text,
            morphs,
            names,
            times,
            groups,
            quotes,
            entities,
            statements,
            events,
            designations,
            limits,
        }
    }

    /// Reads an article: the record.
    ///
    /// ```
    /// let reader = musnad::Reader::embedded()?;
    /// let article = musnad::Article {
    ///     text: "قال الرئيس الفرنسي إيمانويل ماكرون إن باريس تدعم لبنان.".into(),
    ///     ..Default::default()
    /// };
    /// let record = reader.read(&article);
    /// assert_eq!(record.statements[0].content.text, "باريس تدعم لبنان");
    /// # Ok::<(), musnad::lexicon::DataError>(())
    /// ```
    pub fn read(&self, article: &Article) -> Record {
        self.analyse(article).record(&self.lexicon)
    }
}
