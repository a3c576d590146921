//! The map of places: coasts (`data/land.tsv`), and a circle for each place by how much happened there, drawn on the server.
//!
//! Coasts only. Borders are what much of the news is about: a map that drew them would take a side.

use crate::ask::Ask;
use crate::html::Html;
use std::sync::LazyLock;

const FILE: &str = include_str!("../data/land.tsv");

/// A place with how much happened there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pin {
    /// Its name.
    pub name: String,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// Events.
    pub n: i64,
    /// Where its events are listed.
    pub href: String,
    /// What is told of it where the circle is pointed at.
    pub title: String,
}

/// A part of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// From the ocean to the Gulf.
    Arab,
    /// All of it.
    World,
}

/// What a view shows: west, south, east, north.
const fn bounds(view: View) -> [f64; 4] {
    match view {
        View::Arab => [-19.0, -3.0, 62.0, 44.0],
        View::World => [-170.0, -56.0, 180.0, 78.0],
    }
}

const WIDTH: f64 = 800.0;
/// Radius of the smallest circle, and what is added for the largest.
const LEAST: f64 = 4.0;
const MOST: f64 = 20.0;
/// About how wide a letter of a label is, and how high the label.
const LETTER: f64 = 7.0;
const LINE: f64 = 17.0;

/// Outlines of both views, as paths in tenths of degrees.
static LAND: LazyLock<[String; 2]> = LazyLock::new(|| {
    ["arab", "world"].map(|view| {
        let rings = FILE.lines().filter_map(|line| line.strip_prefix(view)?.strip_prefix('\t'));
        rings.map(path).collect()
    })
});

/// A ring as a path: its first point, then each step from the last.
fn path(ring: &str) -> String {
    let (mut path, mut numbers) = (String::from("M"), ring.split(' '));
    for nth in 0.. {
        let (Some(x), Some(y)) = (numbers.next(), numbers.next()) else { break };
        path.push_str(match nth {
            0 => "",
            1 => "l",
            _ if x.starts_with('-') => "",
            _ => " ",
        });
        path.push_str(x);
        path.push_str(if y.starts_with('-') { "" } else { " " });
        path.push_str(y);
    }
    path + "z"
}

/// How degrees become pixels: across, and up; a degree north is longer than one east, as it is in the middle of the view.
fn scale(view: View) -> (f64, f64) {
    let [west, south, east, north] = bounds(view);
    let across = WIDTH / (east - west);
    (across, across / f64::midpoint(south, north).to_radians().cos())
}

fn height(view: View) -> f64 {
    let [_, south, _, north] = bounds(view);
    (north - south) * scale(view).1
}

/// Where a place is in the picture; `None` if it is not.
pub(crate) fn place(view: View, (lat, lon): (f64, f64)) -> Option<(f64, f64)> {
    let ([west, south, east, north], (across, up)) = (bounds(view), scale(view));
    let is_in = (west..=east).contains(&lon) && (south..=north).contains(&lat);
    is_in.then_some(((lon - west) * across, (north - lat) * up))
}

/// A box that something takes: left, top, right, bottom.
type Area = [f64; 4];

