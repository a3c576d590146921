//! The signs that a telling and its candidates bear, as numbers: a template and what fills it, hashed.

use super::{About, Candidate, How, Judge};
use crate::clause::{Group, Layers};
use crate::entity::Entity;
use crate::event::Event;
use crate::event::trigger::Shape;
use crate::lexicon::{Frame, Kind, Prep, Slot, key, without_article};
use crate::morph::{Aspect, Gender, Number, Pos, Voice};
use crate::statement::Statement;
use crate::weights::{Sink, sign};
use std::ops::Range;

/// How a predicate is told.
pub(super) fn shape_of(event: &Event) -> u64 {
    match event.made.shape {
        Some(Shape::Finite) => 1,
        Some(Shape::Participle) => 2,
        Some(Shape::Nominal) => 3,
        None => 4,
    }
}

/// The word of a predicate, bare.
pub(super) fn stem_of(layers: Layers<'_>, word: usize) -> u64 {
    key(without_article(crate::clause::morph_stem(layers, word)))
}

/// The tense of a predicate.
fn aspect_of(layers: Layers<'_>, word: usize) -> u64 {
    let morph = layers.morph(word);
    match (morph.feats.aspect, morph.future) {
        (_, true) => 1,
        (Aspect::Perfect, _) => 2,
        (Aspect::Imperfect, _) => 3,
    }
}

fn prep_of(prep: Option<Prep>) -> u64 {
    prep.map_or(0, |p| p as u64 + 1)
}

/// What a candidate is, for its signs.
pub(super) fn what(about: About<'_>, entity: Option<&Entity>, nth: Option<usize>) -> u64 {
    match (entity, nth.and_then(|g| about.input.groups.get(g))) {
        (Some(e), _) if e.office.is_some() && e.kind == Kind::Person => 1,
        (Some(e), _) => match (e.kind, e.named) {
            (Kind::Person, true) => 2,
            (Kind::Person, false) => 3,
            (Kind::Organization, true) => 4,
            (Kind::Organization, false) => 5,
            (Kind::Place, _) if about.input.layers.lexicon.kb.is_state(e.kb) => 6,
            (Kind::Place, _) => 7,
            (Kind::Other, _) => 8,
        },
        (None, Some(g)) if g.nation.is_some() => 9,
        (None, Some(g)) if g.title.is_some() => 10,
        (None, Some(_)) if nth.is_some_and(|g| about.groups[g].acts) => 11,
        _ => 12,
    }
}

/// The statement in whose content a word stands, and does not tell it.
pub(super) fn holding(statements: &[Statement], word: usize) -> Option<&Statement> {
    statements.iter().filter(|s| s.words.contains(&word) && s.cue != word).min_by_key(|s| s.words.len())
}

