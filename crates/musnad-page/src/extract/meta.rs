//! What the page says of itself: JSON-LD, OpenGraph and other meta elements, microdata, `<time>`, canonical address.

use super::json_ld;
use crate::dates::{self, Floor};
use crate::html::tag::Tag;
use crate::html::tree::{NodeId, Tree, collapse};

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Headline of JSON-LD.
    pub headline: Option<String>,
    /// Headline of OpenGraph or Twitter.
    pub shared_title: Option<String>,
    /// The `<title>` element.
    pub page_title: Option<String>,
    /// Text of JSON-LD.
    pub body: Option<String>,
    /// JSON-LD says that this page is an article.
    pub is_article: bool,
    pub outlet: Option<String>,
    /// The site's name, where the publisher is not named.
    pub site: Option<String>,
    pub author: Option<String>,
    pub description: Option<String>,
    /// `lang` of the page or `inLanguage`.
    pub language: Option<String>,
    pub canonical: Option<String>,
    /// Base for relative addresses.
    pub base: Option<String>,
    pub json_published: Option<String>,
    pub meta_published: Option<String>,
    pub time_published: Option<String>,
    pub modified: Option<String>,
    /// In a script that draws the page or counts its readers.
    pub script_published: Option<String>,
}

/// Names of meta elements that hold the date of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "publisheddate",
    "published_date",
    "publish_date",
    "publishdate",
    "publish-date",
    "published_at",
    "pubdate",
    "publication_date",
    "date_published",
    "article.published",
    "article:post_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc:date",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "datecreated",
    "date",
    "article_date_original",
    "analytics:p_ts",
    "created",
];

const MODIFIED: &[&str] =
    &["article:modified_time", "datemodified", "og:updated_time", "last-modified", "lastmod", "dcterms.modified", "updated_time"];

/// Reads them all.
pub(crate) fn read(tree: &Tree) -> Facts {
    let mut facts = Facts::default();
    let mut best_published = usize::MAX;
    let mut best_modified = usize::MAX;
    for (node, tag) in tree.elements() {
        match tag {
            Tag::Html => facts.language = tree.attr(node, "lang").map(str::to_owned),
            Tag::Base => keep(&mut facts.base, tree.attr(node, "href")),
            Tag::Title => keep(&mut facts.page_title, Some(&tree.text_of(node))),
            Tag::Link => {
                if tree.attr(node, "rel").is_some_and(|r| r.split(' ').any(|r| r.eq_ignore_ascii_case("canonical"))) {
                    keep(&mut facts.canonical, tree.attr(node, "href"));
                }
            }
            Tag::Meta => meta(tree, node, &mut facts, &mut best_published, &mut best_modified),
            Tag::Script => script(tree, node, &mut facts),
            Tag::Time => time(tree, node, &mut facts),
            _ => microdata(tree, node, &mut facts),
        }
    }
    facts
}

fn keep(slot: &mut Option<String>, value: Option<&str>) {
    if slot.is_none()
        && let Some(value) = value.map(collapse).filter(|v| !v.is_empty())
    {
        *slot = Some(value);
    }
}

fn meta(tree: &Tree, node: NodeId, facts: &mut Facts, best_published: &mut usize, best_modified: &mut usize) {
    let Some(content) = tree.attr(node, "content").filter(|c| !c.trim().is_empty()) else { return };
    for key in ["property", "name", "itemprop", "http-equiv"] {
        let Some(names) = tree.attr(node, key) else { continue };
        for name in names.split_ascii_whitespace().map(str::to_ascii_lowercase) {
            match name.as_str() {
                "og:title" | "twitter:title" => keep(&mut facts.shared_title, Some(content)),
                // The name given for sharing is the outlet's own; an application's name is often in Latin letters.
                "og:site_name" => facts.site = Some(collapse(content)),
                "application-name" => keep(&mut facts.site, Some(content)),
                "og:description" | "description" | "twitter:description" => keep(&mut facts.description, Some(content)),
                "og:url" if facts.canonical.is_none() => facts.canonical = Some(content.trim().to_owned()),
                "author" | "article:author" | "dc.creator" | "sailthru.author" | "parsely-author" | "twitter:creator" => {
                    keep(&mut facts.author, Some(content).filter(|c| !c.contains("://") && !c.starts_with('@')));
                }
                "og:locale" | "content-language" if facts.language.is_none() => facts.language = Some(content.trim().to_owned()),
                _ => {}
            }
            let rank = |names: &[&str]| names.iter().position(|n| *n == name);
            if let Some(rank) = rank(PUBLISHED).filter(|r| *r < *best_published)
                && let Some(date) = dates::machine(content).or_else(|| dates::visible(content))
            {
                facts.meta_published = Some(date);
                *best_published = rank;
            }
            if let Some(rank) = rank(MODIFIED).filter(|r| *r < *best_modified)
                && let Some(date) = dates::machine(content)
            {
                facts.modified.get_or_insert(date);
                *best_modified = rank;
            }
        }
    }
}

