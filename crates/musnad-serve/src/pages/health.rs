//! Whether the server is well: for whoever restarts it.

use crate::ask::Ask;
use crate::reply::{Failure, Reply};

/// `ok` if the archive answers.
///
/// # Errors
/// If it does not.
pub fn show(ask: &Ask<'_>) -> Result<Reply, Failure> {
    ask.db.query_row("SELECT count(*) FROM (SELECT 1 FROM articles LIMIT 1)", [], |r| r.get::<_, i64>(0))?;
    Ok(Reply::new("text/plain; charset=utf-8", "ok\n").passing())
}
