import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import {
  type Handover,
  holdsFrom,
  type Known,
  type KnownGrade,
  type KnownRound,
  namedElsewhere,
  type Registered,
} from '@zhibu/handover';
import { type Day, lastDayOf } from '@zhibu/kernel';
import { z } from 'zod';
import { type Asked, organizationsByCode, organizationsUnder, organizationsWithAncestors } from './register.lookup.ts';

/** Asks the platform for every organization the handover names, in the state that holds on its row's day. */
export async function known(platform: Platform, handover: Handover, asOf: Day): Promise<Known> {
  const organizations = new Map<string, Registered>();
  const keep = (found: readonly Registered[]): void => found.forEach((one) => organizations.set(one.id, one));
  const committees = handover.register.filter(({ kind }) => kind === 'work-committee');
  const underCommittees: Registered[] = [];
  for (const { code } of committees) underCommittees.push(...(await organizationsUnder(platform, code, asOf)));
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
  return { asked: true, organizations, underCommittees };
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

/** Which editions are published already, and which committees have closed the round. */
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
      (_, index) => `r${index}: round(workCommitteeId: $c${index}, scheme: $scheme, period: $period) { closed }`,
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
    { query, variables },
    z.record(z.string(), z.union([edition, closing]).nullable()),
  );
  const editions = editionIds.flatMap((id, index) => {
    const found = answer[`e${index}`];
    return found && 'status' in found ? [[id, found] as const] : [];
  });
  const isClosed = (index: number): boolean => {
    const found = answer[`r${index}`];
    return found !== undefined && found !== null && 'closed' in found && found.closed;
  };
  return { editions: new Map(editions), closed: new Set(round.committees.filter((_, index) => isClosed(index))) };
}

const edition = z.object({ status: z.string(), contentHash: z.string().nullable() });
const closing = z.object({ closed: z.boolean() });
