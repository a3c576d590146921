//! From the data files to the [`Lexicon`].

use super::*;
use crate::morph::{Feats, Gender, Number, conjugate};
use crate::text::{fold, fold_into};
use rustc_hash::{FxHashMap, FxHashSet};

/// A data file: its path below `data/` and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path below `data/`, as in error messages.
    pub file: String,
    /// Its text.
    pub text: String,
}

macro_rules! embedded {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../../data/", $path)))),*] };
}

/// The files the binary carries, in the order in which they are loaded.
const EMBEDDED: &[(&str, &str)] = embedded![
    "kb/countries.tsv",
    "kb/places.tsv",
    "kb/organizations_core.tsv",
    "kb/organizations.tsv",
    "kb/people_arab.tsv",
    "kb/people_world.tsv",
    "kb/others.tsv",
    "kb/outlets.tsv",
    "kb/offices_arab.tsv",
    "kb/offices_world.tsv",
    "text/closed.tsv",
    "cues/verbs.tsv",
    "cues/phrases.tsv",
    "names/titles.tsv",
    "names/bodies.tsv",
    "names/org_heads.tsv",
    "names/place_heads.tsv",
    "names/beside.tsv",
    "names/first.tsv",
    "names/family.tsv",
    "frames/classes.tsv",
    "frames/classes_conflict.tsv",
    "frames/classes_people.tsv",
    "frames/cameo.tsv",
    "frames/agents.tsv",
    "frames/control.tsv",
    "frames/maybe.tsv",
    "frames/cooperation.tsv",
    "frames/verbal.tsv",
    "frames/verbal_more.tsv",
    "frames/reproach.tsv",
    "frames/cooperation_more.tsv",
    "frames/conflict.tsv",
    "frames/deeds_more.tsv",
    "frames/counts.tsv",
    "designations/designations.tsv",
    "text/verbs.tsv",
];

const ACTS: [&str; 14] = [
    "say", "affirm", "announce", "deny", "accuse", "condemn", "praise", "demand", "warn", "threaten", "promise", "ask",
    "propose", "reject",
];

/// What is counted with an event.
const COUNTED: [&str; 6] = ["killed", "injured", "arrested", "kidnapped", "displaced", "released"];

/// The class of human nouns, which may act and undergo.
const PEOPLE: &str = "people";

/// The class of words that take a body out of any one country.
const SUPRANATIONAL: &str = "supranational";

/// The class of words whose first letter looks like a proclitic and is none.
const WHOLE: &str = "whole";

/// The class of nouns of one person that never stand in construct.
const UNBOUND: &str = "unbound";

/// The class of what strikes for whom it belongs to.
const FORCE: &str = "own_force";

/// The class of duals that mean two sides named before.
const PAIR: &str = "pair";

/// The class of nouns for whoever tells and does nothing.
const SOURCE: &str = "source";

/// The class of nouns for whoever did a deed that stands after them (`منفذ الهجوم`).
const DOER: &str = "doer";

/// The class of words that introduce another name of someone.
const CALLED: &str = "called";

/// The class of nouns of two-sided fighting.
const FIGHT: &str = "fight";

/// The class of verbs of harm whose passive is written like the active.
const UNMARKED: &str = "unmarked";

/// The class of verbs that tell a state in a relative clause (`التي تسيطر عليها`).
const STATE: &str = "state";

/// The class of nouns for the country that the article is about (`البلاد`).
const HOMELAND: &str = "homeland";

/// The class of verbs that are unwritten passives where nobody follows them.
const IMPERSONAL: &str = "impersonal";

/// The class of nouns that are adverbs after `على`.
const ADVERB: &str = "adverb";

/// The class of words of descent that need a name after them.
const DESCENT: &str = "descent";

/// The class of adjectives that describe a medium.
const MEDIA: &str = "media_adjective";

/// The class of verbs of hearing, whose source stands after `من`.
const HEARING: &str = "hearing";

/// The class of nouns for what is spoken to someone.
const SPOKEN: &str = "spoken";

/// The class of adjectives of a deed that is yet to come.
const POSSIBLE: &str = "possible";

/// The class of adjectives by which a deed is yet to come.
const UPCOMING: &str = "upcoming";

/// The classes of nouns of need, and of participles by which someone is called upon.
const NEED: &str = "need";
const BIDDEN: &str = "bidden";

/// The classes of what somebody is called who is blamed or praised, which rows of frames ask for too.
const BAD: &str = "bad";
const GOOD: &str = "good";

/// The class of nouns for what someone is hit with.
const WEAPON: &str = "hit_with";

/// The class of nouns for the help under which others deal.
const AUSPICES: &str = "auspices";

/// The class of verbs whose one group before `ب` is their object.
const ABOUT_SOMEONE: &str = "about_someone";

/// The class of nouns for a part of a force.
const SERVICE: &str = "service";

/// The class of words that open the names of some of those told before.
const SUCH_AS: &str = "such_as";
/// The class of pronouns that open a circumstance.
const CIRCUMSTANCE: &str = "circumstance";
/// Verbs whose subject stands under `ل` before `أن`.
const RAISING: &str = "raising";
/// Nouns for what is talked about.
const TOPIC: &str = "topic";
/// Plurals of bodies, which are feminine as subjects.
const BODIES: &str = "bodies";
/// Nouns under which a dealing is only talked about.
const PROSPECT: &str = "prospect";
/// Nouns that with `ب` tell how something is said.
const MANNER: &str = "manner";

/// The class of verbs by which a place is freed or taken back.
const FREEING: &str = "freeing";

/// The class of verbs by which a force takes a place.
const SEIZING: &str = "seizing";

/// The class of verbs by which someone claims a blow.
const CLAIM: &str = "claim";

/// The class of names of states that are adjectives after a common noun.
const ADJECTIVE_PLACE: &str = "adjective_place";

/// The class of nouns for a blow, which an adjective follows.
const BLOW: &str = "blow";

/// The class of letters and wishes, which go to whom stands after `ل`.
const ADDRESSED: &str = "addressed";

