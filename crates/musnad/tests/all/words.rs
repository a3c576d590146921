//! The trained model of words as a user relies on it: cuts, restored stems, lemmas, readings decided by the neighbours, and
//! the promise that the segments of any word, joined, are its letters.

use musnad::morph::words::segments::{MELTED, Scheme, segments};
use musnad::morph::words::shape::Tag;
use musnad::{Article, Reader};
use proptest::prelude::*;
use std::sync::OnceLock;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::embedded().expect("the embedded models load"))
}

fn cut(text: &str, scheme: Scheme, restore: bool) -> Vec<String> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let tokens = reader().tokens(&article);
    (0..tokens.text.words.len())
        .map(|w| {
            let exact: String = tokens.text.raw(w).chars().filter(|c| !musnad::text::is_mark(*c)).collect();
            let parts = segments(&tokens.words[w], tokens.text.folded(w), &exact, scheme, restore);
            parts.into_iter().map(|s| s.form).collect::<Vec<_>>().join("+")
        })
        .collect()
}

#[test]
fn clitics_are_cut_and_stems_get_back_their_letters() {
    let text = "أعلنت الحكومة سياستها للجامعات وللأندية وسيبلغونهم بلقائه";
    assert_eq!(
        cut(text, Scheme::Ud, true),
        ["أعلنت", "الحكومة", "سياسة+ها", "ل+الجامعات", "و+ل+الأندية", "و+س+يبلغون+هم", "ب+لقاء+ه"]
    );
}

#[test]
fn a_rare_form_before_a_pronoun_may_be_taken_for_a_feminine() {
    // FIXME: right is ب+مستشفى+ه. The form before pronouns is rare in the news, and `مستشفاة` is spelt alike when folded.
    assert_eq!(cut("نقل بمستشفاه", Scheme::Ud, true)[1], "ب+مستشفاة");
}

#[test]
fn the_schemes_differ_in_article_and_suffixes() {
    let text = "وأعلنت الوزارة ترشيحاتها";
    assert_eq!(cut(text, Scheme::Ud, false), ["و+أعلنت", "الوزارة", "ترشيحات+ها"]);
    assert_eq!(cut(text, Scheme::D3, false), ["و+أعلنت", "ال+وزارة", "ترشيحات+ها"]);
    assert_eq!(cut(text, Scheme::Farasa, false), ["و+أعلن+ت", "ال+وزار+ة", "ترشيح+ات+ها"]);
}

#[test]
fn letters_of_the_stem_are_not_taken_for_clitics() {
    assert_eq!(
        cut("وزير وفد بلد كتاب لبنان فرنسا باريس سوريا ليبيا كلينتون", Scheme::Farasa, false).concat(),
        "وزيروفدبلدكتابلبنانفرنساباريسسورياليبياكلينتون"
    );
}

#[test]
fn neighbours_decide_between_noun_and_verb() {
    let tag = |text: &str, word: usize| {
        let article = Article { text: text.to_owned(), ..Article::default() };
        reader().tokens(&article).words[word].shape.tag()
    };
    assert_eq!(tag("لم يعلن الوزير قتل الجنود", 3), Tag::Noun);
    assert_eq!(tag("الجندي الذي قتل أمس", 2), Tag::Verb);
}

#[test]
fn lemmas_lead_from_any_form_to_the_lexicon() {
    let lemma = |text: &str| {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = reader().tokens(&article);
        tokens.words.iter().map(|c| musnad::text::fold(reader().words().lemma(c).unwrap_or("?"))).collect::<Vec<_>>()
    };
    assert_eq!(lemma("يقول الوزراء إن سياساتهم ناجحة"), ["قال", "وزير", "ان", "سياسه", "ناجح"]);
}

#[test]
fn two_readers_and_two_runs_decide_alike() {
    let text = "قال وزير الخارجية إن بلاده ستواصل دعمها للشعب الفلسطيني حتى إقامة دولته المستقلة".repeat(3);
    let article = Article { text, ..Article::default() };
    let first = reader().tokens(&article).words;
    assert_eq!(first, reader().tokens(&article).words);
    assert_eq!(first, Reader::embedded().expect("again").tokens(&article).words);
}

/// A word as it is written from its segments: `لل` stands for `ل` + `ال`, `عما` for `عن` + `ما`.
fn written(joined: &str) -> Vec<String> {
    let melted = MELTED.iter().find_map(|(whole, first, second)| {
        joined.find(&format!("{first}{second}")).map(|_| joined.replacen(&format!("{first}{second}"), whole, 1))
    });
    let article = joined.replacen("لال", "لل", 1);
    let hidden = article.replacen("لل", "ل", 1);
    melted.into_iter().chain([joined.to_owned(), article, hidden]).collect()
}

#[test]
fn melted_words_get_back_their_two() {
    let article = Article {
        text: "تحدث الوزير عما جرى وعمن رحل ومما قاله".to_owned(), ..Article::default()
    };
    let tokens = reader().tokens(&article);
    let of = |w: usize| -> Vec<String> {
        let parts = segments(&tokens.words[w], tokens.text.folded(w), tokens.text.raw(w), Scheme::Ud, false);
        parts.into_iter().map(|s| s.form).collect()
    };
    assert_eq!([of(2), of(4), of(6)].map(|w| w.join("-")), ["عن-ما", "و-عن-من", "و-من-ما"]);
}

proptest! {
    #![proptest_config(crate::seeded(256))]

    #[test]
    fn segments_joined_are_the_word(text in "[ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءa-z0-9.،()ًّ ]{0,80}") {
        let article = Article { text, ..Article::default() };
        let tokens = reader().tokens(&article);
        for w in 0..tokens.text.words.len() {
            let exact: String = tokens.text.raw(w).chars().filter(|c| !musnad::text::is_mark(*c)).collect();
            for scheme in [Scheme::Ud, Scheme::D3, Scheme::Farasa] {
                let joined: String =
                    segments(&tokens.words[w], tokens.text.folded(w), &exact, scheme, false).into_iter().map(|s| s.form).collect();
                prop_assert!(written(&joined).contains(&exact), "{exact}: {joined}");
            }
        }
    }
}
