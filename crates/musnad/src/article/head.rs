//! What stands before a story on a page: the site's menu, the headline, a line of date and hour, a caption, the dateline.
//!
//! Finds: `الرئيسية  العالم  اقتصاد  رياضة` (a menu), `BBC Arabic - العالم - headline` where the headline comes again,
//! `سبق- الرياض:` and `واشنطن (CNN) --` (datelines). Must not take: a story's own short first paragraph, which has an end.

use super::BlockKind;
use super::blocks::{Line, ends};
use crate::text::fold;
use std::ops::Range;

/// From how many characters on a line is a paragraph of the story, with and without an end.
const PROSE: (usize, usize) = (60, 140);
/// Most characters of an item of a menu, and how many in a row are one.
const ITEM: usize = 25;
const ITEMS: usize = 4;
/// Most characters of a headline.
const HEADLINE: usize = 120;

/// Marks what stands before the story, and tells how many lines that are.
pub(super) fn mark(lines: &[Line<'_>], kinds: &mut [BlockKind]) -> usize {
    let prose = |(n, l): (usize, &Line<'_>)| {
        kinds[n] == BlockKind::Body && (l.n_chars >= PROSE.1 || l.n_chars >= PROSE.0 && ends(l.text))
    };
    let Some(n_head) = lines.iter().enumerate().position(prose) else { return 0 };
    let head = &lines[..n_head];
    let menu = menu(head, kinds);
    kinds[menu].fill(BlockKind::Boilerplate);
    site_title(head, kinds);
    // A page that begins with its furniture has a headline and captions before the story.
    let page = kinds[..n_head].iter().any(|k| matches!(k, BlockKind::Boilerplate | BlockKind::Byline));
    let alone = n_head == 1 && lines[1].after_gap;
    if !(page || alone) {
        return n_head;
    }
    let mut found = BlockKind::Title;
    for (n, _) in head.iter().enumerate().filter(|(_, l)| l.n_chars <= HEADLINE && !ends(l.text)) {
        if kinds[n] == BlockKind::Body {
            kinds[n] = found;
            found = BlockKind::Caption;
        }
    }
    n_head
}

/// The first items of a menu in a row: a few words each, without an end.
fn menu(head: &[Line<'_>], kinds: &[BlockKind]) -> Range<usize> {
    let item = |n: usize| {
        let line = &head[n];
        kinds[n] == BlockKind::Body && line.n_chars <= ITEM && line.text.split_whitespace().count() <= 3 && !ends(line.text)
    };
    let mut start = 0;
    while start < head.len() {
        let stop = (start..head.len()).find(|n| !item(*n)).unwrap_or(head.len());
        if stop >= start + ITEMS {
            return start..stop;
        }
        start = stop + 1;
    }
    0..0
}

/// `BBC Arabic - العالم - headline`: the page's own title, where the headline stands again below.
fn site_title(head: &[Line<'_>], kinds: &mut [BlockKind]) {
    let bare = |line: &Line<'_>| fold(line.text.trim_matches(|c: char| !c.is_alphanumeric()));
    for n in (0..head.len().saturating_sub(1)).take(3) {
        let joined = head[n].text.contains(" - ") || head[n].text.contains('|');
        if kinds[n] == BlockKind::Body && joined {
            let title = bare(&head[n]);
            let again =
                |l: &Line<'_>| Some(bare(l)).is_some_and(|t| !t.is_empty() && t.len() < title.len() && title.ends_with(&t));
            if head[n + 1..].iter().any(again) {
                kinds[n] = BlockKind::Boilerplate;
            }
        }
    }
}

/// How far into a line a dateline reaches at most, in characters, and how much story must follow it.
const DATELINE: usize = 80;
const AFTER: usize = 60;

/// Where the dateline ends that a line begins with: `واشنطن (CNN) --`, `بغداد (رويترز) -`, and in a text's first line `سبق- الرياض:`.
pub(super) fn dateline(line: &str, first: bool) -> Option<usize> {
    let limit = line.char_indices().nth(DATELINE).map(|(at, _)| at)?;
    let opening = &line[..limit];
    let dashed = opening.find("--").map(|at| at + 2).filter(|at| opening[..*at].contains('(') && opening[..*at].contains(')'));
    let opens = || agency(opening).or_else(|| press(opening)).or_else(|| reporter(opening));
    let end = dashed.or_else(|| paper(opening)).or_else(|| first.then(opens).flatten())?;
    (line[end..].chars().take(AFTER).count() == AFTER).then_some(end)
}

const QUOTES: [char; 5] = ['«', '»', '"', '“', '”'];
const DASHES: [char; 4] = ['-', '–', '—', 'ـ'];

/// `بغداد (رويترز) -`: a town, an agency in brackets, a dash.
fn agency(opening: &str) -> Option<usize> {
    let (open, close) = (opening.find('(')?, opening.find(')')?);
    let town = opening[..open].split_whitespace().count();
    let after = opening.get(close + 1..)?;
    let dash = after.find(|c: char| !c.is_whitespace()).filter(|at| after[*at..].starts_with(DASHES))?;
    let wide = after[dash..].chars().next().map_or(0, char::len_utf8);
    let inside = opening.get(open + 1..close)?.split_whitespace().count();
    ((1..=4).contains(&town) && (1..=3).contains(&inside)).then_some(close + 1 + dash + wide)
}

/// `بودابست - «الشرق الأوسط»:`: a town or two, a dash, a paper in marks, a colon.
fn paper(opening: &str) -> Option<usize> {
    let open = opening.find('«')?;
    let close = opening.find('»')?;
    let before = opening[..open].trim_end();
    // "وقال رمزي لـ«عكاظ»:" is no dateline.
    let town = before.strip_suffix(DASHES).filter(|t| !before.ends_with("لـ") && !t.ends_with("لـ"))?.split_whitespace().count();
    let inside = opening.get(open + '«'.len_utf8()..close)?.split_whitespace().count();
    let after = close + '»'.len_utf8();
    let colon = opening[after..].trim_start().starts_with(':');
    ((1..=4).contains(&town) && (1..=3).contains(&inside) && colon).then(|| after + opening[after..].find(':').unwrap_or(0) + 1)
}

/// `دبي: «الخليج»`, `بغداد - "الخليج"، وكالات:`: a town or two, a paper or agency of the list in marks, others, a colon.
fn press(opening: &str) -> Option<usize> {
    let open = opening.find(QUOTES)?;
    let town = opening[..open].trim_end_matches(|c: char| c.is_whitespace() || c == ':' || DASHES.contains(&c));
    let n_town = town.split_whitespace().count();
    // "قال لـ«عكاظ» مدير الإدارة" is no dateline.
    let parted = opening[..open].trim_end().len() > town.len();
    if !(1..=4).contains(&n_town) || town.contains(['.', ':', '؟', '!']) || opening[..open].trim_end().ends_with("لـ") {
        return None;
    }
    let inner = opening[open..].trim_start_matches(QUOTES);
    let close = inner.find(QUOTES)?;
    super::blocks::is_press(&inner[..close]).then_some(())?;
    let mut rest = inner[close..].trim_start_matches(QUOTES);
    // "، وكالات", " ووكالات"
    loop {
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '،' | ','));
        let word = next.split(|c: char| c.is_whitespace() || matches!(c, ':' | '،' | '.')).next().unwrap_or_default();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() || !(super::blocks::is_press(bare) || bare.strip_prefix('و').is_some_and(super::blocks::is_press)) {
            break;
        }
        rest = &next[word.len()..];
    }
    let end = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || DASHES.contains(&c));
    (parted || rest.trim_start().starts_with([':', '-', '–'])).then(|| opening.len() - end.len())
}

