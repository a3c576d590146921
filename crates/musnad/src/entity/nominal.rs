//! Descriptions: titles and common nouns that stand for someone already named, for an office-holder, or for someone unnamed.

use super::cluster::group_country;
use super::whence::{self, Asked, Barred};
use super::{Entities, Entity, Form, core_span};
use crate::clause::{Group, Layers};
use crate::lexicon::{Kind, PhraseClass};
use crate::morph::{FormKind, Number};
use crate::text::fold;
use std::ops::Range;

/// The entity that a description means.
pub(super) fn resolve(entities: &mut Entities, layers: Layers<'_>, group: &Group) -> Option<usize> {
    // "نفس المصدر", "ذات المتحدثة" are "المصدر نفسه", "المتحدثة ذاتها".
    if layers.role(group.words.start) == "same" && group.head > group.words.start {
        let own = |words: &Range<usize>| group.head.max(words.start)..words.end.max(group.head + 1);
        let bare = Group { words: own(&group.words), core: own(&group.core), ..group.clone() };
        return description(entities, layers, &bare, true);
    }
    description(entities, layers, group, layers.takes_up(group.words.end))
}

/// The entity that a description means; `same` tells that it is one who was told before.
fn description(entities: &mut Entities, layers: Layers<'_>, group: &Group, same: bool) -> Option<usize> {
    if group.words.len() == 1
        && let Some(titles) = layers.lexicon.honours.get(&crate::lexicon::key(bare(layers, group.head)))
    {
        let found = honoured(entities, layers, group.words.start, titles)?;
        entities.mention(found, group.words.clone(), core_span(layers, group.core.clone()), Form::Nominal);
        return Some(found);
    }
    let morph = layers.morph(group.head);
    let lexeme = layers.lexeme(group.head);
    let title = group.title.and_then(|t| layers.lexicon.titles.get(t as usize));
    let anonymous =
        lexeme.is_some_and(|l| l.phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Anonymous));
    let document =
        lexeme.is_some_and(|l| l.phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Document));
    // A ministry's statement speaks for the ministry.
    if document && let Some(owner) = group.of.and_then(|n| entities.of_name.get(n)) {
        return Some(*owner);
    }
    if let Some(body) = body_within(layers, group).and_then(|n| entities.of_name.get(n).copied()) {
        entities.mention(body, group.words.clone(), core_span(layers, group.core.clone()), Form::Nominal);
        return Some(body);
    }
    // "وأضاف البيان": whoever issued it goes on, where no document was described before.
    let bare = document && morph.article && group.words.len() == 1 && morph.feats.number == Number::Singular;
    if let Some(spoke) = entities.spoke.filter(|_| bare) {
        let told = entities.last_before(group.words.start, |e| e.head == morph.lexeme && !e.named);
        return Some(told.or(entities.issued).unwrap_or(spoke));
    }
    let org_head = lexeme.and_then(|l| l.org_head).and_then(|h| layers.lexicon.org_heads.get(h as usize));
    // "الروس", "أتراك": people named by their nation.
    let people = lexeme.and_then(|l| l.nation).and_then(|n| layers.lexicon.kb.countries.get(n as usize)).map(|c| c.iso3.clone());
    let country = group_country(entities, layers, group).or(people);
    // "سبعين مهاجرا أفارقة قبالة سواحل نواذيبو" are not of where they are told to be.
    let strangers = group.nation.is_none()
        && title.is_none()
        && (group.head + 1..group.words.end.min(group.head + 3))
            .any(|w| layers.name_at(w).is_none() && is_supranational(layers, w));
    let country = country.filter(|_| !strangers);
    let span = core_span(layers, group.core.clone());
    let text = fold(span.text(layers.text.source));
    // "محكمة سودانية" is a new one.
    let whose = group.nation.is_some() && group.words.clone().any(|w| layers.morph(w).article);
    // "وزير التربية": so is an office whose last word is.
    let office = title.is_some_and(|t| t.form.split(' ').count() == group.words.len() && group.words.len() > 1)
        && layers.morph(group.words.end - 1).article;
    let definite = morph.article || group.of.is_some() || whose || office;
    // "نظيره الليبي": an adjective of nationality tells whom a noun with a pronoun means.
    // So do people who are described: "حلفاءه الغربيين".
    let own = crate::lexicon::key(crate::clause::morph_stem(layers, group.head));
    let many = morph.feats.number == Number::Plural
        && lexeme.is_none_or(|l| l.org_head.is_none())
        && !layers.lexicon.forces.contains(&own);
    // "عائلتها", "ذووه".
    let household =
        layers.lexicon.households.contains(&own) || lexeme.is_some_and(|l| layers.lexicon.households.contains(&l.key));
    let described = (group.words.len() > 1 || many || household) && (household || layers.lexicon.people.contains(&own));
    if morph.has_pronoun() && title.is_none() && group.nation.is_none() && !described {
        return None;
    }
    // "المسؤول", "المصدر", "المتحدث" without more: whoever was last described or named so.
    // "المعارضة" is a body before she is one who opposes.
    let stem = crate::clause::morph_stem(layers, group.head);
    let body = || layers.lexicon.forms(stem).any(|f| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.org_head.is_some()));
    let alone = group.of.is_none() && group.name.is_none() && morph.feats.number == Number::Singular;
    // "وأضاف المتحدث ذاته", "المصادر نفسها": who spoke last, and no one else.
    let spokes = title.is_some_and(|t| t.class == "spokes") && group.words.len() == 1;
    if (anonymous || spokes || document)
        && morph.article
        && same
        && let Some(spoke) = spoke_last(entities, layers, group)
    {
        entities.mention(spoke, group.words.clone(), span, Form::Nominal);
        return Some(spoke);
    }
    // "المتحدث" where no one of that title was told: who spoke last.
    let spokes = spokes && coreferent(entities, layers, group, country.as_deref()).is_none();
    // "السكان", "الجرحى", whose letters do not show that they are several, are no one who spoke.
    let crowd = layers.lexicon.beside.standing.contains(&crate::lexicon::key(crate::lexicon::without_article(stem)));
    if (anonymous || spokes) && morph.article && alone && !body() && !crowd {
        let head = morph.lexeme;
        let same = entities.last_before(group.words.start, |e| e.head == head && !e.named);
        let person = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Person);
        // "الدبلوماسي المغربي": of his own country.
        let fits = |id: &usize| {
            let of = entities.list.get(*id).and_then(|e| e.country.as_deref());
            group.nation.is_none() || of.is_none() || of == country.as_deref()
        };
        let same = same.filter(fits);
        let found = same.or(entities.spoke.filter(person).filter(fits)).or_else(|| {
            let last = entities.last_before(group.words.start, |e| e.kind == Kind::Person && !e.titles.is_empty());
            last.filter(fits)
        });
        if let Some(found) = found {
            entities.mention(found, group.words.clone(), span, Form::Nominal);
            return Some(found);
        }
    }
    // "تلك الميليشيات": a demonstrative before its noun points at whom the noun alone would.
    let points = layers.morph(group.words.start).pos == crate::morph::Pos::Demonstrative && group.head == group.words.start + 1;
    let alone = group.words.len() == 1 + usize::from(points);
    // "هذا البلد الأفريقي": the country that was named last.
    if points && layers.lexicon.lands.contains(&crate::lexicon::key(crate::lexicon::without_article(stem))) {
        let kb = &layers.lexicon.kb;
        let state = |e: &Entity| kb.is_state(e.kb);
        let found = entities.last_before(group.words.start, state)?;
        entities.mention(found, group.words.clone(), span, Form::Nominal);
        return Some(found);
    }
    // "رفعت البلاد مستوى التهديد": the country that the article is about.
    if group.words.len() == 1 && layers.is_homeland(group.head) {
        let country = entities.country.as_deref().and_then(|iso| layers.lexicon.kb.country_index(iso));
        let known = country.and_then(|n| layers.lexicon.kb.countries.get(n as usize)).map(|c| c.entity);
        if let Some(found) = known.and_then(|id| entities.known(layers.lexicon, id)) {
            entities.mention(found, group.words.clone(), span, Form::Nominal);
            return Some(found);
        }
    }
    // "المتمردون" after "المتمردون الحوثيون", "المليشيات" after "المليشيات الحوثية".
    if alone
        && let Some(found) = super::cluster::plural_key(layers, group.head).and_then(|key| entities.by_plural.get(&key).copied())
    {
        entities.mention(found, group.words.clone(), span, Form::Nominal);
        return Some(found);
    }
    // "المتمردون" where the article names one armed group.
    if alone
        && morph.article
        && let Some(found) = rebels(entities, layers, group)
    {
        entities.mention(found, group.words.clone(), span, Form::Nominal);
        return Some(found);
    }
    if morph.feats.number == Number::Singular
        && definite
        && let Some(found) = coreferent(entities, layers, group, country.as_deref())
    {
        entities.mention(found, group.words.clone(), span, Form::Nominal);
        return Some(found);
    }
    if let Some(&known) = entities.by_text.get(&text) {
        entities.mention(known, group.words.clone(), span, Form::Nominal);
        return Some(known);
    }
    // "وزراء الخارجية": several hold no one office.
    let plural = morph.feats.number != Number::Singular;
    if let Some(found) = holder(entities, layers, group, country.as_deref()).filter(|_| !plural) {
        entities.mention(found, group.words.clone(), span, Form::Nominal);
        return Some(found);
    }
    let kind = if org_head.is_some() || document || (anonymous && plural) { Kind::Organization } else { Kind::Person };
    let sector = title.and_then(|t| t.sector.clone()).or_else(|| org_head.and_then(|h| h.sector.clone()));
    let name = without_preposition(layers, group.words.start, span.text(layers.text.source));
    let country = country.or_else(|| group.words.clone().find_map(|w| super::cluster::region_before(layers, w))).or_else(|| {
        let (ruled, barred) = told(entities, layers, group);
        let (words, title, sector) = (group.words.clone(), group.title, sector.as_deref());
        let asked = Asked { words, head: Some(group.head), kind, named: false, name: &name, title, sector, ruled, barred };
        whence::choose(entities, layers, &asked, entities.list.len())
    });
    let id = entities.add(Entity {
        kind,
        named: false,
        name,
        kb: None,
        country,
        sector,
        wikidata: None,
        office: title.and_then(|t| t.office.clone()),
        titles: group.title.into_iter().collect(),
        head: morph.lexeme,
        gender: (morph.form == FormKind::Noun).then_some(morph.feats.gender),
        mentions: Vec::new(),
    });
    entities.by_text.insert(text, id);
    entities.mention(id, group.words.clone(), span, Form::Nominal);
    Some(id)
}

