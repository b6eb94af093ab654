import { type ProblemEvent, problemEvents, type ProblemStatus } from '@zhibu/contracts';
import { type Day, daysBetween } from '@zhibu/kernel';
import type { Standing, StepRow } from '../../process/standing.lookup.ts';

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

/** What the steps of a problem tell of it at a moment. */
export interface ProblemDetails {
  readonly found: Found;
  readonly rectification: RectificationRow | null;
  /** Days past the due date while it is being rectified; 0: not overdue. */
  readonly daysOverdue: number;
  readonly answering: readonly AnsweringRow[];
  readonly reopened: boolean;
}

/** What a problem is, as it stands on a day; undefined where it was not identified by then. */
export function problemIn({ steps, status }: Standing<ProblemStatus>, asOf: Day): ProblemDetails | undefined {
  const [first] = steps;
  if (first?.type !== 'ProblemIdentified') return undefined;
  // What was done before it came back was for nothing.
  const current = steps.slice(steps.findLastIndex(({ type }) => type === 'ProblemReopened') + 1);
  const rectification = rectificationOf(current);
  const isRectified = status === 'rectifying';
  return {
    found: problemEvents.ProblemIdentified.schema.parse(first.said),
    rectification,
    daysOverdue: isRectified && rectification ? Math.max(0, daysBetween(rectification.dueOn, asOf)) : 0,
    answering: isRectified ? answeringOf(current) : [],
    reopened: steps.some(({ type }) => type === 'ProblemReopened'),
  };
}

const opens = ({ type }: StepRow): boolean => type === 'RectificationOpened';
const setsDueDate = (step: StepRow): boolean => opens(step) || step.type === 'ExtensionGranted';

function rectificationOf(steps: readonly StepRow[]): RectificationRow | null {
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
    dueOn: String(ofIt.findLast(setsDueDate)?.said['dueOn'] ?? ''),
    extensions: ofIt.filter(({ type }) => type === 'ExtensionGranted').length,
  };
}

function answeringOf(steps: readonly StepRow[]): readonly AnsweringRow[] {
  return steps
    .slice(steps.findLastIndex(setsDueDate))
    .filter(({ type }) => type === 'RectificationEscalated')
    .map(({ said, effectiveOn }) => {
      const organizationId = typeof said['organizationId'] === 'string' ? said['organizationId'] : null;
      return { level: String(said['level']), organizationId, since: effectiveOn };
    });
}
