import { ask, type Connection, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import { organizationKinds } from '@zhibu/contracts';
import type { Registered } from '@zhibu/handover';
import type { Day } from '@zhibu/kernel';
import { z } from 'zod';

const FACETS = `id kind name parent { id } sector form openedOn dissolvedOn fullMembers probationaryMembers
  committeeElectedOn termYears secretary secretaryVacantSince feature brand highlight revision`;

const registered: z.ZodType<Registered> = z.object({
  id: z.string(),
  kind: z.enum(organizationKinds),
  name: z.string(),
  parent: z.object({ id: z.string() }).nullable(),
  sector: z.string().nullable(),
  form: z.string(),
  openedOn: z.string(),
  dissolvedOn: z.string().nullable(),
  fullMembers: z.number().nullable(),
  probationaryMembers: z.number().nullable(),
  committeeElectedOn: z.string().nullable(),
  termYears: z.number().nullable(),
  secretary: z.string().nullable(),
  secretaryVacantSince: z.string().nullable(),
  feature: z.string().nullable(),
  brand: z.string().nullable(),
  highlight: z.string().nullable(),
  revision: z.number(),
});

/** The state of an organization on a day is asked for. */
export interface Asked {
  readonly code: string;
  readonly on: Day;
}

/** The price of a question is bounded (decision 0030): what is asked of one organization costs some 25 of 1,000. */
const CODES_A_QUESTION = 25;

/** Every organization under one, itself included, that lives on the day. */
export async function organizationsUnder(platform: Platform, under: string, asOf: Day): Promise<readonly Registered[]> {
  const query = `query ($under: ID!, $asOf: Date!, $first: Int!, $after: String) {
    organizations(under: $under, asOf: $asOf, first: $first, after: $after) {
      edges { node { ${FACETS} } } pageInfo { hasNextPage endCursor } } }`;
  const schema = z.object({ organizations: connectionOf(registered) }).nullable();
  const absent = ['ORGANIZATION_UNKNOWN'];
  return everyPage(async (after) => {
    const variables = { under, asOf, first: PAGE, after };
    return (await ask(platform, { query, variables, absent }, schema))?.organizations ?? nothingUnder;
  });
}

/** What stands under an organization that nobody knows. */
const nothingUnder: Connection<Registered> = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** Organizations by their codes; a code that the platform does not know is left out. */
export async function organizationsByCode(platform: Platform, asked: readonly Asked[]): Promise<readonly Registered[]> {
  const found: Registered[] = [];
  for (let from = 0; from < asked.length; from += CODES_A_QUESTION) {
    found.push(...(await lookUp(platform, asked.slice(from, from + CODES_A_QUESTION))));
  }
  return found;
}

/** The same with everything above them, for scope and parents. */
export async function organizationsWithAncestors(
  platform: Platform,
  asked: readonly Asked[],
): Promise<readonly Registered[]> {
  const found = new Map<string, Registered>();
  for (let open = asked; open.length > 0;) {
    const next = new Map<string, Asked>();
    const on = new Map(open.map((one) => [one.code, one.on]));
    for (const one of await organizationsByCode(platform, open)) {
      found.set(one.id, one);
      const parent = one.parent?.id;
      if (parent !== undefined && !found.has(parent))
        next.set(parent, { code: parent, on: on.get(one.id) ?? one.openedOn });
    }
    open = [...next.values()].filter(({ code }) => !found.has(code));
  }
  return [...found.values()];
}

async function lookUp(platform: Platform, asked: readonly Asked[]): Promise<readonly Registered[]> {
  const parameters = asked.map((_, index) => `$c${index}: String!, $d${index}: Date!`).join(', ');
  const fields = asked
    .map((_, index) => `o${index}: organization(code: $c${index}, asOf: $d${index}) { ...Facets }`)
    .join('\n');
  const query = `query (${parameters}) { ${fields} } fragment Facets on Organization { ${FACETS} }`;
  const variables = Object.fromEntries(
    asked.flatMap(({ code, on }, index) => [
      [`c${index}`, code],
      [`d${index}`, on],
    ]),
  );
  const answer = await ask(
    platform,
    { query, variables, absent: ['ORGANIZATION_UNKNOWN'] },
    z.record(z.string(), registered.nullable()),
  );
  return Object.values(answer).filter((one) => one !== null);
}
