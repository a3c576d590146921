#![no_main]
use libfuzzer_sys::fuzz_target;
use musnad::{article, statement, text};

fuzz_target!(|bytes: &[u8]| {
    let source = String::from_utf8_lossy(bytes);
    let words = text::split(&source, &article::blocks(&source));
    for quote in statement::quotes(&words) {
        assert!(quote.open <= quote.close && quote.close <= words.words.len());
    }
});
