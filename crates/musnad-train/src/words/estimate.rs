//! How often each form and each clitic stands in the news, without any tagged text: expectation maximisation over word types.
//!
//! A word is proclitics, a form, a pronoun; each has its probability by part of speech. Starting from equal shares, the counts
//! of all words of the news are divided among their analyses, and the probabilities are taken anew from the shares. `الوزير`
//! and `لوزير` make the form `وزير` frequent, and so `وزير` is no `و` + `زير`.

use super::lexicon::{Item, Lexicon, letters};
use musnad::model::{Sections, to_bytes};
use musnad::morph::words::decide::{Clitics, N_GROUPS, group};
use musnad::morph::words::forms::{Entry, Forms, hash, spelling, to_sections};
use musnad::morph::words::propose::{Candidate, N_LEADS, NO_LEMMA, propose};
use musnad::morph::words::shape::{Bears, Features, Shape, Tag};
use musnad::text::fold;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// The estimate: costs of forms and clitics.
pub struct Estimate {
    pub counts: Vec<f64>,
    pub clitics: Clitics,
    pub forms: Forms,
    pub sections: [Vec<u8>; 3],
}

fn cost(p: f64) -> u8 {
    (-8.0 * p.max(1e-12).ln()).round().clamp(0.0, 250.0) as u8
}

/// Costs of the shares of a row.
pub fn costs<const N: usize>(row: &[f64; N]) -> [u8; N] {
    let total: f64 = row.iter().sum();
    std::array::from_fn(|i| cost(row[i] / total))
}

/// Clitics as rare as grammar makes them, before anything is counted.
fn first_clitics() -> Clitics {
    let mut leads = vec![[0_u8; N_LEADS]; N_GROUPS];
    for l in &mut leads {
        for (id, c) in l.iter_mut().enumerate() {
            let (conj, prep, article) = (id / 10, id / 2 % 5, id % 2);
            *c = 24 * [0, 1, 2][conj] + 20 * u8::from(prep > 0) + 8 * u8::from(article == 1);
        }
    }
    let mut enclitics = vec![[0_u8; 13]; N_GROUPS];
    for e in &mut enclitics {
        for (i, c) in e.iter_mut().enumerate() {
            *c = if i == 0 { 0 } else { 32 };
        }
    }
    Clitics { leads, enclitics }
}

/// The table as the product reads it, from items and their counts. Rare forms that are not kept are left out.
pub fn table(lexicon: &Lexicon, counts: &[f64], least: f64) -> ([Vec<u8>; 3], Forms) {
    let total: f64 = counts.iter().sum::<f64>().max(1.0);
    let mut by_form: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (i, item) in lexicon.items.iter().enumerate() {
        if item.kept || counts[i] >= least {
            by_form.entry(fold(&item.form)).or_default().push(i);
        }
    }
    let mut used: Vec<u32> = by_form.values().flatten().map(|i| lexicon.items[*i].lexeme).collect();
    used.sort_unstable();
    used.dedup();
    let number: FxHashMap<u32, u16> = used.iter().enumerate().map(|(n, l)| (*l, n.min(65_000) as u16)).collect();
    let lemmas: Vec<String> = used.iter().map(|l| lexicon.lexemes[*l as usize].0.clone()).collect();
    let closed: FxHashSet<&str> = lexicon
        .items
        .iter()
        .filter(|i| i.kept && i.shape.bears() != Bears::Always && i.form.chars().count() > 1)
        .filter(|i| !i.shape.tag().is_nominal() || i.shape.tag() == Tag::Cardinal)
        .map(|i| i.form.as_str())
        .collect();
    let mut forms: Vec<(String, Vec<Entry>)> = by_form
        .into_iter()
        .map(|(form, items)| {
            let mut list: Vec<Entry> = items
                .iter()
                .map(|i| {
                    let item = &lexicon.items[*i];
                    Entry {
                        lemma: number[&item.lexeme],
                        shape: item.shape,
                        // Words of the closed class come before others of their spelling.
                        cost: cost((counts[*i] + 0.3) / total)
                            .saturating_add(if !item.kept && closed.contains(item.form.as_str()) { 16 } else { 0 })
                            .min(155),
                        exact: spelling(&item.form),
                    }
                })
                .collect();
            list.sort_by_key(|e| (e.cost, e.lemma, e.shape));
            (form, list)
        })
        .collect();
    forms.sort_by(|a, b| a.0.cmp(&b.0));
    let sections = to_sections(&forms, &lemmas);
    let [shapes, table, pool] = sections.clone();
    let bytes = to_bytes(&[("words.shapes", shapes), ("words.forms", table), ("words.lemmas", pool)]);
    let parsed = Sections::parse(&bytes).expect("just written");
    let read = Forms::from_sections(&parsed, |b| Cow::Owned(b.to_vec())).expect("just written");
    (sections, read)
}

