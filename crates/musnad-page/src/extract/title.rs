//! The headline: where the page's own words for it agree.

use super::meta::Facts;
use crate::html::tag::Tag;
use crate::html::tree::{Tree, collapse};
use musnad::text::fold;
use std::collections::HashSet;

/// The headline, without the outlet's name.
pub(crate) fn find(tree: &Tree, facts: &Facts) -> Option<String> {
    let heads: Vec<String> = headings(tree);
    let told = facts.headline.as_deref().or(facts.shared_title.as_deref());
    let told = told.map(|t| bare(t, facts));
    // The heading that a reader sees is the headline as set: with its quotation marks, uncut.
    let like = told.as_deref().or(facts.page_title.as_deref()).map(folded_words).unwrap_or_default();
    let best =
        heads.iter().map(|h| (overlap(&folded_words(h), &like), h)).filter(|(o, _)| *o >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, heading)) = best {
        return Some(bare(heading, facts));
    }
    let alone = || match heads.as_slice() {
        [one] if one.chars().count() > 12 => Some(one.clone()),
        _ => None,
    };
    told.or_else(alone).or_else(|| facts.page_title.as_deref().map(|t| bare(t, facts))).filter(|t| !t.is_empty())
}

/// First-level headings, or second-level ones where there are none.
fn headings(tree: &Tree) -> Vec<String> {
    let of = |wanted: &[Tag]| -> Vec<String> {
        let found = tree.elements().filter(|(_, t)| wanted.contains(t)).take(40).map(|(n, _)| clean(&tree.text_of(n)));
        found.filter(|t| !t.is_empty()).collect()
    };
    let first = of(&[Tag::H1]);
    let mut all = first;
    all.extend(of(&[Tag::H2, Tag::H3]));
    all
}

/// Without marks of direction at the ends.
fn clean(text: &str) -> String {
    collapse(text)
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{200b}'))
        .to_owned()
}

/// A title without the outlet's name and the section at its end or front.
fn bare(title: &str, facts: &Facts) -> String {
    let title = clean(title);
    let site: Vec<HashSet<String>> =
        [facts.site.as_deref(), facts.outlet.as_deref()].into_iter().flatten().map(folded_words).collect();
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", "|"] {
        if let Some((head, last)) = title.rsplit_once(mark) {
            let words = folded_words(last);
            let is_site = site.iter().any(|s| !s.is_empty() && overlap(&words, s) >= 0.5);
            // The name of the site is short; a part of the headline after a dash rarely is.
            let like_name = site.is_empty() && words.len() <= 4 && head.chars().count() > 2 * last.chars().count();
            if (is_site || like_name) && head.chars().count() >= 10 {
                return bare(head, facts);
            }
        }
        if let Some((first, rest)) = title.split_once(mark) {
            let words = folded_words(first);
            if site.iter().any(|s| !s.is_empty() && overlap(&words, s) >= 0.9) && rest.chars().count() >= 10 {
                return clean(rest);
            }
        }
    }
    title
}

fn folded_words(text: &str) -> HashSet<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Shared words by the longer of the two.
fn overlap(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    shared as f64 / a.len().max(b.len()).max(1) as f64
}
