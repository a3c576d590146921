//! Names of persons that the knowledge base does not know: after titles, from given names, and their parts later on.

use super::heads::unknown_word;
use super::{Layers, Name, covered, gazetteer};
use crate::lexicon::{Kind, key};
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Pos};
use crate::text::WordKind;
use rustc_hash::FxHashMap;

pub(super) fn find(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut taken = covered(names, layers.text.words.len());
    let mut found = Vec::new();
    for sentence in &layers.text.sentences {
        let mut word = sentence.first;
        while word < sentence.end {
            match (!taken[word]).then(|| person(layers, &taken, word, sentence.end)).flatten() {
                Some(name) => {
                    taken[name.words.clone()].iter_mut().for_each(|t| *t = true);
                    word = name.words.end;
                    found.push(name);
                }
                None => word += 1,
            }
        }
    }
    names.extend(found);
    names.sort_by_key(|n| n.words.start);
}

/// Completes what the model cut: `[أبو حمزة] الفرنسي`, `خلف [الله الطويرقي]`.
pub(super) fn complete(layers: Layers<'_>, names: &mut [Name]) {
    for at in 0..names.len() {
        if names[at].kind != Kind::Person || !names[at].entities.is_empty() {
            continue;
        }
        let words = names[at].words.clone();
        let next = names.get(at + 1).map_or(usize::MAX, |n| n.words.start);
        let end = layers.text.sentence_of(words.start).map_or(0, |s| layers.text.sentences[s].end).min(next);
        let first = layers.text.folded(words.start);
        let first = first.get((names[at].span.start - layers.text.words[words.start].span.start) as usize..).unwrap_or(first);
        // "أبو قتادة التونسي": who is called after a son is told apart by where he comes from.
        let after = words.end;
        if words.len() == 2
            && matches!(first, "ابو" | "ابي" | "ابا")
            && after < end
            && layers.is_free(after)
            && layers.morphs[after].article
            && super::heads::nation_of(layers, after).is_some()
        {
            names[at].words.end = after + 1;
            names[at].span.end = layers.text.span(names[at].words.clone()).end;
        }
        // No name begins with God's: the word before belongs to it.
        let taken = at.checked_sub(1).map_or(0, |b| names[b].words.end);
        if let Some(before) = words.start.checked_sub(1).filter(|b| first == "الله" && *b >= taken) {
            let morph = layers.morphs[before];
            let word = layers.text.words[before].kind == WordKind::Arabic && morph.lead == 0 && !morph.has_pronoun();
            if word && morph.form != FormKind::Finite && !morph.article {
                names[at].words.start = before;
                names[at].span = layers.text.span(names[at].words.clone());
            }
        }
    }
}

/// Adds the later mentions of persons by a part of a name seen in full.
pub(super) fn repeat(layers: Layers<'_>, names: &mut Vec<Name>) {
    let taken = covered(names, layers.text.words.len());
    let again = repeated(layers, names, &taken);
    names.extend(again);
}

fn in_set(set: &rustc_hash::FxHashSet<u64>, folded: &str) -> bool {
    set.contains(&key(folded))
}

/// Whether the word may be a part of a person's name after its first part.
fn name_part(layers: Layers<'_>, word: usize) -> bool {
    let Some(w) = layers.text.words.get(word) else { return false };
    if w.kind != WordKind::Arabic {
        return false;
    }
    let folded = layers.text.folded(word);
    let morph = layers.morphs[word];
    if in_set(&layers.lexicon.family_names, folded) || in_set(&layers.lexicon.first_names, folded) {
        return true;
    }
    let no_lexeme = morph.lexeme.is_none();
    if folded.starts_with("ال") && no_lexeme && folded.ends_with('ي') {
        return true;
    }
    no_lexeme
        && !morph.conj
        && morph.prep.is_none()
        && !folded.starts_with("وال")
        && !folded.starts_with("بال")
        && w.span.len() >= 4
}

/// One or two words that are a given name (`عبد الله`).
fn given(layers: Layers<'_>, word: usize, lead: usize) -> usize {
    let first = &layers.text.folded(word)[lead..];
    if in_set(&layers.lexicon.first_names, first) && (lead == 0 || layers.morphs[word].lexeme.is_none()) {
        return 1;
    }
    let second = layers.text.folded(word + 1);
    if !second.is_empty() && in_set(&layers.lexicon.first_names, &format!("{first} {second}")) {
        return 2;
    }
    0
}

