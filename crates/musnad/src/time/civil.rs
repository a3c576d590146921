//! Days, weeks and months of the Gregorian calendar, counted without clock or time zone.
//!
//! Dates are days since 1970-01-01. The conversions are those of Howard Hinnant's "chrono-compatible low-level date algorithms".

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Date {
    /// Year, astronomical.
    pub year: i32,
    /// Month, 1-12.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
}

/// Days of a month.
pub fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// The date, if there is such a day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let fits = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month);
        fits.then_some(Date { year, month, day })
    }

    /// Reads the date at the front of an ISO 8601 text (`2019-12-27`, `2019-12-27T14:30`).
    ///
    /// ```
    /// use musnad::time::Date;
    /// assert_eq!(Date::parse("2019-12-27T14:30"), Date::new(2019, 12, 27));
    /// assert_eq!(Date::parse("2019-13-27"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Date> {
        let head = text.trim().get(..10)?;
        let mut parts = head.split(['-', '/']);
        let mut part = || parts.next()?.parse::<u32>().ok();
        let (year, month, day) = (part()?, part()?, part()?);
        Date::new(i32::try_from(year).ok()?, month, day)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        let y = i64::from(self.year) - i64::from(self.month <= 2);
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = i64::from(self.month);
        let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The date so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Date {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u32;
        Date { year: (yoe + era * 400 + i64::from(month <= 2)) as i32, month, day }
    }

    /// The date `n` days later (earlier if negative).
    pub fn plus_days(self, n: i64) -> Date {
        Date::from_days(self.days() + n)
    }

    /// The date `n` months later, the day cut to the month's length.
    pub fn plus_months(self, n: i32) -> Date {
        let months = self.year * 12 + self.month as i32 - 1 + n;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u32 + 1);
        Date { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// Day of the week, 1 Monday to 7 Sunday.
    pub fn weekday(self) -> i64 {
        (self.days() + 3).rem_euclid(7) + 1
    }

    /// ISO 8601 year and week.
    pub fn iso_week(self) -> (i32, i64) {
        let thursday = self.plus_days(4 - self.weekday());
        let first = Date { year: thursday.year, month: 1, day: 1 };
        (thursday.year, (thursday.days() - first.days()) / 7 + 1)
    }

    /// The Monday of an ISO 8601 week.
    ///
    /// ```
    /// use musnad::time::Date;
    /// assert_eq!(Date::of_week(2015, 30), Date::new(2015, 7, 20));
    /// assert_eq!(Date::of_week(2015, 60), None);
    /// ```
    pub fn of_week(year: i32, week: u32) -> Option<Date> {
        let fourth = Date::new(year, 1, 4)?;
        let monday = fourth.plus_days(1 - fourth.weekday() + 7 * (i64::from(week) - 1));
        (monday.iso_week() == (year, i64::from(week))).then_some(monday)
    }

    /// `2019-12-27`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `2019-W52`.
    pub fn iso_week_text(self) -> String {
        let (year, week) = self.iso_week();
        format!("{year:04}-W{week:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_four_centuries() {
        let mut date = Date { year: 1800, month: 1, day: 1 };
        for days in date.days()..date.days() + 146_097 {
            assert_eq!(Date::from_days(days), date);
            assert_eq!(date.days(), days);
            date = if date.day < days_in(date.year, date.month) {
                Date { day: date.day + 1, ..date }
            } else {
                Date { day: 1, ..date.plus_months(1) }
            };
        }
    }

    #[test]
    fn weeks_follow_iso_8601() {
        for (date, week) in
            [("2015-12-31", "2015-W53"), ("2016-01-03", "2015-W53"), ("2016-01-04", "2016-W01"), ("2019-12-30", "2020-W01")]
        {
            assert_eq!(Date::parse(date).expect("a date").iso_week_text(), week);
        }
        assert_eq!(Date::parse("2019-12-27").expect("a date").weekday(), 5);
    }
}
