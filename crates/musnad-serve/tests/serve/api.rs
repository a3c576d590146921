//! What programs rely on: one description of all routes, one shape of errors, pages that follow one another, writes with tokens only.

use crate::common::{get, site};
use axum::http::{HeaderValue, Method};
use musnad_serve::route::ROUTES;
use musnad_serve::token::{Scope, Tokens, new_token};
use musnad_serve::{Reply, Request, Site, Stop};
use serde_json::{Value, json};

fn json(reply: &Reply) -> Value {
    assert!(reply.kind.starts_with("application/json"), "{}", reply.text());
    serde_json::from_str(&reply.text()).expect("JSON")
}

fn post(site: &Site, target: &str, body: &Value, token: Option<&str>) -> Reply {
    let mut request =
        Request { method: Method::POST, target: target.to_owned(), body: body.to_string().into_bytes(), ..Request::default() };
    if let Some(token) = token {
        let value = HeaderValue::from_str(&format!("Bearer {token}")).expect("a header");
        request.headers.insert("authorization", value);
    }
    site.answer(&request, "test", &Stop::default())
}

#[test]
fn the_description_has_every_route() {
    let described = json(&get("/api/v1/openapi.json"));
    assert_eq!(described["openapi"], "3.1.0");
    for route in ROUTES.iter().filter(|r| r.path.starts_with("/api/v1/")) {
        let operation = &described["paths"][route.path][route.method.to_lowercase()];
        assert!(operation["summary"].as_str().is_some_and(|s| !s.is_empty()), "{} {}", route.method, route.path);
        assert_eq!(
            operation["parameters"].as_array().map_or(0, Vec::len),
            route.params.len() + usize::from(route.path.contains("{id}"))
        );
    }
}

#[test]
fn errors_have_one_shape() {
    for (target, status) in
        [("/api/v1/nothing", 404), ("/api/v1/articles/x", 404), ("/api/v1/statements/1", 404), ("/api/v1/", 404)]
    {
        let reply = get(target);
        let told = json(&reply);
        assert_eq!((reply.status, told["ok"].as_bool()), (status, Some(false)), "{target}");
        assert_eq!(told["error"]["status"], status);
        assert!(told["error"]["code"].is_string() && told["error"]["message"].is_string() && told["request"].is_string());
    }
}

#[test]
fn pages_follow_one_another_and_none_is_lost() {
    let mut next = Some("/api/v1/statements?size=7".to_owned());
    let mut seen = Vec::new();
    while let Some(address) = next {
        let page = json(&get(&address));
        let rows = page["rows"].as_array().expect("rows").clone();
        assert!(!rows.is_empty() && rows.len() <= 7, "{address}");
        seen.extend(rows.iter().map(|r| r["id"].as_i64().expect("an id")));
        next = page["next"].as_str().map(str::to_owned).filter(|_| seen.len() < 60);
    }
    let all = json(&get("/api/v1/statements?size=60"));
    let ids: Vec<i64> = all["rows"].as_array().expect("rows").iter().filter_map(|r| r["id"].as_i64()).collect();
    assert!(seen.len() >= 60);
    assert_eq!(seen[..ids.len()], ids[..]);
}

#[test]
fn an_article_is_read_and_not_kept() {
    let body = json!({ "text": "قال الرئيس الفرنسي إيمانويل ماكرون إن باريس تدعم لبنان.", "published": "2026-02-04" });
    let before = json(&get("/api/v1/about"));
    let reply = post(&site(), "/api/v1/read", &body, None);
    let record = json(&reply);
    assert_eq!((reply.status, record["schema"].as_str()), (200, Some("musnad.record/1")));
    assert_eq!(record["statements"][0]["content"]["text"], "باريس تدعم لبنان");
    assert_eq!(json(&get("/api/v1/about")), before);
    for wrong in
        [json!([]), json!({}), json!({ "text": "" }), json!({ "text": 5 }), json!({ "text": "x", "title": [] }), json!("x")]
    {
        assert_eq!(post(&site(), "/api/v1/read", &wrong, None).status, 400, "{wrong}");
    }
}

#[test]
fn nobody_writes_without_a_token() {
    // What is read at `/read` is not kept.
    let writes: Vec<&str> = ROUTES.iter().filter(|r| r.method != "GET" && r.path != "/api/v1/read").map(|r| r.path).collect();
    assert_eq!(writes.len(), 3);
    for target in writes {
        for token in [None, Some("guess"), Some("")] {
            assert_eq!(post(&site(), target, &json!({ "text": "x" }), token).status, 401, "{target}");
        }
    }
}

