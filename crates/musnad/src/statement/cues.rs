//! Where someone is said to speak: verbs and participles of the cue lexicon, in a place where they report.

use super::Input;
use super::quotes::covering;
use crate::lexicon::{Cue, PhraseClass, Prep};
use crate::morph::{Aspect, FormKind, Gender, Number, Person, Pos, Voice};
use std::ops::Range;

/// A cue in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CueAt {
    /// Its word.
    pub word: usize,
    /// Index into the lexicon's cues.
    pub cue: usize,
    /// Speech act.
    pub act: &'static str,
    /// A participle that continues the speaker before (`مضيفا`).
    pub continues: bool,
    /// Denied or denying.
    pub negative: bool,
    /// Gender of the finite verb, where it agrees with a subject.
    pub gender: Option<Gender>,
    /// It is a finite verb in the plural or dual: its subject never stands after it.
    pub several: bool,
    /// It is a verbal noun with its subject (`بعد تأكيد الوزير أن`).
    pub noun: bool,
}

/// The cues of a sentence, in order. Cues inside a quotation belong to what is quoted and are left out.
pub(crate) fn find(input: Input<'_>, sentence: Range<usize>) -> Vec<CueAt> {
    sentence.filter_map(|word| cue_at(input, word)).collect()
}

pub(super) fn cue_at(input: Input<'_>, word: usize) -> Option<CueAt> {
    let layers = input.layers;
    let morph = layers.morph(word);
    if covering(input.quotes, word).is_some_and(|q| q.closed || q.close > word) && layers.name_at(word).is_none() {
        let quote = covering(input.quotes, word)?;
        // Short marked words are names or doubts, not speech; a cue inside a long quotation is the speaker's own.
        if quote.inside().contains(&word) {
            return None;
        }
    }
    if layers.name_at(word).is_some() || layers.time_at(word).is_some() {
        return None;
    }
    // "ضابط يدعى تشين تيبو": what somebody is called.
    if layers.is_called(word) && layers.name_at(word + 1).is_some() {
        return None;
    }
    // "وقال وهو يتحدث عن الفوز": nor is what he does meanwhile.
    if word.checked_sub(1).is_some_and(|b| layers.opens_circumstance(b)) && is_meanwhile(input, word) {
        return None;
    }
    // "بحسب ما نقلته الوكالة": the verb of an attribution is no cue of its own.
    if word.checked_sub(1).is_some_and(|b| matches!(layers.text.folded(b), "ما" | "حسبما" | "لما" | "بما" | "مما" | "عما"))
    {
        return None;
    }
    // "…، نقلا عن وكالة": nor is an attribution itself.
    if layers.phrase_at(word, &[PhraseClass::According]).is_some() {
        return None;
    }
    // "في بيان نقلته الوكالة": who passed the document on is a hop of the chain, told by no cue of its own.
    if carries_document(input, word) || carries_known(input, word) {
        return None;
    }
    let (lexeme, feats, finite) = match (morph.form, morph.verb) {
        (FormKind::Finite, _) => {
            let (lexeme, feats) = governing(input, word).unwrap_or((morph.lexeme?, morph.feats));
            (lexeme, feats, true)
        }
        // "هناك": a word of grammar is no verb with a pronoun; "وبين أن" is no preposition.
        (FormKind::Closed, _) => {
            let form = like_preposition(input, word)?;
            (form.lexeme, form.feats, true)
        }
        (_, Some((lexeme, feats))) if opens_clause(input, word) => (lexeme, feats, true),
        (FormKind::ActiveParticiple, _) => (morph.lexeme?, morph.feats, false),
        (FormKind::Masdar, _) if super::verbal::told(input, word).is_some() => (morph.lexeme?, morph.feats, false),
        (FormKind::Masdar, _) if morph.prep == Some('ل') => (purpose(input, word)?, morph.feats, false),
        _ => (participle(input, word)?, morph.feats, false),
    };
    // "ويعتقد أن الجهاز …": nobody is said to think so.
    if is_impersonal(input, word) {
        return None;
    }
    let cue_idx = layers.lexicon.lexeme(Some(lexeme))?.cue? as usize;
    let cue = &layers.lexicon.cues[cue_idx];
    // "حسبما جاء في": nor is the verb of an attribution.
    let within = |n: usize| {
        let first = word.checked_sub(n);
        first.and_then(|b| layers.phrase_at(b, &[PhraseClass::According])).is_some_and(|(len, _)| len > n)
    };
    if (1..=2).any(within) {
        return None;
    }
    // "حمل المحتجون الأعلام": only who blames someone says something by it.
    let blamed = (word + 1..word + BLAMED)
        .take_while(|w| !layers.is_verb(*w) && !layers.is_comma(*w) && layers.morph(*w).pos != Pos::Relative)
        .any(|w| is_blame(input, w));
    if cue.takes.blame && !blamed {
        return None;
    }
    // "أمر الرئيس بـ": not where its letters are read as a verb.
    let noun = !finite && morph.form == FormKind::Masdar && morph.prep.is_none();
    // "طلب عدم كشف هويته": who hides his name says nothing by that.
    if in_veil(input, word) || matches!(cue.act, "ask" | "demand" | "reject") && veil_end(input, word).is_some() {
        return None;
    }
    if noun {
        return Some(CueAt {
            word,
            cue: cue_idx,
            act: cue.act,
            continues: false,
            negative: cue.negative,
            gender: None,
            several: false,
            noun,
        });
    }
    if !finite && morph.form != FormKind::Masdar {
        // مضيفا, مؤكدة, مشيرين: indefinite accusative, free of prepositions.
        let folded = layers.text.folded(word);
        let accusative = folded.ends_with('ا') || folded.ends_with('ه') || folded.ends_with("ين") || folded.ends_with("ات");
        if morph.article || morph.prep.is_some() || !accusative || morph.has_pronoun() {
            return None;
        }
        // "ذكرت مصادر يمنية مطلعة أن": nor an adjective of a source.
        let source = input.groups.get(input.groups.partition_point(|g| g.words.end <= word));
        if source.is_some_and(|g| g.head < word && crate::clause::tells_source(layers, g.head, word)) {
            return None;
        }
        // "مقدرة ب11 مليون دولار": a number is no word of anybody.
        let number = |w: usize| layers.text.folded(w).trim_start_matches('ب').starts_with(|c: char| c.is_ascii_digit());
        if layers.text.words.get(word + 2).is_some()
            && (number(word + 1) || layers.text.folded(word + 1) == "ب" && number(word + 2))
        {
            return None;
        }
        // "لم تعد قادرة على": without a pause before it, a participle reports only with its construction right after it.
        let pause = word.checked_sub(1).is_none_or(|b| layers.morph(b).pos == Pos::Punctuation) || layers.has_conj(word);
        // "معالج ثماني النواة، وذاكرة وصول": so does one joined by و.
        let joined = layers.has_conj(word) && feminine(folded) && !word.checked_sub(1).is_some_and(|b| layers.is_comma(b));
        if (!pause || joined) && !governs(input, word, cue) {
            return None;
        }
        // "كان ملتزما بشكل شخصي": what somebody was.
        if word.checked_sub(1).is_some_and(|b| matches!(layers.role(b), "past" | "be")) {
            return None;
        }
    } else if finite && (feats.person != Person::Third || feats.voice == Voice::Passive) {
        return None;
    }
    let before = word.checked_sub(1);
    let negated = finite && before.is_some_and(|b| layers.morph(b).pos == Pos::Negation && layers.text.folded(b) != "غير");
    // "عبر عن أبلغ التهاني": no verb stands right after a preposition.
    let prep =
        |b: usize| layers.morph(b).pos == Pos::Preposition && matches!(layers.text.folded(b), "عن" | "في" | "الي" | "علي" | "مع");
    if finite && before.is_some_and(prep) {
        return None;
    }
    // "إذا قال", "لو أكد", "أن يقول": not reported as said.
    if before.is_some_and(|b| layers.text.folded(b) == "ان" && feats.aspect == crate::morph::Aspect::Imperfect) {
        return None;
    }
    // "إن طلب التأشيرة معلق": no perfect stands right after إن.
    let after_that = before.is_some_and(|b| layers.text.raw(b).starts_with("إن") && layers.morph(b).pos == Pos::Complementizer);
    if finite && feats.aspect == Aspect::Perfect && after_that && layers.text.folded(word - 1) == "ان" {
        return None;
    }
    // "اعتبر أن نقل التلاميذ": nor after أن, but that of a time (`بعد أن قال`).
    let timed = |w: usize| layers.morph(w).pos == Pos::Preposition || layers.morph(w).pos == Pos::Conjunction;
    let that = before.filter(|b| layers.text.folded(*b) == "ان" && !layers.has_conj(word));
    let bare = feats.gender == Gender::Masculine && feats.number == Number::Singular;
    if finite && bare && feats.aspect == Aspect::Perfect && that.is_some_and(|b| !b.checked_sub(1).is_some_and(timed)) {
        return None;
    }
    // "وذُكر أن": a passive told by its vowel.
    if finite && feats.aspect == Aspect::Perfect && !morph.has_pronoun() && is_marked_passive(input, word) {
        return None;
    }
    // "سيمنع رفض الاتفاق": no perfect stands right after an imperfect.
    let imperfect = |b: usize| layers.morph(b).feats.aspect == crate::morph::Aspect::Imperfect;
    let after_verb = before.is_some_and(|b| layers.is_verb(b) && layers.morph(b).pos != Pos::Modal && imperfect(b));
    if finite && after_verb && feats.aspect == crate::morph::Aspect::Perfect && !layers.has_conj(word) {
        return None;
    }
    Some(CueAt {
        word,
        cue: cue_idx,
        act: cue.act,
        continues: !finite,
        negative: cue.negative || negated,
        gender: finite.then_some(feats.gender),
        several: finite && feats.number != Number::Singular,
        noun: false,
    })
}

