-- What the organization service's events say of the tree, a row an event: each service that asks keeps its own copy.
-- Facts, not the tree: who stands under whom on a day follows from them, by @zhibu/register. Rows are only ever added;
-- the table may be emptied and filled again from the feed.
CREATE TABLE register_fact (
  organization_id text COLLATE "C" NOT NULL,
  revision        integer NOT NULL,
  -- Place in the organization service's log.
  position        bigint  NOT NULL,
  said            text    NOT NULL,
  effective_on    date    NOT NULL,
  -- What a registration says; its correction kind and sector, a move the parent only.
  kind            text,
  sector          text,
  parent_id       text COLLATE "C",
  form            text,
  PRIMARY KEY (organization_id, revision)
);
CREATE INDEX register_fact_parent ON register_fact (parent_id, organization_id) WHERE parent_id IS NOT NULL;
CREATE INDEX register_fact_registered ON register_fact (position) WHERE said = 'opened';

GRANT SELECT, INSERT, UPDATE, DELETE ON register_fact TO {{service_role}};
