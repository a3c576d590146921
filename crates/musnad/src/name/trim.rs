//! What a finder took too much of: titles before persons, `مدينة` before a city, times and verbs after a name.

use super::{Layers, Name};
use crate::lexicon::{EntityId, Kind, Sequences, key};
use crate::morph::words::propose::NO_LEMMA;
use crate::morph::words::shape::Tag;
use crate::morph::{FormKind, Number, Pos};
use crate::time::Time;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Trims the names of a text and drops those of which nothing is left.
pub(super) fn trim(layers: Layers<'_>, times: &[Time], names: &mut Vec<Name>) {
    open(layers, names);
    apart(layers, names);
    beside_state(layers, names);
    let parts = parts(layers, names);
    for name in names.iter_mut() {
        of_person(layers, name);
        speaks_for(layers, name);
        untitle(layers, name);
        without_tail(layers, name);
        let before = name.words.clone();
        ends(layers, times, name);
        described(layers, name);
        starts(layers, name);
        super::within::reduce(layers, name);
        if name.words != before && !name.words.is_empty() {
            let lead =
                if name.words.start == before.start { name.span.start - layers.text.words[before.start].span.start } else { 0 };
            let whole = layers.text.span(name.words.clone());
            name.span = crate::span::Span { start: whole.start + lead, end: whole.end };
        }
    }
    names.retain(|n| {
        let known = !n.entities.is_empty();
        !n.words.is_empty()
            && !(is_idiom(layers, n) || likened(layers, n) || known && of_office(layers, n) || !known && in_figure(layers, n))
            && !(is_affair(layers, n) || is_course(layers, n) || is_nationality(layers, n))
            && (known || is_body(layers, n) || !(is_everyday(layers, n, &parts) || is_force(layers, n) || in_title(layers, n)))
    });
}

/// `متمردو طالبان` describes and names طالبان: what only describes gives way to the known names inside it.
fn open(layers: Layers<'_>, names: &mut Vec<Name>) {
    let describes = |n: &Name| {
        describes_persons(layers, n)
            || tells_of_place(layers, n)
            || is_system(layers, n)
            || is_led(layers, n)
            || is_delegation(layers, n)
    };
    let opened: Vec<Range<usize>> = names.iter().filter(|n| describes(n)).map(|n| n.words.clone()).collect();
    if opened.is_empty() {
        return;
    }
    names.retain(|n| !describes(n));
    for words in opened {
        let mut word = words.start + 1;
        while word < words.end {
            match super::gazetteer::longest(layers, word).filter(|n| n.words.end <= words.end) {
                Some(name) => {
                    word = name.words.end;
                    names.push(name);
                }
                None => word += 1,
            }
        }
    }
}

/// `توعد كاتس الحوثيين`: a body's name in the plural at the end of a person's is another's.
fn apart(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut others = Vec::new();
    for name in names.iter_mut().filter(|n| n.kind == Kind::Person && n.words.len() > 1 && n.entities.is_empty()) {
        let last = name.words.end - 1;
        let folded = layers.text.folded(last);
        let plural = folded.starts_with("ال") && (folded.ends_with("ين") || folded.ends_with("ون"));
        let body =
            super::gazetteer::longest(layers, last).filter(|n| plural && n.kind == Kind::Organization && n.words.start == last);
        let Some(body) = body else { continue };
        name.words.end = last;
        name.span = crate::span::Span { end: layers.text.span(last - 1..last).end, ..name.span };
        others.push(body);
    }
    names.extend(others);
    names.sort_by_key(|n| n.words.start);
}

/// `بمقاضاة الاتحاد الأوروبي المجر`: a state after the whole of a known body's name is another.
fn beside_state(layers: Layers<'_>, names: &mut Vec<Name>) {
    let mut others = Vec::new();
    for name in names.iter_mut().filter(|n| n.kind == Kind::Organization && n.entities.is_empty() && n.words.len() > 2) {
        let Some(body) = super::gazetteer::longest(layers, name.words.start) else { continue };
        let rest = body.words.end;
        if body.kind != Kind::Organization || body.words.len() < 2 || rest >= name.words.end || !layers.is_free(rest) {
            continue;
        }
        let kb = &layers.lexicon.kb;
        let state = super::gazetteer::longest(layers, rest).filter(|s| s.words.end == name.words.end);
        if let Some(state) = state.filter(|s| s.entities.iter().any(|id| kb.is_state(Some(*id)))) {
            *name = body;
            others.push(state);
        }
    }
    names.extend(others);
    names.sort_by_key(|n| n.words.start);
}

/// `الناطق [باسم الوزارة سيدي ولد أحمد]`: the rest of a title before a person, and the body that it tells of, are none of his name.
fn speaks_for(layers: Layers<'_>, name: &mut Name) {
    if name.kind != Kind::Person || !name.entities.is_empty() {
        return;
    }
    let Some(n) = title_words(layers, name).filter(|n| *n + 1 < name.words.len()) else { return };
    let body = name.words.start + n;
    name.words.start = body + usize::from(layers.morphs[body].article && org_kind(layers, body).is_some());
    name.span = layers.text.span(name.words.clone());
}

