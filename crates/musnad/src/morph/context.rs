//! Readings that only the neighbours decide: the verbal noun after `تم`, the verb that opens a news sentence.
//!
//! The lexicon gives one reading a word at first; here the words that can be read two ways are settled from what stands
//! around them. It never gives a word a reading that the lexicon lacks.

use super::{FormKind, Morph, Pos};
use crate::lexicon::{Lexicon, PhraseClass, Prep};
use crate::text::{Text, WordKind};

/// How far the predicate of a sentence that opens with a noun is looked for.
const REACH: usize = 14;

/// `الرئيس الكوري الشمالي`, `الفريق الجنوب أفريقي`: two words that are one adjective of nationality. In `الجنوب الأفريقي` the
/// first is a noun with its own article and adjective.
fn nation_of_two(lexicon: &Lexicon, first: &Morph, second: &Morph) -> Option<u32> {
    let lexemes = (first.lexeme?, second.lexeme?);
    let free = !second.conj && second.prep.is_none();
    let adjective = lexicon.lexemes.get(lexemes.0 as usize).is_some_and(|l| l.lemma.ends_with('ي'));
    let agree = if adjective { first.article == second.article } else { !second.article };
    lexicon.nations_of_two.get(&lexemes).copied().filter(|_| free && agree)
}

/// Settles ambiguous words of a whole text, in place.
pub(super) fn settle(text: &Text<'_>, lexicon: &Lexicon, morphs: &mut [Morph]) {
    for word in 0..morphs.len() {
        // "علماء نفس", "وثيقة ذات أهمية": "the same" only before a noun with its article.
        if role(lexicon, &morphs[word]) == "same" && !morphs.get(word + 1).is_some_and(|next| next.article && next.is_nominal()) {
            morphs[word] = Morph { pos: Pos::Noun, form: FormKind::Noun, lexeme: None, ..morphs[word] };
        }
    }
    for word in 1..morphs.len() {
        if role(lexicon, &morphs[word - 1]) == "impersonal" && morphs[word].pos == Pos::Verb {
            as_masdar(text, lexicon, morphs, word);
        }
        // "ما لا يقل عن 115 مسلحا": a verb inside words of estimate tells no clause.
        if morphs[word].pos == Pos::Verb && matches!(morphs[word - 1].pos, Pos::Negation | Pos::Relative) {
            let estimates = |first: usize| {
                let found = lexicon
                    .counted
                    .about
                    .longest(text.folded(first), |n| (first + n < morphs.len()).then(|| text.folded(first + n)));
                found.is_some_and(|(n, _)| first + n > word + 1)
            };
            if (word.saturating_sub(2)..word).any(estimates) {
                morphs[word].pos = Pos::Particle;
                morphs[word].form = FormKind::Closed;
                morphs[word].verb = None;
            }
        }
        if let Some(nation) = nation_of_two(lexicon, &morphs[word - 1], &morphs[word]) {
            morphs[word - 1].lexeme = Some(nation);
            morphs[word].lexeme = Some(nation);
        }
        // "أسفر عن استشهاد وجرح أبرياء": after a verbal noun stands another.
        let beside = morphs[word - 1].form == FormKind::Masdar && !morphs[word - 1].article;
        if beside && morphs[word].pos == Pos::Verb && morphs[word].conj && morphs[word - 1].prep.is_none() {
            as_masdar(text, lexicon, morphs, word);
        }
        // "كما قصف الطيران", "فيما قتل آخرون": right after such a conjunction stands a verb.
        let clause = morphs[word - 1].pos == Pos::Conjunction
            && matches!(role(lexicon, &morphs[word - 1]), "as" | "while" | "when" | "where");
        let here = morphs[word];
        let either = here.verb.is_some() && here.pos == Pos::Noun && here.prep.is_none() && !here.article && !here.conj;
        // "إن الوزير تحدث عن الأزمة": of two verbs alike the one of saying, where what it governs follows.
        if here.pos == Pos::Verb && here.lexeme.is_some_and(|l| tells(lexicon, l).is_none()) {
            let prep = prep_at(text, morphs, word + 1);
            let fits = |l: u32| prep.zip(tells(lexicon, l)).is_some_and(|(p, t)| p == Prep::An && p.bit() & t.preps != 0);
            if let Some((lexeme, feats)) = saying(lexicon, text.folded(word)).filter(|(l, _)| fits(*l)) {
                morphs[word].lexeme = Some(lexeme);
                morphs[word].feats = feats;
                continue;
            }
        }
        // "إن الرئيس عبر عن قلقه": no preposition stands right before another, but for an adverb ("نقلا عن").
        let adverb = text.folded(word).ends_with('ا');
        let governs = here.pos == Pos::Preposition && here.verb.is_some() && !here.conj && here.prep.is_none() && !adverb;
        let prep = |m: &Morph| m.pos == Pos::Preposition && m.form == FormKind::Closed && !m.has_pronoun();
        if governs && morphs.get(word + 1).is_some_and(prep) && morphs[word - 1].is_nominal() {
            as_verb(&mut morphs[word]);
            continue;
        }
        if clause && either && morphs.get(word + 1).is_some_and(|next| next.is_nominal() || next.pos == Pos::Preposition) {
            as_verb(&mut morphs[word]);
        }
    }
    for sentence in &text.sentences {
        let first = opening(text, lexicon, sentence.words());
        if morphs.get(first).is_some_and(|m| m.verb.is_some() && m.pos == Pos::Noun && m.prep.is_none())
            && opens_with_verb(text, morphs, first, sentence.end)
        {
            as_verb(&mut morphs[first]);
        }
        settle_clauses(text, lexicon, morphs, sentence.words());
        settle_subject_first(text, lexicon, morphs, first, sentence.end);
        if morphs.get(first).is_some_and(|m| m.pos == Pos::Preposition) && governs_later(text, lexicon, morphs, first) {
            as_verb(&mut morphs[first]);
        }
        if morphs.get(first).is_some_and(|m| m.pos == Pos::Quantifier) && tells_that(text, lexicon, morphs, first) {
            morphs[first].verb = saying(lexicon, stem(text, morphs, first));
            morphs[first].verb_trail = 0;
            as_verb(&mut morphs[first]);
        }
    }
}

