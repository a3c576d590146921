//! `musnad-train events`: fits the weights by which tellings of events and their parties are judged.
//!
//! In: our annotations of news articles (`data/events.tsv`), the news, and plain sentences with what they tell
//! (`tests/all/newsroom.tsv`, `newsroom_rules.tsv`, and `data/plain.tsv`, which nothing asserts). Out: the model file, a table of
//! weights for each question, over hashed signs (`fit`): a choice among several for the parties of a side and for the time, yes or
//! no for all else. The chances that the judgement of an event reads of its parties come from weights fitted to other articles.
//! With `--write DIR` nothing is fitted: the annotated articles are written for `musnad eval DIR`.

use crate::annotated::{self, Annotated, Party, Told, folded};
use crate::fit::{Row, Settings, Table, fit, fit_choice};
use anyhow::{Context, Result, bail};
use musnad::entity::Guess;
use musnad::event::MUTUAL;
use musnad::event::weigh::{self, Candidate, How, Pair, QUESTIONS, Question, Weighed, Weights, chance};
use musnad::span::Span;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

/// Parts of the articles that are left out in turn.
const PARTS: usize = 5;

/// Orders in which the rows are visited for the weights that are written: with one the articles held back move by .4 from fit to fit.
const ORDERS: usize = 4;

/// A choice among several is fitted with steps and a penalty of its own: of .02 to .1 and .01 to .2 the best on parts left out.
const CHOICE_STEP: f32 = 0.05;
const CHOICE_PENALTY: f32 = 0.15;

/// A candidate as it is compared with the annotation.
struct Known {
    names: Vec<String>,
    country: Option<String>,
}

/// A telling that was weighed, and the annotated one that it is.
struct Example {
    article: usize,
    weighed: Weighed,
    known: Vec<Known>,
    told: Option<Told>,
    /// Whether it tells again what another example tells, or stands beside the word that does.
    retold: bool,
    /// Whether each candidate is on each side.
    labels: Vec<[bool; 2]>,
    chances: Vec<[f32; 2]>,
}

