//! Ranges: `من 10 إلى 15 يناير`, `بين الخامسة والسادسة مساء`, `4 - 6 مايو`, `من الخميس حتى السبت`, `بين عامي 2011 و2015`.
//!
//! Both ends are of one kind, or one is a bare number that the other explains. The value's ends are in order; where they
//! cannot be, there is no range. "تأجيل الجلسة من الأحد إلى الثلاثاء" moves something: it tells two days and no time between.

use super::civil::Date;
use super::clock::{self, Clock};
use super::combine::{day_of, moment, on_day};
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, counted, days, months};

/// How far before a range a word of moving is looked for.
const REACH: usize = 6;

/// One end of a range.
enum Side {
    /// A time by itself.
    Told(Box<Found>),
    /// A number: of a day, of an hour, or of either.
    Bare { end: usize, day: Option<u32>, clock: Option<Clock> },
}

impl Side {
    fn end(&self) -> usize {
        match self {
            Side::Told(found) => found.end,
            Side::Bare { end, .. } => *end,
        }
    }
}

/// A range after `من` or `بين`.
pub(super) fn opened(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let between = scene.folded(at) == "بين";
    let first = side(scene, at + 1, 0)?;
    Some((0, closed(scene, at, first, between)?))
}

/// A range that begins with a time: `2 أكتوبر إلى 22 أكتوبر`.
pub(super) fn from(scene: Scene<'_, '_>, at: usize, found: &Found) -> Option<Found> {
    connector(scene, found.end, false).filter(|_| is_end(found))?;
    closed(scene, at, Side::Told(Box::new(found.clone())), false)
}

/// A range that begins with a bare number: `19-20 نوفمبر`.
pub(super) fn of_numbers(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    if let Some(pair) = paired(scene, at) {
        return Some(pair);
    }
    scene.digits(at)?;
    connector(scene, at + 1, false)?;
    let first = side(scene, at, 0).filter(|s| matches!(s, Side::Bare { .. }))?;
    closed(scene, at, first, false)
}

/// Two days in a row of one month: `7 و8 يوليو`, `السابع والثامن من تموز`.
fn paired(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    let (n, first, lead) = months::day_number(scene, at)?;
    let and = scene.folded(at + n);
    if lead > 0 || !and.starts_with('و') || scene.digits(at).is_none() && !scene.folded(at).starts_with("ال") {
        return None;
    }
    let apart = usize::from(and == "و");
    let (_, last) = moment(scene, at + n + apart).filter(|(lead, f)| *lead == 2 * (1 - apart) && f.sort == Sort::Day)?;
    let day = last.day.filter(|d| d.day == first + 1 && last.clock.is_none() && last.weekday.is_none())?;
    let from = day.plus_days(-1);
    Some(Found { value: Some(format!("{}/{}", from.iso(), day.iso())), sort: Sort::Other, ..last })
}

/// Days inside a month or week told before: `نوفمبر بين الخامس عشر والتاسع عشر`, `الأسبوع المقبل من الأربعاء إلى الجمعة`.
pub(super) fn inside(scene: Scene<'_, '_>, whole: &Found) -> Option<Found> {
    let between = match scene.folded(whole.end) {
        "بين" => true,
        "من" => false,
        _ => return None,
    };
    let (first_end, first) = inner_day(scene, whole, whole.end + 1, false)?;
    let second = connector(scene, first_end, between)?;
    let (end, last) = inner_day(scene, whole, second, between)?;
    let value = first.zip(last).filter(|(a, b)| a <= b).map(|(a, b)| format!("{}/{}", a.iso(), b.iso()));
    Some(Found { end, value, day: first, sort: Sort::Other, ..whole.clone() })
}

/// A weekday of a week or a number of a month: one past it, the day where known.
fn inner_day(scene: Scene<'_, '_>, whole: &Found, at: usize, glued: bool) -> Option<(usize, Option<Date>)> {
    let allowed = |lead: usize| lead == 0 || glued && lead == 2;
    if whole.sort == Sort::Week {
        let start = at + usize::from(scene.folded(at) == "يوم");
        let word = scene.find(start, &[Class::Weekday]).filter(|w| allowed(w.lead))?;
        return Some((start + word.n, counted::in_week(whole, 0, word.value.parse().ok()?).day));
    }
    let (n, day, lead) = months::day_number(scene, at)?;
    let month = whole.value.as_deref().and_then(|v| v.split_once('-'));
    let date = month.and_then(|(y, m)| Date::new(y.parse().ok()?, m.parse().ok()?, day));
    (allowed(lead) && scene.skip(at + n, Class::Unit) == 0).then_some((at + n, date))
}

