//! What is counted inside a larger time: days of a week or of this month, weeks and quarters of a year, and what recurs.

use super::civil::Date;
use super::clock::Clock;
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, months, periods};

/// Months to look in for a weekday with its number, nearest first.
const NEAR: [i32; 5] = [0, -1, 1, -2, 2];

/// After a weekday: `من الأسبوع المقبل`, `الأسبوع الفائت`.
pub(super) fn of_week(scene: Scene<'_, '_>, at: usize, weekday: i64) -> Option<Found> {
    let start = at + usize::from(matches!(scene.folded(at), "من" | "في"));
    let (_, week) = periods::relative_unit(scene, start).filter(|(lead, f)| *lead == 0 && f.sort == Sort::Week)?;
    Some(in_week(&week, week.end, weekday))
}

/// A weekday of a week.
pub(super) fn in_week(week: &Found, end: usize, weekday: i64) -> Found {
    let day = week.monday.map(|monday| monday.plus_days(weekday - 1));
    Found { end, value: day.map(Date::iso), day, sort: Sort::Day, ..Found::default() }
}

/// After a weekday the number of the day: `الجمعة 13`, `السبت السادس عشر`, `الخميس في الحادي والعشرين`. Its month is the nearest in
/// which they agree; "الخميس 21 قتيلا" counts the dead.
pub(super) fn numbered(scene: Scene<'_, '_>, at: usize, weekday: i64) -> Option<Found> {
    let start = at + usize::from(scene.folded(at) == "في");
    let (n, day) = number_of_day(scene, start)?;
    let mut end = start + n;
    let told = scene.month_shift(end + usize::from(scene.folded(end) == "من"));
    if told.is_none() && !(scene.closes(end) || scene.is_query() && scene.skip(end, Class::Unit) == 0) {
        return None;
    }
    let found = Found { sort: Sort::Day, ..Found::default() };
    let Some(today) = scene.today else {
        return scene.is_query().then_some(Found { end, ..found });
    };
    let in_month = |shift: i32| {
        let month = today.plus_months(shift);
        Date::new(month.year, month.month, day).filter(|d| d.weekday() == weekday)
    };
    let date = match told {
        Some((stop, shift)) => {
            end = stop;
            in_month(shift)?
        }
        None => NEAR.into_iter().find_map(in_month)?,
    };
    Some(Found { end, value: Some(date.iso()), day: Some(date), ..found })
}

/// A day by its number in digits or as a definite ordinal: words, number.
fn number_of_day(scene: Scene<'_, '_>, at: usize) -> Option<(usize, u32)> {
    let definite = scene.digits(at).is_some() || scene.folded(at).starts_with("ال") && !scene.folded(at).ends_with('ه');
    let (n, day, lead) = months::day_number(scene, at).filter(|_| definite)?;
    (lead == 0).then_some((n, day))
}

/// `31 من هذا الشهر`, `الخامس من الشهر المقبل`, `15 الجاري`, `يوم 21`, and in a query `في الثاني`.
pub(super) fn day_of_this_month(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let spoken = usize::from(scene.folded(at) == "يوم");
    let (n, day) = number_of_day(scene, at + spoken)?;
    let end = at + spoken + n;
    if spoken == 1 && months::day_of_month(scene, at + 1).is_some() {
        return None;
    }
    let of = usize::from(matches!(scene.folded(end), "من" | "في"));
    if let Some((end, shift)) = scene.month_shift(end + of) {
        let date = scene.today.map(|t| t.plus_months(shift)).and_then(|m| Date::new(m.year, m.month, day));
        return Some((0, Found { end, value: date.map(Date::iso), day: date, sort: Sort::Day, ..Found::default() }));
    }
    // "في 7" may be an hour.
    let day_only = scene.digits(at).is_none_or(|n| n > 12);
    let announced = spoken == 1 || day_only && at > scene.start && scene.folded(at - 1) == "في";
    let alone = scene.closes(end) || spoken == 1 && scene.is_query();
    (announced && alone && (spoken == 1 || scene.is_query()) && scene.skip(end, Class::Unit) == 0)
        .then(|| (0, day_alone(scene, at, end, day)))
}

