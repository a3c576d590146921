//! Words with their analyses as flat values: what an NLP engineer takes from Musnad alone.
//!
//! [`Reader::tokens`] gives layers; [`Words`] answers what is asked of a word in them: its segments in the scheme of the corpora
//! one knows, its lemma, its features as Universal Dependencies write them, the name it stands in. [`Reader::words_of`] lists it all.

use crate::lexicon::Kind as NameKind;
use crate::morph::words::propose::Candidate;
use crate::morph::words::segments::{Kind, Scheme, Segment, segments};
use crate::morph::words::shape::Tag;
use crate::pipeline::Tokens;
use crate::record::Points;
use crate::text::{WordKind, fold, is_mark};
use crate::{Article, Reader};

/// A word and all that is known of it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// First code point in the text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The word as written.
    pub text: String,
    /// Its segments: proclitics, stem, enclitics.
    pub segments: Vec<String>,
    /// Universal part of speech.
    pub pos: &'static str,
    /// Our own, finer one.
    pub tag: String,
    /// Lemma.
    pub lemma: String,
    /// The lemma folded: what spellings of one word share.
    pub key: String,
    /// Features as Universal Dependencies write them; `_` for none.
    pub features: String,
    /// `B-person`, `I-place` … inside a name.
    pub name: Option<String>,
    /// Which sentence of the text, from 0.
    pub sentence: usize,
}

/// Questions to the tokens of an article.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The reader that made them.
    pub reader: &'a Reader,
    /// The article.
    pub article: &'a Article,
    /// Its tokens.
    pub tokens: &'a Tokens<'a>,
    /// How words are cut.
    pub scheme: Scheme,
}

impl Reader {
    /// The words of an article in order, cut as `scheme` has it.
    ///
    /// ```
    /// use musnad::morph::words::segments::Scheme;
    /// let reader = musnad::Reader::embedded()?;
    /// let article = musnad::Article { text: "وللجامعات سياستها.".into(), ..Default::default() };
    /// let words = reader.words_of(&article, Scheme::D3);
    /// assert_eq!((words[0].start, words[0].end, words[0].text.as_str()), (0, 9, "وللجامعات"));
    /// assert!(words[0].segments.len() > 2);
    /// # Ok::<(), musnad::lexicon::DataError>(())
    /// ```
    pub fn words_of(&self, article: &Article, scheme: Scheme) -> Vec<Token> {
        let tokens = self.tokens(article);
        let words = Words { reader: self, article, tokens: &tokens, scheme };
        let points = Points::new(&article.text);
        let sentences = tokens.text.sentences.iter().enumerate();
        sentences
            .flat_map(|(nth, s)| s.words().map(move |word| (nth, word)))
            .map(|(nth, word)| words.token(nth, word, &points))
            .collect()
    }
}

impl Words<'_> {
    /// A word without vowel signs.
    pub fn exact(&self, word: usize) -> String {
        self.tokens.text.raw(word).chars().filter(|c| !is_mark(*c)).collect()
    }

    /// Whether the word after `word` follows without a blank.
    pub fn touches(&self, word: usize) -> bool {
        let words = &self.tokens.text.words;
        words.get(word + 1).is_some_and(|next| words[word].span.end == next.span.start)
    }

    /// Whether `word` and the next stand inside one run of the text with letters or digits on both sides (`2013/2014`): what
    /// the text writes together stays together, but marks at the edge of a word stand alone.
    pub fn inner(&self, word: usize) -> bool {
        let words = &self.tokens.text.words;
        let mark = |w: usize| words.get(w).is_none_or(|x| x.kind == WordKind::Punct);
        let bound = |w: usize| w + 1 < words.len() && self.touches(w);
        if !self.touches(word) {
            return false;
        }
        let letters_before = (0..=word).rev().take_while(|w| *w == word || bound(*w)).any(|w| !mark(w));
        let letters_after = (word + 1..words.len()).take_while(|w| *w == word + 1 || bound(*w - 1)).any(|w| !mark(w));
        letters_before && letters_after
    }

    /// The segments of a word; with `restore`, with the letters that were written together put back.
    pub fn cut(&self, word: usize, restore: bool) -> Vec<Segment> {
        let exact = self.exact(word);
        if self.tokens.text.words[word].kind != WordKind::Arabic {
            return vec![Segment { form: exact, kind: Kind::Stem }];
        }
        segments(&self.tokens.words[word], self.tokens.text.folded(word), &exact, self.scheme, restore)
    }

    /// `B-person`, `I-place` of a word inside a name.
    pub fn name(&self, word: usize) -> Option<String> {
        let name = self.tokens.names.iter().find(|n| n.words.contains(&word))?;
        let kind = match name.kind {
            NameKind::Person => "person",
            NameKind::Organization => "organization",
            NameKind::Place => "place",
            _ => "other",
        };
        Some(format!("{}-{kind}", if name.words.start == word { "B" } else { "I" }))
    }

    /// The lemma of a word.
    pub fn lemma(&self, candidate: &Candidate, word: usize) -> String {
        self.reader.words().shown_lemma(candidate, &self.exact(word))
    }

    /// All that is known of a word of the nth sentence.
    pub fn token(&self, sentence: usize, word: usize, points: &Points<'_>) -> Token {
        let candidate = &self.tokens.words[word];
        let span = self.tokens.text.words[word].span;
        let lemma = self.lemma(candidate, word);
        Token {
            start: points.at(span.start),
            end: points.at(span.end),
            text: self.tokens.text.raw(word).to_owned(),
            segments: self.cut(word, true).into_iter().map(|s| s.form).collect(),
            pos: candidate.shape.tag().upos(),
            tag: format!("{:?}", candidate.shape.tag()),
            key: fold(&lemma),
            lemma,
            features: feats(candidate),
            name: self.name(word),
            sentence,
        }
    }
}

/// Features as Universal Dependencies write them, in the order of the alphabet.
pub fn feats(candidate: &Candidate) -> String {
    let shape = candidate.shape;
    let tag = shape.tag();
    let mut out: Vec<String> = Vec::new();
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push(format!("{name}={value}"));
        }
    };
    put("Aspect", ["", "Perf", "Imp", "Imp"].get(usize::from(shape.aspect())).copied().unwrap_or(""));
    if tag.is_nominal() && tag != Tag::Proper {
        let state = if candidate.lead.article {
            "Def"
        } else if candidate.enclitic != 0 || shape.construct() {
            "Cons"
        } else {
            ""
        };
        put("Definite", state);
    }
    put("Gender", ["", "Masc", "Fem", ""].get(usize::from(shape.gender())).copied().unwrap_or(""));
    put("Number", ["", "Sing", "Dual", "Plur"].get(usize::from(shape.number())).copied().unwrap_or(""));
    put("Person", ["", "1", "2", "3"].get(usize::from(shape.person())).copied().unwrap_or(""));
    if tag == Tag::Verb {
        put("Voice", if shape.passive() { "Pass" } else { "Act" });
    }
    if out.is_empty() { "_".to_owned() } else { out.join("|") }
}
