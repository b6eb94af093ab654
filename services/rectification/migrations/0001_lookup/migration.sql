-- What decisions of the rectification service look up beyond their own streams and the register. Derived from the feeds of
-- the organization and assessment services and of this one; may be emptied and filled again.

-- By which edition each grading was opened. Kept by the reactions.
CREATE TABLE lookup_grading (
  branch_id text COLLATE "C" NOT NULL,
  scheme    text COLLATE "C" NOT NULL,
  period    text COLLATE "C" NOT NULL,
  round_id  text COLLATE "C" NOT NULL,
  edition_id text COLLATE "C" NOT NULL,
  revision  integer NOT NULL,
  PRIMARY KEY (branch_id, scheme, period)
);

-- Every decision on a grade: which grade stands follows from all of them. Kept by the reactions.
CREATE TABLE lookup_decision (
  event_id     uuid PRIMARY KEY,
  branch_id    text COLLATE "C" NOT NULL,
  scheme       text COLLATE "C" NOT NULL,
  period       text COLLATE "C" NOT NULL,
  round_id     text COLLATE "C" NOT NULL,
  position     bigint NOT NULL,
  kind         text NOT NULL,
  effective_on date NOT NULL,
  -- What a revision takes the place of, or a withdrawal takes away.
  corrects     uuid,
  -- A withdrawal has none.
  standing     text
);
CREATE INDEX lookup_decision_branch ON lookup_decision (branch_id, period);
CREATE INDEX lookup_decision_round ON lookup_decision (round_id);

-- Every computed grade with what it lost: which of them counts follows from where the closing of its round stands in the log.
CREATE TABLE lookup_computed (
  branch_id   text COLLATE "C" NOT NULL,
  scheme      text COLLATE "C" NOT NULL,
  period      text COLLATE "C" NOT NULL,
  revision    integer NOT NULL,
  position    bigint NOT NULL,
  round_id    text COLLATE "C" NOT NULL,
  edition_id  text COLLATE "C" NOT NULL,
  recorded_on date NOT NULL,
  -- A grade of its own, whose losses are found anew.
  reassessed  boolean NOT NULL,
  lost        jsonb NOT NULL,
  PRIMARY KEY (branch_id, scheme, period, revision)
);
CREATE INDEX lookup_computed_round ON lookup_computed (round_id);
CREATE INDEX lookup_computed_edition ON lookup_computed (edition_id);

-- The vetoes recorded in gradings. Kept by the reactions.
CREATE TABLE lookup_veto (
  branch_id  text COLLATE "C" NOT NULL,
  scheme     text COLLATE "C" NOT NULL,
  period     text COLLATE "C" NOT NULL,
  veto       text COLLATE "C" NOT NULL,
  revision   integer NOT NULL,
  PRIMARY KEY (branch_id, scheme, period, veto, revision)
);

-- Published editions, and until when they are in force.
CREATE TABLE lookup_edition (
  edition_id     text COLLATE "C" PRIMARY KEY,
  scheme         text COLLATE "C" NOT NULL,
  sector         text COLLATE "C" NOT NULL,
  effective_from date NOT NULL,
  content        jsonb NOT NULL
);
CREATE TABLE lookup_retired_edition (
  edition_id text COLLATE "C" PRIMARY KEY,
  retired_on date NOT NULL
);

-- Rounds whose grades are confirmed, and the branches that each named as lagging. Kept by the reactions.
CREATE TABLE lookup_closed_round (
  round_id  text COLLATE "C" PRIMARY KEY,
  closed_on date NOT NULL,
  position  bigint NOT NULL
);
CREATE TABLE lookup_closed_lagging (
  branch_id text COLLATE "C" NOT NULL,
  scheme    text COLLATE "C" NOT NULL,
  period    text COLLATE "C" NOT NULL,
  round_id  text COLLATE "C" NOT NULL,
  PRIMARY KEY (branch_id, scheme, period, round_id)
);

-- Whose inspections are concluded, of what and how. Kept by the reactions.
CREATE TABLE lookup_conclusion (
  inspection_id   text COLLATE "C" PRIMARY KEY,
  body_id         text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  purpose         text NOT NULL,
  mode            text NOT NULL,
  outcome         text NOT NULL,
  concluded_on    date NOT NULL,
  -- In Supervision's log.
  position        bigint NOT NULL
);
CREATE INDEX lookup_conclusion_position ON lookup_conclusion (position);

