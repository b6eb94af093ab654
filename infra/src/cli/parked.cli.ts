import { services } from '@zhibu/contracts';
import { userInfo } from 'node:os';
import { withConnections, withPools } from '../operator/connections.ts';
import { exits } from '../operator/fault.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import type { Need } from '../operator/urls.ts';
import { grant } from '../parked/operator.ts';
import { usage } from '../parked/vocabulary.ts';
import { readWish, wishOptions } from '../parked/wish.ts';

/** A running subscriber looks every 0.8 s; one that is blocked is not waited for. */
const PATIENCE_MS = 10_000;
const needs: readonly Need[] = ['gateway', ...services].map((schema) => ({ schema, role: 'service' }));

/** `npm run parked`: what a fault has parked, and what to do with it. */
await runOnDatabases({ usage, ...wishOptions, positionals: [0, Infinity] }, async ({ given, place, terminal }) => {
  const wish = readWish(given, user());
  return withConnections({ place, needs, purpose: 'npm run parked' }, (reached) =>
    withPools(reached, needs, async (databases) => {
      const granted = await grant(wish, { databases, terminal, patienceMs: reached.running ? PATIENCE_MS : 0 });
      return granted ? exits.done : exits.notSo;
    }),
  );
});

/** A container's user may have a number only. */
function user(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? ''}`;
  }
}
