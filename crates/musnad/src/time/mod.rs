//! Times: expressions that place something in time, and their ISO 8601 / TIMEX3 values.
//!
//! Question: *when?* In: [`Text`] and the article's date. Out: [`Time`]s in order, not overlapping. It promises that a value
//! stands only where the text, or the article's date, gives it: else it is `None`, never a guess. Words of time stand in
//! `data/time/words.tsv`; the Hijri calendar is Umm al-Qura.

mod civil;
mod clock;
mod dates;
mod hijri;
mod periods;
mod words;

use crate::span::Span;
use crate::text::Text;
use std::ops::Range;

pub use civil::Date;
pub use hijri::{from_hijri, to_hijri};

/// Which weekday a bare name means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tense {
    /// The last one, as news reports: the day itself included.
    #[default]
    Past,
    /// The next one, as plans and queries speak.
    Future,
}

/// What times are resolved against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Day of publication.
    pub published: Option<Date>,
    /// Hour and minute of publication.
    pub clock: Option<(u32, u32)>,
    /// What a bare weekday means.
    pub tense: Tense,
}

impl Settings {
    /// For an article published then (ISO 8601, with or without a time); unreadable dates count as unknown.
    pub fn published(published: Option<&str>) -> Self {
        let clock = published.and_then(|p| {
            let time = p.get(11..16)?;
            Some((time.get(..2)?.parse().ok()?, time.get(3..5)?.parse().ok()?))
        });
        Settings { published: published.and_then(Date::parse), clock, tense: Tense::Past }
    }
}

/// What a value was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The article's date.
    Published,
    /// A date of the text.
    Text,
    /// Nothing: the expression is complete by itself, or has no value.
    None,
}

impl Anchor {
    /// As the record spells it.
    pub fn name(self) -> &'static str {
        match self {
            Anchor::Published => "published",
            Anchor::Text => "text",
            Anchor::None => "none",
        }
    }
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Its words, without proclitics.
    pub span: Span,
    /// The words it covers.
    pub words: Range<usize>,
    /// ISO 8601 / TIMEX3, where known.
    pub value: Option<String>,
    /// What it was resolved against.
    pub anchor: Anchor,
}

/// An expression as its rule found it.
#[derive(Clone, Debug, Default)]
struct Found {
    /// One past its last word.
    end: usize,
    /// Its value.
    value: Option<String>,
    /// The day it means, if it means one.
    day: Option<Date>,
    /// It needs nothing but itself.
    complete: bool,
    /// It shows which day the text calls today.
    today: Option<Date>,
    /// Resolved against a date of the text.
    from_text: bool,
}

/// Where the rules look: the text, the words of time, and the days to resolve against.
#[derive(Clone, Copy)]
struct Scene<'s, 't> {
    text: &'s Text<'t>,
    words: &'static words::Words,
    settings: &'s Settings,
    /// The day the text calls today.
    today: Option<Date>,
    /// The last complete date of the text.
    last: Option<Date>,
    /// End of the sentence.
    end: usize,
    /// Start of the sentence.
    start: usize,
}

/// Finds the expressions of time.
///
/// ```
/// use musnad::{article, text, time};
/// let source = "التقى الوزيران مساء الخميس في عمان.";
/// let words = text::split(source, &article::blocks(source));
/// let times = time::find(&words, &time::Settings::published(Some("2019-12-27")));
/// assert_eq!(times[0].span.text(source), "مساء الخميس");
/// assert_eq!(times[0].value.as_deref(), Some("2019-12-26TEV"));
/// ```
pub fn find(text: &Text<'_>, settings: &Settings) -> Vec<Time> {
    let words = words::words();
    let mut times: Vec<Time> = Vec::new();
    let mut today = settings.published;
    let mut last: Option<Date> = None;
    for sentence in &text.sentences {
        let mut at = sentence.first;
        while at < sentence.end {
            if !words.may_begin(text, at) {
                at += 1;
                continue;
            }
            let scene = Scene { text, words, settings, today, last, end: sentence.end, start: sentence.first };
            let Some((lead, found)) = expression(scene, at) else {
                at += 1;
                continue;
            };
            today = found.today.or(today);
            if found.complete {
                last = found.day.or(last);
            }
            let anchor = match (&found.value, found.complete, found.from_text) {
                (None, ..) | (_, true, _) => Anchor::None,
                (_, _, true) => Anchor::Text,
                _ => Anchor::Published,
            };
            let found = Found { end: found.end.min(sentence.end), ..found };
            let whole = text.span(at..found.end);
            let cut = if lead == 0 { 0 } else { crate::text::raw_offset(text.raw(at), lead) };
            let span = Span::new(whole.start as usize + cut, whole.end as usize);
            times.push(Time { span, words: at..found.end, value: found.value, anchor });
            at = found.end.max(at + 1);
        }
    }
    times
}

