//! Text from bytes: byte order mark, what is declared, then what the bytes look like.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

/// A name that is no encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEncoding(pub String);

impl std::fmt::Display for UnknownEncoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown encoding `{}`; use a name like utf-8, windows-1256, iso-8859-6 or utf-16le", self.0)
    }
}

impl std::error::Error for UnknownEncoding {}

/// Text from bytes: byte order mark, then valid UTF-8, then what the bytes look like; a named encoding overrules all.
///
/// # Errors
/// If the named encoding is unknown.
pub fn text(bytes: &[u8], named: Option<&str>) -> Result<String, UnknownEncoding> {
    if let Some(name) = named.filter(|n| !n.is_empty()) {
        let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(|| UnknownEncoding(name.to_owned()))?;
        return Ok(encoding.decode(bytes).0.into_owned());
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode(bytes).0.into_owned());
    }
    if let Some(encoding) = utf16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    Ok(guess(bytes).decode(bytes).0.into_owned())
}

/// UTF-16 without a mark: every other byte is 06 (Arabic) or 00 (ASCII). Such bytes may well be valid UTF-8.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let high = |from: usize| sample.iter().skip(from).step_by(2).filter(|b| matches!(b, 0x00 | 0x06)).count();
    let half = sample.len() / 2;
    let most = |n: usize| half > 4 && n * 10 > half * 9;
    match (most(high(0)), most(high(1))) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of bytes that are no Unicode, told apart by statistics.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let found = detector.guess(Some(b"eg"), chardetng::Utf8Detection::Allow);
    // Mostly good UTF-8 with a few broken bytes is UTF-8; no Arabic page is Western.
    let lossy = String::from_utf8_lossy(sample);
    let n_broken = lossy.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let n_arabic = lossy.chars().filter(|c| matches!(c, '\u{0600}'..='\u{06FF}')).count();
    if n_arabic > 10 * n_broken.max(1) {
        return UTF_8;
    }
    let arabic = [encoding_rs::ISO_8859_6, WINDOWS_1256];
    if arabic.contains(&found) { found } else { WINDOWS_1256 }
}

/// A page's text and how it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// WHATWG name of the encoding, or `x-mac-arabic`.
    pub encoding: &'static str,
    /// What the page declares wrongly, double encoding, broken bytes.
    pub warnings: Vec<String>,
}

/// Bytes looked at for a declaration in the page itself.
const PRESCAN: usize = 4096;

/// Bytes looked at to tell encodings apart.
const SAMPLE: usize = 1 << 17;

/// Text of an HTML or XML page: byte order mark, then UTF-8 if the bytes are, then what the HTTP header or the page declares
/// if the text then reads as Arabic no worse than under another Arabic encoding.
///
/// ```
/// let page = b"<meta charset=utf-8><p>\xe3\xd1\xcd\xc8\xc7 \xc8\xc7\xe1\xda\xc7\xe1\xe3 \xc7\xe1\xda\xd1\xc8\xed</p>";
/// let decoded = musnad_page::decode::page(page, None);
/// assert!(decoded.text.contains("مرحبا بالعالم العربي"));
/// assert_eq!(decoded.encoding, "windows-1256");
/// ```
pub fn page(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Decoded { text: encoding.decode(bytes).0.into_owned(), encoding: encoding.name(), warnings: Vec::new() };
    }
    if let Some(encoding) = utf16(bytes) {
        let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
        return Decoded { text, encoding: encoding.name(), warnings: Vec::new() };
    }
    let declared = content_type.and_then(charset).or_else(|| charset(&ascii_head(bytes)));
    let mut warnings = Vec::new();
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Some(other) = declared.filter(|e| *e != UTF_8 && !text.is_ascii()) {
            warnings.push(format!("the page declares {} but is UTF-8", other.name()));
        }
        let (text, mended) = undoubled(text);
        warnings.extend(mended);
        return Decoded { text, encoding: UTF_8.name(), warnings };
    }
    let (text, encoding) = best(bytes, declared);
    if let Some(other) = declared.filter(|e| e.name() != encoding) {
        warnings.push(format!("the page declares {} but reads as {encoding}", other.name()));
    }
    let n_broken = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    if n_broken > 0 {
        warnings.push(format!("{n_broken} broken bytes were replaced"));
    }
    let (text, mended) = undoubled(&text);
    warnings.extend(mended);
    Decoded { text, encoding, warnings }
}

