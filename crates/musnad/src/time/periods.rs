//! Weeks, months and years relative to today, what is counted back or ahead, years, seasons and decades.

use super::civil::Date;
use super::measures::{self, Measure};
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, Tense};

/// Years that a number of four digits may mean.
const YEARS: std::ops::Range<u32> = 1800..2100;

/// Most words of a text that is a caption rather than an article: there a year may end a line without any mark.
const CAPTION: usize = 40;

/// `الأسبوع الماضي`, `هذا الشهر`, `العام المقبل`, `وقت سابق من هذا الشهر`, `اليومين الماضيين`, `الأيام المقبلة`, `الـ24 ساعة الماضية`.
pub(super) fn relative_unit(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let edge = scene.find(at, &[Class::Edge]);
    let mut word = at + edge.map_or(0, |e| e.n);
    let this = usize::from(matches!(scene.folded(word), "هذا" | "هذه"));
    word += this;
    word += article_apart(scene, word);
    let before = scene.number(word).filter(|(_, n, lead)| this == 0 && *lead == 0 && *n < 1000);
    word += before.map_or(0, |(n, ..)| n);
    let unit = if word > at { scene.free(word, &[Class::Unit])? } else { scene.find(word, &[Class::Unit])? };
    // "هذا يومان": only what has the article is pointed at.
    if this == 1 && !scene.folded(word).starts_with("ال") {
        return None;
    }
    // "الأمين العام السابق": no year.
    if word == at && scene.folded(at) == "العام" && scene.after(at, &[Class::Chief]) {
        return None;
    }
    let lead = edge.map_or(if this == 1 { 0 } else { unit.lead }, |e| e.lead);
    let mut end = word + unit.n;
    end += article_apart(scene, end);
    let counted = scene
        .number(end)
        .filter(|(.., lead)| *lead == 0 && scene.folded(end).starts_with("ال") || scene.digits(end).is_some_and(|n| n < 1000));
    let mut shift = if this == 1 { Some(0) } else { None };
    if this == 0 {
        let after = end + counted.map_or_else(|| scene.skip(end, Class::Few), |(n, ..)| n);
        let Some(rel) = scene.free(after, &[Class::Relative]) else {
            return edge_of_this(scene, at, edge?, end).filter(|_| before.is_none());
        };
        if matches!(scene.folded(after), "هذا" | "هذه") {
            return None;
        }
        shift = rel.value.parse::<i32>().ok();
        end = after + rel.n;
    }
    let shift = shift?;
    let (kind, count) = unit.value.split_once(' ')?;
    let n = match (before, count) {
        (Some((_, n, _)), _) => i64::from(n),
        (None, "1") => 1,
        (None, "2") => 2,
        _ => counted.map_or(0, |(_, n, _)| i64::from(n)),
    };
    let plural = count != "1" || before.is_some();
    if kind == "D" && !plural && edge.is_none() {
        return None;
    }
    // "الأربع والعشرين ساعة الماضية" is as long on any day.
    let today = scene.today.or(Date::new(2000, 1, 1).filter(|_| plural && kind.starts_with('T')));
    let value = today.and_then(|today| if plural { several(today, kind, n, shift) } else { one(today, kind, shift) });
    let found = Found { end, value, ..Found::default() };
    if plural || edge.is_some() {
        return Some((lead, found));
    }
    Some((lead, named_year(scene, single(scene, found, kind, shift))))
}

/// `نهاية العام`, `منتصف الشهر`: of this one, where nothing says of which.
fn edge_of_this(scene: Scene<'_, '_>, at: usize, edge: super::words::Found<'_>, end: usize) -> Option<(usize, Found)> {
    let word = at + edge.n;
    let unit = scene.free(word, &[Class::Unit]).filter(|_| scene.folded(word).starts_with("ال") && !edge.value.is_empty())?;
    let kind = unit.value.strip_suffix(" 1").filter(|kind| matches!(*kind, "W" | "M" | "Y"))?;
    // "نهاية العام الدراسي", "مطلع العام 2005", "نهاية السنة من كل".
    let told = scene.folded(end).starts_with("ال") || scene.digits(end).is_some() || scene.skip(end, Class::Ordinal) > 0;
    let value = scene.today.and_then(|today| one(today, kind, 0));
    (!told && end == word + unit.n && scene.folded(end) != "من").then(|| (edge.lead, Found { end, value, ..Found::default() }))
}

/// `الـ` written apart from the number it belongs to.
fn article_apart(scene: Scene<'_, '_>, at: usize) -> usize {
    usize::from(scene.folded(at) == "ال" && scene.digits(at + 1).is_some())
}

