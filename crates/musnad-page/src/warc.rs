//! WARC files, compressed or not: records with their offsets; damage is reported and skipped.
//!
//! A damaged record costs itself alone: reading goes on at the next gzip member, or at the next `WARC/1.` where the file is not
//! compressed. Nothing ends in silence: a file cut short reports its last record as damaged. Bytes since the record's begin are
//! kept until it is known to be whole, up to a limit, so that a wrong length swallows nothing.

use crate::caps::Caps;
use crate::inflate;
use flate2::bufread::GzDecoder;
use std::io::{BufRead, ErrorKind, Read};

/// A record of a WARC file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Where it begins in the file, in bytes as stored (compressed): a place to resume at.
    pub offset: u64,
    /// `response`, `warcinfo`, `request`, …
    pub kind: String,
    /// The address.
    pub url: Option<String>,
    /// When it was captured.
    pub date: Option<String>,
    /// `WARC-Truncated`, if the capture was cut, or `length` if it is larger than the caps.
    pub truncated: Option<String>,
    /// HTTP status of a response.
    pub status: Option<u16>,
    /// `Content-Type` of the HTTP response, or of the record.
    pub content_type: Option<String>,
    /// The payload, its transfer and content encodings undone.
    pub body: Vec<u8>,
}

/// A part of the file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where it begins.
    pub offset: u64,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "damaged at byte {}: {}", self.offset, self.what)
    }
}

impl std::error::Error for Damage {}

/// Bytes kept to go back to after damage.
const KEPT: usize = 64 << 20;

/// Longest header of a record.
const HEADER: usize = 64 << 10;

/// The records of a WARC file whose reader stands at `offset` (0, or where an earlier run ended).
///
/// ```
/// let file = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 5\r\n\r\nHello\r\n\r\n";
/// let records: Vec<_> = musnad_page::warc::records(&file[..], 0, &Default::default()).collect();
/// assert_eq!(records[0].as_ref().expect("whole").body, b"Hello");
/// ```
pub fn records<R: Read>(reader: R, offset: u64, caps: &Caps) -> Records<R> {
    Records {
        window: Window { reader, bytes: Vec::new(), start: 0, base: offset, ended: false, error: None },
        caps: *caps,
        done: false,
        queue: Vec::new(),
    }
}

/// The records of a WARC file in order.
#[derive(Debug)]
pub struct Records<R> {
    window: Window<R>,
    caps: Caps,
    done: bool,
    /// Found, not yet handed out, last first.
    queue: Vec<Result<Record, Damage>>,
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Record, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.queue.pop() {
                return Some(found);
            }
            if self.done {
                return None;
            }
            self.step();
            self.queue.reverse();
        }
    }
}

impl<R: Read> Records<R> {
    /// Reads one gzip member or one plain record into the queue.
    fn step(&mut self) {
        self.skip_blank();
        let offset = self.window.offset();
        let head = self.window.peek(0, 8);
        if head.is_empty() {
            self.done = true;
            if let Some(error) = self.window.error.take() {
                self.queue.push(Err(Damage { offset: self.window.offset(), what: format!("cannot read on: {error}") }));
            }
            return;
        }
        let read = if head.starts_with(&[0x1F, 0x8B, 0x08]) {
            self.member(offset)
        } else if head.starts_with(b"WARC/") {
            self.plain(offset)
        } else {
            Err("no record begins here".to_owned())
        };
        if let Err(what) = read {
            self.queue.push(Err(Damage { offset, what }));
            self.resync();
        }
    }

    /// Line ends and zero bytes between records.
    fn skip_blank(&mut self) {
        loop {
            let chunk = self.window.peek(0, 4096);
            let n = chunk.iter().take_while(|b| matches!(b, b'\r' | b'\n' | 0)).count();
            if n == 0 {
                return;
            }
            self.window.consume(n);
        }
    }

    /// A gzip member: usually one record.
    fn member(&mut self, offset: u64) -> Result<(), String> {
        let mut cursor = Cursor { window: &mut self.window, at: 0 };
        let mut pending: Option<Record> = None;
        let found = {
            let mut stream = std::io::BufReader::with_capacity(1 << 15, GzDecoder::new(&mut cursor));
            loop {
                match one(&mut stream, offset, &self.caps) {
                    Ok(Some(record)) => {
                        if let Some(before) = pending.replace(record) {
                            self.queue.push(Ok(before));
                        }
                    }
                    Ok(None) => break Ok(()),
                    Err(what) => break Err(what),
                }
            }
        };
        let used = cursor.at;
        found?;
        // Only now is the checksum known to be right.
        self.queue.extend(pending.map(Ok));
        self.window.consume(used);
        Ok(())
    }

