//! Thrift's compact protocol, writing only: what the headers and the footer of a Parquet file are made of.

/// A struct being written: fields in ascending order of their numbers.
#[derive(Debug, Default)]
pub(crate) struct Struct {
    bytes: Vec<u8>,
    last: i16,
}

const TRUE: u8 = 1;
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A number of as many bytes as it needs, seven bits each.
pub(crate) fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7F {
        out.push((number as u8 & 0x7F) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

impl Struct {
    fn head(&mut self, field: i16, kind: u8) {
        let delta = field - self.last;
        if (1..=15).contains(&delta) {
            self.bytes.push(((delta as u8) << 4) | kind);
        } else {
            self.bytes.push(kind);
            varint(&mut self.bytes, zigzag(i64::from(field)));
        }
        self.last = field;
    }

    /// A number of 32 bits.
    pub fn i32(mut self, field: i16, number: i32) -> Self {
        self.head(field, I32);
        varint(&mut self.bytes, zigzag(i64::from(number)));
        self
    }

    /// A number of 64 bits.
    pub fn i64(mut self, field: i16, number: i64) -> Self {
        self.head(field, I64);
        varint(&mut self.bytes, zigzag(number));
        self
    }

    /// A truth that holds.
    pub fn yes(mut self, field: i16) -> Self {
        self.head(field, TRUE);
        self
    }

    /// Bytes or a text.
    pub fn bytes(mut self, field: i16, value: &[u8]) -> Self {
        self.head(field, BINARY);
        varint(&mut self.bytes, value.len() as u64);
        self.bytes.extend_from_slice(value);
        self
    }

    /// Another struct.
    pub fn inner(mut self, field: i16, value: Struct) -> Self {
        self.head(field, STRUCT);
        self.bytes.extend(value.end());
        self
    }

    fn list_head(&mut self, field: i16, kind: u8, len: usize) {
        self.head(field, LIST);
        if len < 15 {
            self.bytes.push(((len as u8) << 4) | kind);
        } else {
            self.bytes.push(0xF0 | kind);
            varint(&mut self.bytes, len as u64);
        }
    }

    /// A list of structs.
    pub fn structs(mut self, field: i16, values: Vec<Struct>) -> Self {
        self.list_head(field, STRUCT, values.len());
        values.into_iter().for_each(|v| self.bytes.extend(v.end()));
        self
    }

    /// A list of numbers of 32 bits.
    pub fn i32s(mut self, field: i16, values: &[i32]) -> Self {
        self.list_head(field, I32, values.len());
        values.iter().for_each(|v| varint(&mut self.bytes, zigzag(i64::from(*v))));
        self
    }

    /// A list of texts.
    pub fn texts(mut self, field: i16, values: &[&str]) -> Self {
        self.list_head(field, BINARY, values.len());
        for value in values {
            varint(&mut self.bytes, value.len() as u64);
            self.bytes.extend_from_slice(value.as_bytes());
        }
        self
    }

    /// The bytes, whole.
    pub fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}
