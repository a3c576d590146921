//! Names to entities: the knowledge base first, then parts of names already seen in full.

use super::whence::{self, Barred};
use super::{Entities, Entity, Form, core_span};
use crate::clause::{Group, Layers};
use crate::lexicon::{EntityId, Kind};
use crate::morph::{FormKind, Gender, Number};
use crate::name::Name;
use crate::text::fold;
use rustc_hash::FxHashMap;

/// Words of a designation, and whom they always mean.
pub type Meant = (std::ops::Range<usize>, EntityId);

/// How often an article's names and adjectives point to each country, ISO 3166-1 alpha-3.
pub type Pointed = FxHashMap<String, usize>;

/// What is known of an article beside its words.
pub struct About<'a> {
    /// When it was published, ISO.
    pub date: Option<&'a str>,
    /// The state its outlet writes for, ISO 3166-1 alpha-3.
    pub home: Option<&'a str>,
    /// Which countries it points to.
    pub pointed: Pointed,
    /// Whether the countries that are chosen are kept with their signs, to learn from.
    pub learns: bool,
}

/// An outlet's own country is meant where the article points to it at least so often for each time that it points to another:
/// three times in four (half as often is enough for persons, but gives a Yemeni politician to the Saudi paper that quotes him).
const HOME: (usize, usize) = (3, 4);

/// A body that every state has is the known one's only where the article points to its state once for so many times to another.
const COMMON: usize = 4;

/// Links the names and titled groups of an article to entities; a designation's words mean whoever its row says.
pub fn link(layers: Layers<'_>, groups: &[Group], designated: &[Meant], about: About<'_>) -> Entities {
    let About { date, home, pointed: votes, learns } = about;
    let main = votes.iter().max_by_key(|(country, n)| (**n, std::cmp::Reverse(*country)));
    let told = |home: &&str| votes.get(*home).is_some_and(|n| n * HOME.1 >= HOME.0 * main.map_or(0, |(_, most)| *most));
    let mut entities = Entities {
        date: date.map(str::to_owned),
        home: home.map(str::to_owned),
        of_name: vec![usize::MAX; layers.names.len()],
        own: home.filter(|h| votes.is_empty() || told(h)).map(str::to_owned).or_else(|| main.map(|(country, _)| country.clone())),
        country: main.map(|(country, _)| country.clone()),
        votes,
        guesses: learns.then(Vec::new),
        ..Entities::default()
    };
    entities.stories = stories(layers, home);
    let mut order: Vec<usize> = (0..layers.names.len()).collect();
    // Full names first, so that a part finds its whole wherever it stands.
    order.sort_by_key(|i| (std::cmp::Reverse(layers.names[*i].words.len()), *i));
    for idx in order {
        let entity = entity_of(&mut entities, layers, &layers.names[idx]);
        entities.of_name[idx] = entity;
    }
    super::alias::bracketed(&mut entities, layers);
    renumber(&mut entities, layers);
    resume_bodies(&mut entities, layers);
    for (words, meant) in designated {
        designate(&mut entities, layers, groups, words, *meant);
    }
    for group in groups.iter().filter(|g| g.name.is_some_and(|n| !layers.names[n].words.contains(&g.head))) {
        let named = group.name.and_then(|n| entities.of_name.get(n).copied());
        entities.by_plural.extend(plural_key(layers, group.head).zip(named));
    }
    for group in groups {
        if let Some(name) = group.person {
            let entity = entities.of_name[name];
            by_office(&mut entities, layers, group, entity);
            describe(&mut entities, layers, group, entity);
        }
    }
    locate(&mut entities, layers);
    entities
}

