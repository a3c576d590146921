//! Fingerprints: SHA-256 of what must not change unseen.

use sha2::{Digest, Sha256};

/// SHA-256 of several parts, each with its length before it, so that no two lists of parts are alike.
pub(crate) fn sha256<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Fingerprint of a fact: the text it stands in, where, and its words.
pub(crate) fn fact(text_sha256: &[u8; 32], start: u32, end: u32, words: &str) -> [u8; 32] {
    sha256([&text_sha256[..], &start.to_le_bytes(), &end.to_le_bytes(), words.as_bytes()])
}