/// Adds stems that no lexicon has but the news shows to be stems: words that bear prepositions or the article themselves.
pub fn add_stems(lexicon: &mut Lexicon, news: &[(String, u32)], forms: &Forms) {
    let counts: FxHashMap<&str, u32> = news.iter().map(|(w, n)| (w.as_str(), *n)).collect();
    let known: FxHashSet<String> = lexicon.items.iter().map(|i| fold(&i.form)).collect();
    let closed: FxHashSet<String> =
        lexicon.items.iter().filter(|i| i.kept && !i.shape.tag().is_nominal()).map(|i| i.form.clone()).collect();
    let mut candidates = Vec::new();
    let mut added = 0;
    for (word, n) in news {
        let letters = word.chars().count();
        if *n < 8 || letters < 3 || word.starts_with("ال") || word.starts_with("لل") || known.contains(&fold(word)) {
            continue;
        }
        let count = |prefix: &str| counts.get(format!("{prefix}{word}").as_str()).copied().unwrap_or(0);
        let (b, l, k, w, al) =
            (count("ب"), count("ل"), count("ك"), count("و"), count("ال") + count("لل") + count("بال") + count("وال"));
        // `التقاط` is no article before `تقاط`.
        let al = if known.contains(&fold(&format!("ال{word}"))) { 0 } else { al };
        let first = word.chars().next().unwrap_or(' ');
        // A preposition before a word of the closed class (`بدون`) makes no stem.
        let rest: String = word.chars().skip(1).collect();
        if matches!(first, 'ب' | 'ل' | 'ك' | 'و' | 'ف') && closed.contains(&rest) {
            continue;
        }
        let evidence = if matches!(first, 'ب' | 'ل' | 'ك' | 'س' | 'ف' | 'و') { b + l + k + al } else { b + l + k + al + w };
        if evidence < 2 || f64::from(evidence) < 0.01 * f64::from(*n) {
            continue;
        }
        // Known as form plus pronoun, and no stronger as a stem of its own: left alone.
        propose(forms, &fold(word), word, &mut candidates);
        let pronoun = ["ها", "هم", "هما", "نا", "كم"].iter().any(|p| word.ends_with(p) && letters > 4);
        if pronoun && al == 0 {
            continue;
        }
        // A word that the lexicon cuts must show itself a stem more often.
        let cuttable =
            candidates.iter().any(|c| c.spelling == 0 && c.lead.prep + c.lead.conj > 0 && c.shape.tag() != Tag::Proper);
        if cuttable && (evidence < 5 || f64::from(evidence) < 0.05 * f64::from(*n)) {
            continue;
        }
        let joined = candidates.iter().any(|c| c.spelling < 2 && c.trail > 0 && c.start == 0 && c.cost < 150);
        if joined && al < *n / 20 {
            continue;
        }
        let cut = |k: usize| word.chars().take(letters - k).collect::<String>();
        let (suffix, gender, number, lemma) = if word.ends_with('ة') {
            (1, 2, 1, word.clone())
        } else if word.ends_with("ات") && letters > 4 {
            let feminine = format!("{}ة", cut(2));
            let lemma = if counts.get(feminine.as_str()).is_some_and(|f| *f > 5) { feminine } else { cut(2) };
            (2, 2, 3, lemma)
        } else if (word.ends_with("ين") || word.ends_with("ون"))
            && letters > 5
            && counts.get(cut(2).as_str()).is_some_and(|c| *c > 20)
            && al > 0
        {
            (2, 1, 3, cut(2))
        } else {
            (0, 1, 1, word.clone())
        };
        let often = al * 5 > *n;
        let nisba = suffix == 0 && word.ends_with('ي') || word.ends_with("ية");
        let tags: &[Tag] = match (often, nisba) {
            (true, true) => &[Tag::Adjective, Tag::Noun],
            (true, false) => &[Tag::Noun],
            _ if suffix > 0 => &[Tag::Noun, Tag::Proper],
            _ => &[Tag::Proper],
        };
        for tag in tags {
            let lemma = if *tag == Tag::Adjective && word.ends_with("ية") { cut(1) } else { lemma.clone() };
            let lexeme = lexicon.lexeme(&lemma, *tag);
            let bears = if word.ends_with('ة') { Bears::Never } else { Bears::Free };
            let shape = Shape::new(Features { tag: *tag, gender, number, suffix, bears, ..Features::default() });
            lexicon.add(lexeme, super::inflect::Made { form: word.clone(), shape }, false);
            if word.ends_with('ة') {
                let shape =
                    Shape::new(Features { tag: *tag, gender, number, suffix, bears: Bears::Always, ..Features::default() });
                lexicon.add(lexeme, super::inflect::Made { form: format!("{}ت", cut(1)), shape }, false);
            }
        }
        added += 1;
    }
    eprintln!("{added} stems from the news");
}

