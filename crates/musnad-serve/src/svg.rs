//! Charts drawn on the server: bars over time, and a graph of parties. Each stands beside a table with the same numbers.
//!
//! The browser shapes and orders the Arabic of the labels; time runs from right to left where the page does.

use crate::ask::Ask;
use crate::day;
use crate::facts::Party;
use crate::html::Html;
use crate::map::meets;
use crate::words::Lang;
use std::collections::BTreeMap;

/// Numbers by day or month, of two kinds.
pub(crate) type Series = BTreeMap<String, [i64; 2]>;

const WIDTH: f64 = 800.0;
const FLOOR: f64 = 190.0;
const TOP: f64 = 20.0;
/// Days up to which each has its bar; longer periods are shown by month.
const MOST_DAYS: i64 = 92;

/// Sums by month where a period is too long to show its days.
fn fitted(series: &Series) -> Series {
    let span = series.keys().next().zip(series.keys().next_back());
    let days = span.and_then(|(a, b)| Some(day::number(b)? - day::number(a)?)).unwrap_or(i64::MAX);
    if days <= MOST_DAYS {
        let mut all = Series::new();
        if let Some(first) = series.keys().next().and_then(|d| day::number(d)) {
            // Days on which nothing happened are days too.
            all.extend((0..=days).map(|n| (day::iso(first + n), [0, 0])));
        }
        all.extend(series.iter().map(|(k, v)| (k.clone(), *v)));
        return all;
    }
    let mut months = Series::new();
    for (key, value) in series {
        let sum = months.entry(key.get(..7).unwrap_or(key).to_owned()).or_insert([0, 0]);
        sum[0] += value[0];
        sum[1] += value[1];
    }
    months
}

/// Bars over time with their table. The second numbers are left out if all are zero.
pub(crate) fn bars(ask: &Ask<'_>, title: &str, names: [&str; 2], series: &Series) -> Html {
    let mut html = Html::new();
    if series.is_empty() {
        return html;
    }
    let fitted = fitted(series);
    let two = fitted.values().any(|v| v[1] > 0);
    let most = fitted.values().flat_map(|v| v.iter()).copied().max().unwrap_or(1).max(1) as f64;
    let step = WIDTH / fitted.len() as f64;
    let is_rtl = ask.lang == Lang::Ar;
    html.tag("<figure><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").push_text(title);
    html.tag("\"><svg class=\"chart\" viewBox=\"0 0 800 230\" role=\"img\" aria-label=\"").push_text(title).tag("\">");
    html.tag("<line class=\"axis\" x1=\"0\" x2=\"800\" y1=\"190\" y2=\"190\"/>");
    let label_every = (fitted.len() as f64 / 8.0).ceil().max(1.0) as usize;
    for (nth, (key, value)) in fitted.iter().enumerate() {
        let left = if is_rtl { WIDTH - step * (nth + 1) as f64 } else { step * nth as f64 };
        let width = (step * if two { 0.42 } else { 0.8 }).min(40.0);
        for (kind, n) in value.iter().enumerate().filter(|(kind, n)| **n > 0 && (*kind == 0 || two)) {
            let height = (FLOOR - TOP) * *n as f64 / most;
            // Bars stand in the middle of their day, the first kind first in the direction of reading.
            let (gap, second) = (step * 0.02, (kind == 1) != is_rtl);
            let begin = (step - if two { width * 2.0 + gap } else { width }) / 2.0;
            let shift = begin + if two && second { width + gap } else { 0.0 };
            html.tag(if kind == 0 { "<rect class=\"bar\" x=\"" } else { "<rect class=\"bar other\" x=\"" });
            html.number(left + shift).tag("\" y=\"").number(FLOOR - height).tag("\" width=\"").number(width.max(1.0));
            html.tag("\" height=\"").number(height).tag("\"><title>").push_text(&day::told(ask.lang, key).unwrap_or_default());
            html.tag(": ").push_text(&n.to_string()).tag("</title></rect>");
        }
        if nth.is_multiple_of(label_every) {
            html.tag("<text text-anchor=\"middle\" y=\"212\" x=\"").number((left + step / 2.0).clamp(45.0, WIDTH - 45.0));
            html.tag("\">").push_text(&short(ask.lang, key)).tag("</text>");
        }
    }
    html.tag("</svg></div>");
    html.push(&bars_table(ask, title, names, &fitted, two));
    html
}

