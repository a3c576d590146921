//! The name within what opens it: `حكومة ميانمار`, `فصائل الحشد الشعبي`, `صحيفة الخبر`.

use super::{Layers, Name};
use crate::lexicon::{Kind, key};
use crate::morph::words::propose::NO_LEMMA;
use crate::morph::words::shape::Tag;

/// Leaves what a noun before a name describes to the groups, and keeps the name.
pub(super) fn reduce(layers: Layers<'_>, name: &mut Name) {
    firm(layers, name);
    kingdom(layers, name);
    led_to(layers, name);
    overrun(layers, name);
    if name.kind != Kind::Organization || name.words.len() < 2 {
        return;
    }
    let first = name.words.start;
    let morph = layers.morphs[first];
    if morph.article || morph.has_pronoun() {
        return;
    }
    let stem = key(layers.stem(first));
    let beside = &layers.lexicon.beside;
    if beside.rules.contains(&stem) {
        of_state(layers, name);
    } else if beside.units.contains(&stem) {
        of_body(layers, name);
    } else if beside.press.contains(&stem) {
        of_paper(layers, name);
    }
}

/// `اتهمت الحكومة اليمنية الحوثيين`, `طالب مجلس الوزراء الموافقة`: after a body's state or the whole of its usual name another definite
/// noun is no part of it.
fn overrun(layers: Layers<'_>, name: &mut Name) {
    if name.kind != Kind::Organization || !name.entities.is_empty() || name.words.len() < 3 {
        return;
    }
    let words = name.words.clone();
    let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
    let body = next(0).and_then(|first| layers.lexicon.bodies.longest(first, next)).map_or(0, |(n, _)| n);
    let noun = |w: usize| {
        let tag = layers.words.get(w).filter(|c| c.lemma != NO_LEMMA).map(|c| c.shape.tag());
        let folded = layers.text.folded(w);
        let people =
            folded.ends_with("ين") && layers.lexicon.people.contains(&key(crate::lexicon::without_article(layers.stem(w))));
        tag == Some(Tag::Noun) || people
    };
    let whole = |w: usize| {
        let nation = super::heads::nation_of(layers, w - 1).is_some();
        nation && layers.morphs[w - 1].article && w > words.start + 1 || body > 1 && w == words.start + body
    };
    let apart = |w: &usize| {
        layers.morphs[*w].article && layers.is_free(*w) && super::heads::nation_of(layers, *w).is_none() && noun(*w) && whole(*w)
    };
    if let Some(stop) = (words.start + 2..words.end).find(apart) {
        name.words.end = stop;
        name.span.end = layers.text.span(name.words.clone()).end;
    }
}

/// `حكومة ميانمار`, `رئاسة الولايات المتحدة`: a rule of which no more is told than its state.
fn of_state(layers: Layers<'_>, name: &mut Name) {
    let rest = name.words.start + 1;
    let state = super::gazetteer::longest(layers, rest).filter(|n| n.kind == Kind::Place && n.words.end <= name.words.end);
    let kb = &layers.lexicon.kb;
    let country = |n: &Name| n.entities.iter().any(|id| kb.is_state(Some(*id)));
    if let Some(state) = state.filter(country) {
        *name = state;
    }
}

/// `فصائل الحشد الشعبي`, `قوات الجيش اليمني`: units of a body that is named.
fn of_body(layers: Layers<'_>, name: &mut Name) {
    let rest = name.words.start + 1;
    let stem = layers.stem(name.words.start);
    let kb = &layers.lexicon.kb;
    // "قوات الدعم السريع" is called so.
    let own =
        |id: &u32| kb.entities.get(*id as usize).is_some_and(|e| crate::text::fold(&e.name).split(' ').next() == Some(stem));
    let known = super::trim::organization(layers, rest..name.words.end);
    let body = layers.morphs[rest].article
        && matches!(super::trim::org_kind(layers, rest), Some("army" | "coalition" | "armed_group" | "police"))
        && layers.stem(rest) != "امن";
    if name.entities.iter().any(own) || known.is_none() && !body {
        return;
    }
    name.words.start = rest;
    name.span = layers.text.span(name.words.clone());
    name.entities = known.unwrap_or_else(|| std::mem::take(&mut name.entities));
}

/// `صحيفة الخبر`: the noun tells that it is a paper; of `الصحيفة الفرنسية` and `صحيفة فرنسية` no name is told.
fn of_paper(layers: Layers<'_>, name: &mut Name) {
    let rest = name.words.start + 1;
    if super::heads::nation_of(layers, rest).is_none() {
        // "صحيفة الشروق التونسية": the adjective agrees with the noun.
        let last = name.words.end - 1;
        let nation = name.entities.is_empty() && last > rest && layers.text.folded(last).ends_with("يه");
        if nation && super::heads::nation_of(layers, last).is_some() {
            name.words.end = last;
        }
        name.words.start = rest;
        name.span = layers.text.span(name.words.clone());
    }
}

/// `المملكة الأردنية`, `الجمهورية التونسية`: a state by the noun for what it is and its adjective.
fn kingdom(layers: Layers<'_>, name: &mut Name) {
    let next = name.words.end;
    if name.kind != Kind::Place
        || name.words.len() != 1
        || !layers.morphs[name.words.start].article
        || next >= layers.text.words.len()
    {
        return;
    }
    let kb = &layers.lexicon.kb;
    // "المملكة" may be one of several.
    let noun = name.entities.len() > 1;
    let nation = super::heads::nation_of(layers, next).and_then(|n| kb.countries.get(n as usize));
    if let Some(country) = nation.filter(|_| noun && layers.morphs[next].article && layers.is_free(next)) {
        name.words.end = next + 1;
        name.span.end = layers.text.span(name.words.clone()).end;
        name.entities = vec![country.entity];
    }
}

/// `استمعت هيئة المحكمة لشهادات`: a word under `ل` at the end of an unknown body's name tells what it does.
fn led_to(layers: Layers<'_>, name: &mut Name) {
    let Some(last) = name.words.end.checked_sub(1).filter(|l| name.words.contains(l)) else { return };
    let morph = layers.morphs[last];
    let body = name.kind == Kind::Organization && name.entities.is_empty() && name.words.len() > 2;
    if body && morph.prep == Some('ل') && !morph.article && morph.lexeme.is_some() {
        name.words.end = last;
        name.span.end = layers.text.span(name.words.clone()).end;
    }
}

/// Whether the name is a paper's: a noun for papers stands right before it.
pub(super) fn is_paper(layers: Layers<'_>, name: &Name) -> bool {
    let paper = |w: usize| !layers.morphs[w].article && layers.lexicon.beside.press.contains(&key(layers.stem(w)));
    name.kind == Kind::Organization && layers.is_free(name.words.start) && name.words.start.checked_sub(1).is_some_and(paper)
}

/// `شركة تورنيوس كومبيتانسياس`: what a noun for companies or media stands before is none of a person.
fn firm(layers: Layers<'_>, name: &mut Name) {
    let listed = |w: usize| layers.lexicon.first_names.contains(&key(layers.text.folded(w)));
    let before = name.words.start.checked_sub(1).filter(|_| name.entities.is_empty() && name.kind == Kind::Person);
    let head = |w: usize| {
        let morph = layers.morphs[w];
        let firm = matches!(super::trim::org_kind(layers, w), Some("company" | "outlet" | "agency" | "bank"));
        firm && !morph.article && !morph.has_pronoun() && layers.stem(w) != "مجموعه"
    };
    if layers.is_free(name.words.start) && before.is_some_and(head) && !listed(name.words.start) {
        name.kind = Kind::Organization;
    }
}
