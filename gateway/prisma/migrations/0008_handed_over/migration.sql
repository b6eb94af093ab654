-- What stands of facts that come one by one and may be withdrawn one by one: vetoes, activities, grades from before the
-- platform. An import compares its files with them and names what they no longer hold.
CREATE TABLE handed_over (
  branch_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('veto', 'activity', 'prior-grade')),
  -- The scheme of a veto and of a grade; empty for an activity.
  scheme text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  -- The veto, the external id of the activity, the grade.
  code text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  stands boolean NOT NULL,
  -- Of the file that it was taken in from; null: it was entered.
  file text,
  -- What it says beside its code, in the form that files are compared by; null where the code says it all.
  content text,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (branch_id, kind, scheme, period, code, revision)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON handed_over TO {{service_role}};
