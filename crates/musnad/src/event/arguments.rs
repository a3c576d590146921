//! Who does it and who undergoes it: filling a frame's slots from the groups of the clause.

use super::subject::{self, Subjects};
use super::trigger::{Shape, Trigger};
use crate::clause::{Group, Layers};
use crate::entity::{Entities, Form};
use crate::lexicon::{Frame, FrameKind, Kind, PhraseClass, Prep, Slot};
use crate::morph::{Aspect, FormKind, Gender, Number, Person, Pos};
use crate::span::Span;
use crate::statement::{Input, can_speak};

/// The parties of an event, and the last word that names one.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    /// Whoever is the grammatical subject, whichever side that is.
    pub subject: Option<usize>,
    /// An event noun that stands where the recipient should (`ندين هذا الهجوم`): who did that is meant.
    pub deed: Option<usize>,
    /// The status that a governing verb gives (`قرر`, `رفض`).
    pub governed: &'static str,
    pub last: usize,
}

/// How far a clause reaches from its predicate.
const REACH: usize = 34;

/// What the slots of a frame are filled from.
struct Clause<'g> {
    subject: Option<&'g Group>,
    object: Option<&'g Group>,
    after: Vec<&'g Group>,
    /// Bare or governed by the frame's preposition, but no party: an event noun or the like.
    idle: Option<&'g Group>,
}

/// Everything that filling reads.
#[derive(Clone, Copy)]
pub(crate) struct Site<'g, 't> {
    pub input: Input<'g>,
    pub frame: &'g Frame,
    pub trigger: &'t Trigger,
    pub start: usize,
    pub end: usize,
}

/// Fills the slots of a frame; `speaker` is whose words the predicate stands in.
pub(crate) fn parties(
    site: Site<'_, '_>,
    entities: &mut Entities,
    subjects: &Subjects<'_>,
    speaker: Option<usize>,
    spoke: Option<usize>,
) -> Parties {
    let Site { input, frame, trigger, .. } = site;
    let clause = clause(site);
    let mut parties = Parties { last: trigger.end.saturating_sub(1), ..Parties::default() };
    let mut used: Vec<usize> = Vec::new();
    parties.recipients = fill(site, entities, &frame.recipient, &clause, &mut used, &mut parties.last);
    parties.actors = fill(site, entities, &frame.actor, &clause, &mut used, &mut parties.last);
    if let Some(subject) = clause.subject {
        parties.subject = party(input, entities, subject).first().copied();
    }
    if parties.recipients.is_empty() {
        parties.deed = clause.idle.map(|g| g.head);
    }
    let subject_acts = frame.actor.contains(&Slot::Subject);
    if parties.actors.is_empty() && (trigger.passive || trigger.shape != Shape::Finite) {
        parties.actors = agent(site, entities, &mut parties.last);
    }
    let wants = if subject_acts {
        parties.actors.is_empty()
    } else {
        frame.recipient.contains(&Slot::Subject) && parties.recipients.is_empty()
    };
    if wants && clause.subject.is_none() && !trigger.passive {
        let given = dropped(site, entities, subjects, speaker, spoke, &mut parties.governed);
        parties.subject = given;
        if subject_acts {
            parties.actors.extend(given);
        } else {
            parties.recipients.extend(given);
        }
    } else if trigger.shape == Shape::Finite {
        parties.governed = finite_status(site);
    }
    let recipients = parties.recipients.clone();
    parties.actors.retain(|a| !recipients.contains(a));
    if frame.event == "ASSAULT" && parties.recipients.is_empty() && !parties.actors.is_empty() {
        parties.recipients.extend(aimed(site, entities, &parties.actors, &mut parties.last));
    }
    two_sided(frame, &mut parties);
    parties
}