/// Several stories in one article: a headline and a dateline stand between, two blocks that are not read.
fn stories(layers: Layers<'_>, home: Option<&str>) -> Vec<(usize, Option<String>)> {
    let text = layers.text;
    let parted = |pair: &&[crate::text::Sentence]| {
        let (end, next) = (text.words[pair[0].end - 1].span.end, text.words[pair[1].first].span.start);
        let between = text.source.get(end as usize..next as usize).unwrap_or_default();
        pair[1].block > pair[0].block
            && between.lines().filter(|l| l.chars().filter(|c| c.is_alphabetic()).count() > 3).count() > 1
    };
    let mut ends: Vec<usize> = text.sentences.windows(2).filter(parted).map(|pair| pair[1].first).collect();
    if ends.is_empty() {
        return Vec::new();
    }
    ends.push(layers.text.words.len());
    let mut start = 0;
    let story = |end: usize| {
        let votes = pointed_in(layers, home, start..end);
        start = end;
        (end, votes.into_iter().max_by_key(|(country, n)| (*n, std::cmp::Reverse(country.clone()))).map(|(country, _)| country))
    };
    ends.into_iter().map(story).collect()
}

/// Whether words are a noun of a body and an adjective for several states: `المنظمة الدولية`.
pub(super) fn is_body_of_states(layers: Layers<'_>, words: &std::ops::Range<usize>) -> bool {
    let stem = |w: usize| crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, w)));
    words.len() == 2
        && layers.morph(words.start).article
        && layers.lexeme(words.start).is_some_and(|l| l.org_head.is_some())
        && layers.lexicon.supranational.contains(&stem(words.start + 1))
}

/// The body of several states that was named last before a word.
pub(super) fn last_body_of_states(entities: &Entities, word: usize) -> Option<usize> {
    let body = |e: &Entity| e.kb.is_some() && e.kind == Kind::Organization && matches!(e.sector.as_deref(), Some("IGO" | "UNO"));
    entities.last_before(word, body)
}

/// `المنظمة الدولية` read as a name means the body of several states that was named before it.
fn resume_bodies(entities: &mut Entities, layers: Layers<'_>) {
    for (idx, name) in layers.names.iter().enumerate().filter(|(_, n)| n.kind == Kind::Organization && n.entities.is_empty()) {
        let old = entities.of_name[idx];
        let Some(body) = last_body_of_states(entities, name.words.start).filter(|_| is_body_of_states(layers, &name.words))
        else {
            continue;
        };
        let moved: Vec<super::Mention> = match entities.list.get_mut(old) {
            Some(entity) => entity.mentions.extract_if(.., |m| m.words == name.words).collect(),
            None => Vec::new(),
        };
        let nominal = moved.into_iter().map(|m| super::Mention { form: Form::Nominal, ..m });
        entities.list[body].mentions.extend(nominal);
        entities.list[body].mentions.sort_by_key(|m| m.words.start);
        entities.of_name[idx] = body;
    }
}

/// The key of a definite plural whatever its case: `المتمردون`, `للمتمردين`.
pub(super) fn plural_key(layers: Layers<'_>, head: usize) -> Option<u64> {
    let morph = layers.morph(head);
    let stem = crate::clause::morph_stem(layers, head);
    let bare = stem.strip_suffix("ون").or_else(|| stem.strip_suffix("ين"));
    let plural = bare.is_some() || morph.feats.number == Number::Plural;
    (morph.article && plural).then(|| crate::lexicon::key(bare.unwrap_or(stem)))
}

/// A designation that always means the same one links its words: a name there that nothing else is known of, or the noun group.
fn designate(entities: &mut Entities, layers: Layers<'_>, groups: &[Group], spot: &std::ops::Range<usize>, id: EntityId) {
    let within = |words: &std::ops::Range<usize>| spot.start <= words.start && words.end <= spot.end;
    let Some(meant) = entities.known(layers.lexicon, id) else { return };
    for (idx, name) in layers.names.iter().enumerate().filter(|(_, name)| within(&name.words)) {
        let old = entities.of_name[idx];
        let unknown = entities.list.get(old).is_some_and(|e| e.kb.is_none() && e.mentions.len() == 1);
        if unknown && name.kind != Kind::Person {
            let mentions = std::mem::take(&mut entities.list[old].mentions);
            entities.list[meant].mentions.extend(mentions);
            entities.list[meant].mentions.sort_by_key(|m| m.words.start);
            entities.of_name[idx] = meant;
        }
    }
    let group = groups.iter().find(|g| g.words.contains(&spot.start) && g.name.is_none() && g.person.is_none());
    // "عناصر المليشيات الحوثية" are others than the militia.
    // "جرائم الاحتلال": a group that begins inside the words is the same.
    for word in spot.clone() {
        entities.of_group.insert(word, meant);
    }
    if let Some(group) = group.filter(|g| g.head == spot.start) {
        entities.of_group.insert(group.words.start, meant);
        entities.by_plural.extend(plural_key(layers, group.head).map(|key| (key, meant)).filter(|_| spot.len() > 1));
        entities.mention(meant, spot.clone(), core_span(layers, spot.clone()), Form::Nominal);
    }
}

