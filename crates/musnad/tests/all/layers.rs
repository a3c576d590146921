//! The rooms of the code: a stage imports only what stands before it in `lib.rs`.

use std::path::Path;

#[test]
fn no_stage_imports_a_later_one() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = std::fs::read_to_string(src.join("lib.rs")).expect("lib.rs");
    let order: Vec<String> =
        lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned)).collect();
    let place = |name: &str| order.iter().position(|m| m == name);
    // `text` cuts the words of blocks, and blocks fold their patterns with `text`: the two grounds know each other.
    // `lexicon` and `morph` share the forms table; `record` and `pipeline` stand at the end, where all layers meet.
    let ground = ["span", "text", "lexicon", "morph", "model", "pipeline", "record"];
    let mut wrong = Vec::new();
    for stage in &order {
        let Some(here) = place(stage).filter(|_| !ground.contains(&stage.as_str())) else { continue };
        for file in files(&src.join(stage)) {
            let code = std::fs::read_to_string(&file).expect("a source file");
            for used in code
                .split("crate::")
                .skip(1)
                .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
            {
                if place(used).is_some_and(|there| there > here) && !ground.contains(&used) {
                    wrong.push(format!("{}: {stage} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.extension().is_some_and(|x| x == "rs")).collect()
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let paths: Vec<&str> = text.split('`').filter(|p| p.starts_with("crates/") && !p.contains(' ')).collect();
    assert!(paths.len() > 15, "the chapters name their files");
    let missing: Vec<&&str> = paths.iter().filter(|p| !root.join(p).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
