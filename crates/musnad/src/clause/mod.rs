//! Noun groups: the units that speak, act and undergo, and the prepositions that govern them.
//!
//! Question: *which words belong together, and under which preposition?* In: words, their analyses, names and times. Out:
//! [`Group`]s in order, not overlapping. It promises that every name lies inside one group. It never reads who is meant.

mod bearer;
mod case;
pub(crate) mod occasion;

pub(crate) use case::is_bodies;
pub use case::is_object_only;

use crate::lexicon::{FrameKind, Kind, Lexicon, PhraseClass, Prep};
use crate::morph::{FormKind, Morph, Number, Pos};
use crate::name::{self, Name};
pub use crate::text::is_quote;
use crate::text::{Text, WordKind};
use crate::time::Time;
use std::ops::Range;

/// A noun group: head, its adjectives and genitives, and a name in apposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// All its words.
    pub words: Range<usize>,
    /// Its head noun.
    pub head: usize,
    /// The words before a name in apposition (`المتحدث باسم الرئاسة، بسام راضي`: up to the comma).
    pub core: Range<usize>,
    /// The preposition that governs it.
    pub prep: Option<Prep>,
    /// The person named by it: index into the names.
    pub person: Option<usize>,
    /// The name that is its head, of whatever kind.
    pub name: Option<usize>,
    /// Title of its head: index into [`Lexicon::titles`].
    pub title: Option<u32>,
    /// Country of an adjective of nationality in it.
    pub nation: Option<u32>,
    /// A name inside that the head belongs to (`المتحدث باسم **الرئاسة المصرية**`).
    pub of: Option<usize>,
    /// Whether it expresses a time.
    pub is_time: bool,
    /// Whether it is coordinated with the group before it (`و`).
    pub conj: bool,
}

/// The layers that later stages read, together.
#[derive(Clone, Copy)]
pub struct Layers<'l> {
    /// Words and sentences.
    pub text: &'l Text<'l>,
    /// Analyses.
    pub morphs: &'l [Morph],
    /// Names.
    pub names: &'l [Name],
    /// Times.
    pub times: &'l [Time],
    /// The lexicon.
    pub lexicon: &'l Lexicon,
    /// What was learnt of countries and events.
    pub trained: crate::weights::Trained<'l>,
}

impl<'l> Layers<'l> {
    /// What the lexicon says of a word's lexeme.
    pub fn lexeme(&self, word: usize) -> Option<&'l crate::lexicon::Lexeme> {
        self.lexicon.lexeme(self.morphs.get(word)?.lexeme)
    }

    /// The analysis of a word; the default past the end.
    pub fn morph(&self, word: usize) -> Morph {
        self.morphs.get(word).copied().unwrap_or_default()
    }

    /// Role of a closed-class word.
    pub fn role(&self, word: usize) -> &'l str {
        self.lexeme(word).map_or("", |l| l.role.as_str())
    }

    /// The name that covers a word.
    pub fn name_at(&self, word: usize) -> Option<(usize, &'l Name)> {
        let after = self.names.partition_point(|n| n.words.start <= word);
        let idx = after.checked_sub(1)?;
        self.names.get(idx).filter(|n| n.words.contains(&word)).map(|n| (idx, n))
    }

    /// The time that covers a word.
    pub fn time_at(&self, word: usize) -> Option<(usize, &'l Time)> {
        let after = self.times.partition_point(|t| t.words.start <= word);
        let idx = after.checked_sub(1)?;
        self.times.get(idx).filter(|t| t.words.contains(&word)).map(|t| (idx, t))
    }

    /// The words with this phrase class that begin at `word`: number of words and phrase index. The first word may carry
    /// `و` or `ف`; a last part of one letter (`ل`, `ب`) is matched by the clitic of the next word and not counted.
    pub fn phrase_at(&self, word: usize, wanted: &[PhraseClass]) -> Option<(usize, u32)> {
        let folded = self.text.folded(word);
        let bare = if self.morph(word).conj || folded.starts_with('و') { folded.get(2..).unwrap_or("") } else { "" };
        let mut best: Option<(usize, u32)> = None;
        for first in [folded, bare] {
            let Some(mut node) = self.lexicon.phrase_sequences.step(0, first) else { continue };
            let mut n_words = 1;
            loop {
                let next = self.text.folded(word + n_words);
                let mut found = |node: u32, n: usize| {
                    let value = self
                        .lexicon
                        .phrase_sequences
                        .values(node)
                        .iter()
                        .find(|v| wanted.contains(&self.lexicon.phrases[**v as usize].class));
                    if let Some(value) = value.filter(|_| best.is_none_or(|(b, _)| n >= b)) {
                        best = Some((n, *value));
                    }
                };
                found(node, n_words);
                for clitic in ["ل", "ب"] {
                    if next.starts_with(clitic)
                        && next.len() > 4
                        && let Some(end) = self.lexicon.phrase_sequences.step(node, clitic)
                    {
                        found(end, n_words);
                    }
                }
                match self.lexicon.phrase_sequences.step(node, next).filter(|_| !next.is_empty()) {
                    Some(next_node) => {
                        node = next_node;
                        n_words += 1;
                    }
                    None => break,
                }
            }
        }
        best
    }

    /// The preposition that a word is or carries.
    pub fn prep_of(&self, word: usize) -> Option<Prep> {
        let morph = self.morph(word);
        // A name from the word's first letter has no clitic, whatever its letters look like (`لندن`).
        // "واشنطن ولندن": a conjunction before it is no part of it.
        let conj = if morph.conj { 'و'.len_utf8() as u32 } else { 0 };
        let opens = |start: u32| start == self.text.words[word].span.start || start == self.text.words[word].span.start + conj;
        let whole = self.name_at(word).is_some_and(|(_, n)| n.words.start == word && opens(n.span.start));
        // "للمغرب" is never the beginning of a name, but "للا" is.
        if whole {
            let folded = self.text.folded(word);
            let bare = folded.strip_prefix('و').unwrap_or(folded);
            return bare.strip_prefix("لل").is_some_and(|rest| rest.len() > 4).then_some(Prep::Li);
        }
        match morph.prep {
            Some('ب') => Some(Prep::Bi),
            Some('ل') => Some(Prep::Li),
            Some('ك') => Some(Prep::Ka),
            _ => match self.name_at(word) {
                // A name cut by the gazetteer carries its proclitic although the word has no lexeme.
                Some((_, name)) if name.words.start == word && name.span.start > self.text.words[word].span.start => {
                    let folded = self.text.folded(word);
                    let bare = folded
                        .strip_prefix('و')
                        .filter(|_| name.span.start > self.text.words[word].span.start + 2)
                        .unwrap_or(folded);
                    bare.chars().next().and_then(|c| Prep::parse(c.encode_utf8(&mut [0; 4])))
                }
                Some((_, name)) if name.words.start == word && !whole => {
                    let folded = self.text.folded(word);
                    let bare = folded.strip_prefix('و').unwrap_or(folded);
                    bare.starts_with("لل").then_some(Prep::Li)
                }
                _ => None,
            },
        }
    }

    /// Whether a conjunction `و`/`ف` is joined to the word.
    pub fn has_conj(&self, word: usize) -> bool {
        // "فلين" is a name, whatever its first letter could be elsewhere.
        let Some((_, name)) = self.name_at(word) else { return self.morph(word).conj };
        if name.words.start != word {
            return self.morph(word).conj;
        }
        let w = self.text.words[word];
        name.words.start == word
            && name.span.start > w.span.start
            && matches!(self.text.folded(word).chars().next(), Some('و' | 'ف'))
    }

    /// Whether the word is a finite verb here.
    pub fn is_verb(&self, word: usize) -> bool {
        self.morph(word).pos == Pos::Verb && self.name_at(word).is_none()
    }

    /// Whether words before a doer end here that are a preposition and its noun (`من طرف`, `على يد`).
    pub fn ends_agent_phrase(&self, word: usize) -> bool {
        let Some(first) = word.checked_sub(1) else { return false };
        self.lexicon.agents.iter().any(|phrase| match phrase.as_slice() {
            [one, other] => self.text.folded(word) == other && self.text.folded(first) == one,
            _ => false,
        })
    }

    /// Whether a word is a dash, as one parts a dateline from its story.
    pub fn is_dash(&self, word: usize) -> bool {
        self.text.words.get(word).is_some() && matches!(self.text.raw(word), "-" | "–" | "—" | "ـ")
    }

    /// Whether a word stands before a number that is not exact (`نحو`, `قرابة`).
    pub fn is_estimate(&self, word: usize) -> bool {
        self.text.words.get(word).is_some() && self.lexicon.counted.about.longest(self.text.folded(word), |_| None).is_some()
    }

    /// The first of the words right before a number that say it is not exact (`نحو`, `ما لا يقل عن`).
    pub fn estimate_before(&self, number: usize) -> Option<usize> {
        (1..=4_usize).rev().filter_map(|n| number.checked_sub(n).map(|first| (n, first))).find_map(|(n, first)| {
            let next = |offset: usize| (first + offset < number).then(|| self.text.folded(first + offset));
            let found = self.lexicon.counted.about.longest(self.text.folded(first), next);
            found.is_some_and(|(len, _)| len == n).then_some(first)
        })
    }

    /// Whether a word introduces another name of someone (`المعروف بـ`, `الملقب بـ`).
    pub fn is_called(&self, word: usize) -> bool {
        self.lexicon.called.contains(&crate::lexicon::key(self.text.folded(word)))
    }

    /// Whether a word says what someone has charge of (`المسؤولون عن الأمن`).
    pub fn is_charged(&self, word: usize) -> bool {
        let bare = crate::lexicon::without_article(morph_stem(*self, word));
        let one = bare.strip_suffix("ون").or_else(|| bare.strip_suffix("ين")).unwrap_or(bare);
        self.lexicon.charged.contains(&crate::lexicon::key(one))
    }

    /// Whether a word takes up the noun before it with a pronoun (`المصدر نفسه`).
    pub fn takes_up(&self, word: usize) -> bool {
        takes_up(*self, word)
    }

    /// Whether a noun bears a pronoun, known as one or by its last letters (`مسؤوليتها`).
    pub fn is_his(&self, word: usize) -> bool {
        let morph = self.morph(word);
        let ends = || ["ها", "هم", "هما"].iter().any(|pronoun| self.text.folded(word).ends_with(pronoun));
        morph.has_pronoun() || !morph.article && morph.form != FormKind::Closed && self.name_at(word).is_none() && ends()
    }

    /// Whether a word says that someone holds an office for another (`بالإنابة`, `بالوكالة`).
    pub fn is_acting(&self, word: usize) -> bool {
        let morph = self.morph(word);
        morph.prep == Some('ب') && morph.article && self.lexicon.acting.contains(&crate::lexicon::key(morph_stem(*self, word)))
    }

    /// Whether a word means the country that the article is about (`البلاد`).
    pub fn is_homeland(&self, word: usize) -> bool {
        let stem = crate::lexicon::without_article(morph_stem(*self, word));
        self.morph(word).article && self.lexicon.homelands.contains(&crate::lexicon::key(stem))
    }

    /// Whether the word opens a circumstance of the clause before: `[وهو] يتحدث`.
    pub fn opens_circumstance(&self, word: usize) -> bool {
        self.lexicon.circumstances.contains(&crate::lexicon::key(self.text.folded(word)))
    }

    /// Whether the word is this punctuation.
    pub fn is_comma(&self, word: usize) -> bool {
        matches!(self.text.raw(word), "،" | "," | "؛" | ";" | "-" | "–" | "—" | "ـ")
    }
}