/// The encoding after `charset=` or `encoding=`.
fn charset(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = ["charset", "encoding"].iter().filter_map(|k| rest.find(k).map(|a| a + k.len())).min() {
        rest = rest.get(at..)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let label = value.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).next()?;
        if let Some(found) = Encoding::for_label(label.as_bytes()) {
            // A page whose declaration we can read is no UTF-16.
            return Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found });
        }
    }
    None
}

fn ascii_head(bytes: &[u8]) -> String {
    bytes.iter().take(PRESCAN).map(|b| if b.is_ascii() { char::from(*b) } else { ' ' }).collect()
}

/// The decoding that reads best as Arabic; what is declared wins a tie.
fn best(bytes: &[u8], declared: Option<&'static Encoding>) -> (String, &'static str) {
    let sample = sample(bytes);
    let mut candidates: Vec<&'static Encoding> = declared.into_iter().collect();
    for encoding in [UTF_8, WINDOWS_1256, encoding_rs::ISO_8859_6] {
        if !candidates.contains(&encoding) {
            candidates.push(encoding);
        }
    }
    let scored = candidates.iter().enumerate().map(|(nth, encoding)| {
        let text = encoding.decode_without_bom_handling(sample).0;
        let bonus = if nth == 0 && declared.is_some() { 0.05 } else { 0.0 };
        (reads_as_arabic(&text) + bonus, Some(*encoding))
    });
    let mac = mac_arabic(sample);
    let scored = scored.chain(std::iter::once((reads_as_arabic(&mac) - 0.02, None)));
    let chosen = scored.reduce(|a, b| if b.0 > a.0 { b } else { a }).and_then(|(_, encoding)| encoding.ok_or(()).into());
    match chosen {
        Some(Ok(encoding)) => (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name()),
        Some(Err(())) => (mac_arabic(bytes), "x-mac-arabic"),
        None => (WINDOWS_1256.decode(bytes).0.into_owned(), WINDOWS_1256.name()),
    }
}

/// A part of the page that holds letters: the head is mostly markup.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    bytes.get(first..bytes.len().min(first + SAMPLE)).unwrap_or_default()
}

/// How much a text reads like Arabic: the commonest words and the article, less words of mixed scripts and broken letters.
fn reads_as_arabic(text: &str) -> f64 {
    const COMMON: &[&str] =
        &["في", "من", "على", "إلى", "أن", "عن", "مع", "بعد", "التي", "الذي", "هذا", "هذه", "كما", "لم", "قال", "ان"];
    let (mut n_words, mut n_good, mut n_bad) = (0_u32, 0_u32, 0_u32);
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()).filter(|w| !w.is_ascii()) {
        n_words += 1;
        let arabic = word.chars().filter(|c| matches!(c, '\u{0621}'..='\u{0652}')).count();
        let n_chars = word.chars().count();
        let odd = word.chars().any(|c| {
            c == char::REPLACEMENT_CHARACTER
                || matches!(c, '\u{80}'..='\u{9f}')
                || (arabic > 0 && c.is_alphabetic() && !matches!(c, '\u{0600}'..='\u{06ff}'))
        });
        if odd {
            n_bad += 1;
        } else if COMMON.contains(&word) || (arabic == n_chars && n_chars > 3 && word.starts_with("ال")) {
            n_good += 1;
        }
    }
    if n_words == 0 { 0.0 } else { (f64::from(n_good) * 2.0 - f64::from(n_bad)) / f64::from(n_words) }
}

