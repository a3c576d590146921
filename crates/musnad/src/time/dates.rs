//! Days: parts of the day, today and its neighbours, weekdays, days of months, months, numeric dates.

use super::civil::Date;
use super::words::Class;
use super::{Found, Scene, Tense, hijri};

/// A date resolved with the words that follow a month: one past its last word.
type Months = (usize, u32, bool);

/// `27/12/2019`, `2019-12-27`, `14-09-1432 هـ`, `27.12.2019`.
pub(super) fn numeric(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let dotted: Vec<u32> = scene.folded(at).split('.').filter_map(|p| p.parse().ok()).collect();
    let (parts, mut end) = if dotted.len() == 3 && scene.folded(at).split('.').count() == 3 {
        (dotted, at + 1)
    } else {
        let sep = scene.raw(at + 1);
        let fits = matches!(sep, "/" | "-" | "–") && scene.raw(at + 3) == sep && touching(scene, at, at + 4);
        if !fits {
            return month_and_year(scene, at);
        }
        (vec![scene.digits(at)?, scene.digits(at + 2)?, scene.digits(at + 4)?], at + 5)
    };
    let (a, b, c) = (parts[0], parts[1], parts[2]);
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
    let year = if year < 100 { year + if year < 70 { 2000 } else { 1900 } } else { year };
    let mut is_hijri = (1300..=1500).contains(&year);
    if let Some(era) = scene.find(end, &[Class::Era]) {
        is_hijri = era.value == "h";
        end += era.n;
    }
    let date = if is_hijri { hijri::from_hijri(year as i32, month, day)? } else { Date::new(year as i32, month, day)? };
    let value = super::clock::after_date(scene, end).map(|(stop, hour, minute)| {
        end = stop;
        format!("{}T{hour:02}:{minute:02}", date.iso())
    });
    Some((
        0,
        Found { end, value: Some(value.unwrap_or_else(|| date.iso())), day: Some(date), complete: true, ..Found::default() },
    ))
}

/// `2/2013`: a month of a year.
fn month_and_year(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let (month, year) = (scene.digits(at)?, scene.digits(at + 2)?);
    let fits =
        scene.raw(at + 1) == "/" && touching(scene, at, at + 2) && (1..=12).contains(&month) && (1900..2100).contains(&year);
    let before = at.checked_sub(1).is_some_and(|b| matches!(scene.raw(b), "/" | "-"));
    (fits && !before)
        .then(|| (0, Found { end: at + 3, value: Some(format!("{year}-{month:02}")), complete: true, ..Found::default() }))
}

fn touching(scene: Scene<'_, '_>, from: usize, to: usize) -> bool {
    to < scene.end && (from..to).all(|w| scene.text.words[w].span.end == scene.text.words[w + 1].span.start)
}

/// `مساء الخميس`, `فجر اليوم`, `ليلة الأحد - الاثنين`, `الليلة الماضية`, `منتصف الليلة الماضية`, `هذا الصباح`.
pub(super) fn part_of_day(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let today = scene.today;
    if let Some(midnight) = scene.find(at, &[Class::Midnight]) {
        let mut end = at + midnight.n;
        let last_night = scene.free(end, &[Class::Relative]).filter(|r| r.value == "-1");
        let day = match (last_night, day_at(scene, end)) {
            (Some(rel), _) => {
                end += rel.n;
                today
            }
            (None, Some((stop, day, _))) => {
                end = stop;
                // The midnight of a night belongs to the day that begins.
                day.map(|d| d.plus_days(1))
            }
            (None, None) => return None,
        };
        let value = day.map(|d| format!("{}T00:00", d.iso()));
        return Some((midnight.lead, Found { end, value, day, ..Found::default() }));
    }
    let this = matches!(scene.folded(at), "هذا" | "هذه");
    let part = if this { scene.free(at + 1, &[Class::Part])? } else { scene.find(at, &[Class::Part])? };
    let mut end = at + usize::from(this) + part.n;
    if this {
        let value = today.map(|d| format!("{}{}", d.iso(), part.value));
        return Some((0, Found { end, value, day: today, ..Found::default() }));
    }
    if let Some(rel) = scene.free(end, &[Class::Relative]).filter(|r| part.value == "TNI" && r.value == "-1") {
        let day = today.map(|d| d.plus_days(-1));
        return Some((
            part.lead,
            Found { end: end + rel.n, value: day.map(|d| format!("{}TNI", d.iso())), day, ..Found::default() },
        ));
    }
    let (stop, day, found) = day_at(scene, end)?;
    end = stop;
    let mut value = day.map(|d| format!("{}{}", d.iso(), part.value));
    // ليلة الأحد - الاثنين: the night between them belongs to the first.
    if matches!(scene.raw(end), "-" | "–" | "/" | "إلى")
        && let Some(second) = scene.free(end + 1, &[Class::Weekday])
    {
        end += 1 + second.n;
        value = day.map(|d| format!("{}TNI", d.iso()));
    }
    Some((part.lead, Found { end, value, day, ..found }))
}

