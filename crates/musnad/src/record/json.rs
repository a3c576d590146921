//! The record as text: JSON that is safe to print.

use super::Record;

/// Whether a character changes how a terminal shows others.
pub fn is_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        || (c.is_control() && c != '\n' && c != '\t')
}

/// JSON text with controls inside its strings escaped: it holds the article's own text, and reorders nothing on a terminal.
pub fn escaped(json: &str) -> String {
    if !json.chars().any(|c| is_control(c) && c != '\r') {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_control(c) { out.push_str(&format!("\\u{:04x}", c as u32)) } else { out.push(c) }
    }
    out
}

impl Record {
    /// The record as JSON, as `musnad read` prints it: on one line (`--format jsonl`), or indented (`--format json`).
    ///
    /// ```
    /// let reader = musnad::Reader::embedded()?;
    /// let record = reader.read(&musnad::Article { text: "قال الوزير.".into(), ..Default::default() });
    /// assert!(record.to_json(false).starts_with("{\"schema\":\"musnad.record/1\""));
    /// # Ok::<(), musnad::lexicon::DataError>(())
    /// ```
    pub fn to_json(&self, indented: bool) -> String {
        // A record has neither maps with keys that are no texts nor numbers that JSON cannot hold: this does not fail.
        let json = if indented { serde_json::to_string_pretty(self) } else { serde_json::to_string(self) };
        escaped(&json.unwrap_or_default())
    }
}
