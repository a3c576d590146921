//! Events: what one actor did to or with another, as PLOVER 2.0 codes it, with date, place, status and the chain it rests on.
//!
//! Question: *who did what to whom, when, where, and is it done?* In: groups, entities, times and statements. Out:
//! [`Event`]s in text order. It promises a trigger and an evidence span for each, and one event once however often it is
//! told. It never gives a date that no expression of the text gives.

mod accident;
mod arguments;
mod aside;
mod backed;
mod barred;
mod blamed;
mod capital;
mod clause;
mod context;
mod counts;
mod doer;
mod estimate;
mod examples;
mod freed;
mod home;
mod judged;
mod merge;
mod modal;
mod occasion;
mod overlooked;
mod party;
mod pronoun;
mod reception;
mod status;
mod subject;
mod topic;
mod trigger;
mod verbal;
pub mod weigh;
mod when;

use crate::entity::Entities;
use crate::lexicon::{Frame, Kind};
use crate::morph::Pos;
use crate::span::Span;
use crate::statement::{Input, Statement};
use crate::{clause::Group, clause::Layers, statement::Quote};
use arguments::Site;
use std::borrow::Cow;
use subject::Subjects;
use trigger::Shape;

pub use counts::Count;

/// What one actor did to or with another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub event: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// Who does it.
    pub actors: Vec<usize>,
    /// Who undergoes it.
    pub recipients: Vec<usize>,
    /// The time that dates it.
    pub time: Option<usize>,
    /// Where.
    pub place: Option<usize>,
    /// happened, ongoing, planned, denied, hypothetical.
    pub status: &'static str,
    /// Whose word it rests on.
    pub chain: Vec<usize>,
    /// The predicate's word.
    pub word: usize,
    /// The predicate.
    pub trigger: Span,
    /// The clause.
    pub evidence: Span,
    /// How many were killed, injured, arrested …
    pub counts: Vec<Count>,
    /// The chance that type and parties are right, 0 to 1: see [`weigh`].
    pub confidence: f32,
    /// What the rules that made it leave for judging it.
    pub made: Made,
}

/// What the rules that made an event leave for judging it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Made {
    /// Whether its predicate is a finite verb, a participle or a noun; none where an act of speech is the event.
    pub(crate) shape: Option<Shape>,
    /// How much of its parties was inferred rather than read in their slots: 0 where nothing was.
    pub(crate) inferred: f32,
}

/// A word that a frame fits, and what became of it: what `musnad show predicates` prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate {
    /// The predicate, with the object of a light verb.
    pub span: Span,
    /// Its frame, an index into the lexicon's.
    pub frame: u32,
    /// The head of the required complement that was found.
    pub object: Option<Span>,
    /// Who fills the slots of the actor and of the recipient.
    pub parties: [Vec<usize>; 2],
    /// Whether it tells an event; otherwise too little speaks for one.
    pub told: bool,
}

/// Types of events, as PLOVER names them.
pub const TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "CONCEDE",
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

/// PLOVER types that have no direction.
pub const MUTUAL: [&str; 4] = ["AGREE", "CONSULT", "COOPERATE", "SUPPORT"];

/// What finding events leaves beside them.
#[derive(Debug, Default)]
pub struct Notes {
    /// Every word that a frame fits.
    pub predicates: Vec<Predicate>,
    /// All that was weighed, where it is asked for: to learn from.
    pub weighed: Option<weigh::Weighing>,
}

