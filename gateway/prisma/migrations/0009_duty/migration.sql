-- What was said of the duties of people, a row a duty and event: which of them hold on a day, as known when, follows.
CREATE TABLE duty_fact (
  person_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  duty_id uuid NOT NULL,
  said text COLLATE "C" NOT NULL CHECK (said IN ('proposed', 'assigned', 'refused', 'ended')),
  -- Of what was proposed or assigned.
  duty text COLLATE "C",
  -- null: at the platform.
  organization_id text COLLATE "C",
  branch_ids jsonb,
  aspects jsonb,
  -- The first day of what was proposed or assigned; of what was refused or ended the first day on which it does not hold.
  effective_on date NOT NULL,
  -- The last day on which it holds.
  until date,
  -- Who proposed or confirmed it.
  by_id text,
  -- The document that it rests on.
  basis text,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (person_id, duty_id, revision)
);
CREATE INDEX duty_fact_duty ON duty_fact (duty_id);
CREATE INDEX duty_fact_organization ON duty_fact (organization_id) WHERE organization_id IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON duty_fact TO {{service_role}};
