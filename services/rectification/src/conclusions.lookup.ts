import type { ProblemSource, Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import { checkOf, foundInBy } from './recorded.rules.ts';
import type { Conclusion } from './remediation/remediation.rules.ts';
import { keepWaiting } from './waiting.lookup.ts';

/** The duty of whoever is on the team of an inspection. */
const INSPECTOR = 'inspector';

const conclusions: Table = {
  name: 'lookup_conclusion',
  columns: {
    inspection_id: 'text',
    body_id: 'text',
    organization_id: 'text',
    purpose: 'text',
    mode: 'text',
    outcome: 'text',
    concluded_on: 'date',
    position: 'bigint',
  },
};

const checks: Table = { name: 'lookup_six_haves_check', columns: { check_id: 'text', body_id: 'text' } };

/**
 * Keeps whose inspections are concluded: their bodies judge what they found, beside the superior. And of what, how: on a
 * follow-up that was passed rests an acceptance. Also for which body an inspector checked the six haves.
 */
export const conclusionsKept: Handlers = {
  InspectionConcluded: async (sql: Sql, concluded: readonly Recorded<'InspectionConcluded'>[]): Promise<void> => {
    await keepWaiting(sql, concluded);
    await insertInto(
      sql,
      conclusions,
      concluded.map(({ data, position }) => ({
        inspection_id: data.inspectionId,
        body_id: data.bodyId,
        organization_id: data.organizationId,
        purpose: data.purpose,
        mode: data.mode,
        outcome: data.outcome,
        concluded_on: data.effectiveOn,
        position,
      })),
    );
  },
  SixHavesRecorded: (sql: Sql, recorded: readonly Recorded<'SixHavesRecorded'>[]): Promise<void> =>
    insertInto(
      sql,
      checks,
      recorded.flatMap((check) => {
        const body = bodyOfCheck(check);
        return body === undefined ? [] : [{ check_id: checkOf(check), body_id: body }];
      }),
    ),
};

/** An inspector checks for the body that inspects, at which he holds his duty (access.md, section 2); a unit checks for itself. */
const bodyOfCheck = ({ metadata: { actor } }: Recorded<'SixHavesRecorded'>): string | undefined =>
  actor.role === INSPECTOR ? actor.organizationId : undefined;

/** The body whose inspection or check found what a source names; null: it names none. */
export async function bodyThatFound(database: Pool, source: ProblemSource): Promise<string | null> {
  const foundIn = foundInBy(source);
  if (foundIn === null) return null;
  const { rows } = await database.query<{ body: string }>({
    name: 'body-that-found',
    text: `SELECT body_id AS body FROM lookup_conclusion WHERE inspection_id = $1
      UNION ALL SELECT body_id FROM lookup_six_haves_check WHERE check_id = $1`,
    values: [foundIn],
  });
  return rows[0]?.body ?? null;
}

/** How an inspection was concluded; null while its conclusion has not arrived. */
export async function conclusionOf(database: Pool, inspectionId: string): Promise<Conclusion | null> {
  const { rows } = await database.query<Conclusion>({
    name: 'conclusion-of',
    text: `SELECT organization_id AS "organizationId", purpose, mode, outcome, concluded_on AS "concludedOn"
      FROM lookup_conclusion WHERE inspection_id = $1`,
    values: [inspectionId],
  });
  return rows[0] ?? null;
}

/** The place in Supervision's log of the latest conclusion that has arrived; "0" before any. */
export async function conclusionsReadTo(database: Pool): Promise<string> {
  const { rows } = await database.query<{ position: string }>(
    'SELECT coalesce(max(position), 0) AS position FROM lookup_conclusion',
  );
  return rows[0]?.position ?? '0';
}
