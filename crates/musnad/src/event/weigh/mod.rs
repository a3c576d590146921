//! Weighing: of the words that may tell an event which do, and of all who are named about them who does it to whom.
//!
//! Question: *is it an event, and whose?* In: what the rules read (told events, and words whose clause tells too little or has no
//! complement that a row asks for), entities and statements. Out: the events, each with the parties that weigh most and the
//! chance that it is right. A telling and each candidate for a side bear *signs* (`signs`), the trained model gives each sign a
//! weight in log-odds, and the logistic function of the sum is a chance. `musnad-train events` fits the weights to articles
//! that we annotated; without a model the rules alone decide.

mod signs;
mod weights;

pub use weights::{QUESTIONS, Question, Weights, chance};

use super::Event;
use super::party::{acts, country_code, holds_actor, is_monitor, is_source, party};
use crate::clause::{Group, Layers};
use crate::entity::{Entities, Form};
use crate::lexicon::{Frame, Kind};
use crate::name::tagger::Clusters;
use crate::span::Span;
use crate::statement::{Input, Statement};
use signs::{Stands, Sum};
use std::ops::Range;

/// How many words to each side of a predicate candidates are sought.
const ABOUT: usize = 40;

/// Most candidates of one predicate.
const MOST: usize = 20;

/// A word that the rules do not tell an event is looked at where the chance that it tells one is more than this.
const WORTH: f32 = 0.06;

/// An event that the rules tell is kept where the chance that it is right is more than this, one whose clause tells too little
/// where it is more than `NEW`, any other where it is more than `FAR`. These and the thresholds below were chosen on annotated
/// articles that the weights were not fitted to.
const KEPT: f32 = 0.1;
const NEW: f32 = 0.2;
const FAR: f32 = 0.25;

/// Whom the rules picked is a party where its chance is more than this, another where it is more than `PARTY`; where nobody
/// is, the likeliest where it is more than `ALONE`.
const PICKED: f32 = 0.4;
const PARTY: f32 = 0.6;
const ALONE: f32 = 0.22;

/// How much more whom the rules picked weighs where nobody is likely.
const FAVOUR: f32 = 1.5;

/// Two tellings that the rules take for one event are one where the chance is more than this, others where it is more than
/// `ONE`.
const RULED_ONE: f32 = 0.4;
const ONE: f32 = 0.65;

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

/// The types that the weights know.
const PLOVER: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

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

/// Where a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// About the predicate.
    Here,
    /// The rules found it elsewhere.
    Rules,
    /// It speaks the words that the predicate stands in.
    Speaker,
    /// It does or undergoes what was told before.
    Before,
}

/// Somebody who may be a party.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its words; none where it is told elsewhere.
    pub words: Range<usize>,
    /// Whom it means, where that is known.
    pub entity: Option<usize>,
    /// The country of an adjective of nationality in it.
    pub country: Option<String>,
    /// Whether the rules picked it, for each side.
    pub picked: [bool; 2],
    /// Whether it cannot be on a side, whatever it weighs: whoever only tells of harm did none, no place is arrested.
    pub barred: [bool; 2],
    /// Its signs for each side, where they are asked for.
    pub signs: [Vec<u32>; 2],
    group: Option<usize>,
    what: u64,
    from: From,
}

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
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// The times that may date it, and none: each value, with its signs.
    pub times: Vec<(Option<String>, Vec<u32>)>,
    /// Where the rules' own time stands among them.
    pub ruled: Option<usize>,
    /// The status that the rules read.
    pub status: &'static str,
    shape: u64,
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
    pub trained: Trained<'l>,
    pub entities: &'l Entities,
    pub statements: &'l [Statement],
}

impl Judge<'_> {
    /// Whether two tellings of one type tell one event; `ruled` is what the rules say.
    pub fn is_same(&self, a: &Event, b: &Event, ruled: bool) -> bool {
        if self.trained.weights.is_empty() {
            return ruled;
        }
        // The very same told twice in a sentence is one.
        let shared = a.recipients == b.recipients || a.recipients.iter().any(|r| b.recipients.contains(r));
        let sentence = |e: &Event| self.layers.text.sentence_of(e.word);
        if a.actors == b.actors && shared && a.status == b.status && sentence(a) == sentence(b) {
            return true;
        }
        let mut sum = Sum { table: self.trained.weights.of(Question::Same), sum: 0.0 };
        signs::same(self, a, b, ruled, &mut sum);
        chance(sum.sum) > if ruled { RULED_ONE } else { ONE }
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

/// What was learnt: what signs weigh, and the classes of words in raw news.
#[derive(Clone, Copy)]
pub struct Trained<'l> {
    /// What signs weigh.
    pub weights: &'l Weights,
    /// Classes of words.
    pub classes: &'l Clusters,
}

