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

-- Rounds that were opened, each under its edition; round_closing has those that are closed.
CREATE TABLE round_opening (
  round_id text COLLATE "C" PRIMARY KEY,
  edition_id text NOT NULL,
  recorded_at timestamptz(3) NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON edition_state, round_opening TO {{service_role}};