/// The rules in order; the first that fits wins. Gives bytes of proclitics before the expression.
fn expression(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    clock::clock(scene, at)
        .or_else(|| dates::numeric(scene, at))
        .or_else(|| dates::nth_of_month(scene, at))
        .or_else(|| dates::days_of_month(scene, at))
        .or_else(|| dates::part_of_day(scene, at))
        .or_else(|| dates::day(scene, at))
        .or_else(|| dates::weekday(scene, at))
        .or_else(|| dates::day_of_month(scene, at))
        .or_else(|| dates::month(scene, at))
        .or_else(|| periods::relative_unit(scene, at))
        .or_else(|| periods::ago(scene, at))
        .or_else(|| periods::year(scene, at))
        .or_else(|| periods::season_or_decade(scene, at))
        .or_else(|| periods::duration(scene, at))
}

impl<'s> Scene<'s, '_> {
    fn find(&self, at: usize, wanted: &[words::Class]) -> Option<words::Found<'static>> {
        self.words.find(self.text, at, self.end, wanted, false)
    }

    fn free(&self, at: usize, wanted: &[words::Class]) -> Option<words::Found<'static>> {
        self.words.find(self.text, at, self.end, wanted, true)
    }

    fn raw(&self, at: usize) -> &'s str {
        if at < self.end { self.text.raw(at) } else { "" }
    }

    fn folded(&self, at: usize) -> &'s str {
        if at < self.end { self.text.folded(at) } else { "" }
    }

    /// A number in digits, without sign or fraction.
    fn digits(&self, at: usize) -> Option<u32> {
        let folded = self.folded(at);
        (folded.len() <= 4 && !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit()))
            .then(|| folded.parse().ok())
            .flatten()
    }

    /// A whole number in digits or words: words taken, number, proclitics.
    fn number(&self, at: usize) -> Option<(usize, u32, usize)> {
        if let Some(n) = self.digits(at) {
            return Some((1, n, 0));
        }
        let first = self.find(at, &[words::Class::Number])?;
        let mut value: u32 = first.value.parse().ok()?;
        let mut n = first.n;
        // ثلاثة وعشرين: the tens follow with و.
        if value < 10
            && let Some(tens) = self.find(at + n, &[words::Class::Number]).filter(|t| t.lead == 2)
        {
            let ten: u32 = tens.value.parse().ok()?;
            if ten >= 20 {
                value += ten;
                n += tens.n;
            }
        }
        Some((n, value, first.lead))
    }

    /// Whether a future verb or word stands shortly before a word (`سيزور`, `من المقرر`).
    fn future_before(&self, at: usize) -> bool {
        let from = at.saturating_sub(8).max(self.start);
        (from..at).any(|w| {
            let folded = self.folded(w);
            let bare = folded.strip_prefix('و').unwrap_or(folded);
            matches!(bare, "سوف" | "المقرر" | "المتوقع" | "المرتقب" | "المزمع" | "يعتزم" | "تعتزم" | "يفترض")
                || (bare.len() >= 10
                    && (bare.starts_with("سي") || bare.starts_with("ست"))
                    && !bare.starts_with("سيا")
                    && !bare.starts_with("سيد"))
        })
    }

    /// The words of the whole text are few: a query, not an article.
    fn is_query(&self) -> bool {
        self.text.words.len() <= 6
    }
}
