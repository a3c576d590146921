#![no_main]
use libfuzzer_sys::fuzz_target;
use musnad::{article, text, time};

fuzz_target!(|bytes: &[u8]| {
    let source = String::from_utf8_lossy(bytes);
    let words = text::split(&source, &article::blocks(&source));
    let times = time::find(&words, &time::Settings::published(source.get(..10).or(Some("2020-02-29"))));
    assert!(times.windows(2).all(|pair| pair[0].words.end <= pair[1].words.start));
});
