import type { Aggregate } from '@zhibu/event-store';
import { committeeOf, type Place, placeOf, superiorsOf, unitOf } from '@zhibu/register';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import type { EscalationLevel } from '@zhibu/contracts';
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
  const place = ({ branchId }: Remediated): Promise<Place | null> => placeOf(database, branchId, today());
  const superior = async ({ data }: { readonly data: Remediated }) => {
    const found = await place(data);
    return { superiors: found ? superiorsOf(found) : [], committeeId: (found && committeeOf(found)) ?? null };
  };
  return lookingUp<RemediationDecision>(today, {
    OpenRemediation: ({ data }) => grades(data),
    AddGround: ({ data }) => grades(data),
    WithdrawRemediation: ({ data }) => grades(data),
    PlanRemediation: superior,
    ReportRemediation: superior,
    ContinueRemediation: superior,
    ConfirmAcceptance: superior,
    EscalateRemediation: async ({ data }) => ({ answering: answeringIn(await place(data), data.level) }),
    AcceptRemediation: async (command) => {
      await caughtUp(dutiesLookup);
      const { branchId } = command.data;
      const open = await problemsOf(database, [branchId], 'open');
      return { ...(await superior(command)), openProblems: open.get(branchId) ?? [] };
    },
  });
}

/** Whose a level of the ladder is. */
function answeringIn(place: Place | null, level: EscalationLevel): string | null {
  if (!place) return null;
  switch (level) {
    case 'branch-secretary':
      return place.id;
    case 'party-group':
      return unitOf(place) ?? null;
    case 'work-committee':
      return committeeOf(place) ?? null;
  }
}