/// Fits and writes the model; prints how good it is on parts left out in turn.
///
/// # Errors
/// A file that cannot be read or written, a row that is no telling, an article that the news do not have.
pub fn run(table: &Path, news: &Path, sentences: &[PathBuf], out: &Path, settings: Settings) -> Result<()> {
    // By the rules alone, so that the weights of an earlier day leave no trace.
    let nothing = musnad::model::to_bytes(&Weights::to_sections(&Default::default()));
    let reader = musnad::Reader::with_model(&[], Some(&nothing))?;
    let files = annotated::read(table, news)?;
    // Of which state somebody is comes first: all that is read behind it sees it.
    let countries = rows_of(countries(&reader, &files, settings));
    let reader = musnad::Reader::with_model(&[], Some(&model(&only(Question::Country, &countries))?))?;
    let read: Vec<(Vec<Example>, usize)> =
        files.par_iter().enumerate().map(|(nth, one)| labelled(&reader, &one.article, &one.told, nth)).collect();
    let mut examples = Vec::new();
    let mut n_told = 0;
    for (mut found, n) in read {
        examples.append(&mut found);
        n_told += n;
    }
    let n_read = examples.len();
    for file in sentences {
        let table = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        for line in table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
            let read = musnad::Article { text: line.0.to_owned(), published: Some(PLAIN.to_owned()), ..Default::default() };
            // Behind the articles, so that parts left out are made of both.
            let nth = files.len() + examples.len();
            for _ in 0..PLAINLY {
                let (mut found, _) = labelled(&reader, &read, &plain(line.0, line.1), nth);
                examples.append(&mut found);
            }
        }
    }
    if examples.is_empty() {
        bail!("no telling in {} articles of {}", files.len(), table.display());
    }
    // Chances of the parties and of the events, by weights fitted to other articles.
    let mut right = vec![0.0_f32; examples.len()];
    let mut worth = vec![0.0_f32; examples.len()];
    let parties = by_part(|part| [0, 1].map(|side| fit_party(&examples, side, |e| e.article % PARTS != part, settings)));
    for example in &mut examples {
        example.chances = chances(&example.weighed, &parties[example.article % PARTS]);
    }
    let tellings = by_part(|part| fit_telling(&examples, |e| e.article % PARTS != part, settings));
    for (nth, example) in examples.iter().enumerate() {
        let [w, r] = &tellings[example.article % PARTS];
        worth[nth] = chance(sum(w, &example.weighed.worth));
        right[nth] = chance(sum(r, &outcome(example)));
    }
    let (mut n, mut dated, mut ruled_dated, mut stated, mut ruled_stated) = (0, 0, 0, 0, 0);
    let others = by_part(|part| {
        let rest = |e: &Example| e.article % PARTS != part;
        (fit_when(&examples, rest, settings), fit_status(&examples, rest, settings))
    });
    for (part, (when, statuses)) in others.iter().enumerate() {
        for (nth, example) in examples.iter().enumerate().filter(|(_, e)| e.article % PARTS == part) {
            let Some(told) = example.told.as_ref().filter(|t| t.dated && right[nth] > 0.2) else { continue };
            n += 1;
            let times = &example.weighed.times;
            let best = times.iter().map(|(value, signs)| (sum(when, signs), value)).max_by(|a, b| a.0.total_cmp(&b.0));
            dated += usize::from(best.is_some_and(|(_, value)| is_date(value, told)));
            ruled_dated += usize::from(example.weighed.ruled.is_some_and(|r| is_date(&times[r].0, told)));
            let best = Question::STATUSES.iter().zip(statuses).map(|((_, s), t)| (chance(sum(t, &example.weighed.core)), *s));
            let best = best.fold((0.5, "happened"), |best, next| if next.0 > best.0 { next } else { best });
            stated += usize::from(best.1 == told.status);
            ruled_stated += usize::from(example.weighed.status == told.status);
        }
    }
    println!("of {n} dates right: rules {ruled_dated}, weights {dated}; statuses: rules {ruled_stated}, weights {stated}");
    report(&examples[..n_read], &worth[..n_read], &right[..n_read], n_told, files.len());
    // What is written is fitted in several orders.
    let settings = Settings { orders: ORDERS, ..settings };
    let parties = [0, 1].map(|side| fit_party(&examples, side, |_| true, settings));
    let [w, r] = fit_telling(&examples, |_| true, settings);
    let [actor, recipient] = parties;
    let when = fit_when(&examples, |_| true, settings);
    let [ongoing, planned, denied, imagined] = fit_status(&examples, |_| true, settings);
    let mut tables = only(Question::Country, &countries);
    for (nth, table) in [w, actor, recipient, r, when, ongoing, planned, denied, imagined].into_iter().enumerate() {
        tables[nth] = rows_of(table);
    }
    // Which tellings tell one event is asked of those that these weights keep.
    let reader = musnad::Reader::with_model(&[], Some(&model(&tables)?))?;
    let pairs: Vec<(usize, Pair, bool)> =
        files.par_iter().enumerate().flat_map_iter(|(nth, one)| pairs(&reader, one, nth)).collect();
    let rows = |keep: &dyn Fn(usize) -> bool| -> Vec<(&[u32], bool)> {
        pairs.iter().filter(|(a, ..)| keep(*a)).map(|(_, pair, same)| (pair.signs.as_slice(), *same)).collect()
    };
    let n_same = pairs.iter().filter(|(.., same)| *same).count();
    let n_ruled_wrong = pairs.iter().filter(|(_, pair, same)| pair.ruled != *same).count();
    let mut n_wrong = 0;
    let tables_of_pairs = by_part(|part| fit(&rows(&|a| a % PARTS != part), settings));
    for (a, pair, same) in &pairs {
        n_wrong += usize::from((chance(sum(&tables_of_pairs[a % PARTS], &pair.signs)) > 0.5) != *same);
    }
    println!("{} pairs, {n_same} of one event; wrong by the rules {n_ruled_wrong}, by the weights {n_wrong}", pairs.len());
    tables[Question::Same as usize] = rows_of(fit(&rows(&|_| true), settings));
    println!("{} weights", tables.iter().map(Vec::len).sum::<usize>());
    std::fs::write(out, model(&tables)?).with_context(|| format!("cannot write {}", out.display()))
}

