//! The clause of a predicate: its subject, its object and what else stands in it, and where it ends.

use super::arguments::Site;
use super::party::{acts, holds_actor, holds_office, is_people, owned};
use super::subject;
use super::trigger::{Shape, agent_phrase};
use crate::clause::Group;
use crate::lexicon::{FrameKind, Kind, Prep, Slot};
use crate::morph::{FormKind, Gender, Number, Person, Pos};
use crate::statement::Input;

/// What the slots of a frame are filled from.
pub(super) struct Clause<'g> {
    pub subject: Option<&'g Group>,
    pub object: Option<&'g Group>,
    pub after: Vec<&'g Group>,
    /// Bare or governed by the frame's preposition, but no party: an event noun or the like.
    pub idle: Option<&'g Group>,
    /// Whether the verb is read as a passive: it has whom it harmed and no room for who did it.
    pub passive: bool,
}

/// How far a clause reaches from its predicate.
const REACH: usize = 34;

pub(super) fn clause<'g>(site: Site<'g, '_>) -> Clause<'g> {
    let Site { input, frame, trigger, start, .. } = site;
    let layers = input.layers;
    let end = clause_end(site);
    let after: Vec<&Group> = input.groups_in(trigger.word + 1..end).iter().filter(|g| !g.is_time).collect();
    let directed = matches!(frame.event.as_str(), "ASSAULT" | "COERCE" | "SUPPORT" | "REJECT" | "ACCUSE");
    let idle = after.iter().copied().find(|g| {
        let prep = g.prep.is_none_or(|p| frame.recipient.contains(&Slot::Prep(p)));
        prep && Some(g.head) != trigger.object && (layers.morph(g.head).form == FormKind::Masdar || eventful(input, g.head))
    });
    let victim = matches!(frame.event.as_str(), "ASSAULT" | "COERCE");
    // "قصفت مقاتلات روسية مدينة إدلب", "حاصرت مدينة الأبيض", "اقتحموا باحات المسجد": a place that is hit.
    let hit = |g: &Group| {
        let part = layers.lexeme(g.head).is_some_and(|l| l.place_head.is_some())
            || layers.morph(g.head).form == FormKind::Noun && !eventful(input, g.head) && !is_people(layers, g.head);
        // "شرق اليمن" is where it was.
        let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, g.head)));
        let part = part && !layers.lexicon.directions.contains(&stem);
        victim && part && g.of.is_some_and(|n| layers.names[n].kind == Kind::Place)
    };
    // "وفرضت عليها حصارا، وهو ما تنفيه الدوحة": who stands in a relative clause is neither subject nor object here.
    // "قتلت ما لا يقل عن 28 مدنيا": an estimate is no clause.
    let estimate = |w: usize| {
        let next = |offset: usize| Some(layers.text.folded(w + offset));
        layers.lexicon.counted.about.longest(layers.text.folded(w), next).is_some()
    };
    // "اتهم المجلس، وهو المنظمة التي …، الشرطة": what tells who somebody is stands between.
    let aside = (trigger.end..end).find_map(|w| {
        let opens = layers.is_comma(w) && layers.opens_circumstance(w + 1);
        let close = (w + 2..end.min(w + PARENTHESIS)).find(|c| layers.is_comma(*c)).filter(|_| opens)?;
        let next = input.group_at(close + 1).filter(|g| g.words.start == close + 1 && g.prep.is_none() && !g.conj)?;
        (!layers.is_verb(next.words.end) || !layers.morph(next.head).article).then_some(w..close)
    });
    let inside = |w: usize| aside.as_ref().is_some_and(|a| a.contains(&w));
    let relative =
        (trigger.end..end).find(|w| layers.morph(*w).pos == Pos::Relative && !estimate(*w) && !inside(*w)).unwrap_or(end);
    // "هاجم مسلحون يرتدون زي الجيش مقرا": what the subject holds or wears is no object.
    let held = |g: &Group| {
        let verb = g.words.start.checked_sub(1).filter(|v| *v > trigger.word && layers.is_verb(*v));
        verb.and_then(|v| layers.lexeme(v)).is_some_and(|l| layers.lexicon.containing.contains(&l.key))
    };
    // "منتقدا المشهد السياسي التونسي": whose affair it is is not blamed.
    let whose = |g: &Group| g.nation.is_some() && (victim || !super::topic::is_topic(input, g));
    let mut bare: Vec<&Group> = after
        .iter()
        .copied()
        .filter(|g| {
            g.prep.is_none()
                && g.words.start < relative
                && !inside(g.words.start)
                && !g.words.start.checked_sub(1).is_some_and(|b| layers.text.raw(b) == "(")
                && (Some(g.head) != trigger.object
                    || is_people(layers, g.head)
                    || super::party::is_counted_nisba(layers, g)
                    || holds_actor(input, g)
                    || is_party(g)
                    || hit(g))
                && (g.words.start == trigger.word + 1 || !is_genitive(input, g))
                && (acts(input, g)
                    || holds_actor(input, g)
                    || owned(input, g)
                        && !(frame.event == "ACCUSE"
                            && layers.morph(g.head).form == FormKind::Masdar
                            && layers.morph(g.head).article)
                    || directed && (whose(g) || !victim && holds_office(layers, g))
                    || frame.mode.as_deref() == Some("visit") && super::topic::is_land(input, g)
                    || hit(g))
                && !(g.conj && g.words.start > trigger.word + 1)
                && !leads_others(input, g)
                && !held(g)
                // "استهدفت الحركة وليس المدنيين": whom it did not befall.
                && g.words.start.checked_sub(1).is_none_or(|b| b <= trigger.word || layers.morph(b).pos != Pos::Negation)
        })
        .collect();
    // "الجيش قصف مدينة إدلب": what looked like a verbal noun has its object in its own group.
    let own = input.group_at(trigger.word).filter(|g| g.head == trigger.word && g.words.len() > 1 && g.of.is_some());
    if let Some(own) = own.filter(|_| trigger.shape == Shape::Finite && !trigger.passive && victim) {
        bare.insert(0, own);
    }
    join_offices(&mut bare);
    // "قتل 12 على الأقل من أفراد الجيش": of whom they are.
    if trigger.shape == Shape::Finite
        && victim
        && let Some(whom) = super::estimate::of_whom(input, trigger.word + 1)
    {
        return Clause { subject: None, object: Some(whom), after, idle, passive: true };
    }
    let (first, second) = (bare.first().copied(), bare.get(1).copied());
    if trigger.shape == Shape::Nominal || trigger.passive {
        // "عددا من عناصر المليشيات تم أسرهم": the pronoun takes up what stands before.
        let own = layers.morph(trigger.word).has_pronoun() && trigger.passive;
        let taken_up = || before_verb(input, trigger.word - 1, start).or_else(|| input.group_at(trigger.word.checked_sub(2)?));
        let object = if own {
            taken_up().filter(|g| acts(input, g))
        } else {
            // "استهدفت من قبل القوات": whoever did it did not undergo it.
            let agent = |g: &Group| (trigger.word + 1..g.words.start).any(|at| agent_phrase(input, at) == Some(g.words.start));
            let undergoes = first.filter(|g| !agent(g));
            undergoes.or_else(|| before_verb(input, trigger.word, start)).filter(|_| trigger.passive)
        };
        return Clause { subject: None, object, after, idle, passive: trigger.passive };
    }
    if trigger.shape == Shape::Participle {
        return Clause { subject: None, object: first, after, idle, passive: false };
    }
    let (subject, object, passive) = roles(site, first, second);
    Clause { subject, object, after, idle, passive }
}

