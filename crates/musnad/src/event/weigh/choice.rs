//! Which candidates are chosen, and what their choice says of the event.

use super::{Candidate, Weighed, signs};

/// Whom the rules picked is a party where its chance is more than this, another where it is more than `PARTY`; where nobody
/// is, the likeliest where it is more than `ALONE`.
const PICKED: f32 = 0.4;
const PARTY: f32 = 0.6;
const ALONE: f32 = 0.22;

/// How much more whom the rules picked weighs where nobody is likely.
const FAVOUR: f32 = 1.5;

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

pub(super) fn outcome(
    event: &str,
    shape: u64,
    candidates: &[Candidate],
    chances: &[[f32; 2]],
    chosen: &[[bool; 2]],
    out: &mut Vec<u32>,
) {
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
        let chosen = choose(&candidates, &[[0.9, 0.1], [0.2, 0.8], [0.1, 0.7]]);
        assert_eq!(chosen, [[true, false], [false, true], [false, false]]);
    }

    #[test]
    fn where_nobody_is_likely_the_likeliest_is_a_party_if_likely_enough() {
        let candidates = [somebody(1), somebody(2)];
        assert_eq!(choose(&candidates, &[[0.3, 0.01], [0.25, 0.02]]), [[true, false], [false, false]]);
        assert_eq!(choose(&candidates, &[[0.1, 0.01], [0.1, 0.02]]), [[false; 2]; 2]);
    }

    #[test]
    fn whom_the_rules_picked_needs_less_and_whoever_is_barred_is_none() {
        let mut candidates = [somebody(1), somebody(2)];
        let chances = [[0.5, 0.01], [0.55, 0.02]];
        candidates[0].picked[0] = true;
        assert_eq!(choose(&candidates, &chances), [[true, false], [false, false]]);
        candidates[0].barred[0] = true;
        assert_eq!(choose(&candidates, &chances), [[false, false], [true, false]]);
    }
}
