-- 人员名录: what a person is called and reached by. Mutable rows, not events: events name a person by this random id alone.
CREATE TABLE person (
  person_id text COLLATE "C" PRIMARY KEY,
  -- When he was forgotten; the id alone is left then, so that no import brings him back.
  forgotten_at timestamptz(3)
);

-- A person's own key, wrapped by the key of the installation, which no database holds. Backed up apart from all else.
CREATE TABLE person_key (
  key_id uuid PRIMARY KEY,
  person_id text COLLATE "C" NOT NULL UNIQUE REFERENCES person,
  algorithm text COLLATE "C" NOT NULL,
  iv bytea NOT NULL,
  wrapped bytea NOT NULL,
  mac bytea NOT NULL
);

CREATE TABLE person_field (
  person_id text COLLATE "C" NOT NULL REFERENCES person,
  field text COLLATE "C" NOT NULL CHECK (field IN ('name', 'phone', 'posts')),
  -- The days of Beijing from which and until which (excluded) it held; until null: it holds.
  from_day date NOT NULL,
  until_day date,
  -- No reference: the key may be gone before the last copy of this row is.
  key_id uuid NOT NULL,
  iv bytea NOT NULL,
  cipher bytea NOT NULL,
  mac bytea NOT NULL,
  PRIMARY KEY (person_id, field, from_day)
);
CREATE UNIQUE INDEX person_field_now ON person_field (person_id, field) WHERE until_day IS NULL;

GRANT SELECT, INSERT, UPDATE ON person TO {{service_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON person_key TO {{service_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON person_field TO {{service_role}};
