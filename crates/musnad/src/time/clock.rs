//! Hours: `الساعة الثالثة والنصف عصرا`, `14:30`, `الثالثة فجرا`, `7 مساء`, `ثلاث دقائق قبل الثامنة`.
//!
//! An hour without its day is of the day the text calls today; which day it really is of, the words beside it tell
//! (`combine`). A bare number is an hour only beside a word that makes it one.

use super::civil::Date;
use super::scene::Scene;
use super::words::Class;
use super::{Found, Sort, Tense};

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    second: Option<u32>,
    /// It may be of the morning or of the evening.
    pub(super) open: bool,
    /// Universal time.
    utc: bool,
    /// No word or mark made the number an hour.
    pub(super) bare: bool,
}

impl Clock {
    /// The last minute of a day.
    pub(super) const LAST: Clock = Clock { hour: 23, minute: 59, second: None, open: false, utc: false, bare: false };

    /// A time of the 24 hours.
    pub(super) fn at(hour: u32, minute: u32) -> Clock {
        Clock { hour, minute, ..Clock::default() }
    }

    /// `14:30`, `15:23:24`, `08:00Z`.
    pub(super) fn time(self) -> String {
        let second = self.second.map(|s| format!(":{s:02}")).unwrap_or_default();
        format!("{:02}:{:02}{second}{}", self.hour, self.minute, if self.utc { "Z" } else { "" })
    }

    /// `2019-12-27T14:30`.
    pub(super) fn on(self, day: Date) -> String {
        format!("{}T{}", day.iso(), self.time())
    }

    /// The same hour of universal time.
    pub(super) fn in_zone(self, zone: &str) -> Clock {
        Clock { utc: self.utc || zone == "Z", ..self }
    }

    /// The same hour read in a part of the day.
    pub(super) fn in_part(self, part: &str) -> Clock {
        if self.open { Clock { hour: on_part(self.hour, part), open: false, ..self } } else { self }
    }

    /// The hour after another of the same half of the day (`من 1:30 مساء إلى 3:30`).
    pub(super) fn following(self, first: Clock) -> Clock {
        let at = |c: Clock| c.hour * 60 + c.minute;
        if self.open && self.hour < 12 && at(self) <= at(first) {
            Clock { hour: self.hour + 12, open: false, ..self }
        } else {
            self
        }
    }

    /// The hour before another that tells the half of the day (`بين 5 و 6 مساء`).
    pub(super) fn preceding(self, last: Clock) -> Clock {
        let later = Clock { hour: self.hour + 12, open: false, ..self };
        if self.open && self.hour < 12 && later.hour * 60 + later.minute < last.hour * 60 + last.minute { later } else { self }
    }
}

/// An hour as its words tell it: one past them, bytes of proclitics, the time, whether they alone make it an hour.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub(super) end: usize,
    pub(super) lead: usize,
    pub(super) clock: Clock,
    pub(super) sure: bool,
}

/// A time of day by itself.
pub(super) fn clock(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let told = told(scene, at).filter(|t| t.sure)?;
    Some((told.lead, found(scene, told)))
}

/// A time of day of the day the text calls today.
pub(super) fn found(scene: Scene<'_, '_>, told: Told) -> Found {
    let mut clock = told.clock;
    // Asked for what is to come, an hour that has struck is the evening's.
    let past = scene.settings.clock.is_some_and(|now| now > (clock.hour, clock.minute));
    if clock.open && past && clock.hour < 12 && scene.settings.tense == Tense::Future {
        clock.hour += 12;
    }
    Found {
        end: told.end,
        value: value(scene, clock),
        day: scene.today,
        sort: Sort::Clock,
        clock: Some(clock),
        ..Found::default()
    }
}

/// The value of a time of day whose day is not told: of today; in a query that has no today the time alone.
pub(super) fn value(scene: Scene<'_, '_>, clock: Clock) -> Option<String> {
    match scene.today {
        Some(today) => Some(clock.on(today)),
        None => scene.is_query().then(|| format!("T{}", clock.time())),
    }
}

