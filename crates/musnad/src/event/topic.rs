//! What is talked about is no party: `حل الأزمة السورية`, `الأوضاع في اليمن`, `ناقش الوزير التطورات في ليبيا`; nor is whoever stands
//! in what is told of somebody else (`النقابة المنضوية تحت الاتحاد`, `مقتل مدنيين على أيدي قوات الأمن`).

use super::arguments::Site;
use crate::clause::{Group, morph_stem};
use crate::lexicon::{Frame, FrameKind, Kind, Prep, Slot, key, without_article};
use crate::morph::{FormKind, Pos};
use crate::statement::Input;

/// `الأزمة السورية`, `أوضاع اليمن`: a noun for what is talked about, with whose affair it is.
pub(super) fn is_topic(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let topic = |w: usize| layers.lexicon.topics.contains(&key(without_article(morph_stem(layers, w))));
    let plain = group.name.is_none() && group.person.is_none() && group.title.is_none();
    // "حل الأزمة السورية": what the adjective or name stands beside.
    let beside = || {
        let nation = group.words.clone().find(|w| group.nation.is_some() && layers.lexeme(*w).and_then(|l| l.nation).is_some());
        nation.or_else(|| group.of.map(|n| layers.names[n].words.start)).and_then(|w| w.checked_sub(1))
    };
    plain && (topic(group.head) || beside().is_some_and(|w| group.words.contains(&w) && topic(w)))
}

/// `بحث`, `ناقش`: verbs of meeting that are told with what was talked about; with whom stands under `مع` alone.
pub(super) fn discusses(frame: &Frame) -> bool {
    frame.event == "CONSULT"
        && frame.kind == FrameKind::Verb
        && frame.object.is_empty()
        && frame.recipient == [Slot::Prep(Prep::Maa)]
}

/// `النقابة المنضوية تحت الاتحاد`, `الحزب التابع للرئيس`: a group under a preposition that belongs to a definite participle.
pub(super) fn describes(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let own = usize::from(group.words.start.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Preposition));
    let under = group.prep.is_some() || own > 0;
    let Some(before) = group.words.start.checked_sub(1 + own).filter(|_| under) else { return false };
    let morph = layers.morph(before);
    let participle = matches!(morph.form, FormKind::ActiveParticiple | FormKind::PassiveParticiple);
    // "المنضوية": a participle that the dictionary does not know ends as an adjective does.
    let unknown = morph.pos == Pos::Unknown && layers.text.folded(before).starts_with("الم");
    morph.article && (participle || unknown) && layers.name_at(before).is_none()
}

/// `مقتل مدنيين على أيدي قوات الأمن`: whoever stands after words for by whom something was done.
pub(super) fn is_agent(input: Input<'_>, from: usize, group: &Group) -> bool {
    let first = group.words.start.saturating_sub(3).max(from);
    (first..group.words.start).any(|w| super::trigger::agent_phrase(input, w) == Some(group.words.start))
}

/// `استغرابه من الهجوم على النادي`: a group under a preposition that belongs to the noun of a blow right before it, so that it was hit.
pub(super) fn is_hit(site: Site<'_, '_>, group: &Group, is_blow: impl Fn(usize) -> bool) -> bool {
    let Site { input, trigger, .. } = site;
    is_hit_by(input, group, |head| head > trigger.word && Some(head) != trigger.object && is_blow(head))
}

/// Whether the noun right before a group and its preposition is such a deed.
pub(super) fn is_hit_by(input: Input<'_>, group: &Group, deed: impl Fn(usize) -> bool) -> bool {
    let own = usize::from(group.words.start.checked_sub(1).is_some_and(|b| input.layers.morph(b).pos == Pos::Preposition));
    let Some(last) = group.words.start.checked_sub(1 + own) else { return false };
    input.group_at(last).is_some_and(|b| b.words.end == last + 1 && deed(b.head))
}

