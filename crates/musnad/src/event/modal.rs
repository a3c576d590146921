//! Demands that no verb of asking makes: `يجب على إيران تغيير سياستها`, `على الحكومة أن توقف`, `عليها الكف عن`, `ضرورة احترام إيران
//! للاتفاق`, `الحكومة مطالبة بالرحيل`.
//!
//! Inside a statement, whoever must do something is asked for it by whoever speaks (PLOVER: REQUEST). Outside of statements a
//! modal is the article's own view and no event.

use super::Event;
use super::party::{acts, party};
use super::pronoun;
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::{Prep, key, without_article};
use crate::morph::{FormKind, Pos};
use crate::statement::{Input, Statement};

/// How far from its modal the one who must may stand.
const REACH: usize = 6;

/// Whoever must do something.
enum Bidden<'g> {
    Group(&'g Group),
    /// A name inside a group of another head (`ضرورة احترام إيران`).
    Name(usize, usize),
    /// The word whose pronoun means them.
    Pronoun(usize),
}

/// The demands that a statement makes by other words than a verb of asking.
pub(super) fn demands(input: Input<'_>, entities: &mut Entities, statement: &Statement) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let Some(speaker) = statement.chain.last().copied() else { return events };
    let first = statement.words.start;
    let needed_first = first.checked_sub(2).filter(|n| is_need(input, *n) && input.layers.text.folded(n + 1) == "ان");
    let bids = statement.words.clone().filter_map(|word| bid(input, statement, word).map(|bidden| (word, bidden)));
    // "على ضرورة أن تنسحب إسرائيل": the noun of need stands before the content.
    let before = needed_first.and_then(|n| Some((n, Bidden::Group(doer(input, first + 1, statement.words.end)?))));
    for (word, bidden) in before.into_iter().chain(bids) {
        let (recipients, last) = match bidden {
            Bidden::Group(group) => (party(input, entities, group), group.words.end),
            Bidden::Name(name, end) => (entities.of_name.get(name).copied().into_iter().collect(), end),
            Bidden::Pronoun(at) => (pronoun::antecedent(input, entities, at, &[speaker]).into_iter().collect(), at + 1),
        };
        let recipients: Vec<usize> = recipients.into_iter().filter(|r| *r != speaker).collect();
        if recipients.is_empty() || events.iter().any(|e| e.recipients == recipients) {
            continue;
        }
        events.push(request(input, statement, word, last, recipients));
    }
    events
}

fn request(input: Input<'_>, statement: &Statement, word: usize, last: usize, recipients: Vec<usize>) -> Event {
    let stop = (last + 8).min(statement.words.end);
    Event {
        event: "REQUEST".to_owned(),
        recipients,
        evidence: input.layers.text.span(word..stop.max(word + 1)),
        ..super::by_words(input, statement, word)
    }
}

/// Whoever the word bids do something, if it does.
fn bid<'g>(input: Input<'g>, statement: &Statement, word: usize) -> Option<Bidden<'g>> {
    let layers = input.layers;
    if layers.name_at(word).is_some() || layers.time_at(word).is_some() {
        return None;
    }
    let before = word.checked_sub(1);
    if before.is_some_and(|b| layers.morph(b).pos == Pos::Negation) && !layers.text.folded(word).starts_with("بد") {
        return None;
    }
    if layers.role(word) == "must" || no_way_around(input, word) {
        return obliged(input, statement, word).map(Bidden::Group);
    }
    let opens = opens(input, statement, word);
    if opens && bids(input, word) {
        return input.group_at(word + 1).filter(|g| acts(input, g)).map(Bidden::Group);
    }
    // "عليها أن توقف", "فعليهم تطبيق": a pronoun stands for whoever was told.
    if opens && upon(input, word) && (asks_deed(input, word + 1) || is_bare_deed(input, word + 1)) {
        return Some(Bidden::Pronoun(word));
    }
    if is_need(input, word) {
        return needed(input, statement, word);
    }
    let stem = key(without_article(crate::clause::morph_stem(layers, word)));
    if layers.lexicon.bidden.contains(&stem) && !layers.morph(word).article {
        return called_upon(input, word).map(Bidden::Group);
    }
    None
}

/// `يجب على إيران`, `ينبغي لإيران`, `يجب أن توقف إيران`: under a preposition at once, or as the first subject of the clause.
fn obliged<'g>(input: Input<'g>, statement: &Statement, word: usize) -> Option<&'g Group> {
    let end = statement.words.end.min(word + REACH);
    // "يجب حماية المدنيين": whoever stands under a verbal noun undergoes it.
    let clause = (word + 1..end.min(word + 3)).any(|w| input.layers.morph(w).pos == Pos::Complementizer);
    input.groups_in(word..end).iter().find(|g| {
        let bound = matches!(g.prep, Some(Prep::Ala | Prep::Li)) && g.words.start <= word + 2;
        (bound || clause && g.prep.is_none()) && !g.is_time && acts(input, g)
    })
}

