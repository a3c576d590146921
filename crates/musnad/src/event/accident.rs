//! Harm that nobody did: accidents and disasters (`لقي ستة أشخاص مصرعهم في حادثة سير`, `قتل المئات بعد أن ضرب زلزال المدينة`).
//!
//! The row of the verb knows the cause only where it is its complement; here the cause stands in another clause, or the sentence
//! beside. A single word for violence near by makes it no accident.

use super::arguments::{Parties, Site};
use super::trigger::Shape;
use crate::clause::{Layers, morph_stem};
use crate::lexicon::{key, without_article};

/// What a stretch of text tells of the cause of harm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    Mishap,
    Violence,
    Untold,
}

/// Whether the harm of a predicate came by an accident or disaster that the sentence, or the ones beside it, tell.
pub(super) fn is_mishap(site: Site<'_, '_>, parties: &Parties) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let harm = frame.event == "ASSAULT" || frame.mode.as_deref() == Some("restrict") && displaces(site);
    // "قتلت الشرطة متظاهرا": whoever is told to have done it did it.
    let done = trigger.shape == Shape::Finite && !trigger.passive && !parties.actors.is_empty() && parties.inferred == 0.0;
    if !harm || done || layers.lexicon.mishaps.is_empty() {
        return false;
    }
    let Some(own) = layers.text.sentence_of(trigger.word) else { return false };
    // "إصابة ستة عناصر بفيروس": of the infected news says that they are hit.
    let ill =
        super::counts::is_injury(layers, trigger.word) || trigger.object.is_some_and(|o| super::counts::is_injury(layers, o));
    match cause(layers, own, ill) {
        Cause::Mishap => true,
        Cause::Violence => false,
        Cause::Untold => {
            let (before, after) = (own.checked_sub(1), Some(own + 1).filter(|s| *s < layers.text.sentences.len()));
            let beside: Vec<Cause> = [before, after].into_iter().flatten().map(|s| cause(layers, s, ill)).collect();
            beside.contains(&Cause::Mishap) && !beside.contains(&Cause::Violence)
        }
    }
}

/// Whether a predicate tells that people lost their homes.
fn displaces(site: Site<'_, '_>) -> bool {
    let lexeme = site.input.layers.morph(site.trigger.word).lexeme;
    lexeme.and_then(|l| site.input.layers.lexicon.counted.verbs.get(&l)).is_some_and(|what| *what == "displaced")
}

/// What a sentence tells of the cause of harm; violence before anything else.
///
/// `ill`: the harm may be an illness.
fn cause(layers: Layers<'_>, sentence: usize, ill: bool) -> Cause {
    let mut found = Cause::Untold;
    for word in layers.text.sentences[sentence].words() {
        let stem = key(without_article(morph_stem(layers, word)));
        let own = layers.lexeme(word).map(|l| l.key);
        let is = |class: &rustc_hash::FxHashSet<u64>| class.contains(&stem) || own.is_some_and(|k| class.contains(&k));
        if is(&layers.lexicon.violence) {
            return Cause::Violence;
        }
        if is(&layers.lexicon.mishaps) || ill && is(&layers.lexicon.epidemics) {
            found = Cause::Mishap;
        }
    }
    found
}
