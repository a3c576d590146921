//! Quotation marks paired: `"…"`, `«…»`, `“…”`, mixed, unclosed, and running over sentences.
//!
//! Straight marks do not say whether they open or close; the blanks around them do, and where both or neither have blanks
//! they alternate. A quotation left open ends with its paragraph.

use crate::clause::is_quote;
use crate::text::Text;

/// A quotation: the words of its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The opening mark.
    pub open: usize,
    /// The closing mark, or one past the last word where it is left open.
    pub close: usize,
    /// Whether it has a closing mark.
    pub closed: bool,
}

impl Quote {
    /// The words inside the marks.
    pub fn inside(&self) -> std::ops::Range<usize> {
        self.open + 1..self.close
    }
}

/// How many words a quotation may run without a closing mark before it counts as left open.
const LONGEST: usize = 400;

/// Finds the quotations of a text, in order of their opening marks; outer ones only.
pub fn quotes(text: &Text<'_>) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut block = usize::MAX;
    for sentence in &text.sentences {
        if sentence.block != block {
            if let Some(start) = open.take() {
                found.push(Quote { open: start, close: sentence.first, closed: false });
            }
            block = sentence.block;
        }
        for word in sentence.words() {
            let raw = text.raw(word);
            if !is_quote(raw) {
                continue;
            }
            match open {
                None if !only_closes(raw) => open = Some(word),
                None => {}
                Some(start) if closes(text, start, word) => {
                    found.push(Quote { open: start, close: word, closed: true });
                    open = None;
                }
                Some(start) if word - start > LONGEST => {
                    found.push(Quote { open: start, close: word, closed: false });
                    open = Some(word);
                }
                Some(_) => {}
            }
        }
    }
    if let Some(start) = open {
        found.push(Quote { open: start, close: text.words.len(), closed: false });
    }
    cut_open(text, &mut found);
    found
}

/// An open quotation reaches to the end of its paragraph at most, and not over the next quotation.
fn cut_open(text: &Text<'_>, found: &mut [Quote]) {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for sentence in &text.sentences {
        match ends.last_mut() {
            Some((block, end)) if *block == sentence.block => *end = sentence.end,
            _ => ends.push((sentence.block, sentence.end)),
        }
    }
    for quote in found.iter_mut().filter(|q| !q.closed) {
        let Some(block) = text.sentence_of(quote.open).map(|s| text.sentences[s].block) else { continue };
        if let Ok(at) = ends.binary_search_by_key(&block, |e| e.0) {
            quote.close = quote.close.min(ends[at].1);
        }
    }
}

fn only_closes(raw: &str) -> bool {
    matches!(raw, "»" | "›")
}

/// Whether the mark at `word` closes the quotation opened at `start`.
fn closes(text: &Text<'_>, start: usize, word: usize) -> bool {
    let opener = text.raw(start);
    let raw = text.raw(word);
    match (opener, raw) {
        ("«", "»") | ("‹", "›") => return true,
        ("«", _) => return raw == "\"" && !blank_before(text, word),
        (_, "«" | "„") => return false,
        _ => {}
    }
    // A mark glued to the next word after a blank opens an inner quotation ("قال: "كلمة "واحدة" تكفي"").
    !(blank_before(text, word) && !blank_after(text, word) && word > start + 1 && raw != "”" && raw != "»")
}

fn blank_before(text: &Text<'_>, word: usize) -> bool {
    word.checked_sub(1).is_none_or(|b| text.words[b].span.end < text.words[word].span.start)
}

fn blank_after(text: &Text<'_>, word: usize) -> bool {
    text.words.get(word + 1).is_none_or(|a| text.words[word].span.end < a.span.start || a.kind == crate::text::WordKind::Punct)
}

/// The quotation whose opening mark is `word`.
pub fn opened_at(quotes: &[Quote], word: usize) -> Option<&Quote> {
    quotes.binary_search_by_key(&word, |q| q.open).ok().map(|i| &quotes[i])
}

/// The quotation that covers `word` (its marks included).
pub fn covering(quotes: &[Quote], word: usize) -> Option<&Quote> {
    let after = quotes.partition_point(|q| q.open <= word);
    quotes.get(after.checked_sub(1)?).filter(|q| word <= q.close)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article, text};

    fn inside(source: &str) -> Vec<String> {
        let text = text::split(source, &article::blocks(source));
        quotes(&text).iter().map(|q| text.span(q.inside()).text(source).to_owned()).collect()
    }

    #[test]
    fn pairs_all_kinds_of_marks() {
        assert_eq!(inside("قال \"نعم\" ثم «لا» ثم “ربما”."), ["نعم", "لا", "ربما"]);
        assert_eq!(inside("قال \"نعم. ولكن غدا\" وغادر."), ["نعم. ولكن غدا"]);
        assert_eq!(inside("بما وصفه بـ \"الخطأ\"، و\"الذنب\"."), ["الخطأ", "الذنب"]);
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        assert_eq!(inside("قال \"نعم ولكن.\n\nثم غادر القاعة."), ["نعم ولكن."]);
        assert_eq!(inside("قال نعم\""), [""]);
    }

    #[test]
    fn many_open_marks_stay_linear() {
        let source = "« ".repeat(50_000);
        assert!(!inside(&source).is_empty());
    }
}
