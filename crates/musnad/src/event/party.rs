//! Whom a group of words means as a party: people, bodies, owners, nations, pairs.

use super::trigger::ARMED;
use crate::clause::{Group, Layers};
use crate::entity::{Entities, Form};
use crate::lexicon::{Kind, PhraseClass, Prep};
use crate::morph::{FormKind, Number, Pos};
use crate::statement::{Input, can_speak};

/// Whether a group belongs to an organization or person that acts by it: `طائرات التحالف`, `غارات الجيش`.
pub(super) fn holds_actor(input: Input<'_>, group: &Group) -> bool {
    group.of.is_some_and(|n| input.layers.names[n].kind != Kind::Place) || body_inside(input.layers, group).is_some()
}

/// `طيران التحالف`, `قرار الحكومة`: the body inside a group whose head cannot act, as a group of its own.
fn body_inside(layers: Layers<'_>, group: &Group) -> Option<Group> {
    let named = group.name.is_some() || group.person.is_some() || group.of.is_some() || group.title.is_some();
    if named || organized(layers, group) || layers.morph(group.head).article || is_people(layers, group.head) {
        return None;
    }
    // "منازل المدنيين", but not "مقتل المدنيين", which is an event of its own.
    let deed = layers.morph(group.head).form == FormKind::Masdar || super::clause::eventful_head(layers, group.head);
    let body = (group.head + 1..group.words.end).find(|w| {
        // "طلب المعارضة": or a verbal noun that is the name of a body too.
        let too = |f: &crate::lexicon::Form| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.org_head.is_some());
        let masdar = layers.morph(*w).form == FormKind::Masdar;
        let body = layers.lexeme(*w).is_some_and(|l| l.org_head.is_some())
            || is_occupier(layers, *w)
            || masdar && layers.lexicon.forms(crate::clause::morph_stem(layers, *w)).any(too);
        // "العملية العسكرية": an adjective of relation is nobody.
        let relation = is_relation(layers.text.folded(*w)) && *w > group.head && layers.morph(*w - 1).article;
        layers.morph(*w).article && (body || !deed && !relation && is_people(layers, *w))
    })?;
    let words = body..group.words.end;
    Some(Group { core: words.clone(), words, head: body, prep: None, conj: false, ..group.clone() })
}

/// Whether a word ends as an adjective of relation does.
fn is_relation(folded: &str) -> bool {
    folded.ends_with("يه") || folded.ends_with('ي')
}

/// `موكب محافظ أبين`, `منزل رئيس الوزراء`: whoever holds an office inside a group whose head cannot act, as a group of its own.
pub(super) fn holder_inside(layers: Layers<'_>, group: &Group) -> Option<Group> {
    // "مقتل الوزير" tells a deed of its own, "جهود الوزير" none.
    let deed = super::clause::eventful_head(layers, group.head);
    let named = group.of.is_some_and(|n| layers.names[n].kind == Kind::Person);
    if group.title.is_some() || group.person.is_some() || named || deed || organized(layers, group) {
        return None;
    }
    let (word, title) = (group.head + 1..group.words.end).find_map(|w| {
        let title = crate::clause::title_at(layers, w, group.words.end).map(|(_, t)| t)?;
        (layers.morph(w).prep.is_none() && layers.name_at(w).is_none()).then_some((w, title))
    })?;
    let office = layers.lexicon.titles.get(title as usize).is_some_and(|t| t.class == "office");
    let words = word..group.words.end;
    office.then(|| Group { core: words.clone(), words, head: word, title: Some(title), prep: None, conj: false, ..group.clone() })
}

/// Whether somebody who holds an office stands inside a group that tells what he made or did (`جهود الوزير`, `تعليمة وزير العدل`).
pub(super) fn holds_office(layers: Layers<'_>, group: &Group) -> bool {
    !group.is_time && group.words.len() > 1 && group.name.is_none() && holder_inside(layers, group).is_some()
}

