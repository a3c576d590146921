//! `musnad kb check`: every mistake in a user's lexicon files, not only the first.
//!
//! The reader's own loader is asked first, again and again with the row at fault taken out; then come the mistakes that it lets
//! pass because they hurt nobody but their author: a column that is never read, a country or sector that does not exist, a key twice.

use crate::data::{self, FOLDERS};
use crate::plain;
use anyhow::{Context, Result, bail};
use clap::Args;
use musnad::lexicon::{DataError, Kb, Lexicon, Source};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Most mistakes told: whoever has more has made one of them in every row.
const MOST: usize = 50;

/// PLOVER's sectors and those of international bodies (data/README.md).
pub const SECTORS: &str =
    "GOV MIL REB OPP PTY COP JUD LEG SPY UAF PRM IMG ELI BUS CVL EDU JRN MED REL LAB SOC REF CRM AGR HRI IGO UNO EUR NGO MNC";

/// Options of `kb check`.
#[derive(Args, Debug)]
pub struct Options {
    /// Lexicon files (kb/people_mine.tsv …), or folders as `--data` takes them
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// Checks. Exit code 2 where there is a mistake.
pub fn run(options: &Options) -> Result<bool> {
    let mut sources: Vec<Source> = Vec::new();
    let mut named: HashMap<String, String> = HashMap::new();
    for path in &options.files {
        let found = if path.is_dir() { data::sources(path)? } else { vec![one(path)?] };
        for source in found {
            let shown = if path.is_dir() { path.join(&source.file) } else { path.clone() };
            if named.insert(source.file.clone(), shown.display().to_string()).is_some() {
                bail!("{}: two files are `{}` for Musnad; give one of them another name", path.display(), source.file);
            }
            sources.push(source);
        }
    }
    data::in_order(&mut sources);
    let mistakes = mistakes(&sources);
    for mistake in mistakes.iter().take(MOST) {
        let file = named.get(&mistake.file).unwrap_or(&mistake.file).clone();
        println!("{}", plain::line(&DataError { file, ..mistake.clone() }.to_string()));
    }
    match mistakes.len() {
        0 => {
            let n_rows: usize = sources.iter().map(|s| rows(&s.text).count().saturating_sub(1)).sum();
            println!("{} files, {n_rows} rows, no mistake", sources.len());
            Ok(true)
        }
        n if n > MOST => bail!("{MOST} mistakes are shown, and there are more"),
        n => bail!("{n} mistakes"),
    }
}

/// A single file, called as it would be inside a folder for `--data`.
fn one(path: &Path) -> Result<Source> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        anyhow::anyhow!("{}:{line}: the file is not UTF-8; save it as UTF-8", path.display())
    })?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = path.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    let Some(folder) = parent.filter(|p| FOLDERS.contains(&p.as_str())).or_else(|| folder(&name)) else {
        bail!(
            "{}: its name does not tell what it holds: call it people_….tsv, organizations_….tsv, places_….tsv or offices_….tsv, or put it \
             into a folder named {}",
            path.display(),
            FOLDERS.join(", ")
        );
    };
    Ok(Source { file: format!("{folder}/{name}"), text })
}

/// The folder that a name alone tells.
fn folder(name: &str) -> Option<String> {
    const NAMES: [(&str, &str); 15] = [
        ("countries", "kb"),
        ("places", "kb"),
        ("organizations", "kb"),
        ("people", "kb"),
        ("others", "kb"),
        ("outlets", "kb"),
        ("offices", "kb"),
        ("titles", "names"),
        ("org_heads", "names"),
        ("place_heads", "names"),
        ("bodies", "names"),
        ("beside", "names"),
        ("phrases", "cues"),
        ("designations", "designations"),
        ("closed", "text"),
    ];
    NAMES.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, folder)| (*folder).to_owned())
}

/// Lines that are neither empty nor comments, with their numbers; the first is the header.
fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')).map(|(idx, line)| (idx + 1, line))
}

/// All mistakes, by file and line.
pub fn mistakes(sources: &[Source]) -> Vec<DataError> {
    let mut left = sources.to_vec();
    let mut found: Vec<DataError> = Vec::new();
    let lexicon = loop {
        match Lexicon::load(&left) {
            Ok(lexicon) => break Some(lexicon),
            Err(error) => {
                let go_on = found.len() < MOST && without(&mut left, &error);
                found.push(error);
                if !go_on {
                    break None;
                }
            }
        }
    };
    if let Some(lexicon) = &lexicon {
        for source in sources.iter().filter(|s| s.file.starts_with("kb/")) {
            found.extend(odd(source, &lexicon.kb));
        }
    }
    found.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    found
}

/// Takes the row at fault out; the whole file where its header is. False if there is nothing to take out.
fn without(sources: &mut Vec<Source>, error: &DataError) -> bool {
    let Some(source) = sources.iter_mut().find(|s| s.file == error.file) else { return false };
    let header = rows(&source.text).next().map_or(usize::MAX, |(line, _)| line);
    if error.line <= header {
        sources.retain(|s| s.file != error.file);
        return true;
    }
    let lines = source.text.split('\n').enumerate().map(|(idx, line)| if idx + 1 == error.line { "" } else { line });
    source.text = lines.collect::<Vec<_>>().join("\n");
    true
}

