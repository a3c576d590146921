//! Streams of bytes whose beginning can be looked at, decompressed as they come.

use std::io::{BufReader, Read};

/// A stream with its beginning in memory.
pub(crate) struct Peeked {
    head: Vec<u8>,
    at: usize,
    rest: Box<dyn Read + Send>,
}

/// Bytes read, and whether there were more.
pub(crate) struct Bytes {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// There were more than allowed.
    pub cut: bool,
}

/// Bytes looked at.
const HEAD: usize = 1 << 16;

impl Peeked {
    fn new(mut rest: Box<dyn Read + Send>) -> Result<Peeked, String> {
        let mut head = Vec::new();
        rest.by_ref()
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .or_else(|error| if head.is_empty() { Err(broken(&error)) } else { Ok(0) })?;
        Ok(Peeked { head, at: 0, rest })
    }

    /// The beginning.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Everything, up to a limit.
    pub(crate) fn all(self, most: usize) -> Result<Bytes, String> {
        let mut bytes = Vec::new();
        self.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|e| broken(&e))?;
        let cut = bytes.len() > most;
        bytes.truncate(most);
        Ok(Bytes { bytes, cut })
    }
}

fn broken(error: &std::io::Error) -> String {
    format!("cannot read it: {error}")
}

impl Read for Peeked {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let left = self.head.get(self.at..).unwrap_or_default();
        if left.is_empty() {
            return self.rest.read(out);
        }
        let n = left.len().min(out.len());
        if let (Some(out), Some(from)) = (out.get_mut(..n), left.get(..n)) {
            out.copy_from_slice(from);
        }
        self.at += n;
        Ok(n)
    }
}

/// Layers of compression undone.
const LAYERS: usize = 2;

/// The stream with gzip and zstd undone; a compressed WARC stays as it is, because its members are its records.
pub(crate) fn unpacked(reader: Box<dyn Read + Send>) -> Result<Peeked, String> {
    let mut peeked = Peeked::new(reader)?;
    for _ in 0..LAYERS {
        if peeked.head.starts_with(&[0x1F, 0x8B, 0x08]) {
            let mut begin = [0; 5];
            let is_warc =
                flate2::read::GzDecoder::new(peeked.head.as_slice()).read_exact(&mut begin).is_ok() && &begin == b"WARC/";
            if is_warc {
                return Ok(peeked);
            }
            peeked = Peeked::new(Box::new(flate2::read::MultiGzDecoder::new(BufReader::with_capacity(HEAD, peeked))))?;
        } else if peeked.head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
            peeked = Peeked::new(Box::new(Zstd { packed: Some(BufReader::with_capacity(HEAD, peeked)), frame: None }))?;
        } else {
            break;
        }
    }
    Ok(peeked)
}

type Frame = ruzstd::decoding::StreamingDecoder<BufReader<Peeked>, ruzstd::decoding::FrameDecoder>;

/// All frames of a zstd file one after the other.
struct Zstd {
    packed: Option<BufReader<Peeked>>,
    frame: Option<Frame>,
}

impl Read for Zstd {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let n = frame.read(out)?;
                if n > 0 || out.is_empty() {
                    return Ok(n);
                }
                self.packed = self.frame.take().map(ruzstd::decoding::StreamingDecoder::into_inner);
            }
            let Some(mut packed) = self.packed.take() else { return Ok(0) };
            if std::io::BufRead::fill_buf(&mut packed)?.is_empty() {
                return Ok(0);
            }
            let frame = ruzstd::decoding::StreamingDecoder::new_with_max_window_size(packed, 128 << 20);
            self.frame = Some(frame.map_err(|e| std::io::Error::new(std::io::ErrorKind::InvalidData, e.to_string()))?);
        }
    }
}
