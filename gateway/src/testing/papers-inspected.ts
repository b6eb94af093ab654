import type { History } from './history.ts';
import { conclusion, scheduleInspection, stepOfInspection } from './inspections.ts';
import { PROGRAMME } from './papers-named.ts';
import type { Branch } from './papers-owed.ts';

/** By which papers of inspections are asked for: one that found something, one that passed, one that is not concluded. */
export const [FOUND, PASSED, PLANNED] = ['I-1', 'I-2', 'I-3'];

const basis = { documentNo: '示例督〔2023〕1号' };
const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const finding = { aspect: 'organizational-life', item: '4.2', severity: 'major', programmeId: PROGRAMME };

/** A reinspection with a notice, a routine visit that passed, and one that is planned. */
export function visited(history: History, branchId: Branch): History {
  const [found, passed] = [branchId(0), branchId(9)];
  reinspected(history, found);
  noticed(history, found);
  scheduleInspection(history, [PASSED, passed, 'C']);
  stepOfInspection(history, [PASSED, passed, 'C'], 'InspectionConcluded', {
    ...conclusion,
    outcome: 'pass',
    counts: { minor: 0, major: 0, grave: 0 },
    findings: [],
    designations: [],
  });
  return scheduleInspection(history, [PLANNED, branchId(10), 'C'], { visitOn: '2023-06-18' });
}

function reinspected(history: History, organizationId: string): void {
  const of = [FOUND, organizationId, 'C'] as const;
  scheduleInspection(history, of, { purpose: 'reinspection', designations: [PROGRAMME] });
  const step = (type: string, data: object) => stepOfInspection(history, of, type, data);
  const on = { foundOn: '2023-05-18', effectiveOn: '2023-05-18' };
  const stands = { findingId: id(1), ...finding, says: '=组织生活记录不全' };
  step('FindingRecorded', { ...stands, evidence: ['a'.repeat(64)], ...on });
  step('FindingRecorded', { findingId: id(2), ...finding, says: '台账缺失', ...on });
  step('FindingWithdrawn', { findingId: id(2), reason: '核实有误', effectiveOn: '2023-05-19' });
  step('SpotCheckRecorded', {
    spotCheckId: id(3),
    kind: 'officers-knowledge',
    askedCount: 5,
    rightCount: 4,
    checkedOn: '2023-05-18',
    effectiveOn: '2023-05-18',
  });
  step('InspectionConcluded', {
    ...conclusion,
    purpose: 'reinspection',
    outcome: 'rectify',
    counts: { minor: 0, major: 1, grave: 0 },
    findings: [stands],
    designations: [{ programmeId: PROGRAMME, outcome: 'rectify' }],
  });
}

const noticed = (history: History, organizationId: string): History =>
  stepOfInspection(history, [FOUND, organizationId, 'C'], 'RectificationNoticeIssued', {
    basis,
    demands: ['补齐组织生活记录'],
    dueOn: '2023-08-01',
    acknowledgeBy: '2023-05-24',
    replyBy: '2023-06-03',
    effectiveOn: '2023-05-19',
  });
