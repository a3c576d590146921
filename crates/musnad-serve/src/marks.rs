//! A text with marks that may overlap in any way, as well-formed markup: paragraphs, and in them marks opened and closed again
//! wherever one ends inside another. Words are never padded or cut into boxes, so letters keep joining.

use crate::html::Html;
use crate::runs::direction;
use std::cmp::Reverse;

/// A mark over a part of the text.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Marks of a lower level stand around those of a higher one.
    pub level: u8,
    /// Element: `mark`, `a`, `span`, `time`.
    pub element: &'static str,
    /// Its attributes, with a blank before each.
    pub attributes: Html,
    /// The id of its first piece.
    pub id: Option<String>,
    /// What follows it: a note.
    pub note: Html,
}

/// What is open while the text is written.
struct Writer<'m> {
    html: Html,
    marks: &'m [Mark],
    /// Marks that have begun and not ended, outermost first.
    active: Vec<usize>,
    /// Marks whose elements are open.
    open: Vec<usize>,
    /// The next mark to begin.
    next: usize,
    /// Marks that have an element already.
    begun: Vec<bool>,
    /// Marks by end, for their notes.
    ends: Vec<usize>,
    next_end: usize,
}

/// The paragraphs of a text with its marks; `class_at` tells the class of the paragraph that begins at a code point.
pub fn paragraphs(text: &str, mut marks: Vec<Mark>, class_at: impl Fn(usize) -> &'static str) -> Html {
    let chars: Vec<char> = text.chars().collect();
    marks.retain(|m| m.start < m.end && m.end <= chars.len());
    marks.sort_by_key(|m| (m.start, m.level, Reverse(m.end)));
    let mut points: Vec<usize> = marks.iter().flat_map(|m| [m.start, m.end]).collect();
    points.sort_unstable();
    points.dedup();
    let mut ends: Vec<usize> = (0..marks.len()).filter(|nth| !marks[*nth].note.is_empty()).collect();
    ends.sort_by_key(|nth| (marks[*nth].end, *nth));
    let mut writer = Writer {
        html: Html::new(),
        begun: vec![false; marks.len()],
        marks: &marks,
        active: Vec::new(),
        open: Vec::new(),
        next: 0,
        ends,
        next_end: 0,
    };
    for (start, end) in lines(&chars) {
        let words: String = chars[start..end].iter().collect();
        writer.html.tag("<p dir=\"").tag(direction(&words)).tag("\" class=\"").push_text(class_at(start));
        writer.html.tag("\">");
        let within = &points[points.partition_point(|p| *p <= start)..points.partition_point(|p| *p < end)];
        let mut at = start;
        for to in within.iter().copied().chain([end]) {
            writer.piece(&chars, at, to);
            at = to;
        }
        writer.close(0);
        writer.notes(end);
        writer.html.tag("</p>\n");
    }
    writer.html
}

/// Where the parts of a long text begin and end, so that each comes to about `most` bytes of markup at most; `costs` tells what
/// stands at a code point beside the text itself. Parts begin at paragraphs, and inside one only where it alone is too long.
pub fn parts(text: &str, costs: &mut [(usize, usize)], most: usize) -> Vec<(usize, usize)> {
    let chars: Vec<char> = text.chars().collect();
    costs.sort_unstable();
    let cost = |start: usize, end: usize| -> usize {
        let beside = &costs[costs.partition_point(|c| c.0 < start)..costs.partition_point(|c| c.0 < end)];
        chars[start..end].iter().map(|c| c.len_utf8()).sum::<usize>() + beside.iter().map(|c| c.1).sum::<usize>()
    };
    let mut pieces = Vec::new();
    for (start, end) in lines(&chars) {
        if cost(start, end) <= most {
            pieces.push((start, end));
            continue;
        }
        let mut from = start;
        let blanks = (start + 1..end).filter(|at| chars[*at].is_whitespace());
        let mut last = start;
        for at in blanks.chain([end]) {
            if last > from && cost(from, at) > most {
                pieces.push((from, last));
                from = last;
            }
            last = at;
        }
        pieces.push((from, end));
    }
    let total: usize = pieces.iter().map(|(start, end)| cost(*start, *end)).sum();
    // Of equal size: a last part of two lines would be a page for nothing.
    let share = total.div_ceil(total.div_ceil(most.max(1)).max(1));
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut held = 0;
    for (start, end) in pieces {
        let own = cost(start, end);
        match parts.last_mut() {
            Some(part) if held < share && held + own <= most => part.1 = end,
            _ => {
                parts.push((start, end));
                held = 0;
            }
        }
        held += own;
    }
    parts
}

/// Where the lines that hold anything begin and end.
fn lines(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=chars.len() {
        if chars.get(at).is_none_or(|c| matches!(c, '\n' | '\r' | '\u{2029}')) {
            if chars[start..at].iter().any(|c| !c.is_whitespace()) {
                found.push((start, at));
            }
            start = at + 1;
        }
    }
    found
}

