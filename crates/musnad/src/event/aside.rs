//! What stands between a subject and its verb: `"حشد الجبور"، وهو فصيل مسلح، قتل أربعة`, `ثمانية مدنيين بينهم طفلان قتلوا`.

use super::pronoun::joined;
use crate::clause::Group;
use crate::lexicon::{Prep, key};
use crate::morph::Pos;
use crate::statement::Input;

/// How long an aside may be.
const REACH: usize = 28;

/// How long one without commas may be.
const AMONG: usize = 8;

/// The first word of the aside that ends right before `end` (the verb, or what belongs to it), or its comma.
pub(super) fn before(input: Input<'_>, end: usize, start: usize) -> Option<usize> {
    let layers = input.layers;
    let last = end.checked_sub(1).filter(|l| *l > start)?;
    if !layers.is_comma(last) {
        return among(input, end, start);
    }
    let open = (start.max(last.saturating_sub(REACH))..last).rev().find(|w| layers.is_comma(*w) && opens(input, w + 1))?;
    // "حشد الجبور"، وهو …: a closing mark may stand before the comma.
    Some(open - usize::from(open > start && crate::clause::is_quote(layers.text.raw(open - 1))))
}

/// Whether an aside about the noun before may open at a word: `وهو فصيل`, `الذي ينشط`, `بينهم طفلان`.
fn opens(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let folded = layers.text.folded(word);
    let bare = folded.strip_prefix('و').unwrap_or(folded);
    let is = matches!(bare, "هو" | "هي" | "هم" | "هما");
    is || layers.morph(word).pos == Pos::Relative && !layers.has_conj(word) || is_among(input, word)
}

/// `ثمانية مدنيين بينهم طفلان قتلوا`: without commas, where it is short.
fn among(input: Input<'_>, end: usize, start: usize) -> Option<usize> {
    // "ثمانية أشخاص بينهم ثلاثة أجانب اثنان منهم أمريكيان قتلوا": the first of several.
    let open = (start.max(end.saturating_sub(AMONG))..end).find(|w| is_among(input, *w))?;
    let verb = (open..end).any(|w| input.layers.is_verb(w) || input.layers.is_comma(w));
    let own = usize::from(open > start && input.layers.text.folded(open - 1) == "من");
    (!verb).then_some(open - own)
}

/// `بينهم`, `ضمنهم`, `منهم`, `معظمهم`: who is among those before, or what most of them are.
fn is_among(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let folded = layers.text.folded(word);
    let listed = |w: &str| layers.lexicon.such_as.contains(&key(w)) && (w.ends_with("هم") || w.ends_with("هن"));
    let bare = folded.strip_prefix(['و', 'ب']).unwrap_or(folded);
    listed(folded) || listed(bare) || joined(input, word).is_some_and(|(p, _)| p == Prep::Bayn)
}

/// `عبد الحنان الموظف في اللجنة خطف`: whoever a definite noun right behind his name tells more of.
pub(super) fn named<'g>(input: Input<'g>, group: &'g Group, start: usize) -> &'g Group {
    let layers = input.layers;
    let first = layers.morph(group.words.start);
    let tells = first.article && first.is_nominal() && group.prep.is_none() && !group.conj && group.name.is_none();
    let before = group.words.start.checked_sub(1).filter(|b| tells && *b >= start).and_then(|b| input.group_at(b));
    let person = |g: &&Group| {
        g.words.end == group.words.start && g.words.start >= start && g.prep.is_none() && g.title.is_none() && g.person.is_some()
    };
    before.filter(person).unwrap_or(group)
}
