import { type ProblemEvent, problemId, type RemediationEvent } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';

type DataOf<Type extends ProblemEvent['type']> = Extract<ProblemEvent, { type: Type }>['data'];

/** What was found on branch B1. */
export const finding = {
  branchId: 'B1',
  aspect: 'organizational-life',
  item: '4.2',
  source: { kind: 'grading' as const, reference: 'grading-B1:classification:2022/4.2' },
};
export const about = { problemId: problemId(finding), branchId: 'B1' };

/** 1 March 2023; P-9 sends, who has no part in it. */
export const sent: Sent = { today: '2023-03-01', actor: { personId: 'P-9', role: 'operator' } };
export const sentBy = (personId: string): Sent => ({ ...sent, actor: { personId, role: 'operator' } });
/** Whatever is decided in the name of an organization about branch B1, whose superiors are 'C1' and above it 'W'. */
export const actingFor = (organizationId: string | undefined, personId = 'P-9') => ({
  ...sent,
  actor: { personId, role: 'operator', organizationId },
  superiors: ['C1', 'W'],
});
export const asSuperior = actingFor('C1');
/** A finding on a branch that lives, for the first time. */
export const onBranch = { ...sent, branchKind: 'branch', dissolvedOn: null, recurrenceOf: null, inspectedBy: null };

export const identified = (overrides: Partial<DataOf<'ProblemIdentified'>> = {}): ProblemEvent => ({
  type: 'ProblemIdentified',
  data: { ...finding, ...about, effectiveOn: '2023-01-10', ...overrides },
});

/** The rectification by P-1, due on 30 April 2023. */
export const opened = (overrides: Partial<DataOf<'RectificationOpened'>> = {}): ProblemEvent => ({
  type: 'RectificationOpened',
  data: {
    ...about,
    effectiveOn: '2023-02-01',
    item: '4.2',
    post: '组织委员',
    responsibleId: 'P-1',
    dueOn: '2023-04-30',
    dueVersion: 1,
    ...overrides,
  },
});

export const completed = (overrides: Partial<DataOf<'CompletionReported'>> = {}): ProblemEvent => ({
  type: 'CompletionReported',
  data: { ...about, effectiveOn: '2023-02-20', says: '已补齐', evidence: ['台账'], reporterId: 'P-2', ...overrides },
});

export const verified: ProblemEvent = {
  type: 'CompletionVerified',
  data: { ...about, effectiveOn: '2023-02-25', verifierId: 'P-9' },
};
export const closed: ProblemEvent = { type: 'ProblemClosed', data: { ...about, effectiveOn: '2023-02-26' } };
export const dismissed: ProblemEvent = {
  type: 'ProblemDismissed',
  data: { ...about, effectiveOn: '2023-02-26', reason: '支部撤销' },
};

export const remediationOpened: RemediationEvent = {
  type: 'RemediationOpened',
  data: {
    branchId: 'B1',
    year: '2022',
    effectiveOn: '2022-12-31',
    grounds: [{ scheme: 'classification', roundId: 'W:classification:2022' }],
  },
};
