import { type EventNamed, inspectionStream } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { Doors } from './doors.ts';

/** An inspection of an organization by a body. */
export interface Inspecting {
  readonly inspectionId: string;
  readonly organizationId: string;
  readonly bodyId: string;
  /** Two or more; the first one leads it. */
  readonly team: readonly [string, string];
  /** The day on which it is scheduled. */
  readonly on: Day;
}

const aboutOf = ({ inspectionId, organizationId, bodyId }: Inspecting) => ({ inspectionId, organizationId, bodyId });
const kindOf = ({ team }: Inspecting) => ({
  scope: 'special' as const,
  mode: 'on-site' as const,
  purpose: 'routine' as const,
  leaderId: team[0],
  team: [...team],
});

export const scheduled = (one: Inspecting): EventNamed<'InspectionScheduled'> => ({
  type: 'InspectionScheduled',
  data: { ...aboutOf(one), ...kindOf(one), visitOn: one.on, planItem: '1', effectiveOn: one.on },
});

/** Nothing was found. */
export const concluded = (one: Inspecting, effectiveOn: Day): EventNamed<'InspectionConcluded'> => ({
  type: 'InspectionConcluded',
  data: {
    ...aboutOf(one),
    ...kindOf(one),
    visitedOn: effectiveOn,
    outcome: 'pass',
    counts: { minor: 0, major: 0, grave: 0 },
    findings: [],
    designations: [],
    concludeBy: effectiveOn,
    effectiveOn,
  },
});

export const cancelled = (one: Inspecting, effectiveOn: Day): EventNamed<'InspectionCancelled'> => ({
  type: 'InspectionCancelled',
  data: { ...aboutOf(one), because: 'body-decided', reason: '计划调整', team: [...one.team], effectiveOn },
});

/** Records that it is scheduled, and what has become of it. */
export const inspect = (
  doors: Doors,
  one: Inspecting,
  ...then: readonly (EventNamed<'InspectionConcluded'> | EventNamed<'InspectionCancelled'>)[]
): Promise<void> => doors.record(inspectionStream(one.inspectionId), scheduled(one), ...then);
