//! All forms of the permissive lexicons, with their lemmas: camel_morph, Arabic ChainBank, Arabic WordNet, our own lists.
//!
//! Everything is made here from scratch at each training: facts of the sources, inflected by `inflect`. A form may have many
//! analyses; which of them live in the news is found out later, by counting.

use super::camel::{Row, bare, rows, substitute, vocalised};
use super::inflect::{self, Made, Makes, Takes};
use anyhow::{Context, Result};
use musnad::morph::words::shape::{Bears, Features, Shape, Tag};
use musnad::text::is_mark;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

/// A form, its shape and its lexeme.
#[derive(Clone, Debug)]
pub struct Item {
    pub form: String,
    pub shape: Shape,
    pub lexeme: u32,
    /// Stays in the table whether news has it or not.
    pub kept: bool,
}

/// Lexemes and their forms.
#[derive(Default)]
pub struct Lexicon {
    pub items: Vec<Item>,
    /// Vocalised lemma and tag of each lexeme.
    pub lexemes: Vec<(String, Tag)>,
    index: FxHashMap<(String, Tag), u32>,
    seen: FxHashSet<(String, Shape, u32)>,
}

/// Letters only.
pub fn letters(vocalised: &str) -> String {
    vocalised.chars().filter(|c| !is_mark(*c)).map(|c| if c == 'ٱ' { 'ا' } else { c }).collect()
}

impl Lexicon {
    /// All sources.
    pub fn load(data: &Path, own: &Path) -> Result<Lexicon> {
        let mut lexicon = Lexicon::default();
        lexicon.closed(&own.join("closed.tsv"))?;
        let camel = data.join("camel_morph_msa");
        lexicon.verbs(&camel)?;
        for (file, tag) in [
            ("MSA-Adj-LEX.csv", Tag::Adjective),
            ("MSA-Adj-Comp-LEX.csv", Tag::Comparative),
            ("MSA-Adj-Num-LEX.csv", Tag::Ordinal),
            ("MSA-Noun-Prop-LEX.csv", Tag::Proper),
            ("MSA-Noun-Num-LEX.csv", Tag::Cardinal),
            ("MSA-Noun-Quant-LEX.csv", Tag::Quantifier),
        ] {
            for row in rows(&camel.join(file))? {
                lexicon.camel_nominal(&row, tag);
            }
        }
        lexicon.chainbank(&data.join("arabic_chainbank/lemmas.csv"))?;
        lexicon.own_nouns(&own.join("nouns.tsv"))?;
        lexicon.plurals(&own.join("plurals.tsv"))?;
        Ok(lexicon)
    }

    /// Drops the feminine forms of a noun where another lexeme is that feminine: `مناقشة` is a discussion before a debater.
    pub fn prefer_own_feminines(&mut self) {
        let own: FxHashSet<String> = self
            .lexemes
            .iter()
            .filter(|(l, t)| *t == Tag::Noun && letters(l).ends_with('ة'))
            .map(|(l, _)| letters(l).trim_end_matches('ة').to_owned())
            .collect();
        let lexemes = &self.lexemes;
        self.items.retain(|i| {
            let s = i.shape;
            let suffix = s.suffix();
            if i.kept || s.tag() != Tag::Noun || s.gender() != 2 || suffix == 0 || s.number() == 3 {
                return true;
            }
            let lemma = letters(&lexemes[i.lexeme as usize].0);
            let n = i.form.chars().count();
            let stem: String = i.form.chars().take(n - suffix).collect();
            lemma.ends_with('ة') || !own.contains(&stem)
        });
    }

    /// The lexeme of this lemma and tag. Lemmas that differ in vowel signs only are kept apart.
    pub fn lexeme(&mut self, lemma: &str, tag: Tag) -> u32 {
        let inside = |l: &&str| letters(l).chars().count() > 2;
        let lemma = match lemma.strip_prefix("ال").filter(inside) {
            Some(rest) if tag.is_nominal() && !letters(lemma).starts_with("الله") => {
                rest.trim_start_matches(|c: char| is_mark(c))
            }
            _ => lemma,
        };
        if let Some(id) = self.index.get(&(lemma.to_owned(), tag)) {
            return *id;
        }
        let id = self.lexemes.len() as u32;
        self.lexemes.push((lemma.to_owned(), tag));
        self.index.insert((lemma.to_owned(), tag), id);
        id
    }

