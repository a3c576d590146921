//! Whose turn it is: who goes on speaking where a cue has no subject of its own, and who stands before it.
//!
//! Finds: `قالت المصادر إن المالكي أمر …، مشيرة إلى` (the sources), `أما المتمردون، فيقولون`, `واتهم حماس بخطف` (her, not by her).

use super::cues::CueAt;
use super::source::{can_speak, is_people};
use super::{Input, Statement};
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::Kind;
use crate::morph::{Aspect, FormKind, Gender, Number, Pos};

/// The statement of the sentence whose speaker goes on at a cue without a subject: the last one, but that a state's wish or a
/// clause about someone inside another's words (`أكد أن بلاده ترفض …، مشيرا`), or one whose speaker the cue does not agree with, gives
/// no turn.
pub(super) fn continued<'s>(
    input: Input<'_>,
    entities: &Entities,
    cue: &CueAt,
    earlier: &'s [Statement],
) -> Option<&'s Statement> {
    let mut at = earlier.len().checked_sub(1)?;
    while let Some(host) = (0..at).rev().find(|h| earlier[*h].words.contains(&earlier[at].cue)) {
        let same = earlier[host].chain.last() == earlier[at].chain.last();
        if !same && takes_turn(input, entities, cue, &earlier[at]) {
            break;
        }
        at = host;
    }
    earlier.get(at)
}

/// Whether the speaker of a statement inside another's words may go on at the cue.
fn takes_turn(input: Input<'_>, entities: &Entities, cue: &CueAt, inner: &Statement) -> bool {
    let layers = input.layers;
    let Some(speaker) = inner.chain.last().and_then(|id| entities.list.get(*id)) else { return false };
    let relative = inner.cue.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Relative);
    let wish = speaker.kind == Kind::Place && layers.morph(inner.cue).feats.aspect == Aspect::Imperfect;
    let named = speaker.kind == Kind::Person && speaker.named;
    let agrees = match told_gender(input, cue) {
        Some(Gender::Feminine) => !named || speaker.gender == Some(Gender::Feminine),
        _ => speaker.kind != Kind::Place,
    };
    agrees && !relative && !wish
}

/// Gender that a cue shows: a verb's, or a participle's by its ending.
fn told_gender(input: Input<'_>, cue: &CueAt) -> Option<Gender> {
    if !cue.continues {
        return cue.gender;
    }
    let folded = input.layers.text.folded(cue.word);
    let feminine = folded.ends_with('ه') || folded.ends_with("ات");
    Some(if feminine { Gender::Feminine } else { Gender::Masculine })
}

/// `زار الرئيس بيروت. وأكد أن`: where a sentence opens with a cue joined by و, the person whom the sentence before told of.
pub(super) fn before_sentence(input: Input<'_>, entities: &mut Entities, cue: &CueAt, sentence: usize) -> Option<usize> {
    let layers = input.layers;
    if !layers.has_conj(cue.word) || cue.word > sentence + 1 {
        return None;
    }
    let nth = layers.text.sentence_of(sentence)?;
    let before = layers.text.sentences.get(nth.checked_sub(1)?)?.words();
    let subject = super::source::main_subject(input, entities, before.start, before.end)?;
    let known = |e: &crate::entity::Entity| e.kind == Kind::Person && (e.named || e.office.is_some());
    entities.list.get(subject).is_some_and(known).then_some(subject)
}

/// `أما المتمردون، فيقولون إنهم`: the topic of a sentence, which the verb after ف takes up.
pub(super) fn topic(input: Input<'_>, entities: &mut Entities, cue: &CueAt, sentence: usize) -> Option<usize> {
    let layers = input.layers;
    let first = layers.text.folded(sentence);
    if !matches!(first.strip_prefix('و').unwrap_or(first), "اما") || !layers.text.folded(cue.word).starts_with('ف') {
        return None;
    }
    if !layers.has_conj(cue.word) || (sentence..cue.word).any(|w| layers.is_verb(w)) {
        return None;
    }
    let group = input.groups_in(sentence + 1..cue.word).first()?;
    let speaks = group.prep.is_none() && (can_speak(input, group) || is_people(input, group));
    speaks.then(|| entities.of_group(layers, group)).flatten()
}

/// How long what is told of somebody between two commas may be.
const DESCRIBED: usize = 30;

