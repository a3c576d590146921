//! What an assistant relies on: the handshake, four tools whose rows cite true words, and errors it can mend.

use crate::common::{get, site};
use musnad_serve::mcp;
use serde_json::{Value, json};

/// The answer to one message, which has one.
fn ask(message: &Value) -> Value {
    mcp::answer(&site(), message.to_string().as_bytes()).expect("an answer")
}

/// The result of a tool.
fn call(name: &str, arguments: &Value) -> Value {
    let params = json!({ "name": name, "arguments": arguments });
    let answer = ask(&json!({ "jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params }));
    assert_eq!((answer["jsonrpc"].as_str(), answer["id"].as_i64()), (Some("2.0"), Some(7)), "{answer}");
    answer["result"].clone()
}

/// The rows of a tool that found something.
fn rows(name: &str, arguments: &Value) -> Vec<Value> {
    let result = call(name, arguments);
    assert_eq!(result["isError"], false, "{name} {arguments}: {result}");
    let rows = result["structuredContent"]["rows"].as_array().expect("rows").clone();
    assert!(!rows.is_empty(), "{name} {arguments}");
    let told = result["content"][0]["text"].as_str().expect("a text");
    assert_eq!(
        told.lines().filter(|line| line.contains(", characters ")).count(),
        rows.len(),
        "each row is told with its citation\n{told}"
    );
    rows
}

/// What stands at the characters that a citation names.
fn cited_words(cite: &Value) -> String {
    let article: Value = serde_json::from_str(&get(&format!("/article/{}.json", cite["article"])).text()).expect("JSON");
    let (start, end) = (cite["start"].as_u64().expect("start") as usize, cite["end"].as_u64().expect("end") as usize);
    article["record"]["text"].as_str().expect("a text").chars().skip(start).take(end - start).collect()
}

#[test]
fn the_handshake_agrees_on_a_version() {
    for (asked, agreed) in [("2025-06-18", "2025-06-18"), ("2024-11-05", "2024-11-05"), ("1999-01-01", "2025-06-18")] {
        let params = json!({ "protocolVersion": asked, "capabilities": {}, "clientInfo": { "name": "t", "version": "1" } });
        let answer = ask(&json!({ "jsonrpc": "2.0", "id": "a", "method": "initialize", "params": params }));
        assert_eq!((answer["id"].as_str(), answer["result"]["protocolVersion"].as_str()), (Some("a"), Some(agreed)));
        assert!(answer["result"]["capabilities"]["tools"].is_object() && answer["result"]["instructions"].is_string());
        assert_eq!(answer["result"]["serverInfo"]["name"], "musnad");
    }
    assert_eq!(ask(&json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }))["result"], json!({}));
    let notice = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    assert_eq!(mcp::answer(&site(), notice.to_string().as_bytes()), None);
}

#[test]
fn tools_describe_themselves() {
    let tools = ask(&json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" }))["result"]["tools"].clone();
    let names: Vec<&str> = tools.as_array().expect("tools").iter().filter_map(|t| t["name"].as_str()).collect();
    assert_eq!(names, ["search", "facts", "timeline", "read"]);
    for tool in tools.as_array().expect("tools") {
        assert!(tool["description"].as_str().is_some_and(|d| d.len() > 30), "{tool}");
        assert_eq!(
            (tool["inputSchema"]["type"].as_str(), tool["annotations"]["readOnlyHint"].as_bool()),
            (Some("object"), Some(true))
        );
        let properties = tool["inputSchema"]["properties"].as_object().expect("properties");
        assert!(properties.values().all(|p| p["type"].is_string() && p["description"].is_string()), "{tool}");
    }
}

#[test]
fn a_search_cites_the_words_it_found() {
    for target in ["articles", "statements", "events"] {
        for row in rows("search", &json!({ "query": "الشركة", "in": target, "limit": 5 })) {
            assert_eq!(cited_words(&row["cite"]), row["cite"]["words"].as_str().expect("words"));
        }
    }
    let many = rows("search", &json!({ "query": "في", "in": "statements", "limit": 25 }));
    assert!(many.len() > 20, "pages are followed: {}", many.len());
    let all = rows("search", &json!({ "query": "الشركة", "limit": 50 })).len();
    let some = rows("search", &json!({ "query": "الشركة", "limit": 50, "from": "2026-02-01", "to": "2026-02-10" })).len();
    assert!(some < all, "{some} of {all}");
}

#[test]
fn facts_cite_their_words_and_keep_their_chains() {
    let said = rows("facts", &json!({ "kind": "statements", "by": "وزارة الصحة" }));
    for row in &said {
        assert_eq!(cited_words(&row["cite"]), row["cite"]["words"].as_str().expect("words"));
        assert!(row["chain"].as_array().is_some_and(|c| !c.is_empty() && c.iter().all(Value::is_string)), "{row}");
    }
    let done = rows("facts", &json!({ "kind": "events", "limit": 30 }));
    assert!(done.len() == 30 && done.iter().all(|row| row["type"].is_string() && row["kind"] == "event"));
    let kind = done[0]["type"].clone();
    assert!(rows("facts", &json!({ "kind": "events", "type": kind })).iter().all(|row| row["type"] == kind));
    let of_one = rows("facts", &json!({ "kind": "statements", "article": 1 }));
    assert!(of_one.iter().all(|row| row["cite"]["article"] == 1 && row["kind"] == "statement"));
}

#[test]
fn the_timeline_cites_every_telling() {
    let all = rows("timeline", &json!({ "limit": 8 }));
    for row in &all {
        assert_eq!(cited_words(&row["cite"]), row["cite"]["words"].as_str().expect("words"));
        assert!(row["tellings"].as_i64() > Some(0) && row["type"].is_string());
    }
    let disputed = rows("timeline", &json!({ "disputed": true }));
    assert!(disputed.iter().all(|row| row["disputed"] == true && !row["differ"].is_null()));
    assert!(disputed.iter().any(|row| row["also"].as_array().is_some_and(|also| !also.is_empty())));
}

#[test]
fn a_text_is_read_and_cited_by_its_own_characters() {
    let text = "قال الرئيس الفرنسي إيمانويل ماكرون إن باريس تدعم لبنان.";
    let rows = rows("read", &json!({ "text": text, "published": "2026-02-04", "outlet": "صحيفة" }));
    let cite = &rows[0]["cite"];
    let (start, end) = (cite["start"].as_u64().expect("start") as usize, cite["end"].as_u64().expect("end") as usize);
    assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), "باريس تدعم لبنان");
    assert!(cite["article"].is_null() && rows[0]["chain"][0] == "إيمانويل ماكرون", "{}", rows[0]);
    assert_eq!(get("/about.json"), get("/about.json"), "nothing is kept");
}

