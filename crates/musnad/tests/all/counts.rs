//! How many were killed, injured, arrested: each number once, with its event, exact or about.

use musnad::{Article, Reader, Record};
use std::sync::OnceLock;

fn read(text: &str) -> Record {
    static READER: OnceLock<Reader> = OnceLock::new();
    let article = Article { text: text.to_owned(), published: Some("2019-05-06".to_owned()), ..Article::default() };
    READER.get_or_init(|| Reader::embedded().expect("the embedded data")).read(&article)
}

/// What is counted, how many, and whether about.
type Told<'r> = (&'r str, u64, bool);

/// Type of each event that counts something, with what it counts.
fn counts(record: &Record) -> Vec<(&str, Vec<Told<'_>>)> {
    let counted = record.events.iter().filter(|v| !v.counts.is_empty());
    counted.map(|v| (v.event.as_str(), v.counts.iter().map(|c| (c.what.as_str(), c.count, c.approximate)).collect())).collect()
}

#[test]
fn one_attack_has_its_dead_and_injured_wherever_they_stand() {
    let record = read("قُتل 12 شخصا وأصيب 30 آخرون في هجوم شنه تنظيم داعش على سوق في بغداد الأحد. وارتفع عدد القتلى إلى 15 لاحقا.");
    let expected = vec![("ASSAULT", vec![("killed", 12, false), ("injured", 30, false), ("killed", 15, false)])];
    assert_eq!(counts(&record), expected);
    assert_eq!(record.events.iter().filter(|v| v.event == "ASSAULT").count(), 1, "{:#?}", record.events);
}

#[test]
fn numbers_in_words_in_thousands_and_without_a_number_are_read() {
    let record = read(
        "أدى قصف الطيران الروسي على إدلب إلى سقوط 25 قتيلا وعشرات الجرحى، ونزوح أكثر من 3 آلاف شخص. وخطف مسلحون خمسة عشر عاملا. وأفرجت الحكومة السورية عن 1,200 معتقل.",
    );
    let all: Vec<_> = counts(&record).into_iter().flat_map(|(_, c)| c).collect();
    let expected = [
        ("killed", 25, false),
        ("injured", 20, true),
        ("displaced", 3000, true),
        ("kidnapped", 15, false),
        ("released", 1200, false),
    ];
    assert_eq!(all, expected);
}

#[test]
fn whoever_tells_of_the_dead_did_not_kill_them() {
    let record = read("أعلن الجيش مقتل ثلاثة من جنوده وإصابة خمسة آخرين في هجوم شنه مسلحون.");
    let army = |id: &String| record.entities.iter().any(|e| e.id == *id && e.name.contains("الجيش"));
    assert!(record.events.iter().filter(|v| v.event == "ASSAULT").all(|v| !v.actors.iter().any(army)), "{:#?}", record.events);
}

#[test]
fn what_counts_no_people_is_no_count() {
    let record = read("قتل مسلحون ضابطا في مدينة سيناء بعد 12 يوما من هجوم استمر 3 ساعات، وأصابت قذيفة 5 منازل.");
    let numbers: Vec<u64> = counts(&record).into_iter().flat_map(|(_, c)| c).map(|(_, n, _)| n).collect();
    assert!(numbers.iter().all(|n| *n == 1), "{numbers:?}");
}

#[test]
fn a_counts_words_hold_its_number() {
    let text = "اعتقلت الشرطة نحو 20 مشتبها بهم في القاهرة.";
    let record = read(text);
    let count = &record.events[0].counts[0];
    assert_eq!(
        (count.what.as_str(), count.count, count.approximate, count.span.text.as_str()),
        ("arrested", 20, true, "نحو 20 مشتبها")
    );
}

#[test]
fn a_users_rows_count_too_and_their_mistakes_are_named() {
    let own = |file: &str, text: &str| {
        let source = musnad::lexicon::Source { file: file.to_owned(), text: text.to_owned() };
        Reader::with_data(&[source])
    };
    let head = "word\timperfect\tclass\tvalue\n";
    let reader = own("frames/counts_mine.tsv", &format!("{head}منكوب|منكوبين\t\tpeople\tdisplaced\n")).expect("right rows");
    let text = "قصف الجيش السوري مدينة إدلب ما أدى إلى 300 منكوب.".to_owned();
    let record = reader.read(&Article { text, published: Some("2019-05-06".to_owned()), ..Article::default() });
    let all: Vec<Told<'_>> = counts(&record).into_iter().flat_map(|(_, told)| told).collect();
    assert_eq!(all, [("displaced", 300, false)]);
    for (file, row, column) in [
        ("frames/counts_mine.tsv", format!("{head}قتيل\t\tpeople\tdrowned\n"), "value"),
        ("frames/counts_mine.tsv", format!("{head}قتيل\t\tfolk\tkilled\n"), "class"),
        ("frames/counts_mine.tsv", format!("{head}آلاف\t\tscale\tmany\n"), "value"),
        ("frames/maybe_mine.tsv", "word\tevent\n\tAID\n".to_owned(), "word"),
        ("names/bodies_mine.tsv", "name\tkind\nمجلس الشيوخ\tperson\n".to_owned(), "kind"),
        ("kb/outlets_mine.tsv", "country\tnames\nTUX\tصحيفة الغد\n".to_owned(), "country"),
    ] {
        let Err(error) = own(file, &row) else { panic!("{file}: a mistake goes unseen: {row}") };
        assert_eq!((error.file.as_str(), error.line, error.column.as_deref()), (file, 2, Some(column)), "{error}");
    }
}
