//! Names that open with a head noun: organizations (`وزارة الدفاع`, `الجيش التركي`) and places (`مطار بغداد الدولي`, `مدينة سبها`).

use super::{Layers, Name, covered};
use crate::lexicon::Kind;
use crate::morph::{FormKind, Pos};
use crate::text::WordKind;

/// Adds the names with heads; a head before a known name takes it in.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut taken = covered(names, layers.text.words.len());
    let mut found = Vec::new();
    for sentence in &layers.text.sentences {
        let mut word = sentence.first;
        while word < sentence.end {
            let name = if taken[word] {
                None
            } else {
                outlet(layers, word, sentence.end)
                    .or_else(|| quoted_place(layers, word, sentence.end))
                    .or_else(|| initials(layers, word, sentence.end))
                    .or_else(|| longer(organization(layers, names, word, sentence.end), body(layers, word, sentence.end)))
                    .or_else(|| place(layers, names, word, sentence.end))
            };
            match name {
                Some(name) => {
                    taken[name.words.clone()].iter_mut().for_each(|t| *t = true);
                    word = name.words.end;
                    found.push(name);
                }
                None => word += 1,
            }
        }
    }
    // A name that a head took in is no name of its own.
    let within = covered(&found, layers.text.words.len());
    names.retain(|n| !within[n.words.start]);
    names.extend(found);
    names.sort_by_key(|n| n.words.start);
}

fn name_at(names: &[Name], word: usize) -> Option<&Name> {
    names.binary_search_by_key(&word, |n| n.words.start).ok().map(|i| &names[i])
}

fn lead_of(layers: Layers<'_>, word: usize) -> usize {
    let morph = layers.morphs[word];
    let article = if morph.article { 4 } else { 0 };
    let lead = morph.lead as usize;
    // `لل`: preposition and article share letters, the word is kept whole.
    let folded = layers.text.folded(word);
    let conj = if morph.conj { 2 } else { 0 };
    if morph.article && folded[conj..].starts_with("لل") { conj } else { lead.saturating_sub(article) }
}

/// Whether the word is an adjective of nationality, agreeing in definiteness.
pub(crate) fn nation_of(layers: Layers<'_>, word: usize) -> Option<u32> {
    layers.lexicon.lexeme(layers.morphs.get(word)?.lexeme).and_then(|l| l.nation)
}

/// How far the words of a name with a head go on from `word`.
fn tail(layers: Layers<'_>, names: &[Name], mut word: usize, end: usize, head_definite: bool) -> (usize, bool) {
    let mut named = false;
    let mut n_genitives = 0;
    let mut definite = head_definite;
    while word < end && layers.text.words[word].kind == WordKind::Arabic {
        let morph = layers.morphs[word];
        if let Some(name) = name_at(names, word).filter(|_| layers.is_free(word)) {
            if definite || name.kind == Kind::Person {
                break;
            }
            word = name.words.end;
            named = true;
            definite = true;
            continue;
        }
        if nation_of(layers, word).is_some() && layers.is_free(word) && (morph.article || !definite) {
            named |= morph.article;
            word += 1;
            continue;
        }
        let nominal = morph.is_nominal() && morph.form != FormKind::Closed && !morph.has_pronoun();
        if !nominal || matches!(morph.pos, Pos::Number | Pos::Quantifier | Pos::Demonstrative) {
            break;
        }
        if morph.conj && morph.prep.is_none() && morph.article && named && n_genitives > 0 && !head_definite {
            // وزارة الخارجية والتعاون: a second genitive under the same head, if nothing but names or the end follows.
            let coordinated = layers.text.words.get(word - 1).is_some() && layers.morphs[word - 1].article;
            if coordinated && n_genitives < 3 && !is_head(layers, word) {
                word += 1;
                n_genitives += 1;
                continue;
            }
            break;
        }
        if !layers.is_free(word)
            || morph.feats.number == crate::morph::Number::Singular
                && layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.title.is_some())
        {
            break;
        }
        if morph.article {
            if head_definite && n_genitives > 0 {
                break;
            }
            word += 1;
            n_genitives += 1;
            named = true;
            definite = true;
        } else if !definite
            && n_genitives < 2
            && morph.lexeme.is_some()
            && word + 1 < end
            && follows_genitive(layers, names, word + 1)
        {
            word += 1;
            n_genitives += 1;
        } else {
            break;
        }
        if n_genitives > 3 {
            break;
        }
    }
    (word, named)
}

