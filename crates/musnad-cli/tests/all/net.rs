//! `musnad add URL` and `musnad follow` against a server of our own: nothing is asked twice, nothing new is missed.

use musnad_archive::rusqlite::Connection;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A server that answers each request in its own way and remembers what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

/// Status and headers, and the body.
type Answer = (String, String);

fn serve(answer: impl Fn(&str, &str) -> Answer + Send + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = Vec::new();
            let mut chunk = [0; 1024];
            while !request.windows(4).any(|w| w == b"\r\n\r\n") {
                match stream.read(&mut chunk) {
                    Ok(0) | Err(_) => break,
                    Ok(n) => request.extend_from_slice(&chunk[..n]),
                }
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            let (head, body) = answer(&path, &request);
            seen.lock().expect("whole").push(path);
            let _ = stream.write_all(
                format!("HTTP/1.1 {head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).as_bytes(),
            );
        }
    });
    Server { port, asked }
}

impl Server {
    /// What was asked since the last call, robots.txt aside.
    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().expect("whole"));
        asked.retain(|path| path != "/robots.txt");
        asked.sort();
        asked
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn ok(headers: &str, body: &str) -> Answer {
    (format!("200 OK\r\n{headers}"), body.to_owned())
}

fn status(status: &str) -> Answer {
    (format!("{status}\r\n"), String::new())
}

fn page(title: &str) -> Answer {
    let text = "قال وزير الخارجية المصري سامح شكري إن المحادثات مع الوفد كانت مثمرة، وأضاف أن الجانبين اتفقا على عقد جولة ثانية.";
    let body = format!(
        "<html lang=ar><head><title>{title}</title><meta property='og:site_name' content='الميناء'></head><body><article>\
         <h1>{title}</h1><p>{text} {title}.</p><p>وأوضح الوزير في ختام اللقاء أن الجولة المقبلة ستعقد في القاهرة.</p></article></body></html>"
    );
    ok("Content-Type: text/html; charset=utf-8\r\nETag: \"p1\"\r\n", &body)
}

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("musnad-net-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    dir
}

