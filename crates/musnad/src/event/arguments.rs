//! Who does it and who undergoes it: filling a frame's slots from the groups of the clause.

use super::clause::{Clause, clause, clause_end, eventful, names_place};
use super::party::{
    acts, carries_party, holds_actor, holds_office, is_monitor, is_pair, is_people, is_source, organized, owned, party,
};
use super::pronoun;
use super::subject::{self, Subjects};
use super::trigger::{Shape, Trigger, agent_phrase};
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::{Frame, FrameKind, Kind, Prep, Slot};
use crate::morph::{Aspect, Feats, FormKind, Number, Pos};
use crate::statement::{Input, Statement};

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
    /// Whether the recipients stand in a slot of the frame under a preposition of their own.
    pub explicit: bool,
    /// Whether the one group of the clause is the object of its verb (`واتهم أوكرانيا بقصف المدينة`).
    pub about: bool,
    /// What is taken off the confidence because parties were inferred rather than read in their slots.
    pub inferred: f32,
}

/// What a party costs that is not read in a slot: a dropped subject or a pronoun, and one that the clause merely names.
const INFERRED: f32 = 0.25;
const MERELY_NAMED: f32 = 0.3;

/// Everything that filling reads.
#[derive(Clone, Copy)]
pub(crate) struct Site<'g, 't> {
    pub input: Input<'g>,
    pub frame: &'g Frame,
    pub trigger: &'t Trigger,
    pub start: usize,
    pub end: usize,
    /// The two sides last told together, whom `الطرفان` and `البلدان` mean.
    pub sides: Option<[usize; 2]>,
}

/// Fills the slots of a frame; `said` is the statement that the predicate stands in.
pub(crate) fn parties(
    site: Site<'_, '_>,
    entities: &mut Entities,
    subjects: &Subjects<'_>,
    said: Option<&Statement>,
    spoke: Option<usize>,
) -> Parties {
    let Site { input, frame, trigger, .. } = site;
    let speaker = said.and_then(|s| s.chain.last().copied());
    let clause = clause(site);
    if frame.blames() {
        return blamed(site, entities, subjects, &clause, said);
    }
    if let Some(met) = super::reception::met(site, entities) {
        return met;
    }
    if let Some(asker) = super::topic::asker(site) {
        let actors = party(input, entities, asker);
        let asked = subjects.last(input, entities, trigger.word, None, false).filter(|a| !actors.contains(a));
        return Parties { actors, recipients: asked.into_iter().collect(), last: asker.words.end - 1, ..Parties::default() };
    }
    let mut parties = Parties { last: trigger.end.saturating_sub(1), ..Parties::default() };
    // "دعا المواطنين إلى الهدوء": or one that its letters show to be the object.
    let accusative = |g: &Group| g.head == g.words.start && super::clause::case_of(input, g.head) == Some(false);
    parties.about = clause.subject.is_none() && clause.object.is_some_and(|o| super::clause::is_about(site) || accusative(o));
    let mut used: Vec<usize> = Vec::new();
    // "تبادل الوزير السعودي مع نظيره الأمريكي": whoever holds the office is met before his counterpart.
    if let Some(subject) = clause.subject.filter(|g| g.title.is_some()) {
        entities.of_group(input.layers, subject);
    }
    // "محملة إياها المسؤولية": the pronoun that stands apart is the object.
    if let Some((word, feats)) = pronoun::apart(input, trigger.word).filter(|_| frame.recipient.contains(&Slot::Object)) {
        let not: Vec<usize> = speaker.into_iter().chain(spoke).collect();
        parties.recipients.extend(pronoun::agreeing(input, entities, word, feats, &not));
    } else {
        parties.recipients = fill(site, entities, &frame.recipient, &clause, &mut used, &mut parties.last);
    }
    parties.actors = fill(site, entities, &frame.actor, &clause, &mut used, &mut parties.last);
    // "بمداهمة منزل الناشط", "استهداف منازل المدنيين": whose it is undergoes it.
    if parties.recipients.is_empty() && trigger.shape == Shape::Nominal && frame.recipient.contains(&Slot::Object) {
        parties.recipients = housed(site, entities, &parties.actors, &mut parties.last);
    }
    // "اقتحام المسجد الأقصى": a place beside the noun of a blow is hit.
    let hits = |id: &usize| {
        entities.list.get(*id).is_some_and(|e| e.kind == Kind::Place && e.sector.is_none() && !is_state(input.layers, e))
    };
    let fight = input.layers.lexicon.fights.contains(&crate::lexicon::key(crate::clause::morph_stem(input.layers, trigger.word)));
    let facility =
        |id: &usize| hits(id) && !fight && input.group_at(trigger.word).is_some_and(|g| g.words.len() > 1 && g.of.is_some());
    let open = frame.event == "ASSAULT" && trigger.shape == Shape::Nominal && parties.recipients.is_empty();
    if let ([place], true) = (parties.actors.as_slice(), open)
        && facility(place)
    {
        parties.recipients = std::mem::take(&mut parties.actors);
    }
    if frame.event == "PROTEST" {
        parties.actors.retain(|a| !hits(a));
    }
    parties.explicit = !parties.recipients.is_empty() && frame.recipient.iter().all(|s| matches!(s, Slot::Prep(_)));
    let subject_acts = frame.actor.contains(&Slot::Subject) || under_governor(site);
    // "قطعت السعودية علاقاتها مع الدوحة، وفرضت عليها حصارا": who acts is found first, and is not whom the pronoun means.
    let first = subject_acts && parties.actors.is_empty() && clause.subject.is_none() && !clause.passive;
    if !first {
        // "المتهم هرب، وتم القبض عليه": whoever acted last is somebody a pronoun may mean.
        if super::pronoun::is_held(frame) {
            subjects.last(input, entities, trigger.word, None, false);
        }
        by_pronouns(site, entities, &mut parties);
    }
    if let Some(subject) = clause.subject {
        parties.subject = party(input, entities, subject).first().copied();
    }
    if parties.recipients.is_empty() {
        parties.deed = clause.idle.map(|g| g.head);
    }
    let deed = !SPOKEN.contains(&frame.event.as_str());
    // "تعرضت المدينة لقصف من قبل الجيش": as after a passive.
    let undergoes = !frame.actor.is_empty() && !frame.actor.contains(&Slot::Subject);
    if parties.actors.is_empty() && (trigger.passive || undergoes || trigger.shape != Shape::Finite) {
        parties.actors = agent(site, entities, &mut parties.last);
    }
    let active = trigger.shape == Shape::Finite && (!clause.passive || !parties.recipients.is_empty());
    if parties.actors.is_empty() && frame.actor.contains(&Slot::Subject) && active {
        parties.actors.extend(owner_of_force(site, entities, speaker));
        parties.inferred += if parties.actors.is_empty() { 0.0 } else { INFERRED / 2.0 };
    }
    let wants = if subject_acts {
        parties.actors.is_empty()
    } else {
        frame.recipient.contains(&Slot::Subject) && parties.recipients.is_empty()
    };
    // "55 سفينة تعرضت للهجوم": where what it befell stands before the verb, though no party, it befell nobody else.
    let stands = !subject_acts && trigger.shape == Shape::Finite && clause.idle.is_some();
    if wants && !stands && clause.subject.is_none() && !clause.passive {
        let given = dropped(site, entities, subjects, speaker, spoke, &mut parties.governed);
        let given = given.filter(|g| !deed || !is_source(input.layers, entities, *g));
        parties.subject = given;
        parties.inferred += if given.is_some() { INFERRED } else { 0.0 };
        // "مقتله", "اعتقاله": the pronoun of a verbal noun of harm is whom it befell.
        if suffered(site) {
            if parties.recipients.is_empty() {
                // "قررت المحكمة حبسه": whoever decided it does it.
                let above = subject::governor(input, trigger.word, site.start)
                    .filter(|(at, _)| !only_told(site, *at) && input.layers.is_verb(*at));
                // "قام عشرة جنود باغتصابها": and is not whom it befell.
                let does = above.and_then(|(at, _)| subjects.last(input, entities, at + 1, None, deed));
                let other = does.filter(|d| given == Some(*d)).map(|d| pronoun::antecedent(input, entities, trigger.word, &[d]));
                let given = other.unwrap_or(given);
                parties.recipients.extend(given);
                if let Some((at, status)) = above.filter(|_| given.is_some() && parties.actors.is_empty()) {
                    let not = parties.recipients.clone();
                    let doer = subjects.last(input, entities, at + 1, None, deed).filter(|d| !not.contains(d));
                    if doer.is_some() {
                        parties.governed = status;
                        parties.actors.extend(doer);
                    }
                }
            } else if input.group_at(trigger.word + 1).is_some_and(|g| g.words.start == trigger.word + 1 && g.prep.is_none()) {
                // "لتعذيبه معتقلين": with an object beside it the pronoun does it.
                let recipients = parties.recipients.clone();
                parties.actors.extend(given.filter(|g| !recipients.contains(g)));
            }
        } else if subject_acts {
            parties.actors.extend(given);
            if let Some(given) = given {
                parties.actors.extend(companions(site, entities, given));
            }
        } else {
            parties.recipients.extend(given);
        }
    } else if trigger.shape == Shape::Finite {
        parties.governed = finite_status(site);
    }
    if first {
        by_pronouns(site, entities, &mut parties);
    }
    if deed {
        let harm = matches!(frame.event.as_str(), "ASSAULT" | "COERCE");
        parties.actors.retain(|a| !is_source(input.layers, entities, *a) && !(harm && is_monitor(entities, *a)));
        // "قتل مسعف", "أصيب مراسل": but people who tell of deeds may suffer them.
        let people = |id: usize| {
            let first = entities.list.get(id).and_then(|e| e.mentions.first()).map(|m| m.words.clone());
            first.is_some_and(|mut w| harm && w.any(|w| is_people(input.layers, w)))
        };
        parties.recipients.retain(|r| people(*r) || !is_source(input.layers, entities, *r));
    }
    let recipients = parties.recipients.clone();
    parties.actors.retain(|a| !recipients.contains(a));
    // "اتفق الجانبان العراقي والأردني على إعادة فتح معبر": two who agree are all there are.
    let complete = parties.actors.len() > 1 && super::MUTUAL.contains(&frame.event.as_str());
    // "أدان الهجوم الذي استهدف المسجد": whoever is condemned did the deed, and is not whom it befell.
    // "تدعم الغارات": so does whoever is backed in a blow.
    let judged = frame.event == "ACCUSE" || frame.event == "SUPPORT" && trigger.shape == Shape::Finite;
    let blow = if judged && parties.recipients.is_empty() { condemned(site, &clause) } else { None };
    parties.deed = blow.or(parties.deed.filter(|_| frame.event != "SUPPORT"));
    let blow = blow.is_some();
    let open = parties.recipients.is_empty() && !parties.actors.is_empty() && !complete && !blow;
    // "أجرى الطرفان محادثات، إضافة إلى اجتماعات بين الوزراء": two who meet are all there are.
    let pair = clause.subject.is_some_and(|s| is_pair(input.layers, s)) && parties.actors.len() > 1;
    if pair && super::MUTUAL.contains(&frame.event.as_str()) && !clause.after.iter().any(|g| g.prep == Some(Prep::Maa)) {
        parties.recipients.clear();
    }
    if open && TOWARDS.contains(&frame.event.as_str()) && !super::topic::discusses(frame) {
        parties.recipients = named_in_clause(site, entities, &parties.actors, &mut parties.last);
        parties.inferred += if parties.recipients.is_empty() { 0.0 } else { MERELY_NAMED };
    }
    // "تظاهروا تنديدا بالغارات الإسرائيلية على الميناء": not what was hit, but whoever hit it.
    if frame.event == "PROTEST" && !parties.actors.is_empty() {
        let actors = parties.actors.clone();
        let against = protested(site, entities, &actors, &mut parties.last);
        let place = |r: &usize| entities.list.get(*r).is_some_and(|e| e.kind == Kind::Place);
        // "أمام مقر البرلمان للضغط على الحكومة": nor where they stood.
        let before = parties.explicit
            && clause.after.iter().any(|g| g.prep == Some(Prep::Amam))
            && frame.recipient.contains(&Slot::Prep(Prep::Amam));
        if !against.is_empty() && (before || parties.recipients.iter().all(place)) {
            parties.recipients = against;
        }
    }
    if parties.recipients.is_empty() && trigger.shape == Shape::Finite {
        let actors = parties.actors.clone();
        if let Some(host) = super::topic::host(site, entities, &actors) {
            parties.recipients.push(host);
            parties.inferred += MERELY_NAMED;
        }
    }
    if parties.recipients.is_empty() && frame.event == "COERCE" {
        parties.recipients = super::barred::barred(site, entities, &parties.actors, &mut parties.last);
    }
    // "انسحبت القوات من القاعدة": nobody undergoes it but a state or body that is left.
    if frame.event == "RETREAT" && parties.explicit {
        let left = |r: &usize| entities.list.get(*r).is_some_and(|e| e.kind != Kind::Place || is_state(input.layers, e));
        parties.recipients.retain(left);
    }
    if parties.actors.is_empty() && !parties.recipients.is_empty() {
        parties.actors.extend(opening_subject(site, entities, &parties.recipients));
        // "قال شريف خلال اللقاء بالرئيس الروسي": whoever the sentence is about met him.
        let layers = input.layers;
        let meets = frame.event == "CONSULT" && trigger.shape == Shape::Nominal && parties.actors.is_empty();
        let before = trigger.word.checked_sub(1).filter(|_| meets && !layers.morph(trigger.word).has_pronoun());
        if before.is_some_and(|b| matches!(layers.role(b), "during" | "after" | "ahead")) {
            let recipients = parties.recipients.clone();
            let last = subjects.last(input, entities, trigger.word, None, deed);
            parties.actors.extend(last.filter(|s| !recipients.contains(s)));
            parties.inferred += INFERRED;
        }
    }
    if frame.event == "ASSAULT" && parties.recipients.is_empty() && !parties.actors.is_empty() {
        parties.recipients.extend(aimed(site, entities, &parties.actors, &mut parties.last));
    }
    // "استشهد 40 في قصف إسرائيلي", "مقتل قيادي في غارة أميركية": whose blow it was.
    if frame.event == "ASSAULT" && parties.actors.is_empty() && !parties.recipients.is_empty() {
        parties.actors.extend(blow_of(site, entities, &parties.recipients, &mut parties.last));
    }
    // "احتجاز أربعة أمريكيين في السجون الإيرانية": whose prisons they are holds them.
    if frame.event == "COERCE" && parties.actors.is_empty() && !parties.recipients.is_empty() {
        parties.actors.extend(jailer(site, entities, &parties.recipients, &mut parties.last));
    }
    // "رفضت الحركة مقترحا قدمه المبعوث": whoever made what is refused or welcomed.
    if parties.recipients.is_empty()
        && !parties.actors.is_empty()
        && matches!(frame.event.as_str(), "REJECT" | "SUPPORT" | "ACCUSE")
    {
        let actors = parties.actors.clone();
        parties.recipients.extend(author(site, entities, &actors, &mut parties.last));
    }
    two_sided(frame, &mut parties);
    if super::MUTUAL.contains(&frame.event.as_str()) {
        let actors = parties.actors.clone();
        let layers = input.layers;
        parties
            .recipients
            .retain(|r| !actors.iter().any(|a| speaks_for(layers, entities, *a, *r) || speaks_for(layers, entities, *r, *a)));
    }
    // "تم التوافق على", "جرى بحث": those who were told together just before.
    let alone = parties.actors.is_empty() && parties.recipients.is_empty();
    // "واتفقا على": so are the two of a dual verb.
    let two = trigger.shape == Shape::Finite && trigger.feats.number == Number::Dual && clause.subject.is_none();
    let told = alone && trigger.passive || two && parties.recipients.is_empty() && parties.actors.len() < 2;
    if let Some([one, other]) = site.sides.filter(|_| told && super::MUTUAL.contains(&frame.event.as_str())) {
        parties.actors = vec![one];
        parties.recipients = vec![other];
    }
    parties
}

