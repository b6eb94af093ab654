-- Of a province, a city or a work committee too many branches hang to count them one by one as known at a past
-- instant. For these, and only for these, tallies are kept; one of them over both clocks, learned by the minute: the
-- number on a day, as known when a minute began, is the sum over days up to it and minutes before it.
ALTER TABLE place ADD COLUMN wide boolean NOT NULL DEFAULT false;
ALTER TABLE place ALTER COLUMN wide DROP DEFAULT;

CREATE TABLE known_tally (
  organization_id text COLLATE "C" NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  track text COLLATE "C" NOT NULL,
  grade text COLLATE "C" NOT NULL,
  day date NOT NULL,
  minute timestamptz(0) NOT NULL,
  delta integer NOT NULL,
  PRIMARY KEY (organization_id, scheme, track, grade, day, minute) INCLUDE (delta)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON known_tally TO {{service_role}};

-- What was learned within the minute itself is looked up branch by branch.
CREATE INDEX place_known_from ON place (known_from);
CREATE INDEX place_known_to ON place (known_to) WHERE known_to < 'infinity';
CREATE INDEX rating_span_known_from ON rating_span (known_from);