/// Types without direction, and fighting, have two sides rather than a doer and a sufferer.
fn two_sided(frame: &Frame, parties: &mut Parties) {
    // PLOVER: in fighting between two sides all parties are actors.
    let fighting = |slots: &[Slot]| slots.iter().any(|s| matches!(s, Slot::Prep(Prep::Maa | Prep::Bayn)));
    if frame.event == "ASSAULT"
        && (fighting(&frame.recipient) || fighting(&frame.actor))
        && parties.actors.len() + parties.recipients.len() > 1
    {
        let others = std::mem::take(&mut parties.recipients);
        parties.actors.extend(others);
    }
    let mutual = super::MUTUAL.contains(&frame.event.as_str());
    if mutual && parties.recipients.is_empty() && parties.actors.len() > 1 {
        parties.recipients = parties.actors.split_off(1);
    } else if mutual && parties.actors.is_empty() && parties.recipients.len() > 1 {
        parties.actors = vec![parties.recipients.remove(0)];
    }
}

/// The subject of a predicate that has none of its own.
fn dropped(
    site: Site<'_, '_>,
    entities: &mut Entities,
    subjects: &Subjects<'_>,
    speaker: Option<usize>,
    spoke: Option<usize>,
    governed: &mut &'static str,
) -> Option<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let morph = layers.morph(trigger.word);
    if trigger.shape == Shape::Nominal {
        if morph.has_pronoun() {
            let feats = subject::pronoun_feats(input, trigger.word)?;
            let found = subjects.last(input, entities, trigger.word, Some(feats));
            return found.or(speaker).or_else(|| {
                entities.last_before(trigger.word, |e| {
                    e.kind != Kind::Place && e.kind != Kind::Other && subject::entity_agrees(layers, e, feats)
                })
            });
        }
        if morph.article {
            return None;
        }
        if let Some((at, status)) = subject::governor(input, trigger.word, site.start) {
            *governed = status;
            return subjects.last(input, entities, at + 1, None).or(speaker).or(spoke);
        }
        return subject::is_purpose(input, trigger.word).then(|| subjects.last(input, entities, trigger.word, None))?;
    }
    let feats = trigger.feats;
    if feats.person == crate::morph::Person::First {
        return speaker;
    }
    *governed = finite_status(site);
    // "قال كيري إنه يجري محادثات": the pronoun of the complementizer is the speaker's more often than not.
    let own = (site.start..trigger.word).rev().take(3).any(|w| subject::takes_up_speaker(input, w));
    if let Some(speaker) = speaker.filter(|_| own) {
        return Some(speaker);
    }
    subjects.last(input, entities, trigger.word, Some(feats)).or(speaker).or(spoke)
}

/// What a verb above says of a finite verb: only through `أن`, or right before it (`بدأ يقصف`).
fn finite_status(site: Site<'_, '_>) -> &'static str {
    let Site { input, trigger, start, .. } = site;
    let Some(before) = trigger.word.checked_sub(1).filter(|b| *b >= start) else { return "" };
    let layers = input.layers;
    let bound = layers.morph(before).pos == Pos::Complementizer || layers.is_verb(before);
    if !bound || layers.has_conj(trigger.word) || trigger.feats.aspect == Aspect::Perfect {
        return "";
    }
    subject::governor(input, trigger.word, start).map_or("", |(_, status)| status)
}

/// Whom a blow without an object is aimed at: a pronoun after `على` (`للسيطرة عليها`), or whatever a purpose tells
/// (`لاستعادة قاعدة تمنهنت`, `لمواجهة الجيش`).
fn aimed(site: Site<'_, '_>, entities: &mut Entities, actors: &[usize], last: &mut usize) -> Option<usize> {
    let Site { input, trigger, start, .. } = site;
    let layers = input.layers;
    let end = clause_end(site);
    let resumes = (trigger.end..end)
        .any(|w| layers.morph(w).pos == Pos::Preposition && layers.role(w) == "on" && layers.text.folded(w).len() > 6);
    if resumes {
        let names = input.groups_in(start..trigger.word).iter().rev().filter_map(|g| g.name.or(g.of));
        let found = names
            .filter_map(|n| entities.of_name.get(n).copied())
            .find(|e| !actors.contains(e) && entities.list.get(*e).is_some_and(|e| e.kind != Kind::Person));
        if found.is_some() {
            return found;
        }
    }
    let purpose =
        (trigger.word + 1..end).find(|w| tells_deed(input, *w) && (subject::is_purpose(input, *w) || hal_before(input, *w)))?;
    let groups = input.groups_in(purpose..end.max(purpose + 1));
    let aim = groups.iter().take(3).find(|g| {
        (matches!(g.prep, None | Some(Prep::Ala | Prep::Li)) || g.words.start == purpose) && (acts(input, g) || carries_party(g))
    })?;
    *last = (*last).max(aim.words.end - 1);
    let found = if aim.words.start == purpose {
        entities.of_name.get(aim.of?).copied()
    } else {
        party(input, entities, aim).first().copied()
    };
    found.filter(|f| !actors.contains(f))
}

