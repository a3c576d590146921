//! The figures of one article: what is in the gold, what was read, and which of both is one.
//!
//! What counts as one is told in the README beside the gold and is what the project's scorer counts; every miss and every
//! false hit is kept with its place, so that a linguist can work down the list.

use super::gold::{Gold, GoldEvent};
use super::names::{Names, bag, best_pairs, fold, overlap};
use super::place::{Finder, Place};
use musnad::Record;
use musnad::record::{EntityRecord, EventRecord, SpanText};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// PLOVER types that have no direction.
const MUTUAL: [&str; 4] = ["AGREE", "CONSULT", "COOPERATE", "SUPPORT"];

/// What is measured, in the order in which it is shown.
pub const FIGURES: [&str; 16] = [
    "not_body",
    "names",
    "entities",
    "entity country",
    "entity wikidata",
    "times found",
    "times resolved",
    "statements found",
    "statements + speaker",
    "statements + chain",
    "statement act (of found)",
    "events coded",
    "events + date",
    "events + entities + status",
    "designations",
    "spans true to text",
];

/// Right, false and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In the gold and read.
    pub right: usize,
    /// Read and not in the gold.
    pub wrong: usize,
    /// In the gold and not read.
    pub missed: usize,
}

impl Tally {
    /// Adds another article's.
    pub fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// How many the gold has.
    pub fn gold(self) -> usize {
        self.right + self.missed
    }

    /// How many were read.
    pub fn found(self) -> usize {
        self.right + self.wrong
    }

    /// Share of what was read that is right.
    pub fn precision(self) -> f64 {
        share(self.right, self.found())
    }

    /// Share of the gold that was read.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold())
    }

    /// Their harmonic mean.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// A part of a whole; 0 of nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A miss, a false hit, or something read otherwise than the gold has it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Of which article.
    pub article: String,
    /// What kind of error.
    pub kind: &'static str,
    /// Where.
    pub place: Option<Place>,
    /// What the gold has.
    pub expected: Option<String>,
    /// What was read.
    pub read: Option<String>,
}

/// What an article adds to the figures.
#[derive(Debug, Default)]
pub struct Scored {
    /// One for each of [`FIGURES`].
    pub tallies: [Tally; FIGURES.len()],
    /// Every error.
    pub findings: Vec<Finding>,
    /// How sure the reader was of each event, and whether it is right.
    pub events: Vec<(f32, bool)>,
}

struct Scoring<'a> {
    gold: &'a Gold,
    record: &'a Record,
    names: Names<'a>,
    finder: Finder<'a>,
    scored: Scored,
}

/// Scores what was read of one article.
pub fn article(gold: &Gold, record: &Record) -> Scored {
    let (names, finder) = (Names::new(gold, record), Finder::new(&gold.text));
    let mut scoring = Scoring { gold, record, names, finder, scored: Scored::default() };
    scoring.not_body();
    scoring.named();
    scoring.entities();
    scoring.times();
    scoring.statements();
    scoring.events();
    scoring.designations();
    scoring.spans();
    scoring.scored
}

impl<'a> Scoring<'a> {
    fn tally(&mut self, figure: &str, right: usize, wrong: usize, missed: usize) {
        if let Some(at) = FIGURES.iter().position(|f| *f == figure) {
            self.scored.tallies[at].add(Tally { right, wrong, missed });
        }
    }

    fn find(&mut self, kind: &'static str, place: Option<Place>, expected: Option<String>, read: Option<String>) {
        self.scored.findings.push(Finding { article: self.gold.id.clone(), kind, place, expected, read });
    }

    /// The place of words read; a record of another text than the gold's has none.
    fn at(&self, span: &SpanText) -> Option<Place> {
        self.finder.points(span.start, span.end).filter(|_| self.record.text == self.gold.text)
    }

    /// Names of the gold's entities with these ids.
    fn gold_names(&self, ids: &[String], between: &str) -> String {
        let name = |id: &String| self.gold.entities.iter().find(|e| e.id == *id).map_or(id.clone(), |e| e.name.clone());
        told(ids.iter().map(name).collect(), between)
    }

