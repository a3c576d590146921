//! Entities: which names and descriptions mean the same one, and who that is in the world.
//!
//! Question: *who is meant?* In: names, noun groups, the knowledge base and the article's date. Out: [`Entities`]. It promises
//! that every name belongs to one entity, and that a Wikidata item stands only where the knowledge base is certain. An
//! unnamed one becomes an entity when a statement or an event needs it, or when the article describes it as acting,
//! undergoing or belonging to a state (`unnamed`). Of which state somebody is of whom nothing tells it is weighed (`whence`).

mod alias;
mod cluster;
mod near;
mod nominal;
mod unnamed;
mod whence;

use crate::clause::{Group, Layers};
use crate::lexicon::{EntityId, Kind};
use crate::morph::Gender;
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::ops::Range;

pub use cluster::{About, Meant, Pointed, link, pointed};
pub use near::dateline;
pub use unnamed::describe;
pub use whence::Guess;

/// How a mention stands for its entity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Form {
    Name,
    Nominal,
    Pronoun,
}

/// Words that stand for an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub words: Range<usize>,
    /// Their span, without proclitics.
    pub span: Span,
    /// How they stand for it.
    pub form: Form,
}

/// One entity of the article.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// Whether its name is known.
    pub named: bool,
    /// Its name.
    pub name: String,
    /// Its entry in the knowledge base.
    pub kb: Option<EntityId>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Office its title tells (`head_of_state`).
    pub office: Option<String>,
    /// Titles it bears: indices into the lexicon's titles.
    pub titles: Vec<u32>,
    /// Head lexeme of its description.
    pub head: Option<u32>,
    /// Gender, where a verb or title shows it.
    pub gender: Option<Gender>,
    /// Its mentions in order.
    pub mentions: Vec<Mention>,
}

/// All entities of an article.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// The entities, in the order in which they were met.
    pub list: Vec<Entity>,
    /// The entity of each name.
    pub of_name: Vec<usize>,
    /// Date of publication, ISO, where known.
    pub date: Option<String>,
    /// The country that its outlet writes for, where known.
    pub home: Option<String>,
    /// The country the article is mostly about.
    pub country: Option<String>,
    /// The country that whoever is told without one belongs to: the outlet's own where the article tells of it as much, else `country`.
    pub own: Option<String>,
    /// Of several stories in one article, where each ends and its own country.
    pub stories: Vec<(usize, Option<String>)>,
    /// How often the article's names and adjectives point to each country.
    votes: FxHashMap<String, usize>,
    /// Who spoke last, while statements are read: whom `المصدر` and `الباحث` mean.
    pub spoke: Option<usize>,
    /// Who issued the document told last (`قالت الحركة في بيان`): whom `البيان` means.
    pub issued: Option<usize>,
    /// Those whom the article describes as acting or undergoing, beside its statements and events.
    pub described: Vec<usize>,
    /// While weights are fitted: the countries that were chosen.
    pub guesses: Option<Vec<Guess>>,
    of_group: FxHashMap<usize, usize>,
    /// Whom a bare plural means that the article has named in full: `المتمردون` for `المتمردون الحوثيون`, by the key of its stem.
    by_plural: FxHashMap<u64, usize>,
    by_text: FxHashMap<String, usize>,
    by_kb: FxHashMap<EntityId, usize>,
    by_part: FxHashMap<String, Vec<(String, usize)>>,
}

impl Entities {
    /// The entity a group means; an unnamed one is made if the group describes someone who can speak or act.
    pub fn of_group(&mut self, layers: Layers<'_>, group: &Group) -> Option<usize> {
        if group.is_time {
            return None;
        }
        if let Some(name) = group.person.or(group.name) {
            return self.of_name.get(name).copied();
        }
        if let Some(&known) = self.of_group.get(&group.words.start) {
            return Some(known);
        }
        let entity = nominal::resolve(self, layers, group)?;
        self.of_group.insert(group.words.start, entity);
        Some(entity)
    }

