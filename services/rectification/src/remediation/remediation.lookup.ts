import type { Aggregate } from '@zhibu/event-store';
import { superiorOn } from '@zhibu/register';
import { type ServiceContext, SYSTEM } from '@zhibu/service-kit';
import { dissolvedOn, laggingGrades } from '../causes.lookup.ts';
import { dutiesLookup } from '../duties.lookup.ts';
import { openProblems } from '../open-duties.lookup.ts';
import type { RemediationDecision } from './remediation.decider.ts';
import type { RemediationFacts } from './remediation.state.ts';

type Command = RemediationDecision['command'];

/** Opening and withdrawing rest on the grades as they stand now and on whether the branch still is; a verdict on its problems. */
export function remediationFacts(context: ServiceContext): Aggregate<RemediationDecision>['facts'] {
  return async (command) => {
    const facts: RemediationFacts = {
      today: context.today(),
      actor: command.actor ?? SYSTEM,
      lagging: [],
      dissolvedOn: null,
      superiorId: null,
      openProblems: [],
    };
    return { ...facts, ...(await lookedUp(context, command)) };
  };
}

async function lookedUp(
  { database, today, caughtUp }: ServiceContext,
  { name, data }: Command,
): Promise<Partial<RemediationFacts>> {
  const { branchId, year } = data;
  switch (name) {
    case 'OpenRemediation':
    case 'WithdrawRemediation': {
      const [lagging, dissolved] = await Promise.all([
        laggingGrades(database, branchId, year),
        dissolvedOn(database, branchId),
      ]);
      return { lagging, dissolvedOn: dissolved };
    }
    case 'FailRemediation':
      return { superiorId: await superiorOn(database, branchId, today()) };
    case 'AcceptRemediation':
      await caughtUp(dutiesLookup);
      return {
        superiorId: await superiorOn(database, branchId, today()),
        openProblems: (await openProblems(database, [branchId])).get(branchId) ?? [],
      };
  }
}