    /// Names of the record's entities with these ids.
    fn read_names(&self, ids: &[String], between: &str) -> String {
        let name = |id: &String| self.record.entities.iter().find(|e| e.id == *id).map_or(id.clone(), |e| e.name.clone());
        told(ids.iter().map(name).collect(), between)
    }

    fn not_body(&mut self) {
        let (gold, record) = (self.gold, self.record);
        let read: Vec<&SpanText> =
            record.article.blocks.iter().filter(|b| !matches!(b.kind.as_str(), "body" | "title")).map(|b| &b.span).collect();
        let g: Vec<_> = gold.not_body.iter().map(|words| bag(words)).collect();
        let p: Vec<_> = read.iter().map(|span| bag(&span.text)).collect();
        let pairs = best_pairs(g.len(), p.len(), |i, j| overlap(&g[i], &p[j]), 0.6);
        self.tally("not_body", pairs.len(), p.len() - pairs.len(), g.len() - pairs.len());
        for i in unpaired(g.len(), pairs.iter().map(|pair| pair.0)) {
            self.find("not_body missed", self.finder.words(&gold.not_body[i]), Some(gold.not_body[i].clone()), None);
        }
        for j in unpaired(p.len(), pairs.iter().map(|pair| pair.1)) {
            self.find("not_body false", self.at(read[j]), None, Some(read[j].text.clone()));
        }
    }

    /// Each form of a name once an article, with what it names.
    fn named(&mut self) {
        let (gold, record) = (self.gold, self.record);
        let g: BTreeSet<(String, &str)> =
            gold.entities.iter().flat_map(|e| e.mentions.iter().map(move |m| (fold(m), e.kind.as_str()))).collect();
        let mut read: BTreeMap<(String, &str), &SpanText> = BTreeMap::new();
        for entity in record.entities.iter().filter(|e| e.named) {
            for mention in entity.mentions.iter().filter(|m| m.form == "name") {
                read.entry((fold(&mention.span.text), entity.kind.as_str())).or_insert(&mention.span);
            }
        }
        let right = g.iter().filter(|name| read.contains_key(*name)).count();
        self.tally("names", right, read.len() - right, g.len() - right);
        for missed in g.iter().filter(|name| !read.contains_key(*name)) {
            let instead = kinds(&missed.0, read.keys().map(|o| (o.0.as_str(), o.1)));
            self.find("name missed", self.finder.words(&missed.0), Some(format!("{} {}", missed.1, missed.0)), instead);
        }
        for (name, span) in read.iter().filter(|(name, _)| !g.contains(*name)) {
            let instead = kinds(&name.0, g.iter().map(|o| (o.0.as_str(), o.1)));
            self.find("name false", self.at(span), instead, Some(format!("{} {}", name.1, name.0)));
        }
    }

    fn entities(&mut self) {
        let (gold, record) = (self.gold, self.record);
        let (n_gold, n_read) = (gold.entities.len(), record.entities.len());
        let pairs = best_pairs(n_gold, n_read, |i, j| self.names.alike(i, j), 0.5);
        let n_named = record.entities.iter().filter(|e| e.named).count();
        let n_paired = pairs.iter().filter(|pair| record.entities[pair.1].named).count();
        self.tally("entities", pairs.len(), n_named - n_paired, n_gold - pairs.len());
        for i in unpaired(n_gold, pairs.iter().map(|pair| pair.0)) {
            let entity = &gold.entities[i];
            let place = entity.mentions.iter().chain(&entity.nominals).find_map(|m| self.finder.words(m));
            self.find("entity missed", place, Some(format!("{} {}", entity.kind, entity.name)), None);
        }
        for j in unpaired(n_read, pairs.iter().map(|pair| pair.1)) {
            let entity = &record.entities[j];
            if entity.named {
                let place = entity.mentions.first().and_then(|m| self.at(&m.span));
                self.find("entity false", place, None, Some(format!("{} {}", entity.kind, entity.name)));
            }
        }
        let back: HashMap<usize, usize> = pairs.into_iter().collect();
        for (i, entity) in gold.entities.iter().enumerate() {
            let read = back.get(&i).map(|j| &record.entities[*j]);
            self.fact("entity country", i, entity.country.as_deref(), read, |e| e.country.as_deref());
            self.fact("entity wikidata", i, entity.wikidata.as_deref(), read, |e| e.wikidata.as_deref());
        }
    }

