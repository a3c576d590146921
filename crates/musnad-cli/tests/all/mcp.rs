//! `musnad mcp` as a client starts it: messages on standard input, answers on standard output, the end with its input.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn an_assistant_asks_an_archive_over_a_pipe() {
    let archive = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mcp-{}.db", std::process::id()));
    let musnad = || Command::new(env!("CARGO_BIN_EXE_musnad"));
    let made = musnad().args(["demo", "--no-serve", "--archive"]).arg(&archive).output().expect("the binary runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut child =
        musnad().arg("mcp").arg(&archive).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
    let lines = [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#,
        r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"search","arguments":{"query":"الشركة","limit":3}}}"#,
    ];
    child.stdin.take().expect("a pipe").write_all(format!("{}\n", lines.join("\n")).as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends with its input");
    assert!(output.status.success());
    let answers: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is a message"))
        .collect();
    assert_eq!(answers.iter().filter_map(|a| a["id"].as_i64()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(answers[1]["result"]["tools"].as_array().map(Vec::len), Some(4));
    let rows = answers[2]["result"]["structuredContent"]["rows"].as_array().expect("rows").clone();
    assert!(
        rows.len() == 3
            && rows.iter().all(|r| r["cite"]["article"].is_i64() && r["cite"]["end"].as_i64() > r["cite"]["start"].as_i64())
    );
    let none = musnad().args(["mcp", "nothing-here.db"]).stdin(Stdio::null()).output().expect("the binary runs");
    assert_eq!(none.status.code(), Some(2));
    std::fs::remove_file(&archive).expect("the archive was there");
}
