//! The signs of whoever may be a party, for each side, and that nobody is.

use super::{between_of, holding, prep_of, shape_of};
use crate::clause::Group;
use crate::entity::Entity;
use crate::event::Event;
use crate::event::weigh::{About, Candidate};
use crate::lexicon::{Frame, Slot, key};
use crate::morph::{Gender, Number, Voice};
use crate::statement::Statement;
use crate::weights::{Sink, sign};
use std::ops::Range;

/// What signs of parties read of their predicate: read once for all candidates.
pub(in crate::event::weigh) struct Predicate<'l> {
    about: About<'l>,
    event: &'l Event,
    frame: Option<&'l Frame>,
    kind: u64,
    shape: u64,
    mode: u64,
    row: u64,
    /// Whether it has a pronoun, or one stands apart for it: `يتهمها`, `متهما إياها`. Whom it means, the rules look for.
    pronoun: u64,
    /// Whether somebody stands bare right behind it, and may act.
    beside: u64,
    passive: u64,
    /// The statement in whose content it stands, and who speaks there.
    held: Option<&'l Statement>,
    speaker: Option<usize>,
    speaks_for: Option<&'l str>,
    /// The statement whose cue it is.
    own: Option<&'l Statement>,
    /// Whether the rules picked anybody, for each side.
    any: [bool; 2],
    /// How often whoever is told most often is told.
    most: usize,
}

