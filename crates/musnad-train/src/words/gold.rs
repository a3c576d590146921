//! UD_Arabic-PUD as training text: words with their parts, and which candidates of the analyser agree with them.

use super::inflect::Made;
use super::lexicon::{Lexicon, letters};
use anyhow::{Context, Result};
use musnad::morph::words::propose::{Candidate, ENCLITICS};
use musnad::morph::words::shape::{Bears, Features, Shape, Tag};
use musnad::text::fold;
use std::path::Path;

/// One syntactic word of the treebank.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub form: String,
    pub lemma: String,
    pub upos: String,
    pub xpos: String,
    pub feats: String,
}

/// One written word.
#[derive(Clone, Debug, Default)]
pub struct Word {
    pub surface: String,
    pub parts: Vec<Part>,
}

/// Sentences of written words.
pub fn read(path: &Path) -> Result<Vec<Vec<Word>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut sentences, mut sentence, mut word) = (Vec::new(), Vec::new(), Word::default());
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if line.is_empty() && !sentence.is_empty() {
            flush(&mut word, &mut sentence);
            sentences.push(std::mem::take(&mut sentence));
        }
        if cells.len() < 10 || cells[0].contains(['-', '.']) {
            continue;
        }
        let part = Part {
            form: letters(cells[1]),
            lemma: cells[2].replace('`', "\u{670}"),
            upos: cells[3].to_owned(),
            xpos: cells[4].to_owned(),
            feats: cells[5].to_owned(),
        };
        let alone = !part.form.chars().all(musnad::text::is_arabic) || part.form.is_empty();
        if alone {
            flush(&mut word, &mut sentence);
        }
        word.surface.push_str(if alone { cells[1] } else { &part.form });
        word.parts.push(part);
        if alone || !cells[9].contains("SpaceAfter=No") {
            flush(&mut word, &mut sentence);
        }
    }
    Ok(sentences)
}

fn flush(word: &mut Word, sentence: &mut Vec<Word>) {
    if !word.parts.is_empty() {
        sentence.push(std::mem::take(word));
    }
}

/// What a word's parts say of its analysis.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub conj: u8,
    pub prep: u8,
    pub enclitic: usize,
    pub core: Part,
}

impl Word {
    /// Its proclitics, core and enclitic; none if it is cut in another way.
    pub fn wanted(&self) -> Option<Wanted> {
        let mut parts = self.parts.as_slice();
        let (mut conj, mut prep) = (0, 0);
        if let [first, rest @ ..] = parts
            && !rest.is_empty()
            && matches!(first.form.as_str(), "و" | "ف")
        {
            conj = if first.form == "و" { 1 } else { 2 };
            parts = rest;
        }
        if let [first, rest @ ..] = parts
            && !rest.is_empty()
            && !(rest.len() == 1 && rest[0].upos == "PRON" && rest[0].form != "ذلك" && ENCLITICS.contains(&rest[0].form.as_str()))
            && let Some(p) = ["", "ب", "ل", "ك", "س"].iter().position(|p| *p == first.form)
        {
            prep = p as u8;
            parts = rest;
        }
        let mut enclitic = 0;
        if let [rest @ .., last] = parts
            && !rest.is_empty()
            && last.upos == "PRON"
            && let Some(e) = ENCLITICS.iter().position(|e| *e == last.form)
        {
            enclitic = e;
            parts = rest;
        }
        match parts {
            [core] => Some(Wanted { conj, prep, enclitic, core: core.clone() }),
            _ => None,
        }
    }
}

fn feature<'f>(feats: &'f str, name: &str) -> &'f str {
    feats.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('=')).unwrap_or("")
}

/// Tags that a part's UPOS allows, the likeliest first.
pub fn tags(part: &Part) -> &'static [Tag] {
    match (part.upos.as_str(), part.xpos.as_str()) {
        ("NOUN", _) => &[Tag::Noun, Tag::Quantifier, Tag::Locative, Tag::Cardinal, Tag::Exception],
        ("ADJ", _) => &[Tag::Adjective, Tag::Comparative, Tag::Ordinal],
        ("VERB", _) => &[Tag::Verb],
        ("AUX", _) => &[Tag::Verb, Tag::Future, Tag::VerbParticle],
        ("ADP", _) => &[Tag::Preposition, Tag::Locative, Tag::Subordinator, Tag::Conjunction],
        ("SCONJ", _) => &[Tag::Subordinator, Tag::Conjunction],
        ("PART", _) => {
            &[Tag::Particle, Tag::Negation, Tag::Subordinator, Tag::Exception, Tag::VerbParticle, Tag::Future, Tag::Interrogative]
        }
        ("PRON", "PDEM") => &[Tag::Demonstrative],
        ("PRON", "REL") => &[Tag::Relative],
        ("PRON", _) => &[Tag::Pronoun, Tag::Relative, Tag::Interrogative, Tag::Demonstrative],
        ("DET", _) => &[Tag::Quantifier, Tag::Demonstrative, Tag::Comparative, Tag::Interrogative, Tag::Noun],
        ("ADV", _) => &[Tag::Adverb, Tag::Locative, Tag::Noun, Tag::Adjective, Tag::Comparative],
        ("NUM", _) => &[Tag::Cardinal, Tag::Digits, Tag::Noun],
        ("PROPN", "NNP") => &[Tag::Proper],
        ("PROPN", _) => &[Tag::Noun, Tag::Proper, Tag::Adjective],
        ("CCONJ", _) => &[Tag::Conjunction, Tag::Subordinator, Tag::Particle],
        _ => &[],
    }
}

