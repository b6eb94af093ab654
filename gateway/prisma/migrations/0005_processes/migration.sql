-- Processes (problems, remediations, and what is to come), and which event led to which.

-- Every step of every instance of a process as it was recorded, with the status that it leads to (NULL: the one before
-- goes on) and, in what it said, what is due: the latest by a day and an instant answer both. Each aggregate has a partition of its
-- own, <aggregate>_step, that the program makes: a process needs no migration.
CREATE TABLE process_step (
  aggregate text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  -- The branch that the instance is about.
  organization_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  status text,
  effective_on date NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor jsonb NOT NULL,
  said jsonb NOT NULL,
  -- The aggregate last: within a partition it is always the same.
  PRIMARY KEY (key, revision, aggregate)
) PARTITION BY LIST (aggregate);
CREATE INDEX process_step_organization ON process_step (organization_id);
-- What was recorded within the second of an instant is counted instance by instance.
CREATE INDEX process_step_recorded_at ON process_step (recorded_at);

-- Derived: on which days, as known when, an instance is counted as what; by <aggregate>_span. How many are counted so
-- under any organization, on any day and as known at any instant, is a series of the tallies.
CREATE TABLE process_span (
  aggregate text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  counted text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  known_from timestamptz(3) NOT NULL,
  known_to timestamptz(3) NOT NULL,
  PRIMARY KEY (key, counted, known_from, from_day, aggregate)
) PARTITION BY LIST (aggregate);
CREATE INDEX process_span_organization ON process_span (organization_id, counted) INCLUDE (from_day, to_day, known_from, known_to);

-- Derived: where an instance stands on which days, as known when: its status, what is due (NULL: nothing), and by what it is
-- listed beside these; by <aggregate>_standing. Days on which nothing of it changes are one row.
CREATE TABLE process_standing (
  aggregate text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  due_on date,
  facets jsonb NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  known_from timestamptz(3) NOT NULL,
  known_to timestamptz(3) NOT NULL,
  PRIMARY KEY (key, known_from, from_day, aggregate)
) PARTITION BY LIST (aggregate);
CREATE INDEX process_standing_organization ON process_standing (organization_id) INCLUDE (status, from_day, to_day, known_from, known_to);

-- Every event as its service recorded it, less what it says; and the event that its command answered, if it names one.
-- Which events are causes shows only by those that name them, which may arrive before or after.
CREATE TABLE recorded_event (
  event_id uuid PRIMARY KEY,
  -- The organization that it is about; null: what all go by (an edition, the calendar); empty: a person's duty at no
  -- organization, or at one that the event does not name.
  organization_id text COLLATE "C",
  cause_id uuid,
  type text NOT NULL,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor text NOT NULL
);
CREATE INDEX recorded_event_cause ON recorded_event (cause_id) WHERE cause_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON process_step, process_span, process_standing, recorded_event TO {{service_role}};
