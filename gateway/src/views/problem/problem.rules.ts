import {
  dismissalReasons,
  dismissalWords,
  escalationLadder,
  escalationLevels,
  superiorWords,
  type Language,
  type ProblemEvent,
  problemEvents,
  type ProblemStatus,
} from '@zhibu/contracts';
import { addDays, type Day, daysBetween } from '@zhibu/kernel';
import type { Standing, StepRow } from '../../process/standing.lookup.ts';

type Found = Extract<ProblemEvent, { type: 'ProblemIdentified' }>['data'];

export interface AnsweringRow {
  readonly level: string;
  readonly organizationId: string | null;
  readonly since: Day;
}

export interface RectificationRow {
  readonly item: string | null;
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
  /** How often it was found once more. */
  readonly foundAgain: number;
  /** Until when a rectification is to be opened, or a completion that was reported to be verified. */
  readonly openBy: Day | null;
  readonly verifyBy: Day | null;
  /** Of a common problem: how many branches have it. */
  readonly commonTo: number | null;
  /** What was said of its progress last. */
  readonly progress: string | null;
  /** What the completion that was reported last says. */
  readonly completion: string | null;
  /** Who verified its completion. */
  readonly verifierId: string | null;
  /** Why it is dismissed; null: it is not. */
  readonly dismissedBecause: string | null;
}

/** A completion is verified within so many days (domain.md, section 5). */
const VERIFIED_WITHIN_DAYS = 15;

/** What a problem is, as it stands on a day; undefined where it was not identified by then. */
export function problemIn(standing: Standing<ProblemStatus>, asOf: Day): ProblemDetails | undefined {
  const { steps, status } = standing;
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
    answering:
      isRectified || status === 'identified'
        ? answeringOf(current.slice(Math.max(0, current.findLastIndex(setsDueDate))), 'RectificationEscalated')
        : status === 'reported'
          ? answeringOf(current.slice(current.findLastIndex(reports)), 'RectificationEscalated')
          : [],
    reopened: steps.some(({ type }) => type === 'ProblemReopened'),
    foundAgain: steps.filter(({ type }) => type === 'ProblemConfirmedAgain').length,
    commonTo: commonTo(steps),
    progress: saidIn(current, 'ProgressReported', 'says'),
    completion: saidIn(current, 'CompletionReported', 'says'),
    verifierId: saidIn(current, 'CompletionVerified', 'verifierId'),
    ...waitingFor(standing),
  };
}

const commonTo = (steps: readonly StepRow[]): number | null => {
  const branches = steps.find(({ type }) => type === 'CommonProblemDeclared')?.said['branches'];
  return typeof branches === 'number' ? branches : null;
};

/** What it waits for until when, and why it ended. */
function waitingFor({
  steps,
  status,
  since,
}: Standing<ProblemStatus>): Pick<ProblemDetails, 'openBy' | 'verifyBy' | 'dismissedBecause'> {
  return {
    openBy: status === 'identified' ? lastSaid(steps, 'openBy') : null,
    verifyBy: status === 'reported' ? addDays(since, VERIFIED_WITHIN_DAYS) : null,
    dismissedBecause: status === 'dismissed' ? lastSaid(steps, 'because') : null,
  };
}

/** What a field said last, where it is a text. */
export const lastSaid = (steps: readonly StepRow[], field: string): string | null => {
  const said = steps.findLast((step) => typeof step.said[field] === 'string')?.said[field];
  return typeof said === 'string' ? said : null;
};

/** What a field of the last step of a type said, where it is a text. */
export const saidIn = (steps: readonly StepRow[], type: string, field: string): string | null =>
  lastSaid(steps.filter((step) => step.type === type).slice(-1), field);

const opens = ({ type }: StepRow): boolean => type === 'RectificationOpened';
const reports = ({ type }: StepRow): boolean => type === 'CompletionReported';
const setsDueDate = (step: StepRow): boolean => opens(step) || step.type === 'ExtensionGranted';

function rectificationOf(steps: readonly StepRow[]): RectificationRow | null {
  const begun = steps.findLastIndex(opens);
  const opened = steps[begun];
  if (!opened) return null;
  const { item, measures } = opened.said;
  const ofIt = steps.slice(begun);
  // Another may answer for it since.
  const { post, responsibleId } = ofIt.findLast(({ said }) => 'responsibleId' in said)?.said ?? opened.said;
  return {
    item: typeof item === 'string' ? item : null,
    post: String(post),
    responsibleId: String(responsibleId),
    measures: typeof measures === 'string' ? measures : null,
    dueOn: lastSaid(ofIt, 'dueOn') ?? '',
    extensions: ofIt.filter(({ type }) => type === 'ExtensionGranted').length,
  };
}

/** Who was told of what is due, since that was last set. */
export function answeringOf(steps: readonly StepRow[], type: string): readonly AnsweringRow[] {
  return steps
    .filter((step) => step.type === type)
    .map(({ said, effectiveOn }) => {
      const organizationId = typeof said['answeringId'] === 'string' ? said['answeringId'] : null;
      return { level: String(said['level']), organizationId, since: effectiveOn };
    });
}

/** What a level of the ladder is called. */
export function levelLabel(level: string, language: Language): string {
  if (level === 'superior') return superiorWords[language];
  const known = escalationLevels.find((one) => one === level);
  return known ? escalationLadder[known].words[language] : level;
}

/** Why a problem is dismissed, with what that is called; undefined: it is not, or for a reason that is none. */
export function dismissalIn(
  code: string | null,
  language: Language,
): { readonly code: string; readonly label: string } | undefined {
  const known = dismissalReasons.find((reason) => reason === code);
  return known && { code: known, label: dismissalWords[known][language] };
}
