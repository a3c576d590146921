//! A user's own lexicons and models: `--data DIR`, `--model FILE`.

use anyhow::{Context, Result, bail};
use musnad::Reader;
use musnad::lexicon::Source;
use std::path::Path;

/// The folders an overlay may have.
pub const FOLDERS: [&str; 6] = ["kb", "names", "cues", "frames", "designations", "text"];

/// The reader, with the user's directory laid over its lexicons and the user's models in place of the embedded ones.
pub fn reader(dir: Option<&Path>, model: Option<&Path>) -> Result<Reader> {
    let overlay = dir.map_or(Ok(Vec::new()), sources)?;
    let Some(path) = model else { return Ok(Reader::with_data(&overlay)?) };
    let bytes = std::fs::read(path).with_context(|| format!("--model {}: cannot read it", path.display()))?;
    Reader::with_model(&overlay, Some(&bytes)).with_context(|| format!("--model {}", path.display()))
}

/// The files of a directory as `--data` takes them.
pub fn sources(dir: &Path) -> Result<Vec<Source>> {
    if !dir.is_dir() {
        bail!("--data {}: no such directory; it should hold folders like {}", dir.display(), FOLDERS.join("/, "));
    }
    let mut found = Vec::new();
    for folder in FOLDERS {
        let Ok(entries) = std::fs::read_dir(dir.join(folder)) else { continue };
        let mut paths: Vec<_> =
            entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.extension().is_some_and(|x| x == "tsv")).collect();
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            found.push(Source { file: format!("{folder}/{name}"), text });
        }
    }
    if found.is_empty() {
        bail!("--data {}: no .tsv file in {}", dir.display(), FOLDERS.join("/, "));
    }
    in_order(&mut found);
    Ok(found)
}

/// Puts first what other files speak of: classes before frames, persons before the offices they held.
pub fn in_order(sources: &mut [Source]) {
    let rank = |source: &Source| {
        let name = source.file.rsplit('/').next().unwrap_or_default();
        if name.starts_with("classes") {
            0
        } else if name.starts_with("offices") {
            2
        } else {
            1
        }
    };
    sources.sort_by_key(rank);
}
