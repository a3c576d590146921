//! Times: what their spans and values promise whatever the text, and what the commonest ways of telling a time mean.

use musnad::article::{Block, BlockKind};
use musnad::time::{self, Date, Settings, Tense, Time};
use musnad::{Span, text};
use proptest::prelude::*;

fn find(source: &str, settings: &Settings) -> Vec<Time> {
    let blocks = [Block { kind: BlockKind::Body, span: Span::new(0, source.len()) }];
    time::find(&text::split(source, &blocks), settings)
}

/// The expressions of a text published on a Friday at half past two.
fn read(source: &str) -> Vec<(String, String)> {
    let times = find(source, &Settings::published(Some("2019-12-27T14:30:00")));
    times.iter().map(|t| (t.span.text(source).to_owned(), t.value.clone().unwrap_or_default())).collect()
}

fn check(cases: &[(&str, &[(&str, &str)])]) {
    for (source, wanted) in cases {
        let wanted: Vec<(String, String)> = wanted.iter().map(|(t, v)| ((*t).to_owned(), (*v).to_owned())).collect();
        assert_eq!(read(source), wanted, "{source}");
    }
}

/// An article's sentence, long enough not to be taken for a query.
const STORY: &str = "وقالت الوزارة في بيان وزعته على وسائل الإعلام المحلية والدولية إن ذلك جرى ";

/// The times of the story that goes on with these words.
fn story(words: &str) -> Vec<(String, String)> {
    read(&format!("{STORY}{words}."))
}

/// The words are the one time of their story.
fn one(words: &str, value: &str) {
    assert_eq!(story(words), [(words.to_owned(), value.to_owned())]);
}

#[test]
fn an_hour_and_its_day_are_one_time() {
    one("الساعة الثامنة مساء الخميس", "2019-12-26T20:00");
    one("أمس في تمام الساعة 9:15", "2019-12-26T09:15");
    one("الخميس، الساعة الثالثة والنصف عصرا", "2019-12-26T15:30");
    one("الساعة 10:00 بتوقيت غرينتش", "2019-12-27T10:00Z");
    one("يوم الأربعاء ليلا", "2019-12-25TNI");
    one("5 مايو 2016 الساعة 20:20", "2016-05-05T20:20");
}

#[test]
fn two_names_of_a_month_are_one_and_now_dates_nothing() {
    one("26 سبتمبر أيلول 2019", "2019-09-26");
    one("6 مارس آذار 2018", "2018-03-06");
    assert!(story("تعمل الحكومة الآن على الحل").is_empty());
}

#[test]
fn ranges_have_both_ends_in_order() {
    one("من 3 حتى 12 سبتمبر 2019", "2019-09-03/2019-09-12");
    one("بين 28 ديسمبر و3 يناير 2018", "2017-12-28/2018-01-03");
    one("بين عامي 2011 و2015", "2011/2015");
    one("من مايو إلى يوليو 2018", "2018-05/2018-07");
    one("من الثلاثاء إلى الخميس", "2019-12-24/2019-12-26");
    one("من العاشرة مساء إلى الثانية صباحا", "2019-12-27T22:00/2019-12-28T02:00");
    // The same day in two calendars is no range, and what is moved from one day to another lasts no time.
    one("11 شوال 1441هـ - 3 يونيو 2020م", "2020-06-03");
    let moved = story("بعد تأجيل الجلسة من الأربعاء إلى الخميس");
    assert_eq!(moved.iter().map(|(t, _)| t.as_str()).collect::<Vec<_>>(), ["الأربعاء", "الخميس"]);
}

#[test]
fn an_article_without_a_date_may_tell_its_today() {
    let source =
        "قالت الشركة، اليوم الثلاثاء، إن العمال عادوا إلى المصنع أمس، الاثنين 4 مارس 2019، بعد إضراب طويل شل الإنتاج في المدينة.";
    let times = find(source, &Settings::default());
    let values: Vec<_> = times.iter().map(|t| t.value.as_deref()).collect();
    assert_eq!(values, [Some("2019-03-05"), Some("2019-03-04")]);
    assert_eq!(times[0].anchor.name(), "text");
}