/// Puts the entities into text order and adds the mentions.
fn renumber(entities: &mut Entities, layers: Layers<'_>) {
    let mut new_of: FxHashMap<usize, usize> = FxHashMap::default();
    let mut list = Vec::with_capacity(entities.list.len());
    for (idx, name) in layers.names.iter().enumerate() {
        let old = entities.of_name[idx];
        let new = *new_of.entry(old).or_insert_with(|| {
            list.push(entities.list[old].clone());
            list.len() - 1
        });
        entities.of_name[idx] = new;
        let entity: &mut Entity = &mut list[new];
        let form = if entity.named { Form::Name } else { Form::Nominal };
        entity.mentions.push(super::Mention { words: name.words.clone(), span: name.span, form });
    }
    entities.list = list;
    let moved = |id: usize| new_of.get(&id).copied();
    entities.by_text = entities.by_text.iter().filter_map(|(text, id)| Some((text.clone(), moved(*id)?))).collect();
    entities.by_kb = entities.by_kb.iter().filter_map(|(kb, id)| Some((*kb, moved(*id)?))).collect();
    entities.by_part.clear();
}

fn entity_of(entities: &mut Entities, layers: Layers<'_>, name: &Name) -> usize {
    let written = name.span.text(layers.text.source).split_whitespace().collect::<Vec<_>>().join(" ");
    // "مواقع للمقاومة": the preposition is no part of the name, its article is.
    let written = written.strip_prefix("لل").map_or_else(|| written.clone(), |rest| format!("ال{rest}"));
    let folded = fold(&written);
    // "الحوثي" is the movement, but in an article on "عبد الملك الحوثي" he.
    let family = || layers.lexicon.family_names.contains(&crate::lexicon::key(&folded));
    if (name.kind == Kind::Person && name.words.len() <= 2
        || name.kind == Kind::Organization && name.words.len() == 1 && family())
        && let Some(known) = part_of_known(entities, &folded)
    {
        return known;
    }
    if let Some(kb) = choose(entities, layers, name) {
        let known = layers.lexicon.kb.entities.get(kb as usize);
        if let Some(&found) = entities.by_kb.get(&kb) {
            return found;
        }
        if let Some(known) = known {
            let id = entities.add(Entity {
                kind: known.kind,
                named: true,
                name: known.name.clone(),
                kb: Some(kb),
                country: country_of(known),
                sector: known.sector.clone(),
                wikidata: known.wikidata.clone(),
                office: None,
                titles: Vec::new(),
                head: None,
                gender: None,
                mentions: Vec::new(),
            });
            entities.by_kb.insert(kb, id);
            if known.kind == Kind::Person {
                remember_parts(entities, &folded, id);
            }
            return id;
        }
    }
    if let Some(&known) = entities.by_text.get(&folded) {
        return known;
    }
    if name.kind == Kind::Organization
        && let Some(known) = longer_organization(entities, &folded)
    {
        entities.by_text.insert(folded, known);
        return known;
    }
    if let Some(known) = super::alias::other_noun(entities, layers, name, &folded) {
        entities.by_text.insert(folded, known);
        return known;
    }
    // "صحيفة [الخبر]": the noun before a paper's name tells what it is.
    let paper = name.words.start.checked_sub(1).filter(|w| {
        let press = &layers.lexicon.beside.press;
        name.kind == Kind::Organization && press.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, *w)))
    });
    let head = layers.morph(paper.unwrap_or(name.words.start)).lexeme.filter(|_| name.kind != Kind::Person);
    // "التحالف" after "التحالف العربي": the noun of a body alone is the body of that noun that the article names in full.
    if name.kind == Kind::Organization
        && name.words.len() == 1
        && paper.is_none()
        && layers.lexicon.lexeme(head).is_some_and(|l| l.org_head.is_some())
        && let Some(known) = same_noun(entities, layers, head)
    {
        entities.by_text.insert(folded, known);
        return known;
    }
    let org_head = layers.lexicon.lexeme(head).and_then(|l| l.org_head).and_then(|h| layers.lexicon.org_heads.get(h as usize));
    // "الوكالة الوطنية لمكافحة الجريمة": an agency for something is none of news.
    let news = |s: &String| s != "JRN" || !name.words.clone().any(|w| layers.prep_of(w) == Some(crate::lexicon::Prep::Li));
    let id = entities.add(Entity {
        kind: name.kind,
        named: !is_described(layers, name),
        name: written,
        kb: None,
        country: inner_country(layers, name)
            .or_else(|| nation_beside(layers, name))
            .or_else(|| super::near::located(layers, name)),
        sector: org_head.and_then(|h| h.sector.clone()).filter(news),
        wikidata: None,
        office: None,
        titles: Vec::new(),
        head,
        gender: None,
        mentions: Vec::new(),
    });
    if name.kind == Kind::Person {
        remember_parts(entities, &folded, id);
    }
    entities.by_text.insert(folded, id);
    id
}