/// `وقال وهو يعلق على`: whether a circumstance of another cue, shortly before it, opens with this verb.
pub(super) fn is_meanwhile(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let cue = |w: usize| layers.is_verb(w) && layers.lexeme(w).is_some_and(|l| l.cue.is_some());
    let near = word.saturating_sub(MEANWHILE)..word.saturating_sub(1);
    layers.morph(word).feats.aspect == Aspect::Imperfect && near.clone().any(cue) && !near.into_iter().any(|w| layers.is_comma(w))
}

/// How far behind its cue a circumstance begins.
const MEANWHILE: usize = 5;

/// Whether a participle has the ending of the feminine, folded.
fn feminine(folded: &str) -> bool {
    folded.ends_with('ه')
}

/// How far after a verb of blaming the blame may stand.
const BLAMED: usize = 14;

/// Whether a word is what someone is blamed with (`مسؤولية`).
pub(super) fn is_blame(input: Input<'_>, word: usize) -> bool {
    if input.layers.text.words.get(word).is_none() {
        return false;
    }
    let stem = crate::lexicon::without_article(crate::clause::morph_stem(input.layers, word));
    input.layers.lexicon.blames.contains(&crate::lexicon::key(stem))
}

/// An unwritten passive: a verb of thinking or telling in the masculine imperfect that opens its sentence and is followed by what
/// is thought, not by whoever thinks so (`ويعتقد أن`, `يشتبه في`, `يذكر أن`).
pub(crate) fn is_impersonal(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let morph = layers.morph(word);
    let feats = if morph.form == FormKind::Finite { morph.feats } else { morph.verb.map(|(_, f)| f).unwrap_or_default() };
    let lexeme = if morph.form == FormKind::Finite { morph.lexeme } else { morph.verb.map(|(l, _)| l) };
    let listed = layers.lexicon.lexeme(lexeme).is_some_and(|l| layers.lexicon.impersonal.contains(&l.key));
    let form = feats.aspect == Aspect::Imperfect
        && feats.person == Person::Third
        && feats.gender == Gender::Masculine
        && feats.number == Number::Singular;
    if !listed || !form || morph.has_pronoun() || morph.future {
        return false;
    }
    let first = layers.text.sentence_of(word).map_or(word, |s| layers.text.sentences[s].first);
    let opens =
        (first..word).all(|w| matches!(layers.morph(w).pos, Pos::Particle | Pos::Conjunction | Pos::Modal | Pos::Punctuation));
    let next = layers.morph(word + 1);
    let said = matches!(next.pos, Pos::Complementizer | Pos::Preposition) && !next.has_pronoun() || next.prep.is_some();
    (opens || is_of_several(input, word)) && said
}

