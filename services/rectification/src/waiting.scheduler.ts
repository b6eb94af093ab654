import { derivedId } from '@zhibu/kernel';
import type { DueCommand, ServiceContext, Timetable } from '@zhibu/service-kit';
import { dutiesLookup } from './duties.lookup.ts';
import { nameEach } from './naming.lookup.ts';
import { NOT_NAMED } from './rectification.reactions.ts';
import { toName } from './recorded.rules.ts';
import { forgetUnnamed, waitedFor } from './waiting.lookup.ts';

/**
 * 督查发现: what was found before its organization was known is named once it is, and what no edition holds is named by its own
 * words after some days; by the conclusion of its inspection it is found.
 */
export function waitingTimetable({
  database,
  today,
  caughtUp,
}: Pick<ServiceContext, 'database' | 'today' | 'caughtUp'>): Timetable {
  return {
    name: 'waiting',
    due: async () => {
      await caughtUp(dutiesLookup);
      await forgetUnnamed(database, today());
      const named = await nameEach(database, await waitedFor(database, today()));
      return named.map(({ cause, ...one }): DueCommand => ({
        ...toName(one),
        commandId: derivedId('waited', cause.id, one.finding.source.reference, one.confirms ?? ''),
        causationId: cause.id,
        correlationId: cause.correlationId,
      }));
    },
    alreadySo: NOT_NAMED,
  };
}