/// `إحالة المعتصمين`: the people whom a verbal noun has as its object, as a group of their own.
pub(super) fn people_inside(input: Input<'_>, group: &Group) -> Option<Group> {
    let layers = input.layers;
    let deed = layers.morph(group.head).form == FormKind::Masdar;
    let people = (group.head + 1..group.words.end).find(|w| deed && layers.morph(*w).article && is_people(layers, *w))?;
    let words = people..group.words.end;
    Some(Group { core: words.clone(), words, head: people, prep: None, conj: false, ..group.clone() })
}

/// The owner of what cannot act itself: `مواقع للمتمردين`.
pub(super) fn owner<'g>(input: Input<'g>, group: &Group) -> Option<&'g Group> {
    // "مستودع تابع للجيش": or after a word of belonging.
    let tells = |w: usize| {
        let stem = crate::lexicon::without_article(crate::clause::morph_stem(input.layers, w));
        input.layers.text.words.get(w).is_some() && input.layers.lexicon.belonging.contains(&crate::lexicon::key(stem))
    };
    // "مستودعا للذخيرة تابعا للجيش": what it is for stands between.
    let what = input.group_at(group.words.end).filter(|g| g.words.start == group.words.end && g.prep == Some(Prep::Li));
    let past = what.filter(|g| tells(g.words.end)).map_or(group.words.end, |g| g.words.end);
    let end = past + usize::from(tells(past));
    let next = input.group_at(end);
    let beside = next.filter(|g| g.words.start == end && g.prep == Some(Prep::Li) && acts(input, g));
    // "مناطق مختلفة من قطاع غزة": a part of the place named after `من`.
    let layers = input.layers;
    let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, group.head)));
    let place = |g: &&Group| {
        let named = g.name.or(g.of).is_some_and(|n| layers.names[n].kind == Kind::Place);
        matches!(g.prep, Some(Prep::Min | Prep::Li)) && named
    };
    // "الأحياء الشرقية لمدينة خان يونس": or after `ل`, which is no word of its own.
    let at = |word: usize| input.group_at(word).filter(|g| g.words.start == word).filter(place);
    let part = || at(group.words.end).or_else(|| at(group.words.end + 1));
    beside.or_else(|| if layers.lexicon.parts.contains(&stem) { part() } else { None })
}

pub(super) fn owned(input: Input<'_>, group: &Group) -> bool {
    owner(input, group).is_some()
}

/// Whether the group is an organization or force, which harms rather than suffers.
pub(super) fn organized(layers: Layers<'_>, group: &Group) -> bool {
    layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some()) || group.title.is_some()
}

/// Whether an entity is a mere source (`مصادر`, `شهود عيان`), who tells of deeds and does none.
pub(super) fn is_source(layers: Layers<'_>, entities: &Entities, id: usize) -> bool {
    let Some(entity) = entities.list.get(id) else { return false };
    if entity.named {
        return entity.sector.as_deref() == Some("JRN") && entity.kind == Kind::Organization;
    }
    let lemma = layers.lexicon.lexeme(entity.head).map(|l| l.key);
    let first = entity.mentions.first().map(|m| {
        let folded = layers.text.folded(m.words.start);
        crate::lexicon::key(folded.get(layers.morph(m.words.start).lead as usize..).unwrap_or(folded))
    });
    [lemma, first].into_iter().flatten().any(|k| layers.lexicon.sources.contains(&k))
}

/// Whether an entity is a body that watches over rights (`كشفت منظمة العفو الدولية عن اعتقال …`): it tells of harm and does none.
pub(super) fn is_monitor(entities: &Entities, id: usize) -> bool {
    let rights = |sector: &str| matches!(sector, "HRI" | "NGO");
    entities.list.get(id).is_some_and(|e| e.kind == Kind::Organization && e.sector.as_deref().is_some_and(rights))
}