#[test]
fn what_is_counted_inside_a_larger_time() {
    one("الاثنين من الأسبوع الماضي", "2019-12-16");
    one("الخامس من الشهر الجاري", "2019-12-05");
    one("15 الجاري", "2019-12-15");
    one("الربع الثالث من العام الماضي", "2018-Q3");
    one("الجمعة 13", "2019-12-13");
    one("آخر اثنين من مارس 2018", "2018-03-26");
    one("كل يوم جمعة", "XXXX-WXX-5");
    one("سبعينيات القرن الماضي", "197");
    one("عام ألفين وتسعة عشر", "2019");
    one("منذ شهرين", "2019-10");
    one("نهاية العام", "2019");
    one("الأشهر التسعة الأولى من 2018", "2018-01/2018-09");
    one("الساعات الأربع والعشرين الماضية", "PT24H");
    one("السابع والثامن من مايو 2018", "2018-05-07/2018-05-08");
    one("7 و8 مايو 2018", "2018-05-07/2018-05-08");
    one("أمس، الخميس 26 ديسمبر", "2019-12-26");
    // What a number or a name follows is named, not counted.
    for (words, value) in [("عام 2016", "2016"), ("شهر مايو 2018", "2018-05"), ("يوم الأربعاء", "2019-12-25")]
    {
        assert_eq!(story(&format!("منذ {words}")), [(words.to_owned(), value.to_owned())]);
    }
}

#[test]
fn quoted_words_count_from_the_day_they_were_said() {
    let news = "قتل 15 شخصا الأربعاء عندما فجر انتحاري نفسه في سوق مزدحمة شمال البلاد. وأعلن حاكم الولاية لوكالة الأنباء ";
    assert_eq!(read(&format!("{news}\"هذا الصباح فجر انتحاري سترته\"."))[1].1, "2019-12-25TMO");
    assert_eq!(read(&format!("{news}أن انتحاريا فجر سترته هذا الصباح."))[1].1, "2019-12-27TMO");
}

#[test]
fn numbers_that_are_no_times_stay_out() {
    for source in [
        "وأضاف البيان أن القصف أدى إلى مقتل 5 مساء الخميس وإصابة أكثر من 20 شخصا بجروح متفاوتة في المدينة.",
        "وأضاف البيان أن القصف أدى إلى مقتل أكثر من 950 شخصا وإصابة 2000 آخرين بجروح متفاوتة في المدينة.",
        "وفاز الفريق بنتيجة 3/1 على ضيفه أمام جمهور غفير ملأ مدرجات الملعب الكبير في العاصمة وتصدر الترتيب.",
        "وقال الشاب البالغ من العمر 28 عاما إن والده الذي يعمل في المصنع منذ طفولته لم يحضر إلى المكان.",
        "واستعادت القوات قصر 22 مايو الرئاسي ومقر الإذاعة الرسمية في المدينة بعد معارك عنيفة استمرت حتى الليل مع الانقلابيين.",
        "وقضت المحكمة في الجلسة الثانية ببراءة المتهمين جميعا من التهم المنسوبة إليهم بعد مرافعة طويلة للدفاع.",
    ] {
        let found = read(source);
        let wrong: Vec<_> = found.iter().filter(|(words, _)| words.starts_with(|c: char| c.is_ascii_digit())).collect();
        assert!(wrong.is_empty(), "{source}: {wrong:?}");
    }
}

