import type { GradingEvent } from '@zhibu/contracts';

const basis = { documentNo: '示例〔2023〕1号' };
const reasoned = { reason: '更正', basis };

/** What a decision is about, and what it decides. */
interface Decided {
  readonly branchId: string;
  readonly scheme: string;
  readonly period: string;
  readonly grade: string;
  readonly effectiveOn: string;
}

/**
 * What an event of a grading says of a decision, and no more than the read model asks of it.
 * @param lastOf the id of the stream's last event of one of these types, for those that name another one
 */
export function decisionOf(
  type: GradingEvent['type'],
  decided: Decided,
  lastOf: (types: readonly string[]) => string | undefined,
): object {
  const { grade, ...subject } = decided;
  const assigned = { ...subject, ...assignmentOf(subject) };
  const decision = { ...assigned, ...judgementOf(grade) };
  const computed = computationOf(grade);
  const prior = { ...decided, basis, source: 'register.csv' };
  switch (type) {
    case 'PriorGradeRecorded':
      return prior;
    case 'PriorGradeCorrected':
      return { ...prior, reason: '抄错', corrects: lastOf(['PriorGradeRecorded', 'PriorGradeCorrected']) };
    case 'GradeDetermined':
      return { ...decision, ...reasoned };
    case 'DeterminationWithdrawn':
      return { ...assigned, ...reasoned, corrects: lastOf(['GradeDetermined']) };
    case 'GradeRevised':
      return {
        ...decision,
        ...computed,
        ...reasoned,
        corrects: lastOf(['BranchGraded', 'GradeRevised', 'GradeReassessed']),
      };
    case 'GradeReassessed':
      return { ...decision, ...computed, ...reasoned, because: 'remediation-accepted' };
    case 'BranchGraded':
      return { ...decision, ...computed };
    case 'GradingOpened':
    case 'RatingSubmitted':
    case 'PollRecorded':
    case 'DataMatchRecorded':
    case 'VetoRecorded':
    case 'VetoWithdrawn':
      return decided;
  }
}

const assignmentOf = ({ scheme, period }: Pick<Decided, 'scheme' | 'period'>) => ({
  editionId: `${scheme}:示例〔2022〕1号`,
  editionHash: 'e'.repeat(64),
  roundId: `C:${scheme}:${period}`,
  workCommitteeId: 'C',
});

const judgementOf = (grade: string) => ({
  grade,
  label: `${grade}级`,
  standing: 'ordinary',
  focus: grade === 'lagging',
  computedGrade: grade,
  score: '80.00',
  inputsHash: 'a'.repeat(64),
});

const computationOf = (grade: string) => ({
  scoreGrade: grade,
  totals: [{ rater: 'self', label: '自评', kind: 'itemised', weight: '1', total: '80' }],
  decidedBy: { kind: 'score', codes: [] },
  gates: [],
  vetoes: [],
  next: null,
  findings: [{ item: '1.1', aspect: 'organization-setup', rater: 'self', pointsLost: '2' }],
});
