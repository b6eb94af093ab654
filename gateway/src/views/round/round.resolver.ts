import {
  gradingInputs,
  listHashOf,
  noticeList,
  type QuotaReading,
  roundId,
  unitList,
  type Wording,
} from '@zhibu/contracts';
import type { QueryRoundArgs, RoundMissingArgs, RoundNotice } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import { listing } from '../moment.ts';
import { organizationAt, type OrganizationNode } from '../organization/organization.resolver.ts';
import { gradedOf, type InRound, inputsRecorded, momentOf, quotasOf, roundById, roundScope } from './round.lookup.ts';
import type { RoundRow } from './round.rules.ts';
import { codeOf, exemptionSays, missingSays, outsideSays } from './round.words.ts';

interface OutOfRound {
  readonly organization: OrganizationNode;
  readonly reason: string;
}

interface UnitReviewNode {
  readonly unit: OrganizationNode;
  readonly reviewedOn: string | null;
  readonly basis: string | null;
  readonly stale: boolean;
}

interface MissingNode {
  readonly organization: OrganizationNode;
  readonly branch: BranchNode | null;
  readonly inputs: readonly string[];
  readonly says: string;
}

export const roundResolvers: Resolvers = {
  Query: {
    async round(_parent: unknown, asked: QueryRoundArgs, { model }: GatewayContext): Promise<RoundRow | null> {
      return (await roundById(model, roundId(asked))) ?? null;
    },
  },
  Round: {
    editionId: ({ editions }: RoundRow): string => editions[0]?.editionId ?? '',
    editionIds: ({ editions }: RoundRow): readonly string[] => editions.map(({ editionId }) => editionId),
    closed: ({ closed }: RoundRow): boolean => closed !== null,
    openedOn: ({ opened }: RoundRow): string => opened.openedOn,
    closedOn: ({ closed }: RoundRow): string | null => closed?.effectiveOn ?? null,
    basis: ({ opened, closed }: RoundRow): string | null =>
      closed?.quotaBasis?.documentNo ?? opened.basis?.documentNo ?? null,
    inScope: async (round: RoundRow, _args: unknown, { model }: GatewayContext): Promise<number> =>
      (await roundScope(model, round)).branches.length,
    graded: async (round: RoundRow, _args: unknown, { model }: GatewayContext): Promise<number> =>
      (await roundScope(model, round)).branches.filter(({ grade }) => grade !== null).length,
    quotas: readQuotas,
    missing: readMissing,
    async outside(round: RoundRow, _args: unknown, context: GatewayContext): Promise<readonly OutOfRound[]> {
      const { outside } = await roundScope(context.model, round);
      return outOfRound(round, context, outside, outsideSays);
    },
    reviews: readReviews,
    notice: readNotice,
    exempt: (round: RoundRow, _args: unknown, context: GatewayContext): Promise<readonly OutOfRound[]> =>
      outOfRound(round, context, round.exempt, exemptionSays),
  },
};

function outOfRound<Named extends { readonly branchId: string }>(
  round: RoundRow,
  context: GatewayContext,
  named: readonly Named[],
  says: (one: Named) => Wording,
): Promise<readonly OutOfRound[]> {
  return Promise.all(
    named.map(async (one) => ({
      organization: await organizationAt(context, momentOf(round), one.branchId),
      reason: says(one)[context.language],
    })),
  );
}

type Quota = Omit<QuotaReading, 'unitId' | 'group'> & {
  readonly organization: OrganizationNode | null;
  readonly group: string | null;
  readonly label: string;
};

async function readQuotas(round: RoundRow, _args: unknown, context: GatewayContext): Promise<readonly Quota[]> {
  const scope = await roundScope(context.model, round);
  return Promise.all(
    quotasOf(round, scope).map(async ({ unitId, group, ...quota }) => ({
      ...quota,
      group: group ?? null,
      organization: unitId === undefined ? null : await organizationAt(context, momentOf(round), unitId),
      label:
        scope.editions.get(quota.editionId)?.content.grades.find(({ code }) => code === quota.grade)?.label ??
        quota.grade,
    })),
  );
}

async function readMissing(
  round: RoundRow,
  args: RoundMissingArgs,
  context: GatewayContext,
): Promise<Connection<{ readonly node: MissingNode }>> {
  const page = pageOf(args, 50);
  const { branches, editions } = await roundScope(context.model, round);
  const ungraded = branches.filter(({ grade }) => grade === null);
  const after = ungraded.filter(({ branchId }) => branchId > (page.after ?? ''));
  const found = listing(
    after.slice(0, page.first + 1).map(({ branchId }) => branchId),
    page.first,
    ungraded.length,
  );
  const recorded = await inputsRecorded(context.model, found.ids, round);
  const nodes = await Promise.all(
    after.slice(0, page.first).map((branch) => {
      const content = editions.get(branch.editionId)?.content;
      const needed = content ? gradingInputs(content) : [];
      const missing = needed.filter((input) => recorded.get(branch.branchId)?.has(codeOf(input)) !== true);
      return missingNode(round, context, branch, {
        inputs: missing.map(codeOf),
        says: missingSays(missing)[context.language],
      });
    }),
  );
  const byId = new Map(nodes.map((node) => [node.organization.id, node]));
  return connectionOf(found, page, (id) => {
    const node = byId.get(id);
    if (!node) throw new Error(`${id} fell out of its page`);
    return { node };
  });
}

/** Of each unit in scope, by code; stale where a grade of it has changed since. */
async function readReviews(
  round: RoundRow,
  _args: unknown,
  context: GatewayContext,
): Promise<readonly UnitReviewNode[]> {
  const { branches } = await roundScope(context.model, round);
  const graded = gradedOf(branches);
  const units = [...new Set(branches.map(({ unitId }) => unitId))].sort();
  return Promise.all(
    units.map(async (unitId) => {
      const review = round.reviews.get(unitId);
      return {
        unit: await organizationAt(context, momentOf(round), unitId),
        reviewedOn: review?.reviewedOn ?? null,
        basis: review?.basis.documentNo ?? null,
        stale: review !== undefined && review.listHash !== listHashOf(unitList(unitId, graded)),
      };
    }),
  );
}

async function readNotice(round: RoundRow, _args: unknown, { model }: GatewayContext): Promise<RoundNotice | null> {
  const { notice, openObjections } = round;
  if (!notice) return null;
  const { branches, editions } = await roundScope(model, round);
  const contents = [...editions.values()].map(({ id: editionId, content }) => ({ editionId, content }));
  return {
    from: notice.from,
    to: notice.to,
    branches: notice.branches.length,
    stale: notice.listHash !== listHashOf(noticeList(contents, gradedOf(branches))),
    openObjections: openObjections.size,
  };
}

async function missingNode(
  round: RoundRow,
  context: GatewayContext,
  { branchId }: InRound,
  lacks: Pick<MissingNode, 'inputs' | 'says'>,
): Promise<MissingNode> {
  const moment = momentOf(round);
  const organization = await organizationAt(context, moment, branchId);
  return { ...lacks, organization, branch: organization.kind === 'branch' ? { branchId, moment } : null };
}