/// A day said by name: today and its neighbours, a weekday, or a day of a month.
fn day_at(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Option<Date>, Found)> {
    let (lead, found) = day(scene, at).or_else(|| weekday(scene, at)).or_else(|| day_of_month(scene, at))?;
    (lead == 0).then_some((found.end, found.day, found))
}

/// `أمس`, `اليوم الثلاثاء`, `أمس (السبت)`, `بعد غد (الثلاثاء)`, `أول من أمس`; `اليوم التالي` against the text's date.
pub(super) fn day(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    if let Some(now) = scene.find(at, &[Class::Now]) {
        let clock = scene.settings.clock.unwrap_or((0, 0));
        let value =
            scene.today.filter(|_| scene.settings.clock.is_some()).map(|d| format!("{}T{:02}:{:02}", d.iso(), clock.0, clock.1));
        return Some((
            now.lead,
            Found { end: at + now.n, value: value.or_else(|| scene.today.map(Date::iso)), day: scene.today, ..Found::default() },
        ));
    }
    let word = scene.find(at, &[Class::Day])?;
    let shift: i64 = word.value.parse().ok()?;
    let mut end = at + word.n;
    if shift == 0 {
        if let Some(found) = same_or_next_day(scene, end) {
            return Some((word.lead, found));
        }
        // اليوم الأول من …: a numbered day, not today.
        if scene.free(end, &[Class::Ordinal]).is_some() && scene.free(end, &[Class::Weekday]).is_none() {
            return None;
        }
    }
    let mut day = scene.today.map(|d| d.plus_days(shift));
    let mut today = None;
    let open = usize::from(matches!(scene.raw(end), "(" | "،"));
    let spoken = usize::from(scene.folded(end + open) == "يوم");
    if let Some(weekday) = scene.free(end + open + spoken, &[Class::Weekday]) {
        let stop = end + open + spoken + weekday.n;
        let closed = open == 0 || scene.raw(stop) == ")";
        if closed {
            end = stop + usize::from(open == 1);
            // The weekday shows which day the text calls today, if the article is older than its date.
            let wanted: i64 = weekday.value.parse().ok()?;
            if let Some(named) = day.filter(|d| d.weekday() != wanted) {
                let back = (named.weekday() - wanted).rem_euclid(7);
                day = Some(named.plus_days(-back));
                today = day.map(|d| d.plus_days(-shift));
            }
        }
    }
    Some((word.lead, Found { end, value: day.map(Date::iso), day, today, ..Found::default() }))
}

/// After `اليوم`: `التالي`, `نفسه`, `السابق`, told against the last date of the text.
fn same_or_next_day(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    let shift = match scene.folded(at) {
        "التالي" => 1,
        "نفسه" | "ذاته" => 0,
        "السابق" => -1,
        _ => return None,
    };
    let day = scene.last.map(|d| d.plus_days(shift));
    Some(Found { end: at + 1, value: day.map(Date::iso), day, from_text: true, ..Found::default() })
}