#[test]
fn what_is_wrong_is_told_so_that_it_can_be_mended() {
    for (name, arguments, told) in [
        ("search", json!({}), "`query` is missing"),
        ("search", json!({ "query": null }), "`query` is missing"),
        ("search", json!({ "query": "  " }), "`query` is not"),
        ("search", json!({ "query": 5 }), "`query` is not"),
        ("search", json!({ "query": "x", "in": "entities" }), "`in` is not"),
        ("search", json!({ "query": "x", "limit": 0 }), "`limit` is not"),
        ("search", json!({ "query": "x", "limit": 51 }), "`limit` is not"),
        ("search", json!({ "query": "x", "from": "yesterday" }), "`from` is a day"),
        ("search", json!({ "query": "x", "colour": "red" }), "`colour` is no argument of search; there are query"),
        ("search", json!([]), "`arguments` is an object"),
        ("facts", json!({}), "`kind` is missing"),
        ("facts", json!({ "kind": "rumours" }), "`kind` is not"),
        ("facts", json!({ "kind": "events", "type": "WAR" }), "`type` is not"),
        ("facts", json!({ "kind": "events", "article": 1, "by": "x" }), "no other filter"),
        ("timeline", json!({ "disputed": "yes" }), "`disputed` is not"),
        ("read", json!({ "text": "" }), "`text` is not"),
    ] {
        let result = call(name, &arguments);
        assert_eq!(result["isError"], true, "{name} {arguments}: {result}");
        assert!(result["content"][0]["text"].as_str().is_some_and(|t| t.contains(told)), "{name} {arguments}: {result}");
    }
    assert_eq!(call("facts", &json!({ "kind": "statements", "article": 999_999 }))["isError"], true);
    let none = call("search", &json!({ "query": "كلمةلاوجودلهاقط" }));
    assert_eq!((none["isError"].as_bool(), none["content"][0]["text"].as_str()), (Some(false), Some("Nothing was found.")));
    let nobody = call("facts", &json!({ "kind": "statements", "by": "لاأحدبهذاالاسم" }));
    assert_eq!(nobody["structuredContent"]["rows"], json!([]));
}

#[test]
fn the_protocol_refuses_what_is_no_request() {
    let code = |message: &[u8]| mcp::answer(&site(), message).map(|answer| answer["error"]["code"].as_i64().expect("a code"));
    assert_eq!(code(b"{"), Some(-32700));
    assert_eq!(code(b"\xff\xfe"), Some(-32700));
    for wrong in [
        "[]",
        "5",
        "{}",
        r#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":5}"#,
    ] {
        assert_eq!(code(wrong.as_bytes()), Some(-32600), "{wrong}");
    }
    assert_eq!(code(br#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#), Some(-32601));
    assert_eq!(code(br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"drop"}}"#), Some(-32602));
    assert_eq!(code(br#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#), Some(-32602));
    assert_eq!(code(br#"{"jsonrpc":"2.0","id":1,"result":{}}"#), None, "an answer is not answered");
    assert_eq!(code(br#"{"jsonrpc":"2.0","method":"notifications/nothing"}"#), None);
}

#[test]
fn a_session_is_lines_in_and_lines_out() {
    let long = format!("{{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"{}\"}}", "x".repeat(5 << 20));
    let input = format!(
        "{}\r\n\n{long}\nnot json\n{}",
        json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "ping" })
    );
    let mut output = Vec::new();
    mcp::run(&site(), &mut input.as_bytes(), &mut output).expect("it ends with its input");
    let answers: Vec<Value> =
        String::from_utf8(output).expect("UTF-8").lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let told: Vec<Value> = answers.iter().map(|a| json!([a["id"], a["error"]["code"]])).collect();
    assert_eq!(told, [json!([1, null]), json!([null, -32600]), json!([null, -32700]), json!([3, null])]);
}
