//! Subjects that do not stand where a subject stands: under `ل` before `أن` (`سبق للوزير أن دعا المجلس`), in the pronoun of what opens the
//! clause (`قال إنه دعا روسيا`); and who is accused by an unwritten passive (`اتهم ثلاثة موظفين بالتجسس`).

use super::Input;
use crate::clause::{Group, morph_stem};
use crate::lexicon::{Prep, key};
use crate::morph::{Aspect, Number, Person, Pos};

/// `سبق للرئيس أن دعا المجلس`: whoever stands under `ل` between such a verb and `أن` does what follows.
pub(crate) fn raised<'g>(input: Input<'g>, verb: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let that = verb.checked_sub(1).filter(|b| layers.text.folded(*b) == "ان" && layers.morph(*b).pos == Pos::Complementizer)?;
    let group = input.group_at(that.checked_sub(1)?).filter(|g| g.words.end == that && g.prep == Some(Prep::Li))?;
    let above = group.words.start.checked_sub(1)?;
    layers.lexicon.raising.contains(&key(morph_stem(layers, above))).then_some(group)
}

/// `قالت الوزيرة إنها دعت روسيا`: whether what opens the clause of a verb bears a pronoun, which is its subject, so that whoever follows
/// the verb is not.
pub(super) fn has_subject(input: Input<'_>, verb: usize, sentence: usize) -> bool {
    let layers = input.layers;
    let particle = |w: usize| matches!(layers.morph(w).pos, Pos::Particle | Pos::Negation | Pos::Modal);
    let opener = (sentence..verb).rev().take(3).find(|w| !particle(*w));
    let bears = |w: usize| {
        let bare = layers.text.folded(w).trim_start_matches('ب').trim_start_matches('ل');
        layers.morph(w).pos == Pos::Complementizer && bare.strip_prefix("ان").is_some_and(|p| matches!(p, "ه" | "ها" | "هم"))
    };
    !layers.has_conj(verb) && opener.is_some_and(bears)
}

/// `رجل (33 عاما) هدد`, `المنظمة (أمنستي) طالبت`: one past what stands before brackets that close right before `at`.
pub(crate) fn before_brackets(input: Input<'_>, at: usize, start: usize, verb: usize) -> usize {
    let text = input.layers.text;
    // "صنعاء (رويترز) - أفرجت": a dateline is no subject.
    let parted = (at..verb).any(|w| input.layers.is_comma(w) || input.layers.morph(w).pos == Pos::Punctuation);
    let closed = at > start && text.raw(at - 1) == ")" && !parted;
    let open = (start..at).rev().take(BRACKETS).find(|w| text.raw(*w) == "(").filter(|_| closed);
    open.unwrap_or(at)
}

/// How long what stands in brackets may be.
const BRACKETS: usize = 8;

/// `رسالة تطالب الوزارة بالتحقيق`: whether a verb in the imperfect tells of the indefinite thing right before it.
pub(super) fn is_thing(input: Input<'_>, verb: usize) -> bool {
    let layers = input.layers;
    let tells = layers.is_verb(verb) && layers.morph(verb).feats.aspect == Aspect::Imperfect && !layers.has_conj(verb);
    let Some(group) = verb.checked_sub(1).and_then(|b| input.group_at(b)).filter(|g| tells && g.words.end == verb) else {
        return false;
    };
    let head = layers.morph(group.head);
    let named = group.name.is_some() || group.person.is_some() || group.of.is_some() || group.title.is_some() || group.is_time;
    let own = layers.morph(verb).has_pronoun() || layers.morph(verb).feats.person != Person::Third;
    let people = super::source::is_people(input, group);
    // Whoever stands right after it would be taken to speak.
    let next = input.group_at(verb + 1).filter(|g| g.words.start == verb + 1 && g.prep.is_none());
    let asked = next.is_some_and(|g| super::can_speak(input, g));
    asked && !named && !own && !people && !head.article && !head.has_pronoun() && head.is_nominal()
}

/// `اتهم ثلاثة موظفين بالتجسس`, `الوزير الذي اتهم بالفساد`: whether the perfect of a verb that needs someone whom it is about (`اتهم`) has
/// nobody else for it than who stands before it or, told as one unknown, right after it.
pub(crate) fn suffers(input: Input<'_>, verb: usize, before: bool) -> bool {
    let layers = input.layers;
    let morph = layers.morph(verb);
    let about = layers.lexeme(verb).is_some_and(|l| layers.lexicon.about_someone.contains(&l.key));
    let perfect = morph.feats.aspect == Aspect::Perfect && morph.feats.person == Person::Third;
    if !about || !perfect || morph.has_pronoun() {
        return false;
    }
    // "اتهم بشكل مباشر إيران": how he said it stands between.
    let content = |w: usize| layers.prep_of(w) == Some(Prep::Bi) && !layers.lexicon.manners.contains(&key(morph_stem(layers, w)));
    if before {
        return content(verb + 1);
    }
    let Some(group) = input.group_at(verb + 1).filter(|g| g.words.start == verb + 1 && g.prep.is_none()) else { return false };
    let known = group.name.is_some() || group.person.is_some() || group.of.is_some() || layers.morph(group.head).article;
    // "اتهم ناشطون الشرطة": a plural whose ending acts, and whoever is told after it.
    let acts = morph_stem(layers, group.head).ends_with("ون") || layers.text.folded(group.head).ends_with("ان");
    let many = group.head > group.words.start || layers.morph(group.head).feats.number == Number::Plural;
    !known && !acts && many && !layers.has_conj(verb) && content(group.words.end)
}