/// Whether a word is a verbal noun or a noun that tells an event.
fn tells_deed(input: Input<'_>, word: usize) -> bool {
    let morph = input.layers.morph(word);
    morph.form == FormKind::Masdar || morph.pos == Pos::Noun && (eventful(input, word) || also_masdar(input, word))
}

fn also_masdar(input: Input<'_>, word: usize) -> bool {
    let morph = input.layers.morph(word);
    let folded = input.layers.text.folded(word);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
    input.layers.lexicon.forms(stem).any(|f| f.kind == FormKind::Masdar)
}

/// `بهدف استعادة`, `بغية السيطرة`: the verbal noun after a noun of purpose.
fn hal_before(input: Input<'_>, word: usize) -> bool {
    word.checked_sub(1).is_some_and(|b| input.layers.prep_of(b) == Some(Prep::Bi) && input.layers.role(b) == "purpose")
}

/// Whoever stands after `من قبل`, `على يد` and the like in the clause.
fn agent(site: Site<'_, '_>, entities: &mut Entities, last: &mut usize) -> Vec<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let end = clause_end(site);
    for word in trigger.word + 1..end {
        let after = layers.lexicon.agents.iter().find_map(|phrase| {
            let matches = phrase.iter().enumerate().all(|(n, part)| layers.text.folded(word + n) == part);
            matches.then_some(word + phrase.len())
        });
        let Some(group) = after.and_then(|at| input.group_at(at)) else { continue };
        let found = party(input, entities, group);
        if !found.is_empty() {
            *last = (*last).max(group.words.end - 1);
            return found;
        }
    }
    Vec::new()
}

/// A cue that is an event too has its parties from its statement: the speaker does it, whoever is addressed undergoes it.
pub(crate) fn from_statement(frame: &Frame, statement: &crate::statement::Statement, parties: &mut Parties) {
    if let Some(speaker) = statement.chain.last() {
        parties.recipients.retain(|r| r != speaker);
        parties.actors = vec![*speaker];
        parties.subject = Some(*speaker);
    }
    let addressed = frame.recipient.iter().any(|s| matches!(s, Slot::Object | Slot::Prep(Prep::Min)));
    if addressed && parties.recipients.is_empty() {
        parties.recipients.clone_from(&statement.addressee);
        let actors = parties.actors.clone();
        parties.recipients.retain(|r| !actors.contains(r));
    }
}

