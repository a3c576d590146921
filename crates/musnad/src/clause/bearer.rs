//! The name that bears a title told at length before it.
//!
//! Finds: `مدير الجوازات بمنطقة مكة المكرمة اللواء خالد الحربي`, `عضو المجلس البلدي بمحافظة الطائف ورئيس لجنة الخدمات محمد السالمي`,
//! `القيادي في حزب الإصلاح المقيم في الرياض أحمد المسوري`. Must not take: another person, whom the verb is about (`استقبل رئيس
//! البلدية بقصر المؤتمرات أحمد السالم`), or who holds a second office of state (`وزير الدفاع ووزير الداخلية محمد صالح`).

use super::{Group, Layers, Prep, title_at};
use crate::lexicon::{Kind, PhraseClass};
use crate::morph::{FormKind, Number, Pos};
use crate::text::WordKind;

/// How many words may stand between a title and the name that bears it.
const REACH: usize = 16;

/// How many words before a title its verb of saying may stand.
const NEAR: usize = 6;

/// The name that bears the group's title, by its index, and where it begins.
pub(super) fn bearer(layers: Layers<'_>, group: &Group, end: usize) -> Option<(usize, usize)> {
    let title = layers.lexicon.titles.get(group.title? as usize)?;
    let morph = layers.morph(group.head);
    let several = morph.feats.number == Number::Plural;
    if matches!(title.class.as_str(), "kin" | "counterpart") || several || morph.has_pronoun() {
        return None;
    }
    let at = name_after(layers, group, end)?;
    let (idx, name) = layers.name_at(at)?;
    // "دعا نائب الأمين العام والقيادي في الثورة ياسر الرعيني الحكومة": whom he called on stands after the name.
    let told = group.prep.is_some() || says(layers, group.words.start)? || has_object(layers, name.words.end, end);
    told.then_some((idx, at))
}

/// Where a person's name stands after nothing but words that tell more of the office.
fn name_after(layers: Layers<'_>, group: &Group, end: usize) -> Option<usize> {
    let office = |t: u32| {
        let title = &layers.lexicon.titles[t as usize];
        title.class == "office" && title.office.is_some()
    };
    let first = group.title.is_some_and(office);
    let mut word = group.words.end;
    let last = end.min(word + REACH);
    while word < last {
        if layers.time_at(word).is_some() {
            return None;
        }
        if let Some((_, name)) = layers.name_at(word) {
            let own = name.kind == Kind::Person;
            let free = name.words.start == word && layers.prep_of(word).is_none() && !layers.has_conj(word);
            if own {
                return free.then_some(word).filter(|_| word > group.words.end);
            }
            // "أكد المتحدث باسم الأركان لوكالة الأنباء": whom he told is no part of his office.
            let whose = group.of.is_some() || word > group.words.end;
            if layers.prep_of(word) == Some(Prep::Li) && whose {
                return None;
            }
            word = name.words.end.max(word + 1);
            continue;
        }
        // "المتحدث باسم المنظمة في جدة، أحمد السالم": a comma only right before the name.
        if layers.is_comma(word) {
            if layers.prep_of(word + 1).is_some() || layers.has_conj(word + 1) {
                return None;
            }
            // "قائد عملية البحر، اللواء فضل حسن", "الوزير المكلف بالنقل، الناطق باسم الحكومة، أحمد السالم": or before a rank, or another
            // office by which he speaks.
            if let Some((n, second)) = title_at(layers, word + 1, last) {
                let class = layers.lexicon.titles[second as usize].class.as_str();
                matches!(class, "rank" | "honorific" | "spokes").then_some(())?;
                word += 1 + n;
                continue;
            }
            layers.name_at(word + 1).filter(|(_, n)| n.kind == Kind::Person && n.words.start == word + 1)?;
            word += 1;
            continue;
        }
        let morph = layers.morph(word);
        if let Some((n, second)) = title_at(layers, word, last) {
            let class = layers.lexicon.titles[second as usize].class.as_str();
            let rank = matches!(class, "rank" | "honorific");
            // "ووزير الداخلية": a second office of state is another's; so is any office without a conjunction.
            if !rank && !(layers.has_conj(word) && !(first && office(second))) && layers.prep_of(word).is_none() {
                return None;
            }
            word += n;
            continue;
        }
        let joins = morph.pos == Pos::Preposition && morph.form == FormKind::Closed && !morph.has_pronoun();
        let charged = (group.head + 1..group.words.end).any(|w| layers.is_charged(w));
        let with = charged && layers.text.folded(word) == "مع";
        if with || joins && matches!(Prep::parse(layers.text.folded(word)), Some(Prep::Fi | Prep::An | Prep::Lada)) {
            word += 1;
            continue;
        }
        // "بإطلاق سراح", "كرئيس": what is asked for, or as what.
        let asked = morph.form == FormKind::Masdar && morph.prep == Some('ب') || morph.prep == Some('ك');
        // "الناطق باسم القوى": a noun under a preposition of its own, whatever its form.
        let open = morph.form != FormKind::Closed || morph.prep.is_some();
        // "رئيس مجلس الشورى زيارة أحمد السالم": nor is a verbal noun after what is definite.
        let deed = morph.form == FormKind::Masdar && !morph.article && morph.prep.is_none();
        if deed && (layers.morph(word - 1).article || layers.name_at(word - 1).is_some()) {
            return None;
        }
        let more = morph.is_nominal() && open && layers.text.words[word].kind == WordKind::Arabic;
        if !more || asked || morph.has_pronoun() || layers.is_verb(word) {
            return None;
        }
        word += 1;
    }
    None
}

/// Whether the title stands after a verb of saying that has no person as its object, or after words that bring in a source; nothing
/// where neither stands there.
fn says(layers: Layers<'_>, start: usize) -> Option<bool> {
    let source = |n: usize| {
        let first = start.checked_sub(n)?;
        layers.phrase_at(first, &[PhraseClass::According]).filter(|(len, _)| *len == n)
    };
    if (1..=3).any(|n| source(n).is_some()) {
        return Some(true);
    }
    // "وكان قائد العملية، اللواء فضل حسن، قد تحدث": the subject of كان.
    if start.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Modal) {
        return Some(true);
    }
    let sentence = layers.text.sentence_of(start).map_or(0, |s| layers.text.sentences[s].first);
    let verb = (sentence.max(start.saturating_sub(NEAR))..start).rev().find(|w| {
        let participle = layers.morph(*w).form == FormKind::ActiveParticiple && !layers.morph(*w).article;
        (layers.is_verb(*w) || participle) && layers.lexeme(*w).is_some_and(|l| l.cue.is_some())
    })?;
    let cue = layers.lexicon.cues.get(layers.lexeme(verb)?.cue? as usize)?;
    // "انتقد مدير الشركة بجدة أحمد السالم": verbs whose object is a person.
    let person = cue.addressee_object || matches!(cue.act, "condemn" | "accuse" | "praise" | "threaten" | "demand");
    Some(!person)
}

/// Whether a noun without a preposition stands after the name, which the verb may have as its object.
fn has_object(layers: Layers<'_>, word: usize, end: usize) -> bool {
    if word >= end || layers.prep_of(word).is_some() || layers.has_conj(word) {
        return false;
    }
    let morph = layers.morph(word);
    layers.name_at(word).is_some()
        || morph.is_nominal() && morph.form != FormKind::Closed && layers.text.words[word].kind == WordKind::Arabic
}
