import type { Aggregate } from '@zhibu/event-store';
import { committeeOf, dissolvedOn, type Place, placeOf, superiorsOf, unitOf } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { ToldLevel } from '@zhibu/contracts';
import { laggingGrades } from '../causes.lookup.ts';
import { conclusionOf, conclusionsReadTo } from '../conclusions.lookup.ts';
import { dutiesLookup } from '../duties.lookup.ts';
import { problemsOf } from '../open-duties.lookup.ts';
import type { RemediationDecision } from './remediation.decider.ts';
import type { Conclusion } from './remediation.rules.ts';

interface Remediated {
  readonly branchId: string;
  readonly year: string;
}

/** Opening and withdrawing rest on the grades as they stand now and on whether the branch still is; a verdict on its problems. */
export function remediationFacts(context: ServiceContext): Aggregate<RemediationDecision>['facts'] {
  const { database, today, caughtUp } = context;
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
    return { superiors: found ? superiorsOf(found) : [], committeeId: (found && livingCommittee(found)) ?? null };
  };
  const concluded = concludedInTime(database);
  return lookingUp<RemediationDecision>(today, {
    OpenRemediation: ({ data }) => grades(data),
    AddGround: ({ data }) => grades(data),
    WithdrawRemediation: ({ data }) => grades(data),
    PlanRemediation: superior,
    ReportRemediation: superior,
    ContinueRemediation: superior,
    ConfirmAcceptance: superior,
    EscalateRemediation: async ({ data }) => {
      const found = await place(data);
      return { answering: answeringIn(found, data.level), partyGroup: (found && unitOf(found)) ?? null };
    },
    AcceptRemediation: async (command, state) => {
      await caughtUp(dutiesLookup);
      const { branchId, inspectionId } = command.data;
      const [open, conclusion] = await Promise.all([
        problemsOf(database, [branchId], 'open'),
        state.status === 'open' ? concluded(inspectionId) : null,
      ]);
      return { ...(await superior(command)), openProblems: open.get(branchId) ?? [], conclusion };
    },
  });
}

/** How an inspection was concluded; it may have been a moment ago. */
function concludedInTime(database: ServiceContext['database']): (inspectionId: string) => Promise<Conclusion | null> {
  const patience = new Patience();
  return (inspectionId) =>
    patience.wait({ look: () => conclusionOf(database, inspectionId), readTo: () => conclusionsReadTo(database) });
}

/** A work committee that is dissolved confirms nothing. */
const livingCommittee = ({ ancestors }: Place): string | undefined =>
  ancestors.find(({ kind, alive }) => kind === 'work-committee' && alive)?.id;

/** Whose a level of the ladder is. */
function answeringIn(place: Place | null, level: ToldLevel): string | null {
  if (!place) return null;
  switch (level) {
    case 'branch-secretary':
      return place.id;
    case 'party-group':
      return unitOf(place) ?? null;
    case 'work-committee':
      return committeeOf(place) ?? null;
    case 'superior':
      return superiorsOf(place)[0] ?? null;
  }
}
