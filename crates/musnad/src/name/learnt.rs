//! Names that the trained model finds, cut free of proclitics, and joined with those that rules and gazetteer know.

use super::tagger::{self, Tagger};
use super::{Layers, Name, gazetteer};
use crate::lexicon::{Kind, key};
use crate::morph::words::propose::NO_LEMMA;
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Pos};
use std::ops::Range;

/// The names of the model in every sentence; `known` are those of the gazetteer.
pub(super) fn find(layers: Layers<'_>, tagger: &Tagger, known: &[Name]) -> Vec<Name> {
    let mut names = Vec::new();
    let labelled = tagger.label(layers, known, tagger::Domain::News);
    for (sentence, labels) in layers.text.sentences.iter().zip(labelled) {
        let mut at = 0;
        while at < labels.len() {
            let kind = match labels[at] {
                1 | 2 => Kind::Person,
                3 | 4 => Kind::Organization,
                5 | 6 => Kind::Place,
                _ => {
                    at += 1;
                    continue;
                }
            };
            let inside = labels[at] + labels[at] % 2;
            let mut end = at + 1;
            while end < labels.len() && labels[end] == inside {
                end += 1;
            }
            // "ليلى الحمروني و مصطفى بن أحمد": a free-standing `و` parts two persons.
            let mut from = sentence.first + at;
            for stop in (from..sentence.first + end).filter(|w| kind == Kind::Person && layers.text.folded(*w) == "و") {
                names.extend(name(layers, tagger, from..stop, kind));
                from = stop + 1;
            }
            names.extend(name(layers, tagger, from..sentence.first + end, kind));
            at = end;
        }
    }
    names
}

/// A name of these words, without punctuation at its edges and titles before it.
fn name(layers: Layers<'_>, tagger: &Tagger, mut words: Range<usize>, kind: Kind) -> Option<Name> {
    // A free-standing `و` before a quotation mark joins, and is no name.
    let is_punct =
        |w: usize| layers.text.words[w].kind == crate::text::WordKind::Punct || matches!(layers.text.folded(w), "و" | "ف");
    while !words.is_empty()
        && (is_punct(words.start) || (kind == Kind::Person && is_title(layers, words.start) && words.len() > 1))
    {
        words.start += 1;
    }
    while !words.is_empty() && is_punct(words.end - 1) {
        words.end -= 1;
    }
    // "فان الفضلي كان …": a complementizer opens no person's name.
    if kind == Kind::Person && words.len() > 1 && layers.morphs[words.start].pos == Pos::Complementizer {
        words.start += 1;
    }
    if kind == Kind::Organization
        && let Some(stop) = two_things(layers, words.clone())
    {
        words.end = stop;
    }
    if words.is_empty() || layers.morphs[words.start].form == FormKind::Closed && words.len() == 1 {
        return None;
    }
    let lead = lead(layers, tagger, words.start);
    Some(Name { span: layers.span(words.clone(), lead), words, kind, entities: Vec::new() })
}

/// `أعطت رئاسة مجلس النواب الأولوية`: where a second definite noun follows the first directly, something else begins.
fn two_things(layers: Layers<'_>, words: Range<usize>) -> Option<usize> {
    let definite = |w: usize| layers.morphs[w].article && layers.words.get(w).is_some_and(|c| c.lead.article);
    let noun = |w: usize| layers.words.get(w).is_some_and(|c| c.lemma != NO_LEMMA && c.shape.tag() == Tag::Noun);
    let head = |w: usize| {
        let morph = layers.morphs[w];
        morph.form == FormKind::Masdar || layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.org_head.is_some())
    };
    (words.start + 1..words.end).find(|w| definite(*w) && noun(*w) && head(*w) && layers.is_free(*w) && definite(*w - 1))
}

fn is_title(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morphs[word];
    morph.article && layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.title.is_some())
}

