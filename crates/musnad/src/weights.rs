//! The trained weights: for each question, what each sign weighs in log-odds.
//!
//! Whoever asks a question (`entity::whence`, `event::weigh`) gives what he asks about *signs*: a template and what fills it, as one
//! number. The model knows what signs weigh, and the logistic function of their sum is a chance.

use crate::model::{ModelError, Sections};
use crate::name::tagger::Clusters;

/// What is asked of a telling or of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether a word tells an event of a type at all, its parties aside.
    Worth,
    /// Whether a candidate does it.
    Actor,
    /// Whether a candidate undergoes it.
    Recipient,
    /// Whether the event with the parties chosen is right.
    Right,
    /// Whether a time dates it.
    When,
    /// Whether it goes on.
    Ongoing,
    /// Whether it is yet to come.
    Planned,
    /// Whether it is told not to have happened.
    Denied,
    /// Whether it is only imagined.
    Hypothetical,
    /// Whether two tellings tell one event.
    Same,
    /// Whether a country is that of whoever is told without one.
    Country,
}

/// How many questions there are.
pub const QUESTIONS: usize = 11;

impl Question {
    /// All, in the order of their sections.
    pub const ALL: [Question; QUESTIONS] = [
        Question::Worth,
        Question::Actor,
        Question::Recipient,
        Question::Right,
        Question::When,
        Question::Ongoing,
        Question::Planned,
        Question::Denied,
        Question::Hypothetical,
        Question::Same,
        Question::Country,
    ];

    /// The statuses but `happened`, which an event has where none of them is likely.
    pub const STATUSES: [(Question, &'static str); 4] = [
        (Question::Ongoing, "ongoing"),
        (Question::Planned, "planned"),
        (Question::Denied, "denied"),
        (Question::Hypothetical, "hypothetical"),
    ];

    /// Its section of the model file.
    fn section(self) -> &'static str {
        match self {
            Question::Worth => "events.worth",
            Question::Actor => "events.actor",
            Question::Recipient => "events.recip",
            Question::Right => "events.right",
            Question::When => "events.when",
            Question::Ongoing => "events.ongoing",
            Question::Planned => "events.planned",
            Question::Denied => "events.denied",
            Question::Hypothetical => "events.imagined",
            Question::Same => "events.same",
            Question::Country => "entities.country",
        }
    }
}

/// Bits of a sign.
const SIGN_BITS: u32 = 26;

/// A weight of one in the file: steps of .04 are as good as the weights themselves on articles left out.
const UNIT: f32 = 25.0;

/// What signs weigh for one question. Signs fall into ranges of a few rows; a row is what is left of a sign below its range, and its
/// weight, in one word: a look-up costs two accesses to memory, and the tables are half as large as with whole signs.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<u32>,
    first: Vec<u32>,
    shift: u32,
}

/// Rows of a range at the mean, or up to twice as many: fewer cost memory, more cost comparisons.
const ROWS: usize = 2;

/// Bits of a weight in a row.
const WEIGHT_BITS: u32 = 10;

/// What a weight is in a row.
const WEIGHT: u32 = (1 << WEIGHT_BITS) - 1;

/// The greatest weight, in steps of [`UNIT`]: log-odds of 20 are beyond all doubt.
const GREATEST: i32 = (1 << (WEIGHT_BITS - 1)) - 1;

impl Table {
    /// From rows in the order of their signs; none where a weight is beyond all that is learnt.
    fn new(all: Vec<(u32, i32)>) -> Option<Table> {
        let bits = (all.len() / ROWS).max(1).ilog2().clamp(SIGN_BITS + WEIGHT_BITS - u32::BITS, SIGN_BITS);
        let shift = SIGN_BITS - bits;
        let mut first = Vec::with_capacity((1 << bits) + 1);
        let mut rows = Vec::with_capacity(all.len());
        for (sign, weight) in all {
            first.resize((sign >> shift) as usize + 1, rows.len() as u32);
            let weight = u32::try_from(weight + GREATEST).ok().filter(|w| *w <= WEIGHT)?;
            rows.push((sign & ((1 << shift) - 1)) << WEIGHT_BITS | weight);
        }
        first.resize((1 << bits) + 1, rows.len() as u32);
        Some(Table { rows, first, shift })
    }