/// `السلطات المغربية`, `الصحيفة الفرنسية`, `الوفد التونسي`: a body that is described by its state, and named nowhere.
fn is_described(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let nation = |w: usize| layers.lexeme(w).is_some_and(|l| l.nation.is_some());
    let plural = layers.morph(first).feats.number == Number::Plural;
    let adjectives = name.words.clone().skip(1).all(|w| layers.morph(w).article && (plural || nation(w)));
    let listed = || {
        let stem = crate::clause::morph_stem(layers, first);
        layers.lexicon.beside.described.contains(&crate::lexicon::key(crate::lexicon::without_article(stem)))
    };
    name.kind == Kind::Organization && layers.morph(first).article && adjectives && nation(name.words.end - 1) && listed()
}

/// The first organization whose name opens with this noun.
fn same_noun(entities: &Entities, layers: Layers<'_>, head: Option<u32>) -> Option<usize> {
    let opens = |name: &str| {
        let folded = fold(name.split(' ').next().unwrap_or(""));
        layers.lexicon.forms(crate::lexicon::without_article(&folded)).any(|f| Some(f.lexeme) == head)
    };
    entities.list.iter().position(|e| e.kind == Kind::Organization && opens(&e.name))
}

/// A person's name that is part of a fuller one: all of its words stand in it.
fn part_of_known(entities: &Entities, folded: &str) -> Option<usize> {
    let words: Vec<&str> = folded.split(' ').collect();
    let candidates = entities.by_part.get(*words.first()?)?;
    let whole = |name: &str| {
        let parts: Vec<&str> = name.split(' ').collect();
        parts.len() > words.len() && words.iter().all(|w| parts.contains(w))
    };
    candidates.iter().filter(|(name, _)| whole(name)).map(|(_, id)| *id).min()
}

/// Remembers a person's full name under each of its parts.
fn remember_parts(entities: &mut Entities, folded: &str, id: usize) {
    for part in folded.split(' ').filter(|_| folded.contains(' ')) {
        let names = entities.by_part.entry(part.to_owned()).or_default();
        if names.len() < 32 {
            names.push((folded.to_owned(), id));
        }
    }
}

/// An organization whose name has the same head and all of these words in order (`حكومة الوفاق` in `حكومة الوفاق الوطني`).
fn longer_organization(entities: &Entities, folded: &str) -> Option<usize> {
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() < 2 {
        return None;
    }
    let fits = |full: &str| {
        let mut wanted = words.iter();
        let mut next = wanted.next();
        for word in full.split(' ') {
            if next.is_some_and(|n| *n == word) {
                next = wanted.next();
            }
        }
        next.is_none() && full.split(' ').next() == words.first().copied()
    };
    entities
        .list
        .iter()
        .enumerate()
        .filter(|(_, e)| e.kind == Kind::Organization && (fits(&fold(&e.name)) || e.name.is_empty()))
        .map(|(i, _)| i)
        .min()
}

