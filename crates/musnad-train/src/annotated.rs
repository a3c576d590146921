//! Our annotations of news articles (`data/events.tsv`): which words tell an event, of what type, and who does it to whom.
//!
//! They stand apart from the texts: the table has where words stand, the collection of news has the words.

use anyhow::{Context, Result, bail};
use musnad::Article;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A party as annotated: its names, folded, and its state.
#[derive(Clone, Debug)]
pub struct Party {
    /// Names and descriptions, folded to words.
    pub names: Vec<String>,
    /// As it stands in the text.
    pub text: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
}

/// A telling as annotated.
#[derive(Clone, Debug)]
pub struct Told {
    /// PLOVER type.
    pub kind: String,
    /// Where its word stands, in code points.
    pub start: usize,
    /// One past its end.
    pub end: usize,
    /// Who does it and who undergoes it.
    pub sides: [Vec<Party>; 2],
    /// Whether another place tells the event more plainly.
    pub again: bool,
    /// happened, ongoing, planned, denied, hypothetical.
    pub status: String,
    /// The day, or a prefix of it.
    pub date: Option<String>,
    /// Whether the day is annotated, also where there is none.
    pub dated: bool,
}

/// An article with its tellings.
#[derive(Debug)]
pub struct Annotated {
    /// The news file and the article's name in it.
    pub id: String,
    /// The article.
    pub article: Article,
    /// What it tells.
    pub told: Vec<Told>,
}

const COLUMNS: usize = 10;

/// Reads a table of annotations and the texts that it is of.
///
/// # Errors
/// A file that cannot be read, a row that is none, an article that the news do not have.
pub fn read(table: &Path, news: &Path) -> Result<Vec<Annotated>> {
    let rows = std::fs::read_to_string(table).with_context(|| format!("cannot read {}", table.display()))?;
    let mut order: Vec<&str> = Vec::new();
    let mut of: FxHashMap<&str, Vec<(usize, Vec<&str>)>> = FxHashMap::default();
    for (nth, line) in rows.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.starts_with("article\t")) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() != COLUMNS {
            bail!("{}:{}: {} columns, {COLUMNS} are needed", table.display(), nth + 1, cells.len());
        }
        let list = of.entry(cells[0]).or_insert_with(|| {
            order.push(cells[0]);
            Vec::new()
        });
        list.push((nth + 1, cells));
    }
    let files: FxHashSet<&str> = order.iter().filter_map(|id| id.split_once('/')).map(|(file, _)| file).collect();
    let mut found: FxHashMap<String, Article> = FxHashMap::default();
    for file in files {
        let path = news.join(format!("{file}.jsonl.zst"));
        let open = std::fs::File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in BufReader::new(zstd::Decoder::new(open)?).lines() {
            let Ok(value) = serde_json::from_str::<Value>(&line?) else { continue };
            let id = format!("{file}/{}", value["id"].as_str().unwrap_or(""));
            if of.contains_key(id.as_str()) {
                let string = |key: &str| value[key].as_str().map(str::to_owned);
                let text = string("text").unwrap_or_default();
                found.entry(id).or_insert_with(|| Article { text, outlet: string("outlet"), ..Article::default() });
            }
        }
    }
    let mut out = Vec::new();
    for id in order {
        let mut article = found.remove(id).with_context(|| format!("no article {id} in {}", news.display()))?;
        let rows = of.remove(id).unwrap_or_default();
        article.published = rows.first().map(|(_, cells)| cells[1].to_owned()).filter(|p| !p.is_empty());
        let points: Vec<char> = article.text.chars().collect();
        let mut told = Vec::new();
        for (line, cells) in rows.iter().filter(|(_, cells)| !cells[4].is_empty()) {
            told.push(row(cells, &points).with_context(|| format!("{}:{line}: no telling", table.display()))?);
        }
        out.push(Annotated { id: id.to_owned(), article, told });
    }
    Ok(out)
}

fn row(cells: &[&str], text: &[char]) -> Option<Told> {
    let side = |cell: &str| -> Option<Vec<Party>> { cell.split(';').filter(|p| !p.is_empty()).map(|p| party(p, text)).collect() };
    Some(Told {
        kind: cells[4].split('/').next()?.to_owned(),
        start: cells[2].parse().ok()?,
        end: cells[3].parse().ok().filter(|e| *e <= text.len())?,
        sides: [side(cells[5])?, side(cells[6])?],
        again: cells[9] == "again",
        status: if cells[7].is_empty() { "happened" } else { cells[7] }.to_owned(),
        date: Some(cells[8].split('T').next()?.to_owned()).filter(|d| !d.is_empty()),
        dated: true,
    })
}

fn party(cell: &str, text: &[char]) -> Option<Party> {
    let (place, country) = cell.split_once('@')?;
    let words: String = match place.split_once('-') {
        Some((start, end)) => text.get(start.parse().ok()?..end.parse().ok()?)?.iter().collect(),
        None => String::new(),
    };
    let country = Some(country.to_owned()).filter(|c| !c.is_empty());
    let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Party { names: Some(folded(&words)).filter(|n| !n.is_empty()).into_iter().collect(), text, country })
}

