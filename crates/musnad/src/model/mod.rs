//! Model files: one format for all weights, embedded or read at run time.
//!
//! A file is a magic word, a version, a table of sections and the sections themselves, each with a checksum. It is foreign
//! data: every length is checked, and a damaged or foreign file gives an error that says so.

use std::fmt;

/// First bytes of a model file.
pub const MAGIC: &[u8; 8] = b"MUSNADMD";
/// Version of the layout.
pub const VERSION: u32 = 1;
const ENTRY: usize = 40;

/// Why a model file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelError {
    /// It does not begin like a model file.
    Foreign,
    /// It was made by another version of Musnad.
    Version(u32),
    /// It ends too early, or its table points outside.
    Cut,
    /// A section's checksum does not fit its bytes.
    Damaged(String),
    /// A section that the reader needs is missing or has the wrong size.
    Section(String),
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::Foreign => write!(f, "this is no Musnad model file (it does not begin with MUSNADMD)"),
            ModelError::Version(found) => {
                write!(f, "the model file has version {found}, this Musnad reads version {VERSION}: use a model made for it")
            }
            ModelError::Cut => write!(f, "the model file is cut short: copy it again"),
            ModelError::Damaged(section) => {
                write!(f, "section `{section}` of the model file is damaged (checksum): copy it again")
            }
            ModelError::Section(section) => write!(f, "section `{section}` of the model file is missing or has the wrong size"),
        }
    }
}

impl std::error::Error for ModelError {}

/// A parsed model file: names and bytes of its sections.
#[derive(Debug, Clone, Default)]
pub struct Sections<'m> {
    list: Vec<(String, &'m [u8])>,
}

impl<'m> Sections<'m> {
    /// Parses a file.
    ///
    /// # Errors
    /// [`ModelError`], for anything that is no whole, undamaged model file of this version.
    pub fn parse(bytes: &'m [u8]) -> Result<Self, ModelError> {
        Self::read(bytes, true)
    }

    /// Parses a file that the binary itself carries: its checksums are looked at by a test, not at every start.
    ///
    /// # Errors
    /// As [`Sections::parse`], but for damage within a section.
    pub fn embedded(bytes: &'m [u8]) -> Result<Self, ModelError> {
        Self::read(bytes, false)
    }

    fn read(bytes: &'m [u8], look: bool) -> Result<Self, ModelError> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(ModelError::Foreign);
        }
        let version = read_u32(bytes, 8).ok_or(ModelError::Cut)?;
        if version != VERSION {
            return Err(ModelError::Version(version));
        }
        let n_sections = read_u32(bytes, 12).ok_or(ModelError::Cut)? as usize;
        let mut list = Vec::new();
        for idx in 0..n_sections.min(64) {
            let entry = bytes.get(16 + idx * ENTRY..16 + (idx + 1) * ENTRY).ok_or(ModelError::Cut)?;
            let name: String = entry[..16].iter().take_while(|b| **b != 0).map(|b| char::from(*b)).collect();
            let offset = read_u64(entry, 16).ok_or(ModelError::Cut)? as usize;
            let len = read_u64(entry, 24).ok_or(ModelError::Cut)? as usize;
            let sum = read_u64(entry, 32).ok_or(ModelError::Cut)?;
            let section = offset.checked_add(len).and_then(|end| bytes.get(offset..end)).ok_or(ModelError::Cut)?;
            if look && checksum(section) != sum {
                return Err(ModelError::Damaged(name));
            }
            list.push((name, section));
        }
        Ok(Sections { list })
    }

    /// Names and bytes of all sections, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'m [u8])> + '_ {
        self.list.iter().map(|(name, bytes)| (name.as_str(), *bytes))
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// [`ModelError::Section`] if there is none of this name.
    pub fn get(&self, name: &str) -> Result<&'m [u8], ModelError> {
        self.list.iter().find(|(n, _)| n == name).map(|(_, bytes)| *bytes).ok_or_else(|| ModelError::Section(name.to_owned()))
    }
}

/// A model file with these sections, in this order.
pub fn to_bytes(sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&(sections.len() as u32).to_le_bytes());
    let mut offset = 16 + sections.len() * ENTRY;
    for (name, bytes) in sections {
        let mut label = [0_u8; 16];
        for (slot, byte) in label.iter_mut().zip(name.bytes()) {
            *slot = byte;
        }
        out.extend_from_slice(&label);
        out.extend_from_slice(&(offset as u64).to_le_bytes());
        out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        out.extend_from_slice(&checksum(bytes).to_le_bytes());
        offset += bytes.len();
    }
    for (_, bytes) in sections {
        out.extend_from_slice(bytes);
    }
    out
}

/// FNV-1a over eight bytes at a time: fast enough to check the embedded model at start.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in chunks.by_ref() {
        let mut word = [0_u8; 8];
        word.copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    }
    for byte in chunks.remainder() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// A little-endian `u32` at `at`.
pub fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// A little-endian `u64` at `at`.
pub fn read_u64(bytes: &[u8], at: usize) -> Option<u64> {
    let mut word = [0_u8; 8];
    word.copy_from_slice(bytes.get(at..at.checked_add(8)?)?);
    Some(u64::from_le_bytes(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        to_bytes(&[("names", vec![1, 2, 3, 4, 5, 6, 7, 8, 9]), ("clusters", vec![7; 40])])
    }

    #[test]
    fn reads_what_it_wrote() {
        let bytes = sample();
        let sections = Sections::parse(&bytes).expect("whole");
        assert_eq!(sections.get("clusters").expect("there"), &[7; 40]);
        assert_eq!(sections.get("words"), Err(ModelError::Section("words".to_owned())));
    }

    #[test]
    fn a_file_cut_at_any_length_is_an_error() {
        let bytes = sample();
        for len in 0..bytes.len() {
            assert!(Sections::parse(&bytes[..len]).is_err(), "cut at {len}");
        }
    }

    #[test]
    fn a_flipped_bit_is_an_error_or_another_name() {
        let bytes = sample();
        for at in 16 + 2 * ENTRY..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert!(matches!(Sections::parse(&damaged), Err(ModelError::Damaged(_))), "byte {at}");
        }
        let mut newer = bytes;
        newer[8] = 9;
        assert_eq!(Sections::parse(&newer).err(), Some(ModelError::Version(9)));
    }
}
