//! Where the reported words begin and end.

use super::Input;
use super::cues::{CueAt, opens_clause, veil_end};
use super::quotes::{Quote, covering, opened_at};
use crate::clause::is_quote;
use crate::lexicon::{Kind, PhraseClass, Prep};
use crate::morph::{FormKind, Person, Pos};
use crate::span::Span;
use std::ops::Range;

/// How a content is attached to its cue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Attached {
    /// After `إن` or `أن`.
    That,
    /// After a preposition.
    Prep,
    /// A quotation, directly or after a colon.
    Quote,
    /// A noun phrase as object.
    Object,
}

/// Where the content begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marker {
    /// First word after the speaker's part: complementizer, preposition, quotation mark or first content word.
    pub at: usize,
    /// First word of the content.
    pub content: usize,
    /// Bytes of proclitics to leave out of the first content word (`باتخاذ`).
    pub lead: usize,
    /// How it is attached.
    pub how: Attached,
}

/// How far from its cue a content may begin, in words.
const REACH: usize = 45;

/// Finds where the content of a cue begins.
pub(crate) fn marker(input: Input<'_>, cue: &CueAt, next: Option<&CueAt>, sentence: Range<usize>) -> Option<Marker> {
    let layers = input.layers;
    let takes = layers.lexicon.cues[cue.cue].takes;
    let end = sentence.end.min(cue.word + REACH).min(next.map_or(usize::MAX, |n| n.word));
    let mut first_prep: Option<Marker> = None;
    let mut far = false;
    let mut word = cue.word + 1;
    while word < end {
        // "ذكرت الوكالة الأحد 26 مارس أن": months may look like verbs.
        if let Some((_, time)) = layers.time_at(word) {
            word = time.words.end.max(word + 1);
            continue;
        }
        let raw = layers.text.raw(word);
        let morph = layers.morph(word);
        // "قال مسؤولون طلبوا ألا تنشر أسماؤهم إن": past a clause about the speaker only what follows قال alone is its content.
        if far && !only_after_saying(input, word) {
            word += 1;
            continue;
        }
        if first_prep.is_none()
            && let Some(close) = aside(input, word, end, takes.preps)
        {
            word = close + 1;
            continue;
        }
        // "أشارت تقارير إلى فقدان 141 شخصا، بيد أن السلطات أعادت": a clause of contrast is no part of what was begun.
        let contrast = || matches!(layers.text.folded(word - 1), "بيد" | "غير" | "الا");
        if morph.pos == Pos::Complementizer && first_prep.is_some() && contrast() {
            return first_prep;
        }
        if morph.pos == Pos::Complementizer && layers.name_at(word).is_none() {
            // "أكدت الشرطة مقتل شرطي، دون أن تستبعد …", "بعد أن …": that clause is another's.
            let before = layers.morph(word - 1);
            let governed =
                Prep::parse(layers.text.folded(word - 1)).is_some_and(|p| p != Prep::Other && p.bit() & takes.preps != 0);
            if word > cue.word + 1
                && before.pos == Pos::Preposition
                && !before.has_pronoun()
                && !super::cues::prep_with_pronoun(layers.text.folded(word - 1))
                && !governed
            {
                word += 1;
                continue;
            }
            let bi = layers.text.folded(word).starts_with('ب');
            if takes.in_ || takes.an || takes.object || bi || takes.preps != 0 {
                return Some(Marker { at: word, content: word + 1, lead: 0, how: Attached::That });
            }
        }
        // "قال مسؤول طلب عدم كشف هويته إن": what hides the source's name is stepped over.
        if layers.is_verb(word)
            && let Some(end) = veil_end(input, word)
        {
            word = end;
            continue;
        }
        if is_quote(raw)
            && let Some(quote) = opened_at(input.quotes, word)
        {
            // "قررت اللجنة إحالة الملف بسبب "وجود شبهات"": a few quoted words far from the cue, under another preposition.
            let adjunct = word > cue.word + ADJUNCT
                && layers.morph(word - 1).pos == Pos::Preposition
                && Prep::parse(layers.text.folded(word - 1)).is_none_or(|p| p.bit() & takes.preps == 0);
            if (!is_naming(input, quote) || raw_colon_before(input, word)) && !adjunct {
                if first_prep.is_some() {
                    return first_prep;
                }
                return Some(Marker { at: word, content: word, lead: 0, how: Attached::Quote });
            }
            word = quote.close + 1;
            continue;
        }
        // "تساءل الكاتب كيف يمكن", "سأل هل": a word of asking opens what is asked.
        // "أوضح التقرير كيف استخدم": so does كيف after a verb of telling.
        let tells = takes.an && matches!(layers.text.folded(word), "كيف" | "لماذا");
        if (cue.act == "ask" || tells) && layers.role(word) == "question" && first_prep.is_none() {
            return Some(Marker { at: word, content: word, lead: 0, how: Attached::That });
        }
        // "تساءل عما إذا كانت الحكومة جادة"
        if layers.text.folded(word) == "عما" && takes.preps & Prep::An.bit() != 0 {
            return Some(Marker { at: word, content: word + 1, lead: 0, how: Attached::That });
        }
        let address = layers.text.raw(word + 1) == "/";
        if raw == ":" && !address && (takes.colon || takes.in_ || takes.quote) {
            // "قال الوزير: إن الزيارة ناجحة"
            let that = usize::from(word + 2 < end && layers.morph(word + 1).pos == Pos::Complementizer);
            return Some(Marker { at: word, content: word + 1 + that, lead: 0, how: Attached::Quote });
        }
        if first_prep.is_none()
            && let Some(marker) = prepositional(input, cue, word, takes.preps)
        {
            // "أكد الوزير حرص بلاده على السلام": what is affirmed stands before the preposition of a noun of its own.
            if takes.object
                && let Some(object) = affirmed(input, cue, word)
            {
                return Some(object);
            }
            // A quotation or أن may still follow inside (`شدد على أن`): it wins if it comes at once.
            if layers.morph(marker.content).pos == Pos::Complementizer {
                return Some(Marker { at: marker.at, content: marker.content + 1, lead: 0, how: Attached::That });
            }
            first_prep = Some(marker);
            if !takes.an && !takes.in_ {
                return first_prep;
            }
        }
        // "وقال وهو يعلق على الفوز: …"
        if layers.is_verb(word) && layers.opens_circumstance(word - 1) && super::cues::is_meanwhile(input, word) {
            word += 1;
            continue;
        }
        // A letter alone ("(أ. ش. أ)") is no verb.
        if word > cue.word + 1
            && layers.text.folded(word).len() > 2
            && layers.is_verb(word)
            && !super::cues::carries_document(input, word)
            && morph.feats.person == Person::Third
            && !in_relative(input, cue.word, word)
            && !super::cues::tells_of_document(input, word)
            && first_prep.is_none()
            && !takes.object
        {
            if !(takes.in_ && takes.preps == 0) {
                break;
            }
            far = true;
        }
        word += 1;
    }
    if first_prep.is_some() {
        return first_prep;
    }
    if takes.object { object(input, cue, end) } else { None }
}

