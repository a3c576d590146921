//! From the tree of a page to its article: what the page says of itself, and what a person sees on it.

mod body;
mod hints;
mod json_ld;
pub(crate) mod lines;
mod meta;
mod title;
mod when;

use crate::caps::Caps;
use crate::html::tree::Tree;
use crate::language;
use crate::page::Page;
use musnad::Article;

/// Reads the article of a page from its decoded source.
pub(crate) fn page(source: &str, url: Option<&str>, caps: &Caps) -> Page {
    let tree = Tree::parse(source, caps);
    let facts = meta::read(&tree);
    let mut page = read(&tree, &facts, url, false);
    // Some pages hide their story until a script shows it.
    if page.article.text.chars().count() < 100 {
        let shown = read(&tree, &facts, url, true);
        if shown.article.text.len() > 2 * page.article.text.len() {
            page = shown;
        }
    }
    page.limits = tree.limits;
    page
}

/// The text of a piece of HTML that is all story, as feeds carry it.
pub(crate) fn fragment(source: &str, caps: &Caps) -> String {
    let tree = Tree::parse(source, caps);
    let marks = lines::marks(&tree, false);
    let lines = lines::lines(&tree, 0, &marks);
    let story: Vec<&str> = lines.iter().filter(|l| l.n_link * 10 < l.n_chars * 9).map(|l| l.text.as_str()).collect();
    story.join("\n\n")
}

fn read(tree: &Tree, facts: &meta::Facts, url: Option<&str>, show_hidden: bool) -> Page {
    let marks = lines::marks(tree, show_hidden);
    let lines = lines::lines(tree, 0, &marks);
    let title = title::find(tree, facts);
    let body = body::find(tree, &lines, &marks, facts, title.as_deref());
    let when = when::find(&lines, facts, body.range, title.as_deref(), url);
    let canonical = facts.canonical.as_deref().and_then(|c| absolute(c, facts.base.as_deref(), url));
    let text = body.paragraphs.join("\n\n");
    let language = language::of(&text).or_else(|| declared(facts.language.as_deref()));
    Page {
        article: Article {
            id: None,
            url: canonical.clone().or_else(|| url.map(str::to_owned)),
            outlet: facts.outlet.clone().or_else(|| facts.site.clone()),
            published: when.published,
            title,
            text,
        },
        author: facts.author.clone(),
        canonical_url: canonical,
        modified: facts.modified.clone(),
        published_from: when.origin,
        language,
        description: facts.description.clone(),
        apart: body.apart,
        ..Page::default()
    }
}

/// `ar` from `ar-EG`, `ar_AR`, `Arabic`.
fn declared(language: Option<&str>) -> Option<String> {
    let code = language?.split(['-', '_', ',', ';']).next()?.trim().to_ascii_lowercase();
    match code.as_str() {
        "arabic" => Some("ar".to_owned()),
        _ => (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code),
    }
}

/// An address made absolute; only http and https count.
fn absolute(address: &str, base: Option<&str>, url: Option<&str>) -> Option<String> {
    let page = url.and_then(|u| url::Url::parse(u).ok());
    let base = match (base, &page) {
        (Some(base), Some(page)) => page.join(base).ok(),
        (Some(base), None) => url::Url::parse(base).ok(),
        (None, page) => page.clone(),
    };
    let found = match base {
        Some(base) => base.join(address.trim()).ok()?,
        None => url::Url::parse(address.trim()).ok()?,
    };
    matches!(found.scheme(), "http" | "https").then(|| address_text(&found, address))
}

/// As the page wrote it, if that is absolute already: people compare addresses by eye.
fn address_text(found: &url::Url, written: &str) -> String {
    let written = written.trim();
    if written.starts_with("http://") || written.starts_with("https://") { written.to_owned() } else { found.to_string() }
}
