//! Plain sentences of a newsroom (`newsroom.tsv`) and what is done in each. Whoever changes a frame sees here what it costs.
//!
//! The rules alone read those of `newsroom_rules.tsv` too; the trained weights, which judge whole articles, read them otherwise.

use musnad::event::weigh::Weights;
use musnad::{Article, Reader, Record, model};

/// The events of a record as the table writes them.
fn told(record: &Record) -> String {
    let names = |ids: &[String]| {
        let name = |id: &String| record.entities.iter().find(|e| e.id == *id).map(|e| e.name.clone());
        ids.iter().filter_map(name).collect::<Vec<_>>().join("، ")
    };
    let event = |v: &musnad::record::EventRecord| {
        let status = if v.status == "happened" { String::new() } else { format!(" {}", v.status) };
        format!("{}: {} > {}{status}", v.event, names(&v.actors), names(&v.recipients))
    };
    record.events.iter().map(event).collect::<Vec<_>>().join("; ")
}

/// A reader without weights of events: its rules alone decide.
pub fn rules_alone() -> Reader {
    let nothing = model::to_bytes(&Weights::to_sections(&Default::default()));
    Reader::with_model(&[], Some(&nothing)).expect("a whole model")
}

/// Reads each sentence of a table (text, tab, what is told) of more than `least`, and shows all that were read otherwise.
pub fn hold(reader: &Reader, table: &str, least: usize, told: impl Fn(&Record) -> String) {
    let mut wrong = Vec::new();
    let mut n = 0;
    for (text, expected) in table.lines().filter_map(|l| l.split_once('\t')) {
        let article = Article { text: text.to_owned(), published: Some("2019-12-27".to_owned()), ..Article::default() };
        let found = told(&reader.read(&article));
        n += 1;
        if found.trim() != expected.trim() {
            wrong.push(format!("{text}\n  expected {expected}\n  read     {found}"));
        }
    }
    assert!(n > least && wrong.is_empty(), "of {n}:\n{}", wrong.join("\n"));
}

#[test]
fn plain_sentences_tell_what_a_reader_takes_from_them() {
    hold(&Reader::embedded().expect("the embedded data"), include_str!("newsroom.tsv"), 50, told);
}

#[test]
fn the_rules_alone_read_the_plain_sentences_that_weights_read_otherwise() {
    hold(&rules_alone(), include_str!("newsroom_rules.tsv"), 5, told);
}