/// The letters of an honour without what is joined before it (`وسموه`).
fn bare<'l>(layers: Layers<'l>, word: usize) -> &'l str {
    layers.text.folded(word).get(layers.morph(word).lead as usize..).unwrap_or("")
}

/// Whom `سموه`, `معاليه` mean: the person of the first such title who was told last, else the one who spoke last, else the last named.
fn honoured(entities: &Entities, layers: Layers<'_>, word: usize, titles: &[String]) -> Option<usize> {
    let person = |e: &Entity| e.kind == Kind::Person && e.named;
    let form = |t: &u32| layers.lexicon.titles.get(*t as usize).map_or("", |t| t.form.as_str());
    let titled = |e: &Entity, title: &String| person(e) && e.titles.iter().map(form).any(|form| form.starts_with(title.as_str()));
    // "بحث معاليه مع نظيره الألماني": one's own people are honoured.
    let own = |e: &Entity| entities.own.is_some() && e.country == entities.own;
    let ours = |title: &String| entities.last_before(word, |e| titled(e, title) && own(e));
    let any = |title: &String| entities.last_before(word, |e| titled(e, title));
    let spoke = || entities.spoke.filter(|id| entities.list.get(*id).is_some_and(person));
    let found = titles.iter().find_map(ours).or_else(|| titles.iter().find_map(any));
    found.or_else(spoke).or_else(|| entities.last_before(word, person))
}

