//! Which of the text is the story: paragraphs from hard-wrapped lines, and what is no story told apart.
//!
//! Finds: links to other stories (`اقرأ أيضا`), headlines listed after the story's end, bylines, captions, share lines.
//! Example: a page's last lines without a full stop after a paragraph that has one are headlines of other stories.
//! Must not take: a paragraph that only lacks its full stop; short lines inside the story, which are its subheadings.
//! Source: the patterns stand in `data/text/not_body.tsv`.

use super::{Block, BlockKind, signature};
use crate::lexicon::Table;
use crate::span::Span;
use crate::text::fold;
use std::sync::OnceLock;

/// One line of the text with its visible part.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    span: Span,
    pub(super) text: &'t str,
    pub(super) n_chars: usize,
    /// An empty line stands before it.
    pub(super) after_gap: bool,
    /// It is a dateline, cut from the line after it, or a signature, cut from the line before it.
    byline: bool,
}

struct Pattern {
    words: String,
    kind: BlockKind,
    place: String,
}

/// Splits `text` into blocks: one for each paragraph of the story and for each run that is no part of it.
///
/// ```
/// use musnad::article::{BlockKind, blocks};
/// let text = "وصل الوزير إلى بغداد.\nاقرأ أيضا: قمة في القاهرة\nثم غادر.";
/// let kinds: Vec<_> = blocks(text).iter().map(|b| b.kind).collect();
/// assert_eq!(kinds, [BlockKind::Body, BlockKind::Related, BlockKind::Body]);
/// ```
pub fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let mut kinds: Vec<BlockKind> = lines.iter().enumerate().map(|(n, l)| kind_of(l, n > 0 && n + 1 == lines.len())).collect();
    linked(&lines, &mut kinds);
    trailing_headlines(&lines, &mut kinds);
    first_byline(&lines, &mut kinds);
    last_byline(&lines, &mut kinds);
    headlines(&lines, &mut kinds);
    let n_head = super::head::mark(&lines, &mut kinds);
    let wrapped = is_wrapped(&lines);
    let mut blocks: Vec<Block> = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        let joins = idx > 0
            && kinds[idx] == BlockKind::Body
            && kinds[idx - 1] == BlockKind::Body
            && wrapped
            && !line.after_gap
            && !ends(lines[idx - 1].text);
        // The furniture before a story is one run.
        let furniture = |n: usize| kinds[n] == BlockKind::Boilerplate && n < n_head;
        let in_menu = idx > 0 && furniture(idx) && furniture(idx - 1);
        match blocks.last_mut() {
            Some(block) if joins || in_menu => block.span = block.span.cover(line.span),
            _ => blocks.push(Block { kind: kinds[idx], span: line.span }),
        }
    }
    blocks
}

/// Most characters of a line before the story's dateline.
const HEAD: usize = 90;

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    let mut gap = false;
    for piece in text.split_inclusive(['\n', '\u{2028}', '\u{2029}', '\u{0085}']) {
        let mut any = false;
        for (n_part, part) in parts(piece).into_iter().enumerate() {
            let visible = part.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
            if visible.is_empty() {
                continue;
            }
            // `part` is a slice of `piece`, and `visible` one of `part`.
            let at = start + (visible.as_ptr() as usize - piece.as_ptr() as usize);
            // "سبق- الرياض: استقبل الوزير …": the dateline is a line of its own.
            // After a headline or a byline, too.
            let first = lines.len() < 4 && lines.iter().all(|l| l.n_chars <= HEAD);
            let cut = super::head::dateline(visible, first);
            let rest = cut.map_or(visible, |cut| visible[cut..].trim_start());
            let pieces = [cut.map(|cut| (visible[..cut].trim_end(), true)), Some((rest, false))];
            for (piece, dateline) in pieces.into_iter().flatten() {
                let from = at + (piece.as_ptr() as usize - visible.as_ptr() as usize);
                let span = Span::new(from, from + piece.len());
                let byline = dateline || n_part > 0 && signature::is_signature(piece);
                lines.push(Line { span, text: piece, n_chars: piece.chars().count(), after_gap: gap || any, byline });
                any = true;
            }
        }
        gap = !any;
        start += piece.len();
    }
    lines
}

