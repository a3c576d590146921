//! What `musnad serve` bears: starts it on an archive, asks it as many readers would, and prints the figures as a table.
//!
//! ```text
//! cargo build --release && ulimit -n 4096
//! cargo run --example load -p musnad-serve -- target/release/musnad press.db 100000
//! ```
//! Loopback only. Five measures: the first page after the start; the time of each type of page at fifty requests a second, counted
//! from when a request was due (a server that falls behind does not make its own figures better); the same where no address was
//! ever asked before, so that no reply is given twice; a new reader beside a thousand clients that never finish their requests;
//! the memory before and after the number of requests given last. It fails if a figure is not kept.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

type Failed = Box<dyn std::error::Error>;

/// Requests a second.
const RATE: u32 = 50;
/// Requests of each type of page at that rate.
const ROUNDS: usize = 40;
/// Clients that never finish.
const SLOW: usize = 1_000;
/// One of so many of the requests that the memory is measured with has an address of its own.
const FRESH: usize = 20;
/// What a page may take, and the bytes it may have.
const MOST_MS: f64 = 100.0;
const MOST_BYTES: usize = 60 << 10;

fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [musnad, archive, rest @ ..] = args.as_slice() else { return Err("load MUSNAD ARCHIVE [REQUESTS]".into()) };
    let n_requests: usize = rest.first().map_or(Ok(100_000), |n| n.parse())?;
    let started = Instant::now();
    let mut server = Server::start(musnad, archive)?;
    let first = Client::new(&server.host)?.get("/")?;
    let after = started.elapsed().as_millis();
    println!("first page {after} ms after the start ({} bytes)", first.len());
    let pages = pages(&server.host)?;
    let mut missed = Vec::new();
    let mut kept = |is: bool, told: &str| {
        if !is {
            missed.push(told.to_owned());
        }
    };
    kept(after <= 300, "the first page within 300 ms");
    for (fresh, told) in [(false, "as readers ask"), (true, "no address twice")] {
        println!("\n{told}:");
        kept(at_a_rate(&server.host, &pages, fresh)?, told);
    }
    kept(slow_clients(&server.host)? <= 1_000, "a new client within a second");
    kept(memory(&server, &pages, n_requests)? <= 10.0, "memory grows by at most a tenth");
    server.child.kill()?;
    server.child.wait()?;
    if missed.is_empty() { Ok(()) } else { Err(format!("not kept: {}", missed.join("; ")).into()) }
}

/// An address that nobody asked for before: pages take no notice of a parameter they do not know.
fn fresh(path: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}fresh={}", NEXT.fetch_add(1, Ordering::Relaxed))
}

struct Server {
    child: Child,
    host: String,
}

impl Server {
    /// Starts it on a free port, which it tells on its standard error.
    fn start(musnad: &str, archive: &str) -> Result<Server, Failed> {
        let mut child =
            Command::new(musnad).args(["serve", archive, "--port", "0", "--rate", "0"]).stderr(Stdio::piped()).spawn()?;
        let mut told = String::new();
        let mut lines = BufReader::new(child.stderr.take().ok_or("no standard error")?);
        while !told.contains("http://") {
            told.clear();
            if lines.read_line(&mut told)? == 0 {
                return Err("the server ended".into());
            }
        }
        // Whatever it says later is read and dropped, so that it never waits for a full pipe.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        let host = told.split("http://").nth(1).and_then(|t| t.split('/').next()).ok_or("no address")?.to_owned();
        Ok(Server { child, host })
    }

    /// Memory held, in KiB.
    fn memory(&self) -> Result<u64, Failed> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

/// A connection that is kept.
struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Client {
    fn new(host: &str) -> Result<Client, Failed> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Client { stream: BufReader::new(stream), host: host.to_owned() })
    }

    /// The body of a page, which is there.
    fn get(&mut self, path: &str) -> Result<Vec<u8>, Failed> {
        // In one piece: many small ones would be sent one by one.
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut line, mut length) = (String::new(), 0);
        self.stream.read_line(&mut line)?;
        if !line.starts_with("HTTP/1.1 200") {
            return Err(format!("{path}: {line}").into());
        }
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some((_, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }
}

