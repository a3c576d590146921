//! What readers and programs rely on: every page stands, in both languages, with its twins; nothing typed breaks one.

use crate::common::{addresses, at, get, get_html, links, pages, site, texts};
use musnad_serve::route::ROUTES;
use musnad_serve::{Format, Request, Stop};

#[test]
fn every_page_stands_in_both_languages() {
    for address in addresses() {
        for (query, lang, dir) in [("", "ar", "rtl"), ("?lang=en", "en", "ltr")] {
            let reply = get(&format!("{address}{query}"));
            assert_eq!(reply.status, 200, "{address}: {}", reply.text());
            if !reply.kind.starts_with("text/html") {
                continue;
            }
            let html = reply.text();
            assert!(html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{address}");
            assert_eq!(html.matches("<h1").count(), 1, "{address} has one heading");
            assert!(html.len() <= 60 << 10, "{address} is {} bytes", html.len());
            assert!(!html.contains("http://") && !html.contains("style=\"") && !html.contains(" onclick"), "{address}");
        }
    }
}

#[test]
fn every_view_has_its_twins_with_the_same_rows() {
    for route in ROUTES.iter().filter(|r| r.twins.contains(&Format::Csv)) {
        let path = if route.path == "/" { "/index".to_owned() } else { at(route.path) };
        let json: serde_json::Value = serde_json::from_str(&get(&format!("{path}.json")).text()).expect("JSON");
        assert_eq!(json["ok"], true, "{path}");
        let n_rows = json["rows"].as_array().map_or(0, Vec::len);
        let csv = get(&format!("{path}.csv"));
        assert_eq!(csv.kind, "text/csv; charset=utf-8");
        assert!(csv.text().starts_with('\u{feff}'), "{path}: spreadsheets need the mark");
        let n_lines = crate::common::csv_rows(&csv.text());
        assert_eq!(n_lines, n_rows, "{path}");
    }
}

#[test]
fn links_of_every_page_lead_somewhere() {
    let mut seen = std::collections::BTreeSet::new();
    for address in addresses() {
        let reply = get(&address);
        if !reply.kind.starts_with("text/html") {
            continue;
        }
        for link in links(&reply.text()).into_iter().filter(|l| l.starts_with('/')) {
            let path = link.split('#').next().unwrap_or_default().replace("&amp;", "&").replace("&#38;", "&");
            if seen.len() < 400 && seen.insert(path.clone()) {
                assert_eq!(get(&path).status, 200, "{path} of {address}");
            }
        }
    }
    assert!(seen.len() > 20, "{} links", seen.len());
}

#[test]
fn ids_of_a_page_are_unique_and_labels_have_their_fields() {
    for address in addresses() {
        let html = get(&address).text();
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
        let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{address}: {ids:?}");
        for label in html.split("<label for=\"").skip(1).filter_map(|s| s.split('"').next()) {
            assert!(unique.contains(label), "{address}: no field {label}");
        }
    }
}

#[test]
fn a_fact_opens_its_words() {
    let json: serde_json::Value = serde_json::from_str(&get("/article/1.json").text()).expect("JSON");
    let rows = json["rows"].as_array().expect("rows");
    assert!(rows.len() > 3, "the first article of the demo reports several facts");
    for row in rows {
        let local = if row["kind"] == "statement" { "statement" } else { "event" };
        assert_eq!(get(row["href"].as_str().expect("an address")).status, 200, "{local}");
        let (start, end) = (row["start"].as_u64().expect("start") as usize, row["end"].as_u64().expect("end") as usize);
        let words: String = json["record"]["text"].as_str().expect("text").chars().skip(start).take(end - start).collect();
        assert_eq!(row["words"], words);
    }
    let html = get_html("/article/1?fact=s1");
    assert_eq!(html.matches("id=\"words\"").count(), 1);
}

#[test]
fn a_search_finds_marks_and_narrows() {
    let html = get_html("/search?q=%D8%A7%D9%84%D8%B1%D8%AF%D9%8A%D9%81");
    assert!(html.contains("<mark>") && html.contains("class=\"facets\""), "{html}");
    let all: serde_json::Value = serde_json::from_str(&get("/search.json?q=الشركة&in=statements").text()).expect("JSON");
    let some: serde_json::Value =
        serde_json::from_str(&get("/search.json?q=الشركة&in=statements&from=2026-02-01&to=2026-02").text()).expect("JSON");
    assert!(some["total"].as_i64() < all["total"].as_i64(), "{} of {}", some["total"], all["total"]);
    let none = get_html("/search?q=كلمةلاوجودلهاقط");
    assert!(none.contains("لم يُعثر على شيء"));
    let feed = get("/search.atom?q=الرديف");
    assert!(feed.kind.starts_with("application/atom+xml") && feed.text().contains("<entry>"));
}

#[test]
fn odd_queries_are_never_errors() {
    let odd = [
        "\"",
        "*",
        "القدس OR",
        "-القدس",
        "a* ^b {c}",
        "NEAR(a b)",
        "%",
        "%00",
        "%ff%fe",
        "speaker:",
        "from:أمس",
        "AND AND",
        "'; DROP TABLE articles; --",
        "<script>alert(1)</script>",
        "\u{202E}مقلوب",
        "َُِ",
        "((((((",
        "a:b:c:d",
        "١٢٣",
        "\u{1F600}",
    ];
    for query in odd.iter().map(|s| (*s).to_owned()).chain([String::from("كلمة ").repeat(3_000), "%".repeat(10_000)]) {
        for target in ["", "&in=statements", "&in=events", "&in=entities", "&in=none&sort=none&page=-1"] {
            let reply = get(&format!("/search?q={query}{target}"));
            assert_eq!(reply.status, 200, "{query:?}{target}");
            let html = reply.text();
            assert!(!html.contains("<script>alert") && !html.contains("fts5") && !html.contains("SQL logic"), "{query:?}");
        }
    }
}

#[test]
fn what_is_not_there_is_a_page_too() {
    for (address, status) in [
        ("/nothing", 404),
        ("/article/999999", 404),
        ("/article/abc", 404),
        ("/article/-1", 404),
        ("/article/99999999999999999999", 404),
        ("/article/1/2", 404),
        ("/article/1.atom", 404),
    ] {
        let reply = get(address);
        assert_eq!(reply.status, status, "{address}");
        if !address.ends_with("atom") {
            assert!(reply.text().contains("dir=\"rtl\""), "{address}");
        }
    }
    let reply = get("/article/999999.json");
    let json: serde_json::Value = serde_json::from_str(&reply.text()).expect("JSON");
    assert_eq!((json["ok"].as_bool(), json["error"]["status"].as_i64()), (Some(false), Some(404)));
}

#[test]
fn hostile_text_is_shown_and_never_runs() {
    let site = crate::common::hostile();
    for address in ["/", "/article/1", "/article/1?fact=s1", "/search?q=الوزير", "/search?q=الوزير&in=statements"] {
        let html = site.answer(&Request::get(address), "t", &Stop::default()).text();
        assert!(!html.contains("<img") && !html.contains("<script>alert"), "{address}");
        assert!(!html.contains('\u{202E}'), "{address}: an override is shown by its name");
        assert!(!html.contains("javascript:"), "{address}");
    }
    let html = site.answer(&Request::get("/article/1"), "t", &Stop::default()).text();
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;") && html.contains("⟦U+202E⟧"));
}

#[test]
fn no_template_puts_in_what_is_not_markup() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for entry in std::fs::read_dir(root).expect("templates").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("a template");
        assert!(!text.contains("|safe") && !text.contains("| safe"), "{:?}", entry.path());
    }
    let css = include_str!("../../assets/style.css");
    for physical in [
        "letter-spacing",
        "italic",
        "oblique",
        "justify;",
        "-left",
        "-right",
        " left:",
        " right:",
        "text-align: left",
        "float:",
        "translateX",
        "row-reverse",
        "@import",
        "url(",
    ] {
        assert!(!css.contains(physical), "{physical} in style.css");
    }
}

