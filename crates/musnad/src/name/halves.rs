//! Persons' names that were cut in two, and two that were taken for one.
//!
//! `إبراهيم [بو ملحة]`, `سالم [محمد مقصف]`, `الشيخة [بدور بنت] سلطان القاسمي`, `نيها [كلفاني]`; `انتقادات براونباك [لهيل]`. Must not
//! take: a person and another named after him (`هزم ترامب كلينتون`), who are no given name and its rest.

use super::{Layers, Name};
use crate::lexicon::{Kind, key};
use crate::morph::FormKind;
use crate::morph::words::propose::NO_LEMMA;
use crate::text::WordKind;

/// Most words of a name, and most letters (two bytes each) of a part that nobody knows.
const MOST: usize = 7;
const LONGEST: usize = 16;

/// Completes and parts persons' names; `names` stand in order.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut at = 0;
    let mut found = Vec::new();
    while at < names.len() {
        if names[at].kind == Kind::Person {
            father(layers, names, at);
            daughter(layers, names, at);
            if names[at].entities.is_empty() {
                found.extend(other(layers, &mut names[at]));
                while let Some(stop) = further(layers, names, at) {
                    super::lengthen(layers, names, at, stop);
                }
            }
        }
        at += 1;
    }
    names.extend(found);
    names.sort_by_key(|n| n.words.start);
}

fn is_given(layers: Layers<'_>, word: usize) -> bool {
    layers.lexicon.first_names.contains(&key(layers.text.folded(word)))
}

fn is_joiner(layers: Layers<'_>, word: usize) -> bool {
    layers.lexicon.beside.joiners.contains(&key(layers.text.folded(word)))
}

fn is_arabic(layers: Layers<'_>, word: usize) -> bool {
    layers.text.words.get(word).is_some_and(|w| w.kind == WordKind::Arabic)
}

/// `[أبي] هريرة`, `[ابن] رشد`: who is called after his son or his forefather.
fn father(layers: Layers<'_>, names: &mut [Name], at: usize) {
    let start = names[at].words.start;
    let taken = at.checked_sub(1).map_or(0, |b| names[b].words.end);
    let Some(before) = start.checked_sub(1).filter(|b| *b >= taken && layers.is_free(start)) else { return };
    let folded = layers.text.folded(before);
    let found =
        super::gazetteer::spellings(folded).into_iter().find(|(_, s)| matches!(s.as_ref(), "ابو" | "ابي" | "ابا" | "ابن"));
    let Some((lead, _)) = found.filter(|_| is_arabic(layers, before) && names[at].entities.is_empty()) else { return };
    if layers.text.sentence_of(before) == layers.text.sentence_of(start) && !layers.morphs[start].article {
        names[at].words.start = before;
        names[at].span = layers.span(names[at].words.clone(), lead);
    }
}

/// `بدور بنت [سلطان القاسمي]`: the name before the word of descent is whose this is told.
fn daughter(layers: Layers<'_>, names: &mut [Name], at: usize) {
    let start = names[at].words.start;
    let taken = at.checked_sub(1).map_or(0, |b| names[b].words.end);
    let Some(son) = start.checked_sub(1).filter(|b| super::family::is_son(layers, *b)) else { return };
    let Some(first) = son.checked_sub(1).filter(|f| *f >= taken && is_arabic(layers, *f)) else { return };
    let same = layers.text.sentence_of(first) == layers.text.sentence_of(start);
    if same && layers.is_free(start) && is_given(layers, first) {
        names[at].words.start = first;
        names[at].span = layers.text.span(names[at].words.clone());
        names[at].entities.clear();
    }
}

/// Where the name ends with the next part of it, if there is one.
fn further(layers: Layers<'_>, names: &[Name], at: usize) -> Option<usize> {
    let name = &names[at];
    let word = name.words.end;
    let end = layers.text.sentence_of(name.words.start).map(|s| layers.text.sentences[s].end)?;
    if word >= end || !is_arabic(layers, word) || !layers.is_free(word) || name.words.len() >= MOST {
        return None;
    }
    let next = names.get(at + 1).filter(|n| n.words.start == word);
    let after = || word + 1 < end && is_arabic(layers, word + 1) && layers.is_free(word + 1);
    if next.is_none() && is_joiner(layers, word) && after() {
        let other = names.get(at + 1).filter(|n| n.words.start == word + 1);
        return match other {
            Some(n) if n.kind == Kind::Person => Some(n.words.end),
            Some(_) => None,
            // "عبيدي ولد في مانشستر" tells where.
            None => is_name_part(layers, word + 1).then_some(word + 2),
        };
    }
    let given = name.words.clone().all(|w| is_given(layers, w));
    match next {
        // "سالم" and "محمد مقصف" are one.
        Some(n) => {
            let person = n.kind == Kind::Person && n.entities.is_empty() && n.span.start == layers.text.words[word].span.start;
            (person && given && name.words.len() == 1).then_some(n.words.end)
        }
        None => (given && is_unmet(layers, word) || name.words.len() == 1 && given && is_listed(layers, name, word, end))
            .then_some(word + 1),
    }
}

