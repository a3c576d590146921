//! Which words are predicates of events, and which frame fits them.

use super::party::{acts, holds_actor, is_counted_nisba, is_people};
use crate::clause::{Group, Layers};
use crate::lexicon::{Frame, FrameKind, Kind, Lexeme, Prep, Slot, key, without_article_of};
use crate::morph::{Aspect, Feats, FormKind, Number, Person, Pos, Voice};
use crate::statement::{Input, opens_clause, suffers};
use std::ops::Range;

/// What a predicate is, for its arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// A finite verb.
    Finite,
    /// An indefinite accusative participle, which goes on for the subject before it (`مستهدفة مواقع`, `متهما إيران`).
    Participle,
    /// A verbal noun, a noun, or a passive participle that describes one.
    Nominal,
}

/// A predicate in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trigger {
    /// Its word.
    pub word: usize,
    /// One past its last word (a light verb's object included).
    pub end: usize,
    /// Its frame.
    pub frame: u32,
    /// Verb, participle or noun.
    pub shape: Shape,
    /// Features of the verb, for agreement with a subject.
    pub feats: Feats,
    /// Whether it is passive, or impersonal with `تم`.
    pub passive: bool,
    /// The required complement that matched: its group's head.
    pub object: Option<usize>,
    /// The frame of the noun phrase that a light verb governs, where it tells more of the deed (`شن حملة جوية`).
    pub told_by: Option<u32>,
}

/// How far a complement may stand that may be any word (`*`).
const ANY: usize = 7;

/// How far from its verb a required complement may stand.
const REACH: usize = 26;

/// The predicates of a sentence, in order.
pub(crate) fn find(input: Input<'_>, sentence: Range<usize>) -> Vec<Trigger> {
    let mut triggers: Vec<Trigger> = Vec::new();
    for word in sentence.clone() {
        // "بعد كمين محكم من القبض على مهرب": what tells that there was none of one deed tells another.
        let aside = |t: &Trigger| {
            let frame = &input.layers.lexicon.frames[t.frame as usize];
            frame.event == "NONE" && frame.object.iter().any(|(prep, _)| *prep == Some(Prep::Min))
        };
        if triggers.iter().any(|t| t.object == Some(word) && !aside(t)) {
            continue;
        }
        // "توقيع مذكرة تفاهم": nor does the genitive of what is signed tell another dealing.
        let kind = |t: &Trigger| t.object.is_some_and(|o| o + 1 == word && o > t.word) && !input.layers.morph(word).article;
        let dealing = |id: u32| super::MUTUAL.contains(&input.layers.lexicon.frames[id as usize].event.as_str());
        let of_object = triggers.last().filter(|t| kind(t) && dealing(t.frame));
        if let Some(trigger) = trigger_at(input, word, sentence.end)
            .filter(|t| of_object.is_none() || t.shape != Shape::Nominal || !dealing(t.frame))
        {
            // "زيارة قام بها الوزير": the verb tells the deed of its noun.
            let resumed = |t: &mut Trigger| t.shape == Shape::Nominal && trigger.object == Some(t.word) && t.word + 1 == word;
            if triggers.last_mut().is_some_and(resumed) {
                triggers.pop();
            }
            triggers.push(trigger);
        }
    }
    triggers
}

