//! F1, F2: feeds that attack, and feeds as careless as real ones.

use musnad_page::{Caps, feed};
use std::time::{Duration, Instant};

fn read(source: &str) -> feed::Feed {
    feed::parse(source.as_bytes(), None, Some("https://a.example/feed"), &Caps::default()).expect("a feed")
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>الخبر</title><link>https://a.example/</link>{items}</channel></rss>"
    )
}

const ITEM: &str =
    "<item><title>قمة في بغداد</title><link>https://a.example/1</link><pubDate>Sun, 12 May 2024 10:00:00 +0300</pubDate></item>";

/// F1: twelve attacks of XML. No entity is expanded, nothing is opened: the reader has no way to.
#[test]
fn attacks_of_xml_do_nothing() {
    let dtd = |inside: &str, used: &str| {
        format!("<?xml version=\"1.0\"?><!DOCTYPE rss [{inside}]><rss><channel><title>{used}</title>{ITEM}</channel></rss>")
    };
    let laughs: String = (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let attacks = [
        dtd(&format!("<!ENTITY l0 \"lol\">{laughs}"), "&l9;"),
        dtd(&format!("<!ENTITY a \"{}\">", "a".repeat(100_000)), &"&a;".repeat(1_000)),
        dtd("<!ENTITY x SYSTEM \"file:///etc/passwd\">", "&x;"),
        dtd("<!ENTITY x SYSTEM \"http://127.0.0.1/\">", "&x;"),
        dtd("<!ENTITY % x SYSTEM \"http://127.0.0.1/a.dtd\"> %x;", "x"),
        dtd("<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">", "&a;"),
        "<!DOCTYPE rss SYSTEM \"http://127.0.0.1/a.dtd\"><rss><channel>".to_owned() + ITEM,
        rss(&format!("<xi:include href=\"file:///etc/passwd\" parse=\"text\"/>{ITEM}")),
        rss(&("<x>".repeat(200_000) + ITEM)),
        rss(&format!("{ITEM}<item {}/>", (0..100_000).map(|n| format!("a{n}=\"1\" ")).collect::<String>())),
        rss(&(ITEM.to_owned() + &"<![CDATA[".repeat(50_000))),
        rss(&(ITEM.to_owned() + &"<?x ?>".repeat(200_000))),
    ];
    for (nth, attack) in attacks.iter().enumerate() {
        let started = Instant::now();
        let feed = read(attack);
        assert!(started.elapsed() < Duration::from_secs(8), "attack {nth}");
        let out: usize = feed.entries.iter().map(|e| e.title.as_ref().map_or(0, String::len)).sum();
        assert!(out + feed.title.map_or(0, |t| t.len()) <= 1 << 20, "attack {nth}");
        assert!(feed.entries.iter().all(|e| !format!("{e:?}").contains("root:")), "attack {nth}");
    }
}

#[test]
fn too_many_entries_are_cut_and_told() {
    let items: String =
        (0..10_100).map(|n| format!("<item><link>https://a.example/{n}</link><title>خبر</title></item>")).collect();
    let feed = read(&rss(&items));
    assert_eq!(feed.entries.len(), 10_000);
    assert_eq!(feed.limits[0].what, "entries");
}

#[test]
fn every_kind_and_encoding_of_feed_is_read() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>الخبر</title><link href='https://a.example/'/><entry><id>tag:1</id><title type='html'>قمة &amp;lt;b&amp;gt;</title>\
        <link rel='self' href='/self'/><link rel='alternate' href='/1'/><updated>2024-05-12T07:00:00Z</updated><author><name>ليلى</name></author>\
        <content type='xhtml'><div><p>أول</p><p>ثان</p></div></content></entry></feed>";
    let feed = read(atom);
    let entry = &feed.entries[0];
    assert_eq!((entry.link.as_deref(), entry.author.as_deref()), (Some("https://a.example/1"), Some("ليلى")));
    assert_eq!(entry.published.as_deref(), Some("2024-05-12T07:00:00Z"));
    assert!(entry.content.as_deref().is_some_and(|c| c.contains("أول") && c.contains("ثان")));
    let rdf = "<rdf:RDF xmlns:rdf='x' xmlns='http://purl.org/rss/1.0/' xmlns:dc='y'><channel rdf:about='https://a.example/'><title>الخبر</title></channel>\
        <item rdf:about='https://a.example/1'><title>قمة</title><link>https://a.example/1</link><dc:date>2024-05-12</dc:date><dc:creator>ليلى</dc:creator></item></rdf:RDF>";
    let entry = &read(rdf).entries[0];
    assert_eq!((entry.published.as_deref(), entry.author.as_deref()), (Some("2024-05-12"), Some("ليلى")));
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"الخبر","items":[{"id":1,"url":"/1","title":"قمة","date_published":"2024-05-12T10:00:00+03:00","content_html":"<p>نص</p>"}]}"#;
    let feed = feed::parse(json.as_bytes(), None, Some("https://a.example/feed"), &Caps::default()).expect("a feed");
    assert_eq!(feed.entries[0].link.as_deref(), Some("https://a.example/1"));
    let arabic = rss(ITEM).replace("?>", " encoding=\"windows-1256\"?>");
    let bytes = encoding_rs::WINDOWS_1256.encode(&arabic).0.into_owned();
    let feed = feed::parse(&bytes, None, None, &Caps::default()).expect("a feed");
    assert_eq!(feed.entries[0].title.as_deref(), Some("قمة في بغداد"));
    let utf16: Vec<u8> = format!("\u{feff}{}", rss(ITEM)).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(feed::parse(&utf16, None, None, &Caps::default()).expect("a feed").entries.len(), 1);
    for none in ["", "<html><body>x</body></html>", "{}", "نص", "<rss"] {
        assert!(feed::parse(none.as_bytes(), None, None, &Caps::default()).is_err(), "{none}");
    }
}

