//! The trained weights: for each question, what each sign weighs in log-odds.

use crate::model::{ModelError, Sections};
use rustc_hash::FxHashMap;

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
}

/// How many questions there are.
pub const QUESTIONS: usize = 10;

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
        }
    }
}

/// A weight of one in the file.
const UNIT: f32 = 100.0;

/// What signs weigh.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    tables: [FxHashMap<u32, f32>; QUESTIONS],
}

impl Weights {
    /// From the sections of a model file.
    ///
    /// # Errors
    /// A section that is missing or has no whole rows.
    pub fn from_sections(sections: &Sections<'_>) -> Result<Weights, ModelError> {
        let mut weights = Weights::default();
        for (table, question) in weights.tables.iter_mut().zip(Question::ALL) {
            let cut = || ModelError::Section(question.section().to_owned());
            let mut bytes = sections.get(question.section())?;
            table.reserve((varint(&mut bytes).ok_or_else(cut)? as usize).min(MOST));
            let mut sign = 0_u32;
            while !bytes.is_empty() {
                sign = sign.wrapping_add(varint(&mut bytes).ok_or_else(cut)?);
                let weight = varint(&mut bytes).ok_or_else(cut)?;
                let weight = (weight >> 1) as i32 ^ -((weight & 1) as i32);
                table.insert(sign, weight as f32 / UNIT);
            }
        }
        Ok(weights)
    }

    /// The sections of a model file with these weights. Each has the number of its rows, and for each row, in the order of the signs,
    /// how far its sign is from the one before, and its weight in hundredths (`n << 1 ^ n >> 31`); all are numbers of seven bits
    /// a byte, the lowest first, the high bit of a byte telling that another follows.
    pub fn to_sections(tables: &[Vec<(u32, f32)>; QUESTIONS]) -> Vec<(&'static str, Vec<u8>)> {
        let bytes = |table: &Vec<(u32, f32)>| -> Vec<u8> {
            let mut sorted = table.clone();
            sorted.sort_unstable_by_key(|(sign, _)| *sign);
            let mut bytes = Vec::new();
            put(&mut bytes, sorted.len() as u32);
            let mut last = 0;
            for (sign, weight) in sorted {
                let weight = (weight * UNIT).round() as i32;
                put(&mut bytes, sign - last);
                put(&mut bytes, (weight << 1 ^ weight >> 31) as u32);
                last = sign;
            }
            bytes
        };
        Question::ALL.into_iter().zip(tables).map(|(question, table)| (question.section(), bytes(table))).collect()
    }

    /// The table of one question.
    pub(crate) fn of(&self, question: Question) -> &FxHashMap<u32, f32> {
        &self.tables[question as usize]
    }

    /// The chance that signs give for one question.
    pub(crate) fn chance(&self, question: Question, signs: &[u32]) -> f32 {
        let table = self.of(question);
        chance(signs.iter().filter_map(|s| table.get(s)).sum())
    }

    /// Whether nothing weighs anything: then the rules alone decide.
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(FxHashMap::is_empty)
    }
}

/// Most rows that room is made for at once: what a broken file says of itself is not believed.
const MOST: usize = 1 << 20;

/// Takes a number from the front.
fn varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Adds a number at the end.
fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
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
        tables[Question::Right as usize] = vec![(7, -1.25), (3, 0.5), (u32::MAX, 12.34)];
        let bytes = crate::model::to_bytes(&Weights::to_sections(&tables));
        let weights = Weights::from_sections(&Sections::parse(&bytes).expect("whole")).expect("whole");
        assert_eq!(weights.of(Question::Right).get(&7), Some(&-1.25));
        assert_eq!(weights.of(Question::Right).get(&u32::MAX), Some(&12.34));
        assert_eq!(weights.of(Question::Right).len(), 3);
        assert!(weights.of(Question::Actor).is_empty() && !weights.is_empty());
    }

    #[test]
    fn a_section_that_is_missing_or_cut_is_an_error_that_names_it() {
        let named = |sections: Vec<(&str, Vec<u8>)>| {
            let bytes = crate::model::to_bytes(&sections);
            Weights::from_sections(&Sections::parse(&bytes).expect("whole")).err()
        };
        let mut sections = Weights::to_sections(&Default::default());
        sections[1].1 = vec![1, 5, 0x80];
        assert_eq!(named(sections.clone()), Some(ModelError::Section("events.actor".to_owned())));
        sections.remove(0);
        assert_eq!(named(sections), Some(ModelError::Section("events.worth".to_owned())));
    }
}