/// `وجلال جوهر،`, `الإعلامي ساسي كريم،`: between a mark, a title or a joined `و` and a mark, a given name and one bare noun.
fn is_listed(layers: Layers<'_>, name: &Name, word: usize, end: usize) -> bool {
    let mark = |w: usize| layers.text.words.get(w).is_some_and(|x| x.kind == WordKind::Punct);
    let first = name.words.start;
    let joined = name.span.start > layers.text.words[first].span.start && layers.text.folded(first).starts_with('و');
    let opens = joined
        || first.checked_sub(1).is_some_and(|b| {
            let title = layers.lexicon.lexeme(layers.morphs[b].lexeme).is_some_and(|l| l.title.is_some());
            mark(b) && !crate::text::is_quote(layers.text.raw(b)) || title && layers.morphs[b].article
        });
    let folded = layers.text.folded(word);
    let morph = layers.morphs[word];
    let lexeme = layers.lexicon.lexeme(morph.lexeme);
    let apart = lexeme.is_some_and(|l| l.title.is_some() || l.org_head.is_some() || l.place_head.is_some() || l.nation.is_some());
    let noun = !matches!(morph.form, FormKind::Finite | FormKind::Closed | FormKind::Masdar) && !morph.has_pronoun() && !apart;
    // "وصل أحمد متأخرا،", "وقال محمد مبتسما،", "التقى خالد مسؤولين،".
    let bare =
        !folded.starts_with("ال") && !["ا", "ين", "ون", "ات", "ه"].iter().any(|e| folded.ends_with(e)) && folded.len() >= 6;
    word + 1 < end && mark(word + 1) && opens && noun && bare && !crate::text::is_quote(layers.text.raw(word + 1))
}

/// Whether a word after a joiner may be a name: a given one, or none of those that titles, bodies and places open with.
fn is_name_part(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morphs[word];
    let apart =
        layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.title.is_some() || l.org_head.is_some() || l.place_head.is_some());
    is_given(layers, word) || !matches!(morph.form, FormKind::Finite | FormKind::Closed) && morph.prep.is_none() && !apart
}

/// A short word that no lexicon and no model of words knows.
fn is_unmet(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    super::heads::unknown_word(layers, word)
        && layers.words.get(word).is_some_and(|c| c.lemma == NO_LEMMA)
        && (8..=LONGEST).contains(&folded.len())
        && !layers.morphs[word].has_pronoun()
        && !folded.starts_with(['و', 'ف', 'ب', 'ل', 'ك'])
        && (!folded.starts_with("ال") || folded.ends_with('ي'))
}

/// `براونباك لهيل`: after a part of the name, `ل` and what somebody is called is another.
fn other(layers: Layers<'_>, name: &mut Name) -> Option<Name> {
    let lexicon = layers.lexicon;
    // "محمد لعزيز": family names of the Maghreb begin so, too.
    let listed = |s: &str| lexicon.first_names.contains(&key(s)) || lexicon.family_names.contains(&key(s));
    let kb = &lexicon.kb;
    let called = |s: &str| {
        let person = |ids: &[u32]| ids.iter().any(|id| kb.entities.get(*id as usize).is_some_and(|e| e.kind == Kind::Person));
        kb.shorts.longest(s, |_| None).is_some_and(|(_, ids)| person(ids))
    };
    let word = (name.words.start + 1..name.words.end).find(|w| {
        let folded = layers.text.folded(*w);
        let rest = folded.strip_prefix('ل').filter(|r| r.len() >= 6 && !r.starts_with('ل'));
        rest.is_some_and(called) && !called(folded) && !listed(folded) && !is_joiner(layers, *w - 1)
    })?;
    let rest = word..name.words.end;
    name.words.end = word;
    name.span.end = layers.text.span(name.words.clone()).end;
    Some(Name { span: layers.span(rest.clone(), 2), words: rest, kind: Kind::Person, entities: Vec::new() })
}
