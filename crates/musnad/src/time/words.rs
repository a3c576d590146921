//! The words of time and how a text's words are matched to them, proclitics apart.

use crate::lexicon::{Sequences, Table};
use crate::text::{Text, WordKind, fold};
use std::borrow::Cow;
use std::sync::OnceLock;

/// What a word of time is; see the head of `data/time/words.tsv`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Class {
    Weekday,
    WeekdayBare,
    Month,
    MonthIfMarked,
    Hijri,
    HijriIfMarked,
    Day,
    Part,
    Adverb,
    Vague,
    Midnight,
    Unit,
    Number,
    Ordinal,
    Fraction,
    Few,
    Relative,
    Edge,
    Season,
    Decade,
    Ago,
    Approx,
    Span,
    YearMark,
    YearPart,
    Every,
    Rest,
    Now,
    Holiday,
    Half,
    Whole,
    Era,
    Late,
    Zone,
    DayName,
    Namesake,
    /// Whose office is called general (`الأمين العام`).
    Chief,
    Meridiem,
    Glue,
    DateMark,
    Dated,
    Moved,
    Future,
}

/// The classes as the table names them.
const CLASSES: &[(&str, Class)] = &[
    ("weekday", Class::Weekday),
    ("weekday_bare", Class::WeekdayBare),
    ("month", Class::Month),
    ("month?", Class::MonthIfMarked),
    ("hijri", Class::Hijri),
    ("hijri?", Class::HijriIfMarked),
    ("day", Class::Day),
    ("part", Class::Part),
    ("adverb", Class::Adverb),
    ("vague", Class::Vague),
    ("midnight", Class::Midnight),
    ("unit", Class::Unit),
    ("num", Class::Number),
    ("ord", Class::Ordinal),
    ("fraction", Class::Fraction),
    ("few", Class::Few),
    ("rel", Class::Relative),
    ("edge", Class::Edge),
    ("season", Class::Season),
    ("decade", Class::Decade),
    ("ago", Class::Ago),
    ("approx", Class::Approx),
    ("span", Class::Span),
    ("yearmark", Class::YearMark),
    ("yearpart", Class::YearPart),
    ("every", Class::Every),
    ("rest", Class::Rest),
    ("now", Class::Now),
    ("holiday", Class::Holiday),
    ("half", Class::Half),
    ("whole", Class::Whole),
    ("era", Class::Era),
    ("late", Class::Late),
    ("zone", Class::Zone),
    ("dayname", Class::DayName),
    ("namesake", Class::Namesake),
    ("chief", Class::Chief),
    ("meridiem", Class::Meridiem),
    ("glue", Class::Glue),
    ("datemark", Class::DateMark),
    ("dated", Class::Dated),
    ("moved", Class::Moved),
    ("future", Class::Future),
];

impl Class {
    /// Whether its words may begin an expression; the others only stand beside one.
    fn begins(self) -> bool {
        !matches!(
            self,
            Class::Half
                | Class::Whole
                | Class::Era
                | Class::Late
                | Class::Span
                | Class::Approx
                | Class::Zone
                | Class::DayName
                | Class::Namesake
                | Class::Chief
                | Class::Meridiem
                | Class::Glue
                | Class::DateMark
                | Class::Dated
                | Class::Moved
                | Class::Future
        )
    }
}

/// All words of time.
pub struct Words {
    /// What may begin an expression.
    sequences: Sequences,
    /// What only stands beside one.
    beside: Sequences,
    entries: Vec<(Class, String)>,
}

/// The words of time of the embedded table.
pub fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Words { sequences: Sequences::default(), beside: Sequences::default(), entries: Vec::new() };
        if let Ok(table) = Table::parse("time/words.tsv", include_str!("../../data/time/words.tsv"), &["word", "class", "value"])
        {
            for row in table.rows() {
                let named = CLASSES.iter().find(|(name, _)| *name == row.get("class"));
                let Some((_, class)) = named.copied() else { continue };
                let sequences = if class.begins() { &mut words.sequences } else { &mut words.beside };
                sequences.add(fold(row.get("word")).split_whitespace(), words.entries.len() as u32);
                words.entries.push((class, row.get("value").to_owned()));
            }
        }
        words
    })
}

/// A match: how many words, how many folded bytes of proclitics before the first, and the value.
#[derive(Clone, Copy, Debug)]
pub struct Found<'w> {
    /// Words.
    pub n: usize,
    /// Bytes of proclitics.
    pub lead: usize,
    /// The entry's value.
    pub value: &'w str,
}

/// The spellings of a word without its proclitics: bytes cut and the rest.
fn spellings(folded: &str) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
    let conj = usize::from((folded.starts_with('و') || folded.starts_with('ف')) && folded.len() > 4) * 2;
    let starts = [0, conj];
    let n = if conj > 0 { 2 } else { 1 };
    starts.into_iter().take(n).flat_map(move |at| {
        let rest = &folded[at..];
        let attached = rest.len() > 4 && (rest.starts_with('ب') || rest.starts_with('ل') || rest.starts_with('ك'));
        let joined = rest.len() > 6 && rest.starts_with("لل");
        std::iter::once((at, Cow::Borrowed(rest)))
            .chain(attached.then(|| (at + 2, Cow::Borrowed(&rest[2..]))))
            .chain(joined.then(|| (at, Cow::Owned(format!("ال{}", &rest[4..])))))
    })
}

impl Words {
    /// Whether an expression may begin at a word. The commonest words of all begin one only together with the next.
    pub fn may_begin(&self, text: &Text<'_>, at: usize) -> bool {
        let folded = text.folded(at);
        if !matches!(folded, "من" | "في" | "بين" | "كل") {
            return self.begins(text, at);
        }
        let phrase = self.sequences.step(0, folded).and_then(|node| self.sequences.step(node, text.folded(at + 1)));
        phrase.is_some() || self.begins(text, at + 1)
    }

    /// Whether anything of the table begins at a word.
    fn begins(&self, text: &Text<'_>, at: usize) -> bool {
        text.words.get(at).is_some_and(|w| {
            w.kind == WordKind::Number || spellings(text.folded(at)).any(|(_, s)| self.sequences.step(0, &s).is_some())
        })
    }

    /// The longest match of one of `wanted` at a word; with `free` only without proclitics.
    pub fn find(&self, text: &Text<'_>, at: usize, end: usize, wanted: &[Class], free: bool) -> Option<Found<'_>> {
        let mut best: Option<Found<'_>> = None;
        let beside = wanted.first().is_some_and(|class| !class.begins());
        let sequences = if beside { &self.beside } else { &self.sequences };
        for (lead, spelling) in spellings(text.folded(at)) {
            if free && lead > 0 || at >= end {
                break;
            }
            let Some(mut node) = sequences.step(0, &spelling) else { continue };
            let mut n = 1;
            loop {
                let value = sequences
                    .values(node)
                    .iter()
                    .filter_map(|v| self.entries.get(*v as usize))
                    .find(|(class, _)| wanted.contains(class));
                if let Some((_, value)) = value.filter(|_| best.is_none_or(|b| n > b.n)) {
                    best = Some(Found { n, lead, value });
                }
                if at + n >= end {
                    break;
                }
                let Some(next) = sequences.step(node, text.folded(at + n)) else { break };
                node = next;
                n += 1;
            }
        }
        best
    }
}