fn is_head(layers: Layers<'_>, word: usize) -> bool {
    layers.lexicon.lexeme(layers.morphs[word].lexeme).is_some_and(|l| l.org_head.is_some() || l.title.is_some())
}

fn follows_genitive(layers: Layers<'_>, names: &[Name], word: usize) -> bool {
    layers.is_free(word) && (layers.morphs[word].article || name_at(names, word).is_some())
}

/// Most words of a quoted name.
const QUOTED: usize = 5;

/// A name in quotation marks after a word for a medium or organization: صحيفة "النهار".
fn outlet(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let lexeme = layers.lexicon.lexeme(layers.morphs[word].lexeme)?;
    let head = layers.lexicon.org_heads.get(lexeme.org_head? as usize)?;
    let open = word + 1;
    if layers.morphs[word].has_pronoun() || open + 2 > end || !crate::text::is_quote(layers.text.raw(open)) {
        return None;
    }
    let close = (open + 1..(open + 2 + QUOTED).min(end)).find(|w| crate::text::is_quote(layers.text.raw(*w)))?;
    // "الوكالة"، أضاف فلان، "فهي …": a mark before a comma closes, and opens no name.
    let pause = |w: usize| layers.text.words[w].kind == WordKind::Punct;
    if pause(open + 1) || pause(close - 1) {
        return None;
    }
    let words = open + 1..close;
    let named = !words.is_empty() && (words.len() <= 3 || matches!(head.kind.as_str(), "agency" | "outlet"));
    // "وكالة «رويترز»": the knowledge base is asked without the marks.
    let entities = super::trim::organization(layers, words.clone()).unwrap_or_default();
    named.then(|| Name { span: layers.text.span(words.clone()), words, kind: Kind::Organization, entities })
}

/// `محافظة «أبين»`, `مديرية «لودر» و«عقبة ثرة»`: a place in quotation marks after a noun for places, and those joined to it.
fn quoted_place(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let quote = |w: usize| w < end && crate::text::is_quote(layers.text.raw(w));
    let open = word.checked_sub(1).filter(|w| quote(*w))?;
    let close = (word..(word + 4).min(end)).find(|w| quote(*w)).filter(|c| *c > word)?;
    let mut before = open.checked_sub(1)?;
    // "«لودر» و«عقبة ثرة»": the noun stands before the first of them.
    for _ in 0..6 {
        let joined = layers.text.folded(before) == "و" && before > 1 && quote(before - 1);
        if !joined {
            break;
        }
        before = (before.saturating_sub(6)..before - 1).rev().find(|w| quote(*w))?.checked_sub(1)?;
    }
    // "محافظة" is a woman who governs, too: any reading counts.
    let mut readings = layers.lexicon.forms(layers.stem(before)).filter_map(|f| layers.lexicon.lexeme(Some(f.lexeme)));
    if !readings.any(|l| l.place_head.is_some() && l.org_head.is_none()) {
        return None;
    }
    let arabic = (word..close).all(|w| layers.text.words[w].kind == WordKind::Arabic);
    let words = word..close;
    arabic.then(|| Name { span: layers.text.span(words.clone()), words, kind: Kind::Place, entities: Vec::new() })
}

/// `مجلس الوزراء`, `الادعاء العام`: a body or place named without its state.
fn body(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    super::gazetteer::spellings(layers.text.folded(word)).into_iter().find_map(|(lead, spelling)| {
        let next = |n: usize| (word + n < end).then(|| layers.text.folded(word + n));
        let (n, kinds) = layers.lexicon.bodies.longest(&spelling, next)?;
        let kind = if kinds.first() == Some(&1) { Kind::Place } else { Kind::Organization };
        let words = word..word + n;
        Some(Name { span: layers.span(words.clone(), lead), words, kind, entities: Vec::new() })
    })
}

/// The name of more words; the first of equals.
fn longer(a: Option<Name>, b: Option<Name>) -> Option<Name> {
    let n = |name: &Option<Name>| name.as_ref().map_or(0, |n| n.words.len());
    if n(&b) > n(&a) { b } else { a }
}

/// Most letters of a part of initials (`بي`, `إن`).
const INITIAL: usize = 3;

