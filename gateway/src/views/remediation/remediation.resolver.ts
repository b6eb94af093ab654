import { remediationContract } from '@zhibu/contracts';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { QueryRemediationArgs, QueryRemediationsArgs, Step } from '../../generated/schema.ts';
import { type GatewayContext, organizationAsked } from '../../request/context.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import type { RecordedFactRow } from '../causation/causation.lookup.ts';
import type { Moment } from '../moment.ts';
import { stepsOf } from '../problem/problem.resolver.ts';
import { remediationOfKey, type RemediationRow, remediationsUnder } from './remediation.lookup.ts';

/** A remediation, and the moment at which everything below it is answered. */
export interface RemediationNode extends RemediationRow {
  readonly moment: Moment;
}

@Resolver('Remediation')
export class RemediationResolver {
  @Query('remediation')
  async remediation(
    @Args() { branchId, year, asOf, knownAt }: QueryRemediationArgs,
    @Context() context: GatewayContext,
  ): Promise<RemediationNode | null> {
    return remediationAt(context, await context.moment({ asOf, knownAt }), { branchId, year });
  }

  @Query('remediations')
  async remediations(
    @Args() args: QueryRemediationsArgs,
    @Context() context: GatewayContext,
  ): Promise<Connection<{ readonly node: RemediationNode }>> {
    const page = pageOf(args, 20);
    const moment = await context.moment(args);
    await organizationAsked(context, moment, { id: args.under, field: 'under' });
    const listing = await remediationsUnder(
      context.model,
      { under: args.under, year: args.year ?? null, status: args.status ?? null },
      { moment, page },
    );
    const nodes = await Promise.all(listing.ids.map((key) => remediationAt(context, moment, remediationOfKey(key))));
    return connectionOf(listing, page, (key, index) => {
      const node = nodes[index];
      if (!node) throw new Error(`the remediation of ${key} fell out of its page`);
      return { node };
    });
  }

  @ResolveField('branch')
  branch(@Parent() { branchId, moment }: RemediationNode): BranchNode {
    return { branchId, moment };
  }

  @ResolveField('statusLabel')
  statusLabel(@Parent() { status }: RemediationNode, @Context() { language }: GatewayContext): string {
    return remediationContract.statuses[status][language];
  }

  @ResolveField('causedBy')
  async causedBy(
    @Parent() { steps, moment }: RemediationNode,
    @Context() context: GatewayContext,
  ): Promise<RecordedFactRow | null> {
    const opening = steps.findLast(({ type }) => type === 'RemediationOpened');
    return (await context.at(moment).causeOf.load(opening?.eventId ?? '')) ?? null;
  }

  @ResolveField('steps')
  steps(@Parent() { steps }: RemediationNode, @Context() { language }: GatewayContext): readonly Step[] {
    return stepsOf(steps, language);
  }
}

/** The remediations of a branch, beside what the branch's own view answers. */
@Resolver('Branch')
export class BranchRemediationsResolver {
  @ResolveField('remediations')
  async remediations(
    @Parent() { branchId, moment }: BranchNode,
    @Context() context: GatewayContext,
  ): Promise<readonly RemediationNode[]> {
    return (await context.at(moment).remediations.load(branchId)).map((row) => ({ ...row, moment }));
  }
}

async function remediationAt(
  context: GatewayContext,
  moment: Moment,
  { branchId, year }: { readonly branchId: string; readonly year: string },
): Promise<RemediationNode | null> {
  const row = (await context.at(moment).remediations.load(branchId)).find((one) => one.year === year);
  return row ? { ...row, moment } : null;
}
