//! Names that the knowledge base knows: the longest match from each word, proclitics of the first word left out.

use super::{Layers, Name};
use crate::lexicon::{EntityId, Kind};
use crate::morph::words::propose::NO_LEMMA;
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Pos};
use crate::text::WordKind;
use std::borrow::Cow;

/// A spelling of a word's name part: bytes cut from its front, and what to put before the rest (`ال` for `لل`).
pub(crate) fn spellings(folded: &str) -> Vec<(usize, Cow<'_, str>)> {
    let mut out = Vec::with_capacity(4);
    out.push((0, Cow::Borrowed(folded)));
    let mut starts = [0, 0];
    let mut n_starts = 1;
    if folded.len() > 4 && (folded.starts_with('و') || folded.starts_with('ف')) {
        out.push((2, Cow::Borrowed(&folded[2..])));
        starts[1] = 2;
        n_starts = 2;
    }
    for at in starts.into_iter().take(n_starts) {
        let rest = &folded[at..];
        if rest.len() > 6 && rest.starts_with("لل") {
            // The article is written into the preposition: the word cannot be cut, the whole of it is the name.
            out.push((at, Cow::Owned(format!("ال{}", &rest[4..]))));
        }
        if rest.len() > 4 && (rest.starts_with('ب') || rest.starts_with('ل') || rest.starts_with('ك')) {
            out.push((at + 2, Cow::Borrowed(&rest[2..])));
        }
    }
    out
}

pub(super) fn find(layers: Layers<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let mut word = 0;
    while word < layers.text.words.len() {
        match longest(layers, word) {
            Some(name) => {
                word = name.words.end;
                names.push(name);
            }
            None => word += 1,
        }
    }
    names
}

pub(super) fn longest(layers: Layers<'_>, word: usize) -> Option<Name> {
    let text = layers.text;
    if !matches!(text.words[word].kind, WordKind::Arabic | WordKind::Latin | WordKind::Number) {
        return None;
    }
    let limit = layers.text.sentence_of(word).map_or(word + 1, |s| text.sentences[s].end);
    let mut best: Option<(usize, usize, Vec<EntityId>)> = None;
    for (lead, spelling) in spellings(text.folded(word)) {
        for (trie, short) in [(&layers.lexicon.kb.names, false), (&layers.lexicon.kb.shorts, true)] {
            let next = |offset: usize| (word + offset < limit).then(|| text.folded(word + offset));
            let Some((n_words, entities)) = trie.longest(&spelling, next) else { continue };
            if n_words == 1 && !single_word_fits(layers, word, lead, short, entities) {
                continue;
            }
            let longer = best.as_ref().is_none_or(|(n, l, _)| (n_words, std::cmp::Reverse(lead)) > (*n, std::cmp::Reverse(*l)));
            if longer {
                best = Some((n_words, lead, entities.to_vec()));
            }
        }
    }
    let (n_words, lead, entities) = best?;
    let kind = layers.lexicon.kb.entities.get(*entities.first()? as usize)?.kind;
    // "بلدة البغدادي": a town that is called like somebody.
    let called =
        n_words == 1 && lead == 0 && kind == Kind::Person && word.checked_sub(1).is_some_and(|b| is_bare_head(layers, b));
    let (kind, entities) = if called { (Kind::Place, Vec::new()) } else { (kind, entities) };
    Some(Name { words: word..word + n_words, span: layers.span(word..word + n_words, lead), kind, entities })
}

