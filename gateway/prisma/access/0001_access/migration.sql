-- Who may log in. No name of a person: a person is the reference by which events know him.
CREATE TABLE account (
  id uuid PRIMARY KEY,
  login text COLLATE "C" NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._-]{1,31}$'),
  person_id text COLLATE "C" NOT NULL UNIQUE,
  -- null: not set up yet, or reset; nobody logs in then.
  password_hash text,
  -- When that password was set.
  changed_at timestamptz(3),
  -- Whether a one-time password is asked beside it.
  second_factor boolean NOT NULL,
  -- Sealed by the key of the installation, as $algorithm$iv$cipher$mac.
  totp_secret text COLLATE "C",
  -- The last step whose one-time password was accepted; none before it ever is again.
  totp_step bigint,
  -- Attempts since the last that succeeded.
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamptz(3),
  disabled boolean NOT NULL DEFAULT false,
  -- Everybody knows its password: it lets in from this machine alone, where nobody else can reach it.
  demonstration boolean NOT NULL DEFAULT false
);

-- Passwords as they were set, the present one too.
CREATE TABLE past_secret (
  account_id uuid NOT NULL REFERENCES account,
  number integer GENERATED ALWAYS AS IDENTITY,
  password_hash text NOT NULL,
  PRIMARY KEY (account_id, number)
);

CREATE TABLE session (
  -- May be written down; the cookie holds another text, of which only the hash stands here.
  id uuid PRIMARY KEY,
  cookie_hash bytea NOT NULL UNIQUE,
  account_id uuid NOT NULL REFERENCES account,
  begun timestamptz(3) NOT NULL,
  seen timestamptz(3) NOT NULL,
  factors text[] NOT NULL,
  -- When its person proved himself last.
  proven timestamptz(3) NOT NULL,
  -- The duties that its person held while it was used.
  duties text[] NOT NULL DEFAULT '{}',
  -- A one-time secret that its person is about to set up, sealed like that of an account.
  pending_secret text COLLATE "C",
  ended timestamptz(3)
);
CREATE INDEX session_account ON session (account_id);

-- By which a person sets his password, once.
CREATE TABLE set_up_link (
  token_hash bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  expires timestamptz(3) NOT NULL
);

-- By which the administrators of a platform that has none are made, once. Who they are to be stands here already, so that
-- a step which was interrupted is the same one when it is made again.
CREATE TABLE founding_link (
  token_hash bytea PRIMARY KEY,
  expires timestamptz(3) NOT NULL,
  person_ids text[] NOT NULL
);

-- Log-ins that are under way at an identity provider; each is answered once, in the browser that began it.
CREATE TABLE oidc_transaction (
  cookie_hash bytea PRIMARY KEY,
  state text NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  redirect_uri text NOT NULL,
  way_back text NOT NULL,
  expires timestamptz(3) NOT NULL,
  -- Since when the person must have proved himself at the provider.
  proven_since timestamptz(3) NOT NULL
);
-- By which each log-in that begins clears away those that were never answered.
CREATE INDEX oidc_transaction_expires ON oidc_transaction (expires);

-- Attempts to log in of an address in a minute.
CREATE TABLE attempt (
  address text COLLATE "C" NOT NULL,
  minute timestamptz(3) NOT NULL,
  attempts integer NOT NULL,
  PRIMARY KEY (address, minute)
);