/// Whether a group can act or be acted upon: a speaker, or people.
pub(super) fn acts(input: Input<'_>, group: &Group) -> bool {
    if group.is_time {
        return false;
    }
    if reports(input.layers, group) {
        return false;
    }
    let medium = group.name.is_none() && group.person.is_none() && group.title.is_none() && is_medium(input.layers, group.head);
    if ties(input.layers, group) {
        return false;
    }
    can_speak(input, group) && !medium
        || serves(input, group)
        || is_pair(input.layers, group)
        || is_body(input.layers, group)
        || is_toll(input, group)
        || group.words.len() == 1 && group.prep.is_none() && input.layers.is_homeland(group.head)
        || group.name.is_none()
            && (is_people(input.layers, group.head) || is_counted_nisba(input.layers, group) || is_national(input.layers, group))
}

/// `مقتل أربعة وإصابة سبعة`: a bare number right after a word of harm is of those harmed.
fn is_toll(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let bare = group.words.len() == 1 && group.prep.is_none() && layers.morph(group.head).pos == Pos::Number;
    // "وأردت ثلاثة منهم": but not of those told just before.
    let of_them = super::pronoun::joined(input, group.words.end).is_some_and(|(p, _)| p == Prep::Min);
    bare && !of_them && group.head.checked_sub(1).is_some_and(|harm| super::counts::is_harm(layers, harm))
}

/// `الطريق الرابطة بين مدينتين`: what looks like a body tells what a road does.
fn ties(layers: Layers<'_>, group: &Group) -> bool {
    let next = group.words.end;
    let between = layers.text.words.get(next).is_some() && layers.text.folded(next) == "بين";
    let alone = group.words.len() == 1 && group.name.is_none() && layers.text.folded(group.head).ends_with('ه');
    between && alone && group.words.start.checked_sub(1).is_some_and(|b| layers.morph(b).article)
}

/// `مصالح الأمن`, `المصالح الأمنية`: a part of a force, which acts for it.
pub(super) fn serves(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let stem = |w: usize| crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, w)));
    let described = || layers.morph(group.head + 1).article && layers.lexicon.serving.contains(&stem(group.head + 1));
    // "مصالح أمن ولاية الجزائر": the force without the article, before a place; "عناصر الشرطة": one whose men are people, too.
    let next = group.head + 1;
    let body = |f: &crate::lexicon::Form| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.org_head.is_some());
    let force = || {
        let whose = crate::lexicon::without_article(crate::clause::morph_stem(layers, next));
        (group.of.is_some() || layers.morph(next).article) && layers.lexicon.forms(whose).any(body)
    };
    let serves = layers.lexicon.services.contains(&stem(group.head)) && group.words.len() > 1;
    serves && (holds_actor(input, group) || described() || force())
}

/// `بين الحكومة والمعارضة`: a verbal noun with the article that is the name of a body too.
fn is_body(layers: Layers<'_>, group: &Group) -> bool {
    let morph = layers.morph(group.head);
    let alone = group.head == group.words.start && morph.article && morph.form == FormKind::Masdar;
    let body = |f: &crate::lexicon::Form| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.org_head.is_some());
    // "الاحتلال استهدف منزلا", "قال إن العدو قصف": so called by whoever is at war with him.
    let called = group.words.len() == 1 && is_occupier(layers, group.head);
    alone && layers.lexicon.forms(crate::clause::morph_stem(layers, group.head)).any(body) || called
}

/// `الاحتلال`: a noun that with the article means an enemy.
fn is_occupier(layers: Layers<'_>, word: usize) -> bool {
    let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, word));
    layers.morph(word).article && layers.lexicon.occupiers.contains(&crate::lexicon::key(stem))
}

