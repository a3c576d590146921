//! What readers do: open, narrow, follow a fact to its words, check one with the keyboard, correct an entity.

use crate::access::{axe, violations};
use crate::cdp::{Browser, Look, Page};
use crate::common::pages;
use crate::served::{demo_root, to_be_corrected, turn};

/// What a page must have, as the browser understood it.
const SOUND: &str = "(() => {
    const wrong = [];
    if (document.compatMode !== 'CSS1Compat') wrong.push('no standards mode');
    if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
    if (!document.querySelector('main')?.textContent.trim()) wrong.push('an empty main part');
    if (!document.title.trim()) wrong.push('no title');
    if (document.querySelectorAll('script').length !== 1) wrong.push('not our one script');
    if (document.styleSheets.length !== 1 || !document.styleSheets[0].cssRules.length) wrong.push('no style');
    const body = getComputedStyle(document.body);
    if (parseFloat(body.lineHeight) < 1.6 * parseFloat(body.fontSize)) wrong.push('lines too close: ' + body.lineHeight);
    for (const e of document.querySelectorAll('body *')) {
        const s = getComputedStyle(e), told = e.outerHTML.slice(0, 120);
        if (s.fontStyle !== 'normal' || s.letterSpacing !== 'normal' || s.textAlign === 'justify') wrong.push('slanted, spaced or justified: ' + told);
        if (e.matches('main :is(p, li, dt, dd, th, td, blockquote, figcaption)') && parseFloat(s.lineHeight) < 1.59 * parseFloat(s.fontSize)) wrong.push('lines too close: ' + told);
        // Nothing that may begin or end inside a word is a box.
        if (e.matches('mark, .text :is(a, span, time):not(.note)') && (s.display !== 'inline' || [s.padding, s.margin, s.borderWidth].some((w) => parseFloat(w) !== 0)
            || s.unicodeBidi !== 'normal')) wrong.push('letters would not join: ' + told);
    }
    if (body.direction !== document.documentElement.dir) wrong.push('another direction than its markup says');
    return wrong.join('; ');
})()";

/// All words of a page but those of the switch for keys, which needs its script.
const WORDS: &str = "[...document.querySelectorAll('body *')].flatMap((e) => e.id === 'keys' ? [] : [...e.childNodes])
    .filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data.trim()).filter((t) => t).join(' ')";

/// What stands beyond the edge of the window, other than in what scrolls by itself.
const BEYOND: &str = "(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return '';
    const far = [...document.body.querySelectorAll('*')].filter((e) => {
        const r = e.getBoundingClientRect();
        return r.width > 1 && (r.right > width + 1 || r.left < -1) && !e.closest('.wide, .skip, .unseen, pre');
    });
    return 'scrolls to ' + document.documentElement.scrollWidth + ': ' + far.slice(0, 4).map((e) => e.outerHTML.slice(0, 120)).join(' | ');
})()";