/// Finds the events of an article; `notes` takes what is found beside them.
pub fn extract(
    layers: Layers<'_>,
    groups: &[Group],
    quotes: &[Quote],
    entities: &mut Entities,
    statements: &[Statement],
    notes: &mut Notes,
) -> Vec<Event> {
    let Notes { predicates, weighed } = notes;
    let input = Input { layers, groups, quotes };
    let mut events: Vec<Event> = Vec::new();
    let mut untold: Vec<weigh::Telling> = Vec::new();
    // The rows of the predicates that tell events, and who was the subject of each.
    let mut rows: rustc_hash::FxHashMap<usize, (u32, Option<usize>)> = rustc_hash::FxHashMap::default();
    let mut holds: Vec<(usize, usize)> = Vec::new();
    let mut all_triggers: Vec<trigger::Trigger> = Vec::new();
    let mut deeds: Vec<(usize, usize)> = Vec::new();
    let mut sides: Option<[usize; 2]> = None;
    let mut subjects = Subjects::default();
    for sentence in &layers.text.sentences {
        let words = sentence.words();
        let triggers = trigger::find(input, words.clone());
        all_triggers.extend_from_slice(&triggers);
        events.extend(doer::ascribed(input, entities, words.clone()));
        events.extend(backed::described(input, entities, words.clone()));
        subjects = subjects.next();
        let mut next = triggers.iter().peekable();
        for word in words.clone() {
            let Some(trigger) = next.next_if(|t| t.word == word) else {
                subjects.pass(input, word, words.clone());
                continue;
            };
            let frame: &Frame = &frame_of(layers, trigger);
            let site = Site { input, frame, trigger, start: words.start, end: words.end, sides };
            let blame = verbal::as_blame(site);
            let frame: &Frame = blame.as_ref().unwrap_or(frame);
            let site = Site { frame, ..site };
            let said = innermost(statements, word).filter(|s| !frame.blames() || s.cue != word && reports(s));
            let spoke = statements.iter().rfind(|s| words.contains(&s.cue) && s.cue < word).and_then(|s| s.chain.last().copied());
            let mut parties = arguments::parties(site, entities, &subjects, said, spoke);
            let own = statements.iter().find(|s| s.cue == word);
            // "واتهم أوكرانيا بقصف المدينة": whom the clause tells as its object did not say it.
            let spoken_of = |s: &Statement| parties.about && s.chain.last().is_some_and(|l| parties.recipients.contains(l));
            let subject = frame.actor.contains(&crate::lexicon::Slot::Subject);
            if let Some(own) = own.filter(|own| subject && !spoken_of(own)) {
                arguments::from_statement(frame, own, &mut parties);
            }
            if let Some(subject) = parties.subject.filter(|_| trigger.shape == Shape::Finite) {
                subjects.hold(word, subject);
                holds.push((word, subject));
            }
            let deed = parties.deed;
            // "ورحبت أنقرة بالخطوة": whoever did what was told last.
            if parties.recipients.is_empty() && !parties.actors.is_empty() && takes_up_step(site) {
                let near = |e: &&Event| word.abs_diff(e.word) < STEP && !e.actors.is_empty() && e.actors != parties.actors;
                let doers = events.iter().rev().find(near);
                parties.recipients = doers.map(|e| e.actors[..1].to_vec()).unwrap_or_default();
                parties.inferred += 0.25;
            }
            // "نفت الحكومة هذه الاتهامات": whoever accused her.
            if parties.recipients.is_empty() && !parties.actors.is_empty() && denies(site) {
                let against = |e: &&Event| e.event == "ACCUSE" && e.recipients.iter().any(|r| parties.actors.contains(r));
                let accusers = events.iter().rev().find(against).map(|e| e.actors.iter().take(1).copied().collect());
                parties.recipients = accusers.unwrap_or_default();
            }
            // "في خطوة نددت بها النقابة", "وهو ما انتقدته المنظمة": so is whoever did what the clause before tells.
            if resumes_step(site) {
                let near = |e: &&Event| e.word >= words.start && !e.actors.is_empty() && e.actors != parties.actors;
                if let Some(doers) = events.iter().rev().find(near) {
                    parties.recipients = doers.actors[..1].to_vec();
                    parties.inferred += 0.25;
                }
            }
            // "أطلقت صاروخا باتجاه بحر اليابان": nobody is hit at sea; it is a weapon tried or shown.
            let at_sea = frame.event == "ASSAULT"
                && parties.recipients.iter().all(|r| is_sea(layers, entities, *r))
                && fired_at_sea(site, entities);
            parties.recipients.retain(|r| frame.event != "ASSAULT" || !is_sea(layers, entities, *r));
            let test = at_sea.then(|| Frame { event: "MOBILIZE".to_owned(), mode: Some("weapons".to_owned()), ..frame.clone() });
            let site = test.as_ref().map_or(site, |test| Site { frame: test, ..site });
            let sides_told = [parties.actors.clone(), parties.recipients.clone()];
            let built = build(site, entities, parties, statements);
            predicates.push(Predicate {
                span: layers.text.span(trigger.word..trigger.end),
                frame: trigger.frame,
                object: trigger.object.map(|o| layers.text.span(o..o + 1)),
                parties: sides_told,
                told: built.as_ref().is_some_and(|(_, told)| *told),
            });
            if let Some((event, told)) = built {
                if !told {
                    let object = trigger.object;
                    untold.push(weigh::Telling {
                        event,
                        frame: Some(trigger.frame),
                        how: weigh::How::Untold,
                        object,
                        worth: Vec::new(),
                    });
                    continue;
                }
                rows.insert(word, (trigger.frame, trigger.object));
                deeds.extend(deed.map(|deed| (events.len(), deed)));
                sides = told_together(entities, &event).or(sides);
                events.push(event);
            }
        }
    }
    deeds_to_doers(&mut events, &deeds);
    context::complete(&mut events, entities, layers);
    blamed::not_victims(&mut events, entities, layers);
    home::settle(&events, entities, layers);
    capital::to_states(&mut events, entities, layers.lexicon);
    // Nobody does it to himself.
    for event in &mut events {
        let Event { actors, recipients, .. } = event;
        actors.retain(|a| !recipients.contains(a));
    }
    let counted: Vec<Count> = layers.text.sentences.iter().flat_map(|s| counts::find(input, s.words())).collect();
    counts::attach(&mut events, &counted, entities, layers);
    for statement in statements {
        // "يشتبه بأنه": nor what a row says to be no event.
        let cue = layers.text.span(statement.cue..statement.cue + 1).start;
        let none = |p: &Predicate| {
            statement.act == "accuse" && p.span.start == cue && layers.lexicon.frames[p.frame as usize].event == "NONE"
        };
        // "اعتصموا للمطالبة برفع الأجور": nor what a protest is for.
        let why = |p: &Predicate| {
            p.told && p.object.is_some_and(|o| o.start == cue) && layers.lexicon.frames[p.frame as usize].event == "PROTEST"
        };
        if !events.iter().any(|e: &Event| e.word == statement.cue) && !predicates.iter().any(|p| none(p) || why(p)) {
            events.extend(spoken(input, entities, statement));
        }
    }
    blamed::not_victims(&mut events, entities, layers);
    for statement in statements {
        events.extend(modal::demands(input, entities, statement));
        events.extend(judged::judgement(input, entities, statement));
    }
    occasion::date(&mut events, statements, layers);
    events.sort_by_key(|e| e.word);
    // What a row asks for tells its deed together with it.
    let objects = rows.values().filter_map(|(_, object)| *object).chain(untold.iter().filter_map(|t| t.object));
    let known: Vec<usize> = events.iter().chain(untold.iter().map(|t| &t.event)).map(|e| e.word).chain(objects).collect();
    let trained = layers.trained;
    let words = weigh::words(layers, trained.classes);
    let story = weigh::Story { input, trained, words: &words, statements, sport: is_sport(layers) };
    let read = overlooked::Read { events: &events, triggers: &all_triggers, known: &known, holds: &holds };
    untold.extend(overlooked::tellings(story, entities, read, weighed.is_some()));
    let told = |event: Event| {
        let (frame, object) = rows.get(&event.word).map_or((None, None), |(frame, object)| (Some(*frame), *object));
        weigh::Telling { frame, event, how: weigh::How::Told, object, worth: Vec::new() }
    };
    let told = events.into_iter().map(told).collect();
    let mut events = weigh::weigh(story, entities, told, untold, weighed.as_mut());
    for predicate in predicates.iter_mut() {
        predicate.told = events.iter().any(|e| e.trigger.start == predicate.span.start);
    }
    capital::to_states(&mut events, entities, layers.lexicon);
    blamed::not_victims(&mut events, entities, layers);
    events.iter_mut().for_each(|e| e.counts.clear());
    counts::attach(&mut events, &counted, entities, layers);
    let judge = weigh::Judge { layers, words: &words, trained, entities, statements };
    if let Some(weighed) = weighed {
        weighed.pairs = judge.pairs(&events);
    }
    let events = merge::merge(events, entities, layers, &|a, b, ruled| judge.is_same(a, b, ruled));
    // "شن الطيران الروسي غارات على إدلب، وقتل خمسة مدنيين": where a blow was is known only now.
    home::settle(&events, entities, layers);
    events
}