/// `مشيرا إلى`: a participle in the indefinite accusative that goes on reporting, though the word may be a rank too.
fn reports(layers: Layers<'_>, group: &Group) -> bool {
    let folded = layers.text.folded(group.head);
    let single = group.words.len() == 1 && group.name.is_none() && folded.ends_with('ا') && !layers.morph(group.head).article;
    // "مشيرة إلى", "مؤكدة أن": of a woman or body where what is reported follows.
    let she = || {
        let next = group.words.end;
        let says = layers.morph(next).pos == Pos::Complementizer || matches!(layers.prep_of(next), Some(Prep::Ila | Prep::Ala));
        let bare = group.words.len() == 1 && group.name.is_none() && group.prep.is_none() && !layers.morph(group.head).article;
        bare && folded.ends_with('ه') && (says || layers.role(next) == "to")
    };
    let single = single || she();
    let cue = |f: &crate::lexicon::Form| {
        f.kind == FormKind::ActiveParticiple && layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.cue.is_some())
    };
    // "أغلقوا الطريق مطالبين بتوفير الكهرباء": of several only what is demanded tells it.
    let demand = layers.prep_of(group.words.end) == Some(Prep::Bi) && group.words.start > 0 && group.prep.is_none();
    let several = demand && group.words.len() == 1 && folded.ends_with("ين") && !layers.morph(group.head).article;
    (single || several) && layers.lexicon.forms(folded).any(cue)
}

/// `أربعين حوثيا`: so many of a kind that an adjective of relation names.
pub(super) fn is_counted_nisba(layers: Layers<'_>, group: &Group) -> bool {
    let counted = group.head > group.words.start && layers.morph(group.words.start).pos == Pos::Number;
    let morph = layers.morph(group.head);
    // "أكثر من 800 ألف أفغاني": in the genitive after thousands.
    let folded = layers.text.folded(group.head);
    let relation =
        folded.ends_with("يا") || folded.ends_with('ي') && layers.lexeme(group.head).is_some_and(|l| l.nation.is_some());
    // "ثلاثة سلفيين": a sound plural of a kind that no list knows.
    let several = morph.pos == Pos::Unknown && folded.len() > 10 && (folded.ends_with("ين") || folded.ends_with("ون"));
    counted && (relation || several) && matches!(morph.pos, Pos::Unknown | Pos::Adjective)
}

/// `وفد من الائتلاف برئاسة خالد خوجة`: the body that sent a delegation, and its head.
fn delegation(input: Input<'_>, entities: &mut Entities, group: &Group) -> Option<Vec<usize>> {
    let layers = input.layers;
    let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, group.head));
    if !layers.lexicon.delegations.contains(&crate::lexicon::key(stem)) || group.name.is_some() {
        return None;
    }
    let own = |g: &&Group| layers.morph(g.words.start.saturating_sub(1)).pos == Pos::Preposition || g.prep.is_some();
    let from = input
        .group_at(group.words.end + 1)
        .filter(|g| g.words.start == group.words.end + 1 && matches!(g.prep, Some(Prep::Min | Prep::An)))
        .filter(own);
    let body = from.and_then(|g| g.name.or(g.person)).and_then(|n| entities.of_name.get(n).copied());
    let end = if body.is_some() { from.map_or(group.words.end, |g| g.words.end) } else { group.words.end };
    let under = input.group_at(end).filter(|g| {
        g.words.start == end
            && g.prep == Some(Prep::Bi)
            && layers.lexicon.auspices.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, g.head)))
    });
    let led = under.and_then(|g| {
        let next = input.group_at(g.words.end).filter(|n| n.words.start == g.words.end && n.prep.is_none());
        next.and_then(|n| n.person).or(g.of.filter(|n| layers.names[*n].kind == Kind::Person))
    });
    let head = led.and_then(|n| entities.of_name.get(n).copied());
    let body = match body {
        Some(body) => Some(body),
        None => head.and_then(|_| entities.of_group(layers, group)),
    };
    let sent: Vec<usize> = body.into_iter().chain(head).collect();
    (!sent.is_empty()).then_some(sent)
}