/// `الخميس`, `يوم الأحد`, `الاثنين المقبل`, `هذا الاثنين`, `الجمعة 12 شوال 1443هـ`, `الأربعاء الموافق …`.
pub(super) fn weekday(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let marked = scene.find(at, &[Class::Unit]).filter(|u| u.value == "D 1" && scene.folded(at).ends_with("يوم"));
    let this = usize::from(matches!(scene.folded(at), "هذا"));
    let start = at + marked.map_or(0, |m| m.n) + this;
    let wanted = if marked.is_some() { &[Class::Weekday, Class::WeekdayBare][..] } else { &[Class::Weekday][..] };
    let word = if start > at { scene.free(start, wanted)? } else { scene.find(start, wanted)? };
    let lead = marked.map_or(if this == 1 { 0 } else { word.lead }, |m| m.lead);
    // "الأحد" may be "the one"; a number of days or a unit before it would make it so, never the rest.
    let weekday: i64 = word.value.parse().ok()?;
    let mut end = start + word.n;
    if let Some((stop, found)) = date_after(scene, end) {
        return Some((lead, Found { end: stop, ..found }));
    }
    let rel = scene.free(end, &[Class::Relative]).filter(|_| scene.folded(end) != "هذا" && scene.folded(end) != "هذه");
    let mut far = 0;
    if scene.folded(end) == "قبل" && scene.folded(end + 1) == "الماضي" {
        far = -7;
        end += 2;
    }
    let shift = rel.and_then(|r| r.value.parse::<i32>().ok());
    end += rel.map_or(0, |r| r.n);
    let future = scene.settings.tense == Tense::Future || (shift.is_none() && scene.future_before(at));
    let day = scene.today.map(|today| {
        let back = (today.weekday() - weekday).rem_euclid(7);
        let strict = if back == 0 { 7 } else { back };
        let ahead = if back == 0 { 7 } else { 7 - back };
        let days = match shift {
            Some(-1) => -strict,
            Some(1) => ahead,
            _ if far != 0 => far - strict,
            _ if future && (back > 0 || scene.settings.tense == Tense::Future) => ahead,
            _ => -back,
        };
        today.plus_days(days)
    });
    Some((lead, Found { end, value: day.map(Date::iso), day, ..Found::default() }))
}

/// A full date after a weekday, directly or after `الموافق`, a comma or `في`.
fn date_after(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let skip = usize::from(matches!(scene.folded(at), "الموافق" | "،" | "في" | "("));
    let (_, found) = day_of_month(scene, at + skip).or_else(|| numeric(scene, at + skip))?;
    found.day?;
    let end = found.end + usize::from(scene.raw(at) == "(" && scene.raw(found.end) == ")");
    Some((end, found))
}

/// A month by name at `at`: one past its words, number, Hijri. Paired names (`نيسان/ أبريل`, `يوليو (تموز)`) are one.
fn month_name(scene: Scene<'_, '_>, at: usize, marked: bool) -> Option<(Months, usize)> {
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
        }
        return Some(((end, number, false), month.lead));
    }
    let month = scene.find(at, hijri)?;
    Some(((at + month.n, month.value.parse().ok()?, true), month.lead))
}

/// The year after a month: `2019`, `من عام 2014`, `1443هـ`, with era; one past it.
fn year_after(scene: Scene<'_, '_>, at: usize) -> Option<(usize, i32, Option<bool>)> {
    let mut word = at;
    if matches!(scene.folded(word), "من" | "،" | "لعام" | "لسنه") {
        word += 1;
    }
    if let Some(mark) = scene.find(word, &[Class::YearMark]) {
        word += mark.n;
    } else if scene.folded(at) == "من" || (scene.raw(at) == "،" && word > at) {
        return None;
    }
    let year = scene.digits(word).filter(|y| (1300..2100).contains(y))?;
    let era = scene.find(word + 1, &[Class::Era]);
    Some((word + 1 + era.map_or(0, |e| e.n), year as i32, era.map(|e| e.value == "h")))
}

