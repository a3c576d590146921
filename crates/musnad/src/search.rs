//! How words meet in a search: one function for indexing and querying.
//!
//! A text is indexed by the [`light`] spelling of its words: marks, tatweel, joiners and bidi controls dropped, presentation
//! forms and digits made plain, everything else as written. Under which [`Key`]s a spelling is found, from the nearest to the
//! farthest level, tells [`keys`]; a query word meets a word of a text where they share a key. Both sides call the same
//! functions, so that what is found does not depend on who asks.

use crate::article::{Block, BlockKind};
use crate::lexicon::{Kind, Lexicon, key};
use crate::morph::{FormKind, Pos};
use crate::span::Span;
use crate::text::{self, WordKind, fold, is_mark};
use unicode_normalization::char::decompose_compatible;

/// Version of what [`tokens`] and [`light`] give. An index made with another version is made anew.
pub const VERSION: u32 = 1;

/// How near a query word and a word of a text are. Less is nearer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Level {
    /// The same letters.
    Exact,
    /// The same after folding of hamza seats, `ة`/`ه`, `ى`/`ي`.
    Folded,
    /// The same without proclitics and pronouns.
    Clitic,
    /// Forms of one lexeme; a country and its nationality.
    Lemma,
}

impl Level {
    /// All levels, nearest first.
    pub const ALL: [Level; 4] = [Level::Exact, Level::Folded, Level::Clitic, Level::Lemma];

    /// As a number, 0 for exact.
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// What a word is found under. Two words that share a hash meet at the farther of their two levels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Key {
    /// How far the word had to be changed or cut for it.
    pub level: Level,
    /// Hash of what they share.
    pub hash: u64,
}

/// A word of a text, as it is indexed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Where it stands in the text.
    pub span: Span,
    /// Its light spelling.
    pub light: String,
}

/// The light spelling of a word: marks dropped, presentation forms, Persian letters' twins and digits made plain.
///
/// ```
/// use musnad::search::light;
/// assert_eq!(light("فلسطـــين"), "فلسطين");
/// assert_eq!(light("٢٠٢٣"), "2023");
/// assert_eq!(light("أُسْرة"), "أسرة");
/// ```
pub fn light(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        light_char(c, &mut out);
    }
    out
}

fn light_char(c: char, out: &mut String) {
    if is_mark(c) || c.is_control() {
        return;
    }
    match c {
        'ی' | 'ې' => out.push('ي'),
        'ک' => out.push('ك'),
        'ہ' => out.push('ه'),
        'ە' | 'ۃ' => out.push('ة'),
        'ٱ' => out.push('ا'),
        '\'' => out.push('’'),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' => decompose_compatible(c, |d| {
            if d != c && d != ' ' {
                light_char(d, out);
            }
        }),
        '٠'..='٩' | '۰'..='۹' => crate::text::fold_into(c.encode_utf8(&mut [0; 4]), out),
        'ء'..='ي' => out.push(c),
        _ => out.extend(c.to_lowercase()),
    }
}

/// The words of a text, as they are indexed: no punctuation, in order.
///
/// ```
/// let tokens = musnad::search::tokens("وَقال: «القدس»");
/// assert_eq!(tokens.iter().map(|t| t.light.as_str()).collect::<Vec<_>>(), ["وقال", "القدس"]);
/// ```
pub fn tokens(source: &str) -> Vec<Token> {
    tokens_of(source, &[Block { kind: BlockKind::Body, span: Span::new(0, source.len()) }])
}

/// The words of some blocks of a text.
pub fn tokens_of(source: &str, blocks: &[Block]) -> Vec<Token> {
    let text = text::split(source, blocks);
    text.words
        .iter()
        .filter(|w| w.kind != WordKind::Punct)
        .map(|w| Token { span: w.span, light: light(w.span.text(source)) })
        .filter(|t| !t.light.is_empty())
        .collect()
}

/// Whether a word carries no meaning of its own in a query (`في`, `من`, `التي`).
pub fn is_stop(light: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(light);
    lexicon
        .forms(&folded)
        .any(|f| f.kind == FormKind::Closed && !matches!(f.pos, Pos::Number | Pos::Noun | Pos::Adjective | Pos::Quantifier))
        && is_closed_spelling(light)
}

