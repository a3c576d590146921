//! Plain sentences of a newsroom (`statements.tsv`) and who says what in each. Whoever changes how speakers and contents are found
//! sees here what it costs.

use musnad::{Article, Reader, Record};

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
    let reader = Reader::embedded().expect("the embedded data");
    let mut wrong = Vec::new();
    let mut n = 0;
    for (text, expected) in include_str!("statements.tsv").lines().filter_map(|l| l.split_once('\t')) {
        let article = Article { text: text.to_owned(), published: Some("2019-12-27".to_owned()), ..Article::default() };
        let found = told(&reader.read(&article));
        n += 1;
        if found.trim() != expected.trim() {
            wrong.push(format!("{text}\n  expected {expected}\n  read     {found}"));
        }
    }
    assert!(n > 30 && wrong.is_empty(), "of {n}:\n{}", wrong.join("\n"));
}
