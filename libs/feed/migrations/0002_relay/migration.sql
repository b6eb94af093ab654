-- How far the relay of this service has carried the log to its topic, and which process may carry it now. Beside it the
-- topic keeps its own, exact position, committed in the same transaction as the messages; this row is what is left when
-- the topic is lost, and says who leads.
CREATE TABLE relay_checkpoint (
  service text PRIMARY KEY,
  -- Of which store generation position and event are; null before the first batch.
  generation text,
  position bigint NOT NULL DEFAULT 0,
  event_id text,
  -- Raised at every take-over: whoever held an earlier one has been deposed, and nothing it writes here holds.
  epoch bigint NOT NULL DEFAULT 0,
  holder text,
  leased_until timestamptz NOT NULL DEFAULT '-infinity',
  moved_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON relay_checkpoint TO {{service_role}};
