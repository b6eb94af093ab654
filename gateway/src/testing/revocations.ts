import { revocationStream } from '@zhibu/contracts';
import type { History } from './history.ts';

const kindOf = { level: 'committee', programmeKind: 'party-building-site' } as const;
const finding = { inspectionId: 'I1', findingId: '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001', says: '创建台账停在去年' };

/** A step of the revocation of an organization's designation by the programme N. */
export const stepOfRevocation = (
  history: History,
  [revocationId, organizationId]: readonly [revocationId: string, organizationId: string],
  type: string,
  data: object,
): History =>
  history.record(revocationStream(revocationId), type, {
    revocationId,
    programmeId: 'N',
    organizationId,
    ...kindOf,
    ...data,
  });

/** A revocation is proposed by a body, on 18 April 2023. */
export const proposeRevocation = (
  history: History,
  of: readonly [revocationId: string, organizationId: string],
  bodyId: string,
): History =>
  stepOfRevocation(history, of, 'RevocationProposed', {
    effectiveOn: '2023-04-18',
    designatedOn: '2021-07-01',
    grounds: [{ ground: 'quality-decline', findings: [finding] }],
    facts: '命名后未再开展创建',
    inspectors: ['P-1', 'P-2'],
    bodyId,
    decideBy: '2023-06-17',
  });