/// `قال الوزير إن إيران تزعزع استقرار المنطقة`: whoever speaks blames the subject of what he says.
fn blamed(
    site: Site<'_, '_>,
    entities: &mut Entities,
    subjects: &Subjects<'_>,
    clause: &Clause<'_>,
    said: Option<&Statement>,
) -> Parties {
    let Site { input, frame, trigger, .. } = site;
    let mut parties = Parties { last: trigger.end.saturating_sub(1), ..Parties::default() };
    let speaker = said.and_then(|s| s.chain.last().copied());
    let speaker = speaker.filter(|s| !trigger.passive && !is_source(input.layers, entities, *s));
    // "الميليشيات التي باتت تهدد الأمن": what is threatened does not threaten.
    let mut used: Vec<usize> = trigger.object.and_then(|o| input.group_at(o)).map(|g| g.words.start).into_iter().collect();
    parties.recipients = fill(site, entities, &frame.recipient, clause, &mut used, &mut parties.last);
    if parties.recipients.is_empty()
        && let Some(topic) = topic(site, said)
    {
        parties.recipients = party(input, entities, topic);
    }
    if let Some(subject) = clause.subject {
        parties.subject = party(input, entities, subject).first().copied();
    } else if trigger.shape == Shape::Finite && parties.recipients.is_empty() && !clause.passive {
        parties.subject = dropped(site, entities, subjects, speaker, None, &mut parties.governed);
        parties.recipients.extend(parties.subject);
        parties.inferred += INFERRED;
    }
    // "زعزعة الأمن": what stands after a verbal noun does the harm only where it is known to act.
    let known = |r: &usize| {
        entities.list.get(*r).is_some_and(|e| e.named && e.country.is_some() && (e.kind == Kind::Place || e.wikidata.is_some()))
    };
    let nominal = trigger.shape == Shape::Nominal;
    parties.recipients.retain(|r| !is_source(input.layers, entities, *r) && (!nominal || known(r)));
    let Some(speaker) = speaker else { return parties };
    // Nobody blames himself, nor his own country.
    let of = |id: usize| entities.list.get(id);
    let country = of(speaker).and_then(|e| e.country.as_deref());
    let own = |id: usize| of(id).is_some_and(|e| e.kind == Kind::Place && e.country.as_deref() == country);
    if !parties.recipients.iter().any(|r| *r == speaker || own(*r)) {
        parties.actors.push(speaker);
    }
    parties
}

