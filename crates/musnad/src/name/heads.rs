//! Names that open with a head noun: organizations (`وزارة الدفاع`, `الجيش التركي`) and places (`مطار بغداد الدولي`, `مدينة سبها`).

use super::{Layers, Name, covered, quoted};
use crate::lexicon::{Kind, key};
use crate::morph::words::propose::NO_LEMMA;
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Pos};
use crate::text::WordKind;
use rustc_hash::FxHashSet;

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
                quoted::find(layers, word, sentence.end)
                    .or_else(|| of_force(layers, names, word, sentence.end))
                    .or_else(|| region(layers, word, sentence.end))
                    .or_else(|| border(layers, word, sentence.end))
                    .or_else(|| power(layers, word, sentence.end))
                    .or_else(|| initials(layers, word, sentence.end))
                    .or_else(|| directorate(layers, word, sentence.end))
                    .or_else(|| longer(organization(layers, names, word, sentence.end), body(layers, word, sentence.end)))
                    .map(|name| longer(Some(name), super::national::find(layers, names, word, sentence.end)))
                    .unwrap_or_else(|| super::national::find(layers, names, word, sentence.end))
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

pub(super) fn lead_of(layers: Layers<'_>, word: usize) -> usize {
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
            // "أعطت رئاسة مجلس النواب الأولوية": after the genitive another definite noun begins something else.
            let noun = layers.words.get(word).is_some_and(|c| c.lemma != NO_LEMMA && c.shape.tag() == Tag::Noun);
            if head_definite && n_genitives > 0 || definite && !head_definite && noun {
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

/// `مجلس الوزراء`, `الادعاء العام`: a body or place named without its state.
fn body(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    super::gazetteer::spellings(layers.text.folded(word)).into_iter().find_map(|(lead, spelling)| {
        let next = |n: usize| (word + n < end).then(|| layers.text.folded(word + n));
        let (n, kinds) = layers.lexicon.bodies.longest(&spelling, next)?;
        let kind = if kinds.first() == Some(&1) { Kind::Place } else { Kind::Organization };
        let words = word..word + n;
        // "التحالف" alone is a body, "التحالف الاستراتيجي" need not be.
        let described = |w: usize| {
            let adjective = layers.words.get(w).is_some_and(|c| c.shape.tag() == Tag::Adjective);
            // "في البرلمان النائب فلان": a title is no adjective.
            let adjective = adjective && layers.lexicon.lexeme(layers.morphs[w].lexeme).is_none_or(|l| l.title.is_none());
            layers.morphs[w].article && layers.is_free(w) && (adjective || nation_of(layers, w).is_some())
        };
        let house = || layers.lexicon.lexeme(layers.morphs[word].lexeme).and_then(|l| l.org_head);
        let parliament = || house().is_some_and(|h| layers.lexicon.org_heads[h as usize].kind == "parliament");
        // "التحالف مع الأعداء" is a deed.
        let open = word + 1 < end && (described(word + 1) || layers.text.folded(word + 1) == "مع");
        if n == 1 && open && !parliament() {
            return None;
        }
        Some(Name { span: layers.span(words.clone(), lead), words, kind, entities: Vec::new() })
    })
}

/// `قوات صالح`, `نظام الأسد`: a force or rule that is called after a person describes; the person is named.
fn of_force(layers: Layers<'_>, names: &[Name], word: usize, end: usize) -> Option<Name> {
    let next = word + 1;
    // "حكومة إسلام أباد": what the knowledge base knows is found already.
    if !is_force(layers, word)
        || next >= end
        || name_at(names, next).is_some()
        || !layers.is_free(next)
        || !is_called(layers, next)
    {
        return None;
    }
    // "قوات صالح الصماد", "حكومة عادل إمام": a longer name is the model's to find.
    let part = |w: usize| {
        unknown_word(layers, w) && layers.words.get(w).is_some_and(|c| c.lemma == NO_LEMMA || c.shape.tag() == Tag::Proper)
    };
    let goes_on = next + 1 < end && (is_called(layers, next + 1) || part(next + 1));
    let words = next..next + 1;
    let span = layers.text.span(words.clone());
    (!goes_on).then(|| Name { span, words, kind: Kind::Person, entities: Vec::new() })
}

/// A noun for a force or rule, without article and pronoun.
pub(super) fn is_force(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morphs[word];
    !morph.article && !morph.has_pronoun() && layers.lexicon.beside.forces.contains(&key(layers.stem(word)))
}

/// Whether the word is a person's given or family name, or what a person of the knowledge base is called.
pub(super) fn is_called(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    let k = key(folded);
    let kb = &layers.lexicon.kb;
    let person = |ids: &[u32]| ids.iter().any(|id| kb.entities.get(*id as usize).is_some_and(|e| e.kind == Kind::Person));
    layers.lexicon.first_names.contains(&k)
        || layers.lexicon.family_names.contains(&k)
        || kb.shorts.longest(folded, |_| None).is_some_and(|(_, ids)| person(ids))
}

/// `الجنوب اليمني`, `الساحل السوري`: a part of a country.
fn region(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    of_nation(layers, word, end, &layers.lexicon.beside.regions, Kind::Place)
}

/// `الحدود السورية العراقية`, `الحدود الأفغانية - الباكستانية`: the line between two states.
fn border(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let morph = layers.morphs[word];
    if !morph.article || morph.has_pronoun() || layers.stem(word) != "حدود" || word + 2 >= end {
        return None;
    }
    let nation = |w: usize| w < end && layers.morphs[w].article && layers.is_free(w) && nation_of(layers, w).is_some();
    let dash = usize::from(matches!(layers.text.raw(word + 2), "-" | "–"));
    let last = word + 2 + dash;
    (nation(word + 1) && nation(last) && nation_of(layers, word + 1) != nation_of(layers, last)).then(|| {
        let words = word..last + 1;
        Name { span: layers.span(words.clone(), lead_of(layers, word)), words, kind: Kind::Place, entities: Vec::new() }
    })
}

/// `القضاء اللبناني`, `القيادة الفلسطينية`: a power of a state.
fn power(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    // "رجال الأمن السعودي": people of it.
    let people = |b: usize| {
        let lexeme = layers.lexicon.lexeme(layers.morphs[b].lexeme);
        let body = lexeme.is_some_and(|l| l.org_head.is_some());
        !layers.morphs[b].article && (body || layers.lexicon.people.contains(&key(layers.stem(b))))
    };
    if word.checked_sub(1).is_some_and(people) {
        return None;
    }
    of_nation(layers, word, end, &layers.lexicon.beside.powers, Kind::Organization)
}

/// One of `nouns` with the article and an adjective of nationality.
fn of_nation(layers: Layers<'_>, word: usize, end: usize, nouns: &FxHashSet<u64>, kind: Kind) -> Option<Name> {
    let morph = layers.morphs[word];
    let next = word + 1;
    let nation = next < end && layers.morphs[next].article && layers.is_free(next) && nation_of(layers, next).is_some();
    let listed = || morph.article && !morph.has_pronoun() && nouns.contains(&key(layers.stem(word)));
    let words = word..next + 1;
    (nation && listed()).then(|| Name {
        span: layers.span(words.clone(), lead_of(layers, word)),
        words,
        kind,
        entities: Vec::new(),
    })
}

/// `مديرية الصحة والسكان`, `مديرية الأمن العام`: an office before its field of work.
fn directorate(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let morph = layers.morphs[word];
    let office = !morph.article && !morph.has_pronoun() && layers.lexicon.beside.directorates.contains(&key(layers.stem(word)));
    let next = word + 1;
    let field = |w: usize| layers.text.folded(w).strip_prefix("ال").is_some_and(|f| super::complement::is_field(layers, f));
    (office && next < end && layers.is_free(next) && field(next)).then(|| {
        let words = word..super::complement::adjectives(layers, next + 1, end);
        Name { span: layers.span(words.clone(), lead_of(layers, word)), words, kind: Kind::Organization, entities: Vec::new() }
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
    // "د. ب. أ": single letters may stand apart.
    let letter = |w: usize| text.raw(w).chars().count() == 1;
    let near = |w: usize| w + 2 < end && letter(w) && letter(w + 2) && part(w + 2);
    let mut stop = word;
    while part(stop) && touch(stop) && text.raw(stop + 1) == "." && (touch(stop + 1) && part(stop + 2) || near(stop)) {
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
    // "وأدى الانفجار" is no valley.
    let verb = layers.text.raw(word).starts_with("وأ");
    if morph.has_pronoun() || word + 1 >= end || morph.form != FormKind::Noun || verb {
        return None;
    }
    let next = word + 1;
    if head.in_name {
        if is_figure(layers, names, word) {
            return None;
        }
        let (stop, named) = if unknown_word(layers, next) && !morph.article && !describes(layers, word, next) {
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
    if is_figure(layers, names, word)
        || name_at(names, next).is_some()
        || describes(layers, word, next)
        || !(unknown_word(layers, next) || quarter(layers, word))
    {
        return None;
    }
    let words = next..next + 1;
    Some(Name { span: layers.text.span(words.clone()), words, kind: Kind::Place, entities: Vec::new() })
}

/// `ساحة المعركة`, `سد العجز`, `قطاع الصحة`: a figure of speech, and a branch of the economy, are no places.
pub(super) fn is_figure(layers: Layers<'_>, names: &[Name], word: usize) -> bool {
    let next = word + 1;
    let bare = crate::lexicon::without_article(layers.text.folded(next));
    let noun = || layers.words.get(next).is_some_and(|c| c.lemma != NO_LEMMA && c.shape.tag() == Tag::Noun);
    let sector = || layers.stem(word) == "قطاع" && noun() && name_at(names, next).is_none();
    // "من ناحية الألوان", "على قاعدة الاتفاق": words that are no places after their preposition.
    let before = word.checked_sub(1).map_or("", |b| layers.text.folded(b));
    let way = matches!((before, layers.stem(word)), ("من", "ناحيه") | ("علي", "قاعده" | "ساحه"));
    layers.lexicon.beside.figures.contains(&key(bare)) || sector() || way && noun()
}

/// `حي السلام`, `بلدة القاع`: a definite noun after a noun for small places names one, whatever it means elsewhere.
fn quarter(layers: Layers<'_>, word: usize) -> bool {
    let small = layers.lexicon.beside.hamlets.contains(&key(layers.stem(word)));
    let next = layers.morphs[word + 1];
    let noun = layers.words.get(word + 1).is_some_and(|c| c.shape.tag() == Tag::Noun || c.shape.tag() == Tag::Proper);
    let kind = layers.text.words[word + 1].kind == WordKind::Arabic;
    small && !layers.morphs[word].article && kind && next.article && layers.is_free(word + 1) && noun && !next.has_pronoun()
}

fn adjectives(layers: Layers<'_>, mut word: usize, end: usize) -> usize {
    while word < end && layers.morphs[word].article && layers.is_free(word) && layers.text.words[word].kind == WordKind::Arabic {
        word += 1;
    }
    word
}

/// Whether the model of words knows what stands after `head` and reads no name in it: `قرية سياحية`, `المنطقة الآمنة`, `عاصمة دولة`.
/// As adjectives agree in the article, `بلدة الناعمة` is called so.
fn describes(layers: Layers<'_>, head: usize, word: usize) -> bool {
    let candidate = layers.words.get(word).filter(|c| c.lemma != NO_LEMMA);
    let agrees = layers.morphs[head].article == candidate.is_some_and(|c| c.lead.article);
    candidate.is_some_and(|c| {
        let tag = c.shape.tag();
        let bare = !c.lead.article && tag != Tag::Proper && (tag == Tag::Noun || layers.morphs[head].article);
        agrees && matches!(tag, Tag::Adjective | Tag::Comparative | Tag::Ordinal | Tag::Cardinal) || bare
    })
}

/// A word of letters that no lexicon knows.
pub(crate) fn unknown_word(layers: Layers<'_>, word: usize) -> bool {
    let Some(w) = layers.text.words.get(word) else { return false };
    w.kind == WordKind::Arabic
        && layers.morphs[word].lexeme.is_none()
        && layers.is_free(word)
        && layers.text.folded(word).len() >= 4
}