/// The class of nouns for parts of a country.
const PART: &str = "part";

/// The class of words by which a report of sport is known.
const SPORT_TEXT: &str = "sport_text";

/// The class of adjectives of a time that lies ahead.
const TO_COME: &str = "to_come";

/// The class of nouns after `ب` for holding an office in another's place.
const ACTING: &str = "acting";

/// The class of participles that stand with a preposition and its pronoun.
const WITH_PRONOUN: &str = "with_pronoun";

/// The class of offices whose holder leads a state.
const STATE_OFFICE: &str = "state_office";

/// The class of nouns for a direction or side, which tell where somebody is.
const DIRECTION: &str = "direction";

/// The class of nouns of emphasis or of a share that take a noun up with a pronoun (`نفسه`, `بعضهم`).
const EMPHASIS: &str = "emphasis";

/// The class of duals in construct.
const DUAL_HEAD: &str = "dual_head";

/// The class of titles that are adjectives of a body (`الحزب الحاكم`).
const IN_POWER: &str = "in_power";
/// The class of collective nouns for someone's own people (`عائلتها`).
const HOUSEHOLD: &str = "household";
/// The class of verbs for telling more.
const GIVING: &str = "giving";
/// The class of nouns for what someone is blamed with.
const BLAME: &str = "blame";
/// The class of verbs of receiving.
const RECEIVING: &str = "receiving";
/// The class of machines that work for whom their nationality names.
const MACHINE: &str = "machine";

/// The class of nouns for what one side makes and another judges.
const PROPOSAL: &str = "proposal";

/// The class of nouns for who is sent.
const DELEGATION: &str = "delegation";

/// The class of nouns for somebody of whom only the deed is known.
const UNKNOWN: &str = "unknown";

/// The class of verbs by which something holds or amounts to.
const CONTAINING: &str = "containing";

/// The classes of occasions and of the verbs by which they are held.
const OCCASION: &str = "occasion";
const HELD: &str = "held";

/// The class of honours with a pronoun, each row with the titles of whoever is honoured so.
const HONOUR: &str = "honour";

/// The class of nouns for what somebody affirms.
const AFFIRMED: &str = "affirmed";

/// The class of participles by which a document comes from someone.
const ISSUED: &str = "issued";

/// The class of superlatives.
const SUPERLATIVE: &str = "superlative";

/// The class of nouns for where people are held.
const PRISON: &str = "prison";

/// The class of participles that say what an office is for.
const CHARGED: &str = "charged";

/// The class of nouns that mean an enemy by what he does.
const OCCUPIER: &str = "occupier";

/// The class of nouns for a country that a demonstrative points at.
const LAND: &str = "land";

/// The classes of words between somebody and what he is called, and of those that take a denial back.
const LINKING: &str = "linking";
const NOTHING_BUT: &str = "nothing_but";

/// The class of states that are masculine, whose names stand after a masculine verb as its subject.
const MASCULINE: &str = "masculine_state";

/// The class of words before ل and an owner.
const BELONGING: &str = "belonging";

/// The classes of nouns for accidents and disasters, and of words for violence.
const MISHAP: &str = "mishap";
const VIOLENCE: &str = "violence";

/// The class of nouns for epidemics.
const EPIDEMIC: &str = "epidemic";

/// The class of words for where and how somebody speaks.
const SAID_IN: &str = "said_in";

/// The class of plurals for people in general.
const ANYBODY: &str = "anybody";

/// The class of adjectives of a part of a force.
const SERVING: &str = "serving";

/// The class of nouns for what people own or live in.
const HOUSE: &str = "house";

/// The class of verbs for an attack that may be one in words.
const ASSAIL: &str = "assail";

/// The class of nouns for what someone did or decided.
const STEP: &str = "step";

/// The class of verbs whose negation is a refusal.
const REFUSAL: &str = "refusal";

/// The class of plurals for rebels, who are the one armed group that an article names.
const REBEL: &str = "rebel";

/// The class of nouns after which a deed is thought of, not done (`مخطط لاغتيال`, `مخاوف من هجمات`).
const PLAN: &str = "plan";

/// The class of nouns by which a deed is kept from happening (`عدم`, `منع`).
const LACK: &str = "lack";

/// The class of nouns that count those after `من` (`عددا من القادة`).
const QUANTITY: &str = "quantity";

/// The class of words of degree before a noun (`بالغ القلق`).
const DEGREE: &str = "degree";

/// What may stand in a `status` column.
const EVENT_STATUSES: [&str; 5] = ["happened", "ongoing", "planned", "denied", "hypothetical"];

/// The act as the record spells it.
fn act(name: &str) -> Option<&'static str> {
    if name == "expect" { Some("expect") } else { ACTS.into_iter().find(|a| *a == name) }
}

impl Lexicon {
    /// The embedded lexicon with `overlay` files laid over it. A file with the very path of an embedded one (`cues/verbs.tsv`)
    /// stands in its place; one that only starts alike (`kb/people_mine.tsv`) has the same columns and adds its rows.
    ///
    /// # Errors
    /// The first mistake in a file, with file, line and column.
    pub fn load(overlay: &[Source]) -> Result<Lexicon, DataError> {
        let files = files(overlay);
        // The knowledge base and the words need nothing of each other but the countries, which both load.
        let (kb, loader) = std::thread::scope(|scope| {
            let kb = scope.spawn(|| load_kb(&files));
            let words = load_words(&files);
            (kb.join(), words)
        });
        let kb = kb.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        let mut loader = loader?;
        loader.lexicon.kb = kb;
        loader.finish();
        Ok(loader.lexicon)
    }
}

