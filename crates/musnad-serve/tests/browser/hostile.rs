//! Text that tries to run, in every field of articles, on every type of page (X1): nothing runs, and the page has no element,
//! attribute or address that is not ours.

use crate::cdp::{Browser, Look};
use crate::served::{serve, turn};
use musnad::{Article, Reader};
use musnad_archive::fix::Fix;
use musnad_archive::{Archive, Given, prepare};
use musnad_serve::{Format, Site};
use std::sync::Arc;

/// What tries to run: each sets `__ran`, or asks an address that is not ours.
const BODIES: [&str; 25] = [
    "<script>__ran=1</script>",
    "<img src=x onerror=__ran=1>",
    "<svg onload=__ran=1>",
    "<svg><script>__ran=1</script></svg>",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",
    "<details open ontoggle=__ran=1>x</details>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=__ran=1&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=__ran=1>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=__ran=1>",
    "javascript:__ran=1",
    "<a href=javascript:__ran=1>x</a>",
    "<style>@import '//evil.example/x.css'; body { display: none }</style>",
    "<meta http-equiv=refresh content='0;url=javascript:__ran=1'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button autofocus>x</button></form>",
    "<template><script>__ran=1</script></template>",
    "<object data='data:text/html,<script>__ran=1</script>'></object>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<input autofocus onfocus=__ran=1>",
    "<video><source onerror=__ran=1></video>",
    "<body onload=__ran=1>",
    "<b style='position:fixed;inset:0' onmouseover=__ran=1>x</b>",
    "&lt;img src=x onerror=__ran=1&gt;",
    "&#x3c;script&#x3e;__ran=1&#x3c;/script&#x3e;",
    "{{constructor.constructor('__ran=1')()}}",
];
/// What closes the place that a text stands in.
const BEFORE: [&str; 10] = ["", "\">", "'>", "</title>", "</bdi></a>", "-->", "]]>", "</script>", "</style>", "\u{202E}\u{2066}"];

/// Two hundred and fifty texts that try, each in every field of an article and of a correction: five at once, for fifty pages are
/// loaded faster than as many as there are texts.
fn site() -> Site {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = crate::common::fresh("hostile-browser");
    let all: Vec<String> = BODIES.iter().flat_map(|body| BEFORE.map(|before| format!("{before}{body}"))).collect();
    let all: Vec<String> = all.chunks(5).map(|five| five.join(" ")).collect();
    let articles = all.iter().enumerate().map(|(nth, evil)| {
        let article = Article {
            id: Some(format!("{evil}{nth}")),
            url: Some(if nth % 2 == 0 { evil.clone() } else { format!("https://a.example/{nth}{evil}") }),
            outlet: Some(evil.clone()),
            published: Some(format!("2026-02-{:02}", nth % 28 + 1)),
            title: Some(evil.clone()),
            text: format!("قال الوزير إيمانويل ماكرون {evil} إن \"المحادثات {evil} مثمرة\".\n\nوأكد الوزير {evil} أن الاجتماع سيعقد غدا. {evil}"),
        };
        prepare(&reader, Given { author: Some(evil.clone()), source: Some(evil.clone()), ..Given::from(article) })
    });
    let articles: Vec<_> = articles.collect();
    let mut archive = Archive::open(&path).expect("a new archive");
    archive.add(&reader, articles, "2026-03-05T00:00:00Z").expect("added");
    archive.merge().expect("merged");
    for evil in &all {
        archive.fix(&Fix::Rename(1, evil.clone()), evil, "2026-03-05T00:00:00Z", Some(evil)).expect("renamed");
    }
    Site::open(&path, reader, 2).expect("the archive opens")
}

/// What is not ours in a page.
const FOREIGN: &str = "(() => {
    const wrong = [];
    if (window.__ran !== undefined) wrong.push('a script ran');
    for (const e of document.querySelectorAll('*')) {
        if (/^(iframe|object|embed|base|video|audio|source|math|style|template|img|marquee|noscript)$/.test(e.localName)) wrong.push(e.outerHTML.slice(0, 80));
        if (e.localName === 'script' && e.getAttribute('src') !== '/assets/script.js') wrong.push('script');
        if (e.localName === 'form' && new URL(e.action).origin !== location.origin) wrong.push('form');
        if (e.localName === 'link' && new URL(e.href).origin !== location.origin) wrong.push('link');
        for (const a of e.attributes) if (/^on|^style$|^srcdoc$/.test(a.name)) wrong.push(a.name);
        const href = e.getAttribute('href');
        if (href && !/^[\\/#]/.test(href) && !(/^https?:/.test(href) && e.rel === 'noopener noreferrer nofollow')) wrong.push(href.slice(0, 80));
        if (href && /^\\/\\//.test(href)) wrong.push(href.slice(0, 80));
    }
    return wrong.join(' | ');
})()";

#[test]
fn nothing_of_a_text_runs_on_any_page() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let site = Arc::new(site());
    let root = serve(&site);
    let mut addresses: Vec<String> = (1..=50).map(|n| format!("/article/{n}?fact=s1")).collect();
    let lists = musnad_serve::route::ROUTES.iter().filter(|r| r.twins.contains(&Format::Csv) && !r.path.contains("{id}"));
    addresses.extend(lists.map(|r| r.path.to_owned()));
    addresses.extend((1..=6).flat_map(|n| ["entity", "source", "story"].map(|page| format!("/{page}/{n}"))));
    for query in ["q=المحادثات", "q=المحادثات&in=statements", "q=الاجتماع&in=events", "q=ماكرون&in=entities"]
    {
        addresses.push(format!("/search?{query}"));
    }
    addresses.push("/sql?sql=SELECT title, url, author, text FROM articles LIMIT 50".to_owned());
    for body in BODIES {
        addresses.push(format!("/search?q={}", body.replace('&', "%26").replace('#', "%23")));
        addresses.push(format!("/statements?by={}", body.replace('&', "%26").replace('#', "%23")));
    }
    let mut page = browser.page(Look::DESK);
    let mut n_found = 0;
    for address in addresses {
        let asked = musnad_serve::Request::get(&address.replace(' ', "%20"));
        if site.answer(&asked, "test", &musnad_serve::Stop::default()).status == 404 {
            continue;
        }
        n_found += 1;
        page.go(&format!("{root}{}", address.replace(' ', "%20")));
        assert_eq!(page.text(FOREIGN), "", "{address}");
        assert_eq!(page.complaints(&root), [""; 0], "{address}");
    }
    assert!(n_found > 120, "{n_found} pages were looked at");
    page.close();
}
