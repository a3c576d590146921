//! The records of our example articles, word for word. `MUSNAD_UPDATE=1 cargo test` rewrites them; read the diff.

use musnad::{Article, Reader};
use std::path::{Path, PathBuf};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// The example articles, with what `articles.tsv` tells of each.
fn articles() -> Vec<(String, Article)> {
    let list = std::fs::read_to_string(examples().join("articles.tsv")).expect("examples/articles.tsv");
    let rows = list.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let text = std::fs::read_to_string(examples().join(cells[0])).expect(cells[0]);
        let id = cells[0].trim_end_matches(".txt").to_owned();
        let known = |cell: &str| Some(cell.to_owned());
        (
            id.clone(),
            Article {
                id: Some(id),
                url: None,
                published: known(cells[1]),
                outlet: known(cells[2]),
                title: known(cells[3]),
                text,
            },
        )
    })
    .collect()
}

#[test]
fn every_example_has_its_golden_record() {
    let reader = Reader::embedded().expect("the embedded lexicons load");
    let update = std::env::var_os("MUSNAD_UPDATE").is_some();
    let articles = articles();
    assert!(articles.len() >= 12, "at least 12 example articles");
    let mut changed = Vec::new();
    for (id, article) in &articles {
        let json = serde_json::to_string_pretty(&reader.read(article)).expect("a record is JSON") + "\n";
        let path = examples().join(format!("{id}.json"));
        if update {
            std::fs::write(&path, &json).expect("writable examples");
        } else if std::fs::read_to_string(&path).unwrap_or_default() != json {
            changed.push(id.clone());
        }
    }
    assert!(changed.is_empty(), "records changed: {changed:?}; run with MUSNAD_UPDATE=1 and read the diff");
}

#[test]
fn every_text_in_examples_is_listed() {
    let listed: Vec<String> = articles().into_iter().map(|(id, _)| format!("{id}.txt")).collect();
    for entry in std::fs::read_dir(examples()).expect("examples/") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(!name.ends_with(".txt") || listed.contains(&name), "{name} is not in articles.tsv");
    }
}