#[test]
fn the_bearer_of_a_token_adds_and_corrects() {
    let (add, add_row) = new_token("desk", &[Scope::Add], None).expect("random bytes");
    let (correct, correct_row) = new_token("Salma", &[Scope::Correct], None).expect("random bytes");
    let site = crate::common::hostile().with_tokens(Tokens::parse(&format!("{add_row}\n{correct_row}")).expect("rows"));
    let body = json!({ "text": "قال الرئيس الفرنسي إيمانويل ماكرون إن باريس تدعم لبنان.", "published": "2026-02-04", "outlet": "صحيفة" });
    assert_eq!(post(&site, "/api/v1/articles", &body, Some(&correct)).status, 403);
    let added = post(&site, "/api/v1/articles", &body, Some(&add));
    assert_eq!(added.status, 201, "{}", added.text());
    let id = json(&added)["rows"][0]["id"].as_i64().expect("an id");
    assert_eq!(json(&post(&site, "/api/v1/articles", &body, Some(&add)))["rows"][0]["what"], "same");
    let read = |target: &str| json(&site.answer(&Request::get(target), "test", &Stop::default()));
    let said = read(&format!("/api/v1/articles/{id}"))["rows"][0]["id"].as_i64().expect("a fact");
    let fix = json!({ "what": "reject-statement", "id": said, "reason": "لم يقل ذلك" });
    assert_eq!(post(&site, "/api/v1/corrections", &fix, Some(&add)).status, 403);
    let kept = post(&site, "/api/v1/corrections", &fix, Some(&correct));
    assert_eq!(kept.status, 201, "{}", kept.text());
    assert_eq!(read("/api/v1/corrections")["rows"][0]["who"], "Salma");
    assert_eq!(read(&format!("/api/v1/statements/{said}"))["rows"][0]["rejected"], true);
    let undo = json!({ "what": "undo", "id": json(&kept)["id"] });
    assert_eq!(post(&site, "/api/v1/corrections", &undo, Some(&correct)).status, 201);
    assert_eq!(read(&format!("/api/v1/statements/{said}"))["rows"][0]["rejected"], false);
    for wrong in [
        json!({}),
        json!({ "what": "drop", "id": 1 }),
        json!({ "what": "merge", "id": 1 }),
        json!({ "what": "rename", "id": 1 }),
        json!({ "what": "rename", "id": 1, "value": ["x"] }),
        json!({ "what": "rename", "id": 1, "value": "x", "reason": 5 }),
        json!({ "what": "country", "id": 1, "value": "Egypt" }),
        json!({ "what": "merge", "id": 1, "value": 1 }),
    ] {
        assert_eq!(post(&site, "/api/v1/corrections", &wrong, Some(&correct)).status, 400, "{wrong}");
    }
    for missing in [
        json!({ "what": "rename", "id": 999_999, "value": "x" }),
        json!({ "what": "merge", "id": 1, "value": 999_999 }),
        json!({ "what": "reject-statement", "id": 5 }),
        json!({ "what": "undo", "id": json(&kept)["id"] }),
    ] {
        assert_eq!(post(&site, "/api/v1/corrections", &missing, Some(&correct)).status, 404, "{missing}");
    }
    let html = site.answer(&Request::get(&format!("/statement/{said}")), "test", &Stop::default()).text();
    assert!(html.contains("type=\"password\"") && !html.contains(&correct));
}

#[test]
fn a_form_corrects_and_leads_back_within_the_site() {
    let (token, row) = new_token("Salma", &[Scope::Correct], None).expect("random bytes");
    let site = crate::common::hostile().with_tokens(Tokens::parse(&row).expect("a row"));
    for (back, location) in
        [("/entity/1", "/entity/1"), ("//evil.example", "/corrections"), ("https://evil.example", "/corrections")]
    {
        let body = format!("what=rename&id=1&value=%D8%A7%D8%B3%D9%85&token={token}&back={back}");
        let request =
            Request { method: Method::POST, target: "/corrections".to_owned(), body: body.into_bytes(), ..Request::default() };
        let reply = site.answer(&request, "test", &Stop::default());
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert_eq!(reply.headers, [("location", location.to_owned())]);
    }
    let html = site.answer(&Request::get("/entity/1"), "test", &Stop::default()).text();
    assert!(html.contains("<bdi>اسم</bdi>"));
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let ask = |query: &str| get(&format!("/sql.json?sql={query}"));
    let found = json(&ask("SELECT outlet, count(*) AS n FROM statements_told GROUP BY outlet ORDER BY n DESC"));
    assert!(found["rows"].as_array().is_some_and(|r| r.len() > 3), "{found}");
    for query in [
        "DELETE FROM articles",
        "ATTACH 'x.db' AS x",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "CREATE TABLE t (a)",
        "INSERT INTO meta VALUES ('a', 'b')",
        "UPDATE articles SET title = 'x'",
        "VACUUM INTO 'x.db'",
        "SELECT load_extension('x')",
        "SELECT zeroblob(1000000000)",
        "SELECT printf('%25.*c', 100000000, 'x')",
        "SELECT 1; SELECT 2",
        "SELECT",
        "SELECT * FROM nothing",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        "SELECT count(*) FROM mentions a, mentions b, mentions c, mentions d",
    ] {
        let started = std::time::Instant::now();
        let reply = ask(&query.replace(' ', "%20").replace('+', "%2B"));
        assert_eq!(reply.status, 400, "{query}: {}", reply.text());
        assert!(started.elapsed().as_secs() < 30, "{query}");
    }
    let large = json(&ask("SELECT a.start FROM mentions a, mentions b"));
    assert_eq!((large["rows"].as_array().map(Vec::len), large["cut"].as_bool()), (Some(1_000), Some(true)));
    assert_eq!(get("/about.json").status, 200);
}

#[test]
fn metrics_and_health_are_told() {
    assert_eq!(get("/healthz").text(), "ok\n");
    let text = get("/metrics").text();
    assert!(text.contains("musnad_archive_articles 62") && text.contains("# TYPE musnad_reply_seconds histogram"), "{text}");
}
