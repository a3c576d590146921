//! What is a name, and where it begins and ends.

use musnad::{Article, Reader, Record};
use std::sync::OnceLock;

fn read(text: &str) -> Record {
    static READER: OnceLock<Reader> = OnceLock::new();
    let article = Article { text: text.to_owned(), published: Some("2015-08-02".to_owned()), ..Article::default() };
    READER.get_or_init(|| Reader::embedded().expect("the embedded data")).read(&article)
}

/// Every named mention with its kind, in order.
fn named(text: &str) -> Vec<(String, String)> {
    let record = read(text);
    let mentions = record.entities.iter().flat_map(|e| e.mentions.iter().map(move |m| (m, &e.kind)));
    let mut names: Vec<(u32, String, String)> =
        mentions.filter(|(m, _)| m.form == "name").map(|(m, kind)| (m.span.start, m.span.text.clone(), kind.clone())).collect();
    names.sort();
    names.into_iter().map(|(_, text, kind)| (text, kind)).collect()
}

fn has(text: &str, name: &str, kind: &str) -> bool {
    named(text).contains(&(name.to_owned(), kind.to_owned()))
}

#[test]
fn a_force_called_after_a_person_names_the_person() {
    let text = "قصفت الطائرات مواقع قوات صالح جنوب المدينة.";
    assert!(has(text, "صالح", "person"), "{:?}", named(text));
    let text = "نفى الوزير سقوط نظام التجنيد الإلزامي في البلاد.";
    assert!(named(text).is_empty(), "{:?}", named(text));
}

#[test]
fn a_medium_in_quotation_marks_is_known_by_the_word_before_it() {
    for text in ["وقال المتحدث لـ«الشرق الأوسط» إن الهدنة صامدة.", "وأكدت مصادر «الشرق الأوسط» أن الهدنة صامدة."]
    {
        assert!(has(text, "الشرق الأوسط", "organization"), "{:?}", named(text));
    }
    let text = "وقال المتحدث إن دول «الشرق الأوسط» تشهد تحولات.";
    assert!(has(text, "الشرق الأوسط", "place"), "{:?}", named(text));
}

#[test]
fn operations_and_agreements_are_named() {
    let text = "وأطلقت القوات على هذه العملية اسم \"الرياح الشمالية\" قبل أسبوع.";
    assert!(has(text, "الرياح الشمالية", "other"), "{:?}", named(text));
    let text = "وأعلنت القيادة انتهاء عملية «تحرير» الرهائن.";
    assert!(named(text).iter().all(|(name, _)| name != "تحرير"), "{:?}", named(text));
    let text = "دعت الحكومة إلى تطبيق اتفاقية أوسلو من دون تأخير.";
    assert!(has(text, "اتفاقية أوسلو", "other"), "{:?}", named(text));
}

#[test]
fn a_field_of_work_goes_on_a_name_and_a_purpose_of_today_does_not() {
    let text = "وقعت المجموعة الصينية للنفط والغاز عقدا جديدا.";
    assert!(has(text, "المجموعة الصينية للنفط والغاز", "organization"), "{:?}", named(text));
    let text = "اجتمع المجلس المحلي لمدينة مصراتة مساء أمس.";
    assert!(has(text, "المجلس المحلي لمدينة مصراتة", "organization"), "{:?}", named(text));
}

#[test]
fn fighters_and_what_a_body_belongs_to_describe() {
    let text = "استعاد الجيش اليمني موقعا من المتمردين الحوثيين أمس.";
    assert!(!has(text, "المتمردين الحوثيين", "organization") && has(text, "الحوثيين", "organization"), "{:?}", named(text));
    let text = "وصل وفد من الائتلاف الوطني السوري المعارض إلى موسكو.";
    assert!(has(text, "الائتلاف الوطني السوري", "organization"), "{:?}", named(text));
}

#[test]
fn a_person_named_in_full_is_known_by_the_family_name_though_it_is_a_word() {
    let text = "وقالت الوزيرة أمبر راد إن الشرطة تحقق.\n\nوأضافت راد أن النتائج قريبة.";
    assert!(has(text, "راد", "person"), "{:?}", named(text));
}

#[test]
fn another_side_and_a_nearby_airport_are_no_places() {
    for text in [
        "ومن ناحية أخرى قال الوزير إن العمل مستمر.",
        "نقل الجرحى إلى مطار قريب بالمروحيات.",
        "وسقط الصاروخ في منطقة عسكرية خالية.",
    ] {
        assert!(named(text).is_empty(), "{:?}", named(text));
    }
}

#[test]
fn figures_of_speech_are_no_places_and_facilities_keep_what_they_are_made_for() {
    let text = "وعاد الجنود إلى ساحة المعركة، فيما تراجع قطاع الصحة في ظل ولاية الفقيه.";
    assert!(named(text).is_empty(), "{:?}", named(text));
    let text = "وهبطت الطائرة في قاعدة العند الجوية قرب بلدة الغارية.";
    assert!(has(text, "قاعدة العند الجوية", "place") && has(text, "الغارية", "place"), "{:?}", named(text));
}

#[test]
fn a_title_takes_no_more_of_a_name_than_its_own_words() {
    let text = "وقال رئيس لجنة العلاقات الخارجية إن الاتفاق جيد.";
    assert!(has(text, "لجنة العلاقات الخارجية", "organization"), "{:?}", named(text));
    let text = "واجتمع رئيس مجلس إدارة الشركة السعودية للكهرباء مع وزير خارجية السويد.";
    assert!(has(text, "السويد", "place"), "{:?}", named(text));
    assert!(named(text).iter().all(|(name, _)| !name.starts_with("خارجية")), "{:?}", named(text));
}
