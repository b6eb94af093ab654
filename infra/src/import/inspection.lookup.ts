import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import { severities } from '@zhibu/contracts';
import { type Handover, isInspecting, type Known, type KnownVisit } from '@zhibu/handover';
import { z } from 'zod';

const ABSENT = ['ORGANIZATION_UNKNOWN'];

const code = z.object({ code: z.string() });
const inspected = z.object({
  id: z.string(),
  organization: z.object({ id: z.string() }),
  prior: z.boolean(),
  status: z.string(),
  visitOn: z.string(),
  visitedOn: z.string().nullable(),
  scope: code,
  mode: code,
  purpose: code,
  outcome: code.nullable(),
  teamSize: z.number().nullable(),
  findings: z.array(
    z.object({ aspect: code, item: z.string(), says: z.string(), severity: z.object({ code: z.enum(severities) }) }),
  ),
  documentNo: z.string().nullable(),
  note: z.string().nullable(),
  source: z.string().nullable(),
});

/** What each body that the platform has of those spoken of has inspected; only where the file of inspections is there. */
export async function knownVisits(
  platform: Platform,
  { sheets }: Handover,
  { organizations }: Known,
): Promise<Known['visits']> {
  const found = new Map<string, readonly KnownVisit[]>();
  if (!sheets.has('inspections')) return found;
  for (const { id, kind } of organizations.values())
    if (isInspecting(kind)) found.set(id, await visitsOf(platform, id));
  return found;
}

async function visitsOf(platform: Platform, body: string): Promise<readonly KnownVisit[]> {
  const query = `query ($body: ID!, $first: Int!, $after: String) {
    inspections(under: $body, filter: { body: $body }, first: $first, after: $after) {
      edges { node { id organization { id } prior status visitOn visitedOn scope { code } mode { code } purpose { code }
        outcome { code } teamSize findings { aspect { code } item says severity { code } } documentNo note source } }
      pageInfo { hasNextPage endCursor } } }`;
  const schema = z.object({ inspections: connectionOf(inspected) });
  const nodes = await everyPage(async (after) => {
    const variables = { body, first: PAGE, after };
    return (await ask(platform, { query, variables, absent: ABSENT }, schema)).inspections;
  });
  return nodes.map(visitIn);
}

const visitIn = ({ organization, status, visitOn, visitedOn, ...node }: z.infer<typeof inspected>): KnownVisit => ({
  ...node,
  organization: organization.id,
  cancelled: status === 'cancelled',
  day: visitedOn ?? visitOn,
  scope: node.scope.code,
  mode: node.mode.code,
  purpose: node.purpose.code,
  outcome: node.outcome?.code ?? null,
  findings: node.findings.map(({ aspect, item, says, severity }) => ({
    aspect: aspect.code,
    item,
    says,
    severity: severity.code,
  })),
});