/// `التقى نائب الرئيس اليمني رئيس مجلس الوزراء خالد بحاح وزير الخارجية`: where a further party follows, offices side by side are one
/// person's, the one who is named.
fn join_offices(bare: &mut Vec<&Group>) {
    let mut end = bare.first().map_or(0, |g| g.words.end);
    while let [one, other, further, ..] = bare.as_slice() {
        let titled = (one.title.is_some() || one.person.is_some()) && other.title.is_some();
        let another = further.title.is_some() || further.person.is_some() || further.name.is_some();
        let both = one.person.is_some() && other.person.is_some();
        if !titled || !another || both || other.words.start != end || other.conj {
            return;
        }
        end = other.words.end;
        let nameless = usize::from(one.person.is_some() || other.person.is_none());
        bare.remove(nameless);
    }
}

/// Whether a group says whom it means: by a name, a title or a nationality.
fn is_party(group: &Group) -> bool {
    group.person.is_some() || group.name.is_some() || group.title.is_some() || group.nation.is_some()
}

/// Which of the bare groups of a finite verb is its subject and which its object; whether it must be read as a passive.
fn roles<'g>(
    site: Site<'g, '_>,
    first: Option<&'g Group>,
    second: Option<&'g Group>,
) -> (Option<&'g Group>, Option<&'g Group>, bool) {
    let Site { input, frame, trigger, start, .. } = site;
    let layers = input.layers;
    // "مسلحون يشتبه بانتمائهم إلى الجماعة": nobody is told to suspect them.
    if unsaid(site) {
        return (None, None, true);
    }
    // "استشهاد وجرح عدد من رجال الأمن": what looks like a verb is a second verbal noun of the same harm.
    if second_harm(input, trigger.word) {
        return (None, first, true);
    }
    // "الوزراء الذين يطالب المتظاهرون باستجوابهم", "العملية التي قام بها الجيش": what a relative takes up does it only where the
    // verb agrees.
    let relative = trigger.word.checked_sub(1).is_some_and(|b| layers.morph(b).pos == Pos::Relative);
    let several = relative && layers.role(trigger.word - 1) == "several";
    let resumed = first.is_some_and(|f| resumes(site, f));
    let agrees = |_: &&Group| {
        let one = several && trigger.feats.number == Number::Singular && trigger.feats.person == Person::Third;
        !resumed && (!one || input.group_at(trigger.word + 1).is_none_or(|g| g.prep.is_some() || !acts(input, g)))
    };
    // "مدينة تعز التي تعرضت لقصف": a place may undergo what a verb tells of its subject.
    let undergoes = frame.recipient.contains(&Slot::Subject) && !frame.actor.contains(&Slot::Subject);
    let place = || ahead_of(input, trigger.word, start).filter(|g| undergoes && holds_place(input, g));
    let before = before_verb(input, trigger.word, start).or_else(place).filter(agrees);
    let victim = matches!(frame.event.as_str(), "ASSAULT" | "COERCE");
    let transitive = frame.recipient.contains(&Slot::Object) || frame.actor.contains(&Slot::Object);
    let own_object = layers.morph(trigger.word).has_pronoun() || trigger.object.is_some_and(|o| o < trigger.word);
    // A verb before its subject is singular: what follows "يدعمون" or "نطالب" is its object.
    let full = trigger.feats.number != Number::Singular
        || trigger.feats.person != Person::Third
        || trigger.word.checked_sub(1).is_some_and(|b| subject::takes_up_speaker(input, b));
    // "أودع الوزير السجن", "وضع الناشط رهن الاعتقال": where somebody is held is not who.
    let held = frame.kind == FrameKind::Light && frame.mode.as_deref() == Some("arrest");
    let holds_object = !held
        && trigger
            .object
            .is_some_and(|o| input.group_at(o).is_some_and(|g| g.prep.is_none()) && Some(o) != first.map(|g| g.head));
    // "قتل 20 مسلحا من طالبان": men of a body are killed as others are.
    let men = |g: &Group| is_people(layers, g.head) && kills(site);
    // "قتل ناشط في هجوم": so is somebody of a profession or office.
    // "استهدف القيادي بغارة": nobody is told to have struck.
    let struck = |g: &Group| second.is_none() && struck_with(site, g.words.end);
    let body = |g: &Group| {
        layers.lexeme(g.head).is_some_and(|l| l.org_head.is_some()) || g.title.is_some() && !kills(site) && !struck(g)
    };
    let harmless = |g: &Group| g.person.is_none() && g.name.is_none() && !body(g) && (!holds_actor(input, g) || men(g));
    if let Some(before) = before {
        let relative = layers.morph(trigger.word.saturating_sub(1)).pos == Pos::Relative;
        // "الرنتيسي الذي اغتالته إسرائيل", "الشيخ اعتقلته الشرطة": the pronoun takes up whoever stands before.
        if own_object && transitive && (relative || first.is_some_and(|f| f.words.start == trigger.word + 1)) {
            return (first, Some(before), false);
        }
        // "42 حوثيا قتلوا", "جنديا قتل في هجوم": people before a verb of harm that has no object suffer it.
        // "قتلوا بانفجار عبوة ناسفة": what it was done with is no object.
        let means = |g: &Group| {
            let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, g.head));
            layers.lexicon.violence.contains(&crate::lexicon::key(stem)) && g.words.start > trigger.word + 1
        };
        let object = trigger.object.and_then(|o| input.group_at(o)).filter(|g| g.prep.is_none() && !means(g));
        let harmed = || kills(site) || struck_with(site, trigger.word + 1);
        // "الملك أوقف الزيارة": a definite noun right behind the verb is its object, whatever it means.
        let next = trigger.word + 1;
        let whole = input.group_at(next).is_some_and(|g| {
            g.words.start == next && g.prep.is_none() && !g.conj && !g.is_time && layers.morph(g.head).article && !means(g)
        });
        let suffers = victim && transitive && first.is_none() && !own_object && object.is_none() && !whole && harmed();
        let body = layers.lexeme(before.head).is_some_and(|l| l.org_head.is_some());
        if suffers && !body && before.name.is_none_or(|n| layers.names[n].kind == Kind::Person) {
            return (None, Some(before), true);
        }
        return (Some(before), first, false);
    }
    // "جثة المحامية سلوى التي خطفها ملثمون": the pronoun takes up whose it is.
    let inside = ahead_of(input, trigger.word, start).filter(|g| relative && own_object && transitive && g.of.is_some());
    if let Some(whose) = inside.filter(|g| g.of.is_some_and(|n| layers.names[n].kind == Kind::Person)) {
        return (first, Some(whose), false);
    }
    // "هذا التصعيد يهدد الأمن": what cannot act is the subject; whoever owns it acts (`غارات إسرائيلية استهدفت`).
    let ahead = ahead_of(input, trigger.word, start).filter(|_| !disagrees(input, trigger.word));
    let idle = ahead.or_else(|| described(input, trigger.word));
    // "غارة أميركية استهدفته": whose blow it was acts on whom the pronoun means.
    let owned = |g: &&Group| holds_actor(input, g) || g.nation.is_some();
    let strikes = victim && own_object && first.is_none() && !trigger.passive;
    if let Some(blow) = idle.filter(|g| strikes && is_subject(site, g)).filter(owned) {
        return (Some(blow), None, true);
    }
    let idle = idle.filter(|_| !own_object && !trigger.passive);
    // "الضغوط التي أجبرت الوزير على الاستقالة": or the relative takes it up as one.
    let relative_subject = || transitive && second.is_none() && first.is_some_and(|f| super::topic::relative_subject(site, f));
    if let Some(idle) = idle.filter(|g| is_subject(site, g) || relative_subject()) {
        let owned = holds_actor(input, idle) || idle.nation.is_some() || idle.of.is_some();
        let object = first.filter(|f| f.words.start != idle.words.start);
        return (owned.then_some(idle), object, true);
    }
    // "إلى بغداد، والذي التقى رئيس الوزراء": a relative that agrees is the subject, whoever it takes up.
    if let Some(object) = first.filter(|_| !own_object && !trigger.passive && relative_subject()) {
        return (None, Some(object), false);
    }
    // "سيزور العراق", "زار المغرب ألف سائح": what is visited is no visitor.
    let visits = frame.mode.as_deref() == Some("visit") && frame.recipient.contains(&Slot::Object) && !trigger.passive;
    let land = first.filter(|f| visits && !own_object && super::topic::is_land(input, f));
    if let Some(place) = land {
        return (second.filter(|s| !parted(input, place, s)), Some(place), false);
    }
    // "وأحرق مقاتلو الجماعة صهاريج", "واقتادت ناشطيه": a sound plural shows whether it acts.
    let case = first.filter(|f| f.name.is_none() && f.title.is_none() && transitive && !trigger.passive);
    // After a number it is a genitive.
    let case = case.filter(|f| f.head == f.words.start).and_then(|f| case_of(input, f.head));
    // "وحث السياسيين", "ودعا إسرائيل".
    let case = case.or_else(|| {
        let object = first.filter(|f| transitive && !trigger.passive && crate::clause::is_object_only(layers, f, trigger.feats));
        object.map(|_| false)
    });
    match (case, first) {
        (Some(true), Some(first)) => return (Some(first), second, false),
        (Some(false), Some(first)) if !own_object => return (None, Some(first), false),
        _ => {}
    }
    // "قصفت المدفعية الإسرائيلية الأحياء الشرقية": whose force it is strikes, wherever what is hit stands.
    let strikes = |f: &&Group| {
        let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, f.head));
        let body = f.words.len() > 1 && f.head == f.words.start && layers.morph(f.head + 1).article && holds_actor(input, f);
        let stem = crate::lexicon::key(stem);
        // "هدمت جرافات الاحتلال منزلا": so do the machines of a body.
        let machine = layers.lexicon.machines.contains(&stem) && trigger.feats.gender == Gender::Feminine;
        (f.nation.is_some() || f.of.is_some() || body) && (layers.lexicon.forces.contains(&stem) || machine)
    };
    if let Some(force) =
        first.filter(|f| f.words.start == trigger.word + 1 && victim && transitive && !trigger.passive).filter(strikes)
    {
        return (Some(force), second, false);
    }
    // "استهدفت غارات التحالف مواقع للمتمردين": what the row asks for is the subject, and what follows it the object.
    let blow = trigger.object.and_then(|o| input.group_at(o)).filter(|g| victim && g.prep.is_none());
    let force = |g: &Group| {
        let stem = crate::lexicon::without_article(crate::clause::morph_stem(layers, g.head));
        layers.lexicon.forces.contains(&crate::lexicon::key(stem))
    };
    let leads =
        blow.is_some_and(|g| g.words.start == trigger.word + 1 && (eventful(input, g.head) || force(g)) && !acts(input, g));
    // "قصفت الطائرات الإسرائيلية أرضا زراعية": whose planes they are hits, and is not hit.
    if leads && transitive && blow.is_some_and(|g| first.is_some_and(|f| f.words.start == g.words.start)) {
        return (None, second, false);
    }
    if let Some(first) = first.filter(|f| leads && transitive && blow.is_some_and(|g| f.words.start >= g.words.end)) {
        return (None, Some(first), false);
    }
    // "واتهم أوكرانيا بقصف المدينة": one group before what it is accused of is whom the verb is about, whoever does it.
    let about = is_about(site);
    let told = |f: &Group| {
        let next = f.words.end;
        layers.prep_of(next) == Some(Prep::Bi) || layers.morph(next).pos == Pos::Complementizer
    };
    if let Some(object) = first.filter(|f| about && !own_object && second.is_none() && told(f)) {
        return (None, Some(object), false);
    }
    // "أوقفت مصالح الشرطة القضائية": a service of the police acts.
    let service = |f: &&Group| {
        let stem = crate::lexicon::key(crate::lexicon::without_article(crate::clause::morph_stem(layers, f.head)));
        let serves = layers.lexicon.services.contains(&stem) && holds_actor(input, f) || super::party::serves(input, f);
        // "فقتلوا خمسة من رجال الشرطة": so many of them suffer, as others do.
        let serves = serves && !(kills(site) && f.head > f.words.start);
        victim && f.words.start == trigger.word + 1 && serves
    };
    if let Some(first) = first.filter(|_| !own_object && !trigger.passive).filter(service) {
        return (Some(first), second, false);
    }
    match (first, second) {
        (first, _) if full => (None, first, false),
        (Some(first), _) if own_object => (Some(first), None, false),
        (Some(first), Some(second)) if !victim || !parted(input, first, second) => (Some(first), Some(second), false),
        // "قتل ستة أشخاص", "اعتقل شخصان": one bare group after a transitive verb of harm is who was harmed.
        // "فجر انتحاري", "هاجم مسلحون": verbs that news has no passive of have whoever acts there.
        (Some(first), _) if transitive && victim && !holds_object && harmless(first) => {
            let suffers = kills(site) || struck(first) || first.head > first.words.start || !is_people(layers, first.head);
            if suffers { (None, Some(first), kills(site) && !layers.has_conj(trigger.word)) } else { (Some(first), None, false) }
        }
        (Some(first), _)
            if transitive && frame.kind == FrameKind::Verb && frame.object.is_empty() && victim && first.person.is_some() =>
        {
            (None, Some(first), kills(site) && !layers.has_conj(trigger.word))
        }
        // "زار طهران": a place as subject has a feminine verb.
        (Some(first), _) if transitive && trigger.feats.gender == Gender::Masculine && names_place(input, first) => {
            (None, Some(first), false)
        }
        // "وطالب في ختام رسالته المجتمع الدولي": whoever the pronoun means has been told; what follows is the object.
        (Some(first), _) if transitive && takes_up(input, trigger.word + 1..first.words.start) => (None, Some(first), false),
        // "ندد بالتطبيع، وطالب الحكومة": a feminine noun right after a masculine verb that goes on is its object.
        (Some(first), _)
            if transitive
                && layers.has_conj(trigger.word)
                && trigger.feats.gender == Gender::Masculine
                && first.words.start == trigger.word + 1
                && first.person.is_none()
                && layers.text.folded(first.head).ends_with('ه')
                && layers.lexeme(first.head).is_some_and(|l| l.org_head.is_some()) =>
        {
            (None, Some(first), false)
        }
        // "واستدعت قبل أيام سفيرها": whoever is the subject's own is its object.
        (Some(first), _) if !victim && his_own(site, first) => (None, Some(first), false),
        // "وانتقد قرار الحزب": one group that does not agree with its verb, or cannot act, is the object.
        (Some(first), _) if transitive && !acts(input, first) => (None, Some(first), false),
        (Some(first), _) => (Some(first), None, false),
        (None, _) => (None, None, false),
    }
}