/// `قيادة قوات التحالف`, `صحيفة الخبر`, `شركة أوراكون`: the name of the very body that nouns for units, papers or firms describe.
fn body_within(layers: Layers<'_>, group: &Group) -> Option<usize> {
    let of = group
        .of
        .filter(|n| layers.names.get(*n).is_some_and(|n| n.kind == Kind::Organization && n.words.end == group.words.end))?;
    let start = layers.names[of].words.start;
    let beside = &layers.lexicon.beside;
    // "مجلة الجيش" is no army.
    let sector = |id: &crate::lexicon::EntityId| layers.lexicon.kb.entities.get(*id as usize).and_then(|e| e.sector.as_deref());
    let head = layers.lexeme(start).is_some_and(|l| l.org_head.is_some());
    let paper = !head && layers.names[of].entities.iter().all(|id| sector(id) == Some("JRN"));
    let describes = |w: usize| {
        let stem = crate::lexicon::key(crate::clause::morph_stem(layers, w));
        let head = layers.lexeme(w).and_then(|l| l.org_head).and_then(|h| layers.lexicon.org_heads.get(h as usize));
        let firm = head.is_some_and(|h| h.apart > 0);
        !layers.morph(w).article
            && !layers.morph(w).has_pronoun()
            && (firm || beside.units.contains(&stem) || paper && beside.press.contains(&stem))
    };
    let leads = |w: usize| layers.lexicon.beside.rules.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, w)));
    let near = start > group.head && start <= group.head + 2 && describes(start - 1);
    (near && (start == group.head + 1 || leads(group.head))).then_some(of)
}