/// Which of the candidates of the knowledge base a name means.
fn choose(entities: &Entities, layers: Layers<'_>, name: &Name) -> Option<EntityId> {
    let kb = &layers.lexicon.kb;
    let by_descent = if name.entities.is_empty() && name.kind == Kind::Person { descendants(layers, name) } else { Vec::new() };
    let candidates = if by_descent.is_empty() { &name.entities } else { &by_descent };
    // "الهيئة الوطنية لمكافحة الفساد" may be any state's: it is the known one's only where the article is about that state.
    if super::alias::is_common(layers, name) {
        let votes = |c: &String| entities.votes.get(c).copied().unwrap_or(0);
        let most = entities.country.as_ref().map_or(0, votes);
        let here = |id: &&EntityId| {
            let country = kb.entities.get(**id as usize).and_then(|e| e.country.as_ref());
            country.is_none_or(|c| Some(c) == entities.own.as_ref() || COMMON * votes(c) >= most)
        };
        if !candidates.iter().any(|id| here(&id)) {
            return None;
        }
    }
    if candidates.len() < 2 {
        return candidates.first().copied();
    }
    let score = |id: &EntityId| {
        let Some(entity) = kb.entities.get(*id as usize) else { return 0 };
        let seen = entities.list.iter().any(|e| e.kb == Some(*id));
        let country = entity.country.is_some() && entity.country == entities.country;
        let in_office = entities
            .date
            .as_deref()
            .is_some_and(|date| kb.offices_of(*id).iter().any(|(office, of)| kb.holder(office, of, date) == Some(*id)));
        let pointed = entity.country.as_ref().and_then(|c| entities.votes.get(c)).is_some();
        let known = 2 * i32::from(in_office) + i32::from(entity.wikidata.is_some());
        16 * i32::from(seen) + 8 * i32::from(country) + 4 * i32::from(pointed) + known
    };
    candidates.iter().copied().max_by_key(|id| (score(id), std::cmp::Reverse(*id)))
}

/// Persons whose known name is this one without some of its forefathers: `محمد بن سلمان بن عبدالعزيز`, `عادل بن أحمد الجبير`.
fn descendants(layers: Layers<'_>, name: &Name) -> Vec<EntityId> {
    let kb = &layers.lexicon.kb;
    let words: Vec<&str> = name.words.clone().map(|w| layers.text.folded(w)).collect();
    let sons: Vec<usize> = (1..words.len().saturating_sub(1)).filter(|i| words[*i] == "بن").take(MOST_FOREFATHERS).collect();
    // Fewest left out first: the fullest known name is the one meant.
    let mut choices: Vec<u32> = (1..1_u32 << sons.len()).collect();
    choices.sort_by_key(|c| c.count_ones());
    // "نايف بن سلمان بن عبدالعزيز" is no son of عبدالعزيز: without a family name only the last forefathers may be left out.
    let family = sons.last().is_none_or(|s| s + 2 < words.len());
    let last_ones = |choice: u32| (choice >> choice.trailing_zeros()) + 1 == 1 << (sons.len() as u32 - choice.trailing_zeros());
    for left_out in choices.into_iter().filter(|c| family || last_ones(*c)) {
        let gone = |i: usize| sons.iter().enumerate().any(|(n, s)| left_out >> n & 1 == 1 && (i == *s || i == s + 1));
        let kept: Vec<&str> = (0..words.len()).filter(|i| !gone(*i)).map(|i| words[i]).collect();
        let Some(found) = kb.names.longest(kept[0], |n| kept.get(n).copied()).filter(|(n, _)| kept.len() > 1 && *n == kept.len())
        else {
            continue;
        };
        let person = |id: &&u32| kb.entities.get(**id as usize).is_some_and(|e| e.kind == Kind::Person);
        let persons: Vec<EntityId> = found.1.iter().filter(person).copied().collect();
        if !persons.is_empty() {
            return persons;
        }
    }
    Vec::new()
}

/// How many forefathers of a name are tried: more are not written.
const MOST_FOREFATHERS: usize = 4;