/// Whether a person is of the very state: whoever speaks for it deals with others, not with it.
fn speaks_for(layers: crate::clause::Layers<'_>, entities: &Entities, person: usize, state: usize) -> bool {
    let (Some(person), Some(state)) = (entities.list.get(person), entities.list.get(state)) else { return false };
    let is_state = is_state(layers, state);
    person.kind == Kind::Person && person.named && is_state && person.country.is_some() && person.country == state.country
}

/// Whether a body of a state's own, or a named person, is of the very state.
fn acts_for(layers: crate::clause::Layers<'_>, entities: &Entities, actor: usize, state: usize) -> bool {
    let (Some(body), Some(of)) = (entities.list.get(actor), entities.list.get(state)) else { return false };
    let official = body.kind == Kind::Organization && matches!(body.sector.as_deref(), Some("GOV" | "MIL"));
    speaks_for(layers, entities, actor, state)
        || official && is_state(layers, of) && body.country.is_some() && body.country == of.country
}

/// Whether an entity is a state.
pub(super) fn is_state(layers: crate::clause::Layers<'_>, entity: &crate::entity::Entity) -> bool {
    layers.lexicon.kb.is_state(entity.kb)
}

/// `إن دعم طهران للنظام يقوض السلام`: what a statement opens with, where its first verb blames it.
fn topic<'g>(site: Site<'g, '_>, said: Option<&Statement>) -> Option<&'g Group> {
    let Site { input, trigger, .. } = site;
    let first = said?.words.start;
    let verbal = |w: usize| input.layers.is_verb(w) || input.layers.morph(w).pos == Pos::Relative;
    if trigger.shape != Shape::Finite || (first..trigger.word).any(verbal) {
        return None;
    }
    let group = input.groups_in(first..trigger.word).first().filter(|g| g.prep.is_none() && !g.is_time)?;
    (group.name.is_some() || group.of.is_some() || group.person.is_some() || group.nation.is_some()).then_some(group)
}

/// `أدان حادث التفجير الذي استهدف`: the noun of the blow that is condemned, before any relative.
fn condemned(site: Site<'_, '_>, clause: &Clause<'_>) -> Option<usize> {
    let Site { input, frame, trigger, .. } = site;
    if let Some(deed) = trigger.object.filter(|o| is_blow(input, *o) && frame.event == "ACCUSE") {
        return Some(deed);
    }
    if !frame.object.is_empty() {
        return clause.idle.map(|g| g.head).filter(|d| is_blow(input, *d));
    }
    let own = |g: &Group| g.prep.is_none_or(|p| frame.recipient.contains(&Slot::Prep(p)) || matches!(p, Prep::Bi | Prep::Li));
    let relative = |w: usize| input.layers.morph(w).pos == Pos::Relative;
    let near = clause.after.iter().filter(|g| !(trigger.end..g.words.start).any(relative) && own(g));
    near.flat_map(|g| g.words.clone()).find(|w| is_blow(input, *w))
}

/// Whether a noun tells a blow.
pub(super) fn is_blow(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let frames = layers.lexeme(word).map(|l| l.frames.as_slice()).unwrap_or_default();
    layers.morph(word).is_nominal() && frames.iter().any(|id| layers.lexicon.frames[*id as usize].event == "ASSAULT")
}

/// Fills what is open by pronouns in the frame's slots.
fn by_pronouns(site: Site<'_, '_>, entities: &Entities, parties: &mut Parties) {
    let frame = site.frame;
    if parties.recipients.is_empty() {
        parties.recipients = pronoun::in_slots(site, entities, &frame.recipient, &parties.actors);
        parties.inferred += if parties.recipients.is_empty() { 0.0 } else { INFERRED };
    }
    if parties.actors.is_empty() {
        parties.actors = pronoun::in_slots(site, entities, &frame.actor, &parties.recipients);
        parties.inferred += if parties.actors.is_empty() { 0.0 } else { INFERRED };
    }
}

