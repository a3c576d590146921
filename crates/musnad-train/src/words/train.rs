//! The training of the model of words from end to end; every step says what it did.

use super::counts;
use super::estimate::{self, Estimate};
use super::gold::{self, Word};
use super::learn::{self, Learning};
use super::lexicon::Lexicon;
use anyhow::{Context, Result};
use musnad::model::{Sections, to_bytes};
use musnad::morph::words::Words;
use musnad::morph::words::decide::{Clitics, N_GROUPS, group};
use musnad::morph::words::propose::N_LEADS;
use musnad::text::split;
use rayon::prelude::*;
use std::path::Path;

/// Settings of a training.
pub struct Settings<'s> {
    pub data: &'s Path,
    pub own: &'s Path,
    pub news: &'s Path,
    pub counts: &'s Path,
    pub out: &'s Path,
    pub passes: usize,
    /// Texts of each news file that the model reads to correct its estimates.
    pub texts: usize,
}

const STEP: i32 = 3;
/// Forms that the news has less often than this are left out.
const LEAST: f64 = 0.5;

/// Trains and writes the model.
pub fn run(s: &Settings<'_>) -> Result<()> {
    let news = news_counts(s)?;
    let mut lexicon = Lexicon::load(s.data, s.own)?;
    eprintln!("{} forms of {} lexemes", lexicon.items.len(), lexicon.lexemes.len());
    estimate::add_plurals(&mut lexicon, &news);
    lexicon.wordnet(&s.data.join("arabic_wordnet/wn-data-arb.tab"))?;
    lexicon.prefer_own_feminines();
    let treebank = gold::read(&s.data.join("ud_arabic_pud/ar_pud-ud-test.conllu"))?;
    eprintln!("{} forms from the treebank", gold::add_forms(&mut lexicon, &treebank));
    let (_, forms) = estimate::table(&lexicon, &vec![1.0; lexicon.items.len()], 0.0);
    estimate::add_stems(&mut lexicon, &news, &forms);
    let mut e = estimate::estimate(&lexicon, &news, 5);
    prune(&mut lexicon, &mut e);
    let mut model = fit(&e, &treebank, s.passes);
    for round in 0..2 {
        let bytes = write(&e, &model);
        reread(&lexicon, &mut e, &bytes, s)?;
        eprintln!("estimates corrected in context, round {}", round + 1);
        model = fit(&e, &treebank, s.passes);
    }
    held_out(&e, &treebank, s.passes);
    let bytes = write(&e, &model);
    if let Some(dir) = s.out.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(s.out, &bytes).with_context(|| format!("cannot write {}", s.out.display()))?;
    let sizes: Vec<usize> = e.sections.iter().map(Vec::len).collect();
    eprintln!("{}: {} bytes (shapes, forms, lemmas: {sizes:?})", s.out.display(), bytes.len());
    Ok(())
}

fn news_counts(s: &Settings<'_>) -> Result<Vec<(String, u32)>> {
    if let Ok(text) = std::fs::read_to_string(s.counts) {
        eprintln!("word counts of the news from {}", s.counts.display());
        let parse = |l: &str| l.split_once('\t').and_then(|(w, n)| Some((w.to_owned(), n.parse().ok()?)));
        return Ok(text.lines().filter_map(parse).collect());
    }
    let news = counts::count(s.news)?;
    if let Some(dir) = s.counts.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(s.counts, news.iter().map(|(w, n)| format!("{w}\t{n}\n")).collect::<String>())?;
    Ok(news)
}

/// Drops the forms that the news does not have.
fn prune(lexicon: &mut Lexicon, e: &mut Estimate) {
    let keep: Vec<bool> = lexicon.items.iter().zip(&e.counts).map(|(i, n)| i.kept || *n >= LEAST).collect();
    let mut at = keep.iter();
    lexicon.items.retain(|_| *at.next().unwrap_or(&false));
    let mut at = keep.iter();
    e.counts.retain(|_| *at.next().unwrap_or(&false));
    (e.sections, e.forms) = estimate::table(lexicon, &e.counts, 0.0);
    eprintln!("{} forms live in the news", lexicon.items.len());
}

fn fit(e: &Estimate, treebank: &[Vec<Word>], passes: usize) -> Learning {
    let examples: Vec<learn::Example> = treebank.par_iter().map(|s| learn::example(s, &e.forms, &e.clitics)).collect();
    learn::learn(&examples, passes, STEP)
}