/// A name of one word must not be an everyday word, and proclitics are cut only where the lexicon knows no shorter reading.
fn single_word_fits(layers: Layers<'_>, word: usize, lead: usize, short: bool, entities: &[EntityId]) -> bool {
    let morph = layers.morphs[word];
    // "فريدة" is no ريدة.
    let given = crate::lexicon::key(layers.text.folded(word));
    if lead > 0 && (layers.lexicon.first_names.contains(&given) || layers.lexicon.family_names.contains(&given)) {
        return false;
    }
    // "للحج" is to the pilgrimage before it is to لحج.
    let article = layers.words.get(word).is_some_and(|c| c.lead.article);
    if lead > 0 && article && layers.text.folded(word)[lead - 2..].starts_with("لل") && morph.article {
        return false;
    }
    // "السلطات السعودية": after a definite noun the word is an adjective of nationality.
    let noun =
        word.checked_sub(1).map(|b| layers.morphs[b]).filter(|m| m.article && m.pos == Pos::Noun && m.form == FormKind::Noun);
    let country = || entities.iter().any(|id| layers.lexicon.kb.is_state(Some(*id)));
    if lead == 0 && noun.is_some() && morph.article && super::heads::nation_of(layers, word).is_some() && country() {
        return false;
    }
    // "22 جندياً بريطانياً": the vowel sign tells an adjective; "وسائل رسمية سورية": after another adjective it is one.
    let raw = layers.text.raw(word);
    let after_adjective = || {
        let before = word.checked_sub(1).and_then(|b| layers.words.get(b));
        // "شمال شرقي نيجيريا": but a direction stands before places.
        let direction = |b: usize| {
            let stem = layers.stem(b).strip_suffix('ي');
            stem.is_some_and(|s| layers.lexicon.beside.regions.contains(&crate::lexicon::key(s)))
        };
        before.is_some_and(|c| c.shape.tag() == Tag::Adjective && !c.lead.article)
            && !word.checked_sub(1).is_some_and(direction)
            && !morph.article
            && super::heads::nation_of(layers, word).is_some()
    };
    if lead == 0 && (raw.ends_with("اً") || raw.ends_with("ًا") || after_adjective()) && country() {
        return false;
    }
    // "جدة السعودية": after a town, too.
    if lead == 0 && morph.article && super::heads::nation_of(layers, word).is_some() && country() && after_town(layers, word) {
        return false;
    }
    // "دعم مالي", "دعم جمهورية مالي": an adjective, but after what stands before states.
    let spelt = |s: &str| layers.lexicon.adjective_places.contains(&crate::lexicon::key(s));
    let folded = layers.text.folded(word);
    // "مدرسة للبنين": for the boys.
    if lead > 0 && folded.strip_prefix("لل").is_some_and(|s| spelt(s) || spelt(&format!("ال{s}"))) {
        return false;
    }
    if spelt(folded) {
        let before = word.checked_sub(1).map(|b| layers.morphs[b]);
        let noun = before.filter(|m| m.is_nominal() && m.lexeme.is_some() && m.pos == Pos::Noun);
        let school = |h: u32| layers.lexicon.org_heads[h as usize].kind == "university";
        let head = noun.and_then(|m| layers.lexicon.lexeme(m.lexeme)).is_some_and(|l| {
            l.org_head.is_some_and(|h| !school(h))
                || l.place_head.is_some()
                || l.title.is_some()
                || layers.lexicon.people.contains(&l.key)
        });
        if noun.is_some() && !head {
            return false;
        }
    }
    // "وان" is a town in Turkey and "and that": a place that is no state or capital yields to the everyday word.
    let minor = !short
        && entities
            .iter()
            .filter_map(|id| layers.lexicon.kb.entities.get(*id as usize))
            .all(|e| e.kind == Kind::Place && !matches!(e.kind_of.as_str(), "country" | "capital"));
    // "محافظة أبين", "قرية دوما": right after a noun for places the word is one.
    let headed = || lead == 0 && word.checked_sub(1).is_some_and(|b| is_bare_head(layers, b));
    if minor && morph.lexeme.is_some() && !headed() && morph.form != crate::morph::FormKind::Adjective {
        return false;
    }
    let state = || {
        let stately = |e: &crate::lexicon::Entity| matches!(e.kind_of.as_str(), "country" | "capital");
        entities.iter().filter_map(|id| layers.lexicon.kb.entities.get(*id as usize)).any(stately)
    };
    let body = || {
        let organization =
            |id: &EntityId| layers.lexicon.kb.entities.get(*id as usize).is_some_and(|e| e.kind == Kind::Organization);
        entities.iter().any(organization)
    };
    if !headed() && !state() && !body() && is_everyday(layers, word, lead) {
        return false;
    }
    // "أفاد" is a verb before it is a fund.
    if morph.form == crate::morph::FormKind::Finite
        && !headed()
        && lead == morph.lead as usize
        && morph.trail == 0
        && layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.cue.is_some())
    {
        return false;
    }
    if lead == 0 {
        return !matches!(
            morph.pos,
            Pos::Preposition
                | Pos::Conjunction
                | Pos::Complementizer
                | Pos::Particle
                | Pos::Negation
                | Pos::Pronoun
                | Pos::Relative
                | Pos::Demonstrative
        ) || morph.lead > 0;
    }
    // "وكالة" is no و + كالة: a whole word of the lexicon wins over a cut one.
    morph.lexeme.is_none() || morph.lead as usize >= lead
}

