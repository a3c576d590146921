//! Times: expressions that place something in time, and their ISO 8601 / TIMEX3 values.
//!
//! Question: *when?* In: [`Text`] and the article's date. Out: [`Time`]s in order, not overlapping. It promises that a value
//! stands only where the text, or the article's date, gives it: else it is `None`, never a guess. Words of time stand in
//! `data/time/words.tsv`; the Hijri calendar is Umm al-Qura.

mod civil;
mod clock;
mod combine;
mod counted;
mod days;
mod hijri;
mod measures;
mod months;
mod numeric;
mod page;
mod periods;
mod ranges;
mod scene;
mod words;

use crate::span::Span;
use crate::text::Text;
use scene::Scene;
use std::ops::Range;

pub use civil::Date;
pub use hijri::{from_hijri, to_hijri};
pub(crate) use page::page_date;

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
    /// A day about which it was published, where only that is known: it tells years, not weekdays.
    pub about: Option<Date>,
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
        Settings { published: published.and_then(Date::parse), clock, about: None, tense: Tense::Past }
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

/// What an expression is for its neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Sort {
    /// A day told by itself, perhaps with its hour.
    Day,
    /// A part of a day told with the day.
    Part,
    /// A part of the day alone.
    BarePart,
    /// An hour whose day is not told.
    Clock,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// What recurs.
    Set,
    /// Whatever joins nothing.
    #[default]
    Other,
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
    /// What it is for its neighbours.
    sort: Sort,
    /// Its hour.
    clock: Option<clock::Clock>,
    /// Its part of the day (`TMO`).
    part: Option<&'static str>,
    /// The weekday by which alone it tells its day.
    weekday: Option<i64>,
    /// The first day of its week.
    monday: Option<Date>,
    /// It is told in the Hijri calendar.
    hijri: bool,
    /// It recurs on days, so that an hour may be told with it.
    of_day: bool,
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
    let (times, today) = against(text, settings, settings.published);
    // Without a date of publication the text may tell its today late: what stands before is resolved against it too.
    match today.filter(|_| settings.published.is_none()) {
        Some(day) => against(text, settings, Some(day)).0,
        None => times,
    }
}

/// The times resolved against a day, and the day the text calls today at its end.
fn against(text: &Text<'_>, settings: &Settings, today: Option<Date>) -> (Vec<Time>, Option<Date>) {
    let words = words::words();
    let mut times: Vec<Time> = Vec::new();
    let mut told = Told { today, ..Told::default() };
    for sentence in &text.sentences {
        told.enter(sentence.block);
        let mut at = sentence.first;
        while at < sentence.end {
            told.pass(text.raw(at));
            if !words.may_begin(text, at) {
                at += 1;
                continue;
            }
            let plain =
                Scene { text, words, settings, today: told.today, last: told.last, end: sentence.end, start: sentence.first };
            let spoken = told.day_of_words().filter(|_| plain.is_deictic(at));
            let scene = Scene { today: spoken.or(told.today), ..plain };
            let Some((lead, found)) = combine::expression(scene, at) else {
                at += 1;
                continue;
            };
            // "الهجوم الذي وقع أول من أمس" as a paper quotes it: where the day of the news is two days before the paper, that is meant.
            let plain = Scene { today: told.today, ..plain };
            let own = spoken.filter(|d| {
                told.today.is_some_and(|t| t.days() - d.days() == NEWS) && found.day.is_some_and(|f| d.days() - f.days() == NEWS)
            });
            let (spoken, (lead, found)) = match own.and_then(|_| combine::expression(plain, at)) {
                Some(found) => (None, found),
                None => (spoken, (lead, found)),
            };
            let anchor = match (&found.value, found.complete, found.from_text || spoken.is_some_and(|d| Some(d) != told.today)) {
                (None, ..) | (_, true, _) => Anchor::None,
                (_, _, true) => Anchor::Text,
                _ if settings.published.is_none() => Anchor::Text,
                _ => Anchor::Published,
            };
            told.take(&found);
            let found = Found { end: found.end.min(sentence.end), ..found };
            let whole = text.span(at..found.end);
            let cut = if lead == 0 { 0 } else { crate::text::raw_offset(text.raw(at), lead) };
            let span = Span::new(whole.start as usize + cut, whole.end as usize);
            times.push(Time { span, words: at..found.end, value: found.value, anchor });
            at = found.end.max(at + 1);
        }
    }
    (times, told.today)
}