/// What one week, month or year is for the words beside it.
fn single(scene: Scene<'_, '_>, found: Found, kind: &str, shift: i32) -> Found {
    let monday = scene.today.map(|t| t.plus_days(1 - t.weekday() + 7 * i64::from(shift)));
    match kind {
        "W" => Found { sort: Sort::Week, monday, ..found },
        "M" => Found { sort: Sort::Month, ..found },
        "Y" => Found { sort: Sort::Year, ..found },
        _ => found,
    }
}

/// `العام القادم 2011`: the number says which year that is.
fn named_year(scene: Scene<'_, '_>, found: Found) -> Found {
    match scene.digits(found.end).filter(|y| found.sort == Sort::Year && YEARS.contains(y)) {
        Some(year) => Found { end: found.end + 1, value: Some(format!("{year:04}")), complete: true, ..found },
        None => found,
    }
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
        _ => return measures::value(u64::try_from(n).ok()?, false, kind),
    };
    let (from, to) =
        if shift < 0 { (today.plus_days(-days), today.plus_days(-1)) } else { (today.plus_days(1), today.plus_days(days)) };
    Some(format!("{}/{}", from.iso(), to.iso()))
}

/// `قبل أسبوعين`, `منذ ثلاث سنوات`, `قبل 5 أيام من الهجوم` (no value), `منذ نحو أربعة أشهر`, `قبل شهر ونصف الشهر`,
/// `بعد يوم واحد وساعتين`.
pub(super) fn ago(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let ago = scene.find(at, &[Class::Ago])?;
    let mut word = at + ago.n;
    word += scene.skip(word, Class::Approx);
    let first = measures::measure(scene, word).filter(|m| m.lead == 0 && !m.definite)?;
    let forward = ago.value == "1";
    let within = scene.folded(at).ends_with("خلال");
    let known_day = forward && (scene.settings.tense == Tense::Future || scene.is_query());
    if within {
        // "خلال الثلاثة أيام الماضية" is told by what follows the preposition.
        let told = scene.free(first.end, &[Class::Relative]).is_some();
        let value = within_value(scene, &first).filter(|_| !told).filter(|_| known_day)?;
        return Some((ago.lead, Found { end: first.end, value: Some(value), ..Found::default() }));
    }
    let all = measures::and_more(scene, first);
    let mut end = all.last()?.end;
    // "قبل 5 أيام من الهجوم" counts from something else; "بعد يومين" in a report counts from what was told before.
    let from_now = scene.folded(end) == "من" && matches!(scene.folded(end + 1), "الان" | "اليوم");
    let elsewhere = scene.folded(end) == "من" && !from_now;
    end += if from_now { 2 } else { 0 };
    let known = !elsewhere && (!forward || known_day);
    let sign = if forward { 1 } else { -1 };
    let value = match (scene.today.filter(|_| known), &all[..]) {
        (Some(today), [one]) => one.count.and_then(|n| counted(scene, today, one.kind, i64::try_from(n).ok()?, one.half, sign)),
        (Some(today), many) => moved(scene, today, many, sign),
        _ => None,
    };
    let day = value.as_deref().and_then(Date::parse).filter(|_| all.iter().all(|m| m.kind == "D"));
    Some((ago.lead, Found { end, value, day, ..Found::default() }))
}

/// `خلال أسبوعين` of what is to come: from today on.
fn within_value(scene: Scene<'_, '_>, measure: &Measure) -> Option<String> {
    let (today, n) = (scene.today?, i64::try_from(measure.count?).ok().filter(|n| (1..1000).contains(n))?);
    let to = match measure.kind {
        "D" => today.plus_days(n - 1),
        "W" => today.plus_days(7 * n - 1),
        "M" => today.plus_months(n as i32).plus_days(-1),
        "Y" => today.plus_months(12 * n as i32).plus_days(-1),
        _ => return None,
    };
    Some(format!("{}/{}", today.iso(), to.iso()))
}

/// The moment several measures away, as fine as the finest.
fn moved(scene: Scene<'_, '_>, today: Date, all: &[Measure], sign: i64) -> Option<String> {
    let (mut day, mut minutes) = (today, 0);
    for measure in all {
        let n = sign * i64::try_from(measure.count.filter(|n| *n < 5000)?).ok()?;
        match measure.kind {
            "D" => day = day.plus_days(n),
            "W" => day = day.plus_days(7 * n),
            "M" => day = day.plus_months(n as i32),
            "Y" => day = day.plus_months(12 * n as i32),
            "TH" => minutes += 60 * n,
            "TM" => minutes += n,
            _ => return None,
        }
    }
    match minutes {
        _ if !(1..=9999).contains(&day.year) => None,
        0 => Some(day.iso()),
        _ => counted(scene, day, "TM", minutes, false, 1),
    }
}

