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
  grades         jsonb NOT NULL,
  -- Of each its standing, and which it marks for focus.
  standings      jsonb NOT NULL,
  focus          jsonb NOT NULL
);
CREATE TABLE lookup_edition_retirement (
  edition_id text PRIMARY KEY,
  retired_on date NOT NULL
);

-- What the rating rules judge by: every decision on a grade, from before the platform too, and every determination that
-- was withdrawn.
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
  -- What the edition calls the grade; none of a withdrawal, nor of a grade from before the platform.
  standing     text,
  focus        boolean,
  -- The items on which points were lost, with any rater.
  lost         jsonb NOT NULL
);
CREATE INDEX lookup_decision_subject ON lookup_decision (branch_id, scheme, period);
CREATE INDEX lookup_decision_period ON lookup_decision (scheme, period, edition_id);

-- Who had a hand in what was rated last for the superior, of each grading; nobody where a file does not tell.
CREATE TABLE lookup_superior_rating (
  branch_id text COLLATE "C" NOT NULL,
  scheme    text COLLATE "C" NOT NULL,
  period    text COLLATE "C" NOT NULL,
  hands     jsonb NOT NULL,
  revision  integer NOT NULL,
  PRIMARY KEY (branch_id, scheme, period)
);

-- The team of each inspection, by the year of its visit; nobody, where it is cancelled.
CREATE TABLE lookup_inspection_team (
  inspection_id   text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  year            text COLLATE "C" NOT NULL,
  team            jsonb NOT NULL,
  revision        integer NOT NULL
);
CREATE INDEX lookup_inspection_team_organization ON lookup_inspection_team (organization_id, year);

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

-- 一票否决情形: of each grading and veto, what was said last.
CREATE TABLE lookup_veto (
  branch_id    text COLLATE "C" NOT NULL,
  scheme       text COLLATE "C" NOT NULL,
  period       text COLLATE "C" NOT NULL,
  veto         text COLLATE "C" NOT NULL,
  -- NULL: withdrawn.
  effective_on date,
  revision     integer NOT NULL,
  PRIMARY KEY (branch_id, scheme, period, veto)
);

-- Where each designation stands: what its last step with a status led to.
CREATE TABLE lookup_designation (
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  status          text NOT NULL,
  -- Of one that has expired: why; of one that is revoked: by which case.
  because         text,
  revision        integer NOT NULL,
  PRIMARY KEY (programme_id, organization_id)
);
CREATE INDEX lookup_designation_organization ON lookup_designation (organization_id);
-- Those that were ever in force, and when their validity is over; NULL: never.
CREATE TABLE lookup_designation_term (
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  until           date,
  revision        integer NOT NULL,
  PRIMARY KEY (programme_id, organization_id)
);
CREATE INDEX lookup_designation_term_until ON lookup_designation_term (until) WHERE until IS NOT NULL;
-- Since when they are, or were, designated: the last time.
CREATE TABLE lookup_designation_begun (
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  designated_on   date NOT NULL,
  revision        integer NOT NULL,
  PRIMARY KEY (programme_id, organization_id)
);
-- Who goes on with what a merger ended.
CREATE TABLE lookup_succession (
  programme_id    text COLLATE "C" NOT NULL,
  predecessor_id  text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (programme_id, predecessor_id, organization_id)
);

-- By the facts of the supervision service: decisions to revoke, of which the day may be to come, and what an appeal overturned.
CREATE TABLE lookup_revocation (
  revocation_id   text COLLATE "C" PRIMARY KEY,
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  -- Which designation: by its first day.
  designated_on   date NOT NULL,
  revoked_from    date NOT NULL,
  basis           jsonb NOT NULL,
  reason          text,
  event_id        uuid NOT NULL,
  correlation_id  text NOT NULL
);
CREATE INDEX lookup_revocation_event ON lookup_revocation (event_id);
CREATE INDEX lookup_revocation_from ON lookup_revocation (revoked_from);
CREATE TABLE lookup_overturned (
  revocation_id text COLLATE "C" PRIMARY KEY,
  overturned_on date NOT NULL,
  reason        text,
  event_id      uuid NOT NULL,
  correlation_id text NOT NULL
);
-- Every case, and whether it is open or how it was decided.
CREATE TABLE lookup_revocation_case (
  revocation_id   text COLLATE "C" PRIMARY KEY,
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  designated_on   date NOT NULL,
  status          text NOT NULL CHECK (status IN ('open', 'revoke', 'retain')),
  revision        integer NOT NULL
);
CREATE INDEX lookup_revocation_case_designation ON lookup_revocation_case (programme_id, organization_id);
-- By which of them a designation was revoked already.
CREATE TABLE lookup_revoked (
  revocation_id text COLLATE "C" PRIMARY KEY
);

-- By the facts of the supervision service, kept by the reactions: what was concluded of each designation reviewed, and which
-- acceptance inspections were passed; programmes NULL: for any.
CREATE TABLE lookup_reinspection (
  inspection_id   text COLLATE "C" NOT NULL,
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  inspected_on    date NOT NULL,
  outcome         text NOT NULL,
  problems        jsonb NOT NULL,
  event_id        uuid NOT NULL,
  correlation_id  text NOT NULL,
  PRIMARY KEY (inspection_id, programme_id)
);
CREATE INDEX lookup_reinspection_designation ON lookup_reinspection (programme_id, organization_id);
CREATE TABLE lookup_acceptance (
  inspection_id   text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  passed_on       date NOT NULL,
  programmes      jsonb,
  position        bigint NOT NULL
);

-- By the facts of the rectification service: until when a rectification that goes on is due, and which remediations there are.
CREATE TABLE lookup_problem (
  problem_id      uuid PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  -- NULL: nothing is due of it.
  due_on          date,
  revision        integer NOT NULL
);
CREATE INDEX lookup_problem_due ON lookup_problem (organization_id, due_on) WHERE due_on IS NOT NULL;
CREATE TABLE lookup_remediation (
  branch_id text COLLATE "C" NOT NULL,
  year      text COLLATE "C" NOT NULL,
  status    text NOT NULL,
  revision  integer NOT NULL,
  PRIMARY KEY (branch_id, year)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_revocation, lookup_revocation_case, lookup_overturned, lookup_revoked, lookup_reinspection, lookup_acceptance,
  lookup_veto, lookup_designation, lookup_designation_term, lookup_designation_begun, lookup_succession,
  lookup_problem, lookup_remediation,
  lookup_edition, lookup_edition_retirement, lookup_decision, lookup_superior_rating, lookup_inspection_team,
  lookup_opened_round, lookup_closed_round
  TO {{service_role}};
