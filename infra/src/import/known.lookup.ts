import { type Day, lastDayOf } from '@zhibu/kernel';
import { z } from 'zod';
import { ask, connectionOf, everyPage, PAGE } from '../client/graphql.adapter.ts';
import type { Platform } from '../client/request.adapter.ts';
import type { Handover } from './handover.ts';
import {
  type Asked,
  organizationsByCode,
  organizationsUnder,
  organizationsWithAncestors,
  type Registered,
} from './register.lookup.ts';
import { parentsElsewhere, type TreeRow } from './tree.rules.ts';

/** What the platform knows of the organizations that a handover speaks of. */
export interface Known {
  /** Whether the platform was asked: otherwise what is not found may be there all the same. */
  readonly asked: boolean;
  readonly organizations: ReadonlyMap<string, Registered>;
  /** Those under the work committees of the register, which a whole register should name. */
  readonly underCommittees: readonly Registered[];
}

/** Nothing is known: the platform was not asked. */
export const nothingKnown: Known = { asked: false, organizations: new Map(), underCommittees: [] };

/** The day from which what changed in a row holds; an organization cannot change before it opened. */
export function holdsFrom(entry: { readonly effectiveOn: Day | undefined; readonly openedOn: Day }, asOf: Day): Day {
  return entry.effectiveOn ?? (asOf < entry.openedOn ? entry.openedOn : asOf);
}

/** The rows of a register as the tree sees them, faulty ones too. */
export function treeRows(handover: Handover): readonly TreeRow[] {
  const rows = handover.sheets.get('register')?.allRows ?? [];
  return rows.map(({ row, cell }) => ({ row, code: cell('code'), parentCode: cell('parentCode') }));
}

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
  const elsewhere = branchesElsewhere(handover).filter((code) => !organizations.has(code));
  const parents = parentsElsewhere(treeRows(handover));
  keep(
    await organizationsWithAncestors(
      platform,
      [...new Set([...parents, ...elsewhere])].map((code) => ({ code, on: asOf })),
    ),
  );
  return { asked: true, organizations, underCommittees };
}

/** Branches that the other files name and the register does not. */
function branchesElsewhere(handover: Handover): readonly string[] {
  const own = new Set(treeRows(handover).map(({ code }) => code));
  const rows = [handover.ratings, handover.polls, handover.figures, handover.vetoes, handover.activities].flat();
  const rest = Object.values(handover.remainder?.branches ?? {}).flat();
  return [...new Set([...rows.map(({ branchCode }) => branchCode), ...rest])].filter((code) => !own.has(code));
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

/** The decision of a period, as the read model shows it now: which event, and which grade. */
export interface KnownGrade {
  readonly eventId: string;
  readonly grade: string;
  /** Without an edition it is a grade from before the platform. */
  readonly editionId: string | null;
}

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

/** Where the edition and the round stand. */
export interface KnownRound {
  readonly edition: { readonly status: string; readonly contentHash: string | null } | null;
  readonly closed: ReadonlySet<string>;
}

/** Whether the edition is published already, and which committees have closed the round. */
export async function knownRound(
  platform: Platform,
  editionId: string,
  round: { readonly committees: readonly string[]; readonly scheme: string; readonly period: string },
): Promise<KnownRound> {
  const parts = round.committees.map(
    (_, index) => `r${index}: round(workCommitteeId: $c${index}, scheme: $scheme, period: $period) { closed }`,
  );
  const parameters = round.committees.map((_, index) => `, $c${index}: ID!`).join('');
  const rounds = parts.length > 0 ? `, $scheme: String!, $period: String!` : '';
  const query = `query ($edition: ID!${rounds}${parameters}) { edition(id: $edition) { status contentHash } ${parts.join(' ')} }`;
  const variables = {
    edition: editionId,
    ...(parts.length > 0 ? { scheme: round.scheme, period: round.period } : {}),
    ...Object.fromEntries(round.committees.map((code, index) => [`c${index}`, code])),
  };
  const edition = z.object({ status: z.string(), contentHash: z.string().nullable() }).nullable();
  const schema = z.object({ edition }).catchall(z.object({ closed: z.boolean() }).nullable());
  const answer = await ask(platform, { query, variables }, schema);
  const isClosed = (index: number): boolean => {
    const one = answer[`r${index}`];
    return one !== null && typeof one === 'object' && 'closed' in one && one.closed;
  };
  return { edition: answer.edition, closed: new Set(round.committees.filter((_, index) => isClosed(index))) };
}
