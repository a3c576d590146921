//! Stories: articles that tell the same news, by the words of headline and lead.
//!
//! Average-link clustering of tf-idf vectors over articles at most a day apart. Figures and the choice of the threshold stand in
//! `bench/stories/README.md`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Words of the body that count.
pub(crate) const LEAD: usize = 110;
/// How much more a word of the headline counts.
const HEADLINE: f32 = 2.0;
/// Mean similarity from which two clusters are one story.
const ALIKE: f32 = 0.31;
/// Pairs below this are not kept at all.
const FAINT: f32 = 0.15;
/// Days that two articles of a story may be apart.
const APART: i64 = 1;
/// Words in more than this part of the articles say nothing.
const COMMON: f32 = 0.05;

/// What is needed of an article: when, and its words as stems.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// Day, as a number that grows by one a day.
    pub day: i64,
    /// Keys of the stems of its headline.
    pub title: Vec<u64>,
    /// Keys of the stems of its first words.
    pub lead: Vec<u64>,
}

/// A crude stem: enough to make `السعودية` and `سعودي` one word among the words of a lead.
pub(crate) fn stem(light: &str) -> u64 {
    let folded = musnad::text::fold(light);
    let mut rest = folded.as_str();
    let letters = |s: &str| s.chars().count();
    let article = ["وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال"];
    if let Some(cut) = article.iter().find_map(|p| rest.strip_prefix(p)).filter(|r| letters(r) >= 3) {
        rest = cut;
    } else if letters(rest) >= 5 {
        rest = rest.strip_prefix(['و', 'ف']).unwrap_or(rest);
    }
    let endings = ["ها", "هم", "ات", "ين", "ون", "ان", "يه", "ه", "ي"];
    if let Some(cut) = endings.iter().find_map(|s| rest.strip_suffix(s)).filter(|r| letters(r) >= 3) {
        rest = cut;
    }
    if letters(rest) < 2 { 0 } else { musnad::lexicon::key(rest) }
}

/// Clusters tellings; gives for each the index of the first telling of its story. Tellings must be sorted by day.
pub fn stories(tellings: &[Telling]) -> Vec<usize> {
    let vectors = vectors(tellings);
    let pairs = pairs(tellings, &vectors);
    link(tellings.len(), &pairs)
}

fn vectors(tellings: &[Telling]) -> Vec<Vec<(u64, f32)>> {
    let mut frequency: FxHashMap<u64, u32> = FxHashMap::default();
    let mut seen = FxHashSet::default();
    for telling in tellings {
        seen.clear();
        for word in telling.title.iter().chain(&telling.lead).filter(|w| **w != 0) {
            if seen.insert(*word) {
                *frequency.entry(*word).or_default() += 1;
            }
        }
    }
    let n = tellings.len() as f32;
    // In a small archive a word of two articles is not yet a common one.
    let most = (n * COMMON).max(20.0);
    tellings
        .iter()
        .map(|telling| {
            let mut counts: FxHashMap<u64, f32> = FxHashMap::default();
            telling.title.iter().filter(|w| **w != 0).for_each(|w| *counts.entry(*w).or_default() += HEADLINE);
            telling.lead.iter().filter(|w| **w != 0).for_each(|w| *counts.entry(*w).or_default() += 1.0);
            let mut vector: Vec<(u64, f32)> = counts
                .into_iter()
                .filter_map(|(word, count)| {
                    let with = *frequency.get(&word)? as f32;
                    (with <= most && with > 1.0).then(|| (word, (1.0 + count.ln()) * ((n + 1.0) / with).ln()))
                })
                .collect();
            vector.sort_unstable_by_key(|(word, _)| *word);
            // Words of this article alone match nothing, yet they make it less like others.
            let alone = alone(telling, &frequency, n);
            let norm = (vector.iter().map(|(_, x)| x * x).sum::<f32>() + alone).sqrt().max(1e-6);
            vector.iter_mut().for_each(|(_, x)| *x /= norm);
            vector
        })
        .collect()
}

fn alone(telling: &Telling, frequency: &FxHashMap<u64, u32>, n: f32) -> f32 {
    let words: FxHashSet<u64> = telling.title.iter().chain(&telling.lead).copied().collect();
    let lone = words.iter().filter(|w| frequency.get(*w) == Some(&1)).count() as f32;
    lone * (n + 1.0).ln().powi(2)
}