/// The country that a name itself tells: an adjective of nationality or a place inside it.
pub(super) fn inner_country(layers: Layers<'_>, name: &Name) -> Option<String> {
    if name.kind == Kind::Person {
        return None;
    }
    let kb = &layers.lexicon.kb;
    // "شارع سبتة", "مدرسة الملك فهد": it is called after someone or some place elsewhere.
    let first = crate::lexicon::key(crate::clause::morph_stem(layers, name.words.start));
    let beside = &layers.lexicon.beside;
    if beside.honours.contains(&first) || name.kind == Kind::Place && beside.tribes.contains(&first) {
        return None;
    }
    // "بورصة الدار البيضاء": the noun that opens a body's name is no town of that name.
    let head = name.kind == Kind::Organization
        && name.words.len() > 1
        && layers.lexeme(name.words.start).is_some_and(|l| l.org_head.is_some() && l.nation.is_none());
    name.words.clone().skip(usize::from(head)).find_map(|word| {
        let nation =
            layers.lexeme(word).and_then(|l| l.nation).and_then(|n| kb.countries.get(n as usize)).map(|c| c.iso3.clone());
        // "حكومة الإقليم" after "إقليم كردستان العراقي": the region that the article names.
        let region = || region_before(layers, word);
        nation.or_else(region).or_else(|| {
            let folded = layers.text.folded(word);
            let bare = folded.strip_prefix('ب').or(folded.strip_prefix('ل')).unwrap_or(folded);
            [folded, bare].iter().find_map(|spelling| {
                let (_, ids) =
                    kb.names.longest(spelling, |n| (word + n < name.words.end).then(|| layers.text.folded(word + n)))?;
                kb.entities.get(*ids.first()? as usize)?.country.clone()
            })
        })
    })
}

/// `جامعة جون جوراس الفرنسية`, `الشركة الفرنسية ألستوم`: the country that an adjective beside a name of a body or place tells.
fn nation_beside(layers: Layers<'_>, name: &Name) -> Option<String> {
    if name.kind == Kind::Person {
        return None;
    }
    let nation = |w: usize| {
        let morph = layers.morph(w);
        let adjective = morph.article && morph.prep.is_none() && !morph.conj && layers.name_at(w).is_none();
        layers.lexeme(w).and_then(|l| l.nation).filter(|_| adjective)
    };
    let before = name.words.start.checked_sub(1).filter(|_| layers.morph(name.words.start).prep.is_none());
    let found = nation(name.words.end).or_else(|| nation(before?))?;
    layers.lexicon.kb.countries.get(found as usize).map(|c| c.iso3.clone())
}

/// The country of the last place named with a noun that stands here with the article alone (`الإقليم`, `المحافظة`).
pub(super) fn region_before(layers: Layers<'_>, word: usize) -> Option<String> {
    let morph = layers.morph(word);
    let lexeme = morph.lexeme.filter(|_| morph.article && layers.lexeme(word).is_some_and(|l| l.place_head.is_some()))?;
    let heads = |name: &Name| {
        let first = name.words.start;
        let own = |w: usize| layers.morph(w).lexeme == Some(lexeme) && !layers.morph(w).article;
        name.kind == Kind::Place && first < word && (own(first) || first.checked_sub(1).is_some_and(own))
    };
    let place = layers.names.iter().rev().find(|n| heads(n) && !n.entities.is_empty())?;
    layers.lexicon.kb.entities.get(*place.entities.first()? as usize)?.country.clone()
}

/// How often names and adjectives of the article point to each country; early ones count double, a name of several countries
/// (`المملكة`, `طرابلس`) for the one of them that the rest points to.
pub fn pointed(layers: Layers<'_>, home: Option<&str>) -> Pointed {
    pointed_in(layers, home, 0..layers.text.words.len())
}

