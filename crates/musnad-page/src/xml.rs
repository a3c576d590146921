//! XML read leniently and safely: no entity of the document's own is ever expanded, nothing is fetched, broken markup is passed
//! over. What comes out is a flat list of what an element opens, holds and closes.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

/// A step through a document. Names are lower case and without prefix; the prefix stands beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// An element begins.
    Open(Element),
    /// Text, references resolved.
    Text(String),
    /// The innermost element ends.
    Close,
}

/// An element's name and attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Before the colon.
    pub prefix: String,
    /// After it.
    pub name: String,
    /// Attributes: name with prefix, value.
    pub attrs: Vec<(String, String)>,
}

impl Element {
    /// An attribute's value.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Most attributes of one element and most bytes of one text.
const MOST_ATTRS: usize = 64;
const MOST_TEXT: usize = 1 << 20;

/// Steps through a document, calling `take` with each until it answers false. Returns whether markup was broken.
pub(crate) fn walk(source: &str, mut take: impl FnMut(Step) -> bool) -> bool {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut broken = false;
    let mut last = u64::MAX;
    loop {
        let at = reader.buffer_position();
        let goes_on = match reader.read_event() {
            Ok(Event::Start(start)) => take(Step::Open(element(&start))),
            Ok(Event::Empty(start)) => take(Step::Open(element(&start))) && take(Step::Close),
            Ok(Event::End(_)) => take(Step::Close),
            Ok(Event::Text(text)) => take(Step::Text(cut(&text))),
            Ok(Event::CData(text)) => take(Step::Text(cut(&text))),
            Ok(Event::GeneralRef(name)) => take(Step::Text(reference(&name))),
            Ok(Event::Eof) => return broken,
            Ok(_) => true,
            Err(_) => {
                broken = true;
                // An error that does not advance would come for ever.
                if at == last {
                    return true;
                }
                last = at;
                true
            }
        };
        if !goes_on {
            return broken;
        }
    }
}

fn cut(text: &str) -> String {
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

fn element(start: &BytesStart<'_>) -> Element {
    let name = start.name().into_inner().to_owned();
    let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
    let mut attributes = start.attributes();
    let attrs = attributes
        .with_checks(false)
        .flatten()
        .take(MOST_ATTRS)
        .map(|a| (a.key.into_inner().to_ascii_lowercase(), unescaped(&a.value)));
    Element { prefix: prefix.to_ascii_lowercase(), name: local.to_ascii_lowercase(), attrs: attrs.collect() }
}

/// References in an attribute resolved.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = cut(text);
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default().to_owned();
        match after.split_once(';').filter(|(name, _)| name.len() < 12 && !name.contains(char::is_whitespace)) {
            Some((name, more)) => {
                out.push_str(&reference(name));
                rest = more.to_owned();
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + &rest
}

/// A reference to a character or to an entity of HTML; others stay as they are written.
fn reference(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    if let Some(c) = number.and_then(char::from_u32) {
        return c.to_string();
    }
    resolve_html5_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}
