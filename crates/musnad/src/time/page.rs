//! The date that a page tells above its story, where the collection gives none: `آخر تحديث: الثلاثاء, 16 مارس/ آذار, 2010, 22:27 GMT`.

use super::{Anchor, Date, Settings, against};
use crate::article::{Block, BlockKind};
use crate::text::split;

/// A date above the story, and whether it is that of publication: one in digits alone (`0000 (GMT+04:00) - 26/06/09`) is often the
/// day on which the page was fetched, so that it tells the year, but no weekday.
pub(crate) struct PageDate {
    pub(crate) day: Date,
    pub(crate) written: bool,
}

/// The first full date in the lines that stand before the story.
pub(crate) fn page_date(source: &str, blocks: &[Block]) -> Option<PageDate> {
    let head = blocks.iter().take_while(|b| b.kind != BlockKind::Body).filter(|b| b.kind == BlockKind::Byline);
    head.into_iter().find_map(|block| {
        let line = split(source, std::slice::from_ref(block));
        let (times, _) = against(&line, &Settings::default(), None);
        times.iter().filter(|t| t.anchor == Anchor::None).find_map(|t| {
            let day = t.value.as_deref().filter(|v| v.len() >= "2010-03-16".len()).and_then(Date::parse)?;
            Some(PageDate { day, written: t.span.text(source).contains(char::is_alphabetic) })
        })
    })
}
