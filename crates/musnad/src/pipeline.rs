//! The flow itself: one article in, one record out.

use crate::article::{self, Article, BlockKind};
use crate::clause::{self, Group, Layers};
use crate::designation::{self, Designation, Patterns};
use crate::entity::{self, Entities};
use crate::event::{self, Event};
use crate::lexicon::{DataError, Lexicon, Source};
use crate::model::Sections;
use crate::morph::words::Words;
use crate::morph::words::propose::Candidate;
use crate::morph::{self, Morph};
use crate::name::tagger::Tagger;
use crate::name::{self, Name};
use crate::record::Record;
use crate::statement::{self, Quote, Statement};
use crate::text::{self, Text};
use crate::time::{self, Time};
use crate::weights::{Trained, Weights};
use std::borrow::Cow;

/// The embedded name model (`models/README.md` tells how it was made).
const NAMES: &[u8] = include_bytes!("../models/names.bin");

/// The embedded model of words.
const WORDS: &[u8] = include_bytes!("../models/words.bin");

/// The trained weights of events.
const EVENTS: &[u8] = include_bytes!("../models/events.bin");

/// How many words of a known name may stand before a time inside it.
const NAME_BEFORE: usize = 4;

/// Name of the embedded model, as records tell it.
pub(crate) const MODEL: &str = "names-3";

/// Reads articles. Holds everything fixed; one reader serves any number of threads.
#[derive(Debug)]
pub struct Reader {
    pub(crate) lexicon: Lexicon,
    patterns: Patterns,
    names: Tagger,
    words: Words,
    weights: Weights,
}

/// The first layers of a text: what an NLP engineer takes from Musnad alone.
#[derive(Debug)]
pub struct Tokens<'a> {
    /// Words and sentences of all blocks.
    pub text: Text<'a>,
    /// Their analyses by the trained model.
    pub words: Vec<Candidate>,
    /// Names.
    pub names: Vec<Name>,
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
    /// Words that a frame fits, events or not.
    pub predicates: Vec<event::Predicate>,
    /// Who did what.
    pub events: Vec<Event>,
    /// Loaded names.
    pub designations: Vec<Designation>,
    /// What was cut off: what, byte, why.
    pub limits: Vec<(String, u32, String)>,
}

/// The models of words and names: the embedded ones, or those of the given file's sections.
fn load_models(model: Option<&[u8]>) -> Result<(Words, Tagger, Weights), DataError> {
    let wrong = |file: &str, what: String| DataError { file: file.to_owned(), line: 0, column: None, what };
    let given = model.map(|m| Sections::parse(m).map_err(|e| wrong("model", e.to_string()))).transpose()?;
    let has = |section: &str| given.as_ref().filter(|s| s.get(section).is_ok());
    if given.is_some() && has("words.forms").is_none() && has("names").is_none() && has("events.right").is_none() {
        return Err(wrong(
            "model",
            "the model file has neither words, names nor events: use one that musnad-train wrote".to_owned(),
        ));
    }
    let words = match has("words.forms") {
        Some(sections) => Words::from_sections(sections).map_err(|e| wrong("model", e.to_string()))?,
        None => {
            Sections::embedded(WORDS).and_then(|s| Words::embedded(&s)).map_err(|e| wrong("models/words.bin", e.to_string()))?
        }
    };
    let names = match has("names") {
        Some(sections) => Tagger::from_sections(sections).map_err(|e| wrong("model", e.to_string()))?,
        None => Sections::embedded(NAMES)
            .and_then(|s| Tagger::from_sections(&s))
            .map_err(|e| wrong("models/names.bin", e.to_string()))?,
    };
    let weights = match has("events.right") {
        Some(sections) => Weights::from_sections(sections).map_err(|e| wrong("model", e.to_string()))?,
        None => Sections::embedded(EVENTS)
            .and_then(|s| Weights::from_sections(&s))
            .map_err(|e| wrong("models/events.bin", e.to_string()))?,
    };
    Ok((words, names, weights))
}