/// Finds the noun groups of every sentence.
pub fn group(layers: Layers<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for sentence in &layers.text.sentences {
        let mut word = sentence.first;
        while word < sentence.end {
            match group_at(layers, word, sentence.end) {
                Some(mut group) => {
                    other_name(layers, &mut group, sentence.end);
                    second_of_two(layers, &mut groups, &mut group);
                    word = group.words.end;
                    // "مؤتمر صحفي عقده", where the letters may be a noun's too: the verb is no group.
                    word += usize::from(word < sentence.end && resumes(layers, group.head, word));
                    marked_number(layers, &mut groups, &mut group);
                    groups.push(group);
                }
                None => word += 1,
            }
        }
    }
    groups
}

/// `القبض على (431) شخصا`: a number in brackets counts the noun behind them.
fn marked_number(layers: Layers<'_>, groups: &mut Vec<Group>, group: &mut Group) {
    let Some(number) = groups.last().filter(|n| n.words.end + 1 == group.words.start && n.words.len() == 1) else { return };
    let counts = layers.morph(number.head).pos == Pos::Number && layers.text.raw(number.words.end) == ")";
    let plain = group.prep.is_none() && !group.conj && group.name.is_none() && group.head == group.words.start;
    let noun = layers.morph(group.head);
    if counts && plain && !group.is_time && !noun.article && !noun.has_pronoun() && number.words.start > 0 {
        group.words.start = number.words.start - 1;
        group.core.start = number.words.start - 1;
        group.prep = number.prep;
        group.conj = number.conj;
        groups.pop();
    }
}

/// `الرئيسين التركي رجب طيب أردوغان والأمريكي باراك أوباما`: the adjective of the second of two belongs to his name.
fn second_of_two(layers: Layers<'_>, groups: &mut Vec<Group>, group: &mut Group) {
    let Some([one, adjective]) = groups.last_chunk::<2>() else { return };
    let nation = layers.lexeme(adjective.head).and_then(|l| l.nation).filter(|_| adjective.words.len() == 1);
    let beside = one.words.end == adjective.words.start && adjective.words.end == group.words.start;
    let named = group.person.is_some() && !group.conj && group.prep.is_none();
    let first = one.person.is_some() && one.title.is_some() && one.nation.is_some();
    if !(beside && named && first && adjective.conj && layers.morph(adjective.head).article) {
        return;
    }
    let Some(nation) = nation else { return };
    (group.title, group.nation, group.conj) = (one.title, Some(nation), true);
    group.words.start = adjective.words.start;
    groups.pop();
}

/// `هيئة الإذاعة البريطانية (بي.بي.سي)`: another name of the same body in brackets belongs to its group.
fn other_name(layers: Layers<'_>, group: &mut Group, end: usize) {
    let open = group.words.end;
    let own = |n: usize| layers.names[n].words.end == open && layers.names[n].kind == Kind::Organization;
    let named = group.person.is_none() && group.name.or(group.of).is_some_and(own);
    if !named || open + 2 >= end || layers.text.raw(open) != "(" {
        return;
    }
    let Some((_, inner)) = layers.name_at(open + 1).filter(|(_, n)| n.kind == Kind::Organization && n.words.start == open + 1)
    else {
        return;
    };
    if inner.words.end < end && layers.text.raw(inner.words.end) == ")" {
        group.words.end = inner.words.end + 1;
    }
}

/// The group that begins at `word`, if one does.
fn group_at(layers: Layers<'_>, word: usize, end: usize) -> Option<Group> {
    if let Some((_, time)) = layers.time_at(word) {
        let words = word..time.words.end.min(end);
        return Some(Group { is_time: true, ..plain(layers, words, word) });
    }
    if let Some((idx, name)) = layers.name_at(word) {
        let mut group = plain(layers, word..name.words.end, word);
        group.name = Some(idx);
        if name.kind == Kind::Person {
            group.person = Some(idx);
            apposed_title(layers, &mut group, end);
        }
        // "حزب الأمة المعارض": an adjective of the body is nobody.
        let next = name.words.end;
        let stem = |w: usize| crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, w)));
        if name.kind == Kind::Organization
            && next < end
            && layers.morph(next).article
            && !layers.has_conj(next)
            && layers.lexicon.in_power.contains(&stem(next))
        {
            group.words.end = next + 1;
        }
        return Some(group);
    }
    let morph = layers.morph(word);
    // "من طرف قوات الأمن": the noun of the preposition is nobody.
    if word + 1 < end && layers.ends_agent_phrase(word) {
        return None;
    }
    if layers.text.words[word].kind == WordKind::Punct
        || !morph.is_nominal()
        || morph.form == FormKind::Closed && !matches!(morph.pos, Pos::Quantifier | Pos::Demonstrative | Pos::Number)
    {
        return None;
    }
    // "باتجاه بحر اليابان": a preposition that begins like one.
    let towards = layers.text.folded(word).starts_with('ب') && Prep::parse(layers.text.folded(word)) == Some(Prep::Tijah);
    if towards && word + 1 < end {
        return None;
    }
    // "في حق المتهم": a preposition of two words.
    if layers.text.folded(word) == HAQQ && word > 0 && layers.text.folded(word - 1) == "في" && word + 1 < end {
        return None;
    }
    // "حسبما ذكر مسؤول": the verb of an attribution, though its letters are a noun's, too.
    let told = |b: usize| layers.phrase_at(b, &[PhraseClass::According]).is_some_and(|(n, _)| n == 2);
    if layers.lexeme(word).is_some_and(|l| l.cue.is_some()) && word > 0 && word + 1 < end && told(word - 1) {
        return None;
    }
    // "زيارته تلك أهالي المدينة": a demonstrative after its noun opens nothing.
    let before = word.checked_sub(1).map(|w| layers.morph(w)).filter(|m| m.is_nominal() && (m.article || m.has_pronoun()));
    if morph.pos == Pos::Demonstrative && before.is_some() && word + 1 < end && !layers.morph(word + 1).article {
        return None;
    }
    // "استقالة كل من ليلى الحمروني و…": each of those that follow.
    if morph.pos == Pos::Quantifier && before_word(layers, word) == "كل" && layers.text.folded(word + 1) == "من" && word + 2 < end
    {
        return None;
    }
    // "بحسب ما نشرته وكالة …": an unknown word after a relative is its verb.
    if morph.lexeme.is_none() && word > 0 && layers.morph(word - 1).pos == Pos::Relative {
        return None;
    }
    let counts = |at: usize| layers.lexicon.quantities.contains(&crate::lexicon::key(morph_stem(layers, at)));
    let mut head = word;
    // "27 عضوا", "نحو ثلاثة مسلحين", "هذه القوات", "عدد من …": the head comes after the quantity.
    while head + 1 < end
        && (matches!(layers.morph(head).pos, Pos::Number | Pos::Quantifier | Pos::Demonstrative)
            || counts(head) && layers.text.folded(head + 1) == "من"
            || counts(head)
                // "ثلاثة فلسطينيين من سجون الاحتلال": a number counts what stands right behind it.
                && layers.morph(head).pos != Pos::Number
                && head + 2 < end
                && is_adjective(layers, head + 1)
                && layers.text.folded(head + 2) == "من")
        && !layers.morph(head).has_pronoun()
        && layers.name_at(head + 1).is_none()
        && layers.time_at(head + 1).is_none()
    {
        // "دفعة جديدة من المهاجرين": so many are described.
        if counts(head)
            && layers.morph(head).pos != Pos::Number
            && layers.text.folded(head + 1) != "من"
            && is_adjective(layers, head + 1)
            && layers.text.folded(head + 2) == "من"
            && head + 3 < end
        {
            // "انسحبت مجموعة مسلحة من المدينة": but it is no part of where it left.
            let counted = layers.morph(head + 3);
            let stem = crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, head + 3)));
            let people = counted.feats.number == Number::Plural || layers.lexicon.people.contains(&stem);
            let place = layers.lexeme(head + 3).is_some_and(|l| l.place_head.is_some() || l.org_head.is_some());
            if layers.time_at(head + 3).is_some()
                || layers.name_at(head + 3).is_some()
                || !people
                || place
                || counted.has_pronoun()
            {
                break;
            }
            head += 3;
            continue;
        }
        if layers.text.folded(head + 1) == "من"
            && head + 2 < end
            && (matches!(layers.morph(head).pos, Pos::Quantifier | Pos::Number) || counts(head))
        {
            // "9 من مسلحي المقاومة", but "2 من فبراير".
            if layers.time_at(head + 2).is_some() || layers.name_at(head + 2).is_some() {
                break;
            }
            head += 2;
            continue;
        }
        if !layers.morph(head + 1).is_nominal() || layers.text.words[head + 1].kind == WordKind::Punct {
            break;
        }
        // "مقتل أربعة وإصابة سبعة بجروح": so many stand for themselves; "ثلاثة وعشرين" is one number.
        let (number, next) = (layers.morph(head).pos == Pos::Number, layers.morph(head + 1));
        if number && (next.prep.is_some() || next.conj && next.pos != Pos::Number) {
            break;
        }
        head += 1;
    }
    let head = head.min(end - 1);
    let mut group = plain(layers, word..head + 1, head);
    let title = title_at(layers, head, end);
    if let Some((n_words, title)) = title {
        group.title = Some(title);
        group.words.end = head + n_words;
        // "المبعوث الأمريكي": a title may hold the nation.
        group.nation = (head + 1..head + n_words).find_map(|w| layers.lexeme(w)?.nation);
        // "رئيس المجلس الرئاسي": the office's own name may begin inside the title and run on.
        if let Some((idx, name)) = layers.name_at(group.words.end - 1).filter(|(_, n)| n.kind != Kind::Person) {
            group.words.end = group.words.end.max(name.words.end);
            group.of = Some(idx);
        }
    }
    source_phrase(layers, &mut group, end);
    extend(layers, &mut group, end);
    complement(layers, &mut group, end);
    group.core = group.words.clone();
    apposed_name(layers, &mut group, end);
    Some(group)
}

/// `مصادر خاصة`, `مدافعون عن حقوق الإنسان`: an unnamed source is told by all the words of its phrase.
fn source_phrase(layers: Layers<'_>, group: &mut Group, end: usize) {
    if group.title.is_some_and(|t| layers.lexicon.titles[t as usize].class == "office") {
        return;
    }
    if let Some((n, _)) = layers.phrase_at(group.head, &[PhraseClass::Anonymous]).filter(|(n, _)| *n > 1) {
        let free = (group.head + 1..group.head + n).all(|w| layers.name_at(w).is_none());
        group.words.end = group.words.end.max(if free { group.head + n } else { 0 }).min(end);
    }
}

/// Whether a noun and an adjective further on are told of unnamed sources: `مصادر … مطلعة`.
pub(crate) fn tells_source(layers: Layers<'_>, head: usize, adjective: usize) -> bool {
    let next = |n: usize| (n == 1).then(|| layers.text.folded(adjective));
    let found = layers.lexicon.phrase_sequences.longest(morph_stem(layers, head), next);
    found.is_some_and(|(n, phrases)| {
        n == 2 && phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Anonymous)
    })
}

/// One past an adjective told with `غير` or `شبه` (`المنظمات غير الحكومية`, `القوات شبه العسكرية`).
fn negated(layers: Layers<'_>, word: usize, end: usize, definite: bool) -> Option<usize> {
    let next = layers.morph(word + 1);
    let opens = matches!(layers.text.folded(word), "غير" | "شبه") && word + 1 < end;
    let adjective = next.is_nominal() && next.form != FormKind::Closed && next.prep.is_none() && !next.conj;
    let fits = next.article == definite && layers.name_at(word + 1).is_none();
    (opens && adjective && fits && layers.text.words[word + 1].kind == WordKind::Arabic).then_some(word + 2)
}

