import { dayOf } from '@zhibu/kernel';
import { type ClocksApart, clocksCheck, Health, LAG_LIMIT, type ServiceFeeds, whenDown } from '@zhibu/service-kit';
import type { GatewayRuntime } from './configuration.ts';
import { areMerged, mergedWords } from './access/founding-link.ts';
import { rowSecurityCheck } from './second-lock/row-security.ts';
import { views } from './views/index.ts';

/** How the gateway stands: its read model, behind the second lock, what it is told to ask beside, and its feeds. */
export function healthOf(runtime: GatewayRuntime, feeds: ServiceFeeds, clocks: ClocksApart): Health {
  const { database, reading, checks = [], lagLimit = LAG_LIMIT, now = Date.now } = runtime;
  const readModel = {
    name: 'database',
    isRequired: true,
    whenDown: whenDown.database,
    check: async () => {
      await database.query('SELECT 1');
    },
  };
  const notices = async () => ((await areMerged(database, dayOf(now()))) ? [mergedWords] : []);
  const all = [readModel, rowSecurityCheck(reading, views), clocksCheck(clocks), ...checks];
  return new Health({ lagLimit, now, notices, showsFeeds: true, feeds: () => feeds.statuses(), checks: all });
}
