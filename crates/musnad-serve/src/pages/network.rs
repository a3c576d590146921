//! Who acts with or against whom: a graph drawn on the server, and the same as a table.

use super::entity::TOGETHER;
use crate::ask::Ask;
use crate::facts::{self, Party, party};
use crate::filters;
use crate::html::Html;
use crate::reply::{Failure, Reply};
use crate::svg::{self, Edge};
use askama::Template;
use musnad_archive::query::{self, Filter};
use musnad_archive::rusqlite::params_from_iter;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

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
    let mut parts = vec!["p.role = 'actor' AND q.role = 'recipient' AND v.rejected = 0".to_owned()];
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
    let sql = format!(
        "SELECT p.entity, q.entity, v.type IN ({TOGETHER}), coalesce(v.occurrence, -v.id)
         FROM event_parties p JOIN event_parties q ON q.event = p.event JOIN events v ON v.id = p.event WHERE {}",
        parts.join(" AND ")
    );
    let merged = facts::merged(ask.db)?;
    let whole = |id: i64| merged.get(&id).copied().unwrap_or(id);
    // A pair is one whichever of the two acts, and an event is one however many articles tell it: SQLite would sort all tellings
    // to find that out.
    let mut deeds: HashMap<(i64, i64), [HashSet<i64>; 2]> = HashMap::new();
    let mut rows = ask.db.prepare(&sql)?;
    let mut told = rows.query(params_from_iter(values.iter()))?;
    while let Some(r) = told.next()? {
        let (one, other, together): (i64, i64, bool) = (whole(r.get(0)?), whole(r.get(1)?), r.get(2)?);
        if one != other {
            let pair = deeds.entry((one.min(other), one.max(other))).or_default();
            pair[usize::from(!together)].insert(r.get(3)?);
        }
    }
    let mut found: Vec<(i64, i64, [i64; 2])> =
        deeds.into_iter().map(|((one, other), n)| (one, other, n.map(|deeds| deeds.len() as i64))).collect();
    found.sort_unstable_by_key(|(one, other, n)| (-(n[0] + n[1]), *one, *other));
    let mut names = ask.db.prepare_cached("SELECT name, named FROM entities WHERE id = ?1")?;
    let mut known: HashMap<i64, (Party, bool)> = HashMap::new();
    let mut named = |id: i64| -> Result<(Party, bool), Failure> {
        if let Some(found) = known.get(&id) {
            return Ok(found.clone());
        }
        let found = names.query_row([id], |r| Ok((Party { id, name: r.get(0)? }, r.get(1)?)))?;
        known.insert(id, found.clone());
        Ok(found)
    };
    let mut pairs = Vec::new();
    for (one, other, n) in found {
        let ((one, is_one), (other, is_other)) = (named(one)?, named(other)?);
        // "Three companies" of one article are not those of another: only who has a name is drawn, unless somebody is asked for.
        if (is_one && is_other) || filter.entity.is_some() {
            pairs.push(Pair { one, other, n });
        }
        if pairs.len() == MOST_PAIRS {
            break;
        }
    }
    Ok(Some(pairs))
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