/// `أعلن الجيش الإفراج عن`: whether a noun is a verbal noun too.
fn also_masdar(layers: Layers<'_>, word: usize) -> bool {
    let stem = crate::lexicon::without_article(morph_stem(layers, word));
    layers.lexicon.forms(stem).any(|f| f.kind == FormKind::Masdar)
}

/// Whether a word is an indefinite adjective.
fn is_adjective(layers: Layers<'_>, word: usize) -> bool {
    let morph = layers.morph(word);
    morph.pos == Pos::Adjective && !morph.article && !morph.conj && morph.prep.is_none()
}

/// The noun of the preposition `في حق`.
const HAQQ: &str = "حق";

fn plain(layers: Layers<'_>, words: Range<usize>, head: usize) -> Group {
    let prep = layers.prep_of(words.start).or_else(|| {
        let mut before = words.start.checked_sub(1)?;
        // "بـ\"الكارثة\"", "على (تل أبيض)": a preposition before a mark.
        let marked = is_quote(layers.text.raw(before)) || layers.text.raw(before) == "(";
        let governs = |w: usize| layers.morph(w).pos == Pos::Preposition && layers.morph(w).form == FormKind::Closed;
        if before > 0 && marked && governs(before - 1) {
            before -= 1;
            // "المعروف بـ\"حميدتي\"": what he is called is no complement.
            if before > 0 && layers.is_called(before - 1) {
                return None;
            }
        }
        // "عن نحو 320 أسيرا", "مقتل ما لا يقل عن 115 مسلحا": the words of estimate are no preposition here.
        if layers.morph(words.start).pos == Pos::Number
            && let Some(first) = layers.estimate_before(words.start)
        {
            before = first.checked_sub(1)?;
        }
        // "كل من الوزير ونظيره": no preposition of its own.
        if layers.text.folded(before) == "من" && before > 0 && before_word(layers, before - 1) == "كل" {
            return layers.prep_of(before - 1);
        }
        if layers.ends_agent_phrase(before) {
            return Some(Prep::Other);
        }
        // "بالسجن في حق المتهم": as بحق.
        if layers.text.folded(before) == HAQQ && before > 0 && layers.text.folded(before - 1) == "في" {
            return Some(Prep::Didd);
        }
        // "باتجاه بحر اليابان": its first letter is no preposition of its own.
        if Prep::parse(layers.text.folded(before)) == Some(Prep::Tijah) && !layers.morph(before).article {
            return Some(Prep::Tijah);
        }
        let role_word = layers.morph(before).pos == Pos::Preposition
            && !layers.morph(before).has_pronoun()
            && !holds_pronoun(before_word(layers, before));
        role_word.then(|| Prep::parse(before_word(layers, before)).unwrap_or(Prep::Other))
    });
    let conj = layers.has_conj(words.start);
    Group {
        core: words.clone(),
        head,
        prep,
        person: None,
        name: None,
        title: None,
        nation: None,
        of: None,
        is_time: false,
        conj,
        words,
    }
}

fn before_word<'l>(layers: Layers<'l>, word: usize) -> &'l str {
    let folded = layers.text.folded(word);
    folded.get(layers.morph(word).lead as usize..).unwrap_or(folded)
}

/// A title that begins at `word`: number of words and title.
pub fn title_at(layers: Layers<'_>, word: usize, end: usize) -> Option<(usize, u32)> {
    let stem = |at: usize| {
        let folded = layers.text.folded(at);
        let morph = layers.morph(at);
        let lead = if at == word { morph.lead as usize } else { 0 };
        crate::lexicon::without_article(folded.get(lead..).unwrap_or(folded))
    };
    let next = |offset: usize| {
        let at = word + offset;
        // A preposition only where a title is written with it: "القائد العام للقوات المسلحة".
        (at < end && (layers.morph(at).prep.is_none() || layers.text.folded(at).starts_with("لل"))).then(|| stem(at))
    };
    // "وزير خارجيتها": the department bears a pronoun.
    let department = (word + 1 < end).then(|| his_department(layers.text.folded(word + 1))).flatten();
    let sequence = layers.lexicon.title_sequences.longest(stem(word), next);
    let one = sequence.is_none_or(|(n, _)| n == 1);
    let sequence = match department.as_ref().filter(|_| one) {
        Some(noun) => {
            let two = layers.lexicon.title_sequences.longest(stem(word), |n| (n == 1).then_some(noun.as_str()));
            two.filter(|(n, _)| *n == 2).or(sequence)
        }
        None => sequence,
    };
    // "مفاوضات" are talks, not women who negotiate.
    let own = layers.morph(word).lexeme;
    let deed = morph_stem(layers, word).ends_with("ات")
        && layers
            .lexicon
            .forms(morph_stem(layers, word))
            .any(|f| Some(f.lexeme) != own && layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| !l.frames.is_empty()));
    // "محافظة عدن": the place, though a woman may govern one.
    let place = || {
        let named = layers.name_at(word + 1).is_some_and(|(_, n)| n.kind == Kind::Place && n.words.start == word + 1);
        let head = |f: crate::lexicon::Form| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.place_head.is_some());
        named && layers.lexicon.forms(morph_stem(layers, word)).any(|f| head(*f))
    };
    let lexeme = layers.lexeme(word).filter(|_| layers.morph(word).form == FormKind::Noun && !deed).and_then(|l| l.title);
    // "نفى الوزير صحة الخبر": what follows a noun with the article has one, too.
    let apart = |n: usize| {
        let bare = |w: usize| !layers.morph(w).article && layers.morph(w).prep.is_none() && layers.name_at(w).is_none();
        n > 1 && layers.morph(word).article && layers.morph(word + 1).form != FormKind::Closed && bare(word + 1)
    };
    // "الفريق أول عبد الفتاح البرهان": but ranks are written so.
    let rank = |values: &[u32]| values.first().is_some_and(|v| layers.lexicon.titles[*v as usize].class == "rank");
    let sequence = sequence.filter(|(n, values)| !apart(*n) || rank(values));
    let lexeme = lexeme.filter(|_| !place());
    match (sequence, lexeme) {
        (Some((n, values)), _) if n > 1 => values.first().map(|v| (n, *v)),
        (_, Some(title)) => Some((1, title)),
        (Some((n, values)), None) if layers.morph(word).pos != Pos::Verb => values.first().map(|v| (n, *v)),
        _ => None,
    }
}

/// Whether a title stands right before `word` in a group, alone or with its adjectives (`تصريحات السفيرة الأمريكية دوروثي شيا`).
fn bears_title(layers: Layers<'_>, group: &Group, word: usize, end: usize) -> bool {
    let adjective = |w: usize| {
        let morph = layers.morph(w);
        morph.article && (morph.form == FormKind::Adjective || layers.lexeme(w).is_some_and(|l| l.nation.is_some()))
    };
    let first = (group.head + 1..word).rev().find(|w| !adjective(*w));
    first.is_some_and(|w| layers.morph(w).article && title_at(layers, w, end).is_some())
}

/// `خارجيتها`: a feminine noun without its pronoun.
fn his_department(folded: &str) -> Option<String> {
    let stem = ["تها", "تهم", "ته", "تهما"].iter().find_map(|pronoun| folded.strip_suffix(pronoun))?;
    (stem.chars().count() > 3).then(|| format!("{stem}ه"))
}

