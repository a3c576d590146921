//! Commands on an archive: add articles, follow feeds, ask, tend.

pub mod add;
pub mod ask;
pub mod fix;
pub mod follow;
pub mod net;
pub mod table;
pub mod tend;

use anyhow::{Result, anyhow};
use std::path::PathBuf;

/// The archive that is meant: `--archive`, else `MUSNAD_ARCHIVE`.
pub fn path(given: Option<&PathBuf>) -> Result<PathBuf> {
    given
        .cloned()
        .or_else(|| std::env::var_os("MUSNAD_ARCHIVE").filter(|v| !v.is_empty()).map(PathBuf::from))
        .ok_or_else(|| anyhow!("which archive? Name it with --archive FILE.db, or set MUSNAD_ARCHIVE"))
}

/// The time now, UTC, as the archive writes it.
pub fn now() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days to a civil date: Howard Hinnant's algorithm, eras of 400 years from 0000-03-01.
    let z = days + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}
