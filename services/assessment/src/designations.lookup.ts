import { designationContract, type DesignationEvent, type Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';
import { DISSOLUTION, type Dissolution } from '@zhibu/register';

const designations: Table = {
  name: 'lookup_designation',
  columns: { programme_id: 'text', organization_id: 'text', status: 'text', because: 'text', revision: 'integer' },
  replaces: { key: ['programme_id', 'organization_id'], newer: 'revision' },
};
const terms: Table = {
  name: 'lookup_designation_term',
  columns: { programme_id: 'text', organization_id: 'text', until: 'date', revision: 'integer' },
  replaces: { key: ['programme_id', 'organization_id'], newer: 'revision' },
};

/** Why one ends that expires; by which case, where it is revoked. */
function endedBecause(data: DesignationEvent['data']): string | null {
  if ('plaqueDueOn' in data) return data.revocationId;
  return 'because' in data ? data.because : null;
}

/** Only a step that leads to a status changes where a designation stands. */
const keepStatus = (sql: Sql, events: readonly (RecordedEvent & DesignationEvent)[]): Promise<void> =>
  insertInto(
    sql,
    designations,
    events.flatMap(({ type, data, revision }) => {
      const status = designationContract.events[type].leadsTo;
      const { programmeId: programme_id, organizationId: organization_id } = data;
      const because = endedBecause(data);
      return status === undefined ? [] : [{ programme_id, organization_id, status, because, revision }];
    }),
  );

const begun: Table = {
  name: 'lookup_designation_begun',
  columns: { programme_id: 'text', organization_id: 'text', designated_on: 'date', revision: 'integer' },
  replaces: { key: ['programme_id', 'organization_id'], newer: 'revision' },
};

type Begun = Recorded<'PriorDesignationRecorded' | 'BranchDesignated' | 'DesignationRenewed' | 'DesignationPassed'>;

async function keepTerm(sql: Sql, events: readonly Begun[]): Promise<void> {
  await keepStatus(sql, events);
  await insertInto(
    sql,
    terms,
    events.map(({ data, revision }) => ({
      programme_id: data.programmeId,
      organization_id: data.organizationId,
      until: data.until ?? null,
      revision,
    })),
  );
  await insertInto(
    sql,
    begun,
    // A renewal goes on with what has begun before.
    events.flatMap(({ type, data, revision }) => {
      const { programmeId: programme_id, organizationId: organization_id, effectiveOn: designated_on } = data;
      return type === 'DesignationRenewed' ? [] : [{ programme_id, organization_id, designated_on, revision }];
    }),
  );
}

const successions: Table = {
  name: 'lookup_succession',
  columns: { programme_id: 'text', predecessor_id: 'text', organization_id: 'text' },
};

async function keepSuccession(sql: Sql, events: readonly Recorded<'DesignationPassed'>[]): Promise<void> {
  await keepTerm(sql, events);
  await insertInto(
    sql,
    successions,
    events.map(({ data: { programmeId, predecessorId, organizationId } }) => ({
      programme_id: programmeId,
      predecessor_id: predecessorId,
      organization_id: organizationId,
    })),
  );
}

const revoked: Table = { name: 'lookup_revoked', columns: { revocation_id: 'text' } };

async function keepRevoked(sql: Sql, events: readonly Recorded<'DesignationRevoked'>[]): Promise<void> {
  await keepStatus(sql, events);
  await insertInto(
    sql,
    revoked,
    events.map(({ data: { revocationId } }) => ({ revocation_id: revocationId })),
  );
}

/** Keeps where each designation stands, by which cases they were revoked, since and until when it is valid, and who goes on with it. */
export const designationsKept: Handlers = {
  ...Object.fromEntries(Object.keys(designationContract.events).map((type) => [type, keepStatus])),
  PriorDesignationRecorded: keepTerm,
  BranchDesignated: keepTerm,
  DesignationRenewed: keepTerm,
  DesignationPassed: keepSuccession,
  DesignationRevoked: keepRevoked,
};

/** What goes on: an application, or a designation in force. */
const RUNNING = `('applied', 'noticed', 'designated', 'conditional', 'failed')`;

/** A designation, or an application for one. */
export interface Designation {
  readonly programmeId: string;
  readonly organizationId: string;
}

const NAMED = `n.programme_id AS "programmeId", n.organization_id AS "organizationId"`;

/** What goes on of these organizations. */
export async function runningOf(
  database: Pool,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Designation[]>> {
  const { rows } = await database.query<Designation>(
    `SELECT ${NAMED} FROM lookup_designation n WHERE organization_id = ANY($1) AND status IN ${RUNNING} ORDER BY programme_id`,
    [[...new Set(organizationIds)]],
  );
  return Map.groupBy(rows, ({ organizationId }) => organizationId);
}

/** What goes on although the day of its organization's dissolution has come. */
export async function overtakenBy(
  database: Pool,
  today: Day,
  limit: number,
): Promise<readonly (Designation & Dissolution)[]> {
  const { rows } = await database.query<Designation & Dissolution>(
    `SELECT ${NAMED}, ${DISSOLUTION} FROM lookup_dissolution d JOIN lookup_designation n USING (organization_id)
     WHERE d.dissolved_on <= $1::date AND n.status IN ${RUNNING} ORDER BY d.dissolved_on, 1, 2 LIMIT $2`,
    [today, limit],
  );
  return rows;
}

/** What was in force and ended with an organization that lives after all; by what was said of it last. */
export async function endedInError(database: Pool, limit: number): Promise<readonly (Designation & Dissolution)[]> {
  const { rows } = await database.query<Designation & Dissolution>(
    `SELECT ${NAMED}, ${DISSOLUTION} FROM lookup_dissolution d JOIN lookup_designation n USING (organization_id)
       JOIN lookup_designation_term t USING (programme_id, organization_id)
     WHERE d.dissolved_on IS NULL AND n.status = 'expired' AND n.because = 'organization-dissolved' ORDER BY 1, 2 LIMIT $1`,
    [limit],
  );
  return rows;
}

/** What is in force although its validity is over, those first whose validity ended first. */
export async function validUntil(
  database: Pool,
  today: Day,
  limit: number,
): Promise<readonly (Designation & { readonly until: Day })[]> {
  const { rows } = await database.query<Designation & { readonly until: Day }>(
    `SELECT ${NAMED}, t.until FROM lookup_designation_term t JOIN lookup_designation n USING (programme_id, organization_id)
     WHERE t.until <= $1::date AND n.status IN ('designated', 'conditional', 'failed') ORDER BY t.until, 1, 2 LIMIT $2`,
    [today, limit],
  );
  return rows;
}

/** 承接: who goes on with a designation that its organization's merger ended; null: nobody. */
export async function successorOf(
  database: Pool,
  { programmeId, organizationId }: Designation,
): Promise<string | null> {
  const { rows } = await database.query<{ successor: string }>(
    `SELECT organization_id AS successor FROM lookup_succession WHERE programme_id = $1 AND predecessor_id = $2
     ORDER BY 1 LIMIT 1`,
    [programmeId, organizationId],
  );
  return rows[0]?.successor ?? null;
}
