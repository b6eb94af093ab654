import { type CommandNamed, type RevocationEvent, WorkingCalendar } from '@zhibu/contracts';
import type { Actor, Day, Identified } from '@zhibu/kernel';
import type { DecisionFacts } from '../../revocation/decision.decider.ts';
import type { InspectionBehind, ProposalFacts } from '../../revocation/proposal.decider.ts';
import type { Body } from '../../revocation/revocation.rules.ts';

/** The bodies at or above the branch B. */
export const bodies: readonly Body[] = [
  { id: 'W', level: 'committee' },
  { id: 'C', level: 'city' },
  { id: 'P', level: 'province' },
];

export const FINDING = '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001';
export const inspected = (change: Partial<InspectionBehind> = {}): InspectionBehind => ({
  inspectionId: 'I1',
  organizationId: 'B',
  mode: 'on-site',
  isConcluded: true,
  visitedOn: '2023-04-10',
  team: ['P-1', 'P-2'],
  findings: [{ findingId: FINDING, says: '创建台账停在去年' }],
  ...change,
});

/** The days off and worked around the first of May 2023. */
export const calendar = new WorkingCalendar([
  {
    year: '2023',
    holidays: [{ from: '2023-04-29', through: '2023-05-03', says: '劳动节' }],
    workdays: ['2023-04-23', '2023-05-06'],
  },
]);

export const by = (personId: string, organizationId = 'W', enteredBy?: string): Actor => ({
  personId,
  role: 'committee-decider',
  organizationId,
  ...(enteredBy !== undefined && { enteredBy: { personId: enteredBy, documentNo: '工委〔2023〕9号' } }),
});

export const on = (today: Day, actor: Actor = by('P-7')) => ({ today, actor, bodies });
export const proposing = (change: Partial<ProposalFacts> = {}): ProposalFacts => ({
  ...on('2023-04-18', by('P-5')),
  designation: { level: 'committee', programmeKind: 'party-building-site', designatedOn: '2021-07-01' },
  open: null,
  inspections: [inspected()],
  ...change,
});
export const deciding = (today: Day, change: Partial<DecisionFacts> = {}): DecisionFacts => ({
  ...on(today),
  designation: { level: 'committee', programmeKind: 'party-building-site', designatedOn: '2021-07-01' },
  inspections: [inspected()],
  ...change,
});

export const ground = { ground: 'quality-decline' as const, findings: [{ inspectionId: 'I1', findingId: FINDING }] };
export const propose = (change: Partial<CommandNamed<'ProposeRevocation'>['data']> = {}) =>
  ({
    name: 'ProposeRevocation',
    data: {
      revocationId: 'R1',
      programmeId: 'P',
      organizationId: 'B',
      grounds: [ground],
      facts: '命名后未再开展创建',
      ...change,
    },
  }) satisfies CommandNamed<'ProposeRevocation'>;

export const basis = { documentNo: '工委〔2023〕30号' };
const subject = {
  revocationId: 'R1',
  programmeId: 'P',
  organizationId: 'B',
  level: 'committee' as const,
  programmeKind: 'party-building-site' as const,
};
type DataOf<Type extends RevocationEvent['type']> = Extract<RevocationEvent, { type: Type }>['data'];

/** What was recorded, and by whose hand. */
export const signed = (event: RevocationEvent, actor: Actor): Identified<RevocationEvent> => ({
  ...event,
  metadata: { actor },
});

export const proposed = (change: Partial<DataOf<'RevocationProposed'>> = {}): RevocationEvent => ({
  type: 'RevocationProposed',
  data: {
    ...subject,
    effectiveOn: '2023-04-18',
    designatedOn: '2021-07-01',
    grounds: [{ ...ground, findings: [{ inspectionId: 'I1', findingId: FINDING, says: '创建台账停在去年' }] }],
    facts: '命名后未再开展创建',
    inspectors: ['P-1', 'P-2'],
    bodyId: 'W',
    decideBy: '2023-06-17',
    ...change,
  },
});
/** On a Thursday; the tenth working day after it is Saturday 6 May, which is worked. */
export const notified: RevocationEvent = {
  type: 'BranchNotified',
  data: { ...subject, effectiveOn: '2023-04-20', basis, respondBy: '2023-05-06' },
};
export const answered: RevocationEvent = {
  type: 'StatementSubmitted',
  data: { ...subject, effectiveOn: '2023-04-25', says: '已整改' },
};
export const graced: RevocationEvent = {
  type: 'GraceGranted',
  data: { ...subject, effectiveOn: '2023-04-25', until: '2023-05-25', reason: '正在整改' },
};
export const decided = (change: Partial<DataOf<'RevocationDecided'>> = {}): RevocationEvent => ({
  type: 'RevocationDecided',
  data: {
    ...subject,
    effectiveOn: '2023-05-08',
    designatedOn: '2021-07-01',
    outcome: 'revoke',
    basis,
    bodyId: 'W',
    bodyLevel: 'committee',
    revokedFrom: '2023-05-08',
    appealBy: '2023-05-23',
    ...change,
  },
});
export const retained: RevocationEvent = {
  type: 'RevocationDecided',
  data: {
    ...subject,
    effectiveOn: '2023-05-08',
    designatedOn: '2021-07-01',
    outcome: 'retain',
    basis,
    bodyId: 'W',
    bodyLevel: 'committee',
  },
};
export const appealed: RevocationEvent = {
  type: 'AppealLodged',
  data: { ...subject, effectiveOn: '2023-05-20', says: '事实有出入', decideBy: '2023-06-19' },
};
export const overturned: RevocationEvent = {
  type: 'AppealDecided',
  data: { ...subject, effectiveOn: '2023-06-01', outcome: 'overturn', basis, bodyId: 'C' },
};