/// The moment `n` units away, as fine as the unit tells.
fn counted(scene: Scene<'_, '_>, today: Date, kind: &str, n: i64, half: bool, sign: i64) -> Option<String> {
    let n = n.checked_mul(sign)?;
    let months = i32::try_from(n).ok().filter(|m| m.abs() < 6000)?;
    let year = |year: i32| (1..=9999).contains(&year).then(|| format!("{year:04}"));
    Some(match kind {
        "D" => today.plus_days(n).iso(),
        "W" => today.plus_days(7 * n).iso_week_text(),
        "M" => {
            let moved = today.plus_months(months);
            let moved = if half { moved.plus_days(15 * sign) } else { moved };
            moved.iso().get(..7)?.to_owned()
        }
        "Y" if half => year(today.plus_months(12 * months + 6 * sign as i32).year)?,
        "Y" => year(today.year + months)?,
        "Y10" => year(today.year + 10 * months)?,
        "TH" | "TM" => {
            let (hour, minute) = scene.settings.clock?;
            let half = if half && kind == "TH" { 30 * sign } else { 0 };
            let minutes = i64::from(hour * 60 + minute) + if kind == "TH" { 60 * n + half } else { n };
            let date = today.plus_days(minutes.div_euclid(24 * 60));
            let rest = minutes.rem_euclid(24 * 60);
            format!("{}T{:02}:{:02}", date.iso(), rest / 60, rest % 60)
        }
        _ => return None,
    })
}

/// `عام 2013`, `العام 2011`, `في 1962`, `عام ( 1992 )`, `حرب 1948`, `عام ألفين وتسعة عشر`, `2011-2015`.
pub(super) fn year(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let edge = scene.find(at, &[Class::Edge]);
    let start = at + edge.map_or(0, |e| e.n);
    let mark = if edge.is_some() { scene.free(start, &[Class::YearMark]) } else { scene.find(start, &[Class::YearMark]) };
    let open = usize::from(mark.is_some() && scene.raw(start + mark.map_or(0, |m| m.n)) == "(");
    let word = start + mark.map_or(0, |m| m.n) + open;
    let lead = edge.map(|e| e.lead).or(mark.map(|m| m.lead)).unwrap_or(0);
    let found = Found { complete: true, sort: Sort::Year, ..Found::default() };
    if let Some((n, year)) = scene.year_in_words(word).filter(|_| mark.is_some() || scene.after(at, &[Class::Dated])) {
        return Some((lead, Found { end: word + n, value: Some(format!("{year:04}")), ..found }));
    }
    let year = scene.digits(word).filter(|_| scene.folded(word).len() == 4)?;
    let era = scene.find(word + 1, &[Class::Era]);
    let is_hijri = era.is_some_and(|e| e.value == "h") && (1300..1500).contains(&year);
    let mut end = word + 1 + era.map_or(0, |e| e.n) + open;
    if !YEARS.contains(&year) && !is_hijri || open == 1 && scene.raw(end - 1) != ")" {
        return None;
    }
    if mark.is_none() && era.is_none() && edge.is_none() && !stands_alone(scene, at, end) {
        return None;
    }
    if is_hijri {
        let first = super::hijri::from_hijri(year as i32, 1, 1)?;
        let last = super::hijri::from_hijri(year as i32 + 1, 1, 1)?.plus_days(-1);
        return Some((lead, Found { end, value: Some(format!("{}/{}", first.iso(), last.iso())), ..found }));
    }
    let mut value = format!("{year:04}");
    if matches!(scene.raw(end), "-" | "–" | "/")
        && let Some(to) = scene.digits(end + 1).filter(|y| YEARS.contains(y) && *y > year)
    {
        value = format!("{year:04}/{to:04}");
        end += 2;
        return Some((lead, Found { end, value: Some(value), complete: true, ..Found::default() }));
    }
    Some((lead, Found { end, value: Some(value), ..found }))
}

