//! axe-core, where there is one: what it finds on the page that is open.

use crate::cdp::{Look, Page};
use std::io::Write;
use std::path::PathBuf;

/// The script of axe-core, where `.ci/run` put it; a notice where it did not.
pub fn axe() -> Option<String> {
    let home = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let path = std::env::var_os("MUSNAD_AXE").map(PathBuf::from).or_else(|| Some(home?.join("musnad-axe/package/axe.min.js")))?;
    let script = std::fs::read_to_string(path).ok();
    if script.is_none() {
        let _ = writeln!(
            std::io::stderr(),
            "notice: no axe-core here (.ci/run fetches it; MUSNAD_AXE): accessibility is not checked"
        );
    }
    script
}

/// Runs rules and tells what breaks them.
fn broken(page: &mut Page<'_>, rules: &str) -> String {
    let script = format!(
        "axe.run(document, {{ resultTypes: ['violations'], {rules} }}).then((r) => r.violations.map((v) => v.id + ': ' +
         v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? '')).join(' | ')).join('\\n'))"
    );
    page.text(&script)
}

/// What axe finds on the open page: every rule in light, contrast again in dark (nothing else hangs on the theme).
pub fn violations(page: &mut Page<'_>, axe: &str) -> String {
    page.eval(axe);
    let light = broken(page, "");
    page.look(Look { dark: true, ..Look::DESK });
    let dark = broken(page, "runOnly: ['color-contrast']");
    page.look(Look::DESK);
    [light, dark].into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join("\nin the dark: ")
}
