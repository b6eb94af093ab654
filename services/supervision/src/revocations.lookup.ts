import { type Recorded, revocationContract, type RevocationEvent } from '@zhibu/contracts';
import { inTransaction, insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';

const revocations: Table = {
  name: 'lookup_revocation',
  columns: {
    revocation_id: 'text',
    programme_id: 'text',
    organization_id: 'text',
    status: 'text',
    revision: 'integer',
  },
  replaces: { key: ['revocation_id'], newer: 'revision' },
};
const decided: Table = { name: 'lookup_revocation_decided', columns: { revocation_id: 'text', designated_on: 'date' } };

async function keep(sql: Sql, steps: readonly (RecordedEvent & RevocationEvent)[]): Promise<void> {
  await insertInto(
    sql,
    revocations,
    steps.flatMap((step) => {
      const status = statusOf(step);
      const { revocationId: revocation_id, programmeId: programme_id, organizationId: organization_id } = step.data;
      return status === undefined
        ? []
        : [{ revocation_id, programme_id, organization_id, status, revision: step.revision }];
    }),
  );
}

/** What was retained or overturned is at its end; other decisions once the designation has ended. */
function statusOf({ type, data }: RevocationEvent): string | undefined {
  if (type === 'RevocationDecided' && data.outcome === 'retain') return 'ended';
  if (type === 'AppealDecided' && data.outcome === 'overturn') return 'ended';
  return revocationContract.events[type].leadsTo;
}

async function keepDecision(sql: Sql, decisions: readonly Recorded<'RevocationDecided'>[]): Promise<void> {
  await keep(sql, decisions);
  await insertInto(
    sql,
    decided,
    decisions.map(({ data }) => ({ revocation_id: data.revocationId, designated_on: data.designatedOn })),
  );
}

const ofRevocations: Required<Pick<Handlers, RevocationEvent['type']>> = {
  RevocationProposed: keep,
  BranchNotified: keep,
  StatementSubmitted: keep,
  GraceGranted: keep,
  RevocationDecided: keepDecision,
  AppealLodged: keep,
  AppealDecided: keep,
};

/** Keeps how far this service's revocations have come: of one designation one at a time is under way. */
export const revocationsLookup = lookup('supervision-revocations', { service: 'supervision' }, ofRevocations);

/** Not decided; or decided to revoke what has not ended yet, as far as Assessment has told: its day may be to come. */
const UNDER_WAY = `(r.status IN ('proposed', 'notified', 'answered') OR (r.status <> 'ended' AND EXISTS (
  SELECT FROM lookup_revocation_decided d JOIN lookup_designation_begun b USING (designated_on)
    JOIN lookup_designation n ON n.programme_id = b.programme_id AND n.organization_id = b.organization_id
  WHERE d.revocation_id = r.revocation_id AND b.programme_id = r.programme_id AND b.organization_id = r.organization_id
    AND n.status IN ('designated', 'conditional', 'failed'))))`;

/** A command is answered within ten seconds: what has claimed a designation and is not in the log after a minute never will be. */
const CLAIM_HOLDS = `interval '1 minute'`;

interface Asked {
  readonly revocationId: string;
  readonly programmeId: string;
  readonly organizationId: string;
}

/** Another revocation of the same designation that is under way, or claims to be; null: there is none. */
export async function openRevocation(sql: Sql, asked: Asked): Promise<string | null> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT r.revocation_id AS id FROM lookup_revocation r
     WHERE r.programme_id = $1 AND r.organization_id = $2 AND r.revocation_id <> $3 AND ${UNDER_WAY}
     UNION SELECT c.revocation_id FROM revocation_claim c
     WHERE c.programme_id = $1 AND c.organization_id = $2 AND c.revocation_id <> $3 AND c.claimed_at > now() - ${CLAIM_HOLDS}
       AND NOT EXISTS (SELECT FROM lookup_revocation r WHERE r.revocation_id = c.revocation_id) ORDER BY 1 LIMIT 1`,
    [asked.programmeId, asked.organizationId, asked.revocationId],
  );
  return rows[0]?.id ?? null;
}

/**
 * The same, and where there is none this one's claim to the designation. Two cases of one designation are in two streams, and
 * neither append would refuse the other: so claims of one designation are made one after the other, and who comes second
 * meets the first one's claim before its event has arrived. A claim whose proposal comes to nothing lapses.
 */
export function claimRevocation(database: Pool, asked: Asked): Promise<string | null> {
  const { revocationId, programmeId, organizationId } = asked;
  return inTransaction(database, async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [
      `revocation ${programmeId} ${organizationId}`,
    ]);
    const other = await openRevocation(transaction, asked);
    if (other !== null) return other;
    await transaction.query(
      `INSERT INTO revocation_claim (programme_id, organization_id, revocation_id) VALUES ($1, $2, $3)
       ON CONFLICT (programme_id, organization_id) DO UPDATE SET revocation_id = EXCLUDED.revocation_id, claimed_at = now()`,
      [programmeId, organizationId, revocationId],
    );
    return null;
  });
}
