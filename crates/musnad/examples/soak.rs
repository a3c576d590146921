//! Reads random texts, newspaper words in a blender and raw bytes, and stops at the first panic or untrue span.
//!
//! `cargo run --release --example soak -- 10000000` reads ten million; the seed is fixed, so a failure comes again.

use musnad::{Article, Reader};

const WORDS: &[&str] = &[
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
    "الساعة",
    "14:30",
    "1443هـ",
    "رمضان",
    "أول",
    "من",
    "شهر",
    "ـــ",
    "\u{202e}",
    "\u{64b}",
    "😀",
    "abc",
    "نفى",
    "دعا",
    "إلى",
    "المتحدث",
    "باسم",
    "تم",
    "توقيع",
    "اتفاق",
    "بين",
    "عن",
    "قوله",
    "منذ",
    "ثلاثة",
    "أيام",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let n: u64 = std::env::args().nth(1).unwrap_or_else(|| "100000".to_owned()).parse()?;
    let reader = Reader::embedded()?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let published = ["2019-12-27", "", "1", "2020-02-29T23:59", "0000-00-00", "9999-12-31"];
    for nth in 0..n {
        let mut text = String::new();
        if nth % 4 == 0 {
            let bytes: Vec<u8> = (0..random(60)).map(|_| random(256) as u8).collect();
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
        for _ in 0..random(14) {
            text.push_str(WORDS[random(WORDS.len())]);
            if random(8) > 0 {
                text.push(' ');
            }
        }
        let article = Article { text, published: Some(published[random(published.len())].to_owned()), ..Article::default() };
        let record = reader.read(&article);
        for span in record.statements.iter().map(|s| &s.content).chain(record.times.iter().map(|t| &t.span)) {
            let words: String = record.text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect();
            assert_eq!(words, span.text, "in {:?}", article.text);
        }
    }
    println!("{n} texts read, no panic");
    Ok(())
}
