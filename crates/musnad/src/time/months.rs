//! Days of months and months: by name in every tradition of the Arab press, with or without their year.

use super::civil::{Date, days_in};
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, Tense, hijri};

/// A month: its number and whether it is one of the Hijri year.
pub(super) type Month = (u32, bool);

/// A month by name at `at`: one past its words, the month, proclitics. Paired names (`نيسان/ أبريل`, `يوليو (تموز)`,
/// `مايو أيار`) are one.
fn month_name(scene: Scene<'_, '_>, at: usize, marked: bool) -> Option<(usize, Month, usize)> {
    let gregorian = if marked { &[Class::Month, Class::MonthIfMarked][..] } else { &[Class::Month][..] };
    let hijri = if marked { &[Class::Hijri, Class::HijriIfMarked][..] } else { &[Class::Hijri][..] };
    if let Some(month) = scene.find(at, gregorian) {
        let number: u32 = month.value.parse().ok()?;
        let mut end = at + month.n;
        let bracket = scene.raw(end) == "(";
        if bracket || matches!(scene.raw(end), "/" | "-" | "–") {
            let again = scene.free(end + 1, &[Class::Month, Class::MonthIfMarked]).filter(|m| m.value == month.value);
            if let Some(again) = again.filter(|a| !bracket || scene.raw(end + 1 + a.n) == ")") {
                end += 1 + again.n + usize::from(bracket);
            }
        } else if let Some(again) = scene.free(end, &[Class::Month, Class::MonthIfMarked]).filter(|m| m.value == month.value) {
            // "سبتمبر أيلول": as some agencies write both.
            end += again.n;
        }
        return Some((end, (number, false), month.lead));
    }
    let month = scene.find(at, hijri)?;
    Some((at + month.n, (month.value.parse().ok()?, true), month.lead))
}

/// The year after a month: `2019`, `، 2001`, `( 1984 )`, `من عام 2014`, `1443هـ`, `ألفين وتسعة عشر`; one past it, the year, and
/// whether its era is the Hijri.
pub(super) fn year_after(scene: Scene<'_, '_>, at: usize) -> Option<(usize, i32, Option<bool>)> {
    let mut word = at;
    let open = scene.raw(at) == "(";
    let comma = matches!(scene.raw(at), "،" | ",");
    if open || comma || matches!(scene.folded(word), "من" | "لعام" | "لسنه") {
        word += 1;
    }
    let mark = scene.find(word, &[Class::YearMark]);
    word += mark.map_or(0, |m| m.n);
    // "في سبتمبر ألف شخص": one word alone is a number of something.
    if let Some((n, year)) = scene.year_in_words(word) {
        return (!open && (mark.is_some() || n > 2 || scene.is_query())).then_some((word + n, year as i32, None));
    }
    // "من 2014" counts things unless a year is announced; so does a number after a comma, unless nothing follows it.
    let year = scene.digits(word).filter(|y| (1300..2100).contains(y))?;
    let alone = scene.closes(word + 1) || scene.is_query();
    if mark.is_none() && (scene.folded(at) == "من" || comma && !(alone && (1900..2100).contains(&year))) {
        return None;
    }
    let era = scene.find(word + 1, &[Class::Era]);
    let end = word + 1 + era.map_or(0, |e| e.n);
    if open && scene.raw(end) != ")" {
        return None;
    }
    Some((end + usize::from(open), year as i32, era.map(|e| e.value == "h")))
}

/// `27 تشرين الثاني/ نوفمبر الماضي`, `الثالث والعشرين من شهر مارس 2021`, `12 شوال 1443هـ`, `أول شباط`.
pub(super) fn day_of_month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let (n, day, lead) = day_number(scene, at)?;
    let mut word = at + n;
    if matches!(scene.raw(word), "-" | "–" | "/") && scene.touching(at, word) {
        word += 1;
    }
    if scene.folded(word) == "من" {
        word += 1;
    }
    if matches!(scene.folded(word), "شهر" | "الشهر") {
        word += 1;
    }
    let (end, month, before) = month_name(scene, word, true)?;
    if before != 0 {
        return None;
    }
    dated(scene, at, end, month, Some(day)).map(|found| (lead, found))
}

