//! Who signs a story, after its last full stop or on a line of its own: `هاجر النوالي`, `ع ب م`, `(أ ف ب)`, `-وات-`, an address.
//!
//! Must not take: the story's own last words, which have a full stop or are no name. Source: given names in `names/first.tsv`.

use crate::lexicon::{Table, key};
use crate::text::fold;
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// Most characters of a signature, and most words of a name or of an agency in brackets.
const LONGEST: usize = 60;
const WORDS: usize = 4;

/// Whether a piece of text is nothing but a signature.
pub(super) fn is_signature(piece: &str) -> bool {
    let piece =
        piece.trim_matches(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200f}' | '\u{200e}' | '\u{202b}'));
    if piece.is_empty() || piece.chars().nth(LONGEST).is_some() {
        return false;
    }
    let words: Vec<&str> = piece.split_whitespace().filter(|w| !w.contains('@')).collect();
    words.is_empty() || is_agency(piece) || is_initials(&words) || is_name(piece)
}

/// `(رويترز)`, `-وات-`, `(صورة أرشيفية)`: a few words between brackets or dashes, without figures.
fn is_agency(piece: &str) -> bool {
    let pairs = [('(', ')'), ('[', ']'), ('-', '-'), ('–', '–'), ('/', '/')];
    let inside = pairs.iter().find_map(|(open, close)| piece.strip_prefix(*open)?.strip_suffix(*close));
    inside.is_some_and(|words| {
        let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | '-' | '–' | '،' | '/');
        (1..=WORDS).contains(&words.split_whitespace().count()) && words.chars().all(plain)
    })
}

/// `ع ب م`, `س ب`.
fn is_initials(words: &[&str]) -> bool {
    let initial = |w: &&str| w.chars().count() == 1 && w.chars().all(char::is_alphabetic);
    (2..=WORDS).contains(&words.len()) && words.iter().all(initial)
}

/// `أشرف بن عبد السلام`: a given name and others, or particles of names, before the last word.
pub(super) fn is_name(piece: &str) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let letters = || piece.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || crate::text::is_mark(c));
    let given = |w: &str| first_names().contains(&key(&fold(w)));
    let inner = |w: &&str| {
        given(w) || w.starts_with("ال") || matches!(fold(w).as_str(), "بن" | "ابن" | "بنت" | "ال" | "ابو" | "عبد" | "ولد")
    };
    let Some((last, rest)) = words.split_last() else { return false };
    (2..=WORDS).contains(&words.len())
        && letters()
        && given(words[0])
        && rest.iter().skip(1).all(inner)
        && last.chars().count() > 2
}

fn first_names() -> &'static FxHashSet<u64> {
    static NAMES: OnceLock<FxHashSet<u64>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let table = Table::parse("names/first.tsv", include_str!("../../data/names/first.tsv"), &["name", "gender"]);
        table.map(|t| t.rows().map(|r| key(&fold(r.get("name")))).collect()).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use crate::article::{BlockKind, blocks};

    const STORY: &str = "وصل وزير الخارجية مساء إلى العاصمة في زيارة تستمر يومين يلتقي خلالها عددا من كبار المسؤولين.";

    #[test]
    fn who_signs_a_story_is_no_part_of_it() {
        for line in ["سعاد المرزوقي", "ع ب م", "(أ ف ب)", "-وات-", "(صورة تعبيرية)", "desk@example.org", "محمد بن علي"]
        {
            for text in [format!("{STORY} {line}"), format!("{STORY}\n{line}")] {
                let found: Vec<_> = blocks(&text).iter().map(|b| (b.kind, b.span.text(&text))).collect();
                assert_eq!(found, [(BlockKind::Body, STORY), (BlockKind::Byline, line)], "{text}");
            }
        }
        for line in ["وانتهت الجلسة", "محمد في القاهرة", "(بلغت 54 دولارا)"] {
            assert_eq!(blocks(&format!("{STORY} {line}")).len(), 1);
        }
    }
}
