//! Who speaks, to whom, and through whom: subjects of cues, dropped subjects, and attributions (`بحسب وكالة …`).

use super::content::{Attached, Marker};
use super::cues::CueAt;
use super::{Input, Statement};
use crate::clause::Group;
use crate::entity::Entities;
use crate::lexicon::{Kind, PhraseClass, Prep};
use crate::morph::{Aspect, FormKind, Gender, Number, Pos};
use crate::span::Span;
use std::ops::Range;

/// Who has the floor: the last speaker, for cues without a subject.
#[derive(Default, Debug)]
pub(crate) struct Floor {
    speaker: Option<usize>,
    earlier: Vec<usize>,
}

impl Floor {
    /// Gives the floor to `speaker`.
    pub fn hold(&mut self, speaker: usize) {
        if let Some(last) = self.speaker.replace(speaker).filter(|last| *last != speaker) {
            self.earlier.push(last);
        }
    }

    /// Whether a cue's verb may have the entity as its subject.
    fn agrees(&self, entities: &Entities, cue: &CueAt, id: usize) -> bool {
        let Some(entity) = entities.list.get(id) else { return false };
        let man = entity.kind == Kind::Person && entity.gender != Some(Gender::Feminine) && entity.named;
        cue.gender != Some(Gender::Feminine) || !man
    }

    /// Who goes on at a cue without a subject: the last speaker with whom the verb may agree. A feminine verb goes on for a
    /// woman, an organization or several sources, not for a man.
    fn goes_on(&self, entities: &Entities, cue: &CueAt) -> Option<usize> {
        let agrees = |id: &usize| self.agrees(entities, cue, *id);
        let last = self.speaker.filter(agrees);
        let found = last.or_else(|| self.earlier.iter().rev().take(3).copied().find(|id| agrees(id)));
        // "لكن المنتقدين يقولون": several are not the one who spoke.
        let one = |id: &usize| entities.list.get(*id).is_some_and(|e| e.kind == Kind::Person && e.named);
        // "وكانت الطبيبة … . وقالت": the woman told last, where no woman spoke.
        let woman = |e: &crate::entity::Entity| e.kind == Kind::Person && e.gender == Some(Gender::Feminine);
        let her =
            || (cue.gender == Some(Gender::Feminine) && !cue.several).then(|| entities.last_before(cue.word, woman)).flatten();
        found.or_else(her).or(self.speaker).filter(|id| !(cue.several && one(id)))
    }
}

/// Speaker, addressees and the hops before the speaker.
pub(crate) struct Parties {
    pub speaker: usize,
    pub addressee: Vec<usize>,
    pub before: Vec<usize>,
    pub cues: Vec<(Span, Option<usize>)>,
    /// Whether the turn goes back to a speaker before the one told last.
    pub returns: bool,
}

/// Whether a group can be a speaker: named, titled, an organization, an unnamed source or a document.
pub(crate) fn can_speak(input: Input<'_>, group: &Group) -> bool {
    if group.is_time {
        return false;
    }
    let layers = input.layers;
    if let Some(name) = group.name {
        return layers.names[name].kind != Kind::Other;
    }
    if group.person.is_some() || group.title.is_some() {
        return true;
    }
    // "وأكد سموه".
    if group.words.len() == 1 && layers.lexicon.honours.contains_key(&crate::lexicon::key(layers.text.folded(group.head))) {
        return true;
    }
    let morph = layers.morph(group.head);
    // "تقول الشكوى إن": a verbal noun that is a document, told as one known.
    let deed = morph.form == FormKind::Masdar && morph.article && group.words.len() == 1;
    if deed && (is_document(input, group) || may_be_document(input, group.head)) {
        return true;
    }
    if morph.form != FormKind::Noun && morph.form != FormKind::Adjective {
        return false;
    }
    layers.lexeme(group.head).is_some_and(|l| {
        l.org_head.is_some()
            || l.nation.is_some() && morph.feats.number != Number::Singular
            || l.phrases.iter().any(|p| {
                let phrase = &layers.lexicon.phrases[*p as usize];
                // "مواقع للمتمردين": a word for a medium that means a place as well speaks only with a name.
                let bare = group.of.is_none() && group.nation.is_none();
                !(bare && phrase.note.starts_with("ambiguous"))
                    && matches!(phrase.class, PhraseClass::Anonymous | PhraseClass::Document | PhraseClass::Outlet)
            })
    })
}

