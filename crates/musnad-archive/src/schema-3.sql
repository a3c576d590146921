-- Schema 3: word runs stand by the eight days of their article, so that a day's news touches a few pages of the index and not all.
CREATE TABLE runs (
  period INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES articles(id),
  PRIMARY KEY (period, hash, article)
) WITHOUT ROWID;
-- Days since 1970 divided by eight, downwards; -1000000 where no day is known.
INSERT INTO runs
  SELECT coalesce((CAST(julianday(a.day) - 2440587.5 AS INTEGER) + 8000000) / 8 - 1000000, -1000000) AS period, s.hash, s.article
  FROM shingles s JOIN articles a ON a.id = s.article ORDER BY period, s.hash, s.article;
DROP TABLE shingles;
ALTER TABLE runs RENAME TO shingles;
-- A text of many addresses is looked for among those without one.
CREATE INDEX articles_without_url ON articles(text_sha256) WHERE url_key IS NULL;
