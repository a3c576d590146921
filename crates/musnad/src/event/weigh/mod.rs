//! Weighing: of the words that may tell an event which do, and of all who are named about them who does it to whom.
//!
//! Question: *is it an event, and whose?* In: what the rules read (told events, and words whose clause tells too little or has no
//! complement that a row asks for), entities and statements. Out: the events, each with the parties that weigh most and the
//! chance that it is right. A telling, each candidate for a side and nobody on it bear *signs* (`signs`), the trained model gives each
//! sign a weight in log-odds, and the logistic function of a sum is a chance, of a candidate against nobody. `musnad-train events`
//! fits the weights to articles that we annotated; without a model the rules alone decide.

mod candidates;
mod choice;
mod signs;

pub use crate::weights::{QUESTIONS, Question, Trained, Weights, chance};
pub use candidates::{Candidate, From};
pub use choice::{chosen, outcome_of};

use super::Event;
use super::party::party;
use crate::clause::Layers;
use crate::entity::Entities;
use crate::lexicon::Frame;
use crate::span::Span;
use crate::statement::{Input, Statement};
use crate::weights::Sum;
use candidates::{May, candidates, may_be, mentioned};
use choice::{choose, outcome};
use signs::Stands;
pub(super) use signs::{Word, words};
use std::ops::Range;

/// A word that the rules do not tell an event is looked at where the chance that it tells one is more than this.
const WORTH: f32 = 0.06;

/// An event that the rules tell is kept where the chance that it is right is more than this, any other where it is more than
/// `NEW`. These and the thresholds below were chosen on annotated articles that the weights were not fitted to.
const KEPT: f32 = 0.08;
const NEW: f32 = 0.14;

/// A word that weighs less than this before anybody is weighed is not asked whose deed it tells: of a thousand events that would
/// be told, one is lost by it, and a third of the work is saved.
const DOUBTFUL: f32 = 0.05;

/// Two tellings that the rules take for one event are one where the chance is more than this, others where it is more than
/// `ONE`.
const RULED_ONE: f32 = 0.5;
const ONE: f32 = 0.8;

/// Words between which two tellings are told in one breath.
const BREATH: usize = 5;

/// What is asked of a candidate for each side.
const SIDES: [Question; 2] = [Question::Actor, Question::Recipient];

/// How a word came to be weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The rules tell an event.
    Told,
    /// The rules find a predicate, but its clause tells too little.
    Untold,
    /// A row has the word, but asks for a complement that is not there.
    Loose,
    /// The rules tell an event of a type that is often taken for this one.
    Turned,
}

/// Types that are taken for one another: where the rules read the first, the second is weighed too.
const TURNS: [(&str, &str); 12] = [
    ("CONSULT", "AGREE"),
    ("AGREE", "SUPPORT"),
    ("AGREE", "CONSULT"),
    ("SUPPORT", "AGREE"),
    ("COOPERATE", "AGREE"),
    ("AID", "AGREE"),
    ("REJECT", "ACCUSE"),
    ("ACCUSE", "REJECT"),
    ("COERCE", "SANCTION"),
    ("SANCTION", "COERCE"),
    ("COERCE", "ASSAULT"),
    ("ASSAULT", "ACCUSE"),
];

/// A word that may tell an event, for training.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The predicate.
    pub trigger: Span,
    /// The complement that its row asks for.
    pub object: Option<Span>,
    /// PLOVER type.
    pub event: String,
    /// How it came to be weighed.
    pub how: How,
    /// Signs of the bare word, by which it was looked at or not.
    pub worth: Vec<u32>,
    /// Signs of the telling.
    pub telling: Vec<u32>,
    /// Those of them that its status is asked of.
    pub core: Vec<u32>,
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Signs that nobody is on a side.
    pub nobody: [Vec<u32>; 2],
    /// The times that may date it, and none: each value, with its signs.
    pub times: Vec<(Option<String>, Vec<u32>)>,
    /// Where the rules' own time stands among them.
    pub ruled: Option<usize>,
    /// The status that the rules read.
    pub status: &'static str,
    shape: u64,
    stem: u64,
}

