//! What is typed, sent and stored to break a page, and what may come of it (X2, X3, X5, N1 of the research on reliability; B2, B3,
//! B10, B11, U10, U11 of that on use), with the figures named there.

use crate::common::{addresses, fresh, get, get_html, site, texts, turning, turns};
use axum::body::Body;
use axum::http;
use musnad::{Article, Reader};
use musnad_archive::{Archive, Given, prepare};
use musnad_serve::route::ROUTES;
use musnad_serve::{Format, Options, Request, Site, Stop, router};
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// Numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

/// Pieces that mean something to somebody: to FTS5, to SQL, to the query language, to HTML, to a terminal, to nobody.
const PIECES: [&str; 60] = [
    "\"",
    "'",
    "*",
    "(",
    ")",
    "^",
    "{",
    "}",
    "[",
    "]",
    ":",
    "-",
    "+",
    "~",
    "\\",
    "%",
    "_",
    ";",
    "--",
    "/*",
    "\0",
    "\n",
    "\t",
    "\u{1b}",
    "\u{7f}",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR(",
    "أو",
    "speaker:",
    "قائل:",
    "outlet:",
    "from:",
    "to:",
    "type:",
    "country:",
    "title:",
    "rowid:",
    "content:",
    "SELECT",
    "' OR 1=1 --",
    "UNION SELECT",
    "); DROP TABLE articles; --",
    "القدس",
    "بالصبر",
    "وزير",
    "َُِّْ",
    "ـــ",
    "\u{200f}",
    "\u{202E}",
    "\u{2066}",
    "\u{feff}",
    "\u{1F468}\u{200D}\u{1F469}",
    "<script>",
    "&amp;",
    "١٢٣",
    "0x1F",
    "99999999999999999999",
];

/// Five hundred things to type.
fn typed() -> Vec<String> {
    let mut dice = Dice(5);
    let mut all: Vec<String> = PIECES.iter().map(|p| (*p).to_owned()).collect();
    all.extend([
        "َ".repeat(20_000),
        "كلمة ".repeat(20_000),
        "\"".repeat(1_001),
        "(".repeat(5_000),
        "a".repeat(100_000),
        "-ا ".repeat(9_000),
    ]);
    while all.len() < 500 {
        let n = 1 + dice.roll(7);
        let parts: Vec<&str> = (0..n).map(|_| dice.one(&PIECES)).collect();
        all.push(parts.join(dice.one(&["", " "])));
    }
    all
}

/// Words of SQLite, which no answer has.
fn words_of_sql(text: &str) -> Option<&'static str> {
    let told = [
        "fts5:",
        "SQL logic",
        "syntax error",
        "no such column",
        "no such table",
        "unterminated",
        "malformed MATCH",
        "unrecognized token",
        "rusqlite",
        "sqlite3",
        "parse error",
        "SQLITE_",
        "FROM articles",
    ];
    told.into_iter().find(|word| text.contains(word))
}

#[test]
fn five_hundred_things_typed_into_the_search_are_answered() {
    let all = typed();
    assert_eq!(all.len(), 500);
    let most = Duration::from_millis(200);
    for (nth, typed) in all.iter().enumerate() {
        let target = ["", "&in=statements", "&in=events", "&in=entities", "&sort=date"][nth % 5];
        let encoded: String = typed.bytes().map(|b| format!("%{b:02X}")).collect();
        let address = format!("/search?q={encoded}{target}");
        // The best of three, each at an address of its own: the machine may be busy with something else.
        let mut took = Duration::MAX;
        for again in 0..3 {
            if took > most {
                let started = Instant::now();
                let reply = get(&format!("{address}&again={again}"));
                took = took.min(started.elapsed());
                assert_eq!(reply.status, 200, "{typed:.80?}{target}");
                assert_eq!(
                    words_of_sql(&reply.text().replace(typed.as_str(), "")).filter(|w| !typed.contains(w)),
                    None,
                    "{typed:.80?}"
                );
            }
        }
        assert!(took <= most, "{took:?}: {typed:.80?}{target}");
    }
}