/// Reads an hour with its fraction, its part of the day and its zone.
pub(super) fn told(scene: Scene<'_, '_>, at: usize) -> Option<Told> {
    if let Some(told) = minutes_before(scene, at) {
        return Some(told);
    }
    let spoken = scene.find(at, &[Class::Unit]).filter(|u| u.value == "TH 1" && u.n == 1 && scene.folded(at).ends_with("الساعه"));
    let start = at + spoken.map_or(0, |s| s.n);
    // "GMT+04:00" is a zone.
    if start > scene.start
        && matches!(scene.raw(start - 1), "+" | "-")
        && scene.touching(start - 1, start)
        && offset_of_zone(scene, start - 1)
    {
        return None;
    }
    let hour = hour_at(scene, start, spoken.is_some())?;
    let lead = spoken.map_or(hour.lead, |s| s.lead);
    if spoken.is_some() && hour.lead > 0 {
        return None;
    }
    let mut told = with_fraction(scene, Told { end: hour.end, lead, clock: hour.clock, sure: spoken.is_some() || hour.sure });
    let loose = told.clock.bare && !told.sure;
    if let Some((end, part)) = part_after(scene, told.end, loose) {
        told.clock = told.clock.in_part(part);
        told = with_fraction(scene, Told { end, sure: true, ..told });
    } else if let Some(half) = scene.free(told.end, &[Class::Meridiem]).filter(|_| scene.raw(start + 1) == ":") {
        told = Told { end: told.end + half.n, clock: told.clock.in_part(half.value), ..told };
    }
    // "الجلسة الثانية": an ordinal after a feminine noun counts that.
    let counts = at > scene.start && scene.folded(at - 1).ends_with('ه');
    told.sure |= scene.is_query() && !counts && (hour.ordinal || told.end > hour.end);
    if let Some(zone) = scene.free(told.end, &[Class::Zone]) {
        told.end += zone.n;
        told.clock.utc = zone.value == "Z";
        told.sure = true;
    }
    (told.clock.hour < 24 && told.clock.minute < 60).then_some(told)
}

/// Whether a sign follows the name of a zone, or stands at the front of a number (`+0400`).
fn offset_of_zone(scene: Scene<'_, '_>, sign: usize) -> bool {
    scene.raw(sign) == "+" || sign > scene.start && scene.text.words[sign - 1].kind == crate::text::WordKind::Latin
}

/// `09:40 صباحا` right after a date: one past it, the time.
pub(super) fn after_date(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Clock)> {
    let start = at + usize::from(matches!(scene.raw(at), "," | "،"));
    let dotted = scene.folded(start).contains('.');
    let told = told(scene, start).filter(|t| t.lead == 0 && (scene.raw(start + 1) == ":" || dotted))?;
    Some((told.end, told.clock))
}

/// An hour before its fraction and part.
struct Hour {
    end: usize,
    lead: usize,
    clock: Clock,
    /// Its form alone makes it an hour.
    sure: bool,
    /// A definite feminine ordinal.
    ordinal: bool,
}

/// `14:30`, `15:23:24`, `8.30`, a number, or after `الساعة` a number or ordinal in words.
fn hour_at(scene: Scene<'_, '_>, at: usize, spoken: bool) -> Option<Hour> {
    if scene.text.words.get(at).is_some_and(|w| w.kind == crate::text::WordKind::Number) {
        return digital(scene, at);
    }
    let word = scene.find(at, &[Class::Ordinal, Class::Number])?;
    let hour: u32 = word.value.parse().ok()?;
    let folded = scene.folded(at);
    let feminine = folded.ends_with('ه');
    let ordinal = feminine && folded.get(word.lead..).is_some_and(|w| w.starts_with("ال"));
    let known = spoken || ordinal || feminine && scene.is_query();
    let clock = Clock { hour, open: true, bare: !ordinal, ..Clock::default() };
    let indefinite = !spoken && !ordinal && fraction(scene, at + word.n).is_none();
    ((1..=12).contains(&hour) && known && !indefinite).then_some(Hour {
        end: at + word.n,
        lead: word.lead,
        clock,
        sure: false,
        ordinal,
    })
}

/// An hour in digits.
fn digital(scene: Scene<'_, '_>, at: usize) -> Option<Hour> {
    let whole = |end, hour: u32, minute, second, sure: bool| {
        let clock = Clock { hour, minute, second, open: (1..=12).contains(&hour), utc: false, bare: !sure };
        Some(Hour { end, lead: 0, clock, sure, ordinal: false })
    };
    if let Some((hour, minute)) = scene.folded(at).split_once('.').filter(|(_, m)| m.len() == 2) {
        let (hour, minute) = (hour.parse().ok().filter(|h| *h < 24)?, minute.parse().ok().filter(|m| *m < 60)?);
        return whole(at + 1, hour, minute, None, false);
    }
    let hour = scene.digits(at).filter(|h| *h < 25)?;
    let two = |w: usize| scene.digits(w).filter(|n| *n < 60 && scene.folded(w).len() == 2);
    let Some(minute) = two(at + 2).filter(|_| scene.raw(at + 1) == ":" && scene.touching(at, at + 2)) else {
        return whole(at + 1, hour, 0, None, false);
    };
    match two(at + 4).filter(|_| scene.raw(at + 3) == ":" && scene.touching(at + 2, at + 4)) {
        Some(second) => whole(at + 5, hour, minute, Some(second), true),
        None => whole(at + 3, hour, minute, None, true),
    }
}

