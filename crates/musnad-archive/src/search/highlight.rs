//! Which words of a text a query found, as spans of the original, and the passage that shows them best.

use super::expand::{Expanded, Expansion};
use musnad::Span;
use musnad::search::{Token, tokens};

/// A passage of a text with the words that were found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The passage, as written.
    pub text: String,
    /// Spans of the found words, in bytes of the passage.
    pub marks: Vec<Span>,
    /// Whether words stand before it.
    pub cut_before: bool,
    /// Whether words stand after it.
    pub cut_after: bool,
}

/// Spans of the words of `text` that the expansion asks for, in order, joined where phrases.
pub fn highlights(text: &str, expansion: &Expansion) -> Vec<Span> {
    let tokens = tokens(text);
    let mut found: Vec<Span> = Vec::new();
    for term in expansion.all.iter().flatten() {
        for at in 0..tokens.len() {
            if let Some(span) = stands_at(term, &tokens, at) {
                found.push(span);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    // Of overlapping ones the first and longest stays.
    let mut kept: Vec<Span> = Vec::with_capacity(found.len());
    for span in found {
        match kept.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.cover(span),
            _ => kept.push(span),
        }
    }
    kept
}

fn stands_at(term: &Expanded, tokens: &[Token], at: usize) -> Option<Span> {
    let run = tokens.get(at..at + term.words.len()).filter(|r| !r.is_empty())?;
    let fits = run.iter().zip(&term.words).all(|(token, spellings)| spellings.contains_key(&token.light));
    fits.then(|| run.iter().fold(run[0].span, |all, t| all.cover(t.span)))
}

/// The passage of at most about `width` characters that holds the most marks, cut at blanks.
pub fn snippet(text: &str, marks: &[Span], width: usize) -> Snippet {
    let bytes = width.max(40) * 2;
    let first = marks
        .iter()
        .enumerate()
        .max_by_key(|(nth, from)| {
            let within = marks[*nth..].iter().take_while(|m| m.end.saturating_sub(from.start) as usize <= bytes * 3 / 4).count();
            (within, std::cmp::Reverse(*nth))
        })
        .map_or(0, |(_, m)| m.start as usize);
    let start = word_start(text, first.saturating_sub(bytes / 4));
    let end = word_end(text, (start + bytes).min(text.len()));
    let passage = &text[start..end];
    let marks = marks
        .iter()
        .filter(|m| m.start as usize >= start && m.end as usize <= end)
        .map(|m| Span::new(m.start as usize - start, m.end as usize - start))
        .collect();
    Snippet { text: passage.to_owned(), marks, cut_before: start > 0, cut_after: end < text.len() }
}

/// The beginning of the word that holds byte `at`, or of the line.
fn word_start(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let limit = at.saturating_sub(200);
    text[..at]
        .char_indices()
        .rev()
        .take_while(|(i, _)| *i >= limit)
        .find(|(_, c)| c.is_whitespace())
        .map_or(if limit == 0 { 0 } else { at }, |(i, c)| i + c.len_utf8())
}

fn word_end(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text[at..]
        .char_indices()
        .take_while(|(i, _)| *i < 200)
        .find(|(_, c)| c.is_whitespace())
        .map_or(if text.len() - at <= 200 { text.len() } else { at }, |(i, _)| at + i)
}
