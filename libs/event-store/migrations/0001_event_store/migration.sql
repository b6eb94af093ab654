-- The store of one service: streams, the log that seals them into one order, and what waits to be sealed.
-- The owner migrates and restores; the service reads, and writes only through the functions below; others read.

DO $$ BEGIN
  IF current_setting('server_encoding') NOT IN ('UTF8', 'SQL_ASCII') THEN
    RAISE EXCEPTION 'the database must be encoded in UTF8, not %', current_setting('server_encoding');
  END IF;
END $$;

CREATE SEQUENCE {{schema}}.event_pos AS bigint;

-- An event, committed. pos is the order in which rows were inserted, not committed: only log.seq is an order to read by.
-- json, not jsonb: the bytes stay as they were written, and nothing that is not JSON gets in.
CREATE TABLE {{schema}}.events (
  pos bigint NOT NULL DEFAULT nextval('{{schema}}.event_pos') CONSTRAINT events_pos UNIQUE,
  stream text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  -- The append it came in: what a repeat of that append is recognised by.
  first_revision integer NOT NULL,
  last_revision integer NOT NULL,
  id uuid NOT NULL CONSTRAINT events_id UNIQUE,
  type text NOT NULL,
  schema_version integer NOT NULL,
  data json NOT NULL,
  metadata json NOT NULL,
  -- SHA-256 over every column above but pos, see content_of.
  content bytea NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (stream, revision)
);

-- Committed and not yet in the log. prev: the pos of the event before it in its stream; 0: there is none.
CREATE TABLE {{schema}}.pending (
  pos bigint NOT NULL PRIMARY KEY,
  prev bigint NOT NULL
);
-- Every row is soon deleted: without this the dead ones would be visited again and again.
ALTER TABLE {{schema}}.pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);

-- The one order. recorded_at: milliseconds since 1970, UTC, never decreasing.
-- chain = SHA-256(chain before, 32 zero bytes at first || seq || pos || recorded_at || content), integers as 8 bytes, big-endian.
CREATE TABLE {{schema}}.log (
  seq bigint NOT NULL PRIMARY KEY,
  pos bigint NOT NULL CONSTRAINT log_pos UNIQUE,
  recorded_at bigint NOT NULL,
  chain bytea NOT NULL
);

