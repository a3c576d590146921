//! Conjugation of Arabic verbs and declension of nouns, unvocalised, as newspapers write them.
//!
//! A lexicon row gives the perfect and the imperfect (both 3rd person masculine singular); the class of the verb (sound,
//! hollow, defective, doubled) follows from the two. The paradigms are those of any grammar of Modern Standard Arabic,
//! e.g. Ryding, *A Reference Grammar of MSA* (2005), chapters 21-33.

use super::{Aspect, Feats, Gender, Number, Person, Voice};

/// Receives each form with its features; the flag tells that the form stands only before an object pronoun.
pub type Emit<'e> = dyn FnMut(&str, Feats, bool) + 'e;

const THIRD: Feats = Feats {
    person: Person::Third,
    number: Number::Singular,
    gender: Gender::Masculine,
    aspect: Aspect::Perfect,
    voice: Voice::Active,
};

struct Verb {
    perfect: Vec<char>,
    rest: Vec<char>,
    hollow: bool,
    defective: bool,
}

impl Verb {
    fn new(perfect: &str, imperfect: &str) -> Option<Verb> {
        let perfect: Vec<char> = perfect.chars().collect();
        let rest: Vec<char> = imperfect.chars().skip(1).collect();
        if perfect.len() < 2 || rest.len() < 2 || !imperfect.starts_with('ي') {
            return None;
        }
        let last = perfect[perfect.len() - 1];
        let defective = matches!(last, 'ا' | 'ى') || (last == 'ي' && matches!(rest[rest.len() - 1], 'ى' | 'ي'));
        let hollow = !defective
            && perfect.len() >= 3
            && perfect[perfect.len() - 2] == 'ا'
            && matches!(rest[rest.len() - 2], 'و' | 'ي' | 'ا');
        Some(Verb { perfect, rest, hollow, defective })
    }
}

fn text(parts: &[&[char]], suffix: &str) -> String {
    let mut out = String::with_capacity(24);
    out.extend(parts.iter().flat_map(|p| p.iter()));
    out.push_str(suffix);
    out
}

fn replaced(chars: &[char], from_end: usize, with: char) -> Vec<char> {
    let mut out = chars.to_vec();
    if let Some(at) = out.len().checked_sub(from_end) {
        out[at] = with;
    }
    out
}

fn removed(chars: &[char], from_end: usize) -> Vec<char> {
    let mut out = chars.to_vec();
    if let Some(at) = out.len().checked_sub(from_end) {
        out.remove(at);
    }
    out
}

/// Emits every finite form of the verb; nothing if the two cells are no perfect and imperfect.
pub fn verb(perfect: &str, imperfect: &str, emit: &mut Emit<'_>) {
    let Some(verb) = Verb::new(perfect, imperfect) else { return };
    perfect_forms(&verb, emit);
    // "أصيب": the passive is what news means, not "I hit", which is written alike; the first of two is kept.
    passive_forms(&verb, emit);
    imperfect_forms(&verb, emit);
}

fn perfect_forms(verb: &Verb, emit: &mut Emit<'_>) {
    let p = &verb.perfect;
    let cut = &p[..p.len() - 1];
    let drops = verb.defective && p[p.len() - 1] != 'ي';
    let feminine = Feats { gender: Gender::Feminine, ..THIRD };
    let plural = Feats { number: Number::Plural, ..THIRD };
    emit(&text(&[p], ""), THIRD, false);
    if drops {
        emit(&text(&[cut], "ا"), THIRD, true);
        emit(&text(&[cut], "ت"), feminine, false);
        emit(&text(&[cut], "تا"), Feats { number: Number::Dual, ..feminine }, false);
        let glide = if verb.rest.last() == Some(&'و') { "وا" } else { "يا" };
        emit(&text(&[cut], glide), Feats { number: Number::Dual, ..THIRD }, false);
    } else {
        emit(&text(&[p], "ت"), feminine, false);
        emit(&text(&[p], "تا"), Feats { number: Number::Dual, ..feminine }, false);
        emit(&text(&[p], "ا"), Feats { number: Number::Dual, ..THIRD }, false);
    }
    let base: &[char] = if verb.defective { cut } else { p };
    emit(&text(&[base], "وا"), plural, false);
    emit(&text(&[base], "و"), plural, true);
    let short: Vec<char> = if verb.hollow {
        removed(p, 2)
    } else if verb.defective && p[p.len() - 1] == 'ا' && p.len() == 3 {
        replaced(p, 1, 'و')
    } else if verb.defective {
        replaced(p, 1, 'ي')
    } else {
        p.clone()
    };
    emit(&text(&[&short], "نا"), Feats { person: Person::First, number: Number::Plural, ..THIRD }, false);
    if verb.hollow || verb.defective {
        emit(&text(&[&short], "ت"), Feats { person: Person::First, ..THIRD }, false);
    }
    emit(&text(&[&short], "ن"), Feats { number: Number::Plural, ..feminine }, false);
}

