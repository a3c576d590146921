//! Those who act or undergo without a name, beside the ones that statements and events found.
//!
//! Finds: `المحتجون` after a verb, `الشعب اليمني`, `رجال الشرطة البحرينية`. Must not take: a title before its bearer's name, what is
//! counted of things, a person told by a pronoun alone (`رئيسها`).

use super::Entities;
use crate::clause::{Group, Layers};
use crate::lexicon::{Kind, Prep, key};
use crate::morph::{FormKind, Number, Pos};

/// Adds the people and bodies that the article describes as acting, undergoing or belonging to a state.
pub fn describe(layers: Layers<'_>, groups: &[Group], entities: &mut Entities) {
    // Whoever spoke last is not meant by all that is described.
    entities.spoke = None;
    for group in groups.iter().filter(|g| !g.is_time && g.name.is_none() && g.person.is_none()) {
        if is_someone(layers, group) {
            let found = entities.of_group(layers, group);
            entities.described.extend(found);
        } else if let Some(inner) = inner(layers, group) {
            let found = entities.of_group(layers, &inner);
            entities.described.extend(found);
        }
    }
}

/// Whether a group describes someone who is worth an entity.
fn is_someone(layers: Layers<'_>, group: &Group) -> bool {
    is_human(layers, group)
        && !is_vague(layers, group)
        && (is_told(layers, group) || stands_by_verb(layers, group) || is_standing(layers, group))
}

/// `حق [الشعب المصري]`, `رفض [الرأي العام]`, `نواب [المعارضة]`: those whom the last genitives of a group describe.
fn inner(layers: Layers<'_>, group: &Group) -> Option<Group> {
    let end = group.words.end;
    // "مقترح المبعوث الدولي ستيفان دي ميستورا" tells of whoever is named.
    if layers.name_at(end).is_some_and(|(_, n)| n.kind == Kind::Person && n.words.start == end) {
        return None;
    }
    (group.head + 1..end).find_map(|word| {
        let morph = layers.morph(word);
        let own = morph.form == FormKind::Noun && !morph.conj && morph.prep.is_none() && layers.name_at(word).is_none();
        let words = word..end;
        let nation = (word + 1..end).find_map(|w| layers.lexeme(w).and_then(|l| l.nation));
        let inner = || Group {
            words: words.clone(),
            head: word,
            core: words.clone(),
            prep: None,
            person: None,
            name: None,
            title: crate::clause::title_at(layers, word, end).map(|(_, title)| title),
            nation,
            of: group.of.filter(|n| layers.names.get(*n).is_some_and(|n| n.words.start > word)),
            is_time: false,
            conj: false,
        };
        own.then(inner).filter(|g| is_someone(layers, g))
    })
}

/// The key of a word's stem without article.
fn bare(layers: Layers<'_>, word: usize) -> u64 {
    key(crate::lexicon::without_article(crate::clause::morph_stem(layers, word)))
}

/// Whether the head is a noun for people or for a body of them.
fn is_human(layers: Layers<'_>, group: &Group) -> bool {
    let morph = layers.morph(group.head);
    let lexeme = layers.lexeme(group.head);
    // "شعب", "أهالي" may be in no lexicon but the list of such nouns.
    let noun = matches!(morph.form, FormKind::Noun | FormKind::Adjective) || lexeme.is_none();
    // "إدارة الأزمة", "مركز مهم", "شركة كبيرة": nouns that more often mean a thing or no one in particular.
    let body = || {
        let head = lexeme.and_then(|l| l.org_head).and_then(|h| layers.lexicon.org_heads.get(h as usize));
        head.is_some_and(|h| {
            matches!(h.kind.as_str(), "court" | "armed_group" | "police" | "army" | "intelligence" | "party" | "ngo")
        })
    };
    let stem = bare(layers, group.head);
    let beside = &layers.lexicon.beside;
    let people = || layers.lexicon.people.contains(&stem) || beside.folk.contains(&stem) || beside.standing.contains(&stem);
    // "الأتراك", not "إيرانية الصنع".
    let nation = || lexeme.is_some_and(|l| l.nation.is_some()) && morph.feats.number == Number::Plural;
    let title = || lexeme.is_some_and(|l| l.title.is_some());
    noun && !morph.has_pronoun() && (nation() || title() || people() || body())
}

