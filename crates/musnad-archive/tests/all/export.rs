//! Exports have the columns that their readers expect, and a name never holds half a file.

use musnad::{Article, Reader};
use musnad_archive::export::{Facts, Format, Separator, to_file, write, write_table};
use musnad_archive::{Archive, Error, Given, prepare};

fn archive(name: &str) -> (std::path::PathBuf, Archive) {
    let dir = std::env::temp_dir().join(format!("musnad-export-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).expect("a folder");
    let reader = Reader::embedded().expect("embedded data");
    let mut archive = Archive::open(&dir.join("a.db")).expect("new");
    let texts = [
        "التقى الرئيس المصري عبد الفتاح السيسي الرئيس التركي رجب طيب أردوغان في القاهرة يوم 11 مايو 2024.\tوأكد السيسي \"عمق العلاقات\".",
        "اتهم وزير الخارجية اللبناني عبد الله بوحبيب إسرائيل بقصف <قرى> الجنوب & غيرها.",
    ];
    let batch = texts.iter().map(|text| {
        prepare(
            &reader,
            Given::from(Article {
                outlet: Some("الميناء".into()),
                published: Some("2024-05-12".into()),
                title: Some("=خبر".into()),
                text: (*text).into(),
                ..Article::default()
            }),
        )
    });
    archive.add(&reader, batch.collect(), "2024-06-01T00:00:00Z").expect("added");
    archive.merge().expect("merged");
    (dir, archive)
}

fn text(archive: &Archive, format: Format) -> (u64, String) {
    let mut out = Vec::new();
    let n = write(archive.connection(), format, &mut out).expect("written");
    (n, String::from_utf8(out).expect("UTF-8"))
}

#[test]
fn every_row_has_its_columns() {
    let (dir, archive) = archive("columns");
    for (format, columns, header) in
        [(Format::GdeltEvents, 61, 0), (Format::GdeltMentions, 16, 0), (Format::Polecat, 40, 1), (Format::Icews, 20, 1)]
    {
        let (n, text) = text(&archive, format);
        assert!(n > 0, "{format:?}");
        assert_eq!(text.lines().count() as u64, n + header, "{format:?}");
        for line in text.lines() {
            assert_eq!(line.split('\t').count(), columns, "{format:?}: {line}");
        }
    }
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn a_meeting_is_coded_as_each_format_has_it() {
    let (dir, archive) = archive("meeting");
    let cells = |format, key: &str| -> Vec<String> {
        let text = text(&archive, format).1;
        text.lines().find(|l| l.contains(key)).unwrap_or_default().split('\t').map(str::to_owned).collect()
    };
    let gdelt = cells(Format::GdeltEvents, "السيسي");
    assert_eq!((gdelt[1].as_str(), gdelt[2].as_str(), gdelt[3].as_str()), ("20240511", "202405", "2024"));
    assert_eq!((gdelt[5].as_str(), gdelt[7].as_str(), gdelt[15].as_str()), ("EGYGOV", "EGY", "TURGOV"));
    assert_eq!(gdelt[29], "1", "verbal cooperation");
    let polecat = cells(Format::Polecat, "السيسي");
    assert_eq!((polecat[1].as_str(), polecat[2].as_str(), polecat[5].as_str()), ("2024-05-11", "CONSULT", "VERBAL COOPERATION"));
    assert_eq!((polecat[14].as_str(), polecat[16].as_str()), ("Q307871", "TUR"));
    let icews = cells(Format::Icews, "السيسي");
    assert_eq!((icews[4].as_str(), icews[10].as_str()), ("EGY", "TUR"));
    assert!(icews[6].starts_with("04"), "CAMEO root 04, consult: {}", icews[6]);
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn json_is_json_and_records_are_those_read() {
    let (dir, archive) = archive("json");
    for line in text(&archive, Format::Plover).1.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(value["event"].is_string() && value["source"].is_array());
    }
    let records = text(&archive, Format::Jsonl).1;
    let first: musnad::Record = serde_json::from_str(records.lines().next().expect("a line")).expect("a record");
    assert_eq!(Some(first), musnad_archive::get::record(archive.connection(), 1).expect("readable"));
    let (n, linked) = text(&archive, Format::JsonLd);
    let value: serde_json::Value = serde_json::from_str(&linked).expect("JSON");
    assert_eq!(value["@graph"].as_array().map(|g| g.len() as u64), Some(n));
    let graph = text(&archive, Format::GraphMl).1;
    assert_eq!(graph.matches("<node ").count(), graph.matches("</node>").count());
    assert!(graph.trim_end().ends_with("</graphml>") && graph.contains("عبد الفتاح السيسي"));
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn tables_and_maps_hold_every_fact_once() {
    let (dir, archive) = archive("tables");
    let count = |table: &str| -> u64 {
        let sql = format!("SELECT count(*) FROM {table}");
        archive.connection().query_row(&sql, [], |r| r.get::<_, i64>(0)).expect("counted") as u64
    };
    for (facts, name) in [(Facts::Events, "events"), (Facts::Statements, "statements")] {
        let (n, table) = text(&archive, Format::Table(facts, Separator::Tab));
        assert_eq!(n, count(name));
        let width = table.lines().next().unwrap_or_default().split('\t').count();
        assert_eq!(table.lines().count() as u64, n + 1, "{name}");
        assert!(table.lines().all(|l| l.split('\t').count() == width), "{table}");
    }
    let (n, map) = text(&archive, Format::GeoJson);
    let map: serde_json::Value = serde_json::from_str(&map).expect("JSON");
    let features = map["features"].as_array().expect("features");
    assert_eq!((features.len() as u64, map["type"].as_str()), (n, Some("FeatureCollection")));
    let cairo = features.iter().find(|f| f["properties"]["place"] == "القاهرة").expect("an event in Cairo");
    let (lon, lat) = (&cairo["geometry"]["coordinates"][0], &cairo["geometry"]["coordinates"][1]);
    assert!(
        lon.as_f64().is_some_and(|x| (x - 31.3).abs() < 0.5) && lat.as_f64().is_some_and(|x| (x - 30.0).abs() < 0.5),
        "{cairo}"
    );
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn what_a_stranger_wrote_runs_in_no_spreadsheet() {
    let (dir, archive) = archive("formula");
    archive.connection().execute("UPDATE articles SET title = '=HYPERLINK(\"https://a.example\",1)'", []).expect("changed");
    let written = |raw: bool, separator: Separator| {
        let mut out = Vec::new();
        write_table(archive.connection(), Facts::Events, separator, raw, &mut out).expect("written");
        String::from_utf8(out).expect("UTF-8")
    };
    assert!(written(false, Separator::Comma).contains("\"'=HYPERLINK(\"\"https"));
    assert!(written(false, Separator::Tab).contains("\t'=HYPERLINK"));
    assert!(written(true, Separator::Comma).contains(",\"=HYPERLINK"));
    std::fs::remove_dir_all(dir).expect("removed");
}

#[test]
fn a_name_never_holds_half_a_file() {
    let (dir, archive) = archive("half");
    let file = dir.join("out.tsv");
    let failing = to_file(&file, false, |out| {
        write(archive.connection(), Format::Polecat, out)?;
        Err(Error::Request("the disk is gone".into()))
    });
    assert!(failing.is_err());
    assert_eq!(
        std::fs::read_dir(&dir)
            .expect("there")
            .filter_map(Result::ok)
            .filter(|e| e.file_name().to_string_lossy().contains("out"))
            .count(),
        0
    );
    let whole = |force| to_file(&file, force, |out| write(archive.connection(), Format::Polecat, out));
    whole(false).expect("written");
    assert!(whole(false).expect_err("exists").to_string().contains("--force"));
    whole(true).expect("written over");
    std::fs::remove_dir_all(dir).expect("removed");
}
