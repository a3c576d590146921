-- Schema 1 of a Musnad archive (docs/archive.md tells every column). Positions are code points into articles.text,
-- as in the record: substr(text, start + 1, "end" - start) are the words.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE outlets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE
);

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  url TEXT,
  url_key TEXT,
  outlet INTEGER REFERENCES outlets(id),
  external_id TEXT,
  title TEXT,
  published TEXT,
  day TEXT,
  author TEXT,
  text TEXT NOT NULL,
  n_words INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  replaces INTEGER REFERENCES articles(id),
  current INTEGER NOT NULL DEFAULT 1,
  source TEXT,
  added TEXT NOT NULL,
  reader TEXT NOT NULL,
  story INTEGER REFERENCES stories(id),
  copy_of INTEGER REFERENCES articles(id),
  copy_kind TEXT,
  copy_share REAL,
  n_runs INTEGER NOT NULL,
  text_sha256 BLOB NOT NULL,
  given_sha256 BLOB NOT NULL UNIQUE
);
-- What was read from an article: the record's JSON without text and words, deflated.
CREATE TABLE records (
  article INTEGER PRIMARY KEY REFERENCES articles(id),
  sha256 BLOB NOT NULL,
  record BLOB NOT NULL
);
CREATE INDEX articles_by_url ON articles(url_key) WHERE url_key IS NOT NULL;
CREATE INDEX articles_by_text ON articles(text_sha256);
CREATE INDEX articles_by_day ON articles(day);
CREATE INDEX articles_by_outlet ON articles(outlet, day);
-- Filters look here, not into rows with whole texts.
CREATE INDEX articles_light ON articles(id, day, outlet, story, current);
CREATE INDEX articles_old ON articles(id) WHERE current = 0;
CREATE INDEX articles_by_story ON articles(story) WHERE story IS NOT NULL;
CREATE INDEX articles_by_copy ON articles(copy_of) WHERE copy_of IS NOT NULL;

-- Who and what, across articles. `key`: the Wikidata item, or kind|folded name; unnamed ones are kept by description.
CREATE TABLE entities (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  named INTEGER NOT NULL,
  name TEXT NOT NULL,
  wikidata TEXT,
  country TEXT,
  sector TEXT,
  merged_into INTEGER REFERENCES entities(id)
);
CREATE INDEX entities_by_merge ON entities(merged_into) WHERE merged_into IS NOT NULL;

