//! The article, and which runs of its text are the story.
//!
//! Question: *what did the outlet publish, and which of it is the story itself?* In: the text as given. Out: [`Block`]s that
//! cover it in order. It promises that blocks do not overlap and that every visible character is in one; it never changes
//! or drops text.

mod blocks;
mod head;
mod signature;

use crate::span::Span;

pub use blocks::blocks;

/// One news text as published. Unknown is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The publisher's or collection's own identifier.
    pub id: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, ISO 8601: `2019-12-27` or `2019-12-27T14:30:00+02:00`.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The text, exactly as given.
    pub text: String,
}

/// What a run of the text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum BlockKind {
    /// The story itself.
    Body,
    /// Its headline.
    Title,
    /// Who wrote it, where.
    Byline,
    /// Words under a picture.
    Caption,
    /// Links to other stories.
    Related,
    /// Share buttons, cookie notes, copyright lines.
    Boilerplate,
}

/// A run of the text of one kind; a body block is one paragraph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}
