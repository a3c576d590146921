//! What a careful reader takes from one sentence of news: who speaks and who does not, who struck whom.

use musnad::record::{EventRecord, StatementRecord};
use musnad::{Article, Reader, Record};
use std::sync::OnceLock;

fn read(text: &str) -> Record {
    static READER: OnceLock<Reader> = OnceLock::new();
    let article = Article { text: text.to_owned(), published: Some("2019-12-27".to_owned()), ..Article::default() };
    READER.get_or_init(|| Reader::embedded().expect("the embedded data")).read(&article)
}

fn names<'r>(record: &'r Record, ids: &[String]) -> Vec<&'r str> {
    ids.iter().filter_map(|id| record.entities.iter().find(|e| e.id == *id)).map(|e| e.name.as_str()).collect()
}

/// Chain and content of every statement.
fn said(record: &Record) -> Vec<(Vec<&str>, &str)> {
    let told = |s: &'_ StatementRecord| s.chain.clone();
    record.statements.iter().map(|s| (names(record, &told(s)), s.content.text.as_str())).collect()
}

/// Type, actors and recipients of every event.
fn done(record: &Record) -> Vec<(&str, Vec<&str>, Vec<&str>)> {
    let sides = |v: &EventRecord| (v.actors.clone(), v.recipients.clone());
    let all = record.events.iter().map(|v| (v.event.as_str(), sides(v)));
    all.map(|(event, (actors, recipients))| (event, names(record, &actors), names(record, &recipients))).collect()
}

#[test]
fn an_impersonal_verb_gives_nobody_the_word() {
    let record = read("قال المدير إن العمل يسير جيدا.\n\nويعتقد أن الجهاز سبب العطل.\n\nويشتبه في تورط المتمردين في الهجوم.");
    assert_eq!(said(&record), [(vec!["المدير"], "العمل يسير جيدا")]);
    assert!(done(&record).is_empty(), "{:?}", done(&record));
}

#[test]
fn an_aside_does_not_cut_what_was_said_from_its_verb() {
    let record = read("وأكد رئيس الحكومة، في رده على استفسارات النواب، على تعهد الحكومة بمكافحة الفساد.");
    assert_eq!(said(&record), [(vec!["رئيس الحكومة"], "تعهد الحكومة بمكافحة الفساد")]);
}

#[test]
fn who_is_told_of_does_not_go_on_speaking() {
    let record = read("وتحدث الوزير الجبير في الرياض، وتطرق إلى قضية رائف بدوي، وقال إن القضاء مستقل.");
    assert!(said(&record).iter().all(|(chain, _)| !chain.contains(&"رائف بدوي")), "{:?}", said(&record));
}

#[test]
fn a_source_that_an_outlet_heard_from_is_the_speaker() {
    let record = read("علمت صحيفة الميناء من مصادر مطلعة أن الوفد غادر العاصمة.");
    assert_eq!(said(&record), [(vec!["الميناء", "مصادر مطلعة"], "الوفد غادر العاصمة")]);
}

#[test]
fn short_speech_is_speech_and_a_short_name_in_marks_is_none() {
    let record = read("\"لن نقبل بذلك\"، قال نصر الله في خطاب متلفز.");
    assert_eq!(said(&record).first().map(|(_, words)| *words), Some("لن نقبل بذلك"));
    assert!(said(&read("وصلت السفينة \"نور\" إلى الميناء.")).is_empty());
}

#[test]
fn the_noun_of_a_blow_and_its_verb_are_one_event() {
    let record = read("قتل شرطي في هجوم شنه مسلحون على حافلة في سيناء.");
    assert_eq!(done(&record), [("ASSAULT", vec!["مسلحون"], vec!["شرطي"])]);
}

#[test]
fn whose_aircraft_and_whose_weapon_it_was_struck_the_blow() {
    for (text, actor) in [
        ("قصفت طائرات إسرائيلية مواقع لحركة حماس في قطاع غزة.", "إسرائيل"),
        ("قتل متظاهر برصاص الشرطة.", "الشرطة"),
        ("أعلنت الوزارة أن قياديا كبيرا في تنظيم القاعدة قتل في غارة أمريكية استهدفته في أفغانستان.", "الولايات المتحدة"),
    ] {
        let record = read(text);
        assert!(
            done(&record).iter().any(|(event, actors, _)| *event == "ASSAULT" && *actors == [actor]),
            "{text} {:?}",
            done(&record)
        );
    }
}