/// A model file with these tables.
fn model(tables: &[Vec<(u32, f32)>; QUESTIONS]) -> Result<Vec<u8>> {
    Ok(musnad::model::to_bytes(&Weights::to_sections(tables)))
}

/// The tables of a model that answers one question.
fn only(question: Question, rows: &[(u32, f32)]) -> [Vec<(u32, f32)>; QUESTIONS] {
    let mut tables: [Vec<(u32, f32)>; QUESTIONS] = Default::default();
    tables[question as usize] = rows.to_vec();
    tables
}

/// The weights of the countries of those who are told without one, from the parties whose state is annotated; prints how many are
/// right on parts left out in turn.
fn countries(reader: &musnad::Reader, files: &[Annotated], settings: Settings) -> Table {
    let guesses: Vec<(usize, Guess, Option<String>)> = files
        .par_iter()
        .enumerate()
        .flat_map_iter(|(nth, one)| {
            let text = one.article.text.as_str();
            let entities = reader.weighed(&one.article).0.entities;
            let label = |guess: &Guess| -> Option<Option<String>> {
                let entity = entities.list.get(guess.entity)?;
                let names = entity.mentions.iter().map(|m| folded(m.span.text(text))).chain([folded(&entity.name)]);
                let known = Known { names: names.collect(), country: None };
                let parties = one.told.iter().flat_map(|t| t.sides.iter().flatten());
                let mut told: Vec<(&Option<String>, usize)> = Vec::new();
                for party in parties.filter(|p| is_named(&known, p)) {
                    match told.iter_mut().find(|(country, _)| **country == party.country) {
                        Some((_, n)) => *n += 1,
                        None => told.push((&party.country, 1)),
                    }
                }
                told.into_iter().rev().max_by_key(|(_, n)| *n).map(|(country, _)| country.clone())
            };
            let guesses = entities.guesses.clone().unwrap_or_default();
            guesses.into_iter().filter_map(|guess| label(&guess).map(|country| (nth, guess, country))).collect::<Vec<_>>()
        })
        .collect();
    let table = |keep: &dyn Fn(usize) -> bool, settings: Settings| {
        let choice = |(_, guess, country): &'_ (usize, Guess, Option<String>)| -> Vec<(Vec<u32>, bool)> {
            guess.options.iter().map(|(option, signs)| (signs.clone(), option == country)).collect()
        };
        let choices: Vec<Vec<(Vec<u32>, bool)>> = guesses.iter().filter(|(a, ..)| keep(*a)).map(choice).collect();
        let rows: Vec<Vec<Row<'_>>> = choices.iter().map(|c| c.iter().map(|(s, r)| (s.as_slice(), *r)).collect()).collect();
        fit_choice(&rows, Settings { step: CHOICE_STEP, ..settings })
    };
    let parts = by_part(|part| table(&|a| a % PARTS != part, settings));
    let (mut ruled, mut weighed, mut possible) = (0, 0, 0);
    for (article, guess, country) in &guesses {
        let weight = |option: &(Option<String>, Vec<u32>)| sum(&parts[article % PARTS], &option.1);
        let best = guess.options.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)));
        ruled += usize::from(guess.options[guess.ruled].0 == *country);
        weighed += usize::from(best.is_some_and(|(option, _)| option == country));
        possible += usize::from(guess.options.iter().any(|(option, _)| option == country));
    }
    println!(
        "of {} countries that nothing tells right: rules {ruled}, weights {weighed}; {possible} among those weighed",
        guesses.len()
    );
    table(&|_| true, Settings { orders: ORDERS, ..settings })
}

