//! Whence: the country of whoever is told without one.
//!
//! Question: *of which state is he?* In: what tells nothing of it (`الوزير خوسيه غونزاليز`, `المهاجرون`, `عشرة نشطاء`), the countries that
//! the article points to, and the one that rules would take: the last that the sentence told, else the article's own. Out: one of
//! them, or none. Each bears signs (`crate::weights`), and the one that weighs most is taken; without a model the rules decide.
//! `musnad-train events` fits the weights to the parties of articles that we annotated.

use super::{Entities, Entity};
use crate::clause::Layers;
use crate::lexicon::{Kind, key, without_article};
use crate::morph::Number;
use crate::weights::{Question, Sink, Sum, sign};
use std::ops::Range;

/// A choice of a country, for training.
#[derive(Clone, Debug)]
pub struct Guess {
    /// Of whom.
    pub entity: usize,
    /// Each country, ISO 3166-1 alpha-3, or none, with its signs.
    pub options: Vec<(Option<String>, Vec<u32>)>,
    /// The one that the rules take.
    pub ruled: usize,
}

/// Why the rules give somebody no country.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Barred {
    /// They do.
    No,
    /// Nobody knows who it is (`انتحاري`).
    Unknown,
    /// The sector acts for no one state.
    Placeless,
    /// A word for several states describes it.
    Supranational,
    /// It is written in Latin letters.
    Latin,
    /// Whoever tells of it is of another state (`العدو`).
    Foe,
}

/// Of whom a country is asked.
pub(super) struct Asked<'a> {
    /// The words that tell of him first.
    pub words: Range<usize>,
    /// The word that says what he is, where one does.
    pub head: Option<usize>,
    pub kind: Kind,
    pub named: bool,
    /// The name, where he has one.
    pub name: &'a str,
    pub title: Option<u32>,
    pub sector: Option<&'a str>,
    /// The country that the rules take.
    pub ruled: Option<String>,
    pub barred: Barred,
}

/// Of the countries that the article points to so many are weighed, beside those that words near tell.
const MOST: usize = 4;
/// How much more the country of the rules weighs, in log-odds: up to so much is as good on articles left out.
const RULED: f32 = 0.5;
/// How many words before and, in the sentence, behind are looked at for a country.
const ABOUT: usize = 30;

/// The country of somebody of whom nothing tells it.
pub(super) fn choose(entities: &mut Entities, layers: Layers<'_>, asked: &Asked<'_>, id: usize) -> Option<String> {
    let weights = layers.trained.weights;
    let untaught = weights.of(Question::Country).is_empty();
    if untaught && entities.guesses.is_none() {
        return asked.ruled.clone();
    }
    let about = About::new(entities, layers, asked);
    let mut options: Vec<Option<String>> = vec![None];
    let mut add = |country: Option<&str>| {
        if let Some(country) = country.filter(|c| !options.iter().flatten().any(|o| o == c)) {
            options.push(Some(country.to_owned()));
        }
    };
    add(asked.ruled.as_deref());
    add(about.own.as_deref());
    add(entities.home.as_deref());
    about.ranked.iter().take(MOST).for_each(|(country, _)| add(Some(country)));
    about.told.iter().for_each(|(_, country)| add(Some(country)));
    if entities.guesses.is_some() {
        let ruled = options.iter().position(|o| *o == asked.ruled).unwrap_or(0);
        let with_signs = |option: &Option<String>| {
            let mut signs = Vec::new();
            about.signs(entities, layers, asked, option.as_deref(), &mut signs);
            (option.clone(), signs)
        };
        let guess = Guess { entity: id, options: options.iter().map(with_signs).collect(), ruled };
        entities.guesses.get_or_insert_default().push(guess);
    }
    if untaught {
        return asked.ruled.clone();
    }
    let weigh = |option: &Option<String>| {
        let mut sum = Sum::of(weights, Question::Country);
        about.signs(entities, layers, asked, option.as_deref(), &mut sum);
        sum.log_odds() + if *option == asked.ruled { RULED } else { 0.0 }
    };
    let all = options.into_iter().map(|option| (weigh(&option), option));
    all.reduce(|best, next| if next.0 > best.0 { next } else { best }).and_then(|(_, option)| option)
}

/// What is told of countries about somebody.
struct About {
    own: Option<String>,
    /// Countries that the article points to, the most first, with how often.
    ranked: Vec<(String, usize)>,
    n_pointed: usize,
    /// Words near that tell a country: how far behind his own they stand (before them where below nothing), the nearest first.
    told: Vec<(isize, String)>,
    sentence: Range<usize>,
}

