import type { Recorded } from '@zhibu/contracts';
import type { ServiceContext } from '@zhibu/service-kit';
import { laggingInRound } from './causes.lookup.ts';
import { type Dissolution, dissolutionsAmong } from '@zhibu/register';
import { dutiesLookup } from './duties.lookup.ts';
import { namedFindings, problemsOfVetoes } from './naming.lookup.ts';
import { problemsOf, remediationsOf } from './open-duties.lookup.ts';
import { type GradeDecision, type GradeStanding, standingsNow } from './standings.lookup.ts';

/** What is open on an organization, and why it must not be. */
export interface EndedDuties {
  readonly problems: readonly string[];
  /** Years under remediation. */
  readonly remediations: readonly string[];
}

/** A dissolution that came before what it ends. */
export type Missed = Dissolution;

/** What the reactions rest on beyond their events, by the names under which the table is finding it. */
export const facts = {
  laggingOfRounds,
  standingAfter,
  openDuties,
  endedDuties,
  missedDissolution,
  namedFindings,
  problemsOfVetoes,
};

/** Of each closing, the branches that are lagging now. */
async function laggingOfRounds(
  { database }: ServiceContext,
  closings: readonly Recorded<'RoundClosed'>[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { id, data } of closings) found.set(id, await laggingInRound(database, data.roundId));
  return found;
}

/** What stands after a decision in its grading, as all that is known says. */
async function standingAfter(
  { database }: ServiceContext,
  decisions: readonly GradeDecision[],
): Promise<ReadonlyMap<string, GradeStanding>> {
  const branches = [...new Set(decisions.map(({ data }) => data.branchId))];
  const known = await standingsNow(database, { branches });
  return new Map(
    decisions.flatMap(({ id, data: { branchId, scheme, period } }) => {
      const now = known.find((one) => one.branchId === branchId && one.scheme === scheme && one.period === period);
      return now ? [[id, now] as const] : [];
    }),
  );
}

/**
 * What is open on the organizations dissolved, by an own log that is read to its end: what it has beyond meets the dissolution.
 * Of one whose day is to come nothing ends yet, nor by one that was taken back since.
 */
async function openDuties(
  { database, caughtUp, today }: ServiceContext,
  dissolved: readonly Recorded<'OrganizationDissolved'>[],
): Promise<ReadonlyMap<string, EndedDuties>> {
  const standing = await dissolutionsAmong(
    database,
    dissolved.map(({ data }) => data.organizationId),
  );
  const come = dissolved.filter(
    ({ id, data }) => data.effectiveOn <= today() && standing.get(data.organizationId)?.eventId === id,
  );
  await caughtUp(dutiesLookup);
  return dutiesOf(database, come, { problems: 'open', remediations: 'open' });
}

/** What the dissolutions ended that were errors; of the remediations withdrawn those are due again whose grade still holds. */
async function endedDuties(
  { database, caughtUp }: ServiceContext,
  reinstated: readonly Recorded<'OrganizationReinstated'>[],
): Promise<ReadonlyMap<string, EndedDuties>> {
  await caughtUp(dutiesLookup);
  return dutiesOf(database, reinstated, { problems: 'ended', remediations: 'withdrawn' });
}

async function dutiesOf(
  database: ServiceContext['database'],
  causes: readonly Recorded<'OrganizationDissolved' | 'OrganizationReinstated'>[],
  which: { readonly problems: 'open' | 'ended'; readonly remediations: 'open' | 'withdrawn' },
): Promise<ReadonlyMap<string, EndedDuties>> {
  const ids = causes.map(({ data }) => data.organizationId);
  const [problems, remediations] = await Promise.all([
    problemsOf(database, ids, which.problems),
    remediationsOf(database, ids, which.remediations),
  ]);
  return new Map(
    causes.map(({ id, data }) => [
      id,
      { problems: problems.get(data.organizationId) ?? [], remediations: remediations.get(data.organizationId) ?? [] },
    ]),
  );
}

const ofWhom = (data: { readonly organizationId: string } | { readonly branchId: string }): string =>
  'organizationId' in data ? data.organizationId : data.branchId;

/** The dissolutions that duties on these organizations have missed, by event; what lies ahead is not missed. */
async function missedDissolution(
  { database, today }: ServiceContext,
  opening: readonly Recorded<'ProblemIdentified' | 'ProblemReopened' | 'RemediationOpened'>[],
): Promise<ReadonlyMap<string, Missed>> {
  const dissolutions = await dissolutionsAmong(
    database,
    opening.map(({ data }) => ofWhom(data)),
  );
  return new Map(
    opening.flatMap(({ id, data }) => {
      const dissolution = dissolutions.get(ofWhom(data));
      return dissolution && dissolution.dissolvedOn <= today() ? [[id, dissolution] as const] : [];
    }),
  );
}
