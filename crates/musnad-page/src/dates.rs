//! Dates as pages, feeds and headers write them, brought to ISO 8601; nothing is guessed that is not written.
//!
//! Finds: ISO 8601 in every half-right form, RFC 2822, Unix times, day/month/year in Arabic and European digits, English and
//! French months; and, by Musnad's own time stage, every Arab month name, double names and Hijri dates.
//! Must not take: versions, telephone numbers, years alone. A day before a month (`03/06/2020`) is read as the Arab press
//! writes it, unless the month would be no month.

use musnad::article::{Block, BlockKind};
use musnad::span::Span;
use musnad::text;
use musnad::time::{self, Date, Settings};

/// ASCII digits for Arabic-Indic and Persian ones; other characters unchanged.
pub(crate) fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{0660}'..='\u{0669}' => char::from(b'0' + (c as u32 - 0x0660) as u8),
            '\u{06f0}'..='\u{06f9}' => char::from(b'0' + (c as u32 - 0x06f0) as u8),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => ' ',
            c => c,
        })
        .collect()
}

/// The ISO 8601 form of a date written by a machine; `None` where it is none.
///
/// ```
/// use musnad_page::dates::machine;
/// assert_eq!(machine("2020-06-03T03:01+0400").as_deref(), Some("2020-06-03T03:01+04:00"));
/// assert_eq!(machine("Wed, 03 Jun 2020 03:01:00 GMT").as_deref(), Some("2020-06-03T03:01:00Z"));
/// assert_eq!(machine("03/06/2020").as_deref(), Some("2020-06-03"));
/// assert_eq!(machine("soon"), None);
/// ```
pub fn machine(text: &str) -> Option<String> {
    let text = ascii_digits(text.get(..text.floor(120)).unwrap_or_default());
    let text = text.trim();
    if text.len() >= 10 && text.bytes().all(|b| b.is_ascii_digit()) {
        return unix(text).or_else(|| compact(text));
    }
    let tokens = tokens(text);
    numeric(&tokens).or_else(|| named(&tokens)).or_else(|| compact(text))
}

/// The ISO 8601 form of a date written for people, in Arabic or otherwise; the first that is complete.
///
/// ```
/// use musnad_page::dates::visible;
/// assert_eq!(visible("الجمعة 8 فيفري 2019").as_deref(), Some("2019-02-08"));
/// assert_eq!(visible("نُشر في ٠٣/٠٦/٢٠٢٠ - ٩:٢٣ م").as_deref(), Some("2020-06-03T21:23"));
/// assert_eq!(visible("11 شوال 1441هـ").as_deref(), Some("2020-06-03"));
/// assert_eq!(visible("في عام 2020"), None);
/// ```
pub fn visible(text: &str) -> Option<String> {
    let text = ascii_digits(text);
    // Every complete date has a year in digits; most lines of a page have none.
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let tokens = tokens(&text);
    numeric(&tokens).or_else(|| arabic(&text)).or_else(|| named(&tokens))
}

/// By the reader's own time stage.
fn arabic(text: &str) -> Option<String> {
    let block = Block { kind: BlockKind::Body, span: Span::new(0, text.len()) };
    let words = text::split(text, &[block]);
    let times = time::find(&words, &Settings::default());
    let complete = times.iter().filter_map(|t| t.value.as_deref()).filter_map(|v| {
        let date = Date::parse(v.get(..10)?)?;
        let rest = v.get(10..).unwrap_or_default();
        let clock = rest.strip_prefix('T').filter(|c| c.starts_with(|c: char| c.is_ascii_digit()));
        Some((date, clock.and_then(|c| c.get(..5)).map(str::to_owned)))
    });
    let (date, clock) = complete.filter(|(d, _)| plausible(*d)).max_by_key(|(_, c)| c.is_some())?;
    let clock = clock.or_else(|| {
        // A time of day beside the date is an expression of its own.
        tokens(text)
            .windows(3)
            .find_map(|w| match w {
                [Token::Number(h, _), Token::Mark(':'), Token::Number(m, 2)] => Some((*h as u32, *m as u32)),
                _ => None,
            })
            .and_then(|(h, m)| half_of_day(h, m, text))
            .map(|(h, m)| format!("{h:02}:{m:02}"))
    });
    Some(match clock {
        Some(clock) => format!("{date}T{clock}", date = iso(date)),
        None => iso(date),
    })
}

fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The years in which news stands on the web, with room for archives.
fn plausible(date: Date) -> bool {
    (1900..=2100).contains(&date.year)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// Value and number of digits.
    Number(i64, usize),
    Word(String),
    Mark(char),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if tokens.len() > 60 {
            break;
        }
        if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(d) = chars.next_if(char::is_ascii_digit) {
                digits.push(d);
            }
            tokens.push(Token::Number(digits.parse().unwrap_or(i64::MAX), digits.len()));
        } else if c.is_alphabetic() {
            let mut word = String::from(c);
            while let Some(d) = chars.next_if(|c| c.is_alphabetic() || matches!(c, '\u{064b}'..='\u{0652}')) {
                word.push(d);
            }
            tokens.push(Token::Word(word.to_lowercase()));
        } else if !c.is_whitespace() {
            tokens.push(Token::Mark(c));
        }
    }
    tokens
}

/// `2020-06-03`, `2020/6/3`, `03/06/2020`, `3.6.2020`, with what follows as time and zone.
fn numeric(tokens: &[Token]) -> Option<String> {
    for (at, window) in tokens.windows(5).enumerate() {
        let [Token::Number(a, na), Token::Mark(x), Token::Number(b, nb), Token::Mark(y), Token::Number(c, nc)] = window else {
            continue;
        };
        let joined = x == y && matches!(x, '-' | '/' | '.' | '\u{2013}') && *nb <= 2;
        // A number that goes on is a version or an address, no date.
        let alone = at == 0 || !matches!(tokens.get(at - 1), Some(Token::Mark('.' | '/' | '-')));
        let alone = alone
            && !matches!((tokens.get(at + 5), tokens.get(at + 6)), (Some(Token::Mark(m)), Some(Token::Number(..))) if m == x);
        if !joined || !(alone || *na == 4) {
            continue;
        }
        let date = match (na, nc) {
            (4, 1 | 2) => day(*a, *b, *c),
            (1 | 2, 4) => day(*c, *b, *a).or_else(|| day(*c, *a, *b)),
            _ => None,
        };
        if let Some(date) = date.filter(|d| plausible(*d)) {
            return Some(with_time(date, tokens, at, at + 5));
        }
    }
    None
}

fn day(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// `3 June 2020`, `June 3, 2020`, `3 juin 2020`.
fn named(tokens: &[Token]) -> Option<String> {
    for (at, token) in tokens.iter().enumerate() {
        let Token::Word(word) = token else { continue };
        let Some(month) = month(word) else { continue };
        let number = |i: usize| match tokens.get(i) {
            Some(Token::Number(n, digits)) => Some((*n, *digits)),
            _ => None,
        };
        let skip = |i: usize| match tokens.get(i) {
            Some(Token::Mark(',' | '.' | '-')) => i + 1,
            Some(Token::Word(w)) if matches!(w.as_str(), "st" | "nd" | "rd" | "th" | "er" | "de") => i + 1,
            _ => i,
        };
        let before = at
            .checked_sub(1)
            .map(|i| if matches!(tokens.get(i), Some(Token::Mark('-' | '.' | ','))) { i.saturating_sub(1) } else { i });
        if let Some((d, 1 | 2)) = before.and_then(number)
            && let Some((y, 4)) = number(skip(at + 1))
            && let Some(date) = day(y, month, d).filter(|d| plausible(*d))
        {
            return Some(with_time(date, tokens, at, skip(at + 1) + 1));
        }
        if let Some((d, 1 | 2)) = number(skip(at + 1)) {
            let year_at = skip(skip(skip(at + 1) + 1));
            if let Some((y, 4)) = number(year_at)
                && let Some(date) = day(y, month, d).filter(|d| plausible(*d))
            {
                return Some(with_time(date, tokens, at, year_at + 1));
            }
        }
    }
    None
}

fn month(word: &str) -> Option<i64> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "jan", "janvier", "janv"],
        &["february", "feb", "février", "fevrier", "févr"],
        &["march", "mar", "mars"],
        &["april", "apr", "avril", "avr"],
        &["may", "mai"],
        &["june", "jun", "juin"],
        &["july", "jul", "juillet", "juil"],
        &["august", "aug", "août", "aout"],
        &["september", "sep", "sept", "septembre"],
        &["october", "oct", "octobre"],
        &["november", "nov", "novembre"],
        &["december", "dec", "décembre", "decembre", "déc"],
    ];
    MONTHS.iter().position(|names| names.contains(&word)).map(|m| m as i64 + 1)
}

/// Adds time and zone, which follow a date or, on pages for people, stand before it.
fn with_time(date: Date, tokens: &[Token], start: usize, end: usize) -> String {
    let after = tokens.get(end..).unwrap_or_default();
    let clock = clock(after.get(..after.len().min(14)).unwrap_or_default());
    let before = || self::clock(tokens.get(start.saturating_sub(8)..start).unwrap_or_default());
    match clock.or_else(before) {
        Some(clock) => format!("{}T{clock}", iso(date)),
        None => iso(date),
    }
}

