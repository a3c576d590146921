//! What Musnad knows: words and their forms, cues, frames, titles, and the knowledge base of entities.
//!
//! Everything comes from the TSV files of `data/` (see the README there), embedded in the binary, and from a user's own
//! directory laid over them. Loading turns the files into hash tables once; afterwards the lexicon is shared and read-only.

mod forms;
mod kb;
mod load;
mod sequence;
mod table;

pub use forms::{Form, Forms, FormsBuilder};
pub use kb::{Country, Entity, EntityId, Kb, Kind, Term};
pub use load::{Source, without_article, without_article as without_article_of};
pub use sequence::Sequences;
pub use table::{DataError, Row, Table};

use crate::morph::{FormKind, Pos};

/// How a statement's content is attached to its cue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Takes {
    /// `إن`.
    pub in_: bool,
    /// `أن`.
    pub an: bool,
    /// A quotation directly.
    pub quote: bool,
    /// After a colon.
    pub colon: bool,
    /// A noun phrase as direct object.
    pub object: bool,
    /// Prepositions before the content, as bits of [`Prep`].
    pub preps: u16,
    /// The object is blame for something (`حمل الحكومة مسؤولية الأزمة`).
    pub blame: bool,
}

/// A preposition that a cue or a frame governs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[allow(missing_docs)]
pub enum Prep {
    Bi,
    Li,
    Ka,
    Ila,
    Ala,
    Min,
    An,
    Fi,
    Maa,
    Bayn,
    Didd,
    Tijah,
    Lada,
    Hawl,
    Other,
    Amam,
}

impl Prep {
    /// From its spelling, folded or not; attached letters without the word (`ب`).
    pub fn parse(word: &str) -> Option<Prep> {
        Some(match word {
            "ب" => Prep::Bi,
            "ل" => Prep::Li,
            "ك" => Prep::Ka,
            "إلى" | "الي" | "إلي" | "الى" => Prep::Ila,
            "على" | "علي" => Prep::Ala,
            "من" => Prep::Min,
            "عن" => Prep::An,
            "في" => Prep::Fi,
            "مع" => Prep::Maa,
            "بين" => Prep::Bayn,
            "ضد" | "بحق" => Prep::Didd,
            "تجاه" | "نحو" | "إزاء" | "ازاء" | "باتجاه" | "صوب" => Prep::Tijah,
            "لدى" | "لدي" | "عند" => Prep::Lada,
            "حول" | "بشأن" | "بشان" => Prep::Hawl,
            "أمام" | "امام" => Prep::Amam,
            _ => return None,
        })
    }

    /// Its bit in a set.
    pub fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A verb of reporting.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Perfect, as written.
    pub verb: String,
    /// Speech act, as in the record.
    pub act: &'static str,
    /// The act where the content follows this preposition: `نوه بـ` praises.
    pub act_by: Option<(Prep, &'static str)>,
    /// How the content is attached.
    pub takes: Takes,
    /// How the addressee is attached: a preposition bit set; `object` in `addressee_object`.
    pub addressee: u16,
    /// Whose words the subject passes on stands after one of these: `نقل عن`, `نسب إلى`.
    pub relays: u16,
    /// The addressee is the direct object (`أبلغ فلانا`).
    pub addressee_object: bool,
    /// The cue denies its content.
    pub negative: bool,
}

/// Where a frame's argument stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    /// Subject.
    Subject,
    /// Direct object.
    Object,
    /// Genitive after a verbal noun or noun.
    Genitive,
    /// Possessor of the frame's object noun.
    Possessor,
    /// Whoever's words the predicate stands in.
    Speaker,
    /// After a preposition.
    Prep(Prep),
}

/// What part of speech a frame's lemma is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum FrameKind {
    Verb,
    Noun,
    Light,
}

