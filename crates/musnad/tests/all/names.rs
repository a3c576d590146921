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

#[test]
fn a_power_of_a_state_is_named_and_its_people_are_not() {
    let text = "رفض القضاء اللبناني الطلب، وأكدت القيادة الفلسطينية موقفها.";
    assert!(has(text, "القضاء اللبناني", "organization") && has(text, "القيادة الفلسطينية", "organization"), "{:?}", named(text));
    let text = "أصيب ثلاثة من رجال الأمن السعودي في الحادث.";
    assert!(!has(text, "الأمن السعودي", "organization"), "{:?}", named(text));
}

#[test]
fn a_mission_is_named_with_the_country_where_it_is() {
    let text = "أعلنت الحكومة إعادة فتح سفارة المغرب في ليبيا قريبا.";
    assert!(has(text, "سفارة المغرب في ليبيا", "organization"), "{:?}", named(text));
}

#[test]
fn whoever_is_called_after_a_son_keeps_the_land_he_comes_from() {
    let text = "قتل القيادي أبو طلحة الليبي في الغارة.";
    assert!(has(text, "أبو طلحة الليبي", "person"), "{:?}", named(text));
}

#[test]
fn a_state_describes_its_authorities_and_affairs_and_names_none() {
    let text = "أوقفت السلطات المغربية شخصين، ورفضت التدخل في الشؤون الداخلية البحرينية.";
    assert!(named(text).is_empty(), "{:?}", named(text));
    let record = read(text);
    let found = record.entities.iter().find(|e| e.name == "السلطات المغربية");
    assert!(found.is_some_and(|e| !e.named && e.country.as_deref() == Some("MAR")), "{:?}", record.entities);
    let text = "تعطلت حركة المرور في المدينة بقوة السلاح.";
    assert!(named(text).is_empty(), "{:?}", named(text));
}

#[test]
fn those_described_as_acting_are_entities_without_a_name() {
    let record = read("اعتصم المحتجون أمام المقر، ويعاني الشعب اليمني من الحصار.");
    for name in ["المحتجون", "الشعب اليمني"] {
        assert!(record.entities.iter().any(|e| e.name == name && !e.named), "{name}: {:?}", record.entities);
    }
}

#[test]
fn oil_fields_ports_and_crossings_are_known() {
    for (text, name) in [("زار الوزير معمل الإنتاج في خريص.", "خريص"), ("أغلقت السلطات معبر الكركرات الحدودي.", "معبر الكركرات")]
    {
        assert!(named(text).iter().any(|(n, k)| n.starts_with(name) && k == "place"), "{:?}", named(text));
    }
}

#[test]
fn the_body_within_its_units_and_the_state_within_its_rule_are_named() {
    let text = "قصفت قوات الجيش السوداني مواقع قوات الدعم السريع.";
    assert!(has(text, "الجيش السوداني", "organization") && has(text, "قوات الدعم السريع", "organization"), "{:?}", named(text));
    let text = "رفضت حكومة النمسا المقترح.";
    assert!(has(text, "النمسا", "place"), "{:?}", named(text));
    let text = "ذكرت صحيفة المساء أن الاتفاق وشيك، ونفت منظمة هيومن رايتس ووتش ذلك.";
    assert!(has(text, "المساء", "organization") && has(text, "هيومن رايتس ووتش", "organization"), "{:?}", named(text));
    let text = "كشفت شركة أوراكون تكنولوجيز عن منتج جديد.";
    assert!(has(text, "أوراكون تكنولوجيز", "organization"), "{:?}", named(text));
}

#[test]
fn everyday_family_names_follow_given_names_and_objects_of_rulers_do_not() {
    let text = "تفقد المهندس صالح الحازم، وكيل الوزارة، المشروع.";
    assert!(has(text, "صالح الحازم", "person"), "{:?}", named(text));
    let text = "أكد مدير المستشفى خالد الربيع أن الحالات مستقرة.";
    assert!(has(text, "خالد الربيع", "person"), "{:?}", named(text));
    let text = "دعا الملك سلمان المجتمع الدولي إلى التحرك.";
    assert!(has(text, "سلمان", "person"), "{:?}", named(text));
}

