import { dataMatchStream } from '@zhibu/contracts';
import { Duties } from './duties.ts';
import type { History } from './history.ts';

/** The branches of a city by their numbers, and its round. */
export type Branch = (index: number) => string;

/** Problems, one overdue and told of and one closed; a remediation; data that differ. */
export function owed(history: History, branchId: Branch, roundId: string): History {
  problems(history, branchId);
  remediation(history, branchId(7), roundId);
  return compared(history, branchId(2));
}

function problems(history: History, branchId: Branch): void {
  const duties = new Duties(history);
  for (const index of [1, 7, 9])
    duties.problem(branchId(index), '4.2', {
      itemText: '“三会一课”制度落实情况',
      note: '支部党员大会未按季度召开',
      effectiveOn: '2023-03-10',
      openBy: '2023-03-25',
    });
  duties.rectified(branchId(1), '4.2', '2023-04-30').rectified(branchId(7), '4.2', '2023-04-30');
  duties
    .step([branchId(1), '4.2'], 'ProgressReported', {
      effectiveOn: '2023-04-10',
      dueOn: '2023-04-30',
      dueVersion: 1,
      says: '已补开第一季度支部党员大会',
      reporterId: 'P-2',
    })
    .closed(branchId(1), '4.2', '2023-04-28')
    .step([branchId(7), '4.2'], 'RectificationEscalated', {
      effectiveOn: '2023-05-01',
      dueOn: '2023-04-30',
      dueVersion: 1,
      level: 'branch-secretary',
      answeringId: branchId(7),
    });
}

function remediation(history: History, branchId: string, roundId: string): void {
  const duties = new Duties(history);
  duties
    .remediation(branchId, 'RemediationOpened', {
      effectiveOn: '2023-03-10',
      owes: 'plan',
      dueOn: '2023-03-25',
      dueVersion: 1,
      grounds: [{ scheme: 'classification', roundId }],
    })
    .remediation(branchId, 'RemediationPlanned', {
      effectiveOn: '2023-03-20',
      owes: 'report',
      dueOn: '2023-04-20',
      dueVersion: 2,
      helperId: 'P-9',
      problems: '组织生活不经常，台账不全',
      measures: '按月召开，逐次建档',
      until: '2023-09-10',
    })
    .remediation(branchId, 'RemediationReported', {
      effectiveOn: '2023-04-18',
      owes: 'report',
      dueOn: '2023-05-18',
      dueVersion: 3,
      says: '四月起按月召开支部党员大会',
      reporterId: 'P-2',
    });
}

function compared(history: History, branchId: string): History {
  const fields = [
    { field: 'full-members', reported: '20', system: '20' },
    { field: 'members-meetings', reported: '4', system: '3' },
    { field: 'party-lectures', reported: null, system: '4' },
  ];
  return history.record(dataMatchStream(branchId), 'StandingMatchRecorded', {
    branchId,
    source: '智慧党建',
    fields,
    mismatches: fields.slice(1),
    effectiveOn: '2023-04-30',
  });
}