/// `لا بد أن`, `لابد للحكومة من`.
fn no_way_around(input: Input<'_>, word: usize) -> bool {
    let text = input.layers.text;
    let negated = || word.checked_sub(1).is_some_and(|b| matches!(text.folded(b), "لا" | "ولا" | "فلا"));
    text.folded(word) == "بد" && negated() || matches!(text.folded(word), "لابد" | "ولابد")
}

/// Whether a word may open a clause of what is said: first, after a complementizer or comma, or joined by a conjunction.
fn opens(input: Input<'_>, statement: &Statement, word: usize) -> bool {
    let layers = input.layers;
    let joined = layers.text.folded(word).starts_with(['و', 'ف']);
    word == statement.words.start
        || joined
        || word.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Complementizer || layers.is_comma(b))
}

/// `على الحكومة أن توقف`, `على إيران الكف عن`: `أن` with a verb or a verbal noun with the article follows its group.
fn bids(input: Input<'_>, word: usize) -> bool {
    if input.layers.role(word) != "on" {
        return false;
    }
    // "أن على الدول الغربية استخدام كل الوسائل": after أن a bare verbal noun does too.
    let that = word.checked_sub(1).is_some_and(|b| input.layers.morph(b).pos == Pos::Complementizer);
    let asks = |w: usize| asks_deed(input, w) || that && is_bare_deed(input, w);
    input.group_at(word + 1).is_some_and(|group| asks(group.words.end))
}

/// Whether `أن` with a verb, or a verbal noun with the article, stands at a word.
fn asks_deed(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let next = layers.morph(word);
    // "على إيران الكف عن": what the noun of the deed governs follows.
    let noun = matches!(next.form, FormKind::Masdar | FormKind::Noun) && layers.name_at(word).is_none();
    let governs =
        next.form == FormKind::Masdar || layers.prep_of(word + 1).is_some() || layers.morph(word + 1).pos == Pos::Preposition;
    let deed = noun && next.article && next.prep.is_none() && !next.conj && governs;
    deed || next.pos == Pos::Complementizer && layers.text.folded(word) == "ان" && layers.is_verb(word + 1)
}

/// A verbal noun without article, preposition or pronoun (`تطبيق الاتفاق`).
fn is_bare_deed(input: Input<'_>, word: usize) -> bool {
    let morph = input.layers.morph(word);
    morph.form == FormKind::Masdar && !morph.article && morph.prep.is_none() && !morph.has_pronoun() && !morph.conj
}

/// `عليهم`, `فعليها`.
fn upon(input: Input<'_>, word: usize) -> bool {
    let folded = input.layers.text.folded(word);
    let bare = folded.strip_prefix(['و', 'ف']).unwrap_or(folded);
    matches!(bare, "عليه" | "عليها" | "عليهم" | "عليهما")
}

/// Whether a word is a noun of need without article.
fn is_need(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let stem = key(without_article(crate::clause::morph_stem(layers, word)));
    layers.lexicon.needs.contains(&stem) && !layers.morph(word).article
}

/// The bare group right behind a verb, which does what it tells.
fn doer<'g>(input: Input<'g>, first: usize, end: usize) -> Option<&'g Group> {
    input.group_at(first).filter(|g| first < end && g.prep.is_none() && !g.conj && acts(input, g))
}

/// `ضرورة أن توقف إسرائيل`, `ضرورة احترام إيران للاتفاق`: whoever does what there is need of.
fn needed<'g>(input: Input<'g>, statement: &Statement, word: usize) -> Option<Bidden<'g>> {
    let layers = input.layers;
    if layers.morph(word + 1).pos == Pos::Complementizer && layers.is_verb(word + 2) {
        return doer(input, word + 3, statement.words.end).map(Bidden::Group);
    }
    // "ضرورة دعم الحكومة": of a verbal noun only a name that has another object behind it.
    let (name, named) = layers.name_at(word + 2).filter(|_| is_bare_deed(input, word + 1))?;
    let end = named.words.end;
    let object = end < statement.words.end && (layers.prep_of(end).is_some() || layers.morph(end).article);
    (object && named.words.start == word + 2).then_some(Bidden::Name(name, end))
}

/// `الحكومة مطالبة بالرحيل`, `المجتمع الدولي مدعو إلى التدخل`: the group right before such a participle.
fn called_upon<'g>(input: Input<'g>, word: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let prep = layers.prep_of(word + 1);
    let deed = matches!(prep, Some(Prep::Bi | Prep::Ila | Prep::Li)) || layers.morph(word + 1).pos == Pos::Complementizer;
    let before = word.checked_sub(1).filter(|_| deed)?;
    let group = input.group_at(before).or_else(|| input.group_at(word).filter(|g| g.words.start < word))?;
    let definite = layers.morph(group.head).article || group.name.is_some();
    (definite && group.prep.is_none() && acts(input, group)).then_some(group)
}
