//! Neighbours that are one time: an hour and its day, a day and its part, a week and its weekday, the two ends of a range.
//!
//! The rules of the other files find what stands by itself; here it is seen what its neighbours add. `من`, `بين` and a bare
//! number begin an expression only if its other end shows that they do.

use super::civil::Date;
use super::clock::{self, Clock};
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, counted, days, months, numeric, ranges};

/// Most words between two parts of one time (`غدا في تمام الساعة التاسعة`).
const GLUE: usize = 3;

/// A time with all that its neighbours add.
pub(super) fn moment(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let (lead, mut found) = super::simple(scene, at)?;
    for _ in 0..3 {
        match joined(scene, at, &found) {
            // What shows the text's today does so in company too.
            Some(more) => found = Found { today: more.today.or(found.today), ..more },
            None => break,
        }
    }
    Some((lead, found))
}

/// An expression: a moment, a range that begins with it, or one that a bare number opens.
pub(super) fn expression(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let (lead, found) = match scene.folded(at) {
        "من" | "بين" => return ranges::opened(scene, at),
        "في" => days::in_part(scene, at)
            .map(|(lead, found)| (lead, joined(scene, at, &found).unwrap_or(found)))
            .filter(|(_, found)| stands(scene, at, found))
            .or_else(|| moment(scene, at)),
        _ => moment(scene, at),
    }
    .or_else(|| ranges::of_numbers(scene, at).map(|found| (0, found)))?;
    // "قصر 22 مايو", "حركة 6 أبريل" bear a date as their name.
    if !found.complete && scene.digits(at).is_some() && scene.after(at, &[Class::Namesake]) {
        return None;
    }
    let found = ranges::from(scene, at, &found).unwrap_or(found);
    stands(scene, at, &found).then_some((lead, found))
}

/// Whether an expression stands by itself. A part of the day without its day does in a query, and as `الليلة`.
fn stands(scene: Scene<'_, '_>, at: usize, found: &Found) -> bool {
    let tonight = scene.folded(at).ends_with("الليله") && found.end == at + 1 && scene.skip(found.end, Class::Ordinal) == 0;
    found.sort != Sort::BarePart || scene.is_query() || tonight
}

/// Whether a sure hour follows, glue apart.
pub(super) fn clock_follows(scene: Scene<'_, '_>, at: usize) -> bool {
    clock::told(scene, glue(scene, at)).is_some_and(|t| t.sure && t.lead == 0)
}

/// One past the words that may stand between two parts of one time.
pub(super) fn glue(scene: Scene<'_, '_>, at: usize) -> usize {
    let mut word = at;
    while word < at + GLUE {
        match scene.skip(word, Class::Glue) {
            0 => break,
            n => word += n,
        }
    }
    word
}

/// The time with what follows it, if that belongs to it.
fn joined(scene: Scene<'_, '_>, at: usize, found: &Found) -> Option<Found> {
    let next = glue(scene, found.end);
    match found.sort {
        Sort::Day | Sort::Part if found.clock.is_none() => with_date(scene, at, found)
            .or_else(|| with_clock(scene, found, next))
            .or_else(|| with_part(scene, found, next))
            .or_else(|| end_of_day(scene, at, found)),
        Sort::Clock => with_day(scene, found, next).or_else(|| recurring(scene, found, next)),
        Sort::BarePart => clock_in_part(scene, found, next).or_else(|| with_day(scene, found, next)),
        Sort::Month => bracketed(scene, found).or_else(|| ranges::inside(scene, found)),
        Sort::Week => weekday_of(scene, found).or_else(|| ranges::inside(scene, found)),
        Sort::Year => counted::part_after_year(scene, found),
        Sort::Set if found.of_day && found.clock.is_none() => {
            let told = hour_at(scene, found.end, next)?;
            Some(counted::set_at(found, told.clock, told.end))
        }
        _ => None,
    }
}

/// An hour after glue; in a query a bare number will do where the glue announces it.
fn hour_at(scene: Scene<'_, '_>, end: usize, next: usize) -> Option<clock::Told> {
    clock::told(scene, next).filter(|t| t.lead == 0 && (t.sure || next > end && scene.is_query() && scene.closes(t.end)))
}

/// A day by name and its date: `اليوم الأحد 26 مارس 2017`, `مساء غد التاسع من مايو`.
fn with_date(scene: Scene<'_, '_>, at: usize, found: &Found) -> Option<Found> {
    if found.complete {
        return None;
    }
    let start = found.end + usize::from(matches!(scene.folded(found.end), "الموافق" | "،"));
    let (_, date) =
        months::day_of_month(scene, start).or_else(|| numeric::numeric(scene, start)).filter(|(lead, _)| *lead == 0)?;
    let day = date.day.filter(|d| {
        date.clock.is_none()
            && (date.complete || found.day == Some(*d))
            && found.day.is_none_or(|f| f.days().abs_diff(d.days()) < 7)
    })?;
    let value = format!("{}{}", day.iso(), found.part.unwrap_or_default());
    // "أمس، الاثنين 4 مارس 2019" tells an article without a date which day it calls today.
    let shift = scene.find(at, &[Class::Day]).filter(|_| scene.today.is_none() && found.part.is_none());
    let today = shift.and_then(|word| Some(day.plus_days(-word.value.parse::<i64>().ok()?)));
    Some(Found { value: Some(value), part: found.part, sort: found.sort, today, ..date })
}