-- The end of the log. floor: the least instant that the next event may carry.
-- low_water is a hint where visible pending rows begin, at least a tenth of a second old; high_water the highest pos sealed.
CREATE TABLE {{schema}}.head (
  one boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
  seq bigint NOT NULL DEFAULT 0,
  floor bigint NOT NULL DEFAULT 0,
  chain bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
  low_water bigint NOT NULL DEFAULT 0,
  next_low_water bigint NOT NULL DEFAULT 0,
  high_water bigint NOT NULL DEFAULT 0,
  turned_at bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
INSERT INTO {{schema}}.head DEFAULT VALUES;

-- One row for the store as it was made, one more for each restore: what came after `after_seq` belongs to that generation.
CREATE TABLE {{schema}}.generation (
  ordinal integer NOT NULL PRIMARY KEY,
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  after_seq bigint NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO {{schema}}.generation (ordinal, after_seq) VALUES (0, 0);

-- Every column but pos, hashed: what has a fixed alphabet, then the lengths of what has not, then that. content.ts
-- computes the same.
CREATE FUNCTION {{schema}}.content_of(
  stream text, revision integer, first_revision integer, last_revision integer,
  id uuid, type text, schema_version integer, data text, metadata text
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(concat_ws(',', revision, first_revision, last_revision, id, schema_version,
    octet_length(stream), octet_length(type), octet_length(data), stream, type, data, metadata), 'UTF8'))
$$;

-- True on a server that takes writes; on any other it fails, so that no decision rests on a stale read.
CREATE FUNCTION {{schema}}.on_primary() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF pg_is_in_recovery() THEN
    RAISE EXCEPTION 'this server is a standby: its streams may be stale' USING ERRCODE = 'read_only_sql_transaction';
  END IF;
  RETURN true;
END $$;

-- Appends events of one or many streams, each stream once and its events after one another: `revisions` says where each
-- goes, `firsts` and `lasts` what its append begins and ends with. Answers the streams that are not where their append
-- expects them, of which nothing is inserted. An id that is known, or a revision that is taken in the same moment, fails the
-- whole statement with unique_violation; which of the two reports it is chance. Callers name the streams in their order, or
-- two statements could wait for each other. A plan made once fits every number of events; without that setting each
-- statement would be planned anew, which takes longer than to run it.
CREATE FUNCTION {{schema}}.append(
  streams text[], revisions integer[], firsts integer[], lasts integer[],
  ids uuid[], types text[], versions integer[], datas text[], metadatas text[]
) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = {{schema}}, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  elsewhere text[];
BEGIN
  SELECT array_agg(stream) INTO elsewhere FROM unnest(streams, revisions, firsts) AS new (stream, revision, first)
  WHERE revision = first AND first - 1 <> coalesce(
    (SELECT e.revision FROM events e WHERE e.stream = new.stream ORDER BY e.revision DESC LIMIT 1), -1);
  WITH added AS (
    INSERT INTO events (stream, revision, first_revision, last_revision, id, type, schema_version, data, metadata, content)
    SELECT stream, revision, first, last, id, type, version, data::json, metadata::json,
      content_of(stream, revision, first, last, id, type, version, data, metadata)
    FROM unnest(streams, revisions, firsts, lasts, ids, types, versions, datas, metadatas) WITH ORDINALITY
      AS new (stream, revision, first, last, id, type, version, data, metadata, n)
    WHERE elsewhere IS NULL OR stream <> ALL (elsewhere)
    ORDER BY n
    RETURNING stream, revision, first_revision, pos
  )
  INSERT INTO pending (pos, prev)
  SELECT pos, coalesce(CASE WHEN revision > first_revision THEN lag(pos) OVER (ORDER BY pos)
    ELSE (SELECT e.pos FROM events e WHERE e.stream = added.stream AND e.revision = added.revision - 1) END, 0)
  FROM added;
  RETURN coalesce(elsewhere, '{}');
END $$;

-- One event of one stream, which most appends are while nothing waits beside them: half the work. Appends after revision
-- `expected` (-1: the stream does not exist). Answers how many: 0 when the predecessor is not there. A taken revision or id
-- fails with unique_violation; which of the two reports it is chance.
CREATE FUNCTION {{schema}}.append_one(
  in_stream text, expected integer, in_id uuid, in_type text, in_version integer, in_data text, in_metadata text
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
DECLARE
  before bigint := 0;
  here bigint;
  target integer := expected + 1;
BEGIN
  IF expected >= 0 THEN
    SELECT pos INTO before FROM events WHERE stream = in_stream AND revision = expected;
    IF NOT FOUND THEN RETURN 0; END IF;
  END IF;
  INSERT INTO events (stream, revision, first_revision, last_revision, id, type, schema_version, data, metadata, content)
  VALUES (in_stream, target, target, target, in_id, in_type, in_version, in_data::json, in_metadata::json,
    content_of(in_stream, target, target, target, in_id, in_type, in_version, in_data, in_metadata))
  RETURNING pos INTO here;
  INSERT INTO pending (pos, prev) VALUES (here, before);
  RETURN 1;
END $$;

-- Seals up to `batch` of the visible pending rows in order of pos and tells the readers, once. The head row, locked
-- first, fences sealers from each other. A sweep starts from the beginning; otherwise the low-water mark saves
-- visiting dead rows. A row whose predecessor still waits below the mark turns the batch into a sweep, so that
-- within a stream the log's order is always the revisions' order. The settings and OFFSET 0 hold the plan to one
-- index probe a row, whatever the statistics say of tables that fill and empty within a second.
CREATE FUNCTION {{schema}}.seal(batch integer, sweep boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = {{schema}}, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
SET enable_hashjoin = off SET enable_mergejoin = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
DECLARE
  head_now head%ROWTYPE;
  low bigint;
  positions bigint[];
  contents bytea[];
  chains bytea[];
  link bytea;
  behind boolean;
  clock bigint;
  instant bigint;
  many integer;
BEGIN
  SELECT * INTO STRICT head_now FROM head FOR UPDATE;
  low := CASE WHEN sweep THEN 0 ELSE head_now.low_water END;
  LOOP
    SELECT array_agg(pos ORDER BY pos), array_agg(content ORDER BY pos), bool_or(waits) INTO positions, contents, behind
    FROM (
      SELECT p.pos, e.content, q.pos IS NOT NULL AS waits
      FROM (SELECT pos, prev FROM pending WHERE pos > low ORDER BY pos LIMIT batch) p
        CROSS JOIN LATERAL (SELECT content FROM events WHERE events.pos = p.pos OFFSET 0) e
        LEFT JOIN LATERAL (SELECT w.pos FROM pending w WHERE w.pos = p.prev AND p.prev <= low AND p.prev > 0 OFFSET 0) q ON true
    ) visible;
    EXIT WHEN low = 0 OR behind IS NOT TRUE;
    low := 0;
  END LOOP;
  many := coalesce(cardinality(positions), 0);
  IF many = 0 THEN RETURN 0; END IF;

  clock := floor(extract(epoch FROM clock_timestamp()) * 1000);
  instant := greatest(clock, head_now.floor);
  link := head_now.chain;
  FOR i IN 1..many LOOP
    link := sha256(link || int8send(head_now.seq + i) || int8send(positions[i]) || int8send(instant) || contents[i]);
    chains[i] := link;
  END LOOP;
  INSERT INTO log (seq, pos, recorded_at, chain)
    SELECT head_now.seq + n, sealed.pos, instant, sealed.chain FROM unnest(positions, chains) WITH ORDINALITY AS sealed (pos, chain, n);
  DELETE FROM pending WHERE pos = ANY (positions);
  UPDATE head SET seq = head_now.seq + many, floor = instant, chain = link,
    high_water = greatest(head_now.high_water, positions[many]),
    low_water = CASE WHEN clock - head_now.turned_at < 100 THEN head_now.low_water ELSE head_now.next_low_water END,
    next_low_water = CASE WHEN clock - head_now.turned_at < 100 THEN head_now.next_low_water ELSE head_now.high_water END,
    turned_at = CASE WHEN clock - head_now.turned_at < 100 THEN head_now.turned_at ELSE clock END;
  PERFORM pg_notify(current_schema() || '.log', (head_now.seq + many)::text);
  RETURN many;
END $$;

-- The last seq recorded at or before an instant; recorded_at never decreases, so it is found by halving.
CREATE FUNCTION {{schema}}.last_recorded(instant bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = {{schema}}, pg_temp AS $$
DECLARE
  low bigint := 0;
  high bigint;
  middle bigint;
BEGIN
  SELECT coalesce(max(seq), 0) INTO high FROM log;
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT recorded_at FROM log WHERE seq = middle) <= instant THEN low := middle; ELSE high := middle - 1; END IF;
  END LOOP;
  RETURN low;
END $$;

-- Promises that nothing recorded from now on carries an instant at or before this one; answers the last seq that does.
CREATE FUNCTION {{schema}}.settle(instant bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
BEGIN
  IF instant > floor(extract(epoch FROM clock_timestamp()) * 1000) THEN
    RAISE EXCEPTION 'the instant lies in the future' USING ERRCODE = 'datetime_field_overflow';
  END IF;
  IF (SELECT floor FROM head) <= instant THEN
    PERFORM seal(1000, true);
    UPDATE head SET floor = greatest(floor, instant + 1);
  END IF;
  RETURN last_recorded(instant);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {{schema}} FROM PUBLIC;
GRANT SELECT ON {{schema}}.events, {{schema}}.pending, {{schema}}.log, {{schema}}.head, {{schema}}.generation TO {{service_role}};
GRANT EXECUTE ON FUNCTION {{schema}}.content_of, {{schema}}.on_primary, {{schema}}.append, {{schema}}.append_one, {{schema}}.seal,
  {{schema}}.last_recorded, {{schema}}.settle TO {{service_role}};
-- Who takes the service's feed from its store: the log and what it orders, and nothing that writes.
GRANT SELECT ON {{schema}}.events, {{schema}}.log, {{schema}}.generation TO {{reader_role}};
GRANT EXECUTE ON FUNCTION {{schema}}.on_primary TO {{reader_role}};
