//! What goes on an organization's name after `ل`: its field of work, its aim, its town, its government.
//!
//! `الهيئة العامة للطيران المدني`, `جمعية لحقوق الإنسان`, `المجلس المحلي لمدينة مصراتة`. The nouns stand in `names/beside.tsv`.

use super::{Layers, Name};
use crate::lexicon::{Kind, key};
use crate::morph::FormKind;
use crate::morph::words::shape::Tag;
use crate::text::WordKind;

/// Most words that a complement adds.
const MOST: usize = 6;

/// Takes complements into the names before them; `names` stand in order.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut at = 0;
    while at < names.len() {
        made(layers, names, at);
        let end = layers.text.sentence_of(names[at].words.start).map_or(0, |s| layers.text.sentences[s].end);
        let stop = complement(layers, names, at, end);
        if let Some(stop) = stop {
            let word = names[at].words.end;
            super::lengthen(layers, names, at, stop);
            // A known company with its field is the same; a committee of a house is not the committee.
            if !layers.text.folded(word).starts_with("لل") {
                names[at].entities.clear();
            }
        }
        at += 1;
    }
}

/// `قصر المعاشيق الرئاسي`, `قاعدة العند الجوية`: what a facility is made for goes on its name.
fn made(layers: Layers<'_>, names: &mut [Name], at: usize) {
    let next = names.get(at + 1).map_or(usize::MAX, |n| n.words.start);
    let name = &mut names[at];
    let end = layers.text.sentence_of(name.words.start).map_or(0, |s| layers.text.sentences[s].end).min(next);
    let head = layers.lexicon.lexeme(layers.morphs[name.words.start].lexeme).and_then(|l| l.place_head);
    let facility = name.kind == Kind::Place && head.is_some_and(|h| layers.lexicon.place_heads[h as usize].in_name);
    let word = name.words.end;
    if facility && name.words.len() > 1 && word < end && layers.lexicon.beside.made.contains(&key(layers.text.folded(word))) {
        name.words.end = word + 1;
        name.span.end = layers.text.span(name.words.clone()).end;
    }
}

/// Where the name ends with its complement, if it has one.
fn complement(layers: Layers<'_>, names: &[Name], at: usize, end: usize) -> Option<usize> {
    let name = &names[at];
    let first = name.words.start;
    let head = layers.lexicon.lexeme(layers.morphs[first].lexeme);
    let opens = match name.kind {
        Kind::Organization => head.is_some_and(|l| l.org_head.is_some()),
        Kind::Place => head.is_some_and(|l| l.place_head.is_some_and(|h| layers.lexicon.place_heads[h as usize].in_name)),
        _ => false,
    };
    let word = name.words.end;
    if !opens || word >= end || name.words.len() < 2 || layers.text.words[word].kind != WordKind::Arabic {
        return None;
    }
    let folded = layers.text.folded(word);
    // A ministry has offices "for" this and that, and a state's bodies meet for an aim.
    let own = layers.morphs[first].article && !name.words.clone().any(|w| super::heads::nation_of(layers, w).is_some());
    let ministry = head.and_then(|l| l.org_head).is_some_and(|h| layers.lexicon.org_heads[h as usize].kind == "ministry");
    let beside = &layers.lexicon.beside;
    let unknown = name.entities.is_empty() && !ministry;
    let company = || head.and_then(|l| l.org_head).is_some_and(|h| layers.lexicon.org_heads[h as usize].kind == "company");
    if let Some(stop) = of_seat(layers, names, at, word) {
        return Some(stop);
    }
    let stop = if let Some(field) = folded.strip_prefix("لل").filter(|_| unknown || company()) {
        // "المجلس الوطني للدفاع عن الديمقراطية", "للدفاع عن حقوق الإنسان"
        let defends = field == "دفاع" && word + 1 < end && layers.text.folded(word + 1) == "عن";
        let what = (word + 2..(word + 4).min(end)).find(|w| layers.morphs[*w].article && layers.is_free(*w)).filter(|_| defends);
        is_field(layers, field).then_some(what.map_or(word + 1, |w| w + 1))?
    } else if let Some(aim) = folded.strip_prefix('ل').filter(|_| unknown) {
        let k = key(aim);
        let named = beside.purposes.contains(&k) || own && beside.aims.contains(&k);
        if !named {
            return of_town(layers, names, at, word);
        }
        // "لحقوق الإنسان", "لتنمية الموارد البشرية": one genitive more at most before the definite one.
        (word + 1..(word + 3).min(end)).find(|w| layers.morphs[*w].article && layers.is_free(*w)).map(|w| w + 1)?
    } else if matches!(folded, "في" | "لدي") {
        return of_mission(layers, names, at, word).or_else(|| of_parliament(layers, names, at, word));
    } else {
        return of_government(layers, names, at, word);
    };
    Some(adjectives(layers, stop, end.min(word + MOST)))
}

/// A field of work; of `للغة` and `للاجئين` one lam is not written.
pub(super) fn is_field(layers: Layers<'_>, bare: &str) -> bool {
    let fields = &layers.lexicon.beside.fields;
    fields.contains(&key(bare)) || fields.contains(&key(&format!("ل{bare}")))
}

