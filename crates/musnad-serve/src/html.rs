//! Markup that is safe by its type: only [`Html`] goes into a page unescaped, and only functions of this file make it.
//!
//! Every value of the data stands in `<bdi>`, so that its direction moves no neighbour. Characters that are not seen but act
//! (controls, overrides of direction) are shown by their code point, as an editor would want to know of them.

use crate::runs;
use std::fmt::{self, Display, Write};

/// Markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl Html {
    /// Nothing yet.
    pub fn new() -> Html {
        Html::default()
    }

    /// What a template made; templates escape by themselves.
    ///
    /// # Errors
    /// If the template fails.
    pub fn render(template: &impl askama::Template) -> Result<Html, askama::Error> {
        template.render().map(Html)
    }

    /// Text, escaped.
    pub fn text(text: &str) -> Html {
        let mut html = Html::new();
        html.push_text(text);
        html
    }

    /// A value of the data, isolated.
    pub fn bdi(text: &str) -> Html {
        let mut html = Html::new();
        html.isolate(text).push_value(text);
        html.tag("</bdi>");
        html
    }

    /// A text of the data as a paragraph of its own, which begins where texts of its direction do.
    pub fn quote(text: &str) -> Html {
        let mut html = Html::new();
        html.tag("<blockquote dir=\"").tag(runs::direction(text)).tag("\"><p>").push_value(text);
        html.tag("</p></blockquote>");
        html
    }

    /// A value that runs from left to right: a code, an address, a date in digits.
    pub fn ltr(text: &str) -> Html {
        let mut html = Html::new();
        html.tag("<bdi dir=\"ltr\">").push_text(text);
        html.tag("</bdi>");
        html
    }

    /// A link within this site around markup.
    pub fn link(href: &str, inner: &Html) -> Html {
        let mut html = Html::new();
        html.tag("<a href=\"").push_text(href);
        html.tag("\">").push(inner);
        html.tag("</a>");
        html
    }

    /// Adds markup written in the source.
    pub fn tag(&mut self, markup: &'static str) -> &mut Html {
        self.0.push_str(markup);
        self
    }

    /// Adds markup.
    pub fn push(&mut self, html: &Html) -> &mut Html {
        self.0.push_str(&html.0);
        self
    }

    /// Adds text, escaped; good for attributes in double quotes too.
    pub fn push_text(&mut self, text: &str) -> &mut Html {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c if is_hidden(c) => {
                    // Writing to a string does not fail.
                    let _ = write!(self.0, "⟦U+{:04X}⟧", c as u32);
                }
                c => self.0.push(c),
            }
        }
        self
    }

    /// Begins an isolate for a text: the browser takes its direction from the first letter, unless that misleads.
    pub fn isolate(&mut self, text: &str) -> &mut Html {
        self.tag(if runs::misleads(text) { "<bdi dir=\"rtl\">" } else { "<bdi>" })
    }

    /// Adds text, escaped, with what runs from left to right in it isolated.
    pub fn push_value(&mut self, text: &str) -> &mut Html {
        let mut at = 0;
        for run in runs::foreign(text).into_iter().filter(|run| run.len() < text.len()) {
            self.push_text(&text[at..run.start]).tag("<bdi dir=\"ltr\">").push_text(&text[run.clone()]);
            self.tag("</bdi>");
            at = run.end;
        }
        self.push_text(&text[at..])
    }

    /// Adds a number.
    pub fn number(&mut self, n: impl Into<f64>) -> &mut Html {
        let rounded = (n.into() * 10.0).round() / 10.0;
        let _ = write!(self.0, "{rounded}");
        self
    }

    /// Adds a number with all that counts of it.
    pub fn exact(&mut self, n: f64) -> &mut Html {
        let _ = write!(self.0, "{n:.4}");
        self
    }

    /// Bytes of the markup.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    #[cfg(test)]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A character that is not seen but changes how others are read or shown.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// An address that a page may link to: http or https only, and nothing in it that acts instead of being seen.
pub fn web_address(url: &str) -> Option<String> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    let acts = |c: char| c.is_control() || is_hidden(c);
    is_web.then(|| url.chars().map(|c| if acts(c) { encode(c.encode_utf8(&mut [0; 4])) } else { c.to_string() }).collect())
}

/// Percent-encodes a part of an address.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Undoes [`encode`]; what is no UTF-8 becomes U+FFFD, `+` a blank where `plus` says so.
pub fn decode(text: &str, plus: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(|h| u8::from_str_radix(h, 16).ok());
        match hex {
            Some(value) => {
                out.push(value);
                at += 2;
            }
            None if plus && *byte == b'+' => out.push(b' '),
            None => out.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let html = Html::bdi("<script>alert('x')</script>\u{202E}\0 \"&");
        assert_eq!(html.as_str(), "<bdi>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;⟦U+202E⟧⟦U+0000⟧ &quot;&amp;</bdi>");
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address("HTTPS://a.example/").as_deref(), Some("HTTPS://a.example/"));
        assert_eq!(web_address("https://a.example/\r\u{202E}ب").as_deref(), Some("https://a.example/%0D%E2%80%AEب"));
    }

    #[test]
    fn addresses_come_back() {
        for text in ["غزة & القدس", "a+b=c?%", "\0\u{202E}"] {
            assert_eq!(decode(&encode(text), true), text);
        }
        assert_eq!(decode("%zz%d9%", true), "%zz\u{FFFD}%");
    }
}
