//! The articles that come with the program: five weeks that never happened, so that Musnad can be tried without a corpus.
//!
//! `demo/README.md` of the source tells what is in them. All of it is fiction.

use crate::day;
use musnad::{Article, Reader};
use musnad_archive::{Archive, Error, Given, prepare};
use std::path::Path;

const LIST: &str = include_str!("../../../demo/articles.tsv");

/// The texts, by file.
const TEXTS: &[(&str, &str)] = &[
    ("articles/flood-01.txt", include_str!("../../../demo/articles/flood-01.txt")),
    ("articles/flood-02.txt", include_str!("../../../demo/articles/flood-02.txt")),
    ("articles/flood-03.txt", include_str!("../../../demo/articles/flood-03.txt")),
    ("articles/flood-04.txt", include_str!("../../../demo/articles/flood-04.txt")),
    ("articles/flood-05.txt", include_str!("../../../demo/articles/flood-05.txt")),
    ("articles/flood-06.txt", include_str!("../../../demo/articles/flood-06.txt")),
    ("articles/flood-07.txt", include_str!("../../../demo/articles/flood-07.txt")),
    ("articles/flood-08.txt", include_str!("../../../demo/articles/flood-08.txt")),
    ("articles/flood-09.txt", include_str!("../../../demo/articles/flood-09.txt")),
    ("articles/flood-10.txt", include_str!("../../../demo/articles/flood-10.txt")),
    ("articles/flood-11.txt", include_str!("../../../demo/articles/flood-11.txt")),
    ("articles/flood-12.txt", include_str!("../../../demo/articles/flood-12.txt")),
    ("articles/flood-13.txt", include_str!("../../../demo/articles/flood-13.txt")),
    ("articles/gafsa-01.txt", include_str!("../../../demo/articles/gafsa-01.txt")),
    ("articles/gafsa-02.txt", include_str!("../../../demo/articles/gafsa-02.txt")),
    ("articles/gafsa-03.txt", include_str!("../../../demo/articles/gafsa-03.txt")),
    ("articles/gafsa-04.txt", include_str!("../../../demo/articles/gafsa-04.txt")),
    ("articles/gafsa-05.txt", include_str!("../../../demo/articles/gafsa-05.txt")),
    ("articles/gafsa-06.txt", include_str!("../../../demo/articles/gafsa-06.txt")),
    ("articles/gafsa-07.txt", include_str!("../../../demo/articles/gafsa-07.txt")),
    ("articles/gafsa-08.txt", include_str!("../../../demo/articles/gafsa-08.txt")),
    ("articles/gafsa-09.txt", include_str!("../../../demo/articles/gafsa-09.txt")),
    ("articles/gafsa-10.txt", include_str!("../../../demo/articles/gafsa-10.txt")),
    ("articles/grid-01.txt", include_str!("../../../demo/articles/grid-01.txt")),
    ("articles/grid-02.txt", include_str!("../../../demo/articles/grid-02.txt")),
    ("articles/grid-03.txt", include_str!("../../../demo/articles/grid-03.txt")),
    ("articles/grid-04.txt", include_str!("../../../demo/articles/grid-04.txt")),
    ("articles/grid-05.txt", include_str!("../../../demo/articles/grid-05.txt")),
    ("articles/grid-06.txt", include_str!("../../../demo/articles/grid-06.txt")),
    ("articles/grid-07.txt", include_str!("../../../demo/articles/grid-07.txt")),
    ("articles/grid-08.txt", include_str!("../../../demo/articles/grid-08.txt")),
    ("articles/grid-09.txt", include_str!("../../../demo/articles/grid-09.txt")),
    ("articles/grid-10.txt", include_str!("../../../demo/articles/grid-10.txt")),
    ("articles/iran-01.txt", include_str!("../../../demo/articles/iran-01.txt")),
    ("articles/iran-02.txt", include_str!("../../../demo/articles/iran-02.txt")),
    ("articles/iran-03.txt", include_str!("../../../demo/articles/iran-03.txt")),
    ("articles/iran-04.txt", include_str!("../../../demo/articles/iran-04.txt")),
    ("articles/iran-05.txt", include_str!("../../../demo/articles/iran-05.txt")),
    ("articles/iran-06.txt", include_str!("../../../demo/articles/iran-06.txt")),
    ("articles/iran-07.txt", include_str!("../../../demo/articles/iran-07.txt")),
    ("articles/iran-08.txt", include_str!("../../../demo/articles/iran-08.txt")),
    ("articles/iran-09.txt", include_str!("../../../demo/articles/iran-09.txt")),
    ("articles/iran-10.txt", include_str!("../../../demo/articles/iran-10.txt")),
    ("articles/iran-11.txt", include_str!("../../../demo/articles/iran-11.txt")),
    ("articles/iran-12.txt", include_str!("../../../demo/articles/iran-12.txt")),
    ("articles/sudan-01.txt", include_str!("../../../demo/articles/sudan-01.txt")),
    ("articles/sudan-02.txt", include_str!("../../../demo/articles/sudan-02.txt")),
    ("articles/sudan-03.txt", include_str!("../../../demo/articles/sudan-03.txt")),
    ("articles/sudan-04.txt", include_str!("../../../demo/articles/sudan-04.txt")),
    ("articles/sudan-05.txt", include_str!("../../../demo/articles/sudan-05.txt")),
    ("articles/sudan-06.txt", include_str!("../../../demo/articles/sudan-06.txt")),
    ("articles/sudan-07.txt", include_str!("../../../demo/articles/sudan-07.txt")),
    ("articles/sudan-08.txt", include_str!("../../../demo/articles/sudan-08.txt")),
    ("articles/sudan-09.txt", include_str!("../../../demo/articles/sudan-09.txt")),
    ("articles/sudan-10.txt", include_str!("../../../demo/articles/sudan-10.txt")),
    ("articles/sudan-11.txt", include_str!("../../../demo/articles/sudan-11.txt")),
    ("articles/sudan-12.txt", include_str!("../../../demo/articles/sudan-12.txt")),
    ("articles/sudan-13.txt", include_str!("../../../demo/articles/sudan-13.txt")),
    ("articles/sudan-14.txt", include_str!("../../../demo/articles/sudan-14.txt")),
    ("articles/sudan-15.txt", include_str!("../../../demo/articles/sudan-15.txt")),
    ("articles/sudan-16.txt", include_str!("../../../demo/articles/sudan-16.txt")),
    ("articles/sudan-17.txt", include_str!("../../../demo/articles/sudan-17.txt")),
];