    /// The country of whoever is told without one at a word.
    pub fn own_at(&self, word: usize) -> Option<String> {
        let story = self.stories.iter().find(|(end, _)| word < *end).and_then(|(_, country)| country.clone());
        story.or_else(|| self.own.clone())
    }

    /// Adds a mention, once.
    pub fn mention(&mut self, entity: usize, words: Range<usize>, span: Span, form: Form) {
        if let Some(entity) = self.list.get_mut(entity)
            && !entity.mentions.iter().any(|m| m.span == span)
        {
            entity.mentions.push(Mention { words, span, form });
        }
    }

    /// The entity last mentioned before `word` for which `wanted` holds.
    pub fn last_before(&self, word: usize, wanted: impl Fn(&Entity) -> bool) -> Option<usize> {
        self.list
            .iter()
            .enumerate()
            .filter(|(_, e)| wanted(e))
            .filter_map(|(i, e)| e.mentions.iter().map(|m| m.words.start).filter(|w| *w < word).max().map(|w| (w, i)))
            .max()
            .map(|(_, i)| i)
    }

    /// The last person before `word` whom the group's title fits, other than `not`: the other president of two.
    pub fn other_holder(&self, layers: Layers<'_>, group: &Group, not: Option<usize>, word: usize) -> Option<usize> {
        let title = group.title?;
        let office = layers.lexicon.titles.get(title as usize)?.office.as_deref();
        let fits = |e: &Entity| {
            let titled = e
                .titles
                .iter()
                .any(|t| *t == title || layers.lexicon.titles[*t as usize].form == layers.lexicon.titles[title as usize].form);
            e.kind == Kind::Person
                && (titled
                    || office
                        .is_some_and(|o| e.office.as_deref() == Some(o) || nominal::held(layers, e, o, self.date.as_deref())))
        };
        let excluded = not.and_then(|n| self.list.get(n)).map(|e| e.name.clone());
        self.last_before(word, |e| fits(e) && Some(&e.name) != excluded.as_ref())
    }

    /// The article's entity of an entry of the knowledge base, added if the article has not named it.
    pub fn known(&mut self, lexicon: &crate::lexicon::Lexicon, id: EntityId) -> Option<usize> {
        self.list.iter().position(|e| e.kb == Some(id)).or_else(|| self.from_kb(lexicon, id))
    }

    /// Adds an entity of the knowledge base that the article means without naming it.
    pub fn from_kb(&mut self, lexicon: &crate::lexicon::Lexicon, id: EntityId) -> Option<usize> {
        let known = lexicon.kb.entities.get(id as usize)?;
        Some(self.add(Entity {
            kind: known.kind,
            named: true,
            name: known.name.clone(),
            kb: Some(id),
            country: cluster::country_of(known),
            sector: known.sector.clone(),
            wikidata: known.wikidata.clone(),
            office: None,
            titles: Vec::new(),
            head: None,
            gender: None,
            mentions: Vec::new(),
        }))
    }

    fn add(&mut self, entity: Entity) -> usize {
        self.list.push(entity);
        self.list.len() - 1
    }
}

/// The span of a group's description without the proclitics of its first word.
pub fn core_span(layers: Layers<'_>, words: Range<usize>) -> Span {
    let whole = layers.text.span(words.clone());
    if let Some((_, name)) = layers.name_at(words.start).filter(|(_, n)| n.words.start == words.start) {
        return Span { start: name.span.start, end: whole.end.max(name.span.end) };
    }
    let morph = layers.morph(words.start);
    let folded = layers.text.folded(words.start);
    let conj = if morph.conj { 2 } else { 0 };
    let lead = if morph.article && folded.get(conj..).is_some_and(|f| f.starts_with("لل")) {
        conj
    } else {
        (morph.lead as usize).saturating_sub(if morph.article { 4 } else { 0 })
    };
    let cut = if lead == 0 { 0 } else { crate::text::raw_offset(layers.text.raw(words.start), lead) };
    Span::new(whole.start as usize + cut, whole.end as usize)
}
