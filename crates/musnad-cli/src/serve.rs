//! `musnad serve`, `musnad demo`: an archive in the browser; `musnad mcp`: an archive for assistants.

use crate::args::{DemoOptions, ListenOptions, McpOptions, ScopeKind, ServeOptions, TokenOptions};
use crate::{archive, data, plain};
use anyhow::{Context, Result};
use musnad_serve::token::{Scope, Tokens, new_token};
use musnad_serve::{Options, Request, Site, Stop};
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;

/// Serves an archive until it is stopped; or answers one request. True if there was an answer.
pub fn run(options: &ServeOptions) -> Result<bool> {
    let path = archive::path(options.archive.as_ref())?;
    let Some(target) = &options.get else { return serve(&path, &options.listen, options.tokens.as_deref()) };
    let site = Site::open(&path, data::reader(None, None)?, 1)?;
    let reply = site.answer(&Request::get(target), "get", &Stop::default());
    std::io::stdout().lock().write_all(&reply.body)?;
    if reply.status >= 400 {
        eprintln!("musnad: {}: status {}", plain::visible(target), reply.status);
    }
    Ok(reply.status < 400)
}

/// Makes the archive of the demo and serves it.
pub fn demo(options: &DemoOptions) -> Result<bool> {
    let path = options.archive.clone().unwrap_or_else(|| std::env::temp_dir().join("musnad-demo.db"));
    let n = musnad_serve::demo::build(&data::reader(None, None)?, &path)?;
    eprintln!("{n} articles in {}; all of them are fiction", plain::line(&path.display().to_string()));
    if options.no_serve { Ok(true) } else { serve(&path, &options.listen, None) }
}

/// Answers an assistant until its messages end.
pub fn mcp(options: &McpOptions) -> Result<bool> {
    let path = archive::path(options.archive.as_ref())?;
    let site = Site::open(&path, data::reader(None, None)?, 2)?;
    musnad_serve::mcp::run(&site, &mut std::io::stdin().lock(), &mut std::io::stdout().lock())?;
    Ok(true)
}

fn serve(path: &Path, listen: &ListenOptions, tokens: Option<&Path>) -> Result<bool> {
    let rate = f64::from(listen.rate);
    let options = Options { address: SocketAddr::new(listen.host, listen.port), rate, burst: rate * 4.0, ..Options::default() };
    let site = Site::open(path, data::reader(None, None)?, options.n_workers)?.with_tokens(read_tokens(tokens)?);
    if !listen.host.is_loopback() {
        eprintln!("musnad: {} can be reached from other machines; whoever reaches it can read the archive", listen.host);
    }
    let address = options.address;
    let ready = |at: SocketAddr| eprintln!("http://{at}/  (Ctrl-C stops it)");
    musnad_serve::serve(site, options, ready).with_context(|| format!("cannot listen at {address}"))?;
    Ok(true)
}

fn read_tokens(path: Option<&Path>) -> Result<Tokens> {
    let Some(path) = path else { return Ok(Tokens::default()) };
    let text = std::fs::read_to_string(path).with_context(|| format!("--tokens {}: cannot read it", path.display()))?;
    Tokens::parse(&text).with_context(|| format!("--tokens {}", path.display()))
}

/// Makes a token: its row on standard output, itself on standard error, so that `>> tokens.tsv` keeps only the row.
pub fn token(options: &TokenOptions) -> Result<bool> {
    let scopes: Vec<Scope> = options
        .scope
        .iter()
        .map(|scope| match scope {
            ScopeKind::Add => Scope::Add,
            ScopeKind::Correct => Scope::Correct,
        })
        .collect();
    let (token, row) = new_token(&options.name, &scopes, options.until.as_deref())?;
    Tokens::parse(&row).context("this token would not open anything")?;
    writeln!(std::io::stdout().lock(), "{row}")?;
    eprintln!("{token}\nKeep it: it is not written anywhere.");
    Ok(true)
}