/// The object of a verb of affirming before `end`: a verbal noun, or a noun that something is affirmed with.
fn affirmed(input: Input<'_>, cue: &CueAt, end: usize) -> Option<Marker> {
    let layers = input.layers;
    let found = object(input, cue, end)?;
    let group = input.group_at(found.content)?;
    let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, found.content));
    let deed =
        layers.morph(found.content).form == FormKind::Masdar || layers.lexicon.affirmed.contains(&crate::lexicon::key(stem));
    // "في بيان حرص الدولة على": read together with what stands before.
    let apart = group.words.start < found.content;
    let plain =
        apart || group.title.is_none() && group.person.is_none() && !group.conj && !super::source::can_speak(input, group);
    let his = layers.is_his(found.content) || layers.morph(found.content).has_pronoun();
    (plain && (deed || his)).then_some(found)
}

/// What follows a verb of saying and no other: `إن`, or a colon before a quotation.
fn only_after_saying(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let raw = layers.text.raw(word);
    raw.starts_with("إن") && layers.morph(word).pos == Pos::Complementizer
        || raw == ":" && is_quote(layers.text.raw(word + 1))
        || is_quote(raw) && raw_colon_before(input, word)
}

/// How far from its cue a quotation under another preposition is no content of it.
const ADJUNCT: usize = 5;