/// Two tellings of one type, for training.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Their predicates, in the order of the text.
    pub triggers: [Span; 2],
    /// PLOVER type.
    pub event: String,
    /// Whether the rules take them for one event.
    pub ruled: bool,
    /// Signs of the two.
    pub signs: Vec<u32>,
}

/// All that was weighed in an article, for training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighing {
    /// Words that may tell events.
    pub tellings: Vec<Weighed>,
    /// Tellings that may tell one event.
    pub pairs: Vec<Pair>,
}

/// Judges whether two tellings tell one event.
pub(super) struct Judge<'l> {
    pub layers: Layers<'l>,
    pub words: &'l [Word],
    pub trained: Trained<'l>,
    pub entities: &'l Entities,
    pub statements: &'l [Statement],
}

impl Judge<'_> {
    /// How surely two tellings of one type tell one event, if they do; `ruled` is what the rules say.
    pub fn is_same(&self, a: &Event, b: &Event, ruled: bool) -> Option<f32> {
        if self.trained.weights.is_empty() {
            return ruled.then_some(1.0);
        }
        // The very same told twice in a sentence is one, and in one breath whatever its status: `إحباط مخطط وتفكيك خلية`.
        let shared = a.recipients == b.recipients || a.recipients.iter().any(|r| b.recipients.contains(r));
        let sentence = |e: &Event| self.layers.text.sentence_of(e.word);
        let breath = b.word.abs_diff(a.word) < BREATH && a.status != "denied" && b.status != "denied";
        if a.actors == b.actors && shared && (a.status == b.status || breath) && sentence(a) == sentence(b) {
            return Some(1.0);
        }
        // What is told of two days is two.
        let day = |e: &Event| e.time.and_then(|t| self.layers.times.get(t)).and_then(|t| t.value.as_deref()?.get(..10));
        if !ruled && day(a).zip(day(b)).is_some_and(|(a, b)| a != b) {
            return None;
        }
        let mut sum = Sum::of(self.trained.weights, Question::Same);
        signs::same(self, a, b, ruled, &mut sum);
        let sure = chance(sum.log_odds());
        (sure > if ruled { RULED_ONE } else { ONE }).then_some(sure)
    }

    /// All pairs of tellings of one type.
    pub fn pairs(&self, events: &[Event]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (n, b) in events.iter().enumerate() {
            for a in events[..n].iter().filter(|a| a.event == b.event) {
                let ruled = super::merge::is_same(a, b, self.entities, self.layers);
                let mut bears = Vec::new();
                signs::same(self, a, b, ruled, &mut bears);
                pairs.push(Pair { triggers: [a.trigger, b.trigger], event: b.event.clone(), ruled, signs: bears });
            }
        }
        pairs
    }
}

/// What weighing reads of an article.
#[derive(Clone, Copy)]
pub(super) struct Story<'l> {
    pub input: Input<'l>,
    pub trained: Trained<'l>,
    /// What signs read of each word.
    pub words: &'l [Word],
    pub statements: &'l [Statement],
    /// Whether it reports sport.
    pub sport: bool,
}

/// What weighing reads beside the event.
#[derive(Clone, Copy)]
pub(super) struct About<'l> {
    pub input: Input<'l>,
    pub words: &'l [Word],
    pub statements: &'l [Statement],
    pub sport: bool,
    /// The entity whose mention each word is in.
    pub at: &'l [Option<usize>],
    /// What the rules tell.
    pub events: &'l [Event],
    pub entities: &'l Entities,
    /// What each group may be.
    pub groups: &'l [May],
}

/// An event that may be, and the row of its predicate.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub event: Event,
    pub frame: Option<u32>,
    pub how: How,
    /// The head of the complement that its row asks for.
    pub object: Option<usize>,
    /// Signs of its bare word, where it is one that the rules overlook.
    pub worth: Vec<u32>,
}