/// The day of that number before today, or after it where the text plans.
fn day_alone(scene: Scene<'_, '_>, at: usize, end: usize, day: u32) -> Found {
    let date = scene.today.and_then(|today| {
        let forward = scene.plans(at);
        let order = if forward { [0, 1, 2] } else { [0, -1, -2] };
        let dates = order.into_iter().filter_map(|shift| {
            let month = today.plus_months(shift);
            Date::new(month.year, month.month, day)
        });
        dates.into_iter().find(|d| if forward { *d >= today } else { *d <= today })
    });
    Found { end, value: date.map(Date::iso), day: date, sort: Sort::Day, ..Found::default() }
}

/// In a query a bare number after an hour: `الثامنة مساء في 15`, `... يوم 15`.
pub(super) fn day_after_clock(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    let spoken = usize::from(scene.folded(at) == "يوم");
    let day = scene.digits(at + spoken).filter(|d| (1..=31).contains(d) && scene.is_query())?;
    let end = at + spoken + 1;
    scene.closes(end).then(|| day_alone(scene, at, end, day))
}

/// `الربع الأول من 2019`, `النصف الثاني من العام الجاري`.
pub(super) fn part_of_year(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let Some((end, part, lead)) = year_part(scene, at) else { return first_months(scene, at) };
    let (end, year) = year_of(scene, end)?;
    Some((lead, of_year(end, year, &part)))
}

/// `الأشهر التسعة الأولى من العام الجاري`.
fn first_months(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let unit = scene.find(at, &[Class::Unit]).filter(|u| u.value == "M n")?;
    let (n, count, _) = scene.number(at + unit.n).filter(|(_, count, lead)| *lead == 0 && (2..12).contains(count))?;
    let first = at + unit.n + n;
    if scene.folded(first) != "الاولي" {
        return None;
    }
    let (end, year) = year_of(scene, first + 1)?;
    let value = year.map(|y| format!("{y:04}-01/{y:04}-{count:02}"));
    Some((unit.lead, Found { end, value, ..Found::default() }))
}

/// After a year: `2016 الربع الثالث`.
pub(super) fn part_after_year(scene: Scene<'_, '_>, year: &Found) -> Option<Found> {
    let (end, part, _) = year_part(scene, year.end).filter(|(.., lead)| *lead == 0)?;
    Some(of_year(end, year.value.as_deref().and_then(|v| v.parse().ok()), &part))
}

fn of_year(end: usize, year: Option<i32>, part: &str) -> Found {
    Found { end, value: year.map(|y| format!("{y:04}-{part}")), sort: Sort::Other, ..Found::default() }
}

/// `الربع الثالث`: one past it, `Q3`, proclitics.
fn year_part(scene: Scene<'_, '_>, at: usize) -> Option<(usize, String, usize)> {
    let unit = scene.find(at, &[Class::YearPart])?;
    let (kind, most) = if unit.value == "Q" { ('Q', 4) } else { ('H', 2) };
    let after = at + unit.n;
    let (n, count) = match scene.free(after, &[Class::Ordinal]) {
        Some(ordinal) => (ordinal.n, ordinal.value.parse().ok()?),
        None if scene.folded(after) == "الاخير" => (1, most),
        None => return None,
    };
    (1..=most).contains(&count).then(|| (after + n, format!("{kind}{count}"), unit.lead))
}

/// A year after `من` or directly: told or relative; one past it, the year where known.
fn year_of(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Option<i32>)> {
    let start = at + usize::from(scene.folded(at) == "من");
    if let Some((_, year)) = periods::relative_unit(scene, start).filter(|(lead, f)| *lead == 0 && f.sort == Sort::Year) {
        return Some((year.end, year.value.as_deref().and_then(|v| v.parse().ok())));
    }
    let mark = scene.find(start, &[Class::YearMark]).map_or(0, |m| m.n);
    let word = start + mark;
    let year = scene.digits(word).filter(|y| (1800..2100).contains(y))?;
    Some((word + 1, Some(year as i32)))
}

