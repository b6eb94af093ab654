-- What decisions of the assessment service look up beyond their own streams and the register. Derived from the feed of
-- this service; may be emptied and filled again.

CREATE TABLE lookup_edition (
  edition_id     text PRIMARY KEY,
  scheme         text NOT NULL,
  sector         text NOT NULL,
  -- The kinds of organization that it grades.
  subjects       jsonb NOT NULL,
  effective_from date NOT NULL
);
CREATE TABLE lookup_edition_retirement (
  edition_id text PRIMARY KEY,
  retired_on date NOT NULL
);

-- The grade that stands in each grading; null while it is opened and not graded.
CREATE TABLE lookup_grading (
  branch_id  text COLLATE "C" NOT NULL,
  scheme     text   NOT NULL,
  period     text   NOT NULL,
  round_id   text   NOT NULL,
  edition_id text   NOT NULL,
  grade      text,
  standing   text,
  effective_on date,
  lost       jsonb,
  revision   integer NOT NULL,
  PRIMARY KEY (branch_id, scheme, period)
);
CREATE INDEX lookup_grading_period ON lookup_grading (scheme, period, edition_id) WHERE grade IS NOT NULL;

CREATE TABLE lookup_closed_round (
  round_id text PRIMARY KEY
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_edition, lookup_edition_retirement, lookup_grading, lookup_closed_round TO {{service_role}};