-- For which body an inspector checked the six haves, by the event of the check. Kept by the reactions.
CREATE TABLE lookup_six_haves_check (
  check_id text COLLATE "C" PRIMARY KEY,
  body_id  text COLLATE "C" NOT NULL
);

-- What inspections found that is not named yet, by the id that its problem will have: the edition that holds its item, or its
-- organization, may arrive later. Kept by the reactions, until a problem has been made of it.
CREATE TABLE lookup_waiting_finding (
  problem_id      uuid PRIMARY KEY,
  inspection_id   text COLLATE "C" NOT NULL,
  organization_id text COLLATE "C" NOT NULL,
  visited_on      date NOT NULL,
  finding         jsonb NOT NULL,
  event_id        uuid NOT NULL,
  correlation_id  text NOT NULL,
  arrived_on      date NOT NULL DEFAULT (now() AT TIME ZONE 'Asia/Shanghai')::date
);

CREATE TABLE lookup_problem (
  problem_id      uuid PRIMARY KEY,
  organization_id text COLLATE "C" NOT NULL,
  aspect          text COLLATE "C" NOT NULL,
  -- What of the aspect it is about: the item, the title of what stands in no edition, empty for several small losses.
  subject         text COLLATE "C" NOT NULL,
  status          text NOT NULL CHECK (status IN ('open', 'closed', 'dismissed', 'ended')),
  closed_on       date,
  -- Set while it waits for a rectification: until when one is to be opened.
  open_by         date,
  -- Set while a completion waits to be verified, and it was not told that nobody did in time: until when it is to be.
  verify_by       date,
  -- Set while a rectification goes on: when it is due, the how manieth due date that is, and how far it was escalated.
  due_on          date,
  due_version     integer NOT NULL DEFAULT 0,
  levels          integer NOT NULL DEFAULT 0,
  revision        integer NOT NULL
);
CREATE INDEX lookup_problem_open ON lookup_problem (organization_id, aspect, subject) WHERE status = 'open';
CREATE INDEX lookup_problem_ended ON lookup_problem (organization_id) WHERE status = 'ended';
CREATE INDEX lookup_problem_closed ON lookup_problem (organization_id, aspect, subject) WHERE status = 'closed';
CREATE INDEX lookup_problem_due ON lookup_problem (due_on) WHERE due_on IS NOT NULL AND levels < 3;
CREATE INDEX lookup_problem_unverified ON lookup_problem (verify_by) WHERE verify_by IS NOT NULL;
CREATE INDEX lookup_problem_unopened ON lookup_problem (open_by) WHERE open_by IS NOT NULL AND levels < 1;

-- Sources that found an open problem once more, by the id that a problem of that source would have.
CREATE TABLE lookup_confirmation (
  source_id  uuid PRIMARY KEY,
  problem_id uuid NOT NULL
);

CREATE TABLE lookup_remediation (
  branch_id text COLLATE "C" NOT NULL,
  year      text COLLATE "C" NOT NULL,
  status    text NOT NULL,
  -- Of one that is open: until when a plan or a report is due, the how manieth that is, and how far it was escalated.
  due_on      date,
  due_version integer,
  levels      integer NOT NULL,
  revision  integer NOT NULL,
  PRIMARY KEY (branch_id, year)
);

-- Until when a remediation is to be accepted or continued, and whether it was told that nobody did.
CREATE TABLE lookup_remediation_term (
  branch_id text COLLATE "C" NOT NULL,
  year      text COLLATE "C" NOT NULL,
  until     date NOT NULL,
  told      boolean NOT NULL,
  revision  integer NOT NULL,
  PRIMARY KEY (branch_id, year)
);
CREATE INDEX lookup_remediation_term_untold ON lookup_remediation_term (until) WHERE NOT told;

GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_grading, lookup_decision, lookup_computed, lookup_veto, lookup_edition, lookup_retired_edition,
  lookup_closed_round, lookup_closed_lagging, lookup_conclusion, lookup_six_haves_check,
  lookup_waiting_finding, lookup_problem, lookup_confirmation, lookup_remediation, lookup_remediation_term TO {{service_role}};
