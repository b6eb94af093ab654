import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';

/** A dissolution as those that come later must meet it; it may lie ahead. */
export interface Dissolution {
  readonly organizationId: string;
  readonly dissolvedOn: Day;
  readonly reason: string;
  readonly eventId: string;
  readonly correlationId: string;
}

const dissolutions: Table = {
  name: 'lookup_dissolution',
  columns: {
    organization_id: 'text',
    dissolved_on: 'date',
    reason: 'text',
    event_id: 'uuid',
    correlation_id: 'text',
    position: 'bigint',
  },
  replaces: { key: ['organization_id'], newer: 'position' },
};

type Told = Recorded<'OrganizationDissolved' | 'OrganizationReinstated' | 'RegistrationCancelled'>;

/** Keeps who is dissolved, and since when, by what was said last: a cause that arrives later meets it. */
const keepEnds = (sql: Sql, events: readonly Told[]): Promise<void> =>
  insertInto(
    sql,
    dissolutions,
    events.map(({ id, type, data, metadata, position }) => ({
      organization_id: data.organizationId,
      dissolved_on: type === 'OrganizationDissolved' ? data.effectiveOn : null,
      reason: data.reason,
      event_id: id,
      correlation_id: metadata.correlationId,
      position,
    })),
  );

/** One handler for all: of a batch, what was said last counts. */
export const dissolutionsKept: Handlers = {
  OrganizationDissolved: keepEnds,
  OrganizationReinstated: keepEnds,
  RegistrationCancelled: keepEnds,
};

const COLUMNS = `d.organization_id AS "organizationId", d.dissolved_on AS "dissolvedOn", d.reason, d.event_id AS "eventId", d.correlation_id AS "correlationId"`;

/** The dissolutions among these organizations that stand, by id; one ahead too. */
export async function dissolutionsAmong(
  database: Pool,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, Dissolution>> {
  const { rows } = await database.query<Dissolution>({
    name: 'dissolutions-among',
    text: `SELECT ${COLUMNS} FROM lookup_dissolution d WHERE d.organization_id = ANY($1) AND d.dissolved_on IS NOT NULL`,
    values: [[...new Set(organizationIds)]],
  });
  return new Map(rows.map((row) => [row.organizationId, row]));
}

/** From which day on a branch is no more; null while that is not known. */
export async function dissolvedOn(database: Pool, branchId: string): Promise<Day | null> {
  return (await dissolutionsAmong(database, [branchId])).get(branchId)?.dissolvedOn ?? null;
}

/** What is open on an organization although the day of its dissolution has come. */
export interface Overtaken extends Dissolution {
  readonly problemId: string | null;
  /** Under remediation. */
  readonly year: string | null;
}

/** What dissolutions whose day has come have left open, those first that came first. */
export async function overtakenDuties(database: Pool, today: Day, limit: number): Promise<readonly Overtaken[]> {
  const { rows } = await database.query<Overtaken>(
    `SELECT ${COLUMNS}, duty.problem AS "problemId", duty.year FROM lookup_dissolution d CROSS JOIN LATERAL (
       SELECT p.problem_id AS problem, NULL AS year FROM lookup_problem p
       WHERE p.organization_id = d.organization_id AND p.status = 'open'
       UNION ALL SELECT NULL, r.year FROM lookup_remediation r
       WHERE r.branch_id = d.organization_id AND r.status = 'open') duty
     WHERE d.dissolved_on <= $1::date ORDER BY d.dissolved_on, d.organization_id, duty.problem, duty.year LIMIT $2`,
    [today, limit],
  );
  return rows;
}