fn imperfect_forms(verb: &Verb, emit: &mut Emit<'_>) {
    let r = &verb.rest;
    let cut = &r[..r.len() - 1];
    let base: &[char] = if verb.defective { cut } else { r };
    let third = Feats { aspect: Aspect::Imperfect, ..THIRD };
    let prefixes = [
        ("ي", third),
        ("ت", Feats { gender: Gender::Feminine, ..third }),
        ("ن", Feats { person: Person::First, number: Number::Plural, ..third }),
        ("أ", Feats { person: Person::First, ..third }),
    ];
    for (prefix, feats) in prefixes {
        let prefix: Vec<char> = prefix.chars().collect();
        emit(&text(&[&prefix, r], ""), feats, false);
        if r.last() == Some(&'ى') {
            emit(&text(&[&prefix, cut], "ا"), feats, true);
        }
        if verb.hollow {
            emit(&text(&[&prefix, &removed(r, 2)], ""), feats, false);
        }
        if verb.defective {
            emit(&text(&[&prefix, cut], ""), feats, false);
        }
    }
    for (prefix, gender) in [('ي', Gender::Masculine), ('ت', Gender::Feminine)] {
        let plural = Feats { number: Number::Plural, gender, ..third };
        let dual = Feats { number: Number::Dual, gender, ..third };
        if gender == Gender::Masculine {
            emit(&text(&[&[prefix], base], "ون"), plural, false);
            emit(&text(&[&[prefix], base], "وا"), plural, false);
            emit(&text(&[&[prefix], base], "و"), plural, true);
            let short = if verb.hollow { removed(r, 2) } else { r.clone() };
            emit(&text(&[&[prefix], &short], "ن"), Feats { gender: Gender::Feminine, ..plural }, false);
        }
        let whole = if r.last() == Some(&'ى') { replaced(r, 1, 'ي') } else { r.clone() };
        emit(&text(&[&[prefix], &whole], "ان"), dual, false);
        emit(&text(&[&[prefix], &whole], "ا"), dual, false);
    }
}

fn passive_forms(verb: &Verb, emit: &mut Emit<'_>) {
    let p = &verb.perfect;
    let passive = Feats { voice: Voice::Passive, ..THIRD };
    let stem = if verb.hollow {
        replaced(p, 2, 'ي')
    } else if p.len() == 4 && p[1] == 'ا' && p[0] != 'ا' {
        replaced(p, 3, 'و')
    } else if verb.defective && p[p.len() - 1] == 'ا' {
        replaced(p, 1, 'ي')
    } else {
        return;
    };
    emit(&text(&[&stem], ""), passive, false);
    emit(&text(&[&stem], "ت"), Feats { gender: Gender::Feminine, ..passive }, false);
    let base = if verb.defective { &stem[..stem.len() - 1] } else { &stem[..] };
    emit(&text(&[base], "وا"), Feats { number: Number::Plural, ..passive }, false);
    if verb.hollow && verb.rest.len() >= 2 {
        let rest = replaced(&verb.rest, 2, 'ا');
        let imperfect = Feats { aspect: Aspect::Imperfect, ..passive };
        emit(&text(&[&['ي'], &rest], ""), imperfect, false);
        emit(&text(&[&['ت'], &rest], ""), Feats { gender: Gender::Feminine, ..imperfect }, false);
    }
}

/// The possible spellings of the active participle (three letters without vowels may be form I or II: both are given).
pub fn active_participles(perfect: &str, imperfect: &str) -> Vec<String> {
    let Some(verb) = Verb::new(perfect, imperfect) else { return Vec::new() };
    let p = &verb.perfect;
    let derived = || text(&[&['م'], &verb.rest], "").replace('ى', "ي");
    match (p.len(), verb.hollow, verb.defective) {
        (2, ..) => Vec::new(),
        (3, true, _) => vec![[p[0], 'ا', 'ئ', p[2]].iter().collect()],
        (3, _, true) => vec![[p[0], 'ا', p[1], 'ي'].iter().collect(), derived()],
        (3, ..) => vec![[p[0], 'ا', p[1], p[2]].iter().collect(), derived()],
        _ => vec![derived()],
    }
}

