//! A tree of an HTML page, built under caps: whatever the page does, time and memory stay linear in its size.
//!
//! html5gum tokenizes as the WHATWG demands; the tree is ours, because the standard's own construction (adoption agency, open
//! formatting elements) takes 34 s and 2.7 GB for an 84 KB page. Ours closes what a start tag implies (`<p>`, `<li>`, cells),
//! ignores end tags that fit nothing, and attaches elements beyond the depth cap as siblings. The text of a page comes out the
//! same; only misnested formatting, which carries no text, may end elsewhere.

use super::tag::Tag;
use crate::caps::{Caps, Limit};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::time::Instant;

/// Number of a node.
pub(crate) type NodeId = u32;

/// No node.
const NONE: NodeId = NodeId::MAX;

/// Attributes that reading a page asks for; others are not kept.
const KEPT: &[&[u8]] = &[
    b"alt",
    b"aria-hidden",
    b"charset",
    b"class",
    b"content",
    b"data-date",
    b"data-time",
    b"data-timestamp",
    b"datetime",
    b"dir",
    b"hidden",
    b"href",
    b"http-equiv",
    b"id",
    b"itemprop",
    b"itemtype",
    b"lang",
    b"name",
    b"property",
    b"pubdate",
    b"rel",
    b"role",
    b"style",
    b"title",
    b"type",
    b"value",
];

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// An element with its attributes.
    Element { tag: Tag, first_attr: u32, n_attrs: u16 },
    /// A run of text.
    Text { start: u32, end: u32 },
}

#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    parent: NodeId,
    first: NodeId,
    last: NodeId,
    next: NodeId,
}

/// A page as a tree. Node 0 is the root; children of a node have higher numbers than it.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    attrs: Vec<(&'static str, u32, u32)>,
    buffer: String,
    /// What was cut off.
    pub(crate) limits: Vec<Limit>,
}

impl Tree {
    /// Builds the tree of a page.
    pub(crate) fn parse(source: &str, caps: &Caps) -> Tree {
        let mut builder = Builder::new(caps);
        let mut emitter = CallbackEmitter::<_, (), usize>::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            builder.event(&event, span.start);
            builder.stopped.then_some(())
        });
        emitter.naively_switch_states(true);
        // The callback yields nothing until it stops.
        let _ = Tokenizer::new_with_emitter(source, emitter).next();
        builder.tree
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The tag of an element; text has none.
    pub(crate) fn tag(&self, node: NodeId) -> Option<Tag> {
        match self.nodes.get(node as usize)?.kind {
            Kind::Element { tag, .. } => Some(tag),
            Kind::Text { .. } => None,
        }
    }

    /// The words of a text node.
    pub(crate) fn text(&self, node: NodeId) -> Option<&str> {
        match self.nodes.get(node as usize)?.kind {
            Kind::Text { start, end } => self.buffer.get(start as usize..end as usize),
            Kind::Element { .. } => None,
        }
    }

    /// An attribute's value.
    pub(crate) fn attr(&self, node: NodeId, name: &str) -> Option<&str> {
        let Kind::Element { first_attr, n_attrs, .. } = self.nodes.get(node as usize)?.kind else { return None };
        let attrs = self.attrs.get(first_attr as usize..first_attr as usize + usize::from(n_attrs))?;
        let (_, start, end) = attrs.iter().find(|(n, ..)| *n == name)?;
        self.buffer.get(*start as usize..*end as usize)
    }

    /// The node that holds a node.
    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node as usize).map(|n| n.parent).filter(|p| *p != NONE)
    }

    /// The first child.
    pub(crate) fn first_child(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node as usize).map(|n| n.first).filter(|n| *n != NONE)
    }

    /// The next child of the same parent.
    pub(crate) fn next_sibling(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node as usize).map(|n| n.next).filter(|n| *n != NONE)
    }

    /// A walk over a node and all that it holds, in order, each entered and left once, without recursion.
    pub(crate) fn walk(&self, root: NodeId) -> Walk<'_> {
        Walk { tree: self, root, next: Some(Step::Enter(root)) }
    }

    /// All elements of the page in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (NodeId, Tag)> + '_ {
        (0..self.nodes.len() as NodeId).filter_map(|n| Some((n, self.tag(n)?)))
    }

    /// All text below a node, whitespace collapsed; silent elements left out unless they are the node itself.
    pub(crate) fn text_of(&self, node: NodeId) -> String {
        let mut out = String::new();
        let mut walk = self.walk(node);
        while let Some(step) = walk.next() {
            let Step::Enter(at) = step else { continue };
            if let Some(text) = self.text(at) {
                out.push_str(text);
            } else if at != node && self.tag(at).is_some_and(Tag::is_silent) {
                walk.pass_over();
            } else if self.tag(at).is_some_and(|t| !t.is_inline()) {
                out.push(' ');
            }
        }
        collapse(&out)
    }
}