/// The numbers of the bars.
fn bars_table(ask: &Ask<'_>, title: &str, names: [&str; 2], series: &Series, two: bool) -> Html {
    let mut html = Html::new();
    html.tag("<figcaption>").push_text(title);
    if two {
        html.tag(": ■ ").push_text(names[0]).tag(ask.lang.comma()).tag("□ ").push_text(names[1]);
    }
    html.tag("</figcaption></figure><details><summary>")
        .push_text(ask.t("network.table"))
        .tag("</summary><table><thead><tr><th scope=\"col\">");
    html.push_text(ask.t("col.day")).tag("</th><th scope=\"col\" class=\"number\">").push_text(names[0]).tag("</th>");
    if two {
        html.tag("<th scope=\"col\" class=\"number\">").push_text(names[1]).tag("</th>");
    }
    html.tag("</tr></thead><tbody>");
    for (key, value) in series.iter().filter(|(_, v)| v[0] + v[1] > 0) {
        html.tag("<tr><td>")
            .push(&day::html(ask.lang, Some(key)))
            .tag("</td><td class=\"number\">")
            .push_text(&value[0].to_string());
        if two {
            html.tag("</td><td class=\"number\">").push_text(&value[1].to_string());
        }
        html.tag("</td></tr>");
    }
    html.tag("</tbody></table></details>");
    html
}

/// A date short enough for an axis.
fn short(lang: Lang, key: &str) -> String {
    let told = day::told(lang, key).unwrap_or_else(|| key.to_owned());
    if key.len() < 10 {
        return told;
    }
    told.rsplit_once(' ').map_or(told.clone(), |(day, _)| day.to_owned())
}

/// An edge of the graph.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub from: usize,
    pub to: usize,
    /// Events that bring them together, and events that set them against each other.
    pub n: [i64; 2],
}

/// Where the parties of a graph stand: springs along edges, all pushing each other away, the same for the same graph.
fn layout(n: usize, edges: &[Edge]) -> Vec<(f64, f64)> {
    let around = |nth: usize| (nth as f64 / n as f64) * std::f64::consts::TAU;
    let mut at: Vec<(f64, f64)> = (0..n).map(|k| (around(k).cos() * 0.4 + 0.5, around(k).sin() * 0.4 + 0.5)).collect();
    let near = 0.9 / (n as f64).sqrt();
    for round in 0..200 {
        let heat = 0.05 * (1.0 - f64::from(round) / 200.0) + 0.001;
        let mut push = vec![(0.0_f64, 0.0_f64); n];
        for a in 0..n {
            for b in (0..n).filter(|b| *b != a) {
                let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
                let far = (dx * dx + dy * dy).max(1e-4);
                push[a].0 += dx / far * near * near;
                push[a].1 += dy / far * near * near;
            }
        }
        for edge in edges {
            let (dx, dy) = (at[edge.to].0 - at[edge.from].0, at[edge.to].1 - at[edge.from].1);
            let pull = (dx * dx + dy * dy).sqrt() / near * 0.5;
            push[edge.from].0 += dx * pull;
            push[edge.from].1 += dy * pull;
            push[edge.to].0 -= dx * pull;
            push[edge.to].1 -= dy * pull;
        }
        for (place, force) in at.iter().zip(push.iter_mut()) {
            // Parties that have nothing to do with each other would fly apart to the edges: a little weight holds them.
            force.0 += (0.5 - place.0) * near;
            force.1 += (0.5 - place.1) * near;
        }
        for (place, force) in at.iter_mut().zip(&push) {
            let length = (force.0 * force.0 + force.1 * force.1).sqrt().max(1e-9);
            let go = length.min(heat) / length;
            place.0 = (place.0 + force.0 * go).clamp(0.02, 0.98);
            place.1 = (place.1 + force.1 * go).clamp(0.02, 0.98);
        }
    }
    at
}

/// Whether a line passes through a box, as far as its points a few pixels apart tell.
fn crosses(area: &[f64; 4], from: (f64, f64), to: (f64, f64)) -> bool {
    let n = ((to.0 - from.0).hypot(to.1 - from.1) / 8.0).ceil().max(1.0);
    (0..=n as usize).any(|nth| {
        let (x, y) = (from.0 + (to.0 - from.0) * nth as f64 / n, from.1 + (to.1 - from.1) * nth as f64 / n);
        (area[0]..area[2]).contains(&x) && (area[1]..area[3]).contains(&y)
    })
}

