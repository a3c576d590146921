//! Arabic letters and directions as they are drawn: a mark inside a word leaves its letters joined (B6), hostile texts move
//! no neighbour (N1, U8), runs that must run from left to right do (B4, B5).

use crate::cdp::{Browser, Look};
use crate::served::{demo_root, turn};
use serde_json::{Value, json};

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
                 r.selectNodeContents(p); return r.getBoundingClientRect().width; }}).join()); }})()",
            json!(words)
        );
        let told = page.text(&script);
        told.split(',').filter_map(|width| width.parse().ok()).collect::<Vec<f64>>()
    };
    // Letters have other shapes, of other widths, where they do not join: a word that a mark broke would be wider by far more
    // than the rounding of a place to a sixty-fourth of a pixel.
    let (whole, marked) = (drawn("w", false), drawn("w", true));
    assert_eq!((whole.len(), marked.len()), (20, 20));
    for (word, (a, b)) in words.iter().zip(whole.iter().zip(&marked)) {
        assert!((a - b).abs() < 0.1, "{word}: {a} px, and {b} with a mark inside");
    }
    let broken = drawn("[...w].join('\u{200c}')", false);
    assert!(whole.iter().zip(&broken).all(|(a, b)| (a - b).abs() > 0.5), "a broken word would be seen: {whole:?} {broken:?}");
    page.close();
}

/// Two hundred texts that would move what stands beside them.
fn hostile() -> Vec<String> {
    let controls = [
        "\u{202E}",
        "\u{202D}",
        "\u{202A}",
        "\u{202B}",
        "\u{2066}",
        "\u{2067}",
        "\u{2068}",
        "\u{202C}\u{202C}",
        "\u{2069}\u{2069}",
        "\u{200F}",
    ];
    let texts = ["abc", "قال 5", "5 - 10", "a@b.example", "(نص", "x) [y", "2026-02-04", "«", "- 3 تقييمات", "+966 11"];
    let all = controls.iter().flat_map(|c| texts.iter().flat_map(move |t| [format!("{c}{t}"), format!("{t}{c}")]));
    all.collect()
}

#[test]
fn hostile_texts_move_no_neighbour() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let mut page = browser.page(Look { width: 3000, ..Look::DESK });
    // As the site writes them: controls by their names.
    let shown: Vec<String> = hostile()
        .iter()
        .map(|text| {
            let is_control = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
            text.chars().map(|c| if is_control(c) { format!("⟦U+{:04X}⟧", c as u32) } else { c.to_string() }).collect()
        })
        .collect();
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

#[test]
fn runs_from_left_to_right_run_so() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let runs = [
        "https://a.example/b?c=1",
        "http://x.example/%D8%A7/y.html",
        "a.b@c.example",
        "@handle_1",
        "#tag",
        "GB29 NWBK 6016 1331 9268 19",
        "2025-06-13",
        "2025-06-13T10:20",
        "10:30",
        "+966 11 456 7890",
        "(02) 2345-678",
        "NATO",
        "UN-Habitat",
        "COVID-19",
        "F-16",
        "B1/B2",
        "10%",
        "$10.5",
        "3.14",
        "1,234,567",
        "1-2",
        "5+5",
        "a/b",
        "A & B",
        "x=y",
        "v1.2.3",
        "Q307871",
        "ISO 8601",
        "CO2",
        "4x4",
        "e.g.",
        "C++",
        "[12]",
        "(3)",
        "1:2",
        "12/24",
        "EGY",
        "s1",
        "U+202E",
        "GET /a",
    ];
    assert_eq!(runs.len(), 40);
    let mut page = browser.page(Look::DESK);
    page.go(&format!("{}/about", demo_root()));
    for run in runs {
        let script = format!(
            "(() => {{ document.body.innerHTML = '<p dir=\"rtl\" lang=\"ar\">قبل <bdi></bdi> بعد - 5</p>'; const b = document.querySelector('bdi');
               b.textContent = {}; const t = b.firstChild; const at = [];
               for (let i = 0; i < t.length; i++) {{ const r = document.createRange(); r.setStart(t, i); r.setEnd(t, i + 1); at.push(r.getBoundingClientRect().left); }}
               return at.every((x, i) => i === 0 || x >= at[i - 1]); }})()",
            Value::from(run)
        );
        assert_eq!(page.eval(&script), true, "{run}");
    }
    page.close();
}
