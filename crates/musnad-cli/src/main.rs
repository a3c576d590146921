//! The binary `musnad`: arguments in, one library call, an exit code out.
//!
//! Exit codes: 0 done, 1 nothing found, 2 wrong usage or unreadable input. A closed pipe counts as success.

/// Reading makes many small vectors: against the system allocator this one reads a third more articles a second and starts 7 ms
/// sooner, for twice the memory (`musnad bench`, `tests/speed`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod archive;
mod args;
mod bench;
mod data;
mod eval;
mod input;
mod kb;
mod plain;
mod read;
mod serve;
mod show;
mod tokens;
mod view;

use archive::ask::Question;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    let done = match &args.command {
        args::Command::Read(options) => read::run(options),
        args::Command::Show(options) => show::run(options),
        args::Command::Add(options) => archive::add::run(options),
        args::Command::Follow(options) => archive::follow::run(options),
        args::Command::Search(options) => archive::ask::search(options),
        args::Command::Events(options) => archive::ask::run(Question::Events, options),
        args::Command::Statements(options) => archive::ask::run(Question::Statements, options),
        args::Command::Timeline(options) => archive::ask::run(Question::Timeline, options),
        args::Command::Framing(options) => archive::ask::run(Question::Framing, options),
        args::Command::Stories(options) => archive::ask::run(Question::Stories, options),
        args::Command::Who(options) => archive::ask::who(options),
        args::Command::Export(options) => archive::tend::export(options),
        args::Command::Fix(options) => archive::fix::run(options),
        args::Command::Reread(options) => archive::tend::reread(options),
        args::Command::Merge(options) => archive::tend::merge(options),
        args::Command::Verify(options) => archive::tend::verify(options),
        args::Command::Backup(options) => archive::tend::backup(options),
        args::Command::Doctor(options) => archive::tend::doctor(options),
        args::Command::Serve(options) => serve::run(options),
        args::Command::Mcp(options) => serve::mcp(options),
        args::Command::Token(options) => serve::token(options),
        args::Command::Demo(options) => serve::demo(options),
        args::Command::Tokens(options) => tokens::run(options),
        args::Command::Kb(options) => kb::run(options),
        args::Command::Eval(options) => eval::run(options),
        args::Command::Bench(options) => bench::run(options),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let causes: Vec<String> = error.chain().map(|c| plain::visible(&c.to_string())).collect();
            eprintln!("musnad: {}", causes.join(": "));
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
