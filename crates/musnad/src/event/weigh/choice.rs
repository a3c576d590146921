//! Which candidates are chosen, and what their choice says of the event.
//!
//! On each side the candidates stand against one another and against nobody: the weights are those of a choice of one among
//! several (McFadden 1974, "Conditional logit analysis"), and a candidate's chance is his alone against nobody.

use super::{Candidate, Weighed};

/// How much more whom the rules picked weighs, in log-odds. This and the numbers below are the best on articles held back.
const PICKED: f32 = 0.3;

/// Whoever weighs most is a party where he is likelier than nobody; another where he is this much likelier, one who is joined to
/// a party (`مصر والأردن`) where this much, one of a party's own state only where this much.
const MORE: f32 = 2.2;
const JOINED: f32 = 0.6;
const FELLOW: f32 = 5.0;

/// Whoever may be a party, with all his mentions.
struct Somebody {
    /// His log-odds against nobody, for each side.
    odds: [f32; 2],
    /// His likeliest mention, for each side.
    best: [Option<usize>; 2],
    /// Whether the rules picked him, for each side.
    picked: [bool; 2],
}

impl Somebody {
    /// The side that he is likelier on.
    fn side(&self) -> usize {
        usize::from(self.odds[1] > self.odds[0])
    }

    /// His log-odds on that side.
    fn most(&self) -> f32 {
        self.odds[0].max(self.odds[1])
    }
}

/// Which candidates are chosen for each side, by the chance of each against nobody; nobody is on both. Mentions of one entity
/// count together, and the likeliest of them is chosen.
pub(super) fn choose(mutual: bool, candidates: &[Candidate], chances: &[[f32; 2]]) -> Vec<[bool; 2]> {
    let everybody = everybody(candidates, chances);
    let mut side_of: Vec<Option<usize>> = vec![None; everybody.len()];
    let likely = (0..everybody.len()).filter(|n| everybody[*n].most() > 0.0);
    let by_odds = |a: &usize, b: &usize| everybody[*b].most().total_cmp(&everybody[*a].most()).then(a.cmp(b));
    if mutual {
        let mut order: Vec<usize> = likely.collect();
        order.sort_by(by_odds);
        order.truncate(2);
        face(&everybody, &order, &mut side_of);
    } else {
        for (side, who) in likeliest(&everybody).into_iter().enumerate() {
            who.into_iter().for_each(|n| side_of[n] = Some(side));
        }
    }
    let mut chosen = vec![[false; 2]; candidates.len()];
    for (who, side) in everybody.iter().zip(&side_of) {
        if let Some((side, nth)) = side.and_then(|side| Some((side, who.best[side]?))) {
            chosen[nth][side] = true;
        }
    }
    // Others, until nobody else is likely enough.
    loop {
        let enough = |n: &usize| {
            let who = &everybody[*n];
            side_of[*n].is_none()
                && who.best[who.side()].is_some_and(|nth| who.most() >= needed(candidates, &chosen, nth, who.side()))
        };
        let Some(next) = (0..everybody.len()).find(enough) else { return chosen };
        let side = everybody[next].side();
        side_of[next] = Some(side);
        everybody[next].best[side].into_iter().for_each(|nth| chosen[nth][side] = true);
    }
}

/// Who does it and who undergoes it: of all pairs, also with nobody, the one whose log-odds have the greatest sum; nobody is both.
fn likeliest(everybody: &[Somebody]) -> [Option<usize>; 2] {
    let odds = |who: Option<usize>, side: usize| who.map_or(0.0, |n| everybody[n].odds[side]);
    let all = |side: usize| {
        let likely = (0..everybody.len()).filter(move |n| everybody[*n].odds[side] > 0.0);
        [None].into_iter().chain(likely.map(Some))
    };
    let mut best = ([None, None], 0.0);
    for actor in all(0) {
        for recipient in all(1).filter(|r| r.is_none() || *r != actor) {
            let sum = odds(actor, 0) + odds(recipient, 1);
            if sum > best.1 {
                best = ([actor, recipient], sum);
            }
        }
    }
    best.0
}

/// How much likelier than nobody a candidate must be, to be a party beside those who are chosen.
fn needed(candidates: &[Candidate], chosen: &[[bool; 2]], nth: usize, side: usize) -> f32 {
    let before = candidates[nth].joined && nth.checked_sub(1).is_some_and(|b| chosen[b][side]);
    if before || candidates.get(nth + 1).is_some_and(|next| next.joined && chosen[nth + 1][side]) {
        return JOINED;
    }
    let state = candidates[nth].state.as_ref();
    let fellow = |(c, is): (&Candidate, &[bool; 2])| is[side] && c.state.as_ref() == state;
    if state.is_some() && candidates.iter().zip(chosen).any(fellow) { FELLOW } else { MORE }
}