/// `الرئيس الذي وجهت له المحكمة اتهامات`: a preposition with its pronoun takes up what the relative is of, and the subject follows it.
fn resumes(site: Site<'_, '_>, first: &Group) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let slots = |p: Prep| [&frame.actor, &frame.recipient].into_iter().any(|s| s.contains(&Slot::Prep(p)));
    let joined = super::pronoun::joined(input, trigger.word + 1);
    joined.is_some_and(|(p, _)| slots(p)) && first.words.start == trigger.word + 2
}

/// `يشتبه بأنهم`: an unwritten passive of blame, with its preposition right after it.
fn unsaid(site: Site<'_, '_>) -> bool {
    let Site { input, frame, trigger, .. } = site;
    let layers = input.layers;
    let lemma = || crate::lexicon::key(&crate::text::fold(&frame.lemma));
    let feats = trigger.feats;
    let one =
        feats.aspect == crate::morph::Aspect::Imperfect && feats.gender == Gender::Masculine && feats.number == Number::Singular;
    let next = trigger.word + 1;
    let governed = || matches!(layers.prep_of(next), Some(Prep::Bi | Prep::Fi)) || layers.morph(next).pos == Pos::Complementizer;
    frame.event == "ACCUSE" && one && layers.lexicon.impersonal.contains(&lemma()) && governed()
}

