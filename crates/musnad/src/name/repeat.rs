//! Organizations and places named once, known in the rest of the article.
//!
//! A name that the model or a head found in one sentence is found in every other one, if it has two words or more, or is a
//! word that no lexicon knows as an everyday one. Persons, who are named again by a part, are `persons`' part.

use super::{Layers, Name, covered, gazetteer};
use crate::lexicon::Kind;
use crate::morph::Number;
use crate::morph::words::shape::Tag;
use rustc_hash::FxHashMap;

/// Adds the later and earlier mentions of organizations and places by the same words.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut seen: FxHashMap<String, Vec<(usize, usize)>> = FxHashMap::default();
    for (idx, name) in names.iter().enumerate() {
        let first = name.words.start;
        let everyday = name.words.len() == 1 && layers.morphs[first].lexeme.is_some();
        if name.kind != Kind::Person && !everyday {
            let list = seen.entry(first_word(layers, name)).or_default();
            list.push((idx, name.words.len()));
            list.extend(short(layers, name).map(|n| (idx, n)));
        }
    }
    if seen.is_empty() {
        return;
    }
    for list in seen.values_mut() {
        list.sort_by_key(|(i, n)| (std::cmp::Reverse(*n), *i));
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
                let same = |(i, n): &&(usize, usize)| is_again(layers, &names[*i], *n, word, sentence.end, &taken);
                let found = list.iter().find(same).filter(|_| lead == 0 || layers.morphs[word].lead as usize >= lead);
                found.map(|found| (*found, lead))
            });
            if let Some(((idx, n), lead)) = again {
                let words = word..word + n;
                taken[words.clone()].iter_mut().for_each(|t| *t = true);
                found.push(Name { span: layers.span(words.clone(), lead), words, ..names[idx].clone() });
            }
        }
    }
    found.extend(parties(layers, names, &mut taken));
    names.extend(found);
}

/// `النهضة` after `حركة النهضة`: a party or group is known by what it is called, where no noun governs the word.
fn parties(layers: Layers<'_>, names: &[Name], taken: &mut [bool]) -> Vec<Name> {
    let groups = &layers.lexicon.beside.groups;
    let called = |n: &&Name| {
        let first = n.words.start;
        n.kind == Kind::Organization
            && n.words.len() == 2
            && !n.entities.is_empty()
            && !layers.morphs[first].article
            && groups.contains(&crate::lexicon::key(layers.stem(first)))
            && layers.text.folded(first + 1).starts_with("ال")
            && super::heads::nation_of(layers, first + 1).is_none()
    };
    let full: FxHashMap<&str, &Name> = names.iter().filter(called).map(|n| (layers.text.folded(n.words.start + 1), n)).collect();
    let mut found = Vec::new();
    for word in (0..layers.text.words.len()).filter(|_| !full.is_empty()) {
        if taken[word] || governed(layers, word) || taken.get(word + 1).copied().unwrap_or(false) {
            continue;
        }
        let again =
            gazetteer::spellings(layers.text.folded(word)).into_iter().find_map(|(lead, s)| Some((full.get(s.as_ref())?, lead)));
        if let Some((name, lead)) = again {
            taken[word] = true;
            let words = word..word + 1;
            found.push(Name {
                span: layers.span(words.clone(), lead),
                words,
                kind: Kind::Organization,
                entities: name.entities.clone(),
            });
        }
    }
    found
}

/// Whether a word stands after a noun that it may belong to (`مشروع النهضة`, `اليوم المسار`), or before an adjective (`النهضة العربية`).
fn governed(layers: Layers<'_>, word: usize) -> bool {
    let adjective = |w: usize| {
        let next = layers.words.get(w).is_some_and(|c| c.lead.article && matches!(c.shape.tag(), Tag::Adjective | Tag::Noun));
        next && layers.is_free(w) && layers.text.sentence_of(w) == layers.text.sentence_of(word)
    };
    let noun = |b: usize| {
        let lexeme = layers.lexicon.lexeme(layers.morphs[b].lexeme);
        let known = layers.words.get(b).is_some_and(|c| matches!(c.shape.tag(), Tag::Noun | Tag::Adjective));
        known && lexeme.is_none_or(|l| l.title.is_none() && l.org_head.is_none()) && !layers.morphs[b].has_pronoun()
    };
    adjective(word + 1) || layers.is_free(word) && word.checked_sub(1).is_some_and(noun)
}

/// The folded first word of a name without its proclitics.
fn first_word(layers: Layers<'_>, name: &Name) -> String {
    let folded = layers.text.folded(name.words.start);
    let cut = (name.span.start - layers.text.words[name.words.start].span.start) as usize;
    folded.get(cut..).unwrap_or(folded).to_owned()
}

/// How many words of an organization's name stand for it alone: `الجيش الوطني` of `الجيش الوطني الليبي`, `حزب العمال` of
/// `حزب العمال الكردستاني`. The rest tells a state or an aim.
fn short(layers: Layers<'_>, name: &Name) -> Option<usize> {
    let first = name.words.start;
    let morph = layers.morphs[first];
    let head = layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.org_head.is_some());
    if name.kind != Kind::Organization || !head || morph.feats.number != Number::Singular || first + 3 > name.words.end {
        return None;
    }
    let rest = first + 2;
    let aim = layers.morphs[rest].prep == Some('ل') || layers.text.folded(rest) == "في";
    let state = super::heads::nation_of(layers, rest).is_some() && rest + 1 == name.words.end;
    let definite = layers.morphs[rest - 1].article && super::heads::nation_of(layers, rest - 1).is_none();
    (definite && (aim || state)).then_some(2)
}

/// Whether the words after the first, from `word` on, are those of the name.
fn is_again(layers: Layers<'_>, name: &Name, n: usize, word: usize, end: usize, taken: &[bool]) -> bool {
    // "وزارة الشؤون" is no short form before another adjective.
    let next = word + n;
    let whole = n == name.words.len() || next >= end || !(layers.morphs[next].article && layers.is_free(next) || taken[next]);
    whole
        && word + n <= end
        && (1..n).all(|i| !taken[word + i] && layers.text.folded(word + i) == layers.text.folded(name.words.start + i))
}