/// What weighing reads of an article.
#[derive(Clone, Copy)]
pub(super) struct Story<'l> {
    pub input: Input<'l>,
    pub trained: Trained<'l>,
    pub statements: &'l [Statement],
    /// Whether it reports sport.
    pub sport: bool,
}

/// What weighing reads beside the event.
#[derive(Clone, Copy)]
pub(super) struct About<'l> {
    pub input: Input<'l>,
    pub classes: &'l Clusters,
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

/// What a group may be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct May {
    /// Whether it may be a party, or hold one.
    pub party: bool,
    /// Whether it can act itself.
    pub acts: bool,
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
    let Story { input, trained, statements, sport } = story;
    let about = About { input, classes: trained.classes, statements, sport, at: &[], events, entities, groups: &[] };
    let mut bears = Vec::with_capacity(80);
    signs::telling(about, event, How::Loose, Some(frame), &mut bears);
    bears
}

/// Whether a bare word with these signs is worth looking at.
pub(super) fn is_worth(story: Story<'_>, signs: &[u32]) -> bool {
    let table = story.trained.weights.of(Question::Worth);
    !table.is_empty() && chance(signs.iter().filter_map(|s| table.get(s)).sum()) >= WORTH
}

/// The events that weigh enough, with the parties that weigh most; `list` takes all that was weighed, for training.
pub(super) fn weigh(
    story: Story<'_>,
    entities: &mut Entities,
    told: Vec<Telling>,
    others: Vec<Telling>,
    list: Option<&mut Weighing>,
) -> Vec<Event> {
    let Story { input, trained: Trained { weights, classes }, statements, sport } = story;
    let lexicon = input.layers.lexicon;
    let events: Vec<Event> = told.iter().map(|t| t.event.clone()).collect();
    let at = mentioned(entities, input.layers.text.words.len());
    let groups: Vec<May> = input.groups.iter().map(|g| may_be(input, g)).collect();
    let turned: Vec<Telling> = told.iter().chain(&others).filter(|t| t.how != How::Loose).flat_map(turns).collect();
    if let Some(list) = list {
        let about = About { input, classes, statements, sport, at: &at, events: &events, entities, groups: &groups };
        list.tellings.extend(told.iter().chain(&others).chain(&turned).map(|telling| weighed(about, telling)));
    }
    if weights.is_empty() {
        return events;
    }
    let mut found = Vec::new();
    for telling in told.into_iter().chain(others).chain(turned) {
        let about = About { input, classes, statements, sport, at: &at, events: &events, entities, groups: &groups };
        let frame = telling.frame.map(|f| &lexicon.frames[f as usize]);
        let mut bears = Vec::with_capacity(64);
        signs::telling(about, &telling.event, telling.how, frame, &mut bears);
        let n_telling = bears.len();
        let sum = |question: Question, signs: &[u32]| -> f32 { signs.iter().filter_map(|s| weights.of(question).get(s)).sum() };
        if telling.how == How::Turned && chance(sum(Question::Worth, &bears)) < WORTH {
            continue;
        }
        let candidates = candidates(about, &telling.event);
        let chances: Vec<[f32; 2]> = (0..candidates.len())
            .map(|nth| {
                [Question::Actor, Question::Recipient].map(|question| {
                    let mut sum = Sum { table: weights.of(question), sum: 0.0 };
                    signs::party(about, &telling.event, frame, &candidates, nth, question as usize - 1, &mut sum);
                    chance(sum.sum)
                })
            })
            .collect();
        let chosen = choose(&candidates, &chances);
        outcome(&telling.event.event, signs::shape_of(&telling.event), &candidates, &chances, &chosen, &mut bears);
        let right = chance(sum(Question::Right, &bears));
        // A type of the user's own is told as the rules tell it.
        if !PLOVER.contains(&telling.event.event.as_str()) {
            if telling.how == How::Told {
                found.push(Event { confidence: right, ..telling.event });
            }
            continue;
        }
        let nobody = !chosen.iter().any(|c| c[0] || c[1]);
        let least = match telling.how {
            How::Told => KEPT,
            How::Untold => NEW,
            How::Loose | How::Turned => FAR,
        };
        if right < least || nobody && telling.how != How::Told {
            continue;
        }
        let mut event = telling.event;
        event.confidence = right;
        bears.truncate(n_telling);
        settle(about, weights, telling.how, &bears, &mut event);
        take(input, entities, &candidates, &chosen, &mut event);
        found.push(event);
    }
    // Of several types that one word may tell, the likeliest.
    found.sort_by(|a: &Event, b: &Event| a.word.cmp(&b.word).then(b.confidence.total_cmp(&a.confidence)));
    found.dedup_by_key(|e| e.word);
    found
}

