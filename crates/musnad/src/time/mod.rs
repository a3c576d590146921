//! STUB, to be replaced by the time helper. Times.
use crate::span::Span;
use crate::text::Text;
use std::ops::Range;
/// Settings.
#[derive(Debug, Default)]
pub struct Settings {}
impl Settings {
    /// From the article's date.
    pub fn published(_published: Option<&str>) -> Self {
        Settings {}
    }
}
/// Anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Anchor {
    Published,
    Text,
    None,
}
impl Anchor {
    /// Name.
    pub fn name(self) -> &'static str {
        "none"
    }
}
/// Time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Time {
    pub span: Span,
    pub words: Range<usize>,
    pub value: Option<String>,
    pub anchor: Anchor,
}
/// Finds.
pub fn find(_text: &Text<'_>, _settings: &Settings) -> Vec<Time> {
    Vec::new()
}