/// Whether a verb needs someone whom it is about (`اتهم`, `ناشد`).
pub(super) fn is_about(site: Site<'_, '_>) -> bool {
    let lemma = crate::lexicon::key(&crate::text::fold(&site.frame.lemma));
    site.trigger.shape == Shape::Finite && site.input.layers.lexicon.about_someone.contains(&lemma)
}

/// `14 مسؤولا وجهت إليهم السلطات تهما`: whoever stands before the verb, where the preposition right after it bears his pronoun.
pub(super) fn taken_up<'g>(site: Site<'g, '_>, prep: Prep, subject: Option<&Group>) -> Option<&'g Group> {
    let Site { input, trigger, start, .. } = site;
    let joined = super::pronoun::joined(input, trigger.word + 1).filter(|(p, _)| *p == prep && trigger.shape == Shape::Finite);
    let whole = joined.and_then(|_| before_verb(input, trigger.word, start))?;
    subject.is_some_and(|s| s.words.start == trigger.word + 2).then_some(whole)
}

/// `وفد برئاسة الوزير`, `عقب اجتماع وزراء الخارجية`: whoever leads others, or whose deed a preposition governs, has his noun before him.
fn leads_others(input: Input<'_>, group: &Group) -> bool {
    let layers = input.layers;
    let Some(before) = group.words.start.checked_sub(1).and_then(|b| input.group_at(b)) else { return false };
    let beside = before.words.end == group.words.start && before.words.len() == 1 && !layers.morph(before.head).article;
    let stem = crate::lexicon::key(crate::clause::morph_stem(layers, before.head));
    let led = before.prep == Some(Prep::Bi) && layers.lexicon.auspices.contains(&stem);
    let masdar = || layers.lexicon.forms(crate::clause::morph_stem(layers, before.head)).any(|f| f.kind == FormKind::Masdar);
    let deed = before.prep == Some(Prep::Other)
        && !layers.morph(before.head).has_pronoun()
        && (eventful(input, before.head) || masdar());
    // "في العاصمة كابول": nor is the name of a place told by its kind.
    let place = before.prep.is_some()
        && layers.lexeme(before.head).is_some_and(|l| l.place_head.is_some())
        && group.name.is_some_and(|n| layers.names[n].kind == Kind::Place);
    let end = before.words.end == group.words.start && before.words.len() < 3 && before.head == before.words.start;
    group.prep.is_none() && (beside && (led || deed) || end && place)
        || before.words.end == group.words.start && led_name(input, before, group)
}