fn trigger_at(input: Input<'_>, word: usize, end: usize) -> Option<Trigger> {
    let layers = input.layers;
    if layers.name_at(word).is_some_and(|(_, n)| n.words.len() > 1 || n.words.start == word) || layers.time_at(word).is_some() {
        return None;
    }
    let morph = layers.morph(word);
    // "المقرر المعني بالتعذيب": what an office is for is no deed.
    let purpose = layers.prep_of(word) == Some(Prep::Li) && !layers.morph(word).article;
    if !purpose && input.group_at(word).is_some_and(|g| g.title.is_some() && g.head != word && g.core.contains(&word)) {
        return None;
    }
    // "، ضمنهم فنانون": who is among those before is not annexed.
    if layers.lexicon.such_as.contains(&key(layers.text.folded(word))) && word > 0 && layers.is_comma(word - 1) {
        return None;
    }
    if let Some(resumed) = resumptive(input, word) {
        return Some(resumed);
    }
    let impersonal = impersonal_before(input, word);
    let (lexeme, shape, mut feats) = match (morph.form, morph.verb) {
        // "شهد توافقا": right after a verb a dual is a noun in the accusative.
        (FormKind::Finite, _) if morph.feats.number == Number::Dual && word.checked_sub(1).is_some_and(|b| layers.is_verb(b)) => {
            return None;
        }
        // "وقبله مع الوزير": nor is a preposition that bears a pronoun one.
        (FormKind::Finite, _) if morph.has_pronoun() && Prep::parse(crate::clause::morph_stem(layers, word)).is_some() => {
            return None;
        }
        // "من أجل": no verb stands right under a preposition.
        (FormKind::Finite, _) if under_preposition(input, word) || under_imperfect(input, word) => return None,
        (FormKind::Finite, _) if morph.feats.person != Person::Second => (morph.lexeme?, Shape::Finite, morph.feats),
        // "ويشتبه في تورط المتمردين": nobody is said to do it.
        _ if crate::statement::is_impersonal(input, word) => return None,
        // "مثل المتهم أمام المحكمة": what may mean "like" is a verb where it opens the sentence and its complement follows.
        (FormKind::Closed, Some((lexeme, feats))) if appears(input, word, end) => (lexeme, Shape::Finite, feats),
        // "هناك", "لمن": a word of grammar is no verb with a pronoun.
        (FormKind::Closed, _) => return None,
        (_, Some((lexeme, feats))) if !impersonal && opens_clause(input, word) && feats.person == Person::Third => {
            (lexeme, Shape::Finite, feats)
        }
        // "إن القيادي قتل في غارة", "الجيش قصف المدينة": what may be a verbal noun is a verb right after its subject.
        (FormKind::Masdar | FormKind::Noun, Some((lexeme, feats))) if !impersonal && after_subject(input, word, feats) => {
            (lexeme, Shape::Finite, feats)
        }
        // "، مطالبة الحكومة بفتح": of a verbal noun alike, too.
        (FormKind::Masdar, _) => match reporting(input, word).filter(|_| layers.text.folded(word).ends_with('ه')) {
            Some(verb) => (verb, Shape::Participle, morph.feats),
            None => (own_noun(input, word).or(morph.lexeme)?, Shape::Nominal, morph.feats),
        },
        (FormKind::ActiveParticiple, _) if is_circumstance(input, word) => (morph.lexeme?, Shape::Participle, morph.feats),
        (FormKind::Noun, _) => match reporting(input, word) {
            Some(verb) => (verb, Shape::Participle, morph.feats),
            None => (eventful(input, word, morph.lexeme?), Shape::Nominal, morph.feats),
        },
        _ => return None,
    };
    let finite = shape != Shape::Nominal;
    let entry: &Lexeme = layers.lexicon.lexeme(Some(lexeme))?;
    if entry.frames.is_empty() && shape != Shape::Finite || shape == Shape::Finite && is_state(input, word, entry, feats) {
        return None;
    }
    let mut best: Option<(usize, u32, Option<usize>)> = None;
    // Looked at once for all frames of the word.
    let mut candidates: Option<Vec<Candidate>> = None;
    for &id in &entry.frames {
        let frame = &layers.lexicon.frames[id as usize];
        let wrong_kind = (frame.kind == FrameKind::Noun) == finite;
        if wrong_kind && frame.kind == FrameKind::Noun {
            continue;
        }
        if !finite && Some(lexeme) == morph.lexeme && morph.form == FormKind::Noun && frame.kind != FrameKind::Noun {
            continue;
        }
        if frame.kind == FrameKind::Noun && !phrase_matches(input, frame, word) {
            continue;
        }
        let (score, object) = if frame.object.is_empty() {
            (1 + frame.lemma.split(' ').count(), None)
        } else {
            let candidates = candidates.get_or_insert_with(|| candidates_of(input, word, end, shape == Shape::Finite));
            match complement(input, frame, word, candidates) {
                // Whoever bears arms may be the subject or the object, which the clause tells; what stands before is the subject.
                Some(head) => {
                    let subject = |c: &Candidate| c.before && c.head == head;
                    (10, Some(head).filter(|_| !frame.asks_armed() && !candidates.iter().any(subject)))
                }
                None => continue,
            }
        };
        // "أطلق مسلحون النار على سيارة": a row that says "no event" by a farther complement gives way.
        let none = |id: u32| layers.lexicon.frames[id as usize].event == "NONE";
        let nearer = |(b, other, o): (usize, u32, Option<usize>)| {
            score == b && none(other) && object.zip(o).is_some_and(|(new, old)| new < old)
        };
        // "يقضي عقوبة بالسجن": and one that says so by what stands right behind the verb wins.
        let beside = |(b, other, o): (usize, u32, Option<usize>)| {
            let bare = |w: usize| layers.prep_of(w).is_none() && layers.morph(w).prep.is_none();
            finite
                && score == b
                && none(id)
                && !none(other)
                && object == Some(word + 1)
                && bare(word + 1)
                && !input.group_at(word + 1).is_some_and(|g| acts(input, g))
                && o.is_some_and(|o| o > word + 1)
        };
        if best.is_none_or(|best| score > best.0 || nearer(best) || beside(best)) {
            best = Some((score, id, object));
        }
    }
    // "تجمع عشرات المحامين احتجاجا": of verbs written alike the one whose complement stands there.
    if best.is_none() && shape == Shape::Finite && !morph.has_pronoun() {
        let stem = crate::clause::morph_stem(layers, word);
        let alike = |f: &&crate::lexicon::Form| {
            f.kind == FormKind::Finite && f.lexeme != lexeme && f.feats.person == Person::Third && !f.before_pronoun
        };
        for form in layers.lexicon.forms(stem).filter(alike) {
            let Some(other) = layers.lexicon.lexeme(Some(form.lexeme)) else { continue };
            let candidates = candidates.get_or_insert_with(|| candidates_of(input, word, end, true));
            let asks = |id: &u32| {
                let frame = &layers.lexicon.frames[*id as usize];
                let told = frame.kind != FrameKind::Noun && !frame.object.is_empty();
                told.then(|| complement(input, frame, word, candidates)).flatten().map(|head| (*id, head, frame.asks_armed()))
            };
            if let Some((id, head, armed)) = other.frames.iter().find_map(asks) {
                let subject = candidates.iter().any(|c| c.before && c.head == head);
                best = Some((10, id, Some(head).filter(|_| !armed && !subject)));
                feats = form.feats;
                break;
            }
        }
    }
    // "مذكرة التفاهم التي أبرمت بين الحكومتين": an unwritten passive whose object is what the relative takes up.
    let taken_up = best.is_none().then(|| antecedent(input, word, shape, feats, entry)).flatten();
    if let Some((frame, object)) = taken_up {
        return Some(Trigger { word, end: word + 1, frame, shape, feats, passive: true, object: Some(object), told_by: None });
    }
    let (_, frame, object) = best?;
    let impersonal = !finite && impersonal;
    // "تعرض الصحفي لاعتداء من قبل": whoever is its subject undergoes it as it is.
    let undergoes = layers.lexicon.frames[frame as usize].recipient.contains(&crate::lexicon::Slot::Subject);
    // "الوزير الذي اتهم بالفساد", "اتهم ثلاثة موظفين بالتجسس": by nobody told.
    let start = layers.text.sentence_of(word).map_or(word, |s| layers.text.sentences[s].words().start);
    let alleges = layers.lexicon.frames[frame as usize].mode.as_deref() == Some("allege");
    let accused = || alleges && suffers(input, word, super::clause::before_verb(input, word, start).is_some());
    let reads_passive = || !undergoes && (reads_passive(input, word, entry, feats) || accused());
    let passive = impersonal || shape == Shape::Finite && (feats.voice == Voice::Passive || reads_passive());
    let stop = object.filter(|o| *o > word && *o < word + 4).map_or(word + 1, |o| o + 1);
    let shape = if impersonal { Shape::Finite } else { shape };
    let told_by = object.and_then(|head| told_by(input, &layers.lexicon.frames[frame as usize], head));
    Some(Trigger { word, end: stop, frame, shape, feats, passive, object, told_by })
}

