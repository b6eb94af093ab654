import { inspectionStream } from '@zhibu/contracts';
import type { History } from './history.ts';

type Of = readonly [inspectionId: string, organizationId: string, bodyId: string];

const about = (inspectionId: string, organizationId: string, bodyId: string) => ({
  inspectionId,
  organizationId,
  bodyId,
});
const kind = { scope: 'comprehensive', mode: 'on-site', leaderId: 'p-1', team: ['p-1', 'p-2'] };

/** A body schedules the inspection of an organization. */
export const scheduleInspection = (
  history: History,
  [inspectionId, organizationId, bodyId]: Of,
  more: object = {},
): History =>
  history.record(inspectionStream(inspectionId), 'InspectionScheduled', {
    ...about(inspectionId, organizationId, bodyId),
    ...kind,
    purpose: 'routine',
    visitOn: '2023-05-18',
    planItem: '2023-05',
    effectiveOn: '2023-05-10',
    ...more,
  });

/** An inspection that took place before the platform. */
export const priorInspection = (
  history: History,
  [inspectionId, organizationId, bodyId]: Of,
  more: object = {},
): History =>
  history.record(inspectionStream(inspectionId), 'PriorInspectionRecorded', {
    ...about(inspectionId, organizationId, bodyId),
    scope: 'comprehensive',
    mode: 'on-site',
    purpose: 'routine',
    outcome: 'rectify',
    basis: { documentNo: '市督〔2022〕3号' },
    source: 'inspections-2022.csv',
    findings: [],
    effectiveOn: '2022-09-01',
    ...more,
  });

/** The next step of an inspection. */
export const stepOfInspection = (
  history: History,
  [inspectionId, organizationId, bodyId]: Of,
  type: string,
  data: object,
): History =>
  history.record(inspectionStream(inspectionId), type, { ...about(inspectionId, organizationId, bodyId), ...data });

/** What a conclusion says beside what was found. */
export const conclusion = {
  ...kind,
  purpose: 'routine',
  visitedOn: '2023-05-18',
  concludeBy: '2023-05-25',
  effectiveOn: '2023-05-19',
};
