import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import type { Day } from '@zhibu/kernel';
import { z } from 'zod';

/** By which programme each of some organizations is designated, by their codes. */
export async function programmesUnder(platform: Platform, under: string): Promise<ReadonlyMap<string, string>> {
  const query = `query ($under: ID!, $first: Int!, $after: String) {
    page: designations(under: $under, filter: { inForce: true }, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { organization { code } programme } } } }`;
  const node = z.object({ organization: z.object({ code: z.string() }), programme: z.string() });
  const schema = z.object({ page: connectionOf(node) });
  const variables = { under, first: PAGE };
  const nodes = await everyPage(
    async (after) => (await ask(platform, { query, variables: { ...variables, after } }, schema)).page,
  );
  return new Map(nodes.map(({ organization, programme }) => [organization.code, programme]));
}

/** The days on which draws and inspections were begun, by their ids. */
export async function begunUnder(platform: Platform, under: string): Promise<ReadonlyMap<string, Day>> {
  const query = `query ($under: ID!, $first: Int!) {
    draws(under: $under, first: $first) { pageInfo { hasNextPage endCursor } edges { node { id on: announcedOn } } }
    inspections(under: $under, first: $first) { pageInfo { hasNextPage endCursor } edges { node { id on: scheduledOn } } } }`;
  // What took place before the platform was not scheduled here.
  const begun = connectionOf(z.object({ id: z.string(), on: z.string().nullable() }));
  const schema = z.object({ draws: begun, inspections: begun });
  const { draws, inspections } = await ask(platform, { query, variables: { under, first: PAGE } }, schema);
  return new Map(
    [...draws.edges, ...inspections.edges].flatMap(({ node: { id, on } }) => (on === null ? [] : [[id, on] as const])),
  );
}

/** By which hash the population of a draw was announced. @throws Error where it was not */
export async function populationHashOf(platform: Platform, drawId: string): Promise<string> {
  const query = 'query ($id: ID!) { draw(id: $id) { populationHash } }';
  const schema = z.object({ draw: z.object({ populationHash: z.string() }) });
  return (await ask(platform, { query, variables: { id: drawId } }, schema)).draw.populationHash;
}