/// What is fitted without each part of the articles.
fn by_part<T: Send>(fit: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..PARTS).into_par_iter().map(fit).collect()
}

/// The weights that are told from nothing, sorted by sign.
fn rows_of(table: Table) -> Vec<(u32, f32)> {
    let mut rows: Vec<(u32, f32)> = table.into_iter().filter(|(_, w)| w.abs() >= LEAST).collect();
    rows.sort_unstable_by_key(|(sign, _)| *sign);
    rows
}

/// Weights below this are left out: a fifth of all, and noise.
const LEAST: f32 = 0.04;

/// The pairs of tellings of one article of which the annotation knows whether they tell one event.
fn pairs(reader: &musnad::Reader, one: &Annotated, article: usize) -> Vec<(usize, Pair, bool)> {
    let (text, told) = (one.article.text.as_str(), &one.told);
    let (_, weighed) = reader.weighed(&one.article);
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let point = |byte: u32| starts.partition_point(|s| *s < byte as usize);
    let find = |pair: &Pair, nth: usize| {
        let start = point(pair.triggers[nth].start);
        let near = |t: &&Told| t.kind == pair.event && t.start.abs_diff(start) <= BESIDE;
        told.iter().filter(near).min_by_key(|t| t.start.abs_diff(start))
    };
    let label = |pair: &Pair| {
        let (a, b) = (find(pair, 0)?, find(pair, 1)?);
        let same = match (a.again, b.again) {
            _ if a.start == b.start => true,
            (false, false) => false,
            _ => alike(a, b),
        };
        Some(same)
    };
    weighed.pairs.iter().filter_map(|pair| Some((article, pair.clone(), label(pair)?))).collect()
}

fn sum(table: &Table, signs: &[u32]) -> f32 {
    signs.iter().filter_map(|s| table.get(s)).sum()
}

fn chances(weighed: &Weighed, tables: &[Table; 2]) -> Vec<[f32; 2]> {
    let nobody = [0, 1].map(|side| sum(&tables[side], &weighed.nobody[side]));
    let one = |c: &Candidate| [0, 1].map(|side| chance(sum(&tables[side], &c.signs[side]) - nobody[side]));
    weighed.candidates.iter().map(one).collect()
}

fn outcome(example: &Example) -> Vec<u32> {
    weigh::outcome_of(&example.weighed, &example.chances, &weigh::chosen(&example.weighed, &example.chances))
}

/// The weights of the candidates of one side, each against the others and against nobody.
fn fit_party<'e>(examples: &'e [Example], side: usize, keep: impl Fn(&Example) -> bool, settings: Settings) -> Table {
    let choice = |example: &'e Example| -> Vec<Row<'e>> {
        let somebody =
            example.weighed.candidates.iter().zip(&example.labels).map(|(c, label)| (c.signs[side].as_slice(), label[side]));
        let nobody = !example.labels.iter().any(|label| label[side]);
        somebody.chain([(example.weighed.nobody[side].as_slice(), nobody)]).collect()
    };
    let choices: Vec<Vec<Row<'_>>> = examples.iter().filter(|e| e.told.is_some() && keep(e)).map(choice).collect();
    fit_choice(&choices, Settings { step: CHOICE_STEP, penalty: CHOICE_PENALTY, ..settings })
}

fn fit_telling(examples: &[Example], keep: impl Fn(&Example) -> bool, settings: Settings) -> [Table; 2] {
    let kept: Vec<&Example> = examples.iter().filter(|e| keep(e)).collect();
    let worth: Vec<(&[u32], bool)> = kept.iter().map(|e| (e.weighed.worth.as_slice(), e.told.is_some())).collect();
    let bears: Vec<Vec<u32>> = kept.iter().map(|e| outcome(e)).collect();
    let right: Vec<(&[u32], bool)> = kept.iter().zip(&bears).map(|(e, b)| (b.as_slice(), is_new(e))).collect();
    [fit(&worth, settings), fit(&right, settings)]
}