/// Addresses of each type of page, from what the archive holds.
fn pages(host: &str) -> Result<Vec<(&'static str, Vec<String>)>, Failed> {
    let mut client = Client::new(host)?;
    let mut rows = |path: &str| -> Result<Vec<Value>, Failed> {
        let answer: Value = serde_json::from_slice(&client.get(path)?)?;
        Ok(answer["rows"].as_array().cloned().unwrap_or_default())
    };
    let numbers = |rows: &[Value], key: &str, path: &str| -> Vec<String> {
        rows.iter().filter_map(|r| Some(format!("{path}/{}", r[key].as_i64()?))).collect()
    };
    let (said, done) = (rows("/statements.json?size=50")?, rows("/events.json?size=50")?);
    // The page lists outlets, and after them whom they cite.
    let outlets: Vec<Value> = rows("/sources.json")?.into_iter().filter(|row| row["part"] == "outlet").collect();
    let words = ["الرئيس", "وزير", "السعودية", "اليمن", "«مجلس الوزراء»", "النفط"];
    let search = |rest: &str| words.iter().map(|w| format!("/search?q={}{rest}", encoded(w))).collect::<Vec<_>>();
    let mut all = vec![
        ("article", numbers(&said, "article", "/article")),
        ("statement", numbers(&said, "id", "/statement")),
        ("event", numbers(&done, "id", "/event")),
        ("entity", numbers(&rows("/entities.json?size=50")?, "id", "/entity")),
        ("source", numbers(&outlets, "id", "/source").into_iter().take(20).collect()),
        ("story", numbers(&rows("/stories.json?size=50")?, "id", "/story")),
        ("search", search("")),
        ("search statements", search("&in=statements")),
        ("search events", search("&in=events")),
    ];
    for path in [
        "/",
        "/statements",
        "/events",
        "/timeline",
        "/entities",
        "/sources",
        "/stories",
        "/framing",
        "/network",
        "/places",
        "/about",
    ] {
        all.push((path, vec![path.to_owned()]));
    }
    all.retain(|(_, addresses)| !addresses.is_empty());
    Ok(all)
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Time and size of a reply.
type Took = (Duration, usize);

/// Asks for all types of pages in turn, fifty times a second, whether answers came or not. True if each type is answered in time.
fn at_a_rate(host: &str, pages: &[(&'static str, Vec<String>)], is_fresh: bool) -> Result<bool, Failed> {
    let (send, receive) = channel::<(usize, String, Instant)>();
    let receive = Arc::new(Mutex::new(receive));
    let found: Arc<Mutex<BTreeMap<usize, Vec<Took>>>> = Arc::default();
    let failed: Arc<Mutex<Vec<String>>> = Arc::default();
    let workers: Vec<_> = (0..32)
        .map(|_| {
            let (receive, found, failed, host) = (receive.clone(), found.clone(), failed.clone(), host.to_owned());
            std::thread::spawn(move || {
                let Ok(mut client) = Client::new(&host) else { return };
                loop {
                    let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((nth, path, due)) = next else { return };
                    match client.get(&path) {
                        Ok(body) => found
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .entry(nth)
                            .or_default()
                            .push((due.elapsed(), body.len())),
                        Err(error) => {
                            failed.lock().unwrap_or_else(PoisonError::into_inner).push(error.to_string());
                            let Ok(fresh) = Client::new(&host) else { return };
                            client = fresh;
                        }
                    }
                }
            })
        })
        .collect();
    let begin = Instant::now();
    let mut n = 0;
    for round in 0..ROUNDS {
        for (nth, (_, addresses)) in pages.iter().enumerate() {
            let due = begin + Duration::from_secs(1) * n / RATE;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let address = &addresses[round % addresses.len()];
            send.send((nth, if is_fresh { fresh(address) } else { address.clone() }, due))?;
            n += 1;
        }
    }
    drop(send);
    for worker in workers {
        worker.join().map_err(|_| "a client failed")?;
    }
    println!("\n| page | median ms | p95 ms | largest ms | largest KB |\n|---|---|---|---|---|");
    let found = found.lock().unwrap_or_else(PoisonError::into_inner);
    let mut all: Vec<Took> = Vec::new();
    let mut in_time = true;
    let mut tell = |name: &str, took: &[Took]| {
        let mut times: Vec<f64> = took.iter().map(|t| t.0.as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get(((times.len() as f64 * share).ceil() as usize).saturating_sub(1)).copied().unwrap_or(0.0);
        let bytes = took.iter().map(|t| t.1).max().unwrap_or(0);
        println!("| {name} | {:.1} | {:.1} | {:.1} | {:.1} |", at(0.5), at(0.95), at(1.0), bytes as f64 / 1024.0);
        in_time &= at(0.95) <= MOST_MS && bytes <= MOST_BYTES;
    };
    for (nth, took) in found.iter() {
        tell(pages[*nth].0, took);
        all.extend(took);
    }
    tell("all", &all);
    let failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
    println!(
        "\n{} requests at {RATE} a second, {} failed {}",
        all.len(),
        failed.len(),
        failed.first().map_or("", String::as_str)
    );
    Ok(in_time && failed.is_empty())
}

/// How long a new reader waits beside a thousand clients that never finish what they ask, in milliseconds.
fn slow_clients(host: &str) -> Result<u128, Failed> {
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        let mut stream = TcpStream::connect(host)?;
        write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ")?;
        slow.push(stream);
    }
    let started = Instant::now();
    Client::new(host)?.get(&fresh("/about"))?;
    let waited = started.elapsed().as_millis();
    println!("beside {} slow clients a new one was served in {waited} ms", slow.len());
    Ok(waited)
}

/// By how many percent the memory grows with many requests.
fn memory(server: &Server, pages: &[(&'static str, Vec<String>)], n: usize) -> Result<f64, Failed> {
    let all: Vec<String> = pages.iter().flat_map(|(_, addresses)| addresses.clone()).collect();
    let ask = |n: usize, one_in: usize| -> Result<(), Failed> {
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..8)
                .map(|k| {
                    let all = &all;
                    scope.spawn(move || -> Result<(), String> {
                        let mut client = Client::new(&server.host).map_err(|e| e.to_string())?;
                        for nth in (k..n).step_by(8) {
                            let address = &all[nth % all.len()];
                            let is_fresh = (nth / 8) % one_in == 0;
                            client.get(&if is_fresh { fresh(address) } else { address.clone() }).map_err(|e| e.to_string())?;
                        }
                        Ok(())
                    })
                })
                .collect();
            for client in clients {
                client.join().map_err(|_| "a client failed")??;
            }
            Ok(())
        })
    };
    // Caches fill first: what is measured is growth, not the start.
    ask(3_000, 1)?;
    let before = server.memory()?;
    let started = Instant::now();
    ask(n, FRESH)?;
    let after = server.memory()?;
    let growth = 100.0 * (after as f64 - before as f64) / before as f64;
    println!(
        "{n} requests in {:.0} s: memory {before} KiB before, {after} KiB after ({growth:+.1} %)",
        started.elapsed().as_secs_f64()
    );
    Ok(growth)
}