/// Extends a group over adjectives, genitives and names inside it.
fn extend(layers: Layers<'_>, group: &mut Group, end: usize) {
    // "، محملة طهران المسؤولية": a participle that goes on telling has an object, and governs no genitive.
    let opens =
        group.words.start == group.head && group.head > 0 && layers.is_comma(group.head - 1) && !layers.has_conj(group.head);
    let form = layers.morph(group.head).form;
    let folded = layers.text.folded(group.head);
    let cue = |f: &crate::lexicon::Form| {
        f.kind == FormKind::ActiveParticiple && layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.cue.is_some())
    };
    // "، متهما سياسيين", "، داعية الوسطاء": though it may be a noun too.
    let alike = || {
        matches!(form, FormKind::Masdar | FormKind::Noun)
            && (folded.ends_with(['ه', 'ا']) && layers.lexicon.forms(folded).any(cue)
                || folded.strip_suffix("ين").is_some_and(|one| layers.lexicon.forms(one).any(cue)))
    };
    let participle = (form == FormKind::ActiveParticiple || alike()) && !layers.morph(group.head).article;
    if opens
        && participle
        && group.prep.is_none()
        && (alike() || layers.lexeme(group.head).is_some_and(|l| l.cue.is_some() || !l.frames.is_empty()))
    {
        return;
    }
    let mut definite = layers.morph(group.head).article || layers.morph(group.head).has_pronoun();
    // "أمير قطر": a title that ends with a state is as definite.
    let state = || group.words.len() > 1 && layers.name_at(group.words.end - 1).is_some_and(|(_, n)| n.kind == Kind::Place);
    if layers.morph(group.words.end - 1).article || state() {
        definite = true;
    }
    let mut word = group.words.end;
    // After an indefinite adjective or an accusative or sound plural ending no genitive can follow.
    let without = group.head.checked_sub(1).is_some_and(|b| layers.role(b) == "without");
    let mut closed = !definite && ends_unbound(layers, group.head) && !is_dual_construct(layers, group.head, end);
    while word < end {
        if layers.time_at(word).is_some() {
            break;
        }
        if let Some((idx, name)) = layers.name_at(word) {
            // "المتمردون الحوثيون": the name says which they are.
            if group.words.end == group.head + 1 && group.title.is_none() && names_them(layers, group.head, name) {
                group.name = Some(idx);
                group.words.end = name.words.end;
                return;
            }
            if closed && !(name.kind == Kind::Person && group.title.is_some()) {
                break;
            }
            let free = layers.prep_of(word).is_none() && !layers.has_conj(word);
            // "الإرهابي عبدالله الرشيد", "الشاب محمد": a definite noun for someone right before the name. "المتحدث باسم الجيش خالد
            // الزعبي": a body's noun is no noun for someone.
            let human = name.kind == Kind::Person
                && group.title.is_none()
                && layers.lexeme(group.head).is_none_or(|l| l.org_head.is_none())
                && layers.morph(group.head).article
                && group.words == (group.head..group.head + 1)
                && layers.morph(group.head).feats.number == Number::Singular
                && layers
                    .lexicon
                    .people
                    .contains(&crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, group.head))));
            if human && free {
                group.person = Some(idx);
                group.core = group.words.clone();
                group.words.end = name.words.end;
                return;
            }
            // "قوات صالح", "نظام الأسد": a force is its leader's, and acts itself.
            let force = name.kind == Kind::Person
                && free
                && group.title.is_none()
                && group.of.is_none()
                && word == group.head + 1
                && !layers.morph(group.head).article
                && layers.lexicon.beside.forces.contains(&crate::lexicon::key(morph_stem(layers, group.head)));
            // "إدارة الرئيس دونالد ترمب", "سبيل الناشط كريم الحسيني": whose it is, by office and name.
            let office = name.kind == Kind::Person
                && free
                && group.title.is_none()
                && group.of.is_none()
                && word > group.head + 1
                && layers.morph(word - 1).article
                && !layers.morph(group.head).article
                // "طالب الرئيس اليمني عبدربه منصور هادي": nor is its head a verb.
                && layers.morph(group.head).verb.is_none()
                && bears_title(layers, group, word, end);
            if force || office {
                group.of = Some(idx);
                definite = true;
                word = name.words.end;
                group.words.end = word;
                continue;
            }
            let titled_person = name.kind == Kind::Person && group.title.is_some();
            let free = free && !(name.kind == Kind::Person && group.title.is_none());
            let genitive = !definite
                || (group.title.is_some()
                    && group.of.is_none()
                    && group.nation.is_none()
                    && name.kind != Kind::Person
                    // "يزور وزير الخارجية بغداد", "طالب رئيس النقابة وزارة الصحة": an office that is told with its body has no place and
                    // no other body under it.
                    && !((name.kind == Kind::Place || layers.lexeme(word).is_some_and(|l| l.org_head.is_some()))
                        && group.words.len() > 1
                        && layers.morph(word - 1).article)
                    && !layers.morph(group.head).article);
            if !free || group.person.is_some() || !(titled_person || genitive) {
                break;
            }
            // "صهر الرئيس دونالد ترامب، جارد كوشنر": whose kin he is, not who he is.
            // "محامو أحمد السالم", "مساعدو الرئيس": nor are several whose plural governs the name.
            let several = layers.morph(group.head).feats.number == Number::Plural
                && !layers.morph(group.head).article
                && layers.text.folded(group.head).ends_with('و')
                && word == group.head + 1;
            let kin = several || group.title.is_some_and(|t| layers.lexicon.titles[t as usize].class == "kin");
            let raw = layers.text.raw(group.head);
            let his = layers.morph(group.head).has_pronoun() || raw.ends_with('ه') || raw.ends_with("ها") || raw.ends_with("هم");
            if name.kind == Kind::Person && kin && !layers.morph(group.head).article && !his {
                group.of.get_or_insert(idx);
                definite = true;
                word = name.words.end;
                group.words.end = word;
                continue;
            }
            if name.kind == Kind::Person && group.title.is_some() {
                group.person = Some(idx);
                group.core = group.words.start..word;
                group.words.end = name.words.end;
                apposed_title(layers, group, end);
                return;
            }
            group.of.get_or_insert(idx);
            definite = true;
            word = name.words.end;
            group.words.end = word;
            continue;
        }
        let morph = layers.morph(word);
        // "المشتبه به", "المحكوم عليه": the participle is a passive of its preposition.
        let governs = || {
            let head = crate::lexicon::without_article(morph_stem(layers, group.head));
            layers.lexicon.with_pronoun.contains(&crate::lexicon::key(head))
        };
        if word == group.head + 1
            && (holds_pronoun(layers.text.folded(word)) || morph.prep.is_some() && morph.has_pronoun())
            && governs()
        {
            word += 1;
            group.words.end = word;
            continue;
        }
        // "مصادر أمنية مطلعة": another adjective of a source.
        if word > group.head + 1 && !definite && tells_source(layers, group.head, word) {
            word += 1;
            group.words.end = word;
            continue;
        }
        // "فجر انتحاري نفسه", "59 شخصا بعضهم بجروح": a word that takes up the noun with a pronoun is no part of it.
        if takes_up(layers, word) || resumes(layers, group.head, word) {
            break;
        }
        let raw = layers.text.raw(word);
        let outlet = layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some());
        if is_quote(raw) || raw == "(" && outlet {
            // قوات "الوفاق", صحيفة (التايمز): a short marked name belongs to its noun.
            let closes = |w: &usize| if raw == "(" { layers.text.raw(*w) == ")" } else { is_quote(layers.text.raw(*w)) };
            let Some(close) = (word + 1..(word + 6).min(end)).find(closes) else { break };
            let named = (word + 1..close).find_map(|w| layers.name_at(w));
            let Some((idx, _)) = named.filter(|_| !definite || group.title.is_some()) else { break };
            // "تنظيم «داعش»", "وكالة «رويترز»": the marked name is the body's own; "قوات «الوفاق»" are another's.
            let own = outlet && group.title.is_none() && layers.morph(group.head).feats.number == Number::Singular;
            if own && layers.names[idx].kind == Kind::Organization && layers.names[idx].words == (word + 1..close) {
                group.name = Some(idx);
                group.words.end = close + 1;
                return;
            }
            group.of.get_or_insert(idx);
            word = close + 1;
            group.words.end = word;
            continue;
        }
        if let Some(past) = negated(layers, word, end, definite) {
            word = past;
            group.words.end = word;
            continue;
        }
        if another_adjective(layers, group, word) {
            word += 1;
            group.words.end = word;
            continue;
        }
        if definite && shares_office(layers, group, word, end) {
            word += 1;
            group.words.end = word;
            continue;
        }
        // "باحثون وحقوقيون", "مسؤولون أفغان ومصادر أمنية": people of no name who are told together.
        if !definite && tells_together(layers, group, word) {
            word += 1;
            group.words.end = word;
            continue;
        }
        // "طائرات إف-16 عراقية": what a weapon is called by, letters and a number.
        if let Some(past) = designation(layers, group.head, word, end).filter(|_| !definite) {
            word = past;
            group.words.end = word;
            continue;
        }
        if layers.text.words[word].kind != WordKind::Arabic
            || morph.prep.is_some()
            || morph.conj
            || layers.text.folded(word).len() < 4
        {
            break;
        }
        // "نفذت طائرات بدون طيار غارة": what something is without governs no deed.
        if without && !definite && tells_event(layers, word) && !layers.morph(word).article {
            break;
        }
        // "مقتل الجنرال الإيراني قاسم سليماني": whom an event noun is about stands as a group of his own.
        if group.words.len() == 1
            && word == group.head + 1
            && group.title.is_none()
            && !definite
            && tells_event(layers, group.head)
            // "لقاء صحفيا مشتركا": nor is anybody in the accusative.
            && !(is_accusative(layers, word) && layers.text.folded(group.head).ends_with('ء'))
            // "قيادة قوات التحالف" are those who lead them.
            && !layers.lexicon.beside.rules.contains(&crate::lexicon::key(morph_stem(layers, group.head)))
            && (title_at(layers, word, end).is_some()
                || layers.lexeme(word).is_some_and(|l| l.org_head.is_some())
                || layers.lexicon.people.contains(&crate::lexicon::key(morph_stem(layers, word))))
            && !describes_blow(layers, group.head, word)
        {
            break;
        }
        if let Some(nation) = layers.lexeme(word).and_then(|l| l.nation) {
            if morph.article || !definite {
                group.nation.get_or_insert(nation);
                closed |= !definite;
                // "نظيره التركي سبل التعاون": after an adjective with the article no genitive follows.
                definite |= morph.article;
                word += 1;
                group.words.end = word;
                continue;
            }
            break;
        }
        // "تفجيرين انتحاريين": of two blows.
        if word == group.head + 1
            && !definite
            && layers.text.folded(word).ends_with("ين")
            && describes_blow(layers, group.head, word)
        {
            closed = true;
            word += 1;
            group.words.end = word;
            continue;
        }
        // "مواقع عدة للمتمردين": several, after its noun.
        if layers.text.folded(word) == "عده" && !definite {
            closed = true;
            word += 1;
            group.words.end = word;
            continue;
        }
        let joins = Joining { layers, group, word, end, definite, closed };
        if joins.stands_apart() || joins.after_definite() || joins.after_indefinite() || joins.is_office() {
            break;
        }
        closed |= !definite && !morph.article && word > group.head && ends_unbound(layers, word);
        // A second definite noun after a definite head is an adjective; after a head without article it ends the genitive.
        definite |= morph.article || morph.has_pronoun();
        word += 1;
        group.words.end = word;
    }
}

/// Whether several of no name follow others with `و`.
fn tells_together(layers: Layers<'_>, group: &Group, word: usize) -> bool {
    let people = |w: usize| {
        let morph = layers.morph(w);
        let anonymous = |l: &crate::lexicon::Lexeme| {
            l.phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Anonymous)
        };
        let stem = morph_stem(layers, w);
        // "مختصون": a sound plural in the nominative is of people.
        let listed = layers.lexicon.people.contains(&crate::lexicon::key(stem)) || stem.ends_with("ون") && stem.len() >= 10;
        (morph.feats.number == Number::Plural || stem.ends_with("ون"))
            && !morph.article
            && !morph.has_pronoun()
            && (listed || layers.lexeme(w).is_some_and(|l| l.title.is_some() || anonymous(l)))
    };
    let alone = group.of.is_none() && group.person.is_none() && group.head == group.words.start;
    alone
        && layers.has_conj(word)
        && layers.morph(word).prep.is_none()
        && layers.name_at(word).is_none()
        && people(group.head)
        && people(word)
}

/// A word that may join the group before it ([`extend`]): each of its rules says that it is no adjective or genitive of the group, but
/// the object, subject or office that stands next.
struct Joining<'a> {
    layers: Layers<'a>,
    group: &'a Group,
    word: usize,
    end: usize,
    /// Whether the group is definite as far as it goes.
    definite: bool,
    /// Whether no genitive can follow.
    closed: bool,
}