/// `سامي الحداد، أستاذ القانون في جامعة القاهرة، يرى أن`, `الحداد، الذي تحدث في اللقاء، قال`: who opens a clause and is described between
/// two commas before the verb.
pub(super) fn described<'l>(input: Input<'l>, cue: &CueAt, sentence: usize) -> Option<&'l Group> {
    let layers = input.layers;
    let close = cue.word.checked_sub(1).filter(|c| layers.is_comma(*c) && !layers.has_conj(cue.word))?;
    let first = close.saturating_sub(DESCRIBED).max(sentence);
    let named = |g: &&Group| {
        let opens = g.words.start <= sentence + 1
            || matches!(layers.morph(g.words.start - 1).pos, Pos::Complementizer | Pos::Conjunction)
            || layers.is_comma(g.words.start - 1);
        g.person.is_some() && g.prep.is_none() && !g.conj && opens && layers.is_comma(g.words.end) && g.words.end < close
    };
    let group = input.groups_in(first..close).iter().find(named)?;
    let inside = group.words.end + 1..close;
    let relative = layers.morph(inside.start).pos == Pos::Relative;
    // Between the commas stands a noun phrase, or one relative clause.
    let verbs = inside.clone().filter(|w| layers.is_verb(*w)).count();
    let masculine = cue.gender != Some(Gender::Feminine);
    let agrees = !cue.several && (masculine || layers.text.folded(group.head).ends_with('ه') || group.title.is_none());
    (agrees && (verbs == 0 || relative && verbs <= 2) && (sentence..group.words.start).all(|w| !layers.is_verb(w)))
        .then_some(group)
}

/// Whether a verb in a relative clause is followed by a preposition whose pronoun takes up the noun before (`الذي يقول عنه`).
pub(super) fn told_of(input: Input<'_>, verb: usize) -> bool {
    let layers = input.layers;
    let next = layers.morph(verb + 1);
    let folded = layers.text.folded(verb + 1);
    let pronoun = next.form == FormKind::Closed && super::cues::prep_with_pronoun(folded);
    let inside = ["ضمن", "خلال", "بموجب"].iter().any(|p| folded.starts_with(p));
    pronoun && (next.pos == Pos::Preposition || inside)
}

/// `أن النتائج أظهرت أن`, `أن المرأة وصفت بأنها`: a thing, or someone who does not speak, stands before its verb, which is no one
/// else's.
pub(super) fn is_things(input: Input<'_>, cue: &CueAt, sentence: usize) -> bool {
    let layers = input.layers;
    let Some(before) = cue.word.checked_sub(1) else { return false };
    if is_things_clause(input, cue) {
        return true;
    }
    let Some(group) = input.group_at(before) else { return false };
    if layers.has_conj(cue.word) || group.words.end != cue.word || group.words.start <= sentence {
        return false;
    }
    let head = layers.morph(group.head);
    let after_that = layers.morph(group.words.start - 1).pos == Pos::Complementizer;
    let known = head.form == FormKind::Noun || head.form == FormKind::Masdar;
    after_that && known && head.article && !group.is_time && group.prep.is_none() && !can_speak(input, group)
}

/// Whether the one party after a verb that has an object is that object: in the accusative (`دعا المواطنين إلى`), the accused of
/// whoever speaks, or of a verb that goes on for the subject before it (`تحدث الوزير عن … وطالب الحكومة بـ`).
pub(super) fn is_told(input: Input<'_>, cue: &CueAt, marker: &usize, group: &Group) -> bool {
    let layers = input.layers;
    let head = layers.text.folded(group.head);
    let several = layers.morph(group.head).feats.number != Number::Singular;
    let accusative = group.person.is_none() && several && head.ends_with("ين");
    let close = (group.words.end..*marker).all(|w| layers.is_comma(w));
    let beside = group.words.start == cue.word + 1 && close;
    // "وتتهم الحكومة اليمنية الحوثيين بـ": but two that were read as one.
    let two = group.words.len() > 2 && layers.text.folded(group.words.end - 1).ends_with("ين");
    let also = cue.word.checked_sub(1).is_some_and(|b| layers.text.folded(b) == "كما");
    let accused = cue.act == "accuse" && beside && (also || layers.has_conj(cue.word)) && !two;
    accusative || accused
}

