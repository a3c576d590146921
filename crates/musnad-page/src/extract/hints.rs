//! What the class and id of an element tell about what it holds; the words stand in `data/hints.tsv`.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What an element's attributes promise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hint {
    /// The story.
    Body,
    /// No part of the story.
    Skip,
    /// No part of the story unless it holds most of the page's text.
    Weak,
    /// Words under a picture.
    Caption,
    /// Links to other stories.
    Related,
    /// Who wrote it.
    Byline,
    /// When.
    Date,
}

/// Most words of one row.
const LONGEST: usize = 5;

fn table() -> &'static HashMap<Vec<&'static str>, Hint> {
    static TABLE: OnceLock<HashMap<Vec<&'static str>, Hint>> = OnceLock::new();
    TABLE.get_or_init(|| {
        include_str!("../../data/hints.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .skip(1)
            .filter_map(|line| {
                let (words, meaning) = line.split_once('\t')?;
                Some((words.split(' ').collect(), hint(meaning)?))
            })
            .collect()
    })
}

fn hint(name: &str) -> Option<Hint> {
    Some(match name {
        "body" => Hint::Body,
        "skip" => Hint::Skip,
        "weak" => Hint::Weak,
        "caption" => Hint::Caption,
        "related" => Hint::Related,
        "byline" => Hint::Byline,
        "date" => Hint::Date,
        _ => return None,
    })
}

/// The words of a class or id: `td-post-content`, `articleBody`, `ArticleText2`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars().take(200) {
        if !c.is_ascii_alphabetic() {
            before = ' ';
            continue;
        }
        if before == ' ' || (c.is_ascii_uppercase() && before.is_ascii_lowercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words
}

/// Hints of elements, each spelling looked up once a page.
#[derive(Default)]
pub(crate) struct Hints {
    known: HashMap<String, Option<Hint>>,
}

impl Hints {
    /// What a class or id tells; `body` before all others, then the longest row.
    pub(crate) fn of(&mut self, name: &str) -> Option<Hint> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let found = name.split_ascii_whitespace().filter_map(look_up).reduce(|a, b| if b == Hint::Body { b } else { a });
        self.known.insert(name.to_owned(), found);
        found
    }
}

fn look_up(class: &str) -> Option<Hint> {
    let owned = words(class);
    let words: Vec<&str> = owned.iter().map(String::as_str).collect();
    let table = table();
    for n in (1..=LONGEST.min(words.len())).rev() {
        let found = words.windows(n).filter_map(|w| table.get(w).copied());
        if let Some(best) = found.reduce(|a, b| if b == Hint::Body { b } else { a }) {
            return Some(best);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_style_are_read() {
        let mut hints = Hints::default();
        assert_eq!(hints.of("td-post-content tagdiv-type"), Some(Hint::Body));
        assert_eq!(hints.of("articleBody"), Some(Hint::Body));
        assert_eq!(hints.of("elementor-widget elementor-widget-theme-post-content"), Some(Hint::Body));
        assert_eq!(hints.of("field field-name-body field-type-text-with-summary"), Some(Hint::Body));
        assert_eq!(hints.of("wp-caption-text"), Some(Hint::Caption));
        assert_eq!(hints.of("shareButtons"), Some(Hint::Skip));
        assert_eq!(hints.of("container clearfix"), None);
        assert_eq!(hints.of("downloads"), None);
    }

    #[test]
    fn every_row_has_a_meaning() {
        let n = include_str!("../../data/hints.tsv").lines().filter(|l| !l.starts_with('#')).count() - 1;
        assert_eq!(table().len(), n, "a row is repeated or has no known meaning");
    }
}