/// Who spoke last, if a description may mean him: a body or several for a plural (`المصادر ذاتها`), a person or a source for one.
fn spoke_last(entities: &Entities, layers: Layers<'_>, group: &Group) -> Option<usize> {
    let spoke = entities.spoke?;
    let entity = entities.list.get(spoke)?;
    let plural = layers.morph(group.head).feats.number == Number::Plural;
    // "نقلت الوكالة …، وأضاف ذات المصدر": a source may be a body of any name, a speaker may not.
    let source = entity.kind == Kind::Person || !entity.named || group.title.is_none();
    let same = entity.head == layers.morph(group.head).lexeme;
    (source && (same || !plural) && entity.kind != Kind::Place).then_some(spoke)
}

/// The words of a description with single blanks, its article restored (`للمدنيين` is `المدنيين`).
fn without_preposition(layers: Layers<'_>, first: usize, words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let morph = layers.morph(first);
    match joined.strip_prefix("لل").filter(|_| morph.article) {
        Some(rest) => format!("ال{rest}"),
        None => joined,
    }
}

/// The one armed group that the article has named before a definite plural for rebels.
fn rebels(entities: &Entities, layers: Layers<'_>, group: &Group) -> Option<usize> {
    let stem = crate::clause::morph_stem(layers, group.head);
    layers.lexicon.rebels.get(&crate::lexicon::key(crate::lexicon::without_article(stem)))?;
    let before = |e: &Entity| e.mentions.iter().any(|m| m.words.start < group.words.start);
    let armed = |e: &Entity| e.named && e.kind == Kind::Organization && e.sector.as_deref() == Some("REB") && before(e);
    let mut found = entities.list.iter().enumerate().filter(|(_, e)| armed(e)).map(|(id, _)| id);
    let one = found.next()?;
    found.next().is_none().then_some(one)
}

/// Whether a word tells of no one state: `دولي`, `أفارقة`, in the accusative, too (`وفدا أوروبيا`).
fn is_supranational(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morph(word);
    let folded = layers.text.folded(word);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
    let is = |s: &str| layers.lexicon.supranational.contains(&crate::lexicon::key(s));
    is(stem) || stem.strip_suffix('ا').is_some_and(is)
}

