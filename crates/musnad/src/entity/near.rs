//! The country of whoever is told without one: the one that the same sentence told last before him.
//!
//! `والي طنجة محمد يعقوبي، ورئيس المجلس العلمي محمد كنون`: both are of Morocco, whatever the article is mostly about.

use super::Entities;
use crate::clause::Layers;

/// How many words a country told before is looked for.
const NEAR: usize = 25;

/// The last country that the sentence tells before a word, by a name or an adjective of nationality.
pub(super) fn before(entities: &Entities, layers: Layers<'_>, word: usize) -> Option<String> {
    let first = layers.text.sentence_of(word).map(|s| layers.text.sentences[s].first)?;
    (first.max(word.saturating_sub(NEAR))..word).rev().find_map(|w| told(entities, layers, w))
}

/// The country that a word tells.
fn told(entities: &Entities, layers: Layers<'_>, word: usize) -> Option<String> {
    if let Some((n, name)) = layers.name_at(word) {
        let entity = entities.of_name.get(n).and_then(|e| entities.list.get(*e))?;
        return entity.country.clone().filter(|_| word == name.words.start && entity.kb.is_some());
    }
    let nation = layers.lexeme(word).and_then(|l| l.nation)?;
    layers.lexicon.kb.countries.get(nation as usize).map(|c| c.iso3.clone())
}
