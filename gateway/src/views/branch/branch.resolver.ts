import { refusal } from '@zhibu/contracts';
import { ratingLoader } from '../rating/rating.lookup.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type {
  BranchFilter as FilterInput,
  BranchRatingArgs,
  Designation,
  QueryBranchesArgs,
} from '../../generated/schema.ts';
import { type GatewayContext, organizationAsked } from '../../request/context.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { Moment } from '../moment.ts';
import { organizationAt, type OrganizationNode } from '../organization/organization.resolver.ts';
import { type RatingNode, ratingNode } from '../rating/rating.resolver.ts';
import { type BranchFilter, branchesUnder } from './branch.lookup.ts';

/** A branch, and the moment at which everything below it is answered. */
export interface BranchNode {
  readonly branchId: string;
  readonly moment: Moment;
}

export const branchResolvers: Resolvers = {
  Query: {
    async branches(
      _parent: unknown,
      args: QueryBranchesArgs,
      context: GatewayContext,
    ): Promise<Connection<{ readonly node: BranchNode }>> {
      const page = pageOf(args, 20);
      const filter = filterOf(args.filter ?? {});
      const moment = await context.moment(args);
      await organizationAsked(context, moment, { id: args.under, field: 'under' });
      const listing = await branchesUnder(context.model, { under: args.under, filter }, { moment, page });
      return connectionOf(listing, page, (branchId) => ({ node: { branchId, moment } }));
    },
  },
  Branch: {
    organization({ branchId, moment }: BranchNode, _args: unknown, context: GatewayContext): Promise<OrganizationNode> {
      return organizationAt(context, moment, branchId);
    },
    async rating(
      { branchId, moment }: BranchNode,
      { scheme }: BranchRatingArgs,
      context: GatewayContext,
    ): Promise<RatingNode | null> {
      const row = await ratingLoader(context.at(moment)).load({ branchId, scheme });
      return row ? ratingNode(row, moment) : null;
    },
    /** None: designations come with their own issue, and until then no branch has one. */
    designations(): readonly Designation[] {
      return [];
    },
  },
};

function filterOf({ grade, scheme, designated, nameContains }: FilterInput): BranchFilter {
  if (typeof grade === 'string' && typeof scheme !== 'string') {
    throw refusal('INPUT_INVALID', {
      errors: [
        {
          field: 'filter.scheme',
          problem: { zh: '按等次筛选须同时写明评定类别', en: 'a grade needs the scheme it belongs to' },
        },
      ],
    });
  }
  return {
    grade: grade ?? undefined,
    scheme: scheme ?? undefined,
    designated: designated ?? undefined,
    nameContains: nameContains === '' ? undefined : (nameContains ?? undefined),
  };
}