/// `برئاسة وزير الخارجية عادل الجبير`: the name of whoever leads, after his office.
fn led_name(input: Input<'_>, office: &Group, name: &Group) -> bool {
    let layers = input.layers;
    let stem = crate::lexicon::key(crate::clause::morph_stem(layers, office.head));
    name.person.is_some() && name.prep.is_none() && office.prep == Some(Prep::Bi) && layers.lexicon.auspices.contains(&stem)
}

/// `مقتل وجرح عشرة`: harm joined by و to a verbal noun of harm that nothing follows.
fn second_harm(input: Input<'_>, word: usize) -> bool {
    let layers = input.layers;
    let Some(before) = word.checked_sub(1).filter(|_| layers.has_conj(word)) else { return false };
    let noun = matches!(layers.morph(before).form, FormKind::Masdar | FormKind::Noun) && !layers.morph(before).article;
    noun && super::counts::is_harm(layers, word) && super::counts::is_harm(layers, before)
}

/// Whether a group's pronoun is that of whoever the verb is said of, of the same gender.
fn his_own(site: Site<'_, '_>, group: &Group) -> bool {
    let feats = subject::pronoun_feats(site.input, group.head).filter(|_| group.person.is_none() && group.name.is_none());
    feats.is_some_and(|f| f.gender == site.trigger.feats.gender && f.number == site.trigger.feats.number)
}

/// Whether a sound plural of people is a nominative (`مسلحون`, `مقاتلو`) or not (`مدنيين`, `ناشطيه`); nothing where its letters do not show it.
pub(super) fn case_of(input: Input<'_>, word: usize) -> Option<bool> {
    let layers = input.layers;
    let morph = layers.morph(word);
    let stem = crate::clause::morph_stem(layers, word);
    let listed = |word: &str| layers.lexicon.people.contains(&crate::lexicon::key(crate::lexicon::without_article(word)));
    // "مسلحان مجهولان": a dual in the nominative.
    if let Some(root) = stem.strip_suffix("ان").filter(|_| morph.prep.is_none() && stem.len() >= 10) {
        let one = listed(root) && (listed(stem) || listed(&format!("{root}ون")) || listed(&format!("{root}ين")));
        return one.then_some(true);
    }
    if morph.prep.is_some() || stem.len() < 8 || morph.feats.number == Number::Dual {
        return None;
    }
    let plural = |root: &str, a: &str| listed(&format!("{root}{a}"));
    if let Some(root) = stem.strip_suffix("ون").or(stem.strip_suffix('و')) {
        return plural(root, "ون").then_some(true).or(plural(root, "ين").then_some(true));
    }
    if let Some(root) = stem.strip_suffix("ين") {
        // Not where it may be of two: "جنديين".
        return (plural(root, "ون") && !plural(root, "ان")).then_some(false);
    }
    let root = stem.strip_suffix('ي').filter(|_| morph.has_pronoun())?;
    plural(root, "ون").then_some(false)
}

/// `في انفجار عبوة ناسفة استهدفت دورية`: the indefinite noun that the verb right after it describes.
fn described<'g>(input: Input<'g>, verb: usize) -> Option<&'g Group> {
    let layers = input.layers;
    let group = input.group_at(verb.checked_sub(1)?).filter(|g| g.words.end == verb && !layers.has_conj(verb))?;
    // "في خطوة ندد بها المجلس": what a pronoun takes up is not the subject.
    if super::pronoun::joined(input, verb + 1).is_some() {
        return None;
    }
    let head = layers.morph(group.head);
    let plain = group.name.is_none() && group.of.is_none() && group.person.is_none() && group.title.is_none() && !group.is_time;
    (plain && !head.article && !head.has_pronoun() && !acts(input, group)).then_some(group)
}

/// Whether a group before a verb agrees with it as its subject: feminine with feminine or broken plural.
fn is_subject(site: Site<'_, '_>, group: &Group) -> bool {
    let layers = site.input.layers;
    let morph = layers.morph(group.head);
    let feminine = layers.text.folded(group.head).ends_with(['ه', 'ا'])
        || layers.text.folded(group.head).ends_with("ات")
        || morph.feats.gender == Gender::Feminine
        || morph.feats.number == Number::Plural;
    let verb = site.trigger.feats;
    verb.person == Person::Third
        && morph.form != FormKind::Closed
        && match verb.gender {
            Gender::Feminine => feminine,
            Gender::Masculine => !feminine || morph.feats.gender == Gender::Masculine,
        }
}

