//! Bodies and places that are called after somebody or in two words: `مؤسسة [سلطان بن علي العويس] الثقافية`, `مدينة الشيخ [خليفة] الطبية`,
//! `بني [مكادة]`; and a person after the town of his office: `محافظ [خميس مشيط] سعيد بن مشيط`.
//!
//! Must not take: somebody who does something in a body (`مدير مستشفى خالد العلي`), a noun and an adjective that do not agree.

use super::{Layers, Name};
use crate::lexicon::{Kind, key};
use crate::morph::words::shape::Tag;
use crate::text::WordKind;

/// Takes in what a name is called after, and parts a town from the person after it; `names` stand in order.
pub(super) fn extend(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut at = 0;
    while at < names.len() {
        let found = match names[at].kind {
            Kind::Person => after_town(layers, names, at).or_else(|| after_person(layers, names, at)),
            Kind::Place => tribe(layers, names, at),
            _ => None,
        };
        if let Some((name, rest)) = found {
            let end = name.words.end;
            names[at] = name;
            while names.get(at + 1).is_some_and(|n| n.words.start < end) {
                names.remove(at + 1);
            }
            if let Some(rest) = rest {
                names.insert(at + 1, rest);
            }
        }
        at += 1;
    }
}

type Found = Option<(Name, Option<Name>)>;

fn is_arabic(layers: Layers<'_>, word: usize) -> bool {
    layers.text.words.get(word).is_some_and(|w| w.kind == WordKind::Arabic)
}

/// `مؤسسة سلطان بن علي العويس الثقافية`: a body, at most one title, a person and the body's adjective.
fn after_person(layers: Layers<'_>, names: &[Name], at: usize) -> Found {
    let name = &names[at];
    let end = layers.text.sentence_of(name.words.start).map(|s| layers.text.sentences[s].end)?;
    let first = at.checked_sub(1).map_or(0, |b| names[b].words.end);
    let before = name.words.start.checked_sub(1).filter(|b| *b >= first && layers.is_free(name.words.start))?;
    let titled =
        layers.morphs[before].article && layers.lexicon.lexeme(layers.morphs[before].lexeme).is_some_and(|l| l.title.is_some());
    let head = if titled { before.checked_sub(1).filter(|h| *h >= first && layers.is_free(before))? } else { before };
    let called = layers.lexicon.beside.named.contains(&key(layers.stem(head)));
    if !called || layers.morphs[head].article || layers.morphs[head].has_pronoun() {
        return None;
    }
    // The model may have taken the adjective for the last of the person's names: "خليفة الطبية".
    let last = name.words.end - 1;
    let stop = if name.words.len() > 1 && describes(layers, head, last) { name.words.end } else { name.words.end + 1 };
    if stop > end || !describes(layers, head, stop - 1) {
        return None;
    }
    let stop = if stop < end && describes(layers, head, stop) { stop + 1 } else { stop };
    let words = head..stop;
    let kind = if layers.lexicon.lexeme(layers.morphs[head].lexeme).is_some_and(|l| l.org_head.is_some()) {
        Kind::Organization
    } else {
        Kind::Place
    };
    let kind = if layers.stem(head) == "مدينه" { Kind::Organization } else { kind };
    let span = layers.span(words.clone(), super::heads::lead_of(layers, head));
    Some((Name { words, span, kind, entities: Vec::new() }, None))
}

/// An adjective with the article that agrees with the body in gender, and tells no nationality.
fn describes(layers: Layers<'_>, head: usize, word: usize) -> bool {
    if !is_arabic(layers, word) || !layers.is_free(word) {
        return false;
    }
    let folded = layers.text.folded(word);
    let adjective = layers.words.get(word).is_some_and(|c| c.shape.tag() == Tag::Adjective);
    let feminine = layers.stem(head).ends_with('ه');
    let agrees = if feminine { folded.ends_with("يه") || folded.ends_with("ه") } else { !folded.ends_with('ه') };
    adjective && folded.starts_with("ال") && agrees && super::heads::nation_of(layers, word).is_none()
}

/// `محافظ خميس مشيط سعيد بن عبدالعزيز`: the known town right after an office is none of the officer's names.
fn after_town(layers: Layers<'_>, names: &[Name], at: usize) -> Found {
    let name = &names[at];
    let town =
        super::gazetteer::longest(layers, name.words.start).filter(|n| n.kind == Kind::Place && n.words.end < name.words.end)?;
    let before = name.words.start.checked_sub(1).filter(|_| name.entities.is_empty() && layers.is_free(name.words.start))?;
    let lexeme = layers.lexicon.lexeme(layers.morphs[before].lexeme);
    let office = lexeme.is_some_and(|l| l.title.is_some() || l.place_head.is_some() || l.org_head.is_some());
    let given = layers.lexicon.first_names.contains(&key(layers.text.folded(name.words.start)));
    let rest = town.words.end..name.words.end;
    let person = layers.lexicon.first_names.contains(&key(layers.text.folded(rest.start)));
    if !office || layers.morphs[before].article || given && town.words.len() == 1 || !person {
        return None;
    }
    let rest = Name { span: layers.text.span(rest.clone()), words: rest, kind: Kind::Person, entities: Vec::new() };
    Some((town, Some(rest)))
}

/// `بني مكادة`, `أولاد تايمة`, `سيدي بنور`, `عين الحوالة`: the first word of a place's name.
fn tribe(layers: Layers<'_>, names: &[Name], at: usize) -> Found {
    let name = &names[at];
    let before = name.words.start.checked_sub(1)?;
    let taken = at.checked_sub(1).map_or(0, |b| names[b].words.end);
    let kb = &layers.lexicon.kb;
    if before < taken
        || !is_arabic(layers, before)
        || !layers.is_free(name.words.start)
        || name.entities.iter().any(|id| kb.is_state(Some(*id)))
    {
        return None;
    }
    let folded = layers.text.folded(before);
    let opens = |s: &str| layers.lexicon.beside.tribes.contains(&key(s));
    let (lead, _) = super::gazetteer::spellings(folded).into_iter().find(|(_, s)| opens(s))?;
    let words = before..name.words.end;
    let same = layers.text.sentence_of(before) == layers.text.sentence_of(name.words.start);
    same.then(|| (Name { span: layers.span(words.clone(), lead), words, kind: Kind::Place, entities: Vec::new() }, None))
}