/// `برئاسة مصر`, `بقيادة السعودية`: who leads is named, the lead is not.
fn is_led(layers: Layers<'_>, name: &Name) -> bool {
    let folded = layers.text.folded(name.words.start);
    name.entities.is_empty()
        && name.words.len() > 1
        && folded.starts_with('ب')
        && layers.lexicon.beside.tails.contains(&key(folded))
        // "المكلف بمهمة برئاسة الجمهورية": but a body that is called so.
        && !is_body(layers, name)
}

/// `وفد المملكة`: of a delegation without article the sender is named.
fn is_delegation(layers: Layers<'_>, name: &Name) -> bool {
    let delegation = org_kind(layers, name.words.start) == Some("delegation") && !layers.morphs[name.words.start].article;
    name.entities.is_empty() && name.words.len() > 1 && delegation
}

/// `الشؤون الداخلية البحرينية`: right after a definite noun `الداخلية` is an adjective and no ministry.
fn is_affair(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let ministry = name.kind == Kind::Organization
        && matches!(layers.stem(first), "خارجيه" | "داخليه" | "بحريه")
        && layers.morphs[first].article
        && layers.is_free(first);
    ministry
        && first.checked_sub(1).is_some_and(|b| {
            let morph = layers.morphs[b];
            morph.article && morph.form == FormKind::Noun && layers.text.words[b].kind == crate::text::WordKind::Arabic
        })
}

/// `جنديا روسيا`, `وفدا سوريا`: right after an indefinite accusative a state's name is the adjective in the same case.
fn is_nationality(layers: Layers<'_>, name: &Name) -> bool {
    let word = name.words.start;
    let adjective = || {
        let stem = layers.text.folded(word).strip_suffix('ا').map(|s| layers.lexicon.forms(s));
        stem.is_some_and(|mut f| f.any(|f| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.nation.is_some())))
    };
    let accusative = |b: usize| {
        let morph = layers.morphs[b];
        let lemma = layers.lexicon.lexeme(morph.lexeme).filter(|_| morph.form == FormKind::Noun && !morph.article);
        let singular = morph.feats.number == Number::Singular && layers.text.folded(b).ends_with('ا');
        // "مطالبا روسيا بالكف": but a participle that goes on telling has it as its object.
        let cue = |f: &crate::lexicon::Form| {
            f.kind == FormKind::ActiveParticiple && layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.cue.is_some())
        };
        let tells = layers.lexicon.forms(layers.text.folded(b)).any(cue);
        lemma.is_some_and(|l| singular && !tells && !l.lemma.ends_with(['ا', 'ى', 'أ']))
    };
    name.kind == Kind::Place
        && name.words.len() == 1
        && layers.is_free(word)
        && word.checked_sub(1).is_some_and(accusative)
        && adjective()
}

/// `حركة المرور`, `قوة السلاح`: a course of things that begins like the name of a body.
fn is_course(layers: Layers<'_>, name: &Name) -> bool {
    if name.words.len() < 2 || name.kind == Kind::Person || !name.entities.is_empty() {
        return false;
    }
    let first = layers.stem(name.words.start);
    let second = crate::lexicon::without_article(layers.text.folded(name.words.start + 1));
    let courses = &layers.lexicon.beside.courses;
    org_kind(layers, name.words.start).is_some() && courses.contains(&key(&format!("{first} {second}")))
}

/// Family names of the persons that are named in full.
fn parts(layers: Layers<'_>, names: &[Name]) -> FxHashSet<u64> {
    let full = names.iter().filter(|n| n.kind == Kind::Person && n.words.len() >= 2);
    full.map(|n| key(layers.text.folded(n.words.end - 1))).collect()
}

/// `المتمردين الحوثيين`, `متمردو طالبان`: persons are described, not named.
fn describes_persons(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let fighters = &layers.lexicon.beside.fighters;
    let folded = layers.text.folded(first);
    let stem = layers.stem(first);
    name.entities.is_empty()
        && name.words.len() > 1
        && matches!(name.kind, Kind::Organization | Kind::Person)
        && [stem, crate::lexicon::without_article(folded)].iter().any(|s| fighters.contains(&key(s)))
}

/// `الرمادي مركز محافظة الأنبار`: what stands before a noun for places or a place tells of one.
fn tells_of_place(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let centre = matches!(layers.stem(first), "مركز" | "عاصمه") && !layers.morphs[first].article;
    let place = || {
        let known = super::gazetteer::longest(layers, first + 1).is_some_and(|n| n.kind == Kind::Place);
        known || stands_before_places(layers, first + 1)
    };
    name.entities.is_empty() && name.words.len() > 1 && centre && !layers.morphs[first + 1].article && place()
}