/// How long an aside between two commas may be.
const ASIDE: usize = 12;

/// `أكد الوزير، في رده على النواب، على تعهد الحكومة`: the closing comma of an aside under a preposition that is not the cue's,
/// where what was said follows it.
fn aside(input: Input<'_>, word: usize, end: usize, preps: u16) -> Option<usize> {
    let layers = input.layers;
    let next = layers.morph(word + 1);
    let prep = layers
        .prep_of(word + 1)
        .or_else(|| Prep::parse(layers.text.folded(word + 1)).filter(|_| next.pos == Pos::Preposition))?;
    if !layers.is_comma(word) || prep.bit() & preps != 0 {
        return None;
    }
    let close = (word + 2..end.min(word + 2 + ASIDE)).find(|w| layers.is_comma(*w))?;
    let speech = |w: usize| layers.morph(w).pos == Pos::Complementizer || is_quote(layers.text.raw(w)) || layers.is_verb(w);
    let opens = layers.morph(close + 1).pos == Pos::Complementizer
        || layers.prep_of(close + 1).is_some_and(|p| p.bit() & preps != 0)
        || Prep::parse(layers.text.folded(close + 1)).is_some_and(|p| p.bit() & preps != 0);
    (!(word + 1..close).any(speech) && opens).then_some(close)
}

/// A quotation before its cue: `"…"، قال الوزير`. Whether another cue has it already is for the caller to see.
pub(crate) fn behind(input: Input<'_>, cue: &CueAt, sentence: Range<usize>) -> Option<Marker> {
    let layers = input.layers;
    if cue.continues || !layers.lexicon.cues[cue.cue].takes.quote {
        return None;
    }
    let before = cue.word.checked_sub(1)?;
    let close = if layers.is_comma(before) { before.checked_sub(1)? } else { before };
    let quote = covering(input.quotes, close).filter(|q| q.close == close && q.closed && !is_naming(input, q))?;
    let stops = |w: &usize| layers.is_comma(*w) || is_quote(layers.text.raw(*w)) || layers.text.raw(*w) == ".";
    let at = (cue.word + 1..sentence.end).find(stops).unwrap_or(sentence.end);
    Some(Marker { at, content: quote.open, lead: 0, how: Attached::Quote })
}

fn raw_colon_before(input: Input<'_>, word: usize) -> bool {
    word.checked_sub(1).is_some_and(|b| input.layers.text.raw(b) == ":")
}

/// Whether a quotation only names or doubts: few words, no verb.
pub(crate) fn is_naming(input: Input<'_>, quote: &Quote) -> bool {
    let inside = quote.inside();
    // "صحيفة «لوجورنال دو ديمانش الأسبوعية»": a name with what describes it.
    let opens = || input.layers.name_at(inside.start).is_some() && !inside.clone().any(|w| input.layers.is_verb(w));
    // "لن نقبل بذلك" is speech, however short.
    let speech = || inside.clone().any(|w| input.layers.is_verb(w)) && input.layers.morph(inside.start).pos == Pos::Negation;
    inside.len() <= 3 && !speech() || (inside.len() <= 5 && opens())
}

