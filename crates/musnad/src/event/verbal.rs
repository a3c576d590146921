//! Attacks in words: `شن النائب هجوما على الحكومة، متهما إياها بالفساد`, `هاجم الحزب الوزارة في بيان`.
//!
//! Where nothing is told of arms, an attack that is told to be spoken, or that a participle of speech goes on with, is blame.

use super::arguments::Site;
use super::trigger::{ARMED, Shape, reporting};
use crate::clause::morph_stem;
use crate::lexicon::{Frame, Kind, key, without_article};
use crate::morph::FormKind;

/// How far behind its predicate the words of an attack may open.
const REACH: usize = 22;

/// The frame of blame that an attack without arms is, if it is one in words.
pub(super) fn as_blame(site: Site<'_, '_>) -> Option<Frame> {
    let Site { input, frame, trigger, end, .. } = site;
    let layers = input.layers;
    let open = frame.event == "ASSAULT" && frame.mode.is_none() && trigger.shape != Shape::Nominal;
    if !open || !attacks(site) {
        return None;
    }
    let stop = end.min(trigger.word + REACH);
    // "شن الحوثيون هجوما على مأرب": neither do the armed speak, nor is a place spoken against.
    let sector = |id: &u32| layers.lexicon.kb.entities.get(*id as usize).and_then(|e| e.sector.as_deref());
    let bars = |n: usize| {
        let armed = layers.names[n].entities.iter().any(|id| sector(id).is_some_and(|s| ARMED.contains(&s)));
        armed
            || layers.names[n].kind == Kind::Place
                && !layers.names[n].entities.iter().any(|id| layers.lexicon.kb.is_state(Some(*id)))
    };
    let force = |w: usize| layers.lexicon.forces.contains(&key(without_article(morph_stem(layers, w))));
    let near = site.start.max(trigger.word.saturating_sub(4))..stop.min(trigger.end + 4);
    if near.clone().any(force) || input.groups_in(near).iter().filter_map(|g| g.name.or(g.of)).any(bars) {
        return None;
    }
    let stem = |w: usize| key(without_article(morph_stem(layers, w)));
    let armed = |w: usize| {
        let stem = stem(w);
        Some(w) != trigger.object
            && w != trigger.word
            && (layers.lexicon.violence.contains(&stem) || layers.lexicon.weapons.contains(&stem))
    };
    if (trigger.word..stop).any(armed) {
        return None;
    }
    let medium =
        |w: usize| layers.lexicon.said_in.contains(&stem(w)) || layers.lexicon.said_in.contains(&key(layers.text.folded(w)));
    let speaks = |w: usize| {
        let participle =
            reporting(input, w).is_some() || layers.is_comma(w - 1) && layers.morph(w).form == FormKind::ActiveParticiple;
        participle
            && (layers.lexeme(w).is_some_and(|l| l.cue.is_some())
                || reporting(input, w).and_then(|l| layers.lexicon.lexeme(Some(l))).is_some_and(|l| l.cue.is_some()))
    };
    let words = (trigger.end..stop).any(|w| medium(w) || speaks(w));
    words.then(|| Frame { event: "ACCUSE".to_owned(), mode: Some("disapprove".to_owned()), ..frame.clone() })
}

/// Whether a predicate tells an attack on somebody that may be one in words (`شن هجوما`, `هاجم`).
fn attacks(site: Site<'_, '_>) -> bool {
    let layers = site.input.layers;
    let lemma = key(&crate::text::fold(&site.frame.lemma));
    let attack = |w: usize| layers.lexicon.blows.contains(&key(without_article(morph_stem(layers, w))));
    layers.lexicon.assails.contains(&lemma) || site.trigger.object.is_some_and(attack)
}