/// `قوات صالح`: what the model calls a force is the person's, who is named.
fn of_person(layers: Layers<'_>, name: &mut Name) {
    let first = name.words.start;
    let force = name.kind == Kind::Organization && name.words.len() == 2 && name.entities.is_empty();
    if force && super::heads::is_force(layers, first) && super::heads::is_called(layers, first + 1) && layers.is_free(first + 1) {
        name.words.start += 1;
        name.span = layers.text.span(name.words.clone());
        name.kind = Kind::Person;
    }
}

/// Whether a name is one of the bodies that are named without their state.
fn is_body(layers: Layers<'_>, name: &Name) -> bool {
    let next = |n: usize| (name.words.start + n < name.words.end).then(|| layers.text.folded(name.words.start + n));
    super::gazetteer::spellings(layers.text.folded(name.words.start))
        .iter()
        .any(|(_, first)| layers.lexicon.bodies.longest(first, next).is_some_and(|(n, _)| n == name.words.len()))
}

/// `بمسقط رأسه`, `عوض ذلك`: two words of which the first only looks like a name.
fn is_idiom(layers: Layers<'_>, name: &Name) -> bool {
    // "جميل الصبر": two words that only look like a person's.
    let pair = name.words.len() == 2 && name.kind == Kind::Person && name.entities.is_empty();
    let next = if pair { name.words.start + 1 } else { name.words.end };
    if !pair && name.words.len() != 1 || next >= layers.text.words.len() {
        return false;
    }
    let first = name.span.text(layers.text.source);
    let first = if pair { first.split_whitespace().next().unwrap_or(first) } else { first };
    let phrase = |second: &str| key(&format!("{} {second}", crate::text::fold(first)));
    let idioms = &layers.lexicon.beside.idioms;
    let folded = layers.text.folded(next);
    let bare = crate::lexicon::without_article(layers.stem(next));
    let own = ["ه", "ها", "هم"].iter().filter_map(|p| folded.strip_suffix(p));
    idioms.contains(&phrase(folded)) || idioms.contains(&phrase(bare)) || own.into_iter().any(|s| idioms.contains(&phrase(s)))
}

/// `"كعمل إرهابي"`: what something is likened to is no name.
fn likened(layers: Layers<'_>, name: &Name) -> bool {
    let first = layers.text.words[name.words.start];
    let morph = layers.morphs[name.words.start];
    name.entities.is_empty() && name.span.start == first.span.start && morph.prep == Some('ك') && morph.lexeme.is_some()
}

/// `وزيرة الداخلية البريطانية`: with no more than a nationality behind it the ministry's word belongs to the title.
fn of_office(layers: Layers<'_>, name: &Name) -> bool {
    let nation = |w: usize| super::heads::nation_of(layers, w).is_some();
    in_title(layers, name) && name.words.len() == 2 && nation(name.words.start + 1)
}

/// `قوات صالح`, `مسلحو القبائل`: a plural head with a genitive describes a force, it does not name one.
fn is_force(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let morph = layers.morphs[first];
    let head = layers.lexicon.lexeme(morph.lexeme).is_some_and(|l| l.org_head.is_some());
    let nation = name.words.clone().any(|w| layers.lexicon.lexeme(layers.morphs[w].lexeme).is_some_and(|l| l.nation.is_some()));
    name.kind == Kind::Organization && head && !morph.article && morph.feats.number != Number::Singular && !nation
}

/// `نظام التجنيد الإلزامي`, `نظام العقوبات`, `نظام طالبان`: only with the article, or of a person, does it mean a government.
fn is_system(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let person = name.words.len() == 2 && super::heads::is_called(layers, first + 1);
    let system = layers.stem(first) == "نظام" && !layers.morphs[first].article && name.words.len() > 1;
    system && name.kind == Kind::Organization && name.entities.is_empty() && !person
}

/// `وزير الخارجية الألماني`: the ministry's word belongs to the minister's title; of `رئيس لجنة العلاقات الخارجية` only the first.
fn in_title(layers: Layers<'_>, name: &Name) -> bool {
    let body = name.kind == Kind::Organization;
    let Some(n) = title_words(layers, name).filter(|_| body) else { return false };
    // "رئيس الجمعية التونسية لعلوم الزكاة": what it is for goes on the body's name.
    let ministry = org_kind(layers, name.words.start) == Some("ministry");
    if !ministry && super::complement::opens(layers, name.words.end) {
        return false;
    }
    let mut rest = name.words.clone().skip(n);
    // "رئيس اللجنة الأولمبية": an adjective goes on a body's name, of a ministry it tells of the minister.
    let body = org_kind(layers, name.words.start).is_some_and(|kind| kind != "ministry");
    rest.all(|w| describes_office(layers, w, body))
}

/// The type of organizations whose names this noun opens.
pub(super) fn org_kind(layers: Layers<'_>, word: usize) -> Option<&str> {
    let head = layers.lexicon.lexeme(layers.morphs[word].lexeme)?.org_head?;
    Some(layers.lexicon.org_heads[head as usize].kind.as_str())
}

