import { arrayOf, insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { Rectangle } from '../views/bitemporal.rules.ts';
import type { CountedStep, Told } from './spans.rules.ts';
import type { ProcessTables } from './steps.projection.ts';

/** A table of rectangles in both clocks, and what the steps of one instance give to it beside its name. */
export interface Derivation<Status extends string> {
  readonly table: Table;
  readonly rowsOf: (steps: readonly CountedStep<Status>[]) => readonly Row[];
}

/** What is derived from the steps of a process. */
export interface Derived<Status extends string> {
  readonly derivations: readonly Derivation<Status>[];
  /** An SQL expression over a step, a jsonb object of texts: what it says that they go by. */
  readonly told: string | undefined;
}

/** The columns of a rectangle. */
export const RECTANGLE_COLUMNS = {
  from_day: 'date',
  to_day: 'date',
  known_from: 'timestamptz',
  known_to: 'timestamptz',
} as const;

/** A rectangle as those columns. */
export const rectangleRow = ({ from, to, knownFrom, knownTo }: Omit<Rectangle<unknown>, 'value'>): Row => ({
  from_day: from,
  to_day: to,
  known_from: knownFrom,
  known_to: knownTo,
});

/** Derives anew, from all their steps, the rows of instances of a process. */
export function deriving<Status extends string>(
  aggregate: string,
  tables: ProcessTables,
  derived: Derived<Status>,
): (sql: Sql, keys: readonly string[]) => Promise<void> {
  const derivedFrom = rowsFromSteps(aggregate, tables, derived);
  return async (sql, keys) => {
    for (const { table, rows } of await derivedFrom(sql, keys)) {
      const { name } = table;
      await sql.query({ name: `forget-${name}`, text: `DELETE FROM ${name} WHERE key = ANY($1)`, values: [keys] });
      await insertInto(sql, table, rows);
    }
  };
}

/** How many rows of an instance are kept and do not follow from its steps, or follow and are not kept, by table. A statement a table. */
export function differingRows<Status extends string>(
  aggregate: string,
  tables: ProcessTables,
  derived: Derived<Status>,
): (sql: Sql, key: string) => Promise<ReadonlyMap<string, number>> {
  const derivedFrom = rowsFromSteps(aggregate, tables, derived);
  return async (sql, key) => {
    const found = new Map<string, number>();
    for (const { table, rows } of await derivedFrom(sql, [key]))
      found.set(table.name, await differing(sql, key, { table, rows }));
    return found;
  };
}

async function differing(
  sql: Sql,
  key: string,
  { table, rows }: { readonly table: Table; readonly rows: readonly Row[] },
): Promise<number> {
  const columns = Object.entries(table.columns);
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 2}::${type}[]`).join(', ');
  const { rows: counted } = await sql.query<{ differing: number }>(
    `WITH kept AS (SELECT ${names} FROM ${table.name} WHERE key = $1), derived AS (SELECT * FROM unnest(${arrays}) AS d (${names}))
     SELECT count(*)::int AS differing FROM (
       (SELECT * FROM kept EXCEPT SELECT * FROM derived) UNION ALL (SELECT * FROM derived EXCEPT SELECT * FROM kept)) d`,
    [key, ...columns.map(([name, type]) => arrayOf(rows, name, type))],
  );
  return counted[0]?.differing ?? 0;
}

interface StepRow<Status> {
  readonly key: string;
  readonly organization_id: string;
  readonly revision: number;
  readonly type: string;
  readonly status: Status | null;
  readonly due_on: Day | null;
  readonly told: Told | null;
  readonly effective_on: Day;
  readonly recorded_at: Date;
}

/** The rows of instances as they follow from their steps, by table. One statement. */
function rowsFromSteps<Status extends string>(
  aggregate: string,
  tables: ProcessTables,
  { derivations, told = 'NULL::jsonb' }: Derived<Status>,
): (sql: Sql, keys: readonly string[]) => Promise<readonly { readonly table: Table; readonly rows: readonly Row[] }[]> {
  const steps = {
    name: `steps-of-${aggregate}`,
    // OFFSET 0: each is looked up by its key.
    text: `SELECT s.* FROM unnest($1::text[]) AS t (asked) CROSS JOIN LATERAL (
      SELECT key, organization_id, revision, type, status, said ->> 'dueOn' AS due_on, ${told} AS told, effective_on, recorded_at
      FROM ${tables.steps} WHERE key = t.asked OFFSET 0) s`,
  };
  return async (sql, keys) => {
    const { rows } = await sql.query<StepRow<Status>>({ ...steps, values: [keys] });
    const instances = [...Map.groupBy(rows, ({ key }) => key).values()].map((all) => ({
      named: { aggregate, key: all[0]?.key, organization_id: all[0]?.organization_id },
      known: all.map((row) => counted(row)),
    }));
    return derivations.map(({ table, rowsOf }) => ({
      table,
      rows: instances.flatMap(({ named, known }) => rowsOf(known).map((row) => ({ ...named, ...row }))),
    }));
  };
}

const counted = <Status extends string>({
  revision,
  type,
  status,
  due_on,
  told,
  effective_on,
  recorded_at,
}: StepRow<Status>): CountedStep<Status> => ({
  revision,
  type,
  leadsTo: status,
  dueOn: due_on,
  told: told ?? {},
  effectiveOn: effective_on,
  recordedAt: recorded_at.toISOString(),
});
