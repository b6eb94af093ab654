import { type ProblemEvent, problemEvents, type ProblemStatus } from '@zhibu/contracts';
import { type Actor, type Day, daysBetween } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { clocks, inOrderOf, type Moment } from '../moment.ts';

/** One event of a problem or a remediation, as it was recorded. */
export interface StepRow {
  readonly eventId: string;
  readonly type: string;
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly recordedAt: Date;
  readonly actor: Actor;
  readonly said: Readonly<Record<string, unknown>>;
}

type Found = Extract<ProblemEvent, { type: 'ProblemIdentified' }>['data'];

export interface AnsweringRow {
  readonly level: string;
  readonly organizationId: string | null;
  readonly since: Day;
}

export interface RectificationRow {
  readonly item: string;
  readonly post: string;
  readonly responsibleId: string;
  readonly measures: string | null;
  readonly dueOn: Day;
  readonly extensions: number;
}

/** A problem as it stands at a moment. */
export interface ProblemRow {
  readonly id: string;
  readonly branchId: string;
  readonly found: Found;
  readonly status: ProblemStatus;
  readonly rectification: RectificationRow | null;
  /** Days past the due date while it is being rectified; 0: not overdue. */
  readonly daysOverdue: number;
  readonly answering: readonly AnsweringRow[];
  readonly reopened: boolean;
  readonly steps: readonly StepRow[];
}

type FlatStep = StepRow & {
  readonly id: string;
  readonly branchId: string;
  readonly status: ProblemStatus;
  readonly dueOn: Day | null;
};

/** The problems as they stand at the moment, in the order of the ids; undefined where none was identified by then. One statement. */
export async function problemsById(
  model: ReadModel,
  ids: readonly string[],
  moment: Moment,
): Promise<readonly (ProblemRow | undefined)[]> {
  const { rows } = await model.sql.query<FlatStep>(
    `SELECT problem_id AS id, branch_id AS "branchId", event_id AS "eventId", type, status, due_on AS "dueOn", revision,
       effective_on AS "effectiveOn", recorded_at AS "recordedAt", actor, said
     FROM problem_step WHERE problem_id = ANY($3::uuid[]) AND effective_on <= $1::date AND recorded_at <= $2::timestamptz ORDER BY problem_id, revision`,
    [...clocks(moment), ids.filter((id) => UUID.test(id))],
  );
  const problems = [...Map.groupBy(rows, (row) => row.id)].flatMap(([id, steps]) => {
    const problem = problemOf(steps, moment.asOf);
    return problem ? [[id, problem] as const] : [];
  });
  return inOrderOf(
    ids.map((id) => id.toLowerCase()),
    problems,
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function problemOf(steps: readonly FlatStep[], asOf: Day): ProblemRow | undefined {
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last || first.revision !== 0) return undefined;
  const { id, branchId } = first;
  const found = problemEvents.ProblemIdentified.schema.parse({
    ...first.said,
    problemId: id,
    branchId,
    effectiveOn: first.effectiveOn,
  });
  // What was done before it came back was for nothing.
  const current = steps.slice(steps.findLastIndex(({ type }) => type === 'ProblemReopened') + 1);
  const rectification = rectificationOf(current);
  const overdue =
    last.status === 'rectifying' && rectification ? Math.max(0, daysBetween(rectification.dueOn, asOf)) : 0;
  return {
    id,
    branchId,
    found,
    status: last.status,
    rectification,
    daysOverdue: overdue,
    answering: last.status === 'rectifying' ? answeringOf(current) : [],
    steps,
    reopened: steps.some(({ type }) => type === 'ProblemReopened'),
  };
}

const opens = ({ type }: StepRow): boolean => type === 'RectificationOpened';
const setsDueDate = (step: StepRow): boolean => opens(step) || step.type === 'ExtensionGranted';

function rectificationOf(steps: readonly FlatStep[]): RectificationRow | null {
  const begun = steps.findLastIndex(opens);
  const opened = steps[begun];
  if (!opened) return null;
  const { item, post, responsibleId, measures } = opened.said;
  const ofIt = steps.slice(begun);
  return {
    item: String(item),
    post: String(post),
    responsibleId: String(responsibleId),
    measures: typeof measures === 'string' ? measures : null,
    dueOn: ofIt.findLast(setsDueDate)?.dueOn ?? '',
    extensions: ofIt.filter(({ type }) => type === 'ExtensionGranted').length,
  };
}

function answeringOf(steps: readonly FlatStep[]): readonly AnsweringRow[] {
  return steps
    .slice(steps.findLastIndex(setsDueDate))
    .filter(({ type }) => type === 'RectificationEscalated')
    .map(({ said, effectiveOn }) => {
      const organizationId = typeof said['organizationId'] === 'string' ? said['organizationId'] : null;
      return { level: String(said['level']), organizationId, since: effectiveOn };
    });
}
