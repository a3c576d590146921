//! Inflection in unvocalised spelling: all forms of a verb's stems and of a noun, with their features.
//!
//! The tables of camel_morph give stems and the class of their endings (`#-ay` for defective verbs, `#A'` for nouns in hamza …);
//! the spelling of endings after each class is Arabic grammar and is written here.

use musnad::morph::words::shape::{Bears, Features, Shape, Tag};

/// A form with its features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Exact spelling, no vowel signs, no clitics.
    pub form: String,
    /// Tag, features, clitic rules.
    pub shape: Shape,
}

/// Which suffixes a stem takes: those that begin with a vowel, with a consonant, or all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    All,
    Vowels,
    Consonants,
}

/// The ending class of a stem, as camel_morph names it (`#-ay`, `#iy` …); empty for strong stems.
pub fn ending(conditions: &str) -> &str {
    conditions.split_whitespace().find(|c| c.starts_with('#') && *c != "#dip").unwrap_or("")
}

struct Verb<'o> {
    out: &'o mut Vec<Made>,
    aspect: u8,
    passive: bool,
    takes: Takes,
}

impl Verb<'_> {
    fn put(&mut self, stem: &str, suffix: &str, who: (u8, u8, u8), bears: Bears, vowel: Option<bool>) {
        if (self.takes == Takes::Vowels && vowel == Some(false)) || (self.takes == Takes::Consonants && vowel == Some(true)) {
            return;
        }
        let (person, gender, number) = who;
        let shape = Shape::new(Features {
            tag: Tag::Verb,
            person,
            gender,
            number,
            aspect: self.aspect,
            passive: self.passive,
            suffix: suffix.chars().count() as u8,
            bears,
            ..Features::default()
        });
        self.out.push(Made { form: format!("{stem}{suffix}"), shape });
    }
}

const FREE: Bears = Bears::Free;
const NEVER: Bears = Bears::Never;
const ALWAYS: Bears = Bears::Always;

/// Forms of the perfect. `stem` lacks what the ending class adds.
pub fn perfect(stem: &str, class: &str, takes: Takes, passive: bool, out: &mut Vec<Made>) {
    let mut v = Verb { out, aspect: 1, passive, takes };
    let s = |tail: &str| format!("{stem}{tail}");
    // Third persons: alone, alone before a pronoun, before ت, before ا, before تا, before وا; and before consonants.
    let (alone, before_pronoun, t, a, ta, w, c) = match class {
        "#-ay" => (s("ى"), s("ا"), s(""), s("ي"), s(""), s(""), s("ي")),
        "#->ay" => (s("أى"), s("آ"), s("أ"), s("أي"), s("أ"), s("أ"), s("أي")),
        "#-aw" => (s("ا"), s("ا"), s(""), s("و"), s(""), s(""), s("و")),
        "#-iy" => (s("ي"), s("ي"), s("ي"), s("ي"), s("ي"), s(""), s("ي")),
        "#-}iy" => (s("ئي"), s("ئي"), s("ئي"), s("ئي"), s("ئي"), s("ؤ"), s("ئي")),
        "#-a>" => (s("أ"), s("أ"), s("أ"), s("آ"), s("أ"), s("ؤ"), s("أ")),
        "#-A'" => (s("اء"), s("اء"), s("اء"), s("اء"), s("اء"), s("اؤ"), s("أ")),
        "#-iy'" | "#-i}" => (s("يء"), s("يئ"), s("يئ"), s("يئ"), s("يئ"), s("يؤ"), s("ئ")),
        "#-u&" => (s("ؤ"), s("ؤ"), s("ؤ"), s("ؤ"), s("ؤ"), s("ؤ"), s("ؤ")),
        _ => (s(""), s(""), s(""), s(""), s(""), s(""), s("")),
    };
    if alone == before_pronoun {
        v.put(&alone, "", (3, 1, 1), FREE, Some(true));
    } else {
        v.put(&alone, "", (3, 1, 1), NEVER, Some(true));
        v.put(&before_pronoun, "", (3, 1, 1), ALWAYS, Some(true));
    }
    v.put(&t, "ت", (3, 2, 1), FREE, Some(true));
    if a.ends_with('آ') {
        v.put(&a, "", (3, 1, 2), FREE, Some(true));
    } else {
        v.put(&a, "ا", (3, 1, 2), FREE, Some(true));
    }
    v.put(&ta, "تا", (3, 2, 2), FREE, Some(true));
    v.put(&w, "وا", (3, 1, 3), NEVER, Some(true));
    v.put(&w, "و", (3, 1, 3), ALWAYS, Some(true));
    if class == "#-a>" {
        v.put(&s("أ"), "وا", (3, 1, 3), NEVER, Some(true));
    }
    let (n, t) = (class == "#n", class == "#t");
    v.put(&c, if n { "" } else { "ن" }, (3, 2, 3), FREE, Some(false));
    v.put(&c, if n { "ا" } else { "نا" }, (1, 0, 3), FREE, Some(false));
    v.put(&c, if t { "" } else { "ت" }, (1, 0, 1), FREE, Some(false));
    v.put(&c, if t { "م" } else { "تم" }, (2, 1, 3), NEVER, Some(false));
}

