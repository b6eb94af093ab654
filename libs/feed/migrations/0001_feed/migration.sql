-- How far each consumer of this schema has come in each service's feed. Whoever deals with a batch, a retry or a
-- discard locks this row first, so they never meet.
CREATE TABLE feed_checkpoint (
  service text NOT NULL,
  consumer_group text NOT NULL,
  -- Of which store generation position and event are; null before the first batch.
  generation text,
  position bigint NOT NULL DEFAULT 0,
  event_id text,
  -- The instant of that event, as it has it: what lies ahead of the clock shows here.
  recorded_at text,
  -- Raised by whatever moves the checkpoint otherwise than by reading on; a subscriber that finds another epoch starts anew.
  epoch integer NOT NULL DEFAULT 0,
  -- How many streams are parked: while none is, a batch need not look.
  parked integer NOT NULL DEFAULT 0,
  moved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (service, consumer_group)
);

-- Streams that a fault of one event has stopped for this consumer.
CREATE TABLE parked_stream (
  service text NOT NULL,
  consumer_group text NOT NULL,
  stream text NOT NULL,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The event that failed, and how.
  position bigint NOT NULL,
  error text NOT NULL,
  failures integer NOT NULL DEFAULT 1,
  PRIMARY KEY (service, consumer_group, stream),
  FOREIGN KEY (service, consumer_group) REFERENCES feed_checkpoint ON DELETE CASCADE
);

-- Their backlog: the event that failed and all later ones of the stream, in order of position, as they came.
CREATE TABLE parked_event (
  service text NOT NULL,
  consumer_group text NOT NULL,
  stream text NOT NULL,
  position bigint NOT NULL,
  event json NOT NULL,
  PRIMARY KEY (service, consumer_group, stream, position),
  FOREIGN KEY (service, consumer_group, stream) REFERENCES parked_stream ON DELETE CASCADE
);

-- Every retry and discard, who wanted it and what became of it; never deleted. A retry is carried out by the running
-- subscriber, which has the consumer's code.
CREATE TABLE parked_action (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  service text NOT NULL,
  consumer_group text NOT NULL,
  stream text NOT NULL,
  action text NOT NULL CHECK (action IN ('retry', 'discard')),
  actor text NOT NULL,
  reason text CHECK (action <> 'discard' OR length(btrim(reason)) > 0),
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  outcome text NOT NULL DEFAULT 'requested' CHECK (outcome IN ('requested', 'done', 'failed')),
  finished_at timestamptz,
  -- How many events were applied, or discarded.
  events integer,
  -- The error of a failed retry; the event that was discarded.
  detail text
);
CREATE INDEX parked_action_requested ON parked_action (service, consumer_group, requested_at) WHERE outcome = 'requested';

GRANT SELECT, INSERT, UPDATE, DELETE ON feed_checkpoint, parked_stream, parked_event TO {{service_role}};
GRANT SELECT, INSERT ON parked_action TO {{service_role}};
GRANT UPDATE (outcome, finished_at, events, detail) ON parked_action TO {{service_role}};