/// The frames that a word could have if its complement stood where no row asks for it: one for each type of event.
pub(crate) fn loose(input: Input<'_>, word: usize) -> Vec<Trigger> {
    let layers = input.layers;
    if layers.name_at(word).is_some() || layers.time_at(word).is_some() {
        return Vec::new();
    }
    let morph = layers.morph(word);
    let mut found: Vec<Trigger> = Vec::new();
    let stem = crate::clause::morph_stem(layers, word);
    let own = [morph.lexeme, morph.verb.map(|(lexeme, _)| lexeme)];
    let others = layers.lexicon.forms(stem).map(|f| Some(f.lexeme));
    for lexeme in own.into_iter().chain(others) {
        let Some(entry) = layers.lexicon.lexeme(lexeme) else { continue };
        for &id in &entry.frames {
            let frame = &layers.lexicon.frames[id as usize];
            let known = found.iter().any(|t| layers.lexicon.frames[t.frame as usize].event == frame.event);
            if frame.event == "NONE" || known || frame.blames() || found.len() >= LOOSE {
                continue;
            }
            let finite = layers.is_verb(word);
            if finite == (frame.kind == FrameKind::Noun) {
                continue;
            }
            found.push(bare(layers, word, id));
        }
    }
    for &id in maybe(layers, word) {
        let event = &layers.lexicon.frames[id as usize].event;
        let known = found.iter().any(|t| layers.lexicon.frames[t.frame as usize].event == *event);
        if known || found.len() >= LOOSE {
            continue;
        }
        found.push(bare(layers, word, id));
    }
    found
}

/// A word as a predicate of a row, without the complement that the row asks for.
fn bare(layers: Layers<'_>, word: usize, frame: u32) -> Trigger {
    let morph = layers.morph(word);
    let shape = match morph.form {
        _ if layers.is_verb(word) => Shape::Finite,
        FormKind::ActiveParticiple => Shape::Participle,
        _ => Shape::Nominal,
    };
    let passive = morph.feats.voice == Voice::Passive;
    Trigger { word, end: word + 1, frame, shape, feats: morph.feats, passive, object: None, told_by: None }
}

/// The rows of `frames/maybe.tsv` that have a word, whatever clitics and ending it bears.
fn maybe<'l>(layers: Layers<'l>, word: usize) -> &'l [u32] {
    let rows = |stem: &str| layers.lexicon.maybe.get(&key(stem)).map(Vec::as_slice);
    let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, word));
    let found = rows(stem).or_else(|| rows(stem.strip_suffix('ا')?));
    // "زيارته": before a pronoun the ending is written as a `ت`.
    let before_pronoun = || rows(&format!("{}ه", stem.strip_suffix('ت').filter(|_| layers.morph(word).has_pronoun())?));
    found.or_else(before_pronoun).unwrap_or_default()
}

/// Most types that one word may loosely tell.
const LOOSE: usize = 3;

/// The frame of a perfect verb right after a relative that asks for the noun which the relative takes up, and that noun.
fn antecedent(input: Input<'_>, word: usize, shape: Shape, feats: Feats, verb: &Lexeme) -> Option<(u32, usize)> {
    let layers = input.layers;
    let relative = word.checked_sub(1).filter(|b| layers.morph(*b).pos == Pos::Relative)?;
    let passive = shape == Shape::Finite && feats.aspect == Aspect::Perfect && feats.person == Person::Third;
    if !passive || layers.morph(word).has_pronoun() {
        return None;
    }
    let group = input.group_at(relative.checked_sub(1)?)?;
    verb.frames.iter().find_map(|id| {
        let frame = &layers.lexicon.frames[*id as usize];
        let told = frame.kind != FrameKind::Noun && !frame.object.is_empty() && frame.event != "NONE";
        (told && fits_anywhere(input, frame, group)).then_some((*id, group.head))
    })
}

