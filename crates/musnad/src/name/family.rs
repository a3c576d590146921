//! Family names that are everyday words: `إبراهيم [الخليفة]`, and given names that are: `[روضة] العلاقي`.
//!
//! The model finds one half of such a name; the other stands beside it. Must not take: what goes on telling of someone who is
//! called by one name (`دعا الملك سلمان المجتمع الدولي`), a day (`التقى الأمير محمد اليوم`).

use super::{Layers, Name};
use crate::lexicon::{Kind, key};
use crate::morph::{FormKind, Number, Pos};
use crate::text::WordKind;
use crate::time::Time;

/// Completes the halves of persons' names; `names` stand in order.
pub(super) fn complete(layers: Layers<'_>, times: &[Time], names: &mut [Name]) {
    for at in 0..names.len() {
        let words = names[at].words.clone();
        // "محمد بن عبد الرحمن [المخرج]" is another than the known "محمد بن عبد الرحمن".
        let son = (words.start..words.end).any(|w| is_son(layers, w)) && is_given(layers, words.end - 1);
        if names[at].kind != Kind::Person || !names[at].entities.is_empty() && !son {
            continue;
        }
        let Some(sentence) = layers.text.sentence_of(words.start).map(|s| &layers.text.sentences[s]) else { continue };
        let from = at.checked_sub(1).map_or(sentence.first, |b| names[b].words.end.max(sentence.first));
        let to = names.get(at + 1).map_or(sentence.end, |n| n.words.start.min(sentence.end));
        let last = words.end - 1;
        let given = is_given(layers, last) && (words.len() == 1 || is_son(layers, last - 1));
        if given && words.end < to && family(layers, times, words.clone(), sentence.end) {
            names[at].words.end += 1;
            names[at].entities.clear();
            names[at].span.end = layers.text.span(names[at].words.clone()).end;
        } else if words.len() == 1 && names[at].entities.is_empty() && words.start > from && first_name(layers, from, words.start)
        {
            names[at].words.start -= 1;
            names[at].span = layers.text.span(names[at].words.clone());
        }
    }
}

fn is_given(layers: Layers<'_>, word: usize) -> bool {
    layers.lexicon.first_names.contains(&key(layers.text.folded(word)))
}

pub(super) fn is_son(layers: Layers<'_>, word: usize) -> bool {
    layers.lexicon.beside.sons.contains(&key(layers.text.folded(word)))
}

/// Whether the definite word after a given name is its family name: the name stands after a title that tells no ruler, or after
/// a comma, and ends there.
fn family(layers: Layers<'_>, times: &[Time], name: std::ops::Range<usize>, end: usize) -> bool {
    let word = name.end;
    let folded = layers.text.folded(word);
    let morph = layers.morphs[word];
    let lexeme = layers.lexicon.lexeme(morph.lexeme);
    let apart = lexeme.is_some_and(|l| l.nation.is_some() || l.title.is_some() || l.org_head.is_some() || l.place_head.is_some());
    let plain = layers.text.words[word].kind == WordKind::Arabic
        && folded.starts_with("ال")
        && layers.is_free(word)
        && !apart
        && !morph.has_pronoun()
        && morph.feats.number == Number::Singular
        && !matches!(morph.form, FormKind::Masdar | FormKind::Closed | FormKind::Finite)
        && !layers.lexicon.beside.tails.contains(&key(folded))
        && !times.iter().any(|t| t.words.contains(&word));
    plain && ends(layers, word + 1, end) && opens(layers, name.start)
}

/// Whether a name ends before the word: a comma, a joined word, a verb, a particle or a title follows. Before a full stop or a
/// preposition the word may be an object (`نفى المهندس خالد الشائعات.`).
fn ends(layers: Layers<'_>, word: usize, end: usize) -> bool {
    if word >= end {
        return false;
    }
    if layers.text.words[word].kind != WordKind::Arabic {
        return !matches!(layers.text.raw(word), "." | "!" | "؟" | "…");
    }
    let morph = layers.morphs[word];
    let title = !morph.article && layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.title.is_some());
    let particle = morph.form == FormKind::Closed && morph.pos != crate::morph::Pos::Preposition;
    title || morph.conj || particle || morph.form == FormKind::Finite
}

/// Whether a name begins at the word by what stands before it: a comma, or a title of no ruler (`الملك سلمان الحازم`).
fn opens(layers: Layers<'_>, word: usize) -> bool {
    let Some(before) = word.checked_sub(1).filter(|_| layers.is_free(word)) else { return false };
    if layers.text.words[before].kind == WordKind::Punct {
        return true;
    }
    // "العقيد ركن نبيل العايد"
    let at = if layers.lexicon.beside.ranks.contains(&key(layers.text.folded(before))) { before } else { word };
    let Some(title) = super::persons::title_before(layers, at) else { return false };
    let entry = layers.lexicon.lexeme(layers.morphs[title].lexeme).and_then(|l| l.title);
    let ruler = entry.is_some_and(|t| layers.lexicon.titles[t as usize].office.is_some());
    // "رئيس البلدية إبراهيم الخليفة": a title of several words is no ruler's alone.
    !ruler || title + 1 < word
}

/// Whether the word before a family name is a given name that is an everyday word: `، روضة العلاقي`, `العقيد نبيل العايد`.
fn first_name(layers: Layers<'_>, from: usize, family: usize) -> bool {
    let word = family - 1;
    let morph = layers.morphs[word];
    let lexeme = layers.lexicon.lexeme(morph.lexeme);
    let apart = lexeme.is_some_and(|l| l.title.is_some() || l.org_head.is_some() || l.place_head.is_some() || l.nation.is_some());
    let before = || {
        let Some(b) = word.checked_sub(1).filter(|b| *b >= from) else { return true };
        let morph = layers.morphs[b];
        layers.text.words[b].kind == WordKind::Punct || morph.article || morph.pos == Pos::Verb && morph.form == FormKind::Finite
    };
    layers.text.words[word].kind == WordKind::Arabic
        && layers.is_free(family)
        && layers.is_free(word)
        && is_given(layers, word)
        && !apart
        && !morph.has_pronoun()
        && before()
}