/// `أربعين حوثيا`: the body of the article whose men are so many.
fn counted_of(layers: Layers<'_>, entities: &Entities, group: &Group) -> Option<usize> {
    if group.nation.is_some() || !is_counted_nisba(layers, group) {
        return None;
    }
    let stem = layers.text.folded(group.head).trim_end_matches('ا');
    let plural = |w: usize| {
        let bare = crate::lexicon::without_article(crate::clause::morph_stem(layers, w));
        bare.strip_prefix(stem).is_some_and(|e| matches!(e, "ون" | "ين"))
    };
    let told = |e: &crate::entity::Entity| e.kind == Kind::Organization && e.mentions.iter().any(|m| plural(m.words.start));
    entities.list.iter().position(told)
}

/// `استشهد فلسطيني`: an indefinite adjective of nationality that stands for someone.
fn is_national(layers: Layers<'_>, group: &Group) -> bool {
    let morph = layers.morph(group.head);
    let alone = group.words == (group.head..group.head + 1) && !morph.article && !morph.has_pronoun();
    // "إن فلسطينيا طعن جنديا": or between what opens a clause and its verb.
    let opens = |b: usize| layers.morph(b).pos == Pos::Complementizer && layers.is_verb(group.words.end);
    let after = |b: usize| layers.is_verb(b) || layers.morph(b).form == FormKind::Masdar || opens(b);
    // "الإفراج عن فلسطيني", "القبض على سوري": or under a preposition that a verbal noun or verb governs.
    let governed = |b: usize| matches!(group.prep, Some(Prep::An | Prep::Ala)) && b > 0 && after(b - 1);
    let after_verb = group.head.checked_sub(1).is_some_and(|b| if group.prep.is_some() { governed(b) } else { after(b) });
    alone && after_verb && layers.lexeme(group.head).is_some_and(|l| l.nation.is_some())
}

/// Whether a noun means a text or medium, which speaks but does nothing else (`تقرير`, `موقع`).
pub(super) fn is_medium(layers: Layers<'_>, head: usize) -> bool {
    layers.lexeme(head).is_some_and(|l| {
        let medium = |p: &u32| matches!(layers.lexicon.phrases[*p as usize].class, PhraseClass::Document | PhraseClass::Outlet);
        l.org_head.is_none() && !l.phrases.is_empty() && l.phrases.iter().all(medium)
    })
}

