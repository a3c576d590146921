//! Where the rules look: the words of the sentence, the words of time, and the days to resolve against.
//!
//! Everything that several rules ask stands here: numbers in digits and words, what a word touches, whether the text speaks
//! of the future, whether it is a query rather than an article.

use super::civil::Date;
use super::words::{self, Class};
use super::{Settings, Tense};
use crate::text::{Text, WordKind};

/// Most words of a text that is read as a query whatever it says, and of one that plans something.
const QUERY: usize = 6;
const PLAN: usize = 16;

/// How far before an expression a word of the future is looked for.
const REACH: usize = 8;

/// A sentence, the words of time, and the days to resolve against.
#[derive(Clone, Copy)]
pub(super) struct Scene<'s, 't> {
    pub(super) text: &'s Text<'t>,
    pub(super) words: &'static words::Words,
    pub(super) settings: &'s Settings,
    /// The day the text calls today.
    pub(super) today: Option<Date>,
    /// The last complete date of the text.
    pub(super) last: Option<Date>,
    /// End of the sentence.
    pub(super) end: usize,
    /// Start of the sentence.
    pub(super) start: usize,
}

impl<'s> Scene<'s, '_> {
    /// The longest match at a word, proclitics apart.
    pub(super) fn find(&self, at: usize, wanted: &[Class]) -> Option<words::Found<'static>> {
        self.words.find(self.text, at, self.end, wanted, false)
    }

    /// The longest match at a word that has no proclitic.
    pub(super) fn free(&self, at: usize, wanted: &[Class]) -> Option<words::Found<'static>> {
        self.words.find(self.text, at, self.end, wanted, true)
    }

    /// Number of words of a match without proclitics; 0 for none.
    pub(super) fn skip(&self, at: usize, wanted: Class) -> usize {
        self.free(at, &[wanted]).map_or(0, |found| found.n)
    }

    pub(super) fn raw(&self, at: usize) -> &'s str {
        if at < self.end { self.text.raw(at) } else { "" }
    }

    pub(super) fn folded(&self, at: usize) -> &'s str {
        if at < self.end { self.text.folded(at) } else { "" }
    }

    /// A number in digits, without sign or fraction.
    pub(super) fn digits(&self, at: usize) -> Option<u32> {
        let folded = self.folded(at);
        (folded.len() <= 4 && !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit()))
            .then(|| folded.parse().ok())
            .flatten()
    }

    /// A whole number in digits or words: words taken, number, proclitics.
    pub(super) fn number(&self, at: usize) -> Option<(usize, u32, usize)> {
        if let Some(n) = self.digits(at) {
            return Some((1, n, 0));
        }
        let first = self.find(at, &[Class::Number])?;
        let (n, value) = self.added(at + first.n, first.value.parse().ok()?);
        Some((first.n + n, value, first.lead))
    }

    /// What is added with `و` to a number in words (`ثلاثة وعشرين`, `ألف وتسعمائة وواحد`): words taken, sum.
    fn added(&self, at: usize, first: u32) -> (usize, u32) {
        let (mut n, mut value, mut last) = (0, first, first);
        loop {
            let apart = usize::from(self.folded(at + n) == "و");
            let glued = apart == 0 && self.folded(at + n).starts_with('و');
            let lead = if glued { 2 } else { 0 };
            // "الأربع والعشرين": with the article the tens stand among the ordinals.
            let wanted = if last < 10 { &[Class::Number, Class::Ordinal][..] } else { &[Class::Number] };
            let next = self.find(at + n + apart, wanted).filter(|t| (apart == 1 || glued) && t.lead == lead);
            let Some((words, more)) = next.and_then(|t| Some((t.n, t.value.parse::<u32>().ok()?))) else { break };
            let tens = last < 10 && (20..100).contains(&more);
            if !(tens || last >= 100 && more < last) {
                break;
            }
            value += more;
            last = more;
            n += apart + words;
        }
        (n, value)
    }

    /// A year in words (`ألفين وتسعة عشر`, `ألف وتسعمائة وثمانية وسبعون`): words taken, year.
    pub(super) fn year_in_words(&self, at: usize) -> Option<(usize, u32)> {
        let (n, year, lead) = self.number(at).filter(|_| self.digits(at).is_none())?;
        (lead == 0 && (1000..2100).contains(&year)).then_some((n, year))
    }

    /// Whether the words from `from` to `to` stand without blanks.
    pub(super) fn touching(&self, from: usize, to: usize) -> bool {
        to < self.end && (from..to).all(|w| self.text.words[w].span.end == self.text.words[w + 1].span.start)
    }

    /// Whether nothing that a number could count follows: the end, or a mark.
    pub(super) fn closes(&self, at: usize) -> bool {
        at >= self.end || self.text.words[at].kind == WordKind::Punct
    }

    /// Whether the word before `at` is one of a class.
    pub(super) fn after(&self, at: usize, wanted: &[Class]) -> bool {
        at > self.start && self.find(at - 1, wanted).is_some_and(|found| found.n == 1)
    }

    /// The month that `هذا الشهر`, `الشهر الماضي`, `الجاري` name, counted from this: one past it, shift.
    pub(super) fn month_shift(&self, at: usize) -> Option<(usize, i32)> {
        let is_month = |w: usize| self.free(w, &[Class::Unit]).is_some_and(|u| u.value == "M 1" && u.n == 1);
        if matches!(self.folded(at), "هذا") && is_month(at + 1) {
            return Some((at + 2, 0));
        }
        let spoken = usize::from(is_month(at));
        let rel = self.free(at + spoken, &[Class::Relative]).filter(|r| spoken == 1 || r.value == "0")?;
        let plain = !matches!(self.folded(at + spoken), "هذا" | "هذه" | "نفسه" | "ذاته");
        plain.then(|| rel.value.parse().ok().map(|shift| (at + spoken + rel.n, shift))).flatten()
    }

    /// Whether a word counts from the day on which it is said: `اليوم`, `غدا`, `الليلة`, `هذا الصباح`.
    pub(super) fn is_deictic(&self, at: usize) -> bool {
        let this = matches!(self.folded(at), "هذا" | "هذه") && self.skip(at + 1, Class::Part) > 0;
        this || self.find(at, &[Class::Day]).is_some() || self.find(at, &[Class::Adverb]).is_some()
    }

    /// Whether a word shows that the text speaks of what is to come (`سيزور`, `سأعود`, `من المقرر`).
    fn is_future(&self, at: usize) -> bool {
        let folded = self.text.folded(at);
        let bare = folded.strip_prefix('و').unwrap_or(folded);
        let third = bare.len() >= 10
            && (bare.starts_with("سي") || bare.starts_with("ست"))
            && !bare.starts_with("سيا")
            && !bare.starts_with("سيد");
        // Only the hamza tells "سأعود" from "ساعات"; "سأل" is to ask.
        let first = self.text.raw(at).strip_prefix("سأ").is_some_and(|rest| rest.len() >= 4 && !rest.starts_with('ل'));
        third || first || self.words.find(self.text, at, at + 1, &[Class::Future], false).is_some()
    }

    /// Whether a future verb or word stands shortly before a word.
    pub(super) fn future_before(&self, at: usize) -> bool {
        (at.saturating_sub(REACH).max(self.start)..at).any(|w| self.is_future(w))
    }

    /// Whether a bare weekday, day or month means the next one: the caller says so, or a plan of a few words.
    pub(super) fn plans(&self, at: usize) -> bool {
        self.settings.tense == Tense::Future || self.text.words.len() <= PLAN && self.future_before(at)
    }

    /// The words of the whole text are few: a query, not an article.
    pub(super) fn is_query(&self) -> bool {
        let n_words = self.text.words.len();
        n_words <= QUERY || n_words <= PLAN && (0..n_words).any(|w| self.is_future(w))
    }
}
