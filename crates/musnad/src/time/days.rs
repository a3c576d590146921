//! Days by name: parts of the day, today and its neighbours, weekdays.

use super::civil::Date;
use super::clock::{self, Clock};
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, Tense, counted, months, numeric};

/// `مساء الخميس`, `فجر اليوم`, `ليلة الأحد - الاثنين`, `الليلة الماضية`, `منتصف الليلة الماضية`, `هذا الصباح`.
pub(super) fn part_of_day(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let today = scene.today;
    if let Some(found) = midnight(scene, at) {
        return Some(found);
    }
    let this = matches!(scene.folded(at), "هذا" | "هذه");
    let vague = if this { None } else { scene.free(at, &[Class::Vague]) };
    let skipped = usize::from(this) + vague.map_or(0, |v| v.n);
    let part = if skipped > 0 { scene.free(at + skipped, &[Class::Part])? } else { scene.find(at, &[Class::Part])? };
    let mut end = at + skipped + part.n;
    let named = |end, day: Option<Date>, found| {
        let value = day.map(|d| format!("{}{}", d.iso(), part.value));
        Some((part.lead, Found { end, value, day, part: Some(part.value), sort: Sort::Part, ..found }))
    };
    if this {
        return named(end, today, Found::default());
    }
    if let Some(rel) = scene.free(end, &[Class::Relative]).filter(|r| part.value == "TNI" && r.value == "-1") {
        return named(end + rel.n, today.map(|d| d.plus_days(-1)), Found::default());
    }
    end += scene.skip(end, Class::Late);
    let Some((stop, day, found)) = day_at(scene, end) else { return adverb(scene, at) };
    end = stop;
    // ليلة الأحد - الاثنين: the night between them belongs to the first.
    if matches!(scene.raw(end), "-" | "–" | "/" | "إلى")
        && let Some(second) = scene.free(end + 1, &[Class::Weekday])
    {
        let value = day.map(|d| format!("{}TNI", d.iso()));
        let night = Found { end: end + 1 + second.n, value, day, part: Some("TNI"), sort: Sort::Part, ..found };
        return Some((part.lead, night));
    }
    named(end, day, found)
}

/// `منتصف الليلة الماضية`, `منتصف ليل الخميس`, `منتصف النهار`.
fn midnight(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let middle = scene.find(at, &[Class::Midnight])?;
    let mut end = at + middle.n;
    let noon = middle.value == "T12:00";
    let last_night = scene.free(end, &[Class::Relative]).filter(|r| r.value == "-1" && !noon);
    let day = match (last_night, day_at(scene, end)) {
        (Some(rel), _) => {
            end += rel.n;
            scene.today
        }
        (None, Some((stop, day, _))) => {
            end = stop;
            // The midnight of a night belongs to the day that begins.
            day.map(|d| d.plus_days(i64::from(!noon)))
        }
        (None, None) if noon && scene.is_query() => scene.today,
        (None, None) => return None,
    };
    let clock = Clock::at(if noon { 12 } else { 0 }, 0);
    let value = day.map(|d| clock.on(d)).or_else(|| clock::value(scene, clock).filter(|_| end == at + middle.n));
    Some((middle.lead, Found { end, value, day, clock: Some(clock), sort: Sort::Day, ..Found::default() }))
}

/// A part of the day with no day of its own: `ليلا`, `الليلة`, `في الصباح الباكر`, `في وقت متأخر من المساء`. Whether it stands for
/// itself, `combine` decides by what is beside it.
fn adverb(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let inside = usize::from(scene.folded(at) == "في");
    let vague = scene.skip(at + inside, Class::Vague);
    let skipped = inside + vague;
    let wanted = if skipped > 0 { &[Class::Part, Class::Adverb][..] } else { &[Class::Adverb] };
    let part = if skipped > 0 { scene.free(at + skipped, wanted)? } else { scene.find(at, wanted)? };
    let mut end = at + skipped + part.n;
    // "في مساء الخميس" begins with the part, not with the preposition.
    let late = scene.skip(end, Class::Late);
    if inside > 0 && vague + late == 0 && part_of_day(scene, at + 1).is_some_and(|(_, f)| f.sort == Sort::Part) {
        return None;
    }
    end += late;
    let value = scene.today.map(|d| format!("{}{}", d.iso(), part.value));
    let found = Found { end, value, day: scene.today, part: Some(part.value), sort: Sort::BarePart, ..Found::default() };
    Some((part.lead, found))
}

/// After `في`: a part of the day that only the preposition makes an adverb, or one made vague (`في وقت متأخر من مساء الثلاثاء`).
pub(super) fn in_part(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let vague = scene.free(at + 1, &[Class::Vague]);
    if let Some((_, found)) =
        vague.and_then(|v| part_of_day(scene, at + 1 + v.n)).filter(|(lead, f)| *lead == 0 && f.sort == Sort::Part)
    {
        return Some((0, found));
    }
    adverb(scene, at)
}

/// `وقت سابق من اليوم`, `نهاية يوم الخميس`.
pub(super) fn edged(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let edge = scene.find(at, &[Class::Edge])?;
    let start = at + edge.n;
    let (_, found) = day(scene, start).or_else(|| weekday(scene, start)).filter(|(lead, f)| *lead == 0 && f.sort == Sort::Day)?;
    Some((edge.lead, found))
}

