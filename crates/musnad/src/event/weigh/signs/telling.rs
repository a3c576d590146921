//! The signs of a telling: what its word is, and what stands about it.

use super::{aspect_of, holding, prep_of, shape_of, what};
use crate::event::Event;
use crate::event::weigh::{About, How};
use crate::lexicon::{Frame, key};
use crate::morph::Pos;
use crate::weights::sign;

/// The signs of a telling: what its word is, and what stands about it.
pub(in crate::event::weigh) fn telling(about: About<'_>, event: &Event, how: How, frame: Option<&Frame>, out: &mut Vec<u32>) {
    let About { input, words, statements, events, entities, .. } = about;
    let layers = input.layers;
    let word = event.word;
    let morph = layers.morph(word);
    let kind = key(&event.event);
    let shape = shape_of(event);
    let how = how as u64;
    let written = |w: usize| words[w].written;
    let mut add = |template: u32, parts: &[u64]| out.push(sign(template, parts));
    add(1, &[]);
    add(2, &[how, kind]);
    add(3, &[how, shape]);
    add(4, &[how, key(event.status)]);
    add(5, &[kind, key(event.status)]);
    add(6, &[how, kind, shape]);
    let stem = words[word].bare;
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
        add(26, &[written(prev)]);
        add(27, &[written(prev), shape]);
        if let Some(prev2) = prev.checked_sub(1) {
            add(28, &[written(prev2), written(prev)]);
        }
    }
    if layers.text.words.get(word + 1).is_some() {
        add(29, &[written(word + 1), kind]);
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
            add(33, &[words[verb].stem, near]);
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
    let taken_up = u64::from(earlier().next().is_some()) + u64::from(earlier().any(|e| words[e.word].bare == stem));
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
    let class = |w: usize| words[w].class;
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
pub(in crate::event::weigh) fn neighbours(about: About<'_>, event: &Event, how: How, out: &mut Vec<u32>) {
    let About { input, words, statements, entities, .. } = about;
    let layers = input.layers;
    let word = event.word;
    let morph = layers.morph(word);
    let kind = key(&event.event);
    let shape = shape_of(event);
    let how = how as u64;
    let stem = words[word].bare;
    let sentence = layers.text.sentence_of(word).map_or(word..word + 1, |s| layers.text.sentences[s].words());
    let nth = layers.text.sentence_of(word).unwrap_or(0) as u64;
    let aspect = aspect_of(layers, word);
    let mut add = |template: u32, parts: &[u64]| out.push(sign(template, parts));
    let beside = |w: Option<usize>| w.filter(|w| sentence.contains(w)).map(|w| words[w]).unwrap_or_default();
    let at = |w: Option<usize>| beside(w).written;
    let mid = |w: Option<usize>| u64::from(beside(w).class.mid);
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
        add(89, &[words[verb].stem, near]);
        add(90, &[words[verb].stem, near, kind]);
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
        add(87, &[words[verb].stem, near, kind]);
        add(88, &[words[verb].stem, near, shape]);
    }
}