fn clause<'g>(site: Site<'g, '_>) -> Clause<'g> {
    let Site { input, frame, trigger, start, .. } = site;
    let layers = input.layers;
    let end = clause_end(site);
    let after: Vec<&Group> = input.groups_in(trigger.word + 1..end).iter().filter(|g| !g.is_time).collect();
    let strikes = frame.event == "ASSAULT";
    let idle = after.iter().copied().find(|g| {
        let prep = g.prep.is_none_or(|p| frame.recipient.contains(&Slot::Prep(p)));
        prep && Some(g.head) != trigger.object && (layers.morph(g.head).form == FormKind::Masdar || eventful(input, g.head))
    });
    let bare: Vec<&Group> = after
        .iter()
        .copied()
        .filter(|g| {
            g.prep.is_none()
                && (Some(g.head) != trigger.object || is_people(layers, g.head) || holds_actor(input, g))
                && (g.words.start == trigger.word + 1 || !is_genitive(input, g))
                && (acts(input, g) || holds_actor(input, g) || owned(input, g) || strikes && g.nation.is_some())
                && !(g.conj && g.words.start > trigger.word + 1)
        })
        .collect();
    let (first, second) = (bare.first().copied(), bare.get(1).copied());
    if trigger.shape == Shape::Nominal || trigger.passive {
        // "عددا من عناصر المليشيات تم أسرهم": the pronoun takes up what stands before.
        let own = layers.morph(trigger.word).has_pronoun() && trigger.passive;
        let taken_up = || before_verb(input, trigger.word - 1, start).or_else(|| input.group_at(trigger.word.checked_sub(2)?));
        let object = if own { taken_up().filter(|g| acts(input, g)) } else { first.filter(|_| trigger.passive) };
        return Clause { subject: None, object, after, idle };
    }
    if trigger.shape == Shape::Participle {
        return Clause { subject: None, object: first, after, idle };
    }
    let before = before_verb(input, trigger.word, start);
    let victim = matches!(frame.event.as_str(), "ASSAULT" | "COERCE");
    let transitive = frame.recipient.contains(&Slot::Object) || frame.actor.contains(&Slot::Object);
    let own_object = layers.morph(trigger.word).has_pronoun();
    // A verb before its subject is singular: what follows "يدعمون" or "نطالب" is its object.
    let full = trigger.feats.number != Number::Singular
        || trigger.feats.person != Person::Third
        || trigger.word.checked_sub(1).is_some_and(|b| subject::takes_up_speaker(input, b));
    let holds_object =
        trigger.object.is_some_and(|o| input.group_at(o).is_some_and(|g| g.prep.is_none()) && Some(o) != first.map(|g| g.head));
    let (subject, object) = match (before, first, second) {
        (Some(before), first, _) => (Some(before), first),
        (None, first, _) if full => (None, first),
        (None, Some(first), _) if own_object => (Some(first), None),
        (None, Some(first), Some(second)) if !victim || !parted(input, first, second) => (Some(first), Some(second)),
        // "قتل ستة أشخاص", "اعتقل شخصان": one bare group after a transitive verb of harm is who was harmed.
        (None, Some(first), _)
            if transitive
                && victim
                && !holds_object
                && first.person.is_none()
                && first.name.is_none()
                && !organized(layers, first)
                && !holds_actor(input, first) =>
        {
            (None, Some(first))
        }
        (None, Some(first), _)
            if transitive && frame.kind == FrameKind::Verb && frame.object.is_empty() && victim && first.person.is_some() =>
        {
            (None, Some(first))
        }
        // "زار طهران": a place as subject has a feminine verb.
        (None, Some(first), _) if transitive && trigger.feats.gender == Gender::Masculine && names_place(input, first) => {
            (None, Some(first))
        }
        // "وانتقد قرار الحزب": one group that does not agree with its verb, or cannot act, is the object.
        (None, Some(first), _) if transitive && !acts(input, first) => (None, Some(first)),
        (None, Some(first), _) => (Some(first), None),
        (None, None, _) => (None, None),
    };
    Clause { subject, object, after, idle }
}

/// Whether a noun tells an event of its own.
fn eventful(input: Input<'_>, head: usize) -> bool {
    input.layers.lexeme(head).is_some_and(|l| !l.frames.is_empty())
}

/// Whether a comma or conjunction parts two groups: then the second is no object.
fn parted(input: Input<'_>, first: &Group, second: &Group) -> bool {
    (first.words.end..second.words.start).any(|w| input.layers.is_comma(w) || input.layers.morph(w).pos == Pos::Conjunction)
}

/// Whether a group belongs to an organization or person that acts by it: `طائرات التحالف`, `غارات الجيش`.
fn holds_actor(input: Input<'_>, group: &Group) -> bool {
    group.of.is_some_and(|n| input.layers.names[n].kind != Kind::Place)
}