#[test]
fn five_hundred_random_queries_break_no_page() {
    let mut dice = Dice(10);
    let pages: Vec<String> = addresses().into_iter().filter(|a| !a.starts_with("/sql") && !a.ends_with("metrics")).collect();
    let names = [
        "q", "in", "sort", "page", "size", "cursor", "outlet", "from", "to", "type", "country", "speaker", "by", "entity",
        "to_whom", "act", "status", "story", "disputed", "kind", "view", "fact", "lang", "raw", "x", "",
    ];
    let values = [
        "",
        "0",
        "-1",
        "1",
        "20",
        "1000",
        "99999999999",
        "2026-02",
        "2026-02-04",
        "2026-13-99",
        "أمس",
        "ar",
        "en",
        "xx",
        "ASSAULT",
        "assault",
        "EGY",
        "الشركة",
        "Q85",
        "s1",
        "c5eec",
        "NaN",
        "1e9",
        "true",
        "[]",
        "null",
        "%",
        "%zz",
        "%00",
        "%ff%fe",
        "\"",
        "'",
        "' OR ''='",
        ");--",
        "*",
        "<b>",
    ];
    for _ in 0..500 {
        let page = &pages[dice.roll(pages.len())];
        let suffix = if page.starts_with("/api/") { "" } else { dice.one(&["", ".json", ".csv", ".atom"]) };
        let pairs: Vec<String> = (0..1 + dice.roll(6)).map(|_| format!("{}={}", dice.one(&names), dice.one(&values))).collect();
        let page = if page == "/" && !suffix.is_empty() { "/index" } else { page };
        let address = format!("{page}{suffix}?{}", pairs.join("&"));
        let reply = get(&address);
        assert!(reply.status < 500, "{address}: {}", reply.text());
        assert_eq!(words_of_sql(&reply.text()), None, "{address}");
    }
}

/// A reply of the router, as it goes out.
fn ask(request: http::Request<Body>) -> http::Response<Body> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(router(site(), Options::default()).oneshot(request)).expect("a reply")
}

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> http::Request<Body> {
    let mut request = http::Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

#[test]
fn every_route_and_every_error_protects_its_reader() {
    let local = ("host", "localhost:8090");
    let mut all: Vec<http::Request<Body>> = addresses().iter().map(|path| request("GET", path, &[local])).collect();
    all.extend(ROUTES.iter().filter(|r| r.method == "POST").map(|r| request("POST", r.path, &[local])));
    for (method, path, headers) in [
        ("GET", "/nothing", vec![local]),
        ("GET", "/article/x.json", vec![local]),
        ("DELETE", "/", vec![local]),
        ("GET", "/", vec![("host", "evil.example")]),
        ("POST", "/corrections", vec![local, ("origin", "https://evil.example")]),
        ("GET", "/assets/style.css", vec![local]),
        ("GET", "/assets/script.js", vec![local]),
        ("GET", "/robots.txt", vec![local]),
        ("HEAD", "/", vec![local]),
    ] {
        all.push(request(method, path, &headers));
    }
    assert!(all.len() > 50);
    for request in all {
        let told = format!("{} {}", request.method(), request.uri());
        let reply = ask(request);
        let header = |name: &str| reply.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let policy = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            "script-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.split("; ").any(|p| p == part), "{told}: {policy}");
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(header(name), value, "{told}");
        }
        let kind = header("content-type");
        assert!(kind.contains("charset=utf-8") || kind == "image/svg+xml", "{told}: {kind}");
        assert!(!header("x-request-id").is_empty(), "{told}");
    }
}

