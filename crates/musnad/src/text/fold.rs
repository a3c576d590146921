//! Folding: one spelling for what writers of Arabic spell in several ways.
//!
//! Newspapers differ in hamza seats, final ya and ta marbuta, vowel signs, tatweel and digits; all lookups are made on
//! folded text. Folding is idempotent and never joins or splits words. The stored text is never folded.

use unicode_normalization::char::decompose_compatible;

/// Whether `c` carries no letter of its own: vowel signs, Quranic marks, tatweel, joiners, bidi controls, soft hyphen, BOM.
pub fn is_mark(c: char) -> bool {
    // Most characters are Arabic letters or ASCII: two comparisons tell.
    if matches!(c, '\0'..='\u{7f}' | 'ء'..='غ' | 'ف'..='ي') {
        return false;
    }
    matches!(c,
        '\u{0610}'..='\u{061A}' | '\u{061C}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{08D3}'..='\u{08FF}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}'
        | '\u{0300}'..='\u{036F}')
}

/// Folds one character that is no mark; presentation forms may give several characters.
fn fold_char(c: char, out: &mut String) {
    let folded = match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' | 'ې' => 'ي',
        'ة' | 'ۀ' | 'ە' | 'ہ' | 'ۃ' => 'ه',
        'ؤ' => 'و',
        'ک' | 'گ' => 'ك',
        'ڤ' => 'ف',
        'چ' => 'ج',
        'پ' => 'ب',
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' => {
            decompose_compatible(c, |d| {
                if !is_mark(d) && d != c && d != ' ' {
                    fold_char(d, out);
                }
            });
            return;
        }
        // The common letters as they are, before any look into Unicode's tables: folding runs over every word.
        'ء'..='ي' | '\0'..='@' | '['..='\u{7f}' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        _ if c.is_alphabetic() && !is_arabic(c) => {
            // "İ" becomes a letter and a mark.
            out.extend(c.to_lowercase().filter(|c| !is_mark(*c)));
            return;
        }
        _ => c,
    };
    out.push(folded);
}

/// Appends the folded form of `text` to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        if !is_mark(c) {
            fold_char(c, out);
        }
    }
}

/// The folded form of `text`: marks and tatweel dropped, hamza seats, `ة`/`ه`, `ى`/`ي` and digits made one.
///
/// ```
/// use musnad::text::fold;
/// assert_eq!(fold("أُسْرة القاهِرَة ٢٠١٩"), "اسره القاهره 2019");
/// assert_eq!(fold(&fold("إسطنبول")), fold("اسطنبول"));
/// assert_eq!(fold("İstanbul"), "istanbul");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Bytes of `raw` that its first `folded_bytes` folded bytes come from.
pub fn raw_offset(raw: &str, folded_bytes: usize) -> usize {
    let mut folded = String::new();
    for (at, c) in raw.char_indices() {
        if folded.len() >= folded_bytes && !is_mark(c) {
            return at;
        }
        let mut buffer = [0; 4];
        fold_into(c.encode_utf8(&mut buffer), &mut folded);
    }
    raw.len()
}

/// Whether `c` is a letter of the Arabic script (marks and digits are not).
pub fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' | '\u{066E}'..='\u{066F}' | '\u{0671}'..='\u{06D3}'
        | '\u{06D5}' | '\u{06EE}'..='\u{06EF}' | '\u{06FA}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08B4}'
        | '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}')
}