/// Whether a date is the annotated one, as the scorer compares them.
fn is_date(value: &Option<String>, told: &Told) -> bool {
    let day = |v: &Option<String>| v.as_deref().map(|v| v.split('T').next().unwrap_or(v).to_owned());
    day(value) == told.date
}

fn fit_when<'e>(examples: &'e [Example], keep: impl Fn(&Example) -> bool, settings: Settings) -> Table {
    let choice = |example: &'e Example| -> Option<Vec<Row<'e>>> {
        let told = example.told.as_ref().filter(|t| t.dated)?;
        let times = &example.weighed.times;
        let choice: Vec<Row<'_>> = times.iter().map(|(value, signs)| (signs.as_slice(), is_date(value, told))).collect();
        Some(choice).filter(|c| c.len() > 1)
    };
    let choices: Vec<Vec<Row<'_>>> = examples.iter().filter(|e| keep(e)).filter_map(choice).collect();
    fit_choice(&choices, Settings { step: CHOICE_STEP, penalty: CHOICE_PENALTY, ..settings })
}

fn fit_status(examples: &[Example], keep: impl Fn(&Example) -> bool, settings: Settings) -> [Table; 4] {
    Question::STATUSES.map(|(_, status)| {
        let kept = examples.iter().filter(|e| keep(e));
        let rows: Vec<(&[u32], bool)> =
            kept.filter_map(|e| Some((e.weighed.core.as_slice(), e.told.as_ref()?.status == status))).collect();
        fit(&rows, settings)
    })
}

/// How many code points a predicate may stand from where it is annotated.
const BESIDE: usize = 14;

/// How often each plain sentence is learnt from: it is shorter than an article and sure to be right.
const PLAINLY: usize = 2;

/// When the plain sentences were published.
const PLAIN: &str = "2019-12-27";

/// What a plain sentence tells, as `tests/all/newsroom.tsv` writes it: `TYPE: who، who > whom status; …`.
fn plain(text: &str, told: &str) -> Vec<Told> {
    let party = |name: &str| Party { names: vec![folded(name)], text: name.to_owned(), country: None };
    let side = |names: &str| names.split('،').map(str::trim).filter(|n| !n.is_empty()).map(party).collect();
    let one = |event: &str| {
        let (kind, rest) = event.split_once(':')?;
        let (actors, others) = rest.split_once('>')?;
        let last = others.rsplit(' ').next().unwrap_or("");
        let status = ["ongoing", "planned", "denied", "hypothetical"].into_iter().find(|s| *s == last);
        let recipients = status.map_or(others, |s| others.strip_suffix(s).unwrap_or(others));
        Some(Told {
            kind: kind.trim().to_owned(),
            start: 0,
            end: text.chars().count(),
            sides: [side(actors), side(recipients)],
            again: false,
            status: status.unwrap_or("happened").to_owned(),
            date: None,
            dated: false,
        })
    };
    told.split(';').filter_map(one).collect()
}