/// Finds who speaks at a cue.
pub(crate) fn parties(
    input: Input<'_>,
    entities: &mut Entities,
    floor: &mut Floor,
    cue: &CueAt,
    marker: &Marker,
    sentence: Range<usize>,
    earlier: &[Statement],
) -> Option<Parties> {
    let layers = input.layers;
    let rule = &layers.lexicon.cues[cue.cue];
    if cue.continues && layers.morph(cue.word).form == FormKind::Masdar {
        let who = |g: &&Group| !g.is_time && g.prep.is_none() && (can_speak(input, g) || is_people(input, g));
        let speaker = input.groups_in(sentence.start..cue.word).iter().find(who).and_then(|g| entities.of_group(layers, g))?;
        return Some(Parties { speaker, addressee: Vec::new(), before: Vec::new(), cues: Vec::new(), returns: false });
    }
    if cue.continues {
        let last = super::turn::continued(input, entities, cue, earlier);
        let returns = last.map(|s| s.cue) != earlier.last().map(|s| s.cue);
        let speaker = last
            .and_then(|s| s.chain.last().copied())
            .or_else(|| main_subject(input, entities, sentence.start, cue.word))
            .or_else(|| people_before(input, entities, sentence.start, cue.word))
            .or(floor.speaker)?;
        let before = last.map_or(Vec::new(), |s| s.chain[..s.chain.len() - 1].to_vec());
        let cues = last.map_or(Vec::new(), |s| s.cues[..s.cues.len() - 1].to_vec());
        // "مطالبا الحكومة بسحبه".
        let object = input.group_at(cue.word + 1).filter(|g| rule.addressee_object && g.words.start == cue.word + 1);
        let object = object.filter(|g| g.prep.is_none() && g.words.end <= marker.at && can_speak(input, g));
        let addressee: Vec<usize> =
            object.and_then(|g| entities.of_group(layers, g)).filter(|e| *e != speaker).into_iter().collect();
        return Some(Parties { speaker, addressee, before, cues, returns });
    }
    if cue.noun {
        let speaker = match super::verbal::told(input, cue.word)?.subject {
            super::verbal::Subject::Group(group) => entities.of_group(layers, group)?,
            super::verbal::Subject::Name(name) => *entities.of_name.get(name)?,
        };
        return Some(Parties { speaker, addressee: Vec::new(), before: Vec::new(), cues: Vec::new(), returns: false });
    }
    let zone = input.groups_in(cue.word + 1..marker.at.max(cue.word + 1));
    // "وبين الوزير أن": the verb itself is taken for a preposition.
    // "مع رؤساء التحرير وعدد من الكتاب": who is told together with others under a preposition stands under it too.
    let under = |g: &Group| {
        let before = g.words.start.checked_sub(1).and_then(|w| input.group_at(w));
        g.conj && before.is_some_and(|b| b.words.end == g.words.start && b.prep.is_some() && b.words.start > cue.word)
    };
    let verb = |g: &Group| g.words.start == cue.word + 1 && layers.morph(cue.word).pos == Pos::Preposition;
    let free = |g: &Group| g.prep.is_none() && !under(g) || verb(g);
    // "ندوة عقدها الحزب وواكبتها الإذاعة": whoever stands right after another verb is its subject.
    let other = |g: &Group| {
        let before = g.words.start - 1;
        let participle = layers.morph(before).form == FormKind::ActiveParticiple && layers.text.folded(before).ends_with('ا');
        before > cue.word && (layers.is_verb(before) || participle) && !layers.is_called(before)
    };
    // "واكبتها مراسلة الإذاعة، روضة العلاقي": with who is told after a comma.
    let apposed = |g: &Group| {
        let before = g.words.start - 1;
        let host = before.checked_sub(1).filter(|b| *b > cue.word && layers.is_comma(before)).and_then(|b| input.group_at(b));
        g.person.is_some() && host.is_some_and(|h| h.words.start > cue.word && other(h))
    };
    // "وكتب معلقا": a participle that goes on is no one.
    let participle = |g: &Group| layers.text.folded(g.head).ends_with('ا') && super::cues::is_participle(input, g.head);
    // "وزاد مخاطبا فرق المعارضة": whom he spoke to stands after it.
    let spoken_to = |g: &Group| {
        g.words.start < cue.word + 4
            && (cue.word + 1..g.words.start).any(|w| layers.text.folded(w).ends_with('ا') && super::cues::is_participle(input, w))
    };
    let another = |g: &Group| other(g) || apposed(g) || participle(g) || spoken_to(g);
    let speaks = |g: &&Group| free(g) && can_speak(input, g) && !another(g) && !in_adjunct(input, cue.word, g.words.start);
    let mut candidates: Vec<&Group> = zone.iter().filter(speaks).collect();
    if marker.how == Attached::Object {
        candidates.retain(|g| g.words.start < marker.content);
    }
    // "قال رئيس لجنة التحقيق رئيس اللجنة الأمنية النائب حاكم الزاملي": several offices of one person, who is named last.
    if !rule.addressee_object {
        let chained = |pair: &[&Group]| {
            let open = |g: &Group| g.title.is_some() && g.person.is_none() && g.name.is_none();
            open(pair[0]) && pair[1].title.is_some() && pair[1].words.start == pair[0].words.end && !pair[1].conj
        };
        let n = candidates.windows(2).take_while(|pair| chained(pair)).count();
        if candidates.get(n).is_some_and(|g| g.person.is_some()) {
            candidates.drain(..n);
        }
    }
    // "وأورد وهو يتحدث عن لجنة بنموسى": nobody told meanwhile.
    let meanwhile = (cue.word + 1..marker.at).find(|w| layers.opens_circumstance(*w) && layers.is_verb(w + 1));
    candidates.retain(|g| meanwhile.is_none_or(|m| g.words.start < m));
    // "دعا رئيس المصلحة بالمستشفى، البروفسور كمال الجندي، إلى": whom an office told before a comma is.
    if let [office, person, ..] = candidates[..]
        && office.title.is_some()
        && office.person.is_none()
        && office.name.is_none()
        && person.person.is_some()
        && layers.is_comma(person.words.start - 1)
        && layers.is_comma(person.words.end)
        && !(office.words.end..person.words.start).any(|w| layers.is_verb(w))
    {
        candidates.remove(0);
    }
    // "وقال ضابط في الشرطة يدعى تشين تيبو": by his name.
    let called = |g: &&Group| g.person.is_some() && layers.is_called(g.words.start - 1) && g.words.start > cue.word + 1;
    if let Some(n) = candidates.iter().position(called) {
        candidates.drain(..n);
    }
    let mut addressee = addressees(input, entities, rule.addressee, zone);
    let mut subject = before_verb(input, entities, cue, sentence.start);
    // "اتهم ثلاثة موظفين بالتجسس": whoever is accused by nobody told says nothing.
    if rule.act == "accuse" && super::raised::suffers(input, cue.word, subject.is_some()) {
        return None;
    }
    // "قدمت ليبيا مشروع قرار يطالب إسرائيل بوقف القتال": what a text right before the verb asks, its author asks.
    if subject.is_none() && rule.addressee_object && super::raised::is_thing(input, cue.word) {
        subject = main_subject(input, entities, sentence.start, cue.word);
        subject?;
    }
    // "قالت الوزيرة إنها دعت روسيا إلى الحوار": the pronoun is who speaks, and who follows the verb is spoken to.
    if subject.is_none() && rule.addressee_object && super::raised::has_subject(input, cue.word, sentence.start) {
        let host = earlier.last().filter(|s| s.cue >= sentence.start).and_then(|s| s.chain.last().copied());
        subject = host.or(floor.speaker).filter(|s| floor.agrees(entities, cue, *s));
    }
    let lone = || candidates.first().is_none_or(|g| g.words.start > cue.word + 1);
    if subject.is_none() && lone() {
        subject = super::turn::described(input, cue, sentence.start).and_then(|g| entities.of_group(layers, g));
    }
    subject = subject.or_else(|| super::turn::topic(input, entities, cue, sentence.start));
    // "حفل قال خلاله القائد": whoever stands right after it speaks.
    let beside = candidates.first().is_some_and(|g| g.words.start == cue.word + 2);
    if subject.is_none() && !(beside && !rule.addressee_object) && resumes(input, cue.word) {
        subject = author(input, entities, cue, sentence.start);
    }
    // "وأظهرت النتائج أن": a thing says nothing; "وقال سكان إن": people do.
    let next = zone.first().filter(|g| g.words.start == cue.word + 1 && g.prep.is_none() && !g.is_time && !can_speak(input, g));
    let told = |g: &Group| !cue.several && (!rule.addressee_object || super::turn::people_speak(input, cue, g));
    if let Some(next) = next.filter(|g| subject.is_none() && told(g) && g.words.end <= marker.at && candidates.is_empty()) {
        // "وأضافت راد أن": an unknown word may be a name. "وحذرت شخصيات من": people speak.
        if is_people(input, next) {
            subject = entities.of_group(layers, next);
        } else if matches!(marker.how, Attached::That | Attached::Quote) && layers.morph(next.head).article {
            return None;
        }
    }
    // "ووصف الرئيس بأنه صديق": whom the verb is about.
    let verb = crate::lexicon::key(&crate::text::fold(&rule.verb));
    let about = |g: &&Group| {
        let bi = layers.prep_of(marker.at) == Some(Prep::Bi) || layers.text.folded(marker.at).starts_with('ب');
        g.words.end == marker.at && (bi || rule.addressee_object) && !layers.morph(cue.word).has_pronoun()
    };
    let described = !rule.addressee_object
        && layers.lexicon.about_someone.contains(&verb)
        && !rule.takes.object
        && candidates.first().is_some_and(about);
    if subject.is_some() || cue.several || described {
        if rule.addressee_object {
            addressee.extend(candidates.iter().take(2).filter_map(|g| entities.of_group(layers, g)));
        }
    } else if let Some(first) = candidates.first() {
        // "ودعا إسرائيل وحماس إلى التهدئة", "وحث السياسيين على": by its case or gender it is called on.
        let called = rule.addressee_object && crate::clause::is_object_only(layers, first, layers.morph(cue.word).feats);
        let lone = rule.addressee_object && candidates.len() == 1;
        // "وحث رجال الأعمال على": nobody urges nobody.
        let urged = layers.lexicon.about_someone.contains(&verb) && about(first) && layers.has_conj(cue.word);
        let alone = lone
            && (urged || is_object(input, entities, floor, cue, first) || super::turn::is_told(input, cue, &marker.at, first));
        // "وتعرض أبو مازن لقضية المصالحة واتهم حماس": the subject of the verb before.
        let joined = (called || alone) && earlier.is_empty() && cue.word > sentence.start && layers.has_conj(cue.word);
        subject = joined.then(|| main_subject(input, entities, sentence.start, cue.word)).flatten();
        let spoke = subject.is_some() || floor.speaker.is_some();
        if let Some(own) = super::turn::by_office(input, cue, &marker.at, first).filter(|_| lone) {
            // "واتهم رئيس الحكومة وهبي بـ": an office, then whom he accuses.
            subject = entities.of_group(layers, &own);
            addressee.extend(entities.of_group(layers, first));
        } else if called || alone && spoke {
            let further = candidates.iter().skip(1).take_while(|g| called && g.conj);
            addressee.extend(std::iter::once(first).chain(further).filter_map(|g| entities.of_group(layers, g)));
        } else {
            subject = entities.of_group(layers, first);
            // "من جانبه، أكد الرئيس": the turn goes to the other side.
            let turned = layers
                .phrase_at(sentence.start, &[PhraseClass::Connect])
                .is_some_and(|(_, p)| layers.lexicon.phrases[p as usize].note == "new");
            if turned && subject == floor.speaker && first.person.is_none() && first.name.is_none() {
                subject = entities.other_holder(layers, first, subject, cue.word).or(subject);
            }
            if rule.addressee_object {
                addressee.extend(candidates.iter().skip(1).take(2).filter_map(|g| entities.of_group(layers, g)));
            }
        }
    }
    if subject.is_none()
        && candidates.is_empty()
        && (of_a_thing(input, cue, sentence.start) || super::turn::is_things(input, cue, sentence.start))
    {
        return None;
    }
    let host = super::turn::continued(input, entities, cue, earlier).and_then(|s| s.chain.last().copied());
    let subject = subject.or_else(|| {
        let owner = document_owner(input, entities, cue, marker);
        // "وكانت الوزيرة اتصلت بنظيرها، وأكدت له": whoever the verb before, which told nothing, was said of.
        let own = layers.has_conj(cue.word)
            && candidates.is_empty()
            && earlier.last().is_none_or(|s| s.cue < sentence.start)
            && (sentence.start..cue.word).any(|w| layers.is_verb(w));
        let main = if own { main_subject(input, entities, sentence.start, cue.word) } else { None };
        let main = main.filter(|m| floor.agrees(entities, cue, *m));
        // "زار الرئيس بيروت. وأكد أن": or the sentence before, where nobody has spoken yet.
        let open = main.is_none() && candidates.is_empty() && floor.speaker.is_none();
        let before = if open { super::turn::before_sentence(input, entities, cue, sentence.start) } else { None };
        let main = main.or(before.filter(|b| floor.agrees(entities, cue, *b)));
        let goes_on = || main.or(host.filter(|h| floor.agrees(entities, cue, *h))).or_else(|| floor.goes_on(entities, cue));
        let goes_on = owner.or_else(|| goes_on().filter(|_| candidates.is_empty() || rule.addressee_object || described));
        // "وجاء في التقرير أن …" where nobody spoke before: the document itself.
        let document = || zone.iter().find(|g| g.prep == Some(Prep::Fi) && is_document(input, g) && layers.morph(g.head).article);
        goes_on.or_else(|| document().and_then(|g| entities.of_group(layers, g)))
    });
    // "علمت الصحيفة من مصادر مطلعة أن": the source is the speaker; what one merely knows is no statement.
    if layers.lexicon.hearing.contains(&crate::lexicon::key(&crate::text::fold(&rule.verb))) {
        let source = zone.iter().find(|g| g.prep == Some(Prep::Min) && can_speak(input, g))?;
        let speaker = entities.of_group(layers, source)?;
        let own = crate::text::is_quote(layers.text.raw(cue.word + 1));
        let cue = layers.text.span(cue.word..cue.word + 1);
        floor.hold(speaker);
        // "علمت «الوطن» من مصادر": so a paper speaks of itself, and who publishes is no source.
        let before: Vec<usize> = subject.into_iter().filter(|_| !candidates.is_empty() && !own).collect();
        let cues = before.iter().map(|hop| (cue, Some(*hop))).collect();
        return Some(Parties { speaker, addressee: Vec::new(), before, cues, returns: false });
    }
    let subject = subject?;
    // نقلت الوكالة عن الوزير قوله: whoever passes words on stands before the one whose words they are.
    if rule.relays != 0 {
        let owner = |g: &&Group| g.prep.is_some_and(|p| p.bit() & rule.relays != 0) && can_speak(input, g);
        let quoted = zone.iter().find(owner).and_then(|g| entities.of_group(layers, g));
        if let Some(speaker) = quoted {
            let cue = layers.text.span(cue.word..cue.word + 1);
            floor.hold(speaker);
            return Some(Parties {
                speaker,
                addressee: Vec::new(),
                before: Some(subject).filter(|s| *s != speaker).into_iter().collect(),
                cues: Some((cue, Some(subject))).filter(|_| subject != speaker).into_iter().collect(),
                returns: false,
            });
        }
    }
    // "وأكدت خولة المجيني": the verb tells that she is a woman.
    let beside = candidates.first().filter(|g| g.words.start == cue.word + 1 && g.person.is_some() && !described);
    if beside.is_some_and(|g| entities.of_group(layers, g) == Some(subject))
        && cue.gender.is_some()
        && let Some(entity) = entities.list.get_mut(subject).filter(|e| e.kind == Kind::Person && e.gender.is_none())
    {
        entity.gender = cue.gender;
    }
    floor.hold(subject);
    Some(Parties { speaker: subject, addressee, before: Vec::new(), cues: Vec::new(), returns: false })
}

