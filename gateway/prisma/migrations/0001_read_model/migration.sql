-- The read model. Facts are plain bitemporal rows: from which day they hold, when they were recorded. Spans and the
-- tally are derived from them by pure functions, so the order in which streams arrive leaves no trace. No row has a
-- surrogate id or a time of applying: two builds of the same facts are equal, row by row.

-- Derived: registrations as they were known: what each organization was registered as, or corrected to.
CREATE TABLE organization (
  id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  opened_on date NOT NULL,
  known_from timestamptz(3) NOT NULL,
  known_to timestamptz(3) NOT NULL,
  PRIMARY KEY (id, known_from)
);

-- What changes about an organization, an aspect a row: name, parent, sector, form, units, life, membership, election,
-- confirmation, extension, committee, secretary, cells, profile. What a registration gives holds from -infinity.
CREATE TABLE organization_fact (
  organization_id text COLLATE "C" NOT NULL,
  aspect text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  effective_on date NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  -- Derived: when the registration it belongs to was cancelled.
  known_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  value jsonb NOT NULL,
  -- The document that the event rests on.
  basis jsonb,
  -- All findings of the organization's own stream as they stand after the event, on the first of its rows.
  findings jsonb,
  PRIMARY KEY (organization_id, aspect, revision)
);
-- Which joint branches a unit is a member of; who is secretary of whom; who was ever a temporary branch.
CREATE INDEX organization_fact_units ON organization_fact USING gin (value) WHERE aspect = 'units';
CREATE INDEX organization_fact_secretary ON organization_fact ((value #>> '{}')) WHERE aspect = 'secretary';
CREATE INDEX organization_fact_temporary ON organization_fact (organization_id) WHERE aspect = 'form' AND value ->> 'form' = 'temporary';

-- Derived: on which days, as known when, a living organization stands under which ancestor (depth 0: itself).
CREATE TABLE place (
  organization_id text COLLATE "C" NOT NULL,
  ancestor_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  depth integer NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  known_from timestamptz(3) NOT NULL,
  known_to timestamptz(3) NOT NULL,
  PRIMARY KEY (organization_id, ancestor_id, known_from, from_day)
);
-- Children: a province has few, and a quarter of a million descendants.
CREATE INDEX place_child ON place (ancestor_id, organization_id) INCLUDE (from_day, to_day, known_from, known_to) WHERE depth = 1;
-- Descendants in the order of their codes, which lists go by; most of them are branches.
CREATE INDEX place_ancestor ON place (ancestor_id, organization_id) INCLUDE (kind, depth, from_day, to_day, known_from, known_to);

-- Derived: on which days, as known when, an organization's own stream shows a finding.
CREATE TABLE finding_span (
  organization_id text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  known_from timestamptz(3) NOT NULL,
  known_to timestamptz(3) NOT NULL,
  PRIMARY KEY (organization_id, code, known_from, from_day)
);
CREATE INDEX finding_span_code ON finding_span (code, organization_id);

-- Organizational life, under its place in its stream: of one external id the latest row counts. Without kind and day: withdrawn.
CREATE TABLE activity (
  branch_id text COLLATE "C" NOT NULL,
  year integer NOT NULL,
  revision integer NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C",
  held_on date,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (branch_id, year, revision)
);

-- The grades of published editions, in their order.
CREATE TABLE edition_grade (
  edition_id text COLLATE "C" NOT NULL,
  ordinal integer NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  sector text NOT NULL,
  effective_from date NOT NULL,
  grade text COLLATE "C" NOT NULL,
  label text NOT NULL,
  standing text NOT NULL,
  focus boolean NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (edition_id, ordinal)
);
CREATE INDEX edition_grade_scheme ON edition_grade (scheme, grade);

-- Rounds whose grades are confirmed.
CREATE TABLE round_closing (
  round_id text COLLATE "C" PRIMARY KEY,
  -- Where in the log it stands: what comes after it is a correction or a new decision.
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL
);

-- Branches that the closing of a round names because rater for the superior, confirmer and inspector are not three persons.
CREATE TABLE same_hand_closed (
  round_id text COLLATE "C" NOT NULL,
  branch_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (round_id, branch_id)
);

-- Decisions on a grade, whole; one that withdraws another has no grade of its own.
CREATE TABLE decision (
  branch_id text COLLATE "C" NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  stream text NOT NULL,
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  effective_on date NOT NULL,
  corrects uuid,
  grade text COLLATE "C",
  label text,
  standing text,
  focus boolean,
  computed_grade text,
  score text,
  -- What a computed grade says of itself: totals, gates, vetoes, and what the next grade would have needed.
  computation jsonb,
  edition_id text,
  round_id text COLLATE "C",
  actor jsonb NOT NULL,
  reason text,
  basis jsonb,
  same_hand boolean,
  findings jsonb NOT NULL,
  PRIMARY KEY (branch_id, scheme, period, revision)
);
CREATE UNIQUE INDEX decision_event ON decision (event_id);
CREATE INDEX decision_round ON decision (round_id);

-- Derived: on which days, as known when, which decision gives a branch its grade. Track '' is the rating in force
-- over all periods; a track YYYY is what that period came to, whatever the day. `computed` is the revision of the computed
-- grade that the decision is, or that a superior determined otherwise about. `focus`: whether its edition marks the grade (NULL:
-- a grade from before the platform, which has none). `below_since`: of a confirmed grade below leading standing, the first
-- day on which it was known.
CREATE TABLE rating_span (
  branch_id text COLLATE "C" NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  track text COLLATE "C" NOT NULL,
  grade text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  computed integer NOT NULL,
  confirmed boolean NOT NULL,
  focus boolean,
  below_since date,
  from_day date NOT NULL,
  to_day date NOT NULL,
  known_from timestamptz(3) NOT NULL,
  known_to timestamptz(3) NOT NULL,
  PRIMARY KEY (branch_id, scheme, track, known_from, from_day)
);
CREATE INDEX rating_span_grade ON rating_span (scheme, track, grade, branch_id) INCLUDE (from_day, to_day, known_from, known_to, focus);

-- Derived, of the latest knowledge only: by how many that stand under an organization as something changes on a day,
-- and in a year (its first day); their number on any day is the sum over the years before and the days of its own.
-- A series is what is counted, each by its value: the living branches ('branches', ''), the grades of a scheme in force
-- ('rating classification', grade) or of a period ('rating classification 2022', grade), the instances of a process
-- ('problem', open). No index holds the number, and pages keep room: a change of it leaves the index alone.
CREATE TABLE tally (
  organization_id text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  span text COLLATE "C" NOT NULL CHECK (span IN ('year', 'day')),
  day date NOT NULL,
  value text COLLATE "C" NOT NULL,
  delta integer NOT NULL,
  PRIMARY KEY (organization_id, series, span, day, value)
) WITH (fillfactor = 60);

-- The build before the live one, where it is kept in schema gateway_previous and fed along.
CREATE TABLE kept_build (
  unit text PRIMARY KEY,
  kept_since timestamptz(3) NOT NULL,
  -- Why it is fed no longer, and so cannot be switched back to.
  fault text
);
GRANT SELECT, UPDATE ON kept_build TO {{service_role}};

GRANT SELECT, INSERT, UPDATE, DELETE ON
  organization, organization_fact, place, finding_span, activity, edition_grade, round_closing, same_hand_closed, decision, rating_span, tally
  TO {{service_role}};