/// Path and text of every file, in the order in which they are loaded.
fn files(overlay: &[Source]) -> Vec<(&str, &str)> {
    let embedded = EMBEDDED.iter().map(|(file, text)| {
        let own = overlay.iter().find(|s| s.file == *file);
        (*file, own.map_or(*text, |s| s.text.as_str()))
    });
    // Patterns of blocks are compiled in; a copy of the whole folder is still an overlay.
    let own = |s: &&Source| s.file != "text/not_body.tsv" && EMBEDDED.iter().all(|(file, _)| s.file != *file);
    embedded.chain(overlay.iter().filter(own).map(|s| (s.file.as_str(), s.text.as_str()))).collect()
}

/// Whether a file tells of the knowledge base alone.
fn is_kb(file: &str) -> bool {
    file.starts_with("kb/")
        && ["kb/places", "kb/organizations", "kb/people", "kb/others", "kb/outlets", "kb/offices"]
            .iter()
            .any(|f| file.starts_with(f))
}

fn load_kb(files: &[(&str, &str)]) -> Result<Kb, DataError> {
    let mut kb = Kb::default();
    for (file, text) in files {
        match *file {
            f if f.starts_with("kb/countries") => kb.load_countries(file, text)?,
            f if f.starts_with("kb/places") => kb.load_entities(file, text, Kind::Place)?,
            f if f.starts_with("kb/organizations") => kb.load_entities(file, text, Kind::Organization)?,
            f if f.starts_with("kb/people") => kb.load_entities(file, text, Kind::Person)?,
            f if f.starts_with("kb/others") => kb.load_entities(file, text, Kind::Other)?,
            f if f.starts_with("kb/outlets") => kb.load_outlets(file, text)?,
            f if f.starts_with("kb/offices") => kb.load_offices(file, text)?,
            _ => {}
        }
    }
    Ok(kb)
}

fn load_words(files: &[(&str, &str)]) -> Result<Loader, DataError> {
    let mut loader = Loader { forms: FormsBuilder::with_capacity(500_000), ..Loader::default() };
    for (file, text) in files.iter().filter(|(file, _)| !is_kb(file)) {
        loader.file(file, text)?;
    }
    loader.lexicon.forms = std::mem::take(&mut loader.forms).build();
    Ok(loader)
}

#[derive(Default)]
struct Loader {
    lexicon: Lexicon,
    forms: FormsBuilder,
    verbs: FxHashMap<(String, String), u32>,
    nouns: FxHashMap<String, u32>,
    classes: FxHashMap<String, Vec<u64>>,
    /// Verbal nouns already declined: many rows tell of one verb.
    masdars: FxHashSet<(u32, u64)>,
}

impl Loader {
    fn file(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let starts = |prefix: &str| name.starts_with(prefix);
        match folder {
            "kb" if starts("countries") => self.countries(file, text),
            "text" if starts("closed") => self.closed(file, text),
            "text" if starts("verbs") => self.everyday_verbs(file, text),
            "cues" if starts("verbs") => self.cues(file, text),
            "cues" if starts("phrases") => self.phrases(file, text),
            "names" if starts("titles") => self.titles(file, text),
            "names" if starts("bodies") => self.bodies(file, text),
            "names" if starts("org_heads") => self.org_heads(file, text),
            "names" if starts("place_heads") => self.place_heads(file, text),
            "names" if starts("beside") => self.beside(file, text),
            "names" if starts("first") => self.names(file, text, false),
            "names" if starts("family") => self.names(file, text, true),
            "frames" if starts("classes") => self.classes(file, text),
            "frames" if starts("cameo") => self.cameo(file, text),
            "frames" if starts("agents") => self.agents(file, text),
            "frames" if starts("maybe") => self.maybe(file, text),
            "frames" if starts("control") => self.control(file, text),
            "frames" if starts("counts") => self.counts(file, text),
            "frames" => self.frames(file, text),
            "designations" => self.designations(file, text),
            _ => Err(DataError {
                file: file.to_owned(),
                line: 1,
                column: None,
                what: "no lexicon has this name; see data/README.md for the folders and files".to_owned(),
            }),
        }
    }

    fn countries(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        self.lexicon.kb.load_countries(file, text)?;
        let table = Table::parse(file, text, &["iso3"])?;
        for row in table.rows() {
            let nation = self.lexicon.kb.country_index(row.get("iso3"));
            for adjective in row.list("adjective") {
                let lexeme = self.noun(adjective, FormKind::Adjective, true);
                self.lexicon.lexemes[lexeme as usize].nation = nation;
                if let Some((first, second)) = adjective.split_once(' ') {
                    let words = (self.noun(first, FormKind::Adjective, true), self.noun(second, FormKind::Adjective, true));
                    self.lexicon.nations_of_two.insert(words, lexeme);
                }
            }
            for plural in row.list("plurals") {
                // A broken plural: several people, not an adjective in the singular.
                let lexeme = self.new_lexeme(plural);
                let feats = Feats { number: crate::morph::Number::Plural, ..Feats::default() };
                self.add(plural, Form::new(lexeme, FormKind::Adjective, pos_of(FormKind::Adjective), feats, false));
                self.lexicon.lexemes[lexeme as usize].nation = nation;
            }
        }
        Ok(())
    }

    fn new_lexeme(&mut self, lemma: &str) -> u32 {
        let id = self.lexicon.lexemes.len() as u32;
        self.lexicon.lexemes.push(Lexeme { lemma: lemma.to_owned(), key: key(&fold(lemma)), ..Lexeme::default() });
        id
    }

    fn add(&mut self, spelling: &str, form: Form) {
        self.forms.add(key(&fold(spelling)), form);
    }

    /// The lexeme of a noun or adjective and its forms; the same noun twice is one lexeme.
    fn noun(&mut self, base: &str, kind: FormKind, sound_plurals: bool) -> u32 {
        if let Some(&known) = self.nouns.get(base) {
            return known;
        }
        let lexeme = self.new_lexeme(base);
        self.nouns.insert(base.to_owned(), lexeme);
        self.decline(lexeme, base, kind, sound_plurals);
        lexeme
    }

