//! What may reach a terminal: text without control characters and without bidirectional controls.
//!
//! An article can hold characters that reorder or hide what a terminal shows ("Trojan Source"); they are written as their
//! code points instead. In JSON they are escaped, so that the record still holds the article's own text.

pub use musnad::record::escaped;
use musnad::record::is_control;

/// `text` with controls written out as `⟨U+202E⟩`; invisible marks of direction are dropped.
pub fn visible(text: &str) -> String {
    if !text.chars().any(is_control) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{FEFF}' | '\r' => {}
            c if is_control(c) => out.push_str(&format!("⟨U+{:04X}⟩", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// Words on one line: blanks folded, controls written out.
pub fn line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_never_stay() {
        let text = "قال\u{202E}الوزير\u{200F}\u{1b}[31m";
        assert_eq!(visible(text), "قال⟨U+202E⟩الوزير⟨U+001B⟩[31m");
        let json = escaped(&serde_json::to_string(text).expect("a string"));
        assert!(!json.contains('\u{202E}'));
        assert_eq!(serde_json::from_str::<String>(&json).expect("valid JSON"), text);
    }
}