/// The owner of what cannot act itself: `مواقع للمتمردين`.
fn owner<'g>(input: Input<'g>, group: &Group) -> Option<&'g Group> {
    input.group_at(group.words.end).filter(|g| g.words.start == group.words.end && g.prep == Some(Prep::Li) && acts(input, g))
}

fn owned(input: Input<'_>, group: &Group) -> bool {
    owner(input, group).is_some()
}

/// Whether the group is an organization or force, which harms rather than suffers.
fn organized(layers: Layers<'_>, group: &Group) -> bool {
    layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some()) || group.title.is_some()
}

/// Whether a group can act or be acted upon: a speaker, or people.
pub(super) fn acts(input: Input<'_>, group: &Group) -> bool {
    if group.is_time {
        return false;
    }
    let medium = group.name.is_none() && group.person.is_none() && group.title.is_none() && is_medium(input.layers, group.head);
    can_speak(input, group) && !medium
        || is_pair(input.layers, group)
        || group.name.is_none() && (is_people(input.layers, group.head) || is_counted_nisba(input.layers, group))
}

/// `أربعين حوثيا`: so many of a kind that an adjective of relation names.
fn is_counted_nisba(layers: Layers<'_>, group: &Group) -> bool {
    let counted = group.head > group.words.start && layers.morph(group.words.start).pos == Pos::Number;
    let morph = layers.morph(group.head);
    counted && layers.text.folded(group.head).ends_with("يا") && matches!(morph.pos, Pos::Unknown | Pos::Adjective)
}

/// Whether a noun means a text or medium, which speaks but does nothing else (`تقرير`, `موقع`).
fn is_medium(layers: Layers<'_>, head: usize) -> bool {
    layers.lexeme(head).is_some_and(|l| {
        let medium = |p: &u32| matches!(layers.lexicon.phrases[*p as usize].class, PhraseClass::Document | PhraseClass::Outlet);
        l.org_head.is_none() && !l.phrases.is_empty() && l.phrases.iter().all(medium)
    })
}

/// Whether a group is the genitive of an event noun before it (`مقتل الجنرال`): it belongs to that noun, not to a verb.
fn is_genitive(input: Input<'_>, group: &Group) -> bool {
    let Some(before) = group.words.start.checked_sub(1) else { return false };
    let morph = input.layers.morph(before);
    let construct = !morph.article && !morph.has_pronoun() && input.layers.name_at(before).is_none();
    group.prep.is_none()
        && !group.conj
        && construct
        && (morph.form == FormKind::Masdar || morph.pos == Pos::Noun && eventful(input, before))
        && !input.layers.text.folded(before).ends_with('ا')
}

/// Whether a noun means people: by the list of human nouns, or by a sound masculine plural, which only people have.
fn is_people(layers: Layers<'_>, head: usize) -> bool {
    let morph = layers.morph(head);
    if !matches!(morph.pos, Pos::Noun | Pos::Adjective | Pos::Unknown) || morph.form == FormKind::Masdar {
        return false;
    }
    let folded = layers.text.folded(head);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
    // "الحوثيين مدعومين بقوات": an indefinite participle tells a circumstance, not people.
    if matches!(morph.form, FormKind::ActiveParticiple | FormKind::PassiveParticiple) && !morph.article && morph.prep.is_none() {
        return layers.lexicon.people.contains(&crate::lexicon::key(stem));
    }
    let listed = |word: &str| layers.lexicon.people.contains(&crate::lexicon::key(word));
    let plural = (stem.ends_with("ون") || stem.ends_with("ين")) && stem.len() >= 10;
    let sound = plural && (morph.feats.number == Number::Plural || morph.pos == Pos::Unknown && morph.article);
    listed(stem) || sound || layers.lexeme(head).is_some_and(|l| listed(&crate::text::fold(&l.lemma)))
}

