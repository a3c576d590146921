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

/// An address of each type of page, and of the states that look different.
pub fn pages() -> Vec<String> {
    let mut all: Vec<String> = addresses().into_iter().filter(|a| get(a).kind.starts_with("text/html")).collect();
    all.extend(
        [
            "/search?q=الرديف",
            "/search?q=الشركة&in=statements",
            "/search?q=الشركة&in=events&from=2026-02",
            "/search?q=الوزير&in=entities",
            "/search?q=كلمةلاوجودلهاقط",
            "/article/1?fact=s1",
            "/statements?by=لاأحدبهذاالاسم",
            "/timeline?disputed=1",
            "/sql?sql=SELECT name FROM outlets",
            "/sql?sql=SELECT",
            "/entities?kind=place",
        ]
        .map(str::to_owned),
    );
    all
}

/// A character that gives what follows a direction, or takes it away again.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Two hundred texts with such characters, whole and unbalanced, that would move what stands beside them.
pub fn turning() -> Vec<String> {
    let marks = [
        "\u{202E}",
        "\u{202D}",
        "\u{202A}",
        "\u{202B}",
        "\u{2066}",
        "\u{2067}",
        "\u{2068}",
        "\u{202C}\u{202C}",
        "\u{2069}\u{2069}",
        "\u{202E}\u{2066}",
    ];
    let texts = [
        "{}abc",
        "ا{}ب",
        "{}",
        "5 {} 10",
        "a@b{}.example",
        "({}نص",
        "x{}) [y",
        "2026{}-02-04",
        "«{}",
        "{}+966 11",
        "{}<b>",
        "\u{200E}{}",
        "ت{}ـ{}",
        "ه{}!",
        "{}- 3 تقييمات",
        "a{}ب{}c",
        "قال 5{}",
        "- 3 تقييمات{}",
        "\u{200F}ن{}.",
        "{}؟",
    ];
    marks.iter().flat_map(|mark| texts.iter().map(move |text| text.replace("{}", mark))).collect()
}

/// Addresses that a page links to.
pub fn links(html: &str) -> Vec<String> {
    html.split(" href=\"").skip(1).filter_map(|s| s.split('"').next()).map(str::to_owned).collect()
}

/// The texts of a page, each with the tags that are open around it.
pub fn texts(html: &str) -> Vec<(Vec<&str>, &str)> {
    let mut open: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = |tag: &str| tag.split([' ', '/', '\n']).next().unwrap_or_default().to_owned();
        if let Some(closed) = tag.strip_prefix('/') {
            while open.pop().is_some_and(|tag| name(tag) != closed) {}
        } else if !tag.starts_with('!')
            && !tag.ends_with('/')
            && !matches!(name(tag).as_str(), "meta" | "link" | "input" | "br" | "hr" | "img" | "col" | "wbr")
        {
            open.push(tag);
        }
        if !text.trim().is_empty() {
            all.push((open.clone(), text));
        }
    }
    all
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
