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

/** Derives anew, from all their steps, on which days instances of a process are counted as what. */
export function spanDeriving<Status extends string>(
  aggregate: string,
  tables: ProcessTables,
  counts: Counting<Status>,
): (sql: Sql, keys: readonly string[]) => Promise<void> {
  const table = spanTable(tables);
  const steps = {
    name: `steps-of-${aggregate}`,
    // OFFSET 0: each is looked up by its key.
    text: `SELECT s.* FROM unnest($1::text[]) AS t (asked) CROSS JOIN LATERAL (
      SELECT key, organization_id, revision, type, status, said ->> 'dueOn' AS due_on, effective_on, recorded_at
      FROM ${tables.steps} WHERE key = t.asked OFFSET 0) s`,
  };
  const forget = { name: `forget-${tables.spans}`, text: `DELETE FROM ${tables.spans} WHERE key = ANY($1)` };
  return async (sql, keys) => {
    const { rows } = await sql.query<StepRow<Status>>({ ...steps, values: [keys] });
    await sql.query({ ...forget, values: [keys] });
    const instances = [...Map.groupBy(rows, ({ key }) => key).values()];
    await insertInto(
      sql,
      table,
      instances.flatMap((known) => spanRows(known, counts).map((row) => ({ aggregate, ...row }))),
    );
  };
}

function spanRows<Status extends string>(steps: readonly StepRow<Status>[], counts: Counting<Status>): readonly Row[] {
  const known = steps.map(({ revision, type, status, due_on, effective_on, recorded_at }): CountedStep<Status> => ({
    revision,
    type,
    leadsTo: status,
    dueOn: due_on,
    effectiveOn: effective_on,
    recordedAt: recorded_at.toISOString(),
  }));
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
