//! H4, S1, S2: servers that misbehave, and addresses that must not be reached.

use musnad_page::fetch::{FetchError, Fetcher, Lookup, Options, Validators};
use musnad_page::{Caps, feed, sitemap};
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Where the servers of these tests stand: the only loopback address that may be reached.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 1));

/// A server that answers each path in its own way and counts what it is asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

fn serve(answer: impl Fn(&str, &str, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind((HERE, 0)).expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (seen, answer) = (Arc::clone(&asked), Arc::new(answer));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
            std::thread::spawn(move || {
                let mut stream = stream;
                let mut request = Vec::new();
                let mut chunk = [0; 1024];
                while !request.windows(4).any(|w| w == b"\r\n\r\n") {
                    match stream.read(&mut chunk) {
                        Ok(0) | Err(_) => return,
                        Ok(n) => request.extend_from_slice(&chunk[..n]),
                    }
                }
                let request = String::from_utf8_lossy(&request).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                seen.lock().expect("whole").push(path.clone());
                let _ = answer(&path, &request, &mut stream);
            });
        }
    });
    Server { port, asked }
}

fn say(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let n = body.len();
    stream.write_all(format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {n}\r\nConnection: close\r\n\r\n").as_bytes())?;
    stream.write_all(body)
}

fn options() -> Options {
    Options {
        allow: vec![HERE],
        any_port: true,
        gap: Duration::ZERO,
        caps: Caps { bytes: 1 << 20, ..Caps::default() },
        ..Options::default()
    }
}

fn get(fetcher: &Fetcher, server: &Server, path: &str) -> Result<musnad_page::fetch::Fetched, FetchError> {
    fetcher.get(&format!("http://127.0.0.1:{}{path}", server.port), &Validators::default())
}

/// Forty ways to write an address that must not be reached.
const FORBIDDEN: [&str; 40] = [
    "127.0.0.2",
    "127.1.1.1",
    "127.2",
    "2130706434",
    "0x7f000002",
    "0177.0.0.2",
    "0x7f.0.0.2",
    "017700000002",
    "①②⑦.⓪.⓪.②",
    "１２７.０.０.２",
    "127。0。0。2",
    "0",
    "0.0.0.0",
    "10.0.0.1",
    "10.1",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "100.64.0.1",
    "100.127.255.254",
    "198.18.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.2]",
    "[::ffff:7f00:2]",
    "[::127.0.0.2]",
    "[64:ff9b::7f00:2]",
    "[2002:7f00:2::]",
    "[fc00::1]",
    "[fe80::1]",
    "[2001:db8::1]",
];

fn is_refused(found: &Result<musnad_page::fetch::Fetched, FetchError>) -> bool {
    matches!(found, Err(FetchError::Private(_) | FetchError::Address(_)))
}

/// S1: forty addresses, eight ways to be led to each; none is ever connected to.
#[test]
fn no_private_address_is_reached_by_any_way() {
    // Would record a connection to the loopback addresses among the forbidden ones.
    let trap = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), 0)).expect("a free port");
    let trap_port = trap.local_addr().expect("bound").port();
    trap.set_nonblocking(true).expect("a socket");
    let target = Arc::new(Mutex::new(String::new()));
    let led = Arc::clone(&target);
    let server = serve(move |path, _, stream| {
        let to = led.lock().expect("whole").clone();
        match path {
            "/robots.txt" => say(stream, "404 Not Found", "", b""),
            "/feed" => say(
                stream,
                "200 OK",
                "",
                format!("<rss><channel><item><title>x</title><link>{to}</link></item></channel></rss>").as_bytes(),
            ),
            "/map" => say(stream, "200 OK", "", format!("<urlset><url><loc>{to}</loc></url></urlset>").as_bytes()),
            "/page" => say(stream, "200 OK", "", format!("<base href='{to}'><link rel=canonical href='/x'>").as_bytes()),
            _ => say(stream, "302 Found", &format!("Location: {}\r\n", url_text(&to)), b""),
        }
    });
    let robots_led = Arc::clone(&target);
    let robots_server = serve(move |_, _, stream| {
        let to = robots_led.lock().expect("whole").clone();
        say(stream, "302 Found", &format!("Location: {}\r\n", url_text(&to)), b"")
    });
    let fetcher = Fetcher::new(options());
    let n_tries = std::cell::Cell::new(0);
    for host in FORBIDDEN {
        let url = format!("http://{host}:{trap_port}/x");
        target.lock().expect("whole").clone_from(&url);
        let refused = |how: &str, found: Result<musnad_page::fetch::Fetched, FetchError>| {
            n_tries.set(n_tries.get() + 1);
            assert!(is_refused(&found), "{host} {how}: {found:?}");
        };
        refused("direct", fetcher.get(&url, &Validators::default()));
        refused("redirect", get(&fetcher, &server, "/redirect"));
        let found = get(&fetcher, &server, "/feed").expect("the feed");
        let entries = feed::parse(&found.body, None, Some(&found.url), &Caps::default()).expect("a feed").entries;
        let link = entries.first().and_then(|e| e.link.clone()).unwrap_or_default();
        refused("feed", fetcher.get(&link, &Validators::default()));
        let found = get(&fetcher, &server, "/map").expect("the map");
        let link = sitemap::parse(&found.body, None, &Caps::default()).pages.first().map(|p| p.url.clone()).unwrap_or_default();
        refused("sitemap", fetcher.get(&link, &Validators::default()));
        let found = get(&fetcher, &server, "/page").expect("the page");
        let page = musnad_page::read_html(&found.body, None, Some(&found.url), &Caps::default());
        refused("base", fetcher.get(&page.canonical_url.unwrap_or_default(), &Validators::default()));
        // robots.txt that redirects there: nothing is allowed then.
        n_tries.set(n_tries.get() + 1);
        let found = get(&Fetcher::new(options()), &robots_server, "/news");
        assert!(found.is_err(), "{host} robots: {found:?}");
        // A name for the address, and a name that is public only when first asked.
        let parsed = url::Url::parse(&url).ok().and_then(|u| match u.host() {
            Some(url::Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(url::Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            _ => None,
        });
        let Some(ip) = parsed else { panic!("{host} is no address") };
        let named: Lookup = Arc::new(move |_, port| Ok(vec![SocketAddr::new(ip, port)]));
        refused(
            "name",
            Fetcher::with_lookup(options(), named).get(&format!("http://news.example:{trap_port}/x"), &Validators::default()),
        );
        let n_asked = AtomicUsize::new(0);
        let port = server.port;
        let rebinding: Lookup = Arc::new(move |_, _| {
            let first = n_asked.fetch_add(1, Ordering::SeqCst) == 0;
            Ok(vec![if first { SocketAddr::new(HERE, port) } else { SocketAddr::new(ip, trap_port) }])
        });
        refused("rebinding", Fetcher::with_lookup(options(), rebinding).get("http://news.example/x", &Validators::default()));
    }
    assert_eq!(n_tries.get(), 320);
    assert!(trap.accept().is_err(), "somebody connected to the trap");
}

/// An address as a Location header may carry it: ASCII.
fn url_text(url: &str) -> String {
    url::Url::parse(url).map_or_else(|_| url.to_owned(), |u| u.to_string())
}

#[test]
fn odd_addresses_are_refused_without_a_request() {
    let server = serve(|_, _, stream| say(stream, "200 OK", "", b"x"));
    let fetcher = Fetcher::new(Options { any_port: false, ..options() });
    for url in [
        "",
        "x",
        "file:///etc/passwd",
        "ftp://a.example/",
        "gopher://a.example/",
        "data:text/html,x",
        "javascript:alert(1)",
        "//a.example/",
        "http://",
        "http://user:password@127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://a.example:22/",
        "http://a.example:8080/",
        "http://[::1",
    ] {
        let found = fetcher.get(url, &Validators::default());
        assert!(matches!(found, Err(FetchError::Address(_))), "{url}: {found:?}");
    }
    assert!(is_refused(&get(&fetcher, &server, "/")), "the server's port is no usual one");
    assert!(server.asked.lock().expect("whole").is_empty());
}

/// S2: at most five redirects, each looked at again.
#[test]
fn redirects_are_counted_and_checked() {
    let server = serve(|path, request, stream| {
        assert!(!request.to_ascii_lowercase().contains("cookie:"), "cookies are never sent");
        match path.strip_prefix("/hop/").and_then(|n| n.parse::<u32>().ok()) {
            Some(0) => say(stream, "200 OK", "Content-Type: text/html\r\n", b"done"),
            Some(n) => say(stream, "301 Moved", &format!("Set-Cookie: a=b\r\nLocation: /hop/{}\r\n", n - 1), b""),
            None if path == "/loop" => say(stream, "302 Found", "Location: /loop\r\n", b""),
            None if path == "/file" => say(stream, "302 Found", "Location: file:///etc/passwd\r\n", b""),
            None if path == "/none" => say(stream, "302 Found", "", b"no location"),
            None => say(stream, "404 Not Found", "", b""),
        }
    });
    let fetcher = Fetcher::new(options());
    for n in 0..=5 {
        let found = get(&fetcher, &server, &format!("/hop/{n}")).expect("few enough");
        assert_eq!(found.body, b"done");
        assert!(found.url.ends_with("/hop/0"));
    }
    assert!(matches!(get(&fetcher, &server, "/hop/6"), Err(FetchError::Network(_))));
    assert!(matches!(get(&fetcher, &server, "/loop"), Err(FetchError::Network(_))));
    assert!(matches!(get(&fetcher, &server, "/file"), Err(FetchError::Address(_))));
    assert_eq!(get(&fetcher, &server, "/none").expect("an answer").status, 302);
    assert_eq!(get(&fetcher, &server, "/gone").expect("an answer").status, 404);
    // A certificate that nobody vouches for: a plain server is no TLS server.
    let secure = fetcher.get(&format!("https://127.0.0.1:{}/", server.port), &Validators::default());
    assert!(matches!(secure, Err(FetchError::Network(_) | FetchError::Robots(_))), "{secure:?}");
}

#[test]
fn robots_are_asked_once_and_obeyed() {
    for (status, body, allowed) in [
        ("200 OK", "User-agent: *\nDisallow: /private", true),
        ("200 OK", "User-agent: musnad\nDisallow: /", false),
        ("404 Not Found", "User-agent: *\nDisallow: /", true),
        ("403 Forbidden", "", true),
        ("500 Oops", "", false),
        ("503 Busy", "", false),
    ] {
        let server = serve(move |path, _, stream| match path {
            "/robots.txt" => say(stream, status, "", body.as_bytes()),
            _ => say(stream, "200 OK", "", b"x"),
        });
        let fetcher = Fetcher::new(options());
        let found = get(&fetcher, &server, "/news");
        assert_eq!(found.is_ok(), allowed, "{status} {body}: {found:?}");
        assert!(get(&fetcher, &server, "/private/1").is_ok() == (allowed && body.is_empty() || status.starts_with("404")));
        let asked = server.asked.lock().expect("whole").clone();
        assert_eq!(asked.iter().filter(|p| *p == "/robots.txt").count(), 1, "{asked:?}");
        let unasked = Fetcher::new(Options { robots: false, ..options() });
        assert_eq!(get(&unasked, &server, "/private/1").expect("not asked").robots, "ignored");
    }
}

#[test]
fn what_has_not_changed_costs_nothing_and_waiting_is_obeyed() {
    let server = serve(|path, request, stream| match path {
        "/robots.txt" => say(stream, "404 Not Found", "", b""),
        "/busy" => say(stream, "429 Too Many", "Retry-After: 120\r\n", b""),
        "/until" => say(stream, "503 Busy", "Retry-After: Fri, 31 Dec 2099 23:59:59 GMT\r\n", b""),
        "/gone" => say(stream, "410 Gone", "", b""),
        _ if request.contains("\"v1\"") => say(stream, "304 Not Modified", "ETag: \"v1\"\r\n", b""),
        _ => say(stream, "200 OK", "ETag: \"v1\"\r\nLast-Modified: Sun, 12 May 2024 07:00:00 GMT\r\n", b"x"),
    });
    let fetcher = Fetcher::new(options());
    let first = get(&fetcher, &server, "/feed").expect("an answer");
    assert_eq!((first.status, first.robots.as_str()), (200, "allowed"));
    let second = fetcher.get(&first.url, &first.validators).expect("an answer");
    assert_eq!((second.status, second.body.len()), (304, 0));
    assert_eq!(get(&fetcher, &server, "/gone").expect("an answer").status, 410);
    let fresh = || Fetcher::new(options());
    assert_eq!(get(&fresh(), &server, "/busy"), Err(FetchError::RetryAfter(120)));
    assert!(matches!(get(&fresh(), &server, "/until"), Err(FetchError::RetryAfter(n)) if n > 1_000_000));
}

#[test]
fn requests_to_one_host_keep_their_distance() {
    let server = serve(|path, _, stream| match path {
        "/robots.txt" => say(stream, "404 Not Found", "", b""),
        _ => say(stream, "200 OK", "", b"x"),
    });
    let fetcher = Fetcher::new(Options { gap: Duration::from_millis(100), ..options() });
    let started = Instant::now();
    std::thread::scope(|scope| {
        for n in 0..4 {
            let (fetcher, server) = (&fetcher, &server);
            scope.spawn(move || get(fetcher, server, &format!("/{n}")).expect("an answer"));
        }
    });
    // robots.txt and four pages: four gaps between five requests.
    assert!(started.elapsed() >= Duration::from_millis(400));
}

/// H4, H5: slow, endless and exploding answers end at a limit.
#[test]
fn hostile_servers_are_left() {
    let bomb = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let zeros = vec![0; 1 << 20];
        (0..300).for_each(|_| encoder.write_all(&zeros).expect("in memory"));
        encoder.finish().expect("in memory")
    };
    let server = serve(move |path, _, stream| match path {
        "/robots.txt" => say(stream, "404 Not Found", "", b""),
        "/slow" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")?;
            // A byte now and then keeps the connection alive, but not beyond the time for the whole.
            for _ in 0..100 {
                std::thread::sleep(Duration::from_millis(300));
                stream.write_all(b"x")?;
            }
            Ok(())
        }
        "/silent" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")?;
            std::thread::sleep(Duration::from_secs(20));
            Ok(())
        }
        "/headers" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            (0..1_000_000).try_for_each(|n| stream.write_all(format!("x-{n}: {}\r\n", "y".repeat(1000)).as_bytes()))
        }
        "/endless" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            let chunk = format!("1000\r\n{}\r\n", "x".repeat(4096));
            (0..1_000_000).try_for_each(|_| stream.write_all(chunk.as_bytes()))
        }
        "/cut" => stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        "/large" => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"),
        "/bomb" => say(stream, "200 OK", "Content-Encoding: gzip\r\n", &bomb),
        "/brotli" => say(stream, "200 OK", "Content-Encoding: br\r\n", b"x"),
        _ => stream.write_all(b"nonsense\r\n\r\n"),
    });
    let fetcher = Fetcher::new(Options { timeout: Duration::from_secs(3), idle: Duration::from_secs(1), ..options() });
    for path in ["/slow", "/silent", "/headers", "/endless", "/large", "/bomb", "/brotli", "/nonsense", "/cut"] {
        let left = || {
            let found = get(&fetcher, &server, path);
            assert!(matches!(found, Err(FetchError::Network(_) | FetchError::TooLarge(_))), "{path}: {found:?}");
        };
        assert!(crate::is_done_within(Duration::from_secs(8), left), "{path}");
    }
}
