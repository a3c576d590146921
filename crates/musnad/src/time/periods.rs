//! Weeks, months, years, seasons, decades and durations, told, relative or counted back.

use super::civil::Date;
use super::words::Class;
use super::{Found, Scene, Tense};

/// `الأسبوع الماضي`, `هذا الشهر`, `العام المقبل`, `وقت سابق من هذا الشهر`, `اليومين الماضيين`, `الأيام المقبلة`.
pub(super) fn relative_unit(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let edge = scene.find(at, &[Class::Edge]);
    let mut word = at + edge.map_or(0, |e| e.n);
    let this = usize::from(matches!(scene.folded(word), "هذا" | "هذه"));
    word += this;
    let unit = if word > at { scene.free(word, &[Class::Unit])? } else { scene.find(word, &[Class::Unit])? };
    let lead = edge.map_or(if this == 1 { 0 } else { unit.lead }, |e| e.lead);
    let mut end = word + unit.n;
    let counted = scene
        .number(end)
        .filter(|(.., lead)| *lead == 0 && scene.folded(end).starts_with("ال") || scene.digits(end).is_some_and(|n| n < 1000));
    let mut shift = if this == 1 { Some(0) } else { None };
    if this == 0 {
        let after = end + counted.map_or(0, |(n, ..)| n);
        let rel = scene.free(after, &[Class::Relative])?;
        if matches!(scene.folded(after), "هذا" | "هذه") {
            return None;
        }
        shift = rel.value.parse::<i32>().ok();
        end = after + rel.n;
    }
    let shift = shift?;
    let (kind, count) = unit.value.split_once(' ')?;
    let n = match count {
        "1" => 1,
        "2" => 2,
        _ => counted.map_or(0, |(_, n, _)| n as i64),
    };
    let plural = count != "1";
    if kind == "D" && !plural && edge.is_none() {
        return None;
    }
    let value = scene.today.and_then(|today| if plural { several(today, kind, n, shift) } else { one(today, kind, shift) });
    Some((lead, Found { end, value, ..Found::default() }))
}

/// The week, month or year `shift` away.
fn one(today: Date, kind: &str, shift: i32) -> Option<String> {
    Some(match kind {
        "D" => today.plus_days(i64::from(shift)).iso(),
        "W" => today.plus_days(7 * i64::from(shift)).iso_week_text(),
        "M" => today.plus_months(shift).iso().get(..7)?.to_owned(),
        "Y" => format!("{:04}", today.year + shift),
        "Y10" => format!("{:03}", today.year / 10 + shift),
        "Y100" => format!("{:02}", today.year / 100 + shift),
        _ => return None,
    })
}

/// The last or next `n` of a unit as a range; nothing where the text does not tell how many.
fn several(today: Date, kind: &str, n: i64, shift: i32) -> Option<String> {
    if n == 0 || shift == 0 {
        return None;
    }
    let days = match kind {
        "D" => n,
        "W" => 7 * n,
        "M" | "Y" => return Some(format!("P{n}{kind}")),
        "TH" => return Some(format!("PT{n}H")),
        _ => return None,
    };
    let (from, to) =
        if shift < 0 { (today.plus_days(-days), today.plus_days(-1)) } else { (today.plus_days(1), today.plus_days(days)) };
    Some(format!("{}/{}", from.iso(), to.iso()))
}