/// Whether a word behind an office tells no more of it: `الألماني`, `الأسبق`.
fn describes_office(layers: Layers<'_>, word: usize, of_body: bool) -> bool {
    let adjective = !of_body && layers.words.get(word).is_some_and(|c| c.shape.tag() == Tag::Adjective);
    let tail = layers.lexicon.beside.tails.contains(&key(layers.text.folded(word)));
    adjective || tail || super::heads::nation_of(layers, word).is_some()
}

/// How many words of a name belong to a title of several words that begins right before it.
fn title_words(layers: Layers<'_>, name: &Name) -> Option<usize> {
    let before = name.words.start.checked_sub(1)?;
    let bare = |w: usize| {
        let folded = layers.text.folded(w);
        let lead = if w == before { layers.morphs[w].lead as usize } else { 0 };
        crate::lexicon::without_article(folded.get(lead..).unwrap_or(folded))
    };
    let next = |n: usize| (before + n < layers.text.words.len()).then(|| bare(before + n));
    let sequences = &layers.lexicon.title_sequences;
    // "وزيرا الخارجية العراقي والتركي", "وزيري الدفاع".
    let one = || bare(before).strip_suffix(['ا', 'ي']).filter(|_| layers.morphs[before].feats.number == Number::Dual);
    let found = sequences.longest(bare(before), next).or_else(|| sequences.longest(one()?, next));
    found.map(|(n, _)| n - 1).filter(|n| *n > 0)
}

/// `رئيس مجلس إدارة شركة الكهرباء`, `وزير خارجية المملكة`: what the title takes of a name is no part of it, if the rest is a name.
fn untitle(layers: Layers<'_>, name: &mut Name) {
    if !name.entities.is_empty() {
        return;
    }
    let body = name.kind == Kind::Organization;
    let Some(n) = title_words(layers, name).filter(|n| body && *n < name.words.len()) else { return };
    let rest = name.words.start + n;
    let ministry = org_kind(layers, name.words.start) == Some("ministry") && !layers.morphs[name.words.start].article;
    let known = || super::gazetteer::longest(layers, rest).filter(|k| k.words.end <= name.words.end);
    if ministry {
        // "وزراء خارجية الدول": what is no known name is none.
        let known = known();
        name.words.end = name.words.start;
        known.into_iter().for_each(|k| *name = k);
        return;
    }
    // "عضو مجلس الشيوخ الجمهوري جون ماكين": behind a body that is named so the adjective is the member's.
    let next = |n: usize| (name.words.start + n < name.words.end).then(|| layers.text.folded(name.words.start + n));
    let body = next(0).and_then(|first| layers.lexicon.bodies.longest(first, next)).map(|(n, _)| name.words.start + n);
    let adjective = |w: usize| {
        layers.words.get(w).is_some_and(|c| c.shape.tag() == Tag::Adjective) && super::heads::nation_of(layers, w).is_none()
    };
    if let Some(stop) = body.filter(|b| *b > name.words.start + 1 && *b + 1 == name.words.end && adjective(*b)) {
        name.words.end = stop;
        name.span.end = layers.text.span(name.words.clone()).end;
        return;
    }
    let apart = n > 1 || org_kind(layers, name.words.start) == Some("delegation");
    if apart && org_kind(layers, rest).is_some() && !layers.morphs[rest].article && layers.is_free(rest) {
        name.entities = organization(layers, rest..name.words.end).unwrap_or_default();
        name.words.start = rest;
        name.span = layers.text.span(name.words.clone());
    }
}

fn in_time(times: &[Time], word: usize) -> bool {
    let after = times.partition_point(|t| t.words.start <= word);
    after.checked_sub(1).and_then(|i| times.get(i)).is_some_and(|t| t.words.contains(&word))
}

/// `ساحة المعركة`: what the model took for a place.
fn in_figure(layers: Layers<'_>, name: &Name) -> bool {
    let place_head = layers.lexicon.lexeme(layers.morphs[name.words.start].lexeme).is_some_and(|l| l.place_head.is_some());
    name.kind == Kind::Place && name.words.len() == 2 && place_head && super::heads::is_figure(layers, &[], name.words.start)
}