/// Types that are acts of speech or of dealing: whom the clause names is whom they are directed at.
const TOWARDS: [&str; 11] =
    ["CONSULT", "AGREE", "COOPERATE", "SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "AID", "SANCTION", "CONCEDE"];

/// Types of good will, which nobody is told to be against.
const FRIENDLY: [&str; 6] = ["CONSULT", "AGREE", "COOPERATE", "SUPPORT", "AID", "CONCEDE"];

/// Types whose parties may be mere sources: acts of speech.
const SPOKEN: [&str; 6] = ["ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE"];

/// The first party that the clause names beyond the slots of its frame (`وافقت القوى على رفع العقوبات عن طهران`).
fn named_in_clause(site: Site<'_, '_>, entities: &mut Entities, actors: &[usize], last: &mut usize) -> Vec<usize> {
    let Site { input, frame, trigger, .. } = site;
    let meets = matches!(frame.event.as_str(), "CONSULT" | "COOPERATE");
    let mut where_told = None;
    let mut end = clause_end(site);
    if trigger.shape != Shape::Finite {
        end = end.min(trigger.end + NEAR);
    }
    // "مشيدا بما وصفه …": what a relative without antecedent tells has parties of its own.
    let bare = |w: &usize| input.layers.morph(*w).pos == Pos::Relative && input.layers.text.folded(*w).ends_with("ما");
    // "…، مؤكدا وقوف المملكة إلى جانب الإمارات": what a participle goes on to report is another clause.
    let reports = |w: &usize| {
        let cue = input.layers.lexeme(*w).is_some_and(|l| l.cue.is_some());
        // "، داعيا الدول": though it may be a noun too.
        let participle =
            input.layers.morph(*w).form == FormKind::ActiveParticiple && cue || super::trigger::reporting(input, *w).is_some();
        participle && input.layers.is_comma(w - 1)
    };
    end = (trigger.end..end).find(|w| bare(w) || reports(w)).unwrap_or(end);
    for group in input.groups_in(trigger.end..end) {
        let place = names_place(input, group) || matches!(group.prep, Some(Prep::Fi | Prep::Amam));
        let party_of_its_own = group.name.is_some() || group.person.is_some() || group.of.is_some() || group.nation.is_some();
        let bare = meets && !(group.person.is_some() || group.name.is_some() || acts(input, group));
        // "قلقها من التصعيد في ليبيا": a state is where it is told of; "الغارات ضد الحزب": whom it is against is not backed.
        let place_only = group.prep == Some(Prep::Fi) && group.name.is_some_and(|n| input.layers.names[n].kind == Kind::Place);
        // "وثمن هادي وفقا للوكالة مواقف الصين": the source of the report is no party.
        let source = (group.words.start.saturating_sub(4)..=group.words.start).any(|w| {
            let told = input.layers.phrase_at(w, &[crate::lexicon::PhraseClass::According]);
            told.is_some_and(|(n, _)| w + n == group.words.start || w + n == group.words.start + 1)
        });
        // "برعاية الأمم المتحدة", "بدعم روسي": under whose auspices it was is no party either.
        let stem = crate::lexicon::key(crate::clause::morph_stem(input.layers, group.head));
        // "دعا إلى حماية للشعب الفلسطيني": for whom it is asked is not asked.
        // "طالب بالإفراج عن الصحفي": nor who is to be freed, nor who is told of somebody else.
        let of_other = || super::topic::describes(input, group) || super::topic::is_agent(input, trigger.end, group);
        // "انسحاب القوات من شمال العراق": nor where somebody is to leave.
        let left = || group.prep == Some(Prep::Min) && within_place(input, group);
        if frame.event == "REQUEST" && (matches!(group.prep, Some(Prep::Li | Prep::An)) || of_other() || left()) {
            continue;
        }
        // "دعا إلى حل الأزمة السورية": nor whose affair is talked about.
        // "تقديم مساعدات إلى مستشفيات العاصمة اليمنية": but help goes there.
        let goes_there = matches!(frame.event.as_str(), "AGREE" | "AID" | "COOPERATE" | "SUPPORT" | "CONCEDE");
        if !goes_there && super::topic::is_topic(input, group) {
            continue;
        }
        if source || group.prep == Some(Prep::Bi) && input.layers.lexicon.auspices.contains(&stem) {
            continue;
        }
        // "دعت كتلة الحزب (67 نائبا) إلى": nor what stands in brackets.
        if group.words.start.checked_sub(1).is_some_and(|b| input.layers.text.raw(b) == "(") {
            continue;
        }
        // "أدان إطلاق صواريخ على إسرائيل": nor is whom the blamed deed befell.
        let against = matches!(group.prep, Some(Prep::Ala | Prep::Didd)) && frame.event == "ACCUSE";
        let deed = |w: usize| input.layers.morph(w).form == FormKind::Masdar || eventful(input, w);
        if against && super::topic::is_hit_by(input, group, deed) {
            continue;
        }
        // "وافق مرشح ترامب": nor is whose man the doer is.
        let own =
            |a: &usize| entities.list.get(*a).is_some_and(|e| e.mentions.iter().any(|m| group.words.contains(&m.words.start)));
        if group.prep.is_none() && actors.iter().any(own) {
            continue;
        }
        // "خلال جولة في منطقة بوغوني": a region by its kind and name.
        let region = group.prep == Some(Prep::Fi)
            && input.layers.lexeme(group.head).is_some_and(|l| l.place_head.is_some())
            && group.of.is_some_and(|n| input.layers.names[n].kind == Kind::Place);
        if region {
            continue;
        }
        let against = group.prep == Some(Prep::Didd) && FRIENDLY.contains(&frame.event.as_str());
        let under = meets && !matches!(group.prep, None | Some(Prep::Maa | Prep::Bayn | Prep::Bi | Prep::Ila | Prep::Li));
        // "هددت المؤسسة بإحالة المعتصمين إلى القضاء": whom what is threatened would befall.
        if frame.event == "THREATEN"
            && group.prep == Some(Prep::Bi)
            && !party_of_its_own
            && let Some(people) = super::party::people_inside(input, group).or_else(|| befallen(input, group))
        {
            *last = (*last).max(group.words.end - 1);
            let found: Vec<usize> =
                entities.of_group(input.layers, &people).into_iter().filter(|f| !actors.contains(f)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        // "دعا إلى وقف القتال في ليبيا": where nobody else is told, those of the state are asked.
        if place_only && frame.event == "REQUEST" && where_told.is_none() {
            let id = group.name.and_then(|n| entities.of_name.get(n)).copied();
            where_told =
                id.filter(|id| !actors.contains(id) && entities.list.get(*id).is_some_and(|e| is_state(input.layers, e)));
        }
        if group.is_time
            || !party_of_its_own
            || bare
            || under
            || meets && place
            || place_only
            || against
            || matches!(group.prep, Some(Prep::Fi | Prep::Bi)) && names_place(input, group)
        {
            continue;
        }
        // "دعا الوزير في مقال نشر بوكالة الأنباء": a medium is where it was said.
        let medium = |e: &crate::entity::Entity| e.sector.as_deref() == Some("JRN") && e.kind == Kind::Organization;
        let found: Vec<usize> = party(input, entities, group)
            .into_iter()
            .filter(|f| !actors.contains(f) && entities.list.get(*f).is_some_and(|e| e.kind != Kind::Other && !medium(e)))
            // "أكدت الخارجية المصرية تضامن مصر مع السعودية": nobody deals with the state that he speaks for.
            .filter(|f| !actors.iter().any(|a| acts_for(input.layers, entities, *a, *f)))
            .collect();
        if !found.is_empty() {
            *last = (*last).max(group.words.end - 1);
            return found;
        }
    }
    where_told.into_iter().collect()
}

/// `بفصل العمال`: the people right after a verbal noun.
fn befallen(input: Input<'_>, group: &Group) -> Option<Group> {
    let deed = input.layers.morph(group.head).form == FormKind::Masdar && group.words.end == group.head + 1;
    let next = input.group_at(group.words.end).filter(|g| deed && g.words.start == group.words.end && g.prep.is_none());
    next.filter(|g| !g.conj && acts(input, g)).cloned()
}

/// `وفي زيارة لأربيل وصف الوزير …`: whoever the sentence is about makes the visit that opens it.
fn opening_subject(site: Site<'_, '_>, entities: &mut Entities, not: &[usize]) -> Option<usize> {
    let Site { input, frame, trigger, start, end, .. } = site;
    let layers = input.layers;
    let opens = trigger.word <= start + 2 && trigger.shape == Shape::Nominal && !layers.morph(trigger.word).has_pronoun();
    let under = input.group_at(trigger.word).is_some_and(|g| g.prep.is_some());
    if !opens || !under || frame.event != "CONSULT" {
        return None;
    }
    let verb = (trigger.end..end).find(|w| layers.is_verb(*w) && layers.morph(w.saturating_sub(1)).pos != Pos::Relative)?;
    let subject = input.groups_in(verb + 1..end).iter().find(|g| !g.is_time)?;
    let told = subject.prep.is_none() && subject.words.start <= verb + 3 && acts(input, subject);
    party(input, entities, subject).first().copied().filter(|s| told && !not.contains(s))
}

/// Whom a protest is against: whose deed the words after `احتجاجا على`, `تنديدا بـ` or `للمطالبة بـ` tell, by name, office or nationality.
fn protested(site: Site<'_, '_>, entities: &mut Entities, not: &[usize], last: &mut usize) -> Vec<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let sentence = layers.text.sentence_of(trigger.word).map_or(trigger.end, |s| layers.text.sentences[s].words().end);
    let tells = |w: usize| {
        let events = layers.lexeme(w).map(|l| l.frames.as_slice()).unwrap_or_default();
        let event =
            |id: &u32| matches!(layers.lexicon.frames[*id as usize].event.as_str(), "ACCUSE" | "REJECT" | "PROTEST" | "REQUEST");
        let why = layers.text.folded(w).ends_with('ا') || layers.prep_of(w) == Some(Prep::Li);
        w > trigger.word
            && Some(w) != trigger.object
            && why
            && layers.morph(w).form != FormKind::Finite
            && events.iter().any(event)
    };
    let Some(why) = (trigger.end..sentence).take_while(|w| !layers.is_comma(*w)).find(|w| tells(*w)) else { return Vec::new() };
    let end = (why + 1..sentence).find(|w| layers.is_comma(*w)).unwrap_or(sentence).min(why + NEAR);
    for group in input.groups_in(why + 1..end).iter().filter(|g| !g.is_time) {
        // Where it was is not whom it is against.
        let place = group.name.or(group.of).is_some_and(|n| layers.names[n].kind == Kind::Place);
        let told = group.title.is_some() || group.nation.is_some() || organized(layers, group) || holds_actor(input, group);
        if place && group.nation.is_none() || !told {
            continue;
        }
        let found: Vec<usize> = party(input, entities, group).into_iter().filter(|f| !not.contains(f)).take(1).collect();
        if !found.is_empty() {
            *last = (*last).max(group.words.end - 1);
            return found;
        }
    }
    Vec::new()
}

/// Who made the step that the clause is about, by the verb that takes it up (`مقترحا تقدمت به قطر`, `الخطة التي طرحتها مصر`).
fn author(site: Site<'_, '_>, entities: &mut Entities, not: &[usize], last: &mut usize) -> Option<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let step = |g: &&Group| {
        let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, g.head));
        let proposal = |word: &str| layers.lexicon.proposals.contains(&crate::lexicon::key(word));
        g.of.is_none() && (proposal(stem) || proposal(stem.trim_end_matches('ا')))
    };
    let groups = input.groups_in(trigger.word + 1..(trigger.word + NEAR).min(site.end));
    let group = groups.iter().find(step)?;
    let takes_up = |w: usize| layers.is_verb(w) && layers.morph(w).has_pronoun() || layers.morph(w).verb_trail > 0;
    let verb = (group.words.end..(group.words.end + 5).min(site.end)).take_while(|w| !layers.is_comma(*w)).find_map(|w| {
        let joined = layers.is_verb(w) && pronoun::joined(input, w + 1).is_some();
        if joined { Some(w + 2) } else { takes_up(w).then_some(w + 1) }
    })?;
    let whose = input.group_at(verb).filter(|g| g.words.start == verb && g.prep.is_none() && acts(input, g))?;
    *last = (*last).max(whose.words.end - 1);
    party(input, entities, whose).first().copied().filter(|f| !not.contains(f))
}

/// Whose prison the clause tells of.
fn jailer(site: Site<'_, '_>, entities: &mut Entities, not: &[usize], last: &mut usize) -> Option<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let prison = |g: &&Group| {
        let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, g.head)));
        g.prep == Some(Prep::Fi) && layers.lexicon.prisons.contains(&stem) && (g.of.is_some() || g.nation.is_some())
    };
    let group = input.groups_in(trigger.word + 1..clause_end(site)).iter().find(prison)?;
    let found = match (group.of, group.nation) {
        (Some(of), _) => entities.of_name.get(of).copied(),
        (_, Some(nation)) => super::party::country(layers, entities, group, nation),
        _ => None,
    };
    // "في سجن القاهرة": a town keeps nobody.
    let acts = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind != Kind::Place || is_state(layers, e));
    *last = (*last).max(group.words.end - 1);
    found.filter(|f| !not.contains(f)).filter(acts)
}

/// `أسفرت الغارة الإسرائيلية عن مقتل خمسة`, `إن قصفا للجيش أدى إلى مقتل`: the blow of a nation or body that a verb of result is said of.
fn resulting<'g>(site: Site<'g, '_>) -> Option<&'g Group> {
    let Site { input, frame, trigger, start, .. } = site;
    if trigger.shape != Shape::Finite || frame.kind != FrameKind::Light || !frame.actor.is_empty() {
        return None;
    }
    let after = input.group_at(trigger.word + 1).filter(|g| g.words.start == trigger.word + 1 && g.prep.is_none() && !g.is_time);
    let blow = |g: &&Group| is_blow(input, g.head) && (g.nation.is_some() || holds_actor(input, g));
    after.filter(blow).or_else(|| super::clause::ahead_of(input, trigger.word, start).filter(blow))
}

