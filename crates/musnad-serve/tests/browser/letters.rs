//! Arabic letters and directions as they are drawn: a mark inside a word leaves its letters joined (B6), hostile texts move
//! no neighbour (N1, U8), runs that must run from left to right do (B4, B5).

use crate::cdp::{Browser, Look};
use crate::common::{turning, turns};
use crate::served::{demo_root, serve, turn};
use musnad::{Article, Reader};
use musnad_archive::{Archive, Given, prepare};
use musnad_serve::Site;
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn a_mark_inside_a_word_leaves_its_letters_joined() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let mut page = browser.page(Look { height: 1600, ..Look::DESK });
    page.go(&format!("{}/about", demo_root()));
    let words = [
        "بالصبر",
        "والمحادثات",
        "فسيكتبونها",
        "للشركة",
        "كالمستشفيات",
        "وبالفيروس",
        "سنلتقيكم",
        "المتحدث",
        "بغزة",
        "والقاهرة",
        "لبيروت",
        "بلبنان",
        "وزيرها",
        "اجتماعهم",
        "للعلاقات",
        "مفاوضاتنا",
        "فالأمم",
        "كتابكما",
        "بمصر",
        "وستصلهم",
    ];
    assert_eq!(words.len(), 20);
    // All words under one another, whole and then each with a mark inside. Colours and lines of a mark are taken away: what is
    // left are the shapes of the letters.
    let mut drawn = |written: &str, marked: bool| {
        let script = format!(
            "(() => {{ document.body.innerHTML = '<main lang=\"ar\" dir=\"rtl\"></main>'; const s = new CSSStyleSheet();
               s.replaceSync('mark {{ background: none !important; text-decoration: none !important }}'); document.adoptedStyleSheets = [s];
               for (let w of {}) {{ w = {written}; const p = document.createElement('p'); p.className = 'snippet'; document.querySelector('main').append(p);
                 const n = w.length, from = Math.floor(n / 3);
                 if ({marked}) {{ const m = document.createElement('mark'); m.textContent = w.slice(from, n - 1); p.append(w.slice(0, from), m, w.slice(n - 1)); }}
                 else p.append(w); }}
               return document.fonts.ready.then(() => [...document.querySelectorAll('p')].map((p) => {{ const r = document.createRange();
                 r.selectNodeContents(p); const at = r.getBoundingClientRect(); return [at.x, at.y, at.width, at.height]; }})); }})()",
            json!(words)
        );
        let places: Vec<[f64; 4]> = serde_json::from_value(page.eval(&script)).expect("places");
        (places, page.picture())
    };
    let (whole, marked, broken) = (drawn("w", false), drawn("w", true), drawn("[...w].join('\u{200c}')", false));
    // Letters have other shapes, of other widths, where they do not join: a word that a mark broke would be wider by far more
    // than the rounding of a place to a sixty-fourth of a pixel.
    assert_eq!([&whole, &marked, &broken].map(|d| d.0.len()), [20; 3]);
    let wider = |a: &[f64; 4], b: &[f64; 4]| (a[2] - b[2]).abs();
    for (word, (a, b)) in words.iter().zip(whole.0.iter().zip(&marked.0)) {
        assert!(wider(a, b) < 0.1, "{word}: {a:?}, and {b:?} with a mark inside");
    }
    assert!(whole.0.iter().zip(&broken.0).all(|(a, b)| wider(a, b) > 0.5), "a broken word would be seen: {whole:?} {broken:?}");
    // The same in the pictures, word by word: points that are ink in one and paper in the other.
    let differing = format!(
        "(async () => {{ const draw = async (png) => {{ const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
             const image = await createImageBitmap(new Blob([bytes], {{ type: 'image/png' }}));
             const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d', {{ willReadFrequently: true }});
             canvas.drawImage(image, 0, 0); return canvas; }};
           const [whole, marked, broken] = await Promise.all({}.map(draw));
           const n = (other, [x, y, width, height]) => {{ const of = (canvas) => canvas.getImageData(Math.floor(x) - 30, Math.floor(y), Math.ceil(width) + 40, Math.ceil(height)).data;
             const [a, b] = [of(whole), of(other)]; let n = 0; for (let i = 0; i < a.length; i += 4) n += Math.abs(a[i] - b[i]) > 100; return n; }};
           return {}.map((at) => [n(marked, at), n(broken, at)]); }})()",
        json!([whole.1, marked.1, broken.1]),
        json!(whole.0)
    );
    let differing: Vec<[usize; 2]> = serde_json::from_value(page.eval(&differing)).expect("numbers");
    assert!(differing.len() == 20 && differing.iter().all(|n| n[0] == 0 && n[1] > 20), "{differing:?}");
    page.close();
}

