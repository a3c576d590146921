//! Copies: agency text republished, edited, cut. Told by the sampled word runs that two texts share.

/// Runs that two articles must share to be looked at.
const FEWEST: usize = 4;

/// Days of one period: runs of a period stand together in the archive.
const PERIOD: i64 = 8;

/// The period of articles that tell no day.
pub(crate) const UNDATED: i64 = -1_000_000;

/// The period of a day, given as days since 1970.
pub(crate) fn period(day: Option<i64>) -> i64 {
    day.map_or(UNDATED, |day| day.div_euclid(PERIOD))
}

/// How a text copies another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CopyKind {
    /// The same words but for a few.
    Identical,
    /// Most words are the same, some were changed or added.
    Edited,
    /// A part of the other, or the other is a part of it.
    Cut,
}

impl CopyKind {
    /// As the archive writes it.
    pub fn name(self) -> &'static str {
        match self {
            CopyKind::Identical => "identical",
            CopyKind::Edited => "edited",
            CopyKind::Cut => "cut",
        }
    }
}

/// Whether two texts with `a` and `b` sampled runs, `shared` of them common, are copies: how, and which share of the shorter one
/// the other has.
///
/// ```
/// use musnad_archive::merge::{CopyKind, copy_kind};
/// assert_eq!(copy_kind(20, 20, 20), Some((CopyKind::Identical, 1.0)));
/// assert_eq!(copy_kind(40, 12, 11).map(|c| c.0), Some(CopyKind::Cut));
/// assert_eq!(copy_kind(40, 40, 6), None);
/// ```
pub fn copy_kind(a: usize, b: usize, shared: usize) -> Option<(CopyKind, f64)> {
    let (shorter, longer) = (a.min(b), a.max(b));
    // A short notice has few runs: then all but one must be shared.
    if shared < FEWEST.min(shorter.saturating_sub(1)).max(2) {
        return None;
    }
    let within = shared as f64 / shorter as f64;
    let of_both = shared as f64 / (shorter + longer - shared) as f64;
    match () {
        () if of_both >= 0.85 => Some((CopyKind::Identical, within)),
        () if within >= 0.8 && shorter * 10 < longer * 7 => Some((CopyKind::Cut, within)),
        () if within >= 0.6 => Some((CopyKind::Edited, within)),
        () => None,
    }
}