GRANT SELECT, INSERT, UPDATE ON account TO {{service_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO {{service_role}};
GRANT SELECT, INSERT, DELETE ON past_secret, set_up_link, founding_link, oidc_transaction TO {{service_role}};
GRANT SELECT, INSERT, UPDATE, DELETE ON attempt TO {{service_role}};

-- 访问日志: who has asked and done what. The writer inserts and nothing more; the reader reads.
CREATE TABLE access_log (
  -- When it was answered.
  at timestamptz(3) NOT NULL,
  -- A process, from its start to its end, chains what it writes: number by number, each with the hash of the one before.
  writer uuid NOT NULL,
  number bigint NOT NULL CHECK (number > 0),
  -- A reference, never a name.
  person text COLLATE "C" NOT NULL,
  session uuid,
  duty text COLLATE "C",
  operation text COLLATE "C" NOT NULL,
  -- SHA-256 of the GraphQL document.
  document bytea,
  -- The roots and ids that were asked for.
  subjects text[] COLLATE "C" NOT NULL,
  rows integer,
  as_of date,
  known_at timestamptz(3),
  -- ok, kept (answered from memory), or the code of the refusal.
  outcome text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  ms integer NOT NULL,
  -- SHA-256 of the hash before and all of the above.
  chain bytea NOT NULL,
  PRIMARY KEY (at, writer, number)
) PARTITION BY RANGE (at);

-- Makes the months that are missing, from the one of a day to the second after it. Months are those of Beijing.
CREATE FUNCTION prepare_access_log(of_day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = {{schema}}, pg_temp SET timezone = 'Asia/Shanghai' AS $$
DECLARE
  month date := date_trunc('month', of_day);
  part text;
BEGIN
  IF abs(of_day - current_date) > 3660 THEN RAISE 'ten years from today at most: %', of_day; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('access_log'));
  FOR ahead IN 0..2 LOOP
    part := 'access_log_' || to_char(month, 'YYYY_MM');
    IF to_regclass(part) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF access_log FOR VALUES FROM (%L) TO (%L)',
        part, month::timestamptz, (month + interval '1 month')::timestamptz);
    END IF;
    month := month + interval '1 month';
  END LOOP;
END $$;

-- The days of Beijing that have an entry, of those from one to another.
CREATE FUNCTION access_log_days(from_day date, through_day date) RETURNS SETOF date LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = {{schema}}, pg_temp SET timezone = 'Asia/Shanghai' AS $$
  SELECT of_day::date FROM generate_series(from_day::timestamp, through_day::timestamp, interval '1 day') AS of_day
  WHERE EXISTS (SELECT FROM access_log AS entry
    WHERE entry.at >= of_day::timestamptz AND entry.at < (of_day + interval '1 day')::timestamptz)
  ORDER BY 1
$$;

-- Where each chain stood at the end of a day of Beijing, of those that have a row on it; nothing of what the rows say.
CREATE FUNCTION access_log_heads(of_day date)
RETURNS TABLE (writer uuid, first bigint, last bigint, chain bytea) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = {{schema}}, pg_temp SET timezone = 'Asia/Shanghai' AS $$
  WITH span AS (
    SELECT entry.writer, min(entry.number) AS first, max(entry.number) AS last, max(entry.at) AS at FROM access_log AS entry
    WHERE entry.at >= of_day::timestamptz AND entry.at < (of_day + 1)::timestamptz GROUP BY entry.writer)
  SELECT span.writer, span.first, span.last, entry.chain
  FROM span JOIN access_log AS entry ON (entry.at, entry.writer, entry.number) = (span.at, span.writer, span.last)
  ORDER BY span.writer
$$;

-- A page of the entries that a filter lets through (null: nothing is asked of that), after one of them (null: from the first).
-- By it the gateway reads for an audit administrator, and whoever else may read.
CREATE FUNCTION read_access_log(of_person text, of_subject text, of_operation text, from_day date, through_day date,
  after_at timestamptz, after_writer uuid, after_number bigint, at_most integer)
RETURNS SETOF access_log LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
  SELECT entry.* FROM access_log AS entry
  WHERE (of_person IS NULL OR entry.person = of_person) AND (of_subject IS NULL OR of_subject = ANY (entry.subjects))
    AND (of_operation IS NULL OR position(of_operation IN entry.operation) > 0)
    AND (from_day IS NULL OR entry.at >= from_day::timestamp AT TIME ZONE 'Asia/Shanghai')
    AND (through_day IS NULL OR entry.at < (through_day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
    AND (after_at IS NULL OR (entry.at, entry.writer, entry.number) > (after_at, after_writer, after_number))
  ORDER BY entry.at, entry.writer, entry.number LIMIT at_most
$$;

REVOKE ALL ON FUNCTION prepare_access_log, access_log_days, access_log_heads, read_access_log FROM PUBLIC;
GRANT INSERT ON access_log TO access_writer;
GRANT EXECUTE ON FUNCTION prepare_access_log, access_log_days, access_log_heads TO access_writer;
GRANT SELECT ON access_log TO access_reader;
GRANT EXECUTE ON FUNCTION read_access_log TO access_reader, {{service_role}};
