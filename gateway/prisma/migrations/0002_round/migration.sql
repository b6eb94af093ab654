-- Where editions and rounds stand: what an import asks before it sends anything.

-- The states that an edition went through.
CREATE TABLE edition_state (
  edition_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  status text NOT NULL,
  scheme text,
  content_hash text,
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
