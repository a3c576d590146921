//! Days for readers: `4 فبراير 2026`, with the Levantine name of the month in the tooltip and the ISO date for machines.

use crate::html::Html;
use crate::words::Lang;

const ARABIC: [(&str, &str); 12] = [
    ("يناير", "كانون الثاني"),
    ("فبراير", "شباط"),
    ("مارس", "آذار"),
    ("أبريل", "نيسان"),
    ("مايو", "أيار"),
    ("يونيو", "حزيران"),
    ("يوليو", "تموز"),
    ("أغسطس", "آب"),
    ("سبتمبر", "أيلول"),
    ("أكتوبر", "تشرين الأول"),
    ("نوفمبر", "تشرين الثاني"),
    ("ديسمبر", "كانون الأول"),
];

const ENGLISH: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Year, month and day of an ISO date or of its prefix; `None` where it is neither.
pub fn parts(value: &str) -> Option<(u32, Option<usize>, Option<u32>)> {
    let date = value.get(..10).unwrap_or(value);
    let number =
        |s: &str, n: usize| (s.len() == n && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u32>().ok()).flatten();
    let fields: Vec<&str> = date.split('-').collect();
    let year = number(fields.first()?, 4)?;
    let month = match fields.get(1) {
        None => None,
        Some(month) => Some(number(month, 2).filter(|m| (1..=12).contains(m))? as usize),
    };
    let day = match fields.get(2) {
        None => None,
        Some(day) => Some(number(day, 2).filter(|d| (1..=31).contains(d))?),
    };
    (fields.len() <= 3).then_some((year, month, day))
}

/// A date as words.
pub fn told(lang: Lang, value: &str) -> Option<String> {
    let (year, month, day) = parts(value)?;
    let Some(month) = month else { return Some(year.to_string()) };
    let name = match lang {
        Lang::Ar => ARABIC.get(month - 1)?.0,
        Lang::En => *ENGLISH.get(month - 1)?,
    };
    Some(day.map_or_else(|| format!("{name} {year}"), |day| format!("{day} {name} {year}")))
}

/// A date as markup; a value that is no date stands as it is.
pub fn html(lang: Lang, value: Option<&str>) -> Html {
    let mut html = Html::new();
    let Some(value) = value.filter(|v| !v.is_empty()) else {
        html.tag("<span class=\"quiet\">").push_text(lang.t("undated"));
        html.tag("</span>");
        return html;
    };
    let Some(words) = told(lang, value) else { return Html::ltr(value) };
    let iso = if parts(value).is_some_and(|p| p.2.is_some()) { value.get(..10).unwrap_or(value) } else { value };
    html.tag("<time datetime=\"").push_text(iso);
    if let (Lang::Ar, Some((_, Some(month), _))) = (lang, parts(value))
        && let Some((_, levant)) = ARABIC.get(month - 1)
    {
        html.tag("\" title=\"").push_text(levant);
    }
    html.tag("\">").push_text(&words);
    html.tag("</time>");
    html
}

/// Days since 1970-01-01 of a whole ISO day.
pub fn number(value: &str) -> Option<i64> {
    let (year, Some(month), Some(day)) = parts(value)? else { return None };
    // Howard Hinnant's algorithm: years begin in March, eras have 400 years.
    let (year, month, day) = (i64::from(year), month as i64, i64::from(day));
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

/// The ISO day of a number of days since 1970-01-01.
pub fn iso(days: i64) -> String {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", day_of_year - (153 * shifted + 2) / 5 + 1)
}

/// The time now, UTC.
pub fn now() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let rest = seconds % 86_400;
    format!("{}T{:02}:{:02}:{:02}Z", iso((seconds / 86_400) as i64), rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_and_the_odd_stays_as_it_is() {
        assert_eq!(told(Lang::Ar, "2026-02-04T10:10:00+01:00").as_deref(), Some("4 فبراير 2026"));
        assert_eq!(told(Lang::En, "2026-02").as_deref(), Some("February 2026"));
        for odd in ["2026-W05", "P3D", "أمس", "", "2026-13-01", "2026-02-04-05"] {
            assert_eq!(told(Lang::Ar, odd).is_some(), odd == "2026-02-04-05", "{odd}");
        }
        assert!(html(Lang::Ar, Some("2026-06-01")).as_str().contains("حزيران"));
    }

    #[test]
    fn days_count_both_ways() {
        for (day, n) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-03-12", 20_524)] {
            assert_eq!(number(day), Some(n), "{day}");
            assert_eq!(iso(n), day);
        }
    }
}