/// One row of the frame lexicon: predicate and arguments to PLOVER.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Lemma as written.
    pub lemma: String,
    /// Verb, noun or light verb.
    pub kind: FrameKind,
    /// PLOVER type, `NONE` for a row that says "no event".
    pub event: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// Required complement: preposition before it, and hash key of its folded head noun.
    pub object: Vec<(Option<Prep>, u64)>,
    /// Where the actor stands.
    pub actor: Vec<Slot>,
    /// Where the recipient stands.
    pub recipient: Vec<Slot>,
    /// Status that the word itself tells.
    pub status: Option<String>,
}

impl Frame {
    /// Whether it asks for someone who bears arms (`@armed`), be he subject or object.
    pub fn asks_armed(&self) -> bool {
        self.object.contains(&(None, key("@armed")))
    }

    /// Whether it tells what whoever speaks blames its subject for.
    pub fn blames(&self) -> bool {
        self.actor.contains(&Slot::Speaker)
    }
}

/// A word before a person's name, or which stands for a person.
#[derive(Clone, Debug)]
pub struct Title {
    /// Form, masculine singular, as written.
    pub form: String,
    /// office, rank, honorific, profession, spokes, kin, counterpart (of whoever holds the same office elsewhere).
    pub class: String,
    /// Office key, if any.
    pub office: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// A noun that opens the name of an organization.
#[derive(Clone, Debug)]
pub struct OrgHead {
    /// The word.
    pub word: String,
    /// Type, as in the knowledge base.
    pub kind: String,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// It is no part of a name of at most so many words that the knowledge base has without it.
    pub apart: usize,
}

/// A noun before the name of a place.
#[derive(Clone, Debug)]
pub struct PlaceHead {
    /// The word.
    pub word: String,
    /// Type, as in the knowledge base.
    pub kind: String,
    /// Whether it is part of the name.
    pub in_name: bool,
}

/// Class of a reporting phrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum PhraseClass {
    /// Directly before a source (`بحسب`).
    According,
    /// The same with a pronoun, closing a statement (`على حد قوله`).
    SelfSource,
    /// A spoken or written text (`بيان`).
    Document,
    /// Head of an unnamed source (`مصدر`).
    Anonymous,
    /// Before the name of a medium (`وكالة`).
    Outlet,
    /// Speaking for someone (`المتحدث باسم`).
    Spokes,
    /// Continues or changes the speaker (`من جانبه`).
    Connect,
    /// Opens a content (`ما مفاده`).
    Content,
    /// Hides a source's name (`عدم كشف هويته`).
    Veil,
}

/// A reporting phrase.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// As written.
    pub phrase: String,
    /// Its class.
    pub class: PhraseClass,
    /// Its act, if it tells one.
    pub act: Option<&'static str>,
    /// Free note; `same`/`new` for connectors, `quoted` for attributions to whom the speaker quotes,
    /// `relays` for those to whom passes on another's words.
    pub note: String,
}

/// A loaded name.
#[derive(Clone, Debug)]
pub struct Designation {
    /// Pattern, possibly with `{ADJ}` or `{COUNTRY}`.
    pub pattern: String,
    /// Whom it means.
    pub means: String,
    /// `hostile` or `favourable`.
    pub stance: &'static str,
    /// Neutral twin.
    pub neutral: String,
    /// States of which the article must tell one, ISO 3166-1 alpha-3; all that `+` joins (`DZA+FRA`); empty: any article.
    pub about: Vec<String>,
}

/// What the lexicon says of a lexeme, beside its forms.
#[derive(Clone, Debug, Default)]
pub struct Lexeme {
    /// Lemma as written.
    pub lemma: String,
    /// Key of the folded lemma.
    pub key: u64,
    /// Index into [`Lexicon::cues`].
    pub cue: Option<u32>,
    /// Indices into [`Lexicon::frames`].
    pub frames: Vec<u32>,
    /// Indices into [`Lexicon::phrases`] of its one-word rows.
    pub phrases: Vec<u32>,
    /// Index into [`Lexicon::titles`] of its one-word row.
    pub title: Option<u32>,
    /// Index into [`Lexicon::org_heads`].
    pub org_head: Option<u32>,
    /// Index into [`Lexicon::place_heads`].
    pub place_head: Option<u32>,
    /// Country, where it is an adjective of nationality.
    pub nation: Option<u32>,
    /// Role of a closed-class word.
    pub role: String,
    /// A verb whose subject does what the verbal noun under it tells.
    pub control: Option<Control>,
}

