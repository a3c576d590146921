//! Tables from outside: the reference that people read, and an archive exported.

use musnad_archive::{Archive, Given, get, prepare};
use musnad_table::{claims, export, rows, schema};
use std::path::{Path, PathBuf};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// `MUSNAD_UPDATE=1` writes the reference anew.
#[test]
fn the_reference_is_printed_from_the_schema() -> Outcome {
    let path = root().join("docs/schema.md");
    let text = std::fs::read_to_string(&path)?;
    let (start, end) = ("<!-- musnad_table::schema::reference() -->\n", "<!-- end -->");
    let (before, rest) = text.split_once(start).ok_or("the mark")?;
    let (_, after) = rest.split_once(end).ok_or("the second mark")?;
    let wanted = format!("{before}{start}{}{end}{after}", schema::reference());
    if std::env::var_os("MUSNAD_UPDATE").is_some() {
        std::fs::write(&path, &wanted)?;
    }
    assert!(
        text == wanted || std::env::var_os("MUSNAD_UPDATE").is_some(),
        "MUSNAD_UPDATE=1 cargo test --workspace the_reference"
    );
    Ok(())
}

#[test]
fn lists_in_flat_tables_are_one_deep() {
    for table in schema::FLAT {
        for field in table.fields {
            if let schema::Kind::Rows(inner) = field.kind {
                let deep = inner.iter().find(|f| matches!(f.kind, schema::Kind::Rows(_) | schema::Kind::Texts));
                assert_eq!(deep, None, "{}.{}", table.name, field.name);
            }
        }
    }
}

/// Some articles of the demo, in an archive.
fn archive(dir: &Path, turned: bool) -> Result<Archive, Box<dyn std::error::Error>> {
    std::fs::create_dir_all(dir)?;
    let list = std::fs::read_to_string(root().join("demo/articles.tsv"))?;
    let mut given = Vec::new();
    for line in list.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, outlet, published, title, url, file] = cells.as_slice() else { continue };
        let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        given.push(Given::from(musnad::Article {
            id: some(id),
            url: some(url),
            outlet: some(outlet),
            published: some(published),
            title: some(title),
            text: std::fs::read_to_string(root().join("demo").join(file))?,
        }));
    }
    given.truncate(40);
    if turned {
        given.reverse();
    }
    let reader = musnad::Reader::embedded()?;
    let mut archive = Archive::open(&dir.join("a.db"))?;
    archive.add(&reader, given.into_iter().map(|g| prepare(&reader, g)).collect(), "2026-02-10T00:00:00Z")?;
    archive.merge()?;
    Ok(archive)
}

#[test]
fn occurrences_are_the_same_in_any_order_and_without_an_archive() -> Outcome {
    let dir = std::env::temp_dir().join(format!("musnad-table-{}", std::process::id()));
    let (one, other) = (archive(&dir.join("one"), false)?, archive(&dir.join("other"), true)?);
    let found = export::occurrences(one.connection())?;
    assert!(found.iter().any(|o| o.n_articles > 1), "some event is told twice");
    assert!(found.iter().any(|o| !o.disagreements.is_empty()), "some tellings differ");
    assert_eq!(found, export::occurrences(other.connection())?, "the order of adding decides nothing");
    let mut told = Vec::new();
    for id in 1..=40 {
        let Some(record) = get::record(one.connection(), id)? else { continue };
        let key = rows::key(&record);
        assert_eq!(get::key(one.connection(), id)?.as_deref(), Some(key.as_str()));
        told.extend(claims::of(&record).into_iter().map(|t| claims::Told { article: key.clone(), ..t }));
    }
    assert_eq!(found, claims::merge(&told), "the same without an archive");
    std::fs::remove_dir_all(dir)?;
    Ok(())
}

#[test]
fn an_export_is_whole_or_not_there() -> Outcome {
    let dir = std::env::temp_dir().join(format!("musnad-table-export-{}", std::process::id()));
    let archive = archive(&dir, false)?;
    let out = dir.join("out");
    assert_eq!(export::folder(archive.connection(), &out, false)?, 40);
    for table in schema::FLAT {
        let file = std::fs::read(out.join(table.name).with_extension("parquet"))?;
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"), "{}", table.name);
    }
    assert!(export::folder(archive.connection(), &out, false).is_err(), "it exists");
    assert_eq!(export::folder(archive.connection(), &out, true)?, 40);
    std::fs::write(out.join("mine.txt"), "x")?;
    let error = export::folder(archive.connection(), &out, true).expect_err("it holds another file");
    assert!(error.to_string().contains("mine.txt"), "{error}");
    assert!(out.join("mine.txt").exists() && !dir.join("out.part").exists());
    std::fs::remove_dir_all(dir)?;
    Ok(())
}