/// Similarities of all pairs near in time that share a word.
fn pairs(tellings: &[Telling], vectors: &[Vec<(u64, f32)>]) -> Vec<(f32, u32, u32)> {
    let mut postings: FxHashMap<u64, Vec<(u32, f32)>> = FxHashMap::default();
    let mut found = Vec::new();
    let mut sums: FxHashMap<u32, f32> = FxHashMap::default();
    for (idx, (telling, vector)) in tellings.iter().zip(vectors).enumerate() {
        sums.clear();
        for (word, x) in vector {
            let list = postings.entry(*word).or_default();
            for (other, y) in list.iter().rev() {
                if telling.day - tellings[*other as usize].day > APART {
                    break;
                }
                *sums.entry(*other).or_default() += x * y;
            }
            list.push((idx as u32, *x));
        }
        found.extend(sums.iter().filter(|(_, s)| **s >= FAINT).map(|(other, s)| (*s, *other, idx as u32)));
    }
    found
}

/// A merge that may be made: how alike, which two, at which of their ages. The likest first; ties by index.
#[derive(PartialEq)]
struct Offer {
    alike: f32,
    a: u32,
    b: u32,
    ages: (u32, u32),
}

impl Eq for Offer {}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.alike.total_cmp(&other.alike).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Average link: the two likest clusters are joined as long as their mean similarity is high enough.
fn link(n: usize, pairs: &[(f32, u32, u32)]) -> Vec<usize> {
    let mut near: Vec<FxHashMap<u32, f32>> = vec![FxHashMap::default(); n];
    let mut heap = BinaryHeap::new();
    for &(alike, a, b) in pairs {
        near[a as usize].insert(b, alike);
        near[b as usize].insert(a, alike);
        if alike >= ALIKE {
            heap.push(Offer { alike, a, b, ages: (0, 0) });
        }
    }
    let (mut size, mut age, mut joined) = (vec![1.0_f32; n], vec![0_u32; n], (0..n).collect::<Vec<_>>());
    while let Some(Offer { a, b, ages, .. }) = heap.pop() {
        let (i, j) = (a as usize, b as usize);
        if (age[i], age[j]) != ages || joined[i] != i || joined[j] != j {
            continue;
        }
        let moved = std::mem::take(&mut near[j]);
        joined[j] = i;
        age[i] += 1;
        size[i] += size[j];
        near[i].remove(&b);
        for (other, sum) in moved {
            near[other as usize].remove(&b);
            if other != a {
                let all = near[i].entry(other).or_default();
                *all += sum;
                let all = *all;
                near[other as usize].insert(a, all);
            }
        }
        for (other, sum) in &near[i] {
            let alike = sum / (size[i] * size[*other as usize]);
            if alike >= ALIKE {
                let (a, b) = (a.min(*other), a.max(*other));
                heap.push(Offer { alike, a, b, ages: (age[a as usize], age[b as usize]) });
            }
        }
    }
    // The lower index always takes the higher one in, so one pass upwards finds the roots.
    (0..n)
        .map(|mut at| {
            while joined[at] != at {
                at = joined[at];
            }
            at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telling(day: i64, title: &str, lead: &str) -> Telling {
        let keys = |s: &str| s.split_whitespace().map(stem).collect();
        Telling { day, title: keys(title), lead: keys(lead) }
    }

    #[test]
    fn the_same_news_is_one_story_and_other_news_is_not() {
        let found = stories(&[
            telling(1, "زلزال يضرب شمال البلاد", "ضرب زلزال قوي شمال البلاد وأسفر عن مقتل عشرة أشخاص في بلدة السهل"),
            telling(1, "مقتل عشرة في زلزال السهل", "قتل عشرة أشخاص في زلزال قوي ضرب بلدة السهل شمال البلاد"),
            telling(2, "البرلمان يقر الموازنة", "أقر البرلمان اليوم مشروع الموازنة العامة بعد نقاش طويل"),
            telling(9, "زلزال يضرب شمال البلاد", "ضرب زلزال قوي شمال البلاد وأسفر عن مقتل عشرة أشخاص في بلدة السهل"),
        ]);
        assert_eq!(found, [0, 0, 2, 3]);
    }
}