impl Joining<'_> {
    /// Whether the head is one, with its article.
    fn one(&self) -> bool {
        let head = self.layers.morph(self.group.head);
        head.article && head.feats.number == Number::Singular
    }

    /// Its part of speech, case or place keeps it out.
    fn stands_apart(&self) -> bool {
        let Self { layers, group, word, definite, closed, .. } = *self;
        let morph = layers.morph(word);
        if !matches!(morph.pos, Pos::Noun | Pos::Adjective | Pos::Unknown) || morph.verb.is_some() && !morph.article && definite {
            return true;
        }
        // "اغتال مسلحون ضابطا", "أصدرت محكمة حكما": an accusative after what is none is another's.
        if !definite
            && is_accusative(layers, word)
            && word > group.head
            && !is_accusative(layers, group.head)
            // "لقاء صحفيا": after a hamza the accusative has no letter.
            && !layers.text.folded(group.head).ends_with('ء')
            && group.head == group.words.start
        {
            return true;
        }
        // "مسلحون أكراد جنوب شرق البلاد": where they are is no part of them.
        if closed && layers.lexicon.directions.contains(&crate::lexicon::key(layers.text.folded(word))) {
            return true;
        }
        // "أشعل المسلحون النار": nor is a thing in the singular an adjective of men.
        let men = word == group.head + 1 && layers.text.folded(group.head).ends_with("ون") && layers.morph(group.head).article;
        let thing = morph.form == FormKind::Noun
            && morph.article
            && layers.lexeme(word).is_some_and(|l| l.nation.is_none() && l.title.is_none())
            && !layers.lexicon.people.contains(&crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word))));
        if men && thing && morph.feats.number == Number::Singular && !layers.text.folded(word).ends_with(['ي', 'ه']) {
            return true;
        }
        // "عندما فتح مسلحون النار": no noun governs a nominative; there the head is a verb.
        let nominative = layers.text.folded(word).ends_with("ون") && layers.text.folded(word).len() > 10;
        if nominative && word == group.head + 1 && layers.morph(group.head).verb.is_some() && !definite {
            return true;
        }
        false
    }

    /// A definite noun that is no adjective of a definite group: it does not agree, or the group has told all it can.
    fn after_definite(&self) -> bool {
        let Self { layers, group, word, end, definite, .. } = *self;
        let morph = layers.morph(word);
        // "أطلقت قوات الأمن الغاز": what the verb before asks for is its object.
        // But "ينتشر جنود الجيش": where the noun before it is asked for too, it is whose they are.
        let whose =
            word == group.head + 1 && !layers.morph(group.head).article && asked_for(layers, group.words.start, group.head);
        if morph.article && group.title.is_none() && !whose && asked_for(layers, group.words.start, word) {
            return true;
        }
        // "أطلق الجيش قرب السياج الحدودي النار": nor does what a light verb further before asks for.
        if morph.article && word > group.head + 1 && asked_for_before(layers, group.words.start, word) {
            return true;
        }
        // "خلال لقائه المبعوث الأممي": an office beside a verbal noun with a pronoun is another's.
        let his_deed = layers.morph(group.head).has_pronoun() && word == group.head + 1 && tells_event(layers, group.head);
        if his_deed && morph.article && title_at(layers, word, end).is_some() {
            return true;
        }
        if self.is_another_person() {
            return true;
        }
        // "هاجم مسلحو بوكو حرام القرية": nor is a kind of place one of somebody named.
        let named = word > group.head + 1 && layers.name_at(word - 1).is_some();
        if named && morph.article && layers.lexeme(word).is_some_and(|l| l.place_head.is_some()) && group.title.is_none() {
            return true;
        }
        // "قصف الجيش المسلحين": a sound plural is no adjective of a singular.
        let one = self.one();
        let several = layers.text.folded(word).ends_with("ون") || layers.text.folded(word).ends_with("ين");
        // "الحرمين الشريفين" agree.
        let several = several && !(word > group.head + 1 && layers.text.folded(word - 1).ends_with("ين"));
        // "اتهم رئيس الوزراء المعارضة": nor is a noun for a body one of an office told whole.
        let office = group.title.is_some_and(|t| layers.lexicon.titles.get(t as usize).is_some_and(|t| t.class == "office"));
        let body = |f: &crate::lexicon::Form| layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.org_head.is_some());
        let bodies = || layers.lexicon.forms(morph_stem(layers, word)).any(body);
        if office && definite && morph.article && word > group.head + 1 && bodies() {
            return true;
        }
        // "دعا الوزير المواطنين": nor of a bare office.
        let bare = group.title.is_none() || group.words.len() == 1;
        if one && several && morph.article && layers.text.folded(word).len() > 12 && bare {
            return true;
        }
        // "حكومة إندونيسيا المستوطنين", "وزير النقل المحتجين": nor of a head without article that has no plural under it.
        let single = |w: usize| {
            let folded = layers.text.folded(w);
            layers.morph(w).feats.number == Number::Singular && !folded.ends_with("ين") && !folded.ends_with("ون")
        };
        let genitive = definite && word > group.head + 1 && !layers.morph(group.head).article;
        if genitive && several && morph.article && layers.text.folded(word).len() > 12 && single(group.head) && single(word - 1) {
            return true;
        }
        // "أطلقت الشرطة الغاز": nor is a masculine noun one of a feminine.
        let feminine = one && layers.text.folded(group.head).ends_with('ه') && layers.lexeme(group.head).is_some();
        let noun = morph.form == FormKind::Noun && morph.pos == Pos::Noun && layers.lexeme(word).is_some();
        // "المدفعية الإسرائيلية الأحياء الشرقية": nor are districts an adjective of anybody whose country is told.
        let part =
            || layers.lexicon.parts.contains(&crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word))));
        if group.nation.is_some() && morph.article && part() {
            return true;
        }
        // "مع السفيرة الأميركية الأوضاع": nor of hers, once her country is told.
        let open = group.title.is_none() || group.nation.is_some();
        if feminine && noun && morph.article && !layers.text.folded(word).ends_with(['ه', 'ي', 'ا', 'ء']) && open {
            return true;
        }
        // "زار وزير الصحة الفلسطيني العائلة": a feminine noun after a man's office and country is another's.
        let his = group.title.is_some()
            && (group.nation.is_some() || group.of.is_some())
            && !layers.text.folded(group.head).ends_with('ه');
        let hers = noun && morph.article && layers.text.folded(word).ends_with('ه');
        if his && hers && layers.morph(group.head).feats.number == Number::Singular {
            return true;
        }
        // "طالب الدبلوماسي المغربي الشباب": nor are people the adjective of someone whose country is told.
        let people =
            || layers.lexicon.people.contains(&crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word))));
        if one && group.nation.is_some() && morph.article && people() && !layers.text.folded(word).ends_with(['ي', 'ه']) {
            return true;
        }
        // "محافظ الأنبار العائلات", "سلطات مطار القاهرة الباحث": nor of whoever a name before them tells.
        let named = group.of.is_some_and(|n| layers.names[n].words.end == word);
        // "الوزراء الأطراف", "بيانها المشترك الوسطاء": nor of an office or an adjective.
        let bare = group.words.len() == 1 && group.title.is_some() && layers.morph(group.head).article;
        let adjective = word > group.head + 1 && layers.morph(word - 1).article && layers.name_at(word - 1).is_none();
        let named = named || bare || adjective;
        if named && morph.article && people() && !["ي", "ه", "ين", "ون"].iter().any(|e| layers.text.folded(word).ends_with(e))
        {
            return true;
        }
        // "قدم الرئيس التونسي التعازي": nor is a common noun one of an office whose country is told.
        let former = || layers.morph(word - 1).form != FormKind::Noun && layers.morph(word - 1).article && group.words.len() > 2;
        let told = group.title.is_some()
            && (former() || group.nation.is_some() && layers.lexeme(word - 1).is_some_and(|l| l.nation.is_some()));
        if one && told && noun && morph.article && title_at(layers, word, end).is_none() {
            return true;
        }
        // "استطاعت الميليشيات الكردية السيطرة على": nor is a verbal noun one of anybody.
        let deed = morph.form == FormKind::Masdar && layers.lexeme(word).is_some_and(|l| !l.frames.is_empty());
        let adjective =
            word > group.head + 1 && layers.morph(word - 1).article && layers.text.folded(word - 1).ends_with(['ي', 'ه']);
        if deed && definite && morph.article && adjective {
            return true;
        }
        // "ثمن الرئيس الجهود": nor is a common noun an adjective of a bare office.
        let relative = ["ي", "يه", "ين", "ون"].iter().any(|e| layers.text.folded(word).ends_with(e));
        let head = layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some()) || group.title.is_some();
        // "اعتبرت الحركة القرار", "وصف المتحدث الهجوم": nor is a deed one of a body or office that tells no more.
        let told_of =
            layers.lexicon.steps.contains(&crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word))))
                || tells_event(layers, word) && (morph.form == FormKind::Masdar || also_masdar(layers, word));
        if head && group.words.len() == 1 && layers.morph(group.head).article && !relative && morph.article && told_of {
            return true;
        }
        let bare = group.title.is_some() && group.words.len() == 1 && one && !relative;
        if bare && noun && morph.article && title_at(layers, word, end).is_none() && word == group.head + 1 {
            return true;
        }
        false
    }

    /// `منعت السلطات المحامي`, `استقبل الملك الرئيس الفرنسي`: someone with the article right after a definite feminine or plural that does
    /// not agree with it, or after another office.
    fn is_another_person(&self) -> bool {
        let Self { layers, group, word, end, .. } = *self;
        let head = layers.morph(group.head);
        // "هنأ العاهل السعودي الرئيس اللبناني": whose country is told holds no second office without a conjunction.
        let told = group.nation.is_some() && layers.lexeme(word - 1).is_some_and(|l| l.nation.is_some());
        if told
            && layers.morph(word).article
            && is_office(layers, group.title)
            && is_office(layers, title_at(layers, word, end).map(|(_, t)| t))
        {
            return true;
        }
        if !layers.morph(word).article || !head.article || word != group.head + 1 {
            return false;
        }
        let folded = layers.text.folded(word);
        let class = |w: usize| title_at(layers, w, end).map(|(_, t)| layers.lexicon.titles[t as usize].class.as_str());
        // "الرئيس القائد معمر القذافي": before the name both are its bearer's.
        let named = layers.name_at(word + 1).is_some_and(|(_, n)| n.kind == Kind::Person && n.words.start == word + 1);
        if class(group.head) == Some("office") && group.words.len() == 1 && class(word) == Some("office") && !named {
            return true;
        }
        let head = layers.text.folded(group.head);
        let hers = head.ends_with('ه') || head.ends_with("ات");
        let people =
            layers.lexicon.people.contains(&crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word))));
        // "الشرطة المشتبه به": a ه that is no feminine ending.
        let feminine = folded.ends_with('ه') && !(people && layers.text.raw(word).ends_with('ه'));
        let agrees = feminine || folded.ends_with("ات") || folded.ends_with("ين") || layers.text.raw(word).ends_with('ى');
        hers && !agrees && (class(word).is_some() || people)
    }

    /// A noun after an indefinite group that ends in an adjective, plural or accusative.
    fn after_indefinite(&self) -> bool {
        let Self { layers, group, word, end, definite, closed } = *self;
        let morph = layers.morph(word);
        // "أعلنت مصادر أمنية مقتل شخصين": an indefinite noun with its adjective governs none.
        let described = !definite && word > group.head + 1 && layers.text.folded(word - 1).ends_with("يه");
        if described && !morph.article && morph.is_nominal() && tells_event(layers, word) && morph.form != FormKind::Adjective {
            return true;
        }
        // "اقتحمت قوة أمنية منزل الوزير": nor does it govern what the verb before asks for.
        if !definite && word > group.head + 1 && morph.is_nominal() && asked_for(layers, group.words.start, word) {
            return true;
        }
        // "دراجة نارية الصحفي": nor does it govern one with the article.
        if described && morph.article && layers.morph(word - 1).form == FormKind::Adjective {
            return true;
        }
        // "اقتحم مستوطنون باحات المسجد": what follows a sound plural agrees with it or is another's.
        let plural = |w: usize| ["ون", "ين", "ان"].iter().any(|e| layers.text.folded(w).ends_with(e));
        let thing = matches!(morph.pos, Pos::Noun | Pos::Unknown) && !layers.text.folded(word).ends_with("ا");
        if closed && plural(group.head) && thing && !plural(word) && word == group.head + 1 {
            return true;
        }
        // "لقي 17 شخصا مصرعهم": a noun with a pronoun is no adjective of an indefinite one.
        let his =
            || ["هم", "ها", "هما"].iter().any(|e| layers.text.folded(word).ends_with(e)) && layers.text.folded(word).len() > 8;
        if closed && (morph.has_pronoun() || his()) {
            return true;
        }
        if definite && !morph.article || closed && (morph.article || morph.pos == Pos::Noun && morph.form == FormKind::Masdar) {
            return true;
        }
        // "قصفت طائرات إسرائيلية مواقع", "مقاتلات روسية مدينة إدلب": a noun after an indefinite nationality is another's.
        let heads = layers.lexeme(word).is_some_and(|l| l.place_head.is_some() || l.org_head.is_some() || l.title.is_some());
        let folded = layers.text.folded(word);
        let plain =
            morph.form == FormKind::Noun && morph.pos == Pos::Noun && layers.lexeme(word).is_some_and(|l| l.nation.is_none());
        let adjective = ["ي", "يه", "ين", "ون", "ا", "ه"].iter().any(|e| folded.ends_with(e));
        // "مقاتلات روسية سلسلة غارات": so many of them are another's.
        let many = || layers.lexicon.quantities.contains(&crate::lexicon::key(morph_stem(layers, word)));
        let alone = closed
            && group.title.is_none()
            && layers.lexicon.unbound.contains(&crate::lexicon::key(morph_stem(layers, group.head)));
        // "عصابات مسلحة منازل المواطنين": so is it after another adjective.
        let described = !definite
            && word > group.head + 1
            && matches!(layers.morph(word - 1).form, FormKind::Adjective | FormKind::PassiveParticiple)
            && layers.morph(word - 1).pos == Pos::Adjective;
        if described && plain && !adjective {
            return true;
        }
        if closed && (group.nation.is_some() || alone) && plain && (heads || alone || !adjective || many()) {
            return true;
        }
        // "حذر خبراء أمنيون رئيس الجمهورية": a title after an indefinite plural is someone else's.
        if closed && title_at(layers, word, end).is_some() {
            return true;
        }
        // "شهود عيان قولهم": what they said is no part of them.
        if morph.has_pronoun() && morph.form == FormKind::Masdar && layers.lexeme(word).is_some_and(|l| l.cue.is_some()) {
            return true;
        }
        false
    }

    /// A body or an office that stands for itself.
    fn is_office(&self) -> bool {
        let Self { layers, group, word, end, definite, .. } = *self;
        let morph = layers.morph(word);
        // "المتمردون الشيعة الحكومة": a body's noun after a definite head stands for itself.
        // But "الرئيس الأمريكي المنتخب دونالد ترامب": right before the name it describes whoever bears the title.
        let named = group.title.is_some()
            && layers.name_at(word + 1).is_some_and(|(_, n)| n.kind == Kind::Person && n.words.start == word + 1);
        // "للشؤون الخارجية": nor is an adjective of relation beside its noun a body.
        let relation = layers.text.folded(word).ends_with("يه")
            && layers.morph(word - 1).article
            && layers.lexeme(word - 1).is_none_or(|l| l.org_head.is_none() && l.title.is_none());
        if definite
            && !named
            && !relation
            && morph.article
            && morph.pos == Pos::Noun
            && layers.lexeme(word).is_some_and(|l| l.org_head.is_some())
        {
            return true;
        }
        // "استهدف الاحتلال القيادي": nor is an office an adjective of a body or deed.
        let body = layers.lexeme(group.head).is_some_and(|l| l.org_head.is_some() || !l.frames.is_empty());
        // "الحزب الحاكم": but for titles that are such adjectives.
        let stem = crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word)));
        let relation = relation || layers.lexicon.in_power.contains(&stem);
        if body && self.one() && group.words.len() == 1 && morph.article && title_at(layers, word, end).is_some() && !relation {
            return true;
        }
        // "أمير قطر المبعوث الأممي": an office after a title that says of which state is another's.
        let office = |t: u32| layers.lexicon.titles.get(t as usize).is_some_and(|t| t.class == "office");
        if morph.article
            && group.title.is_some_and(office)
            && names_state(layers, group)
            && title_at(layers, word, end).is_some_and(|(_, t)| office(t))
        {
            return true;
        }
        false
    }
}