/// The tellings of one article that were weighed, with their labels, and how many events are annotated.
fn labelled(reader: &musnad::Reader, read: &musnad::Article, told: &[Told], article: usize) -> (Vec<Example>, usize) {
    let text = read.text.as_str();
    let (reading, weighed) = reader.weighed(read);
    // Code points before each byte, looked up by binary search.
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let point = |byte: u32| starts.partition_point(|s| *s < byte as usize);
    let mut out = Vec::new();
    for weighed in weighed.tellings {
        let (start, end) = (point(weighed.trigger.start), point(weighed.trigger.end));
        let object = weighed.object.map(|o| point(o.start));
        let at = |t: &Told, place: usize| t.start.abs_diff(place) <= BESIDE;
        let beside = |t: &Told| t.start <= end + 1 && start <= t.end + 1 || at(t, start);
        let near = |t: &&Told| beside(t) || object.is_some_and(|o| at(t, o));
        let own = told.iter().filter(near).filter(|t| t.kind == weighed.event).min_by_key(|t| t.start.abs_diff(start)).cloned();
        let known: Vec<Known> = weighed
            .candidates
            .iter()
            .map(|c| {
                let entity = c.entity.and_then(|id| reading.entities.list.get(id));
                let own = (!c.words.is_empty()).then(|| reading.text.span(c.words.clone()).text(text).to_owned());
                let mentions = entity.into_iter().flat_map(|e| e.mentions.iter().map(|m| m.span.text(text).to_owned()));
                let names = own.into_iter().chain(entity.map(|e| e.name.clone())).chain(mentions).map(|n| folded(&n)).collect();
                Known { names, country: entity.and_then(|e| e.country.clone()).or_else(|| c.country.clone()) }
            })
            .collect();
        let mut labels = vec![[false; 2]; known.len()];
        if let Some(own) = &own {
            for (side, parties) in own.sides.iter().enumerate() {
                for party in parties {
                    let mut hit: Vec<usize> = (0..known.len()).filter(|n| is_named(&known[*n], party)).collect();
                    if hit.is_empty() && party.country.is_some() {
                        hit = (0..known.len()).filter(|n| known[*n].country == party.country).collect();
                    }
                    hit.into_iter().for_each(|n| labels[n][side] = true);
                }
            }
        }
        out.push(Example { article, weighed, known, told: own, retold: false, labels, chances: Vec::new() });
    }
    // Of several words that may be the annotated one those that it touches are right, the others tell it again: the trigger of
    // `أسفر هجوم عن مقتل عشرة` is `هجوم`.
    let is_it = |e: &Example, t: &Told| {
        let touches = |span: Span| point(span.start) < t.end && t.start < point(span.end);
        touches(e.weighed.trigger) || e.weighed.object.is_some_and(touches)
    };
    let met: FxHashSet<(usize, String)> =
        out.iter().filter_map(|e| e.told.as_ref().filter(|t| is_it(e, t))).map(|t| (t.start, t.kind.clone())).collect();
    for example in &mut out {
        let beside = |t: &Told| !is_it(example, t) && met.contains(&(t.start, t.kind.clone()));
        example.retold = example.told.as_ref().is_some_and(beside);
    }
    // What is told again is right only where the place that tells it plainly was not weighed.
    let plain: Vec<Told> = out.iter().filter_map(|e| e.told.clone()).filter(|t| !t.again).collect();
    for example in &mut out {
        let again = example.told.as_ref().filter(|t| t.again);
        example.retold |= again.is_some_and(|t| plain.iter().any(|p| p.kind == t.kind && alike(p, t)));
    }
    (out, told.iter().filter(|t| !t.again).count())
}

