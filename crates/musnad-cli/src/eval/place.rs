//! Where in an article something stands: the line, and the words around it.

use super::names::{fold, folded};
use std::ops::Range;

/// Characters shown on each side.
const AROUND: usize = 48;

/// Most characters of the words themselves.
const WORDS: usize = 160;

/// A place in an article, for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What stands before it.
    pub before: String,
    /// The words themselves.
    pub words: String,
    /// What stands after it.
    pub after: String,
}

/// Finds places in one text.
#[derive(Debug)]
pub struct Finder<'t> {
    text: &'t str,
    folded: String,
    from: Vec<u32>,
    /// The byte of each code point.
    points: Vec<usize>,
}

impl<'t> Finder<'t> {
    /// Prepares a text.
    pub fn new(text: &'t str) -> Finder<'t> {
        let (folded, from) = folded(text);
        let mut points: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        points.push(text.len());
        Finder { text, folded, from, points }
    }

    /// Where words stand, whatever their spelling: as whole words if they do so anywhere, else behind a proclitic, else inside a word.
    pub fn words(&self, words: &str) -> Option<Place> {
        let words = fold(words);
        if words.is_empty() {
            return None;
        }
        // No letter stands there: a blank, or the end.
        let parted = |at: Option<usize>| at.and_then(|at| self.folded.as_bytes().get(at)).is_none_or(|byte| *byte == b' ');
        let rank = |at: usize| {
            let (begins, ends) = (parted(at.checked_sub(1)), parted(Some(at + words.len())));
            (!(begins && ends), !ends, at)
        };
        let at = self.folded.match_indices(&words).map(|(at, _)| at).min_by_key(|at| rank(*at))?;
        let origin = |folded: usize| self.from.get(folded).map(|byte| *byte as usize);
        // The last letter ends where the code point after it begins.
        let last = origin(at + words.len() - 1)?;
        let end = self.text.get(last..)?.chars().next().map(|c| last + c.len_utf8())?;
        Some(self.place(origin(at)?..end))
    }

    /// The place of code points.
    pub fn points(&self, start: u32, end: u32) -> Option<Place> {
        let byte = |point: u32| self.points.get(point as usize).copied();
        let (start, end) = (byte(start)?, byte(end)?);
        (start <= end).then(|| self.place(start..end))
    }

    fn place(&self, bytes: Range<usize>) -> Place {
        let (head, tail) = (self.text.get(..bytes.start).unwrap_or_default(), self.text.get(bytes.end..).unwrap_or_default());
        let words = self.text.get(bytes.clone()).unwrap_or_default();
        let point = |byte: usize| self.points.partition_point(|p| *p < byte);
        let first = head.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let mut shown: String = words.chars().take(WORDS).collect();
        if words.chars().count() > WORDS {
            shown.push('…');
        }
        Place {
            line: head.matches('\n').count() + 1,
            start: point(bytes.start),
            end: point(bytes.end),
            before: head.get(first..).unwrap_or_default().to_owned(),
            words: shown,
            after: tail.chars().take(AROUND).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_before_they_are_found_inside_others() {
        let finder = Finder::new("وبالقاهرة قال.\nفي القاهرةِ، أمس");
        let found = finder.words("القاهره").expect("there");
        assert_eq!((found.line, found.words.as_str()), (2, "القاهرة"));
        assert_eq!((found.start, found.end), (18, 25));
        assert_eq!(finder.words("قاهرة قال").map(|p| p.line), Some(1));
        assert_eq!(finder.words("بغداد"), None);
        assert_eq!(finder.words("،"), None);
        let point = finder.points(0, 9).expect("inside");
        assert_eq!((point.words.as_str(), point.before.as_str()), ("وبالقاهرة", ""));
        assert_eq!(finder.points(0, 900), None);
    }
}