/// How many blanks in a row are a gap between columns or paragraphs of a page that lost its line breaks.
const GAP: usize = 4;

/// How many characters before the end of a line a link to another story may begin in it.
const TAIL: usize = 220;

/// The parts of a line: apart at wide gaps, and after its last full stop at a link to another story (`… مصادر. رابط الخبر: …`), a
/// list of tags or a signature.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut blanks) = (0, 0);
    for (at, c) in line.char_indices() {
        let blank = matches!(c, ' ' | '\t' | '\u{a0}');
        if !blank && blanks >= GAP {
            parts.push(&line[from..at]);
            from = at;
        }
        blanks = if blank { blanks + 1 } else { 0 };
    }
    let last = &line[from..];
    let tail = last.char_indices().rev().take(TAIL).last().map_or(0, |(at, _)| at);
    let stops = last[tail..]
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | '؟' | '!' | '…' | '"' | '”' | '»'))
        .map(|(at, c)| tail + at + c.len_utf8());
    let link = stops.into_iter().find(|at| {
        let rest = &last[*at..];
        let line = Line { span: Span::new(0, rest.len()), text: rest.trim_start(), n_chars: 0, after_gap: false, byline: false };
        let tags = || kind_of(&line, false) == BlockKind::Body && kind_of(&line, true) != BlockKind::Body;
        let signed = || *at > 0 && signature::is_signature(line.text);
        rest.starts_with(char::is_whitespace) && (kind_of(&line, false) == BlockKind::Related || tags() || signed())
    });
    match link {
        Some(at) => parts.extend([&last[..at], &last[at..]]),
        None => parts.push(last),
    }
    parts
}

/// Whether a line ends like a finished sentence.
pub(super) fn ends(line: &str) -> bool {
    let last = line.trim_end_matches(['"', '»', '”', ')', ']', ' ', '\u{200f}', '\u{200e}']);
    last.ends_with(['.', '؟', '?', '!', '…', ':', '۔']) || line.ends_with(['.', '؟', '!', '…'])
}

/// Whether the text's lines were broken at a width: many lines, none long, most without an end.
fn is_wrapped(lines: &[Line<'_>]) -> bool {
    let longest = lines.iter().map(|l| l.n_chars).max().unwrap_or(0);
    let n_open = lines.iter().filter(|l| !ends(l.text)).count();
    lines.len() >= 4 && longest <= 130 && 2 * n_open >= lines.len()
}

/// Whether words name a paper or an agency of the list.
pub(super) fn is_press(words: &str) -> bool {
    let folded = fold(words);
    patterns().iter().any(|p| p.place == "paper" && p.words == folded)
}

fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let Ok(table) =
            Table::parse("text/not_body.tsv", include_str!("../../data/text/not_body.tsv"), &["pattern", "kind", "where"])
        else {
            return Vec::new();
        };
        let kind = |name: &str| match name {
            "byline" => BlockKind::Byline,
            "caption" => BlockKind::Caption,
            "related" => BlockKind::Related,
            _ => BlockKind::Boilerplate,
        };
        table
            .rows()
            .map(|r| Pattern { words: fold(r.get("pattern")), kind: kind(r.get("kind")), place: r.get("where").to_owned() })
            .collect()
    })
}

