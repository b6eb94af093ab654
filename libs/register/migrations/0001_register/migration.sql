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

-- What it says of the duties that people hold, a row for what an event says of one; rows are only ever added.
CREATE TABLE register_duty (
  person_id       text COLLATE "C" NOT NULL,
  duty_id         uuid    NOT NULL,
  revision        integer NOT NULL,
  said            text    NOT NULL CHECK (said IN ('founded', 'assigned', 'ended')),
  -- Of an assignment its first day, of an end the first day on which it is held no more.
  effective_on    date    NOT NULL,
  duty            text,
  -- Without it: the platform.
  organization_id text COLLATE "C",
  branch_ids      jsonb,
  -- The last day, where it was assigned until one.
  until           date,
  PRIMARY KEY (person_id, duty_id, revision)
);
CREATE INDEX register_duty_platform ON register_duty (duty) WHERE said = 'founded';

-- Who is dissolved, by what was said last; only where reactions keep it, before they answer: whatever comes later, of
-- whichever service, meets it.
CREATE TABLE lookup_dissolution (
  organization_id text COLLATE "C" PRIMARY KEY,
  -- It may lie ahead. Without it: taken back as an error, or its registration cancelled.
  dissolved_on    date,
  reason          text NOT NULL,
  event_id        uuid NOT NULL,
  correlation_id  text NOT NULL,
  -- In the organization service's log, of the event that said so last.
  position        bigint NOT NULL
);

-- 工作日历: the working days of each year, as published last; only where terms are counted by them.
CREATE TABLE lookup_calendar (
  year     text PRIMARY KEY,
  revision integer NOT NULL,
  holidays jsonb NOT NULL,
  workdays jsonb NOT NULL
);

-- Which files of evidence each organization has handed in; only where commands name them.
CREATE TABLE lookup_evidence (
  sha256          text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  removed         boolean NOT NULL,
  -- Of the event that said so last, in its stream and in the log of the assessment service.
  revision        integer NOT NULL,
  position        bigint  NOT NULL,
  PRIMARY KEY (sha256, organization_id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON register_fact, register_duty, lookup_dissolution, lookup_calendar, lookup_evidence TO {{service_role}};