/// A preposition that the cue governs, at `word`.
fn prepositional(input: Input<'_>, cue: &CueAt, word: usize, preps: u16) -> Option<Marker> {
    if preps == 0 {
        return None;
    }
    let layers = input.layers;
    let morph = layers.morph(word);
    // "محمد حمدان دقلو، المعروف بـ"حميدتي"": what he is called is not what he said; "قال لـ«الشرق الأوسط»": nor whom he told.
    // "الهجوم الذي أسفر عن مقتل", "المسؤولون عن الأمن": nor is what another verb or a charge governs.
    let charge = |b: usize| layers.is_charged(b) && layers.morph(b).article && matches!(layers.text.folded(word), "عن" | "علي");
    let another = |b: usize| b > cue.word && (layers.is_verb(b) || charge(b));
    if word.checked_sub(1).is_some_and(another) {
        return None;
    }
    let told = layers.text.folded(word) == "ل" && layers.lexicon.cues[cue.cue].addressee & Prep::Li.bit() != 0;
    if told || word.checked_sub(1).is_some_and(|b| layers.is_called(b)) {
        return None;
    }
    if morph.pos == Pos::Preposition && !morph.has_pronoun() {
        let prep = Prep::parse(layers.text.folded(word).get(morph.lead as usize..)?)?;
        if prep.bit() & preps == 0 {
            return None;
        }
        // "دعا في بيان إلى": the preposition of place before is not the content's.
        // "على هامش إشرافه على انعقاد المجلس": it is that noun's.
        let own = word.checked_sub(1).is_some_and(|b| layers.is_his(b) && layers.morph(b).is_nominal() && b > cue.word + 1);
        if own && layers.lexicon.cues[cue.cue].takes.object {
            return None;
        }
        // "مقتل تسعة جنود على بعد 150 كيلومترا", "على هامش القمة": a preposition with a noun that is an adverb.
        let next = crate::lexicon::key(crate::clause::morph_stem(layers, word + 1));
        if layers.time_at(word + 1).is_some() || prep == Prep::Ala && layers.lexicon.adverbs.contains(&next) {
            return None;
        }
        // "طعن جنديا في القدس": nor is where it was what anybody said.
        let named = layers.name_at(word + 1).is_some_and(|(_, n)| n.kind == Kind::Place && n.words.start == word + 1);
        let headed = || {
            let head = layers.lexeme(word + 1).is_some_and(|l| l.place_head.is_some());
            head && layers.name_at(word + 2).is_some_and(|(_, n)| n.kind == Kind::Place)
        };
        if prep == Prep::Fi && (named || headed()) {
            return None;
        }
        return Some(Marker { at: word, content: word + 1, lead: 0, how: Attached::Prep });
    }
    let attached = layers.prep_of(word).or_else(|| {
        // ب and ل before a quotation stand alone: بـ "التدخل".
        let alone = matches!(layers.text.folded(word), "ب" | "ل") && is_quote(layers.text.raw(word + 1));
        alone.then(|| Prep::parse(layers.text.folded(word))).flatten()
    })?;
    if attached.bit() & preps == 0 || layers.time_at(word).is_some() {
        return None;
    }
    // "اتهم الناطق باسم الحكومة … بعرقلة": inside a description of the speaker nothing begins that was said.
    if input.group_at(word).is_some_and(|g| g.words.start < word) {
        return None;
    }
    // "أشاد بهذه المناسبة بتميز العلاقات": an adverb is not what was said.
    let noun = word + usize::from(morph.pos == Pos::Demonstrative);
    if layers
        .lexicon
        .adverbs
        .contains(&crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, noun))))
    {
        return None;
    }
    // "ندد خطباء المساجد بمدينة الطائف بالتفجير": nor is where they are, if a second ب follows.
    if attached == Prep::Bi && is_where(input, cue, word) {
        return None;
    }
    let alone = matches!(layers.text.folded(word), "ب" | "ل");
    let content = if alone { word + 1 } else { word };
    let lead = if alone { 0 } else { clitic_bytes(input, word) };
    // قال للصحفيين: the addressee is no content.
    if attached == Prep::Li && layers.lexicon.cues[cue.cue].addressee & Prep::Li.bit() != 0 {
        return None;
    }
    Some(Marker { at: word, content, lead, how: Attached::Prep })
}

/// How far a place may stand before what was said.
const WHERE: usize = 6;

/// Whether a place stands at `word`, right after whoever speaks, and another noun under ب soon after it.
fn is_where(input: Input<'_>, cue: &CueAt, word: usize) -> bool {
    let layers = input.layers;
    let Some(group) = input.group_at(word).filter(|g| g.words.start == word && word > cue.word + 1) else { return false };
    let named = group.name.or(group.of).is_some_and(|n| layers.names[n].kind == crate::lexicon::Kind::Place);
    let place =
        named && (group.name.is_some() || layers.lexeme(word).is_some_and(|l| l.place_head.is_some() || l.title.is_some()));
    let again = |w: usize| layers.prep_of(w) == Some(Prep::Bi) && layers.name_at(w).is_none() && layers.time_at(w).is_none();
    let to = group.words.end + WHERE;
    place && (group.words.end..to.min(layers.text.words.len())).take_while(|w| !layers.is_verb(*w)).any(again)
}