    /// A record of a file that is not compressed.
    fn plain(&mut self, offset: u64) -> Result<(), String> {
        let mut cursor = Cursor { window: &mut self.window, at: 0 };
        let record = one(&mut cursor, offset, &self.caps)?.ok_or("an empty record")?;
        let used = cursor.at;
        let after = self.window.peek(used, 4);
        let ends = after.is_empty() || after.starts_with(b"\r\n") || after.starts_with(b"\n");
        if !ends {
            return Err("the record does not end where its length says".to_owned());
        }
        self.queue.push(Ok(record));
        self.window.consume(used);
        Ok(())
    }

    /// Goes to the next place where a record may begin.
    fn resync(&mut self) {
        let mut at = 1;
        loop {
            let chunk = self.window.peek(at, 1 << 16);
            let n = chunk.len();
            if n < 5 {
                self.window.consume(at + n);
                return;
            }
            let gzip = find(chunk, &[0x1F, 0x8B, 0x08]);
            let plain = find(chunk, b"WARC/1.");
            match gzip.into_iter().chain(plain).min() {
                Some(found) => {
                    at += found;
                    if self.begins(at) {
                        self.window.consume(at);
                        return;
                    }
                    at += 1;
                }
                None => at += n - 4,
            }
        }
    }

    /// Whether a record really begins there: the magic numbers also occur by chance.
    fn begins(&mut self, at: usize) -> bool {
        if self.window.peek(at, 7).starts_with(b"WARC/1.") {
            return true;
        }
        let mut cursor = Cursor { window: &mut self.window, at };
        let mut head = [0; 7];
        GzDecoder::new(&mut cursor).read_exact(&mut head).is_ok() && head.starts_with(b"WARC/1.")
    }
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|w| w == pattern)
}

/// One record of a stream; `None` at its end.
fn one(stream: &mut impl BufRead, offset: u64, caps: &Caps) -> Result<Option<Record>, String> {
    let Some(version) = first_line(stream)? else { return Ok(None) };
    if !version.starts_with("WARC/") {
        return Err("a record does not begin with WARC/".to_owned());
    }
    let mut record = Record { offset, ..Record::default() };
    let mut length = None;
    let mut n_header = version.len();
    loop {
        let line = line(stream)?.ok_or("cut short in the header of a record")?;
        n_header += line.len();
        if n_header > HEADER {
            return Err("the header of a record is too long".to_owned());
        }
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else {
            // A folded line continues the one before; anything else is damage.
            if line.starts_with([' ', '\t']) {
                continue;
            }
            return Err(format!("a header line without a colon: {:?}", line.chars().take(40).collect::<String>()));
        };
        let value = value.trim().to_owned();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => record.kind = value,
            "warc-target-uri" => record.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => record.date = Some(value),
            "warc-truncated" => record.truncated = Some(value),
            "content-type" => record.content_type = Some(value),
            "content-length" => length = Some(value.parse::<u64>().map_err(|_| "Content-Length is no number")?),
            _ => {}
        }
    }
    let length = length.ok_or("a record without Content-Length")?;
    let kept = length.min(caps.bytes as u64);
    let n_read = stream.take(kept).read_to_end(&mut record.body).map_err(|e| format!("the block is broken: {e}"))?;
    if (n_read as u64) < kept {
        return Err(format!("cut short: {n_read} of {length} bytes"));
    }
    if kept < length {
        let n_rest = std::io::copy(&mut stream.take(length - kept), &mut std::io::sink())
            .map_err(|e| format!("the block is broken: {e}"))?;
        if n_rest < length - kept {
            return Err(format!("cut short: {} of {length} bytes", kept + n_rest));
        }
        record.truncated.get_or_insert_with(|| "length".to_owned());
    }
    let is_http = record.content_type.as_deref().is_some_and(|t| t.starts_with("application/http"));
    if record.kind == "response" && (is_http || record.body.starts_with(b"HTTP/")) {
        http(&mut record, caps);
    }
    Ok(Some(record))
}

/// The first line that is not empty.
fn first_line(stream: &mut impl BufRead) -> Result<Option<String>, String> {
    loop {
        match line(stream)? {
            Some(line) if line.trim_matches('\0').is_empty() => {}
            found => return Ok(found),
        }
    }
}

