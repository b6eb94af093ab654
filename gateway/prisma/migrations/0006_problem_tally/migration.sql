-- How many problems are open, overdue, closed and reopened under any organization, on any day and as known at any instant,
-- without reading every step of every problem: a series of the tallies.

-- Derived: on which days, as known when, a problem is counted as what. A rectification past its due date is open and overdue.
CREATE TABLE problem_span (
  problem_id uuid NOT NULL,
  branch_id text COLLATE "C" NOT NULL,
  counted text COLLATE "C" NOT NULL CHECK (counted IN ('open', 'overdue', 'closed', 'reopened')),
  from_day date NOT NULL,
  to_day date NOT NULL,
  known_from timestamptz(3) NOT NULL,
  known_to timestamptz(3) NOT NULL,
  PRIMARY KEY (problem_id, counted, known_from, from_day)
);
CREATE INDEX problem_span_branch ON problem_span (branch_id, counted) INCLUDE (from_day, to_day, known_from, known_to);
GRANT SELECT, INSERT, UPDATE, DELETE ON problem_span TO {{service_role}};

-- What was recorded within the second of an instant is counted problem by problem.
CREATE INDEX problem_step_recorded_at ON problem_step (recorded_at);
