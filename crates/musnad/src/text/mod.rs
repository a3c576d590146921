//! Sentences and words, with spans into the original text and one folded spelling beside each.
//!
//! Question: *where does a word, a sentence begin and end?* In: the article's text and its blocks. Out: [`Text`]. It promises
//! that words lie in order, do not overlap, and together cover every visible character. It never changes the text.

mod fold;
mod words;

pub use fold::{fold, fold_into, is_arabic, is_mark, raw_offset};
pub use words::{Sentence, Text, Word, WordKind, is_quote, split};