/// Of so many words of a report of sport one is a word of sport: in news articles 1 in 33 parts the two kinds (the share is
/// below 1 % in nine of ten, above 4 % in the rest).
const WORDS_OF_SPORT: usize = 33;

/// Whether an article reports sport.
fn is_sport(layers: Layers<'_>) -> bool {
    let words = &layers.text.words;
    let is_word = |w: usize| words[w].kind == crate::text::WordKind::Arabic;
    let sport = |w: usize| {
        let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, w));
        is_word(w) && layers.lexicon.sport_text.contains(&crate::lexicon::key(stem))
    };
    let n_arabic = (0..words.len()).filter(|w| is_word(*w)).count();
    let n_sport = (0..words.len()).filter(|w| sport(*w)).count();
    n_sport > 2 && n_sport * WORDS_OF_SPORT > n_arabic
}

/// A predicate's frame; a noun phrase under a light verb gives the deed, the verb its slots.
fn frame_of<'l>(layers: Layers<'l>, trigger: &trigger::Trigger) -> Cow<'l, Frame> {
    let frame = &layers.lexicon.frames[trigger.frame as usize];
    match trigger.told_by.map(|id| &layers.lexicon.frames[id as usize]) {
        Some(told) => {
            let Frame { event, mode, context, .. } = told.clone();
            Cow::Owned(Frame { event, mode, context, ..frame.clone() })
        }
        None => Cow::Borrowed(frame),
    }
}

/// The two sides that an event tells together, if they are of two countries or bodies, or two that do one thing to nobody named.
fn told_together(entities: &Entities, event: &Event) -> Option<[usize; 2]> {
    let named = |id: usize| entities.list.get(id).is_some_and(|e| e.named);
    // "أفرجت الحكومة وجماعة الحوثي عن نحو 320 أسيرا"
    if let ([one, other], false) = (event.actors.as_slice(), event.recipients.iter().any(|r| named(*r)))
        && one != other
        && named(*one)
        && named(*other)
    {
        return Some([*one, *other]);
    }
    let (one, other) = (*event.actors.first()?, *event.recipients.first().or(event.actors.get(1))?);
    let country = |id: usize| entities.list.get(id).and_then(|e| e.country.as_deref());
    let apart = country(one) != country(other) || MUTUAL.contains(&event.event.as_str());
    (apart && one != other).then_some([one, other])
}

/// The PLOVER type that a speech act is by itself, when it is directed at someone.
fn type_of(act: &str) -> Option<(&'static str, Option<&'static str>)> {
    Some(match act {
        "demand" => ("REQUEST", None),
        "condemn" => ("ACCUSE", Some("disapprove")),
        "accuse" => ("ACCUSE", Some("allege")),
        "praise" => ("SUPPORT", None),
        "reject" => ("REJECT", None),
        "threaten" => ("THREATEN", None),
        _ => return None,
    })
}

/// How many words into a content its first party may stand.
const NEAR: usize = 9;