/// The range from a first end, if a second follows.
fn closed(scene: Scene<'_, '_>, at: usize, first: Side, between: bool) -> Option<Found> {
    let second_at = connector(scene, first.end(), between)?;
    let moves = (at.saturating_sub(REACH).max(scene.start)..at).any(|w| scene.find(w, &[Class::Moved]).is_some());
    if moves && !between {
        return None;
    }
    // و may be glued to the second end.
    let lead = if second_at == first.end() { 2 } else { 0 };
    let second = match side(scene, second_at, lead) {
        Some(told @ Side::Told(_)) => told,
        bare => like_first(scene, &first, second_at, lead).or(bare)?,
    };
    between_sides(scene, first, second)
}

/// One past what links the ends: the second may begin at the link itself, where `و` is glued to it.
fn connector(scene: Scene<'_, '_>, at: usize, between: bool) -> Option<usize> {
    let folded = scene.folded(at);
    if between {
        return match folded {
            "و" => Some(at + 1),
            _ if folded.starts_with('و') => Some(at),
            "-" | "–" => Some(at + 1),
            _ => None,
        };
    }
    let limit = usize::from(scene.folded(at + 1) == "غايه");
    matches!(folded, "الي" | "حتي" | "والي" | "وحتي" | "لغايه" | "-" | "–" | "—").then_some(at + 1 + limit)
}

/// An end of a range; `lead` bytes of proclitics belong to the link.
fn side(scene: Scene<'_, '_>, at: usize, lead: usize) -> Option<Side> {
    if let Some((_, found)) = moment(scene, at).filter(|(l, f)| *l == lead && is_end(f)) {
        return Some(Side::Told(Box::new(found)));
    }
    let told = clock::told(scene, at).filter(|t| t.lead == lead);
    let day = months::day_number(scene, at).filter(|(.., l)| *l == lead);
    let day = day.filter(|_| scene.digits(at).is_some() || scene.folded(at).get(lead..).is_some_and(|w| w.starts_with("ال")));
    let end = told.map(|t| t.end).or(day.map(|(n, ..)| at + n))?;
    let counts = scene.skip(end, Class::Unit) > 0;
    (!counts).then(|| Side::Bare {
        end,
        day: day.filter(|(n, ..)| at + n == end).map(|(_, d, _)| d),
        clock: told.map(|t| t.clock),
    })
}

/// Whether a time may be an end of a range.
fn is_end(found: &Found) -> bool {
    matches!(found.sort, Sort::Day | Sort::Part | Sort::Clock | Sort::Month | Sort::Year)
}

/// The second of two years (`من 2011 إلى 2015`) or months (`بين يناير ومارس`), which alone would be a number or a verb.
fn like_first(scene: Scene<'_, '_>, first: &Side, at: usize, lead: usize) -> Option<Side> {
    let Side::Told(first) = first else { return None };
    if first.sort == Sort::Month {
        let (_, found) = months::any_month(scene, at).filter(|(l, _)| *l == lead)?;
        return Some(Side::Told(Box::new(found)));
    }
    let year = scene.digits(at).filter(|y| first.sort == Sort::Year && (1800..2100).contains(y))?;
    let found = Found { end: at + 1, value: Some(format!("{year:04}")), complete: true, sort: Sort::Year, ..Found::default() };
    Some(Side::Told(Box::new(found)))
}

fn between_sides(scene: Scene<'_, '_>, first: Side, second: Side) -> Option<Found> {
    match (first, second) {
        (Side::Told(a), Side::Told(b)) => of_times(scene, *a, *b),
        (Side::Bare { day, clock, .. }, Side::Told(b)) => match b.clock {
            Some(last) => {
                let first = clock?.preceding(last);
                Some(hours(day_of(&b), first, day_of(&b), last, &b))
            }
            None if b.sort == Sort::Day => of_days_in_month(day?, &b),
            None => None,
        },
        (Side::Told(a), Side::Bare { end, clock, .. }) => {
            let (first, last) = (a.clock?, clock?);
            let last = last.following(first);
            Some(Found { end, ..hours(day_of(&a), first, day_of(&a), last, &a) })
        }
        (Side::Bare { clock: first, .. }, Side::Bare { end, clock: last, .. }) => {
            // "من 5 إلى 6 في 1 يناير": the day after them makes them hours.
            let (first, last) = (first?, last?);
            let (stop, day, _) = days::day_at(scene, super::combine::glue(scene, end)).filter(|_| first.hour < last.hour)?;
            let whole = Found { end: stop, day, sort: Sort::Day, ..Found::default() };
            Some(hours(day, first, day, last, &whole))
        }
    }
}

