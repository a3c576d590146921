//! Who has acted so far in a sentence: the subjects that later verbs without one, and verbal nouns, go on with.
//!
//! Every finite verb and every verbal noun with its agent leaves its subject here, the event predicates among them. A verb
//! without a subject of its own takes the last one it agrees with; groups become entities only when an event needs them.

use super::clause::{before_verb, place_before};
use super::party::{acts, is_source, party};
use crate::clause::{Group, Layers};
use crate::entity::{Entities, Entity};
use crate::lexicon::{Kind, Prep};
use crate::morph::{Feats, FormKind, Gender, Number, Pos};
use crate::statement::Input;
use std::ops::Range;

/// One subject: an entity already found, or a group that is not yet one.
#[derive(Clone, Copy, Debug)]
enum Held<'g> {
    Entity(usize),
    Group(&'g Group),
}

/// The subjects of a sentence so far, with the words of their predicates.
#[derive(Default, Debug)]
pub(super) struct Subjects<'g> {
    held: Vec<(usize, Held<'g>)>,
    /// Whoever the sentence before was about.
    before: Option<usize>,
}

impl<'g> Subjects<'g> {
    /// The subjects of the next sentence: none yet, but for whoever this one was about.
    pub fn next(&self) -> Subjects<'g> {
        let first = self.held.iter().find_map(|(_, held)| match held {
            Held::Entity(id) => Some(*id),
            Held::Group(_) => None,
        });
        Subjects { held: Vec::new(), before: first.or(self.before) }
    }

    /// `اعتقلت القوات عشرة. واعتدت على آخرين`: whom a sentence that opens with a verb goes on about.
    pub fn resumed(&self, layers: Layers<'_>, entities: &Entities, feats: Feats) -> Option<usize> {
        self.before.filter(|id| self.held.is_empty() && entities.list.get(*id).is_some_and(|e| entity_agrees(layers, e, feats)))
    }

    /// An event predicate at `word` had this subject.
    pub fn hold(&mut self, word: usize, entity: usize) {
        self.held.push((word, Held::Entity(entity)));
    }

    /// Looks at a word that is no event predicate: a finite verb or a verbal noun may bring a subject in.
    pub fn pass(&mut self, input: Input<'g>, word: usize, sentence: Range<usize>) {
        let layers = input.layers;
        if layers.name_at(word).is_some() || layers.time_at(word).is_some() {
            return;
        }
        let found = if layers.is_verb(word) {
            verb_subject(input, word, sentence)
        } else if layers.morph(word).form == FormKind::Masdar && !layers.morph(word).article {
            // "اتهم الوزير إسرائيل بقتل المدنيين": whom harm befell did nothing.
            let harm = super::counts::is_harm(layers, word);
            let whose = |g: &&Group| g.words.start == word + 1 && g.prep.is_none() && !g.conj && acts(input, g);
            input.group_at(word + 1).filter(whose).filter(|_| !harm)
        } else {
            None
        };
        if let Some(group) = found {
            self.held.push((word, Held::Group(group)));
        }
    }

    /// The last subject before `word` that agrees with a verb or pronoun of these features.
    ///
    /// `deed`: what is told is more than words, so that a mere source is not meant.
    pub fn last(
        &self,
        input: Input<'_>,
        entities: &mut Entities,
        word: usize,
        feats: Option<Feats>,
        deed: bool,
    ) -> Option<usize> {
        for (_, held) in self.held.iter().rev().filter(|(at, _)| *at < word) {
            let fits = match held {
                Held::Entity(id) => {
                    feats.is_none_or(|f| entities.list.get(*id).is_some_and(|e| entity_agrees(input.layers, e, f)))
                }
                Held::Group(group) => feats.is_none_or(|f| group_agrees(input, group, f)),
            };
            if !fits {
                continue;
            }
            let found = match held {
                Held::Entity(id) => Some(*id),
                Held::Group(group) => party(input, entities, group).first().copied(),
            };
            let found = found.filter(|f| !deed || !is_source(input.layers, entities, *f));
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// The subject of a verb that is no event predicate: before it, or the first bare group after it.
fn verb_subject<'g>(input: Input<'g>, word: usize, sentence: Range<usize>) -> Option<&'g Group> {
    let layers = input.layers;
    if let Some(before) = before_verb(input, word, sentence.start).or_else(|| place_before(input, word, sentence.start)) {
        return Some(before);
    }
    if layers.morph(word).has_pronoun() && layers.morph(word).feats.number == Number::Plural {
        return None;
    }
    if word.checked_sub(1).is_some_and(|b| takes_up_speaker(input, b)) || layers.morph(word).feats.number != Number::Singular {
        return None;
    }
    // "في وقت تواصل فيه إسرائيل": a preposition with its pronoun stands between.
    let first = word + 1 + usize::from(super::pronoun::joined(input, word + 1).is_some());
    let group = input.group_at(first).filter(|g| g.words.start == first)?;
    // "أقدمت جرافات إسرائيلية على هدم": what strikes for a nation.
    let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, group.head)));
    let force = group.nation.is_some() && (layers.lexicon.forces.contains(&stem) || layers.lexicon.machines.contains(&stem));
    (group.prep.is_none() && !group.is_time && (acts(input, group) || force)).then_some(group)
}

