//! Plain sentences of a newsroom (`dates.tsv`) and the day of what is done in each.

use super::newsroom::hold;
use musnad::{Article, Reader, Record};

/// The events of a record as the table writes them.
fn told(record: &Record) -> String {
    let event = |v: &musnad::record::EventRecord| format!("{} {}", v.event, v.date.as_deref().unwrap_or("-"));
    record.events.iter().map(event).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_day_is_that_of_the_deed_it_is_told_of() {
    hold(&Reader::embedded().expect("the embedded data"), include_str!("dates.tsv"), 5, told);
}

#[test]
fn the_rules_alone_date_the_sentences_that_weights_read_otherwise() {
    hold(&super::newsroom::rules_alone(), include_str!("dates_rules.tsv"), 1, told);
}

#[test]
fn a_page_that_tells_its_day_is_read_by_it() {
    let reader = Reader::embedded().expect("the embedded data");
    let dates = |line: &str| {
        let text = format!(
            "الرئيسية          العالم          رياضة          منوعات          {line}          لقاء في القاهرة          \
             التقى الرئيس المصري عبد الفتاح السيسي نظيره الفرنسي إيمانويل ماكرون في القاهرة الثلاثاء لبحث الأزمة الليبية.          \
             وكان السيسي زار باريس في 3 مارس لبحث الأزمة نفسها مع عدد كبير من المسؤولين الفرنسيين."
        );
        let record = reader.read(&Article { text, ..Article::default() });
        record.times.iter().map(|t| t.value.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(dates("آخر تحديث:   الاربعاء, 17 مارس/ آذار, 2010, 22:27 GMT"), ["2010-03-16", "2010-03-03"]);
    // Digits alone may be the day on which the page was fetched: they tell the year, but no weekday.
    assert_eq!(dates("2059 (GMT+04:00) - 17/03/10"), ["", "2010-03-03"]);
}
