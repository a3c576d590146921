//! The words of the interface, in Arabic and English, from `data/words.tsv`, which a translator can edit.
//!
//! Codes of the data have rows too (`type.ASSAULT`). A key without a row is shown as it is, so that a new code is never hidden.

use std::collections::HashMap;
use std::sync::LazyLock;

const FILE: &str = include_str!("../data/words.tsv");

static WORDS: LazyLock<HashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| {
    let rows = FILE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    })
    .collect()
});

/// A language of the interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Arabic, right to left: the default.
    #[default]
    Ar,
    /// English.
    En,
}

impl Lang {
    /// Its BCP 47 code.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ar => "ar",
            Lang::En => "en",
        }
    }

    /// Its direction.
    pub fn dir(self) -> &'static str {
        match self {
            Lang::Ar => "rtl",
            Lang::En => "ltr",
        }
    }

    /// What stands between the parts of a list.
    pub fn comma(self) -> &'static str {
        match self {
            Lang::Ar => "، ",
            Lang::En => ", ",
        }
    }

    /// The words for a key.
    pub fn t(self, key: &str) -> &'static str {
        WORDS.get(key).map_or("", |both| both[self as usize])
    }

    /// The word for a code of the data, or the code itself where there is none.
    pub fn code_word<'a>(self, kind: &str, code: &'a str) -> &'a str {
        let found = WORDS.get(format!("{kind}.{code}").as_str());
        found.map_or(code, |both| both[self as usize])
    }

    /// A number with its noun: `3 مقالات`, `11 مقالا`.
    pub fn count(self, n: i64, key: &str) -> String {
        let forms: Vec<&str> = self.t(key).split('|').collect();
        let form = |nth: usize| forms.get(nth).copied().unwrap_or(key);
        match (self, n) {
            (Lang::En, 1) => format!("1 {}", form(0)),
            (Lang::En, _) => format!("{} {}", grouped(n), form(1)),
            // «قول واحد»، «رواية واحدة»: the first word decides.
            (Lang::Ar, 1) => {
                let is_feminine = form(0).split(' ').next().is_some_and(|noun| noun.ends_with('ة'));
                format!("{} {}", form(0), if is_feminine { "واحدة" } else { "واحد" })
            }
            (Lang::Ar, 2) => form(1).to_owned(),
            (Lang::Ar, _) => {
                let nth = match n % 100 {
                    3..=10 => 2,
                    11..=99 => 3,
                    _ => 4,
                };
                format!("{} {}", grouped(n), form(nth))
            }
        }
    }
}

/// A number with a comma between thousands.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Whether a key has words: for the test that no template asks for one that is not there.
#[cfg(test)]
fn has(key: &str) -> bool {
    WORDS.contains_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_key_and_two_languages() {
        for line in FILE.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 3 && cells.iter().all(|c| !c.trim().is_empty()), "{line}");
        }
    }

    #[test]
    fn nouns_agree_with_their_number() {
        let counts: Vec<String> = [0, 1, 2, 3, 10, 11, 99, 100, 103, 1_234_567].map(|n| Lang::Ar.count(n, "n.article")).to_vec();
        assert_eq!(
            counts,
            [
                "0 مقال",
                "مقال واحد",
                "مقالان",
                "3 مقالات",
                "10 مقالات",
                "11 مقالا",
                "99 مقالا",
                "100 مقال",
                "103 مقالات",
                "1,234,567 مقالا"
            ]
        );
        assert_eq!(Lang::En.count(1, "n.story"), "1 story");
    }

    /// Every `t("key")` of a template or a source file.
    #[test]
    fn every_key_that_is_asked_for_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut n_keys = 0;
        for folder in ["templates", "src", "src/pages"] {
            for entry in std::fs::read_dir(root.join(folder)).expect("a folder").flatten() {
                let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
                for (call, close) in [(".t(\"", "\")"), (".head(\"", "\""), (", \"n.", "\")")] {
                    for rest in text.split(call).skip(1) {
                        let key = rest.split(close).next().unwrap_or_default();
                        let key = if call.contains("n.") { format!("n.{key}") } else { key.to_owned() };
                        assert!(has(&key) || key.contains('{'), "{key:?} of {:?} has no row in data/words.tsv", entry.path());
                        n_keys += 1;
                    }
                }
            }
        }
        assert!(n_keys > 50, "{n_keys} keys found");
    }
}
