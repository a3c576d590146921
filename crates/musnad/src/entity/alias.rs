//! Two names of one body, and names that many states have for a body of theirs.
//!
//! `الشركة الوطنية للمياه (الصوناد)`; `مجموعة جند الله` after `جماعة جند الله`; `الهيئة الوطنية لمكافحة الفساد` of whichever state.

use super::{Entities, cluster::inner_country};
use crate::clause::Layers;
use crate::lexicon::{Kind, key};
use crate::name::Name;
use crate::text::{WordKind, fold};

/// Kinds of bodies of which most states have one by the same words.
const COMMON: [&str; 6] = ["ministry", "government", "commission", "parliament", "court", "police"];

/// Whether the knowledge base has the name for one state's body although nothing in its words tells the state.
pub(super) fn is_common(layers: Layers<'_>, name: &Name) -> bool {
    let kb = &layers.lexicon.kb;
    let common = |id: &u32| kb.entities.get(*id as usize).is_some_and(|e| COMMON.contains(&e.kind_of.as_str()));
    name.kind == Kind::Organization
        && name.words.len() > 1
        && !name.entities.is_empty()
        && name.entities.iter().all(common)
        && inner_country(layers, name).is_none()
}

/// Names in brackets right after another body's name mean that body, if at most one of the two is known.
pub(super) fn bracketed(entities: &mut Entities, layers: Layers<'_>) {
    let pairs: Vec<(usize, usize)> =
        (1..layers.names.len()).filter(|at| is_bracketed(layers, *at)).map(|at| (at - 1, at)).collect();
    for (full, short) in pairs {
        let (full, short) = (entities.of_name[full], entities.of_name[short]);
        if full == short {
            continue;
        }
        let known = |id: usize| entities.list.get(id).is_some_and(|e| e.kb.is_some());
        let (kept, gone) = if known(short) { (short, full) } else { (full, short) };
        if known(gone) {
            continue;
        }
        entities.of_name.iter_mut().filter(|id| **id == gone).for_each(|id| *id = kept);
        entities.by_text.values_mut().filter(|id| **id == gone).for_each(|id| *id = kept);
    }
}

/// Whether the name stands alone in brackets right after the one before it, which is a longer one of the same kind.
fn is_bracketed(layers: Layers<'_>, at: usize) -> bool {
    let (full, short) = (&layers.names[at - 1], &layers.names[at]);
    let raw = |w: usize| layers.text.words.get(w).map(|_| layers.text.raw(w));
    let quoted = |w: usize| raw(w).is_some_and(crate::clause::is_quote);
    let (mut open, mut close) = (full.words.end, short.words.end);
    let bracket = raw(open) == Some("(");
    open += 1;
    while quoted(open) {
        open += 1;
    }
    while quoted(close) {
        close += 1;
    }
    bracket
        && open == short.words.start
        && raw(close) == Some(")")
        && full.kind == Kind::Organization
        && short.kind == Kind::Organization
        && short.words.len() < full.words.len()
}

/// A group that was named with another noun for such groups: `جماعة جند الله`, `مجموعة جند الله`, `تنظيم …`.
pub(super) fn other_noun(entities: &Entities, layers: Layers<'_>, name: &Name, folded: &str) -> Option<usize> {
    let group = |noun: &str| layers.lexicon.beside.groups.contains(&key(noun));
    if let Some(known) = called(entities, name, folded, group) {
        return Some(known);
    }
    let (noun, rest) = folded.split_once(' ').filter(|(noun, _)| name.kind == Kind::Organization && group(noun))?;
    let nation = layers.lexeme(name.words.start + 1).is_some_and(|l| l.nation.is_some());
    if layers.text.words[name.words.start].kind != WordKind::Arabic || nation {
        return None;
    }
    let same = |full: &str| {
        full == rest || full.split_once(' ').is_some_and(|(other, tail)| tail == rest && other != noun && group(other))
    };
    entities.list.iter().position(|e| e.kind == Kind::Organization && same(&fold(&e.name)))
}

/// `المسار` after `حزب المسار`.
fn called(entities: &Entities, name: &Name, folded: &str, group: impl Fn(&str) -> bool) -> Option<usize> {
    let short = name.kind == Kind::Organization && name.words.len() == 1 && folded.starts_with("ال");
    let same = |full: &str| full.split_once(' ').is_some_and(|(noun, rest)| rest == folded && group(noun));
    entities.list.iter().position(|e| short && e.kind == Kind::Organization && same(&fold(&e.name)))
}