/// Names of a date of publication in the scripts of content management systems.
const IN_SCRIPTS: &[&str] = &[
    "\"datePublished\"",
    "\"publishedDate\"",
    "\"published_date\"",
    "\"publishDate\"",
    "\"publish_date\"",
    "\"publishedAt\"",
    "\"published_at\"",
    "\"publication_date\"",
    "\"pubDate\"",
    "\"pagePostDate\"",
    "publishedDate",
    "publishDate",
    "pubDate",
    "publish_date",
    "&date=",
    "?date=",
];

fn script(tree: &Tree, node: NodeId, facts: &mut Facts) {
    let is_ld = tree.attr(node, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json"));
    let Some(text) = tree.first_child(node).and_then(|n| tree.text(n)) else { return };
    if is_ld {
        json_ld::read(text, facts);
    }
    if facts.script_published.is_none() && text.len() < 1 << 20 {
        facts.script_published = IN_SCRIPTS.iter().find_map(|name| {
            let at = text.find(name)? + name.len();
            let rest = text.get(at..at + text.get(at..)?.floor(48))?;
            let rest = rest.trim_start_matches(['"', '\'', ':', '=', ' ', '(']);
            rest.starts_with(|c: char| c.is_ascii_digit()).then(|| dates::machine(rest.split(['"', '\'', '&', ',']).next()?))?
        });
    }
}

fn time(tree: &Tree, node: NodeId, facts: &mut Facts) {
    let prop = tree.attr(node, "itemprop").unwrap_or_default();
    let class = tree.attr(node, "class").unwrap_or_default();
    let is_change = prop.contains("Modified") || class.contains("updated") || class.contains("modified");
    let written = tree.attr(node, "datetime").filter(|d| !d.trim().is_empty()).or_else(|| tree.attr(node, "content"));
    let date = || written.and_then(dates::machine).or_else(|| dates::visible(&tree.text_of(node)));
    if is_change && !class.contains("published") {
        if facts.modified.is_none() {
            facts.modified = date();
        }
        return;
    }
    let sure = prop.contains("Published") || prop.contains("Created") || tree.attr(node, "pubdate").is_some();
    if sure {
        if facts.meta_published.is_none() {
            facts.meta_published = date();
        }
    } else if facts.time_published.is_none() && !in_list(tree, node) {
        facts.time_published = date();
    }
}

/// Dates in lists and asides belong to other stories.
fn in_list(tree: &Tree, node: NodeId) -> bool {
    let mut at = tree.parent(node);
    while let Some(here) = at {
        if matches!(tree.tag(here), Some(Tag::Li | Tag::Aside | Tag::Nav | Tag::Footer | Tag::A)) {
            return true;
        }
        at = tree.parent(here);
    }
    false
}

/// `itemprop` and RDFa `property` on elements of the page.
fn microdata(tree: &Tree, node: NodeId, facts: &mut Facts) {
    let value = || {
        let written = tree.attr(node, "content").or_else(|| tree.attr(node, "datetime"));
        written.map(str::to_owned).unwrap_or_else(|| tree.text_of(node))
    };
    for key in ["itemprop", "property"] {
        let Some(names) = tree.attr(node, key) else { continue };
        for name in names.split_ascii_whitespace() {
            match name {
                "datePublished" | "dateCreated" | "dc:date" | "dc:created" | "schema:datePublished" | "rnews:datePublished" => {
                    if facts.meta_published.is_none() {
                        let value = value();
                        facts.meta_published = dates::machine(&value).or_else(|| dates::visible(&value));
                    }
                }
                "author" | "creator" if facts.author.is_none() && !in_list(tree, node) => {
                    let name = value();
                    keep(&mut facts.author, Some(name.as_str()).filter(|n| n.chars().count() < 80 && !n.contains("://")));
                }
                _ => {}
            }
        }
    }
}
