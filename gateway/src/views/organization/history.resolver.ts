import { committeePostWords } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import { meetsSight } from '../../scope/access.ts';
import { type Extension, historyLoader, type OrganizationHistory, type OverDays } from './history.lookup.ts';
import { type OrganizationNode, organizationReferred } from './organization.resolver.ts';

const historyOf = ({ id, moment }: OrganizationNode, context: GatewayContext): Promise<OrganizationHistory> =>
  historyLoader(context.at(moment)).load(id);

/** Those of the ids that are known at the moment and that whoever asks may see, or that stand above what he sees; in their order. */
async function nodesOf(ids: readonly string[], { moment }: OrganizationNode, context: GatewayContext) {
  const nodes = await Promise.all(ids.map((id) => organizationReferred(context, moment, id)));
  return nodes.flatMap((node) => node ?? []);
}

/** What held on days on which whoever asks may see the organization: of one that has moved away from him, nothing later. */
async function toldOf<Days extends { readonly from: Day | null; readonly to: Day | null }>(
  said: readonly Days[],
  { id }: OrganizationNode,
  { access }: GatewayContext,
): Promise<readonly Days[]> {
  const sight = await access.sight(id);
  return said.filter(({ from, to }) => sight && meetsSight(sight, from, to));
}

/** What an organization was and has; looked up only where a query asks for it, once for all of it. */
export const historyResolvers: Resolvers = {
  Organization: {
    async names(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      const { names } = await historyOf(node, context);
      return (await toldOf(names, node, context)).map(({ value: name, ...days }) => ({ name, ...days }));
    },
    async parents(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      const { parents } = await historyOf(node, context);
      return Promise.all(
        (await toldOf(parents, node, context)).map(async ({ value, ...days }: OverDays<string | null>) => {
          const [parent = null] = value === null ? [] : await nodesOf([value], node, context);
          return { parent, ...days };
        }),
      );
    },
    async extensions(node: OrganizationNode, _args: unknown, context: GatewayContext): Promise<readonly Extension[]> {
      const { extensions } = await historyOf(node, context);
      const told = await toldOf(
        extensions.map((extension) => ({ extension, from: extension.from, to: null })),
        node,
        context,
      );
      return told.map(({ extension }) => extension);
    },
    async committee(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      const { committee } = await historyOf(node, context);
      return committee.map(({ post, personId = null }) => ({
        post,
        label: committeePostWords[post][context.language],
        personId,
        organizationId: node.id,
      }));
    },
    async jointUnits(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      return node.form === 'joint' ? nodesOf((await historyOf(node, context)).unitIds, node, context) : [];
    },
    async jointBranches(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      return nodesOf((await historyOf(node, context)).jointBranchIds, node, context);
    },
  },
};
