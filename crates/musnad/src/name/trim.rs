//! What a finder took too much of: titles before persons, `مدينة` before a city, times and verbs after a name.

use super::{Layers, Name};
use crate::lexicon::{EntityId, Kind, Sequences, key};
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Number, Pos};
use crate::time::Time;
use std::ops::Range;

/// Trims the names of a text and drops those of which nothing is left.
pub(super) fn trim(layers: Layers<'_>, times: &[Time], names: &mut Vec<Name>) {
    for name in names.iter_mut() {
        let before = name.words.clone();
        ends(layers, times, name);
        described(layers, name);
        starts(layers, name);
        if name.words != before && !name.words.is_empty() {
            let lead =
                if name.words.start == before.start { name.span.start - layers.text.words[before.start].span.start } else { 0 };
            let whole = layers.text.span(name.words.clone());
            name.span = crate::span::Span { start: whole.start + lead, end: whole.end };
        }
    }
    names.retain(|n| {
        let known = !n.entities.is_empty();
        !n.words.is_empty()
            && !(likened(layers, n) || known && of_office(layers, n))
            && (known || is_body(layers, n) || !(is_everyday(layers, n) || is_force(layers, n) || in_title(layers, n)))
    });
}

/// Whether a name is one of the bodies that are named without their state.
fn is_body(layers: Layers<'_>, name: &Name) -> bool {
    let next = |n: usize| (name.words.start + n < name.words.end).then(|| layers.text.folded(name.words.start + n));
    super::gazetteer::spellings(layers.text.folded(name.words.start))
        .iter()
        .any(|(_, first)| layers.lexicon.bodies.longest(first, next).is_some_and(|(n, _)| n == name.words.len()))
}

/// `"كعمل إرهابي"`: what something is likened to is no name.
fn likened(layers: Layers<'_>, name: &Name) -> bool {
    let first = layers.text.words[name.words.start];
    let morph = layers.morphs[name.words.start];
    name.entities.is_empty() && name.span.start == first.span.start && morph.prep == Some('ك') && morph.lexeme.is_some()
}

/// `وزيرة الداخلية البريطانية`: with no more than a nationality behind it the ministry's word belongs to the title.
fn of_office(layers: Layers<'_>, name: &Name) -> bool {
    let nation = |w: usize| super::heads::nation_of(layers, w).is_some();
    in_title(layers, name) && name.words.len() == 2 && nation(name.words.start + 1)
}

/// `قوات صالح`, `مسلحو القبائل`: a plural head with a genitive describes a force, it does not name one.
fn is_force(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let morph = layers.morphs[first];
    let head = layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.org_head.is_some());
    let nation = name.words.clone().any(|w| layers.lexicon.lexeme(layers.morphs[w].lexeme).is_some_and(|l| l.nation.is_some()));
    name.kind == Kind::Organization && head && !morph.article && morph.feats.number != Number::Singular && !nation
}

/// `وزير الخارجية الألماني`: the ministry's word belongs to the minister's title.
fn in_title(layers: Layers<'_>, name: &Name) -> bool {
    let Some(before) = name.words.start.checked_sub(1).filter(|_| name.kind == Kind::Organization) else { return false };
    let bare = |w: usize| {
        let folded = layers.text.folded(w);
        let lead = if w == before { layers.morphs[w].lead as usize } else { 0 };
        crate::lexicon::without_article(folded.get(lead..).unwrap_or(folded))
    };
    let next = |n: usize| (before + n < layers.text.words.len()).then(|| bare(before + n));
    layers.lexicon.title_sequences.longest(bare(before), next).is_some_and(|(n, _)| n > 1)
}

fn in_time(times: &[Time], word: usize) -> bool {
    let after = times.partition_point(|t| t.words.start <= word);
    after.checked_sub(1).and_then(|i| times.get(i)).is_some_and(|t| t.words.contains(&word))
}

