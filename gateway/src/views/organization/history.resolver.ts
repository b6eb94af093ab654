import { committeePostWords } from '@zhibu/contracts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import { type Extension, historyLoader, type OrganizationHistory, type OverDays } from './history.lookup.ts';
import { organizationLoader } from './organization.lookup.ts';
import { organizationNode, type OrganizationNode } from './organization.resolver.ts';

const historyOf = ({ id, moment }: OrganizationNode, context: GatewayContext): Promise<OrganizationHistory> =>
  historyLoader(context.at(moment)).load(id);

/** Those of the ids that are known at the moment, in their order. */
async function nodesOf(ids: readonly string[], { moment }: OrganizationNode, context: GatewayContext) {
  const rows = await Promise.all(ids.map((id) => organizationLoader(context.at(moment)).load(id)));
  return rows.flatMap((row) => (row ? [organizationNode(row, moment)] : []));
}

/** What an organization was and has; looked up only where a query asks for it, once for all of it. */
export const historyResolvers: Resolvers = {
  Organization: {
    async names(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      const { names } = await historyOf(node, context);
      return names.map(({ value: name, ...days }) => ({ name, ...days }));
    },
    async parents(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      const { parents } = await historyOf(node, context);
      return Promise.all(
        parents.map(async ({ value, ...days }: OverDays<string | null>) => {
          const [parent = null] = value === null ? [] : await nodesOf([value], node, context);
          return { parent, ...days };
        }),
      );
    },
    async extensions(node: OrganizationNode, _args: unknown, context: GatewayContext): Promise<readonly Extension[]> {
      return (await historyOf(node, context)).extensions;
    },
    async committee(node: OrganizationNode, _args: unknown, context: GatewayContext) {
      const { committee } = await historyOf(node, context);
      return committee.map(({ post, personId = null }) => ({
        post,
        label: committeePostWords[post][context.language],
        personId,
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
