//! Lengths of time: `24 ساعة`, `خمسة أيام`, `ساعة ونصف`, `نصف عام`, `يوم كامل`, `بضع ساعات`.
//!
//! A length is an expression of its own only after a word that makes it one (`خلال`, `لمدة`, `استمر`) or in a query: ages,
//! sentences and rates are lengths too and place nothing in time.

use super::Found;
use super::scene::Scene;
use super::words::Class;

/// What makes a length a time of its own.
const LENGTH: [Class; 2] = [Class::Span, Class::Approx];

/// A length of one unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// One past its last word.
    pub(super) end: usize,
    /// Bytes of proclitics.
    pub(super) lead: usize,
    /// How many; unknown for `بضع ساعات` and a plural alone.
    pub(super) count: Option<u64>,
    /// And a half.
    pub(super) half: bool,
    /// The unit: `D`, `W`, `M`, `Y`, `TH`, `TM` …
    pub(super) kind: &'static str,
    /// The unit has the article.
    pub(super) definite: bool,
    /// A number, a dual, a fraction or `كامل` shows that it is a length.
    pub(super) told: bool,
}

/// Reads a length.
pub(super) fn measure(scene: Scene<'_, '_>, at: usize) -> Option<Measure> {
    if let Some(part) = fraction_of(scene, at) {
        return Some(part);
    }
    let few = scene.find(at, &[Class::Few]);
    let number = if few.is_some() { None } else { scene.number(at) };
    let (n, before) = few.map(|f| (f.n, f.lead)).or(number.map(|(n, _, lead)| (n, lead))).unwrap_or((0, 0));
    let unit = if n > 0 { scene.free(at + n, &[Class::Unit])? } else { scene.find(at, &[Class::Unit])? };
    let (kind, form) = unit.value.split_once(' ')?;
    if n == 0 && form == "1" && names(scene, at + unit.n) {
        return None;
    }
    let definite = scene.folded(at + n).get(unit.lead..).is_some_and(|w| w.starts_with("ال") || w.starts_with("لل"));
    let mut end = at + n + unit.n;
    let single = scene.free(end, &[Class::Number]).filter(|one| n == 0 && form == "1" && one.value == "1");
    end += single.map_or(0, |one| one.n);
    let whole = scene.skip(end, Class::Whole);
    end += whole;
    let half = scene.skip(end, Class::Half);
    end += half;
    let count = match (number, form) {
        (Some((_, count, _)), _) => Some(u64::from(count)),
        (None, "1") if few.is_none() => Some(1),
        (None, "2") if few.is_none() => Some(2),
        _ => None,
    };
    let told = n > 0 || form == "2" || whole > 0 || half > 0 || single.is_some();
    let lead = if n > 0 { before } else { unit.lead };
    Some(Measure { end, lead, count, half: half > 0, kind, definite, told })
}

/// Whether what follows a unit names one rather than counts it: `منذ عام 2016`, `قبل شهر مايو`, `منذ يوم الخميس`.
fn names(scene: Scene<'_, '_>, at: usize) -> bool {
    let open = usize::from(scene.raw(at) == "(");
    let classes = [Class::Weekday, Class::Month, Class::MonthIfMarked, Class::Hijri, Class::HijriIfMarked];
    scene.digits(at + open).is_some() || scene.year_in_words(at).is_some() || scene.free(at, &classes).is_some()
}

/// `نصف ساعة`, `ربع ساعة`.
fn fraction_of(scene: Scene<'_, '_>, at: usize) -> Option<Measure> {
    let part = scene.find(at, &[Class::Fraction])?;
    let unit = scene.free(at + part.n, &[Class::Unit])?;
    let (kind, form) = unit.value.split_once(' ')?;
    if form != "1" || scene.folded(at + part.n).starts_with("ال") {
        return None;
    }
    let measure =
        Measure { end: at + part.n + unit.n, lead: part.lead, count: Some(0), half: true, kind, definite: false, told: true };
    match (part.value, kind) {
        ("30", _) => Some(measure),
        (minutes, "TH") => Some(Measure { count: minutes.parse().ok(), half: false, kind: "TM", ..measure }),
        _ => None,
    }
}

/// The lengths joined to a first one by `و`: `شهرين ويوم واحد وساعتين`.
pub(super) fn and_more(scene: Scene<'_, '_>, first: Measure) -> Vec<Measure> {
    let mut all = vec![first];
    let mut end = first.end;
    loop {
        let apart = usize::from(scene.folded(end) == "و");
        let lead = if apart == 1 { 0 } else { 2 };
        if apart == 0 && !scene.folded(end).starts_with('و') {
            return all;
        }
        // "قبل شهرين وعام 2010": what a number follows is no length.
        let fits = |m: &Measure| m.lead == lead && m.count.is_some() && !m.definite && (m.told || scene.digits(m.end).is_none());
        let Some(next) = measure(scene, end + apart).filter(fits) else {
            return all;
        };
        end = next.end;
        all.push(next);
    }
}

/// `P3D`, `PT1.5H`, `P0.5Y`.
pub(super) fn value(count: u64, half: bool, kind: &str) -> Option<String> {
    let half = if half { ".5" } else { "" };
    let (time, unit, times) = match kind {
        "Y10" => ("", "Y", 10),
        "Y100" => ("", "Y", 100),
        _ => kind.strip_prefix('T').map_or(("", kind, 1), |unit| ("T", unit, 1)),
    };
    (times == 1 || half.is_empty()).then(|| format!("P{time}{}{half}{unit}", count * times))
}

/// A length as an expression of its own.
pub(super) fn duration(scene: Scene<'_, '_>, at: usize) -> Option<(usize, Found)> {
    let measure = measure(scene, at)?;
    let dual = measure.told && scene.number(at).is_none();
    let marked = at > scene.start && (marker_ends(scene, at, &LENGTH) || measure.lead > 0 && scene.folded(at).starts_with('ل'));
    let asked = scene.is_query() && (measure.told || is_asked(scene, at, measure.end));
    let aged = at > scene.start && scene.folded(at - 1).contains("عمر");
    let long = matches!(measure.kind, "D" | "W" | "M" | "Y") && !aged;
    // "أمضى أسبوعين": a dual needs no number, and is no age without more words.
    let fits = measure.told && measure.count.is_some() && (marked || dual && long && measure.count == Some(2)) || asked;
    if !fits || measure.definite || measure.kind.len() > 2 {
        return None;
    }
    let value = measure.count.and_then(|count| value(count, measure.half, measure.kind));
    Some((measure.lead, Found { end: measure.end, value, complete: true, ..Found::default() }))
}

/// A query that is but a unit (`شهر`), or ends with one after `في`.
fn is_asked(scene: Scene<'_, '_>, at: usize, end: usize) -> bool {
    end == scene.text.words.len() && (at == 0 || scene.folded(at - 1) == "في")
        || marker_ends(scene, at, &LENGTH) && scene.closes(end)
}

/// Whether a word of a class ends right before `at`.
pub(super) fn marker_ends(scene: Scene<'_, '_>, at: usize, wanted: &[Class]) -> bool {
    (1..=2).any(|back| {
        at.checked_sub(back)
            .filter(|b| *b >= scene.start)
            .is_some_and(|from| scene.find(from, wanted).is_some_and(|m| from + m.n == at))
    })
}