/// Whitespace collapsed to single spaces, none at the ends.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{feff}').filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A step of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Before a node's children.
    Enter(NodeId),
    /// After them.
    Leave(NodeId),
}

/// A walk over a subtree.
pub(crate) struct Walk<'t> {
    tree: &'t Tree,
    root: NodeId,
    next: Option<Step>,
}

impl Walk<'_> {
    /// Passes over the children of the node just entered.
    pub(crate) fn pass_over(&mut self) {
        if let Some(Step::Enter(child)) = self.next
            && let Some(parent) = self.tree.parent(child)
        {
            self.next = Some(Step::Leave(parent));
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = match step {
            Step::Enter(node) => Some(self.tree.first_child(node).map_or(Step::Leave(node), Step::Enter)),
            Step::Leave(node) if node == self.root => None,
            Step::Leave(node) => match self.tree.next_sibling(node) {
                Some(next) => Some(Step::Enter(next)),
                None => self.tree.parent(node).map(Step::Leave),
            },
        };
        Some(step)
    }
}

/// Open elements looked at for one that a tag closes.
const NEAR: usize = 40;

/// Events between two looks at the clock.
const TICK: u32 = 512;

struct Builder {
    tree: Tree,
    caps: Caps,
    /// Open elements: tag, and the node that takes their children (an ancestor beyond the depth cap).
    open: Vec<(Tag, NodeId)>,
    n_open: [u32; Tag::COUNT],
    /// The start tag being read.
    tag: Option<(Tag, usize)>,
    first_attr: u32,
    n_attrs: usize,
    attr: Option<&'static str>,
    started: Instant,
    n_events: u32,
    stopped: bool,
}

impl Builder {
    fn new(caps: &Caps) -> Builder {
        let mut builder = Builder {
            tree: Tree::default(),
            caps: *caps,
            open: Vec::new(),
            n_open: [0; Tag::COUNT],
            tag: None,
            first_attr: 0,
            n_attrs: 0,
            attr: None,
            started: Instant::now(),
            n_events: 0,
            stopped: false,
        };
        let root = Kind::Element { tag: Tag::Other, first_attr: 0, n_attrs: 0 };
        builder.tree.nodes.push(Node { kind: root, parent: NONE, first: NONE, last: NONE, next: NONE });
        builder
    }

