//! Temporary: records of gold articles, for scoring without the whole binary.
use musnad::{Article, Reader};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let reader = Reader::embedded().expect("embedded");
    for line in std::io::stdin().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.expect("line")).expect("json");
        let get = |k: &str| v[k].as_str().filter(|s| !s.is_empty()).map(str::to_owned);
        let article = Article { text: get("text").unwrap_or_default(), published: get("published"), outlet: get("outlet"), title: get("title"), ..Default::default() };
        let record = reader.read(&article);
        std::fs::write(format!("{}/{}.json", args[1], v["id"].as_str().expect("id")), serde_json::to_string(&record).expect("json")).expect("written");
    }
}