/// A day of a month by number or ordinal: words, day, proclitics.
pub(super) fn day_number(scene: Scene<'_, '_>, at: usize) -> Option<(usize, u32, usize)> {
    let (n, day, lead) = match scene.digits(at) {
        Some(day) => (1, day, 0),
        None => {
            let ordinal = scene.find(at, &[Class::Ordinal, Class::Number])?;
            (ordinal.n, ordinal.value.parse().ok()?, ordinal.lead)
        }
    };
    (1..=31).contains(&day).then_some((n, day, lead))
}

/// `مايو الحادي عشر`, `أكتوبر 14`, `سبتمبر 10, 2001`: the day after its month. In an article such a number may count what follows, so
/// there a year must close it.
pub(super) fn month_and_day(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let (word, (month, is_hijri), lead) = month_name(scene, at, true).filter(|(_, (_, hijri), _)| !hijri)?;
    let (n, day, before) = day_number(scene, word).filter(|(_, _, before)| *before == 0)?;
    let end = word + n;
    let year = year_after(scene, end).is_some();
    let counts = scene.skip(end, Class::Unit) > 0 || matches!(scene.raw(end), ":" | "%" | "/" | "-");
    if before != 0 || counts || !(year || scene.is_query()) {
        return None;
    }
    dated(scene, at, end, (month, is_hijri), Some(day)).map(|found| (lead, found))
}

/// `مارس الماضي`, `منتصف شهر مارس`, `جويلية 2005`, `شهر رمضان`, `مايو (أيار)`, `هذا أبريل`.
pub(super) fn month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    // "قصر 22 مايو": the month of a name.
    if at > scene.start && scene.digits(at - 1).is_some() && scene.after(at - 1, &[Class::Namesake]) {
        return None;
    }
    let edge = scene.find(at, &[Class::Edge]);
    let this = usize::from(edge.is_none() && scene.folded(at) == "هذا");
    let mut word = at + edge.map_or(this, |e| e.n);
    let spoken = scene.find(word, &[Class::Unit]).filter(|u| u.value == "M 1" && scene.folded(word).ends_with("شهر"));
    let lead = edge.map(|e| e.lead).or((this == 1).then_some(0)).or(spoken.map(|s| s.lead));
    word += spoken.map_or(0, |s| s.n);
    // "هذا مارس ضغوطا": after هذا only what is a month and nothing else.
    let (end, (number, is_hijri), before) = month_name(scene, word, this == 0 || spoken.is_some() || scene.is_query())?;
    if word > at && before != 0 {
        return None;
    }
    let rel = scene.free(end, &[Class::Relative]).is_some();
    let year = year_after(scene, end).is_some();
    let preposition = at > scene.start && matches!(scene.folded(at - 1), "في" | "منذ" | "حتي" | "خلال" | "الي" | "من" | "بين");
    let sure = month_name(scene, word, false).is_some() || word > at || rel || year;
    // "مارس" is also a verb, "رجب" a name: alone they need a preposition of time before, and Hijri names more.
    if !(sure || preposition && (!is_hijri || scene.is_query())) {
        return None;
    }
    let found = dated(scene, at, end, (number, is_hijri), None)?;
    let found = third(scene, edge.map_or("", |e| e.value), found.clone()).unwrap_or(found);
    Some((lead.unwrap_or(before), found))
}

/// A month by name where another beside it shows that it is one.
pub(super) fn any_month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let (end, month, lead) = month_name(scene, at, true)?;
    dated(scene, at, end, month, None).map(|found| (lead, found))
}

/// `أوائل آذار` as a query asks for it: ten days. An article that says so does not know the day, and keeps the month.
fn third(scene: Scene<'_, '_>, edge: &str, found: Found) -> Option<Found> {
    let value = found.value.as_deref().filter(|v| v.len() == 7 && scene.is_query())?;
    let (year, month) = value.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    let (from, to) = match edge {
        "begin" => (1, 10),
        "middle" => (11, 20),
        "end" => (21, days_in(year, month)),
        _ => return None,
    };
    let value = format!("{}/{}", Date::new(year, month, from)?.iso(), Date::new(year, month, to)?.iso());
    Some(Found { value: Some(value), ..found })
}