/// Bytes (folded) of conjunction and preposition before a word; `لل` is kept whole.
pub(super) fn clitic_bytes(input: Input<'_>, word: usize) -> usize {
    let morph = input.layers.morph(word);
    let folded = input.layers.text.folded(word);
    let conj = if morph.conj { 2 } else { 0 };
    if folded.get(conj..).is_some_and(|f| f.starts_with("لل")) { conj } else { conj + 2 }
}

/// Whether `word` stands in a relative clause that opened after `from`.
fn in_relative(input: Input<'_>, from: usize, word: usize) -> bool {
    (from + 1..word).any(|w| input.layers.morph(w).pos == Pos::Relative)
}

/// A noun phrase as content: the first group that cannot speak, or the second.
fn object(input: Input<'_>, cue: &CueAt, end: usize) -> Option<Marker> {
    let layers = input.layers;
    let mut subject_seen = false;
    let mut subject_end = usize::MAX;
    let mut word = cue.word + 1;
    while word < end {
        if let Some((_, time)) = layers.time_at(word) {
            word = time.words.end;
            continue;
        }
        let morph = layers.morph(word);
        // "أعلنت يوم 23 مارس تأجيل المحاكمة".
        let day = layers.time_at(word + 1).is_some() && layers.text.folded(word) == "يوم";
        if day || layers.is_comma(word) || matches!(morph.pos, Pos::Adverb) {
            word += 1;
            continue;
        }
        // "نفت القناة ما صرحت به الصحفية": a clause that stands for a noun.
        // "اعتبرت البحرين ما صدر عنه تدخلا": but of a verb of thinking what it is held to be is said.
        let thinks = layers.lexeme(cue.word).is_some_and(|l| layers.lexicon.impersonal.contains(&l.key));
        if matches!(layers.text.folded(word), "ما" | "من") && layers.is_verb(word + 1) && !thinks {
            return Some(Marker { at: word, content: word, lead: 0, how: Attached::Object });
        }
        // "أعلنت النقابة، المنضوية تحت لواء الاتحاد، تعليق مشاركتها": what describes the speaker between two commas.
        let describes = subject_seen
            && layers.is_comma(word - 1)
            && morph.article
            && morph.form != FormKind::Masdar
            && layers.prep_of(word + 1).or_else(|| Prep::parse(layers.text.folded(word + 1))).is_some();
        // "انتقد الحداد، الذي يستخدم الموقع كثيرا، سياسته": so does a relative clause between them.
        let describes = describes || subject_seen && layers.is_comma(word - 1) && morph.pos == Pos::Relative;
        if describes && let Some(close) = (word + 1..end.min(word + ASIDE)).find(|w| layers.is_comma(*w)) {
            word = close + 1;
            continue;
        }
        // "في بيان أصدره الثلاثاء", "الوزير الذي تقوده الحكومة": a clause about what stands before it.
        if let Some(past) = super::aside::past_clause(input, word, end) {
            word = past;
            continue;
        }
        if morph.pos == Pos::Preposition || layers.prep_of(word).is_some() {
            // An adjunct: "في بيان", "خلال لقائه": skip its group.
            // "أكد فيها وقوف إيران مع": what follows a pronoun is none of its group; in "الوقت الذي يرفض فيه الشعب" it is the subject.
            let relative = cue.word.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Relative);
            if !relative && morph.form == FormKind::Closed && super::cues::prep_with_pronoun(layers.text.folded(word)) {
                word += 1;
                continue;
            }
            let start = if morph.pos == Pos::Preposition { word + 1 } else { word };
            word = super::aside::past_adjunct(input, start);
            continue;
        }
        let group = input.group_at(word)?;
        // "روى صيادون في الميناء تفاصيل الحادث"
        let people = word == cue.word + 1 && super::source::is_people(input, group);
        let speaks = super::source::can_speak(input, group) || people;
        // "طالب العراق تركيا تسليم المطلوبين": whom a verb asks, then the deed.
        let asked = layers.lexicon.cues[cue.cue].addressee_object && !layers.lexicon.cues[cue.cue].takes.blame;
        if asked
            && speaks
            && subject_seen
            && group.words.start == subject_end
            && layers.morph(group.head).form != FormKind::Masdar
        {
            word = group.words.end;
            continue;
        }
        if asked && layers.morph(word).form != FormKind::Masdar && !speaks {
            return None;
        }
        // "أدانت الإمارات والكويت والأردن الهجوم": those who say it together.
        let together = group.conj && word == subject_end;
        if speaks && (!subject_seen || together) && !cue.continues {
            subject_seen = true;
            word = group.words.end;
            subject_end = word;
            continue;
        }
        // "طلبت الشرطة في العاصمة الهندية دلهي": nor is a place beside the one before it.
        if subject_seen && word > subject_end && group.name.is_some_and(|n| layers.names[n].kind == Kind::Place) && !group.conj {
            word = group.words.end;
            continue;
        }
        // "يبلغ ثمن الجهاز 129 دولارا": nor is a number said.
        if layers.is_verb(word) || group.conj && !subject_seen || layers.text.words[word].kind == crate::text::WordKind::Number {
            return None;
        }
        // What is said must be an abstract noun: a masdar or a lexical noun, not a person or place.
        let first = layers.morph(word);
        let said = first.form == FormKind::Masdar
            || first.form == FormKind::Noun
            || first.pos == Pos::Quantifier
            || first.pos == Pos::Unknown;
        let nameless = group.name.is_none() && group.person.is_none();
        return (said && nameless || subject_seen).then_some(Marker { at: word, content: word, lead: 0, how: Attached::Object });
    }
    None
}