/// "نشروا صورا تظهر أن": a clause about a thing right before it, which says nothing.
fn of_a_thing(input: Input<'_>, cue: &CueAt, sentence: usize) -> bool {
    let layers = input.layers;
    let tells =
        layers.is_verb(cue.word) && layers.morph(cue.word).feats.aspect == Aspect::Imperfect && !layers.has_conj(cue.word);
    let Some(group) = cue.word.checked_sub(1).and_then(|b| input.group_at(b)).filter(|g| tells && g.words.end == cue.word) else {
        return false;
    };
    let thing = group.name.is_none() && !layers.morph(group.head).article && layers.morph(group.head).form == FormKind::Noun;
    let inside = (sentence..group.words.start).any(|w| layers.is_verb(w));
    thing && inside && !group.is_time && !can_speak(input, group) && !is_people(input, group)
}

/// "كلمة أكد فيها", "بيان قالت فيه": the clause tells of the document before it.
fn resumes(input: Input<'_>, cue: usize) -> bool {
    let layers = input.layers;
    let next = layers.text.folded(cue + 1);
    let inside = (next.starts_with("في") || next.starts_with("خلال")) && super::cues::prep_with_pronoun(next);
    inside && layers.morph(cue + 1).pos == Pos::Preposition && !layers.has_conj(cue)
}

