import { type EditionContent, wordsOfAspect } from '@zhibu/contracts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { SeenId } from '../../scope/seen.ts';
import type { Moment } from '../moment.ts';
import { organizationAt, type OrganizationNode } from '../organization/organization.resolver.ts';
import { editionsLoader } from './item.lookup.ts';
import { type InspectionItem, itemsToLookAt, nameOfItem, wordsOfItem } from './item.rules.ts';
import type { InspectionDetails } from './inspection.rules.ts';

/** An inspection at a moment, of an organization that whoever asks may see. */
interface InspectedNode extends InspectionDetails {
  readonly organizationId: SeenId;
  readonly moment: Moment;
}

/** A finding, and the inspection that it is of. */
export type FindingNode = InspectedNode['findings'][number] & { readonly of: InspectedNode };

type ItemNode = InspectionItem & { readonly isFound: boolean };

/** Those in force on the day of the visit, or on the day planned. */
async function editionsOf(
  { visit, concluded, organizationId, moment }: InspectedNode,
  context: GatewayContext,
): Promise<{ readonly visited: OrganizationNode; readonly editions: readonly EditionContent[] }> {
  const visited = await organizationAt(context, moment, organizationId);
  const day = concluded?.visitedOn ?? visit.visitOn;
  return { visited, editions: await editionsLoader(context.at(moment)).load({ sector: visited.sector, day }) };
}

/** What a visit looks at, and which of it stands as found; before the platform nobody knows what was looked at. */
async function itemsIn(node: InspectedNode, context: GatewayContext): Promise<readonly ItemNode[]> {
  if (node.prior) return [];
  const { visited, editions } = await editionsOf(node, context);
  const { kind, sector } = visited;
  const found = new Set(node.findings.filter(({ isWithdrawn }) => !isWithdrawn).map(nameOfItem));
  return itemsToLookAt(editions, { kind, sector, purpose: node.visit.purpose }).map((one) => ({
    ...one,
    isFound: found.has(nameOfItem(one)),
  }));
}

/** What there is to look at by an inspection, and what was found of it. */
export const fieldsOfItems: Resolvers[string] = {
  findings: (node: InspectedNode): readonly FindingNode[] => node.findings.map((finding) => ({ ...finding, of: node })),
  items: (node: InspectedNode, _: unknown, context: GatewayContext) => itemsIn(node, context),
};

/** 检查项目. */
export const itemFields: Resolvers = {
  InspectionItem: {
    aspect: ({ aspect }: ItemNode, _: unknown, { language }: GatewayContext) => ({
      code: aspect,
      label: wordsOfAspect(aspect)[language],
    }),
    says: ({ says }: ItemNode, _: unknown, { language }: GatewayContext): string => says[language],
    found: ({ isFound }: ItemNode): boolean => isFound,
  },
};

/** The words of the item that a finding is at. */
export async function itemText({ of, ...finding }: FindingNode, context: GatewayContext): Promise<string | null> {
  const { editions } = await editionsOf(of, context);
  return wordsOfItem(editions, finding)?.[context.language] ?? null;
}