/// What a verb says of the deed that it governs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Control {
    /// The status it gives that deed, or empty.
    pub status: &'static str,
    /// The only preposition under which it governs one (`رد بقصف`).
    pub prep: Option<Prep>,
}

/// How a word stands to those it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// It is a noun for them (`قتلى`).
    People,
    /// It tells what became of them (`مقتل`).
    Noun,
}

/// The words of `frames/counts.tsv`, by folded keys.
#[derive(Debug, Default)]
pub struct CountWords {
    /// What a verb's lexeme counts.
    pub verbs: rustc_hash::FxHashMap<u32, &'static str>,
    /// What a noun counts.
    pub words: rustc_hash::FxHashMap<u64, (Counted, &'static str)>,
    /// Words before the number of those counted (`عدد القتلى إلى 45`).
    pub told: rustc_hash::FxHashSet<u64>,
    /// The rest of those counted (`آخرون`).
    pub other: rustc_hash::FxHashSet<u64>,
    /// What stands before a number that is not exact.
    pub about: Sequences,
    /// What stands behind one.
    pub about_after: Sequences,
    /// Nouns for a number that is not told, with the least it means.
    pub many: Sequences,
    /// What a number before it is multiplied with.
    pub scale: Sequences,
}

/// The words of `names/beside.tsv`, by folded keys: what stands beside a name and tells where it begins and ends.
#[derive(Debug, Default)]
pub struct Beside {
    /// Fields of work that go on an organization's name after `لل` (`للطيران`).
    pub fields: rustc_hash::FxHashSet<u64>,
    /// Nouns that go on any organization's name after `ل` (`لحقوق الإنسان`).
    pub purposes: rustc_hash::FxHashSet<u64>,
    /// Nouns that do so only where the name tells no state (`المجلس الأعلى لتنمية السياحة`).
    pub aims: rustc_hash::FxHashSet<u64>,
    /// Words that are no part of a name before them (`التابع`, `بقيادة`).
    pub tails: rustc_hash::FxHashSet<u64>,
    /// Parts of a country that its adjective names (`الجنوب اليمني`).
    pub regions: rustc_hash::FxHashSet<u64>,
    /// Nouns for what has a name in quotation marks (`عملية «السهم الذهبي»`).
    pub undertakings: rustc_hash::FxHashSet<u64>,
    /// Words between such a noun and its name (`العملية اسم «السهم الذهبي»`).
    pub called: rustc_hash::FxHashSet<u64>,
    /// Nouns for a force or rule, of which the person after them is named (`قوات صالح`).
    pub forces: rustc_hash::FxHashSet<u64>,
    /// Plurals of persons, which describe and open no name (`المتمردين الحوثيين`).
    pub fighters: rustc_hash::FxHashSet<u64>,
    /// Nouns before a medium in quotation marks (`مراسل «الوطن»`).
    pub reporters: rustc_hash::FxHashSet<u64>,
    /// Adjectives that go on the name of a facility (`قصر المعاشيق الرئاسي`).
    pub made: rustc_hash::FxHashSet<u64>,
    /// The rest of a rank or epithet before a person (`العميد ركن`, `المخلوع صالح`).
    pub ranks: rustc_hash::FxHashSet<u64>,
    /// Nouns that no facility is called after (`ساحة المعركة`, `سد العجز`).
    pub figures: rustc_hash::FxHashSet<u64>,
    /// Nouns for small places, after which a definite noun is a name (`حي السلام`).
    pub hamlets: rustc_hash::FxHashSet<u64>,
    /// Nouns for bodies that describe more often than they name (`القوة المفرطة`, `الحكومة الأبوية`).
    pub loose: rustc_hash::FxHashSet<u64>,
    /// Nouns for a state's bodies that are one only with its adjective (`القضاء اللبناني`).
    pub powers: rustc_hash::FxHashSet<u64>,
    /// Nouns for bodies that no more than a nationality describes and does not name (`السلطات المغربية`, `الصحيفة الفرنسية`).
    pub described: rustc_hash::FxHashSet<u64>,
    /// Nouns for a body of one state in another (`سفارة تونس في ليبيا`).
    pub missions: rustc_hash::FxHashSet<u64>,
    /// Two words that look like a body and are a course of things (`حركة المرور`), without article, a blank between.
    pub courses: rustc_hash::FxHashSet<u64>,
    /// Nouns for people and bodies that neither a title nor a frame needs (`شعب`, `وسائل` of `وسائل الإعلام`).
    pub folk: rustc_hash::FxHashSet<u64>,
    /// Nouns and words before them that mean no one in particular or no one new (`جهة أخرى`, `هذا التنظيم`).
    pub vague: rustc_hash::FxHashSet<u64>,
    /// Nouns for a province, part of its name only where the knowledge base has it so (`إقليم كردستان`, but not `إقليم أضنة`).
    pub provinces: rustc_hash::FxHashSet<u64>,
    /// Nouns for a rule of which only the state is named (`حكومة ميانمار`).
    pub rules: rustc_hash::FxHashSet<u64>,
    /// Nouns of which the body behind them is named (`فصائل الحشد الشعبي`).
    pub units: rustc_hash::FxHashSet<u64>,
    /// Nouns that are no part of a paper's name (`صحيفة الخبر`).
    pub press: rustc_hash::FxHashSet<u64>,
    /// Those who are described by one definite word, wherever they stand (`المواطنون`, `الحكومة`).
    pub standing: rustc_hash::FxHashSet<u64>,
    /// Two words of which the first is no name (`مسقط رأس`), a blank between.
    pub idioms: rustc_hash::FxHashSet<u64>,
    /// Nouns for what is told to a medium in quotation marks (`تصريحات إلى «الوطن»`).
    pub told: rustc_hash::FxHashSet<u64>,
    /// Adjectives that tell how far a body reaches (`الوكالة الوطنية للتشغيل`), without article.
    pub reach: rustc_hash::FxHashSet<u64>,
    /// Nouns for groups of which one may be called by several (`جماعة جند الله`, `تنظيم جند الله`).
    pub groups: rustc_hash::FxHashSet<u64>,
    /// Nouns that open an office's name before a field of work and a place's elsewhere (`مديرية الصحة`, `مديرية التحيتا`).
    pub directorates: rustc_hash::FxHashSet<u64>,
    /// Nouns for bodies and places that are called after somebody, before an adjective of theirs (`مؤسسة فلان الثقافية`).
    pub named: rustc_hash::FxHashSet<u64>,
    /// First words of places' names (`بني مكادة`, `أولاد تايمة`).
    pub tribes: rustc_hash::FxHashSet<u64>,
    /// Words that join the parts of a person's name (`بن`, `عبد`, `فان`).
    pub joiners: rustc_hash::FxHashSet<u64>,
    /// Those of them before a father's name (`بن`, `بنت`).
    pub sons: rustc_hash::FxHashSet<u64>,
    /// Nouns for places that are called after others elsewhere (`شارع سبتة`, `ميدان لبنان`).
    pub honours: rustc_hash::FxHashSet<u64>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Lexemes.
    pub lexemes: Vec<Lexeme>,
    /// Verbs of reporting.
    pub cues: Vec<Cue>,
    /// Predicate frames.
    pub frames: Vec<Frame>,
    /// Titles.
    pub titles: Vec<Title>,
    /// Heads of organizations' names.
    pub org_heads: Vec<OrgHead>,
    /// Heads of places' names.
    pub place_heads: Vec<PlaceHead>,
    /// Reporting phrases.
    pub phrases: Vec<Phrase>,
    /// CAMEO codes (ICEWS 1.1b3) of PLOVER types and modes.
    pub cameo: rustc_hash::FxHashMap<(String, String), String>,
    /// Loaded names.
    pub designations: Vec<Designation>,
    /// The knowledge base.
    pub kb: Kb,
    /// Multi-word titles.
    pub title_sequences: Sequences,
    /// Multi-word (and one-word) reporting phrases.
    pub phrase_sequences: Sequences,
    /// Given names (folded keys).
    pub first_names: rustc_hash::FxHashSet<u64>,
    /// Family names (folded keys).
    pub family_names: rustc_hash::FxHashSet<u64>,
    /// Human nouns (folded keys): who may act or undergo.
    pub people: rustc_hash::FxHashSet<u64>,
    /// Nouns in the dual for two sides already named (folded keys): `بلدان`, `طرفين`.
    pub pairs: rustc_hash::FxHashSet<u64>,
    /// Nouns for whoever tells of deeds and does none (`مصادر`, `شهود`).
    pub sources: rustc_hash::FxHashSet<u64>,
    /// Nouns for whoever did the deed that stands after them (`منفذ الهجوم`).
    pub doers: rustc_hash::FxHashSet<u64>,
    /// Nouns of two-sided fighting, whose sides another sentence may tell.
    pub fights: rustc_hash::FxHashSet<u64>,
    /// Nouns of one person that never stand in construct (`انتحاري`, `عسكري`).
    pub unbound: rustc_hash::FxHashSet<u64>,
    /// What strikes for whom it belongs to (`طائرات`, `جنود`).
    pub forces: rustc_hash::FxHashSet<u64>,
    /// Verbs of harm whose passive is written like the active (`قتل`).
    pub unmarked: rustc_hash::FxHashSet<u64>,
    /// Verbs that tell a state, not a deed, in a relative clause (folded keys of lemmas): `سيطر`.
    pub states: rustc_hash::FxHashSet<u64>,
    /// Words of degree before a noun, which is what is meant (folded keys): `بالغ`, `خالص`.
    pub degrees: rustc_hash::FxHashSet<u64>,
    /// Nouns for the country that the article is about (folded keys): `بلاد`.
    pub homelands: rustc_hash::FxHashSet<u64>,
    /// Nouns after which a deed is thought of, not done (folded keys): `مخطط`, `مخاوف`.
    pub plans: rustc_hash::FxHashSet<u64>,
    /// Nouns by which a deed is kept from happening (folded keys): `عدم`, `منع`.
    pub lacks: rustc_hash::FxHashSet<u64>,
    /// Nouns that count those after `من` (folded keys): `عدد`, `مجموعة`.
    pub quantities: rustc_hash::FxHashSet<u64>,
    /// Words whose first letter looks like a proclitic and is none (folded keys): `وردة`, `بيان`.
    pub whole: rustc_hash::FxHashSet<u64>,
    /// Words that introduce another name of someone (folded keys): `المعروف`, `الملقب`.
    pub called: rustc_hash::FxHashSet<u64>,
    /// Nouns for a blow, which an adjective follows (`هجوم مسلح`).
    pub blows: rustc_hash::FxHashSet<u64>,
    /// Letters and wishes, which go to whom stands after `ل` (`برقية`).
    pub addressed: rustc_hash::FxHashSet<u64>,
    /// Nouns for parts of a country (`مناطق`).
    pub parts: rustc_hash::FxHashSet<u64>,
    /// Words by which a report of sport is known (`مباراة`, `لاعب`).
    pub sport_text: rustc_hash::FxHashSet<u64>,
    /// Adjectives of a time that lies ahead (`مقبل`).
    pub to_come: rustc_hash::FxHashSet<u64>,
    /// Nouns after `ب` for holding an office in another's place (`إنابة`).
    pub acting: rustc_hash::FxHashSet<u64>,
    /// Participles that stand with a preposition and its pronoun (`مشتبه به`).
    pub with_pronoun: rustc_hash::FxHashSet<u64>,
    /// Offices, as `names/titles.tsv` names them, whose holder leads a state.
    pub state_offices: rustc_hash::FxHashSet<u64>,
    /// Nouns for a direction or side (`جنوب`, `وسط`).
    pub directions: rustc_hash::FxHashSet<u64>,
    /// Adjectives of nationality of two words, by the lexemes of both: `كوري شمالي`.
    pub nations_of_two: rustc_hash::FxHashMap<(u32, u32), u32>,
    /// Words that take a body out of any one country (folded keys): `دولي`, `أممي`.
    pub supranational: rustc_hash::FxHashSet<u64>,
    /// Verbs of thinking or telling that are unwritten passives where nobody follows them (`ويعتقد أن`), folded keys of lemmas.
    pub impersonal: rustc_hash::FxHashSet<u64>,
    /// Nouns that are adverbs after `على` (`على بعد`, `على هامش`), folded keys.
    pub adverbs: rustc_hash::FxHashSet<u64>,
    /// Words of descent that need a name after them (`بن`, `ولد`, `آل`), folded keys.
    pub descent: rustc_hash::FxHashSet<u64>,
    /// Adjectives that describe a medium and are no part of its name (`الإلكترونية`), folded keys.
    pub media_adjectives: rustc_hash::FxHashSet<u64>,
    /// Verbs of hearing: whose word it is stands after `من` (folded keys of lemmas): `علم`.
    pub hearing: rustc_hash::FxHashSet<u64>,
    /// Nouns for what is spoken to someone (`تصريح`, `حديث`), folded keys.
    pub spoken: rustc_hash::FxHashSet<u64>,
    /// Adjectives of a deed that is yet to come (`محتمل`, `وشيك`), folded keys.
    pub possible: rustc_hash::FxHashSet<u64>,
    /// Adjectives by which a deed is yet to come (`مرتقبة`).
    pub upcoming: rustc_hash::FxHashSet<u64>,
    /// Nouns of need (`ضرورة`).
    pub needs: rustc_hash::FxHashSet<u64>,
    /// Participles by which someone is called upon (`مطالبة`, `مدعو`).
    pub bidden: rustc_hash::FxHashSet<u64>,
    /// What somebody is called who is blamed (`عدوان`, `فاشل`).
    pub bad: rustc_hash::FxHashSet<u64>,
    /// What somebody is called who is praised (`نموذج`).
    pub good: rustc_hash::FxHashSet<u64>,
    /// Bodies and places named without their state; the value is 1 for a place.
    pub bodies: Sequences,
    /// What stands beside names.
    pub beside: Beside,
    /// Nouns for what someone is hit with (`رصاص`, `نيران`), folded keys.
    pub weapons: rustc_hash::FxHashSet<u64>,
    /// Nouns for the help under which others deal with each other (`رعاية`, `وساطة`), folded keys.
    pub auspices: rustc_hash::FxHashSet<u64>,
    /// Verbs by which someone claims a blow (`أعلن مسؤوليته`, `تبنى`), folded keys of lemmas.
    pub claims: rustc_hash::FxHashSet<u64>,
    /// Names of states that are adjectives after a common noun (`مالي`), folded keys.
    pub adjective_places: rustc_hash::FxHashSet<u64>,
    /// Nouns of emphasis or of a share that take a noun up with a pronoun (`نفسه`, `بعضهم`), folded keys without it.
    pub emphases: rustc_hash::FxHashSet<u64>,
    /// Duals in construct before two names (`وفدا مصر وإثيوبيا`).
    pub dual_heads: rustc_hash::FxHashSet<u64>,
    /// Nouns that with the article mean an enemy (`الاحتلال`).
    pub occupiers: rustc_hash::FxHashSet<u64>,
    /// Nouns for a country that a demonstrative points at (`هذا البلد`).
    pub lands: rustc_hash::FxHashSet<u64>,
    /// Words between somebody and what he is called (`هو`, `ليس إلا`).
    pub linking: rustc_hash::FxHashSet<u64>,
    /// Those of them by which a denial means nothing but that (`إلا`).
    pub nothing_but: rustc_hash::FxHashSet<u64>,
    /// States that are masculine (`العراق`).
    pub masculine_states: rustc_hash::FxHashSet<u64>,
    /// Machines that work for whom their adjective of nationality names (`جرافات إسرائيلية`).
    pub machines: rustc_hash::FxHashSet<u64>,
    /// Titles that are adjectives of a body right before them (`الحزب الحاكم`), folded keys.
    pub in_power: rustc_hash::FxHashSet<u64>,
    /// Collective nouns for someone's own people, who speak for themselves (`عائلتها`, `أسرة القتيل`), folded keys.
    pub households: rustc_hash::FxHashSet<u64>,
    /// Verbs by which a document or word comes to someone (`حصل`, `تلقى`), folded keys.
    pub receiving: rustc_hash::FxHashSet<u64>,
    /// Verbs for telling more, which the writer denies of a speaker (`لم يقدم تفاصيل`), folded keys.
    pub giving: rustc_hash::FxHashSet<u64>,
    /// Nouns for what someone is blamed with (`مسؤولية`, `تبعات`), folded keys.
    pub blames: rustc_hash::FxHashSet<u64>,
    /// Nouns for what one side makes and another judges (`مقترحا تقدمت به قطر`).
    pub proposals: rustc_hash::FxHashSet<u64>,
    /// Nouns for who is sent by a body (`وفد من الائتلاف`).
    pub delegations: rustc_hash::FxHashSet<u64>,
    /// Nouns for a part of a force, which acts for it (`مصالح الشرطة`).
    pub services: rustc_hash::FxHashSet<u64>,
    /// Words that open the names of some of those told before (`على غرار`, `ومنها`).
    pub such_as: rustc_hash::FxHashSet<u64>,
    /// Pronouns with `و` that open a circumstance of the clause before (`وهو يتحدث`).
    pub circumstances: rustc_hash::FxHashSet<u64>,
    /// Verbs whose subject stands under `ل` before `أن` (`سبق للوزير أن دعا`).
    pub raising: rustc_hash::FxHashSet<u64>,
    /// Plurals of bodies, which are feminine as subjects.
    pub many_bodies: rustc_hash::FxHashSet<u64>,
    /// Nouns under which a dealing is only talked about (`سبل تعزيز التعاون`).
    pub prospects: rustc_hash::FxHashSet<u64>,
    /// Nouns that with `ب` tell how something is said (`بشدة`).
    pub manners: rustc_hash::FxHashSet<u64>,
    /// Nouns for what is talked about: whose affair it is is no party (`الأزمة السورية`).
    pub topics: rustc_hash::FxHashSet<u64>,
    /// Verbs by which a place is freed or taken back (`حرر`, `استعاد`).
    pub freeing: rustc_hash::FxHashSet<u64>,
    /// Verbs by which a force takes a place (`سيطر`, `انتزع`).
    pub seizing: rustc_hash::FxHashSet<u64>,
    /// Verbs whose one group before `ب` is their object (`اتهم`).
    pub about_someone: rustc_hash::FxHashSet<u64>,
    /// Nouns for somebody of whom only the deed is known (`انتحاري`, `منفذ الهجوم`).
    pub unknowns: rustc_hash::FxHashSet<u64>,
    /// Verbs by which something holds or amounts to something (`قافلة تضم 25 شاحنة`), folded keys of lemmas.
    pub containing: rustc_hash::FxHashSet<u64>,
    /// Nouns for what is held, said in public or struck (`مؤتمر`, `بيان`, `هجوم`), folded keys.
    pub occasions: rustc_hash::FxHashSet<u64>,
    /// Verbs that say of an occasion that it was (`بيان أصدره`, `هجوم وقع`), folded keys of lemmas.
    pub held: rustc_hash::FxHashSet<u64>,
    /// Honours with a pronoun that stand for a person (`سموه`), folded keys, with the titles of whoever is honoured so.
    pub honours: rustc_hash::FxHashMap<u64, Vec<String>>,
    /// Nouns for what somebody affirms (`حرص`, `أهمية`), folded keys.
    pub affirmed: rustc_hash::FxHashSet<u64>,
    /// Participles by which a document comes from someone (`بيان صادر عن الوزارة`), folded keys.
    pub issued: rustc_hash::FxHashSet<u64>,
    /// Superlatives, folded keys: what is the first or worst since a day did not happen on it.
    pub superlatives: rustc_hash::FxHashSet<u64>,
    /// Nouns for where people are held (`السجون الإيرانية`).
    pub prisons: rustc_hash::FxHashSet<u64>,
    /// Participles that say what an office is for, before its name (`المعنية بالتعذيب`).
    pub charged: rustc_hash::FxHashSet<u64>,
    /// Words before ل and whoever something belongs to (`مستودع تابع للجيش`).
    pub belonging: rustc_hash::FxHashSet<u64>,
    /// Nouns for accidents and disasters (`حادثة`, `زلزال`), which harm nobody on purpose.
    pub mishaps: rustc_hash::FxHashSet<u64>,
    /// Nouns for epidemics, whose sick are said to be hit (`إصابة`).
    pub epidemics: rustc_hash::FxHashSet<u64>,
    /// Words for violence and what it is done with (`هجوم`, `رصاص`): with one of them harm is no accident.
    pub violence: rustc_hash::FxHashSet<u64>,
    /// Plurals for people in general (`الأبرياء`), folded keys.
    pub anybody: rustc_hash::FxHashSet<u64>,
    /// Adjectives of a part of a force (`المصالح الأمنية`), folded keys.
    pub serving: rustc_hash::FxHashSet<u64>,
    /// Nouns for what people own or live in (`منزل`), folded keys.
    pub houses: rustc_hash::FxHashSet<u64>,
    /// Verbs for an attack that may be one in words (`هاجم`), folded keys of lemmas.
    pub assails: rustc_hash::FxHashSet<u64>,
    /// Words for where somebody speaks (`تغريدة`, `خطاب`).
    pub said_in: rustc_hash::FxHashSet<u64>,
    /// Nouns for what someone did or decided, which take up a deed told before (`رحبت بالخطوة`).
    pub steps: rustc_hash::FxHashSet<u64>,
    /// Verbs whose negation is a refusal (`لم يوافق المجلس`).
    pub refusals: rustc_hash::FxHashSet<u64>,
    /// Plurals for rebels, who are the armed group that the article names (folded keys).
    pub rebels: rustc_hash::FxHashSet<u64>,
    /// What is counted with an event.
    pub counted: CountWords,
    /// Words before the agent of a passive or verbal noun (`على يد`), folded.
    pub agents: Vec<Vec<String>>,
    /// Frames of words that may tell an event, by the keys of their folded stems: no rule reads them, the weights judge them.
    pub maybe: rustc_hash::FxHashMap<u64, Vec<u32>>,
    forms: Forms,
}

impl Lexicon {
    /// The forms spelt `folded`.
    pub fn forms(&self, folded: &str) -> impl Iterator<Item = &Form> {
        self.forms.get(key(folded))
    }