/// Whether a verb of harm is written alike in the passive (`قتل`, `اعتقل`, `أصيب`): perfect and without an object it is read so.
fn kills(site: Site<'_, '_>) -> bool {
    let lemma = crate::lexicon::key(&crate::text::fold(&site.frame.lemma));
    site.trigger.feats.aspect == crate::morph::Aspect::Perfect && site.input.layers.lexicon.unmarked.contains(&lemma)
}

/// `استهدف بضربة جوية`, `استهدف القيادي بغارة`: a perfect verb of harm with what it was done with, right at `word`.
fn struck_with(site: Site<'_, '_>, word: usize) -> bool {
    let layers = site.input.layers;
    let perfect = site.trigger.feats.aspect == crate::morph::Aspect::Perfect && site.trigger.feats.number == Number::Singular;
    let with = site.input.group_at(word).filter(|g| perfect && g.words.start == word && g.prep == Some(Prep::Bi));
    with.is_some_and(|g| layers.lexicon.weapons.contains(&crate::lexicon::key(crate::clause::morph_stem(layers, g.head))))
}

/// Whether words between a verb and its first bare group hold a pronoun (`خلال زيارته`, `في ختام رسالته`).
fn takes_up(input: Input<'_>, words: std::ops::Range<usize>) -> bool {
    words.into_iter().any(|w| {
        let morph = input.layers.morph(w);
        morph.has_pronoun() && morph.is_nominal() && matches!(morph.feats.person, Person::Third)
    })
}

/// Whether a noun tells an event of its own.
pub(super) fn eventful(input: Input<'_>, head: usize) -> bool {
    eventful_head(input.layers, head)
}

/// As [`eventful`], for who has no more than the layers.
pub(super) fn eventful_head(layers: crate::clause::Layers<'_>, head: usize) -> bool {
    layers.lexeme(head).is_some_and(|l| !l.frames.is_empty())
}

/// Whether a comma or conjunction parts two groups: then the second is no object.
pub(super) fn parted(input: Input<'_>, first: &Group, second: &Group) -> bool {
    // "قتلت القوات، فجر اليوم، مهربين": but not a parenthesis.
    // "أوقفت عناصر الشرطة بمدينة تزنيت، الخميس، شخصا": wherever it opens.
    let open = (first.words.end..second.words.start).find(|w| input.layers.is_comma(*w)).unwrap_or(first.words.end);
    if parenthesis(input, open, second.words.end + PARENTHESIS).is_some_and(|close| close < second.words.start) {
        return false;
    }
    (first.words.end..second.words.start).any(|w| input.layers.is_comma(w) || input.layers.morph(w).pos == Pos::Conjunction)
}

/// Whether a group is the genitive of an event noun before it (`مقتل الجنرال`): it belongs to that noun, not to a verb.
pub(super) fn is_genitive(input: Input<'_>, group: &Group) -> bool {
    let Some(before) = group.words.start.checked_sub(1) else { return false };
    let morph = input.layers.morph(before);
    let construct = !morph.article && !morph.has_pronoun() && input.layers.name_at(before).is_none();
    group.prep.is_none()
        && !group.conj
        && construct
        // "يستقلون سيارة ضابطا": nor is an accusative one.
        && !crate::clause::is_accusative(input.layers, group.head)
        && (morph.form == FormKind::Masdar || morph.pos == Pos::Noun && eventful(input, before))
        && !input.layers.text.folded(before).ends_with('ا')
}

/// Where the clause of a predicate ends: at a turn, a new clause, or its reach.
pub(super) fn clause_end(site: Site<'_, '_>) -> usize {
    let Site { input, trigger, .. } = site;
    let layers = input.layers;
    let stop = site.end.min(trigger.word + REACH);
    let mut commas = 0;
    let mut inside = 0;
    for word in trigger.word + 1..stop {
        inside = inside.max(parenthesis(input, word, stop).unwrap_or(0));
        if word < inside {
            continue;
        }
        if layers.is_comma(word) {
            commas += 1;
        }
        // "استنكر الرئيس الاعتداء، داعيا الدول الراعية …": what a participle goes on to tell has parties of its own.
        let reports = layers.is_comma(word - 1)
            && trigger.shape == Shape::Finite
            && (super::trigger::reporting(input, word).is_some()
                || layers.morph(word).form == FormKind::ActiveParticiple
                    && !layers.morph(word).article
                    && layers.lexeme(word).is_some_and(|l| l.cue.is_some()));
        if reports {
            return word;
        }
        let conjunction = layers.morph(word).pos == Pos::Conjunction
            && matches!(layers.role(word), "while" | "when" | "because" | "where" | "if" | "as" | "but" | "purpose");
        let resumes = layers.morph(word).verb_trail > 0 && layers.morph(word).verb.is_some();
        let verb = (layers.is_verb(word) || resumes) && input.group_at(word).is_none();
        let nominal = trigger.shape == Shape::Nominal && !trigger.passive;
        // "هجوم نفذته وحدة": a verb right after an indefinite noun opens a clause that describes it.
        let describes = input.group_at(word.saturating_sub(1)).is_some_and(|g| {
            let head = layers.morph(g.head);
            let degree = layers.lexicon.degrees.contains(&crate::lexicon::key(layers.text.folded(g.head)));
            g.words.end == word
                && !degree
                && g.name.is_none()
                && g.of.is_none()
                && !head.article
                && !head.has_pronoun()
                && !g.is_time
        });
        let holds = describes && layers.lexeme(word).is_some_and(|l| layers.lexicon.containing.contains(&l.key));
        // "خرجت مظاهرات في الخرطوم تطالب بتنحي البشير": an imperfect right after a noun goes on about somebody told before.
        let goes_on = || {
            let morph = layers.morph(word);
            let before = layers.morph(word - 1);
            let present = morph.feats.aspect == crate::morph::Aspect::Imperfect && morph.pos != Pos::Modal;
            present && word > trigger.word + 2 && before.is_nominal() && before.pos != Pos::Relative && !layers.is_verb(word - 1)
        };
        // "أعمال العنف، وتم الاحتفاظ بهم": what is done by nobody is another clause.
        let done = layers.role(word) == "impersonal" && layers.has_conj(word);
        let clause = verb
            && !holds
            && (word > trigger.word + 1 || layers.has_conj(word))
            && (nominal || describes || layers.has_conj(word) || layers.is_comma(word - 1) || goes_on());
        if conjunction
            || done
            || clause
            || nominal && layers.morph(word).pos == Pos::Relative
            || layers.text.raw(word) == ":"
            || matches!(layers.text.folded(word), "اما" | "واما")
            || (layers.morph(word).pos == Pos::Complementizer
                && trigger.shape == Shape::Finite
                && word > trigger.word + 1
                && !layers.text.folded(word).starts_with('ب'))
            || commas > 4
        {
            return word;
        }
    }
    stop
}

