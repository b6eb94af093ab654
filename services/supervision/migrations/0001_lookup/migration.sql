-- What decisions of the supervision service look up beyond their own streams and the register. Derived from the feeds of the
-- assessment service and of this one; may be emptied and filled again.

-- Every decision on a grade in the scheme by which branches are stratified: which one holds follows from all of them.
CREATE TABLE lookup_decision (
  event_id     uuid PRIMARY KEY,
  branch_id    text COLLATE "C" NOT NULL,
  period       text COLLATE "C" NOT NULL,
  round_id     text COLLATE "C",
  position     bigint NOT NULL,
  kind         text NOT NULL,
  effective_on date NOT NULL,
  -- What a revision takes the place of, or a withdrawal takes away.
  corrects     uuid,
  -- A withdrawal has none.
  standing     text
);
CREATE INDEX lookup_decision_branch ON lookup_decision (branch_id);

CREATE TABLE lookup_closed_round (
  round_id  text COLLATE "C" PRIMARY KEY,
  position  bigint NOT NULL,
  period    text COLLATE "C" NOT NULL,
  closed_on date NOT NULL,
  -- Who had a hand in the closing.
  hands     jsonb NOT NULL
);
-- In whose round branches are graded.
CREATE TABLE lookup_opened_grading (
  branch_id text COLLATE "C" NOT NULL,
  round_id  text COLLATE "C" NOT NULL,
  PRIMARY KEY (branch_id, round_id)
);
-- Everybody who had a hand in a rating of a branch: he does not inspect it.
CREATE TABLE lookup_rater (
  branch_id text COLLATE "C" NOT NULL,
  period    text COLLATE "C" NOT NULL,
  rated_on  date NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (branch_id, person_id, period, rated_on)
);

-- Draws by how far they have come: those are looked at again of which something is due.
CREATE TABLE lookup_draw (
  draw_id  text COLLATE "C" PRIMARY KEY,
  is_open  boolean NOT NULL,
  revision integer NOT NULL
);
CREATE INDEX lookup_draw_open ON lookup_draw (draw_id) WHERE is_open;
-- Until when its bodies commit, and how many they are.
CREATE TABLE lookup_draw_announced (
  draw_id   text COLLATE "C" PRIMARY KEY,
  commit_by date NOT NULL,
  bodies    integer NOT NULL
);
-- Until when they reveal, once all have committed.
CREATE TABLE lookup_draw_deadline (
  draw_id   text COLLATE "C" PRIMARY KEY,
  reveal_by timestamptz NOT NULL
);
-- The bodies that have revealed, or missed to.
CREATE TABLE lookup_draw_body_in (
  draw_id text COLLATE "C" NOT NULL,
  body_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (draw_id, body_id)
);

-- Inspections by how far they have come: by them budgets are counted, and what a dissolution overtakes is found.
CREATE TABLE lookup_inspection (
  inspection_id   text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  -- Which inspects.
  body_id         text COLLATE "C" NOT NULL,
  scope           text NOT NULL,
  mode            text NOT NULL,
  purpose         text NOT NULL,
  visit_on        date NOT NULL,
  team            jsonb NOT NULL,
  plan_item       text COLLATE "C",
  status          text NOT NULL,
  -- Of one that is concluded: the day of the visit as it was, the outcome, and the ids of what was found.
  visited_on      date,
  outcome         text,
  findings        jsonb NOT NULL DEFAULT '[]',
  revision        integer NOT NULL
);
CREATE INDEX lookup_inspection_organization ON lookup_inspection (organization_id, visit_on);
-- Under the items of whose plan they are.
CREATE INDEX lookup_inspection_planned ON lookup_inspection (body_id, visit_on) WHERE plan_item IS NOT NULL;
-- Since when a body plans or schedules here: only before it something is taken in from before the platform.
CREATE TABLE lookup_inspecting_body (
  body_id   text COLLATE "C" PRIMARY KEY,
  begins_on date NOT NULL
);

-- Visits that are about to be scheduled, or taken in from before the platform: each counts in the budget of its year before
-- its event has arrived.
CREATE TABLE visit_claim (
  inspection_id   text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  year            text NOT NULL,
  scope           text NOT NULL,
  mode            text NOT NULL,
  -- Of one from before the platform: which body made it, and on which day.
  body_id         text COLLATE "C",
  visited_on      date,
  claimed_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX visit_claim_organization ON visit_claim (organization_id);

-- Designations as they stand: what is revoked, and at which level.
CREATE TABLE lookup_designation (
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  level           text NOT NULL,
  programme_kind  text NOT NULL,
  status          text NOT NULL,
  -- The day of the step that led there.
  since           date NOT NULL,
  revision        integer NOT NULL,
  position        bigint NOT NULL,
  PRIMARY KEY (programme_id, organization_id)
);
CREATE INDEX lookup_designation_organization ON lookup_designation (organization_id);
-- Since when those that were ever in force are, or were, designated: the last time.
CREATE TABLE lookup_designation_begun (
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  designated_on   date NOT NULL,
  revision        integer NOT NULL,
  PRIMARY KEY (programme_id, organization_id)
);

-- Revocations by how far they have come; of those decided to revoke, which designation: by its first day.
CREATE TABLE lookup_revocation (
  revocation_id   text COLLATE "C" PRIMARY KEY,
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  status          text NOT NULL,
  revision        integer NOT NULL
);
CREATE INDEX lookup_revocation_designation ON lookup_revocation (programme_id, organization_id);
CREATE TABLE lookup_revocation_decided (
  revocation_id text COLLATE "C" PRIMARY KEY,
  designated_on date NOT NULL
);
-- Designations whose revocation is about to be proposed.
CREATE TABLE revocation_claim (
  programme_id    text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  revocation_id   text COLLATE "C" NOT NULL,
  claimed_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (programme_id, organization_id)
);

-- The lists that draws were announced from, by their hash: too large for an event, and derived from nothing that stays as it
-- was. Never emptied.
CREATE TABLE draw_population (
  hash text COLLATE "C" PRIMARY KEY CHECK (hash = encode(sha256(convert_to(said, 'UTF8')), 'hex')),
  said text NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON lookup_decision, lookup_closed_round, lookup_draw,
  lookup_draw_announced, lookup_draw_deadline, lookup_draw_body_in TO {{service_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_opened_grading, lookup_rater, lookup_inspection, lookup_inspecting_body, visit_claim TO {{service_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_designation, lookup_designation_begun, lookup_revocation, lookup_revocation_decided, revocation_claim TO {{service_role}};
GRANT SELECT, INSERT ON draw_population TO {{service_role}};
