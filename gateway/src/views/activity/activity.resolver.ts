import { activityCadence, refusal } from '@zhibu/contracts';
import { activitiesLoader } from './activity.lookup.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { ActivityCount, BranchActivitiesArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';

export const activityResolvers: Resolvers = {
  Branch: {
    async activities(
      { branchId, moment }: BranchNode,
      { year }: BranchActivitiesArgs,
      context: GatewayContext,
    ): Promise<readonly ActivityCount[]> {
      if (year < 1900 || year > 2999)
        throw refusal('INPUT_INVALID', {
          errors: [{ field: 'year', problem: { zh: '须为1900至2999', en: 'must be 1900 to 2999' } }],
        });
      const counts = await activitiesLoader(context.at(moment)).load({ branchId, year });
      return counts.map((count) => ({ ...count, label: activityCadence[count.kind].words[context.language] }));
    },
  },
};
