//! Splitting a text into words and sentences.
//!
//! A word is a run of letters (marks included), a number, or one punctuation character: quotation marks, brackets and colons
//! must stand alone, because later stages read them. A sentence ends at `.`, `؟`, `!`, `…`, an empty line or the end of its
//! block; full stops inside numbers, abbreviations and dotted initials do not end it.

use super::fold::{fold_into, is_arabic, is_mark};
use crate::article::Block;
use crate::span::Span;

/// What a word is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordKind {
    /// Letters of the Arabic script.
    Arabic,
    /// Letters of another script.
    Latin,
    /// Digits, with separators inside (`1,250.5`).
    Number,
    /// One punctuation character or symbol.
    Punct,
}

/// One word of the text.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: WordKind,
    folded: Span,
}

/// One sentence: a run of words inside one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Index of its first word.
    pub first: usize,
    /// One past the index of its last word.
    pub end: usize,
    /// Index of its block.
    pub block: usize,
}

impl Sentence {
    /// The indices of its words.
    pub fn words(&self) -> std::ops::Range<usize> {
        self.first..self.end
    }
}

/// A text split into words and sentences.
#[derive(Clone, Debug, Default)]
pub struct Text<'t> {
    /// The text itself.
    pub source: &'t str,
    /// All words in order.
    pub words: Vec<Word>,
    /// All sentences in order.
    pub sentences: Vec<Sentence>,
    /// What was cut off: what, at which byte, why.
    pub limits: Vec<(String, u32, String)>,
    folded: String,
}

impl<'t> Text<'t> {
    /// The words of `word_idx` as written.
    pub fn raw(&self, word_idx: usize) -> &'t str {
        self.words.get(word_idx).map_or("", |w| w.span.text(self.source))
    }

    /// The folded spelling of `word_idx` (see [`super::fold`]); empty past the end.
    pub fn folded(&self, word_idx: usize) -> &str {
        self.words.get(word_idx).map_or("", |w| w.folded.text(&self.folded))
    }

    /// The span from the first word of `words` to its last; empty for no words.
    pub fn span(&self, words: std::ops::Range<usize>) -> Span {
        match (self.words.get(words.start), words.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) if words.start < words.end => first.span.cover(last.span),
            _ => Span::default(),
        }
    }

    /// The sentence that holds `word_idx`.
    pub fn sentence_of(&self, word_idx: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|s| s.first <= word_idx);
        let found = after.checked_sub(1)?;
        (word_idx < self.sentences[found].end).then_some(found)
    }

    /// The first word that ends after byte `offset`.
    pub fn word_at(&self, offset: u32) -> usize {
        self.words.partition_point(|w| w.span.end <= offset)
    }
}

/// Most words of one article; more is no article but a book or a dump, and is cut with a note.
pub const MOST_WORDS: usize = 60_000;
/// Most words of one sentence; longer runs without a full stop are cut at a comma or blank.
pub const MOST_WORDS_IN_SENTENCE: usize = 300;
/// Most bytes of one word; longer runs of letters are cut.
const MOST_BYTES_IN_WORD: usize = 128;
/// Stretches a letter.
const STRETCH: char = '\u{0640}';

/// Splits the blocks of `source` into words and sentences.
///
/// ```
/// use musnad::{article, text};
/// let source = "قال الوزير: \"نعم\". وغادر.";
/// let text = text::split(source, &article::blocks(source));
/// assert_eq!(text.sentences.len(), 2);
/// assert_eq!(text.raw(2), ":");
/// ```
pub fn split<'t>(source: &'t str, blocks: &[Block]) -> Text<'t> {
    let mut text = Text { source, ..Text::default() };
    text.folded.reserve(source.len());
    text.words.reserve(source.len() / 9);
    for (block_idx, block) in blocks.iter().enumerate() {
        let first = text.words.len();
        words_of(&mut text, block.span);
        if text.words.len() > MOST_WORDS {
            let at = text.words[MOST_WORDS].span.start;
            text.words.truncate(MOST_WORDS);
            text.limits.push(("text".to_owned(), at, format!("only the first {MOST_WORDS} words of an article are read")));
        }
        sentences_of(&mut text, first, block_idx);
        if text.words.len() >= MOST_WORDS {
            break;
        }
    }
    text
}

