-- Of a province, a city or a work committee too many branches hang to count them one by one as known at a past
-- instant. For these the tally is kept over both clocks, learned by the second and by the day, about days and about
-- years (their first day): the number on a day, as known when a second began, is the sum over the years before and the
-- days of its own of what was learned on the days before and in the seconds of the second's own day.
ALTER TABLE place ADD COLUMN wide boolean NOT NULL DEFAULT false;
ALTER TABLE place ALTER COLUMN wide DROP DEFAULT;

CREATE TABLE known_tally (
  organization_id text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  span text COLLATE "C" NOT NULL CHECK (span IN ('day', 'second')),
  days text COLLATE "C" NOT NULL CHECK (days IN ('year', 'day')),
  -- When the day (in UTC) or the second began.
  learned timestamptz(0) NOT NULL,
  day date NOT NULL,
  value text COLLATE "C" NOT NULL,
  delta integer NOT NULL,
  PRIMARY KEY (organization_id, series, span, days, learned, day, value)
) WITH (fillfactor = 60);
GRANT SELECT, INSERT, UPDATE, DELETE ON known_tally TO {{service_role}};

-- What was learned within the second itself is looked up branch by branch.
CREATE INDEX place_known_from ON place (known_from);
CREATE INDEX place_known_to ON place (known_to) WHERE known_to < 'infinity';
CREATE INDEX rating_span_known_from ON rating_span (known_from);
