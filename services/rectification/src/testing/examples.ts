import { type ProblemEvent, problemId, type RemediationEvent } from '@zhibu/contracts';
import type { SuperiorFacts } from '@zhibu/register/rules';
import type { FindingFacts } from '../problem/finding.decider.ts';
import type { Conclusion } from '../remediation/remediation.rules.ts';

type DataOf<Type extends ProblemEvent['type']> = Extract<ProblemEvent, { type: Type }>['data'];

/** What was found on branch B1. */
export const finding = {
  organizationId: 'B1',
  aspect: 'organizational-life',
  item: '4.2',
  source: { kind: 'masses' as const, reference: '来信〔2023〕1号' },
};
export const about = { problemId: problemId(finding), organizationId: 'B1' };

const item = (code: string, text: string) => ({ code, text, points: 3, scoring: 'deduction' as const });
/** The edition in force for B1, as far as it has aspects and items. */
export const edition = {
  aspects: [
    {
      aspect: 'organizational-life',
      label: '党内组织生活',
      items: [item('4.2', '“三会一课”记录完整'), item('4.3', '按期召开组织生活会')],
    },
  ],
};

/** 1 March 2023; P-9 sends, who has no part in it. */
export const sent: SuperiorFacts = {
  today: '2023-03-01',
  actor: { personId: 'P-9', role: 'operator' },
  superiors: ['C1', 'W'],
};
export const sentBy = (personId: string): SuperiorFacts => ({ ...sent, actor: { personId, role: 'operator' } });
/** Whatever is decided in the name of an organization about branch B1, whose superiors are 'C1' and above it 'W'. */
export const actingFor = (organizationId: string | undefined, personId = 'P-9'): SuperiorFacts => ({
  ...sent,
  actor: { personId, role: 'operator', organizationId },
});
export const asSuperior = actingFor('C1');
/** What the platform sends by itself. */
export const bySystem: SuperiorFacts = { ...sent, actor: { personId: 'system', role: 'system' }, superiors: [] };
/** A finding on a branch that lives, for the first time. */
export const onBranch: FindingFacts = {
  ...sent,
  kind: 'branch',
  dissolvedOn: null,
  recurrenceOf: null,
  openAlready: null,
  confirmed: null,
  inspectedBy: null,
  editions: [edition],
};

export const identified = (overrides: Partial<DataOf<'ProblemIdentified'>> = {}): ProblemEvent => ({
  type: 'ProblemIdentified',
  data: {
    ...finding,
    ...about,
    effectiveOn: '2023-01-10',
    openBy: '2023-03-16',
    itemText: '“三会一课”记录完整',
    ...overrides,
  },
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
  data: { ...about, effectiveOn: '2023-02-26', because: 'not-a-problem' },
};

export const remediationOpened: RemediationEvent = {
  type: 'RemediationOpened',
  data: {
    branchId: 'B1',
    year: '2022',
    effectiveOn: '2022-12-31',
    grounds: [{ scheme: 'classification', roundId: 'W:classification:2022' }],
    owes: 'plan',
    dueOn: '2023-03-16',
    dueVersion: 1,
  },
};

/** The follow-up inspection of B1 on site, passed on 20 February 2023. */
export const followUp = (overrides: Partial<Conclusion> = {}): Conclusion => ({
  organizationId: 'B1',
  purpose: 'follow-up',
  mode: 'on-site',
  outcome: 'pass',
  concludedOn: '2023-02-20',
  ...overrides,
});