/// The country that the rules give an unnamed group: what `من` or `في` after it tells (`وفد من الائتلاف السوري`), none for the
/// supranational (`قوى دولية`), else the one the article is about; and why they give none.
fn told(entities: &Entities, layers: Layers<'_>, group: &Group) -> (Option<String>, Barred) {
    if group.words.clone().any(|w| is_supranational(layers, w)) {
        return (None, Barred::Supranational);
    }
    // "العدو" is of another country than whoever tells of him.
    let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, group.head)));
    if layers.lexicon.occupiers.contains(&stem) {
        return (None, Barred::Foe);
    }
    let next = group.words.end;
    let linked = matches!(layers.text.folded(next), "من" | "في" | "لدي") || layers.morph(next).prep.is_some();
    let name = layers.name_at(next).or_else(|| layers.name_at(next + 1)).filter(|_| linked);
    let country =
        name.and_then(|(n, _)| entities.of_name.get(n)).and_then(|e| entities.list.get(*e)).and_then(|e| e.country.clone());
    // "فجر انتحاري نفسه": of whom only the deed is known, nobody knows whence he is.
    match (country, layers.lexicon.unknowns.contains(&stem)) {
        (Some(country), _) => (Some(country), Barred::No),
        (None, true) => (None, Barred::Unknown),
        (None, false) => (entities.own_at(group.head), Barred::No),
    }
}

/// Someone already in the article whom the description fits: same office or title, or an organization with the same head.
fn coreferent(entities: &Entities, layers: Layers<'_>, group: &Group, country: Option<&str>) -> Option<usize> {
    let here = group.words.start;
    let fits_country = |e: &Entity| country.is_none() || e.country.is_none() || e.country.as_deref() == country;
    if let Some(title) = group.title {
        let office = layers.lexicon.titles[title as usize].office.as_deref();
        let same_title = |e: &Entity| {
            e.kind == Kind::Person
                && fits_country(e)
                && (e.titles.iter().any(|t| {
                    *t == title || layers.lexicon.titles[*t as usize].form == layers.lexicon.titles[title as usize].form
                }) || office.is_some()
                    && e.office.as_deref() == office
                    && !other_rank(layers, e, title)
                    && (country.is_none() || e.country.as_deref() == country)
                    || office.is_some_and(|o| held(layers, e, o, entities.date.as_deref())))
        };
        let found = entities.last_before(here, same_title);
        return found.or_else(|| {
            // Named only later in the article: it must say more than the bare title.
            let specific = country.is_some() || group.of.is_some();
            entities.list.iter().position(|e| specific && e.named && same_title(e) && e.country.as_deref() == country)
        });
    }
    let head = layers.morph(group.head).lexeme?;
    layers.lexicon.lexeme(Some(head))?.org_head?;
    // "المنظمة الدولية": the body of several states that was named last.
    if super::cluster::is_body_of_states(layers, &group.words) {
        return super::cluster::last_body_of_states(entities, here);
    }
    if group.words.len() > 1 && group.nation.is_none() {
        return None;
    }
    entities.last_before(here, |e| {
        let same_head = e.head == Some(head) || begins_with(layers, e, head);
        e.kind == Kind::Organization && same_head && fits_country(e)
    })
}

/// `الملك` beside `الرئيس`: an office of one word that is another's than the words of somebody who has no name.
fn other_rank(layers: Layers<'_>, entity: &Entity, title: u32) -> bool {
    let form = |t: u32| layers.lexicon.titles[t as usize].form.as_str();
    let plain = |t: &u32| !form(*t).contains(' ') && form(*t) != form(title);
    !entity.named && !form(title).contains(' ') && !entity.titles.is_empty() && entity.titles.iter().all(plain)
}

/// Whether one of the entity's names opens with the head noun.
fn begins_with(layers: Layers<'_>, entity: &Entity, head: u32) -> bool {
    entity.mentions.iter().any(|m| layers.morph(m.words.start).lexeme == Some(head))
        || entity.kb.and_then(|kb| layers.lexicon.kb.entities.get(kb as usize)).is_some_and(|e| {
            let first = fold(e.name.split(' ').next().unwrap_or(""));
            layers.lexicon.forms(crate::lexicon::without_article(&first)).any(|f| f.lexeme == head)
        })
}