fn line(stream: &mut impl BufRead) -> Result<Option<String>, String> {
    let mut bytes = Vec::new();
    let n = stream.take(HEADER as u64).read_until(b'\n', &mut bytes).map_err(|e| format!("the data is broken: {e}"))?;
    if n == 0 {
        return Ok(None);
    }
    while matches!(bytes.last(), Some(b'\n' | b'\r')) {
        bytes.pop();
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Takes the HTTP response out of a record's block.
fn http(record: &mut Record, caps: &Caps) {
    let block = std::mem::take(&mut record.body);
    let (head_end, body_start) = match find(&block, b"\r\n\r\n") {
        Some(at) => (at, at + 4),
        None => match find(&block, b"\n\n") {
            Some(at) => (at, at + 2),
            None => (block.len(), block.len()),
        },
    };
    let head = String::from_utf8_lossy(block.get(..head_end).unwrap_or_default()).into_owned();
    let mut lines = head.lines();
    record.status = lines.next().and_then(|l| l.split_whitespace().nth(1)).and_then(|s| s.parse().ok());
    record.content_type = None;
    let (mut chunked, mut encoding) = (false, String::new());
    for (name, value) in lines.filter_map(|l| l.split_once(':')) {
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => record.content_type = Some(value.to_owned()),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            "content-encoding" => encoding = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    let body = block.get(body_start..).unwrap_or_default();
    // Crawlers often store the body already joined while keeping the header.
    let joined = if chunked { unchunked(body) } else { None };
    let body = joined.unwrap_or_else(|| body.to_vec());
    match inflate::content(&body, &encoding, caps) {
        Ok(inflate::Inflated { bytes, cut }) => {
            record.body = bytes;
            if cut {
                record.truncated.get_or_insert_with(|| "length".to_owned());
            }
        }
        // The header lies, or the encoding is one we do not read: the bytes as they are.
        Err(_) => record.body = body,
    }
}

/// The chunks of a body joined; `None` if it is not chunked after all.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = find(rest.get(..rest.len().min(100))?, b"\n")?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(out);
        }
        let Some(chunk) = rest.get(..size) else {
            // Cut short inside the last chunk: what there is.
            out.extend_from_slice(rest);
            return Some(out);
        };
        out.extend_from_slice(chunk);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// The part of the file that is in memory.
#[derive(Debug)]
struct Window<R> {
    reader: R,
    bytes: Vec<u8>,
    /// First byte of `bytes` not yet consumed.
    start: usize,
    /// Offset in the file of that byte.
    base: u64,
    ended: bool,
    error: Option<std::io::Error>,
}

impl<R: Read> Window<R> {
    fn offset(&self) -> u64 {
        self.base
    }

    /// Up to `n` bytes from `at`, read as needed.
    fn peek(&mut self, at: usize, n: usize) -> &[u8] {
        self.fill(at + n);
        let from = (self.start + at).min(self.bytes.len());
        let to = (self.start + at + n).min(self.bytes.len());
        self.bytes.get(from..to).unwrap_or_default()
    }

    fn fill(&mut self, wanted: usize) {
        while !self.ended && self.bytes.len() - self.start < wanted {
            let old = self.bytes.len();
            let step = (wanted - (old - self.start)).max(1 << 16);
            self.bytes.resize(old + step, 0);
            let space = self.bytes.get_mut(old..).unwrap_or_default();
            let n = loop {
                match self.reader.read(space) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Ok(n) => break n,
                    Err(error) => {
                        self.error = Some(error);
                        break 0;
                    }
                }
            };
            self.bytes.truncate(old + n);
            self.ended = n == 0;
        }
    }

    fn consume(&mut self, n: usize) {
        let n = n.min(self.bytes.len() - self.start);
        self.start += n;
        self.base += n as u64;
        if self.start > 1 << 20 || self.start == self.bytes.len() {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
    }
}

/// Reads the window without consuming it, so that damage can be gone back from.
struct Cursor<'w, R> {
    window: &'w mut Window<R>,
    at: usize,
}

impl<R: Read> Read for Cursor<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(out.len());
        if let (Some(out), Some(from)) = (out.get_mut(..n), available.get(..n)) {
            out.copy_from_slice(from);
        }
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Cursor<'_, R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        // Beyond what is kept there is no way back; reading goes on all the same.
        if self.at > KEPT {
            self.window.consume(self.at);
            self.at = 0;
        }
        Ok(self.window.peek(self.at, 1 << 16))
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
    }
}