fn musnad(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(args)
        .current_dir(dir)
        .env("MUSNAD_ARCHIVE", "press.db")
        .output()
        .expect("runs")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn titles(dir: &Path) -> Vec<String> {
    let db = Connection::open(dir.join("press.db")).expect("an archive");
    let mut rows = db.prepare("SELECT coalesce(title, '-') FROM articles ORDER BY title").expect("a query");
    rows.query_map([], |r| r.get(0)).and_then(Iterator::collect).expect("rows")
}

#[test]
fn an_address_is_added_and_asked_for_changes_only() {
    let server = serve(|path, request| match path {
        "/news/1" if request.contains("\"p1\"") => status("304 Not Modified"),
        "/news/1" => page("لقاء أول"),
        "/rss" => ok(
            "Content-Type: application/rss+xml\r\n",
            "<rss><channel><title>الساحل</title><item><title>خبر من الخلاصة</title><link>https://a.example/9</link>\
             <description>وصل الوفد إلى بغداد.</description></item></channel></rss>",
        ),
        _ => status("404 Not Found"),
    });
    let dir = folder("add");
    let (news, rss) = (server.url("/news/1"), server.url("/rss"));
    let refused = musnad(&dir, &["add", &news]);
    assert_eq!(refused.status.code(), Some(2), "a private address is not reached unasked");
    assert!(err(&refused).contains("--allow-private") && server.asked().is_empty(), "{}", err(&refused));
    let added = musnad(&dir, &["add", &news, &rss, "--allow-private", "--gap", "0"]);
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    assert_eq!(titles(&dir), ["خبر من الخلاصة", "لقاء أول"]);
    assert_eq!(server.asked(), ["/news/1", "/rss"]);
    let again = musnad(&dir, &["add", &news, "--allow-private", "--gap", "0"]);
    assert!(again.status.success() && err(&again).contains("1 already there"), "{}", err(&again));
    let gone = musnad(&dir, &["add", &server.url("/gone"), "--allow-private", "--gap", "0"]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(err(&gone).contains("/gone") && err(&gone).contains("404"), "{}", err(&gone));
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn feeds_are_followed_round_after_round_without_loss() {
    let (day, is_down) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(true)));
    let (today, down) = (Arc::clone(&day), Arc::clone(&is_down));
    let item = |n: &str| format!("<item><title>خبر {n}</title><link>/news/{n}</link></item>");
    let early = format!("{}{}", item("1"), item("2"));
    let closed = "<item><title>خبر مغلق</title><link>/closed/4</link><description>أعلنت الوزارة إغلاق الميناء حتى يوم الأحد.</description></item>";
    let late = format!("{early}{}{closed}", item("3"));
    let server = serve(move |path, request| {
        let n = today.load(Ordering::SeqCst);
        match path {
            "/robots.txt" => ok("", "User-agent: *\nDisallow: /closed"),
            "/rss" if request.contains(&format!("\"d{n}\"")) => status("304 Not Modified"),
            "/rss" => {
                let items = if n == 0 { &early } else { &late };
                let feed = format!("<rss><channel><title>الميناء</title>{items}</channel></rss>");
                ok(&format!("Content-Type: text/xml\r\nETag: \"d{n}\"\r\n"), &feed)
            }
            "/news/2" if down.load(Ordering::SeqCst) => status("500 Oops"),
            "/news/1" | "/news/2" | "/news/3" => page(&format!("لقاء {}", path.trim_start_matches("/news/"))),
            _ => status("404 Not Found"),
        }
    });
    let dir = folder("follow");
    std::fs::write(
        dir.join("feeds.opml"),
        format!("<opml version='2.0'><body><outline text='x' xmlUrl='{}'/></body></opml>", server.url("/rss")),
    )
    .expect("written");
    let round = || musnad(&dir, &["follow", "feeds.opml", "--once", "--allow-private", "--gap", "0"]);
    let first = round();
    assert_eq!(first.status.code(), Some(2), "a page could not be had: {}", err(&first));
    assert!(err(&first).contains("1 new articles") && err(&first).contains("/news/2"), "{}", err(&first));
    assert_eq!(server.asked(), ["/news/1", "/news/2", "/rss"]);
    is_down.store(false, Ordering::SeqCst);
    let second = round();
    assert_eq!(second.status.code(), Some(0), "{}", err(&second));
    assert_eq!(server.asked(), ["/news/2", "/rss"], "what was had is not asked for again, what was not is");
    assert_eq!(titles(&dir), ["لقاء 1", "لقاء 2"]);
    let third = round();
    assert!(third.status.success() && err(&third).contains("1 unchanged"), "{}", err(&third));
    assert_eq!(server.asked(), ["/rss"]);
    day.store(1, Ordering::SeqCst);
    let fourth = round();
    assert_eq!(fourth.status.code(), Some(0), "{}", err(&fourth));
    assert_eq!(server.asked(), ["/news/3", "/rss"], "robots.txt is obeyed");
    assert_eq!(titles(&dir), ["خبر مغلق", "لقاء 1", "لقاء 2", "لقاء 3"], "of a closed page, what the feed says itself");
    assert!(round().status.success());
    assert_eq!(server.asked(), ["/rss"]);
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn mistakes_of_lists_and_times_are_told() {
    let dir = folder("mistakes");
    std::fs::write(dir.join("list.txt"), "# press\nfeeds/press.xml\n").expect("written");
    std::fs::write(dir.join("empty.txt"), "# nothing yet\n").expect("written");
    for (args, wanted) in [
        (&["follow", "absent.opml", "--once"][..], "absent.opml"),
        (&["follow", "list.txt", "--once"], "`feeds/press.xml` is no address"),
        (&["follow", "empty.txt", "--once"], "no feed is named"),
        (&["follow", "list.txt", "--every", "soon"], "15m"),
        (&["follow", "https://a.example/rss", "--gap=-1"], "--gap"),
    ] {
        let output = musnad(&dir, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(wanted), "{args:?}: {}", err(&output));
    }
    assert!(!dir.join("press.db").exists(), "no archive is made for a mistake");
    std::fs::remove_dir_all(dir).expect("removed");
}