#[test]
fn a_clause_after_that_has_its_verb_though_the_letters_hide_it() {
    let record = read("قال الجيش التركي إن حزب العمال الكردستاني قتل ثلاثة جنود في هجوم على كتيبة.");
    assert!(done(&record).contains(&("ASSAULT", vec!["حزب العمال الكردستاني"], vec!["ثلاثة جنود"])), "{:?}", done(&record));
}

#[test]
fn offices_side_by_side_are_one_persons_where_another_party_follows() {
    let record =
        read("التقى نائب الرئيس اليمني رئيس مجلس الوزراء خالد محفوظ بحاح، اليوم في الرياض، وزير الدولة الإماراتي أنور قرقاش.");
    assert_eq!(done(&record), [("CONSULT", vec!["خالد بحاح"], vec!["أنور قرقاش"])]);
}

#[test]
fn who_serves_an_international_body_acts_for_no_country() {
    let record = read("التقى المبعوث الأممي إلى ليبيا غسان سلامة وزير الخارجية التونسي.");
    let envoy = record.entities.iter().find(|e| e.name == "غسان سلامة").expect("the envoy");
    assert_eq!(envoy.country, None);
}

#[test]
fn a_names_first_letter_is_no_conjunction() {
    let record = read("أعلن البيت الأبيض أن مايكل فلين استقال. وقدم فلين استقالته مساء الاثنين.");
    assert!(
        done(&record).iter().any(|(event, actors, _)| *event == "RETREAT" && *actors == ["مايكل فلين"]),
        "{:?}",
        done(&record)
    );
}

#[test]
fn initials_and_places_in_marks_are_names() {
    let record = read("وأضافت لراديو هيئة الإذاعة البريطانية (بي.بي.سي) أن القتال توقف في محافظة «أبين» ومديرية «لودر».");
    let texts: Vec<&str> = record.entities.iter().flat_map(|e| &e.mentions).map(|m| m.span.text.as_str()).collect();
    assert!(["بي.بي.سي", "أبين", "لودر"].iter().all(|name| texts.contains(name)), "{texts:?}");
}

#[test]
fn the_two_sides_are_those_that_acted_together_not_a_town_or_a_medium() {
    let record = read(
        "أفرجت الحكومة اليمنية وجماعة الحوثي عن 320 أسيرا بعد مفاوضات شاقة في برن.\n\n\
         وذكرت وكالة رويترز أن الطرفين اتفقا على عقد جولة جديدة.\n\nوتعهدت السعودية بتقديم مساعدات عاجلة إلى اليمن.",
    );
    let agreed: Vec<_> = done(&record).into_iter().filter(|(event, ..)| *event == "AGREE").collect();
    assert_eq!(
        agreed,
        [("AGREE", vec!["الحكومة اليمنية"], vec!["جماعة أنصار الله"]), ("AGREE", vec!["السعودية"], vec!["اليمن"]),]
    );
}

#[test]
fn whoever_is_of_no_told_nation_belongs_to_where_it_happened_and_taliban_to_whom_the_article_is_about() {
    let country = |text: &str, word: &str| {
        let record = read(text);
        let found = record.entities.iter().find(|e| e.mentions.iter().any(|m| m.span.text.contains(word)));
        found.and_then(|e| e.country.clone())
    };
    let pakistan = "قالت الشرطة الباكستانية إن حركة طالبان قتلت سبعة جنود في إقليم خيبر شمال غرب باكستان.";
    assert_eq!(country(pakistan, "طالبان").as_deref(), Some("PAK"));
    let both = "قال مسؤول أفغاني إن حركة طالبان قتلت سبعة جنود في قندهار. وتتهم كابول باكستان بدعم طالبان.";
    assert_eq!(country(both, "طالبان").as_deref(), Some("AFG"));
    let attackers = "اقتحم المهاجمون فندقا في مدينة سيفاري وسط مالي وقتلوا خمسة جنود، وقالت حكومة مالي إنهم فروا.";
    assert_eq!(country(attackers, "المهاجمون").as_deref(), Some("MLI"));
}

