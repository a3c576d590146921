//! Musnad (مُسنَد) reads Arabic news and keeps what it reports as sourced facts: who did or said what, to whom, when, where,
//! and according to whom, each fact pointing at its exact words.
//!
//! The modules stand in the order of the flow; `pipeline` is the flow itself. Start with [`Reader::read`].

pub mod span;

pub mod article;
pub mod text;

pub mod lexicon;
pub mod model;
pub mod morph;
pub mod search;
pub mod time;
pub mod weights;

pub mod name;

pub mod clause;
pub mod entity;
pub mod statement;

pub mod event;

pub mod designation;

pub mod pipeline;
pub mod record;
pub mod tokens;

pub use article::Article;
pub use pipeline::{Reader, Reading};
pub use record::Record;
pub use span::Span;