#[test]
fn time_runs_with_the_page() {
    for (query, is_rtl) in [("", true), ("?lang=en", false)] {
        for address in ["/timeline", "/entity/1"] {
            let html = get_html(&format!("{address}{query}"));
            // The bars of a chart stand in order of time, one kind after the other in each day.
            let bars = html.split("<rect class=\"bar\" x=\"").skip(1);
            let at: Vec<f64> = bars.filter_map(|bar| bar.split('"').next()?.parse().ok()).collect();
            assert!(at.len() > 2, "{address}{query}: {at:?}");
            assert!(at.windows(2).all(|two| (two[0] > two[1]) == is_rtl), "{address}{query}: {at:?}");
        }
    }
}

#[test]
fn pages_in_english_have_no_arabic_but_that_of_the_data() {
    for address in pages() {
        let mark = if address.contains('?') { '&' } else { '?' };
        let html = get_html(&format!("{address}{mark}lang=en"));
        let main = html.split("<main").nth(1).and_then(|m| m.split("</main>").next()).expect("a main part");
        for (open, text) in texts(&format!("<main{main}")) {
            let is_data = |tag: &&str| {
                tag.starts_with("bdi")
                    || tag.contains(" dir=")
                    || tag.contains(" lang=\"ar\"")
                    || tag.starts_with("text ")
                    || tag.starts_with("title")
            };
            let is_ours = !open.iter().any(is_data);
            assert!(!is_ours || !text.contains(|c| matches!(c, '\u{600}'..='\u{6FF}')), "{address}: {text} in {open:?}");
        }
    }
}