/// How long a parenthesis may be.
const PARENTHESIS: usize = 16;

/// `منح البرلمان، في جلسة امتدت حتى الفجر، الثقة`: where what stands between two commas opens with a preposition and the clause goes on
/// after it, the second comma.
pub(super) fn parenthesis(input: Input<'_>, comma: usize, end: usize) -> Option<usize> {
    let layers = input.layers;
    let opens = layers.is_comma(comma) && input.group_at(comma + 1).is_some_and(|g| g.words.start == comma + 1 && g.is_time)
        || layers.is_comma(comma)
            && (layers.prep_of(comma + 1).is_some() || layers.morph(comma + 1).pos == Pos::Preposition)
            && !layers.has_conj(comma + 1);
    // "17 فلسطينيا، بينهم أسير، في حملة": so does what tells who is among them.
    let among = layers.is_comma(comma) && super::pronoun::joined(input, comma + 1).is_some_and(|(p, _)| p == Prep::Bayn);
    if !opens && !among {
        return None;
    }
    let close = (comma + 2..end.min(comma + PARENTHESIS)).find(|w| layers.is_comma(*w))?;
    // "، فجر الأربعاء، في مدينة صفاقس، أربعة شبان": one right after another.
    if let Some(further) = parenthesis(input, close, end) {
        return Some(further);
    }
    let next = input.group_at(close + 1)?;
    let goes_on = |w: usize| layers.morph(w).form == FormKind::ActiveParticiple && !layers.morph(w).article;
    let follows = next.words.start <= close + 2 && !next.conj && !next.is_time && !goes_on(next.head);
    let tells = |w: usize| layers.is_verb(w) && input.group_at(w).is_none();
    // "، ستة أجانب يشتبه في ضلوعهم": a verb after an indefinite noun describes it; "، الحكومة أعلنت" is another clause.
    let described = !layers.morph(next.head).article && next.name.is_none() && next.person.is_none() && next.of.is_none();
    (follows && !tells(close + 1) && (described || !tells(next.words.end))).then_some(close)
}

/// A subject before its verb: directly, after `كان … قد`, or the antecedent of a relative.
pub(super) fn before_verb<'g>(input: Input<'g>, verb: usize, start: usize) -> Option<&'g Group> {
    // "تصريحات نائب الرئيس نوري المالكي الذي اتهم": the relative of one takes up whose they are.
    let one = verb.checked_sub(1).is_some_and(|b| input.layers.text.folded(b) == "الذي");
    let whose = |g: &Group| {
        one && g.of.is_some_and(|n| input.layers.names[n].kind == Kind::Person && input.layers.names[n].words.end == g.words.end)
    };
    ahead_of(input, verb, start).filter(|g| acts(input, g) || whose(g)).filter(|_| !disagrees(input, verb))
}

/// `التنظيم الذي قصفت مواقعه`: a verb whose gender is not that of the relative before it has another subject.
fn disagrees(input: Input<'_>, verb: usize) -> bool {
    let layers = input.layers;
    let feats = layers.morph(verb).feats;
    let one = feats.number == Number::Singular && feats.aspect == crate::morph::Aspect::Perfect;
    let relative = verb.checked_sub(1).filter(|b| layers.morph(*b).pos == Pos::Relative).map(|b| layers.text.folded(b));
    one && relative.is_some_and(|r| r.ends_with("الذي")) && feats.gender == Gender::Feminine
}

/// A named place as the subject before its verb (`مدينة عدن أصبحت`).
pub(super) fn place_before<'g>(input: Input<'g>, verb: usize, start: usize) -> Option<&'g Group> {
    let place = |g: &&Group| input.layers.lexeme(g.head).is_some_and(|l| l.place_head.is_some()) && g.of.is_some();
    ahead_of(input, verb, start).filter(place)
}

