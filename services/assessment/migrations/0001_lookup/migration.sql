-- What decisions of the assessment service look up beyond their own streams and the register. Derived from the feed of
-- this service; may be emptied and filled again.

CREATE TABLE lookup_edition (
  edition_id     text PRIMARY KEY,
  scheme         text NOT NULL,
  sector         text NOT NULL,
  -- The kinds of organization that it grades.
  subjects       jsonb NOT NULL,
  effective_from date NOT NULL,
  -- The codes of its grades, the best first.
  grades         jsonb NOT NULL
);
CREATE TABLE lookup_edition_retirement (
  edition_id text PRIMARY KEY,
  retired_on date NOT NULL
);

-- What the rating rules judge by: every decision on a grade, and every determination that was withdrawn.
CREATE TABLE lookup_decision (
  event_id     uuid PRIMARY KEY,
  branch_id    text COLLATE "C" NOT NULL,
  scheme       text   NOT NULL,
  period       text   NOT NULL,
  kind         text   NOT NULL,
  position     bigint NOT NULL,
  recorded_at  timestamptz NOT NULL,
  effective_on date   NOT NULL,
  corrects     uuid,
  round_id     text,
  edition_id   text,
  grade        text,
  -- The items on which points were lost, with any rater.
  lost         jsonb NOT NULL
);
CREATE INDEX lookup_decision_subject ON lookup_decision (branch_id, scheme, period);
CREATE INDEX lookup_decision_period ON lookup_decision (scheme, period, edition_id);

CREATE TABLE lookup_opened_round (
  round_id          text PRIMARY KEY,
  work_committee_id text COLLATE "C" NOT NULL,
  scheme            text NOT NULL,
  period            text NOT NULL
);
CREATE INDEX lookup_opened_round_committee ON lookup_opened_round (work_committee_id, scheme);

CREATE TABLE lookup_closed_round (
  round_id    text PRIMARY KEY,
  -- Where in the log the closing stands: what comes after it is a new decision or a correction.
  position    bigint NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE TABLE lookup_calendar (
  year     text PRIMARY KEY,
  revision integer NOT NULL,
  holidays jsonb NOT NULL,
  workdays jsonb NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_edition, lookup_edition_retirement, lookup_decision, lookup_opened_round, lookup_closed_round, lookup_calendar
  TO {{service_role}};
