import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import {
  type Handover,
  holdsFrom,
  type Known,
  type KnownGrade,
  type KnownRound,
  namedElsewhere,
  nothingKnown,
  type Registered,
} from '@zhibu/handover';
import { type Day, dayOf, lastDayOf } from '@zhibu/kernel';
import { z } from 'zod';
import { knownDesignations } from './designation.lookup.ts';
import { knownVisits } from './inspection.lookup.ts';
import { type Asked, organizationsByCode, organizationsUnder, organizationsWithAncestors } from './register.lookup.ts';

/** Asks the platform for every organization the handover names, in the state that holds on its row's day, and how it is designated. */
export async function known(platform: Platform, handover: Handover, asOf: Day): Promise<Known> {
  const organizations = new Map<string, Registered>();
  const keep = (found: readonly Registered[]): void => found.forEach((one) => organizations.set(one.id, one));
  const committees = handover.register.filter(({ kind }) => kind === 'work-committee');
  const there = await organizationsByCode(
    platform,
    committees.map(({ code }) => ({ code, on: asOf })),
  );
  const underCommittees: Registered[] = [];
  for (const { id } of there) underCommittees.push(...(await organizationsUnder(platform, id, asOf)));
  keep(underCommittees);
  const rows: readonly Asked[] = handover.register.map((entry) => ({ code: entry.code, on: holdsFrom(entry, asOf) }));
  keep(
    await organizationsByCode(
      platform,
      rows.filter(({ code, on }) => on !== asOf || !organizations.has(code)),
    ),
  );
  const elsewhere = namedElsewhere(handover).filter((code) => !organizations.has(code));
  keep(
    await organizationsWithAncestors(
      platform,
      elsewhere.map((code) => ({ code, on: asOf })),
    ),
  );
  const found: Known = { ...nothingKnown, asked: true, today: dayOf(new Date()), organizations, underCommittees };
  return {
    ...found,
    ...(await knownDesignations(platform, handover, found)),
    visits: await knownVisits(platform, handover, found),
  };
}

const rated = z.object({
  organization: z.object({ id: z.string() }),
  rating: z
    .object({
      period: z.string(),
      grade: z.string(),
      decision: z.object({ eventId: z.string(), editionId: z.string().nullable() }),
    })
    .nullable(),
});

/** The grades of a period under an organization, by branch. */
export async function knownGrades(
  platform: Platform,
  under: string,
  { scheme, period }: { readonly scheme: string; readonly period: string },
): Promise<ReadonlyMap<string, KnownGrade>> {
  const query = `query ($under: ID!, $scheme: String!, $asOf: Date!, $first: Int!, $after: String) {
    branches(under: $under, asOf: $asOf, first: $first, after: $after) {
      edges { node { organization { id } rating(scheme: $scheme) { period grade decision { eventId editionId } } } }
      pageInfo { hasNextPage endCursor } } }`;
  const schema = z.object({ branches: connectionOf(rated) });
  const nodes = await everyPage(
    async (after) =>
      (
        await ask(
          platform,
          { query, variables: { under, scheme, asOf: lastDayOf(period), first: PAGE, after } },
          schema,
        )
      ).branches,
  );
  return new Map(
    nodes.flatMap(({ organization, rating }) =>
      rating?.period === period ? [[organization.id, { ...rating.decision, grade: rating.grade }]] : [],
    ),
  );
}

/** Which editions are published already, under which of them each committee has opened the round, and which have closed it. */
export async function knownRound(
  platform: Platform,
  editionIds: readonly string[],
  round: { readonly committees: readonly string[]; readonly scheme: string; readonly period: string },
): Promise<KnownRound> {
  const parameters = [
    ...editionIds.map((_, index) => `$e${index}: ID!`),
    ...round.committees.map((_, index) => `$c${index}: ID!`),
    ...(round.committees.length > 0 ? ['$scheme: String!', '$period: String!'] : []),
  ];
  const parts = [
    ...editionIds.map((_, index) => `e${index}: edition(id: $e${index}) { status contentHash }`),
    ...round.committees.map(
      (_, index) =>
        `r${index}: round(workCommitteeId: $c${index}, scheme: $scheme, period: $period) { closed editionIds }`,
    ),
  ];
  const variables = {
    ...(round.committees.length > 0 ? { scheme: round.scheme, period: round.period } : {}),
    ...Object.fromEntries(editionIds.map((id, index) => [`e${index}`, id])),
    ...Object.fromEntries(round.committees.map((code, index) => [`c${index}`, code])),
  };
  const query = `query (${parameters.join(', ')}) { ${parts.join(' ')} }`;
  const answer = await ask(
    platform,
    { query, variables, absent: ['EDITION_UNKNOWN', 'ROUND_UNKNOWN', 'ORGANIZATION_UNKNOWN'] },
    z.record(z.string(), z.union([edition, closing]).nullable()),
  );
  return roundIn(answer, editionIds, round.committees);
}

/** The editions and the rounds among the parts of an answer. */
function roundIn(
  answer: Readonly<Record<string, z.infer<typeof edition> | z.infer<typeof closing> | null>>,
  editionIds: readonly string[],
  committees: readonly string[],
): KnownRound {
  const editions = editionIds.flatMap((id, index) => {
    const found = answer[`e${index}`];
    return found && 'status' in found ? [[id, found] as const] : [];
  });
  const rounds = committees.flatMap((code, index) => {
    const found = answer[`r${index}`];
    return found && 'closed' in found ? [[code, found] as const] : [];
  });
  return {
    editions: new Map(editions),
    opened: new Map(rounds.map(([code, { editionIds: ids }]) => [code, new Set(ids)])),
    closed: new Set(rounds.flatMap(([code, { closed }]) => (closed ? [code] : []))),
  };
}

const edition = z.object({ status: z.string(), contentHash: z.string().nullable() });
const closing = z.object({ closed: z.boolean(), editionIds: z.array(z.string()) });