/// Words of a name as they are compared.
pub fn folded(text: &str) -> String {
    let folded = musnad::text::fold(text);
    let word = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    folded.chars().map(word).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes the articles as `musnad eval` reads them: a pair of text and annotation each, with events alone.
///
/// # Errors
/// A file that cannot be written.
pub fn write(all: &[Annotated], dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    for one in all {
        let name: String = one.id.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let mut entities: Vec<Value> = Vec::new();
        let mut ids: FxHashMap<(String, Option<String>), String> = FxHashMap::default();
        let mut side = |parties: &[Party]| -> Vec<String> {
            let mut one = |p: &Party| {
                let name = if p.text.is_empty() { p.country.clone().unwrap_or_default() } else { p.text.clone() };
                let next = format!("e{}", ids.len());
                let id = ids.entry((name.clone(), p.country.clone())).or_insert(next.clone()).clone();
                if id == next {
                    let mut entity =
                        json!({ "id": id, "kind": "organization", "name": name, "mentions": [], "nominals": [name] });
                    if let Some(country) = &p.country {
                        entity["country"] = json!(country);
                    }
                    entities.push(entity);
                }
                id
            };
            parties.iter().map(&mut one).collect()
        };
        let points: Vec<char> = one.article.text.chars().collect();
        let mut events = Vec::new();
        for told in one.told.iter().filter(|t| !t.again) {
            let words: String = points[told.start.saturating_sub(BEFORE)..(told.end + BEHIND).min(points.len())].iter().collect();
            events.push(json!({
                "type": told.kind, "mode": null, "actors": side(&told.sides[0]), "recipients": side(&told.sides[1]),
                "status": told.status, "date": told.date, "place": null, "chain": [],
                "evidence": words.split_whitespace().collect::<Vec<_>>().join(" "),
            }));
        }
        let gold = json!({
            "id": one.id, "outlet": one.article.outlet, "published": one.article.published, "title": "", "not_body": [],
            "entities": entities, "times": [], "statements": [], "events": events, "designations": [],
        });
        let path = dir.join(&name);
        let failed = || format!("cannot write {}", path.display());
        std::fs::write(path.with_extension("json"), serde_json::to_vec_pretty(&gold)?).with_context(failed)?;
        std::fs::write(path.with_extension("txt"), &one.article.text).with_context(failed)?;
    }
    Ok(())
}

/// How many code points about its word are the evidence of an event.
const BEFORE: usize = 40;
const BEHIND: usize = 70;

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "article\tpublished\tstart\tend\tevent\tactors\trecipients\tstatus\tdate\tagain\n";

    /// A folder with one news file of one article, and a table of annotations.
    fn made(name: &str, rows: &str) -> std::path::PathBuf {
        let dir = std::env::temp_dir().join(format!("musnad-annotated-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a folder");
        let line = json!({ "id": "a1", "outlet": "صحيفة الغد", "text": "اعتقلت الشرطة الليبية ناشطا في طرابلس." }).to_string();
        let news = zstd::encode_all(line.as_bytes(), 0).expect("packed");
        std::fs::write(dir.join("paper.jsonl.zst"), news).expect("written");
        std::fs::write(dir.join("events.tsv"), format!("{HEAD}{rows}")).expect("written");
        dir
    }

    #[test]
    fn words_come_from_the_news_and_places_from_the_table() {
        let dir = made("read", "paper/a1\t2019-12-27\t0\t6\tCOERCE/arrest\t7-21@LBY\t22-27@LBY\t\t2019-12-26\t\n");
        let read = read(&dir.join("events.tsv"), &dir).expect("whole");
        let [one] = read.as_slice() else { panic!("{} articles", read.len()) };
        assert_eq!(one.article.published.as_deref(), Some("2019-12-27"));
        let told = &one.told[0];
        assert_eq!((told.kind.as_str(), told.status.as_str(), told.date.as_deref()), ("COERCE", "happened", Some("2019-12-26")));
        assert_eq!((told.sides[0][0].text.as_str(), told.sides[1][0].text.as_str()), ("الشرطة الليبية", "ناشطا"));
        // What is written for `musnad eval` has the same event.
        write(&read, &dir.join("gold")).expect("written");
        let gold: Value = serde_json::from_slice(&std::fs::read(dir.join("gold/paper_a1.json")).expect("there")).expect("JSON");
        assert_eq!((&gold["events"][0]["type"], &gold["events"][0]["actors"]), (&json!("COERCE"), &json!(["e0"])));
        std::fs::remove_dir_all(dir).expect("removed");
    }

    #[test]
    fn a_row_that_is_none_is_named_by_its_line() {
        for (name, row, wrong) in [
            ("columns", "paper/a1\t2019-12-27\t0\t6\n", "events.tsv:2: 4 columns"),
            ("place", "paper/a1\t2019-12-27\t0\t600\tCOERCE\t\t\t\t\t\n", "events.tsv:2: no telling"),
            ("article", "paper/a2\t2019-12-27\t0\t6\tCOERCE\t\t\t\t\t\n", "no article paper/a2"),
        ] {
            let dir = made(name, row);
            let error = read(&dir.join("events.tsv"), &dir).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(error.contains(wrong), "{name}: {error}");
            std::fs::remove_dir_all(dir).expect("removed");
        }
    }
}
