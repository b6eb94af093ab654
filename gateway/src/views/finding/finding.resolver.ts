import { type FindingCode, findingCodes, findingWords, noneOf, refusal } from '@zhibu/contracts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { Finding, FindingCount, QueryOrganizationsWithFindingArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { subtreeAsked } from '../../request/subject-asked.ts';
import { type Connection, pageOf } from '../../request/page.ts';
import {
  organizationConnection,
  type OrganizationEdge,
  type OrganizationNode,
} from '../organization/organization.resolver.ts';
import type { DashboardNode } from '../dashboard/dashboard.resolver.ts';
import { findingCountsLoader, findingsLoader, organizationsWithFinding } from './finding.lookup.ts';

export const findingResolvers: Resolvers = {
  Query: {
    async organizationsWithFinding(
      _parent: unknown,
      args: QueryOrganizationsWithFindingArgs,
      context: GatewayContext,
    ): Promise<Connection<OrganizationEdge>> {
      const page = pageOf(args, 20);
      const code = findingCode(args.code);
      const moment = await context.moment(args);
      const under = await subtreeAsked(context, moment, args.under);
      const listing = await organizationsWithFinding(context.model, { under, code }, { moment, page });
      return organizationConnection(context, listing, { moment, page });
    },
  },
  Dashboard: {
    async findings(
      { scope: { under, moment } }: DashboardNode,
      _args: unknown,
      context: GatewayContext,
    ): Promise<readonly FindingCount[]> {
      const counts = await findingCountsLoader(context.at(moment)).load(under);
      return counts.map(({ code, organizations }) => {
        const { weight, says } = findingWords[code];
        return { code, weight, says: says[context.language], organizations };
      });
    },
  },
  Organization: {
    async findings(
      { id, moment }: OrganizationNode,
      _args: unknown,
      context: GatewayContext,
    ): Promise<readonly Finding[]> {
      const codes = await findingsLoader(context.at(moment)).load(id);
      return codes.map((code) => {
        const { clause, article, weight, says } = findingWords[code];
        return { code, clause, article: article === '' ? null : article, weight, says: says[context.language] };
      });
    },
  },
};

function findingCode(code: string): FindingCode {
  const known = findingCodes.find((each) => each === code);
  if (known) return known;
  const words = Object.fromEntries(findingCodes.map((each) => [each, findingWords[each].says]));
  throw refusal('INPUT_INVALID', { errors: [{ field: 'code', problem: noneOf(words) }] });
}
