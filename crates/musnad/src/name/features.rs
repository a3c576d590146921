//! What the name model sees of each word: its letters, its classes, its analysis, its neighbours, what lexicon and gazetteer know.
//!
//! Every feature is a hash of a template and up to two values. Those of one word alone stand apart from those of words beside
//! each other, so that a reader may remember what a word weighs; product and trainer call the same functions.

use super::clusters::{Clusters, Entry};
use super::{Layers, Name, gazetteer};
use crate::lexicon::{Kind, key};
use crate::morph::words::propose::NO_LEMMA;
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Pos};
use crate::text::WordKind;
use std::ops::Range;

/// Whose way of labelling is asked for; corpora differ in what they call a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Newswire, as ANERcorp has it: what the product asks for.
    News = 0,
    /// Encyclopaedic articles of AQMAR.
    Aqmar = 1,
    /// The mixed texts of Wojood.
    Wojood = 2,
    /// Encyclopaedic articles of WikiFANE.
    Wiki = 3,
}

/// The features of the words of a sentence, one after another.
#[derive(Clone, Debug, Default)]
pub struct Features {
    all: Vec<u32>,
    ends: Vec<u32>,
    /// What each word is called when its places in an article are compared; 0 for words that are not.
    pub subjects: Vec<u64>,
}

/// How many of a word's features, the first ones, tell which word it is.
pub const N_LEXICAL: usize = 7;

/// Places from which a word is seen: two before, before, itself, after, two after.
pub(super) const N_PLACES: usize = 5;

impl Features {
    /// The features of given words.
    pub fn from_words(words: &[Vec<u32>]) -> Self {
        let mut out = Features::default();
        for word in words {
            out.all.extend(word);
            out.ends.push(out.all.len() as u32);
        }
        out
    }

    /// How many words there are.
    pub fn n_words(&self) -> usize {
        self.ends.len()
    }

    /// The features of each word.
    pub fn words(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let word = &self.all[start..*end as usize];
            start = *end as usize;
            word
        })
    }
}

/// What the gazetteer says of each word: kind of the longest match, and whether it begins there.
pub(super) fn flags(names: &[Name], n_words: usize) -> Vec<u8> {
    let mut flags = vec![0_u8; n_words];
    for name in names {
        let kind = match name.kind {
            Kind::Person => 1,
            Kind::Organization => 2,
            Kind::Place => 3,
            // The model was trained before the knowledge base had any.
            Kind::Other => continue,
        };
        for (n, flag) in flags[name.words.clone()].iter_mut().enumerate() {
            *flag = 2 * kind + u8::from(n > 0);
        }
    }
    flags
}

/// A feature: template and up to two values mixed.
fn slot(template: u32, a: u64, b: u64) -> u32 {
    let mut h = u64::from(template).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ a.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
        ^ b.rotate_left(31).wrapping_mul(0x1656_67B1_9E37_79F9);
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (h ^ (h >> 29)) as u32
}

/// What is known of one word, computed once for the windows of its neighbours.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    word: u64,
    stem: u64,
    /// Classes of the word where it is known, else of its stem.
    fine: u16,
    mid: u16,
    coarse: u16,
    stem_fine: u16,
    stem_mid: u16,
    /// How often raw news has the stem in names.
    hint: u16,
    /// Which lists of proper names have the stem.
    listed: u16,
    gazetteer: u8,
    title: bool,
    class: u32,
    /// Fine part of speech, article, whether the lexicon of words has the form.
    pos: u32,
    /// The same with features and clitics.
    shape: u32,
    lemma: u64,
}

impl Facts {
    /// Beyond the ends of a sentence.
    fn outside() -> Facts {
        Facts { word: 1, stem: 1, class: 1, pos: 1, ..Facts::default() }
    }

    /// Names the word among the words of an article, where its part of speech may be a name's; else 0.
    pub(super) fn subject(&self) -> u64 {
        // Nouns, adjectives and proper nouns, and what no lexicon knows.
        let tag = self.pos.wrapping_sub(2) & 31;
        if tag <= Tag::Proper as u32 || tag == Tag::Foreign as u32 { self.stem } else { 0 }
    }