/// A whole number in digits (`1,200` too) or words that begins at a word: how many words, and the number.
pub(crate) fn whole_number(text: &Text<'_>, at: usize, end: usize) -> Option<(usize, u64)> {
    let folded = text.words.get(at).filter(|_| at < end).map(|_| text.folded(at))?;
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        let mut groups = folded.split([',', '.', '٬', '،', '٫']);
        let first = groups.next()?.parse::<u64>().ok()?;
        let number = groups.try_fold(first, |sum, group| {
            (group.len() == 3).then(|| group.parse::<u64>().ok()).flatten().and_then(|g| sum.checked_mul(1000)?.checked_add(g))
        });
        return number.map(|n| (1, n));
    }
    let settings = Settings::default();
    let scene = Scene { text, words: words::words(), settings: &settings, today: None, last: None, end, start: at };
    scene.number(at).map(|(n, number, _)| (n, u64::from(number)))
}

/// How many days before publication the news of an article may be.
const NEWS: i64 = 2;

/// What the text has told so far.
#[derive(Default)]
struct Told {
    /// The day the text calls today.
    today: Option<Date>,
    /// Its last complete date.
    last: Option<Date>,
    /// The first recent day that its own words tell: that of the news.
    news: Option<Date>,
    /// The last such day of this sentence.
    said: Option<Date>,
    /// Inside quotation marks.
    quoted: bool,
    block: usize,
}

impl Told {
    /// A new sentence. A quotation may go on, but not beyond its block.
    fn enter(&mut self, block: usize) {
        self.said = None;
        self.quoted &= self.block == block;
        self.block = block;
    }

    /// Passes over a word.
    fn pass(&mut self, raw: &str) {
        match raw {
            "«" | "“" | "„" => self.quoted = true,
            "»" | "”" => self.quoted = false,
            "\"" => self.quoted = !self.quoted,
            _ => {}
        }
    }

    /// The day on which quoted words were said, as far as the text around them tells: `هذا الصباح` in the mouth of a witness is
    /// the morning of the news, not that of the paper.
    fn day_of_words(&self) -> Option<Date> {
        self.said.or(self.news).filter(|_| self.quoted)
    }

    fn take(&mut self, found: &Found) {
        self.today = found.today.or(self.today);
        if found.complete {
            self.last = found.day.or(self.last);
        }
        let recent = |day: &Date| self.today.is_some_and(|today| (0..=NEWS).contains(&(today.days() - day.days())));
        let day = found.day.filter(|_| !self.quoted && matches!(found.sort, Sort::Day | Sort::Part)).filter(recent);
        self.said = day.or(self.said);
        self.news = self.news.or(day);
    }
}

/// The rules in order; the first that fits wins. Gives bytes of proclitics before the expression.
fn simple(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    counted::set(scene, at, false)
        .or_else(|| clock::clock(scene, at))
        .or_else(|| numeric::numeric(scene, at))
        .or_else(|| months::nth_of_month(scene, at))
        .or_else(|| counted::rest_of_day(scene, at))
        .or_else(|| days::part_of_day(scene, at))
        .or_else(|| days::edged(scene, at))
        .or_else(|| days::day(scene, at))
        .or_else(|| days::weekday(scene, at))
        .or_else(|| months::day_of_month(scene, at))
        .or_else(|| months::month_and_day(scene, at))
        .or_else(|| months::month(scene, at))
        .or_else(|| counted::day_of_this_month(scene, at))
        .or_else(|| counted::part_of_year(scene, at))
        .or_else(|| counted::nth_week(scene, at))
        .or_else(|| periods::relative_unit(scene, at))
        .or_else(|| periods::ago(scene, at))
        .or_else(|| periods::year(scene, at))
        .or_else(|| periods::season_or_decade(scene, at))
        .or_else(|| measures::duration(scene, at))
}