/// `مسلحين يشتبه بأنهم`, `الصور التي يرجح أنها`: a masculine singular after several, or after the relative of a feminine or several.
fn is_of_several(input: Input<'_>, word: usize) -> bool {
    let Some(before) = word.checked_sub(1) else { return false };
    let folded = input.layers.text.folded(before);
    let relative = input.layers.morph(before).pos == Pos::Relative && folded != "الذي" && folded.starts_with("ال");
    let comma = if input.layers.is_comma(before) { before.saturating_sub(1) } else { before };
    let group = input.group_at(comma).filter(|g| g.words.end == comma + 1 && g.person.is_none() && !g.is_time);
    let several = |g: &crate::clause::Group| {
        crate::clause::is_plural(input.layers, g)
            && input.layers.morph(g.head).is_nominal()
            && !input.layers.morph(g.head).article
    };
    relative || group.is_some_and(several)
}

/// Whether a verb's first letter bears the vowel of the passive (`ذُكر`, `يُعتقد`).
fn is_marked_passive(input: Input<'_>, word: usize) -> bool {
    let raw = input.layers.text.raw(word);
    let bare = if input.layers.morph(word).conj { raw.strip_prefix('و').unwrap_or(raw) } else { raw };
    bare.chars().nth(1) == Some('\u{64f}')
}