/// The kind that a line's own words tell; only its beginning is looked at. `last`: no line follows.
fn kind_of(line: &Line<'_>, last: bool) -> BlockKind {
    if line.byline {
        return BlockKind::Byline;
    }
    if is_markup(line.text) {
        return BlockKind::Boilerplate;
    }
    let head: String = line.text.chars().take(90).collect();
    let clock = line.n_chars < 90 && !ends(line.text) && line.text.bytes().any(|b| b.is_ascii_digit());
    let folded = fold(&head);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    for pattern in patterns() {
        let words = pattern.words.as_str();
        // "20:15 (GMT+04:00) - 12/03/2019": anywhere in a short line of figures.
        let anywhere = || (clock && pattern.place == "clock" && folded.contains(words)).then_some("");
        let Some(rest) = bare.strip_prefix(words).or_else(|| folded.strip_prefix(words)).or_else(anywhere) else { continue };
        let fits = match pattern.place.as_str() {
            "paper" => false,
            "picture" => rest.starts_with(' ') && line.n_chars < 60 && !ends(line.text),
            "whole" => rest.chars().all(|c| !c.is_alphanumeric()),
            // A list of tags closes the page; elsewhere such a word opens a sentence.
            "last" => last && rest.starts_with(' ') && line.n_chars < 160 && !ends(line.text),
            "clock" => clock,
            "colon" => rest.trim_start().starts_with([':', '-', '–', '|']) && line.n_chars < 60,
            _ => {
                !rest.starts_with(char::is_alphanumeric) && (line.n_chars < 220 || rest.trim_start().starts_with([':', '.', '…']))
            }
        };
        if fits {
            return pattern.kind;
        }
    }
    if is_foreign(line) { BlockKind::Boilerplate } else { BlockKind::Body }
}

/// What a page left of its markup: `alt="…" />`, `content='…'`.
fn is_markup(line: &str) -> bool {
    let attribute = line.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    attribute > 0 && (line[attribute..].starts_with("=\"") || line[attribute..].starts_with("='"))
}

/// A short line in Latin letters alone: an address, `Fri, 11 Aug 2017 15:21:41 GMT`, `737221 - Zain`.
fn is_foreign(line: &Line<'_>) -> bool {
    line.n_chars < 60 && line.text.bytes().any(|b| b.is_ascii_alphabetic()) && line.text.is_ascii()
}

/// Most characters of a headline in a list of links, and most of them.
const LINK: (usize, usize) = (110, 6);