#[test]
fn hostile_texts_move_no_neighbour() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let mut page = browser.page(Look { width: 3000, ..Look::DESK });
    // As the site writes them: what turns by its name.
    let name = |c: char| if turns(c) { format!("⟦U+{:04X}⟧", c as u32) } else { c.to_string() };
    let shown: Vec<String> = turning().iter().map(|text| text.chars().map(name).collect()).collect();
    assert_eq!(shown.len(), 200);
    let slots = [
        ("/search?q=الشركة", ".hits .whence bdi"),
        ("/search?q=الشركة", ".hits h2 bdi"),
        ("/", ".told .deed bdi"),
        ("/", ".lines a bdi"),
        ("/", ".counted bdi"),
        ("/article/1", ".facts .chain bdi"),
        ("/framing", "td bdi"),
        ("/event/1", "dl.about dd bdi"),
    ];
    let mut n_looked_at = 0;
    for (address, selector) in slots {
        let address = if address == "/event/1" { crate::common::at("/event/{id}") } else { address.to_owned() };
        page.go(&format!("{}{address}", demo_root()));
        // From line to line, and in a line from left to right.
        let script = format!(
            "(() => {{ const bdi = document.querySelector({0}); const block = bdi.closest('p, li, h2, td, dd, tr') ; block.style.whiteSpace = 'nowrap';
               const texts = []; const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
               while (walk.nextNode()) if (!bdi.contains(walk.currentNode) && walk.currentNode.data.trim()) texts.push(walk.currentNode);
               const order = () => {{ const at = texts.map((t) => {{ const r = document.createRange(); r.selectNodeContents(t); return r.getClientRects()[0]; }});
                 const mine = bdi.getClientRects()[0]; at.push(mine);
                 return at.map((r, i) => [r.left, i, r.top]).sort((a, b) => Math.abs(a[2] - b[2]) > 15 ? a[2] - b[2] : a[0] - b[0]).map((x) => x[1]).join(); }};
               bdi.textContent = 'نص'; const calm = order();
               return {1}.filter((text) => {{ bdi.textContent = text; return order() !== calm; }}).join(' || '); }})()",
            Value::from(selector),
            json!(shown)
        );
        assert_eq!(page.text(&script), "", "{address} {selector}");
        n_looked_at += shown.len();
    }
    assert_eq!(n_looked_at, 1_600);
    page.close();
}

/// Forty runs that go from left to right, whatever stands around them.
const RUNS: [&str; 40] = [
    "https://a.example/b/c=1&d",
    "https://a.example/",
    "http://x.example/%D8%A7/y.html",
    "https://a.example/a/b/c-d_e.html#f",
    "www.a.example",
    "a.b@c.example",
    "desk+news@a.example",
    "@handle_1",
    "@Musnad",
    "#COP30",
    "GB29 NWBK 6016 1331 9268 19",
    "SA03 8000 0000 6080 1016 7519",
    "2025-06-13",
    "2025-06-13T10:20",
    "2025-06-13T10:20:30Z",
    "10:30",
    "+966 11 456 7890",
    "+20-2-2345-6789",
    "(02) 2345-678",
    "00962 6 555 1234",
    "NATO",
    "UN-Habitat",
    "COVID-19",
    "F-16",
    "B1/B2",
    "H5N1",
    "3.14",
    "1,234,567",
    "A & B",
    "x=y",
    "v1.2.3",
    "Q307871",
    "ISO 8601",
    "CO2",
    "4x4",
    "12:45:10",
    "GET /a",
    "EGY",
    "s1",
    "Boeing 737-800",
];

/// A site whose articles have the runs in their headlines, outlets, texts and quotations, alone and between Arabic words.
fn site_of_runs() -> Site {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = crate::common::fresh("runs");
    let article = |run: &&str| {
        let article = Article {
            title: Some(format!("قبل {run} بعد - 5")),
            outlet: Some((*run).to_owned()),
            published: Some("2026-02-04".to_owned()),
            text: format!("قال وزير الخارجية المصري سامح شكري إن المحادثات عن {run} كانت مثمرة."),
            ..Article::default()
        };
        prepare(&reader, Given::from(article))
    };
    let mut archive = Archive::open(&path).expect("a new archive");
    archive.add(&reader, RUNS.iter().map(article).collect(), "2026-03-05T00:00:00Z").expect("added");
    archive.merge().expect("merged");
    Site::open(&path, reader, 2).expect("the archive opens")
}

/// Where the characters of a run stand in an element, as far as they stand in order: the text, or what is wrong with it.
const IN_ORDER: &str = "(element, run) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT); const all = [];
    while (walk.nextNode()) for (let i = 0; i < walk.currentNode.length; i++) all.push([walk.currentNode, i]);
    const text = all.map(([node, i]) => node.data[i]).join(''); const from = text.indexOf(run);
    if (from < 0) return 'not there: ' + text;
    const at = all.slice(from, from + run.length).map(([node, i]) => { const r = document.createRange(); r.setStart(node, i); r.setEnd(node, i + 1); return r.getBoundingClientRect(); });
    const wrong = at.findIndex((r, i) => i > 0 && r.left < at[i - 1].left && Math.abs(r.top - at[i - 1].top) < 8);
    return wrong < 0 ? '' : run + ' turns at ' + run.slice(wrong);
}";

