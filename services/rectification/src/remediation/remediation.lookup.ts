import type { Aggregate } from '@zhibu/event-store';
import { superiorsOn } from '@zhibu/register';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import { laggingGrades } from '../causes.lookup.ts';
import { dissolvedOn } from '../dissolution.lookup.ts';
import { dutiesLookup } from '../duties.lookup.ts';
import { problemsOf } from '../open-duties.lookup.ts';
import type { RemediationDecision } from './remediation.decider.ts';

interface Remediated {
  readonly branchId: string;
  readonly year: string;
}

/** Opening and withdrawing rest on the grades as they stand now and on whether the branch still is; a verdict on its problems. */
export function remediationFacts({
  database,
  today,
  caughtUp,
}: ServiceContext): Aggregate<RemediationDecision>['facts'] {
  const grades = async ({ branchId, year }: Remediated) => {
    const [lagging, dissolved] = await Promise.all([
      laggingGrades(database, branchId, year),
      dissolvedOn(database, branchId),
    ]);
    return { lagging, dissolvedOn: dissolved };
  };
  const superiors = ({ branchId }: Remediated) => superiorsOn(database, branchId, today());
  return lookingUp<RemediationDecision>(today, {
    OpenRemediation: ({ data }) => grades(data),
    WithdrawRemediation: ({ data }) => grades(data),
    FailRemediation: async ({ data }) => ({ superiors: await superiors(data) }),
    AcceptRemediation: async ({ data }) => {
      await caughtUp(dutiesLookup);
      const open = await problemsOf(database, [data.branchId], 'open');
      return { superiors: await superiors(data), openProblems: open.get(data.branchId) ?? [] };
    },
  });
}