/// Forms of the imperfect. `hamza`: the stem's first hamza melts with the prefix of the first person (`آكل`).
pub fn imperfect(stem: &str, class: &str, takes: Takes, passive: bool, hamza: bool, out: &mut Vec<Made>) {
    let mut v = Verb { out, aspect: 2, passive, takes };
    // Alone, alone before a pronoun, jussive, before ا, before و, before ي, before ن.
    let endings: [&str; 7] = match class {
        "#-iy" => ["ي", "ي", "", "ي", "", "", "ي"],
        "#-uw" => ["و", "و", "", "و", "", "", "و"],
        "#-aY" | "#-aA" => ["ى", "ا", "", "ي", "", "", "ي"],
        "#->ay" => ["أى", "آ", "أ", "أي", "أ", "أ", "أي"],
        "#-}iy" => ["ئي", "ئي", "ئ", "ئي", "ؤ", "ئ", "ئي"],
        "#-a>" => ["أ", "أ", "أ", "آ", "ؤ", "ئ", "أ"],
        "#-A'" => ["اء", "اء", "أ", "اء", "اؤ", "ائ", "أ"],
        "#-iy'" => ["يء", "يئ", "ئ", "يئ", "يؤ", "يئ", "ئ"],
        "#-uw'" => ["وء", "وء", "ؤ", "وء", "وؤ", "وئ", "ؤ"],
        "#-i}" => ["ئ", "ئ", "ئ", "ئ", "ئ", "ئ", "ئ"],
        "#-u&" => ["ؤ", "ؤ", "ؤ", "ؤ", "ؤ", "ؤ", "ؤ"],
        _ => ["", "", "", "", "", "", ""],
    };
    for (prefix, singular, dual, plural) in [
        ("ي", Some((3, 1, 1)), Some((3, 1, 2)), Some((3, 1, 3))),
        ("ت", Some((3, 2, 1)), Some((3, 2, 2)), Some((2, 1, 3))),
        ("ن", Some((1, 0, 3)), None, None),
        ("أ", Some((1, 0, 1)), None, None),
    ] {
        let head = match (prefix, hamza) {
            ("أ", true) => format!("آ{stem}"),
            (_, true) => format!("{prefix}أ{stem}"),
            _ => format!("{prefix}{stem}"),
        };
        let at = |i: usize| format!("{head}{}", endings[i]);
        if let Some(who) = singular {
            if endings[0] == endings[1] {
                v.put(&at(0), "", who, FREE, Some(true));
            } else {
                v.put(&at(0), "", who, NEVER, Some(true));
                v.put(&at(1), "", who, ALWAYS, Some(true));
            }
            if v.takes != Takes::All || endings[2] != endings[0] {
                v.put(&at(2), "", who, FREE, Some(false));
            }
        }
        if let Some(who) = dual {
            let stem = at(3);
            if stem.ends_with('آ') {
                v.put(&stem, "ن", who, FREE, Some(true));
                v.put(&stem, "", who, FREE, Some(true));
            } else {
                v.put(&stem, "ان", who, FREE, Some(true));
                v.put(&stem, "ا", who, FREE, Some(true));
            }
        }
        if let Some(who) = plural {
            v.put(&at(4), "ون", who, FREE, Some(true));
            v.put(&at(4), "وا", who, NEVER, Some(true));
            v.put(&at(4), "و", who, ALWAYS, Some(true));
            if class == "#-a>" {
                v.put(&at(0), "ون", who, FREE, Some(true));
            }
            if prefix == "ت" {
                v.put(&at(5), "ين", (2, 2, 1), FREE, Some(true));
            } else if !(class == "#n" && takes == Takes::Vowels) {
                v.put(&at(6), if class == "#n" { "" } else { "ن" }, (3, 2, 3), FREE, Some(false));
            }
        }
    }
}

