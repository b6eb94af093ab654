import { refusal } from '@zhibu/contracts';
import { lastDayOf } from '@zhibu/kernel';
import { periodIn } from '../../request/period.ts';
import { organizationLoader } from '../organization/organization.lookup.ts';
import { refuseUnknownGrade } from '../rating/edition.lookup.ts';
import { ratingLoader } from '../rating/rating.lookup.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type {
  BranchFilter as FilterInput,
  BranchRatingArgs,
  Designation,
  QueryBranchArgs,
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
      const asOf = args.asOf ?? (filter.period === undefined ? undefined : lastDayOf(filter.period));
      const moment = await context.moment({ asOf, knownAt: args.knownAt });
      await refuseUnknownGrade(context.model, filter, moment);
      await organizationAsked(context, moment, { id: args.under, field: 'under' });
      const listing = await branchesUnder(context.model, { under: args.under, filter }, { moment, page });
      return connectionOf(listing, page, (branchId) => ({ node: { branchId, moment } }));
    },
    async branch(_parent: unknown, args: QueryBranchArgs, context: GatewayContext): Promise<BranchNode | null> {
      const moment = await context.moment(args);
      const organization = await organizationLoader(context.at(moment)).load(args.id);
      return organization?.kind === 'branch' ? { branchId: args.id, moment } : null;
    },
  },
  Branch: {
    organization({ branchId, moment }: BranchNode, _args: unknown, context: GatewayContext): Promise<OrganizationNode> {
      return organizationAt(context, moment, branchId);
    },
    async rating(
      { branchId, moment }: BranchNode,
      { scheme, period }: BranchRatingArgs,
      context: GatewayContext,
    ): Promise<RatingNode | null> {
      const asked = { branchId, scheme, period: periodIn('period', period) };
      const row = await ratingLoader(context.at(moment)).load(asked);
      return row ? ratingNode(row, moment) : null;
    },
    /** None: designations come with their own issue, and until then no branch has one. */
    designations(): readonly Designation[] {
      return [];
    },
  },
};

function filterOf(asked: FilterInput): BranchFilter {
  const { grade, scheme, designated, nameContains } = withoutNulls(asked);
  const period = periodIn('filter.period', asked.period);
  if (scheme === undefined && (grade !== undefined || period !== undefined)) {
    throw refusal('INPUT_INVALID', {
      errors: [
        {
          field: 'filter.scheme',
          problem: {
            zh: '按等次或年度筛选须同时写明评定类别',
            en: 'a grade or a period needs the scheme it belongs to',
          },
        },
      ],
    });
  }
  return { grade, scheme, period, designated, nameContains: nameContains === '' ? undefined : nameContains };
}

const withoutNulls = ({ grade, scheme, designated, nameContains }: FilterInput) => ({
  grade: grade ?? undefined,
  scheme: scheme ?? undefined,
  designated: designated ?? undefined,
  nameContains: nameContains ?? undefined,
});
