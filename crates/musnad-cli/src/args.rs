//! The table of subcommands and options; `--help` is derived from it.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Reads Arabic news and keeps what it reports as sourced facts: who did or said what, to whom, when, where, according to whom.
#[derive(Parser, Debug)]
#[command(
    name = "musnad",
    version,
    about,
    max_term_width = 100,
    after_help = "Examples:\n  musnad demo\n  musnad read article.txt --published 2026-02-04\n  musnad add --archive press.db day.jsonl\n  musnad serve press.db"
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Subcommands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Read articles and print what they report
    #[command(
        after_help = "Example:\n  musnad read examples/chain.txt --published 2023-10-09\n  musnad read day.jsonl --format jsonl > facts.jsonl"
    )]
    Read(ReadOptions),
    /// Print what one stage made of an article
    #[command(after_help = "Example:\n  musnad show statements examples/chain.txt --at 120")]
    Show(ShowOptions),
    /// Add articles to an archive: one SQLite file of articles and facts
    #[command(
        after_help = "Example:\n  musnad add --archive press.db day.jsonl articles/ crawl.warc.gz\n  musnad add --archive press.db https://example.org/news/1"
    )]
    Add(AddOptions),
    /// Follow feeds into an archive: what is new, again and again or once
    #[command(
        after_help = "Example:\n  musnad follow feeds.opml --archive press.db --every 30m\n  musnad follow https://example.org/rss --archive press.db --once"
    )]
    Follow(crate::archive::follow::Options),
    /// Search an archive: words, "phrase", -word, OR, speaker: outlet: from: to: type: country:
    #[command(after_help = "Example:\n  musnad search --archive press.db 'غزة \"مجلس الأمن\" -مصر speaker:غوتيريش from:2024-01'")]
    Search(SearchOptions),
    /// Events of an archive, with filters
    #[command(after_help = "Example:\n  musnad events --archive press.db --by تركيا --type CONSULT --format csv")]
    Events(AskOptions),
    /// Statements of an archive, with filters
    #[command(after_help = "Example:\n  musnad statements --archive press.db --by السيسي --from 2024-01-01")]
    Statements(AskOptions),
    /// Who is called so, and how often they speak and act
    #[command(after_help = "Example:\n  musnad who --archive press.db أردوغان")]
    Who(WhoOptions),
    /// What happened, in order, each event once with its tellings and what they disagree on
    #[command(after_help = "Example:\n  musnad timeline --archive press.db --entity غزة --disputed")]
    Timeline(AskOptions),
    /// Which outlet calls whom what
    #[command(after_help = "Example:\n  musnad framing --archive press.db --entity السيسي")]
    Framing(AskOptions),
    /// Stories: articles on the same news, with how many sources they have
    #[command(after_help = "Example:\n  musnad stories --archive press.db --from 2024-05-01 --limit 20")]
    Stories(AskOptions),
    /// Write an archive out: records, CSV, TSV, GeoJSON, Parquet, GDELT, POLECAT, ICEWS, PLOVER, JSON-LD, GraphML
    #[command(
        after_help = "Example:\n  musnad export --archive press.db --format csv --out events.csv\n  musnad export --archive press.db --format polecat --out press.tsv"
    )]
    Export(ExportOptions),
    /// Correct what was read: merge, part, rename, reject; kept with who and when
    #[command(
        after_help = "Example:\n  musnad fix --archive press.db --who Salma merge 412 17\n  musnad fix --archive press.db --who Salma reject-event 8193"
    )]
    Fix(crate::archive::fix::Options),
    /// Read all articles of an archive again, with this Musnad and your own data
    #[command(after_help = "Example:\n  musnad reread --archive press.db --data my-lexicon/")]
    Reread(RereadOptions),
    /// Merge added articles into stories and occurrences (`add` does it by itself)
    #[command(after_help = "Example:\n  musnad merge --archive press.db")]
    Merge(ArchiveOptions),
    /// Check every article and fact of an archive against its fingerprint
    #[command(after_help = "Example:\n  musnad verify --archive press.db")]
    Verify(ArchiveOptions),
    /// Copy an archive safely, also while it is written to
    #[command(after_help = "Example:\n  musnad backup --archive press.db press-2024-05-12.db")]
    Backup(BackupOptions),
    /// The state of an archive, and what was refused or cut
    #[command(after_help = "Example:\n  musnad doctor --archive press.db")]
    Doctor(ArchiveOptions),
    /// Open an archive in the browser: search, articles with their facts, events side by side; and an API
    #[command(after_help = "Example:\n  musnad serve press.db\n  musnad serve press.db --get '/search.json?q=غزة'")]
    Serve(ServeOptions),
    /// Give an archive to an AI assistant: an MCP server on standard input and output (search, facts, timeline, read)
    #[command(after_help = "Example:\n  musnad mcp press.db")]
    Mcp(McpOptions),
    /// Make a token for adding or correcting: its row for `serve --tokens` on standard output, the token itself on standard error
    #[command(after_help = "Example:\n  musnad token Salma --scope correct >> tokens.tsv")]
    Token(TokenOptions),
    /// Make an archive of the 62 articles that come with Musnad, and open it in the browser
    #[command(after_help = "Example:\n  musnad demo\n  musnad demo --archive demo.db --no-serve")]
    Demo(DemoOptions),
    /// Print words, segments, parts of speech, lemmas and names
    #[command(
        after_help = "Example:\n  musnad tokens examples/chain.txt --format segmented --scheme farasa\n  musnad tokens examples/chain.txt --format conllu"
    )]
    Tokens(TokensOptions),
    /// What you know about the world: check your lexicon files, import Wikidata or a table
    #[command(
        after_help = "Example:\n  musnad kb check my-lexicon/\n  musnad kb import ministers.tsv --kind person --out my-lexicon"
    )]
    Kb(crate::kb::Options),
    /// Measure the reader on annotated articles, and show each of its errors in context
    #[command(
        after_help = "Example:\n  musnad eval gold/dev\n  musnad eval gold/dev --only 'event missed' --data my-lexicon/ | less -R"
    )]
    Eval(crate::eval::Options),
    /// Measure articles/s, words/s and memory on a JSONL file
    #[command(after_help = "Example:\n  zstdcat news.jsonl.zst > news.jsonl; musnad bench news.jsonl --threads 2")]
    Bench(BenchOptions),
}

