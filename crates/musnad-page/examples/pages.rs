//! Reads HTML files and prints one JSON line each: title, date, text. With `--times N` it reads them N times and tells pages/s.

use musnad_page::{Caps, read_html};

fn main() -> std::io::Result<()> {
    let mut times = 0_usize;
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--times" => times = args.next().and_then(|n| n.parse().ok()).unwrap_or(1),
            _ => files.push(arg),
        }
    }
    let caps = Caps::default();
    let sources: Vec<Vec<u8>> = files.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    if times > 0 {
        let started = std::time::Instant::now();
        for _ in 0..times {
            for source in &sources {
                std::hint::black_box(read_html(source, None, None, &caps));
            }
        }
        let seconds = started.elapsed().as_secs_f64();
        println!("{:.0} pages/s on one core", (times * sources.len()) as f64 / seconds);
        return Ok(());
    }
    for (file, source) in files.iter().zip(&sources) {
        let page = read_html(source, None, None, &caps);
        let line = serde_json::json!({
            "file": file, "title": page.article.title, "published": page.article.published, "outlet": page.article.outlet,
            "from": page.published_from.map(|f| format!("{f:?}")), "author": page.author, "language": page.language,
            "text": page.article.text, "apart": page.apart.iter().map(|a| &a.text).collect::<Vec<_>>(),
        });
        println!("{line}");
    }
    Ok(())
}