/// Whether a word's letters are a document's too (`الشكوى`, of اشتكى).
fn may_be_document(input: Input<'_>, word: usize) -> bool {
    let lexicon = input.layers.lexicon;
    let class = |p: &u32| lexicon.phrases[*p as usize].class == PhraseClass::Document;
    let stem = crate::lexicon::without_article(crate::clause::morph_stem(input.layers, word));
    lexicon
        .forms(stem)
        .any(|f| f.kind == FormKind::Noun && lexicon.lexeme(Some(f.lexeme)).is_some_and(|l| l.phrases.iter().any(class)))
}

pub(super) fn is_document(input: Input<'_>, group: &Group) -> bool {
    let class = |p: &u32| input.layers.lexicon.phrases[*p as usize].class == PhraseClass::Document;
    input.layers.lexeme(group.head).is_some_and(|l| l.phrases.iter().any(class))
}

/// Whose document it is in which a relative clause says something: from whom it comes, or who made it
/// (`تلقى رسالة من الملك أكد فيها`, `ألقى الوزير كلمة أكد فيها`).
fn author(input: Input<'_>, entities: &mut Entities, cue: &CueAt, sentence: usize) -> Option<usize> {
    let agrees = |g: &Group| group_gender(input, g).is_none_or(|gender| cue.gender.is_none_or(|c| c == gender));
    let groups = input.groups_in(sentence..cue.word);
    let from =
        |at: usize| groups[at].prep == Some(Prep::Min) && at.checked_sub(1).is_some_and(|b| is_document(input, &groups[b]));
    // "تغريدة على «تويتر»": a name in marks stands under the preposition before them.
    let marked = |g: &Group| g.words.start.checked_sub(1).is_some_and(|b| crate::text::is_quote(input.layers.text.raw(b)));
    // "بيان تلقت الوكالة نسخة منه": nor does whoever received it.
    let received = |g: &Group| {
        let verb = g.words.start.checked_sub(1).filter(|b| input.layers.is_verb(*b)).and_then(|b| input.layers.lexeme(b));
        verb.is_some_and(|l| input.layers.lexicon.receiving.contains(&l.key))
    };
    let speaks =
        |g: &Group| !g.is_time && can_speak(input, g) && !is_document(input, g) && agrees(g) && !marked(g) && !received(g);
    let at = (0..groups.len()).rev().find(|at| speaks(&groups[*at]) && (groups[*at].prep.is_none() || from(*at)))?;
    entities.of_group(input.layers, &groups[at])
}

/// Whether a group means people, unnamed and without a title (`سكان`, `محتجون`).
pub(crate) fn is_people(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let stem = crate::clause::morph_stem(layers, group.head);
    let listed = |word: &str| layers.lexicon.people.contains(&crate::lexicon::key(word));
    let sound = (stem.ends_with("ون") || stem.ends_with("ين")) && layers.morph(group.head).feats.number == Number::Plural;
    listed(stem)
        || layers.lexicon.households.contains(&crate::lexicon::key(stem))
        || layers.lexeme(group.head).is_some_and(|l| layers.lexicon.households.contains(&l.key))
        || listed(crate::lexicon::without_article(stem))
        || sound
        || layers.lexeme(group.head).is_some_and(|l| layers.lexicon.people.contains(&l.key))
}

/// Who says something in a document of his own (`قالت الحركة في بيان`), if a statement of a sentence tells so.
pub(crate) fn issuer_of(input: Input<'_>, entities: &Entities, statements: &[Statement]) -> Option<usize> {
    let own = |s: &&Statement| {
        let mut groups = input.groups_in(s.cue + 1..s.words.start.max(s.cue + 1)).iter();
        resumes(input, s.cue)
            || groups.any(|g| g.prep == Some(Prep::Fi) && is_document(input, g) && !input.layers.morph(g.head).article)
    };
    let speaker = statements.iter().rev().find(own).and_then(|s| s.chain.last().copied())?;
    entities.list.get(speaker).filter(|e| e.kind != Kind::Place).map(|_| speaker)
}

/// Who passed on the document in which something is said (`قالت الوزارة، في بيان نقلته الوكالة، إن …`), and the verb that tells it.
pub(crate) fn carrier(input: Input<'_>, entities: &mut Entities, words: Range<usize>) -> Option<(usize, usize)> {
    let verb = words.clone().find(|w| super::cues::carries_document(input, *w))?;
    let group = input.group_at(verb + 1).filter(|g| g.words.start == verb + 1 && g.prep.is_none() && can_speak(input, g))?;
    // "في بيان أصدره قائدها": a person issues it for whoever speaks.
    let medium = entities.of_group(input.layers, group)?;
    entities.list.get(medium).filter(|e| e.kind != Kind::Person).map(|_| (verb, medium))
}

/// How far before the next cue one without content of its own brings a speaker in, in words.
const INTRODUCED: usize = 20;

/// Gives the floor to the subject of a cue that has no content of its own.
pub(crate) fn introduce(input: Input<'_>, entities: &mut Entities, floor: &mut Floor, cue: &CueAt, next: Option<&CueAt>) {
    // "ويضيف الخبير قائلا: …": the participle goes on for whoever stands right after the verb.
    let beside = |n: &&CueAt| {
        let group = input.group_at(cue.word + 1).filter(|g| g.words.start == cue.word + 1 && can_speak(input, g));
        !n.continues || group.is_some_and(|g| g.words.end == n.word)
    };
    let Some(next) = next.filter(beside).filter(|n| n.word < cue.word + INTRODUCED) else { return };
    // "وكانت الوزيرة انتقدت الشركة ورأت أن": whoever stands before the verb goes on, not its object.
    let start = input.layers.text.sentence_of(cue.word).map_or(cue.word, |s| input.layers.text.sentences[s].first);
    if let Some(speaker) = before_verb(input, entities, cue, start) {
        floor.hold(speaker);
        return;
    }
    // "وتطرق إلى قضية بدوي، وقال": who is told of under a preposition does not go on.
    let group =
        input.groups_in(cue.word + 1..next.word).iter().find(|g| !g.is_time).filter(|g| g.prep.is_none() && can_speak(input, g));
    if let Some(speaker) = group.and_then(|g| entities.of_group(input.layers, g)) {
        floor.hold(speaker);
    }
}

/// Whether an attribution (`بحسب ما نشرته …`) opened between the cue and `start`: a name in it is a source, not the subject.
fn in_adjunct(input: Input<'_>, cue: usize, start: usize) -> bool {
    let layers = input.layers;
    (cue + 1..start)
        .any(|w| layers.phrase_at(w, &[PhraseClass::According]).is_some() && !(w + 1..start).any(|c| layers.is_comma(c)))
}