/// Times, verbs and words with a pronoun at the end of a name are no part of it.
fn ends(layers: Layers<'_>, times: &[Time], name: &mut Name) {
    let listed = |word: usize| {
        let k = key(layers.text.folded(word));
        layers.lexicon.first_names.contains(&k) || layers.lexicon.family_names.contains(&k)
    };
    while name.words.len() > 1 && name.entities.is_empty() {
        let last = name.words.end - 1;
        // "عبيدي ولد في مانشستر": a word of descent needs whose it is; "صحيفة هسبريس الإلكترونية": that describes the paper.
        let k = key(layers.text.folded(last));
        let descent = name.kind == Kind::Person && layers.lexicon.descent.contains(&k);
        if descent || name.kind == Kind::Organization && layers.lexicon.media_adjectives.contains(&k) && of_outlet(layers, name) {
            name.words.end = last;
            continue;
        }
        let morph = layers.morphs[last];
        let verb = morph.form == FormKind::Finite && name.kind != Kind::Organization;
        let governed = morph.prep.is_some() && morph.lexeme.is_some() && name.kind == Kind::Person;
        if !(in_time(times, last) || ((verb || governed || morph.has_pronoun()) && !listed(last))) {
            break;
        }
        name.words.end = last;
    }
    if name.words.len() == 1 && in_time(times, name.words.start) && name.entities.is_empty() {
        name.words.end = name.words.start;
    }
}

/// `جامايكا الصديق`, `عدن الشرقية`: an adjective after a place that the knowledge base has without it is no part of its name.
fn described(layers: Layers<'_>, name: &mut Name) {
    if name.kind != Kind::Place || name.words.len() < 2 || !name.entities.is_empty() {
        return;
    }
    let last = name.words.end - 1;
    let adjective = layers.morphs[last].article || layers.text.folded(last).starts_with("ال");
    let kb = &layers.lexicon.kb;
    let lead = (name.span.start - layers.text.words[name.words.start].span.start) as usize;
    let words = name.words.start..last;
    let cut = usize::from(lead > 0) * layers.morphs[name.words.start].lead as usize;
    let first = layers.text.folded(words.start).get(cut..).unwrap_or_default();
    let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
    let place = |id: &&u32| kb.entities.get(**id as usize).is_some_and(|e| e.kind == Kind::Place);
    let found = kb.names.longest(first, next).filter(|(n, _)| *n == words.len());
    let ids: Vec<EntityId> = found.map(|(_, ids)| ids.iter().filter(place).copied().collect()).unwrap_or_default();
    if adjective && !ids.is_empty() {
        name.words = words;
        name.entities = ids;
    }
}

/// Whether a noun for a medium stands before a name or opens it (`صحيفة`, `وكالة`), with a quotation mark between at most.
fn of_outlet(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let quoted = usize::from(first > 0 && crate::text::is_quote(layers.text.raw(first - 1)));
    let outlet = |w: usize| {
        let head = layers.lexicon.lexeme(layers.morphs[w].lexeme).and_then(|l| l.org_head);
        head.is_some_and(|h| matches!(layers.lexicon.org_heads[h as usize].kind.as_str(), "agency" | "outlet"))
    };
    outlet(first) || first.checked_sub(1 + quoted).is_some_and(outlet)
}

/// Titles before persons and heads like `مدينة` before places stand outside the name.
fn starts(layers: Layers<'_>, name: &mut Name) {
    while name.words.len() > 1 {
        let first = name.words.start;
        let morph = layers.morphs[first];
        let Some(lexeme) = layers.lexicon.lexeme(morph.lexeme) else { return };
        let title = name.kind == Kind::Person && morph.article && lexeme.title.is_some();
        let head = name.kind == Kind::Place && stands_before_places(layers, first) && !morph.article && name.entities.is_empty();
        // "أحمد ناصر": a given name may have a verb's letters.
        let given = name.kind == Kind::Person && layers.lexicon.first_names.contains(&key(layers.text.folded(first)));
        let verb = morph.form == FormKind::Finite && name.entities.is_empty() && !given;
        let apart = lexeme.org_head.map_or(0, |h| layers.lexicon.org_heads[h as usize].apart);
        let bare = (!morph.article && name.words.len() - 1 <= apart).then_some(());
        let rest = bare.and_then(|_| organization(layers, first + 1..name.words.end)).filter(|_| name.kind == Kind::Organization);
        if !(title || head || verb || rest.is_some()) {
            return;
        }
        name.words.start += 1;
        name.entities = rest.unwrap_or_else(|| std::mem::take(&mut name.entities));
    }
}

