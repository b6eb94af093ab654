import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { Series } from '../tally/series.ts';
import { rectangles } from '../views/bitemporal.rules.ts';
import type { CountedStep, Counting } from './spans.rules.ts';
import type { ProcessTables } from './steps.projection.ts';

interface StepRow<Status> {
  readonly key: string;
  readonly organization_id: string;
  readonly revision: number;
  readonly type: string;
  readonly status: Status | null;
  readonly due_on: Day | null;
  readonly label: string | null;
  readonly effective_on: Day;
  readonly recorded_at: Date;
}

const spanTable = ({ spans }: ProcessTables): Table => ({
  name: spans,
  columns: {
    aggregate: 'text',
    key: 'text',
    organization_id: 'text',
    counted: 'text',
    from_day: 'date',
    to_day: 'date',
    known_from: 'timestamptz',
    known_to: 'timestamptz',
  },
});

/** The instances of a process, tallied by what they are counted as. */
export function processTallied(aggregate: string, { spans }: ProcessTables, ofEveryKind: boolean): Series {
  return {
    view: aggregate,
    table: spans,
    branch: 'organization_id',
    ofEveryKind,
    series: `'${aggregate}'`,
    value: 'counted',
    from: 'from_day',
    ofSubject: 'key = t.subject',
  };
}

interface Derived<Status extends string> {
  readonly counts: Counting<Status>;
  readonly labelled?: string | undefined;
}

/** Derives anew, from all their steps, on which days instances of a process are counted as what. */
export function spanDeriving<Status extends string>(
  aggregate: string,
  tables: ProcessTables,
  derived: Derived<Status>,
): (sql: Sql, keys: readonly string[]) => Promise<void> {
  const table = spanTable(tables);
  const spansOf = spansFromSteps(aggregate, tables, derived);
  const forget = { name: `forget-${tables.spans}`, text: `DELETE FROM ${tables.spans} WHERE key = ANY($1)` };
  return async (sql, keys) => {
    const rows = await spansOf(sql, keys);
    await sql.query({ ...forget, values: [keys] });
    await insertInto(
      sql,
      table,
      rows.map((row) => ({ aggregate, ...row })),
    );
  };
}

/** How many spans of an instance are kept and do not follow from its steps, or follow and are not kept. Two statements. */
export function spanChecking<Status extends string>(
  aggregate: string,
  tables: ProcessTables,
  derived: Derived<Status>,
): (sql: Sql, key: string) => Promise<number> {
  const spansOf = spansFromSteps(aggregate, tables, derived);
  const columns = 'organization_id, counted, from_day, to_day, known_from, known_to';
  const differing = `WITH kept AS (SELECT ${columns} FROM ${tables.spans} WHERE key = $1),
    derived AS (SELECT * FROM unnest($2::text[], $3::text[], $4::date[], $5::date[], $6::timestamptz[], $7::timestamptz[]) AS d (${columns}))
    SELECT count(*)::int AS differing FROM (
      (SELECT * FROM kept EXCEPT SELECT * FROM derived) UNION ALL (SELECT * FROM derived EXCEPT SELECT * FROM kept)) d`;
  return async (sql, key) => {
    const rows = await spansOf(sql, [key]);
    const listed = columns.split(', ').map((column) => rows.map((row) => row[column]));
    const found = await sql.query<{ differing: number }>(differing, [key, ...listed]);
    return found.rows[0]?.differing ?? 0;
  };
}

/** The spans of instances as they follow from their steps. One statement. */
function spansFromSteps<Status extends string>(
  aggregate: string,
  tables: ProcessTables,
  { counts, labelled = 'NULL' }: Derived<Status>,
): (sql: Sql, keys: readonly string[]) => Promise<readonly Row[]> {
  const steps = {
    name: `steps-of-${aggregate}`,
    // OFFSET 0: each is looked up by its key.
    text: `SELECT s.* FROM unnest($1::text[]) AS t (asked) CROSS JOIN LATERAL (
      SELECT key, organization_id, revision, type, status, said ->> 'dueOn' AS due_on, ${labelled} AS label, effective_on, recorded_at
      FROM ${tables.steps} WHERE key = t.asked OFFSET 0) s`,
  };
  return async (sql, keys) => {
    const { rows } = await sql.query<StepRow<Status>>({ ...steps, values: [keys] });
    return [...Map.groupBy(rows, ({ key }) => key).values()].flatMap((known) => spanRows(known, counts));
  };
}

function spanRows<Status extends string>(steps: readonly StepRow<Status>[], counts: Counting<Status>): readonly Row[] {
  const known = steps.map(
    ({ revision, type, status, due_on, label, effective_on, recorded_at }): CountedStep<Status> => ({
      revision,
      type,
      leadsTo: status,
      dueOn: due_on,
      label,
      effectiveOn: effective_on,
      recordedAt: recorded_at.toISOString(),
    }),
  );
  return rectangles(known, counts, String).map(({ value, from, to, knownFrom, knownTo }) => ({
    key: steps[0]?.key,
    organization_id: steps[0]?.organization_id,
    counted: value,
    from_day: from,
    to_day: to,
    known_from: knownFrom,
    known_to: knownTo,
  }));
}
