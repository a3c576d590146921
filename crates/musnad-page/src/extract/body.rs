//! Which element holds the story, and which of its lines are the story.
//!
//! Every element is worth the prose below it less everything else below it (links, short lines): the smallest element that
//! holds all the prose and little else wins. What the page names its story's element decides where both agree on most of the
//! text; the text in JSON-LD, if it is whole, decides line by line.

use super::hints::Hint;
use super::lines::{Line, Marks, ends};
use super::meta::Facts;
use crate::html::tag::Tag;
use crate::html::tree::{NodeId, Tree};
use crate::page::Apart;
use musnad::article::{BlockKind, blocks};
use musnad::text::fold;
use std::collections::HashSet;

/// The story's lines and what was kept apart.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Paragraphs.
    pub paragraphs: Vec<String>,
    /// Captions, links, bylines, share lines.
    pub apart: Vec<Apart>,
    /// Positions of the first and one past the last of its lines on the page.
    pub range: Option<(usize, usize)>,
}

/// Finds the story among the page's lines.
pub(crate) fn find(tree: &Tree, lines: &[Line], marks: &Marks, facts: &Facts, title: Option<&str>) -> Body {
    let counts = count(tree, lines, marks);
    let Some(holder) = holder(tree, &counts, marks) else { return Body::default() };
    let inside: Vec<usize> = (0..lines.len()).filter(|i| is_inside(tree, lines[*i].owner, holder)).collect();
    let mut kinds: Vec<Option<BlockKind>> = inside.iter().map(|i| kind(tree, &lines[*i], &counts, marks, holder)).collect();
    let mut texts: Vec<&Line> = inside.iter().map(|i| &lines[*i]).collect();
    related_sections(&texts, &mut kinds);
    head(&texts, &mut kinds, title);
    tail(&texts, &mut kinds);
    by_words(&mut texts, &mut kinds);
    let mut body = Body::default();
    if let Some(whole) = facts.body.as_deref() {
        by_json_ld(whole, &texts, &mut kinds, &mut body);
    }
    let lead = lead(lines, &inside, facts, title);
    let story: Vec<usize> = (0..texts.len()).filter(|i| kinds[*i].is_none()).collect();
    if let (Some(first), Some(last)) = (story.first(), story.last()) {
        body.range = Some((inside[*first], inside[*last] + 1));
    }
    if let Some(lead) = lead.filter(|l| body.paragraphs.is_empty() && !texts.iter().any(|t| t.text == **l)) {
        body.paragraphs.push(lead.clone());
    }
    for (line, kind) in texts.iter().zip(&kinds) {
        match kind {
            None if body.paragraphs.is_empty() || !body.paragraphs.contains(&line.text) || line.n_chars < 60 => {
                body.paragraphs.push(line.text.clone());
            }
            // A paragraph told twice is a pull quote.
            None => body.apart.push(Apart { kind: BlockKind::Boilerplate, text: line.text.clone() }),
            Some(kind) => body.apart.push(Apart { kind: *kind, text: line.text.clone() }),
        }
    }
    body
}

/// The first paragraph, where it stands apart between headline and story: the outlet's own summary tells it.
fn lead<'l>(lines: &'l [Line], inside: &[usize], facts: &Facts, title: Option<&str>) -> Option<&'l String> {
    let told: String = fold(facts.description.as_deref()?).chars().take(40).collect();
    let first = *inside.first()?;
    let headline = lines.iter().position(|l| l.heading && title.is_some_and(|t| fold(&l.text) == fold(t)))?;
    let between = lines.get(headline + 1..first)?;
    between
        .iter()
        .rev()
        .take(8)
        .find(|l| l.is_prose() && told.chars().count() == 40 && fold(&l.text).starts_with(&told))
        .map(|l| &l.text)
}

/// Letters below each element.
struct Counts {
    prose: Vec<usize>,
    other: Vec<usize>,
    has_heading: Vec<bool>,
    has_body: Vec<bool>,
    /// Prose of the whole page.
    total: usize,
}

fn count(tree: &Tree, lines: &[Line], marks: &Marks) -> Counts {
    let n = tree.len();
    let mut counts =
        Counts { prose: vec![0; n], other: vec![0; n], has_heading: vec![false; n], has_body: vec![false; n], total: 0 };
    for line in lines {
        let owner = line.owner as usize;
        if line.is_prose() {
            counts.prose[owner] += line.n_chars - line.n_link;
            counts.other[owner] += line.n_link;
        } else if !line.heading {
            counts.other[owner] += line.n_chars;
        } else {
            counts.other[owner] += line.n_link;
        }
    }
    for node in (1..n as NodeId).rev() {
        let idx = node as usize;
        counts.has_heading[idx] |= tree.tag(node) == Some(Tag::H1);
        counts.has_body[idx] |= marks.hints[idx] == Some(Hint::Body);
        // What is none of the story counts against whoever holds it.
        if is_out(&counts, marks, node, usize::MAX) {
            counts.other[idx] += counts.prose[idx];
            counts.prose[idx] = 0;
        }
        let Some(parent) = tree.parent(node).map(|p| p as usize) else { continue };
        counts.prose[parent] += counts.prose[idx];
        counts.other[parent] += counts.other[idx];
        counts.has_heading[parent] |= counts.has_heading[idx];
        counts.has_body[parent] |= counts.has_body[idx];
    }
    counts.total = counts.prose.first().copied().unwrap_or(0);
    counts
}