/// Adjectives and joined fields after a field: `للطاقة الذرية`, `للنفط والغاز`.
pub(super) fn adjectives(layers: Layers<'_>, mut word: usize, end: usize) -> usize {
    while word < end && layers.text.words[word].kind == WordKind::Arabic {
        let morph = layers.morphs[word];
        let adjective = layers.words.get(word).is_some_and(|c| c.shape.tag() == Tag::Adjective);
        let folded = layers.text.folded(word);
        let field = folded.strip_prefix("وال").is_some_and(|f| is_field(layers, f));
        // "المجلس الأعلى للأمومة الرئيسة الفخرية": a title begins something else.
        let title = layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.title.is_some());
        let tail = title || layers.lexicon.beside.tails.contains(&key(folded));
        if tail || !(field || morph.article && layers.is_free(word) && adjective && morph.form != FormKind::Finite) {
            break;
        }
        word += 1;
    }
    word
}

/// `المجلس المحلي لمدينة مصراتة`: a body of no state, and the place named after a noun for places.
fn of_town(layers: Layers<'_>, names: &[Name], at: usize, word: usize) -> Option<usize> {
    let name = &names[at];
    let own = layers.morphs[name.words.start].article && name.entities.is_empty();
    let head = layers.lexicon.forms(layers.stem(word)).find_map(|f| layers.lexicon.lexeme(Some(f.lexeme))?.place_head);
    let town = head.is_some() && layers.morphs[word].prep == Some('ل') && !layers.morphs[word].article;
    let place = names.get(at + 1).filter(|n| n.words.start == word + 1 && n.kind == Kind::Place)?;
    (own && town).then_some(place.words.end)
}

/// Whether the word opens a complement: `للطيران`, `لحقوق`.
pub(super) fn opens(layers: Layers<'_>, word: usize) -> bool {
    if layers.text.words.get(word).is_none_or(|w| w.kind != WordKind::Arabic) {
        return false;
    }
    let folded = layers.text.folded(word);
    let field = folded.strip_prefix("لل").is_some_and(|f| is_field(layers, f));
    let purpose = || folded.strip_prefix('ل').is_some_and(|aim| layers.lexicon.beside.purposes.contains(&key(aim)));
    field || purpose()
}

/// `سفارة تونس في ليبيا`, `السفارة الأمريكية لدى اليمن`: where a mission is.
fn of_mission(layers: Layers<'_>, names: &[Name], at: usize, word: usize) -> Option<usize> {
    let mission = layers.lexicon.beside.missions.contains(&key(layers.stem(names[at].words.start)));
    let place = names.get(at + 1).filter(|n| n.words.start == word + 1 && n.kind == Kind::Place && layers.is_free(word + 1))?;
    (mission && layers.is_free(word)).then_some(place.words.end)
}

/// `السفارة السعودية بالمغرب`, `المحكمة الابتدائية بتونس`, `مفوضية الأمن بمدينة تنغير`: the seat of a mission or of a court of a town.
fn of_seat(layers: Layers<'_>, names: &[Name], at: usize, word: usize) -> Option<usize> {
    let first = names[at].words.start;
    if layers.morphs[word].prep != Some('ب') || layers.morphs[word].conj {
        return None;
    }
    let court = super::trim::org_kind(layers, first) == Some("court");
    if !court && !layers.lexicon.beside.missions.contains(&key(layers.stem(first))) {
        return None;
    }
    let town = |w: usize| names.get(at + 1).filter(|n| n.words.start == w && n.kind == Kind::Place).map(|n| n.words.end);
    // "قضت المحكمة بسجن طرة": a prison is no seat.
    let prison = layers.lexicon.prisons.contains(&key(layers.stem(word)));
    let head = super::gazetteer::is_bare_head(layers, word) && !prison;
    town(word).filter(|_| !prison).or_else(|| town(word + 1).filter(|_| head && layers.is_free(word + 1)))
}

/// `اللجنة الأمنية في البرلمان`: the house that a committee belongs to.
fn of_parliament(layers: Layers<'_>, names: &[Name], at: usize, word: usize) -> Option<usize> {
    let committee = layers.stem(names[at].words.start) == "لجنه";
    let house = names.get(at + 1).filter(|n| n.words.start == word + 1 && n.kind == Kind::Organization)?;
    let head = layers.lexicon.lexeme(layers.morphs[house.words.start].lexeme).and_then(|l| l.org_head);
    let parliament = head.is_some_and(|h| layers.lexicon.org_heads[h as usize].kind == "parliament");
    (committee && parliament).then_some(house.words.end)
}

/// `وزارة الدفاع بحكومة الوفاق`: the government that a ministry belongs to.
fn of_government(layers: Layers<'_>, names: &[Name], at: usize, word: usize) -> Option<usize> {
    let kind = |w: usize| {
        let head = layers.lexicon.lexeme(layers.morphs[w].lexeme).and_then(|l| l.org_head);
        head.map(|h| layers.lexicon.org_heads[h as usize].kind.as_str())
    };
    let next = names.get(at + 1).filter(|n| n.words.start == word && n.kind == Kind::Organization)?;
    let ministry = names[at].kind == Kind::Organization && kind(names[at].words.start) == Some("ministry");
    let government = layers.stem(word) == "حكومه" && layers.morphs[word].prep == Some('ب');
    (ministry && government).then_some(next.words.end)
}
