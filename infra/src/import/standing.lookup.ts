import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import type { Handover, Standing } from '@zhibu/handover';
import { lastDayOf } from '@zhibu/kernel';
import { z } from 'zod';

const fact = z.object({
  scheme: z.string().nullable(),
  period: z.string(),
  code: z.string(),
  stands: z.boolean(),
  revision: z.number(),
  file: z.string().nullable(),
  content: z.string().nullable(),
});
const branch = z.object({
  organization: z.object({ id: z.string() }),
  vetoes: z.array(fact),
  activities: z.array(fact).default([]),
  priors: z.array(fact),
});

/** What stands under committees of the facts that files hand over one by one; of activities only where their file is there. */
export async function standingUnder(
  platform: Platform,
  committees: readonly string[],
  { period, sheets }: Handover,
): Promise<Standing> {
  const activities = sheets.has('activities')
    ? 'activities: handedOver(kind: ACTIVITY, period: $period) { ...Fact }'
    : '';
  const query = `query ($under: ID!, $asOf: Date!, $period: String!, $first: Int!, $after: String) {
    branches(under: $under, asOf: $asOf, first: $first, after: $after) {
      edges { node { organization { id } vetoes: handedOver(kind: VETO, period: $period) { ...Fact } ${activities}
        priors: handedOver(kind: PRIOR_GRADE) { ...Fact } } }
      pageInfo { hasNextPage endCursor } } } fragment Fact on HandedOver { scheme period code stands revision file content }`;
  const schema = z.object({ branches: connectionOf(branch) });
  const found: z.infer<typeof branch>[] = [];
  for (const under of committees) {
    const page = async (after: string | null) => {
      const variables = { under, asOf: lastDayOf(period), period, first: PAGE, after };
      return (await ask(platform, { query, variables }, schema)).branches;
    };
    found.push(...(await everyPage(page)));
  }
  return {
    vetoes: new Map(found.map((one) => [one.organization.id, one.vetoes])),
    activities: new Map(found.map((one) => [one.organization.id, one.activities])),
    priors: new Map(found.map((one) => [one.organization.id, one.priors])),
  };
}