/// UTF-8 that was taken for a single-byte encoding and encoded once more, brought back; with a word of warning.
fn undoubled(text: &str) -> (String, Option<String>) {
    // Arabic in UTF-8 begins every letter with D8-DB, which read so in the two encodings.
    for (encoding, leads) in [(encoding_rs::WINDOWS_1252, ['Ø', 'Ù']), (WINDOWS_1256, ['ط', 'ظ'])] {
        let n_leads = text.chars().filter(|c| leads.contains(c)).count();
        // Most pages end here: whether a letter is one is only asked where it matters.
        if n_leads < 8 {
            continue;
        }
        let letter = |c: char| matches!(c, '\u{0620}'..='\u{064A}') || !c.is_ascii() && c.is_alphabetic();
        if n_leads * 3 < text.chars().filter(|c| letter(*c)).count() {
            continue;
        }
        let mut mended = String::with_capacity(text.len());
        let mut n_mended = 0;
        for line in text.split_inclusive(|c: char| c.is_ascii()) {
            let ascii_end = line.chars().next_back().filter(char::is_ascii);
            let run = line.strip_suffix(|c: char| c.is_ascii()).unwrap_or(line);
            let (bytes, _, lost) = encoding.encode(run);
            match std::str::from_utf8(&bytes) {
                Ok(whole) if !lost && !run.is_empty() => {
                    n_mended += whole.chars().filter(|c| matches!(c, '\u{0600}'..='\u{06ff}')).count();
                    mended.push_str(whole);
                }
                _ => mended.push_str(run),
            }
            mended.extend(ascii_end);
        }
        if n_mended * 2 > n_leads {
            return (mended, Some(format!("the text was encoded twice (UTF-8 taken for {}); this was undone", encoding.name())));
        }
    }
    (text.to_owned(), None)
}

/// Upper half of Apple's Arabic encoding, which the WHATWG does not know.
const MAC_ARABIC: &str = "Ä\u{a0}ÇÉÑÖÜáàâäں«çéèêëí…îïñó»ôö÷úùûü !\"#$٪&'()*+،-./٠١٢٣٤٥٦٧٨٩:؛<=>؟❊ءآأؤإئابةتثجحخدذرزسشصضطظعغ[\\]^_ـفقكلمنهوىي\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}پٹچەڤگڈڑ{|}ژے";

