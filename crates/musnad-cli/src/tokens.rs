//! `musnad tokens`: words, segments, parts of speech, lemmas and names of a text, for those who need only that.

use crate::args::{TokensFormat, TokensOptions, TokensScheme};
use crate::plain::line;
use crate::{data, input, plain};
use anyhow::Result;
use musnad::morph::words::propose::Candidate;
use musnad::morph::words::segments::{Kind, Scheme, Segment};
use musnad::record::Points;
use musnad::text::Sentence;
use musnad::tokens::{Words, feats};
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
        let words = Words { reader: &reader, article: &article, tokens: &tokens, scheme: scheme(options.scheme) };
        let printer = Printer { words };
        for (nth, sentence) in tokens.text.sentences.iter().enumerate() {
            n_sentences += 1;
            let text = match options.format {
                TokensFormat::Segmented => printer.segmented(sentence),
                TokensFormat::Conllu => printer.conllu(sentence, n_sentences),
                TokensFormat::Json => printer.json(nth, sentence),
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
    words: Words<'a>,
}

impl Printer<'_> {
    fn segmented(&self, sentence: &Sentence) -> String {
        let mut out = String::new();
        for word in sentence.words() {
            let parts: Vec<String> = self.words.cut(word, false).into_iter().map(|s| line(&s.form)).collect();
            out.push_str(&parts.join("+"));
            if word + 1 < sentence.end && !self.words.inner(word) {
                out.push(' ');
            }
        }
        out.push('\n');
        out
    }

    fn conllu(&self, sentence: &Sentence, number: usize) -> String {
        let text = self.words.tokens.text.span(sentence.words()).text(&self.words.article.text);
        let mut out = format!("# sent_id = {number}\n# text = {}\n", line(text));
        let mut id = 1;
        for word in sentence.words() {
            let candidate = &self.words.tokens.words[word];
            let parts = self.words.cut(word, true);
            let mut misc = Vec::new();
            misc.extend(self.words.name(word).map(|n| format!("Entity={n}")));
            if word + 1 < sentence.end && self.words.touches(word) {
                misc.push("SpaceAfter=No".to_owned());
            }
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            let several = parts.len() > 1;
            if several {
                let last = id + parts.len() - 1;
                let _ = writeln!(out, "{id}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", self.words.exact(word));
            }
            for part in parts {
                let shown = if several { part.form.clone() } else { line(&self.words.exact(word)) };
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
        line(&self.words.lemma(candidate, word))
    }

    fn json(&self, nth: usize, sentence: &Sentence) -> String {
        let points = Points::new(&self.words.article.text);
        let words: Vec<serde_json::Value> = sentence
            .words()
            .map(|word| {
                let token = self.words.token(nth, word, &points);
                serde_json::json!({
                    "start": token.start,
                    "end": token.end,
                    "text": token.text,
                    "segments": token.segments,
                    "pos": token.pos,
                    "tag": token.tag,
                    "lemma": token.lemma,
                    "key": token.key,
                    "features": token.features,
                    "name": token.name,
                })
            })
            .collect();
        plain::escaped(&serde_json::Value::from(words).to_string()) + "\n"
    }
}
