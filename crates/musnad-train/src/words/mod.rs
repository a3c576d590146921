//! The model of words: lexicon, estimates from raw news, weights from tagged text, measuring.

pub mod camel;
pub mod counts;
pub mod estimate;
pub mod gold;
pub mod inflect;
pub mod learn;
pub mod lexicon;
pub mod measure;
pub mod padt;
pub mod report;
pub mod train;
