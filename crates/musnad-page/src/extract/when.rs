//! When the page was published: the surest of what it says, then what a reader sees beside the headline.

use super::hints::Hint;
use super::lines::Line;
use super::meta::Facts;
use crate::dates;
use crate::page::DateOrigin;
use musnad::text::fold;

/// A date and where it was found.
#[derive(Debug, Default)]
pub(crate) struct When {
    /// ISO 8601.
    pub published: Option<String>,
    /// Where.
    pub origin: Option<DateOrigin>,
}

/// Lines looked at before the headline and after the story.
const AROUND: usize = 12;

/// Finds the date of publication.
pub(crate) fn find(lines: &[Line], facts: &Facts, story: Option<(usize, usize)>, title: Option<&str>, url: Option<&str>) -> When {
    let told = [
        (&facts.json_published, DateOrigin::JsonLd),
        (&facts.meta_published, DateOrigin::Meta),
        (&facts.time_published, DateOrigin::Time),
    ];
    let mut best: Option<(String, DateOrigin)> = None;
    for (date, origin) in told {
        let Some(date) = date else { continue };
        match &best {
            None => best = Some((date.clone(), origin)),
            // The same day told with its hour is the better telling.
            Some((known, from)) if known.len() == 10 && date.len() > 10 && date.starts_with(known.as_str()) => {
                best = Some((date.clone(), *from));
            }
            Some(_) => {}
        }
    }
    let found = best
        .or_else(|| seen(lines, story, title).map(|d| (d, DateOrigin::Visible)))
        .or_else(|| facts.script_published.clone().map(|d| (d, DateOrigin::Meta)))
        .or_else(|| {
            let addresses = [url, facts.canonical.as_deref()];
            addresses.into_iter().flatten().find_map(dates::in_url).map(|d| (d, DateOrigin::Url))
        })
        .or_else(|| facts.modified.clone().map(|d| (d, DateOrigin::Meta)));
    match found {
        Some((date, origin)) => When { published: Some(date), origin: Some(origin) },
        None => When::default(),
    }
}

/// Words before a date of publication, folded when compared.
const PUBLISHED: &[&str] = &["نشر", "تاريخ النشر", "نشرت", "تاريخ", "كتب في", "أضيف", "بتاريخ"];
const CHANGED: &[&str] = &["آخر تحديث", "تحديث", "تم التحديث", "محدث", "عدل", "اخر تعديل"];

/// The date that a reader takes for the article's: near the headline and the story, in an element named after dates, with
/// words like "published".
fn seen(lines: &[Line], story: Option<(usize, usize)>, title: Option<&str>) -> Option<String> {
    let title = title.map(fold).unwrap_or_default();
    let headline = lines.iter().position(|l| !title.is_empty() && l.heading && fold(&l.text) == title);
    let headline = headline.or_else(|| lines.iter().position(|l| !title.is_empty() && fold(&l.text) == title));
    let (first, last) = story.unwrap_or((headline.unwrap_or(0), lines.len()));
    let from = headline.unwrap_or(first).min(first).saturating_sub(AROUND);
    let to = (last + AROUND).min(lines.len());
    let mut best: Option<(i32, String)> = None;
    for (idx, line) in lines.iter().enumerate().take(to).skip(from) {
        if line.n_chars > 120 || line.n_link * 2 > line.n_chars.max(1) {
            continue;
        }
        let Some(date) = dates::visible(&line.text) else { continue };
        let folded = fold(&line.text);
        let says = |words: &[&str]| words.iter().any(|w| folded.contains(fold(w).as_str()));
        let mut score = 0;
        score += if line.hint == Some(Hint::Date) || line.hint == Some(Hint::Byline) { 40 } else { 0 };
        score += if says(PUBLISHED) { 25 } else { 0 };
        score -= if says(CHANGED) { 20 } else { 0 };
        score -= if matches!(line.hint, Some(Hint::Related | Hint::Skip)) { 40 } else { 0 };
        // A line that is little but a date is a date line.
        score += if line.n_chars < 45 { 20 } else { 0 };
        score += if date.len() > 10 { 5 } else { 0 };
        let between = headline.is_some_and(|h| idx > h) && idx < first;
        score += if between { 40 } else { 0 };
        score -= if idx >= last { 15 } else { 0 };
        score -= if idx >= first && idx < last { 25 } else { 0 };
        let near = headline.map_or(idx.abs_diff(first), |h| idx.abs_diff(h).min(idx.abs_diff(first)));
        score -= i32::try_from(near).unwrap_or(100).min(30);
        if best.as_ref().is_none_or(|(s, _)| score > *s) {
            best = Some((score, date));
        }
    }
    best.filter(|(score, _)| *score > 0).map(|(_, date)| date)
}
