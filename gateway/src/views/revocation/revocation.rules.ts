import { type EventContract, type RevocationEvent, revocationEvents, type RevocationStatus } from '@zhibu/contracts';
import type { Day, Interval } from '@zhibu/kernel';
import { saidBy } from '../../process/said.ts';
import { type CountedStep, joined } from '../../process/spans.rules.ts';
import { standings } from '../../process/standings.rules.ts';
import type { Standing, StepRow } from '../../process/standing.lookup.ts';

type DataOf<Type extends RevocationEvent['type']> = Extract<RevocationEvent, { type: Type }>['data'];

/** Not decided yet. */
export const PENDING: readonly RevocationStatus[] = ['proposed', 'notified', 'answered'];
export const isPending = (status: RevocationStatus): boolean => PENDING.includes(status);

/** What the steps of a revocation tell of it at a moment; null: that step was not taken by then. */
export interface RevocationDetails {
  readonly proposed: DataOf<'RevocationProposed'>;
  readonly notified: DataOf<'BranchNotified'> | null;
  readonly statement: DataOf<'StatementSubmitted'> | null;
  readonly grace: DataOf<'GraceGranted'> | null;
  readonly decided: DataOf<'RevocationDecided'> | null;
  readonly appealed: DataOf<'AppealLodged'> | null;
  readonly ended: DataOf<'AppealDecided'> | null;
  /** Until when it, or its appeal, is to be decided; null: nothing is. */
  readonly decisionDueOn: Day | null;
}

/** What a revocation is, as it stands; undefined where it was not proposed by then. */
export function revocationIn({ steps, status }: Standing<RevocationStatus>): RevocationDetails | undefined {
  const proposed = firstOf(revocationEvents.RevocationProposed, steps);
  if (proposed === null) return undefined;
  const appealed = firstOf(revocationEvents.AppealLodged, steps);
  return {
    proposed,
    notified: firstOf(revocationEvents.BranchNotified, steps),
    statement: firstOf(revocationEvents.StatementSubmitted, steps),
    grace: firstOf(revocationEvents.GraceGranted, steps),
    decided: firstOf(revocationEvents.RevocationDecided, steps),
    appealed,
    ended: firstOf(revocationEvents.AppealDecided, steps),
    decisionDueOn: decisionDueOn(status, proposed, appealed),
  };
}

function decisionDueOn(
  status: RevocationStatus,
  proposed: DataOf<'RevocationProposed'>,
  appealed: DataOf<'AppealLodged'> | null,
): Day | null {
  if (isPending(status)) return proposed.decideBy;
  return status === 'appealed' ? (appealed?.decideBy ?? null) : null;
}

/** Each step is taken once. */
const firstOf = <Data extends object>(contract: Said<Data>, steps: readonly StepRow[]): Data | null =>
  saidBy(contract, steps)[0] ?? null;
type Said<Data extends object> = Pick<EventContract<string, Data>, 'type' | 'schema'>;

/** The inspections that the findings behind a revocation are of, by id. */
export const inspectionsBehind = ({ grounds }: DataOf<'RevocationProposed'>): readonly string[] =>
  [...new Set(grounds.flatMap(({ findings }) => findings.map(({ inspectionId }) => inspectionId)))].sort();

/** 待决定的取消命名: counted from the proposal to the decision. */
export const revocationCounted = (known: readonly CountedStep<RevocationStatus>[]): readonly Interval<string>[] =>
  joined(
    standings(known)
      .filter(({ value: { status } }) => isPending(status))
      .map(({ from, to }) => ({ from, to, value: 'pending' })),
  );
