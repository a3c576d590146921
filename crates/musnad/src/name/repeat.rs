//! Organizations and places named once, known in the rest of the article.
//!
//! A name that the model or a head found in one sentence is found in every other one, if it has two words or more, or is a
//! word that no lexicon knows as an everyday one. Persons, who are named again by a part, are `persons`' part.

use super::{Layers, Name, covered, gazetteer};
use crate::lexicon::Kind;
use rustc_hash::FxHashMap;

/// Adds the later and earlier mentions of organizations and places by the same words.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut seen: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (idx, name) in names.iter().enumerate() {
        let first = name.words.start;
        let everyday = name.words.len() == 1 && layers.morphs[first].lexeme.is_some();
        if matches!(name.kind, Kind::Organization | Kind::Place) && !everyday {
            seen.entry(first_word(layers, name)).or_default().push(idx);
        }
    }
    if seen.is_empty() {
        return;
    }
    for list in seen.values_mut() {
        list.sort_by_key(|i| std::cmp::Reverse(names[*i].words.len()));
    }
    let mut taken = covered(names, layers.text.words.len());
    let mut found = Vec::new();
    for sentence in &layers.text.sentences {
        for word in sentence.words() {
            if taken[word] {
                continue;
            }
            let again = gazetteer::spellings(layers.text.folded(word)).into_iter().find_map(|(lead, spelling)| {
                let list = seen.get(spelling.as_ref())?;
                let same = |i: &&usize| is_again(layers, &names[**i], word, sentence.end, &taken);
                list.iter().find(same).filter(|_| lead == 0 || layers.morphs[word].lead as usize >= lead).map(|i| (*i, lead))
            });
            if let Some((idx, lead)) = again {
                let words = word..word + names[idx].words.len();
                taken[words.clone()].iter_mut().for_each(|t| *t = true);
                found.push(Name { span: layers.span(words.clone(), lead), words, ..names[idx].clone() });
            }
        }
    }
    names.extend(found);
}

/// The folded first word of a name without its proclitics.
fn first_word(layers: Layers<'_>, name: &Name) -> String {
    let folded = layers.text.folded(name.words.start);
    let cut = (name.span.start - layers.text.words[name.words.start].span.start) as usize;
    folded.get(cut..).unwrap_or(folded).to_owned()
}

/// Whether the words after the first, from `word` on, are those of the name.
fn is_again(layers: Layers<'_>, name: &Name, word: usize, end: usize, taken: &[bool]) -> bool {
    let n = name.words.len();
    word + n <= end
        && (1..n).all(|i| !taken[word + i] && layers.text.folded(word + i) == layers.text.folded(name.words.start + i))
}