/// `إن القيادي قتل في غارة`: whether a subject that the verb agrees with stands right before a word, which governs nobody under `ل`.
fn after_subject(input: Input<'_>, word: usize, feats: Feats) -> bool {
    let layers = input.layers;
    let morph = layers.morph(word);
    let plain = feats.person == Person::Third && feats.aspect == Aspect::Perfect && !morph.article && !morph.conj;
    if !plain || morph.prep.is_some() || morph.has_pronoun() || layers.prep_of(word + 1) == Some(Prep::Li) {
        return false;
    }
    let start = layers.text.sentence_of(word).map_or(word, |s| layers.text.sentences[s].words().start);
    let Some(subject) = super::clause::ahead_of(input, word, start).filter(|g| g.words.end == word && acts(input, g)) else {
        return false;
    };
    // "إن مسلحا قتل خمسة", "جندي أمريكي قتل في هجوم": people need no article.
    let definite = is_people(layers, subject.head)
        || subject.name.is_some()
        || subject.person.is_some()
        || layers.morph(subject.head).article;
    let two = feats.number == Number::Dual;
    // "الشرطة قصف": a feminine noun has another verb.
    let feminine = subject.person.is_none() && layers.text.folded(subject.head).ends_with('ه');
    (definite || two) && (!feminine || feats.gender == crate::morph::Gender::Feminine)
}

/// Whether a word stands right under a preposition of its own word.
fn under_preposition(input: Input<'_>, word: usize) -> bool {
    let before = word.checked_sub(1).map(|b| input.layers.morph(b));
    before.is_some_and(|m| m.pos == Pos::Preposition && m.form == FormKind::Closed && !m.has_pronoun())
}

/// `سيمنع رفض الاتفاق`: no perfect stands right after an imperfect.
fn under_imperfect(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let imperfect = |b: usize| {
        let morph = layers.morph(b);
        layers.is_verb(b) && morph.pos != Pos::Modal && morph.feats.aspect == Aspect::Imperfect
    };
    let perfect = layers.morph(word).feats.aspect == Aspect::Perfect && !layers.has_conj(word);
    perfect && word.checked_sub(1).is_some_and(imperfect)
}

/// `المدينة التي تسيطر عليها الحركة`: in a relative clause the imperfect of some verbs tells how things are.
fn is_state(input: Input<'_>, word: usize, lexeme: &Lexeme, feats: Feats) -> bool {
    let relative = word.checked_sub(1).is_some_and(|b| input.layers.morph(b).pos == Pos::Relative);
    relative && feats.aspect == Aspect::Imperfect && input.layers.lexicon.states.contains(&lexeme.key)
}

/// How soon after a verb its agent shows that it is passive.
const AGENT: usize = 3;

/// A passive that only the agent after it tells (`استهدفت من قبل القوات`).
fn reads_passive(input: Input<'_>, word: usize, lexeme: &Lexeme, feats: Feats) -> bool {
    let perfect = feats.aspect == Aspect::Perfect && feats.person == Person::Third;
    // "خطف من منزله مساء أمس على يد عشرة متمردين": a verb of harm waits longer for its agent.
    let harm = input.layers.lexicon.unmarked.contains(&lexeme.key);
    let reach = if harm { 3 * AGENT } else { AGENT };
    // "أطلق الحوثيون من جانب واحد سراح": where nobody stands after it, it names no agent.
    let named = |at: usize| {
        let group = agent_phrase(input, at).and_then(|at| input.group_at(at));
        let one = |g: &Group| {
            input.layers.morph(g.words.start).pos == Pos::Number
                || input.layers.lexicon.quantities.contains(&key(input.layers.text.folded(g.words.start)))
        };
        group.filter(|g| !one(g)).is_some_and(|g| acts(input, g) || holds_actor(input, g) || g.nation.is_some() || g.of.is_some())
    };
    perfect && (word + 1..=word + reach).take_while(|w| !input.layers.is_comma(*w)).any(named)
}

/// The word after `من قبل`, `على يد` and the like at `at`: where the agent stands.
pub(super) fn agent_phrase(input: Input<'_>, at: usize) -> Option<usize> {
    let layers = input.layers;
    let fits = |phrase: &Vec<String>| phrase.iter().enumerate().all(|(n, part)| layers.text.folded(at + n) == part);
    layers.lexicon.agents.iter().find(|phrase| fits(phrase)).map(|phrase| at + phrase.len())
}

/// An active participle in the indefinite accusative, free of prepositions: `مستهدفة تجمعات`, `متهما`.
fn is_circumstance(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let morph = layers.morph(word);
    let folded = layers.text.folded(word);
    let accusative = folded.ends_with('ا') || folded.ends_with('ه') || folded.ends_with("ين") || folded.ends_with("ات");
    // "طائرة مستهدفة": right after an indefinite noun it describes that noun.
    let adjective = word.checked_sub(1).is_some_and(|b| {
        let before = layers.morph(b);
        before.is_nominal()
            && !before.article
            && layers.name_at(b).is_none()
            && layers.time_at(b).is_none()
            && before.pos != Pos::Punctuation
    });
    !morph.article && morph.prep.is_none() && !morph.has_pronoun() && accusative && !adjective
}