/// The signs of a telling: what its word is, and what stands about it.
pub(super) fn telling(about: About<'_>, event: &Event, how: How, frame: Option<&Frame>, out: &mut Vec<u32>) {
    let About { input, statements, events, classes, entities, .. } = about;
    let layers = input.layers;
    let word = event.word;
    let morph = layers.morph(word);
    let kind = key(&event.event);
    let shape = shape_of(event);
    let how = how as u64;
    let folded = |w: usize| key(layers.text.folded(w));
    let mut add = |template: u32, parts: &[u64]| out.push(sign(template, parts));
    add(1, &[]);
    add(2, &[how, kind]);
    add(3, &[how, shape]);
    add(4, &[how, key(event.status)]);
    add(5, &[kind, key(event.status)]);
    add(6, &[how, kind, shape]);
    let stem = stem_of(layers, word);
    add(7, &[stem, kind]);
    add(8, &[stem, shape, kind]);
    add(9, &[stem, how, kind]);
    add(10, &[key(event.mode.as_deref().unwrap_or("")), kind]);
    if let Some(frame) = frame {
        let row = key(&frame.lemma);
        add(11, &[row, kind]);
        add(12, &[row, how, kind]);
        add(13, &[u64::from(frame.object.is_empty()), kind]);
        add(14, &[u64::from(frame.object.is_empty()), how]);
        add(15, &[key(&frame.event), kind]);
    }
    let aspect = aspect_of(layers, word);
    add(16, &[shape, aspect]);
    add(17, &[shape, aspect, kind]);
    if shape == 3 {
        let article = u64::from(morph.article);
        let prep = prep_of(layers.prep_of(word));
        let next = if layers.text.words.get(word + 1).is_none() {
            0
        } else if layers.name_at(word + 1).is_some() {
            1
        } else if layers.prep_of(word + 1).is_some() || layers.morph(word + 1).pos == Pos::Preposition {
            2
        } else if layers.morph(word + 1).article {
            3
        } else if layers.morph(word + 1).is_nominal() {
            4
        } else {
            5
        };
        add(18, &[article, prep]);
        add(19, &[article, kind]);
        add(20, &[article, how]);
        add(21, &[prep, kind]);
        add(22, &[next, kind]);
        add(23, &[next, how]);
        add(24, &[article, prep, next]);
        add(25, &[u64::from(morph.has_pronoun()), kind]);
    }
    if let Some(prev) = word.checked_sub(1) {
        add(26, &[folded(prev)]);
        add(27, &[folded(prev), shape]);
        if let Some(prev2) = prev.checked_sub(1) {
            add(28, &[folded(prev2), folded(prev)]);
        }
    }
    if layers.text.words.get(word + 1).is_some() {
        add(29, &[folded(word + 1), kind]);
    }
    let sentence = layers.text.sentence_of(word).map_or(word..word + 1, |s| layers.text.sentences[s].words());
    let from_start = match word - sentence.start {
        0 => 0,
        1..=2 => 1,
        3..=9 => 2,
        10..=24 => 3,
        _ => 4,
    };
    add(30, &[from_start, shape]);
    let nth = layers.text.sentence_of(word).unwrap_or(0).min(6) as u64;
    add(31, &[nth, how]);
    add(32, &[nth, kind]);
    // The last verb before it in the sentence.
    match (sentence.start..word).rev().find(|w| layers.is_verb(*w)) {
        Some(verb) => {
            let near = u64::from(word - verb < 6);
            add(33, &[key(crate::clause::morph_stem(layers, verb)), near]);
            let lexeme = layers.lexeme(verb);
            let says = u64::from(lexeme.is_some_and(|l| l.cue.is_some()));
            let controls = u64::from(lexeme.is_some_and(|l| l.control.is_some()));
            add(34, &[near, says, controls, shape]);
        }
        None => add(35, &[shape]),
    }
    let holds = |w: &usize| matches!(layers.morph(*w).pos, Pos::Relative | Pos::Complementizer | Pos::Negation);
    if let Some(holder) = (sentence.start.max(word.saturating_sub(8))..word).rev().find(holds) {
        let near = u64::from(word - holder < 3);
        let pos = layers.morph(holder).pos as u64;
        add(36, &[near, pos, shape]);
        add(37, &[near, pos, kind]);
    }
    if let Some(s) = holding(statements, word) {
        add(38, &[key(s.act), kind]);
        add(39, &[key(s.act), shape, u64::from(s.direct)]);
        add(40, &[how, u64::from(s.direct)]);
    }
    if let Some(own) = statements.iter().find(|s| s.cue == word) {
        add(41, &[key(own.act), kind]);
        add(42, &[how, kind]);
    }
    if statements.iter().any(|s| s.words.contains(&word) && word < s.words.start + 4) {
        add(43, &[shape, kind]);
    }
    let same = |near: usize| events.iter().any(|e| e.word != word && e.event == event.event && e.word.abs_diff(word) < near);
    let again = if same(6) {
        1
    } else if same(25) {
        2
    } else {
        3 + u64::from(same(usize::MAX))
    };
    add(44, &[again, how]);
    add(45, &[again, how, kind]);
    if events.iter().any(|e| e.word == word && e.event != event.event) {
        add(46, &[how]);
    }
    if events.iter().any(|e| e.word != word && e.word.abs_diff(word) < 3) {
        add(47, &[how]);
    }
    add(48, &[u64::from(event.time.is_some()), u64::from(event.place.is_some()), how]);
    add(49, &[u64::from(event.counts.is_empty()), kind]);
    // What was told before: by the same word, of the same type.
    let earlier = || events.iter().filter(|e| e.word < word && e.event == event.event);
    let taken_up = u64::from(earlier().next().is_some()) + u64::from(earlier().any(|e| stem_of(layers, e.word) == stem));
    let definite = u64::from(morph.article) + u64::from(morph.has_pronoun()) * 2;
    add(64, &[taken_up, definite, shape]);
    add(65, &[taken_up, definite, kind]);
    add(66, &[taken_up, how, kind]);
    add(67, &[taken_up, key(event.mode.as_deref().unwrap_or("")), u64::from(event.counts.is_empty())]);
    let crowd = (events.len() * 100 / layers.text.words.len().max(1)).min(5) as u64;
    add(50, &[crowd, how]);
    add(68, &[u64::from(about.sport), kind]);
    let length = (sentence.len() / 15).min(5) as u64;
    add(51, &[length, shape]);
    // Classes of words in raw news.
    let class = |w: usize| classes.entry_of(stem_of(layers, w));
    let own = class(word);
    add(52, &[u64::from(own.fine), kind]);
    add(53, &[u64::from(own.mid), kind, how]);
    add(54, &[u64::from(own.mid), shape]);
    if let Some(prev) = word.checked_sub(1) {
        let prev = class(prev);
        add(55, &[u64::from(prev.fine), shape]);
        add(56, &[u64::from(prev.mid), kind]);
    }
    if layers.text.words.get(word + 1).is_some() {
        let next = class(word + 1);
        add(57, &[u64::from(next.fine), kind]);
        add(58, &[u64::from(next.mid), kind, shape]);
        add(59, &[u64::from(own.mid), u64::from(next.mid)]);
    }
    let mut around: Vec<u16> = (sentence.start.max(word.saturating_sub(6))..sentence.end.min(word + 7))
        .filter(|w| *w != word)
        .map(|w| class(w).mid)
        .filter(|c| *c > 0)
        .collect();
    around.sort_unstable();
    around.dedup();
    for c in around {
        add(60, &[u64::from(c), kind]);
    }
    // How long ago it was, where its date is told.
    let year = |d: &str| d.get(..4).and_then(|y| y.parse::<i32>().ok());
    let when = event.time.and_then(|t| layers.times.get(t)).and_then(|t| t.value.as_deref());
    let ago = match (when, entities.date.as_deref()) {
        (None, _) => 0,
        (Some(when), Some(date)) if when.get(..10).is_some() && when.get(..10) == date.get(..10) => 1,
        (Some(when), Some(date)) => match (year(when), year(date)) {
            (Some(a), Some(b)) if a == b => 2 + u64::from(when.get(..7) == date.get(..7)),
            (Some(a), Some(b)) if a < b => 4 + u64::from(b - a > 1),
            (Some(_), Some(_)) => 6,
            _ => 7,
        },
        _ => 8,
    };
    add(61, &[ago, how]);
    add(62, &[ago, kind]);
    // A year told near it.
    let dated = (sentence.start.max(word.saturating_sub(8))..sentence.end.min(word + 9)).any(|w| layers.time_at(w).is_some());
    add(63, &[u64::from(dated), how]);
}