/// `الائتلاف السوري المعارض`, `صحيفة هسبريس الإلكترونية`: of a known name without what describes it only that stays.
fn without_tail(layers: Layers<'_>, name: &mut Name) {
    if name.entities.is_empty() || name.kind != Kind::Organization || name.words.len() < 2 {
        return;
    }
    let k = |w: usize| key(layers.text.folded(w));
    let beside = &layers.lexicon.beside;
    // An agency's `الرسمية` goes on its name.
    let kind = |id: &EntityId| layers.lexicon.kb.entities.get(*id as usize).is_some_and(|e| e.kind_of == "outlet");
    let outlet = name.entities.iter().any(kind);
    let tail = |w: usize| {
        beside.tails.contains(&k(w))
            || outlet
                && (layers.lexicon.media_adjectives.contains(&k(w))
                    || w + 1 == name.words.end && is_papers_nation(layers, name, w))
    };
    let Some(stop) = (name.words.start + 1..name.words.end).find(|w| tail(*w)) else { return };
    let words = name.words.start..stop;
    let lead = (name.span.start - layers.text.words[words.start].span.start) as usize;
    let first = layers.text.folded(words.start).get(lead..).unwrap_or_default();
    let next = |n: usize| (words.start + n < stop).then(|| layers.text.folded(words.start + n));
    let kb = &layers.lexicon.kb;
    let same = |(n, ids): (usize, &[u32])| n == words.len() && ids.iter().any(|id| name.entities.contains(id));
    if kb.names.longest(first, next).is_some_and(same) || kb.shorts.longest(first, next).is_some_and(same) {
        name.span.end = layers.text.span(words.clone()).end;
        name.words = words;
    }
}

/// Times, verbs and words with a pronoun at the end of a name are no part of it.
fn ends(layers: Layers<'_>, times: &[Time], name: &mut Name) {
    let listed = |word: usize| {
        let k = key(layers.text.folded(word));
        layers.lexicon.first_names.contains(&k) || layers.lexicon.family_names.contains(&k)
    };
    while name.words.len() > 1 && name.entities.is_empty() {
        let last = name.words.end - 1;
        // "عبيدي ولد في مانشستر": a word of descent needs whose it is; "صحيفة هسبريس الإلكترونية": that describes the paper.
        let k = key(layers.text.folded(last));
        let descent = name.kind == Kind::Person && layers.lexicon.descent.contains(&k);
        if descent || name.kind == Kind::Organization && layers.lexicon.media_adjectives.contains(&k) && of_outlet(layers, name) {
            name.words.end = last;
            continue;
        }
        // "صحيفة لوفيغارو الفرنسية": an adjective that agrees with the noun for the medium tells of that.
        if name.kind == Kind::Organization && is_papers_nation(layers, name, last) {
            name.words.end = last;
            continue;
        }
        // "السلطات الإيرانية القبض": after a nationality a verbal noun is the next word of the clause.
        let deed = layers.morphs[last].form == FormKind::Masdar && layers.morphs[last].article;
        if name.kind == Kind::Organization && deed && super::heads::nation_of(layers, last - 1).is_some() {
            name.words.end = last;
            continue;
        }
        // "حرس الحدود والمسؤولين": people who are joined to a body are none of its name.
        let folded = layers.text.folded(last);
        let union = || matches!(org_kind(layers, name.words.start), Some("union" | "ngo" | "commission" | "company"));
        let people = folded.starts_with("وال") && (folded.ends_with("ين") || folded.ends_with("ون"));
        if name.kind == Kind::Organization && people && !union() {
            name.words.end = last;
            continue;
        }
        // "نظام العقوبات التابع", "الائتلاف السوري المعارض": what it belongs to is no part of it.
        if name.kind != Kind::Person && name.words.len() > 2 && layers.lexicon.beside.tails.contains(&k) {
            name.words.end = last;
            continue;
        }
        // "قال السيد لـCNN", "قوات صالح الانقلابية".
        let latin = layers.text.folded(last).starts_with('ل') && layers.text.raw(last).bytes().any(|b| b.is_ascii_alphabetic());
        // "وقالت ماجدة سليم لـالخليج".
        let told = layers.text.folded(last).starts_with("لال") && layers.text.folded(last).len() > 10;
        if name.kind == Kind::Person && (latin || told || layers.lexicon.beside.tails.contains(&k)) {
            name.words.end = last;
            continue;
        }
        let morph = layers.morphs[last];
        let verb = morph.form == FormKind::Finite && name.kind != Kind::Organization;
        let governed = morph.prep.is_some() && morph.lexeme.is_some() && name.kind == Kind::Person;
        if !(in_time(times, last) || ((verb || governed || morph.has_pronoun()) && !listed(last))) {
            break;
        }
        name.words.end = last;
    }
    // "التحالف الدولي بقيادة الولايات المتحدة": so does whoever leads it.
    let tail = |w: usize| layers.lexicon.beside.tails.contains(&key(layers.text.folded(w)));
    let led = |w: &usize| *w > name.words.start && layers.text.folded(*w).starts_with('ب') && tail(*w);
    if name.entities.is_empty()
        && name.kind != Kind::Person
        && let Some(at) = name.words.clone().find(led)
    {
        name.words.end = at;
    }
    if name.words.len() == 1 && in_time(times, name.words.start) && name.entities.is_empty() {
        name.words.end = name.words.start;
    }
}

