//! Who acts with or against whom: a graph drawn on the server, and the same as a table.

use super::entity::TOGETHER;
use crate::ask::Ask;
use crate::facts::{Party, party};
use crate::filters;
use crate::html::Html;
use crate::reply::{Failure, Reply};
use crate::svg::{self, Edge};
use askama::Template;
use musnad_archive::query::{self, Filter};
use musnad_archive::rusqlite::params_from_iter;
use serde_json::{Value, json};

/// Parties that are drawn.
const MOST_NODES: usize = 22;
/// Pairs that are listed.
const MOST_PAIRS: usize = 300;

/// Two parties, and how many events bring them together or set them against each other.
struct Pair {
    one: Party,
    other: Party,
    n: [i64; 2],
}

#[derive(Template)]
#[template(path = "network.html")]
struct NetworkPage<'a> {
    ask: &'a Ask<'a>,
    form: Html,
    empty: Option<&'static str>,
    graph: Html,
    rows: Vec<(Html, Html, [i64; 2])>,
}

/// The page.
///
/// # Errors
/// If the archive cannot be read.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    let pairs = pairs(ask, &filters::read(ask))?;
    let told: Vec<Value> = pairs
        .iter()
        .flatten()
        .map(|p| json!({ "one": p.one.name, "one_id": p.one.id, "other": p.other.name, "other_id": p.other.id, "with": p.n[0], "against": p.n[1] }))
        .collect();
    if let Some(reply) = ask.twins(json!({}), &told) {
        return Ok(reply);
    }
    let empty = match &pairs {
        None => Some(ask.t("filter.nobody")),
        Some(pairs) if pairs.is_empty() => Some(ask.t("network.empty")),
        Some(_) => None,
    };
    let pairs = pairs.unwrap_or_default();
    let (nodes, edges) = drawn(&pairs);
    let page = NetworkPage {
        ask,
        form: filters::form(ask, &["entity", "from", "to"]),
        empty,
        graph: svg::graph(ask, &nodes, &edges),
        rows: pairs.iter().take(60).map(|p| (party(ask, &p.one), party(ask, &p.other), p.n)).collect(),
    };
    ask.page(ask.t("network.title"), &page)
}

/// Pairs of parties, those of most events first; `None` if a name of the filter means nobody.
fn pairs(ask: &Ask<'_>, filter: &Filter) -> Result<Option<Vec<Pair>>, Failure> {
    let mut parts = vec!["p.role = 'actor' AND q.role = 'recipient' AND v.rejected = 0 AND x.id <> y.id".to_owned()];
    let mut values = Vec::new();
    for (sql, value) in [("v.anchor >=", &filter.from), ("v.anchor <=", &filter.to)] {
        if let Some(value) = value {
            values.push(if sql.ends_with("<=") && value.len() < 10 { format!("{value}-99") } else { value.clone() });
            parts.push(format!("{sql} ?{}", values.len()));
        }
    }
    if let Some(name) = &filter.entity {
        let Ok(ids) = query::entities(ask.db, ask.site.reader.lexicon(), name) else { return Ok(None) };
        let list: Vec<String> = ids.iter().map(i64::to_string).collect();
        parts.push(format!("(p.entity IN ({0}) OR q.entity IN ({0}))", list.join(",")));
    }
    // A pair is one whichever of the two acts; copies of an article tell nothing of their own.
    let sql = format!(
        "SELECT min(x.id, y.id), max(x.id, y.id), count(DISTINCT CASE WHEN v.type IN ({TOGETHER}) THEN coalesce(v.occurrence, -v.id) END) AS w,
         count(DISTINCT CASE WHEN v.type NOT IN ({TOGETHER}) THEN coalesce(v.occurrence, -v.id) END) AS g
         FROM event_parties p JOIN event_parties q ON q.event = p.event JOIN events v ON v.id = p.event
         JOIN entities r ON r.id = p.entity JOIN entities x ON x.id = coalesce(r.merged_into, r.id)
         JOIN entities s ON s.id = q.entity JOIN entities y ON y.id = coalesce(s.merged_into, s.id)
         WHERE {} GROUP BY 1, 2 ORDER BY w + g DESC, 1, 2 LIMIT {MOST_PAIRS}",
        parts.join(" AND ")
    );
    let mut rows = ask.db.prepare(&sql)?;
    let found: Vec<(i64, i64, [i64; 2])> = rows
        .query_map(params_from_iter(values.iter()), |r| Ok((r.get(0)?, r.get(1)?, [r.get(2)?, r.get(3)?])))?
        .collect::<Result<_, _>>()?;
    let mut names = ask.db.prepare_cached("SELECT name FROM entities WHERE id = ?1")?;
    let mut named = |id: i64| -> Result<Party, Failure> { Ok(Party { id, name: names.query_row([id], |r| r.get(0))? }) };
    found
        .into_iter()
        .map(|(one, other, n)| Ok(Pair { one: named(one)?, other: named(other)?, n }))
        .collect::<Result<Vec<Pair>, Failure>>()
        .map(Some)
}

/// The parties of the commonest pairs, as many as can be read in a picture.
fn drawn(pairs: &[Pair]) -> (Vec<Party>, Vec<Edge>) {
    let mut nodes: Vec<Party> = Vec::new();
    let mut edges = Vec::new();
    for pair in pairs {
        let new = [&pair.one, &pair.other].into_iter().filter(|p| !nodes.contains(p)).count();
        if nodes.len() + new > MOST_NODES {
            continue;
        }
        let [from, to] = [&pair.one, &pair.other].map(|p| {
            nodes.iter().position(|n| n == p).unwrap_or_else(|| {
                nodes.push(p.clone());
                nodes.len() - 1
            })
        });
        edges.push(Edge { from, to, n: pair.n });
    }
    (nodes, edges)
}
