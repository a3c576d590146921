//! The demo articles hold what their README promises: they are listed, their copies are copies, and a reader finds facts in each.

use musnad::{Article, Reader};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// The demo articles by id.
fn articles() -> BTreeMap<String, Article> {
    let list = std::fs::read_to_string(demo().join("articles.tsv")).expect("demo/articles.tsv");
    let mut rows = list.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    assert_eq!(rows.next(), Some("id\toutlet\tpublished\ttitle\turl\tfile"), "the header of demo/articles.tsv");
    let mut articles = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, outlet, published, title, url, file] = cells[..] else { panic!("six columns: {row}") };
        let text = std::fs::read_to_string(demo().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(text.split_whitespace().count() > 80, "{file} is too short for an article");
        let known = |cell: &str| Some(cell.to_owned());
        let article = Article {
            id: known(id),
            url: known(url),
            published: known(published),
            outlet: known(outlet),
            title: known(title),
            text,
        };
        assert!(articles.insert(id.to_owned(), article).is_none(), "{id} is listed twice");
    }
    articles
}

#[test]
fn every_demo_text_is_listed() {
    let articles = articles();
    assert!(articles.len() >= 44, "at least 44 demo articles");
    for entry in std::fs::read_dir(demo().join("articles")).expect("demo/articles") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let id = name.strip_suffix(".txt").unwrap_or_else(|| panic!("{name} is no text"));
        assert!(articles.contains_key(id), "{name} is not in articles.tsv");
    }
}

/// Runs of five words.
fn shingles(text: &str) -> BTreeSet<Vec<&str>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(5).map(<[&str]>::to_vec).collect()
}

#[test]
fn the_copies_that_the_readme_names_are_copies() {
    let articles = articles();
    let readme = std::fs::read_to_string(demo().join("README.md")).expect("demo/README.md");
    let ids = |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let text = |id: &String| articles.get(id).map_or_else(|| panic!("{id} is no demo article"), |a| a.text.as_str());
    let table = readme.lines().skip_while(|l| !l.starts_with("| agency text")).skip(2).take_while(|l| l.starts_with('|'));
    let mut n_copies = 0;
    for row in table {
        let cells: Vec<Vec<String>> = row.split('|').map(ids).collect();
        let source = cells[1].first().unwrap_or_else(|| panic!("a source in {row}"));
        for copy in &cells[2] {
            assert_eq!(text(copy), text(source), "{copy} is {source} as it was sent");
        }
        for copy in &cells[3] {
            assert!(text(copy).len() < text(source).len(), "{copy} is shorter than {source}");
        }
        for copy in cells[2..].iter().flatten() {
            let (of_copy, of_source) = (shingles(text(copy)), shingles(text(source)));
            let shared = of_copy.intersection(&of_source).count();
            assert!(shared * 3 > of_copy.len(), "{copy} shares {shared} of {} runs with {source}", of_copy.len());
            n_copies += 1;
        }
    }
    assert!(n_copies >= 15, "{n_copies} copies in the README's table");
}

#[test]
fn every_demo_article_yields_sourced_facts() {
    let reader = Reader::embedded().expect("the embedded lexicons load");
    for (id, article) in articles() {
        let record = reader.read(&article);
        assert!(!record.statements.is_empty(), "{id} has no statement");
        assert!(record.statements.iter().all(|s| !s.chain.is_empty()), "{id} has a statement without a source");
        assert!(record.limits.is_empty(), "{id} was cut off");
    }
}

#[test]
fn a_loaded_name_means_nobody_whom_its_words_do_not() {
    let reader = Reader::embedded().expect("the embedded lexicons load");
    let record = reader.read(&articles()["flood-10"]);
    let means = |text: &str| record.designations.iter().find(|d| d.span.text == text).map(|d| d.entity.is_some());
    assert_eq!(means("الحصار الجائر"), Some(false), "a siege is no party");
    assert_eq!(means("تحالف العدوان"), Some(true), "the coalition is known");
}

#[test]
fn the_head_of_a_body_is_not_the_head_of_its_state() {
    let reader = Reader::embedded().expect("the embedded lexicons load");
    let speaker = |text: &str| {
        let record =
            reader.read(&Article { text: text.to_owned(), published: Some("2026-02-10".to_owned()), ..Article::default() });
        let said = record.statements.first().unwrap_or_else(|| panic!("a statement in {text}"));
        let last = said.chain.last().expect("a speaker");
        record.entities.iter().find(|e| &e.id == last).map(|e| e.name.clone()).unwrap_or_default()
    };
    for (text, name) in [
        ("قال محافظ البنك المركزي الإيراني إن السعر ثابت.", "محافظ البنك المركزي الإيراني"),
        ("قال المتحدث باسم وزارة الدفاع الإيرانية إن المحرك قديم.", "المتحدث باسم وزارة الدفاع الإيرانية"),
        ("قال المتحدث باسم وزارة الخارجية الإيرانية إن الزيارة تمت.", "إسماعيل بقائي"),
        ("قال رئيس فرع الرابطة التونسية لحقوق الإنسان إن الزيارة تمت.", "رئيس فرع الرابطة التونسية لحقوق الإنسان"),
        ("قال الرئيس التونسي إن الوضع مستقر.", "قيس سعيد"),
    ] {
        assert_eq!(speaker(text), name, "{text}");
    }
}