fn person(layers: Layers<'_>, taken: &[bool], word: usize, end: usize) -> Option<Name> {
    let titled = after_title(layers, word);
    if layers.text.words[word].kind != WordKind::Arabic {
        return None;
    }
    let folded = layers.text.folded(word);
    let mut lead = 0;
    let mut n = given(layers, word, 0);
    if n == 0 && folded.len() > 6 {
        for prefix in ["و", "ل", "ب", "ول", "ف"] {
            if folded.starts_with(prefix) && given(layers, word, prefix.len()) > 0 {
                lead = prefix.len();
                n = given(layers, word, lead);
                break;
            }
        }
    }
    if n == 0 && !(titled && unknown_word(layers, word)) && !(titled && in_set(&layers.lexicon.family_names, folded)) {
        return None;
    }
    let start_count = n.max(1);
    let mut stop = word + start_count;
    while stop < end && stop < word + 5 && !taken[stop] {
        let next = layers.text.folded(stop);
        if layers.lexicon.beside.joiners.contains(&key(next))
            && stop + 1 < end
            && layers.text.words[stop + 1].kind == WordKind::Arabic
        {
            stop += 2;
            continue;
        }
        if !name_part(layers, stop) {
            break;
        }
        stop += 1;
    }
    let n_words = stop - word;
    // A given name alone is a person only after a title; elsewhere two parts are needed.
    if n_words < 2 && !titled {
        return None;
    }
    if n_words == 1 && layers.morphs[word].lexeme.is_some() && layers.morphs[word].form != FormKind::Noun {
        return None;
    }
    let words = word..stop;
    Some(Name { span: layers.span(words.clone(), lead), words, kind: Kind::Person, entities: Vec::new() })
}

/// Whether a title stands right before the word: `الرئيس`, `وزير الخارجية`, `اللواء`, with an adjective of nationality between.
fn after_title(layers: Layers<'_>, word: usize) -> bool {
    title_before(layers, word).is_some()
}

/// The title that stands before a word.
pub(super) fn title_before(layers: Layers<'_>, word: usize) -> Option<usize> {
    let mut at = word;
    for _ in 0..4 {
        let before = at.checked_sub(1)?;
        let morph = layers.morphs[before];
        let lexeme = layers.lexicon.lexeme(morph.lexeme);
        if lexeme.is_some_and(|l| l.title.is_some()) && morph.form == FormKind::Noun && !morph.has_pronoun() {
            let adjacent = before + 1 == word;
            return (adjacent || morph.article || layers.morphs[before + 1].article).then_some(before);
        }
        let goes_on = lexeme.is_some_and(|l| l.nation.is_some()) || (morph.article && morph.pos != Pos::Verb && !morph.conj);
        if !goes_on {
            return None;
        }
        at = before;
    }
    None
}

/// Parts of persons' names already seen in full.
fn repeated(layers: Layers<'_>, names: &[Name], taken: &[bool]) -> Vec<Name> {
    let mut parts: FxHashMap<String, usize> = FxHashMap::default();
    for name in names.iter().filter(|n| n.kind == Kind::Person && n.words.len() >= 2) {
        let last = name.words.end - 1;
        let folded = layers.text.folded(last);
        // "محمد السادس": the number alone is no name.
        let number = layers.words.get(last).is_some_and(|c| c.shape.tag() == Tag::Ordinal);
        // "خلف الله", "نور الدين": nobody is called by God's name or by the faith.
        let half = matches!(folded, "الله" | "الدين") || layers.text.folded(last - 1) == "عبد";
        if layers.morphs[last].form == FormKind::Closed || folded.len() < 6 || number || half {
            continue;
        }
        parts.entry(folded.to_owned()).or_insert(name.words.start);
    }
    let mut found = Vec::new();
    for word in 0..layers.text.words.len() {
        if taken[word] || layers.text.words[word].kind != WordKind::Arabic {
            continue;
        }
        for (lead, spelling) in gazetteer::spellings(layers.text.folded(word)) {
            if !parts.contains_key(spelling.as_ref())
                || (lead > 0 && layers.morphs[word].lexeme.is_some() && (layers.morphs[word].lead as usize) < lead)
            {
                continue;
            }
            found.push(Name {
                words: word..word + 1,
                span: layers.span(word..word + 1, lead),
                kind: Kind::Person,
                entities: Vec::new(),
            });
            break;
        }
    }
    found
}