#[test]
fn a_medium_has_it_from_whoever_is_none() {
    let record = read("ذكرت قناة العربية أن الطيران دمر منصة صواريخ، بحسب مصادر عسكرية.");
    assert_eq!(said(&record), [(vec!["قناة العربية", "مصادر عسكرية"], "الطيران دمر منصة صواريخ")]);
    let record = read("قال وزير الدفاع إن القوات عبرت النهر، بحسب رويترز.");
    assert_eq!(said(&record), [(vec!["وكالة رويترز", "وزير الدفاع"], "القوات عبرت النهر")]);
}

#[test]
fn whose_words_are_passed_on_speaks_last_in_the_chain() {
    let record = read("نسبت وكالة الأناضول إلى مصدر دبلوماسي تركي قوله إن المحادثات ستستأنف قريبا.");
    assert_eq!(said(&record), [(vec!["وكالة الأناضول", "مصدر دبلوماسي تركي"], "المحادثات ستستأنف قريبا")]);
    let record = read("سقط ثلاثة قتلى في القصف، بحسب ما نقلت وكالة رويترز عن مصدر طبي.");
    assert_eq!(said(&record), [(vec!["وكالة رويترز", "مصدر طبي"], "سقط ثلاثة قتلى في القصف")]);
}

#[test]
fn a_closing_clause_tells_whose_word_a_sentence_is() {
    let record = read("عادت الكهرباء إلى أحياء العاصمة، كما أعلن وزير الطاقة.");
    assert_eq!(said(&record), [(vec!["وزير الطاقة"], "عادت الكهرباء إلى أحياء العاصمة")]);
    let record = read("المفاوضات توقفت منذ أسبوعين، وهو ما نفاه المتحدث باسم الحكومة.");
    assert_eq!(said(&record), [(vec!["المتحدث باسم الحكومة"], "المفاوضات توقفت منذ أسبوعين")]);
    assert_eq!((record.statements[0].act.as_str(), record.statements[0].polarity.as_str()), ("deny", "negative"));
}

#[test]
fn words_in_a_document_are_those_of_who_made_it() {
    let record = read("ألقى وزير الدفاع كلمة أكد فيها أن الجيش جاهز.");
    assert_eq!(said(&record), [(vec!["وزير الدفاع"], "الجيش جاهز")]);
    let record = read("وجاء في بيان الوزارة أن المدارس ستفتح غدا.");
    assert_eq!(said(&record), [(vec!["الوزارة"], "المدارس ستفتح غدا")]);
    let record = read("وقالت الوزارة في بيان حصلت وكالة أنباء الشرق الأوسط (أ. ش. أ) على نسخة منه إن المدارس ستفتح غدا.");
    assert_eq!(said(&record), [(vec!["الوزارة"], "المدارس ستفتح غدا")]);
}

#[test]
fn a_verb_written_like_a_preposition_reports_before_that() {
    let record = read("وبين وزير النقل أن المشروع سينجز قريبا.");
    assert_eq!(said(&record), [(vec!["وزير النقل"], "المشروع سينجز قريبا")]);
    assert!(said(&read("وبين الرياض وجدة قطار سريع.")).is_empty());
}

#[test]
fn what_is_declined_or_only_shown_is_no_statement() {
    assert!(said(&read("ورفضت وزارة الدفاع التعليق على النبأ.")).is_empty());
    let record = read("قال وزير الدفاع إن الهدنة صامدة. ونشرت الصحف أنباء مؤكدة قليلة عن القرى.");
    assert_eq!(said(&record), [(vec!["وزير الدفاع"], "الهدنة صامدة")]);
}

#[test]
fn the_act_follows_the_construction() {
    let acts = |text: &str| read(text).statements.iter().map(|s| s.act.clone()).collect::<Vec<_>>();
    assert_eq!(acts("أعرب وزير الدفاع عن رفضه التام للخطة."), ["reject"]);
    assert_eq!(acts("ونوه وزير الدفاع بجهود الجنود."), ["praise"]);
}

#[test]
fn a_mark_in_an_address_ends_no_sentence() {
    let record = read("وذكر وزير الصحة في الموقع https://moh.example/news?id=12 أن الحصيلة ارتفعت.");
    assert_eq!(said(&record), [(vec!["وزير الصحة"], "الحصيلة ارتفعت")]);
}

#[test]
fn a_preposition_with_its_pronoun_governs_nothing_more() {
    let record = read("ورد عليه الناطق الحكومي قائلا: \"هذه أكاذيب لا أساس لها\".");
    assert_eq!(said(&record), [(vec!["الناطق الحكومي"], "هذه أكاذيب لا أساس لها")]);
}