/// The organizations of the knowledge base that are called exactly so.
pub(super) fn organization<'l>(layers: Layers<'l>, words: Range<usize>) -> Option<Vec<EntityId>> {
    let kb = &layers.lexicon.kb;
    let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
    let of = |names: &'l Sequences| {
        let (n_words, ids) = names.longest(next(0)?, next)?;
        let is_org = |id: &&u32| kb.entities.get(**id as usize).is_some_and(|e| e.kind == Kind::Organization);
        let ids: Vec<EntityId> = ids.iter().filter(is_org).copied().collect();
        (n_words == words.len() && !ids.is_empty()).then_some(ids)
    };
    of(&kb.names).or_else(|| of(&kb.shorts))
}

/// Whether a word is a noun that stands before a place without being part of its name, in any of its readings.
fn stands_before_places(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    let stem = folded.get(layers.morphs[word].lead as usize..).unwrap_or(folded);
    let head = layers.lexicon.forms(stem).find_map(|f| layers.lexicon.lexeme(Some(f.lexeme))?.place_head);
    head.is_some_and(|h| !layers.lexicon.place_heads[h as usize].in_name)
}

/// A single word that the lexicon knows as a common word, or an adjective, names nothing by itself.
fn is_everyday(layers: Layers<'_>, name: &Name) -> bool {
    if name.words.len() != 1 {
        return false;
    }
    let word = name.words.start;
    let folded = layers.text.folded(word);
    if name.kind == Kind::Person && (layers.lexicon.descent.contains(&key(folded)) || describes(layers, word)) {
        return true;
    }
    let morph = layers.morphs[word];
    let k = key(folded);
    if layers.lexicon.first_names.contains(&k) || layers.lexicon.family_names.contains(&k) || is_listed(layers, name) {
        return false;
    }
    let adjective = name.kind == Kind::Place && folded.starts_with("ال") && folded.ends_with("يه");
    adjective || (morph.lexeme.is_some() && !matches!(morph.pos, Pos::Unknown))
}

/// `موقف حازم`: right after an indefinite common noun, what the model of words reads as an adjective is no given name.
fn describes(layers: Layers<'_>, word: usize) -> bool {
    let adjective = layers.words.get(word).is_some_and(|c| c.shape.tag() == Tag::Adjective);
    let noun = word.checked_sub(1).is_some_and(|b| {
        let morph = layers.morphs[b];
        let lexeme = layers.lexicon.lexeme(morph.lexeme);
        let plain = lexeme.is_some_and(|l| l.title.is_none() && l.org_head.is_none() && l.place_head.is_none());
        morph.pos == Pos::Noun && morph.form == FormKind::Noun && !morph.article && !morph.has_pronoun() && plain
    });
    adjective && noun
}

/// Whether the knowledge base has the word as a name of this kind: `عدن` is a verb's form too, but the model saw a place.
fn is_listed(layers: Layers<'_>, name: &Name) -> bool {
    let kb = &layers.lexicon.kb;
    super::gazetteer::spellings(layers.text.folded(name.words.start)).iter().any(|(_, spelling)| {
        let listed = kb.names.longest(spelling, |_| None).or_else(|| kb.shorts.longest(spelling, |_| None));
        listed.is_some_and(|(_, ids)| ids.iter().any(|id| kb.entities.get(*id as usize).is_some_and(|e| e.kind == name.kind)))
    })
}