    fn decline(&mut self, lexeme: u32, base: &str, kind: FormKind, sound_plurals: bool) {
        let forms = &mut self.forms;
        let mut folded = String::new();
        conjugate::noun(base, sound_plurals, &mut |spelling, gender, number, before_pronoun| {
            let feats = Feats { gender, number, ..Feats::default() };
            forms.add(key_of(spelling, &mut folded), Form::new(lexeme, kind, pos_of(kind), feats, before_pronoun));
        });
        // "داعين", "متمنون": a participle that ends in ي loses it in the plural.
        if let Some(stem) = base.strip_suffix('ي').filter(|_| kind == FormKind::ActiveParticiple) {
            let feats = Feats { gender: Gender::Masculine, number: Number::Plural, ..Feats::default() };
            for ending in ["ين", "ون"] {
                self.add(&format!("{stem}{ending}"), Form::new(lexeme, kind, pos_of(kind), feats, false));
            }
        }
    }

    fn plural(&mut self, lexeme: u32, plural: &str) {
        let feats = Feats { number: Number::Plural, gender: Gender::Masculine, ..Feats::default() };
        self.add(plural, Form::new(lexeme, FormKind::Noun, Pos::Noun, feats, false));
        if let Some(stem) = plural.strip_suffix("ون") {
            for ending in ["ين", "ي", "و"] {
                self.add(&format!("{stem}{ending}"), Form::new(lexeme, FormKind::Noun, Pos::Noun, feats, false));
            }
        } else if !plural.ends_with("ات") {
            self.add(&format!("{plural}ا"), Form::new(lexeme, FormKind::Noun, Pos::Noun, feats, false));
        }
    }

    /// The lexeme of a verb with all its forms, participles and the given masdars.
    fn verb(&mut self, perfect: &str, imperfect: &str) -> u32 {
        let name = (perfect.to_owned(), imperfect.to_owned());
        if let Some(&known) = self.verbs.get(&name) {
            return known;
        }
        let lexeme = self.new_lexeme(perfect);
        self.verbs.insert(name, lexeme);
        let forms = &mut self.forms;
        let mut folded = String::new();
        conjugate::verb(perfect, imperfect, &mut |spelling, feats, before_pronoun| {
            let form = Form::new(lexeme, FormKind::Finite, Pos::Verb, feats, before_pronoun);
            forms.add(key_of(spelling, &mut folded), form);
        });
        for participle in conjugate::active_participles(perfect, imperfect) {
            self.decline(lexeme, &participle, FormKind::ActiveParticiple, true);
        }
        if let Some(participle) = conjugate::passive_participle(perfect, imperfect) {
            self.decline(lexeme, &participle, FormKind::PassiveParticiple, true);
        }
        lexeme
    }

