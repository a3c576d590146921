//! A page that was given once is given again from memory, and never when the archive has changed meanwhile, whoever changed it.

use crate::common::fresh;
use axum::http::{HeaderValue, Method};
use musnad::{Article, Reader};
use musnad_archive::fix::{Fact, Fix};
use musnad_archive::{Archive, Given, prepare};
use musnad_serve::token::{Scope, Tokens, new_token};
use musnad_serve::{Reply, Request, Site, Stop};

const NOW: &str = "2026-02-05T00:00:00Z";

fn given(nth: usize) -> Given {
    Given::from(Article {
        outlet: Some("صحيفة الميناء".to_owned()),
        published: Some("2026-02-04".to_owned()),
        text: format!("قال الرئيس الفرنسي إيمانويل ماكرون في القاهرة إن المحادثات رقم {nth} كانت مثمرة."),
        ..Article::default()
    })
}

fn get(site: &Site, target: &str) -> Reply {
    site.answer(&Request::get(target), "t", &Stop::default())
}

#[test]
fn what_changed_is_seen_at_once() {
    let reader = Reader::embedded().expect("the lexicons load");
    let path = fresh("again");
    let mut archive = Archive::open(&path).expect("a new archive");
    let add = |archive: &mut Archive, nth: usize| {
        archive.add(&reader, vec![prepare(&reader, given(nth))], NOW).expect("added");
        archive.merge().expect("merged");
    };
    add(&mut archive, 1);
    let (token, row) = new_token("Salma", &[Scope::Add, Scope::Correct], None).expect("random bytes");
    let site = Site::open(&path, Reader::embedded().expect("the lexicons load"), 2)
        .expect("the archive opens")
        .with_tokens(Tokens::parse(&row).expect("a row"));
    let pages = ["/", "/entities", "/statements.json", "/about.csv", "/search?q=المحادثات", "/article/1"];
    let all = || pages.map(|page| get(&site, page));
    let known = || pages.map(|page| site.known(&Request::get(page)).is_some());
    assert_eq!(known(), [false; 6], "nothing was asked yet");
    let first = all();
    assert_eq!(known(), [true; 6]);
    assert!(all() == first, "nothing has changed");
    assert!(pages.map(|page| site.known(&Request::get(page)).expect("it is kept")) == first, "what is kept is what was made");
    // Another program adds an article.
    add(&mut archive, 2);
    assert_eq!(known(), [false; 6]);
    let second = all();
    assert!(
        first.iter().zip(&second).all(|(a, b)| a != b),
        "every page has changed: the first article has another one of its story"
    );
    // A correction by another program, and one through this server.
    archive.fix(&Fix::Rename(1, "اسم أول".to_owned()), "Salma", NOW, None).expect("renamed");
    assert!(get(&site, "/entities").text().contains("اسم أول"));
    // What is counted in an index is counted without what was rejected, and with what was merged.
    let spoke = || {
        let json: serde_json::Value = serde_json::from_str(&get(&site, "/index.json").text()).expect("JSON");
        let rows = json["rows"].as_array().expect("rows").clone();
        rows.iter().filter(|r| r["kind"] == "speaker").map(|r| (r["name"].clone(), r["n"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(spoke(), [("اسم أول".into(), 2.into())]);
    archive.fix(&Fix::Reject(Fact::Statement(8192)), "Salma", NOW, None).expect("rejected");
    assert_eq!(spoke(), [("اسم أول".into(), 1.into())]);
    let france: i64 = archive
        .connection()
        .query_row("SELECT id FROM entities WHERE named = 1 AND id <> 1 LIMIT 1", [], |r| r.get(0))
        .expect("another entity");
    archive.fix(&Fix::MergeEntities(1, france), "Salma", NOW, None).expect("merged");
    assert!(spoke().len() == 1 && spoke()[0].0 != "اسم أول" && spoke()[0].1 == 1, "{:?}", spoke());
    archive.unfix(3, NOW).expect("parted");
    archive.unfix(2, NOW).expect("accepted");
    assert_eq!(spoke(), [("اسم أول".into(), 2.into())]);
    let post = |target: &str, body: &str| {
        let mut request =
            Request { method: Method::POST, target: target.to_owned(), body: body.as_bytes().to_vec(), ..Request::default() };
        request.headers.insert("authorization", HeaderValue::from_str(&format!("Bearer {token}")).expect("a header"));
        site.answer(&request, "t", &Stop::default())
    };
    assert_eq!(post("/api/v1/corrections", r#"{"what":"rename","id":1,"value":"اسم ثان"}"#).status, 201);
    let entities = get(&site, "/entities").text();
    assert!(entities.contains("اسم ثان") && !entities.contains("اسم أول"));
    let n = get(&site, "/statements.json").text().matches("\"kind\":\"statement\"").count();
    let body = serde_json::json!({ "text": given(3).article.text, "published": "2026-02-04" }).to_string();
    assert_eq!(post("/api/v1/articles", &body).status, 201);
    assert_eq!(get(&site, "/statements.json").text().matches("\"kind\":\"statement\"").count(), n + 1);
}

#[test]
fn what_holds_for_one_request_only_is_not_kept() {
    let site = crate::common::site();
    for target in ["/metrics", "/healthz", "/sql?sql=SELECT random()", "/sql.json?sql=SELECT random()", "/nothing", "/article/x"]
    {
        get(&site, target);
        assert!(site.known(&Request::get(target)).is_none(), "{target}");
    }
    assert!(get(&site, "/sql.json?sql=SELECT random()") != get(&site, "/sql.json?sql=SELECT random()"));
    let post = Request { method: Method::POST, target: "/about".to_owned(), ..Request::default() };
    get(&site, "/about");
    assert!(site.known(&post).is_none() && site.known(&Request::get("/about")).is_some());
    let head = Request { method: Method::HEAD, ..Request::get("/about") };
    assert!(site.known(&head) == site.known(&Request::get("/about")));
}
