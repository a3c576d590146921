//! Everything of an article that can be made before the archive is touched, on as many threads as there are.

use crate::error::Error;
use crate::given::Given;
use crate::hash::sha256;
use crate::index::{self, SearchRows};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use musnad::{Reader, Record};
use serde_json::Value;
use std::io::{Read, Write};

/// The largest record that is unpacked, in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// An article read and ready to be added.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) given: Given,
    pub(crate) record: Record,
    pub(crate) text_sha256: [u8; 32],
    pub(crate) given_sha256: [u8; 32],
    pub(crate) record_sha256: [u8; 32],
    pub(crate) packed: Vec<u8>,
    pub(crate) rows: SearchRows,
    pub(crate) shingles: Vec<i64>,
}

impl Prepared {
    /// The record that was read.
    pub fn record(&self) -> &Record {
        &self.record
    }
}

/// Reads an article and makes all that the archive keeps of it.
pub fn prepare(reader: &Reader, given: Given) -> Prepared {
    let record = reader.read(&given.article);
    let rows = index::rows(&record);
    let packed = pack(&record);
    Prepared {
        text_sha256: given.text_sha256(),
        given_sha256: given.sha256(),
        record_sha256: sha256([&packed[..]]),
        shingles: index::shingles(&rows.body),
        rows,
        packed,
        record,
        given,
    }
}

/// The record without what the archive has elsewhere (the text, the words of spans, the article's own fields), deflated.
pub(crate) fn pack(record: &Record) -> Vec<u8> {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if let Some(map) = value.as_object_mut() {
        map.shift_remove("text");
        if let Some(article) = map.get_mut("article").and_then(Value::as_object_mut) {
            article.retain(|key, _| key == "blocks");
        }
    }
    strip(&mut value);
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(2048), Compression::new(4));
    // Writing to memory does not fail.
    let _ = encoder.write_all(value.to_string().as_bytes());
    encoder.finish().unwrap_or_default()
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.contains_key("start") && map.contains_key("end") {
                map.shift_remove("text");
            }
            map.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The record of a stored article, whole again.
pub(crate) fn unpack(id: i64, packed: &[u8], given: &Given) -> Result<Record, Error> {
    let damaged = || Error::Damaged(id, "record");
    let mut json = String::new();
    DeflateDecoder::new(packed).take(MOST_BYTES).read_to_string(&mut json).map_err(|_| damaged())?;
    let mut value: Value = serde_json::from_str(&json).map_err(|_| damaged())?;
    let article = &given.article;
    let mut offsets: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
    offsets.push(article.text.len());
    fill(&mut value, &article.text, &offsets).ok_or_else(damaged)?;
    let map = value.as_object_mut().ok_or_else(damaged)?;
    let own = map.get_mut("article").and_then(Value::as_object_mut).ok_or_else(damaged)?;
    for (key, known) in [
        ("id", &article.id),
        ("url", &article.url),
        ("outlet", &article.outlet),
        ("published", &article.published),
        ("title", &article.title),
    ] {
        own.insert(key.to_owned(), known.clone().map_or(Value::Null, Value::String));
    }
    map.insert("text".to_owned(), Value::String(article.text.clone()));
    serde_json::from_value(value).map_err(|_| damaged())
}

/// Gives spans their words back; `None` where one does not fit the text.
fn fill(value: &mut Value, text: &str, offsets: &[usize]) -> Option<()> {
    match value {
        Value::Object(map) => {
            if let (Some(start), Some(end)) = (map.get("start").and_then(Value::as_u64), map.get("end").and_then(Value::as_u64)) {
                let at = |point: u64| offsets.get(usize::try_from(point).ok()?).copied();
                let words = text.get(at(start)?..at(end)?)?;
                map.insert("text".to_owned(), Value::String(words.to_owned()));
            }
            map.values_mut().try_for_each(|v| fill(v, text, offsets))
        }
        Value::Array(items) => items.iter_mut().try_for_each(|v| fill(v, text, offsets)),
        _ => Some(()),
    }
}