/// Where the clause of a predicate ends: at a turn, a new clause, or its reach.
fn clause_end(site: Site<'_, '_>) -> usize {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let stop = site.end.min(trigger.word + REACH);
    let mut commas = 0;
    for word in trigger.word + 1..stop {
        if layers.is_comma(word) {
            commas += 1;
        }
        let conjunction = layers.morph(word).pos == Pos::Conjunction
            && matches!(layers.role(word), "while" | "when" | "because" | "where" | "if" | "as" | "but" | "purpose");
        let verb = layers.is_verb(word) && input.group_at(word).is_none();
        let nominal = trigger.shape == Shape::Nominal && !trigger.passive;
        let clause = verb && word > trigger.word + 1 && (nominal || layers.has_conj(word) || layers.is_comma(word - 1));
        if conjunction
            || clause
            || nominal && layers.morph(word).pos == Pos::Relative
            || layers.text.raw(word) == ":"
            || (layers.morph(word).pos == Pos::Complementizer
                && trigger.shape == Shape::Finite
                && word > trigger.word + 1
                && !layers.text.folded(word).starts_with('ب'))
            || commas > 4
        {
            return word;
        }
    }
    stop
}

/// A subject before its verb: directly, after `كان … قد`, or the antecedent of a relative.
pub(super) fn before_verb<'g>(input: Input<'g>, verb: usize, start: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let mut at = verb;
    while at > start
        && (matches!(layers.morph(at - 1).pos, Pos::Particle | Pos::Negation | Pos::Relative | Pos::Modal)
            || layers.is_comma(at - 1))
    {
        at -= 1;
    }
    let relative = at < verb && layers.morph(at).pos == Pos::Relative;
    let mut group = input.group_at(at.checked_sub(1)?)?;
    if group.is_time {
        let before = (start..group.words.start).rev().find(|w| !layers.is_comma(*w))?;
        group = input.group_at(before)?;
    }
    if group.words.start < start || !acts(input, group) || (group.prep.is_some() && !relative) {
        return None;
    }
    let opener = group.words.start.checked_sub(1).filter(|_| group.words.start > start);
    let opens = opener.is_none_or(|b| {
        matches!(layers.morph(b).pos, Pos::Punctuation | Pos::Complementizer | Pos::Conjunction | Pos::Modal | Pos::Particle)
    });
    (opens || relative).then_some(group)
}

fn fill(
    site: Site<'_, '_>,
    entities: &mut Entities,
    slots: &[Slot],
    clause: &Clause<'_>,
    used: &mut Vec<usize>,
    last: &mut usize,
) -> Vec<usize> {
    let input = site.input;
    for slot in slots {
        let Some(group) = slot_group(site, *slot, slots, clause, used).filter(|g| !used.contains(&g.words.start)) else {
            continue;
        };
        let mut found = party(input, entities, group);
        if found.is_empty() {
            continue;
        }
        used.push(group.words.start);
        *last = (*last).max(group.words.end - 1);
        found.dedup();
        return found;
    }
    Vec::new()
}

/// The group that stands in a slot.
fn slot_group<'g>(site: Site<'g, '_>, slot: Slot, slots: &[Slot], clause: &Clause<'g>, used: &[usize]) -> Option<&'g Group> {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let nominal = trigger.shape == Shape::Nominal;
    let own_pronoun = nominal && layers.morph(trigger.word).has_pronoun();
    match slot {
        // "استهدفت غارات التحالف …": whoever the complement belongs to acts.
        Slot::Subject if !nominal => {
            let owner = || {
                let object = trigger.object.filter(|o| *o > trigger.word)?;
                input.group_at(object).filter(|g| g.prep.is_none() && holds_actor(input, g))
            };
            clause.subject.or_else(owner)
        }
        Slot::Subject if own_pronoun => None,
        Slot::Subject | Slot::Genitive => {
            genitive(input, trigger.word).filter(|g| frame.event != "ASSAULT" || !names_place(input, g))
        }
        Slot::Object if !nominal => clause.object,
        Slot::Object if own_pronoun => clause.after.iter().copied().find(|g| g.prep.is_none() && acts(input, g)),
        Slot::Object => {
            let first = genitive(input, trigger.word)?;
            // "قصف الطيران مواقع المتمردين": after its agent a verbal noun has an object of its own.
            let second = input
                .group_at(first.words.end)
                .filter(|g| g.words.start == first.words.end && g.prep.is_none() && !g.conj && !g.is_time)
                .filter(|g| acts(input, g) || holds_actor(input, g) || owned(input, g));
            if frame.actor.contains(&Slot::Subject) && second.is_some() {
                return second;
            }
            let free = !used.contains(&first.words.start) && (!frame.actor.contains(&Slot::Genitive) || slots.len() == 1);
            free.then_some(first)
        }
        Slot::Possessor => trigger.object.and_then(|o| genitive(input, o)),
        Slot::Prep(prep) => clause.after.iter().copied().find(|g| {
            g.prep == Some(prep)
                && Some(g.head) != trigger.object
                && !used.contains(&g.words.start)
                && (acts(input, g) || carries_party(g) || owned(input, g))
        }),
    }
}

