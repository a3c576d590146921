//! Which language of the Arabic script a text is in, told by letters and by the commonest words.

/// Words that no page of the language lacks, and letters that others do not have.
const LANGUAGES: &[(&str, &[&str], &str)] = &[
    ("fa", &["است", "این", "که", "را", "با", "برای", "شد", "های", "می", "از", "به"], "پچژگیک"),
    ("ur", &["ہے", "کے", "کی", "میں", "اور", "نے", "سے", "کو", "ہیں", "یہ"], "ٹڈڑںہےپچگیک"),
    ("ckb", &["لە", "بۆ", "کە", "بە", "ئەم", "لەگەڵ", "دەکات", "وتی"], "ەێۆڵڕڤپچگیک"),
    ("ps", &["په", "چې", "کې", "دی", "له", "ته", "او", "سره"], "ټډړښږځڅېۍڼپچیک"),
    ("ug", &["بىلەن", "ئۇ", "ۋە", "بۇ"], "ەېۇۆۈۋىڭپچگ"),
];

/// The commonest words of Arabic.
const ARABIC: &[&str] =
    &["في", "من", "على", "إلى", "أن", "عن", "التي", "الذي", "مع", "هذا", "هذه", "كما", "بعد", "الى", "ان", "بين"];

/// ISO 639-1 (or 639-3) of a text; `None` if it is too short to tell.
///
/// ```
/// use musnad_page::language::of;
/// assert_eq!(of("قال وزير الخارجية إن المحادثات التي جرت في القاهرة كانت مثمرة").as_deref(), Some("ar"));
/// assert_eq!(of("وزیر امور خارجه گفت که این مذاکرات برای همه کشورها مفید است").as_deref(), Some("fa"));
/// assert_eq!(of("The minister said the talks in Cairo were fruitful.").as_deref(), Some("en"));
/// assert_eq!(of("نعم"), None);
/// ```
pub fn of(text: &str) -> Option<String> {
    let sample: String = text.chars().take(6_000).collect();
    let words: Vec<&str> =
        sample.split(|c: char| !c.is_alphabetic() && !matches!(c, '\u{064b}'..='\u{0652}')).filter(|w| !w.is_empty()).collect();
    let n_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if n_letters < 25 || words.len() < 4 {
        return None;
    }
    let n_arabic = sample
        .chars()
        .filter(|c| matches!(c, '\u{0620}'..='\u{06d5}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
        .count();
    if n_arabic * 2 < n_letters {
        return latin(&words);
    }
    let share = |list: &[&str]| words.iter().filter(|w| list.contains(w)).count() as f64 / words.len() as f64;
    let arabic_letters = sample.chars().filter(|c| matches!(c, 'ة' | 'ى' | 'ي' | 'ك' | 'أ' | 'إ' | 'ض' | 'ظ')).count() as f64;
    let arabic = share(ARABIC) * 4.0 + arabic_letters / n_arabic as f64;
    let scored = LANGUAGES.iter().map(|(code, common, letters)| {
        let own = sample.chars().filter(|c| letters.contains(*c)).count() as f64 / n_arabic as f64;
        (share(common) * 4.0 + own, *code)
    });
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(if best.0 > arabic { best.1 } else { "ar" }.to_owned())
}

fn latin(words: &[&str]) -> Option<String> {
    let share = |list: &[&str]| words.iter().filter(|w| list.contains(&w.to_lowercase().as_str())).count();
    let counts = [
        (share(&["the", "of", "and", "to", "in", "said", "is", "for", "that", "was"]), "en"),
        (share(&["le", "la", "les", "des", "et", "du", "une", "est", "dans", "que"]), "fr"),
        (share(&["der", "die", "und", "das", "den", "ist", "nicht", "mit"]), "de"),
        (share(&["ve", "bir", "bu", "için", "ile", "olarak", "da", "de"]), "tr"),
        (share(&["el", "los", "las", "una", "que", "por", "con", "en"]), "es"),
    ];
    let (n, code) = counts.into_iter().max_by_key(|(n, _)| *n)?;
    (n * 20 >= words.len()).then(|| code.to_owned())
}
