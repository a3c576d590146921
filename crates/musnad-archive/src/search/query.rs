//! What a user typed, understood: every string is a query.
//!
//! Words must all be there; `"…"` is a phrase, `-` excludes, `OR` (or `|`) joins alternatives, `field:value` filters.

use musnad::search::tokens;

/// Most words of a query; the rest is left out, and the answer says so.
const MOST: usize = 32;

/// A word or a phrase, by light spelling.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Term {
    /// Its words; one for a word, several for a phrase.
    pub words: Vec<String>,
    /// As the user wrote it.
    pub written: String,
    /// Whether it was given in quotation marks.
    pub quoted: bool,
}

/// A query.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Query {
    /// Each group must be found; of its terms, one.
    pub all: Vec<Vec<Term>>,
    /// None of these may be found.
    pub none: Vec<Term>,
    /// Who spoke.
    pub speaker: Option<Term>,
    /// Which outlet.
    pub outlet: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// PLOVER type.
    pub event: Option<String>,
    /// ISO code or name of a country.
    pub country: Option<String>,
    /// What was not understood or left out, in words.
    pub notes: Vec<String>,
}

/// Names of the filters, English and Arabic.
const FIELDS: [(&str, &str); 12] = [
    ("speaker", "speaker"),
    ("outlet", "outlet"),
    ("from", "from"),
    ("to", "to"),
    ("type", "type"),
    ("country", "country"),
    ("قائل", "speaker"),
    ("صحيفة", "outlet"),
    ("منذ", "from"),
    ("حتى", "to"),
    ("نوع", "type"),
    ("بلد", "country"),
];

/// A piece of a query: a minus before it, a field, the value, and whether it stood in marks.
#[derive(Debug, Default)]
struct Piece {
    minus: bool,
    field: Option<&'static str>,
    value: String,
    quoted: bool,
}

impl Query {
    /// Understands what was typed.
    ///
    /// ```
    /// use musnad_archive::search::Query;
    /// let query = Query::parse("غزة \"مجلس الأمن\" -مصر speaker:غوتيريش from:2024-01-01");
    /// assert_eq!((query.all.len(), query.none.len()), (2, 1));
    /// assert_eq!(query.from.as_deref(), Some("2024-01-01"));
    /// ```
    pub fn parse(typed: &str) -> Query {
        let mut query = Query::default();
        let mut join = false;
        let mut n_words = 0;
        for piece in pieces(typed) {
            if !piece.quoted && !piece.minus && piece.field.is_none() && matches!(piece.value.as_str(), "OR" | "|" | "||") {
                join = !query.all.is_empty();
                continue;
            }
            if !piece.quoted && matches!(piece.value.as_str(), "AND" | "&&") {
                continue;
            }
            if let Some(field) = piece.field {
                query.filter(field, piece);
                continue;
            }
            let term = term(&piece.value, piece.quoted);
            if term.words.is_empty() {
                continue;
            }
            n_words += term.words.len();
            if n_words > MOST {
                query.notes.push(format!("only the first {MOST} words of the query were used"));
                break;
            }
            match (piece.minus, query.all.last_mut()) {
                (true, _) => query.none.push(term),
                (false, Some(group)) if join => group.push(term),
                _ => query.all.push(vec![term]),
            }
            join = false;
        }
        query
    }

    fn filter(&mut self, field: &str, piece: Piece) {
        let value = piece.value.trim().to_owned();
        if value.is_empty() {
            self.notes.push(format!("`{field}:` has no value and was left out"));
            return;
        }
        match field {
            "speaker" => self.speaker = Some(term(&value, false)).filter(|t| !t.words.is_empty()),
            "outlet" => self.outlet = Some(value),
            "from" | "to" => match day(&value, field == "to") {
                Some(day) if field == "from" => self.from = Some(day),
                Some(day) => self.to = Some(day),
                None => self.notes.push(format!("`{field}:{value}` is no date (2024-05-12, 2024-05 or 2024) and was left out")),
            },
            "type" => self.event = Some(value.to_uppercase()),
            _ => self.country = Some(value),
        }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && !self.has_filter()
    }