    /// The lexeme of an analysed word.
    pub fn lexeme(&self, id: Option<u32>) -> Option<&Lexeme> {
        self.lexemes.get(id? as usize)
    }

    /// Number of word forms.
    pub fn n_forms(&self) -> usize {
        self.forms.len()
    }
}

/// Hash key of a folded word: 64-bit FNV-1a with a final mix, the same on every machine.
pub fn key(folded: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in folded.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^ (hash >> 29)
}

/// Part of speech named in a data file.
fn pos_named(name: &str) -> Option<Pos> {
    Some(match name {
        "prep" => Pos::Preposition,
        "conj" => Pos::Conjunction,
        "part" => Pos::Particle,
        "neg" => Pos::Negation,
        "pron" => Pos::Pronoun,
        "dem" => Pos::Demonstrative,
        "rel" => Pos::Relative,
        "comp" => Pos::Complementizer,
        "modal" => Pos::Modal,
        "num" => Pos::Number,
        "adv" => Pos::Adverb,
        "quant" => Pos::Quantifier,
        "noun" => Pos::Noun,
        "adj" => Pos::Adjective,
        _ => return None,
    })
}

/// Which part of speech a form of a verb or noun lexeme is.
fn pos_of(kind: FormKind) -> Pos {
    match kind {
        FormKind::Finite => Pos::Verb,
        FormKind::Adjective => Pos::Adjective,
        _ => Pos::Noun,
    }
}