/// `…، متهما موسكو`: after a comma a participle in the indefinite accusative goes on telling, though it may be a noun too.
pub(super) fn reporting(input: Input<'_>, word: usize) -> Option<u32> {
    let layers = input.layers;
    // "… لا أخلاقي" مطالبا بغداد بأدلة": a closing mark parts as well as a comma.
    let comma = word.checked_sub(1).is_some_and(|b| layers.is_comma(b) || crate::clause::is_quote(layers.text.raw(b)));
    if !comma || !is_circumstance(input, word) {
        return None;
    }
    let eventful = |l: u32| layers.lexicon.lexeme(Some(l)).is_some_and(|l| !l.frames.is_empty());
    let folded = layers.text.folded(word);
    // "، متهمين المؤسسة": of several only with whom it is directed at.
    let several = folded.strip_suffix("ين").filter(|_| {
        let next = input.group_at(word + 1).filter(|g| g.words.start == word + 1 && g.prep.is_none());
        next.is_some_and(|g| layers.morph(g.head).article || g.name.is_some() || g.title.is_some())
    });
    let forms = layers.lexicon.forms(several.unwrap_or(folded));
    forms.filter(|f| f.kind == FormKind::ActiveParticiple && eventful(f.lexeme)).map(|f| f.lexeme).next()
}

/// `احتجاجات`: a verbal noun in the plural that has a row of its own as a noun.
fn own_noun(input: Input<'_>, word: usize) -> Option<u32> {
    let layers = input.layers;
    let stem = crate::clause::morph_stem(layers, word);
    if !stem.ends_with("ات") {
        return None;
    }
    let told = |l: &u32| {
        let frames = layers.lexicon.lexeme(Some(*l)).map(|l| l.frames.as_slice()).unwrap_or_default();
        let noun = |f: &Frame| f.kind == FrameKind::Noun && f.object.is_empty() && !f.lemma.contains(' ');
        frames.iter().any(|id| noun(&layers.lexicon.frames[*id as usize]))
    };
    layers.lexicon.forms(stem).filter(|f| f.kind == FormKind::Noun).map(|f| f.lexeme).find(told)
}

/// How far from `مثل` the court may stand.
const APPEARS: usize = 14;

/// `مثل المتهم أمام المحكمة`: a sentence that opens with `مثل` and whose next groups are someone and `أمام`.
fn appears(input: Input<'_>, word: usize, end: usize) -> bool {
    let layers = input.layers;
    let opens = layers.text.sentence_of(word).is_some_and(|s| layers.text.sentences[s].words().start == word);
    let bare = opens && layers.morph(word).pos == Pos::Preposition && !layers.is_comma(word + 1);
    bare && input.groups_in(word + 1..end.min(word + APPEARS)).iter().any(|g| g.prep == Some(Prep::Amam))
}

/// The lexeme of a noun, or of the verb whose verbal noun it is too (`زيارة`, `لقائه`), if only that one has frames.
fn eventful(input: Input<'_>, word: usize, lexeme: u32) -> u32 {
    let lexicon = input.layers.lexicon;
    // "قررت حبس المتهم", where rows only know of "حبس احتياطي".
    let other = |id: &u32| {
        let frame = &lexicon.frames[*id as usize];
        frame.kind == FrameKind::Noun && !phrase_matches(input, frame, word)
    };
    let Some(noun) = lexicon.lexeme(Some(lexeme)).filter(|l| l.frames.iter().all(other)) else { return lexeme };
    let morph = input.layers.morph(word);
    let folded = input.layers.text.folded(word);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
    let lemma = crate::text::fold(&noun.lemma);
    let masdar = lexicon
        .forms(stem)
        .chain(lexicon.forms(&lemma))
        .find(|f| f.kind == FormKind::Masdar && lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| !l.frames.is_empty()));
    masdar.map_or(lexeme, |f| f.lexeme)
}

/// A verb with a pronoun after the noun it resumes: `مؤتمر صحفي عقده مع …`, where its letters may be a noun's too.
fn resumptive(input: Input<'_>, word: usize) -> Option<Trigger> {
    let layers = input.layers;
    let morph = layers.morph(word);
    let (lexeme, _) = morph.verb.filter(|_| morph.verb_trail > 0)?;
    let frames = &layers.lexicon.lexeme(Some(lexeme))?.frames;
    let before = input.groups_in(word.saturating_sub(4)..word + 1).iter().rev().find(|g| g.head < word)?;
    let frame = frames.iter().find(|id| {
        let frame = &layers.lexicon.frames[**id as usize];
        !frame.object.is_empty() && fits_anywhere(input, frame, before)
    })?;
    Some(Trigger {
        word,
        end: word + 1,
        frame: *frame,
        shape: Shape::Finite,
        feats: morph.verb.map(|(_, feats)| feats).unwrap_or_default(),
        passive: false,
        object: Some(before.head),
        told_by: told_by(input, &layers.lexicon.frames[*frame as usize], before.head),
    })
}