/// The signs of a bare word that the rules overlook: `event` has its type and shape alone.
pub(super) fn worth(story: Story<'_>, entities: &Entities, events: &[Event], event: &Event, frame: &Frame) -> Vec<u32> {
    let Story { input, words, statements, sport, .. } = story;
    let about = About { input, words, statements, sport, at: &[], events, entities, groups: &[] };
    let mut bears = Vec::with_capacity(80);
    signs::telling(about, event, How::Loose, Some(frame), &mut bears);
    bears
}

/// Whether a bare word with these signs is worth looking at.
pub(super) fn is_worth(story: Story<'_>, signs: &[u32]) -> bool {
    let weights = story.trained.weights;
    !weights.is_empty() && weights.chance(Question::Worth, signs) >= WORTH
}

/// The events that weigh enough, with the parties that weigh most; `list` takes all that was weighed, for training.
pub(super) fn weigh(
    story: Story<'_>,
    entities: &mut Entities,
    told: Vec<Telling>,
    others: Vec<Telling>,
    list: Option<&mut Weighing>,
) -> Vec<Event> {
    let Story { input, trained: Trained { weights, .. }, words, statements, sport } = story;
    let lexicon = input.layers.lexicon;
    let events: Vec<Event> = told.iter().map(|t| t.event.clone()).collect();
    let at = mentioned(entities, input.layers.text.words.len());
    let groups: Vec<May> = input.groups.iter().map(|g| may_be(input, g)).collect();
    let turned: Vec<Telling> = told.iter().chain(&others).filter(|t| t.how != How::Loose).flat_map(turns).collect();
    if let Some(list) = list {
        let about = About { input, words, statements, sport, at: &at, events: &events, entities, groups: &groups };
        list.tellings.extend(told.iter().chain(&others).chain(&turned).map(|telling| weighed(about, telling)));
    }
    if weights.is_empty() {
        return events;
    }
    let mut found = Vec::new();
    for telling in told.into_iter().chain(others).chain(turned) {
        let about = About { input, words, statements, sport, at: &at, events: &events, entities, groups: &groups };
        let frame = telling.frame.map(|f| &lexicon.frames[f as usize]);
        let mut bears = Vec::with_capacity(64);
        signs::telling(about, &telling.event, telling.how, frame, &mut bears);
        if telling.how == How::Turned && weights.chance(Question::Worth, &bears) < WORTH {
            continue;
        }
        let n_core = bears.len();
        signs::neighbours(about, &telling.event, telling.how, &mut bears);
        if weights.chance(Question::Right, &bears) < DOUBTFUL {
            continue;
        }
        let candidates = candidates(about, &telling.event);
        let chances = chances(about, weights, &telling, &bears[..n_core], &candidates);
        let chosen = choose(choice::is_mutual(&telling.event.event), &candidates, &chances);
        let (shape, stem) = (signs::shape_of(&telling.event), words[telling.event.word].bare);
        outcome(&telling.event.event, shape, stem, &candidates, &chances, &chosen, &mut bears);
        let right = weights.chance(Question::Right, &bears);
        // A type of the user's own is told as the rules tell it.
        if !super::TYPES.contains(&telling.event.event.as_str()) {
            if telling.how == How::Told {
                found.push(Event { confidence: right, ..telling.event });
            }
            continue;
        }
        let nobody = !chosen.iter().any(|c| c[0] || c[1]);
        let whose = |c: &Candidate| tells_whose(about, c, telling.event.word);
        if telling.how == How::Loose && candidates.iter().zip(&chosen).any(|(c, is)| (is[0] || is[1]) && whose(c)) {
            continue;
        }
        let least = if telling.how == How::Told { KEPT } else { NEW };
        if right < least || nobody && telling.how != How::Told {
            continue;
        }
        let mut event = telling.event;
        event.confidence = right;
        bears.truncate(n_core);
        settle(about, weights, telling.how, &bears, &mut event);
        take(input, entities, &candidates, &chosen, &mut event);
        found.push(event);
    }
    // Of several types that one word may tell, the likeliest.
    found.sort_by(|a: &Event, b: &Event| a.word.cmp(&b.word).then(b.confidence.total_cmp(&a.confidence)));
    found.dedup_by_key(|e| e.word);
    found
}

