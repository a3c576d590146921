//! Names in quotation marks: media, places, operations, by the word before the marks.

use super::{Layers, Name};
use crate::lexicon::{Kind, key};
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Number};
use crate::text::WordKind;
use std::ops::Range;

/// The name in quotation marks that `word` stands before, or that begins with it.
pub(super) fn find(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let quote = |w: usize| w < end && crate::text::is_quote(layers.text.raw(w));
    let inside = (word > 0 && quote(word - 1)).then(|| place(layers, word, end)).flatten();
    let after = || {
        let medium = outlet(layers, word, end).or_else(|| told(layers, word, end));
        medium.or_else(|| undertaking(layers, word, end)).or_else(|| organization(layers, word, end))
    };
    inside.or_else(|| quote(word + 1).then(after).flatten())
}

/// The words between the quotation mark `open` and the next one, if they are `most` at most.
fn within(layers: Layers<'_>, open: usize, end: usize, most: usize) -> Option<Range<usize>> {
    let close = (open + 1..(open + 2 + most).min(end)).find(|w| crate::text::is_quote(layers.text.raw(*w)))?;
    (close > open + 1).then_some(open + 1..close)
}

/// How far before a medium the noun stands for what is told to it.
const TOLD: usize = 3;

/// `لـ«الشرق الأوسط»`, `علمت "الوطن"`: a medium whose name alone may be everyday words, by the word before it.
fn told(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let words = within(layers, word + 1, end, QUOTED)?;
    let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
    let (_, ids) = layers.lexicon.kb.media.longest(next(0)?, next).filter(|(n, _)| *n == words.len())?;
    let morph = layers.morphs[word];
    let lexeme = layers.lexicon.lexeme(morph.lexeme);
    let verb = morph.form == FormKind::Finite && lexeme.is_some_and(|l| l.cue.is_some());
    let to = layers.text.folded(word) == "ل";
    let reporter = layers.lexicon.beside.reporters.contains(&key(layers.stem(word)));
    // "تصريحات إلى «الوطن»", "اتصال هاتفي مع «الشرق الأوسط»"; "عدن - «الشرق الأوسط»:" opens an article.
    let told = matches!(layers.text.folded(word), "الي" | "مع" | "ل" | "ب")
        && (word.saturating_sub(TOLD)..word).any(|w| layers.lexicon.beside.told.contains(&key(layers.stem(w))));
    let close = words.end + 1;
    let dateline = || {
        let mark = |w: usize| w < layers.text.words.len() && matches!(layers.text.raw(w), ":" | "-" | "–");
        matches!(layers.text.raw(word), "-" | "–" | ":" | "/") && mark(close)
    };
    (verb || to || reporter || told || dateline()).then(|| Name {
        span: layers.text.span(words.clone()),
        words,
        kind: Kind::Organization,
        entities: ids.to_vec(),
    })
}

/// `«الجبهة الشامية»`, `"القوة الثالثة لحماية الجنوب"`: a quotation of a few nouns that opens with one for organizations.
fn organization(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let words = within(layers, word + 1, end, QUOTED)?;
    let first = layers.morphs[words.start];
    layers.lexicon.lexeme(first.lexeme)?.org_head?;
    // "القوة المفرطة", "الحكومة الأبوية" describe; "قناة السويس الجديدة" is a place.
    let loose = layers.lexicon.beside.loose.contains(&key(layers.stem(words.start)));
    let place = super::gazetteer::longest(layers, words.start).is_some_and(|n| n.kind == Kind::Place);
    if loose && words.len() < 3 || place {
        return None;
    }
    // "قال: «الحكومة باقية»" is speech.
    let before = layers.lexicon.lexeme(layers.morphs[word].lexeme);
    let speech = layers.text.words[word].kind == WordKind::Punct || before.is_some_and(|l| l.cue.is_some());
    let nominal = |w: usize| {
        let morph = layers.morphs[w];
        let adjective = layers.words.get(w).is_some_and(|c| c.shape.tag() == Tag::Adjective);
        layers.text.words[w].kind == WordKind::Arabic
            && matches!(morph.form, FormKind::Noun | FormKind::Masdar | FormKind::Adjective | FormKind::PassiveParticiple)
            && !morph.has_pronoun()
            && (adjective || !layers.lexicon.beside.tails.contains(&key(layers.text.folded(w))))
    };
    let singular = first.form == FormKind::Noun && first.feats.number == Number::Singular && layers.is_free(words.start);
    let definite = words.len() > 1 && words.clone().any(|w| layers.morphs[w].article);
    (singular && definite && !speech && words.clone().all(nominal)).then(|| Name {
        span: layers.text.span(words.clone()),
        entities: super::trim::organization(layers, words.clone()).unwrap_or_default(),
        words,
        kind: Kind::Organization,
    })
}

