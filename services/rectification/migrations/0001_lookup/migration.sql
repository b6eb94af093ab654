-- What decisions of the rectification service look up beyond their own streams and the register. Derived from the feeds of
-- the organization and assessment services and of this one; may be emptied and filled again.

-- Kept by the reactions themselves, before they answer: whatever comes later, of whichever service, meets it.
CREATE TABLE lookup_dissolution (
  organization_id text COLLATE "C" PRIMARY KEY,
  dissolved_on    date NOT NULL,
  reason          text NOT NULL,
  event_id        uuid NOT NULL,
  correlation_id  text NOT NULL
);

-- The grade that stands in each grading; null while it is opened and not graded. Kept by the reactions.
CREATE TABLE lookup_grading (
  branch_id text COLLATE "C" NOT NULL,
  scheme    text COLLATE "C" NOT NULL,
  period    text COLLATE "C" NOT NULL,
  round_id  text COLLATE "C" NOT NULL,
  standing  text,
  revision  integer NOT NULL,
  PRIMARY KEY (branch_id, scheme, period)
);
CREATE INDEX lookup_grading_lagging ON lookup_grading (round_id) WHERE standing = 'lagging';

-- Rounds whose grades are confirmed, and the branches that each named as lagging. Kept by the reactions.
CREATE TABLE lookup_closed_round (
  round_id text COLLATE "C" PRIMARY KEY
);
CREATE TABLE lookup_closed_lagging (
  branch_id text COLLATE "C" NOT NULL,
  scheme    text COLLATE "C" NOT NULL,
  period    text COLLATE "C" NOT NULL,
  round_id  text COLLATE "C" NOT NULL,
  PRIMARY KEY (branch_id, scheme, period, round_id)
);

CREATE TABLE lookup_problem (
  problem_id uuid PRIMARY KEY,
  branch_id  text COLLATE "C" NOT NULL,
  aspect     text COLLATE "C" NOT NULL,
  item       text COLLATE "C" NOT NULL,
  status     text NOT NULL CHECK (status IN ('open', 'closed', 'dismissed')),
  closed_on  date,
  -- Set while a rectification goes on: when it is due, the how manieth due date that is, and how far it was escalated.
  due_on      date,
  due_version integer,
  levels      integer NOT NULL DEFAULT 0,
  revision    integer NOT NULL
);
CREATE INDEX lookup_problem_open ON lookup_problem (branch_id) WHERE status = 'open';
CREATE INDEX lookup_problem_closed ON lookup_problem (branch_id, aspect, item) WHERE status = 'closed';
CREATE INDEX lookup_problem_due ON lookup_problem (due_on) WHERE due_on IS NOT NULL AND levels < 3;

CREATE TABLE lookup_remediation (
  branch_id text COLLATE "C" NOT NULL,
  year      text COLLATE "C" NOT NULL,
  status    text NOT NULL,
  revision  integer NOT NULL,
  PRIMARY KEY (branch_id, year)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON
  lookup_dissolution, lookup_grading, lookup_closed_round, lookup_closed_lagging,
  lookup_problem, lookup_remediation TO {{service_role}};