/// More signs of a telling: its word with each of its neighbours, who stands and who speaks about it. They are asked whether there is an
/// event, not who is a party or what its status is: there they bring nothing and double the file.
pub(super) fn neighbours(about: About<'_>, event: &Event, how: How, out: &mut Vec<u32>) {
    let About { input, statements, classes, entities, .. } = about;
    let layers = input.layers;
    let word = event.word;
    let morph = layers.morph(word);
    let kind = key(&event.event);
    let shape = shape_of(event);
    let how = how as u64;
    let stem = stem_of(layers, word);
    let sentence = layers.text.sentence_of(word).map_or(word..word + 1, |s| layers.text.sentences[s].words());
    let nth = layers.text.sentence_of(word).unwrap_or(0) as u64;
    let aspect = aspect_of(layers, word);
    let mut add = |template: u32, parts: &[u64]| out.push(sign(template, parts));
    let at = |w: Option<usize>| w.filter(|w| sentence.contains(w)).map_or(0, |w| key(layers.text.folded(w)));
    let mid =
        |w: Option<usize>| w.filter(|w| sentence.contains(w)).map_or(0, |w| u64::from(classes.entry_of(stem_of(layers, w)).mid));
    let (prev, prev2, next, next2) = (word.checked_sub(1), word.checked_sub(2), Some(word + 1), Some(word + 2));
    add(69, &[stem, at(prev)]);
    add(70, &[stem, at(next)]);
    add(71, &[at(next), at(next2), kind]);
    add(72, &[mid(next2), kind]);
    add(73, &[mid(prev2), kind]);
    add(74, &[stem, mid(next), kind]);
    add(75, &[stem, mid(prev), kind]);
    add(76, &[stem, u64::from(morph.article), prep_of(layers.prep_of(word)), u64::from(morph.has_pronoun())]);
    let act = holding(statements, word).map_or(0, |s| key(s.act));
    add(77, &[stem, act]);
    add(78, &[stem, shape, aspect]);
    add(79, &[kind, aspect, act]);
    add(80, &[stem, nth.min(3)]);
    // Who stands nearest on each side.
    let near = |g: Option<usize>| {
        g.and_then(|g| input.groups.get(g).map(|group| (g, group))).filter(|(_, group)| sentence.contains(&group.head)).map_or(
            0,
            |(g, group)| {
                let entity = about.at.get(group.head).copied().flatten().and_then(|id| entities.list.get(id));
                1 + what(about, entity, Some(g)) * 16 + prep_of(group.prep)
            },
        )
    };
    if !about.groups.is_empty() {
        let after = input.groups.partition_point(|g| g.words.start <= word);
        let before = input.groups.partition_point(|g| g.words.end <= word).checked_sub(1);
        let (before, after) = (near(before), near(Some(after)));
        add(81, &[before, kind]);
        add(82, &[after, kind]);
        add(83, &[before, after, kind]);
        add(84, &[after, stem]);
        add(85, &[before, shape, how]);
        add(86, &[after, shape, how]);
    }
    if let Some(verb) = (word + 1..sentence.end).find(|w| layers.is_verb(*w)) {
        let near = u64::from(verb - word < 6);
        add(89, &[key(crate::clause::morph_stem(layers, verb)), near]);
        add(90, &[key(crate::clause::morph_stem(layers, verb)), near, kind]);
    }
    let speaker = holding(statements, word).and_then(|s| s.chain.last()).and_then(|id| entities.list.get(*id));
    if let Some(speaker) = speaker {
        add(91, &[what(about, Some(speaker), None), kind]);
        add(92, &[what(about, Some(speaker), None), shape, aspect]);
        add(93, &[key(speaker.sector.as_deref().unwrap_or("")), kind]);
    }
    add(94, &[at(prev), kind]);
    add(95, &[at(prev2), kind]);
    add(96, &[at(word.checked_sub(3)), shape]);
    add(97, &[at(prev2), at(prev), kind]);
    let quoted = input.quotes.iter().any(|q| q.inside().contains(&word));
    add(98, &[u64::from(quoted), kind, shape]);
    let size = (layers.text.sentences.len() / 3).min(6) as u64;
    add(99, &[size, kind]);
    add(100, &[size, how, nth.min(2)]);
    if let Some(verb) = (sentence.start..word).rev().find(|w| layers.is_verb(*w)) {
        let near = u64::from(word - verb < 6);
        add(87, &[key(crate::clause::morph_stem(layers, verb)), near, kind]);
        add(88, &[key(crate::clause::morph_stem(layers, verb)), near, shape]);
    }
}

