//! `musnad tokens`: words, segments, parts of speech, lemmas and names of a text, for those who need only that.

use crate::args::{TokensFormat, TokensOptions, TokensScheme};
use crate::plain::line;
use crate::{data, input, plain};
use anyhow::Result;
use musnad::lexicon::Kind as NameKind;
use musnad::morph::words::propose::Candidate;
use musnad::morph::words::segments::{Kind, Scheme, Segment, segments};
use musnad::morph::words::shape::Tag;
use musnad::pipeline::Tokens;
use musnad::record::Points;
use musnad::text::{Sentence, WordKind, fold, is_mark};
use musnad::{Article, Reader};
use std::fmt::Write as _;
use std::io::Write;

/// Prints the tokens of all files. True if there was any.
pub fn run(options: &TokensOptions) -> Result<bool> {
    let reader = data::reader(options.about.data.as_deref(), options.about.model.as_deref())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut n_sentences = 0;
    for article in input::articles(&options.files, &options.about) {
        let article = article?;
        let tokens = reader.tokens(&article);
        let printer = Printer { reader: &reader, article: &article, tokens: &tokens, scheme: scheme(options.scheme) };
        for sentence in &tokens.text.sentences {
            n_sentences += 1;
            let text = match options.format {
                TokensFormat::Segmented => printer.segmented(sentence),
                TokensFormat::Conllu => printer.conllu(sentence, n_sentences),
                TokensFormat::Json => printer.json(sentence),
            };
            out.write_all(text.as_bytes())?;
        }
    }
    out.flush()?;
    Ok(n_sentences > 0)
}

fn scheme(scheme: TokensScheme) -> Scheme {
    match scheme {
        TokensScheme::Ud => Scheme::Ud,
        TokensScheme::D3 => Scheme::D3,
        TokensScheme::Farasa => Scheme::Farasa,
    }
}

struct Printer<'a> {
    reader: &'a Reader,
    article: &'a Article,
    tokens: &'a Tokens<'a>,
    scheme: Scheme,
}

impl Printer<'_> {
    /// A word without vowel signs.
    fn exact(&self, word: usize) -> String {
        self.tokens.text.raw(word).chars().filter(|c| !is_mark(*c)).collect()
    }

    /// Whether the word after `word` follows without a blank.
    fn touches(&self, word: usize) -> bool {
        let words = &self.tokens.text.words;
        words.get(word + 1).is_some_and(|next| words[word].span.end == next.span.start)
    }

    /// Whether `word` and the next stand inside one run of the text with letters or digits on both sides (`2013/2014`): what
    /// the text writes together stays together, but marks at the edge of a word stand alone.
    fn inner(&self, word: usize) -> bool {
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

    fn cut(&self, word: usize, restore: bool) -> Vec<Segment> {
        let exact = self.exact(word);
        if self.tokens.text.words[word].kind != WordKind::Arabic {
            return vec![Segment { form: line(&exact), kind: Kind::Stem }];
        }
        segments(&self.tokens.words[word], self.tokens.text.folded(word), &exact, self.scheme, restore)
    }

    fn segmented(&self, sentence: &Sentence) -> String {
        let mut out = String::new();
        for word in sentence.words() {
            let parts: Vec<String> = self.cut(word, false).into_iter().map(|s| s.form).collect();
            out.push_str(&parts.join("+"));
            if word + 1 < sentence.end && !self.inner(word) {
                out.push(' ');
            }
        }
        out.push('\n');
        out
    }

    /// `B-person`, `I-place` of a word inside a name.
    fn name(&self, word: usize) -> Option<String> {
        let name = self.tokens.names.iter().find(|n| n.words.contains(&word))?;
        let kind = match name.kind {
            NameKind::Person => "person",
            NameKind::Organization => "organization",
            NameKind::Place => "place",
            _ => "other",
        };
        Some(format!("{}-{kind}", if name.words.start == word { "B" } else { "I" }))
    }

    fn conllu(&self, sentence: &Sentence, number: usize) -> String {
        let text = self.tokens.text.span(sentence.words()).text(&self.article.text);
        let mut out = format!("# sent_id = {number}\n# text = {}\n", line(text));
        let mut id = 1;
        for word in sentence.words() {
            let candidate = &self.tokens.words[word];
            let parts = self.cut(word, true);
            let mut misc = Vec::new();
            misc.extend(self.name(word).map(|n| format!("Entity={n}")));
            if word + 1 < sentence.end && self.touches(word) {
                misc.push("SpaceAfter=No".to_owned());
            }
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            let several = parts.len() > 1;
            if several {
                let last = id + parts.len() - 1;
                let _ = writeln!(out, "{id}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", self.exact(word));
            }
            for part in parts {
                let shown = if several { part.form.clone() } else { line(&self.exact(word)) };
                let (lemma, upos, feats) = self.part(candidate, &part, word);
                let xpos = format!("{:?}", candidate.shape.tag());
                let xpos = if part.kind == Kind::Stem { xpos.as_str() } else { "_" };
                let misc = if several { "_" } else { misc.as_str() };
                let _ = writeln!(out, "{id}\t{shown}\t{lemma}\t{upos}\t{xpos}\t{feats}\t_\t_\t_\t{misc}");
                id += 1;
            }
        }
        out.push('\n');
        out
    }

    /// Lemma, UPOS and features of a segment.
    fn part(&self, candidate: &Candidate, part: &Segment, word: usize) -> (String, &'static str, String) {
        let none = || "_".to_owned();
        match part.kind {
            Kind::Conjunction => (part.form.clone(), "CCONJ", none()),
            Kind::Preposition => (part.form.clone(), "ADP", none()),
            Kind::Future => (part.form.clone(), "AUX", none()),
            Kind::Article => (part.form.clone(), "DET", none()),
            Kind::Suffix | Kind::Case => (part.form.clone(), "X", none()),
            Kind::Pronoun => ("هو".to_owned(), "PRON", none()),
            Kind::Stem => {
                let upos = match part.form.as_str() {
                    "%" | "$" | "+" | "=" | "€" | "£" => "SYM",
                    _ => candidate.shape.tag().upos(),
                };
                (self.lemma(candidate, word), upos, feats(candidate))
            }
        }
    }

    fn lemma(&self, candidate: &Candidate, word: usize) -> String {
        line(&self.reader.words().shown_lemma(candidate, &self.exact(word)))
    }

    fn json(&self, sentence: &Sentence) -> String {
        let points = Points::new(&self.article.text);
        let words: Vec<serde_json::Value> = sentence
            .words()
            .map(|word| {
                let candidate = &self.tokens.words[word];
                let span = self.tokens.text.words[word].span;
                let lemma = self.lemma(candidate, word);
                let segments: Vec<String> = self.cut(word, true).into_iter().map(|s| s.form).collect();
                serde_json::json!({
                    "start": points.at(span.start),
                    "end": points.at(span.end),
                    "text": self.tokens.text.raw(word),
                    "segments": segments,
                    "pos": candidate.shape.tag().upos(),
                    "tag": format!("{:?}", candidate.shape.tag()),
                    "lemma": lemma,
                    "key": fold(&lemma),
                    "features": feats(candidate),
                    "name": self.name(word),
                })
            })
            .collect();
        plain::escaped(&serde_json::Value::from(words).to_string()) + "\n"
    }
}

/// Features as Universal Dependencies write them, in the order of the alphabet.
fn feats(candidate: &Candidate) -> String {
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
