//! The country of whoever is told without one: the one that the same sentence told last before him.
//!
//! `والي طنجة محمد يعقوبي، ورئيس المجلس العلمي محمد كنون`: both are of Morocco, whatever the article is mostly about.

use super::Entities;
use crate::clause::Layers;
use crate::lexicon::{Kind, Lexicon, key};
use crate::name::Name;

/// How many words a country told before a person is looked for, and before a body.
const NEAR: (usize, usize) = (25, 12);

/// The last country that the sentence tells before a word, by a name or an adjective of nationality.
pub(super) fn before(entities: &Entities, layers: Layers<'_>, word: usize, kind: Kind) -> Option<String> {
    let reach = if kind == Kind::Person { NEAR.0 } else { NEAR.1 };
    let first = layers.text.sentence_of(word).map(|s| layers.text.sentences[s].first)?;
    (first.max(word.saturating_sub(reach))..word).rev().find_map(|w| told(entities, layers, w))
}

/// How many words after a name tell where it is.
const AFTER: usize = 5;

/// `بوزنان غربي بولندا`, `سيئول (كوريا الجنوبية)`, `جامعة فلان في لبنان`: the country of the known place that a name is told to be in.
pub(super) fn located(layers: Layers<'_>, name: &Name) -> Option<String> {
    if name.kind == Kind::Person {
        return None;
    }
    let end = layers.text.sentence_of(name.words.start).map(|s| layers.text.sentences[s].end)?;
    let kb = &layers.lexicon.kb;
    let mut told = false;
    for word in name.words.end..end.min(name.words.end + AFTER) {
        let folded = layers.text.folded(word);
        if let Some((_, place)) = layers.name_at(word).filter(|(_, n)| n.kind == Kind::Place && n.words.start == word) {
            let within = place.span.start > layers.text.words[word].span.start && folded.starts_with('ب');
            let entity = place.entities.first().and_then(|id| kb.entities.get(*id as usize));
            return entity.and_then(|e| e.country.clone()).filter(|_| told || within);
        }
        let stem = crate::clause::morph_stem(layers, word);
        let direction = |s: &str| layers.lexicon.beside.regions.contains(&key(s)) || layers.lexicon.directions.contains(&key(s));
        let bare = crate::lexicon::without_article(stem);
        let way = direction(bare) || bare.strip_suffix('ي').is_some_and(direction);
        let opens = matches!(layers.text.raw(word), "(") && word == name.words.end;
        let mark = layers.text.raw(word) == "،" && name.kind == Kind::Place || crate::clause::is_quote(layers.text.raw(word));
        // "المزيرعة قضاء يافا".
        let district = word == name.words.end && name.kind == Kind::Place && !layers.morph(word).article;
        let head = (told || district) && layers.lexeme(word).is_some_and(|l| l.place_head.is_some());
        if !(way || opens || mark || head || folded == "في") {
            return None;
        }
        told |= way || opens || head || folded == "في";
    }
    None
}

/// The country that a word tells.
pub(super) fn told(entities: &Entities, layers: Layers<'_>, word: usize) -> Option<String> {
    if let Some((n, name)) = layers.name_at(word) {
        let entity = entities.of_name.get(n).and_then(|e| entities.list.get(*e))?;
        // "في حديث للجزيرة نت": a medium tells of nobody's country.
        let medium = entity.sector.as_deref() == Some("JRN");
        return entity.country.clone().filter(|_| word == name.words.start && entity.kb.is_some() && !medium);
    }
    let nation = layers.lexeme(word).and_then(|l| l.nation)?;
    layers.lexicon.kb.countries.get(nation as usize).map(|c| c.iso3.clone())
}

/// What a dateline adds to where an article points (`القاهرة: «الخليج»`, `صنعاء (رويترز) -`): the countries of its towns.
pub fn dateline(lexicon: &Lexicon, line: &str, pointed: &mut super::Pointed) {
    let words: Vec<String> = line.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(crate::text::fold).collect();
    let kb = &lexicon.kb;
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let found = kb.names.longest(first, |n| words.get(at + n).map(String::as_str));
        let place = |id: &u32| kb.entities.get(*id as usize).filter(|e| e.kind == Kind::Place).and_then(|e| e.country.as_deref());
        let countries: Vec<&str> = found.iter().flat_map(|(_, ids)| ids.iter().filter_map(place)).collect();
        if let [one, rest @ ..] = countries.as_slice()
            && rest.iter().all(|c| c == one)
        {
            *pointed.entry((*one).to_owned()).or_default() += DATELINE;
        }
        at += found.map_or(1, |(n, _)| n.max(1));
    }
}

/// How many times a town of the dateline counts.
const DATELINE: usize = 2;