/// What stands between a predicate and somebody or some time beside it, and how far that is.
fn between_of(layers: Layers<'_>, between: Range<usize>, after: bool) -> (u64, u64) {
    let n_verbs = between.clone().filter(|w| layers.is_verb(*w)).count().min(2) as u64;
    let has = |pos: Pos| u64::from(between.clone().any(|w| layers.morph(w).pos == pos));
    let comma = u64::from(between.clone().any(|w| layers.is_comma(w)));
    let path = u64::from(after) | n_verbs << 1 | has(Pos::Relative) << 3 | comma << 4 | has(Pos::Complementizer) << 5;
    let far = match between.len() {
        0 => 0,
        1..=2 => 1,
        3..=5 => 2,
        6..=10 => 3,
        11..=20 => 4,
        _ => 5,
    };
    (path, far)
}

/// What the rules made of a candidate.
fn pick_of(candidate: &Candidate, side: usize, any: bool, inferred: bool) -> u64 {
    match (candidate.picked[side], candidate.picked[1 - side], any) {
        (true, ..) if inferred => 1,
        (true, ..) => 2,
        (false, true, true) => 3,
        (false, true, false) => 4,
        (false, false, true) => 5,
        (false, false, false) => 6,
    }
}

/// The signs of a candidate for one side.
pub(super) fn party(
    about: About<'_>,
    event: &Event,
    frame: Option<&Frame>,
    all: &[Candidate],
    nth: usize,
    side: usize,
    out: &mut impl Sink,
) {
    let About { input, statements, events, entities, classes, .. } = about;
    let layers = input.layers;
    let candidate = &all[nth];
    let group: Option<&Group> = candidate.group.and_then(|g| input.groups.get(g));
    let entity: Option<&Entity> = candidate.entity.and_then(|id| entities.list.get(id));
    let kind = key(&event.event);
    let shape = shape_of(event);
    let any = all.iter().any(|c| c.picked[side]);
    let pick = pick_of(candidate, side, any, event.made.inferred > 0.2);
    let after = candidate.words.start > event.word;
    let own = candidate.words.contains(&event.word);
    let between: Range<usize> =
        if after { event.word + 1..candidate.words.start } else { candidate.words.end..event.word.max(candidate.words.end) };
    let inside = |c: &&Candidate| c.group.is_some() && c.words.start >= between.start && c.words.end <= between.end;
    let rank = all.iter().filter(inside).count().min(3) as u64;
    let place = match (group, own, after) {
        (None, ..) => 0,
        (_, true, _) => 1,
        (_, _, true) => 2 + rank,
        (_, _, false) => 6 + rank,
    };
    let prep = prep_of(group.and_then(|g| g.prep));
    let what = candidate.what;
    let (path, far) = between_of(layers, between.clone(), after);
    let sector = key(entity.and_then(|e| e.sector.as_deref()).unwrap_or(""));
    let mut add = |template: u32, parts: &[u64]| out.add(sign(template, parts));
    add(101, &[]);
    add(102, &[pick]);
    add(103, &[pick, kind]);
    add(104, &[pick, shape]);
    add(105, &[pick, place]);
    add(106, &[pick, what]);
    add(107, &[pick, prep]);
    add(108, &[pick, path]);
    add(109, &[pick, sector]);
    add(110, &[place, prep, shape]);
    add(111, &[place, prep, kind]);
    add(112, &[place, what, shape]);
    add(113, &[prep, kind, shape]);
    add(114, &[what, kind]);
    add(115, &[what, prep]);
    add(116, &[sector, kind]);
    add(117, &[path, shape]);
    add(118, &[far, u64::from(after)]);
    add(119, &[what, kind, place]);
    let acts = candidate.group.is_some_and(|g| about.groups[g].acts);
    if group.is_some_and(|g| g.name.is_none() && g.person.is_none() && g.of.is_some() && !acts) {
        add(120, &[what]);
        add(121, &[pick]);
        add(122, &[kind]);
    }
    if let Some(g) = group {
        let head = stem_of(layers, g.head);
        add(123, &[head, kind]);
        add(124, &[head, pick]);
        let class = classes.entry_of(head);
        add(160, &[u64::from(class.fine), kind]);
        add(161, &[u64::from(class.mid), kind, place]);
        add(162, &[u64::from(class.mid), pick]);
        if let Some(prev) = g.words.start.checked_sub(1) {
            let folded = layers.text.folded(prev);
            add(163, &[key(folded), u64::from(after)]);
            add(164, &[key(folded), kind]);
        }
    }
    if let Some(frame) = frame {
        let slots = if side == 0 { &frame.actor } else { &frame.recipient };
        if group.and_then(|g| g.prep).is_some_and(|prep| slots.contains(&Slot::Prep(prep))) {
            add(125, &[place]);
            add(126, &[pick]);
            add(127, &[what]);
        }
        if group.is_some_and(|g| g.prep.is_none()) {
            for (slot, name) in [(Slot::Subject, 1), (Slot::Object, 2), (Slot::Genitive, 3)] {
                if slots.contains(&slot) {
                    add(128, &[name, place, shape]);
                    add(129, &[name, pick]);
                    add(130, &[name, what]);
                }
            }
        }
        let row = key(&frame.lemma);
        add(131, &[row, place, prep]);
        add(132, &[row, prep]);
        add(133, &[row, pick]);
        if frame.event != event.event {
            add(134, &[key(&frame.event), pick]);
        }
    }
    let stem = stem_of(layers, event.word);
    add(135, &[stem, place, prep]);
    add(136, &[stem, what]);
    // The class of the predicate in raw news stands for its word.
    let told = classes.entry_of(stem);
    add(192, &[u64::from(told.mid), place, prep]);
    add(193, &[u64::from(told.fine), prep, u64::from(after)]);
    add(194, &[u64::from(told.mid), what, place]);
    add(195, &[key(event.mode.as_deref().unwrap_or("")), kind, place, prep]);
    add(196, &[stem, place, shape]);
    if let Some(g) = group {
        let head = stem_of(layers, g.head);
        add(197, &[stem, head]);
        add(198, &[u64::from(told.mid), u64::from(classes.entry_of(head).mid)]);
        add(199, &[u64::from(classes.entry_of(head).mid), prep, place]);
    }
    if let Some(verb) = between.clone().rev().find(|w| layers.is_verb(*w)) {
        add(200, &[key(crate::clause::morph_stem(layers, verb)), place]);
    }
    if let Some(next) = (event.word + 1 < layers.text.words.len()).then_some(event.word + 1) {
        add(220, &[key(layers.text.folded(next)), place, prep]);
    }
    add(240, &[stem, path]);
    add(241, &[place, path, shape]);
    add(242, &[place, path, kind]);
    add(243, &[place, prep, path]);
    add(244, &[what, path, kind]);
    add(245, &[stem, prep, far]);
    if let Some(g) = group {
        if let Some(prev) = g.words.start.checked_sub(1) {
            add(246, &[stem, key(layers.text.folded(prev))]);
            let class = classes.entry_of(stem_of(layers, prev));
            add(247, &[u64::from(class.mid), kind, u64::from(after)]);
            add(248, &[u64::from(class.mid), place, prep]);
        }
        if layers.text.words.get(g.words.end).is_some() {
            let class = classes.entry_of(stem_of(layers, g.words.end));
            add(249, &[u64::from(class.mid), kind, u64::from(after)]);
            add(250, &[key(layers.text.folded(g.words.end)), u64::from(after)]);
        }
        let head = stem_of(layers, g.head);
        add(251, &[head, kind, u64::from(after)]);
    }
    let held = holding(statements, event.word);
    // Whoever passes words on, and whatever he is told to have done.
    let passes = statements
        .iter()
        .filter(|s| s.chain.split_last().is_some_and(|(_, before)| before.iter().any(|h| Some(*h) == candidate.entity)));
    let passes = passes.count().min(2) as u64;
    let speaks = statements.iter().filter(|s| s.chain.last().is_some_and(|l| Some(*l) == candidate.entity)).count().min(3) as u64;
    add(252, &[passes, speaks, kind]);
    add(253, &[passes, speaks, pick]);
    add(254, &[passes, speaks, what]);
    if let Some(id) = candidate.entity {
        let does = events.iter().filter(|e| e.word != event.word && e.actors.contains(&id)).count().min(2) as u64;
        let undergoes = events.iter().filter(|e| e.word != event.word && e.recipients.contains(&id)).count().min(2) as u64;
        add(255, &[does, undergoes, kind]);
        add(256, &[does, undergoes, pick]);
        add(257, &[does, undergoes, what]);
    }
    // Of which state he is, and who.
    let state = candidate.state.as_deref();
    let of_state = state.map_or(0, key);
    let own = u64::from(state.is_some() && state == entities.own.as_deref()) + 2 * u64::from(state.is_none());
    add(258, &[of_state, kind]);
    add(259, &[own, what, kind]);
    add(260, &[own, place, shape]);
    add(261, &[of_state, stem]);
    let speaks_for = held.and_then(|s| s.chain.last()).and_then(|id| entities.list.get(*id)).and_then(|e| e.country.as_deref());
    add(262, &[u64::from(state.is_some() && state == speaks_for), u64::from(speaks_for.is_some()), kind]);
    if let Some(e) = entity.filter(|e| e.named) {
        let name = key(&e.name);
        add(263, &[name, kind]);
        add(264, &[name, shape]);
        add(265, &[name, stem]);
    }
    if held.and_then(|s| s.chain.last().copied()).is_some_and(|s| Some(s) == candidate.entity) {
        add(137, &[kind]);
        add(138, &[shape]);
        add(139, &[pick]);
        add(140, &[key(held.map_or("", |s| s.act)), kind]);
    }
    if let Some(own) = statements.iter().find(|s| s.cue == event.word) {
        if own.chain.last().is_some_and(|l| Some(*l) == candidate.entity) {
            add(141, &[kind]);
            add(142, &[pick]);
        }
        let content = candidate.words.start < own.words.end && own.words.start < candidate.words.end;
        add(143, &[u64::from(content), kind]);
        if candidate.entity.is_some_and(|e| own.addressee.contains(&e)) {
            add(144, &[kind]);
        }
    }
    if held.is_some_and(|s| !s.words.contains(&candidate.words.start)) && group.is_some() {
        add(145, &[what]);
        add(146, &[pick]);
    }
    if let Some(e) = entity {
        let told = match e.mentions.len() {
            0..=1 => 0,
            2..=4 => 1,
            _ => 2,
        };
        add(147, &[told, pick]);
        let fellow = |c: &Candidate| {
            c.picked[1 - side]
                && c.entity.and_then(|id| entities.list.get(id)).is_some_and(|o| o.country.is_some() && o.country == e.country)
        };
        add(148, &[u64::from(all.iter().any(fellow)), kind]);
        let id = candidate.entity.unwrap_or(usize::MAX);
        let mut same = events.iter().filter(|o| o.word != event.word && o.event == event.event);
        if same.clone().any(|o| o.actors.contains(&id)) {
            add(149, &[]);
            add(150, &[pick]);
        }
        if same.any(|o| o.recipients.contains(&id)) {
            add(151, &[]);
            add(152, &[pick]);
        }
        add(153, &[u64::from(e.country.is_some()), pick]);
        add(154, &[u64::from(e.country.is_some()), kind]);
    }
    if let Some(before) = nth.checked_sub(1).map(|n| &all[n])
        && group.is_some_and(|g| g.conj)
        && before.group.is_some_and(|b| Some(b + 1) == candidate.group)
    {
        let joined = if before.picked[side] {
            1
        } else if before.picked[1 - side] {
            2
        } else {
            3
        };
        add(155, &[joined]);
        add(156, &[joined, kind]);
    }
    if all.get(nth + 1).is_some_and(|next| next.picked[side]) {
        add(157, &[pick]);
    }
    if event.recipients.is_empty() != event.actors.is_empty() {
        add(158, &[u64::from(event.actors.is_empty()), kind, pick]);
    }
    add(159, &[candidate.from as u64, kind]);
    let trigger = layers.morph(event.word);
    add(170, &[u64::from(trigger.has_pronoun()), place, shape]);
    // "يتهمها", "متهما إياها": whom a pronoun means, the rules look for.
    let pronoun = u64::from(trigger.has_pronoun() || crate::event::pronoun::apart(input, event.word).is_some());
    add(190, &[pronoun, pick]);
    add(191, &[pronoun, pick, kind]);
    add(172, &[u64::from(trigger.feats.voice == Voice::Passive), place, shape]);
    // Whether somebody stands bare right behind the predicate.
    let bare = |g: &Group| g.prep.is_none() && !g.is_time;
    let next = input.groups.binary_search_by_key(&(event.word + 1), |g| g.words.start).ok().filter(|g| bare(&input.groups[*g]));
    let beside = next.map_or(0, |g| 1 + u64::from(about.groups[g].acts));
    add(173, &[beside, place, shape]);
    add(174, &[beside, pick]);
    if let Some(g) = group {
        let folded = layers.text.folded(g.head);
        let feminine = u64::from(folded.ends_with('ه') || layers.morph(g.head).feats.gender == Gender::Feminine);
        let plural = u64::from(layers.morph(g.head).feats.number == Number::Plural);
        if shape == 1 {
            let verb = u64::from(trigger.feats.gender == Gender::Feminine);
            let many = u64::from(trigger.feats.number == Number::Plural);
            add(171, &[verb, feminine, many, plural, u64::from(after)]);
        }
        let first = layers.text.sentence_of(event.word).map(|s| layers.text.sentences[s].words().start);
        let opens = first.is_some_and(|f| g.words.start <= f + 1);
        add(175, &[u64::from(opens), shape, prep]);
        add(176, &[u64::from(opens), pick]);
        // Whether a verb stands right before it, and whether it is a cue or the predicate.
        let verb = g.words.start.checked_sub(1).filter(|b| layers.is_verb(*b));
        let subject = verb
            .map_or(0, |v| if v == event.word { 1 } else { 2 + u64::from(layers.lexeme(v).is_some_and(|l| l.cue.is_some())) });
        add(177, &[subject, place, shape]);
        add(178, &[subject, pick]);
        let led = layers.is_verb(g.words.end);
        let leads = u64::from(led) + u64::from(g.words.end == event.word);
        add(179, &[leads, place, shape]);
        add(180, &[leads, prep, kind]);
        add(181, &[u64::from(folded.ends_with('ا') || folded.ends_with("ين")), place, shape]);
        add(182, &[u64::from(layers.morph(g.head).article), place, kind]);
        add(183, &[g.words.len().min(4) as u64, what]);
    }
    if let Some(e) = entity {
        let first = e.mentions.iter().any(|m| layers.text.sentence_of(m.words.start) == Some(0));
        add(184, &[u64::from(first), pick]);
        add(185, &[u64::from(first), place, kind]);
        let nearer = e.mentions.iter().any(|m| m.words.start.abs_diff(event.word) < candidate.words.start.abs_diff(event.word));
        add(186, &[u64::from(nearer), pick]);
        let most = entities.list.iter().map(|o| o.mentions.len()).max().unwrap_or(0);
        add(187, &[u64::from(e.mentions.len() == most), pick]);
    }
}