/// Everything that is to be seen, once: a page is loaded, looked at in three widths, and given to axe in light and dark.
#[test]
fn every_page_is_sound_at_every_width_and_accessible() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let axe = axe();
    let (root, (corrected, _token)) = (demo_root(), to_be_corrected());
    let mut addresses: Vec<String> = pages().iter().map(|address| format!("{root}{address}")).collect();
    // With the forms of reviewers.
    addresses.extend([format!("{corrected}/entity/1"), format!("{corrected}{}", crate::common::at("/statement/{id}"))]);
    let mut page = browser.page(Look::DESK);
    let mut wrong = Vec::new();
    for address in addresses {
        page.go(&address);
        let mut told = vec![page.text(SOUND)];
        told.extend(page.complaints(if address.starts_with(root) { root } else { &corrected }));
        for look in [Look::PHONE, Look::TABLET, Look::DESK] {
            page.look(look);
            told.push(page.text(BEYOND));
        }
        if let Some(axe) = &axe {
            told.push(violations(&mut page, axe));
        }
        wrong.extend(told.iter().filter(|t| !t.is_empty()).map(|told| format!("{address}: {told}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    page.close();
}

#[test]
fn every_page_is_whole_without_scripts_and_in_english() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let root = demo_root();
    let mut page = browser.page(Look { scripts: false, ..Look::DESK });
    for address in pages() {
        let mark = if address.contains('?') { '&' } else { '?' };
        page.go(&format!("{root}{address}{mark}lang=en"));
        assert_eq!(page.text(SOUND), "", "{address}");
        assert_eq!(page.complaints(root), [""; 0], "{address}");
        let without = page.text(WORDS);
        page.look(Look::DESK);
        page.go(&format!("{root}{address}{mark}lang=en"));
        assert_eq!(page.text(WORDS), without, "{address}: a script changes what is read");
        page.look(Look { scripts: false, ..Look::DESK });
    }
    page.go(&format!("{root}/nothing"));
    assert_eq!(page.text(SOUND), "");
    page.close();
}

#[test]
fn wider_text_loses_nothing() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let root = demo_root();
    let mut page = browser.page(Look::PHONE);
    // WCAG 1.4.12, on the smallest of phones.
    for address in ["/", "/article/1", "/search?q=الشركة"] {
        page.go(&format!("{root}{address}"));
        page.eval(
            "const s = new CSSStyleSheet(); s.replaceSync('* { line-height: 2 !important; word-spacing: .16em !important } \
             p { margin-block-end: 2em !important }'); document.adoptedStyleSheets = [s]; 1",
        );
        assert_eq!(page.text(BEYOND), "", "{address}");
    }
    page.close();
}

/// Addresses after a page's filters were used, as a reader uses them.
fn filtered(page: &mut Page<'_>, root: &str) {
    page.go(&format!("{root}/statements"));
    let before = page.eval("document.querySelectorAll('.hits > li').length");
    page.eval("document.querySelector('.filters [name=by]').focus()");
    page.typed("وزارة");
    page.follow(|page| page.press("Enter"));
    assert!(page.text("location.search").contains("by="), "the filter is in the address");
    let after = page.eval("document.querySelectorAll('.hits > li').length");
    assert!(after.as_i64() > Some(0) && after.as_i64() <= before.as_i64(), "{before} {after}");
    page.go(&format!("{root}/search?q=%D8%A7%D9%84%D8%B4%D8%B1%D9%83%D8%A9"));
    let all = page.text("document.querySelector('.found').textContent");
    page.follow(|page| page.click(".facets a"));
    assert_ne!(page.text("document.querySelector('.found').textContent"), all);
    page.follow(|page| page.click(".chosen a"));
    assert_eq!(page.text("document.querySelector('.found').textContent"), all);
}

/// From the list of an article's facts to the words of one.
fn opened(page: &mut Page<'_>, root: &str) {
    page.go(&format!("{root}/article/1"));
    page.follow(|page| page.click(".facts a.words"));
    assert_eq!(page.text("location.hash"), "#words");
    let seen = "(() => { const r = document.getElementById('words').getClientRects()[0]; return r.top >= 0 && r.bottom <= innerHeight })()";
    assert_eq!(page.eval(seen), true, "the words are seen");
    let words = page.text("[...document.querySelectorAll('mark.on')].map((m) => m.textContent).join('')");
    assert!(!words.is_empty());
    // The number behind the words leads to the fact.
    page.click(".text .note");
    assert_eq!(page.eval("document.querySelector('.fact:target') !== null"), true);
}

#[test]
fn readers_filter_and_open_words_with_and_without_scripts() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    for scripts in [true, false] {
        let mut page = browser.page(Look { scripts, ..Look::DESK });
        filtered(&mut page, demo_root());
        opened(&mut page, demo_root());
        assert_eq!(page.complaints(demo_root()), [""; 0]);
        page.close();
    }
}

#[test]
fn a_reviewer_corrects_an_entity_with_a_token() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let (root, token) = to_be_corrected();
    for scripts in [true, false] {
        let mut page = browser.page(Look { scripts, ..Look::DESK });
        page.go(&format!("{root}/entity/1"));
        let name = if scripts { "اسم صحيح" } else { "اسم أصح" };
        page.click("details.fix summary");
        page.click("details.fix [name=value]");
        page.typed(name);
        page.click("details.fix [name=token]");
        page.typed("wrong");
        page.follow(|page| page.press("Enter"));
        assert_ne!(page.text("document.querySelector('h1').textContent"), name, "a guess opens nothing");
        page.complaints(&root);
        page.go(&format!("{root}/entity/1"));
        page.click("details.fix summary");
        page.click("details.fix [name=value]");
        page.typed(name);
        page.click("details.fix [name=token]");
        page.typed(&token);
        page.follow(|page| page.press("Enter"));
        assert_eq!(page.text("location.pathname"), "/entity/1", "back where it was sent from");
        assert_eq!(page.text("document.querySelector('h1').textContent"), name);
        assert!(!page.text("location.href").contains(&token));
        assert_eq!(page.complaints(&root), [""; 0]);
        page.go(&format!("{root}/corrections"));
        assert!(page.text("document.querySelector('tbody').textContent").contains("Salma"));
        page.close();
    }
}

