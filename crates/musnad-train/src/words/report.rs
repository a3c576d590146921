//! The table of figures on words, as `musnad-train eval` prints it, beside what was asked for.

use super::measure::{self, Mistakes};
use super::padt;
use anyhow::{Context, Result};
use musnad::model::Sections;
use musnad::morph::words::Words;
use std::path::Path;
use std::time::Instant;

/// Prints the figures; writes the mistakes into a directory if one is given.
pub fn run(data: &Path, model: &Path, mistakes: Option<&Path>) -> Result<()> {
    let bytes = std::fs::read(model).with_context(|| format!("cannot read {}", model.display()))?;
    let start = Instant::now();
    let words = Words::from_sections(&Sections::parse(&bytes)?)?;
    println!("model of words: {} bytes, loaded in {:.1} ms", bytes.len(), 1000.0 * start.elapsed().as_secs_f64());
    let w = measure::on_wikinews(&words, data, 2)?;
    let line = |what: &str, on: &str, figure: f64, floor: f64| println!("{what:<44} {on:<26} {figure:6.2} (asked {floor})");
    line("words right, --scheme farasa", "WikiNews", w.farasa.percent(), 98.7);
    line("words right, --scheme ud", "WikiNews", w.ud.percent(), 99.2);
    line("part of speech, all segments right", "WikiNews", w.pos.percent(), 94.0);
    line("lemma, no marks, one hamza", "WikiNews", w.lemma.percent(), 95.0);
    write(mistakes, "wikinews.tsv", &w.mistakes)?;
    for part in ["dev", "test"] {
        let p = padt::on_padt(&words, &data.join(format!("ud_padt_sigmorphon2019/ar_padt-um-{part}.conllu")))?;
        let on = format!("PADT {part}");
        line("words F1 from running text, exact forms", &on, padt::f1(p.exact), 97.0);
        line("words F1 from running text, forms folded", &on, padt::f1(p.folded), 97.0);
        line("lemma of nouns, verbs, adjectives", &on, p.lemma.percent(), 92.0);
        write(mistakes, &format!("padt-{part}.tsv"), &p.mistakes)?;
    }
    Ok(())
}

fn write(directory: Option<&Path>, file: &str, mistakes: &Mistakes) -> Result<()> {
    let Some(directory) = directory else { return Ok(()) };
    std::fs::create_dir_all(directory)?;
    let mut list: Vec<(&String, &usize)> = mistakes.iter().collect();
    list.sort_by_key(|(what, n)| (std::cmp::Reverse(**n), (*what).clone()));
    let text: String = list.iter().map(|(what, n)| format!("{n}\t{what}\n")).collect();
    std::fs::write(directory.join(file), text)?;
    Ok(())
}