/// `جامايكا الصديق`, `عدن الشرقية`: an adjective after a place that the knowledge base has without it is no part of its name.
fn described(layers: Layers<'_>, name: &mut Name) {
    if name.kind != Kind::Place || name.words.len() < 2 || !name.entities.is_empty() {
        return;
    }
    let last = name.words.end - 1;
    let adjective = layers.morphs[last].article || layers.text.folded(last).starts_with("ال");
    let kb = &layers.lexicon.kb;
    let lead = (name.span.start - layers.text.words[name.words.start].span.start) as usize;
    let words = name.words.start..last;
    let cut = usize::from(lead > 0) * layers.morphs[name.words.start].lead as usize;
    let first = layers.text.folded(words.start).get(cut..).unwrap_or_default();
    let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
    let place = |id: &&u32| kb.entities.get(**id as usize).is_some_and(|e| e.kind == Kind::Place);
    let found = kb.names.longest(first, next).filter(|(n, _)| *n == words.len());
    let ids: Vec<EntityId> = found.map(|(_, ids)| ids.iter().filter(place).copied().collect()).unwrap_or_default();
    if adjective && !ids.is_empty() {
        name.words = words;
        name.entities = ids;
    }
}

/// `صحيفة لوفيغارو الفرنسية`, `قناة العالم الإيرانية`: a nationality in the feminine after a medium's own name; `التلفزيون السوري`,
/// `إذاعة الجيش الإسرائيلي` keep theirs.
fn is_papers_nation(layers: Layers<'_>, name: &Name, last: usize) -> bool {
    let first = name.words.start;
    let paper = |w: usize| org_kind(layers, w) == Some("outlet") && !layers.morphs[w].article && layers.stem(w).ends_with('ه');
    let feminine = layers.text.folded(last).ends_with("يه") && layers.morphs[last].article && layers.is_free(last);
    let before = || first.checked_sub(1).is_some_and(paper);
    feminine && super::heads::nation_of(layers, last).is_some() && (name.words.len() > 2 && paper(first) || before())
}

/// Whether a noun for a medium stands before a name or opens it (`صحيفة`, `وكالة`), with a quotation mark between at most.
fn of_outlet(layers: Layers<'_>, name: &Name) -> bool {
    let first = name.words.start;
    let quoted = usize::from(first > 0 && crate::text::is_quote(layers.text.raw(first - 1)));
    let outlet = |w: usize| {
        let head = layers.lexicon.lexeme(layers.morphs[w].lexeme).and_then(|l| l.org_head);
        head.is_some_and(|h| matches!(layers.lexicon.org_heads[h as usize].kind.as_str(), "agency" | "outlet"))
    };
    outlet(first) || first.checked_sub(1 + quoted).is_some_and(outlet)
}

/// Titles before persons and heads like `مدينة` before places stand outside the name.
fn starts(layers: Layers<'_>, name: &mut Name) {
    // "د . زكي": a title of one letter.
    let letter = |w: usize| layers.text.folded(w).chars().count() == 1 && layers.text.raw(w + 1) == ".";
    if name.kind == Kind::Person && name.words.len() > 2 && letter(name.words.start) {
        name.words.start += 2;
    }
    // "عملية عاصفة الحزم" is called عاصفة الحزم; an initiative is called by its noun.
    let kb = &layers.lexicon.kb;
    let operation = |id: &EntityId| kb.entities.get(*id as usize).is_some_and(|e| e.kind_of == "operation");
    let noun = || layers.lexicon.beside.undertakings.contains(&key(layers.stem(name.words.start)));
    if name.kind == Kind::Other && name.words.len() > 1 && name.entities.iter().any(operation) && noun() {
        name.words.start += 1;
    }
    if name.kind == Kind::Other {
        return;
    }
    while name.words.len() > 1 {
        let first = name.words.start;
        // "العميد ركن يوسف", "المخلوع صالح": the rest of a rank.
        if name.kind == Kind::Person && layers.lexicon.beside.ranks.contains(&key(layers.text.folded(first))) {
            name.words.start += 1;
            name.entities.clear();
            continue;
        }
        let morph = layers.morphs[first];
        let without = |name: &Name| name.entities.is_empty() || same_without_first(layers, name);
        if name.kind == Kind::Place && !morph.article && is_loose_province(layers, name) && without(name) {
            name.words.start += 1;
            continue;
        }
        // "الرضيع علي", "الشاب محمد": a definite noun for someone before his name.
        let someone = || layers.lexicon.people.contains(&key(crate::lexicon::without_article(layers.stem(first))));
        if name.kind == Kind::Person && morph.article && name.entities.is_empty() && someone() {
            name.words.start += 1;
            continue;
        }
        let Some(lexeme) = layers.lexicon.lexeme(morph.lexeme) else { return };
        let title = name.kind == Kind::Person && morph.article && lexeme.title.is_some();
        let head = name.kind == Kind::Place && stands_before_places(layers, first) && !morph.article && without(name);
        // "أحمد ناصر": a given name may have a verb's letters.
        let given = name.kind == Kind::Person && layers.lexicon.first_names.contains(&key(layers.text.folded(first)));
        // "ابن حبان", "بني ملال": nor is the first word of a forefather's or a tribe's name one.
        let first_key = key(layers.text.folded(first));
        let own = layers.lexicon.descent.contains(&first_key) || layers.lexicon.beside.tribes.contains(&first_key);
        let verb = morph.form == FormKind::Finite && name.entities.is_empty() && !given && !own;
        let apart = lexeme.org_head.map_or(0, |h| layers.lexicon.org_heads[h as usize].apart);
        // "منظمة هيومن رايتس ووتش": of others than media the noun goes only from a foreign name ("منظمة العفو الدولية" keeps it).
        let medium = matches!(org_kind(layers, first), Some("outlet" | "agency"));
        let foreign = medium || !layers.text.folded(first + 1).starts_with("ال");
        let bare = (!morph.article && foreign && name.words.len() - 1 <= apart).then_some(());
        let rest = bare.and_then(|_| organization(layers, first + 1..name.words.end)).filter(|_| name.kind == Kind::Organization);
        if !(title || head || verb || rest.is_some()) {
            return;
        }
        name.words.start += 1;
        name.entities = rest.unwrap_or_else(|| std::mem::take(&mut name.entities));
    }
}