    /// Adds a form once. The article is no part of a form (`السعودية` is `ال` + `سعودية`), save in the closed class.
    pub fn add(&mut self, lexeme: u32, mut made: Made, kept: bool) {
        let long = made.form.chars().count() > 4 && !made.form.starts_with("الله");
        if let Some(rest) = made.form.strip_prefix("ال").filter(|_| long && made.shape.tag().is_nominal()) {
            made.form = rest.to_owned();
        }
        if made.form.is_empty() || made.form.chars().count() > 20 {
            return;
        }
        if self.seen.insert((made.form.clone(), made.shape, lexeme)) {
            self.items.push(Item { form: made.form, shape: made.shape, lexeme, kept });
        }
    }

    fn add_all(&mut self, lexeme: u32, made: Vec<Made>) {
        for m in made {
            self.add(lexeme, m, false);
        }
    }

    fn closed(&mut self, path: &Path) -> Result<()> {
        for cells in table(path)? {
            let [form, tag, lemma, bears] = cells.as_slice() else { continue };
            let tag = Tag::named(tag).with_context(|| format!("{}: no tag {tag}", path.display()))?;
            let bears = match bears.as_str() {
                "free" => Bears::Free,
                "always" => Bears::Always,
                _ => Bears::Never,
            };
            let lexeme = self.lexeme(lemma, tag);
            let aspect = u8::from(tag == Tag::Verb);
            let long = form.chars().count() > 2;
            let accusative =
                long && form.ends_with('ا') && (lemma.ends_with("اً") || matches!(form.as_str(), "جدا" | "أيا" | "غدا"));
            let suffix = if tag == Tag::Cardinal
                && ["ون", "ين", "ات", "ان"].iter().any(|e| form.ends_with(e) && form.chars().count() > 3)
                && form != "ملايين"
            {
                2
            } else {
                u8::from(accusative || (form.ends_with('ة') && tag.is_nominal()))
            };
            let bare = !matches!(tag, Tag::Cardinal | Tag::Ordinal | Tag::Noun)
                && !(tag == Tag::Quantifier && matches!(form.as_str(), "بعض" | "كل" | "جميع"));
            let shape = Shape::new(Features { tag, bears, aspect, suffix, accusative, bare, ..Features::default() });
            self.add(lexeme, Made { form: form.clone(), shape }, true);
        }
        Ok(())
    }

    fn verbs(&mut self, camel: &Path) -> Result<()> {
        let passive_perfect = rows(&camel.join("MSA-Verb-PV-Passive-Patterns.csv"))?;
        let passive_imperfect = rows(&camel.join("MSA-Verb-IV-Passive-Patterns.csv"))?;
        for (file, aspect) in [("MSA-Verb-LEX-PV.csv", 1), ("MSA-Verb-LEX-IV.csv", 2), ("MSA-Verb-LEX-CV.csv", 3)] {
            for row in rows(&camel.join(file))? {
                if row.get("DEFINE") != "LEXICON" || row.get("LEMMA").is_empty() {
                    continue;
                }
                let lexeme = self.lexeme(&vocalised(row.get("LEMMA")), Tag::Verb);
                let (conditions, takes) = (row.get("COND-S"), takes(row.get("COND-T")));
                let hamza = conditions.split_whitespace().any(|c| c == ">-#");
                let stem = bare(row.get("FORM"));
                let class = inflect::ending(conditions);
                let mut made = Vec::new();
                match aspect {
                    1 => inflect::perfect(&stem, class, takes, false, &mut made),
                    2 => inflect::imperfect(&stem, class, takes, false, hamza, &mut made),
                    _ => inflect::imperative(&stem, class, takes, &mut made),
                }
                let patterns = if aspect == 1 { &passive_perfect } else { &passive_imperfect };
                if let Some((stem, conditions, takes)) = if aspect < 3 { passive(&row, patterns) } else { None } {
                    let hamza = conditions.split_whitespace().any(|c| c == ">-#");
                    let class = inflect::ending(&conditions).to_owned();
                    let before = made.len();
                    if aspect == 1 {
                        inflect::perfect(&stem, &class, takes, true, &mut made);
                    } else {
                        inflect::imperfect(&stem, &class, takes, true, hamza, &mut made);
                    }
                    // Only where the letters differ: else the form is the active's too.
                    let active: FxHashSet<String> = made[..before].iter().map(|m| m.form.clone()).collect();
                    let passive = made.split_off(before);
                    made.extend(passive.into_iter().filter(|m| !active.contains(&m.form) && m.shape.person() == 3));
                }
                regular_passive(&stem, class, takes, aspect, hamza, conditions, &mut made);
                self.add_all(lexeme, made);
            }
        }
        Ok(())
    }