/// The candidates by whom they mean, in their order.
fn everybody(candidates: &[Candidate], chances: &[[f32; 2]]) -> Vec<Somebody> {
    // Each with the candidate that is his first.
    let mut found: Vec<(usize, Somebody)> = Vec::new();
    for (nth, candidate) in candidates.iter().enumerate() {
        let same = |first: usize| candidate.entity.is_some() && candidates[first].entity == candidate.entity;
        let at = found.iter().position(|(first, _)| same(*first)).unwrap_or(found.len());
        if at == found.len() {
            found.push((nth, Somebody { odds: [0.0; 2], best: [None; 2], picked: [false; 2] }));
        }
        let who = &mut found[at].1;
        for side in [0, 1].into_iter().filter(|side| !candidate.barred[*side]) {
            let chance = chances[nth][side].clamp(LEAST, 1.0 - LEAST);
            who.odds[side] += chance / (1.0 - chance);
            who.picked[side] |= candidate.picked[side];
            if who.best[side].is_none_or(|best| chances[nth][side] > chances[best][side]) {
                who.best[side] = Some(nth);
            }
        }
    }
    let log = |odds: f32, picked: bool| match odds {
        0.0 => f32::MIN,
        odds => odds.ln() + if picked { PICKED } else { 0.0 },
    };
    let settled =
        |(_, who): (usize, Somebody)| Somebody { odds: [0, 1].map(|side| log(who.odds[side], who.picked[side])), ..who };
    found.into_iter().map(settled).collect()
}

/// Chances are no nearer to none and to all than this.
const LEAST: f32 = 1e-6;

/// How much more the side weighs where the rules put one of two: of what has no direction they tell first who is named first.
const FACED: f32 = 3.0;

/// On which sides two of what has no direction stand: of both ways the one whose log-odds have the greater sum; one alone stands
/// where he is likelier.
fn face(everybody: &[Somebody], order: &[usize], side_of: &mut [Option<usize>]) {
    match *order {
        [first, second] => {
            let odds = |n: usize, side: usize| everybody[n].odds[side] + if everybody[n].picked[side] { FACED } else { 0.0 };
            let sum = |side: usize| odds(first, side) + odds(second, 1 - side);
            let side = usize::from(sum(1) > sum(0));
            // Whoever is barred from the side that is left stays beside the other.
            for (n, side) in [(first, side), (second, 1 - side)] {
                side_of[n] = Some(if everybody[n].best[side].is_some() { side } else { everybody[n].side() });
            }
        }
        [one] => side_of[one] = Some(everybody[one].side()),
        _ => {}
    }
}

/// The parties of a telling, by the chance of each candidate against nobody.
pub fn chosen(weighed: &Weighed, chances: &[[f32; 2]]) -> Vec<[bool; 2]> {
    choose(is_mutual(&weighed.event), &weighed.candidates, chances)
}

/// Whether an event of a type has no direction.
pub(super) fn is_mutual(event: &str) -> bool {
    crate::event::MUTUAL.contains(&event)
}

/// The signs of an event with the parties chosen, added to those of its telling.
pub fn outcome_of(weighed: &Weighed, chances: &[[f32; 2]], chosen: &[[bool; 2]]) -> Vec<u32> {
    let mut bears = weighed.telling.clone();
    outcome(&weighed.event, weighed.shape, weighed.stem, &weighed.candidates, chances, chosen, &mut bears);
    bears
}

pub(super) fn outcome(
    event: &str,
    shape: u64,
    stem: u64,
    candidates: &[Candidate],
    chances: &[[f32; 2]],
    chosen: &[[bool; 2]],
    out: &mut Vec<u32>,
) {
    let kind = crate::lexicon::key(event);
    let mut add = |template: u32, parts: &[u64]| out.push(crate::weights::sign(template, parts));
    let mut sides = [0_u64; 2];
    let mut sectors = [0_u64; 2];
    let mut states = [None; 2];
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
        add(216, &[at, candidate.sector, kind]);
        add(217, &[at, candidate.class, kind]);
        add(218, &[at, candidate.head, kind]);
        add(219, &[at, candidate.class, stem]);
        sectors[side] = candidate.sector;
        states[side] = candidate.state.as_ref();
    }
    add(220, &[sectors[0], sectors[1], kind]);
    let states = match states {
        [Some(a), Some(b)] => 1 + u64::from(a == b),
        [a, b] => 3 + u64::from(a.is_some()) + 2 * u64::from(b.is_some()),
    };
    add(221, &[states, kind]);
    add(222, &[states, sides[0], sides[1]]);
    add(223, &[stem, sides[0]]);
    add(224, &[stem, sides[1]]);
    add(225, &[stem, states]);
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