    /// One thing that is known of an entity.
    fn fact(
        &mut self,
        kind: &'static str,
        i: usize,
        expected: Option<&str>,
        read: Option<&EntityRecord>,
        of: impl Fn(&EntityRecord) -> Option<&str>,
    ) {
        let Some(expected) = expected.filter(|e| !e.is_empty()) else { return };
        let got = read.and_then(of);
        let right = got == Some(expected);
        self.tally(kind, usize::from(right), usize::from(got.is_some() && !right), usize::from(!right));
        if !right {
            let entity = &self.gold.entities[i];
            let place = entity.mentions.iter().chain(&entity.nominals).find_map(|m| self.finder.words(m));
            let told = read.map(|r| format!("{} of {}", got.unwrap_or("nothing"), r.name));
            self.find(kind, place, Some(format!("{expected} of {}", entity.name)), told);
        }
    }

    fn times(&mut self) {
        let (gold, record) = (self.gold, self.record);
        let g: Vec<_> = gold.times.iter().map(|t| bag(&t.text)).collect();
        let p: Vec<_> = record.times.iter().map(|t| bag(&t.span.text)).collect();
        let pairs = best_pairs(g.len(), p.len(), |i, j| overlap(&g[i], &p[j]), 0.5);
        self.tally("times found", pairs.len(), p.len() - pairs.len(), g.len() - pairs.len());
        let mut n_right = 0;
        for (i, j) in &pairs {
            let (expected, read) = (&gold.times[*i], &record.times[*j]);
            if day(expected.value.as_deref()) == day(read.value.as_deref()) {
                n_right += 1;
            } else {
                let value = |v: &Option<String>| Some(v.clone().unwrap_or_else(|| "no value".to_owned()));
                self.find("time value", self.at(&read.span), value(&expected.value), value(&read.value));
            }
        }
        self.tally("times resolved", n_right, p.len() - n_right, g.len() - n_right);
        for i in unpaired(g.len(), pairs.iter().map(|pair| pair.0)) {
            let time = &gold.times[i];
            let expected = format!("{} = {}", time.text, time.value.as_deref().unwrap_or("no value"));
            self.find("time missed", self.finder.words(&time.text), Some(expected), None);
        }
        for j in unpaired(p.len(), pairs.iter().map(|pair| pair.1)) {
            let time = &record.times[j];
            let read = format!("{} = {}", time.span.text, time.value.as_deref().unwrap_or("no value"));
            self.find("time false", self.at(&time.span), None, Some(read));
        }
    }

    fn statements(&mut self) {
        let (gold, record) = (self.gold, self.record);
        let g: Vec<_> = gold.statements.iter().map(|s| bag(&s.content)).collect();
        let p: Vec<_> = record.statements.iter().map(|s| bag(&s.content.text)).collect();
        let pairs = best_pairs(g.len(), p.len(), |i, j| overlap(&g[i], &p[j]), 0.5);
        self.tally("statements found", pairs.len(), p.len() - pairs.len(), g.len() - pairs.len());
        let (mut speakers, mut chains, mut acts) = (0, 0, 0);
        for (i, j) in &pairs {
            let (expected, read) = (&gold.statements[*i], &record.statements[*j]);
            let (gc, pc) = (&expected.chain, &read.chain);
            let speaker = self.names.same(gc.last().map(String::as_str), pc.last().map(String::as_str));
            let chain = speaker
                && gc.len() == pc.len()
                && gc.iter().zip(pc).all(|(a, b)| self.names.same(Some(a.as_str()), Some(b.as_str())));
            let act = expected.act.as_deref() == Some(read.act.as_str());
            speakers += usize::from(speaker);
            chains += usize::from(chain);
            acts += usize::from(act);
            if !chain {
                let kind = if speaker { "chain" } else { "speaker" };
                let (told, got) = (self.gold_names(gc, " ← "), self.read_names(pc, " ← "));
                self.find(kind, self.at(&read.content), Some(told), Some(got));
            }
            if !act {
                self.find("act", self.at(&read.content), expected.act.clone(), Some(read.act.clone()));
            }
        }
        for i in unpaired(g.len(), pairs.iter().map(|pair| pair.0)) {
            let s = &gold.statements[i];
            let told = format!("{} — {}", self.gold_names(&s.chain, " ← "), s.act.as_deref().unwrap_or("?"));
            self.find("statement missed", self.finder.words(&s.content), Some(told), None);
        }
        for j in unpaired(p.len(), pairs.iter().map(|pair| pair.1)) {
            let s = &record.statements[j];
            let told = format!("{} — {}", self.read_names(&s.chain, " ← "), s.act);
            self.find("statement false", self.at(&s.content), None, Some(told));
        }
        self.tally("statements + speaker", speakers, p.len() - speakers, g.len() - speakers);
        self.tally("statements + chain", chains, p.len() - chains, g.len() - chains);
        self.tally("statement act (of found)", acts, pairs.len() - acts, pairs.len() - acts);
    }