/// What is known of an article beside its text.
#[derive(ClapArgs, Debug, Default, Clone)]
pub struct About {
    /// When it was published: 2019-12-27 or 2019-12-27T14:30
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Who published it
    #[arg(long)]
    pub outlet: Option<String>,
    /// Its headline
    #[arg(long)]
    pub title: Option<String>,
    /// Its address
    #[arg(long)]
    pub url: Option<String>,
    /// Encoding of text files, if it should not be recognised (windows-1256, utf-16le …)
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Lay the lexicons of this directory over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Use the models of this file in place of the embedded ones
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

/// Output formats.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For an editor's eye
    Text,
    /// One record, indented
    Json,
    /// One record a line
    Jsonl,
    /// Markdown
    Md,
}

/// Options of `read`.
#[derive(ClapArgs, Debug)]
pub struct ReadOptions {
    /// Text, HTML or JSONL files; `-` or nothing for standard input
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub about: About,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Threads; 0 for one a core
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
}

/// Stages of the reader.
#[derive(ValueEnum, Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Stage {
    Blocks,
    Sentences,
    Words,
    Names,
    Times,
    Groups,
    Quotes,
    Entities,
    Statements,
    Predicates,
    Events,
    Designations,
}

/// Options of `show`.
#[derive(ClapArgs, Debug)]
pub struct ShowOptions {
    /// Which stage
    #[arg(value_enum)]
    pub stage: Stage,
    /// Text file; `-` for standard input
    pub file: PathBuf,
    /// Only what covers this position (code point, as in the record)
    #[arg(long)]
    pub at: Option<u32>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub about: About,
}

/// How `tokens` prints.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokensFormat {
    /// CoNLL-U, a syntactic word a line
    Conllu,
    /// One sentence a line, as JSON
    Json,
    /// One sentence a line: words apart by blanks, segments by +
    Segmented,
}