/// The nation or body whose blow, told under `في` or `ب` in the clause, the harm came from.
fn blow_of(site: Site<'_, '_>, entities: &mut Entities, not: &[usize], last: &mut usize) -> Option<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let blow = |w: usize| is_blow(input, w);
    let groups = input.groups_in(trigger.word + 1..clause_end(site));
    // "أسفرت الغارة الإسرائيلية عن مقتل خمسة": the blow is what the verb is said of.
    if let Some(group) = resulting(site) {
        let found = party(input, entities, group).into_iter().next().filter(|f| !not.contains(f));
        return found.filter(|f| entities.list.get(*f).is_some_and(|e| e.kind != Kind::Place || is_state(layers, e)));
    }
    // "برصاص قوات الأمن", "بنيران الجيش": whose weapon it was.
    let weapon = |g: &&Group| {
        let stem = crate::lexicon::key(crate::clause::morph_stem(layers, g.head));
        g.prep == Some(Prep::Bi) && layers.lexicon.weapons.contains(&stem)
    };
    let own = input.group_at(trigger.word + 1).into_iter().chain(groups).find(weapon);
    if let Some(shot) = own {
        let next = input.group_at(shot.words.end).filter(|g| g.words.start == shot.words.end && g.prep.is_none() && !g.conj);
        let whose = next.filter(|g| shot.of.is_none() && shot.nation.is_none() && acts(input, g)).unwrap_or(shot);
        let found = party(input, entities, whose).into_iter().next().filter(|f| !not.contains(f));
        *last = (*last).max(whose.words.end - 1);
        return found;
    }
    // "جراء غارة", "إثر قصف".
    let after = |g: &Group| {
        let before = g.words.start.checked_sub(1);
        before.is_some_and(|b| matches!(layers.role(b), "because" | "after" | "during"))
    };
    let under = |g: &Group| matches!(g.prep, Some(Prep::Fi | Prep::Bi)) || after(g);
    let group = groups.iter().find(|g| under(g) && blow(g.head) && !g.is_time)?;
    // "في مواجهات مع قوات الأمن": the other side of the fight.
    let fight = layers.lexicon.fights.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, group.head)));
    let with = |g: &&Group| g.prep == Some(Prep::Maa) && g.words.start <= group.words.end + 1 && acts(input, g);
    if let Some(side) = groups.iter().find(|g| g.words.start >= group.words.end).filter(|g| fight && with(g)) {
        *last = (*last).max(side.words.end - 1);
        return party(input, entities, side).into_iter().next().filter(|f| !not.contains(f));
    }
    // "في قصف للنظام السوري", "في غارة للتحالف": or under ل.
    let next = input.group_at(group.words.end).filter(|g| g.words.start == group.words.end && g.prep == Some(Prep::Li));
    let under = next.filter(|g| group.of.is_none() && group.nation.is_none() && acts(input, g) && !names_place(input, g));
    if let Some(doer) = under {
        *last = (*last).max(doer.words.end - 1);
        return party(input, entities, doer).into_iter().next().filter(|f| !not.contains(f));
    }
    // "في كمين نصبه مسلحون", "في انفجار لغم زرعته مجموعة": whoever its verb tells of.
    let verb = group.words.end;
    let takes_up = layers.morph(verb).has_pronoun() && layers.is_verb(verb) || layers.morph(verb).verb_trail > 0;
    let doer = input.group_at(verb + 1).filter(|g| takes_up && g.words.start == verb + 1 && g.prep.is_none() && acts(input, g));
    if let Some(doer) = doer {
        *last = (*last).max(doer.words.end - 1);
        return party(input, entities, doer).into_iter().next().filter(|f| !not.contains(f));
    }
    let found = match (group.of, group.nation) {
        (Some(of), _) if layers.names[of].kind == Kind::Organization => entities.of_name.get(of).copied(),
        (_, Some(nation)) => super::party::country(layers, entities, group, nation),
        _ => None,
    };
    *last = (*last).max(group.words.end - 1);
    found.filter(|f| !not.contains(f))
}

/// How far after a noun a party beyond its slots may stand.
const NEAR: usize = 10;

/// Whether a verbal noun with a pronoun tells what its pronoun suffered (`مقتله`, `اعتقالهم`): one of harm that takes an object.
fn suffered(site: Site<'_, '_>) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let morph = input.layers.morph(trigger.word);
    let harm = matches!(frame.event.as_str(), "ASSAULT" | "COERCE") && frame.kind == FrameKind::Verb;
    let object = frame.recipient.contains(&Slot::Object);
    trigger.shape == Shape::Nominal
        && trigger.object != Some(trigger.word)
        && morph.form == FormKind::Masdar
        && morph.has_pronoun()
        && harm
        && object
}

/// Types without direction, and fighting, have two sides rather than a doer and a sufferer.
fn two_sided(frame: &Frame, parties: &mut Parties) {
    // PLOVER: in fighting between two sides all parties are actors.
    let fighting = |slots: &[Slot]| slots.iter().any(|s| matches!(s, Slot::Prep(Prep::Maa | Prep::Bayn)));
    // "سقط قتلى بين المدنيين": where nobody acts, there are no two sides.
    if frame.event == "ASSAULT"
        && !frame.actor.is_empty()
        && (fighting(&frame.recipient) || fighting(&frame.actor))
        && parties.actors.len() + parties.recipients.len() > 1
    {
        let others = std::mem::take(&mut parties.recipients);
        parties.actors.extend(others);
    }
    // "تبادل الجيش والحركة الاتهامات": a row whose subject is both sides.
    let both = frame.actor.contains(&Slot::Subject) && frame.recipient.contains(&Slot::Subject);
    let mutual = super::MUTUAL.contains(&frame.event.as_str()) || both;
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
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let deed = !SPOKEN.contains(&frame.event.as_str());
    let morph = layers.morph(trigger.word);
    if trigger.shape == Shape::Nominal {
        // "تحريرها من الحوثيين": there the pronoun is the object, and the verb above has the subject.
        if morph.has_pronoun() && trigger.object != Some(trigger.word) {
            let feats = subject::pronoun_feats(input, trigger.word)?;
            let found = subjects.last(input, entities, trigger.word, Some(feats), deed);
            let agrees = |e: &crate::entity::Entity| e.kind != Kind::Other && subject::entity_agrees(layers, e, feats);
            let speaker = speaker.filter(|s| entities.list.get(*s).is_some_and(agrees));
            // "شكره للمملكة على وقوفها": a state acts, another place does not.
            let acts = feats.gender == crate::morph::Gender::Feminine && frame.event != "CONSULT";
            let state = |e: &crate::entity::Entity| acts && is_state(layers, e);
            return found
                .or(speaker)
                .or_else(|| entities.last_before(trigger.word, |e| (e.kind != Kind::Place || state(e)) && agrees(e)));
        }
        // "استطاعت القوات السيطرة على المدينة": its object with the article, right after the subject.
        let object = || {
            let (at, _) = subject::governor(input, trigger.word, site.start)?;
            // "قررت دائرة الاتهام بمحكمة الاستئناف الإفراج عن": what stands under a preposition is no object.
            let bare = |g: &&Group| g.words.end <= trigger.word && !g.is_time && g.prep.is_none();
            let between = input.groups_in(at + 1..trigger.word).iter().filter(bare);
            let whole = input.group_at(trigger.word).is_some_and(|g| g.words.start == trigger.word);
            let right = whole && between.count() < 2 && morph.prep.is_none() && layers.is_verb(at) && !only_told(site, at);
            right.then_some(())
        };
        // "قضت المحكمة بالإفراج عن المتهم": so is what its verb governs by a preposition.
        let governed_by = || {
            let (at, _) = subject::governor(input, trigger.word, site.start)?;
            let control = layers.lexeme(at).and_then(|l| l.control)?;
            let between = input.groups_in(at + 1..trigger.word).iter().filter(|g| g.words.end <= trigger.word && !g.is_time);
            (control.prep.is_some() && layers.is_verb(at) && between.count() < 2 && !only_told(site, at)).then_some(())
        };
        if morph.article && object().or_else(governed_by).is_none() {
            return None;
        }
        if let Some((at, status)) = subject::governor(input, trigger.word, site.start).filter(|(at, _)| !only_told(site, *at)) {
            *governed = status;
            // "سنواصل تقديم الدعم": in the first person whoever speaks does it.
            if layers.morph(at).feats.person == crate::morph::Person::First && speaker.is_some() {
                return speaker;
            }
            // "قال المتحدث إن وحدات تمكنت من توقيف": whoever only tells of harm did none.
            let harm = matches!(frame.event.as_str(), "ASSAULT" | "COERCE");
            let teller = speaker.or(spoke);
            let only_tells =
                |id: &usize| harm && entities.list.get(*id).is_some_and(|e| e.kind == Kind::Person && e.office.is_none());
            // "قال الرئيس إن أولئك سيحاولون قتل": nor does he do what several do.
            let several = layers.is_verb(at) && layers.morph(at).feats.number == Number::Plural;
            let one = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Person && e.named);
            let teller = teller.filter(|id| !only_tells(id) && !(harm && several && one(id)));
            return subjects.last(input, entities, at + 1, None, deed).or(teller);
        }
        // "أنهت قوات الأمن الحصار بعد قتل أربعة مهاجمين": a force that acts did what it acts after.
        let after = trigger.word.checked_sub(1).is_some_and(|b| layers.role(b) == "after");
        if after
            && frame.kind == FrameKind::Verb
            && matches!(frame.event.as_str(), "ASSAULT" | "COERCE")
            && morph.form == FormKind::Masdar
        {
            let found = subjects.last(input, entities, trigger.word, None, deed)?;
            let sector = entities.list.get(found).and_then(|e| e.sector.as_deref());
            return sector.is_some_and(|s| super::trigger::ARMED.contains(&s)).then_some(found);
        }
        return subject::is_purpose(input, trigger.word).then(|| subjects.last(input, entities, trigger.word, None, deed))?;
    }
    let feats = trigger.feats;
    if feats.person == crate::morph::Person::First {
        return speaker;
    }
    *governed = finite_status(site);
    // "قال كيري إنه يجري محادثات": the pronoun of the complementizer is the speaker's more often than not.
    let own = (site.start..trigger.word).rev().take(3).find(|w| subject::takes_up_speaker(input, *w));
    if let Some((speaker, own)) = speaker.zip(own) {
        // "قال النائب إنهم يدعمون …": others than he.
        let others = subject::complementizer_feats(input, own).filter(|f| f.number == Number::Plural);
        let one = entities.list.get(speaker).is_some_and(|e| e.kind == Kind::Person && e.named);
        if others.is_none() || !one {
            return Some(speaker);
        }
        return pronoun::agreeing(input, entities, own, Feats { number: Number::Plural, ..Feats::default() }, &[speaker]);
    }
    // "اعتبرت المحافظة ما جرى إرهابا ترعاه الحكومة، مناشدة المجتمع الدولي": a participle of speech goes on for whoever spoke.
    if trigger.shape == Shape::Participle && !deed && spoke.is_some() && said_before(site) {
        return spoke;
    }
    // Whoever tells of a blow did not strike it.
    let told_by = speaker.or(spoke).filter(|_| !matches!(frame.event.as_str(), "ASSAULT" | "COERCE"));
    // "واعتدت على المصلين": at the head of a sentence the verb goes on for whom the one before was about.
    let opens = trigger.word == site.start && layers.has_conj(trigger.word) && speaker.is_none();
    let resumed = subjects.resumed(layers, entities, feats).filter(|_| opens && deed);
    // "قال ضابط إن 60 شخصا قتلوا وجرح 200": nor did he who is told to tell of it.
    let harm = matches!(frame.event.as_str(), "ASSAULT" | "COERCE");
    let last = subjects.last(input, entities, trigger.word, Some(feats), deed);
    let person = |id: usize| entities.list.get(id).is_some_and(|e| e.kind == Kind::Person);
    let found = last.filter(|l| !(harm && speaker == Some(*l) && person(*l))).or(resumed).or(told_by);
    // "تأتي تصريحات الوزير عشية مباحثات يعقدها": whoever was named last, where the verb takes up the noun before it.
    found.or_else(|| {
        let resumes = trigger.object.is_some_and(|o| o < trigger.word);
        let acting = |e: &crate::entity::Entity| e.named && matches!(e.kind, Kind::Person | Kind::Organization);
        let fits = |e: &crate::entity::Entity| acting(e) && subject::entity_agrees(layers, e, feats);
        resumes.then(|| entities.last_before(trigger.word, fits)).flatten()
    })
}

