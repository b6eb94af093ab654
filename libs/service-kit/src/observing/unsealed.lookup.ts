import type { Pool } from '@zhibu/database';
import type { Standing } from './metrics.ts';

/** Beyond every position: nothing waits. */
const AT_THE_END = 9_223_372_036_854_775_807n;

/** What the PostgreSQL store has committed and its sealer has not yet taken into the log. */
export async function unsealed(database: Pool): Promise<Standing> {
  const found = await database.query<{ first: string | null; last: string | null; waiting: string }>(
    'SELECT min(pos) AS first, max(pos) AS last, count(*) AS waiting FROM pending',
  );
  const { first = null, last = null, waiting = '0' } = found.rows[0] ?? {};
  if (first === null || last === null) return { position: AT_THE_END, head: AT_THE_END, events: 0 };
  return { position: BigInt(first) - 1n, head: BigInt(last), events: Number(waiting) };
}