/// Whether an element is no part of the story by its name.
fn is_out(counts: &Counts, marks: &Marks, node: NodeId, prose_of_holder: usize) -> bool {
    let idx = node as usize;
    if counts.has_body[idx] || counts.has_heading[idx] {
        return false;
    }
    match marks.hints[idx] {
        Some(Hint::Skip | Hint::Related | Hint::Caption) => true,
        // A name that is often given to wrappers needs the text to agree: little prose, or mostly other things.
        Some(Hint::Weak) => prose_of_holder == usize::MAX && counts.prose[idx] < 600 || counts.prose[idx] * 3 < prose_of_holder,
        _ => false,
    }
}

/// The element of the story.
fn holder(tree: &Tree, counts: &Counts, marks: &Marks) -> Option<NodeId> {
    let worth = |node: NodeId| counts.prose[node as usize] as i64 - counts.other[node as usize] as i64;
    let best = tree.elements().map(|(n, _)| n).filter(|n| counts.prose[*n as usize] > 0).max_by_key(|n| (worth(*n), *n));
    let named = tree
        .elements()
        .map(|(n, _)| n)
        .filter(|n| marks.hints[*n as usize] == Some(Hint::Body))
        .max_by_key(|n| (worth(*n).max(counts.prose[*n as usize] as i64 / 2), *n));
    let prose = |n: NodeId| counts.prose[n as usize];
    match (best, named) {
        (Some(best), Some(named)) if prose(named) == 0 => {
            // A story of one short line: only believed where the rest of the page has no story either.
            let short = counts.other[named as usize] > 0 && prose(best) < 300;
            Some(if short { named } else { best })
        }
        (Some(best), Some(named)) => {
            let holds = is_inside(tree, best, named);
            if holds && prose(best) * 10 >= prose(named) * 9 {
                Some(best)
            } else if prose(named) * 2 >= prose(best) || !is_inside(tree, named, best) && prose(named) >= 200 {
                Some(named)
            } else {
                Some(best)
            }
        }
        (best, named) => best.or(named),
    }
}

fn is_inside(tree: &Tree, node: NodeId, holder: NodeId) -> bool {
    let mut at = Some(node);
    while let Some(here) = at {
        if here == holder {
            return true;
        }
        // Parents have lower numbers.
        if here < holder {
            return false;
        }
        at = tree.parent(here);
    }
    false
}

/// What a line is by the elements it stands in; `None` for the story.
fn kind(tree: &Tree, line: &Line, counts: &Counts, marks: &Marks, holder: NodeId) -> Option<BlockKind> {
    let mut at = Some(line.owner);
    while let Some(here) = at.filter(|h| *h != holder) {
        if is_out(counts, marks, here, counts.prose[holder as usize]) {
            return Some(match marks.hints[here as usize] {
                Some(Hint::Caption) => BlockKind::Caption,
                Some(Hint::Related) => BlockKind::Related,
                _ => BlockKind::Boilerplate,
            });
        }
        at = tree.parent(here);
    }
    match line.hint {
        Some(Hint::Caption) => return Some(BlockKind::Caption),
        Some(Hint::Byline | Hint::Date) if !line.is_prose() && line.n_chars < 80 => return Some(BlockKind::Byline),
        _ => {}
    }
    if matches!(line.tag, Tag::Figure) || line.text.starts_with('©') && line.n_chars < 80 {
        return Some(BlockKind::Caption);
    }
    // A line that is a link leads elsewhere.
    let all_link = line.n_link * 10 >= line.n_chars * 8;
    (all_link && !(line.n_chars > 150 && ends(&line.text))).then_some(BlockKind::Related)
}

/// After a heading like "related stories", everything up to the next prose is links.
fn related_sections(lines: &[&Line], kinds: &mut [Option<BlockKind>]) {
    let mut open = false;
    for (line, kind) in lines.iter().zip(kinds.iter_mut()) {
        if kind.is_none() && opens_related(&line.text) {
            open = true;
            *kind = Some(BlockKind::Related);
        } else if open && kind.is_none() && (line.n_link * 2 > line.n_chars) {
            *kind = Some(BlockKind::Related);
        } else if line.is_prose() {
            open = false;
        }
    }
}

fn opens_related(text: &str) -> bool {
    text.chars().count() < 60 && blocks(text).first().is_some_and(|b| b.kind == BlockKind::Related)
}

