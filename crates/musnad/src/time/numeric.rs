//! Dates in digits: `27/12/2019`, `2019-12-27`, `25 / 9 / 1966`, `14-09-1432 هـ`, `27.12.2019`, `2/2013`.
//!
//! A day and a month without a year (`22/04`) may as well be a fraction or a score: they are a date only in a query or after a
//! word that announces one.

use super::civil::Date;
use super::clock;
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, hijri, months};

/// The numbers of a date as written and one past the last.
struct Parts {
    numbers: [u32; 3],
    end: usize,
}

/// A full date in digits, or a month and its year.
pub(super) fn numeric(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    if scene.text.words.get(at)?.kind != crate::text::WordKind::Number {
        return None;
    }
    let found = parts(scene, at)
        .and_then(|parts| full(scene, parts))
        .or_else(|| month_and_year(scene, at))
        .or_else(|| day_and_month(scene, at))?;
    Some((0, found))
}

fn parts(scene: Scene<'_, '_>, at: usize) -> Option<Parts> {
    if let Some(numbers) = dotted(scene.folded(at)) {
        return Some(Parts { numbers, end: at + 1 });
    }
    let sep = scene.raw(at + 1);
    if !matches!(sep, "/" | "-" | "–") || scene.raw(at + 3) != sep {
        return None;
    }
    let numbers = [scene.digits(at)?, scene.digits(at + 2)?, scene.digits(at + 4)?];
    // With blanks only slashes and a full year make a date: "5 - 3 - 2" is a line-up.
    let spaced = sep == "/" && (1000..2100).contains(&numbers[2]) && numbers[0] <= 31;
    (scene.touching(at, at + 4) || spaced).then_some(Parts { numbers, end: at + 5 })
}

/// `27.12.2019`, `2019.12.27`.
fn dotted(word: &str) -> Option<[u32; 3]> {
    let mut numbers = word.split('.').map(|p| p.parse::<u32>().ok());
    let three = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(three)
}

fn full(scene: Scene<'_, '_>, parts: Parts) -> Option<Found> {
    let Parts { numbers: [a, b, c], mut end } = parts;
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
    let year = if year < 100 { year + if year < 70 { 2000 } else { 1900 } } else { year };
    let mut is_hijri = (1300..=1500).contains(&year);
    if let Some(era) = scene.find(end, &[Class::Era]) {
        is_hijri = era.value == "h";
        end += era.n;
    }
    let date = if is_hijri { hijri::from_hijri(year as i32, month, day)? } else { Date::new(year as i32, month, day)? };
    let found = Found { sort: Sort::Day, day: Some(date), complete: true, hijri: is_hijri, ..Found::default() };
    Some(match clock::after_date(scene, end) {
        Some((end, clock)) => Found { end, value: Some(clock.on(date)), clock: Some(clock), ..found },
        None => Found { end, value: Some(date.iso()), ..found },
    })
}

/// `2/2013`, `2015-3`, `2015.3`: a month of a year.
fn month_and_year(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    let years = 1900..2100;
    let (first, second, end) = match scene.folded(at).split_once('.') {
        Some((first, second)) if scene.is_query() => (first.parse().ok()?, second.parse().ok()?, at + 1),
        Some(_) => return None,
        None => {
            let slash = scene.raw(at + 1) == "/" || scene.raw(at + 1) == "-" && scene.is_query();
            if !slash || !scene.touching(at, at + 2) {
                return None;
            }
            (scene.digits(at)?, scene.digits(at + 2)?, at + 3)
        }
    };
    let (year, month) = if years.contains(&first) { (first, second) } else { (second, first) };
    let before = at.checked_sub(1).is_some_and(|b| matches!(scene.raw(b), "/" | "-"));
    let year_first = first == year;
    let fits = years.contains(&year) && (1..=12).contains(&month) && (!year_first || scene.is_query());
    (fits && !before).then(|| Found {
        end,
        value: Some(format!("{year}-{month:02}")),
        complete: true,
        sort: Sort::Month,
        ..Found::default()
    })
}

/// `22/04`, `22-4`: a day of a month without its year.
fn day_and_month(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    let slash = scene.raw(at + 1) == "/";
    let announced = scene.after(at, &[Class::DateMark]);
    let fits =
        (slash || scene.raw(at + 1) == "-" && scene.is_query()) && scene.touching(at, at + 2) && (announced || scene.is_query());
    let more = matches!(scene.raw(at + 3), "/" | "-" | "%") || at > scene.start && matches!(scene.raw(at - 1), "/" | "-");
    let (day, month) = (scene.digits(at)?, scene.digits(at + 2)?);
    // "من 4-23 في الشهر المقبل", "4-6 مايو": days of one month.
    let days = at > scene.start && matches!(scene.folded(at - 1), "من" | "بين") || scene.skip(at + 3, Class::Month) > 0;
    if !fits || more || days || scene.skip(at + 3, Class::Unit) > 0 {
        return None;
    }
    let (month, day) = if month > 12 { (day, month) } else { (month, day) };
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| months::dated(scene, at, at + 3, (month, false), Some(day)))
        .flatten()
}
