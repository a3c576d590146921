//! Statements: who is reported to have said what, through which chain of sources.
//!
//! Question: *whose words are these, and who passed them on?* In: words, groups, names, times and [`Entities`]. Out:
//! [`Statement`]s in order of their cues. It promises that every hop of a chain has its cue span. It never invents a speaker:
//! where the text gives none and nobody spoke before, there is no statement.

mod aside;
mod content;
mod cues;
mod provider;
mod quotes;
mod raised;
mod source;
mod turn;
mod verbal;
mod when;

use crate::clause::{Group, Layers};
use crate::entity::Entities;
use crate::lexicon::{PhraseClass, Prep};
use crate::morph::FormKind;
use crate::span::Span;
use std::ops::Range;

pub(crate) use cues::{is_impersonal, opens_clause};
pub use quotes::{Quote, covering, quotes};
pub(crate) use raised::{before_brackets, raised, suffers};
pub(crate) use source::can_speak;

/// What someone is reported to have said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Entities, from the one nearest the reader to the speaker.
    pub chain: Vec<usize>,
    /// The words that tell of each hop, and whose.
    pub cues: Vec<(Span, Option<usize>)>,
    /// Speech act.
    pub act: &'static str,
    /// Whether most of the content stands in quotation marks.
    pub direct: bool,
    /// Words of the content.
    pub words: Range<usize>,
    /// The content without marks and proclitics.
    pub content: Span,
    /// Quotations in it.
    pub quotes: Vec<Span>,
    /// To whom.
    pub addressee: Vec<usize>,
    /// When it was said: index into the times.
    pub time: Option<usize>,
    /// Whether the content is denied.
    pub negative: bool,
    /// Whether a participle continues the speaker before (`مضيفا`).
    pub continues: bool,
    /// The cue's word.
    pub cue: usize,
    /// Whether it goes on for a speaker before the one told last (`قالت المصادر إن المالكي أمر …، مشيرة`).
    pub returns: bool,
}

/// Everything the statement stage reads.
#[derive(Clone, Copy)]
pub(crate) struct Input<'l> {
    pub layers: Layers<'l>,
    pub groups: &'l [Group],
    pub quotes: &'l [Quote],
}

impl<'l> Input<'l> {
    /// The group that begins at or covers `word`.
    pub fn group_at(&self, word: usize) -> Option<&'l Group> {
        let after = self.groups.partition_point(|g| g.words.start <= word);
        self.groups.get(after.checked_sub(1)?).filter(|g| g.words.contains(&word))
    }

    /// The groups that begin inside `words`.
    pub fn groups_in(&self, words: Range<usize>) -> &'l [Group] {
        let first = self.groups.partition_point(|g| g.words.start < words.start);
        let end = self.groups.partition_point(|g| g.words.start < words.end);
        &self.groups[first.min(end)..end]
    }
}

/// Finds the statements of an article.
pub fn attribute(layers: Layers<'_>, groups: &[Group], quotes: &[Quote], entities: &mut Entities) -> Vec<Statement> {
    let input = Input { layers, groups, quotes };
    let mut statements: Vec<Statement> = Vec::new();
    let mut speaker = source::Floor::default();
    for sentence in &layers.text.sentences {
        let cues = cues::find(input, sentence.words());
        let first = statements.len();
        for (nth, cue) in cues.iter().enumerate() {
            let later = &cues[nth + 1..];
            if let Some(statement) = read(input, entities, &mut speaker, cue, later, sentence.words(), &statements[first..]) {
                // A quotation before its cue may be another cue's already.
                let shared = |s: &Statement| s.words.start < statement.words.end && statement.words.start < s.words.end;
                entities.spoke = statement.chain.last().copied();
                if statement.cue < statement.words.end || !statements.iter().any(shared) {
                    statements.push(statement);
                }
            }
        }
        source::collapse_nested(input, entities, &mut statements, first);
        source::according(input, entities, &mut speaker, sentence.words(), &mut statements, first);
        source::confirmed(input, entities, &mut speaker, sentence.words(), &mut statements, first);
        source::continue_chains(&mut statements, first);
        if let Some(last) = statements[first..].last().and_then(|s| s.chain.last()) {
            speaker.hold(*last);
            entities.spoke = Some(*last);
        }
        if let Some(issuer) = source::issuer_of(input, entities, &statements[first..]) {
            entities.issued = Some(issuer);
        }
    }
    statements
}