/// A telling with each type that its own is taken for.
fn turns(telling: &Telling) -> impl Iterator<Item = Telling> {
    let turn = |(from, to): &(&str, &str)| {
        (*from == telling.event.event).then(|| {
            let event = Event { event: (*to).to_owned(), mode: None, ..telling.event.clone() };
            Telling { event, frame: telling.frame, how: How::Turned, object: telling.object, worth: Vec::new() }
        })
    };
    TURNS.iter().filter_map(turn).collect::<Vec<_>>().into_iter()
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
    let Event { actors, recipients, .. } = event;
    actors.retain(|a| !recipients.contains(a));
}

/// What is weighed of a telling, for training.
fn weighed(about: About<'_>, telling: &Telling) -> Weighed {
    let frame = telling.frame.map(|f| &about.input.layers.lexicon.frames[f as usize]);
    let mut bears = Vec::new();
    signs::telling(about, &telling.event, telling.how, frame, &mut bears);
    let mut found = candidates(about, &telling.event);
    let signs: Vec<[Vec<u32>; 2]> = (0..found.len())
        .map(|nth| {
            [0, 1].map(|side| {
                let mut bears = Vec::new();
                signs::party(about, &telling.event, frame, &found, nth, side, &mut bears);
                bears
            })
        })
        .collect();
    found.iter_mut().zip(signs).for_each(|(candidate, signs)| candidate.signs = signs);
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
        worth: if telling.worth.is_empty() { bears.clone() } else { telling.worth.clone() },
        telling: bears,
        candidates: found,
        times,
        ruled,
        status: telling.event.status,
        shape: signs::shape_of(&telling.event),
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
    let sum = |question: Question| -> f32 { bears.iter().filter_map(|s| weights.of(question).get(s)).sum() };
    let likeliest = Question::STATUSES.into_iter().map(|(question, status)| (chance(sum(question)), status));
    let likeliest = likeliest.fold((0.5, "happened"), |best, next| if next.0 > best.0 { next } else { best });
    let found = times(about, event);
    let n_times = found.iter().filter(|(_, s)| *s == Stands::Here).count();
    let weight = |(time, stands): &(Option<usize>, Stands)| {
        let mut sum = Sum { table: weights.of(Question::When), sum: 0.0 };
        signs::when(about, event, how, *time, *stands, n_times, &mut sum);
        sum.sum
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

/// Which candidates are chosen for each side, by their chances; nobody is on both.
pub fn choose(candidates: &[Candidate], chances: &[[f32; 2]]) -> Vec<[bool; 2]> {
    // A candidate may be on the side where the best of its mentions weighs more.
    let side_of = |nth: usize| {
        let same = |other: &usize| {
            *other == nth || candidates[nth].entity.is_some() && candidates[*other].entity == candidates[nth].entity
        };
        let most = |side: usize| (0..chances.len()).filter(same).map(|n| chances[n][side]).fold(0.0_f32, f32::max);
        usize::from(most(1) > most(0))
    };
    let sides: Vec<usize> = (0..chances.len()).map(side_of).collect();
    let mut chosen: Vec<[bool; 2]> = sides
        .iter()
        .zip(chances.iter().zip(candidates))
        .map(|(own, (c, candidate))| {
            let enough = |side: usize| c[side] > if candidate.picked[side] { PICKED } else { PARTY };
            [0, 1].map(|side| *own == side && enough(side) && !candidate.barred[side])
        })
        .collect();
    for side in [0, 1] {
        if chosen.iter().any(|c| c[side]) {
            continue;
        }
        let taken = |nth: &usize| {
            let same = |(n, c): (usize, &[bool; 2])| {
                c[1 - side] && (n == *nth || candidates[n].entity.is_some() && candidates[n].entity == candidates[*nth].entity)
            };
            chosen.iter().enumerate().any(same)
        };
        let free = (0..chances.len()).filter(|n| !taken(n) && !candidates[*n].barred[side]);
        let favour = |n: &usize| chances[*n][side] * if candidates[*n].picked[side] { FAVOUR } else { 1.0 };
        let best = free.max_by(|a, b| favour(a).total_cmp(&favour(b)).then(b.cmp(a)));
        if let Some(best) = best.filter(|b| favour(b) > ALONE) {
            chosen[best][side] = true;
        }
    }
    chosen
}

/// The signs of an event with the parties chosen, added to those of its telling.
pub fn outcome_of(weighed: &Weighed, chances: &[[f32; 2]], chosen: &[[bool; 2]]) -> Vec<u32> {
    let mut bears = weighed.telling.clone();
    outcome(&weighed.event, weighed.shape, &weighed.candidates, chances, chosen, &mut bears);
    bears
}

fn outcome(event: &str, shape: u64, candidates: &[Candidate], chances: &[[f32; 2]], chosen: &[[bool; 2]], out: &mut Vec<u32>) {
    let kind = crate::lexicon::key(event);
    let mut add = |template: u32, parts: &[u64]| out.push(signs::sign(template, parts));
    let mut sides = [0_u64; 2];
    for side in [0, 1] {
        let best = chosen
            .iter()
            .zip(chances)
            .enumerate()
            .filter(|(_, (c, _))| c[side])
            .max_by(|(_, (_, a)), (_, (_, b))| a[side].total_cmp(&b[side]));
        let most = chances.iter().map(|c| c[side]).fold(0.0_f32, f32::max);
        let tenth = (most * 10.0) as u64;
        let at = side as u64;
        add(201, &[at, tenth]);
        add(202, &[at, tenth, kind]);
        let number = chosen.iter().filter(|c| c[side]).count().min(3) as u64;
        add(203, &[at, number, kind]);
        let Some((nth, _)) = best else {
            add(204, &[at, kind, shape]);
            continue;
        };
        let candidate = &candidates[nth];
        sides[side] = candidate.what + 1;
        add(205, &[at, candidate.what, kind]);
        add(206, &[at, u64::from(candidate.picked[side]), kind]);
        add(207, &[at, u64::from(candidate.picked[side]), u64::from(candidate.picked[1 - side])]);
        add(208, &[at, candidate.from as u64]);
        add(209, &[at, u64::from(candidate.country.is_some())]);
    }
    add(210, &[sides[0], sides[1]]);
    add(211, &[sides[0], sides[1], kind]);
    let told = |side: usize| u64::from(sides[side] > 0);
    add(212, &[told(0), told(1), kind]);
    add(213, &[told(0), told(1), shape]);
    let product = [0, 1].map(|side| {
        let most = chances.iter().map(|c| c[side]).fold(0.0_f32, f32::max);
        if chosen.iter().any(|c| c[side]) { most } else { 1.0 - most }
    });
    let sure = (product[0] * product[1] * 10.0) as u64;
    add(214, &[sure]);
    add(215, &[sure, kind]);
}

/// The entity whose mention each word is in.
fn mentioned(entities: &Entities, n_words: usize) -> Vec<Option<usize>> {
    let mut at = vec![None; n_words];
    for (id, entity) in entities.list.iter().enumerate() {
        for mention in &entity.mentions {
            for word in mention.words.clone() {
                if let Some(slot) = at.get_mut(word)
                    && (slot.is_none() || mention.form == Form::Name)
                {
                    *slot = Some(id);
                }
            }
        }
    }
    at
}

/// What a group may be: named, of a nation, with a title, somebody who acts, or what belongs to one.
fn may_be(input: Input<'_>, group: &Group) -> May {
    let acts = acts(input, group);
    let named = group.name.is_some() || group.person.is_some() || group.of.is_some();
    let told = named || group.nation.is_some() || group.title.is_some();
    May { party: !group.is_time && (told || acts || holds_actor(input, group)), acts }
}

/// Who may be a party of an event.
fn candidates(about: About<'_>, event: &Event) -> Vec<Candidate> {
    let About { input, statements, at, events, entities, .. } = about;
    let layers = input.layers;
    let sentence = layers.text.sentence_of(event.word).map_or(event.word..event.word + 1, |s| layers.text.sentences[s].words());
    let near = sentence.start.max(event.word.saturating_sub(ABOUT))..sentence.end.min(event.word + ABOUT);
    let first = input.groups.partition_point(|g| g.words.end <= near.start);
    let last = input.groups.partition_point(|g| g.words.start < near.end);
    let mut found: Vec<Candidate> = Vec::new();
    for (nth, group) in input.groups.iter().enumerate().take(last).skip(first).filter(|(nth, _)| about.groups[*nth].party) {
        let of_name = |n: usize| entities.of_name.get(n).copied();
        let entity = (group.person.or(group.name).and_then(of_name))
            .or_else(|| at.get(group.head).copied().flatten())
            .or_else(|| group.of.and_then(of_name))
            .or_else(|| group.words.clone().find_map(|w| at.get(w).copied().flatten()));
        let country = group.nation.and_then(|n| country_code(layers, n));
        found.push(Candidate { country, group: Some(nth), ..elsewhere(group.words.clone(), entity, From::Here) });
    }
    let dist = |c: &Candidate| c.words.start.abs_diff(event.word);
    if found.len() > MOST {
        found.sort_by_key(dist);
        found.truncate(MOST);
        found.sort_by_key(|c| c.words.start);
    }
    for (side, ids) in [&event.actors, &event.recipients].into_iter().enumerate() {
        for id in ids {
            let holds = |c: &Candidate| {
                let told = |e: &crate::entity::Entity| {
                    let beside = |m: &crate::entity::Mention| m.words.start < c.words.end && c.words.start < m.words.end;
                    e.mentions.iter().any(beside) || c.country.is_some() && e.country == c.country && e.kind == Kind::Place
                };
                c.entity == Some(*id) || entities.list.get(*id).is_some_and(told)
            };
            // Of several mentions the nearest.
            let nearest = found.iter().enumerate().filter(|(_, c)| holds(c)).min_by_key(|(_, c)| dist(c)).map(|(n, _)| n);
            match nearest {
                Some(n) => {
                    found[n].picked[side] = true;
                    found[n].entity = Some(*id);
                }
                None => {
                    let mut other = elsewhere(0..0, Some(*id), From::Rules);
                    other.picked[side] = true;
                    found.push(other);
                }
            }
        }
    }
    let speaker = signs::holding(statements, event.word).and_then(|s| s.chain.last().copied());
    let before = events.iter().rev().find(|e| e.word < event.word && !e.actors.is_empty());
    let before = before.into_iter().flat_map(|e| e.actors.iter().take(1).chain(e.recipients.iter().take(1)).copied());
    for (id, from) in speaker.map(|s| (s, From::Speaker)).into_iter().chain(before.map(|b| (b, From::Before))) {
        if !found.iter().any(|c| c.entity == Some(id)) {
            found.push(elsewhere(0..0, Some(id), from));
        }
    }
    for candidate in &mut found {
        let entity = candidate.entity.and_then(|id| entities.list.get(id));
        candidate.what = signs::what(about, entity, candidate.group);
        candidate.barred[0] = !candidate.picked[0] && did_not(about, event, candidate.entity, speaker);
        let arrest = event.event == "COERCE" && matches!(event.mode.as_deref(), Some("arrest" | "deport"));
        candidate.barred[1] = !candidate.picked[1] && arrest && entity.is_some_and(|e| e.kind == Kind::Place);
    }
    found
}

/// Whether somebody whom the rules do not blame is not to be blamed by weights: whoever tells of harm (`أعلنت الشرطة مقتل عشرة`), a
/// mere source, a body that watches over rights, a town where it was.
fn did_not(about: About<'_>, event: &Event, entity: Option<usize>, speaker: Option<usize>) -> bool {
    let Some((id, who)) = entity.and_then(|id| Some((id, about.entities.list.get(id)?))) else { return false };
    let layers = about.input.layers;
    let announces = || {
        let words = event.word.saturating_sub(ANNOUNCED)..event.word;
        about.statements.iter().any(|s| words.contains(&s.cue) && s.chain.last() == Some(&id))
    };
    let armed = who.kind == Kind::Organization && matches!(who.sector.as_deref(), Some("MIL" | "REB"));
    let tells = (speaker == Some(id) || announces()) && !armed;
    let capital = || who.kb.and_then(|kb| layers.lexicon.kb.entities.get(kb as usize)).is_some_and(|k| k.kind_of == "capital");
    let town = who.kind == Kind::Place && !layers.lexicon.kb.is_state(who.kb);
    let harm = matches!(event.event.as_str(), "ASSAULT" | "COERCE");
    town && (harm || !capital()) || harm && (tells || is_source(layers, about.entities, id) || is_monitor(about.entities, id))
}

/// How many words behind its cue what is announced may stand.
const ANNOUNCED: usize = 6;

fn elsewhere(words: Range<usize>, entity: Option<usize>, from: From) -> Candidate {
    Candidate {
        words,
        entity,
        country: None,
        picked: [false; 2],
        barred: [false; 2],
        signs: [Vec::new(), Vec::new()],
        group: None,
        what: 0,
        from,
    }
}