#[test]
fn a_list_of_tags_closes_the_page_and_is_no_story() {
    let record = read("وصل الوزير إلى العاصمة أمس.\nوغادر الوفد صباح اليوم. سمات الوزير العاصمة");
    let last = record.article.blocks.last().expect("a block");
    assert_eq!((last.kind.as_str(), last.span.text.as_str()), ("boilerplate", "سمات الوزير العاصمة"));
}

#[test]
fn whom_one_cue_quotes_has_said_nothing_of_the_clauses_before_it() {
    let record = read("أدانت الجزائر الهجوم، فيما أفادت وكالة الأنباء الرسمية نقلا عن مصدر أمني بأن الشرطة أوقفت ثلاثين مشتبها به.");
    let chains: Vec<Vec<&str>> = said(&record).into_iter().map(|(chain, _)| chain).collect();
    assert_eq!(chains, [vec!["الجزائر"], vec!["وكالة الأنباء", "مصدر أمني"]]);
}

#[test]
fn the_opposition_is_a_body_before_it_is_one_who_opposes() {
    let record = read("وقال الوزير إن الوضع صعب.\n\nمن جهتها، حذرت المعارضة من أن القرار يهدد الحريات.");
    let speakers: Vec<&str> = said(&record).iter().filter_map(|(chain, _)| chain.last().copied()).collect();
    assert_eq!(speakers, ["الوزير", "المعارضة"]);
}

/// The country of the entity of this name.
fn country_of(record: &Record, name: &str) -> Option<String> {
    record.entities.iter().find(|e| e.name == name).and_then(|e| e.country.clone())
}

#[test]
fn an_outlets_own_country_is_meant_where_none_is_told() {
    let reader = Reader::embedded().expect("the embedded data");
    let text = "قال وزير التربية إن تونس ستعيد فتح مدرستها في ليبيا. وأضاف أن معلمين من تونس سيزورون ليبيا.";
    let of = |outlet: Option<&str>, url: Option<&str>| {
        let (outlet, url) = (outlet.map(str::to_owned), url.map(str::to_owned));
        country_of(&reader.read(&Article { text: text.to_owned(), outlet, url, ..Article::default() }), "وزير التربية")
    };
    let tunisian = of(Some("Jawhara FM"), None);
    assert_eq!(tunisian.as_deref(), Some("TUN"));
    assert_eq!(of(Some("jawhara-fm"), None), tunisian, "capitals and hyphens do not matter");
    assert_eq!(of(None, Some("https://akhbar.example.tn/1?x=2")), tunisian, "a state's own ending");
    // By a domain that is listed, and not by an ending that tells nothing; an outlet for many has no country.
    let home = |outlet, url| reader.lexicon().kb.home(outlet, url);
    assert_eq!(home(None, Some("https://www.hespress.com/a.html")), Some("MAR"));
    assert_eq!(home(None, Some("https://www.bbc.com/arabic/a")), None);
    assert_eq!(home(Some("BBC Arabic"), None), None);
}

#[test]
fn an_occupier_is_whom_the_article_is_about() {
    let hit = |text: &str| {
        let record = read(text);
        done(&record).into_iter().map(|(_, actors, _)| actors.join("، ")).collect::<Vec<_>>()
    };
    assert_eq!(hit("استهدفت قوات الاحتلال مقاتلين فلسطينيين في غزة."), ["الجيش الإسرائيلي"]);
    // Who else is told of makes no difference there.
    let told = "قالت الولايات المتحدة إن الأمريكيين يدعمون الهدنة. وقالت الجزائر إن فرنسا تدعمها. وقتلت قوات الاحتلال ثلاثة فلسطينيين في غزة.";
    assert_eq!(hit(told).last().map(String::as_str), Some("الجيش الإسرائيلي"));
    // However often it is told.
    let mut french = hit("قتلت قوات الاحتلال آلاف الجزائريين في الجزائر خلال ثورة التحرير ضد فرنسا.");
    french.dedup();
    assert_eq!(french, ["الجيش الفرنسي"]);
}

#[test]
fn a_spokesman_is_named_after_the_whole_office_he_speaks_for() {
    let record = read("قال الناطق باسم القائد العام للقوات المسلحة الليبية أحمد المسماري إن الجيش مستعد للحوار.");
    assert_eq!(said(&record), [(vec!["أحمد المسماري"], "الجيش مستعد للحوار")]);
}
