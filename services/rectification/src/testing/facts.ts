import { editionStream, gradingStream, inspectionStream, organizationStream, roundStream } from '@zhibu/contracts';
import type { Actor } from '@zhibu/kernel';

/** A fact of any service, to be recorded in the log of the one that owns it. */
export interface Fact {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  /** Absent: somebody without a duty. */
  readonly actor?: Actor;
}

export const EDITION_ID = 'classification:示例〔2022〕1号';
const edition = { editionId: EDITION_ID, editionHash: 'e'.repeat(64) };
const roundId = 'W:classification:2022';
const round = { roundId, workCommitteeId: 'W', scheme: 'classification', period: '2022' };

export const registered = (organizationId: string, kind: string, parentId?: string): Fact => ({
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
  },
});

export const dissolved = (organizationId: string, effectiveOn = '2023-03-31'): Fact => ({
  stream: organizationStream(organizationId),
  type: 'OrganizationDissolved',
  data: { organizationId, effectiveOn, reason: '机构改革', findings: [] },
});

const item = (code: string, points: number) => ({ code, text: `第${code}项`, points, scoring: 'deduction' });
/** Two aspects, a gate and a veto; two raters of whom the superior weighs more. */
const content = {
  title: '规范化建设标准',
  scheme: 'classification',
  sector: 'organ',
  documentNo: '示例〔2022〕1号',
  effectiveFrom: '2020-01-01',
  grades: [
    { code: 'ordinary', label: '一般', min: 60, standing: 'ordinary' },
    { code: 'lagging', label: '后进', min: 0, standing: 'lagging' },
  ],
  raters: [
    { code: 'self', label: '支部自评', kind: 'itemised', weight: 0.3 },
    { code: 'superior', label: '上级党组织评定', kind: 'itemised', weight: 0.7 },
  ],
  aspects: [
    { aspect: 'organization-setup', label: '组织设置', items: [item('1.1', 30), item('1.2', 30)] },
    { aspect: 'organizational-life', label: '党内组织生活', items: [item('4.1', 20), item('4.2', 20)] },
  ],
  bonus: { cap: 0, items: [] },
  gates: [{ code: 'G1', measure: 'dataMismatches', above: 2, cap: 'lagging', says: '数据不符超过2项' }],
  vetoes: [{ code: 'V1', says: '创建工作弄虚作假' }],
  quotas: [],
};

export const editionPublished = (overrides: Partial<typeof content> & { readonly problems?: object } = {}): Fact => {
  const published = { ...content, ...overrides };
  const editionId = `${published.scheme}:${published.documentNo}`;
  return {
    stream: editionStream(editionId),
    type: 'EditionPublished',
    data: { ...edition, editionId, content: published },
  };
};

const lost = (item: string, rater: string, pointsLost: string) => ({
  item,
  aspect: 'organization-setup',
  rater,
  pointsLost,
});
const computed = {
  totals: [],
  decidedBy: { kind: 'score', codes: [] },
  gates: [],
  vetoes: [],
  next: null,
  findings: [lost('1.1', 'self', '2'), lost('1.1', 'superior', '1'), lost('1.2', 'self', '1.5')],
};

/** A decision on a branch's grade, with points lost on items 1.1 (by the superior too) and 1.2. */
export function graded(
  branchId: string,
  type: 'BranchGraded' | 'GradeDetermined' | 'GradeRevised' | 'GradeReassessed',
  standing: 'lagging' | 'ordinary',
  more: object = {},
): Fact {
  const decision = {
    branchId,
    scheme: 'classification',
    period: '2022',
    ...edition,
    roundId,
    workCommitteeId: 'W',
    grade: standing,
    label: standing === 'lagging' ? '后进' : '一般',
    standing,
    focus: false,
    effectiveOn: '2022-12-31',
    computedGrade: standing,
    score: '60.00',
    inputsHash: 'a'.repeat(64),
  };
  const reasoned = { reason: '更正', basis: { documentNo: '示例〔2023〕1号' } };
  const data = {
    ...decision,
    ...(type !== 'GradeDetermined' && { ...computed, scoreGrade: standing }),
    ...(type !== 'BranchGraded' && reasoned),
    ...(type === 'GradeReassessed' && { because: 'serious-event' }),
    ...(type === 'GradeRevised' && { corrects: '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001' }),
    ...more,
  };
  return { stream: gradingStream(branchId, 'classification', '2022'), type, data };
}

export const roundClosed = (...lagging: readonly string[]): Fact => ({
  stream: roundStream(roundId),
  type: 'RoundClosed',
  data: {
    ...round,
    editions: [edition],
    effectiveOn: '2022-12-31',
    distribution: [],
    units: [],
    branches: 2,
    lagging: [...lagging],
    exempt: [],
    outside: [],
    lostMost: [],
    quotasExceeded: [],
  },
});

/** The dissolution was an error. */
export const reinstated = (organizationId: string, effectiveOn = '2023-04-15'): Fact => ({
  stream: organizationStream(organizationId),
  type: 'OrganizationReinstated',
  data: { organizationId, effectiveOn, reason: '误撤', basis: { documentNo: '组〔2023〕1号' }, findings: [] },
});

/** The city's inspection of an organization on 18 May 2023, concluded on the day after with these findings. */
export const concluded = (
  inspectionId: string,
  organizationId: string,
  findings: readonly object[],
  more: object = {},
): Fact => ({
  stream: inspectionStream(inspectionId),
  type: 'InspectionConcluded',
  data: {
    inspectionId,
    organizationId,
    bodyId: 'C',
    effectiveOn: '2023-05-19',
    scope: 'comprehensive',
    mode: 'on-site',
    purpose: 'routine',
    leaderId: 'P-1',
    team: ['P-1', 'P-2'],
    visitedOn: '2023-05-18',
    outcome: findings.length === 0 ? 'pass' : 'rectify',
    counts: { minor: 0, major: findings.length, grave: 0 },
    findings,
    designations: [],
    concludeBy: '2023-05-25',
    ...more,
  },
});