/// Whether a group may be what a verb or pronoun of these features goes on with.
fn group_agrees(input: Input<'_>, group: &Group, feats: Feats) -> bool {
    let morph = input.layers.morph(group.head);
    let person = group.person.is_some() || group.title.is_some();
    let plural = crate::clause::is_plural(input.layers, group);
    let feminine = morph.feats.gender == Gender::Feminine || input.layers.text.folded(group.head).ends_with('ه');
    agree(feats, person && !plural, feminine, plural, group.name.is_some())
}

pub(super) fn entity_agrees(layers: Layers<'_>, entity: &Entity, feats: Feats) -> bool {
    let first = entity.mentions.first().map(|m| m.words.start);
    let person = entity.kind == Kind::Person;
    // "هم" are people or a body, not a country.
    if feats.number == Number::Plural && entity.kind == Kind::Place {
        return false;
    }
    // "آلاف العراقيين", "ثلاثة مسلحين": so many are several.
    let many = |w: usize| {
        let counted = matches!(layers.morph(w).pos, Pos::Number | Pos::Quantifier);
        counted || layers.lexicon.quantities.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, w)))
    };
    let plural = first.is_some_and(|w| person && !entity.named && (layers.morph(w).feats.number == Number::Plural || many(w)));
    let feminine = entity.gender == Some(Gender::Feminine)
        || !person
            && first.is_some_and(|w| layers.morph(w).feats.gender == Gender::Feminine || layers.text.folded(w).ends_with('ه'));
    // A body's name may be of either gender, but for one that opens with a feminine noun (`وزارة الصحة`).
    let headed = entity.kind == Kind::Organization && entity.head.is_some() && feminine;
    agree(feats, person && !plural, feminine, plural, !person && entity.named && !headed)
}

/// Agreement as loosely as news has it: a feminine singular verb goes on for no man, a masculine one for no feminine noun,
/// a plural one for no single person.
fn agree(feats: Feats, one_person: bool, feminine: bool, plural: bool, name: bool) -> bool {
    match (feats.number, feats.gender) {
        (Number::Plural, _) => !one_person || plural,
        (Number::Dual, _) => true,
        (Number::Singular, Gender::Feminine) => !one_person || feminine,
        (Number::Singular, Gender::Masculine) => name || !feminine || plural,
    }
}

/// The features of the pronoun of a complementizer (`أنهم`, `بأنها`).
pub(super) fn complementizer_feats(input: Input<'_>, word: usize) -> Option<Feats> {
    let folded = input.layers.text.folded(word);
    let bare = folded.trim_start_matches('ب').trim_start_matches('ل');
    feats_of(bare.strip_prefix("ان")?)
}

/// Whether a word is a complementizer with a pronoun (`أنه`, `بأنها`): it takes up the speaker more often than not.
pub(super) fn takes_up_speaker(input: Input<'_>, word: usize) -> bool {
    input.layers.morph(word).pos == Pos::Complementizer && input.layers.text.folded(word).trim_start_matches('ب').len() > 4
}

/// The features of a pronoun joined to a word, for agreement.
pub(super) fn pronoun_feats(input: Input<'_>, word: usize) -> Option<Feats> {
    let morph = input.layers.morph(word);
    let folded = input.layers.text.folded(word);
    feats_of(folded.get(folded.len().checked_sub(morph.trail as usize)?..)?)
}

/// The features of a pronoun of the third person.
pub(super) fn feats_of(pronoun: &str) -> Option<Feats> {
    let (number, gender) = match pronoun {
        "ه" => (Number::Singular, Gender::Masculine),
        "ها" => (Number::Singular, Gender::Feminine),
        "هم" | "هن" => (Number::Plural, Gender::Masculine),
        "هما" => (Number::Dual, Gender::Masculine),
        _ => return None,
    };
    Some(Feats { number, gender, ..Feats::default() })
}

