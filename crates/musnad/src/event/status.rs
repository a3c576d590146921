//! Whether an event happened, goes on, is planned, denied or only thought of: from tense, negation, modality and governors.

use super::arguments::Site;
use super::trigger::Shape;
use crate::morph::{Aspect, Pos};
use crate::statement::Statement;

/// The status of an event; `governed` is what a verb above says of it (`قرر`, `رفض`).
pub(crate) fn status(site: Site<'_, '_>, governed: &'static str, holding: Option<&Statement>) -> &'static str {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let morph = layers.morph(trigger.word);
    let before = |n: usize| trigger.word.checked_sub(n);
    let negated = denied_with_pair(site) || before(1).is_some_and(|b| layers.morph(b).pos == Pos::Negation);
    let negated_future = before(1).is_some_and(|b| layers.role(b) == "future" && layers.morph(b).pos == Pos::Negation);
    let future = morph.future || before(1).is_some_and(|b| layers.role(b) == "future");
    // A word that says itself what becomes of the deed (`واصل`, `اعتزم`), unless it is told of the future.
    match frame.status.as_deref() {
        Some("ongoing") if trigger.shape == Shape::Finite && (future || negated || negated_future) => {}
        Some("planned") => return "planned",
        Some("hypothetical") => return "hypothetical",
        Some("denied") => return "denied",
        Some("ongoing") => return "ongoing",
        Some(_) => return "happened",
        None => {}
    }
    if !governed.is_empty() {
        return governed;
    }
    if trigger.shape == Shape::Finite {
        if negated_future || negated {
            return "denied";
        }
        if holding.is_some_and(|s| s.negative && leads(site, s)) {
            return "denied";
        }
        if future || morph.feats.aspect == Aspect::Imperfect && lies_ahead(site, trigger.object.filter(|o| *o < trigger.word)) {
            return "planned";
        }
        let window = trigger.word.saturating_sub(4)..trigger.word;
        if window.clone().any(|w| layers.role(w) == "if" || layers.role(w) == "possible" || layers.role(w) == "maybe") {
            return "hypothetical";
        }
        if morph.feats.aspect == Aspect::Imperfect {
            let subjunctive = before(1).is_some_and(|b| layers.text.folded(b) == "ان");
            let may = before(1).is_some_and(|b| layers.role(b) == "perfect");
            // An act of speech is done as it is spoken (`ندين`, `نطالب`).
            // "روسيا تدعم الانفصاليين", "تدافع عن الحكومة": who helps says nothing by it.
            let helps = frame.event == "SUPPORT"
                && morph.feats.person == crate::morph::Person::Third
                && layers.lexeme(trigger.word).is_some_and(|l| l.cue.is_none());
            let speaks = matches!(frame.event.as_str(), "REQUEST" | "THREATEN" | "REJECT" | "SUPPORT") && !helps
                || frame.event == "ACCUSE" && (morph.feats.person == crate::morph::Person::First || holding.is_some());
            return if subjunctive {
                "planned"
            } else if speaks && !may {
                "happened"
            } else if may {
                "hypothetical"
            } else {
                "ongoing"
            };
        }
        return "happened";
    }
    let to_come = || trigger.shape == Shape::Nominal && super::subject::to_come(input, trigger.word, site.start);
    if lies_ahead(site, Some(trigger.word)) || to_come() {
        return "planned";
    }
    let negated_noun = (1..=2).filter_map(before).any(|b| b >= site.start && layers.morph(b).pos == Pos::Negation);
    if holding.is_some_and(|s| s.negative && leads(site, s)) || negated_noun || above(site, &layers.lexicon.lacks) {
        return "denied";
    }
    // "يردع أي اعتداء", "ضربة محتملة": of none in particular.
    let any = before(1).is_some_and(|b| layers.role(b) == "any" || layers.text.folded(b) == "اي");
    let possible = (trigger.end..trigger.end + 3)
        .take_while(|w| !layers.is_comma(*w))
        .any(|w| layers.role(w) == "possible" || is_possible(site, w));
    if any || possible {
        return "hypothetical";
    }
    // "الزيارة المرتقبة": a deed that is yet to come.
    let upcoming = |w: usize| {
        let stem = crate::lexicon::without_article(layers.text.folded(w));
        layers.text.words.get(w).is_some() && layers.lexicon.upcoming.contains(&crate::lexicon::key(stem))
    };
    let own = input.group_at(trigger.word).map_or(trigger.end, |g| g.words.end.max(trigger.end));
    if trigger.shape == Shape::Nominal && (trigger.end..own + 1).take_while(|w| !layers.is_comma(*w)).any(upcoming) {
        return "planned";
    }
    // "مخطط لاغتيال", "مخاوف من وقوع هجمات".
    if above(site, &layers.lexicon.plans) || asks(site) {
        return "hypothetical";
    }
    // "أعرب عن قلقه إزاء القصف الإسرائيلي": but what one is worried about and is known has happened.
    let known = trigger.shape == Shape::Nominal && layers.morph(trigger.word).article;
    if holding.is_some_and(|s| matches!(s.act, "promise" | "threaten") || s.act == "expect" && !known) {
        return "planned";
    }
    if trigger.shape == Shape::Nominal && super::subject::is_purpose(input, trigger.word) && is_planned_above(site) {
        return "planned";
    }
    if trigger.shape == Shape::Nominal && goes_on(site) {
        return "ongoing";
    }
    "happened"
}

/// `قبل بدء جولة جديدة من المحادثات`, `عشية مباحثات يعقدها`: what is before the noun of a deed puts it ahead; `من قبل` names an agent.
fn lies_ahead(site: Site<'_, '_>, noun: Option<usize>) -> bool {
    let layers = site.input.layers;
    let before = |n: usize| noun.and_then(|noun| noun.checked_sub(n));
    let ahead = |w: usize| layers.role(w) == "ahead" && w.checked_sub(1).is_none_or(|b| layers.text.folded(b) != "من");
    (1..=5).filter_map(before).any(ahead)
}

/// How many words before a noun of a deed the noun stands that it depends on.
const ABOVE: usize = 3;

/// Whether a noun of this class stands above the predicate, through nothing but nouns and prepositions (`مخاوف من وقوع هجمات`).
pub(super) fn above(site: Site<'_, '_>, class: &rustc_hash::FxHashSet<u64>) -> bool {
    let layers = site.input.layers;
    let first = site.trigger.word.saturating_sub(ABOVE).max(site.start);
    for word in (first..site.trigger.word).rev() {
        let morph = layers.morph(word);
        let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, word));
        if class.contains(&crate::lexicon::key(stem)) {
            return true;
        }
        if !(morph.is_nominal() || morph.pos == Pos::Preposition) || morph.conj || layers.name_at(word).is_some() {
            return false;
        }
    }
    false
}

