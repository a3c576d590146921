//! Makes `data/land.tsv`, the coasts of the map of places, from Natural Earth's land (public domain) as the npm package
//! `world-atlas` carries it in TopoJSON:
//!
//! ```text
//! npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//! cargo run --example land -p musnad-serve -- package/land-110m.json package/land-50m.json > crates/musnad-serve/data/land.tsv
//! ```
//! The world is drawn from the coarse file, the Arab world from the finer one, each cut to its view and simplified (Douglas and
//! Peucker) to what a picture of 800 pixels shows. Coasts only: borders are what the news is about, and not ours to draw.

use serde_json::Value;
use std::io::Write;

/// Degrees east and north.
type Point = (f64, f64);

/// Views: name, west, south, east, north, tolerance in degrees, least area in square degrees.
const VIEWS: [(&str, [f64; 4], f64, f64); 2] =
    [("world", [-180.0, -60.0, 180.0, 84.0], 0.45, 2.0), ("arab", [-21.0, -7.0, 67.0, 48.0], 0.09, 0.05)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "# Coasts of the map of places: view, and the points of one ring as degrees east and north in tenths, each after the last."
    )?;
    writeln!(
        out,
        "# Natural Earth (https://www.naturalearthdata.com, public domain), land at 1:110m and 1:50m, through world-atlas 2.0.2."
    )?;
    writeln!(out, "# Made by crates/musnad-serve/examples/land.rs, which tells the command. DO NOT EDIT.")?;
    writeln!(out, "view\tring")?;
    for ((view, bounds, tolerance, least), path) in VIEWS.iter().zip(&paths) {
        let topology: Value = serde_json::from_slice(&std::fs::read(path)?)?;
        for ring in rings(&topology) {
            let ring = simplified(&clipped(ring, bounds), *tolerance);
            let tenths = steps(&ring);
            if tenths.len() >= 3 && area(&ring).abs() >= *least {
                let told: Vec<String> = tenths.iter().map(|(x, y)| format!("{x} {y}")).collect();
                writeln!(out, "{view}\t{}", told.join(" "))?;
            }
        }
    }
    Ok(())
}

/// All rings of a topology, in degrees.
fn rings(topology: &Value) -> Vec<Vec<Point>> {
    let number = |v: &Value| v.as_f64().unwrap_or_default();
    let (scale, shift) = (&topology["transform"]["scale"], &topology["transform"]["translate"]);
    let arc = |arc: &Value| -> Vec<Point> {
        let mut at = (0.0, 0.0);
        let points = arc.as_array().into_iter().flatten();
        points
            .map(|step| {
                at = (at.0 + number(&step[0]), at.1 + number(&step[1]));
                (at.0 * number(&scale[0]) + number(&shift[0]), at.1 * number(&scale[1]) + number(&shift[1]))
            })
            .collect()
    };
    let arcs: Vec<Vec<Point>> = topology["arcs"].as_array().into_iter().flatten().map(arc).collect();
    let polygons = topology["objects"]["land"]["geometries"].as_array().into_iter().flatten().flat_map(|g| g["arcs"].as_array());
    let ring = |ring: &Value| {
        let mut points: Vec<Point> = Vec::new();
        for nth in ring.as_array().into_iter().flatten().filter_map(Value::as_i64) {
            // A negative number is an arc run backwards.
            let index = if nth < 0 { !nth } else { nth } as usize;
            let mut part = arcs.get(index).cloned().unwrap_or_default();
            if nth < 0 {
                part.reverse();
            }
            points.extend(part.into_iter().skip(usize::from(!points.is_empty())));
        }
        points
    };
    polygons.flatten().flat_map(|polygon| polygon.as_array().into_iter().flatten().map(ring)).collect()
}

/// A ring cut to a box, side by side (Sutherland and Hodgman).
fn clipped(ring: Vec<Point>, bounds: &[f64; 4]) -> Vec<Point> {
    let [west, south, east, north] = *bounds;
    let sides: [(bool, f64, f64); 4] = [(true, west, 1.0), (true, east, -1.0), (false, south, 1.0), (false, north, -1.0)];
    sides.into_iter().fold(ring, |ring, (is_x, limit, sign)| {
        let of = |p: &Point| if is_x { p.0 } else { p.1 };
        let is_in = |p: &Point| sign * (of(p) - limit) >= 0.0;
        let mut cut = Vec::new();
        for (nth, to) in ring.iter().enumerate() {
            let from = &ring[(nth + ring.len() - 1) % ring.len()];
            if is_in(from) != is_in(to) {
                let share = (limit - of(from)) / (of(to) - of(from));
                cut.push((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
            }
            if is_in(to) {
                cut.push(*to);
            }
        }
        cut
    })
}

/// A ring without the points that change it by less than the tolerance.
fn simplified(ring: &[Point], tolerance: f64) -> Vec<Point> {
    if ring.len() < 4 {
        return ring.to_vec();
    }
    let half = ring.len() / 2;
    let mut all = line(&ring[..=half], tolerance);
    all.pop();
    all.extend(line(&ring[half..], tolerance));
    all
}

fn line(points: &[Point], tolerance: f64) -> Vec<Point> {
    let (first, last) = (points[0], points[points.len() - 1]);
    let length = (last.0 - first.0).hypot(last.1 - first.1);
    let far = |p: &Point| {
        if length == 0.0 {
            return (p.0 - first.0).hypot(p.1 - first.1);
        }
        ((last.0 - first.0) * (first.1 - p.1) - (first.0 - p.0) * (last.1 - first.1)).abs() / length
    };
    let furthest = (1..points.len() - 1).max_by(|a, b| far(&points[*a]).total_cmp(&far(&points[*b])));
    match furthest.filter(|at| far(&points[*at]) > tolerance) {
        Some(at) => {
            let mut all = line(&points[..=at], tolerance);
            all.pop();
            all.extend(line(&points[at..], tolerance));
            all
        }
        None => vec![first, last],
    }
}

/// Tenths of degrees: the first point, then each step.
fn steps(ring: &[Point]) -> Vec<(i64, i64)> {
    let mut at = (0, 0);
    let mut all: Vec<(i64, i64)> = Vec::new();
    for (x, y) in ring {
        let to = ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
        let step = (to.0 - at.0, to.1 - at.1);
        if all.is_empty() || step != (0, 0) {
            all.push(step);
        }
        at = to;
    }
    all
}

fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}