/// Schemes of segmentation.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokensScheme {
    /// Clitics apart, as in Universal Dependencies
    Ud,
    /// Clitics and the article apart
    D3,
    /// Clitics, the article and suffixes apart, as Farasa does
    Farasa,
}

/// Options of `tokens`.
#[derive(ClapArgs, Debug)]
pub struct TokensOptions {
    /// Text or JSONL files; `-` or nothing for standard input
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value = "conllu")]
    pub format: TokensFormat,
    /// Where to cut words
    #[arg(long, value_enum, default_value = "ud")]
    pub scheme: TokensScheme,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub about: About,
}

/// Options of `bench`.
#[derive(ClapArgs, Debug)]
pub struct BenchOptions {
    /// JSONL file of articles; `-` for standard input
    pub file: PathBuf,
    /// Threads
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Read at most so many articles
    #[arg(long)]
    pub limit: Option<usize>,
}

/// Options of `add`.
#[derive(ClapArgs, Debug)]
pub struct AddOptions {
    /// Text, HTML, JSONL, WARC and feed files, directories of them, addresses; `-` for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The archive (made if missing); else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub about: About,
    /// Threads; 0 for one a core
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
    /// Articles in one transaction: fewer are safe sooner, more are added faster
    #[arg(long, default_value_t = 2048, value_name = "N")]
    pub batch: usize,
    /// Leave the merging into stories and occurrences for `musnad merge`
    #[arg(long)]
    pub no_merge: bool,
    /// Print a line for each article once it is safely stored: row, what became of it, id
    #[arg(long)]
    pub list: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub net: crate::archive::net::NetOptions,
}

/// Formats of tables.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// For an eye
    Table,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// For a spreadsheet
    Csv,
    /// Tab-separated
    Tsv,
    /// Markdown
    Md,
}

/// What to search in.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TargetKind {
    Articles,
    Statements,
    Events,
    Entities,
}

/// Which archive.
#[derive(ClapArgs, Debug)]
pub struct ArchiveOptions {
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
}

/// Options of `search`.
#[derive(ClapArgs, Debug)]
pub struct SearchOptions {
    /// Words, "phrase", -word, OR, speaker: outlet: from: to: type: country:
    #[arg(required = true)]
    pub query: Vec<String>,
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    /// What to search; speaker: asks for statements, type: for events, else articles
    #[arg(long, value_enum)]
    pub r#in: Option<TargetKind>,
    /// Latest first, not most relevant
    #[arg(long)]
    pub by_date: bool,
    /// Most hits
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// Hits to pass over
    #[arg(long, default_value_t = 0)]
    pub offset: usize,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: TableFormat,
    /// CSV for programs: cells that look like formulas stay as they are
    #[arg(long)]
    pub csv_raw: bool,
}

/// Options of `who`.
#[derive(ClapArgs, Debug)]
pub struct WhoOptions {
    /// A name or a part of one, a number, or a Wikidata item
    pub name: String,
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    /// Most rows; 0 for all
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: TableFormat,
    /// CSV for programs: cells that look like formulas stay as they are
    #[arg(long)]
    pub csv_raw: bool,
}

/// Options of `events`, `statements`, `timeline`, `framing`, `stories`.
#[derive(ClapArgs, Debug)]
pub struct AskOptions {
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub filter: FilterOptions,
}

/// Filters, and how to print.
#[derive(ClapArgs, Debug)]
pub struct FilterOptions {
    /// Anyone who takes part: a name, a number, a Wikidata item
    #[arg(long, value_name = "NAME")]
    pub entity: Option<String>,
    /// Who spoke or acted
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// To whom it was said or done
    #[arg(long, value_name = "NAME")]
    pub to_whom: Option<String>,
    /// Outlet, or a part of its name
    #[arg(long)]
    pub outlet: Option<String>,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// PLOVER type of events (CONSULT, ASSAULT …)
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Speech act of statements (deny, accuse …)
    #[arg(long)]
    pub act: Option<String>,
    /// happened, ongoing, planned, denied, hypothetical
    #[arg(long)]
    pub status: Option<String>,
    /// Country of a speaker or party (EGY)
    #[arg(long, value_name = "ISO")]
    pub country: Option<String>,
    /// Only what tellings disagree on
    #[arg(long)]
    pub disputed: bool,
    /// Only tellings of this occurrence (a number of `timeline`): its claims, with whose word each rests on
    #[arg(long, value_name = "ID")]
    pub occurrence: Option<i64>,
    /// Only what articles of this story tell
    #[arg(long, value_name = "ID")]
    pub story: Option<i64>,
    /// Most rows; 0 for all
    #[arg(long, default_value_t = 100)]
    pub limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    pub format: TableFormat,
    /// CSV for programs: cells that look like formulas stay as they are
    #[arg(long)]
    pub csv_raw: bool,
}