/// An act of speech directed at someone, where no frame of the cue told it: whom it addresses, or whom its content names first.
fn spoken(input: Input<'_>, entities: &mut Entities, statement: &Statement) -> Option<Event> {
    let (event, mode) = type_of(statement.act).filter(|_| !statement.negative)?;
    let layers = input.layers;
    let speaker = *statement.chain.last()?;
    let mut last = statement.words.start;
    let mut recipients = statement.addressee.clone();
    if recipients.is_empty() {
        // "المشروعات التي يتعاون البلدان في تنفيذها": what a relative clause tells is not addressed.
        let relative = |w: &usize| layers.morph(*w).pos == crate::morph::Pos::Relative;
        let end = statement.words.clone().find(relative).unwrap_or(statement.words.end);
        let near = statement.words.start..end.min(statement.words.start + NEAR);
        // "دعوا إلى زيادة القوات، فإن الرئيس …": nor what stands after a comma.
        let comma = near.clone().find(|w| layers.is_comma(*w)).unwrap_or(near.end);
        let near = near.start..comma;
        let blow = near.clone().any(|w| arguments::is_blow(input, w));
        for group in input.groups_in(near) {
            // "أدان إطلاق صواريخ على إسرائيل": whom the deed befell.
            let masdar = |w: usize| layers.morph(w).form == crate::morph::FormKind::Masdar;
            let blow = blow || topic::is_hit_by(input, group, masdar);
            if is_beside(statement.act, blow, group.prep) {
                continue;
            }
            let found = match (group.person.or(group.name), group.of) {
                (Some(name), _) | (None, Some(name)) => entities.of_name.get(name).copied(),
                // "يشتبه الغرب في أن البرنامج الإيراني": whose it is.
                (None, None) if !topic::is_topic(input, group) => {
                    group.nation.and_then(|nation| party::country(layers, entities, group, nation))
                }
                (None, None) => None,
            };
            // Not of whoever speaks.
            let country = |id: usize| entities.list.get(id).and_then(|e| e.country.as_deref());
            let own = |f: usize| group.of.is_none() && group.name.is_none() && country(f) == country(speaker);
            if let Some(found) = found.filter(|f| *f != speaker && !own(*f)) {
                recipients.push(found);
                last = group.words.end - 1;
                break;
            }
        }
    }
    recipients.retain(|r| *r != speaker);
    if recipients.is_empty() {
        return None;
    }
    let sentence = layers.text.sentence_of(statement.cue).map(|s| layers.text.sentences[s].words())?;
    let end = statement.words.end.min(last + 12).max(statement.cue + 1);
    Some(Event {
        event: event.to_owned(),
        mode: mode.map(str::to_owned),
        recipients,
        evidence: layers.text.span(statement.cue..end.clamp(statement.cue + 1, sentence.end.max(statement.cue + 1))),
        ..by_words(input, statement, statement.cue)
    })
}

/// Whether nobody is addressed under a preposition: who was hit or where it was (`ندد بالهجوم على مسجد في المدينة`), who is to be freed
/// (`طالب بالإفراج عن الصحفي`).
fn is_beside(act: &str, blow: bool, prep: Option<crate::lexicon::Prep>) -> bool {
    use crate::lexicon::Prep;
    match act {
        "condemn" | "accuse" => blow && matches!(prep, Some(Prep::Ala | Prep::Didd | Prep::Fi)),
        "demand" => prep == Some(Prep::An),
        _ => false,
    }
}

/// What whoever speaks does by the word `word` of a statement; the caller fills in its type, whom it is done to and its evidence.
fn by_words(input: Input<'_>, statement: &Statement, word: usize) -> Event {
    let trigger = input.layers.text.span(word..word + 1);
    let (speaker, chain) = match statement.chain.split_last() {
        Some((speaker, chain)) => (vec![*speaker], chain.to_vec()),
        None => (Vec::new(), Vec::new()),
    };
    Event {
        actors: speaker,
        time: statement.time,
        status: "happened",
        chain,
        word,
        trigger,
        evidence: trigger,
        ..Event::default()
    }
}

/// How many words after its noun the verb of a relative clause may stand.
const RELATIVE: usize = 4;

/// `ندين هذا الهجوم`: whoever did the deed that is condemned is the recipient. The deed is the event told by that very noun,
/// else the last harm told before; an accusation of nobody is dropped.
fn deeds_to_doers(events: &mut Vec<Event>, deeds: &[(usize, usize)]) {
    for &(accusation, deed) in deeds {
        let Some(accuser) = events.get(accusation).filter(|e| e.recipients.is_empty()) else { continue };
        let by = |e: &&Event| !e.actors.is_empty() && e.actors != accuser.actors;
        let harm = |e: &&Event| matches!(e.event.as_str(), "ASSAULT" | "COERCE" | "MOBILIZE");
        let doers = events
            .iter()
            .filter(by)
            .find(|e| e.word == deed)
            // "ندد بالهجوم الذي شنته الحركة": or by the verb of its relative clause.
            .or_else(|| events.iter().filter(by).filter(harm).find(|e| e.word > deed && e.word <= deed + RELATIVE))
            .or_else(|| events.iter().filter(by).filter(harm).filter(|e| e.word < accuser.word).max_by_key(|e| e.word));
        let doers = doers.map(|e| e.actors.clone()).unwrap_or_default();
        events[accusation].recipients = doers;
    }
    let both = |e: &Event| !e.recipients.is_empty() && !e.actors.is_empty();
    let mut idx = 0;
    events.retain(|e| {
        let pending = deeds.iter().any(|(accusation, _)| *accusation == idx);
        idx += 1;
        !pending || !matches!(e.event.as_str(), "ACCUSE" | "SUPPORT") || both(e)
    });
}

/// Whether a statement tells what its speaker holds true.
fn reports(statement: &Statement) -> bool {
    !statement.negative && matches!(statement.act, "say" | "affirm" | "announce" | "warn" | "condemn" | "accuse")
}

/// The innermost statement whose content holds a word.
fn innermost(statements: &[Statement], word: usize) -> Option<&Statement> {
    statements.iter().filter(|s| s.words.contains(&word)).min_by_key(|s| s.words.len())
}

/// How many words before its praise or blame a step was told: the sentence before, at most.
const STEP: usize = 40;

/// `رحبت بالخطوة`, `انتقد القرار`: praise, blame or refusal of a deed that a noun with the article alone takes up.
fn takes_up_step(site: Site<'_, '_>) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let judges = matches!(frame.event.as_str(), "SUPPORT" | "ACCUSE" | "REJECT");
    let step = |g: &Group| {
        let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, g.head));
        // "ورحب الحزب بالإقالة": or the very deed.
        let deed = frame.event == "SUPPORT"
            && layers.morph(g.head).form == crate::morph::FormKind::Masdar
            && clause::eventful_head(layers, g.head);
        let alone = g.of.is_none() && g.nation.is_none() && g.words.end == g.head + 1 && layers.morph(g.head).article;
        alone && (deed || layers.lexicon.steps.contains(&crate::lexicon::key(stem)))
    };
    judges && input.groups_in(trigger.word + 1..(trigger.word + NEAR).min(site.end)).iter().any(step)
}