/// A single party after `طالب`, `دعا`: the object if the verb does not agree with it or the last speaker goes on.
fn is_object(input: Input<'_>, entities: &mut Entities, floor: &Floor, cue: &CueAt, group: &Group) -> bool {
    let Some(last) = floor.speaker else { return false };
    let layers = input.layers;
    let entity = entities.of_group(layers, group);
    if entity == Some(last) {
        return false;
    }
    let gender = group_gender(input, group);
    let agrees = cue.gender.is_none() || gender.is_none() || cue.gender == gender;
    let adjacent = (cue.word + 1..group.words.start).all(|w| layers.is_comma(w));
    let last_kind = entities.list.get(last).map(|e| e.kind);
    !agrees || (!adjacent && group.person.is_none() && last_kind == Some(Kind::Person))
}

/// Gender of the head of a group as verbs agree with it; unknown for names of persons.
fn group_gender(input: Input<'_>, group: &Group) -> Option<Gender> {
    let layers = input.layers;
    if group.person.is_some() && group.title.is_none() {
        return None;
    }
    let morph = layers.morph(group.head);
    if group.name.is_some_and(|n| layers.names[n].kind == Kind::Place) {
        // Countries and cities are feminine but for a few (العراق, لبنان, المغرب, الأردن, السودان).
        return None;
    }
    if morph.form != FormKind::Noun {
        return None;
    }
    match morph.feats.number {
        // "ودعا أحزاب المعارضة": with a plural of bodies a verb is feminine.
        Number::Plural if crate::clause::is_bodies(layers, group.head) => Some(Gender::Feminine),
        // "ودعت قادة الفصائل": of people it is not.
        Number::Plural if group.title.is_some() && !layers.text.folded(group.head).ends_with("ات") => Some(Gender::Masculine),
        Number::Plural => None,
        _ => Some(morph.feats.gender),
    }
}

fn addressees(input: Input<'_>, entities: &mut Entities, preps: u16, zone: &[Group]) -> Vec<usize> {
    if preps == 0 {
        return Vec::new();
    }
    let fits: Vec<&Group> = zone.iter().filter(|g| g.prep.is_some_and(|p| p.bit() & preps != 0) && can_speak(input, g)).collect();
    fits.into_iter().filter_map(|g| entities.of_group(input.layers, g)).collect()
}

/// A subject before its verb: `رئيس الوزراء … قال`, `أن السيسي أكد`, `وكان مسؤول … قد طالب`, `الوزير الذي قال`.
fn before_verb(input: Input<'_>, entities: &mut Entities, cue: &CueAt, sentence: usize) -> Option<usize> {
    let layers = input.layers;
    // "وتطرق إلى قضية بدوي، وقال": a verb joined by و goes on for who stands before that.
    if layers.has_conj(cue.word) {
        return None;
    }
    // "سبق للرئيس أن دعا المجلس".
    if let Some(raised) = super::raised::raised(input, cue.word).filter(|g| can_speak(input, g)) {
        return entities.of_group(layers, raised);
    }
    let mut at = cue.word;
    while at > sentence
        && (matches!(layers.morph(at - 1).pos, Pos::Particle | Pos::Negation | Pos::Relative | Pos::Modal)
            || layers.is_comma(at - 1)
            // "وكانت (دولة العراق الإسلامية) أعلنت".
            || layers.text.raw(at - 1) == ")")
    {
        at -= 1;
    }
    at = super::raised::before_brackets(input, at, sentence, cue.word);
    let mut group = input.group_at(at.checked_sub(1)?)?;
    let relative = cue.word.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Relative);
    // "المالكي الذي يقول عنه نائبه": a pronoun under a preposition takes up whom it is told of, and the subject follows.
    if relative && super::turn::told_of(input, cue.word) {
        return None;
    }
    // "ترامب الذي يأمل مؤيدوه": nor is he whose own people stand there.
    let own = input.group_at(cue.word + 1).filter(|g| relative && g.words.start == cue.word + 1 && g.prep.is_none());
    if own.is_some_and(|g| layers.is_his(g.head) && is_people(input, g)) {
        return None;
    }
    // "الذي اتهمه سفيان بالكذب": nor is he whom the verb's pronoun takes up, where somebody stands after it.
    if own.is_some_and(|g| layers.morph(cue.word).has_pronoun() && can_speak(input, g)) {
        return None;
    }
    // Step over a time or an adjunct between subject and verb.
    for _ in 0..3 {
        // "معارك مع الجيش، الذي اتهم": but a relative takes up whoever stands right before it.
        let taken_up =
            relative && !layers.morph(cue.word).has_pronoun() && group.prep != Some(Prep::Fi) && can_speak(input, group);
        if !(group.is_time || group.prep.is_some() && !taken_up) || group.words.start <= sentence {
            break;
        }
        // "من تصاعد الهجمات التي قال إنها": nor does a relative take up anyone beyond a thing.
        if relative && !group.is_time && group.prep != Some(Prep::Fi) && !can_speak(input, group) && group.of.is_none() {
            return None;
        }
        let Some(mut before) = group.words.start.checked_sub(1) else { break };
        if layers.morph(before).pos == Pos::Preposition && before > sentence {
            before -= 1;
        }
        while before > sentence && layers.is_comma(before) {
            before -= 1;
        }
        let Some(earlier) = input.group_at(before) else { break };
        group = earlier;
    }
    // "كانت الولايات المتحدة وبريطانيا قد طالبت": the first of those told together.
    for _ in 0..3 {
        let start = group.words.start;
        let joined =
            group.conj && group.prep.is_none() && !relative && start > sentence && !starts_clause(input, start, sentence);
        let earlier = input.group_at(start.saturating_sub(1)).filter(|e| joined && e.words.end == start && e.prep.is_none());
        let Some(earlier) = earlier.filter(|e| !e.is_time && can_speak(input, e) && can_speak(input, group)) else { break };
        group = earlier;
    }
    // "سياسيا أفادت أنباء": an indefinite accusative is a subject only after إن.
    let adverb = group.words.len() == 1
        && group.name.is_none()
        && layers.text.folded(group.head).ends_with('ا')
        && !layers.morph(group.head).article
        && layers.lexeme(group.head).is_none_or(|l| !l.lemma.ends_with(['ا', 'ى', 'أ', 'ء']))
        && (group.words.start <= sentence || layers.morph(group.words.start - 1).pos != Pos::Complementizer);
    let dateline = group.words.start == sentence && layers.is_dash(group.words.end);
    // "تصريحات نائب الرئيس نوري المالكي الذي قال": the relative of one takes up whose they are.
    let one = relative && layers.text.folded(cue.word - 1) == "الذي";
    let person = |n: &usize| layers.names[*n].kind == Kind::Person && layers.names[*n].words.end == group.words.end;
    let whose = group.of.filter(|n| one && person(n) && !can_speak(input, group));
    if adverb
        || dateline
        || group.words.start < sentence
        || (group.prep.is_some() && !relative)
        || group.conj && !relative && !starts_clause(input, group.words.start, sentence)
        || !can_speak(input, group) && whose.is_none() && !(cue.several && is_people(input, group))
    {
        return None;
    }
    // "ولكن شرطة العاصمة واشنطن قالت": a name beside whoever it tells of.
    if let Some(host) = group.words.start.checked_sub(1).and_then(|b| input.group_at(b)).filter(|h| {
        let beside = h.words.end == group.words.start && h.words.start >= sentence && group.name.is_some() && !group.conj;
        beside && h.prep.is_none() && can_speak(input, h) && starts_clause(input, h.words.start, sentence)
    }) {
        group = host;
    }
    let opens = group.words.start == sentence || starts_clause(input, group.words.start, sentence) || relative;
    if !opens {
        return None;
    }
    if let Some(name) = whose {
        return entities.of_name.get(name).copied();
    }
    entities.of_group(layers, group)
}