/// When the article was published (as the collection says, or its page), and what its times are resolved against.
fn day<'a>(article: &'a Article, blocks: &[article::Block]) -> (Option<Cow<'a, str>>, time::Settings) {
    if let Some(published) = article.published.as_deref().filter(|p| !p.is_empty()) {
        return (Some(published.into()), time::Settings::published(Some(published)));
    }
    let page = time::page_date(&article.text, blocks);
    match page {
        Some(page) if page.written => {
            let day = page.day.iso();
            let settings = time::Settings::published(Some(&day));
            (Some(day.into()), settings)
        }
        page => (None, time::Settings { about: page.map(|p| p.day), ..time::Settings::published(None) }),
    }
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
        Reader::with_model(overlay, None)
    }

    /// The same, with a model file in place of the embedded models that it has sections for.
    ///
    /// # Errors
    /// As [`Reader::with_data`]; and a damaged or foreign model file.
    pub fn with_model(overlay: &[Source], model: Option<&[u8]>) -> Result<Reader, DataError> {
        // Lexicons and models are independent; most of a cold start is spent here.
        let (lexicon, models) = std::thread::scope(|scope| {
            let models = scope.spawn(|| load_models(model));
            let lexicon = Lexicon::load(overlay);
            (lexicon, models.join())
        });
        let (words, names, weights) = models.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        let lexicon = lexicon?;
        let patterns = Patterns::new(&lexicon);
        Ok(Reader { lexicon, patterns, names, words, weights })
    }

    /// The trained model of words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Words, their analyses and names: the first stages alone, over the whole text.
    ///
    /// ```
    /// let reader = musnad::Reader::embedded()?;
    /// let article = musnad::Article { text: "أعلنت الحكومة سياستها للجامعات.".into(), ..Default::default() };
    /// let tokens = reader.tokens(&article);
    /// assert_eq!(reader.words().lemma(&tokens.words[1]).map(musnad::text::fold).as_deref(), Some("حكومه"));
    /// # Ok::<(), musnad::lexicon::DataError>(())
    /// ```
    pub fn tokens<'a>(&self, article: &'a Article) -> Tokens<'a> {
        let blocks = article::blocks(&article.text);
        let text = text::split(&article.text, &blocks);
        let words = self.words.decide(&text);
        let morphs = morph::tag(&text, &words, &self.lexicon, &|word| self.names.clusters.frequency(word));
        let times = self.times(&text, &day(article, &blocks).1);
        let layers = name::Layers { text: &text, morphs: &morphs, words: &words, lexicon: &self.lexicon };
        let names = name::find(layers, &times, Some(&self.names));
        Tokens { text, words, names }
    }

    /// The times of a text, but for those inside a known name (`لويجي دي مايو`, `حركة 20 فبراير`).
    fn times(&self, text: &Text<'_>, settings: &time::Settings) -> Vec<Time> {
        let mut times = time::find(text, settings);
        let names = &self.lexicon.kb.names;
        times.retain(|time| {
            let first = time.words.start.saturating_sub(NAME_BEFORE)..time.words.start;
            !first.into_iter().any(|word| {
                let next = |offset: usize| text.words.get(word + offset).map(|_| text.folded(word + offset));
                names.longest(text.folded(word), next).is_some_and(|(n, _)| word + n >= time.words.end)
            })
        });
        times
    }

    /// The lexicon it reads with.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads an article: all layers.
    pub fn analyse<'a>(&self, article: &'a Article) -> Reading<'a> {
        self.analyse_with(article, &mut event::Notes::default())
    }

    /// The same, and every word that was weighed as a telling of an event, with who may do or undergo it: what
    /// `musnad-train events` learns from.
    pub fn weighed<'a>(&self, article: &'a Article) -> (Reading<'a>, event::weigh::Weighing) {
        let mut notes = event::Notes { weighed: Some(event::weigh::Weighing::default()), ..event::Notes::default() };
        let reading = self.analyse_with(article, &mut notes);
        (reading, notes.weighed.unwrap_or_default())
    }

    fn analyse_with<'a>(&self, article: &'a Article, notes: &mut event::Notes) -> Reading<'a> {
        let blocks = article::blocks(&article.text);
        let body: Vec<article::Block> = blocks.iter().copied().filter(|b| b.kind == BlockKind::Body).collect();
        let mut text = text::split(&article.text, &body);
        let limits = std::mem::take(&mut text.limits);
        let words = self.words.decide(&text);
        let mut morphs = morph::tag(&text, &words, &self.lexicon, &|word| self.names.clusters.frequency(word));
        let (published, settings) = day(article, &blocks);
        let published = published.as_deref();
        let times = self.times(&text, &settings);
        let layers = name::Layers { text: &text, morphs: &morphs, words: &words, lexicon: &self.lexicon };
        let names = name::find(layers, &times, Some(&self.names));
        name::own(&names, &mut morphs);
        let trained = Trained { weights: &self.weights, classes: &self.names.clusters };
        let layers = Layers { text: &text, morphs: &morphs, names: &names, times: &times, lexicon: &self.lexicon, trained };
        let groups = clause::group(layers);
        let quotes = statement::quotes(&text);
        let home = self.lexicon.kb.home(article.outlet.as_deref(), article.url.as_deref());
        let mut pointed = entity::pointed(layers, home);
        for block in blocks.iter().filter(|b| b.kind == BlockKind::Byline) {
            entity::dateline(&self.lexicon, block.span.text(text.source), &mut pointed);
        }
        let spots = designation::spots(layers, &self.patterns, &pointed);
        let meant = |spot: &designation::Spot| spot.means(&self.lexicon, published);
        let designated: Vec<entity::Meant> = spots.iter().filter_map(|s| Some((s.words.clone(), meant(s)?))).collect();
        let about = entity::About { date: published, home, pointed, learns: notes.weighed.is_some() };
        let mut entities = entity::link(layers, &groups, &designated, about);
        let statements = statement::attribute(layers, &groups, &quotes, &mut entities);
        let events = event::extract(layers, &groups, &quotes, &mut entities, &statements, notes);
        let predicates = std::mem::take(&mut notes.predicates);
        let designations = designation::find(layers, &groups, &spots, &mut entities, &statements);
        entity::describe(layers, &groups, &mut entities);
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
            predicates,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_that_the_binary_carries_are_whole() {
        for (file, bytes) in [("words.bin", WORDS), ("names.bin", NAMES), ("events.bin", EVENTS)] {
            assert_eq!(Sections::parse(bytes).err(), None, "{file}");
        }
    }
}
