//! An article as it is given to the archive, and when two given articles are the same.
//!
//! The same text of the same outlet is one article unless two different addresses say otherwise; the same address with
//! another text or headline is a new version. Unknown matches anything: a page without a date and the feed's entry with one are one.

use crate::hash::sha256;
use musnad::Article;

/// An article and where it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The article.
    pub article: Article,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where it was found: a file and line, a feed, a position in a web archive.
    pub source: Option<String>,
}

impl From<Article> for Given {
    fn from(article: Article) -> Self {
        Given { article, ..Given::default() }
    }
}

/// How a given article relates to one that is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Relation {
    /// The same, with nothing new.
    Same,
    /// The same, and something is known of it that was not.
    More,
    /// A new version of it.
    Version,
    /// Another article.
    Other,
}

impl Given {
    /// SHA-256 of the text.
    pub(crate) fn text_sha256(&self) -> [u8; 32] {
        sha256([self.article.text.as_bytes()])
    }

    /// SHA-256 of all that identifies it: text and what is known beside it, not where it was found.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        let article = &self.article;
        let url = self.url_key();
        let known = [&url, &article.outlet, &article.published, &article.title, &self.author];
        sha256(std::iter::once(article.text.as_bytes()).chain(known.into_iter().map(|k| k.as_deref().unwrap_or("").as_bytes())))
    }

    /// The article's key in tables: 32 hexadecimal digits of the SHA-256 of its text and what is known beside it. The same
    /// article has the same key on every machine, in an archive (`articles.given_sha256`) and out of one.
    ///
    /// ```
    /// let article = musnad::Article { text: "قال الوزير.".into(), ..Default::default() };
    /// assert_eq!(musnad_archive::Given::from(article).key().len(), 32);
    /// ```
    pub fn key(&self) -> String {
        key_of(&self.sha256())
    }

    /// The address in the form in which addresses are compared.
    pub(crate) fn url_key(&self) -> Option<String> {
        self.article.url.as_deref().map(url_key).filter(|k| !k.is_empty())
    }

    /// The day of publication, where known.
    pub(crate) fn day(&self) -> Option<String> {
        self.article.published.as_deref().and_then(day_of)
    }

    /// How `self` relates to the stored `old`, which has the same text or the same address.
    pub(crate) fn relation(&self, old: &Given) -> Relation {
        let (new, was) = (&self.article, &old.article);
        let same_url = match (self.url_key(), old.url_key()) {
            (Some(a), Some(b)) => Some(a == b),
            _ => None,
        };
        if same_url == Some(false) {
            return Relation::Other;
        }
        let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        let alike = new.text == was.text
            && agree(&new.outlet, &was.outlet)
            && agree(&new.title, &was.title)
            && agree(&new.published, &was.published);
        if !alike {
            return if same_url == Some(true) { Relation::Version } else { Relation::Other };
        }
        let more = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_none();
        let any = more(&new.outlet, &was.outlet)
            || more(&new.title, &was.title)
            || more(&new.published, &was.published)
            || more(&new.url, &was.url)
            || more(&self.author, &old.author);
        if any { Relation::More } else { Relation::Same }
    }

    /// All that is known of both.
    pub(crate) fn united(&self, old: &Given) -> Given {
        let either = |a: &Option<String>, b: &Option<String>| b.clone().or_else(|| a.clone());
        let (new, was) = (&self.article, &old.article);
        Given {
            article: Article {
                id: either(&new.id, &was.id),
                url: either(&new.url, &was.url),
                outlet: either(&new.outlet, &was.outlet),
                published: either(&new.published, &was.published),
                title: either(&new.title, &was.title),
                text: was.text.clone(),
            },
            author: either(&self.author, &old.author),
            source: either(&self.source, &old.source),
        }
    }
}

/// The key of an article in tables, of its fingerprint.
pub fn key_of(sha256: &[u8]) -> String {
    sha256.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The day of a date that begins with one.
pub fn day_of(date: &str) -> Option<String> {
    let day = date.get(..10)?;
    let fits = day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    fits.then(|| day.to_owned())
}

/// Addresses that differ only in scheme, `www.`, a final slash, a fragment or tracking parameters are one.
fn url_key(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or("");
    let (path, query) = rest.split_once('?').map_or((rest, ""), |(p, q)| (p, q));
    let (host, path) = path.split_once('/').map_or((path, ""), |(h, p)| (h, p));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let kept: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("utm_") && !p.starts_with("fbclid=") && !p.starts_with("gclid="))
        .collect();
    let path = path.trim_end_matches('/');
    if kept.is_empty() { format!("{host}/{path}") } else { format!("{host}/{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str, url: Option<&str>, outlet: Option<&str>) -> Given {
        Given::from(Article { text: text.into(), url: url.map(Into::into), outlet: outlet.map(Into::into), ..Article::default() })
    }

    #[test]
    fn sameness_of_articles() {
        let old = given("نص", Some("https://www.example.com/a/?utm_source=x#top"), Some("أ"));
        for (new, relation) in [
            (given("نص", Some("http://example.com/a"), Some("أ")), Relation::Same),
            (given("نص", None, None), Relation::Same),
            (given("نص", None, Some("ب")), Relation::Other),
            (given("نص آخر", Some("http://example.com/a"), Some("أ")), Relation::Version),
            (given("نص", Some("http://example.com/b"), Some("أ")), Relation::Other),
        ] {
            assert_eq!(new.relation(&old), relation, "{new:?}");
        }
        let less = given("نص", None, None);
        assert_eq!(old.relation(&less), Relation::More);
        assert_eq!(old.united(&less).article.outlet.as_deref(), Some("أ"));
    }

    #[test]
    fn days() {
        assert_eq!(day_of("2019-12-27T14:30:00+02:00").as_deref(), Some("2019-12-27"));
        assert_eq!(day_of("2019-12"), None);
        assert_eq!(day_of("٢٠١٩-١٢-٢٧"), None);
    }
}