#[cfg(test)]
mod tests {
    use super::super::candidates::elsewhere;
    use super::*;
    use crate::event::weigh::From;

    fn somebody(entity: usize) -> Candidate {
        elsewhere(entity..entity + 1, Some(entity), From::Here)
    }

    #[test]
    fn the_likely_are_chosen_and_nobody_is_on_both_sides() {
        // Two mentions of one entity, each likelier on another side.
        let candidates = [somebody(1), somebody(2), somebody(1)];
        let chosen = choose(false, &candidates, &[[0.9, 0.1], [0.2, 0.8], [0.1, 0.7]]);
        assert_eq!(chosen, [[true, false], [false, true], [false, false]]);
    }

    #[test]
    fn whoever_is_likelier_on_a_side_that_another_takes_is_on_his_own() {
        // The second is likelier to undergo it, but the first is no doer, and the second may be one.
        let both = [[0.05, 0.99], [0.7, 0.8]];
        assert_eq!(choose(false, &[somebody(1), somebody(2)], &both), [[false, true], [true, false]]);
        let one = [[0.05, 0.6], [0.7, 0.95]];
        assert_eq!(choose(false, &[somebody(1), somebody(2)], &one), [[false, false], [false, true]], "nobody does it");
    }

    #[test]
    fn mentions_of_one_count_together() {
        let alone = choose(false, &[somebody(1), somebody(2)], &[[0.4, 0.01], [0.35, 0.01]]);
        assert_eq!(alone, [[false; 2]; 2]);
        let twice = choose(false, &[somebody(1), somebody(2), somebody(1)], &[[0.4, 0.01], [0.35, 0.01], [0.41, 0.01]]);
        assert_eq!(twice, [[false, false], [false, false], [true, false]]);
    }

    #[test]
    fn whom_the_rules_picked_needs_less_and_whoever_is_barred_is_none() {
        let mut candidates = [somebody(1), somebody(2)];
        let chances = [[0.45, 0.01], [0.48, 0.02]];
        candidates[0].picked[0] = true;
        assert_eq!(choose(false, &candidates, &chances), [[true, false], [false, false]]);
        candidates[0].barred[0] = true;
        assert_eq!(choose(false, &candidates, &chances), [[false; 2]; 2]);
    }

    #[test]
    fn another_party_must_be_likelier_and_more_so_one_of_the_same_state() {
        let mut candidates = [somebody(1), somebody(2)];
        let likely = [[0.95, 0.01], [0.8, 0.01]];
        assert_eq!(choose(false, &candidates, &likely), [[true, false], [false, false]]);
        candidates[1].joined = true;
        assert_eq!(choose(false, &candidates, &likely), [[true, false], [true, false]]);
        candidates[1].joined = false;
        let likelier = [[0.95, 0.01], [0.94, 0.01]];
        assert_eq!(choose(false, &candidates, &likelier), [[true, false], [true, false]]);
        candidates.iter_mut().for_each(|c| c.state = Some("EGY".to_owned()));
        assert_eq!(choose(false, &candidates, &likelier), [[true, false], [false, false]]);
    }

    #[test]
    fn what_has_no_direction_has_somebody_on_each_side() {
        let chosen = choose(true, &[somebody(1), somebody(2), somebody(3)], &[[0.9, 0.2], [0.8, 0.3], [0.1, 0.1]]);
        assert_eq!(chosen, [[true, false], [false, true], [false, false]]);
        // Two who are barred from one side are both told on the other.
        let mut towns = [somebody(1), somebody(2)];
        towns.iter_mut().for_each(|town| town.barred[0] = true);
        assert_eq!(choose(true, &towns, &[[0.9, 0.8], [0.8, 0.9]]), [[false, true], [false, true]]);
        // The rules' order is kept where the sums are alike.
        let mut named = [somebody(1), somebody(2)];
        (named[0].picked[0], named[1].picked[1]) = (true, true);
        assert_eq!(choose(true, &named, &[[0.8, 0.9], [0.9, 0.8]]), [[true, false], [false, true]]);
    }
}