/// Whether a clause with its subject first may begin at `word`.
fn starts_clause(input: Input<'_>, word: usize, sentence: usize) -> bool {
    let layers = input.layers;
    if word <= sentence {
        return true;
    }
    let before = word - 1;
    matches!(layers.morph(before).pos, Pos::Punctuation | Pos::Complementizer | Pos::Conjunction | Pos::Modal | Pos::Particle)
}

/// جاء في بيان الوزارة: the document, or whoever issued it.
fn document_owner(input: Input<'_>, entities: &mut Entities, cue: &CueAt, marker: &Marker) -> Option<usize> {
    let layers = input.layers;
    let zone = input.groups_in(cue.word + 1..marker.at.max(cue.word + 1));
    let document = zone.iter().find(|g| {
        g.prep == Some(Prep::Fi)
            && layers
                .lexeme(g.head)
                .is_some_and(|l| l.phrases.iter().any(|p| layers.lexicon.phrases[*p as usize].class == PhraseClass::Document))
    })?;
    if let Some(owner) = document.of.or(document.person) {
        return entities.of_name.get(owner).copied();
    }
    // "في تصريح لمراسل الإذاعة": what is spoken is spoken to someone; a statement in writing is someone's.
    if layers.lexicon.spoken.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, document.head))) {
        return None;
    }
    if let Some(owner) = issuer(input, document) {
        return entities.of_group(layers, &owner);
    }
    let beside = |g: &&Group| g.words.start >= document.words.end && g.words.start <= document.words.end + 1;
    let inner = zone.iter().filter(beside).find(|g| g.prep == Some(Prep::Li) && can_speak(input, g));
    inner.and_then(|g| entities.of_group(layers, g))
}

/// `بيان الوزارة`: the body right after a document's head.
fn issuer(input: Input<'_>, document: &Group) -> Option<Group> {
    let words = document.head + 1..document.words.end;
    if words.is_empty() || document.name.is_some() || document.person.is_some() {
        return None;
    }
    let inner = Group { head: words.start, core: words.clone(), words, prep: None, conj: false, ..document.clone() };
    let body = input.layers.lexeme(inner.head).is_some_and(|l| l.org_head.is_some());
    (body && input.layers.morph(inner.head).article).then_some(inner)
}

/// The first subject of the sentence, for participles without a cue before them.
pub(super) fn main_subject(input: Input<'_>, entities: &mut Entities, from: usize, to: usize) -> Option<usize> {
    let quoted = |g: &Group| super::covering(input.quotes, g.words.start).is_some_and(|q| q.inside().contains(&g.words.start));
    let group = input
        .groups_in(from..to)
        .iter()
        .filter(|g| !quoted(g))
        .find(|g| g.prep.is_none() && (g.person.is_some() || g.title.is_some() || g.name.is_some()) && can_speak(input, g))?;
    // "وشكر أحد المساعدين المجلس قائلا": whoever stands right after the verb, though no name.
    let first = input.groups_in(from..group.words.start).iter().find(|g| g.prep.is_none() && !g.is_time);
    let subject = |g: &&Group| {
        let after_verb = g.words.start > from && input.layers.is_verb(g.words.start - 1);
        after_verb && !is_document(input, g) && (can_speak(input, g) || is_people(input, g))
    };
    entities.of_group(input.layers, first.filter(subject).unwrap_or(group))
}

/// The first people told as a subject: `خاض العشرات وقفة، مطالبين الحكومة بالتدخل`.
fn people_before(input: Input<'_>, entities: &mut Entities, from: usize, to: usize) -> Option<usize> {
    let quoted = |g: &Group| super::covering(input.quotes, g.words.start).is_some_and(|q| q.inside().contains(&g.words.start));
    let people = |g: &&Group| g.prep.is_none() && !g.is_time && !quoted(g) && is_people(input, g);
    let group = input.groups_in(from..to).iter().find(people)?;
    entities.of_group(input.layers, group)
}

/// "أكد الوزير المصري أن مصر ترفض": a person who tells what his own state wants says it himself; the state is no hop.
fn speaks_for(input: Input<'_>, entities: &Entities, outer: &Statement, inner: &Statement) -> bool {
    let within = outer.words.start <= inner.cue && inner.cue < outer.words.end;
    let aspect = input.layers.morph(inner.cue).feats.aspect;
    let (Some(person), Some(state)) = (outer.chain.last(), inner.chain.last()) else { return false };
    let (Some(person), Some(state)) = (entities.list.get(*person), entities.list.get(*state)) else { return false };
    let own = person.country.is_some() && person.country == state.country;
    within && !inner.continues && aspect == Aspect::Imperfect && person.kind == Kind::Person && state.kind == Kind::Place && own
}

/// A statement whose content is nothing but another statement becomes its chain: `أضاف راضي … أن السيسي أكد …`.
pub(crate) fn collapse_nested(input: Input<'_>, entities: &Entities, statements: &mut Vec<Statement>, first: usize) {
    let state = |outer: &Statement, inner: &Statement| speaks_for(input, entities, outer, inner);
    for outer in first..statements.len() {
        let mut inner = outer + 1;
        while inner < statements.len() {
            if state(&statements[outer], &statements[inner]) {
                statements.remove(inner);
            } else {
                inner += 1;
            }
        }
    }
    let mut outer = first;
    while outer < statements.len() {
        let within = |s: &Statement| statements[outer].words.start <= s.cue && s.cue < statements[outer].words.end;
        let nested: Vec<usize> = (outer + 1..statements.len()).filter(|i| within(&statements[*i])).collect();
        let Some(&inner) = nested.first() else {
            outer += 1;
            continue;
        };
        let host = statements[outer].clone();
        // Only a subject may stand between the outer content's beginning and the inner cue.
        let whole =
            statements[inner].cue <= host.words.start + 6 && statements[inner].cue - host.words.start < host.words.len() / 2 + 1;
        for idx in nested {
            let inner = &mut statements[idx];
            if inner.chain.last() != host.chain.last() && !inner.chain.starts_with(&host.chain) {
                let mut chain = host.chain.clone();
                chain.append(&mut inner.chain);
                inner.chain = chain;
                let mut cues = host.cues.clone();
                cues.append(&mut inner.cues);
                inner.cues = cues;
            }
        }
        // "نفى أن تكون الرباط قد رفضت": what is denied stays denied.
        if whole
            && !host.negative
            && statements[inner].words.end + 2 >= host.words.end.min(statements[inner].words.end + 3)
            && statements[inner].chain.len() > host.chain.len()
        {
            // What follows a collapsed host keeps the inner speaker's chain.
            let (chain, cues) = (statements[inner].chain.clone(), statements[inner].cues.clone());
            for later in statements[outer + 1..].iter_mut() {
                if later.chain == host.chain && later.cue > host.words.start && !later.returns {
                    later.chain.clone_from(&chain);
                    let own = later.cues.pop().map(|(span, _)| (span, chain.last().copied()));
                    later.cues = cues[..cues.len().saturating_sub(1)].to_vec();
                    later.cues.extend(own);
                }
            }
            statements.remove(outer);
        } else {
            outer += 1;
        }
    }
}