/// The verb that a verbal noun or subjunctive stands under (`قررت الحكومة إرسال`, `تمكنت من استعادة`): its word and what it
/// says of the deed.
pub(super) fn governor(input: Input<'_>, word: usize, start: usize) -> Option<(usize, &'static str)> {
    let layers = input.layers;
    let governs = |verb: usize| {
        let before = || word.checked_sub(1).and_then(|b| Prep::parse(layers.text.folded(b)));
        let under = layers.prep_of(word).or_else(before);
        let control = layers.lexeme(verb)?.control.filter(|c| c.prep.is_none() || under == c.prep)?;
        // "سيواصل زيارته", "من المتوقع أن تبدأ محادثات": what it goes on with or begins is yet to come.
        let own = matches!(control.status, "" | "ongoing") && layers.is_verb(verb);
        let status = if own { ahead(input, verb).unwrap_or(control.status) } else { control.status };
        Some((verb, status))
    };
    for at in (start.max(word.saturating_sub(GOVERNED))..word).rev() {
        let morph = layers.morph(at);
        // "أعلن الضباط، ظهر الأربعاء، اعتقال الرئيس": a time is no verb.
        if layers.time_at(at).is_some() {
            continue;
        }
        // "أعلن الجيش الذي يقوده حفتر إطلاق": the verb of a relative clause governs nothing outside it.
        if layers.is_verb(at) && at.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Relative) {
            // "الاتفاق الذي يتضمن رفع العقوبات": but the object of that verb.
            let between = input.groups_in(at + 1..word).iter().any(|g| g.prep.is_none() && g.words.end <= word && !g.is_time);
            if between || morph.has_pronoun() {
                continue;
            }
            return governs(at);
        }
        // "قيام ثلاثة أشخاص يستقلون مركبة بإطلاق النار": what somebody rides or wears governs nothing.
        if layers.is_verb(at) && layers.lexeme(at).is_some_and(|l| layers.lexicon.containing.contains(&l.key)) {
            continue;
        }
        if layers.is_verb(at) {
            return governs(at);
        }
        // "حسم الحزب موقفه معلنا تأييد الترشيح": a participle that goes on for a verb.
        let participle = morph.form == FormKind::ActiveParticiple && !morph.article && layers.text.folded(at).ends_with('ا');
        if let Some(governed) = governs(at).filter(|_| participle && at + 1 == word) {
            return Some(governed);
        }
        // "بعد تمكن المقاومة من تحرير المدينة": the verbal noun of such a verb, with whoever does it.
        let masdar = morph.form == FormKind::Masdar && !morph.article && input.group_at(at + 1).is_some_and(|g| acts(input, g));
        if let Some(governed) = governs(at).filter(|_| masdar) {
            return Some(governed);
        }
        if morph.pos == Pos::Conjunction || matches!(layers.text.raw(at), "." | ":") {
            return None;
        }
    }
    None
}

/// Whether the verb that a verbal noun stands under goes on with it or begins it in days to come (`سيواصل زيارته`).
pub(super) fn to_come(input: Input<'_>, word: usize, start: usize) -> bool {
    let own = |at: usize| input.layers.lexeme(at).and_then(|l| l.control).is_some_and(|c| matches!(c.status, "" | "ongoing"));
    governor(input, word, start).is_some_and(|(at, _)| own(at) && input.layers.is_verb(at) && ahead(input, at) == Some("planned"))
}

/// What the tense of a verb says of the deed under it, where it has not been done: `سيبدأ`, `أن يبدأ`, `لن يبدأ`.
fn ahead(input: Input<'_>, verb: usize) -> Option<&'static str> {
    let layers = input.layers;
    let morph = layers.morph(verb);
    if morph.future {
        return Some("planned");
    }
    let before = verb.checked_sub(1).filter(|_| morph.feats.aspect == crate::morph::Aspect::Imperfect)?;
    match (layers.role(before), layers.morph(before).pos) {
        ("future", Pos::Negation) => Some("denied"),
        ("future", _) => Some("planned"),
        _ if layers.text.folded(before) == "ان" => Some("planned"),
        _ => None,
    }
}

/// How far a controlled verbal noun stands from its verb.
const GOVERNED: usize = 16;

/// Whether a verbal noun tells a purpose (`لإجراء محادثات`): whoever acted before does it.
pub(super) fn is_purpose(input: Input<'_>, word: usize) -> bool {
    input.layers.prep_of(word) == Some(crate::lexicon::Prep::Li) && !input.layers.morph(word).article
}