#[test]
fn thirty_ways_from_elsewhere_are_closed() {
    assert!(Options::default().address.ip().is_loopback(), "nobody else can reach it unless told so");
    let mut n = 0;
    let mut refused = |request: http::Request<Body>, status: u16| {
        n += 1;
        let told = format!("{} {} {:?}", request.method(), request.uri(), request.headers());
        assert_eq!(ask(request).status().as_u16(), status, "{told}");
    };
    for host in [
        "evil.example",
        "evil.example:8090",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "10.0.0.1",
        "0.0.0.0:8090",
        "[::2]:8090",
        "169.254.169.254",
        "localhost@evil.example",
        "",
    ] {
        refused(request("GET", "/", &[("host", host)]), 421);
    }
    let local = ("host", "localhost:8090");
    for path in ["/corrections", "/api/v1/articles", "/api/v1/corrections", "/api/v1/read"] {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            refused(request("POST", path, &[local, (name, value)]), 403);
        }
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        refused(request(method, "/corrections", &[local]), 405);
    }
    assert_eq!(n, 30);
    // Reading never writes: a correction in an address corrects nothing.
    let before = get("/corrections.json").text();
    get("/corrections?what=rename&id=1&value=x");
    get("/api/v1/corrections?what=rename&id=1&value=x");
    assert_eq!(get("/corrections.json?after").text(), before);
}

#[test]
fn marks_of_direction_are_kept_in_the_text_and_seen_on_the_page() {
    let all = turning();
    assert_eq!(all.len(), 200);
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("marks");
    let texts: Vec<String> = all
        .iter()
        .enumerate()
        .map(|(nth, mark)| format!("قال وزير الخارجية المصري سامح شكري إن المحادثات رقم {nth} {mark} كانت مثمرة."))
        .collect();
    let article = |(mark, text): (&String, &String)| {
        prepare(
            &reader,
            Given::from(Article {
                title: Some(format!("عنوان {mark}")),
                outlet: Some(format!("صحيفة {mark}")),
                text: text.clone(),
                ..Article::default()
            }),
        )
    };
    let mut archive = Archive::open(&path).expect("a new archive");
    let added = archive.add(&reader, all.iter().zip(&texts).map(article).collect(), "2026-02-05T00:00:00Z").expect("added");
    archive.merge().expect("merged");
    let site = Site::open(&path, reader, 1).expect("the archive opens");
    let get = |target: &str| site.answer(&Request::get(target), "t", &Stop::default()).text();
    for ((added, mark), text) in added.iter().zip(&all).zip(&texts) {
        let record: serde_json::Value =
            serde_json::from_str(&get(&format!("/api/v1/articles/{}/record", added.id()))).expect("JSON");
        assert_eq!(record["text"].as_str().map(str::as_bytes), Some(text.as_bytes()), "the text is kept as it was given");
        let html = get(&format!("/article/{}", added.id()));
        assert!(!html.contains(turns), "{mark:?} acts on the page");
        for c in mark.chars().filter(|c| turns(*c)) {
            assert!(html.contains(&format!("⟦U+{:04X}⟧", c as u32)), "{mark:?} is not seen");
        }
        let heading = html.split("<h1").nth(1).and_then(|h| h.split("</h1>").next()).expect("a heading");
        assert!(heading.contains("<bdi>عنوان "), "the headline is isolated: {heading}");
    }
    // Lists of many of them, and what programs get: marks of the data only, none of ours.
    for page in ["/", "/sources", "/search?q=المحادثات", "/search?q=المحادثات&in=statements", "/statements", "/entities"]
    {
        assert!(!get(page).contains(turns), "{page}");
    }
}

