//! Plain sentences of a newsroom (`statements.tsv`) and who says what in each. Whoever changes how speakers and contents are found
//! sees here what it costs.

use musnad::{Reader, Record};

/// The statements of a record as the table writes them.
fn told(record: &Record) -> String {
    let name = |id: &String| record.entities.iter().find(|e| e.id == *id).map_or("", |e| e.name.as_str());
    let statement = |s: &musnad::record::StatementRecord| {
        let chain = s.chain.iter().map(name).collect::<Vec<_>>().join(" > ");
        format!("{chain} {}: {}", s.act, s.content.text)
    };
    record.statements.iter().map(statement).collect::<Vec<_>>().join(" | ")
}

#[test]
fn plain_sentences_tell_who_says_what() {
    crate::newsroom::hold(&Reader::embedded().expect("the embedded data"), include_str!("statements.tsv"), 30, told);
}
