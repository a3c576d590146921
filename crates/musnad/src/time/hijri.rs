//! The Hijri calendar as Saudi Arabia publishes it (Umm al-Qura), 1343-1500 AH.
//!
//! The table stands in `data/time/hijri.tsv`. Outside its years there is no answer: a computed date may be off by two days.

use super::civil::Date;
use crate::lexicon::Table;
use std::sync::OnceLock;

/// Year, first day (since 1970), days of its months.
struct Year {
    year: i32,
    first: i64,
    days: [u8; 12],
}

fn table() -> &'static [Year] {
    static TABLE: OnceLock<Vec<Year>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let Ok(table) = Table::parse("time/hijri.tsv", include_str!("../../data/time/hijri.tsv"), &["year", "first", "days"])
        else {
            return Vec::new();
        };
        table
            .rows()
            .filter_map(|row| {
                let mut days = [0; 12];
                for (slot, n) in days.iter_mut().zip(row.get("days").split(' ')) {
                    *slot = n.parse().ok()?;
                }
                Some(Year { year: row.get("year").parse().ok()?, first: Date::parse(row.get("first"))?.days(), days })
            })
            .collect()
    })
}

/// The Gregorian day of a Hijri date; `None` outside the table or for a day that the month does not have.
///
/// ```
/// use musnad::time::{Date, from_hijri};
/// assert_eq!(from_hijri(1443, 10, 12), Date::new(2022, 5, 13));
/// assert_eq!(from_hijri(1443, 13, 1), None);
/// ```
pub fn from_hijri(year: i32, month: u32, day: u32) -> Option<Date> {
    let table = table();
    let found = table.get(usize::try_from(year - table.first()?.year).ok()?)?;
    let idx = usize::try_from(month).ok()?.checked_sub(1).filter(|m| *m < 12)?;
    if day < 1 || day > u32::from(found.days[idx]) {
        return None;
    }
    let before: i64 = found.days[..idx].iter().map(|d| i64::from(*d)).sum();
    Some(Date::from_days(found.first + before + i64::from(day) - 1))
}

/// The Hijri year, month and day of a Gregorian day; `None` outside the table.
pub fn to_hijri(date: Date) -> Option<(i32, u32, u32)> {
    let table = table();
    let days = date.days();
    let found = table.get(table.partition_point(|y| y.first <= days).checked_sub(1)?)?;
    let mut rest = days - found.first;
    for (idx, length) in found.days.iter().enumerate() {
        if rest < i64::from(*length) {
            return Some((found.year, idx as u32 + 1, rest as u32 + 1));
        }
        rest -= i64::from(*length);
    }
    None
}

/// First and last day of a Hijri month.
pub fn month(year: i32, month: u32) -> Option<(Date, Date)> {
    let first = from_hijri(year, month, 1)?;
    let last = from_hijri(year, month, 30).or_else(|| from_hijri(year, month, 29))?;
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_has_no_gap_and_turns_round() {
        let mut date = from_hijri(1343, 1, 1).expect("first day");
        let last = from_hijri(1500, 12, 30).or_else(|| from_hijri(1500, 12, 29)).expect("last day");
        while date <= last {
            let (y, m, d) = to_hijri(date).expect("inside the table");
            assert_eq!(from_hijri(y, m, d), Some(date));
            date = date.plus_days(1);
        }
        assert_eq!(to_hijri(last.plus_days(1)), None);
        assert_eq!(from_hijri(1300, 1, 1), None);
    }
}