/// F2: what real feeds do wrong.
#[test]
fn careless_feeds_lose_nothing() {
    let feed = read(&rss(
        "<item><title>R&D & قمة&nbsp;عربية</title><link>/بلا/1</link><pubDate>الأحد، 12 مايو 2024 - 10:00</pubDate></item>\
         <item><title>&lt;b&gt;عنوان&lt;/b&gt; بعلامات</title><guid isPermaLink=\"true\">https://a.example/2</guid><pubDate>2024-05-12 10:00:00</pubDate></item>\
         <item><title>مكرر</title><link>https://a.example/3</link><guid>a</guid></item>\
         <item><title>مكرر</title><link>https://a.example/3</link><guid>b</guid></item>\
         <item><title><![CDATA[بلا <i>رابط</i>]]></title><description>نص</description><pubDate>Sun, 12 May 2024 10:00 GMT+3</pubDate></item>\
         <item><title>خطر</title><link>javascript:alert(1)</link></item>\
         <item><title>مقطوع</title><link>https://a.example/9</link><desc",
    ));
    let titles: Vec<&str> = feed.entries.iter().filter_map(|e| e.title.as_deref()).collect();
    assert_eq!(titles, ["R&D & قمة عربية", "عنوان بعلامات", "مكرر", "بلا رابط", "خطر", "مقطوع"]);
    assert!(feed.entries[0].link.as_deref().is_some_and(|l| l.starts_with("https://a.example/%D8%A8")));
    assert_eq!(feed.entries[0].published.as_deref(), Some("2024-05-12T10:00"));
    assert_eq!(feed.entries[1].link.as_deref(), Some("https://a.example/2"));
    assert_eq!(feed.entries[1].published.as_deref(), Some("2024-05-12T10:00:00"));
    assert_eq!(feed.entries[3].published.as_deref(), Some("2024-05-12T10:00+03:00"));
    assert_eq!(feed.entries[3].id.len(), 64, "an entry without guid and link has a reproducible identifier");
    assert_eq!(feed.entries[4].link, None, "only http and https lead to articles");
    assert!(!feed.warnings.is_empty());
}
