//! How sure the reader is of an event: the chance that its type and its parties are right.
//!
//! Each event bears *signs* (how it is told, how its parties were found, of whom it is). `frames/confidence.tsv` gives the weight
//! of each sign, in log-odds; their sum, through the logistic function, is the confidence. `musnad-train confidence` fits the
//! weights (logistic regression) to events judged right or wrong against annotated articles.

use super::Event;
use super::trigger::Shape;
use crate::clause::Layers;
use crate::entity::{Entities, Entity};
use crate::lexicon::Kind;
use crate::statement::Statement;

/// How many words to each side of a predicate crowd it.
const ABOUT: usize = 12;

/// The sign that every event bears.
pub const EVERY: &str = "every event";

/// What the rules that made an event leave for judging it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Made {
    /// Whether its predicate is a finite verb, a participle or a noun; none where an act of speech is the event.
    pub(crate) shape: Option<Shape>,
    /// How much of its parties was inferred rather than read in their slots: 0 where nothing was.
    pub(crate) inferred: f32,
    /// How often the article tells it again.
    pub(crate) again: u8,
    /// Whether the row of its predicate asks for a complement.
    pub(crate) complement: bool,
}

/// Gives each event its signs and its confidence.
pub(crate) fn judge(events: &mut [Event], entities: &Entities, layers: Layers<'_>, statements: &[Statement], sport: bool) {
    let n_words = layers.text.words.len().max(1);
    let crowd = events.len() * 100 / n_words;
    for event in events.iter_mut() {
        event.signs = signs(event, entities, layers, statements);
        event.signs.push(format!("events per hundred words {}", crowd.min(4)));
        if sport {
            event.signs.push("report of sport".to_owned());
        }
        event.confidence = layers.lexicon.confidence(&event.signs);
    }
}

fn signs(event: &Event, entities: &Entities, layers: Layers<'_>, statements: &[Statement]) -> Vec<String> {
    let mut signs = vec![EVERY.to_owned(), format!("type {}", event.event), format!("status {}", event.status)];
    telling(event, &mut signs);
    for (side, ids) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        party(side, ids, event, entities, layers, &mut signs);
    }
    let country = |ids: &[usize]| ids.iter().find_map(|id| entities.list.get(*id).and_then(|e| e.country.as_deref()));
    if let (Some(by), Some(to)) = (country(&event.actors), country(&event.recipients)) {
        signs.push(format!("{} {}", event.event, if by == to { "in one country" } else { "between two countries" }));
    }
    words_about(event, entities, layers, &mut signs);
    if let Some(statement) = statements.iter().find(|s| s.words.contains(&event.word) && s.cue != event.word) {
        signs.push("in a statement".to_owned());
        if statement.chain.last().is_some_and(|s| event.actors.contains(s)) {
            signs.push("its speaker does it".to_owned());
        }
    }
    if statements.iter().any(|s| s.cue == event.word) {
        signs.push("its word is a cue".to_owned());
    }
    signs
}

/// How the event is told: by what kind of word, how much of it is told, and how often.
fn telling(event: &Event, signs: &mut Vec<String>) {
    let (kind, word) = match event.made.shape {
        Some(Shape::Finite) => ("verb", "finite"),
        Some(Shape::Participle) => ("verb", "participle"),
        Some(Shape::Nominal) => ("noun", "noun"),
        None => ("speech", "act of speech"),
    };
    signs.push(format!("predicate {word}"));
    signs.push(format!("{} by {kind}", event.event));
    let inferred = match event.made.inferred {
        much if much > 0.2 => "much",
        little if little > 0.0 => "a little",
        _ => "nothing",
    };
    signs.push(format!("inferred {inferred}"));
    signs.push(format!("told again {}", event.made.again.min(2)));
    let told = [
        ("complement", event.made.complement),
        ("mode", event.mode.is_some()),
        ("date", event.time.is_some()),
        ("place", event.place.is_some()),
        ("count", !event.counts.is_empty()),
    ];
    signs.extend(told.iter().filter(|(_, has)| *has).map(|(what, _)| format!("with {what}")));
}

/// How much else stands about the predicate.
fn words_about(event: &Event, entities: &Entities, layers: Layers<'_>, signs: &mut Vec<String>) {
    let nth = layers.text.sentence_of(event.word).unwrap_or(0);
    let words = layers.text.sentences.get(nth).map_or(0..0, |s| s.words());
    let near = event.word.saturating_sub(ABOUT).max(words.start)..(event.word + ABOUT).min(words.end);
    let is_near = |e: &&Entity| e.mentions.iter().any(|m| near.contains(&m.words.start));
    let place = match nth {
        0 => "first",
        1..=3 => "early",
        _ => "late",
    };
    signs.push(format!("sentence {place}"));
    signs.push(format!("sentence of {} words", (words.len() / 15 * 15).min(60)));
    signs.push(format!("entities near {}", entities.list.iter().filter(is_near).count().min(6)));
    signs.push(format!("verbs near {}", near.filter(|w| layers.is_verb(*w)).count().min(4)));
}

/// What tells of one side: who it is, and how far from the predicate.
fn party(side: &str, ids: &[usize], event: &Event, entities: &Entities, layers: Layers<'_>, signs: &mut Vec<String>) {
    let Some(entity) = ids.first().and_then(|id| entities.list.get(*id)) else {
        signs.push(format!("{side} none {}", event.event));
        return;
    };
    let what = match (entity.kind, entity.named) {
        (Kind::Person, true) => "person",
        (Kind::Person, false) => "people",
        (Kind::Organization, _) => "body",
        (Kind::Place, _) => "place",
        (Kind::Other, _) => "other",
    };
    signs.push(format!("{side} {what}"));
    if ids.len() > 1 {
        signs.push(format!("{side} several"));
    }
    if entity.country.is_none() {
        signs.push(format!("{side} of no country"));
    }
    signs.push(format!("{side} {}", distance(entity, event, layers)));
    let times = match entity.mentions.len() {
        0..=1 => "once",
        2..=4 => "more than once",
        _ => "often",
    };
    signs.push(format!("{side} told {times}"));
    signs.push(format!("{side} {what} {}", event.event));
}

/// Where the mention of a party nearest to the predicate stands.
fn distance(entity: &Entity, event: &Event, layers: Layers<'_>) -> &'static str {
    let sentence = layers.text.sentence_of(event.word);
    let here = entity.mentions.iter().filter(|m| layers.text.sentence_of(m.words.start) == sentence);
    let Some(near) = here.map(|m| m.words.start).min_by_key(|w| w.abs_diff(event.word)) else {
        return "in another sentence";
    };
    let after = near >= event.word;
    match (after, near.abs_diff(event.word)) {
        (true, 0..=2) => "right after",
        (true, 3..=7) => "after",
        (true, _) => "far after",
        (false, 0..=3) => "right before",
        (false, 4..=9) => "before",
        (false, _) => "far before",
    }
}