    /// Names the word with all that is known of it.
    pub(super) fn key(&self) -> u64 {
        use std::hash::{Hash, Hasher};
        let mut hasher = rustc_hash::FxHasher::default();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// The facts of a sentence's words, two of the outside before and after them, and how far each word stands from a title.
pub(super) fn facts(layers: Layers<'_>, clusters: &Clusters, words: Range<usize>, flags: &[u8]) -> (Vec<Facts>, Vec<u8>) {
    let mut facts = vec![Facts::outside(); words.len() + 4];
    let mut distances = Vec::with_capacity(words.len());
    let mut since_title = 9_u8;
    for word in words.clone() {
        let here = of_word(layers, clusters, word, flags.get(word).copied().unwrap_or(0));
        facts[word - words.start + 2] = here;
        distances.push(since_title.min(5));
        since_title = if here.title { 0 } else { since_title.saturating_add(1) };
    }
    (facts, distances)
}

/// The features of every word of a sentence.
pub fn features(layers: Layers<'_>, clusters: &Clusters, words: Range<usize>, domain: Domain) -> Features {
    let flags = flags(&gazetteer::find(layers), layers.text.words.len());
    let (facts, distances) = facts(layers, clusters, words.clone(), &flags);
    let mut out = Features { all: Vec::with_capacity(words.len() * 112), ..Features::default() };
    for ((window, word), distance) in facts.windows(N_PLACES).zip(words).zip(distances) {
        let mut add = |template: u32, a: u64, b: u64| out.all.push(slot(template, a, b));
        let [p2, p1, here, n1, n2] = window else { continue };
        lexical(here, &mut add);
        lexical_beside(p1, here, n1, &mut add);
        own(here, layers.stem_for_features(clusters, word), domain, &mut add);
        for (place, other) in [(0, p2), (1, p1), (3, n1), (4, n2)] {
            seen_from(place, other, &mut add);
        }
        beside(window, distance, domain, &mut add);
        out.subjects.push(here.subject());
        out.ends.push(out.all.len() as u32);
    }
    out
}

/// Features that a word has from one place alone, whatever stands beside it.
pub(super) fn alone(place: usize, here: &Facts, stem: &str, domain: Domain, mut take: impl FnMut(u32)) {
    let mut add = |template: u32, a: u64, b: u64| take(slot(template, a, b));
    if place == 2 {
        lexical(here, &mut add);
        own(here, stem, domain, &mut add);
    } else {
        seen_from(place, here, &mut add);
    }
}

/// Features of the middle word of five with its neighbours.
pub(super) fn together(window: &[Facts], distance: u8, domain: Domain, mut take: impl FnMut(u32)) {
    let mut add = |template: u32, a: u64, b: u64| take(slot(template, a, b));
    if let [_, p1, here, n1, _] = window {
        lexical_beside(p1, here, n1, &mut add);
    }
    beside(window, distance, domain, &mut add);
}

/// Which word it is: with [`lexical_beside`] the first `N_LEXICAL`.
fn lexical(here: &Facts, add: &mut impl FnMut(u32, u64, u64)) {
    add(1, here.word, 0);
    add(2, here.stem, 0);
    add(7, here.stem, here.class.into());
}

fn lexical_beside(p1: &Facts, here: &Facts, n1: &Facts, add: &mut impl FnMut(u32, u64, u64)) {
    add(3, p1.stem, here.stem);
    add(4, here.stem, n1.stem);
    add(5, here.word, n1.class.into());
    add(6, p1.class.into(), here.word);
}

/// The other features of a word alone.
fn own(here: &Facts, stem: &str, domain: Domain, add: &mut impl FnMut(u32, u64, u64)) {
    let (class, mid, gazetteer) = (u64::from(here.class), u64::from(here.mid), u64::from(here.gazetteer));
    let (hint, listed, pos) = (u64::from(here.hint), u64::from(here.listed), u64::from(here.pos));
    add(0, 0, 0);
    add(31, here.fine.into(), 0);
    add(32, mid, 0);
    add(33, here.stem_fine.into(), 0);
    add(34, here.stem_mid.into(), class);
    add(45, class, 0);
    add(51, gazetteer, 0);
    add(54, gazetteer, class);
    add(56, gazetteer, mid);
    add(60, hint, 0);
    add(61, hint & 15, 1);
    add(62, hint & 0xf0, 2);
    add(63, hint & 0xf00, 3);
    add(66, hint, class);
    add(100, here.shape.into(), 0);
    add(112, pos, mid);
    add(113, pos, gazetteer);
    add(115, pos, hint);
    add(130, listed, 0);
    add(133, listed, pos);
    add(134, listed, mid);
    affixes(stem, add);
    let domain = domain as u64;
    add(90, domain, 0);
    add(91, class, domain);
    add(92, gazetteer, domain);
    add(93, here.stem_mid.into(), domain);
    add(94, hint, domain);
    add(96, here.stem, domain);
}

/// A neighbour alone.
fn seen_from(place: usize, other: &Facts, add: &mut impl FnMut(u32, u64, u64)) {
    // The numbers of the templates: before, after, two before, two after.
    let n = [2, 0, 0, 1, 3].get(place).copied().unwrap_or(0);
    add(10 + n, other.word, 0);
    add(14 + n, other.fine.into(), 0);
    add(18 + n, other.class.into(), 0);
    if n < 2 {
        add(22 + n, other.stem, 0);
        add(58 + n, other.hint.into(), 0);
        add(106 + n, other.lemma, 0);
    }
}

/// Words beside each other.
fn beside(window: &[Facts], distance: u8, domain: Domain, add: &mut impl FnMut(u32, u64, u64)) {
    let [p2, p1, here, n1, n2] = window else { return };
    let class = |f: &Facts| u64::from(f.class);
    let mid = |f: &Facts| u64::from(f.mid);
    let coarse = |f: &Facts| u64::from(f.coarse);
    let gazetteer = |f: &Facts| u64::from(f.gazetteer);
    let hint = |f: &Facts| u64::from(f.hint);
    let pos = |f: &Facts| u64::from(f.pos);
    add(24, p1.word, n1.word);
    add(25, p2.word, p1.word);
    add(26, n1.word, n2.word);
    add(27, p1.stem, class(here));
    add(28, p1.stem, mid(here));
    add(29, mid(here), n1.stem);
    add(30, p2.stem, class(here));
    add(35, mid(p1), mid(here));
    add(36, mid(here), mid(n1));
    add(37, p1.fine.into(), here.fine.into());
    add(38, here.fine.into(), n1.fine.into());
    add(39, mid(p1), mid(n1));
    add(40, mid(p2), mid(p1));
    add(41, mid(n1), mid(n2));
    add(42, coarse(p1) << 8 | coarse(here), coarse(n1));
    add(43, coarse(p2) << 8 | coarse(p1), coarse(here));
    add(44, coarse(here) << 8 | coarse(n1), coarse(n2));
    add(46, class(p1), class(here));
    add(47, class(here), class(n1));
    add(48, class(p2), class(p1));
    add(49, class(p1), mid(here));
    add(50, mid(here), class(n1));
    add(52, gazetteer(p1), gazetteer(here));
    add(53, gazetteer(here), gazetteer(n1));
    add(55, class(p1), gazetteer(here));
    add(57, gazetteer(p1) << 8 | gazetteer(here), gazetteer(n1));
    add(64, hint(p1), hint(here));
    add(65, hint(here), hint(n1));
    add(67, mid(p1), hint(here));
    add(68, hint(here), mid(n1));
    add(101, pos(p1), here.shape.into());
    add(102, here.shape.into(), pos(n1));
    add(103, pos(p1) << 8 | pos(here), pos(n1));
    add(104, pos(p2) << 8 | pos(p1), pos(here));
    add(105, pos(here) << 8 | pos(n1), pos(n2));
    add(108, p2.lemma, p1.lemma);
    add(109, p1.lemma, pos(here));
    add(110, n1.lemma, pos(here));
    add(111, p1.lemma, mid(here));
    add(116, p1.lemma, hint(here));
    add(117, hint(here) & 0xf, hint(p1) & 0xf);
    add(118, hint(here) & 0xf0, hint(p1) & 0xf0);
    add(131, p1.listed.into(), here.listed.into());
    add(132, here.listed.into(), n1.listed.into());
    add(80, distance.into(), class(here));
    add(81, distance.into(), mid(here));
    let domain = domain as u64;
    add(95, mid(p1), domain);
    add(97, gazetteer(p1) << 8 | gazetteer(here), domain);
}

fn affixes(folded: &str, add: &mut impl FnMut(u32, u64, u64)) {
    let mut front = folded.char_indices().map(|(at, _)| at).skip(1);
    let mut back = folded.char_indices().map(|(at, _)| at).rev();
    for n in 0..4 {
        if let Some(at) = front.next() {
            add(70 + n, key(&folded[..at]), 1);
        }
        if let Some(at) = back.next().filter(|at| *at > 0) {
            add(70 + n, key(&folded[at..]), 2);
        }
    }
    add(79, folded.len().min(24) as u64, 0);
}

fn of_word(layers: Layers<'_>, clusters: &Clusters, word: usize, gazetteer: u8) -> Facts {
    let folded = layers.text.folded(word);
    let (whole, stem) = match layers.text.words[word].kind {
        WordKind::Number => (key("0"), "0"),
        _ => (key(folded), layers.stem_for_features(clusters, word)),
    };
    let stem_key = key(stem);
    let of_stem = clusters.entry_of(stem_key);
    let of_word = if whole == stem_key { of_stem } else { clusters.entry_of(whole) };
    let known = if of_word == Entry::default() { of_stem } else { of_word };
    let (class, title) = class(layers, word, stem_key);
    let (pos, shape, lemma) = analysis(layers, word, stem_key);
    Facts {
        word: whole,
        stem: stem_key,
        fine: known.fine + 2,
        mid: known.mid + 2,
        coarse: known.coarse + 2,
        stem_fine: of_stem.fine + 2,
        stem_mid: of_stem.mid + 2,
        hint: of_stem.hint & 0xfff,
        listed: of_stem.hint >> 12,
        gazetteer: gazetteer + 2,
        title,
        class,
        pos,
        shape,
        lemma,
    }
}

/// What the model of words reads: part of speech, the same with features and clitics, lemma.
fn analysis(layers: Layers<'_>, word: usize, stem: u64) -> (u32, u32, u64) {
    let Some(c) = layers.words.get(word) else { return (1, 1, stem) };
    let known = c.lemma != NO_LEMMA;
    let pos = 2 + (c.shape.tag() as u32 | u32::from(c.lead.article) << 5 | u32::from(known) << 6);
    let form = u32::from(c.shape.gender()) | u32::from(c.shape.number()) << 2 | u32::from(c.shape.aspect()) << 4;
    let clitics = u32::from(c.lead.conj != 0) | u32::from(c.lead.prep != 0) << 1 | u32::from(c.enclitic != 0) << 2;
    (pos, pos | form << 8 | clitics << 16, if known { u64::from(c.lemma) } else { stem })
}

impl<'l> Layers<'l> {
    /// The word without the proclitics that its letters may begin with, where the rest is the commoner word in news.
    pub fn stem_for_features(&self, clusters: &Clusters, word: usize) -> &'l str {
        let folded = self.text.folded(word);
        let conj = usize::from(folded.starts_with(['و', 'ف'])) * 2;
        if conj == 0 && !folded.starts_with(['ب', 'ل', 'ك']) {
            return folded;
        }
        let mut best = (clusters.frequency(folded), folded);
        for start in [0, conj] {
            let rest = &folded[start..];
            let free = rest.strip_prefix(['ب', 'ل', 'ك']).unwrap_or(rest);
            for cut in [rest, free] {
                if cut.len() >= 6 && cut.len() < best.1.len() {
                    let frequency = clusters.frequency(cut);
                    if frequency > best.0 {
                        best = (frequency, cut);
                    }
                }
            }
        }
        best.1
    }
}

/// Part of speech and lexical roles of a word, as bits; and whether it is a title.
fn class(layers: Layers<'_>, word: usize, stem: u64) -> (u32, bool) {
    let morph = layers.morphs[word];
    let mut bits = 2 + morph.pos as u32;
    let mut set = |at: u32, on: bool| bits |= u32::from(on) << at;
    set(8, morph.article);
    set(9, morph.prep.is_some());
    set(10, morph.conj);
    set(11, morph.form == FormKind::Finite);
    let mut title = false;
    if let Some(lexeme) = layers.lexicon.lexeme(morph.lexeme) {
        title = lexeme.title.is_some();
        set(12, title);
        set(13, lexeme.org_head.is_some());
        set(14, lexeme.place_head.is_some());
        set(15, lexeme.nation.is_some());
        set(16, lexeme.cue.is_some());
    }
    set(17, layers.lexicon.first_names.contains(&stem));
    set(18, layers.lexicon.family_names.contains(&stem));
    set(19, layers.text.words[word].kind == WordKind::Number);
    set(20, morph.pos == Pos::Punctuation && crate::text::is_quote(layers.text.raw(word)));
    set(21, layers.text.words[word].kind == WordKind::Latin);
    (bits, title)
}