/// Two times of one kind.
fn of_times(scene: Scene<'_, '_>, a: Found, b: Found) -> Option<Found> {
    let range = |value: Option<String>| Found {
        end: b.end,
        value,
        day: a.day,
        sort: Sort::Other,
        complete: a.complete && b.complete,
        today: a.today.or(b.today),
        ..Found::default()
    };
    match (a.sort, b.sort) {
        (Sort::Month, Sort::Month) => Some(range(months_between(&a, &b)?)),
        (Sort::Year, Sort::Year) => {
            let (from, to) = (a.value.as_deref()?, b.value.as_deref()?);
            (from < to && from.len() == 4 && to.len() == 4).then(|| range(Some(format!("{from}/{to}"))))
        }
        (Sort::Month | Sort::Year, _) | (_, Sort::Month | Sort::Year) => None,
        // "11 شوال 1441هـ - 3 يونيو 2020": one day in two calendars, which may differ by one.
        _ if a.hijri != b.hijri => {
            let end = b.end;
            Some(Found { end, ..if a.hijri { b } else { a } })
        }
        _ => match (a.clock, b.clock) {
            (Some(first), Some(last)) => {
                // A day told at one end is the day of both.
                let (from, to) = match (a.sort, b.sort) {
                    (Sort::Clock, Sort::Clock) => (scene.today, scene.today),
                    (Sort::Clock, _) => (b.day, b.day),
                    (_, Sort::Clock) => (a.day, a.day),
                    _ => match a.day.zip(b.day) {
                        Some((from, to)) => in_order(&a, from, &b, to).map(|(from, to)| (Some(from), Some(to)))?,
                        None => (None, None),
                    },
                };
                let last = if a.part.is_none() { last.following(first) } else { last };
                Some(hours(from, first.preceding(last), to, last, &b))
            }
            (None, None) => {
                let (from, to) = (day_of(&a), day_of(&b));
                if from.is_some() && from == to {
                    return None;
                }
                let value = match from.zip(to) {
                    Some((from, to)) => Some(in_order(&a, from, &b, to)?),
                    None => None,
                };
                Some(range(value.map(|(from, to)| format!("{}/{}", from.iso(), to.iso()))))
            }
            _ => None,
        },
    }
}

/// The days in order: a weekday is the next one after the first, a day without its year takes that of the other.
fn in_order(a: &Found, from: Date, b: &Found, to: Date) -> Option<(Date, Date)> {
    let (mut from, mut to) = (from, to);
    if b.complete && !a.complete && a.weekday.is_none() {
        let years = [to.year, to.year - 1];
        from = years.into_iter().filter_map(|y| Date::new(y, from.month, from.day)).find(|d| *d <= to).unwrap_or(from);
    }
    if to < from && b.weekday.is_some() {
        to = from.plus_days((to.days() - from.days()).rem_euclid(7));
    } else if to < from && !b.complete {
        to = Date::new(to.year + 1, to.month, to.day)?;
    }
    (from <= to && to.days() - from.days() < 36_600).then_some((from, to))
}

/// Two months, the first in the year of the second unless it tells its own; nothing where they are out of order.
fn months_between(a: &Found, b: &Found) -> Option<Option<String>> {
    let (Some(from), Some(to)) = (a.value.as_deref(), b.value.as_deref()) else { return Some(None) };
    if from.len() != 7 || to.len() != 7 {
        return None;
    }
    let (year, month) = (to.get(..4)?.parse::<i32>().ok()?, from.get(4..)?);
    let earlier = i32::from(from.get(4..) > to.get(4..));
    let from = if b.complete && !a.complete { format!("{:04}{month}", year - earlier) } else { from.to_owned() };
    (from.as_str() <= to).then(|| Some(format!("{from}/{to}")))
}

/// `3 حتى 12 سبتمبر`: the first is of the month of the last.
fn of_days_in_month(first: u32, last: &Found) -> Option<Found> {
    let Some(to) = last.day else { return Some(Found { value: None, ..last.clone() }) };
    let from = Date::new(to.year, to.month, first).filter(|from| *from < to)?;
    Some(Found { value: Some(format!("{}/{}", from.iso(), to.iso())), day: Some(from), sort: Sort::Other, ..last.clone() })
}

/// From an hour to another; past midnight on the next day.
fn hours(from: Option<Date>, first: Clock, to: Option<Date>, last: Clock, whole: &Found) -> Found {
    let value = from.zip(to).map(|(from, to)| {
        let wraps = from == to && (last.hour, last.minute) <= (first.hour, first.minute);
        format!("{}/{}", first.on(from), last.on(to.plus_days(i64::from(wraps))))
    });
    let whole = on_day(whole, last, whole.end);
    Found { value, day: from, sort: Sort::Other, clock: None, part: None, ..whole }
}