/// `ثلاث دقائق قبل الثامنة`.
fn minutes_before(scene: Scene<'_, '_>, at: usize) -> Option<Told> {
    let (n, minutes, lead) = scene.number(at).filter(|(_, m, _)| (1..60).contains(m))?;
    let unit = scene.free(at + n, &[Class::Unit]).filter(|u| u.value.starts_with("TM"))?;
    let before = at + n + unit.n;
    if scene.folded(before) != "قبل" {
        return None;
    }
    let spoken = usize::from(scene.folded(before + 1) == "الساعه");
    let hour =
        hour_at(scene, before + 1 + spoken, spoken == 1).filter(|h| h.lead == 0 && (h.ordinal || h.sure || spoken == 1))?;
    let told = Told { end: hour.end, lead, clock: moved(hour.clock, -i64::from(minutes)), sure: true };
    Some(match part_after(scene, told.end, false) {
        Some((end, part)) => Told { end, clock: told.clock.in_part(part), ..told },
        None => told,
    })
}

/// A time some minutes later or earlier.
fn moved(clock: Clock, minutes: i64) -> Clock {
    let total = (i64::from(clock.hour * 60 + clock.minute) + minutes).rem_euclid(24 * 60);
    Clock { hour: (total / 60) as u32, minute: (total % 60) as u32, ..clock }
}

fn with_fraction(scene: Scene<'_, '_>, told: Told) -> Told {
    match fraction(scene, told.end) {
        Some((end, minutes)) if told.clock.minute == 0 => Told { end, clock: moved(told.clock, minutes), ..told },
        _ => told,
    }
}

/// Minutes added or taken: `والنصف`, `و 18 دقيقة`, `إلا ربعا`, `إلا 20 دقيقة`, `وثلاثة أرباع`.
fn fraction(scene: Scene<'_, '_>, at: usize) -> Option<(usize, i64)> {
    let folded = scene.folded(at);
    let minutes_at = |w: usize| {
        let (n, minutes, lead) = scene.number(w)?;
        let unit = scene.free(w + n, &[Class::Unit]).filter(|u| u.value.starts_with("TM"))?;
        (minutes < 60).then_some((w + n + unit.n, i64::from(minutes), lead))
    };
    if folded == "الا" {
        if let Some(part) = scene.free(at + 1, &[Class::Fraction]) {
            return Some((at + 1 + part.n, -part.value.parse::<i64>().ok()?));
        }
        return minutes_at(at + 1).filter(|(.., lead)| *lead == 0).map(|(end, minutes, _)| (end, -minutes));
    }
    let apart = usize::from(folded == "و");
    if apart == 0 && !folded.starts_with('و') {
        return None;
    }
    let lead = if apart == 1 { 0 } else { 2 };
    if let Some(part) = scene.find(at + apart, &[Class::Fraction]).filter(|p| p.lead == lead) {
        return Some((at + apart + part.n, part.value.parse().ok()?));
    }
    minutes_at(at + apart).filter(|(.., l)| *l == lead).map(|(end, minutes, _)| (end, minutes))
}

/// The part of the day after an hour: `مساء`, `هذا الصباح`, `في الليل`. After a bare number only a word that is nothing but an
/// adverb, with no day of its own: "قتل 5 مساء الخميس" tells no hour.
fn part_after(scene: Scene<'_, '_>, at: usize, loose: bool) -> Option<(usize, &'static str)> {
    let query = scene.is_query();
    let comma = usize::from(query && matches!(scene.raw(at), "،" | ","));
    let link = comma + usize::from(matches!(scene.folded(at + comma), "هذا" | "هذه" | "من" | "في"));
    if loose && !query {
        let part = scene.free(at, &[Class::Adverb])?;
        // "صباحا" is an adverb whatever follows.
        let open = part.n == 1 && !scene.folded(at).ends_with('ا');
        let construct = open && scene.skip(at, Class::Part) >= part.n && names_day(scene, at + part.n);
        return (!construct).then_some((at + part.n, part.value));
    }
    let part = scene.free(at + link, &[Class::Part, Class::Adverb])?;
    Some((at + link + part.n, part.value))
}

fn names_day(scene: Scene<'_, '_>, at: usize) -> bool {
    let day = at + usize::from(scene.folded(at) == "يوم");
    day > at || scene.free(day, &[Class::Weekday, Class::Day]).is_some()
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
