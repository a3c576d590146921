//! A small client of Chromium's own protocol (CDP), so that tests look at pages as readers do and need no driver.
//!
//! The browser is spoken to through a pipe, messages apart by a zero byte: no port, no WebSocket, no dependency. Nothing here
//! waits for a time to pass: every wait is for an event, and gives up only where the browser must be taken for dead.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// After this long without what is waited for, a test fails: machines of CI are slow, not that slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running browser.
pub struct Browser {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    events: VecDeque<Value>,
    n_calls: u64,
    profile: PathBuf,
}

/// Where Chromium is on this machine, if it is.
fn program() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("MUSNAD_CHROMIUM") {
        return Some(PathBuf::from(path)).filter(|p| p.is_file());
    }
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    std::env::split_paths(&path).flat_map(|dir| names.map(|name| dir.join(name))).find(|p| p.is_file())
}

impl Browser {
    /// Starts one; `None`, with a notice, where there is none.
    pub fn start() -> Option<Browser> {
        let Some(program) = program() else {
            // Not `eprintln!`: the test harness would keep that to itself.
            let _ = writeln!(std::io::stderr(), "notice: no Chromium here (PATH, MUSNAD_CHROMIUM): a browser test is skipped");
            return None;
        };
        let profile = crate::common::fresh("profile").with_file_name("profile");
        // The pipe is file 3 to the browser and 4 from it; a shell puts them there, for std only knows 0, 1 and 2.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null"])
            .arg(program)
            .args(["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .args(["--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update"])
            .args(["--hide-scrollbars", "--force-color-profile=srgb", "--font-render-hinting=none", "--no-proxy-server"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        let (to, out) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let (send, from) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(out).split(0) {
                let Ok(bytes) = message else { return };
                let Ok(value) = serde_json::from_slice(&bytes) else { continue };
                if send.send(value).is_err() {
                    return;
                }
            }
        });
        Some(Browser { child, to, from, events: VecDeque::new(), n_calls: 0, profile })
    }

    /// Calls a method and gives its result.
    fn call(&mut self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.n_calls += 1;
        let id = self.n_calls;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = Value::from(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).expect("the browser listens");
        self.to.flush().expect("the browser listens");
        let until = Instant::now() + PATIENCE;
        loop {
            let got = self.receive(until, method);
            if got["id"] == id {
                assert!(got["error"].is_null(), "{method}: {}", got["error"]);
                return got["result"].clone();
            }
            if got["method"].is_string() {
                self.events.push_back(got);
            }
        }
    }

    fn receive(&mut self, until: Instant, what: &str) -> Value {
        let left = until.saturating_duration_since(Instant::now());
        self.from.recv_timeout(left).unwrap_or_else(|error| panic!("the browser does not answer ({what}): {error}"))
    }

    /// The first event, already here or still to come, that is of this kind and fits.
    fn wait(&mut self, session: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let fits = |e: &Value| e["method"] == what && e["sessionId"] == session && fits(&e["params"]);
        if let Some(at) = self.events.iter().position(&fits) {
            return self.events.remove(at).unwrap_or_default();
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let got = self.receive(until, what);
            if fits(&got) {
                return got;
            }
            if got["method"].is_string() {
                self.events.push_back(got);
            }
        }
    }

    /// A new tab.
    pub fn page(&mut self, look: Look) -> Page<'_> {
        let target = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }));
        let target = target["targetId"].as_str().expect("a target").to_owned();
        let attached = self.call(None, "Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let mut page = Page { browser: self, session, target, loader: String::new(), n_presses: 0 };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable"] {
            page.call(domain, json!({}));
        }
        page.call("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
        page.look(look);
        page
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Killing the one process that was started ends its own children too: their pipes close.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// How pages are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Of the window.
    pub width: u32,
    /// Of the window.
    pub height: u32,
    /// Whether the reader prefers dark pages.
    pub dark: bool,
    /// Whether pages may run scripts.
    pub scripts: bool,
}

impl Look {
    /// A laptop's.
    pub const DESK: Look = Look { width: 1280, height: 900, dark: false, scripts: true };
    /// The smallest of phones.
    pub const PHONE: Look = Look { width: 320, height: 640, ..Look::DESK };
    /// A tablet's.
    pub const TABLET: Look = Look { width: 768, height: 1024, ..Look::DESK };
}

/// A tab.
pub struct Page<'b> {
    browser: &'b mut Browser,
    session: String,
    target: String,
    /// What is loaded, as the browser counts.
    loader: String,
    /// Keys pressed so far.
    pub n_presses: usize,
}