/// A day and an hour: `غدا الساعة 8`, `مساء الخميس في الثامنة`.
fn with_clock(scene: Scene<'_, '_>, found: &Found, next: usize) -> Option<Found> {
    let told = hour_at(scene, found.end, next)?;
    Some(on_day(found, told.clock, told.end))
}

/// The hour of a day, read in the day's part if it tells one.
pub(super) fn on_day(day: &Found, clock: Clock, end: usize) -> Found {
    let clock = day.part.map_or(clock, |part| clock.in_part(part));
    Found { end, value: day.day.map(|d| clock.on(d)), clock: Some(clock), sort: Sort::Day, ..day.clone() }
}

/// A day and its part: `الخميس مساء`, `يوم الثلاثاء في وقت متأخر من المساء`; not `الخميس، مساء الجمعة`.
fn with_part(scene: Scene<'_, '_>, found: &Found, next: usize) -> Option<Found> {
    if found.part.is_some() {
        return None;
    }
    let inside = next.checked_sub(1).filter(|w| *w >= found.end && scene.folded(*w) == "في");
    let (_, part) = days::part_of_day(scene, next)
        .or_else(|| days::in_part(scene, inside?))
        .filter(|(lead, part)| *lead == 0 && part.sort == Sort::BarePart)?;
    let value = found.day.map(|d| format!("{}{}", d.iso(), part.part.unwrap_or_default()));
    Some(Found { end: part.end, value, part: part.part, sort: Sort::Part, ..found.clone() })
}

/// `نهاية اليوم` of a query is its last minute.
fn end_of_day(scene: Scene<'_, '_>, at: usize, found: &Found) -> Option<Found> {
    let edge = scene.find(at, &[Class::Edge]).filter(|e| e.value == "end" && scene.is_query())?;
    (at + edge.n < found.end && found.sort == Sort::Day).then(|| on_day(found, Clock::LAST, found.end))
}

/// An hour and its day: `الثامنة من مساء الخميس`, `الساعة 4 مساء غدا`, `الخامسة من الغد`; a part of the day and its day.
fn with_day(scene: Scene<'_, '_>, found: &Found, next: usize) -> Option<Found> {
    let day = day_at(scene, next)
        .or_else(|| counted::day_after_clock(scene, next).filter(|_| next > found.end || scene.folded(next) == "يوم"))?;
    if let Some(clock) = found.clock {
        let zone = scene.free(day.end, &[Class::Zone]);
        let clock = clock.in_zone(zone.map_or("", |z| z.value));
        return Some(on_day(&day, clock, day.end + zone.map_or(0, |z| z.n)));
    }
    let part = found.part?;
    Some(Found { value: day.day.map(|d| format!("{}{part}", d.iso())), part: Some(part), sort: Sort::Part, ..day })
}

/// A day in any words, with its part or without.
fn day_at(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    let day = days::part_of_day(scene, at)
        .filter(|(_, f)| f.sort == Sort::Part)
        .or_else(|| numeric::numeric(scene, at))
        .or_else(|| days::day(scene, at))
        .or_else(|| days::weekday(scene, at))
        .or_else(|| months::day_of_month(scene, at + usize::from(scene.folded(at) == "يوم")))
        .or_else(|| months::month_and_day(scene, at))
        .or_else(|| counted::day_of_this_month(scene, at));
    let (_, found) = day.filter(|(lead, f)| *lead == 0 && matches!(f.sort, Sort::Day | Sort::Part) && f.clock.is_none())?;
    Some(found)
}

/// An hour that recurs: `الساعة 3 مساء كل يوم`.
fn recurring(scene: Scene<'_, '_>, found: &Found, next: usize) -> Option<Found> {
    let (_, set) = counted::set(scene, next, true).filter(|(lead, set)| *lead == 0 && set.of_day)?;
    Some(counted::set_at(&set, found.clock?, set.end))
}

/// `بعد الظهر الساعة 7`, `الليلة في الثامنة`, `مساء 7`.
fn clock_in_part(scene: Scene<'_, '_>, found: &Found, next: usize) -> Option<Found> {
    let bare = |t: &clock::Told| scene.is_query() && scene.closes(t.end);
    let told = clock::told(scene, next).filter(|t| t.lead == 0 && (t.sure || bare(t)))?;
    let whole = on_day(found, told.clock, told.end);
    let value = whole.clock.and_then(|clock| clock::value(scene, clock));
    Some(Found { sort: Sort::Clock, value, ..whole })
}

/// `كانون الأول ( 10 / 12 / 1946 )`: the date that a month's name introduces.
fn bracketed(scene: Scene<'_, '_>, found: &Found) -> Option<Found> {
    if scene.raw(found.end) != "(" {
        return None;
    }
    let (_, date) = numeric::numeric(scene, found.end + 1).filter(|(_, d)| scene.raw(d.end) == ")")?;
    date.day?;
    Some(Found { end: date.end + 1, ..date })
}

/// `الأسبوع القادم الأحد`.
fn weekday_of(scene: Scene<'_, '_>, week: &Found) -> Option<Found> {
    let start = week.end + usize::from(scene.folded(week.end) == "يوم");
    let weekday = scene.free(start, &[Class::Weekday])?;
    Some(counted::in_week(week, start + weekday.n, weekday.value.parse().ok()?))
}

/// The day a time means, if one.
pub(super) fn day_of(found: &Found) -> Option<Date> {
    found.day.filter(|_| matches!(found.sort, Sort::Day | Sort::Part | Sort::Clock))
}
