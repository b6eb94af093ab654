import type { RemediationStatus } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { Standing, StepRow } from '../../process/standing.lookup.ts';
import { type AnsweringRow, answeringOf, lastSaid } from '../problem/problem.rules.ts';

interface Ground {
  readonly scheme: string;
  readonly roundId: string;
}

/** What the steps of a remediation tell of it at a moment. */
export interface RemediationDetails {
  readonly grounds: readonly Ground[];
  readonly helperId: string | null;
  readonly until: Day | null;
  readonly owes: string | null;
  readonly dueOn: Day | null;
  readonly answering: readonly AnsweringRow[];
}

/** Where a remediation stands, since it was opened last. */
export function remediationIn({ steps, status }: Standing<RemediationStatus>): RemediationDetails {
  const current = steps.slice(steps.findLastIndex(({ type }) => type === 'RemediationOpened'));
  const isOpen = status === 'open';
  const sinceOwed = current.slice(
    current.findLastIndex(({ type }) => type !== 'RemediationEscalated' && type !== 'GroundAdded'),
  );
  return {
    grounds: current.flatMap(groundsIn),
    helperId: lastSaid(current, 'helperId'),
    until: lastSaid(current, 'until'),
    owes: isOpen ? lastSaid(current, 'owes') : null,
    dueOn: isOpen ? lastSaid(current, 'dueOn') : null,
    answering: isOpen ? answeringOf(sinceOwed, 'RemediationEscalated') : [],
  };
}

function groundsIn({ said }: StepRow): readonly Ground[] {
  const grounds: unknown = said['grounds'];
  if (!Array.isArray(grounds)) return [];
  return grounds.map((ground: Readonly<Record<string, unknown>>) => ({
    scheme: String(ground['scheme']),
    roundId: String(ground['roundId']),
  }));
}