#[test]
fn runs_from_left_to_right_run_so() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let site = Arc::new(site_of_runs());
    let root = serve(&site);
    let mut page = browser.page(Look { width: 2400, ..Look::DESK });
    let mut wrong = Vec::new();
    // In an article: its headline, its outlet, its text, and the words of its fact.
    for (nth, run) in RUNS.iter().enumerate() {
        page.go(&format!("{root}/article/{}", nth + 1));
        let script = format!(
            "(() => {{ const order = {IN_ORDER}; return ['h1', '.whence', '.text p', '.facts blockquote'].map((slot) => order(document.querySelector(slot), {}))
               .filter((told) => told).join('; '); }})()",
            Value::from(*run)
        );
        wrong.push(page.text(&script));
    }
    // In a list with its number: the name on the right and the number on the left, neither with a piece of the other.
    page.go(&format!("{root}/sources"));
    let script = format!(
        "(() => {{ const order = {IN_ORDER}; const rows = new Map([...document.querySelectorAll('.counted li')].map((li) => [li.querySelector('bdi').textContent, li]));
           return {}.map((run) => {{ const li = rows.get(run); if (!li) return 'no row: ' + run;
             const [name, n] = [li.querySelector('bdi'), li.querySelector('.n')].map((e) => e.getBoundingClientRect());
             return order(li, run) || (name.left >= n.right ? '' : 'the number is in the way: ' + run); }}).filter((told) => told).join('; '); }})()",
        json!(RUNS.to_vec())
    );
    wrong.push(page.text(&script));
    assert_eq!(wrong.len(), 41);
    assert!(wrong.iter().all(String::is_empty), "{}", wrong.join("\n"));
    page.close();
}

#[test]
fn an_arabic_text_that_begins_with_a_foreign_word_runs_from_right_to_left() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let reader = Reader::embedded().expect("the lexicons load");
    let path = crate::common::fresh("foreign");
    let text = "NATO تعلن خطة جديدة. وقال وزير الخارجية المصري سامح شكري إن المحادثات كانت مثمرة.";
    let article = Article {
        title: Some("NATO تعلن خطة جديدة للبحر".to_owned()), text: text.to_owned(), ..Article::default()
    };
    let mut archive = Archive::open(&path).expect("a new archive");
    archive.add(&reader, vec![prepare(&reader, Given::from(article))], "2026-03-05T00:00:00Z").expect("added");
    let site = Arc::new(Site::open(&path, reader, 1).expect("the archive opens"));
    let root = serve(&site);
    let mut page = browser.page(Look::DESK);
    for query in ["", "?lang=en"] {
        page.go(&format!("{root}/article/1{query}"));
        let script = "['h1', '.text p'].map((slot) => { const walk = document.createTreeWalker(document.querySelector(slot), NodeFilter.SHOW_TEXT); const at = [];
            while (walk.nextNode()) for (const word of ['NATO', 'تعلن']) { const i = walk.currentNode.data.indexOf(word); if (i < 0) continue;
                const r = document.createRange(); r.setStart(walk.currentNode, i); r.setEnd(walk.currentNode, i + word.length); at.push(r.getBoundingClientRect().left); }
            return at.length === 2 && at[0] > at[1]; }).join()";
        assert_eq!(page.text(script), "true,true", "{query}");
    }
    page.close();
}

#[test]
fn a_note_stands_after_its_words_and_is_no_digit_of_them() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let mut page = browser.page(Look::DESK);
    let mut n = 0;
    for article in 1..=12 {
        page.go(&format!("{}/article/{article}", demo_root()));
        // In Arabic, what comes after stands on the left.
        let script = "(() => { let last = null, n = 0; const wrong = []; const walk = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) { const node = walk.currentNode; if (!node.data.trim()) continue; const r = document.createRange();
              if (node.parentElement.closest('sup')) { n++; r.selectNodeContents(node); const at = r.getBoundingClientRect();
                if (Math.abs(last.bottom - at.bottom) < 20 && at.right > last.left + 1) wrong.push(node.data + ' in ' + node.parentElement.closest('p').textContent.slice(0, 60)); last = at; }
              else { r.setStart(node, node.length - 1); r.setEnd(node, node.length); last = r.getBoundingClientRect(); } }
            return [String(n), ...wrong]; })()";
        let told: Vec<String> = serde_json::from_value(page.eval(script)).expect("texts");
        assert_eq!(told[1..], [""; 0], "article {article}");
        n += told[0].parse::<usize>().unwrap_or_default();
    }
    assert!(n > 50, "{n} notes");
    page.close();
}
