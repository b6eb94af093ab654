import { problemStream, remediationStream } from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';
import type { DueCommand, ServiceContext, Timetable } from '@zhibu/service-kit';
import { type Overtaken, overtakenDuties } from './dissolution.lookup.ts';
import { dutiesLookup } from './duties.lookup.ts';

const AT_ONCE = 500;

/** 撤销: a dissolution that was announced ends on its day whatever is open then; by that dissolution it is found. */
export function dissolutionTimetable({
  database,
  today,
  caughtUp,
}: Pick<ServiceContext, 'database' | 'today' | 'caughtUp'>): Timetable {
  return {
    name: 'dissolution',
    due: async () => {
      await caughtUp(dutiesLookup);
      return (await overtakenDuties(database, today(), AT_ONCE)).map(endOf);
    },
    // Ended since it was looked up.
    alreadySo: ['PROBLEM_CLOSED', 'REMEDIATION_NOT_OPEN'],
  };
}

/** Dismissed or withdrawn as by the reaction, under an id of its own: a duty may have opened again since. */
function endOf({
  organizationId,
  dissolvedOn,
  reason,
  problemId,
  year,
  eventId,
  correlationId,
}: Overtaken): DueCommand {
  const stream = problemId === null ? remediationStream(organizationId, year ?? '') : problemStream(problemId);
  const sent = {
    commandId: derivedId('dissolution', eventId, stream, dissolvedOn),
    causationId: eventId,
    correlationId,
  };
  return problemId === null
    ? {
        ...sent,
        name: 'WithdrawRemediation',
        data: { branchId: organizationId, year: year ?? '', reason, effectiveOn: dissolvedOn },
      }
    : {
        ...sent,
        name: 'DismissProblem',
        data: { problemId, because: 'branch-dissolved', reason, effectiveOn: dissolvedOn },
      };
}