/// `قبل أسبوعين`, `منذ ثلاث سنوات`, `قبل 5 أيام من الهجوم` (no value), `منذ نحو أربعة أشهر`, `قبل شهر ونصف الشهر`.
pub(super) fn ago(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let ago = scene.find(at, &[Class::Ago])?;
    let mut word = at + ago.n;
    word += scene.free(word, &[Class::Approx]).map_or(0, |a| a.n);
    let number = scene.number(word).filter(|(_, _, lead)| *lead == 0);
    let (n_words, count) = number.map_or((0, None), |(n, count, _)| (n, Some(i64::from(count))));
    let unit = scene.free(word + n_words, &[Class::Unit])?;
    let (kind, form) = unit.value.split_once(' ')?;
    if scene.folded(word + n_words).starts_with("ال") {
        return None;
    }
    let mut end = word + n_words + unit.n;
    let half = scene.free(end, &[Class::Half]);
    end += half.map_or(0, |h| h.n);
    let count = count.or(match form {
        "1" => Some(1),
        "2" => Some(2),
        _ => None,
    });
    let forward = ago.value == "1";
    // "قبل 5 أيام من الهجوم" counts from something else; "بعد يومين" in a report counts from what was told before.
    let elsewhere = scene.folded(end) == "من" && !matches!(scene.folded(end + 1), "الان" | "اليوم");
    if forward && scene.folded(at).ends_with("خلال") {
        return None;
    }
    let known = !elsewhere && (!forward || scene.settings.tense == Tense::Future || scene.is_query());
    let value = match (scene.today, count) {
        (Some(today), Some(count)) if known => counted(scene, today, kind, if forward { count } else { -count }, half.is_some()),
        _ => None,
    };
    let day = value.as_deref().and_then(Date::parse).filter(|_| kind == "D");
    Some((ago.lead, Found { end, value, day, ..Found::default() }))
}

/// The moment `n` units away, as fine as the unit tells.
fn counted(scene: Scene<'_, '_>, today: Date, kind: &str, n: i64, half: bool) -> Option<String> {
    let months = i32::try_from(n).ok().filter(|m| m.abs() < 6000)?;
    let sign = if n < 0 { -1 } else { 1 };
    Some(match kind {
        "D" => today.plus_days(n).iso(),
        "W" => today.plus_days(7 * n).iso_week_text(),
        "M" => {
            let moved = today.plus_months(months);
            let moved = if half { moved.plus_days(15 * sign) } else { moved };
            moved.iso().get(..7)?.to_owned()
        }
        "Y" if half => today.plus_months(12 * months + 6 * sign as i32).iso().get(..4)?.to_owned(),
        "Y" => format!("{:04}", today.year + months),
        "Y10" => format!("{:04}", today.year + 10 * months),
        "TH" | "TM" => {
            let (hour, minute) = scene.settings.clock?;
            let minutes = i64::from(hour * 60 + minute) + if kind == "TH" { 60 * n } else { n };
            let date = today.plus_days(minutes.div_euclid(24 * 60));
            let rest = minutes.rem_euclid(24 * 60);
            format!("{}T{:02}:{:02}", date.iso(), rest / 60, rest % 60)
        }
        _ => return None,
    })
}

/// `عام 2013`, `العام 2011`, `في 1962`, `عامي 2011 و2015`, `2011-2015`.
pub(super) fn year(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let edge = scene.find(at, &[Class::Edge]);
    let start = at + edge.map_or(0, |e| e.n);
    let mark = if edge.is_some() { scene.free(start, &[Class::YearMark]) } else { scene.find(start, &[Class::YearMark]) };
    let word = start + mark.map_or(0, |m| m.n);
    let digits = scene.folded(word);
    let year = scene.digits(word).filter(|_| digits.len() == 4)?;
    let lead = edge.map(|e| e.lead).or(mark.map(|m| m.lead)).unwrap_or(0);
    let era = scene.find(word + 1, &[Class::Era]);
    let is_hijri = era.is_some_and(|e| e.value == "h") && (1300..1500).contains(&year);
    let mut end = word + 1 + era.map_or(0, |e| e.n);
    if !(1800..2100).contains(&year) && !is_hijri {
        return None;
    }
    let preposition = at > scene.start
        && matches!(scene.folded(at - 1), "في" | "منذ" | "حتى" | "حتي" | "خلال" | "قبل" | "بعد" | "من" | "بين" | "و" | "(");
    let counted = scene.text.words.get(end).is_some_and(|w| end < scene.end && w.kind == crate::text::WordKind::Arabic)
        && scene.free(end, &[Class::Unit]).is_some();
    if mark.is_none() && era.is_none() && edge.is_none() && (!preposition || counted) && !scene.is_query() {
        return None;
    }
    let mut value = if is_hijri {
        let first = super::hijri::from_hijri(year as i32, 1, 1)?;
        let last = super::hijri::from_hijri(year as i32 + 1, 1, 1)?.plus_days(-1);
        format!("{}/{}", first.iso(), last.iso())
    } else {
        format!("{year:04}")
    };
    if matches!(scene.raw(end), "-" | "–" | "/")
        && let Some(to) = scene.digits(end + 1).filter(|y| (1800..2100).contains(y) && *y > year)
    {
        value = format!("{year:04}/{to:04}");
        end += 2;
    }
    Some((lead, Found { end, value: Some(value), complete: true, ..Found::default() }))
}

