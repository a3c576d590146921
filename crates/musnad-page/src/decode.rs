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