#[test]
fn no_mark_of_direction_is_made_by_us() {
    let is_mark = |c: char| matches!(c, '\u{202A}'..='\u{202E}');
    for address in addresses() {
        for suffix in ["", ".json", ".csv", ".atom"] {
            assert!(!get(&format!("{address}{suffix}")).text().contains(is_mark), "{address}{suffix}");
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "src/pages", "templates", "assets", "data"] {
        for file in std::fs::read_dir(root.join(folder)).expect("a folder").flatten().filter(|f| f.path().is_file()) {
            let text = std::fs::read_to_string(file.path()).expect("a text");
            assert!(!text.contains(is_mark), "{:?}", file.path());
        }
    }
}

#[test]
fn no_value_of_the_data_stands_outside_of_an_isolate() {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("isolates");
    let mut archive = Archive::open(&path).expect("a new archive");
    let field = |name: &str| Some(format!("Zq7 {name} (5)"));
    let articles: Vec<_> = (0..4)
        .map(|nth| {
            let article = Article {
                id: field("id"),
                url: Some(format!("https://zq7.example/{nth}")),
                outlet: Some(format!("Zq7 صحيفة {}", nth % 2)),
                published: Some("2026-02-04".to_owned()),
                title: field("عنوان"),
                text: format!(
                    "التقى الرئيس المصري عبد الفتاح السيسي الرئيس التركي رجب طيب أردوغان في القاهرة يوم 3 فبراير 2026 (Zq7 {nth}).\n\n\
                     قال وزير الخارجية المصري سامح شكري إن المحادثات Zq7 كانت مثمرة. وقتل {} أشخاص في هجوم شنه العدو الصهيوني على غزة (Zq7).",
                    3 + nth
                ),
            };
            prepare(&reader, Given { author: field("كاتب"), source: field("مصدر"), ..Given::from(article) })
        })
        .collect();
    archive.add(&reader, articles, "2026-02-05T00:00:00Z").expect("added");
    archive.merge().expect("merged");
    archive
        .fix(
            &musnad_archive::fix::Fix::Rename(1, "Zq7 اسم".to_owned()),
            "Zq7 Salma",
            "2026-02-05T00:00:00Z",
            field("سبب").as_deref(),
        )
        .expect("renamed");
    let site = Site::open(&path, reader, 1).expect("the archive opens");
    let mut pages: Vec<String> =
        ROUTES.iter().filter(|r| r.twins.contains(&Format::Csv) && !r.path.contains("{id}")).map(|r| r.path.to_owned()).collect();
    for kind in ["article", "statement", "event", "occurrence", "entity", "source", "story"] {
        pages.extend([1, 2, 3, 4096, 4097, 8192].map(|id| format!("/{kind}/{id}")));
    }
    pages.extend(
        [
            "/search?q=Zq7",
            "/search?q=المحادثات&in=statements",
            "/search?q=القاهرة&in=events",
            "/search?q=اسم&in=entities",
            "/article/1?fact=s1",
            "/sql?sql=SELECT title, author, text FROM articles",
        ]
        .map(str::to_owned),
    );
    // A text of a drawing is a paragraph of its own, whose direction the style takes from its letters.
    assert!(
        include_str!("../../assets/style.css")
            .contains("svg.chart text { fill: currentColor; font-size: 14px; unicode-bidi: plaintext; }")
    );
    let mut n = 0;
    for page in pages {
        for lang in ["", "lang=en"] {
            let mark = if page.contains('?') { '&' } else { '?' };
            let reply = site.answer(&Request::get(&format!("{page}{mark}{lang}")), "t", &Stop::default());
            if reply.status == 404 {
                continue;
            }
            let html = reply.text();
            for (open, text) in texts(&html).into_iter().filter(|(_, text)| text.contains("Zq7") || text.contains("zq7.example"))
            {
                n += 1;
                let is_isolated = |tag: &&str| {
                    tag.starts_with("bdi")
                        || tag.starts_with("title")
                        || tag.starts_with("text ")
                        || tag.contains(" dir=") && !tag.starts_with("html")
                };
                assert!(open.iter().any(is_isolated), "{page}: {text:.60} in {open:?}");
            }
        }
    }
    assert!(n > 300, "{n} values were looked at");
}

/// The cells of a CSV text.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut inside) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if inside && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => inside = !inside,
            ',' if !inside => row.push(std::mem::take(&mut cell)),
            '\r' if !inside => {}
            '\n' if !inside => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

#[test]
fn both_twins_of_every_page_have_the_same_cells() {
    let mut dice = Dice(11);
    let filters = [
        "",
        "?from=2026-02-03",
        "?to=2026-02",
        "?q=%D8%A7%D9%84%D8%B4%D8%B1%D9%83%D8%A9",
        "?size=3",
        "?size=7&page=2",
        "?type=ASSAULT",
        "?disputed=1",
        "?kind=place",
        "?in=statements&q=%D9%82%D8%A7%D9%84",
    ];
    let mut n_cells = 0;
    for route in ROUTES.iter().filter(|r| r.twins.contains(&Format::Csv)) {
        let path = if route.path == "/" { "/index".to_owned() } else { crate::common::at(route.path) };
        for _ in 0..4 {
            let filter = dice.one(&filters);
            let json: serde_json::Value = serde_json::from_str(&get(&format!("{path}.json{filter}")).text()).expect("JSON");
            let mark = if filter.is_empty() { "?raw=1".to_owned() } else { format!("{filter}&raw=1") };
            let csv = cells(&get(&format!("{path}.csv{mark}")).text());
            let rows = json["rows"].as_array().expect("rows");
            assert_eq!(csv.len(), rows.len() + 1, "{path}{filter}");
            for (row, line) in rows.iter().zip(&csv[1..]) {
                for (name, cell) in csv[0].iter().zip(line) {
                    // The table of an article tells both kinds of facts in columns of its own, beside those they share.
                    let Some(value) = row.get(name) else { continue };
                    let same = match value {
                        serde_json::Value::Null => cell.is_empty(),
                        serde_json::Value::String(text) => {
                            cell.chars().eq(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')))
                        }
                        serde_json::Value::Number(n) => cell == &n.to_string(),
                        serde_json::Value::Bool(is) => cell == &is.to_string(),
                        // A list is joined, an object tells its name.
                        _ => true,
                    };
                    assert!(same, "{path}{filter} {name}: {cell:?} {value}");
                    n_cells += 1;
                }
            }
        }
    }
    assert!(n_cells > 3_000, "{n_cells} cells were compared");
}

#[test]
fn addresses_of_facts_hold_after_everything_is_read_again() {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("reread");
    musnad_serve::demo::build(&reader, &path).expect("the demo is built");
    let facts = |site: &Site| -> Vec<(String, String)> {
        let rows = (1..=62).flat_map(|n| {
            let reply = site.answer(&Request::get(&format!("/article/{n}.json?size=1000")), "t", &Stop::default());
            let json: serde_json::Value = serde_json::from_str(&reply.text()).expect("JSON");
            json["rows"].as_array().expect("rows").clone()
        });
        rows.filter_map(|row| Some((row["href"].as_str()?.to_owned(), row["words"].as_str()?.to_owned()))).collect()
    };
    let site = Site::open(&path, reader, 1).expect("the archive opens");
    let before = facts(&site);
    assert!(before.len() > 300, "{} facts", before.len());
    let mut archive = Archive::open(&path).expect("the archive opens");
    let reader = Reader::embedded().expect("the lexicons load");
    let all = archive.articles_after(0, 100).expect("readable");
    assert_eq!(all.len(), 62);
    let read = all.into_iter().map(|(id, given)| (id, prepare(&reader, given))).collect();
    archive.replace(&reader, read, "2026-03-05T00:00:00Z").expect("read again");
    archive.merge().expect("merged");
    for (href, words) in &before {
        let reply = site.answer(&Request::get(&format!("{href}.json?after")), "t", &Stop::default());
        let json: serde_json::Value = serde_json::from_str(&reply.text()).expect("JSON");
        let told: Vec<&str> = json["rows"].as_array().into_iter().flatten().filter_map(|row| row["words"].as_str()).collect();
        assert!(reply.status == 200 && told.contains(&words.as_str()), "{href} {words} {told:?}");
    }
}

#[test]
fn digits_of_all_three_families_are_found_by_each() {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("digits");
    let families = [
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
        ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩'],
        ['۰', '۱', '۲', '۳', '۴', '۵', '۶', '۷', '۸', '۹'],
    ];
    let written =
        |n: usize, family: usize| n.to_string().bytes().map(|b| families[family][usize::from(b - b'0')]).collect::<String>();
    let numbers: Vec<usize> = (0..30).map(|n| 1_037 + n * 2_111).collect();
    let mut archive = Archive::open(&path).expect("a new archive");
    let all = numbers.iter().flat_map(|n| (0..3).map(|family| written(*n, family)));
    let articles: Vec<_> = all
        .map(|n| {
            prepare(
                &reader,
                Given::from(Article {
                    text: format!("قال الوزير سامح شكري إن الوفد زار {n} قرية."), ..Article::default()
                }),
            )
        })
        .collect();
    archive.add(&reader, articles, "2026-02-05T00:00:00Z").expect("added");
    let site = Site::open(&path, reader, 1).expect("the archive opens");
    let mut n_found = 0;
    for n in &numbers {
        for family in 0..3 {
            let reply = site.answer(&Request::get(&format!("/search.json?q={}", written(*n, family))), "t", &Stop::default());
            let json: serde_json::Value = serde_json::from_str(&reply.text()).expect("JSON");
            assert_eq!(json["total"], 3, "{}: {json}", written(*n, family));
            // What is quoted is quoted as it was written.
            let told: Vec<&str> = json["rows"].as_array().expect("rows").iter().filter_map(|r| r["words"].as_str()).collect();
            assert!((0..3).all(|other| told.iter().any(|words| words.contains(&written(*n, other)))), "{told:?}");
            n_found += 1;
        }
    }
    assert_eq!(n_found, 90);
}

#[test]
fn both_names_of_every_month_are_understood_and_shown() {
    let levant = [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ];
    let egypt = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("months");
    let mut archive = Archive::open(&path).expect("a new archive");
    let mut articles = Vec::new();
    for (nth, names) in egypt.iter().zip(levant).enumerate() {
        for name in [*names.0, names.1] {
            let article = Article {
                published: Some(format!("2025-{:02}-09", nth + 1)),
                text: format!(
                    "التقى الرئيس المصري عبد الفتاح السيسي الرئيس التركي رجب طيب أردوغان في القاهرة يوم 7 {name} 2025."
                ),
                ..Article::default()
            };
            articles.push(prepare(&reader, Given::from(article)));
        }
    }
    let added = archive.add(&reader, articles, "2026-02-05T00:00:00Z").expect("added");
    archive.merge().expect("merged");
    let site = Site::open(&path, reader, 1).expect("the archive opens");
    let mut n = 0;
    for (nth, added) in added.iter().enumerate() {
        let html = site.answer(&Request::get(&format!("/article/{}", added.id())), "t", &Stop::default()).text();
        let month = nth / 2;
        let shown =
            format!("<time datetime=\"2025-{:02}-07\" title=\"{}\">7 {} 2025</time>", month + 1, levant[month], egypt[month]);
        assert!(html.contains(&shown), "{shown}");
        n += 1;
    }
    assert_eq!(n, 24);
}

#[test]
fn the_page_of_a_table_has_a_mark_for_spreadsheets_and_raw_has_none() {
    for route in ROUTES.iter().filter(|r| r.twins.contains(&Format::Csv)) {
        let path = if route.path == "/" { "/index".to_owned() } else { crate::common::at(route.path) };
        assert!(get(&format!("{path}.csv")).text().starts_with('\u{feff}'), "{path}");
        assert!(!get(&format!("{path}.csv?raw=1")).text().starts_with('\u{feff}'), "{path}");
    }
    assert!(get_html("/").contains("lang=\"ar\""));
}