/// `نفت الحكومة هذه الاتهامات`: a refusal of what a noun for an accusation, of nobody told, takes up.
fn denies(site: Site<'_, '_>) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let Some(group) = trigger.object.filter(|_| frame.event == "REJECT").and_then(|o| input.group_at(o)) else { return false };
    let accuses = |id: &u32| layers.lexicon.frames[*id as usize].event == "ACCUSE";
    let blame = layers.lexeme(group.head).is_some_and(|l| l.frames.iter().any(accuses));
    blame && group.of.is_none() && group.nation.is_none() && group.person.is_none()
}

/// Whether an entity is a sea, where nobody is hit.
fn is_sea(layers: Layers<'_>, entities: &Entities, id: usize) -> bool {
    let known = entities.list.get(id).and_then(|e| e.kb).and_then(|kb| layers.lexicon.kb.entities.get(kb as usize));
    known.is_some_and(|e| e.kind_of == SEA)
}

/// Whether something was fired towards a sea.
fn fired_at_sea(site: Site<'_, '_>, entities: &Entities) -> bool {
    let layers = site.input.layers;
    let towards = |g: &Group| g.prep == Some(crate::lexicon::Prep::Tijah);
    let groups = site.input.groups_in(site.trigger.word + 1..(site.trigger.word + NEAR + 6).min(site.end));
    let names = groups.iter().filter(|g| towards(g)).filter_map(|g| g.name).filter_map(|n| entities.of_name.get(n));
    names.into_iter().any(|id| is_sea(layers, entities, *id))
}

/// The type of seas and gulfs in `kb/places.tsv`.
const SEA: &str = "sea";

/// `في خطوة نددت بها النقابة`, `وهو القرار الذي رفضته الجبهة`, `وهو ما انتقدته المنظمة`: praise, blame or refusal of what a noun for a deed,
/// or nothing but a relative, takes up from the clause before.
fn resumes_step(site: Site<'_, '_>) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let judges = matches!(frame.event.as_str(), "SUPPORT" | "ACCUSE" | "REJECT") && trigger.shape == Shape::Finite;
    let resumes = layers.morph(trigger.word).has_pronoun() || pronoun::joined(input, trigger.word + 1).is_some();
    let Some(before) = trigger.word.checked_sub(1).filter(|_| judges && resumes) else { return false };
    let relative = layers.morph(before).pos == Pos::Relative;
    let is = |w: Option<usize>| w.is_some_and(|w| matches!(layers.text.folded(w), "هو" | "هي" | "وهو" | "وهي"));
    let Some(at) = before.checked_sub(usize::from(relative)) else { return false };
    let Some(group) = input.group_at(at).filter(|g| g.words.end == at + 1) else {
        // "وهو ما رفضته": but not "على ما وصفه".
        return relative && layers.text.folded(before) == "ما" && is(Some(at));
    };
    let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, group.head));
    let alone = group.of.is_none() && group.nation.is_none() && group.words.len() == 1;
    // "في خطوة نددت بها", "وهو القرار الذي رفضته", "وهي خطوة رحبت بها".
    let opens = is(group.words.start.checked_sub(1)) || !relative && group.prep == Some(crate::lexicon::Prep::Fi);
    alone && opens && layers.lexicon.steps.contains(&crate::lexicon::key(stem))
}