impl Writer<'_> {
    /// The text from one point to the next, under all marks that cover it.
    fn piece(&mut self, chars: &[char], from: usize, to: usize) {
        let marks = self.marks;
        self.active.retain(|nth| marks[*nth].end > from);
        while let Some(mark) = marks.get(self.next).filter(|m| m.start <= from) {
            if mark.end > from {
                self.active.push(self.next);
            }
            self.next += 1;
        }
        self.active.sort_by_key(|nth| (marks[*nth].level, marks[*nth].start, Reverse(marks[*nth].end), *nth));
        let same = self.open.iter().zip(&self.active).take_while(|(a, b)| a == b).count();
        self.close(same);
        if self.ends.get(self.next_end).is_some_and(|nth| marks[*nth].end <= from) {
            // A note is a link, and may not stand inside one.
            self.close(0);
            self.notes(from);
        }
        for at in self.open.len()..self.active.len() {
            self.begin(self.active[at]);
        }
        let text: String = chars[from..to].iter().collect();
        self.html.push_text(&text);
    }

    fn begin(&mut self, nth: usize) {
        let mark = &self.marks[nth];
        self.html.tag("<").push_text(mark.element).push(&mark.attributes);
        if let Some(id) = mark.id.as_ref().filter(|_| !self.begun[nth]) {
            self.html.tag(" id=\"").push_text(id).tag("\"");
        }
        self.html.tag(">");
        self.begun[nth] = true;
        self.open.push(nth);
    }

    /// Closes elements until `n` are open.
    fn close(&mut self, n: usize) {
        while self.open.len() > n {
            if let Some(nth) = self.open.pop() {
                self.html.tag("</").push_text(self.marks[nth].element).tag(">");
            }
        }
    }

    /// Notes of the marks that end up to here.
    fn notes(&mut self, at: usize) {
        while let Some(nth) = self.ends.get(self.next_end).copied().filter(|nth| self.marks[*nth].end <= at) {
            self.html.push(&self.marks[nth].note);
            self.next_end += 1;
        }
    }
}

/// Of marks that may not overlap (links), the first and longest ones.
pub fn apart(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|m| (m.start, Reverse(m.end)));
    let mut end = 0;
    marks.retain(|m| {
        let fits = m.start >= end;
        if fits {
            end = m.end;
        }
        fits
    });
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_comes_in_parts_that_hold_all_of_it() {
        let text = "قال الوزير كلاما\n\nثم قال غيره\nوسكت";
        assert_eq!(parts(text, &mut [(0, 10)], 1_000), [(0, text.chars().count())]);
        let long = format!("{}\n{}\n{}", "كلمة ".repeat(40), "سطر ".repeat(400), "آخر ".repeat(30));
        let mut costs: Vec<(usize, usize)> = (0..30).map(|n| (n * 50, 20)).collect();
        let parts = parts(&long, &mut costs, 1_000);
        assert!(parts.len() > 3, "{parts:?}");
        let chars: Vec<char> = long.chars().collect();
        let mut at = 0;
        for (start, end) in &parts {
            assert!(*start >= at && chars[at..*start].iter().all(|c| c.is_whitespace()), "nothing is left out: {parts:?}");
            let beside = costs.iter().filter(|c| (*start..*end).contains(&c.0)).map(|c| c.1).sum::<usize>();
            assert!(chars[*start..*end].iter().map(|c| c.len_utf8()).sum::<usize>() + beside <= 1_000);
            at = *end;
        }
        assert!(chars[at..].iter().all(|c| c.is_whitespace()));
        assert!(super::parts("", &mut [], 1_000).is_empty());
    }

    fn mark(start: usize, end: usize, level: u8, element: &'static str) -> Mark {
        Mark { start, end, level, element, id: Some(format!("m{start}")), ..Mark::default() }
    }

    #[test]
    fn crossing_marks_stay_well_formed() {
        let marks = vec![mark(0, 4, 1, "mark"), Mark { note: Html::text("1"), ..mark(2, 6, 0, "b") }];
        let html = paragraphs("abcdefgh", marks, |_| "body");
        assert_eq!(
            html.as_str(),
            "<p dir=\"ltr\" class=\"body\"><mark id=\"m0\">ab</mark><b id=\"m2\"><mark>cd</mark>ef</b>1gh</p>\n"
        );
    }

    #[test]
    fn marks_run_over_paragraphs_and_notes_come_once() {
        let html = paragraphs("ab\n\ncd\r\n", vec![Mark { note: Html::text("n"), ..mark(1, 5, 0, "i") }], |_| "x");
        assert_eq!(
            html.as_str(),
            "<p dir=\"ltr\" class=\"x\">a<i id=\"m1\">b</i></p>\n<p dir=\"ltr\" class=\"x\"><i>c</i>nd</p>\n"
        );
    }

    #[test]
    fn any_marks_over_any_text_keep_the_text() {
        let text = "قال <b> \u{202E}الوزير\n\nإن «الأمر» & غيره";
        let n = text.chars().count();
        for seed in 0..300_usize {
            let marks = (0..6)
                .map(|k| {
                    let (a, b) = ((seed * 7 + k * 13) % (n + 2), (seed * 11 + k * 29) % (n + 2));
                    mark(a.min(b), a.max(b), (k % 3) as u8, ["mark", "span", "time"][k % 3])
                })
                .collect();
            let html = paragraphs(text, marks, |_| "body").to_string();
            let mut open: Vec<&str> = Vec::new();
            for part in html.split('<').skip(1) {
                let name = part.split([' ', '>']).next().unwrap_or_default();
                match name.strip_prefix('/') {
                    Some(name) => assert_eq!(open.pop(), Some(name), "{html}"),
                    None => open.push(name),
                }
            }
            assert!(open.is_empty(), "{html}");
        }
    }
}