/// Whether a noun's letters are a verbal noun's too (`القضاء`, `المحافظة`).
pub(crate) fn is_masdar_too(layers: Layers<'_>, word: usize) -> bool {
    let stem = crate::lexicon::without_article(morph_stem(layers, word));
    layers.lexicon.forms(stem).any(|f| f.kind == FormKind::Masdar)
}

/// Whether a title is an office of those by which a state is led or served (`الرئيس`, `وزير الخارجية`).
fn is_office(layers: Layers<'_>, title: Option<u32>) -> bool {
    title.and_then(|t| layers.lexicon.titles.get(t as usize)).is_some_and(|t| t.class == "office" && t.office.is_some())
}

/// `طائرات إف-16`: one past the letters and number that name a kind of weapon.
fn designation(layers: Layers<'_>, head: usize, word: usize, end: usize) -> Option<usize> {
    let number = |w: usize| w < end && layers.text.words[w].kind == WordKind::Number;
    let letters = layers.text.words[word].kind == WordKind::Arabic && layers.text.folded(word).len() <= 8;
    let force = layers.lexicon.forces.contains(&crate::lexicon::key(morph_stem(layers, head)));
    (word == head + 1 && force && letters && layers.is_dash(word + 1) && number(word + 2)).then_some(word + 3)
}

/// `هجوم مسلح`, `عملية انتحارية`: an indefinite singular beside the noun of a blow is its adjective, though it may be someone too.
fn describes_blow(layers: Layers<'_>, head: usize, word: usize) -> bool {
    let morph = layers.morph(word);
    let is = |stem: &str| layers.lexicon.blows.contains(&crate::lexicon::key(stem));
    let stem = morph_stem(layers, head);
    let blow = is(stem) || ["ين", "ان"].iter().any(|dual| stem.strip_suffix(dual).is_some_and(is));
    // "تفجيرين انتحاريين": two, of two.
    let (one, other) = (layers.text.folded(head), layers.text.folded(word));
    let two = ["ين", "ان"].iter().any(|dual| one.ends_with(dual) && other.ends_with(dual));
    blow && !morph.article && (morph.feats.number == Number::Singular || two) && layers.name_at(word).is_none()
}

/// Whether a noun tells an event, by itself or as the verbal noun of a verb that does (`زيارة`).
fn tells_event(layers: Layers<'_>, head: usize) -> bool {
    let Some(lexeme) = layers.lexeme(head).filter(|l| l.org_head.is_none()) else { return false };
    let other = |f: &crate::lexicon::Form| {
        f.kind == FormKind::Masdar && layers.lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| !l.frames.is_empty())
    };
    let noun = layers.morph(head).form == FormKind::Noun && layers.morph(head).pos == Pos::Noun;
    // "سياسة الهدم" is a deed, "سياسة الحكومة" is none: a row of several words tells nothing of its first alone.
    let alone = |id: &u32| !layers.lexicon.frames[*id as usize].lemma.contains(' ');
    lexeme.frames.iter().any(alone)
        || told_by_phrase(layers, head)
        || noun && layers.lexicon.forms(morph_stem(layers, head)).any(other)
}

/// `سياسة الهدم`, `حملة اعتقالات`: a noun and the words after it that a row has together.
fn told_by_phrase(layers: Layers<'_>, head: usize) -> bool {
    let Some(lexeme) = layers.lexeme(head) else { return false };
    let follows = |id: &u32| {
        let lemma = crate::text::fold(&layers.lexicon.frames[*id as usize].lemma);
        let mut parts = lemma.split(' ').skip(1).enumerate().peekable();
        parts.peek().is_some() && parts.all(|(n, part)| layers.text.folded(head + 1 + n) == part)
    };
    lexeme.frames.iter().any(follows)
}

/// `هجوم شنه مسلحون`: a verb with a pronoun whose frame asks for the noun before it.
fn resumes(layers: Layers<'_>, head: usize, word: usize) -> bool {
    let morph = layers.morph(word);
    let Some((lexeme, _)) = morph.verb.filter(|_| morph.verb_trail > 0) else { return false };
    let stem = crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, head)));
    let frames = layers.lexicon.lexeme(Some(lexeme)).map(|l| l.frames.as_slice()).unwrap_or_default();
    frames.iter().any(|id| {
        let object = &layers.lexicon.frames[*id as usize].object;
        object.iter().any(|(prep, want)| prep.is_none() && *want == stem)
    })
}

/// `نفسه`, `بعضهم`, `معظمها`: a noun of emphasis or of a share, with a pronoun.
fn takes_up(layers: Layers<'_>, word: usize) -> bool {
    if layers.text.words.get(word).is_none() {
        return false;
    }
    let folded = layers.text.folded(word);
    let stem = ["هما", "هم", "هن", "ها", "ه"].into_iter().find_map(|pronoun| folded.strip_suffix(pronoun));
    stem.is_some_and(|stem| layers.lexicon.emphases.contains(&crate::lexicon::key(stem)))
}

/// Whether a name of a body is the adjective of a definite plural before it (`المتمردون الحوثيون`, `للمسلحين الحوثيين`).
fn names_them(layers: Layers<'_>, head: usize, name: &Name) -> bool {
    let morph = layers.morph(head);
    let (noun, adjective) = (morph_stem(layers, head), layers.text.folded(name.words.start));
    let sound = |word: &str| word.ends_with("ون") || word.ends_with("ين");
    let people =
        layers.lexicon.people.contains(&crate::lexicon::key(noun)) || sound(noun) || morph.feats.number == Number::Plural;
    let body = name.kind == Kind::Organization && name.words.len() == 1 && !name.entities.is_empty();
    morph.article && people && body && adjective.starts_with("ال") && (sound(adjective) || adjective.ends_with("يه"))
}

/// A folded word without its clitics.
pub(crate) fn morph_stem<'l>(layers: Layers<'l>, word: usize) -> &'l str {
    let folded = layers.text.folded(word);
    let morph = layers.morph(word);
    folded.get(morph.lead as usize..folded.len() - morph.trail as usize).unwrap_or(folded)
}

/// Whether the verb right before a group has a frame that asks for this word.
fn asked_for(layers: Layers<'_>, start: usize, word: usize) -> bool {
    // "محملا المليشيا المسؤولية": so does a participle that goes on for a verb.
    let participle = |v: usize| layers.morph(v).form == FormKind::ActiveParticiple && !layers.morph(v).article;
    // "أطلق عليه الجنود النار": a preposition with its pronoun stands between.
    let between = start.checked_sub(1).is_some_and(|w| holds_pronoun(layers.text.folded(w)));
    let Some(verb) = start.checked_sub(1 + usize::from(between)).filter(|v| layers.is_verb(*v) || participle(*v)) else {
        return false;
    };
    let Some(lexeme) = layers.lexeme(verb) else { return false };
    let stem = crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word)));
    // "استهدفت قوات الجيش المدينة": whoever bears arms may be the subject.
    let asks = |id: &u32| {
        let frame = &layers.lexicon.frames[*id as usize];
        !frame.asks_armed() && frame.object.iter().any(|(prep, want)| prep.is_none() && *want == stem)
    };
    lexeme.frames.iter().any(asks)
}

/// `تعرض النائب للضرب`: whether the verb right before a group asks for this word under `ل`.
fn befalls(layers: Layers<'_>, start: usize, word: usize) -> bool {
    let Some(lexeme) = start.checked_sub(1).filter(|v| layers.is_verb(*v)).and_then(|v| layers.lexeme(v)) else { return false };
    let stem = crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word)));
    let asks = |id: &u32| layers.lexicon.frames[*id as usize].object.contains(&(Some(Prep::Li), stem));
    lexeme.frames.iter().any(asks)
}

/// Whether the last verb before a group, in its clause, is a light one that asks for this word.
fn asked_for_before(layers: Layers<'_>, start: usize, word: usize) -> bool {
    let stem = crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, word)));
    let asks = |verb: usize| {
        let frames = layers.lexeme(verb).map_or(&[][..], |l| &l.frames);
        frames.iter().map(|id| &layers.lexicon.frames[*id as usize]).any(|frame| {
            frame.kind == FrameKind::Light && frame.object.iter().any(|(prep, want)| prep.is_none() && *want == stem)
        })
    };
    for at in (start.saturating_sub(LIGHT_REACH)..start).rev() {
        if layers.is_comma(at) || layers.has_conj(at) || layers.morph(at).pos == Pos::Relative {
            return false;
        }
        // "مسلحون يستقلون دراجة نارية النار": a verb right after an indefinite noun describes it.
        let before = layers.morph(at.saturating_sub(1));
        let describes =
            before.is_nominal() && !before.article && layers.morph(at).feats.aspect == crate::morph::Aspect::Imperfect;
        if layers.is_verb(at) && !describes {
            return asks(at);
        }
    }
    false
}

/// How far before its object a light verb may stand, in words.
const LIGHT_REACH: usize = 10;

