import type { CommandNamed, InspectionEvent, WorkingCalendar } from '@zhibu/contracts';
import type { Day, Sent } from '@zhibu/kernel';
import { dayOfTerm } from '@zhibu/register/rules';
import {
  aboutOf,
  CONCLUDED_WITHIN,
  countsOf,
  goingOn,
  known,
  notCancelled,
  outcomeOf,
  refuseIf,
  refuseOtherThanBody,
  standingFindings,
} from './inspection.rules.ts';
import { cancelPrior } from './prior.decider.ts';
import type { InspectionState, KnownInspection } from './inspection.state.ts';

type Conclude = CommandNamed<'ConcludeInspection'>['data'];

export interface TermFacts extends Sent {
  readonly calendar: WorkingCalendar;
}

/** 督查结论: by rule from the findings that stand, of the whole and of each designation reviewed. */
export function concludeInspection(data: Conclude, state: InspectionState, facts: TermFacts): InspectionEvent[] {
  const inspection = notCancelled(state);
  refuseOtherThanBody(inspection, facts.actor);
  if (inspection.conclusion?.visitedOn === data.visitedOn) return [];
  const { schedule } = goingOn(inspection);
  const findings = standingFindings(inspection);
  const { scope, mode, purpose, leaderId, team, designations = [] } = schedule;
  return [
    {
      type: 'InspectionConcluded',
      data: {
        ...aboutOf(inspection, facts.today),
        scope,
        mode,
        purpose,
        leaderId,
        team,
        visitedOn: data.visitedOn,
        outcome: outcomeOf(findings),
        counts: countsOf(findings),
        findings: findings.map(({ evidence: _evidence, foundOn: _on, ...finding }) => finding),
        // What concerns no one designation concerns the organization, and so each of them.
        designations: designations.map((programmeId) => ({
          programmeId,
          outcome: outcomeOf(findings.filter((one) => (one.programmeId ?? programmeId) === programmeId)),
        })),
        ...termOf(data, inspection, facts),
      },
    },
  ];
}

/** Until when it was to be concluded, and why it is late. @throws Refusal VISITED_BEFORE_FINDING, WORKING_DAYS_UNKNOWN, CONCLUDED_LATE */
function termOf({ visitedOn, reason }: Conclude, inspection: KnownInspection, { today, calendar }: TermFacts) {
  const { scheduledOn } = inspection;
  const field = 'visitedOn';
  refuseIf(visitedOn > today, 'EFFECTIVE_IN_FUTURE', { field, visitedOn, today });
  refuseIf(visitedOn < scheduledOn, 'VISITED_BEFORE_SCHEDULED', { field, visitedOn, scheduledOn });
  const lastOn = lastFoundOn(inspection);
  refuseIf(visitedOn < lastOn, 'VISITED_BEFORE_FINDING', { field, visitedOn, lastOn });
  const concludeBy = dayOfTerm(calendar.dueAfter(visitedOn, CONCLUDED_WITHIN), field);
  const isLate = today > concludeBy;
  refuseIf(isLate && reason === undefined, 'CONCLUDED_LATE', { field: 'reason', latest: concludeBy, today });
  return { concludeBy, ...(isLate && { late: true as const, reason }) };
}

/** The last day on which what stands was found, or something was asked; of nothing an empty one, which lies before every day. */
const lastFoundOn = (inspection: KnownInspection): Day =>
  [
    ...standingFindings(inspection).map(({ foundOn }) => foundOn),
    ...[...inspection.spotChecks.values()].map(({ checkedOn }) => checkedOn),
  ].reduce((last, day) => (day > last ? day : last), '');

export interface CancellationFacts extends Sent {
  /** The day of the dissolution of the organization that has come; null: it lives. */
  readonly dissolvedOn: Day | null;
  /** The body that inspects, and what stands above it today. */
  readonly bodyAndAbove: readonly string[];
}

/** 取消督查: of what was scheduled before its conclusion, by its body, or because the organization is dissolved. */
export function cancelInspection(
  { because, reason }: CommandNamed<'CancelInspection'>['data'],
  state: InspectionState,
  { actor, today, dissolvedOn, bodyAndAbove }: CancellationFacts,
): InspectionEvent[] {
  if ('prior' in state) return cancelPrior({ because, reason }, state, { actor, bodyAndAbove });
  const inspection = known(state);
  refuseIf(because === 'recorded-in-error', 'INSPECTION_NOT_PRIOR', { field: 'because' });
  const isByPlatform = actor.role === 'system' && because === 'organization-dissolved';
  if (!isByPlatform) refuseOtherThanBody(inspection, actor);
  if (inspection.status === 'cancelled') return [];
  const { schedule } = goingOn(inspection);
  const isOvertaken = because !== 'organization-dissolved' || dissolvedOn !== null;
  refuseIf(!isOvertaken, 'INSPECTION_NOT_OVERTAKEN', { field: 'because' });
  const data = { ...aboutOf(inspection, today), because, reason, team: schedule.team };
  return [{ type: 'InspectionCancelled', data }];
}
