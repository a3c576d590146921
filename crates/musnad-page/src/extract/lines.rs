//! The page as lines of text in the order of reading: what a person sees, with where each line stands.

use super::hints::{Hint, Hints};
use crate::html::tag::Tag;
use crate::html::tree::{NodeId, Step, Tree};

/// A line of text of the page.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Its words, whitespace collapsed.
    pub text: String,
    /// The innermost block element that holds it.
    pub owner: NodeId,
    /// That element's tag.
    pub tag: Tag,
    /// Letters and marks.
    pub n_chars: usize,
    /// Of them inside links.
    pub n_link: usize,
    /// What the elements around it promise, the nearest that says something besides `body`.
    pub hint: Option<Hint>,
    /// Inside a heading.
    pub heading: bool,
}

impl Line {
    /// A line of the kind that stories consist of: long enough, and no link.
    pub(crate) fn is_prose(&self) -> bool {
        !self.heading
            && self.n_link * 3 < self.n_chars
            && (self.n_chars >= 80 || (self.n_chars >= 25 && ends(&self.text)) || self.n_chars >= 50 && self.tag == Tag::P)
    }
}

/// Whether a line ends like a finished sentence.
pub(crate) fn ends(line: &str) -> bool {
    let last = line.trim_end_matches(['"', '»', '”', ')', ']', ' ', '\u{200f}', '\u{200e}', '\u{a0}']);
    last.ends_with(['.', '؟', '?', '!', '…', ':', '۔', '،', '؛'])
}

/// What is known of each element: its hint, and whether it is hidden.
pub(crate) struct Marks {
    /// By node.
    pub hints: Vec<Option<Hint>>,
    hidden: Vec<bool>,
}

/// Looks at the attributes of every element once.
pub(crate) fn marks(tree: &Tree, show_hidden: bool) -> Marks {
    let mut hints = Hints::default();
    let mut marks = Marks { hints: vec![None; tree.len()], hidden: vec![false; tree.len()] };
    for (node, tag) in tree.elements() {
        let idx = node as usize;
        if !show_hidden && is_hidden(tree, node) {
            marks.hidden[idx] = true;
        }
        if matches!(tag, Tag::Html | Tag::Body | Tag::Main | Tag::Other) {
            continue;
        }
        let by_tag = match tag {
            Tag::Nav | Tag::Aside | Tag::Footer => Some(Hint::Weak),
            Tag::Form | Tag::Button => Some(Hint::Skip),
            Tag::Figcaption => Some(Hint::Caption),
            Tag::Time => Some(Hint::Date),
            _ => None,
        };
        let by_role = match tree.attr(node, "role") {
            Some("navigation" | "complementary" | "contentinfo" | "search" | "banner") => Some(Hint::Weak),
            _ => None,
        };
        let is_body = tree
            .attr(node, "itemprop")
            .is_some_and(|p| p.split(' ').any(|p| matches!(p, "articleBody" | "reviewBody")))
            || tree.attr(node, "property").is_some_and(|p| p.split(' ').any(|p| matches!(p, "content:encoded" | "articleBody")));
        if is_body {
            marks.hints[idx] = Some(Hint::Body);
            continue;
        }
        let class = tree.attr(node, "class").and_then(|c| hints.of(c));
        let id = tree.attr(node, "id").and_then(|c| hints.of(c));
        let named = match (class, id) {
            (Some(Hint::Body), _) | (_, Some(Hint::Body)) => Some(Hint::Body),
            (Some(found), _) | (None, Some(found)) => Some(found),
            _ => None,
        };
        // Aside and navigation are none of the story whatever their class says; an article is no advertisement.
        marks.hints[idx] = match (tag, named) {
            (Tag::Article, Some(h)) if h != Hint::Body => None,
            (Tag::Nav | Tag::Aside | Tag::Figcaption | Tag::Button, _) => by_tag,
            (_, Some(h)) => Some(h),
            _ => by_tag.or(by_role),
        };
    }
    marks
}

fn is_hidden(tree: &Tree, node: NodeId) -> bool {
    if tree.attr(node, "hidden").is_some() {
        return true;
    }
    let Some(style) = tree.attr(node, "style") else { return false };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// The lines below a node.
pub(crate) fn lines(tree: &Tree, root: NodeId, marks: &Marks) -> Vec<Line> {
    let mut reader = LineReader { lines: Vec::new(), text: String::new(), n_link: 0, state: State::default() };
    let mut blocks: Vec<State> = Vec::new();
    reader.state.owner = root;
    reader.state.tag = tree.tag(root).unwrap_or(Tag::Other);
    let mut walk = tree.walk(root);
    let mut n_links = 0_usize;
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(node) => {
                if let Some(text) = tree.text(node) {
                    reader.push(text, n_links > 0);
                    continue;
                }
                let Some(tag) = tree.tag(node) else { continue };
                let hidden = marks.hidden.get(node as usize).copied().unwrap_or(false);
                if (tag.is_silent() || hidden) && node != root {
                    walk.pass_over();
                    continue;
                }
                n_links += usize::from(tag == Tag::A);
                if tag == Tag::Br || tag == Tag::Hr {
                    reader.flush();
                }
                let hint = marks.hints.get(node as usize).copied().flatten().filter(|h| *h != Hint::Body);
                if !tag.is_inline() && !tag.is_void() {
                    reader.flush();
                    blocks.push(reader.state);
                    reader.state = State {
                        owner: node,
                        tag,
                        hint: hint.or(reader.state.hint),
                        heading: reader.state.heading || tag.is_heading(),
                    };
                } else if let Some(hint) = hint.filter(|_| reader.text.is_empty()) {
                    // An inline element that opens a line speaks for the line: <span class="date">.
                    reader.state.hint = Some(hint);
                }
            }
            Step::Leave(node) => {
                let Some(tag) = tree.tag(node) else { continue };
                if tag == Tag::A {
                    n_links = n_links.saturating_sub(1);
                }
                if !tag.is_inline() && !tag.is_void() {
                    reader.flush();
                    if let Some(state) = blocks.pop() {
                        reader.state = state;
                    }
                }
            }
        }
    }
    reader.flush();
    reader.lines
}

#[derive(Clone, Copy)]
struct State {
    owner: NodeId,
    tag: Tag,
    hint: Option<Hint>,
    heading: bool,
}

impl Default for State {
    fn default() -> Self {
        State { owner: 0, tag: Tag::Other, hint: None, heading: false }
    }
}

struct LineReader {
    lines: Vec<Line>,
    text: String,
    n_link: usize,
    state: State,
}

impl LineReader {
    /// Adds text, whitespace collapsed.
    fn push(&mut self, text: &str, in_link: bool) {
        let mut gap = text.starts_with(|c: char| c.is_whitespace());
        for word in text.split(|c: char| c.is_whitespace() || c == '\u{feff}').filter(|w| !w.is_empty()) {
            if gap && !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            self.text.push_str(word);
            self.n_link += if in_link { word.chars().count() } else { 0 };
            gap = true;
        }
        if text.ends_with(|c: char| c.is_whitespace()) && !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn flush(&mut self) {
        let text = self.text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}'));
        if text.is_empty() {
            self.text.clear();
            self.n_link = 0;
            return;
        }
        self.lines.push(Line {
            n_chars: text.chars().filter(|c| !c.is_whitespace()).count(),
            text: text.to_owned(),
            owner: self.state.owner,
            tag: self.state.tag,
            n_link: self.n_link,
            hint: self.state.hint,
            heading: self.state.heading,
        });
        self.text.clear();
        self.n_link = 0;
    }
}