/// `شخصيات سياسية ودبلوماسية`, `المحامين المدنيين والعسكريين`: a second adjective of relation, alike in article and ending with
/// the one before it, is no one else.
fn another_adjective(layers: Layers<'_>, group: &Group, word: usize) -> bool {
    let (before, morph) = (layers.morph(word - 1), layers.morph(word));
    let nation = |w: usize| layers.lexeme(w).is_some_and(|l| l.nation.is_some());
    let adjective = |w: usize| layers.morph(w).is_nominal() && !nation(w) && layers.name_at(w).is_none();
    let ending = |w: usize| ["يين", "يون", "يه"].into_iter().find(|e| layers.text.folded(w).ends_with(e));
    group.words.len() > 1
        && word - 1 > group.head
        && morph.conj
        && morph.prep.is_none()
        && before.article == morph.article
        && adjective(word - 1)
        && adjective(word)
        && ending(word).is_some_and(|e| ending(word - 1) == Some(e))
}

/// `وزير التخطيط والتعاون الدولي`: the second department of one office.
fn shares_office(layers: Layers<'_>, group: &Group, word: usize, end: usize) -> bool {
    let morph = layers.morph(word);
    let office = group.title.and_then(|t| layers.lexicon.titles.get(t as usize)).is_some_and(|t| t.class == "office");
    let single = layers.morph(group.head).feats.number == Number::Singular && !layers.morph(group.head).article;
    let body = layers.lexeme(word).is_some_and(|l| l.org_head.is_some() || l.nation.is_some());
    let stem = morph_stem(layers, word);
    let people = layers.lexicon.people.contains(&crate::lexicon::key(stem)) || stem.ends_with("ون") || stem.ends_with("ين");
    let noun = morph.conj && morph.article && morph.prep.is_none() && matches!(morph.pos, Pos::Noun | Pos::Unknown);
    office && single && noun && !body && !people && title_at(layers, word, end).is_none() && group.nation.is_none()
}

/// Whether a noun has the ending of the indefinite accusative (`حكما`).
pub(crate) fn is_accusative(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    let ends = folded.ends_with('ا') && layers.morph(word).is_nominal();
    // "خطف مجهولون صيدليا": of a word that nobody knows the relation's ending tells it, after a nominative.
    let nominative = word.checked_sub(1).is_some_and(|b| layers.text.folded(b).ends_with("ون"));
    if ends && layers.lexeme(word).is_none() {
        // "طعن فلسطيني مستوطنا": or its stem, if that is somebody.
        let somebody = || folded.strip_suffix('ا').is_some_and(|s| layers.lexicon.people.contains(&crate::lexicon::key(s)));
        return nominative && folded.ends_with("يا") || somebody();
    }
    ends && layers.lexeme(word).is_some_and(|l| !l.lemma.ends_with(['ا', 'ى', 'أ', 'ء']))
}

/// `رد عليه الوزير`, `قال له`: a preposition that has its pronoun governs nothing after it.
fn holds_pronoun(folded: &str) -> bool {
    let within = |stem: &str| matches!(stem, "خلال" | "ضمن" | "اثناء");
    let prep = |pronoun: &&str| folded.strip_suffix(*pronoun).is_some_and(|stem| within(stem) || Prep::parse(stem).is_some());
    ["هما", "هم", "هن", "ها", "ه", "نا", "كم", "ك"].iter().any(prep)
}

/// `وفدا مصر وإثيوبيا`, `رئيسا البلدين`: a dual that has lost its ending before two that are told by name, which is written like an
/// accusative.
pub(crate) fn is_dual_construct(layers: Layers<'_>, word: usize, end: usize) -> bool {
    let dual = layers.lexicon.dual_heads.contains(&crate::lexicon::key(morph_stem(layers, word)));
    let first = if dual { dual_first(layers, word).and_then(|at| layers.name_at(at)) } else { None };
    first.is_some_and(|(_, n)| n.words.end < end && layers.has_conj(n.words.end) && layers.name_at(n.words.end).is_some())
}

/// Where the first of two names after a dual stands: right after it, or after what the office is of (`وزيرا خارجية روسيا وتركيا`).
pub(crate) fn dual_first(layers: Layers<'_>, word: usize) -> Option<usize> {
    let opens = |at: usize| layers.name_at(at).is_some_and(|(_, n)| n.words.start == at);
    let plain = || {
        let morph = layers.morph(word + 1);
        morph.is_nominal() && !morph.article && !morph.conj && morph.prep.is_none() && layers.name_at(word + 1).is_none()
    };
    if opens(word + 1) { Some(word + 1) } else { Some(word + 2).filter(|at| plain() && opens(*at)) }
}

/// Whether a noun's ending shows that it governs no genitive: `هجوما`, `مسلحون`.
fn ends_unbound(layers: Layers<'_>, word: usize) -> bool {
    let folded = layers.text.folded(word);
    if layers.lexicon.unbound.contains(&crate::lexicon::key(morph_stem(layers, word))) {
        return true;
    }
    let accusative = folded.ends_with('ا') && layers.lexeme(word).is_some_and(|l| !l.lemma.ends_with(['ا', 'ى', 'أ']));
    // "62 نائبا": so does one that a number counts, whatever it looks like.
    if accusative && word.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Number) {
        return true;
    }
    // "مسلحان": a dual that has its last letter.
    let one = |stem: &str| layers.lexicon.people.contains(&crate::lexicon::key(stem));
    let dual = folded
        .strip_suffix("ان")
        .is_some_and(|stem| layers.morph(word).feats.number == Number::Dual || one(stem) && folded.len() > 8);
    accusative && layers.morph(word).feats.number != Number::Dual
        || dual
        || folded.ends_with("ون")
            // "شؤون", "سجون": a broken plural that only ends alike governs what follows.
            && (layers.morph(word).feats.number == Number::Plural && folded.len() > 8
                || layers.morph(word).pos == Pos::Unknown && folded.len() > 10 && folded.starts_with('م'))
}

/// Complements that belong to the head: `المتحدث باسم …`, `الأمين العام لـ…`, `مصدر في …`, `مسؤول من …`.
fn complement(layers: Layers<'_>, group: &mut Group, end: usize) {
    for _ in 0..2 {
        let word = group.words.end;
        let class = group.title.map_or("", |t| layers.lexicon.titles[t as usize].class.as_str());
        // "مبعوث الأمم المتحدة إلى ليبيا غسان سلامة": where he is sent is told between title and name.
        let posted = layers.text.folded(word) == "في" && group.title.is_some() && class != "kin" && !leads(layers, group);
        let sent = (class == "office" && layers.text.folded(word) == "الي" || posted)
            && word < end
            && sent_to(layers, word + 1, end)
            && (group.of.is_some() || !posted);
        if word >= end || group.person.is_some() || (group.of.is_some() && !sent && layers.prep_of(word) != Some(Prep::Li)) {
            return;
        }
        let anonymous = layers
            .lexeme(group.head)
            .is_some_and(|l| l.phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Anonymous));
        let document = layers
            .lexeme(group.head)
            .is_some_and(|l| l.phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Document));
        if group.title.is_none() && !anonymous && !document {
            return;
        }
        // "سحبت السعودية سفيرها من لبنان": whose he is has been told.
        let raw = layers.text.raw(group.head);
        let his = ["ه", "ها", "هم"].iter().any(|pronoun| raw.ends_with(pronoun)) && layers.morph(group.head).is_nominal();
        if layers.morph(group.head).has_pronoun() || his {
            return;
        }
        let folded = layers.text.folded(word);
        // "قال الوزير للصحافيين": whom he told is no part of him.
        let told =
            group.words.len() == 1 && layers.morph(group.head).article && layers.morph(word).feats.number == Number::Plural;
        if told && layers.prep_of(word) == Some(Prep::Li) && layers.lexeme(word).is_some_and(|l| l.title.is_some()) {
            return;
        }
        // "المقررة الخاصة المعنية بالتعذيب", "الوزير المكلف بالاستثمار": what an office is for.
        let last = crate::lexicon::without_article(morph_stem(layers, word - 1));
        let charged =
            group.title.is_some() && word - 1 > group.head && layers.lexicon.charged.contains(&crate::lexicon::key(last));
        let start = if charged && layers.prep_of(word) == Some(Prep::Bi) && layers.morph(word).pos != Pos::Preposition {
            word
        } else if folded == "باسم" || folded == "بلسان" || sent || charged && matches!(folded, "عن" | "علي") {
            word + 1
        } else if layers.prep_of(word) == Some(Prep::Li)
            && (class == "office" || document)
            && !purpose(layers, group, word)
            && !befalls(layers, group.words.start, word)
        {
            word
        } else if matches!(folded, "في" | "من" | "لدي") && (anonymous || class == "office" || class == "spokes") {
            // "مع رئيس الوزراء البريطاني في لندن": whoever leads a state told already is there only to talk.
            if folded == "في"
                && leads_state(layers, group)
                && layers.name_at(word + 1).is_some_and(|(_, n)| n.kind == Kind::Place)
            {
                return;
            }
            word + 1
        } else if layers.prep_of(word) == Some(Prep::Bi) && class == "office" && layers.name_at(word).is_some() {
            word
        } else if layers.prep_of(word) == Some(Prep::Bi)
            && (anonymous || class == "office")
            && layers.morph(word).article
            && layers.lexeme(word).is_some_and(|l| l.org_head.is_some())
        {
            // "المسؤولون بالإدارة", "مصدر بالوزارة"
            word
        } else if folded == "عن" && (anonymous || group.title.is_some()) && speaks_for(layers, group.head, word + 1, end) {
            // "ممثلون عن المعارضة", "متحدث عن الجيش"
            word + 1 + usize::from(layers.morph(word + 1).pos == Pos::Demonstrative)
        } else {
            return;
        };
        // "استقال الوزير من منصبه": what is his own tells of no other.
        if start >= end || layers.time_at(start).is_some() || layers.morph(start).has_pronoun() {
            return;
        }
        let inner = match layers.name_at(start) {
            Some((idx, name)) if name.words.start == start && name.kind != Kind::Person => {
                Some((name.words.end, Some(idx), None))
            }
            Some(_) => None,
            None => {
                let morph = layers.morph(start);
                (morph.is_nominal() && morph.form != FormKind::Closed && layers.text.words[start].kind == WordKind::Arabic).then(
                    || {
                        // "الناطق باسم القائد العام للقوات المسلحة": an office of several words is told whole.
                        let office = title_at(layers, start, end).filter(|(n, _)| *n > 1 && start + n <= end);
                        let mut inner = plain(layers, start..start + office.map_or(1, |(n, _)| n), start);
                        inner.of = layers.name_at(inner.words.end - 1).filter(|_| office.is_some()).map(|(idx, _)| idx);
                        extend(layers, &mut inner, end);
                        (inner.words.end, inner.of, inner.nation)
                    },
                )
            }
        };
        let Some((stop, of, nation)) = inner else { return };
        // "متمردين في مناطق": people are somewhere; only an official or a source belongs to what stands there.
        let body = of.is_some() || nation.is_some() || layers.lexeme(start).is_some_and(|l| l.org_head.is_some());
        // "طلب نواب من الرئيس ماكرون": whom they asked is no part of them.
        if title_at(layers, start, end).is_some() && folded == "من" {
            return;
        }
        // "مصادر محلية في محافظة أبين": where a source is belongs to it.
        let place =
            anonymous && (layers.lexeme(start).is_some_and(|l| l.place_head.is_some()) || layers.name_at(start).is_some());
        // "ثلاثة جنود في قصف روسي": what befell them is none either.
        if start > word && folded == "في" && layers.name_at(start).is_none() && tells_event(layers, start) {
            return;
        }
        // "المحامي من السفر": nor is anybody of what is no body.
        if start > word && matches!(folded, "في" | "من") && !body && !place {
            return;
        }
        // "قتل جنديان في غارة أمريكية": nor is the blow that someone was harmed in.
        let blow = folded == "في" && layers.lexeme(start).is_some_and(|l| !l.frames.is_empty() && l.org_head.is_none());
        if blow && layers.name_at(start).is_none() && !layers.morph(start).article {
            return;
        }
        group.words.end = stop;
        group.of = group.of.or(of);
        group.nation = group.nation.or(nation);
    }
}

