import {
  gradingInputs,
  listHashOf,
  type QuotaReading,
  roundId,
  inspectedByGraderWarningOf,
  sameHandWarningOf,
  unitList,
  type Wording,
} from '@zhibu/contracts';
import { lastDayOf } from '@zhibu/kernel';
import type { QueryRoundArgs, RoundMissingArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { known, NEVER, subjectAsked } from '../../request/subject-asked.ts';
import { refuseUnknown } from '../../schema/asked.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import { listing } from '../moment.ts';
import {
  type NamedOrganization,
  organizationNamed,
  type OrganizationNode,
} from '../organization/organization.resolver.ts';
import { gradedOf, type InRound, inputsRecorded, momentOf, quotasOf, roundById, roundScope } from './round.lookup.ts';
import type { RoundRow } from './round.rules.ts';
import { codeOf, exemptionSays, missingSays, outsideSays } from './round.words.ts';

type Shown = OrganizationNode | NamedOrganization;

interface OutOfRound {
  readonly organization: Shown;
  readonly reason: string;
}

interface UnitReviewNode {
  readonly unit: Shown;
  readonly reviewedOn: string | null;
  readonly basis: string | null;
  readonly stale: boolean;
}

interface MissingNode {
  readonly organization: Shown;
  readonly branch: BranchNode | null;
  readonly inputs: readonly string[];
  readonly says: string;
}

export const roundResolvers: Resolvers = {
  Query: {
    async round(_parent: unknown, asked: QueryRoundArgs, context: GatewayContext): Promise<RoundRow | null> {
      const { workCommitteeId, period } = asked;
      const committee = { id: workCommitteeId, field: 'workCommitteeId', code: 'COMMITTEE_UNKNOWN' } as const;
      await subjectAsked(context, committee, /^\d{4}$/.test(period) ? lastDayOf(period) : context.today);
      const found = await roundById(context.model, roundId(asked), await context.known(asked.knownAt));
      if (!found) await refuseUnknown({ workCommitteeId }, context);
      return known(found, NEVER, { code: 'ROUND_UNKNOWN', field: 'period', id: asked.period });
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
    sameHand: ({ closed }: RoundRow): boolean => closed?.sameHand === true,
    warnings: readWarnings,
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
      organization: await organizationNamed(context, momentOf(round), one.branchId),
      reason: says(one)[context.language],
    })),
  );
}

async function readWarnings(round: RoundRow, _args: unknown, context: GatewayContext): Promise<readonly string[]> {
  const { ratedByConfirmer = [], inspectedByGrader = [] } = round.closed ?? {};
  const warn = async (branchIds: readonly string[], wordsOf: (names: readonly string[]) => Wording) => {
    if (branchIds.length === 0) return [];
    const named = await Promise.all(branchIds.map((id) => organizationNamed(context, momentOf(round), id)));
    return [wordsOf(named.map(({ name }) => name))[context.language]];
  };
  return [
    ...(await warn(ratedByConfirmer, sameHandWarningOf)),
    ...(await warn(inspectedByGrader, inspectedByGraderWarningOf)),
  ];
}

type Quota = Omit<QuotaReading, 'unitId' | 'group'> & {
  readonly organization: Shown | null;
  readonly group: string | null;
  readonly label: string;
};

async function readQuotas(round: RoundRow, _args: unknown, context: GatewayContext): Promise<readonly Quota[]> {
  const scope = await roundScope(context.model, round);
  return Promise.all(
    quotasOf(round, scope).map(async ({ unitId, group, ...quota }) => ({
      ...quota,
      group: group ?? null,
      organization: unitId === undefined ? null : await organizationNamed(context, momentOf(round), unitId),
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
        unit: await organizationNamed(context, momentOf(round), unitId),
        reviewedOn: review?.reviewedOn ?? null,
        basis: review?.basis.documentNo ?? null,
        stale: review !== undefined && review.listHash !== listHashOf(unitList(unitId, graded)),
      };
    }),
  );
}

async function missingNode(
  round: RoundRow,
  context: GatewayContext,
  { branchId }: InRound,
  lacks: Pick<MissingNode, 'inputs' | 'says'>,
): Promise<MissingNode> {
  const moment = momentOf(round);
  const organization = await organizationNamed(context, moment, branchId);
  const [seen] = await context.access.see([branchId], moment);
  const isShown = organization.kind === 'branch' && seen !== undefined;
  return { ...lacks, organization, branch: isShown ? { branchId: seen, moment } : null };
}
