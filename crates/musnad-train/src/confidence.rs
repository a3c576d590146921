//! `musnad-train confidence`: fits the weights of events' signs to events judged right or wrong.
//!
//! In: files written by `musnad eval GOLD_DIR --signs FILE`, a line an event: right or wrong, then its signs. Out:
//! `frames/confidence.tsv`. Logistic regression with an L2 penalty, by coordinate-wise Newton steps (Genkin, Lewis, Madigan 2007,
//! "Large-scale Bayesian logistic regression for text categorization"); deterministic.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The head of the table of weights.
const HEAD: &str = "\
# What each sign of an event weighs for its confidence, in log-odds: the confidence is the logistic function of their sum.
# Fitted by `musnad-train confidence` to events read from news articles that we annotated ourselves; a sign that is not here
# weighs nothing.
sign\tweight
";

/// Most rounds over all signs.
const ROUNDS: usize = 500;

/// A round that moves no weight by more than this is the last.
const STILL: f64 = 1e-4;

/// The penalty of the sign that every event bears: nearly none, for it holds the share of right events.
const FREE: f64 = 0.01;

/// An event: whether it is right, and its signs as indices.
struct Judged {
    right: bool,
    signs: Vec<usize>,
}

/// How the weights are fitted.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// L2 penalty.
    pub penalty: f64,
    /// Events that must bear a sign for it to be weighed.
    pub least: usize,
}

/// Fits and writes the table; prints how far the confidence of each tenth is true, on parts left out in turn.
///
/// # Errors
/// A file that cannot be read or written, a line that is no judged event, fewer than two kinds of judgement.
pub fn run(files: &[PathBuf], out: &Path, settings: Settings) -> Result<()> {
    let mut names = BTreeMap::new();
    let mut events = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        for (at, line) in text.lines().enumerate() {
            events.push(judged(line, &mut names).with_context(|| format!("{}:{}", file.display(), at + 1))?);
        }
    }
    if events.iter().all(|e| e.right) || events.iter().all(|e| !e.right) {
        bail!("the {} events are all alike: right and wrong ones are needed", events.len());
    }
    let weights = fit(&events, names.len(), names.get(EVERY).copied(), settings);
    println!("{:12}{:>7}{:>7}{:>10}", "confidence", "all", "right", "mean");
    for (nth, tenth) in left_out(&events, names.len(), names.get(EVERY).copied(), settings).iter().enumerate() {
        let [all, right, sum] = tenth;
        if *all > 0.0 {
            println!("{:<12.1}{:>7}{:>6.0}%{:>9.0}%", nth as f64 / 10.0, all, 100.0 * right / all, 100.0 * sum / all);
        }
    }
    std::fs::write(out, table(&names, &weights)).with_context(|| format!("cannot write {}", out.display()))
}

/// The sign that every event bears.
const EVERY: &str = musnad::event::confidence::EVERY;

fn judged(line: &str, names: &mut BTreeMap<String, usize>) -> Result<Judged> {
    let mut fields = line.split('\t');
    let right = match fields.next() {
        Some("right") => true,
        Some("wrong") => false,
        other => bail!("`{}` is neither right nor wrong: is this a file of `musnad eval --signs`?", other.unwrap_or("")),
    };
    let mut signs: Vec<usize> = fields
        .map(|sign| {
            let next = names.len();
            *names.entry(sign.to_owned()).or_insert(next)
        })
        .collect();
    signs.sort_unstable();
    signs.dedup();
    Ok(Judged { right, signs })
}

fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn fit(events: &[Judged], n_signs: usize, every: Option<usize>, settings: Settings) -> Vec<f64> {
    let mut bearers: Vec<Vec<usize>> = vec![Vec::new(); n_signs];
    for (idx, event) in events.iter().enumerate() {
        event.signs.iter().for_each(|s| bearers[*s].push(idx));
    }
    let mut weights = vec![0.0; n_signs];
    let mut sums = vec![0.0_f64; events.len()];
    for _ in 0..ROUNDS {
        let mut most = 0.0_f64;
        for (sign, bearers) in bearers.iter().enumerate().filter(|(_, b)| b.len() >= settings.least) {
            let penalty = if Some(sign) == every { FREE } else { settings.penalty };
            let (mut slope, mut curve) = (-penalty * weights[sign], penalty);
            for idx in bearers {
                let p = chance(sums[*idx]);
                slope += f64::from(u8::from(events[*idx].right)) - p;
                curve += p * (1.0 - p);
            }
            let step = (slope / curve).clamp(-1.0, 1.0);
            weights[sign] += step;
            bearers.iter().for_each(|idx| sums[*idx] += step);
            most = most.max(step.abs());
        }
        if most < STILL {
            break;
        }
    }
    weights
}

/// Parts that are left out in turn.
const PARTS: usize = 6;

/// Events in a row that stay in one part: those of an article stay together, nearly.
const ROW: usize = 40;

/// For each tenth of confidence the events, the right ones and the sum of their confidence, each judged by weights fitted to the
/// other parts.
fn left_out(events: &[Judged], n_signs: usize, every: Option<usize>, settings: Settings) -> [[f64; 3]; 10] {
    let mut tenths = [[0.0; 3]; 10];
    for part in 0..PARTS {
        let is_out = |idx: usize| idx / ROW % PARTS == part;
        let kept = |(idx, e): (usize, &Judged)| (!is_out(idx)).then(|| Judged { right: e.right, signs: e.signs.clone() });
        let kept: Vec<Judged> = events.iter().enumerate().filter_map(kept).collect();
        let weights = fit(&kept, n_signs, every, settings);
        for (_, event) in events.iter().enumerate().filter(|(idx, _)| is_out(*idx)) {
            let p = chance(event.signs.iter().map(|s| weights[*s]).sum());
            let [all, right, sum] = &mut tenths[((p * 10.0) as usize).min(9)];
            *all += 1.0;
            *right += f64::from(u8::from(event.right));
            *sum += p;
        }
    }
    tenths
}

fn table(names: &BTreeMap<String, usize>, weights: &[f64]) -> String {
    let mut out = HEAD.to_owned();
    for (sign, idx) in names {
        let weight = format!("{:.2}", weights[*idx]);
        if !matches!(weight.as_str(), "0.00" | "-0.00") {
            // A String takes all that is written to it.
            let _ = writeln!(out, "{sign}\t{weight}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: Settings = Settings { penalty: 0.01, least: 1 };

    fn events(lines: &[&str]) -> (Vec<Judged>, BTreeMap<String, usize>) {
        let mut names = BTreeMap::new();
        let events = lines.iter().map(|l| judged(l, &mut names).expect("a judged event")).collect();
        (events, names)
    }

    #[test]
    fn a_sign_of_right_events_weighs_more_than_one_of_wrong_ones() {
        let lines =
            ["right\tevery event\tby verb", "right\tevery event\tby verb", "wrong\tevery event\tby noun", "wrong\tevery event"];
        let (events, names) = events(&lines);
        let weights = fit(&events, names.len(), names.get(EVERY).copied(), SETTINGS);
        let by = |sign: &str| weights[names[sign]];
        assert!(by("by verb") > 0.0 && by("by noun") < 0.0, "{weights:?}");
        let row = format!("by verb\t{:.2}\n", by("by verb"));
        assert!(table(&names, &weights).contains(&row), "{}", table(&names, &weights));
    }

    #[test]
    fn the_mean_of_what_is_fitted_is_the_share_of_right_events() {
        let lines = ["right\tevery event", "wrong\tevery event", "wrong\tevery event", "wrong\tevery event"];
        let (events, names) = events(&lines);
        let weights = fit(&events, names.len(), names.get(EVERY).copied(), SETTINGS);
        assert!((chance(weights[0]) - 0.25).abs() < 0.01, "{weights:?}");
    }

    #[test]
    fn a_line_without_a_judgement_is_refused() {
        let error = judged("maybe\tevery event", &mut BTreeMap::new()).err().map(|e| e.to_string());
        assert!(error.is_some_and(|e| e.contains("`maybe`")));
    }
}