/// Who acts with or against whom.
pub(crate) fn graph(ask: &Ask<'_>, nodes: &[Party], edges: &[Edge]) -> Html {
    let mut html = Html::new();
    if nodes.len() < 2 {
        return html;
    }
    let at: Vec<(f64, f64)> = layout(nodes.len(), edges).into_iter().map(|(x, y)| (80.0 + x * 640.0, 24.0 + y * 460.0)).collect();
    html.tag("<figure><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").push_text(ask.t("network.title"));
    html.tag("\"><svg class=\"chart\" viewBox=\"0 0 800 520\" role=\"group\" aria-label=\"")
        .push_text(ask.t("network.title"))
        .tag("\">");
    for edge in edges {
        for (kind, n) in edge.n.iter().enumerate().filter(|(_, n)| **n > 0) {
            // Where both are, the lines run side by side.
            let shift = if edge.n[0] > 0 && edge.n[1] > 0 { if kind == 0 { -3.0 } else { 3.0 } } else { 0.0 };
            html.tag(if kind == 0 { "<line class=\"with\" x1=\"" } else { "<line class=\"against\" x1=\"" });
            html.number(at[edge.from].0).tag("\" y1=\"").number(at[edge.from].1 + shift).tag("\" x2=\"").number(at[edge.to].0);
            html.tag("\" y2=\"")
                .number(at[edge.to].1 + shift)
                .tag("\" stroke-width=\"")
                .number((*n as f64).sqrt().min(6.0) + 0.5);
            html.tag("\"/>");
        }
    }
    let mut taken: Vec<[f64; 4]> = at.iter().map(|(x, y)| [x - 8.0, y - 8.0, x + 8.0, y + 8.0]).collect();
    for (node, (x, y)) in nodes.iter().zip(&at) {
        let name = crate::facts::shortened(&node.name, 28);
        // Above its circle, below it or beside it: where neither another name or circle nor a line is in the way, else where no name is.
        let half = name.chars().count() as f64 * 3.6;
        let area = |middle: f64, top: f64| [middle - half, top, middle + half, top + 18.0];
        let places = [area(*x, y - 27.0), area(*x, y + 9.0), area(x + half + 14.0, y - 9.0), area(x - half - 14.0, y - 9.0)];
        let is_free = |a: &&[f64; 4]| a[0] > 0.0 && a[2] < WIDTH && !taken.iter().any(|b| meets(a, b));
        let is_clear = |a: &&[f64; 4]| is_free(a) && !edges.iter().any(|edge| crosses(a, at[edge.from], at[edge.to]));
        let label = *places.iter().find(is_clear).or_else(|| places.iter().find(is_free)).unwrap_or(&places[0]);
        taken.push(label);
        html.tag("<a href=\"").push_text(&ask.href(&format!("/entity/{}", node.id))).tag("\"><circle r=\"7\" cx=\"").number(*x);
        html.tag("\" cy=\"")
            .number(*y)
            .tag("\"/><text class=\"halo\" text-anchor=\"middle\" x=\"")
            .number(f64::midpoint(label[0], label[2]))
            .tag("\" y=\"");
        html.number(label[3] - 3.0).tag("\">").push_text(&name).tag("</text></a>");
    }
    html.tag("</svg></div><figcaption>").push_text(ask.t("network.help")).tag("</figcaption></figure>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_periods_are_summed_by_month_and_short_ones_have_all_days() {
        let short: Series = [("2026-02-27".to_owned(), [1, 0]), ("2026-03-02".to_owned(), [2, 1])].into();
        let all = fitted(&short);
        assert_eq!(all.keys().map(String::as_str).collect::<Vec<_>>(), ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]);
        let long: Series = [("2025-01-05".to_owned(), [1, 0]), ("2026-03-02".to_owned(), [2, 1])].into();
        assert_eq!(fitted(&long).keys().map(String::as_str).collect::<Vec<_>>(), ["2025-01", "2026-03"]);
    }

    #[test]
    fn the_same_graph_is_drawn_the_same_and_inside() {
        let edges: Vec<Edge> = (1..9).map(|k| Edge { from: 0, to: k, n: [1, 0] }).collect();
        let at = layout(9, &edges);
        assert_eq!(at, layout(9, &edges));
        assert!(at.iter().all(|(x, y)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y)));
        let apart =
            (0..9).flat_map(|a| (0..a).map(move |b| (a, b))).all(|(a, b)| (at[a].0 - at[b].0).hypot(at[a].1 - at[b].1) > 0.03);
        assert!(apart, "{at:?}");
    }
}
