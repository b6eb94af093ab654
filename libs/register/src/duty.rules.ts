import { type DutyName, type HeldDuty, holdsOn } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';

/** What an event says of a duty of a person. */
export interface DutyFact {
  readonly dutyId: string;
  readonly said: 'founded' | 'assigned' | 'ended';
  /** Of an assignment its first day, of an end the first day on which it is held no more. */
  readonly effectiveOn: Day;
  /** Of an assignment. */
  readonly duty: DutyName | null;
  /** null: the platform. */
  readonly organizationId: string | null;
  /** null: all that stands under its organization. */
  readonly branchIds: string[] | null;
  /** The last day; null: until it is ended. */
  readonly until: Day | null;
}

/** The duties that one person holds on a day by what was said of them; whether their organizations live, the tree says. */
export function heldOn(facts: readonly DutyFact[], day: Day): readonly HeldDuty[] {
  const ended = new Set(
    facts.filter(({ said, effectiveOn }) => said === 'ended' && effectiveOn <= day).map(({ dutyId }) => dutyId),
  );
  return facts
    .filter(({ dutyId }) => !ended.has(dutyId))
    .flatMap(assignedBy)
    .filter((duty) => holdsOn(duty, day));
}

function assignedBy({ duty, organizationId, branchIds, effectiveOn: from, until }: DutyFact): readonly HeldDuty[] {
  if (duty === null) return [];
  const at = { organizationId: organizationId ?? undefined, branchIds: branchIds ?? undefined };
  return [{ duty, ...at, from, until: until ?? undefined }];
}