/// Whether the sentence is a question.
fn asks(site: Site<'_, '_>) -> bool {
    let layers = site.input.layers;
    (site.end.saturating_sub(2).max(site.start)..site.end).any(|w| matches!(layers.text.raw(w), "؟" | "?"))
}

/// `اشتباكات متقطعة تجري في …`, `استمرار المعارك`: the noun's own verb, or the noun above it, tells that it goes on.
fn goes_on(site: Site<'_, '_>) -> bool {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let on = |w: usize| layers.lexeme(w).is_some_and(|l| l.control.is_some_and(|c| c.status == "ongoing"));
    let before = on(trigger.word) || trigger.word.checked_sub(1).is_some_and(on);
    let after = input.group_at(trigger.word).map_or(trigger.end, |g| g.words.end.max(trigger.end));
    let imperfect = |w: usize| {
        let morph = layers.morph(w);
        layers.is_verb(w) && morph.feats.aspect == Aspect::Imperfect && !morph.future && morph.pos != Pos::Modal
    };
    // "الغارات التي يشنها الجيش": so does the verb of its relative clause.
    let relative = layers.morph(after).pos == Pos::Relative && layers.morph(after + 1).has_pronoun();
    // "تدور اشتباكات", "تشهد المدينة معارك": and an imperfect whose subject or object it is.
    let bare =
        |g: &crate::clause::Group| g.prep.is_none() && !layers.morph(g.head).article && !layers.morph(g.head).has_pronoun();
    // "يأتي اجتماع رئيس الحكومة": whose it was is told, and it is over.
    let told =
        |g: &crate::clause::Group| (g.head + 1..g.words.end).any(|w| layers.morph(w).article || layers.name_at(w).is_some());
    let own = input.group_at(trigger.word).is_some_and(|g| bare(g) && g.of.is_none() && !told(g));
    let verb = (trigger.word.saturating_sub(5).max(site.start)..trigger.word).rev().find(|w| layers.is_verb(*w));
    let whole = |v: usize| (v..trigger.word).all(|w| !layers.is_comma(w) && layers.morph(w).pos != Pos::Complementizer);
    // "تؤكد مصادر مقتل خمسة": what is only told of, and whom it befell, is over.
    let told = |v: usize| layers.lexeme(v).is_some_and(|l| l.cue.is_some()) || super::counts::is_harm(layers, trigger.word);
    let under = verb
        .filter(|v| !told(*v))
        .is_some_and(|v| own && imperfect(v) && whole(v) && layers.role(v.saturating_sub(1)) != "future");
    // "توقيف سبعة أشخاص يشتبه في انتمائهم": what is told of the people goes on, not what befell them.
    let of_people = after > trigger.word + 1 && super::party::is_people(layers, after - 1);
    // "يواصل الوزير زيارته للدوحة": the object of what goes on.
    let object = verb.is_some_and(|v| on(v) && whole(v) && input.group_at(trigger.word).is_some_and(|g| g.prep.is_none()));
    before || object || imperfect(after) && !of_people || relative && imperfect(after + 1) || under
}

