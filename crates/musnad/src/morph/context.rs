//! Readings that only the neighbours decide: the verbal noun after `تم`, the verb that opens a news sentence.
//!
//! The lexicon gives one reading a word at first; here the words that can be read two ways are settled from what stands
//! around them. It never gives a word a reading that the lexicon lacks.

use super::{FormKind, Morph, Pos};
use crate::lexicon::{Lexicon, Prep};
use crate::text::{Text, WordKind};

/// How far the predicate of a sentence that opens with a noun is looked for.
const REACH: usize = 14;

/// Settles ambiguous words of a whole text, in place.
pub(super) fn settle(text: &Text<'_>, lexicon: &Lexicon, morphs: &mut [Morph]) {
    for word in 1..morphs.len() {
        if role(lexicon, &morphs[word - 1]) == "impersonal" && morphs[word].pos == Pos::Verb {
            as_masdar(text, lexicon, morphs, word);
        }
    }
    for sentence in &text.sentences {
        let first = opening(text, sentence.words());
        if morphs.get(first).is_some_and(|m| m.verb.is_some() && m.pos == Pos::Noun && m.prep.is_none())
            && opens_with_verb(text, morphs, first, sentence.end)
        {
            as_verb(&mut morphs[first]);
        }
        if morphs.get(first).is_some_and(|m| m.pos == Pos::Preposition) && governs_later(text, lexicon, morphs, first) {
            as_verb(&mut morphs[first]);
        }
    }
}

/// `عبر الرئيس عن قلقه`: a preposition's letters are a verb's where the preposition that the verb governs follows.
fn governs_later(text: &Text<'_>, lexicon: &Lexicon, morphs: &[Morph], first: usize) -> bool {
    let cue = morphs[first].verb.and_then(|(lexeme, _)| lexicon.lexeme(Some(lexeme))?.cue);
    let Some(cue) = cue.and_then(|c| lexicon.cues.get(c as usize)) else { return false };
    for word in first + 1..morphs.len().min(first + REACH) {
        match morphs[word].pos {
            Pos::Verb | Pos::Modal | Pos::Relative | Pos::Complementizer => return false,
            Pos::Preposition if Prep::parse(text.folded(word)).is_some_and(|p| p.bit() & cue.takes.preps != 0) => return true,
            Pos::Punctuation if text.raw(word) == "." => return false,
            _ => {}
        }
    }
    false
}

fn role<'l>(lexicon: &'l Lexicon, morph: &Morph) -> &'l str {
    lexicon.lexeme(morph.lexeme).map_or("", |l| l.role.as_str())
}

/// The first word of a sentence that is no mark.
fn opening(text: &Text<'_>, words: std::ops::Range<usize>) -> usize {
    words.clone().find(|w| text.words[*w].kind != WordKind::Punct).unwrap_or(words.start)
}

/// `تم أسر أربعين`: after an impersonal verb stands a verbal noun.
fn as_masdar(text: &Text<'_>, lexicon: &Lexicon, morphs: &mut [Morph], word: usize) {
    let folded = text.folded(word);
    let morph = &mut morphs[word];
    let Some(stem) = folded.get(morph.lead as usize..folded.len() - morph.trail as usize) else { return };
    let noun = lexicon.forms(stem).find(|f| f.kind == FormKind::Masdar).or_else(|| {
        let verb = morph.lexeme;
        lexicon.forms(stem).find(|f| f.kind == FormKind::Noun && Some(f.lexeme) != verb)
    });
    if let Some(noun) = noun {
        morph.verb = morph.lexeme.map(|lexeme| (lexeme, morph.feats));
        morph.pos = Pos::Noun;
        morph.form = noun.kind;
        morph.feats = noun.feats;
        morph.lexeme = Some(noun.lexeme);
    }
}

/// `قصف طيران التحالف مواقع`: a sentence with no other verb before its first pause opens with its verb.
fn opens_with_verb(text: &Text<'_>, morphs: &[Morph], first: usize, end: usize) -> bool {
    let next = morphs.get(first + 1).copied().unwrap_or_default();
    let subject = next.is_nominal()
        && next.prep.is_none()
        && !next.conj
        && text.words.get(first + 1).is_some_and(|w| w.kind != WordKind::Punct);
    if !subject || first + 1 >= end {
        return false;
    }
    for word in first + 1..end.min(first + REACH) {
        match morphs[word].pos {
            Pos::Verb | Pos::Modal => return false,
            Pos::Relative | Pos::Complementizer | Pos::Conjunction => return true,
            Pos::Punctuation if matches!(text.raw(word), "،" | "." | ":" | "؛") => break,
            _ => {}
        }
    }
    true
}

fn as_verb(morph: &mut Morph) {
    if let Some((lexeme, feats)) = morph.verb.take() {
        morph.pos = Pos::Verb;
        morph.form = FormKind::Finite;
        morph.feats = feats;
        morph.lexeme = Some(lexeme);
        morph.trail = morph.verb_trail;
    }
}