/// What the loader lets pass in a file of the knowledge base.
fn odd(source: &Source, kb: &Kb) -> Vec<DataError> {
    let name = source.file.trim_start_matches("kb/");
    let known: &[&str] = if name.starts_with("offices") {
        &["office", "of", "person", "from", "to", "note"]
    } else if name.starts_with("outlets") {
        &["country", "names", "note"]
    } else if name.starts_with("countries") {
        &[
            "iso3",
            "wikidata",
            "name",
            "aliases",
            "adjective",
            "plurals",
            "capital",
            "capital_aliases",
            "capital_wikidata",
            "seats",
            "note",
        ]
    } else {
        &["key", "name", "aliases", "short", "type", "role", "country", "sector", "wikidata", "note"]
    };
    let mut found = Vec::new();
    let mut lines = rows(&source.text);
    let Some((header_line, header)) = lines.next() else { return found };
    let columns: Vec<&str> = header.split('\t').map(str::trim).collect();
    let mut tell = |line: usize, column: &str, what: String| {
        found.push(DataError { file: source.file.clone(), line, column: Some(column.to_owned()), what });
    };
    for column in columns.iter().filter(|c| !known.contains(*c)) {
        tell(header_line, column, format!("no such column is read; the columns are {}", known.join(" ")));
    }
    let mut keys: HashMap<&str, usize> = HashMap::new();
    for (line, row) in lines {
        let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
        let cell =
            |column: &str| columns.iter().position(|c| *c == column).and_then(|at| cells.get(at)).copied().unwrap_or_default();
        let (key, country, sector, of) = (cell("key"), cell("country"), cell("sector"), cell("of"));
        if !key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            tell(line, "key", format!("`{key}` is no key: use small Latin letters, digits and hyphens"));
        }
        if let Some(first) = keys.insert(key, line).filter(|_| !key.is_empty()) {
            tell(line, "key", format!("`{key}` stands in line {first} too; the later row would replace it"));
        }
        if !country.is_empty() && kb.country(country).is_none() {
            tell(line, "country", format!("`{country}` is no country that Musnad knows; write ISO 3166-1 alpha-3, like EGY"));
        }
        if !sector.is_empty() && !SECTORS.split(' ').any(|s| s == sector) {
            tell(line, "sector", format!("`{sector}` is no sector; one of {SECTORS}"));
        }
        if !of.is_empty() && kb.country(of).is_none() && kb.entity(of).is_none() {
            tell(line, "of", format!("`{of}` is neither a country nor the key of an organization"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(file: &str, text: &str) -> Source {
        Source { file: file.to_owned(), text: text.to_owned() }
    }

    fn told(sources: &[Source]) -> Vec<String> {
        mistakes(sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_mistake_is_told_where_it_stands() {
        let people = "# mine\nkey\tname\taliases\tshort\tcountry\tsector\twikidata\trole\tphone\n\
            a-one\tأحمد الأول\t\t\tEGY\tGOV\tQ1\t\t\n\
            a-two\t\t\t\tEGY\t\t\t\t\n\
            a-three\tسعيد الثالث\t\t\tXXX\tGUV\tseven\t\t\n\
            a-one\tأحمد الرابع\t\t\t\t\t\t\t\n\
            Five\tأحمد الخامس\t\t\tZZZ\t\t\t\t\n";
        let offices = "office\tof\tperson\tfrom\tto\nleader\tnowhere\ta-one\t2020\tsoon\nleader\tEGY\tnobody-at-all\t2020\t\n\
            leader\tnowhere\ta-one\t2020\t\n";
        let found = told(&[source("kb/people_mine.tsv", people), source("kb/offices_mine.tsv", offices)]);
        for (file, line, column) in [
            ("people", 2, "phone"),
            ("people", 4, "name"),
            ("people", 5, "wikidata"),
            ("people", 6, "key"),
            ("people", 7, "key"),
            ("people", 7, "country"),
            ("offices", 2, "to"),
            ("offices", 3, "person"),
            ("offices", 4, "of"),
        ] {
            let place = format!("kb/{file}_mine.tsv:{line}, column `{column}`");
            assert!(found.iter().any(|f| f.starts_with(&place)), "{place} in {found:#?}");
        }
    }

    #[test]
    fn a_file_without_a_header_hides_no_mistake_of_another() {
        let found = told(&[
            source("kb/people_mine.tsv", "key\tname\n"),
            source("kb/places_mine.tsv", "key\tname\taliases\ttype\tcountry\twikidata\nx\tمكان\t\t\tQQQ\t\n"),
        ]);
        assert!(found.iter().any(|f| f.starts_with("kb/people_mine.tsv:1")), "{found:?}");
        assert!(found.iter().any(|f| f.starts_with("kb/places_mine.tsv:2, column `country`")), "{found:?}");
    }
}