/// How far before its name an operation may be spoken of (`وأطلق على هذه العملية اسم "الرمال المتحركة"`).
const SPOKEN_OF: usize = 6;
/// Most words of the name of an operation.
const UNDERTAKING: usize = 4;

/// `عملية «السهم الذهبي»`: what operations and campaigns are called.
fn undertaking(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let beside = &layers.lexicon.beside;
    let is_head = |w: usize| {
        let folded = layers.text.folded(w);
        let stem = layers.stem(w);
        [folded, stem, crate::lexicon::without_article(folded)].iter().any(|s| beside.undertakings.contains(&key(s)))
    };
    let called = || {
        beside.called.contains(&key(layers.text.folded(word)))
            && (word.saturating_sub(SPOKEN_OF)..word)
                .any(|w| layers.text.sentence_of(w) == layers.text.sentence_of(word) && is_head(w))
    };
    if !(is_head(word) || called()) {
        return None;
    }
    let words = within(layers, word + 1, end, UNDERTAKING)?;
    let letters = words.clone().all(|w| layers.text.words[w].kind == WordKind::Arabic);
    // "عملية «تحرير»", "عملية «إعادة هيكلة»": words without an article tell what it is.
    let first = layers.morphs[words.start];
    let definite = words.len() > 1 && words.clone().any(|w| layers.morphs[w].article);
    let clause = words.clone().any(|w| layers.morphs[w].form == FormKind::Closed && layers.morphs[w].lexeme.is_some());
    let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
    let known = next(0).and_then(|first| layers.lexicon.kb.names.longest(first, next)).filter(|(n, _)| *n == words.len());
    let entities = known.map(|(_, ids)| ids.to_vec()).unwrap_or_default();
    let kind = entities.first().and_then(|id| layers.lexicon.kb.entities.get(*id as usize)).map_or(Kind::Other, |e| e.kind);
    (letters && definite && !clause && first.prep.is_none() && !first.has_pronoun()).then(|| Name {
        span: layers.text.span(words.clone()),
        words,
        kind,
        entities,
    })
}

/// Most words of a quoted name.
const QUOTED: usize = 5;

/// A name in quotation marks after a word for a medium or organization: صحيفة "النهار".
fn outlet(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
    let lexeme = layers.lexicon.lexeme(layers.morphs[word].lexeme)?;
    let head = layers.lexicon.org_heads.get(lexeme.org_head? as usize)?;
    let open = word + 1;
    // "ما يروجه الجيش «محض أكاذيب»": a body with the article has its name already.
    let told = layers.morphs[word].article && !matches!(head.kind.as_str(), "agency" | "outlet");
    if told || layers.morphs[word].has_pronoun() || open + 2 > end || !crate::text::is_quote(layers.text.raw(open)) {
        return None;
    }
    let close = (open + 1..(open + 2 + QUOTED).min(end)).find(|w| crate::text::is_quote(layers.text.raw(*w)))?;
    // "الوكالة"، أضاف فلان، "فهي …": a mark before a comma closes, and opens no name.
    let pause = |w: usize| layers.text.words[w].kind == WordKind::Punct;
    if pause(open + 1) || pause(close - 1) {
        return None;
    }
    let words = open + 1..close;
    // "مجموعات «إرهابية»": an adjective of theirs.
    let described = layers.words.get(open + 1).is_some_and(|c| c.shape.tag() == Tag::Adjective && !c.lead.article);
    if words.len() == 1 && described && layers.morphs[word].feats.number != Number::Singular {
        return None;
    }
    let named = !words.is_empty() && (words.len() <= 3 || matches!(head.kind.as_str(), "agency" | "outlet"));
    // "وكالة «رويترز»": the knowledge base is asked without the marks.
    let medium = || {
        let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
        let found = layers.lexicon.kb.media.longest(next(0)?, next).filter(|(n, _)| *n == words.len());
        found.filter(|_| matches!(head.kind.as_str(), "agency" | "outlet")).map(|(_, ids)| ids.to_vec())
    };
    let entities = super::trim::organization(layers, words.clone()).or_else(medium).unwrap_or_default();
    named.then(|| Name { span: layers.text.span(words.clone()), words, kind: Kind::Organization, entities })
}

/// `محافظة «أبين»`, `مديرية «لودر» و«عقبة ثرة»`: a place in quotation marks after a noun for places, and those joined to it.
fn place(layers: Layers<'_>, word: usize, end: usize) -> Option<Name> {
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