/// Options of `reread`.
#[derive(ClapArgs, Debug)]
pub struct RereadOptions {
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    /// Lay the lexicons of this directory over the embedded ones
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Threads; 0 for one a core
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
}

/// Options of `backup`.
#[derive(ClapArgs, Debug)]
pub struct BackupOptions {
    /// The new file
    pub to: PathBuf,
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
}

/// Formats of `export`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One record a line
    Jsonl,
    /// PLOVER events, one JSON object a line
    Plover,
    /// GDELT 2.0 events: one row an occurrence, 61 columns, no header
    GdeltEvents,
    /// GDELT 2.0 mentions: one row a telling, 16 columns, no header
    GdeltMentions,
    /// POLECAT: one row an event, 40 columns
    Polecat,
    /// ICEWS: one row an event with both sides, 20 columns
    Icews,
    /// Statements as schema.org quotations and claims with PROV
    Jsonld,
    /// Who did what to whom, a graph
    Graphml,
    /// Events for a spreadsheet
    Csv,
    /// Statements for a spreadsheet
    CsvStatements,
    /// Events, tab-separated
    Tsv,
    /// Statements, tab-separated
    TsvStatements,
    /// Events that have a place, for a map
    Geojson,
    /// A folder of tables for pandas, Polars, DuckDB, Spark, R (docs/schema.md)
    Parquet,
}

/// Options of `export`.
#[derive(ClapArgs, Debug)]
pub struct ExportOptions {
    /// The archive; else the variable MUSNAD_ARCHIVE
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    /// In which format
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// The new file, for Parquet the new folder; else standard output
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Write over a file that exists
    #[arg(long)]
    pub force: bool,
    /// CSV and TSV for programs: cells that look like formulas stay as they are
    #[arg(long)]
    pub csv_raw: bool,
}

/// Where to serve.
#[derive(ClapArgs, Debug, Clone)]
pub struct ListenOptions {
    /// The port; 0 for any that is free
    #[arg(long, default_value_t = 8090)]
    pub port: u16,
    /// The address to listen at; others than this machine's can be reached from outside
    #[arg(long, default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// Requests a second of one address that go on for ever, four times as many at once; 0 for no limit, behind a reverse proxy
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub rate: u32,
}

/// Options of `serve`.
#[derive(ClapArgs, Debug)]
pub struct ServeOptions {
    /// The archive; else the variable MUSNAD_ARCHIVE
    pub archive: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub listen: ListenOptions,
    /// Who may add and correct: a file of rows that `musnad token` makes; without it nobody may
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// Print the reply to one request, and serve nothing
    #[arg(long, value_name = "PATH")]
    pub get: Option<String>,
}

/// Options of `mcp`.
#[derive(ClapArgs, Debug)]
pub struct McpOptions {
    /// The archive; else the variable MUSNAD_ARCHIVE
    pub archive: Option<PathBuf>,
}

/// Options of `demo`.
#[derive(ClapArgs, Debug)]
pub struct DemoOptions {
    /// The archive to make; without it, one in the folder for temporary files
    #[arg(long, value_name = "FILE.db")]
    pub archive: Option<PathBuf>,
    /// Only make the archive
    #[arg(long)]
    pub no_serve: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub listen: ListenOptions,
}

/// What a token is for.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ScopeKind {
    Add,
    Correct,
}

/// Options of `token`.
#[derive(ClapArgs, Debug)]
pub struct TokenOptions {
    /// Whose token: the name that corrections are kept with
    pub name: String,
    /// What it is for; may be given twice
    #[arg(long, value_enum, required = true)]
    pub scope: Vec<ScopeKind>,
    /// Its last day
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
}