/// Headlines right after a heading for links that stands alone (`روابط ذات علاقة`).
fn linked(lines: &[Line<'_>], kinds: &mut [BlockKind]) {
    for idx in 0..lines.len() {
        if kinds[idx] != BlockKind::Related || lines[idx].n_chars > 25 || lines[idx].text.ends_with('.') {
            continue;
        }
        let link =
            |n: &usize| kinds[*n] == BlockKind::Body && lines[*n].n_chars <= LINK.0 && !lines[*n].text.ends_with(['.', ':']);
        let n_links = (idx + 1..lines.len()).take(LINK.1).take_while(link).count();
        kinds[idx + 1..idx + 1 + n_links].fill(BlockKind::Related);
    }
}

/// Headlines of other stories listed after the end: two or more last lines without an end, after a line that has one.
fn trailing_headlines(lines: &[Line<'_>], kinds: &mut [BlockKind]) {
    let n_last = lines.iter().rev().take_while(|l| !ends(l.text) && l.n_chars <= 130 && l.n_chars >= 12).count();
    let first = lines.len() - n_last;
    // Without the story's last full stop nothing tells where it ends.
    if n_last < 2 || first == 0 || !ends(lines[first - 1].text) || kinds[first - 1] != BlockKind::Body {
        return;
    }
    // One paragraph broken at a width has lines of like length that run on; headlines stand on their own.
    let runs_on = lines[first..].iter().zip(&lines[first + 1..]).any(|(line, next)| line.n_chars > 60 && next.n_chars < 12);
    if !runs_on && 2 * n_last < lines.len() {
        for kind in &mut kinds[first..] {
            if *kind == BlockKind::Body {
                *kind = BlockKind::Related;
            }
        }
    }
}

/// Most words of a byline (`عين اليوم – واشنطن`, `لندن: رنيم حنوش`).
const BYLINE_WORDS: usize = 7;

/// A short first line with a dash, slash or bracket and no end is a byline.
fn first_byline(lines: &[Line<'_>], kinds: &mut [BlockKind]) {
    let (Some(line), Some(next)) = (lines.first(), lines.get(1)) else { return };
    let n_words = line.text.split_whitespace().count();
    let joined =
        line.text.contains([':', '–', '—', '/', '|', '(']) || [" - ", " ـ ", "- "].iter().any(|dash| line.text.contains(dash));
    let short = n_words > 1 && n_words <= BYLINE_WORDS && line.n_chars < 50 && !ends(line.text);
    let named = || signature::is_name(line.text);
    if short && (joined || named()) && (next.byline || next.n_chars > line.n_chars) && kinds[0] == BlockKind::Body {
        kinds[0] = BlockKind::Byline;
    }
}

/// Who signs in the last line, after a line that has an end.
fn last_byline(lines: &[Line<'_>], kinds: &mut [BlockKind]) {
    let [.., before, line] = lines else { return };
    if ends(before.text) && signature::is_signature(line.text) {
        kinds[lines.len() - 1] = BlockKind::Byline;
    }
}

/// Several stories in one: a line without an end right before the next story's dateline is its headline.
fn headlines(lines: &[Line<'_>], kinds: &mut [BlockKind]) {
    for idx in 1..lines.len() {
        let line = &lines[idx - 1];
        let dateline = lines[idx].byline && idx + 1 < lines.len() && !ends(line.text) && line.n_chars <= 130;
        if dateline
            && kinds[idx - 1] == BlockKind::Body
            && (idx < 2 || kinds[idx - 2] != BlockKind::Body || ends(lines[idx - 2].text))
        {
            kinds[idx - 1] = BlockKind::Title;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, &str)> {
        blocks(text).iter().map(|b| (b.kind, b.span.text(text))).collect()
    }

    #[test]
    fn a_first_word_broken_off_joins_its_line() {
        let text = "وقال\nالوزير في مؤتمر صحفي عقد في\nالقاهرة أمس إن الحوار مستمر.\nوأضاف\nأن اللقاء كان مثمرا.";
        assert_eq!(blocks(text).len(), 2);
    }

    #[test]
    fn headlines_after_the_end_are_no_story() {
        let text = "وصل الوفد مساء إلى العاصمة.\nوغادر في اليوم التالي.\nثم عاد مرة أخرى إليها.\nقمة عربية طارئة في بغداد\nانتخابات مبكرة في تونس";
        let found = kinds(text);
        assert_eq!(found[3], (BlockKind::Related, "قمة عربية طارئة في بغداد"));
        assert_eq!(found[4].0, BlockKind::Related);
    }

    #[test]
    fn a_link_in_the_storys_last_line_is_no_story() {
        let text = "سيطرت القوات على الحي، وفق مصادر. رابط الخبر بالصحيفة: معارك في المدينة";
        let found = kinds(text);
        assert_eq!(found[0], (BlockKind::Body, "سيطرت القوات على الحي، وفق مصادر."));
        assert_eq!(found[1], (BlockKind::Related, "رابط الخبر بالصحيفة: معارك في المدينة"));
    }

    #[test]
    fn wide_gaps_part_paragraphs() {
        let text = "قال الوزير إن الحوار مستمر.          الوضع الإنساني          وصلت قافلة إلى المدينة.";
        let found: Vec<&str> = kinds(text).into_iter().map(|(_, words)| words).collect();
        assert_eq!(found, ["قال الوزير إن الحوار مستمر.", "الوضع الإنساني", "وصلت قافلة إلى المدينة."]);
    }

    #[test]
    fn a_story_without_full_stops_stays_a_story() {
        let text = "وصل الوفد مساء إلى العاصمة\nوغادر في اليوم التالي\nثم عاد مرة أخرى إليها";
        assert!(kinds(text).iter().all(|(kind, _)| *kind == BlockKind::Body));
    }

    #[test]
    fn empty_and_odd_texts_have_no_blocks() {
        assert!(blocks("").is_empty());
        assert!(blocks(" \n\u{feff}\n\t").is_empty());
    }
}