/// Expectation maximisation.
pub fn estimate(lexicon: &Lexicon, news: &[(String, u32)], rounds: usize) -> Estimate {
    let mut counts = vec![1.0; lexicon.items.len()];
    let mut clitics = first_clitics();
    let (mut sections, mut forms) = table(lexicon, &counts, 0.0);
    let lexemes_of = numbers(lexicon, &counts, 0.0);
    let by_key = keys(lexicon);
    for round in 0..rounds {
        let shares: Vec<Shares> =
            news.par_chunks(4096).map(|chunk| divide(chunk, &forms, &clitics, lexicon, &by_key, &lexemes_of)).collect();
        let mut fresh = vec![0.0; lexicon.items.len()];
        let mut leads = vec![[0.5_f64; N_LEADS]; N_GROUPS];
        let mut enclitics = vec![[0.5_f64; 13]; N_GROUPS];
        for (items, used) in shares {
            for (item, n) in items {
                fresh[item as usize] += n;
            }
            for (group, lead, enclitic, n) in used {
                leads[group][lead] += n;
                enclitics[group][enclitic] += n;
            }
        }
        counts = smooth(lexicon, &fresh);
        let share = |row: &[f64], out: &mut [u8]| {
            let total: f64 = row.iter().sum();
            for (o, x) in out.iter_mut().zip(row) {
                *o = cost(x / total);
            }
        };
        for g in 0..N_GROUPS {
            // Names in ي that no lexicon has would make the pronoun of the first person common; news is not told by an I.
            enclitics[g][12] /= 8.0;
            enclitics[g][6] /= 4.0;
            share(&leads[g], &mut clitics.leads[g]);
            share(&enclitics[g], &mut clitics.enclitics[g]);
        }
        (sections, forms) = table(lexicon, &counts, 0.0);
        eprintln!("round {}: {:.0} words divided", round + 1, fresh.iter().sum::<f64>());
    }
    Estimate { counts, clitics, forms, sections }
}

/// Items by their place in the table: hash of the folded form, lexeme, shape.
pub fn keys(lexicon: &Lexicon) -> FxHashMap<(u64, u32, Shape), u32> {
    lexicon
        .items
        .iter()
        .enumerate()
        .map(|(i, item)| ((hash(fold(&item.form).as_bytes()), item.lexeme, item.shape), i as u32))
        .collect()
}

