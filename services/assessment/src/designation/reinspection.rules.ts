import type { ReinspectionOutcome } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { Reinspection } from '../conclusions.rules.ts';

/** How a designation in force stands. */
export type HeldStatus = 'designated' | 'conditional' | 'failed';

/** 复核 of a designation so far. */
export interface Looks {
  /** The inspections that are recorded. */
  readonly inspections: readonly string[];
  /** The day of the last visit that is recorded; null: none is. */
  readonly lastOn: Day | null;
  /** What is settled up to a day, by a paper, a waiver or a restoration: the visits after it go on from there. */
  readonly settled: { readonly status: HeldStatus; readonly on: Day | null };
}

export const noLooks: Looks = { inspections: [], lastOn: null, settled: { status: 'designated', on: null } };

/** Where a reinspection leads: the second look of a conditional designation passes or fails, for there is one grace. */
function after(status: HeldStatus, outcome: ReinspectionOutcome): HeldStatus {
  if (status === 'failed' || outcome === 'failed') return 'failed';
  if (outcome === 'passed') return 'designated';
  return status === 'conditional' ? 'failed' : 'conditional';
}

const later = (a: Day | null, b: Day): Day => (a === null || a < b ? b : a);
const isAfter = (a: Reinspection, b: Reinspection): boolean =>
  a.inspectedOn > b.inspectedOn || (a.inspectedOn === b.inspectedOn && a.inspectionId > b.inspectionId);

/** Where a designation stands with one more reinspection, and which visit is the last. */
export interface Looked {
  readonly status: HeldStatus;
  readonly last: Reinspection;
}

/** How a designation stood before. */
interface Before {
  readonly status: HeldStatus;
  readonly since: Day;
  readonly looks: Looks;
}

/**
 * Conclusions arrive in any order: where a designation stands follows from the order of the visits. `known`: all that have
 * arrived; those after the last visit recorded are still to be answered, each by itself, unless one had failed before them.
 */
export function lookedAt(look: Reinspection, before: Before, known: readonly Reinspection[]): Looked {
  const { settled, lastOn, inspections } = before.looks;
  const isWhole = inspections.every((id) => known.some(({ inspectionId }) => inspectionId === id));
  // While look-ups are filled again nothing is known of why it failed.
  if (before.status === 'failed' && !isWhole) return { status: 'failed', last: look };
  const until = later(lastOn, look.inspectedOn);
  const counts = ({ inspectedOn }: Reinspection): boolean =>
    !isOver(inspectedOn, before) && (before.status === 'failed' || inspectedOn <= until);
  const others = known.filter((one) => one.inspectionId !== look.inspectionId && counts(one));
  const inOrder = [...others, look].toSorted((a, b) => (isAfter(a, b) ? 1 : -1));
  const status = inOrder.reduce<HeldStatus>((led, { outcome }) => after(led, outcome), settled.status);
  return { status, last: inOrder.at(-1) ?? look };
}

/** Whether a visit of a day changes nothing: it was before the designation, or within what is settled. */
export const isOver = (inspectedOn: Day, { since, looks }: Omit<Before, 'status'>): boolean =>
  inspectedOn < since || (looks.settled.on !== null && inspectedOn <= looks.settled.on);

/** The looks with one that is recorded: of an inspection, or of a paper from before, which settles what was until then. */
export function withLook(
  looks: Looks,
  { inspectionId, inspectedOn }: { readonly inspectionId?: string | undefined; readonly inspectedOn: Day },
  status: HeldStatus,
): Looks {
  const lastOn = later(looks.lastOn, inspectedOn);
  if (inspectionId === undefined) return { ...looks, lastOn, settled: { status, on: lastOn } };
  return { ...looks, lastOn, inspections: [...looks.inspections, inspectionId] };
}

/** The looks once none of them counts any more: a waiver or a restoration has settled them. */
export const settledLooks = (looks: Looks): Looks => ({
  ...looks,
  settled: { status: 'designated', on: looks.lastOn },
});