/// How far after a denied cue of telling a clause may begin that it does not tell.
const UNTOLD: usize = 6;

/// The act of a cue with its content: `نوه بـ` praises, `أعرب عن استنكاره` condemns.
fn act(input: Input<'_>, cue: &cues::CueAt, marker: &content::Marker) -> &'static str {
    let layers = input.layers;
    if cue.act != "say" || marker.how == content::Attached::Quote {
        return cue.act;
    }
    let rule = &layers.lexicon.cues[cue.cue];
    let at =
        if layers.prep_of(marker.at).is_some() { layers.prep_of(marker.at) } else { Prep::parse(layers.text.folded(marker.at)) };
    if let Some((_, own)) = rule.act_by.filter(|(prep, _)| at == Some(*prep) && marker.how == content::Attached::Prep) {
        return own;
    }
    // What one expresses as one's own: a verbal noun with a pronoun.
    let morph = layers.morph(marker.content);
    // Folded, a pronoun ه is like the ending ة ("استنكاره").
    let his = !morph.has_pronoun() && layers.text.raw(marker.content).ends_with('ه');
    if !(his || morph.has_pronoun()) || morph.form == FormKind::Finite || marker.how == content::Attached::That {
        return cue.act;
    }
    let stem = crate::clause::morph_stem(layers, marker.content);
    let stem = if his { stem.strip_suffix('ه').unwrap_or(stem) } else { stem };
    let act = |lexeme: u32| layers.lexicon.lexeme(Some(lexeme)).and_then(|l| l.cue).map(|c| layers.lexicon.cues[c as usize].act);
    let mut felt = layers.lexicon.forms(stem).filter(|f| f.kind == FormKind::Masdar);
    felt.find_map(|f| act(f.lexeme)).unwrap_or(cue.act)
}

/// Constructions of a cue in which nothing is said.
fn says_nothing(input: Input<'_>, cue: &cues::CueAt, marker: &content::Marker) -> bool {
    let layers = input.layers;
    let rule = &layers.lexicon.cues[cue.cue];
    let morph = layers.morph(cue.word);
    let at_once = marker.at == cue.word + 1;
    // "رفضت الشركة التعقيب": what one declines to say.
    let declined = layers.phrase_at(marker.content, &[PhraseClass::Veil]).is_some();
    // "وأولهم «شيخ البلد»": a noun with a pronoun, read as a verb.
    let joined = !cue.continues && morph.has_pronoun() && marker.how == content::Attached::Quote;
    // "وهم يعلمون أن": who informs (أعلم) informs someone.
    let informs = rule.addressee_object && !rule.takes.quote && rule.takes.preps == 0;
    let knows = informs && at_once && marker.how == content::Attached::That && !morph.has_pronoun();
    // "يعتبر السد أكبر السدود": nobody is said to think so.
    let thought = marker.how == content::Attached::Object && cues::is_thought(input, cue.word);
    declined || joined && !rule.addressee_object || knows || thought
}

/// The cue before which the content of a cue begins; one in a relative clause of whoever says something (`قال النائب الذي رحب
/// بالقرار، إنه`) is stepped over where `إن` follows it after a comma.
fn next_cue<'c>(input: Input<'_>, cue: &cues::CueAt, later: &'c [cues::CueAt]) -> Option<&'c cues::CueAt> {
    let layers = input.layers;
    let next = later.first()?;
    let relative = layers.morph(next.word.checked_sub(1)?).pos == crate::morph::Pos::Relative;
    let rule = &layers.lexicon.cues[cue.cue];
    if !relative || cue.continues || cue.noun || !rule.takes.in_ {
        return Some(next);
    }
    let end = later.get(1).map_or(next.word + RELATIVE, |n| n.word.min(next.word + RELATIVE)).min(layers.text.words.len());
    let that = |w: usize| layers.is_comma(w - 1) && layers.morph(w).pos == crate::morph::Pos::Complementizer;
    let inner = |w: usize| layers.morph(w).pos == crate::morph::Pos::Complementizer;
    let found = (next.word + 1..end).find(|w| inner(*w));
    if found.is_some_and(that) { later.get(1) } else { Some(next) }
}

/// How far behind a verb in a relative clause the content of the verb before may begin.
const RELATIVE: usize = 25;

/// Reads one cue: its speaker, addressee and content.
fn read(
    input: Input<'_>,
    entities: &mut Entities,
    floor: &mut source::Floor,
    cue: &cues::CueAt,
    later: &[cues::CueAt],
    sentence: Range<usize>,
    earlier: &[Statement],
) -> Option<Statement> {
    let after = match cue.noun {
        true => verbal::told(input, cue.word).map(|told| told.marker),
        false => content::marker(input, cue, next_cue(input, cue, later), sentence.clone()),
    };
    let Some(marker) = after.or_else(|| content::behind(input, cue, sentence.clone())) else {
        // "قال متحدث …، قال إن": the first cue only brings the speaker in.
        source::introduce(input, entities, floor, cue, later.first());
        return None;
    };
    let marker = content::past_attribution(input, marker, sentence.clone());
    // "لم تعلن الوزارة حصيلة القتلى": what was not told is no statement.
    let untold = cue.negative && !input.layers.lexicon.cues[cue.cue].negative && matches!(cue.act, "say" | "announce");
    let far = marker.at > cue.word + UNTOLD;
    if untold && (far || matches!(marker.how, content::Attached::Object | content::Attached::Prep)) {
        return None;
    }
    // "الذي تعارضه الدولة العبرية": with its object joined to it, what follows a verb is its subject.
    let joined = input.layers.is_verb(cue.word) && input.layers.morph(cue.word).has_pronoun();
    if joined && marker.how == content::Attached::Object && !input.layers.lexicon.cues[cue.cue].addressee_object {
        return None;
    }
    if says_nothing(input, cue, &marker) {
        return None;
    }
    let parties = source::parties(input, entities, floor, cue, &marker, sentence.clone(), earlier)?;
    let words = content::words(input, cue, &marker, later, sentence)?;
    if input.layers.lexicon.cues[cue.cue].takes.blame && !words.clone().any(|w| cues::is_blame(input, w)) {
        return None;
    }
    // "ترفض الحكومة ذلك": what was said stands elsewhere.
    if words.clone().all(|w| input.layers.role(w) == "dem") {
        return None;
    }
    let content = content::span(input, &marker, words.clone())?;
    let quotes = content::quotes_in(input, words.clone());
    let direct = content::is_direct(input, words.clone());
    let time = when::said(input.layers, cue.word, marker.at);
    let mut chain = parties.before;
    chain.push(parties.speaker);
    let mut cues = parties.cues;
    if let Some((verb, medium)) = source::carrier(input, entities, cue.word + 1..marker.at).filter(|(_, m)| !chain.contains(m)) {
        chain.insert(0, medium);
        cues.insert(0, (input.layers.text.span(verb..verb + 1), Some(medium)));
    }
    cues.push((input.layers.text.span(cue.word..cue.word + 1), Some(parties.speaker)));
    Some(Statement {
        chain,
        cues,
        act: act(input, cue, &marker),
        direct,
        words,
        content,
        quotes,
        addressee: parties.addressee,
        time,
        negative: cue.negative,
        continues: cue.continues,
        cue: cue.word,
        returns: parties.returns,
    })
}