/// The signs that nobody is on a side: those of the telling, and whether the rules found somebody.
pub(super) fn nobody(event: &str, telling: &[u32], candidates: &[Candidate], side: usize, out: &mut impl Sink) {
    let kind = key(event);
    let any = u64::from(candidates.iter().any(|c| c.picked[side]));
    let own = sign(230, &[]);
    telling.iter().for_each(|sign| out.add(sign ^ own));
    out.add(sign(231, &[any]));
    out.add(sign(232, &[any, kind]));
    out.add(sign(233, &[candidates.len().min(6) as u64]));
}

/// Where a time stands that may date an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// In the sentence of the predicate.
    Here,
    /// In the sentence before.
    Before,
    /// In the first sentence that tells one.
    Lede,
    /// It dates the statement.
    Statement,
    /// The rules found it elsewhere.
    Rules,
    /// There is none.
    Nowhere,
}

/// The signs of a time, or of none, that may date an event.
pub(super) fn when(
    about: About<'_>,
    event: &Event,
    how: How,
    time: Option<usize>,
    stands: Stands,
    n_times: usize,
    out: &mut impl Sink,
) {
    let About { input, statements, entities, .. } = about;
    let layers = input.layers;
    let kind = key(&event.event);
    let shape = shape_of(event);
    let how = how as u64;
    let picked = match (event.time.is_some(), event.time == time) {
        (true, true) => 1,
        (true, false) => 2,
        (false, true) => 3,
        (false, false) => 4,
    };
    let stands = stands as u64;
    let n_times = n_times.min(3) as u64;
    let mut add = |template: u32, parts: &[u64]| out.add(sign(template, parts));
    add(301, &[picked]);
    add(302, &[picked, stands]);
    add(303, &[picked, kind]);
    add(304, &[picked, how]);
    add(305, &[picked, n_times]);
    add(306, &[stands, kind]);
    add(307, &[stands, shape]);
    add(308, &[stands, n_times]);
    add(309, &[stands, key(event.status)]);
    add(310, &[picked, key(event.status)]);
    let held = holding(statements, event.word);
    let own = statements.iter().find(|s| s.cue == event.word);
    add(311, &[stands, u64::from(held.is_some()), u64::from(own.is_some())]);
    add(312, &[stands, key(held.map_or("", |s| s.act))]);
    let nth = layers.text.sentence_of(event.word).unwrap_or(0).min(6) as u64;
    add(313, &[stands, nth]);
    add(314, &[stands, shape, kind]);
    let stem = stem_of(layers, event.word);
    add(315, &[stands, stem]);
    if let Some(prev) = event.word.checked_sub(1) {
        add(316, &[stands, key(layers.text.folded(prev))]);
    }
    let Some(time) = time.and_then(|t| layers.times.get(t)) else { return };
    let value = time.value.as_deref().unwrap_or("");
    let length = value.len().min(11) as u64 | u64::from(value.contains('/')) << 5;
    add(320, &[length]);
    add(321, &[length, stands]);
    add(322, &[length, kind]);
    add(323, &[length, picked]);
    let date = entities.date.as_deref().unwrap_or("");
    let ago = match (value.get(..10), date.get(..10)) {
        (Some(a), Some(b)) if a == b => 0,
        (Some(a), Some(b)) if a > b => 1,
        (Some(a), Some(b)) if a.get(..7) == b.get(..7) => 2,
        (Some(_), Some(_)) => 3,
        _ if value.get(..4) == date.get(..4) => 4,
        _ => 5,
    };
    add(324, &[ago, stands]);
    add(325, &[ago, kind]);
    add(326, &[ago, key(event.status)]);
    add(327, &[ago, picked]);
    add(328, &[ago, shape]);
    let word = event.word;
    let after = time.words.start > word;
    let between = if after { word + 1..time.words.start } else { time.words.end..word.max(time.words.end) };
    if stands == Stands::Here as u64 {
        let (path, far) = between_of(layers, between.clone(), after);
        let nearer = layers
            .times
            .iter()
            .filter(|t| {
                let t = t.words.start;
                if after { t > word && t < time.words.start } else { t < word && t > time.words.start }
            })
            .count()
            .min(2) as u64;
        add(330, &[path]);
        add(331, &[path, picked]);
        add(332, &[path, shape]);
        add(333, &[far, u64::from(after)]);
        add(334, &[far, picked]);
        add(335, &[nearer, u64::from(after)]);
        add(336, &[nearer, picked]);
        add(337, &[path, kind]);
        if let Some(prev) = time.words.start.checked_sub(1) {
            add(338, &[key(layers.text.folded(prev)), u64::from(after)]);
        }
        let inside = held.is_some_and(|s| s.words.contains(&time.words.start));
        add(339, &[u64::from(inside), u64::from(held.is_some()), picked]);
    } else {
        let ago =
            layers.text.sentence_of(word).unwrap_or(0).saturating_sub(layers.text.sentence_of(time.words.start).unwrap_or(0));
        add(340, &[stands, ago.min(5) as u64]);
        add(341, &[picked, ago.min(5) as u64]);
    }
    add(342, &[key(layers.text.folded(time.words.start)), stands]);
}