/// Whether a group is the name of a city or region, which is where something happens rather than who does it.
fn names_place(input: Input<'_>, group: &Group) -> bool {
    let name = group.name.map(|n| &input.layers.names[n]);
    name.is_some_and(|n| {
        let kb = &input.layers.lexicon.kb;
        let country = n.entities.first().is_some_and(|id| kb.countries.iter().any(|c| c.entity == *id));
        n.kind == Kind::Place && !country
    })
}

/// The group right after a verbal noun or noun, or a name that is part of its own group.
fn genitive<'g>(input: Input<'g>, word: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let next = word + 1;
    let own = input.group_at(word);
    let group = input.group_at(next)?;
    if own.is_some_and(|o| o.words == group.words) {
        return Some(group).filter(|g| g.of.is_some() || g.nation.is_some() || g.person.is_some());
    }
    (group.words.start == next && group.prep.is_none() && !group.conj && acts(input, group) && !layers.morph(word).article)
        .then_some(group)
}

/// Whether a group that cannot act itself holds someone who does: `قرار تركيا`, `القرار التركي`.
fn carries_party(group: &Group) -> bool {
    group.of.is_some() || group.nation.is_some()
}

/// The entities that a group names, with those coordinated to it.
pub(super) fn party(input: Input<'_>, entities: &mut Entities, group: &Group) -> Vec<usize> {
    let layers = input.layers;
    let mut found = Vec::new();
    if is_pair(layers, group) {
        let both = pair(entities, group.words.start);
        if both.len() == 2 {
            return both;
        }
    }
    // "مواقع للمتمردين": what belongs to someone is hit to hit him.
    if let Some(owner) = owner(input, group).filter(|_| !can_speak(input, group) && group.of.is_none()) {
        found.extend(entities.of_group(layers, owner));
    } else if acts(input, group) && !(holds_actor(input, group) && !can_speak(input, group)) {
        found.extend(entities.of_group(layers, group));
    } else if let Some(name) = group.of.or(group.person) {
        found.extend(entities.of_name.get(name).copied());
    } else if let Some(nation) = group.nation {
        found.extend(country(layers, entities, group, nation));
    }
    let mut end = group.words.end;
    while let Some(next) = input.group_at(end).filter(|g| g.words.start == end && g.conj && g.prep.is_none() && acts(input, g)) {
        found.extend(entities.of_group(layers, next));
        end = next.words.end;
    }
    found
}

/// `البلدان`, `الطرفين`: two that the text has named, without saying which.
fn is_pair(layers: Layers<'_>, group: &Group) -> bool {
    let morph = layers.morph(group.head);
    let folded = layers.text.folded(group.head);
    let stem = folded.get(morph.lead as usize..).unwrap_or(folded);
    morph.article && group.of.is_none() && group.person.is_none() && layers.lexicon.pairs.contains(&crate::lexicon::key(stem))
}

/// The two sides last named before `word`: different countries, or different bodies of one.
fn pair(entities: &Entities, word: usize) -> Vec<usize> {
    let side = |e: &crate::entity::Entity| e.named && e.kind != Kind::Other && e.country.is_some();
    let Some(last) = entities.last_before(word, side) else { return Vec::new() };
    let country = entities.list.get(last).and_then(|e| e.country.clone());
    let other = entities.last_before(word, |e| side(e) && e.country != country).or_else(|| {
        entities.last_before(word, |e| side(e) && e.kind == Kind::Organization && e.name != entities.list[last].name)
    });
    other.map(|other| vec![other, last]).unwrap_or_default()
}

