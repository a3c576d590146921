//! Every type of page, in both languages, given to the Nu HTML checker (vnu), which knows the standard's grammar: no error.

use crate::common::{fresh, get, hostile, pages};
use musnad_serve::token::{Scope, Tokens, new_token};
use musnad_serve::{Request, Stop};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

/// The checker, where `.ci/run` put it.
fn checker() -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let path = std::env::var_os("MUSNAD_VNU").map(PathBuf::from).or_else(|| Some(cache?.join("musnad-vnu/vnu.jar")))?;
    path.is_file().then_some(path)
}

/// All that is checked, by address: pages of the demo, and those of reviewers with a text that tries everything.
fn all() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for address in pages().into_iter().chain(["/nothing".to_owned()]) {
        for lang in ["ar", "en"] {
            let mark = if address.contains('?') { '&' } else { '?' };
            let address = format!("{address}{mark}lang={lang}");
            all.push((address.clone(), get(&address).text()));
        }
    }
    let (_, row) = new_token("Salma", &[Scope::Correct], None).expect("random bytes");
    let site = hostile().with_tokens(Tokens::parse(&row).expect("a row"));
    for address in ["/", "/article/1?fact=s1", "/entity/1", "/statements", "/search?q=الوزير&in=statements", "/sources"] {
        all.push((format!("hostile {address}"), site.answer(&Request::get(address), "t", &Stop::default()).text()));
    }
    all
}

#[test]
fn the_checker_of_the_standard_finds_nothing() {
    let java = Command::new("java").arg("-version").output().is_ok_and(|told| told.status.success());
    let Some(jar) = checker().filter(|_| java) else {
        // Not `eprintln!`: the test harness would keep that to itself.
        let _ = writeln!(
            std::io::stderr(),
            "notice: no Java or no vnu here (.ci/run fetches it; MUSNAD_VNU): the markup is not checked"
        );
        return;
    };
    let dir = fresh("markup").with_file_name("pages");
    std::fs::create_dir_all(&dir).expect("a folder");
    let all = all();
    assert!(all.len() > 60, "{} pages", all.len());
    for (nth, (_, html)) in all.iter().enumerate() {
        std::fs::write(dir.join(format!("{nth:03}.html")), html).expect("written");
    }
    // A page that is wrong is told: the checker does its work.
    std::fs::write(dir.join("999.html"), "<!doctype html><html lang=\"ar\"><title>x</title><p id=\"a\"><b id=\"a\"></p>")
        .expect("written");
    let told = Command::new("java").args(["-Xmx512m", "-jar"]).arg(jar).args(["--format", "json", "--stdout"]).arg(&dir).output();
    let told: serde_json::Value = serde_json::from_slice(&told.expect("Java runs").stdout).expect("JSON");
    let messages = told["messages"].as_array().expect("messages");
    let about = |message: &serde_json::Value| {
        let nth = message["url"].as_str().and_then(|url| url.rsplit_once('/')?.1.strip_suffix(".html")?.parse::<usize>().ok());
        let address = nth.and_then(|nth| all.get(nth)).map_or("", |(address, _)| address.as_str());
        format!("{address}: {} {}", message["message"], message["extract"])
    };
    let (planted, found): (Vec<_>, Vec<_>) =
        messages.iter().partition(|m| m["url"].as_str().is_some_and(|url| url.ends_with("/999.html")));
    assert!(planted.len() > 1, "{planted:?}");
    let wrong: Vec<String> = found.into_iter().map(about).collect();
    assert!(
        wrong.is_empty(),
        "{} messages:\n{}",
        wrong.len(),
        wrong.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n")
    );
}