/// Bytes of proclitics before a name's first word: cut where the rest is better known as a name, or the commoner word.
fn lead(layers: Layers<'_>, tagger: &Tagger, word: usize) -> usize {
    let folded = layers.text.folded(word);
    let lexicon = layers.lexicon;
    let known = |spelling: &str| {
        let k = key(spelling);
        let listed =
            lexicon.first_names.contains(&k) || lexicon.family_names.contains(&k) || lexicon.kb.names.step(0, spelling).is_some();
        let form = lexicon.forms(crate::lexicon::without_article(spelling)).next().is_some();
        let entry = tagger.clusters.entry(spelling);
        (listed, u8::from(form) + u8::from(entry.is_name()), entry.frequency)
    };
    let whole = known(folded);
    let mut best = (whole, 0);
    for (cut, spelling) in gazetteer::spellings(folded) {
        let score = known(&spelling);
        // "كورام بات": few are likened to someone by a ك alone.
        let likened = folded.starts_with('ك') && cut == 2 && !score.0;
        if score > best.0 && !likened {
            best = (score, cut);
        }
    }
    // Of two words never met, a name after "and" is the likelier: few names begin with و.
    let unmet = best.1 == 0 && whole == (false, 0, 0) && folded.starts_with('و') && folded.len() > 8;
    if unmet { 2 } else { best.1 }
}

/// Joins the names of several finders: of two that overlap the longer stays, of equals the earlier list's.
pub(super) fn join(layers: Layers<'_>, known: Vec<Name>, mut learnt: Vec<Name>) -> Vec<Name> {
    for name in &mut learnt {
        part_from_place(layers, &known, name);
    }
    let mut all: Vec<(usize, Name)> = known.into_iter().map(|n| (0, n)).chain(learnt.into_iter().map(|n| (1, n))).collect();
    all.sort_by_key(|(list, n)| (std::cmp::Reverse(n.words.len()), *list, n.words.start));
    let n_words = all.iter().map(|(_, n)| n.words.end).max().unwrap_or(0);
    let mut taken = vec![false; n_words];
    let mut out = Vec::new();
    for (_, name) in all {
        if !taken[name.words.clone()].iter().any(|t| *t) {
            taken[name.words.clone()].iter_mut().for_each(|t| *t = true);
            out.push(name);
        }
    }
    out.sort_by_key(|n| n.words.start);
    out
}

/// `زار جنتيلوني طهران`: a subject and the city after it are two names, although the model saw one; so are those of
/// `وقال سيف لفرانس برس`: no name goes on over a preposition joined to another.
fn part_from_place(layers: Layers<'_>, known: &[Name], name: &mut Name) {
    let begins = |k: &Name| k.span.start > layers.text.words[k.words.start].span.start;
    let inside = |k: &&Name| k.words.start > name.words.start && k.words.end <= name.words.end && !k.entities.is_empty();
    if name.kind != Kind::Organization
        && let Some(other) = known.iter().filter(inside).find(|k| begins(k) && k.kind != Kind::Place)
    {
        name.words.end = other.words.start;
        name.span.end = layers.text.span(name.words.clone()).end;
    }
    // "أوباما معانقا أحد الجنود": what the model of words reads as no name does not go on a known person's name.
    let opens = |k: &&Name| k.words.start == name.words.start && k.words.end < name.words.end && k.kind == Kind::Person;
    if name.kind == Kind::Person
        && let Some(person) = known.iter().find(opens)
        && layers
            .words
            .get(person.words.end)
            .is_some_and(|c| c.lemma != NO_LEMMA && c.shape.tag() != Tag::Proper && !c.lead.article)
        && !is_part(layers, person.words.end)
    {
        name.words.end = person.words.end;
        name.span.end = person.span.end;
    }
    let ends = |p: &&Name| {
        p.kind == Kind::Place && p.words.end == name.words.end && p.words.start > name.words.start && !p.entities.is_empty()
    };
    let Some(place) = known.iter().find(ends).filter(|_| name.kind == Kind::Person) else { return };
    let words = name.words.start..place.words.start;
    if words.len() <= 2 && place.span.start == layers.text.words[place.words.start].span.start {
        name.span.end = layers.text.span(words.clone()).end;
        name.words = words;
    }
}

/// Whether a word is a given or family name, or one of descent.
fn is_part(layers: Layers<'_>, word: usize) -> bool {
    let k = key(layers.text.folded(word));
    let lexicon = layers.lexicon;
    [&lexicon.first_names, &lexicon.family_names, &lexicon.descent].iter().any(|set| set.contains(&k))
}