    /// The same type, and the same countries on both sides; without direction where the type has none.
    fn coded(&self, a: &GoldEvent, b: &EventRecord) -> bool {
        if a.kind != b.event {
            return false;
        }
        if MUTUAL.contains(&a.kind.as_str()) {
            return self.names.same_parties(&both(&a.actors, &a.recipients), &both(&b.actors, &b.recipients));
        }
        self.names.same_dyad(&a.actors, &b.actors) && self.names.same_dyad(&a.recipients, &b.recipients)
    }

    /// The very entities, and the status.
    fn whole(&self, a: &GoldEvent, b: &EventRecord) -> bool {
        if a.status.as_deref().unwrap_or("happened") != b.status {
            return false;
        }
        if MUTUAL.contains(&a.kind.as_str()) {
            return self.names.same_set(&both(&a.actors, &a.recipients), &both(&b.actors, &b.recipients));
        }
        let side = |a: &[String], b: &[String]| self.names.same_set(&both(a, &[]), &both(b, &[]));
        side(&a.actors, &b.actors) && side(&a.recipients, &b.recipients)
    }

    fn events(&mut self) {
        let (gold, record) = (self.gold, self.record);
        let g: Vec<_> = gold.events.iter().map(|v| bag(&v.evidence)).collect();
        let p: Vec<_> = record.events.iter().map(|v| bag(&v.evidence.text)).collect();
        let alike = |i: usize, j: usize| {
            let (a, b) = (&gold.events[i], &record.events[j]);
            let dated = if day(a.date.as_deref()) == day(b.date.as_deref()) { 1.0 } else { 0.0 };
            if self.coded(a, b) { 1.0 + dated + overlap(&g[i], &p[j]) } else { 0.0 }
        };
        let pairs = best_pairs(g.len(), p.len(), alike, 1.0);
        self.tally("events coded", pairs.len(), p.len() - pairs.len(), g.len() - pairs.len());
        let (mut dated, mut whole) = (0, 0);
        for (i, j) in &pairs {
            let (a, b) = (&gold.events[*i], &record.events[*j]);
            if day(a.date.as_deref()) == day(b.date.as_deref()) {
                dated += 1;
            } else {
                let value = |d: &Option<String>| Some(d.clone().unwrap_or_else(|| "no date".to_owned()));
                self.find("event date", self.at(&b.evidence), value(&a.date), value(&b.date));
            }
            if self.whole(a, b) {
                whole += 1;
            } else {
                self.find("event parties or status", self.at(&b.evidence), Some(self.gold_event(a)), Some(self.read_event(b)));
            }
        }
        self.tally("events + date", dated, p.len() - dated, g.len() - dated);
        self.tally("events + entities + status", whole, p.len() - whole, g.len() - whole);
        for i in unpaired(g.len(), pairs.iter().map(|pair| pair.0)) {
            let v = &gold.events[i];
            self.find("event missed", self.finder.words(&v.evidence), Some(self.gold_event(v)), None);
        }
        let right: BTreeSet<usize> = pairs.iter().map(|pair| pair.1).collect();
        for (j, v) in record.events.iter().enumerate() {
            self.scored.events.push((v.confidence, right.contains(&j)));
            if !right.contains(&j) {
                self.find("event false", self.at(&v.evidence), None, Some(self.read_event(v)));
            }
        }
    }

    fn gold_event(&self, v: &GoldEvent) -> String {
        let (by, to) = (self.gold_names(&v.actors, "، "), self.gold_names(&v.recipients, "، "));
        format!("{}: {by} → {to} — {}", v.kind, v.status.as_deref().unwrap_or("happened"))
    }