/// The country behind an adjective of nationality, as an entity of the article.
fn country(layers: Layers<'_>, entities: &mut Entities, group: &Group, nation: u32) -> Option<usize> {
    let country = layers.lexicon.kb.countries.get(nation as usize)?;
    let known = entities.list.iter().position(|e| e.kb == Some(country.entity));
    if known.is_some() {
        return known;
    }
    let word = group.words.clone().find(|w| layers.lexeme(*w).and_then(|l| l.nation) == Some(nation))?;
    let id = entities.from_kb(layers.lexicon, country.entity)?;
    entities.mention(id, word..word + 1, layers.text.span(word..word + 1), Form::Nominal);
    Some(id)
}

/// The time that dates an event: the nearest in its clause.
///
/// A time before `إن` dates the saying: it dates what is said too if that is done (`قالت القوات الاثنين إنها بسطت سيطرتها`), not
/// what goes on (`قال الخميس إنه يجري محادثات`).
pub(crate) fn time(site: Site<'_, '_>, ongoing: bool) -> Option<usize> {
    let Site { input, trigger, start, end: stop, .. } = site;
    let layers = input.layers;
    let end = clause_end(site);
    // A time beyond another verb or inside a relative clause dates that, not this.
    let own = |(_, t): &(usize, &crate::time::Time)| {
        let between = if t.words.start > trigger.end { trigger.end..t.words.start } else { t.words.end..trigger.word };
        !between.into_iter().any(|w| {
            let pos = layers.morph(w).pos;
            pos == Pos::Relative || ongoing && pos == Pos::Complementizer || layers.is_verb(w)
        })
    };
    let either = |w: usize| layers.text.folded(w) == "او";
    let one_of_two = |t: &crate::time::Time| {
        either(t.words.end) && layers.time_at(t.words.end + 1).is_some()
            || t.words.start.checked_sub(2).is_some_and(|w| either(w + 1) && layers.time_at(w).is_some())
    };
    let nearest = layers
        .times
        .iter()
        .enumerate()
        .filter(|(_, t)| t.words.start >= start && t.words.end <= stop)
        .filter(|(_, t)| t.value.as_deref().is_some_and(|v| !v.starts_with('P')))
        .filter(own)
        // "خلال سبتمبر أو أكتوبر": of two months that may be, neither is told.
        .filter(|(_, t)| !one_of_two(t))
        .filter(|(_, t)| t.words.start < end && t.words.start + 12 > trigger.word)
        .min_by_key(|(_, t)| t.words.start.abs_diff(trigger.word));
    nearest.map(|(i, _)| i)
}

/// The place of an event: a named place under `في` or `ب` in its clause.
pub(crate) fn place(site: Site<'_, '_>, entities: &Entities) -> Option<usize> {
    let layers = site.input.layers;
    let groups = site.input.groups_in(site.trigger.word + 1..clause_end(site));
    groups.iter().find_map(|group| {
        let local = matches!(group.prep, Some(Prep::Fi | Prep::Bi));
        let name = group.name.or(group.of)?;
        (local && layers.names[name].kind == Kind::Place).then(|| entities.of_name.get(name).copied()).flatten()
    })
}

/// The clause as evidence: from the predicate (or its subject before it) to its last argument.
pub(crate) fn evidence(site: Site<'_, '_>, last: usize) -> Span {
    let Site { input, trigger, start, end: stop, .. } = site;
    let layers = input.layers;
    let start = before_verb(input, trigger.word, start).map_or(trigger.word, |g| g.words.start.min(trigger.word));
    let mut end = (last + 1).max(trigger.end);
    while end < stop && end < last + 10 && !layers.is_comma(end) && layers.text.raw(end) != "." {
        end += 1;
    }
    layers.text.span(start..end.min(stop).max(start + 1))
}