/// Whether a noun means people: by the list of human nouns, or by a sound masculine plural, which only people have.
pub(super) fn is_people(layers: Layers<'_>, head: usize) -> bool {
    let morph = layers.morph(head);
    if !matches!(morph.pos, Pos::Noun | Pos::Adjective | Pos::Unknown) {
        return false;
    }
    let folded = layers.text.folded(head);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
    if morph.form == FormKind::Masdar {
        // "7 من الطلبة": the plural of somebody, whatever verbal noun it looks like.
        let plural = folded.ends_with('ه') && head.checked_sub(2).is_some_and(|n| layers.morph(n).pos == Pos::Number);
        let bare = crate::lexicon::without_article(stem);
        return plural && layers.text.folded(head - 1) == "من" && layers.lexicon.people.contains(&crate::lexicon::key(bare));
    }
    // "الحوثيين مدعومين بقوات": an indefinite participle tells a circumstance, not people.
    if matches!(morph.form, FormKind::ActiveParticiple | FormKind::PassiveParticiple) && !morph.article && morph.prep.is_none() {
        // "منظمي القافلة": before its genitive a plural has lost its last letter.
        let whole = || stem.ends_with(['ي', 'و']) && layers.lexicon.people.contains(&crate::lexicon::key(&format!("{stem}ن")));
        return layers.lexicon.people.contains(&crate::lexicon::key(stem)) || whole();
    }
    let listed = |word: &str| layers.lexicon.people.contains(&crate::lexicon::key(word));
    // "مفاوضات" are talks, not women who negotiate.
    let deed = |f: &crate::lexicon::Form| {
        Some(f.lexeme) != morph.lexeme && layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| !l.frames.is_empty())
    };
    if stem.ends_with("ات") && !listed(stem) && layers.lexicon.forms(stem).any(deed) {
        return false;
    }
    // "فتشت الشرطة منزلين": two of a thing are no people.
    let thing = |root: &str| layers.lexicon.forms(root).any(|f| f.kind == FormKind::Noun) && !listed(root);
    let two_things = !morph.article && stem.strip_suffix("ين").is_some_and(thing);
    let plural = (stem.ends_with("ون") || stem.ends_with("ين")) && stem.len() >= 10 && !two_things;
    let sound = plural && (morph.feats.number == Number::Plural || morph.pos == Pos::Unknown && morph.article);
    // "10 من منسوبي القوات": a sound plural before its genitive has lost its last letter.
    let construct = stem.len() >= 8 && stem.ends_with(['ي', 'و']) && !morph.article && listed(&format!("{stem}ن"));
    // "حلفاءه": a plural that bears a pronoun which its analysis does not know.
    let marked = !layers.text.raw(head).ends_with('ة') && layers.lexeme(head).is_none();
    let his =
        marked && ["هما", "هم", "ها", "ه"].iter().find_map(|p| stem.strip_suffix(p)).is_some_and(|s| s.len() >= 8 && listed(s));
    // "المهاجمان": two of those that the list knows one of.
    let two = || stem.strip_suffix("ان").is_some_and(|one| one.len() >= 6 && listed(one));
    listed(stem)
        || construct
        || sound
        || his
        || two()
        || layers.lexeme(head).is_some_and(|l| layers.lexicon.people.contains(&l.key))
}

/// Whether a group that cannot act itself holds someone who does: `قرار تركيا`, `القرار التركي`.
pub(super) fn carries_party(group: &Group) -> bool {
    group.of.is_some() || group.nation.is_some()
}

/// The entities that a group names, with those coordinated to it.
pub(super) fn party(input: Input<'_>, entities: &mut Entities, group: &Group) -> Vec<usize> {
    let layers = input.layers;
    let mut found = Vec::new();
    if is_pair(layers, group) {
        let both = pair(layers, entities, group.words.start);
        if both.len() == 2 {
            return both;
        }
    }
    // "وفدا مصر وإثيوبيا": the two that are named.
    let sentence = layers.text.sentence_of(group.head).map_or(group.words.end, |s| layers.text.sentences[s].words().end);
    if crate::clause::is_dual_construct(layers, group.head, sentence) {
        let first = crate::clause::dual_first(layers, group.head).and_then(|at| layers.name_at(at));
        let second = first.and_then(|(_, n)| layers.name_at(n.words.end));
        let names = [first, second];
        return names.into_iter().flatten().filter_map(|(n, _)| entities.of_name.get(n).copied()).collect();
    }
    if let Some(both) = two_nations(input, entities, group) {
        return both;
    }
    // "قوات البلدين", "جيشا الدولتين": the two sides last told.
    if group.words.len() == 2 && group.head == group.words.start && layers.morph(group.head + 1).article {
        let stem = crate::lexicon::key(crate::lexicon::without_article(layers.text.folded(group.head + 1)));
        if layers.lexicon.pairs.contains(&stem) && organized(layers, group) {
            let both = pair(layers, entities, group.words.start);
            if both.len() == 2 {
                return both;
            }
        }
    }
    // "بعض الدول على غرار فرنسا", "الدول الأوروبية، ومنها ألمانيا": those who are named of several.
    if let Some(named) = super::examples::named(input, group) {
        return party(input, entities, named);
    }
    // "مع حكومة وشعب السعودية": the state whose they both are.
    if let Some(state) = two_heads(input, entities, group) {
        return vec![state];
    }
    // "وفد من شركة توتال برئاسة باتريك بويانيه": a delegation is whom it is of, and who leads it.
    if let Some(sent) = delegation(input, entities, group) {
        return sent;
    }
    if let Some(body) = counted_of(layers, entities, group) {
        return vec![body];
    }
    // "مواقع للمتمردين": what belongs to someone is hit to hit him.
    if let Some(owner) = owner(input, group).filter(|_| !acts(input, group) && group.of.is_none()) {
        found.extend(party(input, entities, owner));
    } else if acts(input, group) && (!holds_actor(input, group) || can_speak(input, group) || is_public(layers, group)) {
        found.extend(entities.of_group(layers, group));
    } else if let Some(body) = body_inside(layers, group).filter(|_| group.of.is_none()) {
        found.extend(bearer(input, entities, group).or_else(|| entities.of_group(layers, &body)));
    } else if let Some(holder) = holder_inside(layers, group) {
        found.extend(bearer(input, entities, group).or_else(|| entities.of_group(layers, &holder)));
    } else if let Some(name) = group.of.or(group.person) {
        found.extend(entities.of_name.get(name).copied());
    } else if let Some(nation) = group.nation {
        found.extend(country(layers, entities, group, nation));
    }
    let mut end = group.words.end;
    // "ضد تصدير السلاح إلى إسرائيل والشرطة تعتقل": after a preposition whoever stands right before a singular verb opens a clause.
    let opens = |g: &&Group| {
        let verb = layers.is_verb(g.words.end) && layers.morph(g.words.end).feats.number == Number::Singular;
        group.prep.is_some_and(|p| p != Prep::Bayn) && verb && !layers.has_conj(g.words.end)
    };
    while let Some(next) =
        input.group_at(end).filter(|g| !opens(g)).filter(|g| g.words.start == end && g.conj && g.prep.is_none() && acts(input, g))
    {
        found.extend(entities.of_group(layers, next));
        end = next.words.end;
    }
    found
}

