import { bodyKinds, type CommandNamed, inspectionStream, programmeLevels } from '@zhibu/contracts';
import { type Aggregate, folded } from '@zhibu/event-store';
import type { Sent } from '@zhibu/kernel';
import { placeOf, workingCalendar } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import { designationOn, designationsReadTo } from '../designations.lookup.ts';
import { inspectionDecider } from '../inspection/inspection.decider.ts';
import { inspectionsLookup, inspectionsOf, type KeptInspection } from '../inspections.lookup.ts';
import { claimRevocation, revocationsLookup } from '../revocations.lookup.ts';
import { type InspectionBehind, proposeRevocation } from './proposal.decider.ts';
import type { RevocationDecision } from './revocation.decider.ts';
import type { Body, Inspected } from './revocation.rules.ts';
import type { RevocationState } from './revocation.state.ts';

type Propose = CommandNamed<'ProposeRevocation'>;

/** A revocation rests on its designation, on the inspections of its organization, and on the bodies above that. */
export function revocationFacts(context: ServiceContext): Aggregate<RevocationDecision>['facts'] {
  const { database, today, caughtUp } = context;
  const proposal = proposalIn(context);
  const ofCase = async (_command: object, state: RevocationState) => ({
    bodies: state.status === 'none' ? [] : await bodiesAbove(context, state.subject.organizationId),
  });
  return lookingUp<RevocationDecision>(today, {
    ProposeRevocation: proposal,
    NotifyBranch: async (command, state) => ({
      ...(await ofCase(command, state)),
      calendar: await workingCalendar(database),
    }),
    GrantGrace: ofCase,
    DecideRevocation: async (command, state) => {
      const facts = await ofCase(command, state);
      if (state.status === 'none') return { ...facts, designation: null, inspections: [] };
      const { organizationId } = state.subject;
      await caughtUp(inspectionsLookup);
      const inspections = (await inspectionsOf(database, [organizationId])).get(organizationId) ?? [];
      const designation = await designationOn(database, state.subject, today());
      return { ...facts, designation, inspections: inspections.flatMap(inspectedIn) };
    },
    DecideAppeal: ofCase,
  });
}

/**
 * What a proposal rests on; one that is there already on nothing more. Nothing is claimed for a proposal that is refused for
 * another reason.
 */
function proposalIn(context: ServiceContext) {
  const { database, today, caughtUp } = context;
  const patience = new Patience();
  const behind = inspectionsIn(context);
  return async ({ data, actor }: Propose & Sent, state: RevocationState) => {
    const bodies = await bodiesAbove(context, data.organizationId);
    if (state.status !== 'none') return { bodies, designation: null, open: null, inspections: [] };
    const designation = await patience.wait({
      look: () => designationOn(database, data, today()),
      readTo: () => designationsReadTo(database),
    });
    const facts = { bodies, designation, open: null, inspections: await behind(data) };
    proposeRevocation(data, state, { ...facts, today: today(), actor });
    await caughtUp(revocationsLookup);
    return { ...facts, open: await claimRevocation(database, data) };
  };
}

/** The inspections that a proposal names, from their own streams. */
function inspectionsIn({ store }: ServiceContext) {
  const inspections = folded(store, inspectionDecider);
  return async ({ grounds }: Propose['data']): Promise<readonly InspectionBehind[]> => {
    const ids = [...new Set(grounds.flatMap(({ findings }) => findings.map(({ inspectionId }) => inspectionId)))];
    const found = await Promise.all(
      ids.map(async (inspectionId) => ({ inspectionId, state: await inspections(inspectionStream(inspectionId)) })),
    );
    return found.flatMap(({ inspectionId, state }): readonly InspectionBehind[] => {
      // From before the platform it is no evidence (domain.md, section 6): no team and no hearing of here stand behind it.
      if (!('schedule' in state)) return [];
      const { schedule, conclusion, findings } = state;
      const { organizationId, mode, team } = schedule;
      const visitedOn = conclusion?.visitedOn ?? null;
      const standing = [...findings.values()].filter(({ isWithdrawn }) => !isWithdrawn);
      return [
        {
          inspectionId,
          organizationId,
          mode,
          team,
          visitedOn,
          isConcluded: conclusion !== null,
          findings: standing.map(({ finding: { findingId, says } }) => ({ findingId, says })),
        },
      ];
    });
  };
}

/** What a case may rest on: nothing from before the platform. */
const inspectedIn = ({ status, visitedOn, ...one }: KeptInspection): readonly Inspected[] =>
  status === 'prior' ? [] : [{ ...one, visitedOn, isConcluded: visitedOn !== null }];

/** 省委、市委、市直工委 at or above an organization today, the nearest first. */
async function bodiesAbove({ database, today }: ServiceContext, organizationId: string): Promise<readonly Body[]> {
  const place = await placeOf(database, organizationId, today());
  const lineage = place ? [place, ...place.ancestors] : [];
  return lineage.flatMap(({ id, kind }) => {
    const level = programmeLevels.find((known) => bodyKinds[known] === kind);
    return level === undefined ? [] : [{ id, level }];
  });
}