/// A tenth of the treebank held out: how well the others teach it.
fn held_out(e: &Estimate, treebank: &[Vec<Word>], passes: usize) {
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for (i, s) in treebank.iter().enumerate() {
        let example = learn::example(s, &e.forms, &e.clitics);
        if i % 10 == 9 { test.push((s.clone(), example)) } else { train.push(example) }
    }
    let model = learn::learn(&train, passes, STEP);
    let averaged = Averaged(model.average());
    let (n, cut, tagged, lemma) = learn::held_out(&test, &averaged, &e.forms);
    let percent = |x: usize| 100.0 * x as f64 / n as f64;
    eprintln!(
        "held-out tenth of the treebank ({n} words): cut {:.2}, and part of speech {:.2}, lemma {:.2}",
        percent(cut),
        percent(tagged),
        percent(lemma)
    );
}

struct Averaged(Vec<u8>);

impl musnad::morph::words::decide::Weights for Averaged {
    fn at(&self, feature: usize) -> i32 {
        i32::from(self.0[feature] as i8)
    }
}

fn write(e: &Estimate, model: &Learning) -> Vec<u8> {
    let [shapes, forms, lemmas] = e.sections.clone();
    to_bytes(&[
        ("words.shapes", shapes),
        ("words.forms", forms),
        ("words.lemmas", lemmas),
        ("words.clitics", e.clitics.to_bytes()),
        ("words.weights", model.average()),
    ])
}

/// Items that were decided for, and their clitics.
type Read = (Vec<(u32, f64)>, Vec<(usize, usize, usize)>);

/// Reads news with the model so far and takes the counts of forms and clitics from what it decided in context.
fn reread(lexicon: &Lexicon, e: &mut Estimate, bytes: &[u8], s: &Settings<'_>) -> Result<()> {
    let sections = Sections::parse(bytes)?;
    let words = Words::from_sections(&sections)?;
    let by_key = estimate::keys(lexicon);
    let lexemes_of = estimate::numbers(lexicon, &e.counts, 0.0);
    let mut texts = Vec::new();
    for file in counts::files(s.news)? {
        let mut n = 0;
        counts::texts(&file, |text| {
            n += 1;
            // Every so-many-th article, so that all years and desks are heard.
            if n % 7 == 3 && n / 7 < s.texts {
                texts.push(text.to_owned());
            }
        })?;
    }
    let parts: Vec<Read> = texts
        .par_chunks(64)
        .map(|chunk| {
            let (mut items, mut used) = (Vec::new(), Vec::new());
            for source in chunk {
                let text = split(source, &musnad::article::blocks(source));
                for (i, c) in words.decide(&text).iter().enumerate() {
                    if text.words[i].kind != musnad::text::WordKind::Arabic {
                        continue;
                    }
                    used.push((group(c), c.lead.id(), usize::from(c.enclitic)));
                    if let Some(item) = estimate::item_of(c, text.folded(i), &by_key, &lexemes_of) {
                        items.push((item, 1.0));
                    }
                }
            }
            (items, used)
        })
        .collect();
    let mut fresh = vec![0.0; lexicon.items.len()];
    let mut leads = vec![[0.5_f64; N_LEADS]; N_GROUPS];
    let mut enclitics = vec![[0.5_f64; 13]; N_GROUPS];
    let mut n_words = 0;
    for (items, used) in parts {
        for (item, n) in items {
            fresh[item as usize] += n;
        }
        n_words += used.len();
        for (group, lead, enclitic) in used {
            leads[group][lead] += 1.0;
            enclitics[group][enclitic] += 1.0;
        }
    }
    for row in &mut enclitics {
        row[12] /= 4.0;
        row[6] /= 2.0;
    }
    eprintln!("{n_words} words read");
    // What was counted in context, and what was estimated without it, together.
    let total: f64 = e.counts.iter().sum();
    let scale = total / n_words.max(1) as f64;
    let smoothed = estimate::smooth(lexicon, &fresh);
    for (count, n) in e.counts.iter_mut().zip(smoothed) {
        *count = (*count + 3.0 * scale * n) / 4.0;
    }
    e.clitics = Clitics {
        leads: leads.iter().map(estimate::costs).collect(),
        enclitics: enclitics.iter().map(estimate::costs).collect(),
    };
    (e.sections, e.forms) = estimate::table(lexicon, &e.counts, 0.0);
    Ok(())
}