/// `مقترح المبعوث الدولي ستيفان دي ميستورا`: whoever bears the office inside a group, named right after it.
fn bearer(input: Input<'_>, entities: &Entities, group: &Group) -> Option<usize> {
    let next = input.group_at(group.words.end).filter(|g| g.words.start == group.words.end && g.prep.is_none() && !g.conj)?;
    entities.of_name.get(next.person.filter(|_| next.title.is_none())?).copied()
}

/// `طلاب جامعة الجزائر`, `عمال الشركة`: people who are of a body and do not act for it, unlike the men of an armed one.
fn is_public(layers: Layers<'_>, group: &Group) -> bool {
    let bare = crate::lexicon::without_article(crate::clause::morph_stem(layers, group.head));
    let sector = |id: &u32| layers.lexicon.kb.entities.get(*id as usize).and_then(|e| e.sector.as_deref());
    let armed = |n: usize| layers.names[n].entities.iter().any(|id| sector(id).is_some_and(|s| ARMED.contains(&s)));
    // "تنظيم داعش": a noun of a body, whichever of its readings stands here.
    let body = |f: &crate::lexicon::Form| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.org_head.is_some());
    let own = layers.lexicon.forms(bare).any(body) || layers.lexicon.forces.contains(&crate::lexicon::key(bare));
    is_people(layers, group.head) && !own && !group.of.is_some_and(armed)
}

/// `حكومة وشعب السعودية`, `قيادة وشعب الكويت`: a bare noun for a body joined to another that names the state of both.
fn two_heads(input: Input<'_>, entities: &Entities, group: &Group) -> Option<usize> {
    let layers = input.layers;
    let morph = layers.morph(group.head);
    let bare = group.words.len() == 1 && !morph.article && !morph.has_pronoun() && group.name.is_none() && group.person.is_none();
    let next =
        input.group_at(group.words.end).filter(|g| bare && g.words.start == group.words.end && g.conj && g.prep.is_none())?;
    let place = next.of.filter(|n| layers.names[*n].kind == Kind::Place && layers.names[*n].words.start == next.head + 1)?;
    let people = acts(input, group) && acts(input, next) && !layers.morph(next.head).article;
    entities.of_name.get(place).copied().filter(|_| people)
}

