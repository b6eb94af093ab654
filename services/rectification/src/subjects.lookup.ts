import type { OwnSubjects, ServiceContext } from '@zhibu/service-kit';
import { dutiesLookup } from './duties.lookup.ts';
import { organizationsOf } from './open-duties.lookup.ts';

/** A problem is of the organization that has it, for ever. */
export const rectificationSubjects = ({ database, caughtUp }: ServiceContext): OwnSubjects => ({
  problemId: {
    unknown: 'PROBLEM_UNKNOWN',
    organizationOf: async (field) => {
      const problemId = field('problemId');
      const look = async (): Promise<string | undefined> =>
        (await organizationsOf(database, [problemId])).get(problemId);
      const found = await look();
      if (found !== undefined) return found;
      await caughtUp(dutiesLookup);
      return look();
    },
  },
});
