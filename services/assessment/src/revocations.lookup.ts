import type { Basis, Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { Designation } from './designations.lookup.ts';

const decided: Table = {
  name: 'lookup_revocation',
  columns: {
    revocation_id: 'text',
    programme_id: 'text',
    organization_id: 'text',
    designated_on: 'date',
    revoked_from: 'date',
    basis: 'jsonb',
    reason: 'text',
    event_id: 'uuid',
    correlation_id: 'text',
  },
};

const cases: Table = {
  name: 'lookup_revocation_case',
  columns: {
    revocation_id: 'text',
    programme_id: 'text',
    organization_id: 'text',
    designated_on: 'date',
    status: 'text',
    revision: 'integer',
  },
  replaces: { key: ['revocation_id'], newer: 'revision' },
};

const keepCases = (sql: Sql, steps: readonly Recorded<'RevocationProposed' | 'RevocationDecided'>[]): Promise<void> =>
  insertInto(
    sql,
    cases,
    steps.map(({ data, revision }) => ({
      revocation_id: data.revocationId,
      programme_id: data.programmeId,
      organization_id: data.organizationId,
      designated_on: data.designatedOn,
      status: 'outcome' in data ? data.outcome : 'open',
      revision,
    })),
  );

/** Only what is to be revoked is answered. */
async function keepDecided(sql: Sql, decisions: readonly Recorded<'RevocationDecided'>[]): Promise<void> {
  await keepCases(sql, decisions);
  await insertInto(
    sql,
    decided,
    decisions.flatMap(({ id, data, metadata }) => {
      const { revocationId, programmeId, organizationId, designatedOn, revokedFrom, basis, reason = null } = data;
      if (revokedFrom === undefined) return [];
      const of = { revocation_id: revocationId, programme_id: programmeId, organization_id: organizationId };
      const cause = { event_id: id, correlation_id: metadata.correlationId };
      return [{ ...of, designated_on: designatedOn, revoked_from: revokedFrom, basis, reason, ...cause }];
    }),
  );
}

const overturned: Table = {
  name: 'lookup_overturned',
  columns: { revocation_id: 'text', overturned_on: 'date', reason: 'text', event_id: 'uuid', correlation_id: 'text' },
};

const keepOverturned = (sql: Sql, decisions: readonly Recorded<'AppealDecided'>[]): Promise<void> =>
  insertInto(
    sql,
    overturned,
    decisions
      .filter(({ data }) => data.outcome === 'overturn')
      .map(({ id, data: { revocationId, effectiveOn, reason = null }, metadata }) => ({
        revocation_id: revocationId,
        overturned_on: effectiveOn,
        reason,
        event_id: id,
        correlation_id: metadata.correlationId,
      })),
  );

/** Keeps which cases there are and what is decided: the day of one may be to come, and an appeal may overturn it before. */
export const revocationsKept = {
  RevocationProposed: keepCases,
  RevocationDecided: keepDecided,
  AppealDecided: keepOverturned,
} as const;

/** A decision to revoke. */
export interface Revocation extends Designation {
  readonly revocationId: string;
  /** The first day of the designation that it is about. */
  readonly designatedOn: Day;
  readonly revokedFrom: Day;
  readonly basis: Basis;
  readonly reason: string | null;
  readonly eventId: string;
  readonly correlationId: string;
}

const REVOCATION = `r.revocation_id AS "revocationId", r.programme_id AS "programmeId", r.organization_id AS "organizationId",
  r.designated_on AS "designatedOn", r.revoked_from AS "revokedFrom", r.basis, r.reason,
  r.event_id AS "eventId", r.correlation_id AS "correlationId"`;

/** Its day has come ($1), and it was not overturned before it. */
const ACTS = `r.revoked_from <= $1::date
  AND NOT EXISTS (SELECT FROM lookup_overturned o WHERE o.revocation_id = r.revocation_id AND o.overturned_on < r.revoked_from)`;

/** Which of these decisions act by a day, by the ids of their events. */
export async function revocationsActing(
  database: Pool,
  eventIds: readonly string[],
  today: Day,
): Promise<ReadonlyMap<string, Revocation>> {
  const { rows } = await database.query<Revocation>(
    `SELECT ${REVOCATION} FROM lookup_revocation r WHERE r.event_id = ANY($2::uuid[]) AND ${ACTS}`,
    [today, eventIds],
  );
  return new Map(rows.map((row) => [row.eventId, row]));
}

/**
 * What acts by a day and has revoked nothing yet, those first whose day came first; of what is not in force, or was
 * designated anew since, there is nothing to revoke.
 */
export async function revocationsMissed(database: Pool, today: Day, limit: number): Promise<readonly Revocation[]> {
  const { rows } = await database.query<Revocation>(
    `SELECT ${REVOCATION} FROM lookup_revocation r JOIN lookup_designation n USING (programme_id, organization_id)
       JOIN lookup_designation_begun b USING (programme_id, organization_id, designated_on)
     WHERE ${ACTS} AND n.status IN ('designated', 'conditional', 'failed')
       AND NOT EXISTS (SELECT FROM lookup_revoked d WHERE d.revocation_id = r.revocation_id)
       AND NOT EXISTS (SELECT FROM lookup_overturned o WHERE o.revocation_id = r.revocation_id)
     ORDER BY r.revoked_from, 1 LIMIT $2`,
    [today, limit],
  );
  return rows;
}

/** A case of a designation that is open, or decided to revoke and not overturned; null: there is none, as far as has arrived. */
export async function standingCase(
  database: Pool,
  { programmeId, organizationId, designatedOn }: Designation & { readonly designatedOn: Day },
): Promise<string | null> {
  const { rows } = await database.query<{ id: string }>(
    `SELECT c.revocation_id AS id FROM lookup_revocation_case c
     WHERE c.programme_id = $1 AND c.organization_id = $2 AND c.designated_on = $3::date AND c.status IN ('open', 'revoke')
       AND NOT EXISTS (SELECT FROM lookup_overturned o WHERE o.revocation_id = c.revocation_id) ORDER BY 1 LIMIT 1`,
    [programmeId, organizationId, designatedOn],
  );
  return rows[0]?.id ?? null;
}

/** The day on which an appeal overturned a case, as far as that has arrived; null: none did. */
export async function overturnedOn(database: Pool, revocationId: string): Promise<Day | null> {
  const { rows } = await database.query<{ day: Day }>(
    'SELECT overturned_on AS day FROM lookup_overturned WHERE revocation_id = $1',
    [revocationId],
  );
  return rows[0]?.day ?? null;
}

/** A revocation that an appeal overturned, by its decision. */
export interface Overturned extends Designation {
  readonly revocationId: string;
  readonly reason: string | null;
  readonly eventId: string;
  readonly correlationId: string;
}

/** What is revoked by a case that was overturned: the revocation was on its way while the appeal was answered. */
export async function revokedInError(database: Pool, limit: number): Promise<readonly Overturned[]> {
  const { rows } = await database.query<Overturned>(
    `SELECT n.programme_id AS "programmeId", n.organization_id AS "organizationId", o.revocation_id AS "revocationId",
       o.reason, o.event_id AS "eventId", o.correlation_id AS "correlationId"
     FROM lookup_overturned o JOIN lookup_designation n ON n.because = o.revocation_id
     WHERE n.status = 'revoked' ORDER BY o.overturned_on, 3 LIMIT $1`,
    [limit],
  );
  return rows;
}
