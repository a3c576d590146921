#![no_main]
use libfuzzer_sys::fuzz_target;
use musnad::{article, text};

fuzz_target!(|bytes: &[u8]| {
    let source = String::from_utf8_lossy(bytes);
    let words = text::split(&source, &article::blocks(&source));
    for word in &words.words {
        assert!(source.get(word.span.start as usize..word.span.end as usize).is_some());
    }
});
