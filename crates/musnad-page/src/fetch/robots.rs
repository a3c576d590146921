//! robots.txt as RFC 9309 reads it: groups, longest match, `*` and `$`, percent-encoding.

/// Bytes of a robots.txt that are read; the RFC asks for at least 500 KiB.
pub const MOST_BYTES: usize = 500 << 10;

/// Longest line that is read.
const LONGEST_LINE: usize = 16 << 10;

/// The rules of one robots.txt for one crawler.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    /// Pattern, and whether it allows.
    rules: Vec<(Vec<u8>, bool)>,
    /// `Crawl-delay` in seconds, which is no part of the RFC but kept by many.
    pub delay: Option<f64>,
    /// `Sitemap` lines.
    pub sitemaps: Vec<String>,
    everything: Option<bool>,
}

impl Robots {
    /// Everything is allowed: there is no robots.txt.
    pub fn allow_all() -> Robots {
        Robots { everything: Some(true), ..Robots::default() }
    }

    /// Nothing is allowed: robots.txt cannot be reached.
    pub fn deny_all() -> Robots {
        Robots { everything: Some(false), ..Robots::default() }
    }

    /// Reads a robots.txt for a crawler of that product name (`musnad` of `musnad/1.0 (…)`).
    ///
    /// ```
    /// use musnad_page::fetch::robots::Robots;
    /// let robots = Robots::parse(b"User-agent: *\nDisallow: /admin\nAllow: /admin/news", "musnad");
    /// assert!(robots.allows("/admin/news/1"));
    /// assert!(!robots.allows("/admin/users"));
    /// ```
    pub fn parse(bytes: &[u8], product: &str) -> Robots {
        let bytes = bytes.get(..bytes.len().min(MOST_BYTES)).unwrap_or_default();
        let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
        let product = product.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let mut own = Group::default();
        let mut any = Group::default();
        let mut robots = Robots::default();
        // A group's first lines name agents; a rule ends the naming.
        let (mut for_own, mut for_any, mut naming) = (false, false, false);
        for line in bytes.split(|b| matches!(b, b'\n' | b'\r')) {
            let line = line.get(..line.len().min(LONGEST_LINE)).unwrap_or_default();
            let line = line.split(|b| *b == b'#').next().unwrap_or_default();
            let Some(colon) = line.iter().position(|b| *b == b':') else { continue };
            let key = String::from_utf8_lossy(line.get(..colon).unwrap_or_default()).trim().to_ascii_lowercase();
            let value = line.get(colon + 1..).unwrap_or_default().trim_ascii();
            match key.as_str() {
                "user-agent" | "useragent" | "user agent" => {
                    if !naming {
                        (for_own, for_any, naming) = (false, false, true);
                    }
                    let name = String::from_utf8_lossy(value).to_ascii_lowercase();
                    let token: String =
                        name.chars().take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '*')).collect();
                    for_any |= token == "*";
                    if token == product && !product.is_empty() {
                        for_own = true;
                        own.named = true;
                    }
                }
                "allow" | "disallow" => {
                    naming = false;
                    for (wanted, group) in [(for_own, &mut own), (for_any, &mut any)] {
                        if wanted && !value.is_empty() {
                            group.rules.push((normal(value), key == "allow"));
                        }
                    }
                }
                "crawl-delay" => {
                    naming = false;
                    let delay = String::from_utf8_lossy(value).parse().ok().filter(|d: &f64| d.is_finite() && *d >= 0.0);
                    for (wanted, group) in [(for_own, &mut own), (for_any, &mut any)] {
                        if wanted {
                            group.delay = group.delay.or(delay);
                        }
                    }
                }
                "sitemap" => robots.sitemaps.push(String::from_utf8_lossy(value).into_owned()),
                _ => {}
            }
        }
        let group = if own.named { own } else { any };
        Robots { rules: group.rules, delay: group.delay, ..robots }
    }

    /// Whether a path with its query may be fetched. The longest matching rule decides; `Allow` wins a tie.
    pub fn allows(&self, path: &str) -> bool {
        if let Some(everything) = self.everything {
            return everything || path == "/robots.txt";
        }
        if path == "/robots.txt" {
            return true;
        }
        let path = normal(path.as_bytes());
        let matching = self.rules.iter().filter(|(pattern, _)| matches(pattern, &path));
        matching.max_by_key(|(pattern, allows)| (pattern.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

#[derive(Default)]
struct Group {
    named: bool,
    rules: Vec<(Vec<u8>, bool)>,
    delay: Option<f64>,
}

/// Percent-encoding in one form: unreserved characters plain, all else encoded in upper case.
fn normal(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut at = 0;
    while let Some(&b) = path.get(at) {
        let hex = |i: usize| path.get(i).and_then(|b| char::from(*b).to_digit(16)).map(|d| d as u8);
        let byte = match (b, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                at += 3;
                let byte = high * 16 + low;
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                    out.push(byte);
                    continue;
                }
                byte
            }
            _ => {
                at += 1;
                if b.is_ascii_graphic() {
                    out.push(b);
                    continue;
                }
                b
            }
        };
        out.extend(format!("%{byte:02X}").bytes());
    }
    out
}

/// Whether a pattern with `*` and a final `$` matches the front of a path; linear in both but for stars, greedy with one way back.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, whole) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let (mut p, mut s) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        if p == pattern.len() && (!whole || s == path.len()) {
            return true;
        }
        if pattern.get(p) == Some(&b'*') {
            back = Some((p + 1, s));
            p += 1;
        } else if p < pattern.len() && pattern.get(p) == path.get(s) {
            p += 1;
            s += 1;
        } else {
            match back {
                Some((after, from)) if from < path.len() => {
                    back = Some((after, from + 1));
                    p = after;
                    s = from + 1;
                }
                _ => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S3: sixty vectors: robots.txt, path, whether it may be fetched.
    #[test]
    fn sixty_vectors_of_rfc_9309() {
        let any = |rules: &str| format!("User-agent: *\n{rules}");
        let vectors: Vec<(String, &str, bool)> = vec![
            // No rule, no file content.
            (String::new(), "/", true),
            (any(""), "/x", true),
            (any("Disallow:"), "/x", true),
            (any("Disallow: /"), "/x", false),
            (any("Disallow: /"), "/robots.txt", true),
            (any("Disallow: /x"), "/x", false),
            (any("Disallow: /x"), "/x/y", false),
            (any("Disallow: /x"), "/xy", false),
            (any("Disallow: /x/"), "/x", true),
            (any("Disallow: /X"), "/x", true),
            // Longest match, allow wins a tie.
            (any("Disallow: /a\nAllow: /a/b"), "/a/b/c", true),
            (any("Allow: /a/b\nDisallow: /a"), "/a/c", false),
            (any("Disallow: /a/b\nAllow: /a"), "/a/b", false),
            (any("Disallow: /a\nAllow: /a"), "/a", true),
            (any("Allow: /a\nDisallow: /a"), "/a", true),
            (any("Allow: /$\nDisallow: /"), "/", true),
            (any("Allow: /$\nDisallow: /"), "/x", false),
            (any("Allow: /p\nDisallow: /*.html"), "/p.html", false),
            // Stars and ends.
            (any("Disallow: *"), "/x", false),
            (any("Disallow: /*.pdf"), "/a/b.pdf", false),
            (any("Disallow: /*.pdf$"), "/a/b.pdf", false),
            (any("Disallow: /*.pdf$"), "/a/b.pdf?x", true),
            (any("Disallow: /*?"), "/a?x=1", false),
            (any("Disallow: /*?"), "/a", true),
            (any("Disallow: /a*b*c"), "/a1b2c3", false),
            (any("Disallow: /a*b*c"), "/a1c2b3", true),
            (any("Disallow: /a*"), "/a", false),
            (any("Disallow: /a$"), "/a", false),
            (any("Disallow: /a$"), "/ab", true),
            (any("Disallow: /a$b"), "/a$b", false),
            (any("Disallow: /**/x"), "/a/x", false),
            (any("Disallow: /*/*/x$"), "/a/b/x", false),
            (any("Disallow: /*/*/x$"), "/a/x", true),
            // Percent-encoding and Arabic.
            (any("Disallow: /%D8%A3"), "/%d8%a3", false),
            (any("Disallow: /أخبار"), "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", false),
            (any("Disallow: /%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"), "/أخبار", false),
            (any("Disallow: /a%2Fb"), "/a/b", true),
            (any("Disallow: /a%7Eb"), "/a~b", false),
            (any("Disallow: /a~b"), "/a%7eb", false),
            (any("Disallow: /a b"), "/a%20b", false),
            (any("Disallow: /%zz"), "/%zz", false),
            // Groups.
            ("User-agent: musnad\nDisallow: /a\n\nUser-agent: *\nDisallow: /b".into(), "/a", false),
            ("User-agent: musnad\nDisallow: /a\n\nUser-agent: *\nDisallow: /b".into(), "/b", true),
            ("User-agent: MusNad/2.0\nDisallow: /a".into(), "/a", false),
            ("User-agent: musnadbot\nDisallow: /a".into(), "/a", true),
            ("User-agent: other\nDisallow: /".into(), "/a", true),
            ("User-agent: other\nUser-agent: musnad\nDisallow: /".into(), "/a", false),
            ("User-agent: musnad\n\nUser-agent: other\nDisallow: /".into(), "/a", false),
            ("User-agent: musnad\nDisallow: /a\nUser-agent: other\nDisallow: /b".into(), "/b", true),
            (
                "User-agent: musnad\nDisallow: /a\nUser-agent: *\nDisallow: /\nUser-agent: musnad\nDisallow: /c".into(),
                "/c",
                false,
            ),
            ("User-agent: *\nDisallow: /\nUser-agent: musnad\nDisallow:".into(), "/a", true),
            ("Disallow: /\nUser-agent: *\nAllow: /x".into(), "/a", true),
            // Form.
            ("\u{feff}User-agent: *\nDisallow: /a".into(), "/a", false),
            ("user-agent:*\r\nDISALLOW:/a\r\n".into(), "/a", false),
            ("User-agent: *\rDisallow: /a".into(), "/a", false),
            ("User-agent: * # all\nDisallow: /a # private".into(), "/a", false),
            ("  User-agent : *\n\tDisallow :   /a  ".into(), "/a", false),
            ("User-agent: *\nCrawl-delay: 5\nDisallow: /a".into(), "/a", false),
            ("User-agent: *\nnonsense\nDisallow /a\nDisallow: /b".into(), "/a", true),
            ("<html><body>404</body></html>".into(), "/a", true),
        ];
        assert_eq!(vectors.len(), 60);
        for (file, path, allowed) in &vectors {
            assert_eq!(Robots::parse(file.as_bytes(), "musnad").allows(path), *allowed, "{file:?} {path}");
        }
    }

    #[test]
    fn size_lines_delay_and_sitemaps_are_bounded_and_read() {
        let mut file = b"User-agent: *\nCrawl-delay: 2.5\nSitemap: https://a.example/s.xml\n".to_vec();
        file.extend(vec![b'#'; MOST_BYTES]);
        file.extend(b"\nDisallow: /late");
        let robots = Robots::parse(&file, "musnad");
        assert!(robots.allows("/late"), "what stands beyond 500 KiB is not read");
        assert_eq!(robots.delay, Some(2.5));
        assert_eq!(robots.sitemaps, ["https://a.example/s.xml"]);
        let evil = format!("User-agent: *\nDisallow: /{}b", "a*".repeat(5_000));
        let started = std::time::Instant::now();
        assert!(Robots::parse(evil.as_bytes(), "musnad").allows(&format!("/{}", "a".repeat(10_000))));
        assert!(started.elapsed().as_secs() < 2);
        assert!(!Robots::deny_all().allows("/x"));
        assert!(Robots::allow_all().allows("/x"));
    }
}
