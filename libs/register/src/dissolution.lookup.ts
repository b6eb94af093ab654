import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
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
export const dissolutionsKept = {
  OrganizationDissolved: keepEnds,
  OrganizationReinstated: keepEnds,
  RegistrationCancelled: keepEnds,
} as const;

/** The columns of {@link Dissolution} of a row `d`. */
export const DISSOLUTION = `d.organization_id AS "organizationId", d.dissolved_on AS "dissolvedOn", d.reason, d.event_id AS "eventId", d.correlation_id AS "correlationId"`;

/** The dissolutions among these organizations that stand, by id; one ahead too. */
export async function dissolutionsAmong(
  database: Sql,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, Dissolution>> {
  const { rows } = await database.query<Dissolution>({
    name: 'dissolutions-among',
    text: `SELECT ${DISSOLUTION} FROM lookup_dissolution d WHERE d.organization_id = ANY($1) AND d.dissolved_on IS NOT NULL`,
    values: [[...new Set(organizationIds)]],
  });
  return new Map(rows.map((row) => [row.organizationId, row]));
}

/** From which day on a branch is no more; null while that is not known. */
export async function dissolvedOn(database: Sql, branchId: string): Promise<Day | null> {
  return (await dissolutionsAmong(database, [branchId])).get(branchId)?.dissolvedOn ?? null;
}