/// `إقليم أضنة`, `جهة سوس ماسة`: a noun for a province that is not the first word of the known place's own name (`إقليم كردستان`).
fn is_loose_province(layers: Layers<'_>, name: &Name) -> bool {
    let stem = layers.stem(name.words.start);
    let opens = |id: &EntityId| {
        let entity = layers.lexicon.kb.entities.get(*id as usize);
        entity.is_some_and(|e| crate::text::fold(&e.name).split(' ').next() == Some(stem))
    };
    layers.lexicon.beside.provinces.contains(&key(stem)) && !name.entities.iter().any(opens)
}

/// `محافظة الأنبار`: whether a place of the knowledge base is called so without its first word, too.
fn same_without_first(layers: Layers<'_>, name: &Name) -> bool {
    let rest = name.words.start + 1..name.words.end;
    let next = |n: usize| (rest.start + n < rest.end).then(|| layers.text.folded(rest.start + n));
    let found = next(0).and_then(|first| layers.lexicon.kb.names.longest(first, next));
    found.is_some_and(|(n, ids)| n == rest.len() && ids.iter().any(|id| name.entities.contains(id)))
}

/// The organizations of the knowledge base that are called exactly so.
pub(super) fn organization<'l>(layers: Layers<'l>, words: Range<usize>) -> Option<Vec<EntityId>> {
    let kb = &layers.lexicon.kb;
    let next = |n: usize| (words.start + n < words.end).then(|| layers.text.folded(words.start + n));
    let of = |names: &'l Sequences| {
        let (n_words, ids) = names.longest(next(0)?, next)?;
        let is_org = |id: &&u32| kb.entities.get(**id as usize).is_some_and(|e| e.kind == Kind::Organization);
        let ids: Vec<EntityId> = ids.iter().filter(is_org).copied().collect();
        (n_words == words.len() && !ids.is_empty()).then_some(ids)
    };
    of(&kb.names).or_else(|| of(&kb.shorts))
}

/// Whether a word is a noun that stands before a place without being part of its name, in any of its readings.
fn stands_before_places(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    let stem = folded.get(layers.morphs[word].lead as usize..).unwrap_or(folded);
    let head = layers.lexicon.forms(stem).find_map(|f| layers.lexicon.lexeme(Some(f.lexeme))?.place_head);
    head.is_some_and(|h| !layers.lexicon.place_heads[h as usize].in_name)
}

/// A single word that the lexicon knows as a common word, or an adjective, names nothing by itself.
fn is_everyday(layers: Layers<'_>, name: &Name, parts: &FxHashSet<u64>) -> bool {
    if name.words.len() != 1 {
        return false;
    }
    let word = name.words.start;
    let folded = layers.text.folded(word);
    // "أمبر راد … وأضافت راد", "منطقة «معبر»": a person named in full before, and a place in quotation marks.
    let marked = name.kind == Kind::Place && word > 0 && crate::text::is_quote(layers.text.raw(word - 1));
    let again = name.kind == Kind::Person && parts.contains(&key(last_part(layers, name))) && is_again(layers, word);
    // "بلدة الغارية": only a name has an article after a noun without one.
    let small = |head: usize| super::gazetteer::is_bare_head(layers, head) && !super::heads::is_figure(layers, &[], head);
    let headed = || word.checked_sub(1).is_some_and(|b| small(b) && !matches!(layers.stem(b), "ناحيه" | "مديريه"));
    let called = name.kind == Kind::Place && folded.starts_with("ال") && layers.is_free(word) && headed();
    if marked || again || called || super::within::is_paper(layers, name) {
        return false;
    }
    if name.kind == Kind::Person
        && (layers.lexicon.descent.contains(&key(folded)) || describes(layers, word) || after_nation(layers, word))
    {
        return true;
    }
    // "ملكا وحكومة وشعباً": the vowel sign is an indefinite noun's.
    let raw = layers.text.raw(word);
    let given = |s: &str| layers.lexicon.first_names.contains(&key(s));
    let called = name.kind == Kind::Person && (given(folded) || folded.strip_suffix('ا').is_some_and(given));
    if !called && (raw.ends_with("اً") || raw.ends_with("ًا")) {
        return true;
    }
    let morph = layers.morphs[word];
    let k = key(folded);
    if layers.lexicon.first_names.contains(&k) || layers.lexicon.family_names.contains(&k) || is_listed(layers, name) {
        return false;
    }
    let adjective = name.kind == Kind::Place && (folded.starts_with("ال") || folded.starts_with("لل")) && folded.ends_with("يه");
    // "قيادة وشعبا": those whom a noun for people in the accusative describes.
    let beside = &layers.lexicon.beside;
    let people = |s: &str| beside.folk.contains(&key(s)) || beside.standing.contains(&key(s));
    let adjective = adjective || layers.stem(word).strip_suffix('ا').is_some_and(people);
    adjective || (morph.lexeme.is_some() && !matches!(morph.pos, Pos::Unknown))
}

