//! So many that nobody counted: `نحو عشرة مدنيين`, `ما لا يقل عن 20 جنديا`, `12 على الأقل من أفراد الجيش`.

use crate::clause::Group;
use crate::lexicon::Prep;
use crate::morph::Pos;
use crate::statement::Input;

/// The group whose number the words of estimate at `word` say is not exact.
pub(super) fn counted<'g>(input: Input<'g>, word: usize) -> Option<&'g Group> {
    let layers = input.layers;
    if layers.text.words.get(word).is_none() || !opens(input, word) {
        return None;
    }
    let number =
        (word + 1..word + 5).find(|w| layers.text.words.get(*w).is_some() && layers.estimate_before(*w) == Some(word))?;
    input.group_at(number).filter(|g| g.words.start == number && !g.is_time)
}

/// Whether an estimate may open at a word: looked at first, as few words do.
fn opens(input: Input<'_>, word: usize) -> bool {
    let next = |offset: usize| input.layers.text.words.get(word + offset).map(|_| input.layers.text.folded(word + offset));
    input.layers.lexicon.counted.about.longest(input.layers.text.folded(word), next).is_some()
}

/// `22 على الأقل من أفراد الشرطة`: of whom so many are, where the number stands alone before the words of estimate.
pub(super) fn of_whom<'g>(input: Input<'g>, number: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let next = |offset: usize| layers.text.words.get(number + 1 + offset).map(|_| layers.text.folded(number + 1 + offset));
    if layers.text.words.get(number).is_none() || layers.morph(number).pos != Pos::Number {
        return None;
    }
    let (len, _) = layers.lexicon.counted.about_after.longest(next(0)?, next)?;
    let at = number + 1 + len;
    let from = next(len).is_some_and(|w| w == "من");
    input.group_at(at + 1).filter(|g| from && g.words.start == at + 1 && g.prep == Some(Prep::Min))
}