/// How long an attribution at the head of a content may be.
const ATTRIBUTION: usize = 14;

/// `أضاف أنه وفقا لتقرير الشرطة، فقد فقدت امرأة`: the content begins after an attribution that opens it.
pub(crate) fn past_attribution(input: Input<'_>, marker: Marker, sentence: Range<usize>) -> Marker {
    let layers = input.layers;
    if marker.how != Attached::That || layers.phrase_at(marker.content, &[PhraseClass::According]).is_none() {
        return marker;
    }
    let end = sentence.end.min(marker.content + ATTRIBUTION);
    let comma = (marker.content + 1..end).find(|w| layers.is_comma(*w));
    comma.filter(|c| c + 3 < sentence.end).map_or(marker, |c| Marker { content: c + 1, ..marker })
}

/// The words of the content.
pub(crate) fn words(
    input: Input<'_>,
    cue: &CueAt,
    marker: &Marker,
    later: &[CueAt],
    sentence: Range<usize>,
) -> Option<Range<usize>> {
    let layers = input.layers;
    if marker.content >= sentence.end && marker.how != Attached::Quote {
        return None;
    }
    // بما وصفه بـ "…": the quotation is what was said.
    let start = described(input, marker.content, sentence.end);
    if marker.how == Attached::Quote || start != marker.content {
        let open = (start..sentence.end.min(start + 2)).find(|w| is_quote(layers.text.raw(*w)));
        if let Some(quote) = open.and_then(|o| opened_at(input.quotes, o)) {
            return Some(quote.open + 1..quote.close).filter(|w| !w.is_empty());
        }
    }
    // "لمن وصفهم بـ"المرتزقة"، وأن …": where the clause ends with the quotation, the quotation is all.
    if marker.how == Attached::Prep
        && let Some(quote) = opened_at(input.quotes, start).filter(|q| q.closed && q.close < sentence.end)
        && (quote.close + 1 >= sentence.end || layers.is_comma(quote.close + 1) || layers.text.raw(quote.close + 1) == ".")
    {
        return Some(quote.open + 1..quote.close).filter(|w| !w.is_empty());
    }
    let mut end = clause_end(input, cue, start, marker.how, later, sentence.end);
    // A quotation that opened inside runs on over sentences.
    if let Some(quote) = from(input.quotes, start).iter().take_while(|q| q.open < end).find(|q| q.close >= end && q.closed)
        && quote.open <= start + 2
    {
        end = quote.close + 1;
    }
    (end > start).then_some(start..end)
}