/// How the parties of one side of two tellings stand to each other.
fn relation(judge: &Judge<'_>, a: &[usize], b: &[usize]) -> u64 {
    let country = |id: &usize| judge.entities.list.get(*id).and_then(|e| e.country.as_deref());
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        _ if a.iter().any(|x| b.contains(x)) => 3 + u64::from(a.len() == b.len() && a.iter().all(|x| b.contains(x))),
        _ if a.iter().any(|x| country(x).is_some() && b.iter().any(|y| country(x) == country(y))) => 5,
        _ if a.iter().chain(b).all(|x| country(x).is_some()) => 6,
        _ => 7,
    }
}

/// How many words about two predicates are compared.
const AROUND: usize = 8;

/// The signs of two tellings of one type.
pub(super) fn same(judge: &Judge<'_>, a: &Event, b: &Event, ruled: bool, out: &mut impl Sink) {
    let Judge { layers, trained, entities, statements } = judge;
    let kind = key(&b.event);
    let mutual = crate::event::MUTUAL.contains(&b.event.as_str());
    let (actors, recipients) = if mutual {
        let all = |e: &Event| e.actors.iter().chain(&e.recipients).copied().collect::<Vec<usize>>();
        let (x, y) = (all(a), all(b));
        let shared = x.iter().filter(|id| y.contains(id)).count().min(2) as u64;
        (20 + relation(judge, &x, &y), 30 + shared)
    } else {
        (relation(judge, &a.actors, &b.actors), relation(judge, &a.recipients, &b.recipients))
    };
    let value = |e: &Event| e.time.and_then(|t| layers.times.get(t)).and_then(|t| t.value.as_deref());
    let dates = match (value(a), value(b)) {
        (None, None) => 0,
        (Some(_), None) => 1,
        (None, Some(_)) => 2,
        (Some(x), Some(y)) if x.get(..10) == y.get(..10) => 3,
        (Some(x), Some(y)) if x.starts_with(y) || y.starts_with(x) => 4,
        _ => 5,
    };
    let places = match (a.place, b.place) {
        (None, None) => 0,
        (Some(x), Some(y)) if x == y => 1,
        (Some(_), Some(_)) => 2,
        _ => 3,
    };
    let sentence = |e: &Event| layers.text.sentence_of(e.word).unwrap_or(0);
    let apart = match sentence(b).abs_diff(sentence(a)) {
        n @ 0..=2 => n as u64,
        3..=5 => 3,
        _ => 4,
    };
    let words = match b.word.abs_diff(a.word) {
        0..=4 => 0,
        5..=9 => 1,
        10..=19 => 2,
        20..=49 => 3,
        _ => 4,
    };
    let stem = |e: &Event| stem_of(*layers, e.word);
    let alike = u64::from(stem(a) == stem(b));
    let morph = layers.morph(b.word);
    let definite = u64::from(morph.article) + 2 * u64::from(morph.has_pronoun());
    let shapes = shape_of(a) * 8 + shape_of(b);
    let counts = match (a.counts.first(), b.counts.first()) {
        (None, None) => 0,
        (Some(x), Some(y)) if x.what == y.what && x.count == y.count => 1,
        (Some(x), Some(y)) if x.what == y.what => 2,
        (Some(_), Some(_)) => 3,
        _ => 4,
    };
    let modes = match (a.mode.as_deref(), b.mode.as_deref()) {
        (x, y) if x == y => 0,
        (Some(_), Some(_)) => 1,
        _ => 2,
    };
    let ruled = u64::from(ruled);
    let said = |e: &Event| u64::from(holding(statements, e.word).is_some());
    let unnamed = |ids: &[usize]| u64::from(ids.iter().all(|id| entities.list.get(*id).is_some_and(|e| !e.named)));
    let class = |e: &Event| u64::from(trained.classes.entry_of(stem(e)).mid);
    let sure = (b.confidence * 5.0) as u64;
    let mut add = |template: u32, parts: &[u64]| out.add(sign(template, parts));
    add(401, &[kind]);
    add(402, &[actors, recipients, kind]);
    add(403, &[actors, recipients]);
    add(404, &[actors, kind]);
    add(405, &[recipients, kind]);
    add(406, &[dates]);
    add(407, &[dates, kind]);
    add(408, &[places, kind]);
    add(409, &[apart, kind]);
    add(410, &[alike, definite, kind]);
    add(411, &[alike, actors, recipients]);
    add(412, &[definite, shape_of(b)]);
    add(413, &[shapes, kind]);
    add(414, &[key(a.status), key(b.status)]);
    add(415, &[counts, kind]);
    add(416, &[modes, kind]);
    add(417, &[words, actors, recipients]);
    add(418, &[apart, actors, recipients]);
    add(419, &[said(a), said(b), kind]);
    add(420, &[class(a), class(b)]);
    add(421, &[dates, actors, recipients]);
    add(422, &[sure, kind]);
    add(423, &[unnamed(&a.recipients), unnamed(&b.recipients), kind]);
    add(424, &[ruled, kind]);
    add(425, &[ruled, actors, recipients]);
    add(426, &[ruled, dates]);
    add(427, &[ruled, apart]);
    add(428, &[ruled, shapes]);
    add(429, &[ruled, alike]);
    add(430, &[places, dates, ruled]);
    add(431, &[definite, actors, recipients]);
    add(432, &[definite, apart, kind]);
    add(433, &[counts, words]);
    let near = |e: &Event| -> Vec<u64> {
        let words = e.word.saturating_sub(AROUND)..(e.word + AROUND + 1).min(layers.text.words.len());
        let tells = |w: &usize| *w != e.word && layers.morph(*w).is_nominal() && layers.text.folded(*w).chars().count() > 3;
        words.filter(tells).map(|w| stem_of(*layers, w)).collect()
    };
    let (x, y) = (near(a), near(b));
    let shared = x.iter().filter(|w| y.contains(w)).count().min(5) as u64;
    let one = u64::from(sentence(a) == sentence(b));
    add(434, &[stem(a), stem(b)]);
    add(435, &[stem(b), definite]);
    add(436, &[shared, one, kind]);
    add(437, &[shared, one, actors, recipients]);
    add(438, &[shared, one, alike]);
    add(439, &[class(a), class(b), kind]);
    add(440, &[one, alike, shapes]);
    add(441, &[alike, dates, actors, recipients]);
    let folded = |w: usize| layers.text.words.get(w).map_or(0, |_| key(layers.text.folded(w)));
    add(442, &[folded(b.word + 1), kind]);
    add(443, &[b.word.checked_sub(1).map_or(0, folded), kind]);
    add(444, &[sentence(a).min(3) as u64, apart, kind]);
}