    fn read_event(&self, v: &EventRecord) -> String {
        let (by, to) = (self.read_names(&v.actors, "، "), self.read_names(&v.recipients, "، "));
        format!("{}: {by} → {to} — {} ({:.2}, {})", v.event, v.status, v.confidence, v.trigger.text)
    }

    fn designations(&mut self) {
        let (gold, record) = (self.gold, self.record);
        let g: Vec<_> = gold.designations.iter().map(|d| bag(&d.text)).collect();
        let p: Vec<_> = record.designations.iter().map(|d| bag(&d.span.text)).collect();
        let alike = best_pairs(g.len(), p.len(), |i, j| overlap(&g[i], &p[j]), 0.6);
        let meant = |(i, j): &(usize, usize)| {
            self.names.same(gold.designations[*i].entity.as_deref(), record.designations[*j].entity.as_deref())
        };
        let pairs: Vec<(usize, usize)> = alike.into_iter().filter(meant).collect();
        self.tally("designations", pairs.len(), p.len() - pairs.len(), g.len() - pairs.len());
        for i in unpaired(g.len(), pairs.iter().map(|pair| pair.0)) {
            let d = &gold.designations[i];
            let told = format!("{} = {}", d.text, self.gold_names(d.entity.as_slice(), ""));
            self.find("designation missed", self.finder.words(&d.text), Some(told), None);
        }
        for j in unpaired(p.len(), pairs.iter().map(|pair| pair.1)) {
            let d = &record.designations[j];
            let told = format!("{} = {}", d.span.text, self.read_names(d.entity.as_slice(), ""));
            self.find("designation false", self.at(&d.span), None, Some(told));
        }
    }

    /// Every span of the record must be the text's own words.
    fn spans(&mut self) {
        let mut value = serde_json::to_value(self.record).unwrap_or_default();
        if let Some(map) = value.as_object_mut() {
            map.remove("text");
        }
        let text: Vec<char> = self.record.text.chars().collect();
        let (mut n, mut wrong) = (0, Vec::new());
        spans(&value, &mut |start, end, words| {
            n += 1;
            let end = end.min(text.len());
            if !text.get(start.min(end)..end).is_some_and(|own| own.iter().copied().eq(words.chars())) {
                wrong.push(format!("[{start}–{end}] {words}"));
            }
        });
        self.tally("spans true to text", n - wrong.len(), wrong.len(), wrong.len());
        for told in wrong {
            self.find("span", None, None, Some(told));
        }
    }
}

/// What else a name is taken for.
fn kinds<'k>(name: &str, of: impl Iterator<Item = (&'k str, &'k str)>) -> Option<String> {
    let kinds: Vec<String> = of.filter(|o| o.0 == name).map(|o| format!("{} {name}", o.1)).collect();
    (!kinds.is_empty()).then(|| kinds.join(", "))
}

/// Both sides as one.
fn both<'i>(a: &'i [String], b: &'i [String]) -> Vec<&'i String> {
    a.iter().chain(b).collect()
}

fn told(names: Vec<String>, between: &str) -> String {
    if names.is_empty() { "nobody".to_owned() } else { names.join(between) }
}

/// Numbers below `n` that are in no pair.
fn unpaired(n: usize, paired: impl Iterator<Item = usize>) -> Vec<usize> {
    let paired: BTreeSet<usize> = paired.collect();
    (0..n).filter(|i| !paired.contains(i)).collect()
}

/// A date without its time of day; unknown is empty.
fn day(value: Option<&str>) -> &str {
    value.unwrap_or_default().split('T').next().unwrap_or_default()
}

/// All spans in a value: objects with a start, an end and words.
fn spans(value: &Value, each: &mut dyn FnMut(usize, usize, &str)) {
    match value {
        Value::Object(map) => {
            let number = |key: &str| map.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
            if let (Some(start), Some(end), Some(words)) =
                (number("start"), number("end"), map.get("text").and_then(Value::as_str))
            {
                each(start, end, words);
            }
            map.values().for_each(|v| spans(v, each));
        }
        Value::Array(items) => items.iter().for_each(|v| spans(v, each)),
        _ => {}
    }
}
