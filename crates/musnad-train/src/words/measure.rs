//! Measuring words: segmentation, part of speech and lemma on texts never trained on.
//!
//! WikiNews (Farasa's scheme and tags, CAMeL's lemmas) is row-aligned by word; PADT gives running text and words, which are
//! aligned here by their letters.

use super::camel::rows;
use super::lexicon::letters;
use anyhow::{Context, Result};
use musnad::article::{Block, BlockKind};
use musnad::morph::words::Words;
use musnad::morph::words::propose::Candidate;
use musnad::morph::words::segments::{Kind, Scheme, Segment, segments};
use musnad::morph::words::shape::Tag;
use musnad::span::Span;
use musnad::text::{Text, WordKind, is_mark, split};
use std::collections::BTreeMap;
use std::path::Path;

/// Right of all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    pub right: usize,
    pub all: usize,
}

impl Share {
    pub fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    pub fn percent(self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// Mistakes by kind, for reading.
pub type Mistakes = BTreeMap<String, usize>;

/// The spelling for comparing lemmas: no marks, one hamza on alif.
pub fn lemma_key(lemma: &str) -> String {
    letters(lemma).chars().map(|c| if matches!(c, 'أ' | 'إ' | 'آ' | 'ٱ') { 'ا' } else { c }).collect()
}

/// The lemma that a reading shows: the lexicon's, or what the letters of an unknown word suggest.
pub fn lemma_of(words: &Words, c: &Candidate, exact: &str) -> String {
    words.shown_lemma(c, exact)
}

/// A text read as one block, sentence by sentence.
pub fn whole(source: &str) -> Text<'_> {
    split(source, &[Block { kind: BlockKind::Body, span: Span::new(0, source.len()) }])
}

fn exact(text: &Text<'_>, word: usize) -> String {
    text.raw(word).chars().filter(|c| !is_mark(*c)).collect()
}

/// The segments of one word of a text.
pub fn cut(words: &[Candidate], text: &Text<'_>, word: usize, scheme: Scheme, restore: bool) -> Vec<Segment> {
    if text.words[word].kind != WordKind::Arabic {
        return vec![Segment { form: text.raw(word).to_owned(), kind: Kind::Stem }];
    }
    segments(&words[word], text.folded(word), &exact(text, word), scheme, restore)
}

struct Row {
    word: String,
    segments: Vec<String>,
    tags: Vec<String>,
    lemma: String,
}

impl Row {
    /// The word as its segments write it where it is no Arabic word (the two files differ in their commas).
    fn surface(&self) -> &str {
        let arabic = self.word.chars().any(musnad::text::is_arabic);
        if arabic || self.segments.len() > 1 { &self.word } else { &self.segments[0] }
    }
}

/// The rows of WikiNews, by sentence.
fn wikinews(data: &Path) -> Result<Vec<Vec<Row>>> {
    let path = data.join("wikinews_qcri/WikiNews.pos.ref");
    let reference = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut sentences: Vec<Vec<Row>> = Vec::new();
    let mut last = String::new();
    let lemmas = rows(&data.join("wikinews_lemma/wiki data.csv"))?;
    let reference: Vec<&str> = reference.lines().skip(1).collect();
    anyhow::ensure!(
        reference.len() == lemmas.len(),
        "WikiNews: {} rows of segments, {} of lemmas",
        reference.len(),
        lemmas.len()
    );
    for (line, lemma) in reference.iter().zip(&lemmas) {
        let (segments, tags) = line.split_once('\t').unwrap_or((line, ""));
        if lemma.get("sentence_index") != last {
            last = lemma.get("sentence_index").to_owned();
            sentences.push(Vec::new());
        }
        let plus = |s: &str| if s == "+" { vec![s.to_owned()] } else { s.split('+').map(str::to_owned).collect() };
        let row = Row {
            word: lemma.get("word").to_owned(),
            segments: plus(segments),
            tags: plus(tags),
            lemma: lemma.get("gold_lex").to_owned(),
        };
        if let Some(s) = sentences.last_mut() {
            s.push(row);
        }
    }
    Ok(sentences)
}

/// Farasa's tags of a word's segments.
fn farasa_tags(c: &Candidate, text: &Text<'_>, word: usize, cut: &[Segment]) -> Vec<&'static str> {
    let noun_like = c.shape.tag().is_nominal();
    cut.iter()
        .map(|s| match s.kind {
            Kind::Conjunction => "CONJ",
            Kind::Preposition => "PREP",
            Kind::Future => "FUT_PART",
            Kind::Article => "DET",
            Kind::Pronoun => "PRON",
            Kind::Case => "CASE",
            Kind::Suffix if noun_like => "NSUFF",
            Kind::Suffix => "PRON",
            Kind::Stem => stem_tag(c, text, word),
        })
        .collect()
}

fn stem_tag(c: &Candidate, text: &Text<'_>, word: usize) -> &'static str {
    match text.words[word].kind {
        WordKind::Punct => return "PUNC",
        WordKind::Number => return "NUM",
        WordKind::Latin => return "FOREIGN",
        WordKind::Arabic => {}
    }
    match c.shape.tag() {
        Tag::Noun | Tag::Proper | Tag::Quantifier | Tag::Locative => "NOUN",
        Tag::Adjective | Tag::Comparative | Tag::Ordinal => "ADJ",
        Tag::Cardinal => "NUM",
        Tag::Verb => "V",
        Tag::Preposition => "PREP",
        Tag::Conjunction if text.folded(word).ends_with("فيما") => "PART",
        Tag::Conjunction => "CONJ",
        // Farasa's few adverbs; the others are nouns to it.
        Tag::Adverb if matches!(text.folded(word), "امس" | "الان" | "جدا" | "معا" | "غدا") => "NOUN",
        Tag::Pronoun | Tag::Demonstrative => "PRON",
        Tag::Adverb => "ADV",
        Tag::Future => "FUT_PART",
        Tag::Abbreviation => "ABBREV",
        Tag::Foreign => "FOREIGN",
        Tag::Punctuation => "PUNC",
        Tag::Digits => "NUM",
        _ => "PART",
    }
}

/// Segmentation, part of speech and lemma on WikiNews.
pub struct WikiNews {
    pub farasa: Share,
    pub ud: Share,
    pub pos: Share,
    pub lemma: Share,
    pub mistakes: Mistakes,
}

/// Measures on WikiNews; `part` takes every second sentence only (0 even, 1 odd) or all (2).
pub fn on_wikinews(words: &Words, data: &Path, part: usize) -> Result<WikiNews> {
    let mut out = WikiNews {
        farasa: Share::default(),
        ud: Share::default(),
        pos: Share::default(),
        lemma: Share::default(),
        mistakes: Mistakes::new(),
    };
    for (number, sentence) in wikinews(data)?.iter().enumerate() {
        if part < 2 && number % 2 != part {
            continue;
        }
        let source = sentence.iter().map(Row::surface).collect::<Vec<_>>().join(" ");
        let text = whole(&source);
        let decided = words.decide(&text);
        let mut at = 0;
        for row in sentence {
            let end = at + row.surface().len();
            let inside: Vec<usize> = (0..text.words.len())
                .filter(|w| text.words[*w].span.start as usize >= at && text.words[*w].span.end as usize <= end)
                .collect();
            at = end + 1;
            let join = |scheme: Scheme| -> Vec<String> {
                let mut parts: Vec<String> = Vec::new();
                for (i, w) in inside.iter().enumerate() {
                    let cut = cut(&decided, &text, *w, scheme, false);
                    for (k, s) in cut.into_iter().enumerate() {
                        match parts.last_mut().filter(|_| i > 0 && k == 0) {
                            Some(last) => last.push_str(&s.form),
                            None => parts.push(s.form),
                        }
                    }
                }
                parts
            };
            let farasa = join(Scheme::Farasa);
            let right = farasa == row.segments;
            out.farasa.add(right);
            if !right {
                *out.mistakes.entry(format!("seg\t{}\t{}", row.segments.join("+"), farasa.join("+"))).or_default() += 1;
            }
            let gold_ud = clitics_only(row);
            let ud = join(Scheme::Ud);
            out.ud.add(ud == gold_ud);
            if ud != gold_ud {
                *out.mistakes.entry(format!("ud\t{}\t{}", gold_ud.join("+"), ud.join("+"))).or_default() += 1;
            }
            let single = inside.first().copied();
            let tags: Vec<&str> = match (inside.len(), single) {
                (1, Some(w)) => farasa_tags(&decided[w], &text, w, &cut(&decided, &text, w, Scheme::Farasa, false)),
                (_, Some(w)) => vec![stem_tag(&decided[w], &text, w)],
                _ => vec!["PUNC"],
            };
            let right = tags == row.tags;
            out.pos.add(right);
            if !right {
                *out.mistakes
                    .entry(format!("pos\t{}\t{}\t{}", row.segments.join("+"), row.tags.join("+"), tags.join("+")))
                    .or_default() += 1;
            }
            let lemma = match (inside.len(), single) {
                (1, Some(w)) => lemma_of(words, &decided[w], &exact(&text, w)),
                _ => row.word.clone(),
            };
            // Numbers and marks are their own lemmas; the two files write commas differently.
            let arabic = row.word.chars().any(musnad::text::is_arabic);
            let right = lemma_key(&lemma) == lemma_key(&row.lemma) || !arabic && lemma == row.surface();
            out.lemma.add(right);
            if !right {
                *out.mistakes.entry(format!("lemma\t{}\t{}\t{}", row.word, row.lemma, lemma)).or_default() += 1;
            }
        }
    }
    Ok(out)
}

/// Gold segments with the article and the suffixes of nouns and verbs joined to the stem.
fn clitics_only(row: &Row) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut joined = false;
    for (i, (segment, tag)) in
        row.segments.iter().zip(row.tags.iter().map(String::as_str).chain(std::iter::repeat("NSUFF"))).enumerate()
    {
        let subject = tag == "PRON" && i > 0 && verb_suffix(row, i);
        if joined {
            if let Some(last) = out.last_mut() {
                last.push_str(segment);
            }
            joined = false;
        } else if matches!(tag, "NSUFF" | "CASE") || subject {
            match out.last_mut() {
                Some(last) => last.push_str(segment),
                None => out.push(segment.clone()),
            }
        } else {
            out.push(segment.clone());
        }
        if tag == "DET" {
            joined = true;
        }
    }
    out
}

/// Whether the pronoun at `i` is the ending of a verb (`أعلن+ت`), not its object. `نا` is the ending of a perfect.
fn verb_suffix(row: &Row, i: usize) -> bool {
    let perfect = !row.segments[i - 1].starts_with(['ي', 'ت', 'ن']);
    row.segments[i] == "نا" && perfect && row.tags.get(i - 1).is_some_and(|t| t == "V")
        || row.tags.get(i - 1).is_some_and(|t| t == "V")
            && matches!(row.segments[i].as_str(), "ت" | "ون" | "وا" | "ان" | "ا" | "و" | "تا" | "ن" | "تم" | "ين")
}