/// What stands where a subject before its verb stands, whether it can act or not (`هذا التصعيد يهدد …`).
pub(super) fn ahead_of<'g>(input: Input<'g>, verb: usize, start: usize) -> Option<&'g Group> {
    let layers = input.layers;
    // "زار القاهرة وأعلن": a verb joined by و has no subject right before it.
    if layers.has_conj(verb) {
        return None;
    }
    // "سبق للوزير أن طلب": under ل before أن.
    if let Some(raised) = crate::statement::raised(input, verb) {
        return Some(raised);
    }
    let mut at = verb;
    while at > start
        && (matches!(layers.morph(at - 1).pos, Pos::Particle | Pos::Negation | Pos::Relative | Pos::Modal)
            || layers.is_comma(at - 1)
            // "تركيا \"طلبت هذا الاجتماع\"": a quotation may begin at the verb.
            || at == verb && crate::clause::is_quote(layers.text.raw(at - 1)))
    {
        at -= 1;
    }
    at = crate::statement::before_brackets(input, at, start, verb);
    let relative = at < verb && (at..verb).any(|w| layers.morph(w).pos == Pos::Relative);
    // "في محيط المدينة، ما أجبر العائلات": what took up the whole clause is nobody.
    let whole = |w: usize| matches!(layers.text.folded(w), "ما" | "مما") && w > at && layers.is_comma(w - 1);
    if relative && (at..verb).any(whole) {
        return None;
    }
    // "حشد الجبور، وهو فصيل مسلح، قتل أربعة", "ثمانية مدنيين بينهم طفلان قتلوا": what tells more of the subject stands between.
    let edge = at + usize::from(at < verb && layers.is_comma(at));
    let aside = if relative { None } else { super::aside::before(input, edge, start) };
    let at = aside.filter(|open| *open > start).unwrap_or(at);
    let mut group = input.group_at(at.checked_sub(1)?)?;
    // "إن عاملين اثنين دخلا": their number stands behind them.
    if group.words.len() == 1 && group.prep.is_none() && !group.is_time && group.words.start > start {
        let stem = crate::lexicon::key(crate::clause::morph_stem(layers, group.head));
        let counted = input.group_at(group.words.start - 1).filter(|g| g.words.end == group.words.start && !g.is_time);
        let number = layers.lexicon.quantities.contains(&stem) && !layers.has_conj(group.head);
        group = counted.filter(|g| number && !layers.morph(g.head).article && is_people(layers, g.head)).unwrap_or(group);
    }
    if group.is_time {
        let before = (start..group.words.start).rev().find(|w| !layers.is_comma(*w))?;
        group = input.group_at(before)?;
    }
    // "المغاربة العالقين بالجزائر، الذين تجمعوا": the relative of several takes up people, not a place after them.
    let people = relative && (at..verb).any(|w| layers.role(w) == "several");
    for _ in 0..3 {
        let place = group.name.is_some_and(|n| layers.names[n].kind == Kind::Place);
        if !people || !place || group.words.start <= start {
            break;
        }
        let Some(before) = (start..group.words.start).rev().find_map(|w| input.group_at(w)) else { break };
        group = before;
    }
    // "أن قياديا كبيرا في القاعدة قتل": what tells where the subject belongs stands between.
    let pause = (group.words.end..verb).any(|w| layers.is_comma(w));
    for _ in 0..2 {
        // "عسكريون بقيادة غويتا احتجزوا": so does under whom he acts.
        let stem = crate::lexicon::key(crate::clause::morph_stem(layers, group.head));
        let led = group.prep == Some(Prep::Bi) && layers.lexicon.auspices.contains(&stem);
        // "عناصر الأمن بطنجة تمكنت": so does where he is.
        let place = group.prep == Some(Prep::Bi) && (!acts(input, group) || group.name.or(group.of).is_some());
        let belongs = !pause && (led || !relative && (place || matches!(group.prep, Some(Prep::Fi | Prep::Min | Prep::Li))));
        // "سبعة أشخاص على الأقل قتلوا": and what estimates their number.
        let about = |first: usize| {
            let next = |offset: usize| Some(layers.text.folded(first + offset));
            layers.lexicon.counted.about.longest(layers.text.folded(first), next).is_some()
        };
        let estimate = group.prep == Some(Prep::Ala) && group.words.start.checked_sub(1).is_some_and(about);
        let belongs = belongs || estimate && !relative && !pause;
        let Some(last) = group.words.start.checked_sub(1).filter(|_| belongs) else { break };
        // The preposition is a word of its own, or joined to the group.
        let own = usize::from(layers.morph(last).pos == Pos::Preposition);
        let before = last.checked_sub(own).and_then(|w| input.group_at(w));
        let next = before.filter(|b| b.words.end + own == group.words.start && b.words.start >= start && !b.is_time);
        let Some(before) = next else { break };
        group = before;
    }
    group = super::aside::named(input, group, start);
    // "وكانت السعودية والإمارات ومصر قد قطعت …": the first of those told together.
    while group.conj && group.prep.is_none() && group.words.start > start {
        let earlier = input.group_at(group.words.start - 1).filter(|e| e.words.end == group.words.start && !e.is_time);
        let Some(earlier) = earlier.filter(|e| e.prep.is_none()) else { break };
        group = earlier;
    }
    // "الجزائر – أكد الوزير": a dateline is no subject.
    if group.words.start == start && layers.is_dash(group.words.end) {
        return None;
    }
    // "صنعاء (رويترز) - أفرجت الحكومة": nor is one with its agency, on whatever line it stands.
    let agency = layers.text.words.get(group.words.end).is_some() && layers.text.raw(group.words.end) == "(";
    if agency && group.name.is_some_and(|n| layers.names[n].kind == Kind::Place) && layers.is_dash(verb - 1) {
        return None;
    }
    if group.words.start < start
        || group.is_time
        || (group.prep.is_some() && !relative && !layers.is_estimate(group.words.start.saturating_sub(1)))
    {
        return None;
    }
    // "إن نحو ثلاثة مسلحين أطلقوا النار": what estimates their number stands between.
    let estimated = group.words.start > start && layers.is_estimate(group.words.start - 1);
    let first = group.words.start - usize::from(estimated);
    let opener = first.checked_sub(1).filter(|_| first > start);
    let opens = opener.is_none_or(|b| {
        matches!(layers.morph(b).pos, Pos::Punctuation | Pos::Complementizer | Pos::Conjunction | Pos::Modal | Pos::Particle)
    });
    // "سياسيا أفادت أنباء": an indefinite accusative is a subject only after إن.
    let accusative = group.words.len() == 1
        && group.name.is_none()
        && layers.text.folded(group.head).ends_with('ا')
        && layers.lexeme(group.head).is_none_or(|l| !l.lemma.ends_with(['ا', 'ى', 'أ']))
        && opener.is_none_or(|b| layers.morph(b).pos != Pos::Complementizer);
    ((opens || relative) && !accusative).then_some(group)
}

/// Whether a group names a place, or part of one (`مدينة تعز`, `الجنوب`).
fn holds_place(input: Input<'_>, group: &Group) -> bool {
    group.name.or(group.of).is_some_and(|n| input.layers.names[n].kind == Kind::Place)
}

/// Whether a group is the name of a city or region, which is where something happens rather than who does it.
pub(super) fn names_place(input: Input<'_>, group: &Group) -> bool {
    let name = group.name.map(|n| &input.layers.names[n]);
    name.is_some_and(|n| {
        let kb = &input.layers.lexicon.kb;
        let country = n.entities.first().is_some_and(|id| kb.is_state(Some(*id)));
        n.kind == Kind::Place && !country
    })
}