/// The chance of each candidate for each side, against nobody; `bears` are the signs of the telling.
fn chances(about: About<'_>, weights: &Weights, telling: &Telling, bears: &[u32], candidates: &[Candidate]) -> Vec<[f32; 2]> {
    let frame = telling.frame.map(|f| &about.input.layers.lexicon.frames[f as usize]);
    let sums = || SIDES.map(|side| Sum::of(weights, side));
    let mut nobody = sums();
    nobody.iter_mut().enumerate().for_each(|(side, sum)| signs::nobody(&telling.event.event, bears, candidates, side, sum));
    let predicate = signs::Predicate::new(about, &telling.event, frame, candidates);
    let somebody = |nth: usize| {
        let mut sums = sums();
        signs::party(&predicate, candidates, nth, &mut sums);
        [0, 1].map(|side| chance(sums[side].log_odds() - nobody[side].log_odds()))
    };
    (0..candidates.len()).map(somebody).collect()
}

/// Whether a word tells whose a candidate is, and no deed: `استهدفت قوات الاحتلال`, `نواب المعارضة`.
fn tells_whose(about: About<'_>, candidate: &Candidate, word: usize) -> bool {
    let group = candidate.group.filter(|g| about.groups[*g].acts).and_then(|g| about.input.groups.get(g));
    group.is_some_and(|g| g.head < word && g.words.contains(&word))
}

/// A telling with each type that its own is taken for.
fn turns(telling: &Telling) -> Vec<Telling> {
    let turn = |(from, to): &(&str, &str)| {
        (*from == telling.event.event).then(|| {
            let event = Event { event: (*to).to_owned(), mode: None, ..telling.event.clone() };
            Telling { event, frame: telling.frame, how: How::Turned, object: telling.object, worth: Vec::new() }
        })
    };
    TURNS.iter().filter_map(turn).collect()
}