impl About {
    fn new(entities: &Entities, layers: Layers<'_>, asked: &Asked<'_>) -> About {
        let mut ranked: Vec<(String, usize)> = entities.votes.iter().map(|(c, n)| (c.clone(), *n)).collect();
        ranked.sort_unstable_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        let n_pointed = ranked.iter().map(|(_, n)| n).sum();
        let words = &asked.words;
        let sentence = layers.text.sentence_of(words.start).map_or(words.clone(), |s| layers.text.sentences[s].words());
        let near = words.start.saturating_sub(ABOUT)..words.start;
        let behind = words.end..(words.end + ABOUT).min(sentence.end).max(words.end);
        let found = near.chain(behind).filter_map(|w| {
            let far = if w < words.start { w as isize - words.start as isize } else { (w + 1 - words.end) as isize };
            Some((far, super::near::told(entities, layers, w)?))
        });
        let mut told: Vec<(isize, String)> = Vec::new();
        for (far, country) in found {
            let side = |f: isize| f > 0;
            match told.iter_mut().find(|(f, c)| *c == country && side(*f) == side(far)) {
                Some(known) if far.abs() < known.0.abs() => known.0 = far,
                Some(_) => {}
                None => told.push((far, country)),
            }
        }
        told.sort_by_key(|(far, _)| far.abs());
        About { own: entities.own_at(words.start), ranked, n_pointed, told, sentence }
    }