/// The articles in order of the list.
pub fn articles() -> Vec<Article> {
    let rows = LIST.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, outlet, published, title, url, file] = cells[..] else { return None };
        let text = TEXTS.iter().find(|(name, _)| *name == file)?.1;
        let known = |cell: &str| Some(cell.to_owned());
        Some(Article {
            id: known(id),
            url: known(url),
            outlet: known(outlet),
            published: known(published),
            title: known(title),
            text: text.to_owned(),
        })
    })
    .collect()
}

/// Makes an archive of them, or completes one that is there. Gives the number of articles.
///
/// # Errors
/// If the archive cannot be written.
pub fn build(reader: &Reader, path: &Path) -> Result<usize, Error> {
    let articles = articles();
    let n = articles.len();
    let given = articles.into_iter().map(|article| Given { source: Some("demo".to_owned()), ..Given::from(article) });
    let mut archive = Archive::open(path)?;
    let known = archive.known();
    let batch: Vec<_> = given.filter(|g| !known.has(g)).map(|g| prepare(reader, g)).collect();
    archive.add(reader, batch, &day::now())?;
    archive.merge()?;
    Ok(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_article_has_its_text() {
        let rows = LIST.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count() - 1;
        assert_eq!((articles().len(), TEXTS.len()), (rows, rows));
    }
}
