import { derivedId } from '@zhibu/kernel';
import type { DueCommand, ServiceContext, Timetable } from '@zhibu/service-kit';
import { dutiesLookup } from './duties.lookup.ts';
import { dueEscalations, missingDuties } from './open-duties.lookup.ts';

const AT_ONCE = 500;

/**
 * 逾期督办: the branch secretary from day 1, the unit's party group from day 7, the work committee from day 30; of problems
 * and of remediations whose plan or monthly report is missing. Who has to verify, accept or continue is told once when that is late.
 */
export function escalationTimetable({
  database,
  today,
  caughtUp,
}: Pick<ServiceContext, 'database' | 'today' | 'caughtUp'>): Timetable {
  return {
    name: 'escalation',
    due: async () => {
      await caughtUp(dutiesLookup);
      const due = await dueEscalations(database, today(), AT_ONCE);
      const missing = await missingDuties(database, today(), AT_ONCE);
      return [
        ...due.map(({ kind, problemId, dueVersion, level, dueOn }): DueCommand => ({
          commandId: derivedId('escalate', kind, problemId, level, dueVersion, ...(dueOn === null ? [] : [dueOn])),
          name: 'Escalate',
          data: { problemId, level, dueVersion },
        })),
        ...missing.map(({ branchId, year, dueVersion, level, dueOn }): DueCommand => ({
          commandId: derivedId('escalate-remediation', branchId, year, level, dueVersion, dueOn),
          name: 'EscalateRemediation',
          data: { branchId, year, level, dueVersion },
        })),
      ];
    },
    // Met, extended, closed or dismissed since it was looked up.
    alreadySo: [
      'ESCALATION_NOT_DUE',
      'COMPLETION_REPORTED',
      'RECTIFICATION_NOT_OPEN',
      'PROBLEM_CLOSED',
      'PROBLEM_DISMISSED',
      'REMEDIATION_NOT_OPEN',
    ],
  };
}
