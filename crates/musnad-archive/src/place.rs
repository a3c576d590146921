//! Where places lie: degrees north and east by Wikidata item, from `data/points.tsv`. A place without a row has no point:
//! none is guessed.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const FILE: &str = include_str!("../data/points.tsv");

static POINTS: LazyLock<FxHashMap<&'static str, (f64, f64)>> = LazyLock::new(|| {
    let rows = FILE.lines().filter(|l| l.starts_with('Q'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
    })
    .collect()
});

/// Degrees north and east of a place's Wikidata item, where they are known.
pub fn point(item: &str) -> Option<(f64, f64)> {
    POINTS.get(item).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_on_the_earth() {
        assert_eq!(POINTS.len(), FILE.lines().filter(|l| l.starts_with('Q')).count(), "no row is lost or twice there");
        assert!(POINTS.values().all(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0));
        let (lat, lon) = point("Q85").expect("Cairo");
        assert!((lat - 30.0).abs() < 0.5 && (lon - 31.3).abs() < 0.5, "Cairo: {lat} {lon}");
        assert_eq!(point("Q0"), None);
    }
}