/// Whether a word opens or closes a quotation.
pub fn is_quote(raw: &str) -> bool {
    matches!(raw, "\"" | "«" | "»" | "“" | "”" | "„" | "‟" | "''" | "〝" | "〞" | "‹" | "›" | "＂" | "″")
}

fn words_of(text: &mut Text<'_>, within: Span) {
    let source = text.source;
    let base = within.start as usize;
    let mut chars = within.text(source).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = base + at;
        let dash = is_drawn_dash(within.text(source), at);
        if c.is_whitespace() || is_mark(c) && !dash || c.is_control() {
            continue;
        }
        if text.words.len() > MOST_WORDS {
            return;
        }
        if dash {
            let folded_start = text.folded.len();
            text.folded.push('-');
            let folded = Span::new(folded_start, text.folded.len());
            text.words.push(Word { span: Span::new(start, start + c.len_utf8()), kind: WordKind::Punct, folded });
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = kind_of(c);
        if kind != WordKind::Punct {
            while let Some(&(next_at, next)) = chars.peek() {
                let here = base + next_at;
                let goes_on = is_mark(next)
                    || kind_of(next) == kind
                    || (kind == WordKind::Number && number_separator(source, here, next))
                    || (kind == WordKind::Latin && latin_joiner(source, here, next));
                if !goes_on {
                    break;
                }
                chars.next();
                // Marks without end, and runs of letters that no word has, are passed over.
                if here - start < MOST_BYTES_IN_WORD {
                    end = here + next.len_utf8();
                }
            }
            // Trailing bidi controls belong to no word: a span that ends in one would carry it to the terminal.
            while let Some(last) = source[start..end].chars().next_back() {
                if !is_mark(last)
                    || matches!(last, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}')
                    || end - last.len_utf8() <= start
                {
                    break;
                }
                end -= last.len_utf8();
            }
        }
        let folded_start = text.folded.len();
        let slice = &source[start..end];
        fold_into(slice, &mut text.folded);
        let folded = Span::new(folded_start, text.folded.len());
        text.words.push(Word { span: Span::new(start, end), kind, folded });
    }
}

/// `دبي ـ قال`: a stretching line that stands between blanks and stretches no letter is a dash.
fn is_drawn_dash(text: &str, at: usize) -> bool {
    let Some(after) = text[at..].strip_prefix(STRETCH) else { return false };
    let before = text[..at].chars().next_back();
    before.is_none_or(char::is_whitespace) && after.chars().next().is_none_or(char::is_whitespace)
}

fn kind_of(c: char) -> WordKind {
    if is_arabic(c) {
        WordKind::Arabic
    } else if c.is_numeric() && !matches!(c, '½' | '¼' | '¾') {
        WordKind::Number
    } else if c.is_alphabetic() {
        WordKind::Latin
    } else {
        WordKind::Punct
    }
}

/// `.` `,` `٫` `٬` between two digits belong to the number.
fn number_separator(source: &str, at: usize, c: char) -> bool {
    matches!(c, '.' | ',' | '٫' | '٬' | '،') && source[at + c.len_utf8()..].chars().next().is_some_and(char::is_numeric)
}

/// `'`, `-`, `.` and `_` between two Latin letters belong to the word.
fn latin_joiner(source: &str, at: usize, c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '.' | '_' | '@')
        && source[at + c.len_utf8()..].chars().next().is_some_and(|n| n.is_alphabetic() && !is_arabic(n))
}