/// `صيف 2017`, `الصيف الماضي`, `التسعينيات`, `القرن الماضي` (a unit), `رمضان` (a month).
pub(super) fn season_or_decade(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    if let Some(decade) = scene.find(at, &[Class::Decade]) {
        let mut end = at + decade.n;
        if scene.folded(end) == "من" && scene.folded(end + 1) == "القرن" && scene.folded(end + 2) == "الماضي" {
            end += 3;
        }
        return Some((decade.lead, Found { end, value: Some(decade.value.to_owned()), complete: true, ..Found::default() }));
    }
    if let Some(holiday) = scene.find(at, &[Class::Holiday]) {
        let (month, day) = holiday.value.split_once('-')?;
        let date = scene.today.and_then(|today| {
            let (year, ..) = super::to_hijri(today)?;
            super::from_hijri(year, month.parse().ok()?, day.parse().ok()?)
        });
        return Some((holiday.lead, Found { end: at + holiday.n, value: date.map(Date::iso), day: date, ..Found::default() }));
    }
    let season = scene.find(at, &[Class::Season])?;
    let mut end = at + season.n;
    let rel = scene.free(end, &[Class::Relative]);
    let mark = scene.free(end, &[Class::YearMark]).map_or(0, |m| m.n);
    let told = scene.digits(end + mark).filter(|y| (1800..2100).contains(y));
    let year = match (told, rel) {
        (Some(year), _) => {
            end += mark + 1;
            Some(year as i32)
        }
        (None, Some(rel)) => {
            end += rel.n;
            let shift: i32 = rel.value.parse().ok()?;
            let month = match season.value {
                "SP" => 4,
                "SU" => 7,
                "FA" => 10,
                _ => 1,
            };
            scene.today.map(|today| match shift {
                -1 if month >= today.month => today.year - 1,
                1 if month <= today.month => today.year + 1,
                _ => today.year,
            })
        }
        (None, None) => return None,
    };
    Some((
        season.lead,
        Found { end, value: year.map(|y| format!("{y:04}-{}", season.value)), complete: told.is_some(), ..Found::default() },
    ))
}

/// `24 ساعة`, `خمسة أيام` after a word of duration (`خلال`, `لمدة`, `أكثر من`).
pub(super) fn duration(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let number = scene.number(at);
    let (n_words, count, lead) = number.unwrap_or((0, 0, 0));
    let unit = if n_words > 0 { scene.free(at + n_words, &[Class::Unit])? } else { scene.find(at, &[Class::Unit])? };
    let (kind, form) = unit.value.split_once(' ')?;
    let count = if n_words > 0 {
        u64::from(count)
    } else if form == "2" {
        2
    } else {
        1
    };
    let lead = if n_words > 0 { lead } else { unit.lead };
    if n_words == 0 && form == "n" || kind.len() > 2 {
        return None;
    }
    let marked = at > scene.start && (marker_ends(scene, at) || lead > 0 && scene.folded(at).starts_with('ل'));
    let whole = scene.is_query() && at == 0 && at + n_words + unit.n == scene.text.words.len();
    if !(marked && (n_words > 0 || form == "2") || whole) {
        return None;
    }
    let value = match kind.strip_prefix('T') {
        Some(time) => format!("PT{count}{time}"),
        None => format!("P{count}{kind}"),
    };
    Some((lead, Found { end: at + n_words + unit.n, value: Some(value), complete: true, ..Found::default() }))
}

/// Whether a word of duration ends right before `at`.
fn marker_ends(scene: Scene<'_, '_>, at: usize) -> bool {
    (1..=2).any(|back| {
        at.checked_sub(back)
            .filter(|b| *b >= scene.start)
            .is_some_and(|from| scene.find(from, &[Class::Span, Class::Approx]).is_some_and(|m| from + m.n == at))
    })
}