/// `واتهم رئيس الحكومة وهبي بـ`: an office told with its body, read as the title of the accused, who has one name only.
pub(super) fn by_office(input: Input<'_>, cue: &CueAt, marker: &usize, group: &Group) -> Option<Group> {
    let layers = input.layers;
    let name = layers.names.get(group.person?)?;
    let office = |t: u32| layers.lexicon.titles.get(t as usize).is_some_and(|t| t.class == "office");
    let core = group.words.start..name.words.start;
    let told = core.len() > 1 && group.title.is_some_and(office) && name.words.len() == 1;
    let beside = group.words.start == cue.word + 1 && group.words.end >= *marker && name.words.end == group.words.end;
    let own = cue.act == "accuse" && told && beside;
    own.then(|| Group { person: None, core: core.clone(), words: core, ..group.clone() })
}

/// How far after a word of contrast the verb of another speaker may stand.
const AGAINST: usize = 12;

/// Whether a word of contrast at `word` opens what another says (`، لكن الشرطة قالت`), or what the writer adds of the speaker
/// (`لكنه لم يذكر تفاصيل`).
pub(super) fn turns_against(input: Input<'_>, word: usize, later: &[CueAt], end: usize) -> bool {
    let layers = input.layers;
    let folded = layers.text.folded(word);
    let bare = folded.strip_prefix('و').unwrap_or(folded);
    if matches!(bare, "لكنه" | "لكنها" | "لكنهم") {
        let next = layers.text.folded(word + 1);
        return word + 2 < end
            && next == "لم"
            && layers.lexeme(word + 2).is_some_and(|l| l.cue.is_some() || gives_more(input, word + 2));
    }
    let that = |w: usize| layers.morph(w).pos == Pos::Complementizer;
    let opens = bare == "لكن" || matches!(bare, "غير" | "الا" | "بيد") && that(word + 1);
    if !opens {
        return false;
    }
    let first = word + 1 + usize::from(that(word + 1));
    let Some(next) = later.iter().find(|c| c.word > word && c.word < word + AGAINST && !c.continues && !c.noun) else {
        return false;
    };
    let subject = input.group_at(first).filter(|g| g.words.start == first && g.words.end <= next.word);
    let speaks = subject.is_some_and(|g| g.prep.is_none() && (can_speak(input, g) || is_people(input, g)));
    speaks && !(first..next.word).any(|w| layers.is_verb(w))
}

/// Whether a verb is one of telling more (`لم يقدم تفاصيل`, `لم يعط معلومات`).
fn gives_more(input: Input<'_>, verb: usize) -> bool {
    input.layers.lexeme(verb).is_some_and(|l| input.layers.lexicon.giving.contains(&l.key))
}

/// `الأمر الذي يشير إلى`, `الخطوة التي تؤكد أن`: a relative clause whose verb is a thing's. A pronoun that takes the thing up shows
/// another subject (`الهجمات التي قال إنها`).
fn is_things_clause(input: Input<'_>, cue: &CueAt) -> bool {
    let layers = input.layers;
    let Some(before) = cue.word.checked_sub(2) else { return false };
    let agrees = match layers.text.folded(before + 1) {
        "الذي" => cue.gender == Some(Gender::Masculine),
        "التي" => cue.gender == Some(Gender::Feminine),
        _ => false,
    };
    let next = cue.word + 1;
    let resumed = layers.morph(cue.word).has_pronoun()
        || super::cues::prep_with_pronoun(layers.text.folded(next)) && layers.morph(next).form == FormKind::Closed;
    let thing = |g: &&Group| {
        let head = layers.morph(g.head);
        g.words.end == before + 1
            && head.article
            && g.words.len() == 1
            && g.prep.is_none()
            && head.feats.number == Number::Singular
    };
    // "مقولات ماركس التي تتحدث عن": things of somebody.
    let of_somebody = |g: &&Group| {
        g.words.end == before + 1
            && g.of.is_some()
            && g.prep != Some(crate::lexicon::Prep::Min)
            && layers.text.folded(before + 1) == "التي"
            && layers.text.folded(g.head).ends_with("ات")
    };
    let found = input.group_at(before).filter(|g| thing(g) || of_somebody(g));
    agrees && !resumed && found.is_some_and(|g| !can_speak(input, g) && !is_people(input, g) && !g.is_time)
}

/// Whether people without a name are the subject of a verb whose object may be a person: the verb agrees with them, or their ending
/// shows it (`حذرت شخصيات بارزة من`, `طالب محتجون بـ`).
pub(super) fn people_speak(input: Input<'_>, cue: &CueAt, group: &Group) -> bool {
    let head = input.layers.text.folded(group.head);
    let feminine = cue.gender == Some(Gender::Feminine);
    is_people(input, group) && (head.ends_with("ات") && feminine || head.ends_with("ون") && !feminine)
}