/// `من المقرر أن يتوجه إلى روما لعقد محادثات`: what a verb that is yet to come is for.
fn is_planned_above(site: Site<'_, '_>) -> bool {
    let layers = site.input.layers;
    let verb = (site.start..site.trigger.word).rev().find(|w| layers.is_verb(*w) && site.input.group_at(*w).is_none());
    let Some(verb) = verb else { return false };
    let morph = layers.morph(verb);
    let before = verb.checked_sub(1);
    let future = morph.future || before.is_some_and(|b| layers.role(b) == "future" && layers.morph(b).pos != Pos::Negation);
    let subjunctive = before.is_some_and(|b| {
        // "قبل أن يتوجه إلى الدوحة": that is told from where it stands.
        let earlier = b.checked_sub(1).is_some_and(|w| matches!(layers.role(w), "ahead" | "after"));
        layers.text.folded(b) == "ان" && !earlier
    });
    let comma = (verb..site.trigger.word).any(|w| layers.is_comma(w));
    morph.feats.aspect == Aspect::Imperfect && (future || subjunctive) && !comma
}

/// `لم يقتل أو يجرح أي عسكري`: the second of two verbs under one negation.
fn denied_with_pair(site: Site<'_, '_>) -> bool {
    let layers = site.input.layers;
    let word = site.trigger.word;
    let Some([negation, verb, or]) = word.checked_sub(3).map(|first| [first, first + 1, first + 2]) else { return false };
    layers.morph(negation).pos == Pos::Negation && layers.is_verb(verb) && matches!(layers.text.folded(or), "او" | "ولا")
}

/// Whether the predicate leads its statement: what is denied is the first thing said, not what a relative clause adds.
fn leads(site: Site<'_, '_>, statement: &Statement) -> bool {
    let layers = site.input.layers;
    let first = statement.words.start.min(site.trigger.word);
    !(first..site.trigger.word).any(|w| layers.is_verb(w) || layers.morph(w).pos == Pos::Relative)
}

/// `محتملة`, `وشيك`: an adjective by which a deed is yet to come.
fn is_possible(site: Site<'_, '_>, word: usize) -> bool {
    let layers = site.input.layers;
    layers.text.words.get(word).is_some() && layers.lexicon.possible.contains(&crate::lexicon::key(layers.text.folded(word)))
}