/// Whether a clause tells enough of an event to be one.
fn is_told(site: Site<'_, '_>, entities: &Entities, parties: &arguments::Parties, status: &str) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let sides = parties.actors.len() + parties.recipients.len();
    let both = !parties.actors.is_empty() && !parties.recipients.is_empty() || frame.event == "ASSAULT" && sides > 1;
    let article = input.layers.morph(trigger.word).article;
    let nominal = trigger.shape == Shape::Nominal;
    // What is only imagined or did not happen is told where both sides are.
    // "إذا وافق البرلمان": and read in the words, not inferred.
    let inferred = parties.inferred > 0.26 && frame.event != "ASSAULT";
    if (!both || inferred) && matches!(status, "hypothetical" | "denied") {
        return false;
    }
    match frame.event.as_str() {
        // "مقتل 42 شخصا", "مقتل فلان" tell of a deed although nobody is named who did it; "اشتباكات" whom the article tells fighting.
        // "لتوقيف جميع المتورطين": what nobody is told to aim at has not been done.
        "ASSAULT" | "COERCE" if nominal && parties.actors.is_empty() && aimed_at(input, trigger.word) => false,
        "ASSAULT" if nominal && in_general(site, entities, parties) => false,
        "ASSAULT" if nominal => {
            let victims = parties.recipients.iter().filter_map(|r| entities.list.get(*r));
            let known = |e: &crate::entity::Entity| e.kind == Kind::Person || !e.named;
            // "العمليات العسكرية ضد الحوثيين": whom it is against stands under its own preposition.
            let against = frame.lemma.contains(' ') && parties.explicit && !parties.recipients.is_empty();
            both || victims.into_iter().any(known) || sides > 0 && !article || against || is_fighting(site)
        }
        "ASSAULT" => sides > 0,
        // "التعاون بين البلدين" as a topic reports no cooperation.
        "COOPERATE" if nominal && article => false,
        // "بحث سبل تعزيز العلاقات بين البلدين": nor does any dealing that is only talked about.
        "COOPERATE" | "SUPPORT"
            if nominal
                && !input.layers.morph(trigger.word).has_pronoun()
                && status::above(site, &input.layers.lexicon.prospects) =>
        {
            false
        }
        "ACCUSE" | "SUPPORT" if parties.deed.is_some() && !parties.actors.is_empty() => true,
        // "معربا عن قلقه إزاء أوضاع المدنيين": for people nobody names one feels, and accuses them of nothing.
        "ACCUSE" if frame.object.iter().any(|(prep, _)| *prep == Some(crate::lexicon::Prep::An)) => {
            both && parties.recipients.iter().filter_map(|r| entities.list.get(*r)).any(|e| e.named || e.kind != Kind::Person)
        }
        "ACCUSE" | "SANCTION" if trigger.passive => !parties.recipients.is_empty(),
        // "وحكم على الناشط بالسجن": a court that nobody needs to name.
        "SANCTION" if frame.mode.as_deref() == Some("convict") && !nominal => {
            let done = trigger.feats.aspect == crate::morph::Aspect::Perfect;
            parties.explicit || both || done && !parties.recipients.is_empty() && parties.actors.is_empty()
        }
        // "عقد وزراء خارجية دول الخليج اجتماعا": several meet one another.
        // "اجتمع وزراء الخارجية العرب": so do those who hold an office.
        "CONSULT" if trigger.shape == Shape::Finite && sides == 1 && parties.recipients.is_empty() && several_meet(site) => true,
        "CONSULT" if frame.kind == crate::lexicon::FrameKind::Light && !nominal && sides == 1 => {
            let several = |e: &crate::entity::Entity| {
                let first = e.mentions.first().map(|m| m.words.start);
                // "عقد المكتب السياسي اجتماعا": so do those of a body.
                let many = |w: usize| input.layers.morph(w).feats.number == crate::morph::Number::Plural;
                e.kind == Kind::Organization || first.is_some_and(|w| e.kind == Kind::Person && many(w))
            };
            parties.actors.first().and_then(|a| entities.list.get(*a)).is_some_and(several)
        }
        "CONSULT" => sides > 1,
        // "دعا الرئيس إلى الحوار": whoever asks nobody named asks.
        "REQUEST" if trigger.shape == Shape::Finite && named_doer(site, entities, parties) => {
            both || !may_be_asked(site, entities, parties)
        }
        "COOPERATE" | "AID" | "SUPPORT" | "ACCUSE" | "REQUEST" | "SANCTION" | "AGREE" | "REJECT" | "THREATEN" => both,
        // "أوقفت مقاهي طنجة تصعيدها": no town is arrested.
        "COERCE" if held_place(site, entities, parties) => false,
        // "اغتصاب الأطفال جريمة": of people in general nothing is told.
        "COERCE" if nominal && in_general(site, entities, parties) => false,
        // PLOVER asks for none who undergoes it, where who did it is named.
        "COERCE" if nominal && article && frame.kind == crate::lexicon::FrameKind::Noun => both,
        "COERCE" => {
            !parties.recipients.is_empty() && (both || !nominal)
                || named_doer(site, entities, parties)
                // "أسفرت الجهود عن القبض على 431 شخصا": with the article where they stand under a preposition.
                || nominal
                    && (!article || parties.explicit)
                    && frame.kind == crate::lexicon::FrameKind::Verb
                    && undergone(entities, parties)
        }
        // "بعد استقالة الوزير": whoever resigns leaves nobody.
        // "انسحابهم من القاعدة": so does whoever withdraws.
        // "مواقع تمركز المليشيات": where somebody is, is told.
        "MOBILIZE" if nominal && stands_at(input.layers, trigger.word) => false,
        // "لاذ الجاني بالفرار": one who flees is no force that withdraws.
        "RETREAT" if frame.mode.as_deref() == Some("withdraw") && flees_alone(input.layers, entities, parties) => false,
        "RETREAT" if nominal && matches!(frame.mode.as_deref(), Some("resign" | "withdraw")) => !parties.actors.is_empty(),
        // "الإفراج عن صحفي": whoever is freed may be all that is told.
        "RETREAT" if nominal && frame.mode.as_deref() == Some("release") => both || undergone(entities, parties),
        "RETREAT" | "CONCEDE" if nominal => both,
        _ => sides > 0,
    }
}

/// `لتوقيف المتورطين`, `بهدف القبض على الجناة`: whether a verbal noun tells an aim.
fn aimed_at(input: Input<'_>, word: usize) -> bool {
    subject::is_purpose(input, word) || word.checked_sub(1).is_some_and(|b| input.layers.role(b) == "purpose")
}

/// `مواقع تمركز`, `نقاط انتشار`: whether a noun for a place governs the verbal noun.
fn stands_at(layers: Layers<'_>, word: usize) -> bool {
    let stem = |w: usize| crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, w)));
    word.checked_sub(1).is_some_and(|b| layers.lexicon.parts.contains(&stem(b)) && layers.morph(word).prep.is_none())
}

/// Whether an arrest is told of places alone.
fn held_place(site: Site<'_, '_>, entities: &Entities, parties: &arguments::Parties) -> bool {
    let place = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Place);
    let held = matches!(site.frame.mode.as_deref(), Some("arrest" | "deport"));
    // "الملك أوقف الزيارة": nor is a thing.
    let next = site.trigger.word + 1;
    let thing = || {
        let beside = site.input.group_at(next).filter(|g| g.words.start == next && g.prep.is_none() && !g.is_time);
        let named = |g: &Group| g.name.is_some() || g.person.is_some() || g.title.is_some();
        let layers = site.input.layers;
        beside.is_some_and(|g| {
            layers.morph(g.head).article && !named(g) && !party::acts(site.input, g) && !party::holds_actor(site.input, g)
        })
    };
    let nobody = parties.recipients.is_empty() && site.frame.object.is_empty() && thing();
    held && (nobody || !parties.recipients.is_empty() && parties.recipients.iter().all(place))
}