/// Forms of the imperative.
pub fn imperative(stem: &str, class: &str, takes: Takes, out: &mut Vec<Made>) {
    let mut v = Verb { out, aspect: 3, passive: false, takes };
    let before = match class {
        "#-a>" => "أ",
        "#-iy'" | "#-}iy" => "ئ",
        _ => "",
    };
    v.put(&format!("{stem}{before}"), "", (2, 1, 1), FREE, None);
    v.put(&format!("{stem}{before}"), "وا", (2, 1, 3), NEVER, Some(true));
    v.put(&format!("{stem}{before}"), "و", (2, 1, 3), ALWAYS, Some(true));
    v.put(&format!("{stem}{before}"), "ي", (2, 2, 1), NEVER, Some(true));
}

/// Which numbers and genders a noun's stem makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Makes {
    pub ms: bool,
    pub md: bool,
    pub mp: bool,
    pub fs: bool,
    pub fd: bool,
    pub fp: bool,
    /// No alif of the accusative.
    pub diptote: bool,
}

impl Makes {
    /// From camel_morph's `MS||MD||FS`.
    pub fn parse(conditions: &str) -> Makes {
        let has = |c: &str| conditions.split("||").any(|x| x.trim() == c);
        Makes { ms: has("MS"), md: has("MD"), mp: has("MP"), fs: has("FS"), fd: has("FD"), fp: has("FP"), diptote: false }
    }
}

/// A noun's stem before each kind of ending.
type Endings = (String, Vec<String>, Option<String>, [String; 2], [String; 2], String, String);

