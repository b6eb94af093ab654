import type { ProblemStatus } from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { Series } from '../../tally/series.ts';
import { problemSpans } from './problem-span.rules.ts';

const problemSpan: Table = {
  name: 'problem_span',
  columns: {
    problem_id: 'uuid',
    branch_id: 'text',
    counted: 'text',
    from_day: 'date',
    to_day: 'date',
    known_from: 'timestamptz',
    known_to: 'timestamptz',
  },
};

/** The series of the problems. */
export const PROBLEMS = 'problem';

/** The problems, tallied by what is counted of them. */
export const problemsTallied: Series = {
  view: 'problem',
  table: 'problem_span',
  branch: 'branch_id',
  series: `'${PROBLEMS}'`,
  value: 'counted',
  from: 'from_day',
  ofSubject: 'problem_id = t.subject::uuid',
};

interface StepRow {
  readonly problem_id: string;
  readonly branch_id: string;
  readonly revision: number;
  readonly type: string;
  readonly status: ProblemStatus;
  readonly due_on: Day | null;
  readonly effective_on: Day;
  readonly recorded_at: Date;
}

/** Derives anew on which days problems are counted as what, from all their steps. */
export async function deriveProblemSpans(sql: Sql, problemIds: readonly string[]): Promise<void> {
  const { rows } = await sql.query<StepRow>({
    name: 'steps-of-problems',
    // OFFSET 0: each is looked up by its key.
    text: `SELECT s.* FROM unnest($1::uuid[]) AS t (problem) CROSS JOIN LATERAL (
      SELECT problem_id, branch_id, revision, type, status, due_on, effective_on, recorded_at FROM problem_step WHERE problem_id = t.problem OFFSET 0) s`,
    values: [problemIds],
  });
  await sql.query({
    name: 'forget-problem-spans',
    text: 'DELETE FROM problem_span WHERE problem_id = ANY($1::uuid[])',
    values: [problemIds],
  });
  await insertInto(sql, problemSpan, [...Map.groupBy(rows, (row) => row.problem_id).values()].flatMap(rowsOf));
}

function rowsOf(steps: readonly StepRow[]) {
  const spans = problemSpans(
    steps.map((step) => ({
      revision: step.revision,
      effectiveOn: step.effective_on,
      recordedAt: step.recorded_at.toISOString(),
      status: step.status,
      dueOn: step.due_on,
      reopens: step.type === 'ProblemReopened',
    })),
  );
  return spans.map(({ value, from, to, knownFrom, knownTo }) => ({
    problem_id: steps[0]?.problem_id,
    branch_id: steps[0]?.branch_id,
    counted: value,
    from_day: from,
    to_day: to,
    known_from: knownFrom,
    known_to: knownTo,
  }));
}