#[test]
fn a_fact_is_checked_with_the_keyboard_in_few_presses() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let root = demo_root();
    let mut page = browser.page(Look::DESK);
    page.go(root);
    // "What did the company say?": search, choose the statements, open the first, see its words in the article.
    page.press("/");
    page.typed("الشركة");
    page.follow(|page| page.press("Enter"));
    page.press("j");
    page.follow(|page| page.press("Enter"));
    assert!(page.text("location.pathname").starts_with("/article/"), "{}", page.text("location.pathname"));
    page.press("j");
    for _ in 0..12 {
        if page.text("document.activeElement.className") == "words" {
            break;
        }
        page.press("Tab");
    }
    page.follow(|page| page.press("Enter"));
    assert_eq!(page.text("location.hash"), "#words");
    assert!(page.n_presses <= 25, "{} presses", page.n_presses);
    assert_eq!(page.complaints(root), [""; 0]);
    // Without the keys the same goes with Tab alone; and the keys can be turned off.
    page.go(&format!("{root}/about"));
    page.click("#keys");
    page.press("/");
    assert_ne!(page.text("document.activeElement.id"), "q");
    page.click("#keys");
    page.press("/");
    assert_eq!(page.text("document.activeElement.id"), "q");
    page.close();
}

#[test]
fn single_keys_lead_through_lists_and_can_be_turned_off() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let root = demo_root();
    let mut page = browser.page(Look::DESK);
    let number = |page: &mut Page<'_>| page.text("new URLSearchParams(location.search).get('page') ?? '1'");
    // What comes next is on the left of a page in Arabic, and on the right of one in English.
    for (query, next, previous) in [("", "ArrowLeft", "ArrowRight"), ("?lang=en", "ArrowRight", "ArrowLeft")] {
        page.go(&format!("{root}/statements{query}"));
        page.press(previous);
        assert_eq!(number(&mut page), "1", "there is none before the first");
        page.follow(|page| page.press(next));
        assert_eq!(number(&mut page), "2", "{query}");
        page.follow(|page| page.press(next));
        page.follow(|page| page.press(previous));
        assert_eq!(number(&mut page), "2", "{query}");
        // In a field they move within what is typed.
        page.eval("document.querySelector('.filters [name=by]').focus()");
        page.press(next);
        assert_eq!(number(&mut page), "2");
    }
    // Down and up through every kind of list, and Enter opens.
    let focused = |page: &mut Page<'_>| page.text("document.activeElement.getAttribute('href') ?? ''");
    for address in
        ["/", "/search?q=الشركة", "/statements", "/events", "/timeline", "/stories", "/entities", "/article/1", "/entity/1"]
    {
        page.go(&format!("{root}{address}"));
        page.press("j");
        let first = focused(&mut page);
        page.press("j");
        let second = focused(&mut page);
        assert!(first.starts_with('/') && second.starts_with('/') && first != second, "{address}: {first} {second}");
        page.press("k");
        assert_eq!(focused(&mut page), first, "{address}");
    }
    page.go(&format!("{root}/stories"));
    page.press("j");
    page.follow(|page| page.press("Enter"));
    assert!(page.text("location.pathname").starts_with("/story/"));
    // The list of keys has all of them.
    page.follow(|page| page.press("?"));
    assert_eq!(page.text("location.pathname + location.hash"), "/about#keys");
    assert_eq!(page.text("[...document.querySelectorAll('kbd')].map((k) => k.textContent).join(' ')"), "/ j k Enter ← → ?");
    page.click("#keys");
    page.go(&format!("{root}/statements?page=2"));
    for key in ["ArrowLeft", "ArrowRight", "j", "k", "/", "?"] {
        page.press(key);
        assert_eq!(
            page.text("location.pathname + location.search + document.activeElement.localName"),
            "/statements?page=2body",
            "{key}"
        );
    }
    page.go(&format!("{root}/about"));
    page.click("#keys");
    page.close();
}

#[test]
fn focus_is_seen_and_the_skip_link_comes_first() {
    let _turn = turn();
    let Some(mut browser) = Browser::start() else { return };
    let root = demo_root();
    let mut page = browser.page(Look::DESK);
    for address in ["/", "/article/1", "/search?q=الشركة", "/places"] {
        page.go(&format!("{root}{address}"));
        page.press("Tab");
        assert_eq!(page.text("document.activeElement.className"), "skip", "{address}");
        for nth in 0..25 {
            page.press("Tab");
            let seen =
                "(() => { const e = document.activeElement; if (e === document.body) return ''; const s = getComputedStyle(e);
                const r = e.getBoundingClientRect(); const inside = r.bottom > 0 && r.top < innerHeight && r.width > 0;
                return inside && (s.outlineStyle !== 'none' || s.outlineWidth !== '0px') ? '' : e.outerHTML.slice(0, 200) })()";
            assert_eq!(page.text(seen), "", "{address}: focus {nth} is not seen");
        }
    }
    page.close();
}