/// Whether a number of four digits is a year by what is around it: a preposition of time or an event before it and nothing that
/// it could count behind, brackets, or the end of a caption's line.
fn stands_alone(scene: Scene<'_, '_>, at: usize, end: usize) -> bool {
    if scene.is_query() {
        return true;
    }
    let counts = scene.text.words.get(end).is_some_and(|w| end < scene.end && w.kind == crate::text::WordKind::Arabic)
        && scene.skip(end, Class::Unit) > 0;
    // "أكثر من 1950 شخصا".
    if measures::marker_ends(scene, at, &[Class::Approx]) {
        return false;
    }
    let before = if at > scene.start { scene.folded(at - 1) } else { "" };
    let preposition = matches!(before, "في" | "منذ" | "حتى" | "حتي" | "خلال" | "قبل" | "بعد" | "من" | "بين" | "و" | "(");
    let closed = scene.closes(end);
    // "الانتفاضة الأولى 1987": an adjective may stand between.
    let of_event = scene.after(at, &[Class::Dated]) || closed && at > scene.start && scene.after(at - 1, &[Class::Dated]);
    let caption = closed && scene.text.words.len() <= CAPTION && at > scene.start && scene.end - scene.start < CAPTION / 2;
    let listed = matches!(before, "|" | "•") && closed;
    (preposition || of_event) && !counts || caption || listed
}

/// `صيف 2017`, `الصيف الماضي`, `التسعينيات`, `عيد الفطر`, `القرن الماضي` (a unit), `رمضان` (a month).
pub(super) fn season_or_decade(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    if let Some(decade) = scene.find(at, &[Class::Decade]) {
        // "في أواخر العشرينيات من عمره" is an age.
        if scene.folded(at + decade.n) == "من" && scene.folded(at + decade.n + 1).contains("عمر") {
            return None;
        }
        let (end, value) = century_after(scene, at + decade.n, decade.value);
        return Some((decade.lead, Found { end, value: Some(value), complete: true, ..Found::default() }));
    }
    if let Some(found) = holiday(scene, at) {
        return Some(found);
    }
    let edge = scene.find(at, &[Class::Edge]);
    let start = at + edge.map_or(0, |e| e.n);
    let season = if edge.is_some() { scene.free(start, &[Class::Season])? } else { scene.find(start, &[Class::Season])? };
    let lead = edge.map_or(season.lead, |e| e.lead);
    let mut end = start + season.n;
    let rel = scene.free(end, &[Class::Relative]);
    let mark = scene.skip(end, Class::YearMark);
    let told = scene.digits(end + mark).filter(|y| YEARS.contains(y));
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
        (None, None) if scene.is_query() => {
            return Some((
                lead,
                Found { end, value: Some(format!("XXXX-{}", season.value)), complete: true, ..Found::default() },
            ));
        }
        (None, None) => return None,
    };
    Some((
        lead,
        Found { end, value: year.map(|y| format!("{y:04}-{}", season.value)), complete: told.is_some(), ..Found::default() },
    ))
}

/// `السبعينيات من القرن الماضي`, `سبعينيات القرن التاسع عشر`: one past it, the decade.
fn century_after(scene: Scene<'_, '_>, at: usize, decade: &str) -> (usize, String) {
    let word = at + usize::from(scene.folded(at) == "من");
    let told = decade.to_owned();
    if scene.folded(word) != "القرن" {
        return (at, told);
    }
    if let Some(ordinal) = scene.free(word + 1, &[Class::Ordinal])
        && let (Ok(century), Some(ten)) = (ordinal.value.parse::<u32>(), decade.get(2..))
        && (2..=21).contains(&century)
    {
        return (word + 1 + ordinal.n, format!("{:02}{ten}", century - 1));
    }
    match scene.skip(word + 1, Class::Relative) {
        0 => (at, told),
        n => (word + 1 + n, told),
    }
}

/// `عيد الفطر`, `الحج سنة 2016`, `كريسماس 2014`: feasts of both calendars.
fn holiday(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let holiday = scene.find(at, &[Class::Holiday])?;
    let (calendar, day) = holiday.value.split_once(' ')?;
    let (month, day) = day.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let mut end = at + holiday.n;
    let mark = scene.skip(end, Class::YearMark);
    let told = scene.digits(end + mark).filter(|y| YEARS.contains(y)).map(|y| y as i32);
    end += told.map_or(0, |_| mark + 1);
    // "بعثة الحج": what is more than a day is one only with its year.
    if calendar.ends_with('?') && told.is_none() && !scene.is_query() {
        return None;
    }
    let gregorian = told.or(scene.today.map(|t| t.year));
    let date = if calendar.starts_with('g') {
        gregorian.and_then(|year| Date::new(year, month, day))
    } else {
        let near = told.and_then(|year| Date::new(year, 7, 1)).or(scene.today);
        near.and_then(|near| {
            let (year, ..) = super::to_hijri(near)?;
            let dates = [year, year - 1, year + 1].into_iter().filter_map(|y| super::from_hijri(y, month, day));
            dates.into_iter().find(|d| told.is_none_or(|y| d.year == y))
        })
    };
    let found =
        Found { end, value: date.map(Date::iso), day: date, complete: told.is_some(), sort: Sort::Day, ..Found::default() };
    Some((holiday.lead, found))
}