    /// Whether a filter is set.
    pub fn has_filter(&self) -> bool {
        self.speaker.is_some()
            || self.outlet.is_some()
            || self.from.is_some()
            || self.to.is_some()
            || self.event.is_some()
            || self.country.is_some()
    }
}

fn term(written: &str, quoted: bool) -> Term {
    Term { words: tokens(written).into_iter().map(|t| t.light).collect(), written: written.trim().to_owned(), quoted }
}

/// A whole day from a date or its prefix; digits of any script.
fn day(value: &str, last: bool) -> Option<String> {
    let plain = musnad::text::fold(value).replace('/', "-");
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = plain.split('-').collect();
    let (month, date) = if last { ("12", "31") } else { ("01", "01") };
    match parts.as_slice() {
        [y] if digits(y, 4) => Some(format!("{y}-{month}-{date}")),
        [y, m] if digits(y, 4) && digits(m, 2) => Some(format!("{y}-{m}-{date}")),
        [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2) => Some(plain.clone()),
        _ => None,
    }
}

fn is_mark_of_quotation(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

/// Cuts what was typed at blanks outside quotation marks; an unclosed mark runs to the end.
fn pieces(typed: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut piece = Piece::default();
    let mut inside = false;
    for c in typed.chars() {
        if is_mark_of_quotation(c) {
            if inside || !piece.value.is_empty() {
                found.push(std::mem::take(&mut piece));
            }
            inside = !inside;
            piece.quoted = inside;
        } else if inside {
            piece.value.push(c);
        } else if c.is_whitespace() || c == '(' || c == ')' {
            if !piece.value.is_empty() || piece.field.is_some() {
                found.push(std::mem::take(&mut piece));
            } else {
                piece = Piece::default();
            }
        } else if matches!(c, '-' | '−' | '–') && piece.value.is_empty() && piece.field.is_none() {
            piece.minus = true;
        } else if c == ':' && piece.field.is_none() && field(&piece.value).is_some() {
            piece.field = field(&piece.value);
            piece.value.clear();
        } else {
            piece.value.push(c);
        }
    }
    if !piece.value.is_empty() || piece.field.is_some() {
        found.push(piece);
    }
    found
}

fn field(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    FIELDS.iter().find(|(written, _)| *written == name).map(|(_, field)| *field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(query: &Query) -> Vec<Vec<Vec<&str>>> {
        query.all.iter().map(|g| g.iter().map(|t| t.words.iter().map(String::as_str).collect()).collect()).collect()
    }

    #[test]
    fn what_is_typed_is_understood() {
        let query = Query::parse("غزة OR القدس «مجلس الأمن» -مصر -\"وقف النار\" outlet:\"الشرق الأوسط\" to:2024-05 نوع:assault");
        assert_eq!(words(&query), vec![vec![vec!["غزة"], vec!["القدس"]], vec![vec!["مجلس", "الأمن"]]]);
        assert_eq!(query.none.len(), 2);
        assert_eq!(query.outlet.as_deref(), Some("الشرق الأوسط"));
        assert_eq!(query.to.as_deref(), Some("2024-05-31"));
        assert_eq!(query.event.as_deref(), Some("ASSAULT"));
    }

    #[test]
    fn odd_strings_are_queries_too() {
        for typed in [
            "",
            "\"",
            "-",
            "OR",
            "OR OR",
            "()",
            "speaker:",
            "from:أمس",
            ":::",
            "\0",
            "َُِ",
            "\"\"\"\"",
            "- - -",
            "NEAR(a b)",
            "a* ^b {c} d:e",
        ] {
            let query = Query::parse(typed);
            assert!(query.all.len() <= 4, "{typed}");
        }
        assert_eq!(Query::parse("from:أمس").notes.len(), 1);
        let long = "كلمة ".repeat(20_000);
        assert_eq!(Query::parse(&long).notes.len(), 1);
    }
}
