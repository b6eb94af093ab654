import { gradingStream, organizationStream, roundStream } from '@zhibu/contracts';

/** A fact of any service, to be recorded in the log of the one that owns it. */
export interface Fact {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
}

const edition = { editionId: 'classification:示例〔2022〕1号', editionHash: 'e'.repeat(64) };
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

/** A decision on a branch's grade, with points lost on items 1.1 (by the superior too) and 1.2. */
export function graded(
  branchId: string,
  type: 'BranchGraded' | 'GradeDetermined' | 'GradeRevised',
  standing: 'lagging' | 'ordinary',
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
  const lost = (item: string, rater: string, pointsLost: string) => ({
    item,
    aspect: 'organization-setup',
    rater,
    pointsLost,
  });
  const computed = {
    scoreGrade: standing,
    totals: [],
    decidedBy: { kind: 'score', codes: [] },
    gatesInVain: [],
    next: null,
    findings: [lost('1.1', 'self', '2'), lost('1.1', 'superior', '1'), lost('1.2', 'self', '1.5')],
  };
  const reasoned = { reason: '更正', basis: { documentNo: '示例〔2023〕1号' } };
  const data = { ...decision, ...(type !== 'GradeDetermined' && computed), ...(type !== 'BranchGraded' && reasoned) };
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