/// What the model of words knows as an everyday word: `كريمة` and `بحوث` are no ك and ب before a name, `طب العيون`, `الفراغ العاطفي`,
/// `عمر قصير` go on a noun that stands before no name.
fn is_everyday(layers: Layers<'_>, word: usize, lead: usize) -> bool {
    let known = layers.words.get(word).filter(|c| c.lemma != NO_LEMMA && c.spelling == 0 && c.shape.tag() != Tag::Proper);
    let Some(known) = known else { return false };
    if lead > 0 {
        return (known.start as usize) < lead && !layers.text.folded(word).starts_with("لل");
    }
    let Some(before) = word.checked_sub(1).filter(|b| layers.text.words[*b].kind == WordKind::Arabic) else { return false };
    let morph = layers.morphs[before];
    let lexeme = layers.lexicon.lexeme(morph.lexeme);
    let head = lexeme.is_some_and(|l| {
        l.org_head.is_some() || l.place_head.is_some() || l.title.is_some() || layers.lexicon.people.contains(&l.key)
    });
    let noun =
        layers.words.get(before).is_some_and(|c| c.lemma != NO_LEMMA && c.shape.tag() == Tag::Noun) && !morph.has_pronoun();
    let agrees = known.lead.article == morph.article;
    match known.shape.tag() {
        // "مواطنين هاربين": a sound plural without its pronoun governs no genitive.
        Tag::Adjective => noun && agrees && (!head || ["ين", "ون"].iter().any(|e| layers.text.folded(before).ends_with(e))),
        // "وأصاب الرصاص صبيا": an object in the accusative.
        Tag::Noun if !known.lead.article && layers.text.folded(word).ends_with('ا') => morph.pos != Pos::Preposition,
        Tag::Noun => noun && !head && !morph.article && known.lead.article && layers.is_free(word),
        _ => false,
    }
}

/// Whether the word before is a place of the knowledge base that is no state.
fn after_town(layers: Layers<'_>, word: usize) -> bool {
    let Some(before) = word.checked_sub(1).filter(|b| layers.text.words[*b].kind == WordKind::Arabic) else { return false };
    let kb = &layers.lexicon.kb;
    let town = |ids: &[EntityId]| {
        let entity = |id: &EntityId| kb.entities.get(*id as usize);
        ids.iter().filter_map(entity).any(|e| e.kind == Kind::Place)
            && ids.iter().filter_map(entity).all(|e| e.kind_of != "country")
    };
    spellings(layers.text.folded(before)).iter().any(|(_, s)| kb.names.longest(s, |_| None).is_some_and(|(_, ids)| town(ids)))
}

/// Whether the word is a noun that stands before places, without article and pronoun, in any of its readings.
pub(super) fn is_bare_head(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morphs[word];
    let mut readings = layers.lexicon.forms(layers.stem(word)).filter_map(|f| layers.lexicon.lexeme(Some(f.lexeme))?.place_head);
    !morph.article && !morph.has_pronoun() && readings.any(|h| !layers.lexicon.place_heads[h as usize].in_name)
}