/// Puts the chosen candidates in the place of the parties that the rules read.
fn take(input: Input<'_>, entities: &mut Entities, candidates: &[Candidate], chosen: &[[bool; 2]], event: &mut Event) {
    for side in [0, 1] {
        let picked: Vec<bool> = candidates.iter().map(|c| c.picked[side]).collect();
        let now: Vec<bool> = chosen.iter().map(|c| c[side]).collect();
        if picked == now {
            continue;
        }
        let mut ids: Vec<usize> = Vec::new();
        for (candidate, _) in candidates.iter().zip(&now).filter(|(_, now)| **now) {
            let meant = match candidate.entity.filter(|_| candidate.picked.contains(&true) || candidate.group.is_none()) {
                Some(id) => vec![id],
                None => match candidate.group.and_then(|g| input.groups.get(g)) {
                    Some(group) => party(input, entities, group),
                    None => candidate.entity.into_iter().collect(),
                },
            };
            ids.extend(meant.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        }
        *(if side == 0 { &mut event.actors } else { &mut event.recipients }) = ids;
    }
    // Nobody does it to himself, though two candidates may mean one.
    let Event { event, actors, recipients, .. } = event;
    actors.retain(|a| !recipients.contains(a));
    // What has no direction has somebody on each side.
    if choice::is_mutual(event) && actors.is_empty() && recipients.len() > 1 {
        actors.push(recipients.remove(0));
    }
}

/// What is weighed of a telling, for training.
fn weighed(about: About<'_>, telling: &Telling) -> Weighed {
    let frame = telling.frame.map(|f| &about.input.layers.lexicon.frames[f as usize]);
    let mut bears = Vec::new();
    signs::telling(about, &telling.event, telling.how, frame, &mut bears);
    let core = bears.clone();
    signs::neighbours(about, &telling.event, telling.how, &mut bears);
    let mut found = candidates(about, &telling.event);
    let predicate = signs::Predicate::new(about, &telling.event, frame, &found);
    let of = |nth: usize| {
        let mut bears = [Vec::new(), Vec::new()];
        signs::party(&predicate, &found, nth, &mut bears);
        bears
    };
    let signs: Vec<[Vec<u32>; 2]> = (0..found.len()).map(of).collect();
    found.iter_mut().zip(signs).for_each(|(candidate, signs)| candidate.signs = signs);
    let nobody = [0, 1].map(|side| {
        let mut out = Vec::new();
        signs::nobody(&telling.event.event, &core, &found, side, &mut out);
        out
    });
    let choices = times(about, &telling.event);
    let ruled = choices.iter().position(|(t, _)| *t == telling.event.time);
    let n_times = choices.iter().filter(|(_, s)| *s == Stands::Here).count();
    let value = |t: &Option<usize>| t.and_then(|t| about.input.layers.times[t].value.clone());
    let times = choices
        .iter()
        .map(|(time, stands)| {
            let mut bears = Vec::new();
            signs::when(about, &telling.event, telling.how, *time, *stands, n_times, &mut bears);
            (value(time), bears)
        })
        .collect();
    Weighed {
        trigger: telling.event.trigger,
        object: telling.object.map(|o| about.input.layers.text.span(o..o + 1)),
        event: telling.event.event.clone(),
        how: telling.how,
        worth: if telling.worth.is_empty() { core.clone() } else { telling.worth.clone() },
        telling: bears,
        core,
        candidates: found,
        nobody,
        times,
        ruled,
        status: telling.event.status,
        shape: signs::shape_of(&telling.event),
        stem: about.words[telling.event.word].bare,
    }
}

/// The times that may date an event, and none.
fn times(about: About<'_>, event: &Event) -> Vec<(Option<usize>, Stands)> {
    let layers = about.input.layers;
    let sentence = layers.text.sentence_of(event.word);
    let dates = |t: usize| layers.times[t].value.as_deref().is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
    let within = |words: Range<usize>| {
        let first = layers.times.partition_point(|t| t.words.start < words.start);
        let end = layers.times.partition_point(|t| t.words.start < words.end);
        first..end
    };
    let mut found: Vec<(Option<usize>, Stands)> = vec![(None, Stands::Nowhere)];
    let mut add = |time: usize, stands: Stands| {
        if dates(time) && !found.iter().any(|(t, _)| *t == Some(time)) {
            found.push((Some(time), stands));
        }
    };
    let words = |nth: usize| layers.text.sentences[nth].words();
    if let Some(nth) = sentence {
        within(words(nth)).for_each(|t| add(t, Stands::Here));
    }
    if let Some(time) = signs::holding(about.statements, event.word).and_then(|s| s.time) {
        add(time, Stands::Statement);
    }
    if let Some(time) = event.time {
        add(time, Stands::Rules);
    }
    if let Some(before) = sentence.and_then(|s| s.checked_sub(1)) {
        within(words(before)).for_each(|t| add(t, Stands::Before));
    }
    if let Some(first) = (0..layers.times.len()).find(|t| dates(*t)) {
        add(first, Stands::Lede);
    }
    found
}

/// The status of an event and the time that dates it, by their weights.
fn settle(about: About<'_>, weights: &Weights, how: How, bears: &[u32], event: &mut Event) {
    let likeliest = Question::STATUSES.into_iter().map(|(question, status)| (weights.chance(question, bears), status));
    let likeliest = likeliest.fold((0.5, "happened"), |best, next| if next.0 > best.0 { next } else { best });
    let found = times(about, event);
    let n_times = found.iter().filter(|(_, s)| *s == Stands::Here).count();
    let weight = |(time, stands): &(Option<usize>, Stands)| {
        let mut sum = Sum::of(weights, Question::When);
        signs::when(about, event, how, *time, *stands, n_times, &mut sum);
        sum.log_odds()
    };
    let best = found.iter().map(|t| (weight(t), t.0)).fold(None, |best: Option<(f32, Option<usize>)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    });
    event.time = best.map_or(event.time, |(_, time)| time);
    // What is told not to have happened is not told to have.
    if !matches!(event.status, "denied" | "hypothetical") {
        event.status = likeliest.1;
    }
}
