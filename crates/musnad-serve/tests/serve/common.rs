//! The archive of the demo, made once for all tests of a file, and ways to ask it.

use musnad::{Article, Reader};
use musnad_archive::{Archive, Given, prepare};
use musnad_serve::route::ROUTES;
use musnad_serve::{Reply, Request, Site, Stop, demo};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

/// A path for an archive, in a folder of its own.
pub fn fresh(name: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("{name}-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let dir = std::env::temp_dir().join(format!("musnad-serve-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir.join("archive.db")
}

static SITE: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("demo");
    demo::build(&reader, &path).expect("the demo is built");
    Arc::new(Site::open(&path, reader, 4).expect("the archive opens"))
});

/// The demo's site.
pub fn site() -> Arc<Site> {
    SITE.clone()
}

/// The reply to a request of the demo.
pub fn get(address: &str) -> Reply {
    site().answer(&Request::get(address), "test", &Stop::default())
}

/// The page at an address, which is there.
pub fn get_html(address: &str) -> String {
    let reply = get(address);
    assert_eq!((reply.status, reply.kind), (200, "text/html; charset=utf-8"), "{address}");
    reply.text()
}

/// An address for every route that is read, with what the demo has.
pub fn addresses() -> Vec<String> {
    let pages = ROUTES.iter().filter(|r| r.method == "GET");
    pages.map(|r| at(r.path)).collect()
}

/// A path with a number that the demo has: for a fact, the first of its kind that an article shows.
pub fn at(path: &str) -> String {
    let of_fact = ["/statement", "/event"].into_iter().find(|p| path.contains(p));
    let first = of_fact.map_or_else(|| "1".to_owned(), |p| first_fact(&format!("{p}/")));
    path.replace("{id}", &first)
}

/// The number of the first fact whose address begins so.
fn first_fact(prefix: &str) -> String {
    let rows = (1..=62).flat_map(|article| rows_of(&format!("/article/{article}.json")));
    let hrefs = rows.filter_map(|row| row["href"].as_str().map(str::to_owned));
    let number = hrefs.filter_map(|href| href.strip_prefix(prefix).map(str::to_owned)).next();
    number.expect("the demo has facts of both kinds")
}

/// The rows of a view.
fn rows_of(address: &str) -> Vec<serde_json::Value> {
    let json: serde_json::Value = serde_json::from_str(&get(address).text()).expect("JSON");
    json["rows"].as_array().expect("rows").clone()
}

/// Addresses that a page links to.
pub fn links(html: &str) -> Vec<String> {
    html.split(" href=\"").skip(1).filter_map(|s| s.split('"').next()).map(str::to_owned).collect()
}

/// Rows of a CSV text beneath its header, with quoted line breaks.
pub fn csv_rows(text: &str) -> usize {
    let mut inside = false;
    let lines = text.chars().filter(|c| {
        inside ^= *c == '"';
        *c == '\n' && !inside
    });
    lines.count() - 1
}

/// A site whose one article tries everything.
pub fn hostile() -> Site {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("hostile");
    let evil = "<img src=x onerror=alert(1)>";
    let article = Article {
        id: Some(evil.to_owned()),
        url: Some("javascript:alert(1)".to_owned()),
        outlet: Some(format!("{evil}\u{202E}صحيفة")),
        published: Some("2026-02-04".to_owned()),
        title: Some(format!("\"><script>alert(1)</script>{evil}")),
        text: format!(
            "قال الوزير إيمانويل ماكرون {evil} إن \"المحادثات\u{202E} <script>alert(2)</script> مثمرة\".\n\nوأكد الوزير أن الاجتماع سيعقد غدا."
        ),
    };
    let given = Given { author: Some(evil.to_owned()), source: Some(evil.to_owned()), ..Given::from(article) };
    let mut archive = Archive::open(&path).expect("a new archive");
    archive.add(&reader, vec![prepare(&reader, given)], "2026-02-05T00:00:00Z").expect("added");
    archive.merge().expect("merged");
    Site::open(&path, reader, 1).expect("the archive opens")
}