    fn closed(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["word", "pos", "role"])?;
        for row in table.rows() {
            let Some(pos) = pos_named(row.get("pos")) else {
                return Err(row.error("pos", format!("unknown part of speech `{}`", row.get("pos"))));
            };
            let lexeme = self.new_lexeme(row.get("word"));
            self.lexicon.lexemes[lexeme as usize].role = row.get("role").to_owned();
            self.add(row.get("word"), Form::new(lexeme, FormKind::Closed, pos, Feats::default(), false));
        }
        Ok(())
    }

    fn everyday_verbs(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["perfect", "imperfect", "bare"])?;
        for row in table.rows() {
            let (perfect, imperfect) = (row.get("perfect"), row.get("imperfect"));
            let name = (perfect.to_owned(), imperfect.to_owned());
            if self.verbs.contains_key(&name) {
                continue;
            }
            let lexeme = self.new_lexeme(perfect);
            self.verbs.insert(name, lexeme);
            let noun_first = row.get("bare") == "no";
            let forms = &mut self.forms;
            let mut folded = String::new();
            conjugate::verb(perfect, imperfect, &mut |spelling, feats, before_pronoun| {
                let perfect_masculine = feats.aspect == crate::morph::Aspect::Perfect
                    && feats.gender == Gender::Masculine
                    && feats.number != Number::Plural;
                if !(noun_first && perfect_masculine) {
                    let form = Form::new(lexeme, FormKind::Finite, Pos::Verb, feats, before_pronoun);
                    forms.add(key_of(spelling, &mut folded), form);
                }
            });
        }
        Ok(())
    }

    fn cues(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table =
            Table::parse(file, text, &["verb", "imperfect", "masdar", "participle", "act", "takes", "addressee", "polarity"])?;
        for row in table.rows() {
            let Some(act) = act(row.get("act")) else {
                return Err(row.error("act", format!("unknown act `{}`; one of {} expect", row.get("act"), ACTS.join(" "))));
            };
            let mut takes = Takes::default();
            let mut act_by = None;
            for way in row.list("takes") {
                match way {
                    "in" => takes.in_ = true,
                    "an" => takes.an = true,
                    "quote" => takes.quote = true,
                    "colon" => takes.colon = true,
                    "obj" => takes.object = true,
                    "blame" => (takes.object, takes.blame) = (true, true),
                    _ => {
                        let (way, own) = way.split_once('=').map_or((way, None), |(way, own)| (way, Some(own)));
                        let Some(prep) = Prep::parse(way) else {
                            return Err(row.error("takes", format!("unknown construction `{way}`")));
                        };
                        takes.preps |= prep.bit();
                        if let Some(own) = own {
                            let act = self::act(own).ok_or_else(|| row.error("takes", format!("unknown act `{own}`")))?;
                            act_by = Some((prep, act));
                        }
                    }
                }
            }
            let (mut addressee, mut relays) = (0, 0);
            for way in row.list("addressee").filter(|way| *way != "obj") {
                let of =
                    |way: &str| Prep::parse(way).ok_or_else(|| row.error("addressee", format!("unknown preposition `{way}`")));
                match way.strip_prefix('@') {
                    Some(owner) => relays |= of(owner)?.bit(),
                    None => addressee |= of(way)?.bit(),
                }
            }
            let lexeme = self.verb(row.get("verb"), row.get("imperfect"));
            for masdar in row.list("masdar") {
                self.decline(lexeme, masdar, FormKind::Masdar, false);
            }
            if let Some(participle) = row.some("participle") {
                self.decline(lexeme, participle, FormKind::ActiveParticiple, true);
            }
            let cue = Cue {
                verb: row.get("verb").to_owned(),
                act,
                act_by,
                takes,
                addressee,
                relays,
                addressee_object: row.list("addressee").any(|way| way == "obj"),
                negative: row.get("polarity") == "negative",
            };
            self.lexicon.lexemes[lexeme as usize].cue = Some(self.lexicon.cues.len() as u32);
            self.lexicon.cues.push(cue);
        }
        Ok(())
    }

    fn phrases(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["phrase", "class", "act", "note"])?;
        for row in table.rows() {
            let class = match row.get("class") {
                "according" => PhraseClass::According,
                "self" => PhraseClass::SelfSource,
                "document" => PhraseClass::Document,
                "anonymous" => PhraseClass::Anonymous,
                "outlet" => PhraseClass::Outlet,
                "spokes" => PhraseClass::Spokes,
                "connect" => PhraseClass::Connect,
                "content" => PhraseClass::Content,
                "veil" => PhraseClass::Veil,
                other => return Err(row.error("class", format!("unknown class `{other}`"))),
            };
            let id = self.lexicon.phrases.len() as u32;
            for (n, spelling) in row.list("phrase").enumerate() {
                let folded = fold(spelling);
                self.lexicon.phrase_sequences.add(folded.split_whitespace(), id);
                let noun = matches!(class, PhraseClass::Document | PhraseClass::Anonymous | PhraseClass::Outlet);
                if noun && !folded.contains(' ') {
                    let first = row.list("phrase").next().unwrap_or(spelling);
                    let base = first.strip_prefix("ال").filter(|s| s.chars().count() > 2).unwrap_or(first);
                    let lexeme = self.noun(base, FormKind::Noun, true);
                    if n > 0 {
                        self.plural(lexeme, spelling);
                    }
                    let phrases = &mut self.lexicon.lexemes[lexeme as usize].phrases;
                    if !phrases.contains(&id) {
                        phrases.push(id);
                    }
                }
            }
            let note = row.get("note").to_owned();
            self.lexicon.phrases.push(Phrase { phrase: row.get("phrase").to_owned(), class, act: act(row.get("act")), note });
        }
        Ok(())
    }

    fn titles(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["form", "feminine", "plural", "class", "office", "sector"])?;
        for row in table.rows() {
            let id = self.lexicon.titles.len() as u32;
            let title = Title {
                form: row.get("form").to_owned(),
                class: row.get("class").to_owned(),
                office: row.some("office").map(str::to_owned),
                sector: row.some("sector").map(str::to_owned),
            };
            for spelling in row.list("form").chain(row.list("feminine")).chain(row.list("plural")) {
                let folded = fold(spelling);
                self.lexicon.title_sequences.add(folded.split_whitespace().map(without_article), id);
            }
            for (base, plural) in
                row.list("form").chain(row.list("feminine")).map(|b| (b, "")).chain(row.list("plural").map(|p| ("", p)))
            {
                if base.contains(' ') || plural.contains(' ') {
                    continue;
                }
                let first = row.list("form").next().unwrap_or("");
                if !base.is_empty() {
                    let lexeme = self.noun(base, FormKind::Noun, true);
                    self.lexicon.lexemes[lexeme as usize].title.get_or_insert(id);
                } else if !first.contains(' ') {
                    let lexeme = self.noun(first, FormKind::Noun, true);
                    self.plural(lexeme, plural);
                }
            }
            self.lexicon.titles.push(title);
        }
        Ok(())
    }

    fn org_heads(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["word", "plural", "type", "sector"])?;
        for row in table.rows() {
            let id = self.lexicon.org_heads.len() as u32;
            let lexeme = self.noun(row.get("word"), FormKind::Noun, false);
            for plural in row.list("plural") {
                self.plural(lexeme, plural);
            }
            self.lexicon.lexemes[lexeme as usize].org_head.get_or_insert(id);
            self.lexicon.org_heads.push(OrgHead {
                word: row.get("word").to_owned(),
                kind: row.get("type").to_owned(),
                sector: row.some("sector").map(str::to_owned),
                apart: match row.get("apart") {
                    "" => 0,
                    most => most.parse().map_err(|_| row.error("apart", format!("`{most}` is no number of words")))?,
                },
            });
        }
        Ok(())
    }

    fn place_heads(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["word", "type", "in_name"])?;
        for row in table.rows() {
            let id = self.lexicon.place_heads.len() as u32;
            let lexeme = self.noun(row.get("word"), FormKind::Noun, false);
            self.lexicon.lexemes[lexeme as usize].place_head.get_or_insert(id);
            self.lexicon.place_heads.push(PlaceHead {
                word: row.get("word").to_owned(),
                kind: row.get("type").to_owned(),
                in_name: row.get("in_name") == "yes",
            });
        }
        Ok(())
    }

    fn beside(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["class", "words"])?;
        for row in table.rows() {
            let beside = &mut self.lexicon.beside;
            let set = match row.get("class") {
                "field" => &mut beside.fields,
                "purpose" => &mut beside.purposes,
                "aim" => &mut beside.aims,
                "tail" => &mut beside.tails,
                "region" => &mut beside.regions,
                "undertaking" => &mut beside.undertakings,
                "called" => &mut beside.called,
                "force" => &mut beside.forces,
                "fighter" => &mut beside.fighters,
                "reporter" => &mut beside.reporters,
                "made" => &mut beside.made,
                "figure" => &mut beside.figures,
                "hamlet" => &mut beside.hamlets,
                "loose" => &mut beside.loose,
                "rank" => &mut beside.ranks,
                "power" => &mut beside.powers,
                "described" => &mut beside.described,
                "mission" => &mut beside.missions,
                "course" => &mut beside.courses,
                "folk" => &mut beside.folk,
                "vague" => &mut beside.vague,
                "province" => &mut beside.provinces,
                "rule" => &mut beside.rules,
                "unit" => &mut beside.units,
                "press" => &mut beside.press,
                "standing" => &mut beside.standing,
                "idiom" => &mut beside.idioms,
                "told" => &mut beside.told,
                "reach" => &mut beside.reach,
                "group" => &mut beside.groups,
                "directorate" => &mut beside.directorates,
                "named" => &mut beside.named,
                "tribe" => &mut beside.tribes,
                "honour" => &mut beside.honours,
                "joiner" => &mut beside.joiners,
                "son" => &mut beside.sons,
                class => {
                    let known = "field purpose aim tail region undertaking called force fighter reporter made figure hamlet loose \
                                 rank power described mission course folk vague province rule unit press standing idiom told reach \
                                 group directorate named tribe honour joiner son";
                    return Err(row.error("class", format!("`{class}` is none of {known}")));
                }
            };
            set.extend(row.list("words").map(|w| key(&fold(w))));
        }
        Ok(())
    }

    fn names(&mut self, file: &str, text: &str, family: bool) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["name"])?;
        let names = if family { &mut self.lexicon.family_names } else { &mut self.lexicon.first_names };
        names.extend(table.rows().map(|row| key(&fold(row.get("name")))));
        Ok(())
    }

    fn classes(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["class", "words"])?;
        for row in table.rows() {
            let words = row.list("words").map(|w| key(&fold(w)));
            let class = row.get("class").trim_start_matches('@');
            // "سموه|أمير|ولي العهد"
            if class == HONOUR {
                let mut told = row.list("words");
                if let Some(word) = told.next() {
                    let titles: Vec<String> = told.map(fold).collect();
                    self.lexicon.honours.insert(key(&fold(word)), titles);
                    self.noun(word, FormKind::Noun, false);
                }
                continue;
            }
            let set = match class {
                PEOPLE => Some(&mut self.lexicon.people),
                SUPRANATIONAL => Some(&mut self.lexicon.supranational),
                PAIR => Some(&mut self.lexicon.pairs),
                WHOLE => Some(&mut self.lexicon.whole),
                SOURCE => Some(&mut self.lexicon.sources),
                DOER => Some(&mut self.lexicon.doers),
                FIGHT => Some(&mut self.lexicon.fights),
                UNBOUND => Some(&mut self.lexicon.unbound),
                FORCE => Some(&mut self.lexicon.forces),
                UNMARKED => Some(&mut self.lexicon.unmarked),
                CALLED => Some(&mut self.lexicon.called),
                STATE => Some(&mut self.lexicon.states),
                DEGREE => Some(&mut self.lexicon.degrees),
                PLAN => Some(&mut self.lexicon.plans),
                QUANTITY => Some(&mut self.lexicon.quantities),
                LACK => Some(&mut self.lexicon.lacks),
                HOMELAND => Some(&mut self.lexicon.homelands),
                IMPERSONAL => Some(&mut self.lexicon.impersonal),
                ADVERB => Some(&mut self.lexicon.adverbs),
                DESCENT => Some(&mut self.lexicon.descent),
                MEDIA => Some(&mut self.lexicon.media_adjectives),
                HEARING => Some(&mut self.lexicon.hearing),
                SPOKEN => Some(&mut self.lexicon.spoken),
                POSSIBLE => Some(&mut self.lexicon.possible),
                UPCOMING => Some(&mut self.lexicon.upcoming),
                NEED => Some(&mut self.lexicon.needs),
                BIDDEN => Some(&mut self.lexicon.bidden),
                BAD => Some(&mut self.lexicon.bad),
                GOOD => Some(&mut self.lexicon.good),
                WEAPON => Some(&mut self.lexicon.weapons),
                AUSPICES => Some(&mut self.lexicon.auspices),
                CLAIM => Some(&mut self.lexicon.claims),
                ADJECTIVE_PLACE => Some(&mut self.lexicon.adjective_places),
                BLOW => Some(&mut self.lexicon.blows),
                ADDRESSED => Some(&mut self.lexicon.addressed),
                PART => Some(&mut self.lexicon.parts),
                SPORT_TEXT => Some(&mut self.lexicon.sport_text),
                TO_COME => Some(&mut self.lexicon.to_come),
                ACTING => Some(&mut self.lexicon.acting),
                WITH_PRONOUN => Some(&mut self.lexicon.with_pronoun),
                STATE_OFFICE => Some(&mut self.lexicon.state_offices),
                DIRECTION => Some(&mut self.lexicon.directions),
                EMPHASIS => Some(&mut self.lexicon.emphases),
                REBEL => Some(&mut self.lexicon.rebels),
                REFUSAL => Some(&mut self.lexicon.refusals),
                DUAL_HEAD => Some(&mut self.lexicon.dual_heads),
                OCCUPIER => Some(&mut self.lexicon.occupiers),
                MASCULINE => Some(&mut self.lexicon.masculine_states),
                LAND => Some(&mut self.lexicon.lands),
                LINKING => Some(&mut self.lexicon.linking),
                NOTHING_BUT => Some(&mut self.lexicon.nothing_but),
                IN_POWER => Some(&mut self.lexicon.in_power),
                HOUSEHOLD => Some(&mut self.lexicon.households),
                GIVING => Some(&mut self.lexicon.giving),
                BLAME => Some(&mut self.lexicon.blames),
                RECEIVING => Some(&mut self.lexicon.receiving),
                MACHINE => Some(&mut self.lexicon.machines),
                PROPOSAL => Some(&mut self.lexicon.proposals),
                SERVICE => Some(&mut self.lexicon.services),
                SUCH_AS => Some(&mut self.lexicon.such_as),
                CIRCUMSTANCE => Some(&mut self.lexicon.circumstances),
                RAISING => Some(&mut self.lexicon.raising),
                TOPIC => Some(&mut self.lexicon.topics),
                BODIES => Some(&mut self.lexicon.many_bodies),
                PROSPECT => Some(&mut self.lexicon.prospects),
                MANNER => Some(&mut self.lexicon.manners),
                FREEING => Some(&mut self.lexicon.freeing),
                SEIZING => Some(&mut self.lexicon.seizing),
                ABOUT_SOMEONE => Some(&mut self.lexicon.about_someone),
                DELEGATION => Some(&mut self.lexicon.delegations),
                UNKNOWN => Some(&mut self.lexicon.unknowns),
                CONTAINING => Some(&mut self.lexicon.containing),
                OCCASION => Some(&mut self.lexicon.occasions),
                HELD => Some(&mut self.lexicon.held),
                AFFIRMED => Some(&mut self.lexicon.affirmed),
                ISSUED => Some(&mut self.lexicon.issued),
                SUPERLATIVE => Some(&mut self.lexicon.superlatives),
                PRISON => Some(&mut self.lexicon.prisons),
                CHARGED => Some(&mut self.lexicon.charged),
                BELONGING => Some(&mut self.lexicon.belonging),
                STEP => Some(&mut self.lexicon.steps),
                MISHAP => Some(&mut self.lexicon.mishaps),
                VIOLENCE => Some(&mut self.lexicon.violence),
                EPIDEMIC => Some(&mut self.lexicon.epidemics),
                SAID_IN => Some(&mut self.lexicon.said_in),
                ASSAIL => Some(&mut self.lexicon.assails),
                HOUSE => Some(&mut self.lexicon.houses),
                SERVING => Some(&mut self.lexicon.serving),
                ANYBODY => Some(&mut self.lexicon.anybody),
                _ => None,
            };
            if let Some(set) = set {
                set.extend(words);
                if !matches!(class, BAD | GOOD) {
                    continue;
                }
            }
            let words: Vec<u64> = row.list("words").map(|w| key(&fold(w))).collect();
            for word in row.list("words").filter(|w| !w.contains(' ') && !matches!(class, BAD | GOOD)) {
                self.noun(word, FormKind::Noun, false);
            }
            self.classes.entry(class.to_owned()).or_default().extend(words);
        }
        Ok(())
    }

    fn agents(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["phrase"])?;
        for row in table.rows() {
            let folded = fold(row.get("phrase"));
            self.lexicon.agents.push(folded.split_whitespace().map(str::to_owned).collect());
        }
        Ok(())
    }

    /// Words that may tell an event, for the weights to judge.
    fn maybe(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["word", "event"])?;
        for row in table.rows() {
            let (word, event) = (row.get("word"), row.get("event"));
            if word.is_empty() || event.is_empty() {
                return Err(row.error("word", "a word and the type that it may tell are needed".to_owned()));
            }
            let frame = Frame {
                lemma: word.to_owned(),
                kind: FrameKind::Noun,
                event: event.to_owned(),
                mode: None,
                context: Vec::new(),
                object: Vec::new(),
                actor: vec![Slot::Genitive],
                recipient: Vec::new(),
                status: None,
            };
            let id = self.lexicon.frames.len() as u32;
            self.lexicon.frames.push(frame);
            self.lexicon.maybe.entry(key(&fold(word))).or_default().push(id);
        }
        Ok(())
    }

    fn control(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["verb", "imperfect", "status"])?;
        for row in table.rows() {
            let status = match row.get("status") {
                "" => "",
                status => EVENT_STATUSES
                    .into_iter()
                    .find(|s| *s == status)
                    .ok_or_else(|| row.error("status", format!("`{status}` is none of {}", EVENT_STATUSES.join(" "))))?,
            };
            let lexeme = self.verb(row.get("verb"), row.get("imperfect"));
            let prep = match row.get("prep") {
                "" => None,
                prep => Some(Prep::parse(&fold(prep)).ok_or_else(|| row.error("prep", format!("`{prep}` is no preposition")))?),
            };
            self.lexicon.lexemes[lexeme as usize].control = Some(Control { status, prep });
        }
        Ok(())
    }

    fn bodies(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["name", "kind"])?;
        for row in table.rows() {
            let kind = match row.get("kind") {
                "organization" => 0,
                "place" => 1,
                kind => return Err(row.error("kind", format!("`{kind}` is none of organization place"))),
            };
            self.lexicon.bodies.add(fold(row.get("name")).split_whitespace(), kind);
        }
        Ok(())
    }

    fn counts(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["word", "imperfect", "class", "value"])?;
        for row in table.rows() {
            let value = row.get("value");
            let what = COUNTED.into_iter().find(|c| *c == value);
            let wrong = || row.error("value", format!("`{value}` is none of {}", COUNTED.join(" ")));
            let number = || value.parse::<u32>().map_err(|_| row.error("value", format!("`{value}` is no number")));
            let folded: Vec<String> = row.list("word").map(fold).collect();
            let keys = folded.iter().map(|w| key(w));
            let into = |sequences: &mut super::Sequences, number: u32| {
                for word in &folded {
                    sequences.add(word.split_whitespace(), number);
                }
            };
            let counted = &mut self.lexicon.counted;
            match row.get("class") {
                "verb" => {
                    let what = what.ok_or_else(wrong)?;
                    let lexeme = self.verb(row.get("word"), row.get("imperfect"));
                    self.lexicon.counted.verbs.insert(lexeme, what);
                }
                "noun" => {
                    let what = what.ok_or_else(wrong)?;
                    counted.words.extend(keys.map(|k| (k, (super::Counted::Noun, what))));
                }
                "people" => {
                    let what = what.ok_or_else(wrong)?;
                    counted.words.extend(keys.map(|k| (k, (super::Counted::People, what))));
                }
                "told" => counted.told.extend(keys),
                "other" => counted.other.extend(keys),
                "about" => into(&mut counted.about, 0),
                "about_after" => into(&mut counted.about_after, 0),
                "many" => into(&mut counted.many, number()?),
                "scale" => into(&mut counted.scale, number()?),
                class => {
                    let known = "verb noun people told other about about_after many scale";
                    return Err(row.error("class", format!("`{class}` is none of {known}")));
                }
            }
        }
        Ok(())
    }

    fn cameo(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["type", "mode", "code"])?;
        for row in table.rows() {
            let code = row.get("code");
            if !(2..=4).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(row.error("code", format!("`{code}` is no CAMEO code")));
            }
            self.lexicon.cameo.insert((row.get("type").to_owned(), row.get("mode").to_owned()), code.to_owned());
        }
        Ok(())
    }

    fn frames(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(
            file,
            text,
            &["lemma", "pos", "imperfect", "masdar", "object", "type", "mode", "context", "actor", "recipient", "status"],
        )?;
        for row in table.rows() {
            self.frame(&row)?;
        }
        Ok(())
    }

    fn frame(&mut self, row: &Row<'_, '_>) -> Result<(), DataError> {
        let kind = match row.get("pos") {
            "verb" => FrameKind::Verb,
            "noun" => FrameKind::Noun,
            "light" => FrameKind::Light,
            other => return Err(row.error("pos", format!("`{other}` is not verb, noun or light"))),
        };
        let object = self.objects(row, kind)?;
        let slots = |column: &str| -> Result<Vec<Slot>, DataError> {
            row.list(column)
                .filter(|s| *s != "none")
                .map(|s| slot(s).ok_or_else(|| row.error(column, format!("unknown slot `{s}`"))))
                .collect()
        };
        let frame = Frame {
            lemma: row.get("lemma").to_owned(),
            kind,
            event: row.get("type").to_owned(),
            mode: row.some("mode").map(str::to_owned),
            context: row.list("context").map(str::to_owned).collect(),
            object,
            actor: slots("actor")?,
            recipient: slots("recipient")?,
            status: row.some("status").map(str::to_owned),
        };
        let id = self.lexicon.frames.len() as u32;
        self.lexicon.frames.push(frame);
        let lexeme = if kind == FrameKind::Noun {
            let words: Vec<&str> = row.get("lemma").split(' ').collect();
            self.noun(words.first().copied().unwrap_or(""), FormKind::Noun, true)
        } else {
            let lexeme = self.verb(row.get("lemma"), row.get("imperfect"));
            for masdar in row.list("masdar").filter(|m| !m.contains(' ')) {
                if self.masdars.insert((lexeme, key(masdar))) {
                    self.decline(lexeme, masdar, FormKind::Masdar, true);
                }
            }
            lexeme
        };
        self.lexicon.lexemes[lexeme as usize].frames.push(id);
        Ok(())
    }

    /// The required complements of a frame row: nouns or classes, a preposition before one holds for those after it.
    fn objects(&mut self, row: &Row<'_, '_>, kind: FrameKind) -> Result<Vec<(Option<Prep>, u64)>, DataError> {
        let mut object = Vec::new();
        let mut prep = None;
        for item in row.list("object") {
            let word = match item.split_once(':') {
                Some((before, word)) => {
                    prep =
                        Some(Prep::parse(before).ok_or_else(|| row.error("object", format!("unknown preposition `{before}`")))?);
                    word
                }
                None => item,
            };
            if matches!(word, "@place" | "@people" | "@armed" | "*") {
                object.push((prep, key(word)));
            }
            if matches!(word, "@place" | "@people" | "*") {
                continue;
            }
            if let Some(class) = word.strip_prefix('@') {
                let words =
                    self.classes.get(class).ok_or_else(|| row.error("object", format!("no class `@{class}` in classes.tsv")))?;
                object.extend(words.iter().map(|w| (prep, *w)));
                continue;
            }
            let head = word.split(' ').next().unwrap_or(word);
            object.push((prep, key(&fold(head))));
            // A row that names the accusative of a verb's object means the noun (`نفذ قصفا`, `قصف نفذته القوات`).
            if let Some(noun) = head.strip_suffix('ا').filter(|n| n.chars().count() > 2) {
                object.push((prep, key(&fold(noun))));
            }
            if kind == FrameKind::Light && !head.is_empty() {
                self.noun(head, FormKind::Noun, false);
            }
        }
        Ok(object)
    }

    fn designations(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["pattern", "means", "stance", "neutral"])?;
        for row in table.rows() {
            let stance = match row.get("stance") {
                "hostile" => "hostile",
                "favourable" => "favourable",
                other => return Err(row.error("stance", format!("`{other}` is not hostile or favourable"))),
            };
            for pattern in row.list("pattern") {
                self.lexicon.designations.push(Designation {
                    pattern: pattern.to_owned(),
                    means: row.get("means").to_owned(),
                    stance,
                    neutral: row.get("neutral").to_owned(),
                    about: row.list("about").map(str::to_owned).collect(),
                });
            }
        }
        Ok(())
    }

    /// Given and family names of the persons of the knowledge base are names in general.
    fn finish(&mut self) {
        let persons = self.lexicon.kb.entities.iter().filter(|e| e.kind == Kind::Person);
        for person in persons {
            let folded = fold(&person.name);
            let words: Vec<&str> = folded.split(' ').collect();
            if let [first, .., last] = words[..] {
                let everyday = |word: &str| self.lexicon.forms.get(key(word)).next().is_some();
                if first.len() >= 6 && !everyday(first) {
                    self.lexicon.first_names.insert(key(first));
                }
                if last.len() >= 6 && !everyday(last) {
                    self.lexicon.family_names.insert(key(last));
                }
            }
        }
    }
}

/// The key of a spelling, folded into a buffer that is used again.
fn key_of(spelling: &str, folded: &mut String) -> u64 {
    folded.clear();
    fold_into(spelling, folded);
    key(folded)
}

fn slot(name: &str) -> Option<Slot> {
    Some(match name {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "gen" => Slot::Genitive,
        "poss" => Slot::Possessor,
        "speaker" => Slot::Speaker,
        _ => Slot::Prep(Prep::parse(name)?),
    })
}

/// A folded word without its article; sequences of titles are matched so.
pub fn without_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|stem| stem.len() >= 4).unwrap_or(word)
}