    /// The signs of one country, or of none.
    fn signs(&self, entities: &Entities, layers: Layers<'_>, asked: &Asked<'_>, option: Option<&str>, out: &mut impl Sink) {
        let mut add = |template: u32, parts: &[u64]| out.add(sign(template, parts));
        let country = option.map_or(0, key);
        let is = |other: Option<&str>| u64::from(option.is_some() && option == other);
        let words = &asked.words;
        let inside = |far: isize| {
            let word = if far < 0 { words.start as isize + far } else { words.end as isize + far - 1 };
            self.sentence.contains(&(word as usize))
        };
        let at = |after: bool| self.told.iter().position(|(far, c)| (*far > 0) == after && Some(c.as_str()) == option);
        let place = |after: bool| {
            at(after).map_or(0, |nth| {
                let far = self.told[nth].0;
                let first = !self.told[..nth].iter().any(|(f, _)| (*f > 0) == after);
                let near = match far.unsigned_abs() {
                    1 => 1,
                    2..=3 => 2,
                    4..=7 => 3,
                    8..=14 => 4,
                    _ => 5,
                };
                near + 8 * u64::from(first) + 16 * u64::from(inside(far))
            })
        };
        let (before, behind) = (place(false), place(true));
        let rank = self.ranked.iter().position(|(c, _)| Some(c.as_str()) == option);
        let share = rank.map_or(0, |nth| 1 + self.ranked[nth].1 * 5 / self.n_pointed.max(1)) as u64;
        let rank = rank.map_or(9, |nth| nth.min(3) as u64);
        let none = u64::from(option.is_none());
        let ruled = u64::from(option == asked.ruled.as_deref());
        let own = is(self.own.as_deref());
        let home = is(entities.home.as_deref());
        let rel = none
            | ruled << 1
            | own << 2
            | home << 3
            | u64::from(before > 0) << 4
            | u64::from(behind > 0) << 5
            | u64::from(rank == 0) << 6;
        let barred = asked.barred as u64;
        let what = asked.kind as u64 * 2 + u64::from(asked.named);
        let stem = |w: usize| key(without_article(crate::clause::morph_stem(layers, w)));
        let head = asked.head.map_or(0, stem);
        let title = asked.title.and_then(|t| layers.lexicon.titles.get(t as usize)).map_or(0, |t| key(&t.form));
        let sector = asked.sector.map_or(0, key);
        add(1, &[rel]);
        add(2, &[rel, what]);
        add(3, &[rel, what, barred]);
        add(4, &[none, barred]);
        add(5, &[none, head]);
        add(6, &[none, title]);
        add(7, &[none, sector]);
        add(8, &[rel, head]);
        add(9, &[rel, title]);
        add(10, &[rel, sector]);
        add(11, &[country, what]);
        add(12, &[country, head]);
        add(13, &[country, title]);
        add(14, &[before, what]);
        add(15, &[behind, what]);
        add(16, &[before, behind]);
        add(17, &[before, ruled, own]);
        add(18, &[share, what]);
        add(19, &[share, rank, own, home]);
        add(20, &[share, u64::from(before > 0), u64::from(behind > 0)]);
        add(21, &[country, entities.home.as_deref().map_or(0, key)]);
        add(22, &[self.ranked.len().min(6) as u64, none, what]);
        add(23, &[self.ranked.len().min(6) as u64, rel]);
        let folded = |w: usize| layers.text.words.get(w).map_or(0, |_| key(layers.text.folded(w)));
        let prev = words.start.checked_sub(1).map_or(0, folded);
        let next = folded(words.end);
        // The word that tells it nearest, and what stands before that.
        for (nth, after) in [false, true].into_iter().enumerate() {
            if let Some(at) = at(after) {
                let far = self.told[at].0;
                let word = if far < 0 { words.start as isize + far } else { words.end as isize + far - 1 } as usize;
                let name = u64::from(layers.name_at(word).is_some());
                let before = word.checked_sub(1).map_or(0, folded);
                let prep = layers.prep_of(word).map_or(0, |p| p as u64 + 1);
                let nth = nth as u64;
                add(60, &[nth, name, prep, what]);
                add(61, &[nth, name, before]);
                add(62, &[nth, name, place(after), what]);
                add(63, &[nth, name, head]);
                add(64, &[nth, name, prep, title]);
            }
        }
        add(24, &[rel, prev]);
        add(25, &[rel, next]);
        add(26, &[none, prev]);
        add(27, &[none, next]);
        add(28, &[none, folded(words.end), folded(words.end + 1)]);
        let second = asked.head.filter(|h| h + 1 < words.end).map_or(0, |h| stem(h + 1));
        add(29, &[none, head, second]);
        add(30, &[rel, second]);
        if let Some(h) = asked.head {
            let morph = layers.morph(h);
            let form = u64::from(morph.article)
                | u64::from(morph.feats.number == Number::Plural) << 1
                | u64::from(morph.has_pronoun()) << 2;
            add(31, &[rel, form]);
            add(32, &[none, form, what]);
            let class = layers.trained.classes.entry_of(stem(h));
            add(33, &[u64::from(class.fine), none]);
            add(34, &[u64::from(class.mid), rel]);
            add(70, &[u64::from(class.mid), country]);
            add(71, &[u64::from(class.fine), country]);
        }
        let verb = (self.sentence.start..words.start).rev().find(|w| layers.is_verb(*w));
        let verb = verb.map_or(0, stem);
        add(35, &[verb, none]);
        add(36, &[verb, rel]);
        add(72, &[verb, country]);
        add(73, &[prev, country]);
        add(74, &[next, country]);
        // "المصلون" in an article about Israel.
        let ranked = |nth: usize| self.ranked.get(nth).map_or(0, |(c, _)| key(c));
        add(75, &[country, ranked(0), what]);
        add(76, &[country, ranked(0), ranked(1)]);
        let nearest = |after: bool| self.told.iter().find(|(f, _)| (*f > 0) == after).map_or(0, |(_, c)| key(c));
        add(77, &[country, nearest(false), what]);
        add(78, &[country, nearest(true), what]);
        // Whether the sentence tells it last before him, or another.
        let last =
            self.told.iter().find(|(far, _)| *far < 0 && inside(*far)).map_or(0, |(_, c)| 1 + u64::from(option == Some(c)));
        let titled = u64::from(title > 0);
        add(81, &[last, what, titled]);
        add(82, &[last, own, behind]);
        add(83, &[last, rel, titled]);
        add(79, &[rel, before, behind]);
        add(80, &[rel, share, what]);
        let nth = layers.text.sentence_of(words.start).unwrap_or(0).min(4) as u64;
        add(37, &[nth, rel]);
        add(38, &[words.len().min(5) as u64, rel, what]);
        // Of a name's words: of which states others are who bear them, and how they end.
        if asked.named && asked.kind == Kind::Person {
            let folded = crate::text::fold(asked.name);
            let (mut most, mut known) = (0, 0);
            for word in folded.split(' ') {
                let bearers = layers.lexicon.kb.bearers(word);
                let all: u32 = bearers.iter().map(|(_, n)| n).sum();
                let own = bearers.iter().find(|(c, _)| Some(c.as_str()) == option).map_or(0, |(_, n)| *n);
                let part = (own * 4).checked_div(all).map_or(9, u64::from);
                most = most.max(if all == 0 { 0 } else { 1 + part });
                known += u64::from(all > 0);
                add(40, &[part, u64::from(all.min(4))]);
                add(41, &[part, rel]);
                add(42, &[key(word), country]);
                add(43, &[key(word), rel]);
                let class = layers.trained.classes.entry(word);
                add(44, &[u64::from(class.fine), country]);
                add(45, &[u64::from(class.mid), rel]);
                add(46, &[u64::from(class.mid), country]);
                let end: String = word.chars().rev().take(3).collect();
                add(47, &[key(&end), country]);
                add(48, &[key(&end), rel]);
                let start: String = word.chars().take(3).collect();
                add(49, &[key(&start), country]);
            }
            add(50, &[most, known.min(3), rel]);
            add(51, &[most, known.min(3), none]);
        } else if asked.named {
            for word in crate::text::fold(asked.name).split(' ') {
                add(52, &[key(word), none]);
                add(53, &[key(word), country]);
                add(54, &[key(word), rel]);
            }
        } else {
            for w in words.clone() {
                add(55, &[stem(w), none]);
                add(56, &[stem(w), rel]);
            }
        }
    }
}

/// What is asked of an entity that has a name or a title.
pub(super) fn of_entity<'a>(entity: &'a Entity, ruled: Option<String>, barred: Barred) -> Option<Asked<'a>> {
    let first = entity.mentions.first()?;
    Some(Asked {
        words: first.words.clone(),
        head: (entity.kind != Kind::Person || !entity.named).then_some(first.words.start),
        kind: entity.kind,
        named: entity.named,
        name: &entity.name,
        title: entity.titles.first().copied(),
        sector: entity.sector.as_deref(),
        ruled,
        barred,
    })
}