/// `الأسبوع الثالث من عام 2027`, `الأسبوع الأول من مايو`: of a year its ISO week, of a month no finer than the month.
pub(super) fn nth_week(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let unit = scene.find(at, &[Class::Unit]).filter(|u| u.value == "W 1" && scene.folded(at).ends_with("الاسبوع"))?;
    let ordinal = scene.free(at + unit.n, &[Class::Ordinal])?;
    let n: u32 = ordinal.value.parse().ok()?;
    let end = at + unit.n + ordinal.n;
    if let Some((end, year)) = year_of(scene, end) {
        let value = year.filter(|y| Date::of_week(*y, n).is_some()).map(|y| format!("{y:04}-W{n:02}"));
        return Some((unit.lead, Found { end, value, ..Found::default() }));
    }
    if n > 5 || scene.folded(end) != "من" {
        return None;
    }
    let (_, month) = months::month(scene, end + 1).filter(|(lead, _)| *lead == 0)?;
    Some((unit.lead, Found { sort: Sort::Other, ..month }))
}

/// What recurs: `كل يوم اثنين`, `أيام الأحد`, `كل ثلاثة أسابيع`, `كل صباح`, `بعد ظهر كل يوم`. "كل عام" and "كل يوم" of an article are
/// manners of speaking and rates, not times, unless an hour stands beside them.
pub(super) fn set(scene: Scene<'_, '_>, at: usize, beside_hour: bool) -> Option<(usize, Found)> {
    let part = scene.free(at, &[Class::Part]).filter(|p| scene.skip(at + p.n, Class::Every) > 0);
    let start = at + part.map_or(0, |p| p.n);
    let every = if part.is_some() { scene.free(start, &[Class::Every])? } else { scene.find(start, &[Class::Every])? };
    let word = start + every.n;
    let found = |end, value: String, of_day| {
        let set = Found {
            end,
            value: Some(value),
            sort: Sort::Set,
            complete: true,
            of_day,
            part: part.map(|p| p.value),
            ..Found::default()
        };
        Some((every.lead, set))
    };
    if every.value.starts_with('P') {
        let timed = beside_hour || scene.is_query() || super::combine::clock_follows(scene, word);
        return if timed { found(word, every.value.to_owned(), every.value == "P1D") } else { None };
    }
    let spoken = usize::from(scene.folded(word) == "يوم");
    let weekday = scene
        .free(word + spoken, &[Class::Weekday, Class::WeekdayBare])
        // "كل أحد" is everyone.
        .filter(|w| {
            spoken == 1 || scene.folded(word).starts_with("ال") || w.value != "7" && (w.value != "1" || scene.is_query())
        });
    if let Some(weekday) = weekday {
        return found(word + spoken + weekday.n, format!("XXXX-WXX-{}", weekday.value), true);
    }
    if every.value == "days" {
        return None;
    }
    if let Some(part) = scene.free(word, &[Class::Part]) {
        return found(word + part.n, format!("XXXX-XX-XX{}", part.value), false);
    }
    let number = scene.number(word).filter(|(.., lead)| *lead == 0);
    let (n, count) = number.map_or((0, None), |(n, count, _)| (n, Some(count)));
    let unit = scene.free(word + n, &[Class::Unit])?;
    let (kind, form) = unit.value.split_once(' ')?;
    let end = word + n + unit.n;
    let timed = beside_hour || kind == "D" && form == "1" && super::combine::clock_follows(scene, end);
    let count = match (count, form) {
        (Some(count), _) => count,
        (None, "2") => 2,
        (None, "1") if scene.is_query() || timed || part.is_some() => 1,
        _ => return None,
    };
    found(end, super::measures::value(u64::from(count), false, kind)?, kind == "D" && count == 1)
}

/// A set at an hour: `الساعة 3 مساء كل يوم`, `كل يوم اثنين الساعة 4`.
pub(super) fn set_at(set: &Found, clock: Clock, end: usize) -> Found {
    let clock = set.part.map_or(clock, |part| clock.in_part(part));
    let day = set.value.as_deref().filter(|v| v.starts_with('X')).unwrap_or("XXXX-XX-XX");
    Found { end, value: Some(format!("{day}T{}", clock.time())), clock: Some(clock), of_day: false, ..set.clone() }
}

/// `بقية اليوم`: from now to its end, where the hour is known.
pub(super) fn rest_of_day(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let rest = scene.find(at, &[Class::Rest])?;
    let value = scene.today.map(|day| match scene.settings.clock {
        Some((hour, minute)) => {
            format!("{}/{}", Clock::at(hour, minute).on(day), Clock::LAST.on(day))
        }
        None => day.iso(),
    });
    Some((rest.lead, Found { end: at + rest.n, value, day: scene.today, ..Found::default() }))
}