    fn camel_nominal(&mut self, row: &Row, tag: Tag) {
        if row.get("DEFINE") != "LEXICON" || row.get("LEMMA").is_empty() {
            return;
        }
        let (times, conditions) = (row.get("COND-T"), row.get("COND-S"));
        let mut makes = Makes::parse(times);
        makes.diptote = conditions.contains("#dip") || conditions.contains("Mono") || tag == Tag::Proper;
        if conditions.contains("X100") {
            return;
        }
        let feature =
            |name: &str| row.get("FEAT").split_whitespace().find_map(|f| f.strip_prefix(name)).unwrap_or("-").to_owned();
        let gender = if feature("gen:") == "f" { 2 } else { 1 };
        let number = if feature("num:") == "p" { 3 } else { 1 };
        let lexeme = self.lexeme(&vocalised(row.get("LEMMA")), tag);
        let mut made = Vec::new();
        let class = conditions.split_whitespace().find(|c| c.starts_with('#') && *c != "#dip" && *c != "#MP-uwn").unwrap_or("");
        inflect::nominal(&bare(row.get("FORM")), class, makes, tag, (gender, number), &mut made);
        self.add_all(lexeme, made);
    }

    /// A noun by its whole singular form.
    pub fn noun(&mut self, lemma: &str, buckwalter: &str, tag: Tag) {
        let form = letters(lemma);
        let (stem, class, feminine) = if buckwalter.ends_with("iy") {
            (form.chars().take(form.chars().count().saturating_sub(1)).collect(), "#iy", false)
        } else {
            inflect::split_noun(&form)
        };
        let human = ["iy~", "mu"].iter().any(|p| buckwalter.ends_with("iy~") || buckwalter.starts_with(p))
            || (buckwalter.len() == 6 && buckwalter.get(1..3) == Some("aA") && buckwalter.get(4..5) == Some("i"))
            || buckwalter.contains("~aA");
        let makes = if feminine {
            Makes { fs: true, fd: true, fp: true, ..Makes::default() }
        } else {
            Makes { ms: true, md: true, fp: true, mp: human, fs: human, fd: human, diptote: false }
        };
        let lexeme = self.lexeme(lemma, tag);
        let mut made = Vec::new();
        inflect::nominal(&stem, class, makes, tag, (if feminine { 2 } else { 1 }, 1), &mut made);
        self.add_all(lexeme, made);
    }

    fn chainbank(&mut self, path: &Path) -> Result<()> {
        for row in rows(path)? {
            let tag = match row.get("POS") {
                "NOUN" => Tag::Noun,
                _ => continue,
            };
            let lemma = row.get("LEMMA").split('_').next().unwrap_or("");
            self.noun(&vocalised(lemma), lemma, tag);
        }
        Ok(())
    }