/// `فهد علي- سبق- الطائف:`: two to four parts of a few words between dashes, and a colon.
fn reporter(opening: &str) -> Option<usize> {
    let colon = opening.find(':')?;
    let parts: Vec<usize> = opening[..colon].split(DASHES).map(|p| p.split_whitespace().count()).collect();
    let plain = !opening[..colon].contains(['.', '،', '"', '«', '“', '؟', '!', '\n']);
    (plain && (2..=4).contains(&parts.len()) && parts.iter().all(|n| (1..=4).contains(n))).then_some(colon + 1)
}

#[cfg(test)]
mod tests {
    use crate::article::{BlockKind, blocks};

    fn kinds(text: &str) -> Vec<(BlockKind, &str)> {
        blocks(text).iter().map(|b| (b.kind, b.span.text(text))).collect()
    }

    const STORY: &str = "وصل وزير الخارجية مساء إلى العاصمة في زيارة تستمر يومين يلتقي خلالها عددا من كبار المسؤولين.";

    #[test]
    fn datelines_are_no_story() {
        for line in
            ["سالم علي- الخبر- الدمام:", "القاهرة (رويترز) -", "باريس - «الحياة»:", "دبي، الإمارات العربية المتحدة (CNN) --"]
        {
            let text = format!("{line} {STORY}");
            assert_eq!(kinds(&text), [(BlockKind::Byline, line), (BlockKind::Body, STORY)]);
        }
        let told = format!("وقال الوزير: {STORY}");
        assert_eq!(kinds(&told).len(), 1);
    }

    #[test]
    fn a_pages_menu_headline_and_caption_stand_before_the_story() {
        let text = format!(
            "الإذاعة - العالم - زيارة مفاجئة لوزير الخارجية إلى العاصمة\n\nالرئيسية      العالم      اقتصاد      رياضة\n\nزيارة مفاجئة لوزير الخارجية إلى العاصمة\n\nالوزير في المطار\n\n{STORY}"
        );
        let found: Vec<BlockKind> = kinds(&text).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(found, [BlockKind::Boilerplate, BlockKind::Title, BlockKind::Caption, BlockKind::Body]);
    }

    #[test]
    fn a_list_under_a_heading_for_links_is_no_story() {
        let text = format!("{STORY}\nمواضيع ذات صلة\nقمة عربية طارئة في بغداد\nهل تنجح المبادرة؟\n{STORY}");
        let found: Vec<BlockKind> = kinds(&text).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(found, [BlockKind::Body, BlockKind::Related, BlockKind::Related, BlockKind::Related, BlockKind::Body]);
    }
}