    /// Whether no sign weighs anything.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What a sign weighs, in steps of a [`UNIT`] of log-odds; nothing where it is not known.
    fn weight(&self, sign: u32) -> i32 {
        let range = (sign >> self.shift) as usize;
        let Some(&[from, to]) = self.first.get(range..range + 2) else { return 0 };
        let low = sign & ((1 << self.shift) - 1);
        let found = self.rows[from as usize..to as usize].iter().find(|row| **row >> WEIGHT_BITS == low);
        found.map_or(0, |row| (row & WEIGHT) as i32 - GREATEST)
    }
}

/// What signs weigh.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    tables: [Table; QUESTIONS],
}

impl Weights {
    /// From the sections of a model file.
    ///
    /// # Errors
    /// A section that is missing or does not hold the rows that it says.
    pub fn from_sections(sections: &Sections<'_>) -> Result<Weights, ModelError> {
        let mut weights = Weights::default();
        for (table, question) in weights.tables.iter_mut().zip(Question::ALL) {
            let cut = || ModelError::Section(question.section().to_owned());
            *table = rows(sections.get(question.section())?).and_then(Table::new).ok_or_else(cut)?;
        }
        Ok(weights)
    }

    /// The sections of a model file with these weights. Each has the number of its rows (four bytes, the lowest first), the two
    /// parameters of its codes, and for each row, in the order of the signs, how far its sign is from the one before and its weight
    /// in twenty-fifths (`n << 1 ^ n >> 31`), as Golomb-Rice codes ([`Bits`]): two thirds of the size of whole bytes.
    pub fn to_sections(tables: &[Vec<(u32, f32)>; QUESTIONS]) -> Vec<(&'static str, Vec<u8>)> {
        let bytes = |table: &Vec<(u32, f32)>| -> Vec<u8> {
            let mut sorted: Vec<(u32, i32)> =
                table.iter().map(|(sign, weight)| (*sign, ((weight * UNIT).round() as i32).clamp(-GREATEST, GREATEST))).collect();
            sorted.retain(|(_, weight)| *weight != 0);
            sorted.sort_unstable();
            let mut last = 0;
            let numbers: Vec<[u32; 2]> = sorted
                .into_iter()
                .map(|(sign, weight)| [sign - std::mem::replace(&mut last, sign), (weight << 1 ^ weight >> 31) as u32])
                .collect();
            let mean = |nth: usize| numbers.iter().map(|n| f64::from(n[nth])).sum::<f64>() / numbers.len().max(1) as f64;
            // The remainder of a code has about the bits of the mean times ln 2.
            let parameters = [0, 1].map(|nth| (mean(nth) * std::f64::consts::LN_2).max(1.0).log2().ceil() as u32);
            let mut out = Bits::default();
            numbers.iter().flat_map(|n| n.iter().zip(parameters)).for_each(|(n, k)| out.put(*n, k));
            let head = (numbers.len() as u32).to_le_bytes().into_iter().chain(parameters.map(|k| k as u8));
            head.chain(out.done()).collect()
        };
        Question::ALL.into_iter().zip(tables).map(|(question, table)| (question.section(), bytes(table))).collect()
    }

    /// The table of one question.
    pub(crate) fn of(&self, question: Question) -> &Table {
        &self.tables[question as usize]
    }

    /// The chance that signs give for one question.
    pub(crate) fn chance(&self, question: Question, signs: &[u32]) -> f32 {
        let mut sum = Sum::of(self, question);
        signs.iter().for_each(|sign| sum.add(*sign));
        chance(sum.log_odds())
    }

    /// Whether nothing weighs anything: then the rules alone decide.
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(|table| table.rows.is_empty())
    }
}