fn mac_arabic(bytes: &[u8]) -> String {
    let upper: Vec<char> = MAC_ARABIC.chars().collect();
    bytes
        .iter()
        .map(|b| match b.checked_sub(0x80) {
            None => char::from(*b),
            Some(idx) => upper.get(usize::from(idx)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "قال وزير الخارجية إن المحادثات كانت مثمرة، وأضاف أن الوفد سيعود غدا إلى القاهرة من عمان.";

    fn utf16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    fn mac_bytes(text: &str) -> Vec<u8> {
        let place = |c| MAC_ARABIC.chars().position(|m| m == c).expect("in the table") as u8 + 0x80;
        text.chars().map(|c| if c.is_ascii() { c as u8 } else { place(c) }).collect()
    }

    #[test]
    fn every_encoding_of_the_arab_press_is_recognised() {
        let with_bom = [&[0xEF, 0xBB, 0xBF][..], TEXT.as_bytes()].concat();
        let le_bom = [&[0xFF, 0xFE][..], &utf16_bytes(TEXT, false)].concat();
        for (name, bytes) in [
            ("utf-8", TEXT.as_bytes().to_vec()),
            ("utf-8 with mark", with_bom),
            ("utf-16 with mark", le_bom),
            ("utf-16le", utf16_bytes(TEXT, false)),
            ("utf-16be", utf16_bytes(TEXT, true)),
            ("windows-1256", WINDOWS_1256.encode(TEXT).0.into_owned()),
            ("iso-8859-6", encoding_rs::ISO_8859_6.encode(TEXT).0.into_owned()),
        ] {
            assert_eq!(text(&bytes, None).expect(name), TEXT, "{name}");
        }
    }

    #[test]
    fn a_named_encoding_wins_and_an_unknown_one_is_an_error() {
        let bytes = WINDOWS_1256.encode(TEXT).0.into_owned();
        assert_eq!(text(&bytes, Some("windows-1256")).expect("known"), TEXT);
        assert!(text(&bytes, Some("klingon")).expect_err("unknown").to_string().contains("klingon"));
    }

    /// H3: every encoding under every declaration, true, absent or false.
    #[test]
    fn pages_are_decoded_whatever_they_declare() {
        let page = |declared: &str| format!("<html><head>{declared}<title>x</title></head><body><p>{TEXT}</p></body></html>");
        let meta = |name: &str| format!("<meta http-equiv=\"Content-Type\" content=\"text/html; charset={name}\">");
        let xml = |name: &str| format!("<?xml version=\"1.0\" encoding='{name}'?>");
        let mut n_right = 0;
        let mut try_one = |what: &str, bytes: &[u8], header: Option<&str>| {
            let decoded = super::page(bytes, header);
            assert!(decoded.text.contains(TEXT), "{what}: {} {:?}", decoded.encoding, decoded.text.get(..200));
            n_right += 1;
        };
        for (name, encoding) in [("windows-1256", WINDOWS_1256), ("iso-8859-6", encoding_rs::ISO_8859_6)] {
            let encode = |text: &str| encoding.encode(text).0.into_owned();
            try_one(&format!("{name} header"), &encode(&page("")), Some(&format!("text/html; charset={name}")));
            try_one(&format!("{name} meta"), &encode(&page(&meta(name))), None);
            try_one(&format!("{name} xml"), &encode(&format!("{}{}", xml(name), page(""))), None);
            try_one(&format!("{name} none"), &encode(&page("")), None);
            try_one(&format!("{name} as utf-8"), &encode(&page(&meta("utf-8"))), Some("text/html; charset=UTF-8"));
            try_one(&format!("{name} as latin"), &encode(&page(&meta("iso-8859-1"))), None);
        }
        try_one("utf-8 as windows-1256", page(&meta("windows-1256")).as_bytes(), None);
        try_one("utf-8 none", page("").as_bytes(), None);
        try_one("utf-8 mark", &[&[0xEF, 0xBB, 0xBF][..], page("").as_bytes()].concat(), Some("text/html; charset=iso-8859-6"));
        try_one("utf-16le", &utf16_bytes(&format!("\u{feff}{}", page("")), false), None);
        try_one("utf-16be", &utf16_bytes(&format!("\u{feff}{}", page("")), true), None);
        try_one("mac", &mac_bytes(&page("")), None);
        try_one("1256 as 8859-6", &WINDOWS_1256.encode(&page(&meta("iso-8859-6"))).0, None);
        let mut broken = page("").into_bytes();
        broken.extend([0xD8, b' ', 0xFF, 0x00]);
        try_one("utf-8 with broken bytes", &broken, None);
        assert_eq!(n_right, 20);
    }

    #[test]
    fn double_encoding_is_undone_and_told() {
        for encoding in [encoding_rs::WINDOWS_1252, WINDOWS_1256] {
            let twice = encoding.decode_without_bom_handling(TEXT.as_bytes()).0.into_owned();
            let decoded = super::page(format!("<p class=\"a\">{twice}</p>").as_bytes(), None);
            assert_eq!(decoded.text, format!("<p class=\"a\">{TEXT}</p>"));
            assert!(decoded.warnings.iter().any(|w| w.contains("twice")), "{:?}", decoded.warnings);
        }
        let french = "<p>Où est le président ? À l'Élysée.</p>";
        assert_eq!(super::page(french.as_bytes(), None).text, french);
    }

    #[test]
    fn any_bytes_decode() {
        let mut state = 7_u32;
        for len in 0..200 {
            let bytes: Vec<u8> = (0..len)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            assert!(text(&bytes, None).is_ok());
            let _ = super::page(&bytes, Some("text/html; charset=windows-1256"));
        }
    }
}