#[test]
fn bodies_are_told_by_their_reach_and_what_they_are_for() {
    for (text, name) in [
        ("أصدرت الأمانة العامة لمجلس الوزراء بيانا.", "الأمانة العامة لمجلس الوزراء"),
        ("نظمت الجمعية المغربية للدفاع عن حقوق الإنسان وقفة.", "الجمعية المغربية للدفاع عن حقوق الإنسان"),
        ("أكدت الهيئة العامة للرقابة المالية أن السوق مستقرة.", "الهيئة العامة للرقابة المالية"),
        ("قضت المحكمة الابتدائية بأكادير بسجن المتهم.", "المحكمة الابتدائية بأكادير"),
    ] {
        assert!(has(text, name, "organization"), "{:?}", named(text));
    }
    let text = "دعت اللجنة الوطنية للمشاركة في الانتخابات.";
    assert!(named(text).iter().all(|(name, _)| !name.contains("للمشاركة")), "{:?}", named(text));
}

#[test]
fn everyday_words_are_places_beside_others_of_their_country() {
    let text = "سيطر الجيش على مدن لحج وأبين والضالع.";
    assert!(has(text, "أبين", "place"), "{:?}", named(text));
    let text = "سقط صاروخ شمال شرقي نيجيريا قرب المملكة الأردنية.";
    assert!(has(text, "نيجيريا", "place") && has(text, "المملكة الأردنية", "place"), "{:?}", named(text));
    let text = "عاد اللاعب إلى مسقط رأسه في الجزائر.";
    assert!(!has(text, "مسقط", "place"), "{:?}", named(text));
}

#[test]
fn one_definite_word_describes_people_and_the_state_that_was_told_last_is_theirs() {
    let record = read("دعا الوزير المواطنين إلى احترام حق الشعب الفلسطيني.");
    let described = |name: &str| record.entities.iter().any(|e| !e.named && e.name == name);
    assert!(described("المواطنين") && described("الشعب الفلسطيني"), "{:?}", record.entities);
    let record = read("استقبله والي طنجة سعيد الرامي، ورئيس البلدية كريم بنونة. وقالت السعودية إن السعودية ترحب بالسعودية.");
    let person = record.entities.iter().find(|e| e.name == "كريم بنونة");
    assert_eq!(person.and_then(|e| e.country.as_deref()), Some("MAR"), "{:?}", record.entities);
}

#[test]
fn of_which_state_somebody_is_whom_nothing_tells_is_weighed_and_without_weights_ruled() {
    let rules = crate::newsroom::rules_alone();
    for (text, name, weighed, ruled) in [
        ("أنقذت البحرية الإيطالية مئات المهاجرين قبالة صقلية.", "مئات المهاجرين", None, Some("ITA")),
        ("طالبت منظمات حقوق الإنسان السلطات المصرية بالإفراج عن الناشطين.", "منظمات حقوق الإنسان", None, Some("EGY")),
        (
            "وقع وزير الخارجية الفرنسي اتفاقا في الرباط مع الوزير خوسيه غونزاليز، وقالت إسبانيا إنها ترحب به.",
            "خوسيه غونزاليز",
            Some("ESP"),
            Some("MAR"),
        ),
    ] {
        let article = musnad::Article { text: text.to_owned(), ..Default::default() };
        let country = |record: &Record| record.entities.iter().find(|e| e.name == name).map(|e| e.country.clone());
        assert_eq!(country(&read(text)), Some(weighed.map(str::to_owned)), "{text}");
        assert_eq!(country(&rules.read(&article)), Some(ruled.map(str::to_owned)), "{text}");
    }
}

/// `names.tsv`: a sentence, and the names in it with their kinds; after `-` what is none (with a kind, none of that kind).
#[test]
fn plain_sentences_have_these_names() {
    let mut wrong = Vec::new();
    for line in include_str!("names.tsv").lines().filter(|l| !l.starts_with('#')) {
        let (text, names) = line.split_once('\t').expect("two columns");
        let found = named(text);
        for name in names.split(';').map(str::trim) {
            let (not, name) = name.strip_prefix('-').map_or((false, name), |n| (true, n));
            let (name, kind) = name.split_once('/').map_or((name, None), |(n, k)| (n, Some(k)));
            let there = found.iter().any(|(n, k)| n == name && kind.is_none_or(|kind| kind == k));
            if there == not {
                wrong.push(format!("{text}\n    {name}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