/// The rows of a section; none where it is cut, too long or out of order.
fn rows(section: &[u8]) -> Option<Vec<(u32, i32)>> {
    let (head, bytes) = section.split_first_chunk::<6>()?;
    let [a, b, c, d, of_sign, of_weight] = *head;
    let number = u32::from_le_bytes([a, b, c, d]) as usize;
    let mut bits = Bits { bytes, ..Bits::default() };
    // Each row has two bits at least: what a broken file says of itself is not believed.
    let mut rows = Vec::with_capacity(number.min(bytes.len() * 4));
    let mut sign = 0_u32;
    for nth in 0..number {
        let far = bits.take(u32::from(of_sign))?;
        sign = sign.checked_add(far).filter(|s| (far > 0 || nth == 0) && s >> SIGN_BITS == 0)?;
        let weight = bits.take(u32::from(of_weight))?;
        rows.push((sign, (weight >> 1) as i32 ^ -((weight & 1) as i32)));
    }
    (bits.bytes.is_empty() && bits.n_held < 8).then_some(rows)
}

/// Where signs go: into a sum while reading, into a list while training.
pub trait Sink {
    /// Takes one sign.
    fn add(&mut self, sign: u32);
}

impl Sink for Vec<u32> {
    fn add(&mut self, sign: u32) {
        self.push(sign);
    }
}

/// The sum of the weights of signs, whatever their order.
pub struct Sum<'w> {
    table: &'w Table,
    steps: i32,
}

impl<'w> Sum<'w> {
    /// Of no sign yet, for one question.
    pub(crate) fn of(weights: &'w Weights, question: Question) -> Sum<'w> {
        Sum { table: weights.of(question), steps: 0 }
    }

    /// The log-odds so far.
    pub fn log_odds(&self) -> f32 {
        self.steps as f32 / UNIT
    }
}

impl Sink for Sum<'_> {
    fn add(&mut self, sign: u32) {
        self.steps += self.table.weight(sign);
    }
}

/// A sign: the number of its template and what fills it, in 26 bits, so that the file of weights stays small; of a thousand signs that
/// were never met about two have the number of one that was.
pub fn sign(template: u32, parts: &[u64]) -> u32 {
    let mut hash = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in parts {
        hash = (hash.rotate_left(23) ^ part).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    (hash >> (u64::BITS - SIGN_BITS)) as u32
}

/// What weighing reads beside an article: weights, and classes of words in raw news.
#[derive(Clone, Copy)]
pub struct Trained<'l> {
    /// What signs weigh.
    pub weights: &'l Weights,
    /// Classes of words.
    pub classes: &'l Clusters,
}

/// Numbers as Golomb-Rice codes (Rice, Plaunt 1971): `n >> k` ones, a zero, and the lowest `k` bits of `n`; a number with [`LONG`] ones
/// or more has so many and then its 32 bits. The first bit is the lowest of a byte.
#[derive(Default)]
struct Bits<'b> {
    /// What is still to be read.
    bytes: &'b [u8],
    /// What has been written.
    out: Vec<u8>,
    held: u64,
    n_held: u32,
}

/// Ones of a number that is written whole.
const LONG: u32 = 20;

impl Bits<'_> {
    fn put(&mut self, number: u32, k: u32) {
        match number >> k {
            high if high < LONG => {
                self.push((1 << high) - 1, high + 1);
                self.push(u64::from(number & ((1 << k) - 1)), k);
            }
            _ => {
                self.push((1 << LONG) - 1, LONG);
                self.push(u64::from(number), u32::BITS);
            }
        }
    }

    fn push(&mut self, bits: u64, number: u32) {
        self.held |= bits << self.n_held;
        self.n_held += number;
        while self.n_held >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.n_held -= 8;
        }
    }

    /// All that was written, the last byte filled with zeros.
    fn done(mut self) -> Vec<u8> {
        self.out.extend((self.n_held > 0).then_some(self.held as u8));
        self.out
    }

    fn take(&mut self, k: u32) -> Option<u32> {
        self.fill();
        let high = self.held.trailing_ones().min(LONG);
        if high == LONG {
            self.pop(LONG)?;
            self.fill();
            return Some(self.pop(u32::BITS)? as u32);
        }
        self.pop(high + 1)?;
        self.fill();
        Some(high.checked_shl(k)? | self.pop(k)? as u32)
    }

    fn fill(&mut self) {
        while self.n_held <= u64::BITS - 8
            && let Some((first, rest)) = self.bytes.split_first()
        {
            self.held |= u64::from(*first) << self.n_held;
            self.n_held += 8;
            self.bytes = rest;
        }
    }

    fn pop(&mut self, number: u32) -> Option<u64> {
        self.n_held = self.n_held.checked_sub(number)?;
        let bits = self.held & ((1 << number) - 1);
        self.held >>= number;
        Some(bits)
    }
}