/// `27 تشرين الثاني/ نوفمبر الماضي`, `الثالث والعشرين من شهر مارس 2021`, `12 شوال 1443هـ`, `أول شباط`.
pub(super) fn day_of_month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let (n, day, lead) = match scene.digits(at) {
        Some(day) => (1, day, 0),
        None => {
            let ordinal = scene.find(at, &[Class::Ordinal, Class::Number])?;
            (ordinal.n, ordinal.value.parse().ok()?, ordinal.lead)
        }
    };
    if !(1..=31).contains(&day) {
        return None;
    }
    let mut word = at + n;
    if matches!(scene.raw(word), "-" | "–" | "/") && touching(scene, at, word + 1) {
        word += 1;
    }
    if scene.folded(word) == "من" {
        word += 1;
    }
    if matches!(scene.folded(word), "شهر" | "الشهر") {
        word += 1;
    }
    let ((end, month, is_hijri), before) = month_name(scene, word, true)?;
    if before != 0 {
        return None;
    }
    dated(scene, end, month, is_hijri, Some(day)).map(|found| (lead, found))
}

/// `مارس الماضي`, `منتصف شهر مارس`, `جويلية 2005`, `شهر رمضان`, `مايو (أيار)`.
pub(super) fn month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let edge = scene.find(at, &[Class::Edge]);
    let mut word = at + edge.map_or(0, |e| e.n);
    let spoken = scene.find(word, &[Class::Unit]).filter(|u| u.value == "M 1" && scene.folded(word).ends_with("شهر"));
    let lead = edge.map(|e| e.lead).or(spoken.map(|s| s.lead));
    word += spoken.map_or(0, |s| s.n);
    let ((end, month, is_hijri), before) = month_name(scene, word, true)?;
    if word > at && before != 0 {
        return None;
    }
    let rel = scene.free(end, &[Class::Relative]).is_some();
    let year = year_after(scene, end).is_some();
    let preposition = at > scene.start && matches!(scene.folded(at - 1), "في" | "منذ" | "حتى" | "خلال" | "الى" | "من" | "بين");
    let sure = month_name(scene, word, false).is_some() || word > at || rel || year;
    // "مارس" is also a verb, "رجب" a name: alone they need a preposition of time before, and Hijri names more.
    if !(sure || (preposition && !is_hijri)) {
        return None;
    }
    dated(scene, end, month, is_hijri, None).map(|found| (lead.unwrap_or(before), found))
}

/// A month after `من`, by name or number (`شهر عشرة`), with its year: one past it, year, month.
fn month_of_year(scene: Scene<'_, '_>, at: usize) -> Option<(usize, i32, u32)> {
    let mut word = at;
    word += usize::from(scene.folded(word) == "من");
    let spoken = usize::from(matches!(scene.folded(word), "شهر" | "الشهر"));
    word += spoken;
    let (end, month) = match month_name(scene, word, true) {
        Some(((end, month, false), 0)) => (end, month),
        _ => {
            let (n, month, lead) = scene.number(word).filter(|(_, month, _)| spoken == 1 && (1..=12).contains(month))?;
            if lead != 0 {
                return None;
            }
            (word + n, month)
        }
    };
    match year_after(scene, end) {
        Some((stop, year, _)) => Some((stop, year, month)),
        None => scene.today.map(|today| (end, today.year, month)),
    }
}