/// A time of day with seconds and zone where written.
fn clock(tokens: &[Token]) -> Option<String> {
    let at = tokens
        .windows(3)
        .position(|w| matches!(w, [Token::Number(h, 1 | 2), Token::Mark(':'), Token::Number(m, 2)] if *h < 24 && *m < 60))?;
    let (Token::Number(h, _), Token::Number(m, _)) = (tokens.get(at)?, tokens.get(at + 2)?) else { return None };
    let mut rest = tokens.get(at + 3..).unwrap_or_default();
    let mut seconds = None;
    if let [Token::Mark(':'), Token::Number(s, 2), ..] = rest
        && *s < 60
    {
        seconds = Some(*s);
        rest = rest.get(2..).unwrap_or_default();
    }
    if let [Token::Mark('.'), Token::Number(..), ..] = rest {
        rest = rest.get(2..).unwrap_or_default();
    }
    let near: String = tokens
        .iter()
        .skip(at + 3)
        .take(6)
        .chain(tokens.iter().take(at).rev().take(1))
        .map(|t| match t {
            Token::Word(w) => format!("{w} "),
            Token::Mark(c) => format!("{c}"),
            Token::Number(..) => String::new(),
        })
        .collect();
    let (h, m) = half_of_day(u32::try_from(*h).ok()?, u32::try_from(*m).ok()?, &near)?;
    let seconds = seconds.map(|s| format!(":{s:02}")).unwrap_or_default();
    Some(format!("{h:02}:{m:02}{seconds}{}", zone(rest).unwrap_or_default()))
}

/// Hour and minute with morning or evening taken into account.
fn half_of_day(hour: u32, minute: u32, near: &str) -> Option<(u32, u32)> {
    let words: Vec<&str> = near.split(|c: char| !c.is_alphabetic() && !matches!(c, '\u{064b}'..='\u{0652}')).collect();
    let evening = words.iter().any(|w| matches!(*w, "م" | "مساء" | "مساءً" | "pm" | "PM" | "ظهرا" | "ظهراً" | "عصرا"));
    let morning = words.iter().any(|w| matches!(*w, "ص" | "صباحا" | "صباحاً" | "am" | "AM"));
    match hour {
        12 if morning => Some((0, minute)),
        1..=11 if evening && !morning => Some((hour + 12, minute)),
        0..=23 => Some((hour, minute)),
        _ => None,
    }
    .filter(|_| minute < 60)
}

/// `Z`, `+0400`, `+04:00`, `GMT`, `GMT+3`; other names of zones mean different things in different countries.
fn zone(tokens: &[Token]) -> Option<String> {
    let tokens = match tokens {
        [Token::Word(w), rest @ ..] if matches!(w.as_str(), "am" | "pm" | "ص" | "م") => rest,
        tokens => tokens,
    };
    let rest = match tokens {
        [Token::Word(w), rest @ ..] if matches!(w.as_str(), "z" | "gmt" | "utc" | "ut" | "غرينتش") => rest,
        [Token::Mark('+' | '-' | '\u{2212}'), ..] => tokens,
        _ => return None,
    };
    let (sign, hours, digits, more) = match rest {
        [Token::Mark(sign @ ('+' | '-' | '\u{2212}')), Token::Number(n, digits @ 1..=4), more @ ..] => (*sign, *n, *digits, more),
        _ => return (rest.len() < tokens.len()).then(|| "Z".to_owned()),
    };
    let (h, m) = match (digits, more) {
        (3 | 4, _) => (hours / 100, hours % 100),
        (_, [Token::Mark(':'), Token::Number(m, 2), ..]) => (hours, *m),
        _ => (hours, 0),
    };
    let sign = if sign == '+' { '+' } else { '-' };
    (h <= 14 && m < 60).then(|| format!("{sign}{h:02}:{m:02}"))
}

/// Seconds or milliseconds since 1970.
fn unix(digits: &str) -> Option<String> {
    let n: i64 = digits.parse().ok()?;
    let seconds = match digits.len() {
        10 => n,
        13 => n / 1000,
        _ => return None,
    };
    if !(600_000_000..4_100_000_000).contains(&seconds) {
        return None;
    }
    let date = Date::from_days(seconds.div_euclid(86_400));
    let rest = seconds.rem_euclid(86_400);
    Some(format!("{}T{:02}:{:02}:{:02}Z", iso(date), rest / 3600, rest / 60 % 60, rest % 60))
}