/// A month after `من`, by name or number (`شهر عشرة`), with its year, or `هذا الشهر`: one past it, year, month.
fn month_of_year(scene: Scene<'_, '_>, at: usize) -> Option<(usize, i32, u32)> {
    let mut word = at;
    word += usize::from(matches!(scene.folded(word), "من" | "في"));
    if let Some((end, shift)) = scene.month_shift(word) {
        let month = scene.today?.plus_months(shift);
        return Some((end, month.year, month.month));
    }
    let spoken = usize::from(matches!(scene.folded(word), "شهر" | "الشهر"));
    word += spoken;
    let (end, month) = match month_name(scene, word, true) {
        Some((end, (month, false), 0)) => (end, month),
        _ => {
            let (n, month, _) =
                scene.number(word).filter(|(_, month, lead)| spoken == 1 && *lead == 0 && (1..=12).contains(month))?;
            (word + n, month)
        }
    };
    match year_after(scene, end) {
        Some((stop, year, _)) => Some((stop, year, month)),
        None => {
            let today = scene.today?;
            let passed = month < today.month && scene.settings.tense == Tense::Past && scene.plans(at);
            Some((end, today.year + i32::from(passed), month))
        }
    }
}

/// `أول ثلاثاء من شهر أكتوبر`, `أول يوم جمعة في هذا الشهر`, `الثلاثاء الأول من أكتوبر`, `آخر اثنين من آذار`,
/// `اليوم الأخير من شهر مايو`, `ثالث ثلاثاء بعد عيد الفطر`.
pub(super) fn nth_of_month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let both = [Class::Weekday, Class::WeekdayBare];
    let last_at = |word: usize| matches!(scene.folded(word), "اخر" | "الاخير" | "الاخيره");
    let day = |end, day: Option<Date>| Found { end, value: day.map(Date::iso), day, sort: Sort::Day, ..Found::default() };
    let last_day = last_at(at) && scene.folded(at + 1) == "يوم" && scene.free(at + 2, &both).is_none();
    if scene.folded(at).ends_with("اليوم") && last_at(at + 1) || last_day {
        let (end, year, month) = month_of_year(scene, at + 2)?;
        return Some((0, day(end, Some(Date::new(year, month, days_in(year, month))?))));
    }
    let spoken = |word: usize| word + usize::from(scene.folded(word) == "يوم");
    let (nth, weekday, next, lead) = if last_at(at) {
        let weekday = scene.free(spoken(at + 1), &both)?;
        (-1, weekday.value, spoken(at + 1) + weekday.n, 0)
    } else if let Some(weekday) = scene.find(at, &[Class::Weekday]) {
        let ordinal = scene.free(at + weekday.n, &[Class::Ordinal])?;
        (ordinal.value.parse().ok()?, weekday.value, at + weekday.n + ordinal.n, weekday.lead)
    } else {
        let ordinal = scene.find(at, &[Class::Ordinal])?;
        let start = spoken(at + ordinal.n);
        let weekday = scene.free(start, &both)?;
        (ordinal.value.parse().ok()?, weekday.value, start + weekday.n, ordinal.lead)
    };
    let weekday: i64 = weekday.parse().ok()?;
    if !(nth == -1 || (1..=5).contains(&nth)) {
        return None;
    }
    if scene.folded(next) == "بعد" && nth > 0 {
        let (_, after) = super::simple(scene, next + 1).filter(|(lead, f)| *lead == 0 && f.sort == Sort::Day)?;
        let from = after.day.map(|d| d.plus_days((weekday - d.weekday() - 1).rem_euclid(7) + 1 + 7 * (i64::from(nth) - 1)));
        return Some((lead, day(after.end, from)));
    }
    let told = if matches!(scene.folded(next), "من" | "في") { month_of_year(scene, next) } else { None };
    let Some((end, year, month)) = told else {
        // Without a date to count from the words still say when, not which day.
        let end = unresolved(scene, next)?;
        return Some((lead, day(end, None)));
    };
    let found = nth_weekday(year, month, nth, weekday)?;
    Some((lead, day(end, Some(found))))
}

/// One past a month after an nth weekday whose year nothing tells.
fn unresolved(scene: Scene<'_, '_>, at: usize) -> Option<usize> {
    if !matches!(scene.folded(at), "من" | "في") || scene.today.is_some() {
        return None;
    }
    let shift = scene.month_shift(at + 1).map(|(end, _)| end);
    shift.or_else(|| month_name(scene, at + 1, true).filter(|(.., lead)| *lead == 0).map(|(end, ..)| end))
}