/// `أول ثلاثاء من شهر أكتوبر`, `الثلاثاء الأول من أكتوبر`, `آخر اثنين من آذار`, `اليوم الأخير من شهر مايو`.
pub(super) fn nth_of_month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let both = [Class::Weekday, Class::WeekdayBare];
    let last_at = |word: usize| matches!(scene.folded(word), "اخر" | "الاخير" | "الاخيره");
    if scene.folded(at).ends_with("اليوم") && last_at(at + 1) {
        let (end, year, month) = month_of_year(scene, at + 2)?;
        let day = Date::new(year, month, super::civil::days_in(year, month))?;
        return Some((0, Found { end, value: Some(day.iso()), day: Some(day), ..Found::default() }));
    }
    let (nth, weekday, next, lead) = if last_at(at) {
        let weekday = scene.free(at + 1, &both)?;
        (-1, weekday.value, at + 1 + weekday.n, 0)
    } else if let Some(weekday) = scene.find(at, &[Class::Weekday]) {
        let ordinal = scene.free(at + weekday.n, &[Class::Ordinal])?;
        (ordinal.value.parse().ok()?, weekday.value, at + weekday.n + ordinal.n, weekday.lead)
    } else {
        let ordinal = scene.find(at, &[Class::Ordinal])?;
        let weekday = scene.free(at + ordinal.n, &both)?;
        (ordinal.value.parse().ok()?, weekday.value, at + ordinal.n + weekday.n, ordinal.lead)
    };
    if scene.folded(next) != "من" || !(nth == -1 || (1..=5).contains(&nth)) {
        return None;
    }
    let weekday: i64 = weekday.parse().ok()?;
    let (end, year, month) = month_of_year(scene, next)?;
    let day = if nth < 0 {
        let last = Date::new(year, month, super::civil::days_in(year, month))?;
        last.plus_days(-(last.weekday() - weekday).rem_euclid(7))
    } else {
        let first = Date::new(year, month, 1)?;
        first.plus_days((weekday - first.weekday()).rem_euclid(7) + 7 * (i64::from(nth) - 1))
    };
    (day.month == month).then(|| (lead, Found { end, value: Some(day.iso()), day: Some(day), ..Found::default() }))
}

/// `من 10 إلى 15 يناير`, `بين 3 و5 مايو`, `1-8 شهر أيلول`: days of one month.
pub(super) fn days_of_month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let opener = usize::from(matches!(scene.folded(at), "من" | "بين"));
    let first = scene.digits(at + opener).filter(|d| (1..=31).contains(d))?;
    let mut word = at + opener + 1;
    if matches!(scene.raw(word), "-" | "–" | "و") || matches!(scene.folded(word), "الي" | "حتي") {
        word += 1;
    } else {
        return None;
    }
    scene.digits(word).filter(|d| *d > first && *d <= 31)?;
    let (_, last) = day_of_month(scene, word)?;
    let to = last.day?;
    let from = Date::new(to.year, to.month, first)?;
    let value = format!("{}/{}", from.iso(), to.iso());
    Some((0, Found { end: last.end, value: Some(value), day: Some(from), complete: last.complete, ..Found::default() }))
}

/// A day or month with its year: told, relative, or the nearest to today.
fn dated(scene: Scene<'_, '_>, end: usize, month: u32, is_hijri: bool, day: Option<u32>) -> Option<Found> {
    let mut end = end;
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
    let Some(today) = scene.today else {
        return Some(Found { end, ..Found::default() });
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
    let candidates = [today.year - 1, today.year, today.year + 1];
    let at = |year: i32| Date::new(year, month, day.unwrap_or(1));
    let position = |d: Date| {
        if day.is_some() {
            d.days() - today.days()
        } else {
            i64::from((d.year - today.year) * 12 + d.month as i32 - today.month as i32)
        }
    };
    let year = match shift {
        Some(-1) => candidates.into_iter().rev().find(|y| at(*y).is_some_and(|d| position(d) < 0)),
        Some(1) => candidates.into_iter().find(|y| at(*y).is_some_and(|d| position(d) > 0)),
        Some(_) => Some(today.year),
        None if scene.settings.tense == Tense::Future => Some(today.year),
        None => {
            candidates.into_iter().filter(|y| at(*y).is_some()).min_by_key(|y| at(*y).map_or(i64::MAX, |d| position(d).abs()))
        }
    }?;
    complete(false, year, month, day).map(|f| Found { end, complete: false, ..f })
}

fn complete(is_hijri: bool, year: i32, month: u32, day: Option<u32>) -> Option<Found> {
    let found = Found { complete: true, ..Found::default() };
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