/// A name's only word, without what its span leaves out.
fn last_part<'l>(layers: Layers<'l>, name: &Name) -> &'l str {
    let folded = layers.text.folded(name.words.start);
    let cut = (name.span.start - layers.text.words[name.words.start].span.start) as usize;
    folded.get(cut..).unwrap_or(folded)
}

/// Whether a word that is a person's family name elsewhere in the article is so here: it is no particle and no adjective, and an
/// everyday word without article only right after a verb (`وأضافت راد`).
fn is_again(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morphs[word];
    let everyday = layers.words.get(word).is_some_and(|c| c.lemma != NO_LEMMA && c.shape.tag() != Tag::Proper);
    let verb = word.checked_sub(1).is_some_and(|b| layers.morphs[b].form == FormKind::Finite);
    let article = morph.article || layers.text.folded(word).starts_with("ال");
    morph.form != FormKind::Closed
        && super::heads::nation_of(layers, word).is_none()
        && !qualifies(layers, word)
        && (!everyday || article || verb)
}

/// Whether the word may be an adjective of the noun before it: as definite as that, and none joined between.
fn qualifies(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morphs[word];
    let article = morph.article || layers.text.folded(word).starts_with("ال");
    let known = |w: usize| layers.words.get(w).map(|c| c.shape.tag());
    let noun = |w: usize| {
        let before = layers.morphs[w];
        before.article == article && matches!(known(w), Some(Tag::Noun | Tag::Adjective)) && !before.has_pronoun()
    };
    let title = |w: usize| layers.lexicon.lexeme(layers.morphs[w].lexeme).is_some_and(|l| l.title.is_some());
    layers.is_free(word) && word.checked_sub(1).is_some_and(|b| noun(b) && !title(b))
}

/// `موقف حازم`: right after an indefinite common noun, what the model of words reads as an adjective is no given name.
fn describes(layers: Layers<'_>, word: usize) -> bool {
    let adjective = layers.words.get(word).is_some_and(|c| c.shape.tag() == Tag::Adjective);
    let noun = word.checked_sub(1).is_some_and(|b| {
        let morph = layers.morphs[b];
        let lexeme = layers.lexicon.lexeme(morph.lexeme);
        let plain = lexeme.is_some_and(|l| l.title.is_none() && l.org_head.is_none() && l.place_head.is_none());
        morph.pos == Pos::Noun && morph.form == FormKind::Noun && !morph.article && !morph.has_pronoun() && plain
    });
    adjective && noun
}

/// `الشعب الإيراني الصديق`: after a noun that is no title and its nationality, another adjective describes too.
fn after_nation(layers: Layers<'_>, word: usize) -> bool {
    let article = |w: usize| layers.morphs[w].article || layers.text.folded(w).starts_with("ال");
    let Some(noun) = word.checked_sub(2).filter(|_| article(word) && layers.is_free(word)) else { return false };
    let title = layers.lexicon.lexeme(layers.morphs[noun].lexeme).is_some_and(|l| l.title.is_some());
    super::heads::nation_of(layers, word - 1).is_some() && article(word - 1) && layers.morphs[noun].article && !title
}

/// Whether the knowledge base has the word as a name of this kind: `عدن` is a verb's form too, but the model saw a place.
fn is_listed(layers: Layers<'_>, name: &Name) -> bool {
    let kb = &layers.lexicon.kb;
    super::gazetteer::spellings(layers.text.folded(name.words.start)).iter().any(|(_, spelling)| {
        let listed = kb.names.longest(spelling, |_| None).or_else(|| kb.shorts.longest(spelling, |_| None));
        listed.is_some_and(|(_, ids)| ids.iter().any(|id| kb.entities.get(*id as usize).is_some_and(|e| e.kind == name.kind)))
    })
}