/// Skips `بما وصفه بـ`, `ما سماه` and the like before a quotation.
fn described(input: Input<'_>, start: usize, end: usize) -> usize {
    let layers = input.layers;
    let opens = matches!(layers.text.folded(start), "بما" | "ما" | "مما" | "عما" | "لما");
    if !opens || !layers.is_verb(start + 1) {
        return start;
    }
    (start + 2..end.min(start + 5)).find(|w| is_quote(layers.text.raw(*w))).unwrap_or(start)
}

/// Where the clause of the content ends: at the next cue, an attribution, a turn (`، فيما`), or with the sentence.
fn clause_end(input: Input<'_>, cue: &CueAt, start: usize, how: Attached, later: &[CueAt], sentence_end: usize) -> usize {
    let layers = input.layers;
    let mut end = sentence_end;
    let mut word = start;
    while word < sentence_end {
        if let Some(quote) = covering(input.quotes, word).filter(|q| q.open == word && q.close < sentence_end) {
            word = quote.close + 1;
            continue;
        }
        let after_comma = word > start && (layers.is_comma(word - 1) || is_quote(layers.text.raw(word - 1)));
        let source = layers.phrase_at(word, &[PhraseClass::According, PhraseClass::SelfSource]);
        if word > start + 1 && source.is_some() && (after_comma || source.is_some_and(|(n, _)| n > 1)) {
            end = word;
            break;
        }
        if after_comma && layers.phrase_at(word, &[PhraseClass::Connect]).is_some() {
            end = word;
            break;
        }
        // "الذي تصفه بأنه جماعة إرهابية حتى وإن لجأت إلى …": a relative clause ends with its first turn.
        let aside = cue.word > 0 && layers.morph(cue.word - 1).pos == Pos::Relative && word > start + 1;
        if aside && (layers.text.folded(word) == "حتي" || layers.is_comma(word) || layers.morph(word).pos == Pos::Conjunction)
        {
            end = word;
            break;
        }
        // "…، لكن الشرطة قالت": who says the opposite begins a sentence of his own; "…، لكنه لم يذكر تفاصيل" is the writer's.
        if word > start + 1 && super::turn::turns_against(input, word, later, sentence_end) {
            end = word;
            break;
        }
        // "رغم تأكيد الوزير أن الأسعار مستقرة، ارتفع الثمن": what a verbal noun tells ends with its clause.
        let free = |w: usize| layers.is_verb(w) && !matches!(layers.morph(w - 1).pos, Pos::Relative | Pos::Complementizer);
        let perfect = layers.morph(word).feats.aspect == crate::morph::Aspect::Perfect;
        if cue.noun && (word > start + 1 && layers.is_comma(word) || word > start && free(word) && perfect) {
            end = word;
            break;
        }
        // "قوله إن الصاروخ انفجر بينما قال مسؤولون إن": without a comma, where another speaks at once.
        let told = |w: usize| {
            layers.morph(w).feats.aspect == crate::morph::Aspect::Perfect && !layers.text.folded(word).ends_with("فيما")
        };
        let speaks = || later.iter().any(|n| n.word == word + 1 && !n.continues && told(n.word));
        if (after_comma || speaks()) && layers.morph(word).pos == Pos::Conjunction && layers.role(word) == "while" {
            end = word;
            break;
        }
        // "قال النائب الذي رحب بالقرار، إنه": what follows إن is of a verb before.
        if after_comma
            && matches!(how, Attached::Prep | Attached::Object)
            && cue.word.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Relative)
            && layers.morph(word).pos == Pos::Complementizer
        {
            end = word;
            break;
        }
        if word > start + 2 && brings_witness(input, word) {
            end = word;
            break;
        }
        if sentence_like(input, start, word, how) {
            end = word;
            break;
        }
        if let Some(next) = later.iter().find(|n| n.word == word && n.word > cue.word) {
            // "أن الوفد، برئاسة وكيل الوزارة، يطلب …": the verb that its subject still waits for opens no clause of its own.
            let awaited = !(start..word).any(|w| layers.is_verb(w));
            // "وعد بالإصلاح كما وعد بالحوار"
            let also = word > start + 1 && !next.continues && layers.text.folded(word - 1) == "كما";
            let turn = also || next.continues || layers.has_conj(word) || (after_comma && !awaited && opens_clause(input, word));
            if turn && word > start {
                end = word;
                break;
            }
        }
        word += 1;
    }
    while end > start && trims(layers.text.raw(end - 1), input, end - 1) {
        end -= 1;
    }
    end
}

