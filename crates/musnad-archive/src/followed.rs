//! Addresses that were fetched: what a polite client remembers, to ask only for what changed and to resume where it stopped.

use crate::archive::Archive;
use crate::error::{Doing, Error};
use rusqlite::{OptionalExtension, TransactionBehavior, params};

/// A feed or page, as it answered last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Its address as it was asked for.
    pub url: String,
    /// `ETag` of its last whole answer.
    pub etag: Option<String>,
    /// `Last-Modified` of its last whole answer.
    pub last_modified: Option<String>,
    /// When it was asked last.
    pub checked: String,
    /// HTTP status of its last answer, if there was one.
    pub status: Option<u16>,
    /// Why there is nothing, in words.
    pub note: Option<String>,
}

impl Archive {
    /// What is remembered of an address.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn followed(&self, url: &str) -> Result<Option<Followed>, Error> {
        self.db
            .prepare_cached("SELECT url, etag, last_modified, checked, status, note FROM followed WHERE url = ?1")
            .and_then(|mut s| {
                s.query_row([url], |r| {
                    Ok(Followed {
                        url: r.get(0)?,
                        etag: r.get(1)?,
                        last_modified: r.get(2)?,
                        checked: r.get::<_, Option<String>>(3)?.unwrap_or_default(),
                        status: r.get(4)?,
                        note: r.get(5)?,
                    })
                })
                .optional()
            })
            .doing("read what was followed")
    }

    /// Remembers addresses, in one transaction. To be called after what they held was added: then a stop in between costs one more
    /// request, and no article.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let dir = std::env::temp_dir().join(format!("musnad-doc-followed-{}", std::process::id()));
    /// # std::fs::create_dir_all(&dir)?;
    /// use musnad_archive::{Archive, Followed};
    /// let mut archive = Archive::open(&dir.join("day.db"))?;
    /// let feed = Followed { url: "https://a.example/rss".into(), etag: Some("\"v1\"".into()), status: Some(200), ..Default::default() };
    /// archive.remember_followed(&[feed.clone()])?;
    /// assert_eq!(archive.followed("https://a.example/rss")?, Some(feed));
    /// assert_eq!(archive.followed("https://b.example/rss")?, None);
    /// # std::fs::remove_dir_all(&dir)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the archive cannot be written; then none of them is remembered.
    pub fn remember_followed(&mut self, pages: &[Followed]) -> Result<(), Error> {
        let doing = "remember what was followed";
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).doing(doing)?;
        for page in pages {
            tx.prepare_cached(
                "INSERT INTO followed (url, etag, last_modified, checked, status, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
                 checked = excluded.checked, status = excluded.status, note = excluded.note",
            )
            .and_then(|mut s| s.execute(params![page.url, page.etag, page.last_modified, page.checked, page.status, page.note]))
            .doing(doing)?;
        }
        tx.commit().doing(doing)
    }
}