/// Forms of a noun or adjective. `own` is the gender and number of the bare stem (a broken plural is plural by itself).
pub fn nominal(stem: &str, class: &str, makes: Makes, tag: Tag, own: (u8, u8), out: &mut Vec<Made>) {
    let mut put = |form: String, suffix: usize, who: (u8, u8), bears: Bears, f: (bool, bool, bool)| {
        let (accusative, bare, construct) = f;
        let shape = Shape::new(Features {
            tag,
            gender: who.0,
            number: who.1,
            suffix: suffix as u8,
            accusative,
            bears,
            bare,
            construct,
            ..Features::default()
        });
        out.push(Made { form, shape });
    };
    let plain = (false, false, false);
    let s = |tail: &str| format!("{stem}{tail}");
    // Alone; before pronouns; accusative; before ان ين; before ون ين; before ة; before ات.
    let (alone, pronoun, accusative, dual, plural, f, fp): Endings = match class {
        "#iy" => (s("ي"), vec![s("ي")], Some(s("يا")), [s("ي"), s("ي")], [s(""), s("")], s("ي"), s("ي")),
        "#A}iy" => (s("ئي"), vec![s("ئي")], Some(s("ئيا")), [s("ئي"), s("ئي")], [s("ؤ"), s("ئ")], s("ئي"), s("ئي")),
        "#aY-Ap-y" => (s("ى"), vec![s("ا")], None, [s("ي"), s("ي")], [s(""), s("")], s("ا"), s("ي")),
        "#aY-Ap-w" => (s("ى"), vec![s("ا")], None, [s("و"), s("و")], [s(""), s("")], s("ا"), s("و")),
        "#aA-Ap-y" => (s("ا"), vec![s("ا")], None, [s("ي"), s("ي")], [s(""), s("")], s("ا"), s("ي")),
        "#aA-Ap-w" => (s("ا"), vec![s("ا")], None, [s("و"), s("و")], [s(""), s("")], s("ا"), s("و")),
        "#aA" => (s("ا"), vec![s("ا")], None, [s("ت"), s("ت")], [s(""), s("")], s(""), s("")),
        "#A'" | "#A'@w" => {
            (s("ء"), vec![s("ء"), s("ؤ"), s("ئ")], Some(s("ء")), [s("ء"), s("ء")], [s("ؤ"), s("ئ")], s("ء"), s("ء"))
        }
        "#A'-w" => (s("ء"), vec![s("ء"), s("ؤ"), s("ئ")], Some(s("ء")), [s("و"), s("و")], [s("ؤ"), s("ئ")], s("ء"), s("و")),
        "#a>" => (s("أ"), vec![s("أ"), s("ؤ"), s("ئ")], Some(s("أ")), [s("أ"), s("أ")], [s("ؤ"), s("ئ")], s("أ"), s("آ")),
        "#o'-con" => (s("ء"), vec![s("ئ")], Some(s("ئا")), [s("ئ"), s("ئ")], [s("ئ"), s("ئ")], s("ئ"), s("ئ")),
        "#o'-dis" => {
            (s("ء"), vec![s("أ"), s("ؤ"), s("ئ"), s("ء")], Some(s("ءا")), [s("ء"), s("أ")], [s("ؤ"), s("ئ")], s("أ"), s("آ"))
        }
        "#w'" => (s("ء"), vec![s("ء"), s("ئ")], Some(s("ءا")), [s("ء"), s("ء")], [s("ء"), s("ئ")], s("ء"), s("ء")),
        "#u&" => (s("ؤ"), vec![s("ؤ"), s("ئ")], Some(s("ؤا")), [s("ؤ"), s("ؤ")], [s("ؤ"), s("ؤ")], s("ؤ"), s("ؤ")),
        "#ap-w" => (s(""), vec![s("")], Some(s("ا")), [s("و"), s("و")], [s(""), s("")], s("و"), s("و")),
        _ => (s(""), vec![s("")], Some(s("ا")), [s(""), s("")], [s(""), s("")], s(""), s("")),
    };
    if makes.ms {
        if pronoun.len() == 1 && pronoun[0] == alone {
            put(alone.clone(), 0, own, FREE, plain);
        } else {
            put(alone.clone(), 0, own, NEVER, plain);
            for p in pronoun {
                put(p, 0, own, ALWAYS, plain);
            }
        }
        if class == "#iy" {
            put(s(""), 0, own, NEVER, (false, true, false));
        }
        if let Some(a) = accusative.filter(|a| !makes.diptote && a.ends_with('ا')) {
            put(a, 1, own, NEVER, (true, true, false));
        }
    }
    let two = (own.0.max(1), 2);
    if makes.md {
        put(format!("{}ان", dual[0]), 2, two, NEVER, plain);
        put(format!("{}ين", dual[1]), 2, two, NEVER, plain);
        put(format!("{}ا", dual[0]), 1, two, FREE, (false, true, true));
        put(format!("{}ي", dual[1]), 1, two, FREE, (false, true, true));
    }
    if makes.mp {
        put(format!("{}ون", plural[0]), 2, (1, 3), NEVER, plain);
        put(format!("{}ين", plural[1]), 2, (1, 3), NEVER, plain);
        put(format!("{}و", plural[0]), 1, (1, 3), FREE, (false, true, true));
        put(format!("{}ي", plural[1]), 1, (1, 3), FREE, (false, true, true));
    }
    // A plural by itself that ends in ة (`أسلحة`) keeps its number.
    let fs = if own.1 == 3 { own } else { (2, 1) };
    if makes.fs {
        put(format!("{f}ة"), 1, fs, NEVER, plain);
        put(format!("{f}ت"), 1, fs, ALWAYS, plain);
    }
    if makes.fd {
        put(format!("{f}تان"), 3, (2, 2), NEVER, plain);
        put(format!("{f}تين"), 3, (2, 2), NEVER, plain);
        put(format!("{f}تا"), 2, (2, 2), FREE, (false, true, true));
        put(format!("{f}تي"), 2, (2, 2), FREE, (false, true, true));
    }
    if makes.fp {
        put(if fp.ends_with('آ') { format!("{fp}ت") } else { format!("{fp}ات") }, 2, (2, 3), FREE, plain);
    }
}

/// Stem and ending class of a noun given whole: `مستشفى` is `مستشف` + `#aY-Ap-y`.
pub fn split_noun(form: &str) -> (String, &'static str, bool) {
    let n = form.chars().count();
    let cut = |k: usize| form.chars().take(n - k).collect::<String>();
    if n < 3 {
        return (form.to_owned(), "", false);
    }
    if form.ends_with("ة") {
        return (cut(1), "", true);
    }
    let class = match form.chars().last() {
        Some('ى') => "#aY-Ap-y",
        Some('أ') => "#a>",
        Some('ؤ') => "#u&",
        Some('ئ') => "#a>",
        Some('ا') => "#aA",
        Some('ء') if form.ends_with("اء") => "#A'",
        Some('ء') if form.ends_with("وء") => "#w'",
        Some('ء') if form.ends_with("يء") => "#o'-con",
        Some('ء') => "#o'-dis",
        _ => return (form.to_owned(), "", false),
    };
    (cut(1), class, false)
}
