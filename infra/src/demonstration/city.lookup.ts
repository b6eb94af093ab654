import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import type { ServiceName } from '@zhibu/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { ListedProblem } from './fate.rules.ts';

const SIDE_BY_SIDE = 3;
const LOOK_EVERY_MS = 300;
/** The reactions to a closing have come to rest when nothing is behind and nothing was added between so many looks. */
const LOOKS_AT_REST = 5;

const feeds = z.object({ feeds: z.array(z.object({ service: z.string(), lag: z.number() })) });

/** Whether a process has taken in all that a service recorded. */
async function isCaughtUp(platform: Platform, path: string, feed: string): Promise<boolean> {
  const answer = await fetch(`${platform.server}${path}/health/ready`, { signal: platform.signal });
  return feeds.parse(await answer.json()).feeds.every(({ service, lag }) => service !== feed || lag === 0);
}

/** Waits until rectification has answered everything that assessment has recorded, and queries show what it answered. */
export async function reactionsAtRest(platform: Platform, committee: string): Promise<void> {
  let looks = 0;
  let before: number | undefined;
  await until(platform, async () => {
    const isAtRest =
      (await isCaughtUp(platform, '/services/rectification', 'assessment')) &&
      (await isCaughtUp(platform, '', 'rectification'));
    const open = await openProblems(platform, committee);
    looks = isAtRest && open === before ? looks + 1 : 0;
    before = open;
    return looks >= LOOKS_AT_REST;
  });
}

/** Waits until queries show what a service has recorded by now. */
export const shown = (platform: Platform, service: ServiceName): Promise<void> =>
  until(platform, () => isCaughtUp(platform, '', service));

async function openProblems(platform: Platform, committee: string): Promise<number> {
  const query = 'query ($under: ID!) { dashboard(under: $under) { problems { open } } }';
  const schema = z.object({ dashboard: z.object({ problems: z.object({ open: z.number() }) }) });
  return (await ask(platform, { query, variables: { under: committee } }, schema)).dashboard.problems.open;
}

async function until(platform: Platform, holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(LOOK_EVERY_MS, undefined, { signal: platform.signal });
}

const problem = z.object({
  id: z.string(),
  organization: z.object({ code: z.string() }),
  aspect: z.string(),
  item: z.string().nullable(),
  identifiedOn: z.string(),
  source: z.object({ kind: z.string() }),
});

/** Every problem of the branches under a committee, unit by unit: a unit's list is short. */
export async function problemsUnder(platform: Platform, committee: string): Promise<readonly ListedProblem[]> {
  const units = (await unitsUnder(platform, committee))[Symbol.iterator]();
  const found: ListedProblem[] = [];
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (const unit of units) found.push(...(await problemsOf(platform, unit)));
    }),
  );
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function problemsOf(platform: Platform, unit: string): Promise<readonly ListedProblem[]> {
  const query = `query ($under: ID!, $first: Int!, $after: String) {
    page: problems(under: $under, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { id organization { code } aspect item identifiedOn source { kind } } } } }`;
  const schema = z.object({ page: connectionOf(problem) });
  const variables = { under: unit, first: PAGE };
  const nodes = await everyPage(
    async (after) => (await ask(platform, { query, variables: { ...variables, after } }, schema)).page,
  );
  return nodes.map(({ organization, source, ...node }) => ({
    ...node,
    organization: organization.code,
    source: source.kind,
  }));
}

async function unitsUnder(platform: Platform, committee: string): Promise<readonly string[]> {
  const query = `query ($under: ID!) { dashboard(under: $under) {
    byChild(scheme: "classification") { organization { code } } } }`;
  const schema = z.object({
    dashboard: z.object({ byChild: z.array(z.object({ organization: z.object({ code: z.string() }) })) }),
  });
  const { dashboard } = await ask(platform, { query, variables: { under: committee } }, schema);
  return dashboard.byChild.map(({ organization }) => organization.code);
}

/** The branches under a committee with a remediation of a year, by code. */
export async function remediatedUnder(platform: Platform, committee: string, year: string): Promise<readonly string[]> {
  const query = `query ($under: ID!, $year: String!, $first: Int!, $after: String) {
    page: remediations(under: $under, year: $year, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { branch { organization { code } } } } } }`;
  const node = z.object({ branch: z.object({ organization: z.object({ code: z.string() }) }) });
  const schema = z.object({ page: connectionOf(node) });
  const variables = { under: committee, year, first: PAGE };
  const nodes = await everyPage(
    async (after) => (await ask(platform, { query, variables: { ...variables, after } }, schema)).page,
  );
  return nodes.map(({ branch }) => branch.organization.code);
}