/// Whether a participle stands after a comma.
fn said_before(site: Site<'_, '_>) -> bool {
    let layers = site.input.layers;
    let word = site.trigger.word;
    word.checked_sub(1).is_some_and(|b| layers.is_comma(b))
}

/// `قالت الوزارة إن طائراتها دمرت مستودعا`: a force before the verb acts for whom its pronoun names, the speaker first; so does
/// `بلاده`.
fn owner_of_force(site: Site<'_, '_>, entities: &Entities, speaker: Option<usize>) -> Option<usize> {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    // "أن تكون فصائله قد هاجمت": a particle may stand between.
    let before = trigger.word.checked_sub(1)?;
    let verb = if layers.morph(before).pos == Pos::Particle { before } else { trigger.word };
    let group = input.group_at(verb.checked_sub(1)?).filter(|g| g.words.end == verb && g.prep.is_none())?;
    let stem = crate::lexicon::key(crate::clause::morph_stem(layers, group.head));
    let (force, land) = (layers.lexicon.forces.contains(&stem), layers.lexicon.homelands.contains(&stem));
    let feats = subject::pronoun_feats(input, group.head).filter(|_| force || land)?;
    // "إن بلاده ستقدم مساعدات": the country of whoever speaks.
    if land {
        let of = |id: usize| entities.list.get(id).and_then(|e| e.country.as_deref());
        let iso = speaker.and_then(of)?;
        let country = layers.lexicon.kb.country_index(iso).and_then(|n| layers.lexicon.kb.countries.get(n as usize))?;
        return entities.list.iter().position(|e| e.kb == Some(country.entity)).or(speaker);
    }
    let agrees = |id: &usize| entities.list.get(*id).is_some_and(|e| subject::entity_agrees(layers, e, feats));
    speaker.filter(agrees).or_else(|| pronoun::antecedent(input, entities, group.head, &[]))
}

/// `تمكنت المقاومة والجيش من تحرير المدينة`, `زار الوزير ونائبه المصنع والتقيا العمال`: those told together with a subject that the
/// predicate takes up, where it is governed or tells of several.
fn companions(site: Site<'_, '_>, entities: &mut Entities, subject: usize) -> Vec<usize> {
    let Site { input, trigger, start, .. } = site;
    if trigger.shape == Shape::Finite && trigger.feats.number == Number::Singular {
        return Vec::new();
    }
    let groups = input.groups_in(start..trigger.word);
    let first = groups.iter().rev().filter(|g| !g.is_time && g.prep.is_none()).find(|g| {
        let name = g.person.or(g.name);
        name.and_then(|n| entities.of_name.get(n)) == Some(&subject)
    });
    let mut found = first.map(|g| party(input, entities, g)).unwrap_or_default();
    found.retain(|f| *f != subject);
    found
}

/// `أعلن الجيش مقتل ثلاثة من جنوده في هجوم`: what a verb of saying tells of the harmed, and where it befell them, is not what
/// its subject did.
fn only_told(site: Site<'_, '_>, verb: usize) -> bool {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    if !layers.lexeme(verb).is_some_and(|l| l.cue.is_some()) || site.frame.event != "ASSAULT" {
        return false;
    }
    let harmed = super::counts::is_harm(layers, trigger.word);
    let inside = input.group_at(trigger.word).is_some_and(|g| matches!(g.prep, Some(Prep::Fi)));
    harmed || inside && (verb + 1..trigger.word).any(|w| super::counts::is_harm(layers, w))
}