    /// `data/nouns.tsv`: vocalised lemma, tag.
    fn own_nouns(&mut self, path: &Path) -> Result<()> {
        for cells in table(path)? {
            let [lemma, tag] = cells.as_slice() else { continue };
            let tag = Tag::named(tag).with_context(|| format!("{}: no tag {tag}", path.display()))?;
            self.noun(lemma, "", tag);
        }
        Ok(())
    }

    /// `data/plurals.tsv`: broken plural, vocalised lemma, tag.
    fn plurals(&mut self, path: &Path) -> Result<()> {
        for cells in table(path)? {
            let [plural, lemma, tag] = cells.as_slice() else { continue };
            let tag = Tag::named(tag).with_context(|| format!("{}: no tag {tag}", path.display()))?;
            self.plural(plural, lemma, tag);
        }
        Ok(())
    }

    /// A broken plural.
    pub fn plural(&mut self, plural: &str, lemma: &str, tag: Tag) {
        let lexeme = self.lexeme_like(lemma, tag);
        let (stem, class, feminine) = inflect::split_noun(plural);
        let (stem, class) = match plural.strip_suffix('ي') {
            Some(stem) if plural.chars().count() > 4 => (stem.to_owned(), "#iy"),
            _ => (stem, class),
        };
        let makes = Makes { ms: !feminine, fs: feminine, ..Makes::default() };
        let mut made = Vec::new();
        match plural.strip_suffix("ات").filter(|s| s.chars().count() > 1 && lemma_is_feminine(lemma)) {
            Some(stem) => inflect::nominal(stem, "", Makes { fp: true, ..Makes::default() }, tag, (2, 3), &mut made),
            None => inflect::nominal(&stem, class, makes, tag, (1, 3), &mut made),
        }
        self.add_all(lexeme, made);
    }

    /// The lexeme of this lemma, or of one that differs in vowel signs only; a new one if there is none.
    pub fn lexeme_like(&mut self, lemma: &str, tag: Tag) -> u32 {
        if let Some(id) = self.index.get(&(lemma.to_owned(), tag)) {
            return *id;
        }
        let bare = letters(lemma);
        let like = self.lexemes.iter().position(|(l, t)| *t == tag && letters(l) == bare);
        match like {
            Some(id) => id as u32,
            None => self.lexeme(lemma, tag),
        }
    }

    /// Nouns and broken plurals of Arabic WordNet that the others lack.
    pub fn wordnet(&mut self, path: &Path) -> Result<()> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let known: FxHashMap<(String, Tag), String> = self.lexemes.iter().map(|(l, t)| ((letters(l), *t), l.clone())).collect();
        let forms: FxHashSet<String> = self.items.iter().filter(|i| i.shape.tag().is_nominal()).map(|i| i.form.clone()).collect();
        let mut last = String::new();
        let mut pairs = FxHashSet::default();
        let mut nouns = Vec::new();
        for line in text.lines() {
            let mut cells = line.split('\t');
            let (Some(synset), Some(what), Some(value)) = (cells.next(), cells.next(), cells.next()) else { continue };
            if !synset.ends_with("-n") || value.contains(' ') {
                continue;
            }
            match what {
                "arb:lemma" => {
                    last = value.to_owned();
                    let bare = letters(value);
                    if !known.contains_key(&(bare.clone(), Tag::Noun)) && !known.contains_key(&(bare, Tag::Proper)) {
                        nouns.push(value.to_owned());
                    }
                }
                "arb:lemma:brokenplural" => {
                    pairs.insert((letters(value), last.clone()));
                }
                _ => {}
            }
        }
        nouns.sort();
        nouns.dedup_by(|a, b| letters(a) == letters(b));
        for lemma in nouns {
            if letters(&lemma).chars().count() > 2 && !forms.contains(&letters(&lemma)) {
                self.noun(&lemma, "", Tag::Noun);
            }
        }
        let mut pairs: Vec<(String, String)> = pairs.into_iter().collect();
        pairs.sort();
        let by_letters: FxHashMap<(String, Tag), String> =
            self.lexemes.iter().rev().map(|(l, t)| ((letters(l), *t), l.clone())).collect();
        for (plural, lemma) in pairs {
            let lemma = by_letters.get(&(letters(&lemma), Tag::Noun)).cloned().unwrap_or(lemma);
            if plural != letters(&lemma) && plural.chars().count() > 2 {
                self.plural(&plural, &lemma, Tag::Noun);
            }
        }
        Ok(())
    }
}

