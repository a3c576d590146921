//! Which way words run: the direction of a text, and what runs from left to right inside of Arabic.
//!
//! A browser takes the direction of a text from its first letter, so that a headline that begins with a foreign name would be turned
//! around; and it orders a line by rules that know no telephone number: after an Arabic word the groups of one change places.

use std::ops::Range;

/// A letter of a script that runs from right to left.
fn is_rtl(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The direction of a text: Arabic where it begins so or most of it is, and that of the page where it has no letters.
pub(crate) fn direction(text: &str) -> &'static str {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        None => "auto",
        Some(first) if is_rtl(first) => "rtl",
        Some(_) => {
            let (rtl, ltr) = letters.fold((0, 1), |(rtl, ltr), c| if is_rtl(c) { (rtl + 1, ltr) } else { (rtl, ltr + 1) });
            if rtl >= ltr { "rtl" } else { "ltr" }
        }
    }
}

/// Whether an Arabic text begins with a foreign word, from which a browser would take its direction.
pub(crate) fn misleads(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|first| !is_rtl(first)) && direction(text) == "rtl"
}

/// What stands before or after such a run and is no part of it.
const BEFORE: [char; 7] = ['(', '[', '{', '"', '\'', '«', '“'];
const AFTER: [char; 14] = ['.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '\'', '»', '”', '…'];

/// Addresses, handles, ISO days and telephone numbers of a text, in bytes.
pub(crate) fn foreign(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '#' | '/')) {
        return found;
    }
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let inner = word.trim_start_matches(BEFORE);
        let from = start + word.len() - inner.len();
        let run = telephone(&text[start..]).map(|n| start..start + n);
        let run = run.or_else(|| telephone(&text[from..]).map(|n| from..from + n));
        found.extend(run.or_else(|| address(inner).or_else(|| day(inner)).map(|n| from..from + n)));
    }
    found
}

/// The length of an address of the web or of mail, a handle or a tag, with which a word begins.
fn address(word: &str) -> Option<usize> {
    let word = word.split(['«', '»', '"', '“', '”', '<', '>', '،', '؛', '؟']).next()?.trim_end_matches(AFTER);
    let begins = |with: &str| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let letter = |nth: usize| word.as_bytes().get(nth).is_some_and(u8::is_ascii_alphanumeric);
    let is_web = ["http://", "https://", "www."].into_iter().any(begins);
    let is_mail = word.is_ascii() && word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let is_handle = word.is_ascii() && word.starts_with(['@', '#']) && letter(1);
    (is_web || is_mail || is_handle).then_some(word.len())
}

/// The length of a day as programs write it (`2026-02-04`, `2026-02-04T10:20`) with which a word begins.
fn day(word: &str) -> Option<usize> {
    let n = word.bytes().position(|b| !matches!(b, b'0'..=b'9' | b'-' | b':' | b'+' | b'.' | b'T' | b'Z')).unwrap_or(word.len());
    let run = word[..n].trim_end_matches(AFTER);
    let fits = |(nth, byte): (usize, &u8)| if matches!(nth, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    let is_day = run.len() >= 10 && run.as_bytes()[..10].iter().enumerate().all(fits);
    (is_day && !run.as_bytes().get(10).is_some_and(u8::is_ascii_digit)).then_some(run.len())
}

/// The length of a telephone number in groups, with a plus, two zeros or a code in brackets before it.
fn telephone(text: &str) -> Option<usize> {
    let is_code = |code: &str| (1..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    let in_brackets = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).is_some_and(|(code, _)| is_code(code));
    let is_abroad =
        ["+", "00"].into_iter().any(|p| text.strip_prefix(p).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())));
    if !in_brackets && !is_abroad {
        return None;
    }
    let n = text.bytes().position(|b| !matches!(b, b'0'..=b'9' | b'+' | b' ' | b'-' | b'(' | b')')).unwrap_or(text.len());
    let run = text[..n].trim_end_matches(|c: char| !c.is_ascii_digit());
    let n_digits = run.bytes().filter(u8::is_ascii_digit).count();
    let n_groups = run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
    ((7..=15).contains(&n_digits) && n_groups > 1).then_some(run.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_say_the_direction() {
        for (text, dir) in [
            ("NATO تعلن خطة جديدة", "rtl"),
            ("Reuters عن", "ltr"),
            ("عن Reuters and others", "rtl"),
            ("5 - 10", "auto"),
            ("غزة", "rtl"),
        ] {
            assert_eq!(direction(text), dir, "{text}");
        }
        assert!(misleads("NATO تعلن خطة جديدة") && !misleads("غزة") && !misleads("Reuters") && !misleads("5 - 10"));
    }

    #[test]
    fn what_runs_from_left_to_right_is_found_whole() {
        for (text, runs) in [
            ("انظر https://a.example/b?c=1.", vec!["https://a.example/b?c=1"]),
            ("(www.a.example/أخبار)، ثم", vec!["www.a.example/أخبار"]),
            ("راسل a.b@c.example، أو @handle_1!", vec!["a.b@c.example", "@handle_1"]),
            ("وسم #COP30 ووسم #غزة", vec!["#COP30"]),
            ("اتصل بالرقم +966 11 456 7890 أو (02) 2345-678.", vec!["+966 11 456 7890", "(02) 2345-678"]),
            ("يوم 2025-06-13، وعند 2025-06-13T10:20Z", vec!["2025-06-13", "2025-06-13T10:20Z"]),
            ("فاز 3-2 عام 1948 في (1948) 1967-1973 و+5 و12/24 وCOVID-19", vec![]),
            ("2025-06-131 و20250-6-13 و@ و# و+966", vec![]),
        ] {
            assert_eq!(foreign(text).into_iter().map(|run| &text[run]).collect::<Vec<_>>(), runs, "{text}");
        }
    }
}
