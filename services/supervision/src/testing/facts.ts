import {
  calendarStream,
  drawStream,
  type DutyName,
  dutyStream,
  gradingStream,
  inspectionModes,
  inspectionScopes,
  organizationStream,
  planStream,
  roundStream,
} from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';

/** A fact of another service. */
export interface Fact {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  /** Who sent it; the platform unless told. */
  readonly personId?: string;
}

export const registered = (organizationId: string, kind: string, parentId?: string, more: object = {}): Fact => ({
  stream: organizationStream(organizationId),
  type: 'OrganizationRegistered',
  data: {
    organizationId,
    code: organizationId,
    kind,
    name: organizationId,
    effectiveOn: '2000-01-01',
    findings: [],
    ...(parentId !== undefined && { parentId }),
    ...more,
  },
});

/** It is a temporary branch (临时党支部). */
export const temporary = (organizationId: string): Fact => ({
  stream: organizationStream(organizationId),
  type: 'FormSet',
  data: { organizationId, effectiveOn: '2000-01-01', findings: [], form: 'temporary' },
});

const basis = { documentNo: '示例〔2022〕1号' };
const edition = { editionId: 'classification:示例〔2022〕1号', editionHash: 'e'.repeat(64) };
const round = (period: string) => ({
  roundId: `W:classification:${period}`,
  workCommitteeId: 'W',
  scheme: 'classification',
  period,
});

export const determined = (branchId: string, standing: 'leading' | 'lagging', period = '2022'): Fact => ({
  stream: gradingStream(branchId, 'classification', period),
  type: 'GradeDetermined',
  data: {
    branchId,
    ...round(period),
    ...edition,
    grade: standing,
    label: '等次',
    standing,
    focus: false,
    effectiveOn: `${period}-12-31`,
    computedGrade: standing,
    score: '60.00',
    inputsHash: 'a'.repeat(64),
    reason: '综合研判',
    basis,
  },
});

/** A grade from before the platform, which names no standing. */
export const prior = (branchId: string, grade: string): Fact => ({
  stream: gradingStream(branchId, 'classification', '2021'),
  type: 'PriorGradeRecorded',
  data: { branchId, scheme: 'classification', period: '2021', grade, effectiveOn: '2021-12-31', basis, source: '档案' },
});

export const roundClosed = (period: string): Fact => ({
  stream: roundStream(round(period).roundId),
  type: 'RoundClosed',
  data: {
    ...round(period),
    editions: [edition],
    effectiveOn: `${period}-12-31`,
    distribution: [],
    units: [],
    branches: 2,
    lagging: [],
    exempt: [],
    outside: [],
    lostMost: [],
    quotasExceeded: [],
  },
});

/** Someone holds a duty at an organization. */
export const dutyAt = (personId: string, duty: DutyName, organizationId: string): Fact => ({
  stream: dutyStream(personId),
  type: 'DutyAssigned',
  data: {
    personId,
    dutyId: derivedId('duty', personId),
    duty,
    organizationId,
    from: '2020-01-01',
    basis,
    confirmerId: 'P-0',
  },
});

/** The weekdays of a year, without a holiday. */
export const calendarOf = (year: string): Fact => ({
  stream: calendarStream(year),
  type: 'WorkingDaysPublished',
  data: { year, holidays: [], workdays: [], basis, checked: true },
});

export const openedGrading = (branchId: string, period: string): Fact => ({
  stream: gradingStream(branchId, 'classification', period),
  type: 'GradingOpened',
  data: {
    branchId,
    scheme: 'classification',
    period,
    ...edition,
    roundId: round(period).roundId,
    workCommitteeId: 'W',
  },
});
export const rated = (branchId: string, personId: string, period: string): Fact => ({
  stream: gradingStream(branchId, 'classification', period),
  type: 'RatingSubmitted',
  data: { branchId, scheme: 'classification', period, rater: 'superior', entries: [] },
  personId,
});
/** Somebody closed the round of a year. */
export const closedBy = (personId: string, period: string): Fact => ({ ...roundClosed(period), personId });

export const moved = (organizationId: string, parentId: string): Fact => ({
  stream: organizationStream(organizationId),
  type: 'OrganizationMoved',
  data: { organizationId, parentId, effectiveOn: '2000-01-01', findings: [] },
});

export const dissolved = (organizationId: string, effectiveOn: string): Fact => ({
  stream: organizationStream(organizationId),
  type: 'OrganizationDissolved',
  data: { organizationId, effectiveOn, reason: '机构改革', findings: [] },
});

/** A draw by the city alone of two, of whom the second is substituted by nobody. */
export const drawOf = (drawId: string, drawn: readonly [string, string]): readonly Fact[] => {
  const fact = { drawId, under: 'W', effectiveOn: '2023-06-01' };
  const told = (type: string, data: object): Fact => ({ stream: drawStream(drawId), type, data: { ...fact, ...data } });
  const [seed, strata] = ['8'.repeat(64), [{ stratum: 'none|none|24+', of: 2 }]];
  return [
    told('DrawAnnounced', {
      bodies: ['C'],
      sample: 2,
      commitBy: '2023-06-05',
      branches: 2,
      populationHash: seed,
      strata,
      excluded: [],
      checkpointRule: 'first-row-at-or-after-deadline',
    }),
    told('DrawCompleted', { seed, shares: [{ ...strata[0], drawn: 2 }], drawn }),
    told('DrawnSubstituted', { branchId: drawn[1], reason: '已撤销' }),
  ];
};

export const evidenceOf = (organizationId: string, sha256: string): Fact => ({
  stream: `evidence-${sha256}`,
  type: 'EvidenceRegistered',
  data: { sha256, organizationId, name: '现场.jpg', size: 1, type: 'image/jpeg', effectiveOn: '2023-01-01' },
});

/** A body's plan of a year with an item of each scope, named by it, in every mode in May, of these units. */
export const planned = (bodyId: string, year: string, units: readonly string[]): Fact => ({
  stream: planStream(bodyId, year),
  type: 'PlanAdopted',
  data: {
    bodyId,
    year,
    effectiveOn: '2022-12-01',
    basis,
    items: inspectionScopes.map((scope) => ({
      itemId: scope,
      theme: '督查',
      scope,
      modes: inspectionModes,
      months: Array.from({ length: 12 }, (_, index) => index + 1),
      units,
    })),
  },
});
