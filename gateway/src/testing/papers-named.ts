import { batchStream, designationStream, drawStream, programmeStream, sixHavesStream } from '@zhibu/contracts';
import type { History } from './history.ts';
import type { Branch } from './papers-owed.ts';

/** By which papers of designations and draws are asked for. */
export const PROGRAMME = 'site';
export const [DRAWN, ANNOUNCED] = ['DRAW-1', 'DRAW-2'];

const kindOf = { level: 'committee', programmeKind: 'party-building-site' };
const basis = { documentNo: '示例组〔2023〕8号' };
const byte = (digit: number): string => `${digit}${digit}`.repeat(32);

/** A programme with a batch of three: one named, one under an objection, one whose notice runs longer; and two draws. */
export function named(history: History, branchId: Branch): History {
  history.record(programmeStream(PROGRAMME), 'ProgrammeRegistered', {
    programmeId: PROGRAMME,
    bodyId: 'C',
    ...kindOf,
    title: '市直机关基层党建示范点',
    subjects: ['branch'],
    validityYears: 3,
    noticeWorkingDays: 5,
    cycleMonths: 12,
    effectiveOn: '2023-01-10',
  });
  history.record(programmeStream(PROGRAMME), 'ApprovalBasisRecorded', {
    programmeId: PROGRAMME,
    bodyId: 'C',
    approval: 'approved',
    basis,
    effectiveOn: '2023-01-11',
  });
  for (const index of [0, 1, 2]) applied(history, branchId(index));
  noticed(history, branchId);
  return drawn(history, branchId);
}

function step(history: History, organizationId: string, type: string, data: object): History {
  const about = { programmeId: PROGRAMME, organizationId, ...kindOf };
  return history.record(designationStream(PROGRAMME, organizationId), type, { ...about, ...data });
}

function applied(history: History, organizationId: string): void {
  history.record(sixHavesStream(organizationId), 'SixHavesRecorded', {
    branchId: organizationId,
    occasion: 'yearly',
    effectiveOn: '2023-03-01',
    items: ['venue', 'equipment', 'signage', 'reading-corner', 'systems', 'staff'].map((item) =>
      item === 'venue' ? { item, standing: 'met-by-function', instead: '与工会共用会议室' } : { item, standing: 'met' },
    ),
    unmet: [],
    checkedBy: 'P-3',
  });
  step(history, organizationId, 'DesignationApplied', {
    recommendation: { documentNo: '示例党组〔2023〕2号' },
    statement: '=一支部一品牌，组织生活经常',
    effectiveOn: '2023-03-15',
  });
  for (const [review, outcome, effectiveOn, more] of [
    ['superior', 'returned', '2023-03-16', { note: '补充台账', items: ['组织生活台账'], answerBy: '2023-03-20' }],
    ['superior', 'passed', '2023-03-20', {}],
    ['party-group', 'passed', '2023-03-22', { basis: { documentNo: '示例党组〔2023〕3号' } }],
    ['committee', 'passed', '2023-03-28', { acceptance: { passedOn: '2023-03-27', inspectionId: 'I-1' } }],
  ] as const)
    step(history, organizationId, 'ApplicationReviewed', { step: review, outcome, effectiveOn, ...more });
}

function noticed(history: History, branchId: Branch): void {
  history.record(batchStream(PROGRAMME, '2023'), 'BatchDecided', {
    programmeId: PROGRAMME,
    bodyId: 'C',
    year: '2023',
    ...kindOf,
    organizationIds: [0, 1, 2].map(branchId),
    basis,
    effectiveOn: '2023-04-03',
  });
  for (const [index, to] of [
    [0, '2023-04-12'],
    [1, '2023-04-12'],
    [2, '2023-04-20'],
  ] as const)
    step(history, branchId(index), 'PublicNoticeStarted', {
      year: '2023',
      from: '2023-04-05',
      to,
      workingDays: 5,
      effectiveOn: '2023-04-05',
    });
  step(history, branchId(1), 'ObjectionRaised', {
    objectionId: 'Y1',
    kind: 'facts',
    says: '台账不实',
    raisedOn: '2023-04-06',
    effectiveOn: '2023-04-06',
  });
  step(history, branchId(0), 'BranchDesignated', {
    basis,
    year: '2023',
    until: '2026-04-14',
    effectiveOn: '2023-04-14',
  });
}

function drawn(history: History, branchId: Branch): History {
  const about = (drawId: string) => ({ drawId, under: 'C' });
  for (const drawId of [DRAWN, ANNOUNCED])
    history.record(drawStream(drawId), 'DrawAnnounced', {
      ...about(drawId),
      effectiveOn: '2023-05-01',
      bodies: ['C', 'T'],
      sample: 2,
      commitBy: '2023-05-03',
      branches: 15,
      populationHash: byte(1),
      strata: [
        { stratum: 'committee|leading|24+', of: 1 },
        { stratum: 'none|ordinary|24+', of: 14 },
      ],
      excluded: [{ because: 'other', count: 1, basis }],
      checkpointRule: 'first-row-at-or-after-deadline',
    });
  const at = (effectiveOn: string, type: string, data: object) =>
    history.record(drawStream(DRAWN), type, { ...about(DRAWN), effectiveOn, ...data });
  const revealBy = '2023-05-03T04:00:00.000Z';
  at('2023-05-02', 'SeedCommitted', { bodyId: 'C', commitment: byte(2) });
  at('2023-05-02', 'SeedCommitted', { bodyId: 'T', commitment: byte(3), revealBy });
  at('2023-05-02', 'SeedRevealed', { bodyId: 'C', nonce: byte(4) });
  at('2023-05-03', 'RevealMissed', { bodyId: 'T', revealBy });
  at('2023-05-03', 'DrawCompleted', {
    checkpoint: byte(5),
    seed: byte(6),
    shares: [
      { stratum: 'committee|leading|24+', of: 1, drawn: 0 },
      { stratum: 'none|ordinary|24+', of: 14, drawn: 2 },
    ],
    drawn: [branchId(4), branchId(12)],
  });
  return at('2023-05-08', 'DrawnSubstituted', { branchId: branchId(4), by: branchId(13), reason: '正在合并' });
}