fn lemma_is_feminine(lemma: &str) -> bool {
    letters(lemma).ends_with(['ة', 'ى', 'ا', 'ء'])
}

fn takes(conditions: &str) -> Takes {
    match conditions {
        c if c.contains("v-suff") => Takes::Vowels,
        c if c.contains("c-suff") => Takes::Consonants,
        _ => Takes::All,
    }
}

/// Passives that show in the letters by rule: `قيل`, `يقال`, `دعي`, `يجرى`, `قوتل`.
fn regular_passive(stem: &str, class: &str, takes: Takes, aspect: u8, hamza: bool, conditions: &str, made: &mut Vec<Made>) {
    let letters: Vec<char> = stem.chars().collect();
    let n = letters.len();
    let gem = conditions.contains("gem");
    let mut passive = Vec::new();
    let with = |at: usize, c: char| letters.iter().enumerate().map(|(i, l)| if i == at { c } else { *l }).collect::<String>();
    match aspect {
        1 if matches!(class, "#-ay" | "#-aw") => inflect::perfect(stem, "#-iy", takes, true, &mut passive),
        1 if class.is_empty() || class == "#n" => {
            if takes == Takes::Vowels && !gem && n >= 3 && letters[n - 2] == 'ا' {
                inflect::perfect(&with(n - 2, 'ي'), class, takes, true, &mut passive);
            } else if n == 4 && letters[1] == 'ا' && takes == Takes::All {
                inflect::perfect(&with(1, 'و'), class, takes, true, &mut passive);
            }
        }
        2 if matches!(class, "#-iy" | "#-uw") => inflect::imperfect(stem, "#-aY", takes, true, hamza, &mut passive),
        2 if takes == Takes::Vowels && !gem && n >= 2 && matches!(letters[n - 2], 'ي' | 'و') => {
            inflect::imperfect(&with(n - 2, 'ا'), class, takes, true, hamza, &mut passive);
        }
        2 if n == 2 && takes == Takes::All && class.is_empty() && conditions.contains("a-#") && !hamza => {
            // وجد, يوجد: the first letter of the root comes back.
            inflect::imperfect(&format!("و{stem}"), class, takes, true, hamza, &mut passive);
        }
        _ => {}
    }
    let active: FxHashSet<String> = made.iter().map(|m| m.form.clone()).collect();
    made.extend(passive.into_iter().filter(|m| !active.contains(&m.form) && m.shape.person() == 3));
}

/// The passive stem of a verb's row, by the pattern that fits it.
fn passive(row: &Row, patterns: &[Row]) -> Option<(String, String, Takes)> {
    let transitive: String = row.get("COND-S").split_whitespace().filter(|c| !c.contains("trans")).collect::<Vec<_>>().join(" ");
    let same = |p: &&Row| {
        p.get("PATTERN") == row.get("PATTERN") && p.get("COND-T") == row.get("COND-T") && p.get("COND-S") == transitive
    };
    let found = patterns.iter().find(same).or_else(|| {
        let alike = |p: &&Row| p.get("PATTERN") == row.get("PATTERN_LEMMA") && p.get("COND-T") == row.get("COND-T");
        patterns.iter().find(|p| alike(p) && substitute(p.get("MATCH"), p.get("SUB"), row.get("FORM")).is_some())
    })?;
    let stem = substitute(found.get("MATCH"), found.get("SUB"), row.get("FORM"))?;
    Some((bare(&stem), found.get("COND-S-PASS").to_owned(), takes(found.get("COND-T-PASS"))))
}

/// Cells of a TSV file of ours: comments and the header line left out. A missing file is empty.
pub fn table(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .skip(1)
        .map(|l| l.split('\t').map(|c| c.trim().to_owned()).collect())
        .collect())
}