    fn event(&mut self, event: &CallbackEvent<'_>, at: usize) {
        if self.stopped {
            return;
        }
        self.n_events = self.n_events.wrapping_add(1);
        if self.n_events.is_multiple_of(TICK) && self.started.elapsed() > self.caps.time {
            self.limit("time", at, format!("the page took longer than {:?}; the rest was not read", self.caps.time));
            self.stopped = true;
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some((Tag::of(name), at));
                self.first_attr = self.tree.attrs.len() as u32;
                self.n_attrs = 0;
                self.attr = None;
            }
            CallbackEvent::AttributeName { name } => self.attribute_name(name, at),
            CallbackEvent::AttributeValue { value } => self.attribute_value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some((tag, at)) = self.tag.take() {
                    self.start(tag, *self_closing, at);
                }
                self.attr = None;
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.attr = None;
                self.end(Tag::of(name));
            }
            CallbackEvent::String { value } => self.string(value, at),
            _ => {}
        }
    }

    fn limit(&mut self, what: &'static str, at: usize, why: String) {
        if !self.tree.limits.iter().any(|l| l.what == what) {
            self.tree.limits.push(Limit::new(what, at as u64, why));
        }
    }

    fn attribute_name(&mut self, name: &[u8], at: usize) {
        self.attr = None;
        if self.tag.is_none() {
            return;
        }
        self.n_attrs += 1;
        if self.n_attrs > self.caps.attributes {
            let most = self.caps.attributes;
            self.limit("attributes", at, format!("a tag has more than {most} attributes; the others were left out"));
            return;
        }
        let known = KEPT.iter().find(|k| **k == name).and_then(|k| std::str::from_utf8(k).ok());
        // The first of two attributes with one name counts.
        let seen = self.tree.attrs.iter().skip(self.first_attr as usize).any(|(n, ..)| Some(*n) == known);
        if let Some(known) = known.filter(|_| !seen) {
            let end = self.tree.buffer.len() as u32;
            self.tree.attrs.push((known, end, end));
            self.attr = Some(known);
        }
    }

    fn attribute_value(&mut self, value: &[u8]) {
        if self.attr.take().is_none() {
            return;
        }
        let room = self.caps.text.saturating_sub(self.tree.buffer.len());
        let value = value.get(..value.len().min(room).min(1 << 20)).unwrap_or_default();
        let start = self.tree.buffer.len() as u32;
        self.tree.buffer.push_str(&String::from_utf8_lossy(value));
        let end = self.tree.buffer.len() as u32;
        if let Some(last) = self.tree.attrs.last_mut() {
            *last = (last.0, start, end);
        }
    }

    /// The node that takes children now.
    fn place(&self) -> NodeId {
        self.open.last().map_or(0, |(_, node)| *node)
    }

    fn add(&mut self, kind: Kind, at: usize) -> Option<NodeId> {
        if self.tree.nodes.len() >= self.caps.nodes {
            let most = self.caps.nodes;
            self.limit("nodes", at, format!("the page has more than {most} nodes; the rest was not read"));
            self.stopped = true;
            return None;
        }
        let parent = self.place();
        let id = self.tree.nodes.len() as NodeId;
        self.tree.nodes.push(Node { kind, parent, first: NONE, last: NONE, next: NONE });
        let before = self.tree.nodes.get_mut(parent as usize).map(|p| {
            let before = p.last;
            p.last = id;
            if before == NONE {
                p.first = id;
            }
            before
        });
        if let Some(before) = before.and_then(|b| self.tree.nodes.get_mut(b as usize)) {
            before.next = id;
        }
        Some(id)
    }

    fn start(&mut self, tag: Tag, self_closing: bool, at: usize) {
        self.close_implied(tag);
        let n_attrs = (self.tree.attrs.len() - self.first_attr as usize) as u16;
        // A second <html> or <body> only adds attributes, which nobody asks for.
        if matches!(tag, Tag::Html | Tag::Body) && self.is_open(tag) {
            return;
        }
        let Some(node) = self.add(Kind::Element { tag, first_attr: self.first_attr, n_attrs }, at) else { return };
        let foreign = self_closing && (self.is_open(Tag::Svg) || self.is_open(Tag::Math) || matches!(tag, Tag::Svg | Tag::Math));
        if tag.is_void() || foreign {
            return;
        }
        let deep = self.open.len() >= self.caps.depth;
        if deep {
            let most = self.caps.depth;
            self.limit("depth", at, format!("elements stand more than {most} deep; deeper ones were read as if side by side"));
        }
        let takes = if deep { self.place() } else { node };
        self.open.push((tag, takes));
        self.n_open[tag as usize] += 1;
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.n_open[tag as usize] > 0
    }

    /// Closes the elements that a start tag ends without saying so.
    fn close_implied(&mut self, tag: Tag) {
        if tag == Tag::Body || tag.ends_paragraph() && self.is_open(Tag::Head) && !self.is_open(Tag::Body) {
            self.close_near(&[Tag::Head], &[]);
        }
        // A block inside a drawing or formula ends it, as in browsers.
        if tag.ends_paragraph() && !matches!(tag, Tag::Table) {
            for foreign in [Tag::Svg, Tag::Math] {
                if self.is_open(foreign) {
                    self.end(foreign);
                }
            }
        }
        if tag.ends_paragraph() && self.is_open(Tag::P) {
            self.close_near(&[Tag::P], &[Tag::Td, Tag::Th, Tag::Button, Tag::Object, Tag::Li]);
        }
        match tag {
            Tag::Li => self.close_near(&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu]),
            Tag::Dt | Tag::Dd => self.close_near(&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Td | Tag::Th => self.close_near(&[Tag::Td, Tag::Th], &[Tag::Table, Tag::Tr]),
            Tag::Tr => self.close_near(&[Tag::Tr], &[Tag::Table]),
            Tag::Option | Tag::Optgroup => self.close_near(&[Tag::Option], &[Tag::Select]),
            Tag::A => self.close_near(&[Tag::A], &[Tag::Td, Tag::Th, Tag::Li, Tag::Div, Tag::P]),
            _ => {}
        }
    }

    /// Closes the nearest open element of these tags, unless one of `walls` stands before it.
    fn close_near(&mut self, tags: &[Tag], walls: &[Tag]) {
        let found = self.open.iter().rev().take(NEAR).position(|(t, _)| tags.contains(t) || walls.contains(t));
        if let Some(up) = found
            && self.open.iter().rev().nth(up).is_some_and(|(t, _)| tags.contains(t))
        {
            self.pop(up + 1);
        }
    }

    fn end(&mut self, tag: Tag) {
        if !self.is_open(tag) {
            // `</p>` alone is an empty paragraph, `</br>` a line break: both only break the line.
            if matches!(tag, Tag::P | Tag::Br) {
                self.first_attr = self.tree.attrs.len() as u32;
                let kind = Kind::Element { tag: Tag::Br, first_attr: self.first_attr, n_attrs: 0 };
                let _ = self.add(kind, 0);
            }
            return;
        }
        if tag.is_inline() {
            // An inline end tag closes nothing beyond the block it stands in.
            let found = self.open.iter().rev().take(NEAR).position(|(t, _)| *t == tag || !t.is_inline());
            if let Some(up) = found
                && self.open.iter().rev().nth(up).is_some_and(|(t, _)| *t == tag)
            {
                self.pop(up + 1);
            }
            return;
        }
        // Cells and lists are walls for what stands outside them.
        let walls: &[Tag] = match tag {
            Tag::Li => &[Tag::Ul, Tag::Ol],
            Tag::P => &[Tag::Td, Tag::Th],
            Tag::Tr | Tag::Td | Tag::Th => &[Tag::Table],
            Tag::Table | Tag::Html | Tag::Body => &[],
            _ => &[Tag::Table, Tag::Td, Tag::Th],
        };
        let found = self.open.iter().rev().position(|(t, _)| *t == tag || walls.contains(t));
        if let Some(up) = found
            && self.open.iter().rev().nth(up).is_some_and(|(t, _)| *t == tag)
        {
            self.pop(up + 1);
        }
    }

    fn pop(&mut self, n: usize) {
        for _ in 0..n {
            if let Some((tag, _)) = self.open.pop() {
                self.n_open[tag as usize] -= 1;
            }
        }
    }

    fn string(&mut self, value: &[u8], at: usize) {
        let room = self.caps.text.saturating_sub(self.tree.buffer.len());
        if value.len() > room {
            let most = self.caps.text;
            self.limit("text", at + room, format!("the page has more than {most} bytes of text; the rest was not read"));
            self.stopped = true;
        }
        let mut end = value.len().min(room);
        // A cut never splits a letter: continuation bytes are 10xxxxxx.
        while value.get(end).is_some_and(|b| b & 0xC0 == 0x80) {
            end -= 1;
        }
        let value = String::from_utf8_lossy(value.get(..end).unwrap_or_default());
        if value.is_empty() {
            return;
        }
        let start = self.tree.buffer.len() as u32;
        self.tree.buffer.push_str(&value);
        let end = self.tree.buffer.len() as u32;
        let _ = self.add(Kind::Text { start, end }, at);
    }
}