/// The passive participle, where it differs from the active one and follows from the two forms.
pub fn passive_participle(perfect: &str, imperfect: &str) -> Option<String> {
    let verb = Verb::new(perfect, imperfect)?;
    let p = &verb.perfect;
    match (p.len(), verb.hollow, verb.defective) {
        (3, false, false) => Some(['م', p[0], p[1], 'و', p[2]].iter().collect()),
        (2, ..) => Some(['م', p[0], p[1], 'و', p[1]].iter().collect()),
        (3, ..) => None,
        (_, true, _) => Some(text(&[&['م'], &replaced(&verb.rest, 2, 'ا')], "")),
        _ => None,
    }
}

/// Emits the spellings of a noun or participle: cases, dual, sound plurals, construct and the stem before a pronoun.
pub fn noun(base: &str, sound_plurals: bool, emit: &mut dyn FnMut(&str, Gender, Number, bool)) {
    let Some(last) = base.chars().next_back() else { return };
    let (masculine, feminine) = (Gender::Masculine, Gender::Feminine);
    let mut spelling = String::with_capacity(base.len() + 16);
    let mut put = |stem: &str, ending: &str, gender, number, before_pronoun| {
        spelling.clear();
        spelling.push_str(stem);
        spelling.push_str(ending);
        emit(&spelling, gender, number, before_pronoun);
    };
    put(base, "", if last == 'ة' { feminine } else { masculine }, Number::Singular, false);
    if last == 'ة' {
        let stem = &base[..base.len() - last.len_utf8()];
        put(stem, "ت", feminine, Number::Singular, true);
        for ending in ["تان", "تين", "تي", "تا"] {
            put(stem, ending, feminine, Number::Dual, false);
        }
        if sound_plurals {
            put(stem, "ات", feminine, Number::Plural, false);
        }
        return;
    }
    if !matches!(last, 'ا' | 'ى' | 'ء') {
        put(base, "ا", masculine, Number::Singular, false);
    }
    put(base, "ان", masculine, Number::Dual, false);
    put(base, "ين", masculine, Number::Plural, false);
    put(base, "ي", masculine, Number::Plural, false);
    if sound_plurals {
        put(base, "ون", masculine, Number::Plural, false);
        put(base, "و", masculine, Number::Plural, false);
        put(base, "ات", feminine, Number::Plural, false);
        put(base, "ة", feminine, Number::Singular, false);
        put(base, "ت", feminine, Number::Singular, true);
        put(base, "تان", feminine, Number::Dual, false);
        put(base, "تين", feminine, Number::Dual, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(perfect: &str, imperfect: &str) -> Vec<String> {
        let mut out = Vec::new();
        verb(perfect, imperfect, &mut |form, _, _| out.push(form.to_owned()));
        out
    }

    #[test]
    fn conjugates_the_classes() {
        for (perfect, imperfect, expected) in [
            ("قال", "يقول", ["قالت", "قلت", "قالوا", "يقل", "قيل", "يقال", "يقولون"]),
            ("دعا", "يدعو", ["دعت", "دعوا", "دعوت", "تدعو", "يدعون", "دعي", "يدع"]),
            ("التقى", "يلتقي", ["التقت", "التقوا", "التقيت", "تلتقي", "يلتقون", "التقيا", "يلتق"]),
            ("أشار", "يشير", ["أشارت", "أشرت", "أشاروا", "تشير", "أشير", "يشار", "يشيرون"]),
            ("هاجم", "يهاجم", ["هاجمت", "هوجم", "هاجموا", "تهاجم", "يهاجمون", "نهاجم", "يهاجمان"]),
        ] {
            let found = forms(perfect, imperfect);
            for form in expected {
                assert!(found.iter().any(|f| f == form), "{perfect}: {form} not in {found:?}");
            }
        }
    }

    #[test]
    fn participles_follow_the_class() {
        assert_eq!(active_participles("قال", "يقول"), ["قائل"]);
        assert!(active_participles("أكد", "يؤكد").contains(&"مؤكد".to_owned()));
        assert_eq!(active_participles("اعتقل", "يعتقل"), ["معتقل"]);
        assert_eq!(passive_participle("قتل", "يقتل").as_deref(), Some("مقتول"));
        assert!(active_participles("", "").is_empty());
    }
}
