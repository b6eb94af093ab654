-- Problems, remediations, and which event led to which.

-- Every step of a problem as it was recorded; each says by itself where the problem then stands and what is due, so the
-- latest one by a day and an instant is the answer for both.
CREATE TABLE problem_step (
  problem_id uuid NOT NULL,
  revision integer NOT NULL,
  branch_id text COLLATE "C" NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  due_on date,
  effective_on date NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor jsonb NOT NULL,
  said jsonb NOT NULL,
  PRIMARY KEY (problem_id, revision)
);
CREATE INDEX problem_step_branch ON problem_step (branch_id);

CREATE TABLE remediation_step (
  branch_id text COLLATE "C" NOT NULL,
  year text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  effective_on date NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor jsonb NOT NULL,
  said jsonb NOT NULL,
  PRIMARY KEY (branch_id, year, revision)
);

-- Events that reactions answer, and the events that these answers became: the one may arrive before the other.
CREATE TABLE cause (
  event_id uuid PRIMARY KEY,
  type text NOT NULL,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor jsonb NOT NULL
);
CREATE TABLE consequence (
  event_id uuid PRIMARY KEY,
  cause_id uuid NOT NULL,
  type text NOT NULL,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  actor jsonb NOT NULL
);
CREATE INDEX consequence_cause ON consequence (cause_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON problem_step, remediation_step, cause, consequence TO {{service_role}};