/// The chance that log-odds give.
pub fn chance(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_survive_their_bytes() {
        let mut tables: [Vec<(u32, f32)>; QUESTIONS] = Default::default();
        let last = (1 << SIGN_BITS) - 1;
        tables[Question::Right as usize] = vec![(7, -1.24), (3, 0.52), (last, 12.36), (8, 0.01), (9, 99.0)];
        let bytes = crate::model::to_bytes(&Weights::to_sections(&tables));
        let weights = Weights::from_sections(&Sections::parse(&bytes).expect("whole")).expect("whole");
        let of = |sign: u32| weights.of(Question::Right).weight(sign);
        assert_eq!([3, 7, last].map(of), [13, -31, 309]);
        assert_eq!([0, 4, 8, last - 1].map(of), [0; 4], "neither met nor worth a row");
        assert_eq!(of(9), GREATEST);
        assert!((weights.chance(Question::Right, &[3, 7]) - chance(0.52 - 1.24)).abs() < 1e-6);
        assert!(weights.of(Question::Actor).rows.is_empty() && !weights.is_empty());
        assert_eq!(weights.of(Question::Actor).weight(7), 0);
    }

    #[test]
    fn numbers_of_any_size_survive_their_codes() {
        let numbers = [0, 1, 5, 19, 20, 21, 1000, u32::MAX];
        for k in [0, 3, 7, 31] {
            let mut out = Bits::default();
            numbers.iter().for_each(|n| out.put(*n, k));
            let bytes = out.done();
            let mut back = Bits { bytes: &bytes, ..Bits::default() };
            assert_eq!(numbers.map(|_| back.take(k)), numbers.map(Some), "{k}");
            assert_eq!(Bits { bytes: &bytes[..2], ..Bits::default() }.take(31), None, "cut");
        }
    }

    #[test]
    fn a_section_that_is_missing_cut_or_too_long_is_an_error_that_names_it() {
        let named = |sections: &[(&str, Vec<u8>)]| {
            let bytes = crate::model::to_bytes(sections);
            Weights::from_sections(&Sections::parse(&bytes).expect("whole")).err()
        };
        let mut tables: [Vec<(u32, f32)>; QUESTIONS] = Default::default();
        tables[Question::Actor as usize] = (0..100).map(|n| (n * 5000, 1.0)).collect();
        let whole = Weights::to_sections(&tables);
        let actor = || Some(ModelError::Section("events.actor".to_owned()));
        let with = |bytes: Vec<u8>| {
            let mut sections = whole.clone();
            sections[1].1 = bytes;
            named(&sections)
        };
        let good = &whole[1].1;
        assert_eq!(with(good.clone()), None);
        assert_eq!(with(good[..good.len() - 1].to_vec()), actor(), "cut");
        assert_eq!(with(good[..3].to_vec()), actor(), "no head");
        assert_eq!(with([good.as_slice(), &[0, 0]].concat()), actor(), "too long");
        assert_eq!(with([&[255; 4], &good[4..]].concat()), actor(), "more rows than there are");
        assert_eq!(named(&whole[1..]), Some(ModelError::Section("events.worth".to_owned())));
    }
}