#[test]
fn queries_plan_and_articles_report() {
    check(&[
        ("سأعود الخميس", &[("الخميس", "2020-01-02")]),
        ("سأعود في الحادية عشرة", &[("الحادية عشرة", "2019-12-27T11:00")]),
        ("سأخرج 19-20 نوفمبر", &[("19-20 نوفمبر", "2020-11-19/2020-11-20")]),
        ("سأغادر لمدة نصف ساعة", &[("نصف ساعة", "PT0.5H")]),
        ("سأعود بعد يوم واحد وساعتين", &[("بعد يوم واحد وساعتين", "2019-12-28T16:30")]),
        ("حدد موعدا من 5 إلى 6 في 1 يناير 2020", &[("من 5 إلى 6 في 1 يناير 2020", "2020-01-01T05:00/2020-01-01T06:00")]),
    ]);
    // Without a day to resolve against an article's hour has no value; a query's hour stands for itself.
    let unknown = Settings::default();
    assert_eq!(find("سأعود 7:56 مساء", &unknown)[0].value.as_deref(), Some("T19:56"));
    let story = format!("{STORY}الساعة 7:56 مساء.");
    assert_eq!(find(&story, &unknown)[0].value, None);
    // The stated default decides where the words do not.
    let next = Settings { tense: Tense::Future, ..Settings::published(Some("2019-12-27")) };
    assert_eq!(find("الثلاثاء", &next)[0].value.as_deref(), Some("2019-12-31"));
}

/// Whether a value is ISO 8601 or TIMEX3.
fn is_valid(value: &str) -> bool {
    if let Some((from, to)) = value.split_once('/') {
        return is_valid(from) && is_valid(to) && from <= to;
    }
    if let Some(length) = value.strip_prefix('P') {
        return length.len() > 1 && length.chars().all(|c| c.is_ascii_digit() || "YMWDTHS.".contains(c));
    }
    let (day, clock) = value.split_once('T').map_or((value, None), |(day, clock)| (day, Some(clock)));
    let clock = clock.is_none_or(|clock| {
        let numbers = clock.trim_end_matches('Z').split(':');
        matches!(clock, "MO" | "AF" | "EV" | "NI")
            || numbers.clone().count() >= 2 && numbers.clone().all(|n| n.len() == 2 && n < "60")
    });
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let known = match day.len() {
        10 if !day.starts_with("XXXX") => Date::parse(day).is_some(),
        0 => value.starts_with('T'),
        2..=4 => digits(day),
        7 if digits(&day[5..]) => (1..=12).contains(&day[5..].parse::<u32>().unwrap_or(0)),
        _ => day.starts_with("XXXX-") || digits(&day[..4]) && matches!(&day[5..6], "W" | "Q" | "H" | "S" | "F"),
    };
    clock && known
}

/// Words of time and what stands between them, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words = "الخميس يوم الأحد أمس غدا اليوم مساء صباحا ليلا بعد الظهر الساعة الثامنة الخامسة والنصف إلا ربعا 7 12 15 31 2019 1441 7:30 \
                 23:59:59 3/4 12/5/2019 من إلى حتى بين و - ، في مايو يناير سبتمبر رمضان شوال هـ م عام العام الماضي المقبل الجاري هذا الأسبوع \
                 الشهر شهر شهرين ثلاثة أيام سنوات ساعة ساعتين قبل منذ خلال كل نهاية مطلع أول آخر الأول الثالث الربع القرن التسعينيات بقية ليلة \
                 منتصف الليل الماضية ألفين وتسعة عشر وعشرين نصف بضع سأعود قال ( ) عيد الفطر صيف دقيقة دقائق الـ 24";
    let words: Vec<&'static str> = words.split_whitespace().collect();
    prop::collection::vec(prop::sample::select(words), 1..24).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(crate::seeded(600))]

    #[test]
    fn spans_are_true_and_values_are_valid(source in soup(), known in any::<bool>(), plans in any::<bool>()) {
        let settings = Settings {
            tense: if plans { Tense::Future } else { Tense::Past },
            ..Settings::published(known.then_some("2019-12-27T14:30:00"))
        };
        let times = find(&source, &settings);
        for time in &times {
            let words = time.span.text(&source);
            prop_assert!(!words.trim().is_empty() && words == words.trim(), "{source}: `{words}`");
            if let Some(value) = &time.value {
                prop_assert!(is_valid(value), "{source}: `{words}` = {value}");
            }
        }
        prop_assert!(times.windows(2).all(|w| w[0].span.end <= w[1].span.start && w[0].words.end <= w[1].words.start), "{source}");
        prop_assert_eq!(times, find(&source, &settings));
    }
}