/// Before the first prose stand the headline again, date, writer, section.
fn head(lines: &[&Line], kinds: &mut [Option<BlockKind>], title: Option<&str>) {
    let title = title.map(fold).unwrap_or_default();
    let first = lines.iter().zip(kinds.iter()).position(|(l, k)| k.is_none() && l.is_prose()).unwrap_or(0);
    for (line, kind) in lines.iter().zip(kinds.iter_mut()).take(first) {
        if kind.is_some() {
            continue;
        }
        let folded = fold(&line.text);
        if !title.is_empty() && (folded == title || title.starts_with(folded.as_str()) && line.heading) {
            *kind = Some(BlockKind::Title);
        } else if line.n_chars < 60 && crate::dates::visible(&line.text).is_some() {
            *kind = Some(BlockKind::Byline);
        } else if !line.heading && line.n_chars < 45 && !ends(&line.text) {
            *kind = Some(BlockKind::Byline);
        }
    }
    // The headline may also stand as the first line of the story itself.
    if let Some((line, kind)) = lines.iter().zip(kinds.iter_mut()).find(|(_, k)| k.is_none())
        && !title.is_empty()
        && fold(&line.text) == title
    {
        *kind = Some(BlockKind::Title);
    }
}

/// After the last prose stand tags, share lines, writers: short lines without an end.
fn tail(lines: &[&Line], kinds: &mut [Option<BlockKind>]) {
    let Some(last) = lines.iter().zip(kinds.iter()).rposition(|(l, k)| k.is_none() && l.is_prose()) else { return };
    for (line, kind) in lines.iter().zip(kinds.iter_mut()).skip(last + 1) {
        if kind.is_none() && (line.heading || !ends(&line.text)) && (line.n_chars < 30 || line.n_link > 0 || line.heading) {
            *kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// What the words of a line themselves tell (`data/text/not_body.tsv` of the reader).
fn by_words(lines: &mut [&Line], kinds: &mut [Option<BlockKind>]) {
    for (line, kind) in lines.iter().zip(kinds.iter_mut()) {
        if kind.is_none()
            && line.n_chars < 250
            && let Some(block) = blocks(&line.text).first().filter(|b| b.kind != BlockKind::Body)
        {
            *kind = Some(block.kind);
        }
    }
}

/// The text of JSON-LD decides, if it is whole: lines outside it are no story; if the page's lines lack most of it, it is the
/// story itself.
fn by_json_ld(whole: &str, lines: &[&Line], kinds: &mut [Option<BlockKind>], body: &mut Body) {
    let plain = plain(whole);
    let grams = shingles(&plain.join(" "));
    let n_story: usize = lines.iter().zip(kinds.iter()).filter(|(_, k)| k.is_none()).map(|(l, _)| l.n_chars).sum();
    let n_whole: usize = plain.iter().map(|p| p.chars().filter(|c| !c.is_whitespace()).count()).sum();
    if n_whole < 200 || grams.is_empty() {
        return;
    }
    let shared: Vec<bool> = lines
        .iter()
        .map(|l| {
            let own = shingles(&l.text);
            let n = own.iter().filter(|g| grams.contains(*g)).count();
            !own.is_empty() && n * 10 >= own.len() * 6
        })
        .collect();
    let n_shared: usize = lines.iter().zip(&shared).filter(|(_, s)| **s).map(|(l, _)| l.n_chars).sum();
    if n_shared * 10 >= n_whole * 8 && n_whole * 10 >= n_story * 6 {
        let first = shared.iter().position(|s| *s).unwrap_or(0);
        let last = shared.iter().rposition(|s| *s).unwrap_or(0);
        for (idx, kind) in kinds.iter_mut().enumerate() {
            // Subheadings between the paragraphs are not always repeated in JSON-LD.
            let between = idx > first && idx < last && lines[idx].heading;
            if shared[idx] {
                *kind = None;
            } else if kind.is_none() && !between {
                *kind = Some(BlockKind::Boilerplate);
            }
        }
    } else if n_whole * 10 >= n_story * 8 && n_shared * 2 < n_whole {
        for kind in kinds.iter_mut().filter(|k| k.is_none()) {
            *kind = Some(BlockKind::Boilerplate);
        }
        body.paragraphs = plain;
    }
}

/// The paragraphs of a text that may hold markup.
fn plain(text: &str) -> Vec<String> {
    let text = if text.contains('<') || text.contains('&') {
        let tree = Tree::parse(text, &crate::caps::Caps::default());
        let marks = super::lines::marks(&tree, true);
        return super::lines::lines(&tree, 0, &marks).into_iter().map(|l| l.text).collect();
    } else {
        text
    };
    text.lines().map(crate::html::tree::collapse).filter(|l| !l.is_empty()).collect()
}

/// Pairs of neighbouring words, folded.
fn shingles(text: &str) -> HashSet<(String, String)> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(2).filter_map(|w| Some(((*w.first()?).to_owned(), (*w.last()?).to_owned()))).collect()
}