/// How far after `أن` the verb of its clause is looked for.
const CLAUSE: usize = 9;

/// `إن حزب العمال قتل ثلاثة جنود`: a clause after `إن` that has no other verb has it in the word that may be one.
fn settle_clauses(text: &Text<'_>, lexicon: &Lexicon, morphs: &mut [Morph], sentence: std::ops::Range<usize>) {
    for that in sentence.clone() {
        if morphs[that].pos != Pos::Complementizer {
            continue;
        }
        // "إن أحمد حسن خطف": a given name is no verb.
        let given = |w: usize| lexicon.first_names.contains(&crate::lexicon::key(text.folded(w)));
        let stops = |w: &usize| {
            matches!(morphs[*w].pos, Pos::Complementizer | Pos::Relative | Pos::Modal | Pos::Conjunction)
                || morphs[*w].pos == Pos::Verb
                    && !(given(*w) && (given(*w - 1) || morphs[*w].feats.person == super::Person::First))
                || text.words[*w].kind == WordKind::Punct
        };
        // "إن «جنديا عراقيا قتل»": a quotation mark may stand between.
        let quoted = that + 1 < sentence.end && matches!(text.raw(that + 1), "«" | "\"" | "“" | "”");
        let that = that + usize::from(quoted);
        let end = sentence.end.min(that + 1 + CLAUSE);
        let stop = (that + 1..end).find(stops).unwrap_or(end);
        // The subject comes first, so that the verb is the third word at the earliest; a noun under another is none.
        let verb = (that + 2..stop).find(|w| {
            let morph = &morphs[*w];
            let before = &morphs[*w - 1];
            let ends = before.article || before.has_pronoun() || before.lexeme.is_none();
            // "جنديا عراقيا قتل", "جنديين عراقيين قتلا".
            let ends = ends || text.folded(*w - 1).ends_with('ا') || text.folded(*w - 1).ends_with("ين");
            // "إن أحمد حسن خطف من منزله": a name that is a word too.
            let stem = crate::lexicon::key(text.folded(*w - 1));
            let ends = ends || lexicon.first_names.contains(&stem) || lexicon.family_names.contains(&stem);
            morph.verb.is_some()
                && morph.pos == Pos::Noun
                && morph.prep.is_none()
                && !morph.conj
                && !morph.article
                && (before.is_nominal() || given(*w - 1))
                && ends
        });
        let Some(verb) = verb else { continue };
        // Another verb is the clause's own, but not one joined by و ("إن جنديا قتل وأصيب آخر"), nor one that describes the indefinite
        // noun right before it ("إن جنديين قتلا في انفجار عبوة استهدفت دوريتهما").
        let other = stop < end && matches!(morphs[stop].pos, Pos::Verb | Pos::Modal) && !morphs[stop].conj;
        let noun = &morphs[stop.saturating_sub(1)];
        let describes = stop > verb + 2 && noun.is_nominal() && !noun.article && !noun.has_pronoun();
        if !other || describes {
            as_verb(&mut morphs[verb]);
        }
    }
}

