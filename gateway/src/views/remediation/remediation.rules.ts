import type { RemediationStatus } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { Standing, StepRow } from '../../process/standing.lookup.ts';
import { type AnsweringRow, answeringOf, lastSaid, saidIn } from '../problem/problem.rules.ts';

interface Ground {
  readonly scheme: string;
  readonly roundId: string;
}

interface Report {
  readonly on: Day;
  readonly says: string;
}

/** What the steps of a remediation tell of it at a moment. */
export interface RemediationDetails {
  readonly grounds: readonly Ground[];
  readonly helperId: string | null;
  readonly problems: string | null;
  readonly measures: string | null;
  /** Month by month. */
  readonly reports: readonly Report[];
  readonly until: Day | null;
  readonly owes: string | null;
  readonly dueOn: Day | null;
  readonly answering: readonly AnsweringRow[];
}

/** Where a remediation stands, since it was opened last. */
export function remediationIn({ steps, status }: Standing<RemediationStatus>): RemediationDetails {
  const current = steps.slice(steps.findLastIndex(({ type }) => type === 'RemediationOpened'));
  const isOpen = status === 'open';
  // What is told of the term says nothing of what the branch owes.
  const ofBranch = current.filter(({ said }) => said['owes'] !== 'acceptance');
  const sinceOwed = ofBranch.slice(
    ofBranch.findLastIndex(({ type }) => type !== 'RemediationEscalated' && type !== 'GroundAdded'),
  );
  const sinceTerm = current.slice(current.findLastIndex(({ said }) => 'until' in said) + 1);
  const ofTerm = sinceTerm.filter(({ said }) => said['owes'] === 'acceptance');
  return {
    grounds: current.flatMap(groundsIn),
    helperId: lastSaid(current, 'helperId'),
    problems: saidIn(current, 'RemediationPlanned', 'problems'),
    measures: saidIn(current, 'RemediationPlanned', 'measures'),
    reports: current.flatMap(reportIn),
    until: lastSaid(current, 'until'),
    owes: isOpen ? lastSaid(ofBranch, 'owes') : null,
    dueOn: isOpen ? lastSaid(ofBranch, 'dueOn') : null,
    answering: isOpen ? answeringOf([...sinceOwed, ...ofTerm], 'RemediationEscalated') : [],
  };
}

const reportIn = ({ type, said, effectiveOn }: StepRow): readonly Report[] =>
  type === 'RemediationReported' ? [{ on: effectiveOn, says: String(said['says']) }] : [];

function groundsIn({ said }: StepRow): readonly Ground[] {
  const grounds: unknown = said['grounds'];
  if (!Array.isArray(grounds)) return [];
  return grounds.map((ground: Readonly<Record<string, unknown>>) => ({
    scheme: String(ground['scheme']),
    roundId: String(ground['roundId']),
  }));
}
