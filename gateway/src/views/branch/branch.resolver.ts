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
  QueryBranchArgs,
  QueryBranchesArgs,
} from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { EVER, known, refuseLaterPeriod, subjectAsked, subtreeAsked } from '../../request/subject-asked.ts';
import { isSeenOn } from '../../scope/access.ts';
import type { SeenId } from '../../scope/seen.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { Moment } from '../moment.ts';
import { organizationAt, type OrganizationNode } from '../organization/organization.resolver.ts';
import { type RatingNode, ratingNode } from '../rating/rating.resolver.ts';
import { type BranchFilter, branchesUnder } from './branch.lookup.ts';

/** A branch, and the moment at which everything below it is answered. */
export interface BranchNode {
  readonly branchId: SeenId;
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
      await refuseLaterPeriod(context, { period: filter.period, asOf: moment.asOf, field: 'filter.period' });
      await refuseUnknownGrade(context.model, filter, moment);
      const under = await subtreeAsked(context, moment, args.under);
      const listing = await branchesUnder(context.model, { under, filter }, { moment, page });
      return connectionOf(listing, page, (branchId) => ({ node: { branchId, moment } }));
    },
    async branch(_parent: unknown, args: QueryBranchArgs, context: GatewayContext): Promise<BranchNode | null> {
      const moment = await context.moment(args);
      const asked = { code: 'BRANCH_UNKNOWN', field: 'id', id: args.id } as const;
      const { id: branchId, isToday } = await subjectAsked(context, asked, moment.asOf);
      const branchAt = async (at: Moment): Promise<BranchNode | null> =>
        (await organizationLoader(context.at(at)).load(branchId))?.kind === 'branch' ? { branchId, moment } : null;
      return known(await branchAt(moment), async () => isToday && branchAt(EVER), asked);
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
      // What a period came to has a day of its own.
      const sight = period && row ? await context.access.sight(branchId) : undefined;
      const isTold = !period || (row && sight && isSeenOn(sight, row.effectiveFrom));
      return row && isTold ? ratingNode(row, moment) : null;
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