/// `قتل المدنيين`, `تعذيب المعتقلين`: the verbal noun of harm to people in general, whom nothing tells apart, by nobody.
fn in_general(site: Site<'_, '_>, entities: &Entities, parties: &arguments::Parties) -> bool {
    let layers = site.input.layers;
    let ([], [victim]) = (parties.actors.as_slice(), parties.recipients.as_slice()) else { return false };
    let own = site.frame.kind == crate::lexicon::FrameKind::Verb
        && layers.morph(site.trigger.word).form == crate::morph::FormKind::Masdar;
    let Some(entity) = entities.list.get(*victim).filter(|e| own && e.kind == Kind::Person && !e.named && e.mentions.len() == 1)
    else {
        return false;
    };
    let Some(words) = entity.mentions.first().map(|m| m.words.clone()) else { return false };
    let head = layers.morph(words.start);
    let nation = words.clone().any(|w| layers.lexeme(w).is_some_and(|l| l.nation.is_some()) || layers.name_at(w).is_some());
    let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, words.start)));
    words.len() < 3 && head.article && layers.lexicon.anybody.contains(&stem) && !nation
}

/// Whether whoever withdraws is one unnamed person of no force.
fn flees_alone(layers: Layers<'_>, entities: &Entities, parties: &arguments::Parties) -> bool {
    parties.actors.first().and_then(|a| entities.list.get(*a)).is_some_and(|e| {
        let plural = |w: usize| layers.morph(w).feats.number == crate::morph::Number::Plural;
        e.kind == Kind::Person && !e.named && e.office.is_none() && e.mentions.first().is_some_and(|m| !plural(m.words.start))
    })
}

/// `اجتمع وزراء الخارجية العرب`: whether the subject right after a verb of meeting is several who hold an office.
fn several_meet(site: Site<'_, '_>) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let mutual = frame.kind == crate::lexicon::FrameKind::Verb
        && frame.actor.contains(&crate::lexicon::Slot::Subject)
        && frame.recipient.contains(&crate::lexicon::Slot::Prep(crate::lexicon::Prep::Maa));
    let next = input.group_at(trigger.word + 1).filter(|g| g.words.start == trigger.word + 1 && g.prep.is_none());
    let many = |g: &Group| layers.morph(g.head).feats.number == crate::morph::Number::Plural && g.title.is_some();
    mutual && next.is_some_and(many)
}

/// `وطالبت الحكومة بمحاسبة المسؤولين`: a body right after a verb that goes on may be whom it asks.
fn may_be_asked(site: Site<'_, '_>, entities: &Entities, parties: &arguments::Parties) -> bool {
    let Site { input, trigger, .. } = site;
    let next = trigger.word + 1;
    let beside = input.group_at(next).is_some_and(|g| g.words.start == next && g.prep.is_none() && !g.is_time);
    let body = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind != Kind::Person || !e.named);
    beside && input.layers.has_conj(trigger.word) && parties.actors.iter().any(body)
}

/// Whether someone known, or people, undergo it.
fn undergone(entities: &Entities, parties: &arguments::Parties) -> bool {
    parties.recipients.iter().filter_map(|r| entities.list.get(*r)).any(|e| e.kind == Kind::Person)
}

/// Whether a finite verb, or a deed that its doer announces with what it was done to (`أعلنت الوزارة إحباط مخطط`), has a doer that is
/// known by name, office or nationality.
fn named_doer(site: Site<'_, '_>, entities: &Entities, parties: &arguments::Parties) -> bool {
    let known = |e: &crate::entity::Entity| e.named || e.office.is_some() || e.kind == Kind::Organization && e.country.is_some();
    let doer = parties.actors.first().and_then(|a| entities.list.get(*a)).is_some_and(known);
    let told = site.trigger.shape == Shape::Finite || site.trigger.shape == Shape::Nominal && site.trigger.object.is_some();
    doer && told && !site.trigger.passive
}

/// `اشتباكات عنيفة`, `تجددت المعارك`: a noun of two-sided fighting, whose sides the article may tell elsewhere.
fn is_fighting(site: Site<'_, '_>) -> bool {
    let layers = site.input.layers;
    let folded = layers.text.folded(site.trigger.word);
    let stem = folded.get(layers.morph(site.trigger.word).lead as usize..).unwrap_or(folded);
    layers.lexicon.fights.contains(&crate::lexicon::key(stem))
}

