//! Searching, merging, correcting and asking, as a newsroom does it.

use musnad::{Article, Reader};
use musnad_archive::fix::{Fact, Fix};
use musnad_archive::query::{self, Filter};
use musnad_archive::search::{Answer, Options, Sort, Target, search};
use musnad_archive::{Archive, Given, get, prepare};
use std::sync::OnceLock;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::embedded().expect("embedded data"))
}

/// A new archive in a folder of its own, with these articles: outlet, day, title, text.
fn archive(name: &str, articles: &[(&str, &str, &str, &str)]) -> (std::path::PathBuf, Archive) {
    let dir = std::env::temp_dir().join(format!("musnad-finding-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    let mut archive = Archive::open(&dir.join("a.db")).expect("new");
    let batch = articles.iter().enumerate().map(|(n, (outlet, day, title, text))| {
        let article = Article {
            url: Some(format!("https://example.com/{n}")),
            outlet: Some((*outlet).into()),
            published: Some((*day).into()).filter(|d: &String| !d.is_empty()),
            title: Some((*title).into()),
            text: (*text).into(),
            ..Article::default()
        };
        prepare(reader(), Given::from(article))
    });
    archive.add(reader(), batch.collect(), "2024-06-01T00:00:00Z").expect("added");
    (dir, archive)
}

const ANY: Options = Options { target: None, sort: Sort::Relevance, limit: 10, offset: 0, width: 120 };

fn ask(archive: &Archive, typed: &str) -> Answer {
    search(archive.connection(), reader().lexicon(), typed, &ANY).expect("an answer")
}

fn ids(answer: &Answer) -> Vec<i64> {
    answer.hits.iter().map(|h| h.id).collect()
}

const DAY: [(&str, &str, &str, &str); 6] = [
    (
        "الميناء",
        "2024-05-10",
        "وزراء في بيروت",
        "وصل الوزراء إلى بيروت، وقال وزير الخارجية المصري سامح شكري إن المستشفيات جاهزة.",
    ),
    ("الميناء", "2024-05-11", "جولة", "زار الوزير مسؤولين في مدرسة بصيدا أمس."),
    ("الساحل", "2024-05-12", "خبر", "قالت وزيرة العدل إن القانون سيقر، وأضافت أن مجلس النواب يجتمع غدا."),
    ("الساحل", "2024-05-13", "النواب", "النواب في المجلس يرفضون."),
    ("الساحل", "2024-05-14", "غزة", "دخلت قافلة إلى غَزَّة ظهرا، ثم عادت القافلة."),
    ("الميناء", "2024-05-15", "غزه اليوم", "مساعدات إلى غزه."),
];

#[test]
fn the_nearest_spelling_comes_first_and_highlights_stand_on_the_original() {
    let (dir, archive) = archive("nearest", &DAY);
    let answer = ask(&archive, "وزير");
    // The word itself, then with its article, then its plural and feminine.
    assert_eq!(answer.hits.first().map(|h| h.id), Some(1));
    assert_eq!(answer.total, 3);
    let levels: Vec<_> = answer.hits.iter().map(|h| h.level).collect();
    assert!(levels.is_sorted(), "{levels:?}");
    let gaza = ask(&archive, "غزة");
    assert_eq!(ids(&gaza), [5, 6], "exact before folded");
    let hit = &gaza.hits[0];
    let marked: Vec<&str> = hit.snippet.marks.iter().map(|m| m.text(&hit.snippet.text)).collect();
    assert_eq!(marked, ["غَزَّة"], "with its vowel signs, as the article has it");
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn words_phrases_exclusions_and_filters() {
    let (dir, archive) = archive("filters", &DAY);
    assert_eq!(ids(&ask(&archive, "\"مجلس النواب\"")), [3], "a phrase in its order");
    assert_eq!(ask(&archive, "المجلس النواب").total, 2);
    assert_eq!(ids(&ask(&archive, "النواب -القانون")), [4]);
    assert_eq!(ask(&archive, "بيروت OR غزة").total, 3);
    assert_eq!(ids(&ask(&archive, "غزة from:2024-05-15")), [6]);
    assert_eq!(ids(&ask(&archive, "غزة outlet:الساحل to:2024-05")), [5]);
    let said = ask(&archive, "speaker:شكري المستشفيات");
    assert_eq!((said.target, said.total), (Target::Statements, 1));
    assert_eq!(said.hits[0].snippet.text, "المستشفيات جاهزة");
    let latest =
        search(archive.connection(), reader().lexicon(), "غزة", &Options { sort: Sort::Date, ..ANY }).expect("an answer");
    assert_eq!(ids(&latest), [6, 5]);
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn where_nothing_is_found_it_says_why() {
    let (dir, archive) = archive("nothing", &DAY);
    let answer = ask(&archive, "بيروت المستشفبات");
    assert_eq!(answer.total, 0);
    assert_eq!(answer.missing.len(), 1);
    assert_eq!(answer.missing[0].word, "المستشفبات");
    assert!(answer.missing[0].instead.contains(&"المستشفيات".to_owned()), "{:?}", answer.missing);
    assert!(ask(&archive, "بيروت القافلة").notes.iter().any(|n| n.contains("alone")));
    assert!(ask(&archive, "بيروت from:2030").notes.iter().any(|n| n.contains("filters")));
    std::fs::remove_dir_all(dir).expect("removed");
}

/// Invisible characters, tatweel and presentation forms change nothing in what is found.
#[test]
fn invisible_differences_meet() {
    let words = ["القاهرة", "فلسطين", "الإسلام", "لاجئون", "مسؤول", "بيروت", "السلام", "الأمم", "الآن", "كتاب"];
    let dress: [fn(&str) -> String; 5] = [
        |w| w.chars().flat_map(|c| [c, '\u{200C}']).collect(),
        |w| w.chars().flat_map(|c| [c, '\u{0640}']).collect(),
        |w| format!("\u{2067}{w}\u{2069}"),
        |w| w.chars().flat_map(|c| [c, '\u{064E}', '\u{0651}']).collect(),
        |w| w.replace("لا", "\u{FEFB}").replace('ب', "\u{FE91}").replace('س', "\u{FEB3}").replace('م', "\u{FEE3}"),
    ];
    for (nth, word) in words.iter().enumerate() {
        for (how, dressed) in dress.iter().map(|d| d(word)).enumerate() {
            let text = format!("بدأت {dressed} هنا.");
            let (dir, archive) = archive(&format!("dress{nth}-{how}"), &[("الميناء", "2024-05-10", "خبر", &text)]);
            let answer = ask(&archive, word);
            assert_eq!(answer.total, 1, "{word} as {dressed:?}");
            let hit = &answer.hits[0];
            let marked = hit.snippet.marks[0].text(&hit.snippet.text);
            assert_eq!(musnad::search::light(marked), musnad::search::light(word), "the highlight covers the whole word");
            assert_eq!(ask(&archive, &dressed).total, 1);
            std::fs::remove_dir_all(dir).expect("removed");
        }
    }
}

const AGENCY: &str = "قتل عشرة أشخاص وأصيب عشرون آخرون في هجوم شنه مسلحون على سوق شعبي في مدينة الموصل شمال العراق صباح الأحد، بحسب مصدر في الشرطة. \
وقال المصدر إن المسلحين أطلقوا النار على المتسوقين قبل أن يلوذوا بالفرار على متن سيارتين، مشيرا إلى أن قوات الأمن طوقت المكان وبدأت البحث عنهم. \
ونقل الجرحى إلى مستشفيات المدينة، فيما دعت السلطات الأهالي إلى التبرع بالدم. ولم تتبن أي جهة الهجوم حتى الآن، لكن التنظيم نفذ هجمات مشابهة في السابق في المنطقة نفسها.";

#[test]
fn a_copy_is_known_across_days_and_without_one() {
    // 2024-05-12 and 2024-05-13 are the last and the first day of two periods; an article without a day copies one of any day.
    let edited = AGENCY.replace("صباح الأحد", "اليوم");
    let (dir, archive) = archive(
        "periods",
        &[
            ("الوكالة", "2024-05-12", "عشرة قتلى", AGENCY),
            ("الساحل", "2024-05-13", "عشرة قتلى", AGENCY),
            ("الميناء", "", "عشرة قتلى", &edited),
            ("النهر", "2024-05-25", "عشرة قتلى", AGENCY),
        ],
    );
    let source = |id| get::article(archive.connection(), id).expect("readable").expect("there").copy_of;
    let sources: Vec<Option<i64>> = (1..=4).map(source).collect();
    // Weeks later it is other news, unless an article without a day told it.
    assert_eq!(sources, [None, Some(1), Some(1), Some(1)]);
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn copies_are_no_further_sources_and_stories_hold_them() {
    let edited = AGENCY.replace("صباح الأحد", "اليوم").replace("مستشفيات المدينة", "المستشفى العام");
    let cut = AGENCY.split(". ").take(2).collect::<Vec<_>>().join(". ") + ".";
    let own = "أكدت الشرطة العراقية مقتل أربعة عشر شخصا في هجوم المسلحين على السوق الشعبي في الموصل شمال العراق الأحد، وقالت إن المسلحين فروا في سيارتين.";
    let (dir, mut archive) = archive(
        "copies",
        &[
            ("الوكالة", "2024-05-12", "عشرة قتلى في هجوم على سوق بالموصل", AGENCY),
            ("الساحل", "2024-05-12", "عشرة قتلى في هجوم على سوق في الموصل", AGENCY),
            ("الميناء", "2024-05-13", "هجوم مسلح على سوق في الموصل", &edited),
            ("النهر", "2024-05-13", "قتلى في سوق الموصل", &cut),
            ("الجبل", "2024-05-13", "أربعة عشر قتيلا في هجوم على سوق بالموصل", own),
            (
                "الجبل",
                "2024-05-13",
                "البرلمان التونسي يقر الموازنة",
                "أقر البرلمان التونسي مساء الاثنين مشروع الموازنة العامة بعد نقاش طويل.",
            ),
        ],
    );
    archive.merge().expect("merged");
    let db = archive.connection();
    let row = |id| get::article(db, id).expect("readable").expect("there");
    assert_eq!((row(2).copy_of, row(2).copy_kind.as_deref()), (Some(1), Some("identical")));
    assert_eq!(row(3).copy_of, Some(1));
    assert_eq!((row(4).copy_of, row(4).copy_kind.as_deref()), (Some(1), Some("cut")));
    assert_eq!((row(1).copy_of, row(5).copy_of, row(6).copy_of), (None, None, None));
    let story = row(1).story;
    assert!(story.is_some() && (2..=4).all(|id| row(id).story == story), "copies stand in the story of their source");
    assert_ne!(row(6).story, story);
    let sources: i64 = db.query_row("SELECT n_sources FROM stories WHERE id = ?1", [story], |r| r.get(0)).expect("there");
    let articles: i64 = db.query_row("SELECT n_articles FROM stories WHERE id = ?1", [story], |r| r.get(0)).expect("there");
    assert!(articles - sources >= 3, "{articles} articles, {sources} sources");
    // The same again changes nothing.
    let before = query::stories(archive.connection(), &Filter::default()).expect("readable");
    archive.merge().expect("merged");
    assert_eq!(query::stories(archive.connection(), &Filter::default()).expect("readable"), before);
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn occurrences_keep_each_telling_and_show_what_differs() {
    let (dir, mut archive) = archive(
        "occurrences",
        &[
            (
                "الميناء",
                "2024-05-12",
                "لقاء",
                "التقى الرئيس المصري عبد الفتاح السيسي الرئيس التركي رجب طيب أردوغان في القاهرة يوم 11 مايو 2024.",
            ),
            (
                "الساحل",
                "2024-05-12",
                "قمة",
                "التقى الرئيس التركي رجب طيب أردوغان نظيره المصري عبد الفتاح السيسي في القاهرة يوم 12 مايو 2024.",
            ),
            (
                "النهر",
                "2024-05-30",
                "لقاء آخر",
                "التقى الرئيس المصري عبد الفتاح السيسي الرئيس التركي رجب طيب أردوغان في أنقرة يوم 29 مايو 2024.",
            ),
        ],
    );
    archive.merge().expect("merged");
    let filter = Filter { entity: Some("أردوغان".into()), kind: Some("consult".into()), ..Filter::default() };
    let found = query::timeline(archive.connection(), reader().lexicon(), &filter).expect("readable");
    let at = |name: &str| found.columns.iter().position(|c| c == name).expect("a column");
    let claims: Vec<i64> = found.rows.iter().filter_map(|r| r[at("claims")].as_i64()).collect();
    assert_eq!(claims, [2, 1], "{found:?}");
    assert_eq!(found.rows[0][at("disputed")].as_i64(), Some(1));
    let occurrence = found.rows[0][at("id")].as_i64();
    let claims =
        query::events(archive.connection(), reader().lexicon(), &Filter { occurrence, ..Filter::default() }).expect("readable");
    assert_eq!(claims.rows.len(), 2, "each telling is kept");
    assert!(found.rows[0][at("differ")].as_str().is_some_and(|d| d.contains("2024-05-11") && d.contains("2024-05-12")));
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn corrections_are_kept_hold_again_after_rereading_and_can_be_taken_back() {
    let text =
        "قال الرئيس المصري عبد الفتاح السيسي إن مصر ترفض الحرب. والتقى السيسي نظيره التركي رجب طيب أردوغان في القاهرة أمس.";
    let (dir, mut archive) = archive("fix", &[("الميناء", "2024-05-12", "خبر", text)]);
    let (now, later) = ("2024-06-02T00:00:00Z", "2024-06-03T00:00:00Z");
    let lexicon = reader().lexicon();
    let speaker = query::entities(archive.connection(), lexicon, "السيسي").expect("known")[0];
    let other = query::entities(archive.connection(), lexicon, "أردوغان").expect("known")[0];
    let renamed = archive.fix(&Fix::Rename(speaker, "عبدالفتاح السيسي".into()), "سلمى", now, Some("كما يكتبه")).expect("applied");
    archive.fix(&Fix::Country(speaker, Some("EGY".into())), "سلمى", now, None).expect("applied");
    archive.fix(&Fix::Reject(Fact::Statement(1 << 12)), "سلمى", now, None).expect("applied");
    let merged = archive.fix(&Fix::MergeEntities(other, speaker), "سلمى", now, None).expect("applied");
    assert!(archive.fix(&Fix::MergeEntities(speaker, other), "سلمى", now, None).is_err(), "not in a circle");
    assert!(archive.fix(&Fix::Country(speaker, Some("لبنان".into())), "سلمى", now, None).is_err());
    assert!(archive.fix(&Fix::Reject(Fact::Event(999)), "سلمى", now, None).is_err());
    let statements =
        |archive: &Archive| query::statements(archive.connection(), lexicon, &Filter::default()).expect("readable").rows.len();
    assert_eq!(statements(&archive), 0);
    let again = archive.articles_after(0, 10).expect("readable");
    let read = again.into_iter().map(|(id, given)| (id, prepare(reader(), given))).collect();
    archive.replace(reader(), read, later).expect("read again");
    archive.renew_terms(reader()).expect("renewed");
    assert_eq!(statements(&archive), 0, "rejected still");
    let shown = get::entity(archive.connection(), other).expect("readable").expect("there");
    assert_eq!((shown.id, shown.name.as_str(), shown.country.as_deref()), (speaker, "عبدالفتاح السيسي", Some("EGY")));
    archive.unfix(merged, later).expect("taken back");
    archive.unfix(renamed, later).expect("taken back");
    assert!(archive.unfix(renamed, later).is_err(), "once");
    let shown = get::entity(archive.connection(), other).expect("readable").expect("there");
    assert_eq!(shown.id, other);
    assert_eq!(musnad_archive::verify(archive.connection()).expect("readable").wrong, []);
    let backup = dir.join("copy.db");
    Archive::backup(archive.connection(), &backup).expect("copied");
    assert!(Archive::backup(archive.connection(), &backup).is_err(), "never over a file");
    let copy = musnad_archive::Pool::open(&backup, 1).expect("opens");
    assert_eq!(musnad_archive::verify(&copy.get()).expect("readable").wrong, []);
    assert!(musnad_archive::doctor(&copy.get(), &backup).expect("readable").iter().any(|l| l.starts_with("1 articles")));
    std::fs::remove_dir_all(dir).expect("removed");
}