/// `الجانبان العراقي والأردني`, `الرئيسين المصري والفرنسي`: a dual whose two adjectives name two countries.
fn two_nations(input: Input<'_>, entities: &mut Entities, group: &Group) -> Option<Vec<usize>> {
    let layers = input.layers;
    let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, group.head)));
    // "القوات الهندية والباكستانية": so is a plural of forces, which may be a name.
    let forces = layers.lexicon.forces.contains(&stem);
    let own = || layers.lexeme(group.words.end - 1).and_then(|l| l.nation).filter(|_| forces);
    let first = group.nation.filter(|_| group.name.is_none() && group.person.is_none()).or_else(own)?;
    let next = input.group_at(group.words.end).filter(|g| g.words.start == group.words.end && g.conj && g.prep.is_none())?;
    let second = layers.lexeme(next.head).and_then(|l| l.nation)?;
    let folded = layers.text.folded(group.head);
    let dual = layers.morph(group.head).article && (folded.ends_with("ان") || folded.ends_with("ين") || forces);
    // "القوات العراقية والأردنية" has a plural that no dual ending marks; "الجانبين" may stand under a preposition.
    let adjective = layers.lexeme(group.words.end - 1).and_then(|l| l.nation) == Some(first);
    if !dual || !adjective || first == second {
        return None;
    }
    let alone = Group { words: next.head..next.head + 1, ..next.clone() };
    Some(vec![country(layers, entities, group, first)?, country(layers, entities, &alone, second)?])
}

/// `البلدان`, `الطرفين`: two that the text has named, without saying which.
pub(super) fn is_pair(layers: Layers<'_>, group: &Group) -> bool {
    let morph = layers.morph(group.head);
    let folded = layers.text.folded(group.head);
    let stem = folded.get(morph.lead as usize..).unwrap_or(folded);
    morph.article && group.of.is_none() && group.person.is_none() && layers.lexicon.pairs.contains(&crate::lexicon::key(stem))
}

/// The two sides last named before `word`: different countries, or different bodies of one. Media, companies
/// and towns are no side.
pub(super) fn pair(layers: Layers<'_>, entities: &Entities, word: usize) -> Vec<usize> {
    let state = |e: &crate::entity::Entity| layers.lexicon.kb.is_state(e.kb);
    let side = |e: &crate::entity::Entity| {
        let medium = matches!(e.sector.as_deref(), Some("JRN" | "MNC"));
        e.named && e.kind != Kind::Other && e.country.is_some() && !medium && (e.kind != Kind::Place || state(e))
    };
    if let Some(last) = entities.last_before(word, side) {
        let country = entities.list.get(last).and_then(|e| e.country.clone());
        if let Some(other) = entities.last_before(word, |e| side(e) && e.country != country) {
            return vec![other, last];
        }
    }
    // Within one country two bodies are the sides, not a body and who speaks for it.
    let medium = |e: &crate::entity::Entity| matches!(e.sector.as_deref(), Some("JRN" | "MNC"));
    let body = |e: &crate::entity::Entity| e.named && e.kind == Kind::Organization && !medium(e);
    let Some(last) = entities.last_before(word, body) else { return Vec::new() };
    let other = entities.last_before(word, |e| body(e) && e.name != entities.list[last].name);
    other.map(|other| vec![other, last]).unwrap_or_default()
}

/// The ISO code of a country.
pub(super) fn country_code(layers: Layers<'_>, nation: u32) -> Option<String> {
    layers.lexicon.kb.countries.get(nation as usize).map(|c| c.iso3.clone())
}

/// The country behind an adjective of nationality, as an entity of the article.
pub(super) fn country(layers: Layers<'_>, entities: &mut Entities, group: &Group, nation: u32) -> Option<usize> {
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
