import type { Recorded } from '@zhibu/contracts';
import type { ServiceContext } from '@zhibu/service-kit';
import { closedAmong, type Dissolution, dissolutionsAmong, laggingInRound } from './causes.lookup.ts';
import { dutiesLookup } from './duties.lookup.ts';
import { namedFindings, problemsOfVetoes } from './naming.lookup.ts';
import { openProblems, openRemediations } from './open-duties.lookup.ts';

/** What is open on an organization, and why it must not be. */
export interface EndedDuties {
  readonly problems: readonly string[];
  /** Years under remediation. */
  readonly remediations: readonly string[];
}

/** A dissolution that came before what it ends. */
export type Missed = Dissolution;

/** What the reactions rest on beyond their events, by the names under which the table is finding it. */
export const facts = { laggingOfRounds, isConfirmed, openDuties, missedDissolution, namedFindings, problemsOfVetoes };

/** Of each closing, the branches that are lagging now. */
async function laggingOfRounds(
  { database }: ServiceContext,
  closings: readonly Recorded<'RoundClosed'>[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { id, data } of closings) found.set(id, await laggingInRound(database, data.roundId));
  return found;
}

/** Whether the round of a decision is closed, so that the decision changes what was confirmed. */
async function isConfirmed(
  { database }: ServiceContext,
  decisions: readonly Recorded<'BranchGraded' | 'GradeDetermined' | 'GradeRevised'>[],
): Promise<ReadonlyMap<string, boolean>> {
  const closed = await closedAmong(database, [...new Set(decisions.map(({ data }) => data.roundId))]);
  return new Map(decisions.map(({ id, data }) => [id, closed.has(data.roundId)]));
}

/** What is open on the organizations dissolved, by an own log that is read to its end: what it has beyond meets the dissolution. */
async function openDuties(
  { database, caughtUp }: ServiceContext,
  dissolved: readonly Recorded<'OrganizationDissolved'>[],
): Promise<ReadonlyMap<string, EndedDuties>> {
  const ids = dissolved.map(({ data }) => data.organizationId);
  await caughtUp(dutiesLookup);
  const [problems, remediations] = await Promise.all([openProblems(database, ids), openRemediations(database, ids)]);
  return new Map(
    dissolved.map(({ id, data }) => [
      id,
      { problems: problems.get(data.organizationId) ?? [], remediations: remediations.get(data.organizationId) ?? [] },
    ]),
  );
}

const ofWhom = (data: { readonly organizationId: string } | { readonly branchId: string }): string =>
  'organizationId' in data ? data.organizationId : data.branchId;

/** The dissolutions that duties on these organizations have missed, by event. */
async function missedDissolution(
  { database }: ServiceContext,
  opening: readonly Recorded<'ProblemIdentified' | 'ProblemReopened' | 'RemediationOpened'>[],
): Promise<ReadonlyMap<string, Missed>> {
  const dissolutions = await dissolutionsAmong(
    database,
    opening.map(({ data }) => ofWhom(data)),
  );
  return new Map(
    opening.flatMap(({ id, data }) => {
      const dissolution = dissolutions.get(ofWhom(data));
      return dissolution ? [[id, dissolution] as const] : [];
    }),
  );
}
