//! `musnad kb import`: lexicon files for `--data` from a Wikidata dump or from a table of the user's own.
//!
//! A dump is read line by line, so its size does not matter. Files appear under their names only when they are whole.

use super::{sheet, wikidata};
use crate::data;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use musnad::lexicon::{EntityId, Kind, Lexicon};
use musnad::text::fold;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Kinds of entities that are imported.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum KindName {
    Person,
    Organization,
    Place,
}

impl KindName {
    /// As the lexicon has it.
    pub fn kind(self) -> Kind {
        match self {
            KindName::Person => Kind::Person,
            KindName::Organization => Kind::Organization,
            KindName::Place => Kind::Place,
        }
    }
}

/// Options of `kb import`.
#[derive(Args, Debug)]
pub struct Options {
    /// A Wikidata dump (JSON, also .gz), or a table (TSV) with at least a column `name`; `-` for standard input
    pub file: PathBuf,
    /// The folder that `--data` is to take; files are written into DIR/kb
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Of a dump: only this kind; of a table without a column `kind`: what its rows are
    #[arg(long, value_enum)]
    pub kind: Option<KindName>,
    /// Of a dump: only what belongs to these countries (EGY,LBY)
    #[arg(long, value_name = "ISO", value_delimiter = ',')]
    pub country: Vec<String>,
    /// Of a dump: only items that so many wikis have a page on
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub sitelinks: usize,
    /// Of a dump: nobody who died before this year
    #[arg(long, value_name = "YEAR", default_value_t = 1990)]
    pub died_after: i32,
    /// What the files are called: people_NAME.tsv …
    #[arg(long, default_value = "imported")]
    pub name: String,
    /// Write over files that exist
    #[arg(long)]
    pub force: bool,
}

/// An entity on its way into a lexicon file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Unique key.
    pub key: String,
    /// person, organization or place.
    pub kind: Kind,
    /// Its usual full name.
    pub name: String,
    /// Other full names.
    pub aliases: Vec<String>,
    /// Names that mean it alone.
    pub short: Vec<String>,
    /// Of a person the role, else the type.
    pub what: String,
    /// ISO 3166-1 alpha-3.
    pub country: String,
    /// PLOVER sector.
    pub sector: String,
    /// Its item.
    pub wikidata: String,
}

/// What is known already, for those who import.
#[derive(Debug)]
pub struct Known {
    /// The embedded lexicon.
    pub lexicon: Lexicon,
    /// ISO code by item.
    pub countries: HashMap<String, String>,
    /// Entity by item.
    pub items: HashMap<String, EntityId>,
}

impl Known {
    fn load() -> Result<Known> {
        let lexicon = Lexicon::load(&[])?;
        let entities = || (0_u32..).zip(&lexicon.kb.entities);
        let items = entities().filter_map(|(id, e)| Some((e.wikidata.clone()?, id))).collect();
        let countries = lexicon.kb.countries.iter().filter_map(|c| {
            let entity = lexicon.kb.entities.get(c.entity as usize)?;
            Some((entity.wikidata.clone()?, c.iso3.clone()))
        });
        Ok(Known { countries: countries.collect(), items, lexicon })
    }

    /// Whether a name is one of an entity already.
    pub fn is_called(&self, id: EntityId, name: &str) -> bool {
        self.called(name).contains(&id)
    }

    /// Entities that are called exactly so.
    pub fn called(&self, name: &str) -> Vec<EntityId> {
        let folded = fold(name);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let Some(first) = words.first() else { return Vec::new() };
        match self.lexicon.kb.names.longest(first, |nth| words.get(nth).copied()) {
            Some((n, ids)) if n == words.len() => ids.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Whether a name can stand in running text and mean nobody else: of several words, or no word of everyday and no name of many.
    pub fn is_telling(&self, name: &str, kind: Kind) -> bool {
        let folded = fold(name);
        let words: Vec<&str> = folded.split_whitespace().collect();
        if !name.chars().any(|c| matches!(c, '\u{0620}'..='\u{064A}')) {
            return false;
        }
        let [word] = words[..] else { return !words.is_empty() };
        let bare = musnad::lexicon::without_article(word);
        let everyday = [word, bare].iter().any(|w| self.lexicon.forms(w).next().is_some());
        let key = musnad::lexicon::key(word);
        let many = self.lexicon.first_names.contains(&key) || self.lexicon.family_names.contains(&key);
        kind != Kind::Person && word.chars().count() > 2 && !everyday && !many
    }
}

/// Imports. True if there is an entry.
pub fn run(options: &Options) -> Result<bool> {
    let known = Known::load()?;
    for code in &options.country {
        if known.lexicon.kb.country(code).is_none() {
            bail!("--country {code}: no such country; write ISO 3166-1 alpha-3, like EGY");
        }
    }
    let named = options.file.display().to_string();
    let mut reader = open(&options.file)?;
    let head = reader.fill_buf().with_context(|| format!("cannot read {named}"))?;
    let first = head.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xEF | 0xBB | 0xBF)).copied();
    let mut overlay = Overlay { options, parts: HashMap::new() };
    if matches!(first, Some(b'[' | b'{')) {
        let sums = wikidata::import(reader, &named, options, &known, &mut |entry| overlay.add(entry))?;
        eprintln!("{sums}");
    } else {
        let mut text = String::new();
        reader.read_to_string(&mut text).with_context(|| format!("{named}: cannot read it as UTF-8 text"))?;
        for entry in sheet::entries(&named, &text, options.kind.map(KindName::kind), &known)? {
            overlay.add(&entry)?;
        }
    }
    let written = overlay.finish()?;
    for (path, n) in &written {
        println!("{}: {n} rows", crate::plain::line(&path.display().to_string()));
    }
    if written.is_empty() {
        eprintln!("musnad: nothing fits; nothing was written");
        return Ok(false);
    }
    // What was written must load together with what is in the folder already.
    Lexicon::load(&data::sources(&options.out)?).with_context(|| format!("{} does not load", options.out.display()))?;
    println!("use it with --data {}", crate::plain::line(&options.out.display().to_string()));
    Ok(true)
}

