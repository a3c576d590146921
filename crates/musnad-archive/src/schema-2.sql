-- Schema 2: what the explorer counts on its pages is counted in indexes, without a look at rows with whole texts.
CREATE INDEX articles_by_reader ON articles(reader);
-- Rejected facts are few: whoever counts in other indexes takes these away.
CREATE INDEX statements_rejected ON statements(speaker) WHERE rejected = 1;
CREATE INDEX statement_hops_by_entity ON statement_hops(entity, statement);
-- The words of a name that takes a side, beside it: "who calls whom what" reads no article.
ALTER TABLE designations ADD COLUMN called TEXT NOT NULL DEFAULT '';
UPDATE designations SET called = (SELECT substr(a.text, designations.start + 1, designations."end" - designations.start)
  FROM articles a WHERE a.id = designations.article);