/// How often names and adjectives among these words point to each country.
fn pointed_in(layers: Layers<'_>, home: Option<&str>, words: std::ops::Range<usize>) -> Pointed {
    let early = words.start + 60;
    let kb = &layers.lexicon.kb;
    let mut votes: FxHashMap<String, usize> = FxHashMap::default();
    let mut open: Vec<(usize, Vec<&str>)> = Vec::new();
    for name in layers.names.iter().filter(|n| words.contains(&n.words.start)) {
        let weight = if name.words.start < early { 2 } else { 1 };
        let countries = name.entities.iter().filter_map(|id| kb.entities.get(*id as usize)?.country.as_deref());
        let countries: Vec<&str> = countries.collect();
        match countries.as_slice() {
            [] => {}
            // "الهيئة الوطنية لمكافحة الفساد" in a paper of another state.
            _ if home.is_some_and(|h| !countries.contains(&h)) && super::alias::is_common(layers, name) => {
                open.push((weight, countries));
            }
            [one, rest @ ..] if rest.iter().all(|c| c == one) => *votes.entry((*one).to_owned()).or_default() += weight,
            _ => open.push((weight, countries)),
        }
    }
    for word in words {
        // "ليبيا" is a name, and no accusative of its adjective beside that.
        if layers.name_at(word).is_some_and(|(_, n)| n.kind == Kind::Place && !n.entities.is_empty()) {
            continue;
        }
        if let Some(country) = layers.lexeme(word).and_then(|l| l.nation).and_then(|n| kb.countries.get(n as usize)) {
            *votes.entry(country.iso3.clone()).or_default() += if word < early { 2 } else { 1 };
        }
    }
    // What may be of several countries is of the one that the rest of the article points to most.
    let given: Vec<(usize, &str)> = open
        .iter()
        .filter_map(|(weight, among)| {
            let pointed = among.iter().filter_map(|c| votes.get(*c).map(|n| (*n, std::cmp::Reverse(*c))));
            pointed.max().map(|(_, country)| (*weight, country.0))
        })
        .collect();
    for (weight, country) in given {
        *votes.entry(country.to_owned()).or_default() += weight;
    }
    votes
}

/// `الرئيس عباس`: who held the office on the article's date, where one of his names alone is written.
fn by_office(entities: &mut Entities, layers: Layers<'_>, group: &Group, id: usize) {
    let office = group.title.and_then(|t| layers.lexicon.titles.get(t as usize)).and_then(|t| t.office.as_deref());
    let (Some(office), Some(date), Some(entity)) = (office, entities.date.as_deref(), entities.list.get(id)) else { return };
    let folded = fold(&entity.name);
    if entity.kb.is_some() || entity.kind != Kind::Person || folded.contains(' ') {
        return;
    }
    let kb = &layers.lexicon.kb;
    let Some(found) = kb.holder_called(office, &folded, date.get(..10).unwrap_or(date)) else { return };
    let Some(known) = kb.entities.get(found as usize).filter(|_| !entities.by_kb.contains_key(&found)) else { return };
    // "الرئيس الإيراني روحاني" is of the state that is told.
    let told = group_country(entities, layers, group);
    if told.is_some() && told != known.country {
        return;
    }
    let entity = &mut entities.list[id];
    entity.kb = Some(found);
    entity.name.clone_from(&known.name);
    (entity.country, entity.sector) = (country_of(known), known.sector.clone());
    entity.wikidata.clone_from(&known.wikidata);
    entities.by_kb.insert(found, id);
}

/// What a title says of the person who bears it.
fn describe(entities: &mut Entities, layers: Layers<'_>, group: &Group, id: usize) {
    let country = group_country(entities, layers, group);
    let title = group.title.and_then(|t| layers.lexicon.titles.get(t as usize));
    let feminine =
        layers.morph(group.core.start).feats.gender == Gender::Feminine && layers.morph(group.core.start).form == FormKind::Noun;
    let entity = &mut entities.list[id];
    if let (Some(title), Some(t)) = (title, group.title) {
        entity.titles.push(t);
        if entity.office.is_none() {
            entity.office.clone_from(&title.office);
        }
        if entity.sector.is_none() {
            entity.sector.clone_from(&title.sector);
        }
        if feminine {
            entity.gender = Some(Gender::Feminine);
        }
    }
    if entity.country.is_none() && !is_placeless(entity.sector.as_deref()) {
        entity.country = country;
    }
    if group.core != group.words {
        let words = trimmed(layers, group);
        let span = core_span(layers, words.clone());
        entities.mention(id, words, span, Form::Nominal);
    }
}