/// Under what a word is found, given its light spelling: nearest first, each key once.
pub fn keys(light: &str, lexicon: &Lexicon) -> Vec<Key> {
    let mut found = Vec::with_capacity(8);
    let folded = folded_key(light);
    push(&mut found, Level::Exact, "", light);
    push(&mut found, Level::Folded, "", &folded);
    if light.chars().next().is_none_or(|c| !text::is_arabic(c)) {
        return found;
    }
    analyses(light, &folded, lexicon, &mut found);
    // شئون and شؤون: a hamza in the middle has several seats, and folding keeps the seat's letter.
    if light.contains(['ؤ', 'ئ']) {
        push(&mut found, Level::Folded, "seat", &fold(&light.replace(['ؤ', 'ئ'], "ء")));
        for (from, to) in [('ئ', "ؤ"), ('ؤ', "ئ")] {
            let other = light.replace(from, to);
            if other != light {
                analyses(&other, &folded_key(&other), lexicon, &mut found);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether two light spellings meet, and how near.
pub fn meet(query: &str, word: &str, lexicon: &Lexicon) -> Option<Level> {
    let asked = keys(query, lexicon);
    let near = |k: &Key| asked.iter().filter(|a| a.hash == k.hash).map(|a| a.level.max(k.level)).min();
    keys(word, lexicon).iter().filter_map(near).min()
}

fn push(found: &mut Vec<Key>, level: Level, class: &str, word: &str) {
    // A whole word and the same letters left by a cut share a hash: each side tells how far it had to go.
    let apart = u64::from(level == Level::Exact);
    let hash = key(word) ^ key(class).rotate_left(17) ^ apart;
    if !found.iter().any(|k| k.hash == hash && k.level <= level) {
        found.push(Key { level, hash });
    }
}

/// Folded, but `على` and `علي` stay two words, as do `إلى` and `إلي`: the one is a preposition, the other a name.
fn folded_key(light: &str) -> String {
    let mut folded = fold(light);
    if light.ends_with('ى') && matches!(folded.as_str(), "علي" | "الي" | "وعلي" | "فعلي" | "والي" | "لدي" | "حتي" | "متي" | "سوي")
    {
        folded.pop();
        folded.push('ى');
    }
    folded
}

fn is_closed_spelling(light: &str) -> bool {
    !matches!(light, "علي" | "الي" | "إلي" | "لدي" | "سوي")
}

/// Proclitics that may open a word, longest first.
const PROCLITICS: [&str; 19] =
    ["وبال", "وكال", "فبال", "ولل", "وال", "فال", "بال", "كال", "لل", "ال", "وب", "ول", "وك", "فب", "و", "ف", "ب", "ل", "ك"];

/// Pronouns that may close a word, longest first.
const ENCLITICS: [&str; 9] = ["هما", "ها", "هم", "هن", "كم", "نا", "ني", "ه", "ك"];

const LETTER: usize = 2;

/// Keys of every way to read the letters that the lexicon knows, and of the sure cuts of others.
fn analyses(light: &str, folded: &str, lexicon: &Lexicon, found: &mut Vec<Key>) {
    // "ردة" ends in no pronoun.
    let pronouns = !light.ends_with('ة');
    whole(folded, "", pronouns, lexicon, found);
    if lexicon.whole.contains(&key(folded)) {
        return;
    }
    for proclitic in PROCLITICS {
        let Some(stem) = folded.strip_prefix(proclitic).filter(|s| s.len() >= 2 * LETTER) else { continue };
        // "ألبانيا" does not begin with the article, whose alif bears no hamza.
        let before = proclitic.strip_suffix("ال").map(|p| p.chars().count());
        if before.is_some_and(|n| light.chars().nth(n) != Some('ا')) {
            continue;
        }
        whole(stem, proclitic, pronouns, lexicon, found);
    }
}

/// A stem after its proclitics, with and without a pronoun at its end.
fn whole(stem: &str, proclitic: &str, pronouns: bool, lexicon: &Lexicon, found: &mut Vec<Key>) {
    let article = proclitic.ends_with("ال") || proclitic.ends_with("لل");
    read(stem, proclitic, "", lexicon, found);
    if !article && pronouns {
        for enclitic in ENCLITICS {
            if let Some(inner) = stem.strip_suffix(enclitic).filter(|s| s.len() >= 2 * LETTER) {
                read(inner, proclitic, enclitic, lexicon, found);
            }
        }
    }
}

fn read(stem: &str, proclitic: &str, enclitic: &str, lexicon: &Lexicon, found: &mut Vec<Key>) {
    let article = proclitic.ends_with("ال") || proclitic.ends_with("لل");
    let prep = proclitic.trim_start_matches(['و', 'ف']).starts_with(['ب', 'ل', 'ك']);
    let mut known = false;
    for form in lexicon.forms(stem) {
        let finite = form.kind == FormKind::Finite;
        if (form.before_pronoun && enclitic.is_empty()) || (finite && (article || prep)) || form.kind == FormKind::Closed {
            continue;
        }
        known = true;
        let class = match form.kind {
            FormKind::Finite | FormKind::Masdar => "deed",
            FormKind::ActiveParticiple => "doer",
            FormKind::PassiveParticiple => "undergoer",
            _ => "name",
        };
        let Some(lexeme) = lexicon.lexeme(Some(form.lexeme)) else { continue };
        push(found, Level::Lemma, class, &lexeme.lemma);
        if let Some(country) = lexeme.nation.and_then(|n| lexicon.kb.countries.get(n as usize)) {
            push(found, Level::Lemma, "country", &country.iso3);
        }
    }
    let named = names(stem, lexicon, found);
    // Cutting needs a witness: the rest is a known word or name, or the article shows where the stem begins.
    let sure = article && enclitic.is_empty() && stem.len() >= 3 * LETTER;
    if (known || named || sure) && (!proclitic.is_empty() || !enclitic.is_empty()) {
        push(found, Level::Clitic, "", stem);
    }
}

/// Keys of a name of the knowledge base that is one word; whether there is one.
fn names(stem: &str, lexicon: &Lexicon, found: &mut Vec<Key>) -> bool {
    let mut any = lexicon.first_names.contains(&key(stem)) || lexicon.family_names.contains(&key(stem));
    for sequences in [&lexicon.kb.names, &lexicon.kb.shorts] {
        let Some(node) = sequences.step(0, stem) else { continue };
        // Also the first word of a longer name: "دولة" of "دولة الإمارات".
        any = true;
        for id in sequences.values(node) {
            let Some(entity) = lexicon.kb.entities.get(*id as usize) else { continue };
            if entity.kind == Kind::Place && entity.kind_of == "country" {
                push(found, Level::Lemma, "country", entity.country.as_deref().unwrap_or(&entity.key));
            }
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_meet_as_readers_expect() {
        let reader = crate::Reader::embedded().expect("embedded data");
        let lexicon = reader.lexicon();
        for (query, word, level) in [
            ("القدس", "القدس", Some(Level::Exact)),
            ("قِمَّة", "قمة", Some(Level::Exact)),
            ("دمشق", "\u{2067}دمشق\u{2069}", Some(Level::Exact)),
            ("١٩٧٣", "1973", Some(Level::Exact)),
            ("ﻻجئ", "لاجئ", Some(Level::Exact)),
            ("غزه", "غزة", Some(Level::Folded)),
            ("مسئول", "مسؤول", Some(Level::Folded)),
            ("القدس", "والقدس", Some(Level::Clitic)),
            ("الحكومة", "للحكومة", Some(Level::Clitic)),
            ("تونس", "بتونس", Some(Level::Clitic)),
            ("مصر", "المصريون", Some(Level::Lemma)),
            ("سفير", "السفراء", Some(Level::Lemma)),
            ("قال", "يقول", Some(Level::Lemma)),
            ("علي", "على", None),
            ("مانيا", "ألمانيا", None),
            ("رشة", "ورشة", None),
            ("له", "الله", None),
            ("عام", "عمان", None),
            ("كاتب", "كتب", None),
        ] {
            assert_eq!(meet(&light(query), &light(word), lexicon), level, "{query} {word}");
        }
    }
}