/// `الوزير كشف أن`, `ماكرون تعهد بدعم لبنان`: a sentence that opens with its subject has its verb in the word that may be one where
/// what that verb of saying governs follows.
fn settle_subject_first(text: &Text<'_>, lexicon: &Lexicon, morphs: &mut [Morph], first: usize, end: usize) {
    let stops = |w: &usize| {
        let plain = matches!(morphs[*w].pos, Pos::Complementizer | Pos::Relative | Pos::Verb | Pos::Modal | Pos::Conjunction);
        plain || text.words[*w].kind == WordKind::Punct
    };
    let end = end.min(first + 1 + CLAUSE).min(morphs.len());
    if !morphs.get(first).is_some_and(|m| m.is_nominal() && m.prep.is_none()) {
        return;
    }
    let stop = (first + 1..end).find(stops).unwrap_or(end);
    let verb = (first + 1..stop).find(|w| {
        let (here, before, next) = (&morphs[*w], &morphs[*w - 1], morphs.get(*w + 1).copied().unwrap_or_default());
        let bare = here.pos == Pos::Noun && here.prep.is_none() && !here.conj && !here.article && !here.has_pronoun();
        let saying = here.verb.filter(|(l, _)| tells(lexicon, *l).is_some()).or_else(|| saying(lexicon, text.folded(*w)));
        let Some(takes) = saying.filter(|_| bare).and_then(|(l, _)| tells(lexicon, l)) else { return false };
        let prep = prep_at(text, morphs, *w + 1);
        let says = next.pos == Pos::Complementizer && (takes.an || takes.in_);
        // "الوزير رفض التدخل", "الوزير رد: …".
        let mark = *w + 1 < end && matches!(text.raw(*w + 1), ":" | "\"" | "«" | "“");
        let says = says || takes.object && next.article && next.prep.is_none() || mark && (takes.quote || takes.colon);
        // A noun under another is no verb: "قرار كشف", but "الوزير كشف", "ماكرون كشف".
        let ends = before.article || before.lexeme.is_none();
        ends && before.is_nominal() && (says || prep.is_some_and(|p| p.bit() & takes.preps != 0))
    });
    if let Some(verb) = verb {
        if morphs[verb].verb.is_none_or(|(l, _)| tells(lexicon, l).is_none()) {
            morphs[verb].verb = saying(lexicon, text.folded(verb));
            morphs[verb].verb_trail = 0;
        }
        as_verb(&mut morphs[verb]);
    }
}

/// What a verb of saying takes.
fn tells(lexicon: &Lexicon, lexeme: u32) -> Option<&crate::lexicon::Takes> {
    let cue = lexicon.lexeme(Some(lexeme))?.cue?;
    lexicon.cues.get(cue as usize).map(|c| &c.takes)
}