fn sentences_of(text: &mut Text<'_>, first: usize, block: usize) {
    let last = text.words.len();
    let mut start = first;
    let mut idx = first;
    while idx < last {
        let n_words = idx - start;
        if n_words >= MOST_WORDS_IN_SENTENCE || (n_words >= MOST_WORDS_IN_SENTENCE * 2 / 3 && text.raw(idx) == "،") {
            if text.limits.len() < 100 {
                let why = format!("a sentence is read in pieces of at most {MOST_WORDS_IN_SENTENCE} words");
                text.limits.push(("sentence".to_owned(), text.words[idx].span.start, why));
            }
            text.sentences.push(Sentence { first: start, end: idx, block });
            start = idx;
        }
        let ends = match text.raw(idx) {
            "?" | "!" => !inside_address(text, idx, last),
            "؟" | "…" | "\u{06D4}" => true,
            "." => full_stop_ends(text, idx, first, last),
            _ => false,
        } || gap_has_empty_line(text, idx, last);
        if ends {
            // Closing marks and further stops belong to the sentence they close.
            let mut end = idx + 1;
            while end < last
                && matches!(text.raw(end), "\"" | "»" | "”" | "’" | ")" | "]" | "." | "!" | "؟" | "?" | "…")
                && touching(text, end)
            {
                end += 1;
            }
            text.sentences.push(Sentence { first: start, end, block });
            start = end;
            idx = end;
        } else {
            idx += 1;
        }
    }
    if start < last {
        text.sentences.push(Sentence { first: start, end: last, block });
    }
}

/// `https://host/page?id=12`: a mark that touches a letter of another script or a digit after it stands in an address.
fn inside_address(text: &Text<'_>, idx: usize, last: usize) -> bool {
    let latin = |w: usize| matches!(text.words[w].kind, WordKind::Latin | WordKind::Number);
    idx + 1 < last && touching(text, idx + 1) && latin(idx + 1) && touching(text, idx) && latin(idx - 1)
}

fn touching(text: &Text<'_>, idx: usize) -> bool {
    idx > 0 && text.words[idx - 1].span.end == text.words[idx].span.start
}

fn gap_has_empty_line(text: &Text<'_>, idx: usize, last: usize) -> bool {
    idx + 1 < last
        && text.source[text.words[idx].span.end as usize..text.words[idx + 1].span.start as usize].matches('\n').count() >= 2
}

/// A full stop does not end a sentence after a dotted initial (`أ.ش.أ`, `د. محمد`, `د . محمد`, `(د. ب. أ)`), or between touching letters (`bbc.com`).
fn full_stop_ends(text: &Text<'_>, idx: usize, first: usize, last: usize) -> bool {
    if idx == first {
        return true;
    }
    let before = text.words[idx - 1];
    let initial = before.kind == WordKind::Arabic
        && before.span.text(text.source).chars().filter(|c| !is_mark(*c)).count() == 1
        && (idx < first + 2 || !touching(text, idx - 1) || matches!(text.raw(idx - 2), "." | "("));
    if initial && idx + 1 < last && text.words[idx + 1].kind == WordKind::Arabic {
        return false;
    }
    // "بي.بي.سي", "سي.إن.إن": letters' names joined on both sides by full stops, or between two of them.
    let letters = |w: usize| {
        let word = text.words.get(w).filter(|_| w < last && w >= first);
        word.is_some_and(|w| w.kind == WordKind::Arabic && w.span.text(text.source).chars().filter(|c| !is_mark(*c)).count() <= 2)
    };
    let joined =
        |dot: usize| dot > first && dot + 1 < last && text.raw(dot) == "." && touching(text, dot) && touching(text, dot + 1);
    let pair = |dot: usize| joined(dot) && letters(dot - 1) && letters(dot + 1);
    if pair(idx) && (pair(idx + 2) || idx >= first + 2 && pair(idx - 2)) {
        return false;
    }
    // "قال.وأضاف" with no blank still ends a sentence in Arabic letters; only digits and Latin letters glue.
    !(idx + 1 < last
        && touching(text, idx + 1)
        && text.words[idx + 1].kind != WordKind::Arabic
        && text.words[idx + 1].kind != WordKind::Punct)
}