/// `20200603`, `20200603T030100Z`, `20200603030100`.
fn compact(text: &str) -> Option<String> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let date = day(part(0..4)?, part(4..6)?, part(6..8)?).filter(|d| plausible(*d))?;
    let rest = text.get(8..)?.trim_start_matches(['T', ' ']);
    if rest.is_empty() {
        return Some(iso(date));
    }
    let (h, m) = (rest.get(0..2)?.parse::<u32>().ok()?, rest.get(2..4)?.parse::<u32>().ok()?);
    let zone = if rest.ends_with('Z') { "Z" } else { "" };
    (h < 24 && m < 60).then(|| format!("{}T{h:02}:{m:02}{zone}", iso(date)))
}

/// The nearest boundary of a letter at or before a byte.
pub(crate) trait Floor {
    /// That boundary.
    fn floor(&self, at: usize) -> usize;
}

impl Floor for str {
    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.len());
        while !self.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The date in an address: `/2020/06/03/`, `/2020-06-03-`, `/202006031044893040-`.
pub(crate) fn in_url(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, p)| p);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    for window in parts.windows(3) {
        if let [y, m, d] = window
            && y.len() == 4
            && m.len() <= 2
            && d.len() <= 2
            && let (Ok(y), Ok(m), Ok(d)) = (y.parse(), m.parse(), d.parse())
            && let Some(date) = day(y, m, d).filter(|d| (1990..=2100).contains(&d.year))
        {
            return Some(iso(date));
        }
    }
    parts.iter().find_map(|part| {
        let head = part.get(..10)?;
        let date = Date::parse(head).filter(|_| head.as_bytes().get(4) == Some(&b'-'));
        let packed = || {
            let digits = part.get(..8)?;
            (digits.bytes().all(|b| b.is_ascii_digit())).then(|| compact(digits)).flatten().and_then(|d| Date::parse(&d))
        };
        date.or_else(packed).filter(|d| (1990..=2100).contains(&d.year)).map(iso)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_write_dates_in_many_ways() {
        for (written, read) in [
            ("2020-03-17T17:27:41Z", "2020-03-17T17:27:41Z"),
            ("2020-03-17 17:27:41", "2020-03-17T17:27:41"),
            ("2020-03-17T17:27:41.123+03:00", "2020-03-17T17:27:41+03:00"),
            ("2020-03-15 20:18:45 GST", "2020-03-15T20:18:45"),
            ("2020/3/7", "2020-03-07"),
            ("Tue, 17 Mar 2020 17:27:41 +0300", "2020-03-17T17:27:41+03:00"),
            ("17 Mar 2020", "2020-03-17"),
            ("March 17, 2020 5:27 pm", "2020-03-17T17:27"),
            ("17 mars 2020 à 05:27", "2020-03-17T05:27"),
            ("03/17/2020", "2020-03-17"),
            ("17/03/2020 - 12:05 ص", "2020-03-17T00:05"),
            ("٢٠٢٠-٠٣-١٧", "2020-03-17"),
            ("1584466061", "2020-03-17T17:27:41Z"),
            ("1584466061000", "2020-03-17T17:27:41Z"),
            ("20200317", "2020-03-17"),
            ("20200317T172741Z", "2020-03-17T17:27Z"),
        ] {
            assert_eq!(machine(written).as_deref(), Some(read), "{written}");
        }
        for none in ["", "2020", "1.2.3", "192.168.10.2020", "2020-13-45", "yesterday", "T12:00", "+971 4 1234567"] {
            assert_eq!(machine(none), None, "{none}");
        }
    }

    #[test]
    fn people_write_dates_in_many_calendars() {
        for (written, read) in [
            ("الإثنين، 24 أغسطس 2020 09:23 ص", "2020-08-24T09:23"),
            ("الجمعة 24 نيسان / أبريل 2020 09:22 مساءً", "2020-04-24T21:22"),
            ("11 شوال 1441هـ - 03 يونيو 2020م", "2020-06-03"),
            ("10:19 2014/05/26", "2014-05-26T10:19"),
            ("تاريخ النشر: 5 جويلية 2021", "2021-07-05"),
            ("14 غشت 2019 الساعة 18:05", "2019-08-14T18:05"),
        ] {
            assert_eq!(visible(written).as_deref(), Some(read), "{written}");
        }
        assert_eq!(visible("اليوم 13:44"), None);
        assert_eq!(visible(""), None);
    }

    #[test]
    fn addresses_carry_dates() {
        assert_eq!(in_url("https://a.example/story/2020/8/24/x/4943459").as_deref(), Some("2020-08-24"));
        assert_eq!(in_url("https://a.example/reports/2020-06-03-1.3874341").as_deref(), Some("2020-06-03"));
        assert_eq!(in_url("https://a.example/arab_world/202003171044893040-x/").as_deref(), Some("2020-03-17"));
        assert_eq!(in_url("https://a.example/2020/11/2338761/"), None);
        assert_eq!(in_url("https://a.example/164913"), None);
    }
}