-- Every naming of an entity by an article.
CREATE TABLE mentions (
  article INTEGER NOT NULL REFERENCES articles(id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  entity INTEGER NOT NULL REFERENCES entities(id),
  form TEXT NOT NULL,
  PRIMARY KEY (article, start, "end", entity)
) WITHOUT ROWID;
CREATE INDEX mentions_by_entity ON mentions(entity, article);

CREATE TABLE times (
  article INTEGER NOT NULL REFERENCES articles(id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  local TEXT NOT NULL,
  value TEXT,
  anchor TEXT NOT NULL,
  PRIMARY KEY (article, start, "end")
) WITHOUT ROWID;

CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles(id),
  local TEXT NOT NULL,
  speaker INTEGER REFERENCES entities(id),
  act TEXT NOT NULL,
  direct INTEGER NOT NULL,
  polarity TEXT NOT NULL,
  day TEXT,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  rejected INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX statements_by_article ON statements(article);
CREATE INDEX statements_by_speaker ON statements(speaker, day);
CREATE INDEX statements_by_day ON statements(day);

-- The chain: hop 0 is nearest the reader, the last hop is the speaker; each with the words that tell of it.
CREATE TABLE statement_hops (
  statement INTEGER NOT NULL REFERENCES statements(id),
  hop INTEGER NOT NULL,
  entity INTEGER NOT NULL REFERENCES entities(id),
  PRIMARY KEY (statement, hop)
) WITHOUT ROWID;
CREATE TABLE cues (
  statement INTEGER NOT NULL REFERENCES statements(id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  entity INTEGER REFERENCES entities(id),
  PRIMARY KEY (statement, start, "end")
) WITHOUT ROWID;
CREATE TABLE addressees (
  statement INTEGER NOT NULL REFERENCES statements(id),
  entity INTEGER NOT NULL REFERENCES entities(id),
  PRIMARY KEY (statement, entity)
) WITHOUT ROWID;

-- One telling of an event by one article: a claim of its occurrence.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles(id),
  local TEXT NOT NULL,
  type TEXT NOT NULL,
  mode TEXT,
  context TEXT,
  cameo TEXT,
  date TEXT,
  day TEXT,
  anchor TEXT,
  place INTEGER REFERENCES entities(id),
  status TEXT NOT NULL,
  confidence REAL NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  occurrence INTEGER REFERENCES occurrences(id),
  sha256 BLOB NOT NULL,
  rejected INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX events_by_article ON events(article);
CREATE INDEX events_by_type ON events(type, anchor);
CREATE INDEX events_by_anchor ON events(anchor);
CREATE INDEX events_by_occurrence ON events(occurrence) WHERE occurrence IS NOT NULL;
CREATE TABLE event_parties (
  event INTEGER NOT NULL REFERENCES events(id),
  role TEXT NOT NULL,
  nth INTEGER NOT NULL,
  entity INTEGER NOT NULL REFERENCES entities(id),
  PRIMARY KEY (event, role, nth)
) WITHOUT ROWID;
CREATE INDEX event_parties_by_entity ON event_parties(entity, event);
CREATE TABLE event_hops (
  event INTEGER NOT NULL REFERENCES events(id),
  hop INTEGER NOT NULL,
  entity INTEGER NOT NULL REFERENCES entities(id),
  PRIMARY KEY (event, hop)
) WITHOUT ROWID;
CREATE TABLE event_counts (
  event INTEGER NOT NULL REFERENCES events(id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  what TEXT NOT NULL,
  count INTEGER NOT NULL,
  approximate INTEGER NOT NULL,
  PRIMARY KEY (event, start, "end", what)
) WITHOUT ROWID;

CREATE TABLE designations (
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles(id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  entity INTEGER REFERENCES entities(id),
  stance TEXT NOT NULL,
  neutral TEXT NOT NULL,
  voice INTEGER REFERENCES entities(id)
);
CREATE INDEX designations_by_article ON designations(article);
CREATE INDEX designations_by_entity ON designations(entity);

-- One event in the world, as told by one or many articles.
CREATE TABLE occurrences (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  mode TEXT,
  first_day TEXT,
  last_day TEXT,
  place INTEGER REFERENCES entities(id),
  status TEXT NOT NULL,
  n_claims INTEGER NOT NULL,
  n_articles INTEGER NOT NULL,
  n_outlets INTEGER NOT NULL,
  n_sources INTEGER NOT NULL,
  disputed INTEGER NOT NULL
);
CREATE INDEX occurrences_by_day ON occurrences(first_day);
CREATE INDEX occurrences_by_type ON occurrences(type, first_day);
-- What its tellings disagree on: dates, counts, actors, status; one row a value, with who says so.
CREATE TABLE disagreements (
  occurrence INTEGER NOT NULL REFERENCES occurrences(id),
  what TEXT NOT NULL,
  value TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES events(id),
  PRIMARY KEY (occurrence, what, value, event)
) WITHOUT ROWID;

-- Articles that tell the same news.
CREATE TABLE stories (
  id INTEGER PRIMARY KEY,
  title TEXT,
  first_day TEXT,
  last_day TEXT,
  n_articles INTEGER NOT NULL,
  n_outlets INTEGER NOT NULL,
  n_sources INTEGER NOT NULL
);
CREATE INDEX stories_by_day ON stories(last_day);

-- What a person corrected: applied over what the machine read, also after reading again.
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  target TEXT NOT NULL,
  value TEXT,
  was TEXT,
  reason TEXT,
  undone TEXT
);

-- Full text: light spellings of words (no marks, no tatweel), contentless, so it opens in any SQLite from 3.20 on.
CREATE VIRTUAL TABLE article_search USING fts5(title, body, content='', tokenize="ascii tokenchars '-._@,’'");
CREATE VIRTUAL TABLE statement_search USING fts5(speaker, content, content='', tokenize="ascii tokenchars '-._@,’'");
CREATE VIRTUAL TABLE event_search USING fts5(parties, evidence, content='', tokenize="ascii tokenchars '-._@,’'");
CREATE VIRTUAL TABLE entity_search USING fts5(name, content='', tokenize="ascii tokenchars '-._@,’'");
-- The vocabulary of the index, and under which folded, clitic-stripped and lemma keys each term is found.
CREATE TABLE terms (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE);
CREATE TABLE term_keys (
  key INTEGER NOT NULL,
  term INTEGER NOT NULL REFERENCES terms(id),
  level INTEGER NOT NULL,
  PRIMARY KEY (key, term)
) WITHOUT ROWID;

-- Sampled word runs of each article: what copies share.
CREATE TABLE shingles (hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, article)) WITHOUT ROWID;
-- Days whose articles are not yet merged into stories and occurrences.
CREATE TABLE unmerged (day TEXT PRIMARY KEY) WITHOUT ROWID;
-- What was refused or cut off, and why.
CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT NOT NULL, source TEXT, article INTEGER, what TEXT NOT NULL, why TEXT NOT NULL);
-- Feeds and pages followed, with what a polite client must remember.
CREATE TABLE followed (
  url TEXT PRIMARY KEY,
  etag TEXT,
  last_modified TEXT,
  checked TEXT,
  status INTEGER,
  note TEXT
) WITHOUT ROWID;

-- For people with Datasette or DuckDB: facts with their words and names.
CREATE VIEW statements_told AS
  SELECT s.id, s.article, a.day AS published, o.name AS outlet, e.name AS speaker, e.country, s.act, s.direct, s.polarity,
         substr(a.text, s.start + 1, s."end" - s.start) AS words, a.title, a.url
  FROM statements s JOIN articles a ON a.id = s.article LEFT JOIN outlets o ON o.id = a.outlet
  LEFT JOIN entities r ON r.id = s.speaker LEFT JOIN entities e ON e.id = coalesce(r.merged_into, r.id)
  WHERE s.rejected = 0;
CREATE VIEW events_told AS
  SELECT v.id, v.article, a.day AS published, o.name AS outlet, v.type, v.mode, v.date, v.status,
         (SELECT group_concat(x.name, '، ') FROM event_parties p JOIN entities r ON r.id = p.entity
          JOIN entities x ON x.id = coalesce(r.merged_into, r.id) WHERE p.event = v.id AND p.role = 'actor') AS actors,
         (SELECT group_concat(x.name, '، ') FROM event_parties p JOIN entities r ON r.id = p.entity
          JOIN entities x ON x.id = coalesce(r.merged_into, r.id) WHERE p.event = v.id AND p.role = 'recipient') AS recipients,
         pl.name AS place, substr(a.text, v.start + 1, v."end" - v.start) AS words, v.occurrence, a.title, a.url
  FROM events v JOIN articles a ON a.id = v.article LEFT JOIN outlets o ON o.id = a.outlet
  LEFT JOIN entities pl ON pl.id = v.place
  WHERE v.rejected = 0;