impl<'l> Predicate<'l> {
    /// Of an event that may be, with the row of its predicate and all who may be a party.
    pub fn new(about: About<'l>, event: &'l Event, frame: Option<&'l Frame>, all: &[Candidate]) -> Predicate<'l> {
        let About { input, statements, entities, groups, .. } = about;
        let trigger = input.layers.morph(event.word);
        let held = holding(statements, event.word);
        let speaker = held.and_then(|s| s.chain.last().copied());
        let next = input.groups.binary_search_by_key(&(event.word + 1), |g| g.words.start).ok();
        let bare = |g: &usize| input.groups[*g].prep.is_none() && !input.groups[*g].is_time;
        Predicate {
            about,
            event,
            frame,
            kind: key(&event.event),
            shape: shape_of(event),
            mode: key(event.mode.as_deref().unwrap_or("")),
            row: frame.map_or(0, |f| key(&f.lemma)),
            pronoun: u64::from(trigger.has_pronoun() || crate::event::pronoun::apart(input, event.word).is_some()),
            beside: next.filter(bare).map_or(0, |g| 1 + u64::from(groups[g].acts)),
            passive: u64::from(trigger.feats.voice == Voice::Passive),
            held,
            speaker,
            speaks_for: speaker.and_then(|id| entities.list.get(id)).and_then(|e| e.country.as_deref()),
            own: statements.iter().find(|s| s.cue == event.word),
            any: [0, 1].map(|side| all.iter().any(|c| c.picked[side])),
            most: entities.list.iter().map(|o| o.mentions.len()).max().unwrap_or(0),
        }
    }
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

/// The signs of a candidate: those that it bears for both sides, and those of each.
pub(in crate::event::weigh) fn party(predicate: &Predicate<'_>, all: &[Candidate], nth: usize, out: &mut [impl Sink; 2]) {
    let Predicate { about, event, frame, kind, shape, row, held, own: cue_of, .. } = *predicate;
    let About { input, words, statements, events, entities, .. } = about;
    let layers = input.layers;
    let candidate = &all[nth];
    let group: Option<&Group> = candidate.group.and_then(|g| input.groups.get(g));
    let entity: Option<&Entity> = candidate.entity.and_then(|id| entities.list.get(id));
    let picks = [0, 1].map(|side| pick_of(candidate, side, predicate.any[side], event.made.inferred > 0.2));
    let after = candidate.words.start > event.word;
    let holds = candidate.words.contains(&event.word);
    let between: Range<usize> =
        if after { event.word + 1..candidate.words.start } else { candidate.words.end..event.word.max(candidate.words.end) };
    let inside = |c: &&Candidate| c.group.is_some() && c.words.start >= between.start && c.words.end <= between.end;
    let rank = all.iter().filter(inside).count().min(3) as u64;
    let place = match (group, holds, after) {
        (None, ..) => 0,
        (_, true, _) => 1,
        (_, _, true) => 2 + rank,
        (_, _, false) => 6 + rank,
    };
    let prep = prep_of(group.and_then(|g| g.prep));
    let what = candidate.what;
    let (path, far) = between_of(layers, between.clone(), after);
    let after = u64::from(after);
    let sector = candidate.sector;
    let speaks_here = predicate.speaker.is_some() && predicate.speaker == candidate.entity;
    // Signs that weigh on each side, those with what the rules made of it on that side, and those of one side.
    let [first, second] = out;
    macro_rules! both {
        ($template:expr, $parts:expr) => {{
            let sign = sign($template, $parts);
            first.add(sign);
            second.add(sign);
        }};
    }
    macro_rules! picked {
        ($template:expr $(, $part:expr)*) => {{
            first.add(sign($template, &[picks[0] $(, $part)*]));
            second.add(sign($template, &[picks[1] $(, $part)*]));
        }};
    }
    macro_rules! of_pick {
        ($template:expr, $part:expr) => {{
            first.add(sign($template, &[$part, picks[0]]));
            second.add(sign($template, &[$part, picks[1]]));
        }};
    }
    macro_rules! one {
        ($side:expr, $template:expr, $parts:expr) => {
            if $side == 0 { first.add(sign($template, $parts)) } else { second.add(sign($template, $parts)) }
        };
    }
    both!(101, &[]);
    picked!(102);
    picked!(103, kind);
    picked!(104, shape);
    picked!(105, place);
    picked!(106, what);
    picked!(107, prep);
    picked!(108, path);
    picked!(109, sector);
    both!(110, &[place, prep, shape]);
    both!(111, &[place, prep, kind]);
    both!(112, &[place, what, shape]);
    both!(113, &[prep, kind, shape]);
    both!(114, &[what, kind]);
    both!(115, &[what, prep]);
    both!(116, &[sector, kind]);
    both!(117, &[path, shape]);
    both!(118, &[far, after]);
    both!(119, &[what, kind, place]);
    let acts = candidate.group.is_some_and(|g| about.groups[g].acts);
    if group.is_some_and(|g| g.name.is_none() && g.person.is_none() && g.of.is_some() && !acts) {
        both!(120, &[what]);
        picked!(121);
        both!(122, &[kind]);
    }
    // The predicate, its word and its row. The class of the word in raw news stands for it.
    let stem = words[event.word].bare;
    let told = words[event.word].class;
    let (told_mid, told_fine) = (u64::from(told.mid), u64::from(told.fine));
    if let Some(frame) = frame {
        for side in [0, 1] {
            let slots = if side == 0 { &frame.actor } else { &frame.recipient };
            if group.and_then(|g| g.prep).is_some_and(|prep| slots.contains(&Slot::Prep(prep))) {
                one!(side, 125, &[place]);
                one!(side, 126, &[picks[side]]);
                one!(side, 127, &[what]);
            }
            if group.is_some_and(|g| g.prep.is_none()) {
                for (slot, name) in [(Slot::Subject, 1), (Slot::Object, 2), (Slot::Genitive, 3)] {
                    if slots.contains(&slot) {
                        one!(side, 128, &[name, place, shape]);
                        one!(side, 129, &[name, picks[side]]);
                        one!(side, 130, &[name, what]);
                    }
                }
            }
        }
        both!(131, &[row, place, prep]);
        both!(132, &[row, prep]);
        of_pick!(133, row);
        if frame.event != event.event {
            of_pick!(134, key(&frame.event));
        }
    }
    both!(135, &[stem, place, prep]);
    both!(136, &[stem, what]);
    both!(192, &[told_mid, place, prep]);
    both!(193, &[told_fine, prep, after]);
    both!(194, &[told_mid, what, place]);
    both!(195, &[predicate.mode, kind, place, prep]);
    both!(196, &[stem, place, shape]);
    if let Some(verb) = between.clone().rev().find(|w| layers.is_verb(*w)) {
        both!(200, &[words[verb].stem, place]);
    }
    if let Some(next) = words.get(event.word + 1) {
        both!(220, &[next.written, place, prep]);
    }
    both!(240, &[stem, path]);
    both!(241, &[place, path, shape]);
    both!(242, &[place, path, kind]);
    both!(243, &[place, prep, path]);
    both!(244, &[what, path, kind]);
    both!(245, &[stem, prep, far]);
    // Its own head, and the words about it.
    if let Some(g) = group {
        let head = words[g.head];
        let mid = u64::from(head.class.mid);
        both!(123, &[head.bare, kind]);
        of_pick!(124, head.bare);
        both!(160, &[u64::from(head.class.fine), kind]);
        both!(161, &[mid, kind, place]);
        of_pick!(162, mid);
        both!(197, &[stem, head.bare]);
        both!(198, &[told_mid, mid]);
        both!(199, &[mid, prep, place]);
        both!(251, &[head.bare, kind, after]);
        if let Some(prev) = g.words.start.checked_sub(1).map(|w| words[w]) {
            both!(163, &[prev.written, after]);
            both!(164, &[prev.written, kind]);
            both!(246, &[stem, prev.written]);
            both!(247, &[u64::from(prev.class.mid), kind, after]);
            both!(248, &[u64::from(prev.class.mid), place, prep]);
        }
        if let Some(next) = words.get(g.words.end) {
            both!(249, &[u64::from(next.class.mid), kind, after]);
            both!(250, &[next.written, after]);
        }
    }
    // Whoever passes words on, and whatever he is told to have done.
    let is_own = |id: &usize| Some(*id) == candidate.entity;
    let passes = statements.iter().filter(|s| s.chain.split_last().is_some_and(|(_, before)| before.iter().any(is_own)));
    let passes = passes.count().min(2) as u64;
    let speaks = statements.iter().filter(|s| s.chain.last().is_some_and(is_own)).count().min(3) as u64;
    both!(252, &[passes, speaks, kind]);
    both!(254, &[passes, speaks, what]);
    for side in [0, 1] {
        one!(side, 253, &[passes, speaks, picks[side]]);
    }
    if let Some(id) = candidate.entity {
        let does = events.iter().filter(|e| e.word != event.word && e.actors.contains(&id)).count().min(2) as u64;
        let undergoes = events.iter().filter(|e| e.word != event.word && e.recipients.contains(&id)).count().min(2) as u64;
        both!(255, &[does, undergoes, kind]);
        both!(257, &[does, undergoes, what]);
        for side in [0, 1] {
            one!(side, 256, &[does, undergoes, picks[side]]);
        }
    }
    // Of which state he is, and who.
    let state = candidate.state.as_deref();
    let of_state = state.map_or(0, key);
    let home = u64::from(state.is_some() && state == entities.own.as_deref()) + 2 * u64::from(state.is_none());
    both!(258, &[of_state, kind]);
    both!(259, &[home, what, kind]);
    both!(260, &[home, place, shape]);
    both!(261, &[of_state, stem]);
    let speaks_for = predicate.speaks_for;
    both!(262, &[u64::from(state.is_some() && state == speaks_for), u64::from(speaks_for.is_some()), kind]);
    if let Some(e) = entity.filter(|e| e.named) {
        let name = key(&e.name);
        both!(263, &[name, kind]);
        both!(264, &[name, shape]);
        both!(265, &[name, stem]);
    }
    if speaks_here {
        both!(137, &[kind]);
        both!(138, &[shape]);
        picked!(139);
        both!(140, &[key(held.map_or("", |s| s.act)), kind]);
    }
    if let Some(own) = cue_of {
        if own.chain.last().is_some_and(is_own) {
            both!(141, &[kind]);
            picked!(142);
        }
        let content = candidate.words.start < own.words.end && own.words.start < candidate.words.end;
        both!(143, &[u64::from(content), kind]);
        if candidate.entity.is_some_and(|e| own.addressee.contains(&e)) {
            both!(144, &[kind]);
        }
    }
    if held.is_some_and(|s| !s.words.contains(&candidate.words.start)) && group.is_some() {
        both!(145, &[what]);
        picked!(146);
    }
    if let Some(e) = entity {
        let told = match e.mentions.len() {
            0..=1 => 0,
            2..=4 => 1,
            _ => 2,
        };
        of_pick!(147, told);
        for side in [0, 1] {
            let fellow = |c: &Candidate| {
                c.picked[1 - side]
                    && c.entity
                        .and_then(|id| entities.list.get(id))
                        .is_some_and(|o| o.country.is_some() && o.country == e.country)
            };
            one!(side, 148, &[u64::from(all.iter().any(fellow)), kind]);
        }
        let id = candidate.entity.unwrap_or(usize::MAX);
        let mut same = events.iter().filter(|o| o.word != event.word && o.event == event.event);
        if same.clone().any(|o| o.actors.contains(&id)) {
            both!(149, &[]);
            picked!(150);
        }
        if same.any(|o| o.recipients.contains(&id)) {
            both!(151, &[]);
            picked!(152);
        }
        of_pick!(153, u64::from(e.country.is_some()));
        both!(154, &[u64::from(e.country.is_some()), kind]);
    }
    if let Some(before) = nth.checked_sub(1).map(|n| &all[n])
        && group.is_some_and(|g| g.conj)
        && before.group.is_some_and(|b| Some(b + 1) == candidate.group)
    {
        for side in [0, 1] {
            let joined = if before.picked[side] {
                1
            } else if before.picked[1 - side] {
                2
            } else {
                3
            };
            one!(side, 155, &[joined]);
            one!(side, 156, &[joined, kind]);
        }
    }
    for side in [0, 1] {
        if all.get(nth + 1).is_some_and(|next| next.picked[side]) {
            one!(side, 157, &[picks[side]]);
        }
        if event.recipients.is_empty() != event.actors.is_empty() {
            one!(side, 158, &[u64::from(event.actors.is_empty()), kind, picks[side]]);
        }
        one!(side, 191, &[predicate.pronoun, picks[side], kind]);
    }
    both!(159, &[candidate.from as u64, kind]);
    let trigger = layers.morph(event.word);
    both!(170, &[u64::from(trigger.has_pronoun()), place, shape]);
    of_pick!(190, predicate.pronoun);
    both!(172, &[predicate.passive, place, shape]);
    both!(173, &[predicate.beside, place, shape]);
    of_pick!(174, predicate.beside);
    if let Some(g) = group {
        let folded = layers.text.folded(g.head);
        let feminine = u64::from(folded.ends_with('ه') || layers.morph(g.head).feats.gender == Gender::Feminine);
        let plural = u64::from(layers.morph(g.head).feats.number == Number::Plural);
        if shape == 1 {
            let verb = u64::from(trigger.feats.gender == Gender::Feminine);
            let many = u64::from(trigger.feats.number == Number::Plural);
            both!(171, &[verb, feminine, many, plural, after]);
        }
        let first = layers.text.sentence_of(event.word).map(|s| layers.text.sentences[s].words().start);
        let opens = u64::from(first.is_some_and(|f| g.words.start <= f + 1));
        both!(175, &[opens, shape, prep]);
        of_pick!(176, opens);
        // Whether a verb stands right before it, and whether it is a cue or the predicate.
        let verb = g.words.start.checked_sub(1).filter(|b| layers.is_verb(*b));
        let subject = verb
            .map_or(0, |v| if v == event.word { 1 } else { 2 + u64::from(layers.lexeme(v).is_some_and(|l| l.cue.is_some())) });
        both!(177, &[subject, place, shape]);
        of_pick!(178, subject);
        let leads = u64::from(layers.is_verb(g.words.end)) + u64::from(g.words.end == event.word);
        both!(179, &[leads, place, shape]);
        both!(180, &[leads, prep, kind]);
        both!(181, &[u64::from(folded.ends_with('ا') || folded.ends_with("ين")), place, shape]);
        both!(182, &[u64::from(layers.morph(g.head).article), place, kind]);
        both!(183, &[g.words.len().min(4) as u64, what]);
    }
    if let Some(e) = entity {
        let first_told = u64::from(e.mentions.iter().any(|m| layers.text.sentence_of(m.words.start) == Some(0)));
        of_pick!(184, first_told);
        both!(185, &[first_told, place, kind]);
        let nearer = e.mentions.iter().any(|m| m.words.start.abs_diff(event.word) < candidate.words.start.abs_diff(event.word));
        of_pick!(186, u64::from(nearer));
        of_pick!(187, u64::from(e.mentions.len() == predicate.most));
    }
}

/// The signs that nobody is on a side: those of the telling, and whether the rules found somebody.
pub(in crate::event::weigh) fn nobody(event: &str, telling: &[u32], candidates: &[Candidate], side: usize, out: &mut impl Sink) {
    let kind = key(event);
    let any = u64::from(candidates.iter().any(|c| c.picked[side]));
    let own = sign(230, &[]);
    telling.iter().for_each(|sign| out.add(sign ^ own));
    out.add(sign(231, &[any]));
    out.add(sign(232, &[any, kind]));
    out.add(sign(233, &[candidates.len().min(6) as u64]));
}