/// `هذا التنظيم`, `أي شخص`, `جهة أخرى`: no one new, or no one at all; of `تنظيم داعش` the name is told already.
fn is_vague(layers: Layers<'_>, group: &Group) -> bool {
    let vague = &layers.lexicon.beside.vague;
    let named =
        group.of.is_some_and(|n| layers.names.get(n).is_some_and(|n| n.kind != Kind::Person && n.words.start == group.head + 1));
    let body = layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some());
    let one =
        group.words.len() == 1 && !layers.morph(group.head).article && layers.morph(group.head).feats.number == Number::Singular;
    one || named && body
        || vague.contains(&bare(layers, group.head))
        || vague.contains(&key(layers.text.folded(group.words.start)))
}

/// Whether it is told who or whose they are: `الشعب اليمني`, `رجال الشرطة البحرينية`, `تسعة جنود`; of `في الأطراف الشرقية` a place is told.
fn is_told(layers: Layers<'_>, group: &Group) -> bool {
    let title = layers.lexeme(group.head).is_some_and(|l| l.title.is_some());
    // "مجموعة كبيرة", "مواطنا صالحا": one of many is no one in particular.
    let known = several(layers, group) || layers.morph(group.head).article;
    group.prep != Some(Prep::Fi) && (group.nation.is_some() || group.of.is_some() || !title && known && group.words.len() > 1)
}

/// `المواطنون`, `الحكومة`, `المجتمع المدني`: those whom one definite word describes, wherever they stand; and the holder of an office
/// that is told in full (`قدمه وزير الشباب والرياضة`).
fn is_standing(layers: Layers<'_>, group: &Group) -> bool {
    let standing = &layers.lexicon.beside.standing;
    // "القضاء على الفقر", "المحافظة على البيئة": a verbal noun with what it is of.
    let deed = || {
        let next = layers.morph(group.words.end);
        next.pos == Pos::Preposition && crate::clause::is_masdar_too(layers, group.head)
    };
    // "دورها الرئيس", "المطار الرئيس": an adjective of the noun before it.
    let described = || {
        let before = group.words.start.checked_sub(1).filter(|_| group.words.len() == 1);
        before.is_some_and(|b| {
            let morph = layers.morph(b);
            let noun = morph.is_nominal() && morph.form != FormKind::Closed && layers.name_at(b).is_none();
            noun && (morph.has_pronoun() || morph.article && layers.lexeme(b).is_none_or(|l| l.title.is_none()))
        })
    };
    let one = || layers.morph(group.head).article && standing.contains(&bare(layers, group.head)) && !deed();
    let office = || {
        !described() && {
            let title = group.title.and_then(|t| layers.lexicon.titles.get(t as usize));
            let definite = group.words.clone().any(|w| layers.morph(w).article);
            title.is_some_and(|t| t.class == "office") && definite && layers.morph(group.head).feats.number == Number::Singular
        }
    };
    one() || office()
}

/// Whether a group is of several, by its head or by a number before it.
fn several(layers: Layers<'_>, group: &Group) -> bool {
    layers.morph(group.head).feats.number == Number::Plural || group.head > group.words.start
}

/// Whether it is several, or a body, and a verb stands right before it, or right after it: `اعتصم المحتجون`, `السكان يقولون`.
fn stands_by_verb(layers: Layers<'_>, group: &Group) -> bool {
    let verb = |w: usize| {
        let morph = layers.morph(w);
        morph.form == FormKind::Finite && morph.pos == Pos::Verb
    };
    let same = |w: usize| layers.text.sentence_of(w) == layers.text.sentence_of(group.head);
    let before = group.words.start.checked_sub(1).filter(|w| same(*w));
    let body = layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some());
    (several(layers, group) || body)
        && group.prep.is_none()
        && (before.is_some_and(verb) || same(group.words.end) && verb(group.words.end))
}
