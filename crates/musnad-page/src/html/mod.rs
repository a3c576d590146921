//! HTML: a tree under caps.

pub(crate) mod tag;
pub(crate) mod tree;