/// `سيزور العراق`, `يزور العاصمة المصرية`: a place by its name, or by its kind and whose it is.
pub(super) fn is_land(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let place = |n: usize| layers.names[n].kind == Kind::Place;
    let kind = layers.lexeme(group.head).is_some_and(|l| l.place_head.is_some());
    let told = group.of.is_some_and(place) || group.nation.is_some();
    group.prep.is_none() && !group.conj && (group.name.is_some_and(place) || kind && group.person.is_none() && told)
}

/// `في زيارة بدعوة من نظيره`, `بطلب من الحكومة`: whoever stands after `من` asks.
pub(super) fn asker<'g>(site: Site<'g, '_>) -> Option<&'g Group> {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let under = layers.prep_of(trigger.word) == Some(Prep::Bi) && frame.event == "REQUEST";
    let asks = under && layers.text.folded(trigger.word + 1) == "من" && !layers.morph(trigger.word).article;
    input.group_at(trigger.word + 2).filter(|g| asks && g.words.start == trigger.word + 2 && super::party::acts(input, g))
}

/// `دعم أوكرانيا عسكريا`: an adjective of relation in the indefinite accusative, alone.
pub(super) fn is_adverb(input: Input<'_>, group: &Group) -> bool {
    let alone = group.words.len() == 1 && group.name.is_none() && !input.layers.morph(group.head).article;
    alone
        && input.layers.text.folded(group.head).ends_with("يا")
        && input.layers.lexeme(group.head).is_none_or(|l| l.nation.is_none())
}

/// `الضغوط التي أجبرت الوزير على الاستقالة`: whether a relative that agrees with the verb right after it is its subject: the verb bears
/// no pronoun, and no word near it takes the relative up (`القرار الذي رفض الوزير تنفيذه`).
pub(super) fn relative_subject(site: Site<'_, '_>, object: &Group) -> bool {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let Some(relative) = trigger.word.checked_sub(1).filter(|b| layers.morph(*b).pos == Pos::Relative) else { return false };
    let gender = match layers.text.folded(relative).trim_start_matches(['و', 'ف']) {
        "التي" => crate::morph::Gender::Feminine,
        "الذي" => crate::morph::Gender::Masculine,
        _ => return false,
    };
    let resumed = |w: usize| layers.morph(w).has_pronoun() || super::pronoun::joined(input, w).is_some();
    trigger.feats.gender == gender
        && trigger.feats.number == crate::morph::Number::Singular
        && object.words.start == trigger.word + 1
        && !(object.words.end..(object.words.end + 4).min(site.end)).any(resumed)
}

/// `يجري الوزير محادثات في الرياض`: the state, or its capital, where somebody of another state holds talks with nobody told.
pub(super) fn host(site: Site<'_, '_>, entities: &mut crate::entity::Entities, actors: &[usize]) -> Option<usize> {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let talks = frame.event == "CONSULT" && frame.kind == FrameKind::Light && frame.mode.is_none() && actors.len() == 1;
    let guest = actors.first().and_then(|a| entities.list.get(*a)).filter(|_| talks)?;
    let home = guest.country.clone().or_else(|| guest.named.then(String::new))?;
    let groups = input.groups_in(trigger.end..super::clause::clause_end(site));
    let place = groups.iter().find(|g| matches!(g.prep, Some(Prep::Fi | Prep::Bi)) && !g.is_time)?;
    let name = place.name.filter(|_| trigger.object.is_some_and(|o| place.words.start <= o + 6))?;
    let id = entities.of_name.get(name).copied()?;
    let entity = entities.list.get(id)?;
    let known = entity.kb.and_then(|kb| layers.lexicon.kb.entities.get(kb as usize));
    let seat = layers.lexicon.kb.is_state(entity.kb) || known.is_some_and(|k| k.kind_of == "capital");
    (seat && entity.country.as_deref() != Some(home.as_str())).then_some(id)
}
