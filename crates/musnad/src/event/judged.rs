//! Judgements that no verb tells: `إن القرار عدوان`, `هذه الحكومة فاشلة`, `الاتفاق ليس إلا مهزلة`, `الجيش هو صمام الأمان`.
//!
//! Inside a statement a noun of blame (or praise) that is said of someone is the speaker's judgement of him. Outside of statements
//! it is the article's own.

use super::Event;
use super::party::{acts, carries_party, party};
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::{key, without_article};
use crate::morph::Pos;
use crate::statement::{Input, Statement};

/// The judgement that a statement opens with, if any.
pub(super) fn judgement(input: Input<'_>, entities: &mut Entities, statement: &Statement) -> Option<Event> {
    let layers = input.layers;
    let speaker = *statement.chain.last()?;
    if statement.negative || !super::reports(statement) {
        return None;
    }
    let group = subject(input, statement)?;
    let word = predicate(input, group.words.end, statement.words.end)?;
    let stem = key(without_article(crate::clause::morph_stem(layers, word)));
    let bad = layers.lexicon.bad.contains(&stem) || accusative(input, word).is_some_and(|k| layers.lexicon.bad.contains(&k));
    let good = layers.lexicon.good.contains(&stem);
    if !bad && !good {
        return None;
    }
    let recipients: Vec<usize> = party(input, entities, group).into_iter().filter(|r| *r != speaker).collect();
    let sentence = layers.text.sentence_of(word).map(|s| layers.text.sentences[s].words())?;
    let stop = (word + 8).min(sentence.end);
    (!recipients.is_empty()).then(|| Event {
        event: if bad { "ACCUSE" } else { "SUPPORT" }.to_owned(),
        mode: bad.then(|| "disapprove".to_owned()),
        recipients,
        evidence: layers.text.span(group.words.start..stop.max(word + 1)),
        ..super::by_words(input, statement, word)
    })
}

/// The definite group that the content opens with, before any verb.
fn subject<'g>(input: Input<'g>, statement: &Statement) -> Option<&'g Group> {
    let layers = input.layers;
    let first = statement.words.start;
    let group = input.groups_in(first..statement.words.end.min(first + 4)).first()?;
    let opens = (first..group.words.start).all(|w| !layers.is_verb(w) && layers.morph(w).pos != Pos::Relative);
    let definite = layers.morph(group.head).article || carries_party(group);
    // "قرار إسرائيل عدوان": or what belongs to somebody.
    let somebody = acts(input, group) || group.of.is_some() || group.nation.is_some();
    (opens && definite && group.prep.is_none() && !group.is_time && somebody).then_some(group)
}

/// The word that is said of the subject, behind a pronoun or `ليس إلا` where they part the two.
fn predicate(input: Input<'_>, first: usize, end: usize) -> Option<usize> {
    let layers = input.layers;
    let linking = |w: usize| layers.lexicon.linking.contains(&key(layers.text.folded(w)));
    let linked = (first..end.min(first + 4)).take_while(|w| linking(*w)).count();
    // "ليس عدوانا": what is denied, unless `إلا` takes it back.
    let denied = (first..first + linked).any(|w| layers.morph(w).pos == Pos::Negation || layers.text.folded(w) == "ما");
    let but = (first..first + linked).any(|w| layers.lexicon.nothing_but.contains(&key(layers.text.folded(w))));
    let marked = first + linked;
    let word = marked + usize::from(crate::clause::is_quote(layers.text.raw(marked)));
    let morph = layers.morph(word);
    let verb = linked == 0 && layers.is_verb(word);
    let plain = word < end && morph.prep.is_none() && !morph.conj && !verb && layers.name_at(word).is_none();
    (plain && (!morph.article || linked > 0) && (!denied || but)).then_some(word)
}

/// The key of a word without the ending of the indefinite accusative (`عدوانا`).
fn accusative(input: Input<'_>, word: usize) -> Option<u64> {
    crate::clause::morph_stem(input.layers, word).strip_suffix('ا').map(key)
}