/// A participle that continues a speaker (`مشيدا`) stands under the same chain as the statement it continues.
pub(crate) fn continue_chains(statements: &mut [Statement], first: usize) {
    for idx in first + 1..statements.len() {
        let (before, rest) = statements.split_at_mut(idx);
        let (Some(last), Some(here)) = (before.last(), rest.first_mut()) else { continue };
        if !here.continues || last.chain.last() != here.chain.last() {
            continue;
        }
        let own = here.cues.pop();
        here.chain.clone_from(&last.chain);
        here.cues = last.cues[..last.cues.len().saturating_sub(1)].to_vec();
        here.cues.extend(own);
    }
}

/// Attributions of a sentence: `بحسب وكالة …` adds a hop before its statements, or makes one of what stands before it.
pub(crate) fn according(
    input: Input<'_>,
    entities: &mut Entities,
    floor: &mut Floor,
    sentence: Range<usize>,
    statements: &mut Vec<Statement>,
    first: usize,
) {
    let layers = input.layers;
    let mut word = sentence.start;
    while word < sentence.end {
        let inside_quote = super::covering(input.quotes, word).is_some_and(|q| q.inside().contains(&word));
        let Some((n_words, phrase)) = layers.phrase_at(word, &[PhraseClass::According]).filter(|_| !inside_quote) else {
            word += 1;
            continue;
        };
        let reach = (word + n_words + 12).min(sentence.end);
        let group = input.groups_in(word + n_words..reach).iter().find(|g| !g.is_time).filter(|g| can_speak(input, g));
        let Some(group) = group else {
            word += n_words;
            continue;
        };
        let stop = (word + n_words..group.words.start).any(|w| layers.is_comma(w) || layers.morph(w).pos == Pos::Complementizer);
        let group = super::provider::provider(input, group, sentence.end).unwrap_or(group);
        let Some(source) = (!stop).then(|| entities.of_group(layers, group)).flatten() else {
            word += n_words;
            continue;
        };
        let cue = layers.text.span(word..word + n_words);
        let after = if word > sentence.start + 2 { group.words.end } else { opening_end(input, group, &sentence) };
        let hosts: Vec<usize> = (first..statements.len())
            .filter(|i| {
                let statement = &statements[*i];
                statement.cue < group.words.end || statement.words.start < group.words.end + 8 || statement.cue <= after + 2
            })
            .filter(|i| statements[*i].words.end <= word + 1 || statements[*i].words.start > word || statements[*i].cue < word)
            // "…، حسب ما أكده مسؤول، فيما وصف الرئيس": a turn after an attribution that closes its clause.
            .filter(|i| {
                let cue = statements[*i].cue;
                let closes = word > sentence.start + 2 && cue > group.words.end;
                !(closes && (group.words.end..cue).any(|w| layers.morph(w).pos == Pos::Conjunction && layers.role(w) == "while"))
            })
            .collect();
        // "قتل جندي وفقا للحلف، وقال المتحدث", "وفق صحيفة الوطن التي قالت": nor what is told next of it.
        let next = |i: &usize| {
            let cue = statements[*i].cue;
            let told = cue == group.words.end + 1 && layers.morph(group.words.end).pos == Pos::Relative;
            let turn = layers.has_conj(cue) && (group.words.end..cue).any(|w| layers.is_comma(w));
            word > sentence.start + 2 && cue > group.words.end && (told || turn)
        };
        let hosts: Vec<usize> = hosts.into_iter().filter(|i| !next(i)).collect();
        // "أدانت الجزائر الهجوم، فيما أفادت الوكالة نقلا عن مصدر بأن …": between a cue and its content it is of that cue alone.
        let within = |i: &usize| statements[*i].cue < word && word < statements[*i].words.start;
        let own: Vec<usize> = hosts.iter().copied().filter(within).collect();
        let hosts = if own.is_empty() { hosts } else { own };
        if hosts.is_empty()
            && let Some(mut statement) = from_sentence(input, &sentence, word, group, source, cue)
        {
            let row = &layers.lexicon.phrases[phrase as usize];
            statement.act = row.act.unwrap_or(statement.act);
            // "بحسب ما نقلت الوكالة عن مصدر طبي": the words are the source's.
            if let Some(owner) = relayed(input, group).filter(|_| row.note == "relays")
                && let Some(owner) = entities.of_group(layers, owner).filter(|o| *o != source)
            {
                statement.chain.push(owner);
                statement.cues.push((cue, Some(owner)));
            }
            floor.hold(*statement.chain.last().unwrap_or(&source));
            statements.push(statement);
        }
        // "قالت مصادر نقلا عن مسؤولين": whom the speaker quotes stands beyond the speaker, but for an agency or outlet.
        // "- بحسب ما أورده البيان -": a speaker's own document is no other source.
        let own = is_document(input, group) && layers.morph(group.head).article && group.words.len() == 1;
        let own = own && entities.list.get(source).is_some_and(|e| e.head != layers.morph(group.head).lexeme);
        let hosts = if own { Vec::new() } else { hosts };
        let is_medium =
            |id: usize| entities.list.get(id).is_some_and(|e| e.sector.as_deref() == Some("JRN") && e.kind != Kind::Person);
        let medium = is_medium(source);
        let quoted = !medium && layers.lexicon.phrases[phrase as usize].note == "quoted";
        for idx in hosts {
            let statement = &mut statements[idx];
            let inside = statement.cue < word && word < statement.words.start;
            if !statement.chain.contains(&source) && quoted && inside {
                statement.chain.push(source);
                statement.cues.push((cue, Some(source)));
            } else if !statement.chain.contains(&source) {
                // "ذكرت القناة أن …، بحسب مصادر عسكرية": a medium has it from whoever is none.
                let media = statement.chain.iter().take_while(|id| is_medium(**id)).count();
                let at = if medium { 0 } else { media };
                statement.chain.insert(at, source);
                statement.cues.insert(at.min(statement.cues.len()), (cue, Some(source)));
            }
        }
        word = group.words.end.max(word + n_words);
    }
}

/// Whose words a medium passes on: the group under `عن` right after it.
fn relayed<'l>(input: Input<'l>, group: &Group) -> Option<&'l Group> {
    let near = group.words.end..group.words.end + 3;
    input.groups_in(near).iter().find(|g| g.prep == Some(Prep::An) && can_speak(input, g))
}