/// Blame happens as it is spoken, whatever its subject does; not where the words are denied or only thought of. A row that asks for
/// a negation blames for what is not done.
fn blame(site: Site<'_, '_>, governed: &'static str, holding: Option<&Statement>) -> Option<&'static str> {
    let plain = Frame { status: None, ..site.frame.clone() };
    let status = status::status(Site { frame: &plain, ..site }, governed, holding);
    let wanted = if site.frame.status.is_some() { status == "denied" } else { matches!(status, "happened" | "ongoing") };
    wanted.then_some("happened")
}

/// `لن يستقبل الرئيس الوفد`, `لم يوافق المجلس على الحكومة`: a dealing that will not be, or a negated verb of consent.
fn refuses(site: Site<'_, '_>) -> bool {
    let layers = site.input.layers;
    let deals = MUTUAL.contains(&site.frame.event.as_str()) || matches!(site.frame.event.as_str(), "AID" | "CONCEDE");
    let before = site.trigger.word.checked_sub(1);
    let will_not = before.is_some_and(|b| layers.role(b) == "future" && layers.morph(b).pos == crate::morph::Pos::Negation);
    let lemma = crate::lexicon::key(&crate::text::fold(&site.frame.lemma));
    deals && (will_not || layers.lexicon.refusals.contains(&lemma))
}

/// `سنواصل دعم الحكومة`: right under a verb of going on.
fn goes_on_backing(site: Site<'_, '_>) -> bool {
    let before = site.trigger.word.checked_sub(1).and_then(|b| site.input.layers.lexeme(b));
    before.and_then(|l| l.control).is_some_and(|c| c.status == "ongoing")
}

/// The event of a predicate, and whether its clause tells enough of one.
fn build(
    site: Site<'_, '_>,
    entities: &Entities,
    mut parties: arguments::Parties,
    statements: &[Statement],
) -> Option<(Event, bool)> {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    if frame.event == "NONE" {
        return None;
    }
    let holding =
        statements.iter().filter(|s| s.words.contains(&trigger.word) && s.cue != trigger.word).min_by_key(|s| s.words.len());
    let own = statements.iter().find(|s| s.cue == trigger.word);
    // What is demanded, proposed or denied did not happen: the demand itself is the event.
    if let Some(statement) = holding {
        let asked = matches!(statement.act, "demand" | "ask" | "propose" | "reject");
        let near = trigger.word < statement.words.start + 3;
        // "طالبت بوقف الاعتقالات والإفراج عن المعتقلين": so is what is joined to it.
        let clause = |w: usize| layers.is_verb(w) || layers.morph(w).pos == crate::morph::Pos::Relative;
        let joined = || layers.has_conj(trigger.word) && !(statement.words.start..trigger.word).any(clause);
        // "طالب بالتدخل لوقف القصف": nor what it is demanded for.
        let aim = asked && frame.event != "AID" && subject::is_purpose(input, trigger.word);
        if asked && trigger.shape == Shape::Nominal && (near || aim || joined()) {
            return None;
        }
    }
    let blames = frame.blames();
    let chain = match (own, holding) {
        (_, Some(holding)) if blames => holding.chain[..holding.chain.len().saturating_sub(1)].to_vec(),
        (Some(own), _) => own.chain[..own.chain.len().saturating_sub(1)].to_vec(),
        (None, Some(holding)) => holding.chain.clone(),
        (None, None) => Vec::new(),
    };
    let status = if blames { blame(site, parties.governed, holding)? } else { status::status(site, parties.governed, holding) };
    // An act of speech happens when it is spoken.
    let speaks = matches!(frame.event.as_str(), "ACCUSE" | "REQUEST" | "THREATEN" | "REJECT" | "SUPPORT");
    let spoken = holding.or(own).filter(|s| speaks && parties.actors.first() == s.chain.last()).and_then(|s| s.time);
    let time = if blames { holding.and_then(|s| s.time) } else { when::time(site).or(spoken) };
    // "يزور الرئيس الرياض الأسبوع المقبل": what the present tells of a day to come.
    // "لإجراء محادثات غدا": nor does a verbal noun, which has no tense, tell what happened.
    let open = status == "ongoing" || status == "happened" && trigger.shape == Shape::Nominal;
    let status = if open && time.is_some_and(|t| when::to_come(layers, entities, t)) { "planned" } else { status };
    // A call has no place of its own: what stands there is what it was about.
    let place = when::place(site, entities).filter(|_| frame.mode.as_deref() != Some("phone"));
    let both = !parties.actors.is_empty() && !parties.recipients.is_empty();
    if accident::is_mishap(site, &parties) {
        return None;
    }
    let told = is_told(site, entities, &parties, status);
    let made = Made { shape: Some(trigger.shape).filter(|_| !blames), inferred: parties.inferred };
    // PLOVER: a meeting, visit, backing or help still to come is an agreement to it.
    // "سنواصل دعم الحكومة": whoever goes on backing another backs him now.
    let promised = status == "planned"
        && (matches!(frame.event.as_str(), "CONSULT" | "COOPERATE" | "AID")
            || frame.event == "SUPPORT" && !goes_on_backing(site));
    // PLOVER: whoever says that he will not deal with another, or does not consent, refuses him.
    let refused = status == "denied" && both && trigger.shape == Shape::Finite && refuses(site);
    let status = if refused { "happened" } else { status };
    // "لن يستقبل الرئيس الوفد": whoever the verb is said of refuses, also where another would have come.
    if refused && parties.subject.is_some_and(|s| parties.recipients.contains(&s)) {
        std::mem::swap(&mut parties.actors, &mut parties.recipients);
    }
    // PLOVER: whoever says that he will do harm threatens with it ("قال ترامب إنه سيفرض رسوما على البرازيل").
    let threatened = status == "planned"
        && both
        && trigger.shape == Shape::Finite
        && matches!(frame.event.as_str(), "SANCTION" | "COERCE" | "ASSAULT")
        && !frame.mode.as_deref().is_some_and(|m| matches!(m, "curfew" | "restrict" | "martial-law"))
        && holding.and_then(|s| s.chain.last()).is_some_and(|speaker| parties.actors.first() == Some(speaker));
    let (status, chain) =
        if threatened { ("happened", chain[..chain.len().saturating_sub(1)].to_vec()) } else { (status, chain) };
    let event = match (promised, refused) {
        _ if threatened => "THREATEN",
        (true, _) => "AGREE",
        (_, true) => "REJECT",
        _ => frame.event.as_str(),
    };
    let event = Event {
        event: event.to_owned(),
        mode: frame.mode.clone().filter(|_| !promised && !refused && !threatened),
        context: frame.context.clone(),
        actors: parties.actors,
        recipients: parties.recipients,
        time,
        place,
        status,
        chain,
        word: trigger.word,
        trigger: layers.text.span(trigger.word..trigger.end),
        evidence: when::evidence(site, parties.last),
        made,
        ..Event::default()
    };
    Some((event, told))
}