impl Page<'_> {
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        let session = self.session.clone();
        self.browser.call(Some(&session), method, params)
    }

    /// Sets size, theme and scripts.
    pub fn look(&mut self, look: Look) {
        let size = json!({ "width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size);
        let scheme = if look.dark { "dark" } else { "light" };
        let features =
            json!([{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.call("Emulation.setEmulatedMedia", json!({ "media": "screen", "features": features }));
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !look.scripts }));
    }

    /// Opens an address and waits until it is loaded.
    pub fn go(&mut self, url: &str) {
        let gone = self.call("Page.navigate", json!({ "url": url }));
        assert!(gone["errorText"].is_null(), "{url}: {}", gone["errorText"]);
        let Some(loader) = gone["loaderId"].as_str() else { return };
        self.loader = loader.to_owned();
        let (session, loader) = (self.session.clone(), self.loader.clone());
        self.browser.wait(&session, "Page.lifecycleEvent", |p| p["name"] == "load" && p["loaderId"] == loader.as_str());
    }

    /// Does something that leads to another page, and waits until that one is loaded.
    pub fn follow(&mut self, act: impl FnOnce(&mut Self)) {
        // What is left of loading the page before is not taken for the next one.
        self.eval("1");
        let session = self.session.clone();
        self.browser.events.retain(|e| !(e["method"] == "Page.lifecycleEvent" && e["sessionId"] == session.as_str()));
        act(self);
        let (session, before) = (self.session.clone(), self.loader.clone());
        let fits = |p: &Value| p["name"] == "load" && p["loaderId"] != before.as_str() && is_main(p);
        let found = self.browser.wait(&session, "Page.lifecycleEvent", fits);
        self.loader = found["params"]["loaderId"].as_str().unwrap_or_default().to_owned();
    }

    /// The value of an expression; a promise is waited for.
    pub fn eval(&mut self, script: &str) -> Value {
        let got = self.call("Runtime.evaluate", json!({ "expression": script, "returnByValue": true, "awaitPromise": true }));
        assert!(got["exceptionDetails"].is_null(), "{script:.200}: {}", got["exceptionDetails"]);
        got["result"]["value"].clone()
    }

    /// The same as a text.
    pub fn text(&mut self, script: &str) -> String {
        self.eval(script).as_str().unwrap_or_default().to_owned()
    }

    /// Presses a key that has a name, or a letter.
    pub fn press(&mut self, key: &str) {
        self.n_presses += 1;
        let (code, virtual_key, text) = match key {
            "Enter" => ("Enter", 13, "\r"),
            "Tab" => ("Tab", 9, ""),
            "Space" => ("Space", 32, " "),
            "Escape" => ("Escape", 27, ""),
            "End" => ("End", 35, ""),
            "ArrowLeft" => ("ArrowLeft", 37, ""),
            "ArrowRight" => ("ArrowRight", 39, ""),
            letter => ("", 0, letter),
        };
        let name = if key == "Space" { " " } else { key };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = json!({ "type": down, "key": name, "code": code, "windowsVirtualKeyCode": virtual_key });
        if !text.is_empty() {
            event["text"] = Value::from(text);
        }
        self.call("Input.dispatchKeyEvent", event);
        let up = json!({ "type": "keyUp", "key": name, "code": code, "windowsVirtualKeyCode": virtual_key });
        self.call("Input.dispatchKeyEvent", up);
    }

    /// Types a text, a key press a letter.
    pub fn typed(&mut self, text: &str) {
        for letter in text.chars() {
            let letter = letter.to_string();
            self.press(if letter == " " { "Space" } else { &letter });
        }
    }

    /// Clicks in the middle of the first element that fits.
    pub fn click(&mut self, selector: &str) {
        let script = format!(
            "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{block: 'center'}});
              const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; }})()",
            Value::from(selector)
        );
        let at = self.eval(&script);
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// A picture of what is seen, as PNG in base64.
    pub fn picture(&mut self) -> String {
        self.call("Page.captureScreenshot", json!({ "format": "png" }))["data"].as_str().unwrap_or_default().to_owned()
    }

    /// What the page complained of since this was last asked: errors of scripts, of the console, of loading, of its policy;
    /// and addresses asked for that are not of this site.
    pub fn complaints(&mut self, site: &str) -> Vec<String> {
        // One more call brings in all that was sent before its answer.
        self.eval("1");
        let (ours, rest): (Vec<Value>, Vec<Value>) =
            self.browser.events.drain(..).partition(|e| e["sessionId"] == self.session.as_str());
        self.browser.events = rest.into();
        ours.iter().filter_map(|event| complaint(event, site)).collect()
    }

    /// Closes the tab.
    pub fn close(self) {
        self.browser.call(None, "Target.closeTarget", json!({ "targetId": self.target }));
    }
}

/// Events of the page itself, not of a frame in it: pages of ours have none.
fn is_main(params: &Value) -> bool {
    params["frameId"].is_string()
}

fn complaint(event: &Value, site: &str) -> Option<String> {
    let params = &event["params"];
    match event["method"].as_str()? {
        "Runtime.exceptionThrown" => Some(params["exceptionDetails"].to_string()),
        "Runtime.consoleAPICalled" if params["type"] == "error" || params["type"] == "warning" => {
            Some(params["args"].to_string())
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => Some(params["entry"]["text"].to_string()),
        "Page.javascriptDialogOpening" => Some(format!("a dialog: {}", params["message"])),
        "Network.requestWillBeSent" => {
            let url = params["request"]["url"].as_str()?;
            (!url.starts_with(site) && !url.starts_with("data:")).then(|| format!("asked for {url}"))
        }
        _ => None,
    }
}