/// Clauses that close a sentence with whose word it is: `…، كما أعلن وزير النقل.`, `…، وهو ما أكده المتحدث.`, `…، يضيف المصدر ذاته.`
pub(crate) fn confirmed(
    input: Input<'_>,
    entities: &mut Entities,
    floor: &mut Floor,
    sentence: Range<usize>,
    statements: &mut Vec<Statement>,
    first: usize,
) {
    let layers = input.layers;
    if statements.len() > first {
        return;
    }
    // "لهذه الغاية، يقول الوزير، …": before a present of saying stands a clause.
    let clause = |at: usize, verb: usize| at != verb || (sentence.start..at).any(|w| layers.is_verb(w));
    let found = (sentence.start + LEAST..sentence.end).find_map(|w| Some((w, confirming(input, w)?)));
    let Some((at, verb)) = found.filter(|(at, verb)| clause(*at, *verb)) else { return };
    let Some(lexeme) = layers.morph(verb).lexeme else { return };
    let Some(cue) = layers.lexicon.lexeme(Some(lexeme)).and_then(|l| l.cue) else { return };
    let rule = &layers.lexicon.cues[cue as usize];
    let group = input.group_at(verb + 1).filter(|g| g.words.start == verb + 1 && g.prep.is_none() && can_speak(input, g));
    let Some(group) = group else { return };
    // "…، كما أعلن الوزير أن …": there the clause tells something else.
    let tells = |w: usize| {
        layers.morph(w).pos == Pos::Complementizer || layers.text.raw(w) == ":" || crate::text::is_quote(layers.text.raw(w))
    };
    let stop =
        (group.words.end..sentence.end).find(|w| layers.is_comma(*w) || layers.text.raw(*w) == ".").unwrap_or(sentence.end);
    let adjuncts = |w: usize| input.group_at(w).is_none_or(|g| g.is_time || g.prep.is_some());
    if (group.words.end..stop).any(|w| tells(w) || layers.is_verb(w) || !adjuncts(w)) || tells(stop) {
        return;
    }
    let Some(source) = entities.of_group(layers, group) else { return };
    let span = layers.text.span(verb..verb + 1);
    let end = at - usize::from(layers.is_comma(at - 1));
    // "وقامت الشركة، يضيف المصدر، بتجهيز المبنى": what goes on behind it is said, too.
    let whole = if at == verb { sentence.clone() } else { sentence.start..end.max(sentence.start) };
    if let Some(mut statement) = from_sentence(input, &whole, if at == verb { at } else { end }, group, source, span) {
        statement.act = rule.act;
        statement.negative = rule.negative;
        floor.hold(source);
        statements.push(statement);
    }
}

/// The verb of such a clause, if it opens at `word`: a perfect after `كما`, one whose object resumes the sentence, or a present of saying.
fn confirming(input: Input<'_>, word: usize) -> Option<usize> {
    let layers = input.layers;
    if !layers.is_comma(word.checked_sub(1)?) {
        return None;
    }
    let perfect = |w: usize| layers.is_verb(w) && layers.morph(w).feats.aspect == Aspect::Perfect;
    let (first, second) = (layers.text.folded(word), layers.text.folded(word + 1));
    if first == "كما" {
        return Some(word + 1).filter(|w| perfect(*w) && !layers.morph(*w).has_pronoun());
    }
    // "القطاع تضرر كثيرا، يقول رئيس الجمعية.": a present that nothing joins to what it closes.
    let morph = layers.morph(word);
    let present = layers.is_verb(word)
        && morph.feats.aspect == Aspect::Imperfect
        && !morph.future
        && !morph.has_pronoun()
        && !layers.has_conj(word)
        && layers.lexeme(word).and_then(|l| l.cue).is_some_and(|c| {
            let rule = &layers.lexicon.cues[c as usize];
            rule.act == "say" && rule.takes.in_ && !rule.takes.object
        });
    if present {
        return Some(word);
    }
    let bare = first.strip_prefix('و').unwrap_or(first);
    let resumes = matches!((bare, second), ("هو" | "هذا" | "ذلك", "ما") | ("الامر", "الذي"));
    Some(word + 2).filter(|w| resumes && perfect(*w) && layers.morph(*w).has_pronoun())
}

/// Where what an opening attribution covers begins: after its source, or after the comma that ends what is told of the source
/// (`وبحسب وثيقة اطلعت عليها الوكالة، حذر …`).
fn opening_end(input: Input<'_>, group: &Group, sentence: &Range<usize>) -> usize {
    let layers = input.layers;
    // "ووفقا للمعطيات نفسها، فقد شهدت"
    let end = group.words.end + usize::from(layers.takes_up(group.words.end));
    let end = end + usize::from(end > group.words.end && layers.is_comma(end));
    if !layers.is_verb(end) && layers.morph(end).pos != Pos::Relative {
        return end;
    }
    let comma = (end..sentence.end.min(end + 14)).find(|w| layers.is_comma(*w));
    comma.map_or(end, |c| c + 1)
}

/// Fewest words that an attribution may cover to make a statement.
const LEAST: usize = 3;

/// A statement made of what an attribution covers: the words before it, or after it where it opens the sentence.
fn from_sentence(
    input: Input<'_>,
    sentence: &Range<usize>,
    word: usize,
    group: &Group,
    source: usize,
    cue: Span,
) -> Option<Statement> {
    let layers = input.layers;
    // "وثمن هادي وفقا للوكالة مواقف الصين": without a pause behind it the attribution stands inside what it covers.
    let after = group.words.end;
    let inside = after < sentence.end
        && !layers.is_comma(word.saturating_sub(1))
        && layers.text.words[after].kind == crate::text::WordKind::Arabic
        && layers.time_at(after).is_none()
        && !layers.has_conj(after)
        && !layers.is_verb(after);
    // "وستواصل القوات، وفق المتحدث، التقدم": so does one between two commas where the clause goes on.
    let goes_on = after + 2 < sentence.end && layers.is_comma(word.saturating_sub(1)) && layers.is_comma(after);
    let next = layers.morph(after + 1);
    let noun =
        (next.is_nominal() && next.form != FormKind::Closed || next.pos == Pos::Preposition) && !layers.has_conj(after + 1);
    let inside = inside || goes_on && noun && next.pos != Pos::Conjunction && layers.time_at(after + 1).is_none();
    let words = match word > sentence.start + 2 {
        true if inside => sentence.start..sentence.end,
        true => sentence.start..word,
        false => opening_end(input, group, sentence)..sentence.end,
    };
    let words = words.start + usize::from(layers.is_comma(words.start))..words.end;
    // "بحسب المتحدث فإن القتلى ثلاثة"
    let words = words.start + usize::from(layers.morph(words.start).pos == Pos::Complementizer)..words.end;
    // "حسبما قال مسؤول لرويترز.": there what was said stands elsewhere.
    if words.len() < LEAST {
        return None;
    }
    let marker = Marker {
        at: words.start,
        content: words.start,
        lead: if layers.morph(words.start).conj { 2 } else { 0 },
        how: Attached::Object,
    };
    let mut end = words.end;
    while end > words.start && layers.is_comma(end - 1) {
        end -= 1;
    }
    let words = words.start..end;
    let content = super::content::span(input, &marker, words.clone())?;
    Some(Statement {
        chain: vec![source],
        cues: vec![(cue, Some(source))],
        act: "say",
        direct: super::content::is_direct(input, words.clone()),
        quotes: super::content::quotes_in(input, words.clone()),
        words,
        content,
        addressee: Vec::new(),
        time: None,
        negative: false,
        continues: false,
        cue: word,
        returns: false,
    })
}