/// `د.ب.أ`, `بي.بي.سي`: letters with full stops between them, touching.
fn initials(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let text = layers.text;
    let part = |w: usize| w < end && text.words[w].kind == WordKind::Arabic && text.raw(w).chars().count() <= INITIAL;
    let touch = |w: usize| w + 1 < end && text.words[w].span.end == text.words[w + 1].span.start;
    let mut stop = word;
    while part(stop) && touch(stop) && text.raw(stop + 1) == "." && touch(stop + 1) && part(stop + 2) {
        stop += 2;
    }
    // Two letters with one stop may end a sentence.
    let starts = word == 0 || !(text.raw(word - 1) == "." && text.words[word - 1].span.end == text.words[word].span.start);
    let words = word..stop + 1;
    (stop >= word + 4 && starts).then(|| {
        let spelt: Vec<&str> = words.clone().step_by(2).map(|w| text.folded(w)).collect();
        let kb = &layers.lexicon.kb;
        let next = |n: usize| spelt.get(n).copied();
        let found = kb.names.longest(spelt[0], next).or_else(|| kb.shorts.longest(spelt[0], next));
        let entities = found.filter(|(n, _)| *n == spelt.len()).map(|(_, ids)| ids.to_vec()).unwrap_or_default();
        Name { span: text.span(words.clone()), words, kind: Kind::Organization, entities }
    })
}

fn organization(layers: Layers<'_>, names: &[Name], word: usize, end: usize) -> Option<Name> {
    let morph = layers.morphs[word];
    layers.lexicon.lexeme(morph.lexeme)?.org_head?;
    // "الرمادي مركز محافظة الأنبار": what stands before a noun for places tells of a place.
    let next = layers.morphs.get(word + 1).and_then(|m| layers.lexicon.lexeme(m.lexeme));
    if !morph.article && next.is_some_and(|l| l.place_head.is_some_and(|h| !layers.lexicon.place_heads[h as usize].in_name)) {
        return None;
    }
    if morph.has_pronoun() || morph.form != FormKind::Noun {
        return None;
    }
    let (stop, named) = tail(layers, names, word + 1, end, morph.article);
    if !named || stop == word + 1 {
        return None;
    }
    // الجيش التركي names; الشركة الكبيرة describes: after a definite head only nationality or a fixed adjective names.
    if morph.article && !(word + 1..stop).any(|w| nation_of(layers, w).is_some()) {
        return None;
    }
    // Plural and dual heads (أجهزة, حكومتا, قوات) describe; names of that kind stand in the knowledge base.
    if morph.feats.number != crate::morph::Number::Singular && !(word + 1..stop).any(|w| nation_of(layers, w).is_some()) {
        return None;
    }
    if morph.feats.number == crate::morph::Number::Dual {
        return None;
    }
    let words = word..stop;
    Some(Name { span: layers.span(words.clone(), lead_of(layers, word)), words, kind: Kind::Organization, entities: Vec::new() })
}

fn place(layers: Layers<'_>, names: &[Name], word: usize, end: usize) -> Option<Name> {
    let morph = layers.morphs[word];
    let head = layers.lexicon.lexeme(morph.lexeme)?.place_head?;
    let head = &layers.lexicon.place_heads[head as usize];
    if morph.has_pronoun() || word + 1 >= end || morph.form != FormKind::Noun {
        return None;
    }
    let next = word + 1;
    if head.in_name {
        let (stop, named) = if unknown_word(layers, next) && !morph.article {
            (adjectives(layers, next + 1, end), true)
        } else {
            tail(layers, names, next, end, morph.article)
        };
        if !named || stop == next || morph.article {
            return None;
        }
        let words = word..stop;
        return Some(Name {
            span: layers.span(words.clone(), lead_of(layers, word)),
            words,
            kind: Kind::Place,
            entities: Vec::new(),
        });
    }
    if name_at(names, next).is_some() || !unknown_word(layers, next) {
        return None;
    }
    let words = next..next + 1;
    Some(Name { span: layers.text.span(words.clone()), words, kind: Kind::Place, entities: Vec::new() })
}

fn adjectives(layers: Layers<'_>, mut word: usize, end: usize) -> usize {
    while word < end && layers.morphs[word].article && layers.is_free(word) && layers.text.words[word].kind == WordKind::Arabic {
        word += 1;
    }
    word
}

/// A word of letters that no lexicon knows.
pub(crate) fn unknown_word(layers: Layers<'_>, word: usize) -> bool {
    let Some(w) = layers.text.words.get(word) else { return false };
    w.kind == WordKind::Arabic && layers.morphs[word].lexeme.is_none() && layers.is_free(word) && w.span.len() >= 4
}
