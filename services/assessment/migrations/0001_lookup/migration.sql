-- What decisions of the assessment service look up beyond their own streams. Derived from the feeds of the
-- organization service and of this one; may be emptied and filled again.

CREATE TABLE lookup_organization (
  id          text COLLATE "C" PRIMARY KEY,
  kind        text    NOT NULL,
  sector      text,
  opened_on   date    NOT NULL,
  dissolved_on date,
  cancelled   boolean NOT NULL DEFAULT false,
  -- Place of its latest registration in the organization service's log.
  position    bigint  NOT NULL
);
CREATE INDEX lookup_organization_position ON lookup_organization (position);

-- Facts, not the tree: which parent holds on a day follows from them. The registration's edge begins at -infinity,
-- for a branch may have been founded before its parent's date.
CREATE TABLE lookup_parent_edge (
  child_id     text COLLATE "C" NOT NULL,
  position     bigint NOT NULL,
  effective_on date   NOT NULL,
  parent_id    text COLLATE "C" NOT NULL,
  PRIMARY KEY (child_id, position)
);
CREATE INDEX lookup_parent_edge_child ON lookup_parent_edge (child_id, effective_on DESC, position DESC);
CREATE INDEX lookup_parent_edge_parent ON lookup_parent_edge (parent_id);

CREATE TABLE lookup_edition (
  edition_id text PRIMARY KEY,
  scheme     text NOT NULL,
  sector     text NOT NULL
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
  revision   integer NOT NULL,
  PRIMARY KEY (branch_id, scheme, period)
);
CREATE INDEX lookup_grading_period ON lookup_grading (scheme, period, edition_id) WHERE grade IS NOT NULL;

CREATE TABLE lookup_closed_round (
  round_id text PRIMARY KEY
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_organization, lookup_parent_edge, lookup_edition, lookup_grading, lookup_closed_round TO {{service_role}};
