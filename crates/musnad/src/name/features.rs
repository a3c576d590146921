//! What the name model sees of each word: its letters, its classes, its neighbours, what the lexicon and the gazetteer know.
//!
//! Every feature is a hash of a template and up to two values. Product and trainer call the same function.

use super::Layers;
use super::clusters::{Clusters, Entry};
use crate::lexicon::{Kind, key};
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
}

/// How many of a word's features, the first ones, tell which word it is.
pub const N_LEXICAL: usize = 7;

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

/// What the gazetteer says of each word of a sentence: kind of the longest match, and whether it begins there.
fn gazetteer(layers: Layers<'_>, words: Range<usize>) -> Vec<u8> {
    let mut flags = vec![0_u8; words.len()];
    let mut word = words.start;
    while word < words.end {
        match super::gazetteer::longest(layers, word).filter(|n| n.words.end <= words.end) {
            Some(name) => {
                let kind = match name.kind {
                    Kind::Person => 1,
                    Kind::Organization => 2,
                    Kind::Place => 3,
                    Kind::Other => 4,
                };
                for (n, at) in name.words.clone().enumerate() {
                    flags[at - words.start] = 2 * kind + u8::from(n > 0);
                }
                word = name.words.end;
            }
            None => word += 1,
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
#[derive(Clone, Copy, Default)]
struct Facts {
    word: u64,
    stem: u64,
    /// Classes of the word where it is known, else of its stem.
    fine: u64,
    mid: u64,
    coarse: u64,
    stem_fine: u64,
    stem_mid: u64,
    class: u64,
    gazetteer: u64,
    hint: u64,
    title: bool,
}

/// The features of every word of a sentence.
pub fn features(layers: Layers<'_>, clusters: &Clusters, words: Range<usize>, domain: Domain) -> Features {
    let flags = gazetteer(layers, words.clone());
    let outside = Facts { word: 1, stem: 1, class: 1, ..Facts::default() };
    let mut facts = vec![outside; words.len() + 4];
    for word in words.clone() {
        facts[word - words.start + 2] = self::facts(layers, clusters, word, flags[word - words.start]);
    }
    let mut out = Features { all: Vec::with_capacity(words.len() * 72), ends: Vec::with_capacity(words.len()) };
    let mut since_title = 9_u64;
    for (window, word) in facts.windows(5).zip(words) {
        of_word(window, &mut |template, a, b| out.all.push(slot(template, a, b)));
        let here = window[2];
        let mut add = |template: u32, a: u64, b: u64| out.all.push(slot(template, a, b));
        affixes(layers.stem_for_features(clusters, word), &mut add);
        add(80, since_title.min(5), here.class);
        add(81, since_title.min(5), here.mid);
        since_title = if here.title { 0 } else { since_title + 1 };
        let domain = domain as u64;
        add(90, domain, 0);
        add(91, here.class, domain);
        add(92, here.gazetteer, domain);
        add(93, here.stem_mid, domain);
        add(94, here.hint, domain);
        add(95, window[1].mid, domain);
        add(96, here.stem, domain);
        add(97, window[1].gazetteer << 8 | here.gazetteer, domain);
        out.ends.push(out.all.len() as u32);
    }
    out
}

/// The features of the middle word of five.
fn of_word(window: &[Facts], add: &mut impl FnMut(u32, u64, u64)) {
    let [p2, p1, here, n1, n2] = window else { return };
    // Which word it is: the first `N_LEXICAL`.
    add(1, here.word, 0);
    add(2, here.stem, 0);
    add(3, p1.stem, here.stem);
    add(4, here.stem, n1.stem);
    add(5, here.word, n1.class);
    add(6, p1.class, here.word);
    add(7, here.stem, here.class);
    add(0, 0, 0);
    for (n, other) in [p1, n1, p2, n2].into_iter().enumerate() {
        let n = n as u32;
        add(10 + n, other.word, 0);
        add(14 + n, other.fine, 0);
        add(18 + n, other.class, 0);
    }
    add(22, p1.stem, 0);
    add(23, n1.stem, 0);
    add(24, p1.word, n1.word);
    add(25, p2.word, p1.word);
    add(26, n1.word, n2.word);
    add(27, p1.stem, here.class);
    add(28, p1.stem, here.mid);
    add(29, here.mid, n1.stem);
    add(30, p2.stem, here.class);
    add(31, here.fine, 0);
    add(32, here.mid, 0);
    add(33, here.stem_fine, 0);
    add(34, here.stem_mid, here.class);
    add(35, p1.mid, here.mid);
    add(36, here.mid, n1.mid);
    add(37, p1.fine, here.fine);
    add(38, here.fine, n1.fine);
    add(39, p1.mid, n1.mid);
    add(40, p2.mid, p1.mid);
    add(41, n1.mid, n2.mid);
    add(42, p1.coarse << 8 | here.coarse, n1.coarse);
    add(43, p2.coarse << 8 | p1.coarse, here.coarse);
    add(44, here.coarse << 8 | n1.coarse, n2.coarse);
    add(45, here.class, 0);
    add(46, p1.class, here.class);
    add(47, here.class, n1.class);
    add(48, p2.class, p1.class);
    add(49, p1.class, here.mid);
    add(50, here.mid, n1.class);
    add(51, here.gazetteer, 0);
    add(52, p1.gazetteer, here.gazetteer);
    add(53, here.gazetteer, n1.gazetteer);
    add(54, here.gazetteer, here.class);
    add(55, p1.class, here.gazetteer);
    add(56, here.gazetteer, here.mid);
    add(57, p1.gazetteer << 8 | here.gazetteer, n1.gazetteer);
    add(58, p1.hint, 0);
    add(59, n1.hint, 0);
    add(60, here.hint, 0);
    add(61, here.hint & 15, 1);
    add(62, here.hint & 0xf0, 2);
    add(63, here.hint & 0xf00, 3);
    add(64, p1.hint, here.hint);
    add(65, here.hint, n1.hint);
    add(66, here.hint, here.class);
    add(67, p1.mid, here.hint);
    add(68, here.hint, n1.mid);
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

fn facts(layers: Layers<'_>, clusters: &Clusters, word: usize, gazetteer: u8) -> Facts {
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
    Facts {
        word: whole,
        stem: stem_key,
        fine: u64::from(known.fine) + 2,
        mid: u64::from(known.mid) + 2,
        coarse: u64::from(known.coarse) + 2,
        stem_fine: u64::from(of_stem.fine) + 2,
        stem_mid: u64::from(of_stem.mid) + 2,
        class,
        gazetteer: u64::from(gazetteer) + 2,
        hint: u64::from(of_stem.hint),
        title,
    }
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
fn class(layers: Layers<'_>, word: usize, stem: u64) -> (u64, bool) {
    let morph = layers.morphs[word];
    let mut bits = 2 + morph.pos as u64;
    let mut set = |at: u32, on: bool| bits |= u64::from(on) << at;
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