/// Whether the entity is known to have held the office at the date (or ever, where no date is known).
pub(super) fn held(layers: Layers<'_>, entity: &Entity, office: &str, date: Option<&str>) -> bool {
    let Some(kb) = entity.kb else { return false };
    layers
        .lexicon
        .kb
        .offices_of(kb)
        .iter()
        .any(|(o, of)| o == office && date.is_none_or(|date| layers.lexicon.kb.holder(office, of, date) == Some(kb)))
}

/// The holder of the office that the group names, by the article's date.
fn holder(entities: &mut Entities, layers: Layers<'_>, group: &Group, country: Option<&str>) -> Option<usize> {
    let title = layers.lexicon.titles.get(group.title? as usize)?;
    // "مع نظيره التركي": the same office in another state.
    let same = (title.class == "counterpart").then(|| entities.last_before(group.words.start, |e| e.office.is_some()));
    let same = same.flatten().and_then(|e| entities.list.get(e)?.office.clone());
    let office = title.office.as_deref().or(same.as_deref())?;
    if layers.is_acting(group.words.end) {
        return None;
    }
    let date = entities.date.clone()?;
    let date = date.get(..10).unwrap_or(&date).to_owned();
    // "زعيم تنظيم داعش في ليبيا" leads a branch.
    let branch = layers.text.folded(group.words.end) == "في"
        && layers.name_at(group.words.end + 1).is_some_and(|(_, n)| n.kind == Kind::Place);
    if office == "leader" && branch {
        return None;
    }
    let kb = &layers.lexicon.kb;
    let organization = group.of.and_then(|n| entities.of_name.get(n)).and_then(|e| entities.list.get(*e)).and_then(|e| e.kb);
    let organization = organization.and_then(|id| kb.entities.get(id as usize)).map(|e| e.key.clone());
    let of = organization.filter(|key| kb.holder(office, key, &date).is_some()).or_else(|| country.map(str::to_owned))?;
    let person = kb.holder(office, &of, &date)?;
    if stands_between(entities, layers, group, &of, person) {
        return None;
    }
    if let Some(found) = entities.list.iter().position(|e| e.kb == Some(person)) {
        return Some(found);
    }
    let known = kb.entities.get(person as usize)?;
    Some(entities.add(Entity {
        kind: Kind::Person,
        named: true,
        name: known.name.clone(),
        kb: Some(person),
        country: super::cluster::country_of(known),
        sector: known.sector.clone(),
        wikidata: known.wikidata.clone(),
        office: Some(office.to_owned()),
        titles: group.title.into_iter().collect(),
        head: None,
        gender: None,
        mentions: Vec::new(),
    }))
}

/// Whether a body of its own stands between the office and the state whose holder was found: the head of a bank, a branch or
/// an atomic agency is not the head of the state. The holder's known role may name that body (`المتحدث باسم الخارجية`).
fn stands_between(entities: &Entities, layers: Layers<'_>, group: &Group, of: &str, person: crate::lexicon::EntityId) -> bool {
    let body = group.of.and_then(|n| entities.of_name.get(n)).and_then(|e| entities.list.get(*e));
    let Some(body) = body.filter(|b| b.kind == Kind::Organization) else { return false };
    let kb = &layers.lexicon.kb;
    let key = |id: crate::lexicon::EntityId| kb.entities.get(id as usize).map(|e| e.key.as_str());
    if body.kb.and_then(key) == Some(of) {
        return false;
    }
    let role = kb.entities.get(person as usize).map(|e| fold(&e.kind_of)).unwrap_or_default();
    let telling = |w: &str| {
        let bare = crate::lexicon::without_article(w);
        let lexemes = || layers.lexicon.forms(bare).filter_map(|f| layers.lexicon.lexeme(Some(f.lexeme)));
        // وزارة tells nothing, الخارجية does though it may open a name too.
        !lexemes().any(|l| l.nation.is_some() || l.org_head.is_some() && bare == w)
    };
    let name = fold(&body.name);
    !name.split_whitespace().filter(|w| telling(w)).any(|w| role.split_whitespace().any(|r| r == w))
}
