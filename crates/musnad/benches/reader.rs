//! Throughput of the whole reader and of its stages, on the example articles.

#![allow(missing_docs)] // criterion's macro makes an undocumented function

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use musnad::{Article, Reader, article, statement, text, time};
use std::hint::black_box;

fn examples() -> Vec<Article> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let mut paths: Vec<_> = std::fs::read_dir(dir).expect("examples").filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    let texts = paths.iter().filter(|p| p.extension().is_some_and(|x| x == "txt"));
    texts
        .map(|p| Article {
            text: std::fs::read_to_string(p).expect("an example"),
            published: Some("2023-05-06".to_owned()),
            ..Article::default()
        })
        .collect()
}

fn bench(c: &mut Criterion) {
    let reader = Reader::embedded().expect("the embedded lexicons load");
    let articles = examples();
    let n_words: usize = articles.iter().map(|a| a.text.split_whitespace().count()).sum();
    let mut group = c.benchmark_group("words");
    group.throughput(Throughput::Elements(n_words as u64));
    group.bench_function("read", |b| b.iter(|| articles.iter().map(|a| black_box(reader.read(a)).events.len()).sum::<usize>()));
    group.bench_function("analyse", |b| {
        b.iter(|| articles.iter().map(|a| black_box(reader.analyse(a)).events.len()).sum::<usize>())
    });
    group.bench_function("blocks", |b| {
        b.iter(|| articles.iter().map(|a| black_box(article::blocks(&a.text)).len()).sum::<usize>())
    });
    group.bench_function("split", |b| {
        b.iter(|| articles.iter().map(|a| black_box(text::split(&a.text, &article::blocks(&a.text))).words.len()).sum::<usize>());
    });
    group.bench_function("times", |b| {
        let texts: Vec<_> = articles.iter().map(|a| text::split(&a.text, &article::blocks(&a.text))).collect();
        let settings = time::Settings::published(Some("2023-05-06"));
        b.iter(|| texts.iter().map(|t| black_box(time::find(t, &settings)).len()).sum::<usize>());
    });
    group.bench_function("quotes", |b| {
        let texts: Vec<_> = articles.iter().map(|a| text::split(&a.text, &article::blocks(&a.text))).collect();
        b.iter(|| texts.iter().map(|t| black_box(statement::quotes(t)).len()).sum::<usize>());
    });
    group.finish();
    c.bench_function("load", |b| b.iter(|| black_box(Reader::embedded()).is_ok()));
}

criterion_group!(benches, bench);
criterion_main!(benches);