/// How well a candidate agrees with what is wanted; none if it is cut otherwise.
pub fn agreement(wanted: &Wanted, c: &Candidate, lemma: Option<&str>) -> Option<i32> {
    if c.lead.conj != wanted.conj || c.lead.prep != wanted.prep || usize::from(c.enclitic) != wanted.enclitic {
        return None;
    }
    let core = &wanted.core;
    let allowed = tags(core);
    let mut score = match allowed.iter().position(|t| *t == c.shape.tag()) {
        Some(0) => 42,
        Some(_) => 40,
        None => 0,
    };
    if lemma.is_some_and(|l| fold(l) == fold(&core.lemma)) {
        score += 8;
    }
    let f = |name: &str| feature(&core.feats, name);
    let gender = ["", "Masc", "Fem"][usize::from(c.shape.gender().min(2))];
    let number = ["", "Sing", "Dual", "Plur"][usize::from(c.shape.number())];
    let aspect = ["", "Perf", "Imp", "Imp"][usize::from(c.shape.aspect())];
    let person = ["", "1", "2", "3"][usize::from(c.shape.person())];
    for (wanted, have, weight) in
        [(f("Gender"), gender, 1), (f("Number"), number, 2), (f("Aspect"), aspect, 2), (f("Person"), person, 2)]
    {
        if !wanted.is_empty() && wanted == have {
            score += weight;
        }
    }
    let article = core.form.starts_with("ال") || (wanted.prep == 2 && core.form.starts_with('ل') && c.start > 2);
    if article == c.lead.article {
        score += 4;
    }
    Some(score)
}

/// Adds the forms of training sentences that no lexicon has, with the treebank's lemma.
pub fn add_forms(lexicon: &mut Lexicon, sentences: &[Vec<Word>]) -> usize {
    let known: rustc_hash::FxHashSet<(String, String, Tag)> =
        lexicon.items.iter().map(|i| (fold(&i.form), fold(&lexicon.lexemes[i.lexeme as usize].0), i.shape.tag())).collect();
    let closed: rustc_hash::FxHashSet<String> = lexicon.items.iter().filter(|i| i.kept).map(|i| i.form.clone()).collect();
    let before = lexicon.items.len();
    for word in sentences.iter().flatten() {
        let Some(wanted) = word.wanted() else { continue };
        let core = &wanted.core;
        let Some(tag) = tags(core).first().copied().filter(|t| t.is_nominal() || *t == Tag::Adverb) else { continue };
        let bare = |s: &str| s.strip_prefix("ال").filter(|r| r.chars().count() > 2).unwrap_or(s).to_owned();
        // `الله` and the like are of the closed class.
        if core.form.contains("الله") {
            continue;
        }
        let mut form = bare(&core.form);
        if wanted.prep == 2 && word.surface.contains("لل") && feature(&core.feats, "Definite") == "Def" && tag != Tag::Proper {
            form = form.strip_prefix('ل').map_or(form.clone(), str::to_owned);
        }
        let lemma = if tag == Tag::Proper { letters(&bare(&core.lemma)) } else { core.lemma.clone() };
        if closed.contains(&form) || form.chars().count() < 3 || !form.chars().all(musnad::text::is_arabic) {
            continue;
        }
        if tags(core).iter().any(|t| known.contains(&(fold(&form), fold(&lemma), *t))) {
            continue;
        }
        let gender = match feature(&core.feats, "Gender") {
            "Fem" => 2,
            _ => 1,
        };
        let number = match feature(&core.feats, "Number") {
            "Plur" => 3,
            "Dual" => 2,
            _ => 1,
        };
        let ends = |e: &str| form.ends_with(e);
        let suffix = if ends("ة") {
            1
        } else if number == 3 && (ends("ات") || ends("ين") || ends("ون")) {
            2
        } else if ends("ا") && feature(&core.feats, "Case") == "Acc" && feature(&core.feats, "Definite") == "Ind" {
            1
        } else {
            0
        };
        let accusative = suffix == 1 && ends("ا");
        let bears = if wanted.enclitic != 0 && ends("ت") && gender == 2 {
            Bears::Always
        } else if suffix == 0 || ends("ات") {
            Bears::Free
        } else {
            Bears::Never
        };
        let shape = Shape::new(Features { tag, gender, number, suffix, accusative, bears, ..Features::default() });
        let lexeme = lexicon.lexeme_like(&lemma, tag);
        lexicon.add(lexeme, Made { form, shape }, true);
    }
    lexicon.items.len() - before
}