/// `قام الجيش بقصف المدينة`, `شن الجيش هجوما`: a noun of a deed right under a verb whose subject does it.
fn under_governor(site: Site<'_, '_>) -> bool {
    let Site { input, frame, trigger, start, .. } = site;
    if trigger.shape != Shape::Nominal || frame.kind != FrameKind::Noun || !frame.actor.contains(&Slot::Genitive) {
        return false;
    }
    let Some((verb, _)) = subject::governor(input, trigger.word, start) else { return false };
    let between = input.groups_in(verb + 1..trigger.word).iter().filter(|g| g.words.end <= trigger.word);
    between.into_iter().all(|g| g.is_time || g.prep.is_none())
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
    // "فتح مسلحون النار على حافلة تقل عمالا": whoever is in what is hit.
    let carries = |w: usize| layers.is_verb(w) && layers.lexeme(w).is_some_and(|l| layers.lexicon.containing.contains(&l.key));
    let inside = input.groups_in(trigger.word + 1..end).iter().find(|g| carries(g.words.end) && !acts(input, g));
    let aboard = inside.and_then(|g| input.group_at(g.words.end + 1)).filter(|g| g.prep.is_none() && is_people(layers, g.head));
    if let Some(people) = aboard.filter(|g| !g.conj) {
        *last = (*last).max(people.words.end - 1);
        return party(input, entities, people).into_iter().next().filter(|f| !actors.contains(f));
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
    let end = clause_end(site);
    for word in trigger.word + 1..end {
        let Some(group) = agent_phrase(input, word).and_then(|at| input.group_at(at)) else { continue };
        let found = party(input, entities, group);
        if !found.is_empty() {
            *last = (*last).max(group.words.end - 1);
            return found;
        }
    }
    Vec::new()
}

/// A cue that is an event too has its parties from its statement: the speaker does it, whoever is addressed undergoes it.
pub(crate) fn from_statement(frame: &Frame, statement: &Statement, parties: &mut Parties) {
    if let Some(speaker) = statement.chain.last() {
        // "أدانت الإمارات والكويت والأردن الهجوم": all who said it together.
        if !parties.actors.contains(speaker) {
            parties.actors = vec![*speaker];
        }
        let actors = parties.actors.clone();
        parties.recipients.retain(|r| !actors.contains(r));
        parties.subject = Some(*speaker);
    }
    // "أدانت الجامعة، عقب اجتماع الوزراء، الهجوم": nobody is blamed for being spoken to.
    // "أكد السيسي لماكرون رفض مصر": nor refused.
    let addressed = !matches!(frame.event.as_str(), "ACCUSE" | "REJECT")
        && frame.recipient.iter().any(|s| matches!(s, Slot::Object | Slot::Prep(Prep::Min)));
    if addressed && parties.recipients.is_empty() {
        parties.recipients.clone_from(&statement.addressee);
        let actors = parties.actors.clone();
        parties.recipients.retain(|r| !actors.contains(r));
    }
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
        let told = site.sides.filter(|_| is_pair(input.layers, group));
        let mut found = told.map_or_else(|| party(input, entities, group), |both| both.to_vec());
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
                let whole = input.group_at(object).filter(|g| g.prep.is_none())?;
                let of = || genitive(input, object).filter(|g| g.words.start == object + 1 && organized(layers, g));
                // "قصفت طائرات إسرائيلية": whose they are acts.
                // "قصفت طائرات تابعة للجيش": or told after a word of belonging.
                let stem = crate::lexicon::key(crate::clause::morph_stem(layers, object));
                let machine = layers.lexicon.machines.contains(&stem) || layers.lexicon.forces.contains(&stem);
                let tells = || super::party::owner(input, whole).filter(|g| machine && g.prep == Some(Prep::Li));
                Some(whole).filter(|g| holds_actor(input, g) || g.nation.is_some()).or_else(of).or_else(tells)
            };
            clause.subject.or_else(owner)
        }
        Slot::Subject if own_pronoun => None,
        Slot::Genitive if slots == frame.recipient && hit_of(site).is_some() => hit_of(site).filter(|g| undergoes(input, g)),
        Slot::Subject | Slot::Genitive => {
            // "استهداف منشأة تابعة لشركة": the object that the row asks for is not who did it.
            let object = |g: &Group| {
                // "وصول نائب الرئيس إلى عدن": but whoever arrives is whom the row asks for.
                let deed = frame.event != "CONSULT";
                slot == Slot::Subject && deed && !frame.object.is_empty() && trigger.object.is_some_and(|o| g.words.contains(&o))
            };
            let own =
                genitive(input, trigger.word).filter(|g| !object(g) && (frame.event != "ASSAULT" || !names_place(input, g)));
            // "إقالة المصري عمر فهمي": of what nation somebody named right behind is did nothing.
            let his_nation = |g: &Group| {
                let named = input.group_at(g.words.end).filter(|n| n.words.start == g.words.end && n.prep.is_none() && !n.conj);
                let alone = g.of.is_none() && g.words.start == trigger.word && g.words.len() == 2 && g.nation.is_some();
                alone && layers.morph(trigger.word + 1).article && named.is_some_and(|n| n.person.is_some() && n.title.is_none())
            };
            own.filter(|g| !his_nation(g)).or_else(|| its_doer(site))
        }
        Slot::Object if !nominal => {
            // "قاطعت الكتلة جلسة البرلمان": whoever the complement belongs to.
            let owner = || {
                let object = trigger.object.filter(|o| *o > trigger.word && !clause.passive && frame.event != "ASSAULT")?;
                let whole = input.group_at(object).filter(|g| g.prep.is_none())?;
                let owner = genitive(input, object).filter(|g| g.words.start == whole.words.end && organized(layers, g));
                // "حظرت تركيا الطيران الروسي": whose they are, by nationality.
                owner.or_else(|| Some(whole).filter(|g| g.nation.is_some() && g.head == object))
            };
            clause.object.or_else(owner)
        }
        Slot::Object if own_pronoun => clause.after.iter().copied().find(|g| g.prep.is_none() && acts(input, g)),
        Slot::Object => {
            // "عمليات الاغتيال لضباط شرطة": a verbal noun with the article has its object under لـ.
            let definite = layers.morph(trigger.word).article && frame.event == "ASSAULT";
            let under = |g: &&Group| g.prep == Some(Prep::Li) && g.words.start == trigger.word + 1 && acts(input, g);
            if let Some(object) = clause.after.iter().copied().find(under).filter(|_| definite) {
                return Some(object);
            }
            // "استقبال القاهرة لممثلين عن الحركة": so has one after its subject.
            let end = input.group_at(trigger.word).map_or(trigger.end, |g| g.words.end);
            let beside = |g: &&Group| g.prep == Some(Prep::Li) && g.words.start == end && acts(input, g);
            // "اتهام الحكومة للمعارضة": and one of words directed at someone.
            let directed = frame.event == "CONSULT" || frame.actor.contains(&Slot::Subject) && is_speech(frame);
            let end = if directed { genitive(input, trigger.word).map_or(end, |g| g.words.end.max(end)) } else { end };
            let beside = |g: &&Group| beside(g) || g.prep == Some(Prep::Li) && g.words.start == end && acts(input, g);
            if directed
                && end > trigger.word + 1
                && let Some(object) = clause.after.iter().copied().find(beside)
            {
                return Some(object);
            }
            let first = genitive(input, trigger.word)?;
            if let Some(hit) = hit_behind(site, first) {
                return Some(hit).filter(|g| undergoes(input, g));
            }
            // "قمع الرئيس السوري للاحتجاجات": with an object under ل the genitive does it, whatever that is.
            let object = input.group_at(first.words.end).filter(|g| g.words.start == first.words.end && g.prep == Some(Prep::Li));
            let suffers = object
                .filter(|g| layers.morph(g.head).article && (acts(input, g) || eventful(input, g.head)) || at_place(input, g));
            if matches!(frame.event.as_str(), "ASSAULT" | "COERCE") && frame.actor.contains(&Slot::Subject) && suffers.is_some() {
                return suffers.filter(|g| acts(input, g) || at_place(input, g));
            }
            // "معاقبة واشنطن لشركة هواوي": so it does where both can act.
            let deals = matches!(frame.event.as_str(), "SANCTION" | "AID") && frame.actor.contains(&Slot::Subject);
            let acting = |g: &Group| acts(input, g) || g.name.or(g.person).is_some();
            if let Some(object) = object.filter(|g| deals && (acting(first) || first.of.is_some()) && acting(g)) {
                return Some(object);
            }
            // "تهديدات الوزير", "انتقادات المعارضة": of several words spoken whoever spoke them is told.
            if directed && is_speech(frame) && crate::clause::morph_stem(layers, trigger.word).ends_with("ات") {
                return None;
            }
            // "رفض السويد إدانة المقال": whoever stands after a refusal refuses.
            if frame.event == "REJECT" && frame.actor.contains(&Slot::Subject) && !used.contains(&first.words.start) {
                return None;
            }
            // "زيارة الوزير إلى الجزائر", "لقاء عباس بالبابا": where a preposition of the frame follows, the genitive does it.
            // "لقاء رئيس الحكومة مساء اليوم بالوزراء": a time may stand between.
            let time = input.group_at(first.words.end).filter(|g| g.is_time);
            let end = time.map_or(first.words.end, |g| g.words.end);
            let under = |g: &&Group| {
                let near = g.words.start >= end && g.words.start <= end + 1;
                near && g.prep.is_some_and(|p| slots.contains(&Slot::Prep(p))) && (acts(input, g) || names_place(input, g))
            };
            if frame.event == "CONSULT" && frame.actor.contains(&Slot::Subject) && clause.after.iter().copied().any(|g| under(&g))
            {
                return None;
            }
            // "قصف الطيران مواقع المتمردين": after its agent a verbal noun has an object of its own.
            // "قصف إسرائيل مدرسة": or a building.
            let facility = |g: &Group| layers.lexeme(g.head).is_some_and(|l| l.place_head.is_some()) && g.name.is_none();
            let place = |g: &Group| g.of.is_some_and(|n| layers.names[n].kind == Kind::Place) || facility(g);
            let second = input
                .group_at(first.words.end)
                .filter(|g| g.words.start == first.words.end && g.prep.is_none() && !g.conj && !g.is_time)
                // "دعم أوكرانيا عسكريا": how it is done is nobody.
                .filter(|g| !super::topic::is_adverb(input, g))
                .filter(|g| acts(input, g) || holds_actor(input, g) || owned(input, g) || frame.event == "ASSAULT" && place(g));
            if frame.actor.contains(&Slot::Subject) && second.is_some() {
                return second;
            }
            // "مهاجمة الشرطة الموكب": a force before another noun does it.
            let next = input.group_at(first.words.end).filter(|g| g.words.start == first.words.end && g.prep.is_none());
            let accusative = |w: usize| layers.text.folded(w).ends_with('ا') && layers.morph(w).form == FormKind::Noun;
            let whole = |g: &Group| layers.morph(g.head).article || accusative(g.head);
            let other = next.is_some_and(|g| !g.conj && !g.is_time && g.name.is_none() && whole(g));
            let body = first.name.is_some_and(|n| layers.names[n].kind == Kind::Organization);
            if frame.actor.contains(&Slot::Subject) && other && (body || organized(layers, first)) {
                return None;
            }
            let free = !used.contains(&first.words.start) && (!frame.actor.contains(&Slot::Genitive) || slots.len() == 1);
            free.then_some(first)
        }
        Slot::Speaker => None,
        Slot::Possessor => trigger.object.and_then(|o| genitive(input, o)),
        // A complement that the row asks for under the slot's own preposition fills the slot.
        Slot::Prep(prep) => clause
            .after
            .iter()
            .copied()
            .find(|g| {
                // "أدان العملية التي قام فيها مجرمون بتفجير مسجد لقوات الأمن": whose it is that was hit is not condemned.
                let relative = |w: usize| layers.morph(w).pos == Pos::Relative;
                let judged = matches!(frame.event.as_str(), "ACCUSE" | "REJECT");
                let inside = judged && prep == Prep::Li && (trigger.end..g.words.start).any(relative);
                // "انتقدت الملاحقة الجنائية للصحافيين": nor whom the deed that is blamed befalls.
                let befell = frame.event == "ACCUSE"
                    && prep == Prep::Li
                    && super::topic::is_hit(site, g, |w| {
                        let masdar = layers.morph(w).form == FormKind::Masdar || crate::clause::is_masdar_too(layers, w);
                        masdar && layers.morph(w).article
                    });
                // "استغرابه من الهجوم على النادي": nor is whoever was hit.
                let hit = frame.event == "ACCUSE"
                    && matches!(prep, Prep::Ala | Prep::Didd)
                    && super::topic::is_hit(site, g, |w| is_blow(input, w));
                // "فتحت النيابة في باريس تحقيقا": nor is a town blamed.
                let town = frame.event == "ACCUSE" && prep == Prep::Fi && names_place(input, g);
                // "تعرضت دورية بمدينة قبلي لهجوم": nor does a town strike.
                let town = town || frame.event == "ASSAULT" && prep == Prep::Bi && at_place(input, g);
                // "طالب بانسحاب القوات التركية من شمال العراق": where what is demanded is told to be from is not asked.
                let from = frame.event == "REQUEST"
                    && prep == Prep::Min
                    && within_place(input, g)
                    && input.groups_in(trigger.word + 1..g.words.start).iter().any(|d| d.prep == Some(Prep::Bi));
                // "أكد السيسي لماكرون رفض مصر": nor is whoever is told of it refused.
                let told = frame.event == "REJECT"
                    && prep == Prep::Li
                    && trigger.object.is_some_and(|o| o > g.words.start)
                    && layers.lexeme(trigger.word).is_some_and(|l| l.cue.is_some());
                g.prep == Some(prep)
                    && !told
                    && !inside
                    && !hit
                    && !befell
                    && !town
                    && !from
                    && !(prep == Prep::Li
                        && layers.morph(g.head).form == FormKind::Masdar
                        && subject::is_purpose(input, g.words.start))
                    && (Some(g.head) != trigger.object || frame.object.iter().any(|(p, _)| *p == Some(prep)))
                    && !used.contains(&g.words.start)
                    && (acts(input, g) || carries_party(g) || owned(input, g) || holds_actor(input, g) || holds_office(layers, g))
            })
            .or_else(|| super::clause::taken_up(site, prep, clause.subject)),
    }
}