/// A verb of thinking in the imperfect, whose passive is not written otherwise (`يعتبر`).
pub(super) fn is_thought(input: Input<'_>, word: usize) -> bool {
    let lexeme = input.layers.lexeme(word);
    let listed = lexeme.is_some_and(|l| input.layers.lexicon.impersonal.contains(&l.key));
    listed && input.layers.morph(word).feats.aspect == Aspect::Imperfect
}

/// Whether a verb with a pronoun resumes an indefinite document right before it (`بيان نقلته الوكالة`).
pub(super) fn carries_document(input: Input<'_>, word: usize) -> bool {
    input.layers.morph(word).has_pronoun() && tells_of_document(input, word)
}

/// Whether a verb with a pronoun tells in a relative clause who passed a known document on (`البيان، الذي نشره الموقع، أن`).
fn carries_known(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let Some(relative) = word.checked_sub(1).filter(|b| layers.morph(*b).pos == Pos::Relative) else { return false };
    let comma = usize::from(relative.checked_sub(1).is_some_and(|b| layers.is_comma(b)));
    let group = relative.checked_sub(1 + comma).and_then(|b| input.group_at(b));
    let class = |p: &u32| layers.lexicon.phrases[*p as usize].class == PhraseClass::Document;
    let document = group.is_some_and(|g| layers.lexeme(g.head).is_some_and(|l| l.phrases.iter().any(class)));
    document && layers.morph(word).has_pronoun()
}

/// Whether a verb opens a clause about an indefinite document right before it (`بيان تلقت الوكالة نسخة منه`).
pub(super) fn tells_of_document(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let document = |w: usize| {
        let class = |p: &u32| layers.lexicon.phrases[*p as usize].class == PhraseClass::Document;
        !layers.morph(w).article && layers.lexeme(w).is_some_and(|l| l.phrases.iter().any(class))
    };
    let verb = layers.is_verb(word) && !layers.has_conj(word);
    verb && word.checked_sub(1).is_some_and(document)
}

/// `فيها`, `عليه`, `منهم`: a preposition with its pronoun, folded.
pub(super) fn prep_with_pronoun(folded: &str) -> bool {
    ["ه", "ها", "هم", "هما", "هن", "نا"].iter().any(|pronoun| folded.ends_with(pronoun)) && folded != "تجاه"
}

/// How many words may stand between a verb and the phrase by which a source hides its name.
const VEILED: usize = 3;

/// Where the clause ends by which a source hides its name, if `word` opens it: `طلب عدم كشف هويته`, `رفض ذكر اسمه`.
pub(super) fn veil_end(input: Input<'_>, word: usize) -> Option<usize> {
    (word..word + 1 + VEILED).find_map(|w| input.layers.phrase_at(w, &[PhraseClass::Veil]).map(|(n, _)| w + n))
}

/// Whether a word is part of such a phrase.
fn in_veil(input: Input<'_>, word: usize) -> bool {
    (word.saturating_sub(2)..=word).any(|w| input.layers.phrase_at(w, &[PhraseClass::Veil]).is_some_and(|(n, _)| w + n > word))
}

