//! Decompression under caps: a bomb is refused after the first megabytes.

use crate::caps::Caps;
use std::io::Read;

/// Decompressed bytes.
#[derive(Debug, Default)]
pub(crate) struct Inflated {
    /// The bytes, at most as many as the caps allow.
    pub bytes: Vec<u8>,
    /// There were more.
    pub cut: bool,
}

/// Below this size the ratio does not matter.
const SMALL: usize = 1 << 20;

/// Undoes a `Content-Encoding`.
///
/// # Errors
/// If the bytes are not what the header says, grow beyond the caps, or the encoding is unknown.
pub(crate) fn content(bytes: &[u8], encoding: &str, caps: &Caps) -> Result<Inflated, String> {
    match encoding.trim() {
        "" | "identity" => {
            let kept = bytes.get(..bytes.len().min(caps.bytes)).unwrap_or_default();
            Ok(Inflated { bytes: kept.to_vec(), cut: kept.len() < bytes.len() })
        }
        "gzip" | "x-gzip" => reader(flate2::read::MultiGzDecoder::new(bytes), bytes.len(), caps),
        // Some servers send raw deflate, some with a zlib header.
        "deflate" => reader(flate2::read::ZlibDecoder::new(bytes), bytes.len(), caps)
            .or_else(|_| reader(flate2::read::DeflateDecoder::new(bytes), bytes.len(), caps)),
        "zstd" => {
            let decoder =
                ruzstd::decoding::StreamingDecoder::new_with_max_window_size(bytes, 8 << 20).map_err(|e| e.to_string())?;
            reader(decoder, bytes.len(), caps)
        }
        other => Err(format!("the content encoding {other} is not supported")),
    }
}

/// Reads to the end; what grows more than the caps allow is refused.
fn reader(source: impl Read, n_packed: usize, caps: &Caps) -> Result<Inflated, String> {
    let mut bytes = Vec::new();
    let most = caps.bytes.min(n_packed.saturating_mul(caps.inflation).max(SMALL));
    let read = source.take(most as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > most {
        return Err(format!("the data grows beyond {most} bytes when decompressed; it was refused"));
    }
    match read {
        Ok(_) => Ok(Inflated { bytes, cut: false }),
        // A stream cut short: what there is.
        Err(_) if !bytes.is_empty() => Ok(Inflated { bytes, cut: true }),
        Err(error) => Err(format!("cannot decompress: {error}")),
    }
}