/// The words of a title group before its name, without a comma at the end.
fn trimmed(layers: Layers<'_>, group: &Group) -> std::ops::Range<usize> {
    let mut words = group.core.clone();
    while words.len() > 1
        && layers.morph(words.end - 1).pos == crate::morph::Pos::Punctuation
        && !crate::clause::is_quote(layers.text.raw(words.end - 1))
    {
        words.end -= 1;
    }
    words
}

/// The country of a group: its adjective of nationality, or the entity that its head belongs to.
pub(super) fn group_country(entities: &Entities, layers: Layers<'_>, group: &Group) -> Option<String> {
    let nation = group.nation.and_then(|n| layers.lexicon.kb.countries.get(n as usize)).map(|c| c.iso3.clone());
    nation.or_else(|| {
        let of = entities.of_name.get(group.of?)?;
        entities.list.get(*of)?.country.clone()
    })
}

/// Whether whoever is of this sector acts for no one country.
fn is_placeless(sector: Option<&str>) -> bool {
    sector.is_some_and(|s| matches!(s, "IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC"))
}

/// The country for which someone known acts: a person in the service of an international body acts for none.
pub(super) fn country_of(known: &crate::lexicon::Entity) -> Option<String> {
    let served = known.kind == Kind::Person && known.sector.as_deref().is_some_and(|s| matches!(s, "IGO" | "UNO" | "EUR"));
    known.country.clone().filter(|_| !served)
}

/// Gives persons and organizations without a country the one the article is about.
fn locate(entities: &mut Entities, layers: Layers<'_>) {
    let supranational = |name: &str| {
        let is = |s: &str| layers.lexicon.supranational.contains(&crate::lexicon::key(s));
        let word = |w: &str| {
            let stem = crate::lexicon::without_article_of(w);
            is(stem) || stem.strip_suffix('ا').is_some_and(is)
        };
        fold(name).split(' ').any(word)
    };
    // "وزارة الشؤون الخارجية والتعاون الإفريقي" is a state's.
    let of_state = |head: Option<u32>| {
        let head = layers.lexicon.lexeme(head).and_then(|l| l.org_head).and_then(|h| layers.lexicon.org_heads.get(h as usize));
        head.is_some_and(|h| h.kind == "ministry")
    };
    // "فجر انتحاري نفسه": of whom nobody knows who he is no country is known either.
    let unknown = |e: &Entity| {
        let word = e.mentions.first().filter(|_| !e.named).map(|m| m.words.start);
        let stem = |w: usize| crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, w)));
        word.is_some_and(|w| layers.lexicon.unknowns.contains(&stem(w)))
    };
    let barred = |entity: &Entity| {
        if unknown(entity) {
            Barred::Unknown
        } else if is_placeless(entity.sector.as_deref()) {
            Barred::Placeless
        } else if !of_state(entity.head) && supranational(&entity.name) {
            Barred::Supranational
        } else if entity.name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            Barred::Latin
        } else {
            Barred::No
        }
    };
    for id in 0..entities.list.len() {
        let entity = &entities.list[id];
        if entity.country.is_some() || entity.kb.is_some() || entity.kind == Kind::Other {
            continue;
        }
        let barred = barred(entity);
        let own = || entities.own_at(entity.mentions.first().map_or(0, |m| m.words.start));
        let ruled = if barred == Barred::No { beside(entities, layers, entity).or_else(own) } else { None };
        let entity = entity.clone();
        let country = whence::of_entity(&entity, ruled, barred).and_then(|asked| whence::choose(entities, layers, &asked, id));
        entities.list[id].country = country;
    }
}

/// The country told last before a person or body that is named without one.
fn beside(entities: &Entities, layers: Layers<'_>, entity: &Entity) -> Option<String> {
    let named = entity.kind == Kind::Person || entity.kind == Kind::Organization && entity.named;
    let first = entity.mentions.first().filter(|_| entity.country.is_none() && named)?;
    super::near::before(entities, layers, first.words.start, entity.kind)
}