/// Whether two of them have a point in common.
pub(crate) fn meets(a: &Area, b: &Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// The map with its circles, largest first so that none is hidden, and the names of those for which there is room.
pub(crate) fn draw(ask: &Ask<'_>, view: View, pins: &[Pin]) -> Html {
    let mut html = Html::new();
    let ([west, _, _, north], (across, up)) = (bounds(view), scale(view));
    html.tag("<svg class=\"chart map\" role=\"group\" viewBox=\"0 0 800 ").number(height(view));
    html.tag("\" aria-label=\"").push_text(ask.t("places.title"));
    // The land stands in tenths of degrees, north upwards.
    html.tag("\"><path class=\"land\" fill-rule=\"evenodd\" transform=\"matrix(")
        .exact(across / 10.0)
        .tag(" 0 0 ")
        .exact(-up / 10.0);
    html.tag(" ").exact(-west * across).tag(" ").exact(north * up).tag(")\" d=\"").push_text(&LAND[view as usize]).tag("\"/>");
    let most = pins.iter().map(|p| p.n).max().unwrap_or(1).max(1) as f64;
    let radius = |pin: &Pin| LEAST + MOST * (pin.n as f64 / most).sqrt();
    let placed: Vec<(&Pin, (f64, f64))> = pins.iter().filter_map(|pin| Some((pin, place(view, pin.at)?))).collect();
    let mut taken: Vec<Area> = Vec::new();
    let mut labels = Html::new();
    for (pin, (x, y)) in &placed {
        let r = radius(pin);
        html.tag("<a href=\"")
            .push_text(&pin.href)
            .tag("\" aria-label=\"")
            .push_text(&pin.title)
            .tag("\"><circle cx=\"")
            .number(*x);
        html.tag("\" cy=\"")
            .number(*y)
            .tag("\" r=\"")
            .number(r)
            .tag("\"><title>")
            .push_text(&pin.title)
            .tag("</title></circle></a>");
        let half = pin.name.chars().count() as f64 * LETTER / 2.0;
        let above = [x - half, y - r - LINE, x + half, y - r];
        let below = [x - half, y + r, x + half, y + r + LINE];
        let fits =
            |area: &&Area| area[0] > 0.0 && area[2] < WIDTH && area[1] > 0.0 && !taken.iter().any(|other| meets(area, other));
        if let Some(area) = [above, below].iter().find(fits).copied() {
            labels
                .tag("<text class=\"halo\" text-anchor=\"middle\" x=\"")
                .number(*x)
                .tag("\" y=\"")
                .number(area[3] - 4.0)
                .tag("\">");
            labels.push_text(&pin.name).tag("</text>");
            taken.push(area);
        }
        taken.push([x - r, y - r, x + r, y + r]);
    }
    html.tag("<g aria-hidden=\"true\">").push(&labels).tag("</g></svg>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_is_drawn_and_small() {
        let bytes: Vec<usize> = LAND.iter().map(String::len).collect();
        assert!(bytes.iter().all(|n| (3_000..24_000).contains(n)), "{bytes:?}");
        assert_eq!(path("10 -20 3 -4 -5 6"), "M10-20l3-4-5 6z");
    }

    /// Whether a place is on land, by the number of coasts between it and the far north.
    fn is_land(view: &str, (lat, lon): (f64, f64)) -> bool {
        let rings = FILE.lines().filter_map(|line| line.strip_prefix(view)?.strip_prefix('\t'));
        let crossings = rings.map(|ring| {
            let numbers: Vec<f64> = ring.split(' ').filter_map(|n| n.parse().ok()).collect();
            let mut at = (0.0, 0.0);
            let points: Vec<(f64, f64)> = numbers
                .chunks_exact(2)
                .map(|step| {
                    at = (at.0 + step[0] / 10.0, at.1 + step[1] / 10.0);
                    at
                })
                .collect();
            let next = points.iter().cycle().skip(1);
            points
                .iter()
                .zip(next)
                .filter(|(a, b)| (a.0 > lon) != (b.0 > lon) && lat < a.1 + (lon - a.0) / (b.0 - a.0) * (b.1 - a.1))
                .count()
        });
        crossings.sum::<usize>() % 2 == 1
    }

    #[test]
    fn towns_are_on_land_and_seas_are_not() {
        for town in [(30.04, 31.24), (24.7, 46.7), (15.6, 32.5), (33.5, 36.3), (34.42, 8.78), (15.35, 44.2), (33.3, 44.4)] {
            assert!(is_land("arab", town), "{town:?}");
        }
        for sea in [(34.0, 28.0), (20.0, 38.5), (27.0, 51.0), (42.0, 51.0), (43.5, 34.0), (30.0, -15.0)] {
            assert!(!is_land("arab", sea), "{sea:?}");
        }
        assert!(is_land("world", (40.0, -100.0)) && is_land("world", (-25.0, 135.0)) && !is_land("world", (0.0, -150.0)));
    }

    #[test]
    fn places_stand_where_they_lie() {
        let cairo = place(View::Arab, (30.0, 31.2)).expect("in the view");
        let (baghdad, khartoum) = (place(View::Arab, (33.3, 44.4)).expect("in"), place(View::Arab, (15.6, 32.5)).expect("in"));
        assert!(baghdad.0 > cairo.0 && khartoum.1 > cairo.1);
        assert_eq!(place(View::Arab, (40.7, -74.0)), None);
        assert!(place(View::World, (40.7, -74.0)).is_some());
    }
}