/// Whether a group's office leads a state, whichever.
fn leads(layers: Layers<'_>, group: &Group) -> bool {
    let office = group.title.and_then(|t| layers.lexicon.titles[t as usize].office.as_deref());
    office.is_some_and(|o| layers.lexicon.state_offices.contains(&crate::lexicon::key(o)))
}

/// Whether a group is a leader of a state whose adjective of nationality tells which.
fn leads_state(layers: Layers<'_>, group: &Group) -> bool {
    group.nation.is_some() && leads(layers, group)
}

/// `استدعى السفير المغربي للاحتجاج`: a deed under `ل` after whose he is tells what for; `اعتذر رئيس الوزراء الياباني لكوريا`: a
/// place after whoever leads a state told already is not his.
fn purpose(layers: Layers<'_>, group: &Group, word: usize) -> bool {
    // "برقية تعزية للرئيس المصري": nor is a letter whose it goes to.
    if layers.lexicon.addressed.contains(&crate::lexicon::key(crate::lexicon::without_article(morph_stem(layers, group.head)))) {
        return true;
    }
    if leads_state(layers, group) && layers.name_at(word).is_some_and(|(_, n)| n.kind == Kind::Place) {
        return true;
    }
    let deed = layers.morph(word).form == FormKind::Masdar && layers.lexeme(word).is_some_and(|l| !l.frames.is_empty());
    group.nation.is_some() && deed && layers.name_at(word).is_none()
}

/// Whether a body stands at `word`, for which whoever the head means may speak.
fn speaks_for(layers: Layers<'_>, head: usize, word: usize, end: usize) -> bool {
    let at = word + usize::from(layers.morph(word).pos == Pos::Demonstrative);
    let participle = layers.text.folded(head).starts_with('م') || layers.text.folded(head).starts_with("الم");
    let body = layers.name_at(at).is_some_and(|(_, n)| n.kind == Kind::Organization)
        || layers.lexeme(at).is_some_and(|l| l.org_head.is_some()) && layers.morph(at).article;
    at < end && participle && body
}

/// Whether a place begins at `word` and a person's name follows it.
fn sent_to(layers: Layers<'_>, word: usize, end: usize) -> bool {
    let Some((_, place)) = layers.name_at(word).filter(|(_, n)| n.kind == Kind::Place && n.words.start == word) else {
        return false;
    };
    let next = place.words.end + usize::from(place.words.end < end && layers.is_comma(place.words.end));
    next < end && layers.name_at(next).is_some_and(|(_, n)| n.kind == Kind::Person && n.words.start == next)
}

/// A person's name in apposition after a title group, directly or after a comma.
fn apposed_name(layers: Layers<'_>, group: &mut Group, end: usize) {
    let source = layers
        .lexeme(group.head)
        .is_some_and(|l| l.phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Anonymous));
    let one = source && layers.morph(group.head).feats.number == Number::Singular;
    if !(group.title.is_some() || one) || group.person.is_some() {
        return;
    }
    let mut word = group.words.end;
    // "رئيس المجلس بالإنابة سالم العلي": for whoever holds the office.
    if word < end && layers.is_acting(word) {
        word += 1;
    }
    if word < end && (layers.is_comma(word) || is_quote(layers.text.raw(word)) || layers.text.raw(word) == "(") {
        word += 1;
    }
    // "اجتمع الوزير بنظيره مرهف أبو قصرة": a counterpart is always another.
    let another = |t: u32| layers.lexicon.titles.get(t as usize).is_some_and(|t| t.class == "counterpart");
    if word < end && title_at(layers, word, end).is_some_and(|(_, t)| another(t)) {
        return;
    }
    // A second title before the name: وزير الخارجية، الدكتور سامح شكري.
    let mut second = None;
    if word < end
        && layers.name_at(word).is_none()
        && layers.prep_of(word).is_none()
        && let Some((n, title)) = title_at(layers, word, end).filter(|_| !layers.has_conj(word))
    {
        second = Some(title).filter(|_| word == group.words.end);
        // "وزير الاتصال، الناطق الرسمي للحكومة عمار بلحيمر": with whatever it is an office of.
        let mut inner = plain(layers, word..word + n, word);
        inner.title = Some(title);
        if second.is_none() {
            extend(layers, &mut inner, end);
            complement(layers, &mut inner, end);
        }
        if let Some(person) = inner.person {
            group.person = Some(person);
            group.words.end = inner.words.end;
            return;
        }
        word = inner.words.end;
    }
    word = long_office(layers, group, word, end);
    let Some((idx, name)) =
        layers.name_at(word).filter(|(_, n)| word < end && (n.kind == Kind::Person || word > group.words.end))
    else {
        if let Some((idx, at)) = bearer::bearer(layers, group, end) {
            group.person = Some(idx);
            group.core = group.words.start..at;
            group.words.end = layers.names[idx].words.end;
        }
        return;
    };
    // "أقال الرئيس التونسي رئيس الحكومة هشام المشيشي": who is known to have held the second office only is not the first.
    let held = name.entities.first().map(|id| layers.lexicon.kb.offices_of(*id)).unwrap_or_default();
    let holds = |title: Option<u32>| {
        let office = title.and_then(|t| layers.lexicon.titles.get(t as usize)?.office.as_deref());
        office.map(|office| held.iter().any(|(o, _)| *o == office))
    };
    if holds(group.title) == Some(false) && holds(second) == Some(true) {
        return;
    }
    // "استقبل أمير قطر المبعوث الأممي": without a comma, a second office after one that says whose is another's.
    let office = |t: u32| layers.lexicon.titles.get(t as usize).is_some_and(|t| t.class == "office");
    let whose = group.of.is_some() || group.nation.is_some() || names_state(layers, group);
    if second.is_some_and(office) && group.title.is_some_and(office) && whose && holds(group.title) != Some(true) {
        return;
    }
    if name.kind == Kind::Person && name.words.start == word && layers.prep_of(word).is_none() && !layers.has_conj(word) {
        group.person = Some(idx);
        group.words.end = name.words.end;
        if word < end && is_quote(layers.text.raw(group.words.end)) {
            group.words.end += 1;
        }
    }
}

/// How long the rest of an office may be.
const OFFICE: usize = 10;

/// `وزير العلاقة مع الهيئات الدستورية والمجتمع المدني مهدي بن غربية`: where the person's name stands after an office of many
/// departments; else `word`.
fn long_office(layers: Layers<'_>, group: &Group, word: usize, end: usize) -> usize {
    let office = group.title.is_some_and(|t| layers.lexicon.titles[t as usize].class == "office");
    let morph = layers.morph(group.head);
    let one = morph.feats.number == Number::Singular && !morph.article && !morph.has_pronoun() && group.of.is_none();
    if !office || !one || word != group.words.end || group.words.len() < 2 || group.nation.is_some() {
        return word;
    }
    for at in word..end.min(word + OFFICE) {
        // "… المقيمين بالخارج، ناصر بوريطة": a comma may part them.
        let at = at + usize::from(at > word && layers.is_comma(at));
        if let Some((_, name)) = layers.name_at(at) {
            let person =
                name.kind == Kind::Person && name.words.start == at && !layers.has_conj(at) && layers.prep_of(at).is_none();
            // "استعرض رئيس الوزراء مع عباس": right after "مع" it is another.
            let person = person && at.checked_sub(1).and_then(|b| Prep::parse(layers.text.folded(b))) != Some(Prep::Maa);
            return if person { at } else { word };
        }
        let morph = layers.morph(at);
        let with = morph.pos == Pos::Preposition && matches!(Prep::parse(layers.text.folded(at)), Some(Prep::Maa));
        let department = morph.is_nominal()
            && layers.text.words[at].kind == WordKind::Arabic
            && (morph.article || morph.conj)
            && morph.prep != Some('ك')
            && !morph.has_pronoun()
            && title_at(layers, at, end).is_none();
        if !(with || department) || layers.time_at(at).is_some() {
            return word;
        }
    }
    word
}

/// Whether a title's own words name a state (`أمير قطر`, `ملك الأردن`).
fn names_state(layers: Layers<'_>, group: &Group) -> bool {
    let kb = &layers.lexicon.kb;
    (group.head + 1..group.words.end).any(|w| {
        let found = kb.names.longest(layers.text.folded(w), |n| (w + n < group.words.end).then(|| layers.text.folded(w + n)));
        found.is_some_and(|(_, ids)| ids.iter().any(|id| kb.is_state(Some(*id))))
    })
}

/// A title after a name: `أحمد بن سالم، المتحدث باسم قوة الردع`.
fn apposed_title(layers: Layers<'_>, group: &mut Group, end: usize) {
    let mut word = group.words.end;
    if word < end && layers.is_comma(word) {
        word += 1;
    }
    if word >= end || layers.name_at(word).is_some() || layers.has_conj(word) || layers.prep_of(word).is_some() {
        return;
    }
    let Some((n_words, title)) = title_at(layers, word, end) else { return };
    if word == group.words.end && is_another(layers, group, title) {
        return;
    }
    let mut inner = plain(layers, word..word + n_words, word);
    inner.title = Some(title);
    extend(layers, &mut inner, end);
    complement(layers, &mut inner, end);
    let specific = layers.morph(word).article || inner.of.is_some() || inner.nation.is_some() || inner.words.len() > 1;
    if !specific || inner.person.is_some() {
        return;
    }
    group.title = group.title.or(Some(title));
    group.of = group.of.or(inner.of);
    group.nation = group.nation.or(inner.nation);
    if group.core == group.words {
        group.core = inner.words.clone();
    }
    group.words.end = inner.words.end;
}

/// `استقبل السيسي وزير الخارجية`, `التقى الرئيس عون السفير`: without a comma, an office that the person is not known to have
/// held, or a second office, is another person's.
fn is_another(layers: Layers<'_>, group: &Group, title: u32) -> bool {
    let office_of = |t: u32| layers.lexicon.titles.get(t as usize).filter(|t| t.class == "office");
    // "استقبل سامح شكري نظيره الفرنسي": a counterpart is always another.
    if layers.lexicon.titles.get(title as usize).is_some_and(|t| t.class == "counterpart") {
        return true;
    }
    let Some(title) = office_of(title) else { return false };
    if group.title.is_some_and(|t| office_of(t).is_some()) {
        return true;
    }
    let kb = &layers.lexicon.kb;
    let known = group.person.and_then(|n| layers.names[n].entities.first());
    let held = known.map(|id| kb.offices_of(*id)).unwrap_or_default();
    title.office.as_deref().is_some_and(|office| !held.is_empty() && held.iter().all(|(o, _)| *o != office))
}

/// Whether a group means several (`مصادر`, `مسلحون`, `6 أشخاص`).
pub fn is_plural(layers: Layers<'_>, group: &Group) -> bool {
    let morph = layers.morph(group.head);
    morph.feats.number != Number::Singular || group.head > group.words.start
}

/// The name at `word`, for stages that hold only names.
pub fn name_of(names: &[Name], word: usize) -> Option<&Name> {
    name::at(names, word)
}