/// The noun frame of two words or more that fits the object of a light verb: it tells the deed, the verb tells who.
fn told_by(input: Input<'_>, frame: &Frame, head: usize) -> Option<u32> {
    let lexicon = input.layers.lexicon;
    if frame.kind != FrameKind::Light {
        return None;
    }
    // "هجوما" is the verbal noun of هاجم, and a noun with rows of its own.
    let own = input.layers.morph(head).lexeme;
    let others = lexicon.forms(crate::clause::morph_stem(input.layers, head)).map(|f| f.lexeme).filter(|l| Some(*l) != own);
    let frames = own.into_iter().chain(others).filter_map(|l| lexicon.lexeme(Some(l))).flat_map(|l| &l.frames);
    let told = |id: &u32| {
        own.and_then(|l| lexicon.lexeme(Some(l))).is_some_and(|l| l.frames.contains(id))
            || lexicon.frames[*id as usize].event != "NONE"
    };
    frames.copied().filter(told).find(|id| {
        let noun = &lexicon.frames[*id as usize];
        noun.kind == FrameKind::Noun && noun.lemma.contains(' ') && noun.object.is_empty() && phrase_matches(input, noun, head)
    })
}

/// A noun frame of several words (`مكالمة هاتفية`): all of them follow.
fn phrase_matches(input: Input<'_>, frame: &Frame, word: usize) -> bool {
    frame.lemma.split(' ').skip(1).enumerate().all(|(n, part)| {
        let folded = input.layers.text.folded(word + 1 + n);
        without_article_of(folded).starts_with(without_article_of(&crate::text::fold(part)))
    })
}

/// What may be a required complement of a word: its head, the preposition it stands under, and the keys it answers to.
struct Candidate {
    head: usize,
    prep: Option<Prep>,
    keys: Keys,
    /// It stands before a finite verb, as its subject: only an armed body, or a row that tells no event, asks for it there.
    before: bool,
    /// It stands in the word's own group (`إجراء محادثات`), where no preposition of a row fits.
    own: bool,
}

/// The keys that a complement answers to.
type Keys = [u64; 9];

/// A key that no row asks for.
const NO_KEY: u64 = 0;

/// PLOVER sectors of the armed.
pub(super) const ARMED: [&str; 4] = ["MIL", "REB", "COP", "IMG"];

/// The candidates after a word, in order, up to the next clause.
fn candidates_of(input: Input<'_>, word: usize, end: usize, finite: bool) -> Vec<Candidate> {
    let layers = input.layers;
    let mut candidates = Vec::new();
    let start = layers.text.sentence_of(word).map_or(word, |s| layers.text.sentences[s].words().start);
    if let Some(subject) = super::clause::ahead_of(input, word, start).filter(|_| finite && !layers.morph(word).has_pronoun()) {
        let keys = group_keys(input, subject);
        candidates.push(Candidate { head: subject.head, prep: None, keys, before: true, own: false });
    }
    let mut seen_verb = false;
    let mut inside = 0;
    for at in word + 1..end.min(word + REACH) {
        inside = inside.max(super::clause::parenthesis(input, at, end).unwrap_or(0));
        if at < inside {
            continue;
        }
        // "في بيان نشر اليوم": what tells of the document is stepped over.
        let document = layers.lexeme(at - 1).is_some_and(|l| {
            let class = |p: &u32| layers.lexicon.phrases[*p as usize].class == crate::lexicon::PhraseClass::Document;
            l.phrases.iter().any(class) && !layers.morph(at - 1).article
        });
        // "وسلمه رسالة": a verb that bears its object, where its letters may be a noun's too.
        let joined = layers.has_conj(at) && layers.morph(at).verb.is_some() && layers.morph(at).verb_trail > 0;
        // "قافلة تضم 25 شاحنة إلى المحافظة": what a thing holds is told between.
        let holds = layers.lexeme(at).is_some_and(|l| layers.lexicon.containing.contains(&l.key));
        // "اعتبر ما صدر عن الوزير تدخلا": what "ما" brings in is judged with its verb.
        let holds = holds || at < word + ANY && layers.text.folded(at - 1) == "ما" && !layers.has_conj(at);
        if (layers.is_verb(at) && !holds || joined) && at > word + 1 && (joined || input.group_at(at).is_none()) && !document {
            seen_verb = true;
        }
        // "ما نقلته القناة، مؤكدا أن القوات …": what is said after أن belongs to another clause.
        // "أُطلقت من بندقية، ووفقا للتحقيق …": so is what a comma and a conjunction part from it.
        let goes_on =
            || layers.morph(at).form == FormKind::ActiveParticiple && !layers.morph(at).article || reporting(input, at).is_some();
        let parted = at > word + 1 && layers.is_comma(at - 1) && (layers.has_conj(at) || goes_on());
        // "وصفت القرار بأنه باطل": what is held of it is a complement under ب.
        let held = layers.morph(at).pos == Pos::Complementizer
            && layers.text.folded(at).starts_with("بان")
            && layers.text.folded(at).len() > 6;
        let marked = at + 1 + usize::from(crate::clause::is_quote(layers.text.raw(at + 1)));
        if let Some(group) = input.group_at(marked).filter(|g| held && !seen_verb && g.words.start == marked && g.prep.is_none())
        {
            candidates.push(Candidate {
                head: group.head,
                prep: Some(Prep::Bi),
                keys: group_keys(input, group),
                before: false,
                own: false,
            });
        }
        if seen_verb || parted || layers.morph(at).pos == Pos::Complementizer {
            break;
        }
        let Some(group) = input.group_at(at) else { continue };
        // "طائرة بدون طيار": what something is without is no complement.
        if group.words.start.checked_sub(1).is_some_and(|b| layers.role(b) == "without") {
            continue;
        }
        // "إجراء محادثات": the complement of a verbal noun stands in its own group.
        if group.words.contains(&word) && layers.morph(at).prep.is_none() {
            candidates.push(Candidate { head: at, prep: None, keys: keys_of(layers, at), before: false, own: true });
        } else if group.words.start == at || group.head == at {
            let keys = group_keys(input, group);
            candidates.push(Candidate { head: group.head, prep: group.prep, keys, before: false, own: false });
        }
    }
    candidates
}