/// A perfect of saying that a word's letters may be (`تحدث`, which is also "she happens").
fn saying(lexicon: &Lexicon, word: &str) -> Option<(u32, super::Feats)> {
    let perfect = |f: &&crate::lexicon::Form| {
        f.kind == FormKind::Finite
            && f.feats.person == super::Person::Third
            && f.feats.aspect == super::Aspect::Perfect
            && tells(lexicon, f.lexeme).is_some()
    };
    lexicon.forms(word).find(perfect).map(|f| (f.lexeme, f.feats))
}

/// The letters of a word without what is joined to it.
fn stem<'t>(text: &'t Text<'_>, morphs: &[Morph], word: usize) -> &'t str {
    let folded = text.folded(word);
    let morph = &morphs[word];
    folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded)
}

/// The preposition at a word, joined to it or a word of its own.
fn prep_at(text: &Text<'_>, morphs: &[Morph], word: usize) -> Option<Prep> {
    let morph = morphs.get(word)?;
    match morph.prep {
        Some('ب') => Some(Prep::Bi),
        Some('ل') => Some(Prep::Li),
        _ => Prep::parse(text.folded(word)).filter(|_| morph.pos == Pos::Preposition),
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

/// `وأبرز الوزير أن القطاع تضرر`: a superlative's letters are a verb's where somebody stands behind it and what he says follows; of
/// several things (`وأبرز التحديات أن …`) it tells the foremost.
fn tells_that(text: &Text<'_>, lexicon: &Lexicon, morphs: &[Morph], first: usize) -> bool {
    let takes = saying(lexicon, stem(text, morphs, first)).and_then(|(l, _)| tells(lexicon, l));
    let Some(subject) = morphs.get(first + 1).filter(|m| m.is_nominal() && m.prep.is_none() && !m.conj) else { return false };
    let lexeme = lexicon.lexeme(subject.lexeme);
    let somebody = lexeme.is_none_or(|l| l.title.is_some() || l.org_head.is_some())
        || lexicon.people.contains(&crate::lexicon::key(stem(text, morphs, first + 1)))
        || lexeme.is_some_and(|l| {
            let source = |p: &u32| matches!(lexicon.phrases[*p as usize].class, PhraseClass::Anonymous | PhraseClass::Document);
            l.phrases.iter().any(source)
        });
    let one = subject.feats.number == super::Number::Singular
        && (subject.article || subject.lexeme.is_none() || lexeme.is_some_and(|l| l.title.is_some()));
    let that = (first + 2..morphs.len().min(first + REACH)).find(|w| match morphs[*w].pos {
        Pos::Complementizer | Pos::Verb | Pos::Modal | Pos::Relative => true,
        _ => text.raw(*w) == ".",
    });
    takes.is_some_and(|t| t.an) && somebody && one && that.is_some_and(|w| morphs[w].pos == Pos::Complementizer)
}

fn role<'l>(lexicon: &'l Lexicon, morph: &Morph) -> &'l str {
    lexicon.lexeme(morph.lexeme).map_or("", |l| l.role.as_str())
}

/// The first word of a sentence that is no mark and does not only turn to what follows: `من جانبه، طالب الوزير`.
fn opening(text: &Text<'_>, lexicon: &Lexicon, words: std::ops::Range<usize>) -> usize {
    let told = |from: usize| (from..words.end).find(|w| text.words[*w].kind != WordKind::Punct);
    let first = told(words.start).unwrap_or(words.start);
    let turns = |folded: &str| {
        let next = |n: usize| (first + n < words.end).then(|| text.folded(first + n));
        let (n_words, phrases) = lexicon.phrase_sequences.longest(folded, next)?;
        phrases.iter().any(|p| lexicon.phrases[*p as usize].class == PhraseClass::Connect).then_some(n_words)
    };
    let folded = text.folded(first);
    let n_words = turns(folded).or_else(|| turns(folded.strip_prefix('و')?));
    n_words.and_then(|n| told(first + n)).unwrap_or(first)
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
            // "وتجمع المتظاهرون أمام البرج ورفعوا": a verb joined by و goes on after the first.
            Pos::Verb if morphs[word].conj => return true,
            // "أمام برج إيفل": a word that no dictionary has is none.
            Pos::Verb if morphs[word].lexeme.is_none() => {}
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