/// The verb whose participle a word is where its letters are a noun's too (`مشيرا`, of أشار, is also a marshal): after a pause,
/// in the indefinite accusative.
fn participle(input: Input<'_>, word: usize) -> Option<u32> {
    let layers = input.layers;
    // "… للكلية مشيرا إلى أن": without a comma its construction shows it.
    let that = (word + 1..word + 3).any(|w| layers.text.words.get(w).is_some() && layers.morph(w).pos == Pos::Complementizer);
    let pause = that || word.checked_sub(1).is_some_and(|b| layers.is_comma(b));
    let folded = layers.text.folded(word);
    // "مصادر مطلعة أن": part of what an unnamed source is called.
    let called = |w: usize| layers.phrase_at(w, &[PhraseClass::Anonymous]).is_some_and(|(n, _)| w + n > word);
    if (word.saturating_sub(2)..word).any(called) {
        return None;
    }
    let accusative = folded.ends_with(['ا', 'ه']) || folded.ends_with("ين");
    if !pause || layers.morph(word).form != FormKind::Noun || !accusative {
        return None;
    }
    let reports = |lexeme: u32| layers.lexicon.lexeme(Some(lexeme)).is_some_and(|l| l.cue.is_some());
    let found = layers.lexicon.forms(folded).find(|f| f.kind == FormKind::ActiveParticiple && reports(f.lexeme))?;
    let cue = &layers.lexicon.cues[layers.lexicon.lexeme(Some(found.lexeme))?.cue? as usize];
    governs(input, word, cue).then_some(found.lexeme)
}

/// `تحدث عن`: the verb of reporting that takes the preposition right after it, where its letters were read as another's.
fn governing(input: Input<'_>, word: usize) -> Option<(u32, crate::morph::Feats)> {
    let layers = input.layers;
    if layers.lexeme(word)?.cue.is_some() {
        return None;
    }
    // "تحدث النائب أيضا عن": after whoever speaks.
    let speaker =
        input.group_at(word + 1).filter(|g| g.words.start == word + 1 && g.prep.is_none() && super::can_speak(input, g));
    let mut at = speaker.map_or(word + 1, |g| g.words.end);
    at += usize::from(layers.morph(at).pos == Pos::Adverb && layers.time_at(at).is_none());
    let next = layers.morph(at);
    if next.pos != Pos::Preposition || next.has_pronoun() {
        return None;
    }
    let prep = Prep::parse(layers.text.folded(at)).filter(|p| *p != Prep::Other)?;
    let takes = |lexeme: u32| {
        let cue = layers.lexicon.lexeme(Some(lexeme)).and_then(|l| l.cue).map(|c| &layers.lexicon.cues[c as usize]);
        cue.is_some_and(|c| c.takes.preps & prep.bit() != 0)
    };
    let masculine = |f: &&crate::lexicon::Form| f.feats.aspect == Aspect::Perfect && f.feats.gender == Gender::Masculine;
    let mut forms = layers.lexicon.forms(crate::clause::morph_stem(layers, word)).filter(|f| f.kind == FormKind::Finite);
    forms.by_ref().filter(|f| takes(f.lexeme)).find(masculine).map(|f| (f.lexeme, f.feats))
}

/// Whether a word's letters are the accusative of a participle that reports (`معلقا`).
pub(super) fn is_participle(input: Input<'_>, word: usize) -> bool {
    let reports = |lexeme: u32| input.layers.lexicon.lexeme(Some(lexeme)).is_some_and(|l| l.cue.is_some());
    let mut forms = input.layers.lexicon.forms(input.layers.text.folded(word));
    forms.any(|f| f.kind == FormKind::ActiveParticiple && reports(f.lexeme))
}