/// The keys of a word's stem and lemma.
fn keys_of(layers: Layers<'_>, word: usize) -> Keys {
    let morph = layers.morph(word);
    let folded = layers.text.folded(word);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).map_or(NO_KEY, key);
    [stem, layers.lexeme(word).map_or(NO_KEY, |l| l.key), NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY]
}

/// The keys of a group: its head's spellings and lemma, what it is, and what its word of degree is about.
fn group_keys(input: Input<'_>, group: &Group) -> Keys {
    let layers = input.layers;
    let folded = layers.text.folded(group.head);
    let morph = layers.morph(group.head);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded);
    let place = group.name.or(group.of).is_some_and(|n| layers.names[n].kind == Kind::Place);
    let people = group.person.is_some() || is_people(layers, group.head) || is_counted_nisba(layers, group);
    // "أعرب عن بالغ قلقه": what the word of degree is about.
    let degree = layers.lexicon.degrees.contains(&key(stem));
    let given = |is: bool, name: &str| if is { key(name) } else { NO_KEY };
    let kb = &layers.lexicon.kb.entities;
    let sector = |id: &u32| kb.get(*id as usize).and_then(|e| e.sector.as_deref());
    let armed = |n: usize| layers.names[n].entities.iter().any(|id| sector(id).is_some_and(|s| ARMED.contains(&s)));
    let armed = group.name.is_some_and(armed);
    // "وأكد شكري": a person's name is nobody's thanks.
    if group.person.is_some() && group.person == group.name {
        return [given(people, "@people"), NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY];
    }
    // "بيت حانون" is no house, but "مسجد قوات الطوارئ" is a mosque.
    let facility = layers.lexeme(group.head).is_some_and(|l| l.place_head.is_some());
    if !facility && group.name.is_some_and(|n| layers.names[n].words.len() > 1 && layers.names[n].kind == Kind::Place) {
        return [given(place, "@place"), given(people, "@people"), NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY];
    }
    [
        key(stem),
        key(folded),
        layers.lexeme(group.head).map_or(NO_KEY, |l| l.key),
        stem.strip_suffix('ا').map_or(NO_KEY, key),
        given(place, "@place"),
        given(people, "@people"),
        given(armed, "@armed"),
        layers.lexeme(group.head + 1).filter(|_| degree).map_or(NO_KEY, |l| l.key),
        // "الثقة": of a verbal noun the lexeme is its verb.
        key(crate::lexicon::without_article(stem)),
    ]
}

