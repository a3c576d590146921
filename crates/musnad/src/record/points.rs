//! From byte offsets to code points, for one text.

use super::SpanText;
use crate::span::Span;

/// Counts code points once every [`STEP`] bytes, so that any offset is found in constant time.
#[derive(Debug)]
pub struct Points<'t> {
    text: &'t str,
    marks: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> Points<'t> {
    /// Prepares the counting for `text`.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut n_points = 0;
        for (idx, byte) in text.bytes().enumerate() {
            if idx % STEP == 0 {
                marks.push(n_points);
            }
            n_points += u32::from(byte & 0xC0 != 0x80);
        }
        marks.push(n_points);
        Points { text, marks }
    }

    /// Code points before byte `offset`.
    ///
    /// ```
    /// let points = musnad::record::Points::new("في مصر");
    /// assert_eq!(points.at(5), 3);
    /// ```
    pub fn at(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let mark = (offset / STEP).min(self.marks.len() - 1);
        let counted = self.text.as_bytes()[(mark * STEP).min(offset)..offset].iter().filter(|b| **b & 0xC0 != 0x80).count();
        self.marks[mark] + counted as u32
    }

    /// The span with its words.
    pub fn span(&self, span: Span) -> SpanText {
        SpanText { start: self.at(span.start), end: self.at(span.end), text: span.text(self.text).to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_like_chars_at_every_boundary() {
        let text = "قال \"Reuters\" إنّ ٣٠ شخصا…".repeat(9);
        let points = Points::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(at as u32), n as u32);
        }
        assert_eq!(points.at(text.len() as u32), text.chars().count() as u32);
    }

    #[test]
    fn the_end_of_a_text_on_a_step() {
        let text = "a".repeat(STEP);
        assert_eq!(Points::new(&text).at(STEP as u32), STEP as u32);
        assert_eq!(Points::new("").at(0), 0);
    }
}