/// "وبين الوزير أن …": a verb of reporting that is written like a preposition, where it opens its clause and أن follows at once
/// or after a speaker.
fn like_preposition(input: Input<'_>, word: usize) -> Option<&crate::lexicon::Form> {
    let layers = input.layers;
    let morph = layers.morph(word);
    if morph.pos != Pos::Preposition {
        return None;
    }
    let reports = |lexeme: u32| layers.lexicon.lexeme(Some(lexeme)).is_some_and(|l| l.cue.is_some());
    let bare = layers.text.folded(word).get(if morph.conj { 2 } else { 0 }..)?;
    let form = layers.lexicon.forms(bare).find(|f| f.kind == FormKind::Finite && reports(f.lexeme))?;
    // "رئيس الحكومة عبر عن أمله": no preposition stands before the one that the verb takes.
    let next = layers.morph(word + 1);
    let takes = layers.lexicon.lexeme(Some(form.lexeme)).and_then(|l| l.cue).map(|c| layers.lexicon.cues[c as usize].takes);
    let governed = next.pos == Pos::Preposition && !next.has_pronoun() && !next.conj;
    let governed = governed.then(|| Prep::parse(layers.text.folded(word + 1))).flatten();
    let taken = |p: Prep| p != Prep::Other && takes.is_some_and(|t| t.preps & p.bit() != 0);
    if governed.is_some_and(taken) {
        return Some(form);
    }
    // "عبر وزير الخارجية الألماني عن": so where it stands after whoever speaks.
    let speaker = input.group_at(word + 1).filter(|g| g.words.start == word + 1 && (g.person.is_some() || g.title.is_some()));
    let after = speaker.map(|g| g.words.end).filter(|w| layers.morph(*w).pos == Pos::Preposition);
    if after.and_then(|w| Prep::parse(layers.text.folded(w))).is_some_and(taken) {
        return Some(form);
    }
    if !morph.conj || !opens_clause(input, word) {
        return None;
    }
    let group = input.group_at(word + 1).filter(|g| g.words.start == word + 1 && super::can_speak(input, g));
    let next = group.map_or(word + 1, |g| g.words.end);
    (layers.morph(next).pos == Pos::Complementizer && !layers.has_conj(next)).then_some(form)
}

/// `تجمع العمال للمطالبة بـ`: a demand told as the purpose of what people do.
fn purpose(input: Input<'_>, word: usize) -> Option<u32> {
    let layers = input.layers;
    let lexeme = layers.morph(word).lexeme?;
    let cue = &layers.lexicon.cues[layers.lexicon.lexeme(Some(lexeme))?.cue? as usize];
    let said = layers.prep_of(word + 1) == Some(Prep::Bi) && Prep::Bi.bit() & cue.takes.preps != 0;
    (layers.morph(word).article && cue.act == "demand" && said).then_some(lexeme)
}

/// Whether the construction of a cue begins right after it: a complementizer, a colon, a quotation, its preposition, its object.
fn governs(input: Input<'_>, word: usize, cue: &Cue) -> bool {
    let layers = input.layers;
    let next = word + 1;
    let raw = layers.text.raw(next);
    let morph = layers.morph(next);
    let said = morph.pos == Pos::Complementizer || raw == ":" || crate::text::is_quote(raw);
    let prep = layers.prep_of(next).or_else(|| {
        let bare = layers.text.folded(next).get(morph.lead as usize..)?;
        Prep::parse(bare).filter(|_| morph.pos == Pos::Preposition)
    });
    // "أنباء مؤكدة قليلة": right after an indefinite noun it is an adjective.
    let adjective = word.checked_sub(1).is_some_and(|b| {
        let before = layers.morph(b);
        before.is_nominal()
            && !before.article
            && !before.has_pronoun()
            && layers.name_at(b).is_none()
            && layers.time_at(b).is_none()
    });
    let object = cue.takes.object && prep.is_none() && !adjective;
    // "مطالبا الحكومة بسحبه": whom it addresses stands between.
    let addressed =
        cue.addressee_object.then(|| input.group_at(next)).flatten().filter(|g| g.words.start == next && prep.is_none());
    let asked = addressed.is_some_and(|g| layers.prep_of(g.words.end).is_some_and(|p| p.bit() & cue.takes.preps != 0));
    if asked {
        return true;
    }
    said || prep.is_some_and(|p| p.bit() & (cue.takes.preps | cue.addressee | cue.relays) != 0) || object
}

/// Whether a clause may begin with this word.
pub(crate) fn opens_clause(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let Some(before) = word.checked_sub(1) else { return true };
    if layers.text.sentence_of(word).is_some_and(|s| layers.text.sentences[s].first == word) || layers.has_conj(word) {
        return true;
    }
    let morph = layers.morph(before);
    // "إلى ذلك طالب …", "في غضون ذلك أعلن …": what links two paragraphs.
    let linked = layers.role(before) == "dem"
        && before.checked_sub(2).is_none_or(|b| {
            input.layers.text.sentence_of(b) != input.layers.text.sentence_of(word)
                || layers.morph(b).pos == Pos::Preposition
                    && input.layers.text.sentence_of(b).is_some_and(|s| layers.text.sentences[s].first == b)
        });
    linked || morph.pos == Pos::Punctuation || matches!(morph.pos, Pos::Conjunction | Pos::Relative | Pos::Particle)
}