/// The head of the required complement, under the frame's preposition.
fn complement(input: Input<'_>, frame: &Frame, word: usize, candidates: &[Candidate]) -> Option<usize> {
    let layers = input.layers;
    // "مؤتمر صحفي عقده مع …", "الاتفاق الذي أبرمته إيران": the complement stands before, a pronoun resumes it.
    // "اعتبرها مهينة": but not where whoever is judged is the pronoun itself.
    let judges = judges(frame);
    if layers.morph(word).has_pronoun() && layers.is_verb(word) && !judges {
        let before = input.groups_in(word.saturating_sub(7)..word).iter().rev().take(2).find(|g| fits_anywhere(input, frame, g));
        if let Some(group) = before {
            return Some(group.head);
        }
    }
    // "الزيارة التي يقوم بها الوزير": a preposition with a pronoun takes up what stands before the relative.
    // "زيارة قام بها الوزير": or what stands right before, if it is one of no known.
    let relative = word.checked_sub(1).filter(|b| layers.morph(*b).pos == Pos::Relative);
    let beside = || {
        let group = input.group_at(word.checked_sub(1)?)?;
        let plain = group.words.end == word && !layers.has_conj(word) && group.name.is_none() && !group.is_time;
        (plain && !layers.morph(group.head).article && layers.is_verb(word)).then_some(group)
    };
    let taken = match relative {
        Some(relative) => relative.checked_sub(1).and_then(|before| input.group_at(before)),
        None => beside(),
    };
    if let Some(antecedent) = taken {
        let keys = group_keys(input, antecedent);
        let resumed = (word + 1..word + 3).find_map(|w| super::pronoun::joined(input, w)).map(|(prep, _)| prep);
        if frame.object.iter().any(|(prep, want)| prep.is_some() && *prep == resumed && keys.contains(want)) {
            return Some(antecedent.head);
        }
    }
    if layers.morph(word).has_pronoun() {
        let asks = |name: &str| frame.object.iter().any(|(prep, want)| prep.is_none() && *want == key(name));
        let number = super::subject::pronoun_feats(input, word).map(|f| f.number);
        // "تحريرها من الحوثيين": the pronoun is the place, and what it was taken from stands after it.
        let from = frame.recipient.contains(&Slot::Prep(Prep::Min)) && layers.text.folded(word + 1) == "من";
        // "تم أسرهم": the pronoun of several is people.
        if from && number == Some(Number::Singular) && asks("@place") || number == Some(Number::Plural) && asks("@people") {
            return Some(word);
        }
    }
    let any = key("*");
    let asks_armed = frame.asks_armed();
    let fits = |c: &&Candidate| {
        // "الوزير سيتوجه إلى ألمانيا": whoever travels is whom the row asks for.
        let travels = frame.mode.as_deref() == Some("visit") && frame.recipient.contains(&Slot::Prep(Prep::Ila));
        if c.before && !asks_armed && !travels && frame.event != "NONE" {
            return false;
        }
        frame.object.iter().any(|(prep, want)| {
            // "رفعت الحصيلة إلى 50 حالة": what stands under such a preposition is no object, nor that by which it was done.
            // "توقيف ثلاثة أشخاص للاشتباه في صلتهم بهجوم": nor, of a verbal noun, what stands under ب.
            let by = c.prep == Some(Prep::Bi) && !layers.is_verb(word);
            let far = by || matches!(c.prep, Some(Prep::Ila | Prep::Min | Prep::Li | Prep::An | Prep::Ala));
            let apart = far || frame.event == "NONE" && c.prep == Some(Prep::Fi);
            let bare = prep.is_none() && (c.own || !apart || frame.kind != FrameKind::Verb);
            let under = bare || !c.own && prep.is_some() && *prep == c.prep;
            // "وصفها بأنها دولة مارقة": the adjective tells it.
            let adjective = || {
                judges
                    && !c.own
                    && input.group_at(c.head).is_some_and(|g| g.words.contains(&(c.head + 1)))
                    && is_key(input, c.head + 1, *want)
            };
            under && (c.keys.contains(want) || *want == any && !c.own && c.head < word + ANY || adjective())
        })
    };
    candidates.iter().find(|c| fits(c) && !is_seat(input, word, c, candidates)).map(|c| c.head)
}

/// Whether a row judges whoever is its object (`وصف`, `اعتبر`).
fn judges(frame: &Frame) -> bool {
    frame.recipient.first() == Some(&Slot::Object) && matches!(frame.event.as_str(), "ACCUSE" | "SUPPORT")
}

/// Whether a word, as it stands or without its article, has this key.
fn is_key(input: Input<'_>, word: usize, want: u64) -> bool {
    key(crate::lexicon::without_article(crate::clause::morph_stem(input.layers, word))) == want
}

/// `تضم القرية أحواضا`, `تحتل جدة مكانة`: a place right after a verb that has another bare noun after it is its subject.
fn is_seat(input: Input<'_>, word: usize, candidate: &Candidate, candidates: &[Candidate]) -> bool {
    let layers = input.layers;
    let Some(group) = input.group_at(candidate.head).filter(|g| g.words.start == word + 1 && candidate.prep.is_none()) else {
        return false;
    };
    let place = group.name.is_some_and(|n| layers.names[n].kind == Kind::Place)
        || layers.lexeme(group.head).is_some_and(|l| l.place_head.is_some());
    let another = candidates.iter().find(|c| c.head >= group.words.end);
    let object = another.filter(|c| c.prep.is_none()).and_then(|c| input.group_at(c.head));
    place && layers.is_verb(word) && object.is_some_and(|g| !g.conj && !g.is_time)
}

/// Whether a word is one of the required complements that no preposition governs.
fn spelt(input: Input<'_>, frame: &Frame, word: usize) -> bool {
    let layers = input.layers;
    let lemma = layers.lexeme(word).map(|l| l.key);
    let morph = layers.morph(word);
    let folded = layers.text.folded(word);
    let stem = folded.get(morph.lead as usize..folded.len() - morph.trail as usize).map(key);
    frame.object.iter().any(|(prep, want)| prep.is_none() && (Some(*want) == lemma || Some(*want) == stem))
}

/// Whether the head of a group is one of the required complements, whatever governs it.
fn fits_anywhere(input: Input<'_>, frame: &Frame, group: &Group) -> bool {
    spelt(input, frame, group.head)
}

/// `تم التوقيع`, `جرى اعتقال`, `يجري بحث`.
fn impersonal_before(input: Input<'_>, word: usize) -> bool {
    let Some(mut before) = word.checked_sub(1) else { return false };
    let layers = input.layers;
    // "تم الثلاثاء إيقاف المحتجين": a time may stand between.
    while before > 0 && before + 6 > word && layers.time_at(before).is_some() {
        before -= 1;
    }
    let folded = layers.text.folded(before);
    let bare = folded.strip_prefix('و').unwrap_or(folded);
    layers.role(before) == "impersonal"
        || matches!(bare, "جري" | "جرت" | "يجري" | "تجري") && layers.morph(before).pos != Pos::Noun
}
