import type { History } from './history.ts';
import { FOUND } from './papers-inspected.ts';
import { PROGRAMME } from './papers-named.ts';
import type { Branch } from './papers-owed.ts';
import { stepOfRevocation } from './revocations.ts';

/** By which papers of revocations are asked for: one that went to its end, and one that is only proposed. */
export const [APPEALED, PROPOSED] = ['R-1', 'R-2'];

const basis = (number: number) => ({ documentNo: `示例组〔2023〕${number}号` });
/** Longer than the text of a paper quotes. */
const facts = `${'命名后未再开展创建。'.repeat(120)}以上属实`;
const proposal = {
  designatedOn: '2021-07-01',
  grounds: [
    {
      ground: 'quality-decline',
      findings: [{ inspectionId: FOUND, findingId: '00000000-0000-4000-8000-000000000001', says: '=组织生活记录不全' }],
    },
  ],
  facts,
  inspectors: ['p-1', 'p-2'],
  bodyId: 'C',
  decideBy: '2023-07-19',
};

/** A case with notice, statement, decision, appeal and the decision on it; another one without a notice. */
export function revoked(history: History, branchId: Branch): History {
  const step = (id: string, type: string, effectiveOn: string, data: object) =>
    stepOfRevocation(history, [id, branchId(0)], type, { programmeId: PROGRAMME, effectiveOn, ...data });
  for (const id of [APPEALED, PROPOSED]) step(id, 'RevocationProposed', '2023-05-20', proposal);
  step(APPEALED, 'BranchNotified', '2023-05-20', { basis: basis(20), respondBy: '2023-06-05' });
  step(APPEALED, 'StatementSubmitted', '2023-05-22', { says: '已整改' });
  step(APPEALED, 'RevocationDecided', '2023-05-24', {
    designatedOn: '2021-07-01',
    outcome: 'revoke',
    basis: basis(21),
    reason: '整改不到位',
    bodyId: 'C',
    bodyLevel: 'committee',
    revokedFrom: '2023-05-25',
    appealBy: '2023-06-08',
  });
  step(APPEALED, 'AppealLodged', '2023-05-26', { says: '事实有出入', decideBy: '2023-06-25' });
  return step(APPEALED, 'AppealDecided', '2023-05-30', {
    outcome: 'overturn',
    basis: basis(22),
    reason: '申诉成立',
    bodyId: 'T',
  });
}
