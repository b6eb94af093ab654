import { activityCadence } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { ActivityCount, BranchActivitiesArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';

@Resolver('Branch')
export class ActivityResolver {
  @ResolveField('activities')
  async activities(
    @Parent() { branchId, moment }: BranchNode,
    @Args() { year }: BranchActivitiesArgs,
    @Context() context: GatewayContext,
  ): Promise<readonly ActivityCount[]> {
    if (year < 1900 || year > 2999)
      throw new Refusal('INPUT_INVALID', { errors: [{ field: 'year', problem: 'must be 1900 to 2999' }] });
    const counts = await context.at(moment).activities.load({ branchId, year });
    return counts.map((count) => ({ ...count, label: activityCadence[count.kind].words[context.language] }));
  }
}
