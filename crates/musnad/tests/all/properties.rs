//! What holds for any text: spans are true, ids resolve, folding is idempotent, reading is deterministic and never panics.

use musnad::record::{Record, SpanText};
use musnad::{Article, Reader, article, text};
use proptest::prelude::*;
use std::sync::OnceLock;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::embedded().expect("the embedded lexicons load"))
}

fn read(text: &str, published: Option<&str>) -> Record {
    reader().read(&Article { text: text.to_owned(), published: published.map(str::to_owned), ..Article::default() })
}

fn spans(record: &Record) -> Vec<&SpanText> {
    let mut all: Vec<&SpanText> = record.article.blocks.iter().map(|b| &b.span).collect();
    all.extend(record.entities.iter().flat_map(|e| e.mentions.iter().map(|m| &m.span)));
    all.extend(record.times.iter().map(|t| &t.span));
    for s in &record.statements {
        all.push(&s.content);
        all.extend(s.quotes.iter().chain(s.cues.iter().map(|c| &c.span)));
    }
    for v in &record.events {
        all.extend([&v.trigger, &v.evidence]);
        all.extend(v.counts.iter().map(|c| &c.span));
    }
    all.extend(record.designations.iter().map(|d| &d.span));
    all
}

fn check(record: &Record) {
    let points: Vec<char> = record.text.chars().collect();
    for span in spans(record) {
        let words: String = points.get(span.start as usize..span.end as usize).expect("a span inside the text").iter().collect();
        assert_eq!(words, span.text);
    }
    let known = |id: &String| record.entities.iter().any(|e| e.id == *id);
    for s in &record.statements {
        assert!(!s.chain.is_empty() && s.chain.iter().chain(&s.addressee).all(known), "chain of {}", s.id);
        assert!(s.time.as_ref().is_none_or(|t| record.times.iter().any(|x| x.id == *t)));
        assert!(!s.content.text.trim().is_empty());
        assert_eq!(s.cues.len(), s.chain.len(), "every hop has its cue: {}", s.id);
    }
    for v in &record.events {
        assert!(v.actors.iter().chain(&v.recipients).chain(&v.chain).chain(&v.place).all(known), "parties of {}", v.id);
        assert!((0.0..=1.0).contains(&v.confidence));
    }
    for t in &record.times {
        assert!(t.value.is_some() || t.anchor == "none" || t.anchor == "text" || t.anchor == "published");
    }
}

/// Newspaper Arabic in a blender: words, marks and numbers that the stages react to, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "قال",
        "وأضاف",
        "أن",
        "إن",
        "الرئيس",
        "المصري",
        "السيسي",
        "وزير",
        "الخارجية",
        "\"",
        "«",
        "»",
        ":",
        "،",
        ".",
        "\n",
        "\n\n",
        "في",
        "بيان",
        "بحسب",
        "وكالة",
        "رويترز",
        "شن",
        "هجوما",
        "على",
        "قوات",
        "حفتر",
        "الجمعة",
        "4",
        "نيسان/",
        "أبريل",
        "الماضي",
        "2019",
        "و",
        "لل",
        "ال",
        "ب",
        "مشيدا",
        "بما",
        "وصفه",
        "بـ",
        "قتل",
        "6",
        "أشخاص",
        "اقرأ أيضا:",
        "التي",
        "لم",
        "سوف",
        "لا",
        "(",
        ")",
        "مع",
        "طرابلس",
        "تركيا",
        "قد",
        "كان",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|w| w.join(" "))
}

proptest! {
    #![proptest_config(crate::seeded(300))]

    #[test]
    fn any_string_gives_a_true_record(text in "\\PC{0,200}") {
        check(&read(&text, Some("2020-02-29")));
    }

    #[test]
    fn any_newspaper_soup_gives_a_true_record(text in soup()) {
        check(&read(&text, Some("2019-12-27")));
    }

    #[test]
    fn any_published_is_accepted(published in "\\PC{0,20}") {
        check(&read("التقى الرئيس المصري نظيره الروسي أمس الجمعة في القاهرة.", Some(&published)));
    }

    #[test]
    fn folding_is_idempotent(text in "\\PC{0,80}") {
        let once = text::fold(&text);
        prop_assert_eq!(text::fold(&once), once);
    }

    #[test]
    fn words_lie_in_order_and_miss_no_letter(source in "[\\u0600-\\u06ff a-z0-9\"«».،\n]{0,120}") {
        let letter = |c: char| c.is_alphanumeric() && !text::is_mark(c);
        let blocks = article::blocks(&source);
        let text = text::split(&source, &blocks);
        let mut end = 0;
        for word in &text.words {
            prop_assert!(word.span.start >= end && word.span.end > word.span.start);
            end = word.span.end;
        }
        let covered: usize = text.words.iter().map(|w| w.span.text(&source).chars().filter(|c| letter(*c)).count()).sum();
        let visible = source.chars().filter(|c| letter(*c)).count();
        // Runs of letters longer than any word are cut; these strings are too short for that.
        prop_assert_eq!(covered, visible);
    }
}

#[test]
fn reading_twice_gives_the_same_bytes() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/battle.txt")).expect("an example");
    let once = serde_json::to_string(&read(&text, Some("2018-11-05"))).expect("JSON");
    let again = serde_json::to_string(&Reader::embedded().expect("loads").read(&Article {
        text,
        published: Some("2018-11-05".into()),
        ..Article::default()
    }));
    assert_eq!(once, again.expect("JSON"));
}

/// Words are remembered from article to article: that must save time and change nothing.
#[test]
fn what_was_read_before_changes_nothing() {
    let names = ["فريق باتلفيلد", "سباق الفورمولا", "مركبة سويوز", "صاروخ فتح", "القناة", "The Tribe", "عصبة"];
    let sentences: Vec<String> = (1..400).map(|n| format!("شاركت {} {} في العرض.", names[n % names.len()], n * n * 7)).collect();
    let warm: Vec<String> =
        sentences.iter().rev().map(|s| serde_json::to_string(&read(s, Some("2018-11-05"))).expect("JSON")).collect();
    for (sentence, before) in sentences.iter().rev().zip(warm) {
        // A thread of its own remembers nothing.
        let fresh = std::thread::scope(|scope| scope.spawn(|| read(sentence, Some("2018-11-05"))).join().expect("reads"));
        assert_eq!(serde_json::to_string(&fresh).expect("JSON"), before);
    }
}

#[test]
fn a_record_survives_json() {
    let record = read("قال وزير الخارجية الروسي سيرغي لافروف إن موسكو ترحب بالاتفاق.", Some("2019-12-27"));
    let json = serde_json::to_string(&record).expect("JSON");
    assert_eq!(serde_json::from_str::<Record>(&json).expect("a record"), record);
}

#[test]
fn limits_are_listed_and_reading_stays_linear() {
    let long = "قال الوزير إن الحكومة المصرية ".repeat(20_000);
    let record = read(&long, None);
    assert!(record.limits.iter().any(|l| l.what == "text"));
    assert!(record.limits.iter().any(|l| l.what == "sentence"));
    check(&record);
    for hostile in ["\" ".repeat(100_000), format!("قال{}", "\u{64b}".repeat(600_000)), "«".repeat(50_000), "(".repeat(50_000)]
    {
        check(&read(&hostile, None));
    }
}
