import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import { sixHavesNames, sixHavesStandings } from '@zhibu/contracts';
import type { Handover, KnownCheck } from '@zhibu/handover';
import { z } from 'zod';

const item = z.object({
  item: z.enum(sixHavesNames),
  standing: z.enum(sixHavesStandings),
  instead: z.string().nullable(),
  evidence: z.array(z.string()),
});
const branch = z.object({
  organization: z.object({ id: z.string() }),
  sixHaves: z
    .object({
      checkedOn: z.string(),
      occasion: z.string(),
      items: z.array(item),
      steps: z.array(z.object({ effectiveOn: z.string(), revision: z.number() })),
    })
    .nullable(),
});

/** The last checks of the six haves under committees, by branch; only where their file is there. */
export async function checksUnder(
  platform: Platform,
  committees: readonly string[],
  { sheets }: Handover,
): Promise<ReadonlyMap<string, KnownCheck>> {
  const found = new Map<string, KnownCheck>();
  if (!sheets.has('six-haves')) return found;
  const query = `query ($under: ID!, $first: Int!, $after: String) {
    branches(under: $under, first: $first, after: $after) {
      edges { node { organization { id } sixHaves { checkedOn occasion
        items { item standing instead evidence } steps { effectiveOn revision } } } }
      pageInfo { hasNextPage endCursor } } }`;
  const schema = z.object({ branches: connectionOf(branch) });
  for (const under of committees) {
    const page = async (after: string | null) =>
      (await ask(platform, { query, variables: { under, first: PAGE, after } }, schema)).branches;
    for (const { organization, sixHaves } of await everyPage(page))
      if (sixHaves) found.set(organization.id, checkIn(sixHaves));
  }
  return found;
}

function checkIn({ steps, items, ...last }: NonNullable<z.infer<typeof branch>['sixHaves']>): KnownCheck {
  return {
    ...last,
    items: items.map(({ instead, ...one }) => ({ ...one, ...(instead === null ? {} : { instead }) })),
    days: steps.map(({ effectiveOn }) => effectiveOn),
    revision: Math.max(...steps.map(({ revision }) => revision)),
  };
}
