import {
  type CommandNamed,
  type InspectionEvent,
  type InspectionFinding,
  type PlanItem,
  type Severity,
  WorkingCalendar,
} from '@zhibu/contracts';
import { derivedId, type Sent } from '@zhibu/kernel';
import type { TermFacts } from '../../inspection/conclusion.decider.ts';
import type { SchedulingFacts } from '../../inspection/scheduling.decider.ts';

type Schedule = CommandNamed<'ScheduleInspection'>['data'];
type Conclusion = Extract<InspectionEvent, { type: 'InspectionConcluded' }>['data'];

export const of = { inspectionId: 'I1' };
export const basis = { documentNo: '示例督查〔2023〕7号' };

/** The city C inspects the branch B of the work committee W, scheduled on 10 May 2023 for 18 May. */
const planned: Omit<Schedule, 'organizationId'> = {
  ...of,
  scope: 'comprehensive',
  mode: 'on-site',
  purpose: 'routine',
  leaderId: 'P-1',
  team: ['P-1', 'P-2'],
  visitOn: '2023-05-18',
  planItem: '2023-05',
};
export const schedule = (change: Partial<Schedule> = {}): CommandNamed<'ScheduleInspection'> => ({
  name: 'ScheduleInspection',
  data: { ...planned, organizationId: 'B', ...change },
});

/** A member of the team, acting for a body. */
export const by = (organizationId: string | undefined, today = '2023-05-10', personId = 'P-1'): Sent => ({
  today,
  actor: { personId, role: 'person', organizationId },
});
export const bySystem = (today = '2023-05-10'): Sent => ({ today, actor: { personId: 'system', role: 'system' } });

/** An item of the plan of the city C for the work committee W, in every mode. */
export const item = (change: Partial<PlanItem> = {}): PlanItem => ({
  itemId: '2023-05',
  theme: '综合督查',
  scope: 'comprehensive',
  modes: ['random-survey', 'on-site', 'remote', 'back-office'],
  months: [5],
  units: ['W'],
  ...change,
});

export const scheduling: SchedulingFacts = {
  ...by('C'),
  place: {
    id: 'B',
    kind: 'branch',
    alive: true,
    livesThen: true,
    ancestors: [
      { id: 'U', kind: 'unit', alive: true },
      { id: 'W', kind: 'work-committee', alive: true },
      { id: 'C', kind: 'city', alive: true },
    ],
  },
  ofTheUnit: [],
  raters: [],
  confirmers: [],
  isDrawn: false,
  drawUnder: null,
  planned: item(),
  visits: [],
};

export const about = (effectiveOn: string) => ({ ...of, organizationId: 'B', bodyId: 'C', effectiveOn });

export const scheduled = (change: Partial<Schedule> & { readonly sameHand?: true } = {}): InspectionEvent => ({
  type: 'InspectionScheduled',
  data: { ...planned, ...about('2023-05-10'), ...change },
});

export const finding = (name: string, severity: Severity, change: Partial<InspectionFinding> = {}) => ({
  findingId: derivedId('finding', name),
  aspect: 'venue-building',
  item: '6.1',
  says: '活动场所被占用',
  severity,
  foundOn: '2023-05-18',
  ...change,
});
export const found = (one: InspectionFinding): InspectionEvent => ({
  type: 'FindingRecorded',
  data: { ...about(one.foundOn), ...one },
});

/** The weekdays of 2023, with three days of holiday from Thursday 22 June on, and none of 2024. */
export const calendar = new WorkingCalendar([
  { year: '2023', holidays: [{ says: '端午节', from: '2023-06-22', through: '2023-06-24' }], workdays: ['2023-06-25'] },
]);
export const term = (today: string, organizationId = 'C'): TermFacts => ({ ...by(organizationId, today), calendar });

/** Concluded on 19 May of the visit on the day before. */
export const concluded = (change: Partial<Conclusion> = {}): InspectionEvent => {
  const { scope, mode, purpose, leaderId, team } = planned;
  return {
    type: 'InspectionConcluded',
    data: {
      ...about('2023-05-19'),
      scope,
      mode,
      purpose,
      leaderId,
      team,
      visitedOn: '2023-05-18',
      outcome: 'pass',
      counts: { minor: 0, major: 0, grave: 0 },
      findings: [],
      designations: [],
      concludeBy: '2023-05-25',
      ...change,
    },
  };
};
export const toRectify = concluded({ outcome: 'rectify', counts: { minor: 0, major: 1, grave: 0 } });