/// Whether a group is a place, or one by its kind and name (`بمدينة قبلي`).
fn at_place(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let kind = layers.lexeme(group.head).is_some_and(|l| l.place_head.is_some());
    let place = group.name.or(group.of.filter(|_| kind)).is_some_and(|n| layers.names[n].kind == Kind::Place);
    place && group.nation.is_none()
}

/// Whether a group is a town or region, or a part of a place (`شمال العراق`).
fn within_place(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let part = group.of.is_some_and(|n| layers.names[n].kind == Kind::Place) && group.nation.is_none() && !acts(input, group);
    names_place(input, group) || part
}

/// Those whose house, car or land the verbal noun of a deed of force governs, inside its own group.
fn housed(site: Site<'_, '_>, entities: &mut Entities, not: &[usize], last: &mut usize) -> Vec<usize> {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let force = matches!(frame.event.as_str(), "ASSAULT" | "COERCE") && !layers.morph(trigger.word).article;
    let thing = |w: usize| layers.lexicon.houses.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, w)));
    let group = input.group_at(trigger.word).filter(|g| force && g.head == trigger.word && g.words.len() > 2);
    let Some(whole) = group.filter(|_| thing(trigger.word + 1)) else { return Vec::new() };
    let Some(people) = super::party::people_inside(input, whole) else { return Vec::new() };
    *last = (*last).max(people.words.end - 1);
    party(input, entities, &people).into_iter().filter(|f| !not.contains(f)).collect()
}

/// Whether a frame tells words directed against or at someone.
fn is_speech(frame: &Frame) -> bool {
    frame.kind == FrameKind::Verb && matches!(frame.event.as_str(), "ACCUSE" | "REQUEST" | "REJECT" | "THREATEN")
}

/// As [`hit_behind`], of the genitive of the predicate.
fn hit_of<'g>(site: Site<'g, '_>) -> Option<&'g Group> {
    genitive(site.input, site.trigger.word).and_then(|first| hit_behind(site, first))
}

/// Whether a group may be whom or what a blow hits.
fn undergoes(input: Input<'_>, group: &Group) -> bool {
    acts(input, group) || holds_actor(input, group) || names_place(input, group)
}

/// `قصف الجيش الإسرائيلي مدرسة`: with a bare object behind it a body does it, whoever or whatever is hit.
fn hit_behind<'g>(site: Site<'g, '_>, first: &Group) -> Option<&'g Group> {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let does = frame.actor.iter().any(|s| matches!(s, Slot::Subject | Slot::Genitive));
    if frame.event != "ASSAULT" || !does || first.title.is_some() || first.person.is_some() {
        return None;
    }
    // Its own group may hold who does it.
    let named = first.of.is_some_and(|n| layers.names[n].kind == crate::lexicon::Kind::Organization);
    let within = first.head == trigger.word && (named || holds_actor(input, first) && first.of.is_none());
    let hit = input.group_at(first.words.end).filter(|g| g.words.start == first.words.end && g.prep.is_none() && !g.conj);
    let thing = |g: &&Group| !g.is_time && g.person.is_none() && !layers.is_verb(g.words.start);
    hit.filter(thing).filter(|_| organized(layers, first) || within)
}

/// `هجوم لتنظيم الدولة على حاجز`: an indefinite noun of a deed has its doer after `ل`.
fn its_doer<'g>(site: Site<'g, '_>) -> Option<&'g Group> {
    let Site { input, frame, trigger, .. } = site;
    let deed = matches!(frame.event.as_str(), "ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST");
    let layers = input.layers;
    let bare = !layers.morph(trigger.word).article && !layers.morph(trigger.word).has_pronoun();
    let end = input.group_at(trigger.word).map_or(trigger.end, |g| g.words.end.max(trigger.end));
    // "ضبط خلية لحزب الله": what belongs to it is what the deed is done to.
    if (trigger.word + 1..end).any(|w| layers.morph(w).form == FormKind::Noun) {
        return None;
    }
    let group = input.group_at(end).filter(|g| g.words.start == end && g.prep == Some(Prep::Li))?;
    let body = organized(layers, group) || group.name.is_some_and(|n| layers.names[n].kind == Kind::Organization);
    (deed && bare && body).then_some(group)
}

/// The group right after a verbal noun or noun, or a name that is part of its own group.
fn genitive<'g>(input: Input<'g>, word: usize) -> Option<&'g Group> {
    let next = word + 1;
    // "تفجير إرهابي", "هجوم انتحاري": an adjective of relation beside an indefinite noun is no one's name.
    let layers = input.layers;
    let (noun, adjective) = (layers.morph(word), layers.morph(next));
    let relation = !noun.article && !noun.has_pronoun() && !adjective.article && layers.text.words.get(next).is_some() && {
        let folded = layers.text.folded(next);
        let feminine = layers.text.folded(word).ends_with('ه');
        layers.name_at(next).is_none() && (folded.ends_with('ي') && !feminine || folded.ends_with("يه") && feminine)
    };
    if relation && input.group_at(next).is_none_or(|g| g.head == next && g.person.is_none() && g.of.is_none()) {
        return None;
    }
    let own = input.group_at(word);
    // "مقتل نحو عشرة مدنيين", "إصابة ما لا يقل عن 20 جنديا": the words of estimate stand between.
    if let Some(counted) = super::estimate::counted(input, next).or_else(|| super::estimate::of_whom(input, next)) {
        return Some(counted);
    }
    let group = input.group_at(next)?;
    if own.is_some_and(|o| o.words == group.words) {
        // "مفاوضات شاقة في برن": where it was belongs to nobody.
        let placed = |n: usize| {
            let before = layers.names[n].words.start.checked_sub(1);
            before.is_some_and(|b| b > word && layers.morph(b).pos == Pos::Preposition)
        };
        let told = |g: &Group| g.of.is_some_and(|n| !placed(n)) || g.nation.is_some() || g.person.is_some();
        // "سراح الصحفي": or whoever stands inside it.
        return Some(group).filter(|g| {
            told(g) || g.of.is_none() && (holds_actor(input, g) || super::party::holder_inside(layers, g).is_some())
        });
    }
    // "إقالة المصري عمر فهمي": of what nation he is stands before his name.
    let nation = group.words == (next..next + 1) && adjective.article && layers.lexeme(next).is_some_and(|l| l.nation.is_some());
    let whose =
        input.group_at(next + 1).filter(|g| nation && g.words.start == next + 1 && g.prep.is_none() && g.person.is_some());
    if let Some(whose) = whose.filter(|g| !g.conj && !noun.article) {
        return Some(whose);
    }
    (group.words.start == next && group.prep.is_none() && !group.conj && acts(input, group) && !layers.morph(word).article)
        .then_some(group)
}