/// "قال إن البلاد بخير مستشهدا بأرقام …": a participle of reporting that tells no words of its own.
fn brings_witness(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let morph = layers.morph(word);
    morph.form == FormKind::ActiveParticiple
        && !morph.article
        && morph.prep.is_none()
        && layers.text.folded(word).ends_with('ا')
        && layers.lexeme(word).is_some_and(|l| l.cue.is_some())
        && layers.prep_of(word + 1) == Some(Prep::Bi)
}

/// "رحبت بغداد بالقرار وقد يعقبه …": a sentence of its own joined to a content that is a noun phrase.
fn sentence_like(input: Input<'_>, start: usize, word: usize, how: Attached) -> bool {
    let layers = input.layers;
    if word == start || !matches!(how, Attached::Prep | Attached::Object) || !layers.text.folded(word).starts_with('و') {
        return false;
    }
    let verb = layers.is_verb(word + 1) && matches!(layers.text.folded(word), "وقد" | "ولم" | "ولن" | "وسوف");
    let clause = |w: usize| layers.is_verb(w) || matches!(layers.morph(w).pos, Pos::Relative | Pos::Complementizer);
    verb && !(start..word).any(clause)
}

fn trims(raw: &str, input: Input<'_>, word: usize) -> bool {
    matches!(raw, "،" | "," | "." | "؛" | ";" | ":" | "؟" | "!" | "-" | "–" | "ـ")
        || (input.layers.morph(word).pos == Pos::Conjunction && matches!(raw, "و" | "كما" | "فيما"))
}

/// The span of the content without outer quotation marks and without the proclitic that attaches it.
pub(crate) fn span(input: Input<'_>, marker: &Marker, words: Range<usize>) -> Option<Span> {
    let layers = input.layers;
    let (mut first, mut end) = (words.start, words.end);
    while end > first && trims(layers.text.raw(end - 1), input, end - 1) {
        end -= 1;
    }
    let outer = opened_at(input.quotes, first).filter(|q| q.close + 1 == end || q.close == end);
    if let Some(quote) = outer {
        first += 1;
        end = quote.close.min(end);
    } else {
        if first < end && is_quote(layers.text.raw(first)) && opened_at(input.quotes, first).is_none_or(|q| q.close >= end) {
            first += 1;
        }
        if end > first
            && is_quote(layers.text.raw(end - 1))
            && !from(input.quotes, first).iter().take_while(|q| q.open < end).any(|q| q.close == end - 1)
        {
            end -= 1;
        }
    }
    while end > first && trims(layers.text.raw(end - 1), input, end - 1) {
        end -= 1;
    }
    if end <= first {
        return None;
    }
    let whole = layers.text.span(first..end);
    if marker.lead > 0 && first == marker.content {
        let cut = crate::text::raw_offset(layers.text.raw(first), marker.lead);
        return Some(Span::new(whole.start as usize + cut, whole.end as usize));
    }
    Some(whole)
}

/// The quotations inside the content.
pub(crate) fn quotes_in(input: Input<'_>, words: Range<usize>) -> Vec<Span> {
    from(input.quotes, words.start.saturating_sub(1))
        .iter()
        .take_while(|q| q.open < words.end)
        .filter(|q| q.close <= words.end && q.open + 1 < q.close)
        .map(|q| input.layers.text.span(q.inside()))
        .collect()
}

/// The quotations that open at `word` or later.
fn from(quotes: &[Quote], word: usize) -> &[Quote] {
    &quotes[quotes.partition_point(|q| q.open < word)..]
}

/// Whether most of the content stands in quotation marks.
pub(crate) fn is_direct(input: Input<'_>, words: Range<usize>) -> bool {
    let n_quoted = words.clone().filter(|w| covering(input.quotes, *w).is_some_and(|q| q.inside().contains(w))).count();
    2 * n_quoted > words.len()
}