/// How much of its words two names share, as the scorer counts it.
fn overlap(a: &str, b: &str) -> f32 {
    let (a, b): (FxHashSet<&str>, FxHashSet<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    2.0 * a.intersection(&b).count() as f32 / (a.len() + b.len()).max(1) as f32
}

/// How much of a name must be shared.
const SAME: f32 = 0.6;

fn is_named(known: &Known, party: &Party) -> bool {
    known.names.iter().any(|k| party.names.iter().any(|p| overlap(k, p) >= SAME))
}

/// Whether two tellings share a party on a side where both have one.
fn alike(a: &Told, b: &Told) -> bool {
    let shares = |side: usize| {
        let (a, b) = (&a.sides[side], &b.sides[side]);
        let same = |x: &Party, y: &Party| {
            x.country.is_some() && x.country == y.country || x.names.iter().any(|n| y.names.iter().any(|m| overlap(n, m) >= SAME))
        };
        a.is_empty() || b.is_empty() || a.iter().any(|x| b.iter().any(|y| same(x, y)))
    };
    shares(0) && shares(1)
}

/// Whether an event is right and told for the first time.
fn is_new(example: &Example) -> bool {
    !example.retold && is_right(example)
}

/// Whether the type and the parties chosen are right, as the scorer counts it.
fn is_right(example: &Example) -> bool {
    let Some(told) = &example.told else { return false };
    let chosen = weigh::chosen(&example.weighed, &example.chances);
    let side =
        |side: usize| -> Vec<&Known> { example.known.iter().zip(&chosen).filter(|(_, c)| c[side]).map(|(k, _)| k).collect() };
    let is = |k: &Known, p: &Party| p.country.is_some() && k.country == p.country || is_named(k, p);
    if MUTUAL.contains(&told.kind.as_str()) {
        let wanted: Vec<&Party> = told.sides.iter().flatten().collect();
        let key = |p: &Party| p.country.clone().unwrap_or_else(|| p.names.join("|"));
        let gold: FxHashSet<String> = wanted.iter().map(|p| key(p)).collect();
        let found: FxHashSet<String> = [side(0), side(1)]
            .concat()
            .iter()
            .filter_map(|k| k.country.clone().or_else(|| wanted.iter().find(|p| is_named(k, p)).map(|p| key(p))))
            .collect();
        return !gold.is_empty() && gold.intersection(&found).count() >= gold.len().min(2);
    }
    [0, 1].into_iter().all(|nth| {
        let (found, wanted) = (side(nth), &told.sides[nth]);
        found.is_empty() && wanted.is_empty() || found.iter().any(|k| wanted.iter().any(|p| is(k, p)))
    })
}

/// Whether the very parties are chosen that are annotated, no more and no fewer.
fn is_whole(example: &Example) -> bool {
    let Some(told) = &example.told else { return false };
    let chosen = weigh::chosen(&example.weighed, &example.chances);
    let side = |side: usize| example.known.iter().zip(&chosen).filter(move |(_, c)| c[side]).map(|(k, _)| k);
    let same = |found: &[&Known], wanted: &[&Party]| {
        wanted.iter().all(|p| found.iter().any(|k| is_named(k, p))) && found.iter().all(|k| wanted.iter().any(|p| is_named(k, p)))
    };
    if MUTUAL.contains(&told.kind.as_str()) {
        let found: Vec<&Known> = side(0).chain(side(1)).collect();
        return same(&found, &told.sides.iter().flatten().collect::<Vec<_>>());
    }
    [0, 1].into_iter().all(|nth| same(&side(nth).collect::<Vec<_>>(), &told.sides[nth].iter().collect::<Vec<_>>()))
}

/// Whether the parties that the rules read are right.
fn ruled_right(example: &Example) -> bool {
    let picked = |c: &Candidate| [0, 1].map(|side| if c.picked[side] { 1.0 } else { 0.0 });
    let example = Example {
        article: 0,
        weighed: example.weighed.clone(),
        known: example.known.iter().map(|k| Known { names: k.names.clone(), country: k.country.clone() }).collect(),
        told: example.told.clone(),
        retold: example.retold,
        labels: Vec::new(),
        chances: example.weighed.candidates.iter().map(picked).collect(),
    };
    is_right(&example)
}

fn report(examples: &[Example], worth: &[f32], right: &[f32], n_told: usize, n_articles: usize) {
    let f1 = |right: usize, found: usize| 200.0 * right as f32 / (found + n_told).max(1) as f32;
    let ruled: Vec<&Example> = examples.iter().filter(|e| e.weighed.how == How::Told).collect();
    let good = ruled.iter().filter(|e| !e.retold && ruled_right(e)).count();
    let typed = ruled.iter().filter(|e| e.told.is_some()).count();
    println!(
        "{n_articles} articles, {n_told} tellings annotated, {} weighed, {} of them right in type",
        examples.len(),
        examples.iter().filter(|e| e.told.is_some()).count()
    );
    println!(
        "rules alone: {} tellings, {typed} right in type, {good} in parties too, F1 {:.1}",
        ruled.len(),
        f1(good, ruled.len())
    );
    for told in [true, false] {
        let of: Vec<&Example> = examples.iter().filter(|e| e.told.is_some() && (e.weighed.how == How::Told) == told).collect();
        println!(
            "parties of {} right in type, {}: rules {}, weights {}",
            of.len(),
            if told { "told" } else { "not told" },
            of.iter().filter(|e| ruled_right(e)).count(),
            of.iter().filter(|e| is_right(e)).count()
        );
    }
    for least in [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5] {
        let kept = || examples.iter().zip(right).filter(|(_, r)| **r > least).map(|(e, _)| e);
        let (n, typed, good) =
            (kept().count(), kept().filter(|e| e.told.is_some()).count(), kept().filter(|e| is_new(e)).count());
        let whole = kept().filter(|e| is_new(e) && is_whole(e)).count();
        println!(
            "more than {least}: {n} tellings, {typed} right in type, {good} in parties too, F1 {:.1}; the very parties {whole}, F1 {:.1}",
            f1(good, n),
            f1(whole, n)
        );
    }
    let mut table: std::collections::BTreeMap<(String, &str, &str), usize> = std::collections::BTreeMap::new();
    for (e, _) in examples.iter().zip(right).filter(|(e, r)| e.told.is_some() && **r > 0.15) {
        let Some(told) = &e.told else { continue };
        let chosen = weigh::chosen(&e.weighed, &e.chances);
        for side in [0, 1] {
            let found: Vec<&Known> = e.known.iter().zip(&chosen).filter(|(_, c)| c[side]).map(|(k, _)| k).collect();
            let wanted = &told.sides[side];
            let is = |k: &Known, p: &Party| p.country.is_some() && k.country == p.country || is_named(k, p);
            let result = match (found.is_empty(), wanted.is_empty()) {
                (true, true) => "right, nobody",
                (false, true) => "extra",
                (true, false) if e.labels.iter().any(|l| l[side]) => "missing, a candidate",
                (true, false) => "missing, no candidate",
                _ if found.iter().any(|k| wanted.iter().any(|p| is(k, p))) => "right",
                _ if e.labels.iter().any(|l| l[side]) => "wrong, a candidate",
                _ => "wrong, no candidate",
            };
            let mutual = if MUTUAL.contains(&told.kind.as_str()) { "mutual" } else { "directed" };
            *table.entry((mutual.to_owned(), ["actor", "recipient"][side], result)).or_default() += 1;
        }
    }
    for (key, n) in table {
        println!("{key:?} {n}");
    }
    for least in [0.03, 0.05, 0.08, 0.1, 0.15] {
        let lost =
            examples.iter().zip(worth).filter(|(e, w)| e.weighed.how != How::Told && **w < least && e.told.is_some()).count();
        let kept = examples.iter().zip(worth).filter(|(e, w)| e.weighed.how == How::Told || **w >= least).count();
        println!("worth {least}: {kept} of {} weighed whole, {lost} right ones lost", examples.len());
    }
    println!("{:12}{:>7}{:>7}{:>10}", "confidence", "all", "right", "mean");
    for tenth in 0..10 {
        let of: Vec<(&Example, f32)> =
            examples.iter().zip(right.iter().copied()).filter(|(_, r)| ((r * 10.0) as usize).min(9) == tenth).collect();
        if !of.is_empty() {
            let good = of.iter().filter(|(e, _)| is_new(e)).count() as f32;
            let mean = of.iter().map(|(_, r)| r).sum::<f32>();
            let all = of.len() as f32;
            println!("{:<12.1}{:>7}{:>6.0}%{:>9.0}%", tenth as f32 / 10.0, of.len(), 100.0 * good / all, 100.0 * mean / all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_sentence_tells_its_events_with_their_status() {
        let told = plain("…", "ASSAULT: روسيا > ; AGREE: تركيا، قطر > مصر planned");
        let names = |parties: &[Party]| parties.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
        let [first, second] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(
            (names(&first.sides[0]), names(&first.sides[1]), first.status.as_str()),
            (vec!["روسيا".to_owned()], vec![], "happened")
        );
        assert_eq!(names(&second.sides[0]), ["تركيا", "قطر"]);
        assert_eq!((names(&second.sides[1]), second.status.as_str()), (vec!["مصر".to_owned()], "planned"));
    }
}
