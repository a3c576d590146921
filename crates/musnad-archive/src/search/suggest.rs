//! What the archive has instead of a word that it lacks: near spellings of its vocabulary.

use crate::error::{Doing, Error};
use rusqlite::{Connection, params};

/// Vocabulary looked through for one word.
const MOST: i64 = 20_000;

/// Up to five spellings of the vocabulary near `word`, nearest first.
pub fn near(db: &Connection, word: &str) -> Result<Vec<String>, Error> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 || letters.len() > 40 {
        return Ok(Vec::new());
    }
    let mut found: Vec<(usize, String)> = Vec::new();
    // The first two letters are seldom wrong; else the first one is wrong and the rest is not.
    let prefix: String = letters[..2].iter().collect();
    let mut rows = db.prepare_cached("SELECT term FROM terms WHERE term >= ?1 AND term < ?2 LIMIT ?3").doing("search")?;
    let after = format!("{prefix}\u{10FFFF}");
    let terms = rows.query_map(params![prefix, after, MOST], |r| r.get::<_, String>(0)).doing("search")?;
    for term in terms {
        let term = term.doing("search")?;
        let far = distance(&letters, &term);
        if far > 0 && far <= 1 + letters.len() / 5 {
            found.push((far, term));
        }
    }
    found.sort();
    found.truncate(5);
    Ok(found.into_iter().map(|(_, term)| term).collect())
}

/// Letters to add, drop, change or swap between two words.
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > 3 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            next[j] = (row[j] + 1).min(next[j - 1] + 1).min(row[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                next[j] = next[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let far = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), b);
        assert_eq!(far("الرئيس", "الرئيس"), 0);
        assert_eq!(far("الرئبس", "الرئيس"), 1);
        assert_eq!(far("الرئسي", "الرئيس"), 1);
        assert_eq!(far("قم", "القاهرة"), usize::MAX);
    }
}