/// Lexemes by their number in the table.
pub fn numbers(lexicon: &Lexicon, counts: &[f64], least: f64) -> Vec<u32> {
    let mut used: Vec<u32> =
        lexicon.items.iter().enumerate().filter(|(i, item)| item.kept || counts[*i] >= least).map(|(_, i)| i.lexeme).collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// The item behind a candidate.
pub fn item_of(c: &Candidate, folded: &str, by_key: &FxHashMap<(u64, u32, Shape), u32>, lexemes_of: &[u32]) -> Option<u32> {
    if c.lemma == NO_LEMMA {
        return None;
    }
    let stem = folded.get(c.start as usize..folded.len() - c.trail as usize)?;
    by_key.get(&(hash(stem.as_bytes()), *lexemes_of.get(usize::from(c.lemma))?, c.shape)).copied()
}

type Shares = (Vec<(u32, f64)>, Vec<(usize, usize, usize, f64)>);

fn divide(
    chunk: &[(String, u32)],
    forms: &Forms,
    clitics: &Clitics,
    _lexicon: &Lexicon,
    by_key: &FxHashMap<(u64, u32, Shape), u32>,
    lexemes_of: &[u32],
) -> Shares {
    let (mut items, mut used, mut candidates) = (Vec::new(), Vec::new(), Vec::new());
    for (word, n) in chunk {
        let folded = fold(word);
        propose(forms, &folded, word, &mut candidates);
        let scores: Vec<f64> = candidates.iter().map(|c| -f64::from(clitics.cost(c)) / 8.0).collect();
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = scores.iter().map(|s| (s - best).exp()).sum();
        for (c, s) in candidates.iter().zip(&scores) {
            let share = (s - best).exp() / total * f64::from(*n);
            if share < 0.01 {
                continue;
            }
            used.push((group(c), c.lead.id(), usize::from(c.enclitic), share));
            if let Some(item) = item_of(c, &folded, by_key, lexemes_of) {
                items.push((item, share));
            }
        }
    }
    (items, used)
}

/// Between the count of a form itself and what its lexeme leads to expect: forms that several lexemes share follow the lexemes.
pub fn smooth(lexicon: &Lexicon, fresh: &[f64]) -> Vec<f64> {
    let mut lexemes = vec![0.0; lexicon.lexemes.len()];
    let mut shapes: FxHashMap<Shape, f64> = FxHashMap::default();
    let mut tags: FxHashMap<(Tag, bool), f64> = FxHashMap::default();
    for (item, n) in lexicon.items.iter().zip(fresh) {
        lexemes[item.lexeme as usize] += n;
        *shapes.entry(item.shape).or_default() += n;
        *tags.entry((item.shape.tag(), true)).or_default() += n;
    }
    let expected = |item: &Item| {
        let of_tag = tags.get(&(item.shape.tag(), true)).copied().unwrap_or(0.0).max(1.0);
        lexemes[item.lexeme as usize] * (shapes.get(&item.shape).copied().unwrap_or(0.0) + 0.1) / of_tag
    };
    let mut rivals: FxHashMap<(u64, Shape), f64> = FxHashMap::default();
    let key = |item: &Item| (hash(item.form.as_bytes()), Shape(item.shape.0 & 0x1f));
    for (item, n) in lexicon.items.iter().zip(fresh) {
        *rivals.entry(key(item)).or_default() += n;
    }
    // Forms of one spelling and part of speech: their common count is divided by count and expectation together.
    let mut weights: FxHashMap<(u64, Shape), f64> = FxHashMap::default();
    let weight = |item: &Item, n: f64| (n + 0.01).sqrt() * (expected(item) + 0.001).sqrt();
    for (item, n) in lexicon.items.iter().zip(fresh) {
        *weights.entry(key(item)).or_default() += weight(item, *n);
    }
    lexicon
        .items
        .iter()
        .zip(fresh)
        .map(|(item, n)| rivals[&key(item)] * weight(item, *n) / weights[&key(item)].max(1e-9))
        .collect()
}

/// Broken plurals by the patterns of Arabic, for nouns of the lexicon whose plural the news has and no lexicon explains.
pub fn add_plurals(lexicon: &mut Lexicon, news: &[(String, u32)]) {
    let counts: FxHashMap<&str, u32> = news.iter().map(|(w, n)| (w.as_str(), *n)).collect();
    let known: FxHashSet<String> = lexicon.items.iter().filter(|i| i.shape.tag() != Tag::Verb).map(|i| i.form.clone()).collect();
    let nouns: Vec<(String, Tag)> = lexicon.lexemes.iter().filter(|(_, t)| *t == Tag::Noun).cloned().collect();
    let mut pairs = FxHashSet::default();
    for (lemma, tag) in &nouns {
        for plural in broken(&letters(lemma)) {
            if known.contains(&plural) {
                continue;
            }
            let count = |p: &str| counts.get(format!("{p}{plural}").as_str()).copied().unwrap_or(0);
            if count("ال") + count("لل") + count("بال") >= 3 && count("") >= 5 {
                pairs.insert((plural, lemma.clone(), *tag));
            }
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort();
    eprintln!("{} broken plurals by pattern", pairs.len());
    for (plural, lemma, tag) in pairs {
        lexicon.plural(&plural, &lemma, tag);
    }
}

/// The broken plurals that the pattern of a singular may have.
fn broken(singular: &str) -> Vec<String> {
    let (stem, feminine) = singular.strip_suffix('ة').map_or((singular, false), |s| (s, true));
    let c: Vec<char> = stem.chars().collect();
    let weak = |ch: char| matches!(ch, 'ا' | 'و' | 'ي');
    let mut out = Vec::new();
    match c.as_slice() {
        [a, b, d] => {
            let b1 = if *b == 'ا' { 'و' } else { *b };
            if !feminine {
                out.push(if *a == 'أ' { format!("آ{b1}ا{d}") } else { format!("أ{a}{b1}ا{d}") });
                out.push(format!("{a}{b1}و{d}"));
                out.push(format!("أ{a}{b1}{d}"));
                out.push(format!("{a}{b}ي{d}"));
            } else {
                out.push(format!("{a}{b}{d}"));
                out.push(format!("أ{a}{b1}{d}"));
            }
            out.push(format!("{a}{b1}ا{d}"));
            out.push(format!("{a}ي{d}ان"));
            if matches!(d, 'و' | 'ي' | 'ء' | 'أ') {
                out.push(format!("أ{a}{b}اء"));
            }
        }
        [a, 'ا', b, d] => {
            out.push(format!("{a}وا{b}{d}"));
            if !feminine {
                out.push(format!("{a}{b}ا{d}"));
                out.push(format!("{a}{b}{d}ة"));
                out.push(format!("{a}{b}{d}اء"));
                out.push(format!("{a}{b}{d}"));
            }
        }
        [a, b, l, d] if weak(*l) => {
            out.push(format!("{a}{b}ائ{d}"));
            if !feminine && *d == 'ء' {
                out.push(format!("أ{a}{b}ية"));
            }
            if !feminine {
                out.push(format!("أ{a}{b}{d}ة"));
                out.push(format!("{a}{b}{d}"));
                out.push(format!("{a}{b}{d}اء"));
                out.push(format!("أ{a}{b}{d}اء"));
                if b == d {
                    out.push(format!("أ{a}{b}اء"));
                }
                out.push(format!("{a}{b}{d}ان"));
                out.push(format!("{a}{b}ا{d}"));
            }
            out.push(format!("{a}{b}ا{l}{d}"));
        }
        [a, b, d, e] => {
            let d1 = if *d == 'ا' { 'و' } else { *d };
            out.push(format!("{a}{b}ا{d1}{e}"));
            out.push(format!("{a}{b}ا{d}{e}ة"));
        }
        [a, 'ا', b, l, d] if weak(*l) => out.push(format!("{a}وا{b}ي{d}")),
        [a, b, d, l, e] if weak(*l) => {
            out.push(format!("{a}{b}ا{d}ي{e}"));
            out.push(format!("{a}{b}ا{d}{e}ة"));
            out.push(format!("{a}{b}ا{d}{e}"));
        }
        _ => {}
    }
    out.retain(|p| p != singular && p.chars().count() >= 3);
    out
}