#[test]
fn a_note_never_stands_inside_a_word() {
    let (mut n, mark) = (0, '*');
    for article in 1..=62 {
        let html = get_html(&format!("/article/{article}"));
        let text = html.split("<div class=\"text\"").nth(1).and_then(|t| t.split("</div>").next()).expect("the text");
        // Its letters alone, with a mark where each note was.
        let mut letters = String::new();
        for piece in text.replace(mark, "").split('<').skip(1) {
            let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
            n += usize::from(tag == "sup");
            match tag {
                "sup" => letters.push(mark),
                "/p" => letters.push('\n'),
                tag if tag.starts_with("a class=\"note\"") => {}
                _ => letters.push_str(words),
            }
        }
        let mut pieces = letters.split(mark).map(str::to_owned).collect::<Vec<_>>();
        pieces.dedup_by(|later, _| later.is_empty());
        for two in pieces.windows(2) {
            let inside = two[0].ends_with(char::is_alphabetic) && two[1].starts_with(char::is_alphabetic);
            assert!(!inside, "article {article}: {:?}", &two[1]);
        }
    }
    assert!(n > 300, "{n} notes");
}

#[test]
fn the_site_is_shared_by_threads() {
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(site().answer(&Request::get("/"), "t", &Stop::default()).status, 200));
        }
    });
}

#[test]
fn a_long_article_comes_in_parts_with_every_fact_once() {
    let reader = musnad::Reader::embedded().expect("the lexicons load");
    let path = crate::common::fresh("long");
    let ministers = ["سامح شكري", "هاكان فيدان", "أيمن الصفدي"];
    let paragraph = |nth: usize| {
        format!(
            "قال وزير الخارجية {} إن المحادثات رقم {nth} كانت مثمرة، وإن الوفد سيزور القاهرة يوم {} فبراير 2026.",
            ministers[nth % 3],
            nth % 28 + 1
        )
    };
    let text: Vec<String> = (0..300).map(paragraph).collect();
    let article = musnad::Article { text: text.join("\n\n"), published: Some("2026-02-04".to_owned()), ..Default::default() };
    let mut archive = musnad_archive::Archive::open(&path).expect("a new archive");
    archive.add(&reader, vec![musnad_archive::prepare(&reader, article.into())], "2026-02-05T00:00:00Z").expect("added");
    let site = musnad_serve::Site::open(&path, reader, 1).expect("the archive opens");
    let get = |target: &str| site.answer(&Request::get(target), "t", &Stop::default()).text();
    let facts: serde_json::Value = serde_json::from_str(&get("/article/1.json")).expect("JSON");
    let facts = facts["rows"].as_array().expect("rows").len();
    assert!(facts > 200, "{facts} facts");
    let (mut seen, mut n_parts) = (Vec::new(), 0);
    for part in 1.. {
        let html = get(&format!("/article/1?part={part}"));
        if part > 1 && html.contains("aria-current=\"true\" href=\"/article/1?part=1\"") || seen.len() >= facts {
            break;
        }
        n_parts = part;
        assert!(html.len() <= 60 << 10, "part {part} is {} bytes", html.len());
        let cards: Vec<&str> = html.split(" id=\"f-").skip(1).filter_map(|s| s.split('"').next()).collect();
        for note in html.split("href=\"#f-").skip(1).filter_map(|s| s.split('"').next()) {
            assert!(cards.contains(&note), "part {part}: the note {note} leads nowhere");
        }
        seen.extend(cards.iter().map(|card| (*card).to_owned()));
    }
    let unique: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), unique.len()), (facts, facts), "each fact stands beside one part, of {n_parts}");
    assert!(n_parts > 2);
    // A fact's address opens the part that holds its words.
    let last = seen.last().expect("a fact");
    let html = get(&format!("/article/1?fact={last}"));
    assert!(html.contains("id=\"words\"") && html.contains(&format!("id=\"f-{last}\"")));
    assert_eq!(get("/article/1?part=999").matches("aria-current=\"true\"").count(), 1);
}
