#![no_main]
use libfuzzer_sys::fuzz_target;
use musnad::{Article, Reader};
use std::sync::OnceLock;

fuzz_target!(|bytes: &[u8]| {
    static READER: OnceLock<Reader> = OnceLock::new();
    let reader = READER.get_or_init(|| Reader::embedded().expect("the embedded lexicons load"));
    let article = Article {
        text: String::from_utf8_lossy(bytes).into_owned(),
        published: Some("2019-12-27".to_owned()),
        ..Article::default()
    };
    let record = reader.read(&article);
    assert_eq!(record.text, article.text);
});