/// The nth weekday of a month, the last for a negative number.
fn nth_weekday(year: i32, month: u32, nth: i32, weekday: i64) -> Option<Date> {
    let day = if nth < 0 {
        let last = Date::new(year, month, days_in(year, month))?;
        last.plus_days(-(last.weekday() - weekday).rem_euclid(7))
    } else {
        let first = Date::new(year, month, 1)?;
        first.plus_days((weekday - first.weekday()).rem_euclid(7) + 7 * (i64::from(nth) - 1))
    };
    (day.month == month).then_some(day)
}

/// A day or month with its year: told, relative, or the nearest to today. `at` is where the expression begins.
pub(super) fn dated(scene: Scene<'_, '_>, at: usize, end: usize, (month, is_hijri): Month, day: Option<u32>) -> Option<Found> {
    let mut end = end;
    let sort = if day.is_some() { Sort::Day } else { Sort::Month };
    let rel = scene.free(end, &[Class::Relative]).filter(|_| !matches!(scene.folded(end), "هذا" | "هذه"));
    let shift = rel.and_then(|r| r.value.parse::<i32>().ok());
    end += rel.map_or(0, |r| r.n);
    if let Some((stop, year, era)) = year_after(scene, end) {
        let is_hijri = is_hijri || era == Some(true);
        // "رمضان 2019": the Hijri month that begins in that Gregorian year.
        let year = if is_hijri && year > 1700 {
            let (before, ..) = hijri::to_hijri(Date::new(year, 1, 1)?)?;
            (before..before + 3).find(|y| hijri::month(*y, month).is_some_and(|(first, _)| first.year == year))?
        } else {
            year
        };
        return complete(is_hijri, year, month, day).map(|f| Found { end: stop, ..f });
    }
    let Some(today) = scene.today.or(scene.settings.about.filter(|_| !is_hijri)) else {
        return Some(Found { end, sort, ..Found::default() });
    };
    if is_hijri {
        let (year, now, _) = hijri::to_hijri(today)?;
        let year = match shift {
            Some(-1) if month >= now => year - 1,
            Some(1) if month <= now => year + 1,
            _ => year,
        };
        return complete(true, year, month, day).map(|f| Found { end, complete: false, ..f });
    }
    let year = nearest_year(scene, at, today, shift, month, day)?;
    complete(false, year, month, day).map(|f| Found { end, complete: false, ..f })
}

/// The year of a month that tells none.
fn nearest_year(scene: Scene<'_, '_>, at: usize, today: Date, shift: Option<i32>, month: u32, day: Option<u32>) -> Option<i32> {
    let candidates = [today.year - 1, today.year, today.year + 1];
    let date = |year: i32| Date::new(year, month, day.unwrap_or(1));
    let position = |d: Date| {
        if day.is_some() {
            d.days() - today.days()
        } else {
            i64::from((d.year - today.year) * 12 + d.month as i32 - today.month as i32)
        }
    };
    match shift {
        Some(-1) => candidates.into_iter().rev().find(|y| date(*y).is_some_and(|d| position(d) < 0)),
        Some(1) => candidates.into_iter().find(|y| date(*y).is_some_and(|d| position(d) > 0)),
        Some(_) => Some(today.year),
        None if scene.settings.tense == Tense::Future => Some(today.year),
        None if scene.plans(at) => candidates.into_iter().find(|y| date(*y).is_some_and(|d| position(d) >= 0)),
        None => {
            candidates.into_iter().filter(|y| date(*y).is_some()).min_by_key(|y| date(*y).map_or(i64::MAX, |d| position(d).abs()))
        }
    }
}

fn complete(is_hijri: bool, year: i32, month: u32, day: Option<u32>) -> Option<Found> {
    let found =
        Found { complete: true, hijri: is_hijri, sort: if day.is_some() { Sort::Day } else { Sort::Month }, ..Found::default() };
    match (is_hijri, day) {
        (true, Some(day)) => {
            let date = hijri::from_hijri(year, month, day)?;
            Some(Found { value: Some(date.iso()), day: Some(date), ..found })
        }
        (true, None) => {
            let (first, last) = hijri::month(year, month)?;
            Some(Found { value: Some(format!("{}/{}", first.iso(), last.iso())), ..found })
        }
        (false, Some(day)) => {
            let date = Date::new(year, month, day)?;
            Some(Found { value: Some(date.iso()), day: Some(date), ..found })
        }
        (false, None) => Some(Found { value: Some(format!("{year:04}-{month:02}")), ..found }),
    }
}
