-- Where editions and rounds stand: what an import asks before it sends anything.

-- The states that an edition went through.
CREATE TABLE edition_state (
  edition_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  status text NOT NULL,
  -- As drafted or published; NULL where it is retired.
  content jsonb,
  content_hash text,
  retired_on date,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (edition_id, revision)
);

-- What was recorded of rounds, whole.
CREATE TABLE round_event (
  round_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (round_id, revision)
);

-- Which inputs of gradings were recorded, and under which edition each was opened.
CREATE TABLE grading_input (
  branch_id text COLLATE "C" NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  input text NOT NULL,
  edition_id text,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (branch_id, scheme, period, revision)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON edition_state, round_event, grading_input TO {{service_role}};
