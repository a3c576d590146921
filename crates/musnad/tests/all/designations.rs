//! Names that take a side: each once a voice, judging words after any organization, brackets inside a name.

use musnad::{Article, Reader, Record};

fn read(text: &str) -> Record {
    let article = Article { text: text.to_owned(), published: Some("2024-05-12".to_owned()), ..Article::default() };
    Reader::embedded().expect("the embedded data").read(&article)
}

fn named(record: &Record) -> Vec<&str> {
    record.designations.iter().map(|d| d.span.text.as_str()).collect()
}

#[test]
fn a_name_told_again_in_the_same_voice_is_one_designation() {
    let record = read(
        "قصفت طائرات مجهولة مواقع المليشيات الحوثية غربي مدينة تعز.\n\nوانسحبت المليشيات الحوثية من التلال المطلة على المدينة ليلا.",
    );
    assert_eq!(named(&record), ["المليشيات الحوثية"]);
}

#[test]
fn the_same_name_in_a_speakers_voice_stands_beside_the_outlets() {
    let record = read(
        "انسحبت المليشيات الحوثية من التلال المطلة على مدينة تعز.\n\nوقال وزير الدفاع اليمني إن المليشيات الحوثية تكبدت خسائر فادحة.",
    );
    assert_eq!(named(&record), ["المليشيات الحوثية", "المليشيات الحوثية"]);
    assert!(record.designations[0].voice.is_none() && record.designations[1].voice.is_some(), "{:?}", record.designations);
}

#[test]
fn a_judging_word_after_any_organization_takes_a_side() {
    let record = read("أعلنت الوزارة إحباط هجوم خطط له حزب العمال الكردستاني الإرهابي قرب الحدود.");
    let found = &record.designations[0];
    assert_eq!(found.span.text, "حزب العمال الكردستاني الإرهابي");
    assert_eq!((found.stance.as_str(), found.neutral.as_str()), ("hostile", "حزب العمال الكردستاني"));
    assert!(found.entity.is_some());
}

#[test]
fn a_judging_word_after_a_place_says_nothing_of_the_place() {
    let record = read("نددت الحكومة بهجمات باريس الإرهابية التي أوقعت عشرات القتلى.");
    assert!(record.designations.is_empty(), "{:?}", record.designations);
}

#[test]
fn a_bracket_inside_a_name_is_part_of_it() {
    let record = read("اتهمت المعارضة نظام (الرئيس السوري) بشار الأسد بقصف الأحياء السكنية في حلب.");
    assert_eq!(named(&record), ["نظام (الرئيس السوري) بشار الأسد"]);
}