/// The file, unpacked if it is gzip.
fn open(file: &Path) -> Result<BufReader<Box<dyn Read>>> {
    let named = file.display();
    let raw: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("cannot open {named}: name a Wikidata dump or a TSV"))?)
    };
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let head = raw.fill_buf().with_context(|| format!("cannot read {named}"))?;
    if head.starts_with(b"BZh") || head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        bail!("{named} is compressed by bzip2 or zstd: unpack it on the way in (bzcat {named} | musnad kb import - …)");
    }
    let source: Box<dyn Read> =
        if head.starts_with(&[0x1F, 0x8B]) { Box::new(flate2::bufread::MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    Ok(BufReader::with_capacity(1 << 18, source))
}

/// The lexicon files being written.
struct Overlay<'o> {
    options: &'o Options,
    parts: HashMap<&'static str, Part>,
}

struct Part {
    out: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    n: usize,
}

impl Overlay<'_> {
    fn add(&mut self, entry: &Entry) -> Result<()> {
        let (file, columns) = match entry.kind {
            Kind::Person => ("people", "key\tname\taliases\tshort\tcountry\tsector\twikidata\trole"),
            Kind::Place => ("places", "key\tname\taliases\tshort\tcountry\tsector\twikidata\ttype"),
            Kind::Organization | Kind::Other => ("organizations", "key\tname\taliases\tshort\tcountry\tsector\twikidata\ttype"),
        };
        if !self.parts.contains_key(file) {
            let part = self.begin(file, columns)?;
            self.parts.insert(file, part);
        }
        let Some(part) = self.parts.get_mut(file) else { return Ok(()) };
        let list = |names: &[String]| names.iter().map(|n| cell(n)).filter(|n| !n.is_empty()).collect::<Vec<_>>().join("|");
        let cells = [
            cell(&entry.key),
            cell(&entry.name),
            list(&entry.aliases),
            list(&entry.short),
            cell(&entry.country),
            cell(&entry.sector),
            cell(&entry.wikidata),
            cell(&entry.what),
        ];
        part.n += 1;
        writeln!(part.out, "{}", cells.join("\t")).with_context(|| format!("cannot write {}", part.temporary.display()))
    }

    fn begin(&self, file: &str, columns: &str) -> Result<Part> {
        let dir = self.options.out.join("kb");
        std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        let path = dir.join(format!("{file}_{}.tsv", self.options.name));
        if path.exists() && !self.options.force {
            bail!("{} exists; choose another --name, or say --force", path.display());
        }
        let temporary = path.with_extension("tsv.part");
        let out = File::create(&temporary).with_context(|| format!("cannot write {}", temporary.display()))?;
        let mut part = Part { out: BufWriter::new(out), temporary, path, n: 0 };
        writeln!(part.out, "# Made by musnad kb import; edit it as you like.\n{columns}")?;
        Ok(part)
    }

    /// Gives every file its name.
    fn finish(mut self) -> Result<Vec<(PathBuf, usize)>> {
        let mut written = Vec::new();
        for part in self.parts.values_mut() {
            let failed = || format!("cannot write {}", part.path.display());
            part.out.flush().and_then(|()| part.out.get_ref().sync_all()).with_context(failed)?;
            std::fs::rename(&part.temporary, &part.path).with_context(failed)?;
            written.push((part.path.clone(), part.n));
        }
        written.sort();
        Ok(written)
    }
}

impl Drop for Overlay<'_> {
    /// A file that is not whole goes; one that has its name is no longer there.
    fn drop(&mut self) {
        for part in self.parts.values() {
            let _ = std::fs::remove_file(&part.temporary);
        }
    }
}

/// A cell: on one line, without what parts cells and lists.
fn cell(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || c == '|' { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
