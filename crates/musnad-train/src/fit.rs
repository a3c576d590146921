//! Weights of hashed signs, fitted by AdaGrad (Duchi, Hazan, Singer 2011, "Adaptive subgradient methods"): of a yes or no (logistic
//! regression) and of a choice among several (McFadden 1974, "Conditional logit analysis of qualitative choice behavior").
//!
//! The rows are visited in an order that a fixed generator shuffles, so that the same rows give the same weights; these are the mean of
//! the later half of the passes, which depends less on that order.

use musnad::event::weigh::chance;
use rustc_hash::FxHashMap;

/// What each sign weighs, in log-odds.
pub type Table = FxHashMap<u32, f32>;

/// The signs of one row, and whether it is right.
pub type Row<'r> = (&'r [u32], bool);

/// How weights are fitted.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the rows.
    pub passes: usize,
    /// Times that a sign must be met.
    pub least: u32,
    /// L2 penalty of a step.
    pub penalty: f32,
    /// Length of the first steps.
    pub step: f32,
    /// Orders in which the rows are visited, each from the start: the weights are the mean, which depends less on any of them.
    pub orders: usize,
}

/// Whether a row is right: the chance is the logistic function of the sum of its weights.
pub fn fit(rows: &[Row<'_>], settings: Settings) -> Table {
    let lists: Vec<[Row<'_>; 1]> = rows.iter().map(|row| [*row]).collect();
    run(&lists, settings, |sums, right, slopes| slopes[0] = f32::from(u8::from(right[0])) - chance(sums[0]))
}

/// Which rows of a list are right: the chance of each is its share of the exponentials of the sums. A list with nothing right
/// teaches nothing.
pub fn fit_choice(lists: &[Vec<Row<'_>>], settings: Settings) -> Table {
    run(lists, settings, |sums, right, slopes| {
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        for (slope, sum) in slopes.iter_mut().zip(sums) {
            *slope = (sum - most).exp();
        }
        let all: f32 = slopes.iter().sum();
        let good: f32 = slopes.iter().zip(right).filter(|(_, right)| **right).map(|(e, _)| e).sum();
        for (slope, right) in slopes.iter_mut().zip(right) {
            let wanted = if *right && good > 0.0 { *slope / good } else { 0.0 };
            *slope = if good > 0.0 { wanted - *slope / all } else { 0.0 };
        }
    })
}

/// A row whose chance is as right as this moves nothing.
const STILL: f32 = 1e-3;

/// `slope` tells from the sums of a list's rows, and which are right, how far each is from what it should be.
fn run<'r, L: AsRef<[Row<'r>]>>(lists: &[L], settings: Settings, slope: impl Fn(&[f32], &[bool], &mut [f32])) -> Table {
    let (signs, index) = index_of(lists.iter().flat_map(|l| l.as_ref()).map(|(signs, _)| *signs), settings.least);
    let known = |signs: &[u32]| signs.iter().filter_map(|s| index.get(s).copied()).collect::<Vec<u32>>();
    let lists: Vec<(Vec<Vec<u32>>, Vec<bool>)> =
        lists.iter().map(|l| l.as_ref().iter().map(|(signs, right)| (known(signs), *right)).unzip()).collect();
    let (mut sums, mut slopes) = (Vec::new(), Vec::new());
    let mut shuffled = Shuffled::new(lists.len());
    let mut total = vec![0.0_f32; signs.len()];
    let (mut weights, mut squares) = (Vec::new(), Vec::new());
    for pass in (0..settings.orders).flat_map(|_| 0..settings.passes) {
        if pass == 0 {
            weights = vec![0.0_f32; signs.len()];
            squares = vec![1e-3_f32; signs.len()];
        }
        for list in shuffled.next() {
            let (rows, right) = &lists[*list as usize];
            sums.clear();
            sums.extend(rows.iter().map(|row| row.iter().map(|s| weights[*s as usize]).sum::<f32>()));
            slopes.clear();
            slopes.resize(rows.len(), 0.0);
            slope(&sums, right, &mut slopes);
            for (row, slope) in rows.iter().zip(&slopes).filter(|(_, slope)| slope.abs() > STILL) {
                for sign in row {
                    let at = *sign as usize;
                    let gradient = slope - settings.penalty * weights[at];
                    squares[at] += gradient * gradient;
                    weights[at] += settings.step * gradient / squares[at].sqrt();
                }
            }
        }
        if pass >= settings.passes / 2 {
            total.iter_mut().zip(&weights).for_each(|(total, weight)| *total += weight);
        }
    }
    let n_later = ((settings.passes - settings.passes / 2) * settings.orders).max(1) as f32;
    signs.into_iter().zip(total).map(|(sign, total)| (sign, total / n_later)).collect()
}

/// The signs that are met often enough, in order, and the number of each.
fn index_of<'r>(rows: impl Iterator<Item = &'r [u32]>, least: u32) -> (Vec<u32>, FxHashMap<u32, u32>) {
    let mut met: FxHashMap<u32, u32> = FxHashMap::default();
    for sign in rows.flatten() {
        *met.entry(*sign).or_default() += 1;
    }
    let mut signs: Vec<u32> = met.into_iter().filter(|(_, n)| *n >= least).map(|(s, _)| s).collect();
    signs.sort_unstable();
    let index = signs.iter().enumerate().map(|(n, s)| (*s, n as u32)).collect();
    (signs, index)
}

/// Numbers in an order that looks random and is always the same.
struct Shuffled {
    order: Vec<u32>,
    state: u64,
}

impl Shuffled {
    fn new(n: usize) -> Shuffled {
        Shuffled { order: (0..n as u32).collect(), state: 0x2545_f491_4f6c_dd1d }
    }

    fn next(&mut self) -> &[u32] {
        for nth in (1..self.order.len()).rev() {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            self.order.swap(nth, (self.state % (nth as u64 + 1)) as usize);
        }
        &self.order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: Settings = Settings { passes: 40, least: 1, penalty: 0.01, step: 0.1, orders: 2 };

    #[test]
    fn a_sign_of_what_is_right_weighs_more_than_one_of_what_is_wrong() {
        let rows: Vec<Row<'_>> = vec![(&[1, 2], true), (&[1, 2], true), (&[1, 3], false), (&[1, 3], false)];
        let table = fit(&rows, SETTINGS);
        assert!(table[&2] > 0.0 && table[&3] < 0.0, "{table:?}");
        assert_eq!(fit(&rows, SETTINGS), table, "the same weights each time");
        assert!(!fit(&rows, Settings { least: 3, ..SETTINGS }).contains_key(&2), "met twice only");
    }

    #[test]
    fn of_several_the_right_one_weighs_most_and_a_list_without_one_teaches_nothing() {
        let lists: Vec<Vec<Row<'_>>> = vec![vec![(&[1, 2], true), (&[1, 3], false)], vec![(&[1, 2], true), (&[1, 4], false)]];
        let table = fit_choice(&lists, SETTINGS);
        assert!(table[&2] > table[&3] && table[&2] > table[&4], "{table:?}");
        let nothing = fit_choice(&[vec![(&[1, 2], false), (&[1, 3], false)]], SETTINGS);
        assert!(nothing.values().all(|w| *w == 0.0), "{nothing:?}");
    }
}
