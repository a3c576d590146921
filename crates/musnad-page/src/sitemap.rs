//! Sitemaps: addresses of articles and of further sitemaps.
//!
//! Reads `urlset`, `sitemapindex`, news sitemaps and plain lists; broken XML costs at most the entry it stands in.

use crate::caps::{Caps, Limit};
use crate::dates;
use crate::decode;
use crate::xml::{self, Step};

/// One line of a sitemap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The address, absolute.
    pub url: String,
    /// When it was published (news sitemaps) or changed last, ISO 8601.
    pub date: Option<String>,
    /// Headline (news sitemaps).
    pub title: Option<String>,
}

/// A sitemap or an index of sitemaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Pages.
    pub pages: Vec<Location>,
    /// Further sitemaps.
    pub sitemaps: Vec<Location>,
    /// What was cut off.
    pub limits: Vec<Limit>,
}

/// Reads a sitemap (XML, or a list of addresses, one a line).
///
/// ```
/// let map = "<urlset><url><loc>https://a.example/n/1</loc><lastmod>2024-05-12</lastmod></url></urlset>";
/// let found = musnad_page::sitemap::parse(map.as_bytes(), None, &Default::default());
/// assert_eq!(found.pages[0].url, "https://a.example/n/1");
/// assert_eq!(found.pages[0].date.as_deref(), Some("2024-05-12"));
/// ```
pub fn parse(bytes: &[u8], base_url: Option<&str>, caps: &Caps) -> Sitemap {
    let kept = bytes.get(..bytes.len().min(caps.bytes)).unwrap_or_default();
    let decoded = decode::page(kept, None);
    let base = base_url.and_then(|u| url::Url::parse(u).ok());
    let mut map = Sitemap::default();
    if decoded.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').starts_with('<') {
        walk(&decoded.text, base.as_ref(), caps, &mut map);
    } else {
        for line in decoded.text.lines() {
            add(Location { url: line.trim().to_owned(), ..Location::default() }, base.as_ref(), caps, &mut map, false);
        }
    }
    if kept.len() < bytes.len() {
        map.limits.push(Limit::new("bytes", kept.len() as u64, "the sitemap is larger than allowed; the rest was not read"));
    }
    map
}

fn walk(source: &str, base: Option<&url::Url>, caps: &Caps, map: &mut Sitemap) {
    let mut open: Vec<(String, String)> = Vec::new();
    let mut location = Location::default();
    let mut text = String::new();
    let mut lost = 0_usize;
    xml::walk(source, |step| {
        match step {
            Step::Open(_) if open.len() >= 16 => lost += 1,
            Step::Open(element) => {
                if matches!(element.name.as_str(), "url" | "sitemap") {
                    location = Location::default();
                }
                open.push((element.prefix, element.name));
                text.clear();
            }
            Step::Close if lost > 0 => lost -= 1,
            Step::Close => {
                let Some((prefix, name)) = open.pop() else { return true };
                let value = std::mem::take(&mut text).trim().to_owned();
                match (prefix.as_str(), name.as_str()) {
                    ("image" | "video" | "xhtml", _) => {}
                    (_, "loc") => location.url = value,
                    (_, "publication_date") => location.date = dates::machine(&value).or(location.date.take()),
                    (_, "lastmod") if location.date.is_none() => location.date = dates::machine(&value),
                    ("news", "title") => location.title = Some(value).filter(|t| !t.is_empty()),
                    (_, "url" | "sitemap") => {
                        let found = std::mem::take(&mut location);
                        return add(found, base, caps, map, name == "sitemap");
                    }
                    _ => {}
                }
            }
            Step::Text(more) if text.len() < 1 << 16 => text.push_str(&more),
            Step::Text(_) => {}
        }
        true
    });
}

/// Keeps a location; false once there are too many.
fn add(location: Location, base: Option<&url::Url>, caps: &Caps, map: &mut Sitemap, is_map: bool) -> bool {
    if location.url.is_empty() {
        return true;
    }
    let found = match base {
        Some(base) => base.join(&location.url).ok(),
        None => url::Url::parse(&location.url).ok(),
    };
    let Some(found) = found.filter(|u| matches!(u.scheme(), "http" | "https")) else { return true };
    if map.pages.len() + map.sitemaps.len() >= caps.entries {
        if map.limits.is_empty() {
            let why = format!("the sitemap has more than {} entries; the others were not read", caps.entries);
            map.limits.push(Limit::new("entries", 0, why));
        }
        return false;
    }
    let location = Location { url: found.to_string(), ..location };
    if is_map {
        map.sitemaps.push(location)
    } else {
        map.pages.push(location)
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_news_and_lists_are_told_apart() {
        let caps = Caps::default();
        let index =
            parse(b"<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>", Some("https://a.example/x"), &caps);
        assert_eq!(index.sitemaps[0].url, "https://a.example/s1.xml");
        assert!(index.pages.is_empty());
        let news = "<urlset><url><loc>https://a.example/1?a=1&amp;b=2</loc><lastmod>2024-05-13</lastmod><news:news><news:publication_date>\
            2024-05-12T08:00:00+03:00</news:publication_date><news:title>قمة</news:title></news:news><image:image>\
            <image:loc>https://a.example/i.jpg</image:loc></image:image></url>";
        let found = parse(news.as_bytes(), None, &caps);
        assert_eq!(found.pages.len(), 1);
        assert_eq!(found.pages[0].url, "https://a.example/1?a=1&b=2");
        assert_eq!(found.pages[0].date.as_deref(), Some("2024-05-12T08:00:00+03:00"));
        assert_eq!(found.pages[0].title.as_deref(), Some("قمة"));
        let list = parse(b"https://a.example/1\nfile:///etc/passwd\n\nhttps://a.example/2", None, &caps);
        assert_eq!(list.pages.len(), 2);
        assert!(parse(b"", None, &caps).pages.is_empty());
    }

    #[test]
    fn more_entries_than_allowed_are_told() {
        let many: String = (0..50).map(|n| format!("<url><loc>https://a.example/{n}</loc></url>")).collect();
        let found = parse(format!("<urlset>{many}</urlset>").as_bytes(), None, &Caps { entries: 20, ..Caps::default() });
        assert_eq!(found.pages.len(), 20);
        assert_eq!(found.limits[0].what, "entries");
    }
}