/// A day said by name: today and its neighbours, a weekday, or a day of a month.
pub(super) fn day_at(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Option<Date>, Found)> {
    let (lead, found) = day(scene, at).or_else(|| weekday(scene, at)).or_else(|| months::day_of_month(scene, at))?;
    (lead == 0).then_some((found.end, found.day, found))
}

/// `أمس`, `اليوم الثلاثاء`, `أمس (السبت)`, `بعد غد (الثلاثاء)`, `أول من أمس`; `اليوم التالي` against the text's date.
pub(super) fn day(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    // "ألان" is a name. A query asks for the day; an article that says "الآن" places nothing in time by it.
    if let Some(now) = scene.find(at, &[Class::Now]).filter(|_| scene.is_query() && !scene.raw(at).starts_with('أ')) {
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
        // اليوم العالمي, في اليوم الواحد: a day of its own name, a day as a measure.
        if word.n == 1 && scene.skip(end, Class::DayName) > 0 {
            return None;
        }
    }
    let mut day = scene.today.map(|d| d.plus_days(shift));
    let mut today = None;
    let open = usize::from(matches!(scene.raw(end), "(" | "،"));
    let spoken = usize::from(scene.folded(end + open) == "يوم");
    if let Some(weekday) = scene.free(end + open + spoken, &[Class::Weekday]) {
        let stop = end + open + spoken + weekday.n;
        // "أمس، الاثنين، …", "أمس، الاثنين 4 مارس": between commas, or before its date.
        let comma = open == 1 && scene.raw(end) == "،";
        let beside = comma && (matches!(scene.raw(stop), "،" | ".") || months::day_of_month(scene, stop).is_some());
        let bracketed = !comma && scene.raw(stop) == ")";
        if open == 0 || beside || bracketed {
            end = stop + usize::from(bracketed);
            // The weekday shows which day the text calls today, if the article is older than its date.
            let wanted: i64 = weekday.value.parse().ok()?;
            if let Some(named) = day.filter(|d| d.weekday() != wanted) {
                let back = (named.weekday() - wanted).rem_euclid(7);
                day = Some(named.plus_days(-back));
                today = day.map(|d| d.plus_days(-shift));
            }
        }
    }
    Some((word.lead, Found { end, value: day.map(Date::iso), day, today, sort: Sort::Day, ..Found::default() }))
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
    Some(Found { end: at + 1, value: day.map(Date::iso), day, from_text: true, sort: Sort::Day, ..Found::default() })
}

/// `الخميس`, `يوم الأحد`, `الاثنين المقبل`, `هذا الاثنين`, `الجمعة 12 شوال 1443هـ`, `الأربعاء الموافق …`, `الاثنين من الأسبوع المقبل`.
pub(super) fn weekday(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let marked = scene.find(at, &[Class::Unit]).filter(|u| u.value == "D 1" && scene.folded(at).ends_with("يوم"));
    let this = usize::from(matches!(scene.folded(at), "هذا"));
    let start = at + marked.map_or(0, |m| m.n) + this;
    let wanted = if marked.is_some() { &[Class::Weekday, Class::WeekdayBare][..] } else { &[Class::Weekday][..] };
    let word = if start > at { scene.free(start, wanted) } else { scene.find(start, wanted) };
    let Some(word) = word else { return bare_weekday(scene, at) };
    let lead = marked.map_or(if this == 1 { 0 } else { word.lead }, |m| m.lead);
    // "الأحد" may be "the one"; a number of days or a unit before it would make it so, never the rest.
    let weekday: i64 = word.value.parse().ok()?;
    let end = start + word.n;
    let told = date_after(scene, end)
        .or_else(|| counted::of_week(scene, end, weekday))
        .or_else(|| counted::numbered(scene, end, weekday));
    if let Some(found) = told {
        return Some((lead, found));
    }
    Some((lead, nearest(scene, at, end, weekday)))
}

/// `ثلاثاء الأسبوع الفائت`.
fn bare_weekday(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let word = scene.find(at, &[Class::WeekdayBare])?;
    let found = counted::of_week(scene, at + word.n, word.value.parse().ok()?)?;
    Some((word.lead, found))
}

/// The weekday that its words, the tense or the verb before it mean.
fn nearest(scene: Scene<'_, '_>, at: usize, end: usize, weekday: i64) -> Found {
    let mut end = end;
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
    Found {
        end,
        value: day.map(Date::iso),
        day,
        weekday: Some(weekday).filter(|_| shift.is_none() && far == 0),
        sort: Sort::Day,
        ..Found::default()
    }
}

/// A full date after a weekday, directly or after `الموافق`, a comma or `في`.
fn date_after(scene: Scene<'_, '_>, at: usize) -> Option<Found> {
    let skip = usize::from(matches!(scene.folded(at), "الموافق" | "،" | "في" | "("));
    let (_, found) = months::day_of_month(scene, at + skip)
        .or_else(|| months::month_and_day(scene, at + skip))
        .or_else(|| numeric::numeric(scene, at + skip))?;
    found.day.filter(|_| found.sort == Sort::Day)?;
    let end = found.end + usize::from(scene.raw(at) == "(" && scene.raw(found.end) == ")");
    Some(Found { end, ..found })
}
