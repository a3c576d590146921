//! Hours: `الساعة الثالثة والنصف عصرا`, `14:30`, `الثالثة فجرا`.

use super::civil::Date;
use super::words::Class;
use super::{Found, Scene};

/// A time of day, with the day that stands before or after it.
pub(super) fn clock(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let spoken = scene.find(at, &[Class::Unit]).filter(|u| u.value == "TH 1" && scene.folded(at).ends_with("الساعه"));
    let start = at + spoken.map_or(0, |s| s.n);
    let lead = spoken.map_or(0, |s| s.lead);
    let (mut end, mut hour, mut minute) = hour_at(scene, start, spoken.is_some())?;
    if let Some((stop, half)) = fraction(scene, end) {
        end = stop;
        let total = i64::from(hour * 60 + minute) + half;
        hour = (total.rem_euclid(24 * 60) / 60) as u32;
        minute = (total.rem_euclid(60)) as u32;
    }
    let mut part_end = end;
    let part = part_after(scene, end).inspect(|(stop, _)| part_end = *stop);
    if spoken.is_none() && part.is_none() && scene.raw(start + 1) != ":" {
        return None;
    }
    if let Some((_, part)) = part {
        hour = on_part(hour, part);
        end = part_end;
    }
    if hour > 23 || minute > 59 {
        return None;
    }
    let day: Option<Date> = scene.today;
    let value = day.map(|d| format!("{}T{hour:02}:{minute:02}", d.iso()));
    Some((lead, Found { end, value, day, ..Found::default() }))
}

/// `09:40 صباحا` right after a date: one past it, hour, minute.
pub(super) fn after_date(scene: Scene<'_, '_>, at: usize) -> Option<(usize, u32, u32)> {
    let start = at + usize::from(matches!(scene.raw(at), "," | "،"));
    let (mut end, mut hour, minute) = hour_at(scene, start, false).filter(|_| scene.raw(start + 1) == ":")?;
    if let Some((stop, part)) = part_after(scene, end) {
        hour = on_part(hour, part);
        end = stop;
    }
    (hour < 24 && minute < 60).then_some((end, hour, minute))
}

/// `14:30`, `15:23:24`, or after `الساعة` a number or ordinal: one past it, hour, minute.
fn hour_at(scene: Scene<'_, '_>, at: usize, spoken: bool) -> Option<(usize, u32, u32)> {
    if let Some(hour) = scene.digits(at).filter(|h| *h < 25) {
        if scene.raw(at + 1) == ":"
            && let Some(minute) = scene.digits(at + 2).filter(|_| scene.folded(at + 2).len() == 2)
        {
            let seconds = scene.raw(at + 3) == ":" && scene.folded(at + 4).len() == 2 && scene.digits(at + 4).is_some();
            return Some((at + if seconds { 5 } else { 3 }, hour, minute));
        }
        return spoken.then_some((at + 1, hour, 0));
    }
    let word = scene.free(at, &[Class::Ordinal, Class::Number])?;
    let hour: u32 = word.value.parse().ok()?;
    let clock_word = spoken || scene.folded(at).ends_with('ه') && scene.folded(at).starts_with("ال");
    ((1..=12).contains(&hour) && clock_word).then_some((at + word.n, hour, 0))
}

/// Minutes added or taken: `والنصف`, `و 18 دقيقة`, `إلا ربعا`.
fn fraction(scene: Scene<'_, '_>, at: usize) -> Option<(usize, i64)> {
    let folded = scene.folded(at);
    let quarter = |word: &str| match word.trim_end_matches('ا').trim_start_matches("ال") {
        "نصف" => Some(30),
        "ربع" => Some(15),
        "ثلث" => Some(20),
        _ => None,
    };
    if let Some(minutes) = folded.strip_prefix('و').and_then(quarter) {
        return Some((at + 1, minutes));
    }
    if folded == "الا" {
        return quarter(scene.folded(at + 1)).map(|m| (at + 2, -m));
    }
    let start = at + usize::from(folded == "و");
    let (n, minutes, lead) = scene.number(start)?;
    let glued = lead == 2 || folded == "و" || folded.starts_with('و');
    let unit = scene.free(start + n, &[Class::Unit]).filter(|u| u.value.starts_with("TM"))?;
    (glued && minutes < 60).then(|| (start + n + unit.n, i64::from(minutes)))
}

fn part_after(scene: Scene<'_, '_>, at: usize) -> Option<(usize, &'static str)> {
    let this = usize::from(matches!(scene.folded(at), "هذا" | "هذه" | "من"));
    let part = scene.free(at + this, &[Class::Part])?;
    Some((at + this + part.n, part.value))
}

/// The hour of 24 that an hour of 12 means in a part of the day.
fn on_part(hour: u32, part: &str) -> u32 {
    match part {
        "TMO" => hour % 12,
        "TAF" if hour < 11 => hour + 12,
        "TEV" if hour < 12 => hour + 12,
        "TNI" if (6..12).contains(&hour) => hour + 12,
        "TNI" if hour == 12 => 0,
        _ => hour,
    }
}
