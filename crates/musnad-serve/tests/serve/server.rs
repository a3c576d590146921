//! The network side: headers of every reply, limits, hosts, the end.

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use musnad_serve::{Options, router};
use std::future::Future;
use tower::ServiceExt;

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime").block_on(work)
}

fn ask(request: Request<Body>) -> Response<Body> {
    run(router(crate::common::site(), Options::default()).oneshot(request)).expect("a reply")
}

fn get(path: &str) -> Response<Body> {
    ask(Request::get(path).header("host", "localhost:8090").body(Body::empty()).expect("a request"))
}

fn header<'r>(response: &'r Response<Body>, name: &str) -> &'r str {
    response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

#[test]
fn every_reply_has_the_headers_that_protect_its_reader() {
    for path in ["/", "/search?q=x", "/article/1.json", "/article/1.csv", "/nothing", "/assets/style.css", "/healthz"] {
        let reply = get(path);
        assert!(header(&reply, "content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(header(&reply, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&reply, "referrer-policy"), "no-referrer", "{path}");
        assert!(header(&reply, "content-type").contains("charset=utf-8"), "{path}");
        assert!(!header(&reply, "x-request-id").is_empty(), "{path}");
    }
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let first = get("/article/1");
    let tag = header(&first, "etag").to_owned();
    let again = Request::get("/article/1").header("if-none-match", &tag).body(Body::empty()).expect("a request");
    assert_eq!(ask(again).status(), StatusCode::NOT_MODIFIED);
    let other = Request::get("/article/2").header("if-none-match", &tag).body(Body::empty()).expect("a request");
    assert_eq!(ask(other).status(), StatusCode::OK);
}

#[test]
fn head_tells_the_length_and_sends_nothing() {
    let reply = ask(Request::head("/article/1").body(Body::empty()).expect("a request"));
    let length: usize = header(&reply, "content-length").parse().expect("a length");
    let body = run(to_bytes(reply.into_body(), 1 << 20)).expect("a body");
    assert!(length > 1_000 && body.is_empty());
}

#[test]
fn foreign_hosts_methods_and_origins_are_refused() {
    let with = |method: &str, path: &str, name: &str, value: &str| {
        let request = Request::builder().method(method).uri(path).header("host", "localhost:8090").header(name, value);
        ask(request.body(Body::empty()).expect("a request")).status().as_u16()
    };
    let foreign = Request::get("/").header("host", "evil.example").body(Body::empty()).expect("a request");
    assert_eq!(ask(foreign).status().as_u16(), 421);
    assert_eq!(with("POST", "/article/1", "accept", "*/*"), 405);
    assert_eq!(with("DELETE", "/", "accept", "*/*"), 405);
    assert_eq!(with("POST", "/nothing", "accept", "*/*"), 404);
    assert_eq!(with("POST", "/", "origin", "https://evil.example"), 403);
    assert_eq!(with("POST", "/", "sec-fetch-site", "cross-site"), 403);
}

#[test]
fn bodies_have_a_size() {
    let big = Body::from(vec![b'a'; (2 << 20) + 1]);
    let reply = ask(Request::post("/").body(big).expect("a request"));
    assert_eq!(reply.status().as_u16(), 413);
}

#[test]
fn it_serves_and_answers_over_a_socket() {
    run(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = router(crate::common::site(), Options::default()).into_make_service_with_connect_info::<std::net::SocketAddr>();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            axum::serve(listener, app).with_graceful_shutdown(async { ended.await.unwrap_or_default() }).await
        });
        let told = tokio::task::spawn_blocking(move || {
            use std::io::{Read, Write};
            let mut socket = std::net::TcpStream::connect(address).expect("a connection");
            write!(socket, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("sent");
            let mut told = String::new();
            socket.read_to_string(&mut told).expect("an answer");
            told
        });
        let told = told.await.expect("an answer");
        assert!(told.starts_with("HTTP/1.1 200") && told.ends_with("ok\n"), "{told}");
        end.send(()).expect("the server runs");
        server.await.expect("no panic").expect("a clean end");
    });
}

/// The answer to what is written to a socket, until the server ends it.
async fn told(address: std::net::SocketAddr, sent: String) -> String {
    let told = tokio::task::spawn_blocking(move || {
        use std::io::{Read, Write};
        let mut socket = std::net::TcpStream::connect(address).expect("a connection");
        socket.write_all(sent.as_bytes()).expect("sent");
        let mut told = Vec::new();
        // A connection that is cut gives an error, and what came before it.
        let _ = socket.read_to_end(&mut told);
        String::from_utf8_lossy(&told).into_owned()
    });
    told.await.expect("no panic")
}

#[test]
fn slow_clients_are_let_go_and_stop_nobody() {
    let (send, address) = std::sync::mpsc::channel();
    let options = Options {
        address: std::net::SocketAddr::from(([127, 0, 0, 1], 0)),
        silence: std::time::Duration::from_secs(1),
        ..Options::default()
    };
    let site = crate::common::hostile();
    std::thread::spawn(move || musnad_serve::serve(site, options, |at| send.send(at).expect("somebody waits")));
    let address = address.recv().expect("it listens");
    run(async {
        let half = format!("GET / HTTP/1.1\r\nHost: {address}\r\nX-Slow: ");
        let slow: Vec<_> = (0..200).map(|_| tokio::spawn(told(address, half.clone()))).collect();
        let whole = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        assert!(told(address, whole).await.ends_with("ok\n"), "a new client is served beside two hundred slow ones");
        for client in slow {
            assert!(!client.await.expect("no panic").contains(" 200 "), "who never finishes is let go");
        }
    });
}
