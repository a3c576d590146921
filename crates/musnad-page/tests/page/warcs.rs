//! W1: WARC files with flipped bits and cut ends: every undamaged record is recovered, all damage is reported.

use flate2::Compression;
use flate2::write::GzEncoder;
use musnad_page::{Caps, warc};
use std::io::Write;

fn record(n: usize) -> Vec<u8> {
    let filler = "نص الخبر رقم كذا ".repeat(20 + n % 7);
    let body = format!("<html><title>خبر {n}</title><p>{filler}{n}</p></html>");
    let http =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{n}\r\nWARC-Date: 2024-05-12T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), http.as_bytes(), b"\r\n\r\n"].concat()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// The file, and where each record begins.
fn file(n: usize, compressed: bool) -> (Vec<u8>, Vec<usize>) {
    let mut bytes = Vec::new();
    let mut starts = Vec::new();
    for n in 0..n {
        starts.push(bytes.len());
        bytes.extend(if compressed { gzipped(&record(n)) } else { record(n) });
    }
    (bytes, starts)
}

/// Addresses of the records read (empty where the address itself is damaged), and how many damages were told.
fn read(bytes: &[u8]) -> (Vec<String>, usize) {
    let mut urls = Vec::new();
    let mut n_damages = 0;
    for found in warc::records(bytes, 0, &Caps::default()) {
        match found {
            Ok(record) => urls.push(record.url.unwrap_or_default()),
            Err(damage) => {
                assert!(damage.offset <= bytes.len() as u64);
                n_damages += 1;
            }
        }
    }
    (urls, n_damages)
}

#[test]
fn whole_files_are_read_with_offsets_to_resume_at() {
    for compressed in [false, true] {
        let (bytes, starts) = file(20, compressed);
        let records: Vec<_> = warc::records(&bytes[..], 0, &Caps::default()).map(|r| r.expect("whole")).collect();
        assert_eq!(records.len(), 20);
        assert_eq!(records.iter().map(|r| r.offset as usize).collect::<Vec<_>>(), starts);
        assert_eq!(records[3].status, Some(200));
        assert!(String::from_utf8_lossy(&records[3].body).contains("خبر 3"));
        let resumed: Vec<_> = warc::records(&bytes[starts[7]..], starts[7] as u64, &Caps::default()).collect();
        assert_eq!(resumed.len(), 13);
        assert_eq!(resumed[0].as_ref().expect("whole").offset as usize, starts[7]);
    }
}

#[test]
fn three_hundred_flipped_bits_cost_one_record_each() {
    let (bytes, starts) = file(40, true);
    let mut state = 5_u64;
    let (mut n_whole, mut n_found, mut n_silent) = (0, 0, 0);
    for _ in 0..300 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 20) as usize % bytes.len();
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (state >> 17 & 7);
        let hit = starts.iter().rposition(|s| *s <= at).expect("a record");
        let (urls, n_damages) = read(&damaged);
        let undamaged: Vec<String> = (0..40).filter(|n| *n != hit).map(|n| format!("https://a.example/{n}")).collect();
        n_whole += undamaged.len();
        n_found += undamaged.iter().filter(|u| urls.contains(u)).count();
        // A bit of the gzip header that carries no data (time, system) damages nothing.
        n_silent += usize::from(n_damages == 0 && urls.len() < 40);
    }
    assert!(n_found * 1000 >= n_whole * 990, "{n_found} of {n_whole} undamaged records");
    assert_eq!(n_silent, 0);
}

#[test]
fn flipped_bits_in_a_plain_file_are_told_or_harmless() {
    let (bytes, starts) = file(30, false);
    let mut state = 9_u64;
    let (mut n_whole, mut n_found) = (0, 0);
    for _ in 0..300 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 20) as usize % bytes.len();
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (state >> 17 & 7);
        let hit = starts.iter().rposition(|s| *s <= at).expect("a record");
        let (urls, n_damages) = read(&damaged);
        n_whole += 29;
        n_found += (0..30).filter(|n| *n != hit && urls.contains(&format!("https://a.example/{n}"))).count();
        assert!(urls.len() == 30 || n_damages > 0, "a record is missing in silence");
    }
    assert!(n_found * 1000 >= n_whole * 990, "{n_found} of {n_whole} undamaged records");
}

#[test]
fn a_file_cut_at_or_beside_a_member_keeps_the_records_before() {
    for compressed in [false, true] {
        let (bytes, starts) = file(12, compressed);
        for (n, start) in starts.iter().enumerate().skip(1) {
            for cut in [start - 1, *start, start + 1] {
                let (urls, n_damages) = read(&bytes[..cut]);
                let n_whole = if cut < *start && compressed { n - 1 } else { n };
                assert!(urls.len() >= n_whole, "cut at {cut}, record {n}: {} of {n_whole}", urls.len());
                assert!(cut == *start || n_damages > 0 || urls.len() == n, "cut at {cut} in silence");
                assert_eq!(n_damages > 0, cut > *start || (compressed && cut < *start), "cut at {cut}");
            }
        }
    }
}

#[test]
fn bodies_are_unpacked_and_large_ones_marked() {
    let html = "<p>نص</p>".repeat(100);
    let packed = gzipped(html.as_bytes());
    let mut http =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    http.extend(format!("{:x}\r\n", packed.len()).bytes());
    http.extend(&packed);
    http.extend(b"\r\n0\r\n\r\n");
    let wrap = |http: &[u8]| {
        let head = format!("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", http.len());
        [head.as_bytes(), http, b"\r\n\r\n"].concat()
    };
    let read = |bytes: &[u8], caps: &Caps| warc::records(bytes, 0, caps).next().expect("one").expect("whole");
    assert_eq!(read(&wrap(&http), &Caps::default()).body, html.as_bytes());
    // Crawlers keep the header of chunks whose body they have joined.
    let joined = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice(), html.as_bytes()].concat();
    assert_eq!(read(&wrap(&joined), &Caps::default()).body, html.as_bytes());
    let cut = read(&wrap(&joined), &Caps { bytes: 500, ..Caps::default() });
    assert_eq!(cut.truncated.as_deref(), Some("length"));
    assert!(cut.body.len() <= 500);
    assert!(warc::records(&b""[..], 0, &Caps::default()).next().is_none());
    assert!(warc::records(&b"no archive at all"[..], 0, &Caps::default()).next().is_some_and(|r| r.is_err()));
}
